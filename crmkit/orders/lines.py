"""The columns of a source as numbers: what each line says, before any rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.orders.amounts.column import Money, read_money, times
from crmkit.orders.amounts.currency import in_one_currency, look_at_unnamed
from crmkit.orders.amounts.discount import less_discount
from crmkit.orders.amounts.nothing import says_none
from crmkit.orders.cleaning.further_lines import find_further, without_repeats
from crmkit.orders.cleaning.rules import Lines
from crmkit.orders.cleaning.status import read_status
from crmkit.orders.cleaning.tally import Bad
from crmkit.orders.cleaning.total_lines import without_total
from crmkit.orders.columns.column import Column, blank_rows, release_memory
from crmkit.orders.dates.column import read_dates
from crmkit.orders.ids.column import Ids, read_ids
from crmkit.orders.sources.source_types import Data


class Meaning(NamedTuple):
    """How the caller says that cells are to be read."""

    date_format: str | None
    timezone: str | None
    decimal: str | None
    rates: Mapping[str, float] | None
    cancelled: Sequence[str] | None


def read_lines(
    data: Data,
    columns: dict[str, Column],
    others: list[Column],
    once: set[str],
    meaning: Meaning,
) -> Lines:
    """What do the columns say? Their cells are let go once they are read, the largest soonest.

    `others` are columns that nobody named and that may hold currencies; `once` are the roles whose
    cells speak of a whole order on each of its lines.
    """
    at = read_dates(columns["date"], date_format=meaning.date_format, timezone=meaning.timezone)
    columns["date"] = columns["date"].let_go()
    release_memory()
    customer = read_ids(columns["customer"])
    order = read_ids(columns["order"]) if "order" in columns else None
    order_codes = None if order is None else _order_codes(order)
    money: dict[str, Money] = {
        role: read_money(columns[role], decimal=meaning.decimal)
        for role in ("amount", "quantity", "price", "refund")
        if role in columns
    }
    notes = [*at.notes, *(() if order is None else order.notes)]
    amount, unread = _amounts(money, columns, meaning)
    # Each once: an amount that is made of others has their notes, too.
    notes += dict.fromkeys(note for one in (*money.values(), amount) for note in one.notes)
    refund = money.get("refund")
    notes += _odd_quantities(money, columns)
    further = None
    if order_codes is not None and "amount" in columns:
        further = find_further(
            order_codes, amount, columns["amount"], total_of_order="amount" in once
        )
        amount = without_repeats(amount, further)
        if refund is not None and "refund" in once:
            refund = without_repeats(refund, further)
        notes += further.notes
        further = further if further.further.any() else None
    live = np.ones(data.rows, bool) if further is None else ~further.further
    paid = in_one_currency(
        amount,
        refund,
        shown=columns.get("amount") or columns["price"],
        column=columns.get("currency"),
        rates=meaning.rates,
        live=live,
    )
    notes += [*paid.notes, *look_at_unnamed(others, live & paid.amount.readable)]
    customer = without_total(customer, paid.amount, columns["customer"])
    notes = [*customer.notes, *notes]
    status = None
    if "status" in columns:
        status = read_status(columns["status"], meaning.cancelled)
        notes.append(status.note)
    refund = paid.refund
    if refund is not None:
        none = says_none(columns["refund"])
        refund = refund._replace(readable=refund.readable | none.rows)
        notes += none.notes
    columns.update({role: one.let_go() for role, one in columns.items()})
    bad = tuple(Bad(columns[role], rows) for role, rows in unread.items())
    release_memory()
    return Lines(
        columns=columns,
        at=at.at,
        customer=customer,
        amount=paid.amount,
        unread=bad,
        refund=refund,
        order=order,
        order_codes=order_codes,
        quantity=money.get("quantity"),
        status=status,
        further=further,
        repeats=data.repeats,
        notes=tuple(notes),
    )


def _order_codes(ids: Ids) -> np.ndarray:
    """A number from 0 on for each order, the least that there are; -1 where none is named."""
    codes = pd.factorize(ids.numbers)[0] if ids.texts is None else ids.codes
    return np.where(ids.missing, np.int32(-1), codes)


def _amounts(
    money: dict[str, Money], columns: dict[str, Column], meaning: Meaning
) -> tuple[Money, dict[str, np.ndarray]]:
    """The amount of each row, and which cells of the columns that make it could not be read."""
    if "amount" in money:
        return money["amount"], {}
    # The marks of a currency stand beside the price.
    amount = times(money["price"], money["quantity"])._replace(marks=money["price"].marks)
    unread = {role: ~money[role].readable for role in ("price", "quantity")}
    if "discount" in columns:
        full = amount.readable
        amount = less_discount(amount, columns["discount"], decimal=meaning.decimal)
        unread["discount"] = full & ~amount.readable
    return amount, {role: rows for role, rows in unread.items() if rows.any()}


def _odd_quantities(money: dict[str, Money], columns: dict[str, Column]) -> list[str]:
    """Beside an amount a quantity takes no row away, but the log has none there."""
    if "amount" not in money or "quantity" not in money:
        return []
    read, column = money["quantity"].readable, columns["quantity"]
    if read.all():
        return []
    odd = np.flatnonzero(~(read | blank_rows(column)))
    if not len(odd):
        return []
    return [f"quantities in {column.name!r} that are no numbers are blank: {column.shown(odd)}"]
