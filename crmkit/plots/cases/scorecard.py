"""Figures of a scorecard: the tables of `crmkit.campaigns.scorecard` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["weights"]


def weights(woe: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which groups speak for a customer, and which against?

    Parameters
    ----------
    woe : DataFrame
        From `scorecard.weights_of_evidence`: the name of its index is the trait.
    ax : Axes, optional
        Where to draw; a new figure if not given. Grey: the interval holds zero.
    """
    check_columns(woe, ["estimate", "low", "high", "bad_rate"], name="woe")
    ax, _ = canvas(ax, (8, 0.5 * len(woe) + 1.4))
    y = np.arange(len(woe))[::-1]
    colors = [GOOD if low > 0 else BAD if high < 0 else QUIET
              for low, high in zip(woe["low"], woe["high"], strict=True)]  # fmt: skip
    ax.barh(y, woe["estimate"], color=colors, height=0.6)
    reach = [woe["estimate"] - woe["low"], woe["high"] - woe["estimate"]]
    ax.errorbar(woe["estimate"], y, xerr=reach, fmt="none", color="0.25", capsize=4)
    for place, rate in zip(y, woe["bad_rate"], strict=True):
        ax.annotate(f"{100 * rate:.0f} % bad", (1, place), xytext=(6, 0), va="center", color="0.2",
                    xycoords=("axes fraction", "data"), textcoords="offset points",
                    annotation_clip=False)  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(y, [str(one) for one in woe.index])
    best, worst = woe["estimate"].idxmax(), woe["estimate"].idxmin()
    most, least = woe["estimate"].max(), woe["estimate"].min()
    ax.set(
        xlabel="weight of evidence (above 0: commoner among the good)",
        ylabel=str(woe.index.name or "").replace("_", " "),
        title=f'"{best}" speaks for a customer ({most:+.2f}), "{worst}" against ({least:+.2f})',
    )
    ax.grid(visible=False, axis="y")
    return ax
