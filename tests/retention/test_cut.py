import numpy as np
import pandas as pd
import pytest

from crmkit.retention import cut

OFFER = {"cost": 10, "success": 0.5, "margin": 100}
LEFT = pd.Series([1, 0, 0, 1], index=list("abcd"))
POLICIES = pd.DataFrame({"model": [1, 0, 0, 1], "everybody": 1, "nobody": 0}, index=list("abcd"))


def test_an_offer_pays_from_cost_over_what_it_saves():
    assert cut.break_even(cost=10, success=0.25, margin=200) == pytest.approx(0.2)
    assert cut.break_even(cost=0, success=0.25, margin=200) == 0
    # 20 to save 60 in 30 % of cases: 18 at best, so never.
    assert cut.break_even(cost=20, success=0.3, margin=60) > 1


def test_four_customers_by_hand():
    """Each offer costs 10, each leaver among them brings 50 on average."""
    table = cut.policy_profit(POLICIES, LEFT, **OFFER)
    assert table["customers"].to_list() == [2, 4, 0]
    assert table["leavers"].to_list() == [2, 2, 0]
    assert table["profit"].to_list() == [80, 60, 0]
    assert table.loc["nobody", ["low", "high"]].to_list() == [0, 0]


def test_gain_is_the_difference_of_profits_and_paired():
    gain = cut.policy_gain(POLICIES, LEFT, against="everybody", **OFFER)
    assert gain["gain"].to_dict() == {"model": 20, "nobody": -60}
    # They treat the leavers alike; two stayers saved 10 each: +-1.96 * 2 * standard deviation.
    away = 1.96 * 2 * np.std([0, 10, 10, 0], ddof=1)
    assert gain.loc["model", "high"] - 20 == pytest.approx(away, rel=1e-3)


def test_curve_runs_from_nobody_to_everybody():
    scores = pd.Series([0.9, 0.2, 0.1, 0.8], index=LEFT.index)
    curve = cut.profit_curve(scores, LEFT, steps=4, **OFFER)
    assert curve["profit"].to_list() == pytest.approx([0, 40, 80, 70, 60])
    assert curve["cumulative_customer_share"].to_list() == [0, 0.25, 0.5, 0.75, 1]
    ends = cut.policy_profit(POLICIES, LEFT, **OFFER)["profit"]
    assert curve["profit"].iloc[-1] == ends["everybody"]
    assert curve["profit"].iloc[2] == ends["model"]


def test_customers_of_one_score_count_in_part_whatever_their_order():
    curve = cut.profit_curve(LEFT * 0 + 1, LEFT, steps=2, **OFFER)
    assert curve["profit"].to_list() == pytest.approx([0, 30, 60])
    turned = cut.profit_curve(LEFT.iloc[::-1] * 0 + 1, LEFT, steps=2, **OFFER)
    pd.testing.assert_frame_equal(curve, turned)


def test_the_cut_of_true_probabilities_earns_the_most_on_average():
    rng = np.random.default_rng(1)
    truth = pd.Series(rng.beta(1, 4, 40_000))
    left = pd.Series((rng.random(40_000) < truth).astype(int))
    at = cut.break_even(**OFFER)
    policies = pd.DataFrame(
        {str(c): (truth > c).astype(int) for c in (at / 2, at, 1.5 * at, 2 * at)}
    )
    profit = cut.policy_profit(policies, left, **OFFER)["profit"]
    assert profit.idxmax() == str(at)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    held, paired = 0, 0
    chosen = pd.DataFrame({"top": [1] * 200 + [0] * 600, "all": 1})
    p = np.r_[np.full(200, 0.4), np.full(600, 0.1)]
    truth = 50 * 80 - 10 * 200, 50 * 140 - 10 * 800
    for seed in range(300):
        # Customers are drawn, too: the groups vary in size.
        rows = np.random.default_rng(seed).integers(0, 800, 800)
        left = pd.Series((np.random.default_rng(seed + 999).random(800) < p[rows]).astype(int))
        policies = chosen.iloc[rows].reset_index(drop=True)
        row = cut.policy_profit(policies, left, **OFFER).loc["top"]
        held += row["low"] <= truth[0] <= row["high"]
        more = cut.policy_gain(policies, left, against="all", **OFFER).loc["top"]
        paired += more["low"] <= truth[0] - truth[1] <= more["high"]
    assert 275 <= held <= 296
    assert 275 <= paired <= 296


def test_what_cannot_be_priced_is_refused():
    with pytest.raises(ValueError, match="success=30"):
        cut.break_even(cost=10, success=30, margin=100)
    with pytest.raises(ValueError, match="margin=0"):
        cut.break_even(cost=10, success=0.3, margin=0)
    with pytest.raises(ValueError, match="cost=-1"):
        cut.policy_profit(POLICIES, LEFT, cost=-1, success=0.3, margin=100)
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        cut.policy_profit(POLICIES * 2, LEFT, **OFFER)
    with pytest.raises(ValueError, match="differ in their customers"):
        cut.policy_profit(POLICIES, LEFT.iloc[:2], **OFFER)
    with pytest.raises(ValueError, match="against='gut'"):
        cut.policy_gain(POLICIES, LEFT, against="gut", **OFFER)
    with pytest.raises(ValueError, match="nothing to compare"):
        cut.policy_gain(POLICIES[["model"]], LEFT, against="model", **OFFER)
    with pytest.raises(ValueError, match="scores is missing"):
        cut.profit_curve(LEFT * np.nan, LEFT, **OFFER)


def test_inputs_stay_as_they_are():
    before = POLICIES.copy()
    cut.policy_gain(POLICIES, LEFT, against="nobody", **OFFER)
    pd.testing.assert_frame_equal(POLICIES, before)
