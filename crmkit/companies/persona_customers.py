"""Simulated customers of a clothes shop: with groups among them, or one cloud without any."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, generator, numbered


@dataclass(frozen=True)
class Wardrobe(Parameters):
    """The parameters of the clothes shop; their meaning stands on the card."""

    CARD: ClassVar[str] = "persona_customers"
    persona_share: dict[str, float]
    centre: dict[str, dict[str, float]]
    spread: dict[str, float]


@dataclass(frozen=True)
class PersonaCustomers(Simulated):
    """Customers of a clothes shop: `customers` has one row each (index `customer_id`).

    `truth` has the same index.
    """

    customers: pd.DataFrame = field(repr=False)


def persona_customers(
    *,
    n_customers: int = 800,
    groups: bool = True,
    seed: int = 1,
    parameters: Wardrobe | None = None,
) -> PersonaCustomers:
    """Would a method that looks for personas see whether there are any?

    With groups, each customer belongs to one persona and is scattered around its centre. Without,
    all are drawn from one normal cloud that has the same means, spreads and correlations: the
    columns look alike, and nobody belongs to anything.

    Parameters
    ----------
    n_customers : int
        Customers, 1 or more.
    groups : bool
        Whether there are personas.
    seed : int
        Same seed, same data.
    parameters : Wardrobe, optional
        The figures of the datasets card unless given.

    Returns
    -------
    PersonaCustomers
        `customers`: orders (a year), basket (yuan an order), evening_share (of orders),
        discount_share, return_share and gift_share (of spend). `truth`: persona, "nobody" where
        there are no groups.

    Examples
    --------
    >>> shop = persona_customers(n_customers=50, seed=2)
    >>> sorted(shop.truth["persona"].unique())
    ['bargain', 'everyday', 'fitting room', 'gift']
    """
    n = tables.whole("n_customers", n_customers, least=1)
    shop = parameters or Wardrobe.from_card()
    rng = generator("persona_customers", seed)
    columns = list(shop.centre)
    spread = np.array([shop.spread[name] for name in columns])
    persona = drawn(rng, shop.persona_share, n)
    noise = rng.standard_normal((n, len(columns)))
    if groups:
        centre = np.column_stack([figure_of(persona, shop.centre[name]) for name in columns])
        found = centre + noise * spread
        names = np.asarray(persona).astype("str")
    else:
        mean, covariance = _moments(shop, columns, spread)
        found = mean + noise @ np.linalg.cholesky(covariance).T
        names = np.full(n, "nobody")
    table = pd.DataFrame(found, numbered("W", n), columns)
    shares = [name for name in columns if name.endswith("_share")]
    table[shares] = table[shares].clip(0, 1).round(3)
    table["orders"] = table["orders"].clip(lower=1).round(1)
    table["basket"] = table["basket"].clip(lower=20).round(2)
    truth = pd.DataFrame({"persona": pd.Series(names, table.index, dtype="str")})
    return PersonaCustomers(customers=table, truth=truth, parameters=shop, seed=seed)


def _moments(
    shop: Wardrobe, columns: list[str], spread: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of all customers together, if there are groups."""
    share = np.array(list(shop.persona_share.values()))
    share = share / share.sum()
    centre = np.array([[shop.centre[c][name] for c in columns] for name in shop.persona_share])
    mean = share @ centre
    away = centre - mean
    return mean, (away * share[:, None]).T @ away + np.diag(spread**2)
