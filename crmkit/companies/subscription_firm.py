"""Simulated subscribers of two kinds whose kind nobody sees: a base to be valued."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, numbered


@dataclass(frozen=True)
class Subscribing(Parameters):
    """The parameters of a subscription firm; their meaning stands on the card."""

    CARD: ClassVar[str] = "subscription_firm"
    first_year: int
    first_cohort: int
    cohort_growth: float
    segment_share: dict[str, float]
    retention_rate: dict[str, float]
    annual_margin: float
    acquisition_cost: float


@dataclass(frozen=True)
class SubscriptionFirm(Simulated):
    """A simulated subscription firm: `customers` has one row a customer (index `customer_id`).

    `truth` has the same index; `years` is how many cohorts have joined.
    """

    customers: pd.DataFrame = field(repr=False)
    years: int


def subscription_firm(
    *, years: int = 6, seed: int = 1, parameters: Subscribing | None = None
) -> SubscriptionFirm:
    """What is a base worth whose customers differ in how likely they are to renew?

    Each year a cohort joins, larger than the one before, on contracts of a year. A customer is
    loyal or fickle, which the firm cannot see, and renews with the steady probability of that
    kind. The records end just before the renewals of the last year's end.

    Parameters
    ----------
    years : int
        Cohorts, 2 or more: the first has faced `years` - 1 renewals, the last none.
    seed : int
        Same seed, same data.
    parameters : Subscribing, optional
        The figures of the datasets card unless given.

    Returns
    -------
    SubscriptionFirm
        `customers`: joined (year), renewals (made so far) and active (False: left in place of
        one more). `truth`: segment and retention_rate.

    Raises
    ------
    ValueError
        Fewer than two years.

    Examples
    --------
    >>> firm = subscription_firm(years=3, seed=2)
    >>> firm.customers["joined"].value_counts(sort=False).to_dict()
    {2020: 2000, 2021: 2400, 2022: 2880}
    """
    years = tables.whole("years", years, least=2)
    firm = parameters or Subscribing.from_card()
    rng = np.random.default_rng(seed)
    sizes = np.rint(firm.first_cohort * (1 + firm.cohort_growth) ** np.arange(years)).astype(int)
    age = np.repeat(np.arange(years)[::-1], sizes)
    segment = drawn(rng, firm.segment_share, len(age))
    rate = figure_of(segment, firm.retention_rate)
    # Renewals in a row until the first that is not made.
    would_make = rng.geometric(1 - rate) - 1
    ids = numbered("S", len(age))
    customers = pd.DataFrame(
        {
            "joined": firm.first_year + years - 1 - age,
            "renewals": np.minimum(would_make, age),
            "active": would_make >= age,
        },
        index=ids,
    )
    truth = pd.DataFrame({"segment": segment, "retention_rate": rate}, index=ids)
    return SubscriptionFirm(
        customers=customers, truth=truth, parameters=firm, years=years, seed=seed
    )
