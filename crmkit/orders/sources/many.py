"""Several sources read as one: by the columns that all of them have, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from crmkit.orders.columns.column import Coded
from crmkit.orders.columns.guesses import overlooked
from crmkit.orders.columns.presets import PRESETS, header_key
from crmkit.orders.sources.source_types import Data, Source, duplicated, some

_LISTED = 12


def combined(parts: Sequence[tuple[str, Source]], name: str, remedy: str) -> Source:
    """One source out of several, each with the name that its user knows.

    `remedy` is how the caller says which parts are meant.
    """
    names, partial = _shared_columns(parts, name, remedy)
    listed = some([f"{column!r} ({where})" for column, where in partial.items()], 5)
    aside = f"Columns that only some parts of {name} have: {listed}." if partial else ""
    said_of_partial = (
        f"columns that only some parts of {name} have were not read, and rows of two parts were "
        f"compared without them: {listed}"
    )

    def read(wanted: Sequence[str]) -> Data:
        data = [source.read(wanted) for _, source in parts]
        columns, notes = {}, []
        for column in wanted:
            columns[column], said = _joined([part.columns[column] for part in data])
            if said:
                notes.append(f"column {column!r} holds {said} in the parts of {name}")
        starts = np.concatenate([[0], np.cumsum([part.rows for part in data])])

        def where(row: int) -> str:
            part = int(np.searchsorted(starts, row, side="right")) - 1
            return f"{parts[part][0]} {data[part].where(row - int(starts[part]))}"

        def repeats(rows: np.ndarray) -> np.ndarray:
            return _repeats(rows, starts, parts, names)

        return Data(
            columns,
            int(starts[-1]),
            repeats,
            where,
            ragged=sum(part.ragged for part in data),
            notes=(
                _counted(parts, data, name),
                *_notes(parts, data),
                *notes,
                *[said_of_partial][: len(partial)],
            ),
        )

    return Source(names, read, aside=" ".join(filter(None, (parts[0][1].aside, aside))))


def _shared_columns(
    parts: Sequence[tuple[str, Source]], name: str, remedy: str
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The columns of all parts; the others, each with the first part that has it and that lacks it.

    One part may have columns that another lacks, but not the other way round as well: then a
    column was probably renamed. Nor may they be columns that an export is read by.
    """
    first, source = parts[0]
    shared = set(source.names).intersection(*(part.names for _, part in parts))
    partial: dict[str, str] = {}
    for other, more in parts[1:]:
        lacking = [column for column in source.names if column not in more.names]
        extra = [column for column in more.names if column not in source.names]
        said = [f"lacks {some([repr(one) for one in lacking], 5)}"] if lacking else []
        said += [f"has besides {some([repr(one) for one in extra], 5)}"] if extra else []
        if (lacking and extra) or any(map(_has_meaning, lacking + extra)):
            raise ValueError(
                f"{name}: {other} has other columns than {first}: it {' and '.join(said)}. Give "
                f"the columns the same names, or name what belongs together ({remedy})."
            )
        for column in lacking:
            partial.setdefault(column, f"in {first}, not in {other}")
        for column in extra:
            partial.setdefault(column, f"in {other}, not in {first}")
    return tuple(column for column in source.names if column in shared), partial


def _has_meaning(column: str) -> bool:
    """Would the column be read, or asked about, where all parts have it?"""
    known = {
        header_key(header)
        for preset in PRESETS.values()
        for headers in preset.columns.values()
        for header in headers
    }
    return header_key(column) in known or bool(overlooked({}, [column]))


def _joined(columns: list[pd.Series | Coded]) -> tuple[pd.Series | Coded, str]:
    """The columns under one another, no value changed, and what is to be said of their types."""
    coded = [column for column in columns if isinstance(column, Coded)]
    if len(coded) == len(columns):
        return _recoded(coded), ""
    # A column without a value has no type of its own.
    series = [
        column.take(np.arange(len(column.codes))) if isinstance(column, Coded) else column
        for column in columns
    ]
    series = [
        pd.Series([None] * len(column), dtype="object") if column.isna().all() else column
        for column in series
    ]
    typed = [column for column in series if column.notna().any()]
    kinds = {_kind(column) for column in typed}
    if len({column.dtype for column in typed}) <= 1 or kinds == {"text"}:
        return _stacked(series, typed[0].dtype if typed else np.dtype("object")), ""
    if kinds == {"whole numbers"} and all(_fits(column) for column in typed):
        return _stacked(series, pd.Int64Dtype()), ""
    if kinds <= {"whole numbers", "numbers"} and all(_exact(column) for column in typed):
        return _stacked(series, np.dtype("float64")), ""
    said = "" if len(kinds) == 1 else f"{' and '.join(sorted(kinds))}"
    whole = [column.astype("object").where(column.notna(), None) for column in series]
    return pd.concat(whole, ignore_index=True), said


def _stacked(series: list[pd.Series], dtype: Any) -> pd.Series:
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    return pd.concat([column.astype(dtype) for column in series], ignore_index=True)


def _kind(column: pd.Series) -> str:
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return "truth values"
    if pd.api.types.is_integer_dtype(dtype):
        return "whole numbers"
    if pd.api.types.is_float_dtype(dtype):
        return "numbers"
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "times with a zone"
    if dtype.kind == "M":
        return "times"
    if isinstance(dtype, pd.StringDtype):
        return "text"
    return "cells of any type"


def _fits(column: pd.Series) -> bool:
    return bool(column.max() <= np.iinfo("int64").max)


def _exact(column: pd.Series) -> bool:
    """Is every whole number the same as a double?"""
    return _kind(column) == "numbers" or bool(column.abs().max() < 2**53)


def _recoded(columns: list[Coded]) -> Coded:
    """Text of several parts: what is the same in two of them is one value."""
    values = pd.concat([column.values for column in columns], ignore_index=True)
    new, distinct = pd.factorize(values)
    codes, start = [], 0
    for column in columns:
        mine = new[start : start + len(column.values)]
        start += len(column.values)
        known = column.codes >= 0
        taken = np.full(len(column.codes), -1, dtype="int32")
        if len(mine):
            taken[known] = mine[column.codes[known]]
        codes.append(taken)
    return Coded(np.concatenate(codes), pd.Series(distinct))


def _repeats(
    rows: np.ndarray, starts: np.ndarray, parts: Sequence[tuple[str, Source]], names: Sequence[str]
) -> np.ndarray:
    """Read the parts again, one after the other, for all columns of the rows in question.

    A row of one part repeats that of another where all columns that both have agree; within a
    part, all columns of that part have to.
    """
    found: dict[str, list[pd.Series | Coded]] = {column: [] for column in names}
    within: list[np.ndarray] = []
    part_of = np.searchsorted(starts, rows, side="right")
    for number, (_, source) in enumerate(parts):
        mine = rows[part_of == number + 1] - starts[number]
        if len(mine):
            data = source.read(names)
            for column in names:
                found[column].append(data.columns[column].take(mine).reset_index(drop=True))
            # The columns that no other part has.
            if len(source.names) > len(names):
                within.append(data.repeats(mine))
            else:
                within.append(duplicated(pd.DataFrame({c: found[c][-1] for c in names})))
    order = np.argsort(part_of, kind="stable")
    whole = pd.DataFrame({column: _joined(pieces)[0] for column, pieces in found.items()})
    part = pd.Series(part_of[order])
    of_other = duplicated(whole) & ~duplicated(pd.concat([whole, part], axis=1))
    repeated = np.zeros(len(rows), bool)
    repeated[order] = of_other | np.concatenate(within or [repeated])
    return repeated


def _counted(parts: Sequence[tuple[str, Source]], data: list[Data], name: str) -> str:
    rows = [
        f"{label.removeprefix(f'{name}: ')} {part.rows:,}"
        for (label, _), part in zip(parts, data, strict=True)
    ]
    more = sum(part.rows for part in data[_LISTED:])
    rest = f", {len(parts) - _LISTED:,} more with {more:,}" if len(parts) > _LISTED else ""
    return f"read {len(parts):,} parts of {name} as one; rows: {', '.join(rows[:_LISTED])}{rest}"


def _notes(parts: Sequence[tuple[str, Source]], data: list[Data]) -> list[str]:
    """What was said of each part, once for all of which it was said."""
    said: dict[str, list[str]] = {}
    for (label, _), part in zip(parts, data, strict=True):
        for note in part.notes:
            plain = note.removeprefix("read ")
            plain = plain.removeprefix(re.split(r": |/", label)[-1]).lstrip(":, ")
            if plain:
                said.setdefault(plain, []).append(label)
    notes = [
        f"{'each part' if len(of) == len(parts) else some(of, 3)}: {note}"
        for note, of in said.items()
    ]
    if len(notes) > _LISTED:
        notes[_LISTED:] = [f"{len(notes) - _LISTED:,} more notes on other parts"]
    return notes
