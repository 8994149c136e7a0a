"""Orders to customers beyond memory: one Ibis expression, in whichever engine holds the orders.

Only operations that DuckDB and Spark share are used, and none asks for the session's time zone. A
Parquet source is read by DuckDB under a memory limit, and what does not fit is spilled to disk.
"""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmkit.summary.engine import checks
from crmkit.summary.engine.engine_table import EngineTable, engine_table
from crmkit.summary.engine.packed_sort import SUMS, Packing

if TYPE_CHECKING:
    import ibis

LEAST_MEMORY = 500 * 10**6  # With 200 MB DuckDB gave up on 10M lines of text ids


@dataclass(frozen=True)
class OrderTable:
    """Order lines in an engine, checked by one query."""

    source: EngineTable
    lines: "ibis.Table"
    first_day: date

    @classmethod
    def checked(cls, log: Any, first_day: date) -> "OrderTable":
        """Take a log that was checked before."""
        source = engine_table(log, checks.COLUMNS, name="the order log")
        return cls(source, _lines(source), first_day)

    @classmethod
    def of(cls, log: Any) -> "OrderTable":
        """Check types, missing values and cents where the table lies."""
        source = engine_table(log, checks.COLUMNS, name="the order log", mend=checks.COLUMN_MEND)
        _check_types(source)
        table = _lines(source)
        amiss = _amiss(table)
        counted = {name: rows.cast("int64").sum() for name, rows in amiss.items()}
        number = ~amiss["amount"]
        found = source.rows(
            table.aggregate(
                rows=table.count(),
                first=table.ordered_at.cast("date").min(),
                lowest=table.amount.min(where=number),
                highest=table.amount.max(where=number),
                **counted,
            )
        )[0]
        if found["rows"] == 0:
            raise checks.empty_log()
        for column in checks.COLUMNS:
            if found[column]:
                where = _first(source, table.filter(amiss[column]))
                raise checks.missing_values(column, found[column], where, source.keep(column))
        checks.check_sum(found["rows"], found["lowest"], found["highest"])
        if found["cents"]:
            where = _first(source, table.filter(amiss["cents"]))
            raise checks.not_whole_cents(found["cents"], where, source.rounded)
        return cls(source, table, found["first"])

    def sums(
        self, *, start: date | None, end: date, period_days: int, offset_days: int = 0
    ) -> "ibis.Table":
        """Return the columns SUMS of each customer, under `customer_id` in the place of a code."""
        import ibis

        day = self.lines.ordered_at.cast("date")
        wanted = day <= ibis.literal(end)
        if start is not None:
            wanted &= day >= ibis.literal(start)
        lines = self.lines.filter(wanted)
        lines = lines.select(
            "customer_id",
            ago=ibis.literal(end).delta(lines.ordered_at.cast("date"), unit="day"),
            cents=(lines.amount * 100).round(),  # an integer
        )
        # A cell is one customer in one period. Money back alone is no purchase.
        cells = lines.group_by(
            "customer_id", period=((lines.ago + offset_days) // period_days).cast("int64")
        ).aggregate(
            # The sum of integers is wider in DuckDB.
            cents=lines.cents.sum().cast("int64"),
            bought_ago=lines.ago.min(where=lines.cents >= 0),
        )
        bought = cells.bought_ago.notnull()
        return cells.group_by("customer_id").aggregate(
            days_since_last=cells.bought_ago.min().cast("int64"),
            purchases=cells.bought_ago.count(),
            newest_period=cells.period.min(where=bought),
            oldest_period=cells.period.max(where=bought),
            total_cents=cells.cents.sum().cast("int64"),
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

    def holdout(
        self, known: "ibis.Table", *, start: date, end: date, period_days: int, offset_days: int
    ) -> "ibis.Table":
        """Return what the known customers did between two days, as an expression."""
        import ibis

        sums = self.sums(start=start, end=end, period_days=period_days, offset_days=offset_days)
        # Under names of their own, so that no engine renames a column of the join.
        sums = sums.select(id=sums.customer_id, bought=sums.purchases, cents=sums.total_cents)
        known = known.select("customer_id")
        both = known.left_join(sums, known.customer_id == sums.id)
        purchases = both.bought.fill_null(0)
        total = both.cents.fill_null(0) / 100
        return both.select(
            "customer_id",
            purchases=purchases,
            total_spend=total,
            mean_spend=total / purchases.nullif(0),
            days=ibis.literal((end - start).days + 1, type="int32").cast("int64"),
        )

    def left_out(self, *, end: date, period_days: int) -> dict[str, int | float]:
        """Count what the customers table does not hold."""
        sums = self.sums(start=None, end=end, period_days=period_days)
        sums = sums.filter(sums.purchases == 0)
        found = self.source.rows(
            sums.aggregate(customers=sums.count(), cents=sums.total_cents.sum().cast("int64"))
        )[0]
        return {
            "rows_after_as_of": self.rows_after(end),
            "customers_without_purchase": found["customers"],
            "money_without_purchase": (found["cents"] or 0) / 100,
        }

    def rows_after(self, end: date) -> int:
        """Count the lines after a day."""
        import ibis

        late = self.lines.filter(self.lines.ordered_at.cast("date") > ibis.literal(end))
        return int(self.source.rows(late.aggregate(rows=late.count()))[0]["rows"])


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
            orders = OrderTable.checked(table, self.first_day)
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


def _check_types(source: EngineTable) -> None:
    ids, times, amounts = (source.expression[column].type() for column in checks.COLUMNS)
    checks.check_types(
        [source.type_names[column] for column in checks.COLUMNS],
        ids=ids.is_integer() or ids.is_string(),
        times=times.is_timestamp() or times.is_date(),
        zone=source.is_instant("ordered_at"),
        amounts=amounts.is_numeric(),
        zone_mend=source.zone_mend,
    )


def _lines(source: EngineTable) -> "ibis.Table":
    """Return the lines with amounts as doubles, which hold decimals to the cent."""
    lines = source.expression
    return lines.mutate(amount=lines.amount.cast("float64"))


def _amiss(table: "ibis.Table") -> dict[str, "ibis.Value"]:
    """Return which lines cannot be counted. No line, whatever it holds, makes a query fail."""
    import ibis

    # "Not a number" is above all numbers in some engines and not comparable in others: below
    # infinity it is in none. (Ibis' own isinf() finds nothing in Spark.)
    size = table.amount.abs()
    number = (size < ibis.literal(math.inf)).fill_null(False)
    small = (size < checks.MOST_CENTS // 100).fill_null(False)
    exact = ibis.ifelse(small, table.amount, 0) * 100  # rounding makes an integer of it
    return {
        "customer_id": table.customer_id.isnull(),
        "ordered_at": table.ordered_at.isnull(),
        "amount": ~number,
        "cents": (exact - exact.round()).abs() > Packing.cent_tolerance,
    }


def _first(source: EngineTable, lines: "ibis.Table") -> str:
    shown = source.rows(lines.limit(3))
    return "; ".join(str({name: str(value) for name, value in row.items()}) for row in shown)
