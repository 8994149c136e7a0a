"""A simulated shop's year around a shopping festival: what the offer moved and gained is known."""

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

WEEKS, FESTIVAL_WEEK = 52, 45


@dataclass(frozen=True)
class Festival(Parameters):
    """The parameters of the shop and its festival; their meaning stands on the card."""

    CARD: ClassVar[str] = "festival_year"
    first_monday: str
    segment_share: dict[str, float]
    weekly_orders: dict[str, float]
    offer_appeal: dict[str, float]
    pulled_share: dict[str, float]
    control_share: float
    discounts: list[float]
    festival_anyway: float
    weeks_before: int
    weeks_after: int
    before_share: float
    order_amount: float
    margin_rate: float
    yearly_growth: float
    festival_fee: float
    export_defects: dict[str, int]


@dataclass(frozen=True)
class FestivalYear(Simulated):
    """A year: `orders` has a row an order, `customers` (and `truth`) a row a customer."""

    customers: pd.DataFrame = field(repr=False)
    orders: pd.DataFrame = field(repr=False)

    @property
    def windows(self) -> dict[str, tuple[str, str]]:
        """First and last day of the weeks before, of the festival and of the weeks after."""
        shop = self.parameters
        at = pd.Timestamp(shop.first_monday) + pd.Timedelta(weeks=FESTIVAL_WEEK)
        edges = {"before": (-shop.weeks_before, 0), "festival": (0, 1)}
        edges["after"] = (1, 1 + shop.weeks_after)

        def day(place: int) -> str:
            return str((at + pd.Timedelta(days=place)).date())

        return {name: (day(7 * one), day(7 * other - 1)) for name, (one, other) in edges.items()}

    def export(self) -> pd.DataFrame:
        """The orders as the platform exports them: as text, with the defects of the card."""
        defects, rng = self.parameters.export_defects, generator("festival_export", self.seed)
        made = pd.DataFrame(
            {
                "order": [f"D{one:07d}" for one in range(1, len(self.orders) + 1)],
                "member": self.orders["customer_id"].to_numpy(),
                "paid_at": self.orders["ordered_at"].dt.strftime("%Y/%m/%d %H:%M").to_numpy(),
                "paid": [f"¥{one:,.2f}" for one in self.orders["amount"]],
                "goods": self.orders["goods"].to_numpy(),
            }
        )
        if sum(defects.values()) > len(made):
            raise ValueError(f"{len(made)} orders are too few for the defects of the card")
        one = made.sample(sum(defects.values()), random_state=rng).reset_index(drop=True)
        again = one[: defects["duplicate"]]
        lost = one[len(again) : len(again) + defects["no member"]].assign(member="")
        tests = one[len(again) + len(lost) :].assign(paid="¥0.00", goods=0.0)
        for extra in (lost, tests):
            extra["order"] = "X" + extra["order"].str[1:]
        return pd.concat([made, again, lost, tests], ignore_index=True)


def festival_year(
    *, n_customers: int = 60_000, seed: int = 1, parameters: Festival | None = None
) -> FestivalYear:
    """What does a festival gain a shop, if what each order would have been without it were known?

    A lot leaves some customers without the festival's discount; they see the festival all the same.
    The offer adds orders in its week; a part of them is missing in the weeks before and after, and
    the orders that would have come in that week anyway get the discount, too.

    Parameters
    ----------
    n_customers : int
        1 or more.
    seed : int
        Same seed, same data.
    parameters : Festival, optional
        The figures of the datasets card unless given.

    Returns
    -------
    FestivalYear
        `customers`: segment, offered (1: got the discount), discount (0 for the control group).
        `orders`: customer_id, ordered_at, amount (yuan paid) and goods (what they cost the shop).
        `truth`, a row a customer, in expectation and yuan if they are given the largest discount of
        the card (or their own, for those who had one): sales_festival and sales_net added by the
        offer, margin_net, and pulled_share.

    Examples
    --------
    >>> year = festival_year(n_customers=4, seed=2)
    >>> list(year.customers), year.windows["festival"]
    (['segment', 'offered', 'discount'], ('2025-11-10', '2025-11-16'))
    """
    n = tables.whole("n_customers", n_customers, least=1)
    shop = parameters or Festival.from_card()
    rng = generator("festival_year", seed)
    segment = drawn(rng, shop.segment_share, n)
    offered = (rng.random(n) >= shop.control_share).astype("int64")
    discount = np.where(offered == 1, rng.choice(shop.discounts, n), 0.0)
    rate = figure_of(segment, shop.weekly_orders) * rng.gamma(4, 1 / 4, n)
    appeal, pulled = (figure_of(segment, by) for by in (shop.offer_appeal, shop.pulled_share))
    # Expected orders by week: growth, and what the festival is for everybody.
    level = 1 + shop.yearly_growth * (np.arange(WEEKS) / WEEKS - 0.5)
    expected = rate[:, None] * level
    expected[:, FESTIVAL_WEEK] *= shop.festival_anyway
    anyway = expected[:, FESTIVAL_WEEK].copy()
    extra = anyway * np.expm1(appeal * discount)
    expected[:, FESTIVAL_WEEK] += extra
    sides = (
        (slice(FESTIVAL_WEEK - shop.weeks_before, FESTIVAL_WEEK), shop.before_share),
        (slice(FESTIVAL_WEEK + 1, FESTIVAL_WEEK + 1 + shop.weeks_after), 1 - shop.before_share),
    )
    for weeks, part in sides:
        there = expected[:, weeks]
        gone = part * pulled * extra / there.sum(axis=1)
        if gone.max(initial=0) > 1:
            raise ValueError("more is pulled forward than the weeks around the festival hold")
        expected[:, weeks] = there * (1 - gone)[:, None]
    count = rng.poisson(expected)
    who, week = (np.repeat(place, count[count > 0]) for place in np.nonzero(count))
    full = shop.order_amount * rng.gamma(3, 1 / 3, len(who))
    price = np.where(week == FESTIVAL_WEEK, 1 - discount[who], 1.0)
    minutes = rng.integers(0, 7 * 24 * 60, len(who)) + week * 7 * 24 * 60
    ids = numbered("F", n)
    orders = pd.DataFrame(
        {
            "customer_id": ids[who],
            "ordered_at": pd.Timestamp(shop.first_monday) + pd.to_timedelta(minutes, unit="min"),
            "amount": np.maximum(full * price, 0.01).round(2),
            "goods": (full * (1 - shop.margin_rate)).round(2),
        }
    ).sort_values("ordered_at", ignore_index=True)
    offer = np.where(offered == 1, discount, max(shop.discounts))
    more = anyway * np.expm1(appeal * offer)
    peak = more * (1 - offer) - anyway * offer
    lost = pulled * more
    truth = pd.DataFrame(
        {
            "sales_festival": shop.order_amount * peak,
            "sales_net": shop.order_amount * (peak - lost),
            "margin_net": shop.order_amount
            * (peak - (1 - shop.margin_rate) * more - shop.margin_rate * lost),
            "pulled_share": pulled,
        },
        index=ids,
    )
    customers = pd.DataFrame(
        {"segment": segment, "offered": offered, "discount": discount}, index=ids
    )
    return FestivalYear(customers=customers, orders=orders, truth=truth, parameters=shop, seed=seed)
