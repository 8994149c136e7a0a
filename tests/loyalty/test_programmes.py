"""The money of a programme: points, lifts, fees; the head start; the airline's members."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_series_equal

from crmkit import datasets
from crmkit.loyalty import paid_clubs, programmes

SHOP = {"margin_rate": 0.3, "reward_rate": 0.05}


# --- Points -------------------------------------------------------------------------------------


def test_reward_costs_the_sale_that_it_displaces():
    seat = {"cost_to_serve": 40, "price": 300}
    assert programmes.cost_of_reward(displaced_rate=0, **seat) == 40
    assert programmes.cost_of_reward(displaced_rate=1, **seat) == 300
    assert programmes.cost_of_reward(displaced_rate=0.1, **seat) == pytest.approx(66)


def test_price_of_a_point_is_what_its_redemption_costs():
    price = programmes.price_of_point([0.6, 0.7, 0.8], cost_of_redeemed_point=0.01)
    assert price.tolist() == pytest.approx([0.006, 0.007, 0.008])
    assert price.index.tolist() == [0.6, 0.7, 0.8]


def test_at_that_price_a_club_loses_nothing():
    """Sell a million points, hold the money until they are redeemed, pay what they cost."""
    sold, rate, cost, running, years, interest = 1e6, 0.7, 0.02, 0.001, 2, 0.05
    [price] = programmes.price_of_point(
        [rate],
        cost_of_redeemed_point=cost,
        running_cost_per_point=running,
        years_until_redeemed=years,
        annual_discount_rate=interest,
    )
    in_hand = (price - running) * sold * (1 + interest) ** years
    assert in_hand - rate * sold * cost == pytest.approx(0, abs=1e-6)


def test_an_interval_of_the_rate_becomes_one_of_the_price():
    rate = pd.Series({"estimate": 0.7, "low": 0.6, "high": 0.8})
    price = programmes.price_of_point(rate, cost_of_redeemed_point=0.5)
    assert price.to_dict() == pytest.approx({"estimate": 0.35, "low": 0.3, "high": 0.4})


@pytest.mark.parametrize(
    ("rates", "message"),
    [
        ([70], r"redemption_rates is above 1 in 1 of 1.*0.7 for 70 %"),
        ([-0.1], "redemption_rates is negative"),
        ([np.nan], "redemption_rates is missing"),
        ([], "redemption_rates is empty"),
    ],
)
def test_a_rate_that_is_no_share_is_refused(rates, message):
    with pytest.raises(ValueError, match=message):
        programmes.price_of_point(rates, cost_of_redeemed_point=0.01)


def test_liability_falls_with_breakage():
    owed = [
        programmes.liability(1e6, cost_of_redeemed_point=0.01, breakage_rate=rate)
        for rate in (0, 0.1, 1)
    ]
    assert owed == pytest.approx([10_000, 9_000, 0])
    with pytest.raises(ValueError, match=r"breakage_rate=10 must be a number .* up to 1"):
        programmes.liability(1e6, cost_of_redeemed_point=0.01, breakage_rate=10)
    with pytest.raises(ValueError, match="points=nan"):
        programmes.liability(np.nan, cost_of_redeemed_point=0.01)


# --- Lifts --------------------------------------------------------------------------------------


def test_break_even_by_hand():
    """5 % on 100 bought anyway are 5; each 100 more leaves 30 - 5 = 25: a fifth more."""
    assert programmes.break_even_lift(**SHOP) == pytest.approx(0.2)
    assert programmes.break_even_lift(running_cost_rate=0.05, **SHOP) == pytest.approx(0.4)


def test_at_the_break_even_the_profit_is_nothing():
    lift = programmes.break_even_lift(running_cost_rate=0.01, **SHOP)
    table = programmes.programme_profit([lift], spend=5_000, running_cost=50, **SHOP)
    assert table["profit"].item() == 0


def test_profit_rises_with_the_lift_and_its_parts_add_up():
    table = programmes.programme_profit([0, 0.1, 0.5], spend=1000, running_cost=7, **SHOP)
    costs = table["reward_anyway"] + table["reward_extra"] + table["running_cost"]
    assert (table["extra_margin"] - costs).tolist() == pytest.approx(table["profit"].tolist())
    assert table["profit"].is_monotonic_increasing
    assert table["reward_anyway"].tolist() == [50, 50, 50]


def test_an_interval_of_the_lift_becomes_one_of_the_profit():
    lift = pd.Series({"estimate": 0.2, "low": 0.1, "high": 0.3})
    profit = programmes.programme_profit(lift, spend=1000, **SHOP)["profit"]
    assert profit.to_dict() == {"estimate": 0, "low": -25, "high": 25}


def test_a_reward_as_large_as_the_margin_never_pays():
    with pytest.raises(ValueError, match=r"no lift pays. Give smaller rewards"):
        programmes.break_even_lift(margin_rate=0.1, reward_rate=0.1)
    with pytest.raises(ValueError, match=r"margin_rate=30 must be a number .* 0.2 for 20 %"):
        programmes.break_even_lift(margin_rate=30, reward_rate=5)
    with pytest.raises(ValueError, match="lifts is empty"):
        programmes.programme_profit([], spend=1, **SHOP)
    with pytest.raises(ValueError, match="lifts is missing"):
        programmes.programme_profit([np.nan], spend=1, **SHOP)


# --- A club with a fee --------------------------------------------------------------------------

CLUB = {"saving_per_order": 6, "cost_per_order": 4, "margin_per_order": 15, "purchase_lift": 0.2}
ORDERS = pd.Series([1.0, 5, 10, 40], index=list("abcd"))


def test_who_saves_more_than_the_fee_joins():
    club = paid_clubs.paid_club(ORDERS, fees=[0, 30, 60, 1000], **CLUB)
    # 1.2 x 6 = 7.2 an order: worth 7.2, 36, 72 and 288 a year.
    assert club["customers"].tolist() == [4, 3, 2, 0]
    assert club["mean_purchases"].iloc[:3].tolist() == pytest.approx([14, 55 / 3, 25])
    assert club["profit_per_member"].isna().tolist() == [False] * 3 + [True]


def test_who_saves_just_the_fee_does_not_join():
    """1.1 x 25 x 8 = 220, but as floats it is a little more."""
    terms = {**CLUB, "purchase_lift": 0.1, "saving_per_order": 8}
    club = paid_clubs.paid_club(pd.Series([25.0, 26]), fees=[219.99, 220], **terms)
    assert club["customers"].tolist() == [2, 1]


def test_profit_of_a_club_by_hand():
    club = paid_clubs.paid_club(ORDERS, fees=[60], **CLUB).iloc[0]
    assert club["fee_income"] == 120
    assert club["extra_margin"] == pytest.approx(0.2 * 50 * 15)
    assert club["benefit_cost"] == pytest.approx(1.2 * 50 * 4)
    assert club["profit"] == pytest.approx(120 + 150 - 240)
    assert club["profit_per_member"] == pytest.approx(15)


def test_the_higher_the_fee_the_heavier_its_members():
    orders = pd.Series(np.random.default_rng(1).gamma(1.5, 6, 500))
    club = paid_clubs.paid_club(orders, fees=range(0, 200, 20), **CLUB)
    assert club["customers"].is_monotonic_decreasing
    assert club["mean_purchases"].is_monotonic_increasing
    assert club["mean_purchases"].iloc[-1] > 2 * orders.mean()


def test_value_of_a_membership_counts_all_its_years():
    known = {"retention_rate": 0.8, "annual_discount_rate": 0.1}
    club = paid_clubs.paid_club(ORDERS, fees=[60], **CLUB, **known).iloc[0]
    years = sum((0.8 / 1.1) ** year for year in range(200))
    assert club["value_per_member"] == pytest.approx(15 * years)
    assert "value_per_member" not in paid_clubs.paid_club(ORDERS, fees=[60], **CLUB)


def test_interval_of_the_profit_covers_the_mean_of_other_customers():
    rng = np.random.default_rng(1)

    def club_of(n):
        return paid_clubs.paid_club(pd.Series(rng.gamma(1.5, 6, n)), fees=[60], **CLUB).iloc[0]

    truth = club_of(400_000)["profit"] / 400_000
    clubs = [club_of(300) for _ in range(400)]
    held = np.mean([club["low"] <= 300 * truth <= club["high"] for club in clubs])
    assert 0.92 <= held <= 0.98


def test_a_club_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match=r"orders has 1 customer.* more than once"):
        paid_clubs.paid_club(ORDERS.set_axis(list("aacd")), fees=[1], **CLUB)
    with pytest.raises(ValueError, match="orders is negative in 4 of 4"):
        paid_clubs.paid_club(-ORDERS, fees=[1], **CLUB)
    with pytest.raises(ValueError, match="orders is empty"):
        paid_clubs.paid_club(ORDERS.head(0), fees=[1], **CLUB)
    with pytest.raises(ValueError, match="fees is empty"):
        paid_clubs.paid_club(ORDERS, fees=[], **CLUB)
    with pytest.raises(ValueError, match="fees is negative"):
        paid_clubs.paid_club(ORDERS, fees=[-1], **CLUB)
    one = paid_clubs.paid_club(ORDERS.head(1), fees=[1], **CLUB)
    assert one[["low", "high"]].isna().all(axis=None)
    assert_series_equal(ORDERS, pd.Series([1.0, 5, 10, 40], index=list("abcd")))


# --- The head start, row 45 -----------------------------------------------------------------------


# --- The airline's members -----------------------------------------------------------------------


@cache
def members():
    return datasets.load("east_west_members")


def test_two_of_three_members_never_flew_and_hold_half_of_the_miles():
    stays = members()["flights"] == 0
    held = members().loc[stays, ["balance_miles", "bonus_miles"]].sum()
    shares = held / members()[["balance_miles", "bonus_miles"]].sum()
    assert stays.mean() == pytest.approx(0.68, abs=0.005)
    assert shares.tolist() == pytest.approx([0.52, 0.55], abs=0.005)


def test_miles_come_from_elsewhere_than_flying():
    assert members()["flight_miles"].sum() / 1e6 == pytest.approx(1.8, abs=0.05)
    assert members()["bonus_miles"].sum() / 1e6 == pytest.approx(68.6, abs=0.05)


def test_liability_of_the_airline_and_ten_points_of_breakage():
    miles = members()["balance_miles"].sum()
    cent = {"cost_of_redeemed_point": 0.01}
    assert miles / 1e6 == pytest.approx(294.3, abs=0.05)
    assert programmes.liability(miles, **cent) / 1e6 == pytest.approx(2.9, abs=0.05)
    less = programmes.liability(miles, breakage_rate=0.1, **cent)
    saved = programmes.liability(miles, **cent) - less
    assert saved / 1e6 == pytest.approx(0.29, abs=0.005)


def test_award_holders_fly_four_times_as_often():
    means = members().groupby("award")["flights"].mean()
    assert means[True] == pytest.approx(2.6, abs=0.05)
    assert means[False] == pytest.approx(0.65, abs=0.005)


def test_card_users_buy_the_telephone_plan_twice_as_often():
    offers = datasets.load("east_west_offers").dropna(subset="customer_id")
    assert len(offers) == 4_985
    assert offers["bought_plan"].mean() == pytest.approx(0.131, abs=0.0005)
    means = offers.groupby("any_card")["bought_plan"].mean()
    assert means.tolist() == pytest.approx([0.082, 0.174], abs=0.0005)


# --- What is no number --------------------------------------------------------------------------


@pytest.mark.parametrize("price", ["300", np.array([300]), None, True, 1e300, 10**400])
def test_what_is_no_number_is_refused_whatever_it_looks_like(price):
    with pytest.raises(ValueError, match=r"price=.* must be a number of 0 or more"):
        programmes.cost_of_reward(cost_to_serve=40, price=price, displaced_rate=0.5)


def test_numbers_of_eight_bits_do_not_run_over():
    lifts = pd.Series([1, 2], dtype="int8")
    found = programmes.programme_profit(lifts, spend=100, **SHOP)
    assert found["extra_margin"].tolist() == [30.0, 60.0]


def test_percents_in_place_of_shares_are_seen():
    with pytest.raises(ValueError, match=r"lifts is above 5 in 2 of 2.*0\.1 is 10 % more"):
        programmes.programme_profit([10, 20], spend=100, **SHOP)
    with pytest.raises(ValueError, match=r"annual_discount_rate=10 .* up to 1"):
        programmes.price_of_point([0.7], cost_of_redeemed_point=0.01, annual_discount_rate=10)
    with pytest.raises(ValueError, match=r"running_cost_rate=2 .* up to 1"):
        programmes.break_even_lift(**SHOP, running_cost_rate=2)
    with pytest.raises(ValueError, match=r"purchase_lift=10 .* up to 5, e.g. 0.1 for 10 %"):
        paid_clubs.paid_club(
            pd.Series([2.0]), fees=[20], saving_per_order=5, cost_per_order=4, margin_per_order=12,
            purchase_lift=10,
        )  # fmt: skip


def test_a_single_number_is_no_list_and_text_is_no_number():
    with pytest.raises(TypeError, match=r"lifts must be a list, not 0\.1: write \[0\.1\]"):
        programmes.programme_profit(0.1, spend=100, **SHOP)
    with pytest.raises(ValueError, match="redemption_rates must be numbers, but has type str"):
        programmes.price_of_point(["0.7"], cost_of_redeemed_point=0.01)
