"""How many to order, and what a shortage brings later."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from crmkit.campaigns import newsvendor, repeat_demand
from crmkit.companies import phone_launch

# Cachon & Terwiesch (2013), ch. 12: the Hammer 3/2 wetsuit.
MONEY = {"price": 190, "cost": 110, "salvage": 90}
HAMMER = {"mean": 3192, "standard_deviation": 1181, **MONEY}
PHONE = {"price": 1900, "cost": 1100, "salvage": 900}
COLUMNS = {"wanted": "demand", "turned_away": "turned_away", "later": "later"}


def counted(firm):
    return firm.export.drop_duplicates("launch_id").dropna()


def test_hammer_as_printed():
    assert newsvendor.critical_ratio(**MONEY) == 0.8
    order = round(3192 + 0.85 * 1181)
    row = newsvendor.outcomes([order], **HAMMER).loc[order].round()
    assert order == 4196
    assert row[["lost", "sold", "left_over"]].to_list() == [130, 3062, 1134]
    assert 80 * row["sold"] - 20 * row["left_over"] == 222_280
    assert row["profit"] == 222_295


def test_hammer_without_the_rounded_z():
    best = newsvendor.best_order(**HAMMER)
    assert (best - 3192) / 1181 == pytest.approx(0.8416, abs=5e-5)
    table = newsvendor.outcomes([best, 3500], **HAMMER)
    assert table["profit"].round().to_list() == [222_296, 215_892]
    assert table["stock_out_rate"].round(2).to_list() == [0.2, 0.4]


def test_sold_and_lost_make_up_demand_and_sold_and_left_over_the_order():
    table = newsvendor.outcomes(range(0, 9000, 500), **HAMMER)
    assert (table["sold"] + table["lost"]).to_numpy() == pytest.approx(3192)
    assert (table["sold"] + table["left_over"]).to_numpy() == pytest.approx(table.index)
    assert table["lost"].is_monotonic_decreasing and table["stock_out_rate"].is_monotonic_decreasing


def test_no_order_near_the_best_earns_more():
    best = newsvendor.best_order(**HAMMER)
    table = newsvendor.outcomes([best - 50, best, best + 50], **HAMMER)
    assert table["profit"].idxmax() == best


def test_lost_sales_agree_with_an_integral_of_scipy():
    demand = stats.norm(3192, 1181)
    lost = demand.expect(lambda x: x - 3500, lb=3500)
    assert newsvendor.outcomes([3500], **HAMMER)["lost"].iloc[0] == pytest.approx(lost, rel=1e-6)


def test_draws_of_normal_demand_come_to_the_same_as_the_formula():
    demand = pd.Series(np.random.default_rng(1).normal(3192, 1181, 100_000)).clip(lower=0)
    drawn = newsvendor.drawn_outcomes([3500, 4196], demand=demand, **MONEY)
    normal = newsvendor.outcomes([3500, 4196], **HAMMER)
    assert drawn["profit"].to_numpy() == pytest.approx(normal["profit"].to_numpy(), rel=0.01)
    assert newsvendor.best_order_of_draws(demand, **MONEY) == pytest.approx(4186, abs=30)


def test_the_best_order_of_draws_is_the_best_by_trying_all():
    demand = pd.Series([5, 9, 14, 20, 31, 33, 40])
    table = newsvendor.drawn_outcomes(range(45), demand=demand, **MONEY)
    assert newsvendor.best_order_of_draws(demand, **MONEY) == table["profit"].idxmax() == 33


def test_intervals_of_mean_profit_hold_the_truth():
    truth = newsvendor.outcomes([3500], mean=3192, standard_deviation=800, **MONEY)["profit"]
    hits = 0
    for seed in range(300):
        demand = pd.Series(np.random.default_rng(seed).normal(3192, 800, 40)).clip(lower=0)
        row = newsvendor.drawn_outcomes([3500], demand=demand, **MONEY).iloc[0]
        hits += row["low"] < truth.iloc[0] < row["high"]
    assert 0.91 <= hits / 300 <= 0.98


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"price": 110}, "price=110 is not above cost=110"),
        ({"salvage": 110}, "salvage=110 is not below cost=110"),
        ({"price": 90, "salvage": 190}, "not above cost"),
        ({"cost": -1}, "cost=-1 must be"),
        ({"price": float("nan")}, "price=nan must be"),
    ],
)
def test_money_that_cannot_be(change, message):
    with pytest.raises(ValueError, match=message):
        newsvendor.critical_ratio(**(MONEY | change))


def test_bad_orders_and_demand_are_refused():
    with pytest.raises(ValueError, match="orders is empty"):
        newsvendor.outcomes([], **HAMMER)
    with pytest.raises(ValueError, match="orders is negative"):
        newsvendor.outcomes([-1], **HAMMER)
    with pytest.raises(ValueError, match="standard_deviation=0 must be"):
        newsvendor.best_order(mean=10, standard_deviation=0, **MONEY)
    with pytest.raises(ValueError, match="demand has one launch"):
        newsvendor.drawn_outcomes([1], demand=pd.Series([3]), **MONEY)
    with pytest.raises(ValueError, match="demand is empty"):
        newsvendor.best_order_of_draws(pd.Series([], dtype=float), **MONEY)
    with pytest.raises(ValueError, match="demand is missing"):
        newsvendor.best_order_of_draws(pd.Series([1, None]), **MONEY)
    with pytest.raises(TypeError, match="demand must be a Series"):
        newsvendor.best_order_of_draws([1, 2], **MONEY)


def test_hunger_is_cheap_and_needs_a_small_lift():
    table = newsvendor.outcomes([3500, 4196], **HAMMER)
    needed = repeat_demand.break_even(
        table, order=3500, against=4196, later_margin=80, later_demand=3192
    )
    assert needed["cost"] / table.loc[4196, "profit"] == pytest.approx(0.029, abs=0.001)
    assert needed["needed_lift"] == pytest.approx(0.025, abs=0.0005)
    assert needed["needed_share"] * needed["turned_away"] * 80 == pytest.approx(needed["cost"])


def test_break_even_refuses_what_is_no_shortage():
    table = newsvendor.outcomes([3500, 4196, 6000], **HAMMER)
    with pytest.raises(ValueError, match="order=4196 must be the smaller"):
        repeat_demand.break_even(table, order=4196, against=3500, later_margin=80)
    with pytest.raises(ValueError, match="more at the launch: nothing is"):
        repeat_demand.break_even(table, order=4196, against=6000, later_margin=80)
    with pytest.raises(ValueError, match="no row for order=3000"):
        repeat_demand.break_even(table, order=3000, against=4196, later_margin=80)


def test_the_best_order_when_customers_come_back_is_that_of_a_lower_price():
    effect, orders = 0.5, range(2500, 4500)
    table = newsvendor.outcomes(orders, **HAMMER)
    total = table["profit"] + 80 * effect * table["lost"]
    best = newsvendor.best_order(**(HAMMER | {"price": 190 - 80 * effect}))
    assert total.idxmax() == round(best)


def test_the_lot_finds_what_a_customer_turned_away_brings_and_ran_out_does_not():
    firm = phone_launch(seed=1)
    launches = counted(firm)
    effects = repeat_demand.later_effects(launches, short="short", by="city", **COLUMNS)
    truth = firm.truth["later_effect"]
    assert ((effects["low"] < truth) & (truth < effects["high"])).all()
    ran_out = launches.assign(ran_out=(launches["turned_away"] > 0).astype(int))
    wrong = repeat_demand.later_effects(ran_out, short="ran_out", by="city", **COLUMNS)
    assert (wrong["estimate"] > effects["estimate"]).all()
    back = launches["came_back"].sum() / launches["turned_away"].sum()
    everybody = repeat_demand.later_effects(launches, short="short", **COLUMNS)
    assert back > 0.5 > everybody["high"].iloc[0]


@pytest.mark.slow
def test_intervals_of_the_effect_hold_the_truth():
    hits = []
    for seed in range(200):
        firm = phone_launch(seed=seed)
        found = repeat_demand.later_effects(counted(firm), short="short", by="city", **COLUMNS)
        truth = firm.truth["later_effect"]
        hits.append((found["low"] < truth) & (truth < found["high"]))
    assert 0.92 <= np.mean(hits) <= 0.98


@pytest.mark.slow
def test_intervals_of_a_plan_hold_the_truth():
    firm = phone_launch(seed=0)
    middle, to_come = firm.truth["mean_demand"], {"large": 20, "middle": 60, "small": 150}
    enough, short = (dict(middle * (1 + 0.37 * z)) for z in (0.85, 0.26))
    orders, truth = {"enough": enough, "short": short}, 0.0
    for city, one in middle.items():
        spread = {"mean": one, "standard_deviation": 0.37 * one, **PHONE}
        table = newsvendor.outcomes([short[city], enough[city]], **spread)
        later = 800 * firm.truth.loc[city, "later_effect"] * table["lost"]
        truth += to_come[city] * -(table["profit"] + later).diff().iloc[1]
    hits = 0
    for seed in range(200):
        launches = counted(phone_launch(seed=seed))
        effects = repeat_demand.later_effects(launches, short="short", by="city", **COLUMNS)
        row = repeat_demand.plans(
            launches, orders=orders, against="enough", effects=effects, wanted="demand", by="city",
            to_come=to_come, later_margin=800, **PHONE,
        ).iloc[0]  # fmt: skip
        hits += row["low"] < truth < row["high"]
    assert 0.91 <= hits / 200 <= 0.985


def test_effects_refuse_flags_the_wrong_way_round_and_too_few_launches():
    launches = counted(phone_launch(seed=1, n_launches=80))
    with pytest.raises(ValueError, match="turned no more customers away"):
        repeat_demand.later_effects(
            launches.assign(short=1 - launches["short"]), short="short", **COLUMNS
        )
    with pytest.raises(ValueError, match="0 other launches"):
        repeat_demand.later_effects(launches.query("short == 1"), short="short", **COLUMNS)
    with pytest.raises(ValueError, match="'demand' is above 'turned_away'"):
        repeat_demand.later_effects(
            launches.query("turned_away > 0"), short="short", wanted="turned_away",
            turned_away="demand", later="later",
        )  # fmt: skip
    with pytest.raises(ValueError, match="turned_away' is missing"):
        repeat_demand.later_effects(launches.assign(turned_away=np.nan), short="short", **COLUMNS)


def test_row_order_and_row_names_do_not_matter_and_inputs_stay():
    launches = counted(phone_launch(seed=2))
    before = launches.copy()
    one = repeat_demand.later_effects(launches, short="short", by="city", **COLUMNS)
    shuffled = launches.sample(frac=1, random_state=1)
    other = repeat_demand.later_effects(shuffled, short="short", by="city", **COLUMNS)
    pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(launches, before)
    assert list(one.index) == ["large", "middle", "small"]


def test_plans_by_hand_and_what_they_lack():
    launches = pd.DataFrame({"city": "big", "wanted": [80, 100, 120, 140]})
    effects = pd.DataFrame({"estimate": 0.8, "standard_error": 0.1}, index=["big"])
    asked = {
        "orders": {"enough": {"big": 120}, "short": {"big": 100}}, "against": "enough",
        "effects": effects, "wanted": "wanted", "by": "city", "to_come": {"big": 10},
        "later_margin": 80, **MONEY,
    }  # fmt: skip
    row = repeat_demand.plans(launches, **asked).loc["short"]
    # Two launches sell 20 fewer, of two others 20 and of one 0 fewer are left over.
    assert row["profit"] == 10 * (-80 * 40 + 20 * (20 + 20)) / 4
    assert row["turned_away"] == 10 * (20 + 20) / 4
    assert row["estimate"] == pytest.approx(row["profit"] + 80 * 0.8 * row["turned_away"])
    with pytest.raises(ValueError, match="'short' says nothing of \\['big'\\]"):
        repeat_demand.plans(launches, **(asked | {"orders": asked["orders"] | {"short": {}}}))
    with pytest.raises(ValueError, match="enough' alone"):
        repeat_demand.plans(launches, **(asked | {"orders": {"enough": {"big": 120}}}))
    with pytest.raises(ValueError, match="against='much' is no option"):
        repeat_demand.plans(launches, **(asked | {"against": "much"}))
    with pytest.raises(ValueError, match="one launch"):
        repeat_demand.plans(launches.head(1), **asked)


def test_profits_that_are_missing_give_no_break_even():
    outcomes = pd.DataFrame({"lost": [9.0, 1], "profit": [np.nan, 5]}, index=[10.0, 20])
    with pytest.raises(ValueError, match="'profit' is missing"):
        repeat_demand.break_even(outcomes, order=10, against=20, later_margin=8)
