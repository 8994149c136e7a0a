import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from crmkit import datasets
from crmkit.retention import calibration, churn, logit


def simulated(n=2_000, seed=1):
    """Customers who leave by a logit of months and plan; `noise` has nothing to do with it."""
    rng = np.random.default_rng(seed)
    months, full = rng.exponential(20, n), rng.random(n) < 0.4
    p = expit(0.5 - 0.05 * months - 1.0 * full)
    return pd.DataFrame(
        {
            "months": months,
            "plan": np.where(full, "full", "basic"),
            "noise": rng.normal(size=n),
            "left": (rng.random(n) < p).astype(int),
            "truth": p,
        },
        index=[f"c{number}" for number in range(n)],
    )


CUSTOMERS = simulated()
TRAITS = ["months", "plan"]


# --- Probabilities -------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "most"), [("logit", 0.02), ("boosting", 0.08)])
def test_promises_come_near_the_truth_that_was_simulated(method, most):
    made = churn.out_of_fold(CUSTOMERS, left="left", traits=TRAITS, method=method, seed=1)
    assert made.index.equals(CUSTOMERS.index)
    assert made.between(0, 1).all()
    assert (made - CUSTOMERS["truth"]).abs().mean() < most


def test_boosting_learns_nothing_of_a_customer_from_that_customer():
    """Of pure noise a model that saw its own customers ranks them almost perfectly."""
    table = CUSTOMERS[["noise", "left"]].head(500)
    table = table.assign(more=np.random.default_rng(2).normal(size=500))
    from sklearn.metrics import roc_auc_score

    made = churn.out_of_fold(
        table, left="left", traits=["noise", "more"], method="boosting", seed=1
    )
    seen = churn.score_new(
        table, table, left="left", traits=["noise", "more"], method="boosting", seed=1
    )
    assert roc_auc_score(table["left"], seen) > 0.85
    assert abs(roc_auc_score(table["left"], made) - 0.5) < 0.06


def test_gaps_are_filled_from_the_other_folds_only():
    """One customer's own huge value does not move the number that fills their fold's gaps."""
    table = CUSTOMERS[["months", "left"]].head(60).copy()
    table.iloc[:20, 0] = np.nan
    from sklearn.model_selection import StratifiedKFold

    split = StratifiedKFold(2, shuffle=True, random_state=1).split(table, table["left"])
    _, judged = next(iter(split))
    own = judged[judged >= 20]
    moved = table.copy()
    moved.iloc[own, 0] *= 1_000
    how = {"left": "left", "traits": ["months"], "folds": 2, "seed": 1}
    gaps = judged[judged < 20]
    before, after = churn.out_of_fold(table, **how), churn.out_of_fold(moved, **how)
    pd.testing.assert_series_equal(before.iloc[gaps], after.iloc[gaps])


def test_same_seed_gives_the_same_and_inputs_stay_as_they_are():
    before = CUSTOMERS.copy()
    one = churn.out_of_fold(CUSTOMERS, left="left", traits=TRAITS, folds=3, seed=5)
    pd.testing.assert_series_equal(
        one, churn.out_of_fold(CUSTOMERS, left="left", traits=TRAITS, folds=3, seed=5)
    )
    pd.testing.assert_frame_equal(CUSTOMERS, before)


def test_new_customers_with_new_words_and_gaps_are_judged():
    new = pd.DataFrame({"months": [1.0, np.nan], "plan": ["basic", "gold"]}, index=["x", "y"])
    with pytest.warns(UserWarning, match="'plan' says in 1 of 2 new .* in none before: .'gold'"):
        made = churn.score_new(CUSTOMERS, new, left="left", traits=TRAITS, seed=1)
    assert made.index.to_list() == ["x", "y"]
    assert made["x"] == pytest.approx(expit(0.45), abs=0.06)
    with pytest.raises(ValueError, match="'plan' holds numbers in one of the two"):
        churn.score_new(CUSTOMERS, new.assign(plan=1), left="left", traits=TRAITS, seed=1)


def test_flags_missing_words_and_a_constant_are_no_obstacle():
    table = CUSTOMERS.assign(flag=CUSTOMERS["months"] < 9, same=1, plan=CUSTOMERS["plan"])
    table.loc[table.index[:50], "plan"] = None
    made = churn.out_of_fold(table, left="left", traits=["flag", "same", "plan"], folds=3, seed=1)
    assert made.notna().all()


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "traits", "said"),
    [
        ({"refund": lambda t: t["left"] * 30.0}, ["refund"], "'refund' alone sorts .*gives the"),
        ({"refund": lambda t: -t["left"]}, ["months", "refund"], "'refund' alone sorts"),
        ({"name": lambda t: t.index}, ["name"], "or if it names each customer"),
        ({}, ["left"], "'left' is the answer"),
        ({"left": 1}, ["months"], "'left' is 1 for every customer"),
        ({"left": "yes"}, ["months"], "must be 1 for those who left"),
        ({"months": np.inf}, ["months"], "'months' is infinite in 2,000 of 2,000"),
        ({"months": np.nan}, ["months"], "'months' is missing for every customer"),
        ({"day": pd.Timestamp("2024-01-01")}, ["day"], "'day' is a time: make a number of days"),
        ({}, ["age"], "no column 'age'"),
        ({}, [], "traits is empty"),
        ({}, ["months", "months"], "more than once"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(change, traits, said):
    with pytest.raises(ValueError, match=said):
        churn.out_of_fold(CUSTOMERS.assign(**change), left="left", traits=traits, seed=1)


def test_settings_that_cannot_be_are_refused():
    how = {"left": "left", "traits": ["months"], "seed": 1}
    with pytest.raises(ValueError, match=r"method='tree' .*logit.*boosting"):
        churn.out_of_fold(CUSTOMERS, **{**how, "method": "tree"})
    with pytest.raises(ValueError, match=r"2 customers of the rarer kind .* over 10 folds"):
        churn.out_of_fold(CUSTOMERS.head(4).assign(left=[1, 1, 0, 0]), **how)
    with pytest.raises(ValueError, match="more than once"):
        churn.out_of_fold(pd.concat([CUSTOMERS, CUSTOMERS]), **how)
    with pytest.raises(TypeError, match="traits must be a list"):
        churn.out_of_fold(CUSTOMERS, **{**how, "traits": "months"})
    with pytest.raises(ValueError, match="empty"):
        churn.out_of_fold(CUSTOMERS.head(0), **how)


# --- The weights of a logit ----------------------------------------------------------------------


@pytest.mark.slow
def test_intervals_of_the_weights_hold_the_truth_as_often_as_they_say():
    held = 0
    for seed in range(200):
        table = simulated(400, seed).assign(full=lambda t: (t["plan"] == "full").astype(int))
        row = logit.coefficients(table, left="left", traits=["months", "full"]).loc["full"]
        held += row["low"] <= -1.0 <= row["high"]
    assert 182 <= held <= 198


def test_separation_and_repetition_are_refused_with_their_reason():
    table = pd.DataFrame({"calls": range(8), "left": [0] * 4 + [1] * 4}).assign(
        twice=lambda t: 2 * t["calls"], same=1
    )
    with pytest.raises(ValueError, match="separate leavers from stayers perfectly"):
        logit.coefficients(table, left="left", traits=["calls"])
    table["left"] = [0, 1] * 4
    with pytest.raises(ValueError, match="one follows from the others"):
        logit.coefficients(table, left="left", traits=["calls", "twice"])
    with pytest.raises(ValueError, match=r"'same'.* is the same for every customer"):
        logit.coefficients(table, left="left", traits=["calls", "same"])
    with pytest.raises(ValueError, match="'calls' is missing"):
        logit.coefficients(table.assign(calls=np.nan), left="left", traits=["calls"])
    with pytest.raises(ValueError, match="nothing to tell"):
        logit.coefficients(table.assign(left=0), left="left", traits=["calls"])


def test_weights_follow_the_unit_and_nothing_else_moves():
    table = CUSTOMERS.assign(days=30 * CUSTOMERS["months"])
    months = logit.coefficients(table, left="left", traits=["months"]).loc["months"]
    days = logit.coefficients(table, left="left", traits=["days"]).loc["days"]
    assert months["estimate"] == pytest.approx(30 * days["estimate"], rel=1e-4)
    assert months["p_value"] == pytest.approx(days["p_value"], rel=1e-3)


def test_default_of_the_textbook_is_reproduced():
    """James, Witten, Hastie & Tibshirani, chapter 4, tables 4.1 to 4.3."""
    cards = datasets.load("card_default")
    cards["failed"] = (cards["default"] == "Yes").astype(int)
    cards["student"] = (cards["student"] == "Yes").astype(int)
    cards["income"] /= 1_000
    alone = logit.coefficients(cards, left="failed", traits=["balance"])
    assert alone["estimate"].to_list() == pytest.approx([-10.6513, 0.0055], abs=5e-5)
    assert alone["standard_error"].to_list() == pytest.approx([0.3612, 0.0002], abs=5e-5)
    # The book goes on with the weights as printed; those unrounded give .00575.
    constant, slope = alone["estimate"].round(4)
    assert expit(constant + 1_000 * slope) == pytest.approx(0.00576, abs=5e-6)
    assert expit(constant + 2_000 * slope) == pytest.approx(0.586, abs=5e-4)
    students = logit.coefficients(cards, left="failed", traits=["student"])["estimate"]
    assert students.to_list() == pytest.approx([-3.5041, 0.4049], abs=5e-5)
    assert expit(students.sum()) == pytest.approx(0.0431, abs=5e-5)
    assert expit(students["constant"]) == pytest.approx(0.0292, abs=5e-5)
    every = logit.coefficients(cards, left="failed", traits=["balance", "income", "student"])
    assert every.loc["constant", "estimate"] == pytest.approx(-10.869, abs=5e-4)
    assert every.loc["balance", "estimate"] == pytest.approx(0.0057, abs=5e-5)
    assert every.loc["income", "estimate"] == pytest.approx(0.003, abs=5e-4)
    assert every.loc["student", "estimate"] == pytest.approx(-0.6468, abs=5e-5)


def test_linear_discriminant_of_the_textbook_is_reproduced():
    """Table 4.4 of the same chapter, with balance and student."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    cards = datasets.load("card_default")
    traits = cards[["balance"]].assign(student=cards["student"] == "Yes").astype(float)
    said = LinearDiscriminantAnalysis().fit(traits, cards["default"]).predict(traits)
    table = pd.crosstab(said, cards["default"])
    assert table.to_numpy().tolist() == [[9_644, 252], [23, 81]]


def test_peer_agrees_on_the_share_promised():
    """scikit-learn's own calibration curve has the same bins and the same means."""
    from sklearn.calibration import calibration_curve

    made = churn.out_of_fold(CUSTOMERS, left="left", traits=TRAITS, seed=1)
    actual, promised = calibration_curve(CUSTOMERS["left"], made, n_bins=5, strategy="quantile")
    ours = calibration.by_group(made, CUSTOMERS["left"], groups=5).iloc[::-1]
    assert ours["actual"].to_list() == pytest.approx(actual, abs=0.006)
    assert ours["expected"].to_list() == pytest.approx(promised, abs=0.006)


def test_boosting_computes_in_one_thread(monkeypatch):
    """Threads of two notebooks on two cores would wait on one another without end."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_info

    seen, fit = [], HistGradientBoostingClassifier.fit

    def watched(self, *given, **named):
        pools = [pool for pool in threadpool_info() if pool["user_api"] == "openmp"]
        seen.append({pool["num_threads"] for pool in pools})
        return fit(self, *given, **named)

    monkeypatch.setattr(HistGradientBoostingClassifier, "fit", watched)
    rng = np.random.default_rng(42)
    table = pd.DataFrame({"calls": rng.normal(size=80), "left": rng.integers(0, 2, 80)})
    churn.out_of_fold(table, left="left", traits=["calls"], method="boosting", folds=2, seed=1)
    assert seen == [{1}, {1}]
