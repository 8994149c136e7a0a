"""Columns that say yes or no: what is read, and what is refused."""

import pandas as pd
import pytest

from crmkit import flags


@pytest.mark.parametrize("values", [[0, 1], [False, True], [0.0, 1.0]])
def test_zeros_and_ones_and_booleans_are_read_as_they_are(values):
    assert flags.zero_one(pd.Series(values)).tolist() == [0, 1]
    table = pd.DataFrame({"left": values})
    assert flags.happened(table, "left", who="those who left").tolist() == [0, 1]


def test_only_the_word_for_yes_is_one():
    words = pd.Series(["Yes", "No", "No internet service"])
    assert flags.zero_one(words, yes="Yes").tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0, 2], "'left' is neither 0 nor 1 in 1 of 2"),
        ([0, None], "'left' is missing in 1 of 2"),
        (["Yes", "No"], "'left' must be 1 for those who left and 0 for the others, but holds"),
    ],
)
def test_what_does_not_say_who_left_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        flags.happened(pd.DataFrame({"left": values}), "left", who="those who left")
