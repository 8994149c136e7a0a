"""The bootstrap of a table: how far a statistic would move, had others been asked."""

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
    statistic is computed anew, again and again. The bounds hold the middle of what comes out. A
    draw in which it is no number (all alike, say) is left out, of 100 draws up to 5.

    Parameters
    ----------
    table : DataFrame
        One row a customer, branch or whatever was drawn.
    statistic : callable
        From such a table to a number or a Series.
    rng : Generator
        Whence the draws come.
    confidence : float
        Of the interval, between 0 and 1.
    draws : int
        How many tables are drawn.

    Returns
    -------
    DataFrame
        One row a number of the statistic: estimate (of the rows as they are), low, high.

    Raises
    ------
    ValueError
        No rows, or a statistic that is no finite number for these rows, or for more than 5 % of
        the draws.

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
    estimate = pd.Series(statistic(table), dtype=float)
    if not np.isfinite(estimate).all():
        raise ValueError(f"the statistic of these rows is no finite number: {dict(estimate)}")
    rows = rng.integers(0, len(table), size=(draws, len(table)))
    drawn = np.array([pd.Series(statistic(table.iloc[row]), dtype=float) for row in rows])
    lost = ~np.isfinite(drawn).all(axis=1)
    if lost.mean() > 0.05:
        raise ValueError(
            f"in {lost.sum()} of {draws} draws of as many rows the statistic is no number: it "
            "hangs on few rows. Ask more, or leave out what few rows tell apart."
        )
    # Order statistics that hold the full confidence on average, as in crmkit.models.intervals.
    low, high = np.quantile(drawn[~lost], [tail, 1 - tail], axis=0, method="weibull")
    return pd.DataFrame({"estimate": estimate, "low": low, "high": high})
