"""Simulated lapsed customers and a first wave of calls by lot: whom to call back is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, numbered


@dataclass(frozen=True)
class Lapsing(Parameters):
    """The parameters of the lapsed customers; their meaning stands on the card."""

    CARD: ClassVar[str] = "lapsed_customers"
    reason_share: dict[str, float]
    base_log_odds: float
    silence_effect: float
    orders_effect: float
    call_effect: dict[str, float]
    offer_effect: dict[str, float]
    offer_sizes: list[int]
    order_margin: float
    second_orders: dict[str, float]
    call_cost: float


@dataclass(frozen=True)
class LapsedCustomers(Simulated):
    """Lapsed customers after a first wave: `customers` has one row each (index `customer_id`).

    `truth` has the same index.
    """

    customers: pd.DataFrame = field(repr=False)


def lapsed_customers(
    *, n_customers: int = 12_000, seed: int = 1, parameters: Lapsing | None = None
) -> LapsedCustomers:
    """Whom should a firm call back, if what a call does to each customer were known?

    Each customer left for a reason and has been silent since. A lot decides who is called, and of
    the called, who gets which offer. Some come back without a call; those who left because they
    were bothered too often come back less often when called.

    Parameters
    ----------
    n_customers : int
        Lapsed customers, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Lapsing, optional
        The figures of the datasets card unless given.

    Returns
    -------
    LapsedCustomers
        `customers`: months_silent, past_orders, order_margin (mean, yuan), reason,
        price_driven (1: left over the price), called, offer (yuan, 0 for those not called),
        returned, and second_value (yuan brought in the year after the return, before the offer is
        paid; 0 without one). `truth`: the chance of a return without a call, with a call, and
        with the largest offer, and what the customer brings if they return.

    Examples
    --------
    >>> firm = lapsed_customers(n_customers=4, seed=2)
    >>> int(firm.customers["offer"][firm.customers["called"] == 0].sum())
    0
    """
    from scipy.special import expit

    n = tables.whole("n_customers", n_customers, least=1)
    firm = parameters or Lapsing.from_card()
    rng = np.random.default_rng(seed)
    reason = drawn(rng, firm.reason_share, n)
    months = rng.integers(3, 25, n)
    orders = 1 + rng.poisson(rng.gamma(1.2, 2.5, n))
    margin = firm.order_margin * rng.gamma(6, 1 / 6, n)
    called = rng.integers(0, 2, n)
    offer = np.where(called == 1, rng.choice(firm.offer_sizes, n), 0)
    odds = firm.base_log_odds + firm.silence_effect * months / 12
    odds = odds + firm.orders_effect * np.log(orders)
    most = max(firm.offer_sizes)
    call, each = (figure_of(reason, by) for by in (firm.call_effect, firm.offer_effect))
    chance = expit(odds + called * (call + each * offer / 10))
    returned = (rng.random(n) < chance).astype("int64")
    expected = figure_of(reason, firm.second_orders) * margin
    value = expected * rng.gamma(2, 1 / 2, n)
    ids = numbered("L", n)
    customers = pd.DataFrame(
        {
            "months_silent": months,
            "past_orders": orders,
            "order_margin": margin.round(2),
            "reason": reason,
            "price_driven": (reason == "price").astype("int64"),
            "called": called,
            "offer": offer.astype("int64"),
            "returned": returned,
            "second_value": np.where(returned == 1, value, 0.0).round(2),
        },
        index=ids,
    )
    truth = pd.DataFrame(
        {
            "return_alone": expit(odds),
            "return_called": expit(odds + call),
            "return_largest_offer": expit(odds + call + each * most / 10),
            "value_if_returned": expected,
        },
        index=ids,
    )
    return LapsedCustomers(customers=customers, truth=truth, parameters=firm, seed=seed)
