"""The grade book: a row a student, nothing lost, nothing that a spreadsheet would run."""

import csv
import html
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crmkit.cli import app
from crmkit.course.exercises.slips import problem as _problem
from crmkit.course.grading import feedback, gradebook, roster
from crmkit.course.grading.grade import Marked


def marked(student, points=0, *, status="ok", digest="1", note="", errors=()):
    row = {"outcome": "right" if points else "wrong", "sentence": "Look.", "points": points}
    names = ("q1", "q2", "q3", "q4", "q5")
    questions = {name: row if name == "q1" else row | {"points": 0} for name in names}
    return Marked(digest, "30_worth", student, status, note, questions, list(errors))


def booked(*pairs, roster=None):
    return gradebook.book([(Path(path), one) for path, one in pairs], roster=roster)


def test_one_row_a_student_and_the_best_notebook_counts():
    rows = booked(
        ("a.ipynb", marked("Li Wei", 0)),
        ("Copy of a.ipynb", marked("li  wei", 1, digest="2")),
        ("b.ipynb", marked("王芳", 1)),
    )
    assert [(row.student, row.marked.points) for row in rows] == [("li  wei", 1), ("王芳", 1)]
    assert "2 notebooks, the best counts; also a.ipynb" in rows[0].note


def test_identical_copies_are_called_copies():
    [row] = booked(("a.ipynb", marked("Li", 1)), ("b.ipynb", marked("Li", 1)))
    assert "2 copies" in row.note


def test_a_roster_shows_who_is_missing_and_who_does_not_belong():
    rows = booked(("a.ipynb", marked("Li Wei", 1)), ("b.ipynb", marked("Eve", 1)),
                  roster=["王芳", "Li Wei"])  # fmt: skip
    assert [(row.student, row.status) for row in rows] == [
        ("王芳", "missing"),
        ("Li Wei", "ok"),
        ("Eve", "another student"),
    ]


def test_the_notebook_of_another_student_is_told_apart_and_gives_no_points(tmp_path, source):
    rows = booked(
        ("Li Wei/a.ipynb", marked("Li Wei", 1)),
        ("Wang_Fang/a.ipynb", marked("Li Wei", 1)),
        roster=["Li Wei", "Wang Fang"],
    )
    assert [(row.student, row.status, row.counts) for row in rows] == [
        ("Li Wei", "ok", True),
        ("Wang Fang", "another student", False),
    ]
    assert rows[1].note == "this is the notebook of Li Wei"
    gradebook.write_csv(rows, source, tmp_path / "grades.csv")
    assert [row["points"] for row in _read(tmp_path / "grades.csv")] == ["1", "0"]


def test_notebooks_that_name_nobody_keep_a_row_each():
    rows = booked(("a.ipynb", marked("", status="unreadable")), ("b.ipynb", marked("", 1)))
    assert [row.file for row in rows] == ["a.ipynb", "b.ipynb"]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t="])
def test_no_cell_is_a_formula(begin, tmp_path, source):
    name = f"{begin}HYPERLINK('x')"
    rows = booked((f"{begin}a.ipynb", marked(name, 1, status="crashed", note=f"{begin}1+1")))
    gradebook.write_csv(rows, source, tmp_path / "grades.csv")
    [row] = _read(tmp_path / "grades.csv")
    for column in ("student", "note", "file"):
        assert row[column].startswith("'"), column
    assert (row["q1"], row["points"], row["of"]) == ("1", "1", str(source.points))


def test_a_roster_without_the_column_or_with_a_name_twice_is_refused(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("name\nLi\n", "utf-8")
    with pytest.raises(ValueError, match=r"missing column 'student'; found \['name'\]"):
        roster.read_roster(path)
    path.write_text("student\nLi\nWang\nLI \n", "utf-8")
    with pytest.raises(ValueError, match="stand there twice: LI, Li"):
        roster.read_roster(path)


def test_a_roster_from_excel_in_china_is_read_and_no_other_encoding_is_guessed(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes("student,班级\n王芳,一\nLi Wei,二\n".encode("gbk"))
    assert roster.read_roster(path) == ["王芳", "Li Wei"]
    for text, encoding in (("student\nAndrés\n", "latin-1"), ("student\nLi\n", "utf-16")):
        path.write_bytes(text.encode(encoding))
        with pytest.raises(ValueError, match="neither UTF-8 nor GBK; save it anew"):
            roster.read_roster(path)


def test_an_empty_roster_is_refused(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("student\n \n", "utf-8")
    with pytest.raises(ValueError, match="no names in the column 'student'"):
        roster.read_roster(path)


def test_a_page_loads_and_leads_nowhere(source):
    loads = "![x](http://elsewhere/x.png) [y](http://elsewhere) <http://elsewhere> <img src=x>"
    row = {"outcome": "no answer", "sentence": f"Missing column: a. It has: {loads}.", "points": 0}
    one = replace(marked("Li"), questions=dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), row))
    [row] = booked(("a.ipynb", one))
    page = feedback.feedback(row, source)
    assert "default-src 'none'" in page[: page.index("</head>")]
    assert not re.search(r"<(img|a|script|link|iframe)\b", page)


@pytest.mark.parametrize("slow", ["[", "*a", "`" + "x`" * 2, "![[", "<!--", "_a *b "])
def test_no_answer_makes_a_slow_page(source, slow):
    """It took 12 to 23 s; what an answer puts into a sentence has an end."""
    answer = {"kind": "frame", "labels": [], "columns": [slow * 20_000] * 40,
              "values": [[]] * 40, "index_names": [None]}  # fmt: skip
    sentence = _problem(answer, {"kind": "frame", "columns": ["a"]}, "en")
    assert len(sentence) < 1000
    row = {"outcome": "no answer", "sentence": slow * 200_000, "points": 0}
    one = replace(marked("Li"), questions=dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), row))
    begin = time.process_time()
    feedback.feedback(booked(("a.ipynb", one))[0], source)
    assert time.process_time() - begin < 3


def test_feedback_escapes_the_student_and_shows_no_solution(source, secret_lines):
    evil = "<script>alert('x')</script>"
    one = marked(evil, errors=[{"cell": 1, "text": evil}])
    [row] = booked((f"{evil}.ipynb", one))
    page = feedback.feedback(row, source)
    assert "<script" not in page
    assert "Look." in page
    assert [line for line in secret_lines if line in html.unescape(page)] == []


def test_a_page_comes_in_the_language_of_the_sheet(source):
    [row] = booked(("a.ipynb", marked("王芳", errors=[{"cell": 1, "text": "NameError"}])))
    page = feedback.feedback(row, replace(source, language="zh"))
    assert '<html lang="zh-Hans">' in page
    for words in ("分）。状态：ok", "不对", "分（满分", "运行出错的单元格"):
        assert words in page
    assert not re.search(r"\d points|Status|Not right|stopped", page.split("<body>")[1])


def test_no_two_students_share_a_page():
    names = ["Li Wei", "li wei", "Li/Wei", "../Li Wei", "王芳", "王 芳", ""]
    pages = {roster.file_stem(name) for name in names}
    assert len(pages) == len(names)
    assert not any("/" in page or "." in page for page in pages)


def test_the_command_writes_grades_and_feedback(hand_in, source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hand_in("li.ipynb", solved=["q1"])
    hand_in("wang.ipynb", student="王芳")
    hand_in("broken.ipynb").write_text("{", "utf-8")
    (tmp_path / "roster.csv").write_text("student\nLi Wei\n王芳\nSomebody\n", "utf-8")
    command = ["grade", "submissions", "--out", "grades.csv", "--students", "roster.csv"]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 0, run.output
    assert "locked in" in run.output
    rows = _read(tmp_path / "grades.csv")
    assert [(row["student"], row["status"]) for row in rows] == [
        ("Li Wei", "ok"),
        ("王芳", "ok"),
        ("Somebody", "missing"),
        ("", "unreadable"),
    ]
    assert rows[0]["q1"] == str(source.question("q1").points)
    assert len(list((tmp_path / "grades" / "feedback").glob("*.html"))) == 4


def test_a_folder_without_notebooks_and_an_unknown_sheet_are_said_in_a_line(hand_in, tmp_path):
    (tmp_path / "empty").mkdir()
    run = CliRunner().invoke(app, ["grade", str(tmp_path / "empty")])
    assert run.exit_code == 2
    assert "no notebooks" in run.output
    hand_in("a.ipynb")
    run = CliRunner().invoke(app, ["grade", str(tmp_path / "submissions"), "--sheet", "99_no"])
    assert run.exit_code == 2
    assert "there is no sheet" in " ".join(run.output.split())


def _read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
