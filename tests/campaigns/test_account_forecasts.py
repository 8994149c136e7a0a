"""Smoothing by account and in total, and what shared plans are worth."""

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.campaigns import account_forecasts, shared_plans


def lumpy(seed, *, months=60, accounts=6, chance=0.3):
    rng = np.random.default_rng(seed)
    some = rng.random((months, accounts)) < chance
    names = [f"k{one}" for one in range(accounts)]
    return pd.DataFrame(some * rng.lognormal(3, 0.4, some.shape), columns=names)


ORDERS = lumpy(1)


# --- Published and exact ----------------------------------------------------------------------


def test_oil_is_smoothed_as_published():
    """fpp2, section 7.1: alpha .834, level at start 446.6, forecast of 2014 542.7."""
    oil = datasets.load("oil_production").set_index("year")["million_tonnes"].loc[1996:]
    found = account_forecasts.smoothed(oil)
    assert found["alpha"] == pytest.approx(0.834, abs=5e-4)
    assert found["start"] == pytest.approx(446.6, abs=0.05)
    assert found["expected"] == pytest.approx(542.7, abs=0.05)


def test_bike_shops_vary_as_counted():
    bikes = datasets.load("bike_sales")
    orders = account_forecasts.monthly(bikes, account="shop", date="ordered_on", amount="amount")
    table = account_forecasts.variation(orders)
    shops = table.drop("total")
    assert orders.shape == (12, 30) and orders.to_numpy().sum() == bikes["amount"].sum()
    assert table.loc["total", "variation"] == pytest.approx(0.43, abs=0.005)
    assert shops["variation"].median() == pytest.approx(1.62, abs=0.005)
    assert (shops["months_ordered"] == 12).sum() == 3
    assert shops["value_share"].nlargest(6).sum() == pytest.approx(0.52, abs=0.005)


def test_with_one_alpha_the_sum_of_forecasts_is_the_forecast_of_the_sum():
    alpha, starts = 0.3, ORDERS.iloc[0]
    parts = [
        account_forecasts._levels(ORDERS[name].to_numpy(), alpha, starts[name]) for name in ORDERS
    ]
    total = account_forecasts._levels(ORDERS.sum(axis=1).to_numpy(), alpha, starts.sum())
    assert np.allclose(np.sum(parts, axis=0), total)


def test_smoothing_agrees_with_statsmodels_and_does_not_depend_on_the_unit():
    from statsmodels.tsa.holtwinters import SimpleExpSmoothing

    values = pd.Series(np.random.default_rng(2).normal(0, 1, 40).cumsum() + 50)
    fit = SimpleExpSmoothing(values.to_numpy(), initialization_method="estimated").fit()
    found = account_forecasts.smoothed(values)
    assert found["expected"] == pytest.approx(fit.forecast(1)[0], rel=1e-3)
    assert account_forecasts.smoothed(values * 1e6)["alpha"] == pytest.approx(found["alpha"])


# --- Facts ------------------------------------------------------------------------------------


def test_months_without_an_order_are_zero_and_nothing_is_lost():
    log = pd.DataFrame(
        {
            "customer_id": list("aba"),
            "tonnes": [5, 7, 6],
            "ordered_at": pd.to_datetime(["2024-01-05", "2024-01-09", "2024-03-31"]),
        }
    )
    before = log.copy()
    found = account_forecasts.monthly(log, amount="tonnes")
    assert found.to_numpy().tolist() == [[5, 7], [0, 0], [6, 0]]
    assert log.equals(before)


def test_forecasts_know_nothing_of_their_own_month_or_later():
    changed = ORDERS.copy()
    changed.iloc[-2:] = 1e4
    one, other = (account_forecasts.one_ahead(table, holdout=6) for table in (ORDERS, changed))
    assert np.allclose(one.iloc[:-1], other.iloc[:-1])
    assert not np.allclose(one.iloc[-1], other.iloc[-1])


def test_the_last_one_ahead_is_the_plain_forecast_of_the_months_before():
    one = account_forecasts.one_ahead(ORDERS, holdout=1)["k0"].iloc[0]
    assert one == pytest.approx(account_forecasts.smoothed(ORDERS["k0"].iloc[:-1])["expected"])


def test_a_split_adds_up_to_the_total():
    total = pd.Series([100.0, 50], index=ORDERS.index[-2:])
    parts = account_forecasts.split(total, ORDERS)
    assert np.allclose(parts.sum(axis=1), total) and (parts >= 0).all(axis=None)
    changed = ORDERS.copy()
    changed.iloc[-2:] = 7
    assert account_forecasts.split(total, changed).equals(parts)


def test_interval_of_the_next_value_covers():
    inside = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        shocks = rng.normal(0, 1, 61)
        level = 100 + 0.3 * np.concatenate([[0], shocks.cumsum()[:-1]])
        series = pd.Series(level + shocks)
        found = account_forecasts.smoothed(series.iloc[:-1])
        inside.append(found["low"] < series.iloc[-1] < found["high"])
    assert 0.88 <= np.mean(inside) <= 0.99


def test_a_true_plan_of_a_lumpy_account_is_worth_more_than_one_of_a_steady_account():
    steady = pd.Series(np.random.default_rng(3).normal(20, 1, 60))
    orders = ORDERS.assign(steady=steady)
    values = shared_plans.plan_values(orders, orders[["k0", "steady"]].iloc[-24:])
    assert values.loc["k0", "estimate"] > 5 * abs(values.loc["steady", "estimate"])
    assert values["plan_ratio"].tolist() == [1, 1]


def test_with_all_plans_true_nothing_is_left_to_err():
    told = ORDERS.drop(columns="k5").iloc[-10:]
    orders = ORDERS.assign(k5=5.0)
    assert np.allclose(shared_plans.with_plans(orders, told), orders.iloc[-10:].sum(axis=1))


def test_a_plan_that_says_twice_as_much_misleads():
    twice = 2.6 * ORDERS[["k0"]].iloc[-30:]
    found = shared_plans.plan_values(ORDERS, twice).iloc[0]
    true = shared_plans.plan_values(ORDERS, ORDERS[["k0"]].iloc[-30:]).iloc[0]
    assert found["plan_ratio"] == pytest.approx(2.6)
    assert found["estimate"] < 0 < true["estimate"]


def test_what_is_compared_with_itself_does_not_differ():
    actual = ORDERS.sum(axis=1)
    table = shared_plans.compared({"a": actual + 2, "b": actual + 2}, actual, cost=10)
    assert table["estimate"].tolist() == pytest.approx([20, 20])
    assert table.loc["b", ["difference", "difference_low", "difference_high"]].tolist() == [0, 0, 0]


def test_intervals_of_a_difference_cover_the_truth():
    inside = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        actual = pd.Series(rng.normal(0, 1, 18))
        known = pd.Series(rng.normal(0, 1, 18))
        ways = {"none": pd.Series(np.zeros(18)), "half": known}
        row = shared_plans.compared(ways, actual + known).loc["half"]
        truth = (1 - np.sqrt(2)) * np.sqrt(2 / np.pi)
        inside += row["difference_low"] < truth < row["difference_high"]
    assert 0.91 <= inside / 300 <= 0.98


# --- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("orders", "said"),
    [
        (ORDERS.iloc[:0], "empty"),
        (ORDERS.assign(k0=np.nan), "is missing"),
        (ORDERS.assign(total=1.0), "called 'total'"),
        (pd.concat([ORDERS, ORDERS[["k0"]]], axis=1), "more than once"),
        (ORDERS.iloc[[0, 0, 1, 2, 3, 4, 5]], "month.s. more than once"),
        (ORDERS.iloc[:4], "leave 2 to learn"),
    ],
)
def test_bad_orders_are_refused(orders, said):
    with pytest.raises(ValueError, match=said):
        account_forecasts.one_ahead(orders, holdout=2)


def test_what_cannot_be_answered_is_refused():
    with pytest.raises(ValueError, match="no orders by"):
        account_forecasts.variation(ORDERS.assign(k1=0.0))
    with pytest.raises(ValueError, match="all values are alike"):
        account_forecasts.smoothed(pd.Series([3.0] * 6))
    with pytest.raises(ValueError, match="four or more"):
        account_forecasts.smoothed(pd.Series([3.0, 4]))
    log = pd.DataFrame({"customer_id": ["a"], "ordered_at": ["2024-01-01"], "tonnes": [1.0]})
    with pytest.raises(ValueError, match="no dates"):
        account_forecasts.monthly(log, amount="tonnes")
    with pytest.raises(ValueError, match="before"):
        account_forecasts.split(pd.Series([1.0], index=[0]), ORDERS)
    with pytest.raises(ValueError, match="no orders"):
        shared_plans.with_plans(ORDERS, ORDERS[["k0"]].set_axis(["zz"], axis=1).iloc[-3:])
    with pytest.raises(ValueError, match="last months"):
        shared_plans.with_plans(ORDERS, ORDERS[["k0"]].iloc[-5:-2])
    actual = ORDERS.sum(axis=1)
    with pytest.raises(ValueError, match="dict"):
        shared_plans.compared({}, actual)
    with pytest.raises(ValueError, match="three or more"):
        shared_plans.compared({"a": actual.iloc[:2]}, actual)
    with pytest.raises(ValueError, match="other months"):
        shared_plans.compared({"a": actual.iloc[:5], "b": actual.iloc[1:6]}, actual)
    with pytest.raises(ValueError, match="cost"):
        shared_plans.compared({"a": actual}, actual, cost=0)


def test_months_out_of_order_are_refused():
    orders = pd.DataFrame({"a": [10.0, 12, 11, 13, 12, 11]}, index=[6, 5, 4, 3, 2, 1])
    with pytest.raises(ValueError, match="not in order"):
        account_forecasts.one_ahead(orders, holdout=2)
