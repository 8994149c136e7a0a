"""How many clusters 聚类 are there, and are there any? A cloud without groups, cut alike, tells."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.models import one_thread
from crmkit.segmentation.clusters import cut_at, numbers_up_to, standardised, start

__all__ = ["mixtures", "one_cloud", "silhouettes"]


def one_cloud(
    customers: pd.DataFrame, columns: Sequence[str], *, rng: np.random.Generator
) -> pd.DataFrame:
    """What would these customers look like if there were no groups among them?

    Every column keeps its values, and the columns hang together as strongly as they do; but which
    value goes with which is drawn from a single cloud (a normal copula with the correlations of
    the ranks). Groups that one column shows by itself are kept: look at its histogram.

    Parameters
    ----------
    customers, columns
        As for `standardised`.
    rng : Generator
        Whence the cloud comes.

    Returns
    -------
    DataFrame
        As many rows as there are customers, numbered from 0: the columns.

    Raises
    ------
    ValueError
        As `standardised`.

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [1, 2, 9, 8], "spend": [10.0, 20, 80, 90]})
    >>> cloud = one_cloud(customers, ["orders", "spend"], rng=np.random.default_rng(1))
    >>> sorted(cloud["orders"])
    [1.0, 2.0, 8.0, 9.0]
    """
    scaled = standardised(customers, columns)
    found = customers[scaled.columns].to_numpy(dtype=float)
    return pd.DataFrame(_cloud(found, tables.generator(rng)), columns=scaled.columns)


def silhouettes(
    customers: pd.DataFrame,
    columns: Sequence[str],
    *,
    most: int = 6,
    rng: np.random.Generator,
    clouds: int = 39,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How well are the clusters of k-means set apart, and better than those of one cloud?

    The silhouette of a customer is (b - a) / max(a, b): a is the mean distance to the own
    cluster, b that to the nearest other one. Its mean is 1 for tight groups far apart and near 0
    for a cut through a crowd. As any cut of anything has a silhouette above 0, `one_cloud` is
    drawn and cut in the same way, again and again.

    Parameters
    ----------
    customers, columns
        As for `standardised`.
    most : int
        Two to so many clusters are tried.
    rng : Generator
        Of the starts and the clouds.
    clouds : int
        How many are drawn, 19 or more.
    confidence : float
        Share of the clouds that stay below the bound.

    Returns
    -------
    DataFrame
        One row a number of `clusters`: silhouette (-1 to 1), chance_silhouette (what clouds without
        groups stay below with this confidence), above_chance (whether it is above).

    Raises
    ------
    ValueError
        As `standardised`; not more different customers than clusters.

    References
    ----------
    Rousseeuw, P. J. (1987). Silhouettes. Journal of Computational and Applied Mathematics 20,
    53-65: s(i). Cutting a null cloud beside the data: Tibshirani, Walther & Hastie (2001).

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [1, 2, 1, 9, 8, 9], "spend": [9.0, 8, 7, 1, 2, 3]})
    >>> found = silhouettes(
    ...     customers, ["orders", "spend"], most=2, rng=np.random.default_rng(1), clouds=19
    ... )
    >>> float(found["silhouette"].round(2).iloc[0])
    0.82
    """
    tables.generator(rng)
    clouds = tables.whole("clouds", clouds, least=19)
    confidence = tables.confidence(confidence)
    scaled = standardised(customers, columns).to_numpy()
    numbers = numbers_up_to(scaled, most, more=1)
    chance = []
    with one_thread():
        found = [_silhouette(scaled, k, rng) for k in numbers]
        for _ in range(clouds):
            cloud = _cloud(scaled, rng)
            chance.append([_silhouette(cloud, k, rng) for k in numbers])
    bound = np.quantile(chance, confidence, axis=0, method="weibull")
    table = {"silhouette": found, "chance_silhouette": bound, "above_chance": found > bound}
    return pd.DataFrame(table, index=pd.Index(numbers, name="clusters"))


def mixtures(
    customers: pd.DataFrame, columns: Sequence[str], *, most: int = 6, seed: int
) -> pd.DataFrame:
    """How many normal clouds describe the customers best, each with its own shape?

    The Bayesian information criterion is -2 log likelihood + parameters x log(customers): how
    badly the clouds fit, and a price for each parameter. The number of clouds with the lowest BIC
    is chosen. It counts clouds that are *normal*: one skewed cloud takes several.

    Parameters
    ----------
    customers, columns
        As for `standardised`.
    most : int
        One to so many clouds are tried, 2 or more.
    seed : int
        Of the three starts of each.

    Returns
    -------
    DataFrame
        One row a number of `clusters`: parameters (how many are estimated), bic (the lower, the
        better).

    Raises
    ------
    ValueError
        As `standardised`; fewer customers than the largest mixture has parameters.

    References
    ----------
    Fraley, C. & Raftery, A. E. (2002). Model-based clustering, discriminant analysis, and density
    estimation. Journal of the American Statistical Association 97, 611-631.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> two = np.r_[rng.normal(0, 1, (60, 2)), rng.normal(6, 1, (40, 2))]
    >>> found = mixtures(pd.DataFrame(two, columns=["a", "b"]), ["a", "b"], most=3, seed=1)
    >>> int(found["bic"].idxmin())
    2
    """
    from sklearn.mixture import GaussianMixture

    seed = tables.seed(seed)
    scaled = standardised(customers, columns).to_numpy()
    numbers = range(1, tables.whole("most", most, least=2) + 1)
    rows, width = scaled.shape
    parameters = [k * (width + width * (width + 1) // 2 + 1) - 1 for k in numbers]
    if rows <= parameters[-1]:
        raise ValueError(
            f"{rows} customers cannot tell {most} clouds of {width} columns, which have "
            f"{parameters[-1]} parameters: try fewer clouds (most=...) or fewer columns"
        )
    with one_thread():
        found = [
            GaussianMixture(k, n_init=3, reg_covar=1e-3, random_state=seed).fit(scaled).bic(scaled)
            for k in numbers
        ]
    table = {"parameters": parameters, "bic": found}
    return pd.DataFrame(table, index=pd.Index(numbers, name="clusters"))


def _silhouette(scaled: np.ndarray, clusters: int, rng: np.random.Generator) -> float:
    from sklearn.metrics import silhouette_score

    cut = cut_at(scaled, clusters, start(rng))
    return float(silhouette_score(scaled, cut))


def _cloud(found: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The values of each column, put together anew as one normal cloud would."""
    from scipy.stats import norm, rankdata

    normal = norm.ppf((rankdata(found, axis=0) - 0.5) / len(found))
    drawn = rng.multivariate_normal(np.zeros(found.shape[1]), np.corrcoef(normal.T), len(found))
    return np.asarray(
        np.sort(found, axis=0)[drawn.argsort(axis=0).argsort(axis=0), range(found.shape[1])]
    )
