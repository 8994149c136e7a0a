"""Everything that the page says, as tables and numbers, before it has a language."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import summary
from crmkit.orders import Report
from crmkit.report import past
from crmkit.report.calls import call_first, silence
from crmkit.report.future import Outlook, outlook
from crmkit.report.wording import Note
from crmkit.segmentation import concentration, pyramid, rfm

__all__ = ["Facts", "Shares", "gather"]

# Fewer customers than this make no fifths, no tiers and no share worth a sentence.
FEW = 25
BANDS = (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1)


class Shares(NamedTuple):
    """How much hangs on few: of the best fifth, who make 80 %, and the largest customer's."""

    top: float
    need: float
    largest: float


@dataclass(frozen=True)
class Facts:
    """What was found in an order log."""

    log: pd.DataFrame
    report: Report
    as_of: date
    as_of_given: bool
    history: int
    period: past.Period
    customers: pd.DataFrame
    over_time: pd.DataFrame
    change: past.Change | None
    shares: Shares | None
    deciles: pd.DataFrame | None
    segments: pd.DataFrame | None
    pyramid: pd.DataFrame | None
    cohorts: tuple[past.Period, pd.DataFrame, pd.DataFrame] | None
    trend: past.CohortTrend | None
    outlook: Outlook
    left: pd.DataFrame
    call_first: pd.DataFrame

    @property
    def few(self) -> bool:
        """Whether there are too few customers for shares and groups."""
        return len(self.customers) < FEW

    @property
    def one_rules(self) -> bool:
        """Whether one customer makes a tenth of the sales, and three times an equal share."""
        largest = 0.0 if self.shares is None else self.shares.largest
        return largest >= max(0.1, 3 / len(self.customers))

    @property
    def returned(self) -> float:
        """Money of returns, set against purchases or kept as lines below zero."""
        return max(-float(self.report.table["money"].get("return", 0.0)), 0.0)

    @property
    def returned_share(self) -> float:
        """Of all that was sold, returns included."""
        sold = self.log["amount"].sum() + self.returned
        return float(self.returned / sold) if sold > 0 else 0.0

    def sales_of_last(self, days: int) -> float:
        """Sales of so many days up to the day of the report."""
        since = pd.Timestamp(self.as_of) - pd.Timedelta(days=days - 1)
        return float(self.log.loc[self.log["ordered_at"] >= since, "amount"].sum())

    @property
    def cautions(self) -> list[Note]:
        """What a reader should know before they trust a figure, of the data as a whole."""
        found = []
        if len(self.customers) < 100:
            found.append(Note("caution.few_customers", {"customers": len(self.customers)}))
        if self.shares is not None and self.one_rules:
            found.append(Note("caution.one_customer", {"share": self.shares.largest}))
        if self.history < past.YEAR:
            found.append(Note("caution.under_a_year", {"days": self.history}))
        elif self.history < 2 * past.YEAR:
            found.append(Note("caution.under_two_years"))
        found.append(Note("caution.quiet_start"))
        if self.outlook.season is not None:
            day, times = self.outlook.season
            found.append(Note("caution.season", {"day": day, "times": times}))
        if self.returned_share >= 0.01:
            found.append(Note("caution.returns", {"share": self.returned_share}))
        unmatched = abs(float(self.report.table["money"].get("unmatched return", 0.0)))
        if unmatched:
            found.append(Note("caution.returns_unmatched", {"money": unmatched}))
        return found


def gather(
    log: pd.DataFrame,
    report: Report,
    *,
    as_of: date,
    as_of_given: bool,
    seed: int,
    step: Callable[[str], None],
) -> Facts:
    """Compute everything that the page says of an order log up to a day."""
    step("count")
    customers = summary.customers(log, as_of=as_of)
    history = (as_of - log["ordered_at"].min().date()).days + 1
    by = past.period(history)
    step("describe")
    over_time, made = past.over_time(log, by), past.cohort_table(log, as_of, history)
    spend = customers["total_spend"].clip(lower=0)
    few, money = len(customers) < FEW, spend.sum() > 0 and customers["total_spend"].sum() > 0
    shares = deciles = segments = tiers = None
    if money:
        shares = Shares(
            concentration.top_share(spend),
            concentration.customers_for(spend),
            float(spend.max() / spend.sum()),
        )
    if money and not few:
        deciles = concentration.deciles(spend)
        segments = _segments(customers)
        tiers = pyramid.tier_table(spend, pyramid.tiers(spend))
    step("forecast")
    ahead = outlook(log, customers, as_of=as_of, history=history, rng=np.random.default_rng(seed))
    calls = call_first(customers, ahead)
    return Facts(
        log=log,
        report=report,
        as_of=as_of,
        as_of_given=as_of_given,
        history=history,
        period=by,
        customers=customers,
        over_time=over_time,
        change=past.change(log, as_of),
        shares=shares,
        deciles=deciles,
        segments=segments,
        pyramid=tiers,
        cohorts=made,
        trend=None if made is None else past.cohort_trend(made[1]),
        outlook=ahead,
        left=_left(customers, ahead),
        call_first=calls,
    )


def _segments(customers: pd.DataFrame) -> pd.DataFrame:
    """The named RFM segments, with what to do about each."""
    named = rfm.name_segments(rfm.score(customers))
    table = rfm.profile(customers, named)
    table.index = pd.Index(table.index.astype(str), name="segment")
    table.insert(0, "to_do", rfm.SEGMENTS.set_index("segment")["action"].reindex(table.index))
    return table


def _left(customers: pd.DataFrame, ahead: Outlook) -> pd.DataFrame:
    """Customers by the chance that they are still customers; by silence where nobody knows it."""
    if ahead.alive is None or ahead.nobody_leaves or ahead.expected_sales is None:
        return silence(customers)
    names = [f"{100 * low:.0f}–{100 * high:.0f}%" for low, high in itertools.pairwise(BANDS)]
    band = pd.cut(ahead.alive, BANDS, labels=names, include_lowest=True)
    groups = pd.DataFrame(
        {"customers": 1, "total_spend": customers["total_spend"],
         "expected_sales": ahead.expected_sales}
    ).groupby(band, observed=False)  # fmt: skip
    table = groups.sum()
    table.index = pd.Index(table.index.astype(str), name="band")
    return table
