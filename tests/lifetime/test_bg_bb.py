"""BG/BB: the paper's figures, the likelihood at high precision, and what any such model must do."""

import os
from itertools import pairwise, product

import mpmath
import numpy as np
import pandas as pd
import pytest

import crmkit.datasets
import crmkit.summary
from benchmarks.robustness_discrete import bg_bb_case
from crmkit.lifetime import BGBB

# Random parameter sets of the sweep; CRMKIT_SWEEP=300 for the long one, with the peer.
SETS = int(os.environ.get("CRMKIT_SWEEP", 40))
SWEEP = [*range(10), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(10, SETS))]

PAPER = BGBB(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, period_days=365)


@pytest.fixture(scope="module")
def donations() -> pd.DataFrame:
    return crmkit.datasets.load("donations")


@pytest.fixture(scope="module")
def fitted(donations) -> BGBB:
    return BGBB.fit(donations, period_days=365)


def one(x: int, last: int, n: int) -> pd.DataFrame:
    return pd.DataFrame({"repeat_purchases": [x], "last_period": [last], "periods": [n]})


def all_histories(n: int) -> pd.DataFrame:
    rows = [(0, 0, n)] + [(x, t, n) for t in range(1, n + 1) for x in range(1, t + 1)]
    return pd.DataFrame(rows, columns=["repeat_purchases", "last_period", "periods"])


# Published: Fader, Hardie & Shang 2010. Tolerance: half a unit of the last printed digit.


def test_parameters_and_likelihood_are_the_published_ones(fitted):
    assert fitted.parameters.to_numpy() == pytest.approx([1.204, 0.750, 0.657, 2.783], abs=0.0005)
    assert fitted.report.log_likelihood == pytest.approx(-33225.58, abs=0.005)
    assert fitted.report.customers == 11_104
    assert fitted.report.converged


def test_expected_donations_of_a_new_donor_are_the_published_ones(fitted):
    assert fitted.expected_purchases_of_new(opportunities=10) == pytest.approx(3.180, abs=0.0005)


@pytest.mark.parametrize(("history", "expected"), [((0, 0, 6), 0.130), ((4, 5, 6), 3.628)])
def test_expected_donations_over_ten_years_are_the_published_ones(fitted, history, expected):
    found = fitted.expected_purchases(one(*history), opportunities=10)
    assert found.item() == pytest.approx(expected, abs=0.0005)


def test_five_year_means_by_frequency_are_the_published_ones(fitted, donations):
    expected = fitted.expected_purchases(donations, opportunities=5) * donations["customers"]
    by_x = donations["repeat_purchases"]
    means = expected.groupby(by_x).sum() / donations["customers"].groupby(by_x).sum()
    published = [0.073, 0.325, 0.709, 1.334, 2.031, 2.784, 3.753]
    assert means.to_numpy() == pytest.approx(published, abs=0.0006)


# The likelihood


def exact_likelihood(parameters, x, t, n):
    a, b, g, d = parameters
    beta = mpmath.beta
    stays = beta(a + x, b + n - x) * beta(g, d + n)
    left = sum(beta(a + x, b + m - x) * beta(g + 1, d + m) for m in range(t, n))
    return (stays + left) / beta(a, b) / beta(g, d)


@pytest.mark.parametrize(
    "parameters",
    [(1.2, 0.75, 0.66, 2.78), (0.01, 0.02, 0.005, 3), (300, 20, 40, 2e3), (1e6, 3e6, 1e6, 1e3)],
)
def test_likelihood_agrees_with_high_precision(parameters):
    model = BGBB(*parameters, period_days=365)
    with mpmath.workdps(60):
        exact_parameters = [mpmath.mpf(value) for value in parameters]
        for x, t, n in [(0, 0, 0), (0, 0, 6), (1, 1, 7), (5, 5, 5), (3, 8, 60), (40, 59, 60)]:
            exact = mpmath.log(exact_likelihood(exact_parameters, x, t, n))
            found = model.log_likelihood(one(x, t, n))
            assert found == pytest.approx(float(exact), rel=1e-11, abs=1e-12)


def test_derivatives_agree_with_high_precision():
    log_parameters = [0.2, -0.3, -0.4, 1.0]
    table = pd.concat([one(2, 3, 9), one(0, 0, 4), one(6, 6, 6)], ignore_index=True)
    seen = BGBB.counted(table, period_days=365)
    _, gradient, hessian = BGBB.objective(seen)(np.array(log_parameters))

    def exact(*logs):
        p = [mpmath.exp(value) for value in logs]
        rows = table.itertuples(index=False)
        return sum(mpmath.log(exact_likelihood(p, *map(int, row))) for row in rows)

    unit = np.eye(4, dtype=int)
    with mpmath.workdps(40):
        for i, j in product(range(4), range(4)):
            bend = mpmath.diff(exact, log_parameters, tuple(map(int, unit[i] + unit[j])))
            assert hessian[i, j] == pytest.approx(float(bend), rel=1e-6, abs=1e-6)
            if i == j:
                slope = mpmath.diff(exact, log_parameters, tuple(map(int, unit[i])))
                assert gradient[i] == pytest.approx(float(slope), rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("n", [1, 3, 8])
def test_probabilities_of_all_histories_add_up_to_one(n):
    table = all_histories(n)
    chances = [np.exp(PAPER.log_likelihood(table.iloc[[i]])) for i in range(len(table))]
    assert ways(table) @ chances == pytest.approx(1)


def test_parameters_that_run_away_keep_the_likelihood_negative_and_right():
    # Without care, betaln(1e13, ...) cancels to a positive log-likelihood; p = .3, theta = .1.
    p, theta = 0.3, 0.1
    parameters = [share * 1e13 for share in (p, 1 - p, theta, 1 - theta)]
    model = BGBB(*parameters, period_days=365)
    terms = [p**2 * (1 - p) ** (m - 2) * (1 - theta) ** m * theta for m in (3, 4)]
    expected = sum(terms) + p**2 * (1 - p) ** 3 * (1 - theta) ** 5
    assert model.log_likelihood(one(2, 3, 5)) == pytest.approx(np.log(expected), rel=1e-9)


# Fits


@pytest.mark.parametrize("seed", SWEEP)
def test_fit_ends_no_lower_than_the_truth(seed):
    truth, table = bg_bb_case(np.random.default_rng(seed), alike=seed % 10 == 9)
    model = BGBB.fit(table, period_days=365)
    reached = model.report.log_likelihood
    assert reached == pytest.approx(model.log_likelihood(table), rel=1e-9)
    assert reached >= truth.log_likelihood(table) - 1e-6 * abs(reached)
    assert model.report.converged
    assert np.isfinite(model.expected_purchases(table, opportunities=5)).all()
    if SETS >= 300 and table["periods"].max() <= 26:
        assert reached >= peer_likelihood(table) - 1e-6 * abs(reached)


def peer_likelihood(table: pd.DataFrame) -> float:
    """Our likelihood at the parameters of lifetimes: its own is wrong where they run away."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoBetaBinomFitter

        grouped = table.value_counts().reset_index(name="customers")
        fitter = BetaGeoBetaBinomFitter()
        try:
            fitter.fit(*(grouped[name] for name in grouped))
            return BGBB(*fitter.params_, period_days=365).log_likelihood(grouped)
        except Exception:
            return -np.inf


def test_fit_recovers_its_own_simulation():
    truth = BGBB(1.2, 0.8, 0.7, 2.8, period_days=365)
    table = truth.simulate_customers(60_000, opportunities=12, rng=np.random.default_rng(1))
    model = BGBB.fit(table, period_days=365)
    error = np.sqrt(np.diag(model.report.covariance))
    away = np.log(model.parameters / truth.parameters) / error
    assert np.abs(away).max() < 3.5
    assert error.max() < 0.1


def test_one_row_a_customer_equals_one_row_a_history(donations, fitted):
    rows = donations.drop(columns="customers").loc[donations.index.repeat(donations["customers"])]
    rows = rows.sample(frac=1, random_state=1).reset_index(drop=True)
    single = BGBB.fit(rows, period_days=365)
    assert single.parameters.to_numpy() == pytest.approx(fitted.parameters.to_numpy(), rel=1e-9)
    assert single.report.distinct_histories == 22


def test_the_period_in_days_changes_no_parameter(donations, fitted):
    weekly = BGBB.fit(donations, period_days=7)
    assert (weekly.parameters == fitted.parameters).all()
    expected = fitted.expected_purchases(donations, horizon_days=5 * 365)
    found = weekly.expected_purchases(donations, horizon_days=35)
    pd.testing.assert_series_equal(found, expected)
    assert (weekly.expected_purchases(donations, horizon_days=34.9) < found).all()


def test_the_period_has_to_be_said(donations):
    with pytest.raises(TypeError, match="period_days"):
        BGBB(1.204, 0.750, 0.657, 2.783)
    with pytest.raises(TypeError, match="period_days"):
        BGBB.fit(donations)


def test_a_customers_table_gives_the_same_fit_as_the_histories():
    truth = BGBB(1.2, 0.8, 0.7, 2.8, period_days=14)
    log = truth.simulate(3000, watched_days=14 * 10, rng=np.random.default_rng(5))
    summary = crmkit.summary.customers(
        log, as_of=pd.Timestamp("2024-01-01") + pd.Timedelta(days=140), period_days=14
    )
    table = pd.DataFrame(
        {
            "repeat_purchases": summary["repeat_purchases"],
            "last_period": summary["age_at_last_days"] // 14,
            "periods": summary["age_days"] // 14,
        }
    )
    assert set(table["periods"]) == {10}
    model = BGBB.fit(summary, period_days=14)
    assert model == BGBB.fit(table, period_days=14)
    pd.testing.assert_series_equal(
        model.probability_alive(summary), model.probability_alive(table), check_names=True
    )
    with pytest.raises(ValueError, match=r"no multiple of 30 days.*period_days=30"):
        BGBB.fit(summary, period_days=30)


def ways(table: pd.DataFrame) -> np.ndarray:
    """On how many sets of opportunities a history's purchases may fall: the last one is fixed."""
    x, t = table["repeat_purchases"], table["last_period"]
    return np.array(
        [float(mpmath.binomial(b - 1, a - 1)) if a else 1 for a, b in zip(x, t, strict=True)]
    )


def leaving_alike(alpha: float, beta: float, theta: float, table: pd.DataFrame) -> np.ndarray:
    """The likelihood of histories where only the chance of buying differs between customers."""
    from scipy.special import beta as B

    found = []
    for x, t, n in table.itertuples(index=False):
        ends = [theta * (1 - theta) ** m * B(alpha + x, beta + m - x) for m in range(t, n)]
        found.append(sum(ends) + (1 - theta) ** n * B(alpha + x, beta + n - x))
    return np.array(found) / B(alpha, beta)


def alike(p: float, theta: float) -> pd.DataFrame:
    """The exact histories of customers who are all alike, five opportunities."""
    table = all_histories(5)
    chances = []
    for x, t, n in table.itertuples(index=False):
        ends = [theta * (1 - theta) ** m * (1 - p) ** (m - x) for m in range(t, n)]
        chances.append(p**x * (sum(ends) + (1 - theta) ** n * (1 - p) ** (n - x)))
    chances = ways(table) * chances
    assert sum(chances) == pytest.approx(1)
    return table.assign(customers=1000 * chances)


def test_customers_all_alike_are_reported_as_a_boundary():
    model = BGBB.fit(alike(0.4, 0.15), period_days=365)
    assert model.report.boundary
    assert "boundary" in str(model)
    table = model.parameter_intervals()
    assert table.loc[list(model.SCALES), "low"].isna().all()
    assert (table.loc[["beta / alpha", "delta / gamma"], "low"] > 1).all()
    assert model.alpha / (model.alpha + model.beta) == pytest.approx(0.4, abs=1e-3)
    assert model.gamma / (model.gamma + model.delta) == pytest.approx(0.15, abs=1e-3)


def test_what_a_wall_leaves_known_keeps_its_interval():
    """Customers who leave alike: gamma and delta run away, the others' errors are right."""
    free, step = np.array([np.log(1.2), np.log(0.8), np.log(0.15 / 0.85)]), 1e-4
    table = all_histories(8)

    def chances(free):
        return leaving_alike(*np.exp(free[:2]), 1 / (1 + np.exp(-free[2])), table)

    exact = ways(table) * chances(free)
    model = BGBB.fit(table.assign(customers=20_000 * exact), period_days=365)
    assert {"gamma", "delta"} >= set(model.report.boundary) != set()
    intervals = model.parameter_intervals()
    assert list(intervals.index) == ["alpha", "beta", "gamma", "delta", "delta / gamma"]
    assert intervals.loc[["gamma", "delta"], "low"].isna().all()
    found = intervals.loc[["alpha", "beta", "delta / gamma"]]
    assert found["estimate"].tolist() == pytest.approx([1.2, 0.8, 0.85 / 0.15], rel=1e-3)
    # Fisher's information of the model in which all leave with the same chance.
    slopes = np.array(
        [np.log(chances(free + one)) - np.log(chances(free - one)) for one in step * np.eye(3)]
    ) / (2 * step)
    information = 20_000 * (slopes * exact) @ slopes.T
    expected = np.sqrt(np.diag(np.linalg.inv(information)))
    error = (found["standard_error"] / found["estimate"]).tolist()
    assert error == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"repeat_purchases": [0] * 60, "last_period": 0, "periods": 8}),
        pd.DataFrame({"repeat_purchases": [8] * 60, "last_period": 8, "periods": 8}),
        pd.DataFrame({"repeat_purchases": [0, 1], "last_period": [0, 1], "periods": 1}),
    ],
    ids=["nobody repeats", "everybody always", "one opportunity"],
)
def test_histories_that_tell_little_are_fitted_without_false_intervals(table):
    model = BGBB.fit(table, period_days=365)
    assert model.report.log_likelihood > -1.4 * len(table)
    assert not model.report.interior
    assert np.isfinite(model.expected_purchases(table, opportunities=10)).all()


def test_bootstrap_spreads_as_wide_as_the_delta_method_says(donations, fitted):
    replicates = fitted.bootstrap(donations, replicates=120, rng=np.random.default_rng(2))
    assert replicates.columns.tolist() == ["alpha", "beta", "gamma", "delta"]
    # The standard deviation of 120 draws is known to about 6 %; 3 of those either way.
    expected = fitted.parameter_intervals()["standard_error"]
    assert replicates.std().to_numpy() == pytest.approx(expected.to_numpy(), rel=0.2)


def test_predictions_have_intervals_and_the_model_survives_json(donations, fitted):
    table = fitted.interval_of(
        lambda model: model.expected_purchases(donations, opportunities=5),
        rng=np.random.default_rng(3),
        draws=50,
    )
    assert (table["low"] < table["estimate"]).all() and (table["estimate"] < table["high"]).all()
    assert BGBB.from_json(fitted.to_json()) == fitted


# Predictions


def test_expected_purchases_agree_with_the_papers_closed_form():
    a, b, g, d = PAPER.parameters
    x, t, n, ahead = 2, 4, 6, 10
    with mpmath.workdps(40):
        ratio = mpmath.gamma(g + d) / mpmath.gamma(1 + d)
        ends = [mpmath.gamma(1 + d + end) / mpmath.gamma(g + d + end) for end in (n, n + ahead)]
        buys = mpmath.beta(a + x + 1, b + n - x) / mpmath.beta(a, b)
        exact = buys * d / (g - 1) * ratio * (ends[0] - ends[1])
        exact /= exact_likelihood([a, b, g, d], x, t, n)
    found = PAPER.expected_purchases(one(x, t, n), opportunities=ahead).item()
    assert found == pytest.approx(float(exact), rel=1e-12)


def test_expected_purchases_pass_smoothly_through_gamma_of_one():
    near = [
        BGBB(1.2, 0.8, gamma, 2.8, period_days=365).expected_purchases_of_new(opportunities=20)
        for gamma in (1 - 1e-7, 1.0, 1 + 1e-7)
    ]
    assert near[0] > near[1] > near[2]
    assert near[0] == pytest.approx(near[2], rel=1e-6)


@pytest.mark.parametrize("annual_discount_rate", [0.0001, 0.1, 3.0])
@pytest.mark.parametrize("period_days", [1, 365])
def test_discounted_purchases_agree_with_the_hypergeometric_function(
    annual_discount_rate, period_days
):
    model = BGBB(1.204, 0.750, 0.657, 2.783, period_days=period_days)
    a, b, g, d = model.parameters
    x, t, n = 3, 5, 6
    with mpmath.workdps(30):
        power = -mpmath.mpf(period_days) / mpmath.mpf(365.25)
        z = (1 + mpmath.mpf(annual_discount_rate)) ** power
        exact = (
            mpmath.beta(a + x + 1, b + n - x)
            / mpmath.beta(a, b)
            * mpmath.beta(g, d + n + 1)
            / mpmath.beta(g, d)
            * z
            * mpmath.hyp2f1(1, d + n + 1, g + d + n + 1, z)
            / exact_likelihood([a, b, g, d], x, t, n)
        )
    found = model.discounted_expected_transactions(
        one(x, t, n), annual_discount_rate=annual_discount_rate
    )
    assert found.item() == pytest.approx(float(exact), rel=1e-10)


def test_discounting_to_a_far_horizon_equals_discounting_for_ever(donations):
    far = PAPER.discounted_expected_transactions(
        donations, annual_discount_rate=0.1, horizon_days=365 * 500
    )
    for_ever = PAPER.discounted_expected_transactions(donations, annual_discount_rate=0.1)
    assert far.to_numpy() == pytest.approx(for_ever.to_numpy(), rel=1e-12)
    nothing = PAPER.discounted_expected_transactions(
        donations, annual_discount_rate=0.1, horizon_days=0
    )
    assert (nothing == 0).all()


def test_discounting_by_next_to_nothing_leaves_the_expected_purchases(donations):
    found = PAPER.discounted_expected_transactions(
        donations, annual_discount_rate=1e-9, horizon_days=10 * 365
    )
    plain = PAPER.expected_purchases(donations, opportunities=10)
    assert found.to_numpy() == pytest.approx(plain.to_numpy(), rel=1e-7)


def test_conditional_distribution_adds_up_and_has_the_expected_mean(donations):
    table = PAPER.conditional_distribution(donations, opportunities=7, up_to=9)
    assert table.sum(axis=1).to_numpy() == pytest.approx(1)
    assert (table[[8, 9]] == 0).all(axis=None)
    mean = table.to_numpy() @ np.arange(10)
    expected = PAPER.expected_purchases(donations, opportunities=7)
    assert mean == pytest.approx(expected.to_numpy())


def test_simulated_frequencies_match_the_formulas():
    table = PAPER.simulate_customers(200_000, opportunities=6, rng=np.random.default_rng(7))
    shares = table["repeat_purchases"].value_counts(normalize=True).sort_index()
    chances = PAPER.probability_of_purchases(np.arange(7), opportunities=6)
    assert chances.sum() == pytest.approx(1)
    # Three standard errors of a share of 200,000.
    assert shares.to_numpy() == pytest.approx(chances, abs=3 * np.sqrt(0.25 / 200_000))
    mean = PAPER.expected_purchases_of_new(opportunities=6)
    assert table["repeat_purchases"].mean() == pytest.approx(mean, abs=0.015)


def test_probability_alive_matches_who_was_there_in_a_simulation():
    # Ever buying again within a long time needs being there; p is high, so being there shows.
    model = BGBB(90, 10, 1, 9, period_days=1)
    log = model.simulate(150_000, watched_days=40, rng=np.random.default_rng(9))
    day = (log["ordered_at"] - pd.Timestamp("2024-01-01")).dt.days
    first = log[day.between(1, 4)].assign(day=day).groupby("customer_id")["day"]
    everybody = pd.RangeIndex(150_000)
    x = first.count().reindex(everybody, fill_value=0)
    last = first.max().reindex(everybody, fill_value=0)
    later = log[day > 4].groupby("customer_id").size().reindex(everybody, fill_value=0)
    chosen = (x == 2) & (last == 3)
    alive = model.probability_alive(one(2, 3, 4), opportunities_ahead=1).item()
    assert (later[chosen] > 0).mean() == pytest.approx(alive, abs=0.05)


def test_bounds_and_direction(donations):
    alive = PAPER.probability_alive(donations)
    assert ((alive > 0) & (alive <= 1)).all()
    assert alive[donations["last_period"] == 6].to_numpy() == pytest.approx(1)
    assert (PAPER.probability_alive(donations, opportunities_ahead=1) < alive).all()
    steps = [PAPER.expected_purchases(donations, opportunities=n) for n in (0, 1, 5, 50)]
    assert (steps[0] == 0).all()
    assert all((later > earlier).all() for earlier, later in pairwise(steps))
    assert (steps[2] <= 5).all()
    new = PAPER.expected_purchases_of_new(opportunities=np.array([0, 1, 10]))
    assert new[0] == 0 and (np.diff(new) > 0).all()


def test_row_order_is_kept_and_does_not_matter(donations):
    shuffled = donations.sample(frac=1, random_state=4)
    expected = PAPER.expected_purchases(donations, opportunities=5)
    found = PAPER.expected_purchases(shuffled, opportunities=5)
    assert found.index.equals(shuffled.index)
    pd.testing.assert_series_equal(found.sort_index(), expected)


@pytest.mark.parametrize(
    "parameters", [PAPER.parameters, (0.01, 5, 0.01, 0.02), (1e6, 1, 3, 1e6), (1, 1, 1, 1)]
)
def test_predictions_are_finite_for_extreme_histories_and_horizons(parameters):
    table = pd.DataFrame(
        {
            "repeat_purchases": [0, 1, 10_000, 10_000, 3, 0],
            "last_period": [0, 1, 10_000, 10_000, 9_000, 0],
            "periods": [10_000, 10_000, 10_000, 12_000, 9_001, 0],
        }
    )
    daily = BGBB(*parameters, period_days=1)
    answers = [
        daily.probability_alive(table),
        daily.expected_purchases(table, horizon_days=36_525),
        daily.discounted_expected_transactions(table, annual_discount_rate=0.1),
        daily.conditional_distribution(table, opportunities=1000, up_to=3).stack(),
    ]
    for answer in answers:
        assert np.isfinite(answer).all() and (answer >= 0).all()
    assert (answers[0] <= 1).all() and (answers[1] <= 36_525).all()


def test_inputs_stay_as_they_are(donations):
    before = donations.copy()
    model = BGBB.fit(donations, period_days=365)
    model.expected_purchases(donations, opportunities=3)
    pd.testing.assert_frame_equal(donations, before)


# Bad input

GOOD = {"repeat_purchases": [0, 1, 2], "last_period": [0, 2, 3], "periods": [4, 4, 4]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"last_period": [0, 2, 5]}, r"'last_period' is above 'periods' in 1 of 3 row.*\[2\]"),
        ({"last_period": [0, 0, 3]}, "not 0 exactly where 'repeat_purchases' is 0 in 1 of 3 row"),
        ({"last_period": [1, 2, 3]}, "not 0 exactly where 'repeat_purchases' is 0 in 1 of 3 row"),
        ({"repeat_purchases": [0, 3, 2]}, "above the opportunities up to 'last_period' in 1"),
        ({"repeat_purchases": [0, -1, 2]}, "negative"),
        ({"repeat_purchases": [0, np.nan, 2]}, "missing"),
        ({"repeat_purchases": [0, 1.5, 2]}, "not a whole number"),
        ({"periods": [4, 4, np.inf]}, "infinite"),
        ({"periods": ["4", "4", "x"]}, "must be numbers"),
        ({"customers": [1, 0, 2]}, "'customers' is not above 0 in 1 of 3"),
        ({"periods": [4, 4, 10**9]}, r"'periods' is above 1e\+06 in 1 of 3"),
    ],
)
def test_histories_that_cannot_be_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        BGBB.fit(pd.DataFrame(GOOD | change), period_days=365)


def test_tables_of_other_shapes_are_refused_with_the_way_out():
    table = pd.DataFrame(GOOD)
    with pytest.raises(ValueError, match="empty"):
        BGBB.fit(table.iloc[:0], period_days=365)
    with pytest.raises(
        ValueError, match=r"no column 'periods'; found .*crmkit\.summary\.customers"
    ):
        BGBB.fit(table.drop(columns="periods"), period_days=365)
    with pytest.raises(ValueError, match="rename frequency to 'repeat_purchases'"):
        BGBB.fit(
            pd.DataFrame({"frequency": [1], "recency": [1], "n_periods": [2]}), period_days=365
        )
    with pytest.raises(ValueError, match="more than once"):
        BGBB.fit(table.set_axis(["a", "b", "b"]), period_days=365)
    with pytest.raises(ValueError, match="nobody had an opportunity"):
        BGBB.fit(one(0, 0, 0), period_days=365)
    with pytest.raises(TypeError, match="repeat_purchases"):
        BGBB.fit(table["periods"], period_days=365)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m, t: m.expected_purchases(t), "pass one of horizon_days and opportunities"),
        (lambda m, t: m.expected_purchases(t, opportunities=1.5), "whole number"),
        (lambda m, t: m.expected_purchases(t, horizon_days=-1), "horizon_days is negative"),
        (lambda m, t: m.expected_purchases(t, opportunities=1, horizon_days=1), "pass one of"),
        (
            lambda m, t: m.probability_of_purchases(-1, opportunities=2),
            "n=-1 must be a whole number",
        ),
        (
            lambda m, t: m.probability_of_purchases(np.array([1, -1]), opportunities=2),
            "n is negative",
        ),
        (lambda m, t: m.discounted_expected_transactions(t, annual_discount_rate=0), "above 0"),
        (lambda m, t: BGBB.fit(t, period_days=0), "period_days=0"),
        (lambda m, t: BGBB(1, 1, 0, 1, period_days=365), "gamma=0"),
    ],
)
def test_arguments_out_of_range_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call(PAPER, pd.DataFrame(GOOD))
