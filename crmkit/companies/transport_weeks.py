"""A simulated transport company, week by week: exits that rise one day, and a programme by lot."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated

# The share of a year that a week is, for a rate of exits a year.
_WEEKS = 52


@dataclass(frozen=True)
class TransportRegions(Parameters):
    """The parameters of the company; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "transport_weeks"
    regions: int
    customers_per_region: int
    annual_leaving_rate: float
    weeks: int
    first_change_week: int
    last_change_week: int
    rise: float
    programme_week: int
    programme_regions: int
    programme_effect: float


@dataclass(frozen=True)
class TransportWeeks(Simulated):
    """A simulated transport company.

    `weekly` has one row a week, `regional` one row a region and week; `truth` has the index of
    `weekly`, and `change_week` is the first week of the higher rate.
    """

    weekly: pd.DataFrame = field(repr=False)
    regional: pd.DataFrame = field(repr=False)
    change_week: int = field(repr=False)


def transport_weeks(
    *, dispersion: float = 1.0, seed: int = 1, parameters: TransportRegions | None = None
) -> TransportWeeks:
    """When did exits rise, and did a programme in some regions bring them down?

    Parameters
    ----------
    dispersion : float
        Variance of the company's exits of a week over their mean: 1 if chance is all; above 1,
        good and bad weeks come over all regions alike.
    seed : int
        Same seed, same data.
    parameters : TransportRegions, optional
        The card's unless given; to change some: `dataclasses.replace(TransportRegions.from_card(),
        rise=1.5)`.

    Returns
    -------
    TransportWeeks
        `weekly` (index week, from 1): customers and exits. `regional` (columns week, region,
        programme, customers, exits): programme is 1 in regions that have it from some week on, in
        all their weeks. Whoever leaves is replaced, so that the base is the same each week.
        `truth` (index week): changed (0 or 1), expected (exits, luck aside) and weather (what the
        week multiplied them by).

    Raises
    ------
    ValueError
        Weeks, regions or factors that do not fit together.

    Examples
    --------
    >>> company = transport_weeks(seed=3)
    >>> len(company.weekly), company.regional["region"].nunique()
    (208, 12)
    """
    firm = parameters or TransportRegions.from_card()
    _check(firm)
    times = tables.number("dispersion", dispersion, least=1, mend="1 if chance is all")
    rng = np.random.default_rng(seed)
    change_week = int(rng.integers(firm.first_change_week, firm.last_change_week + 1))
    chosen = rng.permutation(firm.regions) < firm.programme_regions
    week = np.arange(1, firm.weeks + 1)
    changed = week >= change_week
    usual = firm.customers_per_region * firm.annual_leaving_rate / _WEEKS
    mean = usual * np.where(changed, firm.rise, 1.0)[:, None] * np.ones(firm.regions)
    has = (week >= firm.programme_week)[:, None] & chosen
    mean = np.where(has, mean * (1 + firm.programme_effect), mean)
    total = mean.sum(axis=1)
    weather = np.ones(firm.weeks)
    if times > 1:
        # A gamma factor makes of Poisson counts negative binomial ones of this dispersion.
        shape = total / (times - 1)
        weather = rng.gamma(shape, 1 / shape)
    exits = rng.poisson(mean * weather[:, None])
    index = pd.Index(week, name="week")
    names = [f"R{number:02d}" for number in range(1, firm.regions + 1)]
    regional = pd.DataFrame(
        {
            "week": np.repeat(week, firm.regions),
            "region": np.tile(names, firm.weeks),
            "programme": np.tile(chosen.astype("int64"), firm.weeks),
            "customers": firm.customers_per_region,
            "exits": exits.ravel(),
        }
    )
    weekly = pd.DataFrame(
        {"customers": firm.regions * firm.customers_per_region, "exits": exits.sum(axis=1)},
        index=index,
    )
    truth = pd.DataFrame(
        {"changed": changed.astype("int64"), "expected": total, "weather": weather}, index=index
    )
    return TransportWeeks(
        truth=truth,
        parameters=firm,
        seed=seed,
        weekly=weekly,
        regional=regional,
        change_week=change_week,
    )


def _check(firm: TransportRegions) -> None:
    tables.whole("regions", firm.regions, least=2)
    tables.whole("customers_per_region", firm.customers_per_region, least=1)
    tables.share("annual_leaving_rate", firm.annual_leaving_rate, ends=False)
    tables.number("rise", firm.rise, above=0, mend="e.g. 1.2 for a fifth more")
    tables.number("programme_effect", firm.programme_effect, above=-1, mend="e.g. -0.3")
    if not 1 <= firm.programme_regions < firm.regions:
        raise ValueError(
            f"programme_regions={firm.programme_regions} of {firm.regions}: some regions must be "
            "without the programme, to compare with"
        )
    weeks = [firm.first_change_week, firm.last_change_week, firm.programme_week, firm.weeks]
    if not (1 <= weeks[0] <= weeks[1] <= weeks[3] and 1 <= weeks[2] <= weeks[3]):
        raise ValueError(
            f"first_change_week {weeks[0]}, last_change_week {weeks[1]} and programme_week "
            f"{weeks[2]} must lie in order within {weeks[3]} weeks"
        )
