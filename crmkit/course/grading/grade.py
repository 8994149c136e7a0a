"""Every submitted notebook run, judged and booked; one bad submission never stops the rest.

A notebook runs in a process of its own (`slot`), which never holds a reference answer. It hands
back the student's answers as plain data; this process draws the same student's data, computes the
references anew and judges. So whatever a notebook does to itself, it can only change its answers.
"""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

import crmkit
from crmkit.course.exercises.key import Key, earned
from crmkit.course.exercises.source import Source
from crmkit.course.grading import look_alike
from crmkit.course.grading.limits import Limits
from crmkit.course.grading.output import put
from crmkit.course.grading.slot import Slot
from crmkit.course.grading.submissions import Submission, cells_to_run, read
from crmkit.course.grading.told import plain

# What the machine may be to blame for is tried again in the next run.
_NOT_KEPT = ("crashed", "time-out")


@dataclass(frozen=True)
class Marked:
    """What one notebook earned: `questions` has a row a question (outcome, sentence, points).

    `status` is ok, time-out, crashed, tampered with, unreadable, no name or another sheet; `note`
    says why when it is not ok, and what a teacher should look at. `errors` are those of single
    cells.
    """

    digest: str
    sheet: str
    student: str
    status: str
    note: str = ""
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def points(self) -> float:
        """Points in all."""
        return earned(1, sum(one["points"] for one in self.questions.values()))


def grade_all(
    paths: list[Path],
    source: Source,
    *,
    results: Path,
    slots: list[Slot],
    limits: Limits | None = None,
) -> Iterator[tuple[Path, Marked]]:
    """Mark every notebook for this sheet, one a slot at a time; yields each as it is done.

    Results are kept in the folder `results`, by what the notebook and the sheet hold: a second run
    marks only what is new or changed. Whoever stops the iteration (Ctrl-C) stops the slots.
    """
    results.mkdir(parents=True, exist_ok=True)
    limits = limits or Limits()
    free: SimpleQueue[Slot] = SimpleQueue()
    for slot in slots:
        free.put(slot)
    pool = ThreadPoolExecutor(len(slots))
    tasks = {pool.submit(_guarded, path, source, results, free, limits): path for path in paths}
    try:
        for task in as_completed(tasks):
            yield tasks[task], task.result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for slot in slots:
            slot.stop()
        raise
    finally:
        pool.shutdown()


def _guarded(
    path: Path, source: Source, results: Path, free: SimpleQueue[Slot], limits: Limits
) -> Marked:
    """A fault of ours in one submission must not stop the others."""
    submission = Submission(path, "")
    try:
        submission = read(path)
        return _one(submission, source, results, free, limits)
    except Exception as error:
        note = f"the grader failed: {plain(f'{type(error).__name__}: {error}')}"
        return Marked(submission.digest, source.name, "", "crashed", note)


def _one(
    submission: Submission, source: Source, results: Path, free: SimpleQueue[Slot], limits: Limits
) -> Marked:
    if submission.problem:
        return Marked(submission.digest, source.name, "", "unreadable", submission.problem)
    kept = results / f"{_digest(submission, source, limits)}.json"
    found = _kept(kept)
    if found:
        return found
    slot = free.get()
    try:
        marked = _mark(submission, source, slot, limits)
    finally:
        free.put(slot)
    judged = all(one["outcome"] != _NOT_JUDGED for one in marked.questions.values())
    if marked.status not in _NOT_KEPT and judged:
        put(kept, json.dumps(asdict(marked)))
    return marked


def _mark(submission: Submission, source: Source, slot: Slot, limits: Limits) -> Marked:
    ran = slot.run(
        {
            "sheets": {source.name: source.data},
            "cells": cells_to_run(submission, source),
            "questions": [question.name for question in source.questions],
            "limits": asdict(limits),
        }
    )
    student = (ran["student"] or "").strip()
    status, note, questions = ran["status"], ran["note"], {}
    if ran["sheet"] not in (None, source.name):
        status, note = "another sheet", f"a notebook of {plain(ran['sheet'], 60)}"
    elif not _drawn_for(student):
        # Everybody's data are nobody's: the answers may be a friend's.
        status = "no name" if status == "ok" else status
        note = "; ".join(filter(None, [note, "the notebook names no student"]))
    else:
        questions = _judged(source, student, ran["answers"])
        failed = [name for name, one in questions.items() if one["outcome"] == _NOT_JUDGED]
        alike = look_alike.found(submission, source)
        unjudged = f"not judged: {', '.join(failed)}" if failed else ""
        note = "; ".join(filter(None, [note, unjudged, *alike]))
    return Marked(
        digest=submission.digest,
        sheet=source.name,
        student=plain(student, 200),
        status=status,
        note=note,
        questions=questions,
        errors=ran["errors"],
    )


def _drawn_for(student: str) -> bool:
    """Whether data can be drawn for this name: something is in it, and it can be written."""
    try:
        return bool(student.encode())
    except UnicodeEncodeError:
        return False


def _judged(source: Source, student: str, answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
    judged = {}
    with _JUDGING:
        key = Key(source, student)
        for question in source.questions:
            answer = answers.get(question.name, {"kind": "missing"})
            try:
                verdict = asdict(key.judge(question.name, answer))
            except Exception as error:  # one answer must not cost the others
                sentence = plain(f"{type(error).__name__}: {error}")
                verdict = {"outcome": _NOT_JUDGED, "sentence": sentence}
            points = earned(question.points, verdict.get("share", 0))
            judged[question.name] = verdict | {"points": points}
    return judged


# References are computed one after the other: DuckDB's default connection is one for the process.
_JUDGING = Lock()
_NOT_JUDGED = "not judged"


# --- What was marked before -------------------------------------------------------------------


def _digest(submission: Submission, source: Source, limits: Limits) -> str:
    """What a result depends on: the notebook, the sheet, the version and the limits."""
    sheet = json.dumps(asdict(source), sort_keys=True)
    parts = [submission.digest, sheet, crmkit.__version__, repr(limits)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _kept(path: Path) -> Marked | None:
    """The result of an earlier run; None if there is none, or only a part of one."""
    try:
        return Marked(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
