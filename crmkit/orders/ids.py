"""Identifiers: text stays text, with its zeros; typed whole numbers stay numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from crmkit.orders.columns import Coded, Column

# What programs write for "nothing here". "NA" is not among them: it may be an id.
_NOTHING = ("", "nan", "NaN", "<NA>", "None", "NULL", "null", "NaT", "#N/A", "\\N")


@dataclass(frozen=True)
class Ids:
    """The identifier of each row: a number, or the number of its text among `texts`."""

    numbers: np.ndarray
    missing: np.ndarray
    texts: pd.Series | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def codes(self) -> np.ndarray:
        """A whole number for each row's identifier: equal numbers, equal identifiers."""
        if self.texts is None or not len(self.texts):
            return self.numbers
        same, distinct = pd.factorize(self.texts)
        if len(distinct) == len(self.texts):
            return self.numbers
        return np.asarray(same)[self.numbers]

    def take(self, rows: np.ndarray) -> pd.Series:
        """The identifiers of some rows."""
        missing = self.missing[rows]
        if self.texts is None and missing.any():
            return pd.Series(pd.arrays.IntegerArray(self.numbers[rows], missing))
        if self.texts is None:
            return pd.Series(self.numbers[rows])
        numbers = np.where(missing, np.int32(-1), self.numbers[rows])
        return Coded(numbers, self.texts).take(np.arange(len(rows), dtype="int32"))


def read_ids(column: Column) -> Ids:
    """Whose order is each row? Blank identifiers are marked as missing."""
    data = column.data
    if isinstance(data, pd.Series) and pd.api.types.is_integer_dtype(data.dtype):
        missing = data.isna().to_numpy()
        values = (data.fillna(0) if missing.any() else data).to_numpy()
        if values.dtype.kind != "u" or not len(values) or values.max() <= np.iinfo("int64").max:
            return Ids(values.astype("int64", copy=False), missing, None)
    if isinstance(data, pd.Series) and pd.api.types.is_float_dtype(data.dtype):
        numbers = data.to_numpy("float64", na_value=np.nan)
        missing = ~np.isfinite(numbers)
        filled = np.where(missing, 0, numbers)
        # Whole numbers beside blanks are floats in a frame only because of the blanks.
        if (filled == np.rint(filled)).all() and (np.abs(filled) < 2**53).all():
            return Ids(filled.astype("int64"), missing, None)
    codes, distinct = column.distinct()
    texts, notes = _as_text(distinct, column.name)
    nothing = texts.isin(_NOTHING).to_numpy()
    missing = (codes < 0) | (nothing[codes] if len(texts) else False)
    return Ids(codes, missing, texts.reset_index(drop=True), notes)


def _as_text(values: pd.Series, name: str) -> tuple[pd.Series, tuple[str, ...]]:
    if values.dtype == object or not pd.api.types.is_string_dtype(values.dtype):
        return pd.Series([_cell_text(value) for value in values], dtype="str"), ()
    texts = values.astype("str").str.strip()
    known = ~texts.isin(_NOTHING)
    floats = texts.str.fullmatch(r"[0-9]+\.0")
    if known.any() and floats[known].all():
        said = f"ids in {name!r} like {texts[known].iloc[0]!r} lost their '.0'"
        return texts.str.removesuffix(".0"), (said,)
    return texts, ()


def _cell_text(value: object) -> str:
    """A spreadsheet's 12345.0 is the number 12345."""
    if isinstance(value, float | np.floating) and np.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value).strip()
