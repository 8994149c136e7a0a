"""Test and roll: the published size, the formula against simulation, bad input."""

import numpy as np
import pandas as pd
import pytest

from crmkit.retention import roll_out

SITE = {"audience": 100_000, "outcome_sd": (0.68 * 0.32) ** 0.5, "prior_sd": 0.03}


def test_website_of_feit_and_berman_2019_needs_2284_in_each_group():
    assert roll_out.best_size(**SITE) == pytest.approx(2284, abs=0.5)


def test_no_other_size_earns_more():
    best = roll_out.best_size(**SITE)
    sizes = [best * factor for factor in (0.25, 0.9, 0.99, 1, 1.01, 1.1, 4)]
    expected = roll_out.expected_profits(sizes, prior_mean=0.68, **SITE)["expected"]
    assert expected.idxmax() == pytest.approx(best)


def test_formula_is_what_many_tests_earn():
    sizes = [0, 50, 2284, 18_000, 50_000]
    design = {**SITE, "prior_mean": 0.68}
    exact = roll_out.expected_profits(sizes, **design)
    played = roll_out.simulated_profits(
        sizes, **design, rng=np.random.default_rng(1), confidence=0.9999
    )
    held = (played["low"] <= exact["expected"]) & (exact["expected"] <= played["high"])
    assert held.all()
    assert played["right_share"].iloc[:4].is_monotonic_increasing
    assert played["right_share"][0] == pytest.approx(0.5, abs=0.02)


def test_intervals_of_the_simulation_hold_the_expectation_as_often_as_they_say():
    design = {**SITE, "prior_mean": 0.68}
    exact = roll_out.expected_profits([2284], **design)["expected"].iloc[0]
    held = 0
    for seed in range(300):
        row = roll_out.simulated_profits(
            [2284], **design, rng=np.random.default_rng(seed), draws=200
        ).iloc[0]
        held += row["low"] <= exact <= row["high"]
    assert 0.92 <= held / 300 <= 0.98


def test_gain_is_nothing_without_a_test_or_without_customers_left():
    table = roll_out.expected_profits([0, 50_000], prior_mean=0.68, **SITE)
    assert table["gain"].to_list() == [0, 0]
    assert table["expected"].to_list() == pytest.approx([68_000, 68_000])


def test_a_small_error_leaves_all_that_knowledge_would_gain():
    sure = roll_out.expected_profits(
        [10], audience=1_000_000, prior_mean=1, outcome_sd=1e-6, prior_sd=0.1
    )
    assert sure["gain_share"].iloc[0] == pytest.approx(1, abs=1e-4)


def test_size_grows_with_audience_and_noise_and_shrinks_with_the_spread_of_treatments():
    size = roll_out.best_size(**SITE)
    assert roll_out.best_size(**{**SITE, "audience": 400_000}) > size
    assert roll_out.best_size(**{**SITE, "outcome_sd": 1.0}) > size
    assert roll_out.best_size(**{**SITE, "prior_sd": 0.06}) < size
    # However noisy, a third of the audience in both groups together is the most.
    assert roll_out.best_size(audience=600, outcome_sd=1e6, prior_sd=1) == pytest.approx(100)


def past_tests(rng, *, sd, treatments=40, asked=20_000):
    rate = rng.normal(0.05, sd, treatments)
    return pd.DataFrame({"orders": rng.binomial(asked, rate), "mailed": asked})


@pytest.mark.slow
def test_spread_of_past_treatments_is_found():
    found = [
        roll_out.prior_from_tests(
            past_tests(np.random.default_rng(seed), sd=0.008), responses="orders", counts="mailed"
        )
        for seed in range(60)
    ]
    estimates = pd.DataFrame([one["estimate"] for one in found])
    assert estimates["prior_sd"].mean() == pytest.approx(0.008, abs=0.0005)
    assert estimates["prior_mean"].mean() == pytest.approx(0.05, abs=0.0006)
    held = [one.loc["prior_sd", "low"] <= 0.008 <= one.loc["prior_sd", "high"] for one in found]
    assert np.mean(held) >= 0.83


def test_luck_alone_is_no_spread():
    alike = pd.DataFrame({"orders": [50, 50, 50], "mailed": 1000})
    found = roll_out.prior_from_tests(alike, responses="orders", counts="mailed")["estimate"]
    assert found.to_dict() == pytest.approx({"prior_mean": 0.05, "prior_sd": 0.0})


def test_bad_input_is_refused():
    with pytest.raises(
        ValueError, match="prior_sd=0 must be a number above 0, for treatments that"
    ):
        roll_out.best_size(**{**SITE, "prior_sd": 0})
    with pytest.raises(ValueError, match="audience=1 must be a whole number of 2 or more"):
        roll_out.best_size(**{**SITE, "audience": 1})
    with pytest.raises(ValueError, match="outcome_sd=nan"):
        roll_out.best_size(**{**SITE, "outcome_sd": np.nan})
    with pytest.raises(ValueError, match="two groups of 60,000 are more than the 100,000"):
        roll_out.expected_profits([60_000], prior_mean=0.68, **SITE)
    with pytest.raises(ValueError, match="sizes is empty"):
        roll_out.expected_profits([], prior_mean=0.68, **SITE)
    two = pd.DataFrame({"orders": [5, 6], "mailed": [10, 10]})
    with pytest.raises(ValueError, match=r"2 past treatment\(s\): three or more"):
        roll_out.prior_from_tests(two, responses="orders", counts="mailed")
    three = pd.DataFrame({"orders": [5, 6, 11], "mailed": [10, 10, 10]})
    with pytest.raises(ValueError, match="more responses than customers in 1 of 3"):
        roll_out.prior_from_tests(three, responses="orders", counts="mailed")


def test_deviations_in_two_units_are_refused():
    for pair in ({"outcome_sd": 1e99, "prior_sd": 0.02}, {"outcome_sd": 1e-300, "prior_sd": 0.02}):
        with pytest.raises(ValueError, match="are too far apart"):
            roll_out.best_size(audience=1000, **pair)
        with pytest.raises(ValueError, match="are too far apart"):
            roll_out.expected_profits([0, 1], audience=1000, prior_mean=0.1, **pair)
