from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.companies import service_survey
from crmkit.loyalty import derived_importance

QUALITY = [f"PERQ{number}" for number in range(1, 8)]


@pytest.fixture(scope="module")
def mobi():
    return datasets.load("mobile_satisfaction")


def hotels(n, seed):
    """Satisfaction and the five dimensions as each guest answered them."""
    survey = service_survey(n_customers=n, seed=seed)
    answers = pd.DataFrame(
        {name: survey.perceptions[items].mean(axis=1) for name, items in survey.dimensions.items()}
    )
    return answers.assign(satisfaction=survey.satisfaction), survey


# --- What the mobile survey says (values of ours) -------------------------------------------


def test_the_worst_item_is_next_to_last_in_importance_and_the_best_is_first(mobi):
    means = mobi[QUALITY].mean()
    found = derived_importance.correlations(mobi, QUALITY, outcome="CUSA1")["estimate"]
    assert means.round(2)[["PERQ1", "PERQ2"]].tolist() == [7.94, 7.19]
    assert (means.idxmax(), means.idxmin()) == ("PERQ1", "PERQ2")
    assert found.round(2)[["PERQ1", "PERQ2"]].tolist() == [0.60, 0.44]
    assert found.idxmax() == "PERQ1"
    assert found.rank()["PERQ2"] == 2


def test_gap_and_importance_run_against_each_other_but_not_for_certain(mobi):
    found = derived_importance.rank_agreement(
        mobi,
        lambda t: 10 - t[QUALITY].mean(),
        lambda t: t[QUALITY].corrwith(t["CUSA1"]),
        rng=np.random.default_rng(1),
    ).loc["rank agreement"]
    assert found["estimate"] == pytest.approx(-0.54, abs=0.005)
    assert found["low"] < -0.8
    assert found["high"] > 0


def test_timely_care_is_twenty_points_lower_but_communication_carries_the_rating():
    scores = datasets.load("clinic_experience").pivot(
        index="group_id", columns="measure", values="score"
    )
    timely, talk, rating = (scores[f"CAHPS_GRP_{number}"] for number in (1, 2, 3))
    assert talk.mean() - timely.mean() == pytest.approx(21.6, abs=0.05)
    assert talk.corr(rating) == pytest.approx(0.77, abs=0.005)
    assert timely.corr(rating) == pytest.approx(0.62, abs=0.005)


# --- Correlations and slopes ----------------------------------------------------------------


def test_correlation_and_its_interval_by_hand(mobi):
    found = derived_importance.correlations(mobi, QUALITY, outcome="CUSA1").loc["PERQ1"]
    r = np.corrcoef(mobi["PERQ1"], mobi["CUSA1"])[0, 1]
    assert found["estimate"] == pytest.approx(r)
    assert np.arctanh(found["high"]) == pytest.approx(np.arctanh(r) + 1.95996 / np.sqrt(247))


def test_slopes_recover_the_weights_of_the_hotels_and_correlations_do_not():
    answers, survey = hotels(5000, 1)
    truth = pd.Series(survey.parameters.slope)
    slopes = derived_importance.regression_weights(
        answers, list(truth.index), outcome="satisfaction"
    )
    assert slopes["estimate"].to_dict() == pytest.approx(truth.to_dict(), abs=0.05)
    r = derived_importance.correlations(answers, list(truth.index), outcome="satisfaction")
    # The halo makes what hardly counts look as if it did.
    assert truth["tangibles"] / truth.sum() < 0.05
    assert r.loc["tangibles", "estimate"] > 0.3


@pytest.mark.slow
def test_intervals_of_slopes_hold_95_percent():
    held, truth = 0, None
    for seed in range(200):
        answers, survey = hotels(150, seed)
        truth = pd.Series(survey.parameters.slope)
        found = derived_importance.regression_weights(
            answers, list(truth.index), outcome="satisfaction"
        )
        held += ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert 0.92 < held / 200 < 0.98


# --- Relative weights -----------------------------------------------------------------------


def lmg(answers, items, outcome):
    """Lindeman, Merenda and Gold: the mean rise of R squared over all orders of entry."""

    def explained(some):
        if not some:
            return 0.0
        x = answers[list(some)] - answers[list(some)].mean()
        y = answers[outcome] - answers[outcome].mean()
        rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
        return 1 - (rest**2).sum() / (y**2).sum()

    result = {}
    for item in items:
        others = [other for other in items if other != item]
        result[item] = sum(
            (explained((*some, item)) - explained(some)) / comb(len(others), size) / len(items)
            for size in range(len(items))
            for some in combinations(others, size)
        )
    return pd.Series(result) / sum(result.values())


def test_relative_weights_sum_to_one_and_come_close_to_lmg(mobi):
    few = QUALITY[:5]
    found = derived_importance.relative_weights(
        mobi, few, outcome="CUSA1", rng=np.random.default_rng(1), draws=20
    )["estimate"]
    assert found.sum() == pytest.approx(1)
    assert found.to_numpy() == pytest.approx(lmg(mobi, few, "CUSA1")[few].to_numpy(), abs=0.01)


def test_relative_weights_of_uncorrelated_items_are_their_squared_correlations():
    answers = pd.DataFrame(
        [(a, b, 2 * a + b) for a in (1, 3) for b in (2, 4)] * 3, columns=["a", "b", "all"]
    )
    found = derived_importance.relative_weights(
        answers, ["a", "b"], outcome="all", rng=np.random.default_rng(1), draws=20
    )["estimate"]
    assert found.to_dict() == pytest.approx({"a": 0.8, "b": 0.2})


@pytest.mark.slow
def test_intervals_of_relative_weights_hold_about_95_percent():
    def weights(answers, items, rng, draws):
        return derived_importance.relative_weights(
            answers, items, outcome="satisfaction", rng=rng, draws=draws
        )

    many, survey = hotels(100_000, 0)
    items = list(survey.dimensions)
    truth = weights(many, items, np.random.default_rng(1), 20)["estimate"]
    held = 0
    for seed in range(1, 101):
        rng = np.random.default_rng(seed)
        found = weights(hotels(300, seed)[0], items, rng, 200)
        held += ((found["low"] <= truth) & (truth <= found["high"])).mean()
    # Weights near 0 cannot fall below it, so the least ones are held too seldom.
    assert 0.88 < held / 100 < 0.99


# --- Rank agreement -------------------------------------------------------------------------


def test_the_same_order_agrees_wholly_and_the_opposite_not_at_all():
    rng = np.random.default_rng(2)
    table = pd.DataFrame(rng.normal([1, 5, 9], 0.5, size=(50, 3)), columns=list("abc"))
    same = derived_importance.rank_agreement(
        table, pd.DataFrame.mean, lambda t: 2 * t.mean(), rng=rng, draws=50
    )
    against = derived_importance.rank_agreement(
        table, pd.DataFrame.mean, lambda t: -t.mean(), rng=rng, draws=50
    )
    assert same.to_numpy().tolist() == [[1, 1, 1]]
    assert against.to_numpy().tolist() == [[-1, -1, -1]]


def test_ranks_need_the_same_three_items():
    table = pd.DataFrame({"a": [1.0, 2], "b": [2.0, 4]})
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="same 3 or more items"):
        derived_importance.rank_agreement(table, pd.DataFrame.mean, pd.DataFrame.mean, rng=rng)
    with pytest.raises(TypeError, match="must each return a Series"):
        derived_importance.rank_agreement(table, len, len, rng=rng)


# --- Bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["correlations", "regression_weights"])
def test_importance_refuses_what_cannot_be_weighed(way, mobi):
    weigh = getattr(derived_importance, way)
    with pytest.raises(ValueError, match="is one of the items"):
        weigh(mobi, QUALITY, outcome="PERQ1")
    with pytest.raises(ValueError, match=r"2 customer\(s\) answered"):
        weigh(mobi.iloc[:2], ["PERQ1"], outcome="CUSA1")
    with pytest.raises(ValueError, match=r"same answer to \['CUSA1'\]"):
        weigh(mobi.assign(CUSA1=7), QUALITY, outcome="CUSA1")
    with pytest.raises(ValueError, match="'CUSA1' is missing in 1 of 250"):
        weigh(mobi.assign(CUSA1=mobi["CUSA1"].where(mobi.index > 0)), QUALITY, outcome="CUSA1")


def test_a_weight_that_hangs_on_one_customer_is_refused(mobi):
    odd = mobi.assign(odd=[5] * 249 + [9])
    with pytest.raises(ValueError, match=r"of \['odd'\] hangs on one customer alone, 249"):
        derived_importance.regression_weights(odd, ["PERQ1", "odd"], outcome="CUSA1")


def test_one_item_has_all_of_the_relative_weight(mobi):
    found = derived_importance.relative_weights(
        mobi, ["PERQ1"], outcome="CUSA1", rng=np.random.default_rng(1), draws=20
    )
    assert found.to_numpy() == pytest.approx(1)


def test_an_item_that_follows_from_others_is_named(mobi):
    rng = np.random.default_rng(1)
    copied = mobi.assign(copy=0.7 * mobi["PERQ1"])
    with pytest.raises(ValueError, match=r"'PERQ1' and 'copy' correlate 1\.00"):
        derived_importance.regression_weights(copied, ["PERQ1", "copy"], outcome="CUSA1")
    with pytest.raises(ValueError, match=r"'PERQ1' and 'copy' correlate 1\.00"):
        derived_importance.relative_weights(copied, ["PERQ1", "copy"], outcome="CUSA1", rng=rng)


def test_answers_are_not_changed(mobi):
    kept = mobi.copy()
    derived_importance.correlations(mobi, QUALITY, outcome="CUSA1")
    derived_importance.regression_weights(mobi, QUALITY, outcome="CUSA1")
    derived_importance.relative_weights(
        mobi, QUALITY, outcome="CUSA1", rng=np.random.default_rng(1), draws=20
    )
    assert_frame_equal(mobi, kept)


def test_slopes_do_not_see_the_level_of_an_item(mobi):
    plain = derived_importance.regression_weights(mobi, QUALITY, outcome="CUSA1")
    moved = mobi.assign(PERQ1=mobi["PERQ1"] + 1e9 + 0.5)
    found = derived_importance.regression_weights(moved, QUALITY, outcome="CUSA1")
    assert_frame_equal(found, plain, rtol=1e-6)


def test_draws_without_an_answer_are_not_dropped_in_silence():
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.integers(1, 6, size=(30, 2)), columns=["kind", "all"])
    answers["odd"] = [0] * 29 + [1]
    with pytest.raises(ValueError, match=r"no finite number for \d+ of 400 tables drawn"):
        derived_importance.relative_weights(answers, ["kind", "odd"], outcome="all", rng=rng)


@pytest.mark.parametrize("way", ["correlations", "regression_weights", "relative_weights"])
def test_names_of_items_may_come_from_anything_that_lists_them(way, mobi):
    ask = getattr(derived_importance, way)
    more = {"rng": np.random.default_rng(1)} if way == "relative_weights" else {}
    found = ask(mobi, (item for item in QUALITY), outcome="CUSA1", **more)
    assert list(found.index) == QUALITY
    with pytest.raises(TypeError, match="items must be a list, not None"):
        ask(mobi, None, outcome="CUSA1", **more)
    with pytest.raises(TypeError, match="not by a Series"):
        ask(mobi, QUALITY, outcome=mobi["CUSA1"], **more)


def test_ways_of_ranking_are_functions_and_draws_need_a_generator():
    answers = pd.DataFrame({"a": [9, 9, 8, 9], "b": [4, 7, 6, 5], "c": [2, 1, 3, 2]})
    rng = np.random.default_rng(1)
    with pytest.raises(TypeError, match="first and second must be functions"):
        derived_importance.rank_agreement(answers, answers.mean(), answers.mean(), rng=rng)
    with pytest.raises(TypeError, match="rng=None must be a generator"):
        derived_importance.rank_agreement(answers, pd.DataFrame.mean, pd.DataFrame.max, rng=None)
