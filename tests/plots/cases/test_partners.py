"""Figures of a producer and its partners, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.plots import account_forecasts, choice_by_criteria, shared_plans, ties
from crmkit.plots.style import BAD, QUIET
from tests.plots.drawn import overlaps, texts, title

VARIATION = pd.DataFrame(
    {"variation": [0.4, 0.3, 1.6, 1.7], "months_ordered": [12, 12, 5, 4],
     "value_share": [1.0, 0.5, 0.3, 0.2]}, index=["total", "A", "B", "C"],
)  # fmt: skip
WAYS = pd.DataFrame(
    {"estimate": [1500e3, 1400e3, 800e3], "difference": [0.0, -100e3, -700e3],
     "difference_low": [0.0, -200e3, -1300e3], "difference_high": [0.0, 50e3, -100e3]},
    index=["total", "sum", "plans"],
)  # fmt: skip
PLANS = pd.DataFrame(
    {"estimate": [70e3, 337e3, -200e3], "low": [-5e3, 17e3, -500e3], "high": [140e3, 657e3, 120e3]},
    index=["A01", "A05", "A06"],
)
SCORES = pd.DataFrame(
    {"volume": [0.4, 0.3], "trust": [0.2, 0.1], "score": [0.6, 0.4]}, index=["A06", "A01"]
)
TURNS = pd.DataFrame(
    {"judged": [3.0, 0.25, 4.0], "turns_at": [0.5, 1.0, 1 / 3], "steps": [-3, 3, -5],
     "winner": ["Tom"] * 3},
    index=pd.MultiIndex.from_tuples(
        [("criteria", "a", "b"), ("a", "T", "D"), ("criteria", "a", "c")]),
)  # fmt: skip


def test_all_together_and_the_median_account_are_told():
    ax = account_forecasts.variation(VARIATION, periods=12, largest=1)
    assert title(ax) == (
        "All together vary by 0.40 of the mean, the median account by 1.60\n"
        "1 of 3 order every month; 1 are 50% of orders"
    )
    assert overlaps(ax) == []


def test_months_are_drawn_as_they_are_and_the_errors_told():
    actual = pd.Series([100.0, 120, 80], index=["a", "b", "c"])
    ways = {"total": pd.Series([100.0, 100, 100], index=["a", "b", "c"]), "plans": actual + 5}
    ax = account_forecasts.months(actual, ways)
    assert ax.lines[0].get_ydata().tolist() == [100, 120, 80]
    assert title(ax) == "Off by, in tonnes a month: total 13, plans 5"
    with pytest.raises(ValueError, match="one to three"):
        account_forecasts.months(actual, {})


def test_what_is_clearly_cheaper_is_named():
    ax = shared_plans.compared(WAYS)
    assert title(ax).endswith("clearly cheaper: plans") and texts(ax) == ["-700", "-100"]
    ax = shared_plans.compared(WAYS.drop("plans"))
    assert title(ax).endswith("none is clearly cheaper")


def test_plans_that_are_clearly_worth_knowing_are_named():
    ax = shared_plans.plan_values(PLANS)
    said = "Plans that are clearly worth knowing, in thousand yuan a month: A05 (337)"
    assert title(ax) == said and overlaps(ax) == []
    ax = shared_plans.plan_values(PLANS.drop("A05"))
    assert title(ax).startswith("No plan is clearly worth knowing; the best is A01 (70)")


def test_bars_of_scores_add_up():
    ax = choice_by_criteria.scores(SCORES)
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(1)
    assert title(ax) == "A06 wins with 0.60, A01 has 0.40" and overlaps(ax) == []


def test_near_turning_points_are_red():
    ax = choice_by_criteria.turning_points(TURNS, judgements=18)
    assert [bar.get_width() for bar in ax.patches] == [5, 3, 3]
    colors = [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [QUIET, BAD, BAD]
    assert title(ax) == "No judgement of 18 turns the winner within 2 steps;\n2 of them do at 3"
    assert texts(ax)[1:] == ["1/4 to 1: Tom wins", "3 to 1/2: Tom wins"]


def test_worth_is_written_at_each_variation():
    table = pd.DataFrame(
        {"estimate": [-2e6, 1e6], "low": [-3e6, 0], "high": [-1e6, 2e6]},
        index=pd.Index([0.1, 0.3], name="variation"),
    )
    ax = ties.values_by_variation(table)
    assert title(ax) == "At 10, 30 % variation the tie is worth -2.0, +1.0 million yuan a year"
    assert texts(ax) == ["-2.0", "+1.0"] and overlaps(ax) == []
