"""What is wrong with a log is said with column, count, first rows and the way to mend it."""

import numpy as np
import pandas as pd
import pytest

from crmkit.summary import customers, split


@pytest.fixture
def log():
    return pd.DataFrame(
        {
            "customer_id": ["a", "b", "a"],
            "ordered_at": pd.to_datetime(["2024-03-01", "2024-03-02", "2024-03-03"]),
            "amount": [1.0, 2.0, 3.0],
        }
    )


def raises(log, *words, error=ValueError, **arguments):
    with pytest.raises(error) as caught:
        customers(log, **{"as_of": "2024-03-31"} | arguments)
    for word in words:
        assert word in str(caught.value)


def test_missing_column(log):
    raises(log.rename(columns={"amount": "Amount"}), "'amount'", "'Amount'", "orders.read")


def test_doubled_column(log):
    raises(pd.concat([log, log[["amount"]]], axis=1), "'amount'", "a column more than once")


def test_empty_log(log):
    raises(log.head(0), "empty")


@pytest.mark.parametrize("column", ["customer_id", "ordered_at", "amount"])
def test_missing_values(log, column):
    log.loc[[0, 2], column] = None
    remedy = "numpy.isfinite(log['amount'])" if column == "amount" else f"dropna(subset=['{column}'"
    raises(log, repr(column), "2 row(s)", "0, 2", remedy)


def test_infinite_amount(log):
    raises(log.assign(amount=[1, np.inf, 2]), "'amount'", "row 1")


def test_fractions_of_a_cent(log):
    raises(log.assign(amount=[1, 2.345, 2]), "'amount'", "1 row(s)", "row 1: 2.345", "round(2)")


def test_amount_as_text(log):
    raises(log.assign(amount=["¥1", "2", "3"]), "'amount'", "numeric", "orders.read")


def test_absurd_amount(log):
    raises(log.assign(amount=[1, 1e17, 2]), "'amount'", "too large")


def test_dates_as_text(log):
    raises(log.assign(ordered_at="2024-03-01"), "'ordered_at'", "'2024-03-01'", "to_datetime")


def test_dates_with_a_time_zone(log):
    zoned = log.assign(ordered_at=log["ordered_at"].dt.tz_localize("Asia/Shanghai"))
    raises(zoned, "'ordered_at'", "time zone", "tz_convert")


def test_customers_as_floats(log):
    raises(log.assign(customer_id=[1.0, 2.0, 3.0]), "'customer_id'", "float64", "int64")


def test_as_of_before_the_first_order(log):
    raises(log, "2024-02-29", "2024-03-01", as_of="2024-02-29")


@pytest.mark.parametrize("as_of", ["03/04/2024", "", "yesterday", 20240301, None, pd.NaT])
def test_as_of_that_would_have_to_be_guessed(log, as_of):
    raises(log, "as_of=", "'2024-03-31'", as_of=as_of)


def test_as_of_with_a_time_zone(log):
    raises(log, "time zone", "tz_localize(None)", as_of=pd.Timestamp("2024-03-31", tz="UTC"))


@pytest.mark.parametrize("period_days", [0, -7, 1.5, True, "7", None])
def test_period_of_no_whole_days(log, period_days):
    raises(log, "period_days=", "of 1 or more", period_days=period_days)


@pytest.mark.parametrize("period_days", [np.int64(7), 7])
def test_numpy_integers_are_periods(log, period_days):
    assert customers(log, as_of="2024-03-31", period_days=period_days).attrs["period_days"] == 7


def test_tables_of_the_wrong_kind(log):
    import ibis

    raises([1, 2], "list", "DataFrame", error=TypeError)
    table = ibis.table({"amount": "float64"}, name="orders")
    raises(table, "no column 'customer_id', 'ordered_at'", "'amount'")
    kinds = {"customer_id": "int64", "ordered_at": "timestamp", "amount": "float64"}
    raises(ibis.table(kinds, name="orders"), "belongs to no engine", "connection.table")


def test_holdout_that_does_not_follow_calibration(log):
    for end in ("2024-03-02", "2024-03-01"):
        with pytest.raises(ValueError, match="not after calibration_end"):
            split(log, calibration_end="2024-03-02", holdout_end=end)
    with pytest.raises(ValueError, match="calibration_end=2024-02-01 is before the first order"):
        split(log, calibration_end="2024-02-01", holdout_end="2024-03-02")


def test_no_such_file(tmp_path):
    raises(tmp_path / "none.parquet", "none.parquet", error=FileNotFoundError)
    raises(tmp_path, ".parquet", error=FileNotFoundError)


def test_file_of_another_kind(tmp_path, log):
    path = tmp_path / "log.csv"
    log.to_csv(path)
    raises(path, "not Parquet", "orders.read")


@pytest.mark.parametrize("limit", ["lots", "10", 5, "GB", "10MB", "-1GB"])
def test_memory_limit_without_a_unit(tmp_path, log, limit):
    log.to_parquet(tmp_path / "log.parquet")
    raises(tmp_path / "log.parquet", "memory_limit=", "'500MB'", memory_limit=limit)


def test_without_the_extra_the_install_command_is_told(tmp_path, log, monkeypatch):
    import sys

    log.to_parquet(tmp_path / "log.parquet")
    monkeypatch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 10**12)
    monkeypatch.setitem(sys.modules, "ibis", None)
    raises(tmp_path / "log.parquet", 'pip install "crmkit[scale]"', "8GB", error=ImportError)


BAD = {
    "missing customer": (lambda log: log.assign(customer_id=["a", None, "b"]), "'customer_id'"),
    "missing date": (
        lambda log: log.assign(ordered_at=log["ordered_at"].where([True, False, True])),
        "'ordered_at'",
    ),
    "missing amount": (lambda log: log.assign(amount=[1, np.nan, 2]), "'amount' is missing"),
    "fraction": (lambda log: log.assign(amount=[1, 2.345, 2]), "fractions of a cent"),
    "text date": (lambda log: log.assign(ordered_at="2024-03-01"), "'ordered_at' has type"),
    "zone": (
        lambda log: log.assign(ordered_at=log["ordered_at"].dt.tz_localize("UTC")),
        "time zone",
    ),
    "float id": (lambda log: log.assign(customer_id=[1.5, 2, 3]), "'customer_id' has type"),
    "text amount": (lambda log: log.assign(amount="1"), "'amount' has type"),
    "empty": (lambda log: log.head(0), "empty"),
    "column": (lambda log: log.drop(columns="amount"), "the order log has no column 'amount'"),
    "too early": (
        lambda log: log.assign(ordered_at=pd.Timestamp("2025-01-01")),
        "before the first",
    ),
}


# Ibis 12 calls a method of DuckDB by the name it had before DuckDB 2.
@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.parametrize("kind", BAD)
def test_out_of_memory_the_same_errors(tmp_path, log, monkeypatch, kind):
    import ibis

    spoil, message = BAD[kind]
    path = tmp_path / "log.parquet"
    spoil(log).to_parquet(path)
    raises(path, message)
    monkeypatch.setattr("crmkit.summary.engine.parquet.memory_needed", lambda bounds: 10**12)
    if kind != "empty":  # a file without lines needs no engine
        raises(path, message)
    with pytest.raises(ValueError, match=message):
        customers(ibis.duckdb.connect().read_parquet(path), as_of="2024-03-31")
