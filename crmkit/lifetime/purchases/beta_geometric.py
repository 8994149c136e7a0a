"""BG/NBD and MBG/NBD: customers buy at random, and may leave right after a purchase.

While a customer stays, purchases are a Poisson process; after a purchase the customer leaves with a
chance p. The rates differ by a gamma distribution (r, alpha), the chances by a beta (a, b). The
likelihood of x repeat purchases, the last at t_x of T (eq. 6, Fader, Hardie & Lee 2005):

    L = A(x) { B(a, b + x) / B(a, b) (alpha + T)^-(r + x)
               + [x > 0] B(a + 1, b + x - 1) / B(a, b) (alpha + t_x)^-(r + x) },
    A(x) = Gamma(r + x) alpha^r / Gamma(r)

The first summand is of those who are still there, the second of those who left after the last
purchase. In the MBG/NBD a customer may also leave after the purchase that made them one: b + x and
b + x - 1 become b + x + 1 and b + x, and the second summand is there for x = 0, too.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from crmkit.lifetime.purchases.engine.beta_expectation import beta_nodes, discounted_rates
from crmkit.lifetime.purchases.engine.beta_geometric_likelihood import LogLikelihood
from crmkit.lifetime.purchases.engine.histories import Histories, Rows, blocks
from crmkit.lifetime.purchases.model import ENOUGH, PurchaseModel, Reader
from crmkit.models.counted import summed
from crmkit.models.maximise import Objective
from crmkit.money import DAYS_OF_A_YEAR


@dataclass(frozen=True)
class BetaGeometric(PurchaseModel):
    """What the two models share; use BGNBD or MBGNBD.

    Parameters
    ----------
    r, alpha
        Shape and rate of the gamma distribution of purchase rates; alpha in periods.
    a, b
        Of the beta distribution of chances to leave. All four are positive.
    period_days
        How long a period of the parameters is, in days; no forecast depends on it.
    """

    r: float
    alpha: float
    a: float
    b: float

    SCALES: ClassVar = dict.fromkeys(("r", "alpha", "a", "b"), "positive")
    # How often a customer could leave before the first repeat purchase.
    CHANCES_AT_START: ClassVar[int]
    # Levels of x, t_x and T are enough for P(alive), and cost nothing to make.
    ROWS: ClassVar[Reader] = Rows.of

    @classmethod
    def starts(cls, seen: Histories) -> list[tuple[float, ...]]:
        """Customers who stay as a third do; then such as leave at once, never, or differ much."""
        unit, rate = cls.mean_age(seen), max(summed(seen, seen.x) / seen.total, 0.01)
        places = [(1, 1, 3), (0.3, 0.5, 5), (0.3, 5, 0.5), (0.3, 0.03, 0.2)]
        places += [(5, 0.5, 5), (5, 5, 0.5), (5, 0.03, 0.2)]
        return [(r, r / rate * unit, a, b) for r, a, b in places]

    @classmethod
    def origin(cls, seen: Histories) -> np.ndarray:
        return np.array([0, math.log(cls.mean_age(seen)), 0, 0])

    @classmethod
    def unknown(cls, seen: Histories) -> np.ndarray:
        # Where nobody came back, nothing is known of anybody's leaving.
        return np.full(4, not seen.x.any())

    @classmethod
    def objective(cls, seen: Histories) -> Objective:
        """With exact derivatives; see the engine."""
        return LogLikelihood(seen, chances=cls.CHANCES_AT_START)

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Histories) -> float:
        """The log of the formula above, without what does not depend on the parameters."""
        r, alpha, a, b = parameters
        x, m = seen.x.astype(int), cls.CHANCES_AT_START
        purchases = np.arange(int(x.max()) + m)
        # Gamma(r + x) / Gamma(r) and B(a, b + x) / B(a, b) as running products.
        rising = np.concatenate([[0], np.cumsum(np.log(r + purchases))])
        staying = np.concatenate([[0], np.cumsum(-np.log1p(a / (b + purchases)))])
        of_age = r * np.log1p(seen.levels[2] / alpha)
        each = rising[x] + staying[x + m] - of_age[seen.codes[2]]
        each -= seen.x * np.log(alpha + seen.levels[2])[seen.codes[2]]
        each += np.logaddexp(0, _log_odds_of_death(parameters, seen, m))
        return summed(seen, each)

    def _alive(self, histories: Histories | Rows) -> np.ndarray:
        parameters = (self.r, self.alpha, self.a, self.b)
        result = _log_odds_of_death(parameters, histories, self.CHANCES_AT_START)
        with np.errstate(over="ignore"):
            for part in blocks(len(result)):
                block = result[part]
                np.exp(block, out=block)
                block += 1
                np.divide(1, block, out=block)
        return result

    @property
    def _stay_at_start(self) -> float:
        return self.b / (self.a + self.b) if self.CHANCES_AT_START else 1.0

    @property
    def _leave_in_a_year(self) -> float:
        a_year = DAYS_OF_A_YEAR / self.period_days * self.r / self.alpha
        return self.a / (self.a + self.b) * max(a_year, self.CHANCES_AT_START)

    def _expected(self, x: np.ndarray, age: np.ndarray, periods: float | np.ndarray) -> np.ndarray:
        """Purchases of those alive at `age`.

        With a chance p to leave they are (1 - (1 + p y)^-(r+x)) / p, y = periods/(alpha+age). The
        mean over p ~ Beta(a, b+x+m) has the papers' closed form (eq. 10, Fader, Hardie & Lee 2005),
        a difference of two large numbers where a is near 1 or the horizon short, and a 2F1 that
        overflows for heavy buyers. The integral has positive terms only.
        """

        def purchases(p: np.ndarray, rate: np.ndarray, y: np.ndarray) -> np.ndarray:
            return -np.expm1(-rate * np.log1p(p * y)) / p

        return self._mean_over_chances(purchases, x, periods / (self.alpha + age))

    def _discounted(
        self, x: np.ndarray, age: np.ndarray, periods: float, rate: float
    ) -> np.ndarray:
        """Discounted purchases of those alive at `age`.

        Their purchase rate is E[(r+x)/(alpha+age) (1 + p y)^-(r+x+1)] at y = s/(alpha+age). For all
        time, its discounted sum is one integral for all customers with the same x (see the engine).
        Else over s = periods * share: the nodes of a uniform share are dense near 0, where the rate
        of heavy buyers may fall within a millionth of the horizon.
        """
        if math.isinf(periods):
            levels, group = np.unique(x, return_inverse=True)
            stay = self.b + levels + self.CHANCES_AT_START
            return discounted_rates(self.a, stay, self.r + levels, group, rate * (self.alpha + age))

        def purchases(p: np.ndarray, shape: np.ndarray, y: np.ndarray) -> np.ndarray:
            return shape * np.exp(-(shape + 1) * np.log1p(p * y))

        end = self.alpha + age
        if rate > 0:
            periods = min(periods, ENOUGH / rate)
        steepness = rate * periods + ((self.r + x + 1) * periods / end).max(initial=0)
        nodes = beta_nodes(1, 1, steepness=steepness, spacing=0.5, cut=22)
        total = np.zeros(len(x))
        for share, weight in zip(nodes.p[0], nodes.weight[0], strict=True):
            ahead = share * periods
            weight *= periods * np.exp(-rate * ahead)
            total += (
                weight
                / end
                * self._mean_over_chances(purchases, x, ahead / end, spacing=0.5, cut=22)
            )
        return total

    def _counts(self, x: np.ndarray, age: np.ndarray, periods: float, up_to: int) -> np.ndarray:
        """Either a customer makes n purchases and stays, or makes the n-th and leaves."""
        from scipy.special import betainc, gammaln, xlogy

        n = np.arange(up_to + 1)
        stay = self.b + x[:, None] + self.CHANCES_AT_START + n
        leaves = self.a / (self.a + stay)
        stayed = np.cumprod(np.insert(1 - leaves[:, :-1], 0, 1, axis=1), axis=1)
        rate, end = self.r + x[:, None], self.alpha + age[:, None] + periods
        share = periods / end
        would = np.exp(
            gammaln(rate + n)
            - gammaln(rate)
            - gammaln(n + 1)
            + xlogy(n, share)
            - rate * np.log1p(periods / (self.alpha + age[:, None]))
        )
        table = stayed * would
        at_least = betainc(n[1:], rate, share)
        table[:, 1:] += stayed[:, :-1] * leaves[:, :-1] * at_least
        return table

    def _purchases(
        self, x: np.ndarray, age: np.ndarray, periods: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        with np.errstate(divide="ignore"):
            mean_wait = 1 / rng.gamma(self.r + x, 1 / (self.alpha + age))
        leaves = rng.beta(self.a, self.b + x + self.CHANCES_AT_START)
        time, active = np.zeros(len(x)), np.arange(len(x))
        customers, times = [active[:0]], [time[:0]]
        while active.size:
            time[active] += mean_wait[active] * rng.standard_exponential(active.size)
            active = active[time[active] <= periods[active]]
            customers.append(active)
            times.append(time[active])
            active = active[rng.random(active.size) >= leaves[active]]
        return np.concatenate(customers), np.concatenate(times)

    def _mean_over_chances(
        self,
        function: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray],
        x: np.ndarray,
        y: np.ndarray,
        **rule: float,
    ) -> np.ndarray:
        """Mean of function(p, r+x, y) over the chances to leave of those alive after x."""
        levels, group = np.unique(x, return_inverse=True)
        nodes = beta_nodes(
            self.a,
            self.b + levels + self.CHANCES_AT_START,
            steepness=(self.r + levels) * y.max(initial=0),
            **rule,
        )
        result = np.empty(len(x))
        block = max(1, 200_000 // nodes.p.shape[1])
        for start in range(0, len(x), block):
            part = slice(start, start + block)
            g = group[part]
            values = function(nodes.p[g], self.r + x[part, None], y[part, None])
            result[part] = np.einsum("ij,ij->i", values, nodes.weight[g])
        return result


def _log_odds_of_death(
    parameters: np.ndarray | tuple[float, ...], histories: Histories | Rows, at_start: int
) -> np.ndarray:
    """ln of the second summand of the likelihood over the first: of having left.

    ln(a / (b + x - 1)) + (r + x) ln((alpha + T) / (alpha + t_x)). One logarithm a level of x, t_x
    or T, cheaper than one a history of a million; and in blocks, so that what lies between the
    steps never leaves the cache.
    """
    r, alpha, a, b = parameters
    purchases, last, now = histories.levels
    of_x, of_last, of_now = histories.codes
    chances = purchases + at_start
    # b + (chances - 1), not (b + chances) - 1: a small b would be lost.
    odds = np.log(a) - np.log(b + np.maximum(chances - 1, 0))
    odds = np.where(chances > 0, odds, -np.inf)
    rate, last, now = r + purchases, np.log1p(last / alpha), np.log1p(now / alpha)
    result = np.empty(len(now if of_now is None else of_now))
    for part in blocks(len(result)):
        block = result[part]
        np.subtract(_spread(now, of_now, part), _spread(last, of_last, part), out=block)
        block *= _spread(rate, of_x, part)
        block += _spread(odds, of_x, part)
    return result


def _spread(of_level: np.ndarray, codes: np.ndarray | None, part: slice) -> np.ndarray:
    """What the rows of a part have: the values of their levels."""
    return of_level[part] if codes is None else of_level[codes[part]]
