"""Identifiers that may be one customer, or many customers under one: what a reader should check."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from crmkit.orders.columns.cells import as_arrow, flags, rows_of
from crmkit.orders.columns.column import Column, counted

# With fewer rows one id has a large share soon.
_ROWS = 20
_SAMPLE = 5_000
# A spreadsheet keeps 15 digits of a number, and writes zeros behind them.
DIGITS = 15
# Where capitals stand in the same places of all ids, no two differ by them.
_ALIKE = r"^(?:[^\p{Ll}]*|\p{Lu}[^\p{Lu}]*)$"


def twins(
    column: Column, codes: np.ndarray, texts: pd.Series, nobody: np.ndarray, *, distinct: bool
) -> list[str]:
    """Ids that differ only by capitals, blanks, leading zeros or the plus of a telephone."""
    array = as_arrow(texts, column.name)
    notes = []
    for what, folded in (
        ("capitals or blanks", _folded(array)),
        ("leading zeros", _without_zeros(array)),
        ("a leading +", _without_plus(array)),
    ):
        if folded is None:
            continue
        same, _ = pd.factorize(pd.Series(pd.array(folded, dtype="str")))
        own = np.arange(len(texts)) if distinct else pd.factorize(texts)[0]
        pairs = pd.DataFrame({"same": same, "own": own})[~nobody].drop_duplicates()
        pairs = pairs[pairs.duplicated("same", keep=False)]
        rows = rows_of(codes, np.isin(own, pairs["own"]))
        if len(rows):
            two = pairs.index[pairs["same"] == pairs["same"].iloc[0]][:2]
            shown = " and ".join(repr(text[:40]) for text in texts.iloc[two])
            notes.append(
                f"{len(pairs):,} ids in {column.name!r} ({counted(rows)}) differ from another only "
                f"by {what}, and were kept apart: {shown}"
            )
    return notes


def _folded(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Small letters without blanks; None where that makes no two equal."""
    small = pc.utf8_lower(texts)
    blank = pc.match_substring(texts, " ")
    has_blank = flags(blank).any()
    if has_blank:
        small = pc.replace_substring(small, " ", "")
    elif flags(pc.match_substring_regex(texts, _ALIKE)).all():
        return None
    changed = pc.not_equal(small, texts)
    if not pc.any(changed).as_py():
        return None
    return small if _meet(small, texts, flags(changed)) else None


def _without_zeros(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """As `_folded`, of numbers that begin with zeros."""
    zero = flags(pc.starts_with(texts, "0"))
    if not zero.any():
        return None
    length = pc.min_max(pc.binary_length(texts)).as_py()
    if length["min"] == length["max"]:
        return None
    number = flags(pc.match_substring_regex(texts, "^[0-9]+$"))
    short = pc.if_else(pa.array(number), pc.utf8_ltrim(texts, "0"), texts)
    return short if _meet(short, texts, zero & number) else None


def _without_plus(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """As `_folded`, of telephone numbers that begin with a plus."""
    plus = flags(pc.starts_with(texts, "+"))
    if not plus.any():
        return None
    bare = pc.utf8_ltrim(texts, "+")
    return bare if _meet(bare, texts, plus) else None


def _meet(made: pa.ChunkedArray, texts: pa.ChunkedArray, changed: np.ndarray) -> bool:
    """Does any changed text become equal to another?"""
    if not changed.any():
        return False
    some = made.filter(pa.array(changed))
    some = some.combine_chunks()
    if len(some.unique()) < len(some):
        return True
    rest = texts.filter(pa.array(~changed))
    return bool(len(rest)) and pc.any(pc.is_in(rest, value_set=some)).as_py()


def crowded(
    column: Column, numbers: np.ndarray, missing: np.ndarray, texts: pd.Series | None = None
) -> list[str]:
    """An id with more than a fifth of the rows: perhaps a placeholder for many customers."""
    known = numbers[~missing] if missing.any() else numbers
    if len(known) < _ROWS:
        return []
    # In sorted rows it stands at one of five places, a fifth of the rows apart.
    places = [len(known) // 5 * part - 1 for part in range(1, 6)]
    often = np.unique(np.partition(known, places)[places])
    return _crowds(column, ((numbers == number) & ~missing for number in often))


def crowded_texts(
    column: Column, codes: np.ndarray, missing: np.ndarray, texts: pd.Series
) -> list[str]:
    """As `crowded`, where equal texts have several codes: looked for in a sample of the rows."""
    if len(codes) < _ROWS:
        return []
    some = np.unique(np.linspace(0, len(codes) - 1, _SAMPLE).astype("int64"))
    shares = texts.iloc[codes[some][~missing[some]]].value_counts() / len(some)
    return _crowds(
        column,
        (
            ~missing & (texts == text).to_numpy(bool)[np.maximum(codes, 0)]
            for text in shares.index[shares > 0.15]
        ),
    )


def _crowds(column: Column, masks: Iterable[np.ndarray]) -> list[str]:
    notes = []
    for mask in masks:
        rows = np.flatnonzero(mask)
        if len(rows) >= max(_ROWS, len(mask) // 5 + 1):
            notes.append(
                f"one id of {column.name!r} has {len(rows):,} of the {len(mask):,} rows, first "
                f"{column.first(rows, 1)}: it may stand for many"
            )
    return notes


def cut_off(column: Column, digits: pd.Series) -> list[str]:
    """Long numbers that all end in zeros: a spreadsheet may have cut them off.

    `digits` are distinct ids as text.
    """
    if not len(digits) or pc.max(pc.binary_length(as_arrow(digits, column.name))).as_py() <= DIGITS:
        return []
    long = digits[digits.str.fullmatch(rf"[1-9][0-9]{{{DIGITS},}}")]
    if len(long) < 5 or not long.str.fullmatch(rf"[0-9]{{{DIGITS}}}0+").all():
        return []
    return [
        f"all ids of {column.name!r} with more than {DIGITS} digits have only zeros behind the "
        f"{DIGITS}th, such as {long.iloc[0]}: a spreadsheet cuts numbers so, and different ids "
        "may have become one"
    ]
