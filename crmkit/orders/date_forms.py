"""Read one day or one time of day from the forms in which exports write them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import numpy as np

NAT = np.datetime64("NaT", "us")

_YEAR_FIRST = re.compile(r"([0-9]{4})(?:\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?)")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_MONTHS = {
    name: number
    for number, full in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"),
        start=1,
    )
    for name in {full, full[:3], full[:4] if full == "september" else full}
}  # fmt: skip
_DAY_MONTH_NAME = re.compile(r"([0-9]{1,2})[\s-]([A-Za-z]{3,9})\.?,?[\s-]([0-9]{4})")
_MONTH_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s([0-9]{1,2}),?\s([0-9]{4})")
_TIME = re.compile(
    r"(?P<half>上午|下午|AM |PM )?\s*(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2})"
    r"(?:[:分](?P<second>[0-9]{1,2})(?:[.,](?P<part>[0-9]{1,9}))?)?[分秒]?\s*(?P<late>AM|PM)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?",
    re.IGNORECASE,
)


def parsed_day(text: str, day_first: bool) -> np.datetime64:
    """Which day does a text name? NaT where it names none; YEAR_LAST forms need `day_first`."""
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return day_of(int(match[1]), int(match[2]), int(match[3]))
    if match := YEAR_LAST.fullmatch(text):
        left, right, year = int(match[1]), int(match[3]), int(match[4])
        return day_of(year, right, left) if day_first else day_of(year, left, right)
    if match := _DAY_MONTH_NAME.fullmatch(text):
        return day_of(int(match[3]), _MONTHS.get(match[2].lower(), 0), int(match[1]))
    if match := _MONTH_NAME_DAY.fullmatch(text):
        return day_of(int(match[3]), _MONTHS.get(match[1].lower(), 0), int(match[2]))
    return NAT


def day_of(year: int, month: int, day: int) -> np.datetime64:
    """The day as microseconds, NaT where the calendar has none such."""
    try:
        return np.datetime64(date(year, month, day), "us")
    except ValueError:
        return NAT


class Clock(NamedTuple):
    """Microseconds since midnight, in UTC where the text gives an offset."""

    microseconds: int
    aware: bool


def parsed_time(text: str) -> Clock | None:
    """Which time of day does a text name? Midnight for no text, None where it names none."""
    if not text:
        return Clock(0, False)
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    half, hour, minute, second, part, late, zone = match.groups()
    hour, minute, second = int(hour), int(minute), int(second or 0)
    half = (half or late or "").strip().upper()
    if half:
        # 0:30 AM is not written, 上午0:30 is.
        if hour > 12 or (hour == 0 and half != "上午"):
            return None
        hour = hour % 12 + 12 * (half in ("PM", "下午"))
    if hour > 23 or minute > 59 or second > 59:
        return None
    microseconds = (hour * 60 + minute) * 60_000_000 + second * 1_000_000
    if part:
        microseconds += int(part.ljust(6, "0")[:6])
    return Clock(microseconds - _offset(zone) * 60_000_000, zone is not None)


def _offset(zone: str | None) -> int:
    """Minutes east of Greenwich."""
    if zone is None or zone.upper() in ("Z", "UTC", "GMT"):
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if zone[0] == "-" else minutes
