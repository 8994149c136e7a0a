import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.loyalty.double_jeopardy.dirichlet import Dirichlet
from crmkit.loyalty.double_jeopardy.dirichlet_sums import NoDirichletWarning
from crmkit.loyalty.double_jeopardy.dirichlet_tables import (
    compare,
    growth_routes,
    parameter_intervals,
)

SHARES = {"Ann": 0.5, "Bob": 0.3, "Cid": 0.2}
MODEL = Dirichlet(M=4, K=0.6, S=2, purchase_shares=SHARES)
COUNTS = MODEL.simulate(1000, rng=np.random.default_rng(1))


def rng(seed=2):
    return np.random.default_rng(seed)


def test_deviation_is_actual_less_expected_and_lies_in_its_interval():
    table = compare(COUNTS, households=1000, rng=rng(), replicates=60)
    assert list(table.index) == list(SHARES)
    difference = table["actual"] - table["expected"]
    assert table["deviation"].to_list() == pytest.approx(difference.to_list())
    assert (table["low"] < table["deviation"]).all()
    assert (table["deviation"] < table["high"]).all()


def test_brand_whose_buyers_are_made_loyal_is_seen():
    # A third of Cid's buyers turn to Ann, and the rest buy the more of it.
    loyal, kept = COUNTS.copy(), COUNTS.copy()
    turned = (loyal["Cid"] > 0) & (np.arange(len(loyal)) % 3 == 0)
    taken = int(loyal.loc[turned, "Cid"].sum())
    loyal.loc[turned, "Ann"] += loyal.loc[turned, "Cid"]
    loyal.loc[turned, "Cid"] = 0
    buyers = loyal.index[loyal["Cid"] > 0]
    gain = rng().multinomial(taken, np.full(len(buyers), 1 / len(buyers)))
    loyal.loc[buyers, "Cid"] += gain
    found = compare(loyal, households=1000, rng=rng(), replicates=100, measure="purchase_rate")
    assert found.loc["Cid", "low"] > 0
    plain = compare(COUNTS, households=1000, rng=rng(), replicates=100, measure="purchase_rate")
    assert plain.loc["Cid", "low"] < 0 < plain.loc["Cid", "high"]
    assert_frame_equal(COUNTS, kept)


def test_wider_confidence_and_fewer_households_make_wider_intervals():
    def width(counts, households, confidence):
        made = parameter_intervals(
            counts, households=households, rng=rng(), replicates=100, confidence=confidence
        )
        return made.loc["S", "high"] - made.loc["S", "low"]

    few = MODEL.simulate(300, rng=rng(3))
    assert width(COUNTS, 1000, 0.5) < width(COUNTS, 1000, 0.95) < width(few, 300, 0.95)


def test_intervals_hold_what_the_panel_was_made_with():
    # At 99 %: one panel in twenty is expected outside its interval of 95 %.
    options = {"confidence": 0.99, "replicates": 200}
    table = parameter_intervals(COUNTS, households=1000, rng=rng(), **options)
    true = pd.Series({"M": 4, "K": 0.6, "S": 2, "polarisation": 1 / 3})
    assert ((table["low"] < true) & (true < table["high"])).all()
    assert table.loc["polarisation", "estimate"] == pytest.approx(
        1 / (1 + table.loc["S", "estimate"])
    )


@pytest.mark.slow
def test_intervals_of_95_per_cent_hold_the_truth_about_so_often():
    true = pd.Series({"M": 4, "K": 0.6, "S": 2, "polarisation": 1 / 3})
    parameters, deviations = [], []
    for seed in range(60):
        counts = MODEL.simulate(1000, rng=np.random.default_rng(seed))
        options = {"households": 1000, "replicates": 60}
        one = parameter_intervals(counts, rng=rng(seed), **options)
        parameters.append((one["low"] < true) & (true < one["high"]))
        other = compare(counts, rng=rng(seed), **options)
        deviations.append((other["low"] < 0) & (other["high"] > 0))
    # Measured on 200 panels with 100 replicates: M .98, K .94, S .95, polarisation .95,
    # deviations .94 to .98.
    assert (pd.DataFrame(parameters).mean() >= 0.85).all()
    assert (pd.DataFrame(deviations).mean() >= 0.85).all()


def test_growth_by_hand():
    table = growth_routes(MODEL, "Bob", growth=0.2)
    sold = table["penetration"] * table["purchase_rate"]
    assert (sold / MODEL.M).to_list() == pytest.approx([0.3, 0.36, 0.36, 0.36])
    assert table["purchase_share"].to_list() == pytest.approx([0.3, 0.36, 0.36, 0.36])
    now, model, loyal, buyers = (table.loc[route] for route in table.index)
    assert loyal["penetration"] == now["penetration"]
    assert buyers["purchase_rate"] == now["purchase_rate"]
    assert now["penetration"] < model["penetration"] < buyers["penetration"]
    assert now["purchase_rate"] < model["purchase_rate"] < loyal["purchase_rate"]
    # As many buyers as now who buy a fifth more often: all of it is beyond the line.
    assert loyal["deviation"] == pytest.approx(0.2 * now["purchase_rate"])
    assert table["deviation"].iloc[:2].to_list() == pytest.approx([0, 0], abs=1e-6)
    assert buyers["deviation"] < 0


def test_loyalty_alone_needs_a_more_polarised_brand_and_buyers_alone_a_less():
    polarised = growth_routes(MODEL, "Bob", growth=0.1)["polarisation"]
    assert polarised["now"] == pytest.approx(1 / 3)
    assert polarised["as the model"] == pytest.approx(1 / 3)
    assert polarised["by buyers alone"] < 1 / 3 < polarised["by loyalty alone"]


def test_growth_of_most_of_a_brand_comes_from_buyers():
    table = growth_routes(MODEL, "Cid", growth=0.2)
    gained = table.loc["as the model"] / table.loc["now"] - 1
    assert gained["penetration"] > 3 * gained["purchase_rate"]


def test_growth_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match=r"would take 'Ann' from 0\.5 to 1\.5 of the category"):
        growth_routes(MODEL, "Ann", growth=2)
    with pytest.raises(ValueError, match=r"growth=-0.1 must be .*0.2 for 20 %"):
        growth_routes(MODEL, "Ann", growth=-0.1)
    with pytest.raises(ValueError, match=r"no brand 'Zoe'; the model has \['Ann', 'Bob', 'Cid'\]"):
        growth_routes(MODEL, "Zoe", growth=0.2)


def test_measures_and_confidence_are_checked():
    with pytest.raises(ValueError, match="measure='loyalty' is no option"):
        compare(COUNTS, households=1000, rng=rng(), measure="loyalty")
    with pytest.raises(ValueError, match="confidence=95 must be"):
        compare(COUNTS, households=1000, rng=rng(), replicates=5, confidence=95)


def test_too_few_buyers_for_intervals_are_said():
    few = pd.DataFrame({"Ann": [1, 0, 3], "Bob": [2, 1, 0]})
    with (
        pytest.warns(NoDirichletWarning, match="left out of S"),
        pytest.raises(ValueError, match="too few buyers for intervals"),
    ):
        parameter_intervals(few, households=6, rng=rng(), replicates=40)


def test_a_brand_of_one_buyer_has_no_interval_that_leaves_out_0():
    one = [1] + [0] * (len(COUNTS) - 1)
    table = compare(COUNTS.assign(Zed=one), households=1000, rng=rng(), replicates=60)
    assert table.loc["Zed", ["low", "high"]].isna().all()
    assert table.drop(index="Zed").notna().all().all()


def test_routes_ask_for_a_model_and_one_of_its_brands():
    with pytest.raises(TypeError, match="model must be a Dirichlet, not a DataFrame"):
        growth_routes(COUNTS, "Ann", growth=0.2)
    with pytest.raises(ValueError, match=r"no brand \['Ann'\]"):
        growth_routes(MODEL, ["Ann"], growth=0.2)


@pytest.mark.parametrize("of", [compare, parameter_intervals])
def test_intervals_ask_for_a_generator(of):
    with pytest.raises(TypeError, match="rng=1 must be a generator"):
        of(COUNTS, households=1000, rng=1)
