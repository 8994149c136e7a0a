"""Figures of rankings: Qini curves and their areas from `crmkit.retention.qini` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["area_bars", "curves"]

_COLORS = (CONTRAST, EXPECTED, GOOD, "#cc78bc")


def curves(drawn: Mapping[str, pd.DataFrame], *, ax: "Axes | None" = None) -> "Axes":
    """How many customers does each ranking gain as more are treated?

    Parameters
    ----------
    drawn : mapping
        Name of the ranking -> its table from `qini.curve`, all of the same customers.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not drawn:
        raise ValueError("drawn is empty: name at least one curve")
    ax, _ = canvas(ax, (7.5, 4.2))
    third = {}
    for color, (name, one) in zip(_COLORS, drawn.items(), strict=False):
        tables.check_columns(one, ["customer_share", "gained", "by_chance"])
        ax.plot(one["customer_share"], one["gained"], color=color, label=name)
        third[name] = float(np.interp(0.3, one["customer_share"], one["gained"]))
        ax.scatter([0.3], [third[name]], color=color, zorder=3)
    last = next(iter(drawn.values()))
    ax.plot([0, 1], [0, last["by_chance"].iloc[-1]], color=QUIET, ls="--", label="by chance")
    chance = 0.3 * float(last["by_chance"].iloc[-1])
    told = ", ".join(f"{name} {value:.0f}" for name, value in third.items())
    ax.set(
        xlabel="share of customers treated, the best by the score first",
        ylabel="customers gained",
        title=f"Gained by the best 30 %: {told}, chance {chance:.0f}",
        xlim=(0, 1),
    )
    ax.legend(frameon=False, loc="best")
    return ax


def area_bars(means: Mapping[str, pd.DataFrame], *, ax: "Axes | None" = None) -> "Axes":
    """By how many customers does each method beat chance, in each of several tests?

    Parameters
    ----------
    means : mapping
        Name of the test -> its table from `qini.split_means`, with the same methods.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not means:
        raise ValueError("means is empty: name at least one test")
    ax, _ = canvas(ax, (8, 4.2))
    methods = list(next(iter(means.values())).index)
    wide = 0.8 / len(methods)
    best = []
    for test, one in enumerate(means.values()):
        tables.check_columns(one, ["estimate", "low", "high"])
        best.append(str(one["estimate"].idxmax()))
        for number, (method, color) in enumerate(zip(methods, _COLORS, strict=False)):
            row = one.loc[method]
            x = test + wide * (number - (len(methods) - 1) / 2)
            ax.bar(x, row["estimate"], width=wide, color=color, label=None if test else method)
            reach = [[row["estimate"] - row["low"]], [row["high"] - row["estimate"]]]
            ax.errorbar(x, row["estimate"], yerr=reach, color="#303030", capsize=3)
            ax.text(x - wide / 20, row["high"], f"{row['estimate']:.1f}", ha="center", va="bottom")
    ax.axhline(0, color="#303030", lw=0.8)
    ax.set_xticks(range(len(means)), list(means))
    won = sum(one == methods[0] for one in best)
    ax.set(
        ylabel="customers gained beyond chance",
        title=f"The {methods[0]} model has the largest mean in {won} of {len(best)} tests",
    )
    ax.margins(y=0.12)
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False, loc="upper left")
    return ax
