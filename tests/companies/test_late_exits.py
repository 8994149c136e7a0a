"""Simulated late exits: what the card says is what comes out, and the register is behind it."""

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.companies import Reporting, late_exits
from crmkit.retention import ChainLadder, cohorts, late_reports


@pytest.fixture(scope="module")
def company():
    return late_exits(seed=35)


@pytest.fixture(scope="module")
def register(company):
    noted = company.exits[company.exits["reopened_on"].isna()]
    return noted.drop_duplicates("customer_id")


def test_same_seed_same_company():
    one, other = (late_exits(n_customers=300, seed=4) for _ in range(2))
    assert one.customers.equals(other.customers) and one.truth.equals(other.truth)
    assert one.exits.equals(other.exits)
    assert not one.customers.equals(late_exits(n_customers=300, seed=5).customers)


def test_parameters_are_those_of_the_card(company):
    assert company.parameters == Reporting.from_card()
    assert set(vars(company.parameters)) == set(datasets.card("late_exits").parameters)


def test_the_register_knows_nothing_of_the_truth_but_what_was_reported(company, register):
    known = company.truth["reported_on"] <= company.last_day
    assert set(register["customer_id"]) == set(company.truth.index[known])
    told = register.set_index("customer_id")
    assert (told["left_on"] == company.truth.loc[told.index, "left_on"]).all()
    said = told["reason"].dropna()
    assert (said == company.truth.loc[said.index, "reason"]).all()
    assert (company.exits["reported_on"] <= company.last_day).all()
    assert (company.exits["reported_on"] >= company.exits["left_on"]).all()


def test_at_any_time_there_are_as_many_customers(company):
    for day in pd.to_datetime(["2022-01-02", "2023-06-30", "2025-12-31"]):
        gone = company.truth["left_on"] < day
        assert (~gone & (company.customers["customer_since"] < day)).sum() == 6_600


def test_five_in_a_hundred_leave_a_year_and_bring_ten_thousand():
    """Row 26: 6,600 customers, 5 %, 10,000 of revenue, 10 % margin."""
    many = [late_exits(seed=seed) for seed in range(8)]
    rate = 1 - np.exp(-np.mean([one.truth["left_on"].notna().sum() for one in many]) / 26_400)
    assert rate == pytest.approx(0.05, abs=0.0015)
    there = pd.concat([one.customers[one.truth["left_on"].isna()] for one in many])
    assert there["annual_revenue"].mean() == pytest.approx(10_000, rel=0.02)
    assert (there["annual_profit"] - 0.1 * there["annual_revenue"]).abs().max() <= 0.5


def test_who_leaves_over_the_service_is_reported_latest(company):
    left = company.truth.dropna()
    delay = (left["reported_on"] - left["left_on"]).dt.days.groupby(left["reason"]).mean()
    assert delay.idxmax() == "service" and delay["service"] > 2 * delay["price"]


def test_the_slips_of_the_register_are_as_many_as_the_card_says(company, register):
    share = company.parameters
    reopened = company.exits["reopened_on"].notna().sum()
    assert reopened == pytest.approx(share.reopened_share * len(register), abs=1)
    twice = company.exits["customer_id"].duplicated().sum()
    assert twice == pytest.approx(share.reported_twice * len(register), abs=20)
    assert not (company.exits["reopened_on"] > company.last_day).any()


def test_west_leaves_more_only_because_of_its_routes(company):
    from crmkit.companies.late_exits import hazards

    mean = hazards(company.parameters, company.customers).sum(axis=1)
    by = mean.groupby([company.customers["region"], company.customers["route"],
                       company.customers["size"]]).agg(["min", "max"])  # fmt: skip
    alike = by.groupby(["route", "size"]).agg(["min", "max"])
    assert np.ptp(alike.to_numpy(), axis=1).max() < 1e-12
    assert mean.groupby(company.customers["region"]).mean().idxmax() == "west"


def test_completed_exits_are_nearer_to_the_truth_than_reported_ones():
    gaps = []
    for seed in range(12):
        one = late_exits(seed=seed)
        noted = one.exits[one.exits["reopened_on"].isna()].drop_duplicates("customer_id")
        made = late_reports.triangle(noted, left_on="left_on", reported_on="reported_on",
                                     since=one.first_day, as_of=one.last_day)  # fmt: skip
        outlook = ChainLadder.fit(cohorts.cumulative(made)).outlook()
        true = one.truth["left_on"].dt.to_period("Q-DEC").value_counts().reindex(made.index)
        gaps.append(outlook[["seen", "expected"]].iloc[-4:].sub(true.iloc[-4:], axis=0).sum())
    reported, completed = pd.DataFrame(gaps).mean()
    assert reported < -70 and abs(completed) < 20


@pytest.mark.parametrize("wrong", [{"n_customers": 0}, {"years": 0}, {"years": 21}])
def test_a_company_needs_customers_and_some_years(wrong):
    with pytest.raises(ValueError, match="must be"):
        late_exits(**wrong)


def test_smallest_company_works():
    made = late_exits(n_customers=1, years=1)
    assert len(made.customers) >= 1 and "customer_id" in made.exits
