"""Whom to make an offer: from what it costs, how often it works and what it saves.

An offer to a customer who would have left saves their margin in a share `success` of cases; to one
who would have stayed it is only cost. So it pays where

    p * success * margin > cost,

p being the probability of leaving. What is counted here is a plan on paper: that the offer works as
often as is said, only a field test shows.
"""

import math

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.retention.churn_models.outcomes import outcome

__all__ = ["break_even", "policy_gain", "policy_profit", "profit_curve"]


def break_even(*, cost: float, success: float, margin: float) -> float:
    """From which probability of leaving on does an offer pay?

    Parameters
    ----------
    cost : float
        Of the offer to one customer, in money, whether it works or not; 0 or more.
    success : float
        How often it keeps a customer who would have left, above 0 and up to 1.
    margin : float
        What a customer who is kept brings, above 0.

    Returns
    -------
    float
        cost / (success * margin). Above 1: the offer never pays, not even to somebody who is sure
        to leave.

    References
    ----------
    The cut of decision theory for costs of two errors: Elkan, C. (2001). The foundations of
    cost-sensitive learning. IJCAI, eq. (2).

    Examples
    --------
    >>> break_even(cost=10, success=0.25, margin=200)
    0.2
    """
    tables.number("cost", cost, least=0)
    tables.number("success", success, above=0, most=1, mend="e.g. 0.3 for 30 %")
    return float(cost / (success * tables.number("margin", margin, above=0)))


def policy_profit(
    policies: pd.DataFrame,
    left: pd.Series,
    *,
    cost: float,
    success: float,
    margin: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would each choice of customers have earned?

    Parameters
    ----------
    policies : DataFrame
        One row a customer, one column a policy: 1 where it makes the offer, else 0.
    left : Series
        1 (would have left) and 0, of the same customers.
    cost, success, margin
        As for `break_even`.

    Returns
    -------
    DataFrame
        One row a policy: customers (who get the offer), leavers (among them), profit (success *
        margin * leavers - cost * customers), low and high (normal; as if other customers of the
        same kind had come; missing where there is one customer only).

    Raises
    ------
    ValueError
        A policy holds anything but 0 and 1, or other customers than left does.

    Examples
    --------
    >>> policies = pd.DataFrame({"everybody": [1, 1, 1, 1], "nobody": [0, 0, 0, 0]})
    >>> left = pd.Series([1, 0, 0, 1])
    >>> policy_profit(policies, left, cost=10, success=0.5, margin=100)[
    ...     ["customers", "leavers", "profit"]]  # doctest: +NORMALIZE_WHITESPACE
               customers  leavers  profit
    policy
    everybody          4        2    60.0
    nobody             0        0     0.0
    """
    worth, offered, gone = _worth(policies, left, cost, success, margin)
    table = pd.DataFrame(
        {"customers": offered.sum(), "leavers": offered.mul(gone, axis="index").sum()}
    )
    return table.join(_totals(worth, "profit", confidence)).rename_axis("policy")


def policy_gain(
    policies: pd.DataFrame,
    left: pd.Series,
    *,
    against: str,
    cost: float,
    success: float,
    margin: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much more would each policy have earned than one of them, from the same customers?

    Parameters
    ----------
    policies, left, cost, success, margin
        As for `policy_profit`.
    against : str
        The policy that the others are compared with.

    Returns
    -------
    DataFrame
        One row another policy: gain (its profit less that of `against`), low, high: paired, so
        customers whom both treat alike add nothing to the width.

    Examples
    --------
    >>> policies = pd.DataFrame({"model": [1, 0, 0, 1], "everybody": [1, 1, 1, 1]})
    >>> left = pd.Series([1, 0, 0, 1])
    >>> policy_gain(policies, left, against="everybody", cost=10, success=0.5, margin=100)["gain"]
    policy
    model    20.0
    Name: gain, dtype: float64
    """
    worth, _, _ = _worth(policies, left, cost, success, margin)
    tables.option("against", against, list(policies.columns))
    others = worth.drop(columns=against)
    if not len(others.columns):
        raise ValueError(f"policies has no column but {against!r}: nothing to compare it with")
    more = others.sub(worth[against], axis="index")
    return _totals(more, "gain", confidence).rename_axis("policy")


def profit_curve(
    scores: pd.Series,
    left: pd.Series,
    *,
    cost: float,
    success: float,
    margin: float,
    steps: int = 20,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would have been earned by an offer to the top so many customers?

    Parameters
    ----------
    scores : Series
        One number a customer, the most likely leavers highest. Of equal scores that the end of the
        list cuts through, each counts for the same part.
    left : Series
        1 (would have left) and 0, of the same customers.
    cost, success, margin
        As for `break_even`.
    steps : int
        In how many steps to go from nobody to everybody, up to 1,000.

    Returns
    -------
    DataFrame
        One row a step, from nobody to everybody: cumulative_customer_share, customers (may be a
        part where ties are cut), profit, low, high (as in `policy_profit`). The highest point was
        found on the very customers who are counted: plan with the cut of `break_even`.

    Examples
    --------
    >>> curve = profit_curve(
    ...     pd.Series([0.9, 0.8, 0.2, 0.1]), pd.Series([1, 0, 1, 0]),
    ...     cost=10, success=0.5, margin=100, steps=4,
    ... )
    >>> curve["profit"].to_list()
    [0.0, 40.0, 30.0, 70.0, 60.0]
    """
    values = tables.by_customer(scores, name="scores", no_codes=True).astype(float)
    gone = outcome(left, scores).to_numpy()
    break_even(cost=cost, success=success, margin=margin)
    n = len(values)
    size, start = _tied(values)
    rows = []
    for share in np.linspace(0, 1, tables.whole("steps", steps, least=1, most=1000) + 1):
        part = np.clip((share * n - start) / size, 0, 1)
        rows.append(part * (success * margin * gone - cost))
    shares = np.linspace(0, 1, steps + 1)
    totals = _totals(pd.DataFrame(np.array(rows).T), "profit", confidence)
    return pd.DataFrame(
        {"cumulative_customer_share": shares, "customers": shares * n, **totals.to_dict("series")}
    )


def _tied(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each customer: how many have the same score, and how many a higher one."""
    _, which, sizes = np.unique(-values, return_inverse=True, return_counts=True)
    return sizes[which], (np.cumsum(sizes) - sizes)[which]


def _worth(
    policies: pd.DataFrame, left: pd.Series, cost: float, success: float, margin: float
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """What each customer adds to the profit of each policy."""
    break_even(cost=cost, success=success, margin=margin)
    tables.check_columns(policies, [], name="policies")
    names = list(policies.columns)
    tables.check_columns(policies, names, name="policies")
    gone = outcome(left, policies, names=("left", "policies"))
    offered = pd.DataFrame(
        {name: flags.happened(policies, name, who="those who get the offer") for name in names}
    )
    return offered.mul(success * margin * gone - cost, axis="index"), offered, gone


def _totals(worth: pd.DataFrame, name: str, confidence: float) -> pd.DataFrame:
    """Sums over customers with their intervals; the sum of so many is close to normal."""
    from scipy.special import ndtri

    z = float(ndtri((1 + tables.confidence(confidence)) / 2))
    total, n = worth.sum(), len(worth)
    away = z * math.sqrt(n) * worth.std() if n > 1 else pd.Series(math.nan, worth.columns)
    return pd.DataFrame({name: total, "low": total - away, "high": total + away})
