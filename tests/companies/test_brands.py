"""The simulated brand panel: its records against its truth, its truth against the card."""

from dataclasses import replace

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from crmkit.companies import Brands, brand_panel

NAMES = ["north", "east", "south", "west"]


@pytest.fixture(scope="module")
def company():
    return brand_panel(n_households=2000, seed=5)


def test_the_same_seed_gives_the_same_panel_and_another_another():
    one, same, other = (brand_panel(n_households=20, seed=seed) for seed in (1, 1, 2))
    assert_frame_equal(one.purchases, same.purchases)
    assert_frame_equal(one.truth, same.truth)
    assert not one.purchases.equals(other.purchases)


def test_every_purchase_is_of_a_household_in_the_truth(company):
    counted = company.purchases["household"].value_counts().sort_index()
    assert counted.to_list() == company.truth["purchases"].to_list()
    assert company.truth["purchases"].min() == 2
    assert company.truth["purchases"].mean() == pytest.approx(20, abs=1.5)


def test_a_share_of_the_later_purchases_is_taken_unseen(company):
    later = (company.truth["purchases"] - 1).sum()
    share = company.truth["repeats_unseen"].sum() / later
    assert share == pytest.approx(0.3, abs=4 * np.sqrt(0.3 * 0.7 / later))


def test_full_inertia_never_leaves_the_first_brand():
    setting = replace(Brands.from_card(), inertia_share=1.0)
    panel = brand_panel(n_households=50, parameters=setting).purchases
    assert (panel.groupby("household")["brand"].nunique() == 1).all()


def test_preferences_are_shares_and_households_buy_as_they_prefer(company):
    prefers = company.truth[[f"prefers_{name}" for name in NAMES]]
    assert prefers.sum(axis=1).to_numpy() == pytest.approx(1)
    often = company.truth["purchases"] >= 60
    bought = company.purchases.groupby("household")["brand"].value_counts(normalize=True).unstack()
    for name in NAMES:
        other = np.corrcoef(bought.loc[often, name], prefers.loc[often, f"prefers_{name}"])[0, 1]
        assert other > 0.9


def test_prices_and_features_are_those_of_the_card(company):
    for name, usual in company.parameters.usual_price.items():
        assert company.purchases[f"price_{name}"].median() == pytest.approx(usual, abs=0.051)
        assert company.purchases[f"feature_{name}"].mean() == pytest.approx(0.1, abs=0.01)


def test_settings_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="n_households=0"):
        brand_panel(n_households=0)
    for wrong, message in (({"inertia_share": 30}, "inertia_share=30"),
                           ({"mean_purchases": 1.0}, "mean_purchases=1")):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            brand_panel(parameters=replace(Brands.from_card(), **wrong))
