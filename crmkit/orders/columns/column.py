"""Which column of the source means what: explicit names first, then known exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.orders.columns.guesses import near, suggested
from crmkit.orders.columns.presets import PRESETS, from_preset, header_key

_SLICE = 1_000_000


class Coded(NamedTuple):
    """A column as its values and, for each row, the number of its value (-1: none).

    The values are distinct where that makes them fewer.
    """

    codes: np.ndarray
    values: pd.Series

    def take(self, rows: np.ndarray) -> pd.Series:
        """The values of some rows, under a new RangeIndex."""
        import pyarrow as pa

        values = pa.array(self.values, pa.large_string())
        if isinstance(values, pa.ChunkedArray):
            values = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
        taken = []
        # In slices: while Arrow takes text it holds up to three times as much.
        for begin in range(0, max(len(rows), 1), _SLICE):
            codes = self.codes[rows[begin : begin + _SLICE]]
            taken.append(values.take(pa.array(codes, mask=codes < 0)))
        return pd.Series(pd.array(pa.chunked_array(taken), dtype="str"))


# Reads the cells of some rows of a column from the source once more.
Again = Callable[[str, np.ndarray], pd.Series]
_LET_GO = Coded(np.empty(0, "int32"), pd.Series([], dtype="str"))


@dataclass(frozen=True)
class Column:
    """A column of the source under its own name, which can point at its rows."""

    name: str
    data: pd.Series | Coded
    where: Callable[[int], str]
    again: Again | None = None

    def let_go(self) -> Column:
        """The column once it is read: it only points at rows, and asks its source for their cells.

        Where the source cannot be asked, the cells stay in memory.
        """
        return self if self.again is None else replace(self, data=_LET_GO)

    def distinct(self) -> Coded:
        if isinstance(self.data, Coded):
            return self.data
        if isinstance(self.data.dtype, pd.CategoricalDtype):
            categories = self.data.cat.categories
            return Coded(self.data.cat.codes.to_numpy(), pd.Series(categories))
        try:
            codes, values = pd.factorize(self.data)
        except TypeError:
            kinds = sorted({type(value).__name__ for value in self.data})
            raise ValueError(
                f"column {self.name!r} holds lists or other values that are no single cell "
                f"({', '.join(kinds)}). Give it one text, number or date a row."
            ) from None
        return Coded(codes, pd.Series(values))

    def value(self, row: int) -> Any:
        if isinstance(self.data, Coded):
            code = self.data.codes[row]
            return "" if code < 0 else self.data.values.iloc[code]
        return self.data.iloc[row]

    def first(self, rows: Sequence[int] | np.ndarray, count: int = 3) -> str:
        """The first offending rows, as they stand in the source."""
        shown = [int(row) for row in rows[:count]]
        named = zip(map(self.where, shown), map(_short, self.cells(shown)), strict=True)
        return ", ".join(map(" ".join, named))

    def shown(self, rows: Sequence[int] | np.ndarray, count: int = 3) -> str:
        """How many rows, and the first of them: "2 rows (first: line 3 'x', line 9 'y')"."""
        return f"{counted(rows)} (first: {self.first(rows, count)})"

    def cells(self, rows: Sequence[int]) -> list[Any]:
        """What stands in some rows of the source."""
        if len(rows) and self.data is _LET_GO and self.again is not None:
            return self.again(self.name, np.array(rows, int)).fillna("").to_list()
        return [self.value(row) for row in rows]


def counted(rows: int | Sequence[int] | np.ndarray) -> str:
    """How many rows, in words: "1 row", "1,200 rows"."""
    count = rows if isinstance(rows, int) else len(rows)
    return f"{count:,} row{'s' * (count != 1)}"


def release_memory() -> None:
    """Give back what Arrow has freed but keeps for itself: up to a third of all memory."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def blank_rows(column: Column) -> np.ndarray:
    """The rows in which nothing stands."""
    if isinstance(column.data, pd.Series) and pd.api.types.is_numeric_dtype(column.data.dtype):
        return column.data.isna().to_numpy()
    codes, values = column.distinct()
    blank = [isinstance(value, str) and not value.strip() for value in values]
    # Code -1, no value, finds the last place.
    return np.array([*blank, True], bool)[codes]


def find_columns(
    names: Sequence[str], *, preset: str | None, **given: str | None
) -> tuple[dict[str, str], str | None]:
    """The source's column for each role, and the preset that gave what was not named."""
    if preset is not None:
        tables.option("preset", preset, list(PRESETS))
    found = {role: _exact(names, role, name) for role, name in given.items() if name is not None}
    _check_once(found)
    if preset is None and not lacking(found):
        return found, None
    tried = [
        (both, one)
        for one in ([preset] if preset else PRESETS)
        if (both := from_preset(names, PRESETS[one], found, named=preset is not None)) is not None
    ]
    # The preset that finds most knows most: no status, for one, is left out by another.
    complete = [one for one in tried if not lacking(one[0])]
    if complete:
        return max(complete, key=lambda one: len(one[0]))
    best, used = max(tried, key=lambda one: len(one[0]), default=(found, None))
    raise ValueError(_missing(names, found, best, used, preset))


def _check_once(found: dict[str, str]) -> None:
    """One column says one thing: where it is named for two, one of them is a slip."""
    roles: dict[str, list[str]] = {}
    for role, name in found.items():
        roles.setdefault(name, []).append(role)
    for name, mine in roles.items():
        if len(mine) > 1:
            raise ValueError(
                f"column {name!r} is named for {len(mine)} roles: {', '.join(mine)}. One column "
                "has one of them: name the others' own columns, or leave them out."
            )


def lacking(found: dict[str, str]) -> list[str]:
    """The roles without which there is no order log, and that have no column."""
    roles = [role for role in ("customer", "date") if role not in found]
    if "amount" not in found and not {"quantity", "price"} <= set(found):
        roles.append("amount")
    return roles


def _exact(names: Sequence[str], role: str, name: str) -> str:
    """The source's own spelling of a column that the caller names."""
    if name in names:
        return name
    same = [other for other in names if header_key(other) == header_key(name)]
    if len(same) == 1:
        return same[0]
    meant = near(role, name, names)
    hint = f" Did you mean {role}={meant!r}?" if meant else ""
    raise ValueError(f"missing column {name!r}; found {_listed(names)}.{hint}")


def _missing(
    names: Sequence[str],
    given: dict[str, str],
    found: dict[str, str],
    used: str | None,
    preset: str | None,
) -> str:
    roles = lacking(found)
    # All that the caller has to write, with what a preset found, too: the line says it all.
    known = {role: name for role, name in found.items() if role not in given}
    needed = ["customer", "date", *(["amount"] if "amount" in {*roles, *found} else [])]
    needed += [] if "amount" in needed else ["quantity", "price"]
    taken = {*given.values(), *(name for role, name in found.items() if role in needed)}
    free = [name for name in names if name not in taken]
    line = ", ".join(
        f"{role}={known[role]!r}" if role in known else suggested(role, free)
        for role in needed
        if role in known or role in roles
    )
    said = f" for preset {preset!r}" if preset else ""
    lacks = f" {PRESETS[used].lacks}" if used and PRESETS[used].lacks else ""
    return (
        f"missing column{'s' * (len(roles) > 1)} {_listed(roles)}{said}; found {_listed(names)}. "
        f"Pass {line}, if that is what these columns hold.{lacks}"
    )


def _listed(names: Iterable[object], most: int = 20) -> str:
    names = list(names)
    more = f", ... {len(names) - most:,} more" if len(names) > most else ""
    return f"[{', '.join(map(repr, names[:most]))}{more}]"


def _short(value: Any, most: int = 40) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "(blank)"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= most else f"{text[:most]}..."
