"""Figures of scarcity: what `crmkit.campaigns.repeat_demand` finds in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["break_even", "effects"]


def break_even(
    needed: "pd.Series | Mapping[str, float]",
    *,
    later_margin: float,
    unit: str = "thousand yuan",
    per: float = 1000.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """From which share of the customers turned away on does a short order pay?

    Parameters
    ----------
    needed : Series
        From `repeat_demand.break_even`.
    later_margin : float
        The same as there.
    unit : str
        Of the axis.
    per : float
        Money of one such unit.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_names(list(needed.keys()), ["cost", "turned_away", "needed_share"], name="needed")
    margin = tables.number("later_margin", later_margin, above=0)
    cost, away, even = (float(needed[k]) for k in ("cost", "turned_away", "needed_share"))
    ax, _ = canvas(ax, (7.5, 4))
    x = np.linspace(0, max(1.0, 1.15 * even), 201)
    y = (margin * away * x - cost) / per
    ax.axhline(0, color="0.3", linewidth=1)
    for side, color in ((y >= 0, GOOD), (y <= 0, BAD)):
        ax.fill_between(100 * x, 0, y, where=side.tolist(), color=color, alpha=0.2, linewidth=0,
                        interpolate=True)  # fmt: skip
    ax.plot(100 * x, y, color="0.3", linewidth=1.8)
    ax.plot([100 * even], [0], "o", color=EXPECTED, markersize=10, zorder=5)
    ax.annotate(f"breaks even at {100 * even:.0f}", (100 * even, 0), xytext=(10, -6), va="top",
                textcoords="offset points")  # fmt: skip
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel="later sales for every 100 more customers turned away",
        ylabel=f"profit against the larger order ({unit})",
        title=f"{away:,.0f} more are turned away: the shortage pays if {100 * even:.0f} in 100 "
        "bring a sale later",
    )
    return ax


def effects(
    found: pd.DataFrame, *, needed: float, what: str = "way", ax: "Axes | None" = None
) -> "Axes":
    """Does a customer turned away bring as many later sales as a shortage needs?

    Parameters
    ----------
    found : DataFrame
        From `repeat_demand.later_effects`, or several of its rows together, two or more.
    needed : float
        The share of `repeat_demand.break_even`.
    what : str
        What a row is, in the title.
    ax : Axes, optional
        Where to draw; a new figure if not given. Green: the whole interval lies above what is
        needed, and the title names it; red: below.
    """
    tables.check_columns(found, ["estimate", "low", "high"], name="found")
    if len(found) < 2:
        raise ValueError("one row is compared with nothing: give two or more")
    even = tables.number("needed", needed)
    ax, _ = canvas(ax, (8, 0.6 * len(found) + 1.7))
    above = []
    for place, (name, row) in enumerate(found.iloc[::-1].iterrows()):
        color = GOOD if row["low"] > even else BAD if row["high"] < even else QUIET
        above += [str(name)] if row["low"] > even else []
        ax.plot(100 * row[["low", "high"]], [place, place], color=color, linewidth=3)
        ax.plot([100 * row["estimate"]], [place], "o", color=color, markersize=9, zorder=5)
        ax.annotate(f"{100 * row['estimate']:.0f}", (100 * row["estimate"], place),
                    xytext=(0, 8), ha="center", textcoords="offset points",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    ax.axvline(100 * even, color=EXPECTED, linewidth=1.5, linestyle="--", zorder=0)
    ax.axvline(0, color="0.3", linewidth=1, zorder=0)
    ax.annotate(f"needed: {100 * even:.0f}", (100 * even, 1), xytext=(0, 3), ha="center",
                va="bottom", xycoords=("data", "axes fraction"),
                textcoords="offset points")  # fmt: skip
    ax.set_yticks(range(len(found)), [str(one) for one in found.index[::-1]])
    ax.set_ylim(-0.5, len(found) - 0.3)
    ax.margins(x=0.08)
    ax.set(xlabel="later sales for every 100 more customers turned away (95 % interval)")
    who = ", ".join(above[::-1]) if len(above) < len(found) else "every " + what
    ax.set_title(f"Clearly above what scarcity needs: {who or 'no ' + what}", pad=20)
    ax.grid(visible=False, axis="y")
    return ax
