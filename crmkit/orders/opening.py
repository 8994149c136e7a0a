"""Open a frame, a CSV, an Excel or a Parquet file: names first, then only the columns needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from crmkit.orders.csv_file import from_csv
from crmkit.orders.source_types import Data, How, Source, unique_names

_EXCEL = (".xlsx", ".xlsm")
_TEXT = (".csv", ".tsv", ".txt")
_PARQUET = (".parquet", ".pq")


AnySource = Any


@contextmanager
def open_source(source: AnySource, how: How) -> Iterator[Source]:
    """Which columns does the source have? Nothing but its head is read yet."""
    yield _open(source, how)


def _open(source: AnySource, how: How) -> Source:
    if isinstance(source, pd.DataFrame):
        return from_frame(source)
    if not isinstance(source, str | Path):
        raise TypeError(
            f"source is a {type(source).__name__}: give a path to a CSV, Excel or Parquet file, or "
            "a pandas frame."
        )
    path = Path(source)
    if not path.is_file():
        raise FileNotFoundError(f"no file {str(path)!r} (looked in {str(Path.cwd())!r}).")
    kind = path.suffix.lower()
    if kind not in (*_TEXT, *_EXCEL, *_PARQUET):
        raise ValueError(
            f"{path.name}: cannot read files ending in {kind!r}. Known: "
            f"{', '.join((*_TEXT, *_EXCEL, *_PARQUET))}. Save it as one of these."
        )
    if path.stat().st_size == 0:
        raise ValueError(f"{path.name} is empty (0 bytes). Export it again.")
    if kind in _EXCEL:
        return _from_excel(path, 0 if how.sheet is None else how.sheet)
    if kind in _PARQUET:
        return _from_parquet(path)
    return from_csv(path, how)


def from_frame(
    frame: pd.DataFrame, *, name: str = "the frame", where: Callable[[int], str] | None = None
) -> Source:
    """A source that stands in memory."""
    if frame.columns.nlevels > 1:
        raise ValueError(
            f"{name} has {frame.columns.nlevels} levels of column names: "
            "flatten them to one, for example with df.columns = ['_'.join(c) for c in df.columns]."
        )
    unique_names(list(frame.columns), name)
    index = frame.index
    labels = where or (lambda row: f"index {index[row]!s}")

    def read(wanted: Sequence[str]) -> Data:
        columns = {column: frame[column].reset_index(drop=True) for column in wanted}
        return Data(columns, len(frame), lambda rows: _duplicated(frame.iloc[rows]), labels)

    return Source(tuple(frame.columns), read)


def _duplicated(frame: pd.DataFrame) -> np.ndarray:
    try:
        return frame.duplicated().to_numpy()
    except TypeError:
        # Lists and dictionaries do not compare quickly: their text does.
        return frame.astype("str").duplicated().to_numpy()


def _from_excel(path: Path, sheet: Any) -> Source:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise ValueError(
            f"{path.name} cannot be opened as an Excel file ({error}). Save it again as .xlsx."
        ) from error
    try:
        titles = book.sheetnames
        if sheet not in titles and sheet not in range(len(titles)):
            raise ValueError(
                f"sheet={sheet!r} is not in {path.name}. Options: {titles} or 0 to "
                f"{len(titles) - 1}."
            )
        title = sheet if sheet in titles else titles[sheet]
        rows = [list(row) for row in book[title].iter_rows(values_only=True)]
    finally:
        book.close()
    return _from_cells(rows, f"sheet {title!r} of {path.name}", titles)


def _from_cells(rows: list[list[object]], name: str, titles: list[str]) -> Source:
    if not rows or all(cell is None for cell in rows[0]):
        raise ValueError(f"{name} has no header in its first row. Put the column names there.")
    header, rows = rows[0], rows[1:]
    # Formatting leaves empty columns and rows behind.
    used = [
        place
        for place, cell in enumerate(header)
        if cell is not None or any(row[place] is not None for row in rows)
    ]
    nameless = [place + 1 for place in used if header[place] is None]
    if nameless:
        raise ValueError(f"{name}: column number {nameless[0]} has cells but no name in row 1.")
    filled = [number for number, row in enumerate(rows) if any(cell is not None for cell in row)]
    frame = pd.DataFrame(
        {
            place: pd.Series([rows[number][place] for number in filled], dtype="object")
            for place in used
        }
    )
    frame.columns = [str(header[place]) for place in used]
    source = from_frame(frame, name=name, where=lambda row: f"row {filled[row] + 2}")

    def read(wanted: Sequence[str]) -> Data:
        data = source.read(wanted)
        other = [title for title in titles if title not in name]
        said = f"read {name}" + (f"; not read: {', '.join(other)}" if other else "")
        return Data(data.columns, data.rows, data.repeats, data.where, notes=(said,))

    return Source(source.names, read)


def _from_parquet(path: Path) -> Source:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except pa.ArrowInvalid as error:
        raise ValueError(
            f"{path.name} cannot be opened as a Parquet file ({error}). Write it again."
        ) from error
    unique_names(schema.names, path.name)

    def take(names: Sequence[str]) -> pd.DataFrame:
        table = pq.read_table(path, columns=list(names))
        for place, field in enumerate(table.schema):
            # A double holds 15 digits: enough for any sum of cents that the kit takes.
            if pa.types.is_decimal(field.type) and field.type.precision <= 15:
                table = table.set_column(place, field.name, table[place].cast(pa.float64()))
        return table.to_pandas(ignore_metadata=True)

    def read(wanted: Sequence[str]) -> Data:
        frame = take(wanted)

        def repeats(rows: np.ndarray) -> np.ndarray:
            others = [name for name in schema.names if name not in frame.columns]
            parts = [frame.iloc[rows]]
            if others:
                parts.append(take(others).iloc[rows])
            return _duplicated(pd.concat(parts, axis=1))

        columns = {name: frame[name] for name in wanted}
        return Data(columns, len(frame), repeats, lambda row: f"row {row + 1:,}")

    return Source(tuple(schema.names), read)
