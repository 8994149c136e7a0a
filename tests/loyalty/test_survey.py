import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty import survey


def test_codes_become_missing_and_the_rest_stays():
    table = pd.DataFrame({"a": [1, 7, -99], "b": [4, 99, 2]}, index=list("xyz"))
    before = table.copy()
    given = survey.answers(table, scale=(1, 7), missing_codes=[-99, 99])
    expected = pd.DataFrame({"a": [1, 7, np.nan], "b": [4, np.nan, 2]}, index=list("xyz"))
    assert_frame_equal(given, expected)
    assert_frame_equal(table, before)


def test_an_answer_that_is_already_missing_stays_missing():
    given = survey.answers(pd.DataFrame({"a": [1.0, None]}), scale=(1, 5))
    assert given["a"].isna().tolist() == [False, True]


def test_refused_answers_of_the_phone_survey_are_those_that_its_readers_count():
    raw = datasets.load("corporate_reputation")[["cusa", "cusl_1", "cusl_2", "cusl_3"]]
    given = survey.answers(raw, scale=(1, 7), missing_codes=[-99])
    assert given.isna().sum().tolist() == [1, 3, 4, 3]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([5, -99, 3], r"'a' has answers outside the scale of 1 to 7: \[-99\] \(1 of 3 rows\)"),
        ([10, 9, 3], r"outside the scale of 1 to 7: \[9, 10\] \(2 of 3 rows\).*another scale"),
        ([4, np.inf, 3], r"outside the scale of 1 to 7: \[inf\]"),
        ([0, 1, 2], r"outside the scale of 1 to 7: \[0\]"),
        (["5", "6", "7"], "'a' must be numbers, but has type str"),
        ([True, False, True], "'a' must be numbers, but has type bool"),
        ([np.nan, np.nan, np.nan], "nobody answered 'a'"),
    ],
)
def test_what_is_no_answer_on_the_scale_is_named(values, message):
    with pytest.raises(ValueError, match=message):
        survey.answers(pd.DataFrame({"a": values}), scale=(1, 7))


def test_a_code_that_is_a_possible_answer_is_refused():
    with pytest.raises(ValueError, match=r"missing_codes=\[7.0\] are possible answers on a scale"):
        survey.answers(pd.DataFrame({"a": [1, 7]}), scale=(1, 10), missing_codes=[7, -99])


@pytest.mark.parametrize("scale", [(7, 1), (1, 1), 7, (1, 4, 7), (1, np.nan), ("a", "b")])
def test_a_scale_is_two_rising_numbers(scale):
    with pytest.raises(ValueError, match="must be the lowest and the highest answer"):
        survey.answers(pd.DataFrame({"a": [1]}), scale=scale)


def test_an_empty_table_is_refused():
    with pytest.raises(ValueError, match="the answers is empty: it has 0 rows"):
        survey.answers(pd.DataFrame({"a": []}), scale=(1, 5))


@pytest.mark.parametrize("scale", [(1, 5), (1, 7), (1, 10), (0, 10)])
def test_every_scale_comes_to_0_and_100(scale):
    given = pd.DataFrame({"a": [float(scale[0]), sum(scale) / 2, float(scale[1])]})
    assert survey.to_100(given, scale=scale)["a"].tolist() == [0, 50, 100]
