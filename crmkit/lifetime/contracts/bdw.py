"""The beta-discrete-Weibull model of contracts: customers differ, and each may change with time.

With c = 1 it is the sBG. With c > 1 each customer leaves the more easily the longer he stays, with
c < 1 the less easily: retention of a cohort can fall as well as rise.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from crmkit.lifetime.contracts.beta_ratio import (
    digamma_mixed,
    digamma_rise,
    log_beta_fall,
    trigamma_mixed,
    trigamma_rise,
)
from crmkit.lifetime.contracts.model import ContractModel, check_period
from crmkit.models import FitReport, Scale, check_parameters
from crmkit.models.maximise import WALL, Objective, maximise
from crmkit.lifetime.contracts.sbg import SBG

# Where t^c is cut off, so that neither it nor its square overflows.
LOG_HUGE = 300.0
HUGE = float(np.exp(LOG_HUGE))

# The profile over c: its grid of ln c, the ln(alpha + beta) that each is searched from (customers
# who differ very much and hardly), how many steps, and how many of its tops are climbed from.
LOG_POWERS = np.array([-2.0, -1.0, -0.4, 0.3, 0.9, 1.6, 2.5, 4.5])
LOG_SIZES = np.array([-2.0, 3.0])
PROFILE_STEPS = 8
TOPS = 2
# The ln(alpha + beta) of customers who are all alike.
ALIKE = 12.0


@dataclass(frozen=True)
class BdW(ContractModel):
    """How long do customers stay who differ, and grow attached or tired?

    A customer makes t renewals or more with probability (1 - theta)^(t^c); theta follows a beta
    distribution with alpha and beta. All three are positive. period_days: length of a contract in
    days, or None; only discounting needs it. Source: Fader, Hardie, Liu, Davin & Steenburgh (2018),
    "How to project customer retention" revisited: the role of duration dependence, Journal of
    Interactive Marketing 43(1).

    >>> import pandas as pd
    >>> high_end = pd.Series([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> print(f"{BdW.fit(high_end).report.log_likelihood:.2f}")
    -1605.31
    >>> print(f"{BdW(alpha=0.668, beta=3.806, c=1).log_likelihood(high_end):.2f}")
    -1611.16
    >>> BdW(alpha=0.668, beta=3.806, c=1).survival([0, 1, 12]).round(3).to_dict()
    {0: 1.0, 1: 0.851, 12: 0.378}
    """

    alpha: float
    beta: float
    c: float
    period_days: float | None = None
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar[dict[str, Scale]] = {
        "alpha": "positive",
        "beta": "positive",
        "c": "positive",
    }
    TITLE: ClassVar[str] = "BdW"

    def __post_init__(self) -> None:
        check_parameters(self)
        check_period(self.period_days)

    @classmethod
    def _objective(cls, left: np.ndarray, stayed: np.ndarray) -> Objective:
        t = np.arange(1.0, len(left) + 1)

        def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            with np.errstate(all="ignore"):
                found = _log_likelihood(free, t, left, stayed)
            if not all(np.isfinite(one).all() for one in found):
                # t^c beyond the largest number: the search then takes a shorter step.
                return -np.inf, np.zeros(3), np.zeros((3, 3))
            return float(found[0]), *found[1:]

        return objective

    @classmethod
    def _starts(cls, left: np.ndarray, stayed: np.ndarray) -> list[np.ndarray]:
        if not (left.any() and stayed.any()):
            # All left at once or nobody ever did: the top is that corner.
            side = WALL if left.any() else -WALL
            return [np.array([side, -side, 0.0])]
        # From the best sBG, so that the fit is never below it; from the tops of the profile over
        # c; and from customers who are all alike, a top of its own where most leave at once.
        sbg = maximise(
            SBG._objective(left, stayed),
            SBG._starts(left, stayed),
            customers=left.sum() + stayed[:1].sum(),
        )
        starts = [np.array([*sbg.free, 0.0]), *_profile_tops(left, stayed)]
        leaving, staying = _share(left, stayed), _share(stayed, left)
        if leaving > staying:
            starts.append(np.array([ALIKE + np.log(leaving), ALIKE + np.log(staying), 0.0]))
        return starts

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        before, more, log_further = _powers(renewals, self.c)
        near = np.isfinite(before)
        fall = log_beta_fall(self.beta + np.where(near, before, 1.0), self.alpha, more)
        return -np.where(near, fall, 0.0) - self.alpha * log_further

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        # S(t) = B(alpha, beta + t^c) / B(alpha, beta); for the huge, see above.
        log_power = self.c * np.log(np.maximum(renewals, 1))
        power = np.where(renewals > 0, np.exp(np.minimum(log_power, LOG_HUGE)), 0.0)
        further = np.maximum(log_power - LOG_HUGE, 0)
        return -log_beta_fall(self.beta, self.alpha, power) - self.alpha * further

    def _mean_residual(self, made: float) -> float:
        from scipy.integrate import quad

        # Survival falls like t^(-c alpha): a mean exists where that can be summed.
        decline = self.c * self.alpha
        if decline <= 1:
            return np.inf
        near = 4000
        begun = self._log_survival(np.array([made]))[0]
        head = self._sums(np.array([made]), 0.0, near)[0]

        # The far sum as an integral (midpoint rule; its error is some 1e-8 of it), over ln t.
        def far(log_t: float) -> float:
            return float(np.exp(self._log_survival(np.exp([log_t]))[0] - begun + log_t))

        start = np.log(made + near + 0.5)
        # Beyond `stop`, survival is its power to 1e-12, whose integral is known.
        stop = start + min(60.0, 40.0 / (decline - 1))
        tail = quad(far, start, stop, epsabs=0, epsrel=1e-10, limit=200)[0]
        return float(head + tail + far(stop) / (decline - 1))


def _powers(t: np.ndarray, c: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(t - 1)^c, t^c - (t - 1)^c without cancellation, and what the logs of the huge go beyond.

    Where t^c is huge, survival is a power of it: ln S falls by alpha per unit of ln t^c. So powers
    are cut off at HUGE and the third array says how much further ln t^c rises in the step to t;
    where (t - 1)^c is huge itself, it is inf, and the third array is all there is.
    """
    log_before, log_now = c * np.log(np.maximum(t - 1, 1)), c * np.log(t)
    before = np.where(t > 1, np.exp(np.minimum(log_before, LOG_HUGE)), 0.0)
    step = c * np.log1p(1 / np.maximum(t - 1, 1))
    more = np.where(t > 1, before * np.expm1(np.minimum(step, LOG_HUGE)), 1.0)
    beyond, before_beyond = log_now > LOG_HUGE, log_before > LOG_HUGE
    further = np.where(before_beyond, step, np.where(beyond, log_now - LOG_HUGE, 0.0))
    more = np.where(beyond, np.maximum(HUGE - before, 0.0), more)
    return np.where(before_beyond, np.inf, before), more, further


def _share(some: np.ndarray, others: np.ndarray) -> float:
    """The share at the first renewal: alpha / (alpha + beta) leave there, whatever c is."""
    return (some[0] + 0.5) / (some[0] + others[0] + 1)


def _profile_tops(left: np.ndarray, stayed: np.ndarray) -> list[np.ndarray]:
    """Where the likelihood is highest over c, each c with alpha and beta of its own.

    There can be several: customers may differ little and grow tired, or most may leave at once
    and the others wear down slowly. So for every c, alpha and beta are sought from two sides, all
    in one go. They are only starts, and need not be exact.
    """
    t = np.arange(1.0, len(left) + 1)
    sizes, powers = (one.ravel() for one in np.meshgrid(LOG_SIZES, LOG_POWERS, indexing="ij"))
    free = np.array(
        [sizes + np.log(_share(left, stayed)), sizes + np.log(_share(stayed, left)), powers]
    )
    with np.errstate(all="ignore"):
        values = _climb_side_by_side(free, t, left, stayed)
    values = values.reshape(len(LOG_SIZES), -1)
    around = np.pad(values, ((0, 0), (1, 1)), constant_values=-np.inf)
    is_top = (values >= around[:, :-2]) & (values >= around[:, 2:]) & np.isfinite(values)
    best = [i for i in np.argsort(-values, axis=None) if is_top.flat[i]]
    tops: list[np.ndarray] = []
    for i in best:
        if all(np.abs(free[:, i] - other).max() > 0.1 for other in tops):
            tops.append(free[:, i])
    return tops[:TOPS]


def _climb_side_by_side(
    free: np.ndarray, t: np.ndarray, left: np.ndarray, stayed: np.ndarray
) -> np.ndarray:
    """Move alpha and beta of each column uphill, c staying, in place; the log-likelihoods there."""
    value, gradient, hessian = _log_likelihood(free, t, left, stayed)
    value = np.where(np.isfinite(value), value, -np.inf)
    shorter = np.ones(free.shape[1])
    for _ in range(PROFILE_STEPS):
        usable = np.isfinite(value)
        slope, bend = gradient[:2].T, np.moveaxis(hessian[:2, :2], -1, 0)
        slope, bend = slope[usable], bend[usable]
        roots, axes = np.linalg.eigh(bend)
        roots = np.maximum(np.abs(roots), 1e-8 * np.abs(roots).max(axis=1, keepdims=True) + 1e-300)
        along = np.einsum("gij,gi->gj", axes, slope) / roots
        step = np.zeros((2, free.shape[1]))
        step[:, usable] = np.einsum("gij,gj->ig", axes, along)
        step *= np.minimum(1, 2 / np.maximum(np.abs(step).max(axis=0), 1e-300)) * shorter
        trial = free.copy()
        trial[:2] = np.clip(free[:2] + step, -WALL, WALL)
        moved = _log_likelihood(trial, t, left, stayed)
        better = np.isfinite(moved[0]) & (moved[0] >= value)
        free[:, better], value[better] = trial[:, better], moved[0][better]
        gradient[:, better], hessian[..., better] = moved[1][:, better], moved[2][..., better]
        shorter = np.where(better, np.minimum(1, 4 * shorter), shorter / 4)
    return value


def _log_likelihood(
    free: np.ndarray, t: np.ndarray, left: np.ndarray, stayed: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sum of stayed ln r_t + left ln(1 - r_t), slopes and curvatures in the logs of parameters.

    ln r_t = -D(z, alpha, d), D = `log_beta_fall`, z = beta + (t - 1)^c, d = t^c - (t - 1)^c.
    free: the three logs, or one column of them for each of several models; as many answers then.
    """
    from scipy.special import polygamma

    alpha, beta, c = np.exp(free)[..., None]
    before, d, further = _powers(t, c)
    near, cut = np.isfinite(before), further > 0
    z = beta + np.where(near, before, 1.0)

    # Slopes and curvatures of z and d in c: those of t^c are t^c ln t and t^c ln^2 t.
    log_t, log_before = np.log(t), np.log(np.maximum(t - 1, 1))
    log_step = np.log1p(1 / np.maximum(t - 1, 1)) * (t > 1)
    before = np.where(near, before, 0.0)
    z_c, z_cc = before * log_before, before * log_before**2
    d_c = np.where(cut, -z_c, d * log_t + before * log_step)
    d_cc = np.where(cut, -z_cc, d * log_t**2 + before * log_step * (log_t + log_before))

    # Of D in (alpha, z, d); twice in d is the same as in z and d.
    rise_a, rise_d = digamma_rise(z + alpha, d), digamma_rise(z + d, alpha)
    of_z = digamma_mixed(z, alpha, d)
    aa, ad = trigamma_rise(z + alpha, d), polygamma(1, z + alpha + d)
    zz, zd = trigamma_mixed(z, alpha, d), trigamma_rise(z + d, alpha)

    # Then in (alpha, beta, c), and in their logs.
    slope = np.array([rise_a * alpha, of_z * beta, (of_z * z_c + rise_d * d_c) * c])
    curve = np.empty((3, *slope.shape))
    curve[0, 0] = aa * alpha**2 + slope[0]
    curve[0, 1] = curve[1, 0] = aa * alpha * beta
    curve[0, 2] = curve[2, 0] = (aa * z_c + ad * d_c) * alpha * c
    curve[1, 1] = zz * beta**2 + slope[1]
    curve[1, 2] = curve[2, 1] = (zz * z_c + zd * d_c) * beta * c
    bend = zz * z_c**2 + 2 * zd * z_c * d_c + zd * d_c**2 + of_z * z_cc + rise_d * d_cc
    curve[2, 2] = bend * c**2 + slope[2]

    # Of the huge: alpha times how far ln t^c rises, linear in alpha and in c.
    slope, curve = slope * near, curve * near
    rise_c = alpha * c * np.where(near, log_t, log_step) * cut
    fall = np.where(near, log_beta_fall(z, alpha, d), 0.0) + alpha * further
    slope[0] += alpha * further
    slope[2] += rise_c
    curve[0, 0] += alpha * further
    for i, j in ((0, 2), (2, 0), (2, 2)):
        curve[i, j] += rise_c

    # ln(1 - r) has slope r / (1 - r) = 1 / (e^D - 1) in D, curvature -e^D / (e^D - 1)^2.
    leaving = np.where(left > 0, left * np.log(-np.expm1(-fall)), 0.0)
    staying = np.where(stayed > 0, stayed * fall, 0.0)
    odds = np.where(left > 0, 1 / np.expm1(fall), 0.0)
    weight = left * odds - stayed
    second = -left * odds * (1 + odds)
    gradient = (slope * weight).sum(-1)
    hessian = (curve * weight).sum(-1) + (slope[:, None] * slope * second).sum(-1)
    return (leaving - staying).sum(-1), gradient, hessian
