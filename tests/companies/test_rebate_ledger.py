"""The simulated ledger of rebates: what the card says is what comes out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.campaigns import digits
from crmkit.companies import Rebating, rebate_ledger


@pytest.fixture(scope="module")
def firm():
    return rebate_ledger(seed=1)


@pytest.fixture(scope="module")
def clean(firm):
    return firm.invoices.drop_duplicates("invoice").query("amount > 0")


def test_same_seed_same_ledger():
    one, other = (rebate_ledger(n_buyers=30, seed=4) for _ in range(2))
    for name in ("buyers", "invoices", "truth"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert not one.invoices.equals(rebate_ledger(n_buyers=30, seed=5).invoices)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Rebating.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("rebate_ledger").parameters)


def test_records_know_nothing_of_the_truth(firm):
    assert not set(firm.truth) & (set(firm.buyers) | set(firm.invoices))
    assert firm.truth.index.equals(firm.buyers.index) and firm.buyers.index.is_unique
    assert set(firm.invoices["buyer"]) == set(firm.buyers.index)


def test_rebates_are_the_fair_ones_and_what_was_overpaid(firm, clean):
    money = clean.groupby("buyer")[["amount", "rebate"]].sum()
    fair = money["amount"] * firm.truth["fair_rate"]
    gap = (money["rebate"] - fair - firm.truth["overpaid"]) / money["amount"]
    assert gap.abs().max() < 0.03 and abs(gap.mean()) < 0.001


def test_only_the_bent_are_overpaid_and_only_they_pay_back(firm):
    truth = firm.truth
    assert ((truth["overpaid"] > 0) == (truth["bent"] == 1)).all()
    assert truth["recovered"].isin([0]).where(truth["recovered"] != truth["overpaid"], True).all()
    proved = [
        (t["recovered"] > 0).sum() / t["bent"].sum()
        for t in (rebate_ledger(seed=seed).truth for seed in range(2, 8))
    ]
    assert np.mean(proved) == pytest.approx(firm.parameters.proof_rate, abs=0.1)


def test_the_bent_cut_their_invoices_below_the_limit_and_nobody_else(firm, clean):
    bent = clean["buyer"].map(firm.truth["bent"]) == 1
    four = digits.first_digits(clean["amount"]) == 4
    assert four[bent].mean() - four[~bent].mean() > 0.1
    honest = rebate_ledger(
        seed=1,
        parameters=replace(
            firm.parameters, bent_share=0.0, bent_share_of_others=0.0, pack_share=0.0
        ),
    )
    amounts = honest.invoices.drop_duplicates("invoice").query("amount > 0")
    assert digits.fits(amounts, amount="amount").loc["all", "high"] < 0.03


def test_the_export_is_messy_as_the_card_says(firm):
    invoices, share = firm.invoices, firm.parameters
    assert invoices.duplicated().mean() == pytest.approx(share.exported_twice, abs=0.003)
    back = invoices["invoice"].str.startswith("G")
    assert ((invoices["amount"] < 0) == back).all()
    assert back.mean() == pytest.approx(share.credit_share, abs=0.003)
    spelt = ~firm.buyers["region"].isin(list(share.region_share))
    assert spelt.mean() == pytest.approx(share.misspelt_share, abs=0.03)


def test_no_buyers_are_refused():
    with pytest.raises(ValueError, match="n_buyers"):
        rebate_ledger(n_buyers=0)
