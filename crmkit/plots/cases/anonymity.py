"""Figures of who is laid bare by a list: tables of `crmkit.campaigns.anonymity` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["unique_shares"]


def unique_shares(
    lists: pd.DataFrame, *, what: str = "the columns handed out", ax: "Axes | None" = None
) -> "Axes":
    """In which list is everybody alone with what it says of them?

    Parameters
    ----------
    lists : DataFrame
        One row a list (its name the index): customers, unique_share and small_share, from
        `anonymity.risk`; two or more.
    what : str
        What is told of them, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given. Red: unique; grey: others in a small group.
    """
    tables.check_columns(lists, ["customers", "unique_share", "small_share"], name="lists")
    if len(lists) < 2:
        raise ValueError("one list is compared with nothing: give two or more")
    ax, _ = canvas(ax, (8, 1.8 + 0.6 * len(lists)))
    place = np.arange(len(lists))[::-1]
    alone, small = 100 * lists["unique_share"], 100 * lists["small_share"]
    grey = ax.barh(place, small, height=0.6, color=QUIET, label="others in a small group")
    red = ax.barh(place, alone, height=0.6, color=BAD, label="unique")
    for at, share in zip(place, alone, strict=True):
        ax.annotate(f"{share:.0f} % unique", (100, at), xytext=(6, 0), va="center",
                    textcoords="offset points")  # fmt: skip
    names = [f"{name} ({n:,})" for name, n in zip(lists.index, lists["customers"], strict=True)]
    ax.set_yticks(place, names)
    ax.set_xlim(0, 130)
    ax.set_xticks(range(0, 101, 20))
    ax.set(
        xlabel=f"of 100 people on the list, by {what}",
        title=f"Unique: {alone.iloc[0]:.0f} % of {lists.index[0]}, "
        f"{alone.iloc[1]:.0f} % of {lists.index[1]}",
    )
    ax.legend(
        handles=[red, grey], frameon=False, ncols=2, loc="upper center",
        bbox_to_anchor=(0.4, -0.16 - 0.3 / len(lists)),
    )  # fmt: skip
    ax.grid(visible=False, axis="y")
    return ax
