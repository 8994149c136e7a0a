"""Loyalty curve, complaints and offers: by hand, on the data of the lesson, and bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_series_equal
from scipy.stats import ttest_ind

from crmkit import datasets
from crmkit.loyalty.experience.complaints import mean_differences, offer_by_count, outcome_from
from crmkit.loyalty.experience.loyalty_curve import cliff, outcome_by, outcome_curve

CALLS = pd.Series([0, 0, 1, 1, 1, 2, 2, 3])
LEFT = pd.Series([0, 0, 0, 0, 1, 1, 0, 1])
OFFER = {"offer_cost": 20, "margin": 120, "saved_share": 0.5}


@pytest.fixture(scope="module")
def phones():
    table = datasets.load("phone_churn")
    return table.assign(left=table["left"] == "yes")


# --- The data of the lesson -----------------------------------------------------------------


def test_churn_by_service_calls(phones):
    curve = outcome_curve(phones["service_calls"], phones["left"])
    expected = [0.118, 0.106, 0.108, 0.110, 0.440, 0.604]
    assert curve["estimate"].loc[:5].tolist() == pytest.approx(expected, abs=0.0005)
    assert cliff(outcome_curve(phones["service_calls"], phones["left"], at_most=5)) == 4
    few = curve.loc[1:3]
    assert ((few["rise_low"] < 0) & (few["rise_high"] > 0)).all()
    assert curve.loc[4, "rise_low"] > 0.25


def test_of_many_callers_the_light_ones_leave(phones):
    many = phones[phones["service_calls"] >= 4]
    light = many["day_minutes"].le(160).map({True: "light", False: "heavy"})
    rates = outcome_by(many["left"], light)["estimate"]
    assert rates.tolist() == pytest.approx([0.290, 0.882], abs=0.0005)


def test_four_of_five_stars_is_passive_and_recommends():
    reviews = datasets.load("clothing_reviews")
    curve = outcome_curve(reviews["stars"], reviews["recommended"])
    expected = [0.019, 0.060, 0.414, 0.967, 0.998]
    assert curve["estimate"].tolist() == pytest.approx(expected, abs=0.0005)
    assert cliff(curve) == 4


def test_complaints_handled_well_go_with_recommendation():
    answers = datasets.load("mobile_satisfaction")
    handled = pd.cut(answers["CUSCO"], [0, 5, 7, 10], labels=["badly", "middling", "well"])
    table = mean_differences(answers["CUSL3"], handled, reference="badly")
    assert table.loc[["well", "badly"], "estimate"].tolist() == pytest.approx([8.6, 6.4], abs=0.05)
    assert table.loc["well", "difference_low"] > 1


def test_an_offer_pays_from_the_fourth_call_on(phones):
    table = offer_by_count(
        phones["service_calls"], phones["left"], at_most=6, **(OFFER | {"saved_share": 0.4})
    )
    assert (table["estimate"] > 0).tolist() == [False] * 3 + [True] * 3
    assert table["value"].idxmax() == 4
    assert table.loc[1, "saved_share_needed"] > 1


# --- By hand --------------------------------------------------------------------------------


def test_curve_by_hand():
    curve = outcome_curve(CALLS, LEFT)
    assert curve["customers"].tolist() == [2, 3, 2, 1]
    assert curve["estimate"].tolist() == pytest.approx([0, 1 / 3, 1 / 2, 1])
    assert curve["rise"].tolist() == pytest.approx([np.nan, 1 / 3, 1 / 6, 1 / 2], nan_ok=True)
    assert cliff(curve) == 3


def test_newcombe_interval_as_published():
    # Newcombe 1998, table II, method 10, case (a): 56/70 less 48/80.
    scores = pd.Series(np.repeat([1, 2], [80, 70]))
    recommend = pd.Series(np.repeat([1, 0, 1, 0], [48, 32, 56, 14]))
    row = outcome_curve(scores, recommend).loc[2]
    assert row[["rise", "rise_low", "rise_high"]].tolist() == pytest.approx(
        [0.2, 0.0524, 0.3339], abs=0.00005
    )


def test_rates_have_the_score_interval_of_wilson():
    # 0 of 20 and 8 of 100: 0 to .161 and .041 to .150.
    left = pd.Series([False] * 20 + [True] * 8 + [False] * 92)
    table = outcome_by(left, pd.Series(["few"] * 20 + ["many"] * 100))
    assert table["low"].tolist() == pytest.approx([0, 0.041], abs=0.0005)
    assert table["high"].tolist() == pytest.approx([0.161, 0.150], abs=0.0005)


def test_last_row_takes_all_above_it():
    curve = outcome_curve(CALLS, LEFT, at_most=2)
    assert curve["customers"].tolist() == [2, 3, 3]
    assert curve["customers"].sum() == len(CALLS)


def test_a_fall_is_a_cliff_too():
    assert cliff(outcome_curve(CALLS, 1 - LEFT)) == 3


def test_who_comes_to_a_call_is_who_makes_it_or_more():
    table = outcome_from(CALLS, LEFT)
    assert table["customers"].tolist() == [8, 6, 3, 1]
    assert table["estimate"].tolist() == pytest.approx([3 / 8, 3 / 6, 2 / 3, 1])
    assert outcome_from(CALLS, LEFT, at_most=2)["customers"].tolist() == [8, 6, 3]


def test_a_count_that_nobody_has_is_passed_on_the_way():
    table = outcome_from(pd.Series([0, 3]), pd.Series([0, 1]))
    assert table["customers"].tolist() == [2, 1, 1, 1]


def test_offer_by_hand():
    table = offer_by_count(CALLS, LEFT, **OFFER)
    # Six come to a first call, half of them leave, half of those are held: 0.25 x 120 - 20.
    assert table.loc[1, "estimate"] == pytest.approx(10)
    assert table.loc[1, "value"] == pytest.approx(60)
    assert table.loc[1, "saved_share_needed"] == pytest.approx(20 / (120 * 0.5))


def test_an_offer_that_holds_what_is_needed_brings_nothing_and_costs_nothing():
    needed = offer_by_count(CALLS, LEFT, **OFFER)["saved_share_needed"]
    table = offer_by_count(CALLS, LEFT, **(OFFER | {"saved_share": needed[2]}))
    assert table.loc[2, "estimate"] == pytest.approx(0)


def test_where_nobody_leaves_no_share_is_enough():
    table = offer_by_count(CALLS, LEFT * 0, **OFFER)
    assert table["saved_share_needed"].isna().all()
    assert table["estimate"].tolist() == pytest.approx([-20] * 3)


def test_differences_are_welchs():
    rng = np.random.default_rng(3)
    outcome = pd.Series(np.concatenate([rng.normal(5, 1, 20), rng.normal(6, 3, 12)]))
    groups = pd.Series(["old"] * 20 + ["new"] * 12)
    table = mean_differences(outcome, groups, reference="old")
    welch = ttest_ind(outcome[20:], outcome[:20], equal_var=False).confidence_interval(0.95)
    assert table.loc["new", ["difference_low", "difference_high"]].tolist() == pytest.approx(
        [welch.low, welch.high]
    )
    assert table.index.tolist() == ["old", "new"]
    assert table["customers"].sum() == 32


def test_truths_can_be_groups_and_outcomes():
    table = mean_differences(LEFT == 1, CALLS > 1, reference=False)
    assert table.index.tolist() == [False, True]
    assert table.loc[True, "difference"] == pytest.approx(2 / 3 - 1 / 5)


def test_a_group_of_one_has_no_interval():
    table = mean_differences(pd.Series([1.0, 2, 9]), pd.Series(list("aab")), reference="a")
    assert table.loc["b", "difference"] == pytest.approx(7.5)
    assert table.loc["b", ["low", "high", "difference_low"]].isna().all()


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_intervals_of_a_difference_hold_the_truth(confidence):
    rng, held = np.random.default_rng(8), 0
    groups = pd.Series(["a"] * 30 + ["b"] * 15)
    for _ in range(400):
        outcome = pd.Series(np.concatenate([rng.normal(0, 1, 30), rng.normal(1, 3, 15)]))
        row = mean_differences(outcome, groups, reference="a", confidence=confidence).loc["b"]
        held += row["difference_low"] <= 1 <= row["difference_high"]
    assert held / 400 == pytest.approx(confidence, abs=0.045)


# --- Bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize("call", [outcome_curve, outcome_from])
@pytest.mark.parametrize(
    ("values", "outcome", "message"),
    [
        (pd.Series([], dtype="int64"), pd.Series([], dtype="int64"), "empty"),
        (pd.Series([1, -99]), pd.Series([0, 1]), "-99, a code for no answer, in 1 of 2"),
        (pd.Series([1, np.nan]), pd.Series([0, 1]), "missing in 1 of 2"),
        (pd.Series([1, np.inf]), pd.Series([0, 1]), "infinite in 1 of 2"),
        (pd.Series([1, 2.5]), pd.Series([0, 1]), "not a whole number"),
        (pd.Series(["1", "2"]), pd.Series([0, 1]), "must be numbers"),
        (pd.Series([1, 2]), pd.Series([0, 2]), "neither 0 nor 1 in 1 of 2"),
        (pd.Series([1, 2]), pd.Series(["no", "yes"]), r'table\["left"\] == "yes"'),
        (pd.Series([1, 2]), pd.Series([0, np.nan]), "outcome is missing"),
        (pd.Series([1, 2]), pd.Series([0, 1, 1]), "2|3"),
    ],
)
def test_values_and_outcomes_are_checked(call, values, outcome, message):
    with pytest.raises(ValueError, match=message):
        call(values, outcome)


def test_counts_below_zero_are_refused():
    with pytest.raises(ValueError, match="counts is negative in 1 of 2"):
        outcome_from(pd.Series([1, -2]), pd.Series([0, 1]))


def test_types_are_refused():
    with pytest.raises(TypeError, match="not a list"):
        outcome_curve([1, 2], LEFT)
    with pytest.raises(TypeError, match="outcome must be a Series"):
        outcome_curve(CALLS, list(LEFT))
    with pytest.raises(TypeError, match="groups must be"):
        outcome_by(LEFT, list(CALLS))


def test_a_constant_score_has_no_cliff():
    with pytest.raises(ValueError, match="one row: a cliff lies between two"):
        cliff(outcome_curve(pd.Series([3, 3]), pd.Series([0, 1])))


def test_nobody_complained():
    with pytest.raises(ValueError, match="nobody complained"):
        offer_by_count(CALLS * 0, LEFT, **OFFER)


@pytest.mark.parametrize("wrong", [{"saved_share": 40}, {"margin": 0}, {"offer_cost": -1}])
def test_money_of_an_offer_is_checked(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        offer_by_count(CALLS, LEFT, **(OFFER | wrong))


def test_groups_are_checked():
    with pytest.raises(ValueError, match="reference='x' is no option"):
        mean_differences(LEFT, pd.Series(list("aabbaabb")), reference="x")
    with pytest.raises(ValueError, match="nothing to compare"):
        mean_differences(LEFT, pd.Series(["a"] * 8), reference="a")
    with pytest.raises(ValueError, match="groups is missing in 1 of 8"):
        mean_differences(LEFT, pd.Series([None, *"abbaabb"]), reference="a")
    with pytest.raises(ValueError, match="a group is missing in 1 of 8"):
        outcome_by(LEFT, pd.Series([None, *"abbaabb"]))
    with pytest.raises(ValueError, match="index"):
        outcome_by(LEFT, CALLS.iloc[:3])


def test_tables_are_not_changed():
    kept = CALLS.copy(), LEFT.copy()
    offer_by_count(CALLS, LEFT, at_most=2, **OFFER)
    outcome_by(LEFT, CALLS)
    mean_differences(LEFT, CALLS > 1, reference=False)
    for now, before in zip((CALLS, LEFT), kept, strict=True):
        assert_series_equal(now, before)


def test_a_code_of_99_among_satisfactions_is_no_outcome():
    answers = pd.Series([8, 9, 99, 5, 6])
    with pytest.raises(
        ValueError, match=r"outcome is 99, a code for no answer, in 1 of 5 row\(s\)"
    ):
        mean_differences(answers, pd.Series(list("aabbb")), reference="a")


def test_customer_numbers_in_the_place_of_counts_are_refused_at_once():
    with pytest.raises(ValueError, match=r"above 100000 in 8 of 8 .* customer number, or money"):
        outcome_from(CALLS + 10**15, LEFT)


def test_a_curve_without_a_cliff_has_none():
    with pytest.raises(ValueError, match="there is no cliff"):
        cliff(outcome_curve(CALLS, LEFT * 0))
    with pytest.raises(ValueError, match="'rise' must be numbers"):
        cliff(outcome_curve(CALLS, LEFT).assign(rise="a"))
    with pytest.raises(ValueError, match="take it from outcome_curve"):
        cliff(outcome_curve(CALLS, LEFT).set_axis(list("abcd")))


def test_groups_are_one_word_a_row_in_columns_of_their_own():
    lists = pd.Series([["heavy"]] * 8)
    with pytest.raises(ValueError, match="'a group' holds a list"):
        outcome_by(LEFT, lists)
    with pytest.raises(ValueError, match="'groups' holds a list"):
        mean_differences(CALLS, lists, reference="heavy")
    with pytest.raises(ValueError, match="groups has a column more than once: 'use'"):
        outcome_by(LEFT, pd.concat([CALLS.rename("use")] * 2, axis=1))
    with pytest.raises(ValueError, match="groups has no column"):
        outcome_by(LEFT, pd.DataFrame(index=LEFT.index))
    with pytest.raises(ValueError, match="is no option; choose one of"):
        mean_differences(CALLS, LEFT, reference=LEFT)
