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
    ax.set(xlabel=unit, title=_claim(numbers, clear))
    ax.grid(visible=False, axis="y")
    return ax


def _claim(numbers: pd.DataFrame, clear: pd.Series) -> str:
    """Of two tests, which found something, or whether they agree; of others, how many did."""
    if len(clear) == 2 and clear.sum() == 1:
        return f"'{clear.idxmax()}' is clear of zero, '{clear.idxmin()}' is not"
    if len(clear) == 2 and clear.all():
        meet = numbers["low"].max() <= numbers["high"].min()
        return f"Both are clear of zero, and their intervals {'overlap' if meet else 'lie apart'}"
    leave = "leaves" if clear.sum() == 1 else "leave"
    return f"{clear.sum()} of {len(clear)} intervals {leave} out zero"
