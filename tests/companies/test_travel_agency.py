"""A simulated travel agency: what the card says is what comes out."""

from dataclasses import replace

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Agency, travel_agency


@pytest.fixture(scope="module")
def agency():
    return travel_agency(seed=1)


def test_same_seed_same_cities():
    one, other = (travel_agency(n_cities=20, seed=4) for _ in range(2))
    assert one.cities.equals(other.cities) and one.truth.equals(other.truth)
    assert not one.cities.equals(travel_agency(n_cities=20, seed=5).cities)


def test_parameters_are_those_of_the_card(agency):
    assert agency.parameters == Agency.from_card()
    assert set(vars(agency.parameters)) == set(datasets.card("travel_agency").parameters)


def test_cities_know_nothing_of_the_truth(agency):
    assert not set(agency.truth) & set(agency.cities)
    assert agency.truth.index.equals(agency.cities.index) and agency.cities.index.is_unique


def test_each_step_has_as_many_cities_and_one_lot_knows_nothing_of_the_other(agency):
    cities = agency.cities
    for spend in ("stranger_spend", "customer_spend"):
        assert cities[spend].value_counts().to_dict() == dict.fromkeys(range(0, 601, 100), 20)
    assert abs(cities["stranger_spend"].corr(cities["customer_spend"])) < 0.2


def test_the_funnel_narrows_and_only_who_came_back_recommends(agency):
    cities = agency.cities
    for chain in (["reached", "asked", "advised", "booked"],
                  ["customers", "came_back", "recommended"],
                  ["told", "friends_booked"]):  # fmt: skip
        assert (cities[chain].diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("booked", "expected_booked"),
        ("came_back", "expected_back"),
        ("friends_booked", "expected_friends"),
    ],
)
def test_counts_follow_the_truth(agency, seen, expected):
    total = agency.truth[expected].sum()
    # Friends of friends of chance: twice the spread of a plain count is room enough.
    assert agency.cities[seen].sum() == pytest.approx(total, abs=5 * np.sqrt(total))


def test_nothing_spent_reaches_nobody_and_some_come_back_all_the_same(agency):
    cities, firm = agency.cities, agency.parameters
    assert (cities.loc[cities["stranger_spend"] == 0, "booked"] == 0).all()
    alone = cities[cities["customer_spend"] == 0]
    share = alone["came_back"].sum() / alone["customers"].sum()
    assert share == pytest.approx(firm.back_share, abs=0.003)


def test_on_average_one_won_costs_five_times_one_who_came_back(agency):
    cities = agency.cities
    won = cities["stranger_spend"].sum() / cities["booked"].sum()
    kept = cities["customer_spend"].sum() / cities["came_back"].sum()
    assert won / kept == pytest.approx(5.1, abs=0.1)


def test_each_step_brings_less_than_the_one_before(agency):
    firm = agency.parameters
    steps = np.array(firm.spend_steps)
    for curve in (firm.strangers_booked, firm.customers_back):
        added = np.diff(curve(steps))
        assert (added > 0).all() and (np.diff(added) < 0).all()
    assert firm.k_factor == 0.5
    assert replace(firm, accepted_share=0.1).k_factor == 0.25


def test_no_cities_are_refused():
    with pytest.raises(ValueError, match="n_cities=0 must be"):
        travel_agency(n_cities=0)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"spend_steps": []}, "spend_steps is empty"),
        ({"spend_steps": [-100, 0]}, "spend_steps is negative"),
        ({"spend_steps": [0.5, 100]}, "spend_steps is not a whole number"),
        ({"reached_ceiling": -1.0}, "reached_ceiling=-1"),
        ({"asked_share": 30.0}, "asked_share=30"),
        ({"asked_share": 0.0}, "asked_share=0"),
        ({"booked_share": float("nan")}, "booked_share=nan"),
        ({"customers_per_city": 0}, "customers_per_city=0"),
        ({"back_share": 0.99}, "more than all customers cannot come back"),
        ({"told_mean": -1.0}, "told_mean=-1"),
        ({"booking_margin": "9"}, "booking_margin='9'"),
    ],
)
def test_parameters_are_checked(changed, message):
    with pytest.raises(ValueError, match=message):
        travel_agency(n_cities=7, parameters=replace(Agency.from_card(), **changed))


@pytest.mark.parametrize("spend", [-100, None, "3", float("nan"), [0, -1]])
def test_what_is_no_spend_brings_nobody(spend):
    firm = Agency.from_card()
    for curve in (firm.strangers_booked, firm.customers_back):
        with pytest.raises(ValueError, match="spend"):
            curve(spend)
