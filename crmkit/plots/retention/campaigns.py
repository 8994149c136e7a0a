"""Figures of campaigns that were not randomised: tables of `retention.campaigns` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["change_bars", "means_beside_placebo"]


def change_bars(effects: pd.DataFrame, *, money: str, ax: "Axes | None" = None) -> "Axes":
    """By how much did the mailed of each campaign change more than the others?

    Parameters
    ----------
    effects : DataFrame
        From `campaigns.effects`.
    money : str
        The currency, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(effects, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (8, 4.2))
    place = np.arange(len(effects))
    estimate = effects["estimate"]
    colors = np.where(effects["low"] > 0, EXPECTED, np.where(effects["high"] < 0, CONTRAST, QUIET))
    reach = [estimate - effects["low"], effects["high"] - estimate]
    for each, color in enumerate(colors):
        ends = [[part.iloc[each]] for part in reach]
        ax.errorbar(place[each], estimate.iloc[each], yerr=ends, fmt="o", color=color, capsize=3)
    ax.axhline(0, color=ACTUAL, linewidth=1)
    ax.set_xticks(place, [str(name) for name in effects.index])
    above, below = int((effects["low"] > 0).sum()), int((effects["high"] < 0).sum())
    lie = "lies" if above == 1 else "lie"
    title = f"{above} of {len(effects)} intervals {lie} above zero, {below} below"
    ax.set(xlabel="campaign", title=title)
    ax.set_ylabel(f"change of the mailed less that\nof the others ({money} a week)")
    ax.grid(visible=False, axis="x")
    return ax


def means_beside_placebo(means: pd.DataFrame, *, money: str, ax: "Axes | None" = None) -> "Axes":
    """Is the mean effect any larger than what campaigns "did" that were not there?

    Parameters
    ----------
    means : DataFrame
        From `campaigns.average`: rows effect and placebo.
    money : str
        The currency, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(means, ["estimate", "low", "high"])
    lines = {
        "placebo": ("weeks before the campaign", CONTRAST),
        "effect": ("weeks of the campaign", EXPECTED),
    }
    if lacking := [name for name in lines if name not in means.index]:
        raise ValueError(f"means lacks the rows {lacking}: take those of campaigns.average")
    ax, _ = canvas(ax, (8, 2.6))
    for place, (name, (_, color)) in enumerate(lines.items()):
        row = means.loc[name]
        reach = [[row["estimate"] - row["low"]], [row["high"] - row["estimate"]]]
        ax.errorbar(row["estimate"], -place, xerr=reach, fmt="o", color=color, capsize=5, ms=8)
        label = f"{float(means['estimate'][name]):+.2f}"
        ax.annotate(label, (row["estimate"], -place), xytext=(0, 9),
                    textcoords="offset points", ha="center", color=color)  # fmt: skip
    ax.axvline(0, color=ACTUAL, linewidth=1)
    ax.set_yticks([0, -1], [text for text, _ in lines.values()])
    ax.set_ylim(-1.5, 0.7)
    one, other = (float(means["estimate"][name]) for name in lines)
    title = f"Before the campaigns {one:+.2f} {money} a week, in them {other:+.2f}"
    ax.set(xlabel=f"change of the mailed less that of the others ({money} a week)", title=title)
    ax.grid(visible=False, axis="y")
    return ax
