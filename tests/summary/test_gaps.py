"""Gaps between purchases, worked by hand, and what they say of regularity."""

import numpy as np
import pandas as pd
import pytest

import crmkit.datasets
from crmkit.lifetime import MBGCNBD
from crmkit.summary import customers, log_gaps, regularity


def orders(*lines):
    """Write lines as (customer, day of March 2024, amount)."""
    ids, days, amounts = zip(*lines, strict=True)
    ordered_at = pd.Timestamp("2024-03-01") + pd.to_timedelta(np.array(days) - 1, unit="D")
    return pd.DataFrame({"customer_id": ids, "ordered_at": ordered_at, "amount": amounts})


LOG = orders(
    ("b", 9, 1.0), ("a", 20, 1.0), ("b", 3, 1.0), ("a", 1.5, 1.0), ("b", 9.7, 1.0),
    ("c", 4, 1.0), ("b", 12, -1.0), ("b", 19, 0.0), ("a", 30, 5.0), ("d", 5, -5.0),
)  # fmt: skip


def test_sums_of_logs_by_hand():
    """Of b: one purchase a day, none by the return of day 12, one by the free line of day 19."""
    found = log_gaps(LOG, as_of="2024-03-25")
    wanted = {"b": np.log(6) + np.log(10), "a": np.log(19), "c": 0.0}
    assert found.to_dict() == pytest.approx(wanted)
    assert found.name == "log_gaps"
    assert list(found.index) == list(customers(LOG, as_of="2024-03-25").index)


def test_periods_are_those_of_the_customers_table():
    """Weeks counted back from day 31: b buys in the weeks of days 3, 9 and 19."""
    table = customers(LOG, as_of="2024-03-31", period_days=7)
    found = log_gaps(LOG, as_of="2024-03-31", period_days=7)
    assert found["b"] == pytest.approx(np.log(7) + np.log(14))
    assert table.loc["b", ["repeat_purchases", "age_at_last_days"]].tolist() == [2, 21]


@pytest.mark.parametrize("period_days", [1, 7])
def test_gaps_agree_with_the_customers_table(period_days):
    log, as_of = crmkit.datasets.load("cdnow_sample"), "1997-09-30"
    table = customers(log, as_of=as_of, period_days=period_days)
    found = log_gaps(log, as_of=as_of, period_days=period_days)
    pd.testing.assert_index_equal(found.index, table.index)
    once = table["repeat_purchases"] == 1
    np.testing.assert_allclose(found[once], np.log(table.loc[once, "age_at_last_days"]))
    assert (found[table["repeat_purchases"] == 0] == 0).all()
    # No gaps are more even than equal ones.
    more = table[table["repeat_purchases"] > 0]
    even = more["repeat_purchases"] * np.log(more["age_at_last_days"] / more["repeat_purchases"])
    assert (found[more.index] <= even + 1e-9).all()


def test_lines_may_stand_in_any_order_and_stay_as_they_are():
    before = LOG.copy()
    mixed = log_gaps(LOG.sample(frac=1, random_state=3), as_of="2024-03-25")
    pd.testing.assert_series_equal(
        mixed.sort_index(), log_gaps(LOG, as_of="2024-03-25").sort_index()
    )
    pd.testing.assert_frame_equal(LOG, before)


@pytest.mark.parametrize("k", [1, 3])
def test_regularity_of_simulated_customers(k):
    """Within 10 % of the k that they were simulated with; days are whole, which counts little."""
    model = MBGCNBD(r=3.0, alpha=30 / k, a=0.3, b=3.0, k=k, period_days=7)
    log = model.simulate(6_000, watched_days=4_000, rng=np.random.default_rng(k))
    assert regularity(log, as_of="2034-12-31") == pytest.approx(k, rel=0.1)


def test_cdnow_is_as_irregular_as_chance():
    """BTYDplus finds k = 1 there, too (demo "cdnow")."""
    found = regularity(crmkit.datasets.load("cdnow_sample"), as_of="1998-06-30")
    assert found == pytest.approx(1, abs=0.1)


def test_regularity_looks_at_the_last_two_gaps():
    """Shares of 2/7, 6/9 and 5/9, whatever came before."""
    log = orders(
        ("a", 3, 1.0), ("a", 5, 1.0), ("a", 10, 1.0), ("a", 1, 1.0),
        ("b", 1, 1.0), ("b", 7, 1.0), ("b", 10, 1.0), ("c", 2, 1.0), ("c", 7, 1.0),
        ("c", 11, 1.0), ("d", 1, 1.0), ("d", 9, 1.0),
    )  # fmt: skip
    variance = np.var([2 / 7, 6 / 9, 5 / 9], ddof=1)
    wanted = (1 - 4 * variance) / (8 * variance)
    assert regularity(log, as_of="2024-03-31") == pytest.approx(wanted)


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(TypeError, match="not in a str; of a Parquet file"):
        log_gaps("orders.parquet", as_of="2024-03-25")
    with pytest.raises(ValueError, match="no column 'amount'"):
        log_gaps(LOG.drop(columns="amount"), as_of="2024-03-25")
    with pytest.raises(ValueError, match="before the first order"):
        log_gaps(LOG, as_of="2024-02-01")
    with pytest.raises(ValueError, match=r"1 customer\(s\) with two repeat purchases"):
        regularity(LOG, as_of="2024-03-25")
    alike = orders(*[(who, day, 1.0) for who in "ab" for day in (1, 6, 11)])
    with pytest.raises(ValueError, match="alike: k would be infinite"):
        regularity(alike, as_of="2024-03-25")
