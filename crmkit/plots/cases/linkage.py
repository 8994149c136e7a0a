"""Figures of joined records: the errors of `crmkit.campaigns.linkage` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["link_errors"]


def link_errors(ways: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How many strangers does each way of joining merge, and how many people does it split?

    Parameters
    ----------
    ways : DataFrame
        One row a way (its name the index): merged and split, from `linkage.errors`; two or more.
    ax : Axes, optional
        Where to draw; a new figure if not given. To the left: people split; to the right:
        customers who are strangers merged.
    """
    tables.check_columns(ways, ["merged", "split"], name="ways")
    if len(ways) < 2:
        raise ValueError("one way is compared with nothing: give two or more")
    ax, _ = canvas(ax, (8, 1.6 + 0.55 * len(ways)))
    place = np.arange(len(ways))[::-1]
    ax.barh(place, ways["merged"], height=0.6, color=BAD)
    ax.barh(place, -ways["split"], height=0.6, color=CONTRAST)
    for at, (_, row) in zip(place, ways.iterrows(), strict=True):
        for value, side, align in ((row["merged"], 1, "left"), (row["split"], -1, "right")):
            ax.annotate(f"{value:,.0f}", (side * float(value), at), xytext=(6 * side, 0), ha=align,
                        va="center", textcoords="offset points")  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(place, [str(name) for name in ways.index])
    reach = 1.25 * float(max(ways["merged"].max(), ways["split"].max(), 1))
    ax.set_xlim(-reach, reach)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
    at = int((ways["merged"] + ways["split"]).to_numpy(dtype=float).argmin())
    best, row = ways.index[at], ways.iloc[at]
    ax.set(
        xlabel="people split over customers  |  customers made of strangers",
        title=f"{str(best).capitalize()}: fewest errors, {row['merged']:,.0f} merged, "
        f"{row['split']:,.0f} split",
    )
    ax.grid(visible=False, axis="y")
    return ax
