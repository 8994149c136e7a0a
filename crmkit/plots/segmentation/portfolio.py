"""A figure of the customer portfolio: what `crmkit.segmentation.portfolio.classify` returns in."""

from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Portfolio", "portfolio_map"]

# Growth above the cut (%) from which the scale turns logarithmic beyond 100 %.
LOG_FROM_GROWTH = 2000


class Portfolio(Protocol):
    """Customers with their classes, the columns that were cut, and the numbers at which."""

    @property
    def customers(self) -> pd.DataFrame: ...
    @property
    def growth(self) -> str: ...
    @property
    def size(self) -> str: ...
    @property
    def growth_cut(self) -> float: ...
    @property
    def size_cut(self) -> float: ...


def portfolio_map(
    portfolio: Portfolio,
    *,
    value: str = "spend_after",
    shown: pd.Index | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which customers grow, which are large, and where does the money stand?

    One bubble a customer, its area in proportion to `value`, coloured by class; lines at the
    cuts; the class's name in its quarter, its customers and value in the legend. As in the
    growth-share matrix the large stand on the left. A scale that spans very much (sizes of
    20 times the cut, growth of 2,000 %) turns logarithmic in its outer part; customers of
    infinite growth (new ones) stand along the upper edge.

    Parameters
    ----------
    portfolio : Portfolio
        From `segmentation.portfolio.classify`.
    value : str
        The column of its customers that holds the money.
    shown : Index, optional
        The customers to draw where all of them would be a blot; title and legend count them all.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not hasattr(portfolio, "growth_cut"):
        raise TypeError(
            f"portfolio must be what classify() returned, not a {type(portfolio).__name__}: "
            "the table alone does not tell the cut of its classes"
        )
    customers = portfolio.customers
    columns = ["class", value, portfolio.growth, portfolio.size]
    tables.check_columns(customers, columns, name="portfolio.customers")
    ax, palette = canvas(ax, (8.5, 4.8))

    names = customers["class"].cat.categories
    colors = dict(zip(names, palette, strict=False))
    counts = customers["class"].value_counts(sort=False)
    sums = customers.groupby("class", observed=False)[value].sum()
    parts, everybody = sums / sums.sum(), len(customers)
    if shown is not None:
        customers = customers.loc[shown]

    growth = 100 * customers[portfolio.growth]
    size = customers[portfolio.size]
    new = np.isinf(growth)
    growth_cut, size_cut = 100 * portfolio.growth_cut, portfolio.size_cut
    ceiling = _ceiling(growth[~new], growth_cut)
    money = customers[value].clip(lower=0)
    area = np.maximum(350 * money / max(money.max(), 1e-300), 4)
    # A crowd needs faint points, a handful firm ones.
    alpha = 0.7 if len(customers) <= 300 else 0.25
    for name, color in colors.items():
        here = customers["class"] == name
        ax.scatter(
            size[here],
            growth[here].mask(new[here], ceiling),
            s=area[here],
            color=color,
            alpha=alpha,
            linewidth=0,
            label=f"{name}: {counts[name]:,} customers,\n{100 * parts[name]:.0f} % of value",
        )
    _scale(ax, size, size_cut, growth[~new], growth_cut)
    ax.axhline(growth_cut, color="0.3", linewidth=1)
    ax.axvline(size_cut, color="0.3", linewidth=1)
    ax.invert_xaxis()
    # Room above and below the points for the names of the classes.
    ax.margins(x=0.06, y=0.14)

    corners = ((0.01, 0.98), (0.01, 0.02), (0.99, 0.98), (0.99, 0.02))
    for name, (x, y) in zip(names, corners, strict=True):
        ax.text(
            x,
            y,
            name,
            transform=ax.transAxes,
            ha="left" if x < 0.5 else "right",
            va="top" if y > 0.5 else "bottom",
            weight="bold",
            bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 2},
        )
    legend = ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    for handle in filter(None, legend.legend_handles):
        handle.set(sizes=[40], alpha=0.8)
    note = f"; {new.sum():,} new at the upper edge" if new.any() else ""
    ax.set(
        xlabel=f"{portfolio.size} (cut at {size_cut:.3g}; larger to the left)",
        ylabel=f"{portfolio.growth} (%; cut at {growth_cut:.3g}{note})",
    )
    best = cast(str, parts.idxmax())
    ax.set_title(
        f"{_plural(best)}: {100 * counts[best] / everybody:.0f} % of customers, "
        f"{100 * parts[best]:.0f} % of value"
    )
    return ax


def _plural(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}s"


def _ceiling(growth: pd.Series, cut: float) -> float:
    """Where new customers stand: above everybody who has a growth rate."""
    top = max(growth.max() if len(growth) else cut, cut)
    # Ten times higher where the scale is logarithmic, a little where it is not.
    return 10 * top if top - cut > LOG_FROM_GROWTH else top + max(0.15 * (top - cut), 20)


def _scale(ax: "Axes", size: pd.Series, size_cut: float, growth: pd.Series, cut: float) -> None:
    if size_cut > 0 and size.max() > 20 * size_cut:
        ax.set_xscale("symlog", linthresh=size_cut)
        ax.xaxis.set_major_formatter("{x:,.10g}")
    if len(growth) and growth.max() - cut > LOG_FROM_GROWTH:
        ax.set_yscale("symlog", linthresh=100)
        ax.yaxis.set_major_formatter("{x:,.10g}")
