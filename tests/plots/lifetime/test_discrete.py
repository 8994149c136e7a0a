import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import discrete
from tests.plots.drawn import title


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_answers_are_filled_where_yes_and_the_silence_is_marked():
    ax = discrete.answer_lines({"A": "yyn", "B": "yny"})
    yes, no, silence = ax.lines[:3]
    assert list(yes.get_xdata()) == [1, 2]
    assert list(no.get_xdata()) == [3]
    assert silence.get_xdata()[0] > 2
    assert words(ax) == ["2 gifts, last in 2", "silent for 1", "2 gifts, last in 3"]
    with pytest.raises(ValueError, match="different lengths"):
        discrete.answer_lines({"A": "yy", "B": "y"})


def test_spread_holds_shares_in_per_cent_and_both_means():
    shares = pd.DataFrame({"gives": [0.2, 0.8], "leaves": [0.9, 0.1]}, index=[0.0, 0.5])
    kept = shares.copy()
    ax = discrete.chance_spread(shares, means={"gives": 0.6, "leaves": 0.25})
    drawn = [list(one.get_data().values) for one in ax.patches]
    assert drawn[0] == drawn[1] == pytest.approx([20, 80])
    assert drawn[2] == pytest.approx([90, 10])
    assert [line.get_xdata()[0] for line in ax.lines] == [60, 25]
    assert title(ax).endswith("gives 60 %, leaves 25 %")
    assert_frame_equal(shares, kept)
    with pytest.raises(ValueError, match="'other'"):
        discrete.chance_spread(shares, means={"other": 0.5})


def test_title_names_the_lowest_bar():
    table = pd.DataFrame({"expected": [0.8, 1.0, 0.6], "alive": [0.7, 0.6, 0.2]}, index=list("abc"))
    ax = discrete.promise_bars(table, label="gifts")
    assert [bar.get_height() for bar in ax.containers[0]] == [0.8, 1.0, 0.6]
    assert words(ax) == ["0.80\nalive: 70%", "1.00\nalive: 60%", "0.60\nalive: 20%"]
    assert title(ax) == "Least to expect from: c"
    with pytest.raises(ValueError, match="'alive'"):
        discrete.promise_bars(table[["expected"]], label="gifts")


def test_grid_writes_every_possible_history_and_frames_the_marked_ones():
    grid = pd.DataFrame({1: [0.1, 0.5], 2: [np.nan, 1.5]}, index=[1, 2])
    ax = discrete.promise_grid(grid, label="gifts", marks={"A": (1, 1), "B": (2, 2)})
    assert words(ax) == ["0.10", "0.50", "1.50", "A", "B"]
    first, second = ax.patches
    assert (first.get_x() + 0.48, first.get_y() + 0.48) == pytest.approx((0, 0))
    assert (second.get_x() + 0.48, second.get_y() + 0.48) == pytest.approx((1, 1))
    assert title(ax).endswith("A 0.10 and B 1.50")


def test_given_axes_are_used():
    _, ax = plt.subplots()
    assert discrete.answer_lines({"A": "yn"}, ax=ax) is ax
