"""How a fit looks for its top: from several places, on a part of the data first if it is large."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from crmkit.models.counted import Counted, part
from crmkit.models.maximise import (
    Objective,
    Optimum,
    curvature,
    maximise,
    more_work,
    settled,
)

if TYPE_CHECKING:
    from crmkit.models.model import Model


def search(
    model: "type[Model]", seen: Counted, origin: np.ndarray, starts: list[np.ndarray]
) -> Optimum:
    """The top of a model's likelihood, in free parameters counted from the origin.

    All starts are tried, or the first alone where the model says that this is enough; if the search
    from there runs away, it may have missed a top elsewhere, and the others follow.
    """
    if not model.FIRST_START_IS_ENOUGH:
        return _search_from(model, seen, origin, starts)
    found = _search_from(model, seen, origin, starts[:1])
    if not starts[1:] or (np.abs(found.free) <= model.FAR).all():
        return found
    other = _search_from(model, seen, origin, starts[1:])
    best = max(found, other, key=lambda one: one.log_likelihood)
    work = found.evaluations + other.evaluations - best.evaluations
    return more_work(best, work, len(starts))


def _search_from(
    model: "type[Model]", seen: Counted, origin: np.ndarray, starts: list[np.ndarray]
) -> Optimum:
    count, before, walls = len(starts), 0, model.walls()
    if len(seen.weights) > 2 * model.PART:
        few = part(seen, max(model.PART, len(seen.weights) // 100))
        roughly = _moved(model.objective(few), origin)
        # Nearly is enough there: the tolerance is that of ten thousand times the customers.
        tops = [maximise(roughly, [one], customers=1e4 * few.total, walls=walls) for one in starts]
        before, starts = sum(one.evaluations for one in tops), []
        for one in sorted(tops, key=lambda one: -one.log_likelihood):
            if all(np.abs(one.free - other).max() > 0.01 for other in starts):
                starts.append(one.free)
    objective = _moved(model.objective(seen), origin)
    found = maximise(objective, starts, customers=seen.total, walls=walls)
    names = list(model.SCALES)
    together = [tuple(map(names.index, group)) for group in model.TOGETHER]
    found = settled(objective, found, together, customers=seen.total, walls=walls)
    if not model.exact_derivatives():
        # The search needs no more than a rough Hessian, the intervals do.
        sharp = curvature(
            lambda free: model.likelihood(model.bound(free + origin), seen), found.free
        )
        found = replace(found, hessian=sharp if np.isfinite(sharp).all() else found.hessian)
    return more_work(found, before, count)


def _moved(objective: Objective, origin: np.ndarray) -> Objective:
    """The objective, counted from the origin."""
    return (lambda free: objective(free + origin)) if origin.any() else objective
