"""The customers table: from an order log to one row a customer, wherever the log lies."""

from __future__ import annotations

from datetime import date
from os import PathLike
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.days import Day, to_day
from crmkit.summary.engine import open_log
from crmkit.summary.engine.checks import check_not_before_first
from crmkit.summary.engine.engine_table import is_engine_table

if TYPE_CHECKING:
    import ibis
    from pyspark.sql import DataFrame as SparkFrame

__all__ = ["customers", "left_out"]


@overload
def customers(
    log: pd.DataFrame | str | PathLike[str],
    *,
    as_of: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> pd.DataFrame: ...


@overload
def customers(
    log: SparkFrame, *, as_of: Day, period_days: int = 1, memory_limit: str = "1GB"
) -> SparkFrame: ...


@overload
def customers(
    log: ibis.Table, *, as_of: Day, period_days: int = 1, memory_limit: str = "1GB"
) -> ibis.Table: ...


def customers(
    log: Any,
    *,
    as_of: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> Any:
    """How recently, how often and for how much has each customer bought, as of a day?

    One row a customer with at least one purchase. A period with returns only (negative amounts) is
    no purchase, but its money is deducted; a line of zero is a purchase. Money is added in whole
    cents, so totals are exact and do not depend on the order of the rows.

    Parameters
    ----------
    log : DataFrame, path, Ibis table or PySpark frame
        An order log, one row an order line: `customer_id`, `ordered_at`, `amount`. A path is that
        of a Parquet file or folder with these columns. An Ibis table in DuckDB, Spark or a
        warehouse, and a frame of PySpark, are counted where they lie (extra `scale`). Days are
        those of the times as they stand; a time with a zone, such as Spark's TIMESTAMP, is refused
        with the way to give it the shop's zone, so that no session's zone changes a result.
    as_of : day
        As "2024-03-31" or a date. Lines after it do not count; the day itself counts in full.
    period_days : int
        Length of a period in days, counted back from `as_of`. Purchases in one period count once,
        and the two ages are then whole periods, in days.
    memory_limit : str
        For a path. The file is counted in memory while it is read, if that needs at most so much:
        8 bytes a line, and for each customer 112 where ids are integers, or 96 and twice the length
        of the id where they are texts. (40 bytes a line where days, customers and amounts spread
        so widely that 63 bits do not hold them.) A larger one is counted by DuckDB within the
        limit, spilling to disk (extra `scale`), which is much slower.

    Returns
    -------
    DataFrame, or of an Ibis table an Ibis table and of a PySpark frame a PySpark frame
        The index is `customer_id` (in an engine a column), the columns:

        - `days_since_last`: days from the last purchase to `as_of`, 0 or more (the recency of RFM)
        - `purchases`: periods with a purchase, 1 or more (the frequency of RFM)
        - `total_spend`: all money, returns deducted, in the log's currency (the monetary value of
          RFM)
        - `repeat_purchases`: `purchases` - 1 (x of the purchase models)
        - `age_at_last_days`: days from first to last purchase (t_x of the purchase models)
        - `age_days`: days from the first purchase to `as_of` (T of the purchase models)
        - `first_spend`: money of the first purchase period, its returns deducted
        - `mean_repeat_spend`: (`total_spend` - `first_spend`) / `repeat_purchases`; missing
          without a repeat

        Customers stand in the order of their first line in a frame, by ascending id from a file,
        and in no particular order in an engine, which nothing but one row of checks leaves: the
        table is computed when it is asked for, and the log is read again (cache it if that is
        costly). The `attrs` of a pandas frame tell what was left
        out: `rows_after_as_of`, `customers_without_purchase` (returns only) and
        `money_without_purchase`; for an engine, which has no place for them, `left_out` counts it.

    Raises
    ------
    ValueError
        For missing columns or values, wrong types, fractions of a cent, an empty log, or `as_of`
        before the first order.
    FileNotFoundError
        For a path without a Parquet file.
    ImportError
        Where the extra `scale` is needed and not installed; the message has the command.

    References
    ----------
    Fader, Hardie & Lee 2005, "RFM and CLV: using iso-value curves for customer base analysis",
    Journal of Marketing Research 42(4), for (x, t_x, T) and spend per purchase.

    Examples
    --------
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

    The same log in an engine gives a table in the engine, and `.to_pandas()` (of a PySpark frame
    `.toPandas()`) with `.set_index("customer_id")` fetches it for the rest of the kit:

    >>> import ibis, pyarrow
    >>> table = ibis.memtable(pyarrow.Table.from_pandas(log))
    >>> result = customers(table, as_of="2024-01-31").order_by("customer_id")
    >>> result.select("customer_id", "purchases", "total_spend").to_pyarrow().to_pydict()
    {'customer_id': ['Li', 'Wu'], 'purchases': [2, 1], 'total_spend': [55.0, 10.0]}
    """
    end = to_day(as_of, "as_of")
    period_days = tables.whole("period_days", period_days, least=1)
    if is_engine_table(log):
        from crmkit.summary.engine.out_of_memory import OrderTable

        orders = OrderTable.of(log)
        check_not_before_first(end, orders.first_day, "as_of")
        return orders.source.same_kind(orders.customers(end=end, period_days=period_days))
    lines = open_log(log, memory_limit)
    check_not_before_first(end, lines.first_day, "as_of")
    spending, after = lines.spending(start=None, end=end, period_days=period_days)
    del lines  # gives its memory free for the result
    return table_of(spending, after, end, period_days)


def left_out(
    log: pd.DataFrame | str | PathLike[str] | ibis.Table | SparkFrame,
    *,
    as_of: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> dict[str, int | float]:
    """How many rows, customers and how much money does the customers table not hold?

    Of a pandas frame or a file the customers table carries the same in its `attrs`; asking for it
    again counts again.

    Parameters
    ----------
    log, as_of, period_days, memory_limit
        As for `customers`.

    Returns
    -------
    dict
        - `rows_after_as_of`: order lines after `as_of`
        - `customers_without_purchase`: customers with returns only up to `as_of`
        - `money_without_purchase`: the money of these customers, 0 or less, in the log's currency

    Raises
    ------
    ValueError, FileNotFoundError, ImportError
        As `customers` does.

    Examples
    --------
    >>> import pandas as pd
    >>> log = pd.DataFrame({
    ...     "customer_id": ["Li", "Wu", "Li"],
    ...     "ordered_at": pd.to_datetime(["2024-01-01", "2024-01-05", "2024-02-11"]),
    ...     "amount": [30.0, -12.5, 20.0],
    ... })
    >>> left_out(log, as_of="2024-01-31")
    {'rows_after_as_of': 1, 'customers_without_purchase': 1, 'money_without_purchase': -12.5}
    """
    if is_engine_table(log):
        from crmkit.summary.engine.out_of_memory import OrderTable

        end = to_day(as_of, "as_of")
        period_days = tables.whole("period_days", period_days, least=1)
        orders = OrderTable.of(log)
        check_not_before_first(end, orders.first_day, "as_of")
        return orders.left_out(end=end, period_days=period_days)
    table: Any = customers(log, as_of=as_of, period_days=period_days, memory_limit=memory_limit)
    names = ("rows_after_as_of", "customers_without_purchase", "money_without_purchase")
    return {name: table.attrs[name] for name in names}


def table_of(spending: pd.DataFrame, after: int, as_of: date, period_days: int) -> pd.DataFrame:
    """The customers table out of what an engine has summed up."""
    bought = spending["purchases"] > 0
    # Both as numpy arrays: for a selection pandas looks up the ids, at the cost of all the rest.
    left_out = spending["total_cents"].to_numpy()[~bought.to_numpy()]
    if len(left_out):
        spending = spending[bought]
    purchases = spending["purchases"]
    repeats = purchases - 1
    some = np.where(repeats.to_numpy() > 0, repeats.to_numpy(), np.nan)
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
            "mean_repeat_spend": (total - first) / 100 / some,
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
