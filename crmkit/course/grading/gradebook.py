"""A row a student: points by question, status, and what a teacher has to look at."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from crmkit.course.exercises.data import same_name
from crmkit.course.exercises.key import earned
from crmkit.course.exercises.source import Source
from crmkit.course.grading.grade import Marked
from crmkit.course.grading.output import put
from crmkit.course.grading.submissions import shown

_COUNT_NOTHING = ("another student", "another sheet", "no name")
# A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@")


# File as it is shown, what it earned, and student, status and note as booked.
_Found = tuple[str, Marked, str, str, str]


@dataclass(frozen=True)
class Row:
    """One line of the grade book; `marked` is the notebook that counts, None if none came in."""

    student: str
    status: str
    note: str
    file: str
    marked: Marked | None

    @property
    def counts(self) -> bool:
        """Whether there are points that count: not those of somebody else, nor of nobody."""
        judged = self.marked is not None and self.marked.questions and self.marked.student
        return bool(judged) and self.status not in _COUNT_NOTHING


def book(marked: list[tuple[Path, Marked]], *, roster: list[str] | None = None) -> list[Row]:
    """One row a student, in the roster's order where there is one.

    Of several notebooks of one student the best counts, and the note names the others. With a
    roster a notebook whose folder or file bears another student's name than the notebook itself
    is told apart, names outside the roster are too, and whoever handed in nothing has a row.
    Notebooks that name nobody keep a row each: nothing is lost.
    """
    by_form = {same_name(name): name for name in roster or []}
    groups: dict[str, list[_Found]] = {}
    for path, one in sorted(marked, key=lambda pair: str(pair[0])):
        student, status, note = one.student, one.status, one.note
        owner = _owner(path, by_form)
        if owner and student and same_name(student) != same_name(owner):
            note, student, status = f"this is the notebook of {student}", owner, "another student"
        elif owner and not student:
            student = owner
        elif roster is not None and student and same_name(student) not in by_form:
            status, note = "another student", "this name is not on the roster"
        group = same_name(student) or f"\0{path}"
        groups.setdefault(group, []).append((shown(path), one, student, status, note))
    rows = {group: _row(group, found, by_form) for group, found in groups.items()}
    for form, name in by_form.items():
        rows.setdefault(form, Row(name, "missing", "no notebook came in", "", None))
    order = {form: place for place, form in enumerate(by_form)}
    return [rows[group] for group in sorted(rows, key=lambda g: (order.get(g, len(order)), g))]


def write_csv(rows: list[Row], source: Source, path: Path) -> None:
    """The grade book as CSV that a spreadsheet opens without running anything in it."""
    names = [question.name for question in source.questions]
    head = ["student", "sheet", *names, "points", "of", "status", "note", "file"]
    file = io.StringIO(newline="")
    file.write("\ufeff")  # so that a spreadsheet takes it for UTF-8
    book = csv.writer(file)
    book.writerow(head)
    for row in rows:
        points = [_points(row, name) for name in names]
        words = [_safe(text) for text in (row.status, row.note, row.file)]
        book.writerow(
            [
                _safe(row.student),
                source.name,
                *points,
                earned(1, sum(points)),
                source.points,
                *words,
            ]
        )
    put(path, file.getvalue())


def _row(group: str, found: list[_Found], by_form: dict[str, str]) -> Row:
    def worth(one: _Found) -> tuple[bool, float, bool]:
        _, marked, _, status, _ = one
        return status not in _COUNT_NOTHING, marked.points, status == "ok"

    best = max(found, key=worth)
    file, marked, student, status, note = best
    if len(found) > 1:
        others = ", ".join(one[0] for one in found if one is not best)
        kind = "copies" if len({one[1].digest for one in found}) == 1 else "notebooks"
        note = "; ".join(
            filter(None, [note, f"{len(found)} {kind}, the best counts; also {others}"])
        )
    return Row(by_form.get(group, student), status, note, file, marked)


def _owner(path: Path, by_form: dict[str, str]) -> str:
    """The student of the roster whose name a folder or the file bears; the nearest one counts."""
    for part in (path.stem, *reversed(path.parent.parts)):
        name = same_name(shown(Path(part)).replace("_", " "))
        if name in by_form:
            return by_form[name]
    return ""


def _points(row: Row, question: str) -> float:
    if not row.counts or row.marked is None:
        return 0
    return row.marked.questions[question]["points"]


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
