"""Figures of RFM: the tables of `crmkit.segmentation.rfm` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas, check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def rfm_heatmap(
    grid: pd.DataFrame,
    *,
    label: str = "share of customers",
    percent: bool = True,
    ax: "Axes | None" = None,
) -> "Axes":
    """Where in the recency x frequency grid is the most? From `cell_grid`.

    label: what a cell holds. percent: whether the grid holds shares, to be written in %. Cells
    that are NaN stay blank.
    """
    import seaborn as sns

    filled = grid.stack().dropna()
    if filled.empty:
        raise ValueError("the grid has no cell with customers")
    ax, _ = canvas(ax)
    texts = grid.map(lambda number: "" if np.isnan(number) else _written(number, percent))
    sns.heatmap(grid, annot=texts, fmt="", cmap="cividis", linewidths=1, cbar=False, ax=ax)
    ax.grid(visible=False)
    recency, frequency = filled.idxmax()
    highest = _written(filled.max(), percent) + (" %" if percent else "")
    ax.set(
        xlabel="frequency score (right = often)",
        ylabel="recency score (top = lately)",
        title=f"Highest {label}: {highest}, at recency {recency}, frequency {frequency}"
        + ("\n(cells in %)" if percent else ""),
    )
    ax.tick_params(length=0)
    ax.tick_params(axis="y", rotation=0)
    return ax


def segment_bars(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which segments bring more money than heads? Two bars a segment, from `profile`."""
    check_columns(table, ["share", "share_of_spend"])
    ax, colours = canvas(ax)
    place = np.arange(len(table))
    for shift, column, label, colour in (
        (-0.2, "share", "share of customers", "0.7"),
        (0.2, "share_of_spend", "share of spend", colours[0]),
    ):
        shares = 100 * table[column]
        bars = ax.barh(place + shift, shares, height=0.4, color=colour, label=label)
        ax.bar_label(bars, labels=[f"{share:.1f}" for share in shares], fontsize=8, padding=2)
    top = table["share_of_spend"].idxmax()
    ax.set_yticks(place, labels=table.index.astype("str"))
    ax.invert_yaxis()
    ax.margins(x=0.1)
    ax.set(
        xlabel="share (%)",
        ylabel="segment",
        title=(
            f"{top}: {100 * table.loc[top, 'share']:.0f} % of customers, "
            f"{100 * table.loc[top, 'share_of_spend']:.0f} % of spend"
        ),
    )
    # Below the axes: the longest bars may be anywhere.
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2)
    return ax


def cell_response(cells: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Do the cells that answered best do so again? One point a cell, from `generalise(...).cells`.

    Right = answered well where the cells were chosen, up = answered well in the other part; the
    area grows with the customers of the other part. Cells absent from one part are left out.
    """
    counts = [f"{what}_{part}" for what in ("customers", "responses") for part in _PARTS]
    check_columns(cells, [*counts, "rate_fitted", "rate_scored", "chosen"])
    ax, colours = canvas(ax)
    both = cells[(cells["customers_fitted"] > 0) & (cells["customers_scored"] > 0)]
    for chosen, label, colour, marker in (
        (False, "other cells", "0.6", "s"),
        (True, "chosen cells", colours[1], "o"),
    ):
        part = both[both["chosen"] == chosen]
        ax.scatter(
            100 * part["rate_fitted"],
            100 * part["rate_scored"],
            s=10 + part["customers_scored"],
            color=colour,
            marker=marker,
            alpha=0.7,
            label=label,
        )
    high = 108 * both[["rate_fitted", "rate_scored"]].to_numpy().max()
    ax.plot([0, high], [0, high], color="0.4", linewidth=1, linestyle=":", label="the same again")
    chosen = cells[cells["chosen"]]
    before, after = (
        100 * chosen[f"responses_{part}"].sum() / chosen[f"customers_{part}"].sum()
        for part in _PARTS
    )
    ax.set(
        xlim=(-0.03 * high, high),
        ylim=(-0.03 * high, high),
        xlabel="response in the part that chose the cells (%)",
        ylabel="response in the other part (%)",
        title=f"Chosen cells answer {before:.1f} % where they were chosen, {after:.1f} % elsewhere",
    )
    legend = ax.legend(frameon=False)
    for handle in legend.legend_handles[:2]:
        handle.set_sizes([40])
    return ax


def chosen_response(summary: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What is the choice of cells worth? Rates and intervals, from `generalise(...).summary`."""
    check_columns(summary, ["rate", "low", "high"])
    ax, colours = canvas(ax)
    looks = {"chosen cells": colours[1], "other cells": "0.75", "all": colours[9]}
    parts = list(dict.fromkeys(summary.index.get_level_values(0)))
    width = 0.8 / len(looks)
    for number, (choice, colour) in enumerate(looks.items()):
        rows = 100 * summary.xs(choice, level=1).reindex(parts)
        place = np.arange(len(parts)) + (number - 1) * width
        reach = np.array([rows["rate"] - rows["low"], rows["high"] - rows["rate"]])
        ax.bar(place, rows["rate"], width * 0.95, color=colour, label=choice)
        ax.errorbar(place, rows["rate"], yerr=reach, fmt="none", color="black", capsize=3)
        for x, rate, top in zip(place, rows["rate"], rows["high"], strict=True):
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
    scored = 100 * summary["rate"].xs("scored", level=0)
    ax.set_xticks(range(len(parts)), labels=[f"the part {part}" for part in parts])
    ax.margins(y=0.1)
    ax.set_ylim(bottom=0)
    ax.set(
        ylabel="response and its interval (%)",
        title=(
            f"Chosen cells answer {scored['chosen cells']:.1f} % in the part scored, "
            f"all customers {scored['all']:.1f} %"
        ),
    )
    ax.legend(frameon=False)
    return ax


_PARTS = ("fitted", "scored")


def _written(number: float, percent: bool) -> str:
    if not percent:
        return f"{number:,.0f}"
    return "<1" if 0 < number < 0.005 else f"{100 * number:.0f}"
