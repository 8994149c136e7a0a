"""A straight-line fit by least squares, and how far each row moves what comes out of it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import flags, tables


class Compared(NamedTuple):
    """What is compared: the values, who is in the group, what is held equal, whose rows belong."""

    values: np.ndarray
    group: np.ndarray
    held: dict[str, np.ndarray]
    owner: np.ndarray


class Fit(NamedTuple):
    """Coefficients, residuals, and what each row adds to each coefficient."""

    coefficients: np.ndarray
    residuals: np.ndarray
    moves: np.ndarray
    columns: int

    def r_squared(self, values: np.ndarray) -> float:
        around = float(((values - values.mean()) ** 2).sum())
        if values.min() == values.max():
            raise ValueError(
                f"the value is {values[0]:g} in every row: there is nothing to explain. Is it the "
                "right column?"
            )
        return 1 - float((self.residuals**2).sum()) / around


def compared(
    table: pd.DataFrame, value: str, group: str, held: str | Sequence[str], cluster: str | None
) -> Compared:
    """The columns, once each is seen to be what it should be, and no two are the same."""
    names = tables.column_names("held", held)
    wanted = [value, group, *names, *([] if cluster is None else [cluster])]
    tables.check_columns(table, wanted)
    for one in (value, group):
        if wanted[: 2 + len(names)].count(one) > 1:
            raise ValueError(f"{one!r} is named twice: value, group and held are different columns")
    values = tables.column(table, value).astype("float64")
    member = flags.happened(table, group, who="the group").to_numpy()
    if member.min() == member.max():
        who = "everybody" if member[0] else "nobody"
        raise ValueError(f"{who} is in the group {group!r}: there is nothing to compare")
    owner = np.arange(len(table))
    if cluster is not None:
        tables.check_labels(table[cluster], name=repr(cluster))
        owner = pd.factorize(table[cluster])[0]
        if owner.max() < 2:
            raise ValueError(f"{cluster!r} has fewer than three names: too few for an interval")
    return Compared(values, member, {one: dummies(table, one) for one in names}, owner)


def dummies(table: pd.DataFrame, name: str) -> np.ndarray:
    """A column of numbers as it is, less its mean; of labels, 0 and 1 for all but the first."""
    values = table[name]
    numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if numeric:
        found = tables.column(table, name).astype("float64")
        return (found - found.mean())[:, None]
    tables.check_labels(values, name=repr(name))
    codes, labels = pd.factorize(values, sort=True)
    if len(labels) > 200:
        raise ValueError(
            f"{name!r} has {len(labels):,} labels, too many to hold equal: bring them together in "
            "fewer groups"
        )
    return (codes[:, None] == np.arange(1, len(labels))).astype("float64")


def fit(values: np.ndarray, *blocks: np.ndarray) -> Fit:
    """Least squares of the values on a constant and the columns of the blocks."""
    design = np.column_stack([np.ones(len(values)), *blocks])
    inverse = np.linalg.pinv(design.T @ design, rcond=1e-10, hermitian=True)
    coefficients = inverse @ (design.T @ values)
    residuals = values - design @ coefficients
    rank = int(np.linalg.matrix_rank(design.T @ design, hermitian=True, tol=1e-8 * len(values)))
    if rank >= len(values):
        raise ValueError(f"{len(values)} rows are too few to hold {rank - 1} columns equal")
    return Fit(coefficients, residuals, residuals[:, None] * (design @ inverse), rank)


def spread(moves: np.ndarray, owner: np.ndarray, columns: int) -> tuple[np.ndarray, float]:
    """Standard errors of sums of moves, where rows of one owner go together, and their freedom.

    Huber and White's variance with the usual correction for few rows (HC1) or few owners.
    """
    n, owners = len(moves), int(owner.max()) + 1
    if owners == n:
        return np.sqrt((moves**2).sum(axis=0) * n / (n - columns)), float(n - columns)
    sums = np.zeros((owners, moves.shape[1]))
    np.add.at(sums, owner, moves)
    factor = owners / (owners - 1) * (n - 1) / (n - columns)
    return np.sqrt((sums**2).sum(axis=0) * factor), float(owners - 1)


def with_interval(
    estimate: Sequence[float], error: Sequence[float], freedom: float, confidence: float
) -> pd.DataFrame:
    """estimate, standard_error, low and high, by Student's t."""
    from scipy.stats import t

    middle, one = np.asarray(estimate, float), np.asarray(error, float)
    reach = t.ppf((1 + confidence) / 2, freedom) * one
    return pd.DataFrame(
        {"estimate": middle, "standard_error": one, "low": middle - reach, "high": middle + reach}
    )
