"""Figures of hazards of leaving: by what each bond multiplies them, and by what in truth."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["adjusted_ratios", "found_and_true", "hazard_ratios"]


def hazard_ratios(
    ratios: pd.DataFrame, *, highlight: Collection[str] = (), ax: "Axes | None" = None
) -> "Axes":
    """Which bonds go with a lower hazard of leaving, and for which can that not be told?

    One dot and interval a row on a logarithmic axis, the lowest on top; a line at 1.

    Parameters
    ----------
    ratios : DataFrame
        From `LeavingHazard.hazard_ratios`, as many of its rows as are to be seen.
    highlight : collection of str
        Rows of which the title speaks, drawn in the colour of what the picture is about; all if
        none is named.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(ratios, ["estimate", "low", "high"])
    marked = list(highlight) or list(ratios.index)
    unknown = [name for name in marked if name not in ratios.index]
    if unknown:
        raise ValueError(f"highlight names {unknown}, but ratios has rows {list(ratios.index)}")
    ordered = ratios.sort_values("estimate", ascending=False)
    ax, _ = canvas(ax, (7, 0.36 * len(ratios) + 1.5))
    for place, (name, row) in enumerate(ordered.iterrows()):
        color = EXPECTED if name in marked else QUIET
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=2)
        ax.plot([row["estimate"]], [place], "o", color=color, zorder=5)
        ax.annotate(f"{row['estimate']:.2f}", (row["estimate"], place), xytext=(0, 7), ha="center",
                    textcoords="offset points", fontsize=10,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2})  # fmt: skip
    ax.axvline(1, color="0.3", linewidth=1)
    ax.set_yticks(range(len(ordered)), [str(name) for name in ordered.index])
    ax.set_ylim(-0.6, len(ordered) - 0.2)
    _log_ratio(ax, float(ratios["low"].min()), float(ratios["high"].max()))
    part = ratios.loc[marked]
    below, above = int((part["high"] < 1).sum()), int((part["low"] > 1).sum())
    unsure = len(part) - below - above
    said = [
        f"{n} {what}"
        for n, what in ((below, "below 1"), (above, "above 1"), (unsure, "unclear"))
        if n
    ]
    ax.set(
        xlabel="hazard ratio: below 1 fewer leave (95 % interval)",
        title=f"Of {len(part)} hazard ratios: {_listed(said)}",
    )
    ax.grid(visible=False, axis="y")
    return ax


def adjusted_ratios(
    steps: pd.DataFrame, *, trait: str, what: str = "leave", ax: "Axes | None" = None
) -> "Axes":
    """What becomes of the hazard ratio of one trait as other things are held fixed?

    One dot and interval a step, from the top down; grey where the interval holds 1.

    Parameters
    ----------
    steps : DataFrame
        One row a step in order, each a row of `LeavingHazard.hazard_ratios`; its index says what
        is held fixed.
    trait : str
        Whose ratio it is, for the title.
    what : str
        What those do who "leave".
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(steps, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (7, 0.55 * len(steps) + 1.5))
    places = np.arange(len(steps))[::-1]
    for place, (_, row) in zip(places, steps.iterrows(), strict=True):
        color = QUIET if row["low"] <= 1 <= row["high"] else EXPECTED
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=2)
        ax.plot([row["estimate"]], [place], "o", color=color, zorder=5)
        ax.annotate(f"{row['estimate']:.2f}", (row["estimate"], place), xytext=(0, 7), ha="center",
                    textcoords="offset points",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2})  # fmt: skip
    ax.axvline(1, color="0.3", linewidth=1)
    ax.set_yticks(places, [str(name) for name in steps.index])
    ax.set_ylim(-0.6, len(steps) - 0.3)
    _log_ratio(ax, float(steps["low"].min()), float(steps["high"].max()))
    first, last = steps["estimate"].iloc[[0, -1]]
    ax.set(
        xlabel=f"hazard ratio: below 1 fewer {what} (95 % interval)",
        title=f"{trait}: {first:.2f} {steps.index[0]}, {last:.2f} {steps.index[-1]}",
    )
    ax.grid(visible=False, axis="y")
    return ax


def found_and_true(
    found: Mapping[str, pd.DataFrame], true: pd.Series, *, ax: "Axes | None" = None
) -> "Axes":
    """Does the method find the hazard ratios that were put in?

    One row a bond: the true ratio as a line, and a dot with its interval a way of finding it.

    Parameters
    ----------
    found : mapping of str to DataFrame
        Each from `LeavingHazard.hazard_ratios`; two ways at most.
    true : Series
        The true ratio of each bond, by the names of the rows of `found`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    colors = (CONTRAST, EXPECTED)
    if not 1 <= len(found) <= len(colors):
        raise ValueError(f"found holds {len(found)} tables; one or two can be drawn")
    for name, table in found.items():
        check_columns(table.T, list(true.index), name=name)
    ax, _ = canvas(ax, (7, 0.8 * len(true) + 1.6))
    places = np.arange(len(true))[::-1]
    missed = {}
    for number, (name, table) in enumerate(found.items()):
        rows = table.loc[true.index]
        at = places + 0.2 * (len(found) - 1) / 2 - 0.2 * number
        errors = [rows["estimate"] - rows["low"], rows["high"] - rows["estimate"]]
        ax.errorbar(rows["estimate"], at, xerr=errors, fmt="o", color=colors[number], label=name,
                    capsize=3)  # fmt: skip
        inside = (rows["low"] <= true) & (true <= rows["high"])
        missed[name] = list(true.index[~inside])
    ax.vlines(true, places - 0.32, places + 0.32, color=ACTUAL, linewidth=2.5, label="true")
    ax.axvline(1, color="0.3", linewidth=1, linestyle=":", zorder=0)
    ax.set_yticks(places, list(true.index))
    ax.set_ylim(-0.6, len(true) - 0.4)
    low = min(
        float(true.min()), *(float(table.loc[true.index, "low"].min()) for table in found.values())
    )
    high = max(
        float(true.max()), *(float(table.loc[true.index, "high"].max()) for table in found.values())
    )
    _log_ratio(ax, low, high)
    told = [f"{name}: {_missed(missed[name], len(true))}" for name in found]
    ax.set(
        xlabel="hazard ratio: below 1 fewer leave (95 % interval)",
        title="; ".join(told)[:1].upper() + "; ".join(told)[1:],
    )
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    ax.grid(visible=False, axis="y")
    return ax


def _log_ratio(ax: "Axes", low: float, high: float) -> None:
    """A logarithmic axis with plain numbers."""
    ax.set_xscale("log")
    low, high = min(low, 0.9) / 1.15, max(high, 1.1) * 1.15
    ticks = [
        t for t in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10) if low < t < high
    ]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_xticks([], minor=True)
    ax.set_xlim(low, high)


def _missed(names: list[str], of: int) -> str:
    if not names:
        return f"all {of} found"
    return f"true ratio of {_listed(names)} missed"


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
