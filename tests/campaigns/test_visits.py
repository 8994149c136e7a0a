"""Visits: by hand, on a trial whose truth is known, on bad input."""

import numpy as np
import pandas as pd
import pytest

from crmkit import companies
from crmkit.campaigns import visits

TRIAL = pd.DataFrame(
    {
        "kind": ["shop"] * 4 + ["home"] * 4,
        "amount": [900.0, 800, 700, 600, 90, 80, 70, 60],
        "risk": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
        "visited": [1, 0] * 4,
        "recovered": [900.0, 0, 700, 600, 90, 0, 70, 0],
    }
)
MONEY = {"visited": "visited", "recovered": "recovered"}
FIRST = {"visits": 10, "accounts": 20, **MONEY}
MODEL = {
    "visited": "visited", "paid": "paid", "amount": "amount",
    "traits": ["kind", "state", "tenant", "late_bills"],
}  # fmt: skip


@pytest.fixture(scope="module")
def firm():
    return companies.power_utility(seed=2)


def drawn(seed, n=1200):
    """Two kinds of account: visits bring 100 of the large ones, 20 of the others, on average."""
    rng = np.random.default_rng(seed)
    large = (rng.random(n) < 0.5).astype(int)
    was = rng.integers(0, 2, n)
    paid = rng.random(n) < 0.4 + 0.2 * was
    amount = np.where(large == 1, 500.0, 100.0) * rng.gamma(4, 1 / 4, n)
    return pd.DataFrame(
        {"kind": large, "order": large + rng.random(n), "other": rng.random(n),
         "visited": was, "recovered": paid * amount}
    )  # fmt: skip


def test_eight_accounts_by_hand():
    found = visits.visit_values(TRIAL, by="kind", cost=80, **MONEY)
    assert found["customers"].to_list() == [4, 4]
    # Shops: (900 + 700) / 2 - (0 + 600) / 2 - 80; homes: (90 + 70) / 2 - 0 - 80.
    assert found["estimate"].to_dict() == {"home": 0, "shop": 420}
    first = visits.order_values(TRIAL, orders=["amount", "risk"], cost=80, **FIRST)
    assert first["estimate"].to_dict() == {"amount": 4200, "risk": 0}
    assert first["customers"].to_list() == [4, 4]


def test_interval_of_a_group_is_welchs():
    from scipy.stats import ttest_ind

    trial = drawn(1)
    row = visits.visit_values(trial, by="kind", cost=10, **MONEY).loc[1]
    arms = [trial.query("kind == 1 and visited == @arm")["recovered"] for arm in (1, 0)]
    peer = ttest_ind(*arms, equal_var=False).confidence_interval()
    assert [row["low"] + 10, row["high"] + 10] == pytest.approx([peer.low, peer.high])


def test_difference_of_orders_is_that_of_their_values():
    trial = drawn(2)
    orders = {"orders": ["order", "other"], **FIRST}
    values = visits.order_values(trial, **orders)["estimate"]
    found = visits.order_differences(trial, against="order", **orders).loc["other"]
    assert found["estimate"] == pytest.approx(values["order"] - values["other"])
    same = visits.order_differences(
        trial.assign(again=trial["order"]), orders=["order", "again"], against="order", **FIRST
    ).loc["again"]
    assert same[["estimate", "low", "high"]].to_list() == [0, 0, 0]


def test_all_visited_is_worth_the_same_in_any_order_and_ties_count_in_part():
    trial = drawn(3)
    everybody = visits.order_values(trial, orders=["order", "other"], visits=5, accounts=5, **MONEY)
    assert everybody["estimate"].iloc[0] == pytest.approx(everybody["estimate"].iloc[1])
    tied = trial.assign(same=1)
    one = visits.order_values(tied, orders=["same"], **FIRST)["estimate"].iloc[0]
    turned = visits.order_values(tied.iloc[::-1], orders=["same"], **FIRST)["estimate"].iloc[0]
    whole = visits.order_values(tied, orders=["same"], visits=20, accounts=20, **MONEY)
    assert one == pytest.approx(turned) and one == pytest.approx(whole["estimate"].iloc[0] / 2)


def test_cost_is_taken_off_once_a_visit():
    trial = drawn(4)
    free, paid = (visits.order_values(trial, orders=["order"], cost=c, **FIRST) for c in (0, 7))
    assert free["estimate"].iloc[0] - paid["estimate"].iloc[0] == pytest.approx(70)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    held, differs, groups = 0, 0, 0
    for seed in range(300):
        trial = drawn(seed)
        orders = {"orders": ["order", "other"], **FIRST}
        # Of 10 visits in order: all to large ones, at .2 x 500; by chance, half.
        row = visits.order_values(trial, **orders).loc["order"]
        held += row["low"] <= 10 * 100 <= row["high"]
        more = visits.order_differences(trial, against="order", **orders).loc["other"]
        differs += more["low"] <= 10 * (100 - 60) <= more["high"]
        one = visits.visit_values(trial, by="kind", cost=0, **MONEY).loc[0]
        groups += one["low"] <= 20 <= one["high"]
    assert 275 <= held <= 297 and 275 <= differs <= 297 and 275 <= groups <= 297


def test_expected_money_finds_the_accounts_that_visits_move(firm):
    found = visits.expected_money(firm.trial, firm.accounts, **MODEL)
    truth = firm.truth
    assert found["chance_alone"].corr(truth["chance_alone"]) > 0.95
    best = truth["recovered_by_visit"].nlargest(500).sum()
    chosen = truth.loc[found["expected_gain"].nlargest(500).index, "recovered_by_visit"].sum()
    risky = truth.loc[found["chance_alone"].nsmallest(500).index, "recovered_by_visit"].sum()
    assert chosen > 0.9 * best and risky < 0.25 * best


def test_loss_and_gain_are_chances_times_the_amount(firm):
    found = visits.expected_money(firm.trial, firm.accounts.head(50), **MODEL)
    amount = firm.accounts["amount"].head(50)
    gain = (found["chance_visited"] - found["chance_alone"]) * amount
    pd.testing.assert_series_equal(found["expected_gain"], gain, check_names=False)
    loss = (1 - found["chance_alone"]) * amount
    pd.testing.assert_series_equal(found["expected_loss"], loss, check_names=False)


def test_by_money_brings_more_than_by_risk_and_the_truth_lies_in_the_interval(firm):
    trial = firm.trial.join(visits.out_of_fold_money(firm.trial, folds=5, seed=1, **MODEL))
    trial["risk"] = 1 - trial["chance_alone"]
    asked = {"visits": 500, "accounts": 6000, **MONEY}
    row = visits.order_differences(
        trial, orders=["expected_gain", "risk"], against="expected_gain", **asked
    ).loc["risk"]
    found = visits.expected_money(firm.trial, firm.accounts, **MODEL)
    worth = firm.truth["recovered_by_visit"]
    by_money = worth[found["expected_gain"].nlargest(500).index].sum()
    by_risk = worth[found["chance_alone"].nsmallest(500).index].sum()
    assert row["low"] > 0 and row["low"] < by_money - by_risk < row["high"]


def test_judged_by_the_others_is_not_judged_by_oneself(firm):
    small = firm.trial.head(400)
    out = visits.out_of_fold_money(small, folds=4, seed=1, **MODEL)
    own = visits.expected_money(small, small, **MODEL)
    assert out.index.equals(small.index) and not np.allclose(out, own)
    again = visits.out_of_fold_money(small, folds=4, seed=1, **MODEL)
    pd.testing.assert_frame_equal(out, again)


def test_input_stays_as_it_is(firm):
    before = firm.trial.copy()
    visits.out_of_fold_money(firm.trial.head(300), folds=2, seed=1, **MODEL)
    visits.order_values(firm.trial, orders=["amount"], **FIRST)
    pd.testing.assert_frame_equal(firm.trial, before)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"visited": 1}, "fewer than two are visited, or not, in 2 of 2"),
        ({"visited": "yes"}, "must be 1 for the visited"),
        ({"recovered": -1.0}, "negative"),
        ({"recovered": np.nan}, "missing"),
        ({"kind": [None, *"aaabbbb"]}, "'kind' is missing in 1 of 8"),
    ],
)
def test_a_bad_trial_is_told(change, told):
    with pytest.raises(ValueError, match=told):
        visits.visit_values(TRIAL.assign(**change), by="kind", cost=1, **MONEY)


def test_bad_questions_are_told(firm):
    with pytest.raises(ValueError, match="more than the 20 accounts"):
        visits.order_values(TRIAL, orders=["amount"], visits=30, accounts=20, **MONEY)
    with pytest.raises(ValueError, match="more visits, or a larger trial"):
        visits.order_values(TRIAL, orders=["amount"], visits=1, accounts=20, **MONEY)
    with pytest.raises(ValueError, match="nothing to compare"):
        visits.order_differences(TRIAL, orders=["amount"], against="amount", **FIRST)
    with pytest.raises(ValueError, match="no option"):
        visits.order_differences(TRIAL, orders=["amount", "risk"], against="luck", **FIRST)
    with pytest.raises(ValueError, match="not known before the visit"):
        visits.visit_values(TRIAL, by="recovered", cost=1, **MONEY)
    new = firm.accounts.head(2).assign(kind="hospital")
    with pytest.raises(ValueError, match=r"'kind' is new to the trial in 2 of 2 .*No visit was"):
        visits.expected_money(firm.trial, new, **MODEL)
    with pytest.raises(ValueError, match="nobody paid, or everybody"):
        visits.expected_money(firm.trial.assign(paid=0), firm.accounts, **MODEL)
    with pytest.raises(ValueError, match="what was known before"):
        visits.expected_money(firm.trial, firm.accounts, **{**MODEL, "traits": ["paid"]})
    with pytest.raises(ValueError, match="not above 0"):
        visits.expected_money(firm.trial, firm.accounts.assign(amount=0.0), **MODEL)
