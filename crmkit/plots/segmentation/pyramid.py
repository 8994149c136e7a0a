"""Figures of the customer pyramid: the tables of `crmkit.segmentation.pyramid` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["tier_pyramid", "whale_curve"]


def tier_pyramid(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How small is the top of the pyramid, and how much does it carry?

    Two centred bars a tier, the best on top: its share of customers and its share of value.

    Parameters
    ----------
    table : DataFrame
        From `tier_table`. Where a tier's value is below 0 its bar is left out and the label says
        so; there must be a value to share out.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["customer_share", "value_share"])
    if table["value_share"].isna().any():
        raise ValueError("value_share is missing: all value does not sum to more than 0")
    ax, _ = canvas(ax, (7, 4.2))
    parts = (
        ("customer_share", -0.2, QUIET, "customers"),
        ("value_share", 0.2, EXPECTED, "value"),
    )
    widest = max(table["customer_share"].max(), table["value_share"].max())
    for column, shift, color, label in parts:
        width = 100 * table[column].clip(lower=0)
        places = [place + shift for place in range(len(table))]
        ax.barh(places, width, left=-width / 2, height=0.38, color=color, label=label)
        for place, share, wide in zip(places, table[column], width, strict=True):
            ax.text(wide / 2 + widest, place, _percent(share), va="center")
    ax.set_yticks(range(len(table)), list(table.index))
    ax.invert_yaxis()
    # Centred bars have no zero to read a length from, so the numbers stand beside them.
    ax.set_xticks([])
    half = 100 * widest / 2
    ax.set_xlim(-half * 1.05, half * 1.3)
    ax.set_xlabel("width of a bar: share of all customers, share of all value (%)")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    for side in ("top", "right", "bottom"):
        ax.spines[side].set_visible(False)
    top = table.iloc[0]
    ax.set_title(
        f"{str(table.index[0]).capitalize()}: {_percent(top['customer_share'])} of customers, "
        f"{_percent(top['value_share'])} of value"
    )
    return ax


def whale_curve(curve: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How far do the best customers lift profit, and how much do the others take back?

    Cumulative profit (% of all) against customers from the most to the least profitable (%),
    with the best fifth and the peak marked and the loss-makers shaded.

    Parameters
    ----------
    curve : DataFrame
        From `segmentation.pyramid.whale_curve`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    customers, profit = "cumulative_customer_share", "cumulative_profit_share"
    tables.check_columns(curve, ["profit", customers, profit])
    ax, _ = canvas(ax, (7, 4.2))
    x = [0.0, *(100 * curve[customers])]
    y = [0.0, *(100 * curve[profit])]
    gains = int((curve["profit"] >= 0).sum())
    ax.plot(x, y, color=EXPECTED, linewidth=2)
    ax.plot([0, 100], [0, 100], color="0.6", linewidth=1, linestyle="--")
    ax.axhline(100, color="0.6", linewidth=1)
    losers = 100 - x[gains]
    if gains < len(curve):
        ax.text((x[gains] + 100) / 2, 4, "losses", color=BAD, rotation=90, ha="center", va="bottom")
        ax.axvspan(x[gains], 100, color=BAD, alpha=0.25, linewidth=0)
        claim = f"the last {losers:.1f} % take {y[gains] - 100:.1f} % of profit back"
    else:
        claim = "no customer makes a loss"
    ax.plot([x[gains]], [y[gains]], "o", color=BAD)
    fifth = float(np.interp(20, x, y))
    ax.plot([20], [fifth], "o", color=ACTUAL)
    ax.annotate(
        f"best fifth: {fifth:.0f} %", (20, fifth), xytext=(10, -4), textcoords="offset points"
    )
    ax.annotate(
        f"peak: {y[gains]:.1f} % of profit\nfrom {x[gains]:.1f} % of customers",
        (x[gains], y[gains]),
        xytext=(0.64, 0.3),
        textcoords="axes fraction",
        ha="center",
        bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 2},
        arrowprops={"arrowstyle": "-", "color": "0.4"},
    )
    ax.set(
        xlabel="customers, from the most to the least profitable (%)",
        ylabel="cumulative share of profit (%)",
        xlim=(0, 100),
        title=f"Whale curve: {claim}",
    )
    ax.set_ylim(bottom=0)
    return ax


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
