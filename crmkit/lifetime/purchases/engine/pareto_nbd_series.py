"""The integral that the Pareto/NBD is made of, with its derivatives, right for all parameters.

For 0 < B <= A,

    I(p, q, A, B) = integral over y from 0 to infinity of (A + y)^-p (B + y)^-q dy
                  = A^-p B^(1-q) Phi(p, q, z),    z = 1 - B/A, k = p + q - 1 > 0,
    k Phi = 2F1(p, 1; k + 1; z) = sum of (p)_n / (k + 1)_n z^n.

All terms of the series are positive, so nothing cancels, and its coefficients depend on p and q
alone: customers with the same number of purchases share them. For z above 1/2, where the series is
slow, y = B (e^u - 1) gives

    Phi = integral over u from 0 to infinity of e^-(q-1)u (z + (1 - z) e^u)^-p du,

whose part beyond u = log(z / (1 - z)) is again a Phi, at z = 1/2, and whose part before it is
smooth and at most 28 long for ratios A/B up to 10^12: Gauss-Legendre with 32 nodes, or 24 + 32
where it is long, is exact to about 10^-13 there. Derivatives with respect to p and q are sums of
the same terms, those with respect to log(A/B) follow from the differential equation of the series.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

# Where the integral takes over from the series.
SPLIT = 0.5
# The integrand is left out where it is below e^-40 of its value at 0.
_DROP = 40.0
_NEAR_NODES, _FAR_NODES = 32, 24
_PANEL = 7.0
_CHUNK = 2048


@dataclass(frozen=True)
class LogPhi:
    """log Phi and its derivatives with respect to p, q and l = log(A/B)."""

    value: np.ndarray
    p: np.ndarray
    q: np.ndarray
    l: np.ndarray  # noqa: E741
    pp: np.ndarray
    pq: np.ndarray
    qq: np.ndarray
    pl: np.ndarray
    ql: np.ndarray
    ll: np.ndarray


def log_phi(
    p: np.ndarray, q: np.ndarray, level: np.ndarray, large: np.ndarray, small: np.ndarray
) -> LogPhi:
    """log Phi at (p[level], q[level], A = large, B = small), one value a pair.

    The pairs come with A rising, so that z falls and the series needs fewer and fewer terms.
    """
    y = small / large
    z = (large - small) / large
    cut = int(np.searchsorted(-z, -SPLIT))
    # Rows: Phi and its derivatives p, q, pp, pq, qq; then G = (k Phi - 1)/z with p, q, l.
    table = np.empty((10, len(z)))
    if cut:
        edge = _series(p, q, np.arange(len(p)), np.full(len(p), SPLIT))[:6]
        for start in range(0, cut, _CHUNK):
            part = slice(start, min(start + _CHUNK, cut))
            table[:, part] = _quadrature(p, q, level[part], z[part], y[part], edge)
    if cut < len(z):
        table[:, cut:] = _series(p, q, level[cut:], z[cut:])
    phi, phi_p, phi_q, phi_pp, phi_pq, phi_qq, g, g_p, g_q, g_l = table
    p = p[level]
    phi_l = p * phi - g
    d_p, d_q, d_l = phi_p / phi, phi_q / phi, phi_l / phi
    return LogPhi(
        value=np.log(phi),
        p=d_p,
        q=d_q,
        l=d_l,
        pp=phi_pp / phi - d_p**2,
        pq=phi_pq / phi - d_p * d_q,
        qq=phi_qq / phi - d_q**2,
        pl=(phi + p * phi_p - g_p) / phi - d_p * d_l,
        ql=(p * phi_q - g_q) / phi - d_q * d_l,
        ll=(p * phi_l - g_l) / phi - d_l**2,
    )


def log_phi_value(
    p: np.ndarray, q: np.ndarray, level: np.ndarray, large: np.ndarray, small: np.ndarray
) -> np.ndarray:
    """`log_phi` without derivatives, at a fifth of the cost."""
    y = small / large
    z = (large - small) / large
    cut = int(np.searchsorted(-z, -SPLIT))
    phi = np.empty(len(z))
    if cut:
        edge = _series_value(p, q, np.arange(len(p)), np.full(len(p), SPLIT))
        for start in range(0, cut, _CHUNK):
            part = slice(start, min(start + _CHUNK, cut))
            which = level[part]
            f, _, _, rest, _, _ = _nodes(p[which], q[which], z[part], y[part])
            phi[part] = f.sum(axis=1) + rest * edge[which]
    if cut < len(z):
        phi[cut:] = _series_value(p, q, level[cut:], z[cut:])
    return np.log(phi)


def _series_value(p: np.ndarray, q: np.ndarray, level: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Phi from the power series; z falls."""
    terms = _terms(z)
    n = np.arange(int(terms[0]))[:, None]
    rows = np.cumprod((p + n) / (p + q + n), axis=0)
    active = np.searchsorted(-terms, -np.arange(len(rows)), side="left")
    g = np.zeros(len(z))
    for row, m in zip(rows[::-1], active[::-1], strict=True):
        g[:m] *= z[:m]
        g[:m] += row.take(level[:m])
    return (1 + z * g) / (p + q - 1)[level]


def _terms(z: np.ndarray) -> np.ndarray:
    """Terms up to z^n = 1e-17 of the whole, for each pair."""
    with np.errstate(divide="ignore"):
        return np.maximum(np.ceil(-39.2 / np.log(z)).astype(int) + 1, 2)


def _series(p: np.ndarray, q: np.ndarray, level: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The table of Phi and G from the power series; z falls."""
    terms = _terms(z)
    rows = _coefficients(p, q, int(terms[0]))
    active = np.searchsorted(-terms, -np.arange(len(rows)), side="left")
    sums, slope = np.zeros((len(z), 6)), np.zeros(len(z))
    for n in range(len(rows) - 1, -1, -1):
        m = active[n]
        slope[:m] = slope[:m] * z[:m] + sums[:m, 0]
        sums[:m] *= z[:m, None]
        sums[:m] += rows[n].take(level[:m], axis=0)
    g, g_p, g_q, g_pp, g_pq, g_qq = sums.T
    k = (p + q - 1)[level]
    phi = (1 + z * g) / k
    phi_p = (z * g_p - phi) / k
    phi_q = (z * g_q - phi) / k
    return np.stack(
        [
            phi,
            phi_p,
            phi_q,
            (z * g_pp - 2 * phi_p) / k,
            (z * g_pq - phi_p - phi_q) / k,
            (z * g_qq - 2 * phi_q) / k,
            g,
            g_p,
            g_q,
            (1 - z) * slope,
        ]
    )


def _coefficients(p: np.ndarray, q: np.ndarray, terms: int) -> np.ndarray:
    """(p)_(n+1) / (k+1)_(n+1) and its derivatives p, q, pp, pq, qq: terms x levels x 6."""
    n = np.arange(terms)[:, None]
    above, below = p + n, p + q + n
    value = np.cumprod(above / below, axis=0)
    d_p = np.cumsum(q / (above * below), axis=0)
    d_q = -np.cumsum(1 / below, axis=0)
    d_qq = np.cumsum(below**-2.0, axis=0)
    d_pp = -np.cumsum(q * (above + below) / (above * below) ** 2, axis=0)
    return np.stack(
        [
            value,
            value * d_p,
            value * d_q,
            value * (d_p**2 + d_pp),
            value * (d_p * d_q + d_qq),
            value * (d_q**2 + d_qq),
        ],
        axis=-1,
    )


def _quadrature(
    p: np.ndarray,
    q: np.ndarray,
    level: np.ndarray,
    z: np.ndarray,
    y: np.ndarray,
    edge: np.ndarray,
) -> np.ndarray:
    """The table of Phi and G for z above the split; y = 1 - z; edge: Phi at the split by level."""
    p, q, edge = p[level], q[level], edge[:, level]
    f, u, v, rest, a, b = _nodes(p, q, z, y)
    fu, fv = f * u, f * v
    sums = [
        f.sum(axis=1),
        -fv.sum(axis=1),
        -fu.sum(axis=1),
        np.einsum("ij,ij->i", fv, v),
        np.einsum("ij,ij->i", fv, u),
        np.einsum("ij,ij->i", fu, u),
    ]
    e, e_p, e_q, e_pp, e_pq, e_qq = edge
    beyond = [
        e,
        e_p + a * e,
        e_q + b * e,
        e_pp + 2 * a * e_p + a * a * e,
        e_pq + a * e_q + b * e_p + a * b * e,
        e_qq + 2 * b * e_q + b * b * e,
    ]
    table = np.array([head + rest * tail for head, tail in zip(sums, beyond, strict=True)])
    phi, phi_p, phi_q = table[:3]
    k = p + q - 1
    g = (k * phi - 1) / z
    phi_l = p * phi - g
    more = [
        g,
        (phi + k * phi_p) / z,
        (phi + k * phi_q) / z,
        (k * phi_l - g * y) / z,
    ]
    return np.concatenate([table, more])


def _nodes(p: np.ndarray, q: np.ndarray, z: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, ...]:
    """The weighted integrand before the reach, at u and v; the factor beyond it and its slopes.

    Beyond the reach: e^-(q-1)reach (2z)^-p Phi(1/2), whose logarithm has slopes a in p and b in q.
    """
    reach = np.log(z / y)
    drop = _DROP + np.maximum(1 - q, 0) * reach
    with np.errstate(over="ignore", divide="ignore"):
        by_q = np.where(q > 1, drop / (q - 1), np.inf)
        by_p = np.log1p(np.expm1(drop / p) / y)
    end = np.minimum(reach, np.minimum(by_q, by_p))
    u, weight = panels(end[:, None])
    v = np.log1p(y[:, None] * np.expm1(u))
    f = np.exp((1 - q)[:, None] * u - p[:, None] * v) * weight
    a, b = -np.log(2 * z), -reach
    return f, u, v, np.exp((q - 1) * b + p * a), a, b


def panels(end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights on (0, end): one panel, or two where one of them would be long."""
    near, near_weight = legendre(_NEAR_NODES)
    if end.max() <= _PANEL - 2:
        return end * near, end * near_weight
    # The integrand bends within some seven units of the end and is an exponential before.
    middle = np.maximum(end / 2, end - _PANEL)
    far, far_weight = legendre(_FAR_NODES)
    rest = end - middle
    return (
        np.hstack([middle * far, middle + rest * near]),
        np.hstack([middle * far_weight, rest * near_weight]),
    )


@cache
def legendre(nodes: int) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes and weights on (0, 1)."""
    node, weight = np.polynomial.legendre.leggauss(nodes)
    return (node + 1) / 2, weight / 2
