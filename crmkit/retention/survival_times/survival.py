"""Which share of customers is still there after so many months: the Kaplan-Meier estimate."""

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["curves"]


def curves(
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
    >>> curve = curves(customers, tenure="months", left="left")
    >>> curve.round(2)  # doctest: +NORMALIZE_WHITESPACE
                  at_risk  leavers  survival   low  high
    group months
    all   0             4        0      1.00  1.00  1.00
          2             3        1      0.67  0.05  0.95
          5             1        1      0.00  0.00  0.00
    """
    from scipy.special import ndtri

    tables.check_columns(customers, [tenure, left, *([] if by is None else [by])], name="customers")
    months = pd.Series(tenures(customers, tenure), customers.index)
    gone = flags.happened(customers, left, who="those who left")
    reach = float(ndtri((1 + tables.confidence(confidence)) / 2))
    if by is None:
        parts = {"all": np.ones(len(customers), dtype=bool)}
    else:
        tables.check_labels(customers[by], name=repr(by), mend="Name the group.")
        names = customers.groupby(by, observed=True).size().index
        parts = {name: (customers[by] == name).to_numpy() for name in names}
    found = {name: _curve(months[who], gone[who], reach) for name, who in parts.items()}
    kind = "int64" if pd.api.types.is_integer_dtype(customers[tenure]) else "float64"
    for curve in found.values():
        curve.index = curve.index.astype(kind)
    return pd.concat(found, names=[by or "group", tenure])


def tenures(customers: pd.DataFrame, tenure: str) -> np.ndarray:
    """The column of tenures as numbers, each 0 or more."""
    mend = "A tenure runs from the beginning to leaving, or until now."
    return tables.numbers(customers[tenure], least=0, range_mend=mend).astype(float)


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
