"""Simulated lapsed customers: what the card says is what comes out."""

import pytest

from crmkit import datasets
from crmkit.companies import Lapsing, lapsed_customers


@pytest.fixture(scope="module")
def firm():
    return lapsed_customers(seed=1)


def test_same_seed_same_customers():
    one, other = (lapsed_customers(n_customers=50, seed=4) for _ in range(2))
    assert one.customers.equals(other.customers) and one.truth.equals(other.truth)
    assert not one.customers.equals(lapsed_customers(n_customers=50, seed=5).customers)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Lapsing.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("lapsed_customers").parameters)


def test_customers_know_nothing_of_the_truth(firm):
    assert not set(firm.truth) & set(firm.customers)
    assert firm.truth.index.equals(firm.customers.index) and firm.customers.index.is_unique


def test_a_lot_decides_who_is_called_and_only_they_get_offers(firm):
    people = firm.customers
    assert people["called"].mean() == pytest.approx(0.5, abs=0.02)
    alone = firm.truth["return_alone"].groupby(people["called"]).mean()
    assert alone[0] == pytest.approx(alone[1], abs=0.01)
    assert (people.loc[people["called"] == 0, "offer"] == 0).all()
    assert set(people["offer"]) == set(firm.parameters.offer_sizes)


def test_returns_follow_the_truth_and_only_who_returned_has_a_value(firm):
    people, truth = firm.customers, firm.truth
    alone = people["called"] == 0
    plain = (people["called"] == 1) & (people["offer"] == 0)
    for there, chance in ((alone, "return_alone"), (plain, "return_called")):
        assert people.loc[there, "returned"].mean() == pytest.approx(
            truth.loc[there, chance].mean(), abs=0.03
        )
    assert (people.loc[people["returned"] == 0, "second_value"] == 0).all()


def test_a_call_annoys_those_who_left_because_of_too_many(firm):
    annoyed = firm.customers["reason"] == "too many calls"
    fewer = firm.truth["return_called"] < firm.truth["return_alone"]
    assert fewer[annoyed].all() and not fewer[~annoyed].any()


def test_no_customers_are_refused():
    with pytest.raises(ValueError, match="n_customers=0 must be"):
        lapsed_customers(n_customers=0)
