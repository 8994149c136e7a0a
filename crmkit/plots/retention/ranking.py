"""Figures of rankings: the tables of `crmkit.retention.ranking` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["gain_lines", "measure_bars"]

_COLORS = (CONTRAST, GOOD, EXPECTED, "0.45")


def gain_lines(
    curves: dict[str, pd.DataFrame], *, customer_share: float = 0.2, ax: "Axes | None" = None
) -> "Axes":
    """What share of the leavers does each ranking catch among its top customers?

    Parameters
    ----------
    curves : dict of DataFrame
        Name of a ranking: its table from `gains`. Up to four.
    customer_share : float
        Where the lines are read, 0 to 1.
    ax : Axes, optional
        Where to draw; a new figure if not given. Grey: chance.
    """
    if not 1 <= len(curves) <= len(_COLORS):
        raise ValueError(f"{len(curves)} curves: give one to {len(_COLORS)}")
    at = tables.share("customer_share", customer_share)
    ax, _ = canvas(ax, (7, 4.4))
    ax.plot([0, 100], [0, 100], color=QUIET, linewidth=1.2, label="chance")
    ax.axvline(100 * at, color="0.6", linewidth=1)
    caught = {}
    for (name, table), color in zip(curves.items(), _COLORS, strict=False):
        x, y = table["cumulative_customer_share"], table["cumulative_leaver_share"]
        caught[name] = 100 * float(np.interp(at, x, y))
        ax.plot(100 * x, 100 * y, color=color, linewidth=1.8,
                label=f"{name}: {caught[name]:.0f} %")  # fmt: skip
        ax.plot([100 * at], [caught[name]], "o", color=color, markersize=5)
    said = ", ".join(f"{name} {value:.0f}" for name, value in caught.items())
    ax.set(
        xlabel="customers approached, the most likely leavers first (%)",
        ylabel="leavers among them (%)",
        title=f"Of 100 leavers the top {100 * at:.0f} % hold: {said}",
        xlim=(0, 100),
        ylim=(0, 102),
    )
    ax.legend(frameon=False, loc="lower right", title=f"caught in the top {100 * at:.0f} %")
    return ax


def measure_bars(
    quality: pd.DataFrame, *, measure: str = "lift", ax: "Axes | None" = None
) -> "Axes":
    """Which ranking is best, by one measure, and how sure is that?

    Parameters
    ----------
    quality : DataFrame
        From `quality`.
    measure : "lift", "auc" or "caught"
        What is drawn.
    ax : Axes, optional
        Where to draw; a new figure if not given. Blue: the best; the line is chance.
    """
    labels = {
        "lift": ("lift: leaving rate at the top, times that of all", "Lift at the top", 1, 1.0),
        "auc": ("AUC: how often a leaver stands above a stayer", "AUC", 2, 0.5),
        "caught": ("share of the leavers who are caught", "Share of the leavers caught", 2, None),
    }
    tables.option("measure", measure, list(labels))
    tables.check_columns(quality, ["estimate", "low", "high"], name="quality")
    table = quality.xs(measure, level="measure")
    written, what, digits, chance = labels[measure]
    ax, _ = canvas(ax, (7, 0.9 + 0.6 * len(table)))
    place = np.arange(len(table))[::-1]
    best = table["estimate"].to_numpy().argmax()
    ax.barh(place, table["estimate"], height=0.6,
            color=np.where(np.arange(len(table)) == best, EXPECTED, QUIET))  # fmt: skip
    reach = [table["estimate"] - table["low"], table["high"] - table["estimate"]]
    ax.errorbar(table["estimate"], place, xerr=reach, fmt="none", ecolor="0.25", capsize=4)
    for at, (one, end) in zip(place, table[["estimate", "high"]].to_numpy(), strict=True):
        ax.annotate(f"{one:.{digits}f}", (end, at), xytext=(6, 0), textcoords="offset points",
                    va="center")  # fmt: skip
    if chance is not None:
        ax.axvline(chance, color="0.4", linewidth=1, linestyle="--")
    said = ", ".join(f"{name} {one:.{digits}f}" for name, one in table["estimate"].items())
    ax.set_yticks(place, table.index)
    ax.set_xlim(0, 1.12 * float(table["high"].max()))
    ax.set(xlabel=written, title=f"{what}: {said}")
    ax.grid(visible=False, axis="y")
    return ax
