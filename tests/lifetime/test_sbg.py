import mpmath as mp
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit import datasets
from crmkit.lifetime import SBG, Geometric, contracts
from crmkit.lifetime.contracts.beta_ratio import log_beta_fall

steady = settings(deadline=None, max_examples=40)
YEAR = 365.25
positive = st.floats(0.05, 50)


@pytest.fixture(scope="module")
def table():
    return datasets.load("retention_tables").pivot(
        index="year", columns="segment", values="customers"
    )


# --- Fader & Hardie (2007), How to project customer retention; half a unit of the last digit


def test_high_end_on_seven_renewals(table):
    model = SBG.fit(table.loc[:7, "High End"])
    assert model.alpha == pytest.approx(0.668, abs=0.0005)
    assert model.beta == pytest.approx(3.806, abs=0.0005)
    assert model.report.log_likelihood == pytest.approx(-1611.16, abs=0.005)


def test_high_end_misses_year_twelve_by_four_per_cent(table):
    seen = table.loc[:7, "High End"]
    tracked = SBG.fit(seen).track(table["High End"], fitted_up_to=7)
    assert tracked.loc[("High End", 12), "error"] == pytest.approx(-0.041, abs=0.0005)
    assert tracked["holdout"].sum() == 5 and not tracked.loc[("High End", 7), "holdout"]


def test_regular_on_seven_and_on_four_renewals(table):
    seven, four = SBG.fit(table.loc[:7, "Regular"]), SBG.fit(table.loc[:4, "Regular"])
    assert seven.parameters.to_list() == pytest.approx([0.704, 1.182], abs=0.0005)
    assert four.parameters.to_list() == pytest.approx([0.764, 1.296], abs=0.0005)
    assert four.report.log_likelihood == pytest.approx(-1401.6, abs=0.05)


def test_least_squares_on_high_end_as_published(table):
    """Linear, quadratic and exponential retention curves of the paper, on years 0 to 7."""
    t = np.arange(8)
    share = table.loc[:7, "High End"].to_numpy() / 1000

    def fit(y, degree):
        found = np.polynomial.Polynomial.fit(t, y, degree).convert().coef
        rest = y - np.polynomial.polynomial.polyval(t, found)
        return found, 1 - (rest**2).sum() / ((y - y.mean()) ** 2).sum()

    for y, degree, coefficients, fit_share in [
        (share, 1, [0.925, -0.071], 0.922),
        (share, 2, [0.997, -0.142, 0.010], 0.998),
        (np.log(share), 1, [-0.062, -0.102], 0.964),
    ]:
        found, r2 = fit(y, degree)
        assert found == pytest.approx(coefficients, abs=0.0005)
        assert r2 == pytest.approx(fit_share, abs=0.0005)


def test_both_segments_pooled_lie_between_the_two(table):
    """A regression figure of ours: two cohorts of different age, one fit."""
    both = table.loc[:7].astype(float)
    both.loc[5:, "Regular"] = np.nan
    model = SBG.fit(both)
    left = contracts.Contracts.of(both).decisions.left
    assert left.sum() == (1000 - 491) + (1000 - 326)
    assert model.report.customers == 2000
    single = [SBG.fit(table.loc[:7, name]).retention_rate(1) for name in table]
    assert min(single) < model.retention_rate(1) < max(single)


# --- against high precision


def test_residual_lifetime_is_the_hypergeometric_form_of_fader_hardie_2010():
    """DERL = (b + n - 1) / (a + b + n - 1) 2F1(1, b + n; a + b + n; 1 / (1 + d))."""
    mp.mp.dps = 40
    for alpha, beta in [(0.668, 3.806), (0.05, 0.02), (20, 300), (1, 1), (900, 0.5)]:
        for days, annual in [(YEAR, 0.1), (YEAR / 12, 0.1), (YEAR, 0.01)]:
            model = SBG(alpha, beta, period_days=days)
            z = mp.mpf(1 + annual) ** (-mp.mpf(days) / mp.mpf(YEAR))
            for n in (1, 4, 60):
                a, b = mp.mpf(alpha), mp.mpf(beta)
                exact = (b + n - 1) / (a + b + n - 1) * mp.hyp2f1(1, b + n, a + b + n, z)
                found = model.discounted_expected_residual_lifetime(
                    n - 1, annual_discount_rate=annual
                )
                assert found == pytest.approx(float(exact), rel=1e-11)


def test_discounted_lifetime_of_a_new_customer_is_the_hypergeometric_form():
    mp.mp.dps = 30
    found = SBG(0.668, 3.806, period_days=YEAR).discounted_expected_lifetime(
        annual_discount_rate=0.1
    )
    exact = mp.hyp2f1(1, mp.mpf("3.806"), mp.mpf("4.474"), 1 / mp.mpf("1.1"))
    assert found == pytest.approx(float(exact), rel=1e-12)


def test_survival_over_a_hundred_years_of_months_does_not_cancel():
    mp.mp.dps = 60
    for alpha in (1e-6, 0.3, 40, 1e6):
        for beta in (1e-6, 2.5, 1e6):
            survival = SBG(alpha, beta).survival([1, 12, 1200])
            for t, found in survival.items():
                a, b = mp.mpf(alpha), mp.mpf(beta)
                exact = mp.beta(a, b + t) / mp.beta(a, b)
                assert found == pytest.approx(float(exact), rel=1e-11, abs=1e-300)


def test_ratio_of_betas_to_the_last_digits():
    mp.mp.dps = 60
    for z in (1e-6, 0.7, 5, 1e6):
        for a in (1e-6, 0.03, 12, 1e6):
            for d in (1e-9, 0.01, 1, 1e5):
                one, two, three = mp.mpf(z), mp.mpf(a), mp.mpf(d)
                fall = (
                    mp.loggamma(one)
                    + mp.loggamma(one + two + three)
                    - mp.loggamma(one + two)
                    - mp.loggamma(one + three)
                )
                assert float(log_beta_fall(z, a, d)) == pytest.approx(float(fall), rel=1e-13)


def test_log_likelihood_is_the_sum_of_the_papers_terms():
    mp.mp.dps = 40
    counts = pd.Series([1000, 869, 743, 653])
    a, b = mp.mpf("0.7"), mp.mpf("3.9")
    survival = [mp.beta(a, b + t) / mp.beta(a, b) for t in range(4)]
    exact = sum(
        int(counts[t - 1] - counts[t]) * mp.log(survival[t - 1] - survival[t]) for t in (1, 2, 3)
    ) + 653 * mp.log(survival[3])
    assert SBG(0.7, 3.9).log_likelihood(counts) == pytest.approx(float(exact), rel=1e-13)


@pytest.mark.parametrize("seed", range(5))
def test_information_of_the_fit_is_the_second_derivatives(seed):
    """At the top, minus the second derivatives in (ln alpha, ln beta); by mpmath."""
    mp.mp.dps = 40
    rng = np.random.default_rng(seed)
    counts = contracts.survivors(SBG(0.8, 2.5).simulate(500, renewals=7, rng=rng)).iloc[:, 0]
    model = SBG.fit(counts)

    def log_likelihood(log_alpha, log_beta):
        a, b = mp.exp(log_alpha), mp.exp(log_beta)
        survival = [mp.beta(a, b + t) / mp.beta(a, b) for t in range(8)]
        lost = [int(counts[t - 1] - counts[t]) for t in range(1, 8)]
        leaving = [mp.log(survival[t - 1] - survival[t]) for t in range(1, 8)]
        return mp.fdot(lost, leaving) + int(counts[7]) * mp.log(survival[7])

    at = (mp.log(model.alpha), mp.log(model.beta))
    slopes = [float(mp.diff(log_likelihood, at, n)) for n in ((1, 0), (0, 1))]
    assert np.abs(slopes).max() < 1e-6 * 500
    exact = [[-float(mp.diff(log_likelihood, at, n)) for n in row] for row in
             (((2, 0), (1, 1)), ((1, 1), (0, 2)))]  # fmt: skip
    assert np.array(model.report.information) == pytest.approx(np.array(exact), rel=1e-5, abs=1e-4)


# --- properties


@steady
@given(positive, positive)
def test_survival_falls_from_one_and_retention_rises(alpha, beta):
    model = SBG(alpha, beta)
    survival, rates = model.survival(range(200)), model.retention_rate(range(1, 200))
    assert survival[0] == 1 and (survival.diff().dropna() < 0).all() and (survival > 0).all()
    assert (rates.diff().dropna() > 0).all() and rates.between(0, 1).all()
    assert model.probability_of_leaving(range(1, 200)).sum() == pytest.approx(1 - survival[199])


@steady
@given(positive, positive, st.floats(0.02, 0.4))
def test_a_long_horizon_tends_to_the_infinite_one(alpha, beta, rate):
    model = SBG(alpha, beta, period_days=YEAR)
    ever = model.discounted_expected_residual_lifetime([0, 3], annual_discount_rate=rate)
    finite = [
        model.discounted_expected_residual_lifetime(
            [0, 3], annual_discount_rate=rate, horizon_renewals=h
        )
        for h in (1, 10, 100, 2500)
    ]
    for short, longer in zip(finite, [*finite[1:], ever], strict=True):
        assert (short <= longer * (1 + 1e-12)).all()
    assert finite[-1].to_list() == pytest.approx(ever.to_list(), rel=1e-10)
    assert finite[0].to_list() == pytest.approx(model.retention_rate([1, 4]).to_list())
    # Who renewed often is worth more: those who leave easily have gone.
    assert ever[3] > ever[0]


@steady
@given(st.floats(1.3, 40), positive, st.integers(0, 50))
def test_mean_lifetime_is_the_limit_of_its_horizons(alpha, beta, made):
    model = SBG(alpha, beta)
    exact = (beta + made) / (alpha - 1)
    assert model.expected_residual_lifetime(made) == pytest.approx(exact)
    near = model.expected_residual_lifetime(made, horizon_renewals=5000)
    assert near <= exact * (1 + 1e-12)
    if alpha > 4:
        assert near == pytest.approx(exact, rel=1e-5)


def test_no_mean_lifetime_where_alpha_is_one_or_less():
    with pytest.raises(ValueError, match=r"infinite.*horizon"):
        SBG(0.9, 3).expected_residual_lifetime(0)


def test_predictions_are_finite_everywhere():
    for alpha in (1e-6, 0.5, 1e6):
        for beta in (1e-6, 2.0, 1e6):
            model = SBG(alpha, beta, period_days=YEAR / 12)
            worth = model.discounted_expected_residual_lifetime(
                [0, 100, 1200], annual_discount_rate=0.1
            )
            for answer in (model.survival([0, 1200, 36525]), model.retention_rate(36525), worth):
                assert np.isfinite(answer).all() and (np.asarray(answer) >= 0).all()


# --- data that the model made


def test_simulated_cohorts_give_the_parameters_back():
    rng = np.random.default_rng(5)
    true = SBG(0.8, 2.5)
    table = true.simulate(40_000, renewals=rng.integers(1, 11, 40_000), rng=rng)
    model = SBG.fit(table)
    bounds = model.parameter_intervals(confidence=0.999)
    assert (bounds["low"] < true.parameters).all() and (true.parameters < bounds["high"]).all()
    share = contracts.survivors(true.simulate(40_000, renewals=9, rng=rng)).iloc[:, 0] / 40_000
    # Three standard errors of a share of 40,000.
    assert share.to_list() == pytest.approx(true.survival(range(10)).to_list(), abs=0.0075)


def test_bootstrap_and_delta_method_agree(table):
    model = SBG.fit(table.loc[:7, "Regular"])
    drawn = model.bootstrap(table.loc[:7, "Regular"], replicates=300, rng=np.random.default_rng(2))
    assert drawn.shape == (300, 2)
    ratio = np.log(drawn).std() / np.sqrt(np.diag(model.report.covariance))
    assert ratio.between(0.85, 1.15).all()
    interval = model.interval_of(lambda one: one.survival([5, 12]), rng=np.random.default_rng(3))
    assert (interval["low"] < interval["estimate"]).all()
    assert (interval["estimate"] < interval["high"]).all()


def test_customers_who_do_not_differ_are_reported_as_a_boundary():
    counts = pd.Series([100_000, 90_000, 81_000, 72_900, 65_610])
    model, limit = SBG.fit(counts), Geometric.fit(counts)
    assert "beta" in model.report.boundary and "boundary" in model.report.sentence
    assert model.report.log_likelihood == pytest.approx(limit.report.log_likelihood, rel=1e-6)
    assert model.survival(20) == pytest.approx(limit.survival(20), rel=1e-3)
    # Neither parameter is known, but how they stand to one another is: 9 stay where 1 leaves.
    intervals = model.parameter_intervals()
    assert intervals.loc[["alpha", "beta"], ["standard_error", "low", "high"]].isna().all(axis=None)
    ratio = intervals.loc["beta / alpha"]
    assert ratio["low"] < 9 < ratio["high"] and ratio["standard_error"] < 0.06


def test_projection_goes_on_from_the_last_count(table):
    model = SBG.fit(table.loc[:7, "High End"])
    ahead = model.project(table.loc[:7, "High End"], up_to=9)["High End"]
    rates = model.retention_rate([8, 9])
    assert ahead[7] == 491
    assert ahead[8] == pytest.approx(491 * rates[8])
    assert ahead[9] == pytest.approx(491 * rates[8] * rates[9])


def test_customers_keep_their_order_and_those_who_left_are_worth_nothing():
    table = pd.DataFrame(
        {"renewals": [3, 0, 3, 1], "active": [True, True, False, True]}, index=list("dbca")
    )
    model = SBG(0.7, 3.0, period_days=YEAR)
    found = model.residual_lifetime_of_customers(table, annual_discount_rate=0.1)
    assert list(found.index) == list("dbca") and found["c"] == 0
    assert found["d"] > found["a"] > found["b"] > 0
    assert found["d"] == model.discounted_expected_residual_lifetime(3, annual_discount_rate=0.1)


# --- robustness: the sweep of benchmarks/robustness_contracts.py, 40 sets


def test_random_sets_end_at_the_top():
    from benchmarks import robustness_contracts

    found = robustness_contracts.sweep(40, 11, with_c=False, starts=3)
    assert found["truth"] == 0 and found["unfinished"] == 0
    assert max(found["peer"], found["simpler"]) < 2e-6
