"""Cumulative sums: published sums, and a change that is dated with an interval that holds it."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.retention import cusum

WEEKLY = pd.DataFrame({"exits": [6, 9, 11, 10]}, index=pd.Index([1, 2, 3, 4], name="week"))
MEAN = 6_600 * 0.05 / 52


@pytest.fixture(scope="module")
def series():
    return datasets.load("control_charts").set_index(["series", "sample"])["value"]


def test_tabular_cusum_of_montgomery(series):
    """Row 62."""
    values = series["shifted process"]
    chart = cusum.tabular_cusum(values, target=10, k=0.5, h=5)
    found = cusum.first_signal(chart)
    assert found["signalled_at"] == 29 and found["weeks_in_run"] == 7
    assert chart.loc[29, "cusum"] == pytest.approx(5.28, abs=5e-3)
    assert chart.loc[30, "cusum"] == pytest.approx(5.30, abs=5e-3)
    assert found["estimate"] == pytest.approx(11.25, abs=5e-3)
    assert (values - 10).abs().max() < 3
    both = cusum.two_sided(values, target=10, k=0.5, h=5)
    assert both["upper_cusum"].tolist() == chart["cusum"].tolist()
    assert both["signal"].sum() == chart["signal"].sum() == 2


def test_cusum_of_the_handbook(series):
    """Row 64 (NIST). Group 18 is 14.445, a tie, printed as 14.44."""
    chart = cusum.tabular_cusum(series["handbook CUSUM"], target=325, k=0.3175, h=4.1959)
    printed = [3.01, 4.94, 7.45, 10.63, 11.99, 14.44]
    assert chart.loc[13:18, "cusum"].tolist() == pytest.approx(printed, abs=5e-3 + 1e-9)
    assert cusum.first_signal(chart)["signalled_at"] == 14


def test_sum_by_hand():
    before = WEEKLY.copy()
    chart = cusum.count_cusum(WEEKLY, events="exits", k=7, h=5)
    assert chart["cusum"].tolist() == [0, 2, 6, 9]
    assert chart["weeks_in_run"].tolist() == [0, 1, 2, 3]
    assert chart["signal"].tolist() == [False, False, True, True]
    assert_frame_equal(WEEKLY, before)
    # A sum that is just h is no signal.
    assert not cusum.count_cusum(WEEKLY, events="exits", k=7, h=6)["signal"].iloc[2]


def test_a_fall_is_a_rise_of_the_mirror_image():
    up = cusum.tabular_cusum(WEEKLY["exits"], target=8, k=0.5, h=3)
    down = cusum.tabular_cusum(16 - WEEKLY["exits"], target=8, k=0.5, h=3, side="down")
    assert up["cusum"].tolist() == down["cusum"].tolist()
    falling = cusum.count_cusum(WEEKLY, events="exits", k=9, h=5, side="down")
    assert falling["cusum"].tolist() == [3, 3, 1, 0]


def test_standard_deviation_is_a_unit():
    plain = cusum.tabular_cusum(WEEKLY["exits"], target=8, k=1, h=4)
    unit = cusum.tabular_cusum(WEEKLY["exits"], target=8, k=0.5, h=2, standard_deviation=2)
    assert_frame_equal(plain, unit)


def test_reference_lies_between_the_two_rates():
    assert cusum.reference_value(mean=MEAN, ratio=1.2) == pytest.approx(6.96, abs=5e-3)
    for ratio in (0.5, 0.8, 1.2, 3.0):
        k = cusum.reference_value(mean=10, ratio=ratio)
        assert min(10, 10 * ratio) < k < max(10, 10 * ratio)
        share = cusum.reference_share(rate=0.1, ratio=ratio)
        assert min(0.1, 0.1 * ratio) < share < max(0.1, 0.1 * ratio)
    # Where events are rare, binomial counts are Poisson.
    rare = 1e6 * cusum.reference_share(rate=1e-5, ratio=1.2)
    assert rare == pytest.approx(cusum.reference_value(mean=10, ratio=1.2), rel=1e-4)


def test_reference_of_a_changing_base_is_a_column():
    weekly = WEEKLY.assign(k=7.0)
    by_column = cusum.count_cusum(weekly, events="exits", k="k", h=5)
    assert_frame_equal(by_column, cusum.count_cusum(weekly, events="exits", k=7, h=5))


@pytest.mark.slow
@pytest.mark.parametrize("known", [None, MEAN])
@pytest.mark.parametrize(("ratio", "dispersion"), [(1.2, 1.0), (1.6, 1.0), (1.6, 2.1)])
def test_interval_of_the_change_holds_it(ratio, dispersion, known):
    rng = np.random.default_rng(3)
    week = ratios = 0
    for _ in range(200):
        change = int(rng.integers(1, 104))
        mean = MEAN * np.where(np.arange(104) < change, 1, ratio)
        exits = _counts(rng, mean, dispersion)
        found = cusum.when_changed(
            pd.DataFrame({"exits": exits}), events="exits", dispersion=dispersion, mean=known
        )
        week += found["low"] <= change <= found["high"]
        ratios += found["ratio_low"] <= ratio <= found["ratio_high"]
    assert week / 200 >= 0.93
    assert ratios / 200 >= 0.91


def test_a_clear_change_is_dated_to_the_week():
    exits = [6] * 30 + [18] * 20
    found = cusum.when_changed(pd.DataFrame({"exits": exits}), events="exits")
    assert found["estimate"] == 30 and found["high"] - found["low"] <= 2
    assert found["ratio_low"] < 3 < found["ratio_high"]
    known = cusum.when_changed(pd.DataFrame({"exits": exits}), events="exits", mean=6)
    assert known["estimate"] == 30
    assert known["ratio_high"] - known["ratio_low"] < found["ratio_high"] - found["ratio_low"]
    loose = cusum.when_changed(pd.DataFrame({"exits": exits}), events="exits", dispersion=3)
    assert loose["ratio_high"] - loose["ratio_low"] > found["ratio_high"] - found["ratio_low"]
    assert loose["high"] - loose["low"] >= found["high"] - found["low"]


def test_no_signal_no_date():
    quiet = cusum.count_cusum(WEEKLY, events="exits", k=7, h=50)
    with pytest.raises(ValueError, match="no signal in 4 weeks"):
        cusum.first_signal(quiet)
    with pytest.raises(ValueError, match=r"3 week\(s\) are too few"):
        cusum.when_changed(WEEKLY.iloc[:3], events="exits")
    with pytest.raises(ValueError, match="0 in all weeks"):
        cusum.when_changed(WEEKLY * 0, events="exits")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"k": -1}, "k=-1"),
        ({"h": 0}, "h=0"),
        ({"side": "left"}, "side='left' is no option; choose one of 'up', 'down'"),
        ({"k": "base"}, "weekly has no column 'base'"),
    ],
)
def test_settings_that_cannot_be_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        cusum.count_cusum(WEEKLY, **{"events": "exits", "k": 7, "h": 5, **wrong})


def test_ratios_that_are_no_change_are_refused():
    with pytest.raises(ValueError, match="ratio=1 is no change"):
        cusum.reference_value(mean=6, ratio=1)
    with pytest.raises(ValueError, match="above 1"):
        cusum.reference_share(rate=0.6, ratio=2)
    with pytest.raises(ValueError, match="not in order of time"):
        cusum.count_cusum(WEEKLY.iloc[::-1], events="exits", k=7, h=5)
    with pytest.raises(TypeError, match="Series by week"):
        cusum.tabular_cusum([1.0, 2.0], target=1, k=1, h=1)


def _counts(rng, mean, dispersion):
    if dispersion == 1:
        return rng.poisson(mean)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"signal": "yes"}, "'signal' of the chart must be True or False"),
        ({"weeks_in_run": 9}, "a run began before the first week of the chart"),
        ({"actual": "8"}, "'actual' must be numbers"),
    ],
)
def test_a_chart_that_is_none_is_not_dated(change, message):
    weekly = pd.DataFrame({"exits": [6, 9, 11, 10]})
    chart = cusum.count_cusum(weekly, events="exits", k=7, h=5)
    with pytest.raises(ValueError, match=message):
        cusum.first_signal(chart.assign(**change))


def test_a_known_mean_is_of_events_a_week():
    with pytest.raises(ValueError, match="is nowhere near the 6 events of these weeks"):
        cusum.when_changed(pd.DataFrame({"exits": [6, 6, 5, 7]}), events="exits", mean=1e-9)
