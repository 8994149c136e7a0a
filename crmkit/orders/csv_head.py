"""The delimiter and the header of a CSV file, out of its first lines."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from itertools import islice

from crmkit.orders.csv_records import WHITE_SPACE, CsvFile, any_cell_length, with_tabs
from crmkit.orders.header import header_row, is_value
from crmkit.orders.source_types import How

_DELIMITERS = (",", ";", "\t", "|")
_HEAD = 60


def find_head(file: CsvFile, how: How) -> tuple[CsvFile, tuple[str, ...]]:
    """The file with its delimiter and its header, and what was found out about them."""
    above, delimiter = how.skip or 0, how.delimiter
    if delimiter in (" ", WHITE_SPACE):
        delimiter = WHITE_SPACE
    elif delimiter is not None and len(delimiter) != 1:
        raise ValueError(
            f"delimiter={delimiter!r} is not one character. Pass ',', ';' or '\\t', or '\\\\s+' "
            "for runs of blanks."
        )
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
    asked = replace(file, delimiter=delimiter or _delimiter(lines, how.skip is not None))
    rows, ends = _rows(asked, above)
    top = next(place for place, row in enumerate(rows) if any(cell.strip() for cell in row))
    if how.skip is None:
        top = max(top, header_row(rows))
    notes: tuple[str, ...] = ()
    stands_above = sum(bool(row) for row in rows[:top])
    if stands_above:
        notes = (f"the header is line {above + ends[top - 1] + 1} of {file.path.name}",)
    header = _fitted(rows[top], rows[top + 1 :])
    filled = [cell for cell in header if cell.strip()]
    numbers = {str(number) for number in range(len(filled) + 1)}
    if len(header) > 1 and all(map(is_value, filled)) and not numbers.issuperset(filled):
        raise ValueError(
            f"{file.path.name} has no line with the names of its columns: the first, line "
            f"{above + (ends[top - 1] if top else 0) + 1}, holds values ({', '.join(filled[:4])}). "
            "Write the names above it."
        )
    if len(header) < 2:
        raise ValueError(
            f"{file.path.name} has one column only, {rows[top][0][:80]!r}, with the delimiter "
            f"{asked.delimiter!r}: it is probably another. Pass delimiter=, such as ';' or '\\t'; "
            "or skip=, the number of lines above the header."
        )
    padded = len(header) > len(rows[top])
    return replace(asked, header=tuple(header), padded=padded, above=above + ends[top]), notes


def _delimiter(lines: list[str], header_first: bool) -> str:
    """The mark that cuts the header and most lines below it into the same number of cells."""
    best, most = ",", (0.0, 1)
    for mark in (*_DELIMITERS, WHITE_SPACE):
        if mark == WHITE_SPACE:
            if most[1] > 1 or len(lines) == 1:
                break
            rows = _cut(list(map(with_tabs, lines)), "\t")[0]
        else:
            rows = _cut(lines, mark)[0]
        rows = [row for row in rows if row]
        rows = rows[0 if header_first else header_row(rows) :]
        width = len(rows[0]) if rows else 0
        same = sum(len(row) == width for row in rows) / max(len(rows), 1)
        # Blanks stand in names and titles, too: they must cut nearly every line alike.
        if width > 1 and (same, width) > most and (mark != WHITE_SPACE or same >= 0.9):
            best, most = mark, (same, width)
    return best


def _rows(file: CsvFile, above: int) -> tuple[list[list[str]], list[int]]:
    lines = list(islice(file.lines(above=above), _HEAD))
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    return _cut(lines, file.mark)


def _cut(lines: list[str], mark: str) -> tuple[list[list[str]], list[int]]:
    """The cells of each record, and the number of the line that ends it."""
    rows, ends = [], []
    with any_cell_length():
        reader = csv.reader(lines, delimiter=mark)
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
