"""Days and instants written as numbers: 20240305, Excel's days, seconds of Unix."""

from __future__ import annotations

import numpy as np

from crmkit.orders.dates.forms import NAT
from crmkit.orders.dates.values import SLICE

# Numbers mean days of Excel or seconds of Unix only in the years in which shops export orders.
_FIRST, _END = np.datetime64("1980-01-01", "us"), np.datetime64("2101-01-01", "us")
_EXCEL_ZERO = np.datetime64("1899-12-30", "us")
_UNIX_ZERO = np.datetime64("1970-01-01", "us")
# What one of the unit is in microseconds.
UNIX = {"seconds": 1_000_000, "milliseconds": 1_000}
_DAY = 86_400_000_000


def unix_unit(numbers: np.ndarray) -> str | None:
    """The unit in which all numbers are instants of our time; 0 may stand for none."""
    known = np.isfinite(numbers) & (numbers != 0)
    if not known.any():
        return None
    least, most = numbers.min(where=known, initial=np.inf), numbers.max(where=known, initial=0)
    for unit, one in UNIX.items():
        first, end = ((edge - _UNIX_ZERO).astype("int64") / one for edge in (_FIRST, _END))
        if least >= first and most < end:
            return None if unit == "seconds" and _all_minutes(numbers[known]) else unit
    return None


def _all_minutes(numbers: np.ndarray) -> bool:
    """Is each a minute like 2401021030, the 2nd of January 2024 at 10:30, as well?"""
    for start in range(0, len(numbers), SLICE):
        minutes = numbers[start : start + SLICE].astype("int64") * 100 + 20_000_000_000_000
        if np.isnat(_compact_with_time(minutes)).any():
            return False
    return True


def from_unix(numbers: np.ndarray, unit: str) -> np.ndarray:
    """The instants in UTC, NaT where there is no number."""
    known = np.isfinite(numbers)
    since = np.rint(np.where(known, numbers, 0) * UNIX[unit]).astype("timedelta64[us]")
    return np.where(known, _UNIX_ZERO + since, NAT)


def from_days(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The day, and perhaps time, that each number names (NaT: none), and which are Excel's."""
    at = np.full(len(numbers), NAT)
    known = np.isfinite(numbers)
    whole = known & (numbers == np.floor(np.where(known, numbers, 0)))
    compact = whole & (numbers >= 1000_01_01) & (numbers <= 9999_12_31)
    at[compact] = _compact(numbers[compact].astype("int64"))
    # 20240305102030
    long = whole & (numbers >= 1000_01_01_00_00_00) & (numbers <= 9999_12_31_23_59_59)
    at[long] = _compact_with_time(numbers[long].astype("int64"))
    first, end = ((edge - _EXCEL_ZERO) / np.timedelta64(1, "D") for edge in (_FIRST, _END))
    excel = known & (numbers >= first) & (numbers < end)
    microseconds = np.rint(numbers[excel] * _DAY).astype("timedelta64[us]")
    # A serial number holds a time to some microseconds: nothing shorter than a millisecond.
    at[excel] = (_EXCEL_ZERO + microseconds + np.timedelta64(500, "us")).astype("datetime64[ms]")
    return at, excel


def _compact(number: np.ndarray) -> np.ndarray:
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    right = (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]") == months)
    return np.where(right, days.astype("datetime64[us]"), NAT)


def _compact_with_time(number: np.ndarray) -> np.ndarray:
    hour, minute, second = number // 10_000 % 100, number // 100 % 100, number % 100
    right = (hour < 24) & (minute < 60) & (second < 60)
    clock = ((hour * 60 + minute) * 60 + second).astype("timedelta64[s]")
    return np.where(right, _compact(number // 1_000_000) + clock, NAT)
