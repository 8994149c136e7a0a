"""The simulated power utility: what the card says is what comes out."""

import numpy as np
import pytest

from crmkit import datasets
from crmkit.companies import Utility, power_utility


@pytest.fixture(scope="module")
def firm():
    return power_utility(seed=1)


def test_same_seed_same_utility():
    small = {"n_customers": 50, "n_trial": 50, "n_bills": 50}
    one, other = (power_utility(**small, seed=4) for _ in range(2))
    for name in ("accounts", "trial", "bills", "ledger", "truth"):
        assert getattr(one, name).equals(getattr(other, name))
    assert not one.accounts.equals(power_utility(**small, seed=5).accounts)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Utility.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("power_utility").parameters)


def test_accounts_know_nothing_of_the_truth(firm):
    assert not set(firm.truth) & set(firm.accounts)
    assert firm.truth.index.equals(firm.accounts.index) and firm.accounts.index.is_unique


def test_shares_and_amounts_are_those_of_the_card(firm):
    for column, share in (("kind", "kind_share"), ("state", "state_share")):
        found = firm.trial[column].value_counts(normalize=True)
        for name, wanted in getattr(firm.parameters, share).items():
            assert found[name] == pytest.approx(wanted, abs=0.01)
    median = firm.trial.groupby("kind")["amount"].median()
    for name, wanted in firm.parameters.median_amount.items():
        assert median[name] == pytest.approx(wanted, rel=0.06)


def test_a_lot_decides_who_is_visited_and_only_who_pays_brings_money(firm):
    trial = firm.trial
    assert trial["visited"].mean() == pytest.approx(0.5, abs=0.02)
    assert trial.groupby("visited")["late_bills"].mean().diff().iloc[1] == pytest.approx(0, abs=0.1)
    assert (trial["recovered"] == trial["paid"] * trial["amount"]).all()


def test_payments_of_the_trial_follow_the_truth_of_such_accounts(firm):
    by = ["kind", "state"]
    truth = firm.accounts.join(firm.truth).groupby(by)[["chance_alone", "chance_visited"]].mean()
    paid = firm.trial.groupby([*by, "visited"])["paid"].mean().unstack()
    n = firm.trial.groupby([*by, "visited"]).size().unstack()
    # Three standard errors of shares, and what the traits of the accounts differ by.
    for arm, name in ((0, "chance_alone"), (1, "chance_visited")):
        away = 3 * np.sqrt(0.25 / n[arm]) + 0.03
        assert ((paid[arm] - truth[name]).abs() < away).all()


def test_those_most_at_risk_are_not_those_whom_a_visit_moves(firm):
    risk = 1 - firm.truth["chance_alone"]
    gain = firm.truth["recovered_by_visit"]
    best = gain.nlargest(500).sum()
    assert gain[risk.nlargest(500).index].sum() < 0.25 * best
    assert gain[firm.accounts["amount"].nlargest(500).index].sum() < 0.85 * best


def test_bills_run_from_reminded_to_paid_or_lost_and_only_forward(firm):
    ledger = firm.ledger.assign(state=firm.ledger["state"].str.strip().str.lower())
    ledger = ledger.drop_duplicates()
    assert not ledger.duplicated(["bill", "month"]).any()
    first = ledger.groupby("bill")["state"].first()
    assert (first == "reminded").all() and set(first.index) == set(firm.bills.index)
    assert ledger["month"].between(1, 18).all()
    order = {"reminded": 0, "final notice": 1, "cut off": 2, "lost": 3, "paid": 4}
    steps = ledger["state"].map(order).groupby(ledger["bill"]).diff().dropna()
    assert (steps >= 0).all()
    assert (ledger.groupby("bill")["month"].diff().dropna() == 1).all()


def test_the_ledger_is_as_messy_as_the_card_says(firm):
    ledger = firm.ledger
    odd = ledger["state"] != ledger["state"].str.strip().str.lower()
    assert odd.mean() == pytest.approx(firm.parameters.misspelt_share, abs=0.003)
    twice = ledger.duplicated()
    assert twice.mean() == pytest.approx(firm.parameters.doubled_share, abs=0.003)


def test_months_and_numbers_out_of_range_are_refused():
    with pytest.raises(ValueError, match="n_customers=0 must be"):
        power_utility(n_customers=0)
    with pytest.raises(ValueError, match="months=6 must be a whole number of 12 or more"):
        power_utility(months=6)
