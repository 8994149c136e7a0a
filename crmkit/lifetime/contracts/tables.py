"""Who renewed and who left: the tables that contractual models learn from.

Three forms, one meaning:
- a survival table of one cohort, a Series: customers still there by number of renewals (0, 1, ...);
- a survival table of several cohorts, a frame with one column a cohort; a younger cohort has
  missing values at the bottom, one whose early years are unknown has them at the top;
- a contract table, a frame with one row a customer: columns `renewals` (made so far) and `active`
  (True: still there, False: left instead of renewing once more).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

Survivors = pd.Series | pd.DataFrame


def survivors(contracts: pd.DataFrame, *, cohort: str | None = None) -> pd.DataFrame:
    """How many customers were still there after each renewal, cohort by cohort?

    contracts: one row a customer: `renewals` (whole, 0 or more), `active` (bool). cohort: the
    column that names the cohort (one cohort if not given). One row a number of renewals, one
    column a cohort; missing once somebody of the cohort has yet to face that renewal. Raises
    ValueError for what `Contracts.of` refuses, KeyError for a missing cohort column.

    >>> table = pd.DataFrame({"renewals": [0, 2, 2, 1, 1], "active": [False, True, True, True,
    ...                       True], "year": [2021, 2021, 2021, 2022, 2022]})
    >>> survivors(table, cohort="year")  # doctest: +NORMALIZE_WHITESPACE
    year      2021  2022
    renewals
    0          3.0   2.0
    1          2.0   2.0
    2          2.0   NaN
    """
    checked_contracts(contracts)
    if cohort is not None and cohort not in contracts:
        raise KeyError(f"no column {cohort!r}; found {list(contracts.columns)}")
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


@dataclass(frozen=True, eq=False)
class Contracts:
    """Distinct contract histories and the number of customers of each.

    first: renewals made when the observation began. renewals: renewals made at its end. left:
    whether the customer then left, instead of making one more.
    """

    first: np.ndarray
    renewals: np.ndarray
    left: np.ndarray
    customers: np.ndarray

    @classmethod
    def of(cls, table: Survivors) -> Self:
        """The histories in a survival table or a contract table.

        Raises ValueError for counts that rise, are negative, not whole or missing in between, for
        an index that is not 0, 1, 2, ..., for duplicates, and for a table without any renewal.
        """
        if isinstance(table, pd.DataFrame) and {"renewals", "active"} <= set(table.columns):
            checked_contracts(table)
            rows = np.column_stack(
                [np.zeros(len(table)), table["renewals"], ~table["active"].to_numpy(bool)]
            ).astype(np.int64)
            counts = np.ones(len(rows))
        else:
            rows, counts = _histories(checked_survivors(table))
        told = (rows[:, 1] > rows[:, 0]) | (rows[:, 2] > 0)
        if not (counts[told] > 0).any():
            raise ValueError(
                "nobody has yet faced a renewal: nothing is known about leaving. A survival table "
                "needs at least the rows 0 and 1"
            )
        rows, counts = rows[told & (counts > 0)], counts[told & (counts > 0)]
        distinct, inverse = np.unique(rows, axis=0, return_inverse=True)
        weights = np.bincount(inverse.ravel(), weights=counts)
        return cls(distinct[:, 0], distinct[:, 1], distinct[:, 2] > 0, weights)

    @property
    def total(self) -> float:
        """The number of customers who faced at least one renewal."""
        return float(self.customers.sum())

    def decisions(self, customers: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """How many left and how many stayed at the first, second, ... renewal, all cohorts taken.

        These counts are all that a likelihood needs: a history is a chain of decisions, so the
        log-likelihood is the sum of left ln(1 - r_t) + stayed ln r_t. For a cohort seen from its
        start this is Fader & Hardie's (2007) sum of n_t ln P(T = t), and of those still there at
        the end ln S(t).
        """
        weights = self.customers if customers is None else customers
        size = int(np.max(self.renewals + self.left)) + 1
        left = np.bincount(self.renewals[self.left] + 1, weights[self.left], minlength=size)
        # A customer stays at each renewal after the first seen, up to the last one made.
        begun = np.bincount(self.first + 1, weights, minlength=size + 1)
        ended = np.bincount(self.renewals + 1, weights, minlength=size + 1)
        stayed = np.cumsum(begun - ended)[:size]
        return left[1:size], np.maximum(stayed[1:], 0.0)


def checked_survivors(table: Survivors) -> pd.DataFrame:
    """A survival table as a frame of one column a cohort, ascending by renewals."""
    if isinstance(table, pd.Series):
        table = table.to_frame("customers" if table.name is None else table.name)
    elif not isinstance(table, pd.DataFrame):
        raise TypeError(
            f"a survival table is a Series or a DataFrame, not a {type(table).__name__}"
        )
    elif {"customers"} < set(table.columns) or any(kind.kind not in "iuf" for kind in table.dtypes):
        raise ValueError(
            f"columns {list(table.columns)}: a survival table has one column a cohort and the "
            "renewals as index. From one row a cohort and year: table.pivot(index='year', "
            "columns='segment', values='customers'). A contract table has 'renewals' and 'active'"
        )
    if table.empty:
        raise ValueError("the survival table is empty")
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
    values = table.to_numpy(float)
    for name, column in zip(table.columns, values.T, strict=True):
        _check_column(name, column, table.index)
    return pd.DataFrame(values, index=table.index.astype(int), columns=table.columns)


def _check_column(name: object, column: np.ndarray, index: pd.Index) -> None:
    seen = np.flatnonzero(~np.isnan(column))
    if len(seen) == 0:
        raise ValueError(f"cohort {name!r} has no count at all; leave it out")
    inside = column[seen[0] : seen[-1] + 1]
    at = index[seen[0] : seen[-1] + 1]
    with np.errstate(invalid="ignore"):
        rises = np.append(False, np.diff(inside) > 0)
    for bad, what in [
        (np.isnan(inside), "is missing between two counts; fill it in or cut the cohort there"),
        (~np.isfinite(inside), "is infinite"),
        (inside < 0, "is negative"),
        (
            inside != np.floor(inside),
            "is not a whole number; shares tell nothing of the cohort's size, so "
            "multiply them by the customers it began with",
        ),
        (
            rises,
            "rises: nobody comes back to a contract cohort; count who came back in a new cohort",
        ),
    ]:
        if bad.any():
            first = [int(one) for one in at[bad][:3]]
            raise ValueError(
                f"cohort {name!r}: the count {what} ({bad.sum()} time(s), after renewal {first})"
            )
    if inside[0] == 0:
        raise ValueError(f"cohort {name!r} begins with nobody; leave it out")


def _histories(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    rows, counts = [], []
    index = table.index.to_numpy()
    for column in table.to_numpy().T:
        seen = np.flatnonzero(~np.isnan(column))
        start, end = index[seen[0]], index[seen[-1]]
        kept = column[seen]
        rows += [(start, made, 1) for made in index[seen[:-1]]] + [(start, end, 0)]
        counts += [*-np.diff(kept), kept[-1]]
    return np.array(rows, dtype=np.int64), np.array(counts)


def checked_contracts(table: pd.DataFrame) -> None:
    missing = [name for name in ("renewals", "active") if name not in table]
    if missing:
        raise ValueError(f"missing {missing}; found {list(table.columns)[:20]}")
    if table.empty:
        raise ValueError("the contract table is empty")
    if not table.index.is_unique:
        twice = table.index[table.index.duplicated()]
        raise ValueError(
            f"{len(twice)} customer(s) stand more than once in the table; first: "
            f"{list(twice[:3])}. One row a customer"
        )
    if table["active"].dtype.kind != "b":
        raise ValueError(
            f"'active' has type {table['active'].dtype}, but must be bool: True for a customer "
            "who is still there"
        )
    made = table["renewals"]
    if made.dtype.kind not in "iuf":
        raise ValueError(f"'renewals' has type {made.dtype}, but must count renewals (0, 1, ...)")
    bad = ~((made >= 0) & (made % 1 == 0) & np.isfinite(made))
    if bad.any():
        raise ValueError(
            f"'renewals' is missing, negative or not whole in {bad.sum()} row(s); first "
            f"customer(s): {list(table.index[bad][:3])}. Count the renewals made so far"
        )
