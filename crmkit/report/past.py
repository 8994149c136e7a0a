"""What happened: sales over time, who made the difference, and the cohorts, as tables."""

from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from crmkit.rates import rate_interval
from crmkit.retention import cohorts

__all__ = ["Change", "CohortTrend", "change", "cohort_table", "cohort_trend", "over_time", "period"]

Period = Literal["week", "month", "quarter"]
CODES = {"week": "W-SUN", "month": "M", "quarter": "Q-DEC"}
YEAR = 365


def period(days: int) -> Period:
    """By which periods is so long a history looked at?"""
    return "week" if days < 120 else "month" if days < 5 * YEAR else "quarter"


def over_time(log: pd.DataFrame, by: Period) -> pd.DataFrame:
    """How did sales and customers develop, and how much came from first purchases?

    One row a period of the calendar (index `period`, the text of it; a week by its last day):
    sales, new_sales (on the day of a customer's first purchase), repeat_sales, customers (who
    bought), new_customers, purchases (days on which a customer bought), spend_per_purchase.
    """
    who, _ = pd.factorize(log["customer_id"])
    day = log["ordered_at"].to_numpy().astype("datetime64[D]").astype("int64")
    amount, bought = log["amount"].to_numpy(float), log["amount"].to_numpy() >= 0
    never = np.iinfo("int64").max
    first = np.full(who.max() + 1, never)
    np.minimum.at(first, who[bought], day[bought])
    new = day == first[who]
    when = pd.PeriodIndex(log["ordered_at"], freq=CODES[by]).asi8
    lines = pd.DataFrame({"when": when, "who": who, "day": day, "new": new, "amount": amount})
    table = pd.DataFrame({"sales": lines.groupby("when")["amount"].sum()})
    table["new_sales"] = lines[new].groupby("when")["amount"].sum()
    table["repeat_sales"] = table["sales"] - table["new_sales"].fillna(0)
    visits = lines[bought].drop_duplicates(["who", "day"])
    table["customers"] = visits.drop_duplicates(["who", "when"]).groupby("when").size()
    table["new_customers"] = visits[visits["new"]].groupby("when").size()
    table["purchases"] = visits.groupby("when").size()
    table = table.reindex(range(when.min(), when.max() + 1)).fillna(0.0)
    counts = ["customers", "new_customers", "purchases"]
    table[counts] = table[counts].astype("int64")
    table["spend_per_purchase"] = table["sales"] / table["purchases"].where(table["purchases"] > 0)
    table.index = pd.Index(_texts(table.index, by), name="period", dtype="str")
    return table


class Change(NamedTuple):
    """Two spans of `days` days, and what each group of customers did to the difference."""

    days: int
    before: float
    after: float
    table: pd.DataFrame


def change(log: pd.DataFrame, as_of: date) -> Change | None:
    """Who made the sales of the last year (or half of a shorter history) differ from those before?

    One row a group of customers: new (first purchase in the later span), back (bought earlier, but
    not in the earlier span), more, less (bought in both), lost (in the earlier span only), with
    customers, before, after and difference (money). None where the spans would be below 60 days.
    """
    ago = (pd.Timestamp(as_of) - log["ordered_at"].dt.normalize()).dt.days.to_numpy()
    history = int(ago.max()) + 1
    days = YEAR if history >= 2 * YEAR else history // 2
    if days < 60:
        return None
    who, _ = pd.factorize(log["customer_id"])
    amount = log["amount"].to_numpy(float)
    late, early = ago < days, (ago >= days) & (ago < 2 * days)
    size = who.max() + 1
    after, before = (np.bincount(who[part], amount[part], size) for part in (late, early))
    oldest = np.zeros(size, dtype="int64")
    np.maximum.at(oldest, who, ago)
    came = {"late": np.bincount(who[late], minlength=size) > 0,
            "early": np.bincount(who[early], minlength=size) > 0}  # fmt: skip
    both = came["late"] & came["early"]
    groups = {
        "new": came["late"] & (oldest < days),
        "back": came["late"] & ~came["early"] & (oldest >= days),
        "more": both & (after >= before),
        "less": both & (after < before),
        "lost": came["early"] & ~came["late"],
    }
    rows = {
        name: [int(members.sum()), before[members].sum(), after[members].sum()]
        for name, members in groups.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "before", "after"])
    table["difference"] = table["after"] - table["before"]
    table = table.astype({"customers": "int64"}).rename_axis("group")
    return Change(days, float(before.sum()), float(after.sum()), table)


def cohort_table(
    log: pd.DataFrame, as_of: date, days: int
) -> tuple[Period, pd.DataFrame, pd.DataFrame] | None:
    """Which share of those who came in one period bought again in each period after it?

    The period, the triangle of customers and their shares; None where fewer than three periods are
    complete.
    """
    by: Period = "week" if days < 100 else "month" if days <= 2.2 * YEAR else "quarter"
    try:
        made = cohorts.triangle(log, as_of=as_of, period=by)
    except ValueError:
        # The history holds no complete period in which somebody bought.
        return None
    if len(made) < 3:
        return None
    ordinals = pd.PeriodIndex(made.index).asi8
    texts = pd.Series(_texts(ordinals, by), name="cohort", dtype="str")
    return by, made.set_axis(pd.Index(texts)), cohorts.retention(made).set_axis(pd.Index(texts))


class CohortTrend(NamedTuple):
    """The share who bought again in the next period, of earlier and of later cohorts."""

    earlier: float
    later: float
    customers: int


def cohort_trend(made: pd.DataFrame) -> CohortTrend | None:
    """Do newer customers come back more or less often than earlier ones, beyond chance?

    The share who bought in the period after that of the first purchase, of the first and the second
    half of the cohorts for which it is known. None where the two 95 % intervals overlap.
    """
    known = made[made[1].notna()]
    # At the start of a file old customers look new, and come back more.
    known = known.iloc[1:]
    if len(known) < 4:
        return None
    half = np.where(np.arange(len(known)) < len(known) // 2, "earlier", "later")
    sums = known[[0, 1]].groupby(half).sum()
    bounds = rate_interval(sums[1], sums[0])
    share = sums[1] / sums[0]
    low, high = bounds["low"], bounds["high"]
    if low["later"] <= high["earlier"] and high["later"] >= low["earlier"]:
        return None
    return CohortTrend(float(share["earlier"]), float(share["later"]), int(sums[0]["later"]))


def _texts(ordinals: pd.Index | np.ndarray, by: Period) -> list[str]:
    """2024-03, 2024Q1, or the last day of a week."""
    found = [pd.Period(ordinal=int(one), freq=CODES[by]) for one in ordinals]
    return [str(one.end_time.date()) if by == "week" else str(one) for one in found]
