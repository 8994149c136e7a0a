"""What a trial tells about actions in each state of a Markov chain, and how sure it is.

Only where a lot chose the actions do records show what an action does; otherwise they also show
whom it was given to.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.lifetime import markov
from crmkit.lifetime.markov_policies import Actions, stacked

__all__ = ["measured_actions", "policy_gain", "redrawn_actions", "support"]

# From fewer trials no interval can be read.
LEAST_DRAWS = 20


def measured_actions(
    records: pd.DataFrame, *, action: str, state: str, next_state: str, reward: str
) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """What has each action done in each state, by the records of a trial?

    Parameters
    ----------
    records : DataFrame
        One row a customer and period.
    action, state, next_state : str
        Its columns of what was done, of the state then, and of that one period later. All states
        are in `state`; a categorical column sets their order.
    reward : str
        Its column of what the period brought less what the action cost, in money.

    Returns
    -------
    dict
        By action its chain and its mean rewards, as `markov.best_policy` takes them.

    Raises
    ------
    ValueError
        A column is missing, has gaps, or stands for two things; an action or state is spelt in two
        ways; an action was never tried in some state; a next state is none of the states.

    Examples
    --------
    >>> records = pd.DataFrame({"did": ["wait"] * 4, "was": ["a", "a", "b", "b"],
    ...                         "is": ["a", "b", "b", "b"], "brought": [6.0, 4.0, 0.0, 0.0]})
    >>> chain, rewards = measured_actions(
    ...     records, action="did", state="was", next_state="is", reward="brought")["wait"]
    >>> chain.loc["a"].to_dict(), rewards.to_dict()
    ({'a': 0.5, 'b': 0.5}, {'a': 5.0, 'b': 0.0})
    """
    seen = _Seen(records, action, state, next_state, reward)
    return seen.actions(np.ones(len(records)))


def redrawn_actions(
    records: pd.DataFrame,
    *,
    customer: str,
    action: str,
    state: str,
    next_state: str,
    reward: str,
    rng: np.random.Generator,
    draws: int = 400,
) -> list[dict[str, tuple[pd.DataFrame, pd.Series]]]:
    """What might the trial have shown, had other customers been in it: the bootstrap of actions?

    Parameters
    ----------
    records, action, state, next_state, reward
        As for `measured_actions`.
    customer : str
        The column of who it was. Customers are drawn with all their records, since those belong
        together.
    rng : Generator
        Whence the draws come.
    draws : int
        How many trials are drawn, 20 or more.

    Returns
    -------
    list
        Of actions, one for each draw.

    Raises
    ------
    ValueError
        As for `measured_actions`; an action that in some draw is not tried in some state.
    """
    seen = _Seen(records, action, state, next_state, reward)
    tables.check_columns(records, [customer], name="records")
    tables.check_labels(records[customer], name=repr(customer))
    who, people = pd.factorize(records[customer])
    draws = tables.whole("draws", draws, least=LEAST_DRAWS)
    tables.generator(rng)
    even = np.full(len(people), 1 / len(people))
    return [
        seen.actions(rng.multinomial(len(people), even)[who], where=" in a trial drawn anew")
        for _ in range(draws)
    ]


def support(
    draws: Sequence[Actions],
    *,
    annual_discount_rate: float,
    period_days: float = money.DAYS_OF_A_YEAR,
) -> pd.DataFrame:
    """How sure is the best action of each state?

    Parameters
    ----------
    draws : sequence
        From `redrawn_actions`, 20 or more, all of the same actions and states.
    annual_discount_rate, period_days
        As for `markov.best_policy`.

    Returns
    -------
    DataFrame
        One row a state, one column an action: the share of the draws (0 to 1) in which it is best.
    """
    trials = _alike(draws)
    best = [
        markov.best_policy(one, annual_discount_rate=annual_discount_rate, period_days=period_days)
        for one in trials
    ]
    found = pd.DataFrame([one.table["action"] for one in best])
    shares = {name: (found == name).mean() for name in trials[0]}
    return pd.DataFrame(shares).rename_axis("state")


def policy_gain(
    actions: Actions,
    draws: Sequence[Actions],
    *,
    policy: Mapping[str, str] | pd.Series,
    against: Mapping[str, str] | pd.Series,
    counts: pd.Series,
    annual_discount_rate: float,
    period_days: float = money.DAYS_OF_A_YEAR,
    confidence: float = 0.95,
) -> pd.Series:
    """How much more is one policy worth than another, for the customers that we have?

    Parameters
    ----------
    actions : mapping
        As measured: for the estimate.
    draws : sequence
        From `redrawn_actions`: for the interval.
    policy, against : mapping or Series
        The action of each state.
    counts : Series
        Customers in each state now.
    annual_discount_rate, period_days
        As for `markov.best_policy`.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    Series
        estimate, low, high: money of today. A policy that was chosen because it came out best in
        the same records looks a little better than it is.

    Raises
    ------
    ValueError
        A state without an action, or an action that was not measured; draws that are of other
        actions or states.
    """
    tail = (1 - tables.confidence(confidence)) / 2
    names, states = markov.same_states(actions)
    trials = _alike(draws, actions)
    both = [
        _chosen(one, names, states, name=name)
        for name, one in (("the policy", policy), ("against", against))
    ]
    here = markov.by_state(actions[names[0]][0], counts, "counts")
    money.discount_rate(annual_discount_rate, positive=True)
    share = markov.discount_factor(annual_discount_rate, period_days)
    rows = np.arange(len(states))

    def gain(of: Actions) -> float:
        _, _, moves, reward = stacked(of)
        values = [
            np.linalg.solve(np.eye(len(rows)) - share * moves[chosen, rows], reward[chosen, rows])
            for chosen in both
        ]
        return float((values[0] - values[1]) @ here)

    drawn = [gain(one) for one in trials]
    low, high = np.quantile(drawn, [tail, 1 - tail], method="weibull")
    return pd.Series({"estimate": gain(actions), "low": low, "high": high})


class _Seen:
    """Records as codes, so that a weighted count of them takes no time."""

    def __init__(
        self, records: pd.DataFrame, action: str, state: str, next_state: str, reward: str
    ):
        labels = {"action": action, "state": state, "next_state": next_state}
        tables.check_columns(records, [*labels.values(), reward], name="records")
        tables.listed_once("the columns", [*labels.values(), reward])
        for name in labels.values():
            tables.check_labels(records[name], name=repr(name))
            tables.check_spelling(records[name].unique(), name=repr(name))
        self.reward = tables.column(records, reward)
        now = pd.Categorical(records[state]).remove_unused_categories()
        self.states = now.categories
        strange = ~records[next_state].isin(self.states)
        if strange.any():
            raise tables.bad_rows(
                records.index,
                strange,
                f"{next_state!r} is a state in which nobody was before",
                "Where it leads is unknown: leave these customers out, or add records of it.",
            )
        done = pd.Categorical(records[action]).remove_unused_categories()
        self.names = [str(name) for name in done.categories]
        then = self.states.get_indexer(pd.Index(records[next_state].astype(object)))
        self._tried = done.codes.astype("int64") * len(self.states) + now.codes
        self._moved = self._tried * len(self.states) + then

    def actions(
        self, weights: np.ndarray, *, where: str = ""
    ) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
        """Chain and rewards by action, with each record counted as often as it weighs."""
        n, names = len(self.states), self.names
        tried = np.bincount(self._tried, weights, len(names) * n).reshape(len(names), n)
        if not (tried > 0).all():
            one, at = np.argwhere(tried == 0)[0]
            raise ValueError(
                f"{names[one]!r} was never tried in state {self.states.tolist()[at]!r}{where}: "
                "leave the action or the state out, or try it there more often"
            )
        moved = np.bincount(self._moved, weights, len(names) * n * n).reshape(len(names), n, n)
        brought = np.bincount(self._tried, weights * self.reward, len(names) * n)
        chains = moved / tried[..., None]
        rewards = brought.reshape(len(names), n) / tried
        return {
            name: (
                pd.DataFrame(chains[k], index=self.states, columns=self.states),
                pd.Series(rewards[k], index=self.states),
            )
            for k, name in enumerate(names)
        }


def _alike(draws: Sequence[Actions], measured: Actions | None = None) -> list[Actions]:
    """The trials drawn, of which there is one or more, all of the same actions and states."""
    trials = tables.listed("draws", draws)
    if not trials:
        raise ValueError("draws is empty: make some with redrawn_actions")
    if len(trials) < LEAST_DRAWS:
        raise ValueError(
            f"draws has {len(trials)} trial(s) only: {LEAST_DRAWS} or more show how sure it is"
        )
    names, states = markov.same_states(trials[0] if measured is None else measured)
    for one in trials:
        others, there = markov.same_states(one)
        if set(others) != set(names) or not there.equals(states):
            raise ValueError(
                f"draws has a trial of actions {others} in states {list(there)}, where others are "
                f"{names} in {list(states)}: take all from one call of redrawn_actions"
            )
    return trials


def _chosen(
    policy: Mapping[str, str] | pd.Series, names: list[str], states: pd.Index, *, name: str
) -> list[int]:
    """The number of the action of each state."""
    if isinstance(policy, pd.Series):
        tables.check_each_once(policy.index, name=name, row="state")
    elif not isinstance(policy, Mapping):
        raise TypeError(f"{name} must be a dict of the action of each state, not {policy!r}")
    does = dict(policy.items())
    for state in states:
        found = does.get(state)
        if not isinstance(found, str) or found not in names:
            raise ValueError(f"{name} must name one of {names} for state {state!r}, not {found!r}")
    unknown = [state for state in does if state not in states]
    if unknown:
        raise ValueError(f"{name} has state(s) {unknown} that are not {list(states)}")
    return [names.index(does[state]) for state in states]
