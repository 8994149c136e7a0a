"""Which brand is chosen at which prices: a multinomial logit with the price of every brand."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.repeat_buying.panel import purchases
from crmkit.loyalty.repeat_buying.separation import refuse_separated

__all__ = ["CrossPrice", "cross_price"]


@dataclass(frozen=True)
class CrossPrice:
    """The odds of each brand against the base, by the prices of all brands.

    `weights`: one row a brand but the base and a price (index brand, of), with estimate,
    standard_error, low, high and odds_ratio, by which the odds of the brand against the base are
    multiplied when that price rises by one unit.
    """

    base: str
    log_likelihood: float
    weights: pd.DataFrame = field(repr=False, compare=False)


def cross_price(
    panel: pd.DataFrame,
    *,
    base: str,
    attribute: str = "price",
    brand: str = "brand",
    household: str = "household",
    confidence: float = 0.95,
) -> CrossPrice:
    """To whom do buyers turn when a price rises?

    Parameters
    ----------
    panel : DataFrame
        One row a purchase; for each brand a column such as price_heinz32.
    base : str
        The brand against which the odds of the others are counted.
    attribute : str
        First part of the names of the price columns.
    brand, household : str
        Columns: what was bought, by whom. The order of purchases does not matter here, and each
        counts as if made by another household.
    confidence : float
        Of the intervals (Wald).

    Raises
    ------
    ValueError
        As `panel.purchases`; base is no brand that was bought; a price column is missing, or never
        changes; or prices separate the choices perfectly.

    Examples
    --------
    >>> panel = pd.DataFrame({"household": [1] * 8, "brand": list("ABABBABA"),
    ...     "price_A": [2.0, 3, 2, 2, 3, 3, 3, 2], "price_B": [2.0, 2, 3, 2, 3, 2, 3, 3]})
    >>> cross_price(panel, base="A").weights["odds_ratio"].round(2).to_dict()
    {('B', 'A'): 9.0, ('B', 'B'): 1.0}
    """
    import statsmodels.api as sm

    confidence = tables.confidence(confidence)
    found = purchases(panel, household=household, brand=brand)
    tables.option("base", base, found.brands)
    names = [f"{attribute}_{name}" for name in found.brands]
    tables.check_columns(panel, names, name="the panel", mend="One column a brand, as price_A.")
    prices = np.column_stack([tables.column(panel, name) for name in names])[found.order]
    brands = [base, *(name for name in found.brands if name != base)]
    chosen = np.array([brands.index(name) for name in found.brands])[found.brand]
    if (flat := np.ptp(prices, axis=0) == 0).any():
        which = [name for name, one in zip(names, flat, strict=True) if one]
        raise ValueError(f"{which} never change(s), so that nothing can be learned from it")
    # In units of the dearest, so that the search does not hang on cents or millions.
    scale = np.abs(prices).max(axis=0)
    x = sm.add_constant(prices / scale, has_constant="add")
    _refuse_separated(x, chosen, brands, ["constant", *names])
    fit = sm.MNLogit(chosen, x).fit(method="newton", maxiter=100, disp=False)
    if not fit.mle_retvals["converged"]:
        raise ValueError(
            "the search for the weights did not end: too few purchases for so many brands"
        )
    table = pd.DataFrame(
        {
            "estimate": (fit.params[1:] / scale[:, None]).T.ravel(),
            "standard_error": (fit.bse[1:] / scale[:, None]).T.ravel(),
        },
        index=pd.MultiIndex.from_product([brands[1:], found.brands], names=["brand", "of"]),
    )
    from scipy.special import ndtri

    reach = ndtri((1 + confidence) / 2) * table["standard_error"]
    table["low"], table["high"] = table["estimate"] - reach, table["estimate"] + reach
    with np.errstate(over="ignore"):  # infinite odds, where a unit is far more than a price
        table["odds_ratio"] = np.exp(table["estimate"])
    return CrossPrice(base, float(fit.llf), table)


def _refuse_separated(
    x: np.ndarray, chosen: np.ndarray, brands: list[str], names: list[str]
) -> None:
    """As a conditional logit: each brand but the base has a block of columns of its own."""
    blocks = np.eye(len(brands))[:, 1:]
    wide = np.einsum("nk,jb->njbk", x, blocks).reshape(len(x), len(brands), -1)
    labels = [f"{name} for {brand}" for brand in brands[1:] for name in names]
    refuse_separated(wide[np.arange(len(x)), chosen][:, None] - wide, labels)
