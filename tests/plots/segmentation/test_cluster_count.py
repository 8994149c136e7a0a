"""The figure of silhouettes, read from its artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.plots.segmentation.cluster_count import silhouettes
from tests.plots.drawn import overlaps, texts, title

FOUND = pd.DataFrame(
    {"silhouette": [0.2, 0.5, 0.4], "chance_silhouette": [0.25, 0.24, 0.23]},
    index=pd.Index([2, 3, 4], name="clusters"),
).assign(above_chance=lambda t: t["silhouette"] > t["chance_silhouette"])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_both_lines_are_drawn_and_the_largest_excess_is_marked():
    ax = silhouettes(FOUND)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), FOUND["silhouette"])
    np.testing.assert_allclose(ax.lines[1].get_ydata(), FOUND["chance_silhouette"])
    assert title(ax) == "Above one cloud with 3 and 4 clusters, by 0.26 at most"
    assert texts(ax) == ["+0.26"] and not overlaps(ax)
    assert list(ax.lines[2].get_xdata()) == [3, 3]


def test_where_nothing_is_above_the_title_says_so():
    ax = silhouettes(FOUND.assign(above_chance=False))
    assert title(ax) == "No cut stands further apart than that of one cloud"
    assert not texts(ax) and len(ax.lines) == 2


def test_axes_are_kept_and_other_tables_refused():
    _, ax = plt.subplots()
    assert silhouettes(FOUND, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'above_chance'"):
        silhouettes(FOUND.drop(columns="above_chance"))
