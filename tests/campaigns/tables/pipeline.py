import numpy as np
import pandas as pd

from crmkit.campaigns import leaks, pipeline_forecast, stages

STEPS = pd.DataFrame(
    {
        "deal_id": [*"aabbccddeeffgghh"],
        "stage": ["lead", "won", "lead", "lost"] * 4,
        "entered": pd.to_datetime(["2026-01-01", "2026-01-20"] * 8),
    }
)
WEEKS = stages.ledger(STEPS, as_of="2026-02-01")
DEALS = pd.DataFrame({"amount": [1000.0, 2000], "chance": [0.5, 0.2], "stage": "lead"})


def rng():
    return np.random.default_rng(1)


TABLES = {
    "stages.ledger": [WEEKS],
    "stages.stage_now": [stages.stage_now(STEPS, as_of="2026-02-01")],
    "stages.passed": [stages.passed(WEEKS)],
    "stages.chances": [stages.chances(WEEKS, rng=rng(), draws=40)],
    "leaks.funnel": [leaks.funnel(pd.Series({"view": 10, "cart": 4}))],
    "leaks.mending": [
        leaks.mending(
            WEEKS, rises={"lead": 0.1}, costs={"lead": 5}, deals=9, value=9, rng=rng(), draws=40
        )
    ],
    "pipeline_forecast.distribution": [
        pipeline_forecast.distribution(DEALS, amount="amount", chance="chance")
    ],
    "pipeline_forecast.forecast": [
        pipeline_forecast.forecast(DEALS, WEEKS, amount="amount", stage="stage", rng=rng())
    ],
}
