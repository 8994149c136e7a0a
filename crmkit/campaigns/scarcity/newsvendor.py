"""How many to order for one launch, before anybody knows how many customers will come?

One order, one season: what is short is a sale lost, what is left over goes for its salvage value.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["best_order", "best_order_of_draws", "critical_ratio", "drawn_outcomes", "outcomes"]


def critical_ratio(*, price: float, cost: float, salvage: float) -> float:
    """In which share of launches should the order be enough?

    The margin of a sale lost, over that margin and the loss on a unit left over:

        (price - cost) / (price - salvage)

    Parameters
    ----------
    price, cost, salvage : float
        Money a unit: what a customer pays, what it costs, what a unit left over still brings. A
        salvage below 0 is what it costs to be rid of a unit.

    Returns
    -------
    float
        Between 0 and 1, neither included.

    Raises
    ------
    ValueError
        Unless price is above cost and cost above salvage.

    References
    ----------
    Cachon, G. & Terwiesch, T. (2013). Matching Supply with Demand, 3rd ed., ch. 12.

    Examples
    --------
    >>> critical_ratio(price=190, cost=110, salvage=90)
    0.8
    """
    price, cost, salvage = _money(price, cost, salvage)
    return (price - cost) / (price - salvage)


def best_order(
    *, mean: float, standard_deviation: float, price: float, cost: float, salvage: float
) -> float:
    """Which order earns most on average, if demand is normal?

        Q = mean + z * standard deviation, where z is exceeded with 1 - the critical ratio

    Parameters
    ----------
    mean, standard_deviation : float
        Of the demand, in units, above 0.
    price, cost, salvage : float
        As for `critical_ratio`.

    Returns
    -------
    float
        Units, 0 or more; not rounded.

    Raises
    ------
    ValueError
        As for `critical_ratio`; a mean or standard deviation of 0 or less.

    References
    ----------
    As for `critical_ratio`; their table of z-values rounds z up, here .8416 to .85.

    Examples
    --------
    >>> round(best_order(
    ...     mean=3192, standard_deviation=1181, price=190, cost=110, salvage=90))
    4186
    """
    from scipy.special import ndtri

    mean, spread = _demand(mean, standard_deviation)
    z = float(ndtri(critical_ratio(price=price, cost=cost, salvage=salvage)))
    return max(mean + z * spread, 0.0)


def best_order_of_draws(demand: pd.Series, *, price: float, cost: float, salvage: float) -> float:
    """Which order would have earned most on average over the launches that were seen?

    The smallest demand that the critical ratio of launches did not exceed.

    Parameters
    ----------
    demand : Series
        Units wanted, 0 or more, one number a launch (or a simulated one), those turned away
        included. Of few launches the answer is uncertain.
    price, cost, salvage : float
        As for `critical_ratio`.

    Returns
    -------
    float
        Units.

    Raises
    ------
    ValueError
        As for `critical_ratio`; no launches, demand missing or negative.

    Examples
    --------
    >>> best_order_of_draws(pd.Series([10, 20, 30, 40, 50]), price=19, cost=11, salvage=9)
    40.0
    """
    wanted = _draws(demand)
    ratio = critical_ratio(price=price, cost=cost, salvage=salvage)
    # 1e-9: a ratio such as .8 of 5 launches is the fourth, whatever binary fractions say.
    place = int(np.ceil(ratio * len(wanted) - 1e-9)) - 1
    return float(np.sort(wanted)[place])


def outcomes(
    orders: Sequence[float],
    *,
    mean: float,
    standard_deviation: float,
    price: float,
    cost: float,
    salvage: float,
) -> pd.DataFrame:
    """What does each order bring on average, if demand is normal?

        lost = standard deviation * (phi(z) - z * (1 - Phi(z))),  z = (order - mean) / s.d.

    Parameters
    ----------
    orders : sequence of float
        Units, 0 or more.
    mean, standard_deviation, price, cost, salvage
        As for `best_order`.

    Returns
    -------
    DataFrame
        One row an order (index): stock_out_rate (0 to 1), sold, lost, left_over (units, on
        average), profit (money, on average).

    Raises
    ------
    ValueError
        As for `best_order`; no orders, or one below 0.

    References
    ----------
    As for `critical_ratio`; the loss function is theirs.

    Examples
    --------
    >>> outcomes([3500, 4196], mean=3192, standard_deviation=1181,
    ...          price=190, cost=110, salvage=90).round(1)[["stock_out_rate", "profit"]]
    ... # doctest: +NORMALIZE_WHITESPACE
           stock_out_rate    profit
    order
    3500              0.4  215891.7
    4196              0.2  222295.3
    """
    from scipy.special import ndtr

    at = _orders(orders)
    mean, spread = _demand(mean, standard_deviation)
    margin, burden = _margins(price, cost, salvage)
    units = at.to_numpy(dtype="float64")
    z = (units - mean) / spread
    lost = spread * (np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) - z * ndtr(-z))
    found = {
        "stock_out_rate": ndtr(-z),
        "sold": mean - lost,
        "lost": lost,
        "left_over": units - mean + lost,
        "profit": margin * (mean - lost) - burden * (units - mean + lost),
    }
    return pd.DataFrame(found, index=at)


def drawn_outcomes(
    orders: Sequence[float],
    *,
    demand: pd.Series,
    price: float,
    cost: float,
    salvage: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would each order have brought on average over the launches that were seen?

    Parameters
    ----------
    orders : sequence of float
        Units, 0 or more.
    demand, price, cost, salvage
        As for `best_order_of_draws`; two launches or more.
    confidence : float
        Of the interval of the mean profit (Student's t), between 0 and 1.

    Returns
    -------
    DataFrame
        The columns of `outcomes`, and low, high, between which the mean profit of such launches
        lies. Two orders are compared on the same launches, so that their difference is surer than
        either.

    Raises
    ------
    ValueError
        As for `best_order_of_draws` and `outcomes`; or a single launch.

    Examples
    --------
    >>> drawn_outcomes([20, 40], demand=pd.Series([10, 20, 30, 40]), price=19, cost=11, salvage=9)[
    ...     ["stock_out_rate", "sold", "lost", "left_over", "profit"]]
    ... # doctest: +NORMALIZE_WHITESPACE
           stock_out_rate  sold  lost  left_over  profit
    order
    20                0.5  17.5   7.5        2.5   135.0
    40                0.0  25.0   0.0       15.0   170.0
    """
    from scipy.stats import t

    at, wanted = _orders(orders), _draws(demand)
    margin, burden = _margins(price, cost, salvage)
    level = tables.confidence(confidence)
    if len(wanted) < 2:
        raise ValueError("demand has one launch: nothing says how launches vary")
    units = at.to_numpy(dtype="float64")[:, None]
    sold, left_over = np.minimum(units, wanted), np.maximum(units - wanted, 0)
    profit = margin * sold - burden * left_over
    reach = t.ppf((1 + level) / 2, len(wanted) - 1) * profit.std(axis=1, ddof=1)
    middle, away = profit.mean(axis=1), reach / np.sqrt(len(wanted))
    found = {
        "stock_out_rate": (wanted > units).mean(axis=1),
        "sold": sold.mean(axis=1),
        "lost": np.maximum(wanted - units, 0).mean(axis=1),
        "left_over": left_over.mean(axis=1),
        "profit": middle,
        "low": middle - away,
        "high": middle + away,
    }
    return pd.DataFrame(found, index=at)


def _money(price: float, cost: float, salvage: float) -> tuple[float, float, float]:
    price, cost = tables.number("price", price), tables.number("cost", cost, least=0)
    salvage = tables.number("salvage", salvage)
    if price <= cost:
        raise ValueError(
            f"price={price:g} is not above cost={cost:g}: a unit sold earns nothing, order none"
        )
    if salvage >= cost:
        raise ValueError(
            f"salvage={salvage:g} is not below cost={cost:g}: what is left over loses nothing, so "
            "no order is too large. Is salvage the money that a unit left over brings?"
        )
    return price, cost, salvage


def _margins(price: float, cost: float, salvage: float) -> tuple[float, float]:
    price, cost, salvage = _money(price, cost, salvage)
    return price - cost, cost - salvage


def _demand(mean: float, standard_deviation: float) -> tuple[float, float]:
    found = tables.number("mean", mean, above=0)
    return found, tables.number("standard_deviation", standard_deviation, above=0)


def _orders(orders: Sequence[float]) -> pd.Index:
    asked = tables.one_or_more("orders", orders, mend="say how many units are ordered")
    return pd.Index(tables.numbers(asked, name="orders", least=0), name="order")


def _draws(demand: pd.Series) -> np.ndarray:
    tables.check_series(demand, name="demand", row="launch")
    if demand.empty:
        raise ValueError("demand is empty: there are no launches")
    return tables.numbers(demand, name="demand", least=0).astype("float64")
