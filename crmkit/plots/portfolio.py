"""A picture of the customer portfolio: growth x share."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas, check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Growth above the cut (%) from which the scale turns logarithmic beyond 100 %.
LOG_FROM_GROWTH = 2000


def portfolio_map(
    classified: pd.DataFrame, *, value: str = "spend_after", ax: "Axes | None" = None
) -> "Axes":
    """Which customers grow, which are large, and where does the money stand?

    One bubble a customer, its area in proportion to `value`, coloured by class; lines at the
    cuts; the class's name in its quarter, its customers and value in the legend. As in the
    growth-share matrix a large share stands on the left. A scale that spans very much (shares
    of 20 times the cut, growth of 2,000 %) turns logarithmic in its outer part; customers of
    infinite growth (new ones) stand along the upper edge.

    classified: one row a customer with `class`, and attrs growth, share, growth_cut, share_cut
        (`segmentation.portfolio.classify`).

    Raises KeyError for a missing column, ValueError for lost attrs.
    """
    attrs = classified.attrs
    if not {"growth", "share", "growth_cut", "share_cut"} <= attrs.keys():
        raise ValueError(
            "the table has lost the cut of its classes (its attrs); pass what classify() returned"
        )
    check_columns(classified, ["class", value, attrs["growth"], attrs["share"]])
    ax, palette = canvas(ax, (8.5, 4.8))

    growth = 100 * classified[attrs["growth"]]
    share = classified[attrs["share"]]
    new = np.isinf(growth)
    growth_cut, share_cut = 100 * attrs["growth_cut"], attrs["share_cut"]
    ceiling = _ceiling(growth[~new], growth_cut)
    money = classified[value].clip(lower=0)
    area = np.maximum(350 * money / max(money.max(), 1e-300), 4)
    # A crowd needs faint points, a handful firm ones.
    alpha = 0.7 if len(classified) <= 300 else 0.25
    names = classified["class"].cat.categories
    colors = dict(zip(names, palette, strict=False))
    customers = classified["class"].value_counts(sort=False)
    sums = classified.groupby("class", observed=False)[value].sum()
    parts = sums / sums.sum()
    for name, color in colors.items():
        here = classified["class"] == name
        ax.scatter(
            share[here],
            growth[here].mask(new[here], ceiling),
            s=area[here],
            color=color,
            alpha=alpha,
            linewidth=0,
            label=f"{name}: {customers[name]:,} customers,\n{100 * parts[name]:.0f} % of value",
        )
    _scale(ax, share, share_cut, growth[~new], growth_cut)
    ax.axhline(growth_cut, color="0.3", linewidth=1)
    ax.axvline(share_cut, color="0.3", linewidth=1)
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
    legend = ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=9)
    for handle in legend.legend_handles:
        handle.set(sizes=[40], alpha=0.8)
    note = f"; {new.sum():,} new at the upper edge" if new.any() else ""
    ax.set(
        xlabel=f"{attrs['share']} (cut at {share_cut:.3g}; larger to the left)",
        ylabel=f"{attrs['growth']} (%; cut at {growth_cut:.3g}{note})",
    )
    best = parts.idxmax()
    ax.set_title(
        f"{_plural(best)}: {100 * customers[best] / len(classified):.0f} % of customers, "
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


def _scale(ax: "Axes", share: pd.Series, share_cut: float, growth: pd.Series, cut: float) -> None:
    if share_cut > 0 and share.max() > 20 * share_cut:
        ax.set_xscale("symlog", linthresh=share_cut)
        ax.xaxis.set_major_formatter("{x:,.10g}")
    if len(growth) and growth.max() - cut > LOG_FROM_GROWTH:
        ax.set_yscale("symlog", linthresh=100)
        ax.yaxis.set_major_formatter("{x:,.10g}")
