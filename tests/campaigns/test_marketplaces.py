"""Two sides, the race for shares, what cities say, and the entry game."""

import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import cross_group, entry_game, share_race, two_sided
from crmkit.companies import two_sided_market
from tests.campaigns.tables.marketplaces import GAME, MARKET, RACE, RACES, START

SIDES = pd.DataFrame(
    {"cost": [10.0, 2], "differentiation": [30.0, 20], "benefit": [5.0, 38]},
    index=["sellers", "buyers"],
)
SELLERS = {"chose": "sellers_chose", "deciding": "sellers_deciding", "other_share": "buyer_share",
           "advantage": "waiver"}  # fmt: skip
BUYERS = {"chose": "buyers_chose", "deciding": "buyers_deciding", "other_share": "seller_share",
          "advantage": "bonus"}  # fmt: skip


# Row 97: Armstrong (2006), section 4, exactly.
def test_each_side_pays_cost_and_differentiation_less_what_the_other_gains_from_it():
    found = two_sided.duopoly(SIDES)
    assert found["price"].to_dict() == {"sellers": 10 + 30 - 38, "buyers": 2 + 20 - 5}
    assert found["profit"].sum() == (30 + 20 - 5 - 38) / 2
    assert found["pays"].to_list() == ["below cost", "above cost"]


def test_a_side_pays_below_cost_exactly_where_the_other_gains_more_than_t():
    for benefit in (0, 29.0, 30.0, 31.0, 43.0):
        sides = SIDES.assign(benefit=[5.0, benefit])
        expected = np.sign(30 - benefit)
        assert np.sign(two_sided.duopoly(sides)["margin"]["sellers"]) == expected


def test_search_finds_the_same_prices_as_the_formula():
    rng = np.random.default_rng(7)
    for _ in range(10):
        t = rng.uniform(20, 60, 2)
        sides = SIDES.assign(
            cost=rng.uniform(0, 20, 2), differentiation=t, benefit=rng.uniform(0, 0.9, 2) * t.min()
        )
        prices = two_sided.duopoly(sides)["price"]
        reply = two_sided.best_reply(sides, rival_prices=prices)
        np.testing.assert_allclose(reply, prices, atol=1e-3)
        profit = two_sided.duopoly_profit(sides, prices=prices, rival_prices=prices)
        assert profit == pytest.approx(two_sided.duopoly(sides)["profit"].sum())


def test_shares_add_up_and_a_price_far_too_high_loses_everybody():
    theirs, step = two_sided.duopoly(SIDES)["price"], pd.Series({"sellers": 2, "buyers": -1})
    ours = two_sided.shares(SIDES, prices=theirs + step, rival_prices=theirs)
    other = two_sided.shares(SIDES, prices=theirs, rival_prices=theirs + step)
    np.testing.assert_allclose(ours + other, 1)
    assert two_sided.shares(SIDES, prices=theirs + 200, rival_prices=theirs).to_list() == [0, 0]


def test_a_monopolys_price_is_cost_less_the_others_gain_plus_its_own_demand():
    sides = SIDES.assign(differentiation=60.0, benefit=[5.0, 50], own_value=[20.0, 12])
    found, n = two_sided.monopoly(sides), two_sided.monopoly(sides)["customer_share"].to_numpy()
    assert ((n > 0) & (n < 1)).all()
    first_order = sides["cost"] - sides["benefit"].to_numpy()[::-1] * n[::-1] + 60 * n
    np.testing.assert_allclose(found["price"], first_order, atol=1e-4)
    alone = two_sided.monopoly(sides.assign(benefit=0.0))
    np.testing.assert_allclose(alone["price"], (sides["own_value"] + sides["cost"]) / 2, atol=1e-4)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"benefit": [40.0, 38]}, "one platform takes all"),
        ({"differentiation": [0.0, 20]}, "not above 0"),
        ({"cost": [-1.0, 2]}, "negative"),
        ({"benefit": [np.nan, 1]}, "missing"),
    ],
)
def test_sides_that_cannot_be_are_refused(change, told):
    with pytest.raises(ValueError, match=told):
        two_sided.duopoly(SIDES.assign(**change))


def test_one_side_is_no_market():
    with pytest.raises(ValueError, match="two sides"):
        two_sided.duopoly(SIDES.iloc[:1])
    with pytest.raises(ValueError, match="no column 'benefit'"):
        two_sided.duopoly(SIDES.drop(columns="benefit"))
    with pytest.raises(ValueError, match="the sides are"):
        two_sided.shares(SIDES, prices=pd.Series([1.0, 2]), rival_prices=pd.Series([1.0, 2]))


# Row 31: Anderson, Sweeney & Williams, two food stores, P = [.9 .1; .2 .8].
FOOD = pd.Series(
    {f"{side}_{name}": value for side in ("seller", "buyer")
     for name, value in {"base": np.log(2), "effect": 0, "money": 0, "moving": 0.3}.items()}
)  # fmt: skip


def test_without_a_pull_the_race_is_the_two_food_stores():
    found = share_race.path(FOOD, months=5, seller_share=1, buyer_share=0)
    published = {"seller_share": [0.9, 0.83, 0.781, 0.747, 0.723],
                 "buyer_share": [0.2, 0.34, 0.438, 0.507, 0.555]}  # fmt: skip
    for name, row in published.items():
        np.testing.assert_allclose(found[name].iloc[1:], row, atol=0.0005)
    assert share_race.critical_share(FOOD)["seller_share"].to_list() == [pytest.approx(2 / 3)]


def test_a_weak_pull_forgets_the_start_and_a_strong_one_remembers_it():
    for effect, ends in ((1.0, 1), (2.4, 2)):
        race = RACE.where(~RACE.index.str.endswith("effect"), effect)
        last = {
            round(share_race.path(race, months=600, seller_share=s, buyer_share=s).iloc[-1, 0], 3)
            for s in (0.05, 0.95)
        }
        assert len(last) == ends


def test_below_the_critical_mass_both_shares_fall_and_above_they_rise():
    points = share_race.critical_share(RACE)
    middle = points[~points["stable"]].iloc[0]
    for step in (-0.02, 0.02):
        start = {name: middle[name] + step for name in ("seller_share", "buyer_share")}
        moved = share_race.path(RACE, months=60, **start).iloc[-1] - pd.Series(start)
        assert (np.sign(moved) == np.sign(step)).all()
    rest = points[points["stable"]].iloc[0]
    held = share_race.path(RACE, months=5, **rest[["seller_share", "buyer_share"]].astype(float))
    np.testing.assert_allclose(held.iloc[-1].to_numpy(), held.iloc[0].to_numpy(), atol=1e-9)


def test_more_money_never_lowers_a_share():
    ends = [share_race.values(RACE, MARKET, fee=fee, **START).iloc[0] for fee in (60, 30, 0, -30)]
    for name in ("seller_share", "buyer_share"):
        assert pd.Series([end[name] for end in ends]).is_monotonic_increasing


def test_a_month_by_hand_is_the_profit():
    market = share_race.Market(100, 1000, 60, 15, 1, months=1, months_after=0,
                               annual_discount_rate=0)  # fmt: skip
    found = share_race.values(FOOD, market, seller_share=0.5, buyer_share=0.2, fee=20, bonus=0.5)
    seller, buyer = 0.2 + 0.7 * 0.5, 0.2 + 0.7 * 0.2
    row = found.iloc[0]
    assert row["profit"] == pytest.approx(100 * seller * 5 + 1000 * buyer * 0.5)
    assert row["cost"] == pytest.approx(100 * seller * 40 + 1000 * buyer * 0.5)
    assert row["rival_profit"] == pytest.approx(100 * (1 - seller) * 45 + 1000 * (1 - buyer))


def test_both_profits_together_are_those_of_the_whole_market_if_nobody_gives_anything():
    found = share_race.values(RACE, MARKET, fee=60, **START).iloc[0]
    whole = (1.1 ** (-np.arange(1, 61) / 12)).sum() * (100 * 45 + 3000)
    assert found["profit"] + found["rival_profit"] == pytest.approx(whole)


def test_no_subsidy_gains_nothing_and_the_table_says_what_is_carried():
    grid = list(range(0, 126, 5))
    table = share_race.by_subsidy(RACES, MARKET, side="sellers", subsidies=grid, **START)
    assert table.loc[0, "estimate"] == 0
    found = share_race.carried(table)
    assert table["estimate"].max() == table.loc[found["best"], "estimate"]
    assert table.loc[found["largest"], "estimate"] > 0 >= table.loc[found["largest"] + 5 :].iloc[
        1:]["estimate"].max()  # fmt: skip
    buyers = share_race.by_subsidy(RACES, MARKET, side="buyers", subsidies=[0, 1, 2], **START)
    assert buyers["bonus"].to_list() == [0, 1, 2] and (buyers["fee"] == 60).all()


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: share_race.path(RACE, months=3, seller_share=15, buyer_share=0.1), "0.2 for 20 %"),
        (lambda: share_race.path(RACE.drop("buyer_base"), months=3, **START), "no column"),
        (lambda: share_race.path(RACE.where(RACE.index != "seller_moving", 1.2), months=3,
                                 **START), "above 1"),
        (lambda: share_race.values(RACE, MARKET, fee=0, bonus=-1, **START), "bonus=-1"),
        (lambda: share_race.values(RACE, MARKET, fee=np.nan, **START), "fee=nan"),
        (lambda: share_race.by_subsidy(RACES.iloc[:5], MARKET, side="sellers", subsidies=[1.0],
                                       **START), "40 draws"),
        (lambda: share_race.by_subsidy(RACES, MARKET, side="seller", subsidies=[1.0], **START),
         "choose one of"),
        (lambda: share_race.Market(0, 1, 60, 15, 1), "sellers=0"),
    ],
)  # fmt: skip
def test_a_race_that_cannot_be_is_refused(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_nothing_carried_is_no_number():
    table = pd.DataFrame({"estimate": [0.0, -1], "low": [0.0, -2]}, index=[0, 10])
    assert share_race.carried(table).isna().all()


@pytest.fixture(scope="module")
def firm():
    return two_sided_market(seed=1)


def test_within_cities_the_truth_is_found_and_between_them_the_pull_is_too_strong(firm):
    records, truth = firm.records.drop_duplicates(), firm.parameters
    for side, columns in (("seller", SELLERS), ("buyer", BUYERS)):
        within = cross_group.fitted(records, **columns, city="city").table(confidence=0.999)
        real = [truth.base[side], truth.effect[side], truth.money[side]]
        assert (within["low"] < real).all() and (within["high"] > real).all()
        between = cross_group.fitted(records, **columns).table()
        assert between.loc["effect", "low"] > truth.effect[side]


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    held = []
    for seed in range(200):
        firm = two_sided_market(seed=1000 + seed)
        records, truth = firm.records.drop_duplicates(), firm.parameters
        for side, columns in (("seller", SELLERS), ("buyer", BUYERS)):
            found = cross_group.fitted(records, **columns, city="city").table()
            real = [truth.base[side], truth.effect[side], truth.money[side]]
            held.append((found["low"] < real) & (found["high"] > real))
    # A city's good month stays in its later shares, so that effects come out half an error too low.
    assert np.all(np.abs(np.mean(held, axis=0) - 0.92) < 0.04)


def test_fits_agree_with_a_logit_of_single_choices():
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    table = pd.DataFrame({"share": rng.uniform(0.1, 0.9, 60), "yuan": rng.choice([0, 30], 60)})
    chance = 1 / (1 + np.exp(-(0.2 + 2 * (2 * table["share"] - 1) + 0.02 * table["yuan"])))
    table["of"], table["yes"] = 200, rng.binomial(200, chance)
    found = cross_group.fitted(
        table, chose="yes", deciding="of", other_share="share", advantage="yuan"
    ).table()
    x = np.column_stack([np.ones(60), 2 * table["share"] - 1, table["yuan"]])
    y = np.concatenate([[1] * yes + [0] * (200 - yes) for yes in table["yes"]])
    peer = sm.Logit(y, np.repeat(x, 200, axis=0)).fit(disp=0)
    np.testing.assert_allclose(found["estimate"], peer.params, rtol=1e-6)
    np.testing.assert_allclose(found["standard_error"], peer.bse, rtol=0.3)


def test_draws_begin_with_the_estimate_and_spread_as_its_errors(firm):
    records = firm.records.drop_duplicates()
    sides = [cross_group.fitted(records, **one, city="city") for one in (SELLERS, BUYERS)]
    moving = {"seller_moving": 0.12, "buyer_moving": 0.18}
    drawn = cross_group.races(*sides, **moving, rng=np.random.default_rng(1), draws=4_000)
    pd.testing.assert_series_equal(drawn.iloc[0], cross_group.race(*sides, **moving),
                                   check_names=False)  # fmt: skip
    spread = drawn.iloc[1:]["seller_effect"].std()
    assert spread == pytest.approx(sides[0].table().loc["effect", "standard_error"], rel=0.05)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sellers_chose": 9_999_999}, "more 'sellers_chose'"),
        ({"buyer_share": 12.0}, "0.2 for 20 %"),
        ({"waiver": 30.0}, "the same in all rows"),
        ({"sellers_deciding": 0}, "not above 0"),
        ({"city": None}, "Name the city"),
    ],
)
def test_records_that_teach_nothing_are_refused(firm, change, told):
    records = firm.records.assign(**change)
    with pytest.raises(ValueError, match=told):
        cross_group.fitted(records, **SELLERS, city="city")


def test_a_city_seen_once_is_compared_with_nothing(firm):
    once = firm.records.drop_duplicates("city")
    with pytest.raises(ValueError, match="stand in one row"):
        cross_group.fitted(once, **SELLERS, city="city")


def test_inputs_stay_as_they_are(firm):
    before = firm.records.copy()
    cross_group.fitted(firm.records, **SELLERS, city="city")
    entry_game.best_replies(GAME)
    pd.testing.assert_frame_equal(firm.records, before)
    assert list(GAME) == ["payoff", "rival_payoff"]


def test_the_prisoners_dilemma_rests_where_both_lose():
    moves = pd.MultiIndex.from_product([["keep", "cheat"]] * 2, names=["ours", "theirs"])
    game = pd.DataFrame({"payoff": [3, 0, 5, 1], "rival_payoff": [3, 5, 0, 1]}, index=moves)
    assert entry_game.equilibria(game) == [("cheat", "cheat")]


def test_a_game_may_have_two_equilibria_or_none():
    moves = GAME.index
    alike = pd.DataFrame({"payoff": [2, 0, 0, 1], "rival_payoff": [2, 0, 0, 1]}, index=moves)
    assert len(entry_game.equilibria(alike)) == 2
    pennies = pd.DataFrame({"payoff": [1, 0, 0, 1], "rival_payoff": [0, 1, 1, 0]}, index=moves)
    assert entry_game.equilibria(pennies) == []


def test_chances_of_one_draw_are_the_equilibria():
    chances = entry_game.equilibrium_chances(GAME[["payoff"]].T, GAME[["rival_payoff"]].T)
    assert chances["chance"].to_list() == [
        float(one) for one in entry_game.best_replies(GAME)["equilibrium"]
    ]
    assert entry_game.matrix(GAME).loc["free", "paid"] == 5


def test_a_game_with_a_hole_is_refused():
    with pytest.raises(ValueError, match="1 of 4 pairs"):
        entry_game.best_replies(GAME.iloc[:3])
    with pytest.raises(ValueError, match="more than one row"):
        entry_game.best_replies(pd.concat([GAME, GAME]))
    with pytest.raises(ValueError, match="two levels"):
        entry_game.best_replies(GAME.reset_index(drop=True))
    with pytest.raises(ValueError, match="missing"):
        entry_game.best_replies(GAME.assign(payoff=[1, np.nan, 0, 0]))
    with pytest.raises(ValueError, match="no draws"):
        entry_game.equilibrium_chances(GAME[["payoff"]].T.iloc[:0], GAME[["payoff"]].T.iloc[:0])


def test_subsidies_without_a_number_have_no_best():
    table = pd.DataFrame({"estimate": [1.0, np.nan], "low": [0.0, 0.0]}, index=[0, 10])
    with pytest.raises(ValueError, match="'estimate' is missing in 1 of 2"):
        share_race.carried(table)


def test_setup_costs_must_be_known_and_moves_named_once():
    moves = pd.DataFrame({"fee": [60.0], "lead": 0.1, "setup_cost": np.nan}, index=["paid"])
    with pytest.raises(ValueError, match="'setup_cost' is missing"):
        entry_game.payoffs_of_race(
            pd.DataFrame(), None, moves=moves, rival_fees={"stays": 60}, seller_share=0.1,
            buyer_share=0.1,
        )  # fmt: skip
