"""What every simulated company hands over."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Company:
    """A simulated company: what it recorded, what it knows, and what only the teacher knows.

    `orders` is an order log; `customers` has one row a customer (index `customer_id`) with what
    the company knows; `truth` has the same index and holds what drove each customer.
    `parameters` are the figures behind everything, `days` the length of the simulation.
    """

    name: str
    orders: pd.DataFrame = field(repr=False)
    customers: pd.DataFrame = field(repr=False)
    truth: pd.DataFrame = field(repr=False)
    parameters: Any = field(repr=False)
    days: int
    seed: int
