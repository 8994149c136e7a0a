"""Figures of what a slot earns: values of `crmkit.campaigns.slots` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["policies"]


def policies(
    values: pd.DataFrame, *, unit: str = "yuan a week", ax: "Axes | None" = None
) -> "Axes":
    """What does each way of filling the slots earn, with its interval?

    Parameters
    ----------
    values : DataFrame
        One row a way (its name the index): estimate, low, high, from `slots.slot_value`; two or
        more.
    unit : str
        Of the money and its period.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(values, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (8, 0.55 * len(values) + 1.4))
    if len(values) < 2:
        raise ValueError("one way is compared with nothing: give two or more")
    best, worst = values["estimate"].idxmax(), values["estimate"].idxmin()
    for place, (name, row) in enumerate(values.iloc[::-1].iterrows()):
        color = GOOD if name == best else EXPECTED if row["low"] > 0 else QUIET
        ax.barh(place, row["estimate"], color=color, height=0.6)
        ax.plot([row["low"], row["high"]], [place, place], color="0.3", linewidth=1.5)
        ax.annotate(f"{row['estimate']:,.0f}", (max(row["high"], 0), place), xytext=(6, 0),
                    va="center", color="0.2", textcoords="offset points")  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(range(len(values)), [str(one) for one in values.index[::-1]])
    ax.margins(x=0.15)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel=f"what the slot earns ({unit}), 95 % interval",
        title=f"Filled by {worst}, the slot earns {values['estimate'].min():,.0f}, "
        f"by {best} {values['estimate'].max():,.0f} {unit}",
    )
    ax.grid(visible=False, axis="y")
    return ax
