"""A simulated petrochemical producer: lumpy orders by account, and the plans that some share."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, generator


@dataclass(frozen=True)
class Producing(Parameters):
    """The parameters of the producer; their meaning stands on the card."""

    CARD: ClassVar[str] = "petrochemical_accounts"
    first_month: str
    monthly_tonnes: float
    price: float
    accounts: dict[str, int]
    tonnes_share: dict[str, float]
    order_chance: dict[str, float]
    size_spread: dict[str, float]
    account_spread: float
    market_spread: float
    market_memory: float
    plan_spread: float
    plan_bias: list[float]
    export_defects: dict[str, int]


@dataclass(frozen=True)
class PetrochemicalAccounts(Simulated):
    """A producer's order export, and what its largest accounts had planned in a pilot.

    `truth` has one row an account, the large ones first: kind, mean_tonnes (a month),
    order_chance (in a month), plan_bias (planned over ordered; missing where no plan is told) and
    ordered_next (tonnes in the coming month).
    """

    export: pd.DataFrame = field(repr=False)
    tonnes: pd.DataFrame = field(repr=False)
    plans: pd.DataFrame = field(repr=False)
    coming: pd.DataFrame = field(repr=False)


def petrochemical_accounts(
    *,
    months: int = 36,
    pilot_months: int = 18,
    seed: int = 1,
    parameters: Producing | None = None,
) -> PetrochemicalAccounts:
    """Which accounts can be forecast, and whose plan is worth knowing, if the truth were known?

    An account orders in a month or does not, by its own chance; how much follows its size, the
    market of that month and luck. In the last months the large accounts tell beforehand what they
    will order, one of them too much.

    Parameters
    ----------
    months : int
        6 or more.
    pilot_months : int
        The last months, in which plans are told: 1 up to `months`.
    seed : int
        Same seed, same data.
    parameters : Producing, optional
        The figures of the datasets card unless given.

    Returns
    -------
    PetrochemicalAccounts
        `export`: order_no, account, ordered, tonnes and amount (yuan), all text, with defects.
        `tonnes`: what was ordered, one row a month, one column an account. `plans`: what the large
        accounts had said they would order, for the pilot months; `coming`: for the next one.

    Examples
    --------
    >>> firm = petrochemical_accounts(seed=3)
    >>> firm.tonnes.shape, firm.plans.shape
    ((36, 30), (18, 6))
    """
    n = tables.whole("months", months, least=6)
    pilot = tables.whole("pilot_months", pilot_months, least=1, most=n)
    firm = parameters or Producing.from_card()
    rng = generator("petrochemical_accounts", seed)
    kind = np.repeat(list(firm.accounts), list(firm.accounts.values()))
    names = pd.Index(
        [f"A{one:02d}" for one in range(1, len(kind) + 1)], dtype="str", name="account"
    )
    size = np.exp(rng.normal(0, firm.account_spread, len(kind)))
    mean = np.empty(len(kind))
    for one, share in firm.tonnes_share.items():
        mine = kind == one
        mean[mine] = firm.monthly_tonnes * share * size[mine] / size[mine].sum()
    chance = np.array([firm.order_chance[one] for one in kind])
    spread = np.array([firm.size_spread[one] for one in kind])

    # One month more than is recorded: the coming one.
    market = np.zeros(n + 1)
    shocks = rng.normal(0, firm.market_spread, n + 1)
    market[0] = shocks[0]
    for month in range(1, n + 1):
        fresh = np.sqrt(1 - firm.market_memory**2) * shocks[month]
        market[month] = firm.market_memory * market[month - 1] + fresh
    ordered = rng.random((n + 1, len(kind))) < chance
    luck = rng.normal(0, 1, (n + 1, len(kind))) * spread - spread**2 / 2
    level = np.exp(market - firm.market_spread**2 / 2)[:, None]
    tonnes = np.rint(ordered * mean / chance * level * np.exp(luck))

    large = len(firm.plan_bias)
    index = pd.period_range(firm.first_month, periods=n + 1, freq="M", name="month")
    wide = pd.DataFrame(tonnes, index=index, columns=names)
    known = tonnes[-pilot - 1 :, :large]
    said = known * firm.plan_bias * np.exp(rng.normal(0, firm.plan_spread, known.shape))
    plans = pd.DataFrame(np.rint(said), index=index[-pilot - 1 :], columns=names[:large])
    bias = np.full(len(kind), np.nan)
    bias[:large] = firm.plan_bias
    truth = pd.DataFrame(
        {
            "kind": kind,
            "mean_tonnes": mean,
            "order_chance": chance,
            "plan_bias": bias,
            "ordered_next": wide.iloc[-1].to_numpy(),
        },
        index=names,
    )
    return PetrochemicalAccounts(
        export=_export(firm, wide.iloc[:-1], rng), tonnes=wide.iloc[:-1], plans=plans.iloc[:-1],
        coming=plans.iloc[-1:], truth=truth,
        parameters=firm, seed=seed,
    )  # fmt: skip


def _export(firm: Producing, wide: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The orders as text, and between them lines that are none."""
    months, accounts = np.nonzero(wide.to_numpy())
    starts = pd.date_range(firm.first_month, periods=len(wide), freq="MS")
    first = starts[months]
    days = pd.to_timedelta(rng.integers(0, 28, len(months)), unit="D")
    tonnes = wide.to_numpy()[months, accounts]
    lines = pd.DataFrame(
        {
            "order_no": [f"P{one:05d}" for one in range(1, len(months) + 1)],
            "account": wide.columns[accounts].to_numpy(),
            "ordered": (first + days).strftime("%Y-%m-%d"),
            "tonnes": [f"{one:.0f}" for one in tonnes],
            "amount": [f"{firm.price * one:,.0f}" for one in tonnes],
        }
    )
    extra = []
    for place, (defect, count) in enumerate(firm.export_defects.items()):
        some = lines.iloc[rng.permutation(len(lines))[:count]]
        if defect != "exact duplicate":
            some = some.assign(order_no=[f"X{place}{one:03d}" for one in range(len(some))])
        if defect == "missing customer":
            some = some.assign(account="")
        if defect == "return":  # typed in twice, then cancelled
            back = some.assign(amount="-" + some["amount"], tonnes="-" + some["tonnes"])
            some = pd.concat([some, back])
        extra.append(some)
    return pd.concat([lines, *extra]).sort_index(kind="stable").reset_index(drop=True).astype("str")
