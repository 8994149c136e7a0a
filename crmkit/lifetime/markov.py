"""Customers as a Markov chain: what is each state worth, and when should one stop mailing?

Pfeifer & Carraway (2000), Modeling customer relationships as Markov chains, Journal of Interactive
Marketing 14(2). A period is `period_days` long, a year unless told otherwise. Rewards come at the
start of a period; the value of a state is that of the rewards from now on.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit.money import DAYS_OF_A_YEAR

FORMER = "former"


def recency_chain(repurchase_probabilities: list[float]) -> pd.DataFrame:
    """How does a customer move between the states "bought r periods ago"?

    repurchase_probabilities: of a customer who bought 1, 2, ... periods ago, 0 to 1. One row a
    state now, one column a state next; "former" customers never come back. Who buys goes to 1, who
    does not goes one state on, from the last to former.

    >>> recency_chain([0.3, 0.2])
              1    2  former
    1       0.3  0.7     0.0
    2       0.2  0.0     0.8
    former  0.0  0.0     1.0
    """
    again = np.asarray(repurchase_probabilities, float)
    if again.ndim != 1 or not len(again) or not ((again >= 0) & (again <= 1)).all():
        raise ValueError(
            f"repurchase_probabilities={repurchase_probabilities!r} must be a list of shares "
            "between 0 and 1"
        )
    n = len(again)
    moves = np.zeros((n + 1, n + 1))
    moves[np.arange(n), np.arange(n) + 1] = 1 - again
    moves[:n, 0] += again
    moves[n, n] = 1
    states = [*range(1, n + 1), FORMER]
    return pd.DataFrame(moves, index=states, columns=states)


def recency_rewards(chain: pd.DataFrame, *, contribution: float, mailing_cost: float) -> pd.Series:
    """What does a customer in each state of a recency chain bring in a period?

    In state 1 he has just bought: contribution less the mailing to come. In the others only the
    mailing is spent, on former customers nothing. Money, by state.
    """
    rewards = pd.Series(-float(mailing_cost), index=chain.index)
    rewards.iloc[0] += contribution
    if FORMER in rewards.index:
        rewards[FORMER] = 0.0
    return rewards


def transition_matrix(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """What share of the customers of each state is in which state a period later?

    before, after: state by customer (index customer_id). Counts only customers in both; one row a
    state before, one column a state after; rows sum to 1. Raises ValueError where a state is
    reached that nobody left from: its own moves are unknown.

    >>> before = pd.Series(list("aabb"), index=range(4))
    >>> after = pd.Series(list("abbb"), index=range(4))
    >>> transition_matrix(before, after)  # doctest: +NORMALIZE_WHITESPACE
    after     a    b
    before
    a       0.5  0.5
    b       0.0  1.0
    """
    for name, states in (("before", before), ("after", after)):
        if not states.index.is_unique or states.isna().any():
            raise ValueError(f"{name} needs one state a customer, none missing or twice")
    both = before.rename("before").to_frame().join(after.rename("after"), how="inner")
    if both.empty:
        raise ValueError("no customer is in both Series")
    counts = pd.crosstab(both["before"], both["after"])
    unknown = counts.columns.difference(counts.index)
    if len(unknown):
        raise ValueError(
            f"nobody began in state(s) {list(unknown)}, so where they lead is unknown; add "
            "customers who began there"
        )
    counts = counts.reindex(columns=counts.index, fill_value=0).rename_axis(columns="after")
    return counts.div(counts.sum(axis=1), axis=0)


def state_values(
    chain: pd.DataFrame,
    rewards: pd.Series,
    *,
    annual_discount_rate: float,
    horizon_periods: int | None = None,
    period_days: float = 365.25,
) -> pd.Series:
    """What is a customer in each state worth?

    chain: one row a state, one column a state next, rows sum to 1. rewards: money a period by
    state. The sum over t of (P / (1 + d))^t R: for t = 0 to horizon_periods, or for ever, then
    (I - P / (1 + d))^-1 R, which needs a rate above 0. Money by state.

    >>> chain = recency_chain([0.3, 0.2, 0.15, 0.05])
    >>> rewards = recency_rewards(chain, contribution=40, mailing_cost=4)
    >>> state_values(chain, rewards, annual_discount_rate=0.2, horizon_periods=4).round(3).to_list()
    [50.115, 4.22, 0.592, -1.98, 0.0]
    """
    moves, reward = _checked(chain, rewards)
    share = _discount(annual_discount_rate, period_days)
    if horizon_periods is None:
        if annual_discount_rate == 0:
            raise ValueError("annual_discount_rate=0 needs horizon_periods: a sum without end")
        value = np.linalg.solve(np.eye(len(moves)) - share * moves, reward)
    else:
        value = reward
        for _ in range(_periods(horizon_periods)):
            value = reward + share * moves @ value
    return pd.Series(value, index=chain.index, name="value")


class Policy(NamedTuple):
    """What to do in each state, and what a customer in it is then worth."""

    table: pd.DataFrame
    rounds: int


def best_policy(
    actions: Mapping[str, tuple[pd.DataFrame, pd.Series]],
    *,
    annual_discount_rate: float,
    period_days: float = 365.25,
) -> Policy:
    """Which action is best in each state, for ever?

    actions: by name, its chain and its rewards, all over the same states. Policy iteration (Howard
    1960): value the present policy exactly, take the best action of each state, repeat until none
    changes. table: one row a state: action (of equals the one named first), value (money). rounds:
    how often the policy was valued.
    """
    if not actions:
        raise ValueError("actions is empty: name at least one")
    if not annual_discount_rate > 0:
        raise ValueError("annual_discount_rate must be above 0 to compare values for ever")
    share = _discount(annual_discount_rate, period_days)
    names = list(actions)
    states = actions[names[0]][0].index
    for name, (chain, _) in actions.items():
        if not chain.index.equals(states):
            raise ValueError(f"action {name!r} has other states than {names[0]!r}")
    pairs = [_checked(*actions[name]) for name in names]
    moves, reward = np.array([one for one, _ in pairs]), np.array([one for _, one in pairs])
    rows = np.arange(len(states))
    chosen, rounds = np.zeros(len(states), int), 0
    while True:
        value = np.linalg.solve(
            np.eye(len(rows)) - share * moves[chosen, rows], reward[chosen, rows]
        )
        rounds += 1
        worth = reward + share * moves @ value
        # Only a real gain changes an action, so that equals cannot go round for ever.
        gain = worth - worth[chosen, rows] > 1e-10 * (1 + np.abs(worth).max())
        better = np.where(gain.any(axis=0), worth.argmax(axis=0), chosen)
        if (better == chosen).all():
            table = pd.DataFrame({"action": np.array(names)[chosen], "value": value}, index=states)
            return Policy(table, rounds)
        chosen = better


def when_to_stop(
    repurchase_probabilities: list[float],
    *,
    contribution: float,
    mailing_cost: float,
    annual_discount_rate: float,
    period_days: float = 365.25,
) -> Policy:
    """From which recency on does mailing a customer no longer pay?

    `best_policy` of "mail" and "stop" in a recency chain. Who is not mailed does not buy again and
    is a former customer from the next period on.

    >>> policy = when_to_stop([0.3, 0.2, 0.15, 0.05], contribution=40, mailing_cost=4,
    ...                       annual_discount_rate=0.2)
    >>> policy.table["action"].to_dict()
    {1: 'mail', 2: 'mail', 3: 'mail', 4: 'stop', 'former': 'stop'}
    """
    chain = recency_chain(repurchase_probabilities)
    gone = pd.DataFrame(0.0, index=chain.index, columns=chain.columns).assign(**{FORMER: 1.0})
    # "stop" comes first: where mailing brings nothing more, it is not done.
    return best_policy(
        {
            "stop": (gone, recency_rewards(chain, contribution=contribution, mailing_cost=0)),
            "mail": (
                chain,
                recency_rewards(chain, contribution=contribution, mailing_cost=mailing_cost),
            ),
        },
        annual_discount_rate=annual_discount_rate,
        period_days=period_days,
    )


def migration(
    chain: pd.DataFrame,
    customers: pd.Series,
    *,
    periods: int,
    new_customers: pd.Series | None = None,
) -> pd.DataFrame:
    """How many customers will be in each state, period by period?

    customers: how many are in each state now (states left out: none). new_customers: how many
    arrive in each state in each later period. One row a period (0: now), one column a state;
    expected numbers, customers are conserved.

    >>> migration(
    ...     recency_chain([0.3, 0.2]), pd.Series({1: 100.0}), periods=2
    ... )  # doctest: +NORMALIZE_WHITESPACE
                1     2  former
    period
    0       100.0   0.0     0.0
    1        30.0  70.0     0.0
    2        23.0  21.0    56.0
    """
    moves, _ = _checked(chain, pd.Series(0.0, index=chain.index))
    present = _counts(chain, customers, "customers")
    arriving = 0.0 if new_customers is None else _counts(chain, new_customers, "new_customers")
    rows = [present]
    for _ in range(_periods(periods)):
        rows.append(rows[-1] @ moves + arriving)
    return pd.DataFrame(rows, columns=chain.columns).rename_axis("period")


def _checked(chain: pd.DataFrame, rewards: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    if not chain.index.is_unique or not chain.index.equals(chain.columns):
        raise ValueError(
            "a chain has the same states as rows and as columns, in one order; found "
            f"{list(chain.index)} and {list(chain.columns)}"
        )
    moves = chain.to_numpy(float)
    wrong = ~(np.isclose(moves.sum(axis=1), 1, atol=1e-9) & (moves >= 0).all(axis=1))
    if wrong.any():
        raise ValueError(
            f"the row(s) of state(s) {list(chain.index[wrong])} are no probabilities: they must "
            "be 0 or more and sum to 1"
        )
    missing = chain.index.difference(rewards.index, sort=False)
    reward = rewards.reindex(chain.index).to_numpy(float)
    if len(missing) or not np.isfinite(reward).all():
        named = list(chain.index[~np.isfinite(reward)])
        raise ValueError(f"rewards has no number for state(s) {named}")
    return moves, reward


def _counts(chain: pd.DataFrame, customers: pd.Series, name: str) -> np.ndarray:
    unknown = [state for state in customers.index if state not in chain.index]
    if unknown or not customers.index.is_unique:
        raise ValueError(
            f"{name} has state(s) {unknown} that are not {list(chain.index)}, or twice"
        )
    counts = customers.reindex(chain.index).fillna(0.0).to_numpy(float)
    if (counts < 0).any():
        raise ValueError(f"{name} must not be negative")
    return counts


def _periods(periods: int) -> int:
    if periods < 0 or periods % 1 != 0:
        raise ValueError(f"{periods!r} periods: must be a whole number, 0 or more")
    return int(periods)


def _discount(annual_discount_rate: float, period_days: float) -> float:
    if not (math.isfinite(annual_discount_rate) and annual_discount_rate >= 0):
        raise ValueError(
            f"annual_discount_rate={annual_discount_rate!r} must be 0 or more (.10 = 10 % a year)"
        )
    if not (math.isfinite(period_days) and period_days > 0):
        raise ValueError(f"period_days={period_days!r} must be a positive number of days")
    return (1 + annual_discount_rate) ** (-period_days / DAYS_OF_A_YEAR)
