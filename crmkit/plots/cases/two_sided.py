"""Figures of who pays on a platform: tables of `crmkit.campaigns.two_sided` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["price_bars"]


def price_bars(prices: pd.DataFrame, *, unit: str, ax: "Axes | None" = None) -> "Axes":
    """Which side pays more than it costs, and which less?

    Parameters
    ----------
    prices : DataFrame
        From `two_sided.duopoly` or `two_sided.monopoly`.
    unit : str
        Of the money, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given. Bars: prices; black lines: costs.
    """
    tables.check_columns(prices, ["cost", "price", "pays"])
    ax, _ = canvas(ax, (7.5, 2.6))
    place = np.arange(len(prices))[::-1]
    below = prices["price"] < prices["cost"]
    ax.barh(place, prices["price"], height=0.55, color=np.where(below, BAD, EXPECTED))
    for at, (_, row) in zip(place, prices.iterrows(), strict=True):
        ax.plot([row["cost"]] * 2, [at - 0.38, at + 0.38], color="black", linewidth=2)
        end = max(row["price"], row["cost"], 0)
        ax.annotate(f"price {row['price']:.0f}, cost {row['cost']:.0f}", (end, at), xytext=(8, 0),
                    va="center", textcoords="offset points")  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(place, [str(name) for name in prices.index])
    ends = np.r_[prices["price"], prices["cost"], 0]
    ax.set_xlim(ends.min() - 0.04 * np.ptp(ends), ends.max() + 0.35 * np.ptp(ends))
    said = ", ".join(f"{name} pay {row['pays']}" for name, row in prices.iterrows())
    ax.set(xlabel=f"{unit}; black line: cost", title=said.capitalize())
    ax.grid(visible=False, axis="y")
    return ax
