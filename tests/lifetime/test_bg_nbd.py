"""BG/NBD against its published results: Fader, Hardie & Lee 2005, Marketing Science 24."""

import numpy as np
import pandas as pd
import pytest

import crmkit.datasets
import crmkit.summary
from crmkit.lifetime import BGNBD

# The paper's estimates, as printed.
paper = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, period_days=7)


@pytest.fixture(scope="module")
def log():
    return crmkit.datasets.load("cdnow_sample")


@pytest.fixture(scope="module")
def cdnow(log):
    return crmkit.summary.split(log, calibration_end="1997-09-30", holdout_end="1998-06-30")


@pytest.fixture(scope="module")
def fitted(cdnow):
    return BGNBD.fit(cdnow.calibration, period_days=7)


def test_estimates_on_cdnow_are_the_published_ones(fitted):
    assert fitted.r == pytest.approx(0.243, abs=0.0005)
    assert fitted.alpha == pytest.approx(4.414, abs=0.0005)
    assert fitted.a == pytest.approx(0.793, abs=0.0005)
    assert fitted.b == pytest.approx(2.426, abs=0.0005)
    assert fitted.report.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert fitted.report.converged
    assert fitted.report.boundary == ()


def test_log_likelihood_at_ones_is_the_published_one(cdnow):
    model = BGNBD(r=1, alpha=1, a=1, b=1, period_days=7)
    assert model.log_likelihood(cdnow.calibration) == pytest.approx(-13887.7, abs=0.05)


def test_holdout_means_by_calibration_purchases_are_the_published_ones(cdnow, fitted):
    """Table of conditional expectations; the customers with 7 and more are one group."""
    groups = cdnow.calibration["repeat_purchases"].clip(upper=7)
    expected = fitted.expected_purchases(cdnow.calibration, horizon_days=273).groupby(groups).mean()
    actual = cdnow.holdout["purchases"].groupby(groups)
    assert actual.size().tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert actual.mean().tolist() == pytest.approx(
        [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359], abs=0.0005
    )
    assert expected.tolist() == pytest.approx(
        [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157], abs=0.0005
    )


def test_correlation_with_the_holdout_is_the_published_one(cdnow, fitted):
    expected = fitted.expected_purchases(cdnow.calibration, horizon_days=273)
    assert expected.corr(cdnow.holdout["purchases"]) == pytest.approx(0.626, abs=0.0005)


def test_fit_of_the_frequencies_is_the_published_one(cdnow, fitted):
    """Chi-square of 0 to 6 and 7 or more repeat purchases, 4.82 with 3 degrees of freedom."""
    x = cdnow.calibration["repeat_purchases"].clip(upper=7)
    expected = np.zeros(8)
    for days, customers in cdnow.calibration["age_days"].value_counts().items():
        shares = fitted.probability_of_purchases(np.arange(7), horizon_days=days)
        expected += customers * np.append(shares, 1 - shares.sum())
    found = np.bincount(x, minlength=8)
    assert ((found - expected) ** 2 / expected).sum() == pytest.approx(4.82, abs=0.005)


def test_cumulative_purchases_after_78_weeks_fall_short_by_the_published_4_percent(log, fitted):
    days = log["ordered_at"].dt.normalize()
    born = (days.groupby(log["customer_id"]).min() - pd.Timestamp("1997-01-01")).dt.days
    horizons = 78 * 7 - born.value_counts().sort_index().index.to_numpy()
    expected = fitted.expected_purchases_of_new(horizon_days=horizons)
    total = expected @ born.value_counts().sort_index().to_numpy()
    assert total / (2457 + 1882) - 1 == pytest.approx(-0.04, abs=0.005)


def test_a_heavy_buyer_of_the_walkthrough(fitted):
    """BTYD (R) walkthrough: x 26, t_x 30.86, T 31 weeks, 52 weeks ahead."""
    heavy = pd.DataFrame(
        {"repeat_purchases": [26], "age_at_last_days": [216.0], "age_days": [217.0]}
    )
    assert fitted.expected_purchases(heavy, horizon_days=364)[0] == pytest.approx(25.76, abs=0.005)
    assert fitted.probability_alive(heavy)[0] == pytest.approx(0.969, abs=0.0005)
    assert fitted.expected_purchases_of_new(horizon_days=364) == pytest.approx(1.4440, abs=5e-5)


def test_the_customer_of_the_spreadsheet_note():
    """Hardie's note on the BG/NBD in a spreadsheet: E(Y(39) | 2, 30.43, 38.86) = 1.226."""
    customer = pd.DataFrame(
        {"repeat_purchases": [2], "age_at_last_days": [30.43 * 7], "age_days": [38.86 * 7]}
    )
    assert paper.expected_purchases(customer, horizon_days=273)[0] == pytest.approx(
        1.226, abs=0.0005
    )


def test_who_never_came_back_had_no_chance_to_leave():
    silent = pd.DataFrame(
        {"repeat_purchases": [0, 0], "age_at_last_days": [0, 0], "age_days": [1, 5000]}
    )
    assert paper.probability_alive(silent).tolist() == [1, 1]
