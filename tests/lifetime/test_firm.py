"""A firm valued by its customers: those to come, and what one per cent of a lever is worth."""

import numpy as np
import pandas as pd
import pytest

from crmkit.companies import subscription_firm
from crmkit.lifetime import SBG, BdW, contracts
from crmkit.lifetime.valuation import (
    constant_retention_value,
    customer_equity,
    customers_to_come,
    elasticities,
    margin_multiple,
)
from crmkit.models import interval_of

MONEY = {"customer_value": 60.0, "acquisition_cost": 49.0, "annual_discount_rate": 0.1}


def multiple(margin, retention, discount):
    return margin * margin_multiple(retention_rate=retention, annual_discount_rate=discount)


# --- customers to come


def test_customers_to_come_by_hand():
    found = customers_to_come(pd.Series({0: 10, 2: 20}), **MONEY)
    assert found["value"].to_list() == [600, 1200]
    assert found["cost"].to_list() == [490, 980]
    assert found["present_value"].to_list() == pytest.approx([110, 220 / 1.21])


def test_customers_that_cost_more_than_they_are_worth_destroy_value():
    found = customers_to_come(pd.Series({1: 10}), **MONEY | {"acquisition_cost": 71})
    assert found["present_value"].item() == pytest.approx(-110 / 1.1)


def test_the_same_arrivals_for_ever_are_a_perpetuity():
    found = customers_to_come(pd.Series(10, index=range(1, 400)), **MONEY)
    assert found["present_value"].sum() == pytest.approx(110 / 0.1)


@pytest.mark.parametrize(
    ("arrivals", "change", "error", "message"),
    [
        (pd.Series({1: -1}), {}, ValueError, "arrivals is negative in 1 of 1"),
        (pd.Series({1: np.nan}), {}, ValueError, "arrivals is missing in 1 of 1"),
        (pd.Series({-1: 5}), {}, ValueError, "indexed by years from now"),
        (pd.Series({1.5: 5}), {}, ValueError, "indexed by years from now"),
        (pd.Series([5, 5], index=[1, 1]), {}, ValueError, "more than once"),
        ([5, 5], {}, TypeError, "arrivals must be a Series"),
        (pd.Series({1: 5}), {"acquisition_cost": -1}, ValueError, "acquisition_cost=-1"),
        (pd.Series({1: 5}), {"customer_value": np.inf}, ValueError, "customer_value=inf"),
    ],
)
def test_arrivals_that_cannot_be_are_refused(arrivals, change, error, message):
    with pytest.raises(error, match=message):
        customers_to_come(arrivals, **MONEY | change)


# --- elasticities


@pytest.mark.parametrize("retention", [0.6, 0.8, 0.9])
@pytest.mark.parametrize("discount", [0.1, 0.12, 0.16])
def test_elasticities_of_the_margin_multiple_are_the_formulas(retention, discount):
    levers = {"margin": 100, "retention": retention, "discount": discount}
    found = elasticities(multiple, levers)["elasticity"]
    rest = 1 + discount - retention
    exact = [1, (1 + discount) / rest, -discount / rest]
    assert found.to_list() == pytest.approx(exact, rel=1e-8)
    # Their ratio does not depend on retention (row 73).
    assert -found["retention"] / found["discount"] == pytest.approx((1 + discount) / discount)


@pytest.mark.parametrize(("retention", "published"), [(0.8, (3.50, -0.37)), (0.9, (5.09, -0.55))])
def test_elasticities_at_twelve_per_cent(retention, published):
    levers = {"margin": 1, "retention": retention, "discount": 0.12}
    found = elasticities(multiple, levers)["elasticity"]
    assert found[["retention", "discount"]].to_list() == pytest.approx(published, abs=0.005)


def test_one_per_cent_is_worth_its_elasticity():
    found = elasticities(multiple, {"margin": 100, "retention": 0.9, "discount": 0.12})
    better = multiple(100, 0.9 * 1.0001, 0.12) - multiple(100, 0.9, 0.12)
    assert found.loc["retention", "value_of_one_percent"] == pytest.approx(100 * better, rel=1e-3)
    assert (found["value_of_one_percent"] > 0).all()


@pytest.mark.parametrize(
    ("value", "levers", "error", "message"),
    [
        (lambda m: m, {}, ValueError, "levers is empty"),
        (lambda m: m, {"m": 0}, ValueError, r"levers\['m'\]=0 must be"),
        (lambda m: -m, {"m": 1}, ValueError, "must give one number above 0, but gives -1"),
        (lambda m: np.nan, {"m": 1}, ValueError, "must give one number above 0, but gives nan"),
        (lambda m: [m, m], {"m": 1}, ValueError, "must give one number above 0"),
        (lambda m: m, [1], TypeError, "levers must map names to numbers"),
    ],
)
def test_levers_that_say_nothing_are_refused(value, levers, error, message):
    with pytest.raises(error, match=message):
        elasticities(value, levers)


# --- a base whose truth is known


def base(seed):
    """The truth, and how to value the base by a model: (true value, cohorts, function)."""
    firm = subscription_firm(seed=seed)
    active = firm.customers[firm.customers["active"]]
    true = constant_retention_value(
        annual_margin=1.0,
        retention_rate=firm.truth.loc[active.index, "retention_rate"],
        annual_discount_rate=0.12,
        first_payment="now_if_retained",
    ).sum()
    there = active.groupby("renewals").size()

    def value(model):
        ahead = model.discounted_expected_residual_lifetime(there.index, annual_discount_rate=0.12)
        return customer_equity(there, ahead)

    return true, contracts.survivors(firm.customers, cohort="joined"), there, value


def test_a_model_of_differing_customers_recovers_the_value_that_one_rate_misses():
    true, table, there, value = base(seed=3)
    faced = table.shift().where(table.notna())
    last = {year: table[year].last_valid_index() for year in table if table[year].count() > 1}
    one = sum(table.loc[t, y] for y, t in last.items()) / sum(
        faced.loc[t, y] for y, t in last.items()
    )
    by_one = there.sum() * constant_retention_value(
        annual_margin=1.0, retention_rate=one, annual_discount_rate=0.12,
        first_payment="now_if_retained",
    )  # fmt: skip
    model = BdW.fit(table, period_days=365.25)
    assert value(model) == pytest.approx(true, rel=0.06)
    assert by_one < 0.7 * true
    # The beta-geometric, too, has the order right, though the kinds are two and no beta.
    assert value(SBG.fit(table, period_days=365.25)) == pytest.approx(true, rel=0.12)


@pytest.mark.slow
def test_interval_of_the_value_holds_the_truth_nearly_as_often_as_it_says():
    # Two kinds are no beta distribution, so it cannot be quite 95 %.
    held = []
    for seed in range(60):
        true, table, _, value = base(seed)
        model = BdW.fit(table, period_days=365.25)
        found = interval_of(value, model, rng=np.random.default_rng(seed), draws=200).iloc[0]
        held.append(found["low"] <= true <= found["high"])
    assert np.mean(held) > 0.8, np.mean(held)


@pytest.mark.parametrize(
    ("value", "levers", "error", "message"),
    [
        (None, {"m": 1}, TypeError, "value is no function of the levers"),
        (lambda m: m, {"m": 1, "cost": 2}, TypeError, r"no function of the levers \['m', 'cost'\]"),
        (lambda m: "5", {"m": 1}, ValueError, "must give one number above 0, but gives '5'"),
        (lambda m: None, {"m": 1}, ValueError, "but gives None"),
        (lambda m: pd.NA, {"m": 1}, ValueError, "but gives <NA>"),
    ],
)
def test_a_value_that_is_no_function_of_its_levers_is_refused(value, levers, error, message):
    with pytest.raises(error, match=message):
        elasticities(value, levers)


def test_years_of_the_calendar_are_no_years_from_now():
    money = {"customer_value": 60, "acquisition_cost": 49, "annual_discount_rate": 0.1}
    with pytest.raises(ValueError, match=r"years from now .* found \[2025, 2026\]"):
        customers_to_come(pd.Series({2025: 100, 2026: 50}), **money)
    with pytest.raises(ValueError, match="arrivals is empty"):
        customers_to_come(pd.Series(dtype=float), **money)
