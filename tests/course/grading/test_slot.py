"""What a submission can and cannot do, each as cells that try it."""

import os
import socket
import sys
import tempfile
import textwrap
import threading

import pytest

from crmkit.course.grading import lock
from crmkit.course.grading.slot import Slot
from tests.course.grading.conftest import linux, locked_in

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

ORDERS = "import pandas as pd\norders = pd.DataFrame({'amount': rng.integers(9, size=3)})\nfee = 2"
SHEET = """
    from crmkit.course import Sheet
    sheet = Sheet("13_rfm", student="Li Wei")
"""
# Starts `work` in another process without Python's audit hook hearing of it.
BEHIND_THE_HOOK = """
    import os, subprocess, sys, time, types
    silent = types.SimpleNamespace(**vars(sys))
    silent.audit = lambda *_: None
    subprocess.sys = silent
    def start(work):
        def run():
            os.closerange(3, 100)
            work()
            os._exit(0)
        subprocess.Popen(["x"], preexec_fn=run)
"""


@pytest.fixture(scope="module")
def slot():
    with Slot() as one:
        yield one


@pytest.fixture
def run(slot):
    """Runs cells in the shared slot."""

    def run_cells(*cells, slot=slot, **limits):
        job = {
            "sheets": {"13_rfm": ORDERS},
            "cells": [textwrap.dedent(cell) for cell in cells],
            "questions": ["q1", "q2"],
            "limits": limits,
        }
        return slot.run(job)

    return run_cells


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


# --- Files --------------------------------------------------------------------------------------


def test_writing_outside_of_the_scratch_is_refused_and_noted(run, tmp_path):
    precious = tmp_path / "marks.csv"
    precious.write_text("Li Wei,7")
    result = run(f"open({str(precious)!r}, 'w').write('Li Wei,10')", "q1 = 1")
    assert precious.read_text() == "Li Wei,7"
    assert (result["status"], result["answers"]) == ("tampered with", {"q1": number(1)})
    assert "outside of the scratch" in result["note"]


@locked_in
def test_writing_from_compiled_code_is_refused_too(run, tmp_path):
    target = tmp_path / "marks.feather"
    write = "import pyarrow as pa\npa.OSFile({!r}, 'wb').write(b'7')"
    result = run(write.format(str(target)), write.format("mine.feather"))
    assert [error["cell"] for error in result["errors"]] == [0]
    assert not target.exists()


@locked_in
def test_reading_the_files_of_others_is_refused(run, tmp_path):
    (tmp_path / "other.ipynb").write_text("{}")
    result = run(
        f"open({str(tmp_path / 'other.ipynb')!r})", f"import os; os.listdir({str(tmp_path)!r})"
    )
    assert [error["text"][:17] for error in result["errors"]] == ["FileNotFoundError"] * 2


@locked_in
def test_lessons_of_a_checkout_cannot_be_read_but_datasets_can(run):
    root = lock.PACKAGE.parent
    if not (root / "lessons").is_dir():
        pytest.skip("no checkout")
    lesson = next((root / "lessons").rglob("*.py"))
    load = "from crmkit import datasets\nq1 = len(datasets.load('shop_export')) > 0"
    result = run(f"open({str(lesson)!r})", load)
    assert [error["cell"] for error in result["errors"]] == [0]
    assert result["answers"]["q1"]["value"] is True


@pytest.fixture
def sealed():
    return next(one for one in lock.SEALED.rglob("*") if one.suffix in (".py", ".sheet"))


def test_opening_the_sealed_sheets_is_refused_and_noted(run, sealed):
    result = run(f"q1 = open({str(sealed)!r}).read()")
    assert (result["status"], result["answers"]) == ("tampered with", {})
    assert "sealed" in result["note"]


@locked_in
def test_the_sealed_sheets_stay_shut_for_compiled_code(run, sealed):
    read = "import pyarrow as pa\nq1 = pa.OSFile({}, 'rb').read()"
    package = str(lock.PACKAGE / "course" / "__init__.py")
    result = run(read.format(repr(str(sealed))), read.format(repr(package)))
    assert [error["cell"] for error in result["errors"]] == [0]


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("for n in range(100): open(f'{n}', 'w').close()", "more than 10 files"),
        ("for n in range(9): open(f'{n}', 'wb').write(bytes(10**6))", "more than 3 MB"),
    ],
)
def test_filling_the_scratch_folder_ends_the_run(run, code, note):
    result = run(f"{code}\nwhile True: pass", files=10, files_mb=3)
    assert (result["status"], note in result["note"]) == ("crashed", True)


def test_the_scratch_folder_is_empty_each_time(run):
    cell = "import os, pathlib\nq1 = os.listdir()\npathlib.Path('x').touch()\nos.mkdir('d')"
    for _ in range(2):
        assert run(cell)["answers"]["q1"]["values"] == []


# --- Network and processes ----------------------------------------------------------------------


def test_network_is_refused_and_only_an_error_of_the_cell(run):
    result = run("import pandas as pd\npd.read_csv('http://example.com/x.csv')", "q1 = 1")
    assert (result["status"], result["answers"]) == ("ok", {"q1": number(1)})
    assert result["errors"][0]["text"] == "PermissionError: no network while grading"


@locked_in
def test_no_network_for_compiled_code_either(run):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        # Arrow connects by itself, so that the hook hears nothing.
        result = run(
            f"""
            from pyarrow import fs
            place = "127.0.0.1:{server.getsockname()[1]}"
            keys = {{"access_key": "a", "secret_key": "b"}}
            keys |= {{"scheme": "http", "connect_timeout": 1}}
            store = fs.S3FileSystem(endpoint_override=place, **keys)
            store.get_file_info("a/b")
        """,
            seconds=3,
        )
        with pytest.raises(TimeoutError):
            server.accept()
    assert result["status"] != "tampered with"


def test_starting_a_program_is_refused_and_noted(run):
    result = run(f"import subprocess; subprocess.run([{sys.executable!r}, '-c', ''])")
    assert result["status"] == "tampered with"
    assert "process" in result["note"]


def test_a_shell_escape_is_an_error_of_the_cell_only(run):
    assert run("!echo x", "q1 = 1")["status"] == "ok"


def test_calling_machine_code_is_refused_and_noted(run):
    result = run("import ctypes; ctypes.string_at(id(1), 8)")
    assert (result["status"], "ctypes" in result["note"]) == ("tampered with", True)


@locked_in
def test_a_background_process_does_not_outlive_the_run(run, slot):
    stay = """
        def stay():
            os.setsid()
            open('started', 'w')
            time.sleep(600)
        start(stay)
        while not os.path.exists('started'): time.sleep(0.01)
        q1 = 1
    """
    result = run(BEHIND_THE_HOOK, stay)
    assert (result["status"], result["answers"]) == ("ok", {"q1": number(1)})
    see = "import os\nq1 = sorted(int(one) for one in os.listdir('/proc') if one.isdigit())"
    own = "import os\nq2 = os.getpid()"
    answers = run(see, own)["answers"]
    assert answers["q1"]["values"] == [number(1), answers["q2"]]


@locked_in
def test_fork_bomb_is_ended(run):
    bomb = "while True: start(lambda: time.sleep(600))"
    result = run(BEHIND_THE_HOOK, bomb, "q1 = 1", processes=5)
    by_kernel = "BlockingIOError" in str(result["errors"])
    assert by_kernel or result["note"] == "started more than 5 processes"
    assert run("q1 = 1")["status"] == "ok"


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
