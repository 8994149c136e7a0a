"""How large is K, and how long is its cycle? Both counted in a table of invitations.

Of customers who joined lately the table does not know yet whom they will bring: they are left out.
"""

import math

import pandas as pd

from crmkit import tables
from crmkit.days import to_day

__all__ = ["k_factor"]


def k_factor(
    customers: pd.DataFrame,
    invitations: pd.DataFrame,
    *,
    as_of: "pd.Timestamp | str",
    window_days: int,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many customers does a customer bring, and how long does it take?

    Counted are only customers who joined at least `window_days` before `as_of`, each over their
    first `window_days`. Who joined yesterday has had no time to bring anybody; counting them too
    makes K too small, and the more so the faster the company grows.

    Parameters
    ----------
    customers : DataFrame
        One row a customer (index `customer_id`): `joined`, a date.
    invitations : DataFrame
        One row an invitation: `inviter` (a customer_id), `sent` (date), `accepted` (the date on
        which the invited person joined; missing if they have not).
    as_of : date
        The last day that the tables know, to its end.
    window_days : int
        How long each customer is watched, 1 or more: long enough for most of what they bring.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        Rows "invitations" (sent by a customer), "accepted" (share of them), "k_factor" (their
        product) and "cycle_days" (mean days from joining until those whom one brought joined):
        estimate, standard_error, low, high, customers (watched). Each customer with all
        their invitations counts as one draw. With nobody brought, high is what 3.7 expected events
        would be, and the last row is missing.

    Raises
    ------
    ValueError
        A column is missing, a customer stands twice or is not in the table, an invitation is older
        than its inviter or accepted before it was sent, a date is after `as_of` or has a time zone,
        or nobody has been watched long enough.

    Examples
    --------
    >>> joined = pd.to_datetime(["2025-01-01", "2025-01-01", "2025-01-11", "2025-01-25"])
    >>> customers = pd.DataFrame({"joined": joined}, index=[1, 2, 3, 4])
    >>> invitations = pd.DataFrame({"inviter": [1, 1, 2], "sent": joined[[0, 0, 1]],
    ...                             "accepted": [joined[2], pd.NaT, pd.NaT]})
    >>> k_factor(customers, invitations, as_of="2025-01-31", window_days=20)["estimate"].round(2)
    invitations     1.00
    accepted        0.33
    k_factor        0.33
    cycle_days     10.00
    Name: estimate, dtype: float64
    """
    window = tables.whole("window_days", window_days, least=1)
    reach = _normal(confidence)
    last = pd.Timestamp(to_day(as_of, "as_of"))
    day, sent = _joined_and_sent(customers, invitations, last)
    watched = day[_days(last - day) >= window]
    if watched.empty:
        raise ValueError(
            f"no customer joined {window} days or more before {last:%Y-%m-%d}, so "
            "nobody has been watched for the whole window. Choose a shorter one, or wait."
        )
    sent = sent[sent["inviter"].isin(watched.index)]
    days = _days(sent["accepted"] - sent["joined"])
    inside = days <= window
    wrote = _days(sent["sent"] - sent["joined"]) <= window
    each = pd.DataFrame(
        {
            "invitations": wrote.groupby(sent["inviter"]).sum(),
            "accepted": inside.groupby(sent["inviter"]).sum(),
            "days": days.where(inside, 0).groupby(sent["inviter"]).sum(),
        }
    )
    each = each.reindex(watched.index, fill_value=0).astype(float)
    one = pd.Series(1.0, index=each.index)
    rows = {
        "invitations": _ratio(each["invitations"], one, reach),
        "accepted": _ratio(each["accepted"], each["invitations"], reach, most=1),
        "k_factor": _ratio(each["accepted"], one, reach),
        "cycle_days": _ratio(each["days"], each["accepted"], reach),
    }
    found = pd.DataFrame.from_dict(rows, orient="index")
    return found.assign(customers=len(watched))


def _days(passed: pd.Series) -> pd.Series:
    days: pd.Series = passed.dt.total_seconds() / 86400
    return days


def _normal(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + tables.confidence(confidence)) / 2))


def _ratio(
    above: pd.Series, below: pd.Series, reach: float, *, most: float = math.inf
) -> dict[str, float]:
    """One sum by another over customers, each customer one draw; on the log scale."""
    names = ("estimate", "standard_error", "low", "high")
    total = below.sum()
    if total == 0:
        return dict.fromkeys(names, math.nan)
    estimate = above.sum() / total
    if estimate == 0:
        return dict(zip(names, (0.0, math.nan, 0.0, min(3.7 / total, most)), strict=True))
    n = len(above)
    error = math.sqrt(n / max(n - 1, 1) * float(((above - estimate * below) ** 2).sum())) / total
    if n == 1:
        return dict(zip(names, (estimate, math.nan, 0.0, most), strict=True))
    spread = math.exp(reach * error / estimate)
    ends = (estimate / spread, min(estimate * spread, most))
    return dict(zip(names, (estimate, error, *ends), strict=True))


def _joined_and_sent(
    customers: pd.DataFrame, invitations: pd.DataFrame, last: pd.Timestamp
) -> tuple[pd.Series, pd.DataFrame]:
    """The day on which each customer joined, and the invitations with that of their inviter."""
    tables.check_columns(customers, ["joined"], name="customers")
    tables.check_each_once(customers.index, name="customers")
    tables.check_names(
        getattr(invitations, "columns", []), ["inviter", "sent", "accepted"], name="invitations"
    )
    day = customers["joined"]
    sent = invitations[["inviter", "sent", "accepted"]].copy()
    for name, dates in (("joined", day), ("sent", sent["sent"]), ("accepted", sent["accepted"])):
        if not pd.api.types.is_datetime64_any_dtype(dates) and not dates.isna().all():
            raise ValueError(f"{name!r} must be dates, but has type {dates.dtype}: pd.to_datetime")
        zone = getattr(dates.dtype, "tz", None)
        if zone is not None:
            raise ValueError(
                f"{name!r} has the time zone {zone}: take it off all dates, .dt.tz_localize(None)"
            )
        if name != "accepted" and dates.isna().any():
            raise tables.bad_rows(dates.index, dates.isna(), f"{name!r} is missing", "Drop them.")
    tables.check_labels(sent["inviter"], name="'inviter'")
    end = last + pd.Timedelta(days=1)
    if (day >= end).any():
        what, mend = "'joined' is after as_of", "Set as_of to the last day of the tables."
        raise tables.bad_rows(day.index, day >= end, what, mend)
    for name in ("sent", "accepted"):
        sent[name] = pd.to_datetime(sent[name])
    sent["joined"] = pd.to_datetime(sent["inviter"].map(day))
    faults = {
        "'inviter' is not among the customers": sent["joined"].isna(),
        "'sent' is before the inviter joined": sent["sent"] < sent["joined"],
        "'accepted' is before 'sent'": sent["accepted"] < sent["sent"],
        "a date is after as_of": (sent["sent"] >= end) | (sent["accepted"] >= end),
    }
    for what, bad in faults.items():
        if bad.any():
            mend = "Mend or drop these invitations, or set as_of to the last day of the tables."
            raise tables.bad_rows(sent.index, bad, what, mend)
    return day, sent
