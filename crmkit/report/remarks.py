"""Sentences that say what stands out: rules over the tables, ranked by the money they concern."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from crmkit.report.facts import Facts
from crmkit.report.wording import Named, Note

__all__ = ["Remark", "remarks"]

# Of fewer customers no share is worth a sentence.
ENOUGH = 25


class Remark(NamedTuple):
    """A sentence, the money it concerns, and the section with its figure."""

    money: float
    section: str
    note: Note


def remarks(facts: Facts, *, most: int = 5) -> list[Remark]:
    """What stands out in these orders? At most so many sentences, the most money first.

    A rule says something only where its numbers pass a limit, so that there may be fewer, or none.
    """
    rules = (_change, _concentration, _once, _value, _call_first, _left_out, _trend, _season)
    found = [remark for rule in rules for remark in rule(facts)]
    return sorted(found, key=lambda one: -one.money)[:most]


def _change(facts: Facts) -> Iterator[Remark]:
    found = facts.change
    if found is None or found.before <= 0 or facts.few:
        return
    table, days = found.table, found.days
    difference = found.after - found.before
    share = difference / found.before
    if abs(share) >= 0.03:
        # The group that moved most in the direction of the whole.
        group = str((table["difference"] * (1 if difference > 0 else -1)).idxmax())
        values = {
            "days": days, "after": found.after, "share": abs(share),
            "group": Note(f"group.{group}"), "difference": table.loc[group, "difference"],
        }  # fmt: skip
        key = "sentence.change_up" if difference > 0 else "sentence.change_down"
        yield Remark(abs(difference), "change", Note(key, values))
    lost = {column: float(table[column]["lost"]) for column in ("customers", "before")}
    less = -float(table["difference"]["less"])
    if lost["before"] >= 0.05 * found.before:
        share = lost["before"] / found.before
        values = {
            "customers": lost["customers"], "before": lost["before"], "days": days, "share": share
        }  # fmt: skip
        yield Remark(lost["before"], "change", Note("sentence.lost", values))
    if less > lost["before"] > 0:
        values = {"money": less, "times": less / lost["before"]}
        yield Remark(less, "change", Note("sentence.less", values))
    new = float(table["after"]["new"])
    share = new / found.after if found.after > 0 else float("nan")
    if share >= 0.5 or share <= 0.1:
        key = "sentence.new_much" if share >= 0.5 else "sentence.new_little"
        values = {"days": days, "share": share, "money": new}
        yield Remark(new, "change", Note(key, values))


def _concentration(facts: Facts) -> Iterator[Remark]:
    if facts.shares is None:
        return
    total = facts.customers["total_spend"].clip(lower=0).sum()
    if facts.one_rules:
        share = facts.shares.largest
        note = Note("sentence.one_customer", {"share": share, "money": share * total})
        yield Remark(share * total, "concentration", note)
    elif facts.shares.top >= 0.5 and not facts.few:
        share = facts.shares.top
        note = Note("sentence.top", {"share": share, "money": share * total})
        yield Remark(share * total, "concentration", note)


def _once(facts: Facts) -> Iterator[Remark]:
    customers = facts.customers
    once = customers["purchases"] == 1
    if facts.few or once.mean() < 0.3:
        return
    each = customers["total_spend"].sum() / customers["purchases"].sum()
    money = 0.1 * once.sum() * each
    values = {"share": once.mean(), "customers": once.sum(), "each": each, "money": money}
    yield Remark(money, "segments", Note("sentence.once", values))


def _value(facts: Facts) -> Iterator[Remark]:
    value, days = facts.outlook.value, facts.outlook.days
    if value is None:
        return
    estimate, low, high = (float(value[one]["sales"]) for one in ("estimate", "low", "high"))
    last = facts.sales_of_last(days)
    values = {"days": days, "estimate": estimate, "low": low, "high": high, "last": last}
    if estimate < last:
        note = Note("sentence.value", values | {"gap": last - estimate})
    else:
        note = Note("sentence.value_above", values)
    yield Remark(abs(last - estimate), "value", note)


def _call_first(facts: Facts) -> Iterator[Remark]:
    if "at_stake" not in facts.call_first or len(facts.call_first) < 10:
        return
    money = facts.call_first["at_stake"].sum()
    values = {"n": len(facts.call_first), "money": money, "days": facts.outlook.days}
    yield Remark(money, "call_first", Note("sentence.call_first", values))


def _left_out(facts: Facts) -> Iterator[Remark]:
    table = facts.report.table
    lost = table.loc[table["action"] == "dropped", "money"].abs()
    whole = abs(facts.report.money_in)
    if whole and len(lost) and lost.max() >= 0.02 * whole:
        rule = str(lost.idxmax())
        values = {
            "rows": table.loc[rule, "rows"], "money": lost[rule], "share": lost[rule] / whole,
            "rule": Named("rule", rule),
        }  # fmt: skip
        yield Remark(lost[rule], "read", Note("sentence.dropped", values))
    if facts.returned_share >= 0.05:
        values = {"money": facts.returned, "share": facts.returned_share}
        yield Remark(facts.returned, "read", Note("sentence.returns", values))


def _trend(facts: Facts) -> Iterator[Remark]:
    trend = facts.trend
    if trend is None or facts.cohorts is None:
        return
    better = trend.later > trend.earlier
    key = "sentence.cohorts_better" if better else "sentence.cohorts_worse"
    values = {
        "earlier": trend.earlier, "later": trend.later,
        "period": Note(f"period.{facts.cohorts[0]}"),
    }  # fmt: skip
    each = facts.customers["total_spend"].sum() / facts.customers["purchases"].sum()
    money = abs(trend.later - trend.earlier) * trend.customers * each
    yield Remark(money, "cohorts", Note(key, values))


def _season(facts: Facts) -> Iterator[Remark]:
    if facts.outlook.season is None or facts.few:
        return
    day, times = facts.outlook.season
    last = pd.Timestamp(day)
    days = facts.log["ordered_at"].dt.normalize()
    week = facts.log.loc[(days <= last) & (days > last - pd.Timedelta(days=7)), "amount"].sum()
    note = Note("sentence.season", {"day": day, "times": times, "money": week})
    yield Remark(week * (1 - 1 / times), "over_time", note)
