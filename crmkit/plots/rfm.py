"""Figures of RFM: the tables of `crmkit.segmentation.rfm` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["rfm_heatmap", "segment_bars"]


def rfm_heatmap(
    grid: pd.DataFrame,
    *,
    label: str = "share of customers",
    percent: bool = True,
    ax: "Axes | None" = None,
) -> "Axes":
    """Where in the recency x frequency grid is the most?

    Parameters
    ----------
    grid : DataFrame
        From `cell_grid`; cells that are NaN stay blank.
    label : str
        What a cell holds.
    percent : bool
        Whether the grid holds shares, to be written in %.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns

    filled = grid.stack().dropna()
    if filled.empty:
        raise ValueError("the grid has no cell with customers")
    ax, _ = canvas(ax)
    texts = grid.map(lambda number: "" if np.isnan(number) else _written(number, percent))
    sns.heatmap(grid, annot=texts, fmt="", cmap="cividis", linewidths=1, cbar=False, ax=ax)
    ax.grid(visible=False)
    recency, frequency = filled.idxmax()
    highest = _written(filled.max(), percent) + (" %" if percent else "")
    ax.set(
        xlabel="frequency score (right = often)",
        ylabel="recency score (top = lately)",
        title=f"Highest {label}: {highest}, at recency {recency}, frequency {frequency}"
        + ("\n(cells in %)" if percent else ""),
    )
    ax.tick_params(length=0)
    ax.tick_params(axis="y", rotation=0)
    return ax


def segment_bars(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which segments bring more money than heads? Two bars a segment.

    Parameters
    ----------
    table : DataFrame
        From `profile`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["customer_share", "spend_share"])
    ax, colors = canvas(ax)
    place = np.arange(len(table))
    for shift, column, label, color in (
        (-0.2, "customer_share", "share of customers", "0.7"),
        (0.2, "spend_share", "share of spend", colors[0]),
    ):
        shares = 100 * table[column]
        bars = ax.barh(place + shift, shares, height=0.4, color=color, label=label)
        ax.bar_label(bars, labels=[f"{share:.1f}" for share in shares], fontsize=8, padding=2)
    top = table["spend_share"].idxmax()
    ax.set_yticks(place, labels=table.index.astype("str"))
    ax.invert_yaxis()
    ax.margins(x=0.1)
    ax.set(
        xlabel="share (%)",
        ylabel="segment",
        title=(
            f"{top}: {100 * table.loc[top, 'customer_share']:.0f} % of customers, "
            f"{100 * table.loc[top, 'spend_share']:.0f} % of spend"
        ),
    )
    # Below the axes: the longest bars may be anywhere.
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2)
    return ax


def _written(number: float, percent: bool) -> str:
    if not percent:
        return f"{number:,.0f}"
    return "<1" if 0 < number < 0.005 else f"{100 * number:.0f}"
