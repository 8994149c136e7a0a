"""What a festival gained once the weeks around it are counted, against customers left out by lot.

The peak holds three kinds of orders: those that would have come in any case, now at a discount;
those pulled forward (or put off) from other weeks; and new ones. Only the last are a gain.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.days import to_day

__all__ = [
    "break_even_share",
    "by_customer",
    "by_pulled_share",
    "by_week",
    "gains",
    "plans",
    "pulled_forward",
]


def by_customer(
    log: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    windows: Mapping[str, tuple[str, str]],
    value: str = "amount",
) -> pd.DataFrame:
    """How much did each customer bring in each window of time, those without an order included?

    Parameters
    ----------
    log : DataFrame
        One row an order: customer_id, ordered_at and `value`.
    customers : DataFrame
        One row a customer, whose index holds the ids.
    windows : mapping
        Name of a window to its first and last day, both included; they must not overlap.
    value : str
        Column of money, such as amount or margin.

    Returns
    -------
    DataFrame
        The rows of `customers` with all its columns, and one more for each window: money.

    Raises
    ------
    ValueError
        Customers of the log that `customers` does not have, windows that overlap or are called like
        a column or lie outside of the log, or no order in any of them.

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": ["a", "a"], "amount": [5.0, 7.0],
    ...                     "ordered_at": pd.to_datetime(["2025-11-10", "2025-11-20"])})
    >>> people = pd.DataFrame({"offered": [1, 0]}, index=["a", "b"])
    >>> by_customer(log, people, windows={"festival": ("2025-11-10", "2025-11-16")})
       offered  festival
    a        1       5.0
    b        0       0.0
    """
    tables.check_columns(log, ["customer_id", "ordered_at", value], name="the log")
    tables.check_columns(customers, [], name="customers")
    tables.check_each_once(customers.index, name="customers")
    tables.check_labels(log["customer_id"], name="'customer_id'")
    if not pd.api.types.is_datetime64_any_dtype(log["ordered_at"]):
        raise ValueError("'ordered_at' holds no dates: make them with pd.to_datetime")
    tables.check_labels(log["ordered_at"], name="'ordered_at'")
    money = pd.Series(tables.column(log, value).astype("float64"), index=log.index)
    unknown = ~log["customer_id"].isin(customers.index)
    if unknown.any():
        raise tables.bad_rows(
            log.index, unknown, "an id that customers does not have", "Take both from one source."
        )
    day = log["ordered_at"].dt.tz_localize(None).dt.normalize()
    made, taken = customers.copy(), pd.Series(False, index=log.index)
    if not isinstance(windows, Mapping):
        raise TypeError('windows must be a dict, e.g. {"festival": ("2025-11-01", "2025-11-11")}')
    beyond = []
    for name, ends in windows.items():
        if not isinstance(ends, list | tuple) or len(ends) != 2:
            raise ValueError(f"the window {name!r} needs its first and its last day, not {ends!r}")
        first, last = ends
        start, end = (pd.Timestamp(to_day(one, name)) for one in (first, last))
        if name in made.columns:
            raise ValueError(f"the window {name!r} is called like a column: choose another name")
        if end < start:
            raise ValueError(f"the window {name!r} ends on {last} before it begins on {first}")
        if end < day.min() or start > day.max():
            beyond.append(name)
        inside = (day >= start) & (day <= end)
        if (inside & taken).any():
            raise ValueError(f"the window {name!r} overlaps an earlier one: a day counts once")
        taken = taken | inside
        total = money[inside].groupby(log.loc[inside, "customer_id"]).sum()
        made[name] = total.reindex(customers.index).fillna(0.0)
    if not taken.any():
        raise ValueError(
            f"no order lies in a window; the log goes from {day.min():%Y-%m-%d} to "
            f"{day.max():%Y-%m-%d}"
        )
    if beyond:
        raise ValueError(
            f"the log goes from {day.min():%Y-%m-%d} to {day.max():%Y-%m-%d}; windows {beyond[:5]} "
            "lie outside of it, where nobody knows what was sold"
        )
    return made


def by_week(
    log: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    offered: str,
    first: str,
    last: str,
    value: str = "amount",
) -> pd.DataFrame:
    """What did customers with and without the offer bring, week by week?

    Parameters
    ----------
    log, customers, value
        As for `by_customer`.
    offered : str
        Column of `customers` with 1 for those with the offer, 0 for the control group.
    first, last : str
        First and last day; a last week that is not whole is left out.

    Returns
    -------
    DataFrame
        One row a week (index `week`, its first day): mean_offered and mean_control, money a
        customer.

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": ["a", "c"], "amount": [5.0, 7.0],
    ...                     "ordered_at": pd.to_datetime(["2025-11-10", "2025-11-20"])})
    >>> people = pd.DataFrame({"offered": [1, 1, 0, 0]}, index=["a", "b", "c", "d"])
    >>> by_week(log, people, offered="offered", first="2025-11-10", last="2025-11-23").to_numpy()
    array([[2.5, 0. ],
           [0. , 3.5]])
    """
    start, end = (
        pd.Timestamp(to_day(one, name)) for one, name in ((first, "first"), (last, "last"))
    )
    weeks = pd.date_range(start, end - pd.Timedelta(days=6), freq="7D", name="week")
    if weeks.empty:
        raise ValueError(f"no whole week lies from first={first!r} to last={last!r}")
    tables.check_columns(customers, [offered], name="customers")
    windows = {
        f"week {day:%Y-%m-%d}": (f"{day:%Y-%m-%d}", f"{day + pd.Timedelta(days=6):%Y-%m-%d}")
        for day in weeks
    }
    found = by_customer(log, customers, windows=windows, value=value)
    money, lot = _windows(found, list(windows), offered)
    return pd.DataFrame(
        {
            "mean_offered": money[lot].mean().to_numpy(),
            "mean_control": money[~lot].mean().to_numpy(),
        },
        index=weeks,
    )


def gains(
    spend: pd.DataFrame,
    *,
    windows: Sequence[str],
    offered: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What did the offer add in each window and in all of them together: the net gain?

    Parameters
    ----------
    spend : DataFrame
        One row a customer, from `by_customer`.
    windows : list of str
        Its columns of money, such as before, festival and after.
    offered : str
        Column of 0 and 1: whom a lot gave the offer. Those with 0 are the control group.
    confidence : float
        Of the intervals (Welch's t), between 0 and 1.

    Returns
    -------
    DataFrame
        One row a window, and "net" for their sum: customers (who had the offer), mean_offered and
        mean_control (money a customer), estimate (money that the offer added, over all who had it),
        low, high. The windows' estimates add up to the net.

    Raises
    ------
    ValueError
        Fewer than two with the offer or two without.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem. Biometrika 34, 28-35.

    Examples
    --------
    >>> spend = pd.DataFrame({"offered": [1, 1, 0, 0], "festival": [30.0, 34, 10, 14],
    ...                       "after": [4.0, 6, 12, 14]})
    >>> gains(spend, windows=["festival", "after"], offered="offered")["estimate"].to_dict()
    {'festival': 40.0, 'after': -16.0, 'net': 24.0}
    """
    from scipy.special import stdtrit

    found, lot = _windows(spend, windows, offered)
    share = (1 + tables.confidence(confidence)) / 2
    found["net"] = found.sum(axis="columns")
    rows = {}
    for name in found:
        one, other = found[name][lot], found[name][~lot]
        parts = [part.var() / len(part) for part in (one, other)]
        away = 0.0
        if sum(parts) > 0:
            weight = parts[0] / sum(parts)
            free = 1 / (weight**2 / (len(one) - 1) + (1 - weight) ** 2 / (len(other) - 1))
            away = stdtrit(free, share) * math.sqrt(sum(parts))
        mean = one.mean() - other.mean()
        rows[name] = {
            "customers": len(one),
            "mean_offered": one.mean(),
            "mean_control": other.mean(),
            "estimate": len(one) * mean,
            "low": len(one) * (mean - away),
            "high": len(one) * (mean + away),
        }
    return pd.DataFrame.from_dict(rows, orient="index").astype({"customers": "int64"})


def plans(
    spend: pd.DataFrame,
    *,
    windows: Sequence[str],
    offered: str,
    by: str,
    offers_to: Mapping[str, Sequence[str]],
    cost: float = 0.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would the next festival earn if only some segments got the offer?

    estimate = sum over the segments of customers x (mean with the offer - mean without) - cost,
    taking for granted that the next festival does what this one did.

    Parameters
    ----------
    spend, windows, offered, confidence
        As for `gains`; windows of margin, if profit is asked for.
    by : str
        Column of the segments, known before the festival.
    offers_to : mapping
        Name of a plan to the segments that get the offer; an empty list is to stay away.
    cost : float
        Of taking part, 0 or more; a plan that offers to nobody does not pay it.

    Returns
    -------
    DataFrame
        One row a plan (index `plan`): customers (of these segments, control group included),
        estimate (money), low, high.

    Examples
    --------
    >>> spend = pd.DataFrame({"offered": [1, 1, 0, 0] * 2, "group": ["x"] * 4 + ["y"] * 4,
    ...                       "festival": [9.0, 9, 4, 4, 1, 1, 3, 3]})
    >>> plans(spend, windows=["festival"], offered="offered", by="group", cost=3,
    ...       offers_to={"all": ["x", "y"], "x alone": ["x"], "nobody": []})["estimate"].to_dict()
    {'all': 9.0, 'x alone': 17.0, 'nobody': 0.0}
    """
    from scipy.special import ndtri

    fee = tables.number("cost", cost, least=0)
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    tables.check_columns(spend, [by], name="spend")
    tables.check_labels(spend[by], name=repr(by))
    there = list(spend[by].unique())
    means: dict[str, tuple[int, float, float]] = {}
    rows = {}
    if not isinstance(offers_to, Mapping):
        raise TypeError(f"offers_to must be a dict of plan to segments, not {offers_to!r}")
    for plan, named in offers_to.items():
        segments = tables.listed_once("offers_to", named)
        if unknown := [one for one in segments if one not in there]:
            raise ValueError(f"plan {plan!r} names {unknown}, but {by!r} holds {there}")
        for one in segments:
            if one not in means:
                means[one] = _difference(spend[spend[by] == one], windows, offered, one)
        picked = [means[one] for one in segments]
        estimate = sum(n * mean for n, mean, _ in picked) - (fee if segments else 0.0)
        away = z * math.sqrt(sum(n**2 * variance for n, _, variance in picked))
        rows[plan] = {
            "customers": sum(n for n, _, _ in picked),
            "estimate": estimate,
            "low": estimate - away,
            "high": estimate + away,
        }
    if not rows:
        raise ValueError("offers_to is empty: name at least one plan")
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("plan")
    return table.astype({"customers": "int64"})


def pulled_forward(
    spend: pd.DataFrame,
    *,
    festival: str,
    around: Sequence[str],
    offered: str,
    confidence: float = 0.95,
) -> pd.Series:
    """Which share of what the offer added to the festival is missing in the weeks around it?

    Parameters
    ----------
    spend, offered, confidence
        As for `gains`.
    festival : str
        Column of the festival's money.
    around : list of str
        Columns of the weeks before and after.

    Returns
    -------
    Series
        estimate, low, high: 0 is nothing moved, 1 is all, below 0 is a festival that also lifts the
        weeks around it.

    Raises
    ------
    ValueError
        As for `gains`; or the offer did not clearly add to the festival, so that nothing can be a
        share of it.

    References
    ----------
    Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical
    Society B 16, 175-185: the interval of a ratio of two means.

    Examples
    --------
    >>> spend = pd.DataFrame({"offered": [1, 1, 0, 0], "festival": [30.0, 34, 10, 14],
    ...                       "after": [4.0, 6, 12, 14]})
    >>> asked = {"festival": "festival", "around": ["after"], "offered": "offered"}
    >>> float(pulled_forward(spend, **asked)["estimate"])
    0.4
    """
    from scipy.special import ndtri

    names = tables.column_names("around", around)
    found, lot = _windows(
        spend, tables.listed_once("festival and around", [festival, *names]), offered
    )
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    pair = np.column_stack([found[festival], found[names].sum(axis="columns")])
    one, other = pair[lot], pair[~lot]
    peak, rest = one.mean(axis=0) - other.mean(axis=0)
    spread = np.cov(one, rowvar=False) / len(one) + np.cov(other, rowvar=False) / len(other)
    a = peak**2 - z**2 * spread[0, 0]
    if peak <= 0 or a <= 0:
        raise ValueError(
            f"the offer added {peak:,.2f} a customer to {festival!r}, not clearly above 0: no "
            "share of it can be told. Take more customers, or a larger control group"
        )
    b = peak * rest - z**2 * spread[0, 1]
    c = rest**2 - z**2 * spread[1, 1]
    root = math.sqrt(max(b * b - a * c, 0.0))
    return pd.Series({"estimate": -rest / peak, "low": (-b - root) / a, "high": (-b + root) / a})


def by_pulled_share(
    pulled_shares: Sequence[float],
    *,
    extra_sales: float,
    anyway_sales: float,
    discount: float,
    margin_rate: float,
    cost: float = 0.0,
) -> pd.DataFrame:
    """What is left of a peak if so much of it was pulled forward from weeks at full price?

    With extra and anyway at the discounted price, full = extra / (1 - discount)::

        net sales = extra - share x full
        profit    = extra - (1 - margin) full - share x margin x full
                    - discount x anyway / (1 - discount) - cost

    Parameters
    ----------
    pulled_shares : list of float
        Shares (0 to 1) of the extra orders, to be tried one after another.
    extra_sales, anyway_sales : float
        Paid in the festival by orders that the offer caused, and by those that would have come in
        these days all the same; 0 or more.
    discount : float
        Share off the full price, 0 or more and below 1.
    margin_rate : float
        Margin as a share of the full price, 0 to 1.
    cost : float
        Of taking part, 0 or more.

    Returns
    -------
    DataFrame
        Index `pulled_share`: net_sales and profit.

    Examples
    --------
    >>> by_pulled_share([0, 0.5], extra_sales=800, anyway_sales=200, discount=0.2,
    ...                 margin_rate=0.4, cost=50).round(6).values.tolist()
    [[800.0, 100.0], [300.0, -100.0]]
    """
    shares = tables.one_or_more("pulled_shares", pulled_shares, mend="name one or more")
    share = tables.numbers(shares, name="pulled_shares", least=0, most=1).astype("float64")
    peak = _peak(extra_sales, anyway_sales, discount, margin_rate, cost)
    return pd.DataFrame(
        {
            "net_sales": extra_sales - share * peak.full,
            "profit": peak.profit - share * peak.lost,
        },
        index=pd.Index(share, name="pulled_share"),
    )


def break_even_share(
    *,
    extra_sales: float,
    anyway_sales: float,
    discount: float,
    margin_rate: float,
    cost: float = 0.0,
) -> float:
    """Up to which share pulled forward does a festival still pay?

    Parameters
    ----------
    extra_sales, anyway_sales, discount, margin_rate, cost
        As for `by_pulled_share`, whose profit is 0 at this share.

    Returns
    -------
    float
        The share; below 0 if the festival loses money even with nothing pulled forward, above 1 if
        it pays in any case.

    Examples
    --------
    >>> round(break_even_share(
    ...     extra_sales=800, anyway_sales=200, discount=0.2, margin_rate=0.4, cost=50), 3)
    0.25
    """
    peak = _peak(extra_sales, anyway_sales, discount, margin_rate, cost)
    if peak.lost == 0:
        raise ValueError(
            "extra_sales and margin_rate must both be above 0: with nothing to lose in other weeks "
            "no share breaks even"
        )
    return peak.profit / peak.lost


class _Peak(NamedTuple):
    full: float
    profit: float
    lost: float


def _peak(extra: float, anyway: float, discount: float, margin: float, cost: float) -> _Peak:
    """The extra orders at full price, the profit if none was pulled, the margin if all were."""
    for name, value in (("extra_sales", extra), ("anyway_sales", anyway), ("cost", cost)):
        tables.number(name, value, least=0)
    tables.number("discount", discount, least=0, below=1, mend="e.g. 0.2 for 20 % off")
    tables.share("margin_rate", margin)
    full = extra / (1 - discount)
    given = discount * anyway / (1 - discount)
    return _Peak(full, extra - (1 - margin) * full - given - cost, margin * full)


def _difference(
    segment: pd.DataFrame, windows: Sequence[str], offered: str, name: str
) -> tuple[int, float, float]:
    """Customers of a segment, what the offer adds to one of them, and the variance of that."""
    try:
        money, lot = _windows(segment, windows, offered)
    except ValueError as error:
        raise ValueError(f"segment {name!r}: {error}") from None
    net = money.sum(axis="columns")
    one, other = net[lot], net[~lot]
    variance = one.var() / len(one) + other.var() / len(other)
    return len(segment), one.mean() - other.mean(), variance


def _windows(
    spend: pd.DataFrame, windows: Sequence[str], offered: str
) -> tuple[pd.DataFrame, np.ndarray]:
    names = tables.column_names("windows", windows)
    tables.check_columns(spend, [*names, offered], name="spend")
    if offered in names or "net" in names:
        raise ValueError(f"windows={names} must not hold {offered!r} or be called 'net'")
    lot = flags.happened(spend, offered, who="those who had the offer").to_numpy() == 1
    if min(lot.sum(), (~lot).sum()) < 2:
        raise ValueError(
            f"{lot.sum()} with the offer and {(~lot).sum()} without: two of each are needed; keep "
            "a control group by lot"
        )
    money = {name: tables.column(spend, name).astype("float64") for name in names}
    return pd.DataFrame(money), lot
