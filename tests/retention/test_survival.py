"""Kaplan-Meier curves: by hand, against statsmodels, on the telecom data, on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from statsmodels.duration.survfunc import SurvfuncRight

from crmkit import datasets
from crmkit.retention import survival

FIVE = pd.DataFrame(
    {"bonds": [0, 0, 1, 1, 1], "months": [0, 3, 3, 5, 7], "left": [0, 1, 1, 0, 1]},
    index=list("abcde"),
)


@pytest.fixture(scope="module")
def telecom():
    table = datasets.load("telecom_churn")
    table["left"] = (table["churn"] == "Yes").astype("int64")
    return table


def test_kaplan_meier_by_hand():
    # At 3 months 4 are at risk and 2 leave; at 7 the last one does. 0 and 5 are only seen.
    curve = survival.curves(FIVE, tenure="months", left="left").loc["all"]
    assert curve.index.to_list() == [0, 3, 7]
    assert curve["at_risk"].to_list() == [5, 4, 1]
    assert curve["survival"].to_list() == [1, 1 / 2, 0]


def test_tenure_zero_stays_in_and_changes_no_curve():
    all_five = survival.curves(FIVE, tenure="months", left="left").loc["all", "survival"]
    four = survival.curves(FIVE.iloc[1:], tenure="months", left="left").loc["all", "survival"]
    assert all_five.equals(four)


def test_who_leaves_at_once_lowers_the_curve_from_the_start():
    table = FIVE.assign(left=[1, 1, 1, 0, 1])
    curve = survival.curves(table, tenure="months", left="left").loc["all"]
    assert curve["survival"].iloc[0] == 0.8


def test_survival_of_the_telecom_customers(telecom):
    curve = survival.curves(telecom, tenure="tenure_months", left="left").loc["all"]
    known = curve["survival"].loc[[12, 24, 48, 72]]
    assert known.to_list() == pytest.approx([0.8432, 0.7887, 0.7088, 0.5928], abs=0.00005)


def test_curves_are_those_of_statsmodels_and_fall_within_bounds(telecom):
    curve = survival.curves(telecom, tenure="tenure_months", left="left").loc["all"]
    theirs = SurvfuncRight(telecom["tenure_months"], telecom["left"])
    assert curve["survival"].iloc[1:].to_numpy() == pytest.approx(theirs.surv_prob)
    assert (curve["survival"].diff().dropna() <= 0).all()
    assert curve["low"].between(0, 1).all() and curve["high"].between(0, 1).all()
    inside = curve.iloc[1:]
    assert (inside["low"] < inside["survival"]).all() and (
        inside["survival"] < inside["high"]
    ).all()
    # Leavers add up, and the last row stands at the longest tenure.
    assert curve["leavers"].sum() == telecom["left"].sum()
    assert curve.index[-1] == telecom["tenure_months"].max()


def test_a_group_that_nobody_left_is_flat():
    table = FIVE.assign(left=[0, 1, 0, 0, 0])
    curves = survival.curves(table, tenure="months", left="left", by="bonds")
    assert curves.loc[1, "survival"].to_list() == [1, 1]
    assert curves.loc[1].index.to_list() == [0, 7]


def test_kaplan_meier_intervals_hold_the_truth_about_as_often_as_they_say():
    rng, held = np.random.default_rng(7), []
    for _ in range(200):
        lives, seen = rng.exponential(30, 200), rng.uniform(0, 60, 200)
        table = pd.DataFrame({"months": np.minimum(lives, seen), "left": (lives <= seen) * 1})
        curve = survival.curves(table, tenure="months", left="left").loc["all"]
        at = curve[curve.index <= 20].iloc[-1]
        held.append(at["low"] <= np.exp(-20 / 30) <= at["high"])
    assert 0.91 <= np.mean(held) <= 0.99


@pytest.mark.parametrize("bad", [-1, np.nan, np.inf])
def test_a_tenure_that_cannot_be_is_named(bad):
    table = FIVE.assign(months=[0, 3, 3, 5, bad])
    with pytest.raises(ValueError, match=r"'months' is \w+ in 1 of 5 row\(s\); first: \['e'\]"):
        survival.curves(table, tenure="months", left="left")


def test_groups_of_curves_stand_in_the_order_of_their_categories():
    kinds = pd.Categorical(["low", "low", "high", "high", "low"], ["none", "low", "high"])
    curves = survival.curves(FIVE.assign(k=kinds), tenure="months", left="left", by="k")
    assert list(curves.index.get_level_values("k").unique()) == ["low", "high"]
    mixed = FIVE.assign(k=[1, "a", 1, "a", 1])
    assert len(survival.curves(mixed, tenure="months", left="left", by="k")) > 0


def test_the_table_is_not_changed():
    kept = FIVE.copy()
    survival.curves(FIVE, tenure="months", left="left", by="bonds")
    assert_frame_equal(FIVE, kept)


def test_the_column_of_groups_is_named_by_text():
    with pytest.raises(ValueError, match="customers has no column 0"):
        survival.curves(FIVE, tenure="months", left="left", by=0)
