"""Figures of a choice of cells: the tables of `crmkit.segmentation.generalisation` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cell_response", "chosen_response"]

PARTS = ("calibration", "holdout")
_RATES = tuple(f"response_rate_{part}" for part in PARTS)


def cell_response(cells: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Do the cells that answered best do so again? One point a cell.

    Right = answered well where the cells were chosen, up = answered well in the holdout; the area
    grows with the customers of the holdout. Cells absent from one part are left out.

    Parameters
    ----------
    cells : DataFrame
        From `generalise(...).cells`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    counts = [f"{what}_{part}" for what in ("customers", "responses") for part in PARTS]
    tables.check_columns(cells, [*counts, *_RATES, "chosen"])
    ax, colors = canvas(ax)
    both = cells[(cells["customers_calibration"] > 0) & (cells["customers_holdout"] > 0)]
    for chosen, label, color, marker in (
        (False, "other cells", "0.6", "s"),
        (True, "chosen cells", colors[1], "o"),
    ):
        part = both[both["chosen"] == chosen]
        ax.scatter(
            100 * part[_RATES[0]],
            100 * part[_RATES[1]],
            s=10 + part["customers_holdout"],
            color=color,
            marker=marker,
            alpha=0.7,
            label=label,
        )
    high = 108 * both[list(_RATES)].to_numpy().max()
    ax.plot([0, high], [0, high], color="0.4", linewidth=1, linestyle=":", label="the same again")
    chosen = cells[cells["chosen"]]
    before, after = (
        100 * chosen[f"responses_{part}"].sum() / chosen[f"customers_{part}"].sum()
        for part in PARTS
    )
    ax.set(
        xlim=(-0.03 * high, high),
        ylim=(-0.03 * high, high),
        xlabel="response in the calibration part, which chose the cells (%)",
        ylabel="response in the holdout (%)",
        title=f"Chosen cells answer {before:.1f} % where they were chosen, {after:.1f} % elsewhere",
    )
    legend = ax.legend(frameon=False)
    for handle in legend.legend_handles[:2]:
        handle.set_sizes([40])
    return ax


def chosen_response(summary: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What is the choice of cells worth? Response rates and their intervals.

    Parameters
    ----------
    summary : DataFrame
        From `generalise(...).summary`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(summary, ["response_rate", "low", "high"])
    ax, colors = canvas(ax)
    looks = {"chosen cells": colors[1], "other cells": "0.75", "all": colors[9]}
    parts = list(dict.fromkeys(summary.index.get_level_values(0)))
    width = 0.8 / len(looks)
    for number, (choice, color) in enumerate(looks.items()):
        rows = 100 * summary.xs(choice, level=1).reindex(parts)
        place = np.arange(len(parts)) + (number - 1) * width
        rates = rows["response_rate"]
        reach = np.array([rates - rows["low"], rows["high"] - rates])
        ax.bar(place, rates, width * 0.95, color=color, label=choice)
        ax.errorbar(place, rates, yerr=reach, fmt="none", color="black", capsize=3)
        for x, rate, top in zip(place, rates, rows["high"], strict=True):
            if np.isfinite(rate):
                # Above the whisker, where no line crosses the number.
                ax.annotate(
                    f"{rate:.1f}",
                    (x, top),
                    xytext=(0, 3),
                    textcoords="offset points",
                    ha="center",
                    fontsize=9,
                )
    holdout = 100 * summary["response_rate"].xs("holdout", level=0)
    ax.set_xticks(range(len(parts)), labels=parts)
    ax.margins(y=0.1)
    ax.set_ylim(bottom=0)
    ax.set(
        ylabel="response and its interval (%)",
        title=(
            f"Chosen cells answer {holdout['chosen cells']:.1f} % in the holdout, "
            f"all customers {holdout['all']:.1f} %"
        ),
    )
    ax.legend(frameon=False)
    return ax
