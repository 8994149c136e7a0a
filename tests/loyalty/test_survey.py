import warnings

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


def four(**columns):
    return pd.DataFrame({"a": [1, 5, 7, 6], "b": [2, 4, 6, 7], **columns})


# --- What can be reckoned with --------------------------------------------------------------


def test_fine_answers_come_back_as_numbers_in_the_order_of_the_items():
    assert survey.check_answers(four(), ["b", "a"]).tolist() == [[2, 1], [4, 5], [6, 7], [7, 6]]


@pytest.mark.parametrize("code", [-99, -9, 99, 999, 88])
def test_a_code_for_no_answer_is_named_with_its_rows_and_the_mend(code):
    with pytest.raises(
        ValueError, match=rf"'b' is {code}, a code .*1 of 4.*\[2\].*replace\({code}"
    ):
        survey.check_answers(four(b=[1, 2, code, 7]), ["a", "b"])


def test_the_real_code_of_the_reputation_survey_is_seen():
    table = datasets.load("corporate_reputation")
    with pytest.raises(ValueError, match="-99, a code for no answer"):
        survey.check_answers(table, ["cusl_1", "cusl_2"])


def test_what_is_a_code_on_one_scale_is_an_answer_on_another():
    assert len(survey.check_answers(four(a=[-3, -1, 2, 3]), ["a"])) == 4
    assert len(survey.check_answers(four(a=[90, 98, 99, 100]), ["a"], scale=(0, 100))) == 4


def test_answers_off_the_scale_are_counted():
    with pytest.raises(ValueError, match=r"'a' lies outside its scale, 1 to 5, in 2 of 4"):
        survey.check_answers(four(), ["a"], scale=(1, 5))


def test_missing_and_infinite_answers_say_how_to_leave_customers_out():
    with pytest.raises(ValueError, match=r"'a' is missing in 1 of 4.*answers\.dropna"):
        survey.check_answers(four(a=[1, np.nan, 2, 3]), ["a"])
    with pytest.raises(ValueError, match="'a' is infinite in 1 of 4"):
        survey.check_answers(four(a=[1, np.inf, 2, 3]), ["a"])


def test_words_in_place_of_numbers_are_refused():
    with pytest.raises(ValueError, match="must be numbers"):
        survey.check_answers(four(a=["agree", "agree", "no", "no"]), ["a"])


def test_an_item_that_everybody_answers_alike_is_named():
    with pytest.raises(ValueError, match=r"same answer to \['a'\].*Leave it out"):
        survey.check_answers(four(a=[5, 5, 5, 5]), ["a", "b"])
    assert len(survey.check_answers(four(a=[5, 5, 5, 5]), ["a"], varying=False)) == 4


def test_items_are_a_list_of_columns_each_once():
    with pytest.raises(TypeError, match="items must be a list, not the text 'a'"):
        survey.check_answers(four(), "a")
    with pytest.raises(ValueError, match=r"names \['a'\] more than once"):
        survey.check_answers(four(), ["a", "a"])
    with pytest.raises(ValueError, match="no column 'c'"):
        survey.check_answers(four(), ["c"])
    with pytest.raises(ValueError, match=r"1 item.* at least 2"):
        survey.check_answers(four(), ["a"], least_items=2)


def test_too_few_customers_are_counted():
    with pytest.raises(ValueError, match=r"4 customer\(s\) answered; 2 item\(s\) need at least 9"):
        survey.check_answers(four(), ["a", "b"], least_rows=9)
    with pytest.raises(ValueError, match="0 rows"):
        survey.check_answers(four().iloc[:0], ["a"])


def test_scales_of_different_lengths_bring_a_warning():
    rng = np.random.default_rng(1)
    mixed = pd.DataFrame({"five": rng.integers(1, 6, 40), "ten": rng.integers(1, 11, 40)})
    with pytest.warns(
        survey.MixedScalesWarning, match=r"\['five'\] never goes above 5, \['ten'\] does"
    ):
        survey.check_answers(mixed, ["five", "ten"])


def test_ten_and_eleven_points_and_few_answers_bring_no_warning():
    rng = np.random.default_rng(1)
    long = pd.DataFrame({"ten": rng.integers(1, 11, 40), "eleven": rng.integers(0, 11, 40)})
    few = pd.DataFrame({"a": [1, 3, 5], "b": [2, 9, 10]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        survey.check_answers(long, ["ten", "eleven"])
        survey.check_answers(few, ["a", "b"])


# --- One scale ------------------------------------------------------------------------------


def test_the_ends_of_every_scale_meet():
    table = pd.DataFrame({"five": [1, 5], "seven": [1, 7], "ten": [1, 10], "eleven": [0, 10]})
    scales = {"five": (1, 5), "seven": (1, 7), "ten": (1, 10), "eleven": (0, 10)}
    assert survey.rescale(table, scales).to_numpy().tolist() == [[0] * 4, [100] * 4]
    assert survey.rescale(table, {"seven": (1, 7)}, to=(1, 10))["seven"].tolist() == [1, 10]


def test_rescaling_refuses_what_is_off_the_scale_and_scales_that_fall():
    with pytest.raises(ValueError, match="outside its scale, 1 to 5"):
        survey.rescale(four(), {"a": (1, 5)})
    with pytest.raises(ValueError, match="must be the lowest and the highest answer"):
        survey.rescale(four(), {"a": (7, 1)})
    with pytest.raises(ValueError, match="must be the lowest and the highest answer"):
        survey.rescale(four(), {"a": 7})


@pytest.mark.parametrize("codes", [[97, 98, 99], [-99, -98, -97], [98, 99]])
def test_codes_side_by_side_do_not_excuse_one_another(codes):
    with pytest.raises(ValueError, match="a code for no answer"):
        survey.check_answers(pd.DataFrame({"a": [1, 5, 7, *codes]}), ["a"])


def test_a_scale_up_to_100_may_be_used_at_every_point():
    survey.check_answers(pd.DataFrame({"a": [0, 50, 96, 97, 98, 99]}), ["a"])


@pytest.mark.parametrize("codes", [-99, "-99", None])
def test_codes_are_a_list(codes):
    with pytest.raises(TypeError, match="missing_codes must be a list"):
        survey.answers(pd.DataFrame({"a": [1, 7]}), scale=(1, 7), missing_codes=codes)


@pytest.mark.parametrize("codes", [["-99"], [None], [np.nan], ["refused"]])
def test_codes_are_numbers(codes):
    with pytest.raises(ValueError, match=r"missing_codes=.* must be a number"):
        survey.answers(pd.DataFrame({"a": [1, 7]}), scale=(1, 7), missing_codes=codes)


@pytest.mark.parametrize("scale", [{1, 7}, {1: 2, 7: 3}, (True, 7), [[1], [7]]])
def test_ends_of_a_scale_have_an_order_and_are_numbers(scale):
    with pytest.raises(ValueError, match="must be the lowest and the highest answer"):
        survey.check_scale(scale)


@pytest.mark.parametrize("scales", [None, ["a"], "a", {}])
def test_scales_name_items_and_ends(scales):
    with pytest.raises(TypeError, match="must name items and their ends"):
        survey.rescale(pd.DataFrame({"a": [1, 7]}), scales)
