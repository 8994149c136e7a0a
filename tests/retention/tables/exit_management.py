import numpy as np
import pandas as pd

from crmkit.retention import competing, exits, saving_programmes

SEEN = pd.DataFrame(
    {"years": [1, 3, 4, 4] * 9, "reason": ["price", "help", None, None] * 9, "profit": 1000.0}
)
PLANS = pd.DataFrame(
    {"mends": ["price"], "prevented_share": [0.4], "yearly_cost": [900.0]}, index=["discount"]
)
WHO = {"years": "years", "reason": "reason"}
MONEY = WHO | {"profit": "profit", "annual_discount_rate": 0.1, "draws": 40}
RUN = MONEY | {"horizon_years": 3}
LOST = exits.profit_lost(SEEN, rng=np.random.default_rng(1), **MONEY)
RATES = competing.hazards(SEEN, **WHO)

TABLES = {
    "competing.hazards": [RATES],
    "competing.incidence": [
        (competing.incidence(RATES["estimate"], horizon_years=[1, 5]), ["price", "help"])
    ],
    "competing.mended": [
        competing.mended(SEEN, horizon_years=9, rng=np.random.default_rng(1), draws=40, **WHO)
    ],
    "exits.leaving_rate": [exits.leaving_rate(SEEN, **WHO)],
    "exits.reasons": [exits.reasons(SEEN["reason"].value_counts())],
    "exits.profit_lost": [LOST],
    "saving_programmes.costs": [saving_programmes.costs(PLANS, LOST)],
    "saving_programmes.values": [
        saving_programmes.values(SEEN, PLANS, rng=np.random.default_rng(1), **RUN)
    ],
    "saving_programmes.under_budget": [
        saving_programmes.under_budget(
            SEEN, PLANS, annual_budget=1e3, rng=np.random.default_rng(1), **RUN
        )
    ],
}
