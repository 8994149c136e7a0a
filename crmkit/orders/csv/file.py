"""Stream a CSV file through pyarrow: any size, any of the usual encodings and delimiters."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.columns.column import Coded, Column
from crmkit.orders.csv.columns import Collect
from crmkit.orders.csv.encoding import find_encoding
from crmkit.orders.csv.head import find_head
from crmkit.orders.csv.records import BLANKS, WHITE_SPACE, CsvFile, records
from crmkit.orders.sources.source_types import Data, How, Source, unique_names

if TYPE_CHECKING:
    import pyarrow as pa

# No line may be longer: pyarrow reads such blocks, each with whole lines.
_BLOCK = 4 << 20
_TEXT = 1 << 20
# A last line that no file has, seen again unless an open quote swallows it.
_END = "\0"


class _Read(NamedTuple):
    """What pyarrow read: the columns and the number of rows, ragged lines and blank lines."""

    columns: list[Coded]
    rows: int
    ragged: int
    blank: int
    ended: bool


def from_csv(path: Path, how: How) -> Source:
    """The names of a CSV file, and its columns when asked."""
    found = find_encoding(path, given=how.encoding)
    file, said = find_head(CsvFile(path, found, how.delimiter or ","), how)
    names = [name for name in file.header if name.strip()]
    unique_names(names, path.name)
    mark = {"\t": "tab", WHITE_SPACE: "runs of blanks"}.get(file.delimiter, repr(file.delimiter))
    note = f"read {path.name}: encoding {found.name} ({found.how}), delimiter {mark}"

    def read(wanted: Sequence[str]) -> Data:
        places = [file.header.index(name) for name in wanted]
        if file.padded:
            places.append(len(file.header) - 1)
        found, stray = _checked(file, places, how.ragged_rows)
        columns = dict(zip(wanted, found.columns, strict=False))
        plain = not (found.ragged or found.blank or stray) and _plain_lines(file, found)
        where = _Lines(file, plain=plain)
        if file.padded:
            _check_padding(file, Column("", found.columns[-1], where))
        return Data(
            columns=columns,
            rows=found.rows,
            repeats=lambda rows: _repeats(file, rows, stray),
            where=where,
            ragged=found.ragged + len(stray),
            notes=(note, *said),
            again=lambda name, rows: _taken(file, [file.header.index(name)], rows, stray).iloc[
                :, 0
            ],
        )

    return Source(tuple(names), read)


def _checked(file: CsvFile, places: list[int], ragged_rows: str) -> tuple[_Read, frozenset[int]]:
    """Read the columns; where lines are missing, look for quotes that swallowed them."""
    found = _stream(file, places)
    stray: frozenset[int] = frozenset()
    whole = None
    if found is None or not found.ended or not _plain_lines(file, found):
        stray, whole = _looked_through(file)
    if ragged_rows == "error" and (stray or (found is not None and found.ragged)):
        raise ValueError(_ragged(file))
    if stray:
        found = _stream(file, places, stray)
    if found is None:
        raise ValueError(
            f"{file.path.name} has a line of more than {_BLOCK:,} bytes, or a cell of as many over "
            "several lines. Is it a text file with one order a line? Export it again."
        )
    if not found.ended:
        raise ValueError(
            f"{file.path.name}: a quote is opened and never closed. Look for cells with a single "
            f'"; inside a quoted cell it is written twice.'
        )
    if whole not in (None, found.rows):
        raise ValueError(
            f"{file.path.name} has {whole:,} rows by its lines, but {found.rows:,} by its quotes. "
            'Look for cells with a single ".'
        )
    return found, stray


def _looked_through(file: CsvFile) -> tuple[frozenset[int], int]:
    """The lines with stray quotes, and how many records have all their cells."""
    stray, whole = [], 0
    for record in records(file):
        if record.stray:
            stray.append(record.line)
        else:
            whole += record.cells == len(file.header)
    return frozenset(stray), whole


def _check_padding(file: CsvFile, padding: Column) -> None:
    rows = np.flatnonzero(padding.distinct().codes >= 0)
    if len(rows):
        raise ValueError(
            f"{file.path.name}: column number {len(file.header)} has no name, but cells in "
            f"{padding.shown(rows)}. Name it in the header, or mend these rows."
        )


def _plain_lines(file: CsvFile, found: _Read) -> bool:
    """Is every line below the header one row?"""
    return found.rows + found.ragged + found.blank == file.encoding.lines - file.above


def _stream(file: CsvFile, places: Sequence[int], without: Collection[int] = ()) -> _Read | None:
    """Some columns of the file without some lines; None where a line has no end."""
    import pyarrow as pa

    tally = _Tally()
    collect = Collect(len(places))
    try:
        for batch in _batches(file, places, without, tally):
            collect.add(batch)
    except pa.ArrowInvalid:
        return None
    return _Read(collect.columns(), collect.rows, tally.ragged, tally.blank, tally.ended)


class _Tally:
    """Counts the lines that are no rows of the table."""

    def __init__(self) -> None:
        self.ragged, self.blank, self.ended = 0, 0, False

    def __call__(self, row: Any) -> str:
        text = row.text
        if text == _END:
            self.ended = True
        elif text.strip(BLANKS):
            self.ragged += 1
        else:
            self.blank += 1
        return "skip"


def _batches(
    file: CsvFile, places: Sequence[int], without: Collection[int], seen: Callable[[Any], str]
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    import pyarrow.csv

    names = [str(place) for place in range(len(file.header))]
    wanted = [names[place] for place in places]
    yield from pyarrow.csv.open_csv(
        io.BufferedReader(_Bytes(_blocks(file, without)), _BLOCK),
        read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=_BLOCK),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=file.mark, newlines_in_values=True, invalid_row_handler=seen
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            include_columns=wanted,
            null_values=[""],
            strings_can_be_null=True,
        ),
    )


class _Bytes(io.RawIOBase):
    """Blocks of bytes as a file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        taken, self._rest = self._rest[: len(into)], self._rest[len(into) :]
        into[: len(taken)] = taken
        return len(taken)


def _blocks(file: CsvFile, without: Collection[int]) -> Iterator[bytes]:
    """What stands below the header in UTF-8, and the mark of the end."""
    if without or file.delimiter == WHITE_SPACE:
        for number, line in enumerate(file.lines(), start=file.above + 1):
            if number not in without:
                yield line.encode()
    else:
        with file.path.open(encoding=file.encoding.codec, newline="") as opened:
            for _ in range(file.above):
                opened.readline()
            while text := opened.read(_TEXT):
                yield text.encode()
    yield f"\n{_END}\n".encode()


def _repeats(file: CsvFile, rows: np.ndarray, stray: frozenset[int]) -> np.ndarray:
    """Which of the rows repeat an earlier one of them in every column?"""
    return _taken(file, range(len(file.header)), rows, stray).duplicated().to_numpy()


def _taken(
    file: CsvFile, places: Sequence[int], rows: np.ndarray, stray: frozenset[int]
) -> pd.DataFrame:
    """The cells of some rows, read once more; the rows are in the order of the file."""
    import pyarrow as pa

    parts, begin = [], 0
    for batch in _batches(file, places, stray, _Tally()):
        first, last = np.searchsorted(rows, (begin, begin + len(batch)))
        parts.append(batch.take(pa.array(rows[first:last] - begin)))
        begin += len(batch)
        if begin > rows[-1]:
            break
    return pa.Table.from_batches(parts).to_pandas()


class _Lines:
    """The line of the file on which a row of data begins."""

    def __init__(self, file: CsvFile, *, plain: bool) -> None:
        self._file, self._plain = file, plain
        self._of_row: np.ndarray | None = None

    def __call__(self, row: int) -> str:
        if self._plain:
            return f"line {self._file.above + row + 1:,}"
        if self._of_row is None:
            width = len(self._file.header)
            lines = (r.line for r in records(self._file) if r.cells == width and not r.stray)
            self._of_row = np.fromiter(lines, "int64")
        return f"line {self._of_row[row]:,}"


def _ragged(file: CsvFile) -> str:
    width = len(file.header)
    count, quotes = 0, 0
    first: list[str] = []
    for record in records(file):
        if record.stray or record.cells != width:
            count, quotes = count + 1, quotes + record.stray
            said = "a quote that is not closed" if record.stray else f"{record.cells} cells"
            first += [f"line {record.line:,} ({said})"][: 3 - len(first)]
    mend = f"a cell with {file.delimiter!r} inside needs quotes"
    if quotes:
        mend += ', and a " inside a quoted cell is written twice'
    return (
        f"{file.path.name}: {count:,} rows do not have the {width} cells of the header; first: "
        f"{', '.join(first)}. Mend them ({mend}), or pass ragged_rows='drop' to drop and count "
        "them."
    )
