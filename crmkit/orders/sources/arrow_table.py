"""Arrow tables (Polars, DuckDB, Ibis, Parquet): columns as they are, 64-bit numbers exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from crmkit.orders.sources.source_types import Data, Source, duplicated, unique_names

# A double holds so many digits exactly.
_DIGITS = 15


def from_arrow(names: Sequence[str], table: Callable[[], pa.Table], name: str) -> Source:
    """A source whose table comes when it is asked for, and once.

    A stream cannot be read twice, and a query may give its rows in another order.
    """
    unique_names(names, name)
    held: list[pa.Table] = []

    def read(wanted: Sequence[str]) -> Data:
        if not held:
            held.append(table())
        whole = held[0]
        columns = {column: as_series(column, whole[column], name) for column in wanted}

        def repeats(rows: np.ndarray) -> np.ndarray:
            return duplicated(as_frame(whole, rows))

        return Data(columns, whole.num_rows, repeats, row_number)

    return Source(tuple(names), read)


def from_arrow_file(path: Path) -> Source:
    """An Arrow (Feather) file, mapped into memory rather than read."""
    try:
        with pa.memory_map(str(path)) as mapped:
            table = pa.ipc.open_file(mapped).read_all()
    except (pa.ArrowException, OSError) as error:
        raise ValueError(
            f"{path.name} cannot be opened as an Arrow file: it is damaged. Write it again."
        ) from error
    return from_arrow(table.column_names, lambda: table, path.name)


def row_number(row: int) -> str:
    """A row as databases and Parquet count them."""
    return f"row {row + 1:,}"


def as_frame(table: pa.Table, rows: np.ndarray) -> pd.DataFrame:
    """Some rows whole, to be compared with one another."""
    columns = [_comparable(column).take(pa.array(rows)) for column in table.columns]
    return pa.table(columns, table.column_names).to_pandas(ignore_metadata=True)


def as_series(name: str, column: pa.ChunkedArray, source: str) -> pd.Series:
    """One column in pandas, with no value changed; refused where a cell is no single value."""
    try:
        return _as_series(name, column, source)
    except pa.ArrowInvalid as error:
        raise ValueError(
            f"{source}: column {name!r} ({_short(column.type)}) holds values that are no dates or "
            "numbers that can be counted with. Write it again as text, or leave them out."
        ) from error


def _as_series(name: str, column: pa.ChunkedArray, source: str) -> pd.Series:
    column = _bare(column)
    kind = column.type
    if pa.types.is_nested(kind):
        raise ValueError(
            f"{source}: column {name!r} holds lists or other values that are no single cell "
            f"({_short(kind)}). Give it one text, number or date a row."
        )
    if _is_binary(kind):
        column = _decoded(name, column, source)
        kind = column.type
    if pa.types.is_decimal(kind):
        column = _number(column)
        kind = column.type
    if pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.unit in ("s", "ms")):
        # Checked here: numpy's own change of the unit wraps around in silence.
        column = column.cast(pa.timestamp("us", getattr(kind, "tz", None)))
    if _is_text(kind):
        return pd.Series(pd.array(column.cast(pa.large_string()), dtype="str"))
    if pa.types.is_integer(kind) and column.null_count:
        # Through floats, ids beyond 2^53 would become one another.
        missing = column.is_null().to_numpy()
        numbers = column.fill_null(0).to_numpy()
        return pd.Series(pd.arrays.IntegerArray(numbers.copy(), missing))
    return column.to_pandas()


def _bare(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The values behind codes, run lengths, views and extension types; a UUID as its text."""
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        if kind.extension_name == "arrow.uuid":
            texts = [None if value is None else str(value) for value in column.to_pylist()]
            return pa.chunked_array([pa.array(texts, pa.string())])
        return _bare(_chunks([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_dictionary(kind):
        values = [_bare(pa.chunked_array([chunk.dictionary])) for chunk in column.chunks]
        taken = [
            value.combine_chunks().take(chunk.indices)
            for value, chunk in zip(values, column.chunks, strict=True)
        ]
        return _chunks(taken, kind.value_type)
    if pa.types.is_run_end_encoded(kind):
        return _bare(
            _chunks([pc.run_end_decode(chunk) for chunk in column.chunks], kind.value_type)
        )
    if pa.types.is_string_view(kind):
        return column.cast(pa.large_string())
    if pa.types.is_binary_view(kind):
        return column.cast(pa.large_binary())
    return column


def _chunks(chunks: list[pa.Array], kind: pa.DataType) -> pa.ChunkedArray:
    return pa.chunked_array(chunks) if chunks else _bare(pa.chunked_array([], kind))


def _comparable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    column = _bare(column)
    # Nulls would make floats of whole numbers.
    if pa.types.is_integer(column.type) and column.null_count:
        return column.cast(pa.string())
    return column


def _decoded(name: str, column: pa.ChunkedArray, source: str) -> pa.ChunkedArray:
    """Old writers leave text as bytes: it is text where all of it is UTF-8."""
    column = column.cast(pa.large_binary())
    try:
        return column.cast(pa.large_string())
    except pa.ArrowInvalid:
        value = next(cell for cell in column.to_pylist() if not _is_utf8(cell))
        raise ValueError(
            f"{source}: column {name!r} holds bytes that are no UTF-8 text (such as "
            f"{value[:16].hex(' ')}). Write it as text."
        ) from None


def _is_utf8(cell: bytes | None) -> bool:
    try:
        return cell is None or cell.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def _number(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Decimals as whole numbers or doubles where these hold them exactly; else as they are."""
    ends = [end.as_py() for end in pc.min_max(column).values()]
    if ends[0] is None:
        return column.cast(pa.float64())
    if column.type.scale == 0 and all(abs(end) < 2**63 for end in ends):
        return column.cast(pa.int64())
    if all(abs(end.scaleb(column.type.scale)) < 10**_DIGITS for end in ends):
        return column.cast(pa.float64())
    return column


def _is_binary(kind: pa.DataType) -> bool:
    fixed = pa.types.is_fixed_size_binary(kind)
    return fixed or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _short(kind: Any, most: int = 60) -> str:
    text = str(kind)
    return text if len(text) <= most else f"{text[:most]}..."
