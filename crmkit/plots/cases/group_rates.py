"""Figures of rates by group: tables of `crmkit.rates.rate_by` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["rate_bars"]


def rate_bars(rates: pd.DataFrame, *, what: str, ax: "Axes | None" = None) -> "Axes":
    """To which share of each group did it happen, and where most and least?

    Parameters
    ----------
    rates : DataFrame
        From `rates.rate_by` by one column.
    what : str
        What happened, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given. Blue: the highest rate; orange: the lowest.
    """
    tables.check_columns(rates, ["customers", "rate", "low", "high"])
    ax, _ = canvas(ax, (8, 1.3 + 0.55 * len(rates)))
    place = np.arange(len(rates))[::-1]
    top, least = rates["rate"].idxmax(), rates["rate"].idxmin()
    colors = [EXPECTED if n == top else CONTRAST if n == least else QUIET for n in rates.index]
    ax.barh(place, rates["rate"], height=0.6, color=colors)
    reach = [rates["rate"] - rates["low"], rates["high"] - rates["rate"]]
    ax.errorbar(rates["rate"], place, xerr=reach, fmt="none", ecolor="0.25", capsize=4)
    for at, (_, row) in zip(place, rates.iterrows(), strict=True):
        ax.annotate(f"{row['rate']:.3f} of {row['customers']:,.0f}", (row["high"], at),
                    xytext=(6, 0), va="center", textcoords="offset points")  # fmt: skip
    ax.set_yticks(place, [str(name) for name in rates.index])
    ax.set_xlim(0, 1.3 * float(rates["high"].max()))
    said = f"{top}: {rates['rate'].max():.3f}, {least}: {rates['rate'].min():.3f}"
    ax.set(xlabel=f"{what}, 95 % interval", title=said)
    ax.grid(visible=False, axis="y")
    return ax
