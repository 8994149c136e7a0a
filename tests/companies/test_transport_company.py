"""Simulated exits: what the card says is what comes out."""

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Transport, transport_company


@pytest.fixture(scope="module")
def company():
    return transport_company(seed=1)


@pytest.fixture(scope="module")
def card():
    return {k: p.value for k, p in datasets.card("transport_company").parameters.items()}


def test_same_seed_same_company():
    one, other = (transport_company(n_customers=60, seed=4) for _ in range(2))
    assert one.customers.equals(other.customers) and one.truth.equals(other.truth)
    assert not one.customers.equals(transport_company(n_customers=60, seed=5).customers)


def test_parameters_are_those_of_the_card(company, card):
    assert company.parameters == Transport.from_card()
    assert set(vars(company.parameters)) == set(card)
    assert set(company.programmes["mends"]) == set(card["yearly_hazard"]["small"])


def test_customers_know_nothing_of_the_truth(company):
    columns = ["size", "annual_revenue", "annual_profit", "years", "reason"]
    assert list(company.customers) == columns
    assert company.truth.index.equals(company.customers.index)
    assert company.customers.index.is_unique


def test_at_any_time_there_are_as_many_customers(company):
    customers = company.customers
    assert customers["reason"].isna().sum() == 6_600
    assert customers["years"].sum() == pytest.approx(4 * 6_600, abs=1)
    assert customers["years"].between(0, 4).all()


def test_five_in_a_hundred_leave_a_year(company):
    sizes = company.parameters.large_share
    hazard = {size: sum(by.values()) for size, by in company.parameters.yearly_hazard.items()}
    every = (1 - sizes) * hazard["small"] + sizes * hazard["large"]
    assert 1 - np.exp(-every) == pytest.approx(0.05, abs=0.0001)


def test_customers_leave_for_each_reason_at_its_hazard(company, card):
    for size, hazards in card["yearly_hazard"].items():
        mine = company.customers[company.customers["size"] == size]
        for reason, hazard in hazards.items():
            expected = hazard * mine["years"].sum()
            left = (mine["reason"] == reason).sum()
            assert left == pytest.approx(expected, abs=4 * np.sqrt(expected))
            assert (company.truth.loc[mine.index, reason] == hazard).all()


def test_revenue_and_profit_are_those_of_the_card(company, card):
    customers = company.customers
    for size, mean in card["annual_revenue"].items():
        mine = customers.loc[customers["size"] == size, "annual_revenue"]
        error = mine.std() / np.sqrt(len(mine))
        assert mine.mean() == pytest.approx(mean, abs=4 * error)
    expected = card["margin_rate"] * customers["annual_revenue"]
    assert (customers["annual_profit"] - expected).abs().max() <= 0.5


def test_revenue_has_nothing_to_do_with_leaving_within_a_size(company):
    for _, mine in company.customers.groupby("size", observed=True):
        left = mine["reason"].notna()
        gap = mine.loc[left, "annual_revenue"].mean() / mine["annual_revenue"].mean() - 1
        assert abs(gap) < 4 * 0.5 / np.sqrt(left.sum())


@pytest.mark.parametrize("wrong", [{"n_customers": 0}, {"years": 0}, {"years": 1.5}])
def test_a_company_needs_a_customer_and_a_year(wrong):
    with pytest.raises(ValueError, match="must be a whole number of 1 or more"):
        transport_company(**wrong)


def test_smallest_company_works():
    assert transport_company(n_customers=1, years=1).customers["years"].sum() == 1
