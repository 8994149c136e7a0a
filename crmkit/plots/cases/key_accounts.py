"""Figures of key accounts: what each pays against its mix, and which contracts pay."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["against_mix", "break_even_prices"]


def against_mix(prices: pd.DataFrame, *, unit: str = "yuan", ax: "Axes | None" = None) -> "Axes":
    """Which accounts pay more or less than what they order suggests?

    Parameters
    ----------
    prices : DataFrame
        From `key_accounts.against_mix`.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(prices, ["difference", "low", "high"])
    ordered = prices.sort_values("difference")
    ax, _ = canvas(ax, (8, 4))
    less, more = ordered["high"] < 0, ordered["low"] > 0
    colors = np.select([less, more], [BAD, GOOD], QUIET)
    for place, (_, row) in enumerate(ordered.iterrows()):
        ax.plot([place, place], [row["low"], row["high"]], color=colors[place], linewidth=2)
        ax.plot([place], [row["difference"]], "o", color=colors[place], markersize=5, zorder=5)
    ax.axhline(0, color="0.3", linewidth=1)
    ax.set_xticks([])
    ax.set(
        xlabel="accounts, from the lowest to the highest",
        ylabel=f"bill a head minus what its mix costs, {unit}",
        title=f"Of {len(ordered)} accounts {less.sum()} pay clearly less than their mix, "
        f"{more.sum()} clearly more",
    )
    return ax


def break_even_prices(
    values: pd.DataFrame,
    *,
    price: float,
    bills: pd.Series | None = None,
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """With which accounts does a contract at this price pay?

    Parameters
    ----------
    values : DataFrame
        From `key_accounts.contract_values` at the same price, at most about 40 accounts.
    price : float
        Of the contract, a head.
    bills : Series, optional
        What each account pays a head now; drawn as crosses.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    needed = ["estimate", "break_even_price", "lowest_break_even", "highest_break_even"]
    check_columns(values, needed)
    ordered = values.sort_values("break_even_price")
    ax, _ = canvas(ax, (8, 4.4))
    pays = ordered["estimate"] > 0
    if bills is not None:
        now = bills.reindex(ordered.index)
        ax.plot(np.arange(len(ordered)), now, "x", color="0.4", label="bill a head now")
    for place, (_, row) in enumerate(ordered.iterrows()):
        color = GOOD if pays.iloc[place] else BAD
        ends = [row["lowest_break_even"], row["highest_break_even"]]
        ax.plot([place, place], ends, color=color, linewidth=2)
        ax.plot([place], [row["break_even_price"]], "o", color=color, zorder=5)
    ax.axhline(price, color=CONTRAST, linewidth=2)
    ax.annotate(f"contract: {price:g}", (1, price), xytext=(6, 0), va="center", color="0.2",
                xycoords=("axes fraction", "data"), textcoords="offset points",
                annotation_clip=False)  # fmt: skip
    ax.set_xticks([])
    ax.set(
        xlabel="accounts, by the price at which a contract pays",
        ylabel=f"break-even price a head, {unit}",
        title=f"At {price:g} {unit} a head a contract pays with {pays.sum()} of {len(ordered)} "
        f"accounts: together {ordered.loc[pays, 'estimate'].sum():,.0f} {unit}",
    )
    if bills is not None:
        ax.legend(frameon=False, loc="upper left")
    return ax
