"""A simulated travel agency that spends in steps on strangers and on customers: returns known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, generator


@dataclass(frozen=True)
class Agency(Parameters):
    """The parameters of the agency; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "travel_agency"
    spend_steps: list[int]
    reached_ceiling: float
    reached_speed: float
    asked_share: float
    advised_share: float
    booked_share: float
    customers_per_city: int
    back_share: float
    back_ceiling: float
    back_speed: float
    recommended_share: float
    told_mean: float
    accepted_share: float
    booking_margin: float

    @property
    def k_factor(self) -> float:
        """How many friends a customer who comes back brings on average."""
        return self.recommended_share * self.told_mean * self.accepted_share

    def strangers_booked(self, spend: float | np.ndarray) -> float | np.ndarray:
        """Expected strangers of a city who book, by what is spent on the funnel there."""
        reached = -self.reached_ceiling * np.expm1(-self.reached_speed * _spent(spend))
        return reached * self.asked_share * self.advised_share * self.booked_share

    def customers_back(self, spend: float | np.ndarray) -> float | np.ndarray:
        """Expected customers of a city who come back, by what is spent on customers there."""
        because = -self.back_ceiling * np.expm1(-self.back_speed * _spent(spend))
        return self.customers_per_city * (self.back_share + because)


@dataclass(frozen=True)
class TravelAgency(Simulated):
    """A travel agency after a year of test: `cities` has one row each (index `city`).

    `truth` has the same index.
    """

    cities: pd.DataFrame = field(repr=False)


def travel_agency(
    *, n_cities: int = 140, seed: int = 1, parameters: Agency | None = None
) -> TravelAgency:
    """What do strangers and customers bring, step by step of what is spent on them?

    In each city a lot decided what was spent on strangers and, apart from it, on customers; each
    step has as many cities as any other, or one more. Strangers pass a funnel: reached, asked,
    advised, booked. Customers come back, with or without a programme; some of these recommend the
    agency to friends, and some of the friends book.

    Parameters
    ----------
    n_cities : int
        Cities of the agency, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Agency, optional
        The figures of the datasets card unless given.

    Returns
    -------
    TravelAgency
        `cities`: stranger_spend (thousand yuan), reached, asked, advised, booked (strangers);
        customer_spend (thousand yuan), customers, came_back, recommended (customers), told,
        friends_booked (friends). `truth`: expected_booked, expected_back and expected_friends.

    Examples
    --------
    >>> agency = travel_agency(n_cities=7, seed=2)
    >>> sorted(agency.cities["stranger_spend"].to_list())
    [0, 100, 200, 300, 400, 500, 600]
    """
    n = tables.whole("n_cities", n_cities, least=1)
    firm = parameters or Agency.from_card()
    _check(firm)
    rng = generator("travel_agency", seed)
    on_strangers, on_customers = (
        rng.permutation(np.resize(np.asarray(firm.spend_steps, dtype="int64"), n)) for _ in range(2)
    )
    funnel = firm.asked_share * firm.advised_share * firm.booked_share
    expected_booked = np.asarray(firm.strangers_booked(on_strangers))
    reached = rng.poisson(expected_booked / funnel)
    asked = rng.binomial(reached, firm.asked_share)
    advised = rng.binomial(asked, firm.advised_share)
    customers = np.full(n, firm.customers_per_city)
    expected_back = np.asarray(firm.customers_back(on_customers))
    back = rng.binomial(customers, expected_back / customers)
    recommended = rng.binomial(back, firm.recommended_share)
    told = rng.poisson(firm.told_mean * recommended)
    city = pd.RangeIndex(1, n + 1, name="city")
    cities = pd.DataFrame(
        {
            "stranger_spend": on_strangers,
            "reached": reached,
            "asked": asked,
            "advised": advised,
            "booked": rng.binomial(advised, firm.booked_share),
            "customer_spend": on_customers,
            "customers": customers,
            "came_back": back,
            "recommended": recommended,
            "told": told,
            "friends_booked": rng.binomial(told, firm.accepted_share),
        },
        index=city,
    ).astype("int64")
    truth = pd.DataFrame(
        {
            "expected_booked": expected_booked,
            "expected_back": expected_back,
            "expected_friends": expected_back * firm.k_factor,
        },
        index=city,
    )
    return TravelAgency(cities=cities, truth=truth, parameters=firm, seed=seed)


def _spent(spend: float | np.ndarray) -> float | np.ndarray:
    """The spend as it is, if it is money: finite, and 0 or more."""
    if np.ndim(spend) == 0:
        return tables.number("spend", spend, least=0)
    return tables.numbers(pd.Series(spend), name="spend", least=0)


def _check(firm: Agency) -> None:
    """Refuse figures that are no shares, counts, or steps of spending."""
    steps = tables.one_or_more("spend_steps", firm.spend_steps, mend="name at least one step")
    tables.numbers(steps, name="spend_steps", least=0, most=1e6, whole=True)
    for name in ("asked_share", "advised_share", "booked_share"):
        tables.number(name, getattr(firm, name), above=0, most=1, mend="e.g. 0.2 for 20 %")
    for name in ("recommended_share", "accepted_share", "back_share", "back_ceiling"):
        tables.share(name, getattr(firm, name))
    for name in ("reached_speed", "back_speed", "told_mean"):
        tables.number(name, getattr(firm, name), least=0)
    tables.number("reached_ceiling", firm.reached_ceiling, least=0, most=1e9)
    tables.whole("customers_per_city", firm.customers_per_city, least=1, most=1e9)
    tables.number("booking_margin", firm.booking_margin)
    most = firm.back_share + firm.back_ceiling
    if most > 1:
        raise ValueError(
            f"back_share and back_ceiling add up to {most:g}: more than all customers cannot come "
            "back"
        )
