from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import crmkit.datasets
from crmkit.segmentation import relationship

# No deadline: a busy machine is no failure of the code.
steady = settings(deadline=None, max_examples=40)

RATE = {"annual_discount_rate": 0.10}


def segment(revenue=9e6, margin_rate=0.15, customers=300, name="dealers"):
    return pd.DataFrame(
        {"market_revenue": [revenue], "margin_rate": margin_rate, "customers": customers},
        index=pd.Index([name], name="segment"),
    )


def levels(keep, cost, setup=None):
    names = [f"L{n}" for n in range(len(keep))]
    table = pd.DataFrame({"retention_rate": keep, "annual_cost": cost}, index=names, dtype=float)
    return table if setup is None else table.assign(setup_cost=np.asarray(setup, dtype=float))


def test_value_by_hand_with_the_first_payment_now():
    # (1000 * .5 / 5 - 20) = 80 a customer; 1.1 / (1.1 - .6) = 2.2; five customers, 30 to set up.
    one = segment(1000, 0.5, 5)
    value = relationship.level_values(one, levels=levels([0.6], [20], [30]), **RATE)
    assert value.iloc[0, 0] == pytest.approx(5 * 80 * 2.2 - 30)


def test_value_equals_the_sum_of_discounted_years():
    value = relationship.level_values(segment(), **RATE)["proactive"].iloc[0]
    years = np.arange(2000)
    margin = 9e6 * 0.15 / 300 - 2000
    assert value == pytest.approx((300 * margin * (0.84 / 1.1) ** years).sum())


def test_grid_is_the_textbook_grid():
    book = crmkit.datasets.load("relationship_grid").astype(str)
    book = book.pivot(index="customers", columns="margin", values="level")
    ours = relationship.grid()
    assert_frame_equal(ours.astype(str), book.loc[ours.index, ours.columns], check_names=False)


def test_diagonals_of_the_grid_are_constant_as_margin_per_customer_is():
    cells = list(product(relationship.CUSTOMER_COUNTS.values(), relationship.MARGIN_RATES.values()))
    segments = pd.concat(
        segment(relationship.MARKET_REVENUE, margin_rate, n, name=f"{n} at {margin_rate}")
        for n, margin_rate in cells
    )
    best = relationship.best_level(segments, **RATE)
    margin = best["margin_per_customer"].to_numpy().reshape(3, 3)
    level = relationship.grid(nearly=0).to_numpy()
    assert (level == best["level"].astype(str).to_numpy().reshape(3, 3)).all()
    for row, column in product(range(2), range(2)):
        assert margin[row, column] == pytest.approx(margin[row + 1, column + 1])
        assert level[row, column] == level[row + 1, column + 1]


def test_grid_names_both_levels_only_where_they_are_nearly_equal():
    assert relationship.grid(nearly=0).loc["many", "low"] == "basic"
    assert relationship.grid(nearly=0.5).loc["few", "high"] == "proactive or partnership"
    order = list(relationship.grid().dtypes.iloc[0].categories)
    assert order[:3] == ["basic", "basic or reactive", "reactive"]


def test_grid_breaks_when_customers_spread_more_than_margins():
    # Ten times as many customers between classes, but twice the margin: what was one diagonal,
    # 600 and 15,000 a customer, is now far apart.
    grid = relationship.grid(
        margin_rates={"high": 0.2, "medium": 0.1, "low": 0.05},
        counts={"many": 3000, "medium": 300, "few": 30},
        nearly=0,
    )
    assert grid.loc["many", "high"] == "reactive"
    assert grid.loc["few", "low"] == "proactive"


def test_margins_must_be_numbers():
    with pytest.raises(ValueError, match=r"margin_per_customer is missing in 1 of 2 .*\[1\]"):
        relationship.value_per_customer([1.0, np.nan], **RATE)


def test_best_level_by_hand():
    two = pd.concat([segment(), segment(margin_rate=0.05, customers=900, name="shops")])
    best = relationship.best_level(two, **RATE)
    assert best["level"].to_list() == ["accountable", "basic"]
    assert best["runner_up"].to_list() == ["reactive", "reactive"]
    assert best["margin_per_customer"].to_list() == pytest.approx([4500, 500])
    assert best["first_year_cost"].to_list() == pytest.approx([300 * 600, 900 * 20])
    assert best.loc["shops", "value"] == pytest.approx(900 * 480 * 2.2)
    assert best.loc["shops", "lead"] == pytest.approx(900 * (480 * 2.2 - 380 * 2.75))


def test_a_worthless_market_is_still_served_at_the_level_that_loses_least():
    best = relationship.best_level(segment(revenue=0), **RATE)
    assert best["level"].to_list() == ["basic"]
    assert best["value"].iloc[0] < 0


def three_segments():
    return pd.DataFrame(
        {
            "market_revenue": [9e6, 9e6, 4e6],
            "margin_rate": [0.45, 0.15, 0.30],
            "customers": [100, 300, 200],
        },
        index=["works", "dealers", "shops"],
    )


def test_ample_budget_changes_nothing():
    free = relationship.best_level(three_segments(), **RATE)
    held = relationship.best_level(
        three_segments(), first_year_budget=free["first_year_cost"].sum(), **RATE
    )
    assert_frame_equal(free, held)


@steady
@given(st.integers(20_000, 900_000))
def test_choice_under_a_budget_is_the_best_of_all_combinations(budget):
    segments, table = three_segments(), relationship.default_levels()
    cost = segments["customers"].to_numpy()[:, None] * table["annual_cost"].to_numpy()
    value = relationship.level_values(segments, **RATE).to_numpy()
    assume(budget >= cost.min(axis=1).sum())
    best = max(
        sum(value[row, level] for row, level in enumerate(choice))
        for choice in product(range(5), repeat=3)
        if sum(cost[row, level] for row, level in enumerate(choice)) <= budget
    )
    held = relationship.best_level(segments, first_year_budget=budget, **RATE)
    assert held["value"].sum() == pytest.approx(best)
    assert held["first_year_cost"].sum() <= budget + 1e-6


def test_tight_budget_shows_what_is_forgone():
    held = relationship.best_level(three_segments(), first_year_budget=100_000, **RATE)
    assert (held["lead"] < 0).any()


def test_budget_below_the_least_cost_is_an_error():
    with pytest.raises(ValueError, match=r"which costs 12,000\.00"):
        relationship.best_level(three_segments(), first_year_budget=11_999, **RATE)


def test_row_order_is_free():
    segments = three_segments()
    for function in (relationship.level_values, relationship.best_level):
        assert_frame_equal(function(segments.iloc[::-1], **RATE), function(segments, **RATE)[::-1])


def test_default_levels_gain_less_and_cost_more_at_each_step():
    table = relationship.default_levels()
    assert (table["retention_rate"].diff().diff().dropna() < 0).all()
    assert (table["annual_cost"].diff().diff().dropna() > 0).all()


def test_default_levels_are_a_new_table_each_time():
    table = relationship.default_levels()
    table.loc["basic", "annual_cost"] = 999
    assert relationship.default_levels().loc["basic", "annual_cost"] == 20


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"margin_rate": 15}, r"segments: margin_rate is above 1 in 1 of 1 row\(s\).* 0\.15"),
        ({"margin_rate": -0.1}, "segments: margin_rate is negative in 1 of 1"),
        ({"customers": 0}, r"segments: customers is not above 0 in 1 of 1 .*\['dealers'\]"),
        ({"revenue": -1}, "segments: market_revenue is negative in 1 of 1"),
        ({"customers": np.nan}, "segments: customers is missing in 1 of 1"),
        ({"revenue": np.inf}, "segments: market_revenue is infinite in 1 of 1"),
    ],
)
def test_wrong_segments_are_counted(change, message):
    with pytest.raises(ValueError, match=message):
        relationship.level_values(segment(**change), **RATE)


@pytest.mark.parametrize(
    ("table", "rate", "message"),
    [
        (levels([60.0], [1]), 0.1, r"levels: retention_rate is above 1 .*60 % is 0\.60"),
        (levels([1.0], [1]), 0.0, r"retention_rate is 1 in 1 of 1 .*\['L0'\].*no finite value"),
        (levels([0.5], [-1]), 0.1, "levels: annual_cost is negative in 1 of 1"),
        (levels([0.5], [1]), -0.1, "annual_discount_rate=-0.1 must be a number of 0 or more"),
        (levels([], []), 0.1, "levels is empty: it has 0 rows"),
        (levels([0.5], [1], [-1]), 0.1, "levels: setup_cost is negative in 1 of 1"),
        (
            pd.concat([levels([0.5], [1])] * 2),
            0.1,
            r"levels has 1 level\(s\) more than once; first: \['L0'\]",
        ),
    ],
)
def test_wrong_levels_are_named(table, rate, message):
    with pytest.raises(ValueError, match=message):
        relationship.level_values(segment(), levels=table, annual_discount_rate=rate)


def test_missing_columns_and_a_single_level_are_errors():
    with pytest.raises(ValueError, match="segments has no column 'customers'"):
        relationship.level_values(segment().drop(columns="customers"), **RATE)
    with pytest.raises(ValueError, match="nothing to choose"):
        relationship.best_level(segment(), levels=levels([0.5], [1]), **RATE)


def test_inputs_are_not_changed():
    segments, table = three_segments(), levels([0.5, 0.6], [1, 2])
    relationship.best_level(segments, levels=table, **RATE)
    assert_frame_equal(segments, three_segments())
    assert_frame_equal(table, levels([0.5, 0.6], [1, 2]))
