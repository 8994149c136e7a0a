"""Figures of growth by invitation and of the AARRR chain: tables of the kit in, Axes out."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["growth_curves", "growth_to_limit", "step_gains"]

# The first curve is what the others are held against.
COLORS = (QUIET, CONTRAST, EXPECTED)


def growth_curves(curves: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How many times as many customers does each change make in the end?

    One line a column on a logarithmic axis, with its last number beside it.

    Parameters
    ----------
    curves : DataFrame
        Customers, above 0: one row a day (the index), one column a case; two or three of them, the
        first being what the others are compared with.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.ticker import MaxNLocator

    _check_curves(curves)
    ax, _ = canvas(ax, (7.4, 4))
    for (name, curve), color in zip(curves.items(), COLORS, strict=False):
        ax.plot(curve.index, curve, color=color, linewidth=2.5, label=str(name))
        ax.plot([curve.index[-1]], [curve.iloc[-1]], "o", color=color)
    ax.set_yscale("log")
    last = curves.iloc[-1]
    _label_ends(ax, curves, [f"{name}: {size:,.0f}" for name, size in last.items()])
    base = last.iloc[0]
    times = [f"{name} × {size / base:,.0f}" for name, size in last.iloc[1:].items()]
    ax.set(
        xlabel=str(curves.index.name or "day"),
        ylabel="customers, logarithmic scale",
        title=f"After {curves.index[-1]} days: {', '.join(times)}",
    )
    ax.set_ylim(top=8 * last.max())
    ax.set_xlim(curves.index[0], 1.02 * curves.index[-1])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def growth_to_limit(curves: pd.DataFrame, *, limit: float, ax: "Axes | None" = None) -> "Axes":
    """How soon does growth with K below 1 come to the end that all share?

    Parameters
    ----------
    curves : DataFrame
        As for `growth_curves`.
    limit : float
        Customers in the end, from `word_of_mouth.final_size`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    _check_curves(curves)
    tables.number("limit", limit, above=0)
    ax, _ = canvas(ax, (7.4, 3.8))
    ax.axhline(limit, color=ACTUAL, linewidth=1, linestyle="--")
    for (name, curve), color in zip(curves.items(), COLORS, strict=False):
        ax.plot(curve.index, curve, color=color, linewidth=2.5, label=str(name))
    ax.text(curves.index[0], limit, f" the end: {limit:,.0f}", va="bottom", color=ACTUAL)
    ax.set(
        xlabel=str(curves.index.name or "day"),
        ylabel="customers",
        title=f"The cycle decides when, not how many: all end at {limit:,.0f}",
    )
    ax.set_ylim(0, 1.15 * limit)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.legend(loc="lower right", framealpha=1, edgecolor="none")
    return ax


def step_gains(gains: pd.DataFrame, *, points: float = 1, ax: "Axes | None" = None) -> "Axes":
    """What does a percentage point more bring at each step of the chain?

    Parameters
    ----------
    gains : DataFrame
        From `aarrr.gains`; every gain a finite number.
    points : float
        As `aarrr.gains` was asked.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(gains, ["conversion_rate", "gain"])
    money = tables.column(gains, "gain")
    ax, _ = canvas(ax, (7, 3.4))
    place = np.arange(len(gains))
    best = int(money.argmax())
    colors = [EXPECTED if one == best else QUIET for one in place]
    bars = ax.barh(place, money, color=colors)
    ax.bar_label(bars, fmt="{:,.0f}", padding=4)
    rates = [f"{100 * rate:.0f} %" for rate in gains["conversion_rate"]]
    names = [f"{name} (now {rate})" for name, rate in zip(gains.index, rates, strict=True)]
    ax.set_yticks(place, names)
    ax.invert_yaxis()
    ax.set_xlim(0, 1.15 * money.max())
    ax.grid(visible=False, axis="y")
    more = "one point" if points == 1 else f"{points:g} points"
    ax.set(
        xlabel=f"money more, if the rate of the step rises by {more}",
        title=f"{more.capitalize()} more pays most at “{gains.index[best]}”: {money[best]:,.0f}",
    )
    return ax


def _check_curves(curves: pd.DataFrame) -> None:
    tables.check_columns(curves, [], name="curves")
    if not 2 <= curves.shape[1] <= len(COLORS):
        raise ValueError(f"curves has {curves.shape[1]} column(s); the figure shows two or three")
    for name in curves:
        tables.numbers(curves[name], above=0)


def _label_ends(ax: "Axes", curves: pd.DataFrame, labels: list[str]) -> None:
    """Labels right of the ends, apart where ends lie close together."""
    ends = np.log10(curves.iloc[-1].to_numpy(dtype=float))
    low, high = np.log10(curves.to_numpy(dtype=float)).min(), ends.max()
    least = 0.09 * (high - low)
    places = ends.copy()
    order = np.argsort(ends)
    for below, above in pairwise(order):
        places[above] = max(places[above], places[below] + least)
    for place, label in zip(places, labels, strict=True):
        ax.text(1.04 * curves.index[-1], 10**place, label, va="center")
