"""A simulated marketplace against its rival, city by city: what draws either side is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, generator


@dataclass(frozen=True)
class Marketplace(Parameters):
    """The parameters of the marketplace; their meaning stands on the card."""

    CARD: ClassVar[str] = "two_sided_market"
    sellers: int
    buyers: int
    start: dict[str, float]
    base: dict[str, float]
    effect: dict[str, float]
    money: dict[str, float]
    moving: dict[str, float]
    taste_spread: float
    month_spread: float
    rival_fee: float
    waivers: list[float]
    bonuses: list[float]
    reported_twice: int


@dataclass(frozen=True)
class TwoSidedMarket(Simulated):
    """A marketplace: `records` has one row a city and month, and a few of them twice.

    `truth` has one row a city: what its sellers and its buyers are drawn by.
    """

    records: pd.DataFrame = field(repr=False)


def two_sided_market(
    *,
    n_cities: int = 40,
    months: int = 18,
    seed: int = 1,
    parameters: Marketplace | None = None,
) -> TwoSidedMarket:
    """How strongly do sellers draw buyers, and buyers sellers, if it were known?

    Two marketplaces share the sellers and buyers of each city. Each month some of them decide anew.
    Every quarter a lot says in each city how much of the rival's fee we waive for sellers, and
    which bonus buyers get. Cities have tastes, which sellers and buyers of a city share in part.

    Parameters
    ----------
    n_cities, months : int
        2 or more.
    seed : int
        Same seed, same data.
    parameters : Marketplace, optional
        The figures of the datasets card unless given.

    Returns
    -------
    TwoSidedMarket
        `records`: city, month (1 and on), seller_share and buyer_share (ours, before the month),
        waiver and bonus (yuan a month), sellers_deciding, sellers_chose, buyers_deciding and
        buyers_chose (us).

    Examples
    --------
    >>> market = two_sided_market(n_cities=2, months=2, seed=3)
    >>> list(market.records)[:6]
    ['city', 'month', 'seller_share', 'buyer_share', 'waiver', 'bonus']
    """
    n = tables.whole("n_cities", n_cities, least=2)
    months = tables.whole("months", months, least=2)
    firm = parameters or Marketplace.from_card()
    rng = generator("two_sided_market", seed)
    cities = pd.Index([f"city {one:02d}" for one in range(1, n + 1)], name="city")
    people = {"seller": max(firm.sellers // n, 10), "buyer": max(firm.buyers // n, 10)}
    common = rng.normal(0, firm.taste_spread, n)
    taste = {side: common + rng.normal(0, firm.taste_spread / 2, n) for side in people}
    levels = {side: firm.base[side] + taste[side] - taste[side].mean() for side in people}
    # A city starts where its taste has led it.
    now = {side: _logistic(_odds(firm.start[side]) + taste[side]) for side in people}
    sums, rows = {"waiver": np.zeros(n), "bonus": np.zeros(n)}, []
    for month in range(1, months + 1):
        if month % 3 == 1:
            sums = {"waiver": rng.choice(firm.waivers, n), "bonus": rng.choice(firm.bonuses, n)}
        row = {"city": cities, "month": month}
        row |= {
            "seller_share": now["seller"].round(4),
            "buyer_share": now["buyer"].round(4),
            **sums,
        }
        other, paid, after = {"seller": "buyer", "buyer": "seller"}, {}, {}
        paid = {"seller": sums["waiver"], "buyer": sums["bonus"]}
        for side, members in people.items():
            pull = firm.effect[side] * (2 * now[other[side]] - 1)
            mood = rng.normal(0, firm.month_spread, n)
            chance = _logistic(levels[side] + pull + firm.money[side] * paid[side] + mood)
            deciding = np.maximum(rng.binomial(members, firm.moving[side], n), 1)
            chose = rng.binomial(deciding, chance)
            moved = deciding / members
            after[side] = (1 - moved) * now[side] + moved * chose / deciding
            row |= {f"{side}s_deciding": deciding, f"{side}s_chose": chose}
        rows.append(pd.DataFrame(row))
        now = after
    records = pd.concat(rows, ignore_index=True)
    again = rng.choice(len(records), min(firm.reported_twice, len(records)), replace=False)
    records = pd.concat([records, records.iloc[np.sort(again)]], ignore_index=True)
    records = records.sort_values(["city", "month"], kind="stable", ignore_index=True)
    truth = pd.DataFrame(
        {"seller_base": levels["seller"], "buyer_base": levels["buyer"]}, index=cities
    )
    return TwoSidedMarket(records=records, truth=truth, parameters=firm, seed=seed)


def _logistic(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def _odds(share: float) -> float:
    return float(np.log(share / (1 - share)))
