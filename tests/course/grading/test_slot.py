"""What comes back from a submission, and how each comes to its end."""

import os
import tempfile
import threading

import pytest

from crmkit.course.grading.slot import Slot
from tests.course.grading.conftest import linux

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

SHEET = """
    from crmkit.course import Sheet
    sheet = Sheet("13_rfm", student="Li Wei")
"""


def number(value):
    return {"kind": "number", "value": value}


# --- Answers ------------------------------------------------------------------------------------


def test_checked_answer_comes_back_as_data(run):
    result = run(SHEET, "sheet.check('q1', 1)", "sheet.check('q1', len(sheet['orders']))")
    assert (result["status"], result["note"]) == ("ok", "")
    assert (result["sheet"], result["student"]) == ("13_rfm", "Li Wei")
    assert result["answers"] == {"q1": number(3)}
    assert result["errors"] == []


def test_without_a_check_the_variable_counts_as_it_stands_last(run):
    assert run("q1 = 1", "q1 += 1")["answers"] == {"q1": number(2)}
    assert run("q1 = [1]", "q1.append(2)")["answers"]["q1"]["values"] == [number(1), number(2)]


def test_a_checked_answer_counts_before_the_variable(run):
    result = run(SHEET, "q1 = 1", "sheet.check('q1', 2)", "q1 = 3")
    assert result["answers"] == {"q1": number(2)}


def test_redefining_check_gains_and_loses_nothing(run):
    result = run(SHEET, "Sheet.check = lambda *_: 'right'", "q1 = 4", "sheet.check('q1', q1)")
    assert (result["status"], result["answers"]) == ("ok", {"q1": number(4)})


def test_ellipsis_is_told_as_missing(run):
    assert run("q1 = ...")["answers"] == {"q1": {"kind": "missing"}}


def test_what_is_no_answer_is_named_by_its_type(run):
    assert run("q1 = lambda: 1")["answers"]["q1"] == {"kind": "other", "type": "function"}


def test_an_answer_too_long_to_send_is_not_sent(run):
    result = run("q1 = [0.123456789] * 99_000", "q2 = 2")
    assert result["status"] == "ok"
    assert (result["answers"]["q1"]["kind"], result["answers"]["q2"]) == ("other", number(2))


def test_the_sheet_gives_fresh_copies(run):
    spoil = "sheet['orders']['amount'] = 0"
    same = "q1 = sheet['orders'].equals(first)"
    result = run(SHEET, "first = sheet['orders']", spoil, same, "q2 = sheet['fee']")
    assert result["answers"] == {"q1": {"kind": "bool", "value": True}, "q2": number(2)}


def test_hints_and_solutions_say_nothing(run):
    result = run(SHEET, "q1 = repr([sheet.hint('q1'), sheet.solution('q1'), sheet.progress()])")
    assert "no solutions while grading" in result["answers"]["q1"]["value"]


def test_an_unknown_sheet_is_named_and_has_no_data(run):
    result = run("from crmkit.course import Sheet\ns = Sheet('99_no', student='Li')", "s['orders']")
    assert (result["sheet"], result["status"]) == ("99_no", "ok")
    assert "99_no" in result["errors"][0]["text"]


def test_magics_display_and_await_work(run):
    cells = [
        "%matplotlib inline",
        "display(1)",
        "import asyncio\nawait asyncio.sleep(0)",
        "7",
        "q1 = _",
    ]
    result = run(*cells)
    assert (result["errors"], result["answers"]) == ([], {"q1": number(7)})


def test_errors_are_noted_and_the_next_cell_runs(run):
    result = run(
        "x", "1 +", "raise BaseException('no')", "import sys; sys.exit(3)", "exit()", "q1 = 1"
    )
    assert (result["status"], result["answers"]) == ("ok", {"q1": number(1)})
    assert [error["cell"] for error in result["errors"]] == [0, 1, 2, 3, 4]
    assert result["errors"][0]["text"] == "NameError: name 'x' is not defined"


def test_errors_are_capped_in_number_and_length(run):
    errors = run(*["raise ValueError('x' * 10_000)"] * 60)["errors"]
    assert len(errors) == 50
    assert max(len(error["text"]) for error in errors) <= 300


# --- Ends ---------------------------------------------------------------------------------------


def test_endless_loop_times_out_and_earlier_answers_count(run):
    result = run("q1 = 1", "while True: pass", "q1 = 2", seconds=1)
    assert "seconds of computing" in result["note"]
    assert (result["status"], result["answers"]) == ("time-out", {"q1": number(1)})
    assert "cell 1" in result["note"]


def test_catching_every_exception_does_not_stop_the_time_out(run):
    stubborn = """
        import signal
        for n in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(n, signal.SIG_IGN)
        while True:
            try:
                while True: pass
            except BaseException: pass
    """
    assert run(stubborn, seconds=1)["status"] == "time-out"


def test_answer_before_the_process_ends_counts(run):
    result = run(SHEET, "sheet.check('q1', 1)", "import os; os._exit(0)", "sheet.check('q1', 2)")
    assert (result["status"], result["answers"]) == ("crashed", {"q1": number(1)})
    assert "cell 2" in result["note"]


@forks
def test_a_broken_interpreter_is_a_crash(run):
    result = run("q1 = 1", "import faulthandler; faulthandler._read_null()")
    assert (result["status"], result["answers"]) == ("crashed", {"q1": number(1)})


@linux
def test_memory_bomb_is_ended_and_the_slot_lives_on(run, slot):
    run("q1 = 1")
    before = slot._process.pid
    bomb = "q1 = 1\nkept = []\nwhile True:\n    kept.append(bytes(50_000_000))"
    result = run(bomb, "q2 = 2", memory_mb=500)
    assert result["errors"][0]["text"].startswith("MemoryError") or result["status"] == "crashed"
    assert run("q1 = 1")["answers"] == {"q1": number(1)}
    assert slot._process.pid == before


def test_a_slot_that_dies_is_a_crash_and_started_again(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    job = {"sheets": {}, "questions": ["q1"]}
    with Slot() as slot:
        slot.run(job | {"cells": ["q1 = 1"]})
        first = slot._process
        killer = threading.Timer(0.3, first.kill)
        killer.start()
        result = slot.run(job | {"cells": ["import time; time.sleep(600)"]})
        killer.join()
        assert (result["status"], result["answers"]) == ("crashed", {})
        assert list(tmp_path.iterdir()) == []
        assert slot.run(job | {"cells": ["q1 = 2"]})["answers"] == {"q1": number(2)}
        assert slot._process is not first


def test_where_nothing_forks_each_job_has_a_new_process(run):
    with Slot(fork=False) as other:
        cells = (SHEET, "sheet.check('q1', 5)", "while True: pass")
        result = run(*cells, slot=other, wall_seconds=15)
        assert (result["status"], result["answers"]) == ("time-out", {"q1": number(5)})
        assert other._process is None


# --- What is told -------------------------------------------------------------------------------


@forks
def test_garbage_on_every_file_is_noted_and_the_answer_counts(run):
    garbage = """
        import os
        for n in range(51):
            try: os.write(n, b'garbage')
            except OSError: pass
        q1 = 1
    """
    result = run(garbage)
    assert (result["status"], result["answers"]) == ("tampered with", {"q1": number(1)})
    assert run("q1 = 2")["status"] == "ok"


@forks
def test_closing_every_file_is_a_crash(run):
    assert run("q1 = 1", "import os; os.closerange(0, 100)", "q1 = 2")["answers"] == {
        "q1": number(1)
    }


@forks
def test_telling_without_end_is_ended(run):
    result = run("import os\nwhile True: os.write(3, b'\\n' * 60_000)")
    assert (result["status"], "bytes" in result["note"]) == ("crashed", True)


def test_changing_modules_changes_nothing_for_the_next_job(run):
    spoil = """
        import json
        from crmkit.course.exercises import answers
        from crmkit.course.grading import server, told
        json.dumps = json.loads = answers.encode = server._run = told.well_formed = None
    """
    run(spoil)
    assert run("q1 = 1")["answers"] == {"q1": number(1)}


@forks
def test_a_job_finds_nothing_of_the_one_before(run):
    run("q1 = 'the answer of ' + 'someone else'")
    find = """
        import gc
        wanted = "the answer of " + "someone else"
        small = [one for one in gc.get_objects() if type(one) in (dict, list) and len(one) < 50]
        q1 = sum(wanted in map(str, one.values() if type(one) is dict else one) for one in small)
    """
    assert run(find)["answers"]["q1"] == number(1)  # what it looks for itself
