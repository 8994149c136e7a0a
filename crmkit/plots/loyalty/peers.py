"""Figures of peer effects: estimates of one effect by several methods in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["effects", "rates_by_peers"]

# Below a label that grid lines would cross.
BEHIND = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}


def rates_by_peers(
    bought: pd.Series, peers: pd.Series, *, groups: int = 5, ax: "Axes | None" = None
) -> "Axes":
    """How many buy among people with few and with many friends who bought?

    Parameters
    ----------
    bought : Series
        Of each person 0 or 1.
    peers : Series
        Of each person the share of friends who bought, 0 to 1; the same index.
    groups : int
        Into how many equally wide groups of that share, 2 or more.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.whole("groups", groups, least=2)
    tables.numbers(bought, name="bought", least=0, most=1)
    share = tables.numbers(peers, name="peers", least=0, most=1)
    if not bought.index.equals(peers.index):
        raise ValueError("bought and peers differ in their rows: take both from one table")
    edges = np.linspace(0, 1, groups + 1)
    # 0 belongs to the first group; every group holds its upper edge.
    part = np.clip(np.searchsorted(edges, share, side="left") - 1, 0, groups - 1)
    rate = bought.groupby(part).mean().reindex(range(groups))
    people = bought.groupby(part).size().reindex(range(groups), fill_value=0)
    ax, _ = canvas(ax, (7, 3.6))
    bars = ax.bar(range(groups), 100 * rate.fillna(0), color=EXPECTED)
    labels = ["" if np.isnan(one) else f"{100 * one:.0f} %" for one in rate]
    ax.bar_label(bars, labels=labels, padding=2)
    names = [
        f"{100 * a:.0f} to {100 * b:.0f} %\n{n:,} people"
        for a, b, n in zip(edges[:-1], edges[1:], people, strict=True)
    ]
    ax.set_xticks(range(groups), names)
    seen = rate.dropna()
    ax.set_ylim(0, 115 * seen.max())
    ax.set(
        xlabel="of their neighbours asked earlier, so many had bought",
        ylabel="bought themselves (%)",
        title=(
            f"Few neighbours bought: {100 * seen.iloc[0]:.0f} % buy; "
            f"nearly all did: {100 * seen.iloc[-1]:.0f} %"
        ),
    )
    ax.grid(visible=False, axis="x")
    return ax


def effects(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How do the estimates of one effect compare, and do their intervals meet?

    Parameters
    ----------
    table : DataFrame
        One row a method (the index), the first being what the last is held against: estimate,
        low and high, finite.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["estimate", "low", "high"])
    middle, low, high = (tables.column(table, name) for name in ("estimate", "low", "high"))
    ax, _ = canvas(ax, (7.4, 0.8 * len(table) + 1.6))
    place = np.arange(len(table))
    colors = [QUIET] * (len(table) - 1) + [EXPECTED]
    ax.axvline(0, color=ACTUAL, linewidth=1)
    ax.axvline(middle[0], color=QUIET, linewidth=1, linestyle="--")
    for at, one, a, b, color in zip(place, middle, low, high, colors, strict=True):
        ax.plot([a, b], [at, at], color=color, linewidth=6, solid_capstyle="butt")
        ax.plot([one], [at], "o", color=ACTUAL, markersize=8)
        label = f"{one:.2f}  ({a:.2f} to {b:.2f})"
        ax.text(one, at - 0.16, label, ha="center", va="bottom", bbox=BEHIND)
    ax.set_yticks(place, list(table.index))
    ax.set_ylim(len(table) - 0.5, -0.7)
    ax.set_xlim(min(0, low.min()) - 0.08 * (high.max()), 1.12 * high.max())
    ax.grid(visible=False, axis="y")
    holds = low[-1] <= middle[0] <= high[-1]
    claim = "the wide interval holds both" if holds else "its interval leaves the other out"
    ax.set(
        xlabel="effect, if neighbours go from none to all",
        title=f"{middle[-1]:.2f} by the lot against {middle[0]:.2f}: {claim}",
    )
    return ax
