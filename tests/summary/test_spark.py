"""Spark, by a Sail server: whose zone a day belongs to, which amounts are refused, what is left."""

import datetime
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crmkit.lifetime import BGNBD, evaluation
from crmkit.segmentation import rfm
from crmkit.summary import customers, distinct_histories, left_out, log_gaps, split

pytestmark = [
    # Ibis and PySpark 4.0 ask pandas for what pandas 4 will drop.
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning"),
]
ZONES = ["UTC", "Asia/Shanghai", "America/New_York"]
AS_OF = "2024-01-31"
LINES = [
    ("Li", "2024-01-02 06:00:00", 30.0),
    ("Li", "2024-02-01 06:00:00", 20.0),
    ("Wu", "2024-01-31 23:59:59", 12.5),
    ("Xu", "2024-01-05 00:00:00", -4.0),
]


@pytest.fixture
def orders(spark):
    """Return the lines as a frame whose times have no zone."""
    values = ", ".join(f"('{who}', timestamp_ntz'{when}', {much}d)" for who, when, much in LINES)
    return spark.sql(f"select * from values {values} as t(customer_id, ordered_at, amount)")


@pytest.fixture
def zone(spark):
    """Return a function that sets the session's zone until the end of the test."""
    key = "spark.sql.session.timeZone"
    before = spark.conf.get(key)
    yield lambda name: spark.conf.set(key, name)
    spark.conf.set(key, before)


def as_ibis(spark, frame):
    import ibis

    frame.createOrReplaceTempView("orders")
    return ibis.pyspark.connect(spark).table("orders")


def fetched(frame):
    return frame.toArrow().to_pandas().set_index("customer_id").sort_index()


def refused(table, *words):
    with pytest.raises(ValueError) as caught:
        customers(table, as_of=AS_OF)
    for word in words:
        assert word in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("kind", ["timestamp_ntz", "date"])
def test_days_are_those_of_the_times_as_they_stand(spark, orders, zone, name, kind):
    from pyspark.sql import functions as F

    zone(name)
    frame = orders.withColumn("ordered_at", F.col("ordered_at").cast(kind))
    table = fetched(customers(frame, as_of=AS_OF))
    assert table["purchases"].to_dict() == {"Li": 1, "Wu": 1}
    assert table["age_days"].to_dict() == {"Li": 29, "Wu": 0}
    assert left_out(frame, as_of=AS_OF) == {
        "rows_after_as_of": 1,
        "customers_without_purchase": 1,
        "money_without_purchase": -4.0,
    }
    assert spark.conf.get("spark.sql.session.timeZone") == name


def test_nothing_is_left_in_the_session(spark, orders):
    before = spark.catalog.listTables()
    split(orders, calibration_end="2024-01-03", holdout_end=AS_OF)
    assert spark.catalog.listTables() == before


def test_parts_of_a_split_are_frames_of_spark(orders):
    parts = split(orders, calibration_end="2024-01-03", holdout_end="2024-02-01")
    assert all(type(part) is type(orders) for part in parts)
    holdout = fetched(parts.holdout)
    assert holdout.loc["Li"].to_dict() == {
        "purchases": 1, "total_spend": 20, "mean_spend": 20, "days": 29,
    }  # fmt: skip
    assert list(fetched(parts.born_in_holdout).index) == ["Wu"]


def test_histories_counted_in_spark_are_what_a_model_is_fitted_on(spark):
    rng = np.random.default_rng(3)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 90, 2000), unit="D")
    log = pd.DataFrame(
        {"customer_id": rng.integers(0, 300, 2000), "ordered_at": days, "amount": 1.0}
    )
    schema = "customer_id bigint, ordered_at timestamp_ntz, amount double"
    table = customers(spark.createDataFrame(log, schema=schema), as_of="2024-03-31")
    histories = distinct_histories(table)
    expected = distinct_histories(customers(log, as_of="2024-03-31"))
    pd.testing.assert_frame_equal(histories, expected, check_exact=True)
    assert BGNBD.fit(histories, period_days=1) == BGNBD.fit(expected, period_days=1)


# 06:30 UTC on this day is half past midnight in Costa Rica, and in New York the second half past
# one of a night whose clocks go back.
TWICE = "2024-11-03 06:30:00"


@pytest.mark.parametrize("name", ZONES)
def test_instants_are_refused_with_a_remedy_that_cures(spark, zone, name):
    from pyspark.sql import functions

    zone(name)
    frame = spark.sql(
        f"select 'Li' as customer_id, timestamp'{TWICE}Z' as ordered_at, 1d as amount"
    )
    told = refused(frame, "'ordered_at' has type timestamp", "instant", "withColumn")
    expression = re.search(r'expr\("(.*?)"\)', told)[1].replace(
        "Asia/Shanghai", "America/Costa_Rica"
    )
    cured = frame.withColumn("ordered_at", functions.expr(expression))
    assert cured.collect()[0].ordered_at == datetime.datetime(2024, 11, 3, 0, 30)
    assert fetched(customers(cured, as_of="2024-11-03")).loc["Li", "age_days"] == 0


def test_instants_of_an_ibis_table_are_refused_with_a_remedy_that_cures(spark, zone):
    import ibis

    zone("America/New_York")
    table = as_ibis(
        spark,
        spark.sql(f"select 'Li' as customer_id, timestamp'{TWICE}Z' as ordered_at, 1d as amount"),
    )
    told = refused(table, "'ordered_at' has type timestamp", "instant")
    query = re.search(r'connection\.sql\("(.*?)"\)', told)[1]
    cured = ibis.pyspark.connect(spark).sql(query.replace("Asia/Shanghai", "America/Costa_Rica"))
    found = customers(cured, as_of="2024-11-03").to_pyarrow().to_pylist()
    assert found[0]["age_days"] == 0


def test_spark_s_instants_in_a_file_are_refused(tmp_path):
    table = pa.table(
        {
            "customer_id": ["Li"],
            "ordered_at": pa.array([datetime.datetime(2024, 1, 2, 22)], pa.timestamp("us")),
            "amount": [1.0],
        }
    )
    pq.write_table(table, tmp_path / "log.parquet", use_deprecated_int96_timestamps=True)
    refused(tmp_path, "'ordered_at' has type INT96", "UTC", "TIMESTAMP_NTZ", "timezone=")


AMOUNTS = {
    "double('nan')": ("'amount' is missing in 2 row(s), or infinite",),
    "double('inf')": ("'amount' is missing in 2 row(s), or infinite", "inf"),
    "-double('inf')": ("'amount' is missing in 2 row(s), or infinite", "-inf"),
    "float('nan')": ("'amount' is missing in 2 row(s), or infinite",),
    "cast(null as double)": ("'amount' is missing in 2 row(s), or infinite", "None"),
    "1.005d": ("'amount' has fractions of a cent in 2 row(s)", "1.005"),
    "cast(1.005 as decimal(38, 3))": ("'amount' has fractions of a cent in 2 row(s)", "1.005"),
}


@pytest.mark.parametrize("kind", ["PySpark", "Ibis"])
@pytest.mark.parametrize("amount", AMOUNTS)
def test_amounts_that_cannot_be_counted_are_refused_with_a_remedy_that_cures(
    spark, orders, kind, amount
):
    import pyspark
    from pyspark.sql import functions

    spoiled = f"case when customer_id = 'Li' then {amount} else amount end"
    frame = orders.withColumn("amount", functions.expr(spoiled))
    table = frame if kind == "PySpark" else as_ibis(spark, frame)
    told = refused(table, *AMOUNTS[amount], "'customer_id': 'Li'")
    remedy = told.rpartition(": ")[2].removesuffix(".")
    cured = eval(remedy, {"pyspark": pyspark, "frame": frame, "table": table})
    customers(cured, as_of=AS_OF)


@pytest.mark.parametrize("kind", ["PySpark", "Ibis"])
@pytest.mark.parametrize("amount", ["1e300d", "-1e300d", "1e17d"])
def test_absurd_amounts_are_refused(spark, orders, kind, amount):
    from pyspark.sql import functions

    frame = orders.withColumn("amount", functions.expr(amount))
    table = frame if kind == "PySpark" else as_ibis(spark, frame)
    refused(table, "'amount' goes from", "too large")


@pytest.mark.parametrize("column", ["customer_id", "ordered_at"])
def test_missing_values_are_refused_with_a_remedy_that_cures(orders, column):
    from pyspark.sql import functions

    frame = orders.withColumn(
        column, functions.expr(f"case when customer_id = 'Wu' then {column} end")
    )
    told = refused(frame, f"'{column}' is missing in 3 row(s)")
    cured = eval(told.rpartition(": ")[2].removesuffix("."), {"frame": frame})
    assert list(fetched(customers(cured, as_of=AS_OF)).index) == ["Wu"]


@pytest.mark.parametrize("kind", ["decimal(18, 2)", "decimal(38, 10)", "float", "int", "double"])
def test_any_type_of_number_is_money(orders, kind):
    from pyspark.sql import functions

    frame = orders.withColumn("amount", functions.expr(f"cast(amount * 2 as {kind})"))
    table = fetched(customers(frame, as_of="2024-02-29"))
    assert table["total_spend"].to_dict() == {"Li": 100, "Wu": 25}
    assert table["total_spend"].dtype == "float64"


def test_money_beyond_what_a_double_holds_is_added_exactly(spark):
    # From 2^53 cents on, a double is a whole number of two cents.
    frame = spark.sql(
        "select 'Li' as customer_id, timestamp_ntz'2024-01-01' as ordered_at, amount from values "
        "(90071992547409.92d), (0.01d), (-90071992547409.92d) as t(amount)"
    )
    assert fetched(customers(frame, as_of=AS_OF)).loc["Li", "total_spend"] == 0.01


@pytest.mark.parametrize(
    ("column", "expression", "message"),
    [
        ("customer_id", "1.5d", "'customer_id' has type double, but must be text or whole numbers"),
        ("ordered_at", "'2024-01-01'", "'ordered_at' has type string, but must be a timestamp"),
        ("ordered_at", "interval 1 day", "'ordered_at' has type interval day"),
        ("amount", "'1'", "'amount' has type string, but must be numeric"),
    ],
)
def test_columns_of_another_type_are_refused(orders, column, expression, message):
    from pyspark.sql import functions

    refused(orders.withColumn(column, functions.expr(expression)), message)


def test_other_faults_are_told_as_of_any_log(orders):
    refused(orders.drop("amount"), "the order log has no column 'amount'", "'ordered_at'")
    refused(orders.limit(0), "the order log is empty")
    twice = orders.selectExpr("*", "amount as Amount")
    refused(twice, "the order log has ['amount', 'Amount'], one name to Spark")
    with pytest.raises(ValueError, match="as_of=2023-12-31 is before the first order, 2024-01-02"):
        customers(orders, as_of="2023-12-31")
    with pytest.raises(ValueError, match="calibration_end=2023-12-31 is before the first order"):
        split(orders, calibration_end="2023-12-31", holdout_end=AS_OF)
    with pytest.raises(ValueError, match="no column 'age'"):
        distinct_histories(customers(orders, as_of=AS_OF), ["age"])


@pytest.mark.parametrize("name", ["{a}", "a.b", "`a`", "a b"])
def test_columns_of_any_name_are_counted(orders, name):
    histories = distinct_histories(orders.withColumnRenamed("amount", name), name)
    assert histories[name].tolist() == [-4, 12.5, 20, 30]


@pytest.mark.parametrize("kind", ["PySpark", "Ibis"])
def test_what_needs_a_frame_says_how_to_fetch_it(spark, orders, kind):
    log = orders if kind == "PySpark" else as_ibis(spark, orders)
    table = customers(log, as_of=AS_OF)
    way = "toPandas" if kind == "PySpark" else "to_pandas"
    with pytest.raises(TypeError, match=rf"Fetch it first: table\.{way}\(\), and \.set_index"):
        rfm.score(table)
    with pytest.raises(TypeError, match=way):
        log_gaps(log, as_of=AS_OF)
    parts = split(log, calibration_end="2024-01-03", holdout_end=AS_OF)
    with pytest.raises(TypeError, match=rf"the holdout must be a DataFrame.*{way}"):
        evaluation.scope(parts)


def test_without_ibis_the_install_command_is_told(orders, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ibis", None)
    with pytest.raises(ImportError, match=r'pip install "crmkit\[scale\]"'):
        customers(orders, as_of=AS_OF)
