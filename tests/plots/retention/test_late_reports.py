"""Figures of late reports, read from their artists."""

import numpy as np
import pandas as pd
import pytest

from crmkit.plots import late_reports as plots
from tests.plots.drawn import overlaps, texts, title

QUARTERS = pd.period_range("2024Q1", periods=6, freq="Q", name="cohort")
RATES = pd.DataFrame(
    {
        "rate_as_reported": [0.05, 0.052, 0.049, 0.045, 0.04, 0.023],
        "leaving_rate": [0.05, 0.052, 0.05, 0.049, 0.05, 0.047],
        "low": [0.04, 0.042, 0.04, 0.038, 0.038, 0.033],
        "high": [0.06, 0.062, 0.06, 0.062, 0.066, 0.066],
    },
    index=QUARTERS,
)


def test_bars_are_the_reported_rates_and_the_fall_is_marked():
    ax = plots.reported_rates(RATES)
    assert [bar.get_height() for bar in ax.patches] == pytest.approx([5, 5.2, 4.9, 4.5, 4, 2.3])
    assert texts(ax) == ["5.2 %", "2.3 %"]
    assert title(ax) == "As reported, the leaving rate falls from 5.2 to 2.3 % a year"
    assert overlaps(ax) == []


def test_completed_rates_stand_above_the_bars_with_their_intervals():
    ax = plots.completed_rates(RATES)
    assert ax.lines[0].get_ydata() == pytest.approx(100 * RATES["leaving_rate"].to_numpy())
    [whiskers] = ax.collections
    ends = np.array([(one[0][1], one[1][1]) for one in whiskers.get_segments()])
    assert ends == pytest.approx(100 * RATES[["low", "high"]].to_numpy())
    assert title(ax) == "Completed, the last period stands at 4.7 % a year, not at 2.3"
    assert overlaps(ax) == []


def test_what_came_is_counted_for_the_periods_still_filling():
    came = pd.Series([0.05, 0.052, 0.05, 0.05, 0.07, 0.05], QUARTERS)
    ax = plots.completed_rates(RATES, actual=came)
    assert title(ax).startswith("3 of 4 periods that were still filling")
    assert ax.lines[-1].get_ydata() == pytest.approx(100 * came.to_numpy())
    assert overlaps(ax) == []


def test_other_tables_are_refused():
    with pytest.raises(ValueError, match="no column 'rate_as_reported'"):
        plots.reported_rates(RATES[["low"]])
