"""Figures of personas, read from their artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.plots.segmentation.personas import agreement, found_again
from crmkit.plots.style import BAD, GOOD
from tests.plots.drawn import overlaps, texts, title

FOUND = pd.DataFrame(
    {
        "customers": [9, 5, 4],
        "overlap": [0.95, 0.55, 0.8],
        "low": [0.9, 0.3, 0.6],
        "high": [1.0, 0.9, 0.9],
        "found_share": [0.99, 0.12, 0.75],
    },
    index=pd.Index(["loyal", "gift", "late"], name="persona"),
)
DRAWS = pd.DataFrame(
    {"estimate": [0.8, 0.6], "low": [0.5, 0.4], "high": [0.9, 0.8]},
    index=pd.Index([2, 3], name="clusters"),
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_each_persona_has_its_overlap_and_its_share():
    ax = found_again(FOUND)
    points = [line for line in ax.lines if line.get_marker() == "o"]
    assert [float(line.get_xdata()[0]) for line in points] == [0.55, 0.8, 0.95]
    assert [line.get_color() for line in points] == [BAD, GOOD, GOOD]
    assert texts(ax) == ["found in 12 %", "found in 75 %", "found in 99 %", "found again from here"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["gift", "late", "loyal"]
    assert title(ax) == "Found again in 12 % of the draws (gift)\nto 99 % (loyal)"
    assert not overlaps(ax)


def test_agreement_of_two_is_drawn_side_by_side():
    ax = agreement({"ours": DRAWS, "one cloud": DRAWS - 0.1}, clusters=3)
    assert title(ax) == "With 3 clusters, new draws agree: ours 0.60, one cloud 0.50"
    ours, cloud = (line for line in ax.lines if line.get_marker() in ("o", "s"))
    np.testing.assert_allclose(np.asarray(ours.get_ydata(), dtype=float), [0.8, 0.6])
    np.testing.assert_allclose(np.asarray(cloud.get_ydata(), dtype=float), [0.7, 0.5])
    assert (np.asarray(ours.get_xdata()) < np.asarray(cloud.get_xdata())).all()


def test_one_table_alone_has_nothing_to_be_held_against():
    with pytest.raises(ValueError, match="found has 1 tables"):
        agreement({"ours": DRAWS}, clusters=3)
    with pytest.raises(ValueError, match="no column 'found_share'"):
        found_again(DRAWS.assign(overlap=1))
