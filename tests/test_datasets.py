"""Every card against its file, the published facts, and fetching that survives trouble."""

import gzip
import hashlib
import io
import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.datasets import cards, wheels
from crmkit.datasets.cards import read_card, table_names

FOLDER = cards.cards_folder()
OTHERS = [name for name in table_names() if datasets.card(name).wheel]
NO_INDEX = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",  # nobody listens on the discard port
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
    "PIP_CONFIG_FILE": os.devnull,
}


@cache
def table(name):
    """Loaded once for all tests, which leave it as it is."""
    return datasets.load(name)


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
    described, file = datasets.card(name), datasets.path(name)
    sources = [str(spec.source or column) for column, spec in described.columns.items()]
    if described.format == "parquet":
        in_file = pd.read_parquet(file).columns
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


def share_of_top_fifth(money):
    ranked = money.sort_values(ascending=False)
    return ranked.head(round(len(ranked) / 5)).sum() / ranked.sum()


def test_cdnow_master_has_the_published_facts():
    log = table("cdnow")
    assert len(log) == 69_659
    assert log["customer_id"].nunique() == 23_570
    assert (log["amount"] == 0).sum() == 80
    share = share_of_top_fifth(log.groupby("customer_id")["amount"].sum())
    assert share == pytest.approx(0.678, abs=0.0005)
    assert log["customer_id"].iloc[0] == "00001"


def test_cdnow_sample_has_the_published_counts():
    log = table("cdnow_sample")
    days = log.drop_duplicates(["customer_id", "ordered_at"])
    end = pd.Timestamp("1997-09-30")
    before = days[days["ordered_at"] <= end]
    repeats = before.groupby("customer_id").size() - 1
    assert len(repeats) == 2_357
    assert (repeats > 0).sum() == 946
    assert repeats.sum() == 2_457
    assert (days["ordered_at"] > end).sum() == 1_882


def test_cdnow_sample_is_part_of_the_master():
    sample, master = table("cdnow_sample"), table("cdnow")
    columns = ["customer_id", "ordered_at", "quantity", "amount"]
    part = master[master["customer_id"].isin(sample["master_id"])]
    renamed = sample.drop(columns="customer_id").rename(columns={"master_id": "customer_id"})
    pd.testing.assert_frame_equal(
        renamed[columns].sort_values(columns, ignore_index=True),
        part[columns].sort_values(columns, ignore_index=True),
    )


def test_donations_weigh_11104_donors():
    donors = table("donations")
    assert donors["customers"].sum() == 11_104
    assert (donors["last_period"] >= donors["repeat_purchases"]).all()


def test_complete_journey_has_the_published_facts():
    log = table("complete_journey_transactions")
    assert log.shape == (1_469_307, 11)
    assert log["customer_id"].nunique() == 2_469
    assert (log["amount"] <= 0).sum() == 11_226
    assert (log["amount"] >= 0).all()
    assert table("complete_journey_coupon_redemptions")["customer_id"].nunique() == 410
    assert len(table("complete_journey_campaign_descriptions")) == 27
    assert len(table("complete_journey_demographics")) == 801
    assert len(table("complete_journey_products")) == 92_331


def test_complete_journey_is_loaded_in_the_stores_time():
    log = table("complete_journey_transactions")
    assert log["ordered_at"].dt.year.unique().tolist() == [2017]
    # In the file's UTC, purchases run past midnight into the next week; in store time none does.
    week = (log["ordered_at"].dt.day_of_year + 5) // 7 + 1  # Monday to Sunday; 1 January alone
    assert (week == log["week"]).all()


def test_complete_journey_tables_join():
    log = table("complete_journey_transactions")
    products = table("complete_journey_products")
    assert products["product_id"].is_unique
    unknown = log.loc[~log["product_id"].isin(products["product_id"]), "product_id"]
    assert (len(unknown), unknown.nunique()) == (4_836, 17)  # as the card says
    campaigns = table("complete_journey_campaign_descriptions")
    for name in ("complete_journey_campaigns", "complete_journey_coupon_redemptions"):
        assert table(name)["campaign_id"].isin(campaigns["campaign_id"]).all()
        assert table(name)["customer_id"].isin(log["customer_id"]).all()


def test_ta_feng_amount_and_cost_are_of_the_whole_line():
    log = table("ta_feng")
    assert len(log) == 817_741
    assert log["customer_id"].nunique() == 32_266
    # Were they of one unit, the margin would come out at 6 %.
    assert 1 - log["cost"].sum() / log["amount"].sum() == pytest.approx(0.150, abs=0.0005)
    assert not log.duplicated(["customer_id", "ordered_at", "product_id"]).any()


def test_ta_feng_profit_has_the_published_shape():
    log = table("ta_feng")
    profit = (log["amount"] - log["cost"]).groupby(log["customer_id"]).sum()
    assert (profit < 0).mean() == pytest.approx(0.082, abs=0.0005)
    assert share_of_top_fifth(profit) == pytest.approx(0.65, abs=0.005)
    whale = profit.sort_values(ascending=False).cumsum() / profit.sum()
    assert whale.max() == pytest.approx(1.009, abs=0.0005)


def test_charles_book_club_has_the_published_facts():
    club = table("charles_book_club")
    assert len(club) == 4_000
    assert club["bought"].mean() == pytest.approx(0.0845)
    assert club["customer_id"].is_unique


def test_charles_book_club_codes_are_classes_of_the_figures():
    club = table("charles_book_club")
    for code, figure, cuts in (
        ("recency_code", "months_since_last", [0, 2, 6, 12, 999]),
        ("frequency_code", "purchases", [0, 1, 2, 999]),
        ("money_code", "total_spend", [0, 25, 50, 100, 200, 9999]),
    ):
        classes = pd.cut(club[figure], cuts, labels=False) + 1
        assert (classes == club[code]).all(), code


def test_charles_book_club_skips_only_what_says_the_same_twice():
    raw = pd.read_csv(datasets.path("charles_book_club"))
    assert (raw["Yes_Florence"] == raw["Florence"]).all()
    assert (raw["No_Florence"] == 1 - raw["Florence"]).all()


def test_typed_in_tables_hold_the_published_figures():
    retention = table("retention_tables").pivot(index="year", columns="segment", values="customers")
    assert retention["High End"].iloc[[0, 1, 7, 12]].tolist() == [1000, 869, 491, 394]
    assert retention["Regular"].iloc[[0, 1, 7, 12]].tolist() == [1000, 631, 241, 173]
    billboard = table("billboard_exposures")
    assert billboard["people"].sum() == 250
    assert np.average(billboard["exposures"], weights=billboard["people"]) == pytest.approx(4.456)
    grid = table("relationship_grid").set_index(["customers", "margin"])["level"]
    assert grid["few", "high"] == "partnership"
    assert grid["many", "low"] == "basic or reactive"


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


# --- Cards that break the rules -------------------------------------------------------------

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


# --- Fetching: a small world with a wheel of its own ----------------------------------------

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
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "fetching tinydata 1.0" in said


def test_growing_folder_is_measured_by_its_files(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"123")
    assert wheels._size(tmp_path) == 8
