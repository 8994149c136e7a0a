"""Which order lines are still in, and what each rule has taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from crmkit.orders.amounts.column import total
from crmkit.orders.cleaning.report import Rule
from crmkit.orders.columns.column import Column


class Bad(NamedTuple):
    """A column of the source, and the rows whose cells of it are bad."""

    column: Column
    rows: np.ndarray


@dataclass
class Tally:
    """The lines still alive, those that were lost, and what the rules so far have counted.

    `row` is the source row of each line: a refund column gives a row a second line.
    """

    cents: np.ndarray
    row: np.ndarray
    alive: np.ndarray
    dropped: np.ndarray
    rules: list[Rule] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self, name: str, rows: int | np.integer[Any], money: int | Decimal, action: str
    ) -> None:
        self.rules.append(Rule(name, int(rows), Decimal(money), action))

    def hit(
        self, name: str, hit: np.ndarray, *, drop: bool, asked_for: bool | np.ndarray = False
    ) -> None:
        """Count the lines, and drop them; what the caller asked for is not lost to them.

        `asked_for` is so for all lines, or a mark on each source row.
        """
        money = Decimal(total(self.cents[hit])) / 100
        self.add(name, np.count_nonzero(hit), money, "dropped" if drop else "kept")
        if drop:
            self.alive &= ~hit
            spared = asked_for if isinstance(asked_for, bool) else asked_for[self.row]
            self.dropped |= hit & ~np.asarray(spared)

    def strike(self, name: str, bad: Sequence[Bad], policy: str, wrong: str, fix: str) -> None:
        """Drop the lines of the bad source rows, or refuse them.

        A row that is bad in several columns is shown in the first of them.
        """
        hit = np.zeros(len(self.alive), bool)
        for column, which in bad:
            if not which.any():
                continue
            mine = self.alive & which[self.row] & ~hit
            rows = np.unique(self.row[mine])
            if not len(rows):
                continue
            if policy == "error":
                raise ValueError(
                    f"column {column.name!r}: {len(rows):,} of {len(which):,} values {wrong}; "
                    f"first: {column.first(rows)}. Mend them, or pass {fix}."
                )
            self.notes.append(f"{name} in {column.name!r}, first: {column.first(rows)}")
            hit |= mine
        self.hit(name, hit, drop=True)
