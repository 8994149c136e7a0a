"""NPS and top box: by hand, published, with intervals that hold what they promise."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_series_equal

from crmkit import datasets
from crmkit.loyalty.experience.satisfaction import (
    answers_needed,
    net_promoter_score,
    nps_change,
    top_box,
)

FIVE = pd.Series([10, 9, 9, 8, 3])
ELEVEN = {"scale": (0, 10)}


def one(scores, **rule):
    return net_promoter_score(scores, **(ELEVEN | rule)).iloc[0]


# --- By hand and published ------------------------------------------------------------------


def test_nps_by_hand():
    found = one(FIVE)
    assert found[["customers", "promoter_share", "detractor_share"]].tolist() == [5, 0.6, 0.2]
    assert found["estimate"] == pytest.approx(0.4)
    assert found["standard_error"] == pytest.approx(np.sqrt((0.8 - 0.16) / 5))


def test_standard_error_is_that_of_the_mean_of_plus_one_zero_and_minus_one():
    rng = np.random.default_rng(1)
    scores = pd.Series(rng.integers(0, 11, 300))
    coded = np.where(scores >= 9, 1, np.where(scores <= 6, -1, 0))
    assert one(scores)["estimate"] == pytest.approx(coded.mean())
    assert one(scores)["standard_error"] == pytest.approx(coded.std() / np.sqrt(300))


def test_mobile_satisfaction_as_in_row_99():
    found = one(datasets.load("mobile_satisfaction")["CUSL3"], scale=(1, 10))
    assert found["promoter_share"] == pytest.approx(0.38, abs=0.005)
    assert found["detractor_share"] == pytest.approx(0.24, abs=0.005)
    assert found["estimate"] == pytest.approx(0.14, abs=0.005)
    assert found["standard_error"] == pytest.approx(0.049, abs=0.0005)
    # 14 +- 10 points.
    assert (found["high"] - found["low"]) / 2 == pytest.approx(0.10, abs=0.005)


def test_five_points_need_about_940_answers():
    n = answers_needed(0.05, promoter_share=0.5, detractor_share=0.2)
    assert n == pytest.approx(940, abs=5)
    error = np.sqrt((0.7 - 0.09) / np.array([n - 1, n]))
    assert 1.959964 * error[0] > 0.05 >= 1.959964 * error[1]


def test_half_the_margin_takes_four_times_the_answers():
    assert answers_needed(0.025) == pytest.approx(4 * answers_needed(0.05), abs=4)


def test_top_box_counts_the_best_answers():
    stars = pd.Series([5, 5, 4, 3, 1])
    assert top_box(stars, scale=(1, 5))["estimate"].item() == 0.4
    assert top_box(stars, scale=(1, 5), boxes=2)["estimate"].item() == 0.6


def test_groups_come_one_a_row_in_their_own_order():
    quarter = pd.Series(["late", "early", "late", "late", "early"], name="when").astype(
        pd.CategoricalDtype(["late", "early"], ordered=True)
    )
    table = net_promoter_score(FIVE, by=quarter, **ELEVEN)
    assert table.index.tolist() == ["late", "early"]
    assert table.index.name == "when"
    assert table["customers"].tolist() == [3, 2]
    assert table["estimate"].tolist() == pytest.approx([2 / 3, 0])


def test_change_by_hand():
    table = nps_change(FIVE, pd.Series([10, 10, 9, 9, 7]), **ELEVEN)
    assert table["estimate"].tolist() == pytest.approx([0.4, 0.8, 0.4])
    assert table.loc["change", "standard_error"] == pytest.approx(
        np.hypot(*table["standard_error"].iloc[:2])
    )
    assert table.loc["change", "low"] < 0 < table.loc["change", "high"]


def test_change_the_other_way_round_turns_its_sign():
    other = pd.Series([10, 2, 1, 9, 7, 7])
    forth, back = (
        nps_change(*pair, **ELEVEN).loc["change"] for pair in [(FIVE, other), (other, FIVE)]
    )
    assert forth["estimate"] == pytest.approx(-back["estimate"])
    assert (forth["low"], forth["high"]) == pytest.approx((-back["high"], -back["low"]))


# --- Intervals ------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10), min_size=1, max_size=40))
def test_interval_lies_in_range_and_shares_add_up(scores):
    found = one(pd.Series(scores))
    assert -1 <= found["low"] < found["high"] <= 1
    assert found["promoter_share"] + found["detractor_share"] <= 1 + 1e-12
    assert found["estimate"] == pytest.approx(found["promoter_share"] - found["detractor_share"])


def test_one_answer_says_next_to_nothing():
    found = one(pd.Series([10]))
    assert found["estimate"] == 1
    assert found["high"] - found["low"] > 1
    box = top_box(pd.Series([5]), scale=(1, 5)).iloc[0]
    assert box["low"] < 0.25


def test_answers_all_alike_are_not_certain():
    assert one(pd.Series([10] * 30))["low"] < 0.99
    assert one(pd.Series([7] * 30))[["low", "high"]].tolist() != [0, 0]


def test_four_times_the_answers_halve_the_interval():
    few, many = one(FIVE), one(pd.concat([FIVE] * 4, ignore_index=True))
    assert many["standard_error"] == pytest.approx(few["standard_error"] / 2)


def coverage(n, chances, repeats=2000):
    rng = np.random.default_rng(99)
    drawn = rng.multinomial(n, chances, size=repeats)
    scores = np.repeat(np.tile([3, 7, 10], repeats), drawn.ravel())
    by = pd.Series(np.repeat(np.arange(repeats), n))
    table = net_promoter_score(pd.Series(scores), by=by, **ELEVEN)
    truth = chances[2] - chances[0]
    return ((table["low"] <= truth) & (truth <= table["high"])).mean()


@pytest.mark.parametrize(
    ("n", "chances"),
    [(10, (0.2, 0.3, 0.5)), (50, (0.05, 0.15, 0.8)), (250, (0.24, 0.38, 0.38))],
)
def test_interval_holds_the_truth_in_95_of_100_surveys(n, chances):
    assert 0.935 <= coverage(n, chances) <= 0.985


def test_interval_of_a_change_holds_zero_where_nothing_changed():
    rng, held = np.random.default_rng(5), 0
    for _ in range(250):
        before, after = (pd.Series(rng.choice([3, 7, 10], 100, p=[0.3, 0.3, 0.4])) for _ in "ab")
        change = nps_change(before, after, **ELEVEN).loc["change"]
        held += change["low"] <= 0 <= change["high"]
    assert 0.91 <= held / 250 <= 0.98


# --- Scales and bad input -------------------------------------------------------------------


def test_a_scale_of_five_points_has_no_promoters_by_itself():
    with pytest.raises(ValueError, match=r"from 0 to 10, not 1 to 5.*promoter_from=5"):
        net_promoter_score(pd.Series([1, 5]), scale=(1, 5))
    found = one(pd.Series([5, 5, 4, 3]), scale=(1, 5), promoter_from=5, detractor_to=3)
    assert found["estimate"] == pytest.approx(0.25)


@pytest.mark.parametrize("scale", [(1, 7), (1, 5), (-3, 3)])
def test_other_scales_must_say_who_counts(scale):
    with pytest.raises(ValueError, match="say who counts"):
        net_promoter_score(pd.Series([1, 2]), scale=scale)


def test_ten_and_eleven_points_have_the_same_promoters():
    assert one(FIVE)["estimate"] == one(FIVE, scale=(1, 10))["estimate"]


def test_a_code_for_no_answer_is_refused_with_the_mend():
    with pytest.raises(ValueError, match=r"negative in 1 of 3.*scores\[scores != -99\]"):
        net_promoter_score(pd.Series([9, -99, 10]), **ELEVEN)
    with pytest.raises(ValueError, match="below 1 in 1 of 2"):
        top_box(pd.Series([0, 10]), scale=(1, 10))
    with pytest.raises(ValueError, match=r"above 5 in 2 of 3.*given as 1 to 5"):
        top_box(pd.Series([7, 10, 2]), scale=(1, 5))


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (pd.Series([], dtype="float64"), "nobody answered"),
        (pd.Series([9, np.nan]), "missing in 1 of 2"),
        (pd.Series([9, np.inf]), "infinite in 1 of 2"),
        (pd.Series([8.5, 9]), "not a whole number in 1 of 2"),
        (pd.Series(["9", "10"]), "must be numbers"),
        (pd.Series([True, False]), "must be numbers"),
    ],
)
def test_what_are_no_answers_is_refused(scores, message):
    for call in (net_promoter_score, top_box):
        with pytest.raises(ValueError, match=message):
            call(scores, **ELEVEN)


def test_scale_rule_and_groups_are_checked():
    with pytest.raises(TypeError, match="Series of answers, not a list"):
        net_promoter_score([9, 10], **ELEVEN)
    for scale in [(10, 0), (1,), 10, ("a", "b"), (1, 2, 3)]:
        with pytest.raises(ValueError, match="the lowest and the highest answer"):
            net_promoter_score(FIVE, scale=scale)
    with pytest.raises(ValueError, match="detractor_to=9 must be below promoter_from=9"):
        net_promoter_score(FIVE, promoter_from=9, detractor_to=9, **ELEVEN)
    with pytest.raises(TypeError, match="by must be a Series"):
        net_promoter_score(FIVE, by=list("aabbb"), **ELEVEN)
    with pytest.raises(ValueError, match="index of scores"):
        net_promoter_score(FIVE, by=pd.Series(list("ab")), **ELEVEN)
    with pytest.raises(ValueError, match="by is missing in 1 of 5"):
        net_promoter_score(FIVE, by=pd.Series(["a", None, "a", "b", "b"]), **ELEVEN)
    with pytest.raises(ValueError, match="boxes=4 would count every answer"):
        top_box(pd.Series([1, 4]), scale=(1, 4), boxes=4)
    with pytest.raises(ValueError, match="confidence"):
        net_promoter_score(FIVE, confidence=95, **ELEVEN)


def test_sample_size_is_checked():
    for wrong in (0, 5, np.nan):
        with pytest.raises(ValueError, match="margin_of_error"):
            answers_needed(wrong)
    with pytest.raises(ValueError, match="can be at most 1"):
        answers_needed(0.05, promoter_share=0.8, detractor_share=0.3)


def test_answers_are_not_changed():
    kept = FIVE.copy()
    nps_change(FIVE, FIVE, **ELEVEN)
    top_box(FIVE, **ELEVEN)
    assert_series_equal(FIVE, kept)


def test_one_cut_without_the_other_is_named():
    with pytest.raises(ValueError, match="must both be given"):
        net_promoter_score(FIVE, **ELEVEN, promoter_from=9)


def test_who_would_all_answer_alike_gives_no_number_of_answers():
    with pytest.raises(ValueError, match="all would answer alike"):
        answers_needed(0.05, promoter_share=1, detractor_share=0)
    with pytest.raises(
        ValueError, match="margin_of_error=1e-200 must be a number of 1e-06 or more"
    ):
        answers_needed(1e-200)


def test_complex_numbers_and_lists_of_groups_are_refused():
    with pytest.raises(ValueError, match="scores must be numbers, but has type complex128"):
        top_box(FIVE.astype(complex), **ELEVEN)
    with pytest.raises(ValueError, match="'by' holds a list"):
        top_box(FIVE, **ELEVEN, by=pd.Series([["a"]] * 5))
