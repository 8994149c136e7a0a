"""Figures of rebates held against peers: tables of `crmkit.campaigns.peer_rebates` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["flags"]


def flags(
    peers: pd.DataFrame,
    chosen: pd.Series,
    volume: pd.Series,
    *,
    bent: pd.Series | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Who is flagged, and (where the truth is known) who should have been?

    Parameters
    ----------
    peers : DataFrame
        From `peer_rebates.against_peers`.
    chosen : Series
        From `peer_rebates.flagged`.
    volume : Series
        Money invoiced, above 0, by buyer.
    bent : Series, optional
        1 and 0 by buyer, if known; ringed.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(peers, ["z"], name="peers")
    tables.check_same_customers(peers.index, chosen.index, names=("peers", "chosen"))
    tables.check_same_customers(peers.index, volume.index, names=("peers", "volume"))
    ax, _ = canvas(ax, (8, 4.4))
    hit = chosen.reindex(peers.index) == 1
    money = volume.reindex(peers.index) / 1000
    for one, color, what in ((~hit, QUIET, "not flagged"), (hit, CONTRAST, "flagged")):
        ax.plot(money[one], peers.loc[one, "z"], "o", color=color, markersize=5, label=what)
    title = f"{hit.sum()} of {len(peers)} buyers are flagged"
    if bent is not None:
        guilty = bent.reindex(peers.index) == 1
        ax.plot(money[guilty], peers.loc[guilty, "z"], "o", markersize=10, fillstyle="none",
                color=EXPECTED, label="takes a kickback")  # fmt: skip
        right = int((hit & guilty).sum())
        title += f": {right} of {guilty.sum()} bent ones, and {hit.sum() - right} honest"
    ax.axhline(0, color="0.3", linewidth=1)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.legend(loc="upper right", ncols=3)
    low, high = peers["z"].min(), peers["z"].max()
    ax.set(
        ylim=(low - 0.1 * (high - low), high + 0.22 * (high - low)),
        xlabel="invoiced to the buyer (1,000 yuan)",
        ylabel="rebate against peers (z)",
        title=title,
    )
    return ax
