"""The figure of eigenvalues, read from its artists."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.plots.segmentation.factors import eigenvalues
from crmkit.plots.style import EXPECTED, QUIET
from crmkit.segmentation import factors
from tests.plots.drawn import overlaps, texts, title
from tests.segmentation.toothpaste import ITEMS, TOOTHPASTE


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def explained():
    return factors.explained(TOOTHPASTE, ITEMS, rng=np.random.default_rng(1), draws=40)


def test_bars_are_eigenvalues_and_those_kept_are_coloured(explained):
    ax = eigenvalues(explained)
    assert [bar.get_height() for bar in ax.patches] == explained["eigenvalue"].to_list()
    colors = [matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [EXPECTED] * 2 + [QUIET] * 4
    assert title(ax) == "2 of 6 factors stand above chance and carry 82 % of the variance"
    assert texts(ax) == ["2.73", "2.22", "0.44", "0.34", "0.18", "0.09"] and not overlaps(ax)


def test_where_none_is_kept_the_title_says_so(explained):
    ax = eigenvalues(explained.assign(kept=False))
    assert title(ax) == "0 of 6 factors stand above chance"


def test_other_tables_are_refused():
    with pytest.raises(ValueError, match="no column 'eigenvalue'"):
        eigenvalues(factors.loadings(TOOTHPASTE, ITEMS, factors=2))
