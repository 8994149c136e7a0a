"""Personas 客户画像: which of the clusters would be found again among other customers?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.models import one_thread
from crmkit.segmentation.clusters import (
    count_of,
    cut_at,
    numbers_up_to,
    persona_of,
    standardised,
    start,
)

__all__ = ["agreement", "found_again"]

# From which overlap on Hennig calls a cluster found again.
FOUND_FROM = 0.75


def agreement(
    customers: pd.DataFrame,
    columns: Sequence[str],
    *,
    most: int = 6,
    rng: np.random.Generator,
    draws: int = 100,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Do other customers of the same kind lead to the same clusters?

    As many customers are drawn as there are, with replacement (the bootstrap 自助法), and cut
    anew. Of those drawn, both cuts are held against each other by the adjusted Rand index 调整兰德
    指数: 1 if they agree on every pair of customers, 0 if no more than by chance.

    Parameters
    ----------
    customers, columns
        As for `standardised`.
    most : int
        Two to so many clusters are tried.
    rng : Generator
        Of the starts and the draws.
    draws : int
        How many tables are drawn, 20 or more.
    confidence : float
        Of the bounds.

    Returns
    -------
    DataFrame
        One row a number of `clusters`: estimate (mean index), low and high (between which the
        middle of the draws lies: so far may one new table go).

    Raises
    ------
    ValueError
        As `standardised`; fewer than three different customers for each cluster.

    References
    ----------
    Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [1, 2, 1, 2, 9, 8, 9, 8], "spend": [9.0, 8, 7, 8] * 2})
    >>> customers["spend"] -= 6 * (customers["orders"] > 5)
    >>> found = agreement(
    ...     customers, ["orders", "spend"], most=2, rng=np.random.default_rng(1), draws=20
    ... )
    >>> round(float(found["estimate"].iloc[0]), 1)
    1.0
    """
    from sklearn.metrics import adjusted_rand_score

    tables.generator(rng)
    draws = tables.whole("draws", draws, least=20)
    tail = (1 - tables.confidence(confidence)) / 2
    scaled = standardised(customers, columns).to_numpy()
    rows = []
    for k in numbers_up_to(scaled, most, times=3):
        with one_thread():
            first = cut_at(scaled, k, start(rng))
            again = _drawn_again(scaled, k, rng, draws)
        rows.append([adjusted_rand_score(first[who], cut) for who, cut in again])
    found = np.array(rows)
    low, high = np.quantile(found, [tail, 1 - tail], axis=1, method="weibull")
    return pd.DataFrame(
        {"estimate": found.mean(axis=1), "low": low, "high": high},
        index=pd.RangeIndex(2, len(found) + 2, name="clusters"),
    )


def found_again(
    customers: pd.DataFrame,
    columns: Sequence[str],
    *,
    persona: pd.Series,
    rng: np.random.Generator,
    draws: int = 100,
    found_from: float = FOUND_FROM,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which persona would be found again among other customers of the same kind?

    Customers are drawn as in `agreement` and cut anew into as many clusters as there are personas.
    Of the customers drawn, each persona is held against the new cluster that overlaps it most:
    customers in both, over customers in either (Jaccard). A persona counts as found again from an
    overlap of .75 on; below .5 it has dissolved.

    Parameters
    ----------
    customers, columns
        As for `standardised`: those by which the personas were cut.
    persona : Series
        Cluster, or a name in its place, by customer; two or more.
    rng : Generator
        Of the starts and the draws.
    draws : int
        How many tables are drawn, 20 or more.
    found_from : float
        From which overlap on a persona counts as found again, above 0 and up to 1.
    confidence : float
        Of the bounds.

    Returns
    -------
    DataFrame
        One row a persona: customers; overlap (mean, 0 to 1), low and high (between which the
        middle of the draws lies); found_share (of the draws, in which it is found again).

    Raises
    ------
    ValueError
        As `standardised`; a customer without persona, or fewer than three different customers for
        each.

    References
    ----------
    Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics &
    Data Analysis 52, 258-271.

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [1, 2, 1, 9, 8, 9], "spend": [9.0, 8, 7, 1, 2, 3]})
    >>> persona = pd.Series(["big baskets"] * 3 + ["regulars"] * 3)
    >>> found = found_again(customers, ["orders", "spend"], persona=persona,
    ...                     rng=np.random.default_rng(1), draws=20)
    >>> found["found_share"].to_dict()
    {'big baskets': 1.0, 'regulars': 1.0}
    """
    tables.generator(rng)
    draws = tables.whole("draws", draws, least=20)
    tables.number("found_from", found_from, above=0, most=1, mend="e.g. 0.75")
    tail = (1 - tables.confidence(confidence)) / 2
    scaled = standardised(customers, columns).to_numpy()
    persona = persona_of(customers, persona)
    codes, names = pd.factorize(persona, sort=True)
    if len(names) < 2:
        raise ValueError(f"persona is {names[0]!r} for every customer: there is nothing to find")
    count_of(scaled, len(names), times=3)
    with one_thread():
        again = _drawn_again(scaled, len(names), rng, draws)
    overlap = np.array([_overlaps(codes[who], cut, len(names)) for who, cut in again])
    # A persona of whom nobody was drawn could not be found: it says nothing for or against.
    low, high = np.nanquantile(overlap, [tail, 1 - tail], axis=0, method="weibull")
    seen = ~np.isnan(overlap)
    return pd.DataFrame(
        {
            "customers": np.bincount(codes),
            "overlap": np.nanmean(overlap, axis=0),
            "low": low,
            "high": high,
            "found_share": (overlap >= found_from).sum(axis=0) / seen.sum(axis=0),
        },
        index=pd.Index(names, name="persona"),
    )


def _overlaps(codes: np.ndarray, cut: np.ndarray, clusters: int) -> np.ndarray:
    """Of each persona, the largest overlap with a new cluster; NaN where nobody was drawn."""
    both = np.zeros((clusters, clusters))
    np.add.at(both, (codes, cut), 1)
    size, new = both.sum(axis=1), both.sum(axis=0)
    either = size[:, None] + new - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    best[size == 0] = np.nan
    return np.asarray(best)


def _drawn_again(
    scaled: np.ndarray, clusters: int, rng: np.random.Generator, draws: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Tables drawn with replacement and cut anew: who was drawn, each once, and their clusters."""
    found: list[tuple[np.ndarray, np.ndarray]] = []
    while len(found) < draws:
        who, times = np.unique(rng.integers(0, len(scaled), len(scaled)), return_counts=True)
        if len(np.unique(scaled[who], axis=0)) >= clusters:
            found.append((who, cut_at(scaled[who], clusters, start(rng), times)))
    return found
