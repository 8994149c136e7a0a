"""Rates and means of few customers: their bounds, how two differ, how many it takes to see that."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = [
    "detectable_difference",
    "mean_by",
    "rate_by",
    "rate_difference",
    "rate_interval",
    "sample_size",
]


def rate_interval(
    responses: pd.Series, counts: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Between which bounds does a response rate lie, given how few were asked?

    Parameters
    ----------
    responses : Series
        Number of customers who answered, by cell or segment: 0 to `counts`.
    counts : Series
        Number of customers who were asked, 1 or more; the same rows, in any order.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        low and high (0 to 1) for each row.

    References
    ----------
    The score interval of Wilson 1927, "Probable inference, the law of succession, and statistical
    inference", JASA 22, which keeps its coverage for small groups and rates near 0, where
    rate +- 2 standard errors does not.

    Examples
    --------
    >>> rate_interval(pd.Series([0, 8]), pd.Series([20, 100])).round(3).values.tolist()
    [[0.0, 0.161], [0.041, 0.15]]
    """
    from scipy.special import ndtri

    confidence = tables.confidence(confidence)
    tables.numbers(responses, name="responses", least=0)
    tables.numbers(counts, name="counts", least=1)
    if not responses.index.equals(counts.index):
        for name, each in (("responses", responses), ("counts", counts)):
            tables.check_each_once(each.index, name=name, row="cell")
        tables.check_same_customers(responses.index, counts.index, names=("responses", "counts"))
        counts = counts.reindex(responses.index)
    # Small types of whole numbers would overflow below, and nobody would see it.
    responses, counts = responses.astype("float64"), counts.astype("float64")
    if (responses > counts).any():
        raise tables.bad_rows(responses.index, responses > counts, "more responses than customers")
    z = ndtri((1 + confidence) / 2)
    rate = responses / counts
    middle = (rate + z**2 / (2 * counts)) / (1 + z**2 / counts)
    reach = np.sqrt(rate * (1 - rate) / counts + (z / (2 * counts)) ** 2)
    reach = z * reach / (1 + z**2 / counts)
    # Exactly 0 and 1 at the ends, where rounding would leave 1e-17 of a bound.
    return pd.DataFrame(
        {
            "low": (middle - reach).where(responses > 0, 0.0),
            "high": (middle + reach).where(responses < counts, 1.0),
        }
    )


def rate_by(
    table: pd.DataFrame,
    *,
    happened: str,
    by: str | Sequence[str],
    confidence: float = 0.95,
    who: str = "those to whom it happened",
) -> pd.DataFrame:
    """To which share of each group did it happen: who left, answered, paid late?

    Parameters
    ----------
    table : DataFrame
        One row a customer.
    happened : str
        Its column with 1 (or True) for those to whom it happened, 0 for the others.
    by : str or sequence of str
        Its columns that make the groups, known for every customer.
    confidence : float
        Of the intervals, those of `rate_interval`.
    who : str
        Whom 1 means, for messages: "those who left".

    Returns
    -------
    DataFrame
        One row a group that has customers, in order: customers, happened (how many), rate (0 to 1),
        low and high.

    Raises
    ------
    ValueError
        A column is missing, `happened` is not 0 or 1 or also makes groups, or a group is not known
        for every customer.

    Examples
    --------
    >>> customers = pd.DataFrame({"bonds": [0, 0, 0, 0, 1], "left": [1, 1, 0, 0, 0]})
    >>> rate_by(customers, happened="left", by="bonds").round(2)  # doctest: +NORMALIZE_WHITESPACE
           customers  happened  rate   low  high
    bonds
    0              4         2   0.5  0.15  0.85
    1              1         0   0.0  0.00  0.79
    """
    names = tables.column_names("by", by)
    tables.check_columns(table, [happened, *names], name="customers")
    if happened in names:
        raise ValueError(f"by={names} holds {happened!r}, which is measured")
    yes = flags.happened(table, happened, who=who)
    for name in names:
        tables.check_labels(table[name], name=repr(name), mend="Name the group.")
    groups = yes.groupby([table[name] for name in names], observed=True)
    found = pd.DataFrame({"customers": groups.size(), "happened": groups.sum()})
    found["rate"] = found["happened"] / found["customers"]
    return found.join(rate_interval(found["happened"], found["customers"], confidence=confidence))


def mean_by(values: pd.Series, groups: Any, *, confidence: float = 0.95) -> pd.DataFrame:
    """What does a customer of each group bring on average, and how sure is that?

    Parameters
    ----------
    values : Series
        One number a customer, checked by the caller.
    groups : Series, or list of them
        What pandas groups by: known for every customer.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group that has customers, in order: customers, estimate, low and high (Student's
        t; missing for one customer).

    Examples
    --------
    >>> mean_by(pd.Series([1.0, 3.0, 5.0]), pd.Series(["a", "a", "b"])).round(1).values.tolist()
    [[2.0, 2.0, -10.7, 14.7], [1.0, 5.0, nan, nan]]
    """
    from scipy.special import stdtrit

    made = values.groupby(groups, observed=True)
    n, mean = made.size(), made.mean()
    t = stdtrit(np.where(n > 1, n - 1, np.nan), (1 + tables.confidence(confidence)) / 2)
    away = t * made.std() / np.sqrt(n)
    return pd.DataFrame({"customers": n, "estimate": mean, "low": mean - away, "high": mean + away})


def rate_difference(
    responses: Sequence[int], counts: Sequence[int], *, confidence: float = 0.95
) -> pd.Series:
    """By how much do two groups differ in the share that answers, and could it be chance?

    The test of two proportions with a pooled variance, and Newcombe's (1998) interval, method 10,
    which stays between -1 and 1 also for small groups.

    Parameters
    ----------
    responses : two whole numbers
        How many answered, in the first and in the second group.
    counts : two whole numbers
        How many were asked, 1 or more each.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    Series
        estimate (second share less first), low, high, z (the estimate in its standard errors, if
        both groups were alike) and p_value (how often chance alone makes a difference as large).
        Where nobody answered, or everybody, z is 0.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17(8), 873-890.

    Examples
    --------
    >>> rate_difference([28, 51], [150, 150]).round(2).to_dict()
    {'estimate': 0.15, 'low': 0.05, 'high': 0.25, 'z': 3.01, 'p_value': 0.0}
    """
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    alpha = 1 - tables.confidence(confidence)
    yes = [tables.whole("responses", one) for one in tables.listed("responses", responses)]
    asked = [tables.whole("counts", count, least=1) for count in tables.listed("counts", counts)]
    if len(yes) != 2 or len(asked) != 2:
        found = (len(yes), len(asked))
        raise ValueError(f"two groups are compared; responses and counts have {found} numbers")
    for answered, count in zip(yes, asked, strict=True):
        if answered > count:
            raise ValueError(f"{answered:,} answered of {count:,} asked: exchange the arguments?")
    pooled = sum(yes) / sum(asked)
    z, p = (0.0, 1.0)
    if 0 < pooled < 1:
        z, p = proportions_ztest([yes[1], yes[0]], [asked[1], asked[0]])
    low, high = confint_proportions_2indep(
        yes[1], asked[1], yes[0], asked[0], method="newcomb", compare="diff", alpha=alpha
    )
    estimate = yes[1] / asked[1] - yes[0] / asked[0]
    return pd.Series(
        {"estimate": estimate, "low": low, "high": high, "z": float(z), "p_value": float(p)}
    )


def sample_size(
    base_rate: float, difference: float, *, power: float = 0.8, confidence: float = 0.95
) -> int:
    """How many customers must each of two groups have, for a test to see a difference of rates?

    Parameters
    ----------
    base_rate : float
        The rate of the group that gets nothing, between 0 and 1.
    difference : float
        What the other group's rate is more (or, if negative, less): 0.03 for 3 percentage points.
    power : float
        How probably a test shall find the difference if it is there, between 0 and 1.
    confidence : float
        1 less how often a two-sided test may find a difference that is not there.

    Returns
    -------
    int
        Customers in each group, rounded up.

    Raises
    ------
    ValueError
        A difference of 0 (or below 1e-12) or of no number, a rate that would leave 0 to 1, or a
        power that chance alone has: (1 - confidence) / 2 or less.

    References
    ----------
    Fleiss, J. L., Levin, B. & Paik, M. C. (2003). Statistical Methods for Rates and Proportions,
    3rd ed., Wiley, eq. (4.14), without the correction for continuity.

    Examples
    --------
    >>> sample_size(0.05, 0.03)
    1059
    """
    rate = _rate(base_rate)
    tables.number("difference", difference, least=-1, most=1, mend="0.03 is 3 percentage points.")
    if abs(difference) < 1e-12 or not 0 <= rate + difference <= 1:
        raise ValueError(
            f"difference={difference:g} must not be 0 and must keep the rate {rate:g} + difference "
            "between 0 and 1"
        )
    return max(math.ceil(_customers(rate, difference, power, confidence)), 2)


def detectable_difference(
    base_rate: float, count: int, *, power: float = 0.8, confidence: float = 0.95
) -> float:
    """Which rise of a rate can a test of two groups of `count` customers see?

    The inverse of `sample_size`.

    Parameters
    ----------
    base_rate, power, confidence
        As for `sample_size`.
    count : int
        Customers in each group, 2 to 1e12.

    Returns
    -------
    float
        The smallest difference above 0 that is found with this power.

    Raises
    ------
    ValueError
        Where not even a rate of 1 would be told from the base rate.

    Examples
    --------
    >>> round(detectable_difference(0.05, 1059), 3)
    0.03
    """
    from scipy.optimize import brentq

    rate = _rate(base_rate)
    count = tables.whole("count", count, least=2)
    tables.number("count", count, most=1e12, mend="are there as many customers?")
    most = 1 - rate

    def lacking(difference: float) -> float:
        return _customers(rate, difference, power, confidence) - count

    if lacking(most) > 0:
        raise ValueError(
            f"{count} customers in each group cannot tell any higher rate from {rate:g}: ask more"
        )
    least = most * 1e-9
    return float(brentq(lacking, least, most, xtol=1e-12))


def _customers(rate: float, difference: float, power: float, confidence: float) -> float:
    """Customers in each group, not rounded."""
    from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

    alpha, power = 1 - tables.confidence(confidence), _power(power)
    if power <= alpha / 2:
        raise ValueError(
            f"power={power:g} must be above {alpha / 2:g}, (1 - confidence) / 2: as often chance "
            "alone finds a difference"
        )
    return float(samplesize_proportions_2indep_onetail(difference, rate, power=power, alpha=alpha))


def _rate(value: float) -> float:
    return tables.share("base_rate", value, ends=False)


def _power(value: float) -> float:
    return tables.share("power", value, ends=False)
