import numpy as np
import pandas as pd

from crmkit.campaigns import cross_group, entry_game, share_race, two_sided

SIDES = pd.DataFrame(
    {"cost": [10.0, 2], "differentiation": [60.0, 60], "benefit": [5.0, 50], "own_value": 20.0},
    index=["sellers", "buyers"],
)
RACE = pd.Series(
    {"seller_base": 0.0, "seller_effect": 2.4, "seller_money": 0.017, "seller_moving": 0.12,
     "buyer_base": 0.1, "buyer_effect": 3.4, "buyer_money": 0.15, "buyer_moving": 0.18}
)  # fmt: skip
MARKET = share_race.Market(100, 3000, rival_fee=60, seller_cost=15, buyer_margin=1)
START = {"seller_share": 0.15, "buyer_share": 0.12}
RACES = pd.DataFrame([RACE] * 41)
OFFERS = pd.DataFrame({"fee": [60, 0], "bonus": [0, 1]})
MOVES = pd.MultiIndex.from_product([["free", "paid"]] * 2, names=["ours", "theirs"])
GAME = pd.DataFrame({"payoff": [1, 5, 0, 3], "rival_payoff": [1, 0, 5, 3]}, index=MOVES)
DRAWS = GAME[["payoff"]].T
CHOICE = cross_group.Choice(
    pd.Series({"base": 0.0, "effect": 2.0, "money": 0.02}),
    pd.DataFrame(np.eye(3) / 100, ["base", "effect", "money"], ["base", "effect", "money"]),
)

TABLES = {
    "two_sided.duopoly": [two_sided.duopoly(SIDES)],
    "two_sided.monopoly": [two_sided.monopoly(SIDES)],
    "share_race.path": [share_race.path(RACE, months=3, **START)],
    "share_race.critical_share": [share_race.critical_share(RACE)],
    "share_race.values": [share_race.values(RACE, MARKET, fee=0, **START)],
    "share_race.value": [share_race.value(RACES, MARKET, offers=OFFERS, **START)],
    "share_race.by_subsidy": [
        share_race.by_subsidy(RACES, MARKET, side="sellers", subsidies=[0, 30], **START)
    ],
    "cross_group.Choice.table": [CHOICE.table()],
    "cross_group.races": [
        cross_group.races(
            CHOICE, CHOICE, seller_moving=0.1, buyer_moving=0.1, rng=np.random.default_rng(1),
            draws=2,
        )
    ],
    "entry_game.best_replies": [entry_game.best_replies(GAME)],
    "entry_game.equilibrium_chances": [
        entry_game.equilibrium_chances(DRAWS, GAME[["rival_payoff"]].T)
    ],
    "entry_game.matrix": [(entry_game.matrix(GAME), ["free", "paid"])],
}  # fmt: skip
