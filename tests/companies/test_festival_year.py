"""A simulated year around a festival: what the card says is what comes out."""

from dataclasses import replace

import pytest

from crmkit import datasets, orders
from crmkit.campaigns import net_gain
from crmkit.companies import Festival, festival_year


@pytest.fixture(scope="module")
def year():
    return festival_year(seed=1)


def test_same_seed_same_year():
    one, other = (festival_year(n_customers=50, seed=4) for _ in range(2))
    assert one.orders.equals(other.orders) and one.truth.equals(other.truth)
    assert not one.orders.equals(festival_year(n_customers=50, seed=5).orders)


def test_parameters_are_those_of_the_card(year):
    assert year.parameters == Festival.from_card()
    assert set(vars(year.parameters)) == set(datasets.card("festival_year").parameters)


def test_customers_know_nothing_of_the_truth(year):
    assert not set(year.truth) & set(year.customers)
    assert year.truth.index.equals(year.customers.index) and year.customers.index.is_unique
    assert set(year.orders["customer_id"]) <= set(year.customers.index)


def test_a_lot_decides_who_has_the_offer_in_every_segment(year):
    share = year.customers.groupby("segment", observed=True)["offered"].mean()
    assert share.to_list() == pytest.approx([0.8] * 3, abs=0.01)
    assert (year.customers.loc[year.customers["offered"] == 0, "discount"] == 0).all()


def test_orders_lie_in_the_year_and_the_margin_is_that_of_the_card(year):
    log = year.orders
    assert log["ordered_at"].between("2024-12-30", "2025-12-28 23:59").all()
    first, last = year.windows["festival"]
    ordinary = log[(log["ordered_at"] < first)]
    assert 1 - ordinary["goods"].sum() / ordinary["amount"].sum() == pytest.approx(0.45, abs=1e-4)
    held = log[log["ordered_at"].between(first, f"{last} 23:59")]
    held = held[held["customer_id"].map(year.customers["offered"]) == 1]
    assert 1 - held["goods"].sum() / held["amount"].sum() == pytest.approx(1 - 0.55 / 0.8, abs=1e-4)


def test_nothing_pulled_forward_leaves_the_net_at_the_festivals_gain():
    segments = ["regular", "occasional", "dormant"]
    none = replace(Festival.from_card(), pulled_share=dict.fromkeys(segments, 0.0))
    truth = festival_year(n_customers=500, parameters=none).truth
    assert truth["sales_net"].equals(truth["sales_festival"])


def test_discounts_are_drawn_by_lot_if_there_are_several():
    several = replace(Festival.from_card(), discounts=[0.1, 0.3])
    people = festival_year(n_customers=2_000, parameters=several).customers
    counts = people.loc[people["offered"] == 1, "discount"].value_counts(normalize=True)
    assert counts.to_dict() == {
        0.1: pytest.approx(0.5, abs=0.05),
        0.3: pytest.approx(0.5, abs=0.05),
    }


def test_the_export_holds_every_order_and_as_many_defects_as_the_card_says(year):
    log, report = orders.read(
        year.export(), customer="member", date="paid_at", amount="paid", order="order"
    )
    rows = report.table["rows"]
    defects = year.parameters.export_defects
    assert rows["exact duplicate"] == defects["duplicate"]
    assert rows["missing customer"] == defects["no member"]
    assert rows["zero amount"] == defects["test"]
    assert len(log) == len(year.orders)
    assert log["amount"].sum() == pytest.approx(year.orders["amount"].sum())


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="n_customers=0 must be"):
        festival_year(n_customers=0)
    with pytest.raises(ValueError, match="more is pulled forward"):
        festival_year(n_customers=50, parameters=replace(Festival.from_card(), discounts=[0.6]))
    with pytest.raises(ValueError, match="too few for the defects"):
        festival_year(n_customers=50).export()


@pytest.mark.parametrize(("value", "truth"), [("amount", "sales_net"), ("margin", "margin_net")])
def test_the_control_group_recovers_the_truth(year, value, truth):
    log = year.orders.assign(margin=year.orders["amount"] - year.orders["goods"])
    spend = net_gain.by_customer(log, year.customers, windows=year.windows, value=value)
    row = net_gain.gains(spend, windows=list(year.windows), offered="offered").loc["net"]
    known = year.truth.loc[year.customers["offered"] == 1, truth].sum()
    # Within three standard errors; the interval's ends lie at 1.96.
    assert abs(row["estimate"] - known) < 3 / 1.96 * (row["high"] - row["estimate"])
