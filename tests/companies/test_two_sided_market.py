"""The simulated marketplace: what the card says is what comes out."""

import pandas as pd
import pytest

from crmkit import datasets
from crmkit.companies import Marketplace, two_sided_market


@pytest.fixture(scope="module")
def firm():
    return two_sided_market(seed=1)


def test_same_seed_same_market(firm):
    pd.testing.assert_frame_equal(firm.records, two_sided_market(seed=1).records)
    assert not firm.records.equals(two_sided_market(seed=2).records)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Marketplace.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("two_sided_market").parameters)


def test_records_know_nothing_of_the_truth(firm):
    assert not set(firm.truth) & set(firm.records)
    assert set(firm.truth.index) == set(firm.records["city"])
    for side, column in (("seller", "seller_base"), ("buyer", "buyer_base")):
        assert firm.truth[column].mean() == pytest.approx(firm.parameters.base[side])
    assert firm.truth["seller_base"].corr(firm.truth["buyer_base"]) > 0.5


def test_some_months_were_reported_twice_and_all_else_once(firm):
    assert firm.records.duplicated().sum() == firm.parameters.reported_twice
    once = firm.records.drop_duplicates()
    assert not once.duplicated(["city", "month"]).any() and len(once) == 40 * 18


def test_shares_of_the_next_month_follow_from_this_one(firm):
    for side, members in (("seller", 100_000 // 40), ("buyer", 3_000_000 // 40)):
        once = firm.records.drop_duplicates().set_index(["city", "month"])
        moved = once[f"{side}s_deciding"] / members
        chosen = once[f"{side}s_chose"] / once[f"{side}s_deciding"]
        after = (1 - moved) * once[f"{side}_share"] + moved * chosen
        later = once[f"{side}_share"].groupby("city").shift(-1)
        assert (after - later).abs().max() < 2e-4


def test_lots_draw_offers_by_the_quarter(firm):
    quarter = (firm.records["month"] - 1) // 3
    offers = firm.records.groupby(["city", quarter])[["waiver", "bonus"]].nunique()
    assert (offers == 1).all().all()
    assert set(firm.records["waiver"]) == set(firm.parameters.waivers)
