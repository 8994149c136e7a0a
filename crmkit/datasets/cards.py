"""Cards: datasets/<name>.toml says what a dataset is, where it comes from and what to expect."""

import difflib
import html
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import pandas as pd

# pydantic reads this from a plain dataclass, so it is only imported when a card is read.
STRICT = {"extra": "forbid"}
SUFFIX = {"csv": ".csv", "whitespace": ".txt", "parquet": ".parquet", "pickle_xz": ".pkl.xz"}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name or position (from 1) in the file, and what to expect of its values."""

    __pydantic_config__ = STRICT
    dtype: Literal["str", "int64", "float64", "bool", "category", "datetime64"]
    meaning: str
    source: str | int | None = None
    unit: str = ""
    format: str | None = None  # of a date
    timezone: str | None = None  # times are UTC in the file; convert to this zone
    minimum: Any = None
    maximum: Any = None
    allowed: list[str] | None = None  # the categories, in order
    ordered: bool = False
    missing: int = 0
    distinct: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """The wheel on the package index that carries a file, and the way to the file inside it."""

    __pydantic_config__ = STRICT
    name: str
    version: str
    file: str
    sha256: str
    bytes: int
    member: tuple[str, ...]  # a path in the wheel, then a path in the zip found there, ...


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a simulated company."""

    __pydantic_config__ = STRICT
    value: Any
    meaning: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """Everything in a TOML file, checked: a table (columns) or a company (parameters)."""

    __pydantic_config__ = STRICT
    name: str
    title: str
    description: str
    source: str
    licence: str
    terms: str
    citation: str
    lessons: tuple[str, ...] = ()
    # A table:
    format: Literal["csv", "whitespace", "parquet", "pickle_xz"] = "csv"
    encoding: str = "utf-8"
    header: bool = True
    sha256: str = ""
    bytes: int = 0
    rows: int = 0
    columns: dict[str, Column] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)  # columns not loaded: why
    wheel: Wheel | None = None
    made_by: str | None = None  # our own script beside the card
    facts: dict[str, Any] = field(default_factory=dict)
    # A simulated company:
    parameters: dict[str, Parameter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.columns) == bool(self.parameters):
            raise ValueError("a card has [columns] (a table) or [parameters] (a company)")
        if self.columns and (self.wheel is None) == (self.made_by is None):
            raise ValueError("a table has a [wheel] (others' data) or made_by (ours)")
        if any((c.dtype == "category") != bool(c.allowed) for c in self.columns.values()):
            raise ValueError("a column with categories, and no other, lists its allowed values")

    @property
    def path(self) -> Path:
        """Where the file is, or will be once it is fetched."""
        if self.wheel is None:
            return cards_folder() / f"{self.name}{SUFFIX[self.format]}"
        # The checksum in the name: a corrected card never meets the file of an older one.
        file = f"{self.name}-{self.sha256[:12]}{SUFFIX[self.format]}"
        given = tables_folder()
        if given and (given / file).is_file() and (given / file).stat().st_size == self.bytes:
            return given / file
        return cache_folder() / file


@cache
def card(name: str) -> Card:
    """What is written on the card of this dataset or simulated company?

    >>> card("cdnow").rows
    69659
    """
    if name not in card_names():
        close = difflib.get_close_matches(str(name), card_names(), n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise ValueError(f"unknown dataset {name!r}; available: {', '.join(card_names())}{hint}")
    return read_card(cards_folder() / f"{name}.toml")


def read_card(file: Path) -> Card:
    """Read one card and hold it to the rules for cards."""
    from pydantic import TypeAdapter, ValidationError

    content = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        return TypeAdapter(Card).validate_python({"name": file.stem, **content})
    except ValidationError as error:
        raise ValueError(f"the card {file.name} breaks the rules for cards: {error}") from error


def table_card(name: str) -> Card:
    """The card of a table; a simulated company is not one."""
    described = card(name)
    if described.parameters:
        raise ValueError(
            f"{name!r} is a simulated company and no table: use crmkit.companies.{name}()"
        )
    return described


@cache
def card_names() -> list[str]:
    return sorted(file.stem for file in cards_folder().glob("*.toml"))


def table_names() -> list[str]:
    return [name for name in card_names() if card(name).columns]


@cache
def cards_folder() -> Path:
    """Inside the installed package, or at the root of a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_datasets"
    return installed if installed.is_dir() else package.parent / "datasets"


def cache_folder() -> Path:
    """Where other people's data are kept: the user's cache, or what CRMKIT_CACHE says."""
    import platformdirs

    chosen = os.environ.get("CRMKIT_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("crmkit")


def tables_folder() -> Path | None:
    """Where tables travel with the notebooks, as CRMKIT_TABLES says: looked into before the cache.

    The browser edition sets it, since a browser cannot call pip. Nothing is written there.
    """
    given = os.environ.get("CRMKIT_TABLES")
    return Path(given) if given else None


@dataclass(frozen=True, repr=False)
class Description:
    """A card for reading: plain text when printed, tables in a notebook."""

    card: Card

    @property
    def columns(self) -> pd.DataFrame:
        """One row a column: type, unit, meaning; of a company, one row a parameter."""
        listed: Mapping[str, Parameter | Column]
        if self.card.parameters:
            of, what, listed = "parameter", "value", self.card.parameters
            second = [_readable(parameter.value) for parameter in self.card.parameters.values()]
        else:
            of, what, listed = "column", "type", self.card.columns
            second = [str(column.dtype) for column in self.card.columns.values()]
        table = {
            what: second,
            "unit": [entry.unit for entry in listed.values()],
            "meaning": [entry.meaning for entry in listed.values()],
        }
        return pd.DataFrame(table, index=pd.Index(listed, name=of, dtype="str"), dtype="str")

    @property
    def facts(self) -> dict[str, str]:
        c = self.card
        return {
            "Size": f"{c.rows:,} rows x {len(c.columns)} columns" if c.columns else "simulated",
            "Source": c.source,
            "Licence": c.licence,
            "Terms": c.terms,
            "Cite as": c.citation,
            "Lessons": ", ".join(c.lessons) or "-",
        }

    def __repr__(self) -> str:
        from rich.console import Console
        from rich.table import Table

        heading = f"{self.card.title} ({self.card.name})"
        facts = "\n".join(f"{key + ':':<8} {value}" for key, value in self.facts.items())
        table = self.columns.reset_index()
        listed = Table(box=None, pad_edge=False)
        for name in table:
            listed.add_column(str(name), overflow="fold")
        for row in table.itertuples(index=False):
            listed.add_row(*row)
        written = StringIO()
        # In a notebook a console shows what it prints, whatever file it is given.
        console = Console(
            file=written, width=100, markup=False, highlight=False,
            force_jupyter=False, force_terminal=False, color_system=None,
        )  # fmt: skip
        console.print(heading, self.card.description.strip(), facts, "", sep="\n\n")
        console.print(listed)
        return "\n".join(line.rstrip() for line in written.getvalue().splitlines())

    def _repr_html_(self) -> str:
        facts = "".join(
            f"<li><b>{html.escape(k)}:</b> {html.escape(v)}</li>" for k, v in self.facts.items()
        )
        return (
            f"<h3>{html.escape(self.card.title)} (<code>{self.card.name}</code>)</h3>"
            f"<p>{html.escape(self.card.description.strip())}</p><ul>{facts}</ul>"
            + self.columns.reset_index().to_html(index=False, border=0)
        )


def _readable(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_readable(entry)}" for key, entry in value.items())
    return "(" + ", ".join(map(str, value)) + ")" if isinstance(value, list) else str(value)
