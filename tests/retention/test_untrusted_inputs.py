"""Exports as students get them: codes, spellings, ties, units. Each is refused, or told, or right.

Part 4, the rooms of survival times, churn models and exit management.
"""

import warnings

import numpy as np
import pandas as pd
import pytest

from crmkit.retention.churn_models import calibration, churn, cut, logit, ranking, rules
from crmkit.retention.exit_management import competing, exits
from crmkit.retention.survival_times import LeavingHazard, incidence, survival

TIME = {"tenure": "months", "left": "left"}
LEFT = {"left": "left"}


def table(size: int = 80) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    made = pd.DataFrame(
        {
            "months": rng.integers(1, 40, size),
            "left": rng.integers(0, 2, size),
            "calls": rng.integers(0, 4, size),
            "income": rng.normal(size=size),
            "branch": rng.choice(["east", "west"], size),
            "years": rng.integers(1, 10, size).astype(float),
        }
    )
    return made.assign(reason=made["left"].map({1: "price", 0: None}))


def changed(column: str, value: object) -> pd.DataFrame:
    made = table()
    made[column] = made[column].where(made.index != 3, value)
    return made


# --- Codes for "no answer" -----------------------------------------------------------------------


@pytest.mark.parametrize("code", [99, -99])
@pytest.mark.parametrize(
    "use",
    [
        lambda t: LeavingHazard.fit(t, **TIME, traits=["calls"]),
        lambda t: logit.coefficients(t, **LEFT, traits=["calls"]),
        lambda t: churn.out_of_fold(t, **LEFT, traits=["calls"], folds=3, seed=1),
        lambda t: ranking.gains(t["calls"], t["left"]),
        lambda t: ranking.quality(t[["calls"]], t["left"], rng=np.random.default_rng(1)),
        lambda t: cut.profit_curve(t["calls"], t["left"], cost=1, success=0.3, margin=9),
    ],
)
def test_a_code_for_no_answer_is_no_number_of_calls(use, code):
    with pytest.raises(ValueError, match=rf"'?(calls|scores)'? is {code}, a code .* first: \[3\]"):
        use(changed("calls", code))


def test_99_is_no_count_among_counts_up_to_3_and_no_years_among_9():
    made = changed("calls", 99)
    with pytest.raises(ValueError, match="count is 99, a code for no answer"):
        rules.leaving_by_count(made["calls"], made["left"])
    with pytest.raises(ValueError, match="'years' is 99, a code for no answer"):
        competing.hazards(changed("years", 99), years="years", reason="reason")


# --- Names: spellings, missing, numbers that are text --------------------------------------------


@pytest.mark.parametrize(
    "use",
    [
        lambda t: survival.curves(t, **TIME, by="branch"),
        lambda t: survival.log_rank(t, **TIME, by="branch"),
        lambda t: LeavingHazard.fit(t, **TIME, traits=["calls"], strata="branch"),
        lambda t: churn.out_of_fold(t, **LEFT, traits=["branch"], folds=3, seed=1),
        lambda t: exits.leaving_rate(t, years="years", reason="reason", by="branch"),
    ],
)
def test_one_branch_in_two_spellings_is_not_two_branches(use):
    with pytest.raises(ValueError, match="'branch' has one name in 2 spellings"):
        use(changed("branch", " East"))


def test_those_who_stay_are_no_reason_to_leave():
    said = pd.Series(["price", "help", None, None])
    with pytest.raises(
        ValueError, match=r"the reason is missing in 1 of 3 .* without dropna=False"
    ):
        exits.reasons(said.value_counts(dropna=False))
    with pytest.raises(ValueError, match="leavers has one name in 2 spellings"):
        exits.reasons(pd.Series([3, 4], index=["price", "Price "]))


def test_numbers_as_text_are_no_words_unless_they_are_said_to_be():
    made = table().assign(calls=lambda t: t["calls"].astype(str))
    how = {"left": "left", "traits": ["calls"], "folds": 3, "seed": 1}
    with pytest.raises(ValueError, match=r"'calls' holds numbers as text .* pd.to_numeric"):
        churn.out_of_fold(made, **how)
    assert churn.out_of_fold(made.astype({"calls": "category"}), **how).between(0, 1).all()


def test_a_list_names_no_reason():
    odd = pd.Series([3, 4], index=pd.Index(["price", ["help"]], dtype=object))
    with pytest.raises(TypeError, match="each reason of leavers must be named by a text"):
        exits.reasons(odd)


def test_an_index_may_be_called_as_a_column_is():
    made = table()
    named, half = made.rename_axis("branch"), made[["months", "left", "branch", "reason"]]
    pd.testing.assert_frame_equal(
        survival.curves(named, **TIME, by="branch"), survival.curves(half, **TIME, by="branch")
    )
    pd.testing.assert_frame_equal(
        incidence.curves(made.rename_axis("reason"), **TIME, reason="reason"),
        incidence.curves(half, **TIME, reason="reason"),
    )
    how = {"traits": ["calls"], "strata": "branch"}
    assert LeavingHazard.fit(named, **TIME, **how).strata == 2


def test_signs_are_counted_where_rows_are_dates():
    made = table(4).assign(one=1, two=[0, 1, 0, 1]).set_axis(pd.date_range("2024", periods=4))
    assert rules.count_flags(made, signs=["one", "two"]).to_list() == [1, 2, 1, 2]


# --- Ties and groups of one ----------------------------------------------------------------------


def test_equal_promises_of_a_file_sorted_by_the_answer_are_told():
    promised = pd.Series(0.5, index=range(40))
    with pytest.warns(UserWarning, match="the order of the rows puts leavers and stayers"):
        calibration.by_group(promised, pd.Series([1] * 20 + [0] * 20), groups=2)
    calibration.by_group(promised, pd.Series([1, 0] * 20), groups=2)  # No warning.


def test_no_p_value_of_groups_of_one_without_a_word():
    each = pd.DataFrame({"months": range(1, 21), "left": 1, "customer": range(20)})
    with pytest.warns(UserWarning, match="could expect less than one leaver: too few"):
        survival.log_rank(each, **TIME, by="customer")


# --- Units, sizes and options --------------------------------------------------------------------


def test_a_ratio_beyond_all_numbers_names_the_unit_as_the_fault():
    made = table().assign(income=lambda t: t["income"] * 1e-12)
    fitted = LeavingHazard.fit(made, **TIME, traits=["income"])
    with pytest.warns(UserWarning, match=r"one unit of \['income'\] is so far beyond its range"):
        fitted.hazard_ratios()
    assert np.isfinite(fitted.hazard_ratios(steps={"income": 1e-12})).all(axis=None)


def test_a_trait_that_is_the_tenure_is_refused_without_noise():
    # Leaving early goes with a low tenure by necessity: the likelihood rises without end.
    made = pd.DataFrame({"months": np.arange(1, 61), "left": [1, 1, 0] * 20})
    with pytest.raises(ValueError, match=r"rises without end along .'copy'"):
        LeavingHazard.fit(made.assign(copy=made["months"] * 1.0), **TIME, traits=["copy"])


def test_perfect_separation_is_refused_without_noise():
    rng = np.random.default_rng(0)
    made = pd.DataFrame({"score": rng.normal(size=80), "other": rng.integers(0, 2, 80)})
    with (
        warnings.catch_warnings(record=True) as told,
        pytest.raises(ValueError, match="separate leavers from stayers perfectly"),
    ):
        warnings.simplefilter("always")
        logit.coefficients(
            made.assign(left=(made["score"] > 0).astype(int)), **LEFT, traits=["score", "other"]
        )
    assert not told


def test_complex_and_endless_traits_are_told_in_words_of_the_kit():
    how = {"left": "left", "traits": ["income"], "folds": 3, "seed": 1}
    with pytest.raises(ValueError, match=r"'income' is beyond 1e.100 in 1 of 80"):
        churn.out_of_fold(changed("income", 1e300), **how)
    with pytest.raises(ValueError, match="'income' must be numbers, but has type complex"):
        churn.out_of_fold(table().astype({"income": complex}), **how)


def test_options_out_of_range_are_told_in_words_of_the_kit():
    made = table()
    with pytest.raises(ValueError, match=r"seed=4294967296 must be .* up to 4,294,967,295"):
        churn.out_of_fold(made, **LEFT, traits=["income"], folds=3, seed=2**32)
    with pytest.raises(ValueError, match=r"steps=1e.99 must be .* up to 1,000"):
        cut.profit_curve(made["calls"], made["left"], cost=1, success=0.3, margin=9, steps=1e99)
    with pytest.raises(TypeError, match="a column of customers is named by text"):
        LeavingHazard.fit(made, tenure=pd.NA, left="left", traits=["calls"])
    with pytest.raises(TypeError, match="steps must map traits to differences"):
        LeavingHazard.fit(made, **TIME, traits=["calls"]).hazard_ratios(steps=pd.Series([1.0]))


def test_half_precision_scores_rank_as_others_do():
    made = table()
    short = made["income"].astype("float16")
    pd.testing.assert_frame_equal(
        ranking.gains(short, made["left"]), ranking.gains(short.astype(float), made["left"])
    )
