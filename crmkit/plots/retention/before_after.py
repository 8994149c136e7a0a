"""The figure of an experiment: two groups week by week, and when the change was in force."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["before_during_after"]


def before_during_after(
    weekly: pd.DataFrame,
    *,
    treated: str,
    first: float,
    last: float,
    settled: float | None = None,
    what: str,
    change: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """What happened while a change was in force, and after it was taken back?

    One line a group; the time of the change is shaded, and the treated group's mean before it,
    once it has settled, and after it is drawn and named.

    Parameters
    ----------
    weekly : DataFrame
        Index week (or another time), one column a group: the mean of its units.
    treated : str
        The column of the group that had the change.
    first, last : float
        Its first and last week; weeks before and after must be there.
    settled : float, optional
        The week from which the treated have got used to it; the first unless given.
    what, change : str
        What is counted and what was changed, for the labels ("late parents", "fine").
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.ticker import MaxNLocator

    check_columns(weekly, [treated], name="weekly")
    weeks = weekly.index.to_numpy()
    parts = {
        "before": weeks < first,
        "with": (weeks >= (first if settled is None else settled)) & (weeks <= last),
        "after": weeks > last,
    }
    if not all(part.any() for part in parts.values()):
        raise ValueError(
            f"no weeks before {first:g}, none in the change or none after {last:g}: nothing to "
            "compare"
        )
    ax, _ = canvas(ax, (7, 4))
    ax.axvspan(first - 0.5, last + 0.5, color="0.92", zorder=0)
    top = float(weekly.max().max())
    ax.text((first + last) / 2, 1.13 * top, f"the {change} is in force", ha="center", va="center")
    for name in weekly:
        mine = name == treated
        color = BAD if mine else "0.45"
        ax.plot(weeks, weekly[name], color=color, marker="o", markersize=4, linewidth=1.5,
                alpha=0.9 if mine else 0.8)  # fmt: skip
        ax.annotate(str(name), (1, weekly[name].iloc[-1]), xytext=(6, 0), va="center",
                    xycoords=("axes fraction", "data"), textcoords="offset points", color=color,
                    annotation_clip=False)  # fmt: skip
    means = {}
    for name, part in parts.items():
        means[name] = float(weekly.loc[part, treated].mean())
        span = weeks[part]
        ends = span[0] - 0.4, span[-1] + 0.4
        ax.plot(ends, [means[name]] * 2, color=BAD, linewidth=5, alpha=0.35)
        ax.annotate(f"{means[name]:.1f}", (sum(ends) / 2, means[name]), xytext=(0, -8), va="top",
                    ha="center", textcoords="offset points", color=BAD, weight="bold")  # fmt: skip
    ax.set(
        xlim=(weeks[0] - 0.6, weeks[-1] + 0.6),
        ylim=(0, 1.2 * top),
        xlabel=str(weekly.index.name or "week"),
        ylabel=f"{what}, mean of the group",
        title=(
            f"{what.capitalize()}: {means['before']:.1f} before the {change}, "
            f"{means['with']:.1f} with it, {means['after']:.1f} after it"
        ),
    )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(visible=False, axis="x")
    return ax
