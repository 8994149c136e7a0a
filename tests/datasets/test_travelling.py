"""Tables that travel with the notebooks, in the folder that CRMKIT_TABLES names."""

import shutil
import sys

import pytest

from crmkit import datasets


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """A folder of tables beside an empty cache."""
    file = datasets.path("donations")
    folder = tmp_path / "tables"
    folder.mkdir()
    shutil.copy(file, folder)
    monkeypatch.setenv("CRMKIT_TABLES", str(folder))
    monkeypatch.setenv("CRMKIT_CACHE", str(tmp_path / "cache"))
    return folder


def test_a_table_is_read_where_it_travels(tables, tmp_path):
    assert datasets.path("donations").parent == tables
    assert len(datasets.load("donations")) == datasets.card("donations").rows
    assert bool(datasets.available().loc["donations", "on_this_machine"])
    assert not (tmp_path / "cache").exists()


def test_a_damaged_table_is_refused_and_not_overwritten(tables):
    file = datasets.path("donations")
    damaged = file.read_bytes()[:-2] + b"9\n"
    file.write_bytes(damaged)
    with pytest.raises(ValueError, match=r"donations-\w+\.csv is damaged: delete it, or copy it"):
        datasets.load("donations")
    assert file.read_bytes() == damaged


def test_a_part_of_a_table_is_not_taken_for_it(tables, tmp_path):
    file = datasets.path("donations")
    file.write_bytes(file.read_bytes()[:100])
    assert datasets.card("donations").path.parent == tmp_path / "cache"


def test_a_browser_says_how_to_go_on_without_pip(tables, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert datasets.path("donations").parent == tables
    with pytest.raises(FileNotFoundError) as told:
        datasets.load("cdnow")
    said = str(told.value)
    assert "browser edition does not hold the data of cdnow" in said
    assert "desktop edition" in said and "cdnow-eff6889ed364.txt" in said and str(tables) in said
