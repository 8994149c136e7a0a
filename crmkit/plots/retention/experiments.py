"""Figures of randomised tests: the tables of `crmkit.retention.experiments` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["effect_intervals"]


def effect_intervals(
    effects: pd.DataFrame, *, unit: str, scale: float = 1.0, ax: "Axes | None" = None
) -> "Axes":
    """Which tests found something, and how much may it be?

    Parameters
    ----------
    effects : DataFrame
        One row a test, by name: estimate, low, high.
    unit : str
        Of the effect, for the axis.
    scale : float
        What effects are multiplied by before they are drawn: 100 for percentage points.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(effects, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (8, 1.3 + 0.55 * len(effects)))
    place = np.arange(len(effects))[::-1]
    numbers = scale * effects[["estimate", "low", "high"]].astype("float64")
    clear = (numbers["low"] > 0) | (numbers["high"] < 0)
    for each, (_, row), sure in zip(place, numbers.iterrows(), clear, strict=True):
        color = EXPECTED if sure else QUIET
        reach = [[row["estimate"] - row["low"]], [row["high"] - row["estimate"]]]
        ax.errorbar(row["estimate"], each, xerr=reach, fmt="o", color=color, capsize=4)
    ax.axvline(0, color=ACTUAL, linewidth=1)
    ax.set_yticks(place, [str(name) for name in effects.index])
    ax.set_ylim(-0.6, len(effects) - 0.4)
    leave = "leaves" if clear.sum() == 1 else "leave"
    title = f"{clear.sum()} of {len(clear)} intervals {leave} out zero"
    ax.set(xlabel=unit, title=title)
    ax.grid(visible=False, axis="y")
    return ax
