"""The beta-discrete-Weibull model of contracts: customers differ, and each may change with time.

With c = 1 it is the sBG. With c > 1 each customer leaves the more easily the longer he stays, with
c < 1 the less easily: retention of a cohort can fall as well as rise.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from crmkit.lifetime.beta_ratio import (
    digamma_mixed,
    digamma_rise,
    log_beta_fall,
    trigamma_mixed,
    trigamma_rise,
)
from crmkit.lifetime.contract_model import ContractModel, check_period
from crmkit.lifetime.model import FitReport, Scale, check_parameters
from crmkit.lifetime.newton import Objective, maximise
from crmkit.lifetime.sbg import SBG

# Where t^c is cut off, so that neither it nor its square overflows.
LOG_HUGE = 300.0
HUGE = float(np.exp(LOG_HUGE))


@dataclass(frozen=True)
class BdW(ContractModel):
    """How long do customers stay who differ, and grow attached or tired?

    A customer makes t renewals or more with probability (1 - theta)^(t^c); theta follows a beta
    distribution with alpha and beta. All three are positive. period_days: length of a contract in
    days, or None; only discounting needs it. Source: Fader, Hardie, Liu, Davin & Steenburgh (2018),
    "How to project customer retention" revisited: the role of duration dependence, Journal of
    Interactive Marketing 43(1).

    >>> import pandas as pd
    >>> model = BdW.fit(pd.Series([1000, 869, 743, 653, 593, 551, 517, 491]))
    >>> bool(model.log_likelihood(pd.Series([1000, 869, 743])) < 0)
    True
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
            return found

        return objective

    @classmethod
    def _starts(cls, left: np.ndarray, stayed: np.ndarray) -> list[np.ndarray]:
        # From the best sBG, so that the fit is never below it, and from both kinds of change.
        sbg = maximise(
            SBG._objective(left, stayed),
            SBG._starts(left, stayed),
            customers=left.sum() + stayed[:1].sum(),
        )
        alpha, beta = np.clip(sbg.free, -6, 6)
        return [
            np.array([*sbg.free, 0.0]),
            np.array([alpha, beta, -0.7]),
            np.array([alpha, beta, 0.7]),
            np.array([1.0, 3.0, 1.0]),
            # Customers either leave at once or wear down slowly: an optimum apart from the others.
            np.array([-3.0, -3.0, 2.5]),
        ]

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


def _log_likelihood(
    free: np.ndarray, t: np.ndarray, left: np.ndarray, stayed: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Sum of stayed ln r_t + left ln(1 - r_t), slopes and curvatures in the logs of parameters.

    ln r_t = -D(z, alpha, d), D = `log_beta_fall`, z = beta + (t - 1)^c, d = t^c - (t - 1)^c.
    """
    from scipy.special import polygamma

    alpha, beta, c = np.exp(free)
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
    curve = np.empty((3, 3, len(t)))
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
    gradient = slope @ weight
    hessian = curve @ weight + np.einsum("it,jt,t->ij", slope, slope, second)
    return float((leaving - staying).sum()), gradient, hessian
