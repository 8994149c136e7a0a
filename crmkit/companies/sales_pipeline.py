"""A simulated seller of machines: deals that run through stages, and managers who get others."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import (
    Parameters,
    Simulated,
    drawn,
    drawn_by,
    figure_of,
    generator,
    numbered,
)


@dataclass(frozen=True)
class Selling(Parameters):
    """The parameters of the seller; their meaning stands on the card."""

    CARD: ClassVar[str] = "sales_pipeline"
    as_of: str
    weeks: int
    deals_a_week: float
    manager_share: dict[str, float]
    source_share: dict[str, dict[str, float]]
    large_share: dict[str, float]
    amount: dict[str, float]
    amount_spread: float
    forward_rate: dict[str, float]
    lost_rate: dict[str, float]
    source_effect: dict[str, float]
    large_effect: float
    manager_effect: dict[str, float]
    double_share: float


@dataclass(frozen=True)
class SalesPipeline(Simulated):
    """A seller's records up to `as_of`: `deals` and `steps`.

    `truth` has the index of `deals`; `later` holds the deals that begin in the year after.
    """

    deals: pd.DataFrame = field(repr=False)
    steps: pd.DataFrame = field(repr=False)
    later: pd.DataFrame = field(repr=False)


def sales_pipeline(*, seed: int = 1, parameters: Selling | None = None) -> SalesPipeline:
    """What could a head of sales know, if the chance of each deal were known?

    A deal runs from stage to stage, week by week, until it is won or lost. Referrals go on more
    easily than cold calls and small deals more easily than large ones; and managers do not get
    the same deals.

    Parameters
    ----------
    seed : int
        Same seed, same data.
    parameters : Selling, optional
        The figures of the datasets card unless given.

    Returns
    -------
    SalesPipeline
        `deals` (index deal_id): manager, source, size ("small" or "large"), amount (yuan),
        opened. `steps`, the export of the CRM system, one row a stage that a deal came into:
        deal_id, stage (won and lost are the last), entered; some rows stand there twice. `truth`:
        chance (of being won, on the first day), ended_on and outcome (as it will be once all have
        ended). `later`: amount, opened, ended_on and outcome of deals that begin after `as_of`.

    Examples
    --------
    >>> firm = sales_pipeline(seed=2)
    >>> list(firm.deals)
    ['manager', 'source', 'size', 'amount', 'opened']
    """
    from scipy.special import expit, logit

    seed, firm = tables.seed(seed), parameters or Selling.from_card()
    rng = generator("sales_pipeline", seed)
    end = pd.Timestamp(firm.as_of)
    ahead = 52
    n = int(rng.poisson(firm.deals_a_week * (firm.weeks + ahead)))
    # Days from the first one on, working days and others alike.
    day = np.sort(rng.integers(-7 * firm.weeks + 1, 7 * ahead + 1, n))
    opened = end + pd.to_timedelta(day, unit="D")
    manager = drawn(rng, firm.manager_share, n)
    source = drawn_by(rng, firm.source_share, manager)
    large = rng.random(n) < figure_of(manager, firm.large_share)
    typical = np.where(large, firm.amount["large"], firm.amount["small"])
    spread = np.exp(firm.amount_spread * rng.standard_normal(n) - firm.amount_spread**2 / 2)
    deals = pd.DataFrame(
        {
            "manager": manager.astype("str"),
            "source": source.astype("str"),
            "size": np.where(large, "large", "small"),
            "amount": (typical * spread / 1000).round().clip(min=1) * 1000,
            "opened": opened,
        },
        index=numbered("D", n).rename("deal_id"),
    )
    ease = figure_of(source, firm.source_effect) + figure_of(manager, firm.manager_effect)
    ease = ease + firm.large_effect * large

    chance, going = np.ones(n), np.ones(n, dtype=bool)
    at = np.zeros(n, dtype="int64")
    rows = [pd.DataFrame({"deal_id": deals.index, "stage": next(iter(firm.forward_rate)),
                          "entered": opened, "order": 0})]  # fmt: skip
    ended, outcome = np.zeros(n, dtype="int64"), np.full(n, "lost", dtype=object)
    names = [*firm.forward_rate, "won"]
    for place, name in enumerate(firm.forward_rate):
        forward = expit(logit(firm.forward_rate[name]) + ease)
        leaves = forward + (1 - forward) * firm.lost_rate[name]
        chance *= forward / leaves
        at = at + np.where(going, rng.geometric(leaves), 0)
        on = going & (rng.random(n) < forward / leaves)
        ended[going & ~on] = at[going & ~on]
        for who, stage in ((on, names[place + 1]), (going & ~on, "lost")):
            came = opened[who] + pd.to_timedelta(7 * at[who], unit="D")
            rows.append(pd.DataFrame({"deal_id": deals.index[who], "stage": stage,
                                      "entered": came, "order": place + 1}))  # fmt: skip
        going = on
    ended[going], outcome[going] = at[going], "won"
    deals["ended_on"] = opened + pd.to_timedelta(7 * ended, unit="D")
    deals["outcome"], deals["chance"] = outcome.astype("str"), chance

    begun = deals["opened"] <= end
    steps = pd.concat(rows)
    steps = steps[steps["deal_id"].isin(deals.index[begun]) & (steps["entered"] <= end)]
    steps = steps.sort_values(["entered", "deal_id", "order"]).drop(columns="order")
    double = rng.random(len(steps)) < firm.double_share
    steps = pd.concat([steps, steps[double]]).sort_values("entered", kind="stable")
    known = ["manager", "source", "size", "amount", "opened"]
    return SalesPipeline(
        deals=deals.loc[begun, known],
        steps=steps.reset_index(drop=True),
        later=deals.loc[~begun, ["amount", "opened", "ended_on", "outcome"]],
        truth=deals.loc[begun, ["chance", "ended_on", "outcome"]],
        parameters=firm,
        seed=seed,
    )
