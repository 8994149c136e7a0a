"""Simulated subscribers: what the card says is what comes out."""

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Persuadable, persuadable_customers


@pytest.fixture(scope="module")
def firm():
    return persuadable_customers(n_customers=40_000, seed=1)


def test_same_seed_same_customers():
    one, other = (persuadable_customers(n_customers=50, seed=4) for _ in range(2))
    assert one.customers.equals(other.customers) and one.truth.equals(other.truth)
    assert not one.customers.equals(persuadable_customers(n_customers=50, seed=5).customers)


def test_parameters_are_those_of_the_card(firm):
    card = datasets.card("persuadable_customers").parameters
    assert firm.parameters == Persuadable.from_card()
    assert set(vars(firm.parameters)) == set(card)


def test_kinds_stay_as_the_card_says_with_and_without_a_call(firm):
    both = firm.customers.assign(kind=firm.truth["kind"])
    rate = both.groupby(["kind", "called"], observed=True)["stayed"].mean().unstack()
    figures = firm.parameters
    for kind, share in figures.kind_share.items():
        assert (both["kind"] == kind).mean() == pytest.approx(share, abs=0.012)
        assert rate.loc[kind, 0] == pytest.approx(figures.stays_without[kind], abs=0.04)
        assert rate.loc[kind, 1] == pytest.approx(figures.stays_with[kind], abs=0.04)


def test_traits_have_the_means_of_the_kinds(firm):
    mean = firm.customers.groupby(firm.truth["kind"], observed=True).mean()
    for kind in firm.parameters.kind_share:
        assert mean.loc[kind, "logins"] == pytest.approx(
            firm.parameters.logins_a_month[kind], rel=0.06
        )
        assert mean.loc[kind, "autopay"] == pytest.approx(
            firm.parameters.autopay_share[kind], abs=0.03
        )


def test_the_call_is_by_lot(firm):
    share = firm.customers["called"].groupby(firm.truth["kind"], observed=True).mean()
    assert share.to_numpy() == pytest.approx(np.full(4, 0.5), abs=0.03)


def test_a_division_with_the_same_seed_does_not_repeat_the_draws(firm):
    lot = np.random.default_rng(1).random(40_000) < 0.5
    assert (firm.truth["kind"][lot] == "sure thing").mean() == pytest.approx(0.45, abs=0.015)


def test_a_firm_needs_a_customer():
    assert len(persuadable_customers(n_customers=1).customers) == 1
    with pytest.raises(ValueError, match="must be a whole number of 1 or more"):
        persuadable_customers(n_customers=0)
