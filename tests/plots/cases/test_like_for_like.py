"""Figures of a gap like for like, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.plots import like_for_like
from tests.plots.drawn import overlaps, texts, title

STRATA = pd.DataFrame(
    {"share_in_group": [0.25, 0.75], "share_of_others": [0.6, 0.4], "mean_in_group": [200.0, 90],
     "mean_of_others": [201.0, 91]},
    index=pd.MultiIndex.from_tuples([("dinner", "tasting"), ("lunch", "set")]),
)  # fmt: skip
STEPS = pd.DataFrame(
    {"estimate": [-30.0, -12, 1], "low": [-34.0, -15, -2], "high": [-26.0, -9, 4]},
    index=["nothing", "+ menu", "+ month"],
)
PARTS = pd.DataFrame(
    {"estimate": [-8.0, -23, 1, -30], "low": [-9.0, -25, -2, -34], "high": [-7.0, -21, 4, -26]},
    index=["time", "menu", "left over", "gap"],
)


def test_bars_are_shares_and_labels_what_is_paid():
    ax = like_for_like.same_purchase(STRATA)
    assert [round(bar.get_width()) for bar in ax.patches] == [25, 75, 60, 40]
    assert texts(ax) == ["200 yuan", "90 yuan", "201 yuan", "91 yuan"] and overlaps(ax) == []
    said = "Bills agree within 1 yuan; the cheapest are 75 against 40 %"
    assert title(ax) == said


def test_what_is_left_is_marked_and_the_title_says_whether_it_may_be_0():
    ax = like_for_like.gap_left(STEPS, unit="euro")
    assert texts(ax) == ["−30.0", "−12.0", "+1.0"] and overlaps(ax) == []
    assert title(ax) == (
        "From −30.0 to +1.0 euro with the purchase held equal: the interval holds 0"
    )
    assert title(like_for_like.gap_left(STEPS.iloc[:2])).endswith("0 lies outside")
    ax = like_for_like.gap_left(STEPS, held="size")
    assert title(ax) == "From −30.0 to +1.0 yuan with size held equal: the interval holds 0"


def test_the_largest_part_is_named():
    ax = like_for_like.split(PARTS)
    assert [bar.get_width() for bar in ax.patches] == [1, -23, -8]
    assert title(ax) == "Of −30.0 yuan, −23.0 come from one thing: menu"
    assert texts(ax) == ["+1.0", "−23.0", "−8.0"] and overlaps(ax) == []


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert like_for_like.split(PARTS, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'low'"):
        like_for_like.gap_left(STEPS.drop(columns="low"))
