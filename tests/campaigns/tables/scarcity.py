import pandas as pd

from crmkit.campaigns import newsvendor, repeat_demand

MONEY = {"price": 190, "cost": 110, "salvage": 90}
LAUNCHES = pd.DataFrame(
    {"short": [1, 1, 0, 0], "wanted": [100, 110, 90, 120], "away": [30, 20, 0, 5],
     "later": [42, 38, 31, 29], "city": "big"}
)  # fmt: skip
EFFECTS = repeat_demand.later_effects(
    LAUNCHES, short="short", wanted="wanted", turned_away="away", later="later", by="city"
)

TABLES = {
    "newsvendor.drawn_outcomes": [
        newsvendor.drawn_outcomes([90, 100], demand=LAUNCHES["wanted"], **MONEY)
    ],
    "newsvendor.outcomes": [
        newsvendor.outcomes([90, 100], mean=100, standard_deviation=30, **MONEY)
    ],
    "repeat_demand.later_effects": [EFFECTS],
    "repeat_demand.plans": [
        repeat_demand.plans(
            LAUNCHES, orders={"enough": {"big": 110}, "short": {"big": 100}}, against="enough",
            effects=EFFECTS, wanted="wanted", by="city", to_come={"big": 10}, later_margin=80,
            **MONEY,
        )
    ],
}  # fmt: skip
