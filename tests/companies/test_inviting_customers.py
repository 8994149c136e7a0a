"""The simulated firm whose customers invite: its records against truth and card."""

import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from crmkit.companies import Inviting, invitations
from crmkit.datasets import cards


@pytest.fixture(scope="module")
def firm():
    return invitations(days=400, seed=7)


@pytest.fixture(scope="module")
def card():
    """The parameters as they stand on the card, read without the simulator."""
    with (cards.cards_folder() / "invitations.toml").open("rb") as file:
        written = tomllib.load(file)["parameters"]
    return {name: parameter["value"] for name, parameter in written.items()}


def test_same_seed_gives_the_same_firm_and_another_another():
    one, same, other = (invitations(days=60, seed=seed) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(one.customers, same.customers)
    pd.testing.assert_frame_equal(one.invitations, same.invitations)
    pd.testing.assert_frame_equal(one.truth, same.truth)
    assert not one.customers["joined"].head(50).equals(other.customers["joined"].head(50))


def test_simulating_leaves_the_global_random_state_alone():
    before = np.random.get_state()[1].copy()
    invitations(days=10)
    assert (np.random.get_state()[1] == before).all()


def test_each_accepted_invitation_is_one_customer_and_no_more(firm):
    accepted = firm.invitations.dropna()
    invited = firm.customers.dropna()
    assert len(accepted) == len(invited)
    pairs = [accepted[["inviter", "accepted"]], invited[["invited_by", "joined"]]]
    one, other = (sorted(map(tuple, p.to_numpy())) for p in pairs)
    assert one == other


def test_days_are_in_order_and_within_the_records(firm):
    table = firm.invitations.join(firm.customers["joined"], on="inviter")
    assert (table["sent"] >= table["joined"]).all()
    assert (table["accepted"].dropna() >= table["sent"][table["accepted"].notna()]).all()
    assert table[["sent", "accepted"]].max().max() <= firm.last_day
    assert firm.customers["joined"].is_monotonic_increasing
    assert firm.customers.index.is_unique


def test_truth_counts_what_the_records_count_of_old_customers(firm):
    old = firm.customers["joined"] <= firm.last_day - pd.Timedelta(days=250)
    sent = firm.invitations.groupby("inviter").size().reindex(firm.truth.index, fill_value=0)
    brought = firm.customers["invited_by"].value_counts().reindex(firm.truth.index, fill_value=0)
    assert (sent <= firm.truth["will_send"]).all()
    assert (brought <= firm.truth["will_bring"]).all()
    assert (sent[old] == firm.truth.loc[old, "will_send"]).mean() > 0.999
    by = firm.customers["invited_by"].dropna()
    generations = firm.truth["generation"]
    assert (generations[by.index].to_numpy() == generations[by].to_numpy() + 1).all()


def test_rates_are_those_of_the_card(firm, card):
    come = firm.truth["generation"].eq(0).sum()
    expected = 400 * card["arrivals_per_day"]
    assert come == pytest.approx(expected, abs=4 * np.sqrt(expected))
    sends = firm.truth["will_send"]
    assert sends.mean() == pytest.approx(
        card["invitations_mean"], abs=4 * sends.std() / len(sends) ** 0.5
    )
    spread = sends.var() - sends.mean()
    assert spread == pytest.approx(
        card["invitations_mean"] ** 2 / card["invitations_shape"], rel=0.2
    )
    share = firm.truth["will_bring"].sum() / sends.sum()
    assert share == pytest.approx(card["accept_share"], abs=0.02)
    assert firm.parameters.k_factor == pytest.approx(0.6)
    assert firm.parameters.cycle_days == 21


def test_a_parameter_can_be_changed():
    nobody = replace(Inviting.from_card(), accept_share=0.0)
    firm = invitations(days=30, parameters=nobody)
    assert firm.customers["invited_by"].isna().all()
    assert firm.invitations["accepted"].isna().all()


def test_no_days_or_nobody_are_refused():
    with pytest.raises(ValueError, match="days=0 must be a whole number of 1 or more"):
        invitations(days=0)
    with pytest.raises(ValueError, match="nobody came: more days"):
        invitations(days=1, parameters=replace(Inviting.from_card(), arrivals_per_day=0.0))
