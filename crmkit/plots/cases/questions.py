"""A figure of answers by the question that was asked: a table of `crmkit.rates` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["answers"]


def answers(
    rates: pd.DataFrame, *, what: str = "tell of the fault", ax: "Axes | None" = None
) -> "Axes":
    """Which question makes most people answer so, and how sure is that?

    Parameters
    ----------
    rates : DataFrame
        One row a question (its wording the index), two or more: rate, low, high, from
        `rates.rate_by`.
    what : str
        What they do, in the plural.
    ax : Axes, optional
        Where to draw; a new figure if not given. Blue: the highest rate; whiskers: intervals.
    """
    tables.check_columns(rates, ["rate", "low", "high"], name="rates")
    if len(rates) < 2:
        raise ValueError("one question is compared with nothing: give two or more")
    shown = 100 * rates[["rate", "low", "high"]].sort_values("rate", kind="stable")
    ax, _ = canvas(ax, (8.5, 0.6 * len(shown) + 1.3))
    place = np.arange(len(shown))
    color = np.where(place == len(shown) - 1, EXPECTED, QUIET)
    ax.barh(place, shown["rate"], height=0.6, color=color)
    reach = [shown["rate"] - shown["low"], shown["high"] - shown["rate"]]
    ax.errorbar(shown["rate"], place, xerr=reach, fmt="none", ecolor="0.25", capsize=4)
    for at, (one, top) in enumerate(zip(shown["rate"], shown["high"], strict=True)):
        ax.annotate(f"{one:.0f}", (top, at), xytext=(6, 0), va="center",
                    textcoords="offset points")  # fmt: skip
    ax.set_yticks(place, [str(one) for one in shown.index])
    ax.set_xlim(0, 1.12 * float(shown["high"].max()))
    ax.set(
        xlabel=f"of 100 who are asked, {what} (95 % interval)",
        title=f"{shown['rate'].iloc[0]:.0f} or {shown['rate'].iloc[-1]:.0f} of 100 {what}, by how "
        "they are asked",
    )
    ax.grid(visible=False, axis="y")
    return ax
