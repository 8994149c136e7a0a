"""Simulated prospects of a car dealer, and a trial by lot: what an action does is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, generator, numbered


@dataclass(frozen=True)
class Dealing(Parameters):
    """The parameters of the car dealer; their meaning stands on the card."""

    CARD: ClassVar[str] = "car_buyers"
    state_share: dict[str, float]
    buying_rate: dict[str, float]
    moves: dict[str, dict[str, list[float]]]
    action_cost: dict[str, float]
    car_margin: float


@dataclass(frozen=True)
class CarBuyers(Simulated):
    """A dealer's prospects: `records` has one row a prospect and quarter.

    `truth` has one row an action and state: where it leads, and what the quarter brings.
    """

    records: pd.DataFrame = field(repr=False)


def car_buyers(
    *,
    n_customers: int = 12_000,
    quarters: int = 8,
    seed: int = 1,
    parameters: Dealing | None = None,
) -> CarBuyers:
    """What should be done with a prospect in each state, if what an action does were known?

    A prospect must buy, may buy, could be brought to it, or has no demand. Each quarter a lot
    decides what the dealer does. Buying depends on the state alone; the action costs now and moves
    the prospect to the state of the next quarter.

    Parameters
    ----------
    n_customers : int
        Prospects, 1 or more.
    quarters : int
        Quarters that each is followed, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Dealing, optional
        The figures of the datasets card unless given.

    Returns
    -------
    CarBuyers
        `records`: customer_id, quarter (1 and on), state, action, bought (1 or 0), reward (margin
        less the cost of the action, yuan) and next_state.

    Examples
    --------
    >>> firm = car_buyers(n_customers=2, quarters=1, seed=3)
    >>> list(firm.records)
    ['customer_id', 'quarter', 'state', 'action', 'bought', 'reward', 'next_state']
    """
    n = tables.whole("n_customers", n_customers, least=1)
    firm = parameters or Dealing.from_card()
    _check(firm)
    rng = generator("car_buyers", seed)
    ids, states = numbered("V", n), list(firm.state_share)
    state, rounds = drawn(rng, firm.state_share, n), []
    even = dict.fromkeys(firm.action_cost, 1.0)
    for quarter in range(1, 1 + tables.whole("quarters", quarters, least=1)):
        action = drawn(rng, even, n)
        bought = rng.random(n) < figure_of(state, firm.buying_rate)
        moves = np.array([[firm.moves[a][s] for s in states] for a in action.categories])
        bounds = moves[action.codes, state.codes].cumsum(axis=1)
        codes = (rng.random(n)[:, None] >= bounds[:, :-1]).sum(axis=1)
        after = pd.Categorical.from_codes(codes, categories=state.categories)
        reward = firm.car_margin * bought - figure_of(action, firm.action_cost)
        rounds.append(
            pd.DataFrame(
                {
                    "customer_id": ids,
                    "quarter": quarter,
                    "state": state,
                    "action": action,
                    "bought": bought.astype("int64"),
                    "reward": reward,
                    "next_state": after,
                }
            )
        )
        state = after
    truth = pd.DataFrame(
        {
            (action, now): [*row, firm.car_margin * firm.buying_rate[now] - cost]
            for action, cost in firm.action_cost.items()
            for now, row in firm.moves[action].items()
        },
        index=[*states, "reward"],
    ).T.rename_axis(["action", "state"])
    return CarBuyers(
        records=pd.concat(rounds, ignore_index=True), truth=truth, parameters=firm, seed=seed
    )


def _check(firm: Dealing) -> None:
    """Refuse figures that are no shares, and states or actions that one of the tables lacks."""
    states, actions = list(firm.state_share), list(firm.action_cost)
    named = {f"moves[{action!r}]": list(rows) for action, rows in firm.moves.items()}
    named["buying_rate"] = list(firm.buying_rate)
    for name, found, wanted in (
        ("moves", list(firm.moves), actions),
        *((name, found, states) for name, found in named.items()),
    ):
        if set(found) != set(wanted):
            raise ValueError(f"{name} must have {wanted}, but has {found}")
    for state, rate in firm.buying_rate.items():
        tables.share(f"buying_rate[{state!r}]", rate)
    for action, cost in firm.action_cost.items():
        tables.number(f"action_cost[{action!r}]", cost, least=0)
        for state, row in firm.moves[action].items():
            name = f"moves[{action!r}][{state!r}]"
            shares = tables.numbers(pd.Series(row), name=name, least=0)
            if len(shares) != len(states) or not np.isclose(shares.sum(), 1):
                raise ValueError(
                    f"{name}={row} must be {len(states)} shares that add up to 1, in the order of "
                    f"{states}"
                )
    tables.number("car_margin", firm.car_margin)
