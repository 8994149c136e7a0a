import numpy as np
import pandas as pd

from crmkit.retention import before_after, campaigns, experiments, peeking, roll_out

FINED = pd.DataFrame(
    {
        "centre": [1, 1, 2, 2, 3, 3, 4, 4],
        "fined": [1] * 4 + [0] * 4,
        "phase": ["before", "after"] * 4,
        "late": [8, 18, 6, 20, 9, 9, 7, 8],
    }
)
PANEL = {"outcome": "late", "unit": "centre", "group": "fined", "phase": "phase"}

SIX = pd.DataFrame({"mail": list("yyynnn"), "spent": [0, 30, 60, 0, 9, 30], "bought": [0, 1] * 3})
SIDES = {"group": "mail", "control": "n"}
BOUNDS = peeking.bounds(2)
Z = peeking.simulated_looks(
    looks=2, customers_per_look=9, response_rate=0.2, tests=3, rng=np.random.default_rng(1)
)
DESIGN = {"audience": 1000, "prior_mean": 0.1, "outcome_sd": 0.3, "prior_sd": 0.02}
PAST = pd.DataFrame({"orders": [40, 62, 51, 30], "mailed": 1000})
DAYS = pd.date_range("2024-01-01", periods=5, name="day")
LOG = pd.DataFrame(
    [(c, day, c + day.day % c) for c in range(1, 13) for day in DAYS],
    columns=["customer_id", "ordered_at", "amount"],
)
SENT = {
    "mailed": pd.DataFrame({"customer_id": range(1, 13, 2), "campaign_id": "spring"}),
    "dates": pd.DataFrame({"campaign_id": ["spring"], "starts_at": DAYS[3], "ends_at": DAYS[4]}),
    "before_days": 1,
}

TABLES = {
    "before_after.phase_means": [before_after.phase_means(FINED, **PANEL)],
    "before_after.difference_in_differences": [
        before_after.difference_in_differences(FINED, treated=1, before="before", **PANEL)
    ],
    "experiments.rate_effects": [experiments.rate_effects(SIX, outcome="bought", **SIDES)],
    "experiments.mean_effects": [experiments.mean_effects(SIX, outcome="spent", **SIDES)],
    "experiments.sample_ratio": [experiments.sample_ratio(SIX, group="mail")],
    "experiments.balance": [experiments.balance(SIX, covariates="spent", **SIDES)],
    "peeking.bounds": [BOUNDS],
    "peeking.crossing_rates": [peeking.crossing_rates(BOUNDS)],
    "peeking.simulated_looks": [(Z, Z.columns)],
    "peeking.crossed": [peeking.crossed(Z, BOUNDS)],
    "roll_out.expected_profits": [roll_out.expected_profits([0, 9], **DESIGN)],
    "roll_out.simulated_profits": [
        roll_out.simulated_profits([0, 9], **DESIGN, rng=np.random.default_rng(1), draws=20)
    ],
    "roll_out.prior_from_tests": [
        roll_out.prior_from_tests(PAST, responses="orders", counts="mailed")
    ],
    "campaigns.effects": [campaigns.effects(LOG, **SENT)],
    "campaigns.placebo": [campaigns.placebo(LOG, **SENT, placebo_days=1)],
    "campaigns.average": [
        campaigns.average(LOG, **SENT, placebo_days=1, rng=np.random.default_rng(1), draws=20)
    ],
}
