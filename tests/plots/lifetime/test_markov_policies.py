"""Figures of policies: titles say what is drawn."""

import numpy as np
import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import overlaps, texts, title

FIGURES = plots.markov_policies


def test_earned_so_far_names_the_period_from_which_patience_is_ahead():
    table = pd.DataFrame({"wait": [2.0, 3, 4, 5], "act": [0.0, 2, 5, 8]})
    ax = FIGURES.earned_so_far(table)
    assert title(ax) == "'act' begins behind, and from period 2 on it is ahead"
    assert set(texts(ax)) == {"wait", "act"} and not overlaps(ax)
    assert title(FIGURES.earned_so_far(table[["act", "wait"]])) == "'wait' is ahead from the start"
    assert title(FIGURES.earned_so_far(table.head(2))) == "'act' never catches up"


def test_gain_by_factor_names_the_factor_from_which_acting_pays():
    gains = pd.Series([-2.0, -1.0, 0.5, 3.0], index=[0.0, 0.5, 0.7, 0.9])
    ax = FIGURES.gain_by_factor(gains)
    assert title(ax) == "Acting pays from a discount factor of 0.70 on"
    assert texts(ax) == ["waiting is right"]
    assert title(FIGURES.gain_by_factor(gains - 9)) == "Acting never pays"
    assert title(FIGURES.gain_by_factor(gains + 9)) == "Acting always pays"


def test_values_count_the_policies_that_bring_more_now():
    policies = pd.DataFrame({"reward_now": [1e6, 3e6, 2e6, -4e6], "value": [9e6, 5e6, 7e6, -1e6]})
    ax = FIGURES.values(policies, named={"the best": 0, "wait": 1})
    assert title(ax) == "2 of 4 policies bring more this quarter than the best"
    assert np.allclose(ax.collections[0].get_offsets(), [[1, 9], [3, 5], [2, 7]])
    assert set(texts(ax)) == {"the best", "wait", "1 more earn less than a tenth of the best"}
    assert not overlaps(ax)


def test_action_bands_name_the_first_to_change():
    best = pd.DataFrame(
        {"must": ["wait"] * 3, "may": ["drive", "letter", "letter"]},
        index=pd.Index([0.01, 0.3, 9.0], name="annual_discount_rate"),
    )
    ax = FIGURES.action_bands(best)
    assert title(ax) == "The first to change is 'may', at 30 % a year"
    assert [one.get_text() for one in ax.get_yticklabels()] == ["may", "must"]
    assert not overlaps(ax)
    assert "No rate" in title(FIGURES.action_bands(best[["must"]]))


def test_support_stacks_to_a_hundred_and_names_the_least_sure():
    shares = pd.DataFrame({"wait": [0.9, 0.0], "letter": [0.1, 1.0]}, index=["must", "may"])
    ax = FIGURES.support(shares)
    assert title(ax) == "Least sure is 'must': one action is best in 90 %"
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(200)
    assert not overlaps(ax)
    even = FIGURES.support(shares.assign(wait=[0.918, 0.08], letter=[0.082, 0.92]))
    assert title(even) == "Least sure are 'must' and 'may': one action is best in 92 %"
