"""A simulated firm whose customers invite others: K and the cycle behind its records are known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, numbered


@dataclass(frozen=True)
class Inviting(Parameters):
    """The parameters of the firm; their meaning and units stand on the card."""

    CARD: ClassVar[str] = "invitations"
    first_day: str
    arrivals_per_day: float
    invitations_mean: float
    invitations_shape: float
    accept_share: float
    days_until_sent: float
    days_until_accepted: float

    @property
    def k_factor(self) -> float:
        """How many customers a customer brings on average, given time."""
        return self.invitations_mean * self.accept_share

    @property
    def cycle_days(self) -> float:
        """How many days pass on average from joining until those whom one brought join."""
        return self.days_until_sent + self.days_until_accepted


@dataclass(frozen=True)
class InvitingCustomers(Simulated):
    """A simulated firm whose customers invite others.

    `customers` has one row a customer (index `customer_id`), `invitations` one row an invitation;
    `truth` has the index of customers.
    """

    customers: pd.DataFrame = field(repr=False)
    invitations: pd.DataFrame = field(repr=False)
    days: int

    @property
    def last_day(self) -> pd.Timestamp:
        """The last day that the records know."""
        return pd.Timestamp(self.parameters.first_day) + pd.Timedelta(days=self.days - 1)


def invitations(
    *, days: int = 240, seed: int = 1, parameters: Inviting | None = None
) -> InvitingCustomers:
    """What would a firm's records look like if we knew how many customers each customer brings?

    Some come by themselves every day. Each customer sends invitations, their number gamma-Poisson
    over customers, an exponential time after joining; a share is accepted, an exponential time
    after it was sent, and who accepts becomes a customer who invites in turn.

    Parameters
    ----------
    days : int
        Length of the records, 1 or more.
    seed : int
        Same seed, same data.
    parameters : Inviting, optional
        The card's unless given; to change some: `dataclasses.replace(Inviting.from_card(),
        accept_share=0.3)`.

    Returns
    -------
    InvitingCustomers
        `customers`, one row a customer, by day: joined (day), invited_by (customer_id; missing for
        those who came by themselves). `invitations`, one row an invitation sent so far: inviter
        (customer_id), sent (day), accepted (day; missing if not, or not yet). `truth`, one row a
        customer: generation (0: came by themselves), will_send and will_bring (invitations, and
        customers, in the end).

    Raises
    ------
    ValueError
        No days, or nobody came.

    Examples
    --------
    >>> firm = invitations(days=30, seed=2)
    >>> bool(firm.invitations["accepted"].notna().sum() == firm.customers["invited_by"].count())
    True
    """
    days = tables.whole("days", days, least=1)
    firm = parameters or Inviting.from_card()
    rng = np.random.default_rng(seed)
    newest = np.sort(rng.uniform(0, days, rng.poisson(firm.arrivals_per_day * days)))
    if not len(newest):
        raise ValueError("nobody came: more days, or a higher arrivals_per_day")
    # Customers, generation by generation: when they joined, whom they owe it, what they will do.
    people, sent = [], []
    owed, first, generation = np.full(len(newest), -1), 0, 0
    while len(newest):
        liking = rng.gamma(firm.invitations_shape, 1 / firm.invitations_shape, len(newest))
        sends = rng.poisson(firm.invitations_mean * liking)
        inviter = np.repeat(np.arange(len(newest)), sends)
        out = newest[inviter] + rng.exponential(firm.days_until_sent, len(inviter))
        joins = out + rng.exponential(firm.days_until_accepted, len(inviter))
        accepts = rng.random(len(inviter)) < firm.accept_share
        brings = np.bincount(inviter[accepts], minlength=len(newest))
        told = {"at": newest, "owed": owed, "generation": generation}
        people.append(pd.DataFrame({**told, "will_send": sends, "will_bring": brings}))
        at = np.where(accepts & (joins < days), joins, np.nan)
        sent.append(pd.DataFrame({"inviter": first + inviter, "sent": out, "accepted": at}))
        come = ~np.isnan(at)
        owed, first, generation = first + inviter[come], first + len(newest), generation + 1
        newest = at[come]
    everyone = pd.concat(people, ignore_index=True)
    written = pd.concat(sent, ignore_index=True)
    written = written[written["sent"] < days].sort_values("sent", ignore_index=True)
    order = everyone["at"].sort_values(kind="stable").index
    number = pd.Series(np.arange(len(order)), index=order)
    ids = numbered("C", len(order))
    everyone = everyone.loc[order].set_axis(ids)
    by = everyone["owed"].map(number)
    known = by.notna()
    owed_to = pd.Series(pd.NA, index=ids, dtype="str")
    owed_to[known] = ids.take(by[known].astype(int).to_numpy())
    dates = {name: _dates(firm, written[name]) for name in ("sent", "accepted")}
    return InvitingCustomers(
        customers=pd.DataFrame({"joined": _dates(firm, everyone["at"]), "invited_by": owed_to}),
        invitations=pd.DataFrame(
            {"inviter": ids.take(written["inviter"].map(number).to_numpy()), **dates}
        ),
        truth=everyone[["generation", "will_send", "will_bring"]],
        parameters=firm,
        days=days,
        seed=seed,
    )


def _dates(firm: Inviting, at: pd.Series) -> pd.Series:
    """Days from the start as dates."""
    # The earliest pandas 3 warns of what it makes of a missing number.
    since = pd.to_timedelta(np.floor(at.fillna(0)), unit="D")
    dates: pd.Series = (pd.Timestamp(firm.first_day) + since).where(at.notna())
    return dates.astype("datetime64[ns]")
