"""Proportional odds: the published tenants, the binary limit, its own simulation, bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty.experience.satisfaction_drivers import proportional_odds

STEPS = pd.CategoricalDtype(["low", "medium", "high"], ordered=True)
ASK = {"satisfaction": "answer", "predictors": ["floor"]}


@pytest.fixture(scope="module")
def tenants():
    return proportional_odds(
        datasets.load("tenant_satisfaction"),
        satisfaction="satisfaction",
        predictors=["influence", "housing", "contact"],
        counts="customers",
    )


def test_tenants_as_published(tenants):
    # Stored output of MASS's polr example.
    published = {
        "influence Medium": 0.5664,
        "influence High": 1.2888,
        "housing Terrace": -1.0910,
        "contact High": 0.3603,
    }
    for name, value in published.items():
        assert tenants.effects.loc[name, "estimate"] == pytest.approx(value, abs=0.00005)
    assert tenants.cuts.iloc[0] == pytest.approx(-0.4961, abs=0.00005)
    assert tenants.deviance == pytest.approx(3479.149, abs=0.0005)


def test_odds_ratio_is_exp_of_the_effect_and_intervals_hold_it(tenants):
    effects = tenants.effects
    assert effects["odds_ratio"].tolist() == pytest.approx(np.exp(effects["estimate"]).tolist())
    assert ((effects["low"] < effects["estimate"]) & (effects["estimate"] < effects["high"])).all()


def small():
    answers = pd.Series(["low", "medium", "high"] * 2, dtype=STEPS)
    return pd.DataFrame({"answer": answers, "floor": list("aaabbb"), "n": [6, 4, 2, 2, 4, 6]})


def test_counts_are_as_good_as_rows():
    table = small()
    rows = table.loc[table.index.repeat(table["n"])]
    counted = proportional_odds(table, counts="n", **ASK)
    single = proportional_odds(rows, **ASK)
    assert_frame_equal(counted.effects, single.effects)


def drawn(n, rng, effect=0.8):
    x = rng.normal(size=n)
    latent = effect * x + rng.logistic(size=n)
    answer = pd.cut(latent, [-np.inf, -1, 1, np.inf], labels=STEPS.categories)
    return pd.DataFrame({"answer": pd.Series(answer, dtype=STEPS), "floor": x})


def test_recovers_its_own_simulation():
    fit = proportional_odds(drawn(20_000, np.random.default_rng(1)), **ASK)
    assert fit.effects["estimate"].item() == pytest.approx(0.8, abs=0.05)
    assert fit.cuts.tolist() == pytest.approx([-1, 1], abs=0.06)
    assert fit.cuts.index.tolist() == ["low | medium", "medium | high"]


@pytest.mark.slow
def test_intervals_hold_the_truth():
    held = 0
    for seed in range(200):
        effects = proportional_odds(drawn(150, np.random.default_rng(seed)), **ASK).effects
        held += effects["low"].item() <= 0.8 <= effects["high"].item()
    assert 0.91 <= held / 200 <= 0.99


# --- Bad input ------------------------------------------------------------------------------


def test_perfect_separation_is_said():
    table = small().assign(n=[9, 9, 0, 0, 0, 9])
    with pytest.raises(ValueError, match="separates the answers perfectly"):
        proportional_odds(table, counts="n", **ASK)
    number = pd.DataFrame({"answer": small()["answer"].sort_values(), "floor": range(6)})
    with pytest.raises(ValueError, match="separates the answers perfectly"):
        proportional_odds(number, **ASK)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answer": list("abcabc")}, "has no order"),
        ({"answer": pd.Series(["low", "high"] * 3, dtype=STEPS)}, r"2 step\(s\)"),
        (
            {"answer": pd.Series([None, *["low", "medium", "high"], "low", "high"], dtype=STEPS)},
            "is missing in 1",
        ),
        ({"floor": "a"}, "'floor' does not vary"),
        ({"floor": [None, *"aabbb"]}, "'floor' is missing"),
        ({"floor": [np.inf, 1, 2, 3, 4, 5]}, "'floor' is infinite"),
    ],
)
def test_answers_and_predictors_are_checked(change, message):
    with pytest.raises(ValueError, match=message):
        proportional_odds(small().assign(**change), **ASK)


def test_counts_are_checked():
    for wrong in ([1, 2, 3, 4, 5, -1], [1, 2, 3, 4, 5, 1.5]):
        with pytest.raises(ValueError, match="'n' is"):
            proportional_odds(small().assign(n=wrong), counts="n", **ASK)
    with pytest.raises(ValueError, match="0 throughout"):
        proportional_odds(small().assign(n=0), counts="n", **ASK)


def test_predictors_that_say_the_same_twice():
    table = small().assign(storey=list("xxxyyy"))
    with pytest.raises(ValueError, match="say the same twice"):
        proportional_odds(table, satisfaction="answer", predictors=["floor", "storey"], counts="n")
    with pytest.raises(ValueError, match="predictors is empty"):
        proportional_odds(table, satisfaction="answer", predictors=[])
    with pytest.raises(ValueError, match="empty"):
        proportional_odds(table.head(0), **ASK)


def test_table_is_not_changed():
    table = small()
    kept = table.copy()
    proportional_odds(table, counts="n", **ASK)
    assert_frame_equal(table, kept)


def measured():
    rng = np.random.default_rng(0)
    level = rng.normal(size=200)
    steps = pd.cut(level + rng.logistic(size=200), [-99, -1, 1, 99], labels=[*STEPS.categories])
    return pd.DataFrame({"answer": steps, "income": level, "floor": rng.choice([*"ab"], 200)})


def effects_of(table, **ask):
    return proportional_odds(table, satisfaction="answer", **ask).effects


@pytest.mark.parametrize(("unit", "shift"), [(1e6, 0), (1e-6, 0), (1, 1e6), (1, 2015)])
def test_the_unit_of_a_predictor_changes_its_effect_and_nothing_else(unit, shift):
    table, ask = measured(), {"predictors": ["income", "floor"]}
    moved = table.assign(income=table["income"] * unit + shift)
    one, other = effects_of(table, **ask), effects_of(moved, **ask)
    columns = ["estimate", "standard_error"]
    assert_frame_equal(other[columns].mul([unit, 1], axis=0), one[columns], rtol=1e-6)


def test_one_customer_alone_in_a_group_separates_the_answers():
    table = measured()
    best = table.index[table["answer"] == "high"][0]
    table["floor"] = np.where(table.index == best, "roof", "ground")
    with pytest.raises(ValueError, match="separates the answers perfectly"):
        effects_of(table, predictors=["floor"])


def test_customer_numbers_and_numbers_in_text_are_no_groups():
    table = measured()
    text = table.assign(income=table["income"].astype(str))
    with pytest.raises(ValueError, match="'income' has 200 groups, too many to compare"):
        effects_of(text, predictors=["income"])


def test_counts_are_whole_whatever_their_type_and_size():
    table = measured().assign(n=2.0)
    plain = effects_of(table, predictors=["income"])
    assert effects_of(table, predictors=["income"], counts="n")["estimate"].to_numpy() == (
        pytest.approx(plain["estimate"].to_numpy())
    )
    many = effects_of(table.assign(n=10**9), predictors=["income"], counts="n")
    assert many["standard_error"].to_numpy() == pytest.approx(
        plain["standard_error"].to_numpy() / 10**4.5
    )


def test_a_column_has_one_role_and_codes_are_no_predictor():
    table = measured()
    with pytest.raises(ValueError, match="named twice"):
        effects_of(table, predictors=["income", "answer"])
    with pytest.raises(ValueError, match="'income' is 99, a code for no answer"):
        effects_of(table.assign(income=[99, *[3, 4] * 99, 4]), predictors=["income"])
