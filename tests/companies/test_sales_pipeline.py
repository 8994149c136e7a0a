"""The simulated pipeline: what the card says is what comes out."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from crmkit import datasets
from crmkit.campaigns import like_for_like, stages
from crmkit.companies import Selling, sales_pipeline

DAY = "2026-06-30"


@pytest.fixture(scope="module")
def firm():
    return sales_pipeline(seed=1)


def test_same_seed_same_pipeline():
    one, other = (sales_pipeline(seed=4) for _ in range(2))
    for name in ("deals", "steps", "truth", "later"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert not one.deals.equals(sales_pipeline(seed=5).deals)


def test_parameters_are_those_of_the_card(firm):
    assert firm.parameters == Selling.from_card() and firm.parameters.as_of == DAY
    assert set(vars(firm.parameters)) == set(datasets.card("sales_pipeline").parameters)


def test_records_know_nothing_of_the_truth(firm):
    assert not set(firm.truth) & set(firm.deals)
    assert firm.truth.index.equals(firm.deals.index) and firm.deals.index.is_unique
    assert (firm.steps["entered"] <= DAY).all() and (firm.deals["opened"] <= DAY).all()
    assert (firm.later["opened"] > DAY).all() and not set(firm.later.index) & set(firm.deals.index)


def test_each_deal_begins_once_and_ends_as_the_truth_has_it(firm):
    steps = firm.steps.drop_duplicates()
    assert 20 < len(firm.steps) - len(steps) < 300
    assert steps.groupby("deal_id")["stage"].first().eq("lead").all()
    now = stages.stage_now(steps, as_of=DAY)
    closed = now["stage"].isin(["won", "lost"])
    truth = firm.truth.loc[now.index]
    assert (now["stage"] == truth["outcome"])[closed].all()
    assert ((truth["ended_on"] > DAY) == ~closed).all()


def test_deals_are_won_as_often_as_their_chances_say(firm):
    truth = firm.truth
    won = (truth["outcome"] == "won").astype(float)
    gap = (won - truth["chance"]).sum() / np.sqrt((truth["chance"] * (1 - truth["chance"])).sum())
    assert abs(gap) < 3 and 0.15 < won.mean() < 0.3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_chain_recovers_the_chances_of_each_kind(seed):
    """Managers without an effect, one source: then all that differs is the size."""
    card = Selling.from_card()
    same = dict.fromkeys(card.manager_effect, 0.0)
    flat = Selling(**{**vars(card), "manager_effect": same,
                      "source_effect": dict.fromkeys(card.source_effect, 0.0)})  # fmt: skip
    firm = sales_pipeline(seed=seed, parameters=flat)
    weeks = stages.ledger(firm.steps.drop_duplicates(), as_of=DAY)
    weeks["size"] = weeks["deal"].map(firm.deals["size"])
    found = stages.chances(weeks, rng=np.random.default_rng(seed), by="size", draws=200)
    held = []
    for size, effect in (("small", 0.0), ("large", card.large_effect)):
        chance = 1.0
        for stage in reversed(card.forward_rate):
            on = expit(logit(card.forward_rate[stage]) + effect)
            chance *= on / (on + (1 - on) * card.lost_rate[stage])
            row = found.loc[(size, stage)]
            held.append(row["low"] < chance < row["high"])
    assert sum(held) >= 6


def test_chen_looks_better_and_lin_is_better_at_equal_deals():
    raw, fair = [], []
    for seed in range(12):
        firm = sales_pipeline(seed=seed)
        old = firm.deals[(firm.deals["opened"] < "2025-07-01")].join(firm.truth)
        two = old[old["manager"].isin(["Chen", "Lin"])]
        two = two.assign(won=100.0 * (two["outcome"] == "won"), lin=(two["manager"] == "Lin") * 1)
        gap = like_for_like.gap(two, value="won", group="lin", held=["source", "size"])["estimate"]
        raw.append(gap["as it is"])
        fair.append(gap["same strata"])
    assert np.mean(raw) < -3 and np.mean(fair) > 5


def test_a_seed_that_is_none_is_refused():
    with pytest.raises(ValueError, match="seed=-1 must be"):
        sales_pipeline(seed=-1)
