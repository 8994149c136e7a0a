"""The customer portfolio 客户组合: growth x size, and four classes of customers.

The growth-share matrix of the Boston Consulting Group (Henderson 1970, "The product
portfolio") with customers in the place of products: star 明星, cash cow 金牛, question mark 问题,
dog 瘦狗. The cuts between high and low are conventions, so every result names them.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["ACTIONS", "CLASSES", "Portfolio", "class_table", "classify", "growth_and_share"]

CLASSES = ("star", "cash cow", "question mark", "dog")

# What a class usually calls for; a start for discussion, to be replaced by the user's own.
ACTIONS: Mapping[str, str] = {
    "star": "invest: protect the share while it grows",
    "cash cow": "keep: steady service at a low cost",
    "question mark": "choose: win a larger share, or stop investing",
    "dog": "serve at the lowest cost, or let go",
}


class Portfolio(NamedTuple):
    """customers: one row a customer, with `class`; and the cuts that made the classes.

    growth, size: the columns that were cut; growth_cut, size_cut: the numbers at which; cut: the
    rule in words.
    """

    customers: pd.DataFrame
    growth: str
    size: str
    growth_cut: float
    size_cut: float
    cut: str

    def only(self, customer_ids: pd.Index) -> "Portfolio":
        """These customers alone, under the cuts of all."""
        return self._replace(customers=self.customers.loc[customer_ids])


def growth_and_share(
    before: pd.Series, after: pd.Series, *, wallet: pd.Series | None = None
) -> pd.DataFrame:
    """How did each customer's purchases grow, and how large is the customer now?

    Parameters
    ----------
    before, after : Series
        Spend by customer over two periods of the same length, 0 or more; not all 0 in `after`.
    wallet : Series, optional
        What each customer spends on the category in the second period, with us and with others:
        above 0 and no less than the spend, for every customer of the result.

    Returns
    -------
    DataFrame
        One row a customer of either period, those of `before` first: spend_before, spend_after
        (money, 0 for a customer absent from that period); growth (spend_after / spend_before - 1,
        from -1 for a lost customer; infinite for one with no spend before, since every rate is
        exceeded; 0 for one with no spend in both); times_median (spend_after over its median
        among customers with spend after); relative_spend (0 to 1, spend_after over that of the
        largest customer); and, where a wallet is given, wallet_share (0 to 1).

    Raises
    ------
    ValueError
        Entries missing, infinite, negative or doubled, no spend at all after, or a wallet that is
        missing, 0 or smaller than the spend.

    Examples
    --------
    >>> before = pd.Series({"ann": 100.0, "bob": 50, "cat": 40})
    >>> after = pd.Series({"ann": 150.0, "bob": 50, "dan": 20})
    >>> table = growth_and_share(before, after)
    >>> print(table.round(2).to_string())
         spend_before  spend_after  growth  times_median  relative_spend
    ann         100.0        150.0     0.5           3.0            1.00
    bob          50.0         50.0     0.0           1.0            0.33
    cat          40.0          0.0    -1.0           0.0            0.00
    dan           0.0         20.0     inf           0.4            0.13
    """
    for spend, name in ((before, "before"), (after, "after")):
        mend = f"Use {name}.clip(lower=0) if more returned than bought shall count as no spend."
        tables.by_customer(spend, name=name, least=0, range_mend=mend)
    everyone = before.index.union(after.index, sort=False)
    old = before.reindex(everyone, fill_value=0).astype(float)
    new = after.reindex(everyone, fill_value=0).astype(float)
    if not (new > 0).any():
        raise ValueError("nobody spent anything in the second period: there is no share to take")

    growth = new / old.where(old > 0) - 1
    growth = growth.mask((old == 0) & (new > 0), np.inf).mask((old == 0) & (new == 0), 0.0)
    table = pd.DataFrame(
        {
            "spend_before": old,
            "spend_after": new,
            "growth": growth,
            "times_median": new / new[new > 0].median(),
            "relative_spend": new / new.max(),
        }
    )
    if wallet is not None:
        table["wallet_share"] = _wallet_share(new, wallet)
    return table


def classify(
    customers: pd.DataFrame,
    *,
    growth: str = "growth",
    size: str = "times_median",
    growth_cut: float | str = 0.0,
    size_cut: float | str = "median",
) -> Portfolio:
    """Is each customer a star, a cash cow, a question mark or a dog?

    High means strictly above the cut, so a customer on the cut is low, and a base of equals is a
    base of dogs.

    Parameters
    ----------
    customers : DataFrame
        One row a customer, with the two columns that are cut.
    growth : str
        The column of growth rates (1.0 = doubled; may be infinite for a new customer).
    size : str
        The column that holds any measure of size, or of the share that the customer gives us.
    growth_cut, size_cut : float or {"median", "mean"}
        A number in the column's unit, or the column's median or mean; for the size, of the
        customers with a size above 0, so that lost ones do not lower it.

    Returns
    -------
    Portfolio
        Its `customers`, in the order given, are the columns of `customers` and `class`, an
        ordered categorical (star, cash cow, question mark, dog).

    Raises
    ------
    ValueError
        A column missing, values missing, or an unknown cut.

    Examples
    --------
    >>> base = pd.DataFrame({"growth": [0.5, -0.1, 0.9, 0.0], "wallet_share": [0.8, 0.7, 0.1, 0.2]})
    >>> result = classify(base, size="wallet_share", size_cut=0.5)
    >>> result.customers["class"].to_list()
    ['star', 'cash cow', 'question mark', 'dog']
    >>> result.cut
    'cut: growth at 0 %, wallet_share at 0.5'
    """
    mend = "Name yours with growth='...' and size='...', or make them with growth_and_share()."
    tables.check_columns(customers, [growth, size], name="customers", mend=mend)
    # New customers have grown beyond every rate: infinite, but no fault.
    tables.numbers(customers[growth].replace(np.inf, 0.0))
    tables.column(customers, size)
    growth_at = _cut(customers[growth], growth_cut, "growth_cut")
    size_at = _cut(customers.loc[customers[size] > 0, size], size_cut, "size_cut")

    growing = (customers[growth] > growth_at).to_numpy()
    large = (customers[size] > size_at).to_numpy()
    codes = np.where(large, np.where(growing, 0, 1), np.where(growing, 2, 3))
    result = customers.copy()
    # pandas-stubs knows no categories but an Index.
    result["class"] = pd.Categorical.from_codes(  # type: ignore[call-overload]
        codes, categories=CLASSES, ordered=True
    )
    growth_words, size_words = _percent(growth_at), f"{size_at:.4g}"
    if isinstance(growth_cut, str):
        growth_words = f"the {growth_cut} ({growth_words})"
    if isinstance(size_cut, str):
        size_words = f"the {size_cut} ({size_words})"
    words = f"cut: {growth} at {growth_words}, {size} at {size_words}"
    return Portfolio(result, growth, size, growth_at, size_at, words)


def class_table(
    portfolio: Portfolio,
    *,
    value: str = "spend_after",
    actions: Mapping[str, str] = ACTIONS,
) -> pd.DataFrame:
    """How many customers and how much value does each class hold, and what should be done?

    Parameters
    ----------
    portfolio : Portfolio
        From `classify`.
    value : str
        The column of its customers that holds the money.
    actions : mapping of str
        What to do with each class.

    Returns
    -------
    DataFrame
        One row a class, also where it is empty: customers; customer_share (0 to 1); value (sum of
        the column `value`); value_share (0 to 1; NaN where all value is not above 0); rule (the
        cut that makes the class, in words); action.

    Raises
    ------
    ValueError
        A column, a value or an action missing.

    Examples
    --------
    >>> base = pd.DataFrame({"growth": [0.5, -0.1, 0.9, 0.0], "size": [0.8, 0.7, 0.1, 0.2],
    ...                      "spend": [40.0, 30, 20, 10]})
    >>> result = class_table(classify(base, size="size", size_cut=0.5), value="spend")
    >>> print(result[["customers", "value", "value_share", "rule"]].to_string())
    ... # doctest: +NORMALIZE_WHITESPACE
                   customers  value  value_share                      rule
    class
    star                   1   40.0          0.4   growth > 0 %, size > 0.5
    cash cow               1   30.0          0.3  growth <= 0 %, size > 0.5
    question mark          1   20.0          0.2  growth > 0 %, size <= 0.5
    dog                    1   10.0          0.1 growth <= 0 %, size <= 0.5
    """
    if not isinstance(portfolio, Portfolio):
        raise TypeError(
            f"portfolio must be what classify() returned, not a {type(portfolio).__name__}: "
            "the table alone does not tell the cut of its classes"
        )
    customers = portfolio.customers
    tables.check_columns(customers, ["class", value], name="portfolio.customers")
    tables.column(customers, value)
    silent = [name for name in CLASSES if name not in actions]
    if silent:
        raise ValueError(f"no action for {silent}; actions needs one for each of {list(CLASSES)}")

    groups = customers.groupby("class", observed=False)[value].agg(["size", "sum"])
    total = groups["sum"].sum()
    growth_at, size_at = _percent(portfolio.growth_cut), f"{portfolio.size_cut:.4g}"
    rules = [
        f"{portfolio.growth} {grown} {growth_at}, {portfolio.size} {large} {size_at}"
        for grown, large in ((">", ">"), ("<=", ">"), (">", "<="), ("<=", "<="))
    ]
    table = pd.DataFrame(
        {
            "customers": groups["size"],
            "customer_share": groups["size"] / len(customers),
            "value": groups["sum"],
            "value_share": groups["sum"] / total if total > 0 else np.nan,
            "rule": rules,
            "action": [actions[name] for name in CLASSES],
        }
    )
    table.index = pd.Index(CLASSES, name="class")
    return table


def _wallet_share(spend: pd.Series, wallet: pd.Series) -> pd.Series:
    tables.by_customer(wallet, name="wallet")
    known = wallet.reindex(spend.index).astype(float)
    wrong = ~((known > 0) & (known >= spend))
    if wrong.any():
        raise tables.bad_rows(
            spend.index,
            wrong,
            "wallet is missing, 0 or smaller than the spend",
            "A wallet holds all that a customer spends on the category, with us included.",
        )
    return spend / known


def _cut(column: pd.Series, cut: float | str, name: str) -> float:
    if not isinstance(cut, str):
        return tables.number(name, cut, mend="'median' or 'mean'")
    tables.option(name, cut, ("median", "mean"))
    at = float(column.median() if cut == "median" else column.mean())
    if not np.isfinite(at):
        raise ValueError(
            f"the {cut} of {column.name} is {at}: there are new customers, whose growth is "
            f"infinite, or no customers of any size. Give {name} as a number."
        )
    return at


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.4g} %"
