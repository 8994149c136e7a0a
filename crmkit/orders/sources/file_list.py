"""Which files a folder or a pattern stands for, each of them once, and what they are called."""

from __future__ import annotations

import glob
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd

from crmkit.orders.columns.column import Coded
from crmkit.orders.sources.file_kinds import is_hidden, is_order_file
from crmkit.orders.sources.header import is_value
from crmkit.orders.sources.source_types import Data, Source, some

# What Spark and Hive write for a blank in the name of a folder.
_BLANK = "__HIVE_DEFAULT_PARTITION__"
_SHORT = 1 << 16
_OTHER_TABLES = (("_delta_log", "a Delta"), (".hoodie", "a Hudi"))


@dataclass(frozen=True)
class File:
    """A file, and what the folders above it say of all of its rows (month=2024-03)."""

    path: Path
    partition: Mapping[str, str | None] = field(default_factory=dict)


def found_files(path: Path) -> tuple[list[File], tuple[str, ...]]:
    """The order files of a folder or a pattern, and what is to be said of the others."""
    if path.is_dir():
        return _in_folder(path)
    if "://" in str(path).replace(":/", "://"):
        raise ValueError(f"{str(path)!r} is an address on the web. Download the file first.")
    if not glob.has_magic(str(path)):
        raise FileNotFoundError(f"no file {str(path)!r} (looked in {str(Path.cwd())!r}).")
    # Path.glob takes no pattern that begins at the root.
    found = [Path(one) for one in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207
    files = [File(one) for one in found if one.is_file() and not is_hidden(one.name)]
    if not files:
        raise FileNotFoundError(
            f"no file fits {str(path)!r} (looked in {str(Path.cwd())!r}). '**' stands for any "
            "folders."
        )
    _refuse_twins(files, repr(str(path)))
    return files, ()


def _in_folder(folder: Path) -> tuple[list[File], tuple[str, ...]]:
    """The files of a folder, and of the folders in it that are named key=value."""
    for mark, called in _OTHER_TABLES:
        if (folder / mark).exists():
            raise ValueError(
                f"folder {folder.name!r} is {called} table: some of its files hold rows that are "
                "deleted. Read it with its own library, and pass the frame or Arrow table."
            )
    files: list[File] = []
    others: list[str] = []
    notes: list[str] = []
    inner: list[str] = []
    for path in sorted(folder.iterdir()):
        if is_hidden(path.name):
            continue
        if path.is_dir() and "=" in path.name:
            key, _, text = path.name.partition("=")
            value = None if text == _BLANK else unquote(text)
            below, aside = _in_folder(path)
            files += [File(file.path, {unquote(key): value, **file.partition}) for file in below]
            notes += aside
        elif path.is_dir():
            inner.append(path.name)
        elif is_order_file(path):
            files.append(File(path))
        else:
            others.append(path.name)
    if others:
        notes.append(f"in folder {folder.name!r}, no order files by their names: {some(others)}")
    prose = [file for file in files if is_prose(file.path)]
    if prose and len(prose) < len(files):
        files = [file for file in files if file not in prose]
        named = some([file.path.name for file in prose])
        notes.append(f"in folder {folder.name!r}, without a row of an order in them: {named}")
    if inner:
        notes.append(
            f"folders in folder {folder.name!r} were not read: {some(inner)}; a pattern with '**' "
            "goes into them"
        )
    if not files and "=" not in folder.name:
        held = some([*others, *inner]) or "nothing"
        raise FileNotFoundError(
            f"no order file in folder {str(folder)!r}; it holds {held}. For folders in folders, "
            "pass a pattern such as 'orders/**/*.csv'."
        )
    _refuse_twins(files, f"folder {folder.name!r}")
    return files, tuple(notes)


def is_prose(path: Path) -> bool:
    """A README.txt: a short text in which no line has two cells with a digit, as orders have."""
    if path.suffix.lower() != ".txt" or path.stat().st_size > _SHORT:
        return False
    data = path.read_bytes()
    if b"\0" in data:
        return False
    lines = [line for line in data.decode("latin-1").splitlines() if line.strip()]
    words = [line.split() for line in lines]
    # Between blanks, values in as many words as the header has: "K1 2024-03-05 9.99".
    in_words = any(len(row) == len(words[0]) and sum(map(is_value, row)) > 1 for row in words[1:])
    cells = [re.split(r"[,;\t|^~\x01]", line) for line in lines]
    return not in_words and not any(
        sum(bool(re.search(r"\d", cell)) for cell in row) > 1 for row in cells
    )


def _refuse_twins(files: Sequence[File], name: str) -> None:
    """orders.csv beside orders.xlsx: one export saved twice, whose rows would count twice."""
    seen: dict[Path, Path] = {}
    for file in files:
        plain = file.path
        while is_order_file(plain):
            plain = plain.with_suffix("")
        if plain in seen:
            raise ValueError(
                f"{name}: {seen[plain].name} and {file.path.name} seem to be one export saved "
                "twice. Pass a list of the files, or a pattern such as '*.csv'."
            )
        seen[plain] = file.path


def each_once(files: Sequence[File]) -> tuple[list[File], list[str]]:
    """Files that are given twice, or whose bytes are those of another, are read once."""
    kept: list[File] = []
    notes: list[str] = []
    places: set[Path] = set()
    sizes: dict[int, list[File]] = {}
    for file in files:
        place = file.path.resolve()
        if place in places:
            notes.append(f"{file.path.name} was given twice and read once")
            continue
        places.add(place)
        alike = sizes.setdefault(place.stat().st_size, [])
        twin = next((one for one in alike if _same(one, file)), None)
        if twin is not None:
            notes.append(f"{file.path.name} is a copy of {twin.path.name}: one of them was read")
            continue
        alike.append(file)
        kept.append(file)
    return kept, notes


def _same(one: File, other: File) -> bool:
    return one.partition == other.partition and _digest(one.path) == _digest(other.path)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def labels(paths: Sequence[Path]) -> list[str]:
    """The name of each file; with as many of the folders above it as tell them apart."""
    for parts in range(1, max(len(path.parts) for path in paths) + 1):
        names = ["/".join(path.parts[-parts:]) for path in paths]
        if len(set(names)) == len(names):
            return names
    return [str(path) for path in paths]


def with_partition(source: Source, partition: Mapping[str, str | None]) -> Source:
    """The source with a column for each key of the folders' names: one value in all rows."""
    keys = {key: value for key, value in partition.items() if key not in source.names}
    if not keys:
        return source

    def read(wanted: Sequence[str]) -> Data:
        data = source.read([name for name in wanted if name not in keys])
        columns = dict(data.columns)
        for name in wanted:
            if name in keys:
                code = np.full(data.rows, -1 if keys[name] is None else 0, dtype="int32")
                columns[name] = Coded(code, pd.Series([keys[name] or ""], dtype="str"))
        return replace(data, columns=columns)

    return replace(source, names=(*source.names, *keys), read=read)
