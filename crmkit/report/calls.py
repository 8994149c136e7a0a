"""Whom to call first: customers who may be leaving and would be missed."""

import numpy as np
import pandas as pd

from crmkit.report.future import Outlook
from crmkit.report.wording import Note

__all__ = ["call_first", "silence"]

# Below, a call comes too late.
LEAST_ALIVE = 0.1
# Usual gaps of silence between which a customer is overdue and may still be won.
OVERDUE, TOO_LATE = 2, 10
BANDS = ((0, 1), (1, 2), (2, 5), (5, 10), (10, np.inf))


def call_first(customers: pd.DataFrame, outlook: Outlook, *, most: int = 50) -> pd.DataFrame:
    """Which customers should be called first, and why?

    With a forecast: at_stake, what each would bring if still a customer (value_if_active) times
    the chance that they have left (1 - probability_alive), largest first, without those who have
    left almost certainly. Without one, or where nobody seems to leave: customers silent for two to
    ten of their usual gaps, by yearly_spend, what they used to spend in a year.

    One row a customer: reason (a Note) first; also days_since_last, purchases, total_spend.
    """
    gap = customers["age_at_last_days"] / customers["repeat_purchases"].where(
        customers["repeat_purchases"] > 0
    )
    times = customers["days_since_last"] / gap
    table = customers[["days_since_last", "purchases", "total_spend"]].copy()
    if outlook.alive is not None and not outlook.nobody_leaves:
        alive, sales = outlook.alive, outlook.expected_sales
        if sales is None:
            raise AssertionError("a forecast has sales")
        table.insert(0, "probability_alive", alive)
        table.insert(0, "value_if_active", sales / alive.clip(lower=1e-12))
        table.insert(0, "at_stake", table["value_if_active"] * (1 - alive))
        chosen = (alive >= LEAST_ALIVE) & (table["at_stake"] > 0)
        first = "at_stake"
    else:
        pace = customers["total_spend"] / customers["purchases"] * 365 / gap
        table.insert(0, "yearly_spend", pace)
        # A rhythm needs two gaps.
        rhythm = customers["repeat_purchases"] >= 2
        chosen = rhythm & times.between(OVERDUE, TOO_LATE) & (pace > 0)
        first = "yearly_spend"
    table = table[chosen].sort_values(first, ascending=False, kind="stable").head(most)
    silent = table["days_since_last"]
    reasons = [_reason(gap[who], silent[who]) for who in table.index]
    table.insert(0, "reason", pd.Series(reasons, table.index, dtype=object))
    return table


def silence(customers: pd.DataFrame) -> pd.DataFrame:
    """For how many of their usual gaps have customers been silent? One row a band."""
    repeats = customers["repeat_purchases"]
    gap = customers["age_at_last_days"] / repeats.where(repeats > 0)
    times = customers["days_since_last"] / gap
    rows: dict[str, list[float]] = {}
    for low, high in BANDS:
        inside = times.ge(low) & times.lt(high)
        name = f"{low}–{high}" if np.isfinite(high) else f"> {low}"
        rows[name] = [inside.sum(), customers.loc[inside, "total_spend"].sum()]
    rows["once"] = [(repeats == 0).sum(), customers.loc[repeats == 0, "total_spend"].sum()]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "total_spend"])
    return table.astype({"customers": "int64"}).rename_axis("silence")


def _reason(gap: float, silent: int) -> Note:
    if np.isnan(gap):
        return Note("reason.once", {"silent": silent})
    return Note("reason.rhythm", {"gap": max(gap, 1), "silent": silent, "times": silent / gap})
