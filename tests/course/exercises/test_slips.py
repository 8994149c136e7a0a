"""What the checker hears in any wrong answer: units, kinds, rounding, parts that are right."""

import pandas as pd
import pytest

from crmkit.course.exercises.answers import encode
from crmkit.course.exercises.slips import general, parts_right, problem

SHARES = {"seen": 0.7012, "true": 0.2761}


def say(answer, reference, decimals=3):
    one, other = encode(answer), encode(reference)
    return problem(one, other, "en") or general(one, other, decimals, "en")


SIGN, SIZE = "the sign is not", "off by a factor of ten"
UNIT, ROUNDED = "the unit is not", "Rounded too far. Decimals asked for"
USUAL, LAST_DIGIT = "None of the usual mistakes", "the last digit is off"


@pytest.mark.parametrize(
    ("answer", "reference", "decimals", "said"),
    [
        (70.1, 0.7012, 3, UNIT),
        (0.007012, 0.7012, 3, UNIT),
        (0.7, 0.7012, 3, ROUNDED),
        (0.05, 0.0481, 3, ROUNDED),
        (185535, 185534.70, 2, ROUNDED),
        # Too few digits to tell from any other number
        (0.0, 0.0004, 3, USUAL),
        (0.0425, 0.0, 3, USUAL),
        (0, 0.123, 3, USUAL),
        (0.1, 0.123, 3, USUAL),
        (0.0, 0.231, 3, USUAL),
        (1, 0.7012, 3, USUAL),
        (0.701, 0.7019, 3, LAST_DIGIT),
        (0.704, 0.7012, 3, USUAL),
        (12, 13, None, USUAL),
        (12, 12.8, 0, LAST_DIGIT),
        (12, 13.4, 0, USUAL),
        (float("nan"), 0.5, 3, USUAL),
        (-0.701, 0.7012, 3, SIGN),
        (12, -12, None, SIGN),
        (1234.6, 12345.67, 1, SIZE),
        (12345.7, 12.3457, 2, SIZE),
        (12.35, 123.457, 2, SIZE),
        (70, 7, 0, USUAL),
        (1000, 1, None, USUAL),
        ("70.1%", 0.7012, 3, "This is a text; a number is asked for"),
    ],
)
def test_a_number(answer, reference, decimals, said):
    assert said in say(answer, reference, decimals)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"seen": 70.1}, f"Right so far: `true`. Look again at `seen`. `seen`: .*{UNIT}"),
        ({"seen": 70.1, "true": 27.6}, f"`seen`: .*{UNIT}.*`true`: .*{UNIT}"),
        ({"seen": "70.1%"}, "`seen`: This is a text; a number is asked for"),
        ({"true": "28 percent"}, "`true`: This is a text; a number is asked for"),
        ({"seen": None}, "`seen`: This is None"),
        ({"seen": pd.DataFrame()}, "`seen`: This is a table"),
        ({"seen": 0.7}, f"`seen`: {ROUNDED}"),
        ({"true": 0.9}, "^Right so far: `seen`. Look again at `true`.$"),
        ({"seen": 0.2761, "true": 0.7012}, "`seen` and `true` are the wrong way round"),
        ({"seen": 0.5, "true": 0.6}, f"^{USUAL}"),
    ],
)
def test_the_parts_of_a_dict_are_heard_like_single_answers(changed, said):
    import re

    assert re.search(said, say(SHARES | changed, SHARES))
    assert re.search(said, say(pd.Series(SHARES | changed, dtype=object), SHARES))


def test_labels_that_differ_in_case_are_the_same():
    renamed = {" SEEN": 70.1, "True": 0.2761}
    assert "`seen`: The digits" in say(renamed, SHARES)
    assert parts_right(encode(renamed), encode(SHARES), 3) == {"seen": False, "true": True}
    assert "Missing entry: true" in say({"Seen": 0.7012}, SHARES)


@pytest.mark.parametrize("make", [dict, pd.Series])
def test_entries_that_nobody_asked_for_are_named(make):
    said = say(make(SHARES | {"p_value": 0.04}), SHARES)
    assert said == "Only these entries are asked for: seen, true. Leave out: p_value."


@pytest.mark.parametrize("empty", [pd.DataFrame(), pd.DataFrame(index=range(3)), {}, [], set()])
@pytest.mark.parametrize("reference", [pd.Series([1.5, 2.5]), SHARES, [1.5, 2.5], 0.5])
def test_an_empty_answer_is_said(empty, reference):
    assert problem(encode(empty), encode(reference), "en")


def test_names_in_an_answer_are_cut():
    long = {f"{n:03}" + "x" * 1000: 1 for n in range(500)}
    for answer, reference in ((long, SHARES), (pd.DataFrame([long]), pd.DataFrame([SHARES]))):
        assert len(problem(encode(answer), encode(reference), "en")) < 1100


@pytest.mark.parametrize("make", [list, pd.Series])
def test_a_series_is_heard_where_all_of_it_is_in_another_unit(make):
    right = make([0.1234, 0.5678])
    assert UNIT in say(make([12.34, 56.78]), right)
    assert UNIT in say(make([0.1234, 56.78]), right)
    assert ROUNDED in say(make([0.12, 0.57]), right)
    assert USUAL in say(make([12.34, 0.6]), right)
    assert USUAL in say(make([12.34, 0.99]), right)


def test_an_unfinished_dict_counts_its_right_parts():
    half = encode({"seen": 0.7012, "true": ...})
    assert "still `...`" in problem(half, encode(SHARES), "en")
    assert parts_right(half, encode(SHARES), 3) == {"seen": True, "true": False}


def test_true_and_false_are_no_set_of_names():
    mask = pd.Series([True, False], index=["gold", "iron"])
    assert "the names are asked for" in say(mask, {"gold"})
    assert "the names are asked for" in say([True, False], {"gold"})
    assert problem(encode(mask.index[mask]), encode({"gold"}), "en") == ""
