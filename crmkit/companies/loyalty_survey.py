"""A simulated panel: what customers say in a survey, and what they buy."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, numbered


@dataclass(frozen=True)
class Survey(Parameters):
    """The parameters of the panel; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "loyalty_survey"
    scale: tuple[int, int]
    mean_answer: dict[str, float]
    answer_spread: float
    attitude_weight: float
    mood_weight: float
    missing_share: float
    missing_code: int
    purchases_shape: float
    purchases_mean: float
    buying_base: float
    buying_by_attitude: float
    buying_by_convenience: float
    spend_mean: float
    spend_shape: float


@dataclass(frozen=True)
class LoyaltySurvey(Simulated):
    """A simulated panel. `survey` and `till` have one row a customer (index `customer_id`)."""

    survey: pd.DataFrame = field(repr=False)
    till: pd.DataFrame = field(repr=False)


def loyalty_survey(
    *, n_customers: int = 2_000, seed: int = 1, parameters: Survey | None = None
) -> LoyaltySurvey:
    """What do customers say of their loyalty, and what do they do, if we know what drives both?

    Both answers of a customer carry the attitude and the mood of the day (a common answer style);
    the purchases carry the attitude and the convenience of the firm (the shop on the way home, a
    subscription not cancelled), which the survey does not ask for.

    Parameters
    ----------
    n_customers : int
        1 or more.
    seed : int
        Same seed, same data.
    parameters : Survey, optional
        The card's unless given.

    Returns
    -------
    LoyaltySurvey
        `survey`: satisfied and stated_loyalty, points on the scale of the card, or its code for
        "no answer". `till`, a year of a panel: category_purchases, our_purchases and our_spend
        (yuan). `truth`: attitude, mood, convenience (each standard normal) and purchase_share, the
        chance that a purchase in the category is ours (0 to 1).

    Raises
    ------
    ValueError
        No customers.

    Examples
    --------
    >>> panel = loyalty_survey(n_customers=500, seed=2)
    >>> bool((panel.till["our_purchases"] <= panel.till["category_purchases"]).all())
    True
    """
    n = tables.whole("n_customers", n_customers, least=1)
    p = parameters or Survey.from_card()
    rng = np.random.default_rng(seed)
    attitude, mood, convenience = rng.normal(size=(3, n))

    def answer(mean: float) -> np.ndarray:
        common = p.attitude_weight * attitude + p.mood_weight * mood
        own = np.sqrt(max(1 - p.attitude_weight**2 - p.mood_weight**2, 0)) * rng.normal(size=n)
        points = np.rint(mean + p.answer_spread * (common + own))
        given = np.clip(points, *p.scale).astype("int64")
        return np.where(rng.random(n) < p.missing_share, p.missing_code, given)

    survey = pd.DataFrame({question: answer(mean) for question, mean in p.mean_answer.items()})
    pull = p.buying_base + p.buying_by_attitude * attitude
    purchase_share = 1 / (1 + np.exp(-pull - p.buying_by_convenience * convenience))
    rate = rng.gamma(p.purchases_shape, p.purchases_mean / p.purchases_shape, n)
    category = 1 + rng.poisson(rate)
    ours = rng.binomial(category, purchase_share)
    # The sum of that many gamma-distributed purchases is gamma-distributed, too.
    spend = rng.gamma(np.maximum(ours, 1) * p.spend_shape, p.spend_mean / p.spend_shape)
    till = pd.DataFrame(
        {
            "category_purchases": category,
            "our_purchases": ours,
            "our_spend": np.where(ours > 0, spend.round(2), 0.0),
        }
    )
    truth = pd.DataFrame(
        {
            "attitude": attitude,
            "mood": mood,
            "convenience": convenience,
            "purchase_share": purchase_share,
        }
    )
    ids = numbered("C", n)
    return LoyaltySurvey(
        truth=truth.set_axis(ids),
        parameters=p,
        seed=seed,
        survey=survey.set_axis(ids),
        till=till.set_axis(ids),
    )
