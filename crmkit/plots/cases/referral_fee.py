"""Figures of a fee for agents: the tables of `crmkit.campaigns.referral_fee` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["fee_steps"]


def fee_steps(
    parts: pd.DataFrame,
    fee: pd.DataFrame,
    *,
    asked: float,
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """What is left of a customer's worth for the agent who brings them?

    Parameters
    ----------
    parts : DataFrame
        From `referral_fee.worth_parts`.
    fee : DataFrame
        From `referral_fee.break_even`, of the same customers.
    asked : float
        The fee that the agents ask for: a vertical line.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given. Whiskers: intervals.
    """
    tables.check_columns(parts, ["undiscounted", "present_value"], name="parts")
    tables.check_columns(fee, ["estimate", "low", "high"], name="fee")
    worth, most = (
        {name: float(fee.loc[[row], name].iloc[0]) for name in ("estimate", "low", "high")}
        for row in ("customer_worth", "break_even_fee")
    )
    added_up = float(parts.loc[["total"], "undiscounted"].iloc[0])
    bars = {
        "all sales, added up": (added_up, None),
        "in money of today": (worth["estimate"], worth),
        "because of the agent": (most["estimate"], most),
    }
    ax, _ = canvas(ax, (8, 2.9))
    for place, (_name, (value, row)) in zip((2, 1, 0), bars.items(), strict=True):
        ax.barh(place, value, 0.6, color=EXPECTED if place == 0 else QUIET)
        if row is not None:
            reach = [[value - row["low"]], [row["high"] - value]]
            ax.errorbar(value, place, xerr=reach, fmt="none", ecolor="0.25", capsize=4)
        ax.annotate(f"{value:,.0f}", (1, place), xytext=(6, 0), va="center", color="0.2",
                    xycoords=("axes fraction", "data"), textcoords="offset points",
                    annotation_clip=False)  # fmt: skip
    ax.axvline(asked, color=CONTRAST, linewidth=1.5, linestyle="--")
    ax.annotate(f"asked: {asked:,.0f}", (asked, 1), xytext=(0, 3), ha="center", va="bottom",
                xycoords=("data", "axes fraction"), textcoords="offset points")  # fmt: skip
    ax.set_yticks([2, 1, 0], list(bars))
    ax.axvline(0, color="0.3", linewidth=1)
    largest = max(added_up, worth["high"], asked)
    ax.set_xlim(min(0.0, most["low"]), 1.05 * largest)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(f"{unit} a customer through an agent")
    ax.set_title(f"A fee pays up to {most['estimate']:,.0f} {unit} "
                 f"({most['low']:,.0f} to {most['high']:,.0f})", pad=20)  # fmt: skip
    ax.grid(visible=False, axis="y")
    return ax
