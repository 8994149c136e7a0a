"""Which share leaves for which reason, where a customer can leave for one reason only.

Whoever moves away can no longer go to a rival. One minus Kaplan-Meier of one reason treats all who
left for another as if they could still leave for this one, and says too much.
"""

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.survival_times.watched import Watched, watched

__all__ = ["curves"]


def curves(
    customers: pd.DataFrame,
    *,
    tenure: str,
    left: str,
    reason: str,
    entry: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of customers has left for each reason by each month?

    The Aalen-Johansen estimate: at each time, of those who are still there, who leaves for this
    reason. The shares of all reasons and of those who stay add up to 1.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    tenure : str
        Its column with the months (or any unit) from the beginning to leaving, or until now.
    left : str
        Its column that is 1 (or True) for those who left.
    reason : str
        Its column that says why they left; not looked at for those who have not.
    entry : str, optional
        Its column with the tenure at which each customer came under observation, as for
        `survival.curves`.

    Returns
    -------
    DataFrame
        One row a reason and month in which somebody left, from 0 (or the smallest entry) on:
        at_risk, leavers (for this reason), incidence, low, high (on the log-log scale), and
        one_minus_survival: what one minus Kaplan-Meier makes of this reason, the other leavers
        taken for customers of whom no more was seen.

    Raises
    ------
    ValueError
        As for `survival.curves`; or nobody left, or somebody left for no reason.

    References
    ----------
    Aalen, O. O. & Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov
    chains based on censored observations. Scandinavian Journal of Statistics 5, 141-150. Marubini,
    E. & Valsecchi, M. G. (1995), Analysing Survival Data, section 10.3: the standard error.

    Examples
    --------
    >>> customers = pd.DataFrame(
    ...     {"months": [1, 2, 3, 4, 5], "left": [1, 1, 1, 0, 0],
    ...      "why": ["moved", "price", "price", None, None]}
    ... )
    >>> found = curves(customers, tenure="months", left="left", reason="why")
    >>> found.loc["price", ["leavers", "incidence", "one_minus_survival"]].round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
            leavers  incidence  one_minus_survival
    months
    0             0        0.0                0.00
    1             0        0.0                0.00
    2             1        0.2                0.25
    3             1        0.4                0.50
    5             0        0.4                0.50
    """
    from scipy.special import ndtri

    reach = float(ndtri((1 + tables.confidence(confidence)) / 2))
    who = watched(customers, tenure=tenure, left=left, entry=entry, others=[reason])
    gone = who.left == 1
    if not gone.any():
        raise ValueError(f"none of {len(gone):,} customers left: there are no reasons to count")
    why = who.customers[reason][gone]
    tables.check_labels(why, name=repr(reason), mend="Say why they left, e.g. 'not known'.")
    tables.check_spelling(why.unique(), name=repr(reason))
    names = why.groupby(why, observed=True).size().index
    begin = 0.0 if who.entry is None else max(0.0, float(who.entry.min()))
    times = np.unique(np.r_[begin, who.months[gone], who.months.max()])
    at_risk, size = _at_risk(who, times), len(times)
    leavers = {
        name: np.bincount(np.searchsorted(times, who.months[gone][why == name]), minlength=size)
        for name in names
    }
    everybody = np.sum(list(leavers.values()), axis=0)
    index = pd.Index(times)
    if pd.api.types.is_integer_dtype(customers[tenure]):
        index = index.astype("int64")
    found = {}
    for name, mine in leavers.items():
        share, error = _incidence(at_risk, everybody, mine)
        inside = (share > 0) & (share < 1) & (error > 0)
        log = np.log(np.where(inside, share, 0.5))
        away = reach * np.where(inside, error / np.where(inside, share, 1) / np.abs(log), 0)
        found[name] = pd.DataFrame(
            {
                "at_risk": at_risk,
                "leavers": mine,
                "incidence": share,
                "low": share ** np.exp(away),
                "high": share ** np.exp(-away),
                "one_minus_survival": 1 - np.cumprod(1 - mine / np.maximum(at_risk, 1)),
            },
            index=index,
        )
    return pd.concat(found, names=[reason, tenure])


def _at_risk(who: Watched, times: np.ndarray) -> np.ndarray:
    """How many are still there, and have entered, just before each time (at the first: then)."""
    still = len(who.months) - np.searchsorted(np.sort(who.months), times)
    if who.entry is None:
        return still
    later = len(who.entry) - np.searchsorted(np.sort(who.entry), times)
    later[0] = (who.entry > times[0]).sum()
    return still - later


def _incidence(
    at_risk: np.ndarray, everybody: np.ndarray, mine: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The share that has left for one reason by each time, and its standard error.

    The squares of Marubini & Valsecchi's sum are multiplied out, so that running sums give it.
    """
    n = np.maximum(at_risk, 1).astype(float)
    stay = np.cumprod(1 - everybody / n)
    before = np.r_[1.0, stay[:-1]] / n
    share = np.cumsum(before * mine)
    # Once all have left, the share moves no more, and nothing is unsure about it.
    spare = n * (n - everybody)
    greenwood = np.where(spare > 0, everybody / np.where(spare > 0, spare, 1), 0)
    both = before * mine / n
    variance = (
        share**2 * np.cumsum(greenwood)
        - 2 * share * np.cumsum(share * greenwood)
        + np.cumsum(share**2 * greenwood)
        + np.cumsum(before**2 * (n - mine) * mine / n)
        - 2 * share * np.cumsum(both)
        + 2 * np.cumsum(share * both)
    )
    return share, np.sqrt(np.maximum(variance, 0))
