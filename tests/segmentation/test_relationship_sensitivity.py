import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from crmkit.segmentation import relationship
from crmkit.segmentation.relationship_sensitivity import LEVERS, flips, switch_points
from tests.segmentation.test_relationship import RATE, levels, segment, steady

some_levels = st.integers(2, 5).flatmap(
    lambda n: st.builds(
        levels,
        st.lists(st.integers(0, 95).map(lambda p: p / 100), min_size=n, max_size=n),
        st.lists(st.integers(0, 4000), min_size=n, max_size=n),
    )
)


def three_segments():
    return pd.DataFrame(
        {
            "market_revenue": [9e6, 9e6, 4e6],
            "margin_rate": [0.45, 0.15, 0.30],
            "customers": [100, 300, 200],
        },
        index=["works", "dealers", "shops"],
    )


def test_switch_point_by_hand():
    # 2.2 (M - 20) = 2.75 (M - 120) at M = (330 - 44) / .55 = 520.
    points = switch_points(**RATE)
    assert points.loc["basic", "pays_to"] == pytest.approx(520)
    assert points.loc["reactive", "pays_from"] == pytest.approx(520)
    assert points.loc["partnership", "pays_to"] == np.inf
    assert points["breaks_even_at"].to_list() == pytest.approx([20, 120, 600, 2000, 5000])


def test_level_that_never_pays_is_reported():
    # The middle one costs as much as the upper one.
    points = switch_points(levels([0.5, 0.6, 0.9], [10, 200, 200]), **RATE)
    assert points["pays"].to_list() == [True, False, True]
    assert np.isnan(points.loc["L1", "pays_from"])


def test_equal_levels_are_not_lost_the_first_one_pays():
    points = switch_points(levels([0.5, 0.5, 0.5], [10, 10, 20]), **RATE)
    assert points["pays"].to_list() == [True, False, False]


@steady
@given(some_levels, st.lists(st.integers(1, 20_000), min_size=1, max_size=20))
def test_switch_points_agree_with_the_best_value_everywhere(table, margins):
    points = switch_points(table, **RATE)
    value = relationship.value_per_customer(margins, levels=table, **RATE)
    ranges = points[points["pays"]].sort_values("pays_from")
    assert ranges["pays_from"].iloc[0] == 0
    assert ranges["pays_to"].iloc[-1] == np.inf
    np.testing.assert_allclose(ranges["pays_from"].iloc[1:], ranges["pays_to"].iloc[:-1])
    for margin, row in value.iterrows():
        here = ranges[(ranges["pays_from"] <= margin) & (margin <= ranges["pays_to"])].index
        assert row[here].max() == pytest.approx(row.max(), abs=1e-6)


def test_set_up_costs_are_shared_by_the_customers():
    table = levels([0.5, 0.8], [10, 10], [0, 1000])
    with pytest.raises(ValueError, match="pass n_customers"):
        switch_points(table, **RATE)
    few = switch_points(table, n_customers=10, **RATE).loc["L1", "pays_from"]
    many = switch_points(table, n_customers=1000, **RATE).loc["L1", "pays_from"]
    # 100 a customer over the difference of the annuities, 1.1/.3 - 1.1/.6; and 1 a customer.
    assert few == pytest.approx(10 + 100 / (1.1 / 0.3 - 1.1 / 0.6))
    assert many == pytest.approx(10 + 1 / (1.1 / 0.3 - 1.1 / 0.6))


def scaled(one, table, lever, factor):
    """The same question with one lever moved, the slow way."""
    one, table = one.copy(), table.copy()
    if lever in ("margin_rate", "customers"):
        one[lever] = one[lever] * factor
    elif lever == "cost_to_serve":
        table["annual_cost"] = table["annual_cost"] * factor
    else:
        low = table["retention_rate"].min()
        table["retention_rate"] = low + factor * (table["retention_rate"] - low)
    return relationship.best_level(one, levels=table, **RATE)["level"].iloc[0]


@pytest.mark.parametrize("setup", [0.0, 20_000.0])
@pytest.mark.parametrize("lever", LEVERS)
def test_choice_flips_at_the_factor_and_not_before(lever, setup):
    one = segment(margin_rate=0.12)
    table = relationship.default_levels().assign(setup_cost=[0, 0, setup, 2 * setup, 3 * setup])
    row = flips(one, levels=table, **RATE).loc[("dealers", lever)]
    seen = 0
    for factor, to, outward in (
        (row["falls_to"], row["level_below"], -1e-4),
        (row["rises_to"], row["level_above"], 1e-4),
    ):
        if np.isnan(factor):
            continue
        assert scaled(one, table, lever, factor * (1 - outward)) == row["level"]
        assert scaled(one, table, lever, factor * (1 + outward)) == to
        seen += 1
    assert seen >= 1


def test_one_ratio_decides_margin_over_customers_and_cost():
    table = flips(three_segments(), **RATE)
    by = {lever: table.xs(lever, level="lever") for lever in LEVERS}
    assert_frame_equal(by["customers"], by["cost_to_serve"])
    np.testing.assert_allclose(by["margin_rate"]["rises_to"], 1 / by["customers"]["falls_to"])
    np.testing.assert_allclose(by["margin_rate"]["falls_to"], 1 / by["customers"]["rises_to"])


def test_flip_of_the_margin_is_the_switch_point_over_the_margin():
    points = switch_points(**RATE).loc["accountable"]
    row = flips(segment(), **RATE).loc[("dealers", "margin_rate")]
    assert row["falls_to"] == pytest.approx(points["pays_from"] / 4500)
    assert row["rises_to"] == pytest.approx(points["pays_to"] / 4500)


def test_highest_level_does_not_flip_upwards():
    row = flips(segment(margin_rate=0.45, customers=100), **RATE).loc[("dealers", "margin_rate")]
    assert row["level"] == "partnership"
    assert np.isnan(row["rises_to"])
    assert pd.isna(row["level_above"])


@pytest.mark.parametrize("n_customers", [0, -1, np.nan, np.inf])
def test_set_up_costs_need_a_number_of_customers(n_customers):
    with pytest.raises(ValueError, match=r"n_customers=.* must be a number above 0"):
        switch_points(n_customers=n_customers, **RATE)


def test_inputs_are_not_changed():
    segments, table = three_segments(), levels([0.5, 0.6], [1, 2])
    flips(segments, levels=table, **RATE)
    switch_points(table, **RATE)
    assert_frame_equal(segments, three_segments())
    assert_frame_equal(table, levels([0.5, 0.6], [1, 2]))
