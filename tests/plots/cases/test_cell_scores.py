"""Figures of cell scores, read from their artists."""

import pandas as pd
import pytest

from crmkit.plots import cell_scores
from tests.plots.drawn import overlaps, texts, title

CELLS = pd.DataFrame(
    {"customers": [100, 200, 10, 100], "happened": [5, 10, 9, 20]},
    index=pd.MultiIndex.from_product([[0, 6], [0, 3]], names=["car_premium", "fire_premium"]),
).assign(rate=lambda t: t["happened"] / t["customers"])


def test_cells_say_how_many_buy_of_how_many_and_small_ones_stay_white():
    ax = cell_scores.cells(CELLS)
    assert texts(ax) == ["5 %", "of 100", "5 %", "of 200", "20 %", "of 100"]
    assert title(ax) == "11 % of all customers buy, 20 % in the best cell"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("fire premium", "car premium")
    assert overlaps(ax) == []


def test_the_best_cell_is_framed():
    [frame] = cell_scores.cells(CELLS).patches
    assert frame.get_xy() == (1, 1)


def test_only_two_columns_and_cells_with_customers_can_be_drawn():
    with pytest.raises(ValueError, match="two can be drawn"):
        cell_scores.cells(CELLS.droplevel(0))
    with pytest.raises(ValueError, match="no cell has 500 customers"):
        cell_scores.cells(CELLS, least=500)
