"""Figures of visits: the tables of `crmkit.campaigns.visits` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["money_by_order"]


def money_by_order(
    values: pd.DataFrame,
    *,
    chosen: str,
    against: str,
    visits: int,
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """What do the same visits bring, by each order of who comes first?

    Parameters
    ----------
    values : DataFrame
        From `visits.order_values`, its index as the orders shall be called.
    chosen, against : str
        Two of the orders, for the title; the first in colour.
    visits : int
        How many visits there are.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(values, ["estimate", "low", "high"], name="values")
    for name, one in (("chosen", chosen), ("against", against)):
        tables.option(name, one, list(values.index))
    ordered = values.sort_values("estimate")
    ax, _ = canvas(ax, (8, 0.5 * len(ordered) + 1.5))
    money = ordered["estimate"] / 1000
    y = np.arange(len(ordered))
    ax.barh(y, money, height=0.6, color=[EXPECTED if n == chosen else QUIET for n in ordered.index])
    reach = [money - ordered["low"] / 1000, ordered["high"] / 1000 - money]
    ax.errorbar(money, y, xerr=reach, fmt="none", color="0.25", capsize=4)
    for place, value in zip(y, money, strict=True):
        ax.annotate(f"{value:,.0f}", (1, place), xytext=(6, 0), va="center", color="0.2",
                    xycoords=("axes fraction", "data"), textcoords="offset points",
                    annotation_clip=False)  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(y, [str(one) for one in ordered.index])
    thousands = values["estimate"] / 1000
    best, other = thousands[chosen], thousands[against]
    ax.set(
        xlabel=f"brought by {visits:,} visits, after their cost (1,000 {unit})",
        title=f"By {chosen} {visits:,} visits bring {best:,.0f} thousand {unit}, "
        f"by {against} {other:,.0f}",
    )
    ax.grid(visible=False, axis="y")
    return ax
