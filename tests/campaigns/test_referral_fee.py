"""The fee of an agent over a long cycle: by hand, its own simulation, bad input."""

import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import referral_fee
from crmkit.companies import dealer_channel

SEEN = {"margin": "margin", "returned_after": "returned_after", "referrals": "referrals",
        "referred_after": "referred_after"}  # fmt: skip
LOT = {"agent": "agent", "bought": "bought"}


def four():
    return pd.DataFrame(
        {"margin": [10.0, 30, 20, 20], "returned_after": [7.0, np.nan, np.nan, np.nan],
         "referrals": [0, 2, 0, 0], "referred_after": [np.nan, 1.0, np.nan, np.nan]}
    )  # fmt: skip


def test_four_customers_by_hand():
    table = referral_fee.worth_parts(four(), **SEEN, annual_discount_rate=0.1)
    assert table["undiscounted"].tolist() == pytest.approx([20, 5, 10, 35])
    assert table["present_value"].tolist() == pytest.approx(
        [20, 5 / 1.1**7, 10 / 1.1, 20 + 5 / 1.1**7 + 10 / 1.1]
    )


def test_at_a_rate_of_0_nothing_is_discounted_and_a_higher_rate_lowers_the_worth():
    plain = referral_fee.worth_parts(four(), **SEEN, annual_discount_rate=0)
    assert plain["present_value"].tolist() == pytest.approx(plain["undiscounted"].tolist())
    rates = [0, 0.05, 0.1, 0.3]
    falling = referral_fee.worth_by_rate(four(), **SEEN, annual_discount_rates=rates)
    assert falling["present_value"].is_monotonic_decreasing
    assert falling["present_value"].iloc[0] == pytest.approx(35)


def test_the_fee_is_the_worth_of_those_who_came_because_of_the_agent():
    leads = pd.DataFrame({"agent": [1, 0] * 100, "bought": [1, 1, 1, 0] * 50})
    found = referral_fee.break_even(
        four(), leads, **SEEN, **LOT, annual_discount_rate=0.1, rng=np.random.default_rng(1)
    )["estimate"]
    assert found["because_of_agent"] == pytest.approx(0.5)
    assert found["break_even_fee"] == pytest.approx(0.5 * (20 + 5 / 1.1**7 + 10 / 1.1))


def test_an_agent_who_brings_nobody_is_worth_nothing_and_one_who_harms_less():
    asked = {**SEEN, **LOT, "annual_discount_rate": 0.1, "rng": np.random.default_rng(1)}
    same = pd.DataFrame({"agent": [1, 0] * 100, "bought": 1})
    assert referral_fee.break_even(four(), same, **asked)["estimate"].iloc[-1] == 0
    worse = pd.DataFrame({"agent": [1, 0] * 100, "bought": [1, 1, 0, 1] * 50})
    assert referral_fee.break_even(four(), worse, **asked)["estimate"].iloc[-1] < 0


def test_inputs_stay_as_they_are():
    firm = dealer_channel(seed=1, n_dealers=2, n_customers=200, n_leads=500)
    before = firm.customers.copy(), firm.leads.copy()
    referral_fee.break_even(firm.customers, firm.leads, **SEEN, **LOT,
                            annual_discount_rate=0.08, rng=np.random.default_rng(1))  # fmt: skip
    pd.testing.assert_frame_equal(firm.customers, before[0])
    pd.testing.assert_frame_equal(firm.leads, before[1])


@pytest.mark.slow
def test_intervals_hold_the_true_fee():
    held, true = 0, None
    big = dealer_channel(seed=999, n_dealers=2, months=1, n_customers=400_000, n_leads=1)
    full = big.customers[big.customers["watched_years"] > 9]
    p = big.parameters
    worth = referral_fee.worth_parts(full, **SEEN, annual_discount_rate=0.08)
    true = (1 - p.bought_alone / p.bought_with_agent) * worth.loc["total", "present_value"]
    for seed in range(200):
        firm = dealer_channel(seed=seed, n_dealers=2, months=1, n_customers=400, n_leads=4_000)
        full = firm.customers[firm.customers["watched_years"] > 9]
        row = referral_fee.break_even(
            full, firm.leads, **SEEN, **LOT, annual_discount_rate=0.08,
            rng=np.random.default_rng(seed), draws=400,
        ).loc["break_even_fee"]  # fmt: skip
        held += row["low"] <= true <= row["high"]
    assert 0.91 <= held / 200 <= 0.99


# --- Bad input ------------------------------------------------------------------------------


def test_years_and_referrals_that_disagree_are_named():
    table = four().assign(referrals=[1, 2, 0, 0])
    with pytest.raises(ValueError, match=r"'referrals' and 'referred_after' disagree in 1 of 4"):
        referral_fee.worth_parts(table, **SEEN, annual_discount_rate=0.1)
    table = four().assign(returned_after=[-7.0, np.nan, np.nan, np.nan])
    with pytest.raises(ValueError, match="'returned_after' is negative"):
        referral_fee.worth_parts(table, **SEEN, annual_discount_rate=0.1)


def test_rates_in_per_cent_and_columns_named_twice_are_refused():
    with pytest.raises(ValueError, match=r"annual_discount_rate=-0\.1"):
        referral_fee.worth_parts(four(), **SEEN, annual_discount_rate=-0.1)
    with pytest.raises(ValueError, match="named twice"):
        referral_fee.worth_parts(
            four(), **{**SEEN, "returned_after": "margin"}, annual_discount_rate=0.1
        )
    with pytest.raises(ValueError, match="'margin' is missing"):
        referral_fee.worth_parts(four().assign(margin=np.nan), **SEEN, annual_discount_rate=0.1)
    with pytest.raises(ValueError, match=r"customers is empty|no rows"):
        referral_fee.worth_parts(four().iloc[:0], **SEEN, annual_discount_rate=0.1)


def test_a_lot_with_one_group_or_without_buyers_is_refused():
    asked = {**SEEN, **LOT, "annual_discount_rate": 0.1, "rng": np.random.default_rng(1)}
    with pytest.raises(ValueError, match="both groups of the lot are needed"):
        referral_fee.break_even(four(), pd.DataFrame({"agent": [1, 1], "bought": [1, 0]}), **asked)
    with pytest.raises(ValueError, match="nobody with an agent has bought"):
        referral_fee.break_even(four(), pd.DataFrame({"agent": [1, 0], "bought": [0, 1]}), **asked)
    with pytest.raises(ValueError, match="must be 1 for leads that bought"):
        leads = pd.DataFrame({"agent": [1, 0], "bought": ["yes", "no"]})
        referral_fee.break_even(four(), leads, **asked)


def test_years_in_words_are_refused_with_their_row():
    seen = pd.DataFrame({"margin": [10.0, 9], "back": ["soon", None], "sent": 0, "after": np.nan})
    with pytest.raises(ValueError, match="'back' is no number in 1 of 1"):
        referral_fee.worth_parts(
            seen, margin="margin", returned_after="back", referrals="sent",
            referred_after="after", annual_discount_rate=0.1,
        )  # fmt: skip
