"""Parquet, Arrow, Polars, DuckDB, SQLite and Ibis: typed columns, and what is no table."""

import sqlite3
from dataclasses import replace
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.orders.fuzz.dates import cut, local
from tests.orders.fuzz.export import MISSING, Export, iso, money
from tests.orders.fuzz.kinds import EITHER, READ, REFUSED, family, kind


def table(export, **types):
    """Make an Arrow table of the cells; `types` by role."""
    rows = export.rows()
    columns = {}
    for i, name in enumerate(export.names):
        role = list(export.head)[i] if i < len(export.head) else ""
        columns[name] = pa.array([row[i] for row in rows], types.get(role))
    return pa.table(columns)


def parquet(export, folder, made=None, name="orders.parquet", **how):
    path = folder / name
    pq.write_table(made if made is not None else table(export), path, **how)
    return export.case(path)


def numbered(rng, rows=None, first=17850):
    export = Export(rng, rows)
    export.ids(lambda i: str(first + i))
    export.typed()
    export.show("customer", lambda line: int(line.customer))
    return export


TEXTS = {
    "string": pa.string(),
    "large string": pa.large_string(),
    "binary": pa.binary(),
    "large binary": pa.large_binary(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "dictionary of bytes": pa.dictionary(pa.int8(), pa.string()),
}


@family(READ, TEXTS)
def customers_as(type_, rng, folder):
    export = Export(rng).typed()
    export.ids(lambda i: f"{i + 7:04d}é")
    export.typed()
    return parquet(export, folder, cast(export, "customer", type_))


@family(READ, TEXTS)
def all_as(type_, rng, folder):
    export = Export(rng)
    made = table(export)
    for role in ("customer", "date", "amount"):
        made = cast(export, role, type_, made)
    return parquet(export, folder, made)


def cast(export, role, type_, made=None):
    made = table(export) if made is None else made
    name = export.head[role]
    return made.set_column(made.schema.get_field_index(name), name, made[name].cast(type_))


@kind(REFUSED)
def bytes_that_are_no_text(rng, folder):
    export = Export(rng, 40).typed()
    export.show("customer", lambda line: b"\xff\xfe" + line.customer.encode())
    case = parquet(export, folder, table(export, customer=pa.binary()))
    case.truths = ()
    return case


WHOLE = {
    "int64": pa.int64(), "int32": pa.int32(), "uint64": pa.uint64(), "uint16": pa.uint16(),
    "decimal": pa.decimal128(19, 0),
}  # fmt: skip


@family(READ, WHOLE)
def whole_customers_as(type_, rng, folder):
    export = numbered(rng)
    return parquet(export, folder, cast(export, "customer", type_))


@family(READ, {"parquet": "parquet", "table": "table", "polars": "polars"})
def long_numbers_with_nulls(holder, rng, folder):
    export = numbered(rng, 40, 202403051234567891)
    export.junk(MISSING, customer=None, date=export.lines[0].at, amount=2.49)
    made = table(export, customer=pa.int64())
    if holder == "parquet":
        return parquet(export, folder, made)
    return export.case(made if holder == "table" else pl.from_arrow(made))


@kind(READ)
def unsigned_numbers_beyond_int64(rng, folder):
    export = numbered(rng, 40, 2**63 + 5)
    return parquet(export, folder, table(export, customer=pa.uint64()))


STAMPS = {
    "seconds": pa.timestamp("s"), "milliseconds": pa.timestamp("ms"),
    "microseconds": pa.timestamp("us"), "nanoseconds": pa.timestamp("ns"),
}  # fmt: skip


@family(READ, STAMPS)
def times_as(type_, rng, folder):
    export = Export(rng).typed()
    return parquet(export, folder, table(export, date=type_))


@family(READ, {"date32": pa.date32(), "date64": pa.date64()})
def days_as(type_, rng, folder):
    export = Export(rng)
    export.set([replace(x, at=cut(x.at, "%d")) for x in export.lines])
    export.typed()
    export.show("date", lambda line: line.at.date())
    return parquet(export, folder, table(export, date=type_))


ZONES = {"UTC": "UTC", "Shanghai": "Asia/Shanghai", "offset": "+08:00"}


def zoned(rng, zone):
    export = Export(rng).typed()
    export.show("date", lambda line: local(line.at))
    export.knows["timezone"] = "Asia/Shanghai"
    return export, table(export, date=pa.timestamp("us", zone))


@family(EITHER, ZONES)
def instants(zone, rng, folder):
    export, made = zoned(rng, zone)
    return parquet(export, folder, made)


@family(READ, ZONES)
def instants_told(zone, rng, folder):
    export, made = zoned(rng, zone)
    export.options["timezone"] = "Asia/Shanghai"
    return parquet(export, folder, made)


@family(REFUSED, {"asked": None})
def instants_of_96_bits(_, rng, folder):
    export = Export(rng).typed()
    export.show("date", lambda line: local(line.at).replace(tzinfo=None))
    export.knows["timezone"] = "Asia/Shanghai"
    return parquet(
        export, folder, table(export, date=pa.timestamp("ns")), use_deprecated_int96_timestamps=True
    )


@kind(READ)
def instants_of_96_bits_told(rng, folder):
    case = instants_of_96_bits(None, rng, folder)
    case.options["timezone"] = "Asia/Shanghai"
    return case


MONEY = {
    "decimal of two": pa.decimal128(12, 2), "decimal of six": pa.decimal128(30, 6),
    "long decimal": pa.decimal256(50, 4), "float": pa.float32(),
}  # fmt: skip


@family(READ, MONEY)
def amounts_as(type_, rng, folder):
    export = Export(rng).typed()
    if "decimal" in str(type_):
        export.show("amount", lambda line: Decimal(line.cents).scaleb(-2))
        # Arrow does not rescale what Python gives.
        made = table(export, amount=pa.decimal128(12, 2))
        return parquet(export, folder, cast(export, "amount", type_, made))
    return parquet(export, folder, table(export, amount=type_))


@kind(READ)
def whole_amounts(rng, folder):
    export = Export(rng)
    export.set([replace(x, cents=x.cents // 100 * 100) for x in export.lines])
    export.typed()
    export.show("amount", lambda line: line.cents // 100)
    return parquet(export, folder, table(export, amount=pa.int32()))


LAYOUTS = {
    "zstd": {"compression": "zstd"}, "gzip": {"compression": "gzip"},
    "none": {"compression": "none"}, "many groups": {"row_group_size": 5},
    "no dictionary": {"use_dictionary": False}, "version 1": {"version": "1.0"},
    "pages of version 2": {"data_page_version": "2.0"},
    "no statistics": {"write_statistics": False}, "checksums": {"write_page_checksum": True},
}  # fmt: skip


@family(READ, LAYOUTS)
def written(how, rng, folder):
    return parquet(Export(rng).typed(), folder, **how)


@kind(READ)
def index_of_pandas_inside(rng, folder):
    export = Export(rng).typed()
    frame = export.frame()
    frame.index = frame.index[::-1]
    path = folder / "orders.parquet"
    frame.to_parquet(path)
    return export.case(path)


@kind(READ)
def customer_is_the_index_of_pandas(rng, folder):
    export = Export(rng).typed()
    path = folder / "orders.parquet"
    export.frame().set_index("customer_id").to_parquet(path)
    return export.case(path)


@kind(READ)
def nested_columns_besides(rng, folder):
    export = Export(rng).typed()
    export.extra["items"] = [[{"sku": "A", "n": 1}]] * len(export.lines)
    return parquet(export, folder)


@family(REFUSED, {"lists": lambda c: [c], "structs": lambda c: {"id": c}})
def nested_customers(wrap, rng, folder):
    export = Export(rng, 40).typed()
    export.show("customer", lambda line: wrap(line.customer))
    return parquet(export, folder)


@kind(REFUSED)
def nulls_alone(rng, folder):
    export = Export(rng, 40).typed()
    export.show("amount", lambda line: None)
    return parquet(export, folder)


@family(REFUSED, {"no rows": 0, "cut off": 1, "text": 2, "nothing": 3})
def broken(how, rng, folder):
    export = Export(rng, 40).typed()
    case = parquet(export, folder)
    data = case.source.read_bytes()
    if how == 0:
        pq.write_table(table(export).slice(0, 0), case.source)
    else:
        case.source.write_bytes({1: data[:-200], 2: b"hello, parquet", 3: b""}[how])
    case.truths = ()
    return case


@kind(EITHER)
def flipped_bit(rng, folder):
    """Checksums are written, so that it shows; where it hits nothing read, all is right."""
    case = parquet(Export(rng, 60).typed(), folder, write_page_checksum=True, compression="none")
    data = bytearray(case.source.read_bytes())
    data[int(rng.integers(4, len(data) // 2))] ^= 1 << int(rng.integers(8))
    case.source.write_bytes(data)
    return case


@family(READ, {"parquet": "orders.pq", "csv": "orders.csv", "none": "orders"})
def named(name, rng, folder):
    return parquet(Export(rng).typed(), folder, name=name)


@kind(EITHER)
def feather_file(rng, folder):
    export = Export(rng).typed()
    path = folder / "orders.feather"
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_file(out, table(export).schema) as writer:
        writer.write_table(table(export))
    return export.case(path)


@kind(EITHER)
def partitioned_folder(rng, folder):
    """What Spark writes: a column stands in the names of the folders."""
    export = Export(rng).typed()
    made = table(export)
    months = pa.array([line.at.month for line in export.lines])
    pq.write_to_dataset(made.append_column("month", months), folder / "orders", ["month"])
    return export.case(folder / "orders")


TABLES = {
    "Arrow": lambda t: t,
    "Arrow with views of strings": lambda t: t.set_column(
        0, "customer_id", pa.array(t["customer_id"].to_pylist(), pa.string_view())
    ),
    "record batch": lambda t: t.combine_chunks().to_batches()[0],
    "record batch reader": lambda t: t.to_reader(),
    "Arrow in pieces": lambda t: pa.concat_tables([t.slice(0, 5), t.slice(5)]),
    "Polars": pl.from_arrow,
    "Polars with categories": lambda t: pl.from_arrow(t).with_columns(
        pl.col("customer_id").cast(pl.Categorical)
    ),
    "Polars milliseconds": lambda t: pl.from_arrow(t).with_columns(
        pl.col("ordered_at").cast(pl.Datetime("ms"))
    ),
    "Polars decimals": lambda t: pl.from_arrow(t).with_columns(
        pl.col("amount").cast(pl.Decimal(12, 2))
    ),
    "pandas": lambda t: t.to_pandas(),
    "pandas by Arrow": lambda t: t.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas with an odd index": lambda t: t.to_pandas().set_axis([7] * t.num_rows),
    "pandas filtered": lambda t: pd.concat([t.to_pandas(), t.to_pandas()])[: t.num_rows],
}


@family(READ, TABLES)
def table_of(convert, rng, folder):
    export = Export(rng).typed()
    return export.case(convert(table(export)))


@family(READ, {"texts": "texts", "times": "times"})
def relation_of_duckdb(how, rng, folder):
    export = Export(rng) if how == "texts" else Export(rng).typed()
    base = duckdb.connect()
    base.register("orders", table(export))
    return export.case(base.sql("select * from orders"))


@kind(READ)
def ibis_table(rng, folder):
    import ibis

    export = Export(rng).typed()
    return export.case(ibis.memtable(table(export)))


@family(
    REFUSED,
    {
        "numbers": lambda f: f.set_axis([0, 1, 2], axis=1),
        "same": lambda f: f.set_axis(["a"] * 3, axis=1),
    },
)
def frame_with_headers_of(change, rng, folder):
    export = Export(rng)
    case = export.case(change(export.frame()))
    case.truths = ()
    return case


@kind(EITHER)
def frame_with_headers_of_two_levels(rng, folder):
    export = Export(rng)
    frame = export.frame()
    frame.columns = pd.MultiIndex.from_product([["x"], frame.columns])
    return export.case(frame)


@family(
    REFUSED,
    {
        "LazyFrame": lambda f: pl.from_pandas(f).lazy(),
        "array": lambda f: f.to_numpy(),
        "Series": lambda f: f["amount"],
        "dict": lambda f: f.to_dict("list"),
        "records": lambda f: f.to_dict("records"),
        "None": lambda f: None,
        "number": lambda f: 7,
        "bytes": lambda f: f.to_csv().encode(),
        "text of a CSV": lambda f: f.to_csv(),
        "address": lambda f: "https://shop.example/orders.csv",
        "generator": lambda f: (row for row in f.itertuples()),
        "grouped": lambda f: f.groupby("customer_id"),
        "empty frame": lambda f: f[:0],
        "frame without columns": lambda f: f[[]],
        "file that is open": lambda f: __import__("io").StringIO(f.to_csv()),
    },
)
def no_source(convert, rng, folder):
    export = Export(rng, 40)
    case = export.case(convert(export.frame()))
    # There is no order in any of them but a table of another library.
    case.truths = ()
    return case


def base_of(export, folder, how="sqlite"):
    rows = [tuple(x.item() if isinstance(x, np.generic) else x for x in r) for r in export.rows()]
    path = folder / f"shop.{how}"
    base = sqlite3.connect(path) if how == "sqlite" else duckdb.connect(str(path))
    base.execute("create table orders (customer_id text, ordered_at text, amount text)")
    base.executemany("insert into orders values (?, ?, ?)", rows)
    base.execute("create table things (n integer)")
    base.commit()
    return base, path


@family(
    READ,
    {f"{b}, {q}": (b, q) for b in ("sqlite", "duckdb") for q in ("orders", "select * from orders")},
)
def file_of_a_database(how, rng, folder):
    export = Export(rng)
    base, path = base_of(export, folder, how[0])
    base.close()
    export.options["query"] = how[1]
    return export.case(path)


@family(
    READ,
    {f"{b}, {q}": (b, q) for b in ("sqlite", "duckdb") for q in ("orders", "select * from orders")},
)
def connection(how, rng, folder):
    export = Export(rng)
    base, _ = base_of(export, folder, how[0])
    export.options["query"] = how[1]
    return export.case(base)


@family(REFUSED, {"sqlite": "sqlite", "duckdb": "duckdb"})
def database_without_a_query(how, rng, folder):
    """The error lists the tables, so that one of them can be named."""
    export = Export(rng)
    base, path = base_of(export, folder, how)
    base.close()
    export.knows["query"] = "orders"
    return export.case(path)


@family(
    REFUSED,
    {
        "no such table": "order",
        "broken": "selec * from orders",
        "two": "select 1; select 2",
        "deletes": "delete from orders",
        "drops": "drop table orders",
        "empty": "",
        "other columns": "things",
    },
)
def query_of(query, rng, folder):
    export = Export(rng)
    base, path = base_of(export, folder)
    base.close()
    export.options["query"] = query
    export.knows["query"] = "orders"
    case = export.case(path)
    if query == "things":
        # The table is there, and its columns are named: nothing more can be known.
        case.truths = ()
    return case


@kind(READ)
def sqlite_with_numbers_and_real(rng, folder):
    export = Export(rng)
    path = folder / "shop.db"
    base = sqlite3.connect(path)
    base.execute("create table orders (customer_id integer, ordered_at text, amount real)")
    export.ids(lambda i: str(202403051234567891 + i))
    base.executemany(
        "insert into orders values (?, ?, ?)",
        [(int(x.customer), iso(x.at), float(money(x.cents))) for x in export.lines],
    )
    base.commit()
    base.close()
    export.options["query"] = "orders"
    return export.case(path)


@kind(READ)
def sqlite_of_mixed_types(rng, folder):
    """A column of SQLite takes any type."""
    export = Export(rng, 40)
    path = folder / "shop.db"
    base = sqlite3.connect(path)
    base.execute("create table orders (customer_id, ordered_at, amount)")
    export.ids(lambda i: str(17850 + i))
    rows = [
        (
            int(x.customer) if i % 2 else x.customer,
            iso(x.at),
            x.cents / 100 if i % 3 else money(x.cents),
        )
        for i, x in enumerate(export.lines)
    ]
    base.executemany("insert into orders values (?, ?, ?)", rows)
    base.commit()
    base.close()
    export.options["query"] = "select * from orders"
    return export.case(path)


@kind(EITHER)
def query_for_a_file_that_is_no_database(rng, folder):
    export = Export(rng)
    export.options["query"] = "orders"
    return export.csv(folder)


@family(
    REFUSED,
    {
        "missing": "none.csv",
        "in a missing folder": "none/none.csv",
        "missing parquet": "none.parquet",
        "missing base": "none.sqlite",
        "empty": "",
    },
)
def path_that_is(name, rng, folder):
    export = Export(rng)
    case = export.case(folder / name if name else "")
    case.truths = ()
    return case
