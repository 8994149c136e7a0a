"""A figure of factors: how many there are."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["eigenvalues"]


def eigenvalues(explained: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How many factors carry more than chance would?

    Parameters
    ----------
    explained : DataFrame
        From `factors.explained`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(
        explained, ["eigenvalue", "chance_eigenvalue", "kept", "cumulative_variance_share"]
    )
    ax, _ = canvas(ax, (6.6, 3.4))
    colors = [EXPECTED if kept else QUIET for kept in explained["kept"]]
    ax.bar(explained.index, explained["eigenvalue"], color=colors)
    for factor, value in explained["eigenvalue"].items():
        ax.annotate(
            f"{value:.2f}",
            (factor, value),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            bbox={"facecolor": "white", "alpha": 0.8, "pad": 0.5, "linewidth": 0},
            zorder=4,
        )
    ax.plot(
        explained.index,
        explained["chance_eigenvalue"],
        color=CONTRAST,
        marker="s",
        linestyle="--",
        label="shuffled columns (19 of 20 stay below)",
    )
    many = int(explained["kept"].sum())
    title = f"{many} of {len(explained)} factors stand above chance"
    if many:
        carried = 100 * explained["cumulative_variance_share"].iloc[many - 1]
        title += f" and carry {carried:.0f} % of the variance"
    ax.set_xticks(list(explained.index))
    ax.margins(y=0.12)
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False)
    ax.set(xlabel="factor", ylabel="eigenvalue (columns' worth)", title=title)
    return ax
