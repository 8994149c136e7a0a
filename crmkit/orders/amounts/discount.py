"""The share of a price that is not asked for."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pandas as pd

from crmkit.orders.amounts.column import MILLIONTHS, Money, read_money
from crmkit.orders.amounts.nothing import says_none
from crmkit.orders.columns.column import Coded, Column

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*[%％]")


def less_discount(amount: Money, column: Column, *, decimal: str | None) -> Money:
    """Price times quantity, less the discount: 0.15 or "15%"; blanks and dashes are none."""
    share = _shares(column, decimal)
    wrong = np.flatnonzero(
        share.readable & ((share.millionths < 0) | (share.millionths > MILLIONTHS))
    )
    if len(wrong):
        raise ValueError(
            f"column {column.name!r} is no discount in {column.shown(wrong)}: a share"
            "  from 0 to 1 is asked for, or '15%'. Divide percents "
            "by 100; where it is money off, compute the amount in the source and pass amount=."
        )
    none = says_none(column)
    known = share.readable | none.rows
    kept = MILLIONTHS - np.where(share.readable, share.millionths, 0)
    # In two parts, so that nothing overflows.
    whole, rest = np.divmod(np.abs(amount.millionths), MILLIONTHS)
    paid = whole * kept + (rest * kept + MILLIONTHS // 2) // MILLIONTHS
    readable = amount.readable & known
    signed = np.where(readable, paid * np.sign(amount.millionths), 0)
    return Money(signed, readable, amount.notes + share.notes + none.notes, amount.marks)


def _shares(column: Column, decimal: str | None) -> Money:
    """Percents are read here, all else as numbers are."""
    if isinstance(column.data, pd.Series) and pd.api.types.is_numeric_dtype(column.data.dtype):
        return read_money(column)
    codes, values = column.distinct()
    matches = [_PERCENT.fullmatch(str(value).strip()) for value in values]
    plain = [value if match is None else "" for value, match in zip(values, matches, strict=True)]
    others = Coded(codes, pd.Series(plain, dtype="str" if _all_text(plain) else "object"))
    read = read_money(Column(column.name, others, column.where), decimal=decimal)
    percents = [0 if m is None else int(Decimal(m[1].replace(",", ".")) * 10_000) for m in matches]
    is_percent = np.array([*(match is not None for match in matches), False], bool)[codes]
    return Money(
        np.where(is_percent, np.array([*percents, 0], "int64")[codes], read.millionths),
        read.readable | is_percent,
        read.notes,
    )


def _all_text(values: list[object]) -> bool:
    return all(isinstance(value, str) for value in values)
