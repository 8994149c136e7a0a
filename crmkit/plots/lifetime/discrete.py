"""Figures of one opportunity a period: answers, chances, and what a history promises."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["answer_lines", "chance_spread", "promise_bars", "promise_grid"]


def answer_lines(histories: Mapping[str, str], *, ax: "Axes | None" = None) -> "Axes":
    """When did each customer say yes, and for how long have they been silent?

    Parameters
    ----------
    histories : mapping
        Name -> one letter an opportunity, y for yes and n for no; all equally long.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    lengths = {len(one) for one in histories.values()}
    if len(lengths) != 1:
        raise ValueError(f"histories have different lengths: {sorted(lengths)}")
    end = lengths.pop()
    ax, _ = canvas(ax, (7.5, 1.1 + 0.8 * len(histories)))
    for row, history in enumerate(histories.values()):
        yes = [year + 1 for year, one in enumerate(history) if one == "y"]
        no = [year + 1 for year, one in enumerate(history) if one != "y"]
        ax.plot(yes, [row] * len(yes), linestyle="", marker="o", markersize=12, color=EXPECTED)
        ax.plot(no, [row] * len(no), linestyle="", marker="o", markersize=12, color=ACTUAL,
                markerfacecolor="white")  # fmt: skip
        last = max(yes, default=0)
        ax.annotate(
            f"{len(yes)} gifts, last in {last}", (end + 0.4, row), va="center", color=ACTUAL
        )
        if last < end:
            ax.plot([last + 0.7, end + 0.3], [row + 0.3] * 2, color=CONTRAST, linewidth=2)
            ax.annotate(
                f"silent for {end - last}", ((last + 1 + end) / 2, row + 0.3), xytext=(0, -4),
                textcoords="offset points", ha="center", va="top", color=ACTUAL,
            )  # fmt: skip
    ax.set_yticks(range(len(histories)), list(histories))
    ax.set_xticks(range(1, end + 1))
    ax.grid(visible=False)
    ax.set(
        xlim=(0.5, end + 2.4), ylim=(len(histories) - 0.25, -0.5), xlabel="year",
        title="Filled: gave. What differs is the silence at the end",
    )  # fmt: skip
    return ax


def chance_spread(
    shares: pd.DataFrame, *, means: Mapping[str, float], ax: "Axes | None" = None
) -> "Axes":
    """How do the chances of customers differ, from one customer to the next?

    Parameters
    ----------
    shares : DataFrame
        Shares of the customers: one row a range of chances (index: where it begins, evenly from
        0), one column a kind of chance.
    means : mapping
        Column -> its mean chance.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(shares, list(means))
    ax, _ = canvas(ax, (7.5, 3.6))
    lower = shares.index.to_numpy(dtype=float)
    edges = 100 * np.append(lower, 2 * lower[-1] - lower[-2])
    top = 100 * float(shares.to_numpy().max())
    for name, color in zip(shares.columns, (EXPECTED, CONTRAST), strict=False):
        ax.stairs(100 * shares[name], edges, fill=True, color=color, alpha=0.35)
        ax.stairs(100 * shares[name], edges, color=color, linewidth=1.5, label=name)
        mean = 100 * means[name]
        ax.plot([mean, mean], [0, 1.08 * top], color=color, linestyle="--", linewidth=1.5)
        ax.annotate(
            f"{name}: {mean:.0f} % on average", (mean, 1.08 * top), xytext=(4, 0),
            textcoords="offset points", va="center", color=ACTUAL,
        )  # fmt: skip
    said = ", ".join(f"{name} {100 * mean:.0f} %" for name, mean in means.items())
    ax.set(
        xlabel="chance of a donor (%)", ylabel="donors (%)", xlim=(0, 100), ylim=(0, 1.16 * top),
        title=f"Donors differ widely around the averages: {said}",
    )  # fmt: skip
    return ax


def promise_bars(table: pd.DataFrame, *, label: str, ax: "Axes | None" = None) -> "Axes":
    """Does more bought so far promise more, when all have been silent equally long?

    Parameters
    ----------
    table : DataFrame
        One row a group (index: its name): columns expected, and alive (0 to 1).
    label : str
        What is expected.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["expected", "alive"])
    ax, _ = canvas(ax, (7.5, 3.6))
    place, least = np.arange(len(table)), int(table["expected"].to_numpy().argmin())
    colors = [CONTRAST if one == least else EXPECTED for one in place]
    bars = ax.bar(place, table["expected"], 0.62, color=colors)
    words = [f"{e:.2f}\nalive: {a:.0%}" for e, a in table[["expected", "alive"]].to_numpy()]
    ax.bar_label(bars, words, padding=3, color=ACTUAL)
    ax.set_xticks(place, [str(one) for one in table.index])
    ax.set(
        ylabel=label, ylim=(0, 1.3 * table["expected"].max()), xlabel=table.index.name or "",
        title=f"Least to expect from: {table.index[least]}",
    )  # fmt: skip
    ax.grid(visible=False, axis="x")
    return ax


def promise_grid(
    grid: pd.DataFrame,
    *,
    label: str,
    marks: Mapping[str, tuple[float, float]],
    ax: "Axes | None" = None,
) -> "Axes":
    """What does each history promise? Purchases to the right, the last one upwards.

    Parameters
    ----------
    grid : DataFrame
        One row a period of the last purchase (index, rising), one column a number of purchases;
        NaN where no such history is possible.
    label : str
        What a cell holds.
    marks : mapping
        Name -> (last period, purchases) of histories to frame.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.patches import Rectangle

    ax, _ = canvas(ax, (7.5, 4.2))
    values = grid.to_numpy(dtype=float)
    rows: list[Any] = list(grid.index)
    columns: list[Any] = list(grid.columns)
    shown: dict[str, float] = {}
    mesh = ax.pcolormesh(
        np.arange(grid.shape[1]), np.arange(grid.shape[0]), grid, cmap="Blues", shading="nearest",
        vmin=0,
    )  # fmt: skip
    half = np.nanmax(values) / 2
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            color = "white" if value > half else ACTUAL
            ax.text(column, row, f"{value:.2f}", ha="center", va="center", color=color)
    for name, (last, purchases) in marks.items():
        row, column = rows.index(last), columns.index(purchases)
        shown[name] = values[row, column]
        frame = Rectangle((column - 0.48, row - 0.48), 0.96, 0.96, fill=False)
        frame.set(edgecolor=CONTRAST, linewidth=2.5)
        ax.add_patch(frame)
        ax.annotate(
            name, (column - 0.42, row + 0.42), ha="left", va="top", weight="bold",
            color="white" if shown[name] > half else ACTUAL,
        )  # fmt: skip
    ax.set_xticks(range(grid.shape[1]), [str(one) for one in grid.columns])
    ax.set_yticks(range(grid.shape[0]), [str(one) for one in grid.index])
    ax.grid(visible=False)
    ax.figure.colorbar(mesh, ax=ax, label=label)
    said = " and ".join(f"{name} {value:.2f}" for name, value in shown.items())
    ax.set(
        xlabel="gifts so far", ylabel="year of the last gift",
        title=f"Equally many gifts, unequal promise: {said}",
    )  # fmt: skip
    return ax
