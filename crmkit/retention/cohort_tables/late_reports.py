"""Exits that become known late: how many there are in truth, and who was watched when.

Customers who stop without a word are found out quarters later. Counted by the day on which they
left, the latest quarters are still filling, and whoever looks at them sees a rate that falls.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.days import Day, to_day
from crmkit.retention.cohort_tables.chain_ladder import ChainLadder

__all__ = ["between", "leaving_rates", "triangle"]

_CODES = {"month": "M", "quarter": "Q-DEC"}
_YEAR = 365.25


def triangle(
    exits: pd.DataFrame,
    *,
    left_on: str,
    reported_on: str,
    since: Day,
    as_of: Day,
    period: Literal["month", "quarter"] = "quarter",
) -> pd.DataFrame:
    """How many exits of one period became known in it, and in each period after it?

    Parameters
    ----------
    exits : DataFrame
        One row an exit, each once.
    left_on, reported_on : str
        Its columns of dates: the day of the last business, and the day on which that was noted.
    since : day
        The first day on which exits were noted; earlier exits are left out.
    as_of : day
        The last day that counts. A period that it cuts off is left out, as are later reports.
    period : "month" or "quarter"
        Length of the periods of the calendar.

    Returns
    -------
    DataFrame
        One row a period of leaving (index `cohort`), one column a delay in periods, from 0; NaN
        where a delay is not over yet. From it `cohorts.cumulative` and `ChainLadder.fit`.

    Raises
    ------
    ValueError
        A column is missing or holds no dates, a date is missing, an exit is reported before it
        happened, or no period is complete.

    Examples
    --------
    >>> exits = pd.DataFrame({
    ...     "left": pd.to_datetime(["2024-01-05", "2024-02-09", "2024-05-20", "2024-08-01"]),
    ...     "noted": pd.to_datetime(["2024-01-08", "2024-07-31", "2024-05-21", "2024-09-30"]),
    ... })
    >>> triangle(exits, left_on="left", reported_on="noted", since="2024-01-01", as_of="2024-09-30")
    ... # doctest: +NORMALIZE_WHITESPACE
    delay     0    1    2
    cohort
    2024Q1  1.0  0.0  1.0
    2024Q2  1.0  0.0  NaN
    2024Q3  1.0  NaN  NaN
    """
    code = _CODES[tables.option("period", period, list(_CODES))]
    tables.check_columns(exits, [left_on, reported_on], name="exits")
    for name in (left_on, reported_on):
        _check_dates(exits, name, missing=False)
    gone, noted = exits[left_on].dt.normalize(), exits[reported_on].dt.normalize()
    if (early := noted < gone).any():
        mend = "Are the two columns exchanged?"
        raise tables.bad_rows(exits.index, early, f"{reported_on!r} is before {left_on!r}", mend)
    begin, end = _window(since, as_of, names=("since", "as_of"))
    first, last = pd.Period(begin, freq=code), pd.Period(end, freq=code)
    if begin > first.start_time:
        first += 1
    if end < last.end_time.normalize():
        last -= 1
    size = last.ordinal - first.ordinal + 1
    if size < 1:
        raise ValueError(f"no {period} is complete between since={since!r} and as_of={as_of!r}")
    row, seen = (pd.PeriodIndex(day, freq=code).asi8 - first.ordinal for day in (gone, noted))
    counts = (row >= 0) & (seen < size)
    made = np.bincount(row[counts] * size + (seen - row)[counts], minlength=size * size)
    place = np.arange(size)
    table = np.where(place[:, None] + place < size, made.reshape(size, size).astype(float), np.nan)
    cohorts = pd.period_range(first, last, name="cohort")
    return pd.DataFrame(table, cohorts, pd.RangeIndex(size, name="delay"))


def leaving_rates(
    fitted: ChainLadder,
    customer_years: pd.Series,
    *,
    by: Sequence[object] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """At which yearly rate did customers leave, once exits not yet reported are added back?

    With N exits expected in the end and Y customer-years, 1 - exp(-N / Y). Of N two things are
    unsure: what is still to be reported (Mack's standard error) and how many happened to leave
    (Poisson, variance N). The two have nothing to do with each other, so that variances add up.

    Parameters
    ----------
    fitted : ChainLadder
        Of the exits known by period of leaving and delay.
    customer_years : Series
        Of all customers in each period, by the index of its triangle: 1,650 for 6,600 in a quarter.
    by : sequence, optional
        A name for each period, such as its year: periods of one name make one rate, whose error
        knows that all are completed by the same factors.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a period or name: customer_years, seen (exits reported so far), expected (in the
        end), standard_error (of expected: what is still to be reported), rate_as_reported (a year,
        0 to 1), leaving_rate (of the exits expected), low, high (of leaving_rate, lognormal).

    Raises
    ------
    ValueError
        Customer-years are missing, 0 or less, or of other periods; or `by` has another length or
        a name missing.

    Examples
    --------
    >>> known = pd.DataFrame([[40.0, 70, 80], [42, 69, np.nan], [41, np.nan, np.nan]])
    >>> years = pd.Series(1650.0, known.index)
    >>> found = leaving_rates(ChainLadder.fit(known), years)
    >>> found[["seen", "expected", "rate_as_reported", "leaving_rate", "low", "high"]].round(3)
       seen  expected  rate_as_reported  leaving_rate    low   high
    0  80.0    80.000             0.047         0.047  0.038  0.059
    1  69.0    78.857             0.041         0.047  0.036  0.060
    2  41.0    79.429             0.025         0.047  0.036  0.062
    """
    from scipy.special import ndtri

    reach = float(ndtri((1 + tables.confidence(confidence)) / 2))
    cohorts = fitted.triangle.index
    tables.check_series(customer_years, name="customer_years", row="period")
    tables.numbers(customer_years, name="customer_years", above=0)
    if not customer_years.index.equals(cohorts):
        raise ValueError(
            f"customer_years must have the {len(cohorts)} periods of the triangle as its index, "
            f"from {cohorts[0]!s} to {cohorts[-1]!s}"
        )
    names = list(cohorts) if by is None else tables.listed("by", by)
    if len(names) != len(cohorts):
        raise ValueError(f"by has {len(names)} names for {len(cohorts)} periods")
    last = fitted.triangle.notna().sum(axis="columns").to_numpy() - 1
    known = fitted.triangle.to_numpy()[np.arange(len(last)), last]
    tables.check_labels(pd.Series(names, dtype=object), name="by", mend="Name each period.")
    groups = cohorts if by is None else pd.Index(dict.fromkeys(names))
    rows = []
    for name in groups:
        mine = np.array([one == name for one in names])
        ahead = fitted.total(cohorts=cohorts[mine])
        rows.append([customer_years.to_numpy()[mine].sum(), known[mine].sum(), *ahead])
    time, seen, to_come, error = np.array(rows, dtype=float).T
    expected = seen + to_come
    spread = reach * np.sqrt(error**2 + expected) / expected
    return pd.DataFrame(
        {
            "customer_years": time,
            "seen": seen,
            "expected": expected,
            "standard_error": error,
            "rate_as_reported": -np.expm1(-seen / time),
            "leaving_rate": -np.expm1(-expected / time),
            "low": -np.expm1(-expected * np.exp(-spread) / time),
            "high": -np.expm1(-expected * np.exp(spread) / time),
        },
        index=groups,
    )


def between(
    customers: pd.DataFrame,
    *,
    customer_since: str,
    left_on: str,
    reason: str,
    first_day: Day,
    last_day: Day,
) -> pd.DataFrame:
    """For how long was each customer watched between two days, and did they leave in that time?

    Who came before the first day was not watched until then (late entry); who left after the last
    day, or not at all, was still there at its end (censored).

    Parameters
    ----------
    customers : DataFrame
        One row a customer, leavers included.
    customer_since, left_on : str
        Its columns of dates: the first day as a customer, and the last one, missing for those whose
        exit is not known.
    reason : str
        Its column with the reason for which they left; missing where none is known.
    first_day, last_day : day
        Exits before the first day were not noted; those after the last do not count.

    Returns
    -------
    DataFrame
        The customers who were there on one of these days, all columns, and: years (watched), entry
        and tenure (years since they came, when the watch began and when it ended), left (1: left
        while watched) and the reason, "not said" where a leaver has none and missing for the rest.

    Raises
    ------
    ValueError
        A column is missing or holds no dates, customers leave before they come, the days are
        exchanged, or nobody was there.

    Examples
    --------
    >>> customers = pd.DataFrame({
    ...     "came": pd.to_datetime(["2015-01-01", "2024-07-01", "2020-01-01"]),
    ...     "gone": pd.to_datetime(["2024-07-01", None, "2019-12-31"]),
    ...     "why": [None, None, "price"],
    ... }).iloc[:2]
    >>> between(customers, customer_since="came", left_on="gone", reason="why",
    ...     first_day="2024-01-01", last_day="2024-12-31").iloc[:, 2:].round(1)
            why  years  entry  tenure  left
    0  not said    0.5    9.0     9.5     1
    1      None    0.5    0.0     0.5     0
    """
    own = ["years", "entry", "tenure", "left"]
    tables.check_columns(customers, [customer_since, left_on, reason], name="customers")
    if taken := [name for name in own if name in customers]:
        raise ValueError(f"customers has column(s) {taken} already: rename or drop them")
    _check_dates(customers, customer_since, missing=False)
    _check_dates(customers, left_on, missing=True)
    came, gone = customers[customer_since].dt.normalize(), customers[left_on].dt.normalize()
    if (turned := gone < came).any():
        what = f"{left_on!r} is before {customer_since!r}"
        raise tables.bad_rows(customers.index, turned, what, "Are the two columns exchanged?")
    begin, end = _window(first_day, last_day, names=("first_day", "last_day"))
    there = (came <= end) & ~(gone < begin)
    if not there.any():
        raise ValueError(f"no customer was there between {first_day!r} and {last_day!r}")
    left = (gone <= end)[there]
    # Days are counted to the end of the last one.
    came, until = came[there], gone[there].where(left, end) + pd.Timedelta(days=1)
    start = came.where(came > begin, begin)
    made = customers[there].copy()
    said = made[reason].astype(object).where(made[reason].notna(), "not said")
    made[reason] = said.where(left, None)
    made["years"] = (until - start).dt.days / _YEAR
    made["entry"] = (start - came).dt.days / _YEAR
    made["tenure"] = (until - came).dt.days / _YEAR
    made["left"] = left.astype("int64")
    return made


def _window(begin: Day, end: Day, *, names: tuple[str, str]) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = (pd.Timestamp(to_day(d, n)) for d, n in zip((begin, end), names, strict=True))
    if last < first:
        raise ValueError(f"{names[1]}={end!r} is before {names[0]}={begin!r}: exchange them")
    return first, last


def _check_dates(table: pd.DataFrame, name: str, *, missing: bool) -> None:
    days = table[name]
    if not pd.api.types.is_datetime64_dtype(days):
        raise ValueError(
            f"{name!r} must hold dates without a time zone, but has type {days.dtype}. "
            "Make them with pandas.to_datetime(..., format=...)."
        )
    if not missing and days.isna().any():
        raise tables.bad_rows(table.index, days.isna(), f"{name!r} is missing")
