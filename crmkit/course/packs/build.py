"""The zip of a pack: every file of it, the same bytes each time."""

import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from crmkit import companies
from crmkit.course import lessons as sources
from crmkit.course.build import as_text
from crmkit.course.exercises import copies, source
from crmkit.course.grading.roster import file_stem
from crmkit.course.lessons import Language, Lesson
from crmkit.course.packs import pages
from crmkit.course.packs.answers import instructor
from crmkit.course.packs.blanks import participant
from crmkit.course.packs.deck import deck
from crmkit.course.packs.guesses import guesses
from crmkit.course.packs.links import relinked
from crmkit.course.packs.plan import agenda, lessons_of, minutes
from crmkit.course.packs.slides import slides

# The export that own_data.ipynb reads as it stands.
SAMPLE = "sample_export.csv"


def build(
    pack: str,
    root: Path,
    *,
    language: Language = "en",
    start: str = "9:00",
    students: tuple[str, ...] = (),
) -> Iterator[tuple[str, bytes]]:
    """Every file of a pack, its name in the zip and its content, from a checkout of crmkit.

    Lessons with written answers are run anew, so that the answers' numbers are those of their code.
    With students, each has a folder below sheets/ with their name in the copies. Raises ValueError
    for an unknown pack, a start that is no time, or answers that do not fit their lesson, and
    FileNotFoundError for a lesson that has not been executed.
    """
    chosen = lessons_of(pack, sources.find(root / "lessons"))
    entries = agenda(pack, chosen, start=start)
    page = pages.agenda_page(pack, entries, language, sheets=not students)
    yield "agenda.html", page.encode()
    yield "agenda.md", pages.agenda_text(pack, entries, language).encode()
    yield "checklist.html", pages.checklist(chosen, language).encode()
    yield "feedback.html", pages.feedback(chosen, language).encode()
    yield "README.txt", pages.readme(pack, language, named=bool(students)).encode()
    yield "own_data.ipynb", own_data(root, language)
    yield SAMPLE, _sample()
    names = {lesson.name for lesson in chosen}
    for lesson in chosen:
        yield from _lesson(lesson, root, language, names, sheets=not students)
        yield from _sheets(lesson, language, students)


def zipped(files: Iterator[tuple[str, bytes]]) -> bytes:
    """These files as a zip, the same bytes every time."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def own_data(root: Path, language: Language) -> bytes:
    """The notebook for a participant's own export, in one language, without results."""
    lesson = sources.read(root / "lessons" / "own_data.py")
    return as_text(sources.notebook(lesson, language)).encode()


def executed(lesson: Lesson, root: Path, language: Language) -> NotebookNode:
    """The lesson's notebook as it is committed; FileNotFoundError says how to make it."""
    path = lesson.target(root / "notebooks", language)
    if not path.exists():
        number = lesson.name[:2]
        raise FileNotFoundError(f"{path} is not there: run `crmkit course {number}` first")
    return nbformat.read(path, as_version=4)


def guesses_of(lesson: Lesson, root: Path) -> set[int]:
    """The cells of a lesson that ask for a guess, the same in all its languages."""
    return guesses(*(executed(lesson, root, one) for one in lesson.languages))


def _lesson(
    lesson: Lesson, root: Path, language: Language, names: set[str], *, sheets: bool
) -> Iterator[tuple[str, bytes]]:
    """Slides, participants' and instructors' notebook of a lesson."""
    done, asking = executed(lesson, root, language), guesses_of(lesson, root)
    title = pages.title_of(lesson, language)
    shown = deck(title, slides(done, asking, language), minutes=minutes(lesson), language=language)
    yield f"slides/{lesson.name}.html", shown.encode()
    for folder, made in (
        ("participants", participant(done, asking, language)),
        ("instructors", instructor(lesson, done, language)),
    ):
        for cell in made.cells:
            if cell.cell_type == "markdown":
                cell.source = relinked(cell.source, names, sheets=sheets)
        yield f"{folder}/{lesson.name}.ipynb", as_text(made).encode()


def _sheets(
    lesson: Lesson, language: Language, students: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    """The lesson's sheet for each student, or one for all; its solutions for the instructor."""
    sheet = source.load(lesson.name, language=language, beside=None)
    for student in students or ("",):
        folder = f"sheets/{file_stem(student)}" if student else "sheets"
        copy = copies.student_copy(sheet, student=student)
        yield f"{folder}/{sheet.name}.ipynb", as_text(copy).encode()
    solved = as_text(copies.solutions_copy(sheet))
    yield f"instructors/sheets/{sheet.name}.solutions.ipynb", solved.encode()


def _sample() -> bytes:
    """An export as messy as they come, of a shop that is simulated."""
    with tempfile.TemporaryDirectory(prefix="crmkit-") as folder:
        path = Path(folder) / SAMPLE
        companies.export(companies.online_shop(n_customers=2_000, seed=63), path, seed=63)
        return path.read_bytes()
