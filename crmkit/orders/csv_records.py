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

from crmkit.orders.encoding import Encoding

# Runs of blanks are one delimiter; the lines are rewritten with tabs.
WHITE_SPACE = r"\s+"
# So many lines behind an open quote tell whether they are records of their own.
_LOOK_AHEAD = 1_000


@dataclass(frozen=True)
class CsvFile:
    """A CSV file and how to read it; `above` lines end with the header."""

    path: Path
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...] = ()
    above: int = 0

    @property
    def mark(self) -> str:
        """What stands between the cells of `lines`."""
        return "\t" if self.delimiter == WHITE_SPACE else self.delimiter

    def lines(self, *, above: int | None = None) -> Iterator[str]:
        """The lines below the header (or below so many); each ends with a line feed."""
        with self.path.open(encoding=self.encoding.codec) as file:
            lines = islice(file, self.above if above is None else above, None)
            yield from map(_with_tabs, lines) if self.delimiter == WHITE_SPACE else lines


class Record(NamedTuple):
    """The first line of a record, how many lines and cells it has, and if its quote is stray."""

    line: int
    lines: int
    cells: int
    stray: bool = False


def records(file: CsvFile) -> Iterator[Record]:
    """Each record below the header. A quote that swallows whole records is stray."""
    width, mark = len(file.header), file.mark
    ahead: deque[str] = deque()
    lines = _chained(ahead, file.lines())
    number = file.above
    # The quote that closes what a stray one opened is as wrong.
    open_stray = False
    with any_cell_length():
        for line in lines:
            number += 1
            if '"' not in line:
                if not line.isspace():
                    yield Record(number, 1, line.count(mark) + 1)
                continue
            cells, behind, closed = _record(line, lines, mark, _LOOK_AHEAD)
            if not behind and closed:
                stray = open_stray and line.count('"') % 2 == 1
                open_stray &= not stray
                yield Record(number, 1, cells, stray)
                continue
            fits = sum(_width(text, mark) == width for text in behind)
            if _width(line, mark) == width and behind and 2 * fits >= len(behind):
                swallows = True
            elif not closed:
                cells, rest, closed = _record("".join([line, *behind]), lines, mark, None)
                behind += rest
                swallows = not closed
            else:
                swallows = False
            if swallows:
                ahead.extendleft(reversed(behind))
                open_stray = not open_stray
                yield Record(number, 1, cells, stray=True)
            else:
                yield Record(number, 1 + len(behind), cells)
                number += len(behind)


def _chained(ahead: deque[str], lines: Iterator[str]) -> Iterator[str]:
    """Lines that were put back come first."""
    while True:
        if ahead:
            yield ahead.popleft()
        elif (line := next(lines, None)) is not None:
            yield line
        else:
            return


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


def _width(line: str, mark: str) -> int:
    """The number of cells if quotes had no meaning, or else if they have."""
    return line.count(mark) + 1


@contextmanager
def any_cell_length() -> Iterator[None]:
    """Lift the csv module's limit of 128 KiB a cell, and put it back."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _with_tabs(line: str) -> str:
    if '"' not in line:
        return "\t".join(line.split()) + "\n"
    cells = next(csv.reader([line.strip()], delimiter=" ", skipinitialspace=True), [])
    return "\t".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells) + "\n"
