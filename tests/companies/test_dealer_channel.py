"""The simulated channel: what the card says is what comes out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.campaigns import double_margin, referral_fee
from crmkit.companies import Dealers, dealer_channel


@pytest.fixture(scope="module")
def firm():
    return dealer_channel(seed=1)


def test_same_seed_same_channel():
    few = {"n_dealers": 3, "months": 2, "n_customers": 20, "n_leads": 20}
    one, other = (dealer_channel(**few, seed=4) for _ in range(2))
    for name in ("books", "price_trial", "contract_trial", "customers", "leads", "truth"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert not one.books.equals(dealer_channel(**few, seed=5).books)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Dealers.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("dealer_channel").parameters)


def test_the_wholesale_price_is_the_best_of_the_producer(firm):
    p = firm.parameters
    line = double_margin.LinearDemand(p.slope * p.highest_price, p.slope)
    table = double_margin.arrangements(line, unit_cost=p.unit_cost, dealer_cost=p.dealer_cost)
    assert table.loc["apart", "wholesale_price"] == pytest.approx(p.wholesale_price)
    fees = double_margin.fee_range(line, unit_cost=p.unit_cost, dealer_cost=p.dealer_cost)
    assert fees["lowest_fee"] < p.trial_fee < fees["highest_fee"]


def test_books_show_a_rising_line_and_the_lot_the_true_one(firm):
    books = firm.books.drop_duplicates(["dealer_id", "month"])
    assert len(firm.books) > len(books) == 60 * 24
    assert np.polyfit(books["retail_price"], books["units"], 1)[0] > 0
    line = double_margin.demand(firm.price_trial, price="retail_price", units="units")
    assert line.slope == pytest.approx(firm.parameters.slope, rel=0.25)
    assert line.highest_price == pytest.approx(32_000, rel=0.08)


def test_shared_dealers_sell_twice_as_much(firm):
    trial = firm.contract_trial
    assert (trial.groupby("dealer_id")["shared"].nunique() == 1).all()
    assert trial.groupby("dealer_id")["shared"].first().sum() == 30
    units = trial.groupby("shared")["units"].mean()
    assert units[1] / units[0] == pytest.approx(2, abs=0.25)
    assert (trial.loc[trial["shared"] == 1, "wholesale_price"] == 8_000).all()


def test_customers_and_leads_are_those_of_the_card(firm):
    full = firm.customers[firm.customers["watched_years"] > 9]
    assert full["returned_after"].notna().mean() == pytest.approx(0.3, abs=0.04)
    assert full["returned_after"].mean() == pytest.approx(7, abs=0.15)
    assert full["referrals"].mean() == pytest.approx(0.25, abs=0.04)
    late = firm.customers["returned_after"] > firm.customers["watched_years"]
    assert not late.any()
    rates = firm.leads.groupby("agent")["bought"].mean()
    assert rates.tolist() == pytest.approx([0.05, 0.09], abs=0.015)
    table = referral_fee.worth_parts(
        full, margin="margin", returned_after="returned_after", referrals="referrals",
        referred_after="referred_after", annual_discount_rate=0.08,
    )  # fmt: skip
    assert table.loc["return", "present_value"] == pytest.approx(7000 * 0.3 / 1.08**7, rel=0.15)


def test_figures_that_cannot_be_are_refused(firm):
    with pytest.raises(ValueError, match="n_dealers=1 must be"):
        dealer_channel(n_dealers=1)
    with pytest.raises(ValueError, match="must be below highest_price"):
        dealer_channel(parameters=replace(firm.parameters, wholesale_price=40_000.0))
    with pytest.raises(ValueError, match="return_rate=30"):
        dealer_channel(parameters=replace(firm.parameters, return_rate=30.0))
