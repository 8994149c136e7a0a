"""How fast do orders become customers, beside lifetimes, pandas, DuckDB and Polars?

python -m benchmarks.summary            10M and 1M order lines, several minutes
python -m benchmarks.summary --quick    a small run that only shows that all peers agree
python -m benchmarks.summary --large    also 50M lines of a file, in memory and beyond it, and
                                        with text ids, beside DuckDB by hand
"""

import argparse
import sys
import time
import warnings
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.timing import extra_memory, medians, show, verdict
from crmkit.summary import customers, distinct_histories

DAYS = 730
AS_OF = "2025-12-30"
COLUMNS = ["repeat_purchases", "age_at_last_days", "age_days", "mean_repeat_spend"]


def make_orders(rows: int, *, seed: int = 7, text: bool = False) -> pd.DataFrame:
    """Draw a seeded order log in order of time: ten lines a customer, some buy far more often."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(2.0, size=rows // 10).cumsum()
    ids = np.searchsorted(rates, rng.random(rows) * rates[-1]) + 1
    seconds = np.sort(rng.integers(0, DAYS * 86_400, rows))
    log = pd.DataFrame(
        {
            "customer_id": ids,
            "ordered_at": np.datetime64("2024-01-01", "us") + seconds.astype("timedelta64[s]"),
            "amount": np.round(rng.gamma(2.0, 20.0, rows), 2),
        }
    )
    if text:
        log["customer_id"] = ("C" + log["customer_id"].astype("str").str.zfill(8)).astype("str")
    return log


def with_crmkit(log):
    """Give the whole customers table."""
    return customers(log, as_of=AS_OF)


def with_lifetimes(log):
    """Give the four columns that lifetimes has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes.utils import summary_data_from_transaction_data

        return summary_data_from_transaction_data(
            log, "customer_id", "ordered_at", "amount", observation_period_end=AS_OF
        )


def with_pandas(log):
    """Group by customer and day, then by customer."""
    days = log["ordered_at"].dt.floor("D")
    cells = log.groupby(["customer_id", days])["amount"].sum().reset_index()
    grouped = cells.groupby("customer_id")
    table = grouped["ordered_at"].agg(["min", "max", "size"])
    total, first = grouped["amount"].sum(), grouped["amount"].first()
    return _from_days(table["min"], table["max"], table["size"], total, first)


SQL = f"""
with cells as (
  select customer_id, ordered_at::date as day, sum(amount) as amount
  from SOURCE where ordered_at::date <= date '{AS_OF}' group by all
)
select customer_id, count(*) - 1 as repeat_purchases, max(day) - min(day) as age_at_last_days,
  date '{AS_OF}' - min(day) as age_days, date '{AS_OF}' - max(day) as days_since_last,
  sum(amount) as total_spend, arg_min(amount, day) as first_spend,
  (sum(amount) - arg_min(amount, day)) / nullif(count(*) - 1, 0) as mean_repeat_spend
from cells group by customer_id
"""


def with_duckdb(log):
    """Ask DuckDB in SQL, on the frame or on the file."""
    import duckdb

    source = f"read_parquet('{log}')" if isinstance(log, Path) else "log"
    with duckdb.connect() as engine:
        return engine.sql(SQL.replace("SOURCE", source)).df()


def with_polars(log):
    """Ask Polars, on its own frame (made before the clock starts) or on the file."""
    import polars as pl

    lazy = pl.scan_parquet(log) if isinstance(log, Path) else log.lazy()
    day, amount = pl.col("ordered_at"), pl.col("amount")
    cells = lazy.group_by("customer_id", day.dt.date()).agg(amount.sum())
    sums = cells.group_by("customer_id").agg(
        first_day=day.min(),
        last_day=day.max(),
        purchases=pl.len(),
        total_spend=amount.sum(),
        first_spend=amount.get(day.arg_min()),
    )
    return sums.collect()


def with_csr(log):
    """Build a sparse matrix of customers and days: summing its duplicates groups and sorts."""
    from scipy.sparse import coo_array

    customer, ids = pd.factorize(log["customer_id"])
    day = log["ordered_at"].to_numpy().astype("datetime64[D]").astype("int64")
    cells = coo_array((log["amount"].to_numpy(), (customer, day - day.min()))).tocsr()
    begin, end = cells.indptr[:-1], cells.indptr[1:]
    first, last = (pd.Series(cells.indices[at] + day.min(), ids) for at in (begin, end - 1))
    days = pd.to_datetime(first, unit="D"), pd.to_datetime(last, unit="D")
    total = np.add.reduceat(cells.data, begin)
    return _from_days(*days, pd.Series(end - begin, ids), total, cells.data[begin])


def _from_days(first, last, purchases, total, first_spend) -> pd.DataFrame:
    repeats = purchases - 1
    return pd.DataFrame(
        {
            "repeat_purchases": repeats,
            "age_at_last_days": (last - first).dt.days,
            "age_days": (pd.Timestamp(AS_OF) - first).dt.days,
            "days_since_last": (pd.Timestamp(AS_OF) - last).dt.days,
            "total_spend": total,
            "first_spend": first_spend,
            "mean_repeat_spend": (total - first_spend) / repeats.where(repeats > 0),
        }
    )


def comparable(name: str, result) -> pd.DataFrame:
    """Bring the result of a peer to the same columns and order."""
    if name == "lifetimes":
        result = result.set_axis(COLUMNS, axis=1)
        # It writes 0 for the unknown mean of a customer without a repeat.
        without = result["repeat_purchases"] == 0
        result["mean_repeat_spend"] = result["mean_repeat_spend"].mask(without)
    if name == "Polars":
        sums = result.to_pandas().set_index("customer_id")
        days = (sums[day].astype("datetime64[us]") for day in ("first_day", "last_day"))
        result = _from_days(
            *days, sums["purchases"].astype("int64"), sums["total_spend"], sums["first_spend"]
        )
    if "customer_id" in result:
        result = result.set_index("customer_id")
    return result[COLUMNS].sort_index().astype("float64")


def check_agreement(results: dict[str, object]) -> str:
    """Compare every customer of every peer with ours; say how many rows agree."""
    ours = comparable("crmkit", results["crmkit"])
    for name, result in results.items():
        theirs = comparable(name, result)
        theirs.index = theirs.index.astype(ours.index.dtype)
        pd.testing.assert_frame_equal(
            ours, theirs, check_names=False, check_index_type=False, rtol=1e-9, atol=1e-9
        )
    return f"{len(ours):,} rows"


PEERS = {
    "crmkit": with_crmkit,
    "first idea (CSR)": with_csr,
    "DuckDB": with_duckdb,
    "Polars": with_polars,
    "pandas": with_pandas,
    "lifetimes": with_lifetimes,
}


def in_memory(rows: int, *, text: bool, repetitions: int, goals: bool = True) -> None:
    """Measure a frame; text ids or integers. The goals are set for ten million lines."""
    import polars as pl

    log = make_orders(rows, text=text)
    own = pl.from_pandas(log)
    runs = {
        name: (lambda peer=peer, source=own if name == "Polars" else log: peer(source))
        for name, peer in PEERS.items()
    }
    seconds, results = medians(runs, repetitions=repetitions)
    ours = seconds["crmkit"]
    wanted = {"lifetimes": 9.0 if text else 12.0} if goals else {}
    if goals and not text:
        wanted |= {"DuckDB": 1.0, "Polars": 1.0}
    lines = [("crmkit", f"{ours:7.3f} s", "", "")]
    for name in list(PEERS)[1:]:
        ratio = seconds[name] / ours
        goal = wanted.get(name)
        lines.append(
            (
                name,
                f"{seconds[name]:7.3f} s = {ratio:5.1f} x crmkit",
                f"at least {goal:g} x" if goal else "",
                verdict(ratio >= goal) if goal else "",
            )
        )
    lines.append(("all agree, customer by customer", check_agreement(results), "", ""))
    if not text:
        summary = results["crmkit"]
        found, _ = medians({"": lambda: distinct_histories(summary)}, repetitions=repetitions)
        lines.append(
            (f"distinct histories of {len(summary):,} customers", f"{found['']:7.3f} s", "0.5 s",
             verdict(found[""] <= 0.5))
        )  # fmt: skip
    show(f"{rows:,} order lines in memory, {'text' if text else 'integer'} ids", lines)


def from_parquet(rows: int, folder: Path, *, repetitions: int) -> None:
    """Measure a Parquet file, reading included, beside the least that any tool must do."""
    import duckdb

    path = folder / "orders.parquet"
    make_orders(rows).to_parquet(path)

    def floor():
        with duckdb.connect() as engine:
            return engine.sql(f"select count(*), sum(amount) from '{path}'").fetchall()

    runs = {"floor": floor} | {
        name: (lambda peer=PEERS[name]: peer(path)) for name in ("crmkit", "DuckDB", "Polars")
    }
    seconds, results = medians(runs, repetitions=repetitions)
    del results["floor"]
    ratio = seconds["crmkit"] / seconds["floor"]
    lines = [("floor: DuckDB counts and sums the file", f"{seconds['floor']:7.3f} s", "", "")]
    lines.append(
        ("crmkit", f"{seconds['crmkit']:7.3f} s = {ratio:5.1f} x floor", "at most 9 x",
         verdict(ratio <= 9))
    )  # fmt: skip
    for name in ("DuckDB", "Polars"):
        lines.append(
            (
                name,
                f"{seconds[name]:7.3f} s = {seconds[name] / seconds['floor']:5.1f} x floor",
                "",
                "",
            )
        )
    lines.append(("all agree, customer by customer", check_agreement(results), "", ""))
    show(f"{rows:,} order lines from Parquet, reading included", lines)


def memory(rows: int, folder: Path) -> None:
    """Measure the memory that each peer takes beyond the log."""
    log = make_orders(rows)
    for column in log:
        np.save(folder / f"{column}.npy", log[column].to_numpy())
    del log
    lines, found = [], {}
    for name in PEERS:
        child = ("benchmarks.summary", "--child", name, "--file", str(folder))
        found[name] = extra_memory(*child)
    for name, extra in found.items():
        share = found["crmkit"] / found["lifetimes"]
        ours = name == "crmkit"
        lines.append(
            (
                name,
                f"{extra / 1e6:7,.0f} MB" + (f" = {share:.2f} x lifetimes" if ours else ""),
                "at most 0.33 x" if ours else "",
                verdict(share <= 1 / 3) if ours else "",
            )
        )
    show(f"{rows:,} order lines in memory: memory beyond the log", lines)


def write_large(rows: int, folder: Path, text=None) -> tuple[Path, float]:
    """Write a file of ten lines a customer, part by part; return its path and all its money."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "large.parquet"
    part = min(rows, 5_000_000)
    money = 0.0
    with pq.ParquetWriter(
        path,
        pa.schema(
            {
                "customer_id": "string" if text else "int64",
                "ordered_at": pa.timestamp("us"),
                "amount": "float64",
            }
        ),
    ) as writer:
        for number in range(rows // part):
            log = make_orders(part, seed=number)
            log["customer_id"] += number % 10 * (part // 10)
            if text:
                log["customer_id"] = text(log["customer_id"].astype("str"))
            money += log["amount"].sum()
            writer.write_table(pa.Table.from_pandas(log, schema=writer.schema))
            del log
    return path, money


def large_file(rows: int, folder: Path, *, repetitions: int) -> None:
    """Measure a large file, in memory and beyond; every customer is checked by its money."""
    path, money = write_large(rows, folder)
    lines = []
    # As much as the lines need, and a little less than that.
    for engine, limit, runs in (("packed", "1GB", repetitions), ("DuckDB", "900MB", 1)):
        child = ("benchmarks.summary", "--child", "file", "--file", str(path))
        child += ("--money", f"{money:.2f}", "--limit", limit)
        seconds, extra = [], []
        for _ in range(runs):
            start = time.perf_counter()
            extra.append(extra_memory(*child))
            seconds.append(time.perf_counter() - start)
        title = f"memory_limit={limit!r} ({engine}), start of Python included"
        lines.append((title, f"{median(seconds):7.1f} s", "", ""))
        most = max(extra)
        lines.append(("", f"{most / 1e6:7,.0f} MB", "under 1,000 MB", verdict(most < 1e9)))
    lines.append(("all money came through", f"{money:,.2f}", "", ""))
    size = path.stat().st_size / 1e6
    show(f"{rows:,} order lines from {size:,.0f} MB of Parquet, reading included", lines)


TEXTS = {
    "of nine characters": lambda ids: "C" + ids.str.zfill(8),
    "of unequal length": lambda ids: "buyer" + ids + "@example.com",
}


def large_text(rows: int, folder: Path, *, kind: str, limit: str, repetitions: int) -> None:
    """Measure a large file of text ids beside DuckDB by hand, which may take all the memory."""
    path, money = write_large(rows, folder, TEXTS[kind])
    seconds, extra = {"file": [], "DuckDB file": []}, {"file": [], "DuckDB file": []}
    for _ in range(min(repetitions, 3)):
        for name in seconds:  # in turns, so that a busy machine slows both
            child = ("benchmarks.summary", "--child", name, "--file", str(path))
            child += ("--money", f"{money:.2f}", "--limit", limit)
            start = time.perf_counter()
            extra[name].append(extra_memory(*child))
            seconds[name].append(time.perf_counter() - start)
    ours, theirs = (median(times) for times in seconds.values())
    most, their_most = (max(memory) for memory in extra.values())
    lines = [
        (f"crmkit, memory_limit={limit!r}", f"{ours:7.1f} s", "", ""),
        ("", f"{most / 1e6:7,.0f} MB", f"under {limit}", verdict(most < float(limit[:-2]) * 1e9)),
        ("DuckDB by hand, without a limit", f"{theirs:7.1f} s = {theirs / ours:.2f} x crmkit",
         "at least 1 x", verdict(theirs >= ours)),
        ("", f"{their_most / 1e6:7,.0f} MB", "", ""),
        ("all money came through", f"{money:,.2f}", "", ""),
    ]  # fmt: skip
    size = path.stat().st_size / 1e6
    show(f"{rows:,} lines, text ids {kind}, {size:,.0f} MB, start of Python included", lines)


def child(name: str, path: str, money: float, limit: str) -> None:
    """Load, wait, run one peer once: its memory is read from outside."""
    in_file = name in ("file", "DuckDB file")
    if name == "DuckDB file":
        source, run = Path(path), with_duckdb
        import duckdb  # noqa: F401
    elif name == "file":
        source, run = None, lambda _: customers(path, as_of=AS_OF, memory_limit=limit)
        import ibis.backends.duckdb  # noqa: F401

        import crmkit.summary.engine.parquet  # noqa: F401
    else:
        # Loaded as it is: memory that making the log had freed would hide what the peer takes.
        columns = ("customer_id", "ordered_at", "amount")
        source = pd.DataFrame(
            {column: np.load(Path(path) / f"{column}.npy") for column in columns}, copy=False
        )
        run = PEERS[name]
        warm = source.head(1000)
        run(_polars(warm) if name == "Polars" else warm)
        if name == "Polars":
            source = _polars(source)
    print("ready", flush=True)
    sys.stdin.readline()
    result = run(source)
    if in_file:
        found = result["total_spend"].sum()
        assert abs(found - money) < 0.01, f"{found:,.2f} of {money:,.2f} came through"


def _polars(log):
    import polars as pl

    return pl.from_pandas(log)


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="100,000 lines, to see that all agree")
    parser.add_argument("--large", action="store_true", help="also a file of 50M lines")
    parser.add_argument(
        "--only",
        choices=["small", "integer", "text", "parquet", "memory", "large", "large-text", "mails"],
    )
    parser.add_argument("--child", choices=[*PEERS, "file", "DuckDB file"], help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    parser.add_argument("--limit", default="1GB", help=argparse.SUPPRESS)
    parser.add_argument("--money", type=float, default=0.0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        return child(chosen.child, chosen.file, chosen.money, chosen.limit)
    rows = 100_000 if chosen.quick else chosen.rows
    repeat = {"repetitions": chosen.repetitions}
    with TemporaryDirectory(prefix="crmkit-") as folder:
        parts = {
            "small": lambda: in_memory(rows // 10, text=False, goals=False, **repeat),
            "integer": lambda: in_memory(rows, text=False, **repeat),
            "text": lambda: in_memory(rows, text=True, **repeat),
            "parquet": lambda: from_parquet(rows, Path(folder), **repeat),
            "memory": lambda: memory(rows, Path(folder)),
        }
        large = {
            "large": lambda: large_file(rows * 5, Path(folder), **repeat),
            "large-text": lambda: large_text(
                rows * 5, Path(folder), kind="of nine characters", limit="1GB", **repeat
            ),
            "mails": lambda: large_text(
                rows * 5, Path(folder), kind="of unequal length", limit="1.2GB", **repeat
            ),
        }
        if chosen.large or chosen.only in large:
            parts |= large
        for name, run in parts.items():
            if chosen.only in (None, name):
                run()


if __name__ == "__main__":
    main()
