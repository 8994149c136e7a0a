"""The posterior against exact ones, a grid, a random walk, and the truth of simulated data."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln, gammaln
from scipy.stats import beta, gamma, genpareto, norm

from crmkit.datasets import load
from crmkit.lifetime import (
    BGBB,
    BGNBD,
    MBGNBD,
    NBD,
    SBG,
    GammaGamma,
    Geometric,
    ParetoNBD,
    ZeroInflatedNBD,
)
from crmkit.models import Cases, FitReport, Model, check_parameters, posterior
from crmkit.models.importance import smoothed
from crmkit.summary import split

# Fader & Hardie 2007, High End.
HIGH_END = pd.Series([1000, 869, 743, 653, 593, 551, 517, 491])
LEVELS = np.array([0.025, 0.25, 0.5, 0.75, 0.975])


@pytest.fixture(scope="module")
def cdnow():
    log = load("cdnow_sample")
    return split(log, calibration_end="1997-09-30", holdout_end="1998-06-30").calibration


def quantiles(values, weights):
    order = np.argsort(values)
    return np.interp(LEVELS, np.cumsum(weights[order]) / weights.sum(), values[order])


# --- exact posteriors -----------------------------------------------------------------------


@dataclass(frozen=True)
class Curve(Model):
    """One parameter whose log-likelihood is given as a function of its free form."""

    x: float
    height: object

    SCALES: ClassVar = {"x": "real"}
    TITLE: ClassVar = "Curve"

    def __post_init__(self):
        check_parameters(self)

    @classmethod
    def counted(cls, data, *, height):
        return height

    @classmethod
    def likelihood(cls, parameters, seen):
        return float(seen(parameters[0]))

    @classmethod
    def fitted(cls, height, *, variance):
        return cls(0.0, height, report=report_of(float(height(0.0)), variance))


def report_of(log_likelihood, variance):
    return FitReport(
        customers=9,
        distinct_histories=1,
        log_likelihood=log_likelihood,
        parameters=1,
        gradient_norm=0.0,
        evaluations=1,
        starts=1,
        boundary=(),
        information=((1 / variance,),),
    )


@dataclass(frozen=True)
class Poisson(Model):
    """So many events in four units of time."""

    rate: float

    SCALES: ClassVar = {"rate": "positive"}
    TITLE: ClassVar = "Poisson"

    @classmethod
    def counted(cls, events):
        return Cases.of(events=np.array([events]), weights=None)

    @classmethod
    def likelihood(cls, parameters, seen):
        (rate,) = parameters
        return float(seen.events[0] * math.log(rate) - 4 * rate)


@pytest.mark.parametrize(
    ("prior", "shape", "rate"),
    [("flat_on_logs", 9, 4), ("flat", 10, 4), (lambda model: -3 * model.rate, 10, 7)],
)
def test_rate_of_a_poisson_process_has_its_gamma_posterior(prior, shape, rate):
    # 9 events in 4 units of time.
    fit = Poisson(9 / 4, report=report_of(9 * math.log(9 / 4) - 9, 1 / 9))
    found = posterior(fit, 9, draws=4000, rng=np.random.default_rng(1), prior=prior)
    ours = quantiles(found.parameters["rate"].to_numpy(), found.weights.to_numpy())
    exact = gamma(shape, scale=1 / rate)
    assert exact.cdf(ours) == pytest.approx(LEVELS, abs=0.02)
    assert found.reliable


@pytest.mark.parametrize(("prior", "more"), [("flat_on_logs", 0), ("flat", 1)])
def test_share_of_leavers_has_its_beta_posterior(prior, more):
    # 12 leave, 8 + 5 + 3 stay.
    survivors = pd.Series([15, 8, 5, 3])
    found = posterior(
        Geometric.fit(survivors), survivors, draws=4000, rng=np.random.default_rng(2), prior=prior
    )
    ours = quantiles(found.parameters["theta"].to_numpy(), found.weights.to_numpy())
    assert beta(12 + more, 16 + more).cdf(ours) == pytest.approx(LEVELS, abs=0.02)


# --- against brute force --------------------------------------------------------------------


def grid_quantiles(log_density, centre, reach):
    """Marginal quantiles of a density of two free parameters, by summing over a grid."""
    axes = [np.linspace(c - r, c + r, 401) for c, r in zip(centre, reach, strict=True)]
    height = log_density(*np.meshgrid(*axes, indexing="ij"))
    mass = np.exp(height - height.max())
    return [np.interp(LEVELS, np.cumsum(mass.sum(1 - i)) / mass.sum(), axes[i]) for i in (0, 1)]


def sbg_density(log_alpha, log_beta):
    alpha, beta = np.exp(log_alpha), np.exp(log_beta)
    left = -np.diff(HIGH_END.to_numpy())
    found = HIGH_END.iloc[-1] * (betaln(alpha, beta + 7) - betaln(alpha, beta))
    for t, lost in enumerate(left, 1):
        found = found + lost * (betaln(alpha + 1, beta + t - 1) - betaln(alpha, beta))
    return found


@pytest.mark.parametrize(
    ("prior", "log_prior"),
    [
        ("flat_on_logs", lambda u, v: 0.0),
        ("flat", lambda u, v: u + v),
        (
            {"alpha": 0.5, "beta": 2.0},
            lambda u, v: u + v - (np.exp(u) / 0.5) ** 2 / 2 - (np.exp(v) / 2.0) ** 2 / 2,
        ),
        ({"beta": 2.0}, lambda u, v: v - (np.exp(v) / 2.0) ** 2 / 2),
        (
            lambda model: -(((model.alpha - 0.6) / 0.05) ** 2) / 2,
            lambda u, v: u + v - ((np.exp(u) - 0.6) / 0.05) ** 2 / 2,
        ),
    ],
)
def test_posterior_of_sbg_is_that_of_a_grid_under_every_kind_of_prior(prior, log_prior):
    model = SBG.fit(HIGH_END)
    found = posterior(model, HIGH_END, draws=3000, rng=np.random.default_rng(3), prior=prior)
    exact = grid_quantiles(
        lambda u, v: sbg_density(u, v) + log_prior(u, v), model.free(model.parameters), (1.6, 1.6)
    )
    for i, name in enumerate(("alpha", "beta")):
        ours = quantiles(np.log(found.parameters[name].to_numpy()), found.weights.to_numpy())
        spread = exact[i][3] - exact[i][1]
        assert ours == pytest.approx(exact[i], abs=0.12 * spread)
    assert found.effective_draws > 1000
    assert found.reliable


def test_posterior_of_nbd_is_that_of_a_grid():
    purchases = pd.Series(np.repeat([0, 1, 2, 3, 5, 9], [40, 20, 12, 8, 5, 3]))
    model = NBD.fit(purchases)
    found = posterior(model, purchases, draws=3000, rng=np.random.default_rng(4))

    def density(u, v):
        r, alpha = np.exp(u), np.exp(v)
        p = alpha / (alpha + 1)
        parts = (
            many * (gammaln(r + x) - gammaln(r) + r * np.log(p) + x * np.log1p(-p))
            for x, many in purchases.value_counts().items()
        )
        return sum(parts)

    exact = grid_quantiles(density, model.free(model.parameters), (2, 2))
    for i, name in enumerate(("r", "alpha")):
        ours = quantiles(np.log(found.parameters[name].to_numpy()), found.weights.to_numpy())
        assert ours == pytest.approx(exact[i], abs=0.12 * (exact[i][3] - exact[i][1]))


def test_posterior_of_bg_nbd_is_that_of_a_random_walk(cdnow):
    model = BGNBD.fit(cdnow, period_days=7)
    found = posterior(model, cdnow, draws=3000, rng=np.random.default_rng(5))
    walk = random_walk(model, cdnow, steps=8_000, rng=np.random.default_rng(6))
    for i, name in enumerate(found.parameters):
        ours = quantiles(np.log(found.parameters[name].to_numpy()), found.weights.to_numpy())
        theirs = np.quantile(walk[:, i], LEVELS)
        # The walk is worth some 500 independent draws.
        allowed = np.array([0.4, 0.25, 0.25, 0.25, 0.4]) * walk[:, i].std()
        assert (np.abs(ours - theirs) < allowed).all(), name


def test_posterior_of_bg_nbd_is_that_of_nuts_in_pymc_marketing(cdnow):
    # Figures of the committed cross-check: flat priors, 1,482 effective draws.
    path = Path(__file__).parents[2] / "benchmarks" / "crosscheck_pymc.json"
    runs = json.loads(path.read_text())["posterior of BG/NBD"]
    theirs = next(run for run in runs if run["priors"] == "flat")["parameters"]
    found = posterior(
        BGNBD.fit(cdnow, period_days=7),
        cdnow,
        draws=4000,
        rng=np.random.default_rng(19),
        prior="flat",
    )
    ours = found.parameter_intervals()
    for name, one in theirs.items():
        for column, level, part in (("low", "0.025", 0.2), ("median", "0.5", 0.15)):
            gap = abs(ours.loc[name, column] - one["quantiles"][level])
            assert gap < part * one["standard_deviation"], (name, column)
        # The long upper tails of a and b are known less well, to NUTS too.
        high = abs(ours.loc[name, "high"] - one["quantiles"]["0.975"])
        assert high < 0.35 * one["standard_deviation"], name


def random_walk(model, customers, *, steps, rng):
    """Metropolis on free parameters, with the steps that Gelman, Roberts & Gilks 1996 advise."""
    seen = model.counted(customers, **model.settings)

    def height(free):
        return model.likelihood(model.bound(free), seen)

    at = model.free(model.parameters)
    now, root = height(at), np.linalg.cholesky(model.report.covariance)
    jumps = 2.38 / math.sqrt(len(at)) * rng.standard_normal((steps, len(at))) @ root.T
    patience = -rng.standard_exponential(steps)
    path = np.empty((steps, len(at)))
    for i in range(steps):
        there = height(at + jumps[i])
        if there - now > patience[i]:
            at, now = at + jumps[i], there
        path[i] = at
    return path[steps // 20 :]


# --- against the truth ----------------------------------------------------------------------


def test_intervals_cover_the_truth_as_often_as_they_say():
    # Parameters drawn from the prior and data from them: 90 % must be covered, exactly.
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(50):
        truth = SBG(*np.abs(rng.normal(0, [1.0, 4.0])))
        contracts = truth.simulate(400, renewals=8, rng=rng)
        fit = SBG.fit(contracts)
        if not fit.report.interior:
            continue
        found = posterior(fit, contracts, draws=300, rng=rng, prior={"alpha": 1.0, "beta": 4.0})
        table = found.parameter_intervals(confidence=0.9)
        inside.append((table["low"] < truth.parameters) & (truth.parameters < table["high"]))
    assert len(inside) >= 42
    assert 0.82 <= np.mean(inside) <= 0.97


def test_intervals_of_bg_nbd_cover_the_truth_of_40_simulated_bases():
    truth = BGNBD(r=0.6, alpha=5.0, a=0.9, b=2.0, period_days=7)
    rng = np.random.default_rng(8)
    inside, failed = [], 0
    for _ in range(40):
        base = truth.simulate_customers(watched_days=rng.integers(200, 400, 500), rng=rng)
        fit = BGNBD.fit(base, period_days=7)
        if not fit.report.interior:
            failed += 1
            continue
        found = posterior(fit, base, draws=300, rng=rng)
        table = found.parameter_intervals(confidence=0.9)
        inside.append((table["low"] < truth.parameters) & (truth.parameters < table["high"]))
    assert failed <= 2
    assert 0.82 <= np.mean(inside) <= 0.97


# --- every model ----------------------------------------------------------------------------


def test_thousand_effective_draws_of_bg_nbd_on_cdnow(cdnow):
    found = posterior(
        BGNBD.fit(cdnow, period_days=7), cdnow, draws=1700, rng=np.random.default_rng(9)
    )
    assert found.effective_draws > 1000
    assert found.largest_weight < 0.01
    assert found.reliable
    # Near the delta method, and skewed as it is not: a and b may be much larger, hardly smaller.
    wald, ours = found.model.parameter_intervals(), found.parameter_intervals()
    assert ours.loc[["r", "alpha"], "low"].tolist() == pytest.approx(
        wald.loc[["r", "alpha"], "low"].tolist(), rel=0.03
    )
    assert (ours.loc[["a", "b"], "high"] > wald.loc[["a", "b"], "high"]).all()


def test_models_of_every_kind_have_a_posterior(cdnow):
    rng = np.random.default_rng(10)
    counts = pd.Series(ZeroInflatedNBD(2.0, 1.0, pi=0.4).simulate(600, rng=rng))
    donations = load("donations")
    some = cdnow.iloc[::4]
    cases = [
        (MBGNBD.fit(cdnow, period_days=7), cdnow, {}),
        (ParetoNBD.fit(some, period_days=7), some, {}),
        (BGBB.fit(donations, period_days=365.25), donations, {}),
        (GammaGamma.fit(cdnow), cdnow, {}),
        (SBG.fit(HIGH_END), HIGH_END, {}),
        (ZeroInflatedNBD.fit(counts), counts, {}),
        (NBD.fit(counts[counts > 0], non_buyers=30), counts[counts > 0], {"non_buyers": 30}),
    ]
    for model, data, also in cases:
        found = posterior(model, data, draws=300, rng=rng, **also)
        assert found.effective_draws > 100, model.TITLE
        table = found.parameter_intervals()
        assert list(table.index) == list(model.parameters.index)
        assert (table["low"] < table["median"]).all()
        assert (table["median"] < table["high"]).all()
        assert np.isfinite(table.to_numpy()).all()
        # About as wide as the delta method says, on the scale of the search.
        spread = np.sqrt(found.weights @ (found.free - model.free(model.parameters)) ** 2)
        error = np.sqrt(np.diag(model.report.covariance))
        assert (spread / error).max() < 4 and (spread / error).min() > 0.6, model.TITLE


# --- answers and draws ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def high_end():
    return posterior(SBG.fit(HIGH_END), HIGH_END, draws=2000, rng=np.random.default_rng(11))


def test_interval_of_a_parameter_as_an_answer_is_that_of_the_parameter(high_end):
    answer = high_end.interval_of(lambda model: model.parameters, draws=2000)
    pd.testing.assert_frame_equal(answer, high_end.parameter_intervals())


def test_interval_of_an_answer_maps_the_draws(high_end):
    renewals = pd.Series([1, 5], index=[1, 5])
    table = high_end.interval_of(lambda model: model.survival(renewals), confidence=0.9, draws=500)
    assert list(table.index) == [1, 5]
    assert list(table.columns) == ["estimate", "median", "low", "high"]
    # A thousand customers: the share after five years is known to about 1.5 points either way.
    five = table.loc[5]
    assert five["low"] < 0.551 < five["high"]
    assert 1.2 * norm.ppf(0.95) * math.sqrt(0.551 * 0.449 / 1000) > five["high"] - five["median"]
    single = high_end.interval_of(lambda model: model.survival(5), confidence=0.9, draws=500)
    assert single.iloc[0].tolist() == pytest.approx(five.tolist())


def test_draws_stand_as_often_as_their_weights_say(high_end):
    models = high_end.draws(4000, rng=np.random.default_rng(12))
    drawn = pd.DataFrame({"alpha": [m.alpha for m in models], "beta": [m.beta for m in models]})
    mean = high_end.weights @ high_end.parameters
    spread = np.sqrt(high_end.weights @ (high_end.parameters - mean) ** 2)
    assert ((drawn.mean() - mean).abs() < 0.05 * spread).all()
    assert drawn.std().to_numpy() == pytest.approx(spread.to_numpy(), rel=0.05)
    # In random order: the first half is like the second.
    assert ((drawn[:2000].mean() - drawn[2000:].mean()).abs() < 0.15 * spread).all()
    assert len(high_end.draws(3, rng=np.random.default_rng(1))) == 3


def test_first_draws_are_a_fair_part_of_all(high_end):
    part = high_end.interval_of(lambda model: model.parameters, draws=600)
    spread = high_end.parameters.std()
    assert ((part["median"] - high_end.parameter_intervals()["median"]).abs() < 0.2 * spread).all()


def test_same_seed_gives_the_same_posterior_and_data_stay_as_they_are():
    before = HIGH_END.copy()
    one, two = (
        posterior(SBG.fit(HIGH_END), HIGH_END, draws=200, rng=np.random.default_rng(13))
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(one.parameters, two.parameters)
    pd.testing.assert_series_equal(one.weights, two.weights)
    pd.testing.assert_series_equal(HIGH_END, before)
    assert one.weights.sum() == pytest.approx(1)


def test_unit_of_time_changes_only_the_rates(cdnow):
    some = cdnow.iloc[::5]
    week, day = (
        posterior(
            BGNBD.fit(some, period_days=days), some, draws=300, rng=np.random.default_rng(14)
        ).parameter_intervals()
        for days in (7, 1)
    )
    assert (day.loc["alpha"] / week.loc["alpha"]).tolist() == pytest.approx([7] * 4, rel=1e-3)
    others = ["r", "a", "b"]
    assert day.loc[others].to_numpy() == pytest.approx(week.loc[others].to_numpy(), rel=1e-3)


def test_it_prints_the_prior_the_table_and_how_far_to_trust_it(high_end):
    text = str(high_end)
    assert "flat on the logs of the parameters" in text
    assert "effective draws of 2,000" in text
    assert "standard deviations" in text
    assert "<table" in high_end._repr_html_()


# --- diagnostics ----------------------------------------------------------------------------


@pytest.mark.parametrize("k", [-0.3, 0.0, 0.4, 0.9])
def test_pareto_k_of_weights_is_found(k):
    # Weights that are a generalised Pareto distribution's quantiles.
    weights = genpareto(k).ppf((np.arange(10_000) + 0.5) / 10_000)
    found = smoothed(np.log(weights))[1]
    # 300 tail values, drawn to .5 as by ten more.
    assert found == pytest.approx((300 * k + 5) / 310, abs=0.06)


def test_smoothing_keeps_order_and_never_exceeds_the_largest():
    log_weights = np.random.default_rng(15).standard_cauchy(1000).clip(-50, 50)
    weights, k = smoothed(log_weights)
    raw = np.exp(log_weights - log_weights.max())
    assert weights.sum() == pytest.approx(1)
    assert k > 0.7
    assert (np.diff(weights[np.argsort(raw)]) >= -1e-15).all()
    assert weights.max() / weights.min() <= 1.0001 * raw.max() / raw.min()
    equal, k = smoothed(np.zeros(200))
    assert equal.tolist() == [1 / 200] * 200 and k == -math.inf


def test_a_tail_that_the_curvature_hides_is_found_or_told():
    # A narrow peak on a broad hill that holds most of the mass: later proposals learn of it.
    def hill(x):
        return np.logaddexp(-((x / 0.3) ** 2) / 2, math.log(0.3) - (x / 1.5) ** 2 / 2)

    found = posterior(Curve.fitted(hill, variance=0.1), None, draws=4000, rng=rng_of(16))
    assert found.reliable
    mass = np.array([0.3, 0.3 * 1.5])
    exact = (
        norm.cdf(found.parameter_intervals()["high"].iloc[0] / np.array([0.3, 1.5]))
        @ mass
        / mass.sum()
    )
    assert exact == pytest.approx(0.975, abs=0.01)


def test_a_covariance_far_too_small_is_mended_by_later_proposals():
    found = posterior(Curve.fitted(bell, variance=1e-4), None, draws=4000, rng=rng_of(17))
    assert found.reliable
    assert found.parameter_intervals().loc["x", ["low", "high"]].tolist() == pytest.approx(
        [-1.96, 1.96], abs=0.2
    )


@pytest.mark.parametrize("draws", [200, 400])
@pytest.mark.parametrize("variance", [1e-6, 1e-8])
def test_draws_of_a_hopeless_proposal_are_not_trusted(draws, variance):
    found = posterior(Curve.fitted(bell, variance=variance), None, draws=draws, rng=rng_of(18))
    assert not found.reliable
    assert "Do not use" in found.sentence or "Too few" in found.sentence


def bell(x):
    return -x * x / 2


def test_parameters_that_the_data_do_not_bound_are_named():
    # Thirty customers cannot tell whether they differ: alpha and beta may be as large as you like.
    few = pd.Series([30, 22, 18, 15, 13])
    found = posterior(SBG.fit(few), few, draws=3000, rng=rng_of(18))
    assert found.unbounded == ("alpha", "beta")
    assert not found.reliable
    assert "do not bound alpha, beta" in found.sentence or "Do not use" in found.sentence
    told = posterior(
        SBG.fit(few), few, draws=3000, rng=rng_of(18), prior={"alpha": 1.0, "beta": 4.0}
    )
    assert told.reliable


def rng_of(seed):
    return np.random.default_rng(seed)


# --- refusals -------------------------------------------------------------------------------


def test_models_without_a_covariance_are_refused_with_the_fits_own_sentence():
    with pytest.raises(ValueError, match="written down, not fitted"):
        posterior(SBG(0.7, 3.8), HIGH_END, rng=rng_of(0))
    alike = pd.Series([1000, 500, 250, 125])
    with pytest.raises(ValueError, match=r'no posterior: The fit lies on a boundary.*prior="weak"'):
        posterior(SBG.fit(alike), alike, rng=rng_of(0))


def test_a_flat_top_has_a_posterior_as_wide_as_its_prior_which_says_so():
    """Nearly a fifth leaves each year: whether customers differ a little or not, none can say."""
    flat = pd.Series([1000, 800, 640, 512, 410])
    model = SBG.fit(flat)
    assert "The top is flat" in model.report.sentence
    found = posterior(model, flat, rng=rng_of(0))
    assert found.unbounded == ("alpha", "beta")
    assert not found.reliable
    assert "so that the prior (flat on the logs of the parameters) sets the ends" in found.sentence
    # The ratio is told all the same: a fifth of 1,000, to some 1 in 100.
    leaving = found.interval_of(lambda one: one.alpha / (one.alpha + one.beta)).iloc[0]
    assert 0.18 < leaving["low"] < 0.2 < leaving["high"] < 0.22


def test_a_weak_prior_has_a_posterior_where_customers_do_not_differ_at_all():
    alike = pd.Series([1000, 500, 250, 125])
    found = posterior(SBG.fit(alike), alike, prior="weak", rng=rng_of(0))
    assert found.pareto_k < found.greatest_pareto_k
    leaving = found.interval_of(lambda one: one.alpha / (one.alpha + one.beta)).iloc[0]
    assert 0.46 < leaving["low"] < 0.5 < leaving["high"] < 0.54


def test_other_data_than_those_of_the_fit_are_refused():
    with pytest.raises(ValueError, match=r"pass the table .* that the model was fitted on"):
        posterior(SBG.fit(HIGH_END), HIGH_END.iloc[:5], rng=rng_of(0))


@pytest.mark.parametrize(
    ("prior", "what"),
    [
        ("jeffreys", "'flat_on_logs', 'flat', 'weak', a mapping"),
        ({"gamma": 1.0}, r"prior for \['gamma'\], but the parameters are \['alpha', 'beta'\]"),
        ({"alpha": 0.0}, "the scale of 'alpha' is 0.0, not a positive number"),
        (lambda model: -math.inf, "leaves no draw possible"),
    ],
)
def test_priors_that_make_no_sense_are_refused(prior, what):
    with pytest.raises(ValueError, match=what):
        posterior(SBG.fit(HIGH_END), HIGH_END, rng=rng_of(0), prior=prior)


def test_half_normal_prior_of_a_share_is_refused():
    with pytest.raises(ValueError, match=r"\['theta'\] lie between 0 and 1"):
        posterior(Geometric.fit(HIGH_END), HIGH_END, rng=rng_of(0), prior={"theta": 1.0})


def test_too_few_draws_and_impossible_confidence_are_refused(high_end):
    with pytest.raises(ValueError, match="draws=50 must be a whole number of 100 or more"):
        posterior(SBG.fit(HIGH_END), HIGH_END, draws=50, rng=rng_of(0))
    with pytest.raises(ValueError, match="confidence=95 must be a number above 0 and below 1"):
        high_end.parameter_intervals(confidence=95)
    with pytest.raises(ValueError, match="draws=0"):
        high_end.interval_of(lambda model: model.alpha, draws=0)
