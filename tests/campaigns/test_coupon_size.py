"""The size of a coupon: published trial, by hand, and how often the choice is right."""

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.campaigns import coupon_size

ASKED = {"bought": "bought", "coupon": "coupon"}


@pytest.fixture(scope="module")
def trial():
    dvd = datasets.load("dvd_coupons")
    return dvd.assign(bought=(dvd["bought"] == "yes").astype(int))


def best(trial, margins, seed=1, **more):
    rng = np.random.default_rng(seed)
    return coupon_size.best_coupons(trial, margins=margins, rng=rng, **ASKED, **more)


def test_the_best_dvd_coupon_follows_the_margin(trial):
    # Best coupons 2, 3, 4, 5 at margins of 4, 5, 6, 8, though 5 dollars always sell most.
    found = best(trial, [4, 5, 6, 8])
    assert found["estimate"].to_list() == [2, 3, 4, 5]
    assert ((found["low"] <= found["estimate"]) & (found["estimate"] <= found["high"])).all()


def test_a_larger_coupon_always_sells_more(trial):
    rate = coupon_size.coupon_profits(trial, margin=4, **ASKED)["rate"]
    assert rate.round(3).to_list() == [0.057, 0.123, 0.231, 0.376, 0.520]


def test_profit_by_hand_and_below_0_where_the_coupon_exceeds_the_margin():
    table = pd.DataFrame({"coupon": [1] * 10 + [7] * 10, "bought": [1] * 4 + [0] * 6 + [1] * 10})
    found = coupon_size.coupon_profits(table, margin=5, **ASKED)
    assert found["profit"].to_dict() == {1: pytest.approx(1.6), 7: pytest.approx(-2.0)}
    assert (found["low"] <= found["profit"]).all() and (found["profit"] <= found["high"]).all()


def test_the_best_coupon_rises_with_the_margin(trial):
    found = best(trial, [2, 3, 4, 5, 6, 7, 8, 12, 20])
    assert found["estimate"].is_monotonic_increasing


def test_the_interval_of_the_choice_holds_the_best_coupon():
    truth, sizes, margin = np.array([0.1, 0.2, 0.3]), np.array([0, 2, 4]), 8
    right = sizes[(truth * (margin - sizes)).argmax()]
    rng, held = np.random.default_rng(2), 0
    for seed in range(100):
        yes = rng.binomial(300, truth)
        table = pd.DataFrame(
            {"coupon": np.repeat(sizes, 300),
             "bought": np.hstack([np.arange(300) < one for one in yes]).astype(int)})  # fmt: skip
        row = best(table, [margin], seed).iloc[0]
        held += row["low"] <= right <= row["high"]
    assert held >= 93


def test_same_seed_same_interval_and_no_row_is_changed(trial):
    before = trial.copy()
    pd.testing.assert_frame_equal(best(trial, [4]), best(trial, [4]))
    pd.testing.assert_frame_equal(trial, before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coupon": -1}, "'coupon'"),
        ({"coupon": np.nan}, "'coupon'"),
        ({"coupon": 3}, "is 3 in every row"),
        ({"bought": 0}, "nobody bought"),
        ({"bought": "yes"}, "must be 1 for those who bought"),
    ],
)
def test_what_cannot_be_tried_is_refused(trial, change, message):
    with pytest.raises(ValueError, match=message):
        best(trial.assign(**change), [4])


def test_margins_are_above_0_and_each_once(trial):
    for margins, message in (([0], "margins"), ([4, 4], "more than once"), ([], "is empty")):
        with pytest.raises(ValueError, match=message):
            best(trial, margins)
    with pytest.raises(TypeError, match="must be a generator"):
        coupon_size.best_coupons(trial, margins=[4], rng=1, **ASKED)
    with pytest.raises(ValueError, match="margin=-4"):
        coupon_size.coupon_profits(trial, margin=-4, **ASKED)
