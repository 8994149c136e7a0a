import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from crmkit.rates import (
    detectable_difference,
    rate_difference,
    rate_interval,
    sample_size,
)


@given(st.integers(1, 500), st.data(), st.sampled_from([0.8, 0.95, 0.99]))
@settings(max_examples=20, deadline=None)
def test_interval_is_that_of_wilson(customers_asked, data, confidence):
    answers = data.draw(st.integers(0, customers_asked))
    ours = rate_interval(
        pd.Series([answers]), pd.Series([customers_asked]), confidence=confidence
    ).iloc[0]
    theirs = binomtest(answers, customers_asked).proportion_ci(confidence, method="wilson")
    assert ours.tolist() == pytest.approx([theirs.low, theirs.high], abs=1e-12)


def test_interval_of_no_answers_starts_at_exactly_0():
    bounds = rate_interval(pd.Series([0, 7]), pd.Series([7, 7]))
    assert bounds["low"].iloc[0] == 0 and bounds["high"].iloc[1] == 1


def test_interval_refuses_more_answers_than_customers_and_nobody_asked():
    with pytest.raises(
        ValueError, match=r"more responses than customers in 1 of 1 row\(s\); first: \[0\]"
    ):
        rate_interval(pd.Series([3]), pd.Series([2]))
    with pytest.raises(ValueError, match="counts is below 1 in 1 of 1"):
        rate_interval(pd.Series([0]), pd.Series([0]))
    with pytest.raises(ValueError, match="responses is negative in 1 of 1"):
        rate_interval(pd.Series([-1]), pd.Series([2]))


def test_small_types_of_whole_numbers_do_not_overflow():
    small = rate_interval(pd.Series([0, 8], dtype="int8"), pd.Series([20, 100], dtype="int8"))
    assert small.equals(rate_interval(pd.Series([0, 8]), pd.Series([20, 100])))


def test_cells_meet_by_name_in_any_order():
    asked = pd.Series([20, 100], index=["a", "b"])
    found = rate_interval(pd.Series([8, 0], index=["b", "a"]), asked)
    straight = rate_interval(pd.Series([0, 8], index=["a", "b"]), asked)
    assert found.sort_index().equals(straight)


def test_other_cells_and_cells_twice_are_named():
    asked = pd.Series([20, 100], index=["a", "b"])
    with pytest.raises(ValueError, match=r"1 only in responses \['c'\], 1 only in counts \['b'\]"):
        rate_interval(pd.Series([1, 2], index=["a", "c"]), asked)
    with pytest.raises(ValueError, match=r"responses has 1 cell\(s\) more than once"):
        rate_interval(pd.Series([1, 2], index=["a", "a"]), asked)
    with pytest.raises(TypeError, match="responses must be a Series, not a list"):
        rate_interval([1, 2], asked)


@pytest.mark.parametrize(("used", "z"), [(28, 3.0), (29, 2.9)])
def test_head_start_of_nunes_and_dreze_is_no_chance(used, z):
    """Nunes & Dreze 2006: .19 and .34 of 150 cards each; .19 is 28 or 29 cards."""
    test = rate_difference([used, 51], [150, 150])
    assert test["z"] == pytest.approx(z, abs=0.05)
    assert round(used / 150, 2) == 0.19
    assert test["low"] > 0
    assert test["p_value"] < 0.005


def test_rate_difference_agrees_with_newcombes_example():
    """Newcombe 1998, table II, example (a), method 10: 56/70 - 48/80, .0524 to .3339."""
    test = rate_difference([48, 56], [80, 70])
    assert [test["low"], test["high"]] == pytest.approx([0.0524, 0.3339], abs=0.00005)


def test_interval_of_a_difference_covers_the_truth():
    rng = np.random.default_rng(1)
    held = []
    for _ in range(400):
        test = rate_difference(rng.binomial(150, [0.19, 0.34]).tolist(), [150, 150])
        held.append(test["low"] <= 0.15 <= test["high"])
    assert 0.92 <= np.mean(held) <= 0.98


def test_groups_without_any_difference_are_no_error():
    for yes in (0, 9):
        test = rate_difference([yes, yes], [9, 9])
        assert (test["estimate"], test["z"], test["p_value"]) == (0, 0, 1)
        assert test["low"] < 0 < test["high"]


def test_exchanged_groups_change_the_sign():
    one, other = (rate_difference(n, [90, 90]) for n in ([20, 40], [40, 20]))
    assert one["estimate"] == -other["estimate"]
    assert one["low"] == pytest.approx(-other["high"])


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="90 answered of 20 asked: exchange"):
        rate_difference([90, 1], [20, 20])
    with pytest.raises(ValueError, match="two groups are compared"):
        rate_difference([1, 2, 3], [9, 9, 9])
    with pytest.raises(ValueError, match="counts=0 must be a whole number of 1 or more"):
        rate_difference([0, 0], [0, 9])
    with pytest.raises(ValueError, match=r"responses=0.19"):
        rate_difference([0.19, 0.34], [150, 150])


def test_counts_are_given_as_a_list():
    with pytest.raises(TypeError, match="counts must be a list, not 150"):
        rate_difference([28, 51], 150)


def test_sample_size_is_that_of_fleiss():
    # (z sqrt(2 p q) + z' sqrt(p1 q1 + p2 q2))^2 / d^2, of 5 and 8 %.
    z, z_power, low, high = 1.959964, 0.841621, 0.05, 0.08
    middle = (low + high) / 2
    spread = z * (2 * middle * (1 - middle)) ** 0.5
    spread += z_power * (low * (1 - low) + high * (1 - high)) ** 0.5
    assert sample_size(0.05, 0.03) == int(np.ceil((spread / 0.03) ** 2))


def test_a_test_of_that_size_finds_the_difference_as_often_as_it_says():
    rng, n = np.random.default_rng(5), sample_size(0.1, 0.06)
    found = [
        rate_difference([int(one), int(other)], [n, n])["p_value"] < 0.05
        for one, other in rng.binomial(n, [0.1, 0.16], (600, 2))
    ]
    assert np.mean(found) == pytest.approx(0.8, abs=0.05)


def test_half_the_difference_takes_about_four_times_as_many():
    assert sample_size(0.2, 0.02) / sample_size(0.2, 0.04) == pytest.approx(4, rel=0.1)
    assert sample_size(0.2, -0.04) < sample_size(0.2, 0.04)


@pytest.mark.parametrize("base_rate", [0.001, 0.05, 0.5, 0.9])
def test_detectable_difference_inverts_the_sample_size(base_rate):
    difference = 0.4 * (1 - base_rate)
    count = sample_size(base_rate, difference)
    assert detectable_difference(base_rate, count) == pytest.approx(difference, rel=0.05)
    assert detectable_difference(base_rate, 4 * count) < difference


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: sample_size(0.05, 0), "difference=0 must not be 0"),
        (lambda: sample_size(0.9, 0.2), "must keep the rate 0.9"),
        (lambda: sample_size(5, 0.03), "base_rate=5 must be"),
        (lambda: sample_size(0.05, 3), "difference=3 must be .*percentage points"),
        (lambda: sample_size(0.05, 0.03, power=80), "power=80 must be"),
        (lambda: detectable_difference(0.9, 3), "cannot tell any higher rate from 0.9"),
    ],
)
def test_a_size_that_cannot_be_is_refused(ask, message):
    with pytest.raises(ValueError, match=message):
        ask()


def test_power_that_chance_alone_has_is_refused():
    for power, confidence in ((0.01, 0.95), (0.1, 0.05)):
        with pytest.raises(ValueError, match="as often chance alone"):
            sample_size(0.05, 0.03, power=power, confidence=confidence)
        with pytest.raises(ValueError, match="as often chance alone"):
            detectable_difference(0.05, 500, power=power, confidence=confidence)


def test_differences_and_counts_beyond_all_measure_are_told():
    with pytest.raises(ValueError, match="must not be 0"):
        sample_size(0.05, 1e-160)
    with pytest.raises(ValueError, match="are there as many customers"):
        detectable_difference(0.05, 10**20)
    assert sample_size(0.5, detectable_difference(0.5, 10**12)) == pytest.approx(1e12, rel=1e-4)
