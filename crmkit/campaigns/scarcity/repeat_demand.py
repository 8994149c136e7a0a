"""Does a launch that runs out bring more customers later, and enough of them?

A customer who is turned away may come back, and a queue may draw others; but a customer who was
served brings others, too. What counts is what one more customer turned away adds to later sales,
all together. Launches that ran out were wanted more to begin with, so only a lot can tell.
"""

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.campaigns.scarcity import newsvendor

__all__ = ["break_even", "later_effects", "plans"]


def break_even(
    outcomes: pd.DataFrame,
    *,
    order: float,
    against: float,
    later_margin: float,
    later_demand: float | None = None,
) -> pd.Series:
    """How much must come later, for a short order to earn what a larger one earns?

        share needed = profit given up / (more customers turned away * margin later)

    Parameters
    ----------
    outcomes : DataFrame
        From `newsvendor.outcomes` or `drawn_outcomes`, with a row for both orders.
    order, against : float
        The short order and the larger one, in units.
    later_margin : float
        Money that a sale leaves later (in money of the launch), above 0.
    later_demand : float, optional
        Units to be sold later after the larger order; then the lift needed is told, too.

    Returns
    -------
    Series
        cost (profit given up at the launch), turned_away (more, units), later_sales_needed
        (units), needed_share (sales later for each customer more turned away; above 1 none of
        them could bring it alone) and, of `later_demand`, needed_lift.

    Raises
    ------
    ValueError
        An order without a row, or one that is not the smaller; or the short order earns more.

    Examples
    --------
    >>> table = newsvendor.outcomes([3500, 4196], mean=3192, standard_deviation=1181,
    ...                             price=190, cost=110, salvage=90)
    >>> break_even(table, order=3500, against=4196, later_margin=80, later_demand=3192).round(3)
    cost                  6403.622
    turned_away            203.236
    later_sales_needed      80.045
    needed_share             0.394
    needed_lift              0.025
    dtype: float64
    """
    tables.check_columns(outcomes, ["lost", "profit"], name="outcomes")
    tables.check_each_once(outcomes.index, name="outcomes", row="order")
    margin = tables.number("later_margin", later_margin, above=0)
    for name, one in (("order", order), ("against", against)):
        if tables.number(name, one, least=0) not in outcomes.index:
            raise ValueError(
                f"outcomes has no row for {name}={one:g}; it holds {list(outcomes.index[:9])}"
            )
    if not order < against:
        raise ValueError(f"order={order:g} must be the smaller; against={against:g}")
    profit, lost = (
        pd.Series(tables.column(outcomes, name), outcomes.index) for name in ("profit", "lost")
    )
    order, against = float(order), float(against)
    cost = float(profit[against]) - float(profit[order])
    if cost < 0:
        raise ValueError(
            f"the order of {order:g} earns {-cost:,.0f} more at the launch: nothing is to be made "
            f"up for. Hold it against a better order than {against:g}"
        )
    away = float(lost[order]) - float(lost[against])
    if away <= 0:
        raise ValueError("the short order turns nobody more away: there is no shortage")
    found = {
        "cost": cost,
        "turned_away": away,
        "later_sales_needed": cost / margin,
        "needed_share": cost / margin / away,
    }
    if later_demand is not None:
        found["needed_lift"] = cost / margin / tables.number("later_demand", later_demand, above=0)
    return pd.Series(found)


def later_effects(
    launches: pd.DataFrame,
    *,
    short: str,
    wanted: str,
    turned_away: str,
    later: str,
    by: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many later sales does one more customer turned away bring, or cost?

    Later sales for each customer who wanted one, where a lot made the order short, less those
    where it was enough, divided by the same difference of the share turned away.

    Parameters
    ----------
    launches : DataFrame
        One row a launch.
    short : str
        Its column of 1 (a lot made the order short) and 0. With a column that no lot decided, such
        as "ran out", the answer is one of other launches, not of shortage.
    wanted, turned_away, later : str
        Its columns of units: who came for one (above 0), who left without, who bought later,
        whoever they were.
    by : str, optional
        Its column of groups; all launches together unless given.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group ("all" without `by`): launches, estimate (sales later for one more turned
        away), standard_error, low, high.

    Raises
    ------
    ValueError
        More turned away than wanted, fewer than two launches of either kind in a group, or a
        short order that turned no more away than the other.

    References
    ----------
    The estimator: Wald, A. (1940), as in Angrist, J. D. & Pischke, J.-S. (2009), Mostly Harmless
    Econometrics, eq. (4.1.12). Its error by the delta method, on Student's t.

    Examples
    --------
    >>> launches = pd.DataFrame({"short": [1, 1, 0, 0], "wanted": 100, "away": [30, 20, 0, 0],
    ...                          "later": [42, 38, 31, 29]})
    >>> later_effects(launches, short="short", wanted="wanted", turned_away="away",
    ...               later="later").round(2)
         launches  estimate  standard_error   low  high
    all         4       0.4            0.04 -0.11  0.91
    """
    level = tables.confidence(confidence)
    tables.check_columns(
        launches,
        [short, wanted, turned_away, later, *([by] if by is not None else [])],
        name="launches",
    )
    flag = flags.happened(launches, short, who="launches with a short order").to_numpy()
    came = tables.column(launches, wanted, above=0)
    away, sold = (tables.column(launches, name, least=0) for name in (turned_away, later))
    if (more := away > came).any():
        raise tables.bad_rows(launches.index, more, f"{turned_away!r} is above {wanted!r}")
    groups = pd.Series("all", index=launches.index) if by is None else launches[by]
    tables.check_labels(groups, name=repr(by))
    table = pd.DataFrame({"later": sold / came, "away": away / came, "short": flag})
    names = groups.cat.categories if isinstance(groups.dtype, pd.CategoricalDtype) else None
    found = {
        name: _wald(part, name, level) for name, part in table.groupby(groups.to_numpy(), sort=True)
    }
    rows = pd.DataFrame.from_dict(found, orient="index").astype({"launches": "int64"})
    if names is not None:
        rows = rows.reindex([name for name in names if name in rows.index])
    return rows.rename_axis(by)


def plans(
    launches: pd.DataFrame,
    *,
    orders: Mapping[str, Mapping[Hashable, float]],
    against: str,
    effects: pd.DataFrame,
    wanted: str,
    by: str,
    to_come: "pd.Series | Mapping[Hashable, float]",
    price: float,
    cost: float,
    salvage: float,
    later_margin: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would each plan of orders earn more than another, later sales included?

    For each group: launches to come * (profit of the launch + later margin * effect * customers
    turned away), each on the launches that were seen, less the same for the other plan.

    Parameters
    ----------
    launches : DataFrame
        One row a launch that was seen.
    orders : mapping
        By the plan's name: group to order, in units. Every group is named.
    against : str
        The plan that the others are held against.
    effects : DataFrame
        From `later_effects` with the same `by`.
    wanted, by : str
        Columns of `launches`: units wanted, and the group.
    to_come : Series or mapping
        Launches that are planned, by group.
    price, cost, salvage : float
        As for `newsvendor.critical_ratio`.
    later_margin : float
        Money that a sale leaves later, 0 or more.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a plan but `against`: profit (more at the launches), turned_away (more customers),
        estimate (money more in all), low, high. The intervals hold how few launches were seen and
        how surely the effect was measured; they are of the mean, not of one year.

    Raises
    ------
    ValueError
        A group without order, effect, launches to come, or with a single launch.

    Examples
    --------
    >>> launches = pd.DataFrame({"city": "big", "wanted": [80, 100, 120, 140]})
    >>> effects = pd.DataFrame({"estimate": 0.8, "standard_error": 0.1}, index=["big"])
    >>> plans(launches, orders={"enough": {"big": 120}, "short": {"big": 100}}, against="enough",
    ...       effects=effects, wanted="wanted", by="city", to_come={"big": 10},
    ...       price=190, cost=110, salvage=90, later_margin=80).round(0)
           profit  turned_away  estimate     low    high
    short -6000.0        100.0     400.0 -3965.0  4765.0
    """
    from scipy.special import ndtri

    z = ndtri((1 + tables.confidence(confidence)) / 2)
    money = {"price": price, "cost": cost, "salvage": salvage}
    newsvendor.critical_ratio(**money)
    margin = tables.number("later_margin", later_margin, least=0)
    tables.check_columns(launches, [wanted, by], name="launches")
    tables.check_labels(launches[by], name=repr(by))
    tables.check_columns(effects, ["estimate", "standard_error"], name="effects")
    tables.check_each_once(effects.index, name="effects", row="group")
    both = [tables.column(effects, "estimate"), tables.column(effects, "standard_error", least=0)]
    for name, one in {"orders": orders, **(orders if isinstance(orders, Mapping) else {})}.items():
        if not isinstance(one, Mapping):
            raise TypeError(f"{name} must be a dict, e.g. {{'short': {{'Town': 90}}}}, not {one!r}")
    tables.option("against", against, list(orders))
    came = pd.Series(tables.column(launches, wanted, least=0), index=launches.index)
    parts = {name: part.to_numpy(float) for name, part in came.groupby(launches[by].to_numpy())}
    if not isinstance(to_come, pd.Series | Mapping):
        raise TypeError(f"to_come must be a dict or Series by {by!r}, not {to_come!r}")
    planned = dict(to_come.items())
    named = {"effects": list(effects.index), "to_come": list(planned)}
    for name, one in (named | {plan: list(asked) for plan, asked in orders.items()}).items():
        if missing := [group for group in parts if group not in one]:
            raise ValueError(f"{name!r} says nothing of {missing[:9]} in {by!r}")
    measured = dict(zip(effects.index, zip(*both, strict=True), strict=True))
    found = {}
    for plan, asked in orders.items():
        if plan == against:
            continue
        profit = turned = total = variance = 0.0
        for group, demand in parts.items():
            if len(demand) < 2:
                raise ValueError(f"{by}={group!r} has one launch: nothing says how they vary")
            n = tables.number(f"to_come[{group!r}]", planned[group], least=0)
            gained, away = (
                one - other
                for one, other in zip(
                    _each(demand, asked[group], **money),
                    _each(demand, orders[against][group], **money),
                    strict=True,
                )
            )
            effect, error = measured[group]
            each = gained + margin * effect * away
            profit, turned = profit + n * gained.mean(), turned + n * away.mean()
            total += n * each.mean()
            variance += n**2 * (
                each.var(ddof=1) / len(demand) + (margin * away.mean() * error) ** 2
            )
        reach = z * np.sqrt(variance)
        found[plan] = {
            "profit": profit, "turned_away": turned, "estimate": total, "low": total - reach,
            "high": total + reach,
        }  # fmt: skip
    if not found:
        raise ValueError(f"orders hold {against!r} alone: give a plan to compare it with")
    return pd.DataFrame.from_dict(found, orient="index")


def _each(
    demand: np.ndarray, order: float, *, price: float, cost: float, salvage: float
) -> tuple[np.ndarray, np.ndarray]:
    """Profit and customers turned away, launch by launch."""
    units = tables.number("order", order, least=0)
    sold, left = np.minimum(demand, units), np.maximum(units - demand, 0)
    return (price - cost) * sold - (cost - salvage) * left, demand - sold


def _wald(part: pd.DataFrame, name: Hashable, level: float) -> dict[str, float]:
    from scipy.stats import t

    arms = [part[part["short"] == one] for one in (1, 0)]
    if min(len(arm) for arm in arms) < 2:
        raise ValueError(
            f"{name!r} has {len(arms[0])} short and {len(arms[1])} other launches: two of each "
            "are the least"
        )
    more = arms[0][["later", "away"]].mean() - arms[1][["later", "away"]].mean()
    if more["away"] <= 1e-9:
        raise ValueError(
            f"in {name!r} the short orders turned no more customers away than the others: is "
            "the flag the right way round?"
        )
    effect = float(more["later"] / more["away"])
    rest = [(arm["later"] - effect * arm["away"]).var(ddof=1) / len(arm) for arm in arms]
    error = float(np.sqrt(sum(rest)) / more["away"])
    # Welch's degrees of freedom; of launches all alike there is no error, and none are needed.
    within = sum(one**2 / (len(arm) - 1) for one, arm in zip(rest, arms, strict=True))
    freedom = sum(rest) ** 2 / within if within > 0 else len(part) - 2
    reach = float(t.ppf((1 + level) / 2, freedom)) * error
    return {
        "launches": len(part), "estimate": effect, "standard_error": error,
        "low": effect - reach, "high": effect + reach,
    }  # fmt: skip
