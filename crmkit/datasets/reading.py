"""From the file to a table with the types and names that its card declares."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from crmkit.datasets.cards import Card, Column


def read(c: Card, file: Path) -> pd.DataFrame:
    raw = {
        "csv": _read_csv,
        "whitespace": _read_whitespace,
        "parquet": _read_parquet,
        "pickle_xz": _read_pickle,
    }
    frame = raw[c.format](c, file)
    typed = {name: _typed(frame[_source(name, s)], s) for name, s in c.columns.items()}
    return pd.DataFrame(typed)


def _source(name: str, spec: Column) -> str:
    return name if spec.source is None else str(spec.source)


def _names_in_file(c: Card) -> list[str] | None:
    """None: the file's first line names its columns. Otherwise their positions do."""
    if c.header:
        return None
    return [str(position) for position in sorted(int(str(s.source)) for s in c.columns.values())]


def _read_csv(c: Card, file: Path) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import csv

    plain = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.int64()}
    # Dates and categories repeat: each distinct text is kept and converted once.
    repeated = {k: pa.dictionary(pa.int32(), pa.string()) for k in ("datetime64", "category")}
    types = {**plain, **repeated, "str": pa.string()}
    table = csv.read_csv(
        file,
        read_options=csv.ReadOptions(column_names=_names_in_file(c), encoding=c.encoding),
        convert_options=csv.ConvertOptions(
            column_types={_source(n, s): types[s.dtype] for n, s in c.columns.items()},
            include_columns=[_source(n, s) for n, s in c.columns.items()],
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    return table.to_pandas()


def _read_whitespace(c: Card, file: Path) -> pd.DataFrame:
    return pd.read_csv(
        file,
        sep=r"\s+",
        names=_names_in_file(c),
        header=0 if c.header else None,
        dtype="str",
        encoding=c.encoding,
    )


def _read_parquet(c: Card, file: Path) -> pd.DataFrame:
    columns = [_source(n, s) for n, s in c.columns.items()]
    # Rows are counted from 0, whatever index the file was written with.
    return pd.read_parquet(file, columns=columns).reset_index(drop=True)


def _read_pickle(c: Card, file: Path) -> pd.DataFrame:
    """A pickle can run code, so the very bytes that are unpickled are hashed before."""
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != c.sha256:
        raise ValueError(f"{file} is not the file of the card {c.name}.toml: it is not opened")
    return pd.read_pickle(BytesIO(content), compression="xz")


def _typed(values: pd.Series, spec: Column) -> pd.Series:
    if spec.dtype == "category":
        values = values.astype("category")
        allowed = spec.allowed or []
        unknown = values.cat.categories.difference(allowed)
        if len(unknown):
            raise ValueError(f"column {values.name!r}: {list(unknown)} not in {allowed}")
        return values.cat.set_categories(allowed, ordered=spec.ordered)
    if spec.dtype != "datetime64":
        return values.astype(spec.dtype)
    if isinstance(values.dtype, pd.CategoricalDtype):
        dates = pd.to_datetime(values.cat.categories, format=spec.format)
        values = values.cat.rename_categories(list(dates)).astype(dates.dtype)
    else:
        values = pd.to_datetime(values, format=spec.format)
    if spec.timezone:
        values = values.dt.tz_localize("UTC").dt.tz_convert(spec.timezone).dt.tz_localize(None)
    return values.astype("datetime64[us]")


def differences(c: Card, frame: pd.DataFrame) -> list[str]:
    found = [] if len(frame) == c.rows else [f"{len(frame)} rows, not {c.rows}"]
    for name, spec in c.columns.items():
        present = frame[name].dropna()
        bound = pd.Timestamp if spec.dtype == "datetime64" else lambda value: value
        checks: dict[str, tuple[Any, Any]] = {
            "missing values": (len(frame) - len(present), spec.missing)
        }
        if spec.distinct is not None:
            checks["distinct values"] = (present.nunique(), spec.distinct)
        if spec.minimum is not None:
            checks["minimum"] = (present.min(), bound(spec.minimum))
        if spec.maximum is not None:
            checks["maximum"] = (present.max(), bound(spec.maximum))
        found += [f"{name}: {what} {a}, not {b}" for what, (a, b) in checks.items() if a != b]
    return found
