"""How does a marketplace's share of sellers and buyers spread, and which subsidy can it carry?

Each month a part of each side decides anew where to trade, and goes where the other side is:

    share after = (1 - moving) * share + moving * chosen
    chosen = 1 / (1 + exp(-(base + effect * (2 * share of the other side - 1) + money * advantage)))

`advantage` is what a member saves or gets a month with us rather than with the rival, in yuan.
Without an effect of the other side this is a Markov chain that forgets where it began. With a
strong one (seller_effect * buyer_effect above 4) it may tip: where it ends depends on the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["Market", "by_subsidy", "carried", "critical_share", "path", "value", "values"]

_PARTS = ("base", "effect", "money", "moving")
COLUMNS = [f"{side}_{part}" for side in ("seller", "buyer") for part in _PARTS]


@dataclass(frozen=True)
class Market:
    """What members bring and cost a month, and for how long they are counted.

    Attributes
    ----------
    sellers, buyers : float
        Members of each side in the whole market, with us or with the rival.
    rival_fee : float
        What the rival takes of a seller a month; we take it, too, once the offer is over.
    seller_cost : float
        What it costs us to serve a seller a month.
    buyer_margin : float
        What a buyer leaves a month (advertising, say), before any bonus.
    months, months_after : int
        Months that the offer lasts, and further months that are counted.
    annual_discount_rate : float
        0 or more.
    """

    sellers: float
    buyers: float
    rival_fee: float
    seller_cost: float
    buyer_margin: float
    months: int = 36
    months_after: int = 24
    annual_discount_rate: float = 0.1

    def __post_init__(self) -> None:
        for name in ("sellers", "buyers"):
            tables.number(name, getattr(self, name), above=0)
        for name in ("rival_fee", "seller_cost", "annual_discount_rate"):
            tables.number(name, getattr(self, name), least=0)
        tables.number("buyer_margin", self.buyer_margin)
        tables.whole("months", self.months, least=1, most=600)
        tables.whole("months_after", self.months_after, most=600)


def path(
    race: pd.Series,
    *,
    months: int,
    seller_share: float,
    buyer_share: float,
    seller_advantage: float = 0,
    buyer_advantage: float = 0,
) -> pd.DataFrame:
    """Which share of sellers and of buyers is ours, month by month?

    Parameters
    ----------
    race : Series
        seller_base, seller_effect (of all buyers against none, in log odds, twice over),
        seller_money (of 1 yuan a month) and seller_moving (share that decides anew in a month, 0 to
        1), and the same four of buyers, as from `cross_group.race`.
    months : int
        1 or more.
    seller_share, buyer_share : float
        Shares at the start, 0 to 1.
    seller_advantage, buyer_advantage : float
        Yuan a month that a member is better off with us.

    Returns
    -------
    DataFrame
        One row a month, from 0: seller_share and buyer_share.

    Raises
    ------
    ValueError
        A parameter is missing or out of range, or a share is.

    Examples
    --------
    >>> race = pd.Series({
    ...     "seller_base": 0.0, "seller_effect": 2.0, "seller_money": 0.02, "seller_moving": 0.2,
    ...     "buyer_base": 0.0, "buyer_effect": 3.0, "buyer_money": 0.2, "buyer_moving": 0.2})
    >>> path(race, months=60, seller_share=0.4, buyer_share=0.4).round(2).iloc[-1].to_list()
    [0.2, 0.15]
    >>> path(race, months=60, seller_share=0.6, buyer_share=0.6).round(2).iloc[-1].to_list()
    [0.8, 0.85]
    """
    table = _races(race)
    months = tables.whole("months", months, least=1, most=10_000)
    gains = np.full((months, 2), [_money("seller_advantage", seller_advantage),
                                  _money("buyer_advantage", buyer_advantage)])  # fmt: skip
    found = _run(table, _start(seller_share, buyer_share), gains)[:, 0]
    index = pd.RangeIndex(months + 1, name="month")
    return pd.DataFrame(found, columns=["seller_share", "buyer_share"], index=index)


def critical_share(
    race: pd.Series, *, seller_advantage: float = 0, buyer_advantage: float = 0
) -> pd.DataFrame:
    """Where can both shares rest, and from which share on does the market tip to us?

    Parameters
    ----------
    race, seller_advantage, buyer_advantage
        As for `path`.

    Returns
    -------
    DataFrame
        One row a point at which both shares rest, the lowest first: seller_share, buyer_share and
        stable. A row that is not stable is the critical mass: below it both shares fall, above it
        they rise.

    Raises
    ------
    ValueError
        As for `path`; or a negative effect of the other side.

    Examples
    --------
    >>> race = pd.Series({
    ...     "seller_base": 0.0, "seller_effect": 2.0, "seller_money": 0.02, "seller_moving": 0.2,
    ...     "buyer_base": 0.0, "buyer_effect": 3.0, "buyer_money": 0.2, "buyer_moving": 0.2})
    >>> critical_share(race).round(2)
       seller_share  buyer_share  stable
    0          0.19         0.13    True
    1          0.50         0.50   False
    2          0.81         0.87    True
    """
    from scipy.optimize import brentq

    one = _races(race).iloc[0]
    if one["seller_effect"] < 0 or one["buyer_effect"] < 0:
        raise ValueError("an effect of the other side is negative: then no market tips")
    plus = one["seller_money"] * _money("seller_advantage", seller_advantage)
    more = one["buyer_money"] * _money("buyer_advantage", buyer_advantage)

    def buyers(share: float) -> float:
        return float(_logistic(one["buyer_base"] + more + one["buyer_effect"] * (2 * share - 1)))

    def rise(share: float) -> float:
        pull = one["seller_effect"] * (2 * buyers(share) - 1)
        return float(_logistic(one["seller_base"] + plus + pull)) - share

    grid = np.linspace(0, 1, 4_001)
    signs = np.sign([rise(share) for share in grid])
    rows = []
    for left in np.flatnonzero(signs[:-1] * signs[1:] < 0):
        at = float(brentq(rise, grid[left], grid[left + 1]))
        rows.append((at, buyers(at), bool(signs[left] > 0)))
    for left in np.flatnonzero(signs == 0):
        rows.append((float(grid[left]), buyers(grid[left]), bool(rise(grid[left] - 1e-4) > 0)))
    return pd.DataFrame(sorted(rows), columns=["seller_share", "buyer_share", "stable"])


def values(
    races: pd.DataFrame | pd.Series,
    market: Market,
    *,
    seller_share: float,
    buyer_share: float,
    fee: float,
    bonus: float = 0,
    rival_fee: float | None = None,
) -> pd.DataFrame:
    """What does an offer to sellers and buyers bring, if each of these races is the true one?

    During `market.months` sellers pay `fee` and buyers get `bonus`; then sellers pay what the rival
    takes, and buyers get nothing.

    Parameters
    ----------
    races : DataFrame or Series
        One row a race as for `path`: draws of what is not known for certain.
    market : Market
        What members bring.
    seller_share, buyer_share : float
        Ours at the start, 0 to 1.
    fee : float
        Yuan a month of a seller; below 0 we pay them.
    bonus : float
        Yuan a month to a buyer, 0 or more.
    rival_fee : float, optional
        What the rival takes while the offer lasts; `market.rival_fee` unless given.

    Returns
    -------
    DataFrame
        One row a race: seller_share and buyer_share at the end of the offer, cost (what the offer
        gives away a month on the average: fees of `market.rival_fee` not taken, and bonuses, money
        not discounted), profit (ours, discounted) and rival_profit.

    Raises
    ------
    ValueError
        As for `path`.
    """
    table = _races(races)
    _check_market(market)
    fee, bonus = _money("fee", fee), tables.number("bonus", bonus, least=0)
    theirs = market.rival_fee if rival_fee is None else _money("rival_fee", rival_fee)
    offer, after = market.months, market.months_after
    gains = np.zeros((offer + after, 2))
    gains[:offer] = [theirs - fee, bonus]
    shares = _run(table, _start(seller_share, buyer_share), gains)[1:]
    sellers, buyers = market.sellers * shares[..., 0], market.buyers * shares[..., 1]
    during = np.arange(offer + after)[:, None] < offer
    worth = (1 + market.annual_discount_rate) ** (-np.arange(1, offer + after + 1) / 12)
    fees, paid = np.where(during, fee, market.rival_fee), np.where(during, bonus, 0.0)
    ours = sellers * (fees - market.seller_cost) + buyers * (market.buyer_margin - paid)
    asked = np.where(during, theirs, market.rival_fee)
    other = (market.sellers - sellers) * (asked - market.seller_cost)
    other = other + (market.buyers - buyers) * market.buyer_margin
    given = sellers * (market.rival_fee - fees) + buyers * paid
    return pd.DataFrame(
        {
            "seller_share": shares[offer - 1, :, 0],
            "buyer_share": shares[offer - 1, :, 1],
            "cost": given[:offer].mean(axis=0),
            "profit": worth @ ours,
            "rival_profit": worth @ other,
        },
        index=table.index,
    )


def value(
    races: pd.DataFrame,
    market: Market,
    *,
    seller_share: float,
    buyer_share: float,
    offers: pd.DataFrame,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What does each offer bring against taking the rival's fee and giving no bonus?

    Parameters
    ----------
    races : DataFrame
        The estimate first (row 0), then draws around it, as from `cross_group.races`.
    market, seller_share, buyer_share
        As for `values`.
    offers : DataFrame
        One row an offer: fee and bonus.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row an offer: fee, bonus, seller_share and buyer_share at its end, cost (a month),
        profit, all of the estimate; estimate (profit more than without the offer), low, high, and
        gain_chance (of the draws, that gain).

    Raises
    ------
    ValueError
        As for `values`; or fewer than 40 draws, or no offers.
    """
    tables.check_columns(offers, ["fee", "bonus"], name="offers")
    _check_market(market)
    tables.check_columns(races, COLUMNS, name="races")
    if len(races) < 41:
        raise ValueError(f"{len(races)} race(s): give the estimate and 40 draws or more")
    tail = (1 - tables.confidence(confidence)) / 2
    at = {"seller_share": seller_share, "buyer_share": buyer_share}
    without = values(races, market, fee=market.rival_fee, **at)["profit"]
    rows = []
    for fee, bonus in offers[["fee", "bonus"]].itertuples(index=False):
        found = values(races, market, fee=fee, bonus=bonus, **at)
        gain = (found["profit"] - without).to_numpy()
        low, high = np.quantile(gain[1:], [tail, 1 - tail], method="weibull")
        first = found.iloc[0].drop("rival_profit").to_dict()
        rows.append({"fee": fee, "bonus": bonus, **first, "estimate": gain[0], "low": low,
                     "high": high, "gain_chance": (gain[1:] > 0).mean()})  # fmt: skip
    return pd.DataFrame(rows, index=offers.index)


def by_subsidy(
    races: pd.DataFrame,
    market: Market,
    *,
    side: str,
    subsidies: Sequence[float],
    seller_share: float,
    buyer_share: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What does a subsidy to one side bring, the larger it is?

    Parameters
    ----------
    races, market, seller_share, buyer_share, confidence
        As for `value`.
    side : "sellers" or "buyers"
        Who gets it. A seller gets it as a lower fee than the rival's.
    subsidies : sequence of float
        Yuan a month for each member of that side, 0 or more.

    Returns
    -------
    DataFrame
        The columns of `value`, one row a subsidy (its index).

    Raises
    ------
    ValueError
        As for `value`; or a negative subsidy.
    """
    _check_market(market)
    given = [tables.number("subsidies", one, least=0)
             for one in tables.listed_once("subsidies", subsidies)]  # fmt: skip
    tables.option("side", side, ["sellers", "buyers"])
    to_sellers = np.array(given) * (side == "sellers")
    offers = pd.DataFrame(
        {"fee": market.rival_fee - to_sellers, "bonus": np.array(given) - to_sellers},
        index=pd.Index(given, name="subsidy"),
    )
    return value(
        races, market, seller_share=seller_share, buyer_share=buyer_share, offers=offers,
        confidence=confidence,
    )  # fmt: skip


def carried(by_size: pd.DataFrame) -> pd.Series:
    """Which subsidy earns most, and up to which does the growth of the share carry it?

    Parameters
    ----------
    by_size : DataFrame
        From `by_subsidy`, with a fine grid.

    Returns
    -------
    Series
        best (the subsidy of the largest gain), largest (the largest that gains anything),
        largest_sure (the largest whose interval is above 0), each yuan a month and member;
        NaN where there is none.

    Raises
    ------
    ValueError
        A column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"estimate": [0.0, -5, 9, 4, -1], "low": [0.0, -9, 2, -2, -8]},
    ...                      index=[0, 10, 20, 30, 40])
    >>> carried(table).to_dict()
    {'best': 20.0, 'largest': 30.0, 'largest_sure': 20.0}
    """
    tables.check_columns(by_size, ["estimate", "low"], name="the subsidies")
    for name in ("estimate", "low"):
        tables.column(by_size, name)
    sizes = tables.numbers(by_size.index.to_series(), name="the subsidy").astype(float)
    gains, sure = sizes[by_size["estimate"] > 0], sizes[by_size["low"] > 0]
    best = sizes[int(by_size["estimate"].to_numpy().argmax())]
    return pd.Series(
        {
            "best": best if len(gains) else np.nan,
            "largest": gains.max(initial=0) if len(gains) else np.nan,
            "largest_sure": sure.max(initial=0) if len(sure) else np.nan,
        }
    )


def _races(races: pd.DataFrame | pd.Series) -> pd.DataFrame:
    table = races.to_frame().T.infer_objects() if isinstance(races, pd.Series) else races
    tables.check_columns(table, COLUMNS, name="the race")
    for name in COLUMNS:
        if name.endswith("moving"):
            tables.numbers(table[name], above=0, most=1)
        else:
            tables.numbers(table[name])
    return table[COLUMNS].astype(float)


def _check_market(market: Market) -> None:
    if not isinstance(market, Market):
        raise TypeError(f"market must be a share_race.Market, not a {type(market).__name__}")


def _start(seller_share: float, buyer_share: float) -> np.ndarray:
    return np.array(
        [tables.share("seller_share", seller_share), tables.share("buyer_share", buyer_share)]
    )


def _money(name: str, amount: float) -> float:
    return tables.number(name, amount)


def _run(races: pd.DataFrame, start: np.ndarray, gains: np.ndarray) -> np.ndarray:
    """Shares by month, race and side (sellers, buyers)."""
    by_part = races.to_numpy().reshape(len(races), 2, len(_PARTS))
    base, effect, money, moving = np.moveaxis(by_part, 2, 0)
    shares = np.empty((len(gains) + 1, len(races), 2))
    shares[0] = start
    for month, gain in enumerate(gains):
        now = shares[month]
        chosen = _logistic(base + effect * (2 * now[:, ::-1] - 1) + money * gain)
        shares[month + 1] = (1 - moving) * now + moving * chosen
    return shares


def _logistic(log_odds: np.ndarray | float) -> np.ndarray:
    from scipy.special import expit

    return np.asarray(expit(log_odds))
