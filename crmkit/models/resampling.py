"""The bootstrap of a table: how far a statistic would move, had others been asked."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["resampled"]


def resampled(
    table: pd.DataFrame,
    statistic: Callable[[pd.DataFrame], Any],
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """Between which bounds does a statistic lie, given that others might have been asked?

    Efron's bootstrap: as many rows are drawn out of those there are, with replacement, and the
    statistic is computed anew, again and again. The bounds hold the middle of what comes out.
    Tables in which it is no number (all rows alike, say) are left out and counted, up to a tenth.

    Parameters
    ----------
    table : DataFrame
        One row a customer, branch or whatever was drawn.
    statistic : callable
        From such a table to a number or a Series, the same names every time.
    rng : Generator
        Whence the draws come.
    confidence : float
        Of the interval, between 0 and 1.
    draws : int
        How many tables are drawn. Fewer than 2 / (1 - confidence) - 1, which is 39 for 95 %, hold
        less than the confidence.

    Returns
    -------
    DataFrame
        One row a number of the statistic: estimate (of the rows as they are), low, high.

    Raises
    ------
    ValueError
        No rows, a statistic that is no finite number for these rows, or for more than a tenth of
        the tables drawn, or one that names other numbers from draw to draw.

    Warns
    -----
    UserWarning
        Where the statistic is no finite number for some of the tables drawn; they are left out.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap: the percentile interval.

    Examples
    --------
    >>> answers = pd.DataFrame({"quick": [3, 5, 6, 8, 9]})
    >>> resampled(answers, lambda t: t["quick"].mean(), rng=np.random.default_rng(1)).round(1)
       estimate  low  high
    0       6.2  4.2   8.0
    """
    tables.check_columns(table, [])
    tail = (1 - tables.confidence(confidence)) / 2
    draws = tables.whole("draws", draws, least=20)
    tables.generator(rng)
    if not callable(statistic):
        raise TypeError(f"statistic must be a function of a table, not {statistic!r}")
    estimate = _numbers(statistic, table.copy())
    if estimate.empty or not np.isfinite(estimate).all():
        raise ValueError(f"the statistic of these rows is no finite number: {dict(estimate)}")
    rows = rng.integers(0, len(table), size=(draws, len(table)))
    drawn = np.full((draws, len(estimate)), np.nan)
    for place, row in enumerate(rows):
        try:
            with np.errstate(divide="ignore", invalid="ignore"):
                found = _numbers(statistic, table.iloc[row])
        except (ValueError, ArithmeticError):
            # No number for these rows, such as a correlation with a column that is constant.
            continue
        if not found.index.equals(estimate.index):
            raise ValueError(
                f"the statistic gives {list(estimate.index)[:9]} for all rows, but "
                f"{list(found.index)[:9]} for rows drawn from them: give the same numbers in one "
                "order, e.g. with .reindex([...])"
            )
        drawn[place] = found
    drawn[~np.isfinite(drawn)] = np.nan
    if lost := int(np.isnan(drawn).any(axis=1).sum()):
        told = f"the statistic is no finite number for {lost} of {draws} tables drawn"
        if lost > draws / 10:
            raise ValueError(f"{told}: too few rows, or too little in them, for an interval")
        warnings.warn(f"{told}; they are left out of the bounds.", stacklevel=2)
    # Order statistics that hold the full confidence on average, as in crmkit.models.intervals.
    low, high = np.nanquantile(drawn, [tail, 1 - tail], axis=0, method="weibull")
    return pd.DataFrame({"estimate": estimate, "low": low, "high": high})


def _numbers(statistic: Callable[[pd.DataFrame], Any], table: pd.DataFrame) -> pd.Series:
    found = statistic(table)
    try:
        return pd.Series(found, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            f"the statistic must give a number or a Series of numbers, not a {type(found).__name__}"
        ) from None
