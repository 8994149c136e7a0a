"""Figures of concentration: the tables of `crmkit.segmentation.concentration` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas, check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def lorenz_curve(
    points: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    share: float = 0.2,
    value: str = "spend",
    ax: "Axes | None" = None,
) -> "Axes":
    """How far is spend from being equal? Lorenz curves, with the top 20 % marked on the first.

    points: a table of `lorenz` or `expected_lorenz`, or several under their labels, such as
    {"observed": ..., "expected": ..., "limit": ...}. The title reads the first one.
    """
    curves = dict(points) if isinstance(points, Mapping) else {"customers": points}
    for table in curves.values():
        check_columns(table, ["share_of_customers", "share_of_value"])
    ax, colours = canvas(ax)
    ax.plot([0, 100], [0, 100], color="0.6", linewidth=1, linestyle=":", label="all equal")
    for number, (label, table) in enumerate(curves.items()):
        ax.plot(
            100 * table["share_of_customers"],
            100 * table["share_of_value"],
            color=colours[number % len(colours)],
            linestyle=("-", "--", "-.")[number % 3],
            label=label,
        )
    first = next(iter(curves.values()))
    below = np.interp(1 - share, first["share_of_customers"], first["share_of_value"])
    corner, height = 100 * (1 - share), 100 * below
    ax.plot([corner, corner, 100], [0, height, height], color="0.4", linewidth=1)
    ax.plot([corner], [height], marker="o", color=colours[0])
    ax.set(
        xlim=(0, 100),
        ylim=(0, 100),
        aspect="equal",
        xlabel="share of customers, lowest first (%)",
        ylabel=f"share of {value} (%)",
        title=f"The top {100 * share:.3g} % of customers make {100 - height:.0f} % of {value}",
    )
    ax.legend(frameon=False, loc="upper left")
    return ax


def decile_bars(table: pd.DataFrame, *, value: str = "spend", ax: "Axes | None" = None) -> "Axes":
    """How much does each tenth of the customers spend? One bar a group of `deciles`."""
    check_columns(table, ["customers", "share", "cumulative_share"])
    ax, colours = canvas(ax)
    shares = 100 * table["share"]
    bars = ax.bar(table.index.astype("str"), shares, color=colours[0])
    ax.bar_label(bars, labels=[f"{share:.1f}" for share in shares], fontsize=8, padding=2)
    first = 100 * table["customers"].iloc[0] / table["customers"].sum()
    title = f"The top {first:.3g} % of customers make {shares.iloc[0]:.0f} % of {value}"
    if len(table) % 2 == 0:
        title += f", the lower half {shares.iloc[len(table) // 2 :].sum():.0f} %"
    ax.set(
        xlabel=f"{table.index.name or 'group'} of customers, 1 = highest {value}",
        ylabel=f"share of {value} (%)",
        ylim=(0, 1.1 * shares.max()),
        title=title,
    )
    return ax


def true_concentration_curve(
    table: pd.DataFrame,
    *,
    observed: float | None = None,
    share: float = 0.2,
    ax: "Axes | None" = None,
) -> "Axes":
    """How does the 80/20 number change with the time watched? From `true_concentration`.

    Lines for all customers (with the band of low and high where the table has them) and for the
    buyers of the period; the row of math.inf, if there is one, is the dotted limit. observed: the
    share measured in the data, drawn at one period. share: the top share that the table is about.
    """
    check_columns(table, ["top_share", "top_share_of_buyers"])
    ax, colours = canvas(ax)
    table = table.sort_index()
    finite = table[np.isfinite(table.index)]
    if finite.empty:
        raise ValueError("the table holds the limit only; add finite periods, e.g. 1, 2, 4")
    if "low" in table:
        ax.fill_between(
            finite.index, 100 * finite["low"], 100 * finite["high"], color=colours[0], alpha=0.15
        )
    for column, label, marker, line in (
        ("top_share", "all customers", "o", "-"),
        ("top_share_of_buyers", "buyers of the period", "s", "--"),
    ):
        colour = colours[0 if column == "top_share" else 1]
        ax.plot(
            finite.index,
            100 * finite[column],
            marker=marker,
            linestyle=line,
            color=colour,
            label=label,
        )
    if observed is not None:
        ax.plot([1], [100 * observed], marker="D", color="black", linestyle="", label="observed")
    first, last = table.iloc[0], table.iloc[-1]
    if np.isinf(last.name):
        ax.axhline(100 * last["top_share"], color="0.4", linestyle=":", label="in the end")
    ax.set_xscale("log", base=2)
    ax.set_xticks(list(finite.index), labels=[f"{periods:g}" for periods in finite.index])
    ax.minorticks_off()
    ax.set(
        xlabel="time watched (observed periods)",
        ylabel=f"purchases made by the top {100 * share:.3g} % (%)",
        title=(
            f"The top {100 * share:.3g} % make {100 * first['top_share']:.0f} % of purchases "
            f"{_when(first.name)}, {100 * last['top_share']:.0f} % {_when(last.name)}"
        ),
    )
    ax.legend(frameon=False)
    return ax


def _when(periods: float) -> str:
    if np.isinf(periods):
        return "in the end"
    return "in one period" if periods == 1 else f"in {periods:g} periods"
