"""Two margins in one channel: exact cases first, then its own simulation, then bad input."""

import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import double_margin
from crmkit.campaigns.channels.double_margin import LinearDemand
from crmkit.companies import dealer_channel

UNIT = LinearDemand(intercept=1, slope=1)
ASKED = {"price": "retail_price", "units": "units", "dealer": "dealer_id"}
COSTS = {"unit_cost": 8_000, "dealer_cost": 1_000, "wholesale_price": 19_500}


def test_demand_of_one_less_the_price_is_as_published():
    # Exact (row 98): channel profit .1875 against .25, price .75 against .5.
    table = double_margin.arrangements(UNIT, unit_cost=0)
    assert table["channel_profit"].tolist() == [0.1875, 0.25]
    assert table["retail_price"].tolist() == [0.75, 0.5]
    assert table["quantity"].tolist() == [0.25, 0.5]


@pytest.mark.parametrize("made, sold", [(0, 0), (8, 1), (3, 6), (0, 20)])
def test_any_line_loses_a_quarter_of_the_profit_and_half_of_the_sales(made, sold):
    line = LinearDemand(intercept=80, slope=2.5)
    table = double_margin.arrangements(line, unit_cost=made, dealer_cost=sold)
    both, apart = table.loc["together"], table.loc["apart"]
    assert apart["channel_profit"] / both["channel_profit"] == pytest.approx(0.75)
    assert apart["quantity"] / both["quantity"] == pytest.approx(0.5)
    assert both["channel_profit"] == pytest.approx(2.5 * (32 - made - sold) ** 2 / 4)


def test_each_price_is_the_best_of_whoever_sets_it():
    line, cost = LinearDemand(80, 2.5), {"unit_cost": 8, "dealer_cost": 1}
    best = double_margin.arrangements(line, **cost)
    for other in np.linspace(8, 31, 47):
        table = double_margin.arrangements(line, **cost, wholesale_price=other)
        assert table.loc["apart", "producer_profit"] <= best.loc["apart", "producer_profit"] + 1e-9
        alone = (other - 9) * line.units(other)
        assert alone <= best.loc["together", "channel_profit"] + 1e-9
        wholesale = best.loc["apart", "wholesale_price"]
        dealer = (other - wholesale - 1) * line.units(other)
        assert dealer <= best.loc["apart", "dealer_profit"] + 1e-9


def test_profits_add_up_whatever_the_contract_and_a_fee_moves_money_only():
    offers = pd.DataFrame(
        {"wholesale_price": [0.0, 0.2, 0.2, 0.9, 1.5], "fee": [0.1, 0, 0.3, 0, -1]}
    )
    table = double_margin.contracts(UNIT, offers, unit_cost=0.1, dealer_cost=0.05)
    whole = table["producer_profit"] + table["dealer_profit"]
    assert whole.tolist() == pytest.approx(table["channel_profit"].tolist())
    assert table.loc[1, "channel_profit"] == table.loc[2, "channel_profit"]
    assert table.loc[4, "quantity"] == 0 and table.loc[4, "dealer_profit"] == 1


def test_at_the_ends_of_the_fee_range_one_of_the_two_gains_nothing():
    fees = double_margin.fee_range(UNIT, unit_cost=0.1)
    apart = double_margin.arrangements(UNIT, unit_cost=0.1).loc["apart"]
    offers = pd.DataFrame({"wholesale_price": 0.1, "fee": fees[["lowest_fee", "highest_fee"]]})
    offers.loc["more"] = [0.1, fees["highest_fee"] + 0.001]
    least = apart["dealer_profit"]
    table = double_margin.contracts(UNIT, offers, unit_cost=0.1, dealer_least=least)
    assert table.loc["lowest_fee", "producer_profit"] == pytest.approx(apart["producer_profit"])
    assert table.loc["highest_fee", "dealer_profit"] == pytest.approx(least)
    assert table["accepted"].tolist() == [True, True, False]


def test_demand_is_least_squares():
    trial = dealer_channel(seed=3).price_trial
    line = double_margin.demand(trial, price="retail_price", units="units")
    slope, level = np.polyfit(trial["retail_price"], trial["units"], 1)
    assert [line.intercept, line.slope] == pytest.approx([level, -slope])


def test_row_order_does_not_matter_and_the_trial_stays_as_it_is():
    trial = dealer_channel(n_dealers=12, seed=3).price_trial
    before = trial.copy()
    one = double_margin.sharing_value(trial, **ASKED, **COSTS, rng=np.random.default_rng(1))
    turned = trial.iloc[::-1]
    two = double_margin.sharing_value(turned, **ASKED, **COSTS, rng=np.random.default_rng(1))
    assert one["estimate"].tolist() == pytest.approx(two["estimate"].tolist())
    pd.testing.assert_frame_equal(trial, before)


@pytest.mark.slow
def test_intervals_hold_what_sharing_is_worth():
    held = np.zeros(3)
    for seed in range(200):
        firm = dealer_channel(seed=seed, months=1, n_customers=1, n_leads=1)
        p = firm.parameters
        line = LinearDemand(p.slope * p.highest_price, p.slope)
        true = double_margin.fee_range(line, **COSTS)
        found = double_margin.sharing_value(
            firm.price_trial, **ASKED, **COSTS, rng=np.random.default_rng(seed), draws=400
        )
        held += [
            found.loc[name, "low"] <= true[name] <= found.loc[name, "high"]
            for name in ("gain", "lowest_fee", "highest_fee")
        ]
    assert (held / 200 >= 0.91).all() and (held / 200 <= 0.99).all()


# --- Bad input ------------------------------------------------------------------------------


def test_books_in_which_dealers_set_prices_show_no_demand():
    books = dealer_channel(seed=1).books
    with pytest.raises(ValueError, match=r"do not fall .* Did dealers set these prices"):
        double_margin.demand(books, price="retail_price", units="units")


def test_costs_that_no_price_covers_and_other_money_are_refused():
    with pytest.raises(ValueError, match="come to 1, and nobody buys from a price of 1 on"):
        double_margin.arrangements(UNIT, unit_cost=0.5, dealer_cost=0.5)
    with pytest.raises(ValueError, match="unit_cost=-1 must be"):
        double_margin.arrangements(UNIT, unit_cost=-1)
    with pytest.raises(TypeError, match="must be a LinearDemand, not a float"):
        double_margin.arrangements(1.5, unit_cost=0)


@pytest.mark.parametrize("intercept, slope", [(0, 1), (1, 0), (1, -1), (np.nan, 1), (1, np.inf)])
def test_a_line_that_is_no_demand_is_refused(intercept, slope):
    with pytest.raises(ValueError, match="must be a number"):
        LinearDemand(intercept, slope)


def test_offers_and_trials_that_lack_something_are_refused():
    with pytest.raises(ValueError, match="offers has no column 'fee'"):
        double_margin.contracts(UNIT, pd.DataFrame({"wholesale_price": [1.0]}), unit_cost=0)
    offers = pd.DataFrame({"wholesale_price": [-1.0], "fee": 0.0})
    with pytest.raises(ValueError, match="'wholesale_price' is negative"):
        double_margin.contracts(UNIT, offers, unit_cost=0)
    trial = pd.DataFrame({"p": [20.0, 20, 20], "q": [3, 4, 5], "d": ["a", "b", "c"]})
    with pytest.raises(ValueError, match="20 in every row: a demand needs two prices"):
        double_margin.demand(trial, price="p", units="q")
    with pytest.raises(ValueError, match="'q' is missing"):
        double_margin.demand(trial.assign(q=[1, np.nan, 2]), price="p", units="q")
    two = pd.DataFrame({"p": [20.0, 24] * 2, "q": [12, 8, 11, 7], "d": list("aabb")})
    asked = {"price": "p", "units": "q", "dealer": "d", "unit_cost": 8}
    with pytest.raises(ValueError, match=r"2 dealer\(s\) in 'd'"):
        double_margin.sharing_value(two, **asked, rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="'d' is missing"):
        double_margin.sharing_value(
            two.assign(d=["a", None, "b", "c"]), **asked, rng=np.random.default_rng(1)
        )
    with pytest.raises(TypeError, match="rng=1"):
        double_margin.sharing_value(two, **asked, rng=1)
