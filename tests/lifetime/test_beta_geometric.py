"""What BG/NBD and MBG/NBD share: the likelihood, the search, predictions and simulation.

CRMKIT_SWEEP=300 runs the sweep over random parameters in full.
"""

import os

import mpmath
import numpy as np
import pandas as pd
import pytest

import crmkit.summary
from crmkit.lifetime import BGNBD, MBGNBD
from crmkit.lifetime.purchases.engine.histories import Histories

MODELS = [BGNBD, MBGNBD]
EXTREME = [
    # r, alpha, a, b
    (0.243, 4.414, 0.793, 2.426),
    (0.02, 0.3, 0.01, 0.02),
    (50.0, 2.0, 1.0, 0.5),
    (3.0, 500.0, 1 + 1e-12, 40.0),
    (800.0, 900.0, 3000.0, 5000.0),
    (0.5, 1e5, 2.0, 1e5),
]

both = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)


def _table(x, t_x, T):  # the letters of the papers
    return pd.DataFrame({"repeat_purchases": x, "age_at_last_days": t_x, "age_days": T})


def _exact_log_likelihood(model, x, t_x, T):
    """The textbook form with beta and gamma functions, at 40 digits."""
    m = model.CHANCES_AT_START
    with mpmath.workdps(40):
        r, alpha, a, b = (mpmath.mpf(v) for v in (model.r, model.alpha, model.a, model.b))
        t_x, T = mpmath.mpf(t_x) / model.period_days, mpmath.mpf(T) / model.period_days
        lives = mpmath.beta(a, b + x + m) / (alpha + T) ** (r + x)
        left = 0
        if x + m:
            left = mpmath.beta(a + 1, b + x + m - 1) / (alpha + t_x) ** (r + x)
        front = mpmath.gammaprod([r + x], [r]) * alpha**r / mpmath.beta(a, b)
        return mpmath.log(front * (lives + left)), lives / (lives + left)


def _exact_expected(model, x, T, horizon, alive):
    """The papers' closed form with 2F1, at 60 digits."""
    m = model.CHANCES_AT_START
    with mpmath.workdps(60):
        r, alpha, a, b = (mpmath.mpf(v) for v in (model.r, model.alpha, model.a, model.b))
        if a == 1:
            a += mpmath.mpf(10) ** -30
        T, t = mpmath.mpf(T) / model.period_days, mpmath.mpf(horizon) / model.period_days
        c = a + b + x + m - 1
        z = t / (alpha + T + t)
        rest = (1 - z) ** (r + x) * mpmath.hyp2f1(r + x, b + x + m, c, z)
        return alive * c / (a - 1) * (1 - rest)


@both
@pytest.mark.parametrize("parameters", EXTREME)
def test_likelihood_survival_and_expectation_agree_with_the_textbook_at_high_precision(
    kind, parameters
):
    model = kind(*parameters, period_days=7)
    table = _table(
        [0, 1, 3, 40, 300], [0, 5.0, 200.5, 300.0, 999.0], [364.0, 5.0, 300.0, 900.0, 1000.0]
    )
    exact = [_exact_log_likelihood(model, *row) for row in table.itertuples(index=False)]
    one_by_one = [model.log_likelihood(table.iloc[[i]]) for i in range(5)]
    assert one_by_one == pytest.approx([float(value) for value, _ in exact], rel=1e-11, abs=1e-11)
    alive = model.probability_alive(table)
    assert alive.tolist() == pytest.approx([float(p) for _, p in exact], rel=1e-9)
    for horizon in (0.01, 90, 2000):
        found = model.expected_purchases(table, horizon_days=horizon)
        wanted = [
            float(_exact_expected(model, x, T, horizon, p))
            for x, T, (_, p) in zip(table.iloc[:, 0], table.iloc[:, 2], exact, strict=True)
        ]
        assert found.tolist() == pytest.approx(wanted, rel=1e-8)


@both
def test_gradient_and_hessian_agree_with_finite_differences(kind):
    rng = np.random.default_rng(3)
    truth = kind(0.6, 6.0, 0.8, 2.5, period_days=7)
    table = truth.simulate_customers(watched_days=rng.uniform(50, 700, 400), rng=rng)
    objective = kind.objective(kind.counted(table, period_days=7))
    for free in (np.zeros(4), np.log([0.6, 6.0, 0.8, 2.5]), np.array([2.0, -3, 3, -2])):
        _, gradient, hessian = objective(free)
        for i, step in enumerate(1e-5 * np.eye(4)):
            up, down = objective(free + step), objective(free - step)
            assert (up[0] - down[0]) / 2e-5 == pytest.approx(gradient[i], rel=1e-6, abs=1e-4)
            slope = (up[1] - down[1]) / 2e-5
            assert slope == pytest.approx(hessian[i], rel=1e-6, abs=1e-4)


@both
def test_the_fast_likelihood_is_the_one_of_single_histories(kind):
    rng = np.random.default_rng(4)
    model = kind(0.6, 6.0, 0.8, 2.5, period_days=7)
    table = model.simulate_customers(watched_days=rng.uniform(50, 700, 9000), rng=rng)
    seen = kind.counted(table, period_days=7)
    fast = kind.objective(seen)(kind.free(model.parameters))[0]
    assert fast == pytest.approx(model.log_likelihood(table), rel=1e-12)
    one_by_one = sum(model.log_likelihood(table.iloc[[i]]) for i in range(200))
    assert one_by_one == pytest.approx(model.log_likelihood(table.iloc[:200]), rel=1e-12)


@both
def test_simulated_customers_give_the_parameters_back(kind):
    rng = np.random.default_rng(5)
    truth = kind(0.5, 6.0, 0.9, 2.5, period_days=7)
    table = truth.simulate_customers(watched_days=rng.uniform(200, 700, 10_000), rng=rng)
    fitted = kind.fit(table, period_days=7)
    bounds = fitted.parameter_intervals(confidence=0.999)
    assert ((bounds["low"] < truth.parameters) & (truth.parameters < bounds["high"])).all()
    assert fitted.report.converged
    assert fitted.report.log_likelihood == pytest.approx(fitted.log_likelihood(table), rel=1e-12)


@both
def test_a_search_that_starts_on_a_part_ends_where_the_whole_does(kind, monkeypatch):
    rng = np.random.default_rng(6)
    truth = kind(0.5, 6.0, 0.9, 2.5, period_days=7)
    table = truth.simulate_customers(watched_days=rng.uniform(200, 700, 8000), rng=rng)
    whole = kind.fit(table, period_days=7)
    monkeypatch.setattr(kind, "PART", 500)
    part = kind.fit(table, period_days=7)
    assert part.parameters.tolist() == pytest.approx(whole.parameters.tolist(), rel=1e-6)


@both
def test_simulated_frequencies_match_the_formulas(kind):
    rng = np.random.default_rng(7)
    model = kind(0.7, 5.0, 0.8, 2.0, period_days=7)
    n = 200_000
    table = model.simulate_customers(watched_days=np.full(n, 300.0), rng=rng)
    shares = model.probability_of_purchases(np.arange(6), horizon_days=300)
    found = np.bincount(table["repeat_purchases"], minlength=6)[:6] / n
    assert np.abs(found - shares).max() < 4 * np.sqrt(0.25 / n)
    mean = model.expected_purchases_of_new(horizon_days=300)
    x = table["repeat_purchases"]
    assert abs(x.mean() - mean) < 4 * x.std() / np.sqrt(n)
    many = np.arange(3000)
    shares = model.probability_of_purchases(many, horizon_days=300)
    assert shares.sum() == pytest.approx(1)
    assert shares @ many == pytest.approx(mean)


@both
def test_what_follows_a_history_is_what_the_simulation_does(kind):
    """Customers watched for 200 days, then for 200 more; those with one repeat are compared."""
    rng = np.random.default_rng(8)
    model = kind(0.7, 5.0, 0.8, 2.0, period_days=7)
    n = 300_000
    log = model.simulate(n, watched_days=400, rng=rng, start="2024-01-01")
    log = log[log["ordered_at"] > pd.Timestamp("2024-01-01")]  # the first orders are no repeats
    customer = log["customer_id"].to_numpy()
    day = ((log["ordered_at"] - pd.Timestamp("2024-01-01")) / pd.Timedelta(days=1)).to_numpy()
    early = day <= 200
    x = np.bincount(customer[early], minlength=n)
    later = np.bincount(customer[~early], minlength=n)
    last = np.zeros(n)
    np.maximum.at(last, customer[early], day[early])
    table = _table(x, last, np.full(n, 200.0))
    expected = model.expected_purchases(table, horizon_days=200)
    for group in (x == 0, x == 1, x > 4):
        error = 4 * (later[group] - expected[group]).std() / np.sqrt(group.sum())
        assert abs(later[group].mean() - expected[group].mean()) < error
    shares = model.conditional_distribution(table[x == 1], horizon_days=200, up_to=3).mean()
    for n in range(4):
        assert abs((later[x == 1] == n).mean() - shares[n]) < 4 * 0.5 / np.sqrt((x == 1).sum())


@both
def test_distribution_of_future_purchases_has_the_expected_mean(kind):
    model = kind(0.7, 5.0, 0.8, 2.0, period_days=7)
    table = _table([0, 1, 9], [0, 30, 250.0], [100, 200, 280.0])
    shares = model.conditional_distribution(table, horizon_days=90, up_to=400)
    assert (shares.to_numpy() >= 0).all()
    assert shares.sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    expected = model.expected_purchases(table, horizon_days=90)
    assert (shares @ np.arange(401)).tolist() == pytest.approx(expected.tolist())


@both
def test_a_new_customer_is_one_with_an_empty_history(kind):
    model = kind(0.7, 5.0, 0.8, 2.0, period_days=7)
    empty = _table([0], [0], [0])
    for days in (0, 30, 3000):
        new = model.expected_purchases_of_new(horizon_days=days)
        assert model.expected_purchases(empty, horizon_days=days)[0] == pytest.approx(new)
        assert model.conditional_distribution(empty, horizon_days=days, up_to=4).loc[
            0
        ].tolist() == pytest.approx(
            model.probability_of_purchases(np.arange(5), horizon_days=days).tolist()
        )


@both
@pytest.mark.parametrize("parameters", EXTREME)
def test_predictions_stay_finite_positive_and_grow_with_the_horizon(kind, parameters):
    model = kind(*parameters, period_days=1)
    table = _table([0, 1, 1000, 10_000, 10_000], [0, 1, 1000, 10_000, 10_001],
                   [0, 36_525, 1000, 10_000, 36_525])  # fmt: skip
    alive = model.probability_alive(table)
    assert alive.between(0, 1).all()
    before = np.zeros(5)
    for horizon in (0, 1e-6, 1, 365, 36_525):
        after = model.expected_purchases(table, horizon_days=horizon)
        assert np.isfinite(after).all()
        assert (after >= before).all()
        assert (after == 0).all() == (horizon == 0)
        before = after
    counts = model.conditional_distribution(table, horizon_days=36_525, up_to=5)
    assert np.isfinite(counts.to_numpy()).all()
    assert (counts.to_numpy() >= 0).all()
    worth = model.discounted_expected_transactions(table, annual_discount_rate=0.1)
    assert np.isfinite(worth).all()
    assert (worth >= 0).all()


@both
def test_discounted_transactions_are_the_integral_of_the_purchase_rate(kind):
    """Against the sum of expected purchases, day by day, discounted at the middle of the day."""
    model = kind(0.7, 5.0, 0.8, 2.0, period_days=7)
    table = _table([0, 1, 30], [0, 30, 270.0], [100, 200, 280.0])
    days = np.arange(0, 366)
    total = np.array([model.expected_purchases(table, horizon_days=day) for day in days])
    by_day = np.diff(total, axis=0) * 1.15 ** -((days[:-1] + 0.5) / 365.25)[:, None]
    worth = model.discounted_expected_transactions(
        table, annual_discount_rate=0.15, horizon_days=365
    )
    assert worth.tolist() == pytest.approx(by_day.sum(axis=0).tolist(), rel=1e-6)
    undiscounted = model.discounted_expected_transactions(
        table, annual_discount_rate=0, horizon_days=365
    )
    assert undiscounted.tolist() == pytest.approx(total[-1].tolist(), rel=1e-7)


@both
def test_an_endless_future_is_worth_what_a_very_long_one_is(kind):
    model = kind(0.7, 5.0, 0.8, 2.0, period_days=7)
    table = _table([0, 5000], [0, 250.5], [100, 280.0])
    for rate in (0.02, 0.15, 5):
        endless = model.discounted_expected_transactions(table, annual_discount_rate=rate)
        long = model.discounted_expected_transactions(
            table, annual_discount_rate=rate, horizon_days=365.25 * 30 / np.log1p(rate)
        )
        assert endless.tolist() == pytest.approx(long.tolist(), rel=1e-7)
    with pytest.raises(ValueError, match="no finite worth"):
        model.discounted_expected_transactions(table, annual_discount_rate=0)


@both
def test_the_unit_of_time_changes_only_the_rate(kind):
    rng = np.random.default_rng(9)
    table = kind(0.5, 6.0, 0.9, 2.5, period_days=7).simulate_customers(
        watched_days=rng.uniform(100, 400, 800), rng=rng
    )
    week, year = kind.fit(table, period_days=7), kind.fit(table, period_days=365.25)
    assert week.parameters[["r", "a", "b"]].tolist() == pytest.approx(
        year.parameters[["r", "a", "b"]].tolist(), rel=1e-8
    )
    assert week.alpha * 7 == pytest.approx(year.alpha * 365.25, rel=1e-8)
    assert week.expected_purchases(table, horizon_days=90).to_numpy() == pytest.approx(
        year.expected_purchases(table, horizon_days=90).to_numpy(), rel=1e-8
    )


@both
def test_the_order_of_customers_and_their_names_do_not_matter(kind):
    rng = np.random.default_rng(10)
    truth = kind(0.5, 6.0, 0.9, 2.5, period_days=7)
    table = truth.simulate_customers(watched_days=rng.uniform(100, 400, 300), rng=rng)
    mixed = table.sample(frac=1, random_state=1)
    assert kind.fit(mixed, period_days=7) == kind.fit(table, period_days=7)
    answers = truth.expected_purchases(mixed, horizon_days=90)
    assert list(answers.index) == list(mixed.index)
    pd.testing.assert_series_equal(
        answers.sort_index(), truth.expected_purchases(table, horizon_days=90)
    )


@both
def test_the_simulated_log_counts_back_to_its_histories(kind):
    rng = np.random.default_rng(11)
    model = kind(2.0, 300.0, 0.5, 3.0, period_days=7)  # rates far below one a day
    log = model.simulate(
        3000, watched_days=rng.integers(200, 1000, 3000), rng=rng, start="2024-03-01"
    )
    assert log["ordered_at"].is_monotonic_increasing
    assert log["ordered_at"].dtype == "datetime64[us]"
    assert log["customer_id"].dtype == "int64"
    assert (log["amount"] == 1).all()
    end = pd.Timestamp("2024-03-01") + pd.Timedelta(days=999)
    table = crmkit.summary.customers(log, as_of=end)
    assert len(table) == 3000
    expected = model.expected_purchases_of_new(horizon_days=table["age_days"].to_numpy()).sum()
    assert table["repeat_purchases"].sum() == pytest.approx(expected, rel=0.1)


@both
def test_a_bootstrap_varies_as_the_standard_errors_say(kind):
    rng = np.random.default_rng(12)
    table = kind(0.5, 6.0, 0.9, 2.5, period_days=7).simulate_customers(
        watched_days=rng.uniform(200, 700, 4000), rng=rng
    )
    fitted = kind.fit(table, period_days=7)
    replicates = fitted.bootstrap(table, replicates=60, rng=rng)
    assert list(replicates.columns) == ["r", "alpha", "a", "b"]
    spread = np.log(replicates).std().to_numpy()
    stated = np.sqrt(np.diag(fitted.report.covariance))
    assert (spread / stated).tolist() == pytest.approx([1, 1, 1, 1], abs=0.5)


@both
def test_customers_alike_are_reported_as_a_boundary(kind):
    rng = np.random.default_rng(13)
    alike = kind(1e6, 4e6, 1e-6, 1.0, period_days=7).simulate_customers(
        watched_days=np.full(300, 200.0), rng=rng
    )
    fitted = kind.fit(alike, period_days=7)
    assert fitted.report.boundary
    assert "boundary" in str(fitted)
    intervals = fitted.parameter_intervals()
    assert intervals.loc[list(fitted.report.boundary), "low"].isna().all()
    # How much they differ is open, but not how often they buy: once in four weeks.
    assert intervals.loc["alpha / r", "low"] < 4 < intervals.loc["alpha / r", "high"]
    assert np.isfinite(fitted.expected_purchases(alike, horizon_days=90)).all()


@both
def test_nobody_came_back(kind):
    silent = _table(np.zeros(40, int), np.zeros(40), np.linspace(10, 90, 40))
    fitted = kind.fit(silent, period_days=7)
    assert fitted.report.boundary == ("r", "alpha", "a", "b")
    assert fitted.report.log_likelihood == pytest.approx(0, abs=1e-4)
    assert (fitted.expected_purchases(silent, horizon_days=1000) < 1e-3).all()


@both
def test_nobody_watched_yet_is_refused(kind):
    with pytest.raises(ValueError, match="age_days = 0"):
        kind.fit(_table([0, 0], [0, 0], [0, 0]), period_days=7)


@both
def test_arguments_out_of_range_are_refused(kind):
    model = kind(0.7, 5.0, 0.8, 2.0, period_days=7)
    table = _table([1], [3], [10])
    for horizon in (-1, np.nan, np.inf):
        with pytest.raises(ValueError, match="horizon_days"):
            model.expected_purchases(table, horizon_days=horizon)
    with pytest.raises(ValueError, match="whole number"):
        model.probability_of_purchases(1.5, horizon_days=30)
    with pytest.raises(ValueError, match="annual_discount_rate"):
        model.discounted_expected_transactions(table, annual_discount_rate=-0.1)
    with pytest.raises(ValueError, match="period_days"):
        kind(0.7, 5.0, 0.8, 2.0, period_days=0)
    with pytest.raises(ValueError, match="alpha=0"):
        kind(0.7, 0, 0.8, 2.0, period_days=7)


def _random_case(seed, kind):
    """Plausible and extreme: heavy buyers, nobody or everybody repeats, all alike, whole days."""
    rng = np.random.default_rng([seed, 7])
    customers = int(np.exp(rng.uniform(np.log(50), np.log(5000))))
    unit, span = (1, 7, 365.25)[seed % 3], rng.uniform(20, 150)
    periods = np.full(customers, span) if seed % 4 == 0 else rng.uniform(0.3, 1, customers) * span
    mean, r = np.exp(rng.uniform(-4, 3)), np.exp(rng.uniform(-2.5, 2.5))
    spread, leaves = np.exp(rng.uniform(-1, 3)), rng.beta(0.7, 1.5)
    shape = seed % 10
    mean = {1: rng.uniform(200, 600), 6: 1e-9}.get(shape, mean)
    r = {2: np.exp(rng.uniform(4, 9))}.get(shape, r)
    spread = {3: np.exp(rng.uniform(4, 8))}.get(shape, spread)
    leaves = {4: rng.uniform(0, 0.01), 5: rng.uniform(0.9, 0.99)}.get(shape, leaves)
    truth = kind(r, r * span / mean, spread * leaves + 1e-4, spread * (1 - leaves) + 1e-4,
                 period_days=7)  # fmt: skip
    table = truth.simulate_customers(watched_days=periods * 7, rng=rng)
    if shape == 7 and (table["repeat_purchases"] > 0).any():
        table = table[table["repeat_purchases"] > 0]
    if shape == 8:
        last = np.maximum(np.floor(table["age_at_last_days"]), 1)
        last = last.where(table["repeat_purchases"] > 0, 0)
        table = _table(
            np.minimum(table["repeat_purchases"], last).astype(int), last,
            np.ceil(table["age_days"]),
        )  # fmt: skip
    return truth, table, unit


SETS = int(os.environ.get("CRMKIT_SWEEP", "40"))
# One data set of each shape in every run of the tests; the others where sweeps are asked for.
SWEEP = [*range(10), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(10, SETS))]


@both
@pytest.mark.parametrize("seed", SWEEP)
def test_every_fit_reaches_the_truth_and_whatever_another_start_reaches(kind, seed):
    truth, table, unit = _random_case(seed, kind)
    fitted = kind.fit(table, period_days=unit)
    best = fitted.report.log_likelihood
    slack = 1e-6 * abs(best) + 1e-5
    assert fitted.report.converged
    in_unit = kind(truth.r, truth.alpha * 7 / unit, truth.a, truth.b, period_days=unit)
    assert best >= in_unit.log_likelihood(table) - slack
    rng = np.random.default_rng(seed)
    histories = Histories.of(table, unit)
    usual = np.array([1, histories.T.mean() / max(histories.x.mean(), 0.01), 1, 1])
    for _ in range(3):
        start = usual * np.exp(rng.normal(0, 1.5, 4))
        other = kind.fit_counted(histories, period_days=unit, starts=[start])
        assert best >= other.report.log_likelihood - slack
    for answer in (
        fitted.probability_alive(table),
        fitted.expected_purchases(table, horizon_days=36_525),
    ):
        assert np.isfinite(answer).all()
        assert (answer >= 0).all()
