"""A simulated data platform: one person's records in three channels, and offers tried by lot."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, figure_of, generator, numbered

# fmt: off
SURNAMES = (
    "Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Zhou", "Xu", "Sun", "Ma",
    "Zhu", "Hu", "Guo", "He", "Lin",
)
GIVEN = (
    "Wei", "Fang", "Na", "Min", "Jing", "Li", "Qiang", "Lei", "Yang", "Yong", "Yan", "Jie", "Juan",
    "Tao", "Ming", "Chao", "Xiu", "Xia", "Ping", "Gang", "Hui", "Ying", "Hua", "Yu", "Bin", "Bo",
    "Hong", "Ling", "Peng", "Xin", "Yue", "Ning", "Kai", "Dan", "Rui", "Qian", "Hao", "Lan", "Feng",
    "Mei",
)
# fmt: on


@dataclass(frozen=True)
class Platform(Parameters):
    """The parameters of the data platform; their meaning stands on the card."""

    CARD: ClassVar[str] = "data_platform"
    channel_share: dict[str, float]
    known: dict[str, dict[str, float]]
    shared_phone: float
    second_phone: float
    typing_error: float
    group_share: dict[str, float]
    mean_margin: dict[str, float]
    buying_rate: dict[str, dict[str, float]]
    opted_out: float
    minor: float
    complaint: float
    contacted: list[float]


@dataclass(frozen=True)
class DataPlatform(Simulated):
    """A platform's books: `records` by channel, `customers`, and `trial` of offers by lot.

    `truth` has one row a record: whose it is. `offer_truth` has one row a group: its buying rates.
    """

    records: pd.DataFrame = field(repr=False)
    customers: pd.DataFrame = field(repr=False)
    trial: pd.DataFrame = field(repr=False)
    offer_truth: pd.DataFrame = field(repr=False)


def data_platform(
    *,
    n_customers: int = 1_500,
    n_trial: int = 40_000,
    seed: int = 1,
    parameters: Platform | None = None,
) -> DataPlatform:
    """Which records are one person, and who should get which offer, if the truth were known?

    Each person has a record in one channel or more, each with what was asked there: phone, e-mail,
    name, year of birth. Some share a phone with their family, some have a second one, some is typed
    wrongly, and many share a name with strangers. In a trial other customers got one of the offers,
    or none, by lot.

    Parameters
    ----------
    n_customers, n_trial : int
        People of the platform, and those of the trial, 1 or more each.
    seed : int
        Same seed, same data.
    parameters : Platform, optional
        The figures of the datasets card unless given.

    Returns
    -------
    DataPlatform
        `records` (index record_id): channel, phone, email, name, birth_year, each missing where it
        was not asked. `truth`: person. `customers` (index customer_id, the persons): group, margin
        (of a purchase of theirs, yuan), opted_out, minor, complaint (1: yes) and contacts (this
        month so far). `trial` (index customer_id): group, offer, bought. `offer_truth`: rates.

    Examples
    --------
    >>> firm = data_platform(n_customers=4, n_trial=2, seed=2)
    >>> list(firm.records), list(firm.trial)
    (['channel', 'phone', 'email', 'name', 'birth_year'], ['group', 'offer', 'bought'])
    """
    n = tables.whole("n_customers", n_customers, least=1)
    n_trial = tables.whole("n_trial", n_trial, least=1)
    firm = parameters or Platform.from_card()
    rng = generator("data_platform", seed)
    records, truth = _records(rng, firm, n)
    group = drawn(rng, firm.group_share, n)
    customers = pd.DataFrame(
        {
            "group": group,
            "margin": (figure_of(group, firm.mean_margin) * rng.gamma(3, 1 / 3, n)).round(2),
            "opted_out": (rng.random(n) < firm.opted_out).astype("int64"),
            "minor": (rng.random(n) < firm.minor).astype("int64"),
            "complaint": (rng.random(n) < firm.complaint).astype("int64"),
            "contacts": rng.choice(len(firm.contacted), n, p=firm.contacted),
        },
        index=numbered("K", n),
    )
    tried = drawn(rng, firm.group_share, n_trial)
    offers = list(firm.buying_rate)
    offer = drawn(rng, dict.fromkeys(offers, 1.0), n_trial)
    rates = np.stack([figure_of(tried, firm.buying_rate[name]) for name in offers])
    chance = rates[offer.codes, np.arange(n_trial)]
    trial = pd.DataFrame(
        {
            "group": tried,
            "offer": offer,
            "bought": (rng.random(n_trial) < chance).astype("int64"),
        },
        index=numbered("T", n_trial),
    )
    return DataPlatform(
        records=records, customers=customers, trial=trial,
        offer_truth=pd.DataFrame(firm.buying_rate).rename_axis("group"),
        truth=truth, parameters=firm, seed=seed,
    )  # fmt: skip


def _records(rng: np.random.Generator, firm: Platform, n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    people = numbered("K", n)
    common = 1 / np.arange(1, len(SURNAMES) + 1) ** 0.5
    surname = rng.choice(SURNAMES, n, p=common / common.sum())
    name = np.array(
        [f"{one} {two}" for one, two in zip(surname, rng.choice(GIVEN, n), strict=True)]
    )
    number = rng.choice(10**8, 2 * n, replace=False)
    phone = np.array([f"139{one:08d}" for one in number[:n]])
    other = np.array([f"187{one:08d}" for one in number[n:]])
    # A phone of the family: that of the person listed before.
    family = np.flatnonzero(rng.random(n) < firm.shared_phone)
    phone[family] = phone[np.maximum(family - 1, 0)]
    email = np.array([f"user{one:08d}@mail.example" for one in rng.choice(10**8, n, replace=False)])
    born = rng.integers(1955, 2009, n)
    chances = np.array([firm.channel_share[one] for one in firm.channel_share])
    present = rng.random((n, len(chances))) < chances
    # Everybody has a record somewhere: those without one get it in the first channel.
    present[~present.any(axis=1), 0] = True
    parts, whose = [], []
    for place, channel in enumerate(firm.channel_share):
        who = np.flatnonzero(present[:, place])
        m, known = len(who), firm.known[channel]
        used = np.where(rng.random(m) < firm.second_phone, other[who], phone[who])
        fields = {"phone": used, "email": email[who], "name": name[who]}
        table = pd.DataFrame({"channel": channel}, index=range(m))
        for column, values in fields.items():
            table[column] = pd.Series(_mistyped(rng, values, firm.typing_error), dtype="str")
            table.loc[rng.random(m) >= known[column], column] = None
        table["birth_year"] = pd.Series(born[who], dtype="Int64")
        table.loc[rng.random(m) >= known["birth_year"], "birth_year"] = pd.NA
        # What no channel can do without: a record that knows nothing at all has at least a name.
        empty = table[["phone", "email", "name"]].isna().all(axis=1)
        table.loc[empty, "name"] = name[who][empty.to_numpy()]
        parts.append(table)
        whose.append(people[who])
    order = rng.permutation(sum(map(len, parts)))
    ids = numbered("R", len(order)).rename("record_id")
    records = pd.concat(parts, ignore_index=True).iloc[order].set_axis(ids)
    person = np.concatenate([one.to_numpy() for one in whose])[order]
    return records, pd.DataFrame({"person": pd.Series(person, ids, dtype="str")})


def _mistyped(rng: np.random.Generator, values: np.ndarray, share: float) -> list[str]:
    """Some with two neighbouring letters exchanged."""
    made = values.tolist()
    for row in np.flatnonzero(rng.random(len(made)) < share):
        at = int(rng.integers(1, len(made[row]) - 1))
        text = made[row]
        made[row] = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return made
