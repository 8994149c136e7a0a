"""The cleaning rules, in the order in which they hit, and the report of what each one took."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.amounts import MILLIONTHS, Money, to_cents, total
from crmkit.orders.columns import Column
from crmkit.orders.ids import Ids
from crmkit.orders.report import Report, Rule
from crmkit.orders.returns import set_against


@dataclass(frozen=True)
class Policies:
    """What to do with the rows that each rule hits."""

    returns: str
    duplicates: str
    zeros: str
    non_numeric_amounts: str
    unparseable_dates: str
    missing_customers: str
    future_dates: str
    as_of: pd.Timestamp | None


@dataclass(frozen=True)
class Lines:
    """The source's rows as numbers, before any rule."""

    columns: dict[str, Column]
    at: np.ndarray
    customer: Ids
    amount: Money
    refund: Money | None
    order: Ids | None
    quantity: Money | None
    repeats: Callable[[np.ndarray], np.ndarray]
    notes: tuple[str, ...]


class Cleaned(NamedTuple):
    """The order log, the source row of each of its lines, the report, and what share was lost."""

    log: pd.DataFrame
    rows: np.ndarray
    report: Report
    rows_lost: float
    money_lost: float


def clean(lines: Lines, policies: Policies, *, ragged: int, notes: tuple[str, ...]) -> Cleaned:
    """Which lines stay, and what became of the others?"""
    money_in, rounded, off, cents, row, refunded, readable = _in_cents(lines)
    tally = _Tally(cents, row, np.ones(len(row), bool), np.zeros(len(row), bool))
    tally.add("wrong number of cells", ragged, 0, "dropped")
    if lines.refund is not None:
        tally.add("refund column", -int(refunded.sum()), 0, "split into return lines")
    tally.add("rounded to the cent", rounded, Decimal(off) / MILLIONTHS, "rounded")
    amount = lines.columns.get("amount") or lines.columns["price"]
    tally.strike(
        "non-numeric amount", ~readable, policies.non_numeric_amounts, amount,
        "are no amounts", "non_numeric_amounts='drop' to drop and count them",
    )  # fmt: skip
    tally.strike(
        "unparseable date", np.isnat(lines.at), policies.unparseable_dates, lines.columns["date"],
        "are no dates", "date_format=, or unparseable_dates='drop' to drop and count them",
    )  # fmt: skip
    tally.strike(
        "missing customer", lines.customer.missing, policies.missing_customers,
        lines.columns["customer"],
        "name no customer", "missing_customers='drop' to drop and count them",
    )  # fmt: skip
    _duplicates(tally, lines, policies.duplicates)
    _after(tally, lines, policies)
    left = _returns(tally, lines, policies.returns, refunded)
    hit = tally.alive & (cents == 0)
    tally.hit("zero amount", hit, drop=policies.zeros == "drop")

    kept = np.flatnonzero(tally.alive)
    report = Report(
        rows_in=len(lines.at) + ragged,
        rows_out=len(kept),
        exact_money_in=Decimal(money_in) / MILLIONTHS,
        exact_money_out=Decimal(total(left[kept])) / 100,
        rules=tuple(tally.rules),
        notes=(*notes, *lines.notes, *tally.notes, *_remarks(lines, row[kept])),
    )
    left_row = np.zeros(len(lines.at), bool)
    left_row[row[~tally.dropped]] = True
    lost = (ragged + np.count_nonzero(~left_row)) / report.rows_in
    gross = total(np.abs(cents))
    money_lost = total(np.abs(cents[tally.dropped])) / gross if gross else 0.0
    _release()
    return Cleaned(
        log=_log(lines, row, cents, left, kept, refunded),
        rows=row[kept],
        report=report,
        rows_lost=lost,
        money_lost=money_lost,
    )


def check_dropped(cleaned: Cleaned, may_drop: float) -> None:
    """Refuse to lose a large part of the rows or of the money in silence."""
    most = max(cleaned.rows_lost, cleaned.money_lost)
    if most > may_drop:
        raise ValueError(
            f"the rules drop {cleaned.rows_lost:.1%} of the rows and {cleaned.money_lost:.1%} of "
            f"the money, more than may_drop={may_drop:g}. Look at the report below, mend the "
            f"source or say how to read it; may_drop={math.ceil(most * 100) / 100:g} accepts the "
            f"loss.\n{cleaned.report}"
        )


class _InCents(NamedTuple):
    """Order lines in cents: one for each source row, and one more for each refund."""

    money_in: int
    rounded: int
    off: int
    cents: np.ndarray
    row: np.ndarray
    refunded: np.ndarray
    readable: np.ndarray


def _in_cents(lines: Lines) -> _InCents:
    given, readable = lines.amount.millionths, lines.amount.readable
    row = np.arange(len(given))
    if lines.refund is None:
        cents, rest = to_cents(given)
        none = np.zeros(len(row), bool)
        rounded = int(np.count_nonzero(rest))
        return _InCents(total(given), rounded, total(rest), cents, row, none, readable)
    # A blank refund is none; one that cannot be read makes the row's money unknown.
    readable = readable & (lines.refund.readable | _blank(lines.columns["refund"]))
    given = np.where(readable, given, 0)
    back = np.where(readable, np.abs(lines.refund.millionths), 0)
    cents, rest = to_cents(given)
    back_cents, back_rest = to_cents(back)
    # A refund follows its own line.
    row = np.repeat(row, 1 + (back_cents > 0))
    refunded = np.concatenate([[False], row[1:] == row[:-1]])
    return _InCents(
        money_in=total(given) - total(back),
        rounded=int(np.count_nonzero(rest) + np.count_nonzero(back_rest)),
        off=total(rest) - total(back_rest),
        cents=np.where(refunded, -back_cents[row], cents[row]),
        row=row,
        refunded=refunded,
        readable=readable,
    )


@dataclass
class _Tally:
    """The lines still alive, and what the rules so far have counted."""

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

    def hit(self, name: str, hit: np.ndarray, *, drop: bool) -> None:
        money = Decimal(total(self.cents[hit])) / 100
        self.add(name, np.count_nonzero(hit), money, "dropped" if drop else "kept")
        if drop:
            self.alive &= ~hit
            self.dropped |= hit

    def strike(
        self, name: str, bad: np.ndarray, policy: str, column: Column, wrong: str, fix: str
    ) -> None:
        """Drop the lines of the bad source rows, or refuse them."""
        if not bad.any():
            self.add(name, 0, 0, "dropped")
            return
        hit = self.alive & bad[self.row]
        rows = np.unique(self.row[hit])
        if len(rows):
            first = column.first(rows)
            if policy == "error":
                raise ValueError(
                    f"column {column.name!r}: {len(rows):,} of {len(bad):,} values {wrong}; first: "
                    f"{first}. Mend them, or pass {fix}."
                )
            self.notes.append(f"{name} in {column.name!r}, first: {first}")
        self.hit(name, hit, drop=True)


def _blank(column: Column) -> np.ndarray:
    codes, values = column.distinct()
    blank = np.array([isinstance(value, str) and not value.strip() for value in values], bool)
    return (codes < 0) | (blank[codes] if len(blank) else False)


def _duplicates(tally: _Tally, lines: Lines, policy: str) -> None:
    if policy == "keep":
        tally.add("exact duplicate", 0, 0, "not applied")
        return
    alive_row = np.zeros(len(lines.at), bool)
    alive_row[tally.row[tally.alive]] = True
    rows = np.flatnonzero(alive_row)
    # Rows that are equal everywhere are equal here: only those that are need comparing.
    parts = (lines.customer.codes, lines.at.view("int64"), lines.amount.millionths)
    odd = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93)
    key = np.zeros(len(rows), "uint64")
    for part, factor in zip(parts, odd, strict=True):
        key += part[rows].astype("uint64") * np.uint64(factor)
    ordered = np.sort(key)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    bad = np.zeros(len(lines.at), bool)
    if len(twice):
        rows = rows[pd.Series(key).isin(twice).to_numpy()]
        bad[rows[lines.repeats(rows)]] = True
    tally.hit("exact duplicate", tally.alive & bad[tally.row], drop=True)
    days = lines.at.astype("datetime64[D]")
    if bad.any() and lines.order is None and (days == lines.at)[bad].all():
        tally.notes.append(
            "the exact duplicates have neither an order number nor a time of day: two equal "
            "purchases on one day look the same. duplicates='keep' keeps them"
        )


def _after(tally: _Tally, lines: Lines, policies: Policies) -> None:
    name = "date after as_of"
    if policies.as_of is None:
        tally.add(name, 0, 0, "not applied")
        tally.notes.append("as_of was not given: dates in the future were not looked for")
        return
    with np.errstate(invalid="ignore"):
        bad = lines.at >= (policies.as_of + pd.Timedelta(days=1)).to_numpy().astype(lines.at.dtype)
    tally.strike(
        name, bad, policies.future_dates, lines.columns["date"],
        f"are after as_of ({policies.as_of.date()})", "future_dates='drop' to drop and count them",
    )  # fmt: skip


def _returns(tally: _Tally, lines: Lines, policy: str, refunded: np.ndarray) -> np.ndarray:
    """What is left of each line in cents; returns that are netted leave the log."""
    cents = tally.cents
    back = tally.alive & (cents < 0)
    if policy != "net":
        before = tally.dropped.copy()
        tally.hit("return", back, drop=policy == "drop")
        # The caller asked for it: nothing is lost against their will.
        tally.dropped = before
        return cents
    left = cents
    if back.any():
        left = cents.copy()
        at = np.flatnonzero(tally.alive)
        row = tally.row[at]
        left[at] = set_against(
            cents[at],
            lines.at[row],
            lines.customer.codes[row],
            order=None if lines.order is None else _codes(lines.order)[row],
            source_row=row if refunded.any() else None,
        )
    whole, part = back & (left == 0), back & (left < 0)
    gone = tally.alive & (cents > 0) & (left == 0)
    covered = Decimal(total(cents[back]) - total(left[back])) / 100
    tally.add("return", np.count_nonzero(whole), covered, "netted")
    tally.add("returned purchase", np.count_nonzero(gone), -covered, "netted")
    tally.add("unmatched return", part.sum(), Decimal(total(left[part])) / 100, "dropped")
    tally.alive &= ~(back | gone)
    tally.dropped |= part
    return left


def _codes(ids: Ids) -> np.ndarray:
    """Codes from 0 on; -1 where there is no identifier."""
    codes, _ = pd.factorize(ids.codes)
    return np.where(ids.missing, -1, codes)


def _log(
    lines: Lines,
    row: np.ndarray,
    cents: np.ndarray,
    left: np.ndarray,
    kept: np.ndarray,
    refunded: np.ndarray,
) -> pd.DataFrame:
    rows = row[kept]
    log = {
        "customer_id": lines.customer.take(rows),
        "ordered_at": lines.at[rows],
        "amount": left[kept] / 100,
    }
    if lines.order is not None:
        log["order_id"] = lines.order.take(rows)
    if lines.quantity is not None:
        quantity = np.where(lines.quantity.readable, lines.quantity.millionths / MILLIONTHS, np.nan)
        share = np.divide(left[kept], cents[kept], out=np.ones(len(kept)), where=cents[kept] != 0)
        # How many pieces a refund column gave money back for is not known.
        log["quantity"] = np.where(refunded[kept], np.nan, quantity[rows] * share)
    return pd.DataFrame(log, copy=False)


def _release() -> None:
    """Give back what Arrow has freed but keeps for itself: up to a third of all memory here."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _remarks(lines: Lines, rows: np.ndarray) -> list[str]:
    if not len(rows):
        return []
    at = lines.at[rows]
    return [f"orders from {at.min().astype('datetime64[D]')} to {at.max().astype('datetime64[D]')}"]
