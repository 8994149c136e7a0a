"""Figures of rules of thumb: the tables of `crmkit.retention.rules` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["rates_by_count"]


def rates_by_count(
    table: pd.DataFrame, *, what: str = "warning signs", ax: "Axes | None" = None
) -> "Axes":
    """Does the leaving rate climb step by step, or jump?

    Parameters
    ----------
    table : DataFrame
        From `leaving_by_count`.
    what : str
        What was counted, in the plural.
    ax : Axes, optional
        Where to draw; a new figure if not given. Blue: the bars from the largest rise on.
    """
    tables.check_columns(table, ["customers", "leaving_rate", "low", "high"])
    if len(table) < 2:
        raise ValueError("the table has 1 row: there is no step to see")
    ax, _ = canvas(ax, (7, 3.8))
    rate = 100 * table["leaving_rate"]
    jump = int(np.argmax(np.diff(rate))) + 1
    place = np.arange(len(table))
    ax.bar(place, rate, color=np.where(place < jump, QUIET, EXPECTED))
    reach = [rate - 100 * table["low"], 100 * table["high"] - rate]
    ax.errorbar(place, rate, yerr=reach, fmt="none", ecolor="0.25", capsize=4)
    for number, (one, top) in enumerate(zip(rate, 100 * table["high"], strict=True)):
        ax.annotate(f"{one:.0f} %", (number, top), xytext=(0, 3), textcoords="offset points",
                    ha="center")  # fmt: skip
    ax.set_xticks(place, [f"{at}\n({n:,})" for at, n in table["customers"].items()])
    ax.set_ylim(0, 1.12 * 100 * float(table["high"].max()))
    ax.set(
        xlabel=f"{what} (customers)",
        ylabel="left (%)",
        title=f"From {table.index[jump - 1]} to {table.index[jump]} {what} the leaving rate goes "
        f"from {rate.iloc[jump - 1]:.0f} to {rate.iloc[jump]:.0f} %",
    )
    ax.grid(visible=False, axis="x")
    return ax
