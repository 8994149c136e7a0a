"""Which customers leave, by the bonds that tie them, and what another bond would be worth.

Berry & Parasuraman (1991, Marketing Services, ch. 8) name three kinds: financial (money), social
(people) and structural (what a customer cannot easily do without us).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.rates import rate_by

__all__ = ["bond_value", "has_bonds", "leaving_rates"]


def has_bonds(
    customers: pd.DataFrame, bonds: Sequence[str], *, yes: str | None = None
) -> pd.DataFrame:
    """Which customers have which bonds?

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    bonds : sequence of str
        Its columns that say whether a customer has the bond: 0 and 1, or False and True, or words.
    yes : str, optional
        Of columns of words: the word for having it. All others, such as "No internet service", are
        read as not having it.

    Returns
    -------
    DataFrame
        The same rows; one column a bond, 1 for having it and 0 for not. Its sum over columns is the
        number of bonds.

    Raises
    ------
    ValueError
        A column is missing or has missing values, holds words and `yes` is not given, not among
        them or written in two ways, or holds numbers other than 0 and 1.

    Examples
    --------
    >>> customers = pd.DataFrame({"backup": ["No", "Yes", "No internet service"]})
    >>> has_bonds(customers, ["backup"], yes="Yes")["backup"].to_list()
    [0, 1, 0]
    """
    bonds = tables.column_names("bonds", bonds)
    tables.check_columns(customers, bonds, name="customers")
    return pd.DataFrame({name: flags.zero_one(customers[name], yes=yes) for name in bonds})


def leaving_rates(
    customers: pd.DataFrame,
    *,
    left: str,
    by: str | Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of the customers left, by the number or the kind of their bonds?

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    left : str
        Its column that is 1 (or True) for those who left and 0 for the others.
    by : str or sequence of str
        Its columns that make the groups.

    Returns
    -------
    DataFrame
        One row a group, in order: customers, leavers, leaving_rate, low and high. The interval is
        Wilson's, which also holds where nobody or everybody left.

    Raises
    ------
    ValueError
        A column is missing, `left` is not 0 or 1, or a group is not known for every customer.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> customers = pd.DataFrame({"bonds": [0, 0, 0, 0, 1], "left": [1, 1, 0, 0, 0]})
    >>> leaving_rates(customers, left="left", by="bonds").round(2)  # doctest: +NORMALIZE_WHITESPACE
           customers  leavers  leaving_rate   low  high
    bonds
    0              4        2           0.5  0.15  0.85
    1              1        0           0.0  0.00  0.79
    """
    found = rate_by(customers, happened=left, by=by, confidence=confidence, who="those who left")
    return found.rename(columns={"happened": "leavers", "rate": "leaving_rate"})


def bond_value(
    segments: pd.DataFrame, *, hazard_ratio: Mapping[str, float], horizon_months: float
) -> pd.DataFrame:
    """What is it worth to give a customer of each segment one more bond?

    Leaving at a steady hazard h, a customer pays for (1 - exp(-h T)) / h of the next T months; the
    bond makes h times the hazard ratio of it. Later months count as much as earlier ones.

    Parameters
    ----------
    segments : DataFrame
        One row a segment: monthly_hazard (above 0), monthly_margin (money a month) and cost (of the
        bond, once a customer).
    hazard_ratio : mapping
        estimate, low and high, such as a row of `retention.LeavingHazard.hazard_ratios`.
    horizon_months : float
        T, above 0.

    Returns
    -------
    DataFrame
        One row a segment: months_without and months_with the bond, value (money a customer, the
        cost deducted), low and high (of the value, at the ends of the hazard ratio).

    Raises
    ------
    ValueError
        A column or an end of the ratio is missing, or a number is out of range.

    Examples
    --------
    >>> segments = pd.DataFrame({"monthly_hazard": [0.05, 0.01], "monthly_margin": 20, "cost": 100})
    >>> ratio = {"estimate": 0.5, "low": 0.4, "high": 0.6}
    >>> bond_value(segments, hazard_ratio=ratio, horizon_months=36).round(1)
       months_without  months_with  value   low  high
    0            16.7         23.7   40.9   6.4  79.4
    1            30.2         32.9  -45.7 -57.1 -34.1
    """
    tables.check_columns(segments, ["monthly_hazard", "monthly_margin", "cost"], name="segments")
    hazard = tables.column(segments, "monthly_hazard", above=0)
    margin = tables.column(segments, "monthly_margin")
    cost = tables.column(segments, "cost", least=0)
    horizon = tables.number("horizon_months", horizon_months, above=0)
    if not isinstance(hazard_ratio, Mapping | pd.Series):
        found = type(hazard_ratio).__name__
        raise TypeError(
            f"hazard_ratio must map estimate, low and high to numbers, not be a {found}"
        )
    tables.check_names(list(hazard_ratio.keys()), ["estimate", "low", "high"], name="hazard_ratio")
    ratio = {
        name: tables.number(f"hazard_ratio[{name!r}]", hazard_ratio[name], above=0)
        for name in ("low", "estimate", "high")
    }
    if not ratio["low"] <= ratio["estimate"] <= ratio["high"]:
        raise ValueError(f"hazard_ratio must have low <= estimate <= high, but is {ratio}")

    def months(of: np.ndarray) -> np.ndarray:
        return np.asarray(-np.expm1(-of * horizon) / of)

    def value(at: float) -> np.ndarray:
        return np.asarray(margin * (months(at * hazard) - months(hazard)) - cost)

    ends = np.array([value(ratio["low"]), value(ratio["high"])])
    return pd.DataFrame(
        {
            "months_without": months(hazard),
            "months_with": months(ratio["estimate"] * hazard),
            "value": value(ratio["estimate"]),
            "low": ends.min(axis=0),
            "high": ends.max(axis=0),
        },
        index=segments.index,
    )
