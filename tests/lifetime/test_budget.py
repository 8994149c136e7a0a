"""Money moved in steps: worked by hand, on a simulated agency, and with bad input."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from crmkit.companies import travel_agency
from crmkit.lifetime import valuation
from crmkit.lifetime.valuation import marginal_returns, move_in_steps
from crmkit.loyalty import word_of_mouth

SHOPS = pd.DataFrame({"spend": [0, 0, 10, 10, 20, 20], "sales": [5.0, 7, 30, 32, 36, 38]})
ASK = {"spend": "spend", "value": "sales"}
OLD = marginal_returns(SHOPS, **ASK)
NEW = marginal_returns(SHOPS.assign(sales=[1.0, 3, 18, 20, 32, 34]), **ASK)


def sides(agency, friends=True):
    """Returns of both sides, money in thousand yuan."""
    cities, margin = agency.cities, agency.parameters.booking_margin / 1000
    back = cities["came_back"] + (cities["friends_booked"] if friends else 0)
    cities = cities.assign(won=margin * cities["booked"], kept=margin * back)
    return {
        "strangers": marginal_returns(cities, spend="stranger_spend", value="won"),
        "customers": marginal_returns(cities, spend="customer_spend", value="kept"),
    }


def true_returns(agency):
    firm = agency.parameters
    steps, margin = np.array(firm.spend_steps), firm.booking_margin / 1000
    kept = (1 + firm.k_factor) * firm.customers_back(steps)
    return {
        "strangers": margin * np.diff(firm.strangers_booked(steps)) / np.diff(steps),
        "customers": margin * np.diff(kept) / np.diff(steps),
    }


def test_a_step_is_the_difference_of_two_means_over_the_money_added():
    # (30 + 32) / 2 - (5 + 7) / 2 = 25 for 10 more, then 6 for 10 more.
    assert OLD["added_value"].to_list() == [25, 6] and OLD["estimate"].to_list() == [2.5, 0.6]
    assert OLD.index.to_list() == [10, 20] and OLD["units"].to_list() == [2, 2]


def test_the_interval_is_welchs():
    rng = np.random.default_rng(3)
    few, many = rng.normal(5, 1, 4), rng.normal(9, 3, 9)
    table = pd.DataFrame({"spend": [0] * 4 + [2] * 9, "sales": [*few, *many]})
    peer = ttest_ind(many, few, equal_var=False).confidence_interval(0.9)
    row = marginal_returns(table, **ASK, confidence=0.9).iloc[0]
    assert row[["low", "high"]].to_list() == pytest.approx([peer.low / 2, peer.high / 2])


def test_the_order_of_rows_and_the_unit_of_money_do_not_matter():
    assert marginal_returns(SHOPS.iloc[::-1], **ASK).equals(OLD)
    yuan = marginal_returns(1000 * SHOPS, **ASK)
    assert yuan["estimate"].to_list() == pytest.approx(OLD["estimate"].to_list())


def test_money_moves_while_the_next_step_brings_more_than_the_last():
    moves = move_in_steps({"old": OLD, "new": NEW}, start={"old": 20, "new": 0})
    # .6 given up for 1.7; then 2.5 would be given up for 1.4.
    assert moves[["old", "new"]].to_numpy().tolist() == [[10, 10]]
    assert moves["gain"].to_list() == pytest.approx([10 * (1.7 - 0.6)])
    back = move_in_steps({"new": NEW, "old": OLD}, start={"old": 0, "new": 20})
    assert back["given_to"].to_list() == ["old"] and back["old"].to_list() == [10]


def test_at_the_best_split_nothing_moves():
    still = move_in_steps({"old": OLD, "new": NEW}, start={"old": 10, "new": 10})
    assert still.empty and {"old", "new", "gain"} <= set(still)


def test_equal_returns_are_left_alone():
    assert move_in_steps({"one": OLD, "two": OLD}, start={"one": 10, "two": 10}).empty


def test_moves_end_at_the_best_of_all_splits_of_the_same_money():
    returns = sides(travel_agency(seed=1))
    moves = move_in_steps(returns, start={"strangers": 0, "customers": 600})
    brought = {name: [0, *(table["added_value"].cumsum())] for name, table in returns.items()}
    total = [brought["strangers"][k] + brought["customers"][6 - k] for k in range(7)]
    assert moves["strangers"].iloc[-1] == 100 * np.argmax(total)
    # What the moves gained is what the splits differ by.
    assert moves["gain"].sum() == pytest.approx(max(total) - total[0])


def test_without_the_friends_the_moves_go_one_step_further():
    ask = {"start": {"strangers": 0, "customers": 600}}
    ends = [
        move_in_steps(sides(travel_agency(seed=1), friends), **ask)["strangers"].iloc[-1]
        for friends in (True, False)
    ]
    assert ends == [200, 300]


@pytest.mark.parametrize("side", ["strangers", "customers"])
def test_each_true_return_lies_in_its_interval_as_often_as_promised(side):
    held = []
    for seed in range(60):
        agency = travel_agency(seed=seed)
        found, true = sides(agency)[side], true_returns(agency)[side]
        held.append((found["low"] <= true) & (true <= found["high"]))
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)


def test_what_the_first_move_gains_lies_in_its_interval_as_often_as_promised():
    held = []
    for seed in range(60):
        agency = travel_agency(seed=seed)
        move = move_in_steps(sides(agency), start={"strangers": 0, "customers": 600}).loc[1]
        true = true_returns(agency)
        gain = 100 * (true["strangers"][0] - true["customers"][5])
        held.append(move["low"] <= gain <= move["high"])
    assert np.mean(held) == pytest.approx(0.95, abs=0.06)


def test_more_cities_know_more():
    few, many = (sides(travel_agency(n_cities=n, seed=2))["customers"] for n in (70, 700))
    width = [(found["high"] - found["low"]).mean() for found in (few, many)]
    assert width[1] < 0.5 * width[0]


def test_inputs_are_left_alone():
    table, returns = SHOPS.copy(), {"old": OLD.copy(), "new": NEW.copy()}
    marginal_returns(table, **ASK)
    move_in_steps(returns, start={"old": 20, "new": 0})
    assert table.equals(SHOPS) and returns["old"].equals(OLD)


# --- Published -----------------------------------------------------------------------------------


def test_pfeifer_2005_the_last_won_and_the_last_kept_cost_what_a_customer_is_worth():
    plan = valuation.acquire_or_retain(
        annual_margin=100, annual_discount_rate=0.1, acquisition_ceiling=0.4,
        acquisition_speed=0.05, retention_ceiling=0.9, retention_speed=0.03,
    )  # fmt: skip
    last_won = np.exp(0.05 * plan.acquisition_spend) / (0.4 * 0.05)
    last_kept = np.exp(0.03 * plan.retention_spend) / (0.9 * 0.03)
    assert plan.acquisition_spend == pytest.approx(21.986, abs=5e-4)
    assert plan.retention_spend == pytest.approx(46.646, abs=5e-4)
    assert [last_won, last_kept, plan.customer_value] == pytest.approx([150.101] * 3, abs=5e-4)


@pytest.mark.parametrize(
    ("kept", "retention", "discount"), [(0.8, 3.50, -0.37), (0.9, 5.09, -0.55)]
)
def test_retention_moves_the_margin_multiple_nine_times_the_discount_rate(
    kept, retention, discount
):
    found = valuation.elasticities(
        lambda r, i: valuation.margin_multiple(retention_rate=r, annual_discount_rate=i),
        {"r": kept, "i": 0.12},
    )["elasticity"]
    assert found.to_list() == pytest.approx([retention, discount], abs=5e-3)
    assert -found["r"] / found["i"] == pytest.approx(9.3, abs=0.05)


def test_skok_2009_ten_customers_become_20470():
    found = word_of_mouth.growth([20], starting_customers=10, k_factor=10 * 0.2, cycle_days=2)
    assert found.to_list() == [20_470]


def test_one_b2b_table_says_four_and_a_half_or_one_and_a_half():
    won, kept_a_year, kept_a_life = 730, 162, 497
    assert round(won / kept_a_year, 1) == 4.5
    assert round(won / kept_a_life, 1) == 1.5


# --- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (SHOPS.iloc[:0], "0 rows"),
        (SHOPS.assign(spend=10), "all of 'spend' is 10"),
        (SHOPS.iloc[:5], "one row only; first: \\[20\\]"),
        (SHOPS.assign(spend=[0, 0, 10, 10, 20, np.nan]), "'spend'"),
        (SHOPS.assign(sales=[5, 7, 30, 32, 36, np.inf]), "'sales'"),
        (SHOPS.assign(spend=[-1, 0, 10, 10, 20, 20]), "'spend'"),
        (SHOPS.rename(columns={"sales": "money"}), "no column 'sales'; found"),
    ],
)
def test_outcomes_that_measure_no_step_are_refused(table, message):
    with pytest.raises(ValueError, match=message):
        marginal_returns(table, **ASK)


def test_text_a_list_and_the_same_column_twice_are_refused():
    with pytest.raises((TypeError, ValueError), match="'sales'"):
        marginal_returns(SHOPS.assign(sales=list("abcdef")), **ASK)
    with pytest.raises(TypeError, match="must be a DataFrame"):
        marginal_returns([1, 2], **ASK)
    with pytest.raises(ValueError, match="same column, 'spend'"):
        marginal_returns(SHOPS, spend="spend", value="spend")
    with pytest.raises(ValueError, match="confidence"):
        marginal_returns(SHOPS, **ASK, confidence=95)


def test_moves_that_cannot_be_are_refused():
    both, start = {"old": OLD, "new": NEW}, {"old": 20, "new": 0}
    with pytest.raises(ValueError, match="name two sides"):
        move_in_steps({"old": OLD}, start=start)
    with pytest.raises(ValueError, match="start must say what is spent on each of"):
        move_in_steps(both, start={"old": 20})
    with pytest.raises(ValueError, match=r"=15 was not measured; the spends are \[0.0, 10.0, 20.0"):
        move_in_steps(both, start={"old": 15, "new": 0})
    with pytest.raises(ValueError, match="steps of 10 to 20: money moves in steps of one size"):
        wide = marginal_returns(SHOPS.assign(spend=2 * SHOPS["spend"]), **ASK)
        move_in_steps({"old": OLD, "new": wide}, start=start)
    with pytest.raises(ValueError, match="call the sides neither of"):
        move_in_steps({"gain": OLD, "new": NEW}, start={"gain": 20, "new": 0})
    with pytest.raises(ValueError, match="'estimate' of 'old'"):
        move_in_steps({"old": OLD.assign(estimate=np.nan), "new": NEW}, start=start)
    with pytest.raises((TypeError, ValueError), match="the index \\(spend\\) of 'old'"):
        move_in_steps({"old": OLD.set_axis(["few", "many"]), "new": NEW}, start=start)
    with pytest.raises(ValueError, match="no column 'added_spend'"):
        move_in_steps({"old": OLD, "new": SHOPS}, start=start)


def test_nullable_and_decimal_columns_are_numbers_too():
    whole = SHOPS.astype({"spend": "Int64", "sales": "Float64"})
    assert marginal_returns(whole, **ASK)["estimate"].to_list() == OLD["estimate"].to_list()
    assert marginal_returns(SHOPS.set_axis(list("aabbcc")), **ASK).equals(OLD)


def test_where_nothing_varies_the_interval_is_a_point():
    flat = pd.DataFrame({"spend": [0, 0, 10, 10], "sales": [5.0, 5, 9, 9]})
    row = marginal_returns(flat, **ASK).iloc[0]
    assert row[["estimate", "low", "high"]].to_list() == [0.4, 0.4, 0.4]


def test_spends_that_differ_in_their_last_digits_are_refused():
    # 0.1 + 0.2 is no 0.3: the step between them would bring without end.
    table = SHOPS.assign(spend=[0.3, 0.3, 0.1 + 0.2, 0.1 + 0.2, 0.6, 0.6])
    with pytest.raises(ValueError, match=r"1 pair\(s\) of spends.*Round the spends"):
        marginal_returns(table, **ASK)


def test_huge_values_have_an_interval_too():
    small = marginal_returns(SHOPS, **ASK)
    table = SHOPS.astype({"sales": float}).assign(sales=1e97 * SHOPS["sales"])
    assert np.allclose(marginal_returns(table, **ASK)["high"] / 1e97, small["high"])


@pytest.mark.parametrize(
    ("old", "message"),
    [
        (OLD.iloc[::-1], "do not rise by its added_spend"),
        (pd.concat([OLD, OLD]), "do not rise by its added_spend"),
        (OLD.assign(standard_error=-1.0), "'standard_error' of 'old' is negative"),
        (OLD.assign(added_spend=0.0), "'added_spend' of 'old' is not above 0"),
    ],
)
def test_a_table_that_is_not_of_marginal_returns_is_refused(old, message):
    with pytest.raises(ValueError, match=message):
        move_in_steps({"old": old, "new": NEW}, start={"old": 20, "new": 0})


def test_steps_may_be_as_small_as_they_like():
    old, new = (table.assign(added_spend=1e-9, estimate=table["estimate"] * 1e10)
                for table in (OLD, NEW))  # fmt: skip
    old, new = (table.set_axis([1e-9, 2e-9]) for table in (old, new))
    moves = move_in_steps({"old": old, "new": new}, start={"old": 2e-9, "new": 0})
    assert moves["gain"].to_list() == pytest.approx([11.0])
    with pytest.raises(ValueError, match="steps of 1e-09 to 3e-09"):
        wide = new.assign(added_spend=3e-9).set_axis([3e-9, 6e-9])
        move_in_steps({"old": old, "new": wide}, start={"old": 2e-9, "new": 0})
