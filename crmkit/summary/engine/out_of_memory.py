"""Orders to customers beyond memory: one Ibis expression, in whichever engine holds the orders.

Only operations that DuckDB and Spark share are used. A Parquet source is read by DuckDB under a
memory limit, and what does not fit is spilled to disk.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING

import pandas as pd

from crmkit.summary.engine import checks
from crmkit.summary.engine.packed_sort import SUMS, Packing

if TYPE_CHECKING:
    import ibis

LEAST_MEMORY = 500 * 10**6  # With 200 MB DuckDB gave up on 10M lines of text ids


@dataclass(frozen=True)
class OrderTable:
    """An Ibis table of order lines, checked by one query."""

    table: "ibis.Table"
    first_day: date

    @classmethod
    def of(cls, table: "ibis.Table") -> "OrderTable":
        """Check types, missing values and cents where the table lies."""
        _check_types(table)
        table = table.select(*checks.COLUMNS)
        if table.amount.type().is_decimal():
            table = table.mutate(amount=table.amount.cast("float64"))
        exact = table.amount * 100
        off = (exact - exact.round()).abs()
        amiss = {
            "customer_id": table.customer_id.isnull(),
            "ordered_at": table.ordered_at.isnull(),
            "amount": table.amount.isnull(),
            "cents": off > Packing.cent_tolerance,
        }
        if table.amount.type().is_floating():
            # No number: neither infinite nor "not a number", which no comparison finds alike
            # in every engine.
            amiss["amount"] |= table.amount.isnan() | table.amount.isinf()
        counted = {name: rows.cast("int64").sum() for name, rows in amiss.items()}
        found = (
            table.aggregate(
                rows=table.count(), first=table.ordered_at.cast("date").min(), **counted
            )
            .to_pyarrow()
            .to_pylist()[0]
        )
        if found["rows"] == 0:
            raise checks.empty_log()
        for column, rows in amiss.items():
            if found[column]:
                shown = table.filter(rows).limit(3).to_pyarrow().to_pylist()
                where = "; ".join(str({k: str(v) for k, v in row.items()}) for row in shown)
                if column == "cents":
                    raise checks.not_whole_cents(found[column], where)
                raise checks.missing_values(column, found[column], where)
        return cls(table, found["first"])

    def sums(
        self, *, start: date | None, end: date, period_days: int, offset_days: int = 0
    ) -> "ibis.Table":
        """Return the columns SUMS of each customer, under `customer_id` in the place of a code."""
        import ibis

        day = self.table.ordered_at.cast("date")
        wanted = day <= ibis.literal(end)
        if start is not None:
            wanted &= day >= ibis.literal(start)
        lines = self.table.filter(wanted)
        lines = lines.select(
            "customer_id",
            ago=ibis.literal(end).delta(lines.ordered_at.cast("date"), unit="day"),
            # Whole numbers in a double add up exactly.
            cents=(lines.amount * 100).round().cast("float64"),
        )
        # A cell is one customer in one period. Money back alone is no purchase.
        cells = lines.group_by(
            "customer_id", period=((lines.ago + offset_days) // period_days).cast("int64")
        ).aggregate(
            cents=lines.cents.sum(),
            bought_ago=lines.ago.min(where=lines.cents >= 0),
        )
        bought = cells.bought_ago.notnull()
        return cells.group_by("customer_id").aggregate(
            days_since_last=cells.bought_ago.min().cast("int64"),
            purchases=cells.bought_ago.count(),
            newest_period=cells.period.min(where=bought),
            oldest_period=cells.period.max(where=bought),
            total_cents=cells.cents.sum(),
            first_cents=cells.cents.argmax(cells.period, where=bought),
        )

    def customers(self, *, end: date, period_days: int) -> "ibis.Table":
        """Return the customers table as an expression."""
        sums = self.sums(start=None, end=end, period_days=period_days)
        sums = sums.filter(sums.purchases > 0)
        repeats = sums.purchases - 1
        return sums.select(
            "customer_id",
            "days_since_last",
            "purchases",
            total_spend=sums.total_cents / 100,
            repeat_purchases=repeats,
            age_at_last_days=(sums.oldest_period - sums.newest_period) * period_days,
            age_days=sums.oldest_period * period_days,
            first_spend=sums.first_cents / 100,
            mean_repeat_spend=(sums.total_cents - sums.first_cents) / 100 / repeats.nullif(0),
        )

    def rows_after(self, end: date) -> int:
        """Count the lines after a day."""
        import ibis

        day = self.table.ordered_at.cast("date")
        return int(self.table.filter(day > ibis.literal(end)).count().to_pyarrow().as_py())


@dataclass(frozen=True)
class OrderFiles:
    """Parquet files that DuckDB reads within a memory limit."""

    files: tuple[str, ...]
    memory_limit: int  # bytes
    first_day: date

    @classmethod
    def of(cls, files: list[Path], memory_limit: int) -> "OrderFiles":
        """Check the files; nothing is held."""
        names = tuple(map(str, files))
        with _read(names, memory_limit) as table:
            return cls(names, memory_limit, OrderTable.of(table).first_day)

    def spending(
        self, *, start: date | None, end: date, period_days: int, offset_days: int = 0
    ) -> tuple[pd.DataFrame, int]:
        """Add up each customer's lines, as the in-memory engine does, by ascending id."""
        with _read(self.files, self.memory_limit) as table:
            orders = OrderTable(table, self.first_day)
            sums = orders.sums(
                start=start, end=end, period_days=period_days, offset_days=offset_days
            )
            # Whole numbers only: nothing is left to convert, which would double the memory.
            columns = {name: sums[name].fill_null(0).cast("int64") for name in SUMS[1:]}
            found = sums.select("customer_id", **columns).order_by("customer_id").to_pyarrow()
            after = orders.rows_after(end)
        frame = found.to_pandas(split_blocks=True, self_destruct=True)
        return frame.set_index("customer_id"), after


@contextmanager
def _read(files: tuple[str, ...], memory_limit: int) -> Iterator["ibis.Table"]:
    ibis = _ibis()
    with TemporaryDirectory(prefix="crmkit-") as spill:
        engine = ibis.duckdb.connect(
            # The other half is for the result, which DuckDB does not count.
            memory_limit=f"{memory_limit // 2}B",
            temp_directory=spill,
            preserve_insertion_order=False,
        )
        try:
            with warnings.catch_warnings():
                # Ibis 12 calls a method of DuckDB by the name it had before DuckDB 2.
                warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
                table = engine.read_parquet(list(files))
            yield table
        finally:
            engine.disconnect()


def _ibis() -> ModuleType:
    try:
        import ibis
        import ibis.backends.duckdb
    except ImportError as error:
        raise ImportError(
            "This Parquet source is larger than memory_limit, and counting it on disk needs "
            'Ibis and DuckDB: pip install "crmkit[scale]". With enough memory, raise '
            "memory_limit instead, such as memory_limit='8GB'."
        ) from error
    return ibis


def _check_types(table: "ibis.Table") -> None:
    checks.check_columns(table.columns)
    ids, times, amounts = types = [table[column].type() for column in checks.COLUMNS]
    checks.check_types(
        types,
        ids=ids.is_integer() or ids.is_string(),
        times=times.is_timestamp() or times.is_date(),
        zone=times.is_timestamp() and times.timezone is not None,
        amounts=amounts.is_numeric(),
    )
