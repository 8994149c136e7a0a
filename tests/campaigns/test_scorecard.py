"""Weights of evidence, information values and points: published rows, peers, bad input."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

from crmkit import datasets
from crmkit.campaigns import scorecard
from crmkit.retention import ranking

PEOPLE = pd.DataFrame(
    {"home": list("ooootttt"), "job": list("abababab"), "bad": [0, 0, 0, 1, 0, 1, 1, 1]}
)
# Row 77, purpose: good and bad by the ten words of the file of the bank; dmba has six of them.
PURPOSE = {
    "new car": (145, 89), "used car": (86, 17), "furniture": (123, 58), "radio": (218, 62),
    "appliances": (8, 4), "repairs": (14, 8), "education": (28, 22), "retraining": (8, 1),
    "business": (63, 34), "others": (7, 5),
}  # fmt: skip


@pytest.fixture(scope="module")
def german():
    loans = datasets.load("german_credit")
    owned = np.select(
        [loans["real_estate"] == 1, loans["no_property"] == 1], ["land", "none"], "else"
    )
    return loans.assign(bad=1 - loans["paid_back"], owned=owned)


def typed(counts):
    rows = [
        (name, bad) for name, pair in counts.items() for bad in (0, 1) for _ in range(pair[bad])
    ]
    return pd.DataFrame(rows, columns=["group", "bad"])


@pytest.mark.parametrize(
    ("trait", "published"),
    [
        ("account_status", 0.6660),
        ("history", 0.2932),
        ("owned", 0.1126),
        ("employment", 0.0864),
        ("foreign", 0.0439),
    ],
)
def test_german_credit_information_values(german, trait, published):
    """Row 77."""
    found = scorecard.information_values(german, bad="bad", traits=[trait])
    assert found["estimate"].iloc[0] == pytest.approx(published, abs=0.00005)


def test_german_credit_purpose_from_typed_counts():
    """Row 77: .1692 with the ten purposes of the original file."""
    found = scorecard.information_values(typed(PURPOSE), bad="bad", traits=["group"])
    assert found.loc["group", "estimate"] == pytest.approx(0.1692, abs=0.00005)


def test_german_credit_weights_of_the_account(german):
    """Row 77: -.818 -.401 .405 1.176, good over bad."""
    found = scorecard.weights_of_evidence(german, bad="bad", trait="account_status")
    assert found["estimate"].round(3).to_list() == [-0.818, -0.401, 0.405, 1.176]


def test_eight_people_by_hand():
    found = scorecard.weights_of_evidence(PEOPLE, bad="bad", trait="home")
    # Three of four good own, one of four bad: ln 3.
    assert found["estimate"].to_list() == pytest.approx([np.log(3), -np.log(3)])
    away = 1.959964 * np.sqrt(1 / 3 - 1 / 4 + 1 - 1 / 4)
    assert found["high"].iloc[0] == pytest.approx(np.log(3) + away)
    value = scorecard.information_values(PEOPLE, bad="bad", traits=["home", "job"])["estimate"]
    assert value["home"] == pytest.approx(np.log(3)) and list(value.index) == ["home", "job"]
    assert value["job"] >= 0


def test_a_group_without_bad_ones_has_a_finite_weight():
    people = pd.DataFrame({"home": list("aaaabbbb"), "bad": [0, 0, 0, 0, 0, 1, 1, 1]})
    found = scorecard.weights_of_evidence(people, bad="bad", trait="home")
    assert np.isfinite(found.to_numpy()).all() and found["estimate"].iloc[0] > 0


@pytest.mark.slow
def test_intervals_hold_the_truth_and_a_mute_trait_shows_what_chance_does():
    good, bad = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])
    truth = ((good - bad) * np.log(good / bad)).sum()
    weight = np.log(good / bad)[0]
    held, woe_held, mute = 0, 0, []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        people = pd.DataFrame({
            "told": np.r_[rng.choice(3, 700, p=good), rng.choice(3, 300, p=bad)],
            "mute": rng.integers(0, 5, 1000), "bad": np.repeat([0, 1], [700, 300]),
        })  # fmt: skip
        values = scorecard.information_values(people, bad="bad", traits=["told", "mute"])
        row = values.loc["told"]
        held += row["low"] <= truth <= row["high"]
        mute.append(values.loc["mute", "estimate"])
        one = scorecard.weights_of_evidence(people, bad="bad", trait="told").iloc[0]
        woe_held += one["low"] <= weight <= one["high"]
    assert 275 <= held <= 296 and 275 <= woe_held <= 296
    assert np.mean(mute) == pytest.approx(values.loc["mute", "chance_value"], rel=0.15)


def test_points_double_the_odds_where_they_say():
    rng = np.random.default_rng(1)
    people = pd.DataFrame({"a": rng.choice(list("xyz"), 4000), "b": rng.choice(list("mn"), 4000)})
    odds = 1.2 + people["a"].map({"x": 0, "y": 0.8, "z": 1.6}) - people["b"].eq("n")
    people["bad"] = (rng.random(4000) > 1 / (1 + np.exp(-odds))).astype(int)
    card = scorecard.scorecard(people, bad="bad", traits=["a", "b"])
    points = card.score(people)
    said = card.bad_chance(points)
    truth = 1 / (1 + np.exp(odds))
    # Sampling error of the logit and the rounding of points.
    assert (said - truth).abs().max() < 0.05
    assert card.bad_chance(pd.Series([600.0, 640.0])).to_list() == pytest.approx([1 / 21, 1 / 41])
    assert said.corr(points, method="spearman") == pytest.approx(-1)


def test_the_card_agrees_with_statsmodels_on_the_same_weights():
    import statsmodels.api as sm

    rng = np.random.default_rng(2)
    people = pd.DataFrame({"a": rng.choice(list("xyz"), 900), "b": rng.choice(list("mn"), 900)})
    chance = 0.2 + 0.2 * people["a"].eq("x") + 0.2 * people["b"].eq("m")
    people["bad"] = (rng.random(900) < chance).astype(int)
    card = scorecard.scorecard(people, bad="bad", traits=["a", "b"], points_to_double=4000)
    woe = [
        people[name].map(scorecard.weights_of_evidence(people, bad="bad", trait=name)["estimate"])
        for name in "ab"
    ]
    fitted = sm.Logit(1 - people["bad"], sm.add_constant(np.column_stack(woe))).fit(disp=0)
    ours = card.bad_chance(card.score(people))
    assert ours.to_numpy() == pytest.approx(1 - fitted.predict().astype(float), abs=0.001)


def test_german_credit_ten_fold_auc_and_ks(german):
    """Row 77: a ten-fold logit has AUC .79 and KS .47; a card of weights comes as far."""
    cut = german.assign(
        months=pd.qcut(german["months"], 4).astype(str),
        amount=pd.qcut(german["amount"], 4).astype(str),
    )
    traits = [
        "account_status", "history", "savings", "employment", "owned", "months", "amount",
        "used_car", "new_car", "other_instalments", "instalment_rate", "foreign", "owns_home",
        "guarantor", "radio_tv", "education",
    ]  # fmt: skip
    chances = scorecard.out_of_fold(cut, bad="bad", traits=traits, seed=1)
    rng = np.random.default_rng(1)
    auc = ranking.quality(chances.to_frame("card"), german["bad"], rng=rng, draws=40)["estimate"]
    assert auc["card", "auc"] == pytest.approx(0.79, abs=0.015)
    ks = scorecard.kolmogorov_smirnov(chances, german["bad"], rng=rng, draws=40).loc["ks"]
    assert ks["estimate"] == pytest.approx(0.47, abs=0.04)
    assert ks["low"] < ks["estimate"] < ks["high"]


def test_nobody_is_judged_by_a_card_that_saw_them():
    """A trait that is noise ranks at chance out of fold, and well above it on its own data."""
    rng = np.random.default_rng(3)
    people = pd.DataFrame(
        {"x": rng.integers(0, 40, 600).astype(str), "bad": rng.integers(0, 2, 600)}
    )
    out = scorecard.out_of_fold(people, bad="bad", traits=["x"], seed=1)
    card = scorecard.scorecard(people, bad="bad", traits=["x"])
    both = pd.DataFrame({"out": out, "own": card.bad_chance(card.score(people))})
    auc = ranking.quality(both, people["bad"], rng=rng, draws=40)["estimate"]
    assert auc["out", "auc"] == pytest.approx(0.5, abs=0.05) and auc["own", "auc"] > 0.58


def test_ks_is_that_of_scipy_and_of_any_scale():
    rng = np.random.default_rng(4)
    chances, bad = pd.Series(rng.random(200)), pd.Series(rng.integers(0, 2, 200))
    found = scorecard.kolmogorov_smirnov(chances, bad, rng=rng, draws=40).loc["ks", "estimate"]
    peer = ks_2samp(chances[bad == 1], chances[bad == 0]).statistic
    assert found == pytest.approx(peer, abs=1e-12)
    again = scorecard.kolmogorov_smirnov(chances**3, bad, rng=rng, draws=40)
    assert again.loc["ks", "estimate"] == pytest.approx(found, abs=1e-12)


def test_order_of_rows_does_not_matter_and_input_stays():
    before = PEOPLE.copy()
    one, other = (
        scorecard.information_values(t, bad="bad", traits=["home"]) for t in (PEOPLE, PEOPLE[::-1])
    )
    pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(PEOPLE, before)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"bad": 1}, "'bad' is 1 for every customer"),
        ({"bad": "no"}, "must be 1 for those who did not pay"),
        ({"home": "o"}, "same for every customer"),
        ({"home": [None, *"ooooooo"]}, "'home' is missing in 1 of 8"),
    ],
)
def test_bad_input_is_told(change, told):
    with pytest.raises(ValueError, match=told):
        scorecard.weights_of_evidence(PEOPLE.assign(**change), bad="bad", trait="home")


def test_amounts_are_cut_into_classes_first():
    people = pd.DataFrame({"amount": np.arange(200.0), "bad": [0, 1] * 100})
    with pytest.raises(ValueError, match=r"200 different values: .*pd.qcut"):
        scorecard.weights_of_evidence(people, bad="bad", trait="amount")
    with pytest.raises(ValueError, match="the answer itself"):
        scorecard.weights_of_evidence(people, bad="bad", trait="bad")
    with pytest.raises(ValueError, match="empty"):
        scorecard.weights_of_evidence(people.head(0), bad="bad", trait="amount")
    with pytest.raises(ValueError, match="cannot be spread over 5 folds"):
        scorecard.out_of_fold(PEOPLE, bad="bad", traits=["home"], folds=5, seed=1)


def test_a_new_group_has_no_points():
    card = scorecard.scorecard(PEOPLE, bad="bad", traits=["home"])
    with pytest.raises(ValueError, match=r"'home' has a new group in 1 of 1 .*The card knows"):
        card.score(pd.DataFrame({"home": ["hotel"]}))
