"""What a learner meets: outcomes, hints, solutions, progress, one's own data."""

import json

import pandas as pd
import pytest

from crmkit.course import Sheet
from crmkit.course.exercises.data import draw, seed_of
from crmkit.course.exercises.key import Key
from crmkit.course.exercises.source import load
from tests.course.exercises.test_reading import CHINESE, SHEET


@pytest.fixture
def make(tmp_path, monkeypatch):
    (tmp_path / "98_two.py").write_text(SHEET, "utf-8")
    monkeypatch.setenv("CRMKIT_HOME", str(tmp_path))
    return lambda **more: Sheet("98", **{"student": "Li Wei", "folder": tmp_path} | more)


def test_each_outcome_has_its_own_words(make):
    sheet = make()
    a, b = sheet["a"], sheet["b"]
    assert "Right" in repr(sheet.check("q1", (a + b) / 2))
    assert "You forgot to halve." in repr(sheet.check("q1", a + b))
    assert "Not attempted" in repr(sheet.check("q1", ...))
    assert "None" in repr(sheet.check("q1", None))
    assert "a text; a number is asked for" in repr(sheet.check("q1", "12"))
    assert "a table (DataFrame); a number" in repr(sheet.check("q1", pd.DataFrame()))
    assert "`function` is no answer" in repr(sheet.check("q1", lambda: 1))
    assert "usual mistakes" in repr(sheet.check("q1", 0))
    assert "the unit is not" in repr(sheet.check("q1", (a + b) / 2 * 100))
    with pytest.raises(ValueError, match="no question 'q9'; it has q1"):
        sheet.check("q9", 1)


def test_a_number_that_is_rounded_too_far_is_told(make, monkeypatch):
    sheet = make(student="rounded")
    exact = (sheet["a"] + sheet["b"]) / 2
    assert exact % 1 == 0.5
    assert "Decimals asked for: 1." in repr(sheet.check("q1", round(exact)))


def test_an_answer_in_parts_is_told_which_part_is_right(tmp_path):
    sheet = Sheet("00_welcome", student="Li Wei", folder=tmp_path)
    key = Key(load("00_welcome"), "Li Wei")
    question = key.source.question("q2")
    money, items = (one["value"] for one in key.compute(question, question.solution)["values"])
    note = repr(sheet.check("q2", {"money": money, "items": items / 2}))
    assert "Right so far: `money`. Look again at `items`." in note
    assert "This earns 1 of 2 points." in note
    assert "Missing entry: items" in repr(sheet.check("q2", {"money": money}))
    half = repr(sheet.check("q2", {"money": money, "items": ...}))
    assert "still `...`" in half
    assert "This earns 1 of 2 points." in half
    assert "earns" not in repr(sheet.check("q2", {"money": 0.5, "items": 0.5}))
    assert "earns" not in repr(sheet.check("q2", {"Money": money, "ITEMS": items}))


def test_a_mistake_in_one_part_has_its_sentence_beside_a_part_that_is_right(tmp_path):
    """The known mistake has both parts wrong."""
    sheet = Sheet("00_welcome", student="Li Wei", folder=tmp_path)
    key = Key(load("00_welcome"), "Li Wei")
    question = key.source.question("q2")
    right, orders = (
        [one["value"] for one in key.compute(question, code)["values"]]
        for code in (question.solution, question.wrong[1])
    )
    said = "You took the largest fifth of the orders."
    assert said in repr(sheet.check("q2", {"money": orders[0], "items": orders[1]}))
    assert said in repr(sheet.check("q2", {"money": right[0], "items": orders[1]}))
    assert said not in repr(sheet.check("q2", {"money": 0.5, "items": orders[1]}))


def test_a_wrong_check_after_a_right_one_says_which_counts(make):
    sheet = make()
    right, wrong = (sheet["a"] + sheet["b"]) / 2, 0
    assert "counts" not in repr(sheet.check("q1", wrong))
    assert "counts" not in repr(sheet.check("q1", right))
    assert "had this right before. The answer that you check last counts" in repr(
        sheet.check("q1", wrong)
    )
    assert "counts" in repr(sheet.check("q1", "no number"))
    assert "counts" not in repr(sheet.check("q1", right))
    assert "评分以最后一次检查的答案为准" in repr(make(language="zh").check("q1", wrong))


def test_hints_mistakes_and_solutions_come_in_chinese(tmp_path):
    (tmp_path / "98_two.py").write_text(CHINESE, "utf-8")
    sheet = Sheet("98_two", student="王芳", language="zh", folder=tmp_path)
    assert "2 + 2 等于几？" in repr(sheet.hint("q1"))
    assert "这是三倍。" in repr(sheet.check("q1", 3 * sheet["a"]))
    assert "把它和自己相加。" in repr(sheet.solution("q1"))
    english = Sheet("98_two", student="王芳", folder=tmp_path)
    assert english["a"] == sheet["a"]
    assert "That is three times." in repr(english.check("q1", 3 * sheet["a"]))


def test_the_checker_speaks_chinese(make):
    sheet = make(language="zh")
    assert "正确" in repr(sheet.check("q1", (sheet["a"] + sheet["b"]) / 2))
    assert "未作答" in repr(sheet.check("q1", ...))
    assert "提示 1/2" in repr(sheet.hint("q1"))
    assert "完成 1/1" in repr(sheet.progress())
    with pytest.raises(ValueError, match="'en' or 'zh'"):
        make(language="fr")


def test_hints_come_one_after_the_other(make):
    sheet = make()
    assert "Add first." in repr(sheet.hint("q1"))
    second = repr(sheet.hint("q1"))
    assert "how many there are" in second
    assert "last hint" in second
    assert "Add first." in repr(sheet.hint("q1"))


def test_the_solution_comes_after_an_attempt_and_is_noted(make):
    sheet = make()
    assert "Half" not in repr(sheet.solution("q1"))
    sheet.check("q1", ...)
    sheet.check("q1", "no number")
    assert "Half" not in repr(sheet.solution("q1"))
    sheet.check("q1", 0)
    shown = repr(sheet.solution("q1"))
    assert "Half of the sum." in shown
    assert "q1 = total / 2" in shown
    assert "notes that the solution was shown" in shown
    sheet.check("q1", (sheet["a"] + sheet["b"]) / 2)
    assert "1 of 1 done (1 with the solution shown)" in repr(sheet.progress())


def test_progress_is_kept_for_each_student_and_survives_a_restart(make, tmp_path):
    sheet = make()
    assert "0 of 1" in repr(sheet.progress())
    sheet.check("q1", (sheet["a"] + sheet["b"]) / 2)
    sheet.check("q1", 0)
    assert "1 of 1" in repr(make(student=" li  wei").progress())
    assert "0 of 1" in repr(make(student="Wang Fang").progress())
    assert [path.name for path in tmp_path.glob("*.json")] == ["98_two.progress.json"]


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"li wei": 3}', '{"li wei": {"q1": [1]}}'])
def test_a_damaged_progress_file_stops_nobody(make, tmp_path, content):
    (tmp_path / "98_two.progress.json").write_text(content, "utf-8")
    sheet = make()
    assert "1 of 1" in repr(sheet.check("q1", (sheet["a"] + sheet["b"]) / 2))
    assert json.loads((tmp_path / "98_two.progress.json").read_text("utf-8"))["li wei"]["q1"][
        "right"
    ]


def test_a_folder_that_cannot_be_written_is_said_and_stops_nobody(make, tmp_path):
    sheet = make(folder=tmp_path / "missing")
    note = repr(sheet.check("q1", (sheet["a"] + sheet["b"]) / 2))
    assert "Right" in note
    assert "could not be kept" in note
    assert "1 of 1 done" in note


def test_the_box_escapes_what_came_from_outside(make):
    shown = make(student="<script>alert(1)</script>").progress()._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_tables_are_copies_and_unknown_ones_are_named(make):
    sheet = make()
    with pytest.raises(KeyError, match="no 'c'; it has a, b"):
        sheet["c"]
    assert draw("t = [1]\nimport math", "x", "y") == {"t": [1]}


def test_the_same_name_gives_the_same_data_and_another_gives_others():
    assert seed_of("13_rfm", "Li Wei") == seed_of("13_rfm", "ＬＩ　wei ")
    assert seed_of("13_rfm", "Li Wei") != seed_of("13_rfm", "Wang Fang")
    assert seed_of("13_rfm", "Li Wei") != seed_of("14_pyramid", "Li Wei")


def test_data_are_the_same_on_every_platform_and_version():
    """Figures of ours: a change here changes every student's data."""
    assert seed_of("13_rfm", "Li Wei") == 11836341058974
    orders = Sheet("13_rfm", student="Li Wei")["orders"]
    assert (len(orders), round(orders["amount"].sum(), 2)) == (6109, 1220434.83)
