"""A figure of a tie's worth, the more demand varies."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["values_by_variation"]


def values_by_variation(
    table: pd.DataFrame,
    *,
    unit: str = "million yuan",
    per: float = 1e6,
    ax: "Axes | None" = None,
) -> "Axes":
    """From which variation of demand on does a tie pay its fee?

    Parameters
    ----------
    table : DataFrame
        From `ties.values_by_variation`.
    unit : str
        Of the axis.
    per : float
        Money of one such unit.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["estimate", "low", "high"])
    shown = table[["estimate", "low", "high"]] / per
    ax, _ = canvas(ax, (8, 4))
    for place, (_, row) in enumerate(shown.iterrows()):
        gains = row["estimate"] > 0
        color = GOOD if gains else BAD
        ax.plot([place, place], [row["low"], row["high"]], color=QUIET, linewidth=6, zorder=2)
        ax.plot([place], [row["estimate"]], "o", color=color, markersize=10, zorder=5)
        ax.annotate(f"{row['estimate']:+,.1f}", (place, row["estimate"]), xytext=(12, 0),
                    textcoords="offset points", va="center", color="0.2")  # fmt: skip
    ax.axhline(0, color="0.3", linewidth=1)
    ax.set_xticks(range(len(shown)), [f"{100 * one:.0f} %" for one in shown.index])
    ax.set_xlim(-0.5, len(shown) - 0.3)
    said = ", ".join(f"{one:+,.1f}" for one in shown["estimate"])
    at = ", ".join(f"{100 * one:.0f}" for one in shown.index)
    ax.set(
        xlabel="variation of demand (standard deviation over mean); bars: 95 % of single years",
        ylabel=f"worth of the tie a year, {unit}",
        title=f"At {at} % variation the tie is worth {said} {unit} a year",
    )
    ax.grid(visible=False, axis="x")
    return ax
