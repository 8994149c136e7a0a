"""Figures of bonds: who leaves by the number of bonds, who is still there, what a bond is worth."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["bond_values", "rates_by_bonds", "survival_by_bonds"]

COLORS = (EXPECTED, CONTRAST, "0.4")


def rates_by_bonds(kinds: Mapping[str, pd.DataFrame], *, ax: "Axes | None" = None) -> "Axes":
    """Do fewer customers leave, the more bonds of a kind they have?

    One line a kind, with the interval of each share.

    Parameters
    ----------
    kinds : mapping of str to DataFrame
        Each from `loyalty.bonds.leaving_rates` by a number of bonds, two rows or more; at most
        three kinds.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not 1 <= len(kinds) <= len(COLORS):
        raise ValueError(f"kinds holds {len(kinds)} tables; one to {len(COLORS)} can be drawn")
    for name, table in kinds.items():
        check_columns(table, ["leaving_rate", "low", "high"], name=name)
        if len(table) < 2:
            raise ValueError(f"{name} has one row only: there is no line to draw")
    ax, _ = canvas(ax, (7, 4))
    claims: list[str] = []
    longest = max(max(table.index) for table in kinds.values())
    for number, (name, table) in enumerate(kinds.items()):
        color, rates = COLORS[number], 100 * table[["leaving_rate", "low", "high"]]
        x = table.index.to_numpy() + 0.04 * (number - (len(kinds) - 1) / 2)
        errors = [rates["leaving_rate"] - rates["low"], rates["high"] - rates["leaving_rate"]]
        ax.errorbar(x, rates["leaving_rate"], yerr=errors, color=color, marker="o", capsize=3)
        for place in (0, -1):
            # At the left two kinds may begin close together: the first stands above.
            up = 1 if place == -1 or number == 0 else -1
            edge = rates["high"].iloc[place] if up > 0 else rates["low"].iloc[place]
            ax.annotate(f"{rates['leaving_rate'].iloc[place]:.0f} %", (x[place], edge),
                        xytext=(0, 4 * up), textcoords="offset points", ha="center",
                        va="bottom" if up > 0 else "top", color=color)  # fmt: skip
        # The name of the longest line stands outside the frame, which would cross it.
        ends_at_frame = max(table.index) == longest
        ax.annotate(name, (1 if ends_at_frame else x[-1], rates["leaving_rate"].iloc[-1]),
                    xycoords=("axes fraction" if ends_at_frame else "data", "data"),
                    xytext=(6 if ends_at_frame else 10, 0), textcoords="offset points",
                    va="center", color=color, annotation_clip=False)  # fmt: skip
        ends = rates["leaving_rate"].iloc[[0, -1]]
        verb = " leave" if not claims else ""
        claims.append(f"{name}: {ends.iloc[0]:.0f} to {ends.iloc[1]:.0f} %{verb}")
    ax.set(
        xticks=np.arange(longest + 1),
        xlabel="how many of them a customer has",
        ylabel="left (%), with 95 % intervals",
        title="; ".join(claims)[:1].upper() + "; ".join(claims)[1:],
    )
    ax.set_ylim(bottom=0, top=1.12 * 100 * max(table["high"].max() for table in kinds.values()))
    ax.grid(visible=False, axis="x")
    return ax


def survival_by_bonds(
    curves: pd.DataFrame,
    *,
    month: float,
    bonds: str = "bonds",
    ax: "Axes | None" = None,
) -> "Axes":
    """Who is still there after so many months, by the number of bonds?

    One step curve a group; the first and the last have the band of their interval, and at `month`
    their share.

    Parameters
    ----------
    curves : DataFrame
        From `retention.survival.curves`, two groups or more in order.
    month : float
        Where the shares are read off.
    bonds : str
        What the groups count, for the labels.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns

    check_columns(curves, ["survival", "low", "high"])
    groups = list(dict.fromkeys(curves.index.get_level_values(0)))
    if len(groups) < 2:
        raise ValueError("curves holds one group only: there is nothing to compare")
    ax, _ = canvas(ax, (7, 4.4))
    shades = sns.light_palette(EXPECTED, len(groups) + 2)[2:]
    read: dict[Any, float] = {}
    for name, color in zip(groups, shades, strict=True):
        curve = 100 * curves.loc[name][["survival", "low", "high"]]
        ax.step(curve.index, curve["survival"], where="post", color=color, linewidth=2, label=name)
        if name in (groups[0], groups[-1]):
            ax.fill_between(curve.index, curve["low"], curve["high"], step="post", color=color,
                            alpha=0.2, linewidth=0)  # fmt: skip
            read[name] = float(curve["survival"][curve.index <= month].iloc[-1])
        ax.annotate(str(name), (curve.index[-1], curve["survival"].iloc[-1]), xytext=(6, 0),
                    textcoords="offset points", va="center", color=color, weight="bold",
                    annotation_clip=False)  # fmt: skip
    ax.axvline(month, color="0.6", linewidth=1, linestyle="--", zorder=0)
    for name, share in read.items():
        ax.plot([month], [share], "o", color=shades[groups.index(name)], zorder=5)
        ax.annotate(f"{share:.0f} %", (month, share), xytext=(6, 5), textcoords="offset points")
    end = curves.index.get_level_values(1).max()
    ax.set(
        xlim=(0, end),
        ylim=(0, 110),
        yticks=range(0, 101, 20),
        xlabel=f"months as a customer (right: number of {bonds})",
        ylabel="still customers (%)",
        title=(
            f"After {month:g} months {read[groups[-1]]:.0f} % with {groups[-1]} {bonds} are there, "
            f"{read[groups[0]]:.0f} % with {groups[0]}"
        ),
    )
    return ax


def bond_values(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """For whom does it pay to build a bond, and how sure is that?

    One bar a choice, the best on top, with the interval of its value; grey where that holds 0.

    Parameters
    ----------
    table : DataFrame
        From `loyalty.bonds.bond_value`, its index naming the choices.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["value", "low", "high"])
    ordered = table.sort_values("value")
    ax, _ = canvas(ax, (7, 0.55 * len(table) + 1.6))
    colors = [
        GOOD if low > 0 else BAD if high < 0 else QUIET
        for low, high in zip(ordered["low"], ordered["high"], strict=True)
    ]
    errors = [ordered["value"] - ordered["low"], ordered["high"] - ordered["value"]]
    places = np.arange(len(ordered))
    ax.barh(places, ordered["value"], xerr=errors, color=colors, ecolor="0.3", capsize=3)
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(places, [str(name) for name in ordered.index])
    ends = float(ordered["high"].max()), float(ordered["low"].min())
    room = 0.16 * (max(ends[0], 0) - min(ends[1], 0))
    for place, (value, high) in enumerate(zip(ordered["value"], ordered["high"], strict=True)):
        ax.annotate(f"{value:+,.0f}", (max(high, 0), place), xytext=(6, 0), va="center",
                    textcoords="offset points")  # fmt: skip
    ax.set_xlim(min(ends[1], 0) - 0.3 * room, max(ends[0], 0) + room)
    sure = int((ordered["low"] > 0).sum())
    ax.set(
        xlabel="value of the bond per customer, after its cost (95 % interval)",
        title=(
            f"{sure} of {len(table)} pay over their whole interval; the best: {ordered.index[-1]}"
        ),
    )
    ax.grid(visible=False, axis="y")
    return ax
