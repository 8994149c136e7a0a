"""The figure of a club's members counts the groups for which it pays."""

import pandas as pd

from crmkit import plots
from tests.plots.drawn import overlaps, title


def test_title_counts_the_groups_that_pay_and_bars_are_the_gains():
    gains = pd.DataFrame(
        {
            "customers": [40, 1200, 300],
            "estimate": [25.0, 3.0, -20.0],
            "low": [10.0, -4.0, -25.0],
            "high": [40.0, 10.0, -15.0],
            "verdict": ["pays", "unclear", "does not pay"],
        },
        index=["Champions", "New", "Lost"],
    )
    ax = plots.member_gains.by_group(gains)
    assert title(ax) == "The club surely pays for 1 of 3 groups (customers in each)"
    assert [bar.get_width() for bar in ax.patches[:3]] == [25, 3, -20]
    assert [one.get_text() for one in ax.get_yticklabels()][:2] == ["Champions (40)", "New (1,200)"]
    assert {one.get_text() for one in ax.get_legend().get_texts()} == set(gains["verdict"])
    assert not overlaps(ax)
