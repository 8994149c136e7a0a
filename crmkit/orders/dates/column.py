"""Times of purchase from whatever a source holds: timestamps, text, numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.columns.column import Column
from crmkit.orders.dates.cells import from_cells, plain
from crmkit.orders.dates.day_order import day_first
from crmkit.orders.dates.excel_days import refuse_short_days, refuse_swapped, refuse_swapped_texts
from crmkit.orders.dates.formats import digits_of, read_by_format
from crmkit.orders.dates.forms import NAT, parsed_day
from crmkit.orders.dates.no_dates import (
    drop_placeholders,
    note_words,
    read_clocks,
    refuse_without_any,
)
from crmkit.orders.dates.numbers import from_days, from_unix, unix_unit
from crmkit.orders.dates.texts import split_texts
from crmkit.orders.dates.values import SLICE, Moments, Values
from crmkit.orders.dates.zones import find_zone, in_one_zone


class Times(NamedTuple):
    """Time of each row, without a zone (NaT where unreadable), and notes for the report."""

    at: np.ndarray
    notes: tuple[str, ...]


def read_dates(column: Column, *, date_format: str | None, timezone: str | None) -> Times:
    """When was each order? Times with a zone are converted to the one named zone."""
    zone = find_zone(timezone)
    values = _values(column)
    if not len(values.values):
        return Times(np.full(len(values.codes), NAT), ())
    if values.values.dtype.kind == "M":
        moments = _from_timestamps(values.values)
    else:
        moments = _from_values(values, date_format)
    in_one_zone(moments, values, zone)
    drop_placeholders(moments, values)
    refuse_without_any(moments, values, date_format)
    return Times(_by_row(moments.at, values.codes), tuple(moments.notes))


def _by_row(at: np.ndarray, codes: np.ndarray) -> np.ndarray:
    # Where each row has a value of its own, as in long files, nothing is copied.
    at = at if _own_values(codes, len(at)) else np.take(at, codes, mode="clip")
    at[codes < 0] = NAT
    return at


def _own_values(codes: np.ndarray, size: int) -> bool:
    if len(codes) != size:
        return False
    for start in range(0, size, SLICE):
        part = codes[start : start + SLICE]
        if ((part >= 0) & (part != start + np.arange(len(part)))).any():
            return False
    return True


def _values(column: Column) -> Values:
    data = column.data
    if isinstance(data, pd.Series):
        data = plain(data, column.name)
        if data.dtype.kind == "M":
            # Timestamps seldom repeat: each is a value of its own.
            return Values(column, np.arange(len(data), dtype="int32"), data)
    codes, values = Column(column.name, data, column.where).distinct()
    return Values(column, codes, plain(values, column.name))


def _from_timestamps(values: pd.Series) -> Moments:
    aware = np.zeros(len(values), bool)
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        aware = values.notna().to_numpy()
        values = values.dt.tz_convert("UTC").dt.tz_localize(None)
    at = values.to_numpy()
    if np.datetime_data(at.dtype)[0] in ("s", "ms"):
        # They reach years that microseconds do not.
        far = np.abs(at.astype("datetime64[Y]").astype("int64")) > 100_000
        at = np.where(far, np.datetime64("NaT"), at)
        aware = aware & ~far
    return Moments(at.astype("datetime64[us]"), aware, [])


def _from_values(values: Values, date_format: str | None) -> Moments:
    cells = from_cells(values.values)
    numbers = cells.numbers
    if date_format is None:
        moments, found = _from_texts(values, cells.is_text)
        numbers = _both(numbers, found)
    else:
        by_format = cells.is_text
        if numbers is not None and digits_of(date_format):
            by_format = by_format | np.isfinite(numbers)
            numbers = None
        moments = read_by_format(values.only(by_format), date_format)
    dated = np.zeros(len(moments.at), bool)
    if cells.at is not None:
        dated = ~np.isnat(cells.at)
        moments.at[dated], moments.aware[dated] = cells.at[dated], cells.aware[dated]
    if numbers is not None:
        dated |= _from_numbers(numbers, values, moments)
    refuse_swapped(values, cells.is_text, moments.at, dated)
    return moments


def _from_texts(values: Values, is_text: np.ndarray) -> tuple[Moments, np.ndarray | None]:
    """Days and times that are written out, and the numbers among the texts."""
    split = split_texts(values.values, is_text)
    values = values.only(is_text)
    refuse_swapped_texts(values, split)
    clocks, notes = read_clocks(split, values)
    first, order = day_first(split, values)
    split.settle(np.array([parsed_day(day, first) for day in split.days]), clocks)
    notes = [*order, *notes, *note_words(split, values)]
    if is_text.all():
        return Moments(split.at, split.aware, notes), split.numbers
    at, aware = np.full(len(is_text), NAT), np.zeros(len(is_text), bool)
    at[is_text], aware[is_text] = split.at, split.aware
    numbers = None
    if split.numbers is not None:
        numbers = np.full(len(is_text), np.nan)
        numbers[is_text] = split.numbers
    return Moments(at, aware, notes), numbers


def _both(cells: np.ndarray | None, texts: np.ndarray | None) -> np.ndarray | None:
    if cells is None or texts is None:
        return texts if cells is None else cells
    return np.where(np.isnan(cells), texts, cells)


def _from_numbers(numbers: np.ndarray, values: Values, moments: Moments) -> np.ndarray:
    """Fill in the times that are numbers, and say which of them are days of Excel."""
    # A column of instants of Unix holds nothing else.
    alone = bool((np.isfinite(numbers) | ~values.filled()).all())
    unit = unix_unit(numbers) if alone else None
    excel = np.zeros(len(numbers), bool)
    for start in range(0, len(numbers), SLICE):
        part = slice(start, start + SLICE)
        if unit:
            at = from_unix(numbers[part], unit)
        else:
            at, excel[part] = from_days(numbers[part])
        named = ~np.isnat(at)
        moments.at[part][named] = at[named]
        moments.aware[part][named] = unit is not None
    name = values.column.name
    if unit:
        moments.what = f"{unit} since 1970 (Unix time)"
        moments.notes.append(f"numbers in {name!r} were read as {moments.what}")
    if excel.any():
        refuse_short_days(numbers, excel, values)
        moments.notes.append(
            f"numbers in {name!r} were read as Excel days (45000 is 2023-03-15): "
            f"{values.shown(excel)}"
        )
    return excel
