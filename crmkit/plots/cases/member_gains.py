"""The figure of an offer to one's own customers: for whom it pays."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["by_group"]

_COLORS = {"pays": GOOD, "does not pay": BAD, "unclear": QUIET}


def by_group(gains: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """For which groups does the club surely pay, for which surely not?

    Parameters
    ----------
    gains : DataFrame
        From `campaigns.member_gains.by_group`: one row a group, the best first.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(gains, ["estimate", "low", "high", "verdict"])
    ax, _ = canvas(ax, (7.5, 1.2 + 0.34 * len(gains)))
    names = [f"{name} ({n:,})" for name, n in gains["customers"].items()]
    colors = [_COLORS[one] for one in gains["verdict"]]
    ax.barh(names, gains["estimate"], height=0.62, color=colors)
    ax.hlines(names, gains["low"], gains["high"], color=ACTUAL, linewidth=1.2)
    ax.axvline(0, color=ACTUAL, linewidth=1)
    ax.invert_yaxis()
    for verdict, color in _COLORS.items():
        if (gains["verdict"] == verdict).any():
            ax.barh([names[0]], [0], color=color, label=verdict)
    pays = int((gains["verdict"] == "pays").sum())
    ax.set(
        xlabel="gain of a member, a year",
        title=f"The club surely pays for {pays} of {len(gains)} groups (customers in each)",
    )
    ax.grid(visible=False, axis="y")
    ax.legend(frameon=False, loc="lower right")
    return ax
