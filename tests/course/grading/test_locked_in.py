"""What a submission can do to files, the network and processes, each as cells that try it."""

import socket
import sys

import pytest

from crmkit.course.grading import lock
from tests.course.grading.conftest import locked_in

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


def number(value):
    return {"kind": "number", "value": value}


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
