"""Which date_format reads a column: the ones to suggest, and whether a given one fits."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from crmkit.orders.dates.forms import DAY_AND_TIME, NAT
from crmkit.orders.dates.values import SLICE, Moments, Values, is_plausible

_DIGITS = {
    6: ("%d%m%y", "%m%d%y", "%y%m%d", "%Y%m"),
    8: ("%d%m%Y", "%m%d%Y"),
    10: ("%y%m%d%H%M",),
    12: ("%Y%m%d%H%M", "%y%m%d%H%M%S"),
}
_THREE_PARTS = re.compile(
    r"([0-9]+|[^\W\d_]+)([^0-9A-Za-z%]*)([0-9]+|[^\W\d_]+)([^0-9A-Za-z%]*)([0-9]+)(\W*|日)"
)
_CLOCK = re.compile(
    r"([0-9]{1,2}):[0-9]{2}(:[0-9]{2})?([.][0-9]+)?(\s*)(AM|PM)?(\s*)"
    r"(Z|[+-][0-9]{2}:?[0-9]{2}|[A-Z]{3,5})?",
    re.IGNORECASE,
)


def read_by_format(values: Values, date_format: str) -> Moments:
    """The time of each value in the one format that the caller gave."""
    if "%" not in date_format:
        raise ValueError(
            f"date_format={date_format!r} is no format: it needs fields such as '%d/%m/%Y %H:%M'."
        )
    try:
        at = read_days(values, date_format)
    except ValueError as error:
        raise ValueError(
            f"date_format={date_format!r} is no format. Its fields are %d, %m or %b, %Y or %y, %H "
            "or %I with %p, %M, %S, %f and %z, as in '%d/%m/%Y %H:%M'."
        ) from error
    aware = np.full(len(at), _has_zone(date_format)) & ~np.isnat(at)
    notes = _check_order(values, at, date_format)
    ahead = _ahead(at, date_format)
    if ahead.any():
        notes.append(
            f"dates in {values.column.name!r} lie in the future as {date_format!r}: "
            f"{values.shown(ahead)}. A year of another calendar, such as the Buddhist 2567, needs "
            "its four digits and 543 less"
        )
    return Moments(at, aware, notes)


def advice(values: Values, wanted: np.ndarray) -> str:
    """Which date_format reads every value? `wanted` marks those that are to be read with it."""
    known = values.filled()
    likely = (_formats_like(values.text(place)) for place in np.flatnonzero(wanted)[:20])
    formats = next((some for some in likely if some), [])
    days = {one: read_days(values, one) for one in formats}
    tried = {one: is_plausible(at) & ~_ahead(at, one) for one, at in days.items()}
    fit = [one for one, read in tried.items() if read[known].all()]
    if fit:
        # What reads as 2024-03-05 is that.
        fit = fit[:1] if fit[0].startswith("%Y") else fit
        return "Pass " + " or ".join(f"date_format={one!r} ({_order(one)})" for one in fit) + "."
    if not any(read[wanted].any() for read in tried.values()):
        return (
            "Write them as 2024-03-05 or 2024-03-05 10:20:30 (years 1950 to 2100), or pass "
            f"their date_format.{_said_ahead(days)}"
        )
    left = {one: len(values.rows(known & ~read)) for one, read in tried.items()}
    best = [one for one in tried if left[one] == min(left.values())]
    unread = values.shown(known & ~tried[best[0]])
    also = "".join(f", {one!r} ({_order(one)}) as many" for one in best[1:])
    return (
        f"No date_format reads every value: {best[0]!r} ({_order(best[0])}) leaves out {unread}"
        f"{also}. Write all in one form first, such as 2024-03-05."
    )


def _ahead(at: np.ndarray, date_format: str) -> np.ndarray:
    """Which years of two digits become years that have not begun?"""
    if "%y" not in date_format:
        return np.zeros(len(at), bool)
    next_year = np.datetime64("today", "Y") + 1
    return ~np.isnat(at) & (at >= next_year)


def _said_ahead(days: dict[str, np.ndarray]) -> str:
    ahead = [one for one, at in days.items() if _ahead(at, one).any()]
    if not ahead:
        return ""
    return (
        f" As date_format={ahead[0]!r} some lie in the future: are they of another calendar, such "
        "as the Buddhist 2567 for 2024?"
    )


def digits_of(date_format: str) -> int:
    """How many digits a text of that format has, 0 where it has anything else."""
    fields = re.fullmatch(r"(?:%[dmyYHMS])+", date_format)
    return sum(4 if field == "Y" else 2 for field in date_format[1::2]) if fields else 0


def read_days(values: Values, date_format: str) -> np.ndarray:
    """The time of each value in a format (in UTC if it has a zone), NaT where it has another."""
    aware = _has_zone(date_format)
    width = digits_of(date_format)
    at = np.full(len(values.values), NAT)
    for start in range(0, len(at), SLICE):
        texts = values.texts(start)
        if width:
            # As a number, 050324 has lost its zero.
            texts = texts.where(texts.str.len() != width - 1, "0" + texts)
        read = pd.to_datetime(texts, format=date_format, errors="coerce", utc=aware, exact=True)
        at[start : start + SLICE] = read.to_numpy("datetime64[us]")
    return at


def _has_zone(date_format: str) -> bool:
    return "%z" in date_format or "%Z" in date_format


def _check_order(values: Values, at: np.ndarray, date_format: str) -> list[str]:
    """Refuse a format where the same one with day and month in another order reads more."""
    unread = np.isnat(at)
    if not unread.any():
        return []
    notes = []
    count = len(values.rows(~unread))
    for other in _other_orders(date_format):
        read = ~np.isnat(read_days(values, other))
        others = len(values.rows(read))
        if others > count:
            raise ValueError(
                f"column {values.column.name!r}: date_format={date_format!r} does not read "
                f"{values.shown(unread)}; date_format={other!r} ({_order(other)}) reads "
                f"{others:,} rows instead of {count:,}. Pass that, or write the dates in one form."
            )
        if (read & unread).any():
            notes.append(
                f"{values.shown(read & unread)} of {values.column.name!r} are no dates as "
                f"{date_format!r}, but as {other!r}: rows that can be read in both ways may be of "
                "that order, too"
            )
    return notes


def _other_orders(date_format: str) -> list[str]:
    fields = re.findall("%[dmyY]", date_format)
    if len(fields) != 3 or len({field.lower() for field in fields}) != 3:
        return []
    year = "%y" if "%y" in fields else "%Y"
    orders = (("%d", "%m", year), ("%m", "%d", year), (year, "%m", "%d"), (year, "%d", "%m"))
    frame = re.sub("%[dmyY]", "{}", date_format.replace("{", "{{").replace("}", "}}"))
    return [one for one in (frame.format(*order) for order in orders) if one != date_format]


def _order(date_format: str) -> str:
    """What stands first."""
    names = {"d": "day", "m": "month", "b": "month", "B": "month", "y": "year", "Y": "year"}
    found = [names[field] for field in re.findall("%([dmbByY])", date_format)]
    if "day" not in found:
        return "the first day of the month"
    return f"{found[0]} first" if found[0] != "year" else f"year, {found[1]}, {found[2]}"


def _formats_like(text: str) -> list[str]:
    """Formats that a text may be in, with its own separators and time."""
    split = re.fullmatch(DAY_AND_TIME, text)
    if split is None or "%" in text:
        return []
    day, time = split["day"].rstrip(), split["time"]
    behind = ""
    if time:
        clock = _clock_format(time.strip())
        if clock is None:
            return []
        behind = text[len(day) : split.start("time")] + clock
    return [one + behind for one in _day_formats(day)]


def _day_formats(day: str) -> tuple[str, ...] | list[str]:
    if day.isdigit():
        return _DIGITS.get(len(day) + len(day) % 2, ())
    match = _THREE_PARTS.fullmatch(day)
    if match is None:
        return ()
    first, gap, second, other_gap, third, end = match.groups()
    if not (gap and other_gap) and not (first.isdigit() and second.isalpha()):
        return ()
    year = "%Y" if len(third) == 4 else "%y"
    if not (first.isdigit() and second.isdigit()):
        word = second if first.isdigit() else first
        month = "%b" if len(word) == 3 else "%B"
        orders = [("%d", month, year)] if first.isdigit() else [(month, "%d", year)]
        if first.isdigit() and len(first) == len(third) == 2:
            orders.append(("%y", month, "%d"))
    elif len(first) == 4:
        orders = [("%Y", "%m", "%d"), ("%Y", "%d", "%m")]
    else:
        orders = [("%d", "%m", year), ("%m", "%d", year)]
        if len(third) == 2:
            orders.append(("%y", "%m", "%d"))
    return [a + gap + b + other_gap + c + end for a, b, c in orders]


def _clock_format(time: str) -> str | None:
    match = _CLOCK.fullmatch(time)
    if match is None:
        return None
    _, seconds, part, gap, half, zone_gap, zone = match.groups()
    shown = f"{'%I' if half else '%H'}:%M{':%S' if seconds else ''}{'.%f' if part else ''}"
    shown += f"{gap}%p" if half else ""
    if not zone:
        return shown
    # A zone's name is no offset: it is left standing, and the time is a local one.
    named = zone.isalpha() and zone.upper() != "Z"
    return f"{shown}{zone_gap or (gap if not half else '')}{zone if named else '%z'}"
