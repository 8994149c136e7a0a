import pandas as pd

from crmkit.campaigns import anonymity, eligibility, linkage, offers

RECORDS = pd.DataFrame({"phone": list("aabbccdefg"), "name": list("ppqqrrspqr")})
FIELDS = ["phone", "name"]
TRIAL = pd.DataFrame({"group": "new", "offer": ["none", "call"] * 9, "bought": [0, 0, 1] * 6})
PEOPLE = pd.DataFrame({"age": [30, 31, 61, 61], "town": list("AABB")})
PROFITS = pd.DataFrame({"call": [12.0, 11], "letter": [7.0, 6]})
LIMITS = {"costs": {"call": 10, "letter": 4}, "budget": 10, "contacts": 2}
UPLIFT = offers.uplifts(TRIAL, bought="bought", offer="offer", by="group", control="none")
CUSTOMERS = pd.DataFrame({"group": ["new"], "margin": [9.0]})

TABLES = {
    "linkage.pairs": [(linkage.pairs(RECORDS, by=FIELDS), FIELDS)],
    "linkage.weights": [linkage.weights(RECORDS, by=FIELDS)],
    "eligibility.excluded": [eligibility.excluded({"minor": pd.Series([1, 0])})],
    "anonymity.risk": [anonymity.risk(PEOPLE, columns={"age": ["age"]})],
    "anonymity.without_each": [anonymity.without_each(PEOPLE, by=["age", "town"])],
    "offers.uplifts": [UPLIFT],
    "offers.expected_profits": [
        (
            offers.expected_profits(
                CUSTOMERS, UPLIFT["estimate"], by="group", margin="margin", costs={"call": 1}
            ),
            ["call"],
        )
    ],
    "offers.best_plan": [(offers.best_plan(PROFITS, **LIMITS), list(PROFITS))],
    "offers.greedy_plan": [(offers.greedy_plan(PROFITS, **LIMITS), list(PROFITS))],
    "offers.everything": [(offers.everything(PROFITS), list(PROFITS))],
}
