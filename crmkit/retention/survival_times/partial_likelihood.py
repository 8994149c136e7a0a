"""Cox's partial likelihood by Newton's method, in a few sums over all customers at once.

Sorted by stratum and from the longest tenure down, those at risk are the first rows of their
stratum, so that running sums give every risk set. The second derivative needs no running sum of
matrices: summed over all who leave, S2/S0 is X' diag(r_i A_i) X, where r_i is exp(x_i b) and A_i
the sum of 1/S0 over the times at which customer i was at risk.
"""

from dataclasses import dataclass

import numpy as np

STEPS = 60


@dataclass(frozen=True)
class Optimum:
    """Where the likelihood has its top; `estimates` in the units of the columns."""

    estimates: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    null_log_likelihood: float
    baseline: "Baseline"


@dataclass(frozen=True)
class Baseline:
    """What happened at each time of leaving, in order of stratum and time, for a customer x = 0."""

    stratum: np.ndarray
    months: np.ndarray
    hazard: np.ndarray
    variance: np.ndarray
    moved: np.ndarray


def maximise(
    x: np.ndarray,
    months: np.ndarray,
    left: np.ndarray,
    layer: np.ndarray,
    entry: np.ndarray | None,
    *,
    efron: bool,
) -> Optimum:
    """The b with the largest partial likelihood; `LinAlgError` where it has no top.

    x: one row a customer, one column a trait, each centred. layer: whole numbers from 0.
    """
    scale = np.maximum(x.std(axis=0), np.finfo(float).tiny)
    risk = _RiskSets(x / scale, months, left, layer, entry, efron)
    # A step too far is seen by its value, and halved.
    with np.errstate(all="ignore"):
        return _climb(risk, np.zeros(x.shape[1]), scale)


def _climb(risk: "_RiskSets", b: np.ndarray, scale: np.ndarray) -> Optimum:
    value, slope, curve = null, *_ = risk.at(b)
    for _ in range(STEPS):
        step = np.linalg.solve(curve, slope)
        if not np.isfinite(step).all():
            raise np.linalg.LinAlgError
        gain = slope @ step
        if gain < 1e-10:
            break
        for _ in range(40):
            new = risk.at(b + step)
            # Beyond rounding, the likelihood may not fall.
            if new[0] >= value - 1e-12 * abs(value):
                break
            step = step / 2
        else:
            break
        b, (value, slope, curve) = b + step, new
    covariance = np.linalg.inv(curve) / np.outer(scale, scale)
    return Optimum(b / scale, covariance, value, null, risk.baseline(b, scale))


class _RiskSets:
    """The data in order of stratum and falling tenure, cut into groups of the same tenure."""

    def __init__(
        self,
        x: np.ndarray,
        months: np.ndarray,
        left: np.ndarray,
        layer: np.ndarray,
        entry: np.ndarray | None,
        efron: bool,
    ) -> None:
        order = np.lexsort((-months, layer))
        # One row a trait: sums run along memory.
        self.x = np.ascontiguousarray(x[order].T)
        layer, months, left = layer[order], months[order], left[order].astype(bool)
        first = np.flatnonzero(np.r_[True, (np.diff(layer) != 0) | (np.diff(months) != 0)])
        self.first = first
        self.group = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(layer)]))
        self.layer, self.months = layer[first], months[first]
        self.start = np.searchsorted(self.layer, self.layer)
        self.gone = np.flatnonzero(left)
        deaths = np.bincount(self.group[self.gone], minlength=len(first))
        # Of each who leaves: the group, and which part of those tied with them has gone before.
        self.event = np.repeat(np.arange(len(first)), deaths)
        place = np.arange(len(self.event)) - np.repeat(np.cumsum(deaths) - deaths, deaths)
        self.before = place / deaths[self.event] if efron else np.zeros(len(self.event))
        self.tied = bool(self.before.any())
        self.late: np.ndarray | None = None
        self.joined: np.ndarray | None = None
        if entry is not None:
            # The first group of the stratum at which the customer had not entered yet.
            ranks = np.unique(np.r_[months, entry[order]], return_inverse=True)[1]
            places = np.r_[layer, layer] * (ranks.max() + 1) + ranks.max() - ranks
            joined = np.searchsorted(places[first], places[len(layer) :])
            end = np.searchsorted(self.layer, layer, side="right")
            self.joined = np.minimum(joined, end)
            self.late = np.flatnonzero(joined < end)

    def at(self, b: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The log-likelihood, its first derivative and minus its second."""
        eta, r, phi, mean = self._sums(b)
        if not (phi > 0).all() or not np.isfinite(phi).all():
            return -np.inf, b, np.eye(len(b))
        value = float(eta[self.gone].sum() - np.log(phi).sum())
        slope = self.x[:, self.gone].sum(axis=1) - mean.sum(axis=1)
        weight = r * self._exposure(1 / phi)
        return value, slope, (self.x * weight) @ self.x.T - mean @ mean.T

    def baseline(self, b: np.ndarray, scale: np.ndarray) -> Baseline:
        """The hazard at each time of leaving, of a customer whose (centred) traits are all 0."""
        eta, _, phi, mean = self._sums(b)
        shift = b @ self.x[:, 0] - eta[0]
        one = np.exp(-shift) / phi
        groups = np.unique(self.event)[::-1]
        # From the longest tenure down becomes from the first month up, stratum by stratum.
        groups = groups[np.argsort(self.layer[groups], kind="stable")]

        def total(values: np.ndarray) -> np.ndarray:
            return np.bincount(self.event, values, len(self.first))[groups]

        return Baseline(
            self.layer[groups],
            self.months[groups],
            total(one),
            total(one**2),
            np.array([total(row * one) for row in mean]).T * scale,
        )

    def _sums(self, b: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """x b, exp(x b); and for each who leaves the sum over those at risk, and their mean x."""
        eta = b @ self.x
        eta -= eta.max()
        r = np.exp(eta)
        phi = self._at_risk(r)
        mean = np.empty((len(b), len(phi)))
        for row, trait in enumerate(self.x):
            mean[row] = self._at_risk(r * trait)
        mean /= phi
        return eta, r, phi, mean

    def _at_risk(self, values: np.ndarray) -> np.ndarray:
        """For each who leaves, the sum over those at risk, less their part of those tied."""
        size = len(self.first)
        sums = np.add.reduceat(values, self.first)
        if self.late is not None and self.joined is not None:
            sums -= np.bincount(self.joined[self.late], values[self.late], size)
        sums = self._running(sums)[self.event]
        if self.tied:
            tied = np.bincount(self.group[self.gone], values[self.gone], size)
            sums -= self.before * tied[self.event]
        return sums

    def _running(self, values: np.ndarray) -> np.ndarray:
        """Running sums within each stratum."""
        sums = np.cumsum(values)
        if self.layer[0] == self.layer[-1]:
            return sums
        return sums - np.r_[0.0, sums][self.start]

    def _exposure(self, one: np.ndarray) -> np.ndarray:
        """For each customer the sum of 1/S0 over the times at which they were at risk."""
        size = len(self.first)
        steps = np.bincount(self.event, one, size)
        # From each group down to the shortest tenure; what lies in later strata cancels.
        down = np.r_[np.cumsum(steps[::-1])[::-1], 0.0]
        end = np.searchsorted(self.layer, self.layer, side="right")
        sums = down[:-1][self.group]
        sums -= down[end][self.group] if self.joined is None else down[self.joined]
        if self.tied:
            part = np.bincount(self.event, self.before * one, size)
            sums[self.gone] -= part[self.group[self.gone]]
        return sums
