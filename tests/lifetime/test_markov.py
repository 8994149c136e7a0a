import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.lifetime.markov import (
    FORMER,
    best_policy,
    project,
    recency_chain,
    recency_rewards,
    state_values,
    transition_matrix,
    when_to_stop,
)

steady = settings(deadline=None, max_examples=40)
AGAIN = [0.3, 0.2, 0.15, 0.05]
chances = st.lists(st.floats(0, 0.95), min_size=1, max_size=6)


def pfeifer(again=AGAIN, **kwargs):
    chain = recency_chain(again)
    rewards = recency_rewards(chain, contribution=40, mailing_cost=4)
    return state_values(chain, rewards, annual_discount_rate=0.2, **kwargs)


# --- Pfeifer & Carraway (2000), Modeling customer relationships as Markov chains


def test_horizon_of_four_periods():
    found = pfeifer(horizon_periods=4).to_list()
    assert found == pytest.approx([50.115, 4.220, 0.592, -1.980, 0], abs=0.0005)


def test_infinite_horizon():
    """Regression figures of ours."""
    assert pfeifer().to_list() == pytest.approx([52.320, 5.554, 1.251, -1.820, 0], abs=0.0005)


def test_stopping_at_the_fourth_state():
    """Regression figures of ours."""
    policy = when_to_stop(AGAIN, contribution=40, mailing_cost=4, annual_discount_rate=0.2).table
    assert policy["action"].to_list() == ["mail", "mail", "mail", "stop", "stop"]
    assert policy["value"].to_list() == pytest.approx([53.149, 6.621, 2.644, 0, 0], abs=0.0005)


# --- the parts


def test_horizon_by_hand():
    # One period on: 36 + .3 x 36 / 1.2 - .7 x 4 / 1.2 from state 1.
    found = pfeifer(horizon_periods=1)
    assert found[1] == pytest.approx(36 + (0.3 * 36 - 0.7 * 4) / 1.2)
    assert pfeifer(horizon_periods=0).to_list() == [36, -4, -4, -4, 0]


@steady
@given(chances)
def test_a_long_horizon_tends_to_the_infinite_one(again):
    assert pfeifer(again, horizon_periods=300).to_list() == pytest.approx(
        pfeifer(again).to_list(), rel=1e-9, abs=1e-9
    )


@steady
@given(st.lists(st.floats(0, 0.6), min_size=1, max_size=3))
def test_without_discount_the_sum_is_finite_where_customers_leave(again):
    chain = recency_chain(again)
    rewards = recency_rewards(chain, contribution=40, mailing_cost=4)
    ever = state_values(chain, rewards, annual_discount_rate=0)
    long = state_values(chain, rewards, annual_discount_rate=0, horizon_periods=3000)
    assert ever.to_list() == pytest.approx(long.to_list(), rel=1e-7, abs=1e-7)
    assert ever[FORMER] == 0


def test_a_circle_without_reward_is_no_infinite_sum():
    states = ["new", "a", "b"]
    chain = pd.DataFrame([[0.5, 0.5, 0], [0, 0, 1], [0, 1, 0]], states, states)
    found = state_values(chain, pd.Series([3.0, 0, 0], states), annual_discount_rate=0)
    assert found.to_dict() == pytest.approx({"new": 6, "a": 0, "b": 0})
    with pytest.raises(ValueError, match=r"\['b'\] bring a reward for ever"):
        state_values(chain, pd.Series([3.0, 0, 1], states), annual_discount_rate=0)


def test_two_half_years_discount_like_a_year():
    chain = pd.DataFrame([[1.0]], index=["stays"], columns=["stays"])
    found = state_values(
        chain, pd.Series({"stays": 1.0}), annual_discount_rate=0.21, period_days=365.25 / 2
    )
    assert found["stays"] == pytest.approx(1 / (1 - 1 / 1.1))


@steady
@given(chances, st.floats(0.5, 60), st.floats(0.1, 20))
def test_the_policy_is_the_best_of_all(again, contribution, cost):
    ask = {"contribution": contribution, "mailing_cost": cost, "annual_discount_rate": 0.2}
    found = when_to_stop(again, **ask).table
    n = len(again)
    chain = recency_chain(again)
    best = np.full(n + 1, -np.inf)
    for mailed in itertools.product([False, True], repeat=n):
        moves, rewards = (
            chain.copy(),
            recency_rewards(chain, contribution=contribution, mailing_cost=cost),
        )
        for state, yes in zip(chain.index, mailed, strict=False):
            if not yes:
                moves.loc[state] = 0.0
                moves.loc[state, FORMER] = 1.0
                rewards[state] += cost
        best = np.maximum(best, state_values(moves, rewards, annual_discount_rate=0.2))
    assert found["value"].to_list() == pytest.approx(best.tolist(), abs=1e-8)
    assert (found["value"] >= -1e-9).all()


def test_mailing_that_costs_nothing_more_than_it_brings_is_not_done():
    policy = when_to_stop([0.0, 0.0], contribution=40, mailing_cost=0, annual_discount_rate=0.1)
    assert set(policy.table["action"]) == {"stop"} and policy.rounds < 5


def test_three_actions_compete():
    chain = recency_chain([0.2])
    more = recency_chain([0.6])
    reward = recency_rewards(chain, contribution=10, mailing_cost=0)
    policy = best_policy(
        {
            "nothing": (chain, reward),
            "letter": (more, reward - pd.Series({1: 1.0, FORMER: 0.0})),
            "visit": (more, reward - pd.Series({1: 9.0, FORMER: 0.0})),
        },
        annual_discount_rate=0.1,
    )
    assert policy.table["action"].to_dict() == {1: "letter", FORMER: "nothing"}


@steady
@given(chances, st.lists(st.floats(0, 1000), min_size=1, max_size=6))
def test_projection_conserves_customers(again, counts):
    chain = recency_chain(again)
    now = pd.Series(counts[: len(again)], index=range(1, len(counts[: len(again)]) + 1))
    found = project(chain, now, periods=12)
    assert found.shape == (13, len(again) + 1)
    assert found.sum(axis=1).to_list() == pytest.approx([now.sum()] * 13)
    assert (found[FORMER].diff().dropna() >= -1e-9).all()
    grown = project(chain, now, periods=3, new_customers=pd.Series({1: 5.0}))
    assert grown.loc[3].sum() == pytest.approx(now.sum() + 15)


def test_transition_matrix_counts_moves():
    before = pd.Series(list("aabbc"), index=range(5))
    after = pd.Series(list("abbba"), index=range(5))
    found = transition_matrix(before, after)
    assert found.loc["a"].to_dict() == {"a": 0.5, "b": 0.5, "c": 0}
    assert found.sum(axis=1).to_list() == [1, 1, 1]
    assert found.equals(transition_matrix(before, after.iloc[::-1]))
    with pytest.raises(ValueError, match=r"before has 1 customer.*more than once; first: \[0\]"):
        transition_matrix(before.set_axis([0, 0, 1, 2, 3]), after)
    with pytest.raises(ValueError, match=r"after has no state in 1 of 5 row.*\[2\]"):
        transition_matrix(before, after.where(after.index != 2))
    with pytest.raises(ValueError, match=r"nobody began in state\(s\) \['z'\]"):
        transition_matrix(before, after.replace("a", "z"))


def test_a_chain_estimated_from_simulated_customers_is_the_chain():
    rng = np.random.default_rng(4)
    chain = recency_chain(AGAIN)
    states = list(chain.index)
    before = rng.integers(0, 5, 40_000)
    now = (rng.random(40_000)[:, None] > chain.to_numpy().cumsum(axis=1)[before]).sum(axis=1)
    names = np.array([str(state) for state in states])
    found = transition_matrix(pd.Series(names[before]), pd.Series(names[now]))
    assert np.abs(found.loc[names, names].to_numpy() - chain.to_numpy()).max() < 0.02


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (
            lambda: recency_chain([0.3, 1.2]),
            r"repurchase_probabilities is above 1 in 1 of 2.*\[1\]",
        ),
        (lambda: recency_chain([]), "must be a list of shares"),
        (lambda: pfeifer(horizon_periods=-1), "horizon_periods=-1.*whole number of 0 or more"),
        (lambda: pfeifer(period_days=0), "period_days=0.*above 0"),
        (lambda: project(recency_chain([0.3]), pd.Series({7: 1.0}), periods=1), r"\[7\]"),
        (
            lambda: project(recency_chain([0.3]), pd.Series({1: -1.0}), periods=1),
            r"counts is negative.*\[1\]",
        ),
        (
            lambda: state_values(
                recency_chain([0.3]) * 0.5, pd.Series({1: 1, FORMER: 0}), annual_discount_rate=0.1
            ),
            "sum to 1",
        ),
        (
            lambda: state_values(
                recency_chain([0.3]), pd.Series({1: 1.0}), annual_discount_rate=0.1
            ),
            r"no number for state\(s\) \['former'\]",
        ),
        (
            lambda: state_values(
                recency_chain([0.3]), pd.Series({1: 1, FORMER: -1}), annual_discount_rate=0
            ),
            r"\['former'\] bring a reward for ever.*horizon_periods",
        ),
        (
            lambda: when_to_stop([0.3], contribution=1, mailing_cost=1, annual_discount_rate=0),
            "annual_discount_rate=0 must be a number above 0",
        ),
        (lambda: best_policy({}, annual_discount_rate=0.1), "empty"),
    ],
)
def test_bad_input_is_refused(work, message):
    with pytest.raises(ValueError, match=message):
        work()


CHAIN, REWARDS = recency_chain([0.3]), pd.Series({1: 40.0, FORMER: 0.0})


@pytest.mark.parametrize(
    ("chain", "message"),
    [
        (CHAIN.to_numpy(), "chain must be a DataFrame, not a ndarray"),
        (CHAIN.iloc[:0, :0], "chain is empty"),
        (CHAIN.astype(str), r"must be numbers.*\.astype\(float\)"),
        (CHAIN.astype(complex), "must be numbers"),
        (CHAIN.mask(CHAIN == 0.3).astype("Float64"), r"\[1\] are no probabilities"),
        (CHAIN.set_axis([1, np.nan]).set_axis([1, np.nan], axis=1), "the same states"),
        (
            CHAIN.set_axis([["a", "b"], [1, 2]]).set_axis([["a", "b"], [1, 2]], axis=1),
            "index of 2 levels",
        ),
    ],
)
def test_what_is_no_chain_is_refused(chain, message):
    with pytest.raises((TypeError, ValueError), match=message):
        state_values(chain, REWARDS, annual_discount_rate=0.1)


@pytest.mark.parametrize(
    ("rewards", "message"),
    [
        ({1: 40.0, FORMER: 0.0}, "rewards must be a Series by state, not a dict"),
        (REWARDS.astype(str), "rewards must be numbers"),
        (REWARDS > 0, r"rewards must be numbers, but has type bool"),
        (pd.to_datetime(pd.Series(["2026-01-01"] * 2, index=[1, FORMER])), "must be numbers"),
        (REWARDS.replace(40, np.nan), r"rewards is missing in 1 of 2 row\(s\); first: \[1\]"),
        (REWARDS * 1e300, "rewards is beyond"),
        (pd.Series([1, 2, 3], index=[1, FORMER, FORMER]), r"1 state\(s\) more than once"),
        (pd.Series({1: 1, FORMER: 0, 7: 9}), r"state\(s\) \[7\] that are not"),
        (REWARDS.set_axis([["a", "b"], [1, 2]]), "index of 2 levels"),
    ],
)
def test_rewards_that_are_not_one_number_a_state_are_refused(rewards, message):
    with pytest.raises((TypeError, ValueError), match=message):
        state_values(CHAIN, rewards, annual_discount_rate=0.1)


def test_a_rate_too_near_to_0_is_refused():
    for terms in ({"annual_discount_rate": 1e-12}, {"period_days": 1e-9}):
        with pytest.raises(ValueError, match="too little to tell later from now"):
            pfeifer_best(**terms)


def pfeifer_best(annual_discount_rate=0.2, period_days=365.25):
    return best_policy(
        {"mail": (CHAIN, REWARDS)}, annual_discount_rate=annual_discount_rate,
        period_days=period_days,
    )  # fmt: skip


def test_a_state_hardly_ever_left_has_no_value_without_discount():
    chain = pd.DataFrame([[1 - 1e-13, 1e-13], [0, 1]], index=[1, FORMER], columns=[1, FORMER])
    with pytest.raises(ValueError, match=r"\[1\] are hardly ever left"):
        state_values(chain, REWARDS, annual_discount_rate=0)


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ([(CHAIN, REWARDS)], "actions must be a dict"),
        (CHAIN, "actions must be a dict"),
        ({"mail": CHAIN}, "'mail' must be a pair: its chain, then its rewards"),
        ({"mail": (REWARDS, CHAIN)}, "the chain of 'mail' must be a DataFrame, not a Series"),
        ({1: (CHAIN, REWARDS)}, "named by text such as 'wait', not by 1"),
        (
            {"mail": (CHAIN, REWARDS), "stop": (CHAIN.iloc[::-1, ::-1], REWARDS)},
            "'stop' has other states than 'mail', or in another order",
        ),
    ],
)
def test_what_are_no_actions_is_refused(actions, message):
    with pytest.raises((TypeError, ValueError), match=message):
        best_policy(actions, annual_discount_rate=0.1)


@pytest.mark.parametrize("shares", [["0.3"], [True], [0.3, None], [0.3, pd.NA], [[0.3]], "0.3", 30])
def test_repurchase_probabilities_are_a_list_of_numbers(shares):
    with pytest.raises((TypeError, ValueError), match=r"repurchase_probabilities (is|must be)"):
        recency_chain(shares)


def test_counts_and_states_are_series():
    for counts in ({1: 1.0}, None, 3):
        with pytest.raises(TypeError, match="counts must be a Series by state"):
            project(CHAIN, counts, periods=1)
    with pytest.raises(ValueError, match=r"counts has 1 state\(s\) more than once"):
        project(CHAIN, pd.Series([1, 2], index=[1, 1]), periods=1)
    with pytest.raises(TypeError, match="before must be a Series by customer"):
        transition_matrix(["a", "b"], pd.Series(["a", "b"]))
    with pytest.raises(ValueError, match="'before' holds a list"):
        transition_matrix(pd.Series([["a"]]), pd.Series(["a"]))
    with pytest.raises(TypeError, match="chain must be a DataFrame"):
        recency_rewards(CHAIN.to_numpy(), contribution=40, mailing_cost=4)
