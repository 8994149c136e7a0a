"""Campaigns whose customers were chosen, not drawn: before and after, and a placebo.

The unit that counts is the customer. Both functions ask for the same three tables and give the same
columns, so that an effect can be held against what a campaign "did" before it began.
"""

from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.field_tests.welch import welch

__all__ = ["average", "effects", "placebo"]

Others = Literal["never mailed", "left out"]
_OTHERS = ("never mailed", "left out")
_BEFORE = 56


def effects(
    orders: pd.DataFrame,
    *,
    mailed: pd.DataFrame,
    dates: pd.DataFrame,
    before_days: int = _BEFORE,
    others: Others = "never mailed",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much did spending a week change with each campaign, more than that of the others?

    Of each customer the spending a week during the campaign, less that in the days before; then the
    mean of the mailed less the mean of the others (difference in differences). It takes for granted
    that without the campaign both would have moved alike: `placebo` shows whether they do.

    Parameters
    ----------
    orders : DataFrame
        One row an order (or a line of one): customer_id, ordered_at, amount. The first and the last
        day in it are the ends of what is known.
    mailed : DataFrame
        One row a customer in a campaign: customer_id, campaign_id. Customers without orders do not
        count.
    dates : DataFrame
        One row a campaign: campaign_id, starts_at, ends_at (its last day).
    before_days : int
        Length of the time before, 1 or more. Campaigns for which the orders do not reach so far
        back, or end too early, are left out.
    others : {"never mailed", "left out"}
        Held against customers whom no campaign reached, or all whom this one left out.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a campaign (index campaign_id): customers (mailed), mean_before and
        mean_before_others (spending a week before), estimate, standard_error, low, high (Welch) and
        p_value; money a week and customer.

    Raises
    ------
    ValueError
        A column is missing or wrong, a campaign has two rows or ends before it starts, none fits
        into the orders, or fewer than two customers are on one side.

    References
    ----------
    Card, D., & Krueger, A. B. (1994). Minimum wages and employment. American Economic Review 84,
    772-793, made the method known; Welch (1947), as in `before_after`.

    Examples
    --------
    >>> week = pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-15"])
    >>> orders = pd.DataFrame({
    ...     "customer_id": [1, 2, 3, 4] * 3, "amount": [9, 8, 1, 2, 9, 9, 1, 1, 7, 8, 1, 2],
    ...     "ordered_at": week.repeat(4),
    ... })
    >>> mailed = pd.DataFrame({"customer_id": [1, 2], "campaign_id": "spring"})
    >>> dates = pd.DataFrame({
    ...     "campaign_id": ["spring"], "starts_at": week[1:2] + pd.Timedelta(days=1),
    ...     "ends_at": week[2:],
    ... })
    >>> effects(orders, mailed=mailed, dates=dates, before_days=7)["estimate"].round(2).to_dict()
    {'spring': -2.0}
    """
    return _compared(orders, mailed, dates, before_days, 0, others, confidence)[0]


def placebo(
    orders: pd.DataFrame,
    *,
    mailed: pd.DataFrame,
    dates: pd.DataFrame,
    before_days: int = _BEFORE,
    placebo_days: int = 28,
    others: Others = "never mailed",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would the method find for a campaign that was not there?

    The same customers and the same comparison, but the "campaign" is the last `placebo_days` days
    before the real one began, and the time before lies before these. What differs from 0 here is
    not a campaign's doing: it says how far the method is off.

    Parameters
    ----------
    orders, mailed, dates, before_days, others, confidence
        As for `effects`.
    placebo_days : int
        How long the campaign lasts that was not there, 1 or more.

    Returns
    -------
    DataFrame
        As `effects`.

    Raises
    ------
    ValueError
        As `effects`.

    Examples
    --------
    >>> week = pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-15"])
    >>> orders = pd.DataFrame({
    ...     "customer_id": [1, 2, 3, 4] * 3, "amount": [9, 8, 1, 2, 9, 9, 1, 1, 7, 8, 1, 2],
    ...     "ordered_at": week.repeat(4),
    ... })
    >>> mailed = pd.DataFrame({"customer_id": [1, 2], "campaign_id": "spring"})
    >>> dates = pd.DataFrame({
    ...     "campaign_id": ["spring"], "starts_at": week[2:], "ends_at": week[2:],
    ... })
    >>> no_campaign = placebo(orders, mailed=mailed, dates=dates, before_days=7, placebo_days=7)
    >>> no_campaign["estimate"].round(2).to_dict()
    {'spring': 1.0}
    """
    days = tables.whole("placebo_days", placebo_days, least=1)
    return _compared(orders, mailed, dates, before_days, days, others, confidence)[0]


def average(
    orders: pd.DataFrame,
    *,
    mailed: pd.DataFrame,
    dates: pd.DataFrame,
    rng: np.random.Generator,
    before_days: int = _BEFORE,
    placebo_days: int = 28,
    others: Others = "never mailed",
    confidence: float = 0.95,
    draws: int = 2_000,
) -> pd.DataFrame:
    """What is the mean over all campaigns, of the effects and of the placebos?

    Customers are drawn anew for the interval, with all their campaigns: the campaigns share their
    customers, so their estimates are no independent cases.

    Parameters
    ----------
    orders, mailed, dates, before_days, placebo_days, others, confidence
        As for `placebo`. Only campaigns with both an effect and a placebo count.
    rng : Generator
        Whence the draws come.
    draws : int
        How many times the customers are drawn.

    Returns
    -------
    DataFrame
        Three rows, effect, placebo and effect less placebo: estimate, low, high; money a week and
        mailed customer, each campaign counting by the customers that it mailed. And campaigns: of
        how many it is the mean; those that lack an effect or a placebo do not count.

    Raises
    ------
    ValueError
        As `effects`; no campaign has both, or one has so few customers that draws often lose all.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-15"])
    >>> orders = pd.DataFrame([(c, day, 5 * c + day.day % c) for day in days for c in range(1, 13)],
    ...     columns=["customer_id", "ordered_at", "amount"])
    >>> mailed = pd.DataFrame({"customer_id": [1, 3, 5, 7, 9, 11], "campaign_id": "spring"})
    >>> dates = pd.DataFrame({
    ...     "campaign_id": ["spring"], "starts_at": days[2:], "ends_at": days[2:],
    ... })
    >>> means = average(orders, mailed=mailed, dates=dates, before_days=7, placebo_days=7,
    ...     rng=np.random.default_rng(1))
    >>> list(means.index)
    ['effect', 'placebo', 'effect less placebo']
    """
    tables.generator(rng)
    draws = tables.whole("draws", draws, least=20)
    tail = (1 - tables.confidence(confidence)) / 2
    days = tables.whole("placebo_days", placebo_days, least=1)
    one, changes, groups = _compared(orders, mailed, dates, before_days, 0, others, confidence)
    other, shifted, _ = _compared(orders, mailed, dates, before_days, days, others, confidence)
    both = one.index.intersection(other.index)
    if both.empty:
        raise ValueError(
            "no campaign has both an effect and a placebo: fewer before_days or placebo_days, or "
            "earlier orders"
        )
    pick, again = (table.index.get_indexer(both) for table in (one, other))
    there, beside = groups[0][:, pick], groups[1][:, pick]
    found = []
    n = len(changes)
    for draw in range(draws + 1):
        times = np.ones(n) if draw == 0 else rng.multinomial(n, np.full(n, 1 / n))
        sizes = np.array([times @ there, times @ beside])
        if (sizes == 0).any():
            continue
        weight = sizes[0] / sizes[0].sum()
        pair = [
            weight @ ((times @ (c * there)) / sizes[0] - (times @ (c * beside)) / sizes[1])
            for c in (changes[:, pick], shifted[:, again])
        ]
        found.append([*pair, pair[0] - pair[1]])
    if (lost := draws + 1 - len(found)) > draws / 10:
        raise ValueError(
            f"in {lost} of {draws} draws a campaign has lost all its customers: too few for an "
            "interval; leave the smallest campaigns out of the dates"
        )
    drawn = np.array(found)
    low, high = np.quantile(drawn[1:], [tail, 1 - tail], axis=0, method="weibull")
    rows = ["effect", "placebo", "effect less placebo"]
    table = pd.DataFrame({"estimate": drawn[0], "low": low, "high": high}, index=rows)
    return table.assign(campaigns=len(both))


def _compared(
    orders: pd.DataFrame,
    mailed: pd.DataFrame,
    dates: pd.DataFrame,
    before_days: int,
    earlier: int,
    others: str,
    confidence: float,
) -> tuple[pd.DataFrame, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """The table; of each customer (row) and campaign the change; who was mailed, who is beside."""
    # No orders reach back further: more days would only be too large a number.
    before_days = min(tables.whole("before_days", before_days, least=1), 10**6)
    earlier = min(earlier, 10**6)
    tables.option("others", others, _OTHERS)
    share = tables.confidence(confidence)
    spent, customers, first = _daily(orders)
    plan = _plan(dates, first)
    reached = _reached(mailed, plan.index, customers)
    start = plan["start"] - earlier
    end = plan["start"] - 1 if earlier else plan["end"]
    fits = np.asarray((start - before_days >= 0) & (end < spent.shape[1] - 1))
    if not fits.any():
        raise ValueError(
            f"no campaign has {before_days} days of orders before it and all its days in them: "
            f"the orders reach from {first.date()} for {spent.shape[1] - 1} days"
        )
    there = np.column_stack([reached[:, number] for number in np.flatnonzero(fits)])
    never = np.asarray(~reached.any(axis=1))
    beside = np.tile(never[:, None], there.shape[1]) if others == "never mailed" else ~there
    rows, changes = {}, []
    for number, (name, a, b) in enumerate(
        zip(plan.index[fits], start[fits], end[fits], strict=True)
    ):
        in_it, out = there[:, number], beside[:, number]
        if min(in_it.sum(), out.sum()) < 2:
            told = f"{in_it.sum()} mailed, {out.sum()} {others}"
            raise ValueError(f"campaign {name!r}: {told} with orders; two of each are needed")
        before = 7 * (spent[:, a] - spent[:, a - before_days]) / before_days
        change = 7 * (spent[:, b + 1] - spent[:, a]) / (b + 1 - a) - before
        changes.append(change)
        rows[name] = {
            "customers": int(in_it.sum()),
            "mean_before": before[in_it].mean(),
            "mean_before_others": before[out].mean(),
            **welch(change[in_it], change[out], share),
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("campaign_id")
    return table.astype({"customers": "int64"}), np.column_stack(changes), (there, beside)


def _daily(orders: pd.DataFrame) -> tuple[np.ndarray, pd.Index, pd.Timestamp]:
    """Of each customer (row) what they had spent before each day (column); customers; first day."""
    tables.check_columns(orders, ["customer_id", "ordered_at", "amount"], name="the orders")
    tables.check_labels(orders["customer_id"], name="'customer_id'")
    tables.column(orders, "amount")
    days = _days(orders, "ordered_at", "the orders")
    codes, customers = pd.factorize(orders["customer_id"], sort=True)
    first = days.min()
    at = (days - first).dt.days.to_numpy()
    spent = np.zeros((len(customers), at.max() + 2))
    np.add.at(spent, (codes, at + 1), orders["amount"].to_numpy(dtype=float))
    return spent.cumsum(axis=1), pd.Index(customers), first


def _plan(dates: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """One row a campaign: start and end, as days since the first order."""
    tables.check_columns(dates, ["campaign_id", "starts_at", "ends_at"], name="the dates")
    tables.check_labels(dates["campaign_id"], name="'campaign_id'")
    ids = pd.Index(dates["campaign_id"], name="campaign_id")
    tables.check_each_once(ids, name="the dates", row="campaign")
    start, end = (_days(dates, name, "the dates") for name in ("starts_at", "ends_at"))
    if (end < start).any():
        raise tables.bad_rows(ids, end < start, "ends_at is before starts_at")
    told = {"start": (start - first).dt.days.to_numpy(), "end": (end - first).dt.days.to_numpy()}
    return pd.DataFrame(told, index=ids)


def _reached(mailed: pd.DataFrame, campaigns: pd.Index, customers: pd.Index) -> np.ndarray:
    """Of each customer (row) and campaign (column), whether they were mailed."""
    tables.check_columns(mailed, ["customer_id", "campaign_id"], name="the mailed")
    for name in ("customer_id", "campaign_id"):
        tables.check_labels(mailed[name], name=repr(name))
    row = customers.get_indexer(pd.Index(mailed["customer_id"]))
    column = campaigns.get_indexer(pd.Index(mailed["campaign_id"]))
    if (column < 0).any():
        raise tables.bad_rows(mailed.index, column < 0, "the campaign has no dates")
    if (row < 0).all():
        raise ValueError("nobody mailed has an order: do both tables write customer_id alike?")
    reached = np.zeros((len(customers), len(campaigns)), dtype=bool)
    reached[row[row >= 0], column[row >= 0]] = True
    return reached


def _days(table: pd.DataFrame, name: str, where: str) -> pd.Series:
    if not pd.api.types.is_datetime64_any_dtype(table[name]):
        raise ValueError(f"{name!r} of {where} holds no dates: pd.to_datetime makes them")
    if table[name].isna().any():
        raise tables.bad_rows(table.index, table[name].isna(), f"{name!r} of {where} is missing")
    if table[name].dt.tz is not None:
        raise ValueError(
            f"{name!r} of {where} carries a time zone, of which a day depends: bring all tables to "
            "one zone and drop it: .dt.tz_localize(None)"
        )
    return table[name].dt.normalize()
