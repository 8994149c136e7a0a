"""Every submitted notebook run, judged and booked; one bad submission never stops the rest.

A notebook runs in a process of its own (`runner`), which never holds a reference answer. It hands
back the student's answers as plain data; this process draws the same student's data, computes the
references anew and judges. So whatever a notebook does to itself, it can only change its answers.
"""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

import crmkit
from crmkit.course.exercises.key import Key
from crmkit.course.exercises.source import SEALED, Source, unseal
from crmkit.course.grading.limits import Limits
from crmkit.course.grading.slot import Slot
from crmkit.course.grading.submissions import Submission, cells_to_run, read


@dataclass(frozen=True)
class Marked:
    """What one notebook earned: `questions` has a row a question (outcome, sentence, points).

    `status` is ok, time-out, crashed, tampered with, unreadable, no name or another sheet; `note`
    says why when it is not ok. `errors` are those of single cells, `isolation` what locked it in.
    """

    digest: str
    sheet: str
    student: str
    status: str
    note: str = ""
    questions: dict[str, dict] = field(default_factory=dict)
    errors: list[dict] = field(default_factory=list)
    isolation: list[str] = field(default_factory=list)

    @property
    def points(self) -> int:
        """Points in all."""
        return sum(one["points"] for one in self.questions.values())


def grade_all(
    paths: list[Path], sheet: str, *, results: Path, slots: list[Slot], limits: Limits | None = None
) -> Iterator[tuple[Path, Marked]]:
    """Mark every notebook for this sheet, one a slot at a time; yields each as it is done.

    Results are kept in the folder `results`, by what the notebook and the sheet hold: a second run
    marks only what is new or changed.
    """
    results.mkdir(parents=True, exist_ok=True)
    limits = limits or Limits()
    free: SimpleQueue[Slot] = SimpleQueue()
    for slot in slots:
        free.put(slot)
    with ThreadPoolExecutor(len(slots)) as pool:
        tasks = {pool.submit(_one, path, sheet, results, free, limits): path for path in paths}
        for task in as_completed(tasks):
            yield tasks[task], task.result()


def _one(path: Path, sheet: str, results: Path, free: SimpleQueue, limits: Limits) -> Marked:
    submission = read(path)
    if submission.problem:
        return Marked(submission.digest, sheet, "", "unreadable", submission.problem)
    kept = results / f"{_digest(submission, sheet, limits)}.json"
    found = _kept(kept)
    if found:
        return found
    slot = free.get()
    try:
        marked = _mark(submission, sheet, slot, limits)
    except Exception as error:  # a fault of ours in one submission must not stop the others
        marked = Marked(submission.digest, sheet, "", "crashed", f"{type(error).__name__}: {error}")
    finally:
        free.put(slot)
    aside = kept.with_suffix(".part")
    aside.write_text(json.dumps(asdict(marked), ensure_ascii=False), "utf-8")
    aside.replace(kept)
    return marked


def _mark(submission: Submission, sheet: str, slot: Slot, limits: Limits) -> Marked:
    source = unseal(sheet)
    ran = slot.run(
        {
            "sheets": {sheet: source.data},
            "cells": cells_to_run(submission, sheet),
            "questions": [question.name for question in source.questions],
            "limits": asdict(limits),
        }
    )
    student = (ran["student"] or "").strip()
    status, note = ran["status"], ran["note"]
    answers = ran["answers"]
    if ran["sheet"] not in (None, sheet):
        status, note, answers = "another sheet", f"a notebook of {str(ran['sheet'])[:60]}", {}
    elif not student and status == "ok":
        status, note = "no name", "the notebook names no student"
    return Marked(
        digest=submission.digest,
        sheet=sheet,
        student=student[:200],
        status=status,
        note=note,
        questions=_judged(source, student, answers),
        errors=ran["errors"],
        isolation=ran["isolation"],
    )


def _judged(source: Source, student: str, answers: dict) -> dict[str, dict]:
    judged = {}
    with _JUDGING:
        key = Key(source, student)
        for question in source.questions:
            verdict = key.judge(question.name, answers.get(question.name, {"kind": "missing"}))
            points = question.points if verdict.outcome == "right" else 0
            judged[question.name] = asdict(verdict) | {"points": points}
    return judged


# References are computed one after the other: DuckDB's default connection is one for the process.
_JUDGING = Lock()


# --- What was marked before -------------------------------------------------------------------


def _digest(submission: Submission, sheet: str, limits: Limits) -> str:
    """What a result depends on: the notebook, the sheet, the version and the limits."""
    parts = [submission.digest, _sheet_digest(sheet), crmkit.__version__, repr(limits)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _sheet_digest(sheet: str) -> str:
    return hashlib.sha256((SEALED / f"{sheet}.sheet").read_bytes()).hexdigest()


def _kept(path: Path) -> Marked | None:
    """The result of an earlier run; None if there is none, or only a part of one."""
    try:
        return Marked(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
