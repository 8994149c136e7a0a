"""Open any source: a table in memory, a database, a file of any kind, or many of them as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from crmkit.orders.sources.file_kinds import CALLED, file_kind, is_order_file, said_of_kind
from crmkit.orders.sources.file_list import (
    File,
    each_once,
    found_files,
    is_prose,
    labels,
    with_partition,
)
from crmkit.orders.sources.frame import from_frame
from crmkit.orders.sources.many import combined
from crmkit.orders.sources.packed import check_workbook, unpacked_gzip, unpacked_zip
from crmkit.orders.sources.source_types import Data, How, Source, some

AnySource = Any
# No system takes longer ones.
_LONGEST_PATH = 4096

_GIVE = (
    "give a path to a CSV, Excel or Parquet file, a folder, a pattern, a list of these, a pandas, "
    "Polars, Arrow or Ibis table, or a database with query=."
)


@contextmanager
def open_source(source: AnySource, how: How) -> Iterator[Source]:
    """Which columns does the source have? Nothing but its head is read yet.

    What is unpacked, and the database files that are opened, live as long as the context.
    """
    if how.skip is not None and how.skip < 0:
        raise ValueError(
            f"skip={how.skip} is below zero. Pass the number of lines above the header."
        )
    with ExitStack() as stack:
        opened = _open(source, how, stack)
        try:
            yield opened
        except ValueError as error:
            if opened.aside and str(error).startswith("missing column"):
                raise ValueError(f"{error} {opened.aside}") from None
            raise


def _open(source: AnySource, how: How, stack: ExitStack) -> Source:
    if source is None:
        raise TypeError(f"source is None: {_GIVE}")
    if isinstance(source, str | Path):
        return _open_path(source, how, stack)
    if isinstance(source, list | tuple):
        return _open_list(source, how, stack)
    opened = _open_table(source, how)
    if opened is None:
        raise TypeError(f"source is a {type(source).__name__}: {_GIVE}")
    return opened


def _open_table(source: AnySource, how: How) -> Source | None:
    """A table in memory, or a connection; None where the source is something else."""
    if isinstance(source, pd.DataFrame):
        _no_query(how, "a frame")
        return from_frame(source)
    package = type(source).__module__.split(".")[0]
    name = type(source).__name__
    if package == "pyspark":
        raise TypeError(
            f"source is a Spark {name}. Give source.toArrow() or source.toPandas() where the rows "
            "fit into memory; else clean them in Spark and count with crmkit.summary.customers."
        )
    if hasattr(source, "collect") and not hasattr(source, "__arrow_c_stream__"):
        raise TypeError(f"source is a {name}, not computed yet. Give source.collect().")
    if hasattr(source, "compute") and not hasattr(source, "__arrow_c_stream__"):
        raise TypeError(f"source is a {name}, not computed yet. Give source.compute().")
    from crmkit.orders.sources.database import from_connection, from_relation

    if (connected := from_connection(source, how.query)) is not None:
        return connected
    if not hasattr(source, "__arrow_c_stream__"):
        return None
    _no_query(how, f"a {name}")
    if package in ("ibis", "duckdb", "_duckdb"):
        return from_relation(source, f"the {name}")
    import pyarrow as pa

    from crmkit.orders.sources.arrow_table import from_arrow

    try:
        # Arrow's own table needs no export, at which PyArrow 22 ends on text views in codes.
        table = source if isinstance(source, pa.Table) else pa.table(source)
    except pa.ArrowException as error:
        raise TypeError(
            f"source is a {name} that is no table, or has a column that Arrow does not know, such "
            f"as Int128: cast it first, or {_GIVE}"
        ) from error
    return from_arrow(table.column_names, lambda: table, "the table")


def _no_query(how: How, what: str) -> None:
    if how.query is not None:
        raise ValueError(f"query= asks a database; the source is {what}. Leave it out.")


def _open_path(source: str | Path, how: How, stack: ExitStack) -> Source:
    path = _path(source)
    if path.is_file():
        return _open_file(path, how, stack)
    if (packed := _inside_zip(path)) is not None:
        return _open_zip(packed, how, stack, 0, path.relative_to(packed).as_posix())
    files, aside = found_files(path)
    return _noted(_open_files(files, how, stack, _called(path)), *aside)


def _inside_zip(path: Path) -> Path | None:
    """The zip file above "orders.zip/2024-*.csv", if there is one."""
    above = next((folder for folder in path.parents if folder.is_file()), None)
    return above if above is not None and file_kind(above) == "zip" else None


def _path(source: str | Path) -> Path:
    text = str(source)
    if "\n" in text or "\0" in text or len(text) > _LONGEST_PATH:
        raise ValueError(
            f"source is a text of {len(text):,} characters ({text[:30]!r}...), not a path to a "
            "file. Write it to a .csv file, and give the path of the file."
        )
    if not text.strip():
        raise ValueError(f"source is an empty text: {_GIVE}")
    try:
        path = Path(source).expanduser()
        path.is_file()
    except (OSError, RuntimeError):
        raise ValueError(
            f"source {text[:60]!r} cannot be a path: a name in it is too long, or the folder may "
            "not be read. Check the path."
        ) from None
    return path


def _open_list(sources: Sequence[AnySource], how: How, stack: ExitStack) -> Source:
    """Paths, folders and patterns are read as one; so are tables."""
    if not sources:
        raise ValueError(f"source is an empty list: {_GIVE}")
    if all(isinstance(source, str | Path) for source in sources):
        files: list[File] = []
        notes: list[str] = []
        for source in sources:
            path = _path(source)
            found, aside = ([File(path)], ()) if path.is_file() else found_files(path)
            files += found
            notes += aside
        return _noted(_open_files(files, how, stack, "the list"), *notes)
    parts = []
    for number, source in enumerate(sources, start=1):
        try:
            opened = _open(source, how, stack)
        except TypeError as error:
            raise TypeError(f"item {number} of the list: {error}") from None
        parts.append((f"item {number},", opened))
    return combined(parts, "the list", "a shorter list") if len(parts) > 1 else parts[0][1]


def _open_files(files: Sequence[File], how: How, stack: ExitStack, name: str) -> Source:
    files, notes = each_once(files)
    parts = []
    for label, file in zip(labels([file.path for file in files]), files, strict=True):
        source = _open_file(file.path, how, stack)
        parts.append((label, with_partition(source, file.partition)))
    if len(parts) == 1:
        return _noted(parts[0][1], *notes)
    return _noted(
        combined(parts, name, "a list of files, or a pattern such as '2024-*.csv'"), *notes
    )


def _open_file(path: Path, how: How, stack: ExitStack, layers: int = 0) -> Source:
    kind = file_kind(path)
    if kind not in ("sqlite", "duckdb", "gzip", "zip"):
        _no_query(how, CALLED[kind])
    if how.sheet is not None and kind not in ("excel", "gzip", "zip"):
        raise ValueError(f"sheet= is for workbooks; {path.name} is {CALLED[kind]}. Leave it out.")
    if kind in ("gzip", "zip") and layers == 2:
        raise ValueError(f"{path.name} is packed again and again. Unpack it by hand.")
    source = _opened(path, kind, how, stack, layers)
    # What was unpacked has a name by chance.
    return _noted(source, said_of_kind(path, kind)) if layers == 0 else source


def _opened(path: Path, kind: str, how: How, stack: ExitStack, layers: int) -> Source:
    if kind == "gzip":
        return _open_file(unpacked_gzip(path, _folder(stack)), how, stack, layers + 1)
    if kind == "zip":
        return _open_zip(path, how, stack, layers)
    if kind == "excel":
        from crmkit.orders.sources.excel_file import from_excel
        from crmkit.orders.sources.sheet_xml import check_reach

        check_workbook(path)
        check_reach(path)
        return from_excel(path, how)
    if kind == "parquet":
        from crmkit.orders.sources.parquet_file import from_parquet

        return from_parquet(path)
    if kind == "arrow":
        from crmkit.orders.sources.arrow_table import from_arrow_file

        return from_arrow_file(path)
    if kind in ("sqlite", "duckdb"):
        from crmkit.orders.sources.database import from_database_file

        return from_database_file(path, kind, how.query, stack)
    return _open_text(path, how, stack)


def _open_text(path: Path, how: How, stack: ExitStack, copies: int = 0) -> Source:
    from crmkit.orders.csv.file import from_csv
    from crmkit.orders.csv.quotes import OddQuotesError

    try:
        return from_csv(path, how)
    except OddQuotesError as odd:
        # One copy for each of two oddities.
        if copies == 2:
            raise
        mended, note = odd.mended(_folder(stack)), odd.note
    return _noted(_open_text(mended, replace(how, encoding="utf-8"), stack, copies + 1), note)


def _open_zip(path: Path, how: How, stack: ExitStack, layers: int, only: str = "*") -> Source:
    """The order files in a zip file; `only` those whose names fit a pattern."""
    inside = unpacked_zip(path, _folder(stack))
    fitting = [(name, file) for name, file in inside if name == only or fnmatchcase(name, only)]
    files = [(name, file) for name, file in fitting if is_order_file(Path(name))]
    prose = [name for name, file in files if only != name and is_prose(file)]
    if len(prose) < len(files):
        files = [(name, file) for name, file in files if name not in prose]
    else:
        prose = []
    if not files:
        raise ValueError(
            f"{path.name} holds no order file{f' named {only!r}' if only != '*' else ''}. Inside: "
            f"{some([repr(name) for name, _ in inside]) or 'nothing'}."
        )
    others = [name for name, _ in fitting if not is_order_file(Path(name))]
    said = [f"in {path.name}, no order files: {some(others)}"] if others else []
    said += [f"in {path.name}, without a row of an order in them: {some(prose)}"] if prose else []
    parts = [(f"{path.name}: {n}", _open_file(f, how, stack, layers + 1)) for n, f in files]
    if len(parts) == 1:
        return _noted(parts[0][1], f"read {files[0][0]} in {path.name}", *said)
    remedy = f"one or some of the files, such as '{path.name}/2024-*.csv'"
    return _noted(combined(parts, path.name, remedy), *said)


def _folder(stack: ExitStack) -> Path:
    # A reader may still hold a file open where an error ends the context.
    return Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))


def _noted(source: Source, *notes: str) -> Source:
    """The source with more to be said of it."""
    more = tuple(note for note in notes if note)
    if not more:
        return source

    def read(wanted: Sequence[str]) -> Data:
        data = source.read(wanted)
        return replace(data, notes=(*more, *data.notes))

    return replace(source, read=read)


def _called(path: Path) -> str:
    return f"folder {path.name!r}" if path.is_dir() else repr(str(path))
