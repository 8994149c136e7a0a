"""What a kind of order file is: how one is made, what it truly says, and what may become of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

RIGHT = "right"
CLEAR = "clear error"
WRONG = "silently wrong table"
ROWS = "rows lost or invented"
MISLEADING = "misleading error"
UNCLEAR = "unclear error"
VERDICTS = (RIGHT, CLEAR, WRONG, ROWS, MISLEADING, UNCLEAR)

# What may become of a file of a kind.
READ = frozenset({RIGHT})
EITHER = frozenset({RIGHT, CLEAR})
REFUSED = frozenset({CLEAR})

# Customer as text, time to the second, cents: how often a log has it.
Lines = Counter


@dataclass
class Case:
    """One file, what a user would call, and the truth."""

    source: Any
    options: dict[str, Any]
    # The logs that a careful reader could want; more than one, where the file leaves it open.
    truths: tuple[Lines, ...]
    # Rows that are no order lines: each with the rules that may count it; "" is not counted.
    dropped: list[tuple[str, ...]] = field(default_factory=list)
    # A pattern that a note of the report must have, where the reading is an interpretation.
    note: str | None = None
    # What the user knows when an error asks for it: a time zone, rates, the sheet that is meant.
    knows: dict[str, Any] = field(default_factory=dict)


Make = Callable[[np.random.Generator, Path], Case]


@dataclass(frozen=True)
class Kind:
    name: str
    make: Make
    allowed: frozenset[str]
    # Of a large family a part only is tried where time is short.
    quick: bool = True

    @property
    def topic(self) -> str:
        return self.name.split("/")[0]


KINDS: dict[str, Kind] = {}
V = TypeVar("V")


def kind(allowed: frozenset[str]) -> Callable[[Make], Make]:
    """Register a function of (rng, folder) under its own name."""

    def register(make: Make) -> Make:
        _add(make, make.__name__.replace("_", " "), make, allowed)
        return make

    return register


def family(allowed: frozenset[str], values: Mapping[str, V]) -> Callable[..., Any]:
    """Register a function of (value, rng, folder) once for each of the named values."""

    def register(make: Callable[[V, np.random.Generator, Path], Case]) -> Any:
        title = make.__name__.replace("_", " ")
        for i, (name, value) in enumerate(values.items()):
            _add(make, f"{title}: {name}", partial(make, value), allowed, i < 3 or i % 5 == 0)
        return make

    return register


def _add(owner: Any, name: str, make: Make, allowed: frozenset[str], quick: bool = True) -> None:
    full = f"{owner.__module__.rsplit('.', 1)[-1]}/{name}"
    assert full not in KINDS, full
    KINDS[full] = Kind(full, make, allowed, quick)
