"""Which customers leave, by the bonds that tie them, and what another bond would be worth.

Berry & Parasuraman (1991, Marketing Services, ch. 8) name three kinds: financial (money), social
(people) and structural (what a customer cannot easily do without us).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.rates import rate_interval

__all__ = ["bond_value", "has_bonds", "leaving_rates", "survival_curves"]


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
    bonds = _names(bonds, "bonds")
    tables.check_columns(customers, bonds, name="customers")
    return pd.DataFrame({name: _zero_one(customers[name], yes) for name in bonds})


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
    groups = _names(by, "by")
    tables.check_columns(customers, [left, *groups], name="customers")
    gone = _left(customers[left])
    _check_known(customers, groups)
    counted = gone.groupby([customers[name] for name in groups], observed=True)
    table = pd.DataFrame({"customers": counted.size(), "leavers": counted.sum()})
    table["leaving_rate"] = table["leavers"] / table["customers"]
    table[["low", "high"]] = rate_interval(
        table["leavers"], table["customers"], confidence=confidence
    )
    return table


def survival_curves(
    customers: pd.DataFrame,
    *,
    tenure: str,
    left: str,
    by: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of a group is still there after so many months?

    The Kaplan-Meier estimate, which counts those who have not left as long as they were seen.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    tenure : str
        Its column with the months (or any unit) from the beginning to leaving, or until now; 0 or
        more.
    left : str
        Its column that is 1 (or True) for those who left.
    by : str, optional
        Its column that makes the groups; everybody in one group "all" if not given.

    Returns
    -------
    DataFrame
        One row a group and month in which somebody left, from 0 on: at_risk, leavers, survival,
        low and high (Greenwood, on the log-log scale, so that they stay between 0 and 1). A last
        row stands at the longest tenure of the group.

    Raises
    ------
    ValueError
        A column is missing, a tenure is missing or negative, `left` is not 0 or 1.

    References
    ----------
    Kaplan, E. L. & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal
    of the American Statistical Association 53, 457-481, eq. (2b).

    Examples
    --------
    >>> customers = pd.DataFrame({"months": [0, 2, 2, 5], "left": [0, 1, 0, 1]})
    >>> curve = survival_curves(customers, tenure="months", left="left")
    >>> curve.round(2)  # doctest: +NORMALIZE_WHITESPACE
                  at_risk  leavers  survival   low  high
    group months
    all   0             4        0      1.00  1.00  1.00
          2             3        1      0.67  0.05  0.95
          5             1        1      0.00  0.00  0.00
    """
    from scipy.special import ndtri

    tables.check_columns(customers, [tenure, left, *([] if by is None else [by])], name="customers")
    months = pd.Series(_tenure(customers[tenure]), customers.index)
    gone = _left(customers[left])
    reach = float(ndtri((1 + tables.confidence(confidence)) / 2))
    if by is None:
        parts = {"all": np.ones(len(customers), dtype=bool)}
    else:
        _check_known(customers, [by])
        names = customers.groupby(by, observed=True).size().index
        parts = {name: (customers[by] == name).to_numpy() for name in names}
    curves = {name: _curve(months[who], gone[who], reach) for name, who in parts.items()}
    kind = "int64" if pd.api.types.is_integer_dtype(customers[tenure]) else "float64"
    for curve in curves.values():
        curve.index = curve.index.astype(kind)
    return pd.concat(curves, names=[by or "group", tenure])


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
        estimate, low and high, such as a row of `LeavingHazard.hazard_ratios`.
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


# --- One group and one column ---------------------------------------------------------------


def _curve(months: pd.Series, gone: pd.Series, reach: float) -> pd.DataFrame:
    from statsmodels.duration.survfunc import SurvfuncRight

    table = pd.DataFrame(
        {"at_risk": len(months), "leavers": 0, "survival": 1.0, "low": 1.0, "high": 1.0},
        index=pd.Index([0.0]),
    )
    if gone.any():
        found = SurvfuncRight(months, gone)
        survival, error = found.surv_prob, np.nan_to_num(found.surv_prob_se)
        # Where nobody has left yet, or all have, the log-log scale has no interval.
        inside = (survival > 0) & (survival < 1)
        log = np.log(np.where(inside, survival, 0.5))
        away = reach * np.where(inside, error, 0) / np.abs(np.where(inside, survival, 1) * log)
        low, high = survival ** np.exp(away), survival ** np.exp(-away)
        seen = pd.DataFrame(
            {
                "at_risk": found.n_risk,
                "leavers": found.n_events,
                "survival": survival,
                "low": np.where(inside, low, survival),
                "high": np.where(inside, high, survival),
            },
            index=found.surv_times,
        )
        table = pd.concat([table.drop(index=seen.index, errors="ignore"), seen])
    end = months.max()
    if end not in table.index:
        last = table.iloc[[-1]].set_axis([end])
        table = pd.concat([table, last.assign(at_risk=(months >= end).sum(), leavers=0)])
    return table.astype({"at_risk": "int64", "leavers": "int64"})


def _names(names: str | Sequence[str], what: str) -> list[str]:
    listed = [names] if isinstance(names, str) else tables.listed(what, names)
    if not listed:
        raise ValueError(f"{what} is empty: name at least one column")
    twice = sorted({name for name in listed if listed.count(name) > 1})
    if twice:
        raise ValueError(f"{what} names {twice} more than once")
    return listed


def _zero_one(values: pd.Series, yes: str | None) -> pd.Series:
    name = repr(values.name)
    if values.isna().any():
        raise tables.bad_rows(values.index, values.isna(), f"{name} is missing", "Fill or drop.")
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_complex_dtype(values):
        if not values.isin([0, 1]).all():
            wrong = ~values.isin([0, 1])
            raise tables.bad_rows(values.index, wrong, f"{name} is neither 0 nor 1")
        return values.astype("int64")
    words = list(map(str, values.astype(str).unique()))
    if yes is None:
        raise ValueError(
            f"{name} holds words {words[:6]} and no numbers: say which one means having it, e.g. "
            "has_bonds(customers, bonds, yes='Yes')"
        )
    if not isinstance(yes, str) or yes not in words:
        raise ValueError(f"{name} never says {yes!r}; it says {words[:6]}")
    alike = [w for w in words if w != yes and w.strip().casefold() == yes.strip().casefold()]
    if alike:
        raise ValueError(f"{name} says {yes!r} and also {alike}: write one word for one answer")
    return (values.astype("str") == yes).astype("int64")


def _left(values: pd.Series) -> pd.Series:
    """1 for those who left."""
    if not pd.api.types.is_numeric_dtype(values):
        words = list(map(str, values.astype(str).unique()))[:6]
        raise ValueError(
            f"{values.name!r} must be 1 for those who left and 0 for the others, but "
            f"holds {words}: make it with e.g. (customers['churn'] == 'Yes').astype(int)"
        )
    return _zero_one(values, None)


def _tenure(values: pd.Series) -> np.ndarray:
    mend = "A tenure runs from the beginning to leaving, or until now."
    return tables.numbers(values, least=0, range_mend=mend).astype(float)


def _check_known(customers: pd.DataFrame, groups: Sequence[str]) -> None:
    for name in groups:
        tables.check_labels(customers[name], name=repr(name), mend="Name the group.")
