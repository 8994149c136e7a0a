"""A simulated phone maker: launches by city, short on purpose by lot, and what came later."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, generator


@dataclass(frozen=True)
class Launching(Parameters):
    """The parameters of the phone maker; their meaning stands on the card."""

    CARD: ClassVar[str] = "phone_launch"
    city_share: dict[str, float]
    mean_demand: dict[str, float]
    variation: float
    price: float
    cost: float
    salvage: float
    short_order: float
    enough_order: float
    later_rate_served: float
    come_back_rate: dict[str, float]
    talk: dict[str, float]
    heat_share: float
    heat_later: float
    uncounted_share: float
    twice_share: float


@dataclass(frozen=True)
class PhoneLaunch(Simulated):
    """A maker's launches: `export` has one row a file entry.

    `truth` has one row a kind of city: what one more customer turned away brings later.
    """

    export: pd.DataFrame = field(repr=False)


def phone_launch(
    *, n_launches: int = 600, seed: int = 1, parameters: Launching | None = None
) -> PhoneLaunch:
    """Does it pay to run out on purpose, if it were known what a shortage does later?

    Before each launch a lot decided whether a city's order was short or enough. How hot the model
    is in the city raises demand and, whatever was ordered, later sales as well: launches that ran
    out were wanted more anyway.

    Parameters
    ----------
    n_launches : int
        Launches of a model in a city, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Launching, optional
        The figures of the datasets card unless given.

    Returns
    -------
    PhoneLaunch
        `export`: launch_id, city (kind), short (1: a lot made the order short), ordered, demand
        (who came for one at the launch), sold, turned_away (missing where nobody counted),
        came_back (of these, who bought within 90 days), later (all phones sold within 90 days
        after the launch). Some rows were sent twice. `truth` (index city): later_effect (later
        sales for one more turned away), come_back_rate, mean_demand.

    Examples
    --------
    >>> firm = phone_launch(n_launches=3, seed=3)
    >>> list(firm.truth)
    ['later_effect', 'come_back_rate', 'mean_demand']
    """
    n = tables.whole("n_launches", n_launches, least=1)
    firm = parameters or Launching.from_card()
    rng = generator("phone_launch", seed)
    city = drawn(rng, firm.city_share, n)
    middle = figure_of(city, firm.mean_demand)
    heat = rng.normal(size=n)
    luck = np.sqrt(firm.heat_share) * heat + np.sqrt(1 - firm.heat_share) * rng.normal(size=n)
    demand = np.maximum(middle * (1 + firm.variation * luck), 1).round()
    short = rng.integers(0, 2, n)
    deviations = np.where(short == 1, firm.short_order, firm.enough_order)
    ordered = (middle * (1 + firm.variation * deviations)).round()
    sold = np.minimum(demand, ordered)
    away = demand - sold
    back = rng.binomial(away.astype("int64"), figure_of(city, firm.come_back_rate))
    others = firm.later_rate_served * sold + figure_of(city, firm.talk) * away
    others += demand * firm.heat_later * (heat + 0.5 * rng.normal(size=n))
    later = back + rng.poisson(np.maximum(others, 0))
    table = pd.DataFrame(
        {
            "launch_id": [f"L{one:04d}" for one in range(1, n + 1)],
            "city": city,
            "short": short,
            "ordered": ordered.astype("int64"),
            "demand": demand,
            "sold": sold.astype("int64"),
            "turned_away": away,
            "came_back": back.astype("float64"),
            "later": later,
        }
    )
    uncounted = rng.random(n) < firm.uncounted_share
    table.loc[uncounted, ["demand", "turned_away", "came_back"]] = np.nan
    again = table[rng.random(n) < firm.twice_share]
    export = pd.concat([table, again]).sort_values("launch_id", kind="stable", ignore_index=True)
    truth = pd.DataFrame(
        {
            "later_effect": {
                one: rate + firm.talk[one] - firm.later_rate_served
                for one, rate in firm.come_back_rate.items()
            },
            "come_back_rate": firm.come_back_rate,
            "mean_demand": firm.mean_demand,
        }
    ).rename_axis("city")
    return PhoneLaunch(export=export, truth=truth, parameters=firm, seed=seed)
