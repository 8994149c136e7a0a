"""Is the customers table of PySpark that of memory, to the last digit, and how long does it take?

make spark                          PySpark 4 with Java in an environment of its own: 1M lines
python -m benchmarks.spark --quick  a hundredth of it

Not part of `make bench`, since it needs Java. The tests ask the same of Spark Connect on Sail.
"""

import argparse
import re
import sys
import time
import warnings
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from benchmarks.summary import AS_OF, make_orders
from benchmarks.timing import show
from crmkit.summary import customers, distinct_histories, left_out, split

ENDS = {"calibration_end": "2025-06-30", "holdout_end": AS_OF}
SHOP = "Asia/Shanghai"


class Trial:
    """A Spark in this process, and what was measured with it."""

    def __init__(self, folder: Path):
        self.spark = (
            SparkSession.builder.master("local[*]")
            .config("spark.driver.memory", "2g")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .getOrCreate()
        )
        self.spark.sparkContext.setLogLevel("ERROR")
        self.rows = []

    def frame(self, path):
        """Read a file as a frame; its times have no zone."""
        return self.spark.read.parquet(str(path))

    def compare(self, work, ours, theirs):
        """Time the table of Spark, and hold it to that of memory."""
        start = time.perf_counter()
        found = fetched(theirs())
        seconds = time.perf_counter() - start
        pd.testing.assert_frame_equal(found, ours.sort_index(), check_exact=True, obj=work)
        self.rows.append((work, f"{seconds:6.1f} s", "to the last digit", f"{len(found):,} rows"))
        print(f"{work}: {seconds:.1f} s", file=sys.stderr)

    def ids_and_periods(self, log, path, what):
        """Compare customers by days and weeks, from a frame and from an Ibis table."""
        for period_days in (1, 7):
            how = {"as_of": AS_OF, "period_days": period_days}
            title = f"{what}, periods of {period_days}"
            start = time.perf_counter()
            ours = customers(log, **how)
            seconds = time.perf_counter() - start
            self.rows.append((f"{title}: in memory", f"{seconds:6.1f} s", "", ""))
            frame, table = self.frame(path), self.ibis_table(path)
            self.compare(f"{title}: PySpark", ours, partial(customers, frame, **how))
            self.compare(f"{title}: Ibis on Spark", ours, partial(customers, table, **how))
            assert left_out(frame, **how) == left_out(log, **how)

    def ibis_table(self, path):
        """Read a file as an Ibis table, which sets the session's zone to UTC."""
        import ibis

        return ibis.pyspark.connect(self.spark).read_parquet(str(path), table_name="orders")

    def the_rest_of_the_kit(self, log, path):
        """Compare the parts of a split, and counted histories."""
        parts = zip(split(log, **ENDS), split(self.frame(path), **ENDS), strict=True)
        names = ("calibration", "holdout", "born in holdout")
        for name, (ours, theirs) in zip(names, parts, strict=True):
            self.compare(f"split: {name}", ours, lambda theirs=theirs: theirs)
        ours = distinct_histories(customers(log, as_of=AS_OF))
        theirs = distinct_histories(customers(self.frame(path), as_of=AS_OF))
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True, obj="histories")

    def types_of_money(self, log, path):
        """Compare amounts of other types than double."""
        ours = customers(log, as_of=AS_OF)
        for kind in ("decimal(18, 2)", "float"):
            frame = self.frame(path).withColumn("amount", F.col("amount").cast(kind))
            self.compare(f"amounts as {kind}", ours, partial(customers, frame, as_of=AS_OF))

    def folder_written_by_spark(self, log, path, folder):
        """Compare a partitioned folder, read by Spark and by the kit."""
        month = F.date_format("ordered_at", "yyyy-MM")
        written = self.frame(path).withColumn("month", month).write.partitionBy("month")
        written.parquet(str(folder))
        ours = customers(log, as_of=AS_OF)
        frame = self.frame(folder)
        self.compare("partitioned folder", ours, partial(customers, frame, as_of=AS_OF))
        pd.testing.assert_frame_equal(ours.sort_index(), customers(folder, as_of=AS_OF))

    def zones(self, log, path):
        """Compare in each session zone times without a zone, and instants that were given one."""
        ours = customers(log, as_of=AS_OF)
        # The same moments as instants, of a shop whose clock showed the times of the log.
        clock = log["ordered_at"].dt.tz_localize(SHOP)
        instants = path.with_name("instants.parquet")
        log.assign(ordered_at=clock.dt.tz_convert("UTC")).to_parquet(instants)
        for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
            self.spark.conf.set("spark.sql.session.timeZone", zone)
            frame, kind = self.frame(path), "TIMESTAMP_NTZ"
            self.compare(f"{zone}: {kind}", ours, partial(customers, frame, as_of=AS_OF))
            frame, kind = self.frame(instants), "TIMESTAMP, given the shop's zone"
            frame = frame.withColumn("ordered_at", F.expr(remedy(frame)))
            self.compare(f"{zone}: {kind}", ours, partial(customers, frame, as_of=AS_OF))


def remedy(frame) -> str:
    """Take the remedy out of the error that refuses instants."""
    try:
        customers(frame, as_of=AS_OF)
    except ValueError as error:
        return re.search(r'expr\("(.*?)"\)', str(error))[1]
    raise AssertionError("instants were not refused")


def fetched(table) -> pd.DataFrame:
    """Fetch a table of Spark, by ascending id."""
    table = table.toArrow() if hasattr(type(table), "toArrow") else table.to_pyarrow()
    return table.to_pandas().set_index("customer_id").sort_index()


def main() -> None:
    """Run all comparisons and print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    rows = 10_000 if parser.parse_args().quick else 1_000_000
    # Ibis and PySpark 4.0 ask pandas for what pandas 4 will drop.
    warnings.simplefilter("ignore", DeprecationWarning)
    with TemporaryDirectory(prefix="crmkit-") as name:
        folder = Path(name)
        trial = Trial(folder)
        for what, text in (("text ids", True), ("integer ids", False)):
            log, path = make_orders(rows, text=text), folder / f"{what[:4]}.parquet"
            log.to_parquet(path)
            trial.ids_and_periods(log, path, what)
        trial.the_rest_of_the_kit(log, path)
        trial.types_of_money(log, path)
        trial.folder_written_by_spark(log, path, folder / "written")
        trial.zones(log, path)
        title = f"{rows:,} lines, {log['customer_id'].nunique():,} customers, "
        show(f"{title}PySpark {trial.spark.version}, each table fetched", trial.rows)
        trial.spark.stop()


if __name__ == "__main__":
    main()
