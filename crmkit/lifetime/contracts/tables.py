"""Who renewed and who left: the tables that contractual models learn from.

Three forms, one meaning:
- a survival table of one cohort, a Series: customers still there by number of renewals (0, 1, ...);
- a survival table of several cohorts, a frame with one column a cohort; a younger cohort has
  missing values at the bottom, one whose early years are unknown has them at the top;
- a contract table, a frame with one row a customer: columns `renewals` (made so far) and `active`
  (True: still there, False: left instead of renewing once more).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = [
    "Contracts",
    "Decisions",
    "Survivors",
    "check_contracts",
    "checked_survivors",
    "survivors",
]

Survivors = pd.Series | pd.DataFrame


def survivors(contracts: pd.DataFrame, *, cohort: str | None = None) -> pd.DataFrame:
    """How many customers were still there after each renewal, cohort by cohort?

    Parameters
    ----------
    contracts
        One row a customer: `renewals` (whole, 0 or more), `active` (bool).
    cohort
        The column that names the cohort; one cohort if not given.

    Returns
    -------
    One row a number of renewals, one column a cohort; missing once somebody of the cohort has yet
    to face that renewal.

    Raises
    ------
    ValueError
        For a missing column, customers more than once, and renewals that cannot be.

    Examples
    --------
    >>> table = pd.DataFrame({"renewals": [0, 2, 2, 1, 1], "active": [False, True, True, True,
    ...                       True], "year": [2021, 2021, 2021, 2022, 2022]})
    >>> survivors(table, cohort="year")  # doctest: +NORMALIZE_WHITESPACE
    year      2021  2022
    renewals
    0          3.0   2.0
    1          2.0   2.0
    2          2.0   NaN
    """
    check_contracts(contracts)
    if cohort is not None:
        tables.check_columns(contracts, [cohort], name="the contract table")
    groups = contracts.groupby(
        contracts[cohort] if cohort else pd.Series("customers", index=contracts.index), sort=True
    )
    columns = {}
    for name, group in groups:
        made, active = group["renewals"].to_numpy(int), group["active"].to_numpy(bool)
        # Where everyone has left, the cohort is known to the renewal at which the last one went.
        last = made[active].min() if active.any() else made.max() + 1
        columns[name] = pd.Series([(made >= t).sum() for t in range(last + 1)], dtype=float)
    return pd.DataFrame(columns).rename_axis(index="renewals", columns=cohort)


class Decisions(NamedTuple):
    """How many customers left and how many stayed at each renewal (1, 2, ...)."""

    renewal: np.ndarray
    left: np.ndarray
    stayed: np.ndarray


@dataclass(frozen=True, eq=False)
class Contracts:
    """Distinct contract histories and the number of customers of each.

    first: renewals made when the observation began. renewals: renewals made at its end. left:
    whether the customer then left, instead of making one more. weights: customers.
    """

    first: np.ndarray
    renewals: np.ndarray
    left: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, table: Survivors) -> Self:
        """The histories in a survival table or a contract table.

        Raises ValueError for counts that rise, are negative, not whole or missing in between, for
        an index that is not 0, 1, 2, ..., for duplicates, and for a table without any renewal.
        """
        if isinstance(table, pd.DataFrame) and {"renewals", "active"} <= set(table.columns):
            check_contracts(table)
            rows = np.column_stack(
                [np.zeros(len(table)), table["renewals"], ~table["active"].to_numpy(bool)]
            ).astype(np.int64)
            counts = np.ones(len(rows))
        else:
            rows, counts = _histories(checked_survivors(table))
        told = ((rows[:, 1] > rows[:, 0]) | (rows[:, 2] > 0)) & (counts > 0)
        if not told.any():
            raise ValueError(
                "nobody has yet faced a renewal: nothing is known about leaving. A survival table "
                "needs at least the rows 0 and 1"
            )
        distinct, inverse = np.unique(rows[told], axis=0, return_inverse=True)
        weights = np.bincount(inverse.ravel(), weights=counts[told])
        return cls(distinct[:, 0], distinct[:, 1], distinct[:, 2] > 0, weights)

    @property
    def total(self) -> float:
        """The number of customers who faced at least one renewal."""
        return float(self.weights.sum())

    def reweighted(self, weights: np.ndarray) -> Self:
        """The same histories with other numbers of customers; those without any are left out."""
        kept = np.asarray(weights) > 0
        return type(self)(
            self.first[kept], self.renewals[kept], self.left[kept], np.asarray(weights, float)[kept]
        )

    @cached_property
    def decisions(self) -> Decisions:
        """How many left and how many stayed at each renewal, all cohorts taken together.

        These counts are all that a likelihood needs: a history is a chain of decisions, so the
        log-likelihood is the sum of left ln(1 - r_t) + stayed ln r_t. For a cohort seen from its
        start this is eq. (B3) of Fader & Hardie (2007): n_t ln P(T = t) for those who leave at t,
        ln S(K) for those who are still there after the last renewal seen.
        """
        size = int(np.max(self.renewals + self.left)) + 1
        left = np.bincount(self.renewals[self.left] + 1, self.weights[self.left], minlength=size)
        # A customer stays at each renewal after the first seen, up to the last one made.
        begun = np.bincount(self.first + 1, self.weights, minlength=size + 1)
        ended = np.bincount(self.renewals + 1, self.weights, minlength=size + 1)
        stayed = np.cumsum(begun - ended)[:size]
        return Decisions(np.arange(1.0, size), left[1:size], np.maximum(stayed[1:], 0.0))

    @property
    def leaving_share(self) -> float:
        """Of all who faced a renewal, the share that left; between 0 and 1, neither included."""
        _, left, stayed = self.decisions
        return float((left.sum() + 0.5) / (left.sum() + stayed.sum() + 1))


def checked_survivors(table: Survivors) -> pd.DataFrame:
    """A survival table as a frame of one column a cohort, ascending by renewals.

    Raises ValueError for what cannot be one, TypeError for what is neither Series nor frame.
    """
    if isinstance(table, pd.Series):
        table = table.to_frame("customers" if table.name is None else table.name)
    tables.check_columns(table, [], name="the survival table")
    if {"customers"} < set(table.columns) or any(kind.kind not in "iuf" for kind in table.dtypes):
        raise ValueError(
            f"columns {list(table.columns)}: a survival table has one column a cohort and the "
            "renewals as index. From one row a cohort and year: table.pivot(index='year', "
            "columns='segment', values='customers'). A contract table has 'renewals' and 'active'"
        )
    if table.index.dtype.kind not in "iuf" or not table.columns.is_unique:
        raise ValueError(
            "the index of a survival table counts renewals (0, 1, 2, ...), its columns are cohorts "
            f"with different names; found {list(table.index[:5])} and {list(table.columns[:5])}"
        )
    table = table.sort_index()
    expected = table.index[0] + np.arange(len(table))
    if not (table.index[0] >= 0 and (table.index == expected).all() and table.index[0] % 1 == 0):
        raise ValueError(
            "the index of a survival table counts renewals without a gap (0, 1, 2, ...); found "
            f"{list(table.index[:8])}. Calendar years: subtract the year of acquisition"
        )
    table = table.astype(float).set_axis(table.index.astype(int))
    for cohort in table.columns:
        _check_counts(cohort, table[cohort])
    return table


def check_contracts(table: pd.DataFrame) -> None:
    """Refuse what is no contract table: one row a customer, columns `renewals` and `active`."""
    name = "the contract table"
    tables.check_columns(table, ["renewals", "active"], name=name)
    tables.check_each_once(table.index, name=name)
    if table["active"].dtype.kind != "b":
        raise ValueError(
            f"'active' has type {table['active'].dtype}, but must be bool: True for a customer "
            "who is still there"
        )
    tables.column(table, "renewals", least=0, whole=True, mend="Count the renewals made so far.")


def _check_counts(cohort: object, counts: pd.Series) -> None:
    """Refuse counts of a cohort that cannot be; missing ones may stand before and after them."""
    known = counts.dropna().index
    if known.empty:
        raise ValueError(f"cohort {cohort!r} has no count at all; leave it out")
    counts = counts.loc[known[0] : known[-1]]
    tables.numbers(
        counts,
        name=f"the count of cohort {cohort!r}",
        least=0,
        whole=True,
        mend="It is the number of customers still there: fill gaps in or cut the cohort there, and "
        "multiply shares by the customers it began with.",
    )
    rises = counts.diff() > 0
    if rises.any():
        raise tables.bad_rows(
            counts.index,
            rises,
            f"the count of cohort {cohort!r} rises",
            "Nobody comes back to a contract cohort: count who came back in a new cohort.",
        )
    if counts.iloc[0] == 0:
        raise ValueError(f"cohort {cohort!r} begins with nobody; leave it out")


def _histories(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """First and last renewal, whether left (one row a history), and how many customers each."""
    rows, counts = [], []
    index = table.index.to_numpy()
    for column in table.to_numpy().T:
        seen = np.flatnonzero(~np.isnan(column))
        start, end = index[seen[0]], index[seen[-1]]
        kept = column[seen]
        rows += [(start, made, 1) for made in index[seen[:-1]]] + [(start, end, 0)]
        counts += [*-np.diff(kept), kept[-1]]
    return np.array(rows, dtype=np.int64), np.array(counts)
