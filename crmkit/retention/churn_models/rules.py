"""Rules that a shop can use without a model: count warning signs, or wait for silence."""

import pandas as pd

from crmkit import flags, rates, tables
from crmkit.retention.churn_models.outcomes import outcome

__all__ = ["count_flags", "hiatus", "leaving_by_count", "share_right"]


def count_flags(customers: pd.DataFrame, *, signs: list[str]) -> pd.Series:
    """How many warning signs does each customer show?

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    signs : list of str
        Its columns of 0 and 1, or False and True, 1 where the sign is there.

    Returns
    -------
    Series
        `signs`, whole numbers from 0, by customer: a ranking with many ties.

    Raises
    ------
    ValueError
        A column is missing, or holds anything but 0 and 1.

    References
    ----------
    Dawes, R. M. (1979). The robust beauty of improper linear models in decision making. American
    Psychologist 34, 571-582.

    Examples
    --------
    >>> customers = pd.DataFrame({"complained": [1, 0, 1], "monthly": [True, False, False]})
    >>> count_flags(customers, signs=["complained", "monthly"]).to_list()
    [2, 0, 1]
    """
    signs = tables.column_names("signs", signs)
    tables.check_columns(customers, signs, name="customers")
    shown = [flags.happened(customers, sign, who="those with the sign") for sign in signs]
    return pd.Series(sum(one.to_numpy() for one in shown), customers.index, name="signs")


def leaving_by_count(
    count: pd.Series, left: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """How many customers leave, with no warning sign, with one, with two?

    Parameters
    ----------
    count : Series
        From `count_flags`, or any whole number by customer, such as calls to the service.
    left : Series
        1 (left) and 0, by customer.

    Returns
    -------
    DataFrame
        One row a number of signs: customers, leavers, leaving_rate, low and high (Wilson).

    Raises
    ------
    ValueError
        Other customers in the two, or a count that is no whole number of 0 or more.

    Examples
    --------
    >>> count, left = pd.Series([0, 0, 0, 1, 1]), pd.Series([0, 0, 1, 1, 1])
    >>> leaving_by_count(count, left).round(2)  # doctest: +NORMALIZE_WHITESPACE
           customers  leavers  leaving_rate   low  high
    signs
    0              3        1          0.33  0.06  0.79
    1              2        2          1.00  0.34  1.00
    """
    signs = tables.by_customer(count, name="count", least=0, most=2**53, whole=True, no_codes=True)
    gone = outcome(left, count)
    table = gone.groupby(pd.Series(signs.astype("int64"), gone.index, name="signs")).agg(
        customers="size", leavers="sum"
    )
    table["leaving_rate"] = table["leavers"] / table["customers"]
    ends = rates.rate_interval(table["leavers"], table["customers"], confidence=confidence)
    return table.join(ends)


def hiatus(customers: pd.DataFrame, *, days: float) -> pd.Series:
    """Who is still a customer, if silence for so long means that they are gone?

    Parameters
    ----------
    customers : DataFrame
        A customers table: column days_since_last, from the last purchase to the as-of date.
    days : float
        Silent for longer than this many days: gone.

    Returns
    -------
    Series
        `active`, 1 (still a customer) or 0, by customer.

    References
    ----------
    Wübben, M. & von Wangenheim, F. (2008). Instant customer base analysis: managerial heuristics
    often "get it right". Journal of Marketing 72(3), 82-93.

    Examples
    --------
    >>> hiatus(pd.DataFrame({"days_since_last": [10, 182, 183]}), days=182).to_list()
    [1, 1, 0]
    """
    tables.check_columns(customers, ["days_since_last"], name="customers")
    silent = tables.column(customers, "days_since_last", least=0)
    limit = tables.number("days", days, least=0)
    return pd.Series((silent <= limit).astype("int64"), customers.index, name="active")


def share_right(
    verdicts: pd.DataFrame, actual: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Of how many customers does each verdict turn out to be right?

    Parameters
    ----------
    verdicts : DataFrame
        One row a customer, one column a rule or model: 1 for yes (active, will leave ...), 0 for
        no.
    actual : Series
        What came, 1 and 0, of the same customers.

    Returns
    -------
    DataFrame
        One row a verdict: customers, estimate (share of whom it is right), low, high (Wilson).

    Examples
    --------
    >>> verdicts = pd.DataFrame({"rule": [1, 0, 0, 1], "all leave": 1})
    >>> share_right(verdicts, pd.Series([1, 0, 1, 1])).round(2)
               customers  estimate  low  high
    rule               4      0.75  0.3  0.95
    all leave          4      0.75  0.3  0.95
    """
    tables.check_columns(verdicts, [], name="verdicts")
    came = outcome(actual, verdicts, names=("actual", "verdicts"))
    right = pd.Series(
        {
            name: int(flags.happened(verdicts, name, who="yes").eq(came).sum())
            for name in verdicts.columns
        },
        dtype="int64",
    )
    everybody = pd.Series(len(verdicts), right.index)
    table = pd.DataFrame({"customers": everybody, "estimate": right / everybody})
    return table.join(rates.rate_interval(right, everybody, confidence=confidence))
