"""Figures of completed cohorts: the tables of `crmkit.retention.chain_ladder` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["outlook_bars"]


def outlook_bars(
    outlook: pd.DataFrame, *, actual: "pd.Series | None" = None, ax: "Axes | None" = None
) -> "Axes":
    """What has each cohort come to, what will it, and what did it?

    Parameters
    ----------
    outlook : DataFrame
        From `ChainLadder.outlook`.
    actual : Series, optional
        What each cohort came to in the end, by cohort.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(outlook, ["seen", "expected", "to_come", "low", "high"])
    ax, _ = canvas(ax, (8, 4.2))
    place = np.arange(len(outlook))
    ax.bar(place, outlook["seen"], color=QUIET, label="seen so far")
    ax.bar(place, outlook["to_come"], bottom=outlook["seen"], color=EXPECTED, alpha=0.45,
           label="still expected")  # fmt: skip
    reach = [outlook["expected"] - outlook["low"], outlook["high"] - outlook["expected"]]
    ax.errorbar(place, outlook["expected"], yerr=reach, fmt="none", ecolor=EXPECTED, capsize=4)
    widest = (outlook["high"] - outlook["low"]) / outlook["expected"]
    title = (
        f"The newest cohort is known to {50 * widest.iloc[-1]:.0f} % either way, "
        f"the middle one to {50 * widest.iloc[len(widest) // 2]:.0f} %"
    )
    if actual is not None:
        came = actual.reindex(outlook.index)
        held = (outlook["low"] <= came) & (came <= outlook["high"])
        colors = np.where(held | (outlook["to_come"] == 0), ACTUAL, BAD)
        ax.scatter(place, came, color=colors, zorder=3, label="what came")
        young = outlook["to_come"] > 0
        title = f"{(held & young).sum()} of {young.sum()} cohorts came to lie within their interval"
    ax.set_xticks(place, [str(one).split("/")[0][5:] for one in outlook.index], rotation=45)
    ax.set(xlabel="cohort (first day)", ylabel="customers who have come back", title=title)
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False, loc="upper left", ncols=3)
    ax.set_ylim(0, 1.25 * float(outlook["high"].max()))
    return ax
