"""An order log cut in two: what a model may see, and what it should have forecast."""

from __future__ import annotations

from datetime import date, timedelta
from os import PathLike
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.days import Day, to_day
from crmkit.summary.customer_table import table_of
from crmkit.summary.engine import open_log
from crmkit.summary.engine.checks import check_not_before_first
from crmkit.summary.engine.engine_table import is_engine_table

if TYPE_CHECKING:
    import ibis
    from pyspark.sql import DataFrame as SparkFrame

__all__ = ["Split", "split"]

Table = TypeVar("Table")


class Split(NamedTuple, Generic[Table]):
    """A log cut in two: what a model may see, and what it should have forecast."""

    calibration: Table
    holdout: Table
    born_in_holdout: Table


@overload
def split(
    log: pd.DataFrame | str | PathLike[str],
    *,
    calibration_end: Day,
    holdout_end: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> Split[pd.DataFrame]: ...


@overload
def split(
    log: SparkFrame,
    *,
    calibration_end: Day,
    holdout_end: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> Split[SparkFrame]: ...


@overload
def split(
    log: ibis.Table,
    *,
    calibration_end: Day,
    holdout_end: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> Split[ibis.Table]: ...


def split(
    log: Any,
    *,
    calibration_end: Day,
    holdout_end: Day,
    period_days: int = 1,
    memory_limit: str = "1GB",
) -> Split[Any]:
    """What was known at the end of calibration, and what did each customer do afterwards?

    Spend is counted by period with a purchase in both parts. The periods of the holdout continue
    those of the calibration, so none reaches over `calibration_end`; the last one may be short.

    Parameters
    ----------
    log : DataFrame, path, Ibis table or PySpark frame
        An order log, as for `customers`.
    calibration_end, holdout_end : day
        The last day of each part, as "2024-03-31" or a date.
    period_days, memory_limit
        As for `customers`.

    Returns
    -------
    Split
        Three tables, one row a customer, of the kind that `customers` gives for this log:

        - `calibration`: `customers(log, as_of=calibration_end)`
        - `holdout`: the same customers in the same order (in an engine in none: join them by
          `customer_id`), after `calibration_end` and up to `holdout_end`: `purchases` (periods
          with a purchase, 0 or more), `total_spend` (money, returns deducted), `mean_spend`
          (`total_spend` / `purchases`, missing without a purchase), `days` (length of the holdout)
        - `born_in_holdout`: `customers(log, as_of=holdout_end)` of the customers whose first
          purchase came after `calibration_end`

    Raises
    ------
    ValueError
        As `customers` does, and where `holdout_end` is not after `calibration_end`.

    Examples
    --------
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
    end = to_day(calibration_end, "calibration_end")
    last = to_day(holdout_end, "holdout_end")
    if last <= end:
        raise ValueError(
            f"holdout_end={last} is not after calibration_end={end}: "
            "the holdout would be empty. Choose a later holdout_end."
        )
    period_days = tables.whole("period_days", period_days, least=1)
    if is_engine_table(log):
        return _split_in_engine(log, end, last, period_days)
    lines = open_log(log, memory_limit)
    check_not_before_first(end, lines.first_day, "calibration_end")
    known = lines.spending(start=None, end=end, period_days=period_days)
    calibration = table_of(*known, end, period_days)
    days = (last - end).days
    spending, after = lines.spending(
        start=end + timedelta(days=1),
        end=last,
        period_days=period_days,
        offset_days=_offset_days(end, last, period_days),
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
        "calibration_end": end.isoformat(),
        "holdout_end": last.isoformat(),
        "period_days": period_days,
        "rows_after_holdout_end": after,
    }
    known = lines.spending(start=None, end=last, period_days=period_days)
    at_the_end = table_of(*known, last, period_days)
    born = at_the_end[~at_the_end.index.isin(calibration.index)]
    return Split(calibration, holdout, born)


def _split_in_engine(log: Any, end: date, last: date, period_days: int) -> Split[Any]:
    from crmkit.summary.engine.out_of_memory import OrderTable

    orders = OrderTable.of(log)
    check_not_before_first(end, orders.first_day, "calibration_end")
    calibration = orders.customers(end=end, period_days=period_days)
    holdout = orders.holdout(
        calibration,
        start=end + timedelta(days=1),
        end=last,
        period_days=period_days,
        offset_days=_offset_days(end, last, period_days),
    )
    at_the_end = orders.customers(end=last, period_days=period_days)
    known = calibration.select("customer_id")
    born = at_the_end.anti_join(known, "customer_id")
    return Split(*map(orders.source.same_kind, (calibration, holdout, born)))


def _offset_days(end: date, last: date, period_days: int) -> int:
    """Return how far to shift the periods, so that the last day of calibration ends one."""
    return -(last - end).days % period_days
