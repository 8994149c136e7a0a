"""A simulated transport company that hears of many of its exits only quarters later."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import (
    Parameters,
    Simulated,
    drawn,
    drawn_by,
    figure_of,
    generator,
    numbered,
)

_YEAR = 365.25


@dataclass(frozen=True)
class Reporting(Parameters):
    """The parameters of a company with late exits; their meaning stands on the card."""

    CARD: ClassVar[str] = "late_exits"
    size_share: dict[str, float]
    annual_revenue: dict[str, float]
    revenue_spread: float
    margin_rate: float
    region_share: dict[str, float]
    route_share: dict[str, dict[str, float]]
    yearly_hazard: dict[str, dict[str, float]]
    service_factor: dict[str, float]
    tells_share: dict[str, float]
    told_days: float
    silent_days: float
    reason_missing: dict[str, float]
    reported_twice: float
    reopened_share: float
    mends: dict[str, str]
    prevented_share: dict[str, float]
    yearly_cost: dict[str, float]


@dataclass(frozen=True)
class LateExits(Simulated):
    """A transport company and its register of exits, which is behind the exits themselves.

    `customers` has one row a customer (index `customer_id`), `exits` one row a report,
    `programmes` one row a saving programme; `truth` has the index of `customers`. Exits were noted
    from `first_day` on; `last_day` is today.
    """

    customers: pd.DataFrame = field(repr=False)
    exits: pd.DataFrame = field(repr=False)
    programmes: pd.DataFrame = field(repr=False)
    first_day: pd.Timestamp
    last_day: pd.Timestamp


def late_exits(
    *,
    n_customers: int = 6_600,
    years: int = 4,
    seed: int = 1,
    parameters: Reporting | None = None,
) -> LateExits:
    """Who has left a company, and of whom does it know?

    Customers leave at a steady yearly hazard for each reason, which depends on their size and, for
    the service, on their route. The place of a leaver is taken at once by a new customer of the
    same kind, so that as many customers send freight at any time. Some leavers say so; the others
    stop without a word, and are found out later.

    Parameters
    ----------
    n_customers : int
        How many there are at any time, 1 or more.
    years : int
        For how many calendar years, up to the end of 2025, exits have been noted: 1 to 20.
    seed : int
        Same seed, same data.
    parameters : Reporting, optional
        The figures of the datasets card unless given.

    Returns
    -------
    LateExits
        `customers`, known and unknown leavers included: region, route, size (small, large, key),
        annual_revenue, annual_profit, customer_since. `exits`, the register as it stands: the
        customer_id, left_on, reported_on, reason (missing where nobody knows), reopened_on (a date
        where the account was opened again, so that nobody left); some stand there twice.
        `programmes`: mends (a reason), prevented_share (of the exits for it) and yearly_cost.
        `truth`: left_on, reason and reported_on (which may come after today) of all exits.

    Raises
    ------
    ValueError
        No customers or no years, or too many years.

    Examples
    --------
    >>> company = late_exits(n_customers=500, seed=3)
    >>> gone = company.truth["left_on"].notna()
    >>> int(gone.sum()), company.exits["customer_id"].nunique()
    (115, 114)
    """
    n = tables.whole("n_customers", n_customers, least=1)
    years = tables.whole("years", years, least=1, most=20)
    firm = parameters or Reporting.from_card()
    rng = generator("late_exits", seed)
    last_day = pd.Timestamp("2025-12-31")
    first_day = pd.Timestamp(f"{2026 - years}-01-01")
    places = _places(rng, firm, n)
    people, gone, why = _lives(rng, firm, places, (last_day - first_day).days + 1)
    ids = numbered("T", len(people))
    spread = rng.gamma(firm.revenue_spread, 1 / firm.revenue_spread, len(people))
    size = pd.Categorical(people["size"], categories=list(firm.annual_revenue))
    revenue = (figure_of(size, firm.annual_revenue) * spread).round(-1)
    people.insert(3, "annual_revenue", revenue)
    people.insert(4, "annual_profit", (firm.margin_rate * revenue).round(0))
    people["customer_since"] = first_day + pd.to_timedelta(people["customer_since"], unit="D")
    people.index = ids
    left = gone >= 0
    reasons = pd.Series(why, ids).where(left)
    tells = rng.random(len(people)) < np.where(left, reasons.map(firm.tells_share), 1.0)
    waits = np.where(
        tells,
        rng.exponential(firm.told_days, len(people)),
        rng.gamma(2, firm.silent_days / 2, len(people)),
    )
    never = pd.Series(pd.NaT, ids, dtype="datetime64[ns]")
    left_on = never.where(~left, first_day + pd.to_timedelta(np.maximum(gone, 0), unit="D"))
    reported_on = left_on + pd.to_timedelta(np.floor(waits), unit="D")
    truth = pd.DataFrame(
        {"left_on": left_on, "reason": reasons, "reported_on": reported_on}, index=ids
    ).astype({"reason": "str"})
    unsaid = np.where(tells, firm.reason_missing["told"], firm.reason_missing["silent"])
    exits = truth.assign(
        reopened_on=never, reason=truth["reason"].where(rng.random(len(ids)) >= unsaid)
    )
    exits = exits[exits["reported_on"] <= last_day]
    exits = pd.concat([exits, _slips(rng, firm, exits, people[~left], last_day)])
    exits = exits.sort_values("reported_on", kind="stable").reset_index(names="customer_id")
    columns = ["customer_id", "left_on", "reported_on", "reason", "reopened_on"]
    programmes = pd.DataFrame(
        {
            "mends": pd.Series(firm.mends, dtype="str"),
            "prevented_share": pd.Series(firm.prevented_share),
            "yearly_cost": pd.Series(firm.yearly_cost),
        }
    ).rename_axis("programme")
    return LateExits(
        customers=people,
        exits=exits[columns],
        programmes=programmes,
        truth=truth,
        parameters=firm,
        first_day=first_day,
        last_day=last_day,
        seed=seed,
    )


def hazards(firm: Reporting, places: pd.DataFrame) -> pd.DataFrame:
    """The yearly hazard of each reason (a column) at each place (a row)."""
    made = pd.DataFrame({k: places["size"].map({s: by[k] for s, by in firm.yearly_hazard.items()})
                         for k in firm.tells_share}, index=places.index).astype(float)  # fmt: skip
    return made.assign(service=made["service"] * places["route"].map(firm.service_factor))


def _places(rng: np.random.Generator, firm: Reporting, n: int) -> pd.DataFrame:
    """Region, route and size of each place that a customer takes."""
    region = drawn(rng, firm.region_share, n)
    route = drawn_by(rng, firm.route_share, region)
    # In fixed numbers: whether there are 90 or 110 key accounts is not left to chance.
    ends = np.round(np.cumsum(list(firm.size_share.values())) * n).astype(int)
    size = np.array(list(firm.size_share), dtype=object)[
        np.searchsorted(ends, np.arange(n), side="right")
    ]
    parts = {"region": region, "route": route, "size": rng.permutation(size)}
    return pd.DataFrame({name: np.asarray(part, dtype=object) for name, part in parts.items()})


def _lives(
    rng: np.random.Generator, firm: Reporting, places: pd.DataFrame, days: int
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Who came on which day, left on which (-1: not yet), and why; days from the first one."""
    rates = hazards(firm, places).to_numpy()
    reasons = np.array(list(firm.tells_share), dtype=object)
    here, since = np.arange(len(places)), -rng.exponential(size=len(places)) / rates.sum(axis=1)
    since = np.floor(np.maximum(since, -30) * _YEAR)
    start, rounds = np.zeros(len(places)), []
    while len(here):
        every = rates[here].sum(axis=1)
        end = np.floor(start + _YEAR * rng.exponential(size=len(here)) / every)
        bounds = np.cumsum(rates[here], axis=1) / every[:, None]
        why = reasons[(rng.random(len(here))[:, None] >= bounds[:, :-1]).sum(axis=1)]
        gone = end < days
        one = places.iloc[here].assign(
            customer_since=since, _gone=np.where(gone, end, -1), _why=why
        )
        rounds.append(one)
        here, since, start = here[gone], end[gone], end[gone]
    people = pd.concat(rounds, ignore_index=True)
    people = people.iloc[rng.permutation(len(people))].reset_index(drop=True)
    gone, why = people.pop("_gone").to_numpy(), people.pop("_why").to_numpy(dtype=object)
    return people.astype(dict.fromkeys(("region", "route", "size"), "str")), gone, why


def _slips(
    rng: np.random.Generator,
    firm: Reporting,
    exits: pd.DataFrame,
    staying: pd.DataFrame,
    last_day: pd.Timestamp,
) -> pd.DataFrame:
    """What a register holds beside exits: second reports, and accounts that were opened again."""
    twice = exits[rng.random(len(exits)) < firm.reported_twice]
    later = pd.to_timedelta(rng.integers(1, 40, len(twice)), unit="D")
    noted = twice["reported_on"] + later
    twice = twice.assign(reported_on=noted.where(noted <= last_day, last_day), reason=None)
    old = staying.index[staying["customer_since"] < last_day - pd.Timedelta(days=400)]
    picked = rng.choice(old, round(firm.reopened_share * len(exits)), replace=False)
    closed = last_day - pd.to_timedelta(rng.integers(100, 390, len(picked)), unit="D")
    reported = closed + pd.to_timedelta(rng.integers(5, 30, len(picked)), unit="D")
    back = reported + pd.to_timedelta(rng.integers(10, 60, len(picked)), unit="D")
    opened = pd.DataFrame(
        {"left_on": closed, "reason": None, "reported_on": reported, "reopened_on": back},
        index=pd.Index(picked, name=exits.index.name),
    )
    return pd.concat(
        [part.astype({"reason": "str"}) for part in (twice, opened) if len(part)] or [exits[:0]]
    )
