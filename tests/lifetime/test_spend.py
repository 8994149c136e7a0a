"""Gamma-Gamma: the note's figures, its two likelihoods apart, and spend that cannot be."""

import os

import mpmath
import numpy as np
import pandas as pd
import pytest
from scipy.special import polygamma

import crmkit.datasets
import crmkit.summary
from benchmarks.robustness_discrete import spend_case
from crmkit.lifetime import GammaGamma
from crmkit.lifetime.spend import independence

# Random parameter sets of the sweep; CRMKIT_SWEEP=300 for the long one, with the peer.
SETS = int(os.environ.get("CRMKIT_SWEEP", 40))
SWEEP = [*range(10), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(10, SETS))]

PAPER = GammaGamma(p=6.25, q=3.74, gamma=15.44)


@pytest.fixture(scope="module")
def cdnow() -> pd.DataFrame:
    log = crmkit.datasets.load("cdnow_sample")
    return crmkit.summary.customers(log, as_of="1997-09-30")


@pytest.fixture(scope="module")
def fitted(cdnow) -> GammaGamma:
    return GammaGamma.fit(cdnow)


def shop(orders, means) -> pd.DataFrame:
    return pd.DataFrame({"repeat_purchases": orders, "mean_repeat_spend": means})


def simulated(model: GammaGamma, customers: int, *, seed: int = 1, mean_orders=4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    orders = rng.geometric(1 / mean_orders, customers)
    ids = np.repeat(np.arange(customers), orders)
    return shop(orders, np.bincount(ids, model.simulate(ids, rng=rng)) / orders)


# Published: Fader & Hardie's note on the CDNOW sample. Half a unit of the last printed digit.


def test_parameters_and_mean_are_the_published_ones(fitted, cdnow):
    assert fitted.p == pytest.approx(6.25, abs=0.005)
    assert fitted.q == pytest.approx(3.74, abs=0.005)
    assert fitted.gamma == pytest.approx(15.44, abs=0.005)
    assert fitted.report.customers == 946
    assert fitted.mean_spend == pytest.approx(35.17, abs=0.005)
    assert cdnow["mean_repeat_spend"].mean() == pytest.approx(35.08, abs=0.005)


def test_likelihoods_of_total_and_of_mean_are_two(fitted, cdnow):
    total = fitted.log_likelihood(cdnow)
    mean = fitted.log_likelihood_of_mean(cdnow)
    assert total == pytest.approx(-4659.29, abs=0.005)
    assert mean == pytest.approx(-4055.92, abs=0.005)
    orders = cdnow.loc[cdnow["repeat_purchases"] > 0, "repeat_purchases"]
    assert mean - total == pytest.approx(np.log(orders).sum())
    assert fitted.report.log_likelihood == pytest.approx(total)


# The likelihood


def exact_log_likelihood(parameters, table: pd.DataFrame) -> float:
    with mpmath.workdps(60):
        p, q, gamma = map(mpmath.mpf, parameters)
        logs = []
        for x, mean in table.itertuples(index=False):
            total = mpmath.mpf(mean) * x
            logs.append(
                mpmath.loggamma(p * x + q)
                - mpmath.loggamma(p * x)
                - mpmath.loggamma(q)
                + q * mpmath.log(gamma)
                + (p * x - 1) * mpmath.log(total)
                - (p * x + q) * mpmath.log(gamma + total)
            )
        return float(sum(logs))


@pytest.mark.parametrize(
    "parameters",
    [(6.25, 3.74, 15.44), (0.01, 0.4, 900), (800, 300, 20), (1.2e6, 1.6, 1e-5), (2, 1.2e6, 2e7)],
)
def test_likelihood_agrees_with_high_precision(parameters):
    table = shop([1, 2, 40, 700], [30.0, 0.5, 41.25, 1e4])
    exact = exact_log_likelihood(parameters, table)
    seen = GammaGamma.counted(table)
    assert GammaGamma(*parameters).log_likelihood(table) == pytest.approx(exact, rel=1e-10)
    assert GammaGamma.likelihood(np.array(parameters), seen) == pytest.approx(exact, rel=1e-10)
    assert GammaGamma.objective(seen)(np.log(parameters))[0] == pytest.approx(exact, rel=1e-10)


def test_likelihood_of_the_mean_is_a_density():
    logs = np.linspace(-8, 12, 201)
    for orders in (1, 3):
        means = np.exp(logs)
        density = np.exp([PAPER.log_likelihood_of_mean(shop([orders], [m])) for m in means])
        assert np.trapezoid(density * means, logs) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(5))
def test_gradient_and_hessian_agree_with_finite_differences(seed):
    rng = np.random.default_rng(seed)
    table = simulated(PAPER, 300, seed=seed)
    if seed % 2:
        table["customers"] = rng.integers(1, 9, 300)
    objective = GammaGamma.objective(GammaGamma.counted(table))
    free = np.log(PAPER.parameters.to_numpy()) + rng.normal(0, 1, 3)
    _, gradient, hessian = objective(free)
    ends = [(objective(free + s), objective(free - s)) for s in np.eye(3) * 1e-5]
    slopes = [(up[0] - down[0]) / 2e-5 for up, down in ends]
    bends = np.array([(up[1] - down[1]) / 2e-5 for up, down in ends])
    assert gradient == pytest.approx(slopes, rel=1e-6, abs=1e-4)
    assert hessian == pytest.approx(bends, rel=1e-6, abs=1e-7 * np.abs(bends).max())


# Fits


@pytest.mark.parametrize("seed", SWEEP)
def test_fit_ends_no_lower_than_the_truth(seed):
    truth, table = spend_case(np.random.default_rng(seed))
    model = GammaGamma.fit(table)
    reached = model.report.log_likelihood
    assert reached == pytest.approx(model.log_likelihood(table), rel=1e-9)
    assert reached >= truth.log_likelihood(table) - 1e-6 * abs(reached)
    assert model.report.converged
    if SETS >= 300:
        assert reached >= peer_likelihood(table) - 1e-6 * abs(reached)


def peer_likelihood(table: pd.DataFrame) -> float:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import GammaGammaFitter

        fitter = GammaGammaFitter()
        try:
            fitter.fit(table["repeat_purchases"], table["mean_repeat_spend"])
            return GammaGamma(*fitter.params_).log_likelihood(table)
        except Exception:
            return -np.inf


def test_fit_recovers_its_own_simulation():
    table = simulated(PAPER, 60_000)
    model = GammaGamma.fit(table)
    error = np.sqrt(np.diag(model.report.covariance))
    away = np.log(model.parameters / PAPER.parameters) / error
    assert np.abs(away).max() < 3.5
    assert error.max() < 0.1


def test_a_sample_first_changes_nothing_but_the_time():
    seen = GammaGamma.counted(simulated(PAPER, 15_000))
    far = [1.0, 2.0, 90.0]

    class Whole(GammaGamma):
        PART = 10**9

    found, whole = (kind.fit_counted(seen, starts=[far]) for kind in (GammaGamma, Whole))
    assert found.report.distinct_histories > 2 * GammaGamma.PART
    assert found.parameters.to_numpy() == pytest.approx(whole.parameters.to_numpy(), rel=1e-6)


@pytest.mark.parametrize("currency", [1e-7, 0.01, 7.2, 1e9])
def test_the_currency_changes_gamma_only(currency, cdnow, fitted):
    repeaters = cdnow[cdnow["repeat_purchases"] > 0]
    other = repeaters.assign(mean_repeat_spend=repeaters["mean_repeat_spend"] * currency)
    model = GammaGamma.fit(other)
    assert [model.p, model.q] == pytest.approx([fitted.p, fitted.q], rel=1e-6)
    assert model.gamma == pytest.approx(fitted.gamma * currency, rel=1e-6)
    expected = fitted.report.log_likelihood - 946 * np.log(currency)
    assert model.report.log_likelihood == pytest.approx(expected, abs=1e-5)
    assert np.array(model.report.covariance) == pytest.approx(
        np.array(fitted.report.covariance), rel=1e-4
    )


def test_counted_rows_equal_repeated_rows_in_any_order(cdnow):
    repeaters = cdnow.loc[cdnow["repeat_purchases"] > 0]
    columns = ["repeat_purchases", "mean_repeat_spend"]
    counted = repeaters.value_counts(columns).rename("customers").reset_index()
    single = GammaGamma.fit(repeaters)
    grouped = GammaGamma.fit(counted)
    assert grouped.parameters.to_numpy() == pytest.approx(single.parameters.to_numpy(), rel=1e-7)
    assert grouped.report.customers == single.report.customers == 946
    assert grouped.report.distinct_histories == single.report.distinct_histories == len(counted)


def test_customers_all_alike_are_reported_as_a_boundary():
    # Amounts vary no more between customers than within one.
    rng = np.random.default_rng(1)
    orders = rng.integers(1, 9, 2000)
    model = GammaGamma.fit(shop(orders, rng.gamma(4 * orders) / orders * 10))
    assert set(model.report.boundary) <= {"q", "gamma"}
    assert model.report.boundary
    assert model.mean_spend == pytest.approx(40, rel=0.03)
    # p, which the orders of one customer tell, keeps its interval; of q and gamma, the ratio.
    table = model.parameter_intervals()
    assert list(table.index) == ["p", "q", "gamma", "gamma / q"]
    assert table.loc[["q", "gamma"], "low"].isna().all()
    assert table.loc["p", "low"] < 4 < table.loc["p", "high"]
    assert table.loc["gamma / q", "low"] < 10 < table.loc["gamma / q", "high"]
    # Orders of one rate: Gamma(p x) of the totals, whose information on p is known.
    px = 4 * orders
    information = (px**2 * (polygamma(1, px) - 1 / px)).sum()
    error = table.loc["p", "standard_error"] / table.loc["p", "estimate"]
    assert error == pytest.approx(1 / np.sqrt(information), rel=0.05)


def test_amounts_all_the_same_are_fitted_to_the_end():
    """Whatever the start, p and q run to their walls, where millions cancel."""
    table = shop([3] * 50, [20.0] * 50)
    model = GammaGamma.fit(table)
    assert {"p", "q"} <= set(model.report.boundary)
    assert model.report.converged
    exact = 50 * exact_log_likelihood(model.parameters, table.head(1))
    assert model.report.log_likelihood == pytest.approx(exact, rel=1e-13)
    assert model.log_likelihood(table) == pytest.approx(exact, rel=1e-9)
    assert model.expected_spend(table).to_numpy() == pytest.approx(20)


def test_a_heavy_tail_is_fitted_and_its_mean_called_infinite():
    truth = GammaGamma(5, 0.7, 10)
    table = simulated(truth, 4000)
    model = GammaGamma.fit(table)
    assert model.q == pytest.approx(0.7, abs=0.1)
    assert "the mean spend over all customers is infinite" in str(model)
    with pytest.raises(ValueError, match=r"q=0\.\d+ is not above 1.*median_spend"):
        _ = model.mean_spend
    assert model.median_spend == pytest.approx(truth.median_spend, rel=0.1)
    newcomers = pd.concat([table, shop([0], [np.nan])], ignore_index=True)
    with pytest.raises(ValueError, match="infinite in 1 of 4,001 row"):
        model.expected_spend(newcomers)
    assert np.isfinite(model.expected_spend(table)).all()
    assert np.isfinite(model.spend_range(newcomers)).all(axis=None)


def test_bootstrap_spreads_as_wide_as_the_delta_method_says():
    # Where the model is right: on CDNOW itself the spread is wider, as a few rows weigh much.
    table = simulated(PAPER, 1500)
    model = GammaGamma.fit(table)
    drawn = model.bootstrap(table, replicates=150, rng=np.random.default_rng(2))
    expected = np.sqrt(np.diag(model.report.covariance))
    assert np.log(drawn).std().to_numpy() == pytest.approx(expected, rel=0.25)


def test_predictions_have_intervals_and_the_model_survives_json(cdnow, fitted):
    table = fitted.interval_of(
        lambda model: model.expected_spend(cdnow.head(20)), rng=np.random.default_rng(3), draws=60
    )
    assert (table["low"] < table["estimate"]).all() and (table["estimate"] < table["high"]).all()
    assert GammaGamma.from_json(fitted.to_json()) == fitted


# Predictions


def test_expected_spend_lies_between_own_and_common_mean_and_moves_with_orders():
    table = shop([0, 1, 5, 50, 10_000], [np.nan, 80.0, 80.0, 80.0, 80.0])
    spend = PAPER.expected_spend(table)
    assert spend[0] == pytest.approx(PAPER.mean_spend)
    assert (np.diff(spend) > 0).all()
    assert spend.between(PAPER.mean_spend, 80).all()
    assert spend[4] == pytest.approx(80, rel=1e-3)


def test_expected_spend_is_what_simulated_customers_spend_next():
    rng = np.random.default_rng(4)
    ids = np.repeat(np.arange(300_000), 3)
    amounts = PAPER.simulate(ids, rng=rng).reshape(-1, 3)
    first = shop([2] * 300_000, amounts[:, :2].mean(axis=1))
    expected = PAPER.expected_spend(first)
    for low, high in [(10, 20), (30, 40), (60, 90)]:
        chosen = first["mean_repeat_spend"].between(low, high)
        assert amounts[chosen, 2].mean() == pytest.approx(expected[chosen].mean(), rel=0.01)


def test_spend_ranges_hold_the_true_means_as_often_as_they_say():
    rng = np.random.default_rng(6)
    customers, orders = 20_000, 4
    nu = rng.gamma(PAPER.q, 1 / PAPER.gamma, customers)
    means = rng.gamma(PAPER.p * orders, size=customers) / nu / orders
    table = PAPER.spend_range(shop([orders] * customers, means), confidence=0.8)
    held = (PAPER.p / nu >= table["low"]) & (PAPER.p / nu <= table["high"])
    assert held.mean() == pytest.approx(0.8, abs=0.01)
    assert (PAPER.p / nu < table["median"]).mean() == pytest.approx(0.5, abs=0.012)


def test_row_order_is_kept_and_inputs_stay_as_they_are(cdnow, fitted):
    before = cdnow.copy()
    shuffled = cdnow.sample(frac=1, random_state=2)
    found = fitted.expected_spend(shuffled)
    assert found.index.equals(shuffled.index)
    pd.testing.assert_series_equal(found.loc[cdnow.index], fitted.expected_spend(cdnow))
    pd.testing.assert_frame_equal(cdnow, before)


def test_predictions_are_finite_for_extreme_customers():
    table = shop([1, 10_000, 10_000, 0], [1e-6, 1e9, 1e-6, np.nan])
    for model in (PAPER, GammaGamma(1e6, 2, 1e-4), GammaGamma(1e-3, 1e6, 1e9)):
        spend = model.expected_spend(table)
        assert np.isfinite(spend).all() and (spend > 0).all()


# Independence


def test_independence_is_the_correlation_of_orders_and_mean_spend(cdnow):
    repeaters = cdnow[cdnow["repeat_purchases"] > 0]
    table = independence(cdnow)
    columns = ["repeat_purchases", "mean_repeat_spend"]
    for measure in ("pearson", "spearman"):
        theirs = repeaters[columns].corr(measure).iloc[0, 1]
        assert table.loc[measure, "correlation"] == pytest.approx(theirs)
    assert table["customers"].tolist() == [946, 946]
    # Ours.
    assert table.loc["pearson", "correlation"] == pytest.approx(0.114, abs=0.0005)
    assert (table["low"] < table["correlation"]).all()
    assert (table["correlation"] < table["high"]).all()


def test_independence_finds_none_in_a_simulation_of_the_model_and_some_where_there_is():
    table = simulated(PAPER, 40_000)
    found = independence(table, confidence=0.999)
    assert found.loc["pearson", "low"] < 0 < found.loc["pearson", "high"]
    # Means of few skewed amounts mostly lie low, so ranks show a little where there is none.
    assert 0 < found.loc["spearman", "correlation"] < 0.1
    more = table["mean_repeat_spend"] * table["repeat_purchases"]
    assert (independence(table.assign(mean_repeat_spend=more))["low"] > 0.3).all()


def test_independence_needs_customers_who_differ():
    with pytest.raises(ValueError, match="3 rows with a repeat purchase"):
        independence(shop([1, 2, 3, 0], [1.0, 2.0, 3.0, np.nan]))
    with pytest.raises(ValueError, match="'repeat_purchases' is 2 for every"):
        independence(shop([2] * 5, [1.0, 2.0, 3.0, 4.0, 5.0]))
    with pytest.raises(ValueError, match="one row a customer"):
        independence(shop([1, 2, 3, 4], [1.0, 2.0, 3.0, 4.0]).assign(customers=2))


# Bad input


@pytest.mark.parametrize(
    ("orders", "means", "message"),
    [
        ([1, 2], [10.0, 0.0], r"repeat customers is not above 0 in 1 of 2.*\[1\].*zero value"),
        ([1, 2], [10.0, -3.0], r"repeat customers is not above 0 in 1 of 2.*returns"),
        ([1, 2], [10.0, np.nan], "'mean_repeat_spend' of repeat customers is missing in 1 of 2"),
        ([1, 2], [10.0, np.inf], "'mean_repeat_spend' of repeat customers is infinite in 1 of 2"),
        ([1, -2], [10.0, 3.0], "'repeat_purchases' is negative"),
        ([1, 2.5], [10.0, 3.0], "not a whole number"),
        ([1, np.nan], [10.0, 3.0], "'repeat_purchases' is missing"),
        ([0, 0], [np.nan, np.nan], "none of the 2 customers has a repeat"),
        ([0, 3], [np.nan, 5.0], r"1 customer\(s\) with a repeat purchase"),
        ([1, 2], ["10", "3"], "must be numbers"),
        ([], [], "empty"),
    ],
)
def test_spend_that_cannot_be_is_refused(orders, means, message):
    with pytest.raises(ValueError, match=message):
        GammaGamma.fit(shop(orders, means))


def test_what_a_customer_without_repeat_spent_does_not_count():
    table = shop([0, 0, 0, 1, 2, 3, 4, 6], [np.nan, 0.0, -5.0, 12, 20, 33, 48, 95])
    assert GammaGamma.fit(table) == GammaGamma.fit(table.iloc[3:])
    spend = PAPER.expected_spend(table)
    assert spend[:3].tolist() == pytest.approx([PAPER.mean_spend] * 3)


def test_tables_of_other_shapes_are_refused_with_the_way_out():
    table = shop([1, 2], [10.0, 20.0])
    with pytest.raises(ValueError, match="more than once"):
        GammaGamma.fit(table.set_axis(["a", "a"]))
    with pytest.raises(
        ValueError, match=r"no column 'mean_repeat_spend'; .*crmkit\.summary\.customers"
    ):
        GammaGamma.fit(table[["repeat_purchases"]])
    with pytest.raises(ValueError, match="monetary_value to 'mean_repeat_spend'"):
        GammaGamma.fit(table.set_axis(["frequency", "monetary_value"], axis=1))
    with pytest.raises(TypeError, match="customers table"):
        GammaGamma.fit(table["mean_repeat_spend"])
    with pytest.raises(ValueError, match="confidence"):
        PAPER.spend_range(table, confidence=95)
    with pytest.raises(ValueError, match="q=-1"):
        GammaGamma(1, -1, 1)
