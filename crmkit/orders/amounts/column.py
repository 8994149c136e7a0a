"""Amounts as whole numbers, so that sums are exact: text, numbers, money signs, commas."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from crmkit.orders.amounts.millionths import (
    LARGEST,
    MILLIONTHS,
    PER_CENT,
    from_decimals,
    from_floats,
    from_integers,
    from_short_floats,
    in_millionths,
    to_cents,
    total,
)
from crmkit.orders.amounts.texts import (
    BELOW_ZERO,
    COMMA,
    EITHER_COMMA,
    EITHER_POINT,
    NO_AMOUNT,
    POINT,
    SCIENTIFIC,
    WHOLE,
    read_texts,
)
from crmkit.orders.columns.cells import as_arrow, distinct_cells, is_text, rows_of
from crmkit.orders.columns.column import Coded, Column, counted

__all__ = [
    "LARGEST", "MILLIONTHS", "PER_CENT", "Money", "read_money", "times", "to_cents", "total",
]  # fmt: skip

# So many texts are looked at together: what that takes is small beside the column.
_SLICE = 1 << 18
# From here on, neighbouring numbers of single precision are more than a cent apart.
_SINGLE_CENTS = 131_072


class Money(NamedTuple):
    """Millionths of a currency unit a row (0 where unreadable), and which rows were readable.

    `marks` is the currency that stands beside each amount, None where the column has none: an
    ISO code, a sign that several currencies share ("$", "¥", "kr"), or what tells one from them
    ("CA$").
    """

    millionths: np.ndarray
    readable: np.ndarray
    notes: tuple[str, ...]
    marks: Coded | None = None


def read_money(column: Column, *, decimal: str | None = None) -> Money:
    """How much money stands in each row? Unreadable, infinite or absurd amounts are marked.

    Raises ValueError where the decimal mark cannot be known, or the column has two.
    """
    typed = _from_typed(column)
    if typed is not None:
        return typed
    codes, values = distinct_cells(column)
    if not len(values):
        return Money(np.zeros(len(codes), "int64"), np.zeros(len(codes), bool), ())
    said = _from_values(values, column.name)
    notes = _settle(column, codes, said, decimal)
    known = codes >= 0
    taken = np.maximum(codes, 0)
    millionths, readable = said.millionths[taken], known & (said.form != NO_AMOUNT)[taken]
    if not readable.all():
        millionths[~readable] = 0
    marks = None
    if said.names:
        marked = np.where(readable, said.mark[taken], np.int16(-1))
        marks = Coded(marked, pd.Series(list(said.names), dtype="str"))
    return Money(millionths, readable, notes, marks)


def times(price: Money, quantity: Money) -> Money:
    """Price times quantity, exactly where the quantity is a whole number."""
    readable = price.readable & quantity.readable
    product = price.millionths.astype("float64") / MILLIONTHS * quantity.millionths / MILLIONTHS
    readable &= np.abs(product) < LARGEST
    whole = quantity.millionths // MILLIONTHS
    result = np.where(readable, price.millionths, 0) * np.where(readable, whole, 0)
    for row in np.flatnonzero(readable & (quantity.millionths % MILLIONTHS != 0)):
        exact = Decimal(int(price.millionths[row])) * int(quantity.millionths[row])
        result[row] = int((exact / MILLIONTHS).quantize(Decimal(1), ROUND_HALF_UP))
    return Money(result, readable, price.notes + quantity.notes, price.marks)


def _from_typed(column: Column) -> Money | None:
    """The amounts of a column of numbers; None where cells must be looked at."""
    data = column.data
    if not isinstance(data, pd.Series) or isinstance(data.dtype, pd.CategoricalDtype):
        return None
    kind = data.dtype
    if pd.api.types.is_integer_dtype(kind):
        return Money(*from_integers(data), ())
    if pd.api.types.is_float_dtype(kind):
        if data.iloc[:0].to_numpy(na_value=np.nan).dtype.itemsize >= 8:
            return Money(*from_floats(data.to_numpy("float64", na_value=np.nan)), ())
        values = data.to_numpy("float32", na_value=np.nan)
        return Money(*from_short_floats(values), _lost_cents(column, values))
    if isinstance(kind, pd.ArrowDtype) and pa.types.is_decimal(kind.pyarrow_dtype):
        return Money(*from_decimals(pa.array(data)), ())
    return None


def _lost_cents(column: Column, values: np.ndarray) -> tuple[str, ...]:
    large = np.flatnonzero(np.isfinite(values) & (np.abs(values) >= _SINGLE_CENTS))
    if not len(large):
        return ()
    said = (
        f"amounts in {column.name!r} are numbers of single precision, which hold no cents from "
        f"{_SINGLE_CENTS:,} on: {column.shown(large, 1)}"
    )
    return (said,)


class _Said(NamedTuple):
    """What each distinct value says, as `Texts`, and the names of the currency marks."""

    millionths: np.ndarray
    form: np.ndarray
    mark: np.ndarray
    how: np.ndarray
    names: dict[str, int]


def _from_values(values: pd.Series, name: str) -> _Said:
    count = len(values)
    names: dict[str, int] = {}
    said = _Said(
        np.zeros(count, "int64"),
        np.zeros(count, "int8"),
        np.full(count, -1, "int16"),
        np.zeros(count, "int8"),
        names,
    )
    for start in range(0, count, _SLICE):
        part = values.iloc[start : start + _SLICE]
        if is_text(part):
            at: slice | np.ndarray = slice(start, start + len(part))
        else:
            cells = part.to_list()
            has_text = np.array([isinstance(cell, str) for cell in cells], bool)
            for place in np.flatnonzero(~has_text):
                number = in_millionths(cells[place])
                if number is not None:
                    said.millionths[start + place] = number
                    said.form[start + place] = WHOLE
            if not has_text.any():
                continue
            part = part[has_text]
            at = start + np.flatnonzero(has_text)
        texts = read_texts(as_arrow(part, name).combine_chunks(), names)
        said.millionths[at], said.form[at] = texts.millionths, texts.form
        said.mark[at], said.how[at] = texts.mark, texts.how
    return said


def _settle(column: Column, codes: np.ndarray, said: _Said, decimal: str | None) -> tuple[str, ...]:
    """Is the decimal mark a point or a comma? Settled by the values that leave no doubt.

    `said` is settled accordingly.
    """
    form = said.form
    points, commas = form == POINT, form == COMMA
    doubtful = (form == EITHER_POINT) | (form == EITHER_COMMA)
    notes = _readings(column, codes, said)
    if decimal is None:
        if points.any() and commas.any():
            rows = [rows_of(codes, which) for which in (points, commas)]
            few = len(min(rows, key=len))
            mark = "." if few < len(rows[0]) else ","
            # Otherwise the read would stop at may_drop.
            drops = f", or pass decimal={mark!r}: the {counted(few)} of the other kind are dropped"
            raise ValueError(
                f"column {column.name!r} mixes decimal points in {column.shown(rows[0])} and "
                f"decimal commas in {column.shown(rows[1])}. Write all in one way first"
                f"{drops if few <= len(codes) / 20 else ''}."
            )
        if doubtful.any():
            notes += _doubts(column, codes, doubtful, points | commas)
        decimal = "," if commas.any() else "."
        if decimal == ",":
            notes.append(f"amounts in {column.name!r} have decimal commas (1.234,50)")
    decimals = form == (EITHER_POINT if decimal == "." else EITHER_COMMA)
    said.millionths[decimals] //= 1000
    form[commas if decimal == "." else points] = NO_AMOUNT
    return tuple(notes)


def _doubts(
    column: Column, codes: np.ndarray, doubtful: np.ndarray, proven: np.ndarray
) -> list[str]:
    """What tells 1,234 from 1.234? Nothing, or perhaps very few values."""
    rows, proofs = rows_of(codes, doubtful), rows_of(codes, proven)
    if len(rows) and not len(proofs):
        raise ValueError(
            f"column {column.name!r}: one mark and three digits behind it in {column.shown(rows)}: "
            "nothing in the column tells thousands from decimals. Pass decimal='.' (then "
            "1,234 is above a thousand and 1.234 is not) or decimal=',' (the other way round)."
        )
    if len(proofs) >= len(rows):
        return []
    return [
        f"amounts in {column.name!r} such as {column.first(rows, 1)} ({counted(rows)}) could be "
        f"thousands or decimals: {column.shown(proofs, 1)} told which"
    ]


def _readings(column: Column, codes: np.ndarray, said: _Said) -> list[str]:
    """Ways of writing that are worth a look."""
    notes = []
    for flag, what in (
        (BELOW_ZERO, "in brackets or with a minus behind were read as below zero"),
        (SCIENTIFIC, "in scientific notation were read; digits that it leaves out are lost"),
    ):
        rows = rows_of(codes, (said.how & flag) != 0)
        if len(rows):
            notes.append(f"amounts in {column.name!r} {what}: {column.shown(rows, 1)}")
    return notes
