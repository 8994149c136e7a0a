"""Figures of how well ratings are foretold: tables of `crmkit.campaigns.ratings` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["errors"]


def errors(compared: pd.DataFrame, *, unit: str = "stars", ax: "Axes | None" = None) -> "Axes":
    """How much closer does each model come than the one before it?

    Parameters
    ----------
    compared : DataFrame
        From `ratings.compared`, the plainest model first, two or more.
    unit : str
        Of the ratings.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(compared, ["rmse", "low", "high"])
    if len(compared) < 2:
        raise ValueError("one model is compared with nothing: give two or more")
    ax, _ = canvas(ax, (8, 0.5 * len(compared) + 1.5))
    rmse = compared["rmse"]
    for place, (_, row) in enumerate(compared.iterrows()):
        left = len(compared) - 1 - place
        color = CONTRAST if left == 0 else EXPECTED if left == 1 else QUIET
        ax.plot([row["low"], row["high"]], [left, left], color=color, linewidth=3)
        ax.plot([row["rmse"]], [left], "o", color=color, markersize=8, zorder=5)
        ax.annotate(f"{row['rmse']:.3f}", (row["high"], left), xytext=(6, 0), va="center",
                    color="0.2", textcoords="offset points")  # fmt: skip
    ax.set_yticks(range(len(compared)), [str(one) for one in compared.index[::-1]])
    ax.set_ylim(-0.6, len(compared) - 0.4)
    ax.margins(x=0.12)
    last, before = compared.index[-1], compared.index[-2]
    gain = 100 * (1 - rmse.iloc[-1] / rmse.iloc[-2])
    closer = f"{gain:.1f} % closer" if gain >= 0 else f"{-gain:.1f} % farther off"
    ax.set(
        xlabel=f"root mean squared error ({unit})",
        title=f"{str(last).capitalize()}: {closer} than {before}",
    )
    ax.grid(visible=False, axis="y")
    return ax
