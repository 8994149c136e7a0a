"""Figures of baskets, ratings and slots, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.campaigns import affinity
from crmkit.plots import affinity as figures
from crmkit.plots import ratings, slots
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

RULES = affinity.of_counts(
    pd.DataFrame(
        {"all": 1000, "given": 200, "sought": [800, 100, 300], "both": [130, 60, 61]},
        index=["coffee", "cup", "jam"],
    )
)
ERRORS = pd.DataFrame(
    {"rmse": [1.1, 0.95, 0.94], "low": [1.0, 0.9, 0.9], "high": [1.2, 1.0, 1.0]},
    index=["mean", "baseline", "factors"],
)
VALUES = pd.DataFrame(
    {"estimate": [200.0, 7000, 11000], "low": [-1500.0, 5000, 8000], "high": [1900.0, 9e3, 14e3]},
    index=["confidence", "lift", "lift x margin"],
)


def test_bars_are_confidence_and_marks_the_base_rate():
    ax = figures.confidence_against_base(RULES, product="tea")
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([30, 30.5, 65])
    [marks] = [line for line in ax.lines if line.get_marker() == "|" and line.get_markersize() > 9]
    assert list(marks.get_xdata()) == pytest.approx([10, 30, 80])
    assert title(ax) == "65 % with tea buy coffee: less than the 80 % of all"
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [GOOD, QUIET, BAD]


def test_lifts_have_intervals_in_the_colour_of_their_side():
    ax = figures.lifts(RULES)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_xdata()[0] for dot in dots] == pytest.approx([0.8125, 61 / 60, 3])
    assert [dot.get_color() for dot in dots] == [BAD, QUIET, GOOD]
    assert title(ax) == "Of 3 pairs 1 go together and 1 apart"
    assert texts(ax)[-1] == "3.00, 6.0 % of all" and overlaps(ax) == []
    with pytest.raises(ValueError, match="lift of 0"):
        figures.lifts(RULES.assign(lift=0.0))


def test_what_is_shown_most_is_counted():
    ax = figures.shown_most(pd.Series(["milk", "milk", "bread"], index=list("abc")))
    assert [bar.get_width() for bar in ax.patches] == [1, 2]
    assert title(ax) == "milk: beside 2 of 3 products"
    one = figures.shown_most(pd.Series(["milk"], index=["a"]), what="categories")
    assert title(one) == "milk: beside 1 of 1 categories"
    with pytest.raises(ValueError, match="nothing is shown"):
        figures.shown_most(pd.Series(dtype="str"))


def test_errors_say_how_much_closer_the_last_model_is():
    ax = ratings.errors(ERRORS)
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == [1.1, 0.95, 0.94] and texts(ax) == ["1.100", "0.950", "0.940"]
    assert title(ax) == "Factors: 1.1 % closer than baseline"
    assert "5.6 % farther" not in title(ax) and overlaps(ax) == []
    assert "farther off" in title(ratings.errors(ERRORS.iloc[::-1]))
    with pytest.raises(ValueError, match="one model"):
        ratings.errors(ERRORS.head(1))


def test_the_best_policy_is_green_and_one_that_may_earn_nothing_is_grey():
    ax = slots.policies(VALUES)
    assert [bar.get_width() for bar in ax.patches] == [11000, 7000, 200]
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [GOOD, EXPECTED, QUIET]
    assert title(ax) == (
        "Filled by confidence, the slot earns 200, by lift x margin 11,000 yuan a week"
    )
    assert texts(ax) == ["11,000", "7,000", "200"] and overlaps(ax) == []
    with pytest.raises(ValueError, match="one way"):
        slots.policies(VALUES.head(1))


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert slots.policies(VALUES, ax=ax) is ax
    for draw, table in ((slots.policies, VALUES), (ratings.errors, ERRORS), (figures.lifts, RULES)):
        with pytest.raises(ValueError, match="no column"):
            draw(table.drop(columns=[c for c in table if c in ("low", "lift_low")]))
