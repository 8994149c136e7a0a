"""Figures of a mailing's profit: the tables of `crmkit.campaigns.mailing_profit` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["profit_bars", "size_lines"]


def profit_bars(
    profits: pd.DataFrame,
    *,
    marks: Mapping[str, float] | None = None,
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """What does each ranking earn with as many letters, and how sure is that?

    Parameters
    ----------
    profits : DataFrame
        From `mailing_profit.best`.
    marks : mapping of float, optional
        Other profits to hold them against, by what they are called: a vertical line each.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given. Blue: the largest profit; whiskers: intervals.
    """
    tables.check_columns(profits, ["customers", "responses", "profit", "low", "high"])
    ax, _ = canvas(ax, (8, 1.7 + 0.6 * len(profits)))
    place = np.arange(len(profits))[::-1]
    largest = profits["profit"] == profits["profit"].max()
    ax.barh(place, profits["profit"], height=0.6, color=np.where(largest, EXPECTED, QUIET))
    reach = [profits["profit"] - profits["low"], profits["high"] - profits["profit"]]
    ax.errorbar(profits["profit"], place, xerr=reach, fmt="none", ecolor="0.25", capsize=4)
    for at, (_, row) in zip(place, profits.iterrows(), strict=True):
        end = max(float(row["high"]), float(row["profit"]), 0.0)
        ax.annotate(f"{row['responses']:.0f} buyers", (end, at), xytext=(6, 0), va="center",
                    textcoords="offset points")  # fmt: skip
    for name, value in (marks or {}).items():
        ax.axvline(value, color=CONTRAST, linewidth=1.5, linestyle="--", zorder=0)
        ax.annotate(name, (value, 1), xytext=(0, 3), ha="center", va="bottom", color=ACTUAL,
                    xycoords=("data", "axes fraction"), textcoords="offset points")  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(place, [str(name) for name in profits.index])
    top = max([float(profits["high"].max()), *(marks or {}).values()])
    ax.set_xlim(min(0.0, float(profits["low"].min())), 1.18 * top)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    said = ", ".join(f"{name} {value:,.0f}" for name, value in profits["profit"].items())
    ax.set_xlabel(f"profit of {profits['customers'].iloc[0]:,.0f} letters ({unit})")
    ax.set_title(f"Profit: {said}", pad=20 if marks else None)
    ax.grid(visible=False, axis="y")
    return ax


def size_lines(
    profits: pd.DataFrame,
    *,
    sizes: Mapping[str, int],
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """How many letters should go out?

    Parameters
    ----------
    profits : DataFrame
        From `mailing_profit.by_size`, of up to three rankings. The band is the interval of the
        first.
    sizes : mapping of int
        Numbers of letters, by what they are called, at which the first ranking is read.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(profits, ["customers", "profit", "low", "high"])
    names = list(dict.fromkeys(profits.index.get_level_values(0)))
    colors = (EXPECTED, CONTRAST, GOOD)
    if len(names) > len(colors):
        raise ValueError(f"{len(names)} rankings: give one to {len(colors)}")
    ax, _ = canvas(ax, (7.5, 4.4))
    for name, color in zip(names, colors, strict=False):
        one = profits.loc[name]
        ax.plot(one["customers"], one["profit"], color=color, linewidth=1.8, label=str(name))
        if name == names[0]:
            ax.fill_between(one["customers"], one["low"], one["high"], color=color, alpha=0.15)
    first, said = profits.loc[names[0]], []
    for name, size in sizes.items():
        earned = float(np.interp(size, first["customers"], first["profit"]))
        ax.plot([size], [earned], "o", color=colors[0], markersize=8, zorder=5)
        ax.annotate(name, (size, earned), xytext=(-5, 6), ha="right", va="bottom",
                    textcoords="offset points")  # fmt: skip
        said.append(f"{size:,} letters earn {earned:,.0f}")
    ax.axhline(0, color="0.3", linewidth=1)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel=f"letters, the most likely buyers first (band: 95 % interval of {names[0]})",
        ylabel=f"profit ({unit})",
        title=f"{str(names[0]).capitalize()}: {', '.join(said)} {unit}",
    )
    ax.legend(frameon=False, loc="lower right")
    return ax
