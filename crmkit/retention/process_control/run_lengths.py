"""How long a chart runs until it signals: without a change (a false alarm), and after one.

The average run length is what a chart promises. It is exact for counts, whose cumulative sums
have few values (a Markov chain), and to many digits for normal values (an integral equation).
"""

import warnings
from fractions import Fraction
from typing import Literal

import numpy as np

from crmkit import tables

__all__ = [
    "choose_h",
    "choose_h_counts",
    "cusum",
    "cusum_counts",
    "ewma",
    "run_length_quantiles",
    "shewhart",
    "shewhart_counts",
]

# Points at which the integral equations are solved.
_POINTS = 120
# Weeks; beyond, nothing is left of the digits.
_MOST = 1e12
_DECIMALS = "the same as on the chart, with 2 decimals: round(k, 2)"


def shewhart(*, shift: float = 0.0, sigmas: float = 3.0) -> float:
    """After how many weeks, on average, is a normal value beyond its limits?

    `1 / P(|x| > sigmas)`, for x with mean `shift` (in standard deviations) and variance 1.

    Examples
    --------
    >>> round(shewhart(), 1), round(shewhart(shift=1), 1)
    (370.4, 43.9)
    """
    from scipy.stats import norm

    away = tables.number("shift", shift)
    limit = tables.number("sigmas", sigmas, above=0)
    found = float(norm.sf(limit - away) + norm.cdf(-limit - away))
    return _seen(1 / max(found, 1 / _MOST))


def shewhart_counts(*, mean: float, limit: float, dispersion: float = 1.0) -> float:
    """After how many weeks, on average, is a count above its upper limit?

    Parameters
    ----------
    mean : float
        Events a week, above 0.
    limit : float
        The chart signals a count above it.
    dispersion : float
        Variance of a week over its mean: 1 for Poisson counts; above 1, they are negative binomial
        and weeks independent.

    Examples
    --------
    >>> round(shewhart_counts(mean=6.346, limit=13.9))
    172
    """
    found = float(_counts(mean, dispersion).sf(np.floor(tables.number("limit", limit, least=0))))
    if found < 1e-12:
        raise ValueError(f"a mean of {mean:g} hardly ever comes above a limit of {limit:g}")
    return 1 / found


def cusum(*, k: float, h: float, shift: float = 0.0, sides: Literal[1, 2] = 2) -> float:
    """After how many weeks, on average, does a CUSUM of normal values signal?

    The one-sided chart runs L(0) weeks, where (Page 1954)

        L(u) = 1 + L(0) P(x <= k - u) + integral_0^h L(s) phi(s + k - u - shift) ds.

    The two sides together: 1 / L = 1 / L_up + 1 / L_down.

    Parameters
    ----------
    k, h, shift : float
        In standard deviations of one value; k 0 or more, h above 0 (up to 50).
    sides : 1 or 2
        1: the chart for a rise alone.

    References
    ----------
    Page, E. S. (1954). Continuous inspection schemes. Biometrika 41, 100-115. Montgomery, D. C.,
    Introduction to Statistical Quality Control, has the table for k 0.5 and h 5.

    Examples
    --------
    >>> round(cusum(k=0.5, h=5)), round(cusum(k=0.5, h=5, shift=1), 1)
    (465, 10.4)
    """
    away = tables.number("shift", shift)
    slack = tables.number("k", k, least=0)
    reach = tables.number("h", h, above=0, most=50, mend="in standard deviations of one value")
    tables.option("sides", sides, [1, 2])
    return _seen(_cusum(slack, reach, away, sides))


def cusum_counts(
    *,
    mean: float,
    k: float,
    h: float,
    dispersion: float = 1.0,
    side: Literal["up", "down"] = "up",
) -> float:
    """After how many weeks, on average, does a CUSUM of counts signal?

    The sum S_t = max(0, S_(t-1) + x_t - k), or with k - x_t for a fall, moves on a lattice: the run
    length is that of a Markov chain from S_0 = 0 until S_t > h, exactly.

    Parameters
    ----------
    mean, dispersion
        As for `shewhart_counts`.
    k, h : float
        Of the chart, in events, with 2 decimals at most.
    side : "up" or "down"
        Whether the chart watches for a rise or a fall.

    References
    ----------
    Brook, D. & Evans, D. A. (1972). An approach to the probability distribution of cusum run
    length. Biometrika 59, 539-549. Lucas, J. M. (1985). Counted data CUSUM's. Technometrics 27(2),
    129-144.

    Examples
    --------
    >>> round(cusum_counts(mean=6.346 * 1.2, k=6.96, h=14), 1)
    18.2
    """
    return _seen(_cusum_counts(mean, k, h, dispersion, side))


def run_length_quantiles(
    *,
    mean: float,
    k: float,
    h: float,
    quantiles: tuple[float, ...] = (0.1, 0.5, 0.9),
    dispersion: float = 1.0,
    side: Literal["up", "down"] = "up",
) -> list[int]:
    """Within how many weeks has a CUSUM of counts signalled, with these probabilities?

    Parameters as for `cusum_counts`; `quantiles` each above 0 and below 1. Whole weeks.

    Examples
    --------
    >>> run_length_quantiles(mean=6.346 * 1.2, k=6.96, h=14)
    [6, 15, 34]
    """
    given = tables.one_or_more("quantiles", quantiles, mend="name at least one, such as 0.5")
    wanted = [tables.share("quantiles", one, ends=False) for one in given]
    stays = _chain(mean, k, h, dispersion, side)
    silent = [1.0]
    state = np.zeros(len(stays))
    state[0] = 1.0
    while silent[-1] > 1 - max(wanted):
        state = state @ stays
        silent.append(float(state.sum()))
        if len(silent) > 100_000:
            raise ValueError(f"h={h} is so large that the chart hardly ever signals: lower it")
    return [int(np.argmax(np.array(silent) <= 1 - one)) for one in wanted]


def ewma(*, weight: float, width: float, shift: float = 0.0) -> float:
    """After how many weeks, on average, does an EWMA of normal values leave its steady limits?

    L(u) = 1 + 1 / weight * integral L(y) phi((y - (1 - weight) u) / weight - shift) dy between the
    limits (Crowder 1987), from u = 0.

    Parameters
    ----------
    weight, width
        As for `ewma.ewma_chart`.
    shift : float
        In standard deviations of one value.

    Examples
    --------
    >>> round(ewma(weight=0.1, width=2.814)), round(ewma(weight=0.1, width=2.814, shift=1), 1)
    (500, 10.3)
    """
    from scipy.stats import norm

    away = tables.number("shift", shift)
    part = tables.number("weight", weight, above=0, most=1)
    reach = tables.number("width", width, above=0) * np.sqrt(part / (2 - part))
    nodes, share = np.polynomial.legendre.leggauss(_POINTS)
    nodes, share = reach * nodes, reach * share

    def step(start: np.ndarray) -> np.ndarray:
        z = (nodes[None, :] - (1 - part) * start[:, None]) / part - away
        return np.asarray(norm.pdf(z)) * share / part

    inner = _solved(np.eye(_POINTS) - step(nodes))
    return _seen(float(1 + (step(np.zeros(1)) @ inner)[0]))


def choose_h(*, k: float, weeks: float, sides: Literal[1, 2] = 2) -> float:
    """Which h gives one false alarm in so many weeks, for normal values?

    >>> round(choose_h(k=0.5, weeks=465.4), 2)
    5.0
    """
    from scipy.optimize import brentq

    wanted = tables.number("weeks", weeks, least=5, most=1e6)
    ends = [0.01, 45.0]
    slack = tables.number("k", k, least=0)
    tables.option("sides", sides, [1, 2])
    if _cusum(slack, ends[0], 0.0, sides) >= wanted:
        raise ValueError(
            f"with k={k} there is less than one false alarm in {weeks:g} weeks whatever h: lower k"
        )
    # Beyond h of some size the run lengths leave what numbers can hold; the wanted one does not.
    while _cusum(slack, ends[1] / 2, 0.0, sides) > wanted:
        ends[1] /= 2
    found = brentq(lambda h: _cusum(slack, h, 0.0, sides) - wanted, *ends, xtol=1e-8)
    return float(found)


def choose_h_counts(
    *,
    mean: float,
    k: float,
    weeks: float,
    dispersion: float = 1.0,
    side: Literal["up", "down"] = "up",
    step: float = 0.5,
) -> float:
    """Which h, the smallest multiple of `step`, gives at most one false alarm in so many weeks?

    Parameters as for `cusum_counts`, with `mean` that of weeks without a change; `weeks` from 5 to
    100,000; `step` with 2 decimals at most.

    Examples
    --------
    >>> choose_h_counts(mean=6.346, k=6.96, weeks=156)
    14.0
    """
    wanted = tables.number("weeks", weeks, least=5, most=1e5)
    size = float(_fraction("step", tables.number("step", step, above=0)))
    low, high = 0, 1

    def run(steps: int) -> float:
        return _cusum_counts(mean, k, round(size * steps, 2), dispersion, side)

    while run(high) < wanted:
        low, high = high, 2 * high
        if size * high > 200 + 20 * mean:
            raise ValueError(
                f"k={k} lies on the wrong side of a mean of {mean:g}: the sum drifts to any h. "
                "Take k from cusum.reference_value."
            )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if run(middle) < wanted else (low, middle)
    return round(size * high, 2)


def _seen(weeks: float) -> float:
    """A run length, if it is one that can be told."""
    if not weeks < _MOST / 2:
        raise ValueError(
            f"the chart hardly ever signals (more than {_MOST / 2:g} weeks on average): bring its "
            "limits (h, k, sigmas, width) nearer to the mean"
        )
    return weeks


def _solved(system: np.ndarray) -> np.ndarray:
    """Run lengths from all states; huge where rounding has taken all digits."""
    try:
        found = np.linalg.solve(system, np.ones(len(system)))
    except np.linalg.LinAlgError:
        return np.full(len(system), _MOST)
    # A run length is 1 or more: a sum of what is left of 0 may be anything.
    return found if found.min() > 0.99 and found.max() < _MOST else np.full(len(system), _MOST)


def _cusum(k: float, h: float, shift: float, sides: int) -> float:
    up = _one_sided(shift, k, h)
    return up if sides == 1 else 1 / (1 / up + 1 / _one_sided(-shift, k, h))


def _cusum_counts(mean: float, k: float, h: float, dispersion: float, side: str) -> float:
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import MatrixRankWarning, spsolve

    # From each of the many values few others can be reached.
    stays = csc_array(_chain(mean, k, h, dispersion, side))
    n = stays.shape[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MatrixRankWarning)
        found = float(spsolve(csc_array(eye_array(n) - stays), np.ones(n))[0])
    return found if 0.99 < found < _MOST else _MOST


def _one_sided(shift: float, k: float, h: float) -> float:
    from scipy.stats import norm

    nodes, share = np.polynomial.legendre.leggauss(_POINTS)
    nodes, share = h / 2 * (nodes + 1), h / 2 * share
    # The state 0, in which the sum often is, stands apart in front of the others.
    at = np.concatenate([[0.0], nodes])
    stays = np.empty((_POINTS + 1, _POINTS + 1))
    stays[:, 0] = norm.cdf(k - at - shift)
    stays[:, 1:] = norm.pdf(nodes[None, :] + k - at[:, None] - shift) * share
    return float(_solved(np.eye(_POINTS + 1) - stays)[0])


def _counts(mean: float, dispersion: float):  # type: ignore[no-untyped-def]  # scipy is untyped
    from scipy.stats import nbinom, poisson

    average = tables.number("mean", mean, above=0, most=1e5)
    times = tables.number("dispersion", dispersion, least=1, mend="1 for Poisson counts")
    if times == 1:
        return poisson(average)
    return nbinom(average / (times - 1), 1 / times)


def _fraction(name: str, value: float) -> Fraction:
    exact = Fraction(value).limit_denominator(100)
    if exact == 0 or abs(float(exact) - value) > 1e-9:
        raise ValueError(f"{name}={value!r} must be {_DECIMALS.replace('(k', f'({name}')}")
    return exact


def _chain(mean: float, k: float, h: float, dispersion: float, side: str) -> np.ndarray:
    """Probabilities to go from one value of the sum to another without a signal."""
    tables.option("side", side, ["up", "down"])
    counts = _counts(mean, dispersion)
    slack = _fraction("k", tables.number("k", k, above=0, most=1e5))
    reach = _fraction("h", tables.number("h", h, above=0))
    unit = int(np.lcm(slack.denominator, reach.denominator))
    step, top = int(slack * unit), int(reach * unit)
    if top > 6_000:
        raise ValueError(f"h={h} in steps of 1/{unit} has too many values: round k and h to 0.1")
    sign = 1 if side == "up" else -1
    start = np.arange(top + 1)
    stays = np.zeros((top + 1, top + 1))
    # No larger count matters: upwards it signals, downwards it leads to 0.
    for count in range((top + step) // unit + 2):
        end = np.maximum(start + sign * (unit * count - step), 0)
        inside = end <= top
        stays[start[inside], end[inside]] += counts.pmf(count)
    if side == "down":
        stays[:, 0] += counts.sf((top + step) // unit + 1)
    return stays
