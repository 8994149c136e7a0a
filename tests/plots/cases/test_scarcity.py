"""Figures of orders and of what a shortage brings later, read from their artists."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crmkit import campaigns
from crmkit.plots import newsvendor, questions, repeat_demand
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

MONEY = {"mean": 3192, "standard_deviation": 1181, "price": 190, "cost": 110, "salvage": 90}
TABLE = campaigns.newsvendor.outcomes([*range(1000, 7000, 100), 4196], **MONEY)
EFFECTS = pd.DataFrame(
    {"estimate": [0.7, 0.4, -0.2], "low": [0.5, 0.2, -0.3], "high": [0.9, 0.6, -0.1]},
    index=["large", "middle", "small"],
)


def dots(ax):
    return [line for line in ax.lines if line.get_marker() == "o"]


def test_both_orders_stand_on_the_curve():
    ax = newsvendor.profit_curve(TABLE, order=3500, against=4196)
    assert [(d.get_xdata()[0], round(d.get_ydata()[0], 1)) for d in dots(ax)] == [
        (3500, 215.9),
        (4196, 222.3),
    ]
    assert title(ax) == (
        "3,500 instead of 4,196 gives up 2.9 % of profit and runs out 2.0 times as often"
    )
    assert texts(ax)[0] == "3,500: 216,\nruns out in 40 of 100" and overlaps(ax) == []


def test_the_line_crosses_zero_at_the_share_needed():
    needed = campaigns.repeat_demand.break_even(TABLE, order=3500, against=4196, later_margin=80)
    ax = repeat_demand.break_even(needed, later_margin=80)
    (dot,) = dots(ax)
    assert dot.get_xdata()[0] == pytest.approx(39.4, abs=0.05) and dot.get_ydata()[0] == 0
    line = next(one for one in ax.lines if len(one.get_xdata()) > 9)
    assert line.get_ydata()[0] == pytest.approx(-6.4, abs=0.01)
    assert title(ax) == (
        "203 more are turned away: the shortage pays if 39 in 100 bring a sale later"
    )
    assert overlaps(ax) == []


def test_effects_are_coloured_by_what_is_needed():
    ax = repeat_demand.effects(EFFECTS, needed=0.39)
    assert [d.get_xdata()[0] for d in dots(ax)] == [-20, 40, 70]
    assert [to_hex(d.get_color()) for d in dots(ax)] == [BAD, QUIET, GOOD]
    assert title(ax) == "Clearly above what scarcity needs: large"
    assert texts(ax)[-1] == "needed: 39" and overlaps(ax) == []
    none = repeat_demand.effects(EFFECTS, needed=1, what="city")
    assert title(none) == "Clearly above what scarcity needs: no city"


def test_what_is_lacking_is_named():
    with pytest.raises(ValueError, match="no row for an order of 10"):
        newsvendor.profit_curve(TABLE, order=10, against=4196)
    with pytest.raises(ValueError, match="needed has no column 'cost'"):
        repeat_demand.break_even({"turned_away": 1, "needed_share": 1}, later_margin=80)
    with pytest.raises(ValueError, match="one row is compared with nothing"):
        repeat_demand.effects(EFFECTS.head(1), needed=0.4)


def test_answers_stand_by_question_and_the_most_open_is_blue():
    rates = pd.DataFrame(
        {"rate": [0.03, 0.49, 0.32], "low": [0.01, 0.38, 0.22], "high": [0.09, 0.6, 0.43]},
        index=["What can you tell me?", "What problems?", "No problems?"],
    )
    ax = questions.answers(rates)
    bars = ax.containers[0].patches
    assert [bar.get_width() for bar in bars] == [3, 32, 49]
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [QUIET, QUIET, EXPECTED]
    assert title(ax) == "3 or 49 of 100 tell of the fault, by how they are asked"
    assert texts(ax) == ["3", "32", "49"] and overlaps(ax) == []
    with pytest.raises(ValueError, match="one question"):
        questions.answers(rates.head(1))
