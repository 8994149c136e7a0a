"""What every source gives: the names of its columns, and some of them when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmkit.orders.columns.column import Again, Coded


@dataclass(frozen=True)
class How:
    """How to open a source, where it does not tell itself."""

    encoding: str | None = None
    delimiter: str | None = None
    skip: int | None = None
    sheet: str | int | Sequence[str | int] | None = None
    query: str | None = None
    ragged_rows: str = "error"


@dataclass(frozen=True)
class Data:
    """The columns that were asked for, and what can be asked about their rows.

    `repeats(rows)` marks those of the rows that repeat an earlier one of them in every column
    of the source. `where(row)` names a row as its user finds it. `again(name, rows)` reads some
    cells once more, where that is cheaper than to hold them all.
    """

    columns: Mapping[str, pd.Series | Coded]
    rows: int
    repeats: Callable[[np.ndarray], np.ndarray]
    where: Callable[[int], str]
    ragged: int = 0
    notes: tuple[str, ...] = ()
    again: Again | None = None


@dataclass(frozen=True)
class Source:
    """The column names of a source, and a way to read some of them.

    `aside` is what helps where a column is missing: what else could have been read.
    """

    names: tuple[str, ...]
    read: Callable[[Sequence[str]], Data]
    aside: str = ""


def unique_names(names: Sequence[str], source: str) -> None:
    """Two columns of one name: which one is meant cannot be known."""
    twice = pd.Index(names)
    twice = twice[twice.duplicated()].unique()
    if len(twice):
        raise ValueError(
            f"{source} has {len(twice):,} column names more than once: "
            f"{', '.join(map(repr, twice[:10]))}. Rename them, so that each name stands once."
        )


def duplicated(frame: pd.DataFrame) -> np.ndarray:
    """Which rows repeat an earlier one in every column?"""
    try:
        return frame.duplicated().to_numpy()
    except TypeError:
        # Lists and dictionaries do not compare quickly: their text does.
        return frame.astype("str").duplicated().to_numpy()


def some(names: Sequence[object], most: int = 10) -> str:
    """Names for a message, so many that it stays readable."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(str(name) for name in names[:most])}{more}"
