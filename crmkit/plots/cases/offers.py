"""Figures of who gets which offer: tables of `crmkit.campaigns.offers` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["answers_and_money", "plan_profits"]


def answers_and_money(
    groups: pd.DataFrame, *, unit: str = "yuan a letter", ax: "Axes | None" = None
) -> "Axes":
    """Are those who answer most often those who bring most?

    Parameters
    ----------
    groups : DataFrame
        One row a group (its name the index): rate (who answers, 0 to 1) and estimate, low, high
        (what a letter to them earns, in money); two or more.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given. One dot a group; green: a letter earns, red: it
        loses, whiskers: intervals.
    """
    tables.check_columns(groups, ["rate", "estimate", "low", "high"], name="groups")
    if len(groups) < 2:
        raise ValueError("one group is compared with nothing: give two or more")
    ax, _ = canvas(ax, (7.5, 4.6))
    rate = 100 * groups["rate"].to_numpy(dtype=float)
    money = groups["estimate"].to_numpy(dtype=float)
    ax.plot(rate, money, color=QUIET, linewidth=1.2, zorder=1)
    ax.vlines(rate, groups["low"], groups["high"], color="0.45", linewidth=1.5, zorder=2)
    ax.scatter(rate, money, s=70, c=np.where(money > 0, GOOD, BAD), zorder=3)
    for name, x, y in zip(groups.index, rate, money, strict=True):
        ax.annotate(str(name), (x, y), xytext=(8, 5), textcoords="offset points")
    ax.axhline(0, color="0.3", linewidth=1)
    ax.margins(x=0.2, y=0.1)
    most, fewest = int(rate.argmax()), int(rate.argmin())
    ax.set(
        xlabel="of 100 letters, answered",
        ylabel=f"{unit}, with 95 % interval",
        title=f"Most answers ({rate[most]:.1f} of 100): {money[most]:+.2f}; "
        f"fewest ({rate[fewest]:.1f}): {money[fewest]:+.2f} {unit}",
    )
    return ax


def plan_profits(plans: pd.DataFrame, *, unit: str = "yuan", ax: "Axes | None" = None) -> "Axes":
    """What was each plan promised to earn, and what does it earn on customers not used for it?

    Parameters
    ----------
    plans : DataFrame
        One row a plan (its name the index): expected (profit promised when it was made), estimate,
        low, high (profit measured on others); two or more.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given. Orange strokes: what was promised.
    """
    tables.check_columns(plans, ["expected", "estimate", "low", "high"], name="plans")
    if len(plans) < 2:
        raise ValueError("one plan is compared with nothing: give two or more")
    ax, _ = canvas(ax, (8, 1.8 + 0.6 * len(plans)))
    place = np.arange(len(plans))[::-1]
    best, worst = plans["estimate"].idxmax(), plans["estimate"].idxmin()
    color = [
        EXPECTED if name == best else BAD if value < 0 else QUIET
        for name, value in plans["estimate"].items()
    ]
    ax.barh(place, plans["estimate"], height=0.55, color=color)
    ax.hlines(place, plans["low"], plans["high"], color="0.3", linewidth=1.5)
    ax.vlines(plans["expected"], place - 0.36, place + 0.36, color=CONTRAST, linewidth=3,
              label="promised when the plan was made")  # fmt: skip
    # Across the zero line from its bar: beside the stroke it would read as what was promised.
    ends = plans[["low", "high", "expected"]]
    low, high = ends.min(axis=1).clip(upper=0), ends.max(axis=1).clip(lower=0)
    for at, left, right, value in zip(place, low, high, plans["estimate"], strict=True):
        end, away, side = (right, 7, "left") if value < 0 else (left, -7, "right")
        ax.annotate(f"{value:,.0f}", (end, at), xytext=(away, 0), va="center", ha=side,
                    textcoords="offset points")  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(place, [str(name) for name in plans.index])
    ax.margins(x=0.1)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel=f"profit ({unit}) on customers not used for the plan, 95 % interval",
        title=f"{str(best).capitalize()} earns {plans['estimate'].max():,.0f}, "
        f"{worst} {plans['estimate'].min():,.0f} {unit}",
    )
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.1 - 0.4 / len(plans)))
    ax.grid(visible=False, axis="y")
    return ax
