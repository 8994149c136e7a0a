"""Charts of weeks: published limits, and what weeks that vary more than chance do to them."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.retention import charts, ewma

BASE = {"events": "exits", "base": "customers"}
WEEKLY = pd.DataFrame({"exits": [6, 7, 5, 18], "customers": 6_600})


@pytest.fixture(scope="module")
def series():
    return datasets.load("control_charts").set_index(["series", "sample"])["value"]


def of_50(values):
    return pd.DataFrame({"faulty": values, "pieces": 50})


@pytest.fixture(scope="module")
def households():
    """Complete Journey: households that bought in each of the 51 full weeks of 2017."""
    log = datasets.load("complete_journey_transactions")
    active = log.groupby("week")["customer_id"].nunique().loc[2:52]
    return pd.DataFrame({"active": active, "households": log["customer_id"].nunique()})


def test_p_chart_of_the_juice_cans(series):
    """Row 60 (Montgomery; qcc)."""
    chart = charts.p_chart(of_50(series["juice cans"]), events="faulty", base="pieces")
    first = chart.iloc[0]
    assert first["centre"] == pytest.approx(0.2313, abs=5e-5)
    assert first["lower_limit"] == pytest.approx(0.0524, abs=5e-5)
    assert first["upper_limit"] == pytest.approx(0.4102, abs=5e-5)
    assert chart.index[chart["out"]].tolist() == [15, 23]
    later = charts.p_chart(of_50(series["juice cans, later"]), events="faulty", base="pieces")
    assert later["centre"].iloc[0] == pytest.approx(0.1108, abs=5e-5)


def test_overdispersion_of_wetherill_and_brown(series):
    """Row 61."""
    found = charts.overdispersion(of_50(series["items of 50"]), events="faulty", base="pieces")
    assert found["estimate"] == pytest.approx(0.7645, abs=5e-5)
    assert found["chi_square"] == pytest.approx(22.169, abs=5e-4)
    assert found["degrees_of_freedom"] == 29
    assert found["p_value"] == pytest.approx(0.8131, abs=5e-5)
    assert found["low"] < 0.7645 < found["high"]


def test_ewma_of_the_handbook(series):
    """Row 65 (NIST)."""
    chart = ewma.ewma_chart(
        series["handbook EWMA"], target=50, standard_deviation=2.0539, weight=0.3, limits="steady"
    )
    printed = [
        *(50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33),
        *(50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99),
    ]
    assert chart["smoothed"].tolist() == pytest.approx(printed, abs=5e-3)
    assert chart["upper_limit"].iloc[0] == pytest.approx(52.5884, abs=5e-5)
    # 47.41157: the handbook cuts off where it should round.
    assert chart["lower_limit"].iloc[0] == pytest.approx(47.4115, abs=1.01e-4)
    assert not chart["out"].any()


def test_households_vary_twice_as_much_as_chance(households):
    found = charts.overdispersion(households, events="active", base="households")
    assert found["estimate"] == pytest.approx(2.1, abs=0.05)
    assert found["low"] > 1 and found["p_value"] < 1e-4
    narrow = charts.p_chart(households, events="active", base="households")
    # The weeks of 4 July and of Christmas.
    assert narrow.index[narrow["out"]].tolist() == [28, 52]
    assert narrow[["centre", "lower_limit", "upper_limit"]].iloc[0].round(3).tolist() == [
        0.541,
        0.511,
        0.571,
    ]
    wide = charts.laney_chart(households, events="active", base="households")
    assert wide["spread"].iloc[0] == pytest.approx(1.22, abs=5e-3)
    assert wide.index[wide["out"]].tolist() == [52]
    # What neighbours do not show is a step in week 19: before and after it weeks vary by so much.
    parts = [
        charts.overdispersion(households.loc[weeks], events="active", base="households")
        for weeks in (slice(2, 18), slice(19, 52))
    ]
    total = sum(part["chi_square"] for part in parts) / 49
    assert total == pytest.approx(wide["spread"].iloc[0] ** 2, abs=0.05)


def test_limits_follow_the_size_of_the_base():
    weekly = pd.DataFrame({"exits": [5, 10, 40], "customers": [1_000, 2_000, 8_000]})
    chart = charts.p_chart(weekly, **BASE)
    assert chart["actual"].tolist() == [0.005] * 3 and chart["z"].tolist() == [0] * 3
    reach = chart["upper_limit"] - chart["centre"]
    assert reach[0] / reach[1] == pytest.approx(np.sqrt(2))
    # Of exits, which are rare, c- and u-chart say nearly the same.
    u = charts.u_chart(weekly, events="exits", exposure="customers")
    assert u["upper_limit"].tolist() == pytest.approx(chart["upper_limit"].tolist(), rel=0.01)


def test_limits_from_the_first_weeks_judge_the_later_ones():
    before = WEEKLY.copy()
    chart = charts.c_chart(WEEKLY, events="exits", calibration_rows=3)
    assert chart["centre"].tolist() == [6] * 4
    assert chart["out"].tolist() == [False] * 3 + [True]
    given = charts.c_chart(WEEKLY, events="exits", mean=6)
    assert_frame_equal(given, chart)
    assert_frame_equal(WEEKLY, before)
    assert (charts.p_chart(WEEKLY, **BASE)["lower_limit"] >= 0).all()
    rate = charts.p_chart(WEEKLY, **BASE, rate=0.5)
    assert rate["out"].all()


def test_laney_is_the_p_chart_where_chance_is_all():
    rng = np.random.default_rng(1)
    weekly = pd.DataFrame({"exits": rng.binomial(6_600, 0.01, 2_000), "customers": 6_600})
    assert charts.laney_chart(weekly, **BASE)["spread"].iloc[0] == pytest.approx(1, abs=0.05)
    weekly["exits"] = rng.binomial(6_600, 0.01 * rng.gamma(66, 1 / 66, 2_000))
    # Twice the variance, so that limits are wider by the root of two.
    wide = charts.laney_chart(weekly, **BASE)
    assert wide["spread"].iloc[0] == pytest.approx(np.sqrt(2), abs=0.08)
    assert charts.p_chart(weekly, **BASE)["out"].mean() > 5 * wide["out"].mean()


def test_the_ratio_of_variances_is_held_by_its_interval():
    rng = np.random.default_rng(2)
    held = alarms = 0
    for _ in range(300):
        weekly = pd.DataFrame({"exits": rng.binomial(6_600, 0.02, 52), "customers": 6_600})
        found = charts.overdispersion(weekly, **BASE)
        held += found["low"] <= 1 <= found["high"]
        alarms += found["p_value"] < 0.05
    assert 0.92 <= held / 300 <= 0.98
    assert 0.02 <= alarms / 300 <= 0.08


def test_ewma_of_weight_one_is_a_chart_of_single_weeks():
    values = pd.Series([9.0, 10, 16])
    chart = ewma.ewma_chart(values, target=10, standard_deviation=1.5, weight=1)
    assert chart["smoothed"].tolist() == values.tolist()
    assert chart["out"].tolist() == [False, False, True]
    grown = ewma.ewma_chart(values, target=10, standard_deviation=1.5)["upper_limit"]
    assert grown.is_monotonic_increasing
    with pytest.raises(ValueError, match="standard_deviation=0 must be a number above 0"):
        ewma.ewma_chart(values, target=10, standard_deviation=0)
    with pytest.raises(ValueError, match="weight=0"):
        ewma.ewma_chart(values, target=10, standard_deviation=1, weight=0)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"customers": [6_600, 0, 6_600, 6_600]}, "week without customers nobody can leave"),
        ({"exits": [6, 7, 5, 6_601]}, "'exits' is above 'customers' in 1 of 4"),
        ({"exits": [6, -7, 5, 6]}, "'exits' is negative in 1 of 4"),
        ({"exits": [6, np.nan, 5, 6]}, "'exits' is missing in 1 of 4"),
        ({"exits": [6, np.inf, 5, 6]}, "'exits' is infinite"),
        ({"exits": [6, 6.5, 5, 6]}, "not a whole number"),
        ({"exits": 0}, "'exits' is 0 in all weeks: no limits follow"),
        ({"exits": 6_600}, "all customers in all weeks"),
        ({"exits": list("abcd")}, "must be numbers"),
    ],
)
def test_weeks_that_cannot_be_are_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        charts.p_chart(WEEKLY.assign(**changed), **BASE)


def test_weeks_are_two_or_more_in_order_and_once():
    with pytest.raises(ValueError, match=r"1 week\(s\) are too few"):
        charts.p_chart(WEEKLY.iloc[:1], **BASE)
    with pytest.raises(ValueError, match="is empty"):
        charts.p_chart(WEEKLY.iloc[:0], **BASE)
    with pytest.raises(ValueError, match="not in order of time; sort them first"):
        charts.p_chart(WEEKLY.iloc[::-1], **BASE)
    days = WEEKLY.set_index(pd.Index(["2024-01-15", "2024-01-08", "2024-01-22", "2024-01-29"]))
    with pytest.raises(ValueError, match="not in order of time"):
        charts.c_chart(days, events="exits")
    with pytest.raises(ValueError, match=r"week\(s\) more than once"):
        charts.p_chart(WEEKLY.set_index(pd.Index([1, 2, 2, 3])), **BASE)
    with pytest.raises(ValueError, match="no column 'base'"):
        charts.p_chart(WEEKLY, events="exits", base="base")
    with pytest.raises(ValueError, match="calibration_rows=9 of only 4 weeks"):
        charts.p_chart(WEEKLY, **BASE, calibration_rows=9)
    # Names that are no dates stay in the order in which they come.
    named = WEEKLY.set_index(pd.Index(["sample 2", "sample 10", "sample 1", "sample 3"]))
    assert len(charts.p_chart(named, **BASE)) == 4


def test_weeks_that_never_vary_are_refused_by_laney():
    with pytest.raises(ValueError, match="the same in all 4 weeks"):
        charts.laney_chart(WEEKLY.assign(exits=6), **BASE)
    assert not charts.p_chart(WEEKLY.assign(exits=6), **BASE)["out"].any()


@pytest.mark.parametrize(
    ("index", "message"),
    [
        (["6/1/2024", "5/1/2024", "4/1/2024", "3/1/2024"], "the week is no date such as"),
        (["2024-01-01", "2024-01-08", "2024-13-01", "2024-01-22"], "in 1 of 4 row"),
        (pd.MultiIndex.from_product([[1], [1, 2, 3, 4]]), "the index has 2 levels"),
    ],
)
def test_weeks_whose_order_cannot_be_told_are_refused(index, message):
    with pytest.raises(ValueError, match=message):
        charts.p_chart(WEEKLY.set_axis(index), **BASE)


def test_equal_shares_of_unequal_bases_never_vary():
    weekly = pd.DataFrame({"x": [3, 6, 21, 9, 27], "n": [10, 20, 70, 30, 90]})
    with pytest.raises(ValueError, match="the same in all 5 weeks"):
        charts.laney_chart(weekly, events="x", base="n")
