"""Which answers count as the same: equivalent forms pass, others do not."""

import datetime

import numpy as np
import pandas as pd
import pytest

from crmkit.course.exercises.answers import MOST_VALUES, encode
from crmkit.course.exercises.compare import attempted, complete, same

SERIES = pd.Series([1.5, 2.5], index=["gold", "iron"])
FRAME = pd.DataFrame({"n": [1, 2], "share": [0.25, 0.75]}, index=pd.Index(["a", "b"], name="tier"))


def agree(answer, reference, decimals=None):
    return same(encode(answer), encode(reference), decimals=decimals)


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        (3, np.int64(3)),
        (3.0, 3),
        (np.float32(0.5), 0.5),
        (np.array(7), 7),
        (np.bool_(True), True),
        (" Gold ", "gold"),
        ([1, 2], np.array([1, 2])),
        ((1, 2), pd.Series([1, 2])),
        (pd.Index(["a", "b"]), {"b", "a"}),
        (["b", "a"], {"a", "b"}),
        (SERIES[::-1], SERIES),
        (SERIES.to_frame(), SERIES),
        (SERIES.to_dict(), SERIES),
        (SERIES, SERIES.to_dict()),
        ([1.5, 2.5], SERIES),
        (SERIES.rename("another"), SERIES),
        (FRAME[["share", "n"]], FRAME),
        (FRAME.loc[["b", "a"]], FRAME),
        (FRAME.reset_index(), FRAME),
        (FRAME.astype({"n": "float64"}), FRAME),
        (pd.Timestamp("2024-01-31"), datetime.date(2024, 1, 31)),
        (pd.Categorical(["a", "b"]), ["a", "b"]),
        ({"to": ["a"], "profit": 2.0}, {"profit": 2, "to": {"a"}}),
        (SERIES.set_axis([1.0, 2.0]), SERIES.set_axis([1, 2])),
    ],
)
def test_equivalent_answers_pass(answer, reference):
    assert agree(answer, reference)


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        (3, 4),
        (True, 1),
        (1, True),
        ("3", 3),
        ([2, 1], [1, 2]),
        ([1], [1, 1]),
        (["a", "a"], {"a", "b"}),
        (SERIES.set_axis(["gold", "lead"]), SERIES),
        ([2.5, 1.5], SERIES),
        (FRAME.rename(columns={"n": "m"}), FRAME),
        (FRAME.assign(n=[2, 1]), FRAME),
        (FRAME["n"], FRAME),
        ({"profit": 2.0}, {"profit": 2, "to": {"a"}}),
        (None, 0),
        (..., 0),
        (float("nan"), 0),
    ],
)
def test_other_answers_do_not(answer, reference):
    assert not agree(answer, reference)


def test_numbers_agree_within_half_a_unit_of_the_last_decimal_asked_for():
    assert agree(0.124, 0.1235, decimals=3)
    assert agree(0.1235, 0.1235, decimals=3)
    assert not agree(0.125, 0.1235, decimals=3)
    assert not agree(12, 12.3)


def test_numbers_in_tables_are_rounded_as_asked_for():
    assert agree(SERIES + 0.004, SERIES, decimals=2)
    assert not agree(SERIES + 0.006, SERIES, decimals=2)


def test_dots_are_not_attempted_and_some_dots_are_incomplete():
    assert not attempted(encode(...))
    assert not attempted(encode({"write_to": ..., "profit": ...}))
    half = encode({"write_to": {"gold"}, "profit": ...})
    assert attempted(half)
    assert not complete(half)
    assert complete(encode(FRAME))


@pytest.mark.parametrize("value", [print, object(), iter([]), type, 1j])
def test_what_is_no_answer_is_refused_by_its_type(value):
    with pytest.raises(TypeError, match=type(value).__name__):
        encode(value)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(MOST_VALUES + 1),
        "x" * (MOST_VALUES + 1),
        range(MOST_VALUES + 1),
        [[[[[1]]]]],
    ],
)
def test_what_is_larger_than_any_answer_is_refused(value):
    with pytest.raises(ValueError, match="answer"):
        encode(value)


def test_an_object_that_lies_about_itself_is_no_number():
    class Liar:
        def __eq__(self, other):
            return True

        def __float__(self):
            return 42.0

    with pytest.raises(TypeError, match="Liar"):
        encode(Liar())


def test_a_number_that_always_agrees_is_taken_by_its_value():
    class Chameleon(float):
        def __eq__(self, other):
            return True

        __hash__ = None

    assert not same(encode(Chameleon(1.0)), encode(2.0), decimals=2)
