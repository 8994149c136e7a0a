"""Figures of one side drawing the other: tables of `crmkit.campaigns.cross_group` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["pulls"]


def pulls(
    ways: Mapping[str, pd.DataFrame], *, truth: pd.Series, ax: "Axes | None" = None
) -> "Axes":
    """What does each way of looking say of the pull, and how far from the truth is it?

    Parameters
    ----------
    ways : mapping of DataFrame
        One or two ways, by name: one row a side with estimate, low and high of its effect.
    truth : Series
        The true effect of each side.
    ax : Axes, optional
        Where to draw; a new figure if not given. Black lines: the truth.
    """
    if not 1 <= len(ways) <= 2:
        raise ValueError(f"{len(ways)} ways: give one or two")
    ax, _ = canvas(ax, (8, 3.0))
    sides, found = list(truth.index), []
    for step, ((name, table), color) in enumerate(
        zip(ways.items(), (CONTRAST, EXPECTED), strict=False)
    ):
        tables.check_columns(table, ["estimate", "low", "high"])
        rows = table.loc[sides]
        place = [len(sides) - 1 - k + 0.14 - 0.28 * step for k in range(len(sides))]
        reach = [rows["estimate"] - rows["low"], rows["high"] - rows["estimate"]]
        ax.errorbar(
            rows["estimate"], place, xerr=reach, fmt="o", color=color, capsize=4, label=name
        )
        found.append(f"{name} {(rows['estimate'] - truth).abs().mean():.2f}")
    for k, side in enumerate(sides):
        at = len(sides) - 1 - k
        ax.plot([truth[side]] * 2, [at - 0.35, at + 0.35], color=ACTUAL, linewidth=2,
                label="truth" if k == 0 else None)  # fmt: skip
    ax.set_yticks(range(len(sides)), sides[::-1])
    ax.set_ylim(-0.6, len(sides) - 0.4)
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    ax.set(xlabel="pull of the other side (log odds), 95 % interval",
           title=f"Mean distance from the truth: {', '.join(found)}")  # fmt: skip
    ax.grid(visible=False, axis="y")
    return ax
