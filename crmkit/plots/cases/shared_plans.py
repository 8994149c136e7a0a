"""Figures of shared plans: the tables of `campaigns.shared_plans` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["compared", "plan_values"]


def compared(
    table: pd.DataFrame,
    *,
    unit: str = "thousand yuan",
    per: float = 1000.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which way of forecasting is better than the first, and by how much?

    Parameters
    ----------
    table : DataFrame
        From `shared_plans.compared`, two ways or more.
    unit : str
        Of the axis.
    per : float
        Money of one such unit.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    needed = ["estimate", "difference", "difference_low", "difference_high"]
    check_columns(table, needed)
    shown = (table[needed] / per).iloc[:0:-1]
    ax, _ = canvas(ax, (8, 0.55 * len(shown) + 1.6))
    ends = {"low": "difference_low", "high": "difference_high"}
    _intervals(ax, shown.rename(columns={v: k for k, v in ends.items()}), "difference", sign=-1)
    best = table["difference"].idxmin()
    clear = [str(one) for one in shown.index[shown["difference_high"] < 0][::-1]]
    said = f"clearly cheaper: {', '.join(clear)}" if clear else "none is clearly cheaper"
    ax.set(
        xlabel=f'cost of errors a month less that of "{table.index[0]}", {unit} (95 % interval)',
        title=f'"{table.index[0]}" costs {table["estimate"].iloc[0] / per:,.0f} {unit} a month, '
        f'"{best}" {table["estimate"].min() / per:,.0f};\n{said}',
    )
    return ax


def plan_values(
    table: pd.DataFrame,
    *,
    unit: str = "thousand yuan",
    per: float = 1000.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """Whose plan is worth knowing?

    Parameters
    ----------
    table : DataFrame
        From `shared_plans.plan_values`.
    unit : str
        Of the axis.
    per : float
        Money of one such unit.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["estimate", "low", "high"])
    shown = (table[["estimate", "low", "high"]] / per).sort_values("estimate")
    ax, _ = canvas(ax, (8, 0.45 * len(shown) + 1.5))
    _intervals(ax, shown, "estimate", sign=1)
    clear = shown[shown["low"] > 0].iloc[::-1]
    said = ", ".join(f"{name} ({row['estimate']:,.0f})" for name, row in clear.iterrows())
    best = f"{shown.index[-1]} ({shown['estimate'].iloc[-1]:,.0f})"
    ax.set(
        xlabel=f"saved a month by this plan alone, {unit} (95 % interval)",
        title=f"Plans that are clearly worth knowing, in {unit} a month: {said}"
        if said
        else f"No plan is clearly worth knowing; the best is {best}, in {unit} a month",
    )
    return ax


def _intervals(ax: "Axes", table: pd.DataFrame, middle: str, *, sign: int) -> None:
    """sign: 1 where above 0 is good, -1 where below is."""
    for place, (_, row) in enumerate(table.iterrows()):
        ends = sorted((sign * row["low"], sign * row["high"]))
        color = GOOD if ends[0] > 0 else BAD if ends[1] < 0 else QUIET
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=3)
        dot = color if color != QUIET else EXPECTED
        ax.plot([row[middle]], [place], "o", color=dot, markersize=8, zorder=5)
        ax.annotate(f"{row[middle]:+,.0f}", (row[middle], place), xytext=(0, 8), ha="center",
                    textcoords="offset points", color="0.2",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(range(len(table)), [str(one) for one in table.index])
    ax.set_ylim(-0.5, len(table) - 0.3)
    ax.grid(visible=False, axis="y")
