"""Simulated subscribers who are called before their term ends: some are saved, some awakened."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, numbered


@dataclass(frozen=True)
class Persuadable(Parameters):
    """The parameters of a subscription firm's customers; their meaning stands on the card."""

    CARD: ClassVar[str] = "persuadable_customers"
    kind_share: dict[str, float]
    stays_without: dict[str, float]
    stays_with: dict[str, float]
    logins_a_month: dict[str, float]
    complaints_a_year: dict[str, float]
    autopay_share: dict[str, float]
    called_share: float


@dataclass(frozen=True)
class PersuadableCustomers(Simulated):
    """Simulated subscribers: `customers` has one row a customer (index `customer_id`)."""

    customers: pd.DataFrame = field(repr=False)


def persuadable_customers(
    *, n_customers: int = 8_000, seed: int = 1, parameters: Persuadable | None = None
) -> PersuadableCustomers:
    """Who would stay with a call, and who without, if we could see both?

    A firm calls customers, by lot, a month before their subscription ends. Sure things stay and
    lost causes leave either way; persuadables stay more often if called; sleeping dogs, who have
    forgotten that they pay, are reminded of it and leave.

    Parameters
    ----------
    n_customers : int
        1 or more.
    seed : int
        Same seed, same data.
    parameters : Persuadable, optional
        The figures of the datasets card unless given.

    Returns
    -------
    PersuadableCustomers
        `customers`: logins (in the past month), complaints (in the past year), autopay (1: pays by
        itself), called (1: by lot) and stayed (1: renewed). `truth`: kind, stays_without and
        stays_with (the chances of staying).

    Raises
    ------
    ValueError
        No customers.

    Examples
    --------
    >>> firm = persuadable_customers(n_customers=500, seed=3)
    >>> list(firm.customers)
    ['logins', 'complaints', 'autopay', 'called', 'stayed']
    """
    n = tables.whole("n_customers", n_customers, least=1)
    firm = parameters or Persuadable.from_card()
    # Not `seed` alone: who divides these customers by default_rng(seed) would repeat our draws.
    rng = np.random.default_rng([44, seed])
    kind = drawn(rng, firm.kind_share, n)

    # Customers of one kind differ: a gamma of shape 4 around the mean of the kind.
    logins = rng.poisson(figure_of(kind, firm.logins_a_month) * rng.gamma(4, 1 / 4, n))
    complaints = rng.poisson(figure_of(kind, firm.complaints_a_year))
    autopay = rng.random(n) < figure_of(kind, firm.autopay_share)
    called = rng.random(n) < firm.called_share
    without, with_call = figure_of(kind, firm.stays_without), figure_of(kind, firm.stays_with)
    stayed = rng.random(n) < np.where(called, with_call, without)
    ids = numbered("P", n)
    known = pd.DataFrame(
        {
            "logins": logins,
            "complaints": complaints,
            "autopay": autopay,
            "called": called,
            "stayed": stayed,
        },
        index=ids,
    ).astype("int64")
    truth = pd.DataFrame(
        {"kind": kind, "stays_without": without, "stays_with": with_call}, index=ids
    )
    return PersuadableCustomers(customers=known, truth=truth, parameters=firm, seed=seed)
