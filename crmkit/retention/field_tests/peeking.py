"""What looking early does to a test, and how far a result must go if one looks.

A test's z-value (its estimate in standard errors) wanders from look to look. Each look is one more
chance for luck to pass 1.96. Bounds that allow for all looks keep the promise of 5 %.
"""

import math
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import rates, tables

__all__ = ["bounds", "crossed", "crossing_rates", "simulated_looks"]

Shape = Literal["unchanged", "pocock", "obrien-fleming"]
_SHAPES = ("unchanged", "pocock", "obrien-fleming")
# Points of the grid on which the z-values of a look are followed; even, for Simpson's rule.
_GRID = 400


def bounds(
    looks: int, *, shape: Shape = "obrien-fleming", confidence: float = 0.95
) -> pd.DataFrame:
    """How large must the z-value be at each look, so that all looks together keep the promise?

    Parameters
    ----------
    looks : int
        How often the test is looked at, 1 to 200, each time after as many further customers.
    shape : {"obrien-fleming", "pocock", "unchanged"}
        "pocock": the same bound at each look. "obrien-fleming": a very high bound early that falls
        as the root of the customers seen, and little above the usual one at the end. "unchanged":
        the usual one at every look, which does not keep the promise.
    confidence : float
        One less the share of tests without effect that may be called a success, both ways.

    Returns
    -------
    DataFrame
        One row a look: z_bound; p_value (below which the result of that look alone must lie).

    References
    ----------
    Pocock, S. J. (1977). Group sequential methods in the design and analysis of clinical trials.
    Biometrika 64, 191-199. O'Brien, P. C., & Fleming, T. R. (1979). A multiple testing procedure
    for clinical trials. Biometrics 35, 549-556.

    Examples
    --------
    >>> bounds(5, shape="pocock")["z_bound"].round(3).to_list()
    [2.413, 2.413, 2.413, 2.413, 2.413]
    >>> bounds(5)["z_bound"].round(2).to_list()
    [4.56, 3.23, 2.63, 2.28, 2.04]
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr, ndtri

    looks = _looks(looks)
    tables.option("shape", shape, _SHAPES)
    allowed = 1 - tables.confidence(confidence)
    usual = float(-ndtri(allowed / 2))
    fall = np.ones(looks)
    if shape == "obrien-fleming":
        fall = np.sqrt(looks / np.arange(1, looks + 1))
    level = usual
    if shape != "unchanged" and looks > 1:
        # Bonferroni's bound is surely enough.
        most = float(-ndtri(allowed / 2 / looks))
        level = brentq(lambda c: _crossing(c * fall, 0.0).sum() - allowed, usual, most, xtol=1e-6)
    z = level * fall
    return pd.DataFrame({"z_bound": z, "p_value": 2 * ndtr(-z)}, index=_index(looks))


def crossing_rates(bounds: pd.DataFrame, *, expected_z: float = 0.0) -> pd.DataFrame:
    """How many tests pass the bound at each look, and how many by then?

    Exact, for z-values that are normal: each look adds as many customers as the others.

    Parameters
    ----------
    bounds : DataFrame
        One row a look, with z_bound above 0, as from `bounds`.
    expected_z : float
        Where the z-value will lie at the last look, on average: 0 for a test without effect, 2.8
        for one planned for a power of 80 %.

    Returns
    -------
    DataFrame
        One row a look: crossed_share (of tests whose first crossing is at this look) and
        cumulative_crossed_share (of tests that have crossed by this look: without effect, the
        false alarms; with one, the power).

    References
    ----------
    Armitage, P., McPherson, C. K., & Rowe, B. C. (1969). Repeated significance tests on
    accumulating data. Journal of the Royal Statistical Society A 132, 235-244.

    Examples
    --------
    >>> daily = bounds(5, shape="unchanged")
    >>> crossing_rates(daily)["cumulative_crossed_share"].round(3).to_list()
    [0.05, 0.083, 0.107, 0.126, 0.142]
    """
    z = _z_bounds(bounds)
    share = _crossing(z, tables.number("expected_z", expected_z))
    columns = {"crossed_share": share, "cumulative_crossed_share": share.cumsum()}
    return pd.DataFrame(columns, index=bounds.index)


def simulated_looks(
    *,
    looks: int,
    customers_per_look: int,
    response_rate: float,
    rng: np.random.Generator,
    effect: float = 0.0,
    tests: int = 1_000,
) -> pd.DataFrame:
    """What would be seen at each look, of many tests with the same truth?

    Parameters
    ----------
    looks : int
        How often each test is looked at, 1 to 200.
    customers_per_look : int
        Further customers in *each* of the two groups between two looks.
    response_rate : float
        Of the control group in truth, 0 to 1.
    rng : Generator
        Whence the customers come.
    effect : float
        By how much the rate of the treated is higher in truth.
    tests : int
        How many tests.

    Returns
    -------
    DataFrame
        One row a look, one column a test: the z-value of the difference of the rates so far, pooled
        variance; 0 where nobody has answered.

    Examples
    --------
    >>> z = simulated_looks(
    ...     looks=3, customers_per_look=500, response_rate=0.1, tests=4,
    ...     rng=np.random.default_rng(1),
    ... )
    >>> z.shape
    (3, 4)
    """
    looks, tests = _looks(looks), tables.whole("tests", tests, least=1)
    more = tables.whole("customers_per_look", customers_per_look, least=1)
    if looks * tests > 10**8 or more * looks > 10**15:
        raise ValueError(f"{tests:,} tests of {looks} looks of {more:,} are too many to be played")
    rate = tables.share("response_rate", response_rate)
    raised = rate + tables.number("effect", effect)
    if not 0 <= raised <= 1:
        raise ValueError(f"response_rate + effect = {raised:g} is no share between 0 and 1")
    tables.generator(rng)
    asked = more * np.arange(1, looks + 1)[:, None]
    one, other = (
        rng.binomial(more, p, (looks, tests)).cumsum(axis=0) / asked for p in (raised, rate)
    )
    pooled = (one + other) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / asked)
    z = np.divide(one - other, error, out=np.zeros_like(error), where=error > 0)
    return pd.DataFrame(z, index=_index(looks), columns=pd.RangeIndex(1, tests + 1, name="test"))


def crossed(
    z_values: pd.DataFrame, bounds: pd.DataFrame, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Of the tests that were followed, how many have passed the bound by each look?

    Parameters
    ----------
    z_values : DataFrame
        One row a look, one column a test, as from `simulated_looks`.
    bounds : DataFrame
        One row a look, with z_bound.

    Returns
    -------
    DataFrame
        One row a look: cumulative_crossed_share, low and high (Wilson).

    Examples
    --------
    >>> z = pd.DataFrame({1: [0.4, 2.1, 1.0], 2: [0.1, 0.2, -0.4]})
    >>> crossed(z, bounds(3, shape="unchanged"))["cumulative_crossed_share"].to_list()
    [0.0, 0.5, 0.5]
    """
    limit = _z_bounds(bounds)
    tables.check_columns(z_values, [], name="z_values")
    if len(z_values) != len(limit):
        raise ValueError(f"z_values has {len(z_values)} looks, the bounds have {len(limit)}")
    for name in z_values:
        tables.numbers(z_values[name], name=f"a z-value of test {name!r}")
    out = np.abs(z_values.to_numpy(dtype=float)) >= limit[:, None]
    count = pd.Series(np.logical_or.accumulate(out, axis=0).sum(axis=1), index=bounds.index)
    tests = pd.Series(z_values.shape[1], index=bounds.index)
    ends = rates.rate_interval(count, tests, confidence=confidence)
    return pd.concat([(count / tests).rename("cumulative_crossed_share"), ends], axis=1)


def _crossing(z_bounds: np.ndarray, expected_z: float) -> np.ndarray:
    """Share of tests that cross first at each look: the sums are followed on a grid.

    The sum after look k is z times the root of k, and each look adds a normal number of variance
    1 and mean `step`; what is still inside the bounds is carried on to the next look.
    """
    from scipy.special import ndtr

    step = expected_z / math.sqrt(len(z_bounds))
    share = np.empty(len(z_bounds))
    at, weight = np.array([0.0]), np.array([1.0])
    for k, z in enumerate(z_bounds, start=1):
        end = z * math.sqrt(k)
        above, below = ndtr(at + step - end), ndtr(-end - at - step)
        share[k - 1] = (weight * (above + below)).sum()
        # Beyond 12 standard deviations there is nothing to follow.
        end = min(end, abs(step) * k + 12 * math.sqrt(k))
        points = np.linspace(-end, end, max(_GRID, 2 * math.ceil(8 * end)) + 1)
        density = (
            np.exp(-((points[:, None] - at - step) ** 2) / 2) @ weight / math.sqrt(2 * math.pi)
        )
        simpson = np.where(np.arange(len(points)) % 2, 4.0, 2.0)
        simpson[[0, -1]] = 1
        at, weight = points, density * simpson * (points[1] - points[0]) / 3
    return share


def _z_bounds(bounds: pd.DataFrame) -> np.ndarray:
    tables.check_columns(bounds, ["z_bound"], name="the bounds")
    _looks(len(bounds))
    return np.asarray(tables.column(bounds, "z_bound", above=0), dtype=float)


def _looks(looks: int) -> int:
    looks = tables.whole("looks", looks, least=1)
    if looks > 200:
        raise ValueError(f"looks={looks}: more than 200 are not followed; look once a day or week")
    return looks


def _index(looks: int) -> pd.Index:
    return pd.RangeIndex(1, looks + 1, name="look")
