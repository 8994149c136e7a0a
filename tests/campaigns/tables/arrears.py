import numpy as np
import pandas as pd

from crmkit.campaigns import cost_cut, roll_rates, scorecard, visits

LEDGER = pd.DataFrame(
    {
        "bill": [*"aabbccdd"],
        "month": [1, 2] * 4,
        "state": ["late", "paid"] * 3 + ["late", "lost"],
    }
)
CHAIN = pd.DataFrame({"late": [0.5], "paid": [0.4], "lost": [0.1]}, index=["late"])
STATES = ["late", "paid", "lost"]
PEOPLE = pd.DataFrame({"home": list("ooootttt"), "bad": [0, 0, 0, 1, 0, 1, 1, 1]})
CHANCES = pd.Series([0.9, 0.7, 0.4, 0.3, 0.2] * 5)
BAD = pd.Series([1, 0, 1, 0, 0] * 5)
TRIAL = pd.DataFrame(
    {
        "kind": ["shop", "home"] * 8,
        "amount": 500.0 + np.arange(16),
        "risk": np.linspace(0.1, 0.9, 16),
        "visited": [1, 1, 0, 0] * 4,
        "paid": [1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0],
        "recovered": np.arange(16.0),
    }
)
MODEL = {"visited": "visited", "paid": "paid", "amount": "amount", "traits": ["kind"]}
MONEY = {"visited": "visited", "recovered": "recovered"}
FIRST = {"orders": ["amount", "risk"], "visits": 5, "accounts": 10, **MONEY}

TABLES = {
    "roll_rates.roll_rates": [roll_rates.roll_rates(LEDGER)],
    "roll_rates.matrix": [(roll_rates.matrix(roll_rates.roll_rates(LEDGER)), STATES)],
    "roll_rates.months_in_state": [(roll_rates.months_in_state(CHAIN), STATES)],
    "roll_rates.absorbed": [(roll_rates.absorbed(CHAIN), STATES)],
    "roll_rates.open_money": [
        roll_rates.open_money(
            LEDGER, pd.Series({"late": 9.0}), rng=np.random.default_rng(1), draws=40
        )
    ],
    "scorecard.weights_of_evidence": [
        scorecard.weights_of_evidence(PEOPLE, bad="bad", trait="home")
    ],
    "scorecard.information_values": [
        scorecard.information_values(PEOPLE, bad="bad", traits=["home"])
    ],
    "scorecard.kolmogorov_smirnov": [
        scorecard.kolmogorov_smirnov(CHANCES, BAD, rng=np.random.default_rng(1), draws=40)
    ],
    "cost_cut.costs_by_cut": [
        cost_cut.costs_by_cut(CHANCES, BAD, cuts=[0.5], false_alarm=1, miss=5)
    ],
    "visits.visit_values": [visits.visit_values(TRIAL, by="kind", cost=1, **MONEY)],
    "visits.expected_money": [visits.expected_money(TRIAL, TRIAL, **MODEL)],
    "visits.out_of_fold_money": [visits.out_of_fold_money(TRIAL, folds=2, seed=1, **MODEL)],
    "visits.order_values": [visits.order_values(TRIAL, **FIRST)],
    "visits.order_differences": [visits.order_differences(TRIAL, against="risk", **FIRST)],
}
