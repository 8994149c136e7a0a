"""The highest point of a log-likelihood: Newton's method with a step that is never too long.

The models give exact gradients and Hessians on free parameters (logs of positive ones), so that
some ten evaluations are enough. Where the likelihood bends the wrong way, the Hessian is shifted
until the step climbs (Levenberg; Nocedal & Wright 2006, ch. 3.4 and 4); a step that does not climb
enough is shortened. Parameters that run away stop at a wall and are reported, not hidden.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

# A free parameter beyond this is a boundary of the model: e^14 is a million, e^-14 a millionth.
WALL = 14.0

# Where the standard error of a logarithm is this large, the data leave the parameter open by a
# factor of thousands, and a normal distribution around the top says nothing.
FLAT = 5.0

Objective = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Optimum:
    """Where the search ended: free parameters, log-likelihood and its derivatives there."""

    free: np.ndarray
    log_likelihood: float
    gradient: np.ndarray
    hessian: np.ndarray
    iterations: int
    starts: int

    @property
    def at_wall(self) -> np.ndarray:
        """Which free parameters ran to the wall."""
        return np.abs(self.free) >= WALL - 1e-9

    @property
    def covariance(self) -> np.ndarray | None:
        """Inverse of the observed information; None where it has no inverse, or is flat."""
        information = -self.hessian
        if self.at_wall.any() or not np.isfinite(information).all():
            return None
        values = np.linalg.eigvalsh(information)
        if not values[0] > 1e-10 * values[-1] > 0:
            return None
        covariance = np.linalg.inv(information)
        return covariance if np.sqrt(np.diag(covariance)).max() < FLAT else None


def maximise(
    objective: Objective, starts: Iterable[np.ndarray], *, customers: float, iterations: int = 200
) -> Optimum:
    """The best of the optima that the starts lead to.

    objective: log-likelihood, gradient and Hessian at free parameters. customers: the number that
    the log-likelihood sums over; gradients are judged per customer. Raises ValueError where no
    start leads to a finite log-likelihood.
    """
    found = [_climb(objective, np.asarray(start, float), customers, iterations) for start in starts]
    finite = [one for one in found if np.isfinite(one.log_likelihood)]
    if not finite:
        raise ValueError(
            f"the log-likelihood is not finite at any of {len(found)} starting points; look at "
            "the summary for impossible or extreme histories"
        )
    best = max(finite, key=lambda one: one.log_likelihood)
    total = sum(one.iterations for one in found)
    return Optimum(best.free, best.log_likelihood, best.gradient, best.hessian, total, len(found))


def settled(
    objective: Objective,
    found: Optimum,
    together: Iterable[tuple[int, ...]],
    *,
    customers: float,
) -> Optimum:
    """The optimum, or the wall behind it where a flat ridge leads there without loss.

    together: free parameters that run away with one another, as the two of a beta distribution do
    when customers are all alike. Such a ridge rises to infinity ever more slowly, and a search
    stops on it somewhere that means nothing; at the wall the boundary is seen and reported.
    """
    loss = min(1e-7 * abs(found.log_likelihood), 1e-3)
    for group in together:
        for moved in [list(group), *([one] for one in group)]:
            far = found.free[moved]
            if np.abs(far).max() < 5 or np.abs(far).max() >= WALL:
                continue
            free = found.free.copy()
            free[moved] += WALL - far.max() if far.max() > -far.min() else -WALL - far.min()
            if np.abs(free).max() > WALL + 1e-9:
                continue
            still = np.abs(free) >= WALL - 1e-9
            free = np.clip(free, -WALL, WALL)
            free = _climb(_held(objective, still), free, customers, 30).free
            value, gradient, hessian = objective(free)
            if value >= found.log_likelihood - loss:
                count = found.iterations + 1
                found = Optimum(free, float(value), gradient, hessian, count, found.starts)
                break
    return found


def _held(objective: Objective, still: np.ndarray) -> Objective:
    """The objective as if some parameters did not matter, so that they stay where they are."""

    def held(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        value, gradient, hessian = objective(free)
        move = ~still
        return value, gradient * move, hessian * np.outer(move, move) - np.diag(still * 1.0)

    return held


def _climb(objective: Objective, free: np.ndarray, customers: float, iterations: int) -> Optimum:
    free = np.clip(free, -WALL, WALL)
    value, gradient, hessian = objective(free)
    count = 1
    while count < iterations and np.isfinite(value):
        # At a wall, the direction that leads out of the room does not count.
        at_wall = np.abs(free) >= WALL - 1e-9
        open_ = ~(at_wall & (gradient * free > 0))
        if np.abs(gradient[open_]).max(initial=0) < 1e-9 * customers:
            break
        step = _step(gradient, hessian, open_)
        if (at_wall & (step * free > 0)).any():
            step = _step(gradient, hessian, open_ & ~(at_wall & (step * free > 0)))
        if not step.any():
            break
        # No parameter changes by more than a factor e^2 in one step, and none goes through a wall:
        # the whole step is shortened, since on a ridge parameters only climb together.
        room = (WALL - np.abs(free))[step * free > 0] / np.abs(step)[step * free > 0]
        step *= min(1, 2 / np.abs(step).max(), room.min(initial=1))
        slope = gradient @ step
        moved = None
        while np.abs(step).max() > 1e-12:
            trial = np.clip(free + step, -WALL, WALL)
            moved = objective(trial)
            count += 1
            # Near the top, rounding hides the rise of a sum over many customers.
            enough = value + 1e-4 * max(slope, 0) - 1e-14 * abs(value)
            if np.isfinite(moved[0]) and moved[0] >= enough:
                break
            moved, step, slope = None, step / 4, slope / 4
            if count >= iterations:
                break
        if moved is None:
            break
        gain = moved[0] - value
        free, (value, gradient, hessian) = trial, moved
        if gain <= 1e-13 * abs(value) and np.abs(gradient[open_]).max() < 1e-6 * customers:
            break
    return Optimum(free, float(value), gradient, hessian, count, 1)


def _step(gradient: np.ndarray, hessian: np.ndarray, open_: np.ndarray) -> np.ndarray:
    """The step of the open parameters, the others staying where they are."""
    step = np.zeros_like(gradient)
    if open_.any():
        step[open_] = _uphill(gradient[open_], hessian[np.ix_(open_, open_)])
    return step


def _uphill(gradient: np.ndarray, hessian: np.ndarray) -> np.ndarray:
    """Newton's step, on the Hessian with every curvature made a downward one."""
    values, vectors = np.linalg.eigh(hessian)
    bend = np.maximum(np.abs(values), 1e-8 * max(np.abs(values).max(), 1e-300))
    return vectors @ ((vectors.T @ gradient) / bend)
