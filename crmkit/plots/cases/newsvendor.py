"""Figures of an order: the tables of `crmkit.campaigns.newsvendor` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["profit_curve"]


def profit_curve(
    outcomes: pd.DataFrame,
    *,
    order: float,
    against: float,
    unit: str = "thousand yuan",
    per: float = 1000.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """What does a smaller order cost, and how much oftener does it run out?

    Parameters
    ----------
    outcomes : DataFrame
        From `newsvendor.outcomes` or `drawn_outcomes`, with a row for both orders and for enough
        others to draw a line through.
    order, against : float
        The two orders that are compared, the smaller first.
    unit : str
        Of the axis.
    per : float
        Money of one such unit.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(outcomes, ["stock_out_rate", "profit"], name="outcomes")
    for one in (order, against):
        if one not in outcomes.index:
            raise ValueError(f"outcomes has no row for an order of {one:g}: ask for it, too")
    ax, _ = canvas(ax, (7.5, 4.2))
    line = outcomes["profit"].sort_index() / per
    ax.plot(line.index, line, color="0.3", linewidth=1.8)
    for one, color, side in ((order, CONTRAST, "right"), (against, EXPECTED, "left")):
        money, out = float(line[one]), float(outcomes["stock_out_rate"][one])
        ax.plot([one], [money], "o", color=color, markersize=10, zorder=5)
        ax.plot([one, one], [0, money], color=color, linewidth=1, linestyle=":")
        ax.annotate(
            f"{one:,.0f}: {money:,.0f},\nruns out in {100 * out:.0f} of 100",
            (one, 0.5 * money), xytext=(-6 if side == "right" else 6, 0), ha=side,
            va="top", textcoords="offset points",
        )  # fmt: skip
    few, more = outcomes.loc[order], outcomes.loc[against]
    lost = 100 * (1 - few["profit"] / more["profit"])
    ax.set_ylim(min(0, 1.05 * float(line.min())), 1.08 * float(line.max()))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel="units ordered",
        ylabel=f"mean profit ({unit})",
        title=f"{order:,.0f} instead of {against:,.0f} gives up {lost:.1f} % of profit and runs "
        f"out {few['stock_out_rate'] / more['stock_out_rate']:.1f} times as often",
    )
    return ax
