import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal
from scipy.optimize import minimize

from crmkit import datasets
from crmkit.companies import service_survey
from crmkit.loyalty import derived_importance, effort_plans

GAPS = pd.Series({"network": 3.0, "advice": 2.0, "bills": 1.0, "shop": -0.5})
WEIGHTS = pd.Series({"network": 0.1, "advice": 0.2, "bills": 0.3, "shop": 0.9})


def test_points_are_spent_exactly_and_never_where_nothing_is_short():
    plans = effort_plans.plans(GAPS, WEIGHTS, points=60)
    assert plans.sum().to_list() == pytest.approx([60, 60, 60])
    assert plans.loc["shop"].to_list() == [0, 0, 0]
    assert (plans >= 0).all().all()
    assert plans["by_gap"].to_dict() == pytest.approx(
        {"network": 30, "advice": 20, "bills": 10, "shop": 0}
    )
    assert plans.loc["bills", "by_importance"] == pytest.approx(60 * 0.3 / 0.6)


def test_the_last_point_does_the_same_wherever_points_are_spent_and_less_elsewhere():
    weights = pd.Series({"network": 0.1, "advice": 0.2, "bills": 0.001, "shop": 0.9})
    best = effort_plans.plans(GAPS, weights, points=40, speed=0.05)["by_both"]
    slope = weights * GAPS * 0.05 * np.exp(-0.05 * best)
    assert best[["bills", "shop"]].to_list() == [0, 0]
    assert slope["network"] == pytest.approx(slope["advice"])
    assert slope["bills"] < slope["network"]


@pytest.mark.parametrize("seed", range(5))
def test_no_other_plan_gains_more_than_the_best(seed):
    rng = np.random.default_rng(seed)
    items = list("abcdef")
    gaps, weights = (
        pd.Series(rng.uniform(-1, 3, 6), items),
        pd.Series(rng.uniform(-0.1, 0.4, 6), items),
    )
    plans = effort_plans.plans(gaps, weights)
    pull = gaps.clip(lower=0) * weights.clip(lower=0)
    found = minimize(
        lambda e: -(pull * -np.expm1(-0.03 * e)).sum(), np.full(6, 100 / 6), bounds=[(0, 100)] * 6,
        constraints={"type": "eq", "fun": lambda e: e.sum() - 100}, options={"ftol": 1e-12},
    )  # fmt: skip
    best = effort_plans.gain(plans["by_both"], gaps, weights)
    assert best == pytest.approx(-found.fun, abs=1e-4)
    assert best >= effort_plans.gain(plans["by_gap"], gaps, weights)
    assert best >= effort_plans.gain(plans["by_importance"], gaps, weights)


def test_gain_by_hand_rises_with_effort_and_never_passes_the_ceiling():
    assert effort_plans.gain(GAPS * 0, GAPS, WEIGHTS) == 0
    one = pd.Series({"network": 0.0, "advice": 0, "bills": np.log(2) / 0.03, "shop": 0})
    assert effort_plans.gain(one, GAPS, WEIGHTS) == pytest.approx(0.3 * 1 / 2)
    assert effort_plans.gain(2 * one, GAPS, WEIGHTS) == pytest.approx(0.3 * 3 / 4)
    everything = GAPS * 0 + 1e6
    assert effort_plans.gain(everything, GAPS, WEIGHTS) == pytest.approx(0.3 + 0.4 + 0.3)


def test_order_of_items_does_not_matter():
    turned = effort_plans.plans(GAPS, WEIGHTS.iloc[::-1])
    assert_frame_equal(turned, effort_plans.plans(GAPS, WEIGHTS))


def test_in_the_simulated_hotels_gaps_alone_waste_half_of_the_effort():
    survey = service_survey(n_customers=10, seed=1)
    known = survey.parameters
    gaps = pd.Series(known.expectation) - pd.Series(known.perception)
    truth = pd.Series(known.slope)
    plans = effort_plans.plans(gaps, truth)
    gained = {name: effort_plans.gain(plans[name], gaps, truth) for name in plans}
    assert gained["by_gap"] < 0.8 * gained["by_both"]


@pytest.mark.slow
def test_intervals_of_a_plan_that_was_fixed_before_hold_95_percent():
    known = service_survey(n_customers=1, seed=1).parameters
    items = list(known.slope)
    plan = pd.DataFrame({"even": 20.0}, index=items)

    def survey(n, seed):
        one = service_survey(n_customers=n, seed=seed)
        means = {name: one.perceptions[some].mean(axis=1) for name, some in one.dimensions.items()}
        return pd.DataFrame(means).assign(satisfaction=one.satisfaction)

    gaps = 7 - survey(100_000, 0)[items].mean()
    truth = effort_plans.gain(plan["even"], gaps, pd.Series(known.slope))
    held = 0
    for seed in range(1, 151):
        row = effort_plans.plan_gains(
            survey(200, seed), plan, outcome="satisfaction", ceiling=7,
            rng=np.random.default_rng(seed), draws=200,
        ).loc["even"]  # fmt: skip
        held += row["low"] <= truth <= row["high"]
    assert 0.90 < held / 150 < 0.99


def test_a_plan_made_for_its_own_answers_promises_more_than_it_holds():
    promised, held = [], []
    for seed in range(30):
        survey = service_survey(n_customers=250, seed=seed)
        truth = pd.Series(survey.parameters.slope)
        means = {
            name: survey.perceptions[some].mean(axis=1) for name, some in survey.dimensions.items()
        }
        answers = pd.DataFrame(means).assign(satisfaction=survey.satisfaction)
        slopes = derived_importance.regression_weights(
            answers, list(truth.index), outcome="satisfaction"
        )["estimate"]
        gaps = 7 - answers[list(truth.index)].mean()
        best = effort_plans.plans(gaps, slopes)["by_both"]
        promised.append(effort_plans.gain(best, gaps, slopes))
        held.append(effort_plans.gain(best, gaps, truth))
    assert np.mean(promised) - np.mean(held) > 0.03


def test_plans_of_the_mobile_survey():
    """Values of ours."""
    table, items = datasets.load("mobile_satisfaction"), [f"PERQ{n}" for n in range(1, 8)]
    slopes = derived_importance.regression_weights(table, items, outcome="CUSA1")["estimate"]
    gaps = 10 - table[items].mean()
    plans = effort_plans.plans(gaps, slopes)
    plans["worst"] = 100.0 * (gaps == gaps.max())
    found = effort_plans.plan_gains(
        table, plans, outcome="CUSA1", ceiling=10, rng=np.random.default_rng(1)
    )
    assert found["estimate"].round(2).to_dict() == {
        "by_gap": 0.48, "by_importance": 0.75, "by_both": 0.76, "worst": 0.19,
    }  # fmt: skip
    gained = effort_plans.gain(plans["by_gap"], gaps, slopes)
    assert gained == pytest.approx(found.loc["by_gap", "estimate"])
    assert found.loc["worst", "low"] < 0.05
    assert found.loc["by_gap", "low"] > 0.3


def test_a_difference_of_plans_is_that_of_their_gains_and_surer_than_either():
    table, items = datasets.load("mobile_satisfaction"), ["PERQ3", "PERQ4", "PERQ7"]
    plans = pd.DataFrame({"even": [33.0, 33, 34], "near": [36.0, 33, 31]}, index=items)
    given = {"outcome": "CUSA1", "ceiling": 10}
    gained = effort_plans.plan_gains(table, plans, rng=np.random.default_rng(1), **given)
    more = effort_plans.plan_differences(
        table, plans, against="even", rng=np.random.default_rng(1), **given
    )
    assert more.index.to_list() == ["near"]
    assert more["estimate"].item() == pytest.approx(gained["estimate"].diff().iloc[1])
    widths = gained["high"] - gained["low"]
    assert (more["high"] - more["low"]).item() < 0.3 * widths.min()
    with pytest.raises(ValueError, match="no column 'mine'"):
        effort_plans.plan_differences(
            table, plans, against="mine", rng=np.random.default_rng(1), **given
        )


def test_plans_refuse_other_items_and_hopeless_gaps():
    with pytest.raises(ValueError, match=r"not of the same items: only in gaps \['shop'\]"):
        effort_plans.plans(GAPS, WEIGHTS.drop("shop"))
    with pytest.raises(ValueError, match="nothing that effort could gain"):
        effort_plans.plans(-GAPS.abs(), WEIGHTS)
    with pytest.raises(ValueError, match="nothing that effort could gain"):
        effort_plans.plans(GAPS, -WEIGHTS)
    with pytest.raises(ValueError, match="weights is missing in 1 of 4"):
        effort_plans.plans(GAPS, WEIGHTS.where(WEIGHTS < 0.5))
    with pytest.raises(ValueError, match="plan is negative"):
        effort_plans.gain(GAPS, GAPS, WEIGHTS)
    with pytest.raises(ValueError, match="points=0"):
        effort_plans.plans(GAPS, WEIGHTS, points=0)
    with pytest.raises(TypeError, match="must be a Series by item, not a list"):
        effort_plans.plans([1, 2], WEIGHTS)
    with pytest.raises(ValueError, match=r"1 item\(s\) more than once"):
        effort_plans.plans(pd.concat([GAPS, GAPS.iloc[:1]]), WEIGHTS)
    with pytest.raises(ValueError, match="no items"):
        effort_plans.plans(GAPS.iloc[:0], WEIGHTS)


def test_answers_above_the_ceiling_are_refused():
    table, items = datasets.load("mobile_satisfaction"), ["PERQ1", "PERQ2"]
    with pytest.raises(ValueError, match="'PERQ1' lies outside its scale"):
        effort_plans.plan_gains(
            table, pd.DataFrame({"even": 50.0}, index=items), outcome="CUSA1", ceiling=7,
            rng=np.random.default_rng(1),
        )  # fmt: skip


def test_gaps_weights_and_plans_are_not_changed():
    gaps, weights = GAPS.copy(), WEIGHTS.copy()
    plans = effort_plans.plans(gaps, weights)
    kept = plans.copy()
    effort_plans.gain(plans["by_both"], gaps, weights)
    assert_series_equal(gaps, GAPS)
    assert_series_equal(weights, WEIGHTS)
    assert_frame_equal(plans, kept)


def test_a_plan_is_a_series_with_each_item_once():
    plan = pd.Series({"network": 50.0, "advice": 50, "bills": 0, "shop": 0})
    with pytest.raises(TypeError, match="plan must be a Series by item, not a list"):
        effort_plans.gain([50, 50, 0, 0], GAPS, WEIGHTS)
    with pytest.raises(ValueError, match=r"plan has 1 item\(s\) more than once"):
        effort_plans.gain(pd.concat([plan, plan.iloc[:1]]), GAPS, WEIGHTS)
