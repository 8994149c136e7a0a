"""The shifted-beta-geometric model with what is known of a customer from the start.

alpha_i = alpha exp(leaving effects . z_i), beta_i = beta exp(staying effects . z_i): the plan, the
channel or the age of a customer shifts how easily customers like him leave and how they differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.contract_model import check_period
from crmkit.lifetime.contracts import checked_contracts
from crmkit.lifetime.model import FitReport, Model, Scale
from crmkit.lifetime.newton import Objective, maximise
from crmkit.lifetime.sbg import SBG, log_likelihoods


@dataclass(frozen=True)
class SBGCovariates(Model):
    """How does a customer's kind change how long he stays?

    alpha, beta: of a customer whose covariates are all 0. covariates: their names. leaving,
    staying: the effect of one unit of each on ln alpha and on ln beta. `of(...)` gives the SBG of a
    kind of customer, and with it every answer. Source: static covariates as in Fader & Hardie's
    note on time-invariant covariates, carried over to the sBG.

    >>> model = SBGCovariates(alpha=0.7, beta=2.0, covariates=("gold",), leaving=(-0.5,),
    ...                       staying=(0.2,))
    >>> model.of({"gold": 1}).parameters.round(3).to_dict()
    {'alpha': 0.425, 'beta': 2.443}
    """

    alpha: float
    beta: float
    covariates: tuple[str, ...]
    leaving: tuple[float, ...]
    staying: tuple[float, ...]
    period_days: float | None = None
    report: FitReport | None = field(default=None, repr=False, compare=False)

    TITLE: ClassVar[str] = "sBG with covariates"

    def __post_init__(self) -> None:
        for name, kind in (("covariates", str), ("leaving", float), ("staying", float)):
            # JSON knows no tuples.
            object.__setattr__(self, name, tuple(map(kind, getattr(self, name))))
        if not len(self.covariates) == len(self.leaving) == len(self.staying) > 0:
            raise ValueError(
                f"{len(self.covariates)} covariates need as many effects on leaving and staying; "
                f"found {len(self.leaving)} and {len(self.staying)}"
            )
        if not np.isfinite([*self.leaving, *self.staying]).all():
            raise ValueError("SBGCovariates: every effect must be a number")
        SBG(self.alpha, self.beta)
        check_period(self.period_days)

    @property
    def SCALES(self) -> dict[str, Scale]:
        """The names of all parameters: those of the paper, then the effects."""
        return _scales(self.covariates)

    @property
    def parameters(self) -> pd.Series:
        """The parameters by name; `leaving:x` is the effect of x on ln alpha."""
        values = [self.alpha, *self.leaving, self.beta, *self.staying]
        return pd.Series(values, index=list(self.SCALES), dtype=float)

    @classmethod
    def fit(
        cls, contracts: pd.DataFrame, *, covariates: list[str], period_days: float | None = None
    ) -> Self:
        """Which base and which effects make these renewals most likely?

        contracts: a contract table (one row a customer: renewals, active) with numeric columns
        `covariates`: indicators of 0 and 1, or measures (centre and scale them). Raises ValueError
        for missing or constant covariates and for covariates that repeat one another.
        """
        left, stayed, design = _decisions(contracts, covariates)
        if np.linalg.matrix_rank(design) < design.shape[1]:
            raise ValueError(
                f"the covariates {covariates} are constant or repeat one another, so their effects "
                "cannot be told apart; leave one out (of indicators of all kinds, drop one)"
            )
        plain = SBG.fit(contracts)
        base = np.clip(np.log([plain.alpha, plain.beta]), -6, 6)
        none = np.zeros(len(covariates))
        start = np.concatenate([base[:1], none, base[1:], none])
        total = plain.report.customers
        optimum = maximise(_objective(left, stayed, design), [start], customers=total)
        names = tuple(_scales(covariates))
        shown = contracts.loc[~contracts["active"] | (contracts["renewals"] > 0)]
        distinct = len(shown[["renewals", "active", *covariates]].drop_duplicates())
        a, b = np.split(optimum.free, 2)
        return cls(
            alpha=float(np.exp(a[0])),
            beta=float(np.exp(b[0])),
            covariates=tuple(covariates),
            leaving=tuple(a[1:]),
            staying=tuple(b[1:]),
            period_days=period_days,
            report=FitReport.of(optimum, names, customers=total, distinct=distinct),
        )

    def of(self, kind: Mapping[str, float] | pd.Series) -> SBG:
        """Which sBG describes customers of this kind? kind: a value for each covariate."""
        missing = [name for name in self.covariates if name not in kind]
        if missing:
            raise KeyError(f"no value for {missing}; the model has {list(self.covariates)}")
        z = np.array([float(kind[name]) for name in self.covariates])
        return SBG(
            alpha=float(self.alpha * np.exp(z @ self.leaving)),
            beta=float(self.beta * np.exp(z @ self.staying)),
            period_days=self.period_days,
        )

    def log_likelihood(self, contracts: pd.DataFrame) -> float:
        """How likely are these renewals under the model (natural logarithm)?"""
        objective = _objective(*_decisions(contracts, list(self.covariates)))
        return float(objective(self._free())[0])

    def residual_lifetime_of_customers(
        self,
        contracts: pd.DataFrame,
        *,
        annual_discount_rate: float,
        horizon_renewals: int | None = None,
    ) -> pd.Series:
        """What are each customer's renewals to come worth today, in payments of now?

        contracts: a contract table with the covariates. A Series by customer, 0 for those who
        left; see `SBG.discounted_expected_residual_lifetime`.
        """
        _checked_covariates(contracts, list(self.covariates))
        found = [
            self.of(dict(zip(self.covariates, kind, strict=True))).residual_lifetime_of_customers(
                group, annual_discount_rate=annual_discount_rate, horizon_renewals=horizon_renewals
            )
            for kind, group in contracts.groupby(list(self.covariates), sort=False)
        ]
        return pd.concat(found).reindex(contracts.index)

    def _from_free(self, free: np.ndarray) -> Self:
        a, b = np.split(np.asarray(free, float), 2)
        alpha, beta = np.exp(a[0]), np.exp(b[0])
        return type(self)(
            float(alpha), float(beta), self.covariates, tuple(a[1:]), tuple(b[1:]), self.period_days
        )

    def _unit(self) -> str:
        return "" if self.period_days is None else f", contracts of {self.period_days:g} days"


def _scales(covariates: list[str] | tuple[str, ...]) -> dict[str, Scale]:
    leaving = {f"leaving:{name}": "real" for name in covariates}
    staying = {f"staying:{name}": "real" for name in covariates}
    return {"alpha": "positive", **leaving, "beta": "positive", **staying}


def _decisions(
    contracts: pd.DataFrame, covariates: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Leavers and stayers at each renewal, a row a kind of customer, and the kinds with a 1."""
    _checked_covariates(contracts, covariates)
    made, active = contracts["renewals"].to_numpy(int), contracts["active"].to_numpy(bool)
    told = ~active | (made > 0)
    if not told.any():
        raise ValueError("nobody has yet faced a renewal: nothing is known about leaving")
    values = contracts.loc[told, covariates].to_numpy(float)
    kinds, kind = np.unique(values, axis=0, return_inverse=True)
    kind, made, gone = kind.ravel(), made[told], ~active[told]
    shape = (len(kinds), int((made + gone).max()) + 1)
    left, ended = np.zeros(shape), np.zeros(shape)
    np.add.at(left, (kind[gone], made[gone] + 1), 1)
    np.add.at(ended, (kind, made), 1)
    # Who made t renewals or more stayed at the t-th.
    stayed = np.cumsum(ended[:, ::-1], axis=1)[:, ::-1]
    return left[:, 1:], stayed[:, 1:], np.column_stack([np.ones(len(kinds)), kinds])


def _objective(left: np.ndarray, stayed: np.ndarray, design: np.ndarray) -> Objective:
    width = design.shape[1]

    def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        with np.errstate(all="ignore"):
            log_alpha, log_beta = design @ free[:width], design @ free[width:]
            value, first, second = log_likelihoods(log_alpha, log_beta, left, stayed)
        if not (np.isfinite(value).all() and np.isfinite(second).all()):
            return -np.inf, np.zeros(2 * width), np.zeros((2 * width, 2 * width))
        gradient = (first @ design).ravel()
        hessian = np.einsum("abg,gi,gj->aibj", second, design, design, optimize=True)
        return value.sum(), gradient, hessian.reshape(2 * width, 2 * width)

    return objective


def _checked_covariates(contracts: pd.DataFrame, covariates: list[str]) -> None:
    checked_contracts(contracts)
    if not covariates or isinstance(covariates, str):
        raise ValueError(f"covariates={covariates!r} must be a list of columns, at least one")
    for name in covariates:
        if name not in contracts:
            raise KeyError(f"no column {name!r}; found {list(contracts.columns)}")
        column = contracts[name]
        if column.dtype.kind not in "iufb":
            raise ValueError(
                f"covariate {name!r} has type {column.dtype}, but must be numbers; turn kinds into "
                "columns of 0 and 1 with pandas.get_dummies(..., drop_first=True)"
            )
        bad = ~np.isfinite(column.astype(float))
        if bad.any():
            raise ValueError(
                f"covariate {name!r} is missing or infinite in {bad.sum()} row(s); first "
                f"customer(s): {list(contracts.index[bad][:3])}. Fill in or drop them"
            )
