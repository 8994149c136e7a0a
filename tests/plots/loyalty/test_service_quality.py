import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import service_quality
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

GAPS = pd.DataFrame(
    {"estimate": [0.1, 1.65, -0.25], "low": [-0.05, 1.5, -0.35], "high": [0.25, 1.8, -0.15]},
    index=["reliability", "tangibles", "empathy"],
)
FACTORS = pd.DataFrame(
    {
        "eigenvalue": [2.0, 0.7, 0.3],
        "chance_eigenvalue": [1.3, 1.1, 0.9],
        "kept": [True, False, False],
    },
    index=pd.RangeIndex(1, 4, name="factor"),
)
IMPORTANCE = pd.DataFrame(
    {"estimate": [0.6, 0.44, 0.5, 0.4], "low": [0.5, 0.3, 0.4, 0.3], "high": [0.7, 0.5, 0.6, 0.5]},
    index=["overall", "network", "advice", "range"],
)
PERFORMANCE = pd.Series({"network": 7.2, "overall": 7.9, "advice": 7.6, "range": 7.8})
GAINS = pd.DataFrame(
    {"estimate": [0.19, 0.48, 0.76], "low": [0.0, 0.4, 0.56], "high": [0.4, 0.6, 0.95]},
    index=["worst_only", "by_gap", "by_both"],
)
SAME = pd.DataFrame(
    {"estimate": [-0.13, -0.10], "low": [-0.2, -0.15], "high": [-0.06, -0.05]},
    index=["all ratings", "same provider"],
)
SHARES = pd.DataFrame(
    {"stated": [0.3, 0.3, 0.4], "regression": [0.6, 0.35, 0.05]}, index=["a", "b", "c"]
)
TRUTH = pd.Series({"c": 0.1, "a": 0.6, "b": 0.3})


def dots(ax):
    """Each dot: where it lies and its colour."""
    return [
        (line.get_xdata()[0], line.get_ydata()[0], line.get_color())
        for line in ax.lines
        if line.get_marker() == "o"
    ]


def test_the_largest_gap_is_on_top_and_colours_say_short_or_beyond():
    ax = service_quality.gap_intervals(GAPS)
    assert [(x, color) for x, _, color in dots(ax)] == [(1.65, BAD), (0.1, QUIET), (-0.25, GOOD)]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["tangibles", "reliability", "empathy"]
    bottom, top = ax.get_ylim()
    assert bottom > top
    assert title(ax) == "Tangibles: 1.65 points short; empathy: more than was expected"
    assert texts(ax) == ["1.65", "0.10", "-0.25"]
    assert not overlaps(ax)


def test_the_title_claims_nothing_beyond_expectation_where_it_is_not_sure():
    assert title(service_quality.gap_intervals(GAPS.iloc[:2])) == "Tangibles: 1.65 points short"


def test_scree_fills_the_factors_above_chance():
    ax = service_quality.scree(FACTORS)
    chance, found = ax.lines
    assert list(found.get_ydata()) == [2.0, 0.7, 0.3]
    assert list(chance.get_ydata()) == [1.3, 1.1, 0.9]
    assert title(ax) == "1 of 3 factors stands above chance"
    assert texts(ax) == ["first factor: 2.0 of 3", "random answers"]
    assert ax.get_ylim()[0] == 0
    assert not overlaps(ax)


def test_bars_of_importance_are_the_shares_and_lines_the_truth():
    ax = service_quality.recovered_weights(SHARES, truth=TRUTH)
    stated, regression = ax.containers
    assert [bar.get_height() for bar in stated] == pytest.approx([30, 30, 40])
    assert [bar.get_height() for bar in regression] == pytest.approx([60, 35, 5])
    lines = [line.get_segments()[0][0][1] for line in ax.collections]
    assert lines == pytest.approx([60, 30, 10])
    # Off by 30, 0, 30 and by 0, 5, 5.
    assert title(ax) == "Regression misses the truth by 3 points on average, stated by 20"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert sorted(labels) == ["regression", "stated", "truth"]
    assert not overlaps(ax)


def test_worst_and_most_important_are_coloured_and_ranked_in_the_title():
    ax = service_quality.importance_performance(PERFORMANCE, IMPORTANCE)
    assert dots(ax)[0] == (7.9, 0.6, EXPECTED)
    assert dots(ax)[1] == (7.2, 0.44, BAD)
    assert [color for *_, color in dots(ax)[2:]] == [QUIET, QUIET]
    assert title(ax) == (
        "The worst is number 3 of 4 in importance,\nthe most important is number 1 of 4 in quality"
    )
    assert texts(ax) == list(IMPORTANCE.index)
    assert not overlaps(ax)


def test_a_nudge_moves_a_label():
    ax = service_quality.importance_performance(
        PERFORMANCE, IMPORTANCE, nudges={"range": (-8, -12)}
    )
    moved = ax.texts[-1]
    assert (moved.xyann, moved.get_ha()) == ((-8, -12), "right")


def test_gains_of_plans_keep_their_order_and_the_best_is_coloured():
    ax = service_quality.plan_gains(GAINS)
    assert [color for *_, color in dots(ax)] == [QUIET, QUIET, EXPECTED]
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "worst only",
        "by gap",
        "by both",
    ]
    assert title(ax) == "By both: 0.76 points more satisfaction; worst only: 0.19"
    assert ax.get_xlim()[0] <= 0
    assert not overlaps(ax)


def test_the_same_provider_is_named_as_the_caller_says():
    ax = service_quality.same_provider(SAME, names=("lecturer", "other departments"))
    assert title(ax) == "The same lecturer is rated 0.10 lower by other departments"
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "all lecturers",
        "same lecturer",
    ]
    assert not overlaps(ax)


def test_given_axes_are_used_and_tables_are_not_changed():
    for plot, table, named in (
        (service_quality.gap_intervals, GAPS, {}),
        (service_quality.scree, FACTORS, {}),
        (service_quality.recovered_weights, SHARES, {"truth": TRUTH}),
        (service_quality.plan_gains, GAINS, {}),
        (service_quality.same_provider, SAME, {}),
    ):
        _, ax = plt.subplots()
        kept = table.copy()
        assert plot(table, ax=ax, **named) is ax
        assert_frame_equal(table, kept)


def test_what_is_missing_is_named():
    with pytest.raises(ValueError, match="gaps has no column 'low'"):
        service_quality.gap_intervals(GAPS[["estimate", "high"]])
    with pytest.raises(ValueError, match=r"performance has no number for \['range'\]"):
        service_quality.importance_performance(PERFORMANCE.drop("range"), IMPORTANCE)
    with pytest.raises(ValueError, match=r"truth has no share for \['c'\]"):
        service_quality.recovered_weights(SHARES, truth=TRUTH.drop("c"))
