import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import title

WEEKS = pd.PeriodIndex(["2024-01-07", "2024-01-14", "2024-01-21"], freq="W-SUN", name="cohort")
OUTLOOK = pd.DataFrame(
    {
        "seen": [100.0, 80, 30],
        "expected": [100.0, 90, 70],
        "to_come": [0.0, 10, 40],
        "low": [100.0, 81, 42],
        "high": [100.0, 99, 98],
    },
    index=WEEKS,
)


def test_bars_are_what_was_seen_with_what_is_expected_on_top():
    ax = plots.chain_ladder.outlook_bars(OUTLOOK)
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == [100, 80, 30, 0, 10, 40]
    assert title(ax) == "The newest cohort is known to 40 % either way, the middle one to 10 %"


def test_what_came_is_counted_where_something_was_expected():
    ax = plots.chain_ladder.outlook_bars(OUTLOOK, actual=pd.Series([100.0, 95, 99], WEEKS))
    assert title(ax) == "1 of 2 cohorts came to lie within their interval"
    points = ax.collections[-1].get_offsets()[:, 1]
    assert points.tolist() == pytest.approx([100, 95, 99])
