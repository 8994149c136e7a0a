"""NBD: the published fit, non-buyers counted, given or unknown, and never-buyers apart."""

import math
import os

import mpmath
import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom

import crmkit
from crmkit.lifetime import NBD, ZeroInflatedNBD

SETS = int(os.environ.get("CRMKIT_SWEEP", 40))
SWEEP = [*range(10), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(10, SETS))]


@pytest.fixture(scope="module")
def billboard() -> pd.Series:
    table = crmkit.datasets.load("billboard_exposures")
    return table["exposures"].repeat(table["people"]).reset_index(drop=True)


def simulated(model: NBD, customers: int, seed: int = 1) -> pd.Series:
    return model.simulate(customers, rng=np.random.default_rng(seed))


# Published


def test_billboard_fit_equals_the_published_one(billboard):
    # Fader & Hardie's billboard example: r .969, alpha .218, LL -649.7; in four weeks P(0) .056
    # and 17.82 exposures on average. Tolerance: half a unit of the last digit.
    model = NBD.fit(billboard)
    assert model.r == pytest.approx(0.969, abs=0.0005)
    assert model.alpha == pytest.approx(0.218, abs=0.0005)
    assert model.report.log_likelihood == pytest.approx(-649.7, abs=0.05)
    assert model.report.customers == 250
    assert 1 - model.penetration(periods=4) == pytest.approx(0.056, abs=0.0005)
    assert model.probability_of_purchases(0, periods=4) == pytest.approx(0.056, abs=0.0005)
    assert model.expected_purchases_of_new(periods=4) == pytest.approx(17.82, abs=0.005)


def test_fit_agrees_with_statsmodels(billboard):
    models = pytest.importorskip("statsmodels.api")
    theirs = models.NegativeBinomial(billboard.to_numpy(), np.ones(len(billboard))).fit(disp=0)
    ours = NBD.fit(billboard)
    log_mean, dispersion = theirs.params
    assert ours.r == pytest.approx(1 / dispersion, rel=1e-4)
    assert ours.r / ours.alpha == pytest.approx(math.exp(log_mean), rel=1e-6)
    assert ours.report.log_likelihood == pytest.approx(theirs.llf, abs=1e-6)
    # Standard error of ln r here = that of the dispersion over the dispersion there.
    error = math.sqrt(ours.report.covariance[0][0])
    assert error == pytest.approx(theirs.bse[1] / dispersion, rel=1e-3)


# The likelihood


def exact_log_chance(x, r, alpha):
    ways = mpmath.rf(r, x) / mpmath.factorial(x)
    return mpmath.log(ways) + r * mpmath.log(alpha / (1 + alpha)) - x * mpmath.log(1 + alpha)


@pytest.mark.parametrize(
    ("r", "alpha"), [(0.969, 0.218), (1e-6, 3.0), (1e6, 4e5), (40.0, 0.01), (0.3, 1e6)]
)
@pytest.mark.parametrize("form", ["counted", "unknown", "inflated"])
def test_likelihood_agrees_with_high_precision(r, alpha, form):
    counts = [0] * (form != "unknown") + [1, 2, 9, 300]
    with mpmath.workdps(50):
        logs = [exact_log_chance(x, mpmath.mpf(r), mpmath.mpf(alpha)) for x in counts]
        none = mpmath.exp(exact_log_chance(0, mpmath.mpf(r), mpmath.mpf(alpha)))
        if form == "unknown":
            logs = [one - mpmath.log(1 - none) for one in logs]
        if form == "inflated":
            pi = mpmath.mpf("0.3")
            logs = [mpmath.log(pi + (1 - pi) * none)] + [
                one + mpmath.log(1 - pi) for one in logs[1:]
            ]
        exact = float(sum(logs))
    purchases = pd.Series(counts)
    if form == "inflated":
        found = ZeroInflatedNBD(r, alpha, pi=0.3).log_likelihood(purchases)
    else:
        found = NBD(r, alpha).log_likelihood(purchases, non_buyers=form)
    assert found == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("non_buyers", ["counted", "unknown"])
def test_derivatives_agree_with_high_precision(non_buyers):
    counts = [0] * (non_buyers == "counted") + [1, 2, 2, 9, 30]
    seen = NBD.counted(pd.Series(counts), non_buyers=non_buyers)
    free = [-0.2, -1.3]

    def exact(*logs):
        r, alpha = map(mpmath.exp, logs)
        none = mpmath.exp(exact_log_chance(0, r, alpha)) if non_buyers == "unknown" else 0
        return sum(exact_log_chance(x, r, alpha) - mpmath.log(1 - none) for x in counts)

    _, gradient, hessian = NBD.objective(seen)(np.array(free))
    with mpmath.workdps(30):
        for i, j in ((0, 0), (0, 1), (1, 1)):
            order = (2 - i - j, i + j)
            bend = float(mpmath.diff(exact, free, order))
            assert hessian[i, j] == pytest.approx(bend, rel=1e-5)
        slopes = [float(mpmath.diff(exact, free, order)) for order in ((1, 0), (0, 1))]
    assert gradient == pytest.approx(slopes, rel=1e-6)


# Fits


@pytest.mark.parametrize(("r", "alpha"), [(0.4, 0.2), (1.5, 3.0), (5.0, 0.5)])
def test_fit_recovers_its_own_simulation(r, alpha):
    model = NBD.fit(simulated(NBD(r, alpha), 40_000))
    error = np.sqrt(np.diag(model.report.covariance))
    assert abs(math.log(model.r / r)) < 3.5 * error[0]
    assert abs(math.log(model.alpha / alpha)) < 3.5 * error[1]
    assert error.max() < 0.05


# The second: buyers of low rates, whose counts vary less than their mean though rates differ.
@pytest.mark.parametrize(("r", "alpha"), [(1.5, 1.0), (3.0, 6.0)])
def test_buyers_alone_recover_the_simulation_and_the_number_of_non_buyers(r, alpha):
    counts = simulated(NBD(r, alpha), 100_000)
    buyers = counts[counts > 0]
    model = NBD.fit(buyers, non_buyers="unknown")
    error = np.sqrt(np.diag(model.report.covariance))
    assert abs(math.log(model.r / r)) < 3.5 * error[0]
    assert abs(math.log(model.alpha / alpha)) < 3.5 * error[1]
    assert error.max() < 0.2
    assert model.report.customers == len(buyers)
    missing = (counts == 0).sum()
    assert model.expected_non_buyers(len(buyers)) == pytest.approx(missing, rel=0.1)


def test_customers_who_never_buy_are_told_from_light_buyers():
    truth = ZeroInflatedNBD(1.3, 0.5, pi=0.3)
    counts = simulated(truth, 40_000)
    model = ZeroInflatedNBD.fit(counts)
    table = model.parameter_intervals(confidence=0.9995)
    assert (table["low"] < truth.parameters).all() and (truth.parameters < table["high"]).all()
    assert abs(model.pi - 0.3) < 0.03
    # As theory says: what the zeros add to pi, they do not tell of r and alpha.
    buyers = NBD.fit(counts[counts > 0], non_buyers="unknown")
    assert [model.r, model.alpha] == pytest.approx([buyers.r, buyers.alpha], rel=1e-5)


def test_no_customers_who_never_buy_are_reported_as_a_boundary():
    # Fewer zeros than an NBD has: pi would have to be negative.
    counts = pd.Series([0, 1, 2, 3, 4, 9]).repeat([10, 60, 40, 20, 10, 5])
    model = ZeroInflatedNBD.fit(counts)
    assert "pi" in model.report.boundary
    plain = NBD.fit(counts)
    assert model.report.log_likelihood == pytest.approx(plain.report.log_likelihood, abs=1e-3)


def random_case(seed: int) -> tuple[ZeroInflatedNBD, pd.Series]:
    rng = np.random.default_rng(seed)
    r, mean = np.exp(rng.uniform([-4, -3], [5, 6]))
    truth = ZeroInflatedNBD(r, r / mean, pi=rng.uniform(0.01, 0.9))
    return truth, truth.simulate(int(np.exp(rng.uniform(np.log(50), np.log(5000)))), rng=rng)


@pytest.mark.parametrize("seed", SWEEP)
def test_fit_ends_no_lower_than_the_truth(seed):
    truth, inflated = random_case(seed)
    plain = simulated(NBD(truth.r, truth.alpha), len(inflated), seed)
    for model, counts, non_buyers in [
        (NBD(truth.r, truth.alpha), plain, "counted"),
        (NBD(truth.r, truth.alpha), plain[plain > 0], "unknown"),
        (truth, inflated, "counted"),
    ]:
        if counts.max() < 2 or (non_buyers == "counted" and counts.min() > 0):
            continue
        fitted = type(model).fit(counts, non_buyers=non_buyers)
        reached = fitted.report.log_likelihood
        floor = model.log_likelihood(counts, non_buyers=non_buyers)
        assert reached >= floor - 1e-6 * abs(reached)
        assert fitted.report.converged or fitted.report.boundary


def test_inflated_fit_is_never_below_the_plain_one(billboard):
    plain, inflated = NBD.fit(billboard), ZeroInflatedNBD.fit(billboard)
    assert inflated.report.log_likelihood >= plain.report.log_likelihood - 1e-4


def test_non_buyers_as_a_number_equal_non_buyers_as_zeros():
    counts = simulated(NBD(0.7, 0.4), 2_000)
    zeros = int((counts == 0).sum())
    given = NBD.fit(counts[counts > 0], non_buyers=zeros)
    assert given == NBD.fit(counts)
    assert given.report.customers == 2_000


def test_row_order_does_not_matter_and_is_kept(billboard):
    shuffled = billboard.sample(frac=1, random_state=3)
    model = NBD.fit(shuffled)
    assert model == NBD.fit(billboard)
    expected = model.expected_purchases(shuffled, periods=2)
    assert expected.index.equals(shuffled.index)
    pd.testing.assert_series_equal(
        expected.sort_index(), model.expected_purchases(billboard, periods=2)
    )


def test_counts_over_twice_the_time_halve_alpha_only():
    counts = NBD(0.8, 0.4).simulate(200_000, rng=np.random.default_rng(1), periods=2)
    model = NBD.fit(counts)
    assert [model.r, model.alpha] == pytest.approx([0.8, 0.2], rel=0.02)


@pytest.mark.parametrize(
    ("counts", "non_buyers"),
    [
        ([0, 1, 2, 1, 1], "counted"),
        ([5], 0),
        ([4, 5, 6, 5], "unknown"),
        (np.repeat([0, 1, 2, 3, 4], [368, 368, 184, 61, 19]), "counted"),
    ],
)
def test_customers_all_alike_are_reported_as_a_boundary(counts, non_buyers):
    model = NBD.fit(pd.Series(counts), non_buyers=non_buyers)
    assert model.report.boundary and model.r > 1e5
    assert not model.report.interior
    table = model.parameter_intervals()
    assert table.loc[["r", "alpha"], "low"].isna().all()
    if non_buyers != "unknown":
        # The Poisson distribution, whose mean alone the data tell.
        assert model.r / model.alpha == pytest.approx(np.mean(counts), rel=1e-6)
        error = 1 / math.sqrt(np.sum(counts))
        ratio = table.loc["alpha / r"]
        assert ratio["standard_error"] / ratio["estimate"] == pytest.approx(error, rel=1e-3)


def test_buyers_who_cannot_tell_the_non_buyers_are_reported_as_a_boundary():
    # A logarithmic-series shape: the likelihood rises all the way to r = 0.
    counts = pd.Series(np.repeat([1, 2, 3, 5, 40], [900, 60, 20, 10, 10]))
    model = NBD.fit(counts, non_buyers="unknown")
    assert model.report.boundary == ("r",) and model.r < 1e-5


def test_bootstrap_spreads_as_wide_as_the_delta_method_says(billboard):
    model = NBD.fit(billboard)
    drawn = model.bootstrap(billboard, replicates=200, rng=np.random.default_rng(2))
    expected = np.sqrt(np.diag(model.report.covariance))
    assert np.log(drawn).std().to_numpy() == pytest.approx(expected, rel=0.2)


def test_models_survive_json(billboard):
    for model in (NBD.fit(billboard), ZeroInflatedNBD(1.0, 2.0, pi=0.25)):
        assert type(model).from_json(model.to_json()) == model


# Predictions


def test_chances_are_those_of_scipy_and_add_up():
    n = np.arange(400)
    found = NBD(0.7, 0.3).probability_of_purchases(n, periods=3)
    assert found == pytest.approx(nbinom.pmf(n, 0.7, 0.3 / 3.3), rel=1e-10)
    assert found.sum() == pytest.approx(1, abs=1e-9)
    inflated = ZeroInflatedNBD(0.7, 0.3, pi=0.4).probability_of_purchases(n, periods=3)
    assert inflated[1:] == pytest.approx(0.6 * found[1:])
    assert inflated[0] == pytest.approx(0.4 + 0.6 * found[0])


def test_expected_purchases_match_a_simulation_of_two_periods():
    rng = np.random.default_rng(5)
    rates = rng.gamma(0.8, 1 / 0.4, 400_000) * (rng.random(400_000) < 0.7)
    first, second = pd.Series(rng.poisson(rates)), rng.poisson(rates)
    model = ZeroInflatedNBD(0.8, 0.4, pi=0.3)
    expected = model.expected_purchases(first)
    for x in (0, 1, 4):
        chosen = (first == x).to_numpy()
        assert second[chosen].mean() == pytest.approx(expected[chosen].iloc[0], rel=0.02)
    table = model.conditional_distribution(first.head(50), up_to=400)
    assert table.sum(axis=1).to_numpy() == pytest.approx(1)
    mean = table.to_numpy() @ np.arange(401)
    assert mean == pytest.approx(expected.head(50).to_numpy())


@pytest.mark.parametrize("model", [NBD(1e6, 4e5), NBD(1e-6, 3), ZeroInflatedNBD(1, 1, pi=0.999)])
def test_predictions_are_finite_bounded_and_grow_with_time(model):
    purchases = pd.Series([0, 1, 10_000])
    steps = [model.expected_purchases(purchases, periods=t) for t in (0, 1, 5_200)]
    assert (steps[0] == 0).all() and (steps[1] > 0).all() and (steps[2] > steps[1]).all()
    assert all(np.isfinite(one).all() for one in steps)
    chances = model.probability_of_purchases(np.array([0, 1, 100, 10_000]), periods=5_200)
    assert np.isfinite(chances).all() and (chances >= 0).all() and (chances <= 1).all()
    assert model.penetration(periods=0) == 0
    assert 0 < model.penetration() <= model.penetration(periods=10) <= 1


# Bad input


@pytest.mark.parametrize(
    ("counts", "non_buyers", "message"),
    [
        ([1, 2, 5], "counted", r"none of the 3 customers has 0 purchases.*non_buyers="),
        ([0, 0, 1, 6], "unknown", r"non_buyers='unknown', but purchases has 2 zeros"),
        ([0, 1, 6], 4, "non_buyers=4, but purchases has 1 zeros"),
        ([1, 6], -1, "non_buyers=-1 must be a whole number of 0 or more"),
        ([1, 6], "none", "non_buyers='none' is no option; choose one of 'counted', 'unknown'"),
        ([0, 0], "counted", "none of the 2 customers bought"),
        ([0, 1.5, 2.5], "counted", r"not a whole number in 2 of 3 row\(s\); first: \[1, 2\]"),
        ([0, -1, 3], "counted", "purchases is negative in 1 of 3"),
        ([0, np.nan, 3], "counted", "purchases is missing in 1 of 3"),
        ([0, 10**9], "counted", r"purchases is above 1e\+07 in 1 of 2.*not money"),
        ([1, 1, 1], "unknown", "bought exactly once"),
        ([], "counted", "empty"),
        (["1", "2"], "counted", "purchases must be numbers, but has type"),
    ],
)
def test_counts_that_cannot_be_fitted_say_why(counts, non_buyers, message):
    with pytest.raises(ValueError, match=message):
        NBD.fit(pd.Series(counts), non_buyers=non_buyers)


def test_who_never_buys_cannot_be_learnt_from_buyers_alone():
    with pytest.raises(ValueError, match="buyers alone say nothing"):
        ZeroInflatedNBD.fit(pd.Series([1, 2, 3]), non_buyers="unknown")


@pytest.mark.parametrize(("r", "alpha"), [(0, 1), (1, -1), (math.nan, 1), (1, math.inf)])
def test_an_impossible_nbd_cannot_be_written_down(r, alpha):
    with pytest.raises(ValueError, match="positive number"):
        NBD(r=r, alpha=alpha)
    with pytest.raises(ValueError, match="pi=1 must be between 0 and 1"):
        ZeroInflatedNBD(1, 1, pi=1)


def test_arguments_out_of_range_are_refused():
    model = NBD(1, 1)
    with pytest.raises(ValueError, match="periods=-1"):
        model.penetration(periods=-1)
    with pytest.raises(ValueError, match="n is negative"):
        model.probability_of_purchases(-1)
    with pytest.raises(TypeError, match="one column"):
        model.expected_purchases(pd.DataFrame({"purchases": [1]}))
