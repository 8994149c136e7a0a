"""Do as many customers leave as a model promises? Well ranked is not well calibrated."""

import warnings
from typing import Literal, get_args

import numpy as np
import pandas as pd

from crmkit import rates, tables
from crmkit.retention.churn_models.outcomes import outcome

__all__ = ["by_group", "recalibrated"]

Way = Literal["isotonic", "logit"]


def by_group(
    promised: pd.Series, left: pd.Series, *, groups: int = 10, confidence: float = 0.95
) -> pd.DataFrame:
    """Of those promised to leave with such a probability, how many left?

    Parameters
    ----------
    promised : Series
        Probabilities by customer, from a model that has not seen the customer.
    left : Series
        1 (left) and 0, of the same customers.
    groups : int
        How many groups of equal size to make, by the promise.

    Returns
    -------
    DataFrame
        One row a group, 1 = the highest promises: customers, leavers, expected (mean promise),
        actual (share who left), low and high (Wilson, of actual). Where expected lies outside, the
        model promises what does not come.

    Raises
    ------
    ValueError
        Promises outside 0 to 1, missing or for other customers; fewer customers than groups.

    Warns
    -----
    UserWarning
        Customers with the same promise stand in different groups, sorted by whether they left.

    References
    ----------
    Dawid, A. P. (1982). The well-calibrated Bayesian. Journal of the American Statistical
    Association 77, 605-610.

    Examples
    --------
    >>> promised = pd.Series([0.9, 0.7, 0.4, 0.2])
    >>> by_group(promised, pd.Series([1, 0, 0, 0]), groups=2).round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
           customers  leavers  expected  actual   low  high
    group
    1              2        1       0.8     0.5  0.09  0.91
    2              2        0       0.3     0.0  0.00  0.66
    """
    values = _promises(promised)
    gone = outcome(left, promised, names=("left", "promised"))
    if tables.whole("groups", groups, least=1) > len(gone):
        raise ValueError(f"{len(gone)} customers cannot fill {groups} groups")
    order = np.argsort(-values, kind="stable")
    group = np.empty(len(order), dtype="int64")
    group[order] = np.arange(len(order)) * groups // len(order) + 1
    both = pd.DataFrame({"promised": promised, "left": gone, "group": group}).groupby("group")
    table = pd.DataFrame({"customers": both.size(), "leavers": both["left"].sum()})
    table["expected"] = both["promised"].mean()
    table["actual"] = table["leavers"] / table["customers"]
    ends = rates.rate_interval(table["leavers"], table["customers"], confidence=confidence)
    # What each group would show if those of one promise stood in it by lot.
    fair = gone.groupby(values).transform("mean").groupby(group).mean()
    wide = rates.rate_interval(table["leavers"], table["customers"], confidence=0.99)
    if not fair.between(wide["low"] - 1e-9, wide["high"] + 1e-9).all():
        warnings.warn(
            "many customers have the same promise, and the order of the rows puts leavers and "
            "stayers among them into different groups: make fewer groups, or bring the rows into "
            "an order by lot with promised.sample(frac=1, random_state=1)",
            stacklevel=2,
        )
    return table.join(ends)


def recalibrated(
    promised: pd.Series,
    left: pd.Series,
    *,
    way: Way = "isotonic",
    folds: int = 10,
    seed: int,
) -> pd.Series:
    """What would the model promise, had it learned from what came of its promises?

    The map from promise to what came is learned on all folds but one and used on that one, so no
    customer's own fate is used for their own promise.

    Parameters
    ----------
    promised : Series
        Probabilities by customer, from a model that has not seen the customer.
    left : Series
        1 (left) and 0, of the same customers.
    way : "isotonic" or "logit"
        Isotonic: any map that never falls, for many customers (a thousand or more). Logit: the
        log-odds are stretched and shifted (Platt), for few.
    folds : int
        2 or more, up to the number of leavers.
    seed : int
        Of the lot that makes the folds.

    Returns
    -------
    Series
        `probability`, 0 to 1, by customer. Within a fold the order stays (isotonic makes ties).

    Raises
    ------
    ValueError
        As for `by_group`; or nobody left, or everybody; or too few leavers for so many folds.

    References
    ----------
    Platt, J. (1999). Probabilistic outputs for support vector machines. Zadrozny, B. & Elkan, C.
    (2002). Transforming classifier scores into accurate multiclass probability estimates. KDD.
    Both as scikit-learn has them.

    Examples
    --------
    >>> promised = pd.Series([0.9, 0.8] * 5 + [0.4, 0.3] * 5)
    >>> left = pd.Series([1, 0] * 5 + [0] * 10)
    >>> recalibrated(promised, left, folds=5, seed=1).groupby(promised).mean().to_list()
    [0.0, 0.0, 0.0, 1.0]
    """
    from sklearn.isotonic import IsotonicRegression
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    values = _promises(promised)
    gone = outcome(left, promised, names=("left", "promised"), both=True).to_numpy()
    tables.option("way", way, list(get_args(Way)))
    rarer = int(min(gone.sum(), (1 - gone).sum()))
    if tables.whole("folds", folds, least=2) > rarer:
        raise ValueError(
            f"{rarer} customers of the rarer kind (left or stayed) cannot be spread over "
            f"{folds} folds: use fewer folds, or more customers"
        )
    # Promises of exactly 0 and 1 have no log-odds.
    safe = np.clip(values, 1e-6, 1 - 1e-6)
    odds = np.log(safe / (1 - safe)).reshape(-1, 1)
    made = np.empty(len(gone))
    split = StratifiedKFold(folds, shuffle=True, random_state=tables.seed(seed))
    for learned, judged in split.split(odds, gone):
        if way == "isotonic":
            curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
            made[judged] = curve.fit(values[learned], gone[learned]).predict(values[judged])
        else:
            # Practically no penalty, which would pull the map towards the mean.
            line = LogisticRegression(C=1e6).fit(odds[learned], gone[learned])
            made[judged] = line.predict_proba(odds[judged])[:, 1]
    return pd.Series(made, promised.index, name="probability")


def _promises(promised: pd.Series) -> np.ndarray:
    mend = "Promises are probabilities; a count or score has none."
    return tables.by_customer(promised, name="promised", least=0, most=1, range_mend=mend)
