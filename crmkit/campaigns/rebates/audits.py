"""What does it bring to open so many files, by each order of whose comes first?"""

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["gains", "values_by_order"]


def values_by_order(
    orders: pd.DataFrame,
    recovered: pd.Series,
    *,
    files: int,
    cost: float,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.DataFrame:
    """What do so many audits bring, by each order of whose file is opened first?

    Parameters
    ----------
    orders : DataFrame
        One row a buyer, one column an order: any numbers, who comes first highest. Buyers of one
        number are taken by lot; a constant column is a lot.
    recovered : Series
        Money that opening a buyer's file brings back, 0 or more, by buyer.
    files : int
        How many files can be opened, 0 up to all.
    cost : float
        Of opening one, money, 0 or more.
    rng : Generator
        Whence the draws come.
    confidence : float
        Of the intervals.
    draws : int
        Tables of as many buyers, drawn with replacement from those there are.

    Returns
    -------
    DataFrame
        One row an order: found (files among them that bring money), estimate (money less cost),
        low, high.

    Raises
    ------
    ValueError
        Other buyers in the two, numbers missing, more files than buyers.

    Examples
    --------
    >>> orders = pd.DataFrame({"excess": [9.0, 5, 1, 0] * 5, "lot": 0})
    >>> values_by_order(orders, pd.Series([80.0, 0, 0, 0] * 5), files=5, cost=10,
    ...              rng=np.random.default_rng(1))[["found", "estimate"]]
    ... # doctest: +NORMALIZE_WHITESPACE
            found  estimate
    order
    excess   5.00     350.0
    lot      1.25      50.0
    """
    drawn, found = _money(orders, recovered, files, cost, rng, draws)
    tail = (1 - tables.confidence(confidence)) / 2
    table = pd.DataFrame({"found": found, "estimate": drawn[0]}, index=_named(orders))
    low, high = np.quantile(drawn[1:], [tail, 1 - tail], axis=0)
    return table.assign(low=low, high=high)


def gains(
    orders: pd.DataFrame,
    recovered: pd.Series,
    *,
    against: str,
    files: int,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.DataFrame:
    """How much more do the same audits bring by each order than by another one?

    Parameters
    ----------
    orders, recovered, files, rng, confidence, draws
        As for `values_by_order`; all orders are judged on the same draws.
    against : str
        Column of `orders` that the others are held against.

    Returns
    -------
    DataFrame
        One row each other order: gain, low, high (money).

    Raises
    ------
    ValueError
        As for `values_by_order`; `against` is no column of `orders`, or the only one.

    Examples
    --------
    >>> orders = pd.DataFrame({"excess": [9.0, 5, 1, 0] * 5, "lot": 0})
    >>> gains(orders, pd.Series([80.0, 0, 0, 0] * 5), against="lot", files=5,
    ...             rng=np.random.default_rng(1))["gain"].to_dict()
    {'excess': 300.0}
    """
    tables.check_columns(orders, [], name="orders")
    tables.option("against", against, list(orders.columns))
    if len(orders.columns) < 2:
        raise ValueError(f"orders has {against!r} only: nothing to hold against it")
    drawn, _ = _money(orders, recovered, files, 0, rng, draws)
    tail = (1 - tables.confidence(confidence)) / 2
    more = drawn - drawn[:, [list(orders.columns).index(against)]]
    low, high = np.quantile(more[1:], [tail, 1 - tail], axis=0)
    table = pd.DataFrame({"gain": more[0], "low": low, "high": high}, index=_named(orders))
    return table.drop(index=against)


def _money(
    orders: pd.DataFrame, recovered: pd.Series, files: int, cost: float,
    rng: np.random.Generator, draws: int,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Money by draw (the first: the buyers as they are) and order; files that bring any."""
    tables.check_columns(orders, [], name="orders")
    tables.check_columns(orders, orders.columns, name="orders")
    tables.check_series(recovered, name="recovered", row="buyer")
    for name, index in (("orders", orders.index), ("recovered", recovered.index)):
        tables.check_each_once(index, name=name, row="buyer")
    tables.check_same_customers(orders.index, recovered.index, names=("orders", "recovered"))
    money = tables.numbers(recovered.reindex(orders.index), name="recovered", least=0)
    n = len(orders)
    size = tables.whole("files", files)
    if size > n:
        raise ValueError(f"files={size:,} exceeds the {n:,} buyers")
    price = tables.number("cost", cost, least=0)
    tables.generator(rng)
    scores = [tables.column(orders, name) for name in orders.columns]
    rows = [np.arange(n), *rng.integers(0, n, (tables.whole("draws", draws, least=20), n))]
    drawn = np.array([[_first(s[row], money[row], size) for s in scores] for row in rows])
    found = np.array([_first(s, (money > 0).astype(float), size) for s in scores])
    return drawn - price * size, found


def _first(score: np.ndarray, value: np.ndarray, size: int) -> float:
    """The value of the `size` highest scores; where the last are tied, each counts in part."""
    if size == 0:
        return 0.0
    last = np.partition(score, len(score) - size)[len(score) - size]
    above, tied = score > last, score == last
    return float(value[above].sum() + (size - above.sum()) * value[tied].mean())


def _named(orders: pd.DataFrame) -> pd.Index:
    return pd.Index([str(name) for name in orders.columns], name="order")
