"""Figures of a pipeline, read from their artists."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import pipeline_forecast as forecasts
from crmkit.plots import leaks, pipeline_forecast, stages
from crmkit.plots.style import BAD, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

NAMES = pd.Index(["lead", "offer"], name="stage")
QUARTER = pd.DataFrame({"estimate": [0.1, 0.4], "low": [0.08, 0.35], "high": [0.12, 0.45]}, NAMES)
STRATA = pd.DataFrame(
    {"share_in_group": [0.2, 0.8], "share_of_others": [0.7, 0.3],
     "mean_in_group": [50.0, 12], "mean_of_others": [40.0, 10]}, index=["referral", "cold"],
)  # fmt: skip
FUNNEL = pd.Series({"view": 100, "cart": 30, "paid": 20})
MENDS = pd.DataFrame(
    {"lost": [90.0, 30], "profit": [-20_000.0, 80_000], "low": [-40_000.0, 50_000],
     "high": [0.0, 120_000]}, index=["lead", "offer"],
)  # fmt: skip
DEALS = pd.DataFrame({"amount": [1e6] * 6, "chance": 0.5})


def colors(ax):
    return [plt.matplotlib.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]


def test_chances_stand_beside_what_is_assumed():
    ax = stages.chances(QUARTER, QUARTER + 0.1, assumed={"lead": 0.15, "offer": 0.6})
    assert [bar.get_height() for bar in ax.patches] == pytest.approx([20, 50, 10, 40])
    assert title(ax) == "Offer: 60 in 100 are assumed, 40 are won this quarter"
    assert overlaps(ax) == []


def test_the_one_leads_over_all_and_the_other_in_each_kind():
    ax = stages.by_kind(STRATA, groups=("Lin", "Chen"))
    assert title(ax) == "Chen leads over all deals (31 to 20 %), Lin in 2 of 2 kinds"
    dots = [one.get_offsets()[:, 0].tolist() for one in ax.collections[1:]]
    assert dots == [pytest.approx([19.6, 50, 12]), pytest.approx([31, 40, 10])]
    assert overlaps(ax) == []


def test_the_largest_leak_is_red_and_named():
    ax = leaks.funnel_bars(FUNNEL)
    assert title(ax) == 'The largest leak: 70 sessions are lost before "cart"'
    red = [bar.get_width() for bar, one in zip(ax.patches, colors(ax), strict=True) if one == BAD]
    assert red == [70]
    assert "30 of 100 go on (30 %)" in texts(ax) and overlaps(ax) == []


def test_the_best_mend_is_green_and_a_loss_red():
    ax = leaks.mends(MENDS)
    assert [bar.get_width() for bar in ax.patches] == [-20, 80] and colors(ax) == [BAD, GOOD]
    assert title(ax) == 'Most are lost at "lead"; it pays best to mend "offer"'
    assert colors(leaks.mends(MENDS.assign(profit=[1.0, 9.0], low=0.0, high=10.0)))[0] == QUIET
    assert overlaps(ax) == []


def test_the_promise_is_marked_with_its_chance():
    sums = forecasts.distribution(DEALS, amount="amount", chance="chance", step=1e5)
    marks = {"promised": 5e6, "expected": 3e6}
    ax = pipeline_forecast.sums(sums, marks=marks, interval=(1e6, 5e6))
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(100)
    assert title(ax) == (
        f"5.0 million yuan are promised; the chance of them is {100 * 7 / 64:.0f} in 100"
    )
    assert {"promised: 5.0", "expected: 3.0"} <= set(texts(ax)) and overlaps(ax) == []
    with pytest.raises(ValueError, match="marks is empty"):
        pipeline_forecast.sums(sums, marks={}, interval=(0, 1))


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert leaks.mends(MENDS, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'lost'"):
        leaks.mends(MENDS.drop(columns="lost"))
    assert np.isfinite(MENDS.to_numpy()).all()
