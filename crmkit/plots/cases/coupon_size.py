"""The figure of the coupon's size: tables of `crmkit.campaigns.coupon_size` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["profits"]


def profits(
    by_margin: Mapping[float, pd.DataFrame], *, unit: str = "dollars", ax: "Axes | None" = None
) -> "Axes":
    """How does the best coupon move with the margin?

    Parameters
    ----------
    by_margin : mapping of DataFrame
        Margin to its table of `coupon_size.coupon_profits`, one or more.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 4))
    if not by_margin:
        raise ValueError("by_margin is empty: give at least one margin and its table")
    best = []
    for place, (margin, found) in enumerate(sorted(by_margin.items())):
        check_columns(found, ["profit", "low", "high"], name=f"margin {margin:g}")
        x = found.index.to_numpy()
        tone = 0.35 + 0.65 * (place + 1) / len(by_margin)
        ax.plot(x, found["profit"], color=EXPECTED, alpha=tone)
        ax.fill_between(x, found["low"], found["high"], color=EXPECTED, alpha=0.12, linewidth=0)
        top = x[int(found["profit"].to_numpy().argmax())]
        ax.plot([top], [found["profit"].max()], "o", color=EXPECTED, markersize=9)
        ax.annotate(f"margin {margin:g}", (1, found["profit"].iloc[-1]), xytext=(6, 0),
                    xycoords=("axes fraction", "data"), textcoords="offset points",
                    va="center", color="0.2",
                    annotation_clip=False)  # fmt: skip
        best.append(f"{top:g}")
    ax.axhline(0, color="0.3", linewidth=1)
    ax.set_xticks(x)
    margins = ", ".join(f"{one:g}" for one in sorted(by_margin))
    ax.set(
        xlabel=f"coupon ({unit})",
        ylabel=f"profit a customer ({unit})",
        title=f"Best coupon {', '.join(best)} at margins of {margins} {unit}",
    )
    ax.grid(visible=False, axis="x")
    return ax
