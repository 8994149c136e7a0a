import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy.special import comb, gammaln
from scipy.stats import nbinom

from crmkit import datasets
from crmkit.lifetime import NBD
from crmkit.loyalty import brands, jeopardy
from crmkit.loyalty.double_jeopardy.dirichlet import Dirichlet
from crmkit.loyalty.double_jeopardy.dirichlet_sums import (
    NoDirichletWarning,
    averaged,
    heterogeneity,
)

# Goodhardt, Ehrenberg & Chatfield 1984: toothpaste, a quarter of a year.
TOOTHPASTE = pd.DataFrame(
    {
        "purchase_share": [0.25, 0.19, 0.10, 0.10, 0.09, 0.08, 0.03, 0.02],
        "penetration": [0.20, 0.17, 0.09, 0.08, 0.08, 0.07, 0.03, 0.02],
    },
    index=["Colgate DC", "Macleans", "Close Up", "Signal", "ultrabrite", "Gibbs SR", "Boots",
           "Sainsbury"],
)  # fmt: skip
CATEGORY = {"penetration": 0.56, "purchase_rate": 2.6}
SHARES = {"Ann": 0.5, "Bob": 0.3, "Cid": 0.15, "Dee": 0.05}
MODEL = Dirichlet(M=4, K=0.6, S=2, purchase_shares=SHARES)


# Published


def test_toothpaste_gives_the_published_m_and_k():
    model = Dirichlet.fit(TOOTHPASTE, **CATEGORY)
    assert model.parameters[["M", "K"]].to_list() == pytest.approx([1.456, 0.779], abs=0.0005)


def test_s_of_toothpaste_is_1_30_by_the_notch_and_1_55_without_an_outlier_rule():
    # The paper itself prints 1.2, which none of the rules gives from penetrations of two digits.
    for rule, published in {"notch": 1.30, "mean": 1.55}.items():
        found = Dirichlet.fit(TOOTHPASTE, rule=rule, **CATEGORY).parameters["S"]
        assert found == pytest.approx(published, abs=0.005), rule


def test_colgate_and_macleans_are_as_published():
    table = Dirichlet.fit(TOOTHPASTE, rule="notch", **CATEGORY).measures()
    colgate = table.loc["Colgate DC"]
    assert colgate["penetration"] == pytest.approx(0.200, abs=0.0005)
    assert colgate["purchase_rate"] == pytest.approx(1.82, abs=0.005)
    assert colgate["category_rate"] == pytest.approx(3.16, abs=0.005)
    assert table.loc["Macleans", "purchase_rate"] == pytest.approx(1.76, abs=0.005)


def test_the_papers_own_s_can_be_written_down():
    paper = Dirichlet(1.46, 0.78, 1.2, TOOTHPASTE["purchase_share"])
    assert paper.measures().loc["Colgate DC", "penetration"] == pytest.approx(0.20, abs=0.005)
    assert paper.polarisation == pytest.approx(1 / 2.2)


def test_billboards_have_the_published_nbd_and_nearly_the_same_by_their_zeros():
    # Fader & Hardie: r .969, alpha .218, LL -649.7; over four weeks P(0) .056, mean 17.82.
    table = datasets.load("billboard_exposures")
    model = NBD.fit(table["exposures"].repeat(table["people"]).reset_index(drop=True))
    assert (model.r, model.alpha) == pytest.approx((0.969, 0.218), abs=0.0005)
    assert model.report.log_likelihood == pytest.approx(-649.7, abs=0.05)
    assert 1 - model.penetration(periods=4) == pytest.approx(0.056, abs=0.0005)
    assert model.expected_purchases_of_new(periods=4) == pytest.approx(17.82, abs=0.005)
    mean = (table["exposures"] * table["people"]).sum() / 250
    # By the zeros alone, a figure of ours.
    assert heterogeneity(1 - 48 / 250, mean) == pytest.approx(0.9482, abs=0.0005)


@pytest.fixture(scope="module")
def journey():
    log = datasets.load("complete_journey_transactions")
    products = datasets.load("complete_journey_products")
    return log[log["amount"] > 0].merge(products, on="product_id")


@pytest.mark.parametrize(
    ("category", "M", "K", "S", "polarisation", "error"),
    [
        ("YOGURT", 4.446, 0.356, 1.60, 0.384, 0.010),
        ("COLD CEREAL", 7.108, 0.527, 5.38, 0.157, 0.016),
        ("FROZEN PIZZA", 6.666, 0.457, 4.63, 0.178, 0.010),
        ("LAUNDRY DETERGENTS", 1.994, 0.452, 0.93, 0.518, 0.0095),
    ],
)
def test_one_s_gives_penetrations_to_about_a_point(journey, category, M, K, S, polarisation, error):
    # Figures of ours. Brand: manufacturer, the eight largest; S over those of 2 % or more.
    counts = brands.purchase_counts(
        journey[journey["product_category"] == category], brand="manufacturer_id"
    )
    model = Dirichlet.fit_counts(counts, households=2469)
    assert model.parameters[["M", "K"]].to_list() == pytest.approx([M, K], abs=0.0005)
    assert model.parameters["S"] == pytest.approx(S, abs=0.005)
    assert model.polarisation == pytest.approx(polarisation, abs=0.0005)
    seen = brands.brand_measures(counts, households=2469)
    off = (seen["penetration"] - model.measures()["penetration"]).abs()
    assert off[seen["purchase_share"] >= 0.02].mean() == pytest.approx(error, abs=0.0005)


# The formulas


def test_measures_agree_with_the_beta_binomial_summed_over_r_and_n():
    s, S, M, K = 0.3, 2.0, 4.0, 0.6
    a, b = S * s, S - S * s
    penetration = bought = requirements = sole = 0.0
    for n in range(1, 200):
        P = nbinom.pmf(n, K, K / (K + M))
        r = np.arange(n + 1)
        log_beta = gammaln(a + r) + gammaln(b + n - r) - gammaln(S + n)
        p = comb(n, r) * np.exp(log_beta - gammaln(a) - gammaln(b) + gammaln(S))
        penetration += P * (1 - p[0])
        bought += P * (r * p).sum()
        requirements += P * n * (1 - p[0])
        sole += P * p[n]
    found = MODEL.measures().loc["Bob"]
    assert found["penetration"] == pytest.approx(penetration, rel=1e-8)
    assert found["purchase_rate"] == pytest.approx(bought / penetration, rel=1e-8)
    assert found["category_rate"] == pytest.approx(requirements / penetration, rel=1e-8)
    assert found["requirements_share"] == pytest.approx(bought / requirements, rel=1e-8)
    assert found["sole_share"] == pytest.approx(sole / penetration, rel=1e-8)


def test_a_large_simulated_panel_shows_what_the_model_expects():
    counts = MODEL.simulate(200_000, rng=np.random.default_rng(1))
    seen = brands.brand_measures(counts, households=200_000)
    assert_frame_equal(seen, MODEL.measures(), rtol=0.02, check_names=False)
    matrix = jeopardy.duplication(counts, households=200_000)
    assert_frame_equal(matrix, MODEL.duplication(), atol=0.01)


def test_households_conserve_purchases():
    table = MODEL.measures()
    sold = (table["penetration"] * table["purchase_rate"]).sum()
    assert sold == pytest.approx(MODEL.M)
    # Sole buyers of all brands are fewer than all buyers; with one brand they would be all.
    sole = (table["penetration"] * table["sole_share"]).sum()
    assert 0 < sole < 1 - (1 + MODEL.M / MODEL.K) ** -MODEL.K


def test_larger_brands_have_more_buyers_who_buy_more_often_and_fewer_others():
    table = MODEL.measures({f"{s:.2f}": s for s in np.arange(0.02, 0.9, 0.04)})
    for column in ("penetration", "purchase_rate", "requirements_share", "sole_share"):
        assert table[column].is_monotonic_increasing, column
    assert table["category_rate"].is_monotonic_decreasing


def test_double_jeopardy_line_is_nearly_what_the_model_says():
    line = jeopardy.jeopardy_line(MODEL.measures())
    assert (line["expected"] / line["actual"] - 1).abs().max() < 0.1


def test_model_line_is_the_model_and_knows_where_it_ends():
    line = MODEL.line(MODEL.measures())
    assert line.index.to_list() == ["Dee", "Cid", "Bob", "Ann"]
    assert line["expected"].to_list() == pytest.approx(line["actual"].to_list(), rel=1e-8)
    beyond = pd.DataFrame({"penetration": [0.9], "purchase_rate": [5.0]})
    assert MODEL.line(beyond)["expected"].isna().all()


def test_penetration_rises_with_s_between_its_two_ends():
    lone = [Dirichlet(4, 0.6, S, SHARES).measures().loc["Bob", "penetration"]
            for S in (1e-6, 0.1, 1, 10, 1e6)]  # fmt: skip
    assert lone == sorted(lone)
    assert lone[0] == pytest.approx(0.3 * (1 - (1 + 4 / 0.6) ** -0.6), rel=1e-4)
    assert lone[-1] == pytest.approx(1 - (1 + 4 * 0.3 / 0.6) ** -0.6, rel=1e-4)


def test_duplication_of_the_model_is_nearly_the_same_multiple_of_penetration():
    b = MODEL.measures()["penetration"]
    D = (MODEL.duplication() / b).stack().dropna()
    assert D.min() > 1
    assert D.max() / D.min() < 1.25


def test_brands_put_together_are_a_brand_of_the_same_model():
    # Of those who buy Ann or Bob: from the pair's duplication, and as one brand of both shares.
    b, both = MODEL.measures()["penetration"], MODEL.duplication().loc["Ann", "Bob"]
    together = MODEL.measures({"AnnBob": 0.8}).loc["AnnBob", "penetration"]
    assert b["Ann"] + b["Bob"] - both * b["Ann"] == pytest.approx(together)


def test_purchases_of_the_category_are_those_of_the_nbd():
    found = MODEL.purchase_distribution(3)
    assert found.to_list() == pytest.approx(list(nbinom.pmf(range(4), 0.6, 0.6 / 4.6)))
    assert MODEL.purchase_distribution(2000).sum() == pytest.approx(1)


def test_longer_periods_reach_more_buyers_and_none_reaches_nobody():
    reached = [MODEL.over(t).measures().loc["Bob", "penetration"] for t in (1e-6, 0.25, 1, 4, 50)]
    assert reached == sorted(reached)
    assert reached[0] < 1e-5
    assert reached[2] == MODEL.measures().loc["Bob", "penetration"]
    assert reached[-1] < 1


def test_sum_over_purchases_is_long_enough_for_heavy_buyers():
    # Two hundred periods: thousands of purchases of the heaviest.
    model = MODEL.over(200)
    table = model.measures()
    assert (table["penetration"] * table["purchase_rate"]).sum() == pytest.approx(800)
    assert (table["requirements_share"] < 1).all()
    with pytest.raises(ValueError, match=r"buy more than 2,000,000 times. Take a shorter period"):
        MODEL.over(1e6).measures()


# Fitting


def test_fit_returns_the_model_whose_figures_it_is_given():
    table = MODEL.measures()
    bought = 1 - (1 + MODEL.M / MODEL.K) ** -MODEL.K
    for rule in ("geometric", "mean", "notch"):
        model = Dirichlet.fit(table, penetration=bought, purchase_rate=4 / bought, rule=rule)
        assert model.parameters.to_list() == pytest.approx([4, 0.6, 2], rel=1e-5)


def test_fit_recovers_its_own_simulation():
    counts = MODEL.simulate(50_000, rng=np.random.default_rng(3))
    model = Dirichlet.fit_counts(counts, households=50_000)
    assert model.parameters.to_list() == pytest.approx([4, 0.6, 2], rel=0.05)
    assert list(model.purchase_shares.values()) == pytest.approx(list(SHARES.values()), abs=0.01)


def test_unnamed_brands_are_other_in_a_simulation():
    partly = Dirichlet(4, 0.6, 2, {"Ann": 0.5})
    counts = partly.simulate(1000, rng=np.random.default_rng(1))
    assert list(counts.columns) == ["Ann", "other"]
    assert list(MODEL.simulate(1000, rng=np.random.default_rng(1)).columns) == list(SHARES)
    assert (counts.sum(axis=1) > 0).all()


def test_simulation_depends_on_its_generator_alone():
    one, other = (MODEL.simulate(50, rng=np.random.default_rng(9)) for _ in range(2))
    assert_frame_equal(one, other)


def test_fit_does_not_change_what_it_is_given():
    kept = TOOTHPASTE.copy()
    Dirichlet.fit(TOOTHPASTE, **CATEGORY)
    assert_frame_equal(TOOTHPASTE, kept)


def test_brands_below_the_smallest_share_have_no_say_in_s_but_a_place():
    table = TOOTHPASTE.copy()
    table.loc["Sainsbury", "penetration"] = 0.0001
    model = Dirichlet.fit(table, smallest_share=0.025, **CATEGORY)
    assert model == Dirichlet.fit(TOOTHPASTE, smallest_share=0.025, **CATEGORY)
    assert "Sainsbury" in model.measures().index


def test_s_for_a_brand_gives_its_penetration_back():
    b = MODEL.measures().loc["Bob", "penetration"]
    assert MODEL.S_for(0.3, b) == pytest.approx(2)
    assert MODEL.S_for(0.3, 0.01) == 0
    assert MODEL.S_for(0.3, 0.9) == np.inf


@pytest.mark.parametrize(("largest", "expected"), [(4.3, 14.3 / 5), (4.5, 10 / 4)])
def test_notch_by_hand(largest, expected):
    # Median 3, hinges 2 and 4: the upper notch is 3 + 1.58 x 2 / sqrt(5) = 4.41.
    S = pd.Series([1.0, 2, 3, 4, largest])
    assert averaged(S, pd.Series([0.1] * 5), "notch") == pytest.approx(expected)


# Where there is no Dirichlet


def test_brand_with_too_few_buyers_has_s_at_zero_and_is_left_out_with_a_warning():
    # A quarter of purchases needs more than a quarter of the category's buyers: .25 x .56.
    table = TOOTHPASTE.assign(penetration=[0.13, *TOOTHPASTE["penetration"][1:]])
    with pytest.warns(NoDirichletWarning, match=r"left out of S: 'Colgate DC' \(0\).*too few"):
        model = Dirichlet.fit(table, **CATEGORY)
    assert 1.4 < model.S < 1.7


def test_brand_with_too_many_buyers_has_s_at_infinity_and_is_left_out_with_a_warning():
    table = TOOTHPASTE.assign(penetration=[*TOOTHPASTE["penetration"][:-1], 0.2])
    with pytest.warns(NoDirichletWarning, match=r"left out of S: 'Sainsbury' \(infinity\)"):
        Dirichlet.fit(table, **CATEGORY)


def test_no_brand_within_the_bounds_is_an_error():
    with pytest.raises(ValueError, match=r"no Dirichlet has these brands.*of purchases, not of"):
        Dirichlet.fit(TOOTHPASTE.assign(penetration=0.5), **CATEGORY)


@pytest.mark.parametrize(
    ("penetration", "rate", "message"),
    [
        (0.56, 1.0, r"no NBD has a penetration of 0.56 and 1 purchases a buyer.*1.47 times"),
        (0.56, 1.4, "even if all households are alike"),
        (1.0, 2.6, "If everybody bought, take a shorter period"),
        (56, 2.6, "penetration=56 must be"),
        (0.56, 0, "purchase_rate=0 must be"),
        (0.56, np.nan, "purchase_rate=nan must be"),
    ],
)
def test_penetration_and_rate_that_no_nbd_has_are_refused(penetration, rate, message):
    with pytest.raises(ValueError, match=message):
        Dirichlet.fit(
            TOOTHPASTE.assign(penetration=TOOTHPASTE["penetration"].clip(upper=penetration)),
            penetration=penetration,
            purchase_rate=rate,
        )


def test_panel_with_one_purchase_a_household_says_what_is_lacking():
    counts = pd.DataFrame({"Ann": [1, 1, 0, 0], "Bob": [0, 0, 1, 1]})
    with pytest.raises(ValueError, match="Are purchases counted once a household"):
        Dirichlet.fit_counts(counts, households=10)
    with pytest.raises(ValueError, match="If everybody bought"):
        Dirichlet.fit_counts(counts, households=4)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TOOTHPASTE.assign(purchase_share=0.2), "sum to 1.6"),
        (TOOTHPASTE.assign(purchase_share=[0, *TOOTHPASTE["purchase_share"][1:]]),
         "purchase_share of 'Colgate DC'=0.0 must be .*nobody bought"),
        (TOOTHPASTE.assign(penetration=0.0), "'penetration' is not above 0"),
        (TOOTHPASTE.assign(penetration=0.7), "'penetration' is above 0.56.*no more than the categ"),
        (TOOTHPASTE.assign(penetration=np.inf), "'penetration' is infinite"),
        (TOOTHPASTE.assign(penetration=np.nan), "'penetration' is missing"),
        (TOOTHPASTE.drop(columns="penetration"), "no column 'penetration'.*brand_measures"),
        (TOOTHPASTE.iloc[:0], "measures is empty"),
        (TOOTHPASTE.iloc[[0, 0]], "more than once"),
    ],
)  # fmt: skip
def test_figures_of_brands_that_cannot_be_are_refused(table, message):
    with pytest.raises(ValueError, match=message):
        Dirichlet.fit(table, **CATEGORY)


def test_no_brand_of_the_smallest_share_is_an_error():
    with pytest.raises(ValueError, match=r"smallest_share=0.3 or more; the largest has 0.25"):
        Dirichlet.fit(TOOTHPASTE, smallest_share=0.3, **CATEGORY)


def test_rules_are_listed_when_one_is_misspelt():
    with pytest.raises(ValueError, match="choose one of 'geometric', 'mean', 'notch'"):
        Dirichlet.fit(TOOTHPASTE, rule="boxplot", **CATEGORY)


@pytest.mark.parametrize("name", ["M", "K", "S"])
@pytest.mark.parametrize("value", [0, -1, np.inf, np.nan, "1.2x"])
def test_parameters_are_above_zero_and_finite(name, value):
    with pytest.raises(ValueError, match=f"{name}="):
        Dirichlet(**({"M": 4, "K": 0.6, "S": 2, "purchase_shares": SHARES} | {name: value}))


def test_model_needs_brands():
    with pytest.raises(ValueError, match="name at least one brand"):
        Dirichlet(4, 0.6, 2, {})


def test_a_category_bought_without_end_is_refused_at_once():
    for M in (1e20, 1e99):
        with pytest.raises(ValueError, match="some households buy more than 2,000,000 times"):
            Dirichlet(M, 0.6, 2, {"Ann": 0.2}).measures()
        with pytest.raises(ValueError, match="some households buy more than 2,000,000 times"):
            Dirichlet(M, 0.6, 2, {"Ann": 0.2}).simulate(5, rng=np.random.default_rng(1))


def test_a_brand_twice_is_not_overwritten():
    with pytest.raises(ValueError, match=r"purchase_shares has 1 brand\(s\) more than once"):
        Dirichlet(4, 0.6, 2, pd.Series([0.5, 0.3], index=["Ann", "Ann"]))


@pytest.mark.parametrize("shares", [None, 0.5, [0.5, 0.3], "Ann", pd.DataFrame({"s": [0.5]})])
def test_shares_name_their_brands(shares):
    with pytest.raises(TypeError, match="must say the share of each brand"):
        Dirichlet(4, 0.6, 2, shares)


def test_line_asks_for_rates_of_buyers():
    model = Dirichlet(4, 0.6, 2, {"Ann": 0.5})
    with pytest.raises(ValueError, match="'purchase_rate' is below 1"):
        model.line(pd.DataFrame({"penetration": [0.5], "purchase_rate": [0.3]}))


@pytest.mark.parametrize(("K", "S"), [(1, 0.3), (5, 2)])
def test_model_with_k_of_1_and_more_meets_its_own_simulation(K, S):
    model = Dirichlet(4, K, S, {"Ann": 0.5, "Bob": 0.3, "Cid": 0.1})
    counts = model.simulate(40_000, rng=np.random.default_rng(1))
    seen = brands.brand_measures(counts, households=40_000)
    columns = ["penetration", "purchase_rate", "requirements_share"]
    assert_frame_equal(seen[columns], model.measures()[columns], rtol=0.03)
