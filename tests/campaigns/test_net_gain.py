"""What a festival gained: by hand, against scipy, and against a simulation whose truth is known."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from crmkit.campaigns import net_gain
from crmkit.companies import festival_year

WINDOWS = ["before", "festival", "after"]
ASKED = {"windows": WINDOWS, "offered": "offered"}
RATIO = {"festival": "festival", "around": ["before", "after"], "offered": "offered"}
PEAK = {"extra_sales": 800, "anyway_sales": 200, "discount": 0.2, "margin_rate": 0.4, "cost": 50}


@pytest.fixture(scope="module")
def spend():
    rng = np.random.default_rng(1)
    made = pd.DataFrame(rng.gamma(1, 20, (400, 3)), columns=WINDOWS)
    made["offered"] = (np.arange(400) < 300).astype(int)
    made["festival"] += 50 * made["offered"]
    made["segment"] = np.where(np.arange(400) % 2, "new", "old")
    return made


@pytest.fixture(scope="module")
def year():
    return festival_year(n_customers=4_000, seed=3)


def test_every_order_of_a_window_is_counted_once(year):
    spend = net_gain.by_customer(year.orders, year.customers, windows=year.windows)
    assert spend.index.equals(year.customers.index)
    for name, (first, last) in year.windows.items():
        end = pd.Timestamp(last) + pd.Timedelta(days=1)
        there = (year.orders["ordered_at"] >= first) & (year.orders["ordered_at"] < end)
        assert spend[name].sum() == pytest.approx(year.orders.loc[there, "amount"].sum())


def test_weeks_add_up_to_their_windows(year):
    first, last = year.windows["before"]
    weekly = net_gain.by_week(
        year.orders, year.customers, offered="offered", first=first, last=last
    )
    spend = net_gain.by_customer(year.orders, year.customers, windows=year.windows)
    mean = spend.groupby("offered")["before"].mean()
    assert len(weekly) == 4
    assert weekly.sum().to_list() == pytest.approx([mean[1], mean[0]])


def test_gains_are_welchs_and_add_up(spend):
    found = net_gain.gains(spend, **ASKED)
    assert found["estimate"].iloc[:3].sum() == pytest.approx(found.loc["net", "estimate"])
    net = spend[WINDOWS].sum(axis=1)
    peer = stats.ttest_ind(net[spend["offered"] == 1], net[spend["offered"] == 0], equal_var=False)
    bounds = peer.confidence_interval(0.95)
    assert found.loc["net", ["low", "high"]].to_list() == pytest.approx(
        [300 * bounds.low, 300 * bounds.high]
    )


def test_a_festival_that_pays_for_itself_out_of_other_weeks_gains_nothing():
    spend = pd.DataFrame({"festival": [60.0, 60, 10, 10], "after": [0.0, 0, 50, 50]})
    spend["offered"] = [1, 1, 0, 0]
    found = net_gain.gains(spend, windows=["festival", "after"], offered="offered")
    assert found["estimate"].to_dict() == {"festival": 100.0, "after": -100.0, "net": 0.0}
    share = net_gain.pulled_forward(spend, festival="festival", around=["after"], offered="offered")
    assert share.to_list() == [1.0, 1.0, 1.0]


def test_the_interval_of_the_share_is_fiellers(spend):
    share = net_gain.pulled_forward(spend, **RATIO)
    # At both ends the sum of the rest and share x festival is just 1.96 standard errors from 0.
    rest = spend["before"] + spend["after"]
    for bound in share[["low", "high"]]:
        mixed = rest + bound * spend["festival"]
        one, other = mixed[spend["offered"] == 1], mixed[spend["offered"] == 0]
        error = np.sqrt(one.var() / len(one) + other.var() / len(other))
        assert abs(one.mean() - other.mean()) / error == pytest.approx(1.96, abs=0.001)


def test_no_share_is_told_of_a_festival_that_added_nothing(spend):
    flat = spend.assign(festival=spend["before"].to_numpy()[::-1])
    with pytest.raises(ValueError, match="not clearly above 0"):
        net_gain.pulled_forward(flat, **RATIO)


@pytest.mark.slow
def test_intervals_hold_the_simulated_truth():
    held = {"sales": [], "margin": [], "share": []}
    for seed in range(200):
        year = festival_year(n_customers=4_000, seed=seed)
        log = year.orders.assign(margin=year.orders["amount"] - year.orders["goods"])
        n = year.customers["offered"].sum()
        for what, value in (("sales", "amount"), ("margin", "margin")):
            spend = net_gain.by_customer(log, year.customers, windows=year.windows, value=value)
            row = net_gain.gains(spend, **ASKED).loc["net"]
            truth = n * year.truth[f"{what}_net"].mean()
            held[what].append(row["low"] <= truth <= row["high"])
            if what == "sales":
                share = net_gain.pulled_forward(spend, **RATIO)
                mean = year.truth.mean()
                known = 1 - mean["sales_net"] / mean["sales_festival"]
                held["share"].append(share["low"] <= known <= share["high"])
    # 95 % of 200, within three standard errors.
    assert all(0.9 <= np.mean(one) <= 0.99 for one in held.values()), {
        name: np.mean(one) for name, one in held.items()
    }


def test_a_plan_for_all_segments_is_their_sum_and_staying_away_costs_nothing(spend):
    offers_to = {"all": ["new", "old"], "new": ["new"], "old": ["old"], "away": []}
    found = net_gain.plans(spend, by="segment", offers_to=offers_to, cost=1_000, **ASKED)
    value = found["estimate"]
    assert value["all"] == pytest.approx(value["new"] + value["old"] + 1_000)
    assert found.loc["away"].to_list() == [0, 0, 0, 0]
    width = found["high"] - found["low"]
    assert width["all"] ** 2 == pytest.approx(width["new"] ** 2 + width["old"] ** 2)
    assert found["customers"].to_list() == [400, 200, 200, 0]


def test_plans_name_segments_that_exist_and_have_a_control_group(spend):
    with pytest.raises(ValueError, match=r"names \['best'\]"):
        net_gain.plans(spend, by="segment", offers_to={"a": ["best"]}, **ASKED)
    with pytest.raises(ValueError, match="offers_to is empty"):
        net_gain.plans(spend, by="segment", offers_to={}, **ASKED)
    alone = spend.assign(offered=spend["offered"].where(spend["segment"] == "old", 1))
    with pytest.raises(ValueError, match="segment 'new': 200 with the offer and 0 without"):
        net_gain.plans(alone, by="segment", offers_to={"a": ["new"]}, **ASKED)


def test_profit_falls_with_the_share_pulled_forward_and_is_0_where_it_breaks_even():
    share = net_gain.break_even_share(**PEAK)
    found = net_gain.by_pulled_share([0, 0.1, share, 0.3, 0.6, 1], **PEAK)
    assert (np.diff(found["profit"]) < 0).all() and (np.diff(found["net_sales"]) < 0).all()
    assert found["profit"].iloc[2] == pytest.approx(0, abs=1e-9)
    # By hand: 800 paid are 1,000 at full price with 600 of cost; 50 is given to those anyway.
    assert found["profit"].iloc[0] == pytest.approx(800 - 600 - 50 - 50)
    assert found["net_sales"].iloc[-1] == pytest.approx(800 - 1_000)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"extra_sales": -1}, "extra_sales=-1"),
        ({"discount": 20}, "discount=20"),
        ({"discount": 1}, "discount=1"),
        ({"margin_rate": 40}, "margin_rate=40"),
        ({"cost": np.nan}, "cost=nan"),
    ],
)
def test_money_below_0_and_shares_in_per_cent_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        net_gain.by_pulled_share([0.3], **PEAK | change)


def test_pulled_shares_are_shares_and_something_can_be_lost():
    with pytest.raises(ValueError, match="pulled_shares"):
        net_gain.by_pulled_share([30], **PEAK)
    with pytest.raises(ValueError, match="must both be above 0"):
        net_gain.break_even_share(**PEAK | {"margin_rate": 0})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"festival": np.nan}, "'festival'"),
        ({"offered": 1}, "400 with the offer and 0 without"),
        ({"offered": "yes"}, "must be 1 for those who had the offer"),
        ({"offered": 3}, "neither 0 nor 1"),
    ],
)
def test_gains_refuse_what_cannot_be(spend, change, message):
    with pytest.raises(ValueError, match=message):
        net_gain.gains(spend.assign(**change), **ASKED)


def test_windows_are_named_apart_and_do_not_overlap(year):
    log, people = year.orders, year.customers
    for windows, message in (
        ({"a": ("2025-11-10", "2025-11-16"), "b": ("2025-11-16", "2025-11-20")}, "overlaps"),
        ({"a": ("2025-11-16", "2025-11-10")}, "ends on 2025-11-10 before it begins"),
        ({"segment": ("2025-11-10", "2025-11-16")}, "called like a column"),
        ({"a": ("2020-11-10", "2020-11-16")}, "no order lies in a window"),
    ):
        with pytest.raises(ValueError, match=message):
            net_gain.by_customer(log, people, windows=windows)
    with pytest.raises(ValueError, match="an id that customers does not have"):
        net_gain.by_customer(log, people.iloc[:100], windows=year.windows)
    with pytest.raises(ValueError, match="no whole week"):
        net_gain.by_week(log, people, offered="offered", first="2025-11-10", last="2025-11-12")


def test_inputs_stay_as_they_are(year, spend):
    copies = year.orders.copy(), year.customers.copy(), spend.copy()
    net_gain.by_customer(year.orders, year.customers, windows=year.windows)
    net_gain.gains(spend, **ASKED)
    for one, other in zip((year.orders, year.customers, spend), copies, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_window_beyond_the_log_is_refused_and_not_counted_as_nothing_sold(year):
    windows = {"festival": ("2025-11-10", "2025-11-16"), "after": ("2026-11-17", "2026-11-23")}
    with pytest.raises(ValueError, match=r"windows \['after'\] lie outside of it"):
        net_gain.by_customer(year.orders, year.customers, windows=windows)


def test_windows_and_plans_that_are_no_dict_are_named(year, spend):
    for windows, message in ((["festival"], "must be a dict"), ({"a": "2025-11-10"}, "last day")):
        with pytest.raises((TypeError, ValueError), match=message):
            net_gain.by_customer(year.orders, year.customers, windows=windows)
    with pytest.raises(TypeError, match="must be a dict of plan to segments"):
        net_gain.plans(spend, by="segment", offers_to=["old"], **ASKED)
    with pytest.raises(TypeError, match="must list names or numbers, not a NAType"):
        net_gain.gains(spend, windows=[pd.NA, "after"], offered="offered")
