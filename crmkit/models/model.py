"""What every fitted model shares. A new model brings its parameters and its log-likelihood.

A model is a frozen dataclass of its parameters. It can be fitted, or written down from a paper:
`BGNBD(r=.243, alpha=4.414, a=.793, b=2.426, period_days=7)`. Whoever writes one fills in

    SCALES             how each parameter is searched for: positive ones as logs, shares as log-odds
    counted(data)      the data checked and counted: distinct cases, and how many customers each is
    starts(seen)       where to begin, the most plausible place first
    likelihood(parameters, seen)   the log-likelihood, as the paper prints it

and gets the fit with its report, intervals, draws, bootstrap, posterior, JSON and printing.
"""

import json
import math
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import combinations
from typing import Any, ClassVar, Literal, Self

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.models.counted import Counted, resampled
from crmkit.models.maximise import WALL, Objective, Walls, numerical
from crmkit.models.report import FitReport
from crmkit.models.search import search

SCHEMA = 2

# How a parameter is searched for: positive ones as logs, shares as log-odds, others as they are.
Scale = Literal["positive", "share", "real"]

# Parameters to begin a search with.
Starts = Sequence[Sequence[float] | np.ndarray]


class BoundaryWarning(UserWarning):
    """A fit lies on a boundary, and what was asked of it leans on an assumption there."""


@dataclass(frozen=True)
class Model:
    """Base of the models; each is a frozen dataclass with the parameters that SCALES names."""

    report: FitReport | None = field(default=None, kw_only=True, repr=False, compare=False)

    SCALES: ClassVar[dict[str, Scale]]
    TITLE: ClassVar[str]
    # Parameters that run away with one another, as the two of a beta distribution do.
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = ()
    # A free parameter this far out has run away, even if the search stopped before the wall.
    FAR: ClassVar[float] = WALL
    # With more than twice as many distinct cases, the search begins on so many of them, or on a
    # hundredth where that is more.
    PART: ClassVar[int] = 16_000
    # Whether the first start is enough, unless the search from there runs away.
    FIRST_START_IS_ENOUGH: ClassVar[bool] = False

    # -- What a model brings ---------------------------------------------------------------------

    @classmethod
    def counted(cls, *data: Any, **settings: Any) -> Any:
        """The data, checked and counted. Raises ValueError for what cannot be."""
        raise NotImplementedError

    @classmethod
    def starts(cls, seen: Any) -> Starts:
        """Parameters to begin with, in the order of SCALES, the most plausible ones first."""
        raise NotImplementedError

    @classmethod
    def likelihood(cls, parameters: np.ndarray, seen: Any) -> float:
        """The log-likelihood of the counted data, parameters in the order of SCALES."""
        raise NotImplementedError

    @classmethod
    def objective(cls, seen: Any) -> Objective:
        """The log-likelihood of free parameters with its derivatives.

        From `likelihood` alone; overridden where a benchmark shows that exact derivatives pay.
        """
        return numerical(lambda free: cls.likelihood(cls.bound(free), seen))

    @classmethod
    def exact_derivatives(cls) -> bool:
        """Whether a model brings derivatives of its own."""
        return getattr(cls.objective, "__func__", 0) is not getattr(Model.objective, "__func__", 1)

    @classmethod
    def origin(cls, seen: Any) -> np.ndarray:
        """Where the walls are counted from; a model in time or money puts its unit here."""
        return np.zeros(len(cls.SCALES))

    @classmethod
    def walls(cls) -> Walls:
        """Between which free parameters, counted from the origin, the search stays."""
        return Walls(np.full(len(cls.SCALES), -WALL), np.full(len(cls.SCALES), WALL))

    # -- What it gets ----------------------------------------------------------------------------

    @classmethod
    def fit_counted(
        cls,
        seen: Counted,
        *,
        starts: Sequence[Sequence[float] | np.ndarray] | None = None,
        **settings: Any,
    ) -> Self:
        """The model under which the counted data are most likely; `fit` calls this.

        Parameters
        ----------
        starts
            Where to begin, in the order of SCALES; None: where the model itself says.
        """
        origin = cls.origin(seen)
        given = cls.starts(seen) if starts is None else starts
        begin = [cls.free(np.asarray(one, float)) - origin for one in given]
        found = search(cls, seen, origin, begin)
        names = np.array(list(cls.SCALES))
        far = found.at_wall | (np.abs(found.free) > cls.FAR)
        report = FitReport.of(
            found,
            customers=seen.total,
            distinct=len(seen.weights),
            boundary=tuple(map(str, names[far | cls.unknown(seen)])),
        )
        values = dict(zip(names, map(float, cls.bound(found.free + origin)), strict=True))
        model = cls(**values, **settings, report=report)
        if not report.interior:
            # Draws from such a fit need the data again; JSON and equality do without.
            object.__setattr__(model, "_seen", seen)
        return model

    @classmethod
    def unknown(cls, seen: Any) -> np.ndarray:
        """Parameters of which the data say nothing at all, wherever the search ended."""
        return np.zeros(len(cls.SCALES), bool)

    @property
    def parameters(self) -> pd.Series:
        """The parameters by name."""
        return pd.Series({name: getattr(self, name) for name in self.SCALES}, dtype=float)

    @property
    def settings(self) -> dict[str, Any]:
        """What else the model was told, such as period_days, by name."""
        known = {*self.SCALES, "report"}
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in known}

    def log_likelihood(self, data: Any, **options: Any) -> float:
        """How likely are these data under the model? (natural log, summed over customers)

        Data as for `fit`. Larger is better; only models of the same customers and period compare.
        """
        seen = self.counted(data, **self.settings, **options)
        return float(self.likelihood(self.parameters.to_numpy(), seen))

    def parameter_intervals(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """Between which bounds does each parameter lie?

        Returns
        -------
        One row a parameter: estimate, standard_error (delta method), low and high (Wald on the
        scale of the search: positive ones stay positive); NaN where it ran away or is left open.
        Where the data tell the ratio of two such, it has a row of its own, as `delta / gamma`.

        Raises
        ------
        ValueError
            For a model that was written down, not fitted.
        """
        from scipy.special import ndtri

        report = self._fitted()
        reach = ndtri((1 + tables.confidence(confidence)) / 2)
        free, names, slopes = self.free(self.parameters), list(self.SCALES), self._slopes()
        rows, untold = {}, []
        for i, name in enumerate(names):
            way = np.eye(len(names))[i]
            row = {"estimate": getattr(self, name)}
            if name not in report.boundary and report.tells(way):
                error = math.sqrt(report.covariance[i, i])
                ends = [self.bound(free + sign * reach * error * way)[i] for sign in (-1, 1)]
                row |= {"standard_error": error * slopes[i], "low": ends[0], "high": ends[1]}
            elif self.SCALES[name] == "positive":
                untold.append(i)
            rows[name] = row
        for i, j in combinations(untold, 2):
            way = np.eye(len(names))[j] - np.eye(len(names))[i]
            if report.tells(way):
                ratio, error = math.exp(way @ free), math.sqrt(way @ report.covariance @ way)
                rows[f"{names[j]} / {names[i]}"] = {
                    "estimate": ratio,
                    "standard_error": error * ratio,
                    "low": ratio * math.exp(-reach * error),
                    "high": ratio * math.exp(reach * error),
                }
        columns = ["estimate", "standard_error", "low", "high"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns)

    def draws(self, n: int, *, rng: np.random.Generator) -> list[Self]:
        """Models that the data leave possible; an answer varies over them as far as it is unsure.

        Drawn from the normal distribution around the top (the estimates' asymptotic one).

        Warns
        -----
        BoundaryWarning
            On a boundary or a flat top: drawn from the `posterior` under a weak prior instead.
        """
        report = self._fitted()
        n = tables.whole("n", n, least=1)
        if not report.interior:
            return self._weak_draws(n, rng)
        # Cholesky's factor is unique; other square roots may differ from machine to machine.
        free = rng.multivariate_normal(
            self.free(self.parameters), report.covariance, size=n, method="cholesky"
        )
        return [self.at(one) for one in free]

    def _weak_draws(self, n: int, rng: np.random.Generator) -> list[Self]:
        from crmkit.models.bayes import posterior

        report, seen = self._fitted(), getattr(self, "_seen", None)
        if seen is None:
            raise ValueError(
                f"{report.sentence} Draws from such a fit need the data, which a model "
                "read from JSON does not have: "
                'crmkit.models.posterior(model, data, prior="weak")'
            )
        found = posterior(self, seen, prior="weak", draws=max(1000, n), rng=rng)
        told = [
            f"{self.TITLE}: {report.sentence}",
            self.assumption,
            f"So the interval comes from the posterior under a prior that is {found.prior}; where "
            "the data say nothing, the prior does.",
            "" if found.pareto_k < found.greatest_pareto_k else found.sentence,
            "To narrow it: watch longer, or say what you know (crmkit.models.posterior).",
        ]
        warn(" ".join(filter(None, told)))
        return found.draws(n, rng=rng)

    @property
    def assumption(self) -> str:
        """What a fit on a boundary takes for granted, in a sentence; empty if it is nothing."""
        return ""

    def interval_of(
        self,
        answer: Callable[[Self], Any],
        *,
        rng: np.random.Generator,
        confidence: float = 0.95,
        draws: int = 400,
    ) -> pd.DataFrame:
        """Between which bounds does an answer of the model lie, given what it was fitted on?

        Parameters
        ----------
        answer
            To a number or a Series: `lambda m: m.expected_purchases(customers, horizon_days=90)`.

        Returns
        -------
        One row a number: estimate, low, high; without luck. Several models: `models.interval_of`.
        """
        from crmkit.models.intervals import interval_of

        return interval_of(answer, self, rng=rng, confidence=confidence, draws=draws)

    def bootstrap(
        self, data: Any, *, replicates: int = 200, rng: np.random.Generator, **options: Any
    ) -> pd.DataFrame:
        """How would the parameters vary, had other customers come by the same chances?

        Returns
        -------
        One row a replicate, one column a parameter: fit to as many customers, drawn with repeats.
        """
        seen = self.counted(data, **self.settings, **options)
        start = [self.parameters.to_numpy()]
        fits = [
            self.fit_counted(resampled(seen, rng), starts=start, **self.settings)
            for _ in range(tables.whole("replicates", replicates, least=1))
        ]
        index = pd.RangeIndex(len(fits), name="replicate")
        return pd.DataFrame([one.parameters for one in fits]).set_index(index)

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
            report["boundary"] = tuple(report["boundary"])
            report["information"] = tuple(map(tuple, report["information"]))
            report = FitReport(**report)
        return cls(**content, report=report)

    # -- Free parameters, as the search sees them ------------------------------------------------

    @classmethod
    def free(cls, parameters: np.ndarray | pd.Series) -> np.ndarray:
        """Parameters as free ones: logs of positive ones, log-odds of shares."""
        values = np.asarray(parameters, float)
        return np.array([_TO_FREE[s](v) for s, v in zip(cls.SCALES.values(), values, strict=True)])

    @classmethod
    def bound(cls, free: np.ndarray) -> np.ndarray:
        """Free parameters as parameters."""
        return np.array([_FROM_FREE[s](v) for s, v in zip(cls.SCALES.values(), free, strict=True)])

    def at(self, free: np.ndarray) -> Self:
        """This model with other free parameters."""
        values = map(float, self.bound(free))
        return replace(self, **dict(zip(self.SCALES, values, strict=True)), report=None)

    def _slopes(self) -> np.ndarray:
        """How much each parameter changes with its free form."""
        return np.array([_SLOPE[s](getattr(self, name)) for name, s in self.SCALES.items()])

    # -- Printing --------------------------------------------------------------------------------

    def __str__(self) -> str:
        table, head = self._table(), f"{self.TITLE}{self._unit()}"
        if self.report is None:
            return f"{head}\n{table.to_string()}\n(written down, not fitted)"
        return (
            f"{head}\n{table.to_string()}\nlog-likelihood {self.report.log_likelihood:,.2f}, "
            f"{self.report.customers:,} customers with {self.report.distinct_histories:,} "
            f"distinct histories\n{self.report.sentence}"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # A notebook keeps this text beside the table. `repr` is exact, and the last digits of a fit
        # differ from machine to machine.
        told = [name for name, value in self.settings.items() if value is not None]
        shown = [*self.SCALES, *told]
        values = ", ".join(f"{name}={getattr(self, name):g}" for name in shown)
        return {"text/plain": f"{type(self).__name__}({values})"}

    def _repr_html_(self) -> str:
        lines = str(self).splitlines()
        table = self._table()
        after = lines[2 + len(table) :]
        return f"<p><b>{lines[0]}</b></p>{table.to_html(border=0)}" + "".join(
            f"<p>{line}</p>" for line in after
        )

    def _table(self) -> pd.DataFrame:
        if self.report is None:
            return self.parameters.to_frame("value").map("{:.4g}".format)
        return self.parameter_intervals().map("{:.4g}".format)

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


def warn(message: str) -> None:
    """A BoundaryWarning at the line of whoever called the kit."""
    level, frame = 1, sys._getframe()
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("crmkit."):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, BoundaryWarning, stacklevel=level)


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

# How much a parameter changes with its free form.
_SLOPE: dict[Scale, Callable[[float], float]] = {
    "positive": lambda value: value,
    "share": lambda value: value * (1 - value),
    "real": lambda value: 1.0,
}
