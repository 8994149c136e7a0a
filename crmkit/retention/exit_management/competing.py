"""Reasons to leave as competing exits: who is freed from one can still leave for the others.

A customer leaves for reason k at the yearly hazard h_k, steady over time; h is the sum over all
reasons. Each customer has one exit, so that the reasons take customers from one another.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.exit_management.records import Observed, observed

__all__ = ["hazards", "incidence", "mended"]


def hazards(
    customers: pd.DataFrame, *, years: str, reason: str, confidence: float = 0.95
) -> pd.DataFrame:
    """At which yearly rate do customers leave for each reason?

    Parameters
    ----------
    customers : DataFrame
        One row a customer, those who left and those who are still there.
    years : str
        Its column with the years for which they were seen as a customer, 0 or more.
    reason : str
        Its column with the reason for which they left; missing (None) for those still there.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a reason, the most frequent first: leavers, estimate (a year, for a customer who is
        still there), low, high (the exact interval of a Poisson count).

    Raises
    ------
    ValueError
        A column is missing, years are negative, nobody was seen for any time, nobody left, or all
        customers have a reason.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

    Examples
    --------
    >>> seen = pd.DataFrame(
    ...     {"years": [1, 3, 4, 4, 4], "reason": ["price", "service", "price", None, None]}
    ... )
    >>> hazards(seen, years="years", reason="reason").round(3)
    ... # doctest: +NORMALIZE_WHITESPACE
             leavers  estimate    low   high
    reason
    price          2     0.125  0.015  0.452
    service        1     0.062  0.002  0.348
    """
    found = _left(observed(customers, years=years, reason=reason), reason)
    leavers, time = found.leavers()[0], found.years()[0]
    low, high = poisson_interval(leavers, confidence)
    return pd.DataFrame(
        {
            "leavers": leavers.astype("int64"),
            "estimate": leavers / time,
            "low": low / time,
            "high": high / time,
        },
        index=pd.Index(found.reasons, name=reason),
    )


def incidence(hazards: pd.Series, *, horizon_years: Sequence[float]) -> pd.DataFrame:
    """Which share of the customers will have left for each reason, after so many years?

        F_k(T) = h_k / h (1 - exp(-h T))

    The shares of all reasons and of those who stay add up to 1. One minus the survival of a single
    reason, 1 - exp(-h_k T), is more: it lets nobody leave for anything else.

    Parameters
    ----------
    hazards : Series
        Yearly hazard by reason, 0 or more: `hazards(...)["estimate"]`.
    horizon_years : sequence of float
        The T, 0 or more.

    Returns
    -------
    DataFrame
        One row a horizon, one column a reason: the share that has left for it.

    Raises
    ------
    ValueError
        A hazard or a horizon is negative, missing or infinite, or a reason stands there twice.

    References
    ----------
    Kalbfleisch, J. D. & Prentice, R. L. (2002). The Statistical Analysis of Failure Time Data,
    2nd ed., chapter 8 (cumulative incidence).

    Examples
    --------
    >>> rates = pd.Series({"price": 0.02, "service": 0.03})
    >>> incidence(rates, horizon_years=[1, 20]).round(3)  # doctest: +NORMALIZE_WHITESPACE
                   price  service
    horizon_years
    1              0.020    0.029
    20             0.253    0.379
    """
    _check_hazards(hazards)
    years = tables.one_or_more("horizon_years", horizon_years, mend="name at least one year")
    time = tables.numbers(years, name="horizon_years", least=0).astype(float)
    shares = leaving_shares(hazards.to_numpy(dtype=float), time[:, None])
    index = pd.Index(years.to_numpy(), name="horizon_years")
    return pd.DataFrame(shares, index, pd.Index(hazards.index))


def mended(
    customers: pd.DataFrame,
    *,
    years: str,
    reason: str,
    horizon_years: float,
    prevented_share: float = 1.0,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """How many more customers stay if one reason is mended, now that others wait for them?

    With h_k down to (1 - e) h_k, the share that leaves within T years falls by

        exp(-(h - e h_k) T) - exp(-h T)

    which is less than e F_k(T), what the bar of the reason promises. The rest leaves for another
    reason, or for the same one later.

    Parameters
    ----------
    customers, years, reason, confidence
        As for `hazards`.
    horizon_years : float
        T, above 0.
    prevented_share : float
        e: of the exits for the reason, 0 to 1.
    rng : Generator
        Whence the bootstrap draws customers.
    draws : int
        How many tables it draws.

    Returns
    -------
    DataFrame
        One row a reason, mended alone: incidence (share of customers who leave for it, unmended),
        kept_share (of customers who stay because it is mended), low, high (of kept_share) and
        leave_anyway (of customers freed from it who leave all the same). prevented_share times
        incidence is kept_share + leave_anyway.

    Raises
    ------
    ValueError
        As for `hazards`, or a number is out of range.

    Examples
    --------
    >>> why = ["price", "help", None, None]
    >>> seen = pd.DataFrame({"years": [1, 3, 4, 4] * 9, "reason": why * 9})
    >>> mended(seen, years="years", reason="reason", horizon_years=10,
    ...        rng=np.random.default_rng(1)).round(2)  # doctest: +NORMALIZE_WHITESPACE
            incidence  kept_share   low  high  leave_anyway
    reason
    price        0.41        0.25  0.10  0.46          0.16
    help         0.41        0.25  0.08  0.45          0.16
    """
    time = tables.number("horizon_years", horizon_years, above=0)
    effect = tables.share("prevented_share", prevented_share)
    found = _left(observed(customers, years=years, reason=reason), reason)

    def kept(rates: np.ndarray) -> pd.Series:
        every = rates[0].sum()
        # As a product, so that neither rare exits nor long horizons lose their digits.
        freed = effect * rates[0] * time
        return pd.Series(np.exp(freed - every * time) * -np.expm1(-freed))

    table = found.resampled(kept, rng=rng, confidence=confidence, draws=draws)
    bars = leaving_shares(found.hazards()[0], np.array(time))
    return pd.DataFrame(
        {
            "incidence": bars,
            "kept_share": table["estimate"].to_numpy(),
            "low": table["low"].to_numpy(),
            "high": table["high"].to_numpy(),
            "leave_anyway": effect * bars - table["estimate"].to_numpy(),
        },
        index=pd.Index(found.reasons, name=reason),
    )


def leaving_shares(rates: np.ndarray, time: np.ndarray) -> np.ndarray:
    """h_k / h (1 - exp(-h T)); reasons in the last axis."""
    every = rates.sum(axis=-1, keepdims=True)
    safe = np.where(every > 0, every, 1.0)
    return rates / safe * -np.expm1(-every * time)


def poisson_interval(counts: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Garwood's exact limits of the mean of a Poisson count."""
    from scipy.special import gammaincinv

    tail = (1 - tables.confidence(confidence)) / 2
    low = np.where(counts > 0, gammaincinv(np.maximum(counts, 1.0), tail), 0.0)
    return low, gammaincinv(counts + 1.0, 1 - tail)


def _left(found: Observed, reason: str) -> Observed:
    if not found.reasons:
        raise ValueError(f"nobody left: {reason!r} is missing for all, so there are no reasons")
    return found


def _check_hazards(hazards: pd.Series) -> None:
    tables.check_series(hazards, name="hazards", row="reason")
    if hazards.empty:
        raise ValueError("hazards is empty: name at least one reason")
    tables.numbers(hazards, name="hazards", least=0)
    tables.check_each_once(hazards.index, name="hazards", row="reason")
