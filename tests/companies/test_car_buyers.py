"""Simulated car buyers: what the card says is what comes out."""

from dataclasses import replace

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Dealing, car_buyers

FIRM = Dealing.from_card()


@pytest.fixture(scope="module")
def firm():
    return car_buyers(seed=1)


def test_same_seed_same_records():
    one, other = (car_buyers(n_customers=50, seed=4) for _ in range(2))
    assert one.records.equals(other.records) and one.truth.equals(other.truth)
    assert not one.records.equals(car_buyers(n_customers=50, seed=5).records)


def test_parameters_are_those_of_the_card_and_its_moves_are_chances(firm):
    assert firm.parameters == Dealing.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("car_buyers").parameters)
    assert np.allclose(firm.truth.drop(columns="reward").sum(axis=1), 1)


def test_records_follow_the_truth(firm):
    seen = firm.records.groupby(["action", "state"], observed=True)
    for (action, state), rows in seen:
        moved = rows["next_state"].value_counts(normalize=True)
        true = firm.truth.loc[(action, state)]
        reach = 4.5 / np.sqrt(len(rows))
        assert (moved - true.drop("reward")).abs().max() < reach
        assert abs(rows["reward"].mean() - true["reward"]) < reach * firm.parameters.car_margin / 2


def test_each_quarter_begins_where_the_last_one_ended(firm):
    wide = firm.records.pivot(
        index="customer_id", columns="quarter", values=["state", "next_state"]
    )
    assert (wide["state"][2] == wide["next_state"][1]).all()


def test_a_lot_decides_the_action(firm):
    share = firm.records.groupby("state", observed=True)["action"].value_counts(normalize=True)
    assert (share - 1 / 3).abs().max() < 0.03


def test_an_action_costs_today_and_changes_no_purchase_of_today(firm):
    bought = firm.records.groupby(["state", "action"], observed=True)["bought"].mean().unstack()
    assert (bought.max(axis=1) - bought.min(axis=1)).max() < 0.06


def test_no_prospects_are_refused():
    for wrong in ({"n_customers": 0}, {"quarters": 0}):
        with pytest.raises(ValueError, match="=0 must be"):
            car_buyers(**wrong)


@pytest.mark.parametrize("seed", [-1, None, 1.5, "3", True])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(ValueError, match="seed="):
        car_buyers(n_customers=2, quarters=1, seed=seed)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"state_share": dict.fromkeys(FIRM.state_share, 0)}, "are all 0: nothing can be drawn"),
        ({"state_share": FIRM.state_share | {"must": -0.1}}, "the weights is negative"),
        ({"state_share": FIRM.state_share | {"new": 0.1}}, "must have .*'new'"),
        ({"buying_rate": FIRM.buying_rate | {"must": 40}}, r"buying_rate\['must'\]=40"),
        ({"buying_rate": {"must": 0.4}}, "buying_rate must have"),
        ({"moves": {"wait": FIRM.moves["wait"]}}, "moves must have"),
        (
            {"moves": FIRM.moves | {"letter": FIRM.moves["letter"] | {"must": [10, 13, 3, 74]}}},
            r"moves\['letter'\]\['must'\]=.* must be 4 shares that add up to 1",
        ),
        ({"action_cost": FIRM.action_cost | {"letter": "60"}}, r"action_cost\['letter'\]='60'"),
        ({"car_margin": float("nan")}, "car_margin=nan"),
    ],
)
def test_parameters_are_checked(changed, message):
    with pytest.raises(ValueError, match=message):
        car_buyers(n_customers=5, quarters=1, parameters=replace(FIRM, **changed))
