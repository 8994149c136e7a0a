"""Who moves up and down the customer pyramid: moves between tiers from one period to the next."""

import numpy as np
import pandas as pd

from crmkit.segmentation import pyramid

__all__ = ["migration_matrix", "migration_rates"]


def migration_matrix(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """How many customers moved from which tier to which?

    Parameters
    ----------
    before, after : Series
        Tiers by customer, as from `pyramid.tiers`, over two periods and the same tier names.

    Returns
    -------
    DataFrame
        Numbers of customers. One row a tier before, best first, and a last row "new" (customers
        without a tier before); one column a tier after, best first, and a last column "lost"
        (without a tier after). They sum to the customers of either period: nobody is dropped.

    Examples
    --------
    >>> from crmkit.segmentation.pyramid import tiers
    >>> first = tiers(pd.Series({"a": 9.0, "b": 5, "c": 2}), shares=(0.3, 0.7), names=["A", "B"])
    >>> later = tiers(pd.Series({"b": 9.0, "a": 5, "d": 2}), shares=(0.3, 0.7), names=["A", "B"])
    >>> migration_matrix(first, later)  # doctest: +NORMALIZE_WHITESPACE
    after   A  B  lost
    before
    A       0  1     0
    B       1  0     1
    new     0  1     0
    """
    pyramid.check_tiers(before, "before")
    pyramid.check_tiers(after, "after")
    names = pyramid.best_first(before)
    if names != pyramid.best_first(after):
        raise ValueError(
            f"the periods have different tiers: {names} before, {pyramid.best_first(after)} after. "
            "Make both with the same names."
        )
    taken = {"new", "lost"}.intersection(names)
    if taken:
        raise ValueError(f"a tier is called {sorted(taken)}, a word that the matrix needs itself")
    everyone = before.index.union(after.index, sort=False)
    row = pd.Categorical(before.astype(object).reindex(everyone).fillna("new"), [*names, "new"])
    column = pd.Categorical(after.astype(object).reindex(everyone).fillna("lost"), [*names, "lost"])
    cells = np.zeros((len(names) + 1, len(names) + 1), dtype="int64")
    np.add.at(cells, (row.codes, column.codes), 1)
    return pd.DataFrame(
        cells,
        index=pd.Index([*names, "new"], name="before"),
        columns=pd.Index([*names, "lost"], name="after"),
    )


def migration_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Which share of a tier's customers went where?

    Parameters
    ----------
    counts : DataFrame
        As from `migration_matrix`.

    Returns
    -------
    DataFrame
        The same rows and columns; each row sums to 1, or is NaN throughout where the tier had no
        customers to begin with.

    Examples
    --------
    >>> counts = pd.DataFrame([[3, 1], [0, 0]], index=["A", "new"], columns=["A", "lost"])
    >>> migration_rates(counts)
            A  lost
    A    0.75  0.25
    new   NaN   NaN
    """
    totals = counts.sum(axis=1)
    return counts.div(totals.where(totals > 0), axis=0)
