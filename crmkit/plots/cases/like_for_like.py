"""Figures of a gap between two groups: what they buy, and what is left once that is held equal."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["gap_left", "same_purchase", "split"]


def same_purchase(
    strata: pd.DataFrame,
    *,
    groups: tuple[str, str] = ("loyal guests", "others"),
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """Do the two groups pay differently, or do they buy differently?

    Parameters
    ----------
    strata : DataFrame
        From `like_for_like.by_stratum`, at most about eight rows, all of which both groups buy.
    groups : pair of str
        What the group and the others are called.
    unit : str
        Of the value.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    shares, means = ["share_in_group", "share_of_others"], ["mean_in_group", "mean_of_others"]
    check_columns(strata, [*shares, *means])
    ordered = strata.sort_values("mean_of_others", ascending=False)
    ax, _ = canvas(ax, (8, 0.62 * len(ordered) + 1.6))
    places = np.arange(len(ordered))
    longest = 100 * ordered[shares].to_numpy().max()
    for shift, share, mean, color, name in zip(
        (0.19, -0.19), shares, means, (EXPECTED, CONTRAST), groups, strict=True
    ):
        wide = 100 * ordered[share]
        ax.barh(places + shift, wide, 0.36, color=color, label=name)
        for place, end, pays in zip(places + shift, wide, ordered[mean], strict=True):
            ax.annotate(f"{pays:.0f} {unit}", (end, place), xytext=(4, 0), va="center",
                        textcoords="offset points", color="0.2", fontsize=10)  # fmt: skip
    ax.set_yticks(places, [_name(one) for one in ordered.index])
    cheapest = ordered.iloc[-1]
    within = np.ceil((ordered[means[0]] - ordered[means[1]]).abs().max())
    ax.set(
        xlim=(0, longest * 1.18),
        xlabel="share of the group's purchases, % (and what it pays there on average)",
        title=f"Bills agree within {within:.0f} {unit}; the cheapest are "
        f"{100 * cheapest['share_in_group']:.0f} against {100 * cheapest['share_of_others']:.0f} %",
    )
    ax.legend(frameon=False, loc="lower right" if len(ordered) > 2 else "best")
    ax.grid(visible=False, axis="y")
    return ax


def gap_left(
    steps: pd.DataFrame,
    *,
    unit: str = "yuan",
    held: str = "the purchase",
    ax: "Axes | None" = None,
) -> "Axes":
    """What is left of the gap as one column after the other is held equal?

    Parameters
    ----------
    steps : DataFrame
        From `like_for_like.one_by_one`.
    unit : str
        Of the value.
    held : str
        What the columns make equal, for the title.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(steps, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (7.5, 4))
    x, middle = np.arange(len(steps)), steps["estimate"]
    color = [CONTRAST, *[EXPECTED] * (len(steps) - 1)]
    reach = np.array([middle - steps["low"], steps["high"] - middle])
    for place in x:
        ax.errorbar(place, middle.iloc[place], yerr=reach[:, [place]], color=color[place],
                    marker="o", markersize=8, capsize=5)  # fmt: skip
        ax.annotate(f"{_signed(middle.iloc[place])}", (place, middle.iloc[place]), va="center",
                    xytext=(10, 0), textcoords="offset points", color="0.2")  # fmt: skip
    ax.axhline(0, color="0.3", linewidth=1)
    last = steps.iloc[-1]
    zero = "the interval holds 0" if last["low"] <= 0 <= last["high"] else "0 lies outside"
    ax.set_xticks(x, ["nothing\nheld equal", *(_name(one) for one in steps.index[1:])])
    ax.set_xlim(-0.4, len(steps) - 0.4)
    ax.set(
        ylabel=f"gap, {unit}",
        title=f"From {_signed(middle.iloc[0])} to {_signed(last['estimate'])} {unit} with "
        f"{held} held equal: {zero}",
    )
    ax.grid(visible=False, axis="x")
    return ax


def split(parts: pd.DataFrame, *, unit: str = "yuan", ax: "Axes | None" = None) -> "Axes":
    """Which of the things that a group buys differently makes the gap?

    Parameters
    ----------
    parts : DataFrame
        From `like_for_like.parts`.
    unit : str
        Of the value.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(parts, ["estimate", "low", "high"])
    ordered = parts.loc[["left over", *parts.index[:-2][::-1]]]
    ax, _ = canvas(ax, (8, 0.5 * len(ordered) + 1.5))
    places = np.arange(len(ordered))
    colors = [QUIET, *[EXPECTED] * (len(ordered) - 1)]
    reach = [ordered["estimate"] - ordered["low"], ordered["high"] - ordered["estimate"]]
    ax.barh(places, ordered["estimate"], 0.6, color=colors, xerr=reach, capsize=4)
    for place, (_, row) in zip(places, ordered.iterrows(), strict=True):
        ax.annotate(_signed(row["estimate"]), (1, place), xytext=(6, 0), va="center", color="0.2",
                    xycoords=("axes fraction", "data"), textcoords="offset points",
                    annotation_clip=False)  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(places, [_name(one) for one in ordered.index])
    estimates = parts["estimate"].astype("float64")
    at = int(np.argmax(np.abs(estimates.to_numpy()[:-2])))
    largest, most = parts.index[at], float(estimates.iloc[at])
    ax.set(
        xlabel=f"part of the gap, {unit}",
        title=f"Of {_signed(float(estimates.iloc[-1]))} {unit}, {_signed(most)} come from one "
        f"thing: {_name(largest)}",
    )
    ax.grid(visible=False, axis="y")
    return ax


def _name(one: object) -> str:
    return ", ".join(map(str, one)) if isinstance(one, tuple) else str(one).replace("_", " ")


def _signed(value: float) -> str:
    """A number with its sign, and none on a nought.

    >>> _signed(-39.7), _signed(-0.02), _signed(2.04)
    ('−39.7', '0.0', '+2.0')
    """
    text = f"{value:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", "\u2212")
