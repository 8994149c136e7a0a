"""Which bond goes with a lower hazard of leaving, the others held fixed: a stratified Cox model.

What it finds is an association. A bond that the loyal choose for themselves looks like one that
makes them loyal, whatever is held fixed; only a lot or an outside cause tells the two apart.
"""

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.retention.survival_times.survival import tenures

__all__ = ["LeavingHazard"]

Ties = Literal["efron", "breslow"]

# A log hazard ratio this large over the range of a column, and this unsure, has run away.
_FAR, _UNSURE = 8.0, 4.0


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

    @classmethod
    def fit(
        cls,
        customers: pd.DataFrame,
        *,
        tenure: str,
        left: str,
        traits: Sequence[str],
        strata: str | Sequence[str] | None = None,
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
        ties : "efron" or "breslow"
            How leavers of the same month are ordered. The two differ in the second or third
            decimal.

        Raises
        ------
        ValueError
            A column is missing, not numeric, the same for everybody, or follows from the others; a
            tenure is negative; all tenures are alike; nobody left; tenure or `left` is among the
            traits; or a trait separates leavers from stayers, so that its hazard ratio is 0 or
            infinite.

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
        tables.check_columns(customers, [tenure, left, *traits, *layers], name="customers")
        told = [name for name in [*traits, *layers] if name in (tenure, left)]
        if told:
            raise ValueError(f"{told} says who left when, and cannot explain it: leave it out")
        months = tenures(customers, tenure)
        gone = flags.happened(customers, left, who="those who left")
        layer = _layers(customers, layers)
        x = pd.DataFrame({name: _trait(customers[name]) for name in traits})
        x.index = customers.index
        _check_estimable(x, months, gone, layer)
        # Hazards do not see the level of an amount, but exp(1e9) is seen by the computer.
        found, null = _partial(x - x.mean(), months, gone, layer, ties)
        zero = months == 0
        return cls(
            estimates=pd.Series(found.params, traits),
            covariance=pd.DataFrame(found.cov_params(), traits, traits),
            log_likelihood=float(found.llf),
            null_log_likelihood=null,
            ties=ties,
            customers=len(customers),
            leavers=int(gone.sum()),
            strata=int(layer.max()) + 1,
            tenure_zero=int(zero.sum()),
            tenure_zero_leavers=int(gone.to_numpy()[zero].sum()),
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
        steps = steps or {}
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
        return pd.DataFrame(np.exp(ends)).assign(p_value=table["p_value"])

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


# --- What can be estimated ------------------------------------------------------------------


def _trait(values: pd.Series) -> np.ndarray:
    if pd.api.types.is_bool_dtype(values):
        values = values.astype("Int64")
    mend = (
        "Make 0 and 1 of words with crmkit.flags.zero_one, or of several words "
        "with pandas.get_dummies."
        if not pd.api.types.is_numeric_dtype(values)
        else ""
    )
    return tables.numbers(values, mend=mend).astype(float)


def _layers(customers: pd.DataFrame, names: list[str]) -> np.ndarray:
    """The number of each customer's stratum, from 0."""
    if not names:
        return np.zeros(len(customers), dtype="int64")
    for name in names:
        tables.check_labels(customers[name], name=repr(name))
    return customers.groupby(names, observed=True).ngroup().to_numpy()


def _check_estimable(
    x: pd.DataFrame, months: np.ndarray, gone: pd.Series, layer: np.ndarray
) -> None:
    if not gone.any():
        raise ValueError(f"none of {len(gone):,} customers left: there is no hazard to explain")
    for name in x:
        values = np.unique(x[name])
        if len(values) == 1:
            who = {0.0: "nobody has", 1.0: "everybody has"}.get(values[0])
            what = f"{who} {name!r}" if who else f"{name!r} is {values[0]:g} for everybody"
            raise ValueError(f"{what}: without a difference there is no hazard ratio; leave it out")
        if set(values) == {0.0, 1.0}:
            _check_both_leave(x[name], gone)
    if np.ptp(months) == 0:
        raise ValueError(f"all tenures are {months[0]:g}: nobody left sooner than others stayed")
    within = (x - x.groupby(layer).transform("mean")) / (x.max() - x.min())
    if np.linalg.matrix_rank(within.to_numpy()) < x.shape[1]:
        # The first column that its forerunners, and the strata, already give.
        for place, name in enumerate(x):
            before = within.iloc[:, : place + 1].to_numpy()
            if np.linalg.matrix_rank(before) <= place:
                raise ValueError(
                    f"{name!r} follows from the columns before it or from the strata: leave it out"
                )


def _check_both_leave(bond: pd.Series, gone: pd.Series) -> None:
    for has, who in ((1, "with"), (0, "without")):
        group = gone[bond == has]
        if not group.any():
            raise ValueError(
                f"none of the {len(group):,} customers {who} {bond.name!r} left: it separates "
                "leavers from stayers, and its hazard ratio would be 0 or infinite. Report "
                "loyalty.bonds.leaving_rates, whose interval holds, or join it with another column."
            )


def _partial(
    x: pd.DataFrame, months: np.ndarray, gone: pd.Series, layer: np.ndarray, ties: Ties
) -> tuple[Any, float]:
    """The fit, and the log partial likelihood without any trait."""
    from statsmodels.duration.hazard_regression import PHReg

    reach = (x.max() - x.min()).to_numpy()
    runs_away = (
        "the likelihood rises without end along {}: some column, or several together, separate "
        "leavers from stayers. Leave one out, or join small groups."
    )
    with warnings.catch_warnings():
        # What they warn of is checked below, in words.
        warnings.simplefilter("ignore")
        model = PHReg(months, x.to_numpy(), status=gone.to_numpy(), strata=layer, ties=ties)
        try:
            found = model.fit(disp=0)
            errors = np.asarray(found.bse)
        except np.linalg.LinAlgError:
            raise ValueError(runs_away.format(list(x))) from None
    far = (np.abs(found.params) * reach > _FAR) & (errors * reach > _UNSURE)
    far |= ~np.isfinite(errors)
    if far.any() or not math.isfinite(found.llf):
        raise ValueError(runs_away.format([n for n, bad in zip(x, far, strict=True) if bad]))
    return found, float(model.loglike(np.zeros(x.shape[1])))
