"""What every fitted model shares: parameters with intervals, a fit report, JSON, a table to read.

A model is a frozen dataclass of its parameters. It can be fitted, or written down from a paper:
`BGNBD(r=.243, alpha=4.414, a=.793, b=2.426, period_days=7)`.
"""

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Literal, Self

import numpy as np
import pandas as pd

from crmkit.lifetime.newton import Optimum

SCHEMA = 1

# A year in days wherever an annual rate meets periods of days.
DAYS_OF_A_YEAR = 365.25

# How a parameter is searched for: positive ones as logs, shares as log-odds, others as they are.
Scale = Literal["positive", "share", "real"]


@dataclass(frozen=True)
class FitReport:
    """How a fit went, in numbers and in a sentence."""

    customers: int
    distinct_histories: int
    log_likelihood: float
    parameters: int
    gradient_norm: float
    hessian_condition: float
    evaluations: int
    starts: int
    boundary: tuple[str, ...]
    covariance: tuple[tuple[float, ...], ...] | None

    @classmethod
    def of(cls, optimum: Optimum, names: tuple[str, ...], *, customers: int, distinct: int) -> Self:
        """The report of a search over free parameters with these names."""
        covariance = optimum.covariance
        values = np.abs(np.linalg.eigvalsh(optimum.hessian))
        return cls(
            customers=int(customers),
            distinct_histories=int(distinct),
            log_likelihood=float(optimum.log_likelihood),
            parameters=len(names),
            gradient_norm=float(np.abs(optimum.gradient[~optimum.at_wall]).max(initial=0)),
            hessian_condition=float(values.max() / values.min()) if values.min() > 0 else math.inf,
            evaluations=optimum.iterations,
            starts=optimum.starts,
            boundary=tuple(n for n, wall in zip(names, optimum.at_wall, strict=True) if wall),
            covariance=None if covariance is None else tuple(map(tuple, covariance.tolist())),
        )

    @property
    def aic(self) -> float:
        """Akaike's information criterion, smaller is better."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """The Bayesian information criterion, smaller is better."""
        return math.log(self.customers) * self.parameters - 2 * self.log_likelihood

    @property
    def converged(self) -> bool:
        """Whether the slope at the end is nil: below a millionth of a unit a customer."""
        return self.gradient_norm < 1e-6 * self.customers

    @property
    def sentence(self) -> str:
        """What a reader should know before using the parameters."""
        if self.boundary:
            return (
                f"The fit lies on a boundary: {', '.join(self.boundary)} ran to zero or infinity. "
                "Customers hardly differ in what it describes, or the data cannot tell; the "
                "log-likelihood is right, this parameter has no interval."
            )
        if not self.converged:
            return (
                "The search stopped before the top: the slope is still "
                f"{self.gradient_norm:.2g}. Do not use these parameters."
            )
        if self.covariance is None:
            return (
                "The top is flat: other parameters fit as well, so there are no intervals. "
                "More customers or a longer time would help."
            )
        return (
            f"The fit converged after {self.evaluations} evaluations from {self.starts} "
            f"starting point{'s' if self.starts > 1 else ''}."
        )


class Model:
    """Base of the models; each is a frozen dataclass with the parameters that SCALES names."""

    SCALES: ClassVar[dict[str, Scale]]
    TITLE: ClassVar[str]
    report: FitReport | None

    @property
    def parameters(self) -> pd.Series:
        """The parameters by name."""
        return pd.Series({name: getattr(self, name) for name in self.SCALES}, dtype=float)

    def intervals(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """Between which bounds does each parameter lie?

        One row a parameter: estimate, standard_error (delta method), low and high (Wald on the
        scale of the search, so that positive parameters keep positive bounds). NaN where the fit
        lies on a boundary. Raises ValueError for a model that was written down, not fitted.
        """
        from scipy.special import ndtri

        report = self._fitted()
        table = self.parameters.to_frame("estimate")
        if report.covariance is None:
            return table.assign(standard_error=np.nan, low=np.nan, high=np.nan)
        error = np.sqrt(np.diag(report.covariance))
        free = self._free()
        table["standard_error"] = error * self._slopes()
        reach = ndtri((1 + _checked_confidence(confidence)) / 2) * error
        table["low"] = self._bound(free - reach)
        table["high"] = self._bound(free + reach)
        return table

    def draws(self, n: int, *, rng: np.random.Generator) -> list[Self]:
        """Models with parameters drawn from the estimates' asymptotic normal distribution.

        What any of the model's answers, computed on each draw, varies by is its uncertainty.
        """
        report = self._fitted()
        if report.covariance is None:
            raise ValueError(f"no draws: {report.sentence}")
        # Cholesky's factor is unique; other square roots may differ from machine to machine.
        free = rng.multivariate_normal(
            self._free(), np.array(report.covariance), size=n, method="cholesky"
        )
        return [self._from_free(one) for one in free]

    def interval(
        self,
        answer: Callable[[Self], Any],
        *,
        rng: np.random.Generator,
        confidence: float = 0.95,
        draws: int = 400,
    ) -> pd.DataFrame:
        """Between which bounds does an answer of the model lie, given what it was fitted on?

        answer: from a model to a number or a Series, such as
        `lambda model: model.expected_purchases(summary, horizon_days=90)`. One row a number of the
        answer: estimate (this model's), low and high (quantiles over `draws` models).
        """
        tail = (1 - _checked_confidence(confidence)) / 2
        estimate = pd.Series(answer(self))
        drawn = np.array([np.atleast_1d(answer(one)) for one in self.draws(draws, rng=rng)])
        low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
        return pd.DataFrame({"estimate": estimate, "low": low, "high": high})

    def to_json(self) -> str:
        """The model as text: its name, a schema version, parameters and fit report."""
        content = {"schema": SCHEMA, "model": type(self).__name__, **asdict(self)}
        return json.dumps(content, indent=2, allow_nan=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The model that `to_json` wrote. Raises ValueError for another model or schema."""
        content = json.loads(text)
        name, schema = content.pop("model", None), content.pop("schema", None)
        if name != cls.__name__ or schema != SCHEMA:
            raise ValueError(
                f"this is {name!r} in schema {schema!r}; {cls.__name__}.from_json reads "
                f"{cls.__name__!r} in schema {SCHEMA}"
            )
        known = {one.name for one in fields(cls)}
        if set(content) != known:
            raise ValueError(f"fields {sorted(content)} are not those of {name}: {sorted(known)}")
        report = content.pop("report")
        if report is not None:
            covariance = report["covariance"]
            report["boundary"] = tuple(report["boundary"])
            report["covariance"] = None if covariance is None else tuple(map(tuple, covariance))
            report = FitReport(**report)
        return cls(**content, report=report)

    def __str__(self) -> str:
        table = self._table()
        head = f"{self.TITLE}{self._unit()}"
        if self.report is None:
            return f"{head}\n{table.to_string()}\n(written down, not fitted)"
        return (
            f"{head}\n{table.to_string()}\nlog-likelihood {self.report.log_likelihood:,.2f}, "
            f"{self.report.customers:,} customers with {self.report.distinct_histories:,} "
            f"distinct histories\n{self.report.sentence}"
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        # A notebook keeps this text beside the table. `repr` is exact, and the last digits of a fit
        # differ from machine to machine.
        shown = [*self.SCALES, *(["period_days"] if hasattr(self, "period_days") else [])]
        values = ", ".join(f"{name}={getattr(self, name):g}" for name in shown)
        return {"text/plain": f"{type(self).__name__}({values})"}

    def _repr_html_(self) -> str:
        lines = str(self).splitlines()
        after = lines[2 + len(self.SCALES) :]
        return f"<p><b>{lines[0]}</b></p>{self._table().to_html(border=0)}" + "".join(
            f"<p>{line}</p>" for line in after
        )

    def _table(self) -> pd.DataFrame:
        if self.report is None:
            return self.parameters.to_frame("value").map("{:.4g}".format)
        return self.intervals().map("{:.4g}".format)

    def _unit(self) -> str:
        days = getattr(self, "period_days", None)
        return "" if days is None else f", rates per {days:g} day{'s' if days != 1 else ''}"

    def _fitted(self) -> FitReport:
        if self.report is None:
            raise ValueError(
                f"this {type(self).__name__} was written down, not fitted, so nothing is known of "
                f"its uncertainty; use {type(self).__name__}.fit(...)"
            )
        return self.report

    def _free(self) -> np.ndarray:
        """The parameters on the scale of the search."""
        values = self.parameters
        return np.array([_TO_FREE[scale](values[name]) for name, scale in self.SCALES.items()])

    def _bound(self, free: np.ndarray) -> np.ndarray:
        """Free parameters as parameters."""
        return np.array(
            [_FROM_FREE[scale](one) for one, scale in zip(free, self.SCALES.values(), strict=True)]
        )

    def _slopes(self) -> np.ndarray:
        """How much a parameter changes with its free form."""
        slopes = {"positive": lambda v: v, "share": lambda v: v * (1 - v), "real": lambda v: 1.0}
        values = self.parameters
        return np.array([slopes[scale](values[name]) for name, scale in self.SCALES.items()])

    def _from_free(self, free: np.ndarray) -> Self:
        from dataclasses import replace

        return replace(
            self, **dict(zip(self.SCALES, map(float, self._bound(free)), strict=True)), report=None
        )


def check_parameters(model: Model) -> None:
    """Refuse parameters out of range; models call this when they are made."""
    for name, scale in model.SCALES.items():
        value = getattr(model, name)
        inside = {
            "positive": math.isfinite(value) and value > 0,
            "share": 0 < value < 1,
            "real": math.isfinite(value),
        }[scale]
        if not inside:
            words = {
                "positive": "a positive number",
                "share": "between 0 and 1",
                "real": "a number",
            }
            raise ValueError(f"{type(model).__name__}: {name}={value!r} must be {words[scale]}")


_TO_FREE: dict[Scale, Callable[[float], float]] = {
    "positive": math.log,
    "share": lambda value: math.log(value / (1 - value)),
    "real": float,
}
_FROM_FREE: dict[Scale, Callable[[float], float]] = {
    "positive": math.exp,
    "share": lambda free: 1 / (1 + math.exp(-free)),
    "real": float,
}


def _checked_confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence!r} must lie between 0 and 1, e.g. 0.95")
    return confidence
