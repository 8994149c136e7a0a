"""The simulated restaurant club: its till, its guests, its companies."""

import pandas as pd
import pytest

from crmkit import datasets, orders
from crmkit.companies import Club, restaurant_club

TILL = {"customer": "card", "date": "closed_at", "amount": "paid", "order": "ticket",
        "quantity": "covers", "keep": ["time", "menu"], "as_of": "2025-12-28"}  # fmt: skip


@pytest.fixture(scope="module")
def club():
    return restaurant_club(seed=1)


def test_same_seed_same_club():
    one, other = (restaurant_club(n_guests=30, n_accounts=4, seed=4) for _ in range(2))
    assert one.till.equals(other.till) and one.visits.equals(other.visits)
    assert one.trial.equals(other.trial) and one.truth.equals(other.truth)
    assert not one.till.equals(restaurant_club(n_guests=30, n_accounts=4, seed=5).till)


def test_parameters_are_those_of_the_card(club):
    assert club.parameters == Club.from_card()
    assert set(vars(club.parameters)) == set(datasets.card("restaurant_club").parameters)


def test_what_is_read_from_the_till_is_what_happened(club):
    log, _ = orders.read(club.till, **TILL)
    read = log.sort_values("order_id", ignore_index=True)
    true = club.visits.sort_values("order_id", ignore_index=True)
    pd.testing.assert_frame_equal(read, true[read.columns], check_dtype=False)


def test_every_line_that_is_no_visit_is_met_by_its_rule(club):
    _, report = orders.read(club.till, **TILL)
    found = report.table["rows"]
    for defect, count in club.parameters.till_defects.items():
        assert found[defect] == count, defect
    assert report.rows_in == len(club.till)


def test_the_loyal_pay_about_a_quarter_less_and_the_same_for_the_same(club):
    visits = club.visits.assign(bill=club.visits["amount"] / club.visits["quantity"])
    kind = visits["customer_id"].map(club.truth["kind"])
    mean = visits.groupby(kind)["bill"].mean()
    assert 0.72 < mean["loyal"] / mean["other"] < 0.84
    cells = visits.groupby([kind, "time", "menu"])["bill"].mean()
    assert (cells["loyal"] / cells["other"]).between(0.96, 1.04).all()


def test_an_effect_of_loyalty_would_show():
    gone = Club(**{**vars(Club.from_card()), "loyalty_effect": -0.1})
    one, other = (restaurant_club(seed=1, parameters=p) for p in (None, gone))
    loyal = one.visits["customer_id"].map(one.truth["kind"]) == "loyal"
    ratio = other.visits["amount"] / one.visits["amount"]
    assert ratio[loyal].mean() == pytest.approx(0.9, abs=1e-3)
    assert ratio[~loyal].mean() == pytest.approx(1, abs=1e-3)


def test_companies_that_are_gone_come_no_more_and_expect_none(club):
    firms = club.truth[club.truth["kind"] == "company"]
    assert set(firms["state"]) == {"often", "seldom", "gone"}
    ahead = firms.groupby("state")["visits_ahead"].first()
    assert ahead["gone"] == 0 < ahead["seldom"] < ahead["often"]
    late = club.visits[club.visits["ordered_at"] >= "2025-09-29"]
    assert not late["customer_id"].isin(firms.index[firms["state"] == "gone"]).any()
    # One quarter on from often: .88 of 5 visits, .10 of 1.6.
    assert ahead["often"] > 0.88 * 5 + 0.10 * 1.6


def test_a_lot_gave_half_of_the_loyal_a_voucher(club):
    loyal = club.truth.index[club.truth["kind"] == "loyal"]
    assert club.trial.index.equals(loyal)
    assert abs(club.trial["voucher"].mean() - 0.5) < 0.01


def test_nobody_is_refused():
    for name in ("n_guests", "n_accounts"):
        with pytest.raises(ValueError, match=f"{name}=0 must be"):
            restaurant_club(**{name: 0})
