"""The fit of Cox's model: against statsmodels, whose loop is slow; its speed; concordance."""

import time

import numpy as np
import pytest
from statsmodels.duration.hazard_regression import PHReg

from crmkit.retention.survival_times.concordance import concordance
from crmkit.retention.survival_times.partial_likelihood import maximise


def drawn(rng, n=300, *, tied, strata, late):
    x = rng.normal(size=(n, 3))
    x -= x.mean(axis=0)
    lives, seen = rng.exponential(10 / np.exp(x @ [0.3, -0.2, 0.5])), rng.exponential(20, n)
    months, left = np.minimum(lives, seen) + 0.01, (lives <= seen) * 1
    months = np.ceil(months) if tied else months
    layer = rng.integers(0, strata, n)
    entry = months * rng.uniform(0, 0.9, n) if late else None
    # In statsmodels who enters at a time of leaving is at risk then; here and in R, just after.
    entry = np.floor(entry) + 0.5 if late and tied else entry
    return x, months, left, layer, entry


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("strata", [1, 4])
@pytest.mark.parametrize("tied", [False, True])
def test_the_top_is_that_of_statsmodels(tied, strata, late, ties):
    x, months, left, layer, entry = drawn(
        np.random.default_rng(1), tied=tied, strata=strata, late=late
    )
    ours = maximise(x, months, left, layer, entry, efron=ties == "efron")
    model = PHReg(months, x, status=left, strata=layer, entry=entry, ties=ties)
    theirs = model.fit(disp=0)
    assert ours.estimates == pytest.approx(theirs.params, abs=1e-6)
    assert ours.covariance.ravel() == pytest.approx(theirs.cov_params().ravel(), abs=1e-7)
    assert ours.log_likelihood == pytest.approx(theirs.llf)
    assert ours.null_log_likelihood == pytest.approx(model.loglike(np.zeros(3)))


def test_the_baseline_is_that_of_statsmodels():
    x, months, left, layer, _ = drawn(np.random.default_rng(2), tied=True, strata=3, late=False)
    ours = maximise(x, months, left, layer, None, efron=False)
    theirs = PHReg(months, x, status=left, strata=layer, ties="breslow").fit(disp=0)
    # Theirs is the hazard up to just before each time.
    for number, (times, hazard, _) in enumerate(theirs.baseline_cumulative_hazard):
        mine = ours.baseline.stratum == number
        running = np.cumsum(ours.baseline.hazard[mine])
        row = np.searchsorted(ours.baseline.months[mine], times, side="left")
        assert np.r_[0, running][row] == pytest.approx(hazard, rel=1e-4)


def test_entry_just_after_a_time_of_leaving_is_not_at_risk_then():
    """By hand: b enters when a leaves, so that a was alone and says nothing of x."""
    x = np.array([[1.0], [0], [0], [1]])
    months, left, entry = (
        np.array([2.0, 3, 4, 5]),
        np.array([1, 1, 1, 0]),
        np.array([-1.0, 2, 2, 2]),
    )
    found = maximise(x, months, left, np.zeros(4, dtype=int), entry, efron=True)
    without = maximise(x[1:], months[1:], left[1:], np.zeros(3, dtype=int), None, efron=True)
    assert found.null_log_likelihood == pytest.approx(without.null_log_likelihood)


@pytest.mark.parametrize("tied", [False, True])
def test_a_million_rows_are_fitted_in_seconds(tied):
    """About a second here; the bound is wide, since other machines are busy or slow."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(1_000_000, 5))
    b = np.array([0.3, -0.2, 0.1, 0, 0.5])
    lives, seen = rng.exponential(np.exp(-x @ b)), rng.exponential(2, len(x))
    months, left = np.minimum(lives, seen), (lives <= seen) * 1
    months = np.ceil(30 * months) if tied else months
    began = time.perf_counter()
    found = maximise(x, months, left, np.zeros(len(x), dtype=int), None, efron=True)
    assert time.perf_counter() - began < 20
    errors = np.sqrt(np.diag(found.covariance))
    # Months that are counted in full bend the hazards a little.
    assert (np.abs(found.estimates - b) < 4 * errors + 0.002 * tied).all()


def by_pairs(score, months, left, layer, entry):
    good = all_pairs = 0.0
    for i in np.flatnonzero(left):
        later = (months > months[i]) | ((months == months[i]) & (left == 0))
        other = later & (layer == layer[i])
        if entry is not None:
            other &= entry < months[i]
        other[i] = False
        all_pairs += other.sum()
        good += (score[other] < score[i]).sum() + (score[other] == score[i]).sum() / 2
    return good / all_pairs


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("strata", [1, 3])
@pytest.mark.parametrize("tied", [False, True])
def test_concordance_counts_every_pair_once(tied, strata, late):
    rng = np.random.default_rng(5)
    x, months, left, layer, entry = drawn(rng, 200, tied=tied, strata=strata, late=late)
    for score in (x[:, 0], np.round(x[:, 0]), np.zeros(200)):
        found = concordance(score, months, left, layer, entry)
        assert found == pytest.approx(by_pairs(score, months, left, layer, entry))
    assert found == 0.5
    order = rng.permutation(200)
    again = concordance(x[order, 0], months[order], left[order], layer[order], None)
    assert again == pytest.approx(by_pairs(x[:, 0], months, left, layer, None))


def test_without_a_pair_there_is_no_concordance():
    with pytest.raises(ValueError, match="no two customers can be compared"):
        concordance(np.ones(2), np.array([1.0, 2]), np.array([0, 1]), np.zeros(2, dtype=int), None)
