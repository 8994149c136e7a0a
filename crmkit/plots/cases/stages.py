"""Figures of a pipeline's stages: tables of `crmkit.campaigns.stages` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["by_kind", "chances"]


def chances(
    in_time: pd.DataFrame,
    in_the_end: pd.DataFrame,
    *,
    assumed: Mapping[str, float],
    when: str = "this quarter",
    ax: "Axes | None" = None,
) -> "Axes":
    """How likely is a deal to be won from each stage, against what everybody assumes?

    Parameters
    ----------
    in_time, in_the_end : DataFrame
        From `stages.chances`, with and without `weeks`; the same stages.
    assumed : dict
        By stage, the chance that is assumed, 0 to 1.
    when : str
        What the weeks are called.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    for one, name in ((in_time, "in_time"), (in_the_end, "in_the_end")):
        tables.check_columns(one, ["estimate", "low", "high"], name=name)
    stages = list(in_time.index)
    ax, _ = canvas(ax, (8, 4))
    x = np.arange(len(stages))
    for shift, table, color, name in (
        (-0.19, in_the_end.loc[stages], QUIET, "won in the end"),
        (0.19, in_time, EXPECTED, f"won {when}"),
    ):
        rate = 100 * table["estimate"]
        reach = [rate - 100 * table["low"], 100 * table["high"] - rate]
        ax.bar(x + shift, rate, 0.36, color=color, label=name, yerr=reach, capsize=3,
               error_kw={"ecolor": "0.25"})  # fmt: skip
        for place, value, top in zip(x + shift, rate, 100 * table["high"], strict=True):
            ax.annotate(f"{value:.0f}", (place, top), xytext=(0, 3), ha="center", color="0.2",
                        textcoords="offset points", fontsize=10, zorder=5,
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    said = [100 * assumed[one] for one in stages]
    ax.hlines(said, x - 0.42, x + 0.42, color=CONTRAST, linewidth=2.5, label="assumed")
    short = [one - 100 * rate for one, rate in zip(said, in_time["estimate"], strict=True)]
    worst = int(np.argmax(short))
    ax.set_xticks(x, stages)
    ax.set(
        ylim=(0, 112),
        ylabel="of 100 deals",
        title=f"{stages[worst].capitalize()}: {said[worst]:.0f} in 100 are assumed, "
        f"{100 * in_time['estimate'].iloc[worst]:.0f} are won {when}",
    )
    ax.legend(frameon=False, loc="upper left")
    ax.grid(visible=False, axis="x")
    return ax


def by_kind(
    strata: pd.DataFrame, *, groups: tuple[str, str], unit: str = "%", ax: "Axes | None" = None
) -> "Axes":
    """Who is ahead over all deals, and who among deals of one kind?

    Parameters
    ----------
    strata : DataFrame
        From `like_for_like.by_stratum`, at most about ten rows.
    groups : pair of str
        What the group and the others are called.
    unit : str
        Of the value that is compared.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    shares, means = ["share_in_group", "share_of_others"], ["mean_in_group", "mean_of_others"]
    tables.check_columns(strata, [*shares, *means])
    ordered = strata.sort_values("mean_of_others", ascending=False)
    whole = [float((strata[s] * strata[m].fillna(0)).sum())
             for s, m in zip(shares, means, strict=True)]  # fmt: skip
    ax, _ = canvas(ax, (8, 0.48 * len(ordered) + 2))
    y = np.append(len(ordered) + 0.4, np.arange(len(ordered))[::-1])
    ends = [np.append(one, ordered[mean]) for one, mean in zip(whole, means, strict=True)]
    ax.hlines(y, ends[0], ends[1], color=QUIET, linewidth=2, zorder=1)
    for values, share, color, name in zip(ends, shares, (EXPECTED, CONTRAST), groups, strict=True):
        size = 30 + 500 * np.append(0.12, ordered[share])
        ax.scatter(values, y, s=size, color=color, label=name, zorder=2, edgecolor="white")
    ax.axhline(len(ordered) - 0.3, color="0.6", linewidth=0.8)
    names = [", ".join(map(str, one)) if isinstance(one, tuple) else str(one)
             for one in ordered.index]  # fmt: skip
    ax.set_yticks(y, ["all deals", *names])
    first, last = (0, 1) if whole[0] >= whole[1] else (1, 0)
    both = ordered[means].dropna()
    ahead = int((both[means[last]] > both[means[first]]).sum())
    ax.set(
        xlim=(min(0, ax.get_xlim()[0]), ax.get_xlim()[1]),
        ylim=(-0.7, len(ordered) + 1.1),
        xlabel=f"won, {unit} (a larger dot: more of the manager's deals)",
        title=f"{groups[first]} leads over all deals ({whole[first]:.0f} to {whole[last]:.0f} "
        f"{unit}), {groups[last]} in {ahead} of {len(both)} kinds",
    )
    handles, labels = ax.get_legend_handles_labels()
    shown = ax.legend(handles, labels, frameon=False, loc="lower right")
    for one in shown.legend_handles:
        one.set_sizes([80])  # type: ignore[union-attr]  # they are dots
    ax.grid(visible=False, axis="y")
    return ax
