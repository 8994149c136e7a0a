"""A tie: one margin instead of two, and an option on more at short notice."""

import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import ties

OFFER = {"price": 9.0, "cost": 5.0, "salvage": 4.0, "premium": 1.0, "flexible": 50.0, "fee": 5.0}
TIE = ties.Tie(**OFFER)


def demand(seed, n=200, spread=30):
    return pd.Series(np.random.default_rng(seed).normal(100, spread, n).clip(min=0))


def test_double_marginalisation_is_exact():
    """Demand 1 - p, no cost: channel profit .1875 against .25, price .75 against .5."""
    table = ties.channel()
    assert table["profit"].tolist() == [0.1875, 0.25]
    assert table["price"].tolist() == [0.75, 0.5]


def test_a_channel_that_prices_as_one_earns_a_third_more_whatever_demand():
    table = ties.channel(demand_at_zero=80, slope=3, cost=7)
    assert table.loc["tied", "profit"] == pytest.approx(4 / 3 * table.loc["apart", "profit"])


def test_orders_are_the_newsvendors_quantiles():
    endless = ties.Tie(**OFFER | {"flexible": 1e9})
    months = demand(1, 4_000)
    found = ties.best_orders(months, endless)
    assert found["alone"] == pytest.approx(months.quantile(4 / 5), abs=0.5)
    assert found["tied"] == pytest.approx(months.quantile(1 / 2), abs=0.5)


def test_no_order_earns_more_than_the_best():
    months = demand(2, 60)
    best = ties.best_orders(months, TIE)
    for tied, name in ((False, "alone"), (True, "tied")):
        most = TIE.profits(months.to_numpy(), best[name], tied=tied).mean()
        for order in np.linspace(0, 200, 401):
            assert TIE.profits(months.to_numpy(), order, tied=tied).mean() <= most + 1e-9


def test_worth_by_hand():
    months = pd.Series([60.0, 80, 100, 120, 140])
    found = ties.tie_value(months, TIE, rng=np.random.default_rng(1))
    # Alone 120: 180 280 380 480 480; tied 100: 200 300 400 460 520, less 5.
    assert found["estimate"] == pytest.approx(12 * (376 - 5 - 360))
    assert found["low"] < found["estimate"] < found["high"]


def test_a_tie_that_is_never_needed_costs_its_fee():
    steady = pd.Series([100.0] * 12)
    found = ties.tie_value(steady, TIE, rng=np.random.default_rng(1))
    assert found.tolist() == [-60, -60, -60]


def test_worth_grows_with_variation_and_with_what_is_flexible():
    ask = {"mean_demand": 100, "variations": [0.1, 0.3, 0.5], "years": 200}
    table = ties.values_by_variation(TIE, rng=np.random.default_rng(1), **ask)
    assert table["estimate"].is_monotonic_increasing
    more = ties.Tie(**OFFER | {"flexible": 100.0})
    wider = ties.values_by_variation(more, rng=np.random.default_rng(1), **ask)
    assert (wider["estimate"] >= table["estimate"] - 1e-9).all()
    assert (table["low"] < table["estimate"]).all() and (table["estimate"] < table["high"]).all()


def test_single_years_average_to_the_estimate():
    ask = {"mean_demand": 100, "variations": [0.4], "years": 20_000, "confidence": 0.5}
    row = ties.values_by_variation(TIE, rng=np.random.default_rng(3), **ask).iloc[0]
    assert (row["low"] + row["high"]) / 2 == pytest.approx(row["estimate"], abs=25)


@pytest.mark.slow
def test_intervals_of_a_ties_worth_cover():
    rng = np.random.default_rng(4)
    truth = ties.tie_value(demand(0, 40_000), TIE, rng=rng, draws=20)["estimate"]
    inside = 0
    for seed in range(200):
        found = ties.tie_value(demand(seed + 1, 36), TIE, rng=rng, draws=200)
        inside += found["low"] < truth < found["high"]
    assert inside / 200 >= 0.88


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"price": 4.0}, "cost"),
        ({"salvage": 6.0}, "order without end"),
        ({"premium": 4.5}, "never used"),
        ({"premium": -1.0}, "premium"),
        ({"fee": -1.0}, "fee"),
        ({"flexible": float("nan")}, "flexible"),
    ],
)
def test_bad_offers_are_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        ties.Tie(**OFFER | wrong)


def test_bad_questions_are_refused():
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="for 30 %"):
        ties.values_by_variation(TIE, mean_demand=100, variations=[30], rng=rng)
    with pytest.raises(ValueError, match="negative"):
        ties.best_orders(pd.Series([1.0, -2]), TIE)
    with pytest.raises(ValueError, match="three or more"):
        ties.tie_value(pd.Series([1.0, 2]), TIE, rng=rng)
    with pytest.raises(TypeError, match=r"ties\.Tie"):
        ties.best_orders(pd.Series([1.0, 2]), OFFER)
    with pytest.raises(ValueError, match="empty"):
        ties.best_orders(pd.Series(dtype=float), TIE)
    with pytest.raises(ValueError, match="cost"):
        ties.channel(cost=2)
