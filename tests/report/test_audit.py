"""The page says what its tables say, no more than the orders carry, and asks nobody."""

import base64
import re
from html.parser import HTMLParser
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest

from crmkit import orders, summary
from crmkit.report import audit
from crmkit.report.wording import words_of
from crmkit.segmentation import rfm


class Reader(HTMLParser):
    """What a page shows and loads: the rows of each section's tables, its texts, addresses."""

    def __init__(self, text):
        super().__init__()
        self.section, self.rows, self.tags, self.addresses, self.texts = "", {}, [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        if tag == "section":
            self.section = found.get("id") or found["class"]
        if tag == "tr":
            self.rows.setdefault(self.section, []).append([])
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            if name in found:
                self.addresses.append((tag, found[name]))

    def handle_data(self, data):
        if self.tags and self.tags[-1] in ("td", "th") and data.strip():
            self.rows[self.section][-1].append(data)
        elif self.tags and self.tags[-1] not in ("script", "style"):
            self.texts[self.section] = self.texts.get(self.section, "") + data


def small(**columns):
    """Forty customers with three orders each over two years, and what is given instead."""
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.arange(120) * 6, unit="D")
    made = {"customer_id": [f"c{n % 40}" for n in range(120)], "ordered_at": day, "amount": 10.0}
    return pd.DataFrame(made | columns)


def test_the_numbers_on_the_page_are_those_of_the_tables(page):
    seen = Reader(page.html).rows
    segments = page.tables["segments"]
    for row, (name, customers) in zip(
        seen["segments"][1:], segments["customers"].items(), strict=True
    ):
        assert row[0] == name
        assert row[2] == f"{customers:,}"
    change = page.tables["change"]
    assert [row[-1] for row in seen["change"][1:]] == [
        f"{one:+,.0f}" for one in change["difference"]
    ]
    called = page.tables["call_first"]
    assert [row[0] for row in seen["call_first"][1:]] == [str(one) for one in called.index]
    value = page.tables["value"].loc["sales"]
    words = words_of("en")
    for name in ("estimate", "low", "high"):
        assert words.format_field(value[name], "money") in page.html


def test_the_tables_are_what_the_kit_says(shop, page):
    log = orders.read(shop, as_of="2024-12-30").log
    customers = summary.customers(log, as_of="2024-12-30")
    named = rfm.profile(customers, rfm.name_segments(rfm.score(customers)))
    assert page.tables["segments"]["customers"].tolist() == named["customers"].tolist()
    assert page.tables["over_time"]["sales"].sum() == pytest.approx(log["amount"].sum())
    assert page.tables["left"]["customers"].sum() == len(customers)
    assert page.tables["left"]["expected_sales"].sum() == pytest.approx(
        page.tables["value"].loc["sales", "estimate"]
    )
    assert page.tables["pyramid"]["customers"].sum() == len(customers)
    read = page.tables["read"]["rows"]
    assert read["in_source"] == len(shop)
    assert read["in_log"] == len(log)


def test_what_is_at_stake_is_value_times_the_chance_of_having_left(page):
    called = page.tables["call_first"]
    at_stake = called["value_if_active"] * (1 - called["probability_alive"])
    assert np.allclose(called["at_stake"], at_stake)
    assert called["at_stake"].is_monotonic_decreasing
    assert called["probability_alive"].min() >= 0.1
    assert len(called) == 50


def test_the_interval_holds_the_estimate_and_the_past_is_tested(page):
    value = page.tables["value"].loc["sales"]
    assert value["low"] < value["estimate"] < value["high"]
    assert {"estimate", "low", "high", "actual"} == set(page.tables["check"])
    assert "A test on your own past" in page.html


def test_margin_is_a_share_of_sales(chinese):
    value = chinese.tables["value"]
    assert value.loc["margin", "estimate"] == pytest.approx(0.3 * value.loc["sales", "estimate"])
    assert "毛利率 30%" in chinese.html


def test_masked_ids_stand_nowhere_on_the_page_or_in_its_workbook(shop, chinese):
    ids = shop["customer_id"].astype(str).unique()
    assert chinese.tables["call_first"].index.str.startswith("#").all()
    cells = {str(value) for row in sheets(chinese).values() for line in row for value in line}
    shown = {text for rows in Reader(chinese.html).rows.values() for row in rows for text in row}
    assert not (cells | shown) & {one for one in ids if len(one) > 5}


def test_a_chinese_page_is_chinese(chinese):
    seen = Reader(chinese.html)
    assert 'lang="zh-CN"' in chinese.html
    for heading in ("客户金字塔", "谁可能已经流失", "先联系谁"):
        assert heading in chinese.html
    # Of the reader's own notes it says that they are English.
    texts = " ".join(text for name, text in seen.texts.items() if name != "read")
    assert set(re.findall("[A-Za-z]{4,}", texts)) <= {"Excel", "crmkit", "JavaScript", "Pareto"}
    for name, rows in seen.rows.items():
        for row in rows:
            assert not re.search("[a-z]{3,}", " ".join(row)), (name, row)


def test_five_sentences_the_most_money_first_each_with_a_number(page):
    assert len(page.sentences) == 5
    assert all(re.search(r"\d", one) for one in page.sentences)
    texts = Reader(page.html).texts
    assert all(one in texts["said"] for one in page.sentences)


def test_sentences_change_when_the_orders_do(shop, page):
    cut = shop[(shop["ordered_at"] < "2023-12-31") | (shop.index % 3 == 0)]
    fallen = audit(cut, as_of="2024-12-30")
    assert not any(" up " in one for one in fallen.sentences)
    assert fallen.sentences != page.sentences
    first = shop.iloc[0]
    giant = shop.assign(amount=shop["amount"].where(
        shop["customer_id"] != first["customer_id"], 900_000.0))  # fmt: skip
    giant = audit(giant, as_of="2024-12-30", returns="keep")
    assert any("One customer alone brings" in one for one in giant.sentences)
    assert "One customer brings" in giant.html


# -- No more than the orders carry ----------------------------------------------------------------


def test_few_customers_get_no_segments_no_forecast_and_no_sentence_about_shares():
    found = audit(small(customer_id=[f"c{n % 8}" for n in range(120)]))
    assert "segments" not in found.tables
    assert "value" not in found.tables
    assert "Too few customers for this section (8; 25 are the least)" in found.html
    assert "No forecast: 8 customers have bought more than once, and 50 are" in found.html
    assert not any("fifth" in one for one in found.sentences)
    assert "The orders carry" in found.html


def test_one_time_buyers_only_get_no_forecast():
    found = audit(small(customer_id=[f"c{n}" for n in range(120)]))
    assert "No forecast: 0 customers have bought more than once" in found.html
    assert "call_first" not in found.tables
    assert "Nobody is overdue" in found.html


def test_a_single_order_makes_a_page():
    found = audit(small().head(1))
    assert found.sentences == ()
    assert "carry no sentence that would hold" in found.html


def test_a_short_history_says_so_and_looks_no_further_ahead(leavers):
    since = leavers["ordered_at"].max() - pd.Timedelta(days=200)
    found = audit(leavers[leavers["ordered_at"] > since], customer="customer_id",
                  date="ordered_at", amount="amount")  # fmt: skip
    assert "less than a year: seasons cannot be seen" in found.html
    days = int(found.customers["age_days"].max()) + 1
    assert f"in the next {days} days" in found.html


def test_where_nobody_leaves_the_page_says_that_it_assumes_they_stay(steady):
    found = audit(steady)
    assert "the model sees nobody leave" in found.html
    assert "assumes that all go on buying" in found.html
    assert "silence" in found.tables["left"].index.name
    assert found.tables["left"]["customers"].sum() == 120


def test_orders_far_behind_all_others_are_refused_with_what_to_pass():
    log = pd.concat([small()] * 3, ignore_index=True)
    log.loc[len(log) - 1, "ordered_at"] = pd.Timestamp("2025-12-01")
    log = log.drop_duplicates()
    log = pd.concat([log.assign(customer_id=log["customer_id"] + str(n)) for n in range(3)])
    log = log.sort_values("ordered_at").iloc[:-2]
    with pytest.raises(ValueError, match=r"1 of 361 order lines .* as_of='2024-12-15'"):
        audit(log)


def test_a_day_of_the_future_does_not_count():
    log = small()
    log.loc[119, "ordered_at"] = pd.Timestamp("2200-01-01")
    found = audit(log)
    assert str(found.as_of) == "2024-12-09"
    assert "the day of the last order in the file" in found.html


# -- What is written ------------------------------------------------------------------------------


def sheets(found):
    """The workbook of the page: by sheet its rows."""
    [address] = [one for tag, one in Reader(found.html).addresses if one.startswith("data:")]
    content = base64.b64decode(address.partition("base64,")[2])
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book}


NASTY = ["<script>alert(1)</script>", "=1+1", "+1", "-1", "@SUM(A1)", "</script><b>", "{{ 7*7 }}",
         "a\x07b", "'\"&"]  # fmt: skip


@pytest.fixture(scope="module")
def nasty():
    """A page of customers with such names, who are overdue, and a header of that kind."""
    until = dict.fromkeys(NASTY, 40) | {f"c{n}": 140 for n in range(30)}
    rows = [(who, day) for who, last in until.items() for day in range(0, last + 1, 20)]
    header = "<img src=x onerror=alert(2)>"
    log = pd.DataFrame(rows, columns=["who", "day"]).assign(**{header: 10.0})
    log["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(log["day"], unit="D")
    return audit(log, customer="who", date="day", amount=header)


def test_ids_and_headers_are_shown_and_never_obeyed(nasty):
    seen = Reader(nasty.html)
    assert seen.tags.count("script") == 2
    assert "img" not in seen.tags
    assert "alert(1)" in str(seen.rows["call_first"])
    assert "<script>alert" not in nasty.html
    assert "{{ 7*7 }}" in nasty.html


def test_ids_are_texts_in_the_workbook_and_no_formulas(nasty):
    [address] = [one for tag, one in Reader(nasty.html).addresses if one.startswith("data:")]
    book = openpyxl.load_workbook(BytesIO(base64.b64decode(address.partition("base64,")[2])))
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {"=1+1", "+1", "-1", "@SUM(A1)", "ab"} <= texts


def test_the_workbook_holds_every_table(page):
    made = sheets(page)
    titles = words_of("en").texts["table"]
    assert list(made) == [titles[name] for name in page.tables]
    for name, table in page.tables.items():
        assert len(made[titles[name]]) == len(table) + 1


def test_nothing_on_the_page_is_loaded_from_elsewhere(page, nasty):
    for found in (page, nasty):
        seen = Reader(found.html)
        for tag, address in seen.addresses:
            assert tag == "a"
            assert address.startswith(("#", "data:"))
        assert "link" not in seen.tags and "iframe" not in seen.tags
        assert "url(" not in found.html[: found.html.index("</style>")]
        assert "@import" not in found.html


def test_the_page_is_written_where_it_is_asked_for(tmp_path, steady):
    found = audit(steady, out=tmp_path / "a.html")
    same = (tmp_path / "a.html").read_bytes() == found.html.encode()
    assert same  # A difference of two such texts would be shown for minutes.


def test_in_a_notebook_the_page_is_shut_off_from_it(page):
    shown = page._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts allow-downloads allow-modals"')
    assert "allow-same-origin" not in shown
    assert shown.count("<") == 2
    assert shown.count('"') == 6


def test_the_source_is_not_changed(shop):
    before = shop.copy()
    audit(shop, as_of="2024-12-30", mask=True)
    pd.testing.assert_frame_equal(shop, before)


def test_each_step_is_told(steady):
    told = []
    audit(steady, language="zh", progress=told.append)
    assert told == list(words_of("zh").texts["step"].values())
