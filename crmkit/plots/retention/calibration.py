"""Figures of promises: the tables of `crmkit.retention.calibration` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["promise_bars"]


def promise_bars(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Did as many leave as the model promised, group by group?

    Parameters
    ----------
    table : DataFrame
        From `calibration.by_group`.
    ax : Axes, optional
        Where to draw; a new figure if not given. Bars: who left, with 95 % interval. Dots: the
        promise, blue within the interval, red outside.
    """
    tables.check_columns(table, ["expected", "actual", "low", "high"])
    ax, _ = canvas(ax, (7, 4.2))
    place = np.arange(len(table))
    actual, promised = 100 * table["actual"], 100 * table["expected"]
    ax.bar(place, actual, color=QUIET, label="left")
    reach = [actual - 100 * table["low"], 100 * table["high"] - actual]
    ax.errorbar(place, actual, yerr=reach, fmt="none", ecolor=ACTUAL, capsize=4)
    held = ((table["low"] <= table["expected"]) & (table["expected"] <= table["high"])).to_numpy()
    for inside, color, label in ((True, EXPECTED, "promised, within the interval"),
                                 (False, BAD, "promised, outside")):  # fmt: skip
        who = held == inside
        if who.any():
            ax.scatter(place[who], promised[who], color=color, zorder=3, label=label)
    ax.set_xticks(place, table.index)
    ax.set_ylim(0, 1.15 * 100 * float(table[["expected", "high"]].max().max()))
    ax.set(
        xlabel="group of customers (1: the highest promises)",
        ylabel="customers (%)",
        title=f"Top group: {promised.iloc[0]:.0f} % promised to leave, "
        f"{actual.iloc[0]:.0f} % left; {held.sum()} of {len(held)} promises hold",
    )
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False, loc="upper right")
    return ax
