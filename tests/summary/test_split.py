"""Calibration and holdout, worked by hand, and the count of distinct histories."""

import numpy as np
import pandas as pd
import pytest

from crmkit.summary import customers, distinct_histories, split

END = {"calibration_end": "2024-03-31", "holdout_end": "2024-04-30"}


def orders(*lines):
    """Write lines as (customer, day, amount)."""
    ids, days, amounts = zip(*lines, strict=True)
    days = pd.to_datetime(list(days), format="ISO8601")
    log = pd.DataFrame({"customer_id": ids, "ordered_at": days, "amount": amounts})
    return log.astype({"amount": "float64"})


def test_calibration_end_and_holdout_end_belong_to_their_parts():
    log = orders(
        ("a", "2024-03-31 23:59:59", 1), ("a", "2024-04-01 00:00:00", 2),
        ("a", "2024-04-30 23:59:59", 4), ("a", "2024-05-01 00:00:00", 8),
    )  # fmt: skip
    parts = split(log, **END)
    assert parts.calibration.loc["a", "total_spend"] == 1
    assert parts.holdout.loc["a"].to_dict() == {
        "purchases": 2,
        "total_spend": 6,
        "mean_spend": 3,
        "days": 30,
    }
    assert parts.holdout.attrs == {
        "calibration_end": "2024-03-31",
        "holdout_end": "2024-04-30",
        "period_days": 1,
        "rows_after_holdout_end": 1,
    }
    assert parts.calibration.attrs["rows_after_as_of"] == 3


def test_holdout_has_the_customers_of_calibration_in_their_order():
    log = orders(
        (9, "2024-04-02", 1), (5, "2024-03-02", 1), (7, "2024-03-01", 1),
        (7, "2024-04-05", 3), (7, "2024-04-05", 4), (3, "2024-04-09", 5),
    )  # fmt: skip
    parts = split(log, **END)
    assert list(parts.calibration.index) == list(parts.holdout.index) == [5, 7]
    assert parts.holdout["purchases"].tolist() == [0, 1]
    assert parts.holdout["total_spend"].tolist() == [0, 7]
    assert np.isnan(parts.holdout["mean_spend"].iloc[0])
    assert parts.holdout["mean_spend"].iloc[1] == 7, "a day with two lines is one purchase"
    assert list(parts.born_in_holdout.index) == [9, 3]
    assert parts.born_in_holdout["age_days"].tolist() == [28, 21]
    assert parts.born_in_holdout.attrs["as_of"] == "2024-04-30"


def test_holdout_in_which_nobody_buys():
    parts = split(orders(("a", "2024-03-01", 1)), **END)
    assert parts.holdout[["purchases", "total_spend", "days"]].to_numpy().tolist() == [[0, 0, 30]]
    assert len(parts.born_in_holdout) == 0
    assert list(parts.born_in_holdout) == list(parts.calibration)


def test_return_in_the_holdout_is_deducted_there():
    log = orders(("a", "2024-03-01", 50), ("a", "2024-04-01", -50), ("b", "2024-03-01", 1))
    parts = split(log, **END)
    assert parts.holdout["purchases"].tolist() == [0, 0]
    assert parts.holdout["total_spend"].tolist() == [-50, 0]
    assert parts.holdout["mean_spend"].isna().all()


def test_customer_who_only_returned_before_is_born_in_the_holdout():
    log = orders(("a", "2024-03-01", -5), ("a", "2024-04-01", 9), ("b", "2024-03-01", 1))
    parts = split(log, **END)
    assert list(parts.calibration.index) == ["b"]
    assert parts.born_in_holdout["total_spend"].to_dict() == {"a": 4}


def test_weeks_of_the_holdout_start_after_calibration():
    # 31 March ends a week of calibration; the weeks then start on 1, 8, 15, 22 and 29 April.
    log = orders(
        ("a", "2024-03-31", 1), ("a", "2024-04-01", 1), ("a", "2024-04-07", 1),
        ("a", "2024-04-08", 1), ("a", "2024-04-28", 1), ("a", "2024-04-29", 1),
    )  # fmt: skip
    parts = split(log, **END, period_days=7)
    assert parts.calibration["purchases"].tolist() == [1]
    assert parts.holdout["purchases"].tolist() == [4]
    assert parts.holdout["mean_spend"].tolist() == [5 / 4]


@pytest.mark.parametrize("period_days", [1, 5, 30])
def test_purchases_and_money_of_the_parts_are_those_of_the_whole(period_days):
    rng = np.random.default_rng(3)
    log = pd.DataFrame(
        {
            "customer_id": rng.integers(0, 300, 4000),
            "ordered_at": pd.Timestamp("2024-01-01")
            + pd.to_timedelta(rng.integers(0, 150 * 86400, 4000), unit="s"),
            "amount": rng.integers(-300, 5000, 4000) / 100,
        }
    )
    parts = split(log, **END, period_days=period_days)
    whole = customers(log, as_of="2024-04-30", period_days=period_days)
    for column in ("purchases", "total_spend"):
        found = sum(part[column].sum() for part in parts)
        assert found == pytest.approx(whole[column].sum(), abs=1e-6), column
    assert len(parts.calibration) + len(parts.born_in_holdout) == len(whole)


def test_distinct_histories_keep_every_customer():
    rng = np.random.default_rng(4)
    summary = pd.DataFrame(
        {
            name: rng.integers(0, 4, 500)
            for name in ("repeat_purchases", "age_at_last_days", "age_days")
        }
    )
    counts = distinct_histories(summary)
    again = counts.loc[counts.index.repeat(counts["customers"])].drop(columns="customers")
    assert sorted(again.itertuples(index=False)) == sorted(summary.itertuples(index=False))
    assert not counts.duplicated(list(summary)).any()


def test_distinct_histories_of_chosen_columns_count_missing_values_too():
    summary = pd.DataFrame({"mean_repeat_spend": [np.nan, 2.0, np.nan], "x": 1})
    counts = distinct_histories(summary, columns=("mean_repeat_spend",))
    assert counts["customers"].tolist() == [1, 2]
    with pytest.raises(ValueError, match=r"'y'.*\['mean_repeat_spend', 'x'\]"):
        distinct_histories(summary, columns=("y",))
