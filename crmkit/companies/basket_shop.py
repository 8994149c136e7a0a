"""A simulated online shop with one slot beside each product: what a slot adds is known."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.companies.company import Parameters, Simulated, drawn, generator, numbered


@dataclass(frozen=True)
class Basketing(Parameters):
    """The parameters of the shop; their meaning stands on the card."""

    CARD: ClassVar[str] = "basket_shop"
    occasion_share: dict[str, float]
    chance: dict[str, dict[str, float]]
    price: dict[str, float]
    margin: dict[str, float]
    attention: float
    idle: float
    orders_a_week: int
    repeated_share: float
    misspelt_share: float
    returned_share: float


@dataclass(frozen=True)
class BasketShop(Simulated):
    """A shop's export (one row an order line), its `products`, and its `trial` of the slot.

    `truth` and `trial` have one row an ordered pair (index `product`, `other`).
    """

    export: pd.DataFrame = field(repr=False)
    products: pd.DataFrame = field(repr=False)
    trial: pd.DataFrame = field(repr=False)


def basket_shop(
    *,
    n_orders: int = 6_000,
    trial_weeks: int = 13,
    seed: int = 1,
    parameters: Basketing | None = None,
) -> BasketShop:
    """What should be shown beside each product, if what a slot adds were known?

    Each order has an occasion, within which products are bought independently; so products that
    serve the same occasion go together. A slot moves a part of those who would not have bought the
    product shown: the larger, the more the two go together.

    Parameters
    ----------
    n_orders : int
        Orders of the export, 1 or more.
    trial_weeks : int
        Weeks after the export, in which a lot filled the slots; 1 or more.
    seed : int
        Same seed, same data.
    parameters : Basketing, optional
        The figures of the datasets card unless given.

    Returns
    -------
    BasketShop
        `export`: order, customer, day, product, amount (yuan; below 0: sent back), with lines that
        stand twice and names in other spellings. `products`: price, margin (yuan a sale),
        showings (of its slot, a week). `trial`: shown, bought, not_shown, bought_anyway (see
        `crmkit.campaigns.slots`). `truth`: confidence, base_rate, lift, and extra_rate, by which
        the slot raises the share that buys the other.

    Examples
    --------
    >>> shop = basket_shop(n_orders=50, seed=2)
    >>> bool((shop.truth["extra_rate"] > 0).all())
    True
    """
    n = tables.whole("n_orders", n_orders, least=1)
    weeks = tables.whole("trial_weeks", trial_weeks, least=1)
    shop = parameters or Basketing.from_card()
    rng = generator("basket_shop", seed)
    names = np.array(list(shop.chance))
    chance = pd.DataFrame(shop.chance)[list(names)].loc[list(shop.occasion_share)]
    truth, single = _truth(shop, chance)
    occasion = drawn(rng, shop.occasion_share, 3 * n)
    held = rng.random((3 * n, len(names))) < chance.to_numpy()[occasion.codes]
    held = held[held.any(axis=1)][:n]
    order, what = held.nonzero()
    products = pd.DataFrame(
        {
            "price": pd.Series(shop.price)[names],
            "margin": pd.Series(shop.margin)[names],
            "showings": (shop.orders_a_week * single).round().astype("int64"),
        }
    ).rename_axis("product")
    return BasketShop(
        export=_export(rng, shop, order, names[what]),
        products=products,
        trial=_trial(rng, truth, products["showings"] * weeks),
        truth=truth,
        parameters=shop,
        seed=seed,
    )


def _truth(shop: Basketing, chance: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Exact, from the occasions: orders without any product do not take place."""
    share = pd.Series(shop.occasion_share)
    share = share / share.sum()
    some = 1 - float((share * (1 - chance).prod(axis=1)).sum())
    single = share @ chance / some
    both = chance.T @ chance.mul(share, axis=0) / some
    cell = both.stack().rename_axis(["product", "other"])
    cell = cell[cell.index.get_level_values(0) != cell.index.get_level_values(1)]
    one, other = (single.loc[cell.index.get_level_values(side)].to_numpy() for side in (0, 1))
    confidence, lift = cell / one, cell / (one * other)
    moved = shop.attention * (1 - 1 / lift).clip(lower=0) + shop.idle
    truth = pd.DataFrame(
        {
            "confidence": confidence,
            "base_rate": other,
            "lift": lift,
            "extra_rate": (1 - confidence) * moved,
        }
    )
    return truth, single.rename_axis("product")


def _export(
    rng: np.random.Generator, shop: Basketing, order: np.ndarray, what: np.ndarray
) -> pd.DataFrame:
    n = int(order.max()) + 1
    day = pd.Timestamp("2025-09-01") + pd.to_timedelta(np.sort(rng.integers(0, 7, n)), unit="D")
    who = numbered("B", n).to_numpy()[rng.integers(0, n, n)]
    price = pd.Series(shop.price).loc[what].to_numpy()
    lines = pd.DataFrame(
        {
            "order": order + 1,
            "customer": who[order],
            "day": day[order].strftime("%Y-%m-%d"),
            "product": what,
            "amount": price,
        }
    )
    back = lines[rng.random(len(lines)) < shop.returned_share]
    lines = pd.concat([lines, back.assign(amount=-back["amount"])], ignore_index=True)
    odd = rng.random(len(lines)) < shop.misspelt_share
    lines["product"] = lines["product"].where(~odd, lines["product"].str.title() + " ")
    twice = lines[rng.random(len(lines)) < shop.repeated_share]
    return pd.concat([lines, twice], ignore_index=True)


def _trial(rng: np.random.Generator, truth: pd.DataFrame, showings: pd.Series) -> pd.DataFrame:
    """A lot among the others fills each slot; who saw another one shows what is bought anyway."""
    product = truth.index.get_level_values(0)
    seen = showings.loc[product].to_numpy()
    shown = np.concatenate(
        [
            rng.multinomial(total, np.full(len(showings) - 1, 1 / (len(showings) - 1)))
            for total in showings.loc[product.unique()]
        ]
    )
    confidence = truth["confidence"].to_numpy()
    return pd.DataFrame(
        {
            "shown": shown,
            "bought": rng.binomial(shown, confidence + truth["extra_rate"].to_numpy()),
            "not_shown": seen - shown,
            "bought_anyway": rng.binomial(seen - shown, confidence),
        },
        index=truth.index,
    )
