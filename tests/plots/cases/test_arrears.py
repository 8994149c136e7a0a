"""Figures of arrears, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.plots import cost_cut, roll_rates, scorecard, visits
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

FATES = pd.DataFrame({"lost": [0.1, 0.6], "paid": [0.9, 0.4]}, index=["reminded", "cut off"])
RATES = pd.DataFrame(
    {"rate": [0.1, 0.2, 0.35], "low": [0.08, 0.17, 0.3], "high": [0.12, 0.23, 0.4]},
    index=["0-1", "2-3", "4+"],
)
WOE = pd.DataFrame(
    {"estimate": [-0.8, 0.1, 1.2], "low": [-1.0, -0.2, 1.0], "high": [-0.6, 0.4, 1.4],
     "bad_rate": [0.5, 0.3, 0.1]}, index=pd.Index(["overdrawn", "low", "none"], name="account"),
)  # fmt: skip
COSTS = pd.DataFrame(
    {
        "cost": [700.0, 540, 860, 1500],
        "low": [660.0, 480, 760, 1360],
        "high": [740.0, 600, 960, 1640],
    },
    index=[0, 0.2, 0.5, 1],
)
ORDERS = pd.DataFrame(
    {"estimate": [9000.0, 230_000, 150_000], "low": [1000.0, 150_000, 60_000],
     "high": [17_000.0, 310_000, 240_000]}, index=["risk", "money", "amount"],
)  # fmt: skip


def test_what_is_lost_is_red_and_named_in_the_title():
    ax = roll_rates.fates(FATES)
    wide = {
        (bar.get_facecolor()[:3] == plt.matplotlib.colors.to_rgb(BAD)): [] for bar in ax.patches
    }
    for bar in ax.patches:
        wide[bar.get_facecolor()[:3] == plt.matplotlib.colors.to_rgb(BAD)].append(bar.get_width())
    assert wide[True] == pytest.approx([10, 60]) and wide[False] == pytest.approx([90, 40])
    assert title(ax) == 'Of 100 yuan "cut off" 60 are lost in the end, of 100 "reminded" 10'
    assert set(texts(ax)) == {"paid 90", "lost 10", "paid 40", "lost 60"} and overlaps(ax) == []


def test_groups_that_are_warned_of_are_red():
    ax = roll_rates.early_warning(RATES, warn=["4+"])
    assert [bar.get_height() for bar in ax.patches] == pytest.approx([10, 20, 35])
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [QUIET, QUIET, BAD]
    assert title(ax) == (
        "Cut off within four months: 10 % at 0-1, 35 % at 4+ late bills in the last year"
    )
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="no option"):
        roll_rates.early_warning(RATES, warn=["9"])


def test_weights_are_green_red_or_grey_by_their_interval():
    ax = scorecard.weights(WOE)
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [BAD, QUIET, GOOD]
    assert title(ax) == '"none" speaks for a customer (+1.20), "overdrawn" against (-0.80)'
    assert texts(ax) == ["50 % bad", "30 % bad", "10 % bad"] and overlaps(ax) == []


def test_cuts_are_marked_on_the_line_and_told_in_the_title():
    ax = cost_cut.cost_lines(
        {"logit": COSTS, "card": COSTS + 20}, refuse_all=700, accept_all=1500,
        cuts={"cut .5": 0.5, "cut .2": 0.2},
    )  # fmt: skip
    dots = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines
            if line.get_marker() == "o"]  # fmt: skip
    assert dots == [(0.5, 860), (0.2, 540)]
    assert title(ax) == (
        "The same model costs 860 at cut .5 and 540 at cut .2; without one it is 700"
    )
    assert {"refuse everybody: 700", "accept everybody: 1,500"} <= set(texts(ax))
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="0 models"):
        cost_cut.cost_lines({}, refuse_all=1, accept_all=2, cuts={})


def test_the_chosen_order_is_coloured_and_held_against_the_other():
    ax = visits.money_by_order(ORDERS, chosen="money", against="risk", visits=500)
    assert [bar.get_width() for bar in ax.patches] == [9, 150, 230]
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [QUIET, QUIET, EXPECTED]
    assert title(ax) == "By money 500 visits bring 230 thousand yuan, by risk 9"
    assert texts(ax) == ["9", "150", "230"] and overlaps(ax) == []
    with pytest.raises(ValueError, match="no option"):
        visits.money_by_order(ORDERS, chosen="luck", against="risk", visits=500)


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert scorecard.weights(WOE, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'bad_rate'"):
        scorecard.weights(WOE.drop(columns="bad_rate"))
