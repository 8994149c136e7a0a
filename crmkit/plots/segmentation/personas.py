"""Figures of personas: which are found again, and would those of a single cloud be, too?"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["agreement", "found_again"]


def agreement(
    found: Mapping[str, pd.DataFrame], *, clusters: int, ax: "Axes | None" = None
) -> "Axes":
    """Do new draws lead to the same clusters, and more so than in a cloud without groups?

    Parameters
    ----------
    found : mapping of str to DataFrame
        Whose customers -> from `personas.agreement`: two, the customers first.
    clusters : int
        The number of clusters of which the title speaks.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if len(found) != 2:
        raise ValueError(f"found has {len(found)} tables; two are held against each other")
    ax, _ = canvas(ax, (6.6, 3.6))
    told = []
    for number, (name, table) in enumerate(found.items()):
        tables.check_columns(table, ["estimate", "low", "high"], name=f"found[{name!r}]")
        color = (EXPECTED, CONTRAST)[number]
        x = np.asarray(table.index, dtype=float) + (number - 0.5) * 0.16
        middle = table["estimate"].to_numpy()
        reach = [middle - table["low"].to_numpy(), table["high"].to_numpy() - middle]
        ax.errorbar(x, middle, yerr=reach, fmt="os"[number], color=color, capsize=4, label=name)
        told.append(f"{name} {float(table['estimate'][clusters]):.2f}")
    ax.axvspan(clusters - 0.4, clusters + 0.4, color=EXPECTED, alpha=0.1, linewidth=0)
    ax.set_xticks(list(next(iter(found.values())).index))
    ax.set_ylim(top=1.08)
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    ax.set(
        xlabel="clusters asked for",
        ylabel="agreement (adjusted Rand)",
        title=f"With {clusters} clusters, new draws agree: {', '.join(told)}",
    )
    return ax


def found_again(found: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which persona is found again when other customers are drawn?

    Parameters
    ----------
    found : DataFrame
        From `personas.found_again`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(found, ["overlap", "low", "high", "found_share"])
    ax, _ = canvas(ax, (6.6, 1.5 + 0.5 * len(found)))
    rows = found.sort_values("found_share")
    for place, (_, row) in enumerate(rows.iterrows()):
        color = GOOD if row["found_share"] >= 0.75 else BAD
        reach = [[row["overlap"] - row["low"]], [row["high"] - row["overlap"]]]
        ax.errorbar(row["overlap"], place, xerr=reach, fmt="o", color=color, capsize=4)
        ax.annotate(
            f"found in {100 * row['found_share']:.0f} %",
            (1.03, place),
            va="center",
            color=color,
            weight="bold",
        )
    ax.axvline(0.75, color="0.3", linestyle=":")
    ax.annotate(
        "found again from here",
        (0.75, len(rows) - 0.45),
        xytext=(-5, 0),
        textcoords="offset points",
        ha="right",
        va="center",
    )
    ax.set_yticks(range(len(rows)), labels=[str(name) for name in rows.index])
    ax.set_ylim(-0.6, len(rows) - 0.15)
    ax.set_xlim(0, 1.32)
    ax.set_xticks(np.arange(0, 1.01, 0.25))
    ax.grid(visible=False, axis="y")
    shares = (100 * rows["found_share"]).round().astype(int).to_list()
    ax.set(
        xlabel="overlap with the nearest new cluster",
        title=(
            f"Found again in {shares[0]} % of the draws ({rows.index[0]})\n"
            f"to {shares[-1]} % ({rows.index[-1]})"
        ),
    )
    return ax
