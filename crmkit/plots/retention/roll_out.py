"""Figures of test and roll: the tables of `crmkit.retention.roll_out` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["gain_curve"]


def gain_curve(
    profits: pd.DataFrame,
    marked: "Mapping[str, float]",
    *,
    unit: str = "gain over no test",
    ax: "Axes | None" = None,
) -> "Axes":
    """What is gained by the size of the test, and where do two sizes lie on it?

    Parameters
    ----------
    profits : DataFrame
        From `roll_out.expected_profits`, of many sizes above 0, in order.
    marked : mapping of name to size
        Two sizes in `profits`: the best first.
    unit : str
        Of the gain, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(profits, ["gain"])
    absent = [name for name, size in marked.items() if size not in profits.index]
    if absent or len(marked) != 2:
        raise ValueError(f"marked must be two sizes that stand in profits; not there: {absent}")
    gained = dict(zip(profits.index.to_list(), profits["gain"].to_list(), strict=True))
    ax, _ = canvas(ax, (8, 4.2))
    ax.plot(profits.index, profits["gain"], color=EXPECTED, linewidth=2)
    # The curve falls from the best to the other: left of the other there is room below it.
    places = ((0, 10), "center"), ((-12, -4), "right")
    colors = (EXPECTED, CONTRAST)
    for (name, size), color, (at, side) in zip(marked.items(), colors, places, strict=True):
        gain = gained[size]
        ax.scatter(size, gain, color=color, s=60, zorder=3)
        ax.annotate(f"{name}: {size:,.0f} each, {gain:,.0f}", (size, gain), xytext=at,
                    textcoords="offset points", ha=side, color=color)  # fmt: skip
    (best, best_size), (other, other_size) = marked.items()
    kept = gained[other_size] / gained[best_size]
    title = (
        f"The {other} size is {other_size / best_size:.1f} times the {best} one, "
        f"and gains {100 * kept:.0f} % as much"
    )
    ax.set(xlabel="customers in each group of the test", ylabel=unit, title=title, xscale="log")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_ylim(0, 1.2 * float(profits["gain"].max()))
    return ax
