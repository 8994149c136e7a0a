"""Bass's model against what is published of it, its own simulation, and series that cannot be."""

import warnings

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from crmkit import datasets
from crmkit.loyalty.referral.bass import Bass, BeforePeakWarning
from crmkit.loyalty.referral.bass_early import refit

CONDITIONERS = pd.Series(
    [96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500], dtype=float
)
DRYERS = pd.Series([106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236])
TELEVISIONS = pd.Series([747, 1480, 2646, 5118, 5777, 5982, 5962, 4631])
METHODS = ("cumulative", "regression", "likelihood")


# --- Published ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sales", "p", "q", "m", "digits"),
    [
        (CONDITIONERS, 0.00944, 0.3748, 18_713, (5, 4, 0)),
        (DRYERS, 0.0136, 0.3267, 16_497, (4, 4, 0)),
        (TELEVISIONS, 0.01847, 0.6159, 39_659, (5, 4, 0)),
    ],
    ids=["conditioners", "dryers", "televisions"],
)
def test_three_series_by_srinivasan_and_masons_least_squares(sales, p, q, m, digits):
    fit = Bass.fit(sales)
    for found, published, places in zip(fit.parameters, (p, q, m), digits, strict=True):
        assert found == pytest.approx(published, abs=0.5 * 10**-places)


@pytest.mark.parametrize(
    ("p", "q", "m", "peak"),
    [
        (0.010399, 0.41861, 16_895, 8.6),
        (0.017206, 0.35688, 15_092, 8.1),
        (0.005876, 0.24387, 76_589, 14.9),
    ],
)
def test_time_of_the_peak_as_bass_1969_prints_it(p, q, m, peak):
    assert Bass(p, q, m).peak_time == pytest.approx(peak, abs=0.05)


def test_market_of_air_conditioners_by_basss_regression_on_the_first_years():
    """A figure of ours: no publication prints it."""
    found = refit(CONDITIONERS, method="regression")["estimate"]
    assert found.loc[[8, 10, 12, 13]].round().to_list() == [9_756, 11_748, 15_731, 17_091]


def test_the_typed_series_are_those_of_the_dataset():
    table = datasets.load("durables").set_index("product")["sales"]
    typed = {"room air conditioner": CONDITIONERS, "clothes dryer": DRYERS}
    for product, sales in (typed | {"colour television": TELEVISIONS}).items():
        assert table[product].to_list() == sales.to_list()


# --- The model ------------------------------------------------------------------------------------


def test_share_grows_by_innovation_and_imitation():
    """The definition: dF/dt = (p + q F)(1 - F)."""
    model = Bass(0.02, 0.4, 1_000)
    time, step = np.linspace(0.5, 20, 40), 1e-5
    share = model.adopted(time)
    slope = (model.adopted(time + step) - model.adopted(time - step)) / (2 * step)
    assert slope == pytest.approx((0.02 + 0.4 * share) * (1 - share), rel=1e-6)


def test_nobody_has_bought_at_the_launch_and_all_in_the_end():
    model = Bass(0.02, 0.4, 1_000)
    assert model.adopted([0, 400]).tolist() == [0, 1]
    assert (np.diff(model.adopted(range(30))) > 0).all()
    assert model.expected_sales(400).sum() == pytest.approx(1_000)


def test_peak_is_where_the_curve_is_highest():
    model = Bass(0.01, 0.4, 1_000)
    time = np.linspace(0, 30, 300_001)
    sales = 1_000 * np.gradient(model.adopted(time), time)
    assert time[sales.argmax()] == pytest.approx(model.peak_time, abs=1e-3)
    assert sales.max() == pytest.approx(model.peak_sales, rel=1e-6)


def test_without_more_imitation_than_innovation_sales_only_fall():
    model = Bass(0.4, 0.1, 100)
    assert model.peak_time == 0
    assert model.peak_sales == pytest.approx(40)
    assert (np.diff(model.expected_sales(9)) < 0).all()


@pytest.mark.parametrize("method", ["cumulative", "likelihood"])
def test_recovers_a_series_without_noise(method):
    model = Bass(0.015, 0.45, 5_000)
    fit = Bass.fit(model.expected_sales(12), method=method)
    assert fit.parameters.to_list() == pytest.approx([0.015, 0.45, 5_000], rel=1e-5)


def test_regression_recovers_its_own_recursion():
    p, q, m, sold, sales = 0.015, 0.45, 5_000, 0.0, []
    for _ in range(12):
        sales.append(p * m + (q - p) * sold - q / m * sold**2)
        sold += sales[-1]
    fit = Bass.fit(pd.Series(sales), method="regression")
    assert fit.parameters.to_list() == pytest.approx([p, q, m], rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_the_unit_of_sales_changes_the_market_alone(method):
    one, other = (Bass.fit(CONDITIONERS * f, method=method) for f in (1, 1e6))
    assert other.p == pytest.approx(one.p, rel=1e-5)
    assert other.q == pytest.approx(one.q, rel=1e-5)
    assert other.m == pytest.approx(one.m * 1e6, rel=1e-5)
    ends = [fit.parameter_intervals().loc["q", ["low", "high"]].to_list() for fit in (one, other)]
    assert ends[0] == pytest.approx(ends[1], rel=1e-3)


def test_likelihood_takes_exactly_what_was_sold():
    """Conservation: at the top of a Poisson likelihood expected and actual sums are equal."""
    fit = Bass.fit(CONDITIONERS, method="likelihood")
    assert fit.expected_sales(13).sum() == pytest.approx(CONDITIONERS.sum(), rel=1e-5)


# --- Intervals ------------------------------------------------------------------------------------


def test_interval_of_a_least_squares_fit_is_that_of_scipy():
    from scipy.optimize import curve_fit

    def sales(period, p, q, m):
        model = Bass(p, q, m)
        return m * (model.adopted(period) - model.adopted(period - 1))

    period = np.arange(1.0, 14)
    _, covariance = curve_fit(sales, period, CONDITIONERS, p0=[0.01, 0.4, 17_000])
    errors = Bass.fit(CONDITIONERS).parameter_intervals()["standard_error"][["p", "q", "m"]]
    assert errors.to_numpy() == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-3)


def test_regression_interval_holds_as_often_as_the_regressions_own():
    """The error of a, b, c carried to p, q, m: a in its own simulation, by brute force."""
    fit = Bass.fit(CONDITIONERS, method="regression")
    sold = np.concatenate([[0], CONDITIONERS.cumsum()[:-1]]) / 1e4
    x = np.column_stack([np.ones(13), sold, sold**2])
    at = np.linalg.lstsq(x, CONDITIONERS, rcond=None)[0]
    left = CONDITIONERS - x @ at
    covariance = left @ left / 10 * np.linalg.inv(x.T @ x)
    draws = np.random.default_rng(1).multivariate_normal(at, covariance / 1e4, size=20_000)
    a, b, c = draws.T
    market = (-b - np.sqrt(b * b - 4 * a * c)) / (2 * c) * 1e4
    error = fit.parameter_intervals().loc["m", "standard_error"]
    assert error == pytest.approx(100 * market.std(), rel=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["cumulative", "likelihood"])
def test_intervals_after_the_peak_hold_the_truth_as_often_as_they_say(method):
    model, rng, held = Bass(0.015, 0.4, 10_000), np.random.default_rng(3), []
    for _ in range(200):
        mean = model.expected_sales(14)
        scatter = 60 if method == "cumulative" else 2 * np.sqrt(mean)
        sales = (mean + rng.normal(0, scatter, 14)).clip(lower=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BeforePeakWarning)
            found = Bass.fit(sales, method=method).parameter_intervals()
        truth = pd.Series({"p": 0.015, "q": 0.4, "m": 10_000, "peak_time": model.peak_time})
        held.append(found["low"].le(truth) & found["high"].ge(truth))
    coverage = pd.DataFrame(held)[["p", "q", "m", "peak_time"]].mean()
    assert coverage.between(0.90, 0.99).all(), coverage


def test_forecast_goes_on_where_the_series_ends_and_widens():
    fit = Bass.fit(CONDITIONERS)
    found = fit.forecast(3)
    assert found.index.to_list() == [14, 15, 16]
    assert found["estimate"].to_list() == pytest.approx(fit.expected_sales(16).to_list()[13:])
    assert (found["low"] < found["estimate"]).all()
    relative = found["high"] / found["estimate"]
    assert relative.is_monotonic_increasing
    narrow = fit.forecast(3, confidence=0.5)
    assert (narrow["high"] < found["high"]).all()


# --- Early fits -----------------------------------------------------------------------------------


def test_a_series_before_its_peak_is_warned_of():
    with pytest.warns(BeforePeakWarning, match="8 periods, and no peak among them yet"):
        Bass.fit(CONDITIONERS.head(8), method="regression")
    with pytest.warns(BeforePeakWarning):
        Bass.fit(Bass(0.01, 0.4, 1_000).expected_sales(7))


def test_a_series_past_its_peak_is_not():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Bass.fit(CONDITIONERS)


def test_early_fits_of_air_conditioners_are_surer_than_they_should_be():
    """After 7 years the interval ends below what was sold in 13, by either least squares."""
    for method in ("cumulative", "regression"):
        early = refit(CONDITIONERS, method=method).loc[7]
        assert early["before_peak"]
        assert early["high"] < CONDITIONERS.sum()


def test_refit_is_fit_and_hides_its_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = refit(CONDITIONERS, first=5)
    assert found.index.to_list() == list(range(5, 14))
    assert found.loc[5].drop("before_peak").isna().all()
    assert found["before_peak"].to_list() == [True] * 4 + [False] * 5
    fit = Bass.fit(CONDITIONERS).parameter_intervals().loc["m"]
    last = found.loc[13, ["estimate", "low", "high"]].to_list()
    assert last == fit[["estimate", "low", "high"]].to_list()


# --- What cannot be -------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_a_series_that_does_not_slow_down_tells_no_market(method):
    sales = 2.0 ** np.arange(8)
    with pytest.raises(ValueError, match="no market can be told from these 8 periods"):
        Bass.fit(pd.Series(sales), method=method)


@pytest.mark.parametrize(
    ("sales", "message"),
    [
        ([1, 2, 3, 2], "sales has 4 period\\(s\\), and p, q and m need 5 or more"),
        ([], "sales has 0 period"),
        ([0] * 8, "all sales are 0"),
        ([1, 2, np.nan, 3, 2, 1], "sales is missing in 1 of 6 row\\(s\\); first: \\[2\\]"),
        ([1, 2, np.inf, 3, 2, 1], "sales is infinite"),
        ([1, 2, -4, 3, 2, 1], "sales is negative .* first purchases"),
        (list("abcdef"), "sales must be numbers"),
    ],
)
def test_a_series_that_cannot_be_is_refused_with_the_mend(sales, message):
    for ask in (Bass.fit, refit):
        with pytest.raises(ValueError, match=message):
            ask(pd.Series(sales, dtype=None if sales else float))


def test_a_list_is_no_series():
    with pytest.raises(TypeError, match="sales must be a Series in order of time, not a list"):
        Bass.fit([1, 2, 3, 4, 5])


@pytest.mark.parametrize("values", [(0, 0.4, 1), (0.1, -1, 1), (0.1, 0.4, np.nan), (0.1, 0.4, 0)])
def test_parameters_are_positive_numbers(values):
    with pytest.raises(ValueError, match=r"Bass: [pqm]=.* must be a number above 0"):
        Bass(*values)


def test_options_and_times_out_of_range_are_named():
    with pytest.raises(ValueError, match="method='ols' is no option; choose one of 'cumulative'"):
        Bass.fit(CONDITIONERS, method="ols")
    with pytest.raises(ValueError, match="time=-1 must be a number of 0 or more"):
        Bass(0.1, 0.4, 1).adopted(-1)
    with pytest.raises(ValueError, match="written down, not fitted"):
        Bass(0.1, 0.4, 1).parameter_intervals()
    with pytest.raises(ValueError, match="written down, not fitted"):
        Bass(0.1, 0.4, 1).forecast(2)
    with pytest.raises(ValueError, match="first=14, but the series has only 13 periods"):
        refit(CONDITIONERS, first=14)


def test_data_are_left_as_they_are():
    kept = CONDITIONERS.copy()
    for method in METHODS:
        Bass.fit(CONDITIONERS, method=method)
    assert_series_equal(CONDITIONERS, kept)
    assert_frame_equal(refit(CONDITIONERS), refit(CONDITIONERS.set_axis(list("abcdefghijklm"))))


def test_years_out_of_order_twice_or_lacking_are_refused():
    years = CONDITIONERS.set_axis(range(1949, 1949 + len(CONDITIONERS)))
    with pytest.raises(ValueError, match="1950 follows 1951"):
        Bass.fit(years.iloc[[0, 2, 1, *range(3, len(years))]])
    with pytest.raises(ValueError, match="1950 follows 1950"):
        Bass.fit(years.iloc[[0, 1, 1, 2, 3, 4, 5, 6]])
    with pytest.raises(ValueError, match="no period between 1951 and 1953"):
        Bass.fit(years.drop(1952))
    dates = years.set_axis(pd.date_range("1949", periods=len(years), freq="YS"))
    assert Bass.fit(dates) == Bass.fit(years) == Bass.fit(CONDITIONERS)
    assert Bass.fit(dates.to_period("Y")) == Bass.fit(CONDITIONERS)
    with pytest.raises(ValueError, match="in order of time"):
        Bass.fit(dates[::-1])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "sales",
    [[5.0] * 10, [0, 0, 0, 5, 0, 0, 0], [5, 0, 0, 0, 0, 0], list(100 * 0.7 ** np.arange(10))],
    ids=["even", "in one period", "at first alone", "falling"],
)
def test_series_that_show_no_imitation_give_no_model(sales, method):
    with pytest.raises(ValueError, match=r"no market can be told|no Bass model fits best"):
        Bass.fit(pd.Series(sales), method=method)


def test_an_unknown_method_is_refused_before_any_fit():
    with pytest.raises(ValueError, match="method='nls' is no option"):
        refit(CONDITIONERS, method="nls")


def test_bounds_beyond_what_a_computer_holds_come_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        refit(pd.Series([10, 1] * 8), method="cumulative")


def test_one_time_may_be_any_number():
    model = Bass(0.01, 0.4, 100)
    assert model.adopted(np.int64(2)) == model.adopted(2.0) == model.adopted(np.array(2))
    for wrong in (None, "5", ["1"], [None]):
        with pytest.raises((TypeError, ValueError), match="time"):
            model.adopted(wrong)
    with pytest.raises(ValueError, match=r"p=.0\.01. must be a number"):
        Bass("0.01", 0.4, 100)
