"""Simulated customers with three kinds of bonds, one of which only marks those who stay anyway."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, numbered

Card = Literal["chosen", "by lot"]


@dataclass(frozen=True)
class Bonded(Parameters):
    """The parameters of a software firm's customers; their meaning stands on the card."""

    CARD: ClassVar[str] = "bonded_customers"
    size_share: dict[str, float]
    attached_share: float
    card_share: dict[str, float]
    adviser_share: float
    interface_share: dict[str, float]
    monthly_hazard: float
    size_ratio: dict[str, float]
    attached_ratio: float
    bond_ratio: dict[str, float]


@dataclass(frozen=True)
class BondedCustomers(Simulated):
    """Simulated customers: `customers` has one row a customer (index `customer_id`).

    `truth` has the same index; `months` is how long the firm has been in business.
    """

    customers: pd.DataFrame = field(repr=False)
    months: int


def bonded_customers(
    *,
    n_customers: int = 4_000,
    months: int = 48,
    card: Card = "chosen",
    seed: int = 1,
    parameters: Bonded | None = None,
) -> BondedCustomers:
    """Who would leave, and when, if we knew what each bond does to the hazard of leaving?

    A software firm ties its customers by a bonus card (a financial bond), a personal adviser
    (social) and an interface to their own systems (structural). Each customer leaves at a steady
    hazard that is multiplied by a ratio for each bond, for size, and for a hidden attachment. The
    attached like to take the card, which itself does nothing.

    Parameters
    ----------
    n_customers : int
        How many have joined, evenly over the time, 1 or more.
    months : int
        How long the firm has been in business, 1 or more.
    card : "chosen" or "by lot"
        Whether customers chose the card, as the attached like to, or half of them got it by lot.
    seed : int
        Same seed, same data.
    parameters : Bonded, optional
        The figures of the datasets card unless given.

    Returns
    -------
    BondedCustomers
        `customers`: size (small, large), card, adviser and interface (1: has it), tenure_months
        (whole months until leaving or now, the last one counted full) and left (1: left).
        `truth`: attached (hidden) and monthly_hazard.

    Raises
    ------
    ValueError
        No customers, no months, or another word for `card`.

    Examples
    --------
    >>> firm = bonded_customers(n_customers=500, seed=3)
    >>> bool((firm.customers["tenure_months"] <= 48).all())
    True
    """
    n = tables.whole("n_customers", n_customers, least=1)
    months = tables.whole("months", months, least=1)
    tables.option("card", card, ["chosen", "by lot"])
    firm = parameters or Bonded.from_card()
    rng = np.random.default_rng(seed)
    size = drawn(rng, firm.size_share, n)
    attached = rng.random(n) < firm.attached_share
    card_share = np.where(attached, firm.card_share["attached"], firm.card_share["others"])
    if card == "by lot":
        card_share = np.full(n, 0.5)
    interface_share = np.array([firm.interface_share[str(one)] for one in size.categories])[
        size.codes
    ]
    has = pd.DataFrame(
        {
            "card": rng.random(n) < card_share,
            "adviser": rng.random(n) < firm.adviser_share,
            "interface": rng.random(n) < interface_share,
        }
    ).astype("int64")
    ratio = figure_of(size, firm.size_ratio)
    ratio = ratio * np.where(attached, firm.attached_ratio, 1.0)
    for bond in ("card", "adviser", "interface"):
        ratio = ratio * np.where(has[bond] == 1, firm.bond_ratio[bond], 1.0)
    hazard = firm.monthly_hazard * ratio
    since = rng.integers(0, months + 1, n)
    stays = np.ceil(rng.exponential(size=n) / hazard)
    ids = numbered("B", n)
    known = pd.DataFrame({"size": size, **has})
    known["tenure_months"] = np.minimum(stays, since).astype("int64")
    known["left"] = (stays <= since).astype("int64")
    truth = pd.DataFrame({"attached": attached, "monthly_hazard": hazard}, index=ids)
    return BondedCustomers(
        customers=known.set_index(ids), truth=truth, parameters=firm, months=months, seed=seed
    )
