"""Read one day or one time of day from the forms in which exports write them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import numpy as np

NAT = np.datetime64("NaT", "us")

# Halves and parts of the day, as they stand before or behind a time; 24:00 is midnight.
_HALF = r"上午|下午|晚上|凌晨|早上|中午|오전|오후|[ap]\.?m\.?"
# For RE2 and for Python alike: the time begins at the first digits with a colon behind them.
DAY_AND_TIME = (
    r"(?is)^\s*(?P<day>.*?)(?:[T\s]\s*|,\s+|日\s*(?:星期.|周.)?\s*)?"
    rf"(?P<time>(?:(?:{_HALF})\s*)?[0-9]{{1,2}}(?:[:时時点].*|\s*[ap]\.?m\.?))?\s*$"
)
YEAR_FIRST = re.compile(
    r"([0-9]{4})\s*([-/.年년])\s*([0-9]{1,2})\s*[-/.月월]\s*([0-9]{1,2})\s*[日일.]?"
)
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
NO_DAY = re.compile(r"0{1,4}[-/.]?0{1,2}[-/.]?0{1,4}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})-?([1-7])")
_MONTHS = {
    name: number
    for number, full in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"),
        start=1,
    )
    for name in {full, full[:3], full[:4] if full == "september" else full}
}  # fmt: skip
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.I
)
# 05MAR2024 is written without blanks.
_DAY_MONTH_NAME = re.compile(r"([0-9]{1,2})[\s-]*([A-Za-z]{3,9})\.?,?[\s-]*([0-9]{4}|[0-9]{2})")
_MONTH_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.?[\s-]+([0-9]{1,2}),?[\s-]+([0-9]{4}|[0-9]{2})")
_MONTH_WORD = re.compile(
    r"[0-9]{1,2}\.?[\s-]+(?:de\s+)?([^\W\d_]{3,20})\.?[\s-]+(?:de\s+)?[0-9]{4}"
)
_TIME = re.compile(
    rf"(?P<half>{_HALF})?\s*(?P<hour>[0-9]{{1,2}})"
    r"(?:[:时時点](?P<minute>[0-9]{1,2})"
    r"(?:[:分](?P<second>[0-9]{1,2})(?:[.,](?P<part>[0-9]{1,9}))?)?[分秒]?|[时時点]整?)?"
    rf"\s*(?P<late>{_HALF})?\s*(?:Uhr)?\s*"
    r"(?P<zone>Z|(?:UTC|GMT)?[+-][0-9]{2}:?[0-9]{2}|(?:UTC|GMT)?[+-][0-9]{1,2}|UTC|GMT)?"
    # What JavaScript and Java write behind an offset.
    r"(?:\s*\([^()]*\)|\[[\w/+-]+\])?",
    re.IGNORECASE,
)
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_ZONE_NAME = re.compile(
    r".*[0-9](?:\s*[AaPp]\.?[Mm]\.?)?\s*"
    r"([ECMP][SD]?T|AK[SD]T|HST|A[SD]T|N[SD]T|BST|IST|WES?T|CES?T|EES?T|MSK|GST|PKT|ICT|WIB|HKT|SGT|"
    r"PHT|JST|KST|A[CEW][SD]T|NZ[SD]T|SAST|BRT|ART|CLT|[A-Z]\w+/\w+)"
)


def parsed_day(text: str, day_first: bool) -> np.datetime64:
    """Which day does a text name? NaT where it names none; YEAR_LAST forms need `day_first`."""
    text = text.strip()
    if match := YEAR_FIRST.fullmatch(text):
        return day_of(int(match[1]), int(match[3]), int(match[4]))
    if match := _COMPACT.fullmatch(text):
        return day_of(int(match[1]), int(match[2]), int(match[3]))
    if match := YEAR_LAST.fullmatch(text):
        left, right, year = int(match[1]), int(match[3]), int(match[4])
        return day_of(year, right, left) if day_first else day_of(year, left, right)
    if match := _WEEK.fullmatch(text):
        try:
            return np.datetime64(date.fromisocalendar(*map(int, match.groups())), "us")
        except ValueError:
            return NAT
    return _with_month_name(text)


def _with_month_name(text: str) -> np.datetime64:
    weekday = _WEEKDAY.match(text)
    text = text[weekday.end() :] if weekday else text
    if match := _DAY_MONTH_NAME.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _MONTH_NAME_DAY.fullmatch(text):
        month, day, year = match[1], match[2], match[3]
    else:
        return NAT
    at = day_of(int(year), _MONTHS.get(month.lower(), 0), int(day))
    if weekday and not np.isnat(at):
        named = _WEEKDAYS.index(weekday[1][:3].lower())
        return at if at.astype(date).weekday() == named else NAT
    return at


def day_of(year: int, month: int, day: int) -> np.datetime64:
    """The day as microseconds, NaT where the calendar has none such."""
    try:
        return np.datetime64(date(year, month, day), "us")
    except ValueError:
        return NAT


def has_short_year(text: str) -> bool:
    """Is it a day with a year of two digits, in numbers or with an English month?"""
    if match := YEAR_LAST.fullmatch(text):
        return len(match[4]) == 2 and not NO_DAY.fullmatch(text)
    match = _DAY_MONTH_NAME.fullmatch(text) or _MONTH_NAME_DAY.fullmatch(text)
    return match is not None and len(match[3]) == 2 and any(
        part.lower() in _MONTHS for part in match.groups()
    )  # fmt: skip


def other_month(text: str) -> str | None:
    """The word between day and year that is no English month, such as 'mars'."""
    match = _MONTH_WORD.fullmatch(text)
    return match[1] if match and match[1].lower() not in _MONTHS else None


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
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    half = match["half"] or match["late"]
    if match["half"] and match["late"]:
        return None
    whole = _hour(hour, half.lower().replace(".", "")) if half else hour
    ends_day = (whole, minute, second, int(match["part"] or 0)) == (24, 0, 0, 0)
    if whole is None or (whole > 23 and not ends_day) or minute > 59 or second > 59:
        return None
    offset = _offset(match["zone"])
    if offset is None:
        return None
    microseconds = (whole * 60 + minute) * 60_000_000 + second * 1_000_000
    microseconds += int((match["part"] or "").ljust(6, "0")[:6])
    return Clock(microseconds - offset * 60_000_000, match["zone"] is not None)


def _hour(hour: int, half: str) -> int | None:
    """The hour of 24; None where the hour does not lie in that part of the day."""
    if hour > 12:
        return hour if hour < 24 and half in ("pm", "下午", "晚上", "오후") else None
    if half in ("am", "上午", "凌晨", "早上", "오전"):
        # 0:30 AM is not written, 上午0:30 is.
        return None if hour == 0 and half == "am" else hour % 12
    if half in ("pm", "下午", "오후"):
        return None if hour == 0 else hour % 12 + 12
    if half == "中午":
        return hour if hour >= 10 else (hour + 12 if 1 <= hour <= 2 else None)
    # At 12 in the evening one day ends or the other begins.
    return hour + 12 if 5 <= hour <= 11 else None


def _offset(zone: str | None) -> int | None:
    """Minutes east of Greenwich; None where no place on earth has such."""
    digits = (zone or "").upper().removeprefix("UTC").removeprefix("GMT").removeprefix("Z")
    if not digits:
        return 0
    sign, digits = digits[0], digits[1:].replace(":", "")
    hours, rest = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    minutes = int(hours) * 60 + int(rest)
    if minutes > 14 * 60 or minutes % 15:
        return None
    return -minutes if sign == "-" else minutes


def span(text: str) -> bool | None:
    """Does 10:00-11:00 look like a span? False where it ends before it begins, None if neither."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return end > start


def zone_name(text: str) -> str | None:
    """The zone's name behind a time, such as CST, which is no offset."""
    match = _ZONE_NAME.fullmatch(text.strip())
    return match[1] if match else None
