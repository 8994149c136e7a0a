"""A figure of the number of clusters, held against one cloud without any."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["silhouettes"]


def silhouettes(found: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Do clusters stand further apart than those cut out of one cloud without groups?

    Parameters
    ----------
    found : DataFrame
        From `cluster_count.silhouettes`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(found, ["silhouette", "chance_silhouette", "above_chance"])
    ax, _ = canvas(ax, (6.6, 3.6))
    lines = [
        ("silhouette", EXPECTED, "o", "these customers"),
        ("chance_silhouette", CONTRAST, "s", "one cloud without groups\n(19 of 20 stay below)"),
    ]
    for column, color, marker, name in lines:
        style = "-" if column == "silhouette" else "--"
        ax.plot(found.index, found[column], style, color=color, marker=marker, label=name)
    more = found["silhouette"] - found["chance_silhouette"]
    above = more[found["above_chance"]]
    if above.empty:
        title = "No cut stands further apart than that of one cloud"
    else:
        best = above.index.to_list()[int(above.argmax())]
        names = [str(one) for one in above.index]
        told = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        title = f"Above one cloud with {told} clusters, by {above.max():.2f} at most"
        ends = [float(found[one][best]) for one in ("chance_silhouette", "silhouette")]
        ax.plot([best, best], ends, color=EXPECTED, linewidth=6, alpha=0.35)
        ax.annotate(
            f"+{above.max():.2f}",
            (best, ends[1]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            color=EXPECTED,
            weight="bold",
        )
    ax.set_xticks(list(found.index))
    ax.set_ylim(0, 1.25 * found[["silhouette", "chance_silhouette"]].to_numpy().max())
    ax.legend(frameon=False, loc="lower left")
    ax.set(xlabel="clusters asked for", ylabel="silhouette", title=title)
    return ax
