"""03/04/2024: does the day stand first? The column's own values say so, or the caller must."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from crmkit.orders.columns.column import counted
from crmkit.orders.dates.formats import advice
from crmkit.orders.dates.forms import YEAR_FIRST, YEAR_LAST, has_short_year
from crmkit.orders.dates.texts import Split
from crmkit.orders.dates.values import SLICE, Values


def day_first(split: Split, values: Values) -> tuple[bool, list[str]]:
    """Is it day, month, year, and what does the report say of it?"""
    first, second, either, short, turned, calendar = _sorted(split.days)
    name = values.column.name

    def shown(days: Sequence[int]) -> str:
        return values.shown(split.has_day(days))

    def remedy(days: Sequence[int]) -> str:
        return advice(values, split.has_day(days))

    if short:
        raise ValueError(
            f"column {name!r} has years of two digits in {shown(short)}. {remedy(short)}"
        )
    if turned and not (calendar or _days_above_12(split.at)):
        raise ValueError(
            f"column {name!r} has months above 12 in {shown(turned)}: the day seems to stand "
            f"before the month. {remedy(turned)}"
        )
    proofs = [[day for days in order.values() for day in days] for order in (first, second)]
    if all(proofs):
        raise ValueError(
            f"column {name!r} mixes day first in {shown(proofs[0])} and month first in "
            f"{shown(proofs[1])}. Write them in one order first: nothing tells which order "
            "those have whose day and month are both up to 12."
        )
    open_marks = [mark for mark in either if mark not in first and mark not in second]
    if open_marks:
        doubtful = [day for mark in open_marks for day in either[mark]]
        raise ValueError(
            f"column {name!r} is ambiguous in {shown(doubtful)}: day or month first? "
            f"{remedy(doubtful)}"
        )
    if not any(proofs):
        return True, []
    proof = values.rows(split.has_day(proofs[0] or proofs[1]))
    such = f"{counted(proof)} such as {values.column.first(proof, 1)}"
    return bool(proofs[0]), [
        f"dates in {name!r} are {'day' if proofs[0] else 'month'} first: {such}"
    ]


class _Sorted(NamedTuple):
    """Numbers of the days that prove something, those of day and month by their separator."""

    day_first: dict[str, list[int]]
    month_first: dict[str, list[int]]
    either: dict[str, list[int]]
    short_year: list[int]
    year_day_month: list[int]
    year_month_day: list[int]


def _sorted(days: Sequence[str]) -> _Sorted:
    found = _Sorted(defaultdict(list), defaultdict(list), defaultdict(list), [], [], [])
    for number, text in enumerate(days):
        if has_short_year(text):
            found.short_year.append(number)
        elif match := YEAR_LAST.fullmatch(text):
            kind = _which_is_day(int(match[1]), int(match[3]))
            if kind is not None:
                (found.day_first, found.month_first, found.either)[kind][match[2]].append(number)
        elif match := YEAR_FIRST.fullmatch(text):
            kind = _which_is_day(int(match[3]), int(match[4]))
            if kind in (0, 1) and match[2] not in "年년":
                (found.year_day_month if kind == 0 else found.year_month_day).append(number)
    return found


def _which_is_day(left: int, right: int) -> int | None:
    """0 for the left part, 1 for the right one, 2 for either, None where it does not matter."""
    if 12 < left <= 31 and 1 <= right <= 12:
        return 0
    if 12 < right <= 31 and 1 <= left <= 12:
        return 1
    return 2 if left != right and 1 <= left <= 12 and 1 <= right <= 12 else None


def _days_above_12(at: np.ndarray) -> bool:
    for start in range(0, len(at), SLICE):
        part = at[start : start + SLICE]
        part = part[~np.isnat(part)]
        if ((part.astype("datetime64[D]") - part.astype("datetime64[M]")).astype(int) >= 12).any():
            return True
    return False
