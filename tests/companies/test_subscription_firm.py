"""Simulated subscribers: what the card says is what comes out."""

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Subscribing, subscription_firm


@pytest.fixture(scope="module")
def firm():
    return subscription_firm(seed=1)


def test_same_seed_same_customers():
    one, other = (subscription_firm(years=2, seed=4) for _ in range(2))
    assert one.customers.equals(other.customers) and one.truth.equals(other.truth)
    assert not one.customers.equals(subscription_firm(years=2, seed=5).customers)


def test_parameters_are_those_of_the_card(firm):
    card = datasets.card("subscription_firm").parameters
    assert firm.parameters == Subscribing.from_card()
    assert set(vars(firm.parameters)) == set(card)


def test_customers_know_nothing_of_the_truth(firm):
    assert list(firm.customers) == ["joined", "renewals", "active"]
    assert firm.truth.index.equals(firm.customers.index) and firm.customers.index.is_unique


def test_cohorts_grow_as_the_card_says_and_nobody_renews_more_often_than_asked(firm):
    sizes = firm.customers.groupby("joined").size()
    assert sizes.to_list() == [2000, 2400, 2880, 3456, 4147, 4977]
    asked = 2025 - firm.customers["joined"]
    assert (firm.customers["renewals"] <= asked).all()
    active = firm.customers["active"]
    assert (firm.customers["renewals"][active] == asked[active]).all()
    assert (firm.customers["renewals"][~active] < asked[~active]).all()


def test_kinds_and_their_renewals_are_those_of_the_card(firm):
    share = (firm.truth["segment"] == "loyal").mean()
    assert share == pytest.approx(0.35, abs=4.5 * np.sqrt(0.35 * 0.65 / len(firm.truth)))
    asked = firm.customers[firm.customers["joined"] < 2025]
    for kind, rate in firm.parameters.retention_rate.items():
        mine = asked[firm.truth.loc[asked.index, "segment"] == kind]
        error = np.sqrt(rate * (1 - rate) / len(mine))
        assert (mine["renewals"] > 0).mean() == pytest.approx(rate, abs=4.5 * error)


def test_fewer_than_two_years_are_refused():
    with pytest.raises(ValueError, match="years=1 must be"):
        subscription_firm(years=1)
