"""A simulated bank: branches in which training reaches profit through employees and customers."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated

__all__ = ["Branches", "Network", "branches"]


@dataclass(frozen=True)
class Network(Parameters):
    """The parameters of a network of branches; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "branches"
    training_mean: float
    training_sd: float
    payroll: float
    employees_mean: float
    employees_slope: float
    employees_noise: float
    employees_within: float
    customers_mean: float
    customers_slope: float
    customers_noise: float
    customers_within: float
    profit_mean: float
    profit_slope: float
    profit_noise: float
    direct_slope: float


@dataclass(frozen=True)
class Branches(Simulated):
    """A simulated network of branches.

    `branches` has one row a branch, as the head office sees it; `employee_answers` and
    `customer_answers` one row an answer to the surveys behind it. `truth` has the levels that
    nobody sees.
    """

    branches: pd.DataFrame = field(repr=False)
    employee_answers: pd.DataFrame = field(repr=False)
    customer_answers: pd.DataFrame = field(repr=False)


def branches(
    *,
    n_branches: int = 30,
    employees_asked: int = 8,
    customers_asked: int = 20,
    seed: int = 1,
    parameters: Network | None = None,
) -> Branches:
    """What would a bank's branches look like if we knew what each step of the chain does?

    Training moves the satisfaction of employees, this moves that of customers, and this moves
    profit. At each step other causes weigh in, and satisfaction is seen only through the mean
    of a few answers.

    Parameters
    ----------
    n_branches : int
        1 or more.
    employees_asked, customers_asked : int
        How many employees, and customers, of each branch answer the survey, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Network, optional
        The card's unless given; to change some: `dataclasses.replace(Network.from_card(),
        direct_slope=5)`.

    Returns
    -------
    Branches
        `branches`, one row a branch (index `branch`): training (per cent of payroll spent on it),
        employees and customers (mean of the answers, 0 to 100), profit (thousand yuan a year,
        before training is paid for), payroll (thousand yuan a year).
        `employee_answers` and `customer_answers`, one row an answer: branch, answer (whole points,
        0 to 100).
        `truth`, the same index: employees and customers (what all would answer on average).

    Examples
    --------
    >>> bank = branches(n_branches=4, employees_asked=5, seed=2)
    >>> len(bank.branches), len(bank.employee_answers)
    (4, 20)
    """
    n = tables.whole("n_branches", n_branches, least=1)
    asked = tables.whole("employees_asked", employees_asked, least=1)
    met = tables.whole("customers_asked", customers_asked, least=1)
    net = parameters or Network.from_card()
    rng = np.random.default_rng(seed)

    # A share of payroll has no number below 0.
    training = np.maximum(rng.normal(net.training_mean, net.training_sd, n), 0).round(2)
    trained = training - net.training_mean
    mood = net.employees_slope * trained + rng.normal(0, net.employees_noise, n)
    liking = net.customers_slope * mood + rng.normal(0, net.customers_noise, n)
    gain = net.profit_slope * liking + net.direct_slope * mood + rng.normal(0, net.profit_noise, n)

    ids = pd.Index([f"B{one:04d}" for one in range(1, n + 1)], dtype="str", name="branch")
    truth = pd.DataFrame(
        {"employees": net.employees_mean + mood, "customers": net.customers_mean + liking},
        index=ids,
    )
    heard = {
        "employees": _answers(truth["employees"], asked, net.employees_within, rng),
        "customers": _answers(truth["customers"], met, net.customers_within, rng),
    }
    means = {who: each.groupby("branch")["answer"].mean() for who, each in heard.items()}
    profit = (net.profit_mean + gain).round(1)
    table = pd.DataFrame(
        {"training": training, **means, "profit": profit, "payroll": net.payroll}, index=ids
    )
    return Branches(
        branches=table,
        employee_answers=heard["employees"],
        customer_answers=heard["customers"],
        truth=truth,
        parameters=net,
        seed=seed,
    )


def _answers(level: pd.Series, asked: int, within: float, rng: np.random.Generator) -> pd.DataFrame:
    """Answers of single people around the level of their branch, on a scale from 0 to 100."""
    branch = level.index.repeat(asked)
    answer = level.to_numpy().repeat(asked) + rng.normal(0, within, len(branch))
    return pd.DataFrame({"branch": branch, "answer": answer.clip(0, 100).round().astype("int64")})
