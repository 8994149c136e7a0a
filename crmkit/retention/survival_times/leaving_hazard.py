"""Which bond goes with a lower hazard of leaving, the others held fixed: a stratified Cox model.

What it finds is an association. A bond that the loyal choose for themselves looks like one that
makes them loyal, whatever is held fixed; only a lot or an outside cause tells the two apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.survival_times.concordance import concordance
from crmkit.retention.survival_times.estimable import check_estimable, maximum, numeric
from crmkit.retention.survival_times.partial_likelihood import Baseline
from crmkit.retention.survival_times.predicted import STRATUM, predicted, stratum_numbers
from crmkit.retention.survival_times.watched import strata_of, watched

__all__ = ["LeavingHazard"]

Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, eq=False)
class LeavingHazard:
    """Log hazard ratios of leaving, fitted by Cox's partial likelihood.

    The hazard is the rate at which those who are still there leave, month after month. In the
    stratum s it is h_s(t) exp(x b): h_s is left open, and b says what each column of x does to it.
    """

    estimates: pd.Series = field(repr=False)
    covariance: pd.DataFrame = field(repr=False)
    log_likelihood: float
    null_log_likelihood: float
    ties: Ties
    customers: int
    leavers: int
    strata: int
    tenure_zero: int
    tenure_zero_leavers: int
    tenure: str
    left: str
    entry: str | None
    means: pd.Series = field(repr=False)
    layers: pd.DataFrame = field(repr=False)
    ends: pd.Series = field(repr=False)
    baseline: Baseline = field(repr=False)

    @classmethod
    def fit(
        cls,
        customers: pd.DataFrame,
        *,
        tenure: str,
        left: str,
        traits: Sequence[str],
        strata: str | Sequence[str] | None = None,
        entry: str | None = None,
        ties: Ties = "efron",
    ) -> Self:
        """Which traits and bonds go with a higher or a lower hazard of leaving, the rest fixed?

        Parameters
        ----------
        customers : DataFrame
            One row a customer.
        tenure : str
            Its column with the months from the beginning to leaving, or until now; 0 or more.
            Those with 0 stay in and are counted; whoever has not left at 0 says nothing of the
            hazard.
        left : str
            Its column that is 1 (or True) for those who left.
        traits : sequence of str
            Its numeric columns whose hazard ratios are wanted: bonds as 0 and 1, or amounts.
        strata : str or sequence of str, optional
            Columns within whose combinations customers are compared, each with a hazard of its
            own.
        entry : str, optional
            Its column with the tenure at which each customer came under observation, where that
            is not 0: before, nobody could have seen them leave.
        ties : "efron" or "breslow"
            How leavers of the same month are ordered. The two differ in the second or third
            decimal.

        Raises
        ------
        ValueError
            A column is missing, not numeric, the same for everybody, or follows from the others; a
            tenure is negative or before its entry; all tenures are alike; nobody left; tenure,
            `left` or entry is among the traits; or a trait separates leavers from stayers, so that
            its hazard ratio is 0 or infinite.

        References
        ----------
        Cox, D. R. (1972). Regression models and life-tables. Journal of the Royal Statistical
        Society B 34, 187-220, eq. (12). Efron, B. (1977). The efficiency of Cox's likelihood
        function for censored data. Journal of the American Statistical Association 72, 557-565.

        Examples
        --------
        >>> customers = pd.DataFrame(
        ...     {"months": [1, 2, 3, 4, 5], "left": [1, 1, 0, 1, 1], "adviser": [0, 0, 1, 1, 0]}
        ... )
        >>> fitted = LeavingHazard.fit(
        ...     customers, tenure="months", left="left", traits=["adviser"]
        ... )
        >>> fitted.hazard_ratios().round(2)
                 estimate   low  high  p_value
        adviser      0.57  0.05  6.33     0.65
        """
        tables.option("ties", ties, ["efron", "breslow"])
        traits = tables.column_names("traits", traits)
        layers = [] if strata is None else tables.column_names("strata", strata)
        who = watched(customers, tenure=tenure, left=left, entry=entry, others=[*traits, *layers])
        told = [name for name in [*traits, *layers] if name in (tenure, left, entry)]
        if told:
            raise ValueError(f"{told} says who left when, and cannot explain it: leave it out")
        layer = strata_of(who.customers, layers)
        x = numeric(who.customers, traits)
        check_estimable(x, who, layer)
        # Hazards do not see the level of an amount, but exp(1e9) is seen by the computer.
        found = maximum(x - x.mean(), who, layer, efron=ties == "efron")
        zero = who.months == 0
        return cls(
            estimates=pd.Series(found.estimates, traits),
            covariance=pd.DataFrame(found.covariance, traits, traits),
            log_likelihood=found.log_likelihood,
            null_log_likelihood=found.null_log_likelihood,
            ties=ties,
            customers=len(x),
            leavers=int(who.left.sum()),
            strata=int(layer.max()) + 1,
            tenure_zero=int(zero.sum()),
            tenure_zero_leavers=int(who.left[zero].sum()),
            tenure=tenure,
            left=left,
            entry=entry,
            means=x.mean(),
            layers=who.customers[layers].assign(**{STRATUM: layer}).drop_duplicates(STRATUM),
            ends=pd.Series(who.months).groupby(layer).max(),
            baseline=found.baseline,
        )

    @property
    def aic(self) -> float:
        """Akaike's criterion, of the partial likelihood; smaller is better (same data, strata)."""
        return 2 * len(self.estimates) - 2 * self.log_likelihood

    @property
    def likelihood_ratio(self) -> float:
        """Twice the log-likelihood gained over a model without any trait (chi-square)."""
        return 2 * (self.log_likelihood - self.null_log_likelihood)

    def coefficients(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """By how much does each trait change the logarithm of the hazard?

        Returns
        -------
        DataFrame
            One row a trait: estimate, standard_error, low, high (Wald), p_value (of no change).
        """
        from scipy.special import ndtr, ndtri

        reach = float(ndtri((1 + tables.confidence(confidence)) / 2))
        error = pd.Series(np.sqrt(np.diag(self.covariance)), self.estimates.index)
        return pd.DataFrame(
            {
                "estimate": self.estimates,
                "standard_error": error,
                "low": self.estimates - reach * error,
                "high": self.estimates + reach * error,
                "p_value": 2 * ndtr(-(self.estimates / error).abs()),
            }
        )

    def hazard_ratios(
        self, *, steps: dict[str, float] | None = None, confidence: float = 0.95
    ) -> pd.DataFrame:
        """By which factor does each trait multiply the hazard of leaving?

        Parameters
        ----------
        steps : dict, optional
            For which difference in a trait, such as {"monthly_charges": 10}; 1 if not named.

        Returns
        -------
        DataFrame
            One row a trait: estimate (below 1: fewer leave), low, high, p_value (of a ratio of 1).
        """
        steps = {} if steps is None else steps
        if not isinstance(steps, Mapping):
            raise TypeError(
                f'steps must map traits to differences, e.g. {{"age": 10}}, not {steps!r}'
            )
        tables.check_names(list(self.estimates.index), steps, name="the model")
        step = pd.Series(
            [
                tables.number(f"steps[{n!r}]", steps.get(n, 1), above=0)
                for n in self.estimates.index
            ],
            self.estimates.index,
        )
        table = self.coefficients(confidence=confidence)
        ends = table[["estimate", "low", "high"]].mul(step, axis=0)
        return tables.ratios(ends).assign(p_value=table["p_value"])

    def survival(
        self,
        profiles: pd.DataFrame,
        months: Sequence[float] | float,
        *,
        confidence: float = 0.95,
    ) -> pd.DataFrame:
        """With which probability is such a customer still there after so many months?

        Parameters
        ----------
        profiles : DataFrame
            One row a kind of customer, with the columns of the traits, and of the strata.
        months : number or sequence of numbers
            Up to the longest tenure of the stratum.

        Returns
        -------
        DataFrame
            One row a profile and month: survival, low, high (delta method on the log-log scale).
            The interval is that of the curve; what one single customer does is less sure.

        Raises
        ------
        ValueError
            A column or number is missing, no customer was of such a stratum, or none was seen for
            so long.

        References
        ----------
        Breslow, N. (1972), discussion of Cox 1972, JRSS B 34, 216-217: the baseline; with ties by
        Efron their weights stand in it, too. Tsiatis, A. A. (1981). A large sample study of Cox's
        regression model. Annals of Statistics 9, 93-108: its variance.

        Examples
        --------
        >>> customers = pd.DataFrame(
        ...     {"months": [1, 2, 3, 4, 5], "left": [1, 1, 0, 1, 1], "adviser": [0, 0, 1, 1, 0]}
        ... )
        >>> fitted = LeavingHazard.fit(
        ...     customers, tenure="months", left="left", traits=["adviser"]
        ... )
        >>> new = pd.DataFrame({"adviser": [0, 1]}, index=["without", "with"])
        >>> fitted.survival(new, [2, 4]).round(2)  # doctest: +NORMALIZE_WHITESPACE
                        survival   low  high
                months
        without 2           0.57  0.06  0.89
                4           0.30  0.01  0.76
        with    2           0.73  0.07  0.96
                4           0.51  0.01  0.91
        """
        traits, layers = list(self.estimates.index), list(self.layers.columns[:-1])
        tables.check_columns(profiles, [*traits, *layers], name="profiles")
        ask = tables.one_or_more(
            "months", [months] if np.isscalar(months) else months, mend="say how many"
        )
        at = tables.numbers(ask, name="months", least=0)
        x = numeric(profiles, traits) - self.means
        number = stratum_numbers(profiles, self.layers)
        return predicted(
            x,
            number,
            at,
            estimates=self.estimates.to_numpy(),
            covariance=self.covariance.to_numpy(),
            baseline=self.baseline,
            ends=self.ends,
            unit=self.tenure,
            confidence=tables.confidence(confidence),
        )

    def concordance(self, customers: pd.DataFrame) -> float:
        """Of two customers, in which share of pairs does the one in greater danger leave first?

        0.5 is what a coin would do, 1 the best. Pairs of which one leaves while the other is still
        watched are compared, within strata; equal hazards count half. `models.resampled` gives an
        interval.

        Parameters
        ----------
        customers : DataFrame
            With the columns of the fit: the same customers or, better, others.

        References
        ----------
        Harrell, F. E., Lee, K. L. & Mark, D. B. (1996). Multivariable prognostic models. Statistics
        in Medicine 15, 361-387.
        """
        traits, layers = list(self.estimates.index), list(self.layers.columns[:-1])
        who = watched(
            customers,
            tenure=self.tenure,
            left=self.left,
            entry=self.entry,
            others=[*traits, *layers],
        )
        score = (numeric(who.customers, traits) - self.means).to_numpy() @ self.estimates.to_numpy()
        layer = strata_of(who.customers, layers)
        return concordance(score, who.months, who.left, layer, who.entry)

    def __str__(self) -> str:
        strata = f", {self.strata} strata" if self.strata > 1 else ""
        zero = (
            f"\n{self.tenure_zero:,} with tenure 0, of whom {self.tenure_zero_leavers:,} left"
            if self.tenure_zero
            else ""
        )
        return (
            f"Hazard ratios of leaving (Cox, ties by {self.ties.capitalize()}{strata})\n"
            f"{self.hazard_ratios().round(3).to_string()}\n"
            f"log partial likelihood {self.log_likelihood:,.2f}, AIC {self.aic:,.2f}, likelihood "
            f"ratio {self.likelihood_ratio:,.2f} ({len(self.estimates)} df)\n"
            f"{self.customers:,} customers, {self.leavers:,} left{zero}"
        )
