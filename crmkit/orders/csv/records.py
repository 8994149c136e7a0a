"""The records of a CSV file line by line: which are ragged, and which quotes were never meant."""

from __future__ import annotations

import csv
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from crmkit.orders.csv.encoding import Encoding

# Runs of blanks are one delimiter; the lines are rewritten with tabs.
WHITE_SPACE = r"\s+"
# A line of these alone is no row, the end mark of old systems among them.
BLANKS = " \t\v\f\x1a\n"
# So many lines behind an open quote tell whether they are records of their own.
_LOOK_AHEAD = 1_000


@dataclass(frozen=True)
class CsvFile:
    """A CSV file and how to read it; `above` lines end with the header.

    Where it is `padded`, the last column stands for a delimiter behind each row, and is blank.
    """

    path: Path
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...] = ()
    above: int = 0
    padded: bool = False

    @property
    def mark(self) -> str:
        """What stands between the cells of `lines`."""
        return "\t" if self.delimiter == WHITE_SPACE else self.delimiter

    def lines(self, *, above: int | None = None) -> Iterator[str]:
        """The lines below the header (or below so many); each ends with a line feed."""
        with self.path.open(encoding=self.encoding.codec) as file:
            lines = islice(file, self.above if above is None else above, None)
            yield from map(with_tabs, lines) if self.delimiter == WHITE_SPACE else lines


class Record(NamedTuple):
    """The first line of a record, how many lines and cells it has, and if its quote is stray."""

    line: int
    lines: int
    cells: int
    stray: bool = False


def records(file: CsvFile) -> Iterator[Record]:
    """Each record below the header. A quote that swallows whole records is stray."""
    width, mark = len(file.header), file.mark
    lines = _Lines(file.lines())
    number = file.above
    # The quote that closes what a stray one opened is as wrong.
    open_stray = False
    with any_cell_length():
        for line in lines:
            number += 1
            if '"' not in line:
                cells = line.count(mark) + 1
                if cells == width or line.strip(BLANKS):
                    yield Record(number, 1, cells)
                continue
            cells, behind, closed = _record(line, lines, mark, _LOOK_AHEAD)
            if not behind and closed:
                stray = open_stray and line.count('"') % 2 == 1
                open_stray &= not stray
                yield Record(number, 1, cells, stray)
                continue
            fits = sum(text.count(mark) + 1 == width for text in behind)
            if line.count(mark) + 1 == width and behind and 2 * fits >= len(behind):
                swallows = True
            elif not closed:
                cells, rest, closed = _record("".join([line, *behind]), lines, mark, None)
                behind += rest
                swallows = not closed
            else:
                swallows = False
            if swallows:
                lines.put_back(behind)
                open_stray = not open_stray
                yield Record(number, 1, cells, stray=True)
            else:
                yield Record(number, 1 + len(behind), cells)
                number += len(behind)


class _Lines:
    """Lines, some of which are put back; there may be more again after the last."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._ahead = lines, deque[str]()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._ahead.popleft() if self._ahead else next(self._lines)

    def put_back(self, lines: list[str]) -> None:
        self._ahead.extendleft(reversed(lines))


def _record(
    line: str, lines: Iterator[str], mark: str, most: int | None
) -> tuple[int, list[str], bool]:
    """The cells of the record that begins so, the further lines it takes, and if it ends."""
    behind: list[str] = []
    # A last quote closes what is still open.
    ends = iter(['"\n'])

    def further() -> Iterator[str]:
        for text in islice(lines, most):
            behind.append(text)
            yield text

    reader = csv.reader(chain([line], further(), ends), delimiter=mark)
    cells = len(next(reader))
    return cells, behind, next(ends, None) is not None


@contextmanager
def any_cell_length() -> Iterator[None]:
    """Lift the csv module's limit of 128 KiB a cell, and put it back."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def with_tabs(line: str) -> str:
    if '"' not in line:
        return "\t".join(line.split()) + "\n"
    cells = next(
        csv.reader([line.strip().replace("\t", " ")], delimiter=" ", skipinitialspace=True), []
    )
    return "\t".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells) + "\n"
