"""Rows that repeat an earlier one, and whether they can be equal purchases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

_SLICE = 1_000_000
# So many whole rows are held in memory to be compared.
_TOGETHER = 2_000_000
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93)


def repeated(
    parts: Sequence[np.ndarray], alive: np.ndarray, repeats: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Which rows repeat an earlier one in every column of the source?

    Rows that are equal everywhere are equal in `parts`, some of their columns as whole numbers:
    only those that are need `repeats`, which compares the whole rows.
    """
    key = np.zeros(len(alive), "uint64")
    for part, factor in zip(parts, _ODD, strict=True):
        for start in range(0, len(key), _SLICE):
            some = slice(start, start + _SLICE)
            key[some] += part[some].astype("uint64") * np.uint64(factor)
    ordered = key[alive]
    ordered.sort()
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    bad = np.zeros(len(alive), bool)
    if len(twice):
        rows = np.flatnonzero(alive & pd.Series(key).isin(twice).to_numpy())
        # Rows that are equal have one key, and so are compared together.
        group = key[rows] % np.uint64(len(rows) // _TOGETHER + 1)
        for number in np.unique(group):
            mine = rows[group == number]
            bad[mine[repeats(mine)]] = True
    return bad


def told_apart(at: np.ndarray, named: np.ndarray | None) -> np.ndarray:
    """Which rows have an order number or a time of day, so that a repeat is no other purchase?

    One and the same time on all rows is a day: midnight in another zone.
    """
    time = at - at.astype("datetime64[D]")
    known = time[~np.isnat(time)]
    varied = bool(len(known)) and bool((known != known[0]).any())
    told = varied & (time != np.timedelta64(0, "us"))
    return told if named is None else told | named


def exported_again(
    bad: np.ndarray, alive: np.ndarray, order: np.ndarray | None, *same: np.ndarray
) -> np.ndarray:
    """Which of the repeats belong to an order that stands whole in the source once more?

    Exports that overlap repeat all lines that an order has in one place. Where only some of the
    lines that stand together are repeats, a till may have written each piece on a line.
    Rows without an order number stand together where they are the `same`.
    """
    none = np.zeros(len(bad), bool) if order is None else order < 0
    ends = np.zeros(max(len(bad) - 1, 0), bool)
    for part in same:
        ends |= part[1:] != part[:-1]
    if order is not None:
        ends = np.where(none[1:], ends, order[1:] != order[:-1])
    place = np.concatenate([[0], np.cumsum(ends)]) if len(bad) else np.zeros(0, "int64")
    whole = np.bincount(place, alive & ~bad) == 0
    return bad & whole[place]
