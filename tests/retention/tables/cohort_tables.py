import numpy as np
import pandas as pd

from crmkit.retention import cohorts
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
    "chain_ladder.ChainLadder.outlook": [FITTED.outlook()],
    "chain_ladder.ChainLadder.completed": [(FITTED.completed(), AGES)],
}
