"""Figures of a mailing's profit, read from their artists."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crmkit.plots import mailing_profit
from crmkit.plots.style import EXPECTED
from tests.plots.drawn import overlaps, texts, title

PROFITS = pd.DataFrame(
    {"customers": 800, "responses": [128.0, 48], "profit": [10400.0, 2400], "low": [7600.0, 1600],
     "high": [13100.0, 3100]}, index=pd.Index(["table", "lot"], name="ranking"),
)  # fmt: skip
SIZES = pd.concat(
    [PROFITS.set_axis(pd.MultiIndex.from_product([[name], [800, 4000]])) for name in ("a", "b")]
).assign(customers=[800, 4000] * 2)


def test_bars_are_the_profits_and_the_largest_is_blue():
    ax = mailing_profit.profit_bars(PROFITS, marks={"winner: 121": 9700})
    bars = ax.containers[0].patches
    assert [bar.get_width() for bar in bars] == [10400, 2400]
    assert to_hex(bars[0].get_facecolor()) == EXPECTED != to_hex(bars[1].get_facecolor())
    assert title(ax) == "Profit: table 10,400, lot 2,400"
    assert texts(ax) == ["128 buyers", "48 buyers", "winner: 121"] and overlaps(ax) == []
    assert ax.get_xlabel() == "profit of 800 letters (yuan)"


def test_sizes_are_read_on_the_line_of_the_first_ranking():
    ax = mailing_profit.size_lines(SIZES, sizes={"the list": 800, "everybody": 4000})
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [(d.get_xdata()[0], d.get_ydata()[0]) for d in dots] == [(800, 10400), (4000, 2400)]
    assert title(ax) == "A: 800 letters earn 10,400, 4,000 letters earn 2,400 yuan"


def test_missing_columns_and_a_fourth_ranking_are_named():
    with pytest.raises(ValueError, match="no column 'profit'"):
        mailing_profit.profit_bars(PROFITS.drop(columns="profit"))
    four = pd.concat([SIZES.loc[["a"]].rename({"a": name}) for name in "abcd"])
    with pytest.raises(ValueError, match="4 rankings"):
        mailing_profit.size_lines(four, sizes={})
