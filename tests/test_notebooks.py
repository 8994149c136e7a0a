"""What learners open: every notebook is executed, clean, and what its lesson builds."""

import re
from pathlib import Path

import nbformat
import pytest

from crmkit.course.build import build
from crmkit.course.lessons import COMPUTED, find, notebook

ROOT = Path(__file__).parents[1]
LESSONS = find(ROOT / "lessons")
BUILT = [(lesson, language) for lesson in LESSONS for language in lesson.languages]

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
each_notebook = pytest.mark.parametrize(
    ("lesson", "language"), BUILT, ids=[f"{lesson.name}-{language}" for lesson, language in BUILT]
)


def _committed(lesson, language):
    return nbformat.read(lesson.target(ROOT / "notebooks", language), as_version=4)


@each_notebook
def test_notebook_is_what_its_lesson_builds(lesson, language):
    built, committed = notebook(lesson, language), _committed(lesson, language)
    assert committed.metadata == built.metadata
    shape = ("id", "cell_type", "metadata")
    for one, other in zip(built.cells, committed.cells, strict=True):
        # Numbers in texts are the build's: any stands for what computes it.
        text = ".+?".join(map(re.escape, COMPUTED.split(one.source)[::2]))
        assert re.fullmatch(text, other.source, flags=re.DOTALL), other.source
        assert [other[key] for key in shape] == [one[key] for key in shape]


@each_notebook
def test_every_code_cell_ran_in_order(lesson, language):
    cells = [cell for cell in _committed(lesson, language).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@each_notebook
def test_no_output_is_an_error_a_warning_or_a_bare_object(lesson, language):
    for cell in _committed(lesson, language).cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
            assert "Warning" not in text
            assert not re.search(r"<(Axes|matplotlib|seaborn)|object at 0x", text), cell.source


@each_notebook
def test_a_cell_shows_one_thing(lesson, language):
    """A result beside a print, or a picture twice, is not meant anywhere."""
    for cell in _committed(lesson, language).cells:
        outputs = cell.get("outputs", [])
        assert len(outputs) <= 1, cell.source
        for output in outputs:
            text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
            assert text.strip(), f"nothing to read without pictures: {cell.source}"


@each_notebook
def test_images_are_small(lesson, language):
    for cell in _committed(lesson, language).cells:
        for output in cell.get("outputs", []):
            assert len(output.get("data", {}).get("image/png", "")) < 120_000, cell.source


@pytest.mark.slow
@each_lesson
def test_rebuild_changes_no_byte(lesson, tmp_path):
    [(_, files, _)] = build([lesson], tmp_path)
    for file in files:
        committed = ROOT / "notebooks" / file.relative_to(tmp_path)
        assert file.read_bytes() == committed.read_bytes()


def test_notebooks_hold_no_file_that_no_lesson_builds():
    targets = {lesson.target(ROOT / "notebooks", language) for lesson, language in BUILT}
    found = (ROOT / "notebooks").rglob("*.ipynb")
    assert {path for path in found if ".ipynb_checkpoints" not in path.parts} == targets


@each_lesson
def test_lesson_opens_with_question_minutes_prerequisites_and_objectives(lesson):
    opening = lesson.cells[0].source
    for needed in ("Question", "Time", "Before this", "You will be able to", "Data"):
        assert f"**{needed}**" in opening
    assert len(re.findall(r"^\d\. ", opening, flags=re.MULTILINE)) in (3, 4)


@each_lesson
def test_code_cells_are_short(lesson):
    for cell in lesson.cells:
        if cell.cell_type == "code":
            lines = cell.source.splitlines()
            assert sum(1 for line in lines if line) <= 7, cell.source
            # Wider ones scroll sideways in JupyterLab.
            assert max(map(len, lines)) <= 100, cell.source


@each_lesson
def test_readme_maps_the_lesson(lesson):
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"notebooks/{lesson.part}/{lesson.name}.ipynb" in readme


# Numbers that need no cell: small counts, years, and what stands in code, formulas and links.
_LITERAL = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|https?://\S+")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")


def _loose_numbers(text):
    for one in _NUMBER.findall(_LITERAL.sub(" ", COMPUTED.sub(" ", text))):
        value = float(one.replace(",", ""))
        if not (value.is_integer() and (value <= 12 or (1900 <= value < 2100 and "," not in one))):
            yield one.rstrip(",")


@each_lesson
def test_a_number_in_a_text_is_computed_or_given(lesson):
    """A number that a cell computes is written in by the build; one from elsewhere is listed."""
    code = " ".join(cell.source for cell in lesson.cells if cell.cell_type == "code")
    known = {*lesson.given, *_NUMBER.findall(code.replace("_", ""))}
    for cell in lesson.cells[len(lesson.languages) :]:
        if cell.cell_type == "markdown":
            loose = [n for n in _loose_numbers(cell.source) if n.replace(",", "") not in known]
            assert not loose, f"computed nowhere, given nowhere: {loose} in: {cell.source}"


def test_the_test_of_numbers_sees_a_number_that_nothing_computes():
    text = "In 2005 three of 12 said 41 %, now {{x:.1%}} and $p = 0.37$, of 23,570."
    assert list(_loose_numbers(text)) == ["41", "23,570"]


_TERM = re.compile(r"\*\*([^*]+)\*\* ?[(（]([\u4e00-\u9fff][^)），,]*)")


@each_lesson
def test_a_term_that_a_lesson_marks_stands_in_the_glossary(lesson):
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8").lower()
    english = [cell for cell in lesson.cells if cell.metadata.get("lang", "en") == "en"]
    for cell in english[1:]:
        for term, chinese in _TERM.findall(cell.source):
            known = " ".join(term.lower().split()).removesuffix("s") in glossary
            assert known or chinese in glossary, (term, chinese)


def test_no_text_promises_a_lesson_that_does_not_exist():
    numbers = {lesson.name[:2] for lesson in LESSONS}
    texts = [*ROOT.glob("lessons/*/*.py"), *ROOT.glob("lessons/*/exercises/*.py")]
    for path in [*texts, ROOT / "README.md", *ROOT.glob("docs/*.md")]:
        text = path.read_text("utf-8")
        named = re.findall(r"\b[Ll]esson ([0-9]{2})\b|第 ?([0-9]{2}) ?课", text)
        assert {a or b for a, b in named} <= numbers, path.name


@each_notebook
def test_links_lead_to_a_file_of_the_same_language(lesson, language):
    target = lesson.target(ROOT / "notebooks", language)
    for cell in _committed(lesson, language).cells:
        for link in re.findall(r"\]\(([^)#]+\.ipynb)\)", cell.source):
            if "://" in link:
                continue
            led = (target.parent / link).resolve()
            assert led.exists(), link
            assert ("zh" in led.relative_to(ROOT).parts) == (language == "zh"), link
