"""Figures of reasons to leave, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import incidence
from crmkit.retention import incidence as reasons
from tests.plots.drawn import overlaps, texts, title

TABLE = pd.DataFrame(
    {
        "months": [1, 2, 3, 4, 5, 6, 7, 8],
        "left": [1, 1, 1, 0, 1, 1, 1, 0],
        "why": ["moved", "price", "price", None, "moved", "moved", "price", None],
    }
)
CURVES = reasons.curves(TABLE, tenure="months", left="left", reason="why")


def test_both_curves_are_read_at_one_time_and_the_title_names_both():
    ax = incidence.incidence_and_naive(CURVES, "price", at=7.5)
    row = 100 * CURVES.loc[("price", 7)]
    assert texts(ax) == [
        f"one minus Kaplan-Meier: {row['one_minus_survival']:.1f} %",
        f"incidence: {row['incidence']:.1f} %",
    ]
    naive, right = (line.get_ydata() for line in ax.lines[:2])
    assert list(naive) == (100 * CURVES.loc["price", "one_minus_survival"]).to_list()
    assert list(right) == (100 * CURVES.loc["price", "incidence"]).to_list()
    assert title(ax) == (
        f"Price within 7.5 months: {row['incidence']:.1f} %, not {row['one_minus_survival']:.1f} %"
    )
    assert overlaps(ax) == []


def test_stacked_shares_are_those_of_the_table_and_the_title_adds_them_up():
    ax = incidence.naive_sum(CURVES, at=8)
    last = CURVES.xs(8, level="months")
    for container, reason in zip(ax.containers, ["moved", "price"], strict=True):
        widths = [bar.get_width() for bar in container]
        shares = last.loc[reason, ["incidence", "one_minus_survival"]]
        assert widths == pytest.approx((100 * shares).to_list())
    total = 100 * last[["incidence", "one_minus_survival"]].sum()
    assert title(ax) == (
        f"All reasons together: {total['incidence']:.0f} %, "
        f"or, one by one, {total['one_minus_survival']:.0f} %"
    )
    assert total["one_minus_survival"] > 100 > total["incidence"]
    assert overlaps(ax) == []


def test_given_axes_are_used_and_tables_are_not_changed():
    kept = CURVES.copy()
    _, (one, other) = plt.subplots(2)
    assert incidence.incidence_and_naive(CURVES, "price", at=4, ax=one) is one
    assert incidence.naive_sum(CURVES, at=4, ax=other) is other
    assert_frame_equal(CURVES, kept)


def test_what_cannot_be_drawn_says_so():
    with pytest.raises(ValueError, match="reason='club' is no option; choose one of 'moved'"):
        incidence.incidence_and_naive(CURVES, "club", at=4)
    with pytest.raises(ValueError, match="curves has no column 'incidence'"):
        incidence.naive_sum(CURVES.drop(columns="incidence"), at=4)
