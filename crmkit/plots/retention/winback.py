"""Figures of win-back: the tables of `crmkit.retention.winback` and `offers` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["call_values", "offer_curves", "rates_by_silence"]


def rates_by_silence(
    by_group: Mapping[str, pd.DataFrame],
    *,
    what: str = "came back",
    xlabel: str = "silent for",
    ax: "Axes | None" = None,
) -> "Axes":
    """How does the chance of a return fall with silence, for few and for many past purchases?

    Parameters
    ----------
    by_group : mapping of DataFrame
        Name of a group to its table of `winback.return_rates` by silence, at most three.
    what, xlabel : str
        For the labels: what the customers did, and what the cells are.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 4))
    said = []
    for place, (name, found) in enumerate(by_group.items()):
        check_columns(found, ["return_rate", "low", "high"], name=repr(name))
        if not found.index.equals(next(iter(by_group.values())).index):
            raise ValueError(f"{name!r} has other cells, or in another order, than the first table")
        x = np.arange(len(found)) + 0.06 * place
        rate = 100 * found["return_rate"]
        reach = [rate - 100 * found["low"], 100 * found["high"] - rate]
        color = (EXPECTED, CONTRAST, QUIET)[place % 3]
        ax.errorbar(x, rate, yerr=reach, color=color, marker="o", capsize=4, label=str(name))
        said.append(f"{rate.iloc[0]:.0f} to {rate.iloc[-1]:.0f} % ({name})")
        ax.set_xticks(np.arange(len(found)), [str(one) for one in found.index])
    title = f"{what.capitalize()}: {', '.join(said)}"
    if len(by_group) == 1:
        title = (
            f"{rate.iloc[0]:.0f} % {what} after the shortest silence, "
            f"{rate.iloc[-1]:.0f} % after the longest"
        )
    ax.set(
        ylim=(0, None),
        xlabel=xlabel,
        ylabel=f"{what}, % of customers",
        title=title,
    )
    if len(by_group) > 1:
        ax.legend(frameon=False)
    ax.grid(visible=False, axis="x")
    return ax


def call_values(values: pd.DataFrame, *, unit: str = "yuan", ax: "Axes | None" = None) -> "Axes":
    """Where does a call earn money, and where does it lose some?

    Parameters
    ----------
    values : DataFrame
        From `winback.call_values`.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(values, ["estimate", "low", "high", "action"])
    ordered = values.sort_values("estimate")
    ax, _ = canvas(ax, (8, 0.42 * len(values) + 1.5))
    colors = {"call": GOOD, "leave alone": BAD, "test more": QUIET}
    for place, (_, row) in enumerate(ordered.iterrows()):
        color = colors[row["action"]]
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=2)
        ax.plot([row["estimate"]], [place], "o", color=color, zorder=5)
        ax.annotate(row["action"], (1, place), xytext=(6, 0), va="center", color="0.2",
                    xycoords=("axes fraction", "data"), textcoords="offset points",
                    annotation_clip=False)  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    names = [", ".join(map(str, one)) if isinstance(one, tuple) else str(one)
             for one in ordered.index]  # fmt: skip
    ax.set_yticks(range(len(ordered)), names)
    ax.set_ylim(-0.6, len(ordered) - 0.4)
    n = values["action"].value_counts()
    ax.set(
        xlabel=f"value of one call ({unit})",
        title=f"A call earns in {n.get('call', 0)} of {len(values)} groups "
        f"and loses in {n.get('leave alone', 0)}",
    )
    ax.grid(visible=False, axis="y")
    return ax


def offer_curves(
    profits: Mapping[str, pd.DataFrame], *, unit: str = "yuan", ax: "Axes | None" = None
) -> "Axes":
    """Which size of offer earns most in each segment?

    Parameters
    ----------
    profits : mapping of DataFrame
        Name of a segment to its table of `offers.offer_profits`, at most three.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 4))
    said = []
    for place, (name, found) in enumerate(profits.items()):
        check_columns(found, ["profit", "low", "high"], name=repr(name))
        color = (EXPECTED, CONTRAST, QUIET)[place % 3]
        x, best = found.index.to_numpy(), found["profit"].idxmax()
        ax.plot(x, found["profit"], color=color, label=str(name))
        ax.fill_between(x, found["low"], found["high"], color=color, alpha=0.15)
        ax.plot(x[x == best], [found["profit"].max()], "o", color=color, markersize=9)
        said.append(f"{best:g} for {name}")
    ax.set(
        xlabel=f"size of the offer ({unit})",
        ylabel=f"profit a customer asked ({unit})",
        title=f"The best offer ({unit}): {', '.join(said)}",
    )
    ax.legend(frameon=False)
    return ax
