"""The simulated basket shop: what the card says is what comes out."""

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets, orders
from crmkit.campaigns import affinity, slots
from crmkit.companies import Basketing, basket_shop


@pytest.fixture(scope="module")
def shop():
    return basket_shop(n_orders=20_000, seed=1)


@pytest.fixture(scope="module")
def log(shop):
    columns = {"customer": "customer", "date": "day", "amount": "amount", "order": "order"}
    read = orders.read(shop.export, keep=["product"], **columns)
    return read.log.assign(product=lambda t: t["product"].str.strip().str.lower())


def value(shop, filled, weeks=1):
    extra = shop.truth["extra_rate"]
    margin, seen = shop.products["margin"], shop.products["showings"]
    return weeks * sum(
        seen[one] * extra[one, other] * margin[other] for one, other in filled.items()
    )


def test_same_seed_same_shop():
    one, other = (basket_shop(n_orders=50, seed=4) for _ in range(2))
    for name in ("export", "products", "trial", "truth"):
        assert getattr(one, name).equals(getattr(other, name))
    assert not one.export.equals(basket_shop(n_orders=50, seed=5).export)


def test_parameters_are_those_of_the_card(shop):
    assert shop.parameters == Basketing.from_card()
    assert set(vars(shop.parameters)) == set(datasets.card("basket_shop").parameters)


def test_tea_and_coffee_are_as_in_the_textbook(shop):
    tea = shop.truth.loc[("tea", "coffee beans")]
    assert tea["base_rate"] == pytest.approx(0.8, abs=0.02)
    assert tea["confidence"] == pytest.approx(0.75, abs=0.02)


def test_the_export_has_doubles_returns_and_odd_spellings(shop, log):
    assert shop.export.duplicated().mean() == pytest.approx(0.012, abs=0.005)
    assert (shop.export["amount"] < 0).mean() == pytest.approx(0.01, abs=0.005)
    assert shop.export["product"].nunique() > 15 and log["product"].nunique() == 15


def test_baskets_recover_the_truth(shop, log):
    found = affinity.pairs(log, product="product")
    truth = shop.truth.loc[found.index, "lift"]
    held = (found["lift_low"] <= truth) & (found["lift_high"] >= truth)
    assert held.mean() > 0.9
    sure = found["baskets"] > 100
    np.testing.assert_allclose(found["lift"][sure], truth[sure], rtol=0.25)


def test_the_trial_recovers_what_fillings_earn(shop):
    rng = np.random.default_rng(1)
    kinds = {"margins": shop.products["margin"], "showings": shop.products["showings"]}
    held = []
    for _ in range(60):
        trial = basket_shop(n_orders=10, seed=int(rng.integers(1e6))).trial
        names = list(shop.products.index)
        filled = {one: rng.choice([two for two in names if two != one]) for one in names}
        found = slots.slot_value(trial, filled, **kinds)
        held.append(found["low"] <= value(shop, filled) <= found["high"])
    assert np.mean(held) > 0.88


@pytest.mark.slow
def test_intervals_of_a_difference_hold_the_truth_in_about_95_of_100(shop):
    truth = shop.truth
    margin = shop.products["margin"].loc[truth.index.get_level_values(1)].to_numpy()
    one = slots.best_beside(truth, truth["lift"] * margin)
    other = slots.best_beside(truth, truth["lift"])
    kinds = {"margins": shop.products["margin"], "showings": shop.products["showings"]}
    true = value(shop, one) - value(shop, other)
    held = []
    for seed in range(300):
        found = slots.slot_value(
            basket_shop(n_orders=10, seed=seed).trial, one, against=other, **kinds
        )
        held.append(found["low"] <= true <= found["high"])
    assert 0.92 <= np.mean(held) <= 0.98


def test_confidence_earns_least_and_margins_count(shop):
    truth = shop.truth
    margin = shop.products["margin"].loc[truth.index.get_level_values(1)].to_numpy()
    scores = {"confidence": truth["confidence"], "lift": truth["lift"],
              "lift x margin": truth["lift"] * margin}  # fmt: skip
    earned = {name: value(shop, slots.best_beside(truth, one)) for name, one in scores.items()}
    assert earned["confidence"] < 0.1 * earned["lift"] < earned["lift"] < earned["lift x margin"]


def test_a_trial_shows_as_often_as_slots_are_seen(shop):
    seen = shop.trial["shown"].groupby(level="product").sum()
    pd.testing.assert_series_equal(
        seen, 13 * shop.products["showings"].loc[seen.index], check_names=False
    )


def test_no_orders_are_refused():
    with pytest.raises(ValueError, match="n_orders=0 must be"):
        basket_shop(n_orders=0)
