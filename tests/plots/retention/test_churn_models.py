"""Figures of rules, rankings, promises and offers (lesson 42)."""

import numpy as np
import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import overlaps, texts, title

COUNTS = pd.DataFrame(
    {
        "customers": [100, 50, 10],
        "leavers": [5, 20, 5],
        "leaving_rate": [0.05, 0.4, 0.5],
        "low": [0.02, 0.3, 0.2],
        "high": [0.1, 0.5, 0.8],
    },
    index=pd.Index([0, 1, 2], name="signs"),
)
GAINS = {
    "rule": pd.DataFrame(
        {"cumulative_customer_share": [0, 0.4, 1], "cumulative_leaver_share": [0, 0.5, 1]}
    ),
    "model": pd.DataFrame(
        {"cumulative_customer_share": [0, 0.4, 1], "cumulative_leaver_share": [0, 0.9, 1]}
    ),
}
QUALITY = pd.DataFrame(
    {
        "estimate": [0.6, 1.5, 0.15, 0.9, 4.0, 0.4],
        "low": [0.55, 1.2, 0.1, 0.85, 3.5, 0.35],
        "high": [0.65, 1.8, 0.2, 0.95, 4.5, 0.45],
    },
    index=pd.MultiIndex.from_product([["rule", "model"], ["auc", "lift", "caught"]],
                                     names=["ranking", "measure"]),
)  # fmt: skip
PROMISES = pd.DataFrame(
    {"expected": [0.6, 0.2], "actual": [0.4, 0.25], "low": [0.3, 0.1], "high": [0.5, 0.4]},
    index=pd.Index([1, 2], name="group"),
)
CURVE = pd.DataFrame(
    {
        "cumulative_customer_share": [0, 0.5, 1],
        "profit": [0.0, 900, -300],
        "low": [0.0, 700, -600],
        "high": [0.0, 1100, 0],
    }
)


def test_rates_by_count_claim_the_largest_rise_and_colour_from_there():
    ax = plots.rules.rates_by_count(COUNTS)
    assert title(ax) == "From 0 to 1 warning signs the leaving rate goes from 5 to 40 %"
    assert [bar.get_height() for bar in ax.patches] == pytest.approx([5, 40, 50])
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()
    assert ax.patches[1].get_facecolor() == ax.patches[2].get_facecolor()
    assert texts(ax) == ["5 %", "40 %", "50 %"]
    assert not overlaps(ax)
    with pytest.raises(ValueError, match="1 row"):
        plots.rules.rates_by_count(COUNTS.iloc[:1])


def test_gain_lines_are_read_where_the_title_says():
    ax = plots.ranking.gain_lines(GAINS, customer_share=0.2)
    assert title(ax) == "Of 100 leavers the top 20 % hold: rule 25, model 45"
    marked = [line.get_ydata()[0] for line in ax.lines if len(line.get_ydata()) == 1]
    assert marked == pytest.approx([25, 45])
    assert not overlaps(ax)
    with pytest.raises(ValueError, match="5 curves"):
        plots.ranking.gain_lines({str(n): GAINS["rule"] for n in range(5)})


@pytest.mark.parametrize(
    ("measure", "claim", "values"),
    [
        (
            "lift",
            "Lift at the top: rule 1.5, model 4.0",
            [1.5, 4.0],
        ),
        ("auc", "AUC: rule 0.60, model 0.90", [0.6, 0.9]),
        ("caught", "Share of the leavers caught: rule 0.15, model 0.40", [0.15, 0.4]),
    ],
)
def test_bars_have_the_length_of_the_measure(measure, claim, values):
    ax = plots.ranking.measure_bars(QUALITY, measure=measure)
    assert title(ax) == claim
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(values)
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()
    assert not overlaps(ax)
    with pytest.raises(ValueError, match="measure='hits'"):
        plots.ranking.measure_bars(QUALITY, measure="hits")


def test_promises_outside_their_interval_are_counted_and_marked():
    ax = plots.calibration.promise_bars(PROMISES)
    assert title(ax) == ("Top group: 60 % promised to leave, 40 % left; 1 of 2 promises hold")
    inside, outside = (one.get_offsets() for one in ax.collections[-2:])
    assert np.asarray(inside).tolist() == [[1, 20]]
    assert np.asarray(outside).tolist() == [[0, 60]]
    assert not overlaps(ax)


def test_profit_lines_mark_the_highest_points():
    ax = plots.cut.profit_lines({"rule": CURVE.assign(profit=CURVE["profit"] / 2), "model": CURVE})
    assert title(ax) == "Highest points (dollars): rule 450, model 900"
    marked = [line.get_ydata()[0] for line in ax.lines if len(line.get_ydata()) == 1]
    assert marked == [450, 900]
    assert not overlaps(ax)
    ax = plots.cut.profit_lines({"model": CURVE}, cuts={"model": 0.25}, money="yuan")
    assert title(ax) == ("Cut by its promises, the model earns 450 yuan; its order could earn 900")
    assert ax.lines[-1].get_ydata().tolist() == [450]
    with pytest.raises(ValueError, match="the curve of 'rule' has no column 'low'"):
        plots.cut.profit_lines({"rule": CURVE.drop(columns="low")})
