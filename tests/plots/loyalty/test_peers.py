import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots.loyalty.peers import effects, rates_by_peers
from tests.plots.drawn import overlaps, texts, title


def two(high=1.7, low=0.3):
    columns = {"estimate": [0.45, 0.79], "low": [0.31, low], "high": [0.59, high]}
    return pd.DataFrame(columns, index=["least squares", "two stages"])


def test_rates_by_peers_are_the_means_of_equally_wide_groups():
    peers = pd.Series([0, 0.1, 0.2, 0.21, 0.5, 0.9, 1.0])
    bought = pd.Series([0, 0, 1, 1, 0, 1, 1])
    ax = rates_by_peers(bought, peers)
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == pytest.approx([100 / 3, 100, 0, 0, 100])
    names = [label.get_text().split("\n")[1] for label in ax.get_xticklabels()]
    assert names == ["3 people", "1 people", "1 people", "0 people", "2 people"]
    assert texts(ax) == ["33 %", "100 %", "0 %", "", "100 %"]
    assert title(ax) == "Few neighbours bought: 33 % buy; nearly all did: 100 %"


def test_effects_show_estimates_with_their_ends():
    ax = effects(two())
    spans = [line.get_xdata() for line in ax.lines if line.get_linewidth() == 6]
    assert [list(span) for span in spans] == [[0.31, 0.59], [0.3, 1.7]]
    assert texts(ax) == ["0.45  (0.31 to 0.59)", "0.79  (0.30 to 1.70)"]
    assert title(ax) == "0.79 by the lot against 0.45: the wide interval holds both"
    assert overlaps(ax) == []


def test_effects_that_differ_for_sure_are_said_to():
    assert title(effects(two(low=0.6))).endswith("its interval leaves the other out")


def test_tables_are_left_as_they_are_and_axes_used():
    _, ax = plt.subplots()
    table = two()
    assert effects(table, ax=ax) is ax
    assert_frame_equal(table, two())


def test_what_cannot_be_drawn_is_refused():
    bought, peers = pd.Series([0, 1]), pd.Series([0.2, 1.4])
    with pytest.raises(ValueError, match="peers is above 1 in 1 of 2"):
        rates_by_peers(bought, peers)
    with pytest.raises(ValueError, match="differ in their rows"):
        rates_by_peers(bought, pd.Series([0.2, 0.4], index=[5, 6]))
    with pytest.raises(ValueError, match="'high' is infinite"):
        effects(two(high=float("inf")))
