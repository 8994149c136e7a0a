"""Where a sheet is found: beside the notebook, in the reader's folder, in the package."""

import base64
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from crmkit.course import Sheet
from crmkit.course.exercises import source
from crmkit.course.exercises.source import find, is_own, load, names, read, seal, sealed
from tests.course.exercises.test_reading import CHINESE, SHEET

ROOT = Path(__file__).parents[3]


@pytest.fixture
def write(tmp_path):
    def _write(name, text=SHEET, folder=tmp_path):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        return folder / name

    return _write


@pytest.mark.parametrize("name", ["13", "13_rfm"])
def test_a_number_is_enough(name, tmp_path):
    assert load(name).name == "13_rfm"
    assert Sheet(name, folder=tmp_path).name == "13_rfm"


def test_the_data_are_the_same_by_number_and_by_name(tmp_path):
    one, other = (Sheet(name, student="Li Wei", folder=tmp_path) for name in ("30", "30_worth"))
    assert one["channels"].equals(other["channels"])


def test_a_sheet_of_ones_own_is_found_by_name_and_by_file(write, tmp_path):
    path = write("mine.py")
    for name in ("mine", "mine.py", str(path)):
        assert load(name, beside=tmp_path) == read(path)
        assert Sheet(name, folder=tmp_path).name == "mine"
    assert "mine" in names(tmp_path)
    assert "mine" not in names()


def test_what_is_nearest_comes_first(write, tmp_path, monkeypatch):
    home, beside = tmp_path / "home", tmp_path / "beside"
    beside.mkdir()
    monkeypatch.setenv("CRMKIT_HOME", str(home))
    assert load("13", beside=beside).questions[0].points == load("13").questions[0].points
    write("13_rfm.py", SHEET.replace("points=2", "points=7"), home)
    assert load("13_rfm", beside=beside).points == 7
    write("13_rfm.py", SHEET.replace("points=2", "points=8"), beside)
    assert load("13_rfm", beside=beside).points == 8
    assert load("13_rfm", beside=None).points == 7


def test_other_python_files_beside_a_notebook_are_no_sheets(write, tmp_path):
    write("13_rfm.py", "# %% [markdown]\n# # The lesson\n\n# %%\nx = 1\n")
    (tmp_path / "odd.py").write_bytes(b"\xff\xfe")
    assert load("13_rfm", beside=tmp_path).opening == load("13_rfm").opening
    assert names(tmp_path) == names()


@pytest.mark.parametrize("name", ["99_no", "99", "", "3", "mine.py", "none/mine.sheet"])
def test_an_unknown_sheet_lists_those_there_are_or_names_the_file(name, tmp_path):
    said = "there is no file .*mine" if name.endswith((".py", ".sheet")) else "there are .*13_rfm"
    with pytest.raises(ValueError, match=said):
        load(name, beside=tmp_path)


# --- Sealed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SHEET, CHINESE])
def test_a_sealed_sheet_holds_everything_and_shows_nothing(write, tmp_path, text):
    written = read(write("mine.py", text))
    target = seal(written, tmp_path / "handout")
    assert target.name == "mine.sheet"
    assert load("mine", beside=target.parent) == written
    assert load("mine.sheet", beside=target.parent, language="zh") == read(
        tmp_path / "mine.py", "zh"
    )
    content = target.read_bytes()
    for plain in (b"halve", b"total", b"zh:"):
        assert plain not in content
        assert plain not in base64.decodebytes(content)


def test_a_sealed_sheet_keeps_its_data_under_another_file_name(write, tmp_path):
    target = seal(read(write("mine.py")), tmp_path / "handout")
    renamed = target.rename(target.with_name("mine (1).sheet"))
    one = Sheet(renamed.name, student="Li Wei", folder=renamed.parent)
    assert one.name == "mine"
    assert one["a"] == Sheet("mine", student="Li Wei", folder=tmp_path)["a"]


@pytest.mark.parametrize("content", [b"", b"no sheet", base64.encodebytes(zlib.compress(b"{"))])
def test_a_damaged_sheet_is_said(tmp_path, content):
    (tmp_path / "mine.sheet").write_bytes(content)
    with pytest.raises(ValueError, match=r"mine\.sheet is no sealed sheet"):
        load("mine", beside=tmp_path)


def test_only_what_the_package_does_not_have_is_ones_own(write):
    assert is_own(read(write("mine.py")))
    assert is_own(read(write("13_rfm.py")))
    assert not is_own(load("13_rfm"))
    assert not is_own(load("00_welcome", language="zh"))


# --- What is installed ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_each_sheet_of_the_checkout_sealed(wheel, monkeypatch):
    shipped = {path.stem: path for path in (wheel / "crmkit/course/sheets").iterdir()}
    assert set(shipped) == set(names())
    for path in find(ROOT / "lessons"):
        own = read(path)
        assert shipped[path.stem].read_bytes() == sealed(own.name, own.part, own.written)
    monkeypatch.setattr(source, "_LESSONS", wheel / "lessons")
    monkeypatch.setattr(source, "SEALED", wheel / "crmkit/course/sheets")
    assert load("00") == read(ROOT / "lessons/0_start/exercises/00_welcome.py")
    assert not is_own(load("00"))


def test_nothing_in_the_wheel_tells_a_solution_to_who_browses_it(wheel):
    texts = [path.read_bytes().lower() for path in wheel.rglob("*") if path.is_file()]
    assert len(texts) > 100
    for name in names():
        for language in ("en", "zh"):
            for question in load(name, language=language).questions:
                line = source.opening_comment(question.solution)[0].lower().encode()
                assert not any(line in text for text in texts), (name, question.name)


def test_git_holds_no_sealed_sheet():
    listed = subprocess.run(
        ["git", "ls-files", "*.sheet"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert listed.stdout == ""
