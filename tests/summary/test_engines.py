"""The engines give the same table, and neither gains nor loses a purchase or a cent."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.summary import customers, split

FIRST = date(2024, 1, 1)
# Ibis 12 calls a method of DuckDB by the name it had before DuckDB 2.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


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


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory):
    """Return a path in which a log is stored, for the engine beyond memory."""
    path = tmp_path_factory.mktemp("orders") / "log.parquet"

    def store(log):
        log.to_parquet(path)
        return path

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 10**12)
        yield store


@pytest.fixture(scope="module")
def in_file(tmp_path_factory):
    """Return a path in which a log is stored, small enough for memory."""
    path = tmp_path_factory.mktemp("orders") / "log.parquet"

    def store(log, **how):
        log.to_parquet(path, **how)
        return path

    return store


def same(left, right):
    pd.testing.assert_frame_equal(left.sort_index(), right, check_exact=True)
    assert left.attrs == right.attrs


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(log=logs(), days=st.integers(0, 45), period_days=st.sampled_from([1, 2, 7, 30]))
def test_engines_agree(on_disk, log, days, period_days):
    first = log["ordered_at"].min().date()
    as_of = first + timedelta(days=days)
    same(
        customers(log, as_of=as_of, period_days=period_days),
        customers(on_disk(log), as_of=as_of, period_days=period_days),
    )


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(log=logs(), days=st.integers(0, 30), more=st.integers(1, 30), period=st.sampled_from([1, 7]))
def test_engines_agree_on_the_split(on_disk, log, days, more, period):
    end = log["ordered_at"].min().date() + timedelta(days=days)
    ends = {"calibration_end": end, "holdout_end": end + timedelta(days=more)}
    for memory, disk in zip(
        split(log, **ends, period_days=period),
        split(on_disk(log), **ends, period_days=period),
        strict=True,
    ):
        same(memory, disk)


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
    with pytest.MonkeyPatch.context() as patch:  # over that of `on_disk`
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


def test_expression_compiles_for_spark(table, tmp_path, monkeypatch):
    import ibis
    from ibis.config import Config

    class SparkOptions(Config):
        treat_nan_as_null: bool = False

    # Ibis adds the option only where pyspark is installed; compiling needs no Spark.
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    table.to_parquet(tmp_path / "log.parquet")
    orders = ibis.duckdb.connect().read_parquet(tmp_path / "log.parquet")
    result = customers(orders, as_of="2024-03-10", period_days=7)
    sql = ibis.to_sql(result.unbind(), dialect="pyspark")
    assert "MAX_BY" in sql
    assert "`customer_id`" in sql


def test_folder_of_files_is_one_log(table, tmp_path, monkeypatch):
    table.iloc[:1000].to_parquet(tmp_path / "1.parquet")
    (tmp_path / "later").mkdir()
    table.iloc[1000:].to_parquet(tmp_path / "later" / "2.parquet")
    expected = customers(table, as_of="2024-03-10")
    monkeypatch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 0)
    same(expected, customers(tmp_path, as_of="2024-03-10"))
    monkeypatch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 10**12)
    same(expected, customers(str(tmp_path), as_of="2024-03-10"))
