"""Figures of Bass's model: a series with its fit, and what earlier fits would have said."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["early_fits", "sales_and_fit"]

# Below a label that grid lines would cross.
BEHIND = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}


def sales_and_fit(
    sales: pd.Series, expected: pd.Series, *, peak_time: float, ax: "Axes | None" = None
) -> "Axes":
    """How does a model's curve of sales lie to what was sold, and when does it peak?

    Parameters
    ----------
    sales : Series
        Sold in each period, the first one first.
    expected : Series
        From `Bass.expected_sales`: as many periods, or more.
    peak_time : float
        From `Bass.peak_time`, in periods from the launch.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    sold, means = tables.numbers(sales, name="sales"), tables.numbers(expected, name="expected")
    if len(means) < len(sold):
        raise ValueError(f"expected has {len(means)} periods, sales {len(sold)}: ask for as many")
    peak = tables.number("peak_time", peak_time, least=0)
    unit = str(sales.index.name or "period")
    ax, _ = canvas(ax, (7, 3.8))
    period = np.arange(1, len(means) + 1)
    ax.bar(period[: len(sold)], sold, color=QUIET, label="sold")
    ax.plot(period, means, color=EXPECTED, linewidth=2.5, label="Bass's model")
    # Period k runs from time k - 1 to time k, and its bar stands at k: half a period later.
    ax.axvline(peak + 0.5, color=ACTUAL, linewidth=1, linestyle="--")
    top = 1.18 * max(sold.max(), means.max())
    label = f"peak after {peak:.1f} {unit}s, \nin {unit} {int(peak) + 1} "
    ax.text(peak + 0.4, 0.98 * top, label, ha="right", va="top", bbox=BEHIND)
    ax.set_ylim(0, top)
    ax.set_xticks(period[:: 1 if len(period) <= 16 else 2])
    ax.set(
        xlabel=unit,
        ylabel=f"{sales.name or 'sales'} a {unit}",
        title=f"{len(sold)} {unit}s and the model: its peak comes after {peak:.1f} {unit}s",
    )
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.grid(visible=False, axis="x")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    return ax


def early_fits(fits: pd.DataFrame, *, sold: pd.Series, ax: "Axes | None" = None) -> "Axes":
    """What did the model say of the market after k years, and how much was sold in the end?

    The estimate of each fit with its interval, those before the peak in another colour; and what
    had been sold by then.

    Parameters
    ----------
    fits : DataFrame
        From `bass_early.refit`; a row without an estimate is left out.
    sold : Series
        Sold in each period, the first one first: at least as many as the last fit saw.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(fits, ["estimate", "low", "high", "before_peak"])
    total = np.cumsum(tables.numbers(sold, name="sold"))
    known = fits.dropna(subset=["estimate"])
    if known.empty:
        raise ValueError("no fit has an estimate: begin with more periods")
    unit = str(sold.index.name or "period")
    ax, _ = canvas(ax, (7.4, 4.4))
    ceiling = 1.5 * max(known["estimate"].max(), total[-1])
    parts = (("before the peak", True, CONTRAST), ("after it", False, EXPECTED))
    for name, before, color in parts:
        part = known[known["before_peak"] == before]
        spread = [part["estimate"] - part["low"], part["high"] - part["estimate"]]
        ax.errorbar(
            part.index, part["estimate"], yerr=spread, fmt="o", color=color, capsize=4,
            linewidth=2, label=f"the market, fitted {name}",
        )  # fmt: skip
    years = np.arange(1, len(total) + 1)
    ax.plot(years, total, color=ACTUAL, linewidth=2, label="sold so far")
    ax.axhline(total[-1], color=ACTUAL, linewidth=1, linestyle="--")
    ax.annotate(
        f"sold in {len(total)} {unit}s: {total[-1]:,.0f}",
        (1, total[-1]),
        xytext=(0, 5),
        textcoords="offset points",
        va="bottom",
        bbox=BEHIND,
    )
    for year in known.index[known["high"] > ceiling]:
        ax.annotate(
            f"up to {known.loc[year, 'high']:,.0f}", (year, ceiling), xytext=(-3, -4),
            textcoords="offset points", rotation=90, ha="right", va="top", bbox=BEHIND,
        )  # fmt: skip
    short = known[known["high"] < total[-1]]
    if len(short):
        worst, row = short.index[0], short.iloc[0]
        claim = f"After {worst} {unit}s the fit said {row['high']:,.0f} at most"
        ax.annotate(
            f"{row['high']:,.0f}", (worst, row["high"]), xytext=(0, 5),
            textcoords="offset points", ha="center", va="bottom", color=BAD,
        )  # fmt: skip
        title = f"{claim}; {total[-1]:,.0f} were sold"
    else:
        first = known.iloc[0]
        claim = f"After {known.index[0]} {unit}s the fit said {first['estimate']:,.0f}"
        title = f"{claim}, after {known.index[-1]} {known['estimate'].iloc[-1]:,.0f}"
    ax.set_xticks(years)
    ax.set(
        xlabel=f"{unit}s fitted", ylabel=f"{sold.name or 'sales'}", ylim=(0, ceiling), title=title
    )
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.grid(visible=False, axis="x")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3, frameon=False)
    return ax
