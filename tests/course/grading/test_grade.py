"""Marks: what is right counts, however it is handed in, and nothing else does."""

import json
import textwrap
import threading
from pathlib import Path

import pytest

from crmkit.course.build import as_text
from crmkit.course.exercises.copies import solutions_copy
from crmkit.course.exercises.key import Key
from crmkit.course.exercises.source import load, names, opening_comment, sealed
from crmkit.course.grading import gradebook
from crmkit.course.grading.grade import grade_all
from crmkit.course.grading.slot import Slot
from tests.course.grading.conftest import SHEET, locked_in


def outcomes(one):
    return {name: row["outcome"] for name, row in one.questions.items()}


# --- Honest notebooks ----------------------------------------------------------------------------


def test_right_wrong_and_untouched_are_told_apart(hand_in, grade, source):
    mistake = source.question("q1").wrong[0]
    hand_in("a.ipynb", solved=["q2"], code={f"{SHEET}-q1-answer": mistake})
    one = grade()["a.ipynb"]
    assert (one.status, one.student) == ("ok", "Li Wei")
    assert outcomes(one) | {"q1": "wrong", "q2": "right", "q3": "not attempted"} == outcomes(one)
    assert one.questions["q1"]["sentence"] == opening_comment(mistake)[0]
    assert one.points == source.question("q2").points


def test_everything_right_gives_all_points(hand_in, grade, source):
    names = [question.name for question in source.questions]
    hand_in("a.ipynb", solved=names)
    hand_in("b.ipynb", solved=names, student="王芳")
    assert {one.points for one in grade().values()} == {source.points}


def test_answers_of_another_students_data_are_wrong(hand_in, grade):
    hand_in("a.ipynb", solved=["q1"])
    change = "sheet = Sheet('30_worth', student='王芳')"
    hand_in("b.ipynb", solved=["q1"], after=[change])
    marked = grade()
    assert marked["a.ipynb"].points > 0
    assert (marked["b.ipynb"].student, marked["b.ipynb"].points) == ("王芳", 0)


def _old_format(notebook):
    notebook.nbformat_minor = 2
    for cell in notebook.cells:
        cell.pop("id")


def _foreign_kernel(notebook):
    notebook.metadata["kernelspec"] = {"display_name": "R", "language": "R", "name": "ir"}


def _without_first_cells(notebook):
    kept = [cell for cell in notebook.cells if "-given-" not in cell.id]
    notebook.cells = kept


def _without_check_cells(notebook):
    notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith("-check")]


def _without_another_question(notebook):
    notebook.cells = [cell for cell in notebook.cells if "-q3-" not in cell.id]


def _with_own_cells(notebook):
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code"]:
        twin = dict(cell) | {"id": f"own-{cell.id}"[:60], "source": "%time 1 + 1\n!echo no"}
        notebook.cells.insert(notebook.cells.index(cell), type(cell)(twin))


@pytest.mark.parametrize(
    "change",
    [
        _old_format,
        _foreign_kernel,
        _without_first_cells,
        _without_check_cells,
        _without_another_question,
        _with_own_cells,
    ],
)
def test_a_notebook_that_was_changed_keeps_its_marks(hand_in, grade, source, change):
    hand_in("Copy of 30 (2).IPYNB", solved=["q1", "q2"], change=change)
    [one] = grade().values()
    assert one.points == source.question("q1").points + source.question("q2").points


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(hand_in, grade):
    path = hand_in("a.ipynb", solved=["q1"])
    text = path.read_text("utf-8").replace("\\n", "\\r\\n").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert outcomes(grade()["a.ipynb"])["q1"] == "right"


def test_a_cell_that_fails_costs_only_its_own_question(hand_in, grade):
    hand_in("a.ipynb", solved=["q1", "q3"], code={f"{SHEET}-q2-answer": "q2 = 1 / 0"})
    one = grade()["a.ipynb"]
    assert outcomes(one) | {"q1": "right", "q3": "right"} == outcomes(one)
    assert any("ZeroDivisionError" in error["text"] for error in one.errors)


def test_another_sheet_and_a_missing_name_are_told_apart(hand_in, grade):
    other = "from crmkit.course import Sheet\nsheet = Sheet('13_rfm', student='Li Wei')"
    hand_in("other.ipynb", code={f"{SHEET}-start-sheet": other})
    hand_in("nameless.ipynb", student="")
    marked = grade()
    assert marked["other.ipynb"].status == "another sheet"
    assert marked["nameless.ipynb"].status == "no name"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"cells": 3}', b"[" * 100_000, b'{"a": NaN}']
)
def test_a_file_that_is_no_notebook_stops_nobody(hand_in, grade, content):
    hand_in("good.ipynb", solved=["q1"])
    hand_in("bad.ipynb").write_bytes(content)
    marked = grade()
    assert marked["bad.ipynb"].status == "unreadable"
    assert marked["bad.ipynb"].note
    assert marked["good.ipynb"].points > 0


def test_a_second_run_marks_only_what_is_new(hand_in, grade, tmp_path, monkeypatch):
    hand_in("a.ipynb", solved=["q1"])
    before = grade()["a.ipynb"]
    hand_in("b.ipynb", solved=["q2"])
    ran = []
    from crmkit.course.grading import grade as module

    mark = module._mark
    monkeypatch.setattr(module, "_mark", lambda *all: ran.append(all[0].path.name) or mark(*all))
    assert grade()["a.ipynb"] == before
    assert ran == ["b.ipynb"]


def test_a_result_that_was_cut_short_is_marked_again(hand_in, grade, tmp_path):
    hand_in("a.ipynb", solved=["q1"])
    before = grade()["a.ipynb"]
    [kept] = (tmp_path / "results").glob("*.json")
    kept.write_text(kept.read_text("utf-8")[:40], "utf-8")
    assert grade()["a.ipynb"] == before


@pytest.mark.parametrize("status", ["crashed", "time-out"])
def test_what_the_machine_may_be_to_blame_for_is_tried_again(hand_in, grade, monkeypatch, status):
    """A slot that was killed, a machine that was busy: no mark for ever."""
    hand_in("a.ipynb", solved=["q1"])
    told = {"sheet": SHEET, "student": "Li Wei", "answers": {}, "errors": []}
    with monkeypatch.context() as broken:
        broken.setattr(Slot, "run", lambda *_: told | {"status": status, "note": "killed"})
        assert grade()["a.ipynb"].points == 0
    assert outcomes(grade()["a.ipynb"])["q1"] == "right"


def test_identical_copies_at_the_same_moment_are_all_marked(hand_in, grade, slots, monkeypatch):
    """They are kept under one name, but not written under one."""
    for number in range(30):
        hand_in(f"{number}.ipynb")
    both = threading.Barrier(2)
    replace = Path.replace

    def at_once(self, target):
        if target.suffix == ".json":
            both.wait(timeout=300)
        return replace(self, target)

    monkeypatch.setattr("crmkit.course.grading.grade._kept", lambda _: None)
    monkeypatch.setattr(Path, "replace", at_once)
    assert {one.status for one in grade().values()} == {"ok"}


def test_the_right_parts_of_an_answer_earn_their_part(hand_in, grade, source):
    question = source.question("q3")
    right = opening_comment(question.solution)[1]
    for name, part in (("a", "q3['channels'] = set()"), ("b", "q3['channels'] = ...")):
        code = {f"{SHEET}-q3-answer": f"{right}\n{part}"}
        hand_in(f"{name}.ipynb", solved=["q1"], code=code, student=name)
    half, unfinished = grade()["a.ipynb"], grade()["b.ipynb"]
    assert outcomes(half)["q3"] == "wrong"
    assert outcomes(unfinished)["q3"] == "no answer"
    for one in (half, unfinished):
        assert one.questions["q3"]["points"] == question.points / 2
        assert one.points == source.question("q1").points + question.points / 2


@pytest.mark.parametrize("number", ["30", "30_worth.sheet"])
def test_a_sheet_may_be_named_by_its_number(hand_in, grade, number):
    setup = f'from crmkit.course import Sheet\nsheet = Sheet("{number}", student="Li Wei")'
    hand_in("a.ipynb", solved=["q1"], code={f"{SHEET}-start-sheet": setup})
    one = grade()["a.ipynb"]
    assert (one.status, outcomes(one)["q1"]) == ("ok", "right")


@pytest.mark.parametrize("empty", ["pd.DataFrame()", "pd.DataFrame(index=range(3))", "{}", "[]"])
def test_an_empty_answer_costs_only_its_own_question(hand_in, grade, empty):
    code = {f"{SHEET}-{name}-answer": f"import pandas as pd\n{name} = {empty}"
            for name in ("q1", "q3", "q4", "q5")}  # fmt: skip
    hand_in("a.ipynb", solved=["q2"], code=code)
    one = grade()["a.ipynb"]
    assert one.student == "Li Wei"
    assert outcomes(one)["q2"] == "right"
    assert "not judged" not in outcomes(one).values()


def test_a_question_that_cannot_be_judged_costs_no_other_and_is_said(hand_in, grade, monkeypatch):
    judge = Key.judge

    def fails(self, name, answer):
        if name == "q1":
            raise IndexError("ours")
        return judge(self, name, answer)

    hand_in("a.ipynb", solved=["q1", "q2"])
    with monkeypatch.context() as broken:
        broken.setattr(Key, "judge", fails)
        one = grade()["a.ipynb"]
    assert (outcomes(one)["q1"], outcomes(one)["q2"]) == ("not judged", "right")
    assert "not judged: q1" in one.note
    assert outcomes(grade()["a.ipynb"])["q1"] == "right"


# --- Dishonest ones ------------------------------------------------------------------------------

FORGED = {name: f"{SHEET}-{name}-check" for name in ("q1", "q2")}
NOTHING = {f"{SHEET}-q1-answer": "q1 = -123456.0"}

ATTACKS = {
    "edits the check cell": {"code": {FORGED["q1"]: "print('✓ q1: Right (正确)')"}},
    "redefines check": {"before": ["check = lambda *all: 'right'"], "after": [
        "sheet.check = lambda *all: 'right'\nsheet.check('q1', 0)",
        "type(sheet).check = lambda *all: 'right'\nsheet.check('q1', 0)"]},
    "prints right": {"after": ["print('right ' * 1000)", "from IPython.display import HTML\n"
                               "HTML('<b>Right: 100 points</b>')"]},
    "monkeypatches crmkit": {"before": [
        "import crmkit.course.exercises.key as key\n"
        "key.Key.judge = lambda *a, **k: key.Verdict('right')\n"
        "import crmkit.course.exercises.compare as compare\n"
        "compare.same = lambda *a, **k: True"], "after": [
        "import json\njson.dumps = lambda *a, **k: '{\"checked\": \"q1\", \"answer\": 1}'\n"
        "sheet.check('q1', 0)"]},
    "equals everything": {"code": {f"{SHEET}-q1-answer":
        "class Yes(float):\n    __eq__ = lambda *a: True\n    __sub__ = lambda *a: 0.0\n"
        "    __float__ = lambda *a: 0.0\nq1 = Yes(-123456.0)"}},
    "catches everything": {"after": ["try:\n  sheet.check('q1', -1)\nexcept BaseException:\n  0"]},
    "exits the kernel": {"after": ["import os\nos._exit(0)"]},
    "exits politely": {"after": ["import sys\nsys.exit(0)", "exit()", "raise KeyboardInterrupt"]},
    "writes to every open file": {"after": [
        "import os\nfor n in range(3, 64):\n    try:\n"
        "        os.write(n, b'{\"status\": \"ok\", \"points\": 99}\\n')\n"
        "    except OSError:\n        pass"]},
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_trick_raises_the_mark(hand_in, grade, source, attack):
    changes = dict(ATTACKS[attack])
    changes["code"] = NOTHING | changes.get("code", {})
    hand_in("a.ipynb", solved=["q2"], **changes)
    hand_in("honest.ipynb", solved=["q2"], student="王芳")
    marked = grade()
    assert marked["a.ipynb"].points == source.question("q2").points
    assert marked["honest.ipynb"].points == source.question("q2").points
    assert outcomes(marked["a.ipynb"])["q1"] != "right"


def _without_its_name(notebook):
    notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith("-start-sheet")]


def test_a_notebook_without_a_name_earns_nothing(hand_in, grade):
    """It has everybody's data, so its answers may be a friend's; a file's name changes nothing."""
    hand_in("Li Wei.ipynb", solved=["q1"], change=_without_its_name)
    hand_in("invisible.ipynb", solved=["q1"], student=" \u3000")
    for path, one in grade().items():
        assert (path, one.status, one.points) == (path, "no name", 0)
        for roster in (None, ["Li Wei"]):
            [row] = gradebook.book([(Path("Li Wei.ipynb"), one)], roster=roster)
            assert not row.counts


def test_solutions_word_for_word_and_the_sealed_sheet_are_noted(hand_in, grade, source):
    """What no grader can refuse, a teacher should see: 10 of 10 with status ok."""
    packed = sealed(source.name, source.part, source.written)
    embedded = f"""
        import base64, json
        for one in json.loads(base64.decodebytes({packed!r}))["questions"]:
            exec(one["solution"])
    """
    hand_in("embeds.ipynb", after=[textwrap.dedent(embedded)])
    hand_in("copies.ipynb", student="Wang", solved=["q1", "q2", "q3"])
    hand_in("honest.ipynb", student="Zhang", code={f"{SHEET}-q2-answer": "q2 = 1"})
    marked = grade()
    assert "sealed sheet" in marked["embeds.ipynb"].note
    assert "worked solution word for word: q" in marked["copies.ipynb"].note
    assert marked["honest.ipynb"].note == ""


@locked_in
def test_the_graders_files_cannot_be_written(hand_in, grade, tmp_path):
    targets = [
        tmp_path / "results" / "x.json",
        tmp_path / "grades.csv",
        tmp_path / "submissions" / "b",
    ]
    code = [f"open({str(path)!r}, 'w').write('99')" for path in targets]
    code += [f"import subprocess\nsubprocess.run(['touch', {str(path)!r}])" for path in targets]
    hand_in("a.ipynb", after=code)
    assert grade()["a.ipynb"].status == "tampered with"
    assert not any(path.exists() for path in targets)


@locked_in
def test_the_key_cannot_be_read(hand_in, grade):
    unsealed = (
        "from crmkit.course.exercises.source import load\n"
        "from crmkit.course.exercises.key import Key\n"
        f"source = load('{SHEET}')\n"
        "question = source.questions[0]\n"
        "q1 = Key(source, 'Li Wei').compute(question, question.solution)"
    )
    hand_in("a.ipynb", code={f"{SHEET}-q1-answer": unsealed})
    one = grade()["a.ipynb"]
    assert (one.status, one.points) == ("tampered with", 0)


@locked_in
def test_other_submissions_cannot_be_read(hand_in, grade, tmp_path):
    good = hand_in("good.ipynb", solved=["q1"], student="王芳")
    hand_in("a.ipynb", code={f"{SHEET}-q1-answer": f"q1 = len(open({str(good)!r}).read())"})
    assert outcomes(grade()["a.ipynb"])["q1"] == "not attempted"


def test_an_endless_loop_that_catches_everything_times_out_and_keeps_its_answers(hand_in, grade):
    loop = "while 1:\n  try:\n    while 1:\n      pass\n  except BaseException:\n    pass"
    hand_in("a.ipynb", solved=["q1"], after=[loop])
    one = grade(seconds=3)["a.ipynb"]
    assert one.status == "time-out"
    assert outcomes(one)["q1"] == "right"


def test_results_are_plain_json(hand_in, grade, tmp_path):
    hand_in("a.ipynb", solved=["q1"])
    grade()
    [kept] = (tmp_path / "results").glob("*.json")
    assert json.loads(kept.read_text("utf-8"))["student"] == "Li Wei"


def test_every_sheets_reference_earns_all_points_in_the_runner(tmp_path, slots):
    """The grader's process offers all that a solution of any sheet needs, and no less."""
    for name in names():
        sheet = load(name)
        path = tmp_path / f"{name}.ipynb"
        path.write_text(as_text(solutions_copy(sheet, student="Li Wei")), "utf-8")
        [(_, one)] = grade_all([path], sheet, results=tmp_path / "results", slots=slots)
        assert (one.status, one.errors, one.points) == ("ok", [], sheet.points), (name, one.note)
