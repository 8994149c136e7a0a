"""Identifiers: text stays text, with its zeros; typed whole numbers stay numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from crmkit.orders.columns.cells import distinct_cells, is_text
from crmkit.orders.columns.column import Coded, Column
from crmkit.orders.ids.doubts import DIGITS, crowded, crowded_texts, cut_off, twins
from crmkit.orders.ids.texts import clean_texts, refuse_lost_digits


@dataclass(frozen=True)
class Ids:
    """The identifier of each row: a number, or that of its text among `texts` (-1: missing)."""

    numbers: np.ndarray
    missing: np.ndarray
    texts: pd.Series | None = None
    notes: tuple[str, ...] = ()
    distinct: bool = False

    @cached_property
    def codes(self) -> np.ndarray:
        """A whole number for each row's identifier: equal numbers, equal identifiers."""
        if self.texts is None or self.distinct or not len(self.texts):
            return self.numbers
        same, distinct = pd.factorize(self.texts)
        if len(distinct) == len(self.texts):
            return self.numbers
        return np.asarray(same)[self.numbers]

    def take(self, rows: np.ndarray) -> pd.Series:
        """The identifiers of some rows."""
        if self.texts is not None:
            return Coded(self.numbers, self.texts).take(rows)
        missing = self.missing[rows]
        if missing.any():
            return pd.Series(pd.arrays.IntegerArray(self.numbers[rows], missing))
        return pd.Series(self.numbers[rows])


def read_ids(column: Column) -> Ids:
    """Whose order is each row? Blank identifiers, and words that name nobody, are missing.

    Raises ValueError where identifiers have lost digits.
    """
    whole = _whole_numbers(column)
    if whole is not None:
        return whole
    codes, values = distinct_cells(column)
    texts, nobody, notes, changed = clean_texts(column, codes, values)
    missing = codes < 0
    if nobody.any():
        missing |= nobody[np.maximum(codes, 0)]
    # Values that were different may be equal now; and not every source makes them distinct.
    distinct = not changed and is_text(values) and len(texts) < len(codes)
    doubts = [
        *twins(column, codes, texts, nobody, distinct=distinct),
        *(crowded if distinct else crowded_texts)(column, codes, missing, texts),
        *cut_off(column, texts),
    ]
    if nobody.any():
        codes = np.where(missing, np.int32(-1), codes)
    return Ids(codes, missing, texts.reset_index(drop=True), (*notes, *doubts), distinct)


def _whole_numbers(column: Column) -> Ids | None:
    """The ids of a column of whole numbers; None where they are texts or have fractions."""
    data = column.data
    if not isinstance(data, pd.Series) or isinstance(data.dtype, pd.CategoricalDtype):
        return None
    kind = data.dtype
    if pd.api.types.is_integer_dtype(kind):
        missing = data.isna().to_numpy()
        values = (data.fillna(0) if missing.any() else data).to_numpy()
        if values.dtype.kind == "u" and len(values) and values.max() > np.iinfo("int64").max:
            return None
        numbers = values.astype("int64", copy=False)
    elif pd.api.types.is_float_dtype(kind):
        # Whole numbers beside blanks are floats in a frame only because of the blanks.
        wide = data.to_numpy("float64", na_value=np.nan)
        missing = ~np.isfinite(wide)
        filled = np.where(missing, 0, wide)
        exact = 2 ** (np.finfo(data.to_numpy(na_value=np.nan).dtype).nmant + 1)
        refuse_lost_digits(column, np.flatnonzero(np.abs(filled) >= exact))
        if (filled != np.rint(filled)).any():
            return None
        numbers = filled.astype("int64")
    elif isinstance(kind, pd.ArrowDtype) and pa.types.is_decimal(kind.pyarrow_dtype):
        missing = data.isna().to_numpy()
        try:
            whole = pc.cast(pa.array(data), pa.int64()).fill_null(0)
        except pa.ArrowInvalid:
            return None
        numbers = whole.to_numpy(zero_copy_only=False)
    else:
        return None
    long = pd.Series(np.unique(numbers[np.abs(numbers) >= 10**DIGITS])).astype("str")
    notes = (*crowded(column, numbers, missing), *cut_off(column, long))
    return Ids(numbers, missing, None, notes)
