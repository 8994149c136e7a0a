"""Figures of factors: how many there are, and which columns hang on which."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["eigenvalues", "loadings"]


def eigenvalues(explained: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How many factors carry more than chance would?

    Parameters
    ----------
    explained : DataFrame
        From `factors.explained`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(
        explained, ["eigenvalue", "chance_eigenvalue", "kept", "cumulative_variance_share"]
    )
    ax, _ = canvas(ax, (6.6, 3.4))
    colors = [EXPECTED if kept else QUIET for kept in explained["kept"]]
    ax.bar(explained.index, explained["eigenvalue"], color=colors)
    for factor, value in explained["eigenvalue"].items():
        ax.annotate(
            f"{value:.2f}",
            (factor, value),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            bbox={"facecolor": "white", "alpha": 0.8, "pad": 0.5, "linewidth": 0},
            zorder=4,
        )
    ax.plot(
        explained.index,
        explained["chance_eigenvalue"],
        color=CONTRAST,
        marker="s",
        linestyle="--",
        label="shuffled columns (19 of 20 stay below)",
    )
    many = int(explained["kept"].sum())
    title = f"{many} of {len(explained)} factors stand above chance"
    if many:
        carried = 100 * explained["cumulative_variance_share"].iloc[many - 1]
        title += f" and carry {carried:.0f} % of the variance"
    ax.set_xticks(list(explained.index))
    ax.margins(y=0.12)
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False)
    ax.set(xlabel="factor", ylabel="eigenvalue (columns' worth)", title=title)
    return ax


def loadings(loaded: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which columns hang on which factor?

    Parameters
    ----------
    loaded : DataFrame
        From `factors.loadings`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.colors import to_hex

    names = [name for name in loaded.columns if str(name).startswith("factor_")]
    if not names:
        raise ValueError(f"no column factor_1, factor_2 ...; found {list(loaded.columns)[:9]}")
    table = loaded[names]
    ax, _ = canvas(ax, (1.9 + 1.3 * len(names), 0.9 + 0.42 * len(table)))
    image = ax.imshow(table, cmap="PuOr", vmin=-1, vmax=1, aspect="auto")
    for (row, column), value in zip(
        ((r, c) for r in range(len(table)) for c in range(len(names))),
        table.to_numpy().ravel(),
        strict=True,
    ):
        ax.annotate(
            f"{value:.2f}",
            (column, row),
            ha="center",
            va="center",
            color=ink(to_hex(image.cmap(image.norm(value)))),
        )
    ax.set_xticks(range(len(names)), labels=[str(name).replace("_", " ") for name in names])
    ax.set_yticks(range(len(table)), labels=[str(name) for name in table.index])
    ax.grid(visible=False)
    strongest = table.abs().to_numpy().argmax(axis=1)
    groups = [
        ", ".join(str(name) for name, one in zip(table.index, strongest, strict=True) if one == k)
        for k in range(len(names))
    ]
    ax.set_title("Together: " + "; ".join(filter(None, groups)))
    return ax
