"""Customers as a Markov chain: what is each state worth, and when should one stop mailing?

Pfeifer & Carraway (2000), Modeling customer relationships as Markov chains, Journal of Interactive
Marketing 14(2). A period is `period_days` long, a year unless told otherwise. Rewards come at the
start of a period; the value of a state is that of the rewards from now on.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import money, tables

__all__ = [
    "FORMER",
    "Policy",
    "best_policy",
    "project",
    "recency_chain",
    "recency_rewards",
    "state_values",
    "transition_matrix",
    "when_to_stop",
]

FORMER = "former"


def recency_chain(repurchase_probabilities: list[float]) -> pd.DataFrame:
    """How does a customer move between the states "bought r periods ago"?

    Who buys goes to state 1, who does not goes one state on, from the last to "former"; former
    customers never come back.

    Parameters
    ----------
    repurchase_probabilities
        Of a customer who bought 1, 2, ... periods ago, 0 to 1.

    Returns
    -------
    One row a state now, one column a state next.

    Examples
    --------
    >>> recency_chain([0.3, 0.2])
              1    2  former
    1       0.3  0.7     0.0
    2       0.2  0.0     0.8
    former  0.0  0.0     1.0
    """
    name = "repurchase_probabilities"
    mend = "it must be a list of shares, one for each period since the last purchase"
    shares = tables.one_or_more(name, repurchase_probabilities, mend=mend)
    again = tables.numbers(shares, name=name, least=0, most=1, range_mend="E.g. 0.3 for 30 %.")
    n = len(again)
    moves = np.zeros((n + 1, n + 1))
    moves[np.arange(n), np.arange(n) + 1] = 1 - again
    moves[:n, 0] += again
    moves[n, n] = 1
    states = [*range(1, n + 1), FORMER]
    return pd.DataFrame(moves, index=states, columns=states)


def recency_rewards(chain: pd.DataFrame, *, contribution: float, mailing_cost: float) -> pd.Series:
    """What does a customer in each state of a recency chain bring in a period?

    A customer in state 1 has just bought: contribution less the mailing to come. In the others only
    the mailing is spent, on former customers nothing.

    Parameters
    ----------
    chain
        From `recency_chain`.
    contribution, mailing_cost
        Money, a purchase and a mailing.

    Returns
    -------
    Money by state.
    """
    tables.check_columns(chain, [], name="chain")
    tables.number("contribution", contribution)
    tables.number("mailing_cost", mailing_cost)
    rewards = pd.Series(-float(mailing_cost), index=chain.index)
    rewards.iloc[0] += contribution
    if FORMER in rewards.index:
        rewards[FORMER] = 0.0
    return rewards


def transition_matrix(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """What share of the customers of each state is in which state a period later?

    Parameters
    ----------
    before, after
        State by customer (index customer_id), none missing. Only customers in both count.

    Returns
    -------
    One row a state before, one column a state after; rows sum to 1.

    Raises
    ------
    ValueError
        Where a customer has two states or none, and where a state is reached that nobody left from:
        its own moves are unknown.

    Examples
    --------
    >>> before = pd.Series(list("aabb"), index=range(4))
    >>> after = pd.Series(list("abbb"), index=range(4))
    >>> transition_matrix(before, after)  # doctest: +NORMALIZE_WHITESPACE
    after     a    b
    before
    a       0.5  0.5
    b       0.0  1.0
    """
    for name, states in (("before", before), ("after", after)):
        tables.check_series(states, name=name)
        tables.check_each_once(states.index, name=name)
        if states.isna().any():
            raise tables.bad_rows(states.index, states.isna(), f"{name} has no state")
        tables.check_single(states.rename(name))
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
    period_days: float = money.DAYS_OF_A_YEAR,
) -> pd.Series:
    """What is a customer in each state worth?

    The sum over t of (P / (1 + d))^t R, for t = 0 to horizon_periods; or for ever, which is
    (I - P / (1 + d))^-1 R.

    Parameters
    ----------
    chain
        P: one row a state, one column a state next, rows sum to 1.
    rewards
        R: money a period, by state.
    annual_discount_rate
        d a year, 0 or more; turned into that of a period by period_days.
    horizon_periods
        The last period that counts; None for all.
    period_days
        Length of a period in days.

    Returns
    -------
    Money by state.

    Raises
    ------
    ValueError
        For a chain or rewards that cannot be; without discount, where the sum for ever is infinite
        (a state with a reward is never left for good); at a rate so near to 0 that it cannot be
        computed.

    Examples
    --------
    >>> chain = recency_chain([0.3, 0.2, 0.15, 0.05])
    >>> rewards = recency_rewards(chain, contribution=40, mailing_cost=4)
    >>> state_values(chain, rewards, annual_discount_rate=0.2, horizon_periods=4).round(3).to_list()
    [50.115, 4.22, 0.592, -1.98, 0.0]
    """
    moves, reward = checked(chain, rewards)
    share = discount_factor(annual_discount_rate, period_days)
    if horizon_periods is not None:
        value = reward
        for _ in range(tables.whole("horizon_periods", horizon_periods)):
            value = reward + share * moves @ value
    elif share < 1:
        value = np.linalg.solve(np.eye(len(moves)) - share * moves, reward)
    else:
        value = _undiscounted(chain, moves, reward)
    return pd.Series(value, index=chain.index, name="value")


class Policy(NamedTuple):
    """What to do in each state, and what a customer in it is then worth."""

    table: pd.DataFrame
    rounds: int


def best_policy(
    actions: Mapping[str, tuple[pd.DataFrame, pd.Series]],
    *,
    annual_discount_rate: float,
    period_days: float = money.DAYS_OF_A_YEAR,
) -> Policy:
    """Which action is best in each state, for ever?

    Policy iteration (Howard 1960): value the present policy exactly, take the best action of each
    state, repeat until none changes.

    Parameters
    ----------
    actions
        By name, its chain and its rewards, all over the same states.
    annual_discount_rate
        Above 0: without discount, what never ends cannot be compared.
    period_days
        Length of a period in days.

    Returns
    -------
    table: one row a state: action (of equals the one named first), value (money). rounds: how often
    a policy was valued.
    """
    names, states = same_states(actions)
    money.discount_rate(annual_discount_rate, positive=True)
    share = discount_factor(annual_discount_rate, period_days)
    pairs = [checked(*actions[name]) for name in names]
    moves, reward = np.array([one for one, _ in pairs]), np.array([one for _, one in pairs])
    chosen, value, rounds = policy_iteration(moves, reward, np.array(share))
    table = pd.DataFrame({"action": np.array(names)[chosen], "value": value}, index=states)
    return Policy(table, rounds)


def when_to_stop(
    repurchase_probabilities: list[float],
    *,
    contribution: float,
    mailing_cost: float,
    annual_discount_rate: float,
    period_days: float = money.DAYS_OF_A_YEAR,
) -> Policy:
    """From which recency on does mailing a customer no longer pay?

    `best_policy` of "mail" and "stop" in a recency chain. Those who are not mailed do not buy again
    and are former customers from the next period on.

    Parameters
    ----------
    repurchase_probabilities
        If mailed, of a customer who bought 1, 2, ... periods ago, 0 to 1.
    contribution, mailing_cost
        Money, a purchase and a mailing.
    annual_discount_rate, period_days
        As for `best_policy`.

    Examples
    --------
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


def project(
    chain: pd.DataFrame,
    counts: pd.Series,
    *,
    periods: int,
    new_customers: pd.Series | None = None,
) -> pd.DataFrame:
    """How many customers will be in each state, period by period?

    Parameters
    ----------
    chain
        One row a state, one column a state next, rows sum to 1.
    counts
        How many customers are in each state now (states left out: none).
    periods
        How many to look ahead, 0 or more.
    new_customers
        How many arrive in each state in each later period.

    Returns
    -------
    One row a period (0: now), one column a state; expected numbers, customers are conserved.

    Examples
    --------
    >>> project(
    ...     recency_chain([0.3, 0.2]), pd.Series({1: 100.0}), periods=2
    ... )  # doctest: +NORMALIZE_WHITESPACE
                1     2  former
    period
    0       100.0   0.0     0.0
    1        30.0  70.0     0.0
    2        23.0  21.0    56.0
    """
    tables.check_columns(chain, [], name="chain")
    moves, _ = checked(chain, pd.Series(0.0, index=chain.index))
    present = by_state(chain, counts, "counts")
    arriving = 0.0 if new_customers is None else by_state(chain, new_customers, "new_customers")
    rows = [present]
    for _ in range(tables.whole("periods", periods)):
        rows.append(rows[-1] @ moves + arriving)
    return pd.DataFrame(rows, columns=chain.columns).rename_axis("period")


def _undiscounted(chain: pd.DataFrame, moves: np.ndarray, reward: np.ndarray) -> np.ndarray:
    """Value for ever without discount: finite where those who stay for ever bring nothing."""
    leads = (moves > 0) | np.eye(len(moves), dtype=bool)
    for _ in range(len(moves).bit_length()):
        leads = leads @ leads
    # Customers stay for ever in a state to which they can return from wherever it leads.
    for_ever = (leads <= leads.T).all(axis=1)
    endless = for_ever & (reward != 0)
    if endless.any():
        raise ValueError(
            f"state(s) {list(chain.index[endless])} bring a reward for ever, which "
            "annual_discount_rate=0 makes an infinite sum: give horizon_periods, or discount"
        )
    value, passing = np.zeros(len(moves)), ~for_ever
    between = np.eye(passing.sum()) - moves[np.ix_(passing, passing)]
    if np.linalg.matrix_rank(between, tol=1e-9) < len(between):
        raise ValueError(
            f"state(s) {list(chain.index[np.flatnonzero(passing)])} are hardly ever left for good, "
            "which without discount cannot be computed: give horizon_periods, or discount"
        )
    value[passing] = np.linalg.solve(between, reward[passing])
    return value


def same_states(
    actions: Mapping[str, tuple[pd.DataFrame, pd.Series]],
) -> tuple[list[str], pd.Index]:
    """The names of the actions, and the states, which are those of each."""
    if not isinstance(actions, Mapping):
        raise TypeError(
            "actions must be a dict of the name of each action to its pair of chain and rewards, "
            f"not a {type(actions).__name__}"
        )
    if not actions:
        raise ValueError("actions is empty: name at least one")
    names = list(actions)
    for name, pair in actions.items():
        if not isinstance(name, str):
            raise TypeError(f"actions are named by text such as 'wait', not by {name!r}")
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise TypeError(f"action {name!r} must be a pair: its chain, then its rewards")
        tables.check_columns(pair[0], [], name=f"the chain of {name!r}")
        if not pair[0].index.equals(actions[names[0]][0].index):
            raise ValueError(
                f"action {name!r} has other states than {names[0]!r}, or in another order: "
                f"{list(pair[0].index)}"
            )
    return names, actions[names[0]][0].index


def policy_iteration(
    moves: np.ndarray, reward: np.ndarray, factors: np.ndarray
) -> tuple[np.ndarray, np.ndarray, int]:
    """The best action of each state and its value, for each discount factor; rounds taken."""
    factor, rows = factors[..., None, None], np.arange(moves.shape[-1])
    chosen, rounds = np.zeros((*factor.shape[:-2], len(rows)), int), 0
    while True:
        now = reward[chosen, rows][..., None]
        value = np.linalg.solve(np.eye(len(rows)) - factor * moves[chosen, rows], now)[..., 0]
        rounds += 1
        worth = reward + factor * np.einsum("aij,...j->...ai", moves, value)
        present = np.take_along_axis(worth, chosen[..., None, :], axis=-2)
        # Only a real gain changes an action, so that equals cannot go round for ever.
        least = 1e-10 * (1 + np.abs(worth).max(axis=(-2, -1), keepdims=True))
        gain = (worth - present > least).any(axis=-2)
        better = np.where(gain, worth.argmax(axis=-2), chosen)
        if (better == chosen).all():
            return chosen, value, rounds
        chosen = better


def checked(chain: pd.DataFrame, rewards: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Moves and rewards as arrays, if they are those of a chain."""
    tables.check_columns(chain, [], name="chain")
    index = chain.index
    _check_flat(index, name="chain")
    if not index.is_unique or index.hasnans or not index.equals(chain.columns):
        raise ValueError(
            "a chain has the same states as rows and as columns, each once and in one order; found "
            f"{list(chain.index)} and {list(chain.columns)}"
        )
    strange = [kind for kind in chain.dtypes if kind.kind not in "iuf"]
    if strange:
        raise ValueError(
            f"a chain must be numbers, but has columns of type {strange[0]}: make numbers of it "
            "with .astype(float)"
        )
    moves = chain.to_numpy(float, na_value=np.nan)
    wrong = ~(np.isclose(moves.sum(axis=1), 1, atol=1e-9) & (moves >= 0).all(axis=1))
    if wrong.any():
        raise ValueError(
            f"the row(s) of state(s) {list(chain.index[wrong])} are no probabilities: they must "
            "be 0 or more and sum to 1"
        )
    _check_states(rewards, index, name="rewards")
    lacking = [state for state in index if state not in rewards.index]
    if lacking:
        raise ValueError(f"rewards has no number for state(s) {lacking}")
    reward = rewards if rewards.index.equals(index) else rewards.reindex(index)
    return moves, tables.numbers(reward, name="rewards").astype(float)


def _check_flat(index: pd.Index, *, name: str) -> None:
    if index.nlevels > 1:
        raise ValueError(
            f"{name} has an index of {index.nlevels} levels: name each state once, e.g. with "
            ".droplevel(0)"
        )


def _check_states(values: pd.Series, states: pd.Index, *, name: str) -> None:
    """Refuse what is no Series by state, each of them once and none but these."""
    tables.check_series(values, name=name, row="state")
    _check_flat(values.index, name=name)
    tables.check_each_once(values.index, name=name, row="state")
    unknown = [state for state in values.index if state not in states]
    if unknown:
        raise ValueError(f"{name} has state(s) {unknown[:5]} that are not {list(states)}")


def by_state(chain: pd.DataFrame, counts: pd.Series, name: str) -> np.ndarray:
    """Customers in each state of the chain, 0 where none are named."""
    _check_states(counts, chain.index, name=name)
    tables.numbers(counts, name=name, least=0)
    return counts.reindex(chain.index).fillna(0.0).to_numpy(float)


def discount_factor(annual_discount_rate: float, period_days: float) -> float:
    """What money that comes a period later is worth today, 0 to 1."""
    days = tables.number("period_days", period_days, above=0, mend="e.g. 365.25 for a year")
    if 0 < money.log_growth(annual_discount_rate, days=days) < 1e-6:
        raise ValueError(
            f"annual_discount_rate={annual_discount_rate:g} makes less than 0.0001 % in a period "
            f"of {days:g} days, too little to tell later from now: give a higher rate, or longer "
            "periods"
        )
    return money.discount_factor(annual_discount_rate, days=days)
