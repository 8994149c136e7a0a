"""Money as whole millionths of a currency unit, so that sums are exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# Exact in int64 up to nine trillion.
MILLIONTHS = 1_000_000
PER_CENT = 10_000
LARGEST = 9_000_000_000_000
_SLICE = 1_000_000
# Below this a double still tells one millionth from the next.
_FLOAT_EXACT = 9e9


def to_cents(millionths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole cents, halves away from zero, and what the rounding took off, in millionths."""
    cents = (np.abs(millionths) + PER_CENT // 2) // PER_CENT * np.sign(millionths)
    return cents, millionths - cents * PER_CENT


def total(whole: np.ndarray) -> int:
    """The exact sum of int64 numbers: the halves are summed apart, so nothing overflows."""
    parts = (whole[start : start + _SLICE] for start in range(0, len(whole), _SLICE))
    return sum((int((part >> 32).sum()) << 32) + int((part & 0xFFFFFFFF).sum()) for part in parts)


def from_integers(data: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Millionths (0 where there is no amount), and where there is one."""
    missing = data.isna().to_numpy()
    values = data.fillna(0).to_numpy() if missing.any() else data.to_numpy()
    readable = ~missing & (values < LARGEST) & (values > -LARGEST)
    return np.where(readable, values, 0).astype("int64") * MILLIONTHS, readable


def from_floats(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Millionths of doubles as they are printed: 2.675 is two and 675 thousandths."""
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


def from_short_floats(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As `from_floats`, of single precision: 1000000.1 is meant, though 1000000.125 is stored."""
    printed = pc.cast(pc.cast(pa.array(values), pa.string()), pa.float64())
    return from_floats(printed.to_numpy(zero_copy_only=False))


def from_decimals(values: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """As `from_floats`, of Arrow's decimals: every digit counts."""
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    known = pc.fill_null(pc.less(pc.abs(values), pa.scalar(Decimal(LARGEST))), False)
    digits = pc.if_else(known, values, pa.scalar(Decimal(0)))
    if values.type.scale > 6:
        digits = pc.round(digits, 6, round_mode="half_towards_infinity")
    whole = pc.cast(digits, pa.decimal128(38, 6))
    # Its 16 bytes hold the millionths, which fit into the lower eight.
    halves = np.frombuffer(whole.buffers()[1], "<i8")[2 * whole.offset :]
    readable = np.asarray(known.to_numpy(zero_copy_only=False), bool)
    return halves[: 2 * len(whole) : 2].astype("int64"), readable


def in_millionths(value: object) -> int | None:
    """Millionths of one number; None for dates, truth values, infinities and the like."""
    if isinstance(value, bool | np.bool_) or not isinstance(
        value, int | float | Decimal | np.number
    ):
        return None
    value = value.item() if isinstance(value, np.number) else value
    if isinstance(value, complex):
        return None
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    return _exact(number) if number.is_finite() and abs(number) < LARGEST else None


def _exact(number: Decimal) -> int:
    return int((number * MILLIONTHS).quantize(Decimal(1), ROUND_HALF_UP))
