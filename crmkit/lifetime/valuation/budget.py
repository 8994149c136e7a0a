"""Where does the next unit of money bring more? Spending moved in steps until the returns meet.

What a step brings is measured where a lot decided how much was spent: in shops, cities or weeks.
"""

from collections.abc import Mapping
from typing import cast

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["marginal_returns", "move_in_steps"]


def marginal_returns(
    outcomes: pd.DataFrame, *, spend: str, value: str, confidence: float = 0.95
) -> pd.DataFrame:
    """What did each step of spending bring, a unit of money, over the step below?

    (mean value at this spend - mean value at the spend below) / (this spend - the spend below).
    It says what spending does if a lot decided who spent how much; if not, it may be that money
    went to where much was to be had anyway.

    Parameters
    ----------
    outcomes : DataFrame
        One row a shop, city or week, two or more of each spend.
    spend, value : str
        Its columns: what was spent there (one of a few steps, 0 or more), and what came of it, not
        less the spend; in the same unit of money.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a spend above the lowest (index `spend`), rising: units (rows of this spend),
        added_spend and added_value (over the spend below, a unit), estimate (the second by the
        first: 1.2 means that the last 100 of money brought 120), standard_error, low and high
        (Welch's interval).

    Raises
    ------
    ValueError
        One spend only, a spend of one row, spends that differ by rounding alone, or numbers
        missing.

    References
    ----------
    Welch (1947), The generalization of "Student's" problem when several different population
    variances are involved, Biometrika 34(1-2).

    Examples
    --------
    >>> shops = pd.DataFrame({"spend": [0, 0, 10, 10, 20, 20], "sales": [5, 7, 30, 32, 36, 38]})
    >>> marginal_returns(shops, spend="spend", value="sales")["estimate"].to_list()
    [2.5, 0.6]
    """
    from scipy.stats import t

    tables.check_columns(outcomes, [spend, value], name="outcomes")
    if spend == value:
        raise ValueError(f"spend and value are the same column, {spend!r}: name two")
    tables.confidence(confidence)
    spent = tables.numbers(outcomes[spend], name=repr(spend), least=0)
    brought = pd.Series(tables.numbers(outcomes[value], name=repr(value)).astype(float))
    groups = brought.groupby(spent)
    size, mean, variance = groups.size(), groups.mean(), groups.var()
    if len(size) < 2:
        raise ValueError(f"all of {spend!r} is {spent[0]:g}: a step needs two spends to compare")
    if (size < 2).any():
        alone = size.index[size < 2].tolist()
        raise ValueError(
            f"{len(alone)} spend(s) have one row only; first: {alone[:3]}. Give two or more of "
            "each, or round the spends to a few steps"
        )
    added_spend = np.diff(size.index.to_numpy(float))
    near = np.flatnonzero(added_spend <= 1e-9 * size.index[-1])
    if len(near):
        pairs = [size.index[at : at + 2].tolist() for at in near[:3]]
        raise ValueError(
            f"{len(near)} pair(s) of spends in {spend!r} are the same but for their last digits; "
            f"first: {pairs}. Round the spends, e.g. with .round(2)"
        )
    noise = (variance / size).to_numpy()
    both = noise[1:] + noise[:-1]
    # Welch's degrees of freedom have no unit: without it, no square runs over.
    unit = noise.max() or 1.0
    each = (noise / unit) ** 2 / (size.to_numpy() - 1)
    known = both > 0
    freedom = np.divide(
        (both / unit) ** 2, each[1:] + each[:-1], out=np.ones_like(both), where=known
    )
    reach = np.where(known, t.ppf((1 + confidence) / 2, freedom), 0.0)
    added_value = np.diff(mean.to_numpy())
    estimate, error = added_value / added_spend, np.sqrt(both) / added_spend
    return pd.DataFrame(
        {
            "units": size.to_numpy()[1:],
            "added_spend": added_spend,
            "added_value": added_value,
            "estimate": estimate,
            "standard_error": error,
            "low": estimate - reach * error,
            "high": estimate + reach * error,
        },
        index=pd.Index(size.index[1:], name="spend"),
    )


def move_in_steps(
    returns: Mapping[str, pd.DataFrame], *, start: Mapping[str, float], confidence: float = 0.95
) -> pd.DataFrame:
    """Where do two budgets stand when no step of money would bring more on the other side?

    Each move takes the last step from one side and gives it to the other, as long as the step
    given brings more than the step taken. Where returns fall with every step no split of the same
    money is then better; where one does not, a better one may lie beyond.

    Parameters
    ----------
    returns : mapping of DataFrame
        Name of a side to its table of `marginal_returns`: two sides, with the same added_spend
        everywhere.
    start : mapping of float
        What is spent on each side now: 0 below its first step, or a spend of its table.
    confidence : float
        Of the intervals of the gain, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a move (index `move`, from 1; none where the start is the best): what is then spent
        on each side (columns named after them), given_to (side), last_return (of the step taken
        away), next_return (of the step given), and gain with low and high (money a unit, the steps
        of both sides measured apart from one another). An interval that holds 0 says that the move
        is not proven.

    Raises
    ------
    ValueError
        Not two sides, a table whose spends do not rise by its steps, steps of different sizes, or a
        start that is no step.

    Examples
    --------
    >>> shops = pd.DataFrame({"spend": [0, 0, 10, 10, 20, 20], "sales": [5, 7, 30, 32, 36, 38]})
    >>> others = shops.assign(sales=[1, 3, 18, 20, 32, 34])
    >>> returns = {name: marginal_returns(table, spend="spend", value="sales")
    ...            for name, table in (("old", shops), ("new", others))}
    >>> moves = move_in_steps(returns, start={"old": 20, "new": 0})
    >>> moves[["old", "new", "last_return", "next_return", "gain"]].iloc[0].to_list()
    [10.0, 10.0, 0.6, 1.7, 11.0]
    """
    from scipy.stats import norm

    tables.confidence(confidence)
    if not isinstance(returns, Mapping) or len(returns) != 2:
        raise ValueError("returns must name two sides, each with its table of marginal_returns")
    said = ["given_to", "last_return", "next_return", "gain", "low", "high"]
    if set(returns) & {*said, "move"}:
        raise ValueError(f"call the sides neither of {['move', *said]}: so is the result called")
    size = _step(returns)
    if not isinstance(start, Mapping) or set(start) != set(returns):
        raise ValueError(f"start must say what is spent on each of {list(returns)}")
    # Steps already given to each side; its next return is the row of that number.
    given = {name: _steps_given(name, start[name], table) for name, table in returns.items()}
    wide = norm.ppf((1 + confidence) / 2)
    one, other = returns
    moves: list[dict[str, object]] = []
    for to, source in ((one, other), (other, one)):
        while given[source] > 0 and given[to] < len(returns[to]):
            last, more = returns[source].iloc[given[source] - 1], returns[to].iloc[given[to]]
            difference = more["estimate"] - last["estimate"]
            if difference <= 0:
                break
            reach = wide * np.hypot(last["standard_error"], more["standard_error"])
            given[to], given[source] = given[to] + 1, given[source] - 1
            now = {name: _spend(returns[name], steps) for name, steps in given.items()}
            moves.append(
                {
                    **now,
                    "given_to": to,
                    "last_return": last["estimate"],
                    "next_return": more["estimate"],
                    "gain": size * difference,
                    "low": size * (difference - reach),
                    "high": size * (difference + reach),
                }
            )
        if moves:
            break
    index = pd.RangeIndex(1, len(moves) + 1, name="move")
    return pd.DataFrame(moves, index=index, columns=[one, other, *said])


def _step(returns: Mapping[str, pd.DataFrame]) -> float:
    """The one size of all steps."""
    for name, table in returns.items():
        needed = ["added_spend", "estimate", "standard_error"]
        tables.check_columns(
            table, needed, name=repr(name), mend="Give tables of marginal_returns."
        )
        tables.numbers(table["added_spend"], name=f"'added_spend' of {name!r}", above=0)
        tables.numbers(table["estimate"], name=f"'estimate' of {name!r}")
        tables.numbers(table["standard_error"], name=f"'standard_error' of {name!r}", least=0)
        index = table.index.to_series()
        spends = tables.numbers(index, name=f"the index (spend) of {name!r}", least=0)
        steps = table["added_spend"].to_numpy(float)
        if not np.allclose(np.diff(spends), steps[1:], atol=0):
            raise ValueError(
                f"the spends of {name!r}, {spends.tolist()}, do not rise by its added_spend, "
                f"{steps.tolist()}: give all rows of marginal_returns, as they came"
            )
    sizes = np.concatenate([table["added_spend"].to_numpy(float) for table in returns.values()])
    if not np.allclose(sizes, sizes[0], atol=0):
        raise ValueError(
            f"steps of {sizes.min():g} to {sizes.max():g}: money moves in steps of one size. "
            "Measure both sides at the same distances"
        )
    return float(sizes[0])


def _spend(table: pd.DataFrame, steps: int) -> float:
    spends = [table.index[0] - table["added_spend"].iloc[0], *table.index]
    return cast(float, spends[steps])


def _steps_given(name: str, spend: float, table: pd.DataFrame) -> int:
    now = tables.number(f"start[{name!r}]", spend, least=0)
    spends = [float(_spend(table, steps)) for steps in range(len(table) + 1)]
    here = np.isclose(spends, now, rtol=0, atol=1e-6 * (spends[1] - spends[0]))
    if not here.any():
        raise ValueError(f"start[{name!r}]={spend!r} was not measured; the spends are {spends}")
    return int(np.flatnonzero(here)[0])
