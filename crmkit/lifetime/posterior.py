"""What do the data leave open about a model's parameters, and about its answers? (no sampler)

A fit knows the top of the likelihood and how it bends there. A multivariate t distribution of that
shape, with heavier tails than the posterior, proposes parameters; the exact likelihood of each,
times the prior, over the density of proposing it is its weight (importance sampling). Later draws
come from a t distribution that the earlier ones have corrected, and all are weighted as draws from
one mixture (adaptive multiple importance sampling: Cornuet, Marin, Mira & Robert 2012,
Scandinavian Journal of Statistics 39). The largest weights are smoothed and their tail measured
(Vehtari, Simpson, Gelman, Yao & Gabry 2024, "Pareto smoothed importance sampling", Journal of
Machine Learning Research 25).
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from crmkit.lifetime.model import Model, _checked_confidence

Prior = Literal["flat_on_logs", "flat"] | Mapping[str, float] | Callable[[Model], float]

# A flat prior ends somewhere: a thousand times what was fitted, and a thousandth of it.
LIMIT = math.log(1000)

# Degrees of freedom: tails heavier than those of most posteriors, and still few wasted draws.
FREEDOM = 5

# Shares of the draws for the posterior itself and for flattened ones (its fourth and sixteenth
# root), which reach along tails and ridges that the curvature at the top does not show.
HEATS = {1.0: 0.7, 4.0: 0.15, 16.0: 0.15}

ROUNDS = 6


@dataclass(frozen=True, eq=False)
class Posterior:
    """Parameters that the data leave possible, each with a weight.

    model: the fit that it started from. parameters: one row a draw, one column a parameter.
    weights: one a draw, 1 in sum. free: the parameters on the scale of the search. pareto_k: how
    heavy the tail of the weights is; above about 0.7 nothing here can be relied on. prior: what was
    assumed before the data, in words.
    """

    model: Model
    parameters: pd.DataFrame = field(repr=False)
    weights: pd.Series = field(repr=False)
    free: np.ndarray = field(repr=False)
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
        """Which parameters may well be a hundred times what was fitted, or a hundredth?"""
        far = self.weights.to_numpy() @ (np.abs(self.free - self.model._free()) > math.log(100))
        return tuple(n for n, one in zip(self.parameters, far, strict=True) if one > 0.005)

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

    def intervals(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """Between which bounds does each parameter lie with this probability?

        One row a parameter: estimate (the fit's), median, low and high (equal tails).
        """
        table = self._table(self.parameters.to_numpy(), self.weights.to_numpy(), confidence)
        return table.set_axis(self.parameters.columns).assign(estimate=self.model.parameters)[
            ["estimate", "median", "low", "high"]
        ]

    def interval(
        self, answer: Callable[[Model], Any], *, confidence: float = 0.95, draws: int = 400
    ) -> pd.DataFrame:
        """Between which bounds does an answer of the model lie with this probability?

        answer: from a model to a number or a Series, such as
        `lambda model: model.expected_purchases(summary, horizon_days=90)`. One row a number of the
        answer: estimate (the fit's), median, low and high (weighted quantiles over the first
        `draws` draws; draws stand in random order). It holds `draws` times as many numbers in
        memory as the answer has: for a million customers, ask for a sum.
        """
        if draws < 1:
            raise ValueError(f"draws={draws!r} must be 1 or more")
        estimate = pd.Series(answer(self.model))
        weights = self.weights.to_numpy()[:draws]
        drawn = np.empty((len(weights), len(estimate)))
        for i, free in enumerate(self.free[:draws]):
            drawn[i] = answer(self.model._from_free(free))
        table = self._table(drawn, weights, confidence).set_axis(estimate.index)
        table.insert(0, "estimate", estimate)
        return table

    def draws(self, n: int, *, rng: np.random.Generator) -> list[Model]:
        """n models, all equally likely: drawn from the weighted ones, heavy ones several times.

        What any answer, computed on each, varies by is its uncertainty.
        """
        # Systematic resampling: each draw stands as often as its weight says, up to one.
        places = np.cumsum(self.weights.to_numpy())
        chosen = np.searchsorted(places, (np.arange(n) + rng.random()) / n * places[-1])
        return [self.model._from_free(self.free[i]) for i in rng.permutation(chosen)]

    def __str__(self) -> str:
        return f"{self._head()}\n{self._shown().to_string()}\n{self.sentence}"

    def _repr_html_(self) -> str:
        table = self._shown().to_html(border=0)
        return f"<p><b>{self._head()}</b></p>{table}<p>{self.sentence}</p>"

    def _head(self) -> str:
        return f"Posterior of {self.model.TITLE}{self.model._unit()}; prior: {self.prior}"

    def _shown(self) -> pd.DataFrame:
        return self.intervals().map("{:.4g}".format)

    @staticmethod
    def _table(drawn: np.ndarray, weights: np.ndarray, confidence: float) -> pd.DataFrame:
        tail = (1 - _checked_confidence(confidence)) / 2
        low, median, high = _quantiles(drawn, weights, [tail, 0.5, 1 - tail])
        return pd.DataFrame({"median": median, "low": low, "high": high})


def posterior(
    model: Model,
    data: Any,
    *,
    draws: int = 2000,
    rng: np.random.Generator,
    prior: Prior = "flat_on_logs",
    **also: Any,
) -> Posterior:
    """Which parameters do the data leave possible, and how likely is each?

    model: fitted on `data`, which is what its log_likelihood takes (a customers table, a survival
    table, counts), with the same options in `also` (such as non_buyers). draws: parameters to try,
    100 or more; about two thirds of them are effective draws where all goes well.

    prior: what is assumed of the parameters before the data. No choice is neutral, and with few
    customers it shows: compare two.

    - "flat_on_logs": each order of magnitude of a positive parameter is as likely as the next
      (log-odds of a share alike), up to a thousand times the estimate either way. The default,
      since it depends on no unit of time or money. Where customers may well not differ at all, it
      lets shape parameters run far up; `unbounded` and the Pareto k then tell.
    - "flat": each value is as likely as the next, up to the same limit; favours large values.
    - {"a": 2.0, "b": 5.0}: half-normal distributions with these scales for the named parameters
      (normal ones for those that may be negative), flat on logs for the others.
    - a function of a model that gives the log density of its parameters, up to a constant.

    Raises ValueError for a model without a report, for a fit on a boundary or without covariance,
    and where `data` are not those of the fit.

    >>> from crmkit.lifetime import NBD
    >>> purchases = pd.Series([0, 0, 1, 2, 7] * 20)
    >>> found = posterior(NBD.fit(purchases), purchases, draws=600, rng=np.random.default_rng(1))
    >>> found.intervals(confidence=0.9).round(1).loc["r"].to_dict()
    {'estimate': 0.6, 'median': 0.6, 'low': 0.4, 'high': 0.9}
    >>> found.reliable
    True
    """
    report = model._fitted()
    if report.covariance is None:
        raise ValueError(f"no posterior: {report.sentence}")
    if draws < 100:
        raise ValueError(f"draws={draws!r} must be 100 or more, to tell how good they are")
    log_likelihood = _log_likelihood_on(model, data, also)
    centre = model._free()
    _check_same_data(log_likelihood(centre), model)
    words, log_prior = _prior(prior, model)

    def height(free: np.ndarray) -> float:
        if np.abs(free - centre).max() > LIMIT:
            return -math.inf
        with np.errstate(all="ignore"):
            value = log_likelihood(free) + log_prior(free)
        return value if math.isfinite(value) else -math.inf

    free, log_weights = _weighted_draws(height, centre, np.array(report.covariance), draws, rng)
    if not np.isfinite(log_weights).any():
        raise ValueError(f"the prior ({words}) leaves no draw possible; widen it")
    # Draws beyond the limit have no weight; within it, every parameter is a number.
    free = np.clip(free, centre - LIMIT, centre + LIMIT)
    order = rng.permutation(draws)
    free, (weights, k) = free[order], smoothed(log_weights[order])
    index = pd.RangeIndex(draws, name="draw")
    values = np.array([model._bound(one) for one in free])
    return Posterior(
        model=model,
        parameters=pd.DataFrame(values, index=index, columns=list(model.parameters.index)),
        weights=pd.Series(weights, index, name="weight"),
        free=free,
        pareto_k=k,
        prior=words,
    )


def smoothed(log_weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights, 1 in sum, with a smoothed upper tail, and its Pareto k (Vehtari et al. 2024).

    The largest weights, 3 times the root of their number, are set to what a generalised Pareto
    distribution fitted to them expects of so many; none rises above the largest as it was.
    """
    weights = np.exp(log_weights - log_weights.max())
    size = math.ceil(min(len(weights) / 5, 3 * math.sqrt(len(weights))))
    order = np.argsort(weights)
    tail, threshold = order[-size:], weights[order[-size - 1]]
    above = weights[tail] - threshold
    if above[-1] <= 1e-12 or size < 5:
        # All of one size: nothing to smooth.
        return weights / weights.sum(), -math.inf
    k, scale = _pareto(above)
    chance = (np.arange(size) + 0.5) / size
    flat = abs(k) < 1e-12
    rise = -np.log1p(-chance) if flat else np.expm1(-k * np.log1p(-chance)) / k
    weights[tail] = np.minimum(threshold + scale * rise, 1.0)
    return weights / weights.sum(), k


def _pareto(above: np.ndarray) -> tuple[float, float]:
    """Shape and scale of the generalised Pareto distribution of ascending values above 0.

    Zhang & Stephens 2009, Technometrics 51, with the shape drawn to 0.5 as by ten values more.
    """
    n = len(above)
    above = np.maximum(above, above[-1] * 1e-12)
    grid = 30 + int(math.sqrt(n))
    quarter = above[int(n / 4 + 0.5) - 1]
    b = 1 / above[-1] + (1 - np.sqrt(grid / (np.arange(grid) + 0.5))) / (3 * quarter)
    shape = np.log1p(-b[:, None] * above).mean(1)
    height = n * (np.log(-b / shape) - shape - 1)
    share = np.exp(height - height.max())
    at = float(share @ b / share.sum())
    k = float(np.log1p(-at * above).mean())
    return (n * k + 10 * 0.5) / (n + 10), -k / at


def _weighted_draws(
    height: Callable[[np.ndarray], float],
    centre: np.ndarray,
    covariance: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Free parameters and the logs of their weights, from proposals that learn from one another."""
    shapes = {heat: (centre, heat * covariance) for heat in HEATS}
    proposals: list[Proposal] = []
    free, heights = np.empty((0, len(centre))), np.empty(0)
    for part in np.array_split(np.arange(draws), ROUNDS):
        if proposals:
            mixture = _log_mixture(free, proposals)
            for heat, shape in shapes.items():
                shapes[heat] = _moments(free, heights / heat - mixture) or shape
        ends = np.round(np.cumsum([0, *HEATS.values()]) * len(part)).astype(int)
        latest = [
            Proposal(middle, np.linalg.cholesky(spread), int(size))
            for (middle, spread), size in zip(shapes.values(), np.diff(ends), strict=True)
        ]
        new = np.concatenate([one.draws(rng) for one in latest])
        proposals += latest
        free = np.concatenate([free, new])
        heights = np.concatenate([heights, [height(one) for one in new]])
    return free, heights - _log_mixture(free, proposals)


class Proposal(NamedTuple):
    """A multivariate t distribution, and how many draws come from it."""

    centre: np.ndarray
    root: np.ndarray
    size: int

    def draws(self, rng: np.random.Generator) -> np.ndarray:
        normal = rng.standard_normal((self.size, len(self.centre))) @ self.root.T
        stretch = np.sqrt(rng.chisquare(FREEDOM, (self.size, 1)) / FREEDOM)
        return self.centre + normal / stretch

    def log_density(self, free: np.ndarray) -> np.ndarray:
        """Up to a constant that all proposals share."""
        distance = np.square(np.linalg.solve(self.root, (free - self.centre).T)).sum(0)
        power = (FREEDOM + len(self.centre)) / 2
        return -power * np.log1p(distance / FREEDOM) - np.log(np.diag(self.root)).sum()


def _log_mixture(free: np.ndarray, proposals: list[Proposal]) -> np.ndarray:
    """Log density, up to a constant, of draws from all these proposals together."""
    return np.logaddexp.reduce([math.log(one.size) + one.log_density(free) for one in proposals])


def _moments(free: np.ndarray, log_weights: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Weighted mean and covariance; flattened weights where a few draws would decide alone."""
    dimensions = free.shape[1]
    if np.isfinite(log_weights).sum() < 10 * dimensions:
        return None
    for power in 0.5 ** np.arange(12):
        weights = smoothed(power * log_weights)[0]
        if 1 / (weights @ weights) >= 10 * dimensions:
            break
    mean = weights @ free
    away = free - mean
    covariance = (away * weights[:, None]).T @ away
    values = np.linalg.eigvalsh(covariance)
    return (mean, covariance) if values[0] > 1e-12 * values[-1] else None


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


def _prior(prior: Prior, model: Model) -> tuple[str, Callable[[np.ndarray], float]]:
    """The prior in words, and its log density on free parameters."""
    if prior == "flat_on_logs":
        return "flat on the logs of the parameters", lambda free: 0.0

    scales = np.array([model.SCALES.get(name, "real") for name in model.parameters.index])
    positive, share = scales == "positive", scales == "share"

    def stretch(free: np.ndarray) -> float:
        # A density of parameters, as one of free parameters, is multiplied by their slopes.
        log_odds = free[share]
        return float(
            free[positive].sum()
            - np.logaddexp(0, log_odds).sum()
            - np.logaddexp(0, -log_odds).sum()
        )

    if prior == "flat":
        return "flat on the parameters", stretch
    if isinstance(prior, Mapping):
        return _normal_prior(prior, model, scales)
    if callable(prior):
        name = getattr(prior, "__name__", "given")
        words = "a function given" if name == "<lambda>" else name
        return words, lambda free: float(prior(model._from_free(free))) + stretch(free)
    raise ValueError(
        f"prior={prior!r} must be 'flat_on_logs', 'flat', a mapping from parameters to scales of "
        "half-normal distributions, or a function of a model"
    )


def _normal_prior(
    widths: Mapping[str, float], model: Model, scales: np.ndarray
) -> tuple[str, Callable[[np.ndarray], float]]:
    names = list(model.parameters.index)
    unknown = [name for name in widths if name not in names]
    if unknown:
        raise ValueError(f"prior for {unknown}, but the parameters are {names}")
    for name, width in widths.items():
        if not (math.isfinite(width) and width > 0):
            raise ValueError(f"prior: the scale of {name!r} is {width!r}, not a positive number")
    at = np.array([names.index(name) for name in widths], int)
    width = np.array(list(widths.values()), float)
    kinds = scales[at]
    if (kinds == "share").any():
        raise ValueError(
            f"prior: {[names[i] for i in at if scales[i] == 'share']} lie between 0 and 1, for "
            "which a half-normal makes little sense; pass a function of a model"
        )
    positive = at[kinds == "positive"]

    def log_prior(free: np.ndarray) -> float:
        values = model._bound(free)[at] / width
        return float(free[positive].sum() - values @ values / 2)

    said = ", ".join(
        f"{name} {'half-' if kind == 'positive' else ''}normal with scale {width:g}"
        for (name, width), kind in zip(widths.items(), kinds, strict=True)
    )
    return said + ("" if len(widths) == len(names) else ", flat on logs otherwise"), log_prior


def _log_likelihood_on(
    model: Model, data: Any, also: dict[str, Any]
) -> Callable[[np.ndarray], float]:
    """The log-likelihood at free parameters, with the data checked and counted once.

    A model that is not known here is asked for `log_likelihood(data, **also)` each time.
    """
    from crmkit.lifetime import gamma_gamma, nbd
    from crmkit.lifetime.beta_geometric import BetaGeometric
    from crmkit.lifetime.bg_bb import BGBB
    from crmkit.lifetime.contract_model import ContractModel
    from crmkit.lifetime.contracts import Contracts
    from crmkit.lifetime.histories import Histories
    from crmkit.lifetime.pareto_nbd import ParetoNBD
    from crmkit.lifetime.pareto_nbd_likelihood import Likelihood

    at = model._from_free
    if isinstance(model, nbd.NBD):
        counts = nbd._Counts.of(data, **({"non_buyers": "counted"} | also))
        return lambda free: at(free)._log_likelihood(counts)
    if also:
        return lambda free: float(at(free).log_likelihood(data, **also))
    if isinstance(model, BetaGeometric):
        histories = Histories.of(data, model.period_days)
        return lambda free: float(histories.weights @ at(free)._log_likelihoods(histories))
    if isinstance(model, ParetoNBD):
        histories = Histories.of(data, model.period_days)
        each = Likelihood(histories)
        return lambda free: each(free)[0]
    if isinstance(model, BGBB):
        seen = model._histories(data)
        return lambda free: float(seen.weights @ at(free)._log_likelihoods(seen))
    if isinstance(model, gamma_gamma.GammaGamma):
        spend = gamma_gamma._Spend.of(data)
        return lambda free: gamma_gamma._likelihood(np.exp(free), spend)[0]
    if isinstance(model, ContractModel):
        objective = model._objective(*Contracts.of(data).decisions())
        return lambda free: float(objective(free)[0])
    return lambda free: float(at(free).log_likelihood(data))


def _check_same_data(log_likelihood: float, model: Model) -> None:
    fitted = model.report.log_likelihood
    if not math.isclose(log_likelihood, fitted, rel_tol=1e-7, abs_tol=1e-6):
        raise ValueError(
            f"the fit's log-likelihood is {fitted:,.4f}, but {log_likelihood:,.4f} on these data: "
            "pass the table (and options) that the model was fitted on, or fit it on these first"
        )
