"""Looks at a test: published bounds and false alarms, simulations, bad input."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from crmkit.retention import peeking


def alarms(looks, shape="unchanged", **options):
    table = peeking.crossing_rates(peeking.bounds(looks, shape=shape), **options)
    return table["cumulative_crossed_share"].iloc[-1]


@pytest.mark.parametrize(
    ("looks", "published"),
    [(1, 0.05), (2, 0.083), (3, 0.107), (4, 0.126), (5, 0.142), (10, 0.193), (20, 0.248)],
)
def test_repeated_tests_give_the_false_alarms_of_armitage_and_others_1969(looks, published):
    assert alarms(looks) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("looks", "pocock", "obrien_fleming"),
    [
        (2, 2.178, 1.977),
        (3, 2.289, 2.004),
        (4, 2.361, 2.024),
        (5, 2.413, 2.040),
        (10, 2.555, 2.087),
    ],
)
def test_bounds_are_those_of_jennison_and_turnbull_2000(looks, pocock, obrien_fleming):
    """Group Sequential Methods, tables 2.1 and 2.3, two-sided 5 %."""
    flat = peeking.bounds(looks, shape="pocock")["z_bound"]
    assert flat.to_list() == pytest.approx([pocock] * looks, abs=6e-4)
    falling = peeking.bounds(looks)["z_bound"]
    assert falling[looks] == pytest.approx(obrien_fleming, abs=6e-4)
    assert falling[1] == pytest.approx(falling[looks] * looks**0.5)


@pytest.mark.parametrize("shape", ["pocock", "obrien-fleming"])
@pytest.mark.parametrize("looks", [1, 4, 28])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_bounds_keep_their_promise(shape, looks, confidence):
    made = peeking.bounds(looks, shape=shape, confidence=confidence)
    found = peeking.crossing_rates(made)["cumulative_crossed_share"]
    assert found.iloc[-1] == pytest.approx(1 - confidence, abs=1e-5)
    assert found.is_monotonic_increasing


@pytest.mark.parametrize("shape", ["unchanged", "pocock", "obrien-fleming"])
@pytest.mark.parametrize("expected_z", [0.0, 2.8])
def test_simulated_walks_cross_as_often_as_computed(shape, expected_z):
    rng, looks, tests = np.random.default_rng(1), 12, 20_000
    steps = rng.normal(expected_z / looks**0.5, 1, (looks, tests))
    z = pd.DataFrame(steps.cumsum(axis=0) / np.arange(1, looks + 1)[:, None] ** 0.5)
    made = peeking.bounds(looks, shape=shape)
    exact = peeking.crossing_rates(made, expected_z=expected_z)["cumulative_crossed_share"]
    seen = peeking.crossed(z, made, confidence=0.9999)
    assert ((seen["low"] <= exact) & (exact <= seen["high"])).all()


def test_tests_of_customers_without_effect_cry_wolf_in_a_quarter_of_cases():
    z = peeking.simulated_looks(
        looks=28, customers_per_look=300, response_rate=0.06, rng=np.random.default_rng(2)
    )
    unchanged = peeking.crossed(z, peeking.bounds(28, shape="unchanged")).iloc[-1]
    assert unchanged["low"] < alarms(28) < unchanged["high"]
    kept = peeking.crossed(z, peeking.bounds(28)).iloc[-1]
    assert kept["low"] < 0.05 < kept["high"]


def test_with_one_look_the_power_is_the_usual_one():
    one = peeking.crossing_rates(peeking.bounds(1), expected_z=2.8)["crossed_share"].iloc[0]
    assert one == pytest.approx(stats.norm.sf(1.96 - 2.8) + stats.norm.cdf(-1.96 - 2.8), abs=1e-4)
    # Looking early costs a little power with O'Brien and Fleming, and more with Pocock.
    assert one > alarms(5, "obrien-fleming", expected_z=2.8) > alarms(5, "pocock", expected_z=2.8)


def test_z_values_are_those_of_the_pooled_test():
    from crmkit import rates

    made = {"looks": 2, "customers_per_look": 50, "response_rate": 0.3, "tests": 1}
    z = peeking.simulated_looks(**made, rng=np.random.default_rng(4))
    rng = np.random.default_rng(4)
    treated, control = (rng.binomial(50, 0.3, (2, 1)).cumsum() for _ in range(2))
    for look in (0, 1):
        expected = rates.rate_difference([control[look], treated[look]], [50 * (look + 1)] * 2)["z"]
        assert z.iloc[look, 0] == pytest.approx(expected)


def test_an_effect_moves_the_z_values_to_where_it_should():
    z = peeking.simulated_looks(
        looks=4, customers_per_look=2000, response_rate=0.05, effect=0.01, tests=2000,
        rng=np.random.default_rng(5),
    )  # fmt: skip
    expected = 0.01 / np.sqrt((0.05 * 0.95 + 0.06 * 0.94) / 8000)
    assert z.loc[4].mean() == pytest.approx(expected, abs=0.1)


def test_nobody_answers_is_no_difference():
    z = peeking.simulated_looks(
        looks=3, customers_per_look=5, response_rate=0, rng=np.random.default_rng(1), tests=2
    )
    assert (z == 0).all(axis=None)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="looks=0 must be a whole number of 1 or more"):
        peeking.bounds(0)
    with pytest.raises(ValueError, match="more than 200 are not followed"):
        peeking.bounds(201)
    with pytest.raises(ValueError, match="choose one of 'unchanged', 'pocock', 'obrien-fleming'"):
        peeking.bounds(3, shape="haybittle")
    with pytest.raises(ValueError, match="z_bound"):
        peeking.crossing_rates(pd.DataFrame({"z": [2.0]}))
    with pytest.raises(ValueError, match="z_bound"):
        peeking.crossing_rates(pd.DataFrame({"z_bound": [2.0, -1]}))
    made = {"looks": 2, "customers_per_look": 5, "response_rate": 0.1}
    with pytest.raises(ValueError, match=r"response_rate \+ effect = 1\.1 is no share"):
        peeking.simulated_looks(**made, effect=1.0, rng=np.random.default_rng(1))
    with pytest.raises(TypeError, match="rng"):
        peeking.simulated_looks(**made, rng=1)
    with pytest.raises(ValueError, match="z_values has 1 looks, the bounds have 2"):
        peeking.crossed(pd.DataFrame([[1.0]]), peeking.bounds(2))
    with pytest.raises(ValueError, match="a z-value of test 0 is missing in 1 of 2"):
        peeking.crossed(pd.DataFrame([[1.0], [np.nan]]), peeking.bounds(2))


def test_bounds_that_nothing_passes_are_followed_all_the_same():
    share = peeking.crossing_rates(pd.DataFrame({"z_bound": [1e60, 1.96]}))["crossed_share"]
    assert share.to_list() == pytest.approx([0, 0.05], abs=1e-4)


def test_z_values_are_numbers():
    with pytest.raises(ValueError, match="a z-value of test 0 must be numbers"):
        peeking.crossed(pd.DataFrame([["1.0"], ["2.0"]]), peeking.bounds(2))


@pytest.mark.parametrize("large", [{"tests": 10**10}, {"customers_per_look": 10**20}])
def test_more_tests_than_can_be_played_are_refused(large):
    asked = {"looks": 3, "customers_per_look": 5, "response_rate": 0.1, "tests": 4} | large
    with pytest.raises(ValueError, match="too many to be played"):
        peeking.simulated_looks(**asked, rng=np.random.default_rng(1))
