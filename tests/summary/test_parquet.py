"""A Parquet file that fits in memory is streamed, and gives what a frame gives."""

import decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crmkit.summary import customers
from crmkit.summary.engine import fingerprints, parquet
from crmkit.summary.engine.packed_sort import Bounds

AS_OF = "2024-03-31"


@pytest.fixture
def log():
    return pd.DataFrame(
        {
            "customer_id": [7, 3, 7, 9, 3, 7],
            "ordered_at": pd.to_datetime(
                ["2024-03-01", "2024-03-02", "2024-03-02", "2024-03-09", "2024-03-02", "2024-02-28"]
            ),
            "amount": [1.0, 2.25, -3.1, 4.0, 5.0, 6.0],
        }
    )


def same(left, right):
    pd.testing.assert_frame_equal(left.sort_index(), right, check_exact=True)
    assert left.attrs == right.attrs


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.parquet"


def test_batches_of_a_large_row_group_are_put_side_by_side(path, monkeypatch):
    monkeypatch.setattr(parquet, "BATCH", 1000)
    rng = np.random.default_rng(8)
    log = pd.DataFrame(
        {
            "customer_id": rng.integers(0, 300, 5500),
            "ordered_at": pd.Timestamp("2024-01-01")
            + pd.to_timedelta(rng.integers(0, 90, 5500), unit="D"),
            "amount": rng.integers(-500, 5000, 5500) / 100,
        }
    )
    log.to_parquet(path)
    same(customers(log, as_of=AS_OF), customers(path, as_of=AS_OF))


@pytest.mark.parametrize("kind", ["int8", "uint16", "int64", "uint64"])
def test_ids_keep_their_integer_type(path, log, kind):
    log.astype({"customer_id": kind}).to_parquet(path)
    assert customers(path, as_of=AS_OF).index.dtype == kind


@pytest.mark.parametrize("ids", [[0, 2**63 - 1], [-(2**62), 2**62], [5, 2**64 - 1]])
def test_ids_too_far_apart_to_pack_are_numbered(path, log, ids):
    kind = "uint64" if ids[1] >= 2**63 else "int64"
    log["customer_id"] = np.array(ids * 3, kind)
    log.to_parquet(path)
    same(customers(log, as_of=AS_OF), customers(path, as_of=AS_OF))


@pytest.mark.parametrize(
    "column, kind",
    [
        ("ordered_at", pa.date32()),
        ("ordered_at", pa.timestamp("s")),
        ("ordered_at", pa.timestamp("ns")),
        ("amount", pa.decimal128(12, 2)),
        ("amount", pa.float32()),
        ("customer_id", pa.dictionary(pa.int32(), pa.string())),
    ],
)
def test_types_that_a_file_may_have(path, log, column, kind):
    log["amount"] = [1, 2.25, -3.5, 4, 5, 6]
    if column == "customer_id":
        log = log.astype({"customer_id": "str"})
    expected = customers(log, as_of=AS_OF)
    table = pa.Table.from_pandas(log)
    values = table[column]
    if pa.types.is_decimal(kind):
        values = [decimal.Decimal(str(value)) for value in values.to_pylist()]
        values = pa.chunked_array([pa.array(values, kind)])
    at = table.schema.get_field_index(column)
    pq.write_table(table.set_column(at, column, values.cast(kind)), path)
    same(expected, customers(path, as_of=AS_OF))


def test_files_of_a_folder_may_differ_in_width_but_not_in_kind(tmp_path, log):
    log.head(2).astype({"customer_id": "int16"}).to_parquet(tmp_path / "1.parquet")
    rest = log.tail(4).assign(ordered_at=log["ordered_at"].astype("datetime64[ms]"))
    rest.to_parquet(tmp_path / "2.parquet")
    same(customers(log, as_of=AS_OF), customers(tmp_path, as_of=AS_OF))
    log.tail(4).astype({"customer_id": "str"}).to_parquet(tmp_path / "2.parquet")
    with pytest.raises(ValueError, match="differ in their columns"):
        customers(tmp_path, as_of=AS_OF)


BAD = {
    "customer": ("customer_id", [7, None, 7, 9, None, 7], "'customer_id' is missing in 2 row"),
    "date": (
        "ordered_at",
        [pd.Timestamp("2024-03-01"), pd.NaT, pd.NaT, *[pd.Timestamp("2024-03-01")] * 3],
        r"'ordered_at' is missing in 2 row\(s\); first: row 1, 2",
    ),
    "no number": ("amount", [1, 2, 3, 4, np.nan, 5], r"'amount' is missing in 1 .* row 4"),
    "infinite": ("amount", [1, 2, 3, 4, 5, -np.inf], r"'amount' is missing in 1 .* row 5"),
    "fraction": ("amount", [1, 2.345, 3, 4.001, 5, 6], r"of a cent in 2 row\(s\).* row 1, 3"),
    "absurd": ("amount", [1, 1e17, 3, 4, 5, 6], "too large"),
    "all missing": ("amount", [np.nan] * 6, "'amount' is missing in 6 row"),
}


@pytest.mark.parametrize("statistics", [True, False])
@pytest.mark.parametrize("kind", BAD)
def test_what_is_amiss_is_counted_over_all_row_groups(path, log, kind, statistics):
    column, values, message = BAD[kind]
    log[column] = pd.Series(values, dtype="Int64" if column == "customer_id" else None)
    table = pa.Table.from_pandas(log)
    if column == "amount":  # pandas writes "not a number" as missing
        amounts = pa.array(np.array(values, "float64"), from_pandas=False)
        table = table.set_column(2, "amount", amounts)
    pq.write_table(table, path, row_group_size=2, write_statistics=statistics)
    with pytest.raises(ValueError, match=message):
        customers(path, as_of=AS_OF)


@pytest.mark.parametrize("column", ["customer_id", "ordered_at", "amount"])
def test_statistics_that_do_not_fit_the_values_are_found_out(path, log, column, monkeypatch):
    log.to_parquet(path)
    right = parquet._RowGroup.raw_range

    def wrong(group, name):
        lowest, highest = right(group, name)
        return (highest, highest) if name == column else (lowest, highest)

    monkeypatch.setattr(parquet._RowGroup, "raw_range", wrong)
    if column == "amount":  # amounts may be packed from zero on
        monkeypatch.setattr(
            parquet._RowGroup, "raw_range", lambda *at: (0, 0.01) if at[1] == column else right(*at)
        )
    with pytest.raises(ValueError, match="statistics"):
        customers(path, as_of=AS_OF)


def test_lines_after_as_of_are_counted_over_all_blocks():
    days = pd.to_datetime(["2024-03-01", "2024-04-01"] * 50_000)
    log = pd.DataFrame({"customer_id": np.arange(100_000) // 2, "ordered_at": days, "amount": 1.0})
    table = customers(log, as_of=AS_OF)
    assert table.attrs["rows_after_as_of"] == len(table) == 50_000


def test_memory_is_judged_by_lines_and_customers():
    days, amounts = (19_000, 20_000), (0.0, 500.0)
    few = Bounds(50_000_000, (1, 5_000_000), days, amounts)
    assert parquet.memory_needed(few) == 50_000_000 * 8 + 5_000_000 * 112
    many = Bounds(50_000_000, (1, 2**33), days, amounts)
    assert parquet.memory_needed(many) == 50_000_000 * (8 + 112)
    texts = Bounds(50_000_000, (1, 5_000_000), days, amounts, id_bytes=20)
    assert parquet.memory_needed(texts) == 50_000_000 * 8 + 5_000_000 * 120
    wide = Bounds(50_000_000, (1, 5_000_000), days, (0.0, 1e8))
    assert parquet.memory_needed(wide) == 50_000_000 * 40 + 5_000_000 * 112


def ids_of(kind, customers):
    """Return ids of customers 0, 1, 2, ..., all different."""
    return {
        "equal length": [f"C{number:06}" for number in customers],
        "unequal length": [str(number) for number in customers],
        "unicode": [f"顾客{number}ü" if number % 3 else f"k{number}" for number in customers],
        "empty": ["" if number == 3 else f" {number}" for number in customers],
        "zero bytes": ["a" + "\0" * number for number in customers],
        "long": [f"{number:050}@example.com" * (1 + number % 3) for number in customers],
        "far apart": [number * 2**52 - 2**61 for number in customers],
    }[kind]


def drawn(kind, lines=3000, customers=200):
    rng = np.random.default_rng(4)
    by_number = pd.Series(ids_of(kind, range(customers)))
    assert by_number.is_unique
    days = pd.to_timedelta(rng.integers(0, 90, lines), unit="D")
    return (
        pd.DataFrame(
            {
                "customer_id": by_number.take(rng.integers(0, customers, lines)).to_numpy(),
                "ordered_at": pd.Timestamp("2024-01-01") + days,
                "amount": rng.integers(-500, 5000, lines) / 100,
            }
        )
        .convert_dtypes(dtype_backend="numpy_nullable")
        .astype({"customer_id": "int64" if kind == "far apart" else "str", "amount": "float64"})
    )


KINDS = ["equal length", "unequal length", "unicode", "empty", "zero bytes", "long", "far apart"]


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_numbered_while_they_are_read(path, kind, monkeypatch):
    monkeypatch.setattr(parquet, "BATCH", 70)
    monkeypatch.setattr(parquet, "OrderFiles", None)
    log = drawn(kind)
    log.to_parquet(path, row_group_size=400)
    same(customers(log, as_of=AS_OF), customers(path, as_of=AS_OF))
    # A part of the customers had bought by the second day.
    same(customers(log, as_of="2024-01-02"), customers(path, as_of="2024-01-02"))


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int16(), pa.large_string())])
def test_texts_may_be_stored_in_several_ways(path, kind):
    log = drawn("unicode")
    table = pa.Table.from_pandas(log)
    pq.write_table(table.set_column(0, "customer_id", table["customer_id"].cast(kind)), path)
    same(customers(log, as_of=AS_OF), customers(path, as_of=AS_OF))


def test_files_may_have_ids_of_different_makings(tmp_path):
    parts = [drawn(kind, lines=500) for kind in ("equal length", "unicode", "long")]
    parts.append(parts[0].tail(1).assign(customer_id="at last"))
    for number, part in enumerate(parts):
        part.to_parquet(tmp_path / f"{number}.parquet")
    table = customers(tmp_path, as_of=AS_OF)
    assert "at last" in table.index
    same(customers(pd.concat(parts), as_of=AS_OF), table)


def test_missing_text_ids_are_counted(path):
    log = drawn("unequal length")
    log.loc[[7, 2900], "customer_id"] = None
    log.to_parquet(path, row_group_size=500)
    with pytest.raises(ValueError, match=r"'customer_id' is missing in 2 .* row 7, 2900"):
        customers(path, as_of=AS_OF)


def test_ids_with_one_fingerprint_are_told_apart_by_another_seed(path, monkeypatch):
    log = drawn("unequal length")
    log.to_parquet(path, row_group_size=500)
    seeds, mixed = [], fingerprints._mixed

    def poor(values, seed):
        # The seed drawn first makes few fingerprints, so that several ids have the same.
        seeds.append(seed)
        return mixed(values, seed) & np.uint64(2**6 - 1 if seed is seeds[0] else 2**64 - 1)

    monkeypatch.setattr(fingerprints, "_mixed", poor)
    same(customers(log, as_of=AS_OF), customers(path, as_of=AS_OF))
    assert len(seeds) > 1


def test_more_customers_than_memory_are_left_to_duckdb(path, monkeypatch):
    log = drawn("equal length")  # 3,000 lines of 200 customers; an id takes 7 + 8 bytes
    log.to_parquet(path)
    expected = customers(log, as_of=AS_OF)
    on_disk, chosen = parquet.OrderFiles.of, []

    class Files:
        @staticmethod
        def of(files, limit):
            chosen.append(limit)
            return on_disk(files, 10**9)

    monkeypatch.setattr(parquet, "OrderFiles", Files)
    fits = 3000 * 8 + 200 * (80 + 2 * 15)
    for limit, left in ((fits, []), (fits - 1, [fits - 1])):
        monkeypatch.setattr(parquet, "_bytes", lambda _, limit=limit: limit)
        same(expected, customers(path, as_of=AS_OF))
        assert chosen == left


def test_integers_with_gaps_are_counted_before_they_are_left_to_duckdb(path, monkeypatch):
    # Numbers up to 10 million have room for more customers than fit; but there are six lines.
    monkeypatch.setattr(parquet, "OrderFiles", None)
    monkeypatch.setattr(parquet, "_bytes", lambda limit: 4 * 8 + 3 * 112)
    log = pd.DataFrame(
        {
            "customer_id": [1, 10**7, 1, 5],
            "ordered_at": pd.Timestamp("2024-03-01"),
            "amount": [1.0, 2.0, 3.0, 4.5],
        }
    )
    log.to_parquet(path)
    assert list(customers(path, as_of=AS_OF)["total_spend"]) == [4.0, 4.5, 2.0]
