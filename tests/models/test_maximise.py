"""The search for the highest point, on functions whose top is known."""

import numpy as np
import pytest

from crmkit.models.maximise import WALL, maximise


def _bowl(top):
    top = np.asarray(top, float)

    def objective(free):
        away = free - top
        return -float(away @ away), -2 * away, -2 * np.eye(len(top))

    return objective


def test_a_bowl_is_climbed_in_two_evaluations():
    found = maximise(_bowl([0.5, -1.0]), [np.zeros(2)], customers=1)
    assert found.free == pytest.approx([0.5, -1.0])
    assert found.evaluations == 2


def test_covariance_is_the_inverse_of_the_information():
    found = maximise(_bowl([0.5, -1.0]), [np.zeros(2)], customers=1)
    assert found.covariance == pytest.approx(np.eye(2) / 2)


def test_of_two_tops_the_higher_one_is_found():
    def objective(free):
        x = free[0]  # tops at -1 (value 0.25 + 0.3) and 1, valley between
        value = -((x**2 - 1) ** 2) / 4 + 0.3 * x
        slope = -x * (x**2 - 1) + 0.3
        return value, np.array([slope]), np.array([[-3 * x**2 + 1]])

    left = maximise(objective, [np.array([-1.5])], customers=1)
    both = maximise(objective, [np.array([-1.5]), np.array([1.5])], customers=1)
    assert left.free[0] < 0 < both.free[0]
    assert both.log_likelihood > left.log_likelihood


def test_a_start_where_the_function_bends_upward_still_climbs():
    def objective(free):
        x = free[0]
        return np.exp(-(x**2)), np.array([-2 * x * np.exp(-(x**2))]), np.array(
            [[(4 * x**2 - 2) * np.exp(-(x**2))]]
        )  # fmt: skip

    assert maximise(objective, [np.array([1.5])], customers=1).free[0] == pytest.approx(0, abs=1e-5)


def test_a_parameter_that_runs_away_stops_at_the_wall():
    def objective(free):
        rise = -np.exp(-free[0]) - free[1] ** 2
        return rise, np.array([np.exp(-free[0]), -2 * free[1]]), np.diag([-np.exp(-free[0]), -2.0])

    found = maximise(objective, [np.array([0.0, 1.0])], customers=1e-9)
    assert found.free == pytest.approx([WALL, 0], abs=1e-6)
    assert found.at_wall.tolist() == [True, False]
    assert found.covariance is None


def test_a_function_that_is_nowhere_finite_is_refused():
    def objective(free):
        return -np.inf, np.zeros(1), np.zeros((1, 1))

    with pytest.raises(ValueError, match="not finite at any of 2 starting points"):
        maximise(objective, [np.zeros(1), np.ones(1)], customers=1)


def test_a_top_that_is_nearly_flat_has_no_covariance():
    def objective(free):
        return -1e-4 * free[0] ** 2, -2e-4 * free, np.array([[-2e-4]])

    found = maximise(objective, [np.array([1.0])], customers=1)
    assert found.free == pytest.approx([0], abs=1e-3)
    assert found.covariance is None
