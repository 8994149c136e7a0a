"""Figures of answers in steps: the table of `crmkit.campaigns.ordered_choice` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["share_moves"]


def share_moves(shares: pd.DataFrame, *, answer: str, ax: "Axes | None" = None) -> "Axes":
    """Which group moves the share of an answer, against the first group of its predictor?

    Parameters
    ----------
    shares : DataFrame
        From `ordered_choice.predicted_shares`.
    answer : str
        What the share is of, for the axis: "high satisfaction".
    ax : Axes, optional
        Where to draw; a new figure if not given. Blue: the predictor whose groups lie furthest
        apart; whiskers: intervals.
    """
    tables.check_columns(shares, ["estimate", "low", "high"], name="shares")
    firsts = shares.groupby(level=0, sort=False).head(1)
    moved = shares.drop(index=firsts.index)
    at = shares["estimate"].groupby(level=0, sort=False)
    width = at.max() - at.min()
    widest = width.idxmax()
    ax, _ = canvas(ax, (8, 0.45 * len(moved) + 1.6))
    y = np.arange(len(moved))[::-1]
    points = 100 * moved[["estimate", "low", "high"]].astype("float64")
    blue = moved.index.get_level_values(0) == widest
    ax.barh(y, points["estimate"], 0.6, color=np.where(blue, EXPECTED, QUIET))
    reach = [points["estimate"] - points["low"], points["high"] - points["estimate"]]
    ax.errorbar(points["estimate"], y, xerr=reach, fmt="none", ecolor="0.25", capsize=4)
    for place, value in zip(y, points["estimate"], strict=True):
        ax.annotate(f"{value:+.0f}".replace("-", "\u2212"), (1, place), xytext=(6, 0), va="center",
                    xycoords=("axes fraction", "data"), textcoords="offset points", color="0.2",
                    annotation_clip=False)  # fmt: skip
    base = dict(firsts.index)
    names = [f"{one}: {group}, not {base[one]}" for one, group in moved.index]
    ax.set_yticks(y, names)
    ax.axvline(0, color="0.3", linewidth=1)
    said = ", ".join(f"{name} {100 * one:.0f}" for name, one in width.items())
    ax.set(
        xlabel=f"percentage points more with {answer}",
        title=f"Points from the lowest group to the highest: {said}",
    )
    ax.grid(visible=False, axis="y")
    return ax
