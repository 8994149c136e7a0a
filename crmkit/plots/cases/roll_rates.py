"""Figures of roll rates: the tables of `crmkit.campaigns.roll_rates` in, Axes out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["early_warning", "fates"]


def fates(absorbed: pd.DataFrame, *, lost: str = "lost", ax: "Axes | None" = None) -> "Axes":
    """Of 100 yuan in each state, how many are paid in the end, and how many lost?

    Parameters
    ----------
    absorbed : DataFrame
        From `roll_rates.absorbed`, with two or more columns.
    lost : str
        The column that is bad.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(absorbed, [lost], name="absorbed")
    shares = 100 * absorbed[[*absorbed.columns.drop(lost), lost]]
    ax, _ = canvas(ax, (8, 0.55 * len(shares) + 1.4))
    y = np.arange(len(shares))[::-1]
    left = np.zeros(len(shares))
    for name in shares.columns:
        color = BAD if name == lost else GOOD
        ax.barh(y, shares[name], left=left, color=color, height=0.6, label=str(name))
        for place, start, wide in zip(y, left, shares[name], strict=True):
            if wide >= 6:
                ax.text(start + wide / 2, place, f"{name} {wide:.0f}", color=ink(color),
                        ha="center", va="center")  # fmt: skip
        left = left + shares[name].to_numpy()
    worst, least = shares[lost].idxmax(), shares[lost].idxmin()
    ax.set_yticks(y, [str(one) for one in shares.index])
    ax.set(
        xlim=(0, 100),
        xlabel="of 100 yuan open",
        title=f'Of 100 yuan "{worst}" {shares[lost].max():.0f} are lost in the end, '
        f'of 100 "{least}" {shares[lost].min():.0f}',
    )
    ax.grid(visible=False)
    return ax


def early_warning(
    by_group: pd.DataFrame,
    *,
    what: str = "cut off within four months",
    xlabel: str = "late bills in the last year",
    warn: Sequence[object] = (),
    ax: "Axes | None" = None,
) -> "Axes":
    """Which bills, just reminded, will roll on?

    Parameters
    ----------
    by_group : DataFrame
        From `rates.rate_by`, its groups in order.
    what, xlabel : str
        For the labels: what happened, and what the groups are.
    warn : list
        The groups that get the warning, in the colour of losses.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(by_group, ["rate", "low", "high"], name="by_group")
    warned = tables.listed("warn", warn)
    for one in warned:
        tables.option("warn", one, list(by_group.index))
    ax, _ = canvas(ax, (7.5, 4))
    rate = 100 * by_group["rate"]
    x = np.arange(len(rate))
    reach = [rate - 100 * by_group["low"], 100 * by_group["high"] - rate]
    colors = [BAD if one in warned else EXPECTED if not warned else QUIET for one in rate.index]
    ax.bar(x, rate, color=colors, width=0.65)
    ax.errorbar(x, rate, yerr=reach, fmt="none", color="0.25", capsize=4)
    for place, value, top in zip(x, rate, 100 * by_group["high"], strict=True):
        ax.annotate(f"{value:.0f}", (place, top), xytext=(0, 3), textcoords="offset points",
                    ha="center", color="0.2")  # fmt: skip
    ax.set_xticks(x, [str(one) for one in rate.index])
    ax.set(
        ylim=(0, 118 * by_group["high"].max()),
        xlabel=xlabel,
        ylabel=f"{what}, % of bills",
        title=f"{what.capitalize()}: {rate.iloc[0]:.0f} % at {rate.index[0]}, "
        f"{rate.iloc[-1]:.0f} % at {rate.index[-1]} {xlabel}",
    )
    ax.grid(visible=False, axis="x")
    return ax
