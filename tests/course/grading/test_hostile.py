"""What hostile notebooks tried: out of the lock, past the limits, at other students' marks."""

import inspect
import os
import socket
import subprocess
import sys
import textwrap
import types
from pathlib import Path

import pytest

from crmkit.course import Sheet
from crmkit.course.grading import audit, lock, notebook_run
from crmkit.course.grading import limits as kept
from crmkit.course.grading.slot import Slot
from tests.course.grading.conftest import SHEET, linux, locked_in


@pytest.fixture
def unlocked(monkeypatch, tmp_path):
    """A slot on a machine without bubblewrap."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with Slot() as one:
        yield one


def value(result, name="q1"):
    return result["answers"][name].get("value", result["answers"][name].get("values"))


# --- Out of the lock ------------------------------------------------------------------------------


@locked_in
def test_no_socket_of_another_is_in_reach_by_its_path(run, tmp_path):
    place = str(tmp_path / "service")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        server.listen()
        server.settimeout(0.1)
        # pyarrow and the like connect without Python's audit hook hearing of it.
        cells = [
            f"import os\nq1 = os.path.exists({place!r})",
            "q2 = os.listdir('/') + os.listdir('/dev')",
        ]
        result = run(*cells)
        with pytest.raises(TimeoutError):
            server.accept()
    assert value(result) is False
    seen = {one["value"] for one in value(result, "q2")}
    assert not seen & {"run", "boot", "mem", "sda"}


@locked_in
def test_rights_of_files_outside_cannot_be_changed_however_they_are_named(run, tmp_path):
    other = tmp_path / "classmate.ipynb"
    other.write_text("{}")
    other.chmod(0o644)
    target = Path(audit.__file__)
    before = target.stat().st_mode
    cells = [
        f"import os\nos.chmod({str(other)!r}, 0)",
        f"os.chmod('classmate.ipynb', 0, dir_fd=os.open({str(tmp_path)!r}, os.O_RDONLY))",
        f"os.fchmod(os.open({str(target)!r}, os.O_RDONLY), 0)",
    ]
    result = run(*cells)
    assert [error["cell"] for error in result["errors"]] == [0, 1, 2]
    assert (other.stat().st_mode & 0o777, target.stat().st_mode) == (0o644, before)


@locked_in
def test_only_its_own_processes_are_in_sight_and_none_can_be_looked_into(run):
    see = """
        import os
        q1 = sorted(int(one) for one in os.listdir("/proc") if one.isdigit()) == [1, os.getpid()]
        try:
            q2 = [os.readlink("/proc/1/fd/3"), open("/proc/1/mem", "rb")]
        except PermissionError:
            q2 = "shut"
    """
    result = run(see)
    assert (value(result), value(result, "q2")) == (True, "shut")


@locked_in
def test_sealed_sheets_are_shut_by_every_path_that_leads_there(run, monkeypatch, tmp_path):
    """An environment behind a link, and another crmkit that is installed as well."""
    sheets = tmp_path / "packages" / "crmkit" / "course" / "sheets"
    sheets.mkdir(parents=True)
    (sheets / "13_rfm.sheet").touch()
    (tmp_path / "link").symlink_to(tmp_path / "packages")
    monkeypatch.syspath_prepend(tmp_path / "link")
    courses = [tmp_path / way / "crmkit" / "course" for way in ("packages", "link")]
    courses.append(lock.SEALED.parent)
    with Slot() as slot:
        for course in courses:
            exists = f"import os\nq1 = os.path.exists({str(course)!r})"
            inside = f"q2 = os.path.exists({str(course / 'sheets' / '13_rfm.sheet')!r})"
            result = run(exists, inside, slot=slot)
            assert (value(result), value(result, "q2")) == (True, False), course


@locked_in
def test_no_new_namespace_gives_more_room(run):
    mount = """
        import ctypes, types
        class Library:
            pass
        import numpy.ctypeslib
        code = compile("lib = ctypes.CDLL(None, use_errno=True)\\nq1 = lib.unshare(0x10000000)",
                       numpy.__file__, "exec")
        exec(code)
    """
    result = run(mount)
    assert result["errors"] == []
    assert value(result) == (-1 if "--disable-userns" in lock.find(scratch_mb=50).prefix else 0)


@locked_in
@pytest.mark.parametrize(
    "fill",
    [
        "for n in range(300):\n    os.mkdir('d' * 200); os.chdir('d' * 200)\n"
        "for n in range(9):\n    open(str(n), 'wb').write(bytes(9_000_000))",
        "kept = [open(str(n), 'wb') for n in range(9)]\n"
        "for n, one in enumerate(kept):\n    os.remove(str(n)); one.write(bytes(9_000_000))",
    ],
    ids=["deep folders", "files without a name"],
)
def test_the_scratch_folder_has_an_end(run, fill):
    result = run("import os\n" + fill, files=1000)
    assert any("No space left" in error["text"] for error in result["errors"])


@locked_in
def test_files_in_memory_count_as_memory(run):
    fill = """
        import os
        kept = [os.memfd_create(str(n)) for n in range(40)]
        for one in kept:
            for _ in range(40): os.write(one, bytes(1_000_000))
        while True: pass
    """
    result = run(fill, memory_mb=500, seconds=10)
    assert result["note"] == "used more than 500 MB of memory"


@locked_in
def test_hiding_open_files_from_the_grader_is_an_end(run):
    hide = """
        import numpy, ctypes
        code = "ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)"
        exec(compile(code, numpy.__file__, "exec"))
        while True: pass
    """
    assert run(hide, seconds=10)["note"] == "hid what it holds from the grader"


@pytest.mark.parametrize("memory_mb", [500, 1000])
def test_the_least_memory_allowed_is_enough_for_an_honest_notebook(run, memory_mb):
    work = "import numpy as np\nq1 = int(np.ones(25_000_000).sum())"  # 200 MB
    result = run(work, memory_mb=memory_mb)
    assert (result["status"], value(result)) == ("ok", 25_000_000)


@linux
def test_waiting_is_limited_by_the_clock_and_computing_by_computing(run):
    result = run("import time; time.sleep(600)", wall_seconds=2)
    assert (result["status"], "by the clock" in result["note"]) == ("time-out", True)
    result = run("import time; time.sleep(3); q1 = 1", seconds=2)
    assert (result["status"], value(result)) == ("ok", 1)


# --- Without bubblewrap ---------------------------------------------------------------------------


def test_without_bubblewrap_it_runs_and_says_so(run, unlocked):
    assert value(run("q1 = 1", slot=unlocked)) == 1
    assert "NOT LOCKED IN" in unlocked.lock.says[0]
    assert not unlocked.lock.holds


@linux
def test_a_system_that_refuses_namespaces_runs_notebooks_and_says_so(run, monkeypatch, tmp_path):
    """As Ubuntu 24.04 does: bubblewrap is there and cannot set up its world."""
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with Slot() as slot:
        assert value(run("q1 = 1", slot=slot)) == 1
    assert "setting up uid map: Permission denied" in slot.lock.says[0]


def test_patching_what_paths_are_looked_up_with_opens_nothing(run, unlocked):
    patch = """
        import os, posixpath
        class Path(str):
            partition = split = startswith = lambda *a: ("/", "", "")
        os.path.realpath = posixpath.realpath = posixpath._joinrealpath = lambda *a, **k: "/"
        os.lstat = os.readlink = os.fsdecode = os.fspath = lambda *a, **k: "/"
    """
    read = f"q1 = open(Path({str(next(lock.SEALED.glob('*/exercises/*.py')))!r})).read()"
    result = run(patch, read, slot=unlocked)
    assert result["answers"] == {}
    assert "sealed" in result["note"]


@linux
def test_names_below_an_open_folder_are_seen(run, unlocked, tmp_path):
    other = tmp_path / "classmate.ipynb"
    other.write_text("{}")
    within = "import os\nos.mkdir('d')\nat = os.open('d', os.O_RDONLY)"
    honest = "os.mkdir('e', dir_fd=at); os.chmod('e', 0o700, dir_fd=at); os.rmdir('e', dir_fd=at)"
    assert run(within, honest, slot=unlocked)["errors"] == []
    outside = f"import os\nat = os.open({str(tmp_path)!r}, os.O_RDONLY | os.O_DIRECTORY)"
    # From the working folder this name would lead into the scratch folder.
    deep = "at, home = os.open('.', os.O_RDONLY), os.getcwd()\nos.makedirs('a/' * 30)"
    change = f"os.chdir('a/' * 30)\nos.remove(os.path.relpath({str(other)!r}, home), dir_fd=at)"
    result = run(within, deep, change, slot=unlocked)
    assert (result["status"], other.exists()) == ("tampered with", True)
    assert run(outside, slot=unlocked)["status"] == "tampered with"


def test_patching_what_tells_does_not_hide_an_attempt(run):
    patch = """
        import json, os
        from crmkit.course.grading import notebook_run
        notebook_run.Teller.tell = notebook_run.Teller.violation = lambda *a: None
        os.write = lambda *a: 1
        json.dumps = json.encoder.encode_basestring_ascii = lambda *a: "{}"
    """
    result = run(patch, "open('/elsewhere', 'w')")
    assert (result["status"], "outside of the scratch" in result["note"]) == ("tampered with", True)


@linux
def test_an_attempt_is_seen_from_outside_when_the_pipe_is_turned_away(run):
    hide = """
        import os
        kept, nothing = os.dup(3), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 3)
        try:
            open("/elsewhere", "w")
        except PermissionError:
            pass
        os.dup2(kept, 3)
    """
    assert run(hide, "q1 = 1")["status"] == "tampered with"
    assert run("q1 = 1")["status"] == "ok"


@linux
def test_a_mark_is_seen_from_outside():
    code = """
        from crmkit.course.grading import limits
        if input() == "mark":
            limits.marking()()
        print("done", flush=True)
        input()
    """
    call = [sys.executable, "-c", textwrap.dedent(code)]
    for word in ("mark", "leave"):
        with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            assert not kept.marked(child.pid)
            child.stdin.write(f"{word}\n".encode())
            child.stdin.flush()
            child.stdout.readline()
            assert kept.marked(child.pid) == (word == "mark")
            child.kill()


# --- The crmkit that runs, and what it stands in for --------------------------------------------


def test_a_slot_runs_the_crmkit_that_grades(run, monkeypatch, tmp_path):
    """Not another one that an environment has installed."""
    other = tmp_path / "crmkit"
    other.mkdir()
    (other / "__init__.py").write_text("raise RuntimeError('another crmkit')")
    monkeypatch.syspath_prepend(tmp_path)
    with Slot() as slot:
        result = run("import crmkit\nq1 = crmkit.__file__", slot=slot)
    assert value(result) == str(lock.PACKAGE / "__init__.py")


@pytest.mark.parametrize(
    "name", ["__init__", "__getitem__", "check", "hint", "solution", "progress"]
)
def test_the_stand_in_takes_what_the_real_sheet_takes(name):
    stand_in = notebook_run.sheet_for_grading({}, lambda *_: None, set())

    def shape(kind):
        parameters = inspect.signature(getattr(kind, name)).parameters.values()
        return [(one.name, one.kind, one.default) for one in parameters]

    assert isinstance(getattr(Sheet, name), types.FunctionType)
    assert shape(stand_in) == shape(Sheet)


def test_a_student_given_by_position_fails_here_as_it_failed_there(run):
    result = run(f"from crmkit.course import Sheet\nsheet = Sheet({SHEET!r}, 'Li Wei')")
    assert result["student"] is None
    assert "positional argument" in result["errors"][0]["text"]
