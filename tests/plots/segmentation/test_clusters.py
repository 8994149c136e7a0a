"""Figures of clusters, read from their artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit import rates
from crmkit.plots.segmentation.clusters import borders, rates_by_trait
from tests.plots.drawn import overlaps, title

# Two pairs far apart, and one customer in the middle.
PLACES = pd.DataFrame({"factor_1": [0.0, 0.1, 5, 5.1, 2.9], "factor_2": [0.0, 0, 5, 5, 2.9]})
PAIRS = pd.Series(list("aabba"))
PEOPLE = pd.DataFrame(
    {"age": list("yyyyoooo"), "shop": list("ababcccc"), "back": [1, 0, 1, 0, 1, 0, 0, 0]}
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_who_stands_between_is_ringed_and_counted():
    ax = borders(PLACES, PAIRS)
    *_, ringed = ax.collections
    np.testing.assert_allclose(ringed.get_offsets(), [[2.9, 2.9]])
    assert title(ax) == "20 % stand between two clusters"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["a", "b", "between two clusters"] and not overlaps(ax)


def test_islands_have_nobody_ringed():
    ax = borders(PLACES.iloc[:4], PAIRS.iloc[:4])
    assert title(ax).startswith("0 %") and len(ax.collections[-1].get_offsets()) == 0


def test_distances_are_measured_in_all_columns_and_two_are_drawn():
    deep = PLACES.assign(depth=[0, 0, 9, 9, 0])
    ax = borders(deep, PAIRS)
    assert title(ax).startswith("0 %") and ax.get_ylabel() == "factor 2"


def test_one_column_or_one_cluster_is_refused():
    with pytest.raises(ValueError, match="places has 1 column"):
        borders(PLACES[["factor_1"]], PAIRS)
    with pytest.raises(ValueError, match="there is no border"):
        borders(PLACES, pd.Series(["a"] * 5))


def test_rates_have_a_point_each_and_the_title_their_span():
    tables = {by: rates.rate_by(PEOPLE, happened="back", by=by) for by in ("age", "shop")}
    ax = rates_by_trait(tables, what="came back")
    points = [line for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(points[0].get_xdata(), [25, 50])
    np.testing.assert_allclose(points[1].get_xdata(), [100, 0, 25])
    assert title(ax) == "Largest gap: age 25.0, shop 100.0 points"
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["age: o", "age: y", "shop: a", "shop: b", "shop: c"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([25, 100])


def test_no_trait_is_refused():
    with pytest.raises(ValueError, match="rates is empty"):
        rates_by_trait({}, what="came back")
    with pytest.raises(ValueError, match="no column 'rate'"):
        rates_by_trait({"age": PEOPLE}, what="came back")
