"""Figures of cell scores: the tables of `crmkit.campaigns.cell_scores` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import ACTUAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cells"]


def cells(cells: pd.DataFrame, *, least: int = 50, ax: "Axes | None" = None) -> "Axes":
    """Where in a table of two columns do the buyers stand?

    Parameters
    ----------
    cells : DataFrame
        From `cell_scores.learned`, by two columns.
    least : int
        Cells with fewer customers stay white, for their rates are mostly luck.
    ax : Axes, optional
        Where to draw; a new figure if not given. In each cell: the share that buys,
        and below it of how many customers. Framed: the highest.
    """
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    tables.check_columns(cells, ["customers", "happened", "rate"], name="cells")
    if cells.index.nlevels != 2:
        raise ValueError(f"cells has {cells.index.nlevels} column(s); two can be drawn")
    least = tables.whole("least", least, least=1)
    enough = cells["customers"] >= least
    if not enough.any():
        raise ValueError(f"no cell has {least:,} customers: choose a smaller `least`")
    rate = (100 * cells["rate"]).where(enough).unstack().dropna(how="all").dropna(axis=1, how="all")
    count = cells["customers"].unstack().reindex(index=rate.index, columns=rate.columns)
    ax, _ = canvas(ax, (1.6 + 0.95 * rate.shape[1], 1.5 + 0.75 * rate.shape[0]))
    shades = np.ma.masked_invalid(rate.to_numpy())
    mesh = ax.pcolormesh(shades, cmap="Blues", vmin=0, vmax=shades.max(), edgecolor="white", lw=2)
    for row, column in np.argwhere(rate.notna().to_numpy()):
        value = rate.iloc[row, column]
        shade = ink(to_rgb(tuple(mesh.to_rgba(np.array([value]))[0])))
        place = (column + 0.5, row + 0.5)
        ax.annotate(f"{value:.0f} %", place, ha="center", va="bottom", color=shade,
                    weight="bold", annotation_clip=False)  # fmt: skip
        ax.annotate(f"of {count.iloc[row, column]:,.0f}", place, xytext=(0, -2), ha="center",
                    textcoords="offset points", va="top", color=shade, size=9)  # fmt: skip
    row, column = np.unravel_index(np.nanargmax(rate.to_numpy()), rate.shape)
    ax.add_patch(Rectangle((float(column), float(row)), 1, 1, fill=False, edgecolor=ACTUAL, lw=2.5,
                           clip_on=False, zorder=5))  # fmt: skip
    ax.set_xticks(np.arange(rate.shape[1]) + 0.5, [str(one) for one in rate.columns])
    ax.set_yticks(np.arange(rate.shape[0]) + 0.5, [str(one) for one in rate.index])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    of_all = 100 * cells["happened"].sum() / cells["customers"].sum()
    names = [str(name).replace("_", " ") for name in cells.index.names]
    ax.set(
        ylabel=names[0],
        xlabel=names[1],
        title=f"{of_all:.0f} % of all customers buy, {np.nanmax(rate):.0f} % in the best cell",
    )
    return ax
