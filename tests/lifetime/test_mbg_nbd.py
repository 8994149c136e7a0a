"""MBG/NBD: estimates on CDNOW, and what sets it apart from the BG/NBD."""

import numpy as np
import pandas as pd
import pytest

import crmkit.datasets
import crmkit.summary
from crmkit.lifetime import MBGNBD


@pytest.fixture(scope="module")
def cdnow():
    log = crmkit.datasets.load("cdnow_sample")
    return crmkit.summary.customers(log, as_of="1997-09-30")


def test_estimates_on_cdnow(cdnow):
    """Figures of ours, with no publication behind them."""
    fitted = MBGNBD.fit(cdnow, period_days=7)
    assert fitted.r == pytest.approx(0.5248, abs=0.00005)
    assert fitted.alpha == pytest.approx(6.183, abs=0.0005)
    assert fitted.a == pytest.approx(0.8914, abs=0.00005)
    assert fitted.b == pytest.approx(1.614, abs=0.0005)
    assert fitted.report.log_likelihood == pytest.approx(-9582.136, abs=0.0005)
    assert fitted.report.starts == 7


def test_who_never_came_back_may_be_gone():
    model = MBGNBD(r=0.5, alpha=6, a=1, b=3, period_days=7)
    silent = pd.DataFrame(
        {"repeat_purchases": [0, 0, 0], "age_at_last_days": [0, 0, 0], "age_days": [0, 100, 5000]}
    )
    alive = model.probability_alive(silent)
    assert alive[0] == pytest.approx(3 / 4)  # the chance to stay after the first purchase
    assert alive.is_monotonic_decreasing


def test_the_fit_finds_the_higher_of_two_tops():
    """A small table whose likelihood has one top with alike and one with unlike customers."""
    rng = np.random.default_rng(8)
    truth = MBGNBD(r=0.1, alpha=2.0, a=0.02, b=0.13, period_days=7)
    for _ in range(20):
        table = truth.simulate_customers(watched_days=rng.uniform(100, 700, 200), rng=rng)
        seen = MBGNBD.counted(table, period_days=7)
        tops = [
            MBGNBD.fit_counted(seen, period_days=7, starts=[start])
            for start in ((0.1, 2, 0.02, 0.13), (1, 30, 5, 500))
        ]
        values = [top.report.log_likelihood for top in tops]
        if abs(values[0] - values[1]) > 0.01:
            break
    else:
        pytest.fail("no table with two tops was found")
    assert MBGNBD.fit(table, period_days=7).report.log_likelihood == pytest.approx(
        max(values), abs=1e-6
    )
