import numpy as np
import pandas as pd
import pytest

from crmkit.retention import calibration


def simulated(n=4_000, seed=1):
    """Leavers with known probabilities, and promises that are far too sure of themselves."""
    rng = np.random.default_rng(seed)
    truth = rng.beta(2, 5, n)
    left = pd.Series((rng.random(n) < truth).astype(int))
    odds = np.log(truth / (1 - truth))
    return pd.Series(truth), left, pd.Series(1 / (1 + np.exp(-2.5 * odds - 0.5)))


def test_groups_hold_everybody_and_the_highest_promises_come_first():
    truth, left, _ = simulated(1_003)
    table = calibration.by_group(truth, left)
    assert table["customers"].sum() == 1_003
    assert table["leavers"].sum() == left.sum()
    assert table["expected"].is_monotonic_decreasing
    assert np.average(table["expected"], weights=table["customers"]) == pytest.approx(truth.mean())


def test_promises_that_are_true_hold_as_often_as_the_interval_says():
    held = []
    for seed in range(60):
        truth, left, _ = simulated(1_000, seed)
        table = calibration.by_group(truth, left)
        held.append((table["low"] <= table["expected"]) & (table["expected"] <= table["high"]))
    assert 0.92 <= np.mean(held) <= 0.98


@pytest.mark.parametrize("way", ["isotonic", "logit"])
def test_promises_too_sure_of_themselves_are_mended(way):
    truth, left, bold = simulated()
    made = calibration.recalibrated(bold, left, way=way, seed=1)
    assert (bold - truth).abs().mean() > 0.1
    assert (made - truth).abs().mean() < 0.03
    assert made.between(0, 1).all()
    assert made.index.equals(bold.index)


def test_nobodys_own_fate_is_in_their_promise():
    """Promises by lot: a map that had seen the customer would find something in them."""
    from sklearn.isotonic import IsotonicRegression

    found = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        lot, fate = pd.Series(rng.random(200)), pd.Series(rng.integers(0, 2, 200))
        seen = IsotonicRegression().fit_transform(lot, fate)
        made = calibration.recalibrated(lot, fate, folds=20, seed=1)
        found.append((np.corrcoef(seen, fate)[0, 1], np.corrcoef(made, fate)[0, 1]))
    own, other = np.mean(found, axis=0)
    assert own > 0.12
    assert other < 0.03


def test_inputs_stay_as_they_are_and_customers_may_stand_in_any_order():
    truth, left, _ = simulated(300)
    before = truth.copy()
    one = calibration.by_group(truth, left)
    pd.testing.assert_frame_equal(one, calibration.by_group(truth, left.iloc[::-1]))
    pd.testing.assert_series_equal(truth, before)


@pytest.mark.parametrize(
    ("promised", "left", "said"),
    [
        ([0.2, 1.2], [0, 1], "promised is above 1 .*a count or score has none"),
        ([0.2, -0.1], [0, 1], "promised is negative"),
        ([0.2, np.nan], [0, 1], "promised is missing"),
        ([0.2, 0.3], [0, 2], "neither 0 nor 1"),
        ([], [], "empty"),
    ],
)
def test_promises_that_are_no_probabilities_are_refused(promised, left, said):
    promised, left = pd.Series(promised, dtype=float), pd.Series(left, dtype=float)
    with pytest.raises(ValueError, match=said):
        calibration.by_group(promised, left, groups=2)


def test_too_few_customers_are_refused():
    promised = pd.Series([0.2, 0.3])
    with pytest.raises(ValueError, match="2 customers cannot fill 10 groups"):
        calibration.by_group(promised, pd.Series([0, 1]))
    with pytest.raises(ValueError, match="1 customers of the rarer kind"):
        calibration.recalibrated(promised, pd.Series([0, 1]), seed=1)
    with pytest.raises(ValueError, match="nothing to tell"):
        calibration.recalibrated(promised, pd.Series([0, 0]), seed=1)
    with pytest.raises(ValueError, match="way='spline'"):
        calibration.recalibrated(promised, pd.Series([0, 1]), way="spline", seed=1)
