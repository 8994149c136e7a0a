"""Regression to the mean: the lowest rise and the highest fall, though nobody does anything.

Who is lowest in one period had bad luck as well as little taste for the shop; luck does not
repeat. So a programme for the lowest seems to work. What it did is seen against a control group
drawn by lot from the same lowest.
"""

import math

import numpy as np
import pandas as pd

from crmkit import flags, tables

__all__ = ["against_control", "by_first_half"]


def by_first_half(
    customers: pd.DataFrame,
    *,
    before: str,
    after: str,
    groups: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How do customers change of whom nobody took care, from the lowest to the highest?

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    before, after : str
        Columns of money spent in an earlier and a later period of equal length, 0 or more.
    groups : int
        Groups of equal size by the earlier spending, 2 or more; ties are split by the order of
        the rows.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        One row a group (index `group`, 1 the lowest): customers, spend_before and spend_after
        (means), growth (later over earlier, less 1; NaN if the earlier is 0), expected (the later
        mean by the correlation of the halves) and low, high of the later mean (Student's t).

    Raises
    ------
    ValueError
        Fewer than two customers a group, or a column that is constant.

    References
    ----------
    Galton, F. (1886). Regression towards mediocrity in hereditary stature. Journal of the
    Anthropological Institute 15, 246-263. expected = mean_2 + r sd_2 / sd_1 (x - mean_1), x being
    the group's earlier mean and r the correlation of the two periods.

    Examples
    --------
    >>> people = pd.DataFrame({"h1": [0, 10, 20, 30], "h2": [10, 0, 30, 20]})
    >>> by_first_half(people, before="h1", after="h2", groups=2)[
    ...     ["spend_before", "spend_after", "growth", "expected"]].round(2).values.tolist()
    [[5.0, 5.0, 0.0, 9.0], [25.0, 25.0, 0.0, 21.0]]
    """
    from scipy.special import stdtrit

    one, two = _halves(customers, before, after)
    groups = tables.whole("groups", groups, least=2)
    if len(one) < 2 * groups:
        raise ValueError(f"{len(one)} customers make no {groups} groups of two: ask for fewer")
    for name, values in ((before, one), (after, two)):
        if values.min() == values.max():
            raise ValueError(f"{name!r} is the same for everybody: there is no lowest and highest")
    slope = float(np.corrcoef(one, two)[0, 1]) * two.std() / one.std()
    order = np.argsort(one, kind="stable")
    group = np.empty(len(one), dtype="int64")
    group[order] = np.arange(len(one)) * groups // len(one) + 1
    made = pd.DataFrame({"one": one, "two": two}).groupby(group)
    n, mean = made.size(), made.mean()
    share = (1 + tables.confidence(confidence)) / 2
    away = stdtrit(n - 1, share) * made["two"].std() / np.sqrt(n)
    return pd.DataFrame(
        {
            "customers": n,
            "spend_before": mean["one"],
            "spend_after": mean["two"],
            "growth": mean["two"] / mean["one"].where(mean["one"] > 0) - 1,
            "expected": two.mean() + slope * (mean["one"] - one.mean()),
            "low": mean["two"] - away,
            "high": mean["two"] + away,
        }
    ).rename_axis("group")


def against_control(
    customers: pd.DataFrame,
    *,
    before: str,
    after: str,
    treated: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What did a programme do: as it looks before and after, and against a control group?

    Parameters
    ----------
    customers, before, after, confidence
        As for `by_first_half`: the customers who were picked, such as the lowest tenth.
    treated : str
        Column of 0 and 1: which of them a lot gave the programme.

    Returns
    -------
    DataFrame
        Three rows, "treated, before and after", "control, before and after" and "treated less
        control": customers, estimate (change of money a customer), low, high (Student's t, in the
        last row Welch's).

    Raises
    ------
    ValueError
        Fewer than two treated or two others.

    Examples
    --------
    >>> lowest = pd.DataFrame(
    ...     {"h1": [5, 5, 5, 5], "h2": [30, 34, 28, 32], "mailed": [1, 1, 0, 0]})
    >>> against_control(lowest, before="h1", after="h2", treated="mailed")["estimate"].to_list()
    [27.0, 25.0, 2.0]
    """
    from scipy.special import stdtrit

    one, two = _halves(customers, before, after, treated)
    lot = flags.happened(customers, treated, who="those who were treated").to_numpy() == 1
    if min(lot.sum(), (~lot).sum()) < 2:
        raise ValueError(
            f"{lot.sum()} treated and {(~lot).sum()} others: without two of each, nothing says how "
            "customers vary; keep a control group by lot"
        )
    share = (1 + tables.confidence(confidence)) / 2
    change = two - one
    parts, rows = [], {}
    for name, there in (("treated", lot), ("control", ~lot)):
        mine = change[there]
        part = mine.var(ddof=1) / len(mine)
        parts.append((mine.mean(), part, len(mine)))
        away = stdtrit(len(mine) - 1, share) * math.sqrt(part)
        rows[f"{name}, before and after"] = (len(mine), mine.mean(), away)
    (mean, var, n), (mean_0, var_0, n_0) = parts
    away = 0.0
    if var + var_0 > 0:
        # By their ratio, since the square of a variance may be beyond all numbers.
        part = var / (var + var_0)
        df = 1 / (part**2 / (n - 1) + (1 - part) ** 2 / (n_0 - 1))
        away = stdtrit(df, share) * math.sqrt(var + var_0)
    rows["treated less control"] = (n + n_0, mean - mean_0, away)
    return pd.DataFrame(
        {
            "customers": [row[0] for row in rows.values()],
            "estimate": [float(row[1]) for row in rows.values()],
            "low": [float(row[1] - row[2]) for row in rows.values()],
            "high": [float(row[1] + row[2]) for row in rows.values()],
        },
        index=list(rows),
    )


def _halves(table: pd.DataFrame, before: str, after: str, *more: str) -> list[np.ndarray]:
    tables.check_columns(table, [before, after, *more], name="customers")
    if len({before, after, *more}) < 2 + len(more):
        raise ValueError(f"before, after and treated must differ, but are {[before, after, *more]}")
    return [tables.column(table, name, least=0).astype("float64") for name in (before, after)]
