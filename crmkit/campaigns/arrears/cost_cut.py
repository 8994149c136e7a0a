"""What does each cut of a score cost, if one mistake is dearer than the other?

Refusing whoever is bad with a probability above t costs the good ones refused; accepting the rest
costs the bad ones accepted. With probabilities that can be trusted, the best cut needs no search:

    t* = false_alarm / (false_alarm + miss)
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["best_cut", "costs_by_cut"]


def best_cut(*, false_alarm: float, miss: float) -> float:
    """From which probability on should one refuse, or act?

    Parameters
    ----------
    false_alarm, miss : float
        Cost of acting on a good one, and of not acting on a bad one, in one unit, above 0.

    Returns
    -------
    float
        false_alarm / (false_alarm + miss).

    References
    ----------
    Elkan, C. (2001). The foundations of cost-sensitive learning. IJCAI, eq. (2).

    Examples
    --------
    >>> round(best_cut(false_alarm=1, miss=5), 3)
    0.167
    """
    one = tables.number("false_alarm", false_alarm, above=0)
    return float(one / (one + tables.number("miss", miss, above=0)))


def costs_by_cut(
    chances: pd.Series,
    bad: pd.Series,
    *,
    cuts: Sequence[float],
    false_alarm: float,
    miss: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would each cut have cost?

    Parameters
    ----------
    chances : Series
        Probability of being bad by customer, from a model that has not seen the customer.
    bad : Series
        1 (bad) and 0, of the same customers.
    cuts : list of float
        Whoever has a chance above the cut is refused: 0 refuses all but those of chance 0, 1
        accepts everybody.
    false_alarm, miss : float
        As for `best_cut`.

    Returns
    -------
    DataFrame
        One row a cut: refused (customers), missed (bad ones accepted), cost, low, high (normal, as
        if other customers of the same kind had come).

    Raises
    ------
    ValueError
        Chances outside 0 to 1 or missing, other customers in the two, no cut, or a cut twice.

    Examples
    --------
    >>> chances, bad = pd.Series([0.9, 0.3, 0.2, 0.1]), pd.Series([1, 1, 0, 0])
    >>> costs_by_cut(chances, bad, cuts=[0.15, 0.5], false_alarm=1, miss=5)[
    ...     ["refused", "missed", "cost"]]  # doctest: +NORMALIZE_WHITESPACE
          refused  missed  cost
    cut
    0.15        3       0   1.0
    0.50        1       1   5.0
    """
    from scipy.special import ndtri

    best_cut(false_alarm=false_alarm, miss=miss)
    mend = "They are probabilities; points of a scorecard are none."
    values = tables.by_customer(chances, name="chances", least=0, most=1, range_mend=mend)
    tables.check_series(bad, name="bad")
    tables.check_each_once(bad.index, name="bad")
    tables.check_same_customers(chances.index, bad.index, names=("chances", "bad"))
    known = flags.happened(bad.to_frame("bad"), "bad", who="those who did not pay")
    came = known.reindex(chances.index).to_numpy()
    at = [tables.share("cuts", one) for one in tables.listed_once("cuts", cuts)]
    if not at:
        raise ValueError("cuts is empty: name at least one, such as 0.5")
    z = float(ndtri((1 + tables.confidence(confidence)) / 2))
    rows = []
    for cut in at:
        refused = values > cut
        each = np.where(refused, false_alarm * (1 - came), miss * came)
        away = z * np.sqrt(len(each)) * each.std(ddof=1) if len(each) > 1 else np.nan
        cost = float(each.sum())
        rows.append([refused.sum(), int(came[~refused].sum()), cost, cost - away, cost + away])
    columns = ["refused", "missed", "cost", "low", "high"]
    found = pd.DataFrame(rows, index=pd.Index(at, name="cut"), columns=columns)
    return found.astype({"refused": "int64", "missed": "int64"})
