"""What to do with a customer in each state: all policies, the long run, the price of impatience.

Actions are given as to `markov.best_policy`: by name, the chain of moves from state to state and
the reward of each state in the period in which the action is taken.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.lifetime import markov

__all__ = ["LongRun", "actions_by_rate", "all_policies", "flip_rates", "long_run"]

Actions = Mapping[str, tuple[pd.DataFrame, pd.Series]]


class LongRun(NamedTuple):
    """What a chain brings a period in the end, and how much better it is to begin in each state."""

    gain: float
    relative: pd.Series


def long_run(chain: pd.DataFrame, rewards: pd.Series) -> LongRun:
    """What does a chain bring a period in the long run, wherever it begins?

    Howard's equations g + v = R + P v, with v = 0 in the last state.

    Parameters
    ----------
    chain : DataFrame
        P: one row a state, one column a state next, rows sum to 1.
    rewards : Series
        R: money a period, by state.

    Returns
    -------
    LongRun
        gain: money a period. relative: by state, how much more is earned in all, ever, by a start
        there than by one in the last state.

    Raises
    ------
    ValueError
        For a chain that cannot be, or one of parts that never meet, or hardly ever: each has a
        gain of its own.

    References
    ----------
    Howard, R. A. (1960). Dynamic Programming and Markov Processes, MIT Press, eq. (4.1).

    Examples
    --------
    >>> chain = pd.DataFrame([[0.5, 0.5], [0.4, 0.6]], index=["good", "bad"])
    >>> found = long_run(chain.set_axis(chain.index, axis=1), pd.Series({"good": 6, "bad": -3}))
    >>> round(found.gain, 3), found.relative.round(3).to_dict()
    (1.0, {'good': 10.0, 'bad': 0.0})
    """
    moves, reward = markov.checked(chain, rewards)
    # The unknowns: v of all states but the last, then g.
    known = np.eye(len(moves)) - moves
    known[:, -1] = 1.0
    if np.linalg.matrix_rank(known, tol=1e-9) < len(moves):
        raise ValueError(
            "the chain falls into parts that never meet, or hardly ever, each with a gain of its "
            "own: look at one part at a time"
        )
    found = np.linalg.solve(known, reward)
    return LongRun(float(found[-1]), pd.Series([*found[:-1], 0.0], index=chain.index))


def all_policies(
    actions: Actions,
    counts: pd.Series,
    *,
    annual_discount_rate: float,
    period_days: float = money.DAYS_OF_A_YEAR,
) -> pd.DataFrame:
    """What is every possible policy worth, for the customers that we have?

    Parameters
    ----------
    actions : mapping
        As for `markov.best_policy`.
    counts : Series
        Customers in each state now; states left out have none.
    annual_discount_rate : float
        Above 0.
    period_days : float
        Length of a period in days.

    Returns
    -------
    DataFrame
        One row a policy, the most valuable first: the action of each state, reward_now (money of
        this period) and value (money of today of all periods).

    Raises
    ------
    ValueError
        More than 10,000 policies: `markov.best_policy` finds the best without trying all. Nobody
        in any state; a state called as a column of the result.

    Examples
    --------
    >>> states = ["good", "bad"]
    >>> chain = [pd.DataFrame(p, states, states)
    ...          for p in ([[0.5, 0.5], [0.4, 0.6]], [[0.8, 0.2], [0.7, 0.3]])]
    >>> toys = {"wait": (chain[0], pd.Series({"good": 6, "bad": -3})),
    ...         "act": (chain[1], pd.Series({"good": 4, "bad": -5}))}
    >>> all_policies(toys, pd.Series({"bad": 1}), annual_discount_rate=0.1).round(1)
       good   bad  reward_now  value
    0   act   act        -5.0   14.3
    1   act  wait        -3.0   11.0
    2  wait   act        -5.0   10.2
    3  wait  wait        -3.0    6.6
    """
    names, states, moves, reward = stacked(actions)
    if len(names) ** len(states) > 10_000:
        raise ValueError(
            f"{len(names)} actions in {len(states)} states make {len(names) ** len(states):,} "
            "policies: use markov.best_policy, which need not try them all"
        )
    here = markov.by_state(actions[names[0]][0], counts, "counts")
    if not here.any():
        raise ValueError("counts has nobody in any state, so that no policy is worth anything")
    taken = [state for state in ("reward_now", "value") if state in states]
    if taken:
        raise ValueError(f"call no state {taken}: this is a column of the result")
    share = markov.discount_factor(_positive(annual_discount_rate), period_days)
    chosen = np.array(list(product(range(len(names)), repeat=len(states))))
    rows = np.arange(len(states))
    now = reward[chosen, rows]
    value = np.linalg.solve(np.eye(len(rows)) - share * moves[chosen, rows], now[..., None])[..., 0]
    table = pd.DataFrame(np.array(names, dtype=object)[chosen], columns=list(states))
    table["reward_now"], table["value"] = now @ here, value @ here
    return table.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def actions_by_rate(
    actions: Actions,
    *,
    annual_discount_rates: Sequence[float],
    period_days: float = money.DAYS_OF_A_YEAR,
) -> pd.DataFrame:
    """What is best in each state, for a patient and for an impatient owner?

    Parameters
    ----------
    actions, period_days
        As for `markov.best_policy`.
    annual_discount_rates : sequence of float
        Each above 0.

    Returns
    -------
    DataFrame
        One row a rate, one column a state: the best action.
    """
    rates = tables.listed_once("annual_discount_rates", annual_discount_rates)
    if not rates:
        raise ValueError("annual_discount_rates is empty: name at least one, e.g. 0.1")
    names, states, moves, reward = stacked(actions)
    shares = [markov.discount_factor(_positive(rate), period_days) for rate in rates]
    chosen, _, _ = markov.policy_iteration(moves, reward, np.array(shares))
    index = pd.Index(rates, name="annual_discount_rate")
    return pd.DataFrame(np.array(names, dtype=object)[chosen], index=index, columns=states)


def flip_rates(
    actions: Actions,
    *,
    most: float = 20.0,
    period_days: float = money.DAYS_OF_A_YEAR,
) -> pd.DataFrame:
    """At which discount rate does the best action of a state change: the price of impatience?

    Parameters
    ----------
    actions, period_days
        As for `markov.best_policy`.
    most : float
        The highest annual rate that is tried, above 0.001: 20 is 2,000 % a year.

    Returns
    -------
    DataFrame
        One row a change, in order of the rate: annual_discount_rate (exact to .002 % of it), state,
        patient (the best action below that rate) and impatient (above it). Changes that undo one
        another within 2 % of a rate are not seen.
    """
    most = tables.number("most", most, above=0.001)
    every = actions_by_rate(
        actions, annual_discount_rates=list(np.geomspace(0.001, most, 500)), period_days=period_days
    )
    found = []
    for state in every:
        for _, low, high in _changes(every[state]):
            between = actions_by_rate(
                actions, annual_discount_rates=list(np.linspace(low, high, 2001)),
                period_days=period_days,
            )  # fmt: skip
            found += [(at, state, *pair) for pair, _, at in _changes(between[state])]
    columns = ["annual_discount_rate", "state", "patient", "impatient"]
    table = pd.DataFrame(found, columns=columns)
    return table.sort_values("annual_discount_rate", ignore_index=True)


def _changes(best: pd.Series) -> list[tuple[tuple[str, str], float, float]]:
    """Where the best action changes: from which to which, between which two rates."""
    rates, actions = best.index.to_numpy(float), list(best)
    return [
        ((actions[at], actions[at + 1]), float(rates[at]), float(rates[at + 1]))
        for at in range(len(best) - 1)
        if actions[at] != actions[at + 1]
    ]


def stacked(actions: Actions) -> tuple[list[str], pd.Index, np.ndarray, np.ndarray]:
    """Names, states, and all chains and rewards as one array each, checked."""
    names, states = markov.same_states(actions)
    pairs = [markov.checked(*actions[name]) for name in names]
    return names, states, np.array([p for p, _ in pairs]), np.array([r for _, r in pairs])


def _positive(annual_discount_rate: float) -> float:
    return money.discount_rate(annual_discount_rate, positive=True)
