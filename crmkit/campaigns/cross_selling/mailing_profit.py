"""What does it earn to mail the best so many of the customers to come, and how sure is that?

Three lucks lie in such a figure: who was among the customers that the ranking was judged on, who
will be among those to be mailed, and, where the list ends among customers of one score, which of
them get a letter. The intervals hold all three.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["best", "by_size", "gains", "longer_list", "pays_for"]

# So many customers of drawn tables are held at once.
_CELLS = 2_000_000


def best(
    rankings: pd.DataFrame,
    bought: pd.Series,
    *,
    size: int,
    among: int,
    sale: float,
    letter: float,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.DataFrame:
    """What does it earn to mail the best `size` among `among` new customers, by each ranking?

    Parameters
    ----------
    rankings : DataFrame
        One row a customer of whom is known whether they bought, one column a ranking: any numbers,
        the most likely buyers highest, made without that customer. Customers of one score have no
        order; where the list ends among them, each counts for the same part. A constant column
        mails by lot.
    bought : Series
        1 (bought) and 0, of the same customers.
    size, among : int
        How many get a letter, of how many.
    sale, letter : float
        What a sale brings, above 0, and what a letter costs, 0 or more, in money.
    rng : Generator
        Whence the draws come.

    Returns
    -------
    DataFrame
        One row a ranking: customers (who get a letter), responses (buyers to be expected among
        them), profit, low, high: between which the profit of these letters will lie.

    Raises
    ------
    ValueError
        Other customers in the two, scores missing or infinite, more letters than customers.

    References
    ----------
    The bootstrap with draws of another size: Bickel, P. J., Götze, F. & van Zwet, W. R. (1997).
    Resampling fewer than n observations. Statistica Sinica 7, 1-31. As the variance of a mean of n
    and of one of m add up, draws of n * m / (n + m) customers spread as far as both together.

    Examples
    --------
    >>> rankings = pd.DataFrame({"table": [0.9, 0.8, 0.2, 0.1] * 25, "lot": 0})
    >>> bought = pd.Series([1, 0, 0, 0] * 25)
    >>> best(rankings, bought, size=500, among=1_000, sale=100, letter=3,
    ...      rng=np.random.default_rng(1))[["customers", "responses", "profit"]]
    ... # doctest: +NORMALIZE_WHITESPACE
             customers  responses   profit
    ranking
    table          500      250.0  23500.0
    lot            500      125.0  11000.0
    """
    table = by_size(
        rankings, bought, sizes=[size], among=among, sale=sale, letter=letter, rng=rng,
        confidence=confidence, draws=draws,
    )  # fmt: skip
    return table.droplevel("size")


def by_size(
    rankings: pd.DataFrame,
    bought: pd.Series,
    *,
    sizes: Sequence[int],
    among: int,
    sale: float,
    letter: float,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.DataFrame:
    """How does the profit of a mailing change with its size?

    Parameters
    ----------
    rankings, bought, among, sale, letter, rng
        As for `best`.
    sizes : sequence of int
        Numbers of letters, each from 1 to `among`.

    Returns
    -------
    DataFrame
        One row a ranking and size: the columns of `best`. The size with the largest profit was
        found on the very customers who are counted: plan with `pays_for`.

    Raises
    ------
    ValueError
        As for `best`.

    Examples
    --------
    >>> rankings = pd.DataFrame({"table": [0.9, 0.8, 0.2, 0.1] * 25})
    >>> bought = pd.Series([1, 0, 0, 0] * 25)
    >>> by_size(rankings, bought, sizes=[250, 500, 1_000], among=1_000, sale=100, letter=3,
    ...         rng=np.random.default_rng(1))["profit"].to_list()
    [24250.0, 23500.0, 22000.0]
    """
    asked = tables.one_or_more("sizes", sizes, mend="say how many letters")
    money = _Money(list(asked), among, sale, letter)
    now, drawn = _caught(rankings, bought, money, rng, draws)
    low, high = _bounds(money.profit(drawn), confidence)
    index = [rankings.columns, pd.Index(money.sizes)]
    return pd.DataFrame(
        {
            "customers": np.tile(money.sizes, len(rankings.columns)),
            "responses": now.ravel(),
            "profit": money.profit(now).ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
        },
        index=pd.MultiIndex.from_product(index, names=["ranking", "size"]),
    )


def gains(
    rankings: pd.DataFrame,
    bought: pd.Series,
    *,
    against: str,
    size: int,
    among: int,
    sale: float,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.DataFrame:
    """How much more than one of them will each other ranking earn, with as many letters?

    Parameters
    ----------
    rankings, bought, size, among, sale, rng
        As for `best`. Letters cost the same whoever gets them.
    against : str
        The ranking that the others are compared with.

    Returns
    -------
    DataFrame
        One row another ranking: gain (its profit less that of `against`), low, high: paired, for
        all rankings are judged on the same draws.

    Raises
    ------
    ValueError
        As for `best`; or there is nothing to compare.

    Examples
    --------
    >>> rankings = pd.DataFrame({"table": [0.9, 0.8, 0.2, 0.1] * 25, "lot": 0})
    >>> bought = pd.Series([1, 0, 0, 0] * 25)
    >>> gains(rankings, bought, against="lot", size=500, among=1_000, sale=100,
    ...       rng=np.random.default_rng(1))["gain"].to_dict()
    {'table': 12500.0}
    """
    money = _Money([size], among, sale, 0)
    tables.check_columns(rankings, [], name="rankings")
    tables.option("against", against, list(rankings.columns))
    if len(rankings.columns) < 2:
        raise ValueError(f"rankings has no column but {against!r}: nothing to compare it with")
    now, drawn = _caught(rankings, bought, money, rng, draws)
    place = list(rankings.columns).index(against)
    low, high = _bounds(money.profit(drawn - drawn[:, [place]])[:, :, 0], confidence)
    table = pd.DataFrame(
        {"gain": money.profit(now - now[place])[:, 0], "low": low, "high": high},
        index=pd.Index(rankings.columns, name="ranking"),
    )
    return table.drop(index=against)


def longer_list(
    ranking: pd.Series,
    bought: pd.Series,
    *,
    sizes: Sequence[int],
    among: int,
    sale: float,
    letter: float,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 1_000,
) -> pd.Series:
    """How much more does a longer list earn than a shorter one?

    Parameters
    ----------
    ranking : Series
        One number a customer of whom is known whether they bought, as a column of `best`.
    bought, among, sale, letter, rng
        As for `best`.
    sizes : two whole numbers
        Letters of the shorter list and of the longer.

    Returns
    -------
    Series
        customers (more letters), responses (more buyers), gain (more profit), low, high: of the
        gain, both lists being judged on the same draws.

    Raises
    ------
    ValueError
        As for `best`; or there are not two sizes, the shorter first.

    Examples
    --------
    >>> ranking = pd.Series([0.9, 0.8, 0.2, 0.1] * 25)
    >>> bought = pd.Series([1, 0, 0, 0] * 25)
    >>> found = longer_list(ranking, bought, sizes=[250, 500], among=1_000, sale=100, letter=3,
    ...                     rng=np.random.default_rng(1))
    >>> float(found["gain"])
    -750.0
    """
    asked = tables.listed("sizes", sizes)
    money = _Money(asked, among, sale, letter)
    if len(asked) != 2 or asked[0] >= asked[1]:
        raise ValueError(f"sizes={asked} must be two numbers of letters, the shorter list first")
    tables.check_series(ranking, name="ranking")
    now, drawn = _caught(ranking.to_frame("ranking"), bought, money, rng, draws)
    profit = money.profit(drawn)[:, 0]
    low, high = _bounds(profit[:, 1] - profit[:, 0], confidence)
    few, many = money.profit(now)[0]
    more = {"customers": asked[1] - asked[0], "responses": now[0, 1] - now[0, 0]}
    return pd.Series({**more, "gain": many - few, "low": low, "high": high})


def pays_for(promised: pd.Series, *, sale: float, letter: float) -> pd.Series:
    """To whom does a letter pay, if the promises hold?

    Parameters
    ----------
    promised : Series
        Probabilities of buying, 0 to 1, by customer.
    sale, letter : float
        As for `best`.

    Returns
    -------
    Series
        `pays`, 1 where promised * sale is above the letter, else 0.

    Examples
    --------
    >>> pays_for(pd.Series([0.02, 0.03, 0.04]), sale=100, letter=3).to_list()
    [0, 0, 1]
    """
    chance = tables.by_customer(promised, name="promised", least=0, most=1)
    tables.number("letter", letter, least=0)
    pays = chance > letter / tables.number("sale", sale, above=0)
    return pd.Series(pays.astype("int64"), promised.index, name="pays")


class _Money:
    """The sizes of a mailing and its two prices, once they are seen to be possible."""

    def __init__(self, sizes: Sequence[int], among: int, sale: float, letter: float) -> None:
        self.among = tables.whole("among", among, least=1)
        self.sizes = np.array([tables.whole("size", size, least=1) for size in sizes])
        if self.sizes.max() > self.among:
            raise ValueError(
                f"size={self.sizes.max():,} letters are more than among={self.among:,} customers"
            )
        self.sale = tables.number("sale", sale, above=0)
        self.letter = tables.number("letter", letter, least=0)

    def profit(self, buyers: np.ndarray) -> np.ndarray:
        """Of buyers by ranking and size."""
        return self.sale * buyers - self.letter * self.sizes


def _caught(
    rankings: pd.DataFrame, bought: pd.Series, money: _Money, rng: np.random.Generator, draws: int
) -> tuple[np.ndarray, np.ndarray]:
    """Buyers among the best, by ranking and size; and the same draw by draw."""
    tables.check_columns(rankings, [], name="rankings")
    tables.check_columns(rankings, list(rankings.columns), name="rankings")
    tables.check_series(bought, name="bought")
    for index, name in ((rankings.index, "rankings"), (bought.index, "bought")):
        tables.check_each_once(index, name=name)
    tables.check_same_customers(bought.index, rankings.index, names=("bought", "rankings"))
    yes = flags.happened(bought.to_frame("bought"), "bought", who="those who bought")
    yes = yes.reindex(rankings.index)
    rng = tables.generator(rng)
    left_over = tables.whole("draws", draws, least=40)
    n = len(rankings)
    fewer = max(round(n * money.among / (n + money.among)), 1)
    shares = money.sizes / money.among
    sorted_by = [_order(tables.column(rankings, name).astype(float)) for name in rankings.columns]

    def caught(times: np.ndarray, lots: np.random.Generator | None = None) -> np.ndarray:
        buys, scale = yes.to_numpy(), money.among / times[0].sum()
        parts = [_top(times[:, by], buys[by], at, shares, scale, lots) for by, at in sorted_by]
        return np.stack(parts, axis=1)

    found = []
    while left_over > 0:
        rows = min(max(_CELLS // n, 1), left_over)
        left_over -= rows
        drawn = rng.integers(0, n, (rows, fewer))
        found.append(caught(np.stack([np.bincount(one, minlength=n) for one in drawn]), rng))
    return caught(np.ones((1, n)))[0], np.concatenate(found)


def _order(score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The customers from the highest score down, and where each distinct score begins."""
    order = np.argsort(-score, kind="stable")
    return order, np.flatnonzero(np.r_[True, np.diff(score[order]) != 0])


def _top(
    times: np.ndarray,
    buys: np.ndarray,
    starts: np.ndarray,
    shares: np.ndarray,
    scale: float,
    lots: np.random.Generator | None,
) -> np.ndarray:
    """Buyers in each top share in every draw, each customer of which stands for `scale` new ones.

    Of the customers of one score among whom the list ends, `lots` draws who gets a letter; without
    it each counts for the same part.
    """
    every = scale * np.add.reduceat(times, starts, axis=1)
    buyers = scale * np.add.reduceat(times * buys, starts, axis=1)
    up_to, rows = every.cumsum(axis=1), np.arange(len(every))
    found = []
    for share in shares:
        letters = share * up_to[:, [-1]]
        part = np.clip(letters - (up_to - every), 0, every) / np.maximum(every, 1e-9)
        sold = (part * buyers).sum(axis=1)
        if lots is not None:
            last = np.argmax(up_to >= letters - 1e-6, axis=1)
            good = np.rint(buyers[rows, last]).astype("int64")
            bad = np.rint(every[rows, last]).astype("int64") - good
            sent = np.rint((part * every)[rows, last]).astype("int64").clip(max=good + bad)
            sold += lots.hypergeometric(good, bad, sent) - sent * good / np.maximum(good + bad, 1)
        found.append(sold)
    return np.stack(found, axis=1)


def _bounds(drawn: np.ndarray, confidence: float) -> np.ndarray:
    tail = (1 - tables.confidence(confidence)) / 2
    return np.quantile(drawn, [tail, 1 - tail], axis=0, method="weibull")
