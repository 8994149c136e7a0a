"""What an .xlsx file says itself of a sheet: its error cells, and how far its cells reach."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

_BLOCK = 1 << 22
# A cell holds 32,767 characters: between two cells never stands so much.
_LONGEST_CELL = 1 << 24
# The table is held whole: one stray cell in the last row and column would take 500 GB.
_MOST_CELLS = 200_000_000
_REFERENCE = re.compile(rb"""c (?:[^<>]*? )?r=["']([A-Z]{1,7})([0-9]{1,10})["']""")
_ERROR = re.compile(
    rb"""c (?=[^<>]*?\bt=["']e["'])(?:[^<>]*? )?r=["']([A-Z]+)([0-9]+)["'][^<>]*>"""
    rb"""(?:(?!</\w*:?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
# A formula that gives empty text is blank, and marked as text.
_FORMULA = re.compile(
    rb"""c (?![^<>]*?\bt=["']str["'])(?:[^<>]*? )?r=["']([A-Z]+)([0-9]+)["'][^<>]*>"""
    rb"""<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_NOT_COMPUTED = "(formula without a value)"


def error_cells(path: Path, title: str) -> dict[tuple[int, int], str]:
    """What stands in cells without a value that are no blanks, by row and column from 0.

    That is an error ("#N/A"), or a formula that no spreadsheet program has computed yet.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        member = _member(book, title)
        if member is None:
            return {}
        errors = {}
        for block in _blocks(book, member):
            if b'"e"' in block or b"'e'" in block:
                for letters, row, text in _ERROR.findall(block):
                    errors[int(row) - 1, _place(letters)] = text.decode("utf-8", "replace")
            if b"<f" in block or b":f" in block:
                for letters, row in _FORMULA.findall(block):
                    errors[int(row) - 1, _place(letters)] = _NOT_COMPUTED
        return errors


def check_reach(path: Path) -> None:
    """Refuse a workbook whose cells lie so far apart that no memory holds what is between."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as book:
        for member in book.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
                continue
            columns: set[bytes] = set()
            last = 0
            for block in _blocks(book, member):
                found = _REFERENCE.findall(block)
                columns.update({letters for letters, _ in found})
                last = max(last, max((int(row) for _, row in found), default=0))
            widest = max(map(_place, columns), default=0) + 1
            if last * widest > _MOST_CELLS:
                raise ValueError(
                    f"{path.name}: a sheet reaches to row {last:,} and column {widest:,}, more "
                    "than can be held. Delete the stray cells behind the table (in Excel, "
                    "Ctrl+End goes to the last one), or save the sheet as .csv."
                )


def _member(book: zipfile.ZipFile, title: str) -> str | None:
    """The file inside that holds the sheet."""
    try:
        sheets = ElementTree.fromstring(book.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for sheet in sheets.iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name") == title:
            key = next((value for name, value in sheet.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return member if member in book.namelist() else None
    return None


def _blocks(book: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The file in blocks that cut no cell in two."""
    rest = b""
    with book.open(member) as file:
        while block := file.read(_BLOCK):
            block = rest + block
            cut = max(block.rfind(b"<c "), block.rfind(b":c "))
            if len(block) - cut > _LONGEST_CELL:
                raise ValueError(f"{member} holds a cell without an end. Save the workbook again.")
            yield block[:cut] if cut >= 0 else b""
            rest = block[max(cut, 0) :]
    yield rest


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
