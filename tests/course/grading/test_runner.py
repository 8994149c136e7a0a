"""What a submission can and cannot do, each as cells that try it."""

import os
import queue
import socket
import sys
import tempfile
import textwrap
import threading
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from crmkit.course.grading import sandbox
from crmkit.course.grading.runner import Limits, Report, Slot, _watch, well_formed

linux = pytest.mark.skipif(sys.platform != "linux", reason="what only Linux offers")
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
            "limits": asdict(Limits(**{"seconds": 20} | limits)),
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
    begin = time.monotonic()
    result = run("q1 = 1", "while True: pass", "q1 = 2", seconds=1)
    assert time.monotonic() - begin < 5
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


def test_what_was_told_just_before_the_end_is_read(tmp_path):
    chunks = queue.Queue()
    chunks.put(b'{"cell": 0}\n')
    chunks.put(b'{"variable": "q1", "answer": {"kind": "none"}}\n')
    chunks.put(None)
    job = {"questions": ["q1"], "limits": asdict(Limits())}
    as_ended = {"ended": lambda: True, "kill": lambda: None, "root": os.getpid()}
    result = _watch(chunks, **as_ended, scratch=tmp_path, job=job)
    assert (result["status"], result["answers"]) == ("crashed", {"q1": {"kind": "none"}})


@forks
def test_a_broken_interpreter_is_a_crash(run):
    result = run("q1 = 1", "import faulthandler; faulthandler._read_null()")
    assert (result["status"], result["answers"]) == ("crashed", {"q1": number(1)})


@linux
def test_memory_bomb_is_ended_and_the_slot_lives_on(run, slot):
    before = slot._process.pid
    bomb = "q1 = 1\nkept = []\nwhile True:\n    kept.append(bytes(50_000_000))"
    result = run(bomb, "q2 = 2", memory_mb=2000)
    assert result["errors"][0]["text"].startswith("MemoryError") or result["status"] == "crashed"
    assert run("q1 = 1")["answers"] == {"q1": number(1)}
    assert slot._process.pid == before


def test_a_slot_that_dies_is_a_crash_and_started_again(run, slot, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = slot._process
    killer = threading.Timer(0.3, first.kill)
    killer.start()
    result = run("while True: pass")
    killer.join()
    assert (result["status"], result["answers"]) == ("crashed", {})
    assert list(tmp_path.iterdir()) == []
    assert run("q1 = 2")["answers"] == {"q1": number(2)}
    assert slot._process is not first


def test_a_slot_that_answers_garbage_is_a_crash_and_started_again(run, slot):
    slot._chunks.put(b"no json\n")
    result = run("q1 = 1")
    assert (result["status"], result["answers"]) == ("crashed", {})
    assert run("q1 = 2")["answers"] == {"q1": number(2)}


def test_where_nothing_forks_each_job_has_a_new_process(run):
    with Slot(fork=False) as other:
        result = run(SHEET, "sheet.check('q1', 5)", "while True: pass", slot=other, seconds=2)
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


@linux
def test_writing_from_compiled_code_is_refused_too(run, tmp_path):
    target = tmp_path / "marks.feather"
    write = "import pyarrow as pa\npa.OSFile({!r}, 'wb').write(b'7')"
    result = run(write.format(str(target)), write.format("mine.feather"))
    assert [error["cell"] for error in result["errors"]] == [0]
    assert not target.exists()


@linux
def test_reading_the_files_of_others_is_refused(run, tmp_path):
    (tmp_path / "other.ipynb").write_text("{}")
    result = run(
        f"open({str(tmp_path / 'other.ipynb')!r})", f"import os; os.listdir({str(tmp_path)!r})"
    )
    assert [error["text"][:15] for error in result["errors"]] == ["PermissionError"] * 2


@linux
def test_lessons_of_a_checkout_cannot_be_read_but_datasets_can(run):
    root = sandbox.PACKAGE.parent
    if not (root / "lessons").is_dir():
        pytest.skip("no checkout")
    lesson = next((root / "lessons").rglob("*.py"))
    load = "from crmkit import datasets\nq1 = len(datasets.load('shop_export')) > 0"
    result = run(f"open({str(lesson)!r})", load)
    assert [error["cell"] for error in result["errors"]] == [0]
    assert result["answers"]["q1"]["value"] is True


@pytest.fixture
def sealed():
    """A file where the sealed sheets are, removed again."""
    file = sandbox.SEALED / "for_this_test.sheet"
    existed = sandbox.SEALED.exists()
    file.parent.mkdir(exist_ok=True)
    file.write_text("the solution")
    yield file
    file.unlink()
    if not existed:
        file.parent.rmdir()


def test_opening_the_sealed_sheets_is_refused_and_noted(run, sealed):
    result = run(f"q1 = open({str(sealed)!r}).read()")
    assert (result["status"], result["answers"]) == ("tampered with", {})
    assert "sealed" in result["note"]


@linux
def test_the_sealed_sheets_stay_shut_for_compiled_code(run, sealed):
    read = "import pyarrow as pa\nq1 = pa.OSFile({}, 'rb').read()"
    package = str(sandbox.PACKAGE / "course" / "__init__.py")
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


def test_the_scratch_folder_is_new_each_time_and_gone_afterwards(run):
    cell = "import os, pathlib\npathlib.Path('x').touch()\nq1 = os.getcwd()\nq2 = os.listdir()"
    first, second = run(cell), run(cell)
    assert first["answers"]["q1"] != second["answers"]["q1"]
    assert second["answers"]["q2"]["values"] == [{"kind": "text", "value": "x"}]
    assert not Path(first["answers"]["q1"]["value"]).exists()


# --- Network and processes ----------------------------------------------------------------------


def test_network_is_refused_and_only_an_error_of_the_cell(run):
    result = run("import pandas as pd\npd.read_csv('http://example.com/x.csv')", "q1 = 1")
    assert (result["status"], result["answers"]) == ("ok", {"q1": number(1)})
    assert result["errors"][0]["text"] == "PermissionError: no network while grading"


@linux
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
    assert any("network off" in layer for layer in result["isolation"])


def test_starting_a_program_is_refused_and_noted(run):
    result = run(f"import subprocess; subprocess.run([{sys.executable!r}, '-c', ''])")
    assert result["status"] == "tampered with"
    assert "process" in result["note"]


def test_a_shell_escape_is_an_error_of_the_cell_only(run):
    assert run("!echo x", "q1 = 1")["status"] == "ok"


def test_calling_machine_code_is_refused_and_noted(run):
    result = run("import ctypes; ctypes.string_at(id(1), 8)")
    assert (result["status"], "ctypes" in result["note"]) == ("tampered with", True)


@linux
def test_a_background_process_does_not_outlive_the_run(run, slot):
    import psutil

    stay = """
        def stay():
            os.setsid()
            open('started', 'w')
            time.sleep(600)
        start(stay)
        while not os.path.exists('started'): time.sleep(0.01)
        q1 = 1
    """
    before = {one.pid for one in psutil.process_iter()}
    result = run(BEHIND_THE_HOOK, stay)
    assert (result["status"], result["answers"]) == ("ok", {"q1": number(1)})
    new = [one for one in psutil.process_iter() if one.pid not in before]
    runners = [one for one in new if "crmkit.course.grading.runner" in " ".join(one.cmdline())]
    # The slot itself and the keeper that waits for the next job.
    assert {one.ppid() for one in runners} <= {os.getpid(), slot._process.pid}


@linux
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
        from crmkit.course.grading import runner
        json.dumps = json.loads = answers.encode = runner.Slot.run = runner.well_formed = None
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


@pytest.mark.parametrize(
    "line", [b"[", b"3", b"{}", b"[" * 9999, b'{"checked": "q1", "answer": {}}']
)
def test_what_is_no_message_is_a_violation(line):
    report = Report(["q1"])
    report.take(line + b"\n" + b'{"done": true}\n')
    assert report.done
    assert report.result("ok")["status"] == "tampered with"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"kind": "series", "labels": ["a"], "values": []},
        {"kind": "list", "values": [1]},
        {"kind": "number", "value": "1"},
        {"kind": "number", "value": True},
        {"kind": "frame", "labels": [], "columns": ["a"], "values": [], "index_names": [None]},
        {"kind": "list", "values": [{"kind": "list", "values": [{"kind": "lists"}]}]},
    ],
)
def test_answers_that_would_break_the_comparison_are_no_messages(answer):
    assert not well_formed(answer)


def test_every_encoded_answer_is_well_formed():
    import pandas as pd

    from crmkit.course.exercises.answers import encode

    frame = pd.DataFrame({"a": [1, 2.5], "b": ["x", None]}, index=pd.Index(["k", "l"], name="id"))
    values = [..., None, True, 1, 1.5, float("nan"), "x", [1, [2]], {1, 2}, {"a": 1}, frame]
    assert all(well_formed(encode(value)) for value in [*values, frame["a"], frame.index])


@linux
def test_every_layer_in_force_is_named(run):
    named = " ".join(run("q1 = 1")["isolation"])
    for layer in (
        "own process",
        "limits of the kernel",
        "Landlock",
        "audit hook",
        "rights given up",
    ):
        assert layer in named


def test_a_folder_is_opened_around_the_one_that_stays_shut(tmp_path):
    for folder in ("a/b/shut", "a/c"):
        (tmp_path / folder).mkdir(parents=True)
    parts = dict(sandbox._around(tmp_path / "a", tmp_path / "a/b/shut"))
    names = {path.relative_to(tmp_path).as_posix(): only for path, only in parts.items()}
    assert names == {"a": True, "a/b": True, "a/c": False}
