import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import overlaps, title

EFFECTS = pd.DataFrame(
    {"estimate": [0.02, 0.001], "low": [0.01, -0.01], "high": [0.03, 0.012]},
    index=["spring", "summer"],
)


def test_intervals_that_leave_out_zero_are_counted_and_coloured():
    ax = plots.experiments.effect_intervals(EFFECTS, unit="points", scale=100)
    assert title(ax) == "'spring' is clear of zero, 'summer' is not"
    points = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in points] == pytest.approx([2, 0.1])
    assert points[0].get_color() != points[1].get_color()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["spring", "summer"]
    assert ax.get_xlabel() == "points"
    assert not overlaps(ax)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ([1, 2], [4, 5], "Both are clear of zero, and their intervals overlap"),
        ([1, 4], [3, 5], "Both are clear of zero, and their intervals lie apart"),
        ([-1, -2], [3, 5], "0 of 2 intervals leave out zero"),
        ([1, -2, -1], [3, 5, 2], "1 of 3 intervals leaves out zero"),
    ],
)
def test_title_says_what_the_intervals_show(low, high, said):
    effects = pd.DataFrame({"low": low, "high": high})
    effects["estimate"] = effects.mean(axis="columns")
    assert title(plots.experiments.effect_intervals(effects, unit="points")) == said
