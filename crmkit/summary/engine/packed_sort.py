"""Counting by sorting: customer, day and cents of a line side by side in one integer.

Sorting these integers (numpy does it with vector instructions) brings the lines of a customer
together, newest first, and the lines of one day next to each other; what a customer bought is then
a sum over neighbours. Memory beyond the log is 8 bytes a line: lines are packed and summed in
blocks, several at once in threads. Money is added in whole cents, so it is exact whatever the
order of the lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np

from crmkit.summary.engine import checks
from crmkit.summary.engine.threads import in_threads, sort

BLOCK = 1 << 15  # lines that are packed at once
SUMMED = 1 << 18  # lines that one thread sums up at once
SUMS = (
    "code",
    "days_since_last",  # last purchase to the end of the time
    "purchases",  # periods with a purchase
    "newest_period",
    "oldest_period",
    "total_cents",
    "first_cents",  # money of the first period with a purchase
)


class NotPackable(ValueError):
    """An amount is no whole number of cents, or a value lies beyond the bounds."""


@dataclass(frozen=True)
class Bounds:
    """The lowest and the highest customer, day and amount of a number of lines."""

    lines: int
    codes: tuple[int, int]
    days: tuple[int, int]  # since 1970
    amounts: tuple[float, float]
    id_bytes: int = 16  # that a customer's id takes


@dataclass(frozen=True)
class Packing:
    """Where in the integer of a line its customer, its day and its cents stand."""

    lowest_code: int
    code_bits: int
    last_day: int  # since 1970; a line holds how many days before it lies
    day_bits: int
    lowest_cents: int
    cent_bits: int
    fits: bool  # else the cents are kept beside the integers, at several times the memory

    # The double nearest to a whole number of cents is much nearer than this, in cents.
    cent_tolerance: ClassVar[float] = 0.01

    @classmethod
    def of(cls, bounds: Bounds) -> "Packing":
        """Choose the widths; refuse amounts too large to add up."""
        lowest, highest = bounds.amounts
        if max(-lowest, highest) * 100 * bounds.lines >= 2**62:
            raise checks.too_large(lowest, highest)
        lowest_cents = min(round(lowest * 100), 0)
        cent_bits = (round(highest * 100) - lowest_cents).bit_length()
        code_bits = (bounds.codes[1] - bounds.codes[0]).bit_length()
        first_day, last_day = bounds.days
        day_bits = (last_day - first_day).bit_length()
        return cls(
            bounds.codes[0],
            code_bits,
            last_day,
            day_bits,
            lowest_cents,
            cent_bits,
            code_bits + day_bits + cent_bits <= 63,
        )

    @property
    def day_shift(self) -> int:
        """How far left of the day's place other values stand in the integer."""
        return self.cent_bits if self.fits else 0


class PackedLines:
    """Order lines as sorted integers, from which the purchases between two days are added up."""

    def __init__(self, packing: Packing, lines: int):
        self.packing = packing
        self.keys = np.empty(lines, np.int64)
        self.beside = None if packing.fits else np.empty(lines, np.int64)

    def put(
        self, at: int, codes: np.ndarray, ticks: np.ndarray, ticks_a_day: int, amounts: np.ndarray
    ) -> None:
        """Pack lines into the places from `at` on; threads may fill different places at once."""
        packing = self.packing
        for begin in range(0, len(ticks), BLOCK):
            block = slice(begin, begin + BLOCK)
            key = codes[block].astype(np.int64)
            key -= packing.lowest_code
            ago = packing.last_day - ticks[block] // ticks_a_day
            cents = _whole_cents(amounts[block])
            cents -= packing.lowest_cents
            _check_bits(key, packing.code_bits)
            _check_bits(ago, packing.day_bits)
            _check_bits(cents, packing.cent_bits)
            key <<= packing.day_bits
            key |= ago
            place = slice(at + begin, at + begin + len(key))
            if self.beside is None:
                key <<= packing.cent_bits
                key |= cents
            else:
                self.beside[place] = cents
            self.keys[place] = key

    def sort(self) -> None:
        """Bring the lines of each customer together, when all are in place."""
        if self.beside is None:
            sort(self.keys)
        else:
            order = np.argsort(self.keys)
            self.keys, self.beside = self.keys[order], self.beside[order]

    def customers(self) -> int:
        """Count the customers, when the lines are sorted."""
        shift = self.packing.day_bits + self.packing.day_shift
        changes = (
            np.count_nonzero((keys[1:] >> shift) != (keys[:-1] >> shift))
            for keys in (self.keys[at : at + BLOCK + 1] for at in range(0, len(self.keys), BLOCK))
        )
        return 1 + int(sum(changes))

    def sums_by_customer(
        self, *, start: date | None, end: date, period_days: int, offset_days: int
    ) -> tuple[dict[str, np.ndarray], int]:
        """Return the columns SUMS of each customer with a line from `start` to `end`.

        By ascending code; and the number of lines after `end`. Where a customer has only returns,
        `purchases` is 0 and the days and periods mean nothing.
        """
        # How many days before the last one the time ends and starts.
        after_end = self.packing.last_day - checks.days_since_1970(end)
        oldest = None if start is None else self.packing.last_day - checks.days_since_1970(start)
        day_bits = self.packing.day_bits
        # As many as there can be: memory that is never written to costs nothing.
        most = min(len(self.keys), 1 << self.packing.code_bits)
        columns = {name: np.empty(most, np.int64) for name in SUMS}

        def summed(block: slice) -> tuple[tuple[np.ndarray, ...] | None, int]:
            days, cents = self._unpack(block)
            newer = 0
            if after_end > 0 or oldest is not None:
                ago = days & ((1 << day_bits) - 1)
                wanted = ago >= after_end
                newer = len(wanted) - int(np.count_nonzero(wanted))
                if oldest is not None:
                    wanted &= ago <= oldest
                days, cents = days[wanted], cents[wanted]
                if not len(days):
                    return None, newer
            return _sums(days, cents, day_bits, after_end, period_days, offset_days), newer

        found = newer = 0
        for sums, newer_here in in_threads(summed, self._blocks()):
            newer += newer_here
            if sums is not None:
                here = slice(found, found + len(sums[0]))
                for column, values in zip(columns.values(), sums, strict=True):
                    column[here] = values
                found = here.stop
        columns = {name: column[:found] for name, column in columns.items()}
        columns["code"] += self.packing.lowest_code
        return columns, newer

    def _blocks(self) -> Iterator[slice]:
        """Cut sorted lines between customers, into blocks of about equal length."""
        keys = self.keys
        shift = self.packing.day_bits + self.packing.day_shift
        begin = 0
        while begin < len(keys):
            stop = min(begin + SUMMED, len(keys))
            next_customer = ((int(keys[stop - 1]) >> shift) + 1) << shift
            if next_customer >= 2**63:
                stop = len(keys)
            else:
                stop += int(np.searchsorted(keys[stop:], next_customer))
            yield slice(begin, stop)
            begin = stop

    def _unpack(self, block: slice) -> tuple[np.ndarray, np.ndarray]:
        """Return customer and day in one integer, and the cents."""
        packing, keys = self.packing, self.keys[block]
        if self.beside is not None:
            cents = self.beside[block]
        else:
            cents = keys & ((1 << packing.cent_bits) - 1)
            keys = keys >> packing.cent_bits
        return keys, cents + packing.lowest_cents if packing.lowest_cents else cents


def _sums(
    days: np.ndarray,
    cents: np.ndarray,
    day_bits: int,
    after_end: int,
    period_days: int,
    offset_days: int,
) -> tuple[np.ndarray, ...]:
    def period(customer_days: np.ndarray) -> np.ndarray:
        ago = (customer_days & ((1 << day_bits) - 1)) - after_end
        return (ago + offset_days) // period_days if period_days > 1 else ago

    # A cell is one customer in one period; `cell` holds its first line, and the end at last.
    cell = _edges(days)
    code = days[cell[:-1]]
    if period_days > 1:
        joined = _edges(code >> day_bits, period(code))
        cell, code = cell[joined], code[joined[:-1]]
    code >>= day_bits
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
    return (
        code[customer[:-1]],
        (days[newest_purchase] & ((1 << day_bits) - 1)) - after_end,
        purchases,
        period(days[cell[newest]]),
        period(days[cell[oldest]]),
        np.diff(money[cell[customer]]),
        money[cell[oldest + 1]] - money[cell[oldest]],
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
    # Also true of what is no number.
    if not max(exact.max(), -exact.min()) <= Packing.cent_tolerance:
        raise NotPackable
    return cents.astype(np.int64)


def _check_bits(values: np.ndarray, bits: int) -> None:
    """Refuse values that would spill into their neighbours: bounds of a file may be wrong."""
    if int(values.view(np.uint64).max()) >> bits:
        raise NotPackable
