"""What the contractual models share: survival, residual lifetime, projection, simulation.

Time is counted in renewals: a contract of a month is renewed monthly and one of a year yearly, so
that no calendar enters until money is discounted. Then `period_days` says how long a contract runs
(365.25 for a year, 365.25 / 12 for a month); it is never guessed.
"""

import math
from collections.abc import Callable
from typing import Any, Self, cast

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.lifetime.contracts.tables import (
    Contracts,
    Survivors,
    check_contracts,
    checked_survivors,
)
from crmkit.models import Model, check_parameters

__all__ = ["ContractModel", "Renewals"]

# Terms of an infinite sum that are computed at most: 3 % a year at daily renewals needs 550,000.
LONGEST_SUM = 5_000_000

Renewals = int | list[int] | range | np.ndarray | pd.Index | pd.Series


class ContractModel(Model):
    """Base of Geometric, SBG and BdW: each says how likely the t-th renewal is."""

    period_days: float | None

    def __post_init__(self) -> None:
        check_parameters(self)
        if self.period_days is not None:
            mend = "the length of a contract such as 365.25, or None"
            tables.number("period_days", self.period_days, above=0, mend=mend)

    @classmethod
    def fit(cls, survivors: Survivors, *, period_days: float | None = None) -> Self:
        """Which parameters make these renewals most likely?

        Parameters
        ----------
        survivors
            A survival table (Series or frame, one column a cohort) or a contract table, see
            `crmkit.lifetime.contracts`. Cohorts may be of different age; all share the parameters.
        period_days
            Length of a contract in days (365.25 for a year). Parameters and forecasts count
            renewals and do without; only discounting needs it, and asks for it where it is None.

        Returns
        -------
        The model, with its fit report.

        Raises
        ------
        ValueError
            For a table that cannot be, see `crmkit.lifetime.contracts.Contracts.of`.
        """
        return cls.fit_counted(cls.counted(survivors), period_days=period_days)

    @classmethod
    def counted(cls, data: Survivors, **settings: Any) -> Contracts:
        """The table checked and counted. Raises ValueError for one that cannot be."""
        return Contracts.of(data)

    # -- What a model brings besides its likelihood ----------------------------------------------

    def _log_retention(self, renewals: np.ndarray) -> np.ndarray:
        """ln of the share of those still there who make the renewals-th renewal (1, 2, ...)."""
        raise NotImplementedError

    def _log_survival(self, renewals: np.ndarray) -> np.ndarray:
        """ln of the share of a cohort that makes so many renewals or more (0, 1, ...)."""
        raise NotImplementedError

    def _mean_residual(self, made: float) -> float:
        """Expected further renewals, not discounted; inf where there is no mean."""
        raise NotImplementedError

    # -- What it answers -------------------------------------------------------------------------

    def survival(self, renewals: Renewals) -> float | pd.Series:
        """What share of a cohort is still there after so many renewals?

        Parameters
        ----------
        renewals
            Whole, 0 or more: a number, or several for a Series indexed by them.

        Returns
        -------
        0 to 1; 1 at 0 renewals.
        """
        return _answer(renewals, 0, "survival", lambda t: np.exp(self._log_survival(t)))

    def retention_rate(self, renewals: Renewals) -> float | pd.Series:
        """What share of those who still could makes the first, second, ... renewal?

        Parameters
        ----------
        renewals
            Whole, 1 or more: a number, or several for a Series indexed by them.

        Returns
        -------
        r_t = S(t) / S(t - 1), between 0 and 1.
        """
        return _answer(renewals, 1, "retention_rate", lambda t: np.exp(self._log_retention(t)))

    def probability_of_leaving(self, renewals: Renewals) -> float | pd.Series:
        """What share of a cohort leaves at the first, second, ... renewal?

        Parameters
        ----------
        renewals
            Whole, 1 or more: a number, or several for a Series indexed by them.

        Returns
        -------
        P(T = t) = S(t - 1) - S(t), of all who once began.
        """

        def leaving(t: np.ndarray) -> np.ndarray:
            return np.exp(self._log_survival(t - 1)) * -np.expm1(self._log_retention(t))

        return _answer(renewals, 1, "probability_of_leaving", leaving)

    def expected_residual_lifetime(
        self, renewals_made: Renewals = 0, *, horizon_renewals: int | None = None
    ) -> float | pd.Series:
        """How many more renewals are to be expected of a customer who made so many?

        Parameters
        ----------
        renewals_made
            Whole, 0 or more (0: new): a number, or several for a Series indexed by them.
        horizon_renewals
            Count only so many opportunities; None counts all.

        Raises
        ------
        ValueError
            Where the mean over all is infinite (SBG with alpha <= 1): some customers then hardly
            ever leave. Give a horizon.
        """
        name = "expected_residual_lifetime"
        if horizon_renewals is not None:
            terms = tables.whole("horizon_renewals", horizon_renewals, least=1)
            return _answer(renewals_made, 0, name, lambda made: self._sums(made, 0.0, terms))
        found = _answer(renewals_made, 0, name, np.vectorize(self._mean_residual, otypes=[float]))
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
        if it is made, is not discounted. Times the margin of a contract it is the residual value.

        Parameters
        ----------
        renewals_made
            Whole, 0 or more (0: new): a number, or several for a Series indexed by them.
        annual_discount_rate
            0 or more, .10 for 10 % a year; turned into the rate of a contract by `period_days`.
        horizon_renewals
            Count only so many renewals; None counts all.

        Raises
        ------
        ValueError
            Without period_days; at a rate of 0 where the sum is infinite.

        References
        ----------
        Fader & Hardie (2010), Customer-base valuation in a contractual setting, Marketing Science
        29(1).
        """
        rate, name = self._log_growth(annual_discount_rate), "discounted_expected_residual_lifetime"
        if horizon_renewals is not None:
            terms = tables.whole("horizon_renewals", horizon_renewals, least=1)
        elif rate == 0:
            found = self.expected_residual_lifetime(renewals_made)
            return found.rename(name) if isinstance(found, pd.Series) else found
        else:
            # Beyond this, what is left out is less than 1e-16 of the sum, since survival falls.
            terms = math.ceil((37 - math.log(-math.expm1(-rate))) / rate)
        if terms > LONGEST_SUM:
            raise ValueError(
                f"annual_discount_rate={annual_discount_rate} at contracts of {self.period_days} "
                f"days needs {terms:,} renewals; give horizon_renewals"
            )
        return _answer(renewals_made, 0, name, lambda made: self._sums(made, rate, terms))

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
        return 1 + math.exp(-self._log_growth(annual_discount_rate)) * cast(float, residual)

    def residual_lifetime_of_customers(
        self,
        contracts: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_renewals: int | None = None,
    ) -> pd.Series:
        """What are each customer's renewals to come worth today, in payments of now?

        Parameters
        ----------
        contracts
            A contract table: one row a customer, `renewals` (made so far), `active` (bool).
        annual_discount_rate, horizon_renewals
            As for `discounted_expected_residual_lifetime`.

        Returns
        -------
        By customer, in the order of the table; 0 for those who left.
        """
        check_contracts(contracts)
        made, active = contracts["renewals"].astype(int), contracts["active"].to_numpy()
        levels, codes = np.unique(made, return_inverse=True)
        answer = self.discounted_expected_residual_lifetime(
            levels, annual_discount_rate=annual_discount_rate, horizon_renewals=horizon_renewals
        )
        values = cast(pd.Series, answer)
        found = np.where(active, values.to_numpy()[codes], 0.0)
        return pd.Series(found, index=contracts.index, name=values.name)

    def track(self, survivors: Survivors, *, fitted_up_to: int) -> pd.DataFrame:
        """How well does the model meet the survival table, and the years it has not seen?

        Parameters
        ----------
        survivors
            A survival table with the holdout.
        fitted_up_to
            The last renewal that the fit saw.

        Returns
        -------
        One row a cohort and renewal: customers (as counted), expected (the first count times
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

        Parameters
        ----------
        survivors
            A survival table.
        up_to
            The last number of renewals, beyond the table.

        Returns
        -------
        One row a number of renewals up to `up_to`, one column a cohort: the counts as far as they
        go, then the last count times the survival from there.
        """
        table = checked_survivors(survivors)
        if up_to <= table.index[-1]:
            raise ValueError(
                f"up_to={up_to} lies within the table, which goes to {table.index[-1]}"
            )
        found = table.reindex(range(int(table.index[0]), int(up_to) + 1)).rename_axis("renewals")
        for name in found.columns:
            last = cast(int, table[name].last_valid_index())
            later = np.arange(last + 1, up_to + 1)
            ahead = self._from(last, later.astype(float))
            found.loc[later, name] = found.loc[last, name] * ahead
        return found

    def simulate(
        self, n_customers: int, *, renewals: int | np.ndarray, rng: np.random.Generator
    ) -> pd.DataFrame:
        """What would so many customers of this kind do?

        Parameters
        ----------
        n_customers
            1 or more.
        renewals
            How many renewals each has faced by now: one number, or one a customer.
        rng
            Of the random numbers.

        Returns
        -------
        A contract table: index customer_id, columns renewals (made), active. `contracts.survivors`
        turns it into a survival table.
        """
        n = tables.whole("n_customers", n_customers, least=1)
        _check_renewals("renewals", renewals, 0)
        faced = np.broadcast_to(np.asarray(renewals), (n,))
        survival = np.exp(self._log_survival(np.arange(1.0, faced.max() + 1)))
        # A customer makes every renewal whose survival lies above a uniform number of their own.
        made = np.minimum(np.searchsorted(-survival, -rng.random(n), side="left"), faced)
        index = pd.RangeIndex(1, n + 1, name="customer_id")
        return pd.DataFrame({"renewals": made, "active": made == faced}, index=index)

    # -- How ---------------------------------------------------------------------------------------

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

    def _log_growth(self, annual_discount_rate: float) -> float:
        """The continuous discount rate of a contract."""
        if self.period_days is None:
            raise ValueError(
                "an annual discount rate needs the length of a contract: "
                f"{type(self).__name__}.fit(..., period_days=365.25) for a year, "
                "period_days=365.25 / 12 for a month"
            )
        return money.log_growth(annual_discount_rate, days=self.period_days)

    def _unit(self) -> str:
        days = self.period_days
        return "" if days is None else f", contracts of {days:g} days"


def _answer(
    renewals: Renewals, least: int, name: str, compute: Callable[[np.ndarray], np.ndarray]
) -> float | pd.Series:
    """What `compute` says of each number of renewals, in the form in which they were given."""
    _check_renewals("renewals", renewals, least)
    t = np.atleast_1d(np.asarray(renewals))
    found = compute(t.astype(float))
    if np.ndim(renewals) == 0:
        return float(found[0])
    return pd.Series(found, index=pd.Index(t.astype(int), name="renewals"), name=name)


def _check_renewals(name: str, renewals: Renewals, least: int) -> None:
    """Refuse what counts no renewals: a contract does not end between two of them."""
    if np.ndim(renewals) == 0:
        tables.whole(name, renewals, least=least)
    else:
        tables.numbers(pd.Series(renewals), name=name, least=least, whole=True)
