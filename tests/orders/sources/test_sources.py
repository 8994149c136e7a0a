"""Tables in memory, databases, and many files as one: the same orders from all of them."""

import gzip
import sqlite3
import zipfile
from contextlib import closing

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from crmkit.orders.sources import packed
from crmkit.orders.sources.file_list import is_prose
from crmkit.orders.sources.opening import open_source
from crmkit.orders.sources.source_types import How
from tests.orders.leniently import read

ORDERS = pd.DataFrame(
    {
        "customer_id": ["007", "小明", "007", None],
        "ordered_at": pd.to_datetime(["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"])
        + pd.Timedelta(minutes=5),
        "amount": [5.25, 6.0, 7.5, 1.0],
    }
)
HEAD = "customer_id,ordered_at,amount\n"
MARCH = HEAD + "a,2024-03-05,1\nb,2024-03-06,2\n"
APRIL = "amount,customer_id,ordered_at\n4,a,2024-04-05\n"


def amounts(source, **options):
    return read(source, **options).log["amount"].to_list()


# Tables in memory


# Ibis calls DuckDB by the name of a method that is going.
@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_tables_of_other_libraries_are_one_source():
    expected = read(ORDERS).log
    connection = duckdb.connect()
    connection.register("orders", ORDERS)
    backend = ibis.duckdb.connect()
    backend.con.register("orders", ORDERS)
    for source in (
        pa.table(ORDERS),
        pa.table(ORDERS).to_reader(),
        pl.DataFrame(pa.table(ORDERS)),
        connection.sql("SELECT * FROM orders"),
        backend.table("orders"),
    ):
        log, report = read(source)
        pd.testing.assert_frame_equal(log, expected)
        assert report.rows_in == 4


def test_rows_of_a_table_are_named_by_their_number():
    with pytest.raises(ValueError, match=r"name no customer; first: row 4 \(blank\)"):
        read(pa.table(ORDERS), missing_customers="error")


def test_whole_numbers_beside_nulls_stay_whole():
    ids = [2**60 + 1, None, 2**60 + 3, 2**60 + 3]
    table = pa.table(ORDERS).set_column(0, "customer_id", pa.array(ids))
    for source in (table, pl.DataFrame(table)):
        assert read(source).log["customer_id"].to_list() == [2**60 + 1, 2**60 + 3, 2**60 + 3]


def test_repeats_of_a_table_are_judged_by_all_columns():
    table = pa.table(
        {
            "customer_id": ["a"] * 3,
            "ordered_at": ["2024-03-01"] * 3,
            "amount": [1, 1, 1],
            "items": [["tea"], ["cup"], ["tea"]],
            "line": pa.array([None, 1, None]),
        }
    )
    assert len(read(table, duplicates="drop").log) == 2


def test_what_is_not_computed_yet_is_refused_with_its_remedy():
    with pytest.raises(TypeError, match=r"source is a LazyFrame.*Give source.collect\(\)"):
        read(pl.DataFrame({"a": [1]}).lazy())
    spark = type("DataFrame", (), {"__module__": "pyspark.sql.connect.dataframe"})()
    with pytest.raises(TypeError, match=r"Spark DataFrame.*toArrow\(\).*summary.customers"):
        read(spark)
    for other in (7, {"a": [1]}, pa.array([1])):
        with pytest.raises(TypeError, match=f"source is a {type(other).__name__}"):
            read(other)


def test_a_relation_that_fails_is_named():
    relation = duckdb.connect().sql(
        "SELECT 'a' AS customer_id, DATE '2024-03-01' AS ordered_at, error('no') AS amount"
    )
    with pytest.raises(ValueError, match="cannot be computed"):
        read(relation)


@pytest.mark.parametrize("kind", ["category", "object", "string[pyarrow]", "arrow"])
def test_text_of_any_pandas_type_is_text(kind):
    dtype = pd.ArrowDtype(pa.string()) if kind == "arrow" else kind
    frame = ORDERS.assign(customer_id=ORDERS["customer_id"].astype(dtype))
    log, _ = read(frame)
    assert log["customer_id"].to_list() == ["007", "小明", "007"]


def test_arrow_columns_of_pandas_are_read_as_their_values():
    arrow = pa.table(ORDERS).to_pandas(types_mapper=pd.ArrowDtype)
    ids = pd.array([2**60 + 1, None, 3, 4], dtype=pd.ArrowDtype(pa.int64()))
    log, _ = read(arrow.assign(customer_id=ids))
    assert log["customer_id"].to_list() == [2**60 + 1, 3, 4]
    assert log["ordered_at"][0] == ORDERS["ordered_at"][0]


def test_bytes_in_a_frame_are_text_or_refused():
    ids = pd.Series([b"K1", "K2", None, "小明".encode()], dtype="object")
    frame = ORDERS.assign(customer_id=ids)
    assert read(frame).log["customer_id"].to_list() == ["K1", "K2", "小明"]
    assert frame["customer_id"][0] == b"K1"
    ids[1] = b"\xff"
    with pytest.raises(ValueError, match=r"'customer_id' holds bytes.*row 2: ff"):
        read(ORDERS.assign(customer_id=ids))


def test_periods_are_days_or_refused():
    days = ORDERS["ordered_at"].dt.to_period("D")
    assert read(ORDERS.assign(ordered_at=days)).log["ordered_at"].dt.day.to_list() == [5, 6, 7]
    months = ORDERS["ordered_at"].dt.to_period("M")
    with pytest.raises(ValueError, match="periods longer than a day"):
        read(ORDERS.assign(ordered_at=months))


def test_an_index_with_a_name_is_said_to_be_unread():
    said = r"index \('customer_id'\) is not read; df\.reset_index\(\) makes columns of it"
    with pytest.raises(ValueError, match=rf"missing column 'customer_id'.*{said}"):
        read(ORDERS.set_index("customer_id"), customer="customer_id")
    frame = ORDERS.set_axis(pd.Index([3, 1, 4, 1], name="line"))
    _, report = read(frame)
    assert "index ('line') is not read" in str(report)
    assert "not read" not in str(read(ORDERS).report)


# Databases


@pytest.fixture
def sqlite_file(tmp_path):
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE orders (customer_id, ordered_at TEXT, amount REAL)")
        rows = [("007", "2024-03-05", 5.25), ("小明", "2024-03-06", 6.0), ("x", "soon", 1.0)]
        connection.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
        connection.execute("CREATE VIEW March AS SELECT * FROM orders")
        connection.commit()
    return path


@pytest.fixture
def duckdb_file(tmp_path):
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as connection:
        connection.register("given", ORDERS)
        connection.execute("CREATE TABLE orders AS SELECT * FROM given")
        connection.execute("CREATE SCHEMA old; CREATE TABLE old.orders AS SELECT * FROM given")
    return path


def test_a_table_of_a_sqlite_file_is_read(sqlite_file):
    log, report = read(sqlite_file, query="orders")
    assert log["customer_id"].to_list() == ["007", "小明"]
    assert log["amount"].to_list() == [5.25, 6.0]
    assert "read shop.db: 'orders'" in str(report)
    assert "first: row 3 'soon'" in str(report)


def test_a_select_names_the_columns(sqlite_file):
    query = """-- the large ones
        SELECT customer_id AS who, ordered_at AS day, amount AS paid
        FROM March WHERE amount > 5.5;"""
    columns = {"customer": "who", "date": "day", "amount": "paid"}
    assert amounts(sqlite_file, query=query, **columns) == [6.0]
    with closing(sqlite3.connect(sqlite_file)) as connection:
        connection.row_factory = sqlite3.Row
        assert amounts(connection, query=query, **columns) == [6.0]
        assert connection.row_factory is sqlite3.Row


def test_a_database_without_a_query_lists_its_tables(sqlite_file, duckdb_file):
    with pytest.raises(ValueError, match=r"shop\.db is a database.*Tables: 'March', 'orders'"):
        read(sqlite_file)
    with pytest.raises(ValueError, match=r"Tables: 'old\.orders', 'orders'"):
        read(duckdb_file)
    for file in (sqlite_file, duckdb_file):
        for query in ("order", "SELECT * FROM nothing", "DROP TABLE orders", ""):
            with pytest.raises(
                ValueError, match=r"query=.* is neither the name of a table.*'orders'"
            ):
                read(file, query=query)
        assert len(read(file, query="orders").log)


def test_types_of_sqlite_are_those_of_the_cells(tmp_path):
    rows = [(2**60 + 1, "2024-03-05", "¥5"), (None, "2024-03-06", 6), (b"K1", "2024-03-07", 7.5)]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE o (customer_id, ordered_at, amount)")
        connection.executemany("INSERT INTO o VALUES (?, ?, ?)", rows)
        log, _ = read(connection, query="o")
        assert log["customer_id"].to_list() == [str(2**60 + 1), "K1"]
        assert log["amount"].to_list() == [5.0, 7.5]
        log, _ = read(connection, query="SELECT * FROM o WHERE rowid < 3")
        assert log["customer_id"].to_list() == [2**60 + 1]
        connection.execute("UPDATE o SET customer_id = x'ff'")
        with pytest.raises(ValueError, match="'customer_id' holds bytes that are no UTF-8"):
            read(connection, query="o")


def test_a_duckdb_file_and_connection_are_read(duckdb_file):
    expected = read(ORDERS).log
    for query in ("orders", "old.orders", "FROM orders", "SELECT * FROM orders"):
        pd.testing.assert_frame_equal(read(duckdb_file, query=query).log, expected)
    with duckdb.connect(duckdb_file) as connection:
        pd.testing.assert_frame_equal(read(connection, query="orders").log, expected)
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (4,)


def test_an_ibis_backend_answers_a_query(sqlite_file):
    backend = ibis.duckdb.connect()
    backend.con.register("orders", ORDERS)
    for one in (backend, ibis.sqlite.connect(sqlite_file)):
        assert amounts(one, query="orders") == amounts(one, query="SELECT * FROM orders")
        with pytest.raises(ValueError, match=r"Tables: .*'orders'"):
            read(one)
        one.disconnect()


def test_a_database_file_is_left_as_it_was_and_closed(sqlite_file, duckdb_file):
    for file in (sqlite_file, duckdb_file):
        before = file.read_bytes()
        read(file, query="orders")
        assert file.read_bytes() == before
    # A DuckDB file that is still open for reading could not be opened for writing.
    with duckdb.connect(duckdb_file) as connection:
        connection.execute("DROP TABLE orders")


# Many files as one


def test_a_folder_is_read_as_one(tmp_path):
    (tmp_path / "2024-03.csv").write_text(MARCH)
    (tmp_path / "2024-04.csv").write_text(APRIL)
    (tmp_path / "read me.pdf").write_text("how to")
    for hidden in (".DS_Store", "~$2024-04.xlsx", "_SUCCESS", "Thumbs.db"):
        (tmp_path / hidden).write_text("x")
    (tmp_path / "older").mkdir()
    log, report = read(tmp_path)
    assert log["amount"].to_list() == [1.0, 2.0, 4.0]
    text = str(report)
    assert "rows: 2024-03.csv 2, 2024-04.csv 1" in text
    assert "no order files by their names: read me.pdf" in text
    assert "were not read: older" in text
    for source in (
        str(tmp_path / "2024-0?.csv"),
        str(tmp_path / "**" / "*.csv"),
        [tmp_path / "2024-03.csv", str(tmp_path / "2024-04.csv")],
    ):
        pd.testing.assert_frame_equal(read(source).log, log)


def test_rows_are_named_by_file(tmp_path):
    (tmp_path / "2024-03.csv").write_text(MARCH)
    (tmp_path / "2024-04.csv").write_text(APRIL + "5,c,soon\n")
    with pytest.raises(ValueError, match=r"1 of 4 values .*first: 2024-04\.csv line 3 'soon'"):
        read(tmp_path, unparseable_dates="error")


def test_other_columns_are_refused_with_the_difference(tmp_path):
    (tmp_path / "a.csv").write_text(MARCH)
    (tmp_path / "b.csv").write_text(MARCH.replace("amount", "paid"))
    with pytest.raises(
        ValueError, match=r"b\.csv has other columns than a\.csv: it lacks 'amount' and has besides"
    ):
        read(tmp_path)


def test_a_file_is_read_once(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(MARCH)
    log, report = read([path, str(tmp_path / "*.csv")])
    assert log["amount"].to_list() == [1.0, 2.0]
    assert "a.csv was given twice and read once" in str(report)
    (tmp_path / "a (1).csv").write_text(MARCH)
    log, report = read(tmp_path)
    assert log["amount"].to_list() == [1.0, 2.0]
    assert "a.csv is a copy of a (1).csv" in str(report)


def test_one_export_saved_twice_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text(MARCH)
    with gzip.open(tmp_path / "a.csv.gz", "wt") as file:
        file.write(MARCH)
    with pytest.raises(ValueError, match=r"a\.csv and a\.csv\.gz seem to be one export"):
        read(tmp_path)


def test_repeats_are_found_across_files(tmp_path):
    (tmp_path / "a.csv").write_text("item," + MARCH.replace("\n", "\ntea,").removesuffix("tea,"))
    (tmp_path / "b.csv").write_text(
        HEAD.strip() + ",item\na,2024-03-05,1,tea\nb,2024-03-06,2,cup\n"
    )
    (tmp_path / "a.csv").write_text("item," + HEAD + "tea,a,2024-03-05,1\ntea,b,2024-03-06,2\n")
    log, report = read(tmp_path, duplicates="drop")
    assert log["amount"].to_list() == [1.0, 2.0, 2.0]
    assert report.table.loc["exact duplicate", "rows"] == 1


def test_ids_are_of_one_type_over_all_files(tmp_path):
    whole = pa.table({"customer_id": [17850], "ordered_at": ["2024-03-01"], "amount": [1]})
    pd.DataFrame(whole.to_pydict()).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text(HEAD + "17850,2024-03-02,2\n007,2024-03-03,3\n")
    log, report = read(tmp_path)
    assert log["customer_id"].to_list() == ["17850", "17850", "007"]
    assert "column 'customer_id' holds text and whole numbers" in str(report)


def test_whole_numbers_of_some_files_and_blanks_of_others_stay_exact(tmp_path):
    ids = ([2**60 + 1, 5], [None, 2**60 + 3], [None, None])
    for number, cells in enumerate(ids):
        table = ORDERS[:2].assign(
            customer_id=pd.array(cells, dtype="Int64"), ordered_at=ORDERS["ordered_at"][number]
        )
        table.to_parquet(tmp_path / f"{number}.parquet")
    log, _ = read(tmp_path)
    assert log["customer_id"].to_list() == [2**60 + 1, 5, 2**60 + 3]


def test_long_whole_numbers_beside_floats_stay_whole():
    frames = [ORDERS.assign(customer_id=ids) for ids in (2**60 + 1, [1.0, 2.0, np.nan, 3.0])]
    assert read(frames).log["customer_id"].unique().tolist() == [str(2**60 + 1), "1", "2", "3"]


def test_frames_in_a_list_are_read_as_one():
    log, report = read([ORDERS, pa.table(ORDERS.assign(amount=[1, 2, 3, 4]))])
    assert log["amount"].to_list() == [5.25, 6.0, 7.5, 1.0, 2.0, 3.0]
    assert "first: item 1, index 3 (blank)" in str(report)
    with pytest.raises(TypeError, match="item 2 of the list: source is a int"):
        read([ORDERS, 2])
    with pytest.raises(ValueError, match="empty list"):
        read([])


def test_times_with_and_without_a_zone_are_not_mixed_in_silence():
    aware = ORDERS.assign(ordered_at=ORDERS["ordered_at"].dt.tz_localize("UTC"))
    with pytest.raises(ValueError, match="zone"):
        read([ORDERS, aware])


def test_folders_as_spark_writes_them(tmp_path):
    for month in ("month=2024-03", "month=2024-04", "month=__HIVE_DEFAULT_PARTITION__"):
        (tmp_path / month).mkdir()
        ORDERS.assign(order_id=month).to_parquet(tmp_path / month / "part-00000.snappy.parquet")
        (tmp_path / month / ".part-00000.snappy.parquet.crc").write_bytes(b"crc")
    (tmp_path / "_SUCCESS").write_bytes(b"")
    log, report = read(tmp_path, keep=["month"])
    assert len(log) == 9
    assert log["month"].isna().sum() == 3
    assert log["month"].dropna().unique().tolist() == ["2024-03", "2024-04"]
    assert "month=2024-03/part-00000.snappy.parquet row 4 (blank)" in str(report)


def test_a_folder_whose_rows_may_be_deleted_is_refused(tmp_path):
    ORDERS.to_parquet(tmp_path / "part-0.parquet")
    (tmp_path / "_delta_log").mkdir()
    with pytest.raises(ValueError, match=r"is a Delta table.*Read it with its own library"):
        read(tmp_path)


def test_an_empty_folder_and_an_unfit_pattern_are_told(tmp_path):
    (tmp_path / "notes.docx").write_text("x")
    with pytest.raises(FileNotFoundError, match=r"no order file in folder .*notes\.docx"):
        read(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"no file fits '.*\*\.csv'"):
        read(tmp_path / "*.csv")
    with pytest.raises(ValueError, match="is an address on the web"):
        read("https://example.com/orders.csv")


def test_marks_of_patterns_in_a_file_name_are_plain(tmp_path):
    for name in ("orders [1].csv", "orders (2) 'x'.csv", "订单*.csv"):
        (tmp_path / name).write_text(MARCH, encoding="utf-8")
        assert amounts(tmp_path / name) == [1.0, 2.0]


# Packed files


def test_gzip_is_known_by_its_content(tmp_path):
    for name in ("o.csv.gz", "o.csv"):
        with gzip.open(tmp_path / name, "wt") as file:
            file.write(MARCH)
        log, report = read(tmp_path / name)
        assert log["amount"].to_list() == [1.0, 2.0]
        assert ("is a gzip file by its content" in str(report)) == (name == "o.csv")
    (tmp_path / "o.csv.gz").write_bytes((tmp_path / "o.csv.gz").read_bytes()[:-9])
    with pytest.raises(ValueError, match=r"o\.csv\.gz cannot be unpacked"):
        read(tmp_path / "o.csv.gz")


def zipped(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def test_a_zip_file_is_read_as_the_files_in_it(tmp_path):
    path = tmp_path / "orders.zip"
    zipped(path, **{"out/2024-03.csv": MARCH, "__MACOSX/out/._2024-03.csv": "x", "a.pdf": "x"})
    log, report = read(path)
    assert log["amount"].to_list() == [1.0, 2.0]
    assert "read out/2024-03.csv in orders.zip" in str(report)
    assert "in orders.zip, no order files: a.pdf" in str(report)
    zipped(path, **{"2024-04.csv": APRIL + "5,c,soon\n", "2024-03.csv": MARCH})
    text = str(read(path).report)
    assert "read 2 parts of orders.zip as one; rows: 2024-03.csv 2, 2024-04.csv 2" in text
    assert "- each part: encoding" in text
    with pytest.raises(ValueError, match=r"first: orders\.zip: 2024-04\.csv line 3 'soon'"):
        read(path, unparseable_dates="error")
    with pytest.raises(ValueError, match=r"orders\.zip holds no order file. Inside: 'a\.pdf'"):
        read(zipped(path, **{"a.pdf": "x"}))


def test_paths_inside_a_zip_file_lead_nowhere(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    names = ("../../evil.csv", "/tmp/evil.csv", "C:\\evil.csv")
    path = zipped(
        folder / "o.zip", **{name: MARCH + f"c,2024-03-07,{len(name)}\n" for name in names}
    )
    assert len(read(path, duplicates="keep").log) == 9
    assert [file.name for file in tmp_path.rglob("*")] == ["in", "o.zip"]


def test_an_encrypted_zip_file_is_told(tmp_path):
    path = zipped(tmp_path / "o.zip", **{"a.csv": MARCH})
    content = bytearray(path.read_bytes())
    # The flag of an encrypted member, in its own head and in the list at the end.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"o\.zip: 'a\.csv' is encrypted. Unpack it"):
        read(path)


def test_bombs_are_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "_SMALL", 1_000_000)
    zeros = "0" * 3_000_000
    with gzip.open(tmp_path / "o.csv.gz", "wt") as file:
        file.write(zeros)
    for path in (tmp_path / "o.csv.gz", zipped(tmp_path / "o.zip", **{"a.csv": zeros})):
        with pytest.raises(
            ValueError, match="unpacks to more than 50 GB, or to more than 300 times"
        ):
            read(path)
    book = zipped(tmp_path / "o.xlsx", **{"xl/workbook.xml": "", "xl/worksheets/sheet1.xml": zeros})
    with pytest.raises(ValueError, match=r"o\.xlsx: xl/worksheets/sheet1\.xml unpacks to more"):
        read(book)


def test_packed_again_and_again_is_refused(tmp_path):
    content = MARCH.encode()
    for _ in range(3):
        content = gzip.compress(content)
    (tmp_path / "o.gz").write_bytes(content)
    with pytest.raises(ValueError, match="packed again and again"):
        read(tmp_path / "o.gz")


def test_nothing_unpacked_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    path = zipped(tmp_path / "o.zip", **{"a.csv": MARCH, "b.csv": APRIL})
    with open_source(path, How()) as opened:
        assert list((tmp_path / "scratch").iterdir())
        data = opened.read(list(opened.names))
        assert data.repeats(np.arange(3)).tolist() == [False, False, False]
    assert not list((tmp_path / "scratch").iterdir())
    with pytest.raises(ValueError, match="missing column"):
        read(path, customer="x")
    assert not list((tmp_path / "scratch").iterdir())


def test_nothing_and_the_text_of_a_file_are_no_sources():
    with pytest.raises(TypeError, match="source is None: give a path"):
        read(None)
    with pytest.raises(ValueError, match=r"a text of 58 characters .*, not a path"):
        read("customer_id,ordered_at,amount\nK1,2024-03-05,9.99\nK2,2024-\n")
    with pytest.raises(ValueError, match="cannot be a path: a name in it is too long"):
        read("x" * 3000)
    with pytest.raises(ValueError, match="source is an empty text"):
        read("")


def test_prose_in_a_zip_file_is_named_in_a_note(tmp_path):
    readme = "These are the orders of 2024, exported by the shop\nAsk Jo for more\n"
    path = zipped(tmp_path / "o.zip", **{"2024-03.csv": MARCH, "readme.txt": readme})
    log, report = read(path)
    assert log["amount"].to_list() == [1.0, 2.0]
    assert "in o.zip, without a row of an order in them: readme.txt" in str(report)


def test_a_text_file_with_orders_is_no_prose(tmp_path):
    words = "customer_id ordered_at amount\nK1 2024-03-05 9.99\n"
    written = "customer_id,ordered_at,amount\nBob,Mar 5 2024,9.99 EUR\n"
    prose = "Orders of 2023 and 2024\nfrom 2023-01-01 to 2024-12-31\n"
    for number, text in enumerate((words, written, prose)):
        (tmp_path / f"{number}.txt").write_text(text)
    assert [is_prose(tmp_path / f"{number}.txt") for number in range(3)] == [False, False, True]


def test_one_or_some_files_in_a_zip_file_can_be_named(tmp_path):
    inside = {"2024-03.csv": MARCH, "2024-04.csv": APRIL, "items.csv": "sku,name\n1,Tea\n"}
    path = zipped(tmp_path / "o.zip", **inside)
    with pytest.raises(ValueError, match=r"name what belongs together .*'o\.zip/2024-\*\.csv'"):
        read(path)
    assert read(f"{path}/2024-04.csv").log["amount"].to_list() == [4.0]
    assert read(path / "2024-*.csv").log["amount"].to_list() == [1.0, 2.0, 4.0]
    with pytest.raises(ValueError, match=r"no order file named 'no\.csv'\. Inside: '2024-03"):
        read(f"{path}/no.csv")


def test_a_column_of_some_files_that_nobody_reads_is_noted(tmp_path):
    (tmp_path / "2023.csv").write_text(MARCH)
    (tmp_path / "2024.csv").write_text(
        APRIL.splitlines()[0] + ",colour\n" + APRIL.splitlines()[1] + ",red\n"
    )
    log, report = read(tmp_path)
    assert log["amount"].to_list() == [1.0, 2.0, 4.0]
    assert "'colour' (in 2024.csv, not in 2023.csv)" in str(report)
    with pytest.raises(ValueError, match=r"colour.*Columns that only some parts of folder"):
        read(tmp_path, keep=["colour"])


@pytest.mark.parametrize("column", ["currency", "Refund", "订单状态"])
def test_a_column_of_some_files_that_changes_the_money_is_refused(tmp_path, column):
    (tmp_path / "2023.csv").write_text(MARCH)
    head, *rows = APRIL.splitlines()
    text = "\n".join([f"{head},{column}", *(f"{row},x" for row in rows)])
    (tmp_path / "2024.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"has besides '{column}'"):
        read(tmp_path)


def test_repeats_across_files_are_judged_by_the_columns_of_both(tmp_path):
    head = "order_id,customer_id,ordered_at,amount"
    (tmp_path / "2023.csv").write_text(f"{head}\n1,a,2024-03-01,5\n")
    (tmp_path / "2024.csv").write_text(
        f"{head},colour\n1,a,2024-03-01,5,red\n2,b,2024-03-01,5,red\n2,b,2024-03-01,5,blue\n"
    )
    log, report = read(tmp_path)
    # The red and the blue one are two; the order that both files have is one.
    assert log["customer_id"].to_list() == ["a", "b", "b"]
    assert report.table.loc["exact duplicate", "rows"] == 1
