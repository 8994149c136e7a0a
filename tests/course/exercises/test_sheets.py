"""Every sheet keeps its promises, for twenty students; and no copy tells an answer."""

import base64
import io
import json
import re
import zipfile
from pathlib import Path

import nbformat
import pytest

from crmkit.course.exercises import copies
from crmkit.course.exercises.key import Key
from crmkit.course.exercises.source import find, opening_comment, read, unseal
from crmkit.course.exercises.verify import STUDENTS, faults
from crmkit.course.lessons import find as find_lessons

ROOT = Path(__file__).parents[3]
SOURCES = [read(path) for path in find(ROOT / "lessons")]

each_sheet = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)


@each_sheet
def test_references_pass_and_each_mistake_fails_with_its_own_sentence(source):
    assert len(STUDENTS) == 20
    assert list(faults(source)) == []


def test_every_lesson_has_four_to_seven_exercises():
    lessons = {lesson.name for lesson in find_lessons(ROOT / "lessons")}
    assert {source.name for source in SOURCES} == lessons
    assert all(4 <= len(source.questions) <= 7 for source in SOURCES)


@each_sheet
def test_a_question_states_the_rounding_it_is_checked_with(source):
    for question in source.questions:
        if question.decimals is not None:
            stated = rf"\b{question.decimals} decimal" if question.decimals else "whole"
            assert re.search(stated, " ".join(question.text.lower().split())), question.name


@each_sheet
def test_committed_copies_are_what_the_source_builds(source):
    committed = ROOT / "exercises" / source.part / f"{source.name}.ipynb"
    assert committed.read_text("utf-8") == copies.as_text(copies.student_copy(source))
    assert unseal(source.name) == source


def test_exercises_hold_no_file_that_no_source_builds():
    found = {path.relative_to(ROOT / "exercises") for path in (ROOT / "exercises").rglob("*.ipynb")}
    found = {path for path in found if ".ipynb_checkpoints" not in path.parts}
    assert found == {Path(source.part) / f"{source.name}.ipynb" for source in SOURCES}
    sealed = {path.stem for path in (ROOT / "crmkit/course/sheets").glob("*")}
    assert sealed == {source.name for source in SOURCES}


# --- Leaks ---------------------------------------------------------------------------------------


@each_sheet
def test_nothing_that_a_student_receives_gives_an_answer_away(source):
    for student in ("", "Li Wei"):
        secrets = _secrets(source, student)
        for name, text in _received(source, student):
            assert _leaks(secrets, text) == [], name


@each_sheet
def test_copies_hold_no_outputs_attachments_or_foreign_metadata(source):
    notebook = copies.student_copy(source)
    assert set(notebook.metadata) == {"kernelspec", "language_info", "crmkit"}
    assert notebook.metadata["crmkit"] == {"sheet": source.name}
    for cell in notebook.cells:
        assert not cell.metadata
        assert not cell.get("attachments")
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_the_leak_test_sees_a_leak():
    source = next(source for source in SOURCES if source.name == "13_rfm")
    secrets, question = _secrets(source, ""), source.questions[1]
    how = opening_comment(question.solution)[1]
    packed = base64.b64encode(question.solution.encode()).decode()
    exact = Key(source, "").compute(question, question.solution)["value"]
    wrong = opening_comment(question.wrong[0])[0]
    for leaked in (how, how.upper(), wrong.lower(), packed, f"{exact:.3f}"):
        assert _leaks(secrets, f"some text {leaked} more"), leaked
    assert not _leaks(secrets, question.text)


def test_the_package_shows_no_solution_to_who_browses_it():
    """The sealed sheets, too, are not to be read by accident."""
    texts = [path.read_bytes().lower() for path in (ROOT / "crmkit").rglob("*") if path.is_file()]
    for source in SOURCES:
        for question in source.questions:
            line = opening_comment(question.solution)[0].lower().encode()
            assert not any(line in text for text in texts), (source.name, question.name)


def _received(source, student):
    """Every text of everything that a student gets: copies, the page, the members of the zip."""
    yield "notebook", json.dumps(copies.student_copy(source, student=student), ensure_ascii=False)
    yield "page", copies.handout(source)
    with zipfile.ZipFile(io.BytesIO(copies.student_zip([source], student=student))) as archive:
        for member in archive.namelist():
            yield f"zip: {member}", archive.read(member).decode()
    committed = ROOT / "exercises" / source.part / f"{source.name}.ipynb"
    yield "committed", json.dumps(nbformat.read(committed, as_version=4), ensure_ascii=False)


def _secrets(source, student):
    """What no text may hold: lines of the key (squeezed) and its numbers, less what is shown."""
    key = Key(source, student)
    shown = "\n".join([source.opening, *source.given])
    shown += "\n".join(f"{question.text}\n{question.starter}" for question in source.questions)
    lines, numbers = set(), set()
    for question in source.questions:
        for code in (question.solution, *question.wrong):
            comment, rest = opening_comment(code)
            lines |= {comment, base64.b64encode(code.encode()).decode()[:40]}
            lines |= {line for line in rest.splitlines() if len(line.strip()) > 12}
        answer = key.compute(question, question.solution)
        numbers |= set(_numbers(answer, question.decimals))
    return {_squeezed(line) for line in lines if _squeezed(line) not in _squeezed(shown)}, numbers


def _leaks(secrets, text):
    lines, numbers = secrets
    plain = _squeezed(text.replace('\\"', '"').replace("\\n", " "))
    return [line for line in lines if line in plain] + [
        number
        for number in numbers
        if re.search(rf"(?<![\w.]){re.escape(number)}(?![\w]|\.\d)", text)
    ]


def _numbers(answer, decimals):
    """The numbers of an answer as one would write them; short ones stand anywhere by chance."""
    if answer["kind"] == "number":
        value = answer["value"]
        written = f"{value:.{decimals}f}" if decimals is not None else str(value)
        if len(re.sub(r"\D", "", written).lstrip("0")) >= 3:
            yield written
    for one in answer.get("values", []):
        for item in one if isinstance(one, list) else [one]:
            yield from _numbers(item, decimals)


def _squeezed(text):
    return re.sub(r"\s+", "", text).casefold()
