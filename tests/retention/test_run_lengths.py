"""How long charts run: published lengths, and simulations that agree."""

import numpy as np
import pandas as pd
import pytest

from crmkit.retention import cusum, delays, run_lengths

MEAN = 6_600 * 0.05 / 52
CHART = {"k": 6.96, "h": 14}


@pytest.mark.parametrize(
    ("shift", "printed"),
    [
        *((0, "465"), (0.25, "139"), (0.5, "38.0"), (0.75, "17.0"), (1, "10.4"), (1.5, "5.75")),
        *((2, "4.01"), (2.5, "3.11"), (3, "2.57"), (4, "2.01")),
    ],
)
def test_run_lengths_of_the_two_sided_cusum(shift, printed):
    """Row 63 (Montgomery: k 0.5, h 5)."""
    half = 0.5 * 10.0 ** -len(printed.partition(".")[2])
    assert run_lengths.cusum(k=0.5, h=5, shift=shift) == pytest.approx(float(printed), abs=half)


@pytest.mark.parametrize(
    ("shift", "printed"), [(0, 370.4), (0.5, 155.2), (1, 43.9), (1.5, 15.0), (2, 6.3), (3, 2.0)]
)
def test_run_lengths_of_the_three_sigma_chart(shift, printed):
    """Row 63."""
    assert run_lengths.shewhart(shift=shift) == pytest.approx(printed, abs=0.05)


def test_ewma_of_lucas_and_saccucci():
    """Their table (Technometrics 1990) for weight 0.1 and width 2.814."""
    lengths = [run_lengths.ewma(weight=0.1, width=2.814, shift=s) for s in (0, 0.25, 0.5, 0.75, 1)]
    assert lengths == pytest.approx([500, 106, 31.3, 15.9, 10.3], rel=0.005)
    # Of weight 1 it is the chart of single weeks, up to the grid.
    assert run_lengths.ewma(weight=1, width=3) == pytest.approx(370.4, abs=0.1)


def test_a_rise_of_a_fifth_is_seen_in_half_the_time():
    """The lesson's figures: 41 weeks by single weeks, 18 by the sum, with alike false alarms."""
    limit = MEAN + 3 * MEAN**0.5
    assert run_lengths.shewhart_counts(mean=MEAN, limit=limit) == pytest.approx(171.6, abs=0.1)
    assert run_lengths.shewhart_counts(mean=1.2 * MEAN, limit=limit) == pytest.approx(41.5, abs=0.1)
    assert run_lengths.cusum_counts(mean=MEAN, **CHART) == pytest.approx(161.4, abs=0.1)
    assert run_lengths.cusum_counts(mean=1.2 * MEAN, **CHART) == pytest.approx(18.2, abs=0.1)


@pytest.mark.parametrize(
    ("mean", "dispersion", "side", "k"),
    [(7.6, 1.0, "up", 6.96), (7.6, 2.1, "up", 6.96), (5.0, 1.0, "down", 5.7)],
)
def test_exact_run_length_is_that_of_charts_that_are_run(mean, dispersion, side, k):
    rng = np.random.default_rng(4)
    shape = (3_000, 400)
    x = (
        rng.poisson(mean, shape)
        if dispersion == 1
        else rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion, shape)
    )
    away = x - k if side == "up" else k - x
    total, length = np.zeros(shape[0]), np.zeros(shape[0])
    for week in range(shape[1]):
        total = np.maximum(0, total + away[:, week])
        length[(length == 0) & (total > 14 + 1e-9)] = week + 1
    assert (length > 0).mean() > 0.995
    length[length == 0] = shape[1]
    exact = run_lengths.cusum_counts(mean=mean, k=k, h=14, dispersion=dispersion, side=side)
    assert length.mean() == pytest.approx(exact, abs=4 * length.std() / np.sqrt(len(length)))
    middle = run_lengths.run_length_quantiles(
        mean=mean, k=k, h=14, dispersion=dispersion, side=side, quantiles=(0.1, 0.5, 0.9)
    )
    assert np.quantile(length, [0.1, 0.5, 0.9]) == pytest.approx(middle, rel=0.08, abs=1)


def test_the_chart_signals_when_its_run_length_says():
    """`count_cusum` and `cusum_counts` mean the same chart: a sum that is just h is no signal."""
    weekly = pd.DataFrame({"exits": [3, 3]})
    assert not cusum.count_cusum(weekly, events="exits", k=2, h=2)["signal"].any()
    # With k 2, h 2 and counts of 3 a signal comes in week 3; a mean that is all but sure of it:
    assert run_lengths.cusum_counts(mean=60, k=2, h=2) == pytest.approx(1)


def test_longer_for_higher_h_and_shorter_for_larger_shifts():
    by_h = [run_lengths.cusum_counts(mean=MEAN, k=6.96, h=h) for h in (5, 10, 15, 20)]
    assert np.all(np.diff(by_h) > 0)
    by_mean = [run_lengths.cusum_counts(mean=m, **CHART) for m in (6, 7, 8, 10, 20)]
    assert np.all(np.diff(by_mean) < 0)
    wild = [run_lengths.cusum_counts(mean=MEAN, dispersion=d, **CHART) for d in (1, 1.5, 2.1)]
    assert np.all(np.diff(wild) < 0)
    assert run_lengths.cusum(k=0.5, h=5, sides=1) == pytest.approx(2 * 465.4, abs=0.2)


def test_chosen_h_is_the_smallest_that_keeps_the_promise():
    for dispersion in (1.0, 2.1):
        h = run_lengths.choose_h_counts(mean=MEAN, k=6.96, weeks=156, dispersion=dispersion)
        lengths = [
            run_lengths.cusum_counts(mean=MEAN, k=6.96, h=one, dispersion=dispersion)
            for one in (h - 0.5, h)
        ]
        assert lengths[0] < 156 <= lengths[1]
    assert run_lengths.choose_h_counts(mean=MEAN, k=6.96, weeks=156) == 14
    h = run_lengths.choose_h(k=0.5, weeks=370)
    assert run_lengths.cusum(k=0.5, h=h) == pytest.approx(370, abs=0.01)


def test_money_of_the_delay():
    table = delays.delay_table(mean=MEAN, ratio=1.2, limit=13.9, value_per_customer=1_000, **CHART)
    extra = 0.2 * MEAN * table["expected"]
    assert table["extra_leavers"].tolist() == pytest.approx(extra.tolist())
    assert table["lost_value"].tolist() == pytest.approx((1_000 * extra).tolist())
    assert (table["low"] < table["expected"]).all() and (table["expected"] < table["high"]).all()
    # Geometric: the chance to be silent for `high` weeks is one in ten, or just below.
    p = 1 / table.loc["single weeks", "expected"]
    high = table.loc["single weeks", "high"]
    assert (1 - p) ** high <= 0.1 < (1 - p) ** (high - 1)
    with pytest.raises(ValueError, match=r"ratio=0\.8 must be a number above 1"):
        delays.delay_table(mean=MEAN, ratio=0.8, limit=13.9, value_per_customer=1, **CHART)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run_lengths.cusum_counts(mean=6, k=6.9604, h=14), r"k=6.9604.*round\(k, 2\)"),
        (lambda: run_lengths.cusum_counts(mean=0, k=6, h=14), "mean=0"),
        (lambda: run_lengths.cusum_counts(mean=np.nan, k=6, h=14), "mean=nan"),
        (lambda: run_lengths.cusum_counts(mean=6, k=7, h=14, dispersion=0.5), "dispersion=0.5"),
        (lambda: run_lengths.cusum_counts(mean=6, k=7, h=14, side="left"), "side='left'"),
        (lambda: run_lengths.cusum_counts(mean=6, k=6.96, h=900), "too many values"),
        (lambda: run_lengths.choose_h_counts(mean=6, k=3, weeks=156), "wrong side"),
        (lambda: run_lengths.choose_h(k=5, weeks=10), "lower k"),
        (lambda: run_lengths.shewhart_counts(mean=1, limit=90), "hardly ever"),
        (lambda: run_lengths.shewhart(sigmas=0), "sigmas=0"),
        (lambda: run_lengths.cusum(k=0.5, h=500), "h=500"),
        (lambda: run_lengths.cusum(k=0.5, h=5, sides=3), "sides=3"),
    ],
)
def test_settings_that_cannot_be_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: run_lengths.cusum(k=0.5, h=45),
        lambda: run_lengths.cusum(k=45, h=5),
        lambda: run_lengths.cusum_counts(mean=6, k=95, h=8),
        lambda: run_lengths.cusum_counts(mean=1e-300, k=7, h=8),
        lambda: run_lengths.shewhart(sigmas=45),
        lambda: run_lengths.ewma(weight=0.1, width=45),
    ],
)
def test_a_run_length_of_which_no_digit_is_left_is_refused(call):
    with pytest.raises(ValueError, match="the chart hardly ever signals"):
        call()


@pytest.mark.parametrize("k", [0.75, 1.0, 2.0])
def test_h_is_found_for_large_references_too(k):
    h = run_lengths.choose_h(k=k, weeks=400)
    assert run_lengths.cusum(k=k, h=h) == pytest.approx(400, rel=1e-5)


def test_a_shift_far_beyond_is_seen_in_a_week():
    assert run_lengths.cusum(k=0.5, h=5, shift=95) == pytest.approx(1)


def test_limits_that_round_to_nothing_are_refused():
    with pytest.raises(ValueError, match="with 2 decimals"):
        run_lengths.cusum_counts(mean=6, k=7, h=0.001)
    with pytest.raises(ValueError, match="k=1e\\+99 must be a number"):
        run_lengths.cusum_counts(mean=6, k=1e99, h=8)


def test_quantiles_are_a_list():
    with pytest.raises(TypeError, match=r"write \[0\.5\]"):
        run_lengths.run_length_quantiles(mean=6, k=7, h=8, quantiles=0.5)
    with pytest.raises(ValueError, match="quantiles is empty"):
        run_lengths.run_length_quantiles(mean=6, k=7, h=8, quantiles=[])
