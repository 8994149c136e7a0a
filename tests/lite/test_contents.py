"""Tables travel by their licence and size; a notebook says which of its tables is missing."""

import json
import re
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crmkit.course.lite import contents
from crmkit.course.lite.contents import LOADED
from crmkit.course.lite.settings import Settings
from crmkit.datasets.cards import table_card, table_names

ROOT = Path(__file__).parents[2]
SETTINGS = Settings.read(ROOT / "lite" / "settings.toml")
TABLES = contents.chosen_tables(SETTINGS)


def test_every_table_of_others_travels_or_has_a_reason_not_to():
    others = {name for name in table_names() if table_card(name).wheel}
    assert set(TABLES.held) | TABLES.left_out.keys() == others
    assert not set(TABLES.held) & TABLES.left_out.keys()


def test_a_table_that_may_not_be_passed_on_stays_at_home():
    assert "GroupLens" in TABLES.left_out["film_ratings"]


def test_a_table_too_large_for_a_browser_stays_at_home():
    assert TABLES.left_out["ta_feng"] == "64 MB"
    small = replace(SETTINGS, largest_table_mb=1e-5)
    assert contents.why_not(table_card("cdnow"), small) == "2 MB"


def test_the_guide_names_the_tables_and_lessons_left_out():
    guide = (ROOT / "docs" / "browser.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([\d, ]+) \|$", guide, flags=re.MULTILINE))
    assert rows.keys() == TABLES.left_out.keys()
    for name, lessons in rows.items():
        books = ROOT.glob("notebooks/[0-9]*/*.ipynb")
        using = [book.name[:2] for book in books if name in LOADED.findall(code_of(book))]
        assert lessons.split(", ") == sorted(using)


def code_of(book):
    cells = json.loads(book.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def notebook(code):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# 14 Pyramid"},
        {"cell_type": "code", "metadata": {}, "source": code.splitlines(keepends=True)},
    ]
    metadata = {"crmkit": {"language": "en"}, "kernelspec": {"name": "python3"}}
    return {"cells": cells, "metadata": metadata}


@pytest.mark.parametrize(("language", "says"), [("en", "desktop edition"), ("zh", "桌面版")])
def test_a_notebook_says_which_of_its_tables_is_missing(language, says):
    written = notebook('log = datasets.load("ta_feng")\nother = datasets.load("cdnow")')
    made = contents.in_browser(written, TABLES.left_out, language)
    title, note, _ = made["cells"]
    assert title["source"] == "# 14 Pyramid"
    assert (
        says in note["source"] and "`ta_feng`" in note["source"] and "cdnow" not in note["source"]
    )


def test_a_notebook_with_all_its_tables_is_changed_in_its_kernel_only():
    written = notebook('log = datasets.load("cdnow")')
    made = contents.in_browser(written, TABLES.left_out, "en")
    assert made["cells"] == written["cells"]
    assert made["metadata"] == {"crmkit": {"language": "en"}, "kernelspec": contents.KERNEL}


def test_a_table_travels_with_its_terms_and_the_licence_of_its_package(tmp_path, monkeypatch):
    @contextmanager
    def wheel_file(wheel):
        with zipfile.ZipFile(tmp_path / "some.whl", "w") as archive:
            archive.writestr("some-1.0.dist-info/licenses/LICENSE", "You may pass it on.")
            archive.writestr("some/licence_of_another.py", "no licence")
        yield tmp_path / "some.whl"

    monkeypatch.setattr(contents, "wheel_file", wheel_file)
    contents.write_tables(["donations"], tmp_path / "tables", tmp_path / "kept")
    described = table_card("donations")
    told = (tmp_path / "tables" / "README.md").read_text("utf-8")
    assert described.licence in told and described.terms in told and described.source in told
    licence = tmp_path / "tables" / "licences" / "lifetimes.txt"
    assert licence.read_text("utf-8") == "You may pass it on."
    assert (tmp_path / "tables" / described.path.name).read_bytes() == described.path.read_bytes()
