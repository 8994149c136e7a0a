"""Concentration: hand-worked tables, and what longer periods do to it."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

import crmkit.datasets
from crmkit.lifetime import BGNBD, NBD, ZeroInflatedNBD
from crmkit.segmentation.concentration import (
    customers_for,
    deciles,
    expected_lorenz,
    gini,
    lorenz,
    top_share,
    true_concentration,
)

FIVE = pd.Series([6.0, 50, 4, 30, 10], index=list("abcde"))
FEW = settings(max_examples=30, deadline=None)
SPENDS = st.lists(st.integers(0, 10_000), min_size=1, max_size=60).filter(any).map(pd.Series)


def simulated(r: float, alpha: float, customers: int, seed: int = 5) -> pd.Series:
    return NBD(r, alpha).simulate(customers, rng=np.random.default_rng(seed))


# Deciles


def test_deciles_hold_a_tenth_of_the_customers_each():
    table = deciles(pd.Series(range(1, 21)))
    assert table["customers"].tolist() == [2] * 10
    assert table.loc[1, "spend"] == 20 + 19
    assert table.loc[1, "spend_share"] == pytest.approx(39 / 210)
    assert table.loc[2, "cumulative_spend_share"] == pytest.approx((20 + 19 + 18 + 17) / 210)
    assert table.index.name == "decile"


def test_customers_left_over_go_one_each_to_the_highest_groups():
    assert deciles(pd.Series(range(23)))["customers"].tolist() == [3, 3, 3, 2, 2, 2, 2, 2, 2, 2]


def test_fewer_customers_than_groups_are_refused_with_the_number_that_works():
    with pytest.raises(ValueError, match=r"5 customers cannot fill 10 groups.*between 1 and 5"):
        deciles(FIVE)


@FEW
@given(SPENDS, st.integers(1, 12))
def test_deciles_keep_every_customer_and_every_cent(spend, groups):
    groups = min(groups, len(spend))
    table = deciles(spend, groups=groups)
    assert table["customers"].sum() == len(spend)
    assert table["customers"].max() - table["customers"].min() <= 1
    assert table["spend"].sum() == spend.sum()
    assert table["cumulative_spend_share"].iloc[-1] == 1
    assert table["mean_spend"].is_monotonic_decreasing


# Lorenz, Gini, 80/20


def test_lorenz_of_five_customers_by_hand():
    points = lorenz(FIVE)
    assert points["cumulative_customer_share"].tolist() == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert points["cumulative_spend_share"].tolist() == [0, 0.04, 0.1, 0.2, 0.5, 1]


def test_gini_of_1_2_3_4_is_a_quarter_and_unbiased_a_third():
    # 2 (1 + 4 + 9 + 16) / (4 x 10) - 5/4 = 1.5 - 1.25; times 4/3.
    assert gini(pd.Series([3, 1, 4, 2])) == pytest.approx(0.25)
    assert gini(pd.Series([3, 1, 4, 2]), estimator="unbiased") == pytest.approx(1 / 3)


def test_gini_is_0_where_all_spend_the_same_and_1_less_1_over_n_where_one_spends_all():
    assert gini(pd.Series([7.0] * 8)) == pytest.approx(0)
    assert gini(pd.Series([0, 0, 0, 9])) == pytest.approx(0.75)
    assert gini(pd.Series([0, 0, 0, 9]), estimator="unbiased") == pytest.approx(1)


def test_one_customer_has_no_inequality_and_no_unbiased_gini():
    assert gini(pd.Series([3.0])) == 0
    assert top_share(pd.Series([3.0])) == pytest.approx(0.2)
    with pytest.raises(ValueError, match="two customers"):
        gini(pd.Series([3.0]), estimator="unbiased")


def test_unknown_estimator_lists_the_options():
    with pytest.raises(ValueError, match="'biased', 'unbiased'"):
        gini(FIVE, estimator="corrected")


def test_a_fractional_customer_counts_with_the_fraction():
    assert top_share(FIVE, customer_share=0.2) == pytest.approx(0.5)
    assert top_share(FIVE, customer_share=0.3) == pytest.approx((50 + 30 / 2) / 100)
    assert customers_for(FIVE, spend_share=0.8) == pytest.approx(2 / 5)
    assert customers_for(FIVE, spend_share=0.65) == pytest.approx(1.5 / 5)


def test_zero_spenders_are_allowed_and_never_needed():
    assert customers_for(pd.Series([0, 5, 0, 5]), spend_share=1) == pytest.approx(0.5)
    assert top_share(pd.Series([0, 5, 0, 5]), customer_share=0.5) == pytest.approx(1)


def test_cdnow_top_fifth_makes_67_8_percent_of_spend():
    # Reference figure of the data (master file).
    spend = crmkit.datasets.load("cdnow").groupby("customer_id")["amount"].sum()
    assert top_share(spend) == pytest.approx(0.678, abs=0.0005)


@FEW
@given(SPENDS, st.floats(0.01, 1))
def test_top_share_and_customers_for_undo_each_other(spend, share):
    made = top_share(spend, customer_share=share)
    assert share - 1e-9 <= made <= 1 + 1e-9
    assert customers_for(spend, spend_share=min(max(made, 1e-9), 1)) <= share + 1e-6


@FEW
@given(SPENDS)
def test_gini_is_twice_the_area_below_the_diagonal(spend):
    points = lorenz(spend)
    area = np.trapezoid(points["cumulative_spend_share"], points["cumulative_customer_share"])
    assert gini(spend) == pytest.approx(1 - 2 * area, abs=1e-9)


@FEW
@given(SPENDS, st.randoms(use_true_random=False))
def test_row_order_and_currency_change_nothing(spend, random):
    shuffled = spend.sample(frac=1, random_state=random.randrange(1000)) * 7.5
    assert gini(shuffled) == pytest.approx(gini(spend), abs=1e-12)
    assert top_share(shuffled) == pytest.approx(top_share(spend))
    np.testing.assert_allclose(deciles(shuffled, groups=1)["spend_share"], 1)


def test_inputs_stay_as_they_were():
    before = FIVE.copy()
    deciles(FIVE, groups=2), lorenz(FIVE), gini(FIVE), top_share(FIVE), customers_for(FIVE)
    pd.testing.assert_series_equal(FIVE, before)


@pytest.mark.parametrize(
    ("spend", "message"),
    [
        (
            [1, np.nan, np.nan],
            r"^spend is missing in 2 of 3 row\(s\); first: \[1, 2\]\. Fill or drop",
        ),
        ([1, np.inf], r"^spend is infinite in 1 of 2 row\(s\); first: \[1\]"),
        ([5, -1, -2, 9], r"^spend is negative in 2 of 4 row\(s\); first: \[1, 2\]\..*clip"),
        ([0, 0], "2 customers spent 0 in all"),
        (["1", "2"], "spend must be numbers, but has type str"),
        ([True, False], "spend must be numbers, but has type bool"),
    ],
)
@pytest.mark.parametrize("function", [deciles, lorenz, gini, top_share, customers_for])
def test_unusable_spend_is_refused_with_counts(function, spend, message):
    with pytest.raises(ValueError, match=message):
        function(pd.Series(spend))


def test_empty_spend_and_a_whole_table_are_refused():
    with pytest.raises(ValueError, match="no customers"):
        gini(pd.Series([], dtype=float))
    with pytest.raises(TypeError, match="pass one column"):
        gini(pd.DataFrame({"total_spend": [1.0]}))


def test_a_customer_who_stands_twice_is_refused():
    with pytest.raises(ValueError, match=r"spend has 1 customer\(s\) more than once.*\['a'\]"):
        deciles(pd.Series([1.0, 2, 3], index=["a", "b", "a"]), groups=2)


def test_nullable_numbers_are_numbers():
    assert gini(pd.Series([1, 2, 3, 4], dtype="Int64")) == pytest.approx(0.25)
    with pytest.raises(ValueError, match="is missing in 1 of 2"):
        gini(pd.Series([1, None], dtype="Int64"))


@pytest.mark.parametrize("share", [0, -0.1, 1.01, 20])
def test_shares_outside_0_to_1_are_refused(share):
    with pytest.raises(ValueError, match=r"customer_share=.* above 0 and up to 1, e\.g\. 0\.2"):
        top_share(FIVE, customer_share=share)
    with pytest.raises(ValueError, match=r"spend_share=.* above 0 and up to 1, e\.g\. 0\.2"):
        customers_for(FIVE, spend_share=share)


# True concentration


def by_counting(model: NBD, periods: float, share: float) -> tuple[float, float, float, float]:
    """Top share and Gini, over all and over buyers, summed count by count."""
    chance = model.alpha / (model.alpha + periods)
    count = np.arange(int(nbinom.isf(1e-13, model.r, chance)) + 2)
    mass = nbinom.pmf(count, model.r, chance)
    found = []
    for part in (mass, np.where(count > 0, mass, 0)):
        heads = np.concatenate([[0], np.cumsum(part)]) / part.sum()
        value = np.concatenate([[0], np.cumsum(part * count)]) / (part @ count)
        found += [
            1 - np.interp(1 - share, heads, value),
            1 - 2 * np.trapezoid(value, heads),
        ]
    return tuple(found)


@FEW
@given(
    st.floats(0.05, 20), st.floats(0.05, 20), st.sampled_from([0.5, 1, 4, 20]), st.floats(0.02, 1)
)
def test_concentration_equals_the_sum_over_all_counts(r, alpha, periods, share):
    model = NBD(r=r, alpha=alpha)
    row = true_concentration(model, periods=[periods], customer_share=share).iloc[0]
    top, inequality, top_of_buyers, inequality_of_buyers = by_counting(model, periods, share)
    assert row["top_share"] == pytest.approx(top, abs=1e-6)
    assert row["gini"] == pytest.approx(inequality, abs=1e-6)
    assert row["top_share_of_buyers"] == pytest.approx(top_of_buyers, abs=1e-6)
    assert row["gini_of_buyers"] == pytest.approx(inequality_of_buyers, abs=1e-5)


@FEW
@given(st.floats(0.05, 50), st.floats(0.01, 50), st.floats(0.01, 0.99))
def test_concentration_over_all_customers_falls_with_the_period(r, alpha, share):
    table = true_concentration(
        NBD(r=r, alpha=alpha), periods=[0.5, 1, 2, 4, 8, 100, math.inf], customer_share=share
    )
    assert np.isfinite(table.drop(columns="mean_purchases")).all().all()
    assert (table["top_share"].diff().dropna() <= 1e-9).all()
    assert (table["gini"].diff().dropna() <= 1e-9).all()
    assert (table["penetration"].diff().dropna() >= 0).all()


def test_the_limit_of_exponential_rates_is_known_in_closed_form():
    # r = 1: L(p) = p + (1 - p) ln(1 - p), so the top s make s (1 - ln s), and the Gini is 1/2.
    limit = true_concentration(NBD(r=1, alpha=3), periods=[math.inf]).loc[math.inf]
    assert limit["top_share"] == pytest.approx(0.2 * (1 - math.log(0.2)))
    assert limit["gini"] == pytest.approx(0.5)
    assert limit["penetration"] == 1


def test_the_limit_depends_on_r_alone_and_long_periods_reach_it():
    ends = [true_concentration(NBD(0.6, alpha), periods=[math.inf]) for alpha in (0.1, 1, 10)]
    assert ends[0]["top_share"].iloc[0] == ends[1]["top_share"].iloc[0]
    assert ends[0]["gini"].iloc[0] == ends[2]["gini"].iloc[0]
    near, end = true_concentration(NBD(0.6, 0.5), periods=[1e7, math.inf])["top_share"]
    assert near == pytest.approx(end, abs=1e-6)


def test_all_customers_and_buyers_meet_in_the_limit():
    limit = true_concentration(NBD(r=0.4, alpha=0.2), periods=[math.inf]).loc[math.inf]
    assert limit["top_share_of_buyers"] == pytest.approx(limit["top_share"])
    assert limit["gini_of_buyers"] == pytest.approx(limit["gini"])


def test_simulated_customers_show_the_concentration_expected():
    rng = np.random.default_rng(11)
    rates = pd.Series(rng.gamma(0.7, 1 / 0.4, 60_000))
    table = true_concentration(NBD(r=0.7, alpha=0.4), periods=[1, 5, math.inf])
    for periods in (1, 5):
        counts = pd.Series(rng.poisson(rates * periods))
        assert top_share(counts) == pytest.approx(table.loc[periods, "top_share"], abs=0.005)
        assert gini(counts) == pytest.approx(table.loc[periods, "gini"], abs=0.005)
        buyers = counts[counts > 0]
        assert gini(buyers) == pytest.approx(table.loc[periods, "gini_of_buyers"], abs=0.005)
        assert len(buyers) / len(counts) == pytest.approx(
            table.loc[periods, "penetration"], abs=0.005
        )
    assert top_share(rates) == pytest.approx(table.loc[math.inf, "top_share"], abs=0.005)


def test_a_fit_gives_bounds_that_tighten_with_customers_and_hold_the_truth():
    truth = true_concentration(NBD(0.7, 0.4), periods=[1, math.inf])["top_share"]
    widths = []
    for customers in (500, 20_000):
        model = NBD.fit(simulated(0.7, 0.4, customers))
        table = true_concentration(model, periods=[1, math.inf], confidence=0.99)
        assert (table["low"] < table["top_share"]).all()
        assert (table["low"] < truth).all() and (truth < table["high"]).all()
        widths.append((table["high"] - table["low"]).max())
    assert widths[1] < widths[0] / 4


def test_bounds_are_as_wide_as_the_spread_of_refitted_samples():
    shares, widths = [], []
    for seed in range(60):
        model = NBD.fit(simulated(1.0, 0.5, 800, seed=seed))
        row = true_concentration(model, periods=[math.inf], confidence=0.6827).iloc[0]
        shares.append(row["top_share"])
        widths.append((row["high"] - row["low"]) / 2)
    # The standard deviation of 60 draws is known to about 9 %; 3 of those either way.
    assert np.mean(widths) == pytest.approx(np.std(shares), rel=0.3)


def test_bounds_are_the_spread_over_draws_of_the_parameters():
    # So low an r that ln r is known much better than ln alpha.
    model = NBD.fit(simulated(0.2, 0.04, 3_000))
    row = true_concentration(model, periods=[math.inf], confidence=0.8).iloc[0]
    drawn = [
        true_concentration(one, periods=[math.inf])["top_share"].iloc[0]
        for one in model.draws(1_000, rng=np.random.default_rng(1))
    ]
    # A quantile at 10 % of 1,000 draws is known to about 5 % of the width.
    width = row["high"] - row["low"]
    assert np.quantile(drawn, [0.1, 0.9]) == pytest.approx(
        [row["low"], row["high"]], abs=0.1 * width
    )


@pytest.mark.parametrize("confidence", [0, 1, 95, math.nan])
def test_a_confidence_that_no_interval_can_have_is_refused(confidence):
    # At 1 the bounds were 0 and 1, whatever the data.
    with pytest.raises(ValueError, match=r"confidence=.* above 0 and below 1, e\.g\. 0\.95"):
        true_concentration(NBD.fit(simulated(0.7, 0.4, 500)), confidence=confidence)


def test_an_nbd_written_down_has_no_bounds():
    assert "low" not in true_concentration(NBD(1, 1))


def test_anything_with_r_and_alpha_is_a_model():
    rates = SimpleNamespace(r=0.7, alpha=0.4)
    pd.testing.assert_frame_equal(true_concentration(rates), true_concentration(NBD(0.7, 0.4)))
    pd.testing.assert_frame_equal(expected_lorenz(rates), expected_lorenz(NBD(0.7, 0.4)))


EVERY_ANSWER = pytest.mark.parametrize("answer", [true_concentration, expected_lorenz])


@EVERY_ANSWER
@pytest.mark.parametrize(
    "model",
    [
        NBD(1001, 1),
        # Poisson counts, up to rounding: r runs to infinity.
        NBD.fit(pd.Series(np.repeat([0, 1, 2, 3, 4], [368, 368, 184, 61, 19]))),
        NBD.fit(pd.Series([4, 5, 6, 5]), non_buyers="unknown"),
    ],
)
def test_customers_all_alike_have_no_true_concentration(answer, model):
    with pytest.raises(ValueError, match=r"differ by 3 % or less.*chance alone"):
        answer(model)


@EVERY_ANSWER
def test_buyers_who_cannot_tell_the_non_buyers_are_refused(answer):
    # A logarithmic-series shape: the likelihood rises all the way to r = 0.
    counts = pd.Series(np.repeat([1, 2, 3, 5, 40], [900, 60, 20, 10, 10]))
    with pytest.raises(ValueError, match=r"on a boundary \(r;.*non_buyers=n"):
        answer(NBD.fit(counts, non_buyers="unknown"))


@EVERY_ANSWER
@pytest.mark.parametrize(
    ("model", "others"),
    [
        (ZeroInflatedNBD(1, 1, pi=0.3), "pi"),
        (BGNBD(0.243, 4.414, 0.793, 2.426, period_days=7), "a, b"),
    ],
)
def test_models_in_which_customers_leave_or_never_buy_are_refused(answer, model, others):
    with pytest.raises(ValueError, match=f"parameters {others} besides r and alpha"):
        answer(model)


@EVERY_ANSWER
def test_what_is_no_model_is_refused(answer):
    for counts in (pd.Series([0, 1, 5]), pd.DataFrame({"r": [1], "alpha": [1]}), [0, 1, 5]):
        with pytest.raises(TypeError, match=r"fit one first: crmkit.lifetime.NBD.fit"):
            answer(counts)
    with pytest.raises(ValueError, match="alpha=0 must be a number above 0"):
        answer(SimpleNamespace(r=1, alpha=0))


@pytest.mark.parametrize("periods", [[], [0], [1, -2], [math.nan]])
def test_periods_must_be_positive(periods):
    with pytest.raises(ValueError, match="positive"):
        true_concentration(NBD(1, 1), periods=periods)
    with pytest.raises(ValueError, match="positive"):
        expected_lorenz(NBD(1, 1), periods=periods[-1] if periods else 0)


def test_expected_lorenz_runs_from_corner_to_corner_below_the_diagonal():
    for periods in (1, 10, math.inf):
        curve = expected_lorenz(NBD(0.8, 0.5), periods=periods)
        assert curve.iloc[0].tolist() == [0, 0]
        assert curve.iloc[-1].tolist() == pytest.approx([1, 1])
        assert curve["cumulative_spend_share"].is_monotonic_increasing
        assert (curve["cumulative_spend_share"] <= curve["cumulative_customer_share"] + 1e-12).all()


def test_expected_lorenz_holds_the_top_share():
    model = NBD(0.8, 0.5)
    curve = expected_lorenz(model, periods=2, points=6)
    row = true_concentration(model, periods=[2]).iloc[0]
    assert 1 - curve["cumulative_spend_share"].iloc[4] == pytest.approx(row["top_share"])
