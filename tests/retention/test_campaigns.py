"""Campaigns that were not drawn by lot: by hand, against Welch, on simulations, on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats

from crmkit import datasets
from crmkit.companies import mail_tests
from crmkit.retention import campaigns

WEEKS = pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-15"])
ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 2, 3, 4] * 3,
        "amount": [9, 8, 1, 2, 9, 9, 1, 1, 7, 8, 1, 2],
        "ordered_at": WEEKS.repeat(4),
    }
)
MAILED = pd.DataFrame({"customer_id": [1, 2], "campaign_id": "spring"})
DATES = pd.DataFrame(
    {
        "campaign_id": ["spring"],
        "starts_at": pd.to_datetime(["2024-01-09"]),
        "ends_at": pd.to_datetime(["2024-01-15"]),
    }
)
TABLES = {"mailed": MAILED, "dates": DATES}


@pytest.fixture(scope="module")
def journey():
    names = ("transactions", "campaigns", "campaign_descriptions")
    orders, mailed, dates = (datasets.load(f"complete_journey_{name}") for name in names)
    return orders, {"mailed": mailed, "dates": dates}


def test_change_of_the_mailed_less_that_of_the_others_by_hand():
    # From 2 to 8 January 9, 9, 1, 1; from 9 to 15 January 7, 8, 1, 2.
    found = campaigns.effects(ORDERS, **TABLES, before_days=7).loc["spring"]
    assert found["estimate"] == -1.5 - 0.5
    assert found[["customers", "mean_before", "mean_before_others"]].to_list() == [2, 9, 1]
    test = stats.ttest_ind([-2, -1], [0, 1], equal_var=False)
    assert found["p_value"] == pytest.approx(test.pvalue)
    assert found["low"] == pytest.approx(test.confidence_interval().low)


def test_placebo_lies_wholly_before_the_campaign():
    late = DATES.assign(starts_at=WEEKS[2:], ends_at=WEEKS[2:])
    found = campaigns.placebo(ORDERS, mailed=MAILED, dates=late, before_days=7, placebo_days=7)
    # From 1 to 7 January 9, 8, 1, 2; from 8 to 14 January 9, 9, 1, 1.
    assert found.loc["spring", "estimate"] == 0.5 + 0.5
    shouted = ORDERS.assign(amount=ORDERS["amount"] + 99 * (ORDERS["ordered_at"] >= WEEKS[2]))
    again = campaigns.placebo(shouted, mailed=MAILED, dates=late, before_days=7, placebo_days=7)
    assert_frame_equal(found, again)


def test_amounts_are_a_week_whatever_the_length():
    steady = pd.DataFrame(
        [(c, day, c) for c in range(1, 5) for day in pd.date_range("2024-01-01", periods=60)],
        columns=["customer_id", "ordered_at", "amount"],
    )
    dates = DATES.assign(starts_at=pd.Timestamp("2024-02-01"), ends_at=pd.Timestamp("2024-02-20"))
    found = campaigns.effects(steady, mailed=MAILED, dates=dates, before_days=9).loc["spring"]
    assert found[["mean_before", "mean_before_others"]].to_list() == pytest.approx([10.5, 24.5])
    assert found["estimate"] == pytest.approx(0, abs=1e-9)
    assert found["p_value"] == pytest.approx(1)


def test_mailed_households_spend_four_times_as_much(journey):
    orders, tables = journey
    spent = orders.groupby("customer_id")["amount"].sum()
    mailed = spent.index.isin(tables["mailed"]["customer_id"])
    assert spent[mailed].mean() == pytest.approx(2602, abs=0.5)
    assert spent[~mailed].mean() == pytest.approx(593, abs=0.5)


def test_mailed_households_gain_nothing_in_eighteen_campaigns(journey):
    orders, tables = journey
    found = campaigns.effects(orders, **tables)
    # Ours: 8 weeks before, against households that no campaign reached.
    assert len(found) == 18
    assert (found["estimate"] < 0).sum() == 11
    assert (found["low"] > 0).sum() == 1
    large = found.loc[found["customers"] > 1000, "estimate"]
    assert large.round(2).to_list() == [-0.69, -2.26, 2.05]


def test_campaigns_that_were_not_there_find_as_much(journey):
    orders, tables = journey
    found = campaigns.placebo(orders, **tables)
    assert ((found["estimate"] < 0).sum(), len(found)) == (15, 20)
    means = campaigns.average(orders, **tables, rng=np.random.default_rng(1))
    assert means["estimate"].round(2).to_list() == [-0.98, -2.43, 1.46]
    assert means.loc["placebo", "high"] < 0


def drawn_by_lot(rng, *, effect, n=300):
    """A log of 12 weeks in which a lot chose the mailed, whose orders rise in the last four."""
    daily = rng.gamma(0.8, 0.05, n)[:, None] * np.ones(84)
    mailed = rng.permutation(n)[: n // 2]
    daily[mailed, 56:] *= 1 + effect
    row, day = np.nonzero(rng.random((n, 84)) < daily)
    at = pd.Timestamp("2024-01-01") + pd.to_timedelta(day, unit="D")
    orders = pd.DataFrame(
        {"customer_id": row, "ordered_at": at, "amount": rng.lognormal(3, 1, len(row))}
    )
    sent = pd.DataFrame({"customer_id": mailed, "campaign_id": "spring"})
    start, end = pd.Timestamp("2024-02-26"), pd.Timestamp("2024-03-23")
    dates = pd.DataFrame({"campaign_id": ["spring"], "starts_at": [start], "ends_at": [end]})
    return orders, {"mailed": sent, "dates": dates}


@pytest.mark.parametrize("effect", [0.0, 0.5])
def test_what_a_campaign_did_is_found_where_a_lot_chose_the_mailed(effect):
    truth = effect * 7 * 0.8 * 0.05 * np.exp(3.5)
    held, tests = 0, 200
    for seed in range(tests):
        orders, sent = drawn_by_lot(np.random.default_rng(seed), effect=effect)
        row = campaigns.effects(orders, before_days=55, **sent).iloc[0]
        held += row["low"] <= truth <= row["high"]
    assert 0.91 <= held / tests <= 0.99


def test_mean_of_all_campaigns_holds_the_truth():
    held, tests = 0, 60
    for seed in range(tests):
        orders, sent = drawn_by_lot(np.random.default_rng(seed), effect=0.5)
        found = campaigns.average(
            orders, before_days=27, **sent, rng=np.random.default_rng(seed), draws=100
        )
        held += (
            found.loc["effect", "low"] <= 0.5 * 0.28 * np.exp(3.5) <= found.loc["effect", "high"]
        )
    assert 0.85 <= held / tests <= 1


def test_the_best_customers_fall_back_by_themselves():
    falls = []
    for seed in range(20):
        firm = mail_tests(seed=seed)
        short = campaigns.effects(firm.orders, mailed=firm.mailed, dates=firm.dates)
        falls.append(short["estimate"].iloc[0])
    assert np.mean(falls) < -3 * np.std(falls) / 20**0.5


def test_order_of_rows_is_free_and_nothing_is_changed():
    before = [table.copy() for table in (ORDERS, MAILED, DATES)]
    one = campaigns.effects(ORDERS, **TABLES, before_days=7)
    other = campaigns.effects(
        ORDERS[::-1], mailed=MAILED[::-1], dates=DATES, before_days=7, others="left out"
    )
    assert_frame_equal(one, other)
    for table, old in zip((ORDERS, MAILED, DATES), before, strict=True):
        assert_frame_equal(table, old)


def test_mailed_without_orders_and_mailed_twice_change_nothing():
    more = pd.concat([MAILED, MAILED, pd.DataFrame({"customer_id": [9], "campaign_id": "spring"})])
    one, other = (
        campaigns.effects(ORDERS, mailed=m, dates=DATES, before_days=7) for m in (MAILED, more)
    )
    assert_frame_equal(one, other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"before_days": 30}, "no campaign has 30 days of orders before it"),
        ({"before_days": 0}, "before_days=0 must be a whole number of 1 or more"),
        ({"others": "all"}, "choose one of 'never mailed', 'left out'"),
        ({"mailed": MAILED.assign(campaign_id="x")}, "the campaign has no dates in 2 of 2"),
        ({"mailed": MAILED.assign(customer_id=["a", "b"])}, "write customer_id alike"),
        ({"mailed": MAILED[:1]}, "campaign 'spring': 1 mailed, 3 never mailed with orders"),
        ({"dates": pd.concat([DATES, DATES])}, "campaign"),
        ({"dates": DATES.assign(ends_at=WEEKS[:1])}, "ends_at is before starts_at"),
        ({"dates": DATES.assign(ends_at="2024-01-15")}, "'ends_at' of the dates holds no dates"),
        ({"orders": ORDERS.assign(amount=np.inf)}, "amount"),
        ({"orders": ORDERS.drop(columns="amount")}, "amount"),
        ({"orders": ORDERS[:0]}, "orders"),
        ({"orders": ORDERS.assign(ordered_at=pd.NaT)}, "ordered_at"),
    ],
)
def test_bad_input_is_refused(change, message):
    asked = {"orders": ORDERS, **TABLES, "before_days": 7, **change}
    with pytest.raises(ValueError, match=message):
        campaigns.effects(asked.pop("orders"), **asked)


def test_a_mean_needs_campaigns_with_both_and_enough_customers():
    late = DATES.assign(starts_at=WEEKS[2:], ends_at=WEEKS[2:])
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match=r"in \d+ of 100 draws a campaign has lost all"):
        campaigns.average(
            ORDERS, mailed=MAILED, dates=late, before_days=7, placebo_days=7, rng=rng, draws=100
        )
    two = pd.concat([DATES, DATES.assign(campaign_id="x", starts_at=WEEKS[2], ends_at=WEEKS[2])])
    sent = pd.concat([MAILED, pd.DataFrame({"customer_id": [1, 2, 3, 4], "campaign_id": "x"})])
    with pytest.raises(ValueError, match="0 never mailed with orders"):
        campaigns.average(ORDERS, mailed=sent, dates=two, before_days=7, placebo_days=7, rng=rng)


def test_a_mean_says_of_how_many_campaigns_it_is():
    # The second campaign begins too early for a placebo.
    orders, sent = drawn_by_lot(np.random.default_rng(1), effect=0.0)
    early = pd.Timestamp("2024-02-01")
    dates = pd.concat([sent["dates"], sent["dates"].assign(campaign_id="early", starts_at=early)])
    mailed = pd.concat([sent["mailed"], sent["mailed"].assign(campaign_id="early")])
    asked = {"mailed": mailed, "dates": dates, "before_days": 27}
    assert len(campaigns.effects(orders, **asked)) == 2
    found = campaigns.average(orders, **asked, rng=np.random.default_rng(1), draws=40)
    assert found["campaigns"].to_list() == [1, 1, 1]


def test_days_of_a_time_zone_are_refused():
    zoned = ORDERS.assign(ordered_at=ORDERS["ordered_at"].dt.tz_localize("Asia/Shanghai"))
    with pytest.raises(ValueError, match="'ordered_at' of the orders carries a time zone"):
        campaigns.effects(zoned, **TABLES, before_days=7)
