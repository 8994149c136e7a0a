"""Figures of survival curves, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots import survival
from crmkit.retention import survival as times
from tests.plots.drawn import overlaps, texts, title

TABLE = pd.DataFrame(
    {"months": [1, 2, 3, 4, 5, 6, 7, 8], "left": [1, 0, 1, 1, 0, 1, 0, 0], "old": [1, 1, 0, 1] * 2}
)
CURVES = times.curves(TABLE, tenure="months", left="left", by="old")
ALL = times.curves(TABLE, tenure="months", left="left")


def test_each_group_is_read_at_one_time_and_named():
    ax = survival.survival_curves(CURVES, at=5, labels={0: "the young", 1: "the old"})
    young, old = (100 * CURVES.loc[group, "survival"] for group in (0, 1))
    assert list(ax.lines[0].get_ydata()) == young.to_list()
    read = [young[young.index <= 5].iloc[-1], old[old.index <= 5].iloc[-1]]
    assert texts(ax) == [f"{share:.0f} %" for share in read]
    assert title(ax) == (
        f"Still there after 5 months: the young {read[0]:.0f} %, the old {read[1]:.0f} %"
    )
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["the young", "the old"]
    assert overlaps(ax) == []


def test_one_curve_needs_no_legend():
    ax = survival.survival_curves(ALL, at=4, state="in office", unit="years")
    share = 100 * ALL.loc[("all", 4), "survival"]
    assert title(ax) == f"In office after 4 years: {share:.0f} %"
    assert ax.get_legend() is None and ax.get_ylabel() == "in office (%)"


def test_given_axes_are_used_and_the_table_is_not_changed():
    kept = CURVES.copy()
    _, given = plt.subplots()
    assert survival.survival_curves(CURVES, at=2, ax=given) is given
    assert_frame_equal(CURVES, kept)


def test_what_cannot_be_drawn_says_so():
    with pytest.raises(ValueError, match="curves has no column 'survival'"):
        survival.survival_curves(CURVES.drop(columns="survival"), at=2)
    with pytest.raises(ValueError, match="0 was not watched at 9"):
        survival.survival_curves(CURVES, at=9)
    three = times.curves(TABLE.assign(old=range(8)), tenure="months", left="left", by="old")
    with pytest.raises(ValueError, match="curves holds 8 groups; one or two"):
        survival.survival_curves(three, at=0)
