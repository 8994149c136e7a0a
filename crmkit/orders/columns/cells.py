"""The distinct cells of a column, as they are compared and handed to Arrow."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from crmkit.orders.columns.column import Coded, Column

# What cannot be seen: soft hyphens, marks of direction and of no width, the mark of byte order.
INVISIBLE = "".join(
    map(
        chr,
        (
            0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
            *range(0x2060, 0x206A), 0xFEFF,
        ),
    )
)  # fmt: skip


def distinct_cells(column: Column) -> Coded:
    """The values that stand in the column; True and False are none, as they would count as 1 and 0.

    A category that no row has is no value.
    """
    data = column.data
    if isinstance(data, pd.Series) and isinstance(data.dtype, pd.CategoricalDtype):
        data = data.cat.remove_unused_categories()
    elif isinstance(data, pd.Series) and pd.api.types.is_object_dtype(data.dtype):
        truth = np.fromiter((isinstance(cell, bool | np.bool_) for cell in data), bool, len(data))
        data = data.mask(truth) if truth.any() else data
    return Column(column.name, data, column.where).distinct()


def is_text(values: pd.Series) -> bool:
    """Is each value text, and not only some?"""
    kind = values.dtype
    return pd.api.types.is_string_dtype(kind) and not pd.api.types.is_object_dtype(kind)


def as_arrow(texts: pd.Series | list[str], name: str) -> pa.ChunkedArray:
    """Text as Arrow holds it, without a copy where pandas holds it so."""
    try:
        array = pa.array(texts, type=pa.large_string(), from_pandas=True)
    except UnicodeEncodeError as error:
        raise ValueError(
            f"column {name!r} holds characters that are no text (half of a surrogate pair, "
            f"such as in {error.object!a:.40}). Read the file again in its true encoding."
        ) from error
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def rows_of(codes: np.ndarray, which: np.ndarray) -> np.ndarray:
    """The rows that have one of the marked values."""
    if not which.any():
        return np.empty(0, "int64")
    return np.flatnonzero((codes >= 0) & which[np.maximum(codes, 0)])


def flags(array: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Arrow's truth values as a mask; none is False."""
    return np.asarray(array.fill_null(False).to_numpy(zero_copy_only=False), bool)
