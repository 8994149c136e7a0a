"""What each rule takes, under each policy, and how the report adds up."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from tests.orders.leniently import read

RULES = [
    "wrong number of cells",
    "rounded to the cent",
    "non-numeric amount",
    "unparseable date",
    "missing customer",
    "exact duplicate",
    "date after as_of",
    "return",
    "returned purchase",
    "unmatched return",
    "zero amount",
]


def orders(*rows):
    """Rows of customer, day, amount and perhaps order number."""
    names = ["customer_id", "ordered_at", "amount", "order_id"]
    return pd.DataFrame(list(rows), columns=names[: len(rows[0])])


def taken(report):
    return {
        rule: (int(rows), float(money))
        for rule, rows, money in report.table[["rows", "money"]].itertuples()
        if rows or money
    }


MESSY = [
    ("a", "2024-03-01", "10.00"),
    ("a", "2024-03-01", "10.00"),  # exact duplicate
    ("", "2024-03-02", "1.10"),  # missing customer
    ("b", "soon", "2.20"),  # unparseable date
    ("b", "2024-03-03", "three"),  # non-numeric amount
    ("b", "2024-03-04", "0"),  # zero
    ("b", "2024-03-05", "4.005"),  # rounded
    ("b", "2024-03-06", "-1.50"),  # return
    ("c", "2025-01-01", "8.00"),  # after as_of
    ("", "never", "5.00"),  # two faults: the date is found first
]


def test_every_rule_counts_its_rows_and_money():
    log, report = read(orders(*MESSY), as_of="2024-12-31", duplicates="drop")
    assert report.table.index.to_list() == RULES
    assert taken(report) == {
        "rounded to the cent": (1, -0.005),
        "non-numeric amount": (1, 0.0),
        "unparseable date": (2, 7.2),
        "missing customer": (1, 1.1),
        "exact duplicate": (1, 10.0),
        "date after as_of": (1, 8.0),
        "return": (1, -1.5),
        "returned purchase": (0, 1.5),
        "zero amount": (1, 0.0),
    }
    assert log["customer_id"].to_list() == ["a", "b"]
    assert log["amount"].to_list() == [10.0, 2.51]
    assert (report.rows_in, report.rows_out) == (10, 2)
    assert report.exact_money_in == Decimal("38.805")
    assert report.exact_money_out == Decimal("12.51")
    assert report.unexplained == 0
    assert report.unexplained_rows == 0


def test_kept_rows_stay_and_are_counted():
    log, report = read(orders(*MESSY), duplicates="keep", zeros="keep", returns="keep")
    assert len(log) == 6
    table = report.table
    assert table.loc["exact duplicate", "action"] == "not applied"
    assert table.loc["date after as_of", "action"] == "not applied"
    assert table.loc["zero amount"].to_list() == [1, 0.0, "kept"]
    assert table.loc["return"].to_list() == [1, -1.5, "kept"]
    assert report.money_out == 30.51
    assert report.unexplained == 0


def test_dropped_returns_leave_the_purchases_whole():
    log, report = read(orders(("a", "2024-03-01", 10.0), ("a", "2024-03-02", -4.0)), returns="drop")
    assert log["amount"].to_list() == [10.0]
    assert report.table.loc["return"].to_list() == [1, -4.0, "dropped"]


@pytest.mark.parametrize(
    ("policy", "column", "row"),
    [
        ("non_numeric_amounts", "amount", "index 4 'three'"),
        ("unparseable_dates", "ordered_at", "index 3 'soon', index 9 'never'"),
        ("missing_customers", "customer_id", "index 2 ''"),
        ("future_dates", "ordered_at", "index 8 '2025-01-01'"),
    ],
)
def test_error_policies_name_column_count_and_rows(policy, column, row):
    with pytest.raises(ValueError, match=rf"column '{column}': [12] of 10 values .*first: {row}"):
        read(orders(*MESSY), as_of="2024-12-31", **{policy: "error"})


def test_first_offending_rows_stand_in_the_report():
    assert "unparseable date in 'ordered_at', first: index 3 'soon'" in str(read(orders(*MESSY))[1])


def test_as_of_counts_its_whole_day():
    frame = orders(("a", "2024-12-31 23:59:59", 1.0), ("a", "2025-01-01 00:00", 2.0))
    for as_of in (
        "2024-12-31",
        pd.Timestamp("2024-12-31 08:00"),
        pd.Timestamp("2024-12-31").date(),
    ):
        assert read(frame, as_of=as_of).log["amount"].to_list() == [1.0]


def test_without_as_of_the_report_says_that_the_future_was_not_looked_for():
    report = read(orders(("a", "2099-12-31", 1.0))).report
    assert report.rows_out == 1
    assert "as_of was not given" in str(report)


def test_as_of_that_is_no_day_is_refused():
    with pytest.raises(ValueError, match=r"as_of='soon' is not a date .*as_of='2024-03-31'"):
        read(orders(*MESSY), as_of="soon")


def test_rows_that_differ_in_any_column_are_no_duplicates():
    frame = orders(("a", "2024-03-01", 1.0), ("a", "2024-03-01", 1.0)).assign(item=["tea", "cup"])
    assert len(read(frame).log) == 2
    frame["item"] = "tea"
    assert len(read(frame, duplicates="drop").log) == 1


def test_repeats_without_order_number_and_clock_stay_and_are_counted():
    twice = orders(*[("a", "2024-03-01", 1.0)] * 2)
    log, report = read(twice)
    assert log["amount"].to_list() == [1.0, 1.0]
    assert "1 rows repeat an earlier one in every column" in str(report)
    assert "neither an order number nor a time of day of their own" in str(report)
    assert "duplicates='drop' drops them" in str(report)
    assert len(read(twice, duplicates="drop").log) == 1


def test_an_order_number_tells_a_repeat_from_an_equal_purchase():
    rows = [("a", "2024-03-01", 1.0, "n1")] * 2 + [("a", "2024-03-01", 1.0, None)] * 2
    log, report = read(orders(*rows))
    # The number tells that the second row is a repeat; the last two rows have none.
    assert len(log) == 3
    assert report.table.loc["exact duplicate"].to_list() == [1, 1.0, "dropped"]
    assert "1 rows repeat" in str(report)
    assert len(read(orders(*rows), duplicates="keep").log) == 4


def test_a_time_of_day_tells_a_repeat_unless_all_rows_have_the_same():
    rows = [("a", "2024-03-01 10:15", 1.0)] * 2 + [("b", "2024-03-02 11:20", 1.0)]
    assert len(read(orders(*rows)).log) == 2
    # Midnight in London is eight o'clock in Shanghai: these are days.
    days = [("a", "2024-03-01T00:00:00Z", 1.0)] * 2 + [("b", "2024-03-02T00:00:00Z", 1.0)]
    assert len(read(orders(*days), timezone="Asia/Shanghai").log) == 3


def test_an_order_in_two_files_counts_once():
    january = orders(("a", "2024-01-31", 5.0, "n1"), ("b", "2024-01-31", 5.0, "n2"))
    february = orders(("b", "2024-01-31", 5.0, "n2"), ("b", "2024-02-01", 5.0, "n3"))
    log, report = read(pd.concat([january, february], ignore_index=True))
    assert log["order_id"].to_list() == ["n1", "n2", "n3"]
    assert report.table.loc["exact duplicate"].to_list() == [1, 5.0, "dropped"]


def test_nothing_left_is_an_error_that_names_the_rule_the_remedy_and_the_report():
    with pytest.raises(
        ValueError,
        match=r"(?s)no order line is left.*'missing customer' \(1 of 1 rows\).*customer=.*"
        r"missing customer +1 ",
    ):
        read(orders(("", "2024-03-01", 1.0)))


def test_a_read_that_loses_more_than_may_drop_is_refused_with_what_took_most():
    rows = [("a", f"2024-03-0{day}", 10.0) for day in range(1, 9)]
    frame = orders(*rows, ("a", "soon", 10.0), ("b", "never", 10.0))
    with pytest.raises(ValueError, match=r"the rules drop 20\.0% of the rows") as error:
        read(frame, may_drop=0.1)
    said, _, report = str(error.value).partition("\nCleaning report")
    assert "'unparseable date' (2 of 10 rows)" in said
    assert "date_format=" in said
    assert "may_drop=0.2 accepts the loss" in said
    assert len(said) < 600
    assert "in the order log" in report
    assert len(read(frame, may_drop=0.2).log) == 8


def test_dropped_returns_are_no_loss_and_unmatched_ones_are():
    frame = orders(("a", "2024-03-02", 10.0), ("a", "2024-03-03", -9.0))
    assert read(frame, returns="drop", may_drop=0).log["amount"].to_list() == [10.0]
    early = orders(("a", "2024-03-02", 10.0), ("a", "2024-03-01", -9.0))
    with pytest.raises(ValueError, match="'unmatched return'"):
        read(early, may_drop=0.1)


def test_the_report_says_how_many_customers_and_which_days():
    frame = orders(
        ("a", "2024-03-02", 1.0), ("b", "2024-03-09 23:00", 1.0), ("a", "2024-03-05", 1.0)
    )
    assert "orders of 2 customers from 2024-03-02 to 2024-03-09" in read(frame).report.notes


def test_frame_without_rows_is_an_error():
    with pytest.raises(ValueError, match="header but no rows"):
        read(orders(*MESSY).iloc[:0])


def test_one_order_is_a_log():
    log, report = read(orders(("a", "2024-03-01", 1.0)))
    assert len(log) == report.rows_out == 1


def test_all_orders_on_one_day_are_a_log():
    frame = orders(*[(f"c{n}", "2024-03-01", n + 1) for n in range(5)])
    assert read(frame).log["amount"].to_list() == [1, 2, 3, 4, 5]


def test_the_log_is_in_the_order_of_the_source():
    frame = orders(("b", "2024-03-09", 1.0), ("a", "2024-03-01", 2.0), ("b", "2024-03-05", 3.0))
    assert read(frame).log["customer_id"].to_list() == ["b", "a", "b"]


def test_the_caller_s_frame_is_unchanged_and_shares_nothing():
    frame = pd.DataFrame({"customer_id": [1, 2], "amount": [1.0, 2.0], "note": ["x", "y"]})
    frame.insert(1, "ordered_at", pd.to_datetime(["2024-03-01"] * 2))
    before = frame.copy(deep=True)
    log = read(frame, keep=["note"]).log
    for column in ("customer_id", "ordered_at", "amount"):
        assert not np.shares_memory(log[column].to_numpy(), frame[column].to_numpy())
    log.loc[0, :] = [9, pd.Timestamp("1999-01-01"), 9.0, "z"]
    pd.testing.assert_frame_equal(frame, before)


def test_rows_are_named_by_the_index_of_the_frame():
    frame = orders(("a", "soon", 1.0), ("b", "2024-03-01", 1.0))
    frame.index = ["x", "y"]
    assert "index x 'soon'" in str(read(frame).report)


def test_report_reads_well_as_text_and_html():
    report = read(orders(*MESSY, ("<b>", "2024-03-06", "1,000"))).report
    lines = str(report).splitlines()
    assert lines[0].split() == ["Cleaning", "report", "rows", "money"]
    assert lines[1].split() == ["in", "the", "source", "11", "1,038.805"]
    assert lines[len(RULES) + 2].split()[:4] == ["in", "the", "order", "log"]
    # Columns are aligned: every money value ends in the same place.
    assert len({line.rindex("  ") for line in lines[2 : len(RULES) + 2]}) == 1
    html = report._repr_html_()
    assert html.count("<tr>") == len(RULES) + 3
    assert "<td>1,038.805</td>" in html


def test_html_shows_cell_text_and_runs_none():
    frame = orders(("a", "<script>alert(1)</script>", 1.0), ("b", "2024-03-01", 1.0))
    html = read(frame).report._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_reading_again_finds_nothing_to_clean():
    log, report = read(orders(*MESSY))
    again, second = read(log)
    pd.testing.assert_frame_equal(again, log)
    assert taken(second) == {}
    assert second.money_in == report.money_out


def test_levels_of_column_names_are_refused():
    frame = pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")]))
    with pytest.raises(ValueError, match="2 levels of column names"):
        read(frame)


def test_repeats_are_found_in_groups_of_rows(monkeypatch):
    once = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(50)],
            "ordered_at": "2024-03-01 10:20",
            "amount": [n % 5 + 1 for n in range(50)],
            "item": [f"i{n % 3}" for n in range(50)],
        }
    )
    other = once.assign(item="other")
    monkeypatch.setattr("crmkit.orders.cleaning.duplicates._TOGETHER", 10)
    both = pd.concat([once, other, once], ignore_index=True)
    report = read(both, duplicates="drop").report
    assert report.table.loc["exact duplicate", "rows"] == 50
    assert report.rows_out == 100


def test_orders_that_two_exports_both_have_are_no_loss():
    lines = [("a", "2024-03-01", 1.0, "A1"), ("a", "2024-03-01", 2.0, "A1")]
    others = [("b", "2024-03-02", 3.0, "A2"), ("b", "2024-03-02", 4.0, "A2")]
    log, report = read(orders(*lines, *others, *lines), may_drop=0)
    assert log["amount"].to_list() == [1.0, 2.0, 3.0, 4.0]
    assert report.table.loc["exact duplicate"].to_list() == [2, 3.0, "dropped"]
    # Without an order number the time of day says it.
    timed = [("a", f"2024-03-0{day} 10:00:0{day}", 1.0) for day in (1, 2, 3)]
    assert len(read(orders(*timed, *timed), may_drop=0).log) == 3


def test_repeats_within_an_order_may_be_pieces_and_stop_the_read():
    frame = orders(*[("a", "2024-03-01", 1.0, "A1")] * 3, ("a", "2024-03-01", 2.0, "A1"))
    with pytest.raises(ValueError, match=r"drop 50\.0%.*'exact duplicate'.*duplicates='keep'"):
        read(frame, may_drop=0.1)
    assert read(frame, may_drop=0.1, duplicates="keep").log["amount"].sum() == 5
    assert read(frame, may_drop=0.1, duplicates="drop").log["amount"].sum() == 3


@pytest.mark.parametrize(
    "last", [("Total", "", 55.0), ("", "合计：", 7.0), ("", "", 55.0), ("x", "", 55.0)]
)
def test_a_total_line_is_said_to_be_one(last):
    frame = orders(*[(f"c{n}", f"2024-03-{n:02d}", float(n)) for n in range(1, 11)], last)
    with pytest.raises(ValueError, match=rf"index 10 {last[2]} is a total line") as error:
        read(frame, may_drop=0.05)
    assert "date=" not in str(error.value)
    assert "customer=" not in str(error.value)


def test_a_total_line_beside_a_wrong_column_hides_nothing():
    frame = orders(*[(f"c{n}", "soon", 1.0) for n in range(3)], ("a", "2024-03-01", 1.0),
                   ("Total", "", 4.0))  # fmt: skip
    with pytest.raises(ValueError, match=r"total line.*Most goes to 'unparseable date' \(4 of 5"):
        read(frame, may_drop=0.1)


def test_two_equal_lines_are_no_total():
    with pytest.raises(ValueError) as error:
        read(orders(("a", "2024-03-01", 1.0), ("", "2024-03-01", 1.0)), may_drop=0.1)
    assert "total line" not in str(error.value)


def test_a_dated_last_line_that_adds_up_all_others_is_no_customer():
    lines = [(f"c{n}", "2024-03-01", float(n)) for n in range(1, 8)]
    total = ("Yekûn", "2024-03-31", 28.0)
    with pytest.raises(ValueError, match=r"index 7 28\.0 is a total line"):
        read(orders(*lines, total), may_drop=0.1)
    log, report = read(orders(*lines, total))
    assert log["amount"].sum() == 28.0
    assert "index 7 'Yekûn' has the sum of all other amounts" in str(report)
    # Another sum, a customer who is seen again, and few lines prove nothing.
    for others in ([*lines, ("x", "2024-03-31", 27.99)], [*lines, ("c1", "2024-03-31", 28.0)],
                   [*lines[:3], ("x", "2024-03-31", 6.0)]):  # fmt: skip
        assert len(read(orders(*others), may_drop=0).log) == len(others)


def test_a_subtotal_of_a_group_is_a_total_line():
    lines = [(f"c{n}", "2024-03-01", float(n)) for n in range(1, 8)]
    with pytest.raises(ValueError, match=r"index 7 1\.0 \(and 1 more\) is a total line"):
        read(orders(*lines, ("c1 Total", "", 1.0), ("c2 汇总", "2024-03-01", 2.0)), may_drop=0.1)


def test_nothing_left_of_a_file_is_the_same_error(tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("c,d,a\nk,2024-03-01,5 Zorkmid\nm,2024-03-02,6 Zorkmid\n")
    with pytest.raises(ValueError, match=r"(?s)no order line is left.*as plain numbers") as error:
        read(path, customer="c", date="d", amount="a")
    # What does not cure is not offered.
    assert "decimal=" not in str(error.value)
