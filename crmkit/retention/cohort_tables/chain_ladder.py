"""The young cohorts as they will be: chain ladder, with Mack's standard errors.

Insurers complete claims that are known late in this way; cohorts of customers, exits that are
reported late and anything else that fills up with age can be completed alike.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.cohort_tables.cohorts import check_triangle

__all__ = ["ChainLadder"]


@dataclass(frozen=True, eq=False)
class ChainLadder:
    """By which factor does a cohort grow from one age to the next, and what will each come to?

    With C_ik what cohort i has come to by age k (Mack 1993):

        f_k = sum_i C_i,k+1 / sum_i C_ik                                     (eq. 1)
        s2_k = 1/(n_k - 1) sum_i C_ik (C_i,k+1 / C_ik - f_k)^2               (eq. 4)

    over the n_k cohorts that are seen at both ages. It takes for granted that the factors are the
    same for all cohorts, and that cohorts have nothing to do with one another.
    """

    factors: pd.Series
    variances: pd.Series = field(repr=False)
    triangle: pd.DataFrame = field(repr=False)

    @classmethod
    def fit(cls, cumulative: pd.DataFrame) -> Self:
        """How do cohorts grow with age?

        Parameters
        ----------
        cumulative : DataFrame
            One row a cohort, one column an age; what it has come to by then, above 0 where seen,
            NaN where not. From `cohorts.cumulative`. One cohort must be seen at all ages.

        Returns
        -------
        ChainLadder
            `factors` and `variances` by the age at which the step begins. The last variance, for
            which there is one cohort only, is extrapolated as Mack proposes.

        Raises
        ------
        ValueError
            Fewer than three ages or cohorts, a cohort that has come to 0 or less at an age, or an
            age that no cohort has reached.

        References
        ----------
        Mack, T. 1993, "Distribution-free calculation of the standard error of chain ladder reserve
        estimates", ASTIN Bulletin 23(2).

        Examples
        --------
        >>> seen = pd.DataFrame([[100.0, 150, 165], [80, 124, np.nan], [90, np.nan, np.nan]])
        >>> ChainLadder.fit(seen).factors.round(3).tolist()
        [1.522, 1.1]
        """
        check_triangle(cumulative)
        values = cumulative.to_numpy(dtype=float, na_value=np.nan)
        seen = ~np.isnan(values)
        if values.shape[1] < 3 or len(values) < 3:
            raise ValueError(
                f"the triangle has {len(values)} cohort(s) and {values.shape[1]} age(s); "
                "three of each are the least from which factors and their errors follow"
            )
        both = seen[:, 1:]
        pairs = both.sum(axis=0)
        if (pairs == 0).any():
            age = cumulative.columns[int(np.argmax(pairs == 0)) + 1]
            raise ValueError(f"no cohort is seen at age {age}: leave it out")
        # No factor carries 0 anywhere, and Mack's variances divide by what a cohort has come to.
        if (values <= 0).any():
            bad = cumulative.index[np.flatnonzero((values <= 0).any(axis=1))]
            raise ValueError(
                f"{len(bad)} cohort(s) have come to 0 or less at an age; first: "
                f"{[str(one) for one in bad[:3]]}. Begin at a later age or leave them out."
            )
        before = np.where(both, values[:, :-1], 0.0)
        after = np.where(both, values[:, 1:], 0.0)
        factors = after.sum(axis=0) / before.sum(axis=0)
        ratio = np.divide(after, before, out=np.zeros_like(after), where=both)
        squares = (before * (ratio - factors) ** 2).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            variances = np.where(pairs > 1, squares / (pairs - 1), np.nan)
        steps = cumulative.columns[:-1]
        return cls(
            factors=pd.Series(factors, steps, name="factor"),
            variances=pd.Series(_extrapolated(variances), steps, name="variance"),
            triangle=cumulative.astype("float64"),
        )

    def completed(self) -> pd.DataFrame:
        """What will each cohort have come to at each age?

        Returns
        -------
        DataFrame
            The triangle with its empty corner filled in; what was seen stays as it was.
        """
        values = self.triangle.to_numpy().copy()
        for age, factor in enumerate(self.factors):
            missing = np.isnan(values[:, age + 1])
            values[missing, age + 1] = factor * values[missing, age]
        return pd.DataFrame(values, self.triangle.index, self.triangle.columns)

    def outlook(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """What is each cohort still to bring, and how sure is that?

        Parameters
        ----------
        confidence : float
            Of the intervals, between 0 and 1.

        Returns
        -------
        DataFrame
            One row a cohort: seen (so far), expected (at the last age), to_come (the difference),
            standard_error (of to_come: what is not known of the factors and the cohort's own
            chance), low and high (of expected, as of a lognormal distribution). With ten cohorts
            the variances are themselves unsure: in simulations 95 % intervals held about 90 %.

        References
        ----------
        Mack 1993, eq. (7) for the error of a cohort.
        """
        from scipy.special import ndtri

        z = float(ndtri((1 + tables.confidence(confidence)) / 2))
        full = self.completed()
        values, last = full.to_numpy(), self.triangle.notna().sum(axis="columns").to_numpy() - 1
        seen = self.triangle.to_numpy()[np.arange(len(last)), last]
        expected = values[:, -1]
        error = np.sqrt(self._squared_errors(values, last))
        spread = np.sqrt(np.log1p((error / expected) ** 2))
        middle = np.log(expected) - spread**2 / 2
        return pd.DataFrame(
            {
                "seen": seen,
                "expected": expected,
                "to_come": expected - seen,
                "standard_error": error,
                "low": np.exp(middle - z * spread),
                "high": np.exp(middle + z * spread),
            },
            index=self.triangle.index,
        )

    def total(self, *, cohorts: Sequence[Hashable] | pd.Index | None = None) -> pd.Series:
        """What are all cohorts together still to bring, and how sure is that?

        The errors of cohorts do not simply add up: all are completed by the same factors.

        Parameters
        ----------
        cohorts : sequence, optional
            Which of them, such as those of a year; all if not given.

        Returns
        -------
        Series
            to_come and standard_error.

        References
        ----------
        Mack 1993, corollary to theorem 3.
        """
        values = self.completed().to_numpy()
        last = self.triangle.notna().sum(axis="columns").to_numpy() - 1
        mine = np.ones(len(last), dtype=bool)
        if cohorts is not None:
            asked = tables.listed_once("cohorts", cohorts)
            tables.check_names(self.triangle.index, asked, name="the triangle")
            mine = self.triangle.index.isin(asked)
        values, last, squares = values[mine], last[mine], self._squared_errors(values, last)[mine]
        shared = 0.0
        # Two cohorts share the factors that both still need, those from the older one's age on.
        by_age = np.argsort(-last, kind="stable")
        for place, i in enumerate(by_age):
            younger = values[by_age[place + 1 :], -1].sum()
            shared += values[i, -1] * younger * 2 * self._of_factors(last[i])
        seen = values[np.arange(len(last)), last]
        to_come = values[:, -1].sum() - seen.sum()
        return pd.Series({"to_come": to_come, "standard_error": np.sqrt(squares.sum() + shared)})

    def _squared_errors(self, values: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Of each cohort, eq. (7): C_in^2 sum_k s2_k/f_k^2 (1/C_ik + 1/sum_j C_jk)."""
        squared = np.zeros(len(values))
        relative = self.variances.to_numpy() / self.factors.to_numpy() ** 2
        for i, begin in enumerate(last):
            own = (relative[begin:] / values[i, begin:-1]).sum()
            squared[i] = values[i, -1] ** 2 * (own + self._of_factors(begin))
        return squared

    def _of_factors(self, begin: int) -> float:
        """sum_k s2_k/f_k^2 / sum_j C_jk, from an age on: what is not known of the factors."""
        values = self.triangle.to_numpy()
        behind = np.where(np.isnan(values[:, 1:]), 0.0, values[:, :-1]).sum(axis=0)
        relative = self.variances.to_numpy() / self.factors.to_numpy() ** 2
        return float((relative[begin:] / behind[begin:]).sum())


def _extrapolated(variances: np.ndarray) -> np.ndarray:
    """Mack's rule where one cohort alone made the step: min(s2^2 / s2 before, both before)."""
    made = variances.copy()
    for k in np.flatnonzero(np.isnan(made)):
        if k == 0:
            raise ValueError("only one cohort is seen at a second age: nothing says how they vary")
        if k == 1 or made[k - 2] == 0:
            made[k] = made[k - 1]
        else:
            made[k] = min(made[k - 1] ** 2 / made[k - 2], made[k - 2], made[k - 1])
    return made
