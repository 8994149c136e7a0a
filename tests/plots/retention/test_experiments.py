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
    assert title(ax) == "1 of 2 intervals leaves out zero"
    points = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in points] == pytest.approx([2, 0.1])
    assert points[0].get_color() != points[1].get_color()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["spring", "summer"]
    assert ax.get_xlabel() == "points"
    assert not overlaps(ax)
