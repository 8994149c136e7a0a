"""Figures of exits, read from their artists; the claims, from the tables."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from pandas.testing import assert_frame_equal

from crmkit.plots import exits as plots
from crmkit.plots.style import ACTUAL, BAD, EXPECTED, GOOD, QUIET
from crmkit.retention import exits
from tests.plots.drawn import overlaps, texts, title

REASONS = exits.reasons(pd.Series({"price": 50, "service": 30, "politics": 20}))
LOST = pd.DataFrame(
    {"expected_leavers": [50.0, 30, 80], "lifetime_profit_lost": [400.0, 600, 1000]},
    index=["price", "service", "all"],
)
MENDED = pd.DataFrame(
    {
        "incidence": [0.02, 0.26],
        "kept_share": [0.0196, 0.182],
        "low": [0.018, 0.17],
        "high": [0.021, 0.19],
        "leave_anyway": [0.0004, 0.078],
    },
    index=[1, 20],
)
VALUES = pd.DataFrame(
    {
        "cost": [100.0, 100, 100],
        "profit_at_bar": [300.0, 140, 90],
        "saved_per_cost": [2.2, 1.0, 0.7],
        "low": [1.9, 0.9, 0.5],
        "high": [2.5, 1.1, 0.9],
        "verdict": ["pays", "unclear", "does not pay"],
    },
    index=["care", "guarantee", "visits"],
)


def test_bars_of_reasons_are_their_shares_and_the_largest_is_marked():
    ax = plots.reason_bars(REASONS)
    bars = ax.patches
    assert [bar.get_width() for bar in bars] == pytest.approx([50, 30, 20])
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [EXPECTED, QUIET, QUIET]
    assert bars[0].get_y() > bars[1].get_y() > bars[2].get_y()
    [whiskers] = ax.collections
    ends = [(one[0][0], one[1][0]) for one in whiskers.get_segments()]
    assert np.array(ends) == pytest.approx(100 * REASONS[["low", "high"]].to_numpy())
    assert texts(ax) == ["50 %", "30 %", "20 %"]
    assert title(ax) == "Price takes 50 of 100 leavers, with service 80"
    assert overlaps(ax) == []


def test_heads_and_money_are_shares_of_all():
    ax = plots.heads_and_money(LOST)
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == pytest.approx([62.5, 37.5, 40, 60])
    assert title(ax) == "Price takes most customers, service most profit"
    assert overlaps(ax) == []
    ax = plots.heads_and_money(LOST.assign(lifetime_profit_lost=[600.0, 400, 1000]))
    assert title(ax) == "Price takes most customers and most profit"


def test_what_is_kept_lies_below_the_bar_and_the_title_says_by_how_much():
    ax = plots.kept_by_horizon(MENDED, reason="price")
    promised, kept = (line.get_ydata() for line in ax.lines)
    assert list(promised) == pytest.approx([2, 26])
    assert list(kept) == pytest.approx([1.96, 18.2])
    assert title(ax) == "Price mended: 98 % of its bar kept after 1 year, 70 % after 20"
    assert texts(ax) == ["promised by the bar: 26", "kept: 18", "leave for something else"]
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="two horizons or more, rising"):
        plots.kept_by_horizon(MENDED[::-1], reason="price")


def test_programmes_stand_by_what_they_save_in_the_colour_of_the_verdict():
    ax = plots.programmes_that_pay(VALUES)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["visits", "guarantee", "care"]
    dots = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert [dot.get_xdata()[0] for dot in dots[::2]] == [0.7, 1.0, 2.2]
    assert [dot.get_xdata()[0] for dot in dots[1::2]] == pytest.approx([0.9, 1.4, 3.0])
    assert [to_hex(dot.get_color()) for dot in dots[::2]] == [BAD, ACTUAL, GOOD]
    spans = [line for line in ax.lines if len(line.get_xdata()) == 2][:3]
    assert [tuple(line.get_xdata()) for line in spans] == [(0.5, 0.9), (0.9, 1.1), (1.9, 2.5)]
    assert title(ax) == "2 of 3 pay at their bar; after competing exits 1 surely do"
    assert overlaps(ax) == []


def test_given_axes_are_used_and_tables_are_not_changed():
    for draw, table, more in (
        (plots.reason_bars, REASONS, {}),
        (plots.heads_and_money, LOST, {}),
        (plots.kept_by_horizon, MENDED, {"reason": "price"}),
        (plots.programmes_that_pay, VALUES, {}),
    ):
        before = table.copy()
        _, ax = plt.subplots()
        assert draw(table, ax=ax, **more) is ax
        assert_frame_equal(table, before)
        with pytest.raises(ValueError, match="has no column"):
            draw(table.iloc[:, :1], **more)
