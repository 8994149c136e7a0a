"""A simulated restaurant club: what its till recorded, and what loyalty does to a bill."""

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

# A Monday; a quarter is 13 weeks, so that each has as many weekends.
FIRST_DAY = pd.Timestamp("2024-01-01")
QUARTERS, WEEKS = 8, 13
HOURS = {"weekday lunch": 12, "weekday dinner": 19, "weekend": 18}
STATES = ["often", "seldom", "gone"]


@dataclass(frozen=True)
class Club(Parameters):
    """The parameters of the restaurant club; their meaning stands on the card."""

    CARD: ClassVar[str] = "restaurant_club"
    loyal_share: float
    mean_visits: dict[str, float]
    time_share: dict[str, dict[str, float]]
    menu_share: dict[str, dict[str, float]]
    extra_covers: dict[str, float]
    menu_price: dict[str, float]
    menu_cost: dict[str, float]
    time_factor: dict[str, float]
    month_factor: list[float]
    loyalty_effect: float
    guest_spread: float
    account_spread: float
    bill_spread: float
    account_moves: dict[str, dict[str, float]]
    account_start: dict[str, float]
    account_visits: dict[str, float]
    trial_visits: float
    trial_discount: float
    trial_lift: float
    till_defects: dict[str, int]


@dataclass(frozen=True)
class RestaurantClub(Simulated):
    """A restaurant club: `till` is its raw export, `visits` what truly happened (one row a table).

    `trial` has one row a loyal guest, of whom a lot gave half a voucher. `truth` has one row a
    guest or company (index customer_id).
    """

    till: pd.DataFrame = field(repr=False)
    visits: pd.DataFrame = field(repr=False)
    trial: pd.DataFrame = field(repr=False)


def restaurant_club(
    *,
    n_guests: int = 1500,
    n_accounts: int = 60,
    seed: int = 1,
    parameters: Club | None = None,
) -> RestaurantClub:
    """Do loyal guests pay less, and which companies should get a contract, if all were known?

    Guests and companies (the key accounts) visit for two years. A bill follows the menu, the time
    and the month, and nothing else but chance: with `loyalty_effect` 0 nobody gives the loyal a
    discount. They come for lunch on weekdays, which is cheap. Companies move from quarter to
    quarter between coming often, coming seldom, and being gone for good.

    Parameters
    ----------
    n_guests, n_accounts : int
        Guests with a card and companies with an account, 1 or more each.
    seed : int
        Same seed, same data.
    parameters : Club, optional
        The figures of the datasets card unless given.

    Returns
    -------
    RestaurantClub
        `till`: the export, all of it text: card, closed_at, paid, ticket, covers, time, menu; with
        the defects of the card. `visits`: customer_id, ordered_at, amount (yuan, the whole table),
        order_id, quantity (covers: people at the table), time, menu. `trial`: voucher (1: got one
        by lot), visits and margin (yuan in the half-year, the discount taken off). `truth`: kind
        (loyal, other or company), own_factor (of the bill), state (of companies, in the last
        quarter) and visits_ahead (of companies, to be expected in the next four quarters).

    Examples
    --------
    >>> club = restaurant_club(n_guests=40, n_accounts=3, seed=2)
    >>> len(club.till) > len(club.visits)
    True
    """
    n = tables.whole("n_guests", n_guests, least=1)
    accounts = tables.whole("n_accounts", n_accounts, least=1)
    club = parameters or Club.from_card()
    rng = generator("restaurant_club", seed)
    kind = drawn(rng, {"loyal": club.loyal_share, "other": 1 - club.loyal_share}, n)
    counts = 1 + rng.poisson((figure_of(kind, club.mean_visits) - 1) * rng.gamma(3, 1 / 3, n))
    states = _account_states(club, accounts, rng)
    each = rng.poisson(np.array([club.account_visits[one] for one in STATES])[states])

    who = np.r_[np.repeat(np.arange(n), counts), n + np.repeat(np.arange(accounts), each.sum(1))]
    quarters = np.concatenate([np.repeat(np.arange(QUARTERS), row) for row in each])
    weeks = np.r_[rng.integers(0, QUARTERS * WEEKS, counts.sum()), quarters * WEEKS]
    weeks[counts.sum() :] += rng.integers(0, WEEKS, len(quarters))
    kinds = pd.Categorical([*kind, *["company"] * accounts], ["loyal", "other", "company"])
    spread = np.repeat([club.guest_spread, club.account_spread], [n, accounts])
    truth = pd.DataFrame(
        {
            "kind": np.array(kinds, dtype="str"),
            "own_factor": np.exp(rng.normal(0, spread)),
            "state": [*[""] * n, *np.array(STATES)[states[:, -1]]],
            "visits_ahead": [*[np.nan] * n, *_visits_ahead(club)[states[:, -1]]],
        },
        index=numbered("G", n).append(numbered("K", accounts)).rename("customer_id"),
    )
    own = truth["own_factor"].iloc[who]
    visits = _visits(club, kinds.take(who), own, weeks, rng)
    return RestaurantClub(
        till=_till(club, visits, rng),
        visits=visits,
        trial=_trial(club, truth.index[truth["kind"] == "loyal"], rng),
        truth=truth,
        parameters=club,
        seed=seed,
    )


def _moves(club: Club) -> np.ndarray:
    return np.array([[club.account_moves[a].get(b, 0.0) for b in STATES] for a in STATES])


def _account_states(club: Club, n: int, rng: np.random.Generator) -> np.ndarray:
    """One row an account, one column a quarter: the place of its state in STATES."""
    bounds = np.cumsum(_moves(club), axis=1)
    now = drawn(rng, club.account_start, n)
    states = [np.array([STATES.index(one) for one in now])]
    for _ in range(QUARTERS - 1):
        states.append((rng.random(n)[:, None] >= bounds[states[-1]]).sum(axis=1).clip(max=2))
    return np.array(states).T


def _visits_ahead(club: Club) -> np.ndarray:
    """Visits to be expected in the next four quarters, by the state of this one."""
    rates, moves = np.array([club.account_visits[one] for one in STATES]), _moves(club)
    total = np.zeros(len(STATES))
    for _ in range(4):
        total = moves @ (rates + total)
    return total


def _visits(
    club: Club, kind: pd.Categorical, own: pd.Series, weeks: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    n = len(own)
    time = drawn_by(rng, club.time_share, kind)
    menu = drawn_by(rng, club.menu_share, time)
    weekday = np.where(np.array(time) == "weekend", rng.integers(5, 7, n), rng.integers(0, 5, n))
    minutes = 60 * figure_of(time, HOURS) + rng.integers(0, 150, n)
    days = pd.to_timedelta(7 * weeks + weekday, unit="D")
    at = FIRST_DAY + days + pd.to_timedelta(minutes, unit="min")
    covers = 2 + rng.poisson(figure_of(kind, club.extra_covers))
    bill = figure_of(menu, club.menu_price) * figure_of(time, club.time_factor)
    bill = bill * np.array(club.month_factor)[at.month - 1] * own.to_numpy()
    bill = bill * np.exp(rng.normal(0, club.bill_spread, n) - club.bill_spread**2 / 2)
    bill = bill * (1 + club.loyalty_effect * (np.array(kind) == "loyal"))
    visits = pd.DataFrame(
        {
            "customer_id": own.index.astype("str"),
            "ordered_at": at.astype("datetime64[us]"),
            "amount": (covers * bill).round(2),
            "quantity": covers.astype("float64"),
            "time": np.array(time, dtype="str"),
            "menu": np.array(menu, dtype="str"),
        }
    ).sort_values("ordered_at", kind="stable", ignore_index=True)
    visits.insert(3, "order_id", [f"T{place:06d}" for place in range(1, n + 1)])
    return visits.astype({"order_id": "str", "customer_id": "str", "time": "str", "menu": "str"})


def _till(club: Club, visits: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The export: the visits as text, and between them lines that are none."""
    lines = pd.DataFrame(
        {
            "card": visits["customer_id"],
            "closed_at": visits["ordered_at"].dt.strftime("%Y-%m-%d %H:%M"),
            "paid": visits["amount"].map("¥{:,.2f}".format),
            "ticket": visits["order_id"],
            "covers": visits["quantity"].astype("int64").astype("str"),
            "time": visits["time"],
            "menu": visits["menu"],
        }
    )
    extra = []
    for place, (defect, count) in enumerate(club.till_defects.items()):
        some = lines.iloc[rng.integers(0, len(lines), count)]
        if defect == "exact duplicate":
            some = lines.iloc[rng.permutation(len(lines))[:count]]
        else:
            ticket = [f"X{place}{one:04d}" for one in range(len(some))]
            some = some.assign(ticket=np.array(ticket, dtype=object))
        match defect:
            case "missing customer":
                some = some.assign(card="")
            case "zero amount":
                some = some.assign(paid="¥0.00")
            case "non-numeric amount":
                some = some.assign(paid="OPEN")
            case "date after as_of":
                some = some.assign(closed_at="2099-01-01 00:00")
            case "return":  # rung up on the wrong table, then voided
                some = pd.concat([some, some.assign(paid="-" + some["paid"])])
        extra.append(some)
    return pd.concat([lines, *extra]).sort_index(kind="stable").reset_index(drop=True)


def _trial(club: Club, guests: pd.Index, rng: np.random.Generator) -> pd.DataFrame:
    """A half-year in which a lot gave half of the loyal guests a voucher."""
    n = len(guests)
    voucher = rng.permutation(np.arange(n) % 2)
    visits = rng.poisson(club.trial_visits * (1 + club.trial_lift * voucher))
    mix = club.time_share["loyal"]
    price = sum(s * f * club.time_factor[t] * club.menu_price[m]
                for t, s in mix.items() for m, f in club.menu_share[t].items())  # fmt: skip
    cost = sum(s * f * club.menu_cost[m]
               for t, s in mix.items() for m, f in club.menu_share[t].items())  # fmt: skip
    covers = 2 + club.extra_covers["loyal"]
    each = covers * (price * (1 - club.trial_discount * voucher) - cost)
    margin = visits * each * np.exp(rng.normal(0, 0.3, n) - 0.045)
    table = {"voucher": voucher, "visits": visits.astype("int64"), "margin": margin.round(2)}
    return pd.DataFrame(table, index=guests)
