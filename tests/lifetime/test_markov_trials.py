"""What a trial tells about actions, and how sure it is."""

import numpy as np
import pandas as pd
import pytest

from crmkit.companies import car_buyers
from crmkit.lifetime import markov, markov_trials

COLUMNS = {"action": "action", "state": "state", "next_state": "next_state", "reward": "reward"}
TERMS = {"annual_discount_rate": 0.12, "period_days": 365.25 / 4}


@pytest.fixture(scope="module")
def firm():
    return car_buyers(seed=1)


@pytest.fixture(scope="module")
def measured(firm):
    return markov_trials.measured_actions(firm.records, **COLUMNS)


def _true(firm):
    return {
        name: (rows.droplevel(0).drop(columns="reward"), rows.droplevel(0)["reward"])
        for name, rows in firm.truth.groupby(level=0, sort=False)
    }


def test_chains_and_rewards_are_shares_and_means_of_the_records(firm, measured):
    records = firm.records
    for name, (chain, rewards) in measured.items():
        done = records[records["action"] == name]
        moves = markov.transition_matrix(done["state"], done["next_state"])
        assert np.allclose(chain, moves.loc[list(chain), list(chain)])
        means = done.groupby("state", observed=True)["reward"].mean()
        assert rewards.to_list() == pytest.approx(means.to_list())


def test_the_trial_finds_what_is_best_in_truth(firm, measured):
    for actions in (measured, _true(firm)):
        best = markov.best_policy(actions, **TERMS).table["action"]
        assert best.to_dict() == {
            "must": "wait", "optional": "test drive", "latent": "letter", "none": "wait"
        }  # fmt: skip


def test_redrawn_trials_scatter_around_the_measured_one(firm, measured):
    draws = _draws(firm)
    for name, (chain, _) in measured.items():
        drawn = np.array([one[name][0] for one in draws])
        n = (firm.records["action"] == name).sum() / 4
        assert np.abs(drawn.mean(axis=0) - chain).max().max() < 4 / np.sqrt(n * len(draws))
        assert (drawn.std(axis=0)[chain > 0.02] > 0).all()


def test_support_adds_up_and_names_the_surest_action(firm):
    found = markov_trials.support(_draws(firm), **TERMS)
    assert found.sum(axis=1).to_list() == pytest.approx([1] * 4)
    assert found.loc["latent", "letter"] > 0.9 and found.loc["none", "wait"] > 0.9


def test_a_policy_gains_nothing_over_itself_and_the_opposite_of_the_reverse(firm, measured):
    draws = _draws(firm)
    best = dict(markov.best_policy(measured, **TERMS).table["action"])
    idle = dict.fromkeys(best, "wait")
    terms = {"counts": pd.Series({"optional": 10}), **TERMS}
    there = markov_trials.policy_gain(measured, draws, policy=best, against=idle, **terms)
    back = markov_trials.policy_gain(measured, draws, policy=idle, against=best, **terms)
    same = markov_trials.policy_gain(measured, draws, policy=idle, against=idle, **terms)
    assert there["low"] < there["estimate"] < there["high"]
    assert there.to_list() == pytest.approx([-back["estimate"], -back["high"], -back["low"]])
    assert same.to_list() == [0, 0, 0]


@pytest.mark.slow
def test_intervals_of_a_gain_hold_the_truth(firm):
    # A policy fixed beforehand; 60 firms, 95 %: 3 of 60 outside are expected.
    policy = {"must": "wait", "optional": "test drive", "latent": "letter", "none": "wait"}
    idle = dict.fromkeys(policy, "wait")
    terms = {"policy": policy, "against": idle, "counts": pd.Series({"optional": 1.0}), **TERMS}
    true = markov_trials.policy_gain(_true(firm), [_true(firm)] * 20, **terms)["estimate"]
    held = 0
    for seed in range(60):
        records = car_buyers(n_customers=3_000, seed=seed).records
        found = markov_trials.measured_actions(records, **COLUMNS)
        draws = markov_trials.redrawn_actions(
            records, customer="customer_id", rng=np.random.default_rng(seed), draws=100, **COLUMNS
        )
        gain = markov_trials.policy_gain(found, draws, **terms)
        held += gain["low"] <= true <= gain["high"]
    assert held >= 52


def test_what_was_never_tried_is_named(firm):
    records = firm.records
    skipped = records[(records["action"] != "letter") | (records["state"] != "must")]
    with pytest.raises(ValueError, match="'letter' was never tried in state 'must'"):
        markov_trials.measured_actions(skipped, **COLUMNS)


def test_a_next_state_where_nobody_was_is_named():
    records = pd.DataFrame(
        {"action": "x", "state": ["a", "a"], "next_state": ["a", "b"], "reward": [1.0, 2.0]}
    )
    with pytest.raises(ValueError, match="'next_state' is a state in which nobody was before"):
        markov_trials.measured_actions(records, **COLUMNS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"state": None}, "'state'"),
        ({"reward": np.nan}, "'reward'"),
        ({"reward": "much"}, "'reward'"),
    ],
)
def test_gaps_in_records_are_named(firm, change, message):
    with pytest.raises((ValueError, TypeError), match=message):
        markov_trials.measured_actions(firm.records.head(50).assign(**change), **COLUMNS)


def test_a_policy_must_name_a_measured_action_for_each_state(firm, measured):
    terms = {
        "against": dict.fromkeys(measured["wait"][0], "wait"),
        "counts": pd.Series({"must": 1}),
    }
    for policy in ({"must": "wait"}, dict.fromkeys(measured["wait"][0], "fly")):
        with pytest.raises(ValueError, match="the policy must name one of"):
            markov_trials.policy_gain(measured, [measured] * 20, policy=policy, **terms, **TERMS)


def test_no_draws_and_few_draws_are_refused(firm):
    with pytest.raises(ValueError, match="draws is empty"):
        markov_trials.support([], **TERMS)
    with pytest.raises(ValueError, match="draws=5"):
        markov_trials.redrawn_actions(
            firm.records, customer="customer_id", rng=np.random.default_rng(1), draws=5, **COLUMNS
        )


def _draws(firm):
    return markov_trials.redrawn_actions(
        firm.records, customer="customer_id", rng=np.random.default_rng(1), draws=60, **COLUMNS
    )


SEEN = pd.DataFrame(
    {
        "customer_id": list("ppqqrrss"),
        "action": ["wait", "wait", "act", "act"] * 2,
        "state": ["a", "b"] * 4,
        "next_state": ["a", "b", "b", "a"] * 2,
        "reward": [1.0, 2, 3, 4] * 2,
    }
)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"action": [1, 1, "1", "1"] * 2}, "'action' has one name in 2 spellings"),
        ({"action": ["wait", "wait", "Wait", "Wait"] * 2}, "'action' has one name in 2 spellings"),
        ({"state": ["a", "b", "a ", "b"] * 2}, "'state' has one name in 2 spellings"),
    ],
)
def test_one_action_or_state_in_two_spellings_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        markov_trials.measured_actions(SEEN.assign(**changed), **COLUMNS)


def test_a_column_does_not_stand_for_two_things():
    with pytest.raises(ValueError, match=r"the columns names \['state'\] more than once"):
        markov_trials.measured_actions(SEEN, **COLUMNS | {"next_state": "state"})


def test_unused_categories_count_for_nothing():
    states = pd.CategoricalDtype(list("zbay"))
    found = markov_trials.measured_actions(
        SEEN.astype({"state": "category", "next_state": states}), **COLUMNS
    )
    plain = markov_trials.measured_actions(SEEN, **COLUMNS)
    for name, (chain, rewards) in plain.items():
        assert chain.equals(found[name][0].loc[list("ab"), list("ab")])
        assert rewards.equals(found[name][1].loc[list("ab")])


def test_what_only_a_trial_drawn_anew_lacks_is_said_so():
    with pytest.raises(ValueError, match="was never tried in state 'a' in a trial drawn anew"):
        markov_trials.redrawn_actions(
            SEEN, customer="customer_id", rng=np.random.default_rng(1), **COLUMNS
        )


def test_draws_are_many_and_of_one_trial(firm, measured):
    policy, counts = dict.fromkeys(measured["wait"][0], "wait"), pd.Series({"must": 1})
    fewer = {name: measured[name] for name in ("wait", "letter")}
    for draws, message in [
        ([measured], r"draws has 1 trial\(s\) only: 20 or more"),
        ([], "draws is empty"),
        (measured, "draws has 3 trial|actions must be a dict"),
        ([measured] * 20 + [fewer], "where others are"),
        (3, "draws must be a list"),
    ]:
        with pytest.raises((TypeError, ValueError), match=message):
            markov_trials.support(draws, **TERMS)
        with pytest.raises((TypeError, ValueError), match=message):
            markov_trials.policy_gain(
                measured, draws, policy=policy, against=policy, counts=counts, **TERMS
            )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda idle: "wait", "the policy must be a dict of the action of each state"),
        (lambda idle: idle | {"must": pd.NA}, "the policy must name one of"),
        (lambda idle: idle | {"Must": "wait"}, r"state\(s\) \['Must'\] that are not"),
        (lambda idle: pd.Series("wait", index=[*idle, "must"]), r"1 state\(s\) more than once"),
    ],
)
def test_a_policy_is_one_action_a_state(measured, change, message):
    idle = dict.fromkeys(measured["wait"][0], "wait")
    with pytest.raises((TypeError, ValueError), match=message):
        markov_trials.policy_gain(
            measured, [measured] * 20, policy=change(idle), against=idle,
            counts=pd.Series({"must": 1}), **TERMS,
        )  # fmt: skip


def test_a_policy_may_be_a_series(measured):
    idle = pd.Series("wait", index=list(measured["wait"][0]))
    found = markov_trials.policy_gain(
        measured, [measured] * 20, policy=markov.best_policy(measured, **TERMS).table["action"],
        against=idle, counts=pd.Series({"must": 1}), **TERMS,
    )  # fmt: skip
    assert found["estimate"] > 0
