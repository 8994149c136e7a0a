"""Figures of clusters, read from their artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit import rates
from crmkit.plots.segmentation.clusters import neighbours, rates_by_trait
from tests.plots.drawn import overlaps, title

# Two pairs far apart, and one of the second pair called by the first pair's name.
PLACES = pd.DataFrame({"factor_1": [0.0, 0.1, 5, 5.1], "factor_2": [0.0, 0, 5, 5]})
PEOPLE = pd.DataFrame(
    {"age": list("yyyyoooo"), "shop": list("ababcccc"), "back": [1, 0, 1, 0, 1, 0, 0, 0]}
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_who_has_a_neighbour_in_another_cluster_is_ringed_and_counted():
    ax = neighbours(PLACES, pd.Series(["a", "a", "b", "a"]))
    *_, ringed = ax.collections
    np.testing.assert_allclose(ringed.get_offsets(), [[5, 5], [5.1, 5]])
    assert title(ax) == "50 % have their nearest neighbour in another cluster"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["a", "b", "nearest neighbour\nin another cluster"]
    assert not overlaps(ax)


def test_islands_have_nobody_ringed():
    ax = neighbours(PLACES, pd.Series([1, 1, 2, 2]))
    assert title(ax).startswith("0 %") and len(ax.collections[-1].get_offsets()) == 0


def test_two_at_one_place_are_each_other_s_neighbours():
    ax = neighbours(PLACES.assign(factor_1=[0, 0, 5, 5]), pd.Series([1, 1, 2, 2]))
    assert title(ax).startswith("0 %")


def test_a_map_has_two_columns():
    with pytest.raises(ValueError, match="places has 3 columns"):
        neighbours(PLACES.assign(more=1), pd.Series([1, 1, 2, 2]))
    with pytest.raises(ValueError, match="one row"):
        neighbours(PLACES.iloc[:1], pd.Series([1]))


def test_rates_have_a_point_each_and_the_title_their_span():
    tables = {by: rates.rate_by(PEOPLE, happened="back", by=by) for by in ("age", "shop")}
    ax = rates_by_trait(tables, what="came back")
    points = [line for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(points[0].get_xdata(), [25, 50])
    np.testing.assert_allclose(points[1].get_xdata(), [100, 0, 25])
    assert title(ax) == "Groups differ by age 25.0 and by shop 100.0 points"
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["age: o", "age: y", "shop: a", "shop: b", "shop: c"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([25, 100])


def test_no_trait_is_refused():
    with pytest.raises(ValueError, match="rates is empty"):
        rates_by_trait({}, what="came back")
    with pytest.raises(ValueError, match="no column 'rate'"):
        rates_by_trait({"age": PEOPLE}, what="came back")
