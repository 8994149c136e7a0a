import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import relationship
from tests.plots.drawn import title


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
    assert title(ax) == "3 answers in 4 cells; high pays for few customers at a high margin"


def test_order_is_read_from_ordered_categories():
    typed = grid().astype(pd.CategoricalDtype(ORDER, ordered=True))
    ax = relationship.relationship_grid(typed)
    assert ax.collections[0].get_array().ravel().tolist() == [2, 1, 3, 2]


def test_unknown_order_is_an_error():
    with pytest.raises(ValueError, match="pass order="):
        relationship.relationship_grid(grid())
    with pytest.raises(ValueError, match=r"lacks the levels \['high'\]"):
        relationship.relationship_grid(grid(), order=ORDER[:3])


def test_cells_with_equal_margins_and_equal_levels_make_the_title():
    equal = pd.DataFrame([[45.0, 5], [135, 45]], index=["many", "few"], columns=["high", "low"])
    ax = relationship.relationship_grid(grid(), margins=equal, order=ORDER)
    assert ax.texts[0].get_text() == "middle\n45 each"
    assert title(ax) == "4 cells, only 3 margins per customer: equal margin, equal level"
    assert [frame.get_xy() for frame in ax.patches] == [(0, 0), (1, 1)]
    unequal = equal.replace(135, 5)
    ax = relationship.relationship_grid(grid(), margins=unequal, order=ORDER)
    assert title(ax).startswith("3 answers in 4 cells")


def test_each_level_is_drawn_as_a_share_of_the_best():
    ax = relationship.level_value_curves(lines())
    low, high = ax.lines[:2]
    assert list(low.get_xdata()) == [40, 60, 80]
    assert list(low.get_ydata()) == pytest.approx([100, 75, 100 * 80 / 140])
    assert list(high.get_ydata()) == pytest.approx([50, 100, 100])


def test_switch_is_marked_where_the_lines_cross_and_names_stand_over_their_bands():
    ax = relationship.level_value_curves(lines())
    assert [50, 50] in [pytest.approx(list(line.get_xdata())) for line in ax.lines]
    assert [text.get_text() for text in ax.texts] == ["low", "high", "low", "high", "50"]
    # The names at the ends of the curves come first.
    low, high = (text.get_position()[0] for text in ax.texts[2:4])
    assert low < 50 < high
    assert title(ax) == "The highest curve wins: low below 50, high from 50"


def test_one_level_at_every_margin_is_said():
    ax = relationship.level_value_curves(lines().iloc[1:])
    assert title(ax) == "High pays at every margin shown"
    assert [text.get_text() for text in ax.texts] == ["low", "high", "high"]


def test_margins_must_rise_and_levels_be_worth_something():
    with pytest.raises(ValueError, match="rise from above 0"):
        relationship.level_value_curves(lines().iloc[::-1])
    with pytest.raises(ValueError, match="rise from above 0"):
        relationship.level_value_curves(lines().rename(index={40.0: 0.0}))
    with pytest.raises(ValueError, match="at 3 margins"):
        relationship.level_value_curves(-lines().abs())


def test_lines_are_money_and_the_highest_is_pointed_out():
    ax = relationship.level_value_lines(lines(), at=45)
    low, high = ax.lines[:2]
    assert list(low.get_ydata()) == [40, 60, 80]
    assert list(high.get_ydata()) == [20, 80, 140]
    assert title(ax) == "At a margin of 45 a year, low is worth most"
    assert [text.get_text() for text in ax.texts] == ["low", "high", "highest at 45:\nlow, 45"]
    assert title(relationship.level_value_lines(lines())).endswith("high is worth most")


def test_names_of_lines_that_end_together_stand_apart():
    together = pd.DataFrame({"one": [0.0, 100], "two": [1.0, 101]}, index=[1.0, 2])
    ax = relationship.level_value_lines(together)
    first, second = (text.xy[1] for text in ax.texts)
    assert second - first >= 5


def test_the_years_that_bring_half_are_blue_and_counted():
    ax = relationship.value_by_year(pd.Series([60.0, 30, 10, 20]), years=3)
    assert [bar.get_height() for bar in ax.patches] == [60, 30, 10]
    blue = [bar.get_facecolor() == ax.patches[0].get_facecolor() for bar in ax.patches]
    assert blue == [True, False, False]
    assert title(ax) == "Worth 120 in all; the first year brings 50 % of it"
    with pytest.raises(ValueError, match="no shares"):
        relationship.value_by_year(pd.Series([-1.0, 0]))


def test_segments_stand_at_their_margin_with_the_way_to_the_nearer_border():
    choice = pd.DataFrame(
        {"margin_per_customer": [25.0, 100, 900], "level": ["low", "middle", "high"]},
        index=["shops", "plants", "works"],
    )
    bands = pd.DataFrame(
        {"pays": True, "pays_from": [0.0, 80, 500], "pays_to": [80.0, 500, np.inf]},
        index=["low", "middle", "high"],
    )
    ax = relationship.segment_margins(choice, bands)
    factors = [text.get_text() for text in ax.texts if "too" in text.get_text()]
    # The plants' other border, 500, is further away.
    assert factors == ["3.20 times too low", "1.25 times too high", "1.80 times too high"]
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == [25, 100, 900]
    assert title(ax) == "Least sure: plants, where a margin 20 % lower would change the level"


def test_given_axes_are_used_and_tables_are_not_changed():
    _, (left, right) = plt.subplots(1, 2)
    names, values = grid(), lines()
    assert relationship.relationship_grid(names, order=ORDER, ax=left) is left
    assert relationship.level_value_curves(values, ax=right) is right
    assert_frame_equal(names, grid())
    assert_frame_equal(values, lines())
    assert np.isfinite(right.get_ylim()).all()
