"""What do the data leave open about a model's parameters, and about its answers? (no sampler)

A fit knows the top of the likelihood and how it bends there. Parameters are proposed around it, and
the exact likelihood of each, times the prior, over the density of proposing it is its weight
(`importance`). Where the likelihood has no top, the posterior under a prior that says enough has
one, and the search for it comes first.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.models.counted import Counted
from crmkit.models.importance import smoothed, weighted_draws
from crmkit.models.maximise import maximise, numerical
from crmkit.models.model import Model
from crmkit.models.priors import Prior, log_prior

M = TypeVar("M", bound=Model)

# A flat prior ends somewhere: a thousand times what was fitted, and a thousandth of it.
LIMIT = math.log(1000)


@dataclass(frozen=True, eq=False)
class Posterior(Generic[M]):
    """Parameters that the data leave possible, each with a weight.

    Parameters
    ----------
    model
        The fit that it started from.
    parameters
        One row a draw, one column a parameter.
    weights
        One a draw, 1 in sum.
    free
        The parameters on the scale of the search.
    centre
        Where the draws were proposed around, the fit's own unless it lies on a boundary.
    pareto_k
        How heavy the tail of the weights is; above about 0.7 nothing here can be relied on.
    prior
        What was assumed before the data, in words.
    """

    model: M
    parameters: pd.DataFrame = field(repr=False)
    weights: pd.Series = field(repr=False)
    free: np.ndarray = field(repr=False)
    centre: np.ndarray = field(repr=False)
    pareto_k: float
    prior: str

    @property
    def effective_draws(self) -> float:
        """How many independent, equally heavy draws would be worth as much?"""
        return float(1 / np.square(self.weights).sum())

    @property
    def largest_weight(self) -> float:
        """Which share of the whole weight does the heaviest draw hold? Above 0, up to 1."""
        return float(self.weights.max())

    @property
    def greatest_pareto_k(self) -> float:
        """Up to which Pareto k can as many draws be relied on? (Vehtari et al. 2024)"""
        return min(1 - 1 / math.log10(len(self.weights)), 0.7)

    @property
    def reliable(self) -> bool:
        """Whether the weights behave and no parameter's interval is the prior's own."""
        heavy = self.pareto_k >= self.greatest_pareto_k
        return not (heavy or self._too_few or self.unbounded)

    @property
    def _too_few(self) -> bool:
        # With less than a tenth, the proposals have not yet found where the posterior lies.
        return self.effective_draws < max(100, len(self.weights) / 10)

    @property
    def unbounded(self) -> tuple[str, ...]:
        """Which parameters may well be a hundred times the estimate, or a hundredth?"""
        far = self.weights.to_numpy() @ (np.abs(self.free - self.centre) > math.log(100))
        return tuple(n for n, one in zip(self.model.SCALES, far, strict=True) if one > 0.005)

    @property
    def sentence(self) -> str:
        """How far can these draws be trusted?

        It judges by the draws: a second top that none of them came near goes unnoticed.
        """
        effective = f"{self.effective_draws:,.0f} effective draws of {len(self.weights):,}"
        if self.pareto_k >= self.greatest_pareto_k:
            return (
                f"Do not use these draws: the tail of their weights is too heavy (Pareto k "
                f"{self.pareto_k:.2f}, not below {self.greatest_pareto_k:.2f}; {effective}). The "
                "posterior runs out much farther than the fit's curvature tells, as it does where "
                "customers may not differ at all. A prior that says more (see `prior`), more "
                "customers or more draws would help."
            )
        if self._too_few:
            return f"Too few to rely on: {effective}. Ask for more draws, or for a narrower prior."
        # The ends of a 95 % interval, of a posterior near a normal one.
        error = 2.67 / math.sqrt(self.effective_draws)
        good = (
            f"{effective}; the heaviest holds {self.largest_weight:.1%}, Pareto k "
            f"{self.pareto_k:.2f}. An end of a 95 % interval is known to about {error:.2f} "
            "standard deviations."
        )
        if self.unbounded:
            return (
                f"The data do not bound {', '.join(self.unbounded)}: a hundred times more or less "
                f"stays possible, so that the prior ({self.prior}) sets the ends. {good}"
            )
        return good

    def parameter_intervals(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """Between which bounds does each parameter lie with this probability?

        Returns
        -------
        DataFrame
            One row a parameter: estimate (the fit's), median, low and high (equal tails).
        """
        table = _table(self.parameters.to_numpy(), self.weights.to_numpy(), confidence)
        return table.set_axis(self.parameters.columns).assign(estimate=self.model.parameters)[
            ["estimate", "median", "low", "high"]
        ]

    def interval_of(
        self, answer: Callable[[M], Any], *, confidence: float = 0.95, draws: int = 400
    ) -> pd.DataFrame:
        """Between which bounds does an answer of the model lie with this probability?

        Parameters
        ----------
        answer
            From a model to a number or a Series, such as
            `lambda model: model.expected_purchases(customers, horizon_days=90)`.
        draws
            Only the first so many; draws stand in random order. As many answers are held in memory:
            for a million customers, ask for a sum.

        Returns
        -------
        DataFrame
            One row a number of the answer: estimate (the fit's), median, low and high (weighted
            quantiles).
        """
        draws = tables.whole("draws", draws, least=1)
        estimate = pd.Series(answer(self.model))
        weights = self.weights.to_numpy()[:draws]
        drawn = np.empty((len(weights), len(estimate)))
        for i, free in enumerate(self.free[:draws]):
            drawn[i] = answer(self.model.at(free))
        table = _table(drawn, weights, confidence).set_axis(estimate.index)
        table.insert(0, "estimate", estimate)
        return table

    def draws(self, n: int, *, rng: np.random.Generator) -> list[M]:
        """n models, all equally likely: drawn from the weighted ones, heavy ones several times.

        What any answer, computed on each, varies by is its uncertainty.

        Parameters
        ----------
        n
            How many, also more than there are weighted ones.
        rng
            Of the random numbers.
        """
        # Systematic resampling: each draw stands as often as its weight says, up to one.
        places = np.cumsum(self.weights.to_numpy())
        chosen = np.searchsorted(places, (np.arange(n) + rng.random()) / n * places[-1])
        return [self.model.at(self.free[i]) for i in rng.permutation(chosen)]

    def __str__(self) -> str:
        return f"{self._head()}\n{self._shown().to_string()}\n{self.sentence}"

    def _repr_html_(self) -> str:
        table = self._shown().to_html(border=0)
        return f"<p><b>{self._head()}</b></p>{table}<p>{self.sentence}</p>"

    def _head(self) -> str:
        return f"Posterior of {self.model.TITLE}{self.model._unit()}; prior: {self.prior}"

    def _shown(self) -> pd.DataFrame:
        return self.parameter_intervals().map("{:.4g}".format)


def posterior(
    model: M,
    data: Any,
    *,
    draws: int = 2000,
    rng: np.random.Generator,
    prior: Prior = "flat_on_logs",
    **options: Any,
) -> Posterior[M]:
    """Which parameters do the data leave possible, and how likely is each?

    Parameters
    ----------
    model
        Fitted on `data`.
    data, **options
        What its fit took: a customers table, a survival table or counts; options such as
        non_buyers.
    draws
        Parameters to try, 100 or more; about two thirds are effective draws where all goes well.
    rng
        Of the random numbers.
    prior
        What is assumed of the parameters before the data; see `crmkit.models.priors`.

    Returns
    -------
    Posterior
        With a `sentence` that says how far it can be trusted.

    Raises
    ------
    ValueError
        For a model without a report, for a fit on a boundary under a flat prior (it has no
        posterior; "weak" does), and where `data` are not those of the fit.

    Examples
    --------
    >>> from crmkit.lifetime import NBD
    >>> purchases = pd.Series([0, 0, 1, 2, 7] * 20)
    >>> found = posterior(NBD.fit(purchases), purchases, draws=600, rng=np.random.default_rng(1))
    >>> found.parameter_intervals(confidence=0.9).round(1).loc["r"].to_dict()
    {'estimate': 0.6, 'median': 0.6, 'low': 0.4, 'high': 0.9}
    >>> found.reliable
    True
    """
    report = model._fitted()
    draws = tables.whole("draws", draws, least=100)
    counted = hasattr(data, "reweighted")
    seen = data if counted else model.counted(data, **model.settings, **options)
    assumed = log_prior(prior, model, seen)

    def log_likelihood(free: np.ndarray) -> float:
        return float(model.likelihood(model.bound(free), seen))

    fitted = model.free(model.parameters)
    _check_same_data(log_likelihood(fitted), report.log_likelihood)

    def anywhere(free: np.ndarray) -> float:
        with np.errstate(all="ignore"):
            value = log_likelihood(free) + assumed.density(free)
        return value if math.isfinite(value) else -math.inf

    if report.interior:
        centre, covariance = fitted, report.covariance
    else:
        centre, covariance = _top(anywhere, model, seen, assumed.words)
    limit = LIMIT if prior in ("flat", "flat_on_logs") else 4 * LIMIT

    def height(free: np.ndarray) -> float:
        return anywhere(free) if np.abs(free - centre).max() <= limit else -math.inf

    free, log_weights = weighted_draws(height, centre, covariance, draws, rng)
    if not np.isfinite(log_weights).any():
        raise ValueError(f"the prior ({assumed.words}) leaves no draw possible; widen it")
    # Draws beyond the limit have no weight; within it, every parameter is a number.
    free = np.clip(free, centre - limit, centre + limit)
    order = rng.permutation(draws)
    free, (weights, k) = free[order], smoothed(log_weights[order])
    index = pd.RangeIndex(draws, name="draw")
    values = np.array([model.bound(one) for one in free])
    return Posterior(
        model=model,
        parameters=pd.DataFrame(values, index=index, columns=list(model.SCALES)),
        weights=pd.Series(weights, index, name="weight"),
        free=free,
        centre=centre,
        pareto_k=k,
        prior=assumed.words,
    )


def _top(
    height: Callable[[np.ndarray], float], model: Model, seen: Counted, words: str
) -> tuple[np.ndarray, np.ndarray]:
    """Where the posterior is highest, and how wide it is there, when the likelihood has no top."""
    starts = [model.free(np.asarray(one)) for one in model.starts(seen)[:2]]
    found = maximise(numerical(height), starts, customers=seen.total)
    values = np.linalg.eigvalsh(-found.hessian)
    if found.at_wall.any() or values[0] < 1e-4:
        raise ValueError(
            f"no posterior: {model._fitted().sentence} Under the prior ({words}) it has no top "
            'either; one that says more has: prior="weak", or a function of your own'
        )
    return found.free, np.linalg.inv(-found.hessian)


def _check_same_data(log_likelihood: float, fitted: float) -> None:
    if not math.isclose(log_likelihood, fitted, rel_tol=1e-7, abs_tol=1e-6):
        raise ValueError(
            f"the fit's log-likelihood is {fitted:,.4f}, but {log_likelihood:,.4f} on these data: "
            "pass the table (and options) that the model was fitted on, or fit it on these first"
        )


def _table(drawn: np.ndarray, weights: np.ndarray, confidence: float) -> pd.DataFrame:
    tail = (1 - tables.confidence(confidence)) / 2
    low, median, high = _quantiles(drawn, weights, [tail, 0.5, 1 - tail])
    return pd.DataFrame({"median": median, "low": low, "high": high})


def _quantiles(drawn: np.ndarray, weights: np.ndarray, at: list[float]) -> list[np.ndarray]:
    """Weighted quantiles of each column."""
    order = np.argsort(drawn, axis=0)
    sorted_ = np.take_along_axis(drawn, order, axis=0)
    shares = weights[order]
    # A draw stands for the middle of its share.
    passed = np.cumsum(shares, axis=0) - shares / 2
    passed /= weights.sum()
    last = len(drawn) - 1
    places = [np.minimum((passed < one).sum(0), last)[None] for one in at]
    return [np.take_along_axis(sorted_, place, axis=0)[0] for place in places]
