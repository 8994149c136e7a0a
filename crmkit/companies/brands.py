"""A simulated panel of households that buy brands: what each prefers, how often it only repeats."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated


@dataclass(frozen=True)
class Brands(Parameters):
    """The parameters of a brand panel; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "brand_panel"
    appeal: dict[str, float]
    taste_spread: float
    usual_price: dict[str, float]
    price_spread: float
    price_weight: float
    feature_rate: float
    feature_weight: float
    inertia_share: float
    mean_purchases: float


@dataclass(frozen=True)
class BrandPanel(Simulated):
    """A simulated brand panel.

    `purchases` has one row a purchase; `truth` has one row a household (index `household`).
    """

    purchases: pd.DataFrame = field(repr=False)


def brand_panel(
    *, n_households: int = 300, seed: int = 1, parameters: Brands | None = None
) -> BrandPanel:
    """What would a brand panel record if we knew what each household prefers?

    At each purchase a household takes, with probability inertia_share, the brand bought last time
    without a look. Otherwise it chooses by a logit: the appeal of the brand, the household's own
    lasting taste for it (normal), its price and whether it is featured. The first purchase is
    always a choice. Prices vary about the usual one from purchase to purchase, without memory.

    Parameters
    ----------
    n_households : int
        1 or more. Each buys twice or more, on average the card's mean_purchases.
    seed : int
        Same seed, same data.
    parameters : Brands, optional
        The card's unless given; to change some: `dataclasses.replace(Brands.from_card(),
        inertia_share=0)`.

    Returns
    -------
    BrandPanel
        `purchases`, the rows of a household in order of time: household, brand, and `price_` and
        `feature_` of each brand. `truth`, one row a household: purchases; repeats_unseen, those in
        which the last brand was taken without a look; and for each brand `prefers_`, the
        probability to choose it at the usual prices without a feature.

    Raises
    ------
    ValueError
        No households; an inertia share that is no share; fewer than two purchases on average.

    Examples
    --------
    >>> panel = brand_panel(n_households=2, seed=3).purchases
    >>> panel[["household", "brand", "price_north"]].head(3)
       household  brand  price_north
    0          1  north          5.1
    1          1  north          4.4
    2          1  north          5.6
    """
    n_households = tables.whole("n_households", n_households, least=1)
    setting = Brands.from_card() if parameters is None else parameters
    share = tables.share("inertia_share", setting.inertia_share)
    mean = tables.number("mean_purchases", setting.mean_purchases, least=2)
    rng = np.random.default_rng(seed)
    names = list(setting.appeal)
    usual = np.array([setting.usual_price[name] for name in names])
    appeal = np.array(list(setting.appeal.values()))
    taste = appeal + setting.taste_spread * rng.standard_normal((n_households, len(names)))
    # Geometric beyond the second: a few households buy very often.
    size = 1 + rng.geometric(1 / (mean - 1), n_households)
    who = np.repeat(np.arange(n_households), size)
    wave = rng.standard_normal((len(who), len(names)))
    price = np.round(usual * np.exp(setting.price_spread * wave), 1)
    feature = rng.random((len(who), len(names))) < setting.feature_rate
    utility = taste[who] + setting.price_weight * price + setting.feature_weight * feature
    # The largest of utilities with Gumbel noise is the choice of a logit.
    brand = (utility + rng.gumbel(size=utility.shape)).argmax(axis=1)
    first = np.ones(len(who), dtype=bool)
    first[1:] = who[1:] != who[:-1]
    unseen = (rng.random(len(who)) < share) & ~first
    # A brand taken unseen is that of the last purchase that was a choice.
    chosen_at = np.maximum.accumulate(np.where(unseen, 0, np.arange(len(who))))
    brand = brand[chosen_at]
    # pandas-stubs knows no categories but an Index.
    kinds = pd.Categorical.from_codes(brand, categories=names)  # type: ignore[call-overload]
    columns = {"household": who + 1, "brand": kinds}
    columns |= {f"price_{name}": price[:, j] for j, name in enumerate(names)}
    columns |= {f"feature_{name}": feature[:, j].astype("int64") for j, name in enumerate(names)}
    calm = np.exp(taste + setting.price_weight * usual)
    truth = {"purchases": size, "repeats_unseen": np.bincount(who, weights=unseen).astype("int64")}
    truth |= {f"prefers_{name}": calm[:, j] / calm.sum(axis=1) for j, name in enumerate(names)}
    index = pd.RangeIndex(1, n_households + 1, name="household")
    return BrandPanel(
        truth=pd.DataFrame(truth, index=index),
        parameters=setting,
        seed=seed,
        purchases=pd.DataFrame(columns),
    )
