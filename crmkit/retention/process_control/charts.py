"""Control charts of counts: between which limits a week may lie, if nothing has changed.

The p-chart is for shares of a base, the c-chart for plain counts, the u-chart for counts of a
changing exposure. Their limits take for granted that chance alone moves a week; real weeks have
weather, holidays and campaigns, too: `overdispersion` tests it, `laney_chart` reckons with it.
"""

import math

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.process_control import weeks

__all__ = ["c_chart", "laney_chart", "overdispersion", "p_chart", "u_chart"]

# The mean distance of two draws from a normal distribution, in its standard deviations.
_D2 = 2 / math.sqrt(math.pi)


def p_chart(
    weekly: pd.DataFrame,
    *,
    events: str,
    base: str,
    rate: float | None = None,
    calibration_rows: int | None = None,
    sigmas: float = 3.0,
) -> pd.DataFrame:
    """In which weeks did more, or fewer, of the customers leave than chance explains?

    With x_i events among n_i customers, and p = sum x_i / sum n_i unless `rate` is given, week i
    is out if x_i / n_i lies beyond p +- sigmas * sqrt(p (1 - p) / n_i).

    Parameters
    ----------
    weekly : DataFrame
        One row a week, in order of time.
    events, base : str
        Its columns: how many left, bought or called, of how many customers (above 0).
    rate : float, optional
        The share to be held against, between 0 and 1; that of the weeks unless given.
    calibration_rows : int, optional
        The centre comes from so many first weeks only: later weeks are judged by it.
    sigmas : float
        Half the width of the limits, in standard deviations.

    Returns
    -------
    DataFrame
        One row a week: actual (the share), centre, lower_limit, upper_limit (kept within 0 to 1),
        z (distance from the centre in standard deviations) and out (bool).

    Raises
    ------
    ValueError
        Fewer than two weeks, weeks twice or out of order, a week without customers, more events
        than customers, or no event (or nothing but events) from which a centre could come.

    References
    ----------
    Montgomery, D. C., Introduction to Statistical Quality Control, chapter on attributes.

    Examples
    --------
    >>> weekly = pd.DataFrame({"exits": [6, 7, 5, 18], "customers": 6_600})
    >>> p_chart(weekly, events="exits", base="customers", calibration_rows=3)["out"].tolist()
    [False, False, False, True]
    """
    number, size = weeks.counts_of_base(weekly, events, base)
    first = _calibration(len(number), calibration_rows)
    p = _centre(number[:first].sum() / size[:first].sum(), rate, events)
    deviation = np.sqrt(p * (1 - p) / size)
    return _limits(weekly.index, number / size, p, deviation, sigmas, most=1.0)


def c_chart(
    weekly: pd.DataFrame,
    *,
    events: str,
    mean: float | None = None,
    calibration_rows: int | None = None,
    sigmas: float = 3.0,
) -> pd.DataFrame:
    """In which weeks were there more, or fewer, events than chance explains?

    As `p_chart`, for counts without a base: week i is out if x_i lies beyond
    c +- sigmas * sqrt(c), with c the mean count, or `mean` (above 0) if given.

    Examples
    --------
    >>> chart = c_chart(pd.DataFrame({"exits": [6, 7, 5, 6]}), events="exits")
    >>> chart["upper_limit"].round(2).tolist()
    [13.35, 13.35, 13.35, 13.35]
    """
    number = weeks.counts(weekly, events)
    first = _calibration(len(number), calibration_rows)
    c = _mean(number[:first].mean(), mean, events)
    return _limits(weekly.index, number, c, np.full(len(number), math.sqrt(c)), sigmas)


def u_chart(
    weekly: pd.DataFrame,
    *,
    events: str,
    exposure: str,
    mean: float | None = None,
    calibration_rows: int | None = None,
    sigmas: float = 3.0,
) -> pd.DataFrame:
    """In which weeks were there more, or fewer, events a unit of exposure than chance explains?

    As `p_chart`, for counts that may exceed their `exposure` (kilometres, calls, thousands of
    customers; above 0): week i is out if x_i / n_i lies beyond u +- sigmas * sqrt(u / n_i).

    Examples
    --------
    >>> weekly = pd.DataFrame({"complaints": [6, 14, 5], "lorries": [2, 4, 2]})
    >>> u_chart(weekly, events="complaints", exposure="lorries")["actual"].tolist()
    [3.0, 3.5, 2.5]
    """
    tables.check_columns(weekly, [events, exposure], name="weekly", mend="One row a week.")
    number, size = weeks.counts(weekly, events), weeks.sizes(weekly, exposure)
    first = _calibration(len(number), calibration_rows)
    u = _mean(number[:first].sum() / size[:first].sum(), mean, events)
    return _limits(weekly.index, number / size, u, np.sqrt(u / size), sigmas)


def laney_chart(
    weekly: pd.DataFrame,
    *,
    events: str,
    base: str,
    calibration_rows: int | None = None,
    sigmas: float = 3.0,
) -> pd.DataFrame:
    """In which weeks was the share beyond what these weeks do from one to the next?

    Laney's p'-chart. With z_i of the p-chart, `s_z = mean |z_i - z_(i-1)| / 1.128` says how much
    more than chance neighbouring weeks differ; the limits of the p-chart are s_z times as wide. A
    slow drift does not widen them, since neighbours share it.

    Parameters
    ----------
    weekly, events, base, calibration_rows, sigmas
        As for `p_chart`; s_z, too, comes from the calibration rows.

    Returns
    -------
    DataFrame
        As `p_chart`, z in units of the wider deviation, and spread: s_z, the same in all rows.

    Raises
    ------
    ValueError
        As for `p_chart`; or the share is the same in all weeks.

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14(4), 531-537.

    Examples
    --------
    >>> weekly = pd.DataFrame({"active": [1300, 1400, 1310, 1390, 1300], "households": 2469})
    >>> laney_chart(weekly, events="active", base="households")["spread"].round(2).iloc[0]
    np.float64(3.22)
    """
    narrow = p_chart(weekly, events=events, base=base, calibration_rows=calibration_rows)
    first = _calibration(len(narrow), calibration_rows)
    spread = float(narrow["z"].iloc[:first].diff().abs().mean() / _D2)
    # Equal shares of unequal bases differ by rounding.
    if not spread > 1e-9:
        raise ValueError(
            f"the share of {events!r} is the same in all {first} weeks: real weeks vary. Was a "
            "total spread evenly over them?"
        )
    p, size = float(narrow["centre"].iloc[0]), weekly[base].to_numpy(dtype=float)
    deviation = spread * np.sqrt(p * (1 - p) / size)
    wide = _limits(weekly.index, narrow["actual"].to_numpy(), p, deviation, sigmas, most=1.0)
    return wide.assign(spread=spread)


def overdispersion(
    weekly: pd.DataFrame, *, events: str, base: str, confidence: float = 0.95
) -> pd.Series:
    """Do weeks vary more than chance alone lets them?

    Parameters
    ----------
    weekly, events, base
        As for `p_chart`.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    Series
        estimate (variance of the weeks over that of pure chance: 1 if chance is all), low and high
        (its interval), chi_square (sum of z_i squared), degrees_of_freedom (weeks - 1) and p_value
        (how often chance alone varies as much, or more).

    References
    ----------
    Wetherill, G. B. & Brown, D. W. (1991). Statistical Process Control: Theory and Practice. The
    interval takes weeks for nearly normal.

    Examples
    --------
    >>> weekly = pd.DataFrame({"active": [1300, 1400, 1310, 1390, 1300], "households": 2469})
    >>> overdispersion(weekly, events="active", base="households")["estimate"].round(2)
    np.float64(4.16)
    """
    from scipy.stats import chi2

    outer = 1 - tables.confidence(confidence)
    z = p_chart(weekly, events=events, base=base)["z"].to_numpy()
    total, df = float((z**2).sum()), len(z) - 1
    low, high = total / chi2.ppf([1 - outer / 2, outer / 2], df)
    return pd.Series(
        {
            "estimate": total / df,
            "low": float(low),
            "high": float(high),
            "chi_square": total,
            "degrees_of_freedom": float(df),
            "p_value": float(chi2.sf(total, df)),
        }
    )


def _calibration(rows: int, wanted: int | None) -> int:
    if wanted is None:
        return rows
    if tables.whole("calibration_rows", wanted, least=2) > rows:
        raise ValueError(f"calibration_rows={wanted} of only {rows} weeks")
    return int(wanted)


def _centre(found: float, given: float | None, events: str) -> float:
    if given is not None:
        return tables.share("rate", given, ends=False)
    if not 0 < found < 1:
        what = "0 in all weeks" if found == 0 else "all customers in all weeks"
        raise ValueError(f"{events!r} is {what}: no limits follow. Give the rate to hold against.")
    return float(found)


def _mean(found: float, given: float | None, events: str) -> float:
    if given is not None:
        return tables.number("mean", given, above=0)
    if found == 0:
        raise ValueError(f"{events!r} is 0 in all weeks: no limits follow. Give the mean.")
    return float(found)


def _limits(
    index: pd.Index,
    actual: np.ndarray,
    centre: float,
    deviation: np.ndarray,
    sigmas: float,
    most: float = math.inf,
) -> pd.DataFrame:
    reach = tables.number("sigmas", sigmas, above=0) * deviation
    low, high = np.maximum(centre - reach, 0.0), np.minimum(centre + reach, most)
    return pd.DataFrame(
        {
            "actual": actual,
            "centre": centre,
            "lower_limit": low,
            "upper_limit": high,
            "z": (actual - centre) / deviation,
            "out": (actual < low) | (actual > high),
        },
        index=index,
    )
