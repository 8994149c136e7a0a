"""Figures of a choice of cells: the tables of `crmkit.segmentation.generalisation` in, Axes out."""

from itertools import cycle
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection

__all__ = ["cell_response", "chosen_response", "class_response"]

PARTS = ("calibration", "holdout")
_RATES = tuple(f"response_rate_{part}" for part in PARTS)


def cell_response(cells: pd.DataFrame, *, few: int = 30, ax: "Axes | None" = None) -> "Axes":
    """Do the cells that answered best do so again? One point a cell, one diamond a group.

    Right = answered well where the cells were chosen, up = answered well in the holdout; the area
    grows with the customers of the holdout. The diamonds are the chosen cells and the others,
    each taken together.

    Parameters
    ----------
    cells : DataFrame
        From `generalise(...).cells`.
    few : int
        Cells with fewer customers in either part have no point, their rates being what chance
        made them; they count in the diamonds.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    counts = [f"{what}_{part}" for what in ("customers", "responses") for part in PARTS]
    tables.check_columns(cells, [*counts, *_RATES, "chosen"])
    ax, _ = canvas(ax, (6.6, 5.6))
    large = cells[(cells[counts[:2]] >= max(few, 1)).all(axis=1)]
    groups = {
        label: cells[cells["chosen"] == chosen]
        for chosen, label in ((False, "other cells"), (True, "chosen cells"))
    }
    looks = {"other cells": ("#7f7f7f", "s"), "chosen cells": (CONTRAST, "o")}
    together = {}
    for label, group in groups.items():
        color, marker = looks[label]
        part = large[large["chosen"] == (label == "chosen cells")]
        x, y = 100 * part[_RATES[0]], 100 * part[_RATES[1]]
        ax.scatter(
            x, y, s=part["customers_holdout"], color=color, marker=marker, alpha=0.45, label=label
        )
        if group[counts[:2]].sum().all():
            together[label] = tuple(
                100 * group[f"responses_{part}"].sum() / group[f"customers_{part}"].sum()
                for part in PARTS
            )
    points = [*(100 * large[list(_RATES)].to_numpy()).ravel(), *sum(together.values(), ())]
    high = 1.12 * max(points)
    _same_again(ax, high)
    for label, (before, after) in together.items():
        ax.plot(
            before,
            after,
            marker="D",
            markersize=11,
            color=looks[label][0],
            markeredgecolor="black",
            markeredgewidth=1.5,
            linestyle="",
            zorder=5,
        )
        if label == "chosen cells":
            _drop(ax, before, after)
    before, after = together["chosen cells"]
    left_out = len(cells) - len(large)
    ax.set(
        xlim=(-0.03 * high, high),
        ylim=(-0.03 * high, high),
        xlabel="response in the calibration part, which chose the cells (%)",
        ylabel="response in the holdout (%)",
        title=f"Chosen cells answer {before:.1f} % where they were chosen, {after:.1f} % elsewhere",
    )
    # Each is the marker of a scatter plot.
    handles = cast("list[PathCollection]", ax.legend().legend_handles)
    for handle in handles:
        handle.set_sizes([60])
    labels = list(groups)
    all_together = ax.plot([], [], "D", color="white", markeredgecolor="black", markersize=9)
    ax.legend(
        [*handles, *all_together],
        [*labels, "all of them together"],
        frameon=False,
        loc="upper left",
        title=f"area: customers in the holdout;\n{left_out} cells of fewer than {few} not drawn"
        if left_out
        else "area: customers in the holdout",
        alignment="left",
    )
    return ax


def class_response(rates: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Does a class of customers answer alike in every part of the file? One line a part.

    Parameters
    ----------
    rates : DataFrame
        Response rates (0 to 1): one row a part, two or more; one column a class, lowest first. The
        index names the parts, the name of the columns what the classes are.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if len(rates) < 2:
        raise ValueError("rates has one row: there is nothing to compare it with")
    ax, _ = canvas(ax, (6.6, 3.8))
    place = np.arange(len(rates.columns))
    colors = [EXPECTED, CONTRAST, *[QUIET] * (len(rates) - 2)]
    for (name, row), color, marker in zip(rates.iterrows(), colors, cycle("os^v"), strict=False):
        ax.plot(place, 100 * row, color=color, marker=marker, markersize=8, linewidth=2.5)
        ax.annotate(
            f"{name}: {100 * row.iloc[-1]:.1f} %",
            (place[-1], 100 * row.iloc[-1]),
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=color,
            weight="bold",
            bbox={"facecolor": "white", "pad": 1, "linewidth": 0},
        )
    ax.set_xticks(place, labels=[str(name) for name in rates.columns])
    ax.set_xlim(-0.2, place[-1] + 0.2 + 0.55 * len(place))
    ax.set_ylim(0, 115 * rates.to_numpy().max())
    ax.grid(visible=False, axis="x")
    rise = rates.iloc[:2, -1] - rates.iloc[:2, 0]
    what = rates.columns.name or "class"
    first, second = ("more" if one > 0 else "less" for one in rise)
    ax.set(
        xlabel=what,
        ylabel="response (%)",
        title=(
            f"The highest {what} responds {first} than the lowest in {rates.index[0]},\n"
            f"and {second} in {rates.index[1]}"
        ),
    )
    return ax


def _same_again(ax: "Axes", high: float) -> None:
    ax.plot([0, high], [0, high], color="0.3", linewidth=1, linestyle=":")
    ax.annotate(
        "the same again",
        (0.86 * high, 0.86 * high),
        xytext=(-6, 6),
        textcoords="offset points",
        rotation=45,
        rotation_mode="anchor",
        ha="center",
        transform_rotates_text=True,
        bbox={"facecolor": "white", "alpha": 0.8, "pad": 0.5, "linewidth": 0},
    )


def _drop(ax: "Axes", before: float, after: float) -> None:
    """From where the chosen cells should have been to where they are."""
    ax.annotate(
        "",
        (before, after),
        (before, before),
        arrowprops={"arrowstyle": "-|>", "color": BAD, "linewidth": 2.5, "shrinkB": 8},
    )
    ax.annotate(
        f"promised {before:.1f} %,\nkept {after:.1f} %",
        (before, before),
        # Right of the arrow and below the line of "the same again", which it must not cross.
        xytext=(8, -5),
        textcoords="offset points",
        ha="left",
        va="top",
        color=BAD,
        weight="bold",
        bbox={"facecolor": "white", "alpha": 0.8, "pad": 1, "linewidth": 0},
    )


def chosen_response(choices: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What is the choice of cells worth? Response rates and their intervals.

    Parameters
    ----------
    choices : DataFrame
        From `generalise(...).summary`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(choices, ["response_rate", "low", "high"])
    ax, _ = canvas(ax)
    looks = {"chosen cells": CONTRAST, "other cells": QUIET, "all": EXPECTED}
    parts = list(dict.fromkeys(choices.index.get_level_values(0)))
    width = 0.8 / len(looks)
    for number, (choice, color) in enumerate(looks.items()):
        rows = 100 * choices.xs(choice, level=1).reindex(parts)
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
                )
    holdout = 100 * choices["response_rate"].xs("holdout", level=0)
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
