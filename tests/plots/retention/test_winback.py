"""Figures of win-back, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.plots import mean_reversion, winback
from crmkit.plots.style import BAD, GOOD
from tests.plots.drawn import overlaps, texts, title

RATES = pd.DataFrame(
    {"return_rate": [0.6, 0.1], "low": [0.5, 0.05], "high": [0.7, 0.2]}, index=["short", "long"]
)
CALLS = pd.DataFrame(
    {"estimate": [25.0, -14], "low": [15.0, -19], "high": [35.0, -9],
     "action": ["call", "leave alone"]}, index=["service", "bothered"],
)  # fmt: skip
PROFITS = pd.DataFrame(
    {"profit": [10.0, 14, 12], "low": [9.0, 13, 11], "high": [11.0, 15, 13]}, index=[0, 10, 20]
)
GROUPS = pd.DataFrame(
    {"spend_before": [10.0, 50, 100], "spend_after": [40.0, 55, 90], "expected": [35.0, 57, 92]},
    index=[1, 2, 3],
)


def test_rates_are_drawn_in_per_cent_and_named_in_the_title():
    ax = winback.rates_by_silence({"all": RATES})
    assert list(ax.lines[0].get_ydata()) == [60, 10]
    assert title(ax) == "60 % came back after the shortest silence, 10 % after the longest"
    assert [one.get_text() for one in ax.get_xticklabels()] == ["short", "long"]


def test_groups_are_named_and_have_the_same_cells():
    ax = winback.rates_by_silence({"few": RATES, "many": RATES / 2})
    assert title(ax) == "Came back: 60 to 10 % (few), 30 to 5 % (many)"
    with pytest.raises(ValueError, match="'many' has other cells"):
        winback.rates_by_silence({"few": RATES, "many": RATES.iloc[::-1]})


def test_a_call_that_earns_is_green_and_one_that_loses_is_red():
    ax = winback.call_values(CALLS)
    dots = {line.get_xdata()[0]: line.get_color() for line in ax.lines if line.get_marker() == "o"}
    assert dots == {-14: BAD, 25: GOOD}
    assert title(ax) == "A call earns in 1 of 2 groups and loses in 1"
    assert set(texts(ax)) == {"call", "leave alone"} and overlaps(ax) == []


def test_the_best_offer_is_marked():
    ax = winback.offer_curves({"price": PROFITS})
    [mark] = [line for line in ax.lines if line.get_marker() == "o"]
    assert (mark.get_xdata()[0], mark.get_ydata()[0]) == (10, 14)
    assert title(ax) == "The best offer (yuan): 10 for price"


def test_halves_say_by_how_much_the_lowest_rise_and_the_highest_fall():
    ax = mean_reversion.halves(GROUPS)
    assert list(ax.lines[0].get_ydata()) == [10, 50, 100]
    assert list(ax.lines[1].get_ydata()) == [40, 55, 90]
    assert list(ax.lines[2].get_ydata()) == [35, 57, 92]
    assert texts(ax) == ["×4.0", "×1.1", "×0.9"] and overlaps(ax) == []
    assert "lowest group spends 4.0 times as much, the top falls by 10 %" in title(ax)


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert winback.call_values(CALLS, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'expected'"):
        mean_reversion.halves(GROUPS.drop(columns="expected"))
