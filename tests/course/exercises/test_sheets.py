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
from crmkit.course.exercises.source import find, load, opening_comment, read
from crmkit.course.exercises.verify import STUDENTS, faults, policies
from crmkit.course.lessons import find as find_lessons

ROOT = Path(__file__).parents[3]
SOURCES = [read(path) for path in find(ROOT / "lessons")]
IN_EACH_LANGUAGE = [
    read(path, language) for path in find(ROOT / "lessons") for language in read(path).languages
]

each_sheet = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
each_text = pytest.mark.parametrize(
    "source", IN_EACH_LANGUAGE, ids=lambda source: f"{source.name}-{source.language}"
)


@each_sheet
def test_references_pass_and_each_mistake_fails_with_its_own_sentence(source):
    assert len(STUDENTS) == 20
    assert list(faults(source)) == []


CASES = [source for source in SOURCES if source.part == "5_cases"]


@pytest.mark.parametrize("source", CASES, ids=lambda source: source.name)
def test_a_case_weighs_twenty_policies_and_they_earn_more_than_all_or_nothing(source):
    last = source.questions[-1].name
    earned = policies(source, STUDENTS[:5]).loc[last, "earned"]
    assert len(earned) >= 20
    assert earned.max() <= 1 + 1e-9
    # A fair scale tells policies apart: many earn a part, few all, and no part is earned by most.
    assert earned.between(0.02, 0.98).mean() >= 1 / 3
    assert (earned > 0.98).mean() <= 1 / 5
    assert earned.round(1).value_counts(normalize=True).max() <= 1 / 2


def test_every_lesson_has_four_to_seven_exercises():
    lessons = {lesson.name for lesson in find_lessons(ROOT / "lessons")}
    assert {source.name for source in SOURCES} == lessons
    assert all(4 <= len(source.questions) <= 7 for source in SOURCES)


def test_the_last_forty_deals_do_not_hang_on_the_order_within_a_day():
    source = next(source for source in SOURCES if source.name == "62_crm_process")
    for student in (*STUDENTS, "Tie 1", "Tie 2", "Tie 3", "Tie 4"):
        data = Key(source, student).given
        ends = data["steps"].drop_duplicates()
        ends = ends[ends["stage"].isin(["won", "lost"])].join(data["deals"], on="deal_id")
        ends["won"] = ends["stage"] == "won"
        for manager in ("Chen", "Lin"):
            own = ends[ends["manager"] == manager]
            fewest = own.sort_values(["entered", "won"], ascending=[True, False])
            most = own.sort_values(["entered", "won"])
            assert fewest["won"].tail(40).sum() == most["won"].tail(40).sum(), (student, manager)


@each_text
def test_a_question_states_the_rounding_it_is_checked_with(source):
    for question in source.questions:
        if question.decimals is not None:
            stated = rf"\b{question.decimals} decimal" if question.decimals else "whole"
            if source.language == "zh":
                stated = rf"{question.decimals} ?位小数" if question.decimals else "整数"
            assert re.search(stated, " ".join(question.text.lower().split())), question.name


@each_text
def test_chinese_texts_are_chinese_and_english_ones_are_not(source):
    texts = [source.opening, *(question.text for question in source.questions)]
    for question in source.questions:
        cells = (question.solution, *question.wrong)
        texts += [*question.hints, *(opening_comment(code)[0] for code in cells)]
    for text in texts:
        text = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)  # code has no language
        chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
        assert (chinese > 0.2 * len(text)) is (source.language == "zh"), text


@each_text
def test_committed_copies_are_what_the_source_builds(source):
    committed = copies.committed(source, ROOT / "exercises")
    assert committed.read_text("utf-8") == copies.as_text(copies.student_copy(source))
    assert load(source.name, language=source.language) == source


def test_exercises_hold_no_file_that_no_source_builds():
    found = set((ROOT / "exercises").rglob("*.ipynb"))
    found = {path for path in found if ".ipynb_checkpoints" not in path.parts}
    assert found == {copies.committed(source, ROOT / "exercises") for source in IN_EACH_LANGUAGE}


@each_text
def test_links_of_a_copy_lead_somewhere(source):
    folder = copies.committed(source, ROOT / "exercises").parent
    links = re.findall(r"\]\(([^)#]+)\)", source.opening)
    assert links
    for link in links:
        assert (folder / link).exists(), link


# --- Leaks ---------------------------------------------------------------------------------------


@each_text
def test_nothing_that_a_student_receives_gives_an_answer_away(source):
    for student in ("", "Li Wei"):
        secrets = _secrets(source, student)
        for name, text in _received(source, student):
            assert _leaks(secrets, text) == [], name


@each_text
def test_copies_hold_no_outputs_attachments_or_foreign_metadata(source):
    notebook = copies.student_copy(source)
    assert set(notebook.metadata) == {"kernelspec", "language_info", "crmkit"}
    own = notebook.metadata["crmkit"]
    assert own == {"sheet": source.name} | ({"language": "zh"} if source.language == "zh" else {})
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


def _received(source, student):
    """Every text of everything that a student gets: copies, the page, the members of the zip."""
    yield "notebook", json.dumps(copies.student_copy(source, student=student), ensure_ascii=False)
    yield "page", copies.handout(source)
    with zipfile.ZipFile(io.BytesIO(copies.student_zip([source], student=student))) as archive:
        for member in archive.namelist():
            yield f"zip: {member}", archive.read(member).decode()
    committed = copies.committed(source, ROOT / "exercises")
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
