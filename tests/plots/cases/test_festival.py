"""Figures of the festival, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.plots import coupon_size, festival, net_gain
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

EFFECTS = pd.DataFrame(
    {"estimate": [1.02, 1.65, 0.91], "low": [1.01, 1.1, 0.6], "high": [1.03, 2.4, 1.3]},
    index=["trend", "festival", "month after"],
)
ALIGNED = pd.DataFrame(
    {"2010": [1.0, 2.5, 0.9, 0.7], "2011": [1.1, 2.1, 1.0, 0.7]}, index=[-1, 0, 1, 2]
)
WEEKS = pd.DataFrame(
    {"mean_offered": [8.0, 5, 40, 6], "mean_control": [8.0, 8, 10, 9]},
    index=pd.date_range("2025-10-27", periods=4, freq="7D"),
)
GAINS = pd.DataFrame(
    {
        "estimate": [-2e5, 9e5, -4e5, 3e5],
        "low": [-3e5, 8e5, -5e5, 1e5],
        "high": [-1e5, 1e6, -3e5, 5e5],
    },
    index=["before", "festival", "after", "net"],
)
PLANS = pd.DataFrame(
    {"estimate": [-9e4, 5e4, 0.0], "low": [-1.5e5, 1e4, 0.0], "high": [-3e4, 9e4, 0.0]},
    index=["everybody", "some", "stay away"],
)
PROFITS = pd.DataFrame(
    {"profit": [0.2, 0.3, 0.1], "low": [0.1, 0.2, 0.0], "high": [0.3, 0.4, 0.2]}, index=[1, 2, 3]
)


def dots(ax):
    return {line.get_xdata()[0]: line.get_color() for line in ax.lines if line.get_marker() == "o"}


def test_a_factor_is_green_only_if_1_lies_outside_of_its_interval():
    ax = festival.factors(EFFECTS)
    assert dots(ax) == {1.65: GOOD, 0.91: QUIET}
    assert title(ax) == "festival × 1.65, month after × 0.91 (perhaps no effect)"
    assert texts(ax) == ["1.65", "0.91"] and overlaps(ax) == []
    with pytest.raises(ValueError, match="no event"):
        festival.factors(EFFECTS.loc[["trend"]])


def test_peak_and_dip_are_the_means_of_the_festivals():
    ax = festival.around(ALIGNED)
    assert list(ax.lines[0].get_ydata()) == [1.0, 2.5, 0.9, 0.7]
    assert title(ax) == "A peak of 2.3 ordinary weeks; 2 weeks later × 0.70"
    assert texts(ax) == ["peak × 2.30", "low × 0.70"] and overlaps(ax) == []
    with pytest.raises(ValueError, match="no week 0"):
        festival.around(ALIGNED.drop(index=0))


def test_weeks_count_those_with_less_than_the_control_group():
    ax = net_gain.weeks(WEEKS)
    assert list(ax.lines[1].get_ydata()) == [8, 5, 40, 6] and ax.lines[1].get_color() == EXPECTED
    assert (
        title(ax) == "With the offer 30 yuan a customer more in one week, less in 2 of the 3 others"
    )
    assert texts(ax) == ["+30 yuan"] and overlaps(ax) == []


def test_bars_of_the_windows_end_in_the_net():
    ax = net_gain.windows(GAINS)
    assert [bar.get_height() for bar in ax.patches] == [-200, 900, -400, 300]
    assert title(ax) == "Of 900 thousand yuan of sales added, 300 are left (100 to 500)"
    assert texts(ax) == ["-200", "+900", "-400", "+300"] and overlaps(ax) == []
    with pytest.raises(ValueError, match="no last row 'net'"):
        net_gain.windows(GAINS.iloc[:3])


def test_the_best_plan_is_named_with_its_interval():
    ax = net_gain.plans(PLANS)
    assert dots(ax) == {-90: BAD, 50: GOOD, 0: QUIET}
    assert title(ax) == "Best: some, +50 thousand yuan (10 to 90)"
    assert overlaps(ax) == []


def test_the_best_coupon_of_each_margin_is_marked():
    ax = coupon_size.profits({4: PROFITS, 6: PROFITS.add([0, 0, 1], axis=0)})
    points = [line for line in ax.lines if line.get_marker() == "o"]
    marks = [(line.get_xdata()[0], line.get_ydata()[0]) for line in points]
    assert marks == [(2, 0.3), (3, 1.1)]
    assert title(ax) == "Best coupon 2, 3 at margins of 4, 6 dollars"
    assert texts(ax) == ["margin 4", "margin 6"] and overlaps(ax) == []


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert net_gain.plans(PLANS, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'low'"):
        net_gain.windows(GAINS.drop(columns="low"))
