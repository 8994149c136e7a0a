"""The cleaning rules, in the order in which they hit, and the report of what each one took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.amounts.column import MILLIONTHS, Money, to_cents, total
from crmkit.orders.cleaning.duplicates import exported_again, repeated, told_apart
from crmkit.orders.cleaning.further_lines import FurtherLines
from crmkit.orders.cleaning.report import Report
from crmkit.orders.cleaning.returns import set_against
from crmkit.orders.cleaning.status import Status, cancelled_rows
from crmkit.orders.cleaning.tally import Bad, Tally
from crmkit.orders.cleaning.total_lines import TotalLines, find_total_lines
from crmkit.orders.columns.column import Column, release_memory
from crmkit.orders.ids.column import Ids


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
    cancelled_asked_for: bool


@dataclass(frozen=True)
class Lines:
    """The source's rows as numbers, before any rule; `further` lines have no money of their own.

    `unread` are the cells of price, quantity and discount that leave a row without an amount.
    """

    columns: dict[str, Column]
    at: np.ndarray
    customer: Ids
    amount: Money
    unread: tuple[Bad, ...]
    refund: Money | None
    order: Ids | None
    order_codes: np.ndarray | None
    quantity: Money | None
    status: Status | None
    further: FurtherLines | None
    repeats: Callable[[np.ndarray], np.ndarray]
    notes: tuple[str, ...]


class Cleaned(NamedTuple):
    """The order log, the source row of each of its lines, the report, and what share was lost."""

    log: pd.DataFrame
    rows: np.ndarray
    report: Report
    rows_lost: float
    money_lost: float
    total_lines: TotalLines


def clean(
    lines: Lines, policies: Policies, *, ragged: int, notes: tuple[str, ...], may_drop: float
) -> Cleaned:
    """Which lines stay, and what became of the others? Above `may_drop`, also which are totals."""
    kept = _apply(lines, policies, ragged=ragged, notes=notes)
    too_many = max(kept.rows_lost, kept.money_lost) > may_drop
    totals = find_total_lines(lines) if too_many else TotalLines(0, "")
    # What only the rules have needed makes room for the log.
    del lines
    release_memory()
    return Cleaned(_log(kept), kept.rows, kept.report, kept.rows_lost, kept.money_lost, totals)


@dataclass
class _Kept:
    """The lines that stay: their source rows, what was paid and is left in cents, and the report.

    `refunded` marks the lines of a refund column; the other columns have a place for each row.
    """

    rows: np.ndarray
    cents: np.ndarray
    left: np.ndarray
    refunded: np.ndarray
    at: np.ndarray
    customer: Ids
    order: Ids | None
    quantity: Money | None
    further: FurtherLines | None
    report: Report
    rows_lost: float
    money_lost: float


def _apply(lines: Lines, policies: Policies, *, ragged: int, notes: tuple[str, ...]) -> _Kept:
    """The rules, one after the other."""
    money_in, rounded, off, cents, row, refunded, readable = _in_cents(lines)
    tally = Tally(cents, row, np.ones(len(row), bool), np.zeros(len(row), bool))
    tally.add("wrong number of cells", ragged, 0, "dropped")
    if lines.refund is not None:
        tally.add("refund column", -int(refunded.sum()), 0, "split into return lines")
    tally.add("rounded to the cent", rounded, Decimal(off) / MILLIONTHS, "rounded")
    _further(tally, lines, refunded)
    cancelled = _cancelled(tally, lines, policies)
    amount = lines.columns.get("amount") or lines.columns["price"]
    tally.strike(
        "non-numeric amount", [*lines.unread, Bad(amount, ~readable)],
        policies.non_numeric_amounts,
        "are no amounts", "non_numeric_amounts='drop' to drop and count them",
    )  # fmt: skip
    if lines.refund is not None:
        # What is left of the sale is not known: its money leaves the log under a rule of its own.
        tally.strike(
            "non-numeric refund", [Bad(lines.columns["refund"], ~lines.refund.readable)],
            policies.non_numeric_amounts,
            "are no refunds", "non_numeric_amounts='drop' to drop and count them",
        )  # fmt: skip
    tally.strike(
        "unparseable date", [Bad(lines.columns["date"], np.isnat(lines.at))],
        policies.unparseable_dates,
        "are no dates", "date_format=, or unparseable_dates='drop' to drop and count them",
    )  # fmt: skip
    tally.strike(
        "missing customer", [Bad(lines.columns["customer"], lines.customer.missing)],
        policies.missing_customers,
        "name no customer", "missing_customers='drop' to drop and count them",
    )  # fmt: skip
    _duplicates(tally, lines, policies.duplicates)
    _after(tally, lines, policies)
    left = _returns(tally, lines, policies.returns, refunded, cancelled)
    hit = tally.alive & (cents == 0)
    tally.hit("zero amount", hit, drop=policies.zeros == "drop")

    rows, paid = row[tally.alive], cents[tally.alive]
    kept = paid if left is cents else left[tally.alive]
    report = Report(
        rows_in=len(lines.at) + ragged,
        rows_out=len(rows),
        exact_money_in=Decimal(money_in) / MILLIONTHS,
        exact_money_out=Decimal(total(kept)) / 100,
        rules=tuple(tally.rules),
        notes=(*notes, *lines.notes, *tally.notes, *_remarks(lines, rows)),
    )
    left_row = np.zeros(len(lines.at), bool)
    left_row[row[~tally.dropped]] = True
    lost = (ragged + np.count_nonzero(~left_row)) / report.rows_in
    gross = total(np.abs(cents))
    money_lost = total(np.abs(cents[tally.dropped])) / gross if gross else 0.0
    return _Kept(
        rows=rows,
        cents=paid,
        left=kept,
        refunded=refunded[tally.alive],
        at=lines.at,
        customer=lines.customer,
        order=lines.order,
        quantity=lines.quantity,
        further=lines.further,
        report=report,
        rows_lost=lost,
        money_lost=money_lost,
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


def _further(tally: Tally, lines: Lines, refunded: np.ndarray) -> None:
    """Lines whose money stands on their order's first line are no lines of the log."""
    if lines.further is None or not lines.further.further.any():
        return
    hit = lines.further.further[tally.row] & ~refunded
    tally.add("further line of an order", np.count_nonzero(hit), 0, "counted with its first line")
    tally.alive &= ~hit


def _cancelled(tally: Tally, lines: Lines, policies: Policies) -> np.ndarray | None:
    """Drop the lines of which nothing was sold; the source's rows that are such."""
    if lines.status is None:
        return None
    rows = cancelled_rows(lines.status, lines.amount.millionths, lines.order_codes)
    hit = tally.alive & rows[tally.row]
    tally.hit("cancelled order", hit, drop=True, asked_for=policies.cancelled_asked_for)
    stay = np.count_nonzero(lines.status.cancelled & ~rows)
    if stay:
        tally.notes.append(
            f"{stay:,} lines below zero with a status that is no sale are the return itself, and "
            "were read as returns"
        )
    return rows


def _duplicates(tally: Tally, lines: Lines, policy: str) -> None:
    if policy == "keep":
        tally.add("exact duplicate", 0, 0, "not applied")
        return
    alive = np.zeros(len(lines.at), bool)
    alive[tally.row[tally.alive]] = True
    parts = (lines.customer.codes, lines.at.view("int64"), lines.amount.millionths)
    bad = repeated(parts, alive, lines.repeats)
    if policy == "auto" and bad.any():
        named = None if lines.order is None else ~lines.order.missing
        doubtful = bad & ~told_apart(lines.at, named)
        bad &= ~doubtful
        if doubtful.any():
            tally.notes.append(
                f"{np.count_nonzero(doubtful):,} rows repeat an earlier one in every column, but "
                "have neither an order number nor a time of day of their own: they may be equal "
                "purchases, and were kept. duplicates='drop' drops them"
            )
    # Nothing is lost with a line that the caller calls a repeat, or whose whole order stays.
    lost = np.zeros(len(bad), bool)
    if policy == "auto" and bad.any():
        same = (lines.customer.codes, lines.at)
        lost = bad & ~exported_again(bad, alive, lines.order_codes, *same)
    tally.hit("exact duplicate", tally.alive & bad[tally.row], drop=True, asked_for=~lost)


def _after(tally: Tally, lines: Lines, policies: Policies) -> None:
    name = "date after as_of"
    if policies.as_of is None:
        tally.add(name, 0, 0, "not applied")
        tally.notes.append("as_of was not given: dates in the future were not looked for")
        return
    with np.errstate(invalid="ignore"):
        bad = lines.at >= (policies.as_of + pd.Timedelta(days=1)).to_numpy().astype(lines.at.dtype)
    tally.strike(
        name, [Bad(lines.columns["date"], bad)], policies.future_dates,
        f"are after as_of ({policies.as_of.date()})", "future_dates='drop' to drop and count them",
    )  # fmt: skip


def _returns(
    tally: Tally,
    lines: Lines,
    policy: str,
    refunded: np.ndarray,
    cancelled: np.ndarray | None,
) -> np.ndarray:
    """What is left of each line in cents; returns that are netted leave the log."""
    cents = tally.cents
    back = tally.alive & (cents < 0)
    if policy != "net":
        # The caller asked for it: nothing is lost against their will.
        tally.hit("return", back, drop=policy == "drop", asked_for=True)
        return cents
    left = cents
    if back.any():
        left = cents.copy()
        at = np.flatnonzero(tally.alive)
        row = tally.row[at]
        order, own_only = lines.order_codes, None
        if cancelled is not None and order is not None:
            partly = np.isin(order, order[cancelled & (order >= 0)]) & (order >= 0)
            own_only = partly[row] & (cents[at] < 0)
        left[at] = set_against(
            cents[at],
            lines.at[row],
            lines.customer.codes[row],
            order=None if order is None else order[row],
            source_row=row if refunded.any() else None,
            own_order_only=own_only,
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


def _log(kept: _Kept) -> pd.DataFrame:
    rows = kept.rows
    log: dict[str, pd.Series | np.ndarray] = {"customer_id": kept.customer.take(rows)}
    # What the log has makes room for the rest of it.
    del kept.customer
    release_memory()
    log["ordered_at"] = kept.at[rows]
    del kept.at
    log["amount"] = kept.left / 100
    if kept.order is not None:
        log["order_id"] = kept.order.take(rows)
        del kept.order
        release_memory()
    if kept.quantity is not None:
        quantity = np.where(kept.quantity.readable, kept.quantity.millionths / MILLIONTHS, np.nan)
        if kept.further is not None:
            # An order's line has the pieces of its further ones, too.
            others = np.flatnonzero(kept.further.further)
            np.add.at(quantity, kept.further.first[others], quantity[others])
        paid = kept.cents
        share = np.divide(kept.left, paid, out=np.ones(len(paid)), where=paid != 0)
        # How many pieces a refund column gave money back for is not known.
        log["quantity"] = np.where(kept.refunded, np.nan, quantity[rows] * share)
    return pd.DataFrame(log, copy=False)


def _remarks(lines: Lines, rows: np.ndarray) -> list[str]:
    if not len(rows):
        return []
    who = len(pd.unique(lines.customer.codes[rows]))
    at = lines.at[rows]
    first, last = (day.astype("datetime64[D]") for day in (at.min(), at.max()))
    return [f"orders of {who:,} customer{'s' * (who != 1)} from {first} to {last}"]
