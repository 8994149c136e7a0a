"""Figures of repeated games: tables of `crmkit.campaigns.repeated_game` in, Axes out."""

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["breaking_terms", "honesty", "kickback_range"]


def honesty(
    thresholds: pd.DataFrame, *, discount_factor: float, ax: "Axes | None" = None
) -> "Axes":
    """Up to which turnover of buyers does honesty hold?

    Parameters
    ----------
    thresholds : DataFrame
        From `repeated_game.thresholds`.
    discount_factor : float
        What a yuan of next year is worth today, above 0 and up to 1.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(thresholds, ["discount_factor"], name="thresholds")
    worth = tables.share("discount_factor", discount_factor)
    if (thresholds["discount_factor"] > worth).all():
        raise ValueError(f"discount_factor={worth:g}: no strategy holds, whatever the turnover")
    ax, _ = canvas(ax, (7.5, 4))
    leaving = np.linspace(0, 0.6, 61)
    ax.plot(100 * leaving, worth * (1 - leaving), color=EXPECTED, linewidth=2)
    said = []
    colors = (GOOD, CONTRAST)
    for (name, least), color in zip(thresholds["discount_factor"].items(), colors, strict=False):
        ax.axhline(least, color=color, linewidth=1.5, linestyle="--")
        ax.annotate(f"{name}: {least:.2f}", (60, least), xytext=(-4, 5), ha="right", color="0.2",
                    textcoords="offset points")  # fmt: skip
        if least > worth:
            continue
        most = 1 - least / worth
        ax.plot([100 * most], [least], "o", color=color, markersize=9, zorder=5)
        said.append(f"{name} up to {100 * most:.0f} %")
    ax.set(
        xlim=(0, 60),
        ylim=(0.2, 1),
        xlabel="buyers who leave within a year (%)",
        ylabel="how much next year counts",
        title=f"Honesty holds by {' and by '.join(said)} turnover",
    )
    return ax


def kickback_range(table: pd.DataFrame, *, unit: str = "yuan", ax: "Axes | None" = None) -> "Axes":
    """From which term on is there a kickback on which both would keep?

    Parameters
    ----------
    table : DataFrame
        From `repeated_game.by_rotation`, of finite terms.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["lowest_kickback", "highest_kickback", "holds"], name="table")
    shown = table[np.isfinite(table.index.to_numpy(dtype=float))].sort_index()
    if shown.empty:
        raise ValueError("no finite term to draw")
    ax, _ = canvas(ax, (7.5, 4))
    years = shown.index.to_numpy(dtype=float)
    low = (shown["lowest_kickback"] / 1000).to_numpy()
    high = (shown["highest_kickback"] / 1000).to_numpy()
    ax.plot(years, high, "o-", color=EXPECTED, markersize=5)
    ax.plot(years, low, color=CONTRAST, linewidth=1.8)
    ax.fill_between(years, low, high, where=list(high >= low), color=BAD, alpha=0.2, linewidth=0,
                    interpolate=True)  # fmt: skip
    for line, what, rise in ((high, "the seller pays up to", 6), (low, "the buyer asks", -14)):
        ax.annotate(f"{what} {line[-1]:,.1f}", (years[-1], line[-1]), xytext=(0, rise),
                    ha="right", color="0.2", textcoords="offset points")  # fmt: skip
    holds = shown["holds"].to_numpy()
    if holds.any() and not holds.all():
        last = years[~holds].max()
        ax.axvline(last, color="0.3", linewidth=1, linestyle="--")
        title = f"Rotated every {last:g} years or more often, no kickback holds"
    elif holds.any():
        title = f"Even at a term of {years[0]:g} a kickback holds"
    else:
        title = f"No kickback holds at terms of up to {years[-1]:g} years"
    ax.margins(y=0.15)
    ax.set(
        ylim=(0, None),
        xlabel="pairs are parted every ... years",
        ylabel=f"kickback a year (1,000 {unit})",
        title=title,
    )
    return ax


def breaking_terms(
    terms: pd.Series, *, marks: dict[str, float], most: int = 12, ax: "Axes | None" = None
) -> "Axes":
    """How rarely may pairs be parted, by the chance that a kickback is found out?

    Parameters
    ----------
    terms : Series
        Longest term that leaves no kickback (`repeated_game.longest_breaking_term`), by detection
        rate; infinite where none holds without rotation either.
    marks : dict of float
        What a detection rate is called: the rate.
    most : int
        Terms of so many years and more stand at the top.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.one_or_more("terms", terms, mend="Give a term for each detection rate.")
    ax, _ = canvas(ax, (7.5, 4))
    found = terms.sort_index()
    rate, years = 100 * found.index.to_numpy(dtype=float), found.to_numpy(dtype=float)
    ax.step(rate, np.minimum(years, most), where="post", color=EXPECTED, linewidth=2)
    said = []
    for name, one in marks.items():
        at = float(years[np.searchsorted(rate, 100 * one, side="right") - 1])
        ax.plot([100 * one], [min(at, most)], "o", color=CONTRAST, markersize=9, zorder=5)
        what = "none needed" if math.isinf(at) else f"{at:.0f} years" if at > 1 else "1 year"
        right = 200 * one > rate[-1]
        ax.annotate(f"{name}: {what}", (100 * one, min(at, most)), color="0.1",
                    xytext=(-9 if right else 9, -18), ha="right" if right else "left",
                    textcoords="offset points")  # fmt: skip
        said.append(f"{what} at {100 * one:.0f} %")
    ticks = [one for one in range(0, most, 2) if one]
    ax.set_yticks([1, *ticks, most], ["1", *map(str, ticks), f"{most}+"])
    ax.margins(x=0.02, y=0.15)
    ax.set(
        xlabel="kickbacks found out and proved within a year (%)",
        ylabel="longest term that breaks it (years)",
        title=f"Rotation needed: {', '.join(said)} found out",
    )
    return ax
