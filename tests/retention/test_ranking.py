import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from crmkit import datasets
from crmkit.retention import churn, ranking, rules

LEFT = pd.Series([1, 1, 0, 0, 0], index=list("abcde"))
TWO = pd.DataFrame(
    {"model": [0.9, 0.8, 0.4, 0.3, 0.2], "rule": [1, 0, 1, 0, 0]}, index=list("abcde")
)


def rng():
    return np.random.default_rng(1)


def table_of(rankings, left, **how):
    return ranking.quality(rankings, left, rng=rng(), **how)["estimate"].unstack()


# --- By hand -------------------------------------------------------------------------------------


def test_five_customers_by_hand():
    """Rule, top two of five: two customers score 1, one of them a leaver: half are caught."""
    found = table_of(TWO, LEFT, customer_share=0.4)
    assert found.loc["model"].to_dict() == pytest.approx({"auc": 1, "lift": 2.5, "caught": 1})
    # Pairs of a leaver and a stayer: 1 + 2 halves + 2 wins of six for the rule: 3.5 / 6.
    assert found.loc["rule"].to_dict() == pytest.approx(
        {"auc": 3.5 / 6, "lift": 1.25, "caught": 0.5}
    )


def test_ties_that_are_cut_count_in_part_and_rows_have_no_order():
    same = pd.DataFrame({"nothing": 1.0}, index=LEFT.index)
    found = table_of(same, LEFT, customer_share=0.3).loc["nothing"]
    assert found.to_dict() == pytest.approx({"auc": 0.5, "lift": 1, "caught": 0.3})
    turned = table_of(TWO.iloc[::-1], LEFT, customer_share=0.3)
    pd.testing.assert_frame_equal(turned, table_of(TWO, LEFT, customer_share=0.3))


def test_auc_is_that_of_scikit_learn():
    draw = rng()
    scores = pd.DataFrame({"a": draw.normal(size=300), "b": draw.integers(0, 4, 300)})
    left = pd.Series((draw.random(300) < 0.3).astype(int))
    found = table_of(scores, left)["auc"]
    for name in scores:
        assert found[name] == pytest.approx(roc_auc_score(left, scores[name]))


def test_gains_rise_from_nobody_to_everybody_and_end_where_quality_reads_them():
    curve = ranking.gains(TWO["rule"], LEFT)
    assert curve.to_numpy().tolist() == [[0, 0], [0.4, 0.5], [1, 1]]
    read = np.interp(0.2, *curve.to_numpy().T)
    assert table_of(TWO, LEFT, customer_share=0.2).loc["rule", "caught"] == pytest.approx(read)


def test_two_alike_differ_by_nothing():
    alike = TWO[["model"]].assign(same=TWO["model"] * 10)
    found = ranking.compare(alike, LEFT, against="model", rng=rng(), draws=40)
    assert not found.to_numpy().any()


def test_inputs_stay_as_they_are():
    before = TWO.copy(), LEFT.copy()
    ranking.quality(TWO, LEFT, rng=rng(), draws=20)
    pd.testing.assert_frame_equal(TWO, before[0])
    pd.testing.assert_series_equal(LEFT, before[1])


# --- Intervals -----------------------------------------------------------------------------------


def simulated(seed, n=400):
    draw = np.random.default_rng(seed)
    left = (draw.random(n) < 0.3).astype(int)
    good = draw.normal(size=n) + 1.0 * left
    worse = good + draw.normal(size=n)
    return pd.DataFrame({"good": good, "worse": worse}), pd.Series(left)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    truth = {"good": norm.cdf(1 / np.sqrt(2)), "worse": norm.cdf(1 / 2)}
    held, paired, narrower = 0, 0, 0
    for seed in range(200):
        scores, left = simulated(seed)
        draw = np.random.default_rng(seed)
        alone = ranking.quality(scores, left, rng=draw).xs("auc", level="measure")
        held += alone.loc["good", "low"] <= truth["good"] <= alone.loc["good", "high"]
        more = ranking.compare(scores, left, against="worse", rng=draw).loc[("good", "auc")]
        paired += more["low"] <= truth["good"] - truth["worse"] <= more["high"]
        width = np.hypot(*(alone["high"] - alone["low"]))
        narrower += more["high"] - more["low"] < width
    assert 182 <= held <= 198
    assert 182 <= paired <= 198
    assert narrower == 200


def test_chance_is_inside_the_interval_of_a_ranking_by_lot():
    draw = rng()
    left = pd.Series((draw.random(1_000) < 0.2).astype(int))
    lot = pd.DataFrame({"lot": draw.random(1_000)})
    found = ranking.quality(lot, left, rng=draw)
    inside = found["low"].to_numpy() < [0.5, 1, 0.1], found["high"].to_numpy() > [0.5, 1, 0.1]
    assert np.all(inside)


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rankings", "left", "said"),
    [
        (TWO, LEFT * 0, "left is 0 for every customer"),
        (TWO, LEFT.iloc[:3], "differ in their customers"),
        (TWO.assign(rule=np.nan), LEFT, "'rule' is missing in 5 of 5"),
        (TWO.assign(rule=np.inf), LEFT, "'rule' is infinite"),
        (TWO, LEFT + 1, "neither 0 nor 1"),
        (TWO[[]], LEFT, "empty"),
        (pd.concat([TWO, TWO]), LEFT, "more than once"),
    ],
)
def test_what_cannot_be_ranked_is_refused(rankings, left, said):
    with pytest.raises(ValueError, match=said):
        ranking.quality(rankings, left, rng=rng())


def test_settings_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="customer_share=0"):
        ranking.quality(TWO, LEFT, customer_share=0, rng=rng())
    with pytest.raises(TypeError, match=r"np\.random\.default_rng"):
        ranking.quality(TWO, LEFT, rng=1)
    with pytest.raises(ValueError, match="against='gut'"):
        ranking.compare(TWO, LEFT, against="gut", rng=rng())
    with pytest.raises(ValueError, match="nothing to compare"):
        ranking.compare(TWO[["rule"]], LEFT, against="rule", rng=rng())


# --- Rules and models on two companies ------------------------------------------------------------


def test_telecoms_ten_folds_are_reproduced():
    """Computed before by another program: AUC to .005, lift in the top tenth to .1."""
    table = datasets.load("telecom_churn")
    traits = [name for name in table.columns if name != "churn"]
    table["left"] = (table["churn"] == "Yes").astype(int)
    signs = {
        "monthly": table["contract"] == "Month-to-month",
        "fibre": table["internet_service"] == "Fiber optic",
        "unsupported": table["tech_support"] == "No",
    }
    count = rules.count_flags(pd.DataFrame(signs), signs=list(signs))
    how = {"left": "left", "traits": traits, "seed": 1}
    scores = pd.DataFrame(
        {
            "tenure": -table["tenure_months"],
            "rule": count - table["tenure_months"] / 1_000,
            "logit": churn.out_of_fold(table, **how),
            "boosting": churn.out_of_fold(table, method="boosting", **how),
        }
    )
    found = table_of(scores, table["left"])
    expected = {"tenure": (0.740, 2.30), "rule": (0.827, 2.75), "logit": (0.845, 2.84),
                "boosting": (0.846, 2.85)}  # fmt: skip
    for name, (auc, lift) in expected.items():
        assert found.loc[name, "auc"] == pytest.approx(auc, abs=0.005)
        assert found.loc[name, "lift"] == pytest.approx(lift, abs=0.1)


def test_telephone_ten_folds_are_reproduced():
    """As above; the logit is told of four and more service calls, but of no state."""
    table = datasets.load("phone_churn")
    table["gone"] = (table["left"] == "yes").astype(int)
    table["many_calls"] = (table["service_calls"] >= 4).astype(int)
    signs = table[["many_calls"]].assign(
        abroad=table["international_plan"] == "yes",
        heavy=(table["day_minutes"] > 250) & (table["voice_mail_plan"] == "no"),
    )
    traits = [name for name in table.columns if name not in ("left", "gone", "state")]
    how = {"left": "gone", "traits": traits, "seed": 1}
    scores = pd.DataFrame(
        {
            "rule": rules.count_flags(signs, signs=list(signs)),
            "logit": churn.out_of_fold(table, **how),
            "boosting": churn.out_of_fold(table, method="boosting", **how),
        }
    )
    found = table_of(scores, table["gone"])
    for name, auc, lift in (
        ("rule", 0.826, 3.56),
        ("logit", 0.861, 3.32),
        ("boosting", 0.923, 6.82),
    ):
        assert found.loc[name, "auc"] == pytest.approx(auc, abs=0.005)
        assert found.loc[name, "lift"] == pytest.approx(lift, abs=0.1)


def test_better_scores_rank_better():
    draw = rng()
    truth = draw.normal(size=3_000)
    left = pd.Series((draw.random(3_000) < expit(truth - 2)).astype(int))
    noise = draw.normal(size=3_000)
    scores = pd.DataFrame({f"{s}": truth + s * noise for s in (0.0, 0.5, 1.0, 2.0, 8.0)})
    found = table_of(scores, left)
    assert (found.loc[list(scores)].diff().iloc[1:] < 0).all(axis=None)
