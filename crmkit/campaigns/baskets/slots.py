"""What to show beside each product, and what a slot so filled earns by a trial in which lots drew.

A slot earns what it adds: who would have bought the product anyway needs no slot. Only purchases
with another product in the slot show what would have been bought anyway.
"""

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["best_beside", "extra_margins", "slot_value"]

_COUNTS = ["shown", "bought", "not_shown", "bought_anyway"]


def best_beside(pairs: pd.DataFrame, score: pd.Series) -> dict[Hashable, Hashable]:
    """Beside each product, which other has the highest score?

    Parameters
    ----------
    pairs : DataFrame
        One row a pair (index `product`, `other`), such as from `affinity.pairs`.
    score : Series
        One number a pair, with the same index: confidence, lift, lift times margin.

    Returns
    -------
    dict
        Product to what is shown beside it; of equals the first row.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("tea", "cup"), ("tea", "jam"), ("cup", "tea")], names=["product", "other"])
    >>> table = pd.DataFrame({"lift": [1.0, 2.0, 1.0]}, index=index)
    >>> best_beside(table, table["lift"])
    {'tea': 'jam', 'cup': 'tea'}
    """
    _pairs(pairs, [], name="pairs")
    tables.check_series(score, name="score", row="pair")
    if not score.index.equals(pairs.index):
        raise ValueError("score has other pairs than the table, or in another order")
    values = pd.Series(tables.numbers(score, name="score"), index=pairs.index)
    best = values.groupby(level=0, sort=False).idxmax()
    return {product: pair[1] for product, pair in best.items()}


def extra_margins(
    trial: pd.DataFrame, *, margins: pd.Series, confidence: float = 0.95
) -> pd.DataFrame:
    """What does each pair earn, for a thousand times that it is shown?

    (share that bought it where it was shown - share that bought it where another was) x margin.

    Parameters
    ----------
    trial : DataFrame
        One row a pair (index `product`, `other`): shown and not_shown (how often a lot put the
        other beside the product, or something else), bought and bought_anyway (how many of those
        bought the other).
    margins : Series
        Money that a sale of each product leaves.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        The same rows: rate (bought where shown), rate_anyway, extra_rate (their difference),
        estimate (money for a thousand showings), low, high.

    Raises
    ------
    ValueError
        A pair that was never shown or always, more bought than shown, a product without margin.

    References
    ----------
    The variance of the rates: Agresti, A. & Caffo, B. (2000). The American Statistician 54(4),
    280-288: one purchase and one failure are added on each side, for the variance alone.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("tea", "cup")], names=["product", "other"])
    >>> trial = pd.DataFrame({"shown": 1000, "bought": 150, "not_shown": 1000,
    ...                       "bought_anyway": 100}, index=index)
    >>> extra_margins(trial, margins=pd.Series({"cup": 20.0})).round(2).iloc[0].to_dict()
    {'rate': 0.15, 'rate_anyway': 0.1, 'extra_rate': 0.05, 'estimate': 1000.0, 'low': 420.98, \
'high': 1579.02}
    """
    from scipy.special import ndtri

    z = ndtri((1 + tables.confidence(confidence)) / 2)
    rates, error = _rates(trial)
    margin = _margins(margins, trial.index.get_level_values(1))
    extra = rates["rate"] - rates["rate_anyway"]
    middle, away = 1000 * extra * margin, 1000 * z * error * np.abs(margin)
    return rates.assign(extra_rate=extra, estimate=middle, low=middle - away, high=middle + away)


def slot_value(
    trial: pd.DataFrame,
    filled: Mapping[Hashable, Hashable],
    *,
    margins: pd.Series,
    showings: pd.Series,
    against: Mapping[Hashable, Hashable] | None = None,
    confidence: float = 0.95,
) -> pd.Series:
    """What would slots so filled have earned more than empty ones, or than slots filled otherwise?

    The sum over products of showings x extra rate x margin of what is shown. What is filled must
    be chosen without a look at the trial; of the best in the trial its luck would be a part.

    Parameters
    ----------
    trial, margins, confidence
        As for `extra_margins`.
    filled : mapping
        Product to what is shown beside it; a product that is not named keeps an empty slot.
    showings : Series
        How often each product's slot is seen in the period for which the answer is wanted.
    against : mapping, optional
        Another filling, from which the difference is taken; what both have in common drops out.
        Empty slots unless given.

    Returns
    -------
    Series
        estimate, low, high: money in that period.

    Raises
    ------
    ValueError
        A pair that the trial has not tried.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("tea", "cup")], names=["product", "other"])
    >>> trial = pd.DataFrame({"shown": 1000, "bought": 150, "not_shown": 1000,
    ...                       "bought_anyway": 100}, index=index)
    >>> slot_value(trial, {"tea": "cup"}, margins=pd.Series({"cup": 20.0}),
    ...            showings=pd.Series({"tea": 400}))["estimate"].round(2)
    np.float64(400.0)
    """
    from scipy.special import ndtri

    z = ndtri((1 + tables.confidence(confidence)) / 2)
    rates, error = _rates(trial)
    seen = pd.Series(tables.by_customer(showings, name="showings", least=0), index=showings.index)
    signs: dict[tuple[Hashable, Hashable], int] = {}
    for sign, name, one in ((1, "filled", filled), (-1, "against", against or {})):
        if not isinstance(one, Mapping):
            raise TypeError(f"{name} must be a dict of product to what is shown, not {one!r}")
        if lists := [other for other in one.values() if not isinstance(other, Hashable)]:
            raise TypeError(
                f"{name} shows one product beside each, not a {type(lists[0]).__name__}"
            )
        if strange := [pair for pair in one.items() if pair not in trial.index]:
            raise ValueError(
                f"the trial has not tried {strange[:5]}: {name} may hold what it tried"
            )
        if missing := sorted(map(str, set(one) - set(seen.index))):
            raise ValueError(f"showings lacks {missing[:9]}")
        for pair in one.items():
            signs[pair] = signs.get(pair, 0) + sign
    signs = {pair: sign for pair, sign in signs.items() if sign}
    if not signs:
        return pd.Series({"estimate": 0.0, "low": 0.0, "high": 0.0})
    index = pd.MultiIndex.from_tuples(list(signs), names=trial.index.names)
    extra = (rates["rate"] - rates["rate_anyway"]).loc[index].to_numpy()
    money = seen.loc[index.get_level_values(0)].to_numpy(dtype="float64")
    money = money * _margins(margins, index.get_level_values(1)) * list(signs.values())
    middle = float(money @ extra)
    away = z * float(np.sqrt(((money * error.loc[index].to_numpy()) ** 2).sum()))
    return pd.Series({"estimate": middle, "low": middle - away, "high": middle + away})


def _rates(trial: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    _pairs(trial, _COUNTS, name="the trial")
    counts = pd.DataFrame({one: tables.column(trial, one, least=0) for one in _COUNTS}, trial.index)
    for all_, part in (("shown", "bought"), ("not_shown", "bought_anyway")):
        if (never := counts[all_] < 1).any():
            raise tables.bad_rows(trial.index, never, f"{all_!r} is 0", "Leave such pairs out.")
        if (more := counts[part] > counts[all_]).any():
            raise tables.bad_rows(trial.index, more, f"{part!r} is above {all_!r}")
    rate, anyway = counts["bought"] / counts["shown"], counts["bought_anyway"] / counts["not_shown"]
    variance = pd.Series(0.0, index=trial.index)
    for all_, part in (("shown", "bought"), ("not_shown", "bought_anyway")):
        share = (counts[part] + 1) / (counts[all_] + 2)
        variance = variance + share * (1 - share) / (counts[all_] + 2)
    return pd.DataFrame({"rate": rate, "rate_anyway": anyway}), variance**0.5


def _pairs(table: pd.DataFrame, columns: list[str], *, name: str) -> None:
    tables.check_columns(table, columns, name=name)
    if table.index.nlevels != 2:
        raise ValueError(f"{name} must have a pair as its index: the product and the other")
    tables.check_each_once(table.index, name=name, row="pair")


def _margins(margins: pd.Series, products: pd.Index) -> np.ndarray:
    values = pd.Series(tables.by_customer(margins, name="margins"), index=margins.index)
    if missing := sorted(map(str, set(products) - set(values.index))):
        raise ValueError(f"margins lacks {missing[:9]}: give what a sale of each product leaves")
    return values.loc[list(products)].to_numpy(dtype="float64")
