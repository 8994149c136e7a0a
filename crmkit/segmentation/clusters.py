"""Clusters 聚类: customers cut into so many groups by what they do, and how these differ.

scikit-learn does the cutting, as it always can, groups or no groups. Whether the data ask for it
`cluster_count` tells, and which cluster would be found again, `personas`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.models import one_thread

__all__ = ["k_means", "profile", "standardised"]


def standardised(customers: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """How far is each customer from the mean, in standard deviations of the column?

    Distances add up what columns say; without this, the column with the largest numbers decides.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    columns : sequence of str
        Two or more columns of numbers that differ between customers.

    Returns
    -------
    DataFrame
        One row a customer: the columns, each with mean 0 and standard deviation 1 (of n).

    Raises
    ------
    ValueError
        A column is missing, named twice, constant or no finite number in each row.

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [1, 2, 3], "spend": [900.0, 100, 500]})
    >>> standardised(customers, ["orders", "spend"]).round(2)
       orders  spend
    0   -1.22   1.22
    1    0.00  -1.22
    2    1.22   0.00
    """
    names = tables.listed_once("columns", columns)
    if len(names) < 2:
        raise ValueError(f"columns={names}: name two or more that say how customers differ")
    tables.check_columns(customers, names, name="customers")
    tables.check_each_once(customers.index, name="customers")
    found = np.column_stack([tables.column(customers, name).astype(float) for name in names])
    spread = found.std(axis=0)
    # A spread within rounding, such as that of .1 + .2 and .3, is none.
    none = np.ptp(found, axis=0) <= np.maximum(1e-12 * np.abs(found).max(axis=0), 1e-100)
    same = [name for name, one in zip(names, none, strict=True) if one]
    if same:
        raise ValueError(f"{same} is the same for every customer and tells nobody apart: leave out")
    return pd.DataFrame((found - found.mean(axis=0)) / spread, customers.index, names)


def k_means(
    customers: pd.DataFrame, columns: Sequence[str], *, clusters: int, seed: int
) -> pd.Series:
    """In which cluster is each customer, when so many are asked for?

    k-means looks for centres such that the squared distances of the customers to the nearest one
    are least. All columns are standardised before, so each counts alike; the best of ten starts
    is taken. It finds as many clusters as are asked for, groups or no groups.

    Parameters
    ----------
    customers, columns
        As for `standardised`.
    clusters : int
        How many, 2 or more; at most as many as there are different customers.
    seed : int
        Of the ten starts.

    Returns
    -------
    Series
        `cluster` by customer: 1 for the largest, then 2, 3 ...

    Raises
    ------
    ValueError
        As `standardised`; fewer different customers than clusters.

    References
    ----------
    MacQueen, J. (1967). Some methods for classification and analysis of multivariate observations.
    Proceedings of the Fifth Berkeley Symposium 1, 281-297.

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [1, 2, 9, 8, 9], "spend": [10.0, 20, 80, 90, 85]})
    >>> k_means(customers, ["orders", "spend"], clusters=2, seed=1).to_list()
    [2, 2, 1, 1, 1]
    """
    seed = tables.seed(seed)
    scaled = standardised(customers, columns)
    clusters = count_of(scaled.to_numpy(), clusters)
    with one_thread():
        found = cut_at(scaled.to_numpy(), clusters, seed)
    sizes = np.bincount(found)
    rank = np.empty(len(sizes), dtype="int64")
    rank[np.argsort(-sizes, kind="stable")] = np.arange(1, len(sizes) + 1)
    return pd.Series(rank[found], customers.index, name="cluster")


def profile(customers: pd.DataFrame, persona: pd.Series, columns: Sequence[str]) -> pd.DataFrame:
    """How do the clusters, or the personas named after them, differ from the whole?

    That they differ in the columns by which they were cut proves nothing: the cut made it so. An
    interval would say the same, so there is none. `personas.found_again` tells
    which to trust.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    persona : Series
        Cluster or persona by customer.
    columns : sequence of str
        Columns of numbers, of which means are shown.

    Returns
    -------
    DataFrame
        One row a persona in the order of their names, and "all": customers, customer_share (0 to
        1) and the mean of each column.

    Raises
    ------
    ValueError
        A column is missing or no finite number in each row, or a customer has no persona.

    Examples
    --------
    >>> customers = pd.DataFrame({"orders": [1, 2, 9, 8, 9], "spend": [10.0, 20, 80, 90, 85]})
    >>> persona = pd.Series(["seldom", "seldom", "often", "often", "often"])
    >>> profile(customers, persona, ["orders", "spend"]).round(1)  # doctest: +NORMALIZE_WHITESPACE
             customers  customer_share  orders  spend
    persona
    often            3             0.6     8.7   85.0
    seldom           2             0.4     1.5   15.0
    all              5             1.0     5.8   57.0
    """
    names = tables.column_names("columns", columns)
    tables.check_columns(customers, names, name="customers")
    persona = persona_of(customers, persona)
    values = pd.DataFrame({name: tables.column(customers, name) for name in names})
    values.index = customers.index
    groups = values.groupby(persona.to_numpy(), observed=True)
    means = pd.concat([groups.mean(), values.mean().to_frame("all").T])
    sizes = np.append(groups.size().to_numpy(), len(values))
    table = pd.DataFrame({"customers": sizes, "customer_share": sizes / len(values)}, means.index)
    return pd.concat([table, means], axis=1).rename_axis("persona")


def cut_at(
    scaled: np.ndarray, clusters: int, seed: int, times: np.ndarray | None = None
) -> np.ndarray:
    """Clusters from 0; `times` says how often each row stands in the table. In `one_thread`."""
    from sklearn.cluster import KMeans

    model = KMeans(clusters, n_init=10, random_state=seed).fit(scaled, sample_weight=times)
    return np.asarray(model.labels_)


def start(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31))


def count_of(scaled: np.ndarray, clusters: int, *, times: int = 1, more: int = 0) -> int:
    """The number of clusters, if there are customers enough for it."""
    clusters = tables.whole("clusters", clusters, least=2)
    different = len(np.unique(scaled, axis=0))
    if different < times * clusters + more:
        raise ValueError(
            f"{different} customers differ from each other; {clusters} clusters need at least "
            f"{times * clusters + more}: ask for fewer clusters"
        )
    return clusters


def persona_of(customers: pd.DataFrame, persona: pd.Series) -> pd.Series:
    """The persona of each customer, in the order of the table."""
    tables.check_series(persona, name="persona")
    for index, name in ((customers.index, "customers"), (persona.index, "persona")):
        tables.check_each_once(index, name=name)
    tables.check_same_customers(customers.index, persona.index, names=("customers", "persona"))
    tables.check_labels(persona, name="persona")
    return persona.reindex(customers.index)


def numbers_up_to(scaled: np.ndarray, most: int, *, times: int = 1, more: int = 0) -> list[int]:
    """Two clusters and more, up to `most`."""
    most = tables.whole("most", most, least=2)
    count_of(scaled, most, times=times, more=more)
    return list(range(2, most + 1))
