"""A distributor's simulated ledger of invoices and rebates: who takes a kickback is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, generator


@dataclass(frozen=True)
class Rebating(Parameters):
    """The parameters of the distributor; their meaning stands on the card."""

    CARD: ClassVar[str] = "rebate_ledger"
    first_day: str
    years: int
    product_share: dict[str, float]
    product_rate: dict[str, float]
    region_share: dict[str, float]
    region_rate: dict[str, float]
    volume_slope: float
    honest_spread: float
    seller_share: dict[str, float]
    bent_sellers: list[str]
    bent_share: float
    bent_share_of_others: float
    lowest_extra: float
    highest_extra: float
    split_share: float
    approval_limit: float
    pack_share: float
    pack_price: float
    invoices_a_buyer: float
    proof_rate: float
    exported_twice: float
    credit_share: float
    misspelt_share: float


@dataclass(frozen=True)
class RebateLedger(Simulated):
    """A distributor's records: `buyers` and `invoices`, as the books export them.

    `truth` has the index of `buyers`.
    """

    buyers: pd.DataFrame = field(repr=False)
    invoices: pd.DataFrame = field(repr=False)


def rebate_ledger(
    *, n_buyers: int = 600, seed: int = 1, parameters: Rebating | None = None
) -> RebateLedger:
    """What would an auditor find, who could open the file of every buyer?

    Rebates follow from product, region and volume, and differ among honest buyers, too, some of
    them a great deal. Where a seller and a buyer have a deal of their own, the rebate on paper is
    larger, and some orders are cut into invoices just below the limit from which a second signature
    is needed. Everybody also sells packs of one list price, which bends honest digits.

    Parameters
    ----------
    n_buyers : int
        1 or more.
    seed : int
        Same seed, same data.
    parameters : Rebating, optional
        The figures of the datasets card unless given.

    Returns
    -------
    RebateLedger
        `buyers` (index buyer): product, region (spelt in several ways), seller. `invoices`, one row
        a line of the export: invoice, buyer, date, amount (yuan; negative: a credit note), rebate
        (yuan); some lines twice. `truth`: bent (1: takes a kickback), fair_rate (of rebates without
        one), overpaid (yuan in all years) and recovered (what opening the file brings back: it is
        overpaid where it can be proved, else 0).

    Examples
    --------
    >>> firm = rebate_ledger(n_buyers=5, seed=3)
    >>> list(firm.invoices)
    ['invoice', 'buyer', 'date', 'amount', 'rebate']
    """
    n = tables.whole("n_buyers", n_buyers, least=1)
    firm = parameters or Rebating.from_card()
    rng = generator("rebate_ledger", seed)
    ids = pd.Index([f"B{one:04d}" for one in range(1, n + 1)], name="buyer")
    product, region = drawn(rng, firm.product_share, n), drawn(rng, firm.region_share, n)
    seller = drawn(rng, firm.seller_share, n)
    size = rng.normal(0, 1, n)
    likely = np.where(
        np.isin(np.asarray(seller), firm.bent_sellers), firm.bent_share, firm.bent_share_of_others
    )
    bent = rng.random(n) < likely
    fair = figure_of(product, firm.product_rate) + figure_of(region, firm.region_rate)
    # Student's t with 5 degrees: a few honest buyers are far from their peers, too.
    own = firm.honest_spread * rng.standard_t(5, n)
    fair = np.clip(fair + firm.volume_slope * size + own, 0.002, None)
    extra = bent * rng.uniform(firm.lowest_extra, firm.highest_extra, n)

    of = np.repeat(np.arange(n), 1 + rng.poisson(firm.invoices_a_buyer * np.exp(0.4 * size)))
    m = len(of)
    amount = 10 ** rng.normal(4.5 + 0.15 * size[of], 0.55)
    amount = np.where(rng.random(m) < firm.pack_share, firm.pack_price, amount)
    split = bent[of] & (rng.random(m) < firm.split_share)
    below = firm.approval_limit * (1 - 0.19 * rng.random(m))
    amount = np.maximum(np.where(split, below, amount).round(2), 1.0)
    noise = np.clip(rng.normal(1, 0.15, m), 0.4, 1.6)
    rebate = (amount * fair[of] * noise + amount * extra[of]).round(2)
    days = rng.integers(0, round(365.25 * firm.years), m)
    invoices = pd.DataFrame(
        {
            "invoice": [f"R{one:06d}" for one in range(1, m + 1)],
            "buyer": ids.to_numpy()[of],
            "date": pd.Timestamp(firm.first_day) + pd.to_timedelta(days, unit="D"),
            "amount": amount,
            "rebate": rebate,
        }
    )
    over = pd.Series(amount * extra[of]).groupby(of).sum().reindex(range(n), fill_value=0.0)
    proved = bent & (rng.random(n) < firm.proof_rate)
    truth = pd.DataFrame(
        {
            "bent": bent.astype("int64"),
            "fair_rate": fair,
            "overpaid": over.to_numpy().round(2),
            "recovered": (over.to_numpy() * proved).round(2),
        },
        index=ids,
    )
    written = pd.Series(np.asarray(region), ids, dtype="str")
    wrong = rng.random(n) < firm.misspelt_share
    written = written.where(~wrong, written.str.upper() + " ")
    buyers = pd.DataFrame(
        {"product": np.asarray(product), "region": written, "seller": np.asarray(seller)}, index=ids
    ).astype("str")
    return RebateLedger(
        buyers=buyers, invoices=_as_exported(rng, firm, invoices), truth=truth, parameters=firm,
        seed=seed,
    )  # fmt: skip


def _as_exported(rng: np.random.Generator, firm: Rebating, invoices: pd.DataFrame) -> pd.DataFrame:
    """With credit notes for goods that came back, and lines exported twice."""
    back = invoices[rng.random(len(invoices)) < firm.credit_share].copy()
    back["invoice"] = "G" + back["invoice"].str[1:]
    back[["amount", "rebate"]] *= -1
    back["date"] += pd.Timedelta(days=14)
    again = invoices[rng.random(len(invoices)) < firm.exported_twice]
    return pd.concat([invoices, back, again]).sort_values(
        ["date", "invoice"], ignore_index=True, kind="stable"
    )
