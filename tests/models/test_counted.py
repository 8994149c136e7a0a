"""Counting distinct cases, on rows counted by hand."""

import pickle

import numpy as np
import pytest

from crmkit.models import Cases
from crmkit.models.counted import part, resampled


def test_equal_rows_count_once_with_their_number():
    cases = Cases.of(x=np.array([2, 0, 2, 0, 2]), m=np.array([5, 5, 5, 6, 5]), weights=None)
    assert (cases.x.tolist(), cases.m.tolist()) == ([0, 0, 2], [5, 6, 5])
    assert cases.weights.tolist() == [1, 1, 3]
    assert (len(cases), cases.total) == (3, 5)


def test_rows_that_count_several_customers_bring_their_numbers():
    cases = Cases.of(x=np.array([1, 0, 1]), weights=np.array([10, 20, 5]))
    assert (cases.x.tolist(), cases.weights.tolist()) == ([0, 1], [20, 15])


def test_cases_without_customers_are_left_out_and_the_others_kept():
    cases = Cases.of(x=np.array([0, 1, 2]), weights=None).reweighted(np.array([0, 4, 2]))
    assert (cases.x.tolist(), cases.weights.tolist(), cases.total) == ([1, 2], [4, 2], 6)


def test_a_column_that_is_not_there_is_no_attribute():
    cases = Cases.of(x=np.array([0, 1]), weights=None)
    with pytest.raises(AttributeError, match="t_x"):
        cases.t_x  # noqa: B018
    assert not hasattr(cases, "age")


def test_cases_travel_between_processes():
    cases = pickle.loads(pickle.dumps(Cases.of(x=np.array([0, 1, 1]), weights=None)))
    assert cases.x.tolist() == [0, 1]
    assert cases.weights.tolist() == [1, 2]


def test_a_bootstrap_sample_has_as_many_customers_and_no_case_that_was_not_there():
    cases = Cases.of(x=np.arange(50), weights=np.full(50, 3))
    drawn = resampled(cases, np.random.default_rng(1))
    assert drawn.total == 150
    assert (drawn.weights > 0).all()
    assert len(drawn) < 50
    assert set(drawn.x) < set(cases.x)


def test_a_part_is_every_nth_case_with_its_customers():
    cases = Cases.of(x=np.arange(100), weights=np.arange(1, 101))
    few = part(cases, 10)
    assert few.x.tolist() == list(range(5, 100, 10))
    assert few.weights.tolist() == list(range(6, 101, 10))
