"""Simulated customers of a clothes shop: the same columns with groups and without."""

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Wardrobe, persona_customers

MANY = {"n_customers": 20_000, "seed": 1}


@pytest.fixture(scope="module")
def shops():
    return {groups: persona_customers(groups=groups, **MANY) for groups in (True, False)}


def test_same_seed_same_customers():
    one, other = (persona_customers(n_customers=50, seed=4) for _ in range(2))
    assert one.customers.equals(other.customers) and one.truth.equals(other.truth)
    assert not one.customers.equals(persona_customers(n_customers=50, seed=5).customers)


def test_parameters_are_those_of_the_card(shops):
    assert shops[True].parameters == Wardrobe.from_card()
    assert set(vars(shops[True].parameters)) == set(datasets.card("persona_customers").parameters)


def test_customers_know_nothing_of_the_truth(shops):
    for shop in shops.values():
        assert not set(shop.truth) & set(shop.customers)
        assert shop.truth.index.equals(shop.customers.index) and shop.customers.index.is_unique


def test_each_persona_has_its_centre_and_its_share(shops):
    shop = shops[True]
    found = shop.customers.groupby(shop.truth["persona"]).mean()
    for column, centre in shop.parameters.centre.items():
        for persona, value in centre.items():
            assert found.loc[persona, column] == pytest.approx(value, rel=0.02)
    shares = shop.truth["persona"].value_counts(normalize=True)
    assert shares.to_dict() == pytest.approx(shop.parameters.persona_share, abs=0.01)


def test_without_groups_means_spreads_and_correlations_are_the_same(shops):
    one, other = (shops[groups].customers for groups in (True, False))
    assert other.mean().to_list() == pytest.approx(one.mean().to_list(), rel=0.03)
    assert other.std().to_list() == pytest.approx(one.std().to_list(), rel=0.06)
    assert (one.corr() - other.corr()).abs().to_numpy().max() < 0.04
    assert set(shops[False].truth["persona"]) == {"nobody"}


def test_shares_are_shares_and_hardly_cut(shops):
    for shop in shops.values():
        shares = shop.customers.filter(like="_share").to_numpy()
        assert shares.min() >= 0 and shares.max() <= 1
        assert np.mean((shares == 0) | (shares == 1)) < 0.06
        assert (shop.customers["orders"] >= 1).all()


def test_no_customers_are_refused():
    with pytest.raises(ValueError, match="n_customers=0 must be"):
        persona_customers(n_customers=0)
