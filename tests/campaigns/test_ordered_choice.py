"""Shares of an answer in steps: a table worked by hand, the other fit of the kit, bad input."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from crmkit import datasets
from crmkit.campaigns import ordered_choice
from crmkit.loyalty import satisfaction_drivers

STEPS = pd.CategoricalDtype(["low", "medium", "high"], ordered=True)
TENANTS = {"predictors": ["influence", "housing", "contact"], "counts": "customers"}
ASK = {"answer": "answer", "step": "high", "predictors": ["floor"]}


@pytest.fixture(scope="module")
def tenants():
    return datasets.load("tenant_satisfaction")


def small():
    answers = pd.Series(["low", "medium", "high"] * 2, dtype=STEPS)
    return pd.DataFrame({"answer": answers, "floor": list("aaabbb"), "n": [6, 4, 2, 2, 4, 6]})


def test_tenants_as_published(tenants):
    # Stored output of MASS's polr example: influence .5664, 1.2888, terrace -1.0910, contact .3603.
    found = ordered_choice.predicted_shares(tenants, answer="satisfaction", step="High", **TENANTS)
    logs = np.log(found["odds_ratio"])
    published = {
        ("influence", "Medium"): 0.5664, ("influence", "High"): 1.2888,
        ("housing", "Terrace"): -1.0910, ("contact", "High"): 0.3603,
    }  # fmt: skip
    for name, value in published.items():
        assert logs[name] == pytest.approx(value, abs=0.00005)


def test_odds_agree_with_the_other_fit_and_shares_of_all_steps_add_up_to_1(tenants):
    other = satisfaction_drivers.proportional_odds(tenants, satisfaction="satisfaction", **TENANTS)
    tables = [
        ordered_choice.predicted_shares(tenants, answer="satisfaction", step=step, **TENANTS)
        for step in ("Low", "Medium", "High")
    ]
    named = {f"{one} {group}": row for (one, group), row in tables[0]["odds_ratio"].items()}
    for name, ratio in other.effects["odds_ratio"].items():
        assert named[name] == pytest.approx(ratio, rel=1e-4)
    assert sum(t["predicted_share"] for t in tables).tolist() == pytest.approx([1] * 9)
    assert sum(t["estimate"] for t in tables).tolist() == pytest.approx([0] * 9, abs=1e-9)
    assert tables[0].groupby(level=0)["customers"].sum().tolist() == [1681] * 3


def test_groups_that_mirror_each_other_have_the_shares_of_a_logistic_by_hand():
    found = ordered_choice.predicted_shares(small(), counts="n", **ASK)
    effect = np.log(found.loc[("floor", "b"), "odds_ratio"])
    # The cuts lie evenly around half of the effect.
    first = found.loc[("floor", "a"), "predicted_share"]
    upper = -np.log(first / (1 - first))
    assert found.loc[("floor", "b"), "predicted_share"] == pytest.approx(expit(effect - upper))
    low = ordered_choice.predicted_shares(small(), counts="n", **{**ASK, "step": "low"})
    assert low.loc[("floor", "b"), "predicted_share"] == pytest.approx(first, abs=1e-4)
    errors = [t.loc[("floor", "b"), "standard_error"] for t in (found, low)]
    assert errors[0] == pytest.approx(errors[1], rel=1e-3)


def test_counts_are_as_good_as_rows():
    table = small()
    rows = table.loc[table.index.repeat(table["n"])].reset_index(drop=True)
    one = ordered_choice.predicted_shares(table, counts="n", **ASK)
    pd.testing.assert_frame_equal(one, ordered_choice.predicted_shares(rows, **ASK), rtol=1e-6)


@pytest.mark.slow
def test_intervals_hold_the_true_difference():
    rng, held = np.random.default_rng(5), np.zeros(2)
    true = {
        "high": expit(0.8 - 1) - expit(-1),
        "medium": expit(1 - 0.8) - expit(-1 - 0.8) - (expit(1) - expit(-1)),
    }
    for _ in range(200):
        floor = rng.integers(0, 2, 300)
        line = 0.8 * floor + rng.logistic(size=300)
        cut = pd.cut(line, [-np.inf, -1, 1, np.inf], labels=STEPS.categories)
        table = pd.DataFrame({"answer": pd.Series(cut, dtype=STEPS), "floor": floor})
        for place, (step, value) in enumerate(true.items()):
            row = ordered_choice.predicted_shares(table, **{**ASK, "step": step}).iloc[1]
            held[place] += row["low"] <= value <= row["high"]
    assert (held / 200 >= 0.91).all() and (held / 200 <= 0.99).all()


# --- Bad input ------------------------------------------------------------------------------


def test_answers_without_order_or_steps_are_refused():
    table = small()
    with pytest.raises(ValueError, match="must be an ordered category"):
        ordered_choice.predicted_shares(table.assign(answer=table["answer"].astype(str)), **ASK)
    with pytest.raises(ValueError, match="step='best' is no option"):
        ordered_choice.predicted_shares(table, **{**ASK, "step": "best"})
    with pytest.raises(ValueError, match="three or more are needed"):
        ordered_choice.predicted_shares(table[table["answer"] != "low"], **ASK)


def test_groups_that_tell_nothing_or_all_are_refused():
    table = small()
    with pytest.raises(ValueError, match=r"'floor' has 1 group"):
        ordered_choice.predicted_shares(table.assign(floor="a"), **ASK)
    with pytest.raises(ValueError, match="settles the answer alone"):
        ordered_choice.predicted_shares(table.assign(n=[9, 9, 0, 0, 0, 9]), counts="n", **ASK)
    twice = {**ASK, "predictors": ["floor", "same"]}
    with pytest.raises(ValueError, match="follows from the others"):
        ordered_choice.predicted_shares(table.assign(same=table["floor"]), **twice)
    with pytest.raises(ValueError, match="named twice"):
        ordered_choice.predicted_shares(table, **{**ASK, "predictors": ["answer"]})
    with pytest.raises(ValueError, match="not a whole number"):
        ordered_choice.predicted_shares(table.assign(n=0.5), counts="n", **ASK)
