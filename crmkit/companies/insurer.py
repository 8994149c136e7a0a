"""A simulated insurer: who buys next, how long orphan policies last, and whom a call keeps."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, generator, numbered


@dataclass(frozen=True)
class Insuring(Parameters):
    """The parameters of the insurer; their meaning stands on the card."""

    CARD: ClassVar[str] = "insurer"
    car_share: dict[str, float]
    fire_share: dict[str, float]
    buying_rate_plain: dict[str, float]
    buying_rate_class_6: dict[str, float]
    income_effect: float
    lapse_rate: float
    longest_entry_years: float
    as_of: str
    handed_over_twice: float
    alone_share: dict[str, float]
    renewal_alone: dict[str, float]
    renewal_called: dict[str, float]
    mean_margin: float
    call_cost: float


@dataclass(frozen=True)
class Insurer(Simulated):
    """An insurer's records: `customers`, `policies` and `trial`.

    `truth` has the index of `customers`, `trial_truth` that of `trial`.
    """

    customers: pd.DataFrame = field(repr=False)
    policies: pd.DataFrame = field(repr=False)
    trial: pd.DataFrame = field(repr=False)
    trial_truth: pd.DataFrame = field(repr=False)


def insurer(
    *,
    n_customers: int = 10_000,
    n_policies: int = 2_000,
    n_trial: int = 4_500,
    seed: int = 1,
    parameters: Insuring | None = None,
) -> Insurer:
    """What could an insurer know, if the chance of each sale and of each renewal were known?

    Two classes of premium, and hardly anything else, say who buys the next policy. Policies whose
    agent has left are handed to a new one years after they began; those that lapsed before are in
    no list. Of the contracts that now run out a lot decides which customers the new agent calls.

    Parameters
    ----------
    n_customers, n_policies, n_trial : int
        Customers of the mailing, orphan policies that were handed over, contracts of the trial, 1
        or more each.
    seed : int
        Same seed, same data.
    parameters : Insuring, optional
        The figures of the datasets card unless given.

    Returns
    -------
    Insurer
        `customers` (index customer_id): car_class, fire_class (classes of premium), income_class,
        household, rented, contacts, and bought (1: bought when mailed). `truth`: buying_rate.
        `policies`, one row an entry in the books of the new agents: policy_id, began, handed_over,
        lapsed_on (missing if in force at `as_of`); a policy that was handed over twice has two
        rows. `trial` (index customer_id): alone (how long without an agent), margin (of the
        contract, yuan, if renewed), called, renewed. `trial_truth`: renews_alone, renews_called.

    Examples
    --------
    >>> firm = insurer(n_customers=4, n_policies=3, n_trial=2, seed=2)
    >>> list(firm.trial)
    ['alone', 'margin', 'called', 'renewed']
    """
    n = tables.whole("n_customers", n_customers, least=1)
    n_policies = tables.whole("n_policies", n_policies, least=1)
    n_trial = tables.whole("n_trial", n_trial, least=1)
    firm = parameters or Insuring.from_card()
    rng = generator("insurer", seed)
    customers, truth = _customers(rng, firm, n)
    policies = _policies(rng, firm, n_policies)
    trial, trial_truth = _trial(rng, firm, n_trial)
    return Insurer(
        customers=customers, policies=policies, trial=trial, trial_truth=trial_truth,
        truth=truth, parameters=firm, seed=seed,
    )  # fmt: skip


def _customers(
    rng: np.random.Generator, firm: Insuring, n: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from scipy.special import expit, logit

    car, fire = drawn(rng, firm.car_share, n), drawn(rng, firm.fire_share, n)
    income = rng.binomial(9, 0.4, n)
    rates = [figure_of(fire, by) for by in (firm.buying_rate_plain, firm.buying_rate_class_6)]
    cell = np.where(np.asarray(car) == "6", rates[1], rates[0])
    chance = expit(logit(cell) + firm.income_effect * (income - 3.6))
    customers = pd.DataFrame(
        {
            "car_class": np.asarray(car).astype("int64"),
            "fire_class": np.asarray(fire).astype("int64"),
            "income_class": income,
            "household": rng.integers(1, 6, n),
            "rented": rng.integers(0, 10, n),
            "contacts": rng.poisson(1.5, n),
            "bought": (rng.random(n) < chance).astype("int64"),
        },
        index=numbered("K", n),
    )
    return customers, pd.DataFrame({"buying_rate": chance}, index=customers.index)


def _policies(rng: np.random.Generator, firm: Insuring, n: int) -> pd.DataFrame:
    """Policies that were still in force when they were handed over: the others left no trace."""
    # Lapses have no memory at one rate: who lives at entry lives on for as long as anybody.
    entry = rng.uniform(0, firm.longest_entry_years, n)
    lapse = entry + 1 / 365.25 + rng.exponential(1 / firm.lapse_rate, n)
    end = pd.Timestamp(firm.as_of)
    watched = rng.uniform(1, 12, n)
    handed = end - pd.to_timedelta(np.round(watched * 365.25), unit="D")
    began = handed - pd.to_timedelta(np.round(entry * 365.25), unit="D")
    lapsed = began + pd.to_timedelta(np.round(lapse * 365.25), unit="D")
    table = pd.DataFrame(
        {
            "policy_id": [f"P{one:05d}" for one in range(1, n + 1)],
            "began": began,
            "handed_over": handed,
            "lapsed_on": pd.Series(lapsed).where(lapsed <= end),
        }
    )
    again = table[rng.random(n) < firm.handed_over_twice].copy()
    still = again["lapsed_on"].fillna(end)
    share = rng.uniform(0.2, 0.8, len(again))
    later = (share * (still - again["handed_over"]).dt.days).round()
    again["handed_over"] += pd.to_timedelta(later, unit="D")
    return pd.concat([table, again]).sort_values(["handed_over", "policy_id"], ignore_index=True)


def _trial(rng: np.random.Generator, firm: Insuring, n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    alone = drawn(rng, firm.alone_share, n)
    by = [figure_of(alone, rate) for rate in (firm.renewal_alone, firm.renewal_called)]
    called = rng.integers(0, 2, n)
    trial = pd.DataFrame(
        {
            "alone": alone,
            "margin": (firm.mean_margin * rng.gamma(8, 1 / 8, n)).round(2),
            "called": called,
            "renewed": (rng.random(n) < np.where(called == 1, by[1], by[0])).astype("int64"),
        },
        index=numbered("O", n),
    )
    return trial, pd.DataFrame({"renews_alone": by[0], "renews_called": by[1]}, index=trial.index)
