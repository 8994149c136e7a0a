"""Figures of first digits: the tables of `crmkit.campaigns.digits` in, Axes out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["digit_bars", "effect_by_size", "rejected_by_size"]


def digit_bars(shares: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which first digits come too often?

    Parameters
    ----------
    shares : DataFrame
        From `digits.shares`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(shares, ["amounts", "actual", "low", "high", "expected"], name="shares")
    ax, _ = canvas(ax, (7.5, 3.8))
    place, gap = np.arange(1, 10), shares["actual"] - shares["expected"]
    worst = int(gap.abs().to_numpy().argmax()) + 1
    color = [CONTRAST if one == worst else QUIET for one in place]
    actual = 100 * shares["actual"]
    ax.bar(place, actual, color=color, width=0.7)
    reach = [actual - 100 * shares["low"], 100 * shares["high"] - actual]
    ax.errorbar(place, actual, yerr=reach, fmt="none", ecolor="0.3", capsize=3)
    ax.plot(place, 100 * shares["expected"], "o-", color=EXPECTED, label="first-digit law")
    ax.legend(loc="upper right")
    ax.set_xticks(place)
    ax.grid(visible=False, axis="x")
    ax.set(
        xlabel="first digit",
        ylabel="% of invoices",
        title=f"Digit {worst}: {actual.iloc[worst - 1]:.1f} % of {shares['amounts'].sum():,} "
        f"invoices, by the law {100 * shares['expected'].iloc[worst - 1]:.1f} %",
    )
    return ax


def effect_by_size(fits: pd.DataFrame, *, named: Sequence[str], ax: "Axes | None" = None) -> "Axes":
    """Which files fail the test, and which are far from the law?

    Parameters
    ----------
    fits : DataFrame
        From `digits.fits`, by file.
    named : sequence of str
        Files whose names are written.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    columns = ["amounts", "p_value", "effect_size", "low", "high"]
    tables.check_columns(fits, columns, name="fits")
    for one in named:
        tables.option("named", one, list(fits.index))
    ax, _ = canvas(ax, (8, 4.4))
    fails = fits["p_value"] < 0.05
    for chosen, color, what in ((fails, BAD, "fails the test (p < 0.05)"),
                                (~fails, QUIET, "passes")):  # fmt: skip
        some = fits[chosen]
        if some.empty:
            continue
        reach = [some["effect_size"] - some["low"], some["high"] - some["effect_size"]]
        ax.errorbar(some["amounts"], some["effect_size"], yerr=reach, fmt="o", color=color,
                    label=what, capsize=2, elinewidth=1)  # fmt: skip
    for one in named:
        at = fits.loc[one]
        ax.annotate(one, (at["amounts"], at["effect_size"]), xytext=(7, 5), color=ACTUAL,
                    weight="bold", textcoords="offset points")  # fmt: skip
    ax.axhline(0.1, color="0.3", linewidth=1, linestyle="--")
    ax.annotate("a small effect: 0.1", (0.99, 0.1), xytext=(0, 4), ha="right", color="0.2",
                xycoords=("axes fraction", "data"), textcoords="offset points")  # fmt: skip
    ax.set_xscale("log")
    ticks = [one for one in (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
             if fits["amounts"].min() / 1.3 < one < fits["amounts"].max() * 1.3]  # fmt: skip
    ax.set_xticks(ticks, [f"{one:,}" for one in ticks])
    ax.minorticks_off()
    ax.margins(x=0.08)
    ax.legend(loc="upper right")
    ax.set(
        ylim=(-0.01, None),
        xlabel="invoices in a seller's file",
        ylabel="effect size w",
        title=f"{fails.sum()} of {len(fits)} files fail the test; surely further off than w = 0.1: "
        f"{(fits['low'] > 0.1).sum()}",
    )
    return ax


def rejected_by_size(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How often does a file with the same small fault fail, by its size?

    Parameters
    ----------
    table : DataFrame
        From `digits.by_size`, two sizes or more.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["effect_size", "rejected_share"], name="table")
    if len(table) < 2:
        raise ValueError("table has one size: give two or more")
    shown = table.sort_index()
    ax, _ = canvas(ax, (7.5, 3.8))
    share = 100 * shown["rejected_share"]
    ax.plot(shown.index, share, "o-", color=EXPECTED)
    for size, height, ha in ((shown.index[0], share.iloc[0], "left"),
                             (shown.index[-1], share.iloc[-1], "right")):  # fmt: skip
        ax.annotate(f"{height:.0f} %", (size, height), xytext=(0, 8), ha=ha, color="0.1",
                    textcoords="offset points")  # fmt: skip
    ax.set_xscale("log")
    ax.set_xticks(shown.index, [f"{one:,}" for one in shown.index])
    ax.minorticks_off()
    ax.set(
        ylim=(0, 115),
        xlabel="invoices in the file",
        ylabel="% of such files that fail",
        title=f"The same fault (w = {shown['effect_size'].iloc[0]:.3f}) fails {share.iloc[0]:.0f} %"
        f" of files of {shown.index[0]:,}, {share.iloc[-1]:.0f} % of {shown.index[-1]:,}",
    )
    return ax
