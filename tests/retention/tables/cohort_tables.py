import numpy as np
import pandas as pd

from crmkit.retention import cohorts, late_reports
from crmkit.retention.cohort_tables.chain_ladder import ChainLadder

LOG = pd.DataFrame(
    {
        "customer_id": ["a", "a", "b", "b", "c"],
        "ordered_at": pd.to_datetime(
            ["2024-01-05", "2024-03-01", "2024-01-09", "2024-02-02", "2024-02-20"]
        ),
        "amount": 10.0,
    }
)
AGES = range(4)
TRIANGLE = cohorts.triangle(LOG, as_of="2024-03-31")
SIGNED = LOG.rename(columns={"ordered_at": "start"}).assign(end=pd.Timestamp("2024-03-05"))
SEEN = pd.DataFrame([[9.0, 15, 16], [8, 12, np.nan], [9, np.nan, np.nan]])
FITTED = ChainLadder.fit(SEEN)
KNOWN = pd.DataFrame(
    {
        "came": pd.to_datetime(["2020-01-05", "2024-01-09"]),
        "gone": pd.to_datetime(["2024-02-28", None]),
        "reason": ["price", None],
    }
)

TABLES = {
    "cohorts.triangle": [(TRIANGLE, AGES)],
    "cohorts.subscription_triangle": [
        (
            cohorts.subscription_triangle(SIGNED, start="start", end="end", as_of="2024-03-31"),
            AGES,
        )
    ],
    "cohorts.retention": [(cohorts.retention(TRIANGLE), AGES)],
    "cohorts.cumulative": [(cohorts.cumulative(TRIANGLE), AGES)],
    "cohorts.by_order": [cohorts.by_order(LOG, orders=2)],
    "late_reports.triangle": [
        (
            late_reports.triangle(
                KNOWN.dropna(),
                left_on="came",
                reported_on="gone",
                since="2020-01-01",
                as_of="2020-12-31",
            ),
            AGES,
        )
    ],
    "late_reports.leaving_rates": [late_reports.leaving_rates(FITTED, pd.Series(99.0, SEEN.index))],
    "late_reports.between": [
        (
            late_reports.between(
                KNOWN,
                customer_since="came",
                left_on="gone",
                reason="reason",
                first_day="2024-01-01",
                last_day="2024-12-31",
            ),
            ["came", "gone"],
        )
    ],
    "chain_ladder.ChainLadder.outlook": [FITTED.outlook()],
    "chain_ladder.ChainLadder.completed": [(FITTED.completed(), AGES)],
}
