"""The delimiter and the header of a CSV file, out of its first lines."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from crmkit.orders.csv.fixed_width import fixed_columns
from crmkit.orders.csv.quotes import check_quotes, refuse_single_quotes
from crmkit.orders.csv.records import WHITE_SPACE, CsvFile, any_cell_length, with_tabs
from crmkit.orders.sources.header import header_row, values_of
from crmkit.orders.sources.source_types import How

_DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x01", "¦")
# These stand in times, names and titles, too: they must cut nearly every line alike.
_LAST_RESORTS = (":", WHITE_SPACE)
_SURELY, _HARDLY = 0.9, 0.5
_HEAD = 60


def find_head(file: CsvFile, how: How) -> tuple[CsvFile, tuple[str, ...]]:
    """The file with its delimiter and its header, and what was found out about them."""
    above, delimiter = how.skip or 0, _told(how.delimiter)
    lines = list(islice(file.lines(above=above), _HEAD))
    if how.skip is None and lines and lines[0].removeprefix("\ufeff").startswith("sep="):
        said = lines[0].strip().removeprefix("\ufeff").strip('"')[4:] or "\t"
        above, lines = 1, lines[1:]
        delimiter = delimiter or (said if len(said) == 1 else None)
    if not any(line.strip("\ufeff \t\n") for line in lines):
        raise ValueError(
            f"{file.path.name} holds nothing but blank lines"
            f"{f' below line {above}' if above else ''}. Export it again."
        )
    found = _delimiter(lines, how.skip is not None)
    if how.delimiter is not None:
        _refuse_wrong_delimiter(file, lines, how, found)
    asked = replace(file, delimiter=delimiter or found)
    if not asked.mark.isascii():
        raise ValueError(
            f"{file.path.name} has {asked.mark!r} between its cells, which is beyond ASCII. "
            "Replace it with a tab, or export the file with another mark."
        )
    rows, ends = _rows(asked, above)
    top = next(place for place, row in enumerate(rows) if any(cell.strip() for cell in row))
    refuse_single_quotes(file, rows[top])
    if how.skip is None:
        top = max(top, header_row(rows))
    notes: tuple[str, ...] = ()
    stands_above = sum(bool(row) for row in rows[:top])
    line = above + (ends[top - 1] if top else 0) + 1
    if stands_above:
        notes = (f"the header is line {line} of {file.path.name}",)
    header = _fitted(rows[top], rows[top + 1 :])
    if len(header) < 2 and any(mark in rows[top][0] for mark in ",;\t") and '"' in lines[0]:
        raise ValueError(
            f"{file.path.name} has one cell a line: each line stands between quotes as a whole "
            f"({rows[top][0][:60]!r}). Take the outer quotes off, or export it again."
        )
    if len(header) < 2 and (places := fixed_columns(lines)):
        other = "" if asked.encoding.name == "utf-8" else f", encoding={asked.encoding.name!r}"
        raise ValueError(
            f"{file.path.name} has its columns at fixed places, with blanks between them. Pass "
            f"pandas.read_fwf(path, colspecs={places}, dtype='str'{other})."
        )
    if len(header) < 2:
        raise ValueError(
            f"{file.path.name} has one column only, {rows[top][0][:80]!r}, with the delimiter "
            f"{asked.delimiter!r}: it is probably another. Pass delimiter=, such as ';' or '\\t'; "
            "or skip=, the number of lines above the header."
        )
    if values := values_of(header, rows[top + 1 :]):
        shown = ", ".join(values[:4])
        if how.skip:
            raise ValueError(
                f"skip={how.skip}: line {line} of {file.path.name} holds values ({shown}), no "
                "names of columns. Pass skip=, the number of lines above the header, or leave it "
                "out."
            )
        raise ValueError(
            f"{file.path.name} has no line with the names of its columns: the first, line {line}, "
            f"holds values ({shown}). Write the names above it."
        )
    padded = len(header) > len(rows[top])
    plain = header[0].lstrip("# ")
    if header[0].startswith("#") and plain and plain not in header:
        notes = (*notes, f"the # before {plain!r} in the header of {file.path.name} was left out")
        header[0] = plain
    check_quotes(replace(asked, above=line - 1))
    return replace(asked, header=tuple(header), padded=padded, above=above + ends[top]), notes


def _told(delimiter: str | None) -> str | None:
    if delimiter in (" ", WHITE_SPACE):
        return WHITE_SPACE
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise ValueError(
            f"delimiter={delimiter!r} is not one character between cells. Pass ',', ';' or '\\t', "
            "or '\\\\s+' for runs of blanks; or leave it out."
        )
    return delimiter


def _refuse_wrong_delimiter(file: CsvFile, lines: list[str], how: How, found: str) -> None:
    """Another mark cuts nearly all lines alike where the one that was told cuts hardly any."""
    told = _told(how.delimiter)
    first = how.skip is not None
    fit = _fit(lines, told or found, first)
    if told is None or told == found or (fit.width > 1 and fit.share >= _HARDLY):
        return
    better = _fit(lines, found, first)
    if better.share >= _SURELY and better.width > 1:
        raise ValueError(
            f"delimiter={how.delimiter!r} does not cut the lines of {file.path.name} into columns, "
            f"but {found!r} cuts them into {better.width}. Pass delimiter={found!r}, or leave it "
            "out."
        )


def _delimiter(lines: list[str], header_first: bool) -> str:
    """The mark that cuts the header and most lines below it into the same number of cells."""
    best, most = ",", _Fit(0, 0.0, 1)
    for mark in _DELIMITERS:
        fit = _fit(lines, mark, header_first)
        if fit.width > 1 and fit.rank > most.rank:
            best, most = mark, fit
    if (most.share < _SURELY or most.width == 1) and len(lines) > 1:
        for mark in _LAST_RESORTS:
            fit = _fit(lines, mark, header_first)
            # Where another mark cuts some lines, the very first has to be cut as the others are.
            first = most.width == 1 or _fit(lines, mark, True) == fit
            if fit.width > (1 + (mark == ":")) and fit.share >= _SURELY and first:
                return mark
    return best


class _Fit(NamedTuple):
    """How many lines have as many cells as the header, their share below it, and this number."""

    lines: int
    share: float
    width: int

    @property
    def rank(self) -> tuple[float, ...]:
        """Commas in all cells of a table cut its rows alike, too, but not the header above them."""
        return self.share, self.lines if self.share >= _SURELY else 0, self.width


def _fit(lines: list[str], mark: str, header_first: bool) -> _Fit:
    """How well the mark cuts the lines into cells."""
    if mark == WHITE_SPACE:
        rows = _cut(list(map(with_tabs, lines)), "\t")[0]
    else:
        rows = _cut(lines, mark, blanks_before_quotes=True)[0]
    rows = [row for row in rows if row]
    rows = rows[0 if header_first else header_row(rows) :]
    if not rows:
        return _Fit(0, 0.0, 0)
    header = _fitted(rows[0], rows[1:])
    # Marks behind every line cut nothing into columns.
    width = len(header) if sum(bool(cell.strip()) for cell in header) > 1 else 1
    same = sum(len(row) == width for row in rows[1:]) + 1
    return _Fit(same, same / len(rows), width)


def _rows(file: CsvFile, above: int) -> tuple[list[list[str]], list[int]]:
    lines = list(islice(file.lines(above=above), _HEAD))
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    return _cut(lines, file.mark)


def _cut(
    lines: list[str], mark: str, *, blanks_before_quotes: bool = False
) -> tuple[list[list[str]], list[int]]:
    """The cells of each record, and the number of the line that ends it."""
    rows, ends = [], []
    with any_cell_length():
        reader = csv.reader(lines, delimiter=mark, skipinitialspace=blanks_before_quotes)
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
    return rows, ends


def _fitted(header: list[str], below: list[list[str]]) -> list[str]:
    """With a delimiter behind every row of data, or behind the header alone, one name differs."""
    rows = [row for row in below if len(row) > 1]
    if not rows:
        return header
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    if usual == len(header) + 1 and all(len(row) == usual and not row[-1] for row in rows):
        return [*header, ""]
    if usual == len(header) - 1 and not header[-1] and all(len(row) == usual for row in rows):
        return header[:-1]
    return header
