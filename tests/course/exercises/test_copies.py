"""The copies of a sheet: what each holds, and that a name cannot break out of its quotes."""

import ast
import csv
import io
import re
import zipfile

import nbformat
import pytest
from typer.testing import CliRunner

from crmkit.cli import app
from crmkit.course.build import as_text
from crmkit.course.exercises import copies
from crmkit.course.exercises.source import load, names, opening_comment

SOURCE = load("13_rfm")


@pytest.mark.parametrize(
    "student", ["Li Wei", "王芳", 'a", x="b', "back\\", "two\nlines", "'''", ""]
)
def test_a_name_stays_within_its_quotes(student):
    cells = copies.student_copy(SOURCE, student=student).cells
    setup = next(cell.source for cell in cells if cell.id.endswith("-start-sheet"))
    call = ast.parse(setup).body[1].value
    assert call.func.id == "Sheet"
    assert {word.arg: word.value.value for word in call.keywords} == {"student": student}


def test_a_chinese_copy_is_chinese_throughout():
    source = load("00_welcome", language="zh")
    notebook = copies.student_copy(source, student="王芳")
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in texts)
    assert "How this works" not in texts[0]
    assert texts[1].startswith("## 1 行与人（1 分）\n")
    setup = next(cell.source for cell in notebook.cells if cell.id.endswith("-start-sheet"))
    assert 'Sheet("00_welcome", student="王芳", language="zh")  # 你的姓名' in setup
    assert notebook.metadata["crmkit"] == {"sheet": "00_welcome", "language": "zh"}
    solutions = "\n".join(cell.source for cell in copies.solutions_copy(source).cells)
    assert "**参考解答** 同一个问题问两遍" in solutions
    assert "这是中位数" in solutions
    page = copies.handout(source)
    assert '<html lang="zh-Hans">' in page
    assert "练习 00：第一个客户问题（8 分）" in page


def test_cells_have_the_same_ids_in_both_languages():
    """So the grader finds its cells in either."""
    one, other = (copies.student_copy(load("00_welcome", language=x)) for x in ("en", "zh"))
    assert [cell.id for cell in one.cells] == [cell.id for cell in other.cells]


def test_every_copy_is_a_valid_notebook_with_unique_ids():
    for make in (copies.student_copy, copies.solutions_copy, copies.nbgrader_source):
        notebook = nbformat.reads(as_text(make(SOURCE)), as_version=4)
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)


def test_solutions_name_every_mistake_and_hint():
    text = "\n".join(cell.source for cell in copies.solutions_copy(SOURCE).cells)
    for question in SOURCE.questions:
        assert opening_comment(question.solution)[1] in text
        assert all(opening_comment(code)[0] in text for code in question.wrong)
        assert all(" ".join(hint.split()) in text for hint in question.hints)


def test_the_page_needs_nothing_from_elsewhere():
    page = copies.handout(SOURCE)
    assert page.startswith("<!doctype html>")
    assert "src=" not in page
    assert "http" not in page
    assert all(question.title in page for question in SOURCE.questions)


def test_a_zip_has_the_same_bytes_every_time():
    sources = [SOURCE, load("00_welcome")]
    assert copies.student_zip(sources) == copies.student_zip(sources)


def test_the_command_writes_a_zip_for_each_student(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open("roster.csv", "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
        csv.writer(file).writerows([["student"], ["Li Wei"], ["王芳"]])
    command = ["exercises", "13", "--as", "zip", "--students", "roster.csv", "--out", "out"]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 0, run.output
    found = {path.parent.name.split("-")[0]: path for path in tmp_path.glob("out/*/*.zip")}
    assert set(found) == {"Li_Wei", "王芳"}
    with zipfile.ZipFile(io.BytesIO(found["王芳"].read_bytes())) as archive:
        assert archive.namelist() == ["1_segmentation/13_rfm.ipynb", "1_segmentation/13_rfm.html"]
        assert 'student=\\"王芳\\"' in archive.read("1_segmentation/13_rfm.ipynb").decode()


@pytest.mark.parametrize("kind", ["student", "solutions", "nbgrader", "page"])
def test_the_command_writes_every_kind_of_copy(kind, tmp_path):
    run = CliRunner().invoke(app, ["exercises", "--as", kind, "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    assert len(list(tmp_path.glob("*"))) == len(names())


def test_an_unknown_number_is_said():
    run = CliRunner().invoke(app, ["exercises", "99"])
    assert run.exit_code == 2
    assert "99" in run.output
