"""What shuffling leaves of a repeat rate, held against panels whose truth is known."""

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.companies import Brands, brand_panel
from crmkit.loyalty import inertia
from tests.loyalty.test_switching import panel

# Repeat rate as bought, shuffled, by chance, and the share of the excess that order carries.
PANELS = {
    "yogurt_panel": (0.856, 0.742, 0.330, 0.22),
    "catsup_panel": (0.570, 0.544, 0.380, 0.14),
    "cracker_panel": (0.773, 0.754, 0.405, 0.05),
    "tuna_panel": (0.740, 0.461, 0.279, 0.61),
    "ketchup_panel": (0.722, 0.541, 0.359, 0.50),
}


def company(share, *, seed=1, n_households=300, mean_purchases=20.0):
    setting = replace(Brands.from_card(), inertia_share=share, mean_purchases=mean_purchases)
    return brand_panel(n_households=n_households, seed=seed, parameters=setting).purchases


def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize("name", PANELS)
def test_repeat_rates_of_the_panels(name):
    """Ours; the average over 200 shuffles of then is now exact, so the last digit may move by 1."""
    found = inertia.repeat_rates(datasets.load(name))
    want = PANELS[name]
    assert found.to_list()[:3] == pytest.approx(want[:3], abs=0.0015)
    assert found["order_share"] == pytest.approx(want[3], abs=0.0055)


def test_shuffled_rate_is_the_mean_over_all_orders():
    table = panel("AABBA ABC")

    def repeats(buys):
        return sum(one == other for one, other in pairwise(buys))

    first = np.mean([repeats(one) for one in permutations("AABBA")])
    second = np.mean([repeats(one) for one in permutations("ABC")])
    found = inertia.repeat_rates(table)
    assert found["shuffled_rate"] == pytest.approx((first + second) / 6)
    assert found["repeat_rate"] == pytest.approx(2 / 6)
    assert found["chance_rate"] == pytest.approx((4**2 + 3**2 + 1) / 64)


def test_shuffles_scatter_about_the_exact_rate():
    table = datasets.load("catsup_panel")
    shuffled = inertia.shuffled_repeat_rates(table, shuffles=100, rng=rng())
    error = shuffled.std() / 10
    assert shuffled.mean() == pytest.approx(
        inertia.repeat_rates(table)["shuffled_rate"], abs=4 * error
    )


def test_a_shuffle_keeps_what_each_household_bought():
    assert (inertia.shuffled_repeat_rates(panel("AAAA BBB"), shuffles=5, rng=rng()) == 1).all()


@pytest.mark.parametrize("mean_purchases", [5.0, 20.0])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.6])
def test_inertia_share_is_that_of_the_simulation_in_short_panels_and_long(share, mean_purchases):
    found = [
        inertia.repeat_rates(company(share, seed=seed, mean_purchases=mean_purchases))
        for seed in range(12)
    ]
    values = [one["inertia_share"] for one in found]
    assert np.mean(values) == pytest.approx(share, abs=4 * np.std(values) / np.sqrt(12))


def test_order_carries_nothing_where_nobody_has_inertia():
    test = inertia.shuffle_test(company(0.0), rng=rng())
    order = test.rates.loc["order_share"]
    assert order["low"] < 0 < order["high"]
    assert test.p_value > 0.01


def test_order_carries_more_the_more_inertia_there_is():
    shares = [inertia.repeat_rates(company(q))["order_share"] for q in (0.0, 0.1, 0.3, 0.6)]
    assert shares == sorted(shares)


def test_shuffled_short_panels_keep_some_inertia_so_that_order_carries_less_than_it_should():
    short, long = (inertia.repeat_rates(company(0.8, mean_purchases=mean)) for mean in (5.0, 60.0))
    assert short["order_share"] < long["order_share"] - 0.1
    assert short["inertia_share"] == pytest.approx(0.8, abs=0.1)
    assert long["inertia_share"] == pytest.approx(0.8, abs=0.03)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    held = []
    for seed in range(200):
        table = company(0.3, seed=seed, n_households=150, mean_purchases=10.0)
        ends = inertia.shuffle_test(table, shuffles=1, rng=rng()).rates.loc["inertia_share"]
        held.append(ends["low"] < 0.3 < ends["high"])
    assert 0.91 <= np.mean(held) <= 0.98


def test_no_shuffle_repeats_as_much_as_households_with_inertia():
    test = inertia.shuffle_test(company(0.3), shuffles=99, rng=rng())
    assert test.p_value == pytest.approx(0.01)
    assert len(test.shuffled) == 99
    assert test.shuffled.max() < test.rates.loc["repeat_rate", "estimate"]


def test_the_same_rng_gives_the_same_test_and_the_panel_stays():
    table = company(0.3, n_households=50)
    kept = table.copy()
    one, other = (inertia.shuffle_test(table, rng=rng()) for _ in range(2))
    assert_frame_equal(one.rates, other.rates)
    assert_frame_equal(table, kept)


def test_other_names_of_columns_are_taken():
    table = company(0.3, n_households=50)
    renamed = table.rename(columns={"household": "who", "brand": "what"})
    names = {"household": "who", "brand": "what"}
    assert inertia.repeat_rates(renamed, **names).equals(inertia.repeat_rates(table))
    found = inertia.shuffle_test(renamed, rng=rng(), **names).rates
    assert_frame_equal(found, inertia.shuffle_test(table, rng=rng()).rates)


# --- Panels that cannot tell --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tuna_panel", "ketchup_panel"])
def test_a_panel_sorted_by_brand_is_refused(name):
    with pytest.raises(ValueError, match="the panel is sorted by brand within its households"):
        inertia.shuffle_test(datasets.load(name), rng=rng())


@pytest.mark.parametrize("name", ["yogurt_panel", "catsup_panel", "cracker_panel"])
def test_a_real_panel_is_seen_as_sorted_only_once_it_is(name):
    table = datasets.load(name)
    inertia.shuffle_test(table, shuffles=1, replicates=2, rng=rng())
    order = table.sort_values(["household", "brand"], ascending=[True, False], kind="stable")
    with pytest.raises(ValueError, match="is sorted by brand"):
        inertia.shuffle_test(order, rng=rng())


def test_sorted_rows_of_tuna_go_by_one_order_of_brands():
    tuna = datasets.load("tuna_panel")
    rising = tuna.groupby("household")["brand"].agg(lambda one: (one.cat.codes.diff() >= 0).sum())
    assert rising.sum() == len(tuna) - tuna["household"].nunique()


def test_two_purchases_a_household_tell_nothing_of_order():
    table = panel("AB AA BA BB")
    assert inertia.repeat_rates(table)[["order_share", "inertia_share"]].isna().all()
    with pytest.raises(ValueError, match="no household of the panel bought three times or more"):
        inertia.shuffle_test(table, rng=rng())


def test_households_true_to_one_brand_tell_nothing_of_order():
    found = inertia.repeat_rates(panel("AAAA BBBB"))
    assert found["repeat_rate"] == found["shuffled_rate"] == 1
    assert np.isnan(found["inertia_share"])


def test_variety_seekers_have_inertia_below_zero():
    assert inertia.repeat_rates(panel("ABABAB BABABA"))["inertia_share"] < -0.2


def test_settings_out_of_range_are_refused():
    table = panel("AABB ABAB")
    for wrong, message in (
        ({"shuffles": 0}, "shuffles=0"),
        ({"replicates": 1}, "replicates=1"),
        ({"confidence": 95}, "confidence=95"),
    ):
        with pytest.raises(ValueError, match=message):
            inertia.shuffle_test(table, rng=rng(), **wrong)
    with pytest.raises(ValueError, match="no household of the panel bought twice"):
        inertia.repeat_rates(pd.DataFrame({"household": [1, 2], "brand": ["A", "B"]}))


@pytest.mark.parametrize("of", [inertia.shuffled_repeat_rates, inertia.shuffle_test])
def test_shuffles_ask_for_a_generator(of):
    table = pd.DataFrame({"household": [1] * 4, "brand": list("AABB")})
    with pytest.raises(TypeError, match="rng=None must be a generator"):
        of(table, rng=None)
