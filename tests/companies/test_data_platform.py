"""The simulated data platform: what the card says is what comes out."""

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.companies import Platform, data_platform


@pytest.fixture(scope="module")
def firm():
    return data_platform(seed=1)


def test_same_seed_same_platform():
    one, other = (data_platform(n_customers=50, n_trial=50, seed=4) for _ in range(2))
    for name in ("records", "truth", "customers", "trial", "offer_truth"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert not one.records.equals(data_platform(n_customers=50, n_trial=50, seed=5).records)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Platform.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("data_platform").parameters)


def test_records_know_nothing_of_the_truth(firm):
    assert not set(firm.truth) & set(firm.records)
    assert firm.truth.index.equals(firm.records.index) and firm.records.index.is_unique
    assert set(firm.truth["person"]) == set(firm.customers.index)


def test_each_person_has_one_record_a_channel_and_each_record_says_who(firm):
    both = firm.records["channel"].to_frame().join(firm.truth)
    assert not both.duplicated().any()
    assert firm.records[["phone", "email", "name"]].notna().any(axis=1).all()


def test_shares_are_those_of_the_card(firm):
    shares = firm.records["channel"].value_counts() / len(firm.customers)
    for channel in ("shop", "call centre"):
        assert shares[channel] == pytest.approx(firm.parameters.channel_share[channel], abs=0.05)
    rates = firm.trial.groupby(["offer", "group"], observed=True)["bought"].mean()
    true = firm.offer_truth.T.stack().reindex(rates.index)
    assert np.abs(rates - true).max() < 0.06


def test_a_size_that_cannot_be_is_named():
    with pytest.raises(ValueError, match="n_customers"):
        data_platform(n_customers=0)
    assert len(data_platform(n_customers=1, n_trial=1, seed=3).customers) == 1
