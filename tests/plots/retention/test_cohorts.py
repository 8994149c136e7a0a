import numpy as np
import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import overlaps, texts, title

MONTHS = pd.period_range("2024-01", periods=3, freq="M", name="cohort")
SHARES = pd.DataFrame(
    [[0.20, 0.12, 0.10], [0.24, 0.15, np.nan], [0.22, np.nan, np.nan]],
    index=MONTHS,
    columns=pd.Index([1, 2, 3], name="age"),
)
ALL = pd.DataFrame(
    {"customers": [9, 4, 2], "mean_amount": [30.0, 35, 40], "mean_gap_days": [90.0, 60, 40]},
    index=pd.Index([1, 2, 3], name="order_number"),
)
SAME = ALL.assign(customers=2, mean_amount=[42.0, 41, 40], mean_gap_days=[41.0, 40, 40])


def test_map_shows_per_cent_and_its_title_the_spread_at_the_first_age():
    ax = plots.cohorts.cohort_map(SHARES)
    assert title(ax) == "20 to 24 % are active at age 1, whatever the cohort"
    assert [text for text in texts(ax) if text] == ["20", "12", "10", "24", "15", "22"]
    assert ax.get_xlabel() == "age (months)"
    assert not overlaps(ax)


@pytest.mark.parametrize(
    ("column", "claim"),
    [
        ("mean_amount", "All: an order's amount goes from 30 to 40; the same customers: 42 to 40"),
        ("mean_gap_days", "All: the wait goes from 90 to 40; the same customers: 41 to 40"),
    ],
)
def test_two_lines_tell_who_changes(column, claim):
    ax = plots.cohorts.order_lines(ALL, SAME, column=column)
    assert title(ax) == claim
    assert [line.get_ydata().tolist() for line in ax.lines] == [
        ALL[column].tolist(),
        SAME[column].tolist(),
    ]
    with pytest.raises(ValueError, match="column='profit'"):
        plots.cohorts.order_lines(ALL, SAME, column="profit")


def test_one_line_a_cohort_up_to_the_age_that_all_have_reached():
    ax = plots.cohorts.returned_by_cohort(SHARES)
    assert title(ax) == "After 1 month 20 to 24 % of a cohort have come back"
    assert len(ax.lines) == 4
    assert ax.lines[1].get_ydata() == pytest.approx([24, 15])
