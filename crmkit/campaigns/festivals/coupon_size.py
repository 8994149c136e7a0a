"""How large a coupon earns most, from a trial in which a lot decided who got which.

A larger coupon always sells more. It earns more only while the buyers whom it adds outweigh what
all buyers, also those of before, are given.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import rates, tables

__all__ = ["best_coupons", "coupon_profits"]

_DRAWS = 4000


def coupon_profits(
    trial: pd.DataFrame,
    *,
    bought: str,
    coupon: str,
    margin: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What does each coupon of a trial earn a customer who gets it?

    profit = rate x (margin - coupon): only who buys costs the coupon.

    Parameters
    ----------
    trial : DataFrame
        One row a customer who got a coupon by lot.
    bought : str
        Column of 0 and 1.
    coupon : str
        Column of what the coupon takes off, in money, 0 or more.
    margin : float
        Of a purchase before the coupon, in the same money, above 0.
    confidence : float
        Of the intervals (Wilson's of the rate, times margin less coupon).

    Returns
    -------
    DataFrame
        One row a coupon: customers, rate (of buying), profit (money a customer), low, high.

    Examples
    --------
    >>> trial = pd.DataFrame(
    ...     {"coupon": [1] * 10 + [3] * 10, "bought": [1] * 2 + [0] * 8 + [1, 0] * 5})
    >>> coupon_profits(trial, bought="bought", coupon="coupon", margin=5)["profit"].to_dict()
    {1: 0.8, 3: 1.0}
    """
    found, each = _rates(trial, bought, coupon, confidence)
    left = tables.number("margin", margin, above=0) - each
    bounds = np.column_stack([left * found["low"], left * found["high"]])
    return pd.DataFrame(
        {
            "customers": found["customers"],
            "rate": found["rate"],
            "profit": left * found["rate"],
            "low": bounds.min(axis=1),
            "high": bounds.max(axis=1),
        }
    )


def best_coupons(
    trial: pd.DataFrame,
    *,
    bought: str,
    coupon: str,
    margins: Sequence[float],
    rng: np.random.Generator,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which coupon of the trial earns most at each margin, and how sure is the choice?

    Parameters
    ----------
    trial, bought, coupon, confidence
        As for `coupon_profits`.
    margins : list of float
        Margins before the coupon, each once, above 0.
    rng : Generator
        Draws the trials that might have come out instead.

    Returns
    -------
    DataFrame
        Index `margin`: estimate (the best coupon), low, high (between which the best coupon of such
        trials lies), best_share (of trials drawn in which this coupon is the best), rate and profit
        (a customer, with it).

    Raises
    ------
    ValueError
        Only one size of coupon, or nobody who bought.

    References
    ----------
    Bootstrap within each coupon's group (Efron & Tibshirani 1993): as many customers as there were
    buy with the chance that was seen; the bounds are the percentiles of the best coupon.

    Examples
    --------
    >>> trial = pd.DataFrame({"coupon": [1] * 100 + [3] * 100,
    ...                       "bought": [1] * 20 + [0] * 80 + [1] * 60 + [0] * 40})
    >>> found = best_coupons(trial, bought="bought", coupon="coupon", margins=[4, 3],
    ...                      rng=np.random.default_rng(1))
    >>> found["estimate"].to_dict()
    {4: 1, 3: 1}
    """
    listed = pd.Series(tables.listed_once("margins", margins))
    tables.numbers(
        tables.one_or_more("margins", listed, mend="name one or more"), name="margins", above=0
    )
    tables.generator(rng)
    tail = (1 - tables.confidence(confidence)) / 2
    found, each = _rates(trial, bought, coupon, confidence)
    if len(each) < 2:
        raise ValueError(f"{coupon!r} is {each[0]:g} in every row: sizes that differ must be tried")
    if found["happened"].sum() == 0:
        raise ValueError("nobody bought: no coupon can be told from another; ask more")
    n = found["customers"].to_numpy()
    drawn = rng.binomial(n, found["rate"], size=(_DRAWS, len(n))) / n
    rows = []
    for margin in listed:
        profit = found["rate"].to_numpy() * (margin - each)
        place = int(profit.argmax())
        best = each[(drawn * (margin - each)).argmax(axis=1)]
        low, high = np.quantile(best, [tail, 1 - tail], method="inverted_cdf")
        rows.append(
            {
                "estimate": each[place],
                "low": low,
                "high": high,
                "best_share": (best == each[place]).mean(),
                "rate": found["rate"].iloc[place],
                "profit": profit[place],
            }
        )
    return pd.DataFrame(rows, index=pd.Index(listed, name="margin"))


def _rates(
    trial: pd.DataFrame, bought: str, coupon: str, confidence: float
) -> tuple[pd.DataFrame, np.ndarray]:
    tables.check_columns(trial, [bought, coupon], name="the trial")
    tables.column(trial, coupon, least=0)
    found = rates.rate_by(
        trial, happened=bought, by=coupon, confidence=confidence, who="those who bought"
    )
    return found, found.index.to_numpy()
