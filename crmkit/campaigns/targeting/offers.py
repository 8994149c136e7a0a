"""Who gets which offer, with so much money, so many contacts and so many offers a customer?

Where contacts are all that is short, taking the most profitable offer first is best. Where money is
short as well and offers differ in cost, it is not: then the choice is an integer programme.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import flags, rates, tables

__all__ = ["best_plan", "everything", "expected_profits", "greedy_plan", "plan_value", "uplifts"]

By = Literal["profit", "profit a unit of money"]

# So many pairs are left to the search; the bound decides on all others.
_OPEN = 28


def uplifts(
    trial: pd.DataFrame,
    *,
    bought: str,
    offer: str,
    by: str,
    control: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many more of each group buy because of each offer, by a trial by lot?

    Parameters
    ----------
    trial : DataFrame
        One row a customer of the trial.
    bought : str
        Its column of 1 (bought) and 0.
    offer, by : str
        Its columns that say which offer a customer had by lot, and which group they are of.
    control : str
        What `offer` says of those who got none.

    Returns
    -------
    DataFrame
        One row a group and offer: estimate (rate less that without an offer), low, high.

    Raises
    ------
    ValueError
        A column is missing, nobody is `control`, or a group lacks an offer or the control.

    References
    ----------
    The interval is that of `rates.rate_difference`: Newcombe, R. G. (1998). Interval estimation for
    the difference between independent proportions. Statistics in Medicine 17(8), method 10.

    Examples
    --------
    >>> trial = pd.DataFrame({
    ...     "group": "new", "offer": ["none"] * 10 + ["call"] * 10, "bought": [0] * 15 + [1] * 5,
    ... })
    >>> uplifts(trial, bought="bought", offer="offer", by="group", control="none").round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
                 estimate   low  high
    group offer
    new   call        0.5  0.12  0.76
    """
    tables.check_columns(trial, [bought, offer, by], name="trial")
    flags.happened(trial, bought, who="those who bought")
    counts = rates.rate_by(trial, happened=bought, by=[by, offer], who="those who bought")
    groups, names = (list(counts.index.unique(level)) for level in (0, 1))
    if control not in names:
        raise ValueError(f"nobody has {offer!r} {control!r}; found {names[:6]}")
    if lacking := [
        one for one in pd.MultiIndex.from_product([groups, names]) if one not in counts.index
    ]:
        raise ValueError(
            f"nobody in the trial is {lacking[0]}: each group needs each offer and {control!r}"
        )
    if len(names) < 2:
        raise ValueError(f"everybody is {control!r}: there is no offer to judge")
    alone = counts.xs(control, level=1).reindex(counts.index.get_level_values(0))
    alone = alone.set_axis(counts.index)
    estimate = counts["rate"] - alone["rate"]
    below = np.hypot(counts["rate"] - counts["low"], alone["high"] - alone["rate"])
    above = np.hypot(counts["high"] - counts["rate"], alone["rate"] - alone["low"])
    found = {"estimate": estimate, "low": estimate - below, "high": estimate + above}
    return pd.DataFrame(found).drop(index=control, level=1)


def expected_profits(
    customers: pd.DataFrame,
    uplift: pd.Series,
    *,
    by: str,
    margin: str,
    costs: Mapping[str, float],
) -> pd.DataFrame:
    """What may each offer be expected to earn with each customer?

        profit = uplift of the customer's group * margin of their basket - cost of the offer

    Parameters
    ----------
    customers : DataFrame
        One row a customer who may be written to.
    uplift : Series
        By group and offer: the `estimate` of `uplifts`.
    by, margin : str
        Columns of `customers`: their group, and the margin of a purchase of theirs, 0 or more.
    costs : mapping of float
        Of each offer, 0 or more.

    Returns
    -------
    DataFrame
        One row a customer, one column an offer: profit in money.

    Raises
    ------
    ValueError
        A group or an offer of which no uplift is known, or numbers missing.

    Examples
    --------
    >>> customers = pd.DataFrame({"group": ["new", "best"], "margin": [50.0, 200.0]})
    >>> uplift = pd.Series([0.1, 0.2], pd.MultiIndex.from_product([["new", "best"], ["call"]]))
    >>> expected_profits(customers, uplift, by="group", margin="margin", costs={"call": 9})
       call
    0  -4.0
    1  31.0
    """
    tables.check_columns(customers, [by, margin], name="customers")
    tables.check_labels(customers[by], name=repr(by), mend="Name the group.")
    money = tables.column(customers, margin, least=0)
    spent = _costs(costs)
    if not isinstance(uplift, pd.Series) or uplift.index.nlevels != 2:
        raise TypeError("uplift must be a Series by group and offer: uplifts(...)['estimate']")
    tables.check_each_once(uplift.index, name="uplift", row="group and offer")
    tables.numbers(uplift, name="uplift", least=-1, most=1, range_mend="0.1 is 10 %.")
    table = uplift.unstack()
    tables.check_names(table.columns, list(spent.index), name="uplift")
    groups = customers[by].astype("object")
    if strange := sorted(map(repr, set(groups) - set(table.index))):
        raise ValueError(
            f"no uplift is known of the groups {strange[:6]}; found {list(table.index)}"
        )
    rate = table.reindex(groups)[list(spent.index)].to_numpy(dtype=float)
    if (lacks := np.isnan(rate).any(axis=1)).any():
        what = "no uplift is known of an offer for the group"
        raise tables.bad_rows(customers.index, lacks, what, "Try each offer on each group.")
    profit = rate * money[:, None] - spent.to_numpy()
    return pd.DataFrame(profit, customers.index, list(spent.index))


def best_plan(
    profits: pd.DataFrame,
    *,
    costs: Mapping[str, float],
    budget: float,
    contacts: int,
    most_each: int | pd.Series = 2,
) -> pd.DataFrame:
    """Who gets which offer, so that the profit is largest?

        max  sum of profit * x   with  sum of cost * x <= budget,  sum of x <= contacts,
             each customer's x together <= most_each,  x = 0 or 1

    Parameters
    ----------
    profits : DataFrame
        From `expected_profits`.
    costs : mapping of float
        Of each offer.
    budget : float
        What all offers together may cost, 0 or more.
    contacts : int
        How many offers can be made in all, 0 or more.
    most_each : int or Series of int
        How many a customer may get, for all alike or by customer, 0 or more.

    Returns
    -------
    DataFrame
        As `profits`: True where the customer gets the offer. Of up to 28 pairs of customer and
        offer no plan within the limits earns more. Of more, only the 28 that are closest to being
        decided otherwise are searched; the profit is a small part of a per cent below the bound.

    Raises
    ------
    ValueError
        Profits that are no numbers, negative costs, limits that are none.

    References
    ----------
    The knapsack problem: Kellerer, H., Pferschy, U. & Pisinger, D. (2004). Knapsack Problems.
    Springer. Solved by HiGHS, through scipy.optimize.milp.

    Examples
    --------
    >>> profits = pd.DataFrame({"call": [12.0, 11], "letter": [7.0, 6]})
    >>> best_plan(profits, costs={"call": 10, "letter": 4}, budget=10, contacts=2)
        call  letter
    0  False    True
    1  False    True
    """
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp
    from scipy.sparse import csr_matrix, eye, kron, vstack

    spent, budget, total, each = _limits(profits, costs, budget, contacts, most_each)
    n, kinds = profits.shape
    gain = profits.to_numpy(dtype=float).ravel()
    rows = vstack([
        csr_matrix(np.tile(spent.to_numpy(), n)[None, :]),
        csr_matrix(np.ones((1, n * kinds))),
        kron(eye(n), np.ones((1, kinds))),
    ])  # fmt: skip
    limits = np.r_[budget, total, each]
    # With parts of an offer allowed, the answer is a bound, found at once. It also says what would
    # be lost, were a pair of customer and offer decided the other way: only the closest stay open.
    least, most = np.zeros(n * kinds), (gain > 0).astype(float)
    loose = linprog(-gain, A_ub=rows, b_ub=limits, bounds=np.c_[least, most], method="highs")
    if loose.x is None:
        raise ValueError(f"no plan was found: {loose.message}")
    at_stake = np.maximum(loose.lower.marginals, -loose.upper.marginals)
    parts = (loose.x > 1e-7) & (loose.x < 1 - 1e-7)
    at_stake[parts] = -1
    closed = np.argsort(at_stake, kind="stable")[max(_OPEN, int(parts.sum())) :]
    least[closed] = most[closed] = loose.x[closed] > 0.5
    found = milp(
        -gain, constraints=LinearConstraint(rows, -np.inf, limits + 1e-9),
        integrality=np.ones(n * kinds), bounds=Bounds(least, most), options={"mip_rel_gap": 1e-5},
    )  # fmt: skip
    if found.x is None:
        raise ValueError(f"no plan was found: {found.message}")
    return pd.DataFrame(found.x.reshape(n, kinds) > 0.5, profits.index, profits.columns)


def greedy_plan(
    profits: pd.DataFrame,
    *,
    costs: Mapping[str, float],
    budget: float,
    contacts: int,
    most_each: int | pd.Series = 2,
    by: By = "profit",
) -> pd.DataFrame:
    """Who gets which offer, if the best pair of customer and offer is taken first, then the next?

    Parameters
    ----------
    profits, costs, budget, contacts, most_each
        As for `best_plan`.
    by : {"profit", "profit a unit of money"}
        What is best: the profit, or the profit by the cost of the offer. A pair that no longer fits
        is passed over.

    Returns
    -------
    DataFrame
        As `best_plan`.

    Examples
    --------
    >>> profits = pd.DataFrame({"call": [12.0, 11], "letter": [7.0, 6]})
    >>> greedy_plan(profits, costs={"call": 10, "letter": 4}, budget=10, contacts=2)
        call  letter
    0   True   False
    1  False   False
    """
    tables.option("by", by, ["profit", "profit a unit of money"])
    spent, budget, total, left = _limits(profits, costs, budget, contacts, most_each)
    gain = profits.to_numpy(dtype=float)
    rank = gain if by == "profit" else gain / np.maximum(spent.to_numpy(), 1e-9)
    each_cost = spent.to_numpy()
    chosen = np.zeros(gain.shape, dtype=bool)
    for place in np.argsort(-rank, axis=None, kind="stable"):
        row, kind = divmod(int(place), gain.shape[1])
        if gain[row, kind] <= 0 or total < 1 or left[row] < 1:
            continue
        if each_cost[kind] <= budget + 1e-9:
            chosen[row, kind] = True
            left[row] -= 1
            total -= 1
            budget -= each_cost[kind]
    return pd.DataFrame(chosen, profits.index, profits.columns)


def everything(profits: pd.DataFrame) -> pd.DataFrame:
    """The plan in which everybody gets everything: what a rule and a budget are held against.

    Parameters
    ----------
    profits : DataFrame
        From `expected_profits`.

    Returns
    -------
    DataFrame
        As `best_plan`, all True.

    Examples
    --------
    >>> everything(pd.DataFrame({"call": [12.0], "letter": [7.0]}))
       call  letter
    0  True    True
    """
    tables.check_columns(profits, [])
    return pd.DataFrame(np.ones(profits.shape, dtype=bool), profits.index, profits.columns)


def plan_value(
    plan: pd.DataFrame,
    profits: pd.DataFrame,
    *,
    costs: Mapping[str, float],
    most_each: int | pd.Series = 2,
    loss_beyond: float = 0,
) -> pd.Series:
    """What does a plan earn, by profits that may differ from those it was made with?

    Parameters
    ----------
    plan : DataFrame
        From `best_plan`, `greedy_plan` or `everything`.
    profits : DataFrame
        Of the same customers and offers.
    costs : mapping of float
        Of each offer.
    most_each : int or Series of int
        The rule; each offer beyond it loses `loss_beyond` (customers who turn their back, times
        what they were worth), 0 or more.

    Returns
    -------
    Series
        customers (who get an offer), contacts, beyond (offers beyond the rule), cost, profit.

    Examples
    --------
    >>> plan = pd.DataFrame({"call": [True, False], "letter": [True, True]})
    >>> profits = pd.DataFrame({"call": [12.0, 11], "letter": [7.0, 6]})
    >>> plan_value(plan, profits, costs={"call": 10, "letter": 4}).to_dict()
    {'customers': 2.0, 'contacts': 3.0, 'beyond': 0.0, 'cost': 18.0, 'profit': 25.0}
    """
    spent, _, _, each = _limits(profits, costs, 0, 0, most_each)
    tables.check_columns(plan, list(profits.columns), name="plan")
    tables.check_same_customers(plan.index, profits.index, names=("plan", "profits"))
    lost = tables.number("loss_beyond", loss_beyond, least=0)
    tables.check_each_once(plan.index, name="plan")
    who = "those who get the offer"
    got = [flags.happened(plan, name, who=who).reindex(profits.index) for name in profits.columns]
    chosen = np.column_stack(got).astype(bool)
    beyond = np.maximum(chosen.sum(axis=1) - each, 0).sum()
    return pd.Series(
        {
            "customers": float(chosen.any(axis=1).sum()),
            "contacts": float(chosen.sum()),
            "beyond": float(beyond),
            "cost": float((chosen * spent.to_numpy()).sum()),
            "profit": float((chosen * profits.to_numpy(dtype=float)).sum() - lost * beyond),
        }
    )


def _costs(costs: Mapping[str, float]) -> pd.Series:
    if not isinstance(costs, Mapping) or not costs:
        raise ValueError('costs must name each offer with its cost, e.g. {"call": 18}')
    return pd.Series(
        {name: tables.number(f"costs[{name!r}]", one, least=0) for name, one in costs.items()}
    )


def _limits(
    profits: pd.DataFrame,
    costs: Mapping[str, float],
    budget: float,
    contacts: int,
    most_each: int | pd.Series,
) -> tuple[pd.Series, float, int, np.ndarray]:
    tables.check_columns(profits, [], name="profits")
    tables.check_each_once(profits.index, name="profits")
    spent = _costs(costs)
    tables.check_names(spent.index, list(profits.columns), name="costs")
    for name in profits.columns:
        tables.column(profits, name)
    if isinstance(most_each, pd.Series):
        tables.check_same_customers(profits.index, most_each.index, names=("profits", "most_each"))
        each = tables.numbers(most_each.reindex(profits.index), name="most_each", least=0)
        each = np.floor(np.asarray(each, dtype=float))
    else:
        each = np.full(len(profits), float(tables.whole("most_each", most_each)))
    money = tables.number("budget", budget, least=0)
    return spent.reindex(profits.columns), money, tables.whole("contacts", contacts), each
