import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.lifetime.markov import recency_chain
from crmkit.plots import markov
from tests.plots.drawn import title


def words(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_diagram_names_every_state_and_writes_every_move():
    chain = recency_chain([0.3, 0.2])
    kept = chain.copy()
    ax = markov.chain_diagram(chain)
    assert words(ax) == ["1", "70%", "buys again\n30%", "2", "80%", "20%", "former"]
    assert_frame_equal(chain, kept)


def test_gains_stand_beside_the_cost_and_the_title_names_where_they_part():
    gains = pd.DataFrame({"by one": [6.0, 3, 1], "by all": [8.0, 5, 2]}, index=[1, 2, 3])
    ax = markov.letter_gains(gains, cost=4)
    one, every = ax.containers
    assert [bar.get_height() for bar in one] == [6, 3, 1]
    assert [bar.get_height() for bar in every] == [8, 5, 2]
    assert ax.lines[0].get_ydata()[0] == 4
    assert title(ax) == "State 2: a loss by one, a gain by all"
    assert title(markov.letter_gains(gains, cost=9)).startswith("Both")


def test_areas_end_at_the_level_that_is_marked():
    customers = pd.DataFrame({1: [100.0, 60, 50], 2: [0.0, 50, 30]}, index=[0, 1, 2])
    ax = markov.state_areas(customers, mark=80)
    tops = [area.get_paths()[0].vertices[:, 1].max() for area in ax.collections]
    assert tops == [100, 110]
    assert ax.lines[0].get_ydata()[0] == 80
    assert words(ax) == ["state 1: 50", "state 2: 30", "settles at 80"]
    assert title(ax) == "From 110 at most the base settles at 80"


def test_bars_of_one_state_stand_beside_what_the_chain_says_of_all():
    table = pd.DataFrame({"chance": [0.2, 0.6], "customers": [300, 100]}, index=["once", "often"])
    ax = markov.chances_by_history(table)
    assert [bar.get_height() for bar in ax.containers[0]] == [20, 60]
    assert ax.lines[0].get_ydata()[0] == 30
    assert "the chain says 30 % for all" in words(ax)
    assert title(ax) == "One state, yet from 20 to 60 % buy next"
    with pytest.raises(ValueError, match="'customers'"):
        markov.chances_by_history(table[["chance"]])


def test_given_axes_are_used():
    _, ax = plt.subplots()
    assert markov.chain_diagram(recency_chain([0.3]), ax=ax) is ax
