"""Figures of reasons to leave: the tables of `crmkit.retention.incidence` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import BAD, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["incidence_and_naive", "naive_sum"]


def incidence_and_naive(
    curves: pd.DataFrame,
    reason: str,
    *,
    at: float,
    unit: str = "months",
    ax: "Axes | None" = None,
) -> "Axes":
    """Which share leaves for one reason, and what does one minus Kaplan-Meier make of it?

    Parameters
    ----------
    curves : DataFrame
        From `incidence.curves`.
    reason : str
        One of its reasons.
    at : float
        The time at which both are read.
    unit : str
        Of the times.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(curves, ["incidence", "low", "high", "one_minus_survival"], name="curves")
    tables.option("reason", reason, list(curves.index.get_level_values(0).unique()))
    curve = 100 * curves.loc[reason]
    row = curve.iloc[curve.index.searchsorted(at, side="right") - 1]
    ax, _ = canvas(ax, (7, 4))
    ax.step(curve.index, curve["one_minus_survival"], where="post", color=BAD, linewidth=2)
    ax.step(curve.index, curve["incidence"], where="post", color=EXPECTED, linewidth=2)
    ax.fill_between(curve.index, curve["low"], curve["high"], step="post", color=EXPECTED,
                    alpha=0.2, linewidth=0)  # fmt: skip
    ax.axvline(at, color="0.6", linewidth=1, linestyle="--", zorder=0)
    for column, color, name in (
        ("one_minus_survival", BAD, "one minus Kaplan-Meier"),
        ("incidence", EXPECTED, "incidence"),
    ):
        ax.plot([at], [row[column]], "o", color=color, zorder=5)
        ax.annotate(f"{name}: {row[column]:.1f} %", (at, row[column]), xytext=(-8, 8), ha="right",
                    textcoords="offset points", color=color, weight="bold")  # fmt: skip
    ax.set(
        xlim=(curve.index[0], curve.index[-1]),
        ylim=(0, 1.25 * float(curve[["one_minus_survival", "high"]].max().max())),
        xlabel=f"{unit} (band: 95 % interval)",
        ylabel=f"{reason} (% of all)",
        title=(
            f"{str(reason).capitalize()} within {at:g} {unit}: {row['incidence']:.1f} %, "
            f"not {row['one_minus_survival']:.1f} %"
        ),
    )
    return ax


def naive_sum(
    curves: pd.DataFrame, *, at: float, unit: str = "months", ax: "Axes | None" = None
) -> "Axes":
    """Do the shares of all reasons add up to no more than everybody?

    Two stacked bars: incidences, and one minus Kaplan-Meier of each reason; a line at 100 %.

    Parameters
    ----------
    curves : DataFrame
        From `incidence.curves`.
    at : float
        The time at which they are read.
    unit : str
        Of the times.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    columns = {"incidence": "incidence", "one_minus_survival": "one minus\nKaplan-Meier"}
    tables.check_columns(curves, list(columns), name="curves")
    reasons = list(curves.index.get_level_values(0).unique())
    shares = pd.DataFrame(
        {
            reason: (one := curves.loc[reason]).iloc[one.index.searchsorted(at, side="right") - 1]
            for reason in reasons
        }
    )
    shares = 100 * shares.loc[list(columns)]
    ax, _ = canvas(ax, (7, 3))
    left = pd.Series(0.0, shares.index)
    for number, reason in enumerate(reasons):
        color = (EXPECTED, QUIET, "0.5", "0.85")[number % 4]
        bars = ax.barh(list(columns.values()), shares[reason], left=left, color=color, label=reason)
        ax.bar_label(bars, fmt="%.1f", label_type="center", color=ink(color))
        left += shares[reason]
    ax.axvline(100, color=BAD, linewidth=2)
    ax.annotate("everybody", (100, 1.48), xytext=(5, 0), textcoords="offset points", color=BAD,
                va="bottom")  # fmt: skip
    totals = left.to_list()
    ax.set(
        xlim=(0, 1.12 * max(100, *totals)),
        ylim=(-0.5, 1.75),
        xlabel=f"have left for each reason within {at:g} {unit} (% of all)",
        title=f"All reasons together: {totals[0]:.0f} %, or, one by one, {totals[1]:.0f} %",
    )
    ax.grid(visible=False, axis="y")
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return ax
