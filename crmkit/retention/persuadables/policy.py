"""What is a rule worth that says whom to treat? Estimates from a test by lot, under a budget.

A plan is a column: for each customer the share of times that they would be treated, mostly 0 or 1.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.retention.persuadables.uplift import check_both, check_roles

__all__ = ["offer_values", "plans", "value_differences", "values"]

_FIXED = ("nobody", "everybody", "at random")


def plans(table: pd.DataFrame, *, scores: Sequence[str], fraction: float) -> pd.DataFrame:
    """Whom does each rule treat, if the budget allows for a fraction of the customers?

    Parameters
    ----------
    table : DataFrame
        One row a customer.
    scores : list of str
        Columns by which the customers are ranked, the highest first.
    fraction : float
        Of the customers who can be treated, above 0 and below 1.

    Returns
    -------
    DataFrame
        One row a customer, one column a plan: nobody, everybody, at random (the fraction, for
        each) and the best fraction by each score: 1 treated, 0 not. Where the budget ends among
        customers of one score, each of them has the same chance of what is left of it.

    Raises
    ------
    ValueError
        A score that is missing, infinite or named as one of the three fixed plans.

    Examples
    --------
    >>> scored = pd.DataFrame({"uplift": [0.2, 0.1, 0.1, -0.1]})
    >>> plans(scored, scores=["uplift"], fraction=0.5)["uplift"].to_list()
    [1.0, 0.5, 0.5, 0.0]
    """
    names = tables.column_names("scores", scores)
    fraction = tables.share("fraction", fraction, ends=False)
    if taken := [one for one in names if one in _FIXED]:
        raise ValueError(f"a score is named {taken[0]!r}, as a plan of its own: rename it")
    tables.check_columns(table, names)
    n = len(table)
    made = {"nobody": np.zeros(n), "everybody": np.ones(n), "at random": np.full(n, fraction)}
    for name in names:
        score = tables.column(table, name)
        _, place, size = np.unique(score, return_inverse=True, return_counts=True)
        before = n - np.cumsum(size)
        made[name] = np.clip((fraction * n - before) / size, 0, 1)[place]
    return pd.DataFrame(made, table.index)


def values(
    table: pd.DataFrame,
    *,
    plans: Sequence[str],
    outcome: str,
    treated: str,
    margin: float = 1.0,
    cost: float = 0.0,
    propensity: float | str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What is each plan worth, a customer, and how sure is that?

    Customers who were by lot as the plan would have them speak for all whom it would so: with y
    the outcome, a what was done, e_a the chance of it and pi_a the plan,

        V = sum_a q_a m_a,   m_a = sum w_a y / sum w_a,   w_a = pi_a 1(was a) / e_a,

    where q_a is the mean of pi_a: the inverse propensity estimate with weights that add up to one
    (Hajek 1971).

    Parameters
    ----------
    table : DataFrame
        One row a customer of a test by lot, which trained none of the plans.
    plans : list of str
        Columns of 0 to 1: the chance of each customer to be treated. From `plans`.
    outcome : str
        Column of numbers: 0 and 1, or money.
    treated : str
        Column of 0 and 1.
    margin, cost : float
        Money for one of `outcome`, and of treating one customer (0 or more).
    propensity : float or str, optional
        Chance of being treated, or the column that holds each customer's: above 0 and below 1.
        The share treated, if not given.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a plan: customer_share (treated), estimate (margin times outcome less cost, a
        customer), standard_error, low, high. The intervals are of the normal distribution: too
        narrow where fewer than about twenty did it.

    Raises
    ------
    ValueError
        Nobody or everybody treated, a chance of 0 or 1, a plan of whose customers none was so or
        that is the outcome or the treatment itself, or a customer more than once.

    Warns
    -----
    UserWarning
        Where all customers that speak for a plan have one outcome: nothing says how they vary.

    References
    ----------
    Hajek, J. 1971, in Godambe & Sprott, Foundations of Statistical Inference, p. 236.
    Hitsch, G. J. & Misra, S. 2018, "Heterogeneous treatment effects and optimal targeting policy
    evaluation" (the profit of a targeting policy).

    Examples
    --------
    >>> tested = pd.DataFrame({"bought": [1, 0, 1, 0, 0, 1, 0, 0], "mailed": [1] * 4 + [0] * 4})
    >>> tested["all"] = 1
    >>> values(tested, plans=["all"], outcome="bought", treated="mailed", margin=10, cost=1)[
    ...     ["customer_share", "estimate"]
    ... ].to_numpy().tolist()
    [[1.0, 4.0]]
    """
    names, value, moves = _binary(
        table, plans, outcome, treated, margin=margin, cost=cost, propensity=propensity
    )
    made = _with_intervals(value, moves, names, confidence, "plan")
    shares = [float(tables.column(table, name).mean()) for name in names]
    made.insert(0, "customer_share", shares)
    return made


def value_differences(
    table: pd.DataFrame,
    *,
    plans: Sequence[str],
    against: str,
    outcome: str,
    treated: str,
    margin: float = 1.0,
    cost: float = 0.0,
    propensity: float | str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much more is each plan worth than one of them, on the same customers?

    Parameters
    ----------
    table, plans, outcome, treated, margin, cost, propensity, confidence
        As `values`.
    against : str
        The plan with which the others are compared.

    Returns
    -------
    DataFrame
        One row a plan but `against`: estimate (money a customer more), standard_error, low, high.
        Narrower than the intervals of the two, since most customers are treated alike by both.

    Raises
    ------
    ValueError
        As `values`.

    Examples
    --------
    >>> tested = pd.DataFrame({"bought": [1, 0, 1, 0, 0, 1, 0, 0], "mailed": [1] * 4 + [0] * 4})
    >>> tested[["all", "none"]] = [1, 0]
    >>> names = {"outcome": "bought", "treated": "mailed", "margin": 10, "cost": 1}
    >>> value_differences(tested, plans=["all"], against="none", **names)["estimate"].to_list()
    [1.5]
    """
    others = [one for one in tables.column_names("plans", plans) if one != against]
    if not others:
        raise ValueError(f"plans has nothing beside {against!r}: name one to compare with it")
    money: dict[str, Any] = {"margin": margin, "cost": cost, "propensity": propensity}
    _, value, moves = _binary(table, [against, *others], outcome, treated, **money)
    more = [one - value[0] for one in value[1:]]
    apart = [one - moves[0] for one in moves[1:]]
    return _with_intervals(more, apart, others, confidence, "plan")


def offer_values(
    table: pd.DataFrame,
    *,
    plans: Sequence[str],
    outcome: str,
    offered: str,
    costs: Mapping[str, float],
    margin: float = 1.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What is each plan worth where there are several offers, one of which may be none?

    Parameters
    ----------
    table : DataFrame
        One row a customer of a test in which each offer went to the same share of all, by lot.
    plans : list of str
        Columns that name the offer that each customer would get.
    outcome : str
        Column of numbers: 0 and 1, or money.
    offered : str
        Column of the offer that each customer got.
    costs : mapping
        Offer -> its cost a customer, 0 or more; all offers of the plans and of the test.
    margin, confidence
        As `values`.

    Returns
    -------
    DataFrame
        One row a plan: estimate (margin times outcome less cost, a customer), standard_error, low,
        high.

    Raises
    ------
    ValueError
        An offer of a plan that was never tested, or without a cost; or one of whose customers by
        the plan none got it.

    Examples
    --------
    >>> tested = pd.DataFrame({"offer": ["none", "none", "mail", "mail"] * 2})
    >>> tested["bought"] = [0, 1, 1, 1, 0, 0, 1, 0]
    >>> tested["mail to all"] = "mail"
    >>> offer_values(
    ...     tested, plans=["mail to all"], outcome="bought", offered="offer",
    ...     costs={"none": 0, "mail": 0.25},
    ... )["estimate"].to_list()
    [0.5]
    """
    names = tables.column_names("plans", plans)
    check_roles(outcome, offered, names)
    tables.check_columns(table, [*names, outcome, offered])
    tables.check_each_once(table.index)
    for name in (*names, offered):
        tables.check_labels(table[name], name=repr(name))
    y = tables.column(table, outcome)
    margin = tables.number("margin", margin)
    if not isinstance(costs, Mapping):
        raise TypeError(f"costs={costs!r} must be a dict: {{'none': 0, 'mail': 0.5}}")
    was = table[offered].to_numpy()
    offers = list(dict.fromkeys(was))
    wanted = dict.fromkeys([*offers, *(one for name in names for one in table[name])])
    if untested := [one for one in wanted if one not in offers]:
        raise ValueError(f"plans name {untested[:3]}, which nobody got in the test ({offers[:6]})")
    if lacking := [one for one in offers if one not in costs]:
        raise ValueError(f"costs has no cost of {lacking[:3]}: name all of {offers[:6]}")
    each = [tables.number(f"the cost of {one!r}", costs[one], least=0) for one in offers]
    share = [np.full(len(y), (was == one).mean()) for one in offers]
    found = [
        _value(
            y, [was == one for one in offers], share,
            [(table[name] == one).to_numpy(dtype=float) for one in offers],
            margin, each, f"{name!r}",
        )
        for name in names
    ]  # fmt: skip
    return _with_intervals([v for v, _ in found], [m for _, m in found], names, confidence, "plan")


def _binary(
    table: pd.DataFrame,
    plans: Sequence[str],
    outcome: str,
    treated: str,
    *,
    margin: float,
    cost: float,
    propensity: float | str | None,
) -> tuple[list[str], list[float], list[np.ndarray]]:
    """Of each plan its value, and by how much each customer moves it."""
    names = tables.column_names("plans", plans)
    check_roles(outcome, treated, names)
    tables.check_columns(table, [*names, outcome, treated])
    tables.check_each_once(table.index)
    margin, cost = tables.number("margin", margin), tables.number("cost", cost, least=0)
    t = flags.happened(table, treated, who="those treated").to_numpy()
    check_both(t, treated)
    y = tables.column(table, outcome)
    if isinstance(propensity, str):
        tables.check_columns(table, [propensity])
        e = tables.column(table, propensity, range_mend=_OVERLAP)
        if (bad := (e <= 0) | (e >= 1)).any():
            what = f"{propensity!r} is not between 0 and 1"
            raise tables.bad_rows(table.index, bad, what, _OVERLAP)
    elif isinstance(propensity, pd.Series | np.ndarray | list):
        raise TypeError("propensity must be one number, or the name of a column of the table")
    else:
        given = t.mean() if propensity is None else propensity
        e = np.full(len(t), tables.number("propensity", given, above=0, below=1, mend=_OVERLAP))
    value, moves = [], []
    for name in names:
        plan = tables.column(table, name, least=0, most=1).astype(float)
        one, moved = _value(
            y, [t == 0, t == 1], [1 - e, e], [1 - plan, plan], margin, [0.0, cost], f"{name!r}"
        )
        value.append(one)
        moves.append(moved)
    return names, value, moves


_OVERLAP = (
    "for whoever is always or never treated cannot tell what else would have been: leave such "
    "customers out of the plan and the table"
)


def _value(
    y: np.ndarray,
    was: Sequence[np.ndarray],
    chance: Sequence[np.ndarray],
    plan: Sequence[np.ndarray],
    margin: float,
    costs: Sequence[float],
    name: str,
) -> tuple[float, np.ndarray]:
    """Value a customer, and the influence of each customer on it."""
    import warnings

    value, moved = 0.0, np.zeros(len(y))
    for done, e, pi, cost in zip(was, chance, plan, costs, strict=True):
        q = pi.mean()
        if q == 0:
            continue
        w = pi * done / e
        if w.sum() == 0:
            raise ValueError(
                f"plan {name}: of the {int((pi > 0).sum()):,} customers whom it would have so, "
                "none was so in the test. Take more customers, or another plan."
            )
        speak = y[w > 0]
        if speak.min() == speak.max():
            warnings.warn(
                f"plan {name}: all {len(speak):,} customers who speak for a part of it have the "
                f"outcome {speak[0]:g}, so that its interval is too narrow.",
                stacklevel=4,
            )
        m = (w * y).sum() / w.sum()
        value += q * (margin * m - cost)
        moved += margin * q * w * (y - m) / w.mean() + (margin * m - cost) * (pi - q)
    return float(value), moved


def _with_intervals(
    value: Sequence[float],
    moves: Sequence[np.ndarray],
    names: Sequence[str],
    confidence: float,
    row: str,
) -> pd.DataFrame:
    from scipy.special import ndtri

    z = float(ndtri((1 + tables.confidence(confidence)) / 2))
    estimate = np.array(value)
    error = np.array([one.std(ddof=1) / np.sqrt(len(one)) for one in moves])
    return pd.DataFrame(
        {
            "estimate": estimate,
            "standard_error": error,
            "low": estimate - z * error,
            "high": estimate + z * error,
        },
        index=pd.Index(names, name=row),
    )
