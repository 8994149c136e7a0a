"""Figures of moves between tiers: the tables of `crmkit.segmentation.migration` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["migration_map"]


def migration_map(rates: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Where did the customers of each tier go?

    A heat map: rows are tiers before, columns tiers after, cells % of the row; a row without
    customers is grey. The cell that the title speaks of is framed.

    Parameters
    ----------
    rates : DataFrame
        From `migration_rates`: each row sums to 1 or is NaN; row "new" and column "lost" may
        stand beside the tiers.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns
    from matplotlib.patches import Rectangle

    tiers = [name for name in rates.index if name in rates.columns]
    if not tiers:
        raise ValueError(
            f"rows {rates.index.to_list()} and columns {rates.columns.to_list()} share no tier; "
            "pass the table of migration_rates()"
        )
    totals = rates.sum(axis=1)
    if ((totals - 1).abs() > 1e-6)[rates.notna().all(axis=1)].any():
        raise ValueError("rows do not sum to 1: pass migration_rates(counts), not the counts")
    ax, _ = canvas(ax, (7, 4.2))
    percent = 100 * rates
    sns.heatmap(
        percent,
        annot=True,
        fmt=".0f",
        cmap="Blues",
        vmin=0,
        vmax=100,
        linewidths=1,
        cbar_kws={"label": "% of the tier's customers before"},
        ax=ax,
    )
    ax.set(xlabel="tier after", ylabel="tier before")
    ax.tick_params(axis="y", rotation=0)
    top = tiers[0]
    ax.set_facecolor("0.85")
    stayed = rates.loc[top, top]
    if pd.isna(stayed):
        ax.set_title(f"No customer was {top} before")
    else:
        place = (list(rates.columns).index(top), list(rates.index).index(top))
        ax.add_patch(Rectangle(place, 1, 1, fill=False, edgecolor=CONTRAST, linewidth=3))
        ax.set_title(f"{100 * stayed:.0f} % of {top} customers stayed {top}")
    return ax
