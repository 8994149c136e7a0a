"""Amounts as whole numbers, so that sums are exact: text, numbers, money signs, commas."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.columns import Coded, Column

# Amounts are read to the millionth of a currency unit: exact in int64 up to nine trillion.
MILLIONTHS = 1_000_000
PER_CENT = 10_000
LARGEST = 9_000_000_000_000
# Below this a double still tells one millionth from the next.
_FLOAT_EXACT = 9e9

# Text that means the same under every convention, or surely has a decimal point: the fast path.
_PLAIN = r"-?[0-9]{1,9}(\.[0-9]{1,2}|\.[0-9]{4,6})?"
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("￥"): "¥", ord("　"): " ", ord("−"): "-", ord("－"): "-", ord("。"): ".", ord("、"): ","
}  # fmt: skip
_CURRENCY = re.compile(r"[¥$€£₩₹元]|RMB|CNY|USD|EUR|GBP|人民币|[\s'’\u00a0\u2009\u202f]", re.I)
# Groups of three digits; the Indian habit of twos before the last three is read as well.
_GROUPED = r"[1-9][0-9]{{0,2}}(?:{0}[0-9]{{2,3}})*{0}[0-9]{{3}}"
_NUMBER = {
    # Decimal mark -> how a number looks that uses it.
    mark: re.compile(
        rf"(?:[0-9]+|{_GROUPED.format(re.escape(group))})?(?:{re.escape(mark)}[0-9]*)?"
        rf"(?:[eE][+-]?[0-9]+)?"
    )
    for mark, group in ((".", ","), (",", "."))
}


class Money(NamedTuple):
    """Millionths of a currency unit a row (0 where unreadable), and which rows were readable."""

    millionths: np.ndarray
    readable: np.ndarray
    notes: tuple[str, ...]
    marks: Coded | None = None


def read_money(column: Column, *, decimal: str | None = None) -> Money:
    """How much money stands in each row? Unreadable, infinite or absurd amounts are marked."""
    data = column.data
    if isinstance(data, pd.Series) and pd.api.types.is_bool_dtype(data.dtype):
        return Money(np.zeros(len(data), "int64"), np.zeros(len(data), bool), ())
    if isinstance(data, pd.Series) and pd.api.types.is_integer_dtype(data.dtype):
        return Money(*_from_integers(data), ())
    if isinstance(data, pd.Series) and pd.api.types.is_float_dtype(data.dtype):
        return Money(*_from_floats(data.to_numpy("float64", na_value=np.nan)), ())
    codes, values = column.distinct()
    millionths, readable, notes = _from_mixed(column, codes, values, decimal)
    known = codes >= 0
    taken = np.where(known, codes, 0)
    if not len(values):
        return Money(np.zeros(len(codes), "int64"), known, notes)
    return Money(np.where(known, millionths[taken], 0), known & readable[taken], notes)


def to_cents(millionths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole cents, halves away from zero, and what the rounding took off, in millionths."""
    cents = (np.abs(millionths) + PER_CENT // 2) // PER_CENT * np.sign(millionths)
    return cents, millionths - cents * PER_CENT


def times(price: Money, quantity: Money) -> Money:
    """Price times quantity, exactly where the quantity is a whole number."""
    readable = price.readable & quantity.readable
    product = price.millionths.astype("float64") / MILLIONTHS * quantity.millionths / MILLIONTHS
    readable &= np.abs(product) < LARGEST
    whole = quantity.millionths // MILLIONTHS
    result = np.where(readable, price.millionths, 0) * np.where(readable, whole, 0)
    for row in np.flatnonzero(readable & (quantity.millionths % MILLIONTHS != 0)):
        exact = Decimal(int(price.millionths[row])) * int(quantity.millionths[row])
        result[row] = int((exact / MILLIONTHS).quantize(Decimal(1), ROUND_HALF_UP))
    return Money(result, readable, price.notes + quantity.notes)


def total(whole: np.ndarray) -> int:
    """The exact sum of int64 numbers: the halves are summed apart, so nothing overflows."""
    return (int((whole >> 32).sum()) << 32) + int((whole & 0xFFFFFFFF).sum())


def _from_integers(data: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    missing = data.isna().to_numpy()
    values = data.fillna(0).to_numpy() if missing.any() else data.to_numpy()
    readable = ~missing & (values < LARGEST) & (values > -LARGEST)
    return np.where(readable, values, 0).astype("int64") * MILLIONTHS, readable


def _from_floats(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    readable = np.abs(values) < LARGEST
    if not readable.all():
        values = np.where(readable, values, 0.0)
    cents = np.rint(values * 100)
    millionths = cents.astype("int64") * PER_CENT
    # A double that is not the nearest to whole cents: look at the millionths.
    odd = np.flatnonzero(cents / 100 != values)
    small = odd[np.abs(values[odd]) < _FLOAT_EXACT]
    millionths[small] = np.rint(values[small] * MILLIONTHS).astype("int64")
    large = odd[np.abs(values[odd]) >= _FLOAT_EXACT]
    millionths[large] = [_exact(Decimal(repr(float(value)))) for value in values[large]]
    return millionths, readable


def _from_mixed(
    column: Column, codes: np.ndarray, values: pd.Series, decimal: str | None
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    millionths = np.zeros(len(values), "int64")
    readable = np.zeros(len(values), bool)
    if pd.api.types.is_numeric_dtype(values.dtype):
        return *_from_floats(values.to_numpy("float64", na_value=np.nan)), ()
    if not pd.api.types.is_string_dtype(values.dtype) or values.dtype == object:
        is_text = np.array([isinstance(value, str) for value in values], bool)
        for place in np.flatnonzero(~is_text):
            number = _number(values.iloc[place])
            if number is not None:
                millionths[place], readable[place] = number, True
    else:
        is_text = np.ones(len(values), bool)
    texts = values[is_text].astype("str").str.strip()
    at = np.flatnonzero(is_text)
    plain = texts.str.fullmatch(_PLAIN).to_numpy(bool, copy=True)
    if decimal == ",":
        plain &= ~texts.str.contains(".", regex=False).to_numpy(bool)
    if plain.any():
        numbers = pd.to_numeric(texts[plain]).to_numpy("float64")
        millionths[at[plain]], readable[at[plain]] = _from_floats(numbers)
    odd = [(place, _bare(text)) for place, text in zip(at[~plain], texts[~plain], strict=True)]
    has_point = decimal is None and bool(
        texts[plain].str.contains(".", regex=False).to_numpy(bool).any()
    )
    mark, notes = _convention(column, codes, values, odd, has_point, at[plain], decimal)
    for place, text in odd:
        number = _parsed(text, mark)
        if number is not None:
            millionths[place], readable[place] = number, True
    return millionths, readable, notes


def _bare(text: str) -> str:
    """Without currency, spaces and full-width forms; negative as a leading minus."""
    text = _CURRENCY.sub("", text.translate(_HALF_WIDTH))
    if text.startswith("(") and text.endswith(")"):
        return f"-{text[1:-1]}"
    return f"-{text[:-1]}" if text.endswith("-") else text.removeprefix("+")


def _convention(
    column: Column,
    codes: np.ndarray,
    values: pd.Series,
    odd: list[tuple[int, str]],
    has_point: bool,
    plain: np.ndarray,
    decimal: str | None,
) -> tuple[str, tuple[str, ...]]:
    """Is the decimal mark a point or a comma? Settled by the values that leave no doubt."""
    if decimal is not None:
        return decimal, ()
    shown: dict[str, list[int]] = {".": [], ",": []}
    doubtful = []
    for place, text in odd:
        mark = _shows(text)
        if mark == "either":
            doubtful.append(place)
        elif mark is not None:
            shown[mark].append(place)
    if shown[","] and (shown["."] or has_point):
        points = shown["."] + [place for place in plain if "." in str(values.iloc[place])]
        rows = [np.flatnonzero(np.isin(codes, places)) for places in (points, shown[","])]
        raise ValueError(
            f"column {column.name!r} mixes decimal points ({len(rows[0]):,} rows; first: "
            f"{column.first(rows[0])}) and decimal commas ({len(rows[1]):,} rows; first: "
            f"{column.first(rows[1])}). Write it in one way, or pass decimal='.' or decimal=',' "
            "and the others are counted as non-numeric."
        )
    if shown[","]:
        return ",", (f"amounts in {column.name!r} have decimal commas (1.234,50)",)
    commas = [place for place in doubtful if "," in str(values.iloc[place])]
    if commas and not (shown["."] or has_point):
        return ".", (
            f"amounts in {column.name!r} like {str(values.iloc[commas[0]])!r} were read as "
            "thousands: nothing in the column says otherwise. Pass decimal=',' if the comma is "
            "a decimal mark",
        )
    return ".", ()


def _shows(text: str) -> str | None:
    """The decimal mark that a text proves: '.', ',', 'either' or None (no mark, no number)."""
    text = text.removeprefix("-")
    possible = [mark for mark, pattern in _NUMBER.items() if pattern.fullmatch(text) and text]
    if not {".", ","} & set(text) or not possible:
        return None
    return possible[0] if len(possible) == 1 else "either"


def _parsed(text: str, mark: str) -> int | None:
    sign = -1 if text.startswith("-") else 1
    text = text.removeprefix("-")
    if not text or not _NUMBER[mark].fullmatch(text):
        return None
    group = "," if mark == "." else "."
    try:
        number = Decimal(text.replace(group, "").replace(mark, "."))
    except InvalidOperation:
        return None
    return sign * _exact(number) if number < LARGEST else None


def _number(value: object) -> int | None:
    """Millionths of a number cell; None for dates, truth values and the like."""
    if isinstance(value, bool | np.bool_) or not isinstance(
        value, int | float | Decimal | np.number
    ):
        return None
    value = value.item() if isinstance(value, np.number) else value
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    return _exact(number) if number.is_finite() and abs(number) < LARGEST else None


def _exact(number: Decimal) -> int:
    return int((number * MILLIONTHS).quantize(Decimal(1), ROUND_HALF_UP))
