"""A simulated maker of kitchens, its dealers and the agents who send customers: demand is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, generator, numbered


@dataclass(frozen=True)
class Dealers(Parameters):
    """The parameters of the channel; their meaning stands on the card."""

    CARD: ClassVar[str] = "dealer_channel"
    highest_price: float
    slope: float
    size_spread: float
    unit_cost: float
    dealer_cost: float
    wholesale_price: float
    demand_swing: float
    trial_prices: list[float]
    trial_fee: float
    reported_twice: float
    cycle_years: float
    return_rate: float
    referrals: float
    referral_years: float
    watched_years: float
    too_late: float
    mean_margin: float
    bought_alone: float
    bought_with_agent: float


@dataclass(frozen=True)
class DealerChannel(Simulated):
    """The records of a channel: `books`, `price_trial`, `contract_trial`, `customers`, `leads`.

    `truth` has one row a dealer.
    """

    books: pd.DataFrame = field(repr=False)
    price_trial: pd.DataFrame = field(repr=False)
    contract_trial: pd.DataFrame = field(repr=False)
    customers: pd.DataFrame = field(repr=False)
    leads: pd.DataFrame = field(repr=False)


def dealer_channel(
    *,
    n_dealers: int = 60,
    months: int = 24,
    trial_months: int = 6,
    n_customers: int = 2_000,
    n_leads: int = 8_000,
    seed: int = 1,
    parameters: Dealers | None = None,
) -> DealerChannel:
    """What could a producer know of a shared margin, if each dealer's demand were known?

    Units fall in a straight line with the retail price. In the books each dealer sees the month's
    demand and sets the best price for themselves; in the trial of prices a lot sets it; in the
    trial of contracts a lot gives half of the dealers a wholesale price at cost and a fee.

    Parameters
    ----------
    n_dealers : int
        Dealers, 2 or more.
    months, trial_months : int
        Months of the books and of each trial, 1 or more.
    n_customers, n_leads : int
        Former customers of agents, and households of the lot on agents, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Dealers, optional
        The figures of the datasets card unless given.

    Returns
    -------
    DealerChannel
        `books` (a month reported twice has two rows) and `price_trial`: dealer_id, month,
        wholesale_price, retail_price (yuan) and units. `contract_trial`: the same, and shared (1: a
        lot gave the contract) and fee (yuan a month). `customers` (index customer_id): margin
        (yuan), returned_after, referrals, referred_after (years; missing if there was none) and
        watched_years. `leads` (index customer_id): agent (1: by lot) and bought. `truth` (index
        dealer_id): size and slope.

    Examples
    --------
    >>> firm = dealer_channel(n_dealers=2, months=1, n_customers=3, n_leads=4, seed=2)
    >>> list(firm.price_trial)
    ['dealer_id', 'month', 'wholesale_price', 'retail_price', 'units']
    """
    n = tables.whole("n_dealers", n_dealers, least=2)
    lasts = tables.whole("months", months, least=1)
    tried = tables.whole("trial_months", trial_months, least=1)
    firm = parameters or Dealers.from_card()
    _check(firm)
    rng = generator("dealer_channel", seed)
    ids = pd.Index([f"H{one:03d}" for one in range(1, n + 1)], dtype="str", name="dealer_id")
    size = np.exp(rng.normal(-(firm.size_spread**2) / 2, firm.size_spread, n))
    truth = pd.DataFrame({"size": size, "slope": firm.slope * size}, index=ids)

    books = _months(rng, firm, truth, lasts, firm.wholesale_price)
    again = books[rng.random(len(books)) < firm.reported_twice]
    books = pd.concat([books, again]).sort_values(["month", "dealer_id"], ignore_index=True)

    lot = rng.choice(np.array(firm.trial_prices), n * tried)
    price_trial = _months(rng, firm, truth, tried, firm.wholesale_price, lot)

    shared = np.zeros(n, dtype="int64")
    shared[rng.permutation(n)[: n // 2]] = 1
    of_dealer = np.tile(shared, tried)
    pays = np.where(of_dealer == 1, firm.unit_cost, firm.wholesale_price)
    contract_trial = _months(rng, firm, truth, tried, pays)
    contract_trial["shared"] = of_dealer
    contract_trial["fee"] = np.where(of_dealer == 1, firm.trial_fee, 0.0)

    return DealerChannel(
        books=books, price_trial=price_trial, contract_trial=contract_trial,
        customers=_customers(rng, firm, tables.whole("n_customers", n_customers, least=1)),
        leads=_leads(rng, firm, tables.whole("n_leads", n_leads, least=1)),
        truth=truth, parameters=firm, seed=seed,
    )  # fmt: skip


def _months(
    rng: np.random.Generator,
    firm: Dealers,
    truth: pd.DataFrame,
    months: int,
    wholesale: float | np.ndarray,
    retail: np.ndarray | None = None,
) -> pd.DataFrame:
    """Months of all dealers, who set the best price for themselves unless it is given."""
    n = len(truth)
    highest = firm.highest_price + rng.normal(0, firm.demand_swing, n * months)
    if retail is None:
        cost = wholesale + firm.dealer_cost
        retail = np.maximum((highest + cost) / 2, cost).round(-2)
    wanted = np.tile(truth["slope"], months) * np.maximum(highest - retail, 0)
    return pd.DataFrame(
        {
            "dealer_id": np.tile(truth.index, months),
            "month": np.repeat(np.arange(1, months + 1), n),
            "wholesale_price": wholesale,
            "retail_price": retail,
            "units": rng.poisson(wanted),
        }
    )


def _customers(rng: np.random.Generator, firm: Dealers, n: int) -> pd.DataFrame:
    watched = np.where(rng.random(n) < firm.too_late, rng.uniform(1, 6, n), firm.watched_years)
    back = (firm.cycle_years + rng.normal(0, 0.8, n)).clip(4, firm.watched_years)
    back[rng.random(n) >= firm.return_rate] = np.nan
    sent = rng.poisson(firm.referrals, n)
    after = rng.gamma(3, firm.referral_years / 3, n).clip(max=firm.watched_years)
    late = after > watched
    sent[late] = 0
    table = pd.DataFrame(
        {
            "margin": (firm.mean_margin * rng.gamma(8, 1 / 8, n)).round(2),
            "returned_after": np.where(back <= watched, back.round(2), np.nan),
            "referrals": sent,
            "referred_after": np.where(sent > 0, after.round(2), np.nan),
            "watched_years": watched.round(2),
        },
        index=numbered("A", n),
    )
    return table


def _leads(rng: np.random.Generator, firm: Dealers, n: int) -> pd.DataFrame:
    agent = rng.integers(0, 2, n)
    chance = np.where(agent == 1, firm.bought_with_agent, firm.bought_alone)
    bought = (rng.random(n) < chance).astype("int64")
    return pd.DataFrame({"agent": agent, "bought": bought}, index=numbered("L", n))


def _check(firm: Dealers) -> None:
    """Refuse figures that are no shares, and costs that no price covers."""
    for name in ("reported_twice", "return_rate", "too_late", "bought_alone", "bought_with_agent"):
        tables.share(name, getattr(firm, name))
    for name in ("highest_price", "slope", "cycle_years", "watched_years", "mean_margin"):
        tables.number(name, getattr(firm, name), above=0)
    for name in ("unit_cost", "dealer_cost", "wholesale_price", "demand_swing", "trial_fee",
                 "size_spread", "referrals", "referral_years"):  # fmt: skip
        tables.number(name, getattr(firm, name), least=0)
    if firm.wholesale_price + firm.dealer_cost >= firm.highest_price:
        raise ValueError(
            f"wholesale_price and dealer_cost come to {firm.wholesale_price + firm.dealer_cost:g}, "
            f"which must be below highest_price={firm.highest_price:g}"
        )
    tables.one_or_more("trial_prices", firm.trial_prices, mend="name the prices of the trial")
