"""Which share of customers is still there after so many months, and do groups differ in it?

The Kaplan-Meier estimate and the log-rank test.
"""

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.survival_times.watched import Watched, groups_of, strata_of, watched

__all__ = ["at", "curves", "log_rank"]


def curves(
    customers: pd.DataFrame,
    *,
    tenure: str,
    left: str,
    by: str | None = None,
    entry: str | None = None,
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
    entry : str, optional
        Its column with the tenure at which each customer came under observation, where that is not
        0 (late entry, or left truncation). The curve is then of those who are there at the smallest
        entry.

    Returns
    -------
    DataFrame
        One row a group and month in which somebody left, from 0 (or the smallest entry)
        on: at_risk, leavers, survival, low and high (Greenwood, on the log-log scale, so that they
        stay between 0 and 1). A last row stands at the longest tenure of the group.

    Raises
    ------
    ValueError
        A column is missing, a tenure is missing, negative or before its entry, `left` is not 0 or
        1.

    Warns
    -----
    UserWarning
        Where late entry leaves so few at risk that all of them leave, and the curve falls to 0
        before its end; or where somebody left at their very entry.

    References
    ----------
    Kaplan, E. L. & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal
    of the American Statistical Association 53, 457-481, eq. (2b).

    Examples
    --------
    >>> customers = pd.DataFrame({"months": [0, 2, 2, 5], "left": [0, 1, 0, 1]})
    >>> curve = curves(customers, tenure="months", left="left")
    >>> curve.round(2)  # doctest: +NORMALIZE_WHITESPACE
                  at_risk  leavers  survival   low  high
    group months
    all   0             4        0      1.00  1.00  1.00
          2             3        1      0.67  0.05  0.95
          5             1        1      0.00  0.00  0.00
    """
    from scipy.special import ndtri

    who = watched(
        customers, tenure=tenure, left=left, entry=entry, others=[] if by is None else [by]
    )
    reach = float(ndtri((1 + tables.confidence(confidence)) / 2))
    found = {}
    for name, part in groups_of(who.customers, by).items():
        begin = None if who.entry is None else who.entry[part]
        found[name] = _curve(who.months[part], who.left[part], begin, reach, name)
    kind = "int64" if pd.api.types.is_integer_dtype(customers[tenure]) else "float64"
    for curve in found.values():
        curve.index = curve.index.astype(kind)
    return pd.concat(found, names=[by or "group", tenure])


def at(curves: pd.DataFrame, months: Sequence[float] | float) -> pd.DataFrame:
    """What does each curve say after so many months?

    Parameters
    ----------
    curves : DataFrame
        From `curves`, or from `incidence.curves`.
    months : number or sequence of numbers
        Between the beginning and the end of every curve.

    Returns
    -------
    DataFrame
        The columns of `curves` that are shares, one row a group and month.

    Raises
    ------
    ValueError
        A group was not watched for so long (or not from so early on).

    Examples
    --------
    >>> customers = pd.DataFrame({"months": [0, 2, 2, 5], "left": [0, 1, 0, 1]})
    >>> curve = curves(customers, tenure="months", left="left")
    >>> at(curve, [1, 3]).round(2)  # doctest: +NORMALIZE_WHITESPACE
                  survival   low  high
    group months
    all   1           1.00  1.00  1.00
          3           0.67  0.05  0.95
    """
    tables.check_columns(curves, ["low", "high"], name="curves")
    if curves.index.nlevels != 2:
        raise ValueError("curves must have two levels, group and time, as `curves` makes them")
    ask = tables.one_or_more(
        "months", [months] if np.isscalar(months) else months, mend="say how many"
    )
    asked = pd.Index(tables.numbers(ask, name="months", least=0))
    shares = curves.drop(columns=["at_risk", "leavers"], errors="ignore")
    found = {}
    for name in curves.index.get_level_values(0).unique():
        curve = shares.loc[name]
        begin, end = curve.index[[0, -1]]
        outside = asked[(asked < begin) | (asked > end)]
        if len(outside):
            raise ValueError(
                f"{name!r} was watched from {begin:g} to {end:g}, not at {list(outside)[:3]}"
            )
        rows = curve.index.searchsorted(asked, side="right") - 1
        found[name] = curve.iloc[rows].set_axis(asked)
    return pd.concat(found, names=curves.index.names)


def log_rank(
    customers: pd.DataFrame,
    *,
    tenure: str,
    left: str,
    by: str,
    strata: str | Sequence[str] | None = None,
    entry: str | None = None,
) -> pd.Series:
    """Do groups leave at different times, or could chance alone make such curves?

    At every time of leaving, those who left are compared with those who would have left of each
    group, had all groups the same hazard. It is blind to whatever else the groups differ in.

    Parameters
    ----------
    customers, tenure, left, entry
        As for `curves`.
    by : str
        Its column that makes the groups, two or more.
    strata : str or sequence of str, optional
        Columns within whose combinations the groups are compared.

    Returns
    -------
    Series
        chi_square, degrees_of_freedom (groups less one) and p_value.

    Raises
    ------
    ValueError
        As for `curves`; or there is one group only, nobody left, or a group is never at risk with
        others when somebody leaves.

    Warns
    -----
    UserWarning
        Groups so small that less than one leaver is expected of them: the p-value does not hold.

    References
    ----------
    Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising in its
    consideration. Cancer Chemotherapy Reports 50, 163-170.

    Examples
    --------
    >>> customers = pd.DataFrame(
    ...     {"months": [1, 2, 3, 4, 5], "left": [1, 1, 0, 1, 1], "adviser": [0, 0, 1, 1, 0]}
    ... )
    >>> log_rank(customers, tenure="months", left="left", by="adviser").round(2).to_dict()
    {'chi_square': 0.22, 'degrees_of_freedom': 1.0, 'p_value': 0.64}
    """
    from scipy.special import chdtrc

    layers = [] if strata is None else tables.column_names("strata", strata)
    who = watched(customers, tenure=tenure, left=left, entry=entry, others=[by, *layers])
    groups = groups_of(who.customers, by)
    if len(groups) < 2:
        raise ValueError(f"{by!r} has the one group {list(groups)}: nothing to compare it with")
    if not who.left.any():
        raise ValueError(f"none of {len(who.left):,} customers left: no curve falls")
    group = np.zeros(len(who.months), dtype="int64")
    for number, part in enumerate(groups.values()):
        group[part] = number
    layer = strata_of(who.customers, layers)
    parts = [_surplus(who, group, layer == one, len(groups)) for one in np.unique(layer)]
    surplus = np.sum([part[0] for part in parts], axis=0)
    variance = np.sum([part[1] for part in parts], axis=0)
    if np.linalg.matrix_rank(variance, hermitian=True) < len(groups) - 1:
        raise ValueError(
            f"some group of {by!r} is never at risk together with others when somebody leaves: "
            "leave it out, or join it with another"
        )
    expected = np.bincount(group[who.left == 1], minlength=len(groups)) - surplus
    if few := [name for name, one in zip(groups, expected, strict=True) if one < 1]:
        warnings.warn(
            f"of {by!r} {len(few):,} group(s), such as {few[:3]}, could expect less than one "
            "leaver: too few for the p-value. Join them with other groups.",
            stacklevel=2,
        )
    # Surpluses add up to 0, so that one group says nothing new.
    square = float(surplus[1:] @ np.linalg.solve(variance[1:, 1:], surplus[1:]))
    degrees = len(groups) - 1
    return pd.Series(
        {
            "chi_square": square,
            "degrees_of_freedom": degrees,
            "p_value": float(chdtrc(degrees, square)),
        }
    )


def _surplus(
    who: Watched, group: np.ndarray, part: np.ndarray, groups: int
) -> tuple[np.ndarray, np.ndarray]:
    """Of each group: leavers above what was expected, and the covariance of that."""
    months, left, group = who.months[part], who.left[part] == 1, group[part]
    times = np.unique(months[left])
    there, gone = np.empty((2, groups, len(times)))
    for number in range(groups):
        mine = group == number
        there[number] = mine.sum() - np.searchsorted(np.sort(months[mine]), times)
        if who.entry is not None:
            begins = np.sort(who.entry[part][mine])
            there[number] -= len(begins) - np.searchsorted(begins, times)
        gone[number] = np.bincount(
            np.searchsorted(times, months[mine & left]), minlength=len(times)
        )
    everybody, leavers = there.sum(axis=0), gone.sum(axis=0)
    share = there / everybody
    surplus = (gone - leavers * share).sum(axis=1)
    # Hypergeometric: leavers are drawn from those at risk without being put back.
    weight = leavers * (everybody - leavers) / np.maximum(everybody - 1, 1)
    variance = np.diag((weight * share).sum(axis=1)) - (weight * share) @ share.T
    return surplus, variance


def _curve(
    months: np.ndarray, gone: np.ndarray, entry: np.ndarray | None, reach: float, name: object
) -> pd.DataFrame:
    from statsmodels.duration.survfunc import SurvfuncRight

    begin = 0.0 if entry is None else max(0.0, float(entry.min()))
    there = len(months) if entry is None else int((entry <= begin).sum())
    table = pd.DataFrame(
        {"at_risk": there, "leavers": 0, "survival": 1.0, "low": 1.0, "high": 1.0},
        index=pd.Index([begin]),
    )
    if gone.any():
        with np.errstate(divide="ignore", invalid="ignore"):
            found = SurvfuncRight(months, gone, entry=entry)
        # Once all have left, nobody comes back.
        survival = np.where(np.minimum.accumulate(found.surv_prob) < 1e-14, 0, found.surv_prob)
        if (survival[:-1] == 0).any():
            last = int(np.argmax(survival == 0))
            warnings.warn(
                f"all {found.n_risk[last]:,.0f} at risk in {name!r} left at "
                f"{found.surv_times[last]:g}, and the curve stays at 0 although others came later: "
                "begin where more are at risk.",
                stacklevel=3,
            )
        error = np.nan_to_num(found.surv_prob_se)
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
        last_row = table.iloc[[-1]].set_axis([end])
        table = pd.concat([table, last_row.assign(at_risk=(months >= end).sum(), leavers=0)])
    return table.astype({"at_risk": "int64", "leavers": "int64"})
