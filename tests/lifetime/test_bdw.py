from itertools import pairwise

import mpmath as mp
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit import datasets
from crmkit.lifetime import SBG, BdW, Geometric, contracts

steady = settings(deadline=None, max_examples=30)
YEAR = 365.25
positive = st.floats(0.05, 50)


@pytest.fixture(scope="module")
def table():
    return datasets.load("retention_tables").pivot(
        index="year", columns="segment", values="customers"
    )


def exact_survival(alpha, beta, c, t):
    a, b = mp.mpf(alpha), mp.mpf(beta)
    return mp.beta(a, b + mp.mpf(t) ** mp.mpf(c)) / mp.beta(a, b) if t else mp.mpf(1)


@steady
@given(positive, positive)
def test_with_c_of_one_it_is_the_sbg(alpha, beta):
    one, other = BdW(alpha, beta, 1.0, period_days=YEAR), SBG(alpha, beta, period_days=YEAR)
    t = range(1, 60)
    for question in ("survival", "retention_rate", "probability_of_leaving"):
        assert getattr(one, question)(t).to_list() == pytest.approx(
            getattr(other, question)(t).to_list(), rel=1e-10
        )
    worth = [
        model.discounted_expected_residual_lifetime([0, 7], annual_discount_rate=0.1).to_list()
        for model in (one, other)
    ]
    assert worth[0] == pytest.approx(worth[1], rel=1e-10)
    counts = pd.Series([100, 70, 60, 20])
    assert one.log_likelihood(counts) == pytest.approx(other.log_likelihood(counts), rel=1e-10)


def test_survival_and_retention_against_high_precision():
    mp.mp.dps = 80
    for alpha in (1e-4, 0.7, 200):
        for beta in (1e-4, 1.2, 1e5):
            for c in (0.01, 0.4, 1.7, 4.0):
                model = BdW(alpha, beta, c)
                for t in (1, 2, 30, 1200):
                    now = exact_survival(alpha, beta, c, t)
                    before = exact_survival(alpha, beta, c, t - 1)
                    assert model.survival(t) == pytest.approx(float(now), rel=1e-9, abs=1e-300)
                    # The share that leaves can be tiny: it must not be a difference of near ones.
                    only_one = pd.Series([1, 0], index=[t - 1, t])
                    leaving = np.exp(model.log_likelihood(only_one))
                    assert leaving == pytest.approx(float(1 - now / before), rel=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_derivatives_of_the_search_against_high_precision(seed):
    """Value, slopes and curvatures in the logs of parameters, anywhere; by mpmath."""
    mp.mp.dps = 40
    rng = np.random.default_rng(seed)
    counts = pd.Series(np.sort(rng.integers(0, 600, 8))[::-1])
    at = rng.normal(0, 1, 3)
    at[2] += seed // 2
    lost, last = -np.diff(counts), int(counts.iloc[-1])

    def log_likelihood(*free):
        alpha, beta, c = map(mp.exp, free)
        survival = [exact_survival(alpha, beta, c, t) for t in range(8)]
        leaving = [mp.log(before - now) for before, now in pairwise(survival)]
        return mp.fdot(map(int, lost), leaving) + last * mp.log(survival[-1])

    value, gradient, hessian = BdW.objective(contracts.Contracts.of(counts))(at)
    assert value == pytest.approx(float(log_likelihood(*at)), rel=1e-12)
    unit = np.eye(3, dtype=int)
    slopes = [float(mp.diff(log_likelihood, tuple(at), tuple(i))) for i in unit]
    bends = [[float(mp.diff(log_likelihood, tuple(at), tuple(i + j))) for j in unit] for i in unit]
    assert gradient == pytest.approx(np.array(slopes), rel=1e-5, abs=1e-5)
    # A difference of differences is rounded by some 1e-8 of the largest.
    rounding = max(1e-5, 1e-8 * np.abs(bends).max())
    assert hessian == pytest.approx(np.array(bends), rel=1e-5, abs=rounding)


@steady
@given(positive, positive, st.floats(0.2, 3))
def test_survival_falls_from_one(alpha, beta, c):
    model = BdW(alpha, beta, c)
    survival = model.survival(range(300))
    assert survival[0] == 1 and survival.between(0, 1).all()
    assert (survival.diff().dropna() <= 0).all()
    assert model.retention_rate(range(1, 300)).between(0, 1).all()


def test_fits_are_never_below_the_sbg_and_the_geometric(table):
    """The estimates are regression figures of ours."""
    for name in table:
        seen = table.loc[:7, name]
        fits = [model.fit(seen).report.log_likelihood for model in (Geometric, SBG, BdW)]
        assert fits == sorted(fits)
    model = BdW.fit(table.loc[:7, "Regular"])
    assert model.parameters.to_list() == pytest.approx([0.456, 0.779, 1.283], abs=0.0005)
    assert model.report.log_likelihood == pytest.approx(-1679.60, abs=0.005)
    assert model.report.converged and not model.report.boundary


def test_mean_lifetime_is_the_sum_of_survival():
    # Far tails as an integral; against the closed mean of the sBG and a long sum.
    for made in (0, 5):
        for alpha in (1.2, 3.0):
            assert BdW(alpha, 4.0, 1.0).expected_residual_lifetime(made) == pytest.approx(
                (4.0 + made) / (alpha - 1), rel=1e-7
            )
    model = BdW(0.9, 5.0, 2.5)
    long = model.expected_residual_lifetime(0, horizon_renewals=400_000)
    assert model.expected_residual_lifetime(0) == pytest.approx(long, rel=1e-6)
    with pytest.raises(ValueError, match="infinite"):
        BdW(1.5, 4.0, 0.5).expected_residual_lifetime(0)


def test_retention_can_fall_with_time_and_the_value_with_it():
    tired = BdW(8.0, 60.0, 2.0, period_days=YEAR)
    rates = tired.retention_rate(range(1, 4))
    assert (rates.diff().dropna() < 0).all()
    worth = tired.discounted_expected_residual_lifetime([0, 2], annual_discount_rate=0.1)
    assert worth[2] < worth[0]


def test_simulated_cohorts_give_the_parameters_back():
    rng = np.random.default_rng(8)
    true = BdW(0.8, 2.5, 1.6)
    table = true.simulate(60_000, renewals=rng.integers(3, 15, 60_000), rng=rng)
    model = BdW.fit(table)
    bounds = model.parameter_intervals(confidence=0.999)
    assert (bounds["low"] < true.parameters).all() and (true.parameters < bounds["high"]).all()
    share = contracts.survivors(true.simulate(40_000, renewals=9, rng=rng)).iloc[:, 0] / 40_000
    assert share.to_list() == pytest.approx(true.survival(range(10)).to_list(), abs=0.0075)


def test_a_short_table_tells_of_no_duration_dependence():
    model = BdW.fit(pd.Series([1000, 800]))
    assert not model.report.interior
    assert np.isnan(model.parameter_intervals().loc["c", "standard_error"])
    assert model.survival(1) == pytest.approx(0.8, rel=1e-6)


def test_json_gives_the_model_back(table):
    model = BdW.fit(table.loc[:7, "Regular"], period_days=YEAR)
    again = BdW.from_json(model.to_json())
    assert again == model and again.report == model.report
    drawn = model.bootstrap(table.loc[:7, "Regular"], replicates=5, rng=np.random.default_rng(0))
    assert list(drawn.columns) == ["alpha", "beta", "c"] and np.isfinite(drawn).all(axis=None)


def test_predictions_are_finite_everywhere():
    for alpha in (1e-6, 0.5, 1e6):
        for beta in (1e-6, 2.0, 1e6):
            for c in (1e-3, 0.5, 3.0, 20.0):
                model = BdW(alpha, beta, c, period_days=YEAR / 12)
                worth = model.discounted_expected_residual_lifetime(
                    [0, 1200], annual_discount_rate=0.1, horizon_renewals=1200
                )
                for answer in (model.survival([0, 1200]), model.retention_rate(2400), worth):
                    assert np.isfinite(answer).all() and (np.asarray(answer) >= 0).all()


def test_a_power_of_time_beyond_the_largest_number_is_no_overflow():
    mp.mp.dps = 40
    a, b = mp.mpf("0.003"), mp.mpf("1.5")
    # B(a, b + u) / B(a, b) is u^-a times this, to one part in u: 2^170 is 10^51.
    constant = mp.gamma(a + b) / mp.gamma(b)
    model = BdW(0.003, 1.5, 170.0)
    for t, found in model.survival([2, 10, 70, 1200]).items():
        assert found == pytest.approx(float(constant * mp.mpf(t) ** (-170 * a)), rel=1e-11)
    for t, found in model.retention_rate([3, 5, 6, 7, 34, 35, 1200]).items():
        exact = (mp.mpf(t - 1) / t) ** (170 * a)
        assert found == pytest.approx(float(exact), rel=1e-11)


@pytest.mark.parametrize("counts", [(1607, 9, 6, 2), (3580, 17, 6, 4, 2, 1, 1, 1, 0)])
def test_where_nearly_all_leave_at_once_the_top_of_equal_customers_is_found(counts):
    """Two tops, customers who differ and customers who are alike: the second is the higher one."""
    seen = contracts.Contracts.of(pd.Series(counts))
    found = BdW.fit_counted(seen).report.log_likelihood
    # Discrete Weibull: all renew with the same q^(t^c - (t - 1)^c); a grid over q and c.
    t, left, stayed = seen.decisions
    q, c = np.meshgrid(np.exp(np.linspace(-6, -4.5, 61)), np.linspace(0.1, 0.6, 101))
    log_stay = np.log(q)[..., None] * (t ** c[..., None] - (t - 1) ** c[..., None])
    best = (log_stay @ stayed + np.log(-np.expm1(log_stay)) @ left).max()
    assert found > best - 1e-3
    differing = BdW.fit_counted(seen, starts=[np.exp([2.0, -3.0, -1.0])])
    assert found > differing.report.log_likelihood + 0.01


def test_a_top_of_extremely_different_customers_is_found():
    """Its alpha and beta are thousandths, its c near 9; log-likelihoods of ours."""
    from benchmarks.robustness_contracts import random_case

    for case, top in [((1, 240), -629.1577), ((2, 211), -2198.7444)]:
        _, table = random_case(np.random.default_rng(case), with_c=True)
        assert BdW.fit(table).report.log_likelihood == pytest.approx(top, abs=5e-5)


@pytest.mark.slow
def test_random_sets_end_at_the_top():
    """24 sets; benchmarks/robustness_contracts.py runs as many as one likes."""
    from benchmarks import robustness_contracts

    found = robustness_contracts.sweep(24, 12, with_c=True, starts=4)
    assert found["short"] == 0 and found["unfinished"] == 0
