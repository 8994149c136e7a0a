"""What the kit's checks of tables, names, numbers and generators say, wherever they are asked."""

import numpy as np
import pandas as pd
import pytest

from crmkit import tables
from crmkit.loyalty.double_jeopardy.dirichlet import Dirichlet


def test_a_column_that_stands_twice_is_named():
    table = pd.DataFrame([[1, 2, 3]], columns=["a", "b", "a"])
    with pytest.raises(ValueError, match="the log has a column more than once: 'a'"):
        tables.check_columns(table, ["a"], name="the log")
    tables.check_columns(table, ["b"], name="the log")


@pytest.mark.parametrize("value", [[1, 2], None, 3, np.array([1]), pd.DataFrame({"a": [1]})])
def test_what_is_no_series_is_no_numbers(value):
    with pytest.raises(TypeError, match="spend must be a Series, not a"):
        tables.numbers(value, name="spend")


def test_complex_numbers_are_no_numbers_and_text_is_told_how_to_become_some():
    with pytest.raises(ValueError, match="'a' must be numbers, but has type complex128"):
        tables.numbers(pd.Series([1 + 1j], name="a"))
    with pytest.raises(ValueError, match=r"pd.to_numeric"):
        tables.numbers(pd.Series(["1"], name="a"))


def test_a_number_in_quotes_is_no_number():
    with pytest.raises(ValueError, match=r"confidence='0.95' must be a number"):
        tables.confidence("0.95")
    with pytest.raises(ValueError, match="M='2' must be a number above 0"):
        Dirichlet("2", 0.6, 2, {"Ann": 0.2})


@pytest.mark.parametrize("value", [pd.DataFrame({"a": [1, 2]}), pd.NA, np.array(["up", "low"])])
def test_what_cannot_be_compared_is_no_option(value):
    with pytest.raises(ValueError, match="is no option; choose one of 'up', 'low'"):
        tables.option("ties", value, ["up", "low"])


@pytest.mark.parametrize("value", [pd.Series([5, 6]), np.float64("inf"), np.float64("nan")])
def test_a_series_and_infinity_are_no_whole_numbers(value):
    with pytest.raises(ValueError, match="must be a whole number"):
        tables.whole("draws", value)


@pytest.mark.parametrize("value", ["price", None, 3])
def test_a_list_is_a_list(value):
    with pytest.raises(TypeError, match="by must be a list, not"):
        tables.listed("by", value)


def test_a_list_names_each_once_whatever_their_types():
    assert tables.listed_once("by", pd.Index(["a", "b"])) == ["a", "b"]
    with pytest.raises(ValueError, match=r"by names \['a', 1\] more than once"):
        tables.listed_once("by", ["a", 1, "a", 1])


@pytest.mark.parametrize("value", [None, 1, np.random, np.random.RandomState(1)])
def test_only_a_generator_draws(value):
    with pytest.raises(TypeError, match=r"must be a generator.*np.random.default_rng\(1\)"):
        tables.generator(value)
