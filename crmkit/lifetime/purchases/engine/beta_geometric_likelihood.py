"""The log-likelihood of BG/NBD and MBG/NBD with exact derivatives.

By hand, since the bench asks for it: with numerical derivatives a fit costs some ten times as much.
"""

from collections.abc import Iterator

import numpy as np

from crmkit.lifetime.purchases.engine.histories import Histories


class LogLikelihood:
    """The log-likelihood of distinct histories with its exact gradient and Hessian.

    Terms in x alone are sums over how many customers bought more than i times, those in T alone
    sums over the distinct T; only log(1 + e^q) needs every history.
    """

    # So many histories fit into a processor's cache with their derivatives.
    BLOCK = 4096

    def __init__(self, histories: Histories, *, chances: int) -> None:
        x, weights = histories.x.astype(np.int64), histories.weights
        self.chances = chances
        bought = np.bincount(x, weights)
        self.purchases = np.arange(len(bought) - 1 + chances)
        beyond = bought[::-1].cumsum()[::-1]
        self.bought_again = beyond[1:]
        self.stayed = beyond if chances else beyond[1:]
        _, of_last, of_age = histories.codes
        self.lasts, self.ages = histories.levels[1:]
        self.customers_of_age = np.bincount(of_age, weights, len(self.ages))
        self.purchases_of_age = np.bincount(of_age, weights * x, len(self.ages))
        self.slopes = np.empty((4, self.BLOCK))
        mortal = x + chances > 0
        mortals = [one[mortal] for one in (x, of_last, of_age, weights)]
        self.blocks = [
            tuple(one[start : start + self.BLOCK] for one in mortals)
            for start in range(0, len(mortals[0]), self.BLOCK)
        ]

    def __call__(self, free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """At logs of (r, alpha, a, b)."""
        theta = np.exp(free)
        value, gradient, hessian = self._separate(*theta)
        for part in self._mortality(*theta):
            value += part[0]
            gradient += part[1]
            hessian += part[2]
        gradient = theta * gradient
        hessian = np.outer(theta, theta) * hessian + np.diag(gradient)
        return value, gradient, hessian

    def _separate(
        self, r: float, alpha: float, a: float, b: float
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """The terms in x alone and in T alone, and their derivatives by the parameters."""
        gradient, hessian = np.zeros(4), np.zeros((4, 4))
        again, stayed = self.bought_again, self.stayed
        up = r + self.purchases[: len(again)]
        value = again @ np.log(up)
        gradient[0] = again @ (1 / up)
        hessian[0, 0] = -(again @ (1 / up**2))
        stay = b + self.purchases
        all_ = a + stay
        value -= stayed @ np.log1p(a / stay)
        gradient[2] = -(stayed @ (1 / all_))
        gradient[3] = a * (stayed @ (1 / (stay * all_)))
        hessian[2, 2] = hessian[2, 3] = hessian[3, 2] = stayed @ (1 / all_**2)
        hessian[3, 3] = -a * (stayed @ ((stay + all_) / (stay * all_) ** 2))
        t, n, total = self.ages, self.customers_of_age, self.purchases_of_age
        end = alpha + t
        waited, slope = np.log1p(t / alpha), t / (alpha * end)
        value -= r * (n @ waited) + total @ np.log(end)
        gradient[0] -= n @ waited
        gradient[1] = r * (n @ slope) - total @ (1 / end)
        hessian[0, 1] = hessian[1, 0] = n @ slope
        hessian[1, 1] = total @ (1 / end**2) - r * (n @ (slope * (1 / alpha + 1 / end)))
        return value, gradient, hessian

    def _mortality(
        self, r: float, alpha: float, a: float, b: float
    ) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
        """log(1 + e^q) and its derivatives, block by block; its slope by q is P(dead)."""
        t = np.log1p(self.ages / alpha), 1 / (alpha + self.ages)
        last = np.log1p(self.lasts / alpha), 1 / (alpha + self.lasts)
        longest = np.arange(len(self.bought_again) + 1)
        per_chance = 1 / (b + np.maximum(longest + self.chances - 1, 0))
        log_odds = np.log(a) + np.log(per_chance)
        for x, of_last, of_age, weight in self.blocks:
            slopes = self.slopes[:, : len(x)]
            slope_r, slope_alpha, slope_a, slope_b = slopes
            n = r + x
            now, then = t[1][of_age], last[1][of_last]
            np.subtract(t[0][of_age], last[0][of_last], out=slope_r)
            np.subtract(now, then, out=slope_alpha)
            bend_r_alpha = slope_alpha.copy()
            slope_alpha *= n
            slope_a[:] = 1 / a
            np.negative(per_chance[x], out=slope_b)
            n *= slope_r
            n += log_odds[x]
            e = np.exp(-np.abs(n))
            inverse = 1 / (1 + e)
            dead = weight * np.where(n > 0, inverse, e * inverse)
            unsure = weight * (e * inverse * inverse)
            value = weight @ (np.maximum(n, 0) - np.log(inverse))
            gradient = slopes @ dead
            hessian = (slopes * unsure) @ slopes.T
            bend = dead @ bend_r_alpha
            hessian[0, 1] += bend
            hessian[1, 0] += bend
            hessian[1, 1] -= dead @ (slope_alpha * (now + then))
            hessian[2, 2] -= gradient[2] / a
            hessian[3, 3] += dead @ slope_b**2
            yield value, gradient, hessian
