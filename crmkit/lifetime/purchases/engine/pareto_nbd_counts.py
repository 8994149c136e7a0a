"""How probable each number of purchases is when customers may leave: the Pareto/NBD's counts."""

import numpy as np

from crmkit.lifetime.purchases.engine.pareto_nbd_series import legendre

_NODES, _PANELS = 24, 8
_CHUNK = 4096


def count_probabilities(
    r: np.ndarray,
    alpha: np.ndarray,
    s: np.ndarray,
    beta: np.ndarray,
    t: float,
    counts: np.ndarray,
) -> np.ndarray:
    """P(X(t) = n) for each set of parameters (rows) and each of the rising counts (columns).

    Either the customer outlives t, and X is negative binomial, or leaves at y < t:

        NBD(n; t) (beta / (beta + t))^s + integral over (0, t) of NBD(n; y) times the density of y.

    Both are positive. The integrand is log-concave in log y, so that its top and the points where
    it is e^-40 of that are found by halving, and Gauss-Legendre on eight panels between them does
    the rest: exact to about 1e-12, where the textbook's difference of 2F1 cancels.
    """
    if t == 0:
        return np.tile((counts == 0).astype(float), (len(r), 1))
    # log of (r)_n / n!, exact for large r too.
    i = np.arange(counts.max(initial=0))
    table = np.empty((len(r), len(counts)))
    rows = max(1, _CHUNK // len(counts))
    for start in range(0, len(r), rows):
        part = slice(start, start + rows)
        shape, rate, leaving, scale = (v[part, None] for v in (r, alpha, s, beta))
        logs = np.cumsum(np.log((shape + i) / (i + 1)), axis=1)
        ways = np.hstack([np.zeros((len(logs), 1)), logs])[:, counts]
        table[part] = _chunk(shape, rate, leaving, scale, t, counts[None, :], ways)
    return table


def _chunk(
    r: np.ndarray,
    alpha: np.ndarray,
    s: np.ndarray,
    beta: np.ndarray,
    t: float,
    n: np.ndarray,
    ways: np.ndarray,
) -> np.ndarray:
    shape = ways.shape
    alive = _nbd(r, alpha, n, t) - s * np.log1p(t / beta)
    r, alpha, s, beta, n = (np.broadcast_to(v, shape).ravel() for v in (r, alpha, s, beta, n))
    low, high = _support(r, alpha, s, beta, n, np.log(t))
    node, weight = legendre(_NODES)
    width = (high - low) / _PANELS
    left = np.zeros(len(r))
    top = np.full(len(r), -np.inf)
    r, alpha, s, beta, n = (v[:, None] for v in (r, alpha, s, beta, n))
    for panel in range(_PANELS):
        w = (low + panel * width)[:, None] + width[:, None] * node
        values = _log_leaving(r, alpha, s, beta, n, w)
        highest = np.maximum(top, values.max(axis=1))
        left *= np.exp(top - highest)
        left += (np.exp(values - highest[:, None]) @ weight) * width
        top = highest
    with np.errstate(divide="ignore"):
        gone = np.log(left) + top
    return np.minimum(np.exp(ways + np.logaddexp(alive, gone.reshape(shape))), 1)


def _nbd(r: np.ndarray, alpha: np.ndarray, n: np.ndarray, y: np.ndarray | float) -> np.ndarray:
    """log of P(n purchases in y) of a customer who stays, without (r)_n / n!."""
    return -n * np.log1p(alpha / y) - r * np.log1p(y / alpha)


def _log_leaving(
    r: np.ndarray,
    alpha: np.ndarray,
    s: np.ndarray,
    beta: np.ndarray,
    n: np.ndarray,
    w: np.ndarray,
) -> np.ndarray:
    """log of the integrand, with respect to w = log y."""
    y = np.exp(w)
    leaving = np.log(s) - np.log1p(beta / y) - s * np.log1p(y / beta)
    return _nbd(r, alpha, n, y) + leaving


def _support(
    r: np.ndarray,
    alpha: np.ndarray,
    s: np.ndarray,
    beta: np.ndarray,
    n: np.ndarray,
    last: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Between which log y, up to `last`, the integrand is more than e^-40 of its top."""

    def slope(w: np.ndarray) -> np.ndarray:
        a, b = 1 / (1 + alpha * np.exp(-w)), 1 / (1 + beta * np.exp(-w))
        return n * (1 - a) - r * a + (1 - b) - s * b

    start = np.minimum(last, np.minimum(np.log(alpha / (1 + r)), np.log(beta / (1 + s)))) - 60
    end = np.full(len(r), last)
    low, high = start, end
    for _ in range(30):
        middle = (low + high) / 2
        rising = slope(middle) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    top = np.where(slope(end) > 0, end, (low + high) / 2)
    floor = _log_leaving(r, alpha, s, beta, n, top) - 40
    outside, inside = start, top
    beyond, within = end, top
    for _ in range(30):
        middle = (outside + inside) / 2
        under = _log_leaving(r, alpha, s, beta, n, middle) < floor
        outside, inside = np.where(under, middle, outside), np.where(under, inside, middle)
        middle = (beyond + within) / 2
        under = _log_leaving(r, alpha, s, beta, n, middle) < floor
        beyond, within = np.where(under, middle, beyond), np.where(under, within, middle)
    full = _log_leaving(r, alpha, s, beta, n, end) >= floor
    return outside, np.where(full, end, beyond)
