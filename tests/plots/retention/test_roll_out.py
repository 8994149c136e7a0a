import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import overlaps, texts, title

PROFITS = pd.DataFrame({"gain": [50.0, 100, 80]}, index=pd.Index([10, 100, 800], name="test_size"))


def test_two_sizes_are_marked_on_the_curve_and_compared():
    ax = plots.roll_out.gain_curve(PROFITS, {"best": 100, "textbook": 800})
    assert title(ax) == "The textbook size is 8.0 times the best one, and gains 80 % as much"
    assert ax.lines[0].get_ydata().tolist() == [50, 100, 80]
    assert texts(ax) == ["best: 100 each, 100", "textbook: 800 each, 80"]
    assert not overlaps(ax)


def test_sizes_must_lie_on_the_curve():
    with pytest.raises(ValueError, match=r"not there: \['textbook'\]"):
        plots.roll_out.gain_curve(PROFITS, {"best": 100, "textbook": 900})
