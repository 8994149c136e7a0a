"""From an order log to one row a customer.

Two engines keep one contract: a frame is counted in memory, a Parquet file too large for that by
DuckDB on disk, and a table in a database or in Spark where it lies.
"""

from datetime import date, timedelta
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from crmkit.summary.arguments import (
    Day,
    check_not_before_first,
    check_period,
    to_day,
)

if TYPE_CHECKING:
    import ibis

    from crmkit.summary.in_memory import OrderLines
    from crmkit.summary.out_of_memory import OrderFiles

__all__ = ["Split", "customers", "customers_in_engine", "distinct_histories", "split"]


class Split(NamedTuple):
    """A log cut in two: what a model may see, and what it should have foretold."""

    calibration: pd.DataFrame
    holdout: pd.DataFrame
    born_in_holdout: pd.DataFrame


def customers(
    log: pd.DataFrame | str | PathLike,
    *,
    as_of: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> pd.DataFrame:
    """How recently, how often and for how much has each customer bought, as of a day?

    `log` is an order log (one row an order line: `customer_id`, `ordered_at`, `amount`), or the
    path of a Parquet file or folder with these columns. Lines after `as_of` do not count; the day
    itself counts in full. One row a customer with at least one purchase:

    - `days_since_last`: days from the last purchase to `as_of`, 0 or more (the recency of RFM)
    - `purchases`: periods with a purchase, 1 or more (the frequency of RFM)
    - `total_spend`: all money, returns deducted, in the log's currency (the monetary value of RFM)
    - `repeat_purchases`: `purchases` - 1 (x of the purchase models)
    - `age_at_last_days`: days from first to last purchase (t_x of the purchase models)
    - `age_days`: days from the first purchase to `as_of` (T of the purchase models)
    - `first_spend`: money of the first purchase period, its returns deducted
    - `mean_repeat_spend`: (`total_spend` - `first_spend`) / `repeat_purchases`; missing without
      a repeat

    A period is `period_days` long and counted back from `as_of`; purchases in one period count
    once, and the two ages are then whole periods, in days. A period with returns only (negative
    amounts) is no purchase, but its money is deducted; a line of zero is a purchase. Customers
    stand in the order of their first line in a frame, and by ascending id from a file. `attrs`
    tells what was left out: `rows_after_as_of`, `customers_without_purchase` (returns only) and
    `money_without_purchase`.

    Money is added in whole cents, so totals are exact and do not depend on the order of the rows.
    A Parquet source is counted in memory while it is read, if that needs at most `memory_limit`:
    8 bytes a line and 112 for each customer that the range of the ids has room for, or 80 a line
    where the ids are texts (or too far apart). A larger one is counted by DuckDB within that limit,
    spilling to disk (extra `scale`), which is much slower.

    Raises ValueError for missing columns or values, wrong types, fractions of a cent, an empty
    log, or `as_of` before the first order; FileNotFoundError; ImportError without the extra.

    Source: Fader, Hardie & Lee 2005, "RFM and CLV: using iso-value curves for customer base
    analysis", Journal of Marketing Research 42(4), for (x, t_x, T) and spend per purchase.

    >>> import pandas as pd
    >>> log = pd.DataFrame({
    ...     "customer_id": ["Li", "Wu", "Li", "Li", "Wu"],
    ...     "ordered_at": pd.to_datetime(
    ...         ["2024-01-01", "2024-01-05", "2024-01-11", "2024-01-11", "2024-01-05"]),
    ...     "amount": [30.0, 12.5, 20.0, 5.0, -2.5],
    ... })
    >>> customers(log, as_of="2024-01-31").T
    customer_id          Li    Wu
    days_since_last    20.0  26.0
    purchases           2.0   1.0
    total_spend        55.0  10.0
    repeat_purchases    1.0   0.0
    age_at_last_days   10.0   0.0
    age_days           30.0  26.0
    first_spend        30.0  10.0
    mean_repeat_spend  25.0   NaN
    """
    as_of = to_day(as_of, "as_of")
    period_days = check_period(period_days)
    lines = _lines(log, memory_limit)
    check_not_before_first(as_of, lines.first_day, "as_of")
    spending, after = lines.spending(start=None, end=as_of, period_days=period_days)
    del lines  # gives its memory free for the result
    return _customers(spending, after, as_of, period_days)


def customers_in_engine(table: "ibis.Table", *, as_of: Day, period_days: int = 1) -> "ibis.Table":
    """The customers table of an order log in DuckDB, Spark or a warehouse, left where it lies.

    `table` is an Ibis table with the columns of an order log. Returns an Ibis table with
    `customer_id` and the columns of `customers`, in no particular order; nothing but one row of
    checks (missing values, fractions of a cent, first day) leaves the engine, and that one query
    runs at once. Raises as `customers` does. Needs the extra `scale`.

    >>> import datetime, ibis, pyarrow
    >>> table = ibis.memtable(pyarrow.table({
    ...     "customer_id": ["Li", "Wu", "Li", "Li", "Wu"],
    ...     "ordered_at": [datetime.datetime(2024, 1, day) for day in (1, 5, 11, 11, 6)],
    ...     "amount": [30.0, 12.5, 20.0, 5.0, -2.5],
    ... }))
    >>> result = customers_in_engine(table, as_of="2024-01-31")
    >>> result = result.select("customer_id", "purchases", "total_spend").order_by("customer_id")
    >>> result.to_pyarrow().to_pydict()
    {'customer_id': ['Li', 'Wu'], 'purchases': [2, 1], 'total_spend': [55.0, 10.0]}
    """
    from crmkit.summary.out_of_memory import OrderTable

    as_of = to_day(as_of, "as_of")
    orders = OrderTable.of(table)
    check_not_before_first(as_of, orders.first_day, "as_of")
    return orders.customers(end=as_of, period_days=check_period(period_days))


def split(
    log: pd.DataFrame | str | PathLike,
    *,
    calibration_end: Day,
    holdout_end: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> Split:
    """What was known at the end of calibration, and what did each customer do afterwards?

    Returns three tables, one row a customer:

    - `calibration`: `customers(log, as_of=calibration_end)`
    - `holdout`: the same customers in the same order, after `calibration_end` and up to
      `holdout_end`: `purchases` (periods with a purchase, 0 or more), `total_spend` (money,
      returns deducted), `mean_spend` (`total_spend` / `purchases`, missing without a purchase),
      `days` (length of the holdout)
    - `born_in_holdout`: `customers(log, as_of=holdout_end)` of the customers whose first purchase
      came after `calibration_end`

    Spend is counted by period with a purchase in both parts. The periods of the holdout continue
    those of the calibration, so none reaches over `calibration_end`; the last one may be short.
    Raises as `customers` does, and where `holdout_end` is not after `calibration_end`.

    >>> import pandas as pd
    >>> log = pd.DataFrame({
    ...     "customer_id": ["Li", "Wu", "Li", "Li", "Xu"],
    ...     "ordered_at": pd.to_datetime(
    ...         ["2024-01-01", "2024-01-05", "2024-01-11", "2024-02-10", "2024-02-11"]),
    ...     "amount": [30.0, 12.5, 20.0, 5.0, 8.0],
    ... })
    >>> parts = split(log, calibration_end="2024-01-31", holdout_end="2024-02-29")
    >>> parts.holdout.reset_index()
      customer_id  purchases  total_spend  mean_spend  days
    0          Li          1          5.0         5.0    29
    1          Wu          0          0.0         NaN    29
    >>> list(parts.born_in_holdout.index)
    ['Xu']
    """
    calibration_end = to_day(calibration_end, "calibration_end")
    holdout_end = to_day(holdout_end, "holdout_end")
    if holdout_end <= calibration_end:
        raise ValueError(
            f"holdout_end={holdout_end} is not after calibration_end={calibration_end}: "
            "the holdout would be empty. Choose a later holdout_end."
        )
    period_days = check_period(period_days)
    lines = _lines(log, memory_limit)
    check_not_before_first(calibration_end, lines.first_day, "calibration_end")
    known = lines.spending(start=None, end=calibration_end, period_days=period_days)
    calibration = _customers(*known, calibration_end, period_days)
    days = (holdout_end - calibration_end).days
    spending, after = lines.spending(
        start=calibration_end + timedelta(days=1),
        end=holdout_end,
        period_days=period_days,
        offset_days=-days % period_days,  # the last day of calibration ends a period
    )
    spending = spending.reindex(calibration.index, fill_value=0)
    purchases = spending["purchases"]
    total = spending["total_cents"] / 100
    holdout = pd.DataFrame(
        {
            "purchases": purchases,
            "total_spend": total,
            "mean_spend": (total / purchases.where(purchases > 0)),
            "days": np.int64(days),
        }
    )
    holdout.attrs = {
        "calibration_end": calibration_end.isoformat(),
        "holdout_end": holdout_end.isoformat(),
        "period_days": period_days,
        "rows_after_holdout_end": after,
    }
    known = lines.spending(start=None, end=holdout_end, period_days=period_days)
    at_the_end = _customers(*known, holdout_end, period_days)
    born = at_the_end[~at_the_end.index.isin(calibration.index)]
    return Split(calibration, holdout, born)


def distinct_histories(
    summary: pd.DataFrame,
    columns: tuple[str, ...] = ("repeat_purchases", "age_at_last_days", "age_days"),
) -> pd.DataFrame:
    """How many customers share the same history?

    One row a distinct combination of `columns`, ascending, with the number of `customers` (1 or
    more). A model whose likelihood depends on these columns alone can be fitted on this table,
    weighted by `customers`, at a fraction of the cost and with the same result. Raises ValueError
    for a column that is missing or named `customers`.

    >>> import pandas as pd
    >>> summary = pd.DataFrame({
    ...     "repeat_purchases": [0, 2, 0, 1, 0],
    ...     "age_at_last_days": [0, 21, 0, 7, 0],
    ...     "age_days": [30, 30, 30, 14, 14],
    ... })
    >>> distinct_histories(summary)
       repeat_purchases  age_at_last_days  age_days  customers
    0                 0                 0        14          1
    1                 0                 0        30          2
    2                 1                 7        14          1
    3                 2                21        30          1
    """
    columns = [columns] if isinstance(columns, str) else list(columns)
    missing = [column for column in columns if column not in summary.columns]
    if missing or not columns or "customers" in columns:
        raise ValueError(
            f"columns={columns} must name one or more columns of the summary, "
            f"none of them 'customers'; it has {list(summary.columns)}."
        )
    counts = summary.groupby(columns, sort=True, dropna=False).size()
    return counts.rename("customers").reset_index()


def _customers(spending: pd.DataFrame, after: int, as_of: date, period_days: int) -> pd.DataFrame:
    bought = spending["purchases"] > 0
    left_out = spending.loc[~bought, "total_cents"]
    if len(left_out):
        spending = spending[bought]
    purchases = spending["purchases"]
    repeats = purchases - 1
    total, first = spending["total_cents"], spending["first_cents"]
    table = pd.DataFrame(
        {
            "days_since_last": spending["days_since_last"],
            "purchases": purchases,
            "total_spend": total / 100,
            "repeat_purchases": repeats,
            "age_at_last_days": period_days
            * (spending["oldest_period"] - spending["newest_period"]),
            "age_days": period_days * spending["oldest_period"],
            "first_spend": first / 100,
            "mean_repeat_spend": (total - first) / 100 / repeats.where(repeats > 0),
        },
        copy=False,
    )
    table.attrs = {
        "as_of": as_of.isoformat(),
        "period_days": period_days,
        "rows_after_as_of": after,
        "customers_without_purchase": len(left_out),
        "money_without_purchase": int(left_out.sum()) / 100,
    }
    return table


def _lines(log: pd.DataFrame | str | PathLike, memory_limit: str) -> "OrderLines | OrderFiles":
    """Check the log and choose the engine."""
    if isinstance(log, pd.DataFrame):
        from crmkit.summary.in_memory import OrderLines

        return OrderLines.of(log)
    if isinstance(log, str | PathLike):
        from crmkit.summary.parquet import open_parquet

        return open_parquet(Path(log), memory_limit)
    if hasattr(log, "log") and hasattr(log, "report"):
        mend = "crmkit.orders.read gives a log and a report: pass its log, reading.log."
    elif hasattr(log, "get_backend"):
        mend = "Pass an Ibis table to crmkit.summary.customers_in_engine."
    else:
        mend = "Pass an order log (a pandas DataFrame) or the path of a Parquet file."
    raise TypeError(f"cannot summarise a {type(log).__name__}. {mend}")
