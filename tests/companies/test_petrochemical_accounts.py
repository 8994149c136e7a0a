"""The simulated producer: what the card says is what comes out."""

import numpy as np
import pytest

from crmkit import datasets, orders
from crmkit.campaigns import account_forecasts, shared_plans
from crmkit.companies import Producing, petrochemical_accounts


@pytest.fixture(scope="module")
def firm():
    return petrochemical_accounts(seed=7)


@pytest.fixture(scope="module")
def long():
    return petrochemical_accounts(months=4_000, pilot_months=4_000, seed=1)


def test_same_seed_same_orders():
    one, other, third = (
        petrochemical_accounts(months=12, pilot_months=6, seed=s) for s in (4, 4, 5)
    )
    assert one.export.equals(other.export) and one.plans.equals(other.plans)
    assert not one.tonnes.equals(third.tonnes)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Producing.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("petrochemical_accounts").parameters)


def test_the_export_reads_back_to_the_tonnes(firm):
    columns = {"customer": "account", "date": "ordered", "amount": "amount", "order": "order_no"}
    log, report = orders.read(firm.export, **columns, quantity="tonnes")
    read = account_forecasts.monthly(log, amount="quantity")
    assert (read.to_numpy() == firm.tonnes.to_numpy()).all()
    rows = report.table["rows"]
    assert rows[["exact duplicate", "missing customer", "return"]].tolist() == [9, 4, 5]


def test_orders_and_plans_follow_the_truth(long):
    assert np.allclose((long.tonnes > 0).mean(), long.truth["order_chance"], atol=0.04)
    assert np.allclose(long.tonnes.mean() / long.truth["mean_tonnes"], 1, atol=0.12)
    ratio = long.plans.sum() / long.tonnes[long.plans.columns].sum()
    assert np.allclose(ratio, long.parameters.plan_bias, rtol=0.02)
    assert long.truth.groupby("kind")["mean_tonnes"].sum().sum() == pytest.approx(12_000)


def test_the_firm_is_set_after_the_bicycle_shops():
    found = []
    for seed in range(1, 31):
        table = account_forecasts.variation(petrochemical_accounts(seed=seed).tonnes)
        shops = table.drop("total")
        always = (shops["months_ordered"] == 36).sum()
        six = shops["value_share"].nlargest(6).sum()
        found.append([table["variation"].iloc[0], shops["variation"].median(), always, six])
    assert np.abs(np.mean(found, axis=0) - [0.43, 1.62, 3, 0.52]).tolist() <= [0.05, 0.1, 0, 0.03]


def test_the_lessons_method_finds_that_plans_are_worth_more_than_sums():
    """Over many firms: five honest plans cut the error by a third or more, the sum by little."""
    gains = []
    for seed in range(1, 21):
        firm = petrochemical_accounts(seed=seed)
        total = firm.tonnes.sum(axis=1)
        ways = {
            "total": account_forecasts.one_ahead(total.to_frame("total"), holdout=18)["total"],
            "sum": account_forecasts.one_ahead(firm.tonnes, holdout=18).sum(axis=1),
            "plans": shared_plans.with_plans(firm.tonnes, firm.plans.iloc[:, :5]),
        }
        gains.append(shared_plans.compared(ways, total)["estimate"])
    mean = sum(gains) / len(gains)
    assert mean["plans"] < 0.67 * mean["total"]
    assert abs(mean["sum"] / mean["total"] - 1) < 0.1


def test_the_coming_month_is_not_in_the_books(firm):
    assert len(firm.tonnes) == 36 and firm.coming.index[0] == firm.tonnes.index[-1] + 1
    honest = list(firm.coming.columns[:5])
    told, came = firm.coming.iloc[0][honest], firm.truth.loc[honest, "ordered_next"]
    assert np.allclose(told, came, rtol=0.35, atol=1)


def test_impossible_sizes_are_refused():
    for wrong in ({"months": 5}, {"pilot_months": 0}, {"pilot_months": 37}):
        with pytest.raises(ValueError, match="must be"):
            petrochemical_accounts(**wrong)
