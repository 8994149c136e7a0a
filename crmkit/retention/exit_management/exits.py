"""Exit management, steps 1 to 3: how many leave, for what reasons, and what goes with them.

The five steps of relationship marketing are: compute the leaving rate, find the reasons, compute
the profit lost, compute what keeping costs, act. Steps 4 and 5 are in `saving_programmes`.
"""

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.retention.exit_management.competing import leaving_shares, poisson_interval
from crmkit.retention.exit_management.records import observed

__all__ = ["leaving_rate", "multiple_elasticities", "profit_lost", "reasons"]


def leaving_rate(
    customers: pd.DataFrame,
    *,
    years: str,
    reason: str,
    by: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Step 1: which share of the customers leaves within a year?

    With D leavers in Y customer-years, 1 - exp(-D / Y). Leavers by customers would mix those seen
    for four years with those who joined yesterday.

    Parameters
    ----------
    customers : DataFrame
        One row a customer, those who left and those who are still there.
    years : str
        Its column with the years for which they were seen as a customer, 0 or more.
    reason : str
        Its column with the reason for which they left; missing (None) for those still there.
    by : str, optional
        Its column of groups, such as size, to be told apart.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group, or the row "all": customers, leavers, customer_years, leaving_rate (a
        year, 0 to 1), low, high (from the exact interval of a Poisson count).

    Raises
    ------
    ValueError
        A column is missing, years are negative, a group was seen for no time, or all customers
        have a reason.

    Examples
    --------
    >>> why = ["price", "help", None, None, None]
    >>> seen = pd.DataFrame({"years": [1, 3, 4, 4, 4], "reason": why})
    >>> leaving_rate(seen, years="years", reason="reason").round(3)
         customers  leavers  customer_years  leaving_rate    low   high
    all          5        2            16.0         0.118  0.015  0.363
    """
    found = observed(customers, years=years, reason=reason, by=by)
    found.hazards()  # Refuses a group without time.
    leavers, time = found.leavers().sum(axis=1), found.years()
    low, high = poisson_interval(leavers, confidence)
    return pd.DataFrame(
        {
            "customers": np.bincount(found.rows["group"], minlength=len(found.groups)),
            "leavers": leavers.astype("int64"),
            "customer_years": time,
            "leaving_rate": -np.expm1(-leavers / time),
            "low": -np.expm1(-low / time),
            "high": -np.expm1(-high / time),
        },
        index=pd.Index(found.groups, name=by),
    )


def reasons(leavers: pd.Series, *, confidence: float = 0.95) -> pd.DataFrame:
    """Step 2: for which reasons do they leave, the most frequent first?

    Parameters
    ----------
    leavers : Series
        Number of leavers by reason, whole numbers of 0 or more; two reasons or more. From a column
        of reasons: `customers["reason"].value_counts()`.
    confidence : float
        Of the intervals: all of them hold their share at once with it.

    Returns
    -------
    DataFrame
        One row a reason: leavers, leaver_share, low, high (Goodman's simultaneous intervals of a
        multinomial), cumulative_leaver_share.

    Raises
    ------
    ValueError
        Fewer than two reasons, a reason twice, a count that is no whole number, or nobody left.

    References
    ----------
    Goodman, L. A. (1965). On simultaneous confidence intervals for multinomial proportions.
    Technometrics 7(2), 247-254.

    Examples
    --------
    >>> reasons(pd.Series({"service": 20, "price": 50, "other": 30})).round(2)
             leavers  leaver_share   low  high  cumulative_leaver_share
    price         50           0.5  0.38  0.62                      0.5
    other         30           0.3  0.20  0.42                      0.8
    service       20           0.2  0.12  0.31                      1.0
    """
    from statsmodels.stats.proportion import multinomial_proportions_confint

    tables.check_series(leavers, name="leavers", row="reason")
    alpha = 1 - tables.confidence(confidence)
    if len(leavers) < 2:
        raise ValueError(f"leavers has {len(leavers)} reason(s); a share needs two or more")
    tables.numbers(leavers, name="leavers", least=0, whole=True)
    tables.check_each_once(leavers.index, name="leavers", row="reason")
    mend = "Leave out those who are still there: .value_counts() without dropna=False."
    tables.check_labels(leavers.index.to_series(), name="the reason", mend=mend)
    tables.check_spelling(leavers.index, name="leavers")
    counts = leavers.astype("int64").sort_values(ascending=False, kind="stable")
    if counts.sum() == 0:
        raise ValueError("nobody left: all counts are 0, so there are no shares")
    shares = counts / counts.sum()
    ends = multinomial_proportions_confint(counts.to_numpy(), alpha=alpha, method="goodman")
    return pd.DataFrame(
        {
            "leavers": counts,
            "leaver_share": shares,
            "low": ends[:, 0],
            "high": ends[:, 1],
            "cumulative_leaver_share": shares.cumsum(),
        }
    )


def profit_lost(
    customers: pd.DataFrame,
    *,
    years: str,
    reason: str,
    profit: str,
    by: str | None = None,
    annual_discount_rate: float,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """Step 3: what do the leavers of the coming year take along, in that year and in all years?

    Of the customers still there, F_k(1) leave for reason k. Each takes a year's profit m along,
    and r / (1 + i - r) years' profits in money of today: r = exp(-h) is the share that would have
    stayed in each later year, so that the other reasons are in the multiple already.

    Parameters
    ----------
    customers, years, reason, confidence
        As for `leaving_rate`.
    profit : str
        Their column with a year's profit.
    by : str, optional
        Their column of groups with hazards and profits of their own. Without it, every customer
        counts as an average one, whatever the leavers brought.
    annual_discount_rate : float
        i, above 0.
    rng : Generator
        Whence the bootstrap draws customers; today's profits stay as they are.
    draws : int
        How many tables it draws.

    Returns
    -------
    DataFrame
        One row a reason, then "all": expected_leavers, annual_profit_lost, annual_low, annual_high,
        lifetime_profit_lost, lifetime_low, lifetime_high.

    Raises
    ------
    ValueError
        As for `leaving_rate`, a profit is missing or infinite, nobody left, or a rate is out of
        range.

    References
    ----------
    Gupta, S. & Lehmann, D. R. (2003). Customers as assets. Journal of Interactive Marketing 17(1)
    (the margin multiple).

    Examples
    --------
    >>> seen = pd.DataFrame({"years": [2, 4, 4, 4] * 9, "reason": ["price", None, None, None] * 9})
    >>> lost = profit_lost(seen.assign(profit=1000), years="years", reason="reason",
    ...     profit="profit", annual_discount_rate=0.1, rng=np.random.default_rng(1))
    >>> lost[["expected_leavers", "annual_profit_lost", "lifetime_profit_lost"]].round(1)
    ... # doctest: +NORMALIZE_WHITESPACE
            expected_leavers  annual_profit_lost  lifetime_profit_lost
    reason
    price                1.9              1861.3               10258.2
    all                  1.9              1861.3               10258.2
    """
    discount = 1 + money.discount_rate(annual_discount_rate, positive=True)
    found = observed(customers, years=years, reason=reason, by=by)
    tables.check_columns(customers, [profit], name="customers")
    tables.column(customers, profit, no_codes=True)
    if not found.reasons:
        raise ValueError(f"nobody left: {reason!r} is missing for all, so nothing is lost")
    if "all" in found.reasons:
        raise ValueError(
            f"{reason!r} has a reason 'all', which is the name of the last row: rename"
        )
    people, profits = still_there(found.rows, customers[profit], len(found.groups))

    def lost(rates: np.ndarray) -> pd.Series:
        leave = leaving_shares(rates, np.array(1.0))
        multiple = margin_multiple(np.exp(-rates.sum(axis=1)), discount)
        year = profits @ leave
        life = (profits * multiple) @ leave
        return pd.Series([*year, year.sum(), *life, life.sum()])

    table = found.resampled(lost, rng=rng, confidence=confidence, draws=draws)
    leavers = people @ leaving_shares(found.hazards(), np.array(1.0))
    size = len(found.reasons) + 1
    parts = {"expected_leavers": [*leavers, leavers.sum()]}
    for name, rows in (("annual", table[:size]), ("lifetime", table[size:])):
        parts[f"{name}_profit_lost"] = rows["estimate"].to_list()
        parts[f"{name}_low"], parts[f"{name}_high"] = rows["low"].to_list(), rows["high"].to_list()
    return pd.DataFrame(parts, index=pd.Index([*found.reasons, "all"], name=reason))


def multiple_elasticities(*, retention_rate: float, annual_discount_rate: float) -> pd.Series:
    """By how many per cent does the lost value move with one per cent more of what makes it?

    Of m r / (1 + i - r), the margin m times its multiple:

        to r    (1 + i) / (1 + i - r)
        to m    1
        to i    -i / (1 + i - r)

    Parameters
    ----------
    retention_rate : float
        r, 0 to 1.
    annual_discount_rate : float
        i, above 0.

    Returns
    -------
    Series
        By name: retention_rate, annual_margin, annual_discount_rate.

    Examples
    --------
    >>> multiple_elasticities(retention_rate=0.95, annual_discount_rate=0.12).round(2).to_dict()
    {'retention_rate': 6.59, 'annual_margin': 1.0, 'annual_discount_rate': -0.71}
    """
    rate = money.discount_rate(annual_discount_rate, positive=True)
    rest = 1 + rate - tables.share("retention_rate", retention_rate)
    return pd.Series(
        {
            "retention_rate": (1 + rate) / rest,
            "annual_margin": 1.0,
            "annual_discount_rate": -rate / rest,
        },
        name="elasticity",
    )


def still_there(
    rows: pd.DataFrame, profit: pd.Series, groups: int
) -> tuple[np.ndarray, np.ndarray]:
    """How many customers of each group have not left, and what they bring in a year."""
    there = rows["reason"].to_numpy() < 0
    group = rows["group"].to_numpy()[there]
    brings = profit.astype("float64").to_numpy()[there]
    people = np.bincount(group, minlength=groups).astype(float)
    return people, np.bincount(group, weights=brings, minlength=groups)


def margin_multiple(retention: np.ndarray, discount: float) -> np.ndarray:
    """r / (1 + i - r), with discount 1 + i."""
    return retention / (discount - retention)
