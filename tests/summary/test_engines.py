"""The engines give the same table, and neither gains nor loses a purchase or a cent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.summary import Split, customers, distinct_histories, left_out, split

FIRST = date(2024, 1, 1)
ENGINES = ["file", "file beyond memory", "Ibis on DuckDB", "Ibis on Spark", "PySpark"]
pytestmark = [
    # Ibis 12 calls a method of DuckDB by the name it had before DuckDB 2,
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    # and both Ibis and PySpark 4.0 ask pandas for what pandas 4 will drop.
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning"),
]


@st.composite
def logs(draw):
    """Draw a log of few customers and days, so that they meet often; with returns and zeros."""
    customer = draw(
        st.sampled_from(
            [
                st.integers(-3, 6),
                st.integers(-(2**62), 2**62),
                st.sampled_from(["7", "07", "", "李"]),
            ]
        )
    )
    line = st.tuples(
        customer,
        st.integers(0, 40),
        st.integers(0, 86_399),
        st.one_of(st.integers(-500, 500), st.integers(-(10**11), 10**11)),
    )
    lines = draw(st.lists(line, min_size=1, max_size=40))
    days = pd.to_timedelta([86_400 * day + second for _, day, second, _ in lines], unit="s")
    return pd.DataFrame(
        {
            "customer_id": [customer for customer, *_ in lines],
            "ordered_at": pd.Timestamp(FIRST) + days,
            "amount": np.array([cents for *_, cents in lines]) / 100,
        }
    )


class Engine(NamedTuple):
    """Where a log lies, and how its results are fetched."""

    put: Callable[[pd.DataFrame], Any]
    fetch: Callable[[Any], pd.DataFrame]
    carries_attrs: bool


def indexed(table):
    return table.set_index("customer_id").sort_index()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, tmp_path_factory):
    """Return each engine in turn. None but those of Spark start Sail."""
    path = tmp_path_factory.mktemp("orders") / "log.parquet"

    def in_file(log):
        log.to_parquet(path)
        return path

    def in_duckdb(log):
        import ibis

        return ibis.memtable(pa.Table.from_pandas(log, preserve_index=False))

    def in_spark(log):
        ids = "bigint" if log["customer_id"].dtype.kind == "i" else "string"
        schema = f"customer_id {ids}, ordered_at timestamp_ntz, amount double"
        return request.getfixturevalue("spark").createDataFrame(log, schema=schema)

    def in_ibis_on_spark(log):
        import ibis

        in_spark(log).createOrReplaceTempView("orders")
        return ibis.pyspark.connect(request.getfixturevalue("spark")).table("orders")

    def from_ibis(table):
        return indexed(table.to_pyarrow().to_pandas())

    def from_spark(frame):
        return indexed(frame.toArrow().to_pandas())

    with pytest.MonkeyPatch.context() as patch:
        if request.param.startswith("file"):
            need = 10**12 if request.param == "file beyond memory" else 0
            patch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: need)
        yield {
            "file": Engine(in_file, pd.DataFrame.sort_index, True),
            "file beyond memory": Engine(in_file, pd.DataFrame.sort_index, True),
            "Ibis on DuckDB": Engine(in_duckdb, from_ibis, False),
            "Ibis on Spark": Engine(in_ibis_on_spark, from_ibis, False),
            "PySpark": Engine(in_spark, from_spark, False),
        }[request.param]


@pytest.fixture(scope="module")
def in_file(tmp_path_factory):
    """Return a path in which a log is stored, small enough for memory."""
    path = tmp_path_factory.mktemp("orders") / "log.parquet"

    def store(log, **how):
        log.to_parquet(path, **how)
        return path

    return store


def same(left, right, attrs=True):
    pd.testing.assert_frame_equal(left.sort_index(), right, check_exact=True)
    if attrs:
        assert left.attrs == right.attrs


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(log=logs(), days=st.integers(0, 45), period_days=st.sampled_from([1, 2, 7, 30]))
def test_engines_agree(engine, log, days, period_days):
    as_of = log["ordered_at"].min().date() + timedelta(days=days)
    how = {"as_of": as_of, "period_days": period_days}
    expected = customers(log, **how)
    there = engine.put(log)
    table = customers(there, **how)
    same(expected, engine.fetch(table), engine.carries_attrs)
    assert left_out(there, **how) == left_out(log, **how)
    if expected.empty:
        with pytest.raises(ValueError, match="the customers table is empty"):
            distinct_histories(table)
    else:
        histories = distinct_histories(table)
        pd.testing.assert_frame_equal(histories, distinct_histories(expected), check_exact=True)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(log=logs(), days=st.integers(0, 30), more=st.integers(1, 30), period=st.sampled_from([1, 7]))
def test_engines_agree_on_the_split(engine, log, days, more, period):
    end = log["ordered_at"].min().date() + timedelta(days=days)
    ends = {"calibration_end": end, "holdout_end": end + timedelta(days=more)}
    here = split(log, **ends, period_days=period)
    there = split(engine.put(log), **ends, period_days=period)
    assert type(there) is Split
    for left, right in zip(here, there, strict=True):
        same(left, engine.fetch(right), engine.carries_attrs)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    log=logs(),
    days=st.integers(0, 45),
    period_days=st.sampled_from([1, 7]),
    rows=st.sampled_from([1, 7, 100]),
    statistics=st.booleans(),
)
def test_file_in_memory_gives_what_the_frame_gives(
    in_file, log, days, period_days, rows, statistics
):
    end = log["ordered_at"].min().date() + timedelta(days=days)
    ends = {"calibration_end": end, "holdout_end": end + timedelta(days=9)}
    path = in_file(log, row_group_size=rows, write_statistics=statistics)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 0)
        patch.setattr("crmkit.summary.engine.parquet.OrderFiles", None)
        table = customers(path, as_of=end, period_days=period_days)
        parts = split(path, **ends)
    same(customers(log, as_of=end, period_days=period_days), table)
    for left, right in zip(split(log, **ends), parts, strict=True):
        same(left, right)


def by_the_definition(log, as_of, period_days):
    """Work the contract out customer by customer, with nothing clever."""
    rows = {}
    for customer, lines in log.groupby("customer_id", sort=False):
        ago = [(as_of - moment.date()).days for moment in lines["ordered_at"]]
        cents = [round(amount * 100) for amount in lines["amount"]]
        known = [(a, c) for a, c in zip(ago, cents, strict=True) if a >= 0]
        bought = {a // period_days for a, c in known if c >= 0}
        if bought:
            total = sum(c for _, c in known)
            first = sum(c for a, c in known if a // period_days == max(bought))
            repeats = len(bought) - 1
            rows[customer] = {
                "days_since_last": min(a for a, c in known if c >= 0),
                "purchases": len(bought),
                "total_spend": total / 100,
                "repeat_purchases": repeats,
                "age_at_last_days": (max(bought) - min(bought)) * period_days,
                "age_days": max(bought) * period_days,
                "first_spend": first / 100,
                "mean_repeat_spend": (total - first) / 100 / repeats if repeats else np.nan,
            }
    return rows


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(log=logs(), days=st.integers(0, 45), period_days=st.sampled_from([1, 2, 7, 30]))
def test_memory_engine_follows_the_definition(log, days, period_days):
    as_of = log["ordered_at"].min().date() + timedelta(days=days)
    table = customers(log, as_of=as_of, period_days=period_days)
    expected = by_the_definition(log, as_of, period_days)
    assert list(table.index) == list(expected)
    assert str(table.to_dict("index")) == str(expected)


@settings(max_examples=60, deadline=None)
@given(log=logs(), days=st.integers(0, 45))
def test_money_and_purchases_are_conserved(log, days):
    as_of = log["ordered_at"].min().date() + timedelta(days=days)
    table = customers(log, as_of=as_of)
    known = log[log["ordered_at"].dt.date <= as_of]
    money = round(table["total_spend"].sum() + table.attrs["money_without_purchase"], 2)
    assert money == pytest.approx(known["amount"].sum(), abs=0.005)
    bought = known[known["amount"] >= 0]
    days = bought.assign(day=bought["ordered_at"].dt.date)[["customer_id", "day"]]
    assert table["purchases"].sum() == len(days.drop_duplicates())
    assert table["purchases"].sum() == table["repeat_purchases"].sum() + len(table)
    assert len(table) + table.attrs["customers_without_purchase"] == known["customer_id"].nunique()
    assert table.attrs["rows_after_as_of"] == len(log) - len(known)


@settings(max_examples=30, deadline=None)
@given(log=logs(), seed=st.integers(0, 9))
def test_order_of_the_rows_does_not_matter(log, seed):
    shuffled = log.sample(frac=1, random_state=seed)
    left, right = (customers(table, as_of="2024-02-29") for table in (log, shuffled))
    pd.testing.assert_frame_equal(left, right.loc[left.index], check_exact=True)


@pytest.fixture
def table():
    rng = np.random.default_rng(6)
    return pd.DataFrame(
        {
            "customer_id": rng.integers(0, 200, 3000),
            "ordered_at": pd.Timestamp(FIRST)
            + pd.to_timedelta(rng.integers(0, 90 * 86_400, 3000), unit="s"),
            "amount": rng.integers(-500, 5000, 3000) / 100,
        }
    )


def test_table_in_an_engine_stays_there_and_gives_the_same(table, tmp_path):
    import ibis

    table.to_parquet(tmp_path / "log.parquet")
    orders = ibis.duckdb.connect().read_parquet(tmp_path / "log.parquet")
    result = customers(orders, as_of="2024-03-10", period_days=7)
    assert isinstance(result, ibis.Table)
    found = result.to_pyarrow().to_pandas().set_index("customer_id").sort_index()
    expected = customers(table, as_of="2024-03-10", period_days=7).sort_index()
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_folder_of_files_is_one_log(table, tmp_path, monkeypatch):
    table.iloc[:1000].to_parquet(tmp_path / "1.parquet")
    (tmp_path / "later").mkdir()
    table.iloc[1000:].to_parquet(tmp_path / "later" / "2.parquet")
    expected = customers(table, as_of="2024-03-10")
    monkeypatch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 0)
    same(expected, customers(tmp_path, as_of="2024-03-10"))
    monkeypatch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 10**12)
    same(expected, customers(str(tmp_path), as_of="2024-03-10"))
