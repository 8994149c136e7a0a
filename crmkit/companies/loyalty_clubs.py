"""A simulated chain with a loyalty club: who joins, what they buy, and what the club changed."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, numbered


@dataclass(frozen=True)
class Clubs(Parameters):
    """The parameters of a chain with a club; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "loyalty_clubs"
    first_day: date
    months: int
    opens_in: int
    closes_in: int
    copied_in: int
    towns: int
    copied_share: float
    rate_shape: float
    mean_purchases: float
    rising_share: float
    falling_share: float
    swing: float
    invited_share: float
    joining_rate: float
    joining_rate_risen: float
    risen_months: int
    lift: float
    lift_copied: float
    points_per_purchase: int
    points_of_reward: int
    life_months: int
    claiming_rate: float


@dataclass(frozen=True)
class LoyaltyClubs(Simulated):
    """A simulated chain with a club.

    `customers` has one row a customer (index `customer_id`) with what the chain knows; `purchases`
    has the same index and one column a month. `points` is one row a movement of points. `truth`
    and `without_club` (expected purchases by month, had there been no club) are the teacher's.
    """

    customers: pd.DataFrame = field(repr=False)
    purchases: pd.DataFrame = field(repr=False)
    points: pd.DataFrame = field(repr=False)
    without_club: pd.DataFrame = field(repr=False)


def loyalty_clubs(
    *, n_customers: int = 40_000, seed: int = 1, parameters: Clubs | None = None
) -> LoyaltyClubs:
    """What would a club's records look like if we knew what members would have bought without it?

    Customers buy at random (Poisson) at a rate of their own (gamma). Some lives change: from some
    month on a customer buys more for good, or less. In the club's first year those who were invited
    by lot are asked to join at each purchase; who has just begun to buy more says yes more often.
    So joiners are those who buy much and those on the rise, whatever the club does. From the month
    after joining a member buys more by the lift; in
    towns where the rival copies the club, from then on by a smaller one. Points are given for each
    purchase, and members claim a reward now and then once they have enough.

    Parameters
    ----------
    n_customers : int
        How many, 2 or more.
    seed : int
        Same seed, same data.
    parameters : Clubs, optional
        The card's unless given; to change some: `dataclasses.replace(Clubs.from_card(), lift=0)`.

    Returns
    -------
    LoyaltyClubs
        `customers`: town, invited (whether the lot fell on them), joined (month, missing if never),
        rival_copied (whether the town's rival opened a club of its own).
        `purchases`: number by month, 1 to the last.
        `points`: customer_id, date, points (given above 0, redeemed below), by date.
        `without_club`: expected purchases by month without any club.
        `truth`: rate_per_month (mean over the years of those whose rate never changed), changes_in
        (month of the change, missing if none), change ("rises", "falls" or "none"), and
        extra_purchases (made because of the club).

    Examples
    --------
    >>> clubs = loyalty_clubs(n_customers=50, seed=2)
    >>> bool(clubs.customers["invited"][clubs.customers["joined"].notna()].all())
    True
    """
    n = tables.whole("n_customers", n_customers, least=2)
    club = parameters or Clubs.from_card()
    rng = np.random.default_rng(seed)
    month = np.arange(1, club.months + 1)

    town = rng.integers(1, club.towns + 1, n)
    copied = rng.permutation(np.arange(1, club.towns + 1))[: round(club.copied_share * club.towns)]
    rival = np.isin(town, copied)
    invited = rng.permutation(n) < round(club.invited_share * n)

    rate = rng.gamma(club.rate_shape, club.mean_purchases / club.rate_shape, n)
    lot = rng.random(n)
    rises = lot < club.rising_share
    falls = ~rises & (lot < club.rising_share + club.falling_share)
    changes_in = rng.integers(2, club.months + 1, n)
    direction = np.where(rises, 1, np.where(falls, -1, 0))
    after = np.where(month >= changes_in[:, None], 1, -1)
    expected = rate[:, None] * (1 + club.swing * direction[:, None] * after)
    anyway = rng.poisson(expected)

    since = month - changes_in[:, None]
    risen = rises[:, None] & (since >= 0) & (since < club.risen_months)
    joined = _joining(club, anyway, risen, invited, rng)
    lift = np.where(rival[:, None] & (month >= club.copied_in), club.lift_copied, club.lift)
    is_member = month > np.where(joined > 0, joined, club.months)[:, None]
    extra = rng.poisson(expected * lift * is_member)

    ids = numbered("M", n)
    bought = pd.DataFrame(anyway + extra, index=ids, columns=pd.Index(month, name="month"))
    known = {
        "town": [f"T{number:02d}" for number in town],
        "invited": invited,
        "joined": pd.array(np.where(joined > 0, joined, -1), dtype="Int64"),
        "rival_copied": rival,
    }
    truth = {
        "rate_per_month": rate,
        "changes_in": pd.array(np.where(direction, changes_in, -1), dtype="Int64"),
        "change": np.where(rises, "rises", np.where(falls, "falls", "none")),
        "extra_purchases": extra.sum(axis=1),
    }
    hidden, people = pd.DataFrame(truth, index=ids), pd.DataFrame(known, index=ids)
    people["joined"] = people["joined"].where(people["joined"] > 0)
    hidden["changes_in"] = hidden["changes_in"].where(hidden["changes_in"] > 0)
    return LoyaltyClubs(
        customers=people,
        purchases=bought,
        points=_points(club, bought, joined, rng),
        without_club=pd.DataFrame(expected, index=ids, columns=bought.columns),
        truth=hidden,
        parameters=club,
        seed=seed,
    )


def _joining(
    club: Clubs,
    anyway: np.ndarray,
    risen: np.ndarray,
    invited: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """The month of joining, 0 for never: each purchase is one occasion to be asked."""
    joined = np.zeros(len(anyway), dtype="int64")
    for month in range(club.opens_in, club.closes_in + 1):
        asked = anyway[:, month - 1]
        chance = np.where(risen[:, month - 1], club.joining_rate_risen, club.joining_rate)
        says_yes = rng.random(len(anyway)) < 1 - (1 - chance) ** asked
        joined[invited & (joined == 0) & says_yes] = month
    return joined


def _points(
    club: Clubs, bought: pd.DataFrame, joined: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    """Points given for the purchases of a month, and rewards claimed at its end."""
    members = np.flatnonzero(joined)
    counts, since = bought.to_numpy()[members], joined[members]
    lots = np.zeros(counts.shape, dtype="int64")
    rows = []
    for place in range(counts.shape[1]):
        # Points of the same month a year ago can still be claimed, older ones cannot.
        lots[:, : max(place - club.life_months, 0)] = 0
        given = np.where(place + 1 > since, counts[:, place] * club.points_per_purchase, 0)
        lots[:, place] = given
        visits = (counts[:, place] > 0) & (place + 1 > since)
        claims = visits & (rng.random(len(members)) < club.claiming_rate)
        rewards = np.where(claims, lots.sum(axis=1) // club.points_of_reward, 0)
        taken = rewards * club.points_of_reward
        used = np.minimum(lots.cumsum(axis=1), taken[:, None])
        lots -= np.diff(used, axis=1, prepend=0)
        # On the 28th, which every month has.
        day = pd.Timestamp(club.first_day) + pd.DateOffset(months=place, days=27)
        for movement in (given, -taken):
            moved = np.flatnonzero(movement)
            rows.append(
                pd.DataFrame(
                    {"row": members[moved], "date": day, "points": movement[moved].astype("int64")}
                )
            )
    table = pd.concat(rows, ignore_index=True)
    table.insert(0, "customer_id", bought.index.take(table.pop("row").to_numpy()))
    return table
