"""SQLite and DuckDB files, connections and Ibis backends: the rows of a SELECT or a table."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from crmkit.orders.sources.source_types import Data, Source, duplicated, some, unique_names

if TYPE_CHECKING:
    import duckdb

_SELECT = re.compile(r"(?is)(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?:select|with|values|from)\b")
_FETCHED = 50_000


def from_database_file(path: Path, kind: str, query: str | None, stack: ExitStack) -> Source:
    """The rows of a query on a SQLite or DuckDB file, which is opened for reading only."""
    if kind == "sqlite":
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = stack.enter_context(closing(sqlite3.connect(uri, uri=True)))
        return _from_sqlite(connection, path.name, query)
    import duckdb

    try:
        opened = stack.enter_context(
            duckdb.connect(path, read_only=True, config={"python_enable_replacements": "false"})
        )
    except duckdb.Error as error:
        raise ValueError(
            f"{path.name} cannot be opened as a DuckDB file: another program has it open for "
            "writing, or a newer DuckDB wrote it. Close the other, or pass your own connection."
        ) from error
    return _from_duckdb(opened, path.name, query)


def from_connection(source: Any, query: str | None) -> Source | None:
    """The rows of a query on a connection; None where the source is none."""
    if isinstance(source, sqlite3.Connection):
        return _from_sqlite(source, "the connection", query)
    package = type(source).__module__.split(".")[0]
    if type(source).__name__ == "DuckDBPyConnection":
        return _from_duckdb(source, "the connection", query)
    if package == "ibis" and hasattr(source, "list_tables"):
        # Ibis hands on to a connection of these two, which answer themselves.
        below = getattr(source, "con", None)
        if isinstance(below, sqlite3.Connection) or type(below).__name__ == "DuckDBPyConnection":
            return from_connection(below, query)
        return _from_ibis(source, query)
    return None


def from_relation(table: Any, name: str) -> Source:
    """A DuckDB relation or an Ibis table: its names are known before it is computed."""
    from crmkit.orders.sources.arrow_table import from_arrow

    return from_arrow([str(one) for one in table.columns], lambda: _computed(table, name), name)


def _computed(table: Any, name: str) -> Any:
    import pyarrow as pa

    try:
        return pa.table(table)
    except Exception as error:
        raise ValueError(
            f"{name} cannot be computed: its engine refuses it (its own words stand above). Run "
            "it there first and mend it."
        ) from error


def _from_sqlite(connection: sqlite3.Connection, name: str, query: str | None) -> Source:
    try:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
        )
        tables = [str(row[0]) for row in _plain_rows(found)]
    except sqlite3.Error as error:
        raise ValueError(
            f"{name} cannot be opened as a SQLite file: it is damaged, encrypted or locked. Copy "
            "it again."
        ) from error
    asked = _asked(query, tables, name)
    cursor = connection.cursor()
    cursor.row_factory = None
    try:
        cursor.execute(asked)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise ValueError(_failed(name, query, tables)) from error
    if cursor.description is None:
        raise ValueError(_failed(name, query, tables))

    def fetched() -> pd.DataFrame:
        cells: list[list[object]] = [[] for _ in names]
        try:
            while rows := cursor.fetchmany(_FETCHED):
                for column, more in zip(cells, zip(*rows, strict=True), strict=True):
                    column.extend(more)
        except sqlite3.Error as error:
            raise ValueError(
                f"{name}: a row of the query cannot be read; its text is no UTF-8, or the file is "
                "damaged. Mend it, or leave the column out of the SELECT."
            ) from error
        return pd.DataFrame(
            {key: _typed(key, column, name) for key, column in zip(names, cells, strict=True)}
        )

    names = [str(column[0]) for column in cursor.description]
    unique_names(names, f"the result of {_short(query)}")
    return _once(names, fetched, _said(name, query))


def _plain_rows(cursor: sqlite3.Cursor) -> list[tuple[Any, ...]]:
    cursor.row_factory = None
    return cursor.fetchall()


def _typed(key: str, cells: list[object], name: str) -> pd.Series:
    """SQLite has a type a cell: a column has one where all of its cells agree."""
    kinds = {type(cell) for cell in cells} - {type(None)}
    if bytes in kinds:
        try:
            cells = [cell.decode("utf-8") if isinstance(cell, bytes) else cell for cell in cells]
        except UnicodeDecodeError:
            raise ValueError(
                f"{name}: column {key!r} holds bytes that are no UTF-8 text. Leave it out of the "
                "SELECT, or cast it to text."
            ) from None
        kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds == {int}:
        return pd.Series(cells, dtype="Int64" if None in cells else "int64")
    if kinds == {str}:
        return pd.Series(cells, dtype="str")
    if kinds == {float}:
        return pd.Series(cells, dtype="float64")
    return pd.Series(cells, dtype="object")


def _once(names: list[str], fetch: Callable[[], pd.DataFrame], said: str) -> Source:
    held: list[pd.DataFrame] = []

    def read(wanted: Sequence[str]) -> Data:
        # Another run of the query might give the rows in another order.
        if not held:
            held.append(fetch())
        whole = held[0]

        def repeats(rows: np.ndarray) -> np.ndarray:
            return duplicated(whole.iloc[rows])

        columns = {key: whole[key] for key in wanted}
        return Data(columns, len(whole), repeats, lambda row: f"row {row + 1:,}", notes=(said,))

    return Source(tuple(names), read)


def _from_duckdb(connection: duckdb.DuckDBPyConnection, name: str, query: str | None) -> Source:
    import duckdb

    from crmkit.orders.sources.arrow_table import from_arrow

    found = connection.execute(
        "SELECT CASE table_schema WHEN 'main' THEN table_name "
        "ELSE table_schema || '.' || table_name END FROM information_schema.tables "
        "WHERE table_catalog IN (current_database(), 'temp') ORDER BY 1"
    ).fetchall()
    tables = [str(row[0]) for row in found]
    asked = _asked(query, tables, name)
    try:
        relation = connection.sql(asked)
    except duckdb.Error as error:
        raise ValueError(_failed(name, query, tables)) from error
    said = _said(name, query)
    source = from_arrow(list(relation.columns), lambda: _computed(relation, said), name)
    return _noted(source, said)


def _from_ibis(backend: Any, query: str | None) -> Source:
    name = "the Ibis backend"
    tables = [str(one) for one in backend.list_tables()]
    asked = _asked(query, tables, name)
    try:
        table = backend.table(query) if query in tables else backend.sql(asked)
    except Exception as error:
        raise ValueError(_failed(name, query, tables)) from error
    return _noted(from_relation(table, name), _said(name, query))


def _noted(source: Source, said: str) -> Source:
    def read(wanted: Sequence[str]) -> Data:
        return replace(source.read(wanted), notes=(said,))

    return replace(source, read=read)


def _asked(query: str | None, tables: list[str], name: str) -> str:
    """The SELECT that is meant: a table's name stands for all of its rows."""
    if query is None:
        raise ValueError(
            f"{name} is a database. Pass query=, a SELECT or the name of a table. Tables: "
            f"{some([repr(table) for table in tables], 20) or 'none'}."
        )
    if query in tables:
        quoted = ".".join('"' + part.replace('"', '""') + '"' for part in query.split("."))
        whole = '"' + query.replace('"', '""') + '"'
        return f"SELECT * FROM {whole if '.' not in query else quoted}"
    if not _SELECT.match(query):
        raise ValueError(_failed(name, query, tables))
    return query.strip().rstrip(";")


def _failed(name: str, query: str | None, tables: list[str]) -> str:
    return (
        f"{name}: query={_short(query)} is neither the name of a table nor a SELECT that can be "
        f"run. Tables: {some([repr(table) for table in tables], 20) or 'none'}."
    )


def _said(name: str, query: str | None) -> str:
    return f"read {name}: {_short(query)}"


def _short(query: str | None, most: int = 120) -> str:
    text = repr(" ".join((query or "").split()))
    return text if len(text) <= most else f"{text[:most]}..."
