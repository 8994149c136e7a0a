"""Figures of the cost of a cut: the tables of `crmkit.campaigns.cost_cut` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cost_lines"]


def cost_lines(
    costs: Mapping[str, pd.DataFrame],
    *,
    refuse_all: float,
    accept_all: float,
    cuts: Mapping[str, float],
    ax: "Axes | None" = None,
) -> "Axes":
    """How much does the cut matter, and how much the model?

    Parameters
    ----------
    costs : mapping of DataFrame
        Name of a model to its table of `cost_cut.costs_by_cut`, at most three, the first with its
        95 % band.
    refuse_all, accept_all : float
        What it costs to do without a model.
    cuts : mapping of float
        What a cut is called: the cut, marked on the first line; the last named is the best one.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (8, 4.6))
    if not 1 <= len(costs) <= 3:
        raise ValueError(f"{len(costs)} models: give one to 3")
    first: pd.DataFrame | None = None
    for (name, table), color in zip(costs.items(), (EXPECTED, CONTRAST, QUIET), strict=False):
        tables.check_columns(table, ["cost", "low", "high"], name=f"the costs of {name!r}")
        ax.plot(table.index, table["cost"], color=color, linewidth=1.8, label=str(name))
        if first is None:
            first = table
            ax.fill_between(table.index, table["low"], table["high"], color=color, alpha=0.15,
                            linewidth=0)  # fmt: skip
    assert first is not None
    for level, what in ((refuse_all, "refuse everybody"), (accept_all, "accept everybody")):
        ax.axhline(level, color="0.45", linewidth=1, linestyle="--")
        ax.annotate(f"{what}: {level:,.0f}", (0.99, level), xytext=(0, 4), ha="right", color="0.2",
                    xycoords=("axes fraction", "data"), textcoords="offset points")  # fmt: skip
    at = {}
    for name, cut in cuts.items():
        at[name] = float(np.interp(tables.share("cuts", cut), first.index, first["cost"]))
        ax.plot([cut], [at[name]], "o", color=EXPECTED, markersize=9, zorder=5)
        ax.annotate(f"{name}: {at[name]:,.0f}", (cut, at[name]), xytext=(9, -14),
                    textcoords="offset points", color="0.1")  # fmt: skip
    names = list(at)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlim=(0, 1),
        ylim=(0, 1.12 * max(accept_all, refuse_all)),
        xlabel="refuse whoever is bad with a probability above ...",
        ylabel="cost (one good customer refused = 1)",
        title=f"The same model costs {at[names[0]]:,.0f} at {names[0]} and "
        f"{at[names[-1]]:,.0f} at {names[-1]}; without one it is {refuse_all:,.0f}",
    )
    if len(costs) > 1:
        ax.legend(loc="lower right", frameon=False)
    return ax
