"""All policies, the long run and the price of impatience."""

import numpy as np
import pandas as pd
import pytest

from crmkit.lifetime import markov, markov_policies

STATES = ["good", "bad"]


def _chain(rows):
    return pd.DataFrame(rows, index=STATES, columns=STATES)


# Howard (1960), the toymaker: successful or unsuccessful toy; with and without advertising or
# research.
TOYS = {
    "wait": (_chain([[0.5, 0.5], [0.4, 0.6]]), pd.Series([6.0, -3.0], index=STATES)),
    "act": (_chain([[0.8, 0.2], [0.7, 0.3]]), pd.Series([4.0, -5.0], index=STATES)),
}
EVEN = pd.Series(1.0, index=STATES)


def test_howard_toymaker_gains_1_without_and_2_with_action():
    found = {name: markov_policies.long_run(*toy) for name, toy in TOYS.items()}
    assert found["wait"].gain == pytest.approx(1)
    assert found["act"].gain == pytest.approx(2)
    for one in found.values():
        assert one.relative["good"] == pytest.approx(10) and one.relative["bad"] == 0


def test_long_run_is_the_slope_of_what_is_earned_in_the_end():
    chain, rewards = TOYS["act"]
    far = [
        markov.state_values(chain, rewards, annual_discount_rate=0, horizon_periods=n)
        for n in (200, 201)
    ]
    assert (far[1] - far[0]).to_list() == pytest.approx([2, 2])


def test_howard_toymaker_should_wait_at_a_factor_of_point_6_and_act_at_point_9():
    found = markov_policies.actions_by_rate(TOYS, annual_discount_rates=[1 / 0.9 - 1, 1 / 0.6 - 1])
    assert found.to_numpy().tolist() == [["act", "act"], ["wait", "wait"]]


def test_howard_toymaker_turns_at_one_rate_in_both_states():
    # Acting costs 2 today and leads to "good" .3 more often, where v is ahead by
    # 9 / (1 - .1 b): so it pays where 2.7 b > 2 (1 - .1 b), that is b > 2 / 2.9.
    flips = markov_policies.flip_rates(TOYS)
    assert set(flips["state"]) == set(STATES)
    assert (1 / (1 + flips["annual_discount_rate"])).to_list() == pytest.approx([2 / 2.9] * 2, 1e-4)
    assert set(flips["patient"]) == {"act"} and set(flips["impatient"]) == {"wait"}


def test_enumeration_and_policy_iteration_find_the_same_best():
    rng = np.random.default_rng(17)
    for _ in range(40):
        states = list("abc")
        actions = {
            name: (
                pd.DataFrame(rng.dirichlet(np.ones(3), 3), index=states, columns=states),
                pd.Series(rng.normal(0, 10, 3), index=states),
            )
            for name in ("x", "y", "z")
        }
        counts = pd.Series(rng.integers(1, 9, 3), index=states)
        rate = float(rng.uniform(0.02, 2))
        best = markov.best_policy(actions, annual_discount_rate=rate).table
        every = markov_policies.all_policies(actions, counts, annual_discount_rate=rate)
        assert len(every) == 27
        assert every.loc[0, states].to_dict() == best["action"].to_dict()
        assert every.loc[0, "value"] == pytest.approx(best["value"] @ counts)
        assert every["value"].is_monotonic_decreasing


def test_value_of_a_policy_is_that_of_its_own_chain():
    every = markov_policies.all_policies(TOYS, EVEN, annual_discount_rate=0.25)
    mixed = every[(every["good"] == "wait") & (every["bad"] == "act")].iloc[0]
    chain = _chain([[0.5, 0.5], [0.7, 0.3]])
    rewards = pd.Series([6.0, -5.0], index=STATES)
    alone = markov.state_values(chain, rewards, annual_discount_rate=0.25)
    assert mixed["value"] == pytest.approx(alone.sum())
    assert mixed["reward_now"] == 1


def test_a_state_without_customers_counts_for_nothing():
    bad = markov_policies.all_policies(TOYS, pd.Series({"bad": 3}), annual_discount_rate=0.1)
    alone = markov.best_policy(TOYS, annual_discount_rate=0.1).table["value"]
    assert bad.loc[0, "value"] == pytest.approx(3 * alone["bad"])


def test_the_rate_is_a_year_s_whatever_the_period():
    yearly = markov_policies.flip_rates(TOYS)["annual_discount_rate"].iloc[0]
    quarterly = markov_policies.flip_rates(TOYS, period_days=365.25 / 4)
    assert 1 + quarterly["annual_discount_rate"].iloc[0] == pytest.approx((1 + yearly) ** 4, 1e-3)


def test_inputs_are_not_changed():
    before = {name: (chain.copy(), rewards.copy()) for name, (chain, rewards) in TOYS.items()}
    markov_policies.all_policies(TOYS, EVEN, annual_discount_rate=0.1)
    markov_policies.flip_rates(TOYS)
    for name, (chain, rewards) in TOYS.items():
        assert chain.equals(before[name][0]) and rewards.equals(before[name][1])


def test_parts_that_never_meet_have_no_common_gain():
    apart = _chain([[1.0, 0.0], [0.0, 1.0]])
    with pytest.raises(ValueError, match="parts that never meet"):
        markov_policies.long_run(apart, TOYS["wait"][1])


def test_too_many_policies_are_refused_with_a_way_out():
    states = list("abcdefghijklmn")
    chain = pd.DataFrame(np.eye(14), index=states, columns=states)
    actions = {name: (chain, pd.Series(0.0, index=states)) for name in ("x", "y")}
    with pytest.raises(ValueError, match=r"16,384 policies: use markov.best_policy"):
        markov_policies.all_policies(actions, pd.Series({"a": 1}), annual_discount_rate=0.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: markov_policies.all_policies({}, EVEN, annual_discount_rate=0.1), "name at least"),
        (lambda: markov_policies.all_policies(TOYS, EVEN, annual_discount_rate=0), "annual_disc"),
        (lambda: markov_policies.actions_by_rate(TOYS, annual_discount_rates=[-1]), "annual_disc"),
        (lambda: markov_policies.actions_by_rate(TOYS, annual_discount_rates=0.1), "must be a"),
        (lambda: markov_policies.flip_rates(TOYS, most=0), "most=0"),
        (
            lambda: markov_policies.all_policies(
                TOYS, pd.Series({"ugly": 1}), annual_discount_rate=0.1
            ),
            "ugly",
        ),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


def test_parts_that_hardly_ever_meet_have_no_common_gain():
    apart = _chain([[1 - 1e-14, 1e-14], [1e-14, 1 - 1e-14]])
    with pytest.raises(ValueError, match="or hardly ever"):
        markov_policies.long_run(apart, TOYS["wait"][1])


def test_policies_of_nobody_are_refused():
    with pytest.raises(ValueError, match="counts has nobody in any state"):
        markov_policies.all_policies(TOYS, EVEN * 0, annual_discount_rate=0.1)


def test_no_state_is_called_as_a_column_of_the_result():
    names = ["value", "bad"]
    chain, rewards = TOYS["wait"]
    renamed = chain.set_axis(names).set_axis(names, axis=1), rewards.set_axis(names)
    with pytest.raises(ValueError, match=r"call no state \['value'\]"):
        markov_policies.all_policies(
            {"wait": renamed}, pd.Series({"bad": 1}), annual_discount_rate=0.1
        )


def test_no_rates_are_refused():
    with pytest.raises(ValueError, match="annual_discount_rates is empty"):
        markov_policies.actions_by_rate(TOYS, annual_discount_rates=[])
