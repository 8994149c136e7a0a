"""The customer portfolio 客户组合: growth x share, and four classes of customers.

The growth-share matrix of the Boston Consulting Group (Henderson 1970, "The product
portfolio") with customers in the place of products: star 明星, cash cow 金牛, question mark 问题,
dog 瘦狗. The cuts between high and low are conventions, so every result names them.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

CLASSES = ("star", "cash cow", "question mark", "dog")

# What a class usually calls for; a start for discussion, to be replaced by the user's own.
ACTIONS: Mapping[str, str] = {
    "star": "invest: protect the share while it grows",
    "cash cow": "keep: steady service at a low cost",
    "question mark": "choose: win a larger share, or stop investing",
    "dog": "serve at the lowest cost, or let go",
}


def growth_and_share(
    before: pd.Series, after: pd.Series, *, wallet: pd.Series | None = None
) -> pd.DataFrame:
    """How did each customer's purchases grow, and how large is the customer now?

    One row a customer of either period, those of `before` first. Columns: spend_before,
    spend_after (money, 0 for a customer absent from that period); growth (spend_after /
    spend_before - 1, from -1 for a lost customer; infinite for one with no spend before, since
    every rate is exceeded; 0 for one with no spend in both); times_median (spend_after over its
    median among customers with spend after); share_of_largest (0 to 1, spend_after over the
    largest); and, where a wallet is given, share_of_wallet (0 to 1).

    before, after: spend by customer over two periods of the same length, 0 or more.
    wallet: what each customer spends on the category, with us and with others, in the second
        period; above 0 and no less than spend_after, for every customer of the result.

    Raises ValueError for missing, infinite, negative or doubled entries, for no spend at all
    after, and for a wallet that is missing, 0 or smaller than the spend.

    >>> before = pd.Series({"ann": 100.0, "bob": 50, "cat": 40})
    >>> after = pd.Series({"ann": 150.0, "bob": 50, "dan": 20})
    >>> table = growth_and_share(before, after)
    >>> print(table.round(2).to_string())
         spend_before  spend_after  growth  times_median  share_of_largest
    ann         100.0        150.0     0.5           3.0              1.00
    bob          50.0         50.0     0.0           1.0              0.33
    cat          40.0          0.0    -1.0           0.0              0.00
    dan           0.0         20.0     inf           0.4              0.13
    """
    for series, name in ((before, "before"), (after, "after")):
        _check_spend(series, name)
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
            "share_of_largest": new / new.max(),
        }
    )
    if wallet is not None:
        table["share_of_wallet"] = _share_of_wallet(new, wallet)
    return table


def classify(
    customers: pd.DataFrame,
    *,
    growth: str = "growth",
    share: str = "times_median",
    growth_cut: float | str = 0.0,
    share_cut: float | str = "median",
) -> pd.DataFrame:
    """Is each customer a star, a cash cow, a question mark or a dog?

    One row a customer, in the order given: the columns of `customers` and `class`, an ordered
    categorical (star, cash cow, question mark, dog). High means strictly above the cut, so a
    customer on the cut is low, and a base of equals is a base of dogs. attrs of the result:
    growth, share (the columns used), growth_cut, share_cut (the numbers used) and cut (the rule
    in words).

    customers: one row a customer; `growth` (1.0 = doubled; may be infinite for a new customer)
        and `share` (any measure of size or share) name its columns.
    growth_cut, share_cut: a number in the column's unit, or "median" or "mean" of the column;
        for the share, of the customers with a share above 0, so that lost ones do not lower it.

    Raises KeyError for a missing column, ValueError for missing values or an unknown cut.

    >>> base = pd.DataFrame({"growth": [0.5, -0.1, 0.9, 0.0], "wallet_share": [0.8, 0.7, 0.1, 0.2]})
    >>> result = classify(base, share="wallet_share", share_cut=0.5)
    >>> result["class"].to_list()
    ['star', 'cash cow', 'question mark', 'dog']
    >>> result.attrs["cut"]
    'cut: growth at 0 %, wallet_share at 0.5'
    """
    missing = [name for name in (growth, share) if name not in customers.columns]
    if missing:
        raise KeyError(
            f"missing columns {missing}; found {customers.columns.to_list()}. "
            "Name yours with growth='...' and share='...', or make them with growth_and_share()."
        )
    if customers.empty:
        raise ValueError("customers is empty: no customers to classify")
    _check_measure(customers[growth], infinite=True)
    _check_measure(customers[share], infinite=False)
    growth_at = _cut(customers[growth], growth_cut, "growth_cut")
    with_share = customers[share] > 0
    share_at = _cut(customers.loc[with_share, share], share_cut, "share_cut")

    growing = (customers[growth] > growth_at).to_numpy()
    large = (customers[share] > share_at).to_numpy()
    codes = np.where(large, np.where(growing, 0, 1), np.where(growing, 2, 3))
    result = customers.copy()
    result["class"] = pd.Categorical.from_codes(codes, categories=CLASSES, ordered=True)
    growth_words = _percent(growth_at)
    if isinstance(growth_cut, str):
        growth_words = f"the {growth_cut} ({growth_words})"
    share_words = f"{share_at:.4g}"
    if isinstance(share_cut, str):
        share_words = f"the {share_cut} ({share_words})"
    result.attrs = {
        **customers.attrs,
        "growth": growth,
        "share": share,
        "growth_cut": growth_at,
        "share_cut": share_at,
        "cut": f"cut: {growth} at {growth_words}, {share} at {share_words}",
    }
    return result


def class_table(
    classified: pd.DataFrame,
    *,
    value: str = "spend_after",
    actions: Mapping[str, str] = ACTIONS,
) -> pd.DataFrame:
    """How many customers and how much value does each class hold, and what should be done?

    One row a class, also where it is empty. Columns: customers; customer_share (0 to 1); value
    (sum of the column `value`); value_share (0 to 1; NaN where all value is not above 0); rule
    (the cut that makes the class, in words); action.

    classified: from `classify`, with its attrs.

    Raises KeyError for a missing column or action, ValueError where the cut is not known.

    >>> base = pd.DataFrame({"growth": [0.5, -0.1, 0.9, 0.0], "share": [0.8, 0.7, 0.1, 0.2],
    ...                      "spend": [40.0, 30, 20, 10]})
    >>> result = class_table(classify(base, share="share", share_cut=0.5), value="spend")
    >>> print(result[["customers", "value", "value_share", "rule"]].to_string())
    ... # doctest: +NORMALIZE_WHITESPACE
                   customers  value  value_share                       rule
    class
    star                   1   40.0          0.4   growth > 0 %, share > 0.5
    cash cow               1   30.0          0.3  growth <= 0 %, share > 0.5
    question mark          1   20.0          0.2  growth > 0 %, share <= 0.5
    dog                    1   10.0          0.1 growth <= 0 %, share <= 0.5
    """
    missing = [name for name in ("class", value) if name not in classified.columns]
    if missing:
        raise KeyError(
            f"missing columns {missing}; found {classified.columns.to_list()}. "
            "Make 'class' with classify(); name the money with value='...'."
        )
    if "cut" not in classified.attrs:
        raise ValueError(
            "the table has lost the cut of its classes (its attrs); pass what classify() returned"
        )
    silent = [name for name in CLASSES if name not in actions]
    if silent:
        raise KeyError(f"no action for {silent}; actions needs one for each of {list(CLASSES)}")
    if classified[value].isna().any():
        raise ValueError(f"{classified[value].isna().sum():,} customers have no {value}")

    groups = classified.groupby("class", observed=False)[value].agg(["size", "sum"])
    total = groups["sum"].sum()
    cut = classified.attrs
    growth_at, share_at = _percent(cut["growth_cut"]), f"{cut['share_cut']:.4g}"
    rules = [
        f"{cut['growth']} {g} {growth_at}, {cut['share']} {s} {share_at}"
        for g, s in ((">", ">"), ("<=", ">"), (">", "<="), ("<=", "<="))
    ]
    table = pd.DataFrame(
        {
            "customers": groups["size"],
            "customer_share": groups["size"] / len(classified),
            "value": groups["sum"],
            "value_share": groups["sum"] / total if total > 0 else np.nan,
            "rule": rules,
            "action": [actions[name] for name in CLASSES],
        }
    )
    table.index = pd.Index(CLASSES, name="class")
    return table


def _share_of_wallet(spend: pd.Series, wallet: pd.Series) -> pd.Series:
    _check_spend(wallet, "wallet")
    known = wallet.reindex(spend.index).astype(float)
    wrong = ~((known > 0) & (known >= spend))
    if wrong.any():
        raise ValueError(
            f"wallet is missing, 0 or smaller than the spend for {wrong.sum():,} of "
            f"{len(spend):,} customers (first {spend.index[wrong][:3].to_list()}). "
            "A wallet holds all that a customer spends on the category, with us included."
        )
    return spend / known


def _cut(column: pd.Series, cut: float | str, name: str) -> float:
    if isinstance(cut, str):
        if cut not in ("median", "mean"):
            raise ValueError(f"{name}={cut!r} is no option; give a number, 'median' or 'mean'")
        at = float(column.median() if cut == "median" else column.mean())
        if not np.isfinite(at):
            raise ValueError(
                f"the {cut} of {column.name} is {at}: there are new customers, whose growth is "
                f"infinite, or no customers with a share. Give {name} as a number."
            )
        return at
    if not np.isfinite(cut):
        raise ValueError(f"{name} must be a finite number, 'median' or 'mean'; got {cut}")
    return float(cut)


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.4g} %"


def _check_measure(column: pd.Series, *, infinite: bool) -> None:
    if not pd.api.types.is_numeric_dtype(column):
        raise ValueError(f"{column.name} must be numbers, got dtype {column.dtype}")
    numbers = column.to_numpy(dtype=float, na_value=np.nan)
    wrong = np.isnan(numbers) | (numbers == -np.inf) if infinite else ~np.isfinite(numbers)
    if wrong.any():
        raise ValueError(
            f"{column.name}: {wrong.sum():,} of {len(column):,} customers are missing or infinite "
            f"(first {column.index[wrong][:3].to_list()}). Fill or drop them first."
        )


def _check_spend(spend: pd.Series, name: str) -> None:
    if not isinstance(spend, pd.Series):
        raise TypeError(f"{name} must be a Series by customer, got {type(spend).__name__}")
    if spend.empty:
        raise ValueError(f"{name} is empty: no customers")
    _check_measure(spend.rename(name), infinite=False)
    doubled = spend.index.duplicated()
    if doubled.any():
        raise ValueError(
            f"{name}: {doubled.sum():,} rows repeat a customer (first "
            f"{spend.index[doubled][:3].to_list()}). Give one row a customer."
        )
    below = (spend < 0).to_numpy()
    if below.any():
        raise ValueError(
            f"{name}: {below.sum():,} of {len(spend):,} customers are below 0, so returns exceed "
            f"purchases (first {spend.index[below][:3].to_list()}). Use {name}.clip(lower=0) if "
            "that shall count as no spend."
        )
