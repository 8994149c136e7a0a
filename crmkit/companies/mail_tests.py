"""A simulated mail-order firm that tests its mailings: what each of them does is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit.companies.company import Parameters, Simulated, numbered


@dataclass(frozen=True)
class MailOrder(Parameters):
    """The parameters of the firm; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "mail_tests"
    customers: dict[str, int]
    response_rate: dict[str, float]
    effect: dict[str, float]
    lost_share: dict[str, float]
    past_mean: float
    order_median: float
    order_spread: float
    first_day: str
    panel_customers: int
    panel_days: int
    orders_per_week: float
    alike: float
    mailed_share: float
    campaign_starts: int
    campaign_days: int
    campaign_effect: float


@dataclass(frozen=True)
class MailTests(Simulated):
    """A simulated mail-order firm that tests its mailings.

    `tests` has one row a customer of a randomised test. `orders` is the log of other customers, to
    the best of whom a campaign was `mailed`, at the `dates`. `truth` has one row a mailing.
    """

    tests: pd.DataFrame = field(repr=False)
    orders: pd.DataFrame = field(repr=False)
    mailed: pd.DataFrame = field(repr=False)
    dates: pd.DataFrame = field(repr=False)


def mail_tests(*, seed: int = 1, parameters: MailOrder | None = None) -> MailTests:
    """What would the records of a firm's mailings look like if we knew what each of them does?

    In each test half of the customers get the mail, at random. A mail may raise the share that
    orders, or not; in one, addresses that bounced were struck off the mailed, and these customers
    had bought little. Beside the tests one campaign went to those who had ordered the most so far,
    and not at random.

    Parameters
    ----------
    seed : int
        Same seed, same data.
    parameters : MailOrder, optional
        The card's unless given.

    Returns
    -------
    MailTests
        `tests`, one row a customer of a test: test (name), day (of the test's four weeks in which
        they were counted, 1 to 28), group ("mail", "none"), past_spend (yuan, the year before),
        ordered (0, 1), spend (yuan since, 0 for who did not order). `orders`: customer_id,
        ordered_at, amount. `mailed`: customer_id, campaign_id ("best"). `dates`: campaign_id,
        starts_at, ends_at. `truth`, one row a mailing: effect (on the share that orders; of "best"
        on the orders a week, as a factor less 1), lost_share (of the mailed who bought little,
        struck off) and by_lot.

    Examples
    --------
    >>> firm = mail_tests(seed=2)
    >>> list(firm.truth.index)
    ['spring', 'summer', 'autumn', 'winter', 'best']
    """
    firm = parameters or MailOrder.from_card()
    rng = np.random.default_rng(seed)
    tests = pd.concat([_test(firm, name, rng) for name in firm.customers], ignore_index=True)
    tests.index = pd.Index(
        [f"T{n:06d}" for n in range(1, len(tests) + 1)], dtype="str", name="customer_id"
    )
    orders, best = _panel(firm, rng)
    start = pd.Timestamp(firm.first_day) + pd.Timedelta(days=firm.campaign_starts)
    dates = {"starts_at": [start], "ends_at": [start + pd.Timedelta(days=firm.campaign_days - 1)]}
    truth = pd.DataFrame({"effect": firm.effect, "lost_share": firm.lost_share}).assign(by_lot=True)
    truth.loc["best"] = [firm.campaign_effect, 0.0, False]
    return MailTests(
        tests=tests,
        orders=orders,
        mailed=pd.DataFrame({"customer_id": best, "campaign_id": "best"}),
        dates=pd.DataFrame({"campaign_id": ["best"], **dates}),
        truth=truth.astype({"by_lot": bool}).rename_axis("test"),
        parameters=firm,
        seed=seed,
    )


def _test(firm: MailOrder, name: str, rng: np.random.Generator) -> pd.DataFrame:
    """One randomised test: who bought more before is likelier to order."""
    n = firm.customers[name]
    past = rng.gamma(1.0, firm.past_mean, n)
    mail = rng.permutation(np.arange(n) % 2 == 0)
    # A part of the rate is alike for all, the larger one goes with past spending.
    rate = firm.response_rate[name] * (0.3 + 0.7 * past / firm.past_mean)
    ordered = rng.random(n) < np.clip(rate + firm.effect[name] * mail, 0, 1)
    amount = firm.order_median * np.exp(rng.normal(0, firm.order_spread, n))
    table = pd.DataFrame(
        {
            "test": name,
            "day": rng.integers(1, 29, n),
            "group": np.where(mail, "mail", "none"),
            "past_spend": past.round(2),
            "ordered": ordered.astype("int64"),
            "spend": np.where(ordered, amount, 0.0).round(2),
        }
    )
    little = past < np.log(2) * firm.past_mean
    lost = mail & little & (rng.random(n) < firm.lost_share[name])
    return table[~lost]


def _panel(firm: MailOrder, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Index]:
    """The order log, and who had bought the most before the campaign."""
    n, days = firm.panel_customers, firm.panel_days
    ids = numbered("C", n)
    liking = rng.gamma(firm.alike, 1 / firm.alike, n)
    daily = np.tile(firm.orders_per_week / 7 * liking[:, None], days)
    made = rng.poisson(daily)
    start, stop = firm.campaign_starts, firm.campaign_starts + firm.campaign_days
    best = np.argsort(-made[:, :start].sum(axis=1), kind="stable")[: round(firm.mailed_share * n)]
    extra = rng.poisson(firm.campaign_effect * daily[best, start:stop])
    made[best, start:stop] += extra
    row, day = np.nonzero(made)
    times = made[row, day]
    row, day = np.repeat(row, times), np.repeat(day, times)
    amount = firm.order_median * np.exp(rng.normal(0, firm.order_spread, len(row)))
    orders = pd.DataFrame(
        {
            "customer_id": ids.take(row),
            "ordered_at": pd.Timestamp(firm.first_day) + pd.to_timedelta(day, unit="D"),
            "amount": amount.round(2),
        }
    )
    return orders.sort_values(["ordered_at", "customer_id"], ignore_index=True), ids[np.sort(best)]
