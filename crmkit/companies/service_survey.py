"""A simulated hotel chain asks its guests by RATER: gaps, a halo, and weights that are known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, numbered


@dataclass(frozen=True)
class ServiceQuality(Parameters):
    """The parameters of the survey; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "service_survey"
    items: dict[str, int]
    expectation: dict[str, float]
    perception: dict[str, float]
    slope: dict[str, float]
    stated: dict[str, float]
    constant: float
    halo: float
    experience: float
    demand: float
    item_scatter: float
    satisfaction_scatter: float
    stated_likeness: float


@dataclass(frozen=True)
class ServiceSurvey(Simulated):
    """A simulated survey of service quality.

    `expectations` and `perceptions` have one column an item, `stated` one a dimension;
    `satisfaction` is a Series; all have one row a guest. `dimensions` names the items of each.
    """

    expectations: pd.DataFrame = field(repr=False)
    perceptions: pd.DataFrame = field(repr=False)
    stated: pd.DataFrame = field(repr=False)
    satisfaction: pd.Series = field(repr=False)
    dimensions: dict[str, list[str]] = field(repr=False)


def service_survey(
    *, n_customers: int = 400, seed: int = 1, parameters: ServiceQuality | None = None
) -> ServiceSurvey:
    """What would a survey by RATER look like if we knew what moves satisfaction?

    A guest expects of each item what the card says, more or less; perceives what the card says,
    more or less; and sees all of it a little brighter or darker by one mood of their own, the halo.
    How satisfied they are follows from what they answered: a constant, and for each dimension its
    slope times the mean of its items.

    Parameters
    ----------
    n_customers : int
        How many guests answer, 1 or more.
    seed : int
        Same seed, same data.
    parameters : ServiceQuality, optional
        The card's unless given; to change some:
        `dataclasses.replace(ServiceQuality.from_card(), halo=0)`.

    Returns
    -------
    ServiceSurvey
        `expectations`, `perceptions`: answers from 1 to 7. `stated`: how each guest shares 100
        points of importance out over the dimensions. `satisfaction`: 1 to 10. `truth`: halo (points
        by which the guest rates everything higher), expected_satisfaction (before scatter and
        rounding). Index `customer_id` throughout.

    Raises
    ------
    ValueError
        No guests.

    Examples
    --------
    >>> survey = service_survey(n_customers=3, seed=2)
    >>> survey.stated.sum(axis=1).tolist()
    [100, 100, 100]
    """
    n = tables.whole("n_customers", n_customers, least=1)
    known = parameters or ServiceQuality.from_card()
    rng = np.random.default_rng(seed)
    ids = numbered("G", n)
    dimensions = {
        name: [f"{name}_{number}" for number in range(1, count + 1)]
        for name, count in known.items.items()
    }

    def answered(mean: dict[str, float], person: np.ndarray, scatter: float) -> pd.DataFrame:
        """Whole points from 1 to 7 around the mean, the person and their view of the dimension."""
        columns = {}
        for name, items in dimensions.items():
            view = mean[name] + person + rng.normal(0, scatter, n)
            for item in items:
                points = np.rint(view + rng.normal(0, known.item_scatter, n))
                columns[item] = np.clip(points, 1, 7).astype("int64")
        return pd.DataFrame(columns, index=ids)

    halo = rng.normal(0, known.halo, n)
    expectations = answered(known.expectation, rng.normal(0, known.demand, n), 0)
    perceptions = answered(known.perception, halo, known.experience)
    expected = known.constant + sum(
        known.slope[name] * perceptions[items].mean(axis=1) for name, items in dimensions.items()
    )
    points = np.clip(np.rint(expected + rng.normal(0, known.satisfaction_scatter, n)), 1, 10)
    weight = np.array([known.stated[name] for name in dimensions])
    likings = rng.dirichlet(known.stated_likeness * weight / weight.sum(), n)
    return ServiceSurvey(
        truth=pd.DataFrame({"halo": halo, "expected_satisfaction": expected}, index=ids),
        parameters=known,
        seed=seed,
        expectations=expectations,
        perceptions=perceptions,
        stated=pd.DataFrame(rng.multinomial(100, likings), index=ids, columns=list(dimensions)),
        satisfaction=pd.Series(points.astype("int64"), index=ids, name="satisfaction"),
        dimensions=dimensions,
    )
