"""To whom should the next visit go? To those from whom it brings most money, not to the riskiest.

A visit is worth what it changes:

    (chance to be paid with a visit - chance without) * amount - cost

Risk is one minus the second chance only, and says nothing of the first.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = [
    "expected_money",
    "order_differences",
    "order_values",
    "out_of_fold_money",
    "visit_values",
]


def visit_values(
    trial: pd.DataFrame,
    *,
    visited: str,
    recovered: str,
    by: "str | list[str]",
    cost: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What does one visit bring in each group, after its cost?

    Parameters
    ----------
    trial : DataFrame
        One row an account of a trial in which a lot decided who was visited.
    visited : str
        Its column of 1 (visited) and 0.
    recovered : str
        Its column of money that came in, 0 for nothing.
    by : str or list of str
        Columns, known before the visit, that make the groups.
    cost : float
        Of a visit, in the same money.

    Returns
    -------
    DataFrame
        One row a group: customers, estimate (mean recovered of the visited less that of the others,
        less cost), low, high (Welch), action: "visit" where the interval is above 0, "leave alone"
        where it is below, else "test more".

    Raises
    ------
    ValueError
        A group with fewer than two visited or two others, money missing, or negative.

    Examples
    --------
    >>> trial = pd.DataFrame({
    ...     "kind": "shop", "visited": [1, 1, 0, 0], "recovered": [900.0, 700.0, 0.0, 200.0],
    ... })
    >>> visit_values(trial, visited="visited", recovered="recovered", by="kind", cost=80)[
    ...     ["customers", "estimate", "action"]]  # doctest: +NORMALIZE_WHITESPACE
          customers  estimate action
    kind
    shop          4     620.0  visit
    """
    from scipy.special import stdtrit

    names = tables.column_names("by", by)
    tables.check_columns(trial, [visited, recovered, *names], name="trial")
    for name in names:
        if name in (visited, recovered):
            raise ValueError(f"by={names} holds {name!r}, which is not known before the visit")
        tables.check_labels(trial[name], name=repr(name), mend="Name the group.")
    was = flags.happened(trial, visited, who="the visited")
    money = pd.Series(tables.column(trial, recovered, least=0), trial.index)
    tables.number("cost", cost, least=0)
    keys = [trial[name] for name in names]
    # The mean of nobody is missing in the other arm: each arm is grouped by itself.
    sizes = money.groupby(keys, observed=True).size()
    arms = [money[was == arm].groupby([k[was == arm] for k in keys], observed=True)
            for arm in (0, 1)]  # fmt: skip
    n0, n1 = (arm.size().reindex(sizes.index, fill_value=0) for arm in arms)
    few = ((n0 < 2) | (n1 < 2)).to_numpy()
    if few.any():
        mend = "Make larger groups."
        raise tables.bad_rows(sizes.index, few, "fewer than two are visited, or not,", mend)
    squared0, squared1 = (arm.var() / arm.size() for arm in arms)
    # Welch's degrees of freedom; where nobody differs there is no error, whatever they are.
    squared = squared0 + squared1
    below = squared0**2 / (n0 - 1) + squared1**2 / (n1 - 1)
    freedom = (squared**2 / below.where(below > 0, 1.0)).where(below > 0, 1.0)
    t = stdtrit(freedom, (1 + tables.confidence(confidence)) / 2)
    estimate = arms[1].mean() - arms[0].mean() - cost
    away = t * np.sqrt(squared)
    table = pd.DataFrame(
        {
            "customers": sizes,
            "estimate": estimate,
            "low": estimate - away,
            "high": estimate + away,
        }
    )
    clear = [table["low"] > 0, table["high"] < 0]
    return table.assign(action=np.select(clear, ["visit", "leave alone"], "test more"))


def expected_money(
    trial: pd.DataFrame,
    accounts: pd.DataFrame,
    *,
    visited: str,
    paid: str,
    amount: str,
    traits: list[str],
) -> pd.DataFrame:
    """What money is to be expected from a visit to each account?

    Two logits on the traits, one of the visited of the trial and one of the others, say how likely
    an account is to pay with a visit and without.

    Parameters
    ----------
    trial : DataFrame
        One row an account of a trial in which a lot decided who was visited.
    accounts : DataFrame
        One row an account that could be visited now, with `amount` and `traits`.
    visited, paid : str
        Columns of 1 and 0 of the trial.
    amount : str
        Column of what is open, in money, of both tables; it is also taken as a trait (its
        logarithm).
    traits : list of str
        Columns of words or numbers of both tables, known before the visit.

    Returns
    -------
    DataFrame
        One row an account: chance_alone, chance_visited (0 to 1), expected_loss (of the money open,
        without a visit), expected_gain (of a visit, before its cost; below 0 where visits do harm).

    Raises
    ------
    ValueError
        In an arm of the trial everybody paid or nobody, or a group that the trial does not know.

    References
    ----------
    Two models, one an arm: Künzel, S. R. and others (2019). Metalearners for estimating
    heterogeneous treatment effects. PNAS 116(10), 4156-4165 (the T-learner).

    Examples
    --------
    >>> trial = pd.DataFrame({
    ...     "kind": ["shop", "home"] * 8, "amount": 500.0, "visited": [1, 1, 0, 0] * 4,
    ...     "paid": [1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0],
    ... })
    >>> now = pd.DataFrame({"kind": ["shop", "home"], "amount": [900.0, 300.0]}, index=["a", "b"])
    >>> found = expected_money(
    ...     trial, now, visited="visited", paid="paid", amount="amount", traits=["kind"])
    >>> found["expected_gain"].round(0).to_dict()
    {'a': 333.0, 'b': 39.0}
    """
    traits = tables.column_names("traits", traits)
    was, came = _checked_trial(trial, visited, paid, amount, traits)
    tables.check_columns(accounts, [amount, *traits], name="accounts")
    tables.check_each_once(accounts.index, name="accounts", row="account")
    money = tables.column(accounts, amount, above=0)
    for trait in traits:
        if not pd.api.types.is_any_real_numeric_dtype(trial[trait]):
            new = ~accounts[trait].isin(trial[trait])
            if new.any():
                mend = "No visit was tried there."
                raise tables.bad_rows(accounts.index, new, f"{trait!r} is new to the trial", mend)
    return _expected(trial, was, came, accounts, money, amount, traits)


def out_of_fold_money(
    trial: pd.DataFrame,
    *,
    visited: str,
    paid: str,
    amount: str,
    traits: list[str],
    folds: int = 10,
    seed: int,
) -> pd.DataFrame:
    """What was to be expected from a visit to each account of the trial, judged by the others?

    For `order_values`: an order must not be measured on the accounts that it was learned from.

    Parameters
    ----------
    trial, visited, paid, amount, traits
        As for `expected_money`.
    folds : int
        2 or more.
    seed : int
        Of the lot that makes the folds.

    Returns
    -------
    DataFrame
        As `expected_money`, by account of the trial.

    Examples
    --------
    >>> trial = pd.DataFrame({
    ...     "kind": ["shop", "home"] * 8, "amount": 500.0, "visited": [1, 1, 0, 0] * 4,
    ...     "paid": [1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0],
    ... })
    >>> asked = {"visited": "visited", "paid": "paid", "amount": "amount", "traits": ["kind"]}
    >>> found = out_of_fold_money(trial, folds=2, seed=1, **asked)
    >>> found.index.equals(trial.index)
    True
    """
    from sklearn.model_selection import StratifiedKFold

    traits = tables.column_names("traits", traits)
    was, came = _checked_trial(trial, visited, paid, amount, traits)
    cell = 2 * was + came
    fewest = int(cell.value_counts().min())
    if tables.whole("folds", folds, least=2) > fewest:
        raise ValueError(
            f"{fewest} accounts of the rarest kind (visited or not, paid or not) cannot be spread "
            f"over {folds} folds: use fewer folds, or more accounts"
        )
    split = StratifiedKFold(folds, shuffle=True, random_state=tables.seed(seed))
    parts = []
    for learned, judged in split.split(cell.to_frame(), cell):
        others, these = trial.iloc[learned], trial.iloc[judged]
        money = these[amount].to_numpy(dtype=float)
        one = _expected(others, was.iloc[learned], came.iloc[learned], these, money, amount, traits)
        parts.append(one.set_axis(pd.Index(judged), axis=0))
    return pd.concat(parts).sort_index().set_axis(trial.index, axis=0)


def order_values(
    trial: pd.DataFrame,
    *,
    orders: Sequence[str],
    visited: str,
    recovered: str,
    visits: int,
    accounts: int,
    cost: float = 0.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What would so many visits bring, by each order of who comes first?

    Of the trial the same share comes first as of the accounts. Among them a lot decided who was
    visited, so the difference of their means is what a visit brings in that order.

    Parameters
    ----------
    trial : DataFrame
        One row an account of a trial in which a lot decided who was visited.
    orders : list of str
        Its columns by which the accounts may be ordered, the highest first; each learned without
        the account itself, or needing no learning, such as the amount. Of equal values that the
        end cuts through, each counts for the same part.
    visited, recovered : str
        As for `visit_values`.
    visits, accounts : int
        How many visits there are, for how many accounts.
    cost : float
        Of a visit, in the same money.

    Returns
    -------
    DataFrame
        One row an order: customers (of the trial, who come first), estimate (money of all visits
        together, after their cost), low, high (normal).

    Raises
    ------
    ValueError
        More visits than accounts, or fewer than two visited or two others among the first.

    Examples
    --------
    >>> trial = pd.DataFrame({
    ...     "amount": [900.0, 800, 700, 600, 90, 80, 70, 60], "visited": [1, 0] * 4,
    ...     "recovered": [900.0, 0, 700, 600, 90, 0, 70, 0],
    ... })
    >>> order_values(trial, orders=["amount"], visited="visited", recovered="recovered",
    ...              visits=10, accounts=20)[["customers", "estimate"]]
    ... # doctest: +NORMALIZE_WHITESPACE
            customers  estimate
    order
    amount        4.0    5000.0
    """
    found = _first(trial, orders, visited, recovered, visits, accounts, cost)
    return _with_ends(found, list(found), confidence).rename_axis("order")


def order_differences(
    trial: pd.DataFrame,
    *,
    orders: Sequence[str],
    against: str,
    visited: str,
    recovered: str,
    visits: int,
    accounts: int,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much more would so many visits bring by one order than by another?

    Parameters
    ----------
    trial, orders, visited, recovered, visits, accounts
        As for `order_values`; the cost is the same for all orders.
    against : str
        The order, one of them, that is compared with each of the others.

    Returns
    -------
    DataFrame
        One row another order: estimate (money of `against` less that of the other), low, high:
        paired, since accounts that come first in both orders add nothing to the width.

    Examples
    --------
    >>> trial = pd.DataFrame({
    ...     "amount": [900.0, 800, 700, 600, 90, 80, 70, 60], "visited": [1, 0] * 4,
    ...     "risk": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    ...     "recovered": [900.0, 0, 700, 600, 90, 0, 70, 0],
    ... })
    >>> order_differences(trial, orders=["amount", "risk"], against="amount", visited="visited",
    ...                   recovered="recovered", visits=10, accounts=20)["estimate"].to_dict()
    {'risk': 4200.0}
    """
    found = _first(trial, orders, visited, recovered, visits, accounts, 0.0)
    tables.option("against", against, list(found))
    if len(found) < 2:
        raise ValueError(f"orders has nothing but {against!r}: nothing to compare it with")
    best, moved, n = found.pop(against)
    more = {name: (best - value, moved - moves, n) for name, (value, moves, _) in found.items()}
    table = _with_ends(more, list(more), confidence).rename_axis("order")
    return table.drop(columns="customers")


def _checked_trial(
    trial: pd.DataFrame, visited: str, paid: str, amount: str, traits: list[str]
) -> tuple[pd.Series, pd.Series]:
    tables.check_columns(trial, [visited, paid, amount, *traits], name="trial")
    for name in (visited, paid, amount):
        if name in traits:
            raise ValueError(f"traits={traits} holds {name!r}: traits are what was known before")
    was = flags.happened(trial, visited, who="the visited")
    came = flags.happened(trial, paid, who="those who paid")
    tables.column(trial, amount, above=0)
    for arm, what in ((1, "visited"), (0, "others")):
        if came[was == arm].nunique() < 2:
            raise ValueError(f"among the {what} of the trial nobody paid, or everybody: no model")
    for trait in traits:
        if pd.api.types.is_any_real_numeric_dtype(trial[trait]):
            tables.column(trial, trait)
        else:
            tables.check_labels(trial[trait], name=repr(trait), mend="Name the group.")
    return was, came


def _expected(
    trial: pd.DataFrame,
    was: pd.Series,
    came: pd.Series,
    accounts: pd.DataFrame,
    money: np.ndarray,
    amount: str,
    traits: list[str],
) -> pd.DataFrame:
    from sklearn.linear_model import LogisticRegression

    seen = _numbers(trial, trial, amount, traits)
    now = _numbers(accounts, trial, amount, traits)
    chance = {}
    for arm in (0, 1):
        rows = (was == arm).to_numpy()
        line = LogisticRegression(max_iter=1000).fit(seen[rows], came.to_numpy()[rows])
        chance[arm] = line.predict_proba(now)[:, 1]
    return pd.DataFrame(
        {
            "chance_alone": chance[0],
            "chance_visited": chance[1],
            "expected_loss": (1 - chance[0]) * money,
            "expected_gain": (chance[1] - chance[0]) * money,
        },
        index=accounts.index,
    )


def _numbers(
    table: pd.DataFrame, known: pd.DataFrame, amount: str, traits: list[str]
) -> np.ndarray:
    """Words as columns of 0 and 1, numbers in standard deviations of the trial."""
    log = {"known": np.log(known[amount]), "now": np.log(table[amount])}
    columns = [(log["now"] - log["known"].mean()) / (log["known"].std() or 1.0)]
    for trait in traits:
        values = table[trait]
        if pd.api.types.is_any_real_numeric_dtype(values):
            spread = known[trait].std()
            columns.append((values - known[trait].mean()) / (spread if spread > 0 else 1.0))
        else:
            columns += [(values == word).astype(float) for word in sorted(known[trait].unique())]
    return np.column_stack(columns).astype(float)


def _first(
    trial: pd.DataFrame,
    orders: Sequence[str],
    visited: str,
    recovered: str,
    visits: int,
    accounts: int,
    cost: float,
) -> dict[str, tuple[float, np.ndarray, float]]:
    """Of each order: its money, by how much each account moves that, and how many come first."""
    names = tables.column_names("orders", orders)
    tables.check_columns(trial, [visited, recovered, *names], name="trial")
    was = flags.happened(trial, visited, who="the visited").to_numpy()
    money = tables.column(trial, recovered, least=0).astype(float)
    tables.number("cost", cost, least=0)
    number = tables.whole("visits", visits, least=1)
    share = number / tables.whole("accounts", accounts, least=1)
    if share > 1:
        raise ValueError(f"visits={visits} are more than the {accounts} accounts: no order needed")
    found = {}
    for name in names:
        score = tables.column(trial, name).astype(float)
        _, which, sizes = np.unique(-score, return_inverse=True, return_counts=True)
        start = (np.cumsum(sizes) - sizes)[which]
        part = np.clip((share * len(score) - start) / sizes[which], 0, 1)
        arms = [part * was, part * (1 - was)]
        if any((arm > 0).sum() < 2 for arm in arms):
            raise ValueError(
                f"among the first {part.sum():.0f} of the trial by {name!r} fewer than two were "
                "visited, or not: more visits, or a larger trial"
            )
        means = [float((arm * money).sum() / arm.sum()) for arm in arms]
        each = [arm * (money - mean) / arm.sum() for arm, mean in zip(arms, means, strict=True)]
        value = number * (means[0] - means[1] - cost)
        found[name] = (value, number * (each[0] - each[1]), float(part.sum()))
    return found


def _with_ends(
    found: dict[str, tuple[float, np.ndarray, float]], names: list[str], confidence: float
) -> pd.DataFrame:
    from scipy.special import ndtri

    z = float(ndtri((1 + tables.confidence(confidence)) / 2))
    rows = []
    for value, moves, n in found.values():
        away = z * float(np.sqrt((moves**2).sum()))
        rows.append([n, value, value - away, value + away])
    return pd.DataFrame(rows, index=names, columns=["customers", "estimate", "low", "high"])
