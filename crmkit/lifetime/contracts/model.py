"""What the contractual models share: survival, residual lifetime, projection, simulation.

Time is counted in renewals: a contract of a month is renewed monthly and one of a year yearly, so
that no calendar enters until money is discounted. Then `period_days` says how long a contract runs
(365.25 for a year, 365.25 / 12 for a month); it is never guessed.
"""

import math
from dataclasses import replace
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.contracts.tables import Contracts, Survivors, checked_contracts, checked_survivors
from crmkit.models import FitReport, Model
from crmkit.money import DAYS_OF_A_YEAR
from crmkit.models.maximise import Objective, maximise

# Terms of an infinite sum that are computed at most: 3 % a year at daily renewals needs 550,000.
LONGEST_SUM = 5_000_000

Renewals = int | list[int] | range | np.ndarray | pd.Index | pd.Series


class ContractModel(Model):
    """Base of Geometric, SBG and BdW: each says how likely the t-th renewal is."""

    TITLE: ClassVar[str]
    period_days: float | None

    @classmethod
    def fit(cls, survivors: Survivors, *, period_days: float | None = None) -> Self:
        """Which parameters make these renewals most likely?

        survivors: a survival table (Series or frame, one column a cohort) or a contract table, see
        `crmkit.lifetime.contracts`. Cohorts may be of different age; all share the parameters.
        period_days: length of a contract in days, only for discounting. Raises ValueError for a
        table that cannot be, see `Contracts.of`.
        """
        contracts = Contracts.of(survivors)
        return cls._fit_decisions(*contracts.decisions(), contracts, period_days)

    @classmethod
    def _fit_decisions(
        cls,
        left: np.ndarray,
        stayed: np.ndarray,
        contracts: Contracts,
        period_days: float | None,
        starts: list[np.ndarray] | None = None,
    ) -> Self:
        objective = cls._objective(left, stayed)
        starts = cls._starts(left, stayed) if starts is None else starts
        optimum = maximise(objective, starts, customers=contracts.total)
        names = tuple(cls.SCALES)
        report = FitReport.of(
            optimum, names, customers=contracts.total, distinct=len(contracts.customers)
        )
        loose = _unbounded(optimum.free, report)
        if loose.any():
            loose |= optimum.at_wall
            named = tuple(name for name, one in zip(names, loose, strict=True) if one)
            report = replace(report, boundary=named, covariance=None)
        blank = object.__new__(cls)
        values = dict(zip(names, map(float, blank._bound(optimum.free)), strict=True))
        return cls(**values, period_days=period_days, report=report)

    @classmethod
    def _objective(cls, left: np.ndarray, stayed: np.ndarray) -> Objective:
        """Log-likelihood, gradient and Hessian on free parameters; left[0] is the first renewal."""
        raise NotImplementedError

    @classmethod
    def _starts(cls, left: np.ndarray, stayed: np.ndarray) -> list[np.ndarray]:
        """Free parameters to search from."""
        raise NotImplementedError

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        """ln of the share of those still there who make the renewals-th renewal (1, 2, ...)."""
        raise NotImplementedError

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        """ln of the share of a cohort that makes so many renewals or more (0, 1, ...)."""
        raise NotImplementedError

    def _mean_residual(self, made: float) -> float:
        """Expected further renewals, not discounted; inf where there is no mean."""
        raise NotImplementedError

    def log_likelihood(self, survivors: Survivors) -> float:
        """How likely are these renewals under the model (natural logarithm)?

        Each customer who left counts ln P(left then), each who is still there ln S(then): the
        convention of Fader & Hardie (2007).
        """
        left, stayed = Contracts.of(survivors).decisions()
        retention = self._log_retention(np.arange(1.0, len(left) + 1))
        with np.errstate(divide="ignore"):
            leaving = np.where(left > 0, left * np.log(-np.expm1(retention)), 0.0)
        return float((leaving + np.where(stayed > 0, stayed * retention, 0.0)).sum())

    def survival(self, renewals: Renewals) -> float | pd.Series:
        """What share of a cohort is still there after so many renewals?

        renewals: whole, 0 or more: a number, or several for a Series indexed by them. 1 at 0.
        """
        return self._answer(renewals, 0, "survival", lambda t: np.exp(self._log_survival(t)))

    def retention_rate(self, renewals: Renewals) -> float | pd.Series:
        """What share of those who still could makes the first, second, ... renewal?

        renewals: whole, 1 or more. S(t) / S(t - 1), between 0 and 1.
        """
        return self._answer(renewals, 1, "retention_rate", lambda t: np.exp(self._log_retention(t)))

    def probability_of_leaving(self, renewals: Renewals) -> float | pd.Series:
        """What share of a cohort leaves at the first, second, ... renewal?

        renewals: whole, 1 or more. P(T = t) = S(t - 1) - S(t), of all who once began.
        """

        def leaving(t: np.ndarray) -> np.ndarray:
            return np.exp(self._log_survival(t - 1)) * -np.expm1(self._log_retention(t))

        return self._answer(renewals, 1, "probability_of_leaving", leaving)

    def expected_residual_lifetime(
        self, renewals_made: Renewals = 0, *, horizon_renewals: int | None = None
    ) -> float | pd.Series:
        """How many more renewals are to be expected of a customer who made so many?

        renewals_made: whole, 0 or more (0: new). horizon_renewals: count only so many
        opportunities; None counts all. Raises ValueError where the mean over all is infinite
        (SBG with alpha <= 1): some customers then never leave; give a horizon.
        """
        if horizon_renewals is not None:
            return self._answer(
                renewals_made,
                0,
                "expected_residual_lifetime",
                lambda made: self._sums(made, 0.0, _horizon(horizon_renewals)),
            )
        found = self._answer(
            renewals_made,
            0,
            "expected_residual_lifetime",
            lambda made: np.array([self._mean_residual(one) for one in made]),
        )
        if not np.isfinite(found).all():
            raise ValueError(
                f"the expected lifetime is infinite under {self.parameters.to_dict()}: too many "
                "customers hardly ever leave. Give horizon_renewals, or discount"
            )
        return found

    def discounted_expected_residual_lifetime(
        self,
        renewals_made: Renewals = 0,
        *,
        annual_discount_rate: float,
        horizon_renewals: int | None = None,
    ) -> float | pd.Series:
        """What are the renewals to come worth today, in payments of now (DERL)?

        Just before the next renewal is decided, by a customer who made `renewals_made`: the sum of
        S(t | made) / (1 + d)^(t - made - 1) over the renewals to come, so that the next payment,
        if it is made, is not discounted; Fader & Hardie (2010). Times the margin of a contract it
        is the residual value. annual_discount_rate: above 0 (.10 = 10 % a year), turned into the
        rate of a contract by `period_days`. horizon_renewals: None for all. Raises ValueError
        without period_days.
        """
        rate = self._log_discount(annual_discount_rate)
        if horizon_renewals is None and rate <= 0:
            raise ValueError("annual_discount_rate=0 needs horizon_renewals: a sum without end")
        # Beyond this, what is left out is less than 1e-16 of the sum, since survival falls.
        terms = (
            _horizon(horizon_renewals)
            if horizon_renewals is not None
            else math.ceil((37 - math.log(-math.expm1(-rate))) / rate)
        )
        if terms > LONGEST_SUM:
            raise ValueError(
                f"annual_discount_rate={annual_discount_rate} at contracts of {self.period_days} "
                f"days needs {terms:,} renewals; give horizon_renewals"
            )
        return self._answer(
            renewals_made,
            0,
            "discounted_expected_residual_lifetime",
            lambda made: self._sums(made, rate, terms),
        )

    def discounted_expected_lifetime(
        self, *, annual_discount_rate: float, horizon_renewals: int | None = None
    ) -> float:
        """What is a customer worth who is still to be won, in payments of now (DEL)?

        The first payment is certain and now: 1 plus the discounted residual lifetime one contract
        later; Fader & Hardie (2010). Arguments as `discounted_expected_residual_lifetime`.
        """
        residual = self.discounted_expected_residual_lifetime(
            0, annual_discount_rate=annual_discount_rate, horizon_renewals=horizon_renewals
        )
        return 1 + math.exp(-self._log_discount(annual_discount_rate)) * residual

    def residual_lifetime_of_customers(
        self,
        contracts: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_renewals: int | None = None,
    ) -> pd.Series:
        """What are each customer's renewals to come worth today, in payments of now?

        contracts: a contract table. A Series by customer, in its order; 0 for those who left.
        """
        checked_contracts(contracts)
        made, active = contracts["renewals"].astype(int), contracts["active"].to_numpy()
        levels, codes = np.unique(made, return_inverse=True)
        values = self.discounted_expected_residual_lifetime(
            levels, annual_discount_rate=annual_discount_rate, horizon_renewals=horizon_renewals
        )
        found = np.where(active, values.to_numpy()[codes], 0.0)
        return pd.Series(found, index=contracts.index, name=values.name)

    def track(self, survivors: Survivors, *, fitted_up_to: int) -> pd.DataFrame:
        """How well does the model meet the survival table, and the years it has not seen?

        survivors: a survival table with the holdout. fitted_up_to: the last renewal that the fit
        saw. One row a cohort and renewal: customers (as counted), expected (the first count times
        survival), error (expected / customers - 1), holdout (bool).
        """
        table = checked_survivors(survivors)
        rows = []
        for name in table.columns:
            counts = table[name].dropna()
            after = self._from(counts.index[0], counts.index.to_numpy(float))
            rows.append(
                pd.DataFrame(
                    {
                        "cohort": name,
                        "renewals": counts.index,
                        "customers": counts.to_numpy(),
                        "expected": counts.iloc[0] * after,
                        "holdout": counts.index > fitted_up_to,
                    }
                )
            )
        found = pd.concat(rows).set_index(["cohort", "renewals"])
        error = found["expected"] / found["customers"].where(found["customers"] > 0) - 1
        found.insert(2, "error", error)
        return found

    def project(self, survivors: Survivors, *, up_to: int) -> pd.DataFrame:
        """How many of each cohort will still be there after the renewals to come?

        survivors: a survival table. One row a number of renewals up to `up_to`, one column a
        cohort: the counts as far as they go, then the last count times the survival from there.
        """
        table = checked_survivors(survivors)
        if up_to <= table.index[-1]:
            raise ValueError(
                f"up_to={up_to} lies within the table, which goes to {table.index[-1]}"
            )
        found = table.reindex(range(int(table.index[0]), int(up_to) + 1)).rename_axis("renewals")
        for name in found.columns:
            last = table[name].last_valid_index()
            later = np.arange(last + 1, up_to + 1)
            found.loc[later, name] = found.loc[last, name] * self._from(last, later.astype(float))
        return found

    def simulate(self, n: int, *, renewals: int | np.ndarray, rng: np.random.Generator):
        """What would n customers of this kind do?

        renewals: how many renewals each has faced by now: one number, or one a customer. A
        contract table: index customer_id, columns renewals (made), active. `contracts.survivors`
        turns it into a survival table.
        """
        faced = np.broadcast_to(np.asarray(renewals), (n,))
        if n < 1 or (faced < 0).any() or (faced % 1 != 0).any():
            raise ValueError("simulate needs n of 1 or more and whole renewals of 0 or more")
        survival = np.exp(self._log_survival(np.arange(1.0, faced.max() + 1)))
        # A customer makes every renewal whose survival lies above a uniform number of his own.
        made = np.minimum(np.searchsorted(-survival, -rng.random(n), side="left"), faced)
        index = pd.RangeIndex(1, n + 1, name="customer_id")
        return pd.DataFrame({"renewals": made, "active": made == faced}, index=index)

    def bootstrap(
        self, survivors: Survivors, *, replicates: int, rng: np.random.Generator
    ) -> pd.DataFrame:
        """Which parameters would other customers of the same kind have led to?

        One row a replicate: the fit to as many customers, drawn with replacement.
        """
        contracts = Contracts.of(survivors)
        share = contracts.customers / contracts.total
        rows = []
        for weights in rng.multinomial(round(contracts.total), share, size=replicates):
            left, stayed = contracts.decisions(weights.astype(float))
            starts = [np.clip(self._free(), -8, 8)]
            one = self._fit_decisions(left, stayed, contracts, self.period_days, starts)
            rows.append(one.parameters)
        return pd.DataFrame(rows).reset_index(drop=True).rename_axis("replicate")

    def _from(self, made: int, renewals: np.ndarray) -> np.ndarray:
        """Survival from `made` renewals on."""
        begun = self._log_survival(np.array([float(made)]))
        return np.exp(self._log_survival(renewals) - begun)

    def _sums(self, made: np.ndarray, rate: float, terms: int) -> np.ndarray:
        """Sum over the next `terms` renewals of survival from `made`, times exp(-rate k).

        Built from retention rates, so that a cohort of which nobody is left (S underflows) still
        has a residual lifetime; all terms are positive, nothing cancels.
        """
        ahead = np.arange(terms)
        found = [
            np.exp(np.cumsum(self._log_retention(one + 1.0 + ahead)) - rate * ahead).sum()
            for one in made
        ]
        return np.array(found)

    def _log_discount(self, annual_discount_rate: float) -> float:
        if self.period_days is None:
            raise ValueError(
                "an annual discount rate needs the length of a contract: "
                f"{type(self).__name__}.fit(..., period_days=365.25) for a year, "
                "period_days=365.25 / 12 for a month"
            )
        if not (annual_discount_rate >= 0 and math.isfinite(annual_discount_rate)):
            raise ValueError(
                f"annual_discount_rate={annual_discount_rate!r} must be 0 or more (.10 = 10 %)"
            )
        return math.log1p(annual_discount_rate) * self.period_days / DAYS_OF_A_YEAR

    def _answer(self, renewals: Renewals, least: int, name: str, compute) -> float | pd.Series:
        t = np.atleast_1d(np.asarray(renewals))
        if t.ndim != 1 or t.dtype.kind not in "iuf" or (t < least).any() or (t % 1 != 0).any():
            raise ValueError(
                f"{name} takes whole numbers of renewals, {least} or more; got {renewals!r}. A "
                "contract does not end between two renewals"
            )
        # A short table by distinct numbers would be no faster: callers pass few.
        found = compute(t.astype(float))
        if np.ndim(renewals) == 0:
            return float(found[0])
        return pd.Series(found, index=pd.Index(t.astype(int), name="renewals"), name=name)

    def _unit(self) -> str:
        days = self.period_days
        return "" if days is None else f", contracts of {days:g} days"


def _unbounded(free: np.ndarray, report: FitReport) -> np.ndarray:
    """Which parameters drift to zero or infinity along a slope too flat to reach the wall.

    Customers who do not differ have alpha and beta infinite at a fixed ratio; the search stops
    where the rest of the slope is nil. A log beyond 10 known to no better than a factor e^5 is one.
    """
    if report.covariance is None:
        return np.abs(free) > 10
    return (np.abs(free) > 10) & (np.sqrt(np.diag(report.covariance)) > 5)


def check_period(period_days: float | None) -> None:
    """Refuse a length of contract that is no positive number of days."""
    if period_days is not None and not (math.isfinite(period_days) and period_days > 0):
        raise ValueError(
            f"period_days={period_days!r} must be a positive number of days (365.25 for a year) or "
            "None"
        )


def _horizon(renewals: int) -> int:
    if renewals < 1 or renewals % 1 != 0:
        raise ValueError(f"horizon_renewals={renewals!r} must be a whole number, 1 or more")
    return int(renewals)
