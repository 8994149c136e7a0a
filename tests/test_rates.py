import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy.stats import binomtest

from crmkit.rates import rate_interval


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


def test_counts_of_eight_bits_do_not_run_over():
    few = rate_interval(pd.Series([10], dtype="int8"), pd.Series([100], dtype="int8"))
    assert_frame_equal(few, rate_interval(pd.Series([10]), pd.Series([100])))
