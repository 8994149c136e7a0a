"""The simulated chain with a club: its records against its truth, its truth against the card."""

import tomllib
from dataclasses import replace

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from crmkit.companies import Clubs, loyalty_clubs
from crmkit.datasets import cards
from crmkit.loyalty import points


@pytest.fixture(scope="module")
def clubs():
    return loyalty_clubs(seed=5)


@pytest.fixture(scope="module")
def card():
    with (cards.cards_folder() / "loyalty_clubs.toml").open("rb") as file:
        written = tomllib.load(file)["parameters"]
    return {name: parameter["value"] for name, parameter in written.items()}


def test_same_seed_same_data():
    one, other = (loyalty_clubs(n_customers=300, seed=2) for _ in range(2))
    for name in ("customers", "purchases", "points", "truth"):
        assert_frame_equal(getattr(one, name), getattr(other, name))
    assert not loyalty_clubs(n_customers=300, seed=3).purchases.equals(one.purchases)


def test_only_those_invited_join_and_only_in_the_first_year(clubs, card):
    known = clubs.customers
    joined = known["joined"].dropna()
    assert known.loc[joined.index, "invited"].all()
    assert joined.between(card["opens_in"], card["closes_in"]).all()
    assert known["invited"].sum() == card["invited_share"] * len(known)


def test_half_of_the_towns_have_a_copy(clubs, card):
    towns = clubs.customers.groupby("town")["rival_copied"].agg(["min", "max"])
    assert len(towns) == card["towns"]
    assert (towns["min"] == towns["max"]).all()
    assert towns["min"].sum() == card["copied_share"] * card["towns"]


def test_chain_sells_the_same_in_every_year_without_the_club(clubs):
    """Lives rise and fall alike, so that no trend is taken for the club."""
    yearly = clubs.without_club.mean().groupby(lambda month: (month - 1) // 12).sum()
    assert yearly.max() / yearly.min() < 1.02


def test_purchases_have_the_mean_of_the_card(clubs, card):
    first_year = clubs.purchases.loc[:, 1:12].to_numpy()
    error = first_year.mean(axis=1).std() / np.sqrt(len(first_year))
    assert first_year.mean() == pytest.approx(card["mean_purchases"], abs=4 * error)


def test_extra_purchases_are_the_lift_on_what_members_would_have_bought(clubs, card):
    member = clubs.customers["joined"].notna() & ~clubs.customers["rival_copied"]
    after = clubs.purchases.columns.to_numpy() > clubs.customers.loc[member, ["joined"]].to_numpy(
        dtype=float
    )
    anyway = (clubs.without_club[member] * after).to_numpy().sum()
    extra = clubs.truth.loc[member, "extra_purchases"].sum()
    assert extra / anyway == pytest.approx(card["lift"], abs=4 * np.sqrt(extra) / anyway)
    assert (clubs.truth.loc[clubs.customers["joined"].isna(), "extra_purchases"] == 0).all()


def test_joiners_were_on_the_rise(clubs):
    """They would have bought more after joining than before without any club."""
    months = clubs.without_club.columns.to_numpy()
    joined = clubs.customers["joined"].dropna().astype(int)
    expected = clubs.without_club.loc[joined.index].to_numpy()
    since = months - joined.to_numpy()[:, None]
    before = expected[(since < 0) & (since >= -12)].mean()
    after = expected[(since > 0) & (since <= 12)].mean()
    assert after > 1.15 * before


def test_ledger_balances_and_a_redemption_is_whole_rewards(clubs, card):
    lots = points.settle(clubs.points, as_of="2024-12-31", life_months=card["life_months"])
    assert lots["issued"].sum() == clubs.points["points"].clip(lower=0).sum()
    assert lots["redeemed"].sum() == -clubs.points["points"].clip(upper=0).sum()
    taken = -clubs.points.loc[clubs.points["points"] < 0, "points"]
    assert (taken % card["points_of_reward"] == 0).all()
    assert lots["expired"].sum() > 0


def test_points_are_given_for_purchases_of_members_only(clubs, card):
    member = clubs.customers["joined"].dropna()
    given = clubs.points[clubs.points["points"] > 0].groupby("customer_id")["points"].sum()
    who = given.index[0]
    bought = clubs.purchases.loc[who, int(member[who]) + 1 :].sum()
    assert given[who] == card["points_per_purchase"] * bought
    assert set(given.index) <= set(member.index)


def test_parameters_are_those_of_the_card_unless_changed(card):
    assert Clubs.from_card().lift == card["lift"]
    none = replace(Clubs.from_card(), joining_rate=0.0, joining_rate_risen=0.0)
    empty = loyalty_clubs(n_customers=50, seed=1, parameters=none)
    assert empty.customers["joined"].isna().all()
    assert empty.points.empty


def test_too_few_customers_are_refused():
    with pytest.raises(ValueError, match="n_customers=1 must be a whole number of 2 or more"):
        loyalty_clubs(n_customers=1)
