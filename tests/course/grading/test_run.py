"""The command, as a teacher meets it: odd folders, odd names, full disks, a change of mind."""

import csv
import errno
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from crmkit.cli import app
from crmkit.course.exercises.source import seal
from crmkit.course.grading import output
from crmkit.course.grading.run import Run
from crmkit.course.grading.submissions import LARGEST_BYTES, find, read, shown, unpack
from tests.course.grading.conftest import LOCK, SHEET

NAMED = "王芳的作业.ipynb"
GBK = os.fsdecode(NAMED.encode("gbk"))


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Runs `crmkit grade` beside submissions/; gives exit code and text."""
    monkeypatch.chdir(tmp_path)

    def _command(*arguments, folder="submissions"):
        run = CliRunner().invoke(app, ["grade", folder, *map(str, arguments)])
        assert run.exception is None or isinstance(run.exception, SystemExit), run.exc_info
        return run.exit_code, " ".join(run.output.split())

    return _command


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- Names and files ------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="file names are bytes on Linux")
def test_odd_names_and_texts_stop_nobody(command, hand_in, tmp_path, source):
    hand_in("good.ipynb", solved=["q1"])
    hand_in("x.ipynb", student="王芳", solved=["q1"]).rename(tmp_path / "submissions" / GBK)
    surrogate = "raise ValueError('\\ud8ff \\x1b[2J')"
    hand_in("s.ipynb", student="Lone \ud8ff", code={f"{SHEET}-q1-answer": surrogate})
    hand_in("e.ipynb", student="Eve", code={f"{SHEET}-q1-answer": surrogate})
    hand_in("\x1b[31mred.ipynb").write_text("{")
    code, said = command()
    assert code == 0, said
    assert "\x1b[31m" not in said
    assert "\\x1b[31mred.ipynb: unreadable" in said
    booked = {row["student"]: row for row in rows(tmp_path / "grades.csv")}
    assert booked["王芳"]["file"] == NAMED
    assert booked["王芳"]["points"] == booked["Li Wei"]["points"] != "0"
    assert booked["Eve"]["status"] == "ok"
    assert booked["Lone \\ud8ff"]["status"] == "no name"
    pages = list((tmp_path / "grades" / "feedback").glob("*.html"))
    assert len(pages) == 5
    assert not any("\x1b" in page.read_text("utf-8") for page in pages)


def test_a_fault_of_ours_names_the_file_and_stops_nobody(command, hand_in, monkeypatch, tmp_path):
    from crmkit.course.grading import grade

    hand_in("good.ipynb", solved=["q1"])
    hand_in("deep/bad.ipynb", student="王芳")
    mark = grade._mark

    def fails(submission, *rest):
        if submission.path.name == "bad.ipynb":
            raise ZeroDivisionError("ours")
        return mark(submission, *rest)

    monkeypatch.setattr(grade, "_mark", fails)
    code, said = command()
    assert code == 0
    assert "deep/bad.ipynb: crashed: the grader failed: ZeroDivisionError: ours" in said
    statuses = {row["file"]: row["status"] for row in rows(tmp_path / "grades.csv")}
    assert statuses == {"good.ipynb": "ok", "deep/bad.ipynb": "crashed"}


def test_what_is_passed_over_is_said(command, hand_in, tmp_path):
    folder = hand_in("good.ipynb").parent
    hand_in("saved.ipynb.txt")
    (folder / "all.zip").write_bytes(b"PK")
    passed = ["saved.ipynb.txt: its name does not end in .ipynb", "all.zip: a zip in the folder"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.ipynb")
        (folder / "link.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
        passed += ["pipe.ipynb: no file", "link.ipynb: a link"]
    _, said = command()
    for one in passed:
        assert f"passed over: {one}" in said


def test_a_missing_folder_and_a_file_are_told_from_an_empty_folder(command, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").touch()
    for folder, why in [("no", "does not exist"), ("file.txt", "is no folder and no zip"),
                        ("empty", "no notebooks")]:  # fmt: skip
        code, said = command(folder=folder)
        assert code == 2
        assert why in said


def test_a_zip_is_taken_and_stays_in_its_place(command, hand_in, tmp_path, source):
    path = hand_in("li.ipynb", solved=["q1"])
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.write(path, "class/li.ipynb")
        packed.writestr("../../outside.ipynb", "{")
        packed.writestr("xxxxxxxxxx.ipynb", "{")
    as_windows_names_it = (tmp_path / "all.zip").read_bytes()
    as_windows_names_it = as_windows_names_it.replace(b"xxxxxxxxxx.ipynb", NAMED.encode("gbk"))
    (tmp_path / "all.zip").write_bytes(as_windows_names_it)
    code, said = command(folder="all.zip")
    assert code == 0, said
    booked = {row["file"]: row for row in rows(tmp_path / "grades.csv")}
    assert booked["class/li.ipynb"]["q1"] == str(source.question("q1").points)
    assert {one.split("/")[-1] for one in booked} == {"li.ipynb", "outside.ipynb", NAMED}
    assert not (tmp_path.parent / "outside.ipynb").exists()


def test_a_zip_bomb_fills_no_disk(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.ipynb", bytes(10 * LARGEST_BYTES))
    unpack(tmp_path / "all.zip", tmp_path / "out")
    [path], _ = find(tmp_path / "out")
    assert path.stat().st_size == LARGEST_BYTES + 1
    assert read(path).problem == "larger than 20 MB"
    (tmp_path / "all.zip").write_bytes((tmp_path / "all.zip").read_bytes()[:2000])
    with pytest.raises(ValueError, match="cannot be unpacked"):
        unpack(tmp_path / "all.zip", tmp_path / "again")


@pytest.mark.parametrize("piece", [b'{"a":1},', b"[],", b"{},"])
def test_millions_of_tiny_objects_are_not_read(tmp_path, piece, monkeypatch):
    monkeypatch.setattr("json.loads", None)  # reading them takes gigabytes
    path = tmp_path / "a.ipynb"
    path.write_bytes(b'{"cells": [' + piece * (19_000_000 // len(piece)) + b"0]}")
    assert read(path).problem == "no notebook: more parts than any notebook has"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [(NAMED.encode("gbk"), NAMED), ("é\u202e.x".encode(), "é\\u202e.x"), (b"\xff", "\\udcff")],
)
def test_every_path_can_be_shown(raw, seen):
    assert shown(os.fsdecode(raw)) == seen


# --- Where it goes --------------------------------------------------------------------------------


@pytest.mark.parametrize("out", ["submissions/grades.csv", "submissions/deep/grades.csv"])
def test_results_are_not_kept_where_students_hand_in(command, hand_in, out):
    """A student could have put grades/results/<digest>.json there."""
    hand_in("a.ipynb")
    code, said = command("--out", out)
    assert code == 2
    assert "lies within submissions" in said
    code, said = command(folder=".")
    assert code == 2
    assert "--out ../grades.csv" in said


def test_nothing_is_imported_from_the_submissions(hand_in, tmp_path):
    folder = hand_in("a.ipynb").parent
    for name in ("nbformat", "psutil", "markdown_it", "pandas"):
        (folder / f"{name}.py").write_text(f"open('ran', 'w')\nraise ImportError({name!r})")
    call = [sys.executable, "-m", "crmkit", "grade", ".", "--out", "../grades.csv"]
    run = subprocess.run(call, cwd=folder, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr[-2000:]
    assert not (folder / "ran").exists()
    assert [row["status"] for row in rows(tmp_path / "grades.csv")] == ["ok"]


def test_output_that_cannot_be_written_is_noticed_before_anything_runs(
    command, hand_in, tmp_path, monkeypatch
):
    hand_in("a.ipynb")
    monkeypatch.setattr("crmkit.course.grading.run.grade_all", None)
    (tmp_path / "file").touch()
    for out in ("file/grades.csv", "submissions", "."):
        assert command("--out", out)[0] == 2


def test_a_full_disk_leaves_the_old_grade_book_and_says_how_to_go_on(
    command, hand_in, tmp_path, monkeypatch
):
    hand_in("a.ipynb", solved=["q1"])
    (tmp_path / "grades.csv").write_text("old")
    fdopen = os.fdopen

    class Full:
        def __init__(self, file):
            self._file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self._file.close()

        def write(self, text):
            self._file.write(text[: len(text) // 2])
            if b"student,sheet" not in text:
                return self._file.write(text[len(text) // 2 :])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output.os, "fdopen", lambda *all: Full(fdopen(*all)))
    code, said = command()
    assert code == 1
    assert "No space left on device" in said
    assert "the same command goes on from there" in said
    assert (tmp_path / "grades.csv").read_text() == "old"
    assert [one.name for one in tmp_path.glob(".part-*")] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of POSIX")
def test_ctrl_c_stops_at_once_and_the_next_run_goes_on(hand_in, tmp_path):
    hand_in("0.ipynb", solved=["q1"])
    for number in range(1, 9):
        hand_in(f"{number}.ipynb", student=f"S{number}", after=["import time; time.sleep(3600)"])
    call = [sys.executable, "-m", "crmkit", "grade", "submissions", "--jobs", "1"]

    def hears_ctrl_c():
        # A shell starts what runs in its background deaf to it, and the tests may run there.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(call, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          start_new_session=True, preexec_fn=hears_ctrl_c) as process:  # fmt: skip
        kept = tmp_path / "grades" / "results"
        while not list(kept.glob("*.json")) and process.poll() is None:
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        try:
            said = process.communicate(timeout=300)[0].decode()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130, said
    assert "stopped: 1 of 9 notebooks are marked" in " ".join(said.split())
    assert "Traceback" not in said
    assert not (tmp_path / "grades.csv").exists()


# --- What is said, and what it needs --------------------------------------------------------------


def test_what_was_in_force_is_said_at_the_end_and_no_lock_at_the_start(
    command, hand_in, monkeypatch, tmp_path
):
    hand_in("a.ipynb")
    _, said = command()
    for layer in LOCK.says:
        assert layer in said
    monkeypatch.setenv("PATH", str(tmp_path))
    _, said = command()
    assert said.index("NOT LOCKED IN") < said.index("1 students in")
    assert "were locked in" not in said


def test_an_install_without_the_extra_says_how_to_get_it(command, hand_in, monkeypatch):
    hand_in("a.ipynb")
    find_spec = __import__("importlib.util").util.find_spec
    lacks = {"psutil", "markdown_it"}
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *all: None if name in lacks else find_spec(name)
    )
    code, said = command()
    assert code == 2
    assert "this needs psutil, markdown_it" in said
    assert "pip install 'crmkit[grading]'" in said


def test_a_sheet_that_no_student_has(command, hand_in, tmp_path, source):
    """The same sheet and data; what is right stands only in the teacher's folder."""
    right = source.question("q1").solution
    last = right.splitlines()[-1]
    other = f"{last}\nq1 = 2 * q1"
    seal(replace(source, written=source.written.replace(last, other, 1)), tmp_path / "exam")
    hand_in("a.ipynb", code={f"{SHEET}-q1-answer": right.replace(last, other)})
    assert command("--sheets", tmp_path / "exam")[0] == 0
    [row] = rows(tmp_path / "grades.csv")
    assert row["q1"] == str(source.question("q1").points)
    assert command()[0] == 0
    assert rows(tmp_path / "grades.csv")[0]["q1"] == "0"
    code, said = command("--sheets", tmp_path / "submissions")
    assert (code, "no sheets" in said) == (2, True)


def test_a_sheet_that_a_student_hands_in_is_never_run(hand_in, tmp_path, monkeypatch, source):
    """A sheet is code, and the nearest one counts: not where students' files lie."""
    folder = hand_in("a.ipynb").parent
    mine = source.written.replace("points=1", "points=7")
    seal(replace(source, written=mine), tmp_path)
    seal(replace(source, written=mine.replace("points=7", "points=9")), folder)
    for here, points in ((tmp_path, 7), (folder, 1)):
        monkeypatch.chdir(here)
        with Run(folder, out=tmp_path / "grades.csv") as run:
            assert run.source.questions[0].points == points


def test_an_unknown_sheet_is_said_with_those_there_are(hand_in, tmp_path):
    folder = hand_in("a.ipynb").parent
    with pytest.raises(ValueError, match=r"no sheet '99_no'; there are .*30_worth"):
        Run(folder, out=tmp_path / "grades.csv", sheet="99_no")
