"""How well are ratings foretold: by means, by a person and a product, by hidden factors?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["Baseline", "Factors", "compared"]

_NAMES = {"user": "user_id", "item": "product_id", "rating": "rating"}


@dataclass(frozen=True)
class Baseline:
    """A rating is the mean, plus how kind the person is, plus how well liked the product is.

    Examples
    --------
    >>> given = pd.DataFrame({"user_id": [1, 1, 2], "product_id": ["a", "b", "a"],
    ...                       "rating": [5, 3, 4]})
    >>> Baseline.of_items(given).predict(given).to_list()
    [4.5, 3.0, 4.5]
    """

    mean: float
    users: pd.Series = field(repr=False)
    items: pd.Series = field(repr=False)
    bounds: tuple[float, float]
    names: tuple[str, str] = ("user_id", "product_id")

    @classmethod
    def of_all(cls, ratings: pd.DataFrame, **columns: str) -> Self:
        """One number for everything: the mean rating."""
        return cls._with(ratings, columns, users=False, items=False)

    @classmethod
    def of_users(cls, ratings: pd.DataFrame, **columns: str) -> Self:
        """Each person's mean rating, whatever the product; the mean for an unknown person."""
        return cls._with(ratings, columns, users=True, items=False)

    @classmethod
    def of_items(cls, ratings: pd.DataFrame, **columns: str) -> Self:
        """Each product's mean rating, whoever is asked; the mean for an unknown product."""
        return cls._with(ratings, columns, users=False, items=True)

    @classmethod
    def fit(
        cls,
        ratings: pd.DataFrame,
        *,
        sweeps: int = 10,
        shrink_items: float = 10,
        shrink_users: float = 15,
        **columns: str,
    ) -> Self:
        """Person and product together, each drawn towards 0 where it has few ratings.

        By turns, the one given the other: b_i = sum(r - mean - b_u) / (shrink_items + n_i), then
        b_u = sum(r - mean - b_i) / (shrink_users + n_u).

        Parameters
        ----------
        ratings : DataFrame
            One row a rating.
        sweeps : int
            Turns, 1 or more.
        shrink_items, shrink_users : float
            How many ratings of exactly the mean are added in thought, 0 or more.
        **columns : str
            `user`, `item` and `rating`: columns, if not user_id, product_id and rating.

        References
        ----------
        Koren, Y. (2010). Factor in the neighbors. ACM Transactions on Knowledge Discovery from
        Data 4(1), section 2.1; the figures of the Surprise package (Hug, 2020, Journal of Open
        Source Software 5(52), 2174).
        """
        u, i, r, users, items, names = _coded(ratings, columns)
        turns = tables.whole("sweeps", sweeps, least=1)
        for name, one in (("shrink_items", shrink_items), ("shrink_users", shrink_users)):
            tables.number(name, one, least=0)
        mean, b_u, b_i = r.mean(), np.zeros(len(users)), np.zeros(len(items))
        n_u, n_i = np.bincount(u) + shrink_users, np.bincount(i) + shrink_items
        for _ in range(turns):
            b_i = np.bincount(i, r - mean - b_u[u]) / n_i
            b_u = np.bincount(u, r - mean - b_i[i]) / n_u
        return cls(
            float(mean), pd.Series(b_u, users), pd.Series(b_i, items), (r.min(), r.max()), names
        )

    def predict(self, pairs: pd.DataFrame) -> pd.Series:
        """The expected rating of each row of persons and products, within the scale seen.

        Parameters
        ----------
        pairs : DataFrame
            With the two columns of the fit; whoever is unknown counts as 0 away from the mean.
        """
        _check_pairs(pairs, self.names)
        expected = self.mean + sum(
            part.reindex(pairs[name]).fillna(0.0).to_numpy()
            for part, name in zip((self.users, self.items), self.names, strict=True)
        )
        return pd.Series(np.clip(expected, *self.bounds), index=pairs.index, name="expected")

    @classmethod
    def _with(
        cls, ratings: pd.DataFrame, columns: Mapping[str, str], *, users: bool, items: bool
    ) -> Self:
        u, i, r, who, what, names = _coded(ratings, columns)
        away = r - r.mean()
        parts = [
            pd.Series(np.bincount(code, away) / np.bincount(code), index) * asked
            for code, index, asked in ((u, who, users), (i, what, items))
        ]
        return cls(float(r.mean()), parts[0], parts[1], (r.min(), r.max()), names)


@dataclass(frozen=True)
class Factors:
    """A baseline, plus hidden tastes of the person times hidden traits of the product.

    Examples
    --------
    >>> given = pd.DataFrame({"user_id": [1, 1, 2], "product_id": ["a", "b", "a"],
    ...                       "rating": [5, 3, 4]})
    >>> fitted = Factors.fit(given, rng=np.random.default_rng(1), factors=2)
    >>> fitted.predict(given).between(3, 5).all()
    np.True_
    """

    baseline: Baseline
    users: np.ndarray = field(repr=False)
    items: np.ndarray = field(repr=False)

    @classmethod
    def fit(
        cls,
        ratings: pd.DataFrame,
        *,
        rng: np.random.Generator,
        factors: int = 100,
        sweeps: int = 20,
        step: float = 0.005,
        penalty: float = 0.02,
        batch: int = 1000,
        **columns: str,
    ) -> Self:
        """Gradient descent on the squared error, a batch of ratings at a time.

        With e = r - (mean + b_u + b_i + p_u q_i), each rating moves b_u by step (e - penalty b_u),
        p_u by step (e q_i - penalty p_u), and b_i, q_i likewise.

        Parameters
        ----------
        ratings : DataFrame
            One row a rating.
        rng : Generator
            Draws the start and the order of the ratings.
        factors : int
            Hidden tastes, 1 or more.
        sweeps : int
            How often each rating is looked at, 1 or more.
        step, penalty : float
            Above 0, and 0 or more.
        batch : int
            Ratings whose steps are taken at once; of one person several may be among them.
        **columns : str
            As for `Baseline.fit`.

        References
        ----------
        Koren, Y., Bell, R. & Volinsky, C. (2009). Matrix factorization techniques for recommender
        systems. Computer 42(8), 30-37, eq. (5), with the settings of the Surprise package.
        """
        u, i, r, users, items, names = _coded(ratings, columns)
        k, turns, size = (
            tables.whole(name, one, least=1)
            for name, one in (("factors", factors), ("sweeps", sweeps), ("batch", batch))
        )
        rate, cost = (
            tables.number("step", step, above=0),
            tables.number("penalty", penalty, least=0),
        )
        rng = tables.generator(rng)
        mean = r.mean()
        # The bias of each is one more factor, next to a constant 1 of the other side.
        p, q = (rng.normal(0, 0.1, (len(index), k + 2)) for index in (users, items))
        p[:, k], p[:, k + 1], q[:, k], q[:, k + 1] = 0.0, 1.0, 1.0, 0.0
        for _ in range(turns):
            order = rng.permutation(len(r))
            for start in range(0, len(r), size):
                _descend(p, q, u, i, r - mean, order[start : start + size], rate, cost)
        if not (np.isfinite(p).all() and np.isfinite(q).all()):
            raise ValueError(f"the descent ran away: step={step:g} is too large for these ratings")
        known = Baseline(
            float(mean),
            pd.Series(p[:, k], users),
            pd.Series(q[:, k + 1], items),
            (r.min(), r.max()),
            names,
        )
        return cls(known, p[:, :k], q[:, :k])

    def predict(self, pairs: pd.DataFrame) -> pd.Series:
        """The expected rating of each row; whoever is unknown has no tastes, only the mean."""
        known = self.baseline
        _check_pairs(pairs, known.names)
        u = known.users.index.get_indexer(pd.Index(pairs[known.names[0]]))
        i = known.items.index.get_indexer(pd.Index(pairs[known.names[1]]))
        b_u, b_i = known.users.to_numpy()[u] * (u >= 0), known.items.to_numpy()[i] * (i >= 0)
        tastes = (self.users[u] * self.items[i]).sum(axis=1) * ((u >= 0) & (i >= 0))
        expected = np.clip(known.mean + b_u + b_i + tastes, *known.bounds)
        return pd.Series(expected, index=pairs.index, name="expected")


def compared(
    ratings: pd.DataFrame,
    fits: Mapping[str, Callable[[pd.DataFrame], Any]],
    *,
    rng: np.random.Generator,
    folds: int = 5,
    tried: int | None = None,
    rating: str = "rating",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How far are predictions from ratings that they have not seen?

    Parameters
    ----------
    ratings : DataFrame
        One row a rating.
    fits : mapping of callable
        Name to what fits a model to a part of the table and returns it: `Baseline.fit`, or
        `lambda t: Factors.fit(t, rng=rng)`. The model has `predict(pairs)`.
    rng : Generator
        Deals the ratings into folds.
    folds : int
        Parts, 2 or more; each is foretold from the others.
    tried : int, optional
        Of the folds, how many are foretold; all unless given.
    rating : str
        Column of the rating.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a model: rmse (root of the mean squared error, the mean over the folds), low and
        high (of rmse; over the ratings of all the folds, as if independent), mae (mean absolute
        error).

    Examples
    --------
    >>> given = pd.DataFrame({"user_id": [1, 1, 2, 2], "product_id": ["a", "b", "a", "b"],
    ...                       "rating": [5, 3, 5, 3]})
    >>> compared(given, {"mean": Baseline.of_all, "product": Baseline.of_items}, folds=2,
    ...          rng=np.random.default_rng(2))["mae"].to_dict()
    {'mean': 1.0, 'product': 0.0}
    """
    from scipy.special import ndtri

    tables.check_columns(ratings, [rating], name="ratings")
    actual = tables.column(ratings, rating, least=-1e60, most=1e60, no_codes=True).astype("float64")
    parts = tables.whole("folds", folds, least=2, most=len(ratings))
    looked = parts if tried is None else tables.whole("tried", tried, least=1, most=parts)
    if not fits:
        raise ValueError("fits names no model: give a name and what fits it")
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    fold = tables.generator(rng).permutation(len(ratings)) % parts
    rows = {}
    for name, fit in fits.items():
        squares, scores = [], []
        for part in range(looked):
            out = fold == part
            model = fit(ratings[~out])
            away = model.predict(ratings[out].drop(columns=rating)).to_numpy() - actual[out]
            squares.append(away**2)
            scores.append((np.sqrt((away**2).mean()), np.abs(away).mean()))
        rmse, mae = np.mean(scores, axis=0)
        every = np.concatenate(squares)
        error = z * every.std(ddof=1) / np.sqrt(len(every)) if len(every) > 1 else np.nan
        # The interval of the mean square, carried to its root.
        low, high = np.sqrt(max(rmse**2 - error, 0)), np.sqrt(rmse**2 + error)
        rows[name] = {"rmse": rmse, "low": low, "high": high, "mae": mae}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("model")


def _check_pairs(pairs: pd.DataFrame, names: tuple[str, str]) -> None:
    tables.check_columns(pairs, list(names), name="pairs")
    for name in names:
        tables.check_labels(pairs[name], name=repr(name))


def _descend(
    p: np.ndarray,
    q: np.ndarray,
    u: np.ndarray,
    i: np.ndarray,
    away: np.ndarray,
    rows: np.ndarray,
    step: float,
    penalty: float,
) -> None:
    """One step for a batch of ratings, in place; the two constants of 1 stay."""
    who, what = u[rows], i[rows]
    mine, its = p[who], q[what]
    error = (away[rows] - np.einsum("ij,ij->i", mine, its))[:, None]
    to_p, to_q = step * (error * its - penalty * mine), step * (error * mine - penalty * its)
    to_p[:, -1] = 0.0
    to_q[:, -2] = 0.0
    np.add.at(p, who, to_p)
    np.add.at(q, what, to_q)


def _coded(
    ratings: pd.DataFrame, columns: Mapping[str, str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, pd.Index, pd.Index, tuple[str, str]]:
    if unknown := sorted(set(columns) - set(_NAMES)):
        raise TypeError(f"unknown {unknown}: name user, item or rating")
    user, item, rating = ({**_NAMES, **columns}[one] for one in _NAMES)
    tables.check_columns(ratings, [user, item, rating], name="ratings")
    if len({user, item, rating}) < 3:
        raise ValueError(f"user, item and rating must be three columns, not {[user, item, rating]}")
    for name in (user, item):
        tables.check_labels(ratings[name], name=repr(name))
    r = tables.column(ratings, rating, no_codes=True).astype("float64")
    twice = ratings.duplicated([user, item])
    if twice.any():
        raise tables.bad_rows(
            ratings.index, twice, "the same person rated the same product before", "Keep one."
        )
    (u, users), (i, items) = (pd.factorize(ratings[name], sort=True) for name in (user, item))
    return u, i, r, pd.Index(users), pd.Index(items), (user, item)
