"""How Bass's model is fitted to a series: by regression, by least squares or by likelihood.

`bass` asks and answers; here is the arithmetic. Parameters are searched for as logs.
"""

import math
from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from crmkit import tables

Method: TypeAlias = Literal["cumulative", "regression", "likelihood"]
METHODS: tuple[Method, ...] = ("cumulative", "regression", "likelihood")

# A market so many times larger than what was sold is one of which the series says nothing.
_RUNAWAY = 1e3


def checked(sales: pd.Series) -> np.ndarray:
    """The series as floats, if a Bass model can be fitted to it."""
    if not isinstance(sales, pd.Series):
        raise TypeError(f"sales must be a Series in order of time, not a {type(sales).__name__}")
    found = tables.numbers(
        sales,
        name="sales",
        least=0,
        range_mend="Sales are first purchases of a period; returns are no sales.",
    ).astype(float)
    if len(found) < 5:
        raise ValueError(
            f"sales has {len(found)} period(s), and p, q and m need 5 or more. Wait, or take p and "
            "q from a similar product and write the model down: Bass(p=..., q=..., m=...)"
        )
    if not found.any():
        raise ValueError("all sales are 0: there is nothing to fit. Begin with the first sale.")
    _check_order(sales.index)
    return found


def _check_order(index: pd.Index) -> None:
    """Refuse years or dates that do not rise one by one: the model takes rows as periods."""
    if isinstance(index, pd.PeriodIndex):
        index = index.to_timestamp()
    if not (index.dtype.kind in "iufM" and isinstance(index, pd.Index)):
        return
    steps = np.diff(index.to_numpy().astype("int64" if index.dtype.kind == "M" else "float64"))
    if (steps <= 0).any():
        row = int(np.argmax(steps <= 0))
        raise ValueError(
            f"sales must be in order of time, each period once, but {index[row + 1]} follows "
            f"{index[row]}. Write sales.sort_index(), or .reset_index(drop=True) if the rows are "
            "in order."
        )
    if steps.max() > 1.5 * np.median(steps):
        row = int(np.argmax(steps))
        raise ValueError(
            f"sales has no period between {index[row]} and {index[row + 1]}: put it in, with a 0 "
            "if nothing was sold, or write .reset_index(drop=True) if none is missing."
        )


def fitted(sales: np.ndarray, method: Method) -> tuple[np.ndarray, np.ndarray]:
    """The logs of p, q and m with their covariance. Raises ValueError where no market is told."""
    if method != "regression" and not np.ptp(sales):
        raise _no_market(sales)
    start = np.log(_regression_start(sales, strict=method == "regression"))
    if method == "regression":
        return start, _regression_covariance(sales)
    return _searched(sales, start, method)


def adopted(time: np.ndarray, p: float, q: float) -> np.ndarray:
    """The share of the market that has bought by then: F(t) of Bass (1969)."""
    fallen = np.exp(-(p + q) * time)
    share: np.ndarray = (1 - fallen) / (1 + q / p * fallen)
    return share


def _no_market(sales: np.ndarray) -> ValueError:
    return ValueError(
        f"no market can be told from these {len(sales)} periods: sales do not slow down as a "
        "market that fills up would make them. Wait for more periods, or write the model down "
        "with p and q of a similar product: Bass(p=..., q=..., m=...)"
    )


def _regressors(sales: np.ndarray) -> np.ndarray:
    sold = np.concatenate([[0.0], np.cumsum(sales)[:-1]])
    return np.column_stack([np.ones_like(sold), sold, sold**2])


def _from_regression(a: float, b: float, c: float) -> tuple[float, float, float]:
    """p, q and m of S = a + b Y + c Y**2 (Bass 1969): at Y = m, the larger root, sales are 0."""
    m = (-b - math.sqrt(b * b - 4 * a * c)) / (2 * c)
    return a / m, -c * m, m


def _regression_start(sales: np.ndarray, *, strict: bool) -> tuple[float, float, float]:
    """Bass's regression; where it gives no model, a plain guess unless it is asked for itself."""
    # A large unit would make the squares uneven: in units of all sales.
    total = sales.sum()
    (a, b, c), _, rank, _ = np.linalg.lstsq(_regressors(sales / total), sales / total, rcond=None)
    if rank == 3 and a > 0 > c and b + a > 0 and b * b > 4 * a * c:
        p, q, m = _from_regression(a, b, c)
        if p > 0 and q > 1e-6 and m < _RUNAWAY:
            return p, q, m * total
    if strict:
        raise _no_market(sales)
    return 0.01, 0.4, 1.5 * total


def _regression_covariance(sales: np.ndarray) -> np.ndarray:
    total = sales.sum()
    x = _regressors(sales / total)
    coefficients, *_ = np.linalg.lstsq(x, sales / total, rcond=None)
    left = sales / total - x @ coefficients
    plain = left @ left / max(len(sales) - 3, 1) * np.linalg.inv(x.T @ x)

    def as_logs(at: np.ndarray) -> np.ndarray:
        return np.log(_from_regression(*at))

    # As far as the slopes need: steps in proportion, since a is so much smaller than b and c.
    size = np.abs(coefficients)
    change = slopes(lambda at: as_logs(at * size), coefficients / size) / size
    covariance: np.ndarray = change @ plain @ change.T
    return covariance


def _searched(
    sales: np.ndarray, start: np.ndarray, method: Method
) -> tuple[np.ndarray, np.ndarray]:
    """The logs of p, q and m with their covariance, by least squares or by likelihood."""
    from scipy.optimize import least_squares

    times, total = np.arange(len(sales) + 1.0), sales.sum()

    def expected(logs: np.ndarray) -> np.ndarray:
        p, q, m = np.exp(logs)
        means: np.ndarray = m * np.diff(adopted(times, p, q))
        return means

    def left(logs: np.ndarray) -> np.ndarray:
        means = expected(logs)
        if method == "cumulative":
            return (sales - means) / total
        return _deviance_residuals(sales / total, means / total)

    bounds = np.log([[1e-9, 1e-6, total / 2], [2, 10, 1e6 * total]])
    tries = [start, np.log([0.005, 0.5, 1.1 * total]), np.log([0.03, 0.3, 2 * total])]
    found = min(
        (
            least_squares(
                left,
                np.clip(one, bounds[0] + 1e-6, bounds[1] - 1e-6),
                bounds=bounds,
                x_scale="jac",
                xtol=1e-13,
                ftol=1e-13,
                gtol=1e-13,
            )
            for one in tries
        ),
        key=lambda one: one.cost,
    )
    logs = found.x
    if np.exp(logs[2]) > _RUNAWAY * total:
        raise _no_market(sales)
    # Of q so much below what p is, nothing is seen.
    low, high = bounds[0, :2] + [1e-3, 3], bounds[1, :2] - 1e-3
    if (logs[:2] < low).any() or (logs[:2] > high).any():
        p, q = np.exp(logs[:2])
        raise ValueError(
            f"no Bass model fits best: the search ended where p={p:.2g} and q={q:.2g} cannot be "
            "told. Bass needs sales that rise at first and fall as the market fills; these fall "
            "from the start, swing, or come nearly all in one period. Look at a plot of them."
        )
    change, means = slopes(expected, logs), expected(logs)
    # Least squares: the same scatter everywhere. Likelihood: scatter in proportion to the mean.
    weight = np.ones_like(means) if method == "cumulative" else 1 / np.maximum(means, 1e-12)
    scatter = weight @ (sales - means) ** 2 / max(len(sales) - 3, 1)
    covariance = scatter * np.linalg.pinv(change.T @ (weight[:, None] * change))
    return logs, covariance


def _deviance_residuals(sales: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Half of their squares summed is what the Poisson log-likelihood lacks of the best one."""
    from scipy.special import xlogy

    means = np.maximum(means, 1e-300)
    gap = np.maximum(xlogy(sales, sales / means) - sales + means, 0)
    root: np.ndarray = np.sign(sales - means) * np.sqrt(2 * gap)
    return root


def slopes(answer: Callable[[np.ndarray], np.ndarray], at: np.ndarray) -> np.ndarray:
    """How each answer changes with each parameter, by central differences."""
    step = 1e-5
    ways = np.eye(len(at)) * step
    return np.column_stack([(answer(at + way) - answer(at - way)) / (2 * step) for way in ways])
