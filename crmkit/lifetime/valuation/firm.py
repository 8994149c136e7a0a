"""What is a firm worth, counted in customers: those to come, and what one per cent is worth.

The customers of today are a sum over cohorts (`customer_equity`); a firm also has those whom it
has still to win, and pay for. Gupta, Lehmann & Stuart (2004) value firms by both.
"""

import inspect
import math
from collections.abc import Callable, Mapping
from numbers import Real
from typing import Any

import pandas as pd

from crmkit import money, tables

__all__ = ["customers_to_come", "elasticities"]

# Years from now; more are years of the calendar, such as 2025.
_FAR = 1_000


def customers_to_come(
    arrivals: pd.Series,
    *,
    customer_value: float,
    acquisition_cost: float,
    annual_discount_rate: float,
) -> pd.DataFrame:
    """What are the customers worth today who will be won in the years to come?

    n_k (v - c) / (1 + d)^k for the n_k customers of year k, each of whom is worth v when they come
    and costs c to win. It can be negative: then winning them destroys value.

    Parameters
    ----------
    arrivals : Series
        New customers, 0 or more, indexed by years from now (0: at once; each once).
    customer_value : float
        v, money on the day they come.
    acquisition_cost : float
        c, money a customer, 0 or more, on the same day.
    annual_discount_rate : float
        d, 0 or more.

    Returns
    -------
    DataFrame
        One row a year: customers, value (of all of them, on the day they come), cost (of winning
        them, on the same day) and present_value (of value less cost, today).

    Raises
    ------
    ValueError
        For arrivals that are negative or missing, years that are not whole or stand there twice,
        and numbers out of range.

    References
    ----------
    Gupta, S., Lehmann, D. R. & Stuart, J. A. (2004), Valuing customers, Journal of Marketing
    Research 41(1), 7-18, who sum such cohorts over a firm's future.

    Examples
    --------
    >>> customers_to_come(pd.Series({1: 100, 2: 100}), customer_value=60, acquisition_cost=49,
    ...                   annual_discount_rate=0.1).round(1)  # doctest: +NORMALIZE_WHITESPACE
          customers   value    cost  present_value
    year
    1           100  6000.0  4900.0         1000.0
    2           100  6000.0  4900.0          909.1
    """
    tables.check_series(arrivals, name="arrivals", row="year")
    if arrivals.empty:
        raise ValueError("arrivals is empty: give the customers of one year or more")
    years = arrivals.index.to_numpy()
    if years.dtype.kind not in "iu" or (years < 0).any() or (years > _FAR).any():
        raise ValueError(
            f"arrivals is indexed by years from now (0, 1, 2, ... {_FAR}); found "
            f"{years[:5].tolist()}"
        )
    tables.check_each_once(arrivals.index, name="arrivals", row="year")
    count = tables.numbers(arrivals, name="arrivals", least=0)
    tables.number("customer_value", customer_value)
    tables.number("acquisition_cost", acquisition_cost, least=0)
    discount = 1 + money.discount_rate(annual_discount_rate)
    value, cost = count * float(customer_value), count * float(acquisition_cost)
    return pd.DataFrame(
        {
            "customers": count,
            "value": value,
            "cost": cost,
            "present_value": (value - cost) / discount**years,
        },
        index=pd.Index(years, name="year"),
    )


def elasticities(value: Callable[..., float], levers: Mapping[str, float]) -> pd.DataFrame:
    """By how many per cent does a value rise with one per cent more of each lever?

    x / V dV/dx for each lever x, by central differences, the others held fixed. A lever that
    should be small (a cost, a discount rate) has a negative one.

    Parameters
    ----------
    value : callable
        From the levers, by name, to a value above 0 that is not rounded: of a customer, a base or
        a firm.
    levers : mapping of str to float
        Each as it stands now; above 0.

    Returns
    -------
    DataFrame
        One row a lever: now (as it stands), elasticity and value_of_one_percent (money: what the
        value gains if the lever gets better by one per cent of itself, to first order).

    Raises
    ------
    ValueError
        A lever is not above 0, or the value is not.
    TypeError
        levers is no mapping, or value is no function of these levers.

    References
    ----------
    Gupta, Lehmann & Stuart (2004) report them for five firms. Of the margin multiple r/(1 + d - r)
    they are (1 + d)/(1 + d - r) for retention, 1 for the margin, -d/(1 + d - r) for the discount
    rate.

    Examples
    --------
    >>> def multiple(margin, retention, discount):
    ...     return margin * retention / (1 + discount - retention)
    >>> elasticities(multiple, {"margin": 100, "retention": 0.9, "discount": 0.12}).round(2)
                  now  elasticity  value_of_one_percent
    margin     100.00        1.00                  4.09
    retention    0.90        5.09                 20.83
    discount     0.12       -0.55                  2.23
    """
    if not isinstance(levers, Mapping):
        raise TypeError(f'levers must map names to numbers, e.g. {{"margin": 100}}, not {levers!r}')
    if not levers:
        raise ValueError("levers is empty: name at least one")
    now = {name: tables.number(f"levers[{name!r}]", x, above=0) for name, x in levers.items()}
    try:
        inspect.signature(value).bind(**now)
    except TypeError as told:
        raise TypeError(f"value is no function of the levers {list(now)}: {told}") from None
    level = _worth(value, now)
    step = 1e-5
    slope = {}
    for name, x in now.items():
        more, less = (_worth(value, now | {name: x * (1 + s)}) for s in (step, -step))
        slope[name] = (more - less) / (2 * step * level)
    found = pd.DataFrame({"now": pd.Series(now), "elasticity": pd.Series(slope)})
    found["value_of_one_percent"] = found["elasticity"].abs() * level / 100
    return found


def _worth(value: Callable[..., float], levers: dict[str, float]) -> float:
    found: Any = value(**levers)
    if getattr(found, "ndim", None) == 0:
        found = found.item()
    if not isinstance(found, Real) or not math.isfinite(found) or found <= 0:
        raise ValueError(
            f"value must give one number above 0, but gives {found!r} at {levers}: an elasticity "
            "is a ratio"
        )
    return float(found)
