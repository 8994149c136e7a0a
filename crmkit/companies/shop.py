"""A simulated online shop: arrivals, purchases, spend, returns and festivals with known truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, drawn_by


@dataclass(frozen=True)
class Shop(Parameters):
    """The parameters of an online shop; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "online_shop"
    first_day: date
    channel_share: dict[str, float]
    segment_share: dict[str, dict[str, float]]
    rate_shape: dict[str, float]
    rate_scale_days: dict[str, float]
    dropout_shape: dict[str, float]
    dropout_scale_days: dict[str, float]
    spend_shape: float
    spend_mean_shape: float
    spend_mean_scale: dict[str, float]
    festival_days: dict[str, tuple[str, str]]
    festival_uplift: dict[str, float]
    festival_discount: dict[str, float]
    acquisition_uplift: float
    women_share: dict[str, float]
    womens_department_share: dict[str, float]
    return_share: dict[str, float]
    return_days: int
    cost_share: dict[str, float]
    delivery_cost: float
    extra_items: float
    app_share: float
    profile_share: float
    age_share: dict[str, float]
    city_share: dict[str, float]
    hour_weight: list[float]
    titles: dict[str, list[str]]
    member_names: dict[str, list[str]]
    export_defects: dict[str, int]
    export_formatted_amounts: int
    export_defect_texts: dict[str, list[str]]


@dataclass(frozen=True)
class OnlineShop(Simulated):
    """A simulated online shop.

    `orders` is an order log; `customers` has one row a customer (index `customer_id`) with what
    the shop knows; `truth` has the same index. `days` is the length of the simulation.
    """

    orders: pd.DataFrame = field(repr=False)
    customers: pd.DataFrame = field(repr=False)
    days: int


def online_shop(
    *,
    n_customers: int = 20_000,
    days: int = 730,
    seed: int = 1,
    parameters: Shop | None = None,
) -> OnlineShop:
    """What would an online shop's records look like if we knew the truth about each customer?

    Each customer joins with a first order and then buys by a Pareto/NBD process (Schmittlein,
    Morrison & Colombo 1987): at the customer's own gamma-distributed rate, until an exponential
    lifetime with a gamma-distributed rate is over. On the days of a festival the process runs
    faster by the segment's uplift. List prices of orders follow Gamma-Gamma (Fader, Hardie & Lee
    2005, JMR).

    Parameters
    ----------
    n_customers : int
        How many join during the simulation, 1 or more.
    days : int
        Length of the simulation, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Shop, optional
        The card's unless given; to change some: `dataclasses.replace(Shop.from_card(),
        app_share=0)`.

    Returns
    -------
    OnlineShop
        `orders`, one row an order or a return, by time: customer_id, ordered_at (China time),
        amount (yuan, negative for a return), order_id (a return has that of its order), quantity,
        department, channel (that the order came by), discount (yuan off the list price), cost
        (yuan: goods and delivery).
        `customers`, one row a customer: joined (day of the first order), channel (that brought
        the customer), city; gender and age_group where the customer told them.
        `truth`, one row a customer: segment, gender, rate_per_day (of purchases, outside
        festivals), alive_until (last day on which the customer could buy; may be after the
        simulation), mean_spend (yuan, mean list price of the customer's orders).

    Raises
    ------
    ValueError
        No customers or no days.

    Examples
    --------
    >>> shop = online_shop(n_customers=5, days=60, seed=2)
    >>> first = shop.orders.groupby("customer_id")["ordered_at"].min().dt.normalize()
    >>> bool((first == shop.customers["joined"]).all())
    True
    """
    n_customers = tables.whole("n_customers", n_customers, least=1)
    days = tables.whole("days", days, least=1)
    shop = parameters or Shop.from_card()
    rng = np.random.default_rng(seed)
    festival = _festival_of_day(shop, days)
    joined_at = _joining_times(shop, festival, n_customers, rng)
    people = _people(shop, joined_at, rng)
    orders = _orders(shop, people, *_purchase_times(shop, people, festival, rng), festival, rng)

    ids = pd.Index(
        [f"C{n:06d}" for n in range(1, n_customers + 1)], dtype="str", name="customer_id"
    )
    orders.insert(0, "customer_id", ids.take(orders.pop("buyer").to_numpy()))
    told = rng.random(n_customers) < shop.profile_share
    known = pd.DataFrame(
        {
            "joined": _as_day(shop, people["joined_at"]),
            "channel": people["channel"],
            "city": drawn(rng, shop.city_share, n_customers),
            "gender": people["gender"].where(told),
            "age_group": pd.Series(drawn(rng, shop.age_share, n_customers)).where(told),
        }
    )
    truth = pd.DataFrame(
        {
            "segment": people["segment"],
            "gender": people["gender"],
            "rate_per_day": people["rate"],
            "alive_until": _as_day(shop, people["left_at"]),
            "mean_spend": people["mean_spend"],
        }
    )
    return OnlineShop(
        orders=orders,
        customers=known.set_axis(ids),
        truth=truth.set_axis(ids),
        parameters=shop,
        days=days,
        seed=seed,
    )


# --- Days -----------------------------------------------------------------------------------


def _festival_of_day(shop: Shop, days: int) -> pd.Categorical:
    """The festival on each day of the simulation, missing on ordinary days."""
    calendar = pd.date_range(shop.first_day, periods=days).strftime("%m-%d")
    names = pd.Series(pd.NA, index=calendar, dtype="str")
    for festival, (first, last) in shop.festival_days.items():
        names[(calendar >= first) & (calendar <= last)] = festival
    return pd.Categorical(names, categories=list(shop.festival_days))


def _clock(festival: pd.Categorical, uplift: float) -> np.ndarray:
    """How far a process has come at the start of each day if it runs faster in festivals."""
    return np.concatenate([[0.0], np.cumsum(np.where(festival.isna(), 1.0, uplift))])


def _joining_times(
    shop: Shop, festival: pd.Categorical, n_customers: int, rng: np.random.Generator
) -> np.ndarray:
    """When each customer places the first order, in days from the start, in order of time."""
    clock = _clock(festival, shop.acquisition_uplift)
    ticks = np.sort(rng.random(n_customers)) * clock[-1]
    return np.interp(ticks, clock, np.arange(clock.size))


def _as_day(shop: Shop, time_in_days: pd.Series) -> pd.DatetimeIndex:
    # Lifetimes can be far longer than pandas can date: a hundred years stand for "for good".
    whole = np.minimum(np.floor(time_in_days), 36_500).astype("timedelta64[D]")
    return pd.DatetimeIndex(np.datetime64(shop.first_day) + whole).as_unit("us")


# --- People ---------------------------------------------------------------------------------


def _people(shop: Shop, joined_at: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """One row a customer: channel, segment, gender, rates, lifetime, mean spend."""
    n = len(joined_at)
    channel = drawn(rng, shop.channel_share, n)
    segment = drawn_by(rng, shop.segment_share, channel)
    women = {s: {"female": p, "male": 1 - p} for s, p in shop.women_share.items()}

    def by_segment(values: Mapping[str, float]) -> np.ndarray:
        return np.array([values[name] for name in segment.categories])[segment.codes]

    rate = rng.gamma(by_segment(shop.rate_shape)) / by_segment(shop.rate_scale_days)
    leaving = rng.gamma(by_segment(shop.dropout_shape)) / by_segment(shop.dropout_scale_days)
    spend_rate = rng.gamma(shop.spend_mean_shape, size=n) / by_segment(shop.spend_mean_scale)
    return pd.DataFrame(
        {
            "channel": channel,
            "segment": segment,
            "gender": drawn_by(rng, women, segment),
            "rate": rate,
            "joined_at": joined_at,
            "left_at": joined_at + rng.exponential(size=n) / leaving,
            "mean_spend": shop.spend_shape / spend_rate,
        }
    )


# --- Orders ---------------------------------------------------------------------------------


def _purchase_times(
    shop: Shop, people: pd.DataFrame, festival: pd.Categorical, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Of each order the buyer (row of people) and the time in days."""
    days = len(festival)
    segment = people["segment"].cat
    joined = people["joined_at"].to_numpy()
    left = np.minimum(people["left_at"].to_numpy(), days)
    buyers, times = [np.arange(len(people))], [joined]
    for code, name in enumerate(segment.categories):
        # A Poisson process with a faster clock: uniform on the clock, then back to days.
        clock, start_of_day = _clock(festival, shop.festival_uplift[name]), np.arange(days + 1)
        who = np.flatnonzero(segment.codes == code)
        begin = np.interp(joined[who], start_of_day, clock)
        length = np.interp(left[who], start_of_day, clock) - begin
        orders = rng.poisson(people["rate"].to_numpy()[who] * length)
        tick = np.repeat(begin, orders) + rng.random(orders.sum()) * np.repeat(length, orders)
        buyers.append(np.repeat(who, orders))
        times.append(np.interp(tick, clock, start_of_day))
    return np.concatenate(buyers), np.concatenate(times)


def _orders(
    shop: Shop,
    people: pd.DataFrame,
    buyer: np.ndarray,
    time: np.ndarray,
    festival: pd.Categorical,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Orders and returns by time, money in whole cents."""
    n = len(buyer)
    day = np.minimum(time.astype("int64"), len(festival) - 1)
    gender = people["gender"].array.take(buyer)
    share = {g: {"women": p, "men": 1 - p} for g, p in shop.womens_department_share.items()}
    department = drawn_by(rng, share, gender)

    def by_department(values: Mapping[str, float]) -> np.ndarray:
        return np.array([values[name] for name in department.categories])[department.codes]

    scale = people["mean_spend"].to_numpy()[buyer] / shop.spend_shape
    listed = np.maximum(np.rint(100 * rng.gamma(shop.spend_shape, scale)), 1).astype("int64")
    rates = [shop.festival_discount[name] for name in festival.categories]
    discount = np.rint(listed * np.array([*rates, 0.0])[festival.codes[day]]).astype("int64")
    goods = np.rint(listed * by_department(shop.cost_share)).astype("int64")
    delivery = round(100 * shop.delivery_cost)
    orders = pd.DataFrame(
        {
            "buyer": buyer,
            "second": day * 86_400 + _second_of_day(shop, n, rng),
            "amount": listed - discount,
            "order_id": 0,
            "quantity": 1 + rng.poisson(shop.extra_items, n),
            "department": department,
            "channel": people["channel"].array.take(buyer).add_categories("app"),
            "discount": discount,
            "cost": goods + delivery,
        }
    )
    orders = orders.sort_values("second", kind="stable", ignore_index=True)
    orders["order_id"] = np.arange(1, n + 1)
    by_app = orders["buyer"].duplicated() & (rng.random(n) < shop.app_share)
    orders.loc[by_app, "channel"] = "app"
    log = pd.concat([orders, _returns(shop, orders, delivery, len(festival), rng)])
    log = log.sort_values(["second", "order_id"], kind="stable", ignore_index=True)
    money = ["amount", "discount", "cost"]
    log[money] = log[money] / 100
    start = np.datetime64(shop.first_day, "us")
    log.insert(1, "ordered_at", start + log.pop("second").to_numpy().astype("timedelta64[s]"))
    return log


def _returns(
    shop: Shop, orders: pd.DataFrame, delivery: int, days: int, rng: np.random.Generator
) -> pd.DataFrame:
    """A line for each order that is sent back, as far as it is sent back in time to be seen."""
    share = orders["department"].map(shop.return_share).astype("float64")
    back = orders[rng.random(len(orders)) < share].copy()
    day = back["second"] // 86_400 + rng.integers(1, shop.return_days, len(back), endpoint=True)
    back["second"] = day * 86_400 + _second_of_day(shop, len(back), rng)
    # The goods return to the shelf; delivery was paid for and is paid once more.
    back["cost"] = 2 * delivery - back["cost"]
    back[["amount", "quantity", "discount"]] *= -1
    return back[day < days]


def _second_of_day(shop: Shop, n: int, rng: np.random.Generator) -> np.ndarray:
    hours = {str(hour): weight for hour, weight in enumerate(shop.hour_weight)}
    return drawn(rng, hours, n).codes.astype("int64") * 3600 + rng.integers(0, 3600, n)
