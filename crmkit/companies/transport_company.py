"""A simulated transport company whose customers leave for six reasons at known rates."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, numbered


@dataclass(frozen=True)
class Transport(Parameters):
    """The parameters of a transport company; their meaning stands on the card."""

    CARD: ClassVar[str] = "transport_company"
    large_share: float
    annual_revenue: dict[str, float]
    revenue_spread: float
    margin_rate: float
    yearly_hazard: dict[str, dict[str, float]]
    mends: dict[str, str]
    prevented_share: dict[str, float]
    yearly_cost: dict[str, float]


@dataclass(frozen=True)
class TransportCompany(Simulated):
    """A simulated transport company: `customers`, one row a customer (index `customer_id`).

    `programmes` has one row a saving programme; `truth` has the index of `customers`; `years` is
    how long the books go back.
    """

    customers: pd.DataFrame = field(repr=False)
    programmes: pd.DataFrame = field(repr=False)
    years: int


def transport_company(
    *,
    n_customers: int = 6_600,
    years: int = 4,
    seed: int = 1,
    parameters: Transport | None = None,
) -> TransportCompany:
    """Who left, and what for, at a company that wins a new customer for each one that leaves?

    Each customer leaves for reason k at a steady yearly hazard that depends on their size. The
    place of a leaver is taken at once by a new customer of the same size, so that the company has
    as many customers at any time.

    Parameters
    ----------
    n_customers : int
        How many it has at any time, 1 or more.
    years : int
        How many years the books go back, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Transport, optional
        The figures of the datasets card unless given.

    Returns
    -------
    TransportCompany
        `customers`, leavers included: size (small, large), annual_revenue, annual_profit, years
        (seen in the books, until leaving or today) and reason (missing: still there).
        `programmes`: mends (a reason), prevented_share (of the exits for it) and yearly_cost (for
        all of today's customers). `truth`: the yearly hazard of each reason for each customer.

    Raises
    ------
    ValueError
        No customers or no years.

    Examples
    --------
    >>> company = transport_company(n_customers=500, seed=3)
    >>> int(company.customers["reason"].isna().sum())
    500
    """
    n = tables.whole("n_customers", n_customers, least=1)
    years = tables.whole("years", years, least=1)
    firm = parameters or Transport.from_card()
    rng = np.random.default_rng(seed)
    sizes = np.where(np.arange(n) < round(firm.large_share * n), "large", "small")
    reasons = list(firm.yearly_hazard["small"])
    rates = {size: np.array([by[k] for k in reasons]) for size, by in firm.yearly_hazard.items()}
    rounds, since = [], np.zeros(n)
    while len(sizes):
        every = np.array([rates[size].sum() for size in sizes])
        leaves = since + rng.exponential(size=len(sizes)) / every
        bounds = np.array([np.cumsum(rates[size]) for size in sizes]) / every[:, None]
        why = (rng.random(len(sizes))[:, None] >= bounds).sum(axis=1)
        gone = leaves < years
        rounds.append(
            pd.DataFrame(
                {
                    "size": sizes,
                    "years": np.minimum(leaves, years) - since,
                    "reason": np.where(gone, np.array(reasons, dtype=object)[why], None),
                }
            )
        )
        sizes, since = sizes[gone], leaves[gone]
    known = pd.concat(rounds, ignore_index=True)
    known["years"] = known["years"].round(3)
    spread = rng.gamma(firm.revenue_spread, 1 / firm.revenue_spread, len(known))
    revenue = (known["size"].map(firm.annual_revenue) * spread).round(-1)
    known.insert(1, "annual_revenue", revenue)
    known.insert(2, "annual_profit", (firm.margin_rate * revenue).round(0))
    mixed = rng.permutation(len(known))
    known = known.iloc[mixed].reset_index(drop=True)
    known.index = numbered("T", len(known))
    known = known.astype({"size": "str", "reason": "str"})
    known["size"] = known["size"].astype("category")
    truth = pd.DataFrame(
        np.array([rates[size] for size in known["size"]]), index=known.index, columns=reasons
    )
    programmes = pd.DataFrame(
        {
            "mends": pd.Series(firm.mends, dtype="str"),
            "prevented_share": pd.Series(firm.prevented_share),
            "yearly_cost": pd.Series(firm.yearly_cost),
        }
    ).rename_axis("programme")
    return TransportCompany(
        customers=known, programmes=programmes, truth=truth, parameters=firm, years=years, seed=seed
    )
