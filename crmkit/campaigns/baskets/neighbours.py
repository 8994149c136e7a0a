"""Who rates alike, and what they liked: recommendations from neighbours, in a small table by hand.

A table of ratings has one row a person and one column a product, NaN where nobody rated. Turned
round (`ratings.T`), the same functions find products that are rated alike.
"""

from collections.abc import Hashable
from typing import Literal, get_args

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["Likeness", "nearest", "predicted", "predicted_by_items", "similarities", "slope_one"]

Likeness = Literal["pearson", "cosine"]

# Of larger numbers the fourth power, which a similarity needs, would be infinite.
_MOST = 1e60


def similarities(
    ratings: pd.DataFrame, *, by: Likeness = "pearson", least_common: int = 2
) -> pd.DataFrame:
    """How alike do any two people rate what both have rated?

    Parameters
    ----------
    ratings : DataFrame
        One row a person, one column a product; NaN where not rated.
    by : "pearson" or "cosine"
        The correlation, for which it does not matter who is strict and who is kind; or the cosine
        of the two rows of numbers, for which it does.
    least_common : int
        Two people with fewer products in common than this have no similarity, 1 or more.

    Returns
    -------
    DataFrame
        People by people, -1 to 1; NaN where they have too little in common, or where one of them
        gave what they share all the same rating and the correlation is none.

    References
    ----------
    Segaran, T. (2007). Programming Collective Intelligence. O'Reilly, ch. 2.

    Examples
    --------
    >>> films = pd.DataFrame({"A": [1.0, 2, 5], "B": [2.0, 4, 3], "C": [3.0, 5, 1]},
    ...                      index=["Ann", "Bo", "Cy"])
    >>> similarities(films).round(2).loc["Ann"].to_dict()
    {'Ann': 1.0, 'Bo': 0.98, 'Cy': -1.0}
    """
    values = _ratings(ratings)
    tables.option("by", by, get_args(Likeness))
    least = tables.whole("least_common", least_common, least=1)
    seen = np.isfinite(values)
    x, m = np.where(seen, values, 0.0), seen.astype("float64")
    n, squares = m @ m.T, (x * x) @ m.T
    product, sums = x @ x.T, x @ m.T
    with np.errstate(divide="ignore", invalid="ignore"):
        if by == "pearson":
            # Sums over what both have rated; those of the other person are the transposed.
            product = product - sums * sums.T / n
            squares = squares - sums**2 / n
            squares = np.where(squares < 1e-9 * np.maximum((x * x).sum(), 1), 0.0, squares)
        alike = product / np.sqrt(squares * squares.T)
    alike[(n < least) | ~np.isfinite(alike)] = np.nan
    return pd.DataFrame(np.clip(alike, -1, 1), index=ratings.index, columns=ratings.index)


def nearest(
    ratings: pd.DataFrame,
    person: Hashable,
    *,
    by: Likeness = "pearson",
    least_common: int = 2,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Who is most like this person, and how sure is that from what both have rated?

    Parameters
    ----------
    ratings, by, least_common
        As for `similarities`.
    person : label
        A row of the table.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row another person with something in common, the most alike first: estimate (the
        similarity), low and high (Fisher's, of a correlation; NaN for a cosine and for three
        products or fewer, which say nothing), common (products that both have rated).

    Examples
    --------
    >>> films = pd.DataFrame({"A": [1.0, 2, 5], "B": [2.0, 4, 3], "C": [3.0, 5, 1]},
    ...                      index=["Ann", "Bo", "Cy"])
    >>> nearest(films, "Ann")[["estimate", "common"]].round(2).to_dict("index")["Bo"]
    {'estimate': 0.98, 'common': 3}
    """
    from scipy.special import ndtri

    values = _ratings(ratings)
    place = _place(ratings, person)
    alike = similarities(ratings, by=by, least_common=least_common).iloc[place]
    seen = np.isfinite(values)
    common = (seen & seen[place]).sum(axis=1)
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    sure = (common > 3) & (by == "pearson")
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.where(sure, z / np.sqrt(np.where(common > 3, common - 3, 1)), np.nan)
        middle = np.arctanh(alike.to_numpy())
    found = pd.DataFrame(
        {
            "estimate": alike,
            "low": np.tanh(middle - away),
            "high": np.tanh(middle + away),
            "common": common,
        }
    )
    others = found.drop(index=person).dropna(subset="estimate")
    if others.empty:
        raise ValueError(f"nobody has rated {least_common} products or more that {person!r} rated")
    return others.sort_values("estimate", ascending=False, kind="stable")


def predicted(
    ratings: pd.DataFrame, person: Hashable, *, by: Likeness = "pearson", least_common: int = 1
) -> pd.DataFrame:
    """What would this person think of products they have not rated, by people like them?

    Segaran's weighted mean: of each product, the ratings of all whose similarity s is above 0, by
    their similarity: sum(s r) / sum(s).

    Parameters
    ----------
    ratings, person, by, least_common
        As for `nearest`.

    Returns
    -------
    DataFrame
        One row a product that the person has not rated and a neighbour has, best first: expected
        (rating), customers (neighbours it rests on).

    Examples
    --------
    >>> films = pd.DataFrame(
    ...     {"A": [1.0, 1, 5], "B": [3.0, 3, 1], "C": [np.nan, 4, 2]}, index=["Ann", "Bo", "Cy"])
    >>> predicted(films, "Ann").to_dict("index")
    {'C': {'expected': 4.0, 'customers': 1}}
    """
    values = _ratings(ratings)
    place = _place(ratings, person)
    alike = similarities(ratings, by=by, least_common=least_common).iloc[place].to_numpy()
    weight = np.where(np.arange(len(values)) == place, 0.0, np.nan_to_num(alike))
    return _weighted(ratings, values, place, np.maximum(weight, 0)[:, None] * np.isfinite(values))


def predicted_by_items(
    ratings: pd.DataFrame, person: Hashable, *, by: Likeness = "cosine", least_common: int = 2
) -> pd.DataFrame:
    """What would they think of new products, by the products like them which they have rated?

    Returns the table of `predicted`; `customers` counts nobody here, so it is `common`: the rated
    products on which each row rests.

    Examples
    --------
    >>> films = pd.DataFrame(
    ...     {"A": [5.0, 5, 1], "B": [1.0, 1, 5], "C": [np.nan, 5, 1]}, index=["Ann", "Bo", "Cy"])
    >>> predicted_by_items(films, "Ann", by="pearson")["expected"].to_dict()
    {'C': 5.0}
    """
    values = _ratings(ratings)
    place = _place(ratings, person)
    turned = pd.DataFrame(values.T, index=ratings.columns, columns=ratings.index)
    alike = similarities(turned, by=by, least_common=least_common).to_numpy()
    weight = np.maximum(np.nan_to_num(alike), 0) * np.isfinite(values[place])[:, None]
    own = np.broadcast_to(values[place][:, None], weight.shape)
    found = _weighted(ratings, own, place, weight)
    return found.rename(columns={"customers": "common"})


def slope_one(ratings: pd.DataFrame, person: Hashable) -> pd.DataFrame:
    """What would they think of new products, if each differs from others by the same for everybody?

    Parameters
    ----------
    ratings, person
        As for `nearest`.

    Returns
    -------
    DataFrame
        One row a product that the person has not rated: expected (rating), customers (people by
        products on which it rests: the weight).

    References
    ----------
    Lemire, D. & Maclachlan, A. (2005). Slope One predictors for online rating-based collaborative
    filtering. SIAM Data Mining, 471-475: the weighted scheme, sum((dev_ji + u_i) c_ji) / sum(c_ji),
    dev_ji being the mean of r_j - r_i over the c_ji people who rated both.

    Examples
    --------
    >>> people = pd.DataFrame({"A": [5.0, 3, np.nan], "B": [3.0, 4, 2], "C": [2.0, np.nan, 5]},
    ...                       index=["John", "Mark", "Lucy"])
    >>> slope_one(people, "Lucy")["expected"].round(2).to_dict()
    {'A': 4.33}
    """
    values = _ratings(ratings)
    place = _place(ratings, person)
    seen = np.isfinite(values)
    x, m = np.where(seen, values, 0.0), seen.astype("float64")
    common = m.T @ m
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = (x.T @ m - m.T @ x) / common
    own = np.broadcast_to(values[place], deviation.shape)
    weight = np.where(seen[place], common, 0.0)
    return _weighted(ratings, (deviation + own).T, place, weight.T, counted=weight.sum(axis=1))


def _weighted(
    ratings: pd.DataFrame,
    values: np.ndarray,
    place: int,
    weight: np.ndarray,
    counted: np.ndarray | None = None,
) -> pd.DataFrame:
    """The mean of each column by the weights, for products that the person has not rated."""
    total = weight.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (np.where(weight > 0, values, 0.0) * weight).sum(axis=0) / total
    rests = (weight > 0).sum(axis=0) if counted is None else counted
    found = pd.DataFrame(
        {"expected": expected, "customers": rests.astype("int64")}, index=ratings.columns
    )
    new = ratings.iloc[place].isna().to_numpy() & (total > 0)
    return found[new].sort_values("expected", ascending=False, kind="stable")


def _ratings(ratings: pd.DataFrame) -> np.ndarray:
    tables.check_columns(ratings, [], name="ratings")
    tables.check_names(ratings.columns, ratings.columns, name="ratings")
    tables.check_each_once(ratings.index, name="ratings", row="person")
    try:
        if any(kind.kind == "c" for kind in ratings.dtypes):
            raise TypeError
        values = ratings.astype("float64").to_numpy()
    except (TypeError, ValueError):
        raise ValueError(
            "ratings hold what is no number: one row a person, one column a product, NaN where "
            "nobody rated; from a list, ratings.pivot(index=..., columns=..., values=...)"
        ) from None
    if np.isinf(values).any():
        raise ValueError("ratings hold an infinite number: where nobody rated, write NaN")
    if not np.isfinite(values).any():
        raise ValueError("nobody rated anything: all of ratings is missing")
    rated = np.isfinite(values)
    if np.abs(values[rated]).max() > _MOST:
        raise ValueError(f"ratings are beyond {_MOST:g}: choose a larger unit")
    people = ratings.index.repeat(rated.sum(axis=1))
    tables.refuse_codes(people, values[rated], "a rating")
    return values


def _place(ratings: pd.DataFrame, person: Hashable) -> int:
    if not isinstance(person, Hashable):
        raise TypeError(f"person must be the label of one row, not a {type(person).__name__}")
    if person not in ratings.index:
        raise ValueError(f"no row {person!r}; there are {list(ratings.index)[:9]}")
    return list(ratings.index).index(person)
