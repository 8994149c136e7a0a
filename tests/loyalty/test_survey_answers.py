import warnings

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty.quality import survey_answers
from crmkit.loyalty.quality.survey_answers import MixedScalesWarning, check_answers


def answers(**columns):
    return pd.DataFrame({"a": [1, 5, 7, 6], "b": [2, 4, 6, 7], **columns})


# --- What can be reckoned with --------------------------------------------------------------


def test_fine_answers_come_back_as_numbers_in_the_order_of_the_items():
    assert check_answers(answers(), ["b", "a"]).tolist() == [[2, 1], [4, 5], [6, 7], [7, 6]]


@pytest.mark.parametrize("code", [-99, -9, 99, 999, 88])
def test_a_code_for_no_answer_is_named_with_its_rows_and_the_mend(code):
    with pytest.raises(
        ValueError, match=rf"'b' is {code}, a code .*1 of 4.*\[2\].*replace\({code}"
    ):
        check_answers(answers(b=[1, 2, code, 7]), ["a", "b"])


def test_the_real_code_of_the_reputation_survey_is_seen():
    table = datasets.load("corporate_reputation")
    with pytest.raises(ValueError, match="-99, a code for no answer"):
        check_answers(table, ["cusl_1", "cusl_2"])


def test_what_is_a_code_on_one_scale_is_an_answer_on_another():
    assert len(check_answers(answers(a=[-3, -1, 2, 3]), ["a"])) == 4
    assert len(check_answers(answers(a=[90, 98, 99, 100]), ["a"], scale=(0, 100))) == 4


def test_answers_off_the_scale_are_counted():
    with pytest.raises(ValueError, match=r"'a' lies outside its scale, 1 to 5, in 2 of 4"):
        check_answers(answers(), ["a"], scale=(1, 5))


def test_missing_and_infinite_answers_say_how_to_leave_customers_out():
    with pytest.raises(ValueError, match=r"'a' is missing in 1 of 4.*answers\.dropna"):
        check_answers(answers(a=[1, np.nan, 2, 3]), ["a"])
    with pytest.raises(ValueError, match="'a' is infinite in 1 of 4"):
        check_answers(answers(a=[1, np.inf, 2, 3]), ["a"])


def test_words_in_place_of_numbers_are_refused():
    with pytest.raises(ValueError, match="must be numbers"):
        check_answers(answers(a=["agree", "agree", "no", "no"]), ["a"])


def test_an_item_that_everybody_answers_alike_is_named():
    with pytest.raises(ValueError, match=r"same answer to \['a'\].*Leave it out"):
        check_answers(answers(a=[5, 5, 5, 5]), ["a", "b"])
    assert len(check_answers(answers(a=[5, 5, 5, 5]), ["a"], varying=False)) == 4


def test_items_are_a_list_of_columns_each_once():
    with pytest.raises(TypeError, match=r"write \['a'\]"):
        check_answers(answers(), "a")
    with pytest.raises(ValueError, match=r"names \['a'\] more than once"):
        check_answers(answers(), ["a", "a"])
    with pytest.raises(ValueError, match="no column 'c'"):
        check_answers(answers(), ["c"])
    with pytest.raises(ValueError, match=r"1 item.* at least 2"):
        check_answers(answers(), ["a"], least_items=2)


def test_too_few_customers_are_counted():
    with pytest.raises(ValueError, match=r"4 customer\(s\) answered; 2 item\(s\) need at least 9"):
        check_answers(answers(), ["a", "b"], least_rows=9)
    with pytest.raises(ValueError, match="0 rows"):
        check_answers(answers().iloc[:0], ["a"])


def test_scales_of_different_lengths_bring_a_warning():
    rng = np.random.default_rng(1)
    mixed = pd.DataFrame({"five": rng.integers(1, 6, 40), "ten": rng.integers(1, 11, 40)})
    with pytest.warns(MixedScalesWarning, match=r"\['five'\] never goes above 5, \['ten'\] does"):
        check_answers(mixed, ["five", "ten"])


def test_ten_and_eleven_points_and_few_answers_bring_no_warning():
    rng = np.random.default_rng(1)
    long = pd.DataFrame({"ten": rng.integers(1, 11, 40), "eleven": rng.integers(0, 11, 40)})
    few = pd.DataFrame({"a": [1, 3, 5], "b": [2, 9, 10]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_answers(long, ["ten", "eleven"])
        check_answers(few, ["a", "b"])


# --- One scale ------------------------------------------------------------------------------


def test_the_ends_of_every_scale_meet():
    table = pd.DataFrame({"five": [1, 5], "seven": [1, 7], "ten": [1, 10], "eleven": [0, 10]})
    scales = {"five": (1, 5), "seven": (1, 7), "ten": (1, 10), "eleven": (0, 10)}
    assert survey_answers.rescale(table, scales).to_numpy().tolist() == [[0] * 4, [100] * 4]
    assert survey_answers.rescale(table, {"seven": (1, 7)}, to=(1, 10))["seven"].tolist() == [1, 10]


def test_rescaling_refuses_what_is_off_the_scale_and_scales_that_fall():
    with pytest.raises(ValueError, match="outside its scale, 1 to 5"):
        survey_answers.rescale(answers(), {"a": (1, 5)})
    with pytest.raises(ValueError, match="does not rise"):
        survey_answers.rescale(answers(), {"a": (7, 1)})
    with pytest.raises(ValueError, match="must be a pair"):
        survey_answers.rescale(answers(), {"a": 7})


# --- The bootstrap --------------------------------------------------------------------------


def test_the_bootstrap_of_a_mean_meets_its_textbook_error():
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"a": rng.normal(5, 2, 300)})
    found = survey_answers.resampled(table, lambda t: t["a"].mean(), rng=rng, draws=2000)
    reach = 1.96 * table["a"].std() / np.sqrt(300)
    assert found["estimate"].item() == table["a"].mean()
    assert found["high"].item() - found["low"].item() == pytest.approx(2 * reach, rel=0.08)


def test_same_generator_same_interval_and_answers_are_not_changed():
    table = answers()
    kept = table.copy()

    def one():
        return survey_answers.resampled(table, pd.DataFrame.mean, rng=np.random.default_rng(1))

    assert_frame_equal(one(), one())
    assert_frame_equal(table, kept)


def test_a_statistic_without_a_value_is_refused():
    with pytest.raises(ValueError, match="no finite number"):
        survey_answers.resampled(
            answers(), lambda t: t["a"].mean() * np.nan, rng=np.random.default_rng(1)
        )
    with pytest.raises(ValueError, match="confidence=95"):
        survey_answers.resampled(
            answers(), pd.DataFrame.mean, rng=np.random.default_rng(1), confidence=95
        )
