"""What stands in a date column and is no day of purchase: placeholders, other words, spans."""

from __future__ import annotations

from collections import Counter

import numpy as np

from crmkit.orders.columns.column import counted
from crmkit.orders.dates.formats import advice
from crmkit.orders.dates.forms import NAT, NO_DAY, Clock, other_month, span, zone_name
from crmkit.orders.dates.texts import Split
from crmkit.orders.dates.values import Moments, Values, is_plausible

# The zero of many clocks, in any zone, and a year in which another order would make it plausible.
_ZERO, _ZERO_ENDS = np.datetime64("1969-12-31", "us"), np.datetime64("1970-01-02", "us")
_NEAR = np.datetime64("1971-01-02", "us")


def drop_placeholders(moments: Moments, values: Values) -> None:
    """Take out, in place, what is a date of no purchase, and note which and how many rows."""
    at = moments.at
    odd = ~is_plausible(at) & ~np.isnat(at)
    zero = (at >= _ZERO) & (at < _ZERO_ENDS)
    if zero.any() and not ((at < _NEAR) & ~odd & ~zero).any():
        odd |= zero
    if not odd.any():
        return
    days, counts = np.unique(
        at[values.codes[values.rows(odd)]].astype("datetime64[D]"), return_counts=True
    )
    at[odd] = NAT
    words = Counter(dict(zip(map(str, days), map(int, counts), strict=True)))
    moments.notes.append(_no_days(values, words))


def refuse_without_any(moments: Moments, values: Values, date_format: str | None) -> None:
    """A column that has values and not one date is the wrong one, or in a form of its own."""
    if not np.isnat(moments.at).all():
        return
    filled = values.filled()
    if not filled.any():
        return
    said = "holds no date" if date_format is None else f"has no date as {date_format!r}"
    notes = "".join(f" {note}." for note in moments.notes)
    typed = values.values.dtype.kind == "M"
    remedy = "Name the column of the orders' dates." if typed else advice(values, filled)
    raise ValueError(
        f"column {values.column.name!r} {said} in {values.shown(filled)}.{notes} {remedy}"
    )


def read_clocks(split: Split, values: Values) -> tuple[list[Clock | None], list[str]]:
    """Each time of day of the texts, without what only looks like one, and notes of it."""
    clocks: list[Clock | None] = split.clocks()
    notes = []
    name = values.column.name
    zones = {number: zone_name(text) for number, text in enumerate(split.times)
             if clocks[number] is None}  # fmt: skip
    named = [number for number, zone in zones.items() if zone]
    if named:
        hit = split.has_time(named)
        first = zones[named[0]]
        raise ValueError(
            f"column {name!r} has names of zones in {values.shown(hit)}: {first} is no offset from "
            "UTC (CST is Chicago's and China's). Write offsets such as +08:00 in their place, or "
            f"take the names off to read local times. {advice(values, hit)}"
        )
    spans = {number: span(text) for number, text in enumerate(split.times)}
    if True in spans.values() and False not in spans.values():
        found = [number for number, is_span in spans.items() if is_span]
        for number in found:
            clocks[number] = None
        notes.append(f"spans in {name!r} are no times: {values.shown(split.has_time(found))}")
    midnight = [
        number for number, text in enumerate(split.times)
        if text.startswith("24:") and clocks[number]
    ]  # fmt: skip
    if midnight:
        hit = split.has_time(midnight)
        notes.append(f"24:00 in {name!r} is the midnight that ends the day: {values.shown(hit)}")
    return clocks, notes


def note_words(split: Split, values: Values) -> list[str]:
    """Which words stand in place of a date?"""
    zeros = {number: text for number, text in enumerate(split.days) if NO_DAY.fullmatch(text)}
    months = {number: other_month(text) for number, text in enumerate(split.days)}
    others = {number: month for number, month in months.items() if month}
    notes = []
    if zeros:
        notes.append(_no_days(values, split.counted(zeros, values.counts())))
    if others:
        notes.append(
            f"months in {values.column.name!r} are read in English and as numbers only, not: "
            f"{_listed(split.counted(others, values.counts()))}"
        )
    return notes


def _no_days(values: Values, words: Counter[str]) -> str:
    return f"placeholders in {values.column.name!r} are no days of purchase: {_listed(words)}"


def _listed(words: Counter[str], most: int = 5) -> str:
    shown = [f"{word} ({counted(rows)})" for word, rows in words.most_common(most)]
    return ", ".join(shown) + (" and others" if len(words) > most else "")
