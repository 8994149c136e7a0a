import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import relationship


@pytest.fixture(autouse=True)
def _close():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def grid():
    return pd.DataFrame(
        [["middle", "low or middle"], ["high", "middle"]],
        index=pd.Index(["many", "few"], name="customers"),
        columns=pd.Index(["high", "low"], name="margin"),
    )


ORDER = ["low", "low or middle", "middle", "high"]


def lines():
    # Two lines that cross at 50: M, and 3 M - 100.
    margins = pd.Index([40.0, 60, 80], name="margin_per_customer")
    return pd.DataFrame({"low": margins, "high": 3 * margins - 100}, index=margins)


def test_cells_name_the_levels_and_darker_is_higher():
    ax = relationship.relationship_grid(grid(), order=ORDER)
    assert [text.get_text() for text in ax.texts] == ["middle", "low\nor middle", "high", "middle"]
    assert ax.collections[0].get_array().ravel().tolist() == [2, 1, 3, 2]
    assert ax.get_title() == "3 answers in 4 cells; high pays for few customers at a high margin"


def test_order_is_read_from_ordered_categories():
    typed = grid().astype(pd.CategoricalDtype(ORDER, ordered=True))
    ax = relationship.relationship_grid(typed)
    assert ax.collections[0].get_array().ravel().tolist() == [2, 1, 3, 2]


def test_unknown_order_is_an_error():
    with pytest.raises(ValueError, match="pass order="):
        relationship.relationship_grid(grid())
    with pytest.raises(ValueError, match=r"lacks the levels \['high'\]"):
        relationship.relationship_grid(grid(), order=ORDER[:3])


def test_each_level_is_drawn_as_a_share_of_the_best():
    ax = relationship.level_value_lines(lines())
    low, high = ax.lines[:2]
    assert list(low.get_xdata()) == [40, 60, 80]
    assert list(low.get_ydata()) == pytest.approx([100, 75, 100 * 80 / 140])
    assert list(high.get_ydata()) == pytest.approx([50, 100, 100])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["low", "high"]


def test_switch_is_marked_where_the_lines_cross():
    ax = relationship.level_value_lines(lines())
    assert list(ax.lines[2].get_xdata()) == pytest.approx([50, 50])
    assert [text.get_text() for text in ax.texts] == ["50"]
    assert ax.get_title() == "High pays from a margin of 50 a customer"


def test_one_level_at_every_margin_is_said():
    ax = relationship.level_value_lines(lines().iloc[1:])
    assert ax.get_title() == "High pays at every margin shown"
    assert len(ax.lines) == 2


def test_margins_must_rise_and_levels_be_worth_something():
    with pytest.raises(ValueError, match="rise from above 0"):
        relationship.level_value_lines(lines().iloc[::-1])
    with pytest.raises(ValueError, match="at 3 margins"):
        relationship.level_value_lines(-lines().abs())


def test_given_axes_are_used_and_tables_are_not_changed():
    _, (left, right) = plt.subplots(1, 2)
    names, values = grid(), lines()
    assert relationship.relationship_grid(names, order=ORDER, ax=left) is left
    assert relationship.level_value_lines(values, ax=right) is right
    assert_frame_equal(names, grid())
    assert_frame_equal(values, lines())
    assert np.isfinite(right.get_ylim()).all()
