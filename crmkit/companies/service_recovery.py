"""A simulated parcel service: failures, complaints and recoveries by lot, and what follows."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, numbered

# What can happen to a customer, from the best plan on.
EXPERIENCES = ("no failure", "silent", "poor recovery", "excellent recovery")


@dataclass(frozen=True)
class ParcelService(Parameters):
    """The parameters of the parcel service; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "service_recovery"
    failure_share: float
    complaint_share: float
    excellent_share: float
    mean_satisfaction: dict[str, float]
    satisfaction_spread: float
    repurchase_probability: dict[str, float]
    attachment_effect: float


@dataclass(frozen=True)
class ServiceRecovery(Simulated):
    """A simulated parcel service: `customers` has one row a customer, `truth` the same index."""

    customers: pd.DataFrame = field(repr=False)


def service_recovery(
    *, n_customers: int = 8_000, seed: int = 1, parameters: ParcelService | None = None
) -> ServiceRecovery:
    """What do failure and recovery do to satisfaction and to repurchase, if luck deals them out?

    Parameters
    ----------
    n_customers : int
        How many, 1 or more.
    seed : int
        Same seed, same data.
    parameters : ParcelService, optional
        The card's unless given; to change some: `dataclasses.replace(ParcelService.from_card(),
        failure_share=0.1)`.

    Returns
    -------
    ServiceRecovery
        `customers` (index customer_id): experience ("no failure"; "silent" after a failure; "poor
        recovery" or "excellent recovery" after a complaint), complained (bool), satisfaction (1
        to 10) and bought_again (bool).
        `truth`: attachment (0 to 1, dealt out regardless of what happens), mean_satisfaction (of
        those with the same experience) and repurchase_probability (of this customer).

    Raises
    ------
    ValueError
        No customers, shares outside 0 to 1, a mean outside 1 to 10, or a probability of repurchase
        that attachment would carry below 0 or above 1.

    Examples
    --------
    >>> company = service_recovery(n_customers=5, seed=3)
    >>> company.customers["satisfaction"].between(1, 10).all()
    np.True_
    """
    n = tables.whole("n_customers", n_customers, least=1)
    firm = parameters or ParcelService.from_card()
    _check(firm)
    rng = np.random.default_rng(seed)
    failed = rng.random(n) < firm.failure_share
    complained = failed & (rng.random(n) < firm.complaint_share)
    excellent = complained & (rng.random(n) < firm.excellent_share)
    # Each step of the story goes one further: no failure 0, silent 1, complaint 2, excellent 3.
    code = failed.astype(int) + complained + excellent
    # pandas-stubs knows no categories but an Index.
    experience = pd.Categorical.from_codes(  # type: ignore[call-overload]
        code, categories=list(EXPERIENCES)
    )
    attachment = rng.random(n)
    mean = np.array([firm.mean_satisfaction[name] for name in EXPERIENCES])[code]
    chance = np.array([firm.repurchase_probability[name] for name in EXPERIENCES])[code]
    chance = chance + firm.attachment_effect * (2 * attachment - 1)
    inner = (mean - 1) / 9
    level = rng.beta(firm.satisfaction_spread * inner, firm.satisfaction_spread * (1 - inner))
    ids = numbered("P", n)
    customers = pd.DataFrame(
        {
            "experience": experience,
            "complained": complained,
            "satisfaction": 1 + rng.binomial(9, level),
            "bought_again": rng.random(n) < chance,
        },
        index=ids,
    )
    truth = pd.DataFrame(
        {
            "attachment": attachment,
            "mean_satisfaction": mean,
            "repurchase_probability": chance,
        },
        index=ids,
    )
    return ServiceRecovery(truth=truth, parameters=firm, seed=seed, customers=customers)


def _check(firm: ParcelService) -> None:
    for name in ("failure_share", "complaint_share", "excellent_share"):
        tables.share(name, getattr(firm, name))
    tables.number("satisfaction_spread", firm.satisfaction_spread, above=0)
    reach = tables.number("attachment_effect", firm.attachment_effect, least=0)
    for name in EXPERIENCES:
        tables.number(
            f"mean_satisfaction[{name!r}]", firm.mean_satisfaction[name], above=1, below=10
        )
        chance = firm.repurchase_probability[name]
        if not reach <= chance <= 1 - reach:
            raise ValueError(
                f"repurchase_probability[{name!r}]={chance!r} is carried below 0 or above 1 by an "
                f"attachment_effect of {reach:g}: make one of them milder"
            )
