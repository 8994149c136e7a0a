"""What is assumed of a model's parameters before the data, in words and as a density.

No choice is neutral, and with few customers it shows: compare two.

- "flat_on_logs": each order of magnitude of a positive parameter is as likely as the next (log-odds
  of a share alike), up to a thousand times the estimate either way. It depends on no unit of time
  or money. Where customers may well not differ at all, it lets shape parameters run far up.
- "flat": each value is as likely as the next, up to the same limit; favours large values.
- "weak": the log of each parameter is normal around a plausible place (where the search begins),
  with a standard deviation of 3: a factor of 20 either way is nothing unusual. It has a posterior
  where the others have none, on the boundary of a model.
- {"a": 2.0, "b": 5.0}: half-normal distributions with these scales for the named parameters (normal
  ones for those that may be negative), flat on logs for the others.
- a function of a model that gives the log density of its parameters, up to a constant.
"""

import math
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import numpy as np

from crmkit.models.counted import Counted
from crmkit.models.model import Model

Prior = Literal["flat_on_logs", "flat", "weak"] | Mapping[str, float] | Callable[[Model], float]

# Of the weak prior, in logs: e^3 is 20.
WEAK = 3.0


class LogPrior(NamedTuple):
    """What is assumed of the parameters.

    Parameters
    ----------
    words
        The same for a reader.
    density
        Its log, of free parameters, up to a constant.
    """

    words: str
    density: Callable[[np.ndarray], float]


def log_prior(prior: Prior, model: Model, seen: Counted) -> LogPrior:
    """The prior in words and as a log density on free parameters.

    Parameters
    ----------
    prior
        One of those that this file begins with.
    model
        Whose parameters it is about.
    seen
        The counted data, from which "weak" takes its place.

    Raises
    ------
    ValueError
        For another prior, and for scales that are not positive or not of the model's parameters; a
        share has no half-normal.
    """
    if prior == "flat_on_logs":
        return LogPrior("flat on the logs of the parameters", lambda free: 0.0)
    if prior == "flat":
        return LogPrior("flat on the parameters", lambda free: _stretch(model, free))
    if prior == "weak":
        return _weak(model, seen)
    if isinstance(prior, Mapping):
        return _half_normal(prior, model)
    if callable(prior):
        name = getattr(prior, "__name__", "given")
        words = "a function given" if name == "<lambda>" else name
        return LogPrior(words, lambda free: float(prior(model.at(free))) + _stretch(model, free))
    raise ValueError(
        f"prior={prior!r} must be 'flat_on_logs', 'flat', 'weak', a mapping from parameters to "
        "scales of half-normal distributions, or a function of a model"
    )


def _scales(model: Model) -> np.ndarray:
    return np.array(list(model.SCALES.values()))


def _stretch(model: Model, free: np.ndarray) -> float:
    """Log of the slopes, which turn a density of parameters into one of free parameters."""
    scales = _scales(model)
    log_odds = free[scales == "share"]
    falls = np.logaddexp(0, log_odds).sum() + np.logaddexp(0, -log_odds).sum()
    return float(free[scales == "positive"].sum() - falls)


def _weak(model: Model, seen: Counted) -> LogPrior:
    begin = np.asarray(model.starts(seen)[0], float)
    centre = model.free(begin)
    places = ", ".join(f"{n}={v:.3g}" for n, v in zip(model.SCALES, begin, strict=True))
    return LogPrior(
        f"weak (logs of parameters normal around {places}, standard deviation {WEAK:g})",
        lambda free: float(-np.square((free - centre) / WEAK).sum() / 2),
    )


def _half_normal(prior: Mapping[str, float], model: Model) -> LogPrior:
    names = list(model.SCALES)
    unknown = [name for name in prior if name not in names]
    if unknown:
        raise ValueError(f"prior for {unknown}, but the parameters are {names}")
    for name, scale in prior.items():
        if not (math.isfinite(scale) and scale > 0):
            raise ValueError(f"prior: the scale of {name!r} is {scale!r}, not a positive number")
    at = np.array([names.index(name) for name in prior], int)
    width = np.array(list(prior.values()), float)
    kinds = _scales(model)[at]
    if (kinds == "share").any():
        raise ValueError(
            f"prior: {[names[i] for i in at[kinds == 'share']]} lie between 0 and 1, for "
            "which a half-normal makes little sense; pass a function of a model"
        )
    positive = at[kinds == "positive"]

    def density(free: np.ndarray) -> float:
        values = model.bound(free)[at] / width
        return float(free[positive].sum() - values @ values / 2)

    said = ", ".join(
        f"{name} {'half-' if kind == 'positive' else ''}normal with scale {scale:g}"
        for (name, scale), kind in zip(prior.items(), kinds, strict=True)
    )
    return LogPrior(
        said + ("" if len(prior) == len(names) else ", flat on logs otherwise"), density
    )
