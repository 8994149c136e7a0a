"""Figures of what employees feel: what they draw, what their titles claim."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import internal_customers, style
from tests.plots.drawn import overlaps, texts, title


@pytest.fixture(autouse=True)
def _drawn():
    plt.switch_backend("agg")
    style.course_style()
    yield
    plt.close("all")


SLOPES = pd.DataFrame(
    {"estimate": [9.0, 0.6, -0.1], "low": [-9.0, 0.3, -0.4], "high": [30.0, 0.9, 0.2]},
    index=["intercept", "complaints", "privileges"],
)
ALONE = pd.DataFrame(
    {"estimate": [0.4, 0.75], "low": [0.1, 0.5], "high": [0.7, 1.0]},
    index=["privileges", "complaints"],
)
RATES = pd.DataFrame(
    {"estimate": [0.46, 0.57, 0.65, 0.72], "low": [0.4, 0.5, 0.6, 0.7], "high": 0.8},
    index=pd.MultiIndex.from_product(
        [["bad", "good"], ["low", "high"]], names=["management", "supervisor"]
    ),
)


def test_slopes_are_drawn_where_they_are_and_the_clear_one_is_named():
    ax = internal_customers.slopes(SLOPES, ALONE, outcome="rating")
    _, alone, together = ax.lines
    assert list(alone.get_xdata()) == [0.75, 0.4]
    assert list(together.get_xdata()) == [0.6, -0.1]
    assert title(ax) == "Only complaints stays clear of zero when the others are held still"
    assert not overlaps(ax)
    two = SLOPES.assign(low=[-9.0, 0.3, -0.4], high=[30.0, 0.9, -0.1])
    assert title(internal_customers.slopes(two, ALONE, outcome="y")).startswith(
        "2 slopes stay clear"
    )
    with pytest.raises(ValueError, match=r"alone has no row \['complaints'\]"):
        internal_customers.slopes(SLOPES, ALONE.head(1), outcome="rating")


def test_rates_are_two_lines_and_the_title_counts_points():
    ax = internal_customers.rates(RATES, label="content")
    bad, good = ax.lines
    assert list(bad.get_ydata()) == pytest.approx([46, 57])
    assert list(good.get_ydata()) == pytest.approx([65, 72])
    assert title(ax) == ("Management goes with 15 to 19 points more, the supervisor with 7 to 11")
    assert set(texts(ax)) == {*("46 %", "65 %", "57 %, management: bad", "72 %, management: good")}
    assert not overlaps(ax)
    with pytest.raises(ValueError, match="two factors of two levels"):
        internal_customers.rates(RATES.head(2), label="content")


def test_given_axes_are_used_and_tables_are_not_changed():
    for plot, table, extra, more in (
        (internal_customers.slopes, SLOPES, [ALONE], {"outcome": "rating"}),
        (internal_customers.rates, RATES, [], {"label": "content"}),
    ):
        _, ax = plt.subplots()
        kept = table.copy()
        assert plot(table, *extra, **more, ax=ax) is ax
        assert_frame_equal(table, kept)
    with pytest.raises(ValueError, match="no column 'low'"):
        internal_customers.rates(RATES.drop(columns="low"), label="content")
