"""One run of the grader, from a folder of notebooks to a grade book and a page for each student."""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from crmkit.course.exercises import source as sheets
from crmkit.course.exercises.source import Language
from crmkit.course.grading import feedback, gradebook, lock, output
from crmkit.course.grading import submissions as incoming
from crmkit.course.grading.grade import Marked, grade_all
from crmkit.course.grading.limits import Limits
from crmkit.course.grading.roster import read_roster
from crmkit.course.grading.slot import Slot
from crmkit.course.grading.submissions import shown


class Run:
    """What is to be graded, for which sheet and where to; all of it checked before any code runs.

    `submissions` is a folder or a zip, `out` the grade book, `sheet` a name (empty: the commonest),
    `students` a roster, `own` a folder of sheets that comes before CRMKIT_HOME and the package,
    `language` that of the students' pages.

    Raises ValueError or OSError that say what is wrong with any of them.
    """

    def __init__(
        self,
        submissions: Path,
        *,
        out: Path,
        sheet: str = "",
        students: Path | None = None,
        own: Path | None = None,
        language: Language = "en",
    ):
        self._stack = ExitStack()
        with self._stack:  # undone, if something is wrong
            self._folder = self._opened(submissions)
            self.paths, left = incoming.find(self._folder)
            beside = _beside(own, submissions)
            sheet = sheet or incoming.commonest_sheet(
                [incoming.read(path) for path in self.paths], sheets.names(beside)
            )
            self.source = sheets.load(sheet, language=language, beside=beside)
            self._roster = read_roster(students) if students else None
            self._out, self._work = out, output.prepare(out, submissions)
            self._lock = lock.find(scratch_mb=Limits().files_mb)
            self._marked: list[tuple[Path, Marked]] = []
            self._stack = self._stack.pop_all()
        self.remarks = [f"passed over: {self._name(path)}: {why}" for path, why in left.items()]
        self.remarks += [] if self._lock.holds else self._lock.says

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def marks(self, *, jobs: int, seconds: int, memory_mb: int) -> Iterator[str]:
        """Mark each notebook; yields as each is done what the teacher should see, often nothing."""
        limits = Limits(
            seconds=seconds,
            wall_seconds=max(10 * seconds, Limits().wall_seconds),
            memory_mb=memory_mb,
        )
        with ExitStack() as stack:
            number = min(jobs, len(self.paths))
            slots = [stack.enter_context(Slot()) for _ in range(number)]
            results = self._work / "results"
            ran = grade_all(self.paths, self.source, results=results, slots=slots, limits=limits)
            for path, one in ran:
                self._marked.append((path.relative_to(self._folder), one))
                said = f"{self._name(path)}: {one.status}: {one.note}"
                yield "" if one.status == "ok" else said

    def write(self) -> list[str]:
        """The grade book and the pages; returns what to say at the end."""
        rows = gradebook.book(self._marked, roster=self._roster)
        pages = self._work / "feedback"
        for row in rows:
            output.put(pages / feedback.file_name(row), feedback.feedback(row, self.source))
        gradebook.write_csv(rows, self.source, self._out)
        return [
            "Notebooks that ran were locked in:" if self._lock.holds else "How notebooks ran:",
            *(f"  - {layer}" for layer in self._lock.says),
            f"  - limits of {_LIMITED}",
            f"{len(rows)} students in {shown(self._out)}, their pages in {shown(pages)}/",
        ]

    @property
    def where_it_stands(self) -> str:
        """What is done so far, and how to go on."""
        done = f"{len(self._marked)} of {len(self.paths)} notebooks are marked"
        kept = f"their results are kept in {shown(self._work / 'results')}/"
        return f"{done}, {kept}; the same command goes on from there"

    def _opened(self, submissions: Path) -> Path:
        if not (submissions.is_file() and zipfile.is_zipfile(submissions)):
            return submissions
        folder = self._stack.enter_context(
            tempfile.TemporaryDirectory(prefix="crmkit-", ignore_cleanup_errors=True)
        )
        incoming.unpack(submissions, Path(folder))
        return Path(folder)

    def _name(self, path: Path) -> str:
        return shown(path.relative_to(self._folder))


# What cannot fork is watched by the clock alone.
_LIMITED = "computing time, memory, files and processes" if hasattr(os, "fork") else "time"


def _beside(own: Path | None, submissions: Path) -> Path | None:
    """Where a teacher's sheets lie: never where students' files do, for a sheet is code that runs.

    Raises FileNotFoundError for a folder without any.
    """
    if own is not None and not [*own.glob("*.py"), *own.glob("*.sheet")]:
        raise FileNotFoundError(f"no sheets (*.py or *.sheet) in {shown(own)}")
    here = Path.cwd().resolve()
    students = submissions.resolve() in (here, *here.parents)
    return own or (None if students else here)
