"""How well does a ranking of customers find the leavers, and is one ranking better than another?

Customers with the same score have no order. Where a cut goes through them, each counts for the
same part, so that no number here depends on the order of the rows.
"""

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.churn_models.outcomes import outcome

__all__ = ["compare", "gains", "quality"]

# So many drawn tables are held at once.
_CHUNK = 50


def quality(
    rankings: pd.DataFrame,
    left: pd.Series,
    *,
    customer_share: float = 0.1,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """How good is each ranking?

    Parameters
    ----------
    rankings : DataFrame
        One row a customer, one column a ranking: probabilities, counts or any numbers, the most
        likely leavers highest.
    left : Series
        1 (left) and 0, of the same customers.
    customer_share : float
        How many customers can be approached, as a share above 0 and below 1.
    rng : Generator
        For the intervals, which are bootstrapped: customers are drawn again.

    Returns
    -------
    DataFrame
        One row a ranking and measure: estimate, low, high. Measures: `auc` (of a leaver and a
        stayer, how often the leaver stands higher; ties count half; .5 is chance), `lift` (leaving
        rate of those approached over that of all) and `caught` (share of the leavers who are among
        those approached). With few leavers (below ten or so) the intervals are too narrow; a
        ranking without a mistake has one of no width.

    Raises
    ------
    ValueError
        Scores missing or infinite, other customers in the two, nobody left or everybody did.

    References
    ----------
    Hanley, J. A. & McNeil, B. J. (1982). The meaning and use of the area under a receiver operating
    characteristic curve. Radiology 143, 29-36. Efron & Tibshirani (1993): the percentile interval.

    Examples
    --------
    >>> rankings = pd.DataFrame({"model": [0.9, 0.8, 0.4, 0.3, 0.2], "rule": [1, 0, 1, 0, 0]})
    >>> left = pd.Series([1, 1, 0, 0, 0])
    >>> quality(rankings, left, customer_share=0.4, rng=np.random.default_rng(1))[
    ...     "estimate"].unstack().round(2)  # doctest: +NORMALIZE_WHITESPACE
    measure   auc  caught  lift
    ranking
    model    1.00     1.0  2.50
    rule     0.58     0.5  1.25
    """
    scores, gone, size = _checked(rankings, left, customer_share)
    drawn = _drawn(scores, gone, size, rng=rng, draws=draws)
    now = _measures(scores, gone, np.ones((1, len(gone))), size)[0]
    return _with_bounds(now, drawn, list(rankings.columns), confidence)


def compare(
    rankings: pd.DataFrame,
    left: pd.Series,
    *,
    against: str,
    customer_share: float = 0.1,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """By how much is each ranking better than one of them, for the same customers?

    The interval is paired: in every drawn table all rankings judge the same customers, so that the
    luck of who was drawn cancels. It is narrower than two intervals side by side suggest.

    Parameters
    ----------
    rankings, left, customer_share, rng
        As for `quality`.
    against : str
        The column that the others are compared with.

    Returns
    -------
    DataFrame
        One row another ranking and measure (`auc`, `lift`, `caught`): estimate (that ranking's less
        that of `against`), low, high.

    Raises
    ------
    ValueError
        As for `quality`; or there is nothing to compare.

    Examples
    --------
    >>> rankings = pd.DataFrame({"model": [0.9, 0.8, 0.4, 0.3, 0.2], "rule": [1, 0, 1, 0, 0]})
    >>> left = pd.Series([1, 1, 0, 0, 0])
    >>> compare(rankings, left, against="rule", customer_share=0.4, rng=np.random.default_rng(1))[
    ...     "estimate"].round(2).to_list()
    [0.42, 1.25, 0.5]
    """
    scores, gone, size = _checked(rankings, left, customer_share)
    names = list(rankings.columns)
    tables.option("against", against, names)
    place = names.index(against)
    others = [number for number in range(len(names)) if number != place]
    if not others:
        raise ValueError(f"rankings has no column but {against!r}: nothing to compare it with")
    drawn = _drawn(scores, gone, size, rng=rng, draws=draws)
    now = _measures(scores, gone, np.ones((1, len(gone))), size)[0]
    return _with_bounds(
        now[others] - now[[place]],
        drawn[:, others] - drawn[:, [place]],
        [names[number] for number in others],
        confidence,
    )


def gains(scores: pd.Series, left: pd.Series) -> pd.DataFrame:
    """What share of the leavers is caught by approaching the top so many customers?

    Parameters
    ----------
    scores : Series
        One number a customer, the most likely leavers highest.
    left : Series
        1 (left) and 0, of the same customers.

    Returns
    -------
    DataFrame
        One row a distinct score, the highest first, below a row of zeros: cumulative_customer_share
        and cumulative_leaver_share, both 0 to 1. Between rows the curve is straight: customers of
        one score have no order.

    Examples
    --------
    >>> gains(pd.Series([2, 1, 1, 0]), pd.Series([1, 1, 0, 0])).values.tolist()
    [[0.0, 0.0], [0.25, 0.5], [0.75, 1.0], [1.0, 1.0]]
    """
    values = tables.by_customer(scores, name="scores", no_codes=True)
    gone = outcome(left, scores, both=True)
    groups = gone.groupby(values).agg(["size", "sum"]).sort_index(ascending=False)
    shares = groups.cumsum() / groups.sum()
    table = pd.DataFrame(
        {
            "cumulative_customer_share": np.r_[0.0, shares["size"]],
            "cumulative_leaver_share": np.r_[0.0, shares["sum"]],
        }
    )
    return table


def _checked(
    rankings: pd.DataFrame, left: pd.Series, customer_share: float
) -> tuple[list[np.ndarray], np.ndarray, float]:
    tables.check_columns(rankings, [], name="rankings")
    tables.check_columns(rankings, list(rankings.columns), name="rankings")
    gone = outcome(left, rankings, names=("left", "rankings"), both=True).to_numpy()
    scores = [
        tables.column(rankings, name, no_codes=True).astype(float) for name in rankings.columns
    ]
    return scores, gone, tables.share("customer_share", customer_share, ends=False)


def _drawn(
    scores: list[np.ndarray], gone: np.ndarray, size: float, *, rng: object, draws: int
) -> np.ndarray:
    """Measures of drawn tables: draw x ranking x measure; the same draws for all rankings."""
    rng = tables.generator(rng)
    left_over = tables.whole("draws", draws, least=20)
    found, n = [], len(gone)
    while left_over > 0:
        rows = min(_CHUNK, left_over)
        times = np.stack([np.bincount(one, minlength=n) for one in rng.integers(0, n, (rows, n))])
        # A table without leavers, or with nobody else, has no measure: it is drawn anew.
        leavers = times @ gone
        usable = (leavers > 0) & (leavers < n)
        left_over -= int(usable.sum())
        found.append(_measures(scores, gone, times[usable], size))
    return np.concatenate(found)


def _measures(
    scores: list[np.ndarray], gone: np.ndarray, times: np.ndarray, size: float
) -> np.ndarray:
    """auc, lift and caught of each ranking, where customer i counts `times[:, i]` times."""
    made = []
    for score in scores:
        order = np.argsort(-score, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(score[order]) != 0])
        leavers = np.add.reduceat((times * gone)[:, order], starts, axis=1).astype(float)
        stayers = np.add.reduceat((times * (1 - gone))[:, order], starts, axis=1).astype(float)
        every, all_leavers = leavers + stayers, leavers.sum(axis=1)
        below = stayers.sum(axis=1, keepdims=True) - stayers.cumsum(axis=1)
        auc = (leavers * (below + stayers / 2)).sum(axis=1) / all_leavers / stayers.sum(axis=1)
        room = size * every.sum(axis=1, keepdims=True) - (every.cumsum(axis=1) - every)
        part = np.clip(room, 0, every) / np.maximum(every, 1)
        caught = (part * leavers).sum(axis=1) / all_leavers
        made.append(np.stack([auc, caught / size, caught], axis=1))
    return np.stack(made, axis=1)


def _with_bounds(
    now: np.ndarray, drawn: np.ndarray, names: list[str], confidence: float
) -> pd.DataFrame:
    tail = (1 - tables.confidence(confidence)) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0, method="weibull")
    index = pd.MultiIndex.from_product([names, ["auc", "lift", "caught"]])
    table = {"estimate": now.ravel(), "low": low.ravel(), "high": high.ravel()}
    return pd.DataFrame(table, index.set_names(["ranking", "measure"]))
