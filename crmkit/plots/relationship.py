"""Figures of the relationship levels: the grid, and what each level is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["level_value_lines", "relationship_grid"]


def relationship_grid(
    grid: pd.DataFrame, *, order: Sequence[str] | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Which level pays in which cell of customers x margin?

    A heat map with the level's name in each cell; a darker cell is a higher level.

    Parameters
    ----------
    grid : DataFrame
        Level names, one row a number of customers, one column a margin, as from
        `segmentation.relationship.grid`.
    order : sequence of str, optional
        The names from the lowest level up; not needed where the cells are an ordered categorical,
        as `grid` returns them.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns

    if order is None:
        dtype = grid.dtypes.iloc[0]
        if not isinstance(dtype, pd.CategoricalDtype) or not dtype.ordered:
            raise ValueError("the levels have no order: pass order=[lowest, ..., highest]")
        order = list(dtype.categories)
    names = grid.astype(object)
    unknown = sorted(set(names.to_numpy().ravel()) - set(order))
    if unknown:
        raise ValueError(f"order lacks the levels {unknown}; it names {list(order)}")
    ax, _ = canvas(ax, (7, 3.6))
    rank = names.map(list(order).index).astype(float)
    sns.heatmap(
        rank,
        annot=names.map(lambda name: name.replace(" or ", "\nor ")),
        fmt="",
        cmap="Blues",
        vmin=-1,
        vmax=len(order),
        linewidths=2,
        cbar=False,
        ax=ax,
    )
    ax.set(
        xlabel=f"{grid.columns.name or 'column'} (rate)",
        ylabel=f"{grid.index.name or 'row'} (number)",
    )
    ax.tick_params(axis="y", rotation=0)
    used = names.stack().nunique()
    best = names.stack().loc[lambda cells: cells == order[int(rank.to_numpy().max())]]
    row, column = best.index[0]
    where = f"{row} customers at a {column} margin"
    if len(best) > 1:
        where = f"{len(best)} of {grid.size} cells"
    ax.set_title(f"{used} answers in {grid.size} cells; {best.iloc[0]} pays for {where}")
    return ax


def level_value_lines(values: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """From which margin per customer on does a higher level pay?

    Each level's value as % of the best level's at that margin, so that the level on the 100 %
    line is the choice; dotted lines mark the margins at which the choice switches (straight
    between two rows, which is exact for lines).

    Parameters
    ----------
    values : DataFrame
        Money a customer, one row a margin (the index, two or more, rising from above 0), one
        column a level, as from `segmentation.relationship_sensitivity.value_per_customer`. Some
        level must be worth something at each margin.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    margins = values.index.to_numpy(dtype=float)
    if len(margins) < 2 or margins[0] <= 0 or not (margins[1:] > margins[:-1]).all():
        raise ValueError("the index must hold at least two margins that rise from above 0")
    best = values.max(axis=1)
    if (best <= 0).any():
        raise ValueError(
            f"at {(best <= 0).sum():,} margins (first {margins[(best <= 0).to_numpy()][0]:g}) no "
            "level is worth anything; start higher"
        )
    ax, colors = canvas(ax, (7.5, 4.4))
    percent = 100 * values.div(best, axis=0)
    styles = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]
    for number, name in enumerate(values.columns):
        color, style = colors[number % len(colors)], styles[number % len(styles)]
        ax.plot(margins, percent[name], color=color, linestyle=style, label=name)
    switches = _switches(values)
    for at, _ in switches:
        ax.axvline(at, color="0.5", linewidth=1, linestyle=":")
        ax.annotate(
            f"{at:,.0f}",
            (at, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3, -3),
            textcoords="offset points",
            va="top",
            fontsize=8,
            color="0.3",
        )
    ax.set_xscale("log")
    ax.set_ylim(50, 104)
    ax.set_xlim(margins[0], margins[-1])
    ax.set(
        xlabel="margin per customer (money a year, log scale)",
        ylabel="value of the level (% of the best)",
    )
    ax.legend(loc="lower left", frameon=True, framealpha=0.9, fontsize=9)
    if switches:
        at, name = switches[-1]
        claim = f"{name} pays from a margin of {at:,.0f} a customer"
    else:
        claim = f"{values.iloc[0].idxmax()} pays at every margin shown"
    ax.set_title(claim[0].upper() + claim[1:])
    return ax


def _switches(values: pd.DataFrame) -> list[tuple[float, str]]:
    """Margins at which the best level changes, and the level that takes over."""
    margins, best = values.index.to_numpy(dtype=float), values.idxmax(axis=1)
    found = []
    for here in range(len(margins) - 1):
        old, new = best.iloc[here], best.iloc[here + 1]
        if old == new:
            continue
        lead = values[old].iloc[[here, here + 1]] - values[new].iloc[[here, here + 1]]
        part = lead.iloc[0] / (lead.iloc[0] - lead.iloc[1])
        found.append((margins[here] + part * (margins[here + 1] - margins[here]), new))
    return found
