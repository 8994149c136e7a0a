"""The search for the highest point, on functions whose top is known."""

import numpy as np
import pytest

from crmkit.models.maximise import WALL, Walls, curvature, maximise, numerical, settled


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


def test_walls_of_ones_own_are_kept_and_a_start_beyond_them_is_brought_inside():
    walls = Walls(np.array([-3.0, -3.0]), np.array([0.2, 5.0]))
    found = maximise(_bowl([0.5, 4.0]), [np.array([2.0, -9.0])], customers=1, walls=walls)
    assert found.free == pytest.approx([0.2, 4.0], abs=1e-6)
    assert found.at_wall.tolist() == [True, False]
    assert walls.touched(found.free).tolist() == [1, 0]
    assert walls.touched(np.array([-3.0, 1.0])).tolist() == [-1, 0]


def test_parameters_that_run_away_together_are_led_to_the_wall_behind_a_flat_ridge():
    """The height depends on the gap of the two, and rises by ever less where both are large."""

    def height(free):
        return -((free[0] - free[1] - 1) ** 2) - np.exp(-free.sum())

    objective, walls = numerical(height), Walls(np.full(2, -WALL), np.full(2, WALL))
    stopped = maximise(objective, [np.array([6.0, 5.0])], customers=1e6)
    assert stopped.free.max() < WALL
    found = settled(objective, stopped, [(0, 1)], customers=1e6, walls=walls)
    assert found.free == pytest.approx([WALL, WALL - 1], abs=1e-3)
    assert found.at_wall.tolist() == [True, False]
    assert found.evaluations > stopped.evaluations
    alone = settled(objective, stopped, [], customers=1e6, walls=walls)
    assert alone.free.tolist() == stopped.free.tolist()


def test_a_top_inside_is_not_led_to_a_wall():
    found = maximise(_bowl([6.0, 6.0]), [np.zeros(2)], customers=1)
    walls = Walls(np.full(2, -WALL), np.full(2, WALL))
    assert settled(_bowl([6.0, 6.0]), found, [(0, 1)], customers=1, walls=walls) is found


def test_numerical_derivatives_are_those_of_the_function():
    def height(free):
        x, y = free
        return np.sin(x) * np.exp(y) + x**2 * y

    x, y = 0.7, -0.4
    value, gradient, hessian = numerical(height)(np.array([x, y]))
    assert value == pytest.approx(np.sin(x) * np.exp(y) + x**2 * y, rel=1e-14)
    slopes = [np.cos(x) * np.exp(y) + 2 * x * y, np.sin(x) * np.exp(y) + x**2]
    assert gradient == pytest.approx(np.array(slopes), abs=1e-8)
    mixed = np.cos(x) * np.exp(y) + 2 * x
    bends = [[-np.sin(x) * np.exp(y) + 2 * y, mixed], [mixed, np.sin(x) * np.exp(y)]]
    assert hessian == pytest.approx(np.array(bends), abs=1e-6)


def test_the_curvature_that_is_reported_hardly_feels_rounding():
    """A sum of 30,000 in which the last digit is a matter of chance."""
    rng = np.random.default_rng(1)

    def height(free):
        x, y = free
        exact = 3e4 - 2e3 * np.exp(x) * (1 + y**2) - 1e3 * np.exp(-x)
        return exact * (1 + 2e-16 * rng.normal())

    x, y = 0.3, 0.2
    xx = -2e3 * np.exp(x) * (1 + y**2) - 1e3 * np.exp(-x)
    exact = np.array([[xx, -4e3 * np.exp(x) * y], [-4e3 * np.exp(x) * y, -4e3 * np.exp(x)]])
    rough = numerical(height)(np.array([x, y]))[2]
    assert curvature(height, np.array([x, y])) == pytest.approx(exact, abs=1e-4)
    assert rough == pytest.approx(exact, abs=0.05)


@pytest.mark.parametrize("x", [0.0, 800.0])
def test_where_numbers_end_the_search_is_told_to_take_a_shorter_step(x):
    """log of 0 or less is no number, e^800 none either, and neither warns."""
    value, _, _ = numerical(lambda free: np.log(free[0]) - np.exp(free[0]))(np.array([x]))
    assert value == -np.inf


def test_a_function_that_is_nowhere_finite_is_refused():
    def objective(free):
        return -np.inf, np.zeros(1), np.zeros((1, 1))

    with pytest.raises(ValueError, match="not finite at any of 2 starting points"):
        maximise(objective, [np.zeros(1), np.ones(1)], customers=1)
