"""From when to when each customer was watched, and whether they left: what every method here asks.

Whoever comes under observation late, as with a customer file that begins in some year, could not
have been seen to leave before. They are at risk after their entry, up to and with their tenure.
"""

import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import flags, tables

# The month of those who are watched from the beginning.
BEFORE = -1.0


class Watched(NamedTuple):
    """The customers who were watched for some time, and one number each."""

    customers: pd.DataFrame
    months: np.ndarray
    left: np.ndarray
    entry: np.ndarray | None


def watched(
    customers: pd.DataFrame,
    *,
    tenure: str,
    left: str,
    entry: str | None = None,
    others: Sequence[str] = (),
) -> Watched:
    """The columns of tenure, leaving and entry, once all columns are there and can be."""
    begin = [] if entry is None else [entry]
    tables.check_columns(customers, [tenure, left, *begin, *others], name="customers")
    months = tenures(customers, tenure)
    gone = flags.happened(customers, left, who="those who left").to_numpy()
    if entry is None:
        return Watched(customers, months, gone, None)
    mend = "Entry is told in the unit of tenure."
    begins = tables.numbers(customers[entry], least=0, range_mend=mend).astype(float)
    if (begins > months).any():
        raise tables.bad_rows(
            customers.index,
            begins > months,
            f"{entry!r} is after {tenure!r}",
            "Both count from the customer's beginning: entry until they came under observation, "
            "tenure until they left or until now.",
        )
    # At risk from the beginning on, not only after month 0.
    begins[begins == 0] = BEFORE
    seen = begins < months
    if seen.all():
        return Watched(customers, months, gone, begins)
    if not seen.any():
        raise ValueError(f"{entry!r} equals {tenure!r} for everybody: nobody was watched at all")
    if lost := int(gone[~seen].sum()):
        warnings.warn(
            f"{lost:,} customer(s) left at the very time of their {entry!r}: they were not "
            "watched before, and are left out.",
            stacklevel=3,
        )
    return Watched(customers[seen], months[seen], gone[seen], begins[seen])


def tenures(customers: pd.DataFrame, tenure: str) -> np.ndarray:
    """The column of tenures as numbers, each 0 or more."""
    mend = "A tenure runs from the beginning to leaving, or until now."
    return tables.numbers(customers[tenure], least=0, range_mend=mend, no_codes=True).astype(float)


def groups_of(customers: pd.DataFrame, by: str | None) -> dict[object, np.ndarray]:
    """Which rows belong to which group, in the order of their categories; "all" without `by`."""
    if by is None:
        return {"all": np.ones(len(customers), dtype=bool)}
    tables.check_labels(customers[by], name=repr(by), mend="Name the group.")
    tables.check_spelling(customers[by].unique(), name=repr(by))
    names = customers.groupby(customers[by], observed=True).size().index
    return {name: (customers[by] == name).to_numpy() for name in names}


def strata_of(customers: pd.DataFrame, names: list[str]) -> np.ndarray:
    """The number of each customer's stratum, from 0."""
    if not names:
        return np.zeros(len(customers), dtype="int64")
    for name in names:
        tables.check_labels(customers[name], name=repr(name))
        tables.check_spelling(customers[name].unique(), name=repr(name))
    columns = [customers[name].to_numpy() for name in names]
    return customers.groupby(columns, sort=False).ngroup().to_numpy()
