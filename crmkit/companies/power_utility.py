"""A simulated power utility and its arrears: what a visit recovers from each account is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import (
    Parameters,
    Simulated,
    drawn,
    figure_of,
    generator,
    numbered,
)

STATES = ("reminded", "final notice", "cut off")


@dataclass(frozen=True)
class Utility(Parameters):
    """The parameters of the power utility; their meaning stands on the card."""

    CARD: ClassVar[str] = "power_utility"
    kind_share: dict[str, float]
    state_share: dict[str, float]
    median_amount: dict[str, float]
    amount_spread: float
    late_bills: dict[str, float]
    tenant_share: float
    pay_log_odds: dict[str, float]
    kind_effect: dict[str, float]
    late_effect: float
    tenant_effect: float
    visit_effect: dict[str, float]
    visit_effect_state: dict[str, float]
    monthly_moves: dict[str, list[float]]
    monthly_late_effect: float
    spread_of_luck: float
    misspelt_share: float
    doubled_share: float
    visit_cost: float


@dataclass(frozen=True)
class PowerUtility(Simulated):
    """A utility with open bills.

    `accounts`: what is open today, one row an account (index `customer_id`). `trial`: accounts of
    last year among which a lot decided who was visited. `bills`: last year's overdue bills (index
    `bill`). `ledger`: their states, month by month, as the billing system wrote them. `truth` has
    the index of `accounts`.
    """

    accounts: pd.DataFrame = field(repr=False)
    trial: pd.DataFrame = field(repr=False)
    bills: pd.DataFrame = field(repr=False)
    ledger: pd.DataFrame = field(repr=False)


def power_utility(
    *,
    n_customers: int = 6000,
    n_trial: int = 24_000,
    n_bills: int = 6000,
    months: int = 18,
    seed: int = 1,
    parameters: Utility | None = None,
) -> PowerUtility:
    """Whom should a utility visit, if what a visit recovers from each account were known?

    Households, shops and factories owe for power. Some pay late of themselves, some pay once
    somebody stands at the door, and some would not pay either way. Those most at risk are not those
    from whom a visit brings most.

    Parameters
    ----------
    n_customers, n_trial, n_bills : int
        Accounts with arrears today, accounts in last year's trial and overdue bills in the ledger,
        each 1 or more.
    months : int
        How many months the ledger covers, 12 to 24.
    seed : int
        Same seed, same data.
    parameters : Utility, optional
        The figures of the datasets card unless given.

    Returns
    -------
    PowerUtility
        `accounts`: kind, state (of the bill), tenant (0 or 1), late_bills (of the last 12),
        amount (yuan open). `trial`: the same, visited (1 by lot), paid (1 within 90 days) and
        recovered (yuan within 90 days). `bills`: kind, tenant, late_bills, amount. `ledger`: bill,
        month (from 1) and state, with doubled rows and misspelt states as such files have. `truth`
        of the accounts: chance_alone and chance_visited of a payment, recovered_by_visit (yuan
        more to be expected because of a visit).

    Examples
    --------
    >>> firm = power_utility(n_customers=3, n_trial=2, n_bills=2, seed=1)
    >>> list(firm.accounts.columns)
    ['kind', 'state', 'tenant', 'late_bills', 'amount']
    """
    from scipy.special import expit

    counts = [("n_customers", n_customers), ("n_trial", n_trial), ("n_bills", n_bills)]
    n, n_tried, n_followed = (tables.whole(name, one, least=1) for name, one in counts)
    months = tables.whole("months", months, least=12, most=24)
    firm = parameters or Utility.from_card()
    rng = generator("power utility", seed)
    accounts = _accounts(rng, firm, numbered("P", n))
    alone, visited = _chances(accounts, firm)
    truth = pd.DataFrame(
        {
            "chance_alone": expit(alone),
            "chance_visited": expit(visited),
            "recovered_by_visit": (expit(visited) - expit(alone)) * accounts["amount"],
        },
        index=accounts.index,
    )
    trial = _accounts(rng, firm, numbered("T", n_tried))
    by_lot = rng.integers(0, 2, n_tried)
    chance = expit(np.where(by_lot == 1, *reversed(_chances(trial, firm))))
    paid = (rng.random(n_tried) < chance).astype("int64")
    trial = trial.assign(visited=by_lot, paid=paid, recovered=paid * trial["amount"])
    bills = _accounts(rng, firm, numbered("B", n_followed).rename("bill")).drop(columns="state")
    ledger = _ledger(rng, firm, bills, months)
    return PowerUtility(
        accounts=accounts,
        trial=trial,
        bills=bills,
        ledger=ledger,
        truth=truth,
        parameters=firm,
        seed=seed,
    )


def _accounts(rng: np.random.Generator, firm: Utility, ids: pd.Index) -> pd.DataFrame:
    n = len(ids)
    kind = drawn(rng, firm.kind_share, n)
    late = rng.poisson(figure_of(kind, firm.late_bills) * rng.gamma(1.5, 1 / 1.5, n))
    median = figure_of(kind, firm.median_amount)
    return pd.DataFrame(
        {
            "kind": np.asarray(kind),
            "state": np.asarray(drawn(rng, firm.state_share, n)),
            "tenant": (rng.random(n) < firm.tenant_share).astype("int64"),
            "late_bills": np.minimum(late, 12).astype("int64"),
            "amount": (median * np.exp(firm.amount_spread * rng.normal(size=n))).round(2),
        },
        index=ids,
    )


def _chances(accounts: pd.DataFrame, firm: Utility) -> tuple[pd.Series, pd.Series]:
    """Log-odds of a payment within 90 days, alone and visited."""
    kind, state = accounts["kind"], accounts["state"]
    alone = state.map(firm.pay_log_odds) + kind.map(firm.kind_effect)
    alone = alone + firm.late_effect * accounts["late_bills"]
    alone = alone + firm.tenant_effect * accounts["tenant"]
    visit = kind.map(firm.visit_effect) + state.map(firm.visit_effect_state)
    return alone, alone + visit


def _ledger(
    rng: np.random.Generator, firm: Utility, bills: pd.DataFrame, months: int
) -> pd.DataFrame:
    """The states of overdue bills, month by month, until they are paid, lost or out of sight."""
    from scipy.special import expit, logit

    n = len(bills)
    # Whoever was late before pays less often; the rest of the moves keep their proportions.
    habit = firm.monthly_late_effect * (bills["late_bills"].to_numpy() - 2.0)
    habit = habit + bills["kind"].map(firm.kind_effect).to_numpy() / 2
    habit = habit + firm.spread_of_luck * rng.normal(size=n)
    # To be paid, to stay, to go one state on (from the last: lost).
    moves = np.array([firm.monthly_moves[state] for state in STATES])
    at = rng.integers(1, months, n)
    state, going, rows = np.zeros(n, dtype="int64"), np.ones(n, dtype=bool), []
    while going.any():
        who = np.flatnonzero(going)
        rows.append(pd.DataFrame({"bill": bills.index[who], "month": at[who], "state": state[who]}))
        going &= (state < len(STATES)) & (at < months)
        who = np.flatnonzero(going)
        chance = moves[state[who]]
        pay = expit(logit(chance[:, 0]) + habit[who])
        stay = (1 - pay) * chance[:, 1] / (chance[:, 1] + chance[:, 2])
        draw = rng.random(len(who))
        # After the last state comes 3, lost; 4 is paid.
        on = np.where(draw < pay + stay, state[who], state[who] + 1)
        state[who] = np.where(draw < pay, 4, on)
        at[who] += 1
    ledger = pd.concat(rows).sort_values(["bill", "month"], ignore_index=True)
    names = np.array([*STATES, "lost", "paid"])[ledger["state"]]
    wrong = rng.random(len(ledger)) < firm.misspelt_share
    ledger["state"] = np.where(wrong, np.char.add(np.char.title(names.astype(str)), " "), names)
    twice = ledger[rng.random(len(ledger)) < firm.doubled_share]
    return pd.concat([ledger, twice]).sort_values(["bill", "month"], ignore_index=True)
