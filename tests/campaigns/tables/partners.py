import numpy as np
import pandas as pd

from crmkit.campaigns import account_forecasts, choice_by_criteria, shared_plans, ties

LOG = pd.DataFrame(
    {
        "customer_id": ["a", "b", "a"],
        "ordered_at": pd.to_datetime(["2024-01-05", "2024-01-09", "2024-03-01"]),
        "tonnes": [5.0, 7, 6],
    }
)
ORDERS = pd.DataFrame({"a": [0.0, 9, 0, 0, 9, 9, 0, 9], "b": [5.0, 6, 5, 6, 5, 6, 5, 6]})
TWO = choice_by_criteria.comparisons(["price", "quality"], {("price", "quality"): 4})
BY = {
    "price": choice_by_criteria.comparisons(list("ab"), {("a", "b"): 1 / 4}),
    "quality": choice_by_criteria.comparisons(list("ab"), {("a", "b"): 9}),
}
TIE = ties.Tie(price=9, cost=5, salvage=4, premium=1, flexible=50, fee=20)
TOTAL = ORDERS.sum(axis=1)

TABLES = {
    "account_forecasts.monthly": [(account_forecasts.monthly(LOG, amount="tonnes"), ["a", "b"])],
    "account_forecasts.variation": [account_forecasts.variation(ORDERS)],
    "account_forecasts.one_ahead": [(account_forecasts.one_ahead(ORDERS, holdout=2), ["a", "b"])],
    "account_forecasts.split": [(account_forecasts.split(TOTAL.iloc[-2:], ORDERS), ["a", "b"])],
    "shared_plans.compared": [shared_plans.compared({"mean": TOTAL * 0 + TOTAL.mean()}, TOTAL)],
    "shared_plans.plan_values": [shared_plans.plan_values(ORDERS, ORDERS[["a"]].iloc[-3:])],
    "choice_by_criteria.comparisons": [(TWO, ["price", "quality"])],
    "choice_by_criteria.scores": [(choice_by_criteria.scores(TWO, BY), ["price", "quality"])],
    "choice_by_criteria.turning_points": [choice_by_criteria.turning_points(TWO, BY)],
    "choice_by_criteria.turning_pairs": [choice_by_criteria.turning_pairs(TWO, BY)],
    "ties.channel": [ties.channel()],
    "ties.values_by_variation": [
        ties.values_by_variation(
            TIE, mean_demand=100, variations=[0.3], rng=np.random.default_rng(1), years=100
        )
    ],
}
