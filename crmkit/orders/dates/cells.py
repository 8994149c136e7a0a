"""Dates that are typed: columns of timestamps, periods and Arrow types, and single cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.dates.forms import NAT


class Cells(NamedTuple):
    """Which values are texts, the time of those that are dates, the number of those that are."""

    is_text: np.ndarray
    at: np.ndarray | None
    aware: np.ndarray
    numbers: np.ndarray | None


def plain(data: pd.Series, name: str) -> pd.Series:
    """The column as timestamps, numbers, text or objects; other types name no day."""
    kind = data.dtype
    if isinstance(kind, pd.ArrowDtype):
        data = _from_arrow(data, kind)
    if isinstance(kind, pd.PeriodDtype):
        return _from_periods(data, name)
    if pd.api.types.is_bool_dtype(data.dtype):
        return data.astype(object)
    inferred = pd.api.types.infer_dtype(data, skipna=True) if data.dtype == object else ""
    if inferred == "period":
        return _from_periods(data.infer_objects(), name)
    if data.dtype.kind == "m" or inferred in ("time", "timedelta"):
        raise ValueError(
            f"column {name!r} holds times of day or lengths of time, and no day ({kind}). Name the "
            "column that has the day, or put day and time into one column first."
        )
    return data


def _from_arrow(data: pd.Series, kind: pd.ArrowDtype) -> pd.Series:
    import pyarrow.types as types

    arrow = kind.pyarrow_dtype
    if types.is_timestamp(arrow):
        if arrow.tz:
            return data.astype(pd.DatetimeTZDtype(arrow.unit, arrow.tz))
        return data.astype(np.dtype(f"datetime64[{arrow.unit}]"))
    if types.is_date(arrow):
        return data.astype("datetime64[s]")
    if types.is_duration(arrow):
        return data.astype("timedelta64[us]")
    if types.is_integer(arrow) or types.is_floating(arrow) or types.is_decimal(arrow):
        return data.astype("Float64")
    if types.is_string(arrow) or types.is_large_string(arrow) or types.is_string_view(arrow):
        return data.astype("str")
    return data.astype(object)


def _from_periods(data: pd.Series, name: str) -> pd.Series:
    known = data.dropna()
    if ((known.dt.end_time - known.dt.start_time) >= pd.Timedelta(days=1)).any():
        raise ValueError(
            f"column {name!r} holds periods longer than a day ({data.dtype}): on which day was it "
            "ordered? Use a column with days; data[column].dt.start_time takes the first day."
        )
    return data.dt.start_time


def from_cells(values: pd.Series) -> Cells:
    """Tell texts, dates and numbers apart."""
    size = len(values)
    aware = np.zeros(size, bool)
    if pd.api.types.is_numeric_dtype(values.dtype):
        numbers = values.to_numpy("float64", na_value=np.nan)
        return Cells(np.zeros(size, bool), None, aware, numbers)
    if values.dtype != object:
        return Cells(np.ones(size, bool), None, aware, None)
    is_text = np.array([isinstance(value, str) for value in values], bool)
    at, numbers = np.full(size, NAT), np.full(size, np.nan)
    for place in np.flatnonzero(~is_text):
        value = values.iloc[place]
        if isinstance(value, datetime | np.datetime64) and not pd.isna(value):
            stamp = pd.Timestamp(value).as_unit("us")
            aware[place] = stamp.tzinfo is not None
            at[place] = stamp.asm8
        elif isinstance(value, date):
            at[place] = np.datetime64(value, "us")
        elif isinstance(value, int | float | Decimal | np.number) and not isinstance(value, bool):
            numbers[place] = float(value)
    return Cells(
        is_text,
        None if np.isnat(at).all() else at,
        aware,
        None if np.isnan(numbers).all() else numbers,
    )
