"""How wrong may the figures be before another relationship level pays?

Everything here follows from one customer's value at a level (see `relationship`), which is a
straight line in the margin m that the customer carries::

    (m - c) (1 + d) / (1 + d - r) - s / n
"""

import numpy as np
import pandas as pd

from crmkit.segmentation.relationship import (
    as_levels,
    best_level,
    checked_levels,
    checked_segments,
    lines,
)

__all__ = ["LEVERS", "flips", "switch_points"]

LEVERS = ("margin_rate", "customers", "cost_to_serve", "retention_gain")


def switch_points(
    levels: pd.DataFrame | None = None,
    *,
    annual_discount_rate: float,
    n_customers: float | None = None,
) -> pd.DataFrame:
    """From which margin per customer on does each level pay?

    Parameters
    ----------
    levels, annual_discount_rate, n_customers
        As for `relationship.value_per_customer`.

    Returns
    -------
    DataFrame
        One row a level: pays (bool: it is the best level at some margin of 0 or more); pays_from,
        pays_to (money a customer and year: where it is the best; infinite for the last; NaN for a
        level that never is); breaks_even_at (the margin at which its value is 0). The value is a
        line in the margin, so these are the corners of the lines' upper envelope.

    Examples
    --------
    >>> switch_points(annual_discount_rate=0.1).round(0)  # doctest: +NORMALIZE_WHITESPACE
                 pays  pays_from  pays_to  breaks_even_at
    level
    basic        True        0.0    520.0            20.0
    reactive     True      520.0   2520.0           120.0
    accountable  True     2520.0   8067.0           600.0
    proactive    True     8067.0  21500.0          2000.0
    partnership  True    21500.0      inf          5000.0
    """
    levels = checked_levels(levels, annual_discount_rate)
    slope, intercept = lines(levels, n_customers)
    starts, ends = np.zeros(len(levels)), np.full(len(levels), np.inf)
    for one in range(len(levels)):
        for other in range(len(levels)):
            rise = slope[one] - slope[other]
            if rise == 0:
                # Parallel lines: the lower one never pays; of equals, the one named first does.
                behind = (intercept[one], -one) < (intercept[other], -other)
                ends[one] = -np.inf if behind else ends[one]
                continue
            crossing = (intercept[other] - intercept[one]) / rise
            if rise > 0:
                starts[one] = max(starts[one], crossing)
            else:
                ends[one] = min(ends[one], crossing)
    pays = starts < ends
    return pd.DataFrame(
        {
            "pays": pays,
            "pays_from": np.where(pays, starts, np.nan),
            "pays_to": np.where(pays, ends, np.nan),
            "breaks_even_at": -intercept / slope,
        },
        index=levels.index,
    )


def flips(
    segments: pd.DataFrame, *, levels: pd.DataFrame | None = None, annual_discount_rate: float
) -> pd.DataFrame:
    """By what factor must a number be wrong before another level pays better?

    Parameters
    ----------
    segments, levels, annual_discount_rate
        As for `relationship.best_level`.

    Returns
    -------
    DataFrame
        Four rows a segment (index: segment, lever): level (the choice as it stands); falls_to
        (the factor below 1 at which the choice flips) and level_below (to which level); rises_to
        (the factor above 1) and level_above. NaN where no factor flips it. A factor of 1 is a
        tie.

    Notes
    -----
    Levers, one at a time: margin_rate x f; customers x f (the same market among f times as
    many); cost_to_serve x f (annual cost of every level); retention_gain x f (of every level
    over the lowest retention, up to where a level keeps everybody). With the market given,
    customers and cost to serve flip at the same factor, and without set-up costs the margin
    rate at its inverse: the choice hangs on one ratio.

    Examples
    --------
    >>> segments = pd.DataFrame({"market_revenue": 9e6, "margin_rate": [0.15],
    ...                          "customers": 300}, index=["dealers"])
    >>> table = flips(segments, annual_discount_rate=0.1).loc["dealers"]
    >>> print(table.round(2).to_string())  # doctest: +NORMALIZE_WHITESPACE
                          level  falls_to level_below  rises_to level_above
    lever
    margin_rate     accountable      0.56    reactive      1.79   proactive
    customers       accountable      0.56   proactive      1.79    reactive
    cost_to_serve   accountable      0.56   proactive      1.79    reactive
    retention_gain  accountable      0.60    reactive       NaN         NaN
    """
    best = best_level(segments, levels=levels, annual_discount_rate=annual_discount_rate)
    levels = checked_levels(levels, annual_discount_rate)
    segments = checked_segments(segments)
    rows = []
    for position, chosen in enumerate(best["level"].cat.codes):
        for lever in LEVERS:
            values, limit = _along(lever, segments.iloc[position], levels, annual_discount_rate)
            rows.append(_nearest_flips(values, limit, chosen))
    keys = segments.index.repeat(len(LEVERS)).to_frame()
    keys["lever"] = [*LEVERS] * len(segments)
    falls_to, below, rises_to, above = (np.array(column) for column in zip(*rows, strict=True))
    return pd.DataFrame(
        {
            "level": as_levels(best["level"].cat.codes.repeat(len(LEVERS)), levels),
            "falls_to": falls_to,
            "level_below": as_levels(below, levels),
            "rises_to": rises_to,
            "level_above": as_levels(above, levels),
        },
        index=pd.MultiIndex.from_frame(keys),
    )


def _along(
    lever: str, segment: pd.Series, levels: pd.DataFrame, annual_discount_rate: float
) -> tuple[list[tuple[np.polynomial.Polynomial, np.polynomial.Polynomial]], float]:
    """Each level's value as a fraction of polynomials in the lever's factor, and its limit."""
    from numpy.polynomial import Polynomial

    keep, cost = levels["retention_rate"].to_numpy(), levels["annual_cost"].to_numpy()
    setup, annuity = levels["setup_cost"].to_numpy(), levels["annuity"].to_numpy()
    margin = segment["market_revenue"] * segment["margin_rate"]
    bill = segment["customers"] * cost
    if lever == "retention_gain":
        gain = keep - keep.min()
        below = [Polynomial([1 + annual_discount_rate - keep.min(), -g]) for g in gain]
        above = (margin - bill) * (1 + annual_discount_rate)
        limit = (1 - keep.min()) / gain.max() if gain.max() > 0 else np.inf
        return [(a - s * b, b) for a, s, b in zip(above, setup, below, strict=True)], limit
    if lever == "margin_rate":
        fixed, scaled = -bill * annuity - setup, margin * annuity
    else:
        fixed, scaled = margin * annuity - setup, -bill * annuity
    one = Polynomial([1.0])
    return [(Polynomial([a, b]), one) for a, b in zip(fixed, scaled, strict=True)], np.inf


def _nearest_flips(
    values: list[tuple[np.polynomial.Polynomial, np.polynomial.Polynomial]],
    limit: float,
    chosen: int,
) -> tuple[float, int, float, int]:
    """The nearest factors below and above 1 at which another level overtakes the chosen one."""
    below, above = (np.nan, -1), (np.nan, -1)
    for other in range(len(values)):
        if other == chosen:
            continue
        (a, b), (p, q) = values[chosen], values[other]
        # Where the chosen level leads this is above 0: the denominators are.
        lead = a * q - p * b
        for root in lead.roots():
            at = float(np.real(root))
            if abs(np.imag(root)) > 1e-9 * float(abs(root)) or not 0 < at <= limit:
                continue
            # "not <=" rather than ">": the first flip found is compared with NaN.
            if at <= 1 + 1e-9 and lead(at * (1 - 1e-7)) < 0 and not at <= below[0]:
                below = (at, other)
            if at >= 1 - 1e-9 and lead(at * (1 + 1e-7)) < 0 and not at >= above[0]:
                above = (at, other)
    return (*below, *above)
