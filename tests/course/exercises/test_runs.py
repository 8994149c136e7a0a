"""A wrong answer goes on from where it leaves its solution, and finds all as it was there."""

import numpy as np
import pandas as pd
import pytest

from crmkit.course.exercises.runs import Runs


@pytest.fixture
def runs():
    calls = []

    def fit(n):
        calls.append(n)
        return n

    given = {"fit": fit, "table": pd.DataFrame({"n": [1, 2]}), "np": np}
    one = Runs(given)
    one.calls = calls
    return one


def test_what_takes_long_is_done_once(runs):
    runs.run("a = fit(1)\nq1 = a + 1", "x", keep=True)
    assert runs.run("a = fit(1)\nq1 = a + 2", "x")["q1"] == 3
    assert runs.run("a = fit(1)\nq1 = a + 1\nq1 = -q1", "x")["q1"] == -2
    assert runs.calls == [1]
    runs.run("a = fit(2)\nq1 = a + 1", "x")
    assert runs.calls == [1, 2]


def test_a_cell_that_is_not_kept_leaves_nothing(runs):
    runs.run("a = fit(1)", "x")
    runs.run("a = fit(1)", "x")
    assert runs.calls == [1, 1]


def test_changes_in_place_and_draws_do_not_reach_others(runs):
    solution = (
        "rng = np.random.default_rng(1)\ntable['n'] *= 2\nq1 = rng.random() + table['n'].sum()"
    )
    first = runs.run(solution, "x", keep=True)["q1"]
    assert runs.run(solution.replace("q1 = ", "q1 = 0 + "), "x")["q1"] == first
    assert runs.run("q1 = table['n'].sum()", "x")["q1"] == 3


def test_a_function_sees_the_names_of_its_own_cell(runs):
    solution = "def f():\n    return a\na = 1\nq1 = f()"
    assert runs.run(solution, "x", keep=True)["q1"] == 1
    assert runs.run(solution.replace("a = 1", "a = 2"), "x")["q1"] == 2
