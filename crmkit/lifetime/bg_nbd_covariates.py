"""BG/NBD in which what is known of customers shifts how often they buy and how soon they leave."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.bg_nbd import BGNBD
from crmkit.lifetime.histories import Histories
from crmkit.lifetime.model import FitReport, Model, check_parameters
from crmkit.lifetime.newton import maximise


@dataclass(frozen=True)
class BGNBDCovariates(Model):
    """How do traits of customers, fixed in time, change their buying and their leaving?

    A customer with covariates z is one of a BG/NBD with
    alpha exp(-on_alpha'z), a exp(on_a'z), b exp(on_b'z): a positive coefficient in `on_alpha`
    means buying more often (by a factor exp of it), in `on_a` leaving sooner, in `on_b` staying
    longer. `names` are the covariates' columns.

    Source: Fader & Hardie 2007, "Incorporating time-invariant covariates into the Pareto/NBD and
    BG/NBD models" (note).

    >>> import pandas as pd
    >>> model = BGNBDCovariates(r=0.243, alpha=4.414, a=0.793, b=2.426, names=("online",),
    ...                         on_alpha=(0.5,), on_a=(0.2,), on_b=(0.0,), period_days=7)
    >>> shop = pd.DataFrame({"repeat_purchases": [0, 1, 2, 2, 6],
    ...                      "age_at_last_days": [0, 20, 110, 110, 210],
    ...                      "age_days": [273, 270, 250, 250, 224]})
    >>> traits = pd.DataFrame({"online": [0, 1, 0, 1, 1]})
    >>> model.expected_purchases(shop, covariates=traits, horizon_days=90).round(2).tolist()
    [0.07, 0.06, 0.32, 0.28, 1.72]
    """

    r: float
    alpha: float
    a: float
    b: float
    names: tuple[str, ...]
    on_alpha: tuple[float, ...]
    on_a: tuple[float, ...]
    on_b: tuple[float, ...]
    period_days: float = 1
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar = BGNBD.SCALES
    TITLE: ClassVar = "BG/NBD with covariates"

    def __post_init__(self) -> None:
        check_parameters(self)
        for one in ("names", "on_alpha", "on_a", "on_b"):
            values = tuple(getattr(self, one))
            object.__setattr__(self, one, values)
            if len(values) != len(self.names):
                raise ValueError(
                    f"{one} has {len(values)} entries for {len(self.names)} covariate(s) "
                    f"{self.names}; give one for each"
                )

    @property
    def parameters(self) -> pd.Series:
        """The parameters by name; coefficients are called on_alpha:online and so on."""
        values = {name: getattr(self, name) for name in self.SCALES}
        for one in ("on_alpha", "on_a", "on_b"):
            names = (f"{one}:{name}" for name in self.names)
            values |= dict(zip(names, getattr(self, one), strict=True))
        return pd.Series(values, dtype=float)

    @classmethod
    def fit(
        cls, summary: pd.DataFrame, *, covariates: pd.DataFrame, period_days: float = 7
    ) -> Self:
        """Which parameters and coefficients make these customers' histories likeliest?

        summary: as for BGNBD.fit. covariates: numbers, one row a customer of `summary`, none
        missing; shares of 0 and 1 for groups, leaving out one group. Raises ValueError for
        customers without covariates, missing values, and covariates that do not vary or repeat
        one another.
        """
        traits = _checked(summary, covariates, list(covariates.columns))
        if (
            np.linalg.matrix_rank(np.column_stack([np.ones(len(traits)), traits]))
            <= traits.shape[1]
        ):
            raise ValueError(
                f"covariates {list(covariates.columns)} do not vary, or one follows from the "
                "others (all groups of a category, for example): leave one out"
            )
        plain = BGNBD.fit(summary, period_days=period_days)
        histories = Histories.rows(summary, period_days)
        rows = np.column_stack([histories.x, histories.t_x, histories.T, traits])
        rows, weights = np.unique(rows, axis=0, return_counts=True)
        objective = _LogLikelihood(rows, weights.astype(float))
        start = np.concatenate([plain._free(), np.zeros(3 * traits.shape[1])])
        found = maximise(objective, [start], customers=len(summary))
        values = dict(zip(cls.SCALES, map(float, np.exp(found.free[:4])), strict=True))
        effects = found.free[4:].reshape(3, -1).tolist()
        model = cls(
            **values,
            names=tuple(covariates.columns),
            on_alpha=effects[0],
            on_a=effects[1],
            on_b=effects[2],
            period_days=period_days,
        )
        names = tuple(model.parameters.index)
        report = FitReport.of(found, names, customers=len(summary), distinct=len(rows))
        object.__setattr__(model, "report", report)
        return model

    def at(self, covariates: dict[str, float] | pd.Series) -> BGNBD:
        """The plain BG/NBD of the customers with these covariates."""
        z = np.array([covariates[name] for name in self.names], float)
        return BGNBD(
            r=self.r,
            alpha=float(self.alpha * np.exp(-(z @ self.on_alpha))),
            a=float(self.a * np.exp(z @ self.on_a)),
            b=float(self.b * np.exp(z @ self.on_b)),
            period_days=self.period_days,
        )

    def log_likelihood(self, summary: pd.DataFrame, *, covariates: pd.DataFrame) -> float:
        """How likely are these customers' histories, given their covariates? (natural log)"""
        return sum(model.log_likelihood(part) for model, part in self._groups(summary, covariates))

    def probability_alive(self, summary: pd.DataFrame, *, covariates: pd.DataFrame) -> pd.Series:
        """How likely is each customer to buy again some day? From 0 to 1."""
        parts = [m.probability_alive(part) for m, part in self._groups(summary, covariates)]
        return pd.concat(parts).reindex(summary.index)

    def expected_purchases(
        self, summary: pd.DataFrame, *, covariates: pd.DataFrame, horizon_days: float
    ) -> pd.Series:
        """How many purchases will each customer make in the next `horizon_days`? 0 or more."""
        parts = [
            model.expected_purchases(part, horizon_days=horizon_days)
            for model, part in self._groups(summary, covariates)
        ]
        return pd.concat(parts).reindex(summary.index)

    def _groups(self, summary: pd.DataFrame, covariates: pd.DataFrame):
        """A plain model for each distinct row of covariates, and its customers."""
        traits = _checked(summary, covariates, list(self.names))
        distinct, group = np.unique(traits, axis=0, return_inverse=True)
        members = pd.Series(np.arange(len(group))).groupby(group.ravel()).indices
        for one, rows in members.items():
            yield self.at(dict(zip(self.names, distinct[one], strict=True))), summary.iloc[rows]

    def _free(self) -> np.ndarray:
        values = self.parameters.to_numpy()
        return np.concatenate([np.log(values[:4]), values[4:]])

    def _bound(self, free: np.ndarray) -> np.ndarray:
        return np.concatenate([np.exp(free[:4]), free[4:]])

    def _slopes(self) -> np.ndarray:
        values = self.parameters.to_numpy()
        return np.concatenate([values[:4], np.ones(len(values) - 4)])

    def _from_free(self, free: np.ndarray) -> Self:
        values = self._bound(free)
        effects = values[4:].reshape(3, -1).tolist()
        return type(self)(
            *values[:4].tolist(), self.names, *map(tuple, effects), period_days=self.period_days
        )


class _LogLikelihood:
    """Of distinct rows (x, t_x, T, covariates), with its exact gradient and Hessian.

    Each row's derivatives by the logs of its own (r, alpha, a, b) are those of the plain model;
    the logs are linear in the free parameters, so the design matrices carry them over.
    """

    def __init__(self, rows: np.ndarray, weights: np.ndarray) -> None:
        self.x, self.t_x, self.T, z = rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:]
        self.weights = weights
        n, k = z.shape
        self.design = np.zeros((4, n, 4 + 3 * k))
        for which in range(4):
            self.design[which, :, which] = 1
        for which, sign in ((1, -1), (2, 1), (3, 1)):
            self.design[which, :, 4 + (which - 1) * k : 4 + which * k] = sign * z

    def __call__(self, free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        theta = np.exp(np.clip(self.design @ free, -50, 50))
        value, slope, bend = self._own(*theta)
        slope *= theta
        bend *= theta[:, None] * theta
        for which in range(4):
            bend[which, which] += slope[which]
        gradient = np.einsum("cnk,cn,n->k", self.design, slope, self.weights)
        hessian = sum(
            self.design[c].T @ (self.design[d] * (bend[c, d] * self.weights)[:, None])
            for c in range(4)
            for d in range(4)
        )
        return float(self.weights @ value), gradient, hessian

    def _own(self, r, alpha, a, b):
        """Log-likelihood of each row, and its derivatives by the row's r, alpha, a and b."""
        from scipy.special import digamma, gammaln, polygamma

        x, t_x, T = self.x, self.t_x, self.T
        value = gammaln(r + x) - gammaln(r) - r * np.log1p(T / alpha) - x * np.log(alpha + T)
        value += gammaln(b + x) - gammaln(b) + gammaln(a + b) - gammaln(a + b + x)
        slope, bend = np.zeros((4, len(x))), np.zeros((4, 4, len(x)))

        def rise(q):
            return digamma(q + x) - digamma(q)

        def curve(q):
            return polygamma(1, q + x) - polygamma(1, q)

        slope[0] = rise(r) - np.log1p(T / alpha)
        slope[1] = r * T / (alpha * (alpha + T)) - x / (alpha + T)
        slope[2] = -rise(a + b)
        slope[3] = rise(b) - rise(a + b)
        bend[0, 0] = curve(r)
        bend[0, 1] = T / (alpha * (alpha + T))
        bend[1, 1] = x / (alpha + T) ** 2 - r * T * (2 * alpha + T) / (alpha * (alpha + T)) ** 2
        bend[2, 2] = bend[2, 3] = -curve(a + b)
        bend[3, 3] = curve(b) - curve(a + b)
        # log(1 + e^q), the chance to have left, for those with a repeat purchase.
        again = x > 0
        c = b + np.maximum(x - 1, 0)
        now, then = 1 / (alpha + T), 1 / (alpha + t_x)
        wait = np.log1p((T - t_x) / (alpha + t_x))
        q = np.where(again, np.log(a / c) + (r + x) * wait, -np.inf)
        value += np.logaddexp(0, q)
        dead = np.exp(-np.logaddexp(0, -q))
        by = np.stack([wait, (r + x) * (now - then), 1 / a, -1 / c])
        slope += dead * by
        bend_q = np.zeros((4, 4, len(x)))
        bend_q[0, 1] = now - then
        bend_q[1, 1] = (r + x) * (then**2 - now**2)
        bend_q[2, 2] = -1 / a**2
        bend_q[3, 3] = 1 / c**2
        bend += dead * bend_q
        for i in range(4):
            for j in range(i):
                bend[i, j] = bend[j, i]
        bend += dead * (1 - dead) * by[:, None] * by
        return value, slope, bend


def _checked(summary: pd.DataFrame, covariates: pd.DataFrame, names: list[str]) -> np.ndarray:
    """The covariates of the customers of `summary`, in its order."""
    missing = [name for name in names if name not in covariates.columns]
    if missing or not names:
        raise ValueError(f"covariates {missing or 'are none'}; found {list(covariates.columns)}")
    if not covariates.index.is_unique:
        raise ValueError("a customer stands more than once in the covariates; one row a customer")
    without = summary.index.difference(covariates.index)
    if len(without):
        raise ValueError(
            f"{len(without):,} customer(s) have no covariates; first: {list(without[:3])}. "
            "Give covariates the customers' index."
        )
    try:
        values = covariates[names].reindex(summary.index).to_numpy(float)
    except (TypeError, ValueError):
        raise ValueError(
            f"covariates {names} must be numbers; turn groups into shares of 0 and 1: "
            "pandas.get_dummies(..., drop_first=True, dtype=float)"
        ) from None
    bad = ~np.isfinite(values).all(axis=1)
    if bad.any():
        raise ValueError(
            f"covariates are missing or infinite for {bad.sum():,} customer(s); first: "
            f"{list(summary.index[bad][:3])}. Fill them in or leave these customers out."
        )
    return values
