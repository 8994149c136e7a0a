"""The figure of regression to the mean: each group's change, and the one to be expected."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, EXPECTED, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["halves"]


def halves(groups: pd.DataFrame, *, unit: str = "dollars", ax: "Axes | None" = None) -> "Axes":
    """What did each group spend in the first half, and what in the second, with no action?

    Lines join the first half and the second; a tick marks what the correlation expects.

    Parameters
    ----------
    groups : DataFrame
        From `mean_reversion.by_first_half`.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(groups, ["spend_before", "spend_after", "expected"])
    ax, _ = canvas(ax, (8, 4.4))
    x = np.arange(len(groups))
    ax.plot(x, groups["spend_before"], "o", color=QUIET, label="first half", markersize=8)
    ax.plot(x, groups["spend_after"], "o", color=ACTUAL, label="second half", zorder=4)
    ax.plot(x, groups["expected"], "_", color=EXPECTED, markersize=20, markeredgewidth=3,
            label="expected by the correlation")  # fmt: skip
    top = float(groups[["spend_before", "spend_after"]].max().max())
    for place, (_, row) in zip(x, groups.iterrows(), strict=True):
        ax.plot([place, place], [row["spend_before"], row["spend_after"]], color="0.5", zorder=1)
        factor = row["spend_after"] / row["spend_before"] if row["spend_before"] > 0 else np.inf
        ax.annotate(f"×{factor:.1f}", (place, max(row["spend_before"], row["spend_after"])),
                    xytext=(0, 9), textcoords="offset points", ha="center")  # fmt: skip
    first, last = (groups["spend_after"] / groups["spend_before"]).iloc[[0, -1]]
    moved = f"falls by {100 * (1 - last):.0f}" if last < 1 else f"rises by {100 * (last - 1):.0f}"
    ax.set_xticks(x, [str(one) for one in groups.index])
    ax.set(
        ylim=(-0.03 * top, 1.15 * top),
        xlabel="group by spending in the first half (1 = lowest)",
        ylabel=f"{unit} a household",
        title=f"With no action the lowest group spends {first:.1f} times as much, "
        f"the top {moved} %",
    )
    ax.legend(frameon=False, loc="upper left")
    ax.grid(visible=False, axis="x")
    return ax
