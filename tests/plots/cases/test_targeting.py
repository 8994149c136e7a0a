"""Figures of joined records, offers and lists, read from their artists."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crmkit.plots import anonymity, linkage, offers
from crmkit.plots.style import BAD, EXPECTED, GOOD
from tests.plots.drawn import overlaps, texts, title

WAYS = pd.DataFrame({"merged": [115, 28], "split": [352, 251]}, index=["phone", "weights"])
GROUPS = pd.DataFrame(
    {"rate": [0.08, 0.04], "estimate": [-0.25, 0.32], "low": [-0.3, 0.2], "high": [-0.2, 0.5]},
    index=["small gifts", "large gifts"],
)
PLANS = pd.DataFrame(
    {"expected": [12_000.0, 9_000, -3_000], "estimate": [11_000.0, 8_000, -5_000],
     "low": [9_000.0, 6_000, -9_000], "high": [13_000.0, 10_000, -1_000]},
    index=["best plan", "greedy", "everything to all"],
)  # fmt: skip
LISTS = pd.DataFrame(
    {"customers": [458, 5_000], "unique_share": [0.91, 0.61], "small_share": [1.0, 0.96]},
    index=["the market", "the bank"],
)


def test_merged_to_the_right_split_to_the_left():
    ax = linkage.link_errors(WAYS)
    widths = [bar.get_width() for bars in ax.containers for bar in bars]
    assert widths == [115, 28, -352, -251] and overlaps(ax) == []
    assert texts(ax) == ["115", "352", "28", "251"]
    assert title(ax) == "Weights: fewest errors, 28 merged, 251 split"


def test_dots_are_answers_and_money_red_below_zero():
    ax = offers.answers_and_money(GROUPS, unit="dollars a letter")
    dots = ax.collections[-1]
    assert dots.get_offsets().tolist() == [[8, -0.25], [4, 0.32]]
    assert [to_hex(one) for one in dots.get_facecolors()] == [BAD, GOOD]
    assert title(ax) == "Most answers (8.0 of 100): -0.25; fewest (4.0): +0.32 dollars a letter"
    assert overlaps(ax) == []


def test_bars_are_measured_profits_and_the_best_is_blue():
    ax = offers.plan_profits(PLANS)
    bars = ax.containers[0].patches
    assert [bar.get_width() for bar in bars] == [11_000, 8_000, -5_000]
    assert [to_hex(bar.get_facecolor()) for bar in bars][::2] == [EXPECTED, BAD]
    assert title(ax) == "Best plan earns 11,000, everything to all -5,000 yuan"
    assert texts(ax) == ["11,000", "8,000", "-5,000"] and overlaps(ax) == []
    # Across the zero line from its bar, away from the stroke of what was promised.
    assert [one.xy[0] for one in ax.texts] == [0, 0, 0]
    assert [one.get_ha() for one in ax.texts] == ["right", "right", "left"]


def test_shares_that_are_unique_are_red():
    ax = anonymity.unique_shares(LISTS, what="postcode and age")
    assert [bar.get_width() for bar in ax.containers[1]] == [91, 61]
    assert texts(ax) == ["91 % unique", "61 % unique"] and overlaps(ax) == []
    assert title(ax) == "Unique: 91 % of the market, 61 % of the bank"
    assert ax.get_xlabel() == "of 100 people on the list, by postcode and age"
    assert ax.get_legend().get_texts()[0].get_text() == "unique"


@pytest.mark.parametrize(
    ("draw", "table"),
    [(linkage.link_errors, WAYS), (offers.answers_and_money, GROUPS),
     (offers.plan_profits, PLANS), (anonymity.unique_shares, LISTS)],
)  # fmt: skip
def test_one_row_and_missing_columns_are_refused(draw, table):
    with pytest.raises(ValueError, match="compared with nothing"):
        draw(table.head(1))
    with pytest.raises(ValueError, match="no column"):
        draw(table.iloc[:, :1].rename(columns=str.upper))
