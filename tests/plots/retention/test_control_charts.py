import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import plots
from crmkit.plots.style import BAD
from crmkit.retention import before_after, charts, cusum, delays
from tests.plots.drawn import overlaps, texts, title

WEEKLY = pd.DataFrame(
    {"exits": [6, 7, 5, 6, 8, 18, 9, 9, 9, 12], "customers": 6_600},
    index=pd.RangeIndex(1, 11, name="week"),
)
LIMITS = ["lower_limit", "upper_limit"]
CHART = charts.p_chart(WEEKLY, events="exits", base="customers", calibration_rows=5)


def test_weeks_out_are_marked_and_counted():
    before = CHART.copy()
    ax = plots.control_charts.weeks_out(CHART, what="share that left")
    assert title(ax) == "1 of 10 weeks out of the limits"
    out = next(line for line in ax.lines if line.get_color() == BAD)
    assert list(out.get_xdata()) == [6]
    assert ax.lines[0].get_ydata().tolist() == CHART["actual"].tolist()
    assert texts(ax) == ["limit", "centre", "limit"] and overlaps(ax) == []
    assert_frame_equal(CHART, before)


def test_since_a_known_change_only_later_weeks_count():
    ax = plots.control_charts.weeks_out(CHART, what="share that left", changed=7)
    assert title(ax) == "None of 4 weeks since the rise is out"
    assert ax.patches[0].get_x() == 7
    ax = plots.control_charts.weeks_out(CHART, what="share that left", changed=6)
    assert title(ax) == "1 of 5 weeks since the rise is out"
    quiet = plots.control_charts.weeks_out(CHART.iloc[:5], what="share that left")
    assert title(quiet) == "None of 5 weeks is out"


def test_two_limits_tell_how_many_each_lets_out():
    wide = charts.laney_chart(WEEKLY, events="exits", base="customers")
    ax = plots.control_charts.two_limits(CHART, wide, what="share that left")
    assert title(ax) == "1 of 10 weeks beyond the limits of chance alone, 1 beyond wider ones"
    ends = [table[name].iloc[0] for table in (CHART, wide) for name in LIMITS]
    assert [line.get_ydata()[0] for line in ax.lines[2:]] == pytest.approx(ends)
    assert texts(ax) == ["chance alone", "wider"]


def test_the_sum_is_drawn_and_its_signal_named():
    chart = cusum.count_cusum(WEEKLY, events="exits", k=7, h=10)
    ax = plots.control_charts.cusum_line(chart, h=10, changed=4)
    assert title(ax) == "The sum signals in week 6, 3 weeks into the rise"
    assert ax.lines[0].get_ydata().tolist() == chart["cusum"].tolist()
    assert ax.lines[1].get_ydata()[0] == 10 and texts(ax) == ["h = 10"]
    assert title(plots.control_charts.cusum_line(chart, h=10, changed=8)).endswith("a false alarm")
    quiet = cusum.count_cusum(WEEKLY, events="exits", k=7, h=50)
    assert title(plots.control_charts.cusum_line(quiet, h=50)) == "No signal in 10 weeks"


def test_bars_are_the_delays():
    table = delays.delay_table(
        mean=6.346, ratio=1.2, k=6.96, h=14, limit=13.9, value_per_customer=1_000
    )
    ax = plots.control_charts.delay_bars(table)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(table["expected"].tolist())
    assert title(ax) == "Seen after 18 weeks by the sum, after 41 by single weeks"
    assert texts(ax) == ["41 weeks", "18 weeks"]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == [
        "single weeks\n(a false alarm in 172 weeks)",
        "CUSUM\n(a false alarm in 161 weeks)",
    ]


def test_both_groups_move_from_before_to_after():
    panel = pd.DataFrame(
        {
            "region": np.repeat(list("abcd"), 2),
            "programme": np.repeat([1, 0], 4),
            "phase": ["before", "after"] * 4,
            "exits": [6, 4, 8, 5, 6, 7, 8, 8],
        }
    )
    means = before_after.phase_means(
        panel, outcome="exits", unit="region", group="programme", phase="phase"
    )
    ax = plots.control_charts.two_phases(means, treated=1, what="exits a week")
    assert title(ax) == "-2.50 with the programme, +0.50 without it"
    assert sorted(texts(ax)) == ["with the programme", "without"]
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="two groups, one 7"):
        plots.control_charts.two_phases(means, treated=7, what="exits a week")
