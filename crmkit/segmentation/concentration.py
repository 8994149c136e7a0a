"""How unequal are customers: deciles, Lorenz curve, Gini, 80/20, and what chance adds to them.

The observed concentration is of one number a customer, such as money (a Series, one row a
customer; row order does not matter). The true one is that of an NBD, fitted to purchase counts.
"""

import math
from collections.abc import Sequence
from typing import Literal, cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.segmentation import nbd_concentration as nbd
from crmkit.segmentation.nbd_concentration import Rates

__all__ = [
    "Rates",
    "customers_for",
    "deciles",
    "expected_lorenz",
    "gini",
    "lorenz",
    "top_share",
    "true_concentration",
]


def deciles(spend: pd.Series, *, groups: int = 10) -> pd.DataFrame:
    """How much does each tenth of the customers spend? (the purchase-decile method, 购买十分位法)

    Customers are sorted by spend, highest first, and cut into ten groups of equal size. Where the
    count does not divide by ten, the first (highest-spending) groups hold one customer more.

    Parameters
    ----------
    spend : Series
        Money by customer, 0 or more; not all 0.
    groups : int
        How many groups, at most one a customer.

    Returns
    -------
    DataFrame
        One row a group (index `decile`, 1 = the highest spenders; named `group` where groups is
        not 10): customers, spend and mean_spend (money), spend_share and cumulative_spend_share
        (0 to 1).

    Raises
    ------
    ValueError
        Spend missing, infinite or negative, no spend at all, or fewer customers than groups.

    Examples
    --------
    >>> deciles(pd.Series([50, 30, 10, 6, 4]), groups=2)  # doctest: +NORMALIZE_WHITESPACE
           customers  spend  mean_spend  spend_share  cumulative_spend_share
    group
    1              3   90.0        30.0          0.9                     0.9
    2              2   10.0         5.0          0.1                     1.0
    """
    ranked = _ascending(spend)[::-1]
    groups = tables.whole("groups", groups, least=1)
    if groups > len(ranked):
        raise ValueError(
            f"{len(ranked)} customers cannot fill {groups} groups; "
            f"pass groups= between 1 and {len(ranked)}"
        )
    parts = np.array_split(ranked, groups)
    table = pd.DataFrame(
        {"customers": [len(part) for part in parts], "spend": [part.sum() for part in parts]},
        index=pd.RangeIndex(1, groups + 1, name="decile" if groups == 10 else "group"),
    )
    table["mean_spend"] = table["spend"] / table["customers"]
    table["spend_share"] = table["spend"] / table["spend"].sum()
    running = table["spend"].cumsum()
    table["cumulative_spend_share"] = running / running.iloc[-1]
    return table


def lorenz(spend: pd.Series) -> pd.DataFrame:
    """Which share of spend do the lowest-spending customers make? (the points of the Lorenz curve)

    Parameters
    ----------
    spend : Series
        Money, or anything else of which there can be a share, by customer: 0 or more.

    Returns
    -------
    DataFrame
        One row a point, from (0, 0) to (1, 1), one more than customers: cumulative_customer_share
        and cumulative_spend_share (0 to 1), both counted from the lowest spender upwards.

    Examples
    --------
    >>> lorenz(pd.Series([50, 30, 10, 6, 4]))
       cumulative_customer_share  cumulative_spend_share
    0                        0.0                    0.00
    1                        0.2                    0.04
    2                        0.4                    0.10
    3                        0.6                    0.20
    4                        0.8                    0.50
    5                        1.0                    1.00
    """
    running = np.concatenate([[0.0], np.cumsum(_ascending(spend))])
    return pd.DataFrame(
        {
            "cumulative_customer_share": np.arange(len(running)) / (len(running) - 1),
            "cumulative_spend_share": running / running[-1],
        }
    )


def gini(spend: pd.Series, *, estimator: Literal["biased", "unbiased"] = "biased") -> float:
    """How unequal is spend, from 0 (all spend the same) towards 1 (one customer spends all)?

    Parameters
    ----------
    spend : Series
        As for `lorenz`.
    estimator : {"biased", "unbiased"}
        "biased" is twice the area between the diagonal and the Lorenz polygon of these very
        customers: G = 2 sum(i x_i) / (n sum(x)) - (n + 1) / n with x sorted upwards; its highest
        value is 1 - 1/n. "unbiased" multiplies it by n / (n - 1), the usual correction where the
        customers are a small sample of a larger base, and needs two customers.

    Examples
    --------
    >>> gini(pd.Series([1, 2, 3, 4])), round(gini(pd.Series([1, 2, 3, 4]), estimator="unbiased"), 4)
    (0.25, 0.3333)
    """
    tables.option("estimator", estimator, ("biased", "unbiased"))
    values = _ascending(spend)
    n = len(values)
    biased = float(2 * (np.arange(1, n + 1) @ values) / (n * values.sum()) - (n + 1) / n)
    if estimator == "biased":
        return biased
    if n < 2:
        raise ValueError("the unbiased Gini needs two customers or more; there is 1")
    return biased * n / (n - 1)


def top_share(spend: pd.Series, *, customer_share: float = 0.2) -> float:
    """Which share of spend do the top 20 % of customers make? (the 80/20 number)

    Where 20 % is not a whole number of customers, the next customer in rank counts with the
    fraction that is missing (a straight line between the points of the Lorenz curve).

    Parameters
    ----------
    spend : Series
        As for `lorenz`.
    customer_share : float
        How many customers count as the top: above 0, up to 1.

    Examples
    --------
    >>> round(top_share(pd.Series([50, 30, 10, 6, 4])), 3)  # 1 of 5 customers
    0.5
    >>> spend = pd.Series([50, 30, 10, 6, 4])
    >>> round(top_share(spend, customer_share=0.3), 3)  # 1.5 customers: 50 + 15
    0.65
    """
    _check_part("customer_share", customer_share)
    points = lorenz(spend)
    below = np.interp(
        1 - customer_share, points["cumulative_customer_share"], points["cumulative_spend_share"]
    )
    return float(1 - below)


def customers_for(spend: pd.Series, *, spend_share: float = 0.8) -> float:
    """Which share of customers makes 80 % of spend, counted from the highest spender?

    Parameters
    ----------
    spend : Series
        As for `lorenz`.
    spend_share : float
        The share to be reached: above 0, up to 1.

    Returns
    -------
    float
        The smallest such share of customers (0 to 1); the last customer counts with the fraction
        that is needed, as in `top_share`. For 100 % it is the share who spent anything.

    Examples
    --------
    >>> round(customers_for(pd.Series([50, 30, 10, 6, 4])), 3)
    0.4
    """
    _check_part("spend_share", spend_share)
    ranked = _ascending(spend)[::-1]
    running = np.concatenate([[0.0], np.cumsum(ranked)])
    target = spend_share * running[-1]
    # `left` finds the first customer who reaches the target, so that zero spenders never count.
    last = max(int(np.searchsorted(running, target, side="left")), 1)
    needed = (target - running[last - 1]) / ranked[last - 1]
    return float((last - 1 + needed) / len(ranked))


def true_concentration(
    model: Rates,
    *,
    periods: Sequence[float] = (1, 2, 4, 8, math.inf),
    customer_share: float = 0.2,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How concentrated would purchases be had we watched for longer, and in the end?

    In a short period some customers buy much and some nothing by chance alone. Counted over all
    customers, concentration therefore falls as the period grows, towards that of the customers'
    true rates. Counted over the buyers of the period only, as most reports do, it misses those
    who have not bought yet and mostly rises, towards the same limit.

    Parameters
    ----------
    model : Rates
        An NBD, fitted to purchase counts (`crmkit.lifetime.NBD.fit`) or written down.
    periods : sequence of float
        Lengths of time in observed periods; math.inf is the limit.
    customer_share : float
        How many customers count as the top: above 0, up to 1.
    confidence : float
        Of the bounds, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a length (index `periods`): penetration (share of customers who bought),
        mean_purchases, top_share and gini over all customers, top_share_of_buyers and
        gini_of_buyers over the buyers of the period. A fitted NBD adds low and high, the bounds
        of top_share (delta method on the log-odds). Assumes that rates stay as they are: nobody
        leaves.

    Raises
    ------
    ValueError
        A fit on a boundary (customers all alike, or an unknown number of non-buyers that the
        counts cannot tell), or a model in which customers leave or never buy.

    References
    ----------
    The idea is that of Schmittlein, Cooper & Morrison 1993, "Truth in Concentration in the Land
    of (80/20) Laws", Marketing Science 12(2).

    Examples
    --------
    >>> from crmkit.lifetime import NBD
    >>> table = true_concentration(NBD(r=1, alpha=0.5), periods=[1, math.inf])
    >>> table[["top_share", "gini"]].round(3)  # doctest: +NORMALIZE_WHITESPACE
             top_share  gini
    periods
    1.0          0.596   0.6
    inf          0.522   0.5
    """
    _check_part("customer_share", customer_share)
    tables.confidence(confidence)
    nbd.check_model(model)
    lengths = _checked_periods(periods)
    r, alpha = model.r, model.alpha
    table = pd.DataFrame(index=pd.Index(lengths, name="periods"))
    table["penetration"] = [nbd.penetration(r, alpha, periods=t) for t in lengths]
    table["mean_purchases"] = [r * t / alpha for t in lengths]
    table["top_share"] = [
        float(nbd.top_share(r, alpha, customer_share=customer_share, periods=t)) for t in lengths
    ]
    if getattr(getattr(model, "report", None), "covariance", None) is not None:
        table[["low", "high"]] = [
            nbd.top_share_bounds(
                model, customer_share=customer_share, periods=t, confidence=confidence
            )
            for t in lengths
        ]
    table["gini"] = [nbd.gini(r, alpha, periods=t) for t in lengths]
    # The top fifth of buyers is a smaller share of all customers; those who bought nothing add
    # nothing to the purchases, and 1 - penetration to the Gini.
    table["top_share_of_buyers"] = [
        float(
            nbd.top_share(r, alpha, customer_share=customer_share * bought, periods=cast(float, t))
        )
        for t, bought in table["penetration"].items()
    ]
    table["gini_of_buyers"] = 1 - (1 - table["gini"]) / table["penetration"]
    return table


def expected_lorenz(model: Rates, *, periods: float = math.inf, points: int = 101) -> pd.DataFrame:
    """Which Lorenz curve does the model expect over this many periods, over all customers?

    Parameters
    ----------
    model : Rates
        As for `true_concentration`.
    periods : float
        Length of time in observed periods; math.inf is the limit.
    points : int
        How many points, 2 or more.

    Returns
    -------
    DataFrame
        The columns of `lorenz` at equally spaced shares of customers.

    Examples
    --------
    >>> from crmkit.lifetime import NBD
    >>> expected_lorenz(NBD(r=1, alpha=1), points=3).round(3)
       cumulative_customer_share  cumulative_spend_share
    0                        0.0                   0.000
    1                        0.5                   0.153
    2                        1.0                   1.000
    """
    nbd.check_model(model)
    (length,) = _checked_periods([periods])
    share = np.linspace(0, 1, tables.whole("points", points, least=2))
    made = nbd.top_share(model.r, model.alpha, customer_share=1 - share, periods=length)
    return pd.DataFrame({"cumulative_customer_share": share, "cumulative_spend_share": 1 - made})


def _ascending(spend: pd.Series) -> np.ndarray:
    """Spend as sorted numbers, lowest first; refused where there can be no shares of it."""
    values = tables.by_customer(
        spend, name="spend", least=0, range_mend="Leave them out or use .clip(lower=0)."
    ).astype(float)
    if not values.any():
        raise ValueError(f"the {len(values)} customers spent 0 in all: there are no shares of it")
    return np.sort(values)


def _check_part(name: str, value: float) -> None:
    tables.number(name, value, above=0, most=1, mend="e.g. 0.2 for 20 %")


def _checked_periods(periods: Sequence[float]) -> list[float]:
    # Not tables.number: here infinity is a length.
    lengths = [float(length) for length in periods]
    if not lengths or not all(length > 0 for length in lengths):
        raise ValueError(f"periods must be positive numbers; got {list(periods)}")
    return lengths
