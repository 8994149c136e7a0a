"""The cost of a cut, against hand work, the published row 77 and the same plan as an offer."""

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.campaigns import cost_cut
from crmkit.retention import churn, cut

COSTS = {"false_alarm": 1, "miss": 5}
CHANCES = pd.Series([0.9, 0.3, 0.2, 0.1], index=list("abcd"))
BAD = pd.Series([1, 1, 0, 0], index=list("abcd"))
WORDS = ["account_status", "history", "savings", "employment", "job"]


@pytest.fixture(scope="module")
def german():
    loans = datasets.load("german_credit")
    loans = loans.assign(bad=1 - loans["paid_back"]).drop(columns="paid_back")
    return loans.assign(**{name: "group " + loans[name].astype("str") for name in WORDS})


def test_four_customers_by_hand():
    found = cost_cut.costs_by_cut(CHANCES, BAD, cuts=[0, 0.15, 0.5, 1], **COSTS)
    assert found["refused"].to_list() == [4, 3, 1, 0]
    assert found["missed"].to_list() == [0, 0, 1, 2]
    assert found["cost"].to_list() == [2, 1, 5, 10]


def test_the_best_cut_is_cost_over_costs_and_that_of_an_offer_on_paper():
    assert cost_cut.best_cut(**COSTS) == pytest.approx(1 / 6)
    # To refuse costs 1 and saves 6 of a bad one: lesson 42's rule.
    assert cut.break_even(cost=1, success=1, margin=6) == pytest.approx(1 / 6)


def test_cost_is_that_of_accepting_all_less_what_refusing_earns():
    found = cost_cut.costs_by_cut(CHANCES, BAD, cuts=[0.15, 0.5], **COSTS)
    policies = pd.DataFrame({str(at): CHANCES.gt(at).astype(int) for at in (0.15, 0.5)})
    earned = cut.policy_profit(policies, BAD, cost=1, success=1, margin=6)["profit"]
    assert found["cost"].to_list() == [10 - one for one in earned]


def test_german_credit_the_cut_matters_more_than_the_model(german):
    """Row 77: .5 costs 857, 1/6 543, refuse all 700, accept all 1,500; folds move the first two."""
    traits = [name for name in german if name != "bad"]
    chances = churn.out_of_fold(german, left="bad", traits=traits, seed=1)
    found = cost_cut.costs_by_cut(chances, german["bad"], cuts=[0, 1 / 6, 0.5, 1], **COSTS)["cost"]
    assert found[0] == 700 and found[1] == 1500
    assert found[0.5] == pytest.approx(857, abs=30) and found[1 / 6] == pytest.approx(543, abs=30)
    assert found[1 / 6] < found[0] < found[0.5]


def test_the_cut_of_true_probabilities_is_the_cheapest_on_average():
    rng = np.random.default_rng(1)
    truth = pd.Series(rng.beta(1, 2, 40_000))
    bad = pd.Series((rng.random(40_000) < truth).astype(int))
    cuts = [0.08, 1 / 6, 0.3, 0.5]
    assert cost_cut.costs_by_cut(truth, bad, cuts=cuts, **COSTS)["cost"].idxmin() == 1 / 6


@pytest.mark.slow
def test_intervals_hold_the_true_cost_as_often_as_they_say():
    held = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        truth = pd.Series(rng.beta(1, 2, 400))
        bad = pd.Series((rng.random(400) < truth).astype(int))
        row = cost_cut.costs_by_cut(truth, bad, cuts=[0.3], **COSTS).loc[0.3]
        # Of beta(1, 2): good above .3 once, bad below .3 five times.
        p = (np.arange(100_000) + 0.5) / 100_000
        density = 2 * (1 - p)
        each = np.where(p > 0.3, 1 - p, 5 * p) * density
        held += row["low"] <= 400 * each.mean() <= row["high"]
    assert 275 <= held <= 296


def test_rows_of_both_may_be_in_other_order_and_stay_as_they_are():
    before = CHANCES.copy()
    found = cost_cut.costs_by_cut(CHANCES, BAD.iloc[::-1], cuts=[0.15], **COSTS)
    assert found["cost"].to_list() == [1]
    pd.testing.assert_series_equal(CHANCES, before)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"chances": CHANCES * 100}, "points of a scorecard are none"),
        ({"chances": CHANCES.where(CHANCES < 0.5)}, "missing"),
        ({"bad": BAD.head(3)}, "differ in their customers"),
        ({"bad": BAD.map({1: "bad", 0: "good"})}, "must be 1 for those who did not pay"),
        ({"cuts": []}, "name at least one"),
        ({"cuts": [0.5, 0.5]}, "more than once"),
        ({"cuts": [50]}, "0.2 for 20 %"),
        ({"miss": 0}, "miss=0 must be a number above 0"),
    ],
)
def test_bad_input_is_told(change, told):
    given = {"chances": CHANCES, "bad": BAD, "cuts": [0.5], **COSTS, **change}
    with pytest.raises(ValueError, match=told):
        cost_cut.costs_by_cut(given.pop("chances"), given.pop("bad"), **given)
