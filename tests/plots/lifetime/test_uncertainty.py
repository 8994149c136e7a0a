import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from crmkit.plots import uncertainty
from tests.plots.drawn import title


def parabola():
    at = pd.Index(np.linspace(1, 3, 201), name="a")
    return pd.Series(-8 * (at.to_numpy() - 2) ** 2 - 100, index=at)


def ranges():
    return pd.DataFrame({"estimate": [100.0, 10], "low": [90.0, 8], "high": [120.0, 12]})


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_slice_is_drawn_below_its_top_and_marks_where_it_is_near():
    path = parabola()
    kept = path.copy()
    ax = uncertainty.likelihood_slice(path)
    curve, drop, top = ax.lines
    assert curve.get_ydata().max() == 0
    assert drop.get_ydata()[0] == -1.92
    assert top.get_xdata()[0] == pytest.approx(2)
    # 8 d^2 = 1.92 at d = .4899, and the path has steps of .01
    assert words(ax) == ["top at 2.00", "1.52", "2.48"]
    assert ax.get_xlabel() == "a"
    assert words(ax)[1] in title(ax)
    assert_series_equal(path, kept)


def test_slice_that_ends_too_early_says_so():
    with pytest.raises(ValueError, match="reach further out"):
        uncertainty.likelihood_slice(parabola().iloc[60:])


def test_clouds_hold_every_draw_and_95_per_cent_of_x():
    rng = np.random.default_rng(1)
    draws = {
        name: pd.DataFrame({"a": rng.gamma(9, size=500), "b": rng.gamma(9, size=500)})
        for name in ("walk", "weighted")
    }
    axes = uncertainty.clouds(draws, x="a", y="b", title="One cloud")
    for ax, (name, table) in zip(axes, draws.items(), strict=True):
        dots, bar = ax.lines
        assert list(dots.get_xdata()) == table["a"].tolist()
        assert list(bar.get_xdata()) == table["a"].quantile([0.025, 0.975]).tolist()
        assert title(ax) == name
    assert axes[0].figure.get_suptitle() == "One cloud"
    with pytest.raises(ValueError, match="'c'"):
        uncertainty.clouds(draws, x="a", y="c", title="One cloud")


def test_spreads_stand_in_order_with_their_ends_and_what_came():
    samples = {"narrow": pd.Series(np.arange(1001.0)), "wide": pd.Series(np.arange(2001.0))}
    ax = uncertainty.spreads(samples, label="purchases", title="Wide", actual=2500)
    narrow, wide, came = ax.lines
    assert list(narrow.get_xdata()) == [25, 975]
    assert list(wide.get_xdata()) == [50, 1950]
    assert narrow.get_ydata()[0] > wide.get_ydata()[0]
    assert came.get_xdata()[0] == 2500 < ax.get_xlim()[1]
    assert words(ax) == ["25", "975", "50", "1,950", "came: 2,500"]
    assert [one.get_text() for one in ax.get_yticklabels()] == ["narrow", "wide"]


def test_hits_tell_held_from_missed_in_per_cent_of_the_forecast():
    came, table = pd.Series([119.0, 7]), ranges()
    kept = table.copy()
    (ax,) = uncertainty.hits({"expect": table}, came)
    held, missed = ax.lines
    assert list(held.get_xdata()) == pytest.approx([119])
    assert list(missed.get_xdata()) == pytest.approx([70])
    ends = [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()]
    assert ends == [pytest.approx([80, 120]), pytest.approx([90, 120])]
    assert title(ax) == "expect:\n1 of 2 held"
    assert_frame_equal(table, kept)
    with pytest.raises(ValueError, match="'low'"):
        uncertainty.hits({"expect": table.drop(columns="low")}, came)
