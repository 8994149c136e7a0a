"""Figures of survival: the tables of `crmkit.retention.survival` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["survival_curves"]


def survival_curves(
    curves: pd.DataFrame,
    *,
    at: float,
    labels: dict[object, str] | None = None,
    state: str = "still there",
    unit: str = "months",
    ax: "Axes | None" = None,
) -> "Axes":
    """Which share is still there, in one group or in two, and how far can that be told?

    A step curve a group with the band of its interval; at one time both shares are marked.

    Parameters
    ----------
    curves : DataFrame
        From `survival.curves` (or `LeavingHazard.survival`), of one group or two.
    at : float
        The time at which the shares are read.
    labels : dict, optional
        What the groups are called; their names if not given.
    state : str
        What those are who have not left.
    unit : str
        Of the times.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(curves, ["survival", "low", "high"], name="curves")
    groups = list(dict.fromkeys(curves.index.get_level_values(0)))
    if len(groups) > 2:
        raise ValueError(f"curves holds {len(groups)} groups; one or two can be drawn")
    names = {group: str((labels or {}).get(group, group)) for group in groups}
    ax, _ = canvas(ax, (7, 4))
    read: dict[object, float] = {}
    for group, color in zip(groups, (EXPECTED, CONTRAST), strict=False):
        curve = 100 * curves.loc[group][["survival", "low", "high"]]
        if not curve.index[0] <= at <= curve.index[-1]:
            raise ValueError(f"{names[group]} was not watched at {at:g}")
        ax.step(curve.index, curve["survival"], where="post", color=color, linewidth=2,
                label=names[group])  # fmt: skip
        ax.fill_between(curve.index, curve["low"], curve["high"], step="post", color=color,
                        alpha=0.2, linewidth=0)  # fmt: skip
        read[group] = float(curve["survival"].iloc[curve.index.searchsorted(at, side="right") - 1])
        ax.plot([at], [read[group]], "o", color=color, zorder=5)
    ax.axvline(at, color="0.6", linewidth=1, linestyle="--", zorder=0)
    upper = max(read, key=lambda group: read[group])
    for group, share in read.items():
        # Curves fall: right above and left below there is room.
        side = 1 if group == upper else -1
        ax.annotate(f"{share:.0f} %", (at, share), xytext=(7 * side, 7 * side), weight="bold",
                    va="bottom" if side > 0 else "top", ha="left" if side > 0 else "right",
                    textcoords="offset points")  # fmt: skip
    said = [f"{share:.0f} %" for share in read.values()]
    if len(groups) == 2:
        said = [f"{names[group]} {share:.0f} %" for group, share in read.items()]
        ax.legend(frameon=False, loc="lower left")
    times = curves.index.get_level_values(1)
    ax.set(
        xlim=(times.min(), times.max()),
        ylim=(0, 108),
        yticks=np.arange(0, 101, 20),
        xlabel=f"{unit} (band: 95 % interval)",
        ylabel=f"{state} (%)",
        title=f"{state.capitalize()} after {at:g} {unit}: {', '.join(said)}",
    )
    return ax
