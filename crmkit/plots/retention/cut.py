"""Figures of whom to make an offer: the tables of `crmkit.retention.cut` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, GOOD

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["profit_lines"]

_COLORS = (CONTRAST, GOOD, EXPECTED)


def profit_lines(
    curves: dict[str, pd.DataFrame],
    *,
    cuts: "dict[str, float] | None" = None,
    money: str = "dollars",
    ax: "Axes | None" = None,
) -> "Axes":
    """How many customers should get the offer, by each ranking?

    Parameters
    ----------
    curves : dict of DataFrame
        Name of a ranking: its table from `profit_curve`. Up to three.
    cuts : dict of float, optional
        Name of a ranking: the share of customers (0 to 1) whom its own promises would take. Marked
        by a cross; the title tells of the first.
    money : str
        The unit of profit.
    ax : Axes, optional
        Where to draw; a new figure if not given. Dots: each curve's highest point; the band is the
        95 % interval of the curve that climbs highest.
    """
    if not 1 <= len(curves) <= len(_COLORS):
        raise ValueError(f"{len(curves)} curves: give one to {len(_COLORS)}")
    for name, table in curves.items():
        needed = ["cumulative_customer_share", "profit", "low", "high"]
        tables.check_columns(table, needed, name=f"the curve of {name!r}")
    ax, _ = canvas(ax, (7.5, 4.4))
    highest = max(curves, key=lambda name: curves[name]["profit"].max())
    tops = {}
    for (name, table), color in zip(curves.items(), _COLORS, strict=False):
        x = 100 * table["cumulative_customer_share"]
        top = int(table["profit"].to_numpy().argmax())
        tops[name] = float(table["profit"].iloc[top])
        ax.plot(x, table["profit"], color=color, linewidth=1.8,
                label=f"{name}: {_about(tops[name])} at {x.iloc[top]:.0f} %")  # fmt: skip
        ax.plot([x.iloc[top]], [tops[name]], "o", color=color)
        if name == highest:
            ax.fill_between(x, table["low"], table["high"], color=color, alpha=0.15, linewidth=0)
    ax.axhline(0, color="0.4", linewidth=1)
    said = ", ".join(f"{name} {_about(value)}" for name, value in tops.items())
    title = f"Highest points ({money}): {said}"
    for name, share in reversed((cuts or {}).items()):
        tables.option("cuts", name, list(curves))
        x, y = curves[name]["cumulative_customer_share"], curves[name]["profit"]
        earned = float(np.interp(tables.share("cuts", share), x, y))
        color = _COLORS[list(curves).index(name)]
        ax.plot([100 * share], [earned], "X", color=color, markersize=11, zorder=4)
        title = (
            f"Cut by its promises, the {name} earns {_about(earned)} {money}; "
            f"its order could earn {_about(tops[name])}"
        )
    # Offers to nearly everybody lose more than any list earns: that tail would fill the picture.
    least = -max(tops[highest], 1) / 2
    shown = [100 * table.loc[table["profit"] >= least, "cumulative_customer_share"].max()
             for table in curves.values()]  # fmt: skip
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        ylim=(least, 1.15 * max(tops[highest], 1)),
        xlabel="customers who get the offer, the most likely leavers first (%)",
        ylabel=f"profit ({money})",
        title=title,
        xlim=(0, max(shown)),
    )
    ax.legend(loc="upper right", title="highest point", framealpha=1, edgecolor="none")
    return ax


def _about(value: float) -> str:
    """Whole money, in hundreds from a thousand on: between its steps a curve knows no more."""
    return f"{round(value, -2 if abs(value) >= 1_000 else 0):,.0f}"
