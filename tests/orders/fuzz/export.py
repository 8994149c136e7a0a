"""An honest export that knows its truth; the kinds make it odd, one way each."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from tests.orders.fuzz.kinds import Case, Lines

NON_NUMERIC = ("non-numeric amount",)
NO_DATE = ("unparseable date",)
MISSING = ("missing customer",)
RAGGED = ("wrong number of cells",)
ANY = ("missing customer", "unparseable date", "non-numeric amount", "wrong number of cells")
# A line that is no order may be left out with a note, or counted as whatever is wrong with it.
ANY_OR_NONE = (*ANY, "")


@dataclass(frozen=True)
class Line:
    """One order line, as it truly was."""

    customer: str
    at: datetime
    cents: int


def money(cents: int, point: str = ".", group: str = "") -> str:
    """Write 123450 cents as 1234.50, with the marks asked for."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole:,}".replace(",", group)
    return f"{'-' if cents < 0 else ''}{text}{point}{rest:02d}"


def iso(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


class Export:
    """Order lines and the cells that an export shows of them.

    `cells` has what the file holds, by role; `lines` what was ordered. A kind changes one or both.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        rows: int | None = None,
        *,
        day_only: bool = False,
        dear: bool = False,
        days: tuple[int, int] = (1, 28),
    ):
        self.rng = rng
        rows = rows or int(rng.integers(12, 61))
        ids = rng.choice(np.arange(1001, 9999), max(rows // 3, 4), replace=False)
        seen: set[tuple[int, datetime]] = set()
        while len(seen) < rows:
            day = datetime(2023 + len(seen) % 2, int(rng.integers(1, 13)), int(rng.integers(*days)))
            # Both ends of the range are there: what a column proves does not depend on luck.
            if len(seen) < 2:
                day = day.replace(day=(days[1], days[0])[len(seen)])
            second = 0 if day_only else int(rng.integers(1, 86_400))
            seen.add((int(rng.choice(ids)), day + timedelta(seconds=second)))
        top = 900_000 if dear else 40_000
        cents = rng.choice(np.arange(200_000 if dear else 500, top), rows, replace=False)
        # No amount ends in a zero, so that a lost digit shows.
        cents = cents - (cents % 10 == 0)
        ordered = sorted(seen, key=lambda it: (it[1], it[0]))
        self.set([Line(f"K{c}", at, int(m)) for (c, at), m in zip(ordered, cents, strict=True)])
        self.head = {"customer": "customer_id", "date": "ordered_at", "amount": "amount"}
        self.extra: dict[str, list[Any]] = {}
        self.options: dict[str, Any] = {}
        self.knows: dict[str, Any] = {}
        self.note: str | None = None
        self.dropped: list[tuple[str, ...]] = []
        # Other readings of the same file that a careful reader could hold.
        self.others: list[Lines] = []
        self._junk: list[tuple[int, list[Any]]] = []
        self._lost: set[int] = set()
        self._more: list[Line] = []

    def set(self, lines: Iterable[Line]) -> None:
        """Take other order lines; the cells show them plainly."""
        self.lines = list(lines)
        self.cells: dict[str, list[Any]] = {
            "customer": [line.customer for line in self.lines],
            "date": [iso(line.at) for line in self.lines],
            "amount": [money(line.cents) for line in self.lines],
        }

    def ids(self, name: Callable[[int], str]) -> list[str]:
        """Name the customers anew: the first is name(0), and so on."""
        order = {c: i for i, c in enumerate(dict.fromkeys(line.customer for line in self.lines))}
        self.set([replace(line, customer=name(order[line.customer])) for line in self.lines])
        return list(dict.fromkeys(line.customer for line in self.lines))

    def show(self, role: str, write: Callable[[Line], Any], where: Iterable[int] = ()) -> None:
        """Write a role's cells otherwise, in all rows or in those of `where`."""
        for place in where or range(len(self.lines)):
            self.cells[role][place] = write(self.lines[place])

    def some(self, share: float = 0.4) -> list[int]:
        """Some rows, at least two, never all."""
        count = max(2, int(len(self.lines) * share))
        return sorted(self.rng.choice(len(self.lines), count, replace=False).tolist())

    def junk(self, rules: tuple[str, ...], place: int | None = None, **cells: Any) -> None:
        """Put in a row that is no order line: a good one but for the cells given."""
        row = {"customer": "K77", "date": "2024-02-03 10:11:12", "amount": "2.49", **cells}
        if place is None:
            place = int(self.rng.integers(1, len(self.lines)))
        values = [row.get(role, "") for role in self.head]
        self._junk.append((place, values + [cells.get(name, "") for name in self.extra]))
        self.dropped.append(rules)

    def again(self, place: int, rules: tuple[str, ...] = ()) -> None:
        """Write a row a second time: a repeat that the rules drop, or else another purchase."""
        row = [cells[place] for cells in (*self.cells.values(), *self.extra.values())]
        self._junk.append((place + 1, row))
        if rules:
            self.dropped.append(rules)
        else:
            self._more.append(self.lines[place])

    def lose(self, places: Iterable[int], rules: tuple[str, ...]) -> None:
        """Say that the rows of these places are no order lines, whatever their cells show."""
        gone = set(places)
        self.dropped += [rules] * len(gone)
        self._lost = gone

    @property
    def names(self) -> list[str]:
        return [*self.head.values(), *self.extra]

    def rows(self) -> list[list[Any]]:
        columns = [*(self.cells[role] for role in self.head), *self.extra.values()]
        rows = [list(row) for row in zip(*columns, strict=True)]
        for place, row in sorted(self._junk, key=lambda it: -it[0]):
            rows.insert(place, row)
        return rows

    def truth(self, change: Callable[[Line], Line] | None = None) -> Lines:
        kept = [line for i, line in enumerate(self.lines) if i not in self._lost]
        kept = [change(line) for line in kept + self._more] if change else kept + self._more
        return Counter((line.customer, line.at.replace(microsecond=0), line.cents) for line in kept)

    def case(self, source: Any) -> Case:
        return Case(
            source,
            self.options,
            (self.truth(), *self.others),
            self.dropped,
            self.note,
            self.knows,
        )

    def text(self, delimiter: str = ",", end: str = "\n", **how: Any) -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end, **how)
        writer.writerow(self.names)
        writer.writerows(self.rows())
        return out.getvalue()

    def csv(
        self,
        folder: Path,
        name: str = "orders.csv",
        *,
        encoding: str = "utf-8",
        before: str = "",
        after: str = "",
        change: Callable[[list[str]], Sequence[str]] | None = None,
        **how: Any,
    ) -> Case:
        """Write a CSV file; `change` has its lines, header first, to make them odd."""
        text = self.text(**how)
        if change:
            text = "".join(f"{line}\n" for line in change(text.splitlines()))
        path = folder / name
        path.write_bytes((before + text + after).encode(encoding))
        return self.case(path)

    def typed(self) -> Export:
        """Hold times and numbers instead of their texts."""
        self.show("date", lambda line: line.at)
        self.show("amount", lambda line: line.cents / 100)
        return self

    def frame(self) -> Any:
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=self.names)
