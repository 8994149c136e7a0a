"""How many branches must be seen before a chain of slopes tells anything? Found by simulation."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["branches_needed", "chain_power", "product_of_slopes"]

# Draws of the slopes behind the interval of one simulated company's chain.
DRAWS = 1_000


def product_of_slopes(
    slopes: pd.DataFrame,
    *,
    rng: np.random.Generator,
    degrees_of_freedom: Sequence[float] | None = None,
    confidence: float = 0.95,
    draws: int = 20_000,
) -> pd.Series:
    """Between which bounds does a product of slopes lie, if each has a standard error?

    For slopes that somebody published, without the branches behind them. Draws each slope around
    its estimate and multiplies.

    Parameters
    ----------
    slopes : DataFrame
        One row a link: estimate, standard_error (0 or more).
    rng : numpy.random.Generator
    degrees_of_freedom : sequence of float, optional
        Of each slope: rows less coefficients. Without them the draws are normal, as for many rows.
    confidence : float
        Between 0 and 1.
    draws : int
        How many, 100 or more.

    Returns
    -------
    Series
        estimate (the product), low and high.

    References
    ----------
    MacKinnon, D. P., Lockwood, C. M. & Williams, J. (2004). Confidence limits for the indirect
    effect. Multivariate Behavioral Research 39(1), 99-128: the Monte Carlo method.

    Examples
    --------
    >>> slopes = pd.DataFrame({"estimate": [2.0, 3.0], "standard_error": [0.5, 1.5]})
    >>> product_of_slopes(slopes, rng=np.random.default_rng(1)).round(1).to_dict()
    {'estimate': 6.0, 'low': 0.2, 'high': 13.4}
    """
    tables.check_columns(slopes, ["estimate", "standard_error"], name="slopes")
    rng = tables.generator(rng)
    estimates = tables.column(slopes, "estimate").astype(float)
    errors = tables.column(slopes, "standard_error", least=0).astype(float)
    draws = tables.whole("draws", draws, least=100)
    tail = (1 - tables.confidence(confidence)) / 2
    if degrees_of_freedom is None:
        luck = rng.standard_normal((draws, len(slopes)))
    else:
        freedom = _each("degrees_of_freedom", degrees_of_freedom, len(slopes), above=0)
        luck = rng.standard_t(freedom, (draws, len(slopes)))
    products = (estimates + errors * luck).prod(axis=1)
    low, high = np.quantile(products, [tail, 1 - tail])
    return pd.Series({"estimate": estimates.prod(), "low": low, "high": high})


def chain_power(
    n_branches: Sequence[int],
    *,
    slopes: Sequence[float],
    noise: Sequence[float],
    first_spread: float,
    rng: np.random.Generator,
    error_sd: Sequence[float] | None = None,
    beyond: float = 0.0,
    simulations: int = 1_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """In which share of companies would a chain of slopes have an interval that excludes zero?

    Simulates companies in which the chain is true, of each so many branches, and fits it in each:
    every stage on all stages before it, the links multiplied, with an interval by the Monte Carlo
    method of `product_of_slopes` (which needs no bootstrap in each company).

    Parameters
    ----------
    n_branches : sequence of int
        Numbers of branches to try, each 3 or more above the number of links.
    slopes : sequence of float
        The true links, first to last, none 0.
    noise : sequence of float
        Standard deviation that each link leaves to other causes, in units of its later stage.
    first_spread : float
        Standard deviation of the first stage over branches.
    rng : numpy.random.Generator
    error_sd : sequence of float, optional
        One a stage, first to last: how far the branch means are off because few were asked
        (standard error). 0 where not given.
    beyond : float
        The whole interval of the chain must lie beyond this, away from 0, e.g. what the first
        stage costs.
    simulations : int
        Companies for each number of branches, 100 or more. With 1,000 a share of .80 is known to
        about .025.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a number of branches (index n_branches). Columns "link 1", "link 2", ...: share of
        companies in which the interval of that link excludes 0 on its true side; power: share in
        which that of the product lies beyond `beyond`; low and high: between which bounds that
        share lies, as far as so many simulations tell (95 %, Wilson); median_estimate, median_low
        and median_high: the chain and the two ends of its interval, each in the middle company.

    Examples
    --------
    >>> power = chain_power(
    ...     [30, 120], slopes=[3, 0.26], noise=[5.5, 3.7], first_spread=0.8,
    ...     rng=np.random.default_rng(1),
    ... )
    >>> power[["link 1", "link 2", "power"]].round(1)  # doctest: +NORMALIZE_WHITESPACE
                link 1  link 2  power
    n_branches
    30             0.6     0.5    0.3
    120            1.0     1.0    1.0
    """  # fmt: skip
    from scipy.stats import t
    from statsmodels.stats.proportion import proportion_confint

    rng, slopes = tables.generator(rng), tables.listed("slopes", slopes)
    links = len(slopes)
    if not links:
        raise ValueError("slopes is empty: a chain has one link or more")
    slope = _each("slopes", slopes, links)
    if (slope == 0).any():
        raise ValueError("slopes: a link of 0 has nothing to be found; leave the chain out")
    spread = _each("noise", noise, links, above=0)
    error = _each(
        "error_sd", [0.0] * (links + 1) if error_sd is None else error_sd, links + 1, least=0
    )
    first = tables.number("first_spread", first_spread, above=0)
    beyond = tables.number("beyond", beyond, least=0)
    simulations = tables.whole("simulations", simulations, least=100)
    tail = (1 - tables.confidence(confidence)) / 2
    n_branches = tables.listed("n_branches", n_branches)
    if not n_branches:
        raise ValueError("n_branches is empty: name at least one number of branches")
    rows = {}
    for n in (tables.whole("n_branches", one, least=links + 3) for one in n_branches):
        freedom = n - 2 - np.arange(links)
        parts = []
        # In parts, so that thousands of branches need no more memory than hundreds.
        for part in np.array_split(np.arange(simulations), max(1, simulations * n // 100_000)):
            b, se = _links(_companies(len(part), n, slope, spread, first, error, rng))
            found = np.sign(slope) * b - t.ppf(1 - tail, freedom) * se > 0
            # Luck of its own for each company: shared luck would move all of them at once.
            luck = rng.standard_t(freedom, (DRAWS, len(part), links))
            ends = np.quantile((b + se * luck).prod(axis=2), [tail, 1 - tail], 0, method="weibull")
            parts.append(np.column_stack([found, b.prod(axis=1), ends.T]))
        seen = np.concatenate(parts)
        ends = np.sign(slope.prod()) * seen[:, -2:]
        hits = int((ends.min(axis=1) > beyond).sum())
        least, most = proportion_confint(hits, simulations, method="wilson")
        middle = np.median(seen[:, -3:], axis=0)
        rows[n] = [*seen[:, :links].mean(axis=0), hits / simulations, least, most, *middle]
    columns = [f"link {one}" for one in range(1, links + 1)]
    columns += ["power", "low", "high", "median_estimate", "median_low", "median_high"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.rename_axis("n_branches").sort_index()


def branches_needed(power: pd.DataFrame, *, wanted: float = 0.8) -> pd.Series:
    """From how many branches on does the chain exclude zero in so many companies?

    Parameters
    ----------
    power : DataFrame
        From `chain_power`: index numbers of branches, in any order; columns power, low and high.
    wanted : float
        The share of companies, between 0 and 1; 0.8 by custom.

    Returns
    -------
    Series
        estimate, low and high: number of branches, read between the rows of the table; low and high
        from what the simulations leave open. Infinite where the table does not reach so far.

    Examples
    --------
    >>> power = pd.DataFrame(
    ...     {"power": [0.4, 0.9], "low": [0.3, 0.85], "high": [0.5, 0.95]}, index=[50, 100]
    ... )
    >>> branches_needed(power).round(0).to_dict()
    {'estimate': 84.0, 'low': 73.0, 'high': 93.0}
    """
    tables.check_columns(power, ["power", "low", "high"], name="power")
    wanted = tables.share("wanted", wanted, ends=False)
    for name in ("power", "low", "high"):
        tables.column(power, name, least=0, most=1, range_mend="Shares, e.g. 0.8 for 80 %.")
    mend = "The index is the numbers of branches, as chain_power gives it."
    tables.numbers(power.index.to_series(), name="power's index", least=1, mend=mend)
    tables.check_each_once(power.index, name="power", row="number of branches")
    power = power.sort_index()
    at = {"estimate": "power", "low": "high", "high": "low"}
    return pd.Series({name: _crossing(power[column], wanted) for name, column in at.items()})


def _crossing(shares: pd.Series, wanted: float) -> float:
    """Where a rising curve reaches a value first, between its points."""
    from scipy.stats import norm

    # Power bends; as a normal quantile against the root of n it is nearly straight.
    root = np.sqrt(shares.index.to_numpy(dtype=float))
    # Chance may dent the curve; what was reached once counts as reached.
    risen = np.maximum.accumulate(shares.to_numpy(dtype=float))
    if risen[-1] < wanted:
        return np.inf
    place = int(np.argmax(risen >= wanted))
    if place == 0:
        return float(shares.index[0])
    ends = norm.ppf(risen[place - 1 : place + 1].clip(0.001, 0.999))
    return float(np.interp(norm.ppf(wanted), ends, root[place - 1 : place + 1]) ** 2)


def _each(name: str, values: Sequence[float], count: int, **rules: Any) -> np.ndarray:
    found = tables.listed(name, values)
    if len(found) != count:
        raise ValueError(f"{name} has {len(found)} number(s), where {count} are needed")
    return np.array([tables.number(f"{name}[{n}]", v, **rules) for n, v in enumerate(found)])


def _companies(
    companies: int,
    n: int,
    slopes: np.ndarray,
    noise: np.ndarray,
    first_spread: float,
    error_sd: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Branches of many companies as seen: company x branch x stage."""
    stages = [first_spread * rng.standard_normal((companies, n))]
    for slope, spread in zip(slopes, noise, strict=True):
        stages.append(slope * stages[-1] + spread * rng.standard_normal((companies, n)))
    true = np.stack(stages, axis=-1)
    return true + error_sd * rng.standard_normal(true.shape)


def _links(seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope of each stage on the one before it, earlier ones held still, and its standard error."""
    n, stages = seen.shape[1:]
    centred = seen - seen.mean(axis=1, keepdims=True)
    squares = np.einsum("rni,rnj->rij", centred, centred)
    estimates, errors = [], []
    for last in range(1, stages):
        inverse = np.linalg.inv(squares[:, :last, :last])
        slopes = np.einsum("rij,rj->ri", inverse, squares[:, :last, last])
        left = squares[:, last, last] - (slopes * squares[:, :last, last]).sum(axis=1)
        estimates.append(slopes[:, -1])
        errors.append(np.sqrt(left / (n - 1 - last) * inverse[:, -1, -1]))
    return np.stack(estimates, axis=1), np.stack(errors, axis=1)
