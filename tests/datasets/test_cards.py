"""Every card against its file, cards that break the rules, and how a card shows."""

import runpy
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from crmkit import datasets
from crmkit.datasets import cards
from crmkit.datasets.cards import read_card, table_names
from crmkit.datasets.reading import read

FOLDER = cards.cards_folder()
OTHERS = [name for name in table_names() if datasets.card(name).wheel]


# --- Every card against its file ------------------------------------------------------------


@pytest.mark.parametrize("name", table_names())
def test_card_describes_its_file(name):
    datasets.fetch([name])
    datasets.verify(name)


@pytest.mark.parametrize("name", table_names())
def test_loaded_types_are_the_declared_ones_and_never_object(name):
    described, frame = datasets.card(name), datasets.load(name)
    declared = {
        c: spec.dtype.replace("datetime64", "datetime64[us]")
        for c, spec in described.columns.items()
    }
    assert {c: str(dtype) for c, dtype in frame.dtypes.items()} == declared
    assert isinstance(frame.index, pd.RangeIndex)


@pytest.mark.parametrize("name", table_names())
def test_card_accounts_for_every_column_of_its_file(name):
    described, file = datasets.card(name), datasets.path(name)  # intact, or fetched again
    sources = [str(spec.source or column) for column, spec in described.columns.items()]
    if described.format == "parquet":
        in_file = pd.read_parquet(file).columns
    elif described.format == "pickle_xz":
        in_file = pd.read_pickle(file, compression="xz").columns
    elif described.format == "whitespace":
        first = file.read_text("utf-8").splitlines()[0].split()
        in_file = first if described.header else map(str, range(1, len(first) + 1))
    else:
        # utf-8-sig: the byte order mark of Ta-Feng is no part of its first name.
        encoding = described.encoding.replace("utf-8", "utf-8-sig")
        in_file = pd.read_csv(file, nrows=0, encoding=encoding).columns
    assert sorted([*sources, *described.skipped]) == sorted(in_file)


def test_every_file_of_ours_has_a_card_and_is_made_by_a_script():
    ours = [datasets.card(name) for name in table_names() if name not in OTHERS]
    assert {c.path.name for c in ours} == {file.name for file in FOLDER.glob("*.csv")}
    if (FOLDER / "make_shop_export.py").exists():
        assert {c.made_by for c in ours} == {file.name for file in FOLDER.glob("make_*.py")}


def test_cards_name_licence_terms_and_citation():
    for name in cards.card_names():
        described = datasets.card(name)
        texts = (described.title, described.source, described.licence, described.terms)
        assert all(text.strip() for text in (*texts, described.citation, described.description))
        assert described.lessons


@pytest.mark.parametrize("script", ["make_published_tables.py", "make_sampler_posterior.py"])
def test_tables_of_ours_are_written_again_byte_for_byte(script, tmp_path):
    runpy.run_path(str(FOLDER / script))["main"](tmp_path)
    written = {file.name for file in tmp_path.iterdir()}
    cards = [datasets.card(name) for name in datasets.available().index]
    assert written == {one.path.name for one in cards if one.made_by == script}
    for name in written:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


# --- Finding and describing -----------------------------------------------------------------


def test_available_lists_every_table_once():
    listed = datasets.available()
    assert listed.index.tolist() == table_names()
    assert listed.loc["ta_feng", ["rows", "columns"]].tolist() == [817_741, 9]
    assert "object" not in listed.dtypes.astype("str").tolist()
    assert "online_shop" not in listed.index  # a simulator, not a table


def test_available_says_what_is_on_this_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("CRMKIT_CACHE", str(tmp_path))
    here = datasets.available()["on_this_machine"]
    assert not here["cdnow"]
    assert here["retention_tables"]


@pytest.mark.parametrize("name", cards.card_names())
def test_description_names_every_column_in_text_and_html(name):
    description = datasets.describe(name)
    text, page = str(description), description._repr_html_()
    assert max(map(len, text.splitlines())) <= 100
    for column in description.columns.index:
        assert column in text
        assert column in page
    assert datasets.card(name).title in text


def test_description_shows_once_in_a_notebook():
    """As a learner meets it: one output, whose plain text is whole; printed, it is text alone."""
    from nbformat.v4 import new_code_cell, new_notebook

    from crmkit.course.build import execute

    call = "from crmkit import datasets\n{}"
    asked = "datasets.describe('cdnow')", "print(datasets.describe('cdnow'))"
    cells = [new_code_cell(call.format(line)) for line in asked]
    shown, printed = execute(new_notebook(cells=cells)).cells
    [card], [text] = shown.outputs, printed.outputs
    whole = str(datasets.describe("cdnow"))
    assert card.output_type == "execute_result"
    assert card.data["text/plain"] == whole
    assert card.data["text/html"] == datasets.describe("cdnow")._repr_html_()
    assert (text.output_type, text.text) == ("stream", whole + "\n")


def test_description_has_no_colours_even_where_they_are_forced(monkeypatch):
    plain = str(datasets.describe("cdnow"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert str(datasets.describe("cdnow")) == plain
    assert "\x1b" not in plain


def test_description_escapes_html():
    page = datasets.describe("ta_feng")._repr_html_()
    described = datasets.card("ta_feng")
    sly = cards.Description(replace(described, title="<script>", source="a & b"))
    assert "<script>" not in sly._repr_html_()
    assert "a &amp; b" in sly._repr_html_()
    assert "<table" in page


def test_typo_is_answered_with_the_names_and_the_nearest():
    with pytest.raises(
        ValueError, match=r"unknown dataset 'cdno'; available: .*ta_feng.*; did you mean 'cdnow'\?"
    ):
        datasets.load("cdno")
    with pytest.raises(ValueError, match="unknown dataset 'xyzzy'") as refused:
        datasets.describe("xyzzy")
    assert "did you mean" not in str(refused.value)
    with pytest.raises(ValueError, match=r"unknown dataset '\.\./pyproject'"):
        datasets.load("../pyproject")


def test_simulated_company_is_no_table():
    with pytest.raises(ValueError, match=r"use crmkit.companies.online_shop\(\)"):
        datasets.load("online_shop")


def test_one_name_is_no_list_of_names():
    with pytest.raises(ValueError, match=r"fetch\(\['cdnow'\]\)"):
        datasets.fetch("cdnow")


def test_loading_twice_gives_independent_frames():
    first = datasets.load("donations")
    first.iloc[:, :] = 0
    assert datasets.load("donations")["customers"].sum() == 11_104


def test_importing_datasets_imports_no_heavy_library():
    heavy = ["pydantic", "pyarrow.csv", "rich", "platformdirs", "matplotlib", "scipy"]
    code = f"import sys, crmkit.datasets; print([m for m in {heavy} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_pickle_that_is_not_the_carded_file_is_never_opened(tmp_path):
    class Sly:
        def __reduce__(self):
            return (pytest.fail, ("the pickle was opened",))

    described = datasets.card("sports_cards")
    file = tmp_path / "sly.pkl.xz"
    pd.to_pickle(Sly(), file, compression="xz")
    with pytest.raises(ValueError, match=r"not the file of the card sports_cards\.toml"):
        read(described, file)


# --- Cards that break the rules -------------------------------------------------------------

# The fields that every card has.
CARD = """
title = "t"
description = "d"
source = "s"
licence = "l"
terms = "t"
citation = "c"
"""


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ('made_by = "x.py"\ncolour = "red"\n[columns.a]\ndtype = "str"\nmeaning = "m"', "colour"),
        ('made_by = "x.py"\n[columns.a]\ndtype = "text"\nmeaning = "m"', "columns.a.dtype"),
        ('made_by = "x.py"\n[columns.a]\ndtype = "str"', "columns.a.meaning"),
        (
            'made_by = "x.py"\n[columns.a]\ndtype = "str"\nmeaning = "m"\nunits = "kg"',
            "columns.a.units",
        ),
        ('[columns.a]\ndtype = "str"\nmeaning = "m"', "wheel"),
        ('made_by = "x.py"', "columns"),
        ('made_by = "x.py"\n[columns.a]\ndtype = "category"\nmeaning = "m"', "allowed"),
    ],
)
def test_card_that_breaks_the_rules_is_refused(tmp_path, more, complaint):
    file = tmp_path / "bad.toml"
    file.write_text(CARD + more, encoding="utf-8")
    with pytest.raises(ValueError, match=f"(?s)the card bad.toml breaks the rules.*{complaint}"):
        read_card(file)
