"""Stream a CSV file through DuckDB: any size, any of the usual encodings and delimiters."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.orders.columns import Coded
from crmkit.orders.encoding import Encoding, find_encoding, text_blocks
from crmkit.orders.source_types import Data, How, Source, unique_names

if TYPE_CHECKING:
    import pyarrow as pa

_DELIMITERS = (",", ";", "\t", "|")
_BATCH_ROWS = 250_000
# DuckDB takes no longer line by default, and buffers far more memory if it must.
_LONGEST_LINE = 2_000_000


@dataclass(frozen=True)
class _File:
    """A CSV file and how to read it."""

    path: Path
    encoding: Encoding
    delimiter: str
    header: list[str]

    @property
    def python_encoding(self) -> str:
        # A mark may stand before UTF-8, and is no part of the first name.
        return "utf-8-sig" if self.encoding.name == "utf-8" else self.encoding.name

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record's first line number and its cells, blank lines left out."""
        with (
            _any_cell_length(),
            self.path.open(encoding=self.python_encoding, newline="") as file,
        ):
            reader = csv.reader(file, delimiter=self.delimiter)
            before = 0
            for cells in reader:
                if cells:
                    yield before + 1, cells
                before = reader.line_num


def from_csv(path: Path, how: How) -> Source:
    """The names of a CSV file, and its columns when asked."""
    delimiter = how.delimiter
    if delimiter is not None and len(delimiter) != 1:
        raise ValueError(f"delimiter={delimiter!r} is not one character. Pass ',', ';' or '\\t'.")
    found = find_encoding(path, given=how.encoding)
    head = _head(_File(path, found, "", []))
    try:
        with _any_cell_length():
            delimiter = delimiter or _delimiter(head)
            header = next(csv.reader(head, delimiter=delimiter), [])
    except csv.Error as error:
        raise ValueError(
            f"{path.name} cannot be read as CSV: {error}. An open quote may have swallowed lines."
        ) from error
    if len(header) < 2:
        raise ValueError(
            f"{path.name} has one column only, {header[0][:80]!r}, with the delimiter "
            f"{delimiter!r}: it is probably another. Pass delimiter=, such as ';' or '\\t'."
        )
    unique_names(header, path.name)
    file = _File(path, found, delimiter, header)

    def read(wanted: Sequence[str]) -> Data:
        columns, hashes, rejected = _stream(file, [header.index(name) for name in wanted], True)
        if rejected and how.ragged_rows == "error":
            raise ValueError(_ragged(file, rejected))
        rows = len(columns[0].codes)
        lines: dict[int, int] = {}
        mark = "tab" if delimiter == "\t" else repr(delimiter)
        return Data(
            columns=dict(zip(wanted, columns, strict=True)),
            rows=rows,
            repeats=lambda asked: pd.Series(hashes[asked]).duplicated().to_numpy(),
            where=lambda row: f"line {_line(file, row, rows, lines):,}",
            ragged=len({record for record, _ in rejected}),
            notes=(f"read {path.name}: encoding {found.name} ({found.how}), delimiter {mark}",),
        )

    return Source(tuple(header), read)


def _head(file: _File, lines: int = 50) -> list[str]:
    with file.path.open(encoding=file.python_encoding, newline="") as opened:
        head = [line for line in (opened.readline() for _ in range(lines)) if line]
    while head and not head[0].strip():
        head = head[1:]
    if not head:
        raise ValueError(f"{file.path.name} holds nothing but blank lines. Export it again.")
    return head


def _delimiter(head: list[str]) -> str:
    """The mark that cuts the header and the lines after it into the same number of cells."""
    best, most = ",", (0.0, 1)
    for mark in _DELIMITERS:
        widths = [len(row) for row in csv.reader(head, delimiter=mark) if row]
        same = sum(width == widths[0] for width in widths) / len(widths)
        if widths[0] > 1 and (same, widths[0]) > most:
            best, most = mark, (same, widths[0])
    return best


@contextmanager
def _any_cell_length() -> Iterator[None]:
    """Lift the csv module's limit of 128 KiB a cell, and put it back."""
    before = csv.field_size_limit(_LONGEST_LINE)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _stream(
    file: _File, places: list[int], whole_rows: bool
) -> tuple[list[Coded], np.ndarray, list[tuple[int, str]]]:
    """The columns, a hash of each whole row, and the records that DuckDB refused."""
    import duckdb

    selected = ", ".join(f"c{place}" for place in places)
    if whole_rows:
        selected += f", hash({', '.join(f'c{place}' for place in range(len(file.header)))})"
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        try:
            result = connection.sql(
                f"SELECT {selected} FROM read_csv([$path], auto_detect=false, header=true, "
                "delim=$delimiter, quote='\"', escape='\"', columns=$columns, "
                "store_rejects=true, rejects_limit=0)",
                params={
                    "path": _literal(_as_utf8(file, Path(folder))),
                    "delimiter": file.delimiter,
                    "columns": {f"c{place}": "VARCHAR" for place in range(len(file.header))},
                },
            )
            columns, hashes = _collect(result.to_arrow_reader(_BATCH_ROWS), len(places))
            rejected = connection.execute(
                "SELECT DISTINCT line, error_type::VARCHAR FROM reject_errors ORDER BY line"
            ).fetchall()
        except duckdb.Error as error:
            what = str(error).splitlines()[0]
            raise ValueError(f"{file.path.name} cannot be read as CSV: {what}") from error
    return columns, hashes, rejected


def _as_utf8(file: _File, folder: Path) -> Path:
    """DuckDB reads UTF-8: anything else is rewritten block by block."""
    if file.python_encoding in ("utf-8-sig", "ascii"):
        return file.path
    rewritten = folder / "orders.csv"
    with rewritten.open("w", encoding="utf-8", newline="") as opened:
        for block in text_blocks(file.path, file.python_encoding):
            opened.write(block)
    return rewritten


def _literal(path: Path) -> str:
    """A path in which DuckDB looks for no pattern."""
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in str(path))


def _collect(reader: pa.RecordBatchReader, width: int) -> tuple[list[Coded], np.ndarray]:
    """Text as numbers of its values, batch by batch: where values repeat, far smaller."""
    import pyarrow as pa

    chunks: list[list[pa.Array]] = [[] for _ in range(width)]
    hashes = [np.empty(0, "uint64")]
    repeating = [True] * width
    for batch in reader:
        for place in range(width):
            column = batch.column(place)
            coded = column.dictionary_encode() if repeating[place] else column
            if not chunks[place] and len(coded.dictionary) > len(column) / 2:
                repeating[place], coded = False, column
            if not repeating[place]:
                # DuckDB's buffers have twice the room that the text needs.
                coded = column.take(pa.array(np.arange(len(column))))
            chunks[place].append(coded)
        if batch.num_columns > width:
            hashes.append(batch.column(width).to_numpy())
    columns = []
    for place in range(width):
        columns.append(_coded(chunks[place], repeating[place]))
        chunks[place] = []
    return columns, np.concatenate(hashes)


def _coded(chunks: list[pa.Array], repeating: bool) -> Coded:
    import pyarrow as pa

    if repeating and chunks:
        whole = pa.chunked_array(chunks).unify_dictionaries()
        codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in whole.chunks]
        values = pa.chunked_array([whole.chunk(0).dictionary])
    else:
        values = pa.chunked_array(chunks, type=pa.string())
        known = values.is_valid().to_numpy()
        codes = [np.where(known, np.arange(len(known), dtype="int32"), np.int32(-1))]
        values = values.fill_null("")
    text = pd.Series(pd.array(values, dtype="str"))
    return Coded(np.concatenate([np.empty(0, "int32"), *codes]), text)


def _line(file: _File, row: int, rows: int, lines: dict[int, int]) -> int:
    """The line of the file on which a row of data begins; `lines` remembers."""
    # One line a row, and one for the header; the last need not end.
    if file.encoding.line_ends - rows in (0, 1):
        return row + 2
    if row not in lines:
        number = -1
        for line, cells in file.records():
            if len(cells) == len(file.header):
                lines[number] = line
                number += 1
            if number > row:
                break
    return lines[row]


def _ragged(file: _File, rejected: list[tuple[int, str]]) -> str:
    wrong = [
        f"line {line:,} ({len(cells)} cells)"
        for line, cells in file.records()
        if len(cells) != len(file.header)
    ]
    if not wrong:
        wrong = [f"record {record:,} ({kind.lower()})" for record, kind in rejected]
    return (
        f"{file.path.name}: {len(wrong):,} rows do not have the {len(file.header)} cells of the "
        f"header; first: {', '.join(wrong[:3])}. Mend them (a cell with {file.delimiter!r} inside "
        "needs quotes), or pass ragged_rows='drop' to drop and count them."
    )
