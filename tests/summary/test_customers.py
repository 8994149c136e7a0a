"""The customers table, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from crmkit.summary import customers


def orders(*lines):
    """Write lines as (customer, day, amount)."""
    ids, days, amounts = zip(*lines, strict=True)
    return pd.DataFrame(
        {
            "customer_id": ids,
            "ordered_at": pd.to_datetime(list(days), format="ISO8601"),
            "amount": amounts,
        }
    ).astype({"amount": "float64"})


def row(log, customer, **arguments):
    return customers(log, **arguments).loc[customer].to_dict()


def test_every_column_of_a_small_log():
    log = orders(
        ("b", "2024-03-05", 10.10),
        ("a", "2024-03-01", 5.00),
        ("b", "2024-03-09", 20.20),
        ("a", "2024-03-31", 7.50),
        ("b", "2024-03-20", 30.40),
    )
    table = customers(log, as_of="2024-03-31")
    expected = pd.DataFrame(
        {
            "days_since_last": [11, 0],
            "purchases": [3, 2],
            "total_spend": [60.70, 12.50],
            "repeat_purchases": [2, 1],
            "age_at_last_days": [15, 30],
            "age_days": [26, 30],
            "first_spend": [10.10, 5.00],
            "mean_repeat_spend": [25.30, 7.50],
        },
        index=pd.Index(["b", "a"], name="customer_id", dtype="str"),
    )
    pd.testing.assert_frame_equal(table, expected, check_exact=True)
    assert table.attrs == {
        "as_of": "2024-03-31",
        "period_days": 1,
        "rows_after_as_of": 0,
        "customers_without_purchase": 0,
        "money_without_purchase": 0.0,
    }


def test_same_day_purchases_count_once():
    log = orders(
        ("a", "2024-03-01 00:00:00", 5),
        ("a", "2024-03-01 23:59:59.999999", 6),
        ("a", "2024-03-02", 1),
    )
    found = row(log, "a", as_of="2024-03-02")
    assert (found["purchases"], found["first_spend"], found["age_at_last_days"]) == (2, 11, 1)


def test_customer_with_one_purchase_has_no_repeat_spend():
    found = row(orders(("a", "2024-03-01", 5)), "a", as_of="2024-03-01")
    assert np.isnan(found.pop("mean_repeat_spend"))
    assert found == {
        "days_since_last": 0,
        "purchases": 1,
        "total_spend": 5,
        "repeat_purchases": 0,
        "age_at_last_days": 0,
        "age_days": 0,
        "first_spend": 5,
    }


def test_the_day_as_of_counts_in_full_and_the_next_does_not():
    log = orders(
        ("a", "2024-03-01", 5),
        ("a", "2024-03-10 23:59:59", 6),
        ("a", "2024-03-11 00:00:00", 7),
        ("b", "2024-03-11 00:00:00", 8),
    )
    table = customers(log, as_of="2024-03-10")
    assert list(table.index) == ["a"]
    assert table.loc["a", ["purchases", "total_spend", "days_since_last"]].tolist() == [2, 11, 0]
    assert table.attrs["rows_after_as_of"] == 2


@pytest.mark.parametrize(
    "as_of",
    [pd.Timestamp("2024-03-10 12:00"), pd.Timestamp("2024-03-10").date(), " 2024-03-10 "],
    ids=["timestamp", "date", "text"],
)
def test_as_of_names_a_whole_day(as_of):
    table = customers(orders(("a", "2024-03-10 18:00", 5)), as_of=as_of)
    assert table.attrs["as_of"] == "2024-03-10"
    assert table.loc["a", "purchases"] == 1


def test_return_on_a_day_of_its_own_is_no_purchase_but_its_money_is_deducted():
    log = orders(("a", "2024-03-01", 50), ("a", "2024-03-05", 30), ("a", "2024-03-09", -30))
    found = row(log, "a", as_of="2024-03-10")
    assert (found["purchases"], found["days_since_last"], found["age_at_last_days"]) == (2, 5, 4)
    assert (found["total_spend"], found["first_spend"]) == (50, 50)
    assert found["mean_repeat_spend"] == 0


def test_return_on_the_day_of_a_purchase_lowers_its_money():
    log = orders(("a", "2024-03-01", 50), ("a", "2024-03-01", -60), ("a", "2024-03-05", 30))
    found = row(log, "a", as_of="2024-03-10")
    assert (found["purchases"], found["first_spend"], found["total_spend"]) == (2, -10, 20)


def test_return_before_the_first_purchase_does_not_make_the_customer_older():
    log = orders(("a", "2024-03-01", -8), ("a", "2024-03-05", 30))
    found = row(log, "a", as_of="2024-03-10")
    assert (found["purchases"], found["age_days"], found["first_spend"]) == (1, 5, 30)
    assert found["total_spend"] == 22


def test_customer_with_returns_only_has_no_row_and_is_reported():
    log = orders(
        ("x", "2024-03-01", -8.25),
        ("a", "2024-03-05", 30),
        ("y", "2024-03-06", -1),
        ("z", "2024-04-01", 5),
    )
    table = customers(log, as_of="2024-03-10")
    assert list(table.index) == ["a"]
    assert table.attrs["customers_without_purchase"] == 2
    assert table.attrs["money_without_purchase"] == -9.25
    assert table.attrs["rows_after_as_of"] == 1


def test_line_of_zero_is_a_purchase():
    log = orders(
        ("a", "2024-03-01", 0),
        ("a", "2024-03-05", 0),
        ("a", "2024-03-07", -4),
        ("b", "2024-03-02", 0),
    )
    table = customers(log, as_of="2024-03-10")
    assert table["purchases"].tolist() == [2, 1]
    assert table["days_since_last"].tolist() == [5, 8]
    assert table["total_spend"].tolist() == [-4, 0]


def test_weeks_are_counted_back_from_as_of():
    # Days before as_of: 20 14 | 13 8 7 | 6 0; the weeks are 2, 1 and 0.
    log = orders(
        ("a", "2024-03-11", 1), ("a", "2024-03-17", 2),
        ("a", "2024-03-18", 4), ("a", "2024-03-23", 8), ("a", "2024-03-24", 16),
        ("a", "2024-03-25", 32), ("b", "2024-03-31", 64),
    )  # fmt: skip
    table = customers(log, as_of="2024-03-31", period_days=7)
    assert table["purchases"].tolist() == [3, 1]
    assert table["age_at_last_days"].tolist() == [14, 0]
    assert table["age_days"].tolist() == [14, 0]
    assert table["first_spend"].tolist() == [3, 64]
    assert table["mean_repeat_spend"].iloc[0] == (28 + 32) / 2
    assert table["days_since_last"].tolist() == [6, 0], "days, whatever the period"


def test_week_that_ends_with_a_return_keeps_the_day_of_its_purchase():
    log = orders(("a", "2024-03-26", 9), ("a", "2024-03-30", -9), ("a", "2024-03-01", 5))
    found = row(log, "a", as_of="2024-03-31", period_days=7)
    assert (found["purchases"], found["days_since_last"], found["age_at_last_days"]) == (2, 5, 28)


def test_customers_stand_in_the_order_of_their_first_line():
    log = orders(*[(c, "2024-03-01", 1) for c in [7, 3, 7, 9, 1, 3, 8]])
    assert list(customers(log, as_of="2024-03-02").index) == [7, 3, 9, 1, 8]
    text = log.assign(customer_id=log["customer_id"].astype(str))
    assert list(customers(text, as_of="2024-03-02").index) == ["7", "3", "9", "1", "8"]


def test_order_of_appearance_holds_beyond_one_block_of_lines():
    ids = np.random.default_rng(5).permutation(100_000)
    log = pd.DataFrame({"customer_id": np.append(ids, ids[::-1]), "amount": 1.0})
    log["ordered_at"] = pd.Timestamp("2024-03-01")
    table = customers(log, as_of="2024-03-01")
    assert (table.index == ids).all()
    assert (table["total_spend"] == 2).all()


@pytest.mark.parametrize("dtype", ["int8", "uint16", "int32", "int64", "uint64"])
def test_ids_keep_their_integer_type(dtype):
    log = orders((5, "2024-03-01", 1), (100, "2024-03-01", 2)).astype({"customer_id": dtype})
    table = customers(log, as_of="2024-03-01")
    assert table.index.dtype == dtype
    assert table["total_spend"].to_dict() == {5: 1, 100: 2}


@pytest.mark.parametrize("ids", [[-(2**62), 2**62], [0, 2**63 - 1], [-1, 5]])
def test_ids_far_apart_or_negative(ids):
    log = orders(*[(c, "2024-03-01", i) for i, c in enumerate(ids * 2)])
    assert customers(log, as_of="2024-03-01")["total_spend"].to_dict() == {ids[0]: 2, ids[1]: 4}


@pytest.mark.parametrize("ids", [["007", "7"], ["", " "], ["😀", "李"], ["x" * 10_000, "y"]])
def test_text_ids_stay_as_they_are(ids):
    log = orders(*[(c, "2024-03-01", 1) for c in ids])
    table = customers(log, as_of="2024-03-01")
    assert list(table.index) == ids
    assert table.index.dtype == "str"


@pytest.mark.parametrize("form", ["C{:05}", "{}", "{:05}é", "李{:05}"])
def test_member_numbers_of_one_or_several_lengths(form):
    numbers = [3, 70_000, 3, 12, 99_999, 70_000]
    log = orders(*[(form.format(c), "2024-03-01", 2**i) for i, c in enumerate(numbers)])
    log = pd.concat([log] * 20_000, ignore_index=True)
    table = customers(log, as_of="2024-03-01")
    assert list(table.index) == [form.format(c) for c in (3, 70_000, 12, 99_999)]
    assert (table["total_spend"] / 20_000).tolist() == [1 + 4, 2 + 32, 8, 16]
    assert table.index.dtype == "str"


def test_categories_that_never_bought_have_no_row():
    log = orders(("a", "2024-03-01", 1))
    log["customer_id"] = pd.Categorical(log["customer_id"], categories=["z", "a"])
    assert list(customers(log, as_of="2024-03-01").index) == ["a"]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_resolution_of_the_clock_does_not_matter(unit):
    log = orders(("a", "1969-12-31 23:59:59", 1), ("a", "1970-01-01", 2), ("a", "2024-02-29", 3))
    log["ordered_at"] = log["ordered_at"].astype(f"datetime64[{unit}]")
    found = row(log, "a", as_of="2024-02-29")
    assert (found["purchases"], found["age_days"]) == (3, 19783)


@pytest.mark.parametrize(
    "first, last", [("1900-01-01", "2262-04-01"), ("1800-06-01", "1800-06-02")]
)
def test_far_dates(first, last):
    days = (pd.Timestamp(last) - pd.Timestamp(first)).days
    found = row(orders(("a", first, 1), ("a", last, 2)), "a", as_of=last)
    assert found["age_at_last_days"] == days


def test_cents_add_up_exactly():
    log = orders(*[("a", f"2024-03-{1 + i % 28:02}", 0.10) for i in range(1000)])
    assert row(log, "a", as_of="2024-03-31")["total_spend"] == 100.0


def test_amounts_too_wide_to_pack_are_counted_all_the_same():
    log = orders(
        ("a", "1900-01-01", 9_000_000_000_000.01), ("a", "2024-03-01", -8_000_000_000_000),
        ("b", "2024-03-01", 0.01), ("a", "2024-03-02", 1),
    )  # fmt: skip
    log = pd.concat([log, orders(*[(f"c{i}", "2024-03-01", 2) for i in range(5000)])])
    table = customers(log, as_of="2024-03-02")
    assert table.loc["a", "total_spend"] == 1_000_000_000_001.01
    assert table.loc["a", "purchases"] == 2
    assert table.loc["b", "total_spend"] == 0.01
    assert (table["total_spend"].iloc[2:] == 2).all()


def test_whole_amounts_and_nullable_types():
    log = orders(("a", "2024-03-01", 3), ("b", "2024-03-01", 4))
    for dtype in ("int64", "Int64", "Float64", "float32", "double[pyarrow]"):
        table = customers(log.astype({"amount": dtype}), as_of="2024-03-01")
        assert table["total_spend"].tolist() == [3, 4]


def test_the_log_is_not_changed_and_its_index_does_not_matter():
    log = orders(("b", "2024-03-05", 10.1), ("a", "2024-03-01", -5), ("a", "2024-04-01", 5))
    log.index = [9, 9, 1]
    before = log.copy(deep=True)
    table = customers(log, as_of="2024-03-05", period_days=3)
    table["purchases"] = 0
    pd.testing.assert_frame_equal(log, before)


def test_all_orders_on_one_day():
    log = orders(*[(i % 3, "2024-03-01", 1) for i in range(9)])
    table = customers(log, as_of="2024-03-01")
    assert table["purchases"].tolist() == [1, 1, 1]
    assert table["age_days"].tolist() == [0, 0, 0]
