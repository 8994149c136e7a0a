"""What a likelihood is computed on: distinct cases, and how many customers each of them is."""

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np


class Counted(Protocol):
    """Distinct cases with the number of customers of each, as a model's likelihood wants them."""

    @property
    def weights(self) -> np.ndarray:
        """The number of customers of each case."""

    @property
    def total(self) -> float:
        """The number of customers."""

    def reweighted(self, weights: np.ndarray) -> Self:
        """The same cases with other numbers of customers; those without any may be left out.

        Parameters
        ----------
        weights
            The number of customers of each case.
        """


@dataclass(frozen=True, eq=False)
class Cases:
    """Distinct rows of some columns, counted: the simplest `Counted`.

    Parameters
    ----------
    columns
        By name, one value a case; `cases.x` is the column "x".
    weights
        The number of customers of each case.

    Examples
    --------
    >>> cases = Cases.of(x=[0, 2, 0], weights=None)
    >>> cases.x.tolist(), cases.weights.tolist(), cases.total
    ([0, 2], [2.0, 1.0], 3.0)
    """

    columns: dict[str, np.ndarray]
    weights: np.ndarray

    @classmethod
    def of(cls, *, weights: np.ndarray | None, **columns: np.ndarray) -> Self:
        """Count the rows.

        Parameters
        ----------
        weights
            How many customers a row is; one if None.
        **columns
            By name, one value a row.
        """
        rows, inverse = np.unique(
            np.column_stack(list(columns.values())), axis=0, return_inverse=True
        )
        counts = np.bincount(inverse.ravel(), weights=weights, minlength=len(rows))
        return cls(dict(zip(columns, rows.T, strict=True)), counts.astype(float))

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            return self.__dict__["columns"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def total(self) -> float:
        """The number of customers."""
        return float(self.weights.sum())

    def reweighted(self, weights: np.ndarray) -> Self:
        """The same cases with other numbers of customers; those without any are left out.

        Parameters
        ----------
        weights
            The number of customers of each case.
        """
        kept = np.asarray(weights) > 0
        columns = {name: values[kept] for name, values in self.columns.items()}
        return type(self)(columns, np.asarray(weights, float)[kept])


def summed(seen: Counted, values: np.ndarray) -> float:
    """A value of each case, summed over customers.

    By one thread: several wait for each other where the machine is busy.

    Parameters
    ----------
    values
        One a case.
    """
    return float(np.einsum("i,i->", seen.weights, values))


def resampled(seen: Counted, rng: np.random.Generator) -> Counted:
    """As many customers, drawn with replacement (a bootstrap sample)."""
    drawn = rng.multinomial(round(seen.total), seen.weights / seen.weights.sum())
    return seen.reweighted(drawn)


def part(seen: Counted, cases: int) -> Counted:
    """Every n-th case, some `cases` of them: for a first search, where a step is cheap.

    Parameters
    ----------
    cases
        About how many to keep.
    """
    every = len(seen.weights) // cases
    chosen = np.zeros(len(seen.weights))
    chosen[every // 2 :: every] = seen.weights[every // 2 :: every]
    return seen.reweighted(chosen)
