"""Figures of a forecast: tables of `crmkit.campaigns.pipeline_forecast` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["sums"]

BARS = 60


def sums(
    distribution: pd.DataFrame,
    *,
    marks: Mapping[str, float],
    interval: tuple[float, float],
    unit: str = "million yuan",
    scale: float = 1e-6,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which sums can the open deals bring, and where does the promise lie?

    Parameters
    ----------
    distribution : DataFrame
        From `pipeline_forecast.distribution`.
    marks : dict
        Sums to be marked, by name; the first is the promise that the title speaks of.
    interval : pair of float
        Low and high end, shaded.
    unit : str
        Of money, once it is multiplied by `scale`.
    scale : float
        1e-6 for millions.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(distribution, ["value", "probability"], name="distribution")
    if not marks:
        raise ValueError("marks is empty: name the sum that was promised")
    low, high = interval
    ax, _ = canvas(ax, (8, 4))
    value, chance = (distribution[one].to_numpy() for one in ("value", "probability"))
    last = int(np.searchsorted(np.cumsum(chance), 1 - 1e-6))
    right = float(value[min(last, len(value) - 1)])
    edges = np.linspace(0, max(right, float(value[1]) if len(value) > 1 else 1.0), BARS + 1)
    height, _ = np.histogram(value, edges, weights=chance)
    middle = (edges[:-1] + edges[1:]) / 2
    shade = np.where((middle >= low) & (middle <= high), EXPECTED, "#cfe0ee")
    ax.bar(scale * middle, 100 * height, scale * (edges[1] - edges[0]), color=list(shade))
    top = 100 * height.max()
    promise = next(iter(marks))
    for place, (name, mark) in enumerate(marks.items()):
        color = CONTRAST if name == promise else "0.2"
        level = top * (1.32 - 0.13 * place)
        ax.vlines(scale * mark, 0, level, color=color, linewidth=2)
        ax.annotate(f"{name}: {scale * mark:.1f}", (scale * mark, level), color="0.2",
                    xytext=(-5 if scale * mark > scale * right * 0.55 else 5, -3), va="top",
                    textcoords="offset points", fontsize=10,
                    ha="right" if scale * mark > scale * right * 0.55 else "left")  # fmt: skip
    reach = float(chance[value >= marks[promise]].sum())
    odds = f"{100 * reach:.0f} in 100" if reach >= 0.01 else "less than 1 in 100"
    widest = scale * max(right, *marks.values())
    ax.set(
        xlim=(0, 1.04 * widest),
        ylim=(0, 1.4 * top),
        xlabel=f"money won, {unit} (dark: 95 in 100 sums)",
        ylabel="probability of a bar, %",
        title=f"{scale * marks[promise]:.1f} {unit} are promised; the chance of them is {odds}",
    )
    ax.grid(visible=False, axis="x")
    return ax
