import numpy as np
import pandas as pd

from crmkit.campaigns import affinity, neighbours, ratings, slots

LOG = pd.DataFrame({"order_id": [1, 1, 2, 2, 3], "product_id": ["tea", "cup", "tea", "cup", "tea"]})
FLAGS = pd.DataFrame({"tea": [1, 1, 0], "cup": [1, 0, 1]})
COUNTS = pd.DataFrame({"all": [10], "given": 4, "sought": 5, "both": 3})
FILMS = pd.DataFrame(
    {"A": [1.0, 2, 5], "B": [2.0, 4, 3], "C": [3.0, np.nan, 1]}, index=["Ann", "Bo", "Cy"]
)
GIVEN = pd.DataFrame({"user_id": [1, 1, 2, 2], "product_id": list("abab"), "rating": [5, 3, 4, 2]})
PAIR = pd.MultiIndex.from_tuples([("tea", "cup")], names=["product", "other"])
TRIAL = pd.DataFrame({"shown": 9, "bought": 4, "not_shown": 9, "bought_anyway": 2}, index=PAIR)

TABLES = {
    "affinity.pairs": [affinity.pairs(LOG)],
    "affinity.pairs_of_flags": [affinity.pairs_of_flags(FLAGS)],
    "affinity.rules_of_flags": [affinity.rules_of_flags(FLAGS, [(["tea"], ["cup"])])],
    "affinity.of_counts": [affinity.of_counts(COUNTS)],
    "neighbours.similarities": [(neighbours.similarities(FILMS), ["Ann", "Bo", "Cy"])],
    "neighbours.nearest": [neighbours.nearest(FILMS, "Ann")],
    "neighbours.predicted": [neighbours.predicted(FILMS, "Bo")],
    "neighbours.predicted_by_items": [neighbours.predicted_by_items(FILMS, "Bo")],
    "neighbours.slope_one": [neighbours.slope_one(FILMS, "Bo")],
    "ratings.compared": [
        ratings.compared(
            GIVEN, {"mean": ratings.Baseline.of_all}, folds=2, rng=np.random.default_rng(1)
        )
    ],
    "slots.extra_margins": [slots.extra_margins(TRIAL, margins=pd.Series({"cup": 5.0}))],
}
