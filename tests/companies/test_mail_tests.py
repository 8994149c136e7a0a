"""The simulated firm that tests its mailings: its records against truth and card."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chisquare

from crmkit.companies import MailOrder, mail_tests


@pytest.fixture(scope="module")
def firm():
    return mail_tests(seed=5)


def test_same_seed_gives_the_same_firm_and_another_another():
    one, same, other = (mail_tests(seed=seed) for seed in (3, 3, 4))
    for name in ("tests", "orders", "mailed", "dates", "truth"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(same, name))
    assert not one.orders["amount"].head(50).equals(other.orders["amount"].head(50))


def test_simulating_leaves_the_global_random_state_alone():
    before = np.random.get_state()[1].copy()
    mail_tests()
    assert (np.random.get_state()[1] == before).all()


def test_lots_halve_the_customers_but_where_addresses_were_struck_off(firm):
    sizes = firm.tests.groupby(["test", "group"]).size().unstack()
    p = sizes.apply(lambda both: chisquare(both).pvalue, axis=1)
    assert p["autumn"] < 1e-6
    assert (p.drop("autumn") > 0.9).all()
    assert sizes.loc["spring"].to_list() == [8000, 8000]


def test_rates_differ_by_the_effect_of_the_card_over_many_firms():
    found = []
    for seed in range(30):
        rate = mail_tests(seed=seed).tests.groupby(["test", "group"])["ordered"].mean().unstack()
        found.append(rate["mail"] - rate["none"])
    gaps = pd.DataFrame(found)
    error = gaps.std() / len(gaps) ** 0.5
    effect = pd.Series(MailOrder.from_card().effect)
    by_lot = ["spring", "summer", "winter"]
    assert ((gaps.mean() - effect).abs() < 4 * error)[by_lot].all()
    # Who was struck off had bought little: what is left of the mailed orders more, without effect.
    assert gaps["autumn"].mean() > 6 * error["autumn"]
    assert effect["autumn"] == 0


def test_only_who_ordered_spent(firm):
    spent = firm.tests["spend"] > 0
    assert (spent == (firm.tests["ordered"] == 1)).all()
    assert firm.tests["day"].between(1, 28).all()


def test_the_campaign_went_to_those_who_had_ordered_most(firm):
    start = firm.dates["starts_at"].iloc[0]
    before = firm.orders[firm.orders["ordered_at"] < start].groupby("customer_id").size()
    best = before.reindex(firm.mailed["customer_id"])
    rest = before.drop(firm.mailed["customer_id"])
    assert best.min() >= rest.max()
    assert len(best) == 750


def test_a_campaign_with_an_effect_raises_orders_while_it_lasts():
    card = MailOrder.from_card()
    without, doubled = (
        mail_tests(seed=2, parameters=replace(card, campaign_effect=e)) for e in (0.0, 1.0)
    )
    start, end = doubled.dates.loc[0, ["starts_at", "ends_at"]]
    during = [
        firm.orders[
            firm.orders["ordered_at"].between(start, end)
            & firm.orders["customer_id"].isin(firm.mailed["customer_id"])
        ]
        for firm in (without, doubled)
    ]
    assert 1.8 < len(during[1]) / len(during[0]) < 2.2
