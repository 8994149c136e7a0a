"""Figures of exits that are reported late: the tables of `late_reports` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["completed_rates", "reported_rates"]


def reported_rates(rates: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which leaving rate does the register show, period by period?

    Bars; the last one and the one a year before it (or the first) have their numbers.

    Parameters
    ----------
    rates : DataFrame
        From `late_reports.leaving_rates`, of quarters.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(rates, ["rate_as_reported"], name="rates")
    ax, _ = canvas(ax, (8, 3.6))
    shares = 100 * rates["rate_as_reported"].to_numpy()
    bars = ax.bar(np.arange(len(rates)), shares, color=CONTRAST)
    early = max(len(rates) - 5, 0)
    for place in (early, len(rates) - 1):
        ax.annotate(f"{shares[place]:.1f} %", (place, shares[place]), xytext=(0, 3),
                    textcoords="offset points", ha="center", weight="bold")  # fmt: skip
    for bar in bars[:early]:
        bar.set_alpha(0.45)
    _frame(
        ax,
        rates.index,
        top=1.25 * float(shares.max()),
        title=f"As reported, the leaving rate falls from {shares[early]:.1f} to "
        f"{shares[-1]:.1f} % a year",
    )
    return ax


def completed_rates(
    rates: pd.DataFrame, *, actual: "pd.Series | None" = None, ax: "Axes | None" = None
) -> "Axes":
    """What becomes of the reported rate when exits not yet reported are added back?

    Bars for the rate as reported, dots with intervals for the completed one; and, where it is
    known, the rate that all exits came to in the end.

    Parameters
    ----------
    rates : DataFrame
        From `late_reports.leaving_rates`.
    actual : Series, optional
        The yearly rate of all exits, 0 to 1, by period.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(rates, ["rate_as_reported", "leaving_rate", "low", "high"], name="rates")
    ax, _ = canvas(ax, (8, 4))
    place = np.arange(len(rates))
    reported, completed, low, high = (
        100 * rates[name].to_numpy() for name in ("rate_as_reported", "leaving_rate", "low", "high")
    )
    ax.bar(place, reported, color=CONTRAST, alpha=0.45, label="as reported")
    ax.errorbar(place, completed, yerr=[completed - low, high - completed], fmt="o", color=EXPECTED,
                capsize=3, label="completed (95 %)")  # fmt: skip
    title = (
        f"Completed, the last period stands at {completed[-1]:.1f} % a year, "
        f"not at {reported[-1]:.1f}"
    )
    top = float(high.max())
    if actual is not None:
        came = 100 * actual.reindex(rates.index).to_numpy()
        filling = np.isfinite(came) & (rates["leaving_rate"] > rates["rate_as_reported"]).to_numpy()
        held = filling & (low <= came) & (came <= high)
        ax.plot(place, came, "D", color=ACTUAL, markersize=5, label="what came")
        title = (
            f"{held.sum()} of {filling.sum()} periods that were still filling "
            "came to lie within their interval"
        )
        top = max(top, float(np.nanmax(came)))
    _frame(ax, rates.index, top=1.25 * top, title=title)
    ax.legend(frameon=False, loc="upper left", ncols=3)
    return ax


def _frame(ax: "Axes", periods: pd.Index, *, top: float, title: str) -> None:
    ax.set_xticks(np.arange(len(periods)), [str(one) for one in periods], rotation=45)
    ax.set(xlabel="when they left", ylabel="% a year", ylim=(0, top), title=title)
    ax.grid(visible=False, axis="x")
