"""How likely is each customer to buy, by a table of two or three columns and nothing else?

A cell with few customers has a rate that is mostly luck. So each cell's rate is drawn towards that
of all, as if some more customers with the rate of all stood in the cell.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from crmkit import flags, rates, tables

__all__ = ["applied", "learned", "next_columns", "out_of_fold"]


def learned(
    customers: pd.DataFrame,
    *,
    happened: str,
    by: str | Sequence[str],
    extra_customers: float = 5,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share buys in each cell of a table, and what may be expected of its next customers?

        expected = (happened + m * rate of all) / (customers + m)

    Parameters
    ----------
    customers : DataFrame
        One row a customer of whom is known whether they bought.
    happened : str
        Its column of 1 (bought) and 0.
    by : str or sequence of str
        Its columns of classes that make the cells. Of numbers with many values make classes first.
    extra_customers : float
        m above: with how many customers of the average kind each cell is filled up, 0 or more.
    confidence : float
        Of the intervals of the rate, those of `rates.rate_interval`.

    Returns
    -------
    DataFrame
        One row a cell that has customers: customers, happened, rate (0 to 1), low, high, and
        expected (0 to 1).

    Raises
    ------
    ValueError
        As for `rates.rate_by`; or every cell holds one customer only, so that nothing is learned.

    References
    ----------
    The m-estimate: Cestnik, B. (1990). Estimating probabilities: a crucial task in machine
    learning. ECAI, 147-149.

    Examples
    --------
    >>> customers = pd.DataFrame({"car": [0, 0, 0, 6, 6, 6], "bought": [0, 0, 0, 1, 1, 0]})
    >>> learned(customers, happened="bought", by="car", extra_customers=3)[
    ...     ["customers", "happened", "rate", "expected"]].round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
         customers  happened  rate  expected
    car
    0            3         0  0.00      0.17
    6            3         2  0.67      0.50
    """
    more = tables.number("extra_customers", extra_customers, least=0)
    found = rates.rate_by(
        customers, happened=happened, by=by, confidence=confidence, who="those who bought"
    )
    if len(customers) > 1 and (found["customers"] == 1).all():
        raise ValueError(
            f"each of {len(found):,} cells holds one customer: nothing is learned. Make classes of "
            f"{by!r}, e.g. with pandas.cut."
        )
    of_all = found["happened"].sum() / found["customers"].sum()
    found["expected"] = (found["happened"] + more * of_all) / (found["customers"] + more)
    return found


def applied(cells: pd.DataFrame, customers: pd.DataFrame) -> pd.Series:
    """How likely is each of these customers to buy, by the cell that they stand in?

    Parameters
    ----------
    cells : DataFrame
        From `learned`, whose index names the columns.
    customers : DataFrame
        Other customers, with the same columns. Who stands in a cell that has never been seen gets
        the rate of all.

    Returns
    -------
    Series
        `probability`, 0 to 1, by customer.

    Raises
    ------
    ValueError
        A column is missing, in part or at all, or no customer stands in any of the cells.

    Examples
    --------
    >>> known = pd.DataFrame({"car": [0, 0, 0, 6, 6, 6], "bought": [0, 0, 0, 1, 1, 0]})
    >>> cells = learned(known, happened="bought", by="car", extra_customers=3)
    >>> applied(cells, pd.DataFrame({"car": [6, 0, 7]})).round(2).to_list()
    [0.5, 0.17, 0.33]
    """
    tables.check_columns(cells, ["customers", "happened", "expected"], name="cells")
    tables.check_each_once(cells.index, name="cells", row="cell")
    rules = {
        "customers": {"above": 0},
        "happened": {"least": 0},
        "expected": {"least": 0, "most": 1},
    }
    n, yes, _ = (tables.column(cells, one, **limits) for one, limits in rules.items())
    if (more := yes > n).any():
        raise tables.bad_rows(cells.index, more, "'happened' is above 'customers'")
    names: list[Any] = list(cells.index.names)
    if None in names:
        raise ValueError("cells has an index without a name: pass what learned returned")
    tables.check_columns(customers, names, name="customers")
    for name in names:
        tables.check_labels(customers[name], name=repr(name), mend="Name the class.")
    keys = [customers[name].to_numpy() for name in names]
    at = pd.MultiIndex.from_arrays(keys, names=names) if len(names) > 1 else pd.Index(keys[0])
    found = cells["expected"].reindex(at).to_numpy(dtype=float)
    if np.isnan(found).all():
        raise ValueError(
            f"no customer stands in any of the {len(cells):,} cells: are the classes of {names} "
            "written as those that were learned from?"
        )
    of_all = cells["happened"].sum() / cells["customers"].sum()
    found = np.where(np.isnan(found), of_all, found)
    return pd.Series(found, customers.index, name="probability")


def out_of_fold(
    customers: pd.DataFrame,
    *,
    happened: str,
    by: str | Sequence[str],
    extra_customers: float = 5,
    folds: int = 10,
    seed: int,
) -> pd.Series:
    """How likely was each customer to buy, judged by a table that never saw that customer?

    Customers are split by lot into folds, each with its share of buyers; each fold is judged by the
    table of the others. With the same folds and seed the split is that of
    `crmkit.retention.churn.out_of_fold`, so that both can be held against each other.

    Parameters
    ----------
    customers, happened, by, extra_customers
        As for `learned`.
    folds : int
        2 or more, up to the number of buyers.
    seed : int
        Of the lot.

    Returns
    -------
    Series
        `probability`, 0 to 1, by customer.

    Raises
    ------
    ValueError
        As for `learned`; or nobody bought, everybody did, or too few for so many folds.

    Examples
    --------
    >>> customers = pd.DataFrame({"car": [0, 0, 0, 0, 6, 6, 6, 6], "bought": [0] * 5 + [1] * 3})
    >>> out_of_fold(customers, happened="bought", by="car", folds=2, seed=1).round(1).to_list()
    [0.4, 0.4, 0.2, 0.4, 0.4, 0.6, 0.4, 0.4]
    """
    from sklearn.model_selection import StratifiedKFold

    learned(customers, happened=happened, by=by, extra_customers=extra_customers)
    tables.check_each_once(customers.index, name="customers")
    bought = flags.happened(customers, happened, who="those who bought").to_numpy()
    rarer = int(min(bought.sum(), (1 - bought).sum()))
    if tables.whole("folds", folds, least=2) > rarer:
        raise ValueError(
            f"{rarer} customers of the rarer kind (bought or not) cannot be spread over "
            f"{folds} folds: use fewer folds, or more customers"
        )
    found = np.empty(len(customers))
    split = StratifiedKFold(folds, shuffle=True, random_state=tables.seed(seed))
    for known, judged in split.split(customers, bought):
        cells = learned(
            customers.iloc[known], happened=happened, by=by, extra_customers=extra_customers
        )
        found[judged] = applied(cells, customers.iloc[judged])
    return pd.Series(found, customers.index, name="probability")


def next_columns(
    customers: pd.DataFrame,
    *,
    happened: str,
    by: str | Sequence[str],
    candidates: Sequence[str],
    customer_share: float = 0.2,
    extra_customers: float = 5,
    folds: int = 5,
    seed: int,
) -> pd.DataFrame:
    """Which further column would find most buyers, if it were added to the table?

    Parameters
    ----------
    customers, happened, by, extra_customers, folds, seed
        As for `out_of_fold`. To judge the table fairly afterwards, choose on one part of the
        customers and judge on another: the best of many candidates owes some of its rank to luck.
    candidates : sequence of str
        Columns of classes, each tried beside those of `by`.
    customer_share : float
        How many customers can be approached, as a share above 0 and below 1.

    Returns
    -------
    DataFrame
        One row a candidate, the best first: customers (approached), happened (buyers among them,
        of one score each for the same part) and rate.

    Raises
    ------
    ValueError
        As for `out_of_fold`; or a candidate stands in `by`.

    Examples
    --------
    >>> customers = pd.DataFrame({
    ...     "car": [0, 0, 6, 6] * 10, "fire": [0, 3, 0, 3] * 10, "pet": [0] * 20 + [1] * 20,
    ...     "bought": [0, 0, 0, 1] * 10,
    ... })
    >>> next_columns(customers, happened="bought", by="car", candidates=["pet", "fire"],
    ...              customer_share=0.25, seed=1)["happened"].round(1).to_dict()
    {'fire': 10.0, 'pet': 3.5}
    """
    names = tables.column_names("by", by)
    tried = tables.column_names("candidates", candidates)
    share = tables.share("customer_share", customer_share, ends=False)
    if again := [name for name in tried if name in [*names, happened]]:
        raise ValueError(f"candidates hold {again}, which the table has already, or measures")
    bought = flags.happened(customers, happened, who="those who bought").to_numpy()
    size, found = share * len(customers), {}
    for name in tried:
        score = out_of_fold(
            customers, happened=happened, by=[*names, name], extra_customers=extra_customers,
            folds=folds, seed=seed,
        )  # fmt: skip
        groups = pd.Series(bought).groupby(-score.to_numpy()).agg(["size", "sum"]).cumsum()
        found[name] = np.interp(size, np.r_[0, groups["size"]], np.r_[0, groups["sum"]])
    table = pd.DataFrame({"customers": size, "happened": pd.Series(found)}).rename_axis("column")
    table["rate"] = table["happened"] / table["customers"]
    return table.sort_values("happened", ascending=False, kind="stable")
