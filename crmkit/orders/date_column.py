"""Times of purchase from whatever a source holds: timestamps, text, Excel serial numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.columns import Column
from crmkit.orders.date_forms import NAT, YEAR_LAST, day_of, parsed_day, parsed_time

if TYPE_CHECKING:
    import pyarrow as pa

MICROSECONDS = "datetime64[us]"
# The last day that Excel knows: 9999-12-31.
_LAST_SERIAL = 2_958_465

# A text is a day and, perhaps, a time of day: both have few distinct values. Most are plain.
_PLAIN_DAY_AND_TIME = r"^(?P<day>[0-9/.年月日-]+)[ T](?P<time>[0-9:.]+)$"
_DAY_AND_TIME = (
    r"(?s)^\s*(?P<day>.*?)(?:[T\s]\s*|日\s*)?"
    r"(?P<time>(?:上午|下午|AM |PM )?\s*[0-9]{1,2}[:时点][0-9]{1,2}.*)?\s*$"
)


_SLICE = 1_000_000


class Times(NamedTuple):
    """Time of each row, without a zone (NaT where unreadable), and notes for the report."""

    at: np.ndarray
    notes: tuple[str, ...]


def read_dates(column: Column, *, date_format: str | None, timezone: str | None) -> Times:
    """When was each order? Times with a zone are converted to the one named zone."""
    zone = _zone(timezone)
    data = column.data
    if isinstance(data, pd.Series):
        if isinstance(data.dtype, pd.ArrowDtype):
            data = pd.Series(data.to_numpy() if data.dtype.kind == "M" else data.astype("object"))
        if isinstance(data.dtype, pd.DatetimeTZDtype):
            _named(zone, column, np.flatnonzero(data.notna()))
            local = data.dt.tz_convert(zone).dt.tz_localize(None)
            said = f"times in {column.name!r} were converted from {data.dt.tz} to {timezone}"
            return Times(local.to_numpy().astype(MICROSECONDS), (said,))
        if data.dtype.kind == "M":
            return Times(data.to_numpy().astype(MICROSECONDS), _assumed(column, timezone))
    codes, values = column.distinct()
    if pd.api.types.is_numeric_dtype(values.dtype):
        read = _from_numbers(values.to_numpy("float64", na_value=np.nan), column)
    elif date_format is not None and not _has_other_than_text(values):
        read = _by_format(values.astype("str"), column, codes, date_format, zone, timezone)
    else:
        read = _from_mixed(values, column, codes, zone, timezone)
    if not len(values):
        return Times(np.full(len(codes), NAT), ())
    at = np.where(codes >= 0, read.at[np.where(codes >= 0, codes, 0)], NAT)
    return Times(at, read.notes)


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"timezone={name!r} is unknown. Name a zone of the IANA list such as "
            "'Asia/Shanghai', 'Europe/London' or 'UTC'."
        ) from None


def _named(zone: tzinfo | None, column: Column, rows: np.ndarray) -> tzinfo:
    if zone is None:
        raise ValueError(
            f"column {column.name!r} has times with a zone in {len(rows):,} rows (first: "
            f"{column.first(rows)}). Name the zone that the days are counted in, such as "
            "timezone='Asia/Shanghai'."
        )
    return zone


def _assumed(column: Column, timezone: str | None) -> tuple[str, ...]:
    said = f"times in {column.name!r} have no zone and were taken as {timezone} times"
    return (said,) if timezone else ()


def _has_other_than_text(values: pd.Series) -> bool:
    return values.dtype == object and not all(isinstance(value, str) for value in values)


def _from_numbers(numbers: np.ndarray, column: Column) -> Times:
    """Numbers are days as 20240305 or Excel's serial days; anything else is no date."""
    at = np.full(len(numbers), NAT)
    notes = []
    whole = numbers == np.floor(numbers)
    compact = whole & (numbers >= 1000_01_01) & (numbers <= 9999_12_31)
    for place in np.flatnonzero(compact):
        at[place] = day_of(*_split_compact(int(numbers[place])))
    # 2024 alone is a year and no day: Excel's days of those numbers lie in 1905 and 1906.
    year = whole & (numbers >= 1900) & (numbers < 2200)
    serial = (numbers >= 1) & (numbers < _LAST_SERIAL + 1) & (np.floor(numbers) != 60) & ~year
    if serial.any():
        # Excel counts a 29 February 1900 (serial 60) that never was.
        days = numbers[serial] + (numbers[serial] < 60)
        microseconds = np.rint(days * 86_400_000_000).astype("int64")
        at[serial] = np.datetime64("1899-12-30", "us") + microseconds
        # A serial number holds a time to some microseconds: nothing shorter than a millisecond.
        at[serial] = (at[serial] + np.timedelta64(500, "us")).astype("datetime64[ms]")
        notes.append(f"numbers in {column.name!r} were read as Excel days (45000 is 2023-03-15)")
    return Times(at, tuple(notes))


def _split_compact(number: int) -> tuple[int, int, int]:
    return number // 10_000, number // 100 % 100, number % 100


def _by_format(
    texts: pd.Series,
    column: Column,
    codes: np.ndarray,
    date_format: str,
    zone: tzinfo | None,
    timezone: str | None,
) -> Times:
    aware = "%z" in date_format or "%Z" in date_format
    try:
        at = pd.to_datetime(
            texts.str.strip(), format=date_format, errors="coerce", utc=aware, exact=True
        )
    except ValueError as error:
        raise ValueError(f"date_format={date_format!r} is no format: {error}") from None
    if aware:
        _named(zone, column, np.flatnonzero(codes >= 0))
        at = at.dt.tz_convert(zone).dt.tz_localize(None)
        notes: tuple[str, ...] = (f"times in {column.name!r} were converted to {timezone}",)
    else:
        notes = _assumed(column, timezone)
    return Times(at.to_numpy().astype(MICROSECONDS), notes)


def _from_mixed(
    values: pd.Series,
    column: Column,
    codes: np.ndarray,
    zone: tzinfo | None,
    timezone: str | None,
) -> Times:
    at = np.full(len(values), NAT)
    offset = np.zeros(len(values), bool)
    notes: list[str] = []
    is_text = np.ones(len(values), bool)
    if values.dtype == object:
        is_text[:] = [isinstance(value, str) for value in values]
    numbers = np.full(len(values), np.nan)
    for place in np.flatnonzero(~is_text):
        value = values.iloc[place]
        if isinstance(value, datetime):
            offset[place] = value.tzinfo is not None
            at[place] = _utc(value) if offset[place] else np.datetime64(value, "us")
        elif isinstance(value, date):
            at[place] = np.datetime64(value, "us")
        elif isinstance(value, int | float | np.number) and not isinstance(value, bool):
            numbers[place] = float(value)
    texts = (values if is_text.all() else values[is_text]).astype("str")
    places = np.flatnonzero(is_text)
    serial = texts.str.fullmatch(r"[ \t]*[0-9]{1,7}(\.[0-9]+)?[ \t]*").to_numpy(bool)
    numbers[places[serial]] = pd.to_numeric(texts[serial]).to_numpy("float64")
    if np.isfinite(numbers).any():
        read = _from_numbers(numbers, column)
        at = np.where(np.isnat(read.at), at, read.at)
        notes += read.notes
    if serial.any():
        texts, places = texts[~serial], places[~serial]
    if len(texts):
        at[places], offset[places], said = _from_texts(texts, places, column, codes)
        notes += said
    return _in_one_zone(at, offset, column, codes, zone, timezone, notes)


def _utc(value: datetime) -> np.datetime64:
    return np.datetime64(value.astimezone(UTC).replace(tzinfo=None), "us")


def _in_one_zone(
    at: np.ndarray,
    offset: np.ndarray,
    column: Column,
    codes: np.ndarray,
    zone: tzinfo | None,
    timezone: str | None,
    notes: list[str],
) -> Times:
    """Times with an offset stand in UTC here: converted to the named zone."""
    if not offset.any():
        return Times(at, (*notes, *_assumed(column, timezone)))
    rows = np.flatnonzero((codes >= 0) & offset[np.where(codes >= 0, codes, 0)])
    zone = _named(zone, column, rows)
    utc = pd.Series(at[offset]).dt.tz_localize("UTC")
    at[offset] = utc.dt.tz_convert(zone).dt.tz_localize(None).to_numpy().astype(MICROSECONDS)
    notes.append(f"{len(rows):,} times in {column.name!r} were converted to {timezone}")
    bare = ~offset & ~np.isnat(at)
    if bare.any():
        count = int(bare[codes[codes >= 0]].sum())
        notes.append(f"{count:,} times without a zone were taken as {timezone} times")
    return Times(at, tuple(notes))


def _from_texts(
    texts: pd.Series, places: np.ndarray, column: Column, codes: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    (day_codes, days), (time_codes, times) = _split(texts)
    day_first, notes = _day_order(days, day_codes, places, column, codes)
    day_at = np.array([parsed_day(day, day_first) for day in days], MICROSECONDS)
    clock = [parsed_time(text) for text in times]
    # NaT has the smallest number.
    length = np.array([NAT.astype("int64") if c is None else c.microseconds for c in clock])
    length = length.astype("timedelta64[us]")
    aware = np.array([c is not None and c.aware for c in clock], bool)
    return day_at[day_codes] + length[time_codes], aware[time_codes], notes


def _split(texts: pd.Series) -> list[tuple[np.ndarray, list[str]]]:
    """The days and the times of day: their distinct texts, and for each row which one it has."""
    import pyarrow as pa

    chunks: list[list[pa.Array]] = [[], []]
    # A slice at a time: the parts of all rows at once would take as much memory as the file.
    for begin in range(0, len(texts), _SLICE):
        for part, chunk in zip(chunks, _parts(texts.iloc[begin : begin + _SLICE]), strict=True):
            part.append(chunk.dictionary_encode())
    split = []
    for part in chunks:
        whole = pa.chunked_array(part).unify_dictionaries()
        codes = np.concatenate([chunk.indices.to_numpy() for chunk in whole.chunks])
        split.append((codes, whole.chunk(0).dictionary.to_pylist()))
    pa.default_memory_pool().release_unused()
    return split


def _parts(texts: pd.Series) -> list[pa.Array]:
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.array(texts.str.strip(), pa.large_string())
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.combine_chunks()
    parts = pc.extract_regex(whole, pattern=_PLAIN_DAY_AND_TIME)
    odd = pc.is_null(parts)
    odd_parts = pc.extract_regex(pc.filter(whole, odd), pattern=_DAY_AND_TIME)
    return [
        pc.replace_with_mask(pc.struct_field(parts, name), odd, pc.struct_field(odd_parts, name))
        for name in ("day", "time")
    ]


def _day_order(
    days: list[str], day_codes: np.ndarray, places: np.ndarray, column: Column, codes: np.ndarray
) -> tuple[bool, list[str]]:
    """03/04/2024: does the day stand first? The column's own values say so, or the caller must."""
    first, second, either, short = [], [], [], []
    for number, text in enumerate(days):
        match = YEAR_LAST.fullmatch(text)
        if match is None:
            continue
        left, right = int(match[1]), int(match[3])
        if len(match[4]) == 2:
            short.append(number)
        elif 12 < left <= 31 and 1 <= right <= 12:
            first.append(number)
        elif 12 < right <= 31 and 1 <= left <= 12:
            second.append(number)
        elif left != right and 1 <= left <= 12 and 1 <= right <= 12:
            either.append(number)

    def rows(of: list[int]) -> np.ndarray:
        return np.flatnonzero(np.isin(codes, places[np.isin(day_codes, of)]))

    fix = (
        "Pass date_format='%d/%m/%Y' (day first) or date_format='%m/%d/%Y' (month first), "
        "with %H:%M:%S where there is a time."
    )
    if short:
        raise ValueError(
            f"column {column.name!r} has years of two digits in {len(rows(short)):,} rows (first: "
            f"{column.first(rows(short))}). Pass date_format, such as '%d/%m/%y' or '%y/%m/%d'."
        )
    if first and second:
        raise ValueError(
            f"column {column.name!r} mixes day first ({len(rows(first)):,} rows; first: "
            f"{column.first(rows(first))}) and month first ({len(rows(second)):,} rows; first: "
            f"{column.first(rows(second))}). {fix} The others are counted as unparseable."
        )
    if either and not first and not second:
        raise ValueError(
            f"column {column.name!r} is ambiguous in {len(rows(either)):,} rows: day or month "
            f"first? First: {column.first(rows(either))}. {fix}"
        )
    if not first and not second:
        return True, []
    proof = rows(first or second)
    order = "day first" if first else "month first"
    such = f"{len(proof):,} rows such as {column.first(proof, 1)}"
    said = f"dates in {column.name!r} are {order}: {such}"
    return bool(first), [said]
