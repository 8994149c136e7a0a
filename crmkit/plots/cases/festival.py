"""Figures of a festival in one series: the tables of `crmkit.campaigns.festival` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["around", "factors"]


def factors(effects: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What does a festival multiply sales by, and what does the month after say?

    Parameters
    ----------
    effects : DataFrame
        From `festival.effects`, the festival first; a row "trend" is left out.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(effects, ["estimate", "low", "high"], name="effects")
    shown = effects.drop(index="trend", errors="ignore")
    if shown.empty:
        raise ValueError("effects holds no event: name some in festival.effects")
    ax, _ = canvas(ax, (7, 0.7 * len(shown) + 1.5))
    said = []
    for place, (name, row) in enumerate(shown.iterrows()):
        color = GOOD if row["low"] > 1 else BAD if row["high"] < 1 else QUIET
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=3)
        ax.plot([row["estimate"]], [place], "o", color=color, markersize=9, zorder=5)
        ax.annotate(f"{row['estimate']:.2f}", (row["estimate"], place), xytext=(0, 9),
                    textcoords="offset points", ha="center", color="0.2")  # fmt: skip
        clear = "" if color != QUIET else " (perhaps no effect)"
        said.append(f"{name} × {row['estimate']:.2f}{clear}")
    ax.axvline(1, color="0.3", linewidth=1)
    ax.set_yticks(range(len(shown)), [str(one) for one in shown.index])
    ax.set_ylim(len(shown) - 0.4, -0.7)
    ax.set(xlabel="factor on sales, 95 % interval (1: no effect)", title=", ".join(said))
    ax.grid(visible=False, axis="y")
    return ax


def around(aligned: pd.DataFrame, *, dip: int | None = None, ax: "Axes | None" = None) -> "Axes":
    """How high is the peak, and how deep the weeks after it?

    Parameters
    ----------
    aligned : DataFrame
        From `festival.aligned`, at most three festivals.
    dip : int, optional
        The week that the title holds against the peak; the lowest after it unless given.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if 0 not in aligned.index:
        raise ValueError("aligned has no week 0: make it with festival.aligned")
    ax, _ = canvas(ax, (7, 4))
    mean = aligned.mean(axis="columns")
    later = mean[mean.index > 0]
    week = later.index[int(later.to_numpy().argmin())] if dip is None else dip
    for place, name in enumerate(aligned):
        color = (EXPECTED, CONTRAST, QUIET)[place % 3]
        ax.plot(aligned.index, aligned[name], "o-", color=color, label=str(name))
    ax.axhline(1, color="0.3", linewidth=1)
    for at, what, shift in ((0, "peak", 8), (week, "low", -16)):
        edge = aligned.loc[at].max() if at == 0 else aligned.loc[at].min()
        ax.annotate(f"{what} × {mean[at]:.2f}", (at, edge), xytext=(0, shift), ha="center",
                    textcoords="offset points", color="0.2")  # fmt: skip
    top = aligned.max().max()
    ax.set_ylim(0, 1.12 * top)
    ax.set(
        xlabel="weeks from the peak",
        ylabel="sales over those of an ordinary week",
        title=f"A peak of {mean[0]:.1f} ordinary weeks; {week} weeks later × {mean[week]:.2f}",
    )
    ax.legend(frameon=False)
    return ax
