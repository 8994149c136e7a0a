"""Simulated bonds: what the card says is what comes out."""

from dataclasses import replace

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Bonded, bonded_customers

BONDS = ("card", "adviser", "interface")


@pytest.fixture(scope="module")
def firm():
    return bonded_customers(n_customers=20_000, seed=1)


@pytest.fixture(scope="module")
def card():
    return {k: p.value for k, p in datasets.card("bonded_customers").parameters.items()}


def assert_share(values, expected):
    error = np.sqrt(expected * (1 - expected) / len(values))
    assert values.mean() == pytest.approx(expected, abs=4.5 * error)


def test_same_seed_same_customers():
    one, other = (bonded_customers(n_customers=50, seed=4) for _ in range(2))
    assert one.customers.equals(other.customers) and one.truth.equals(other.truth)
    assert not one.customers.equals(bonded_customers(n_customers=50, seed=5).customers)


def test_parameters_are_those_of_the_card(firm, card):
    assert firm.parameters == Bonded.from_card()
    assert set(vars(firm.parameters)) == set(card)


def test_customers_know_nothing_of_the_truth(firm):
    columns = ["size", *BONDS, "tenure_months", "left"]
    assert list(firm.customers) == columns
    assert firm.truth.index.equals(firm.customers.index) and firm.customers.index.is_unique


def test_shares_are_those_of_the_card(firm, card):
    customers, attached = firm.customers, firm.truth["attached"]
    assert_share(attached, card["attached_share"])
    assert_share(customers["adviser"], card["adviser_share"])
    for size, share in card["size_share"].items():
        mine = customers[customers["size"] == size]
        assert_share(customers["size"] == size, share)
        assert_share(mine["interface"], card["interface_share"][size])
    assert_share(customers["card"][attached], card["card_share"]["attached"])
    assert_share(customers["card"][~attached], card["card_share"]["others"])


def test_by_lot_the_attached_have_the_card_as_often_as_the_others():
    firm = bonded_customers(n_customers=20_000, card="by lot", seed=2)
    for mine in (firm.truth["attached"], ~firm.truth["attached"]):
        assert_share(firm.customers["card"][mine], 0.5)


def test_hazards_are_products_of_the_ratios(firm, card):
    customers = firm.customers
    expected = card["monthly_hazard"] * customers["size"].astype("str").map(card["size_ratio"])
    expected *= np.where(firm.truth["attached"], card["attached_ratio"], 1)
    for bond in BONDS:
        expected *= np.where(customers[bond] == 1, card["bond_ratio"][bond], 1)
    assert firm.truth["monthly_hazard"].to_numpy() == pytest.approx(expected.to_numpy())


def test_customers_leave_at_their_hazard(firm):
    """Of those seen for a whole month, 1 - exp(-h) leave in it, month after month."""
    for low, high in ((0, 0.015), (0.015, 0.04), (0.04, 0.1)):
        mine = firm.truth["monthly_hazard"].between(low, high)
        customers, hazard = firm.customers[mine], firm.truth["monthly_hazard"][mine]
        leaves = -np.expm1(-hazard)
        expected = (leaves * customers["tenure_months"]).sum()
        assert customers["left"].sum() == pytest.approx(expected, abs=4.5 * np.sqrt(expected))


def test_who_joined_this_month_has_tenure_zero_and_is_still_there(firm):
    new = firm.customers[firm.customers["tenure_months"] == 0]
    assert len(new) > 0 and (new["left"] == 0).all()
    assert firm.customers["tenure_months"].between(0, firm.months).all()


def test_without_hazard_nobody_leaves():
    still = replace(Bonded.from_card(), monthly_hazard=1e-12)
    assert bonded_customers(n_customers=500, parameters=still).customers["left"].sum() == 0


@pytest.mark.parametrize("wrong", [{"n_customers": 0}, {"months": 0}, {"months": 1.5}])
def test_a_firm_needs_a_customer_and_a_month(wrong):
    with pytest.raises(ValueError, match="must be a whole number of 1 or more"):
        bonded_customers(**wrong)
    with pytest.raises(ValueError, match="card='sold' is no option; choose one of 'chosen'"):
        bonded_customers(card="sold")


def test_smallest_firms_work():
    assert len(bonded_customers(n_customers=1, months=1).customers) == 1
