"""Read an order export into an order log, with a report of everything that was cleaned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, get_args

import pandas as pd

from crmkit import tables
from crmkit.days import Day, to_day
from crmkit.orders.cleaning.losses import check_dropped, check_left
from crmkit.orders.cleaning.report import Report
from crmkit.orders.cleaning.rules import Policies, clean
from crmkit.orders.columns.column import Column, find_columns
from crmkit.orders.columns.guesses import likely, overlooked
from crmkit.orders.columns.presets import ROLES, once_an_order
from crmkit.orders.lines import Meaning, read_lines
from crmkit.orders.sources.opening import AnySource, open_source
from crmkit.orders.sources.source_types import How

__all__ = ["Reading", "read"]

LOG_COLUMNS = ("customer_id", "ordered_at", "amount", "order_id", "quantity")
DropOrError = Literal["drop", "error"]
DropOrKeep = Literal["drop", "keep"]
Duplicates = Literal["auto", "drop", "keep"]
Returns = Literal["net", "drop", "keep"]
Decimals = Literal[".", ","]


class Reading(NamedTuple):
    """An order log (one row an order line) and the report of its cleaning."""

    log: pd.DataFrame
    report: Report


def read(
    source: AnySource,
    *,
    customer: str | None = None,
    date: str | None = None,
    amount: str | None = None,
    order: str | None = None,
    quantity: str | None = None,
    price: str | None = None,
    discount: str | None = None,
    refund: str | None = None,
    currency: str | None = None,
    status: str | None = None,
    keep: Sequence[str] = (),
    preset: str | None = None,
    as_of: Day | None = None,
    date_format: str | None = None,
    timezone: str | None = None,
    decimal: Decimals | None = None,
    rates: Mapping[str, float] | None = None,
    cancelled: Sequence[str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    skip: int | None = None,
    sheet: str | int | Sequence[str | int] | None = None,
    query: str | None = None,
    may_drop: float = 0.1,
    returns: Returns = "net",
    duplicates: Duplicates = "auto",
    zeros: DropOrKeep = "drop",
    non_numeric_amounts: DropOrError = "drop",
    unparseable_dates: DropOrError = "drop",
    missing_customers: DropOrError = "drop",
    future_dates: DropOrError = "drop",
    ragged_rows: DropOrError = "error",
) -> Reading:
    """What was ordered, by whom, when and for how much: an order log out of any export.

    Nothing is guessed and nothing is lost in silence: where the source can be read in two ways, it
    is refused, and the report accounts for every row and cent that is not in the log.

    Parameters
    ----------
    source : path, several paths, table or database
        A CSV, Excel or Parquet file (also in gzip or zip: "orders.zip/2024-03.csv" is one of
        many), a folder, a pattern such as `2024-*.csv`, or a list of these, read as one; a pandas,
        Polars, Arrow or Ibis table; with `query`, a SQLite or DuckDB file or a connection.
    encoding, delimiter, skip, sheet, query
        How to open it, where it does not tell: `skip` lines stand before the header; `sheet` is
        the name or the place (from 0) of a sheet, or a list of them, read as one; `query` is a
        SELECT, or the name of a table.

    preset : str
        The shop whose headers the source has, one of `crmkit.orders.PRESETS`. Without it, it is
        found: what the caller does not name is looked for under the headers of each.
    customer, date, amount : str
        The columns that say who ordered, when, and what was paid for the line.
    order, quantity, price, discount, refund, currency, status : str
        More columns: the order's number; pieces; what one costs (quantity times price makes the
        amount where there is none); the share of it that is not asked for (0.15 or "15%"); money
        given back on a line, which becomes a return line; in which currency the amount is; what
        became of the order ("shipped", "已取消").
    keep : sequence of str
        Further columns of the source that the log shall have.

    date_format, timezone, decimal
        How to read what the column itself leaves open: dates like 03/04/2024 (they are read where
        one part is above 12), times with a zone (converted to `timezone`), "1,234" (a decimal comma
        or not).
    rates : mapping
        What one unit of each currency is worth in the currency that the log shall have, such as
        {"USD": 7.1, "CNY": 1}. Without it two currencies are refused, never added.
    cancelled : sequence of str
        The words of `status` that mean that nothing was sold, in place of those of the usual shops
        (cancelled, unpaid, failed, refunded; case, blanks and hyphens do not count).
    as_of : day
        As "2024-12-31" or a date: orders after it are dated in the future.

    may_drop : float
        The share of the rows, or of the money, that the rules may drop (0 to 1) before the read is
        refused with its report. 1 lets all pass. What the caller asks to drop does not count:
        returns="drop", duplicates="drop", and cancelled orders where `status` or `cancelled` is
        given. Nor do orders that "auto" finds whole in the source once more, such as in exports
        whose days overlap: they stay once.
    non_numeric_amounts, unparseable_dates, missing_customers, future_dates : "drop" or "error"
        What to do with such rows. Infinite, absurdly large and blank amounts are no numbers (their
        money is unknown, so counts as 0), nor are refunds that are neither (a blank or a dash is
        none: the money is that of the sale), blank dates no dates, blank customers missing.
    ragged_rows : "error" or "drop"
        Rows of a CSV file with another number of cells than its header.
    duplicates : "auto", "drop" or "keep"
        Rows that repeat an earlier one in every column of the source: exports that were merged or
        paged twice are the usual cause. "auto" drops them where an order number or a time of day
        tells them from equal purchases, and counts the others in a note.
    zeros : "drop" or "keep"
        Amounts of zero: gifts, samples and stock corrections.
    returns : "net", "keep" or "drop"
        Lines below zero. "net" sets them against the lines of the same order, then the customer's
        latest earlier line of that amount, then the latest earlier lines; purchase lines shrink
        (their quantity in proportion) or disappear: who brought everything back did not buy. What
        a partly cancelled order gave back takes from no other order. Return money that no
        purchase covers is reported.

    Returns
    -------
    Reading
        `log`, one row an order line in the source's order: `customer_id` (text, leading zeros
        kept; int64 where a frame or Parquet column holds whole numbers), `ordered_at`
        (datetime64[us], no zone), `amount` (currency units, whole cents; below zero is a return)
        and, where the source has them, `order_id`, `quantity` (float64) and the columns of `keep`.
        Where a shop writes an order's total once, the log has one line an order, its first.

        `report`, one line a rule, in the order in which they hit (a row is counted once, by the
        first): wrong number of cells, further line of an order, cancelled order, non-numeric
        amount, non-numeric refund (where there is a `refund`), unparseable date, missing customer,
        exact duplicate, date after `as_of`, return, zero amount. Amounts are read to the millionth
        and rounded to the cent, halves up; what that took off is a rule of its own.

    Raises
    ------
    ValueError
        Which column, how many rows, the first of them, and how to mend it.
    FileNotFoundError
        For a path without a file.

    Examples
    --------
    >>> import crmkit.orders
    >>> export = pd.DataFrame({
    ...     "Client": ["007", "007", "008", None, "007"],
    ...     "Day": ["2024-03-05", "2024-03-06", "2024/3/7", "2024-03-08", "2024年3月9日"],
    ...     "Paid": ["¥1,234.50", "20", "7.5", "1", "-20"],
    ... })
    >>> columns = {"customer": "Client", "date": "Day", "amount": "Paid"}
    >>> log, report = crmkit.orders.read(export, **columns, may_drop=0.4)
    >>> log
      customer_id ordered_at  amount
    0         007 2024-03-05  1234.5
    1         008 2024-03-07     7.5
    >>> report.rows_in, report.rows_out, report.money_in, report.money_out
    (5, 2, 1243.0, 1242.0)
    >>> report.table.query("rows > 0")["money"].to_dict()
    {'missing customer': 1.0, 'return': -20.0, 'returned purchase': 20.0}
    """
    policies = Policies(
        returns=tables.option("returns", returns, get_args(Returns)),
        duplicates=tables.option("duplicates", duplicates, get_args(Duplicates)),
        zeros=tables.option("zeros", zeros, get_args(DropOrKeep)),
        non_numeric_amounts=_drop_or_error("non_numeric_amounts", non_numeric_amounts),
        unparseable_dates=_drop_or_error("unparseable_dates", unparseable_dates),
        missing_customers=_drop_or_error("missing_customers", missing_customers),
        future_dates=_drop_or_error("future_dates", future_dates),
        as_of=None if as_of is None else pd.Timestamp(to_day(as_of, "as_of")),
        cancelled_asked_for=status is not None or cancelled is not None,
    )
    if decimal is not None:
        tables.option("decimal", decimal, get_args(Decimals))
    may_drop = tables.share("may_drop", may_drop)
    how = How(
        encoding=encoding,
        delimiter=delimiter,
        skip=skip,
        sheet=sheet,
        query=query,
        ragged_rows=_drop_or_error("ragged_rows", ragged_rows),
    )
    given = dict(
        zip(
            ROLES,
            (customer, date, amount, order, quantity, price, discount, refund, currency, status),
            strict=True,
        )
    )
    meaning = Meaning(date_format, timezone, decimal, rates, cancelled)
    with open_source(source, how) as opened:
        found, used = find_columns(opened.names, preset=preset, **given)
        _check_kept(keep, opened.names)
        _check_roles(found, meaning)
        # A second currency must not be added, whether or not somebody named the column.
        unnamed = [] if "currency" in found else likely("currency", _free(opened.names, found))
        data = opened.read(list(dict.fromkeys([*found.values(), *keep, *unnamed])))
        if data.rows == 0:
            raise ValueError(
                "the source has a header but no rows. Export it again, or look at its filter."
            )
        columns = {
            role: Column(name, data.columns[name], data.where, data.again)
            for role, name in found.items()
        }
        others = [Column(name, data.columns[name], data.where, data.again) for name in unnamed]
        kept = {name: data.columns[name] for name in keep}
        data = replace(data, columns={})
        named = ", ".join(f"{role} {name!r}" for role, name in found.items())
        said = f"columns{f' of preset {used}' if used else ''}: {named}"
        notes = (
            *data.notes,
            said,
            *overlooked(found, _free(opened.names, found, *keep)),
        )
        # Handed over whole: each of the lines' columns is freed when it is no longer needed.
        cleaned = clean(
            read_lines(data, columns, others, once_an_order(used, found), meaning),
            policies,
            ragged=data.ragged,
            notes=notes,
            may_drop=may_drop,
        )
    check_left(cleaned)
    check_dropped(cleaned, may_drop)
    log = cleaned.log
    for name in keep:
        column = kept[name]
        # A copy: the log shares no memory with the caller's frame.
        log[name] = column.take(cleaned.rows).reset_index(drop=True).infer_objects()
    return Reading(log, cleaned.report)


def _free(names: Sequence[str], found: dict[str, str], *taken: str) -> list[str]:
    """The columns that have no role."""
    return [name for name in names if name not in (*found.values(), *taken)]


def _check_roles(found: dict[str, str], meaning: Meaning) -> None:
    """Refuse what is asked for in vain, or twice."""
    if "discount" in found and "amount" in found:
        raise ValueError(
            f"discount={found['discount']!r} is a share of quantity times price, and amount="
            f"{found['amount']!r} is the money itself. Pass quantity=, price= and discount=, or "
            "amount= alone, if it is what was paid."
        )
    if meaning.cancelled is not None and "status" not in found:
        raise ValueError(
            "cancelled= says which words of the status mean that nothing was sold, but there is "
            "no status column. Pass status= with its name."
        )


def _drop_or_error(name: str, policy: DropOrError) -> DropOrError:
    return tables.option(name, policy, get_args(DropOrError))


def _check_kept(keep: Sequence[str], names: Sequence[str]) -> None:
    if isinstance(keep, str):
        raise ValueError(f"keep={keep!r} is one text. Pass a list of names: keep=[{keep!r}].")
    unknown = [name for name in keep if name not in names]
    if unknown:
        find_columns(names, preset=None, keep=unknown[0])
    taken = [name for name in keep if name in LOG_COLUMNS]
    if taken:
        raise ValueError(
            f"keep={taken} would overwrite the log's own columns {list(LOG_COLUMNS)}. Rename the "
            "column in the source first."
        )
