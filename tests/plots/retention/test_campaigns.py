import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import overlaps, texts, title

EFFECTS = pd.DataFrame(
    {"estimate": [2.0, -3, 0.5], "low": [1.0, -5, -1], "high": [3.0, -1, 2]}, index=[8, 13, 18]
)
MEANS = pd.DataFrame(
    {"estimate": [-1.0, -2.4], "low": [-1.8, -3.4], "high": [0.1, -1.5]},
    index=["effect", "placebo"],
)


def test_campaigns_above_and_below_zero_are_counted():
    ax = plots.campaigns.change_bars(EFFECTS, money="dollars")
    assert title(ax) == "1 of 3 intervals lies above zero, 1 below"
    points = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_ydata()[0] for line in points] == [2, -3, 0.5]
    assert len({line.get_color() for line in points}) == 3
    assert not overlaps(ax)


def test_the_placebo_stands_above_the_effect_with_its_number():
    ax = plots.campaigns.means_beside_placebo(MEANS, money="dollars")
    assert title(ax) == "Before the campaigns -2.40 dollars a week, in them -1.00"
    assert texts(ax) == ["-2.40", "-1.00"]
    assert not overlaps(ax)
    with pytest.raises(ValueError, match=r"lacks the rows \['placebo'\]"):
        plots.campaigns.means_beside_placebo(MEANS.iloc[:1], money="dollars")
