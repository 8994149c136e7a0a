"""The simulated phone maker: what the card says is what comes out."""

import pandas as pd
import pytest

from crmkit import datasets
from crmkit.companies import Launching, phone_launch


@pytest.fixture(scope="module")
def firm():
    return phone_launch(seed=1)


def test_same_seed_same_launches():
    one, other = (phone_launch(n_launches=50, seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(one.export, other.export)
    assert not one.export.equals(phone_launch(n_launches=50, seed=5).export)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Launching.from_card()
    assert set(vars(firm.parameters)) == set(datasets.card("phone_launch").parameters)


def test_margins_and_variation_are_those_of_the_wetsuit(firm):
    p = firm.parameters
    assert (p.price - p.cost) / (p.price - p.salvage) == 0.8
    assert p.variation == pytest.approx(1181 / 3192, abs=5e-4)
    assert p.mean_demand["middle"] == 3192


def test_what_was_wanted_was_sold_or_turned_away(firm):
    table = firm.export.dropna()
    assert (table["sold"] + table["turned_away"] == table["demand"]).all()
    assert (table["sold"] <= table["ordered"]).all()
    assert (table["came_back"] <= table["turned_away"]).all()


def test_some_rows_came_twice_and_some_launches_were_not_counted(firm):
    once = firm.export.drop_duplicates("launch_id")
    assert len(once) == 600 < len(firm.export)
    assert once["demand"].isna().mean() == pytest.approx(0.03, abs=0.02)


def test_a_lot_decides_and_hot_models_sell_out_and_sell_later(firm):
    table = firm.export.drop_duplicates("launch_id").dropna()
    assert table["short"].mean() == pytest.approx(0.5, abs=0.06)
    enough = table[table["short"] == 0]
    later = enough["later"] / enough["demand"]
    assert later[enough["turned_away"] > 0].mean() > later[enough["turned_away"] == 0].mean()


def test_the_truth_of_a_shortage_is_what_comes_back_and_talk_less_what_the_served_bring(firm):
    assert firm.truth["later_effect"].round(2).to_list() == [0.65, 0.2, -0.23]
    assert list(firm.truth.index) == ["large", "middle", "small"]


def test_no_launches_are_refused():
    with pytest.raises(ValueError, match="n_launches=0 must be"):
        phone_launch(n_launches=0)
