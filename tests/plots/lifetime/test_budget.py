"""Figures of a budget, read from their artists; titles checked with the tables."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.plots import budget
from crmkit.plots.style import BAD, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

RATIOS = pd.Series({"a year": 4.51, "a life": 1.47})
FUNNEL = pd.Series({"reached": 50_000, "asked": 5_000, "advised": 2_500, "booked": 1_000})
LOUD = pd.Series({"came back": 400.0, "and friends": 600, "and theirs": 700})


def steps(*estimates):
    index = pd.Index([100 * (k + 1) for k in range(len(estimates))], name="spend")
    estimate = pd.Series(estimates, index, dtype=float)
    return pd.DataFrame(
        {"estimate": estimate, "low": estimate - 0.1, "high": estimate + 0.1}, index
    )


RETURNS = {"strangers": steps(1.4, 1.1, 0.9), "customers": steps(6.5, 2.0, 0.6)}
SPLIT = {"strangers": 100, "customers": 300}
PROFITS = pd.Series([800.0, 900, 950, 940], pd.Index([0, 100, 200, 300], name="on strangers"))
NAMED = {"slogan": 0, "today": 100}

FIGURES = {
    "ratios": (budget.ratios, (RATIOS,), {}),
    "chains": (budget.chains, (FUNNEL, LOUD), {}),
    "returns": (budget.returns_by_step, (RETURNS,), {"split": SPLIT}),
    "splits": (budget.splits, (PROFITS,), {"named": NAMED, "unit": "yuan"}),
}
EVERY_FIGURE = pytest.mark.parametrize("name", FIGURES)


def colors(bars):
    return [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in bars]


def test_ratios_are_told_in_the_title_and_held_against_the_saying():
    ax = budget.ratios(RATIOS, what="One table")
    assert [bar.get_width() for bar in ax.containers[0]] == [4.51, 1.47]
    assert ax.lines[0].get_xdata()[0] == 5 and "the saying: 5" in texts(ax)
    assert title(ax) == "One table: winning costs 4.5 or 1.5 times as much as keeping"
    three = budget.ratios(pd.Series({"a": 5.0, "b": 3, "c": 0.5}))
    assert title(three) == "One firm: winning costs 5.0, 3.0 or 0.5 times as much as keeping"


def test_chains_are_scaled_to_the_same_first_step():
    ax = budget.chains(FUNNEL, LOUD)
    funnel, loud = ax.containers
    assert [bar.get_width() for bar in funnel] == [1000, 100, 50, 20]
    assert [bar.get_width() for bar in loud] == [1000, 1500, 1750]
    assert "booked: 20" in texts(ax) and "and theirs: 1,750" in texts(ax)
    assert title(ax) == "Of 1,000 the funnel leaves 20; of 1,000 the loudspeaker makes 1,750"


def test_the_next_step_of_one_side_and_the_last_of_the_other_are_marked():
    ax = budget.returns_by_step(RETURNS, split=SPLIT)
    rings = [line for line in ax.lines if line.get_markersize() == 13]
    spots = [float(one) for line in rings for one in line.get_xydata()[0]]
    assert spots == pytest.approx([200, 110, 300, 60])
    assert [line.get_color() for line in rings] == [GOOD, BAD]
    assert texts(ax)[:2] == ["the next 100 on strangers: 110", "the last 100 on customers: 60"]
    assert "what it cost: 100" in texts(ax)
    assert title(ax) == (
        "At 100 on strangers and 300 on customers the next 100\n"
        "on strangers brings 110; the last 100 on customers brought 60"
    )


@pytest.mark.parametrize("split", [{"strangers": 300, "customers": 300}, SPLIT | {"customers": 0}])
def test_a_split_without_a_next_or_last_step_is_refused(split):
    with pytest.raises(ValueError, match="has no step to mark"):
        budget.returns_by_step(RETURNS, split=split)


def test_splits_name_the_best_and_what_the_others_lose():
    ax = budget.splits(PROFITS, named=NAMED)
    assert [bar.get_height() for bar in ax.containers[0]] == [800, 900, 950, 940]
    assert colors(ax.containers[0]) == [BAD, BAD, GOOD, QUIET]
    assert texts(ax) == ["slogan\n800", "today\n900", "best\n950", "940"]
    assert title(ax) == "The best split earns 150 more than slogan, 50 more than today"


def test_a_split_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"named has \[50\]"):
        budget.splits(PROFITS, named={"today": 50})
    with pytest.raises(ValueError, match="but the best"):
        budget.splits(PROFITS, named={"today": 200})


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="loudspeaker has nobody at its first step"):
        budget.chains(FUNNEL, LOUD * 0)
    with pytest.raises(ValueError, match="holds two together"):
        budget.returns_by_step({"strangers": steps(1.0)}, split=SPLIT)
    with pytest.raises(ValueError, match="profits is empty or lacks numbers"):
        budget.splits(PROFITS * float("nan"), named={})


@EVERY_FIGURE
def test_figures_draw_on_the_axes_given(name):
    figure, tables, options = FIGURES[name]
    _, (first, second) = plt.subplots(1, 2)
    assert figure(*tables, ax=second, **options) is second
    assert not first.has_data() and second.has_data()


@EVERY_FIGURE
def test_no_labels_overlap(name):
    figure, tables, options = FIGURES[name]
    assert not overlaps(figure(*tables, **options))
