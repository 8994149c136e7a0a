"""Figures of a game of two firms: tables of `crmkit.campaigns.entry_game` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["payoff_cells"]


def payoff_cells(
    replies: pd.DataFrame,
    *,
    unit: str = "million yuan",
    scale: float = 1e-6,
    ax: "Axes | None" = None,
) -> "Axes":
    """Where do the two firms come to rest?

    Parameters
    ----------
    replies : DataFrame
        From `entry_game.best_replies`.
    unit, scale
        Of the money, and what it is multiplied by.
    ax : Axes, optional
        Where to draw; a new figure if not given. A payoff in brackets is a best reply; a framed
        cell is an equilibrium.
    """
    from matplotlib.patches import Rectangle

    wanted = ["payoff", "rival_payoff", "best", "rival_best", "equilibrium"]
    tables.check_columns(replies, wanted)
    ours, theirs = (list(dict.fromkeys(replies.index.get_level_values(k))) for k in (0, 1))
    ax, _ = canvas(ax, (2.6 * len(theirs) + 2.4, 0.75 * len(ours) + 1.3))
    pairs = list(replies.index.to_flat_index())
    for (mine, other), (_, row) in zip(pairs, replies.iterrows(), strict=True):
        x, y = theirs.index(other), len(ours) - 1 - ours.index(mine)
        texts = [
            f"[{scale * row[name]:,.0f}]" if row[flag] else f"{scale * row[name]:,.0f}"
            for name, flag in (("payoff", "best"), ("rival_payoff", "rival_best"))
        ]
        framed = bool(row["equilibrium"])
        ax.add_patch(
            Rectangle(
                (x - 0.47, y - 0.44), 0.94, 0.88, facecolor="white", zorder=3 if framed else 2,
                edgecolor=GOOD if framed else QUIET, linewidth=3 if framed else 1,
            )
        )  # fmt: skip
        ax.text(x, y, f"we {texts[0]}, they {texts[1]}", ha="center", va="center", zorder=4)
    ax.set_xticks(range(len(theirs)), [str(one) for one in theirs])
    ax.set_yticks(range(len(ours)), [str(one) for one in ours[::-1]])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlim(-0.5, len(theirs) - 0.5)
    ax.set_ylim(-0.5, len(ours) - 0.5)
    ax.grid(visible=False)
    for edge in ax.spines.values():
        edge.set_visible(False)
    rests = [pair for pair, one in zip(pairs, replies["equilibrium"], strict=True) if one]
    said = "; ".join(f"we “{a}”, they “{b}”" for a, b in rests) or "nowhere"
    ax.set_xlabel(f"{unit}; in brackets: a best reply; framed: where nobody moves alone")
    ax.set_title(f"The game comes to rest: {said}", pad=30)
    return ax
