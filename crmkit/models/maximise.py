"""The highest point of a log-likelihood: Newton's method with a step that is never too long.

A log-likelihood alone is enough: `numerical` adds its derivatives, by central differences. The few
models that give exact ones say so in their files. Where the likelihood bends the wrong way, the
Hessian is shifted until the step climbs (Levenberg; Nocedal & Wright 2006, ch. 3.4 and 4); a step
that does not climb enough is shortened. Parameters that run away stop at a wall and are reported.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

# A free parameter beyond this is a boundary of the model: e^14 is a million, e^-14 a millionth.
WALL = 14.0

# The step of a central difference, in logs of parameters: its own error and that of rounding are
# then both near a billionth of what one customer adds.
STEP = 1e-4

# The step for the second derivatives that a fit reports, with the next error term taken away:
# rounding then leaves the same standard errors on every machine.
WIDE = 2e-3

# The log-likelihood, its gradient and its Hessian at free parameters.
Objective = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Optimum:
    """Where the search ended: free parameters, log-likelihood and its derivatives there.

    Parameters
    ----------
    free, log_likelihood, gradient, hessian
        The place, and what the objective says there.
    evaluations, starts
        Work of the search.
    at_wall
        Which parameters ended at a wall, bool.
    """

    free: np.ndarray
    log_likelihood: float
    gradient: np.ndarray
    hessian: np.ndarray
    evaluations: int
    starts: int
    at_wall: np.ndarray


@dataclass(frozen=True)
class Walls:
    """Between which free parameters the search stays.

    Parameters
    ----------
    low, high
        One wall a parameter.
    """

    low: np.ndarray
    high: np.ndarray

    def touched(self, free: np.ndarray) -> np.ndarray:
        """-1 at the lower wall, 1 at the upper one, 0 between."""
        return (free >= self.high - 1e-9) * 1 - (free <= self.low + 1e-9) * 1

    def inside(self, free: np.ndarray) -> np.ndarray:
        return np.clip(free, self.low, self.high)


def numerical(log_likelihood: Callable[[np.ndarray], float], *, step: float = STEP) -> Objective:
    """A log-likelihood of free parameters together with its derivatives (central differences).

    Parameters
    ----------
    log_likelihood
        Of free parameters.
    step
        Of the differences.

    Returns
    -------
    Objective
        Minus infinity beyond what numbers can hold.
    """

    def objective(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        with np.errstate(all="ignore"):
            found = derivatives(free)
        # Beyond what numbers can hold, the search takes a shorter step.
        return found if all(np.isfinite(one).all() for one in found) else (-np.inf, *found[1:])

    def derivatives(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        n, middle = len(free), log_likelihood(free)
        gradient, hessian = np.zeros(n), np.zeros((n, n))
        steps = np.eye(n) * step
        up = np.array([log_likelihood(free + one) for one in steps])
        down = np.array([log_likelihood(free - one) for one in steps])
        gradient = (up - down) / (2 * step)
        np.fill_diagonal(hessian, (up - 2 * middle + down) / step**2)
        for i in range(n):
            for j in range(i):
                both = log_likelihood(free + steps[i] + steps[j])
                neither = log_likelihood(free - steps[i] - steps[j])
                mixed = both + neither - up[i] - down[i] - up[j] - down[j] + 2 * middle
                hessian[i, j] = hessian[j, i] = mixed / (2 * step**2)
        return middle, gradient, hessian

    return objective


def curvature(log_likelihood: Callable[[np.ndarray], float], free: np.ndarray) -> np.ndarray:
    """The Hessian of a log-likelihood, a thousand times as exact as the one that `numerical` gives.

    Central differences of two wide steps, whose common error is extrapolated away (Richardson).

    Parameters
    ----------
    log_likelihood
        Of free parameters.
    free
        Where.
    """
    near, far = (numerical(log_likelihood, step=step)(free)[2] for step in (WIDE, 2 * WIDE))
    return (4 * near - far) / 3


def maximise(
    objective: Objective,
    starts: Iterable[np.ndarray],
    *,
    customers: float,
    walls: Walls | None = None,
    iterations: int = 200,
) -> Optimum:
    """The best of the optima that the starts lead to.

    Parameters
    ----------
    objective
        Log-likelihood, gradient and Hessian at free parameters.
    starts
        Free parameters to begin with.
    customers
        How many the log-likelihood sums over; gradients are judged per customer.
    walls
        -14 and 14 for all parameters if None.
    iterations
        Evaluations from a start, at most.

    Raises
    ------
    ValueError
        Where no start leads to a finite log-likelihood.
    """
    starts = [np.asarray(start, float) for start in starts]
    if walls is None:
        walls = Walls(np.full(len(starts[0]), -WALL), np.full(len(starts[0]), WALL))
    found = [_climb(objective, start, customers, iterations, walls) for start in starts]
    finite = [one for one in found if np.isfinite(one.log_likelihood)]
    if not finite:
        raise ValueError(
            f"the log-likelihood is not finite at any of {len(found)} starting points; look at "
            "the table for impossible or extreme histories"
        )
    best = max(finite, key=lambda one: one.log_likelihood)
    return more_work(best, sum(one.evaluations for one in found) - best.evaluations, len(found))


def more_work(found: Optimum, evaluations: int, starts: int) -> Optimum:
    """The optimum, with the work of searches before it and the starts of them all.

    Parameters
    ----------
    evaluations
        Those before, which are added.
    starts
        Of all searches.
    """
    return replace(found, evaluations=found.evaluations + evaluations, starts=starts)


def settled(
    objective: Objective,
    found: Optimum,
    together: Iterable[tuple[int, ...]],
    *,
    customers: float,
    walls: Walls,
) -> Optimum:
    """The optimum, or the wall behind it where a flat ridge leads there without loss.

    Such a ridge rises to infinity ever more slowly, and a search stops on it somewhere that means
    nothing; at the wall the boundary is seen and reported.

    Parameters
    ----------
    objective, customers, walls
        As for `maximise`.
    found
        Where the search ended.
    together
        Places of free parameters that run away with one another, as the two of a beta distribution
        do when customers are all alike.
    """
    loss = min(1e-7 * abs(found.log_likelihood), 1e-3)
    for group in together:
        for moved in [list(group), *([one] for one in group)]:
            far = found.free[moved]
            if np.abs(far).max() < 5 or walls.touched(found.free)[moved].any():
                continue
            up = far.max() > -far.min()
            way = (walls.high - found.free if up else found.free - walls.low)[moved].min()
            free = found.free.copy()
            free[moved] += way if up else -way
            if (walls.inside(free) != free).any():
                continue
            still = walls.touched(free) != 0
            top = _climb(_held(objective, still), free, customers, 30, walls)
            value, gradient, hessian = objective(top.free)
            if value >= found.log_likelihood - loss:
                at_wall = walls.touched(top.free) != 0
                work = found.evaluations + top.evaluations + 1
                found = Optimum(
                    top.free, float(value), gradient, hessian, work, found.starts, at_wall
                )
                break
    return found


def _held(objective: Objective, still: np.ndarray) -> Objective:
    """The objective as if some parameters did not matter, so that they stay where they are."""

    def held(free: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        value, gradient, hessian = objective(free)
        move = ~still
        return value, gradient * move, hessian * np.outer(move, move) - np.diag(still * 1.0)

    return held


def _climb(
    objective: Objective, free: np.ndarray, customers: float, iterations: int, walls: Walls
) -> Optimum:
    free = walls.inside(free)
    value, gradient, hessian = objective(free)
    count = 1
    while count < iterations and np.isfinite(value):
        # At a wall, the direction that leads out of the room does not count.
        at_wall = walls.touched(free)
        open_ = gradient * at_wall <= 0
        if np.abs(gradient[open_]).max(initial=0) < 1e-9 * customers:
            break
        step = _step(gradient, hessian, open_)
        if (step * at_wall > 0).any():
            step = _step(gradient, hessian, open_ & ~(step * at_wall > 0))
        if not step.any():
            break
        # No parameter changes by more than a factor e^2 in one step, and none goes through a wall:
        # the whole step is shortened, since on a ridge parameters only climb together.
        goes = step != 0
        room = np.where(step > 0, walls.high - free, free - walls.low)[goes] / np.abs(step)[goes]
        step *= min(1, 2 / np.abs(step).max(), room[room > 0].min(initial=1))
        slope = gradient @ step
        moved = None
        while np.abs(step).max() > 1e-12:
            trial = walls.inside(free + step)
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
    return Optimum(free, float(value), gradient, hessian, count, 1, walls.touched(free) != 0)


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
