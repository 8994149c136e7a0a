"""Counting by sorting: customer, day and cents of a line side by side in one integer.

Sorting these integers (numpy does it with vector instructions) brings the lines of a customer
together, newest first, and the lines of one day next to each other; what a customer bought is then
a sum over neighbours. Memory beyond the log is 8 bytes a line: lines are packed and summed in
blocks that fit the processor's cache. Money is added in whole cents, so it is exact whatever the
order of the lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

BLOCK = 1 << 15
SUMS = (
    "code",
    "days_since_last",  # last purchase to the end of the time
    "purchases",  # periods with a purchase
    "newest_period",
    "oldest_period",
    "total_cents",
    "first_cents",  # money of the first period with a purchase
)


class FractionOfCent(ValueError):
    """An amount is not a whole number of cents."""


@dataclass(frozen=True)
class Packing:
    """Where in the integer of a line its customer, its day and its cents stand."""

    lowest_code: int
    oldest_day: int  # days before the end; older lines are left out
    day_bits: int
    lowest_cents: int
    cent_bits: int
    fits: bool  # else the cents are kept beside the integers, at twice the memory

    # The double nearest to a whole number of cents is much nearer than this, in cents.
    cent_tolerance: ClassVar[float] = 0.01

    @classmethod
    def of(
        cls, *, codes: tuple[int, int], amounts: tuple[float, float], oldest_day: int
    ) -> "Packing":
        """Choose the widths for the lowest and highest code and amount, and the oldest day."""
        lowest_code, lowest_cents = codes[0], min(round(amounts[0] * 100), 0)
        code_bits = (codes[1] - lowest_code).bit_length()
        cent_bits = (round(amounts[1] * 100) - lowest_cents).bit_length()
        day_bits = oldest_day.bit_length()
        fits = code_bits + day_bits + cent_bits <= 63
        return cls(lowest_code, oldest_day, day_bits, lowest_cents, cent_bits if fits else 0, fits)

    def sorted_lines(
        self,
        codes: np.ndarray,
        ticks: np.ndarray,
        ticks_a_day: int,
        amounts: np.ndarray,
        *,
        end_day: int,
    ) -> tuple[np.ndarray, np.ndarray | None, int]:
        """Pack the lines up to `end_day` and sort them; count the lines after it."""
        keys = np.empty(len(ticks), np.int64)
        beside = None if self.fits else np.empty(len(ticks), np.int64)
        filled = after = 0
        for begin in range(0, len(ticks), BLOCK):
            block = slice(begin, begin + BLOCK)
            ago = end_day - ticks[block] // ticks_a_day
            cents = _whole_cents(amounts[block])
            key = codes[block].astype(np.int64)
            key -= self.lowest_code
            key <<= self.day_bits
            if ago.min() >= 0 and ago.max() <= self.oldest_day:
                key |= ago
            else:
                wanted = (ago >= 0) & (ago <= self.oldest_day)
                after += int(np.count_nonzero(ago < 0))
                key, cents = key[wanted] | ago[wanted], cents[wanted]
            stop = filled + len(key)
            if beside is None:
                key <<= self.cent_bits
                cents -= self.lowest_cents
                key |= cents
            else:
                beside[filled:stop] = cents
            keys[filled:stop] = key
            filled = stop
        keys = keys[:filled]
        if beside is None:
            keys.sort()
            return keys, None, after
        order = np.argsort(keys)
        return keys[order], beside[:filled][order], after

    def blocks(self, keys: np.ndarray) -> Iterator[slice]:
        """Cut sorted lines between customers, into blocks of about equal length."""
        shift = self.day_bits + self.cent_bits
        begin = 0
        while begin < len(keys):
            stop = min(begin + BLOCK, len(keys))
            next_customer = ((int(keys[stop - 1]) >> shift) + 1) << shift
            if next_customer >= 2**63:
                stop = len(keys)
            else:
                stop += int(np.searchsorted(keys[stop:], next_customer))
            yield slice(begin, stop)
            begin = stop

    def unpack(self, keys: np.ndarray, beside: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Return customer and day in one integer, and the cents, of sorted lines."""
        if beside is not None:
            return keys, beside
        cents = keys & ((1 << self.cent_bits) - 1)
        if self.lowest_cents:
            cents += self.lowest_cents
        return keys >> self.cent_bits, cents


def sums_by_customer(
    keys: np.ndarray,
    beside: np.ndarray | None,
    packing: Packing,
    period_days: int,
    offset_days: int,
) -> dict[str, np.ndarray]:
    """Return the columns SUMS of each customer, by ascending code.

    Where a customer has only returns, `purchases` is 0 and the days and periods mean nothing.
    """
    parts: list[list[np.ndarray]] = [[np.empty(0, np.int64)] for _ in SUMS]
    for block in packing.blocks(keys):
        days, cents = packing.unpack(keys[block], None if beside is None else beside[block])
        sums = _sums(days, cents, packing.day_bits, period_days, offset_days)
        for part, column in zip(parts, sums, strict=True):
            part.append(column)
    columns = {name: np.concatenate(part) for name, part in zip(SUMS, parts, strict=True)}
    columns["code"] += packing.lowest_code
    return columns


def _sums(
    days: np.ndarray, cents: np.ndarray, day_bits: int, period_days: int, offset_days: int
) -> tuple[np.ndarray, ...]:
    # A cell is one customer in one period; `cell` holds its first line, and the end at last.
    cell = _edges(days)
    code = days[cell[:-1]]
    period = code & ((1 << day_bits) - 1)
    code >>= day_bits
    if period_days > 1:
        period += offset_days
        period //= period_days
        joined = _edges(code, period)
        cell, code, period = cell[joined], code[joined[:-1]], period[joined[:-1]]
    customer = _edges(code)
    purchases = np.diff(customer)
    newest, oldest = customer[:-1], customer[1:] - 1
    newest_purchase = cell[newest]
    if cents.min() < 0:
        # Money back alone is no purchase: only cells with a line of zero or more count.
        lines = np.flatnonzero(cents >= 0)
        before = np.searchsorted(lines, cell)
        bought = np.flatnonzero(np.diff(before))
        edges = np.searchsorted(bought, customer)
        purchases = np.diff(edges)
        bought = np.append(bought, 0)
        newest = bought[edges[:-1]]
        oldest = bought[np.where(purchases > 0, edges[1:] - 1, -1)]
        newest_purchase = np.append(lines, 0)[before[newest]]
    money = np.zeros(len(cents) + 1, np.int64)
    np.cumsum(cents, out=money[1:])
    at = money[cell]
    return (
        code[customer[:-1]],
        days[newest_purchase] & ((1 << day_bits) - 1),
        purchases,
        period[newest],
        period[oldest],
        np.diff(at[customer]),
        at[oldest + 1] - at[oldest],
    )


def _edges(*columns: np.ndarray) -> np.ndarray:
    """Return where each run of equal neighbours begins, and the end of the last run."""
    changes = columns[0][1:] != columns[0][:-1]
    for column in columns[1:]:
        changes |= column[1:] != column[:-1]
    inner = np.flatnonzero(changes)
    edges = np.empty(len(inner) + 2, np.int64)
    edges[0], edges[-1] = 0, len(columns[0])
    np.add(inner, 1, out=edges[1:-1])
    return edges


def _whole_cents(amounts: np.ndarray) -> np.ndarray:
    exact = amounts * 100.0
    cents = np.rint(exact)
    exact -= cents
    if max(exact.max(), -exact.min()) > Packing.cent_tolerance:
        raise FractionOfCent
    return cents.astype(np.int64)
