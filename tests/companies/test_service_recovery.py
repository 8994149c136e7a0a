"""The simulated parcel service: lots that are lots, and a paradox in words but not in deeds."""

from dataclasses import replace

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from crmkit.companies import ParcelService, service_recovery
from crmkit.companies.service_recovery import EXPERIENCES
from crmkit.loyalty.experience.complaints import mean_differences


@pytest.fixture(scope="module")
def company():
    return service_recovery(n_customers=40_000, seed=7)


def test_same_seed_same_data():
    assert_frame_equal(service_recovery(seed=3).customers, service_recovery(seed=3).customers)
    assert not service_recovery(seed=3).customers.equals(service_recovery(seed=4).customers)


def test_shares_are_those_of_the_card(company):
    firm, people = company.parameters, company.customers
    failed = people["experience"] != "no failure"
    assert failed.mean() == pytest.approx(firm.failure_share, abs=0.01)
    assert people["complained"][failed].mean() == pytest.approx(firm.complaint_share, abs=0.02)
    best = people["experience"] == "excellent recovery"
    assert best[people["complained"]].mean() == pytest.approx(firm.excellent_share, abs=0.03)


def test_complained_is_who_got_a_recovery(company):
    people = company.customers
    assert (people["complained"] == people["experience"].isin(EXPERIENCES[2:])).all()


def test_means_are_those_of_the_card(company):
    means = company.customers.groupby("experience", observed=True)[["satisfaction", "bought_again"]]
    for name, row in means.mean().iterrows():
        assert row["satisfaction"] == pytest.approx(
            company.parameters.mean_satisfaction[name], abs=0.1
        )
        assert row["bought_again"] == pytest.approx(
            company.parameters.repurchase_probability[name], abs=0.03
        )


def test_attachment_is_dealt_out_regardless_of_what_happens(company):
    by = company.truth["attachment"].groupby(company.customers["experience"], observed=True)
    assert by.mean().tolist() == pytest.approx([0.5] * 4, abs=0.02)


def test_satisfaction_is_1_to_10(company):
    assert company.customers["satisfaction"].between(1, 10).all()
    assert company.customers["satisfaction"].nunique() == 10


def test_paradox_in_satisfaction_and_not_in_repurchase(company):
    """The direction of row 29 (de Matos et al. 2007, prose): no figure of theirs is asserted."""
    people = company.customers
    found = {
        what: mean_differences(people[what], people["experience"], reference="no failure")
        for what in ("satisfaction", "bought_again")
    }
    assert found["satisfaction"].loc["excellent recovery", "difference_low"] > 0
    assert found["bought_again"].loc["excellent recovery", "difference_high"] < 0


def test_interval_of_the_paradox_holds_the_truth():
    held = 0
    for seed in range(200):
        people = service_recovery(n_customers=600, seed=seed).customers
        table = mean_differences(
            people["satisfaction"], people["experience"], reference="no failure"
        )
        row = table.loc["excellent recovery"]
        held += row["difference_low"] <= 8.1 - 7.4 <= row["difference_high"]
    assert 0.91 <= held / 200 <= 0.99


def test_one_customer_is_a_company():
    assert len(service_recovery(n_customers=1).customers) == 1


def test_parameters_are_checked():
    firm = ParcelService.from_card()
    with pytest.raises(ValueError, match="n_customers=0"):
        service_recovery(n_customers=0)
    for wrong, message in [
        ({"failure_share": 40}, "failure_share"),
        ({"satisfaction_spread": 0}, "satisfaction_spread"),
        ({"attachment_effect": 0.9}, "attachment_effect of 0.9"),
        ({"mean_satisfaction": firm.mean_satisfaction | {"silent": 11}}, r"\['silent'\]"),
    ]:
        with pytest.raises(ValueError, match=message):
            service_recovery(parameters=replace(firm, **wrong))


def test_nobody_need_fail():
    firm = replace(ParcelService.from_card(), failure_share=0.0)
    people = service_recovery(n_customers=50, parameters=firm).customers
    assert (people["experience"] == "no failure").all()
    assert not people["complained"].any()
    assert np.isin(people["satisfaction"], range(1, 11)).all()
