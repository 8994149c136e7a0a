"""Whom to call back and whom to leave alone: who returns, what they bring, what a call adds.

A call earns what it adds to returning, not all that returns: some come back by themselves, and
some whom a call annoys stay away. Only customers left alone by lot show the difference.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import flags, rates, tables
from crmkit.days import to_day

__all__ = ["call_values", "lapsed", "return_rates", "second_values"]


def lapsed(log: pd.DataFrame, *, as_of: str, until: str) -> pd.DataFrame:
    """How long has each customer been silent, and who came back later?

    Parameters
    ----------
    log : DataFrame
        One row an order: customer_id, ordered_at, amount (above 0; other rows are no orders).
    as_of : str
        The day up to which (included) the past counts.
    until : str
        The last day on which a return counts, later than `as_of`.

    Returns
    -------
    DataFrame
        One row a customer with an order by `as_of`: days_silent, purchases (days with an order),
        returned (1: ordered again by `until`) and spend_after (money spent by then).

    Raises
    ------
    ValueError
        A column is missing, no order by `as_of`, none after it, or `until` is not later; a day that
        cannot be read without guessing.

    Examples
    --------
    >>> log = pd.DataFrame({
    ...     "customer_id": ["a", "a", "b", "c", "c"], "amount": 10.0,
    ...     "ordered_at": pd.to_datetime(
    ...         ["2024-01-05", "2024-03-01", "2024-01-09", "2024-02-20", "2024-05-02"]),
    ... })
    >>> lapsed(log, as_of="2024-03-31", until="2024-06-30").values.tolist()
    [[30.0, 2.0, 0.0, 0.0], [82.0, 1.0, 0.0, 0.0], [40.0, 1.0, 1.0, 10.0]]
    """
    tables.check_columns(log, ["customer_id", "ordered_at", "amount"], name="the log")
    tables.check_labels(log["customer_id"], name="'customer_id'")
    amount = tables.column(log, "amount")
    if not pd.api.types.is_datetime64_any_dtype(log["ordered_at"]):
        raise ValueError("'ordered_at' holds no dates: make them with pd.to_datetime")
    tables.check_labels(log["ordered_at"], name="'ordered_at'")
    day = log["ordered_at"].dt.tz_localize(None).dt.normalize()
    now, end = (pd.Timestamp(to_day(d, w)) for d, w in ((as_of, "as_of"), (until, "until")))
    if end <= now:
        raise ValueError(f"until={until!r} must be later than as_of={as_of!r}")
    orders = pd.DataFrame({"who": log["customer_id"], "day": day, "amount": amount})[amount > 0]
    past = orders[orders["day"] <= now].groupby("who", observed=True)["day"]
    later = orders[(orders["day"] > now) & (orders["day"] <= end)]
    if day.max() <= now:
        raise ValueError(
            f"the log ends on {day.max():%Y-%m-%d}, not after as_of={as_of!r}, so that nobody "
            "could be seen to come back: choose an earlier day"
        )
    if past.ngroups == 0:
        raise ValueError(f"there is no order by as_of={as_of!r}: choose a later day")
    spent = later.groupby("who", observed=True)["amount"].sum().reindex(past.max().index)
    return pd.DataFrame(
        {
            "days_silent": (now - past.max()).dt.days,
            "purchases": past.nunique(),
            "returned": spent.notna().astype("int64"),
            "spend_after": spent.fillna(0.0),
        }
    ).rename_axis("customer_id")


def return_rates(
    customers: pd.DataFrame,
    *,
    returned: str,
    by: str | Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of the silent customers came back, by silence, past purchases or both?

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    returned : str
        Its column with 1 for those who came back, 0 for the others.
    by : str or list of str
        Its columns that make the cells.
    confidence : float
        Of the intervals (Wilson's, see `crmkit.rates.rate_interval`).

    Returns
    -------
    DataFrame
        One row a cell that has customers: customers, return_rate (0 to 1), low, high.

    Examples
    --------
    >>> people = pd.DataFrame({"silent": ["short"] * 3 + ["long"] * 2, "back": [1, 1, 0, 0, 0]})
    >>> return_rates(people, returned="back", by="silent")["return_rate"].round(2).to_dict()
    {'long': 0.0, 'short': 0.67}
    """
    found = rates.rate_by(
        customers, happened=returned, by=by, confidence=confidence, who="those who came back"
    )
    return found.drop(columns="happened").rename(columns={"rate": "return_rate"})


def second_values(
    customers: pd.DataFrame,
    *,
    returned: str,
    value: str,
    by: str | Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What is a customer worth after they have come back: the second lifetime value?

    Parameters
    ----------
    customers, returned, by, confidence
        As for `return_rates`.
    value : str
        Column of what a customer brought after the return, in money; not looked at for the others.

    Returns
    -------
    DataFrame
        One row a cell in which somebody came back: customers (who came back), estimate (their mean
        value), low and high (Student's t; NaN for one customer).

    References
    ----------
    Stauss, B. & Friege, C. (1999). Regaining service customers. Journal of Service Research 1(4),
    347-361, who call it the second lifetime value.

    Examples
    --------
    >>> people = pd.DataFrame(
    ...     {"reason": ["price"] * 3, "back": [1, 1, 0], "value": [90.0, 110.0, 0.0]})
    >>> second_values(people, returned="back", value="value", by="reason")["estimate"].to_dict()
    {'price': 100.0}
    """
    _cells(customers, by, [returned, value])
    back = flags.happened(customers, returned, who="those who came back") == 1
    if not back.any():
        raise ValueError(f"nobody came back ({returned!r} is 0 in every row): no value to measure")
    won = customers[back]
    tables.column(won, value)
    return rates.mean_by(won[value], _cells(won, by, [value]), confidence=confidence)


def call_values(
    trial: pd.DataFrame,
    *,
    called: str,
    returned: str,
    value: str,
    by: str | Sequence[str],
    cost: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What does a call earn in each cell, and whom should we leave alone?

    Expected value of a call = (return rate of the called - of those left alone) x second value -
    cost. The second value is the mean of all in the cell who came back. That takes for granted
    that it is the same for those whom the call brought back as for those who came by themselves.

    Parameters
    ----------
    trial : DataFrame
        One row a customer of a wave in which a lot decided who was called.
    called, returned : str
        Columns of 0 and 1.
    value : str
        Column of what a customer brought after the return, in money.
    by : str or list of str
        Columns, known before the call, that make the cells.
    cost : float
        Of a call, whether or not the customer comes back, in the same money; 0 or more.
    confidence : float
        Of each interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a cell: customers, return_rate_anyway (not called), return_rate (called),
        return_uplift (their difference), second_value, estimate (value of a call), low, high and
        action: "call" where the whole interval is above 0, "leave alone" where it is below, else
        "test more".

    Raises
    ------
    ValueError
        A cell in which fewer than two were called, left alone or came back: join cells.

    References
    ----------
    The interval is the delta method's for a product of two independent means: the variance of
    u v is v^2 Var(u) + u^2 Var(v). For the rates Agresti & Caffo (2000), The American Statistician
    54(4), 280-288: one return and one failure are added in each group, for the variance alone.

    Examples
    --------
    >>> wave = pd.DataFrame({
    ...     "reason": "service", "called": [1] * 50 + [0] * 50,
    ...     "back": ([1] * 30 + [0] * 20) + ([1] * 10 + [0] * 40), "value": [90, 110] * 50,
    ... })
    >>> call_values(
    ...     wave, called="called", returned="back", value="value", by="reason", cost=5,
    ... )[["return_uplift", "estimate", "low", "action"]].round(1).to_dict("records")
    [{'return_uplift': 0.4, 'estimate': 35.0, 'low': 17.6, 'action': 'call'}]
    """
    from scipy.special import ndtri

    tables.number("cost", cost, least=0)
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    cells = _cells(trial, by, [called, returned, value])
    back = flags.happened(trial, returned, who="those who came back")
    rang = flags.happened(trial, called, who="those who were called")
    tables.column(trial[back == 1], value)
    count = pd.DataFrame(
        {
            "customers": 1,
            "called": rang,
            "back_called": rang * back,
            "back": back,
        }
    )
    n = count.groupby(cells, observed=True).sum()
    few = (n["called"] < 2) | (n["customers"] - n["called"] < 2) | (n["back"] < 2)
    if few.any():
        raise tables.bad_rows(
            n.index,
            few,
            "fewer than two were called, left alone or came back",
            "Join such cells with others.",
        )
    others, back_others = n["customers"] - n["called"], n["back"] - n["back_called"]
    won = trial[value].where(back == 1).astype("float64").groupby(cells, observed=True)
    mean, error = won.mean(), won.std() / np.sqrt(n["back"])
    uplift = n["back_called"] / n["called"] - back_others / others
    variance = pd.Series(0.0, index=n.index)
    for yes, all_ in ((n["back_called"], n["called"]), (back_others, others)):
        rate = (yes + 1) / (all_ + 2)
        variance = variance + rate * (1 - rate) / (all_ + 2)
    estimate = uplift * mean - cost
    away = z * np.sqrt(mean**2 * variance + uplift**2 * error**2)
    low, high = estimate - away, estimate + away
    action = np.select([low > 0, high < 0], ["call", "leave alone"], "test more")
    return pd.DataFrame(
        {
            "customers": n["customers"],
            "return_rate_anyway": back_others / others,
            "return_rate": n["back_called"] / n["called"],
            "return_uplift": uplift,
            "second_value": mean,
            "estimate": estimate,
            "low": low,
            "high": high,
            "action": action,
        }
    ).astype({"action": "str"})


def _cells(table: pd.DataFrame, by: str | Sequence[str], others: list[str]) -> list[pd.Series]:
    names = tables.column_names("by", by)
    tables.check_columns(table, [*names, *others], name="customers")
    if set(names) & set(others):
        raise ValueError(f"by={names} holds {sorted(set(names) & set(others))}, which is measured")
    if twice := [one for one in others if others.count(one) > 1]:
        raise ValueError(f"{twice[0]!r} stands for two things: name a column of its own for each")
    for name in names:
        tables.check_labels(table[name], name=repr(name))
    return [table[name] for name in names]
