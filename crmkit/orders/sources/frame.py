"""A pandas frame as a source: columns of any kind, and rows named by their index."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from crmkit.orders.sources.source_types import Data, Source, duplicated, some, unique_names


def from_frame(frame: pd.DataFrame) -> Source:
    """A source that stands in memory."""
    if frame.columns.nlevels > 1:
        raise ValueError(
            f"the frame has {frame.columns.nlevels} levels of column names: "
            "flatten them to one, for example with df.columns = ['_'.join(c) for c in df.columns]."
        )
    unique_names(list(frame.columns), "the frame")
    index = frame.index
    said = _unread_index(frame)

    def read(wanted: Sequence[str]) -> Data:
        columns = {name: _plain(name, frame[name].reset_index(drop=True)) for name in wanted}
        return Data(
            columns,
            len(frame),
            lambda rows: duplicated(frame.iloc[rows]),
            lambda row: f"index {index[row]!s}",
            notes=(said,) if said else (),
        )

    return Source(tuple(frame.columns), read, aside=f"{said}." if said else "")


def _unread_index(frame: pd.DataFrame) -> str:
    """What is to be said of an index with a name: it is no column."""
    levels = [name for name in frame.index.names if name is not None]
    if not levels:
        return ""
    return (
        f"The frame's index ({some([repr(name) for name in levels])}) is not read; "
        "df.reset_index() makes columns of it"
    )


def _plain(name: str, column: pd.Series) -> pd.Series:
    """Columns of rarer types as those that dates, amounts and ids are read from."""
    dtype = column.dtype
    if isinstance(dtype, pd.ArrowDtype):
        import pyarrow as pa

        from crmkit.orders.sources.arrow_table import as_series

        return as_series(name, pa.chunked_array([pa.array(column)]), "the frame")
    if isinstance(dtype, pd.SparseDtype):
        return column.astype(dtype.subtype)
    if pd.api.types.is_object_dtype(dtype) and any(isinstance(cell, bytes) for cell in column):
        return _decoded(name, column)
    return column


def _decoded(name: str, column: pd.Series) -> pd.Series:
    """Databases give text as bytes now and then: it is text where it is UTF-8."""
    cells = column.to_numpy(copy=True)
    for row, cell in enumerate(cells):
        if isinstance(cell, bytes):
            try:
                cells[row] = cell.decode("utf-8")
            except UnicodeDecodeError:
                raise ValueError(
                    f"column {name!r} holds bytes that are no UTF-8 text (row {row + 1:,}: "
                    f"{cell[:16].hex(' ')}). Decode them, for example with .str.decode('latin-1')."
                ) from None
    return pd.Series(cells, dtype="object")
