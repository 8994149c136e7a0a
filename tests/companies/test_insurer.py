"""The simulated insurer: what the card says is what comes out."""

import pandas as pd
import pytest

from crmkit import datasets
from crmkit.campaigns import cell_scores
from crmkit.companies import Insuring, insurer
from crmkit.retention import survival, winback


@pytest.fixture(scope="module")
def firm():
    return insurer(seed=1)


def once(firm):
    policies = firm.policies.drop_duplicates("policy_id")
    end = policies["lapsed_on"].fillna(pd.Timestamp(firm.parameters.as_of))
    return policies.assign(
        entry=(policies["handed_over"] - policies["began"]).dt.days / 365.25,
        years=(end - policies["began"]).dt.days / 365.25,
        lapsed=policies["lapsed_on"].notna(),
    )


def test_same_seed_same_insurer():
    one, other = (insurer(n_customers=50, n_policies=50, n_trial=50, seed=4) for _ in range(2))
    for name in ("customers", "truth", "policies", "trial", "trial_truth"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert not one.customers.equals(insurer(n_customers=50, seed=5).customers)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Insuring.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("insurer").parameters)


def test_records_know_nothing_of_the_truth(firm):
    assert not set(firm.truth) & set(firm.customers)
    assert not set(firm.trial_truth) & set(firm.trial)
    assert firm.truth.index.equals(firm.customers.index) and firm.customers.index.is_unique
    assert firm.trial_truth.index.equals(firm.trial.index) and firm.trial.index.is_unique


def test_two_columns_say_who_buys(firm):
    cells = cell_scores.learned(firm.customers, happened="bought", by=["car_class", "fire_class"])
    assert cells.loc[(6, 4), "low"] > cells.loc[(0, 4), "high"]
    assert firm.customers["bought"].mean() == pytest.approx(348 / 5822, abs=0.01)


def test_policies_handed_over_twice_have_two_rows_the_first_entry_first(firm):
    twice = firm.policies[firm.policies.duplicated("policy_id", keep=False)]
    assert len(firm.policies) - firm.policies["policy_id"].nunique() == len(twice) / 2 > 50
    assert (
        twice.groupby("policy_id")["handed_over"].apply(lambda t: t.is_monotonic_increasing).all()
    )
    still = firm.policies["lapsed_on"].isna()
    assert (firm.policies["handed_over"] < firm.policies["lapsed_on"])[~still].all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_entry_ages_give_the_true_survival_and_without_them_it_is_too_long(seed):
    policies = once(insurer(seed=seed, n_customers=1, n_trial=1))
    seen = {"tenure": "years", "left": "lapsed"}
    right = survival.at(survival.curves(policies, entry="entry", **seen), 12).iloc[0]
    wrong = survival.at(survival.curves(policies, **seen), 12).iloc[0]
    assert right["low"] < 0.64 < right["high"]
    assert wrong["survival"] == pytest.approx(0.84, abs=0.03) and wrong["low"] > right["high"]


def test_a_lot_decides_who_is_called_and_calls_do_what_the_card_says(firm):
    assert firm.trial["called"].mean() == pytest.approx(0.5, abs=0.02)
    calls = winback.call_values(
        firm.trial, called="called", returned="renewed", value="margin", by="alone", cost=15
    )
    truth = firm.trial_truth.groupby(firm.trial["alone"], observed=True).first()
    true = 240 * (truth["renews_called"] - truth["renews_alone"]) - 15
    assert ((calls["low"] < true) & (true < calls["high"])).all()
    assert true["up to 1 year"] > 0 > true["over 3 years"]


def test_no_customers_are_refused():
    with pytest.raises(ValueError, match="n_customers=0 must be"):
        insurer(n_customers=0)
