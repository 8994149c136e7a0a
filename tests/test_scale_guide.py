"""docs/scale.md, as a researcher follows it, on a shop that fits in memory as well."""

import warnings

import ibis
import pandas as pd
import pytest

from benchmarks import scale
from crmkit.lifetime import valuation
from crmkit.summary import customers


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    _, true = scale.write_shop(folder, 60_000)
    with warnings.catch_warnings():
        # Ibis 12 speaks to DuckDB 2 and pandas 3 in words that these will drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        found, _ = scale.run(folder, sample=1000, draws=20)
        found["by_customer"] = found["value"].to_pandas().set_index("customer_id")["value"]
    yield found | {"true": true}
    found["engine"].disconnect()


@pytest.fixture(scope="module")
def in_memory(guide):
    return customers(guide["folder"] / "orders", as_of="2025-12-28", period_days=7)


def test_the_customers_stay_in_the_engine(guide):
    assert all(isinstance(guide[name], ibis.Table) for name in ("customers", "value"))
    assert guide["left_out"]["rows_after_as_of"] == 0


def test_every_value_is_that_of_the_way_through_memory(guide, in_memory):
    future = guide["purchases"].discounted_expected_transactions(
        in_memory, annual_discount_rate=0.1
    )
    value = valuation.customer_value(
        future, guide["spend"].expected_spend(in_memory), margin_rate=0.3
    )
    pd.testing.assert_series_equal(
        guide["by_customer"].sort_index(), value.sort_index(), rtol=1e-9, check_names=False
    )


def test_sums_of_histories_are_sums_of_customers(guide):
    total = guide["total"].iloc[0]
    assert total["estimate"] == pytest.approx(guide["by_customer"].sum(), rel=1e-9)
    assert total["low"] < total["estimate"] < total["high"]
    assert guide["counted"]["customers"].sum() == len(guide["by_customer"])


def test_the_best_are_the_best(guide):
    best = guide["best"].set_index("customer_id")["value"]
    pd.testing.assert_series_equal(best, guide["by_customer"].nlargest(100), check_names=False)


def test_the_total_is_near_the_truth(guide):
    """An interval of expectations: what these customers are worth is a draw around one."""
    total = guide["total"].iloc[0]
    assert total["estimate"] == pytest.approx(guide["true"], rel=0.1)
