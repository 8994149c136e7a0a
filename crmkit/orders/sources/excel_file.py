"""Excel and OpenDocument sheets: which is read, where its header stands, what its cells hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.orders.sources.header import header_row
from crmkit.orders.sources.many import combined
from crmkit.orders.sources.sheet_xml import error_cells
from crmkit.orders.sources.source_types import Data, How, Source, duplicated, some, unique_names

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# Titles and comments stand above the header, in no more rows than these.
_HEAD_ROWS = 50
# Below this a double holds every whole number: beyond it, digits of an id are lost already.
_WHOLE = 2**53


@dataclass(frozen=True)
class _Sheet:
    """A sheet with its header: the place of each column, and how many rows stand above."""

    path: Path
    title: str
    above: int
    places: dict[str, int]
    nameless: tuple[str, ...]
    has_rows: bool

    @property
    def name(self) -> str:
        return f"sheet {self.title!r} of {self.path.name}"


def from_excel(path: Path, how: How) -> Source:
    """The names of a workbook's sheet (or of several, read as one), its columns when asked."""
    with _book(path) as book:
        found, said = _first(path, book, how) if how.sheet is None else _asked(path, book, how)
    if len(found) == 1:
        return _source(found[0], f"read {found[0].name}{_found(found[0])}{said}", said)
    parts = [(f"sheet {sheet.title!r}", _source(sheet, _found(sheet))) for sheet in found]
    return combined(parts, f"{path.name}{said}", "sheet=")


def _asked(path: Path, book: CalamineWorkbook, how: How) -> tuple[list[_Sheet], str]:
    """The sheets that the caller names, and what is to be said of the others."""
    titles = book.sheet_names
    asked = [how.sheet] if isinstance(how.sheet, str | int) else list(how.sheet or ())
    if not asked:
        raise ValueError(f"sheet=[] names no sheet. Options: {titles}.")
    found = []
    for title in dict.fromkeys(_title(path, titles, one) for one in asked):
        sheet = _opened(path, book, title, how)
        if sheet is None:
            raise ValueError(
                f"sheet {title!r} of {path.name} has no header: it is empty. Options: "
                f"{[other for other in titles if other != title]}."
            )
        found.append(sheet)
    chosen = [sheet.title for sheet in found]
    return found, _not_read(titles, chosen)


def _not_read(titles: list[str], chosen: list[str]) -> str:
    others = [repr(title) for title in titles if title not in chosen]
    return f"; not read: {some(others)}" if others else ""


def _book(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        # From a path, the name would decide what kind of workbook it is.
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    except PasswordError:
        raise ValueError(
            f"{path.name} is protected by a password. Save it without one (File > Info > Protect "
            "Workbook)."
        ) from None
    except Exception as error:
        raise ValueError(
            f"{path.name} cannot be opened as an Excel file: it is damaged or no workbook. Save "
            "it again as .xlsx, or as .csv."
        ) from error


def _title(path: Path, titles: list[str], asked: str | int) -> str:
    if isinstance(asked, str) and asked in titles:
        return asked
    if isinstance(asked, int) and not isinstance(asked, bool) and 0 <= asked < len(titles):
        return titles[asked]
    raise ValueError(
        f"sheet={asked!r} is not in {path.name}. Options: {titles} or 0 to {len(titles) - 1}."
    )


def _first(path: Path, book: CalamineWorkbook, how: How) -> tuple[list[_Sheet], str]:
    """The first sheet that is a table, and what is to be said of the others."""
    from python_calamine import SheetVisibleEnum

    hidden = {
        data.name for data in book.sheets_metadata if data.visible != SheetVisibleEnum.Visible
    }
    titles = [title for title in book.sheet_names if title not in hidden]
    tables: list[_Sheet] = []
    for title in titles:
        try:
            sheet = _opened(path, book, title, how)
        except ValueError:
            # Behind a table, what is amiss in a pivot or a note is no matter.
            if any(one.has_rows for one in tables):
                continue
            raise
        if sheet is not None and len(sheet.places) > 1:
            tables.append(sheet)
    # Where no sheet has rows, a header alone says so best.
    chosen = next((sheet for sheet in tables if sheet.has_rows), tables[0] if tables else None)
    if chosen is None:
        raise ValueError(
            f"{path.name}: no sheet has a header of two or more names with rows below it (sheets: "
            f"{some([repr(title) for title in book.sheet_names])}). Put the column names in a row."
        )
    alike = [one.title for one in tables if one.has_rows and set(one.places) == set(chosen.places)]
    said = _not_read(book.sheet_names, [chosen.title])
    if len(alike) > 1:
        said += f". The same columns are in {len(alike)} sheets: sheet={alike} reads them as one"
    return [chosen], said


def _opened(path: Path, book: CalamineWorkbook, title: str, how: How) -> _Sheet | None:
    """The header of a sheet; None where no cell is filled."""
    sheet = _cells_of(path, book, title)
    if sheet is None or sheet.start is None:
        return None
    head = [_plain(row) for row in islice(sheet.iter_rows(), (how.skip or 0) + _HEAD_ROWS)]
    above = how.skip if how.skip is not None else header_row(head)
    while above < len(head) and how.skip is None and not any(map(_filled, head[above])):
        above += 1
    if above >= len(head) or not any(map(_filled, head[above])):
        raise ValueError(
            f"sheet {title!r} of {path.name} has no header in row {above + 1}. Pass skip=, the "
            "number of rows above the column names."
        )
    header = head[above]
    first = sheet.start[1]
    names = [str(cell) for cell in header if _filled(cell)]
    unique_names(names, f"sheet {title!r} of {path.name}")
    places = {str(cell): place for place, cell in enumerate(header) if _filled(cell)}
    nameless = [place for place, cell in enumerate(header) if not _filled(cell)]
    if nameless:
        below = islice(sheet.iter_rows(), above + 1, None)
        used = {place for row in below for place in nameless if row[place] != ""}
        nameless = sorted(used)
    merged = sheet.merged_cell_ranges or []
    for (top, left), (bottom, right) in merged:
        if top <= above <= bottom and any(left <= first + place <= right for place in nameless):
            raise ValueError(
                f"sheet {title!r} of {path.name}: the column name {header[left - first]!r} is "
                f"merged over {_letters(left)} to {_letters(right)}. Give each column its own name."
            )
    rows = islice(sheet.iter_rows(), above + 1, None)
    has_rows = any(any(cell != "" for cell in row) for row in rows)
    letters = tuple(_letters(first + place) for place in nameless)
    return _Sheet(path, title, above, places, letters, has_rows)


def _cells_of(path: Path, book: CalamineWorkbook, title: str) -> CalamineSheet | None:
    try:
        return book.get_sheet_by_name(title)
    except Exception as error:
        if "chart" in str(error).lower() or "not found" in str(error).lower():
            return None
        raise ValueError(
            f"sheet {title!r} of {path.name} cannot be read: it is damaged. Save it again."
        ) from error


def _found(sheet: _Sheet) -> str:
    said = f", header in row {sheet.above + 1}" if sheet.above else ""
    if sheet.nameless:
        said += f", columns without a name left out: {some(sheet.nameless)}"
    return said


def _source(sheet: _Sheet, note: str, others: str = "") -> Source:
    def read(wanted: Sequence[str]) -> Data:
        columns, rows = _read(sheet, wanted)

        def repeats(asked: np.ndarray) -> np.ndarray:
            whole, _ = _read(sheet, list(sheet.places), rows[asked])
            return duplicated(pd.DataFrame(whole))

        return Data(
            columns, len(rows), repeats, lambda row: f"row {rows[row] + 1:,}", notes=(note,)
        )

    return Source(tuple(sheet.places), read, aside=f"This is {sheet.name}{others}.")


def _read(
    sheet: _Sheet, wanted: Sequence[str], only: np.ndarray | None = None
) -> tuple[dict[str, pd.Series], np.ndarray]:
    """Some columns, and the number (from 0) of the sheet's row that each row is."""
    with _book(sheet.path) as book:
        opened = book.get_sheet_by_name(sheet.title)
        first = opened.start[1] if opened.start else 0
        places = [sheet.places[name] for name in wanted]
        if only is None:
            _refuse_merged(sheet, opened, dict(zip(wanted, places, strict=True)), first)
        errors = error_cells(sheet.path, sheet.title)
        chosen = None if only is None else set(only.tolist())
        cells: list[list[object]] = [[] for _ in places]
        rows = []
        for number, row in _rows(opened, sheet.above + 1):
            if chosen is not None and number not in chosen:
                continue
            rows.append(number)
            for column, place in zip(cells, places, strict=True):
                value = row[place]
                column.append(_value(value) if value != "" else errors.get((number, first + place)))
    series = {
        name: pd.Series(column, dtype="object") for name, column in zip(wanted, cells, strict=True)
    }
    return series, np.array(rows, dtype="int64")


def _rows(sheet: CalamineSheet, start: int) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows that have a cell: formatting leaves empty ones behind."""
    for number, row in enumerate(islice(sheet.iter_rows(), start, None), start):
        if any(cell != "" for cell in row):
            yield number, row


def _refuse_merged(
    sheet: _Sheet, opened: CalamineSheet, wanted: dict[str, int], first: int
) -> None:
    """A cell over several rows: an id would be meant for each, a sum for all of them."""
    for name, place in wanted.items():
        over = [
            (top, bottom)
            for (top, left), (bottom, right) in opened.merged_cell_ranges or []
            if top > sheet.above and bottom > top and left <= first + place <= right
        ]
        if over:
            letter = _letters(first + place)
            raise ValueError(
                f"{sheet.name}: column {name!r} has {len(over):,} cells merged over several rows; "
                f"first: {letter}{over[0][0] + 1}:{letter}{over[0][1] + 1}. Unmerge them and fill "
                "in what each row shall have."
            )


def _plain(row: Sequence[object]) -> list[object]:
    return [_value(cell) for cell in row]


def _value(cell: object) -> object:
    """A cell as Python has it: Excel knows doubles only, and a day is midnight."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _WHOLE:
        return int(cell)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return cell


def _filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _letters(place: int) -> str:
    """The name of a column in a spreadsheet: A, B, ... Z, AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
