"""What a file is by its content: its name may be wrong."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

# The endings by which a folder's order files are told from other files.
ENDINGS = {
    ".csv": "text", ".tsv": "text", ".txt": "text", ".tab": "text",
    ".xlsx": "excel", ".xlsm": "excel", ".xlsb": "excel", ".xls": "excel", ".ods": "excel",
    ".parquet": "parquet", ".pq": "parquet", ".arrow": "arrow", ".feather": "arrow",
    ".gz": "gzip", ".zip": "zip",
    ".sqlite": "sqlite", ".sqlite3": "sqlite", ".db": "sqlite", ".duckdb": "duckdb",
}  # fmt: skip
CALLED = {
    "text": "a text file", "excel": "an Excel file", "parquet": "a Parquet file",
    "arrow": "an Arrow file", "gzip": "a gzip file", "zip": "a zip file",
    "sqlite": "a SQLite file", "duckdb": "a DuckDB file",
}  # fmt: skip
_STARTS = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel"),
    (b"SQLite format 3\x00", "sqlite"),
)
_PACKED = "Unpack it first."
_SAVE = "Save the table as .xlsx, .csv or .parquet."
# What people take for an order file, and what to do instead.
_OTHERS = (
    (b"PARE", "an encrypted Parquet file", "Write it without encryption."),
    (b"BZh", "a bzip2 file", _PACKED),
    (b"\xfd7zXZ\x00", "an xz file", _PACKED),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file", _PACKED),
    (b"Rar!", "a rar file", _PACKED),
    (b"%PDF", "a PDF file", _SAVE),
    (b"{\\rtf", "a text document", _SAVE),
    (b"ORC", "an ORC file", _SAVE),
    (b"Obj\x01", "an Avro file", _SAVE),
    (b"FEA1", "an old Feather file", _SAVE),
    (b"\x89HDF", "an HDF5 file", _SAVE),
    *(
        (bytes([0x80, n]), "a pickle, which can run code when it is opened", _SAVE)
        for n in (2, 3, 4, 5)
    ),
)
_HTML = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style", b"<div", b"<body")

_SQL = (
    b"insert into ", b"replace into ", b"create table ", b"create database ", b"drop table ",
    b"begin transaction", b"set names ", b"-- mysql dump", b"-- mariadb dump",
    b"-- postgresql database dump", b"--\n-- postgresql database dump", b"pragma foreign_keys",
)  # fmt: skip


def file_kind(path: Path) -> str:
    """Which kind of order file is it? Refused where it is none that can be read."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise ValueError(f"{path.name} is empty (0 bytes). Export it again.")
    for mark, kind in _STARTS:
        if start.startswith(mark):
            return kind
    if start[8:12] == b"DUCK":
        return "duckdb"
    if start[257:262] == b"ustar":
        raise ValueError(f"{path.name} is a tar archive. {_PACKED}")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    ending = path.suffix.lower()
    for mark, called, remedy in _OTHERS:
        # A column may be named "ORC id"; the others cannot begin a table.
        if start.startswith(mark) and not (mark.isalpha() and ending in (".csv", ".tsv", ".txt")):
            raise ValueError(f"{path.name} is {called}. {remedy}")
    _refuse_marked_up(path.name, start)
    expected = ENDINGS.get(ending, "text")
    # A table of text under the name .xls is what many shops call an Excel export.
    if expected != "text" and ending != ".xls":
        raise ValueError(
            f"{path.name} cannot be opened as {CALLED[expected]}: its content is something else, "
            "or damaged. Export it again."
        )
    # In a file named as text, the reader of text says on which line the zero byte is.
    named = ENDINGS.get(ending) == "text"
    if not named and b"\x00" in start and not _is_wide(start):
        raise ValueError(
            f"{path.name} is no text, nor another file that is known ({', '.join(ENDINGS)}). "
            f"{_SAVE}"
        )
    return "text"


def is_order_file(path: Path) -> bool:
    """Is it an order file by its name? Databases hold many tables: they are asked one by one."""
    return ENDINGS.get(path.suffix.lower(), "sqlite") not in ("sqlite", "duckdb")


def is_hidden(name: str) -> bool:
    """Files that programs leave beside others: locks, thumbnails, Spark's _SUCCESS."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in (".", "..")]
    if not parts or any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
        return True
    last = parts[-1]
    own = last.startswith("_") and Path(last).suffix.lower() not in ENDINGS
    return own or last.lower() in ("thumbs.db", "desktop.ini")


def said_of_kind(path: Path, kind: str) -> str:
    """A note where the name says something else than the content."""
    ending = path.suffix.lower()
    expected = ENDINGS.get(ending)
    if expected == kind or (kind in ("sqlite", "duckdb") and expected in ("sqlite", "duckdb")):
        return ""
    return f"{path.name} is {CALLED[kind]} by its content, and was read as such"


def _zip_kind(path: Path) -> str:
    """Workbooks are zip files, too."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            if {"xl/workbook.xml", "xl/workbook.bin"} & names:
                return "excel"
            if "mimetype" in names and "content.xml" in names:
                kind = packed.read("mimetype")[:200]
                if b"opendocument.spreadsheet" in kind:
                    return "excel"
                raise ValueError(f"{path.name} is a text document. {_SAVE}")
            if "word/document.xml" in names:
                raise ValueError(f"{path.name} is a text document. {_SAVE}")
            return "zip"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        if ENDINGS.get(path.suffix.lower()) == "excel":
            called = "opened as an Excel file"
        else:
            called = "unpacked"
        raise ValueError(
            f"{path.name} cannot be {called}: it is damaged or incomplete. Copy it again."
        ) from error


def _refuse_marked_up(name: str, start: bytes) -> None:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_HTML):
        raise ValueError(f"{name} is a web page, not a table file. Open it in Excel, {_lower()}")
    if text.startswith(b"<?xml") or re.match(rb"<[a-z][\w:.-]*(\s[^<>]*)?/?>", text):
        raise ValueError(f"{name} is an XML file. Open it in Excel, {_lower()}")
    if text.startswith(_SQL) or re.match(rb"copy [^\n]* from stdin", text):
        raise ValueError(
            f"{name} holds SQL statements, not a table. Run them in a database, and pass that with "
            "query=, or export the table as .csv."
        )
    if text.startswith(b"{") and text[1:].lstrip().startswith((b'"', b"}")):
        raise ValueError(f"{name} is a JSON file. Make a table of it with pandas.json_normalize.")
    if text.startswith(b"[") and text[1:].lstrip().startswith(b"{"):
        raise ValueError(f"{name} is a JSON file. Make a table of it with pandas.json_normalize.")


def _lower() -> str:
    return _SAVE[0].lower() + _SAVE[1:].replace("the table", "it")


def _is_wide(start: bytes) -> bool:
    """Text in UTF-16 or UTF-32: every second byte or more of a header is zero."""
    head = start[:512]
    return head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or (
        head.count(0) >= len(head) / 4
    )
