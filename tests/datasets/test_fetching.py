"""Fetching that survives trouble, in a small world with a wheel of its own."""

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.datasets import cards, wheels
from tests.datasets.test_cards import CARD

NO_INDEX = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",  # nobody listens on the discard port
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
    "PIP_CONFIG_FILE": os.devnull,
}


TABLE = "\ufeffID,SEX,DAY,MONEY\n007,f,3/1/2024,1.10\n008,,12/31/2024,\n".encode()
TEXT = b"  01  5\n  02  6\n"
WHEEL = "tinydata-1.0-py3-none-any.whl"
TINY = """
member = ["tinydata/table.zip", "inside.csv"]
[columns.customer_id]
source = "ID"
dtype = "str"
meaning = "m"
[columns.sex]
source = "SEX"
dtype = "category"
allowed = ["f", "m"]
meaning = "m"
missing = 1
[columns.day]
source = "DAY"
dtype = "datetime64"
format = "%m/%d/%Y"
meaning = "m"
minimum = 2024-03-01
maximum = 2024-12-31
[columns.money]
source = "MONEY"
dtype = "float64"
meaning = "m"
missing = 1
"""
TINY_TEXT = """
member = ["tinydata/text.txt.gz"]
[columns.second]
source = 2
dtype = "int64"
meaning = "m"
[columns.first]
source = 1
dtype = "str"
meaning = "m"
"""


def write_wheel(file):
    """A zipped CSV and a gzipped text, in a package for another Python that needs another one."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("inside.csv", TABLE)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("tinydata/table.zip", inner.getvalue())
        archive.writestr("tinydata/text.txt.gz", gzip.compress(TEXT, mtime=0))
        about = "Metadata-Version: 2.1\nName: tinydata\nVersion: 1.0\n"
        needs = "Requires-Python: <3\nRequires-Dist: nonsuch\n"
        archive.writestr("tinydata-1.0.dist-info/METADATA", about + needs)
        kind = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr("tinydata-1.0.dist-info/WHEEL", kind)
        archive.writestr("tinydata-1.0.dist-info/RECORD", "")


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Two cards of one wheel; the wheel lies where a user puts it by hand, so no pip is needed."""
    folder, wheel = tmp_path / "cards", tmp_path / "cache" / "wheels" / WHEEL
    folder.mkdir()
    wheel.parent.mkdir(parents=True)
    write_wheel(wheel)
    from_wheel = (
        f'\n[wheel]\nname = "tinydata"\nversion = "1.0"\nfile = "{WHEEL}"\n'
        f'sha256 = "{sha256(wheel.read_bytes())}"\nbytes = {wheel.stat().st_size}'
    )
    for name, content, more, rest in (
        ("tiny", TABLE, "", TINY),
        ("tiny_text", TEXT, 'format = "whitespace"\nheader = false\n', TINY_TEXT),
    ):
        size = f'rows = 2\nbytes = {len(content)}\nsha256 = "{sha256(content)}"\n'
        (folder / f"{name}.toml").write_text(CARD + more + size + from_wheel + rest, "utf-8")
    for key, value in NO_INDEX.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv("CRMKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cards, "cards_folder", lambda: folder)
    forget_cards()
    yield tmp_path
    forget_cards()


@pytest.fixture
def index(world, monkeypatch):
    """A folder in which pip finds the wheel, instead of the user's hand."""
    shutil.move(world / "cache" / "wheels", world / "index")
    shutil.rmtree(world / "cache")
    monkeypatch.setenv("PIP_FIND_LINKS", str(world / "index"))
    return world / "index"


def forget_cards():
    cards.card.cache_clear()
    cards.card_names.cache_clear()


def kept(world):
    return sorted(file.name.split("-")[0] for file in (world / "cache").iterdir())


def change_card(world, old, new):
    card = world / "cards" / "tiny.toml"
    assert old in card.read_text("utf-8")
    card.write_text(card.read_text("utf-8").replace(old, new), encoding="utf-8")
    forget_cards()


def test_first_load_fetches_and_keeps_only_what_the_cards_want(world, index, capfd):
    frame = datasets.load("tiny")
    assert frame["customer_id"].tolist() == ["007", "008"]
    assert frame["sex"].isna().tolist() == [False, True]
    assert frame["day"].tolist() == [pd.Timestamp("2024-03-01"), pd.Timestamp("2024-12-31")]
    assert frame["money"].iloc[0] == 1.10
    assert np.isnan(frame["money"].iloc[1])
    # Both members of the wheel, and neither the wheel nor a leftover.
    assert kept(world) == ["tiny", "tiny_text"]
    # Silent where nobody watches a terminal.
    assert capfd.readouterr() == ("", "")
    datasets.verify("tiny")
    datasets.verify("tiny_text")


def test_columns_are_found_by_position(world):
    assert datasets.load("tiny_text").to_dict("list") == {"second": [5, 6], "first": ["01", "02"]}


def test_second_load_needs_no_wheel(world):
    datasets.load("tiny")
    shutil.rmtree(world / "cache" / "wheels")
    assert len(datasets.load("tiny")) == 2
    assert len(datasets.load("tiny_text")) == 2


@pytest.mark.parametrize("damaged", [TABLE[:9], TABLE.replace(b"1.10", b"9.99")])
def test_damaged_file_is_noticed_and_replaced(world, damaged):
    file = datasets.path("tiny")
    file.write_bytes(damaged)
    with pytest.raises(ValueError, match="is damaged"):
        datasets.verify("tiny")
    assert datasets.load("tiny")["money"].iloc[0] == 1.10
    assert file.read_bytes() == TABLE


def test_damaged_wheel_put_by_hand_is_refused(world):
    (world / "cache" / "wheels" / WHEEL).write_bytes(b"not a wheel")
    with pytest.raises(ValueError, match="is damaged: delete it"):
        datasets.load("tiny")


def test_wheel_with_another_checksum_is_refused(world, index):
    with zipfile.ZipFile(index / WHEEL, "a") as wheel:
        wheel.writestr("tinydata/more.txt", "tampered with")
    with pytest.raises(FileNotFoundError, match="HASHES"):
        datasets.load("tiny")
    assert kept(world) == []


def test_member_with_another_checksum_is_refused(world):
    change_card(world, sha256(TABLE), "0" * 64)
    with pytest.raises(ValueError, match=r"not the file that the card tiny\.toml describes"):
        datasets.load("tiny")


def test_without_network_the_error_gives_the_command_and_the_place(world, index, monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(FileNotFoundError) as refused:
        datasets.load("tiny")
    said = str(refused.value)
    assert f"{WHEEL} is not on this machine" in said
    assert "No matching distribution found for tinydata==1.0" in said
    assert f"copy {WHEEL} from another machine into {world / 'cache' / 'wheels'}" in said
    # The command that it gives, run where there is a network, mends it.
    command = next(line for line in said.splitlines() if "pip download" in line)
    online = {**os.environ, "PIP_FIND_LINKS": str(index)}
    subprocess.run(command, shell=True, check=True, capture_output=True, env=online)
    assert len(datasets.load("tiny")) == 2


def test_verify_fetches_nothing(world):
    with pytest.raises(FileNotFoundError, match=r"fetch\(\['tiny'\]\)"):
        datasets.verify("tiny")
    assert kept(world) == ["wheels"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("rows = 2", "rows = 3", "2 rows, not 3"),
        ("missing = 1", "missing = 0", "sex: missing values 1, not 0; money: missing values 1"),
        ("2024-12-31", "2024-12-30", "day: maximum 2024-12-31"),
        ("2024-03-01", "2024-03-02", "day: minimum 2024-03-01"),
        ('"ID"', '"ID"\ndistinct = 5', "customer_id: distinct values 2, not 5"),
    ],
)
def test_verify_names_every_difference_from_the_card(world, old, new, complaint):
    datasets.load("tiny")
    change_card(world, old, new)
    with pytest.raises(ValueError, match=f"'tiny' differs from its card: .*{complaint}"):
        datasets.verify("tiny")


def test_category_that_the_card_does_not_allow_is_an_error(world):
    change_card(world, '["f", "m"]', '["w", "m"]')
    with pytest.raises(ValueError, match=r"column 'SEX': \['f'\] not in \['w', 'm'\]"):
        datasets.load("tiny")


def test_our_own_file_that_is_damaged_is_named_with_its_script(world):
    (world / "cards" / "ours.toml").write_text(
        CARD + 'made_by = "make_ours.py"\nrows = 1\n[columns.a]\ndtype = "str"\nmeaning = "m"\n',
        encoding="utf-8",
    )
    forget_cards()
    with pytest.raises(FileNotFoundError, match=r"python datasets/make_ours.py"):
        datasets.load("ours")


def in_another_process(world, call):
    """A program that sees this small world and makes one call."""
    return (
        "from pathlib import Path\nfrom crmkit import datasets\nfrom crmkit.datasets import cards\n"
        f"cards.cards_folder = lambda: Path({str(world / 'cards')!r})\n{call}"
    )


@pytest.mark.slow
def test_processes_that_fetch_at_once_each_read_a_whole_file(world):
    """They start together on an empty cache; the file is written aside and renamed."""
    code = in_another_process(world, "print(datasets.load('tiny')['money'].sum())")
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate()[0].strip() for process in started]
    assert said == ["1.1"] * 3
    assert kept(world) == ["tiny", "tiny_text", "wheels"]


def test_reader_never_meets_half_a_file(world, monkeypatch):
    """Until the whole content is written the final name does not exist."""
    seen = []
    file = cards.card("tiny").path
    whole = wheels.Path.write_bytes

    def watched(self, content):
        seen.append((self.name.startswith(file.name), self == file, file.exists()))
        return whole(self, content)

    monkeypatch.setattr(wheels.Path, "write_bytes", watched)
    datasets.load("tiny")
    assert (True, False, False) in seen


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_person_at_a_terminal_sees_progress(world, index):
    ours, theirs = os.openpty()
    code = in_another_process(world, "datasets.fetch(['tiny'])")
    environment = {**os.environ, "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", code], env=environment, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 100_000).decode(errors="replace")
    os.close(ours)
    assert "fetching tinydata 1.0" in said


def test_growing_folder_is_measured_by_its_files(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"123")
    assert wheels._size(tmp_path) == 8
