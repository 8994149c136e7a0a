"""Figures of what employees feel: slopes and shares from `crmkit.loyalty` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["rates", "slopes"]


def slopes(
    together: pd.DataFrame, alone: pd.DataFrame, *, outcome: str, ax: "Axes | None" = None
) -> "Axes":
    """Which predictors keep their slope when the others are held still?

    For each predictor its slope alone (grey) and together with the others (blue), with intervals.

    Parameters
    ----------
    together : DataFrame
        `Regression.slopes`; the intercept is left out.
    alone : DataFrame
        From `loyalty.slopes.alone`, with the same predictors.
    outcome : str
        What the slopes describe, for the label.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    for table, name in ((together, "together"), (alone, "alone")):
        tables.check_columns(table, ["estimate", "low", "high"], name=name)
    together = together.drop(index="intercept", errors="ignore")
    strangers = [one for one in together.index if one not in alone.index]
    if strangers:
        raise ValueError(f"alone has no row {strangers}: make both from the same predictors")
    ax, _ = canvas(ax, (7, 0.5 * len(together) + 1.6))
    ax.axvline(0, color=ACTUAL, linewidth=1.2)
    for table, shift, color, label in (
        (alone.loc[together.index], -0.17, QUIET, "alone"),
        (together, 0.17, EXPECTED, "with the others held still"),
    ):
        places = np.arange(len(table)) + shift
        ax.hlines(places, table["low"], table["high"], color=color, linewidth=3)
        ax.plot(table["estimate"], places, "o", color=color, label=label)
    ax.set_yticks(range(len(together)), [str(one) for one in together.index])
    ax.invert_yaxis()
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncol=2, frameon=False)
    clear = list(together.index[(together["low"] > 0) | (together["high"] < 0)])
    only = f"Only {clear[0]} stays" if len(clear) == 1 else f"{len(clear)} slopes stay"
    ax.set(
        xlabel=f"points of {outcome} for one point more, with its 95 % interval",
        title=f"{only} clear of zero when the others are held still",
    )
    return ax


def rates(table: pd.DataFrame, *, label: str, ax: "Axes | None" = None) -> "Axes":
    """How does a share move with two factors? One line a level of the first, with intervals.

    Parameters
    ----------
    table : DataFrame
        From `loyalty.loglinear.rates` with two factors of two levels: the first makes the lines,
        the second goes along the axis.
    label : str
        What the share is of.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["estimate", "low", "high"])
    levels = range(table.index.nlevels)
    order = [list(dict.fromkeys(table.index.get_level_values(level))) for level in levels]
    if list(map(len, order)) != [2, 2]:
        raise ValueError("the table must have two factors of two levels each")
    first, second = map(str, table.index.names)
    ax, _ = canvas(ax, (7, 4))
    shares = 100 * table["estimate"].unstack().loc[order[0], order[1]]
    for level, color, shift in zip(order[0], (CONTRAST, EXPECTED), (-0.02, 0.02), strict=True):
        rows = 100 * table.loc[level].loc[order[1]]
        at = np.arange(2) + shift
        ax.vlines(at, rows["low"], rows["high"], color=color, linewidth=3, alpha=0.5)
        ax.plot(at, rows["estimate"], "o-", color=color)
        start, end = rows["estimate"]
        ax.text(-0.06, start, f"{start:.0f} %", color=color, ha="right", va="center")
        ax.text(1.06, end, f"{end:.0f} %, {first}: {level}", color=color, va="center")
    ax.set_xticks([0, 1], [f"{second}: {level}" for level in order[1]])
    down = (shares.iloc[1] - shares.iloc[0]).sort_values()
    along = (shares.iloc[:, 1] - shares.iloc[:, 0]).sort_values()
    ax.set(
        xlim=(-0.25, 1.75),
        ylabel=f"{label} (%), with its 95 % interval",
        title=(
            f"{first.capitalize()} goes with {down.iloc[0]:.0f} to {down.iloc[1]:.0f} points more, "
            f"the {second} with {along.iloc[0]:.0f} to {along.iloc[1]:.0f}"
        ),
    )
    return ax
