"""The PLS path model against the published one, against known truth, and on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty import PathModel

CONSTRUCTS = {
    "image": [f"IMAG{n}" for n in range(1, 6)],
    "expectation": [f"CUEX{n}" for n in range(1, 4)],
    "quality": [f"PERQ{n}" for n in range(1, 8)],
    "value": ["PERV1", "PERV2"],
    "satisfaction": ["CUSA1", "CUSA2", "CUSA3"],
    "complaints": ["CUSCO"],
    "loyalty": ["CUSL1", "CUSL2", "CUSL3"],
}
ARROWS = [
    ("image", "expectation"),
    ("expectation", "quality"),
    ("expectation", "value"),
    ("quality", "value"),
    ("image", "satisfaction"),
    ("expectation", "satisfaction"),
    ("quality", "satisfaction"),
    ("value", "satisfaction"),
    ("satisfaction", "complaints"),
    ("image", "loyalty"),
    ("satisfaction", "loyalty"),
    ("complaints", "loyalty"),
]
# The semPLS vignette, Monecke & Leisch 2012 (centroid scheme).
PUBLISHED_PATHS = {
    ("image", "expectation"): 0.505,
    ("quality", "value"): 0.557,
    ("expectation", "satisfaction"): 0.064,
    ("quality", "satisfaction"): 0.513,
    ("satisfaction", "complaints"): 0.526,
    ("image", "loyalty"): 0.195,
    ("satisfaction", "loyalty"): 0.483,
    ("complaints", "loyalty"): 0.071,
}
PUBLISHED_LOADINGS = {
    "image": [0.743, 0.601, 0.578, 0.768, 0.744],
    "expectation": [0.771, 0.687, 0.612],
    "value": [0.904, 0.938],
    "satisfaction": [0.799, 0.846, 0.852],
    "loyalty": [0.814, 0.219, 0.917],
}
HALF_A_DIGIT = 0.0005


@pytest.fixture(scope="module")
def answers():
    return datasets.load("mobile_satisfaction")


@pytest.fixture(scope="module")
def model(answers):
    return PathModel.fit(answers, constructs=CONSTRUCTS, arrows=ARROWS)


# --- Published ------------------------------------------------------------------------------


@pytest.mark.parametrize("arrow", PUBLISHED_PATHS)
def test_path_as_published(model, arrow):
    assert model.paths[arrow] == pytest.approx(PUBLISHED_PATHS[arrow], abs=HALF_A_DIGIT)


@pytest.mark.parametrize("construct", PUBLISHED_LOADINGS)
def test_loadings_as_published(model, construct):
    expected = PUBLISHED_LOADINGS[construct]
    assert model.loadings[construct].tolist() == pytest.approx(expected, abs=HALF_A_DIGIT)


def test_r_squared_as_computed_before(model):
    # Ours: no publication behind it.
    assert model.r_squared["satisfaction"] == pytest.approx(0.680, abs=HALF_A_DIGIT)
    assert model.r_squared["loyalty"] == pytest.approx(0.457, abs=HALF_A_DIGIT)


def test_path_weighting_differs_in_the_third_digit(answers):
    other = PathModel.fit(answers, constructs=CONSTRUCTS, arrows=ARROWS, scheme="path")
    assert other.paths["complaints", "loyalty"] == pytest.approx(0.067, abs=HALF_A_DIGIT)


# --- What it is -----------------------------------------------------------------------------


def test_scores_have_mean_0_and_variance_1_and_loadings_are_their_correlations(model, answers):
    assert model.scores.mean().abs().max() < 1e-10
    assert model.scores.std(ddof=0).tolist() == pytest.approx([1.0] * 7)
    for construct, question in [("loyalty", "CUSL2"), ("image", "IMAG4")]:
        found = np.corrcoef(model.scores[construct], answers[question])[0, 1]
        assert model.loadings[construct, question] == pytest.approx(found)


def test_weights_make_the_scores(model, answers):
    x = answers[CONSTRUCTS["loyalty"]]
    x = (x - x.mean()) / x.std(ddof=0)
    made = x.to_numpy() @ model.weights["loyalty"].to_numpy()
    assert made == pytest.approx(model.scores["loyalty"].to_numpy())


def test_paths_are_regressions_of_the_scores(model):
    causes = model.scores[["image", "satisfaction", "complaints"]].to_numpy()
    found = np.linalg.lstsq(causes, model.scores["loyalty"], rcond=None)[0]
    arrows = [(name, "loyalty") for name in ("image", "satisfaction", "complaints")]
    assert [model.paths[arrow] for arrow in arrows] == pytest.approx(found)
    rest = model.scores["loyalty"] - causes @ found
    assert model.r_squared["loyalty"] == pytest.approx(1 - rest.var(ddof=0))


def test_one_question_each_is_plain_regression(answers):
    parts = {"quality": ["PERQ1"], "loyalty": ["CUSL3"]}
    small = PathModel.fit(answers, constructs=parts, arrows=[("quality", "loyalty")])
    found = np.corrcoef(answers["PERQ1"], answers["CUSL3"])[0, 1]
    assert small.paths["quality", "loyalty"] == pytest.approx(found)
    assert small.r_squared["loyalty"] == pytest.approx(found**2)


def test_order_of_rows_columns_and_units_is_free(model, answers):
    other = answers.iloc[::-1, ::-1] * 10 + 3
    again = PathModel.fit(other, constructs=CONSTRUCTS, arrows=ARROWS)
    assert again.paths.tolist() == pytest.approx(model.paths.tolist())


def test_a_question_asked_the_other_way_round_turns_its_loading_alone(model, answers):
    turned = answers.assign(IMAG1=-answers["IMAG1"])
    again = PathModel.fit(turned, constructs=CONSTRUCTS, arrows=ARROWS)
    assert again.loadings["image", "IMAG1"] == pytest.approx(-model.loadings["image", "IMAG1"])
    assert again.paths.tolist() == pytest.approx(model.paths.tolist())


# --- Truth and intervals --------------------------------------------------------------------

TWO = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2"], "c": ["c1"]}
CHAIN = [("a", "b"), ("a", "c"), ("b", "c")]


def simulated(n, rng):
    """a -> b .6, a -> c .3, b -> c .4, questions almost without error."""
    a = rng.normal(size=n)
    b = 0.6 * a + 0.8 * rng.normal(size=n)
    c = 0.3 * a + 0.4 * b + np.sqrt(1 - 0.09 - 0.16 - 0.144) * rng.normal(size=n)
    asked = {
        q: what + 0.05 * rng.normal(size=n)
        for q, what in [("a1", a), ("a2", a), ("a3", a), ("b1", b), ("b2", b)]
    }
    return pd.DataFrame({**asked, "c1": c})


def test_recovers_its_own_simulation():
    model = PathModel.fit(simulated(20_000, np.random.default_rng(1)), constructs=TWO, arrows=CHAIN)
    assert model.paths.tolist() == pytest.approx([0.6, 0.3, 0.4], abs=0.02)


def test_noise_in_the_questions_makes_paths_too_small():
    rng = np.random.default_rng(2)
    noisy = simulated(5_000, rng)
    noisy += rng.normal(size=noisy.shape)
    model = PathModel.fit(noisy, constructs=TWO, arrows=CHAIN)
    assert model.paths["a", "b"] < 0.5


@pytest.mark.slow
def test_intervals_hold_the_truth():
    truth, held = [0.6, 0.3, 0.4], []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        model = PathModel.fit(simulated(120, rng), constructs=TWO, arrows=CHAIN)
        table = model.path_intervals(rng=rng, draws=150)
        held.append((table["low"] <= truth) & (table["high"] >= truth))
    assert 0.89 <= np.mean(held) <= 0.98


def test_signs_of_the_draws_agree_with_the_whole():
    # Two questions that pull apart: their loadings cancel, so a construct has no plain side up.
    rng = np.random.default_rng(4)
    a = rng.normal(size=200)
    asked = pd.DataFrame(
        {
            "up": a + rng.normal(size=200),
            "down": -a + rng.normal(size=200),
            "stay": a + rng.normal(size=200),
        }
    )
    parts = {"calm": ["up", "down"], "stay": ["stay"]}
    model = PathModel.fit(asked, constructs=parts, arrows=[("calm", "stay")])
    table = model.path_intervals(rng=rng, draws=100)
    assert table["low"].item() * table["high"].item() > 0
    assert table["standard_error"].item() < 0.1


def test_intervals_hold_the_estimate_and_follow_the_seed(model):
    one, two = (model.path_intervals(rng=np.random.default_rng(3), draws=60) for _ in "ab")
    assert_frame_equal(one, two)
    assert ((one["low"] <= one["estimate"]) & (one["estimate"] <= one["high"])).all()
    assert one.loc[("complaints", "loyalty"), "low"] < 0 < one.loc[("image", "loyalty"), "low"]


# --- Bad input ------------------------------------------------------------------------------


def fit(answers, **changes):
    given = {"constructs": TWO, "arrows": CHAIN} | changes
    return PathModel.fit(answers, **given)


@pytest.fixture
def small():
    return simulated(30, np.random.default_rng(6))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"a1": -99.0}, r"'a1' is -99, a code for no answer, in 30 of 30"),
        ({"a1": 7.0}, r"'a1' does not vary: every customer answered 7"),
        ({"a1": np.nan}, "'a1' is missing in 30 of 30"),
        ({"a1": np.inf}, "'a1' is infinite"),
        ({"a1": "good"}, "'a1' must be numbers"),
    ],
)
def test_answers_are_checked(small, change, message):
    with pytest.raises(ValueError, match=message):
        fit(small.assign(**change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"arrows": [("a", "b"), ("b", "c"), ("c", "a")]}, "in a circle"),
        ({"arrows": [("a", "a"), ("b", "c")]}, "in a circle"),
        ({"arrows": [("a", "b")]}, r"no arrow leads to or from \['c'\]"),
        ({"arrows": [*CHAIN, ("a", "b")]}, "given twice"),
        ({"arrows": [*CHAIN, ("a", "z")]}, r"\['z'\], which are no constructs"),
        ({"constructs": TWO | {"c": []}}, r"constructs\['c'\] must be a list"),
        ({"constructs": TWO | {"c": ["c1"] * 2}}, "ask about two"),
        ({"constructs": TWO | {"c": ["a1"]}}, r"\['a1'\] ask about two constructs"),
        ({"constructs": TWO | {"c": ["c9"]}}, "no column 'c9'"),
        ({"scheme": "factor"}, "choose one of 'centroid', 'path'"),
    ],
)
def test_constructs_and_arrows_are_checked(small, change, message):
    with pytest.raises(ValueError, match=message):
        fit(small, **change)


def test_too_few_customers(small):
    for n in (1, 4):
        with pytest.raises(ValueError, match=rf"{n} customer\(s\) are too few for 2 arrow"):
            fit(small.head(n))
    with pytest.raises(ValueError, match="empty"):
        fit(small.head(0))


def test_two_constructs_that_are_the_same(small):
    same = small.assign(b1=small["a1"], b2=small["a1"], a2=small["a1"], a3=small["a1"])
    with pytest.raises(ValueError, match="one and the same"):
        fit(same)


def test_answers_are_not_changed(small):
    kept = small.copy()
    fit(small).path_intervals(rng=np.random.default_rng(1), draws=3)
    assert_frame_equal(small, kept)


def test_99_is_a_code_for_no_answer(small):
    with pytest.raises(ValueError, match="'a1' is 99, a code for no answer, in 1 of 30"):
        fit(small.round().clip(1, 7).assign(a1=[99.0, *[1.0, 2.0] * 14, 1.0]))


def test_two_columns_of_one_name_are_refused(small):
    with pytest.raises(ValueError, match="a column more than once: 'a1'"):
        fit(pd.concat([small, small[["a1"]]], axis=1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"arrows": [("a", "b", "c")]}, "an arrow is from one construct to another"),
        ({"arrows": ["ab"]}, "an arrow is from one construct to another"),
        ({"arrows": None}, "arrows must be a list, not None"),
        ({"constructs": None}, "constructs must be a dict"),
        ({"constructs": {"a": "a1"}}, r"constructs\['a'\] must be a list, not the text 'a1'"),
    ],
)
def test_arrows_and_constructs_of_another_shape_are_named(small, change, message):
    with pytest.raises((TypeError, ValueError), match=message):
        fit(small, **change)


def test_questions_may_stand_in_a_series(small):
    series = {name: pd.Series(asked) for name, asked in TWO.items()}
    assert fit(small, constructs=series).paths.equals(fit(small).paths)


def test_a_sample_of_equal_constructs_is_drawn_again():
    # Of seven customers, some samples hold too few for three arrows to one construct.
    table = pd.DataFrame(np.random.default_rng(0).normal(size=(7, 4)), columns=list("abcd"))
    single = {name: [name] for name in table}
    model = PathModel.fit(table, constructs=single, arrows=[(one, "d") for one in "abc"])
    bounds = model.path_intervals(rng=np.random.default_rng(1), draws=300)
    assert (bounds["low"] <= bounds["high"]).all()


def test_intervals_need_a_generator(small):
    with pytest.raises(TypeError, match=r"rng=1 must be a generator"):
        fit(small).path_intervals(rng=1)
