"""Figures of concentration: the tables of `crmkit.segmentation.concentration` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["decile_bars", "lorenz_curve", "true_concentration_curve"]

_CUSTOMERS, _SPEND = "cumulative_customer_share", "cumulative_spend_share"


def lorenz_curve(
    points: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    customer_share: float = 0.2,
    value: str = "spend",
    ax: "Axes | None" = None,
) -> "Axes":
    """How far is spend from being equal? Lorenz curves, with the top 20 % marked on the first.

    Parameters
    ----------
    points : DataFrame or mapping of DataFrame
        A table of `lorenz` or `expected_lorenz`, or several under their labels, such as
        {"observed": ..., "expected": ..., "limit": ...}. The title reads the first one.
    customer_share : float
        The top share that is marked, 0 to 1.
    value : str
        What there is a share of, for the labels.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    curves = dict(points) if isinstance(points, Mapping) else {"customers": points}
    tables.share("customer_share", customer_share)
    for label, table in curves.items():
        tables.check_columns(table, [_CUSTOMERS, _SPEND], name=f"points of {label!r}")
    ax, colors = canvas(ax)
    ax.plot([0, 100], [0, 100], color="0.6", linewidth=1, linestyle=":", label="all equal")
    for number, (label, table) in enumerate(curves.items()):
        ax.plot(
            100 * table[_CUSTOMERS],
            100 * table[_SPEND],
            color=colors[number % len(colors)],
            linestyle=("-", "--", "-.")[number % 3],
            label=label,
        )
    first = next(iter(curves.values()))
    below = np.interp(1 - customer_share, first[_CUSTOMERS], first[_SPEND])
    top, height = f"top {100 * customer_share:.3g} %", 100 * below
    corner = 100 * (1 - customer_share)
    ax.plot([corner, corner, 100], [0, height, height], color="0.4", linewidth=1)
    ax.plot([corner], [height], marker="o", color=colors[0])
    _mark_top(ax, first, corner=corner, height=height)
    ax.set(
        xlim=(0, 100),
        ylim=(0, 100),
        aspect="equal",
        xlabel="share of customers, lowest first (%)",
        ylabel=f"share of {value} (%)",
        title=f"The {top} of customers make {100 - height:.0f} % of {value}",
    )
    ax.legend(frameon=False, loc="upper left")
    return ax


def _mark_top(ax: "Axes", points: pd.DataFrame, *, corner: float, height: float) -> None:
    """The top customers' part of the curve, shaded, and how much of the height it climbs."""
    part = points[points[_CUSTOMERS] >= corner / 100]
    x = np.concatenate([[corner], 100 * part[_CUSTOMERS]])
    y = np.concatenate([[height], 100 * part[_SPEND]])
    ax.fill_between(x, height, y, color=EXPECTED, alpha=0.2, linewidth=0)
    # Right of the axes, where no other curve crosses it.
    ax.annotate(
        "",
        (104, height),
        (104, 100),
        arrowprops={"arrowstyle": "<->", "color": EXPECTED, "linewidth": 1.5},
        annotation_clip=False,
    )
    look: dict[str, Any] = {"color": EXPECTED, "weight": "bold", "clip_on": False}
    ax.text(107, (100 + height) / 2, f"{100 - height:.0f} %", va="center", **look)
    ax.text((100 + corner) / 2, 2, f"top\n{100 - corner:.3g} %", ha="center", va="bottom", **look)


def decile_bars(table: pd.DataFrame, *, value: str = "spend", ax: "Axes | None" = None) -> "Axes":
    """How much does each tenth of the customers spend? One bar a group.

    Parameters
    ----------
    table : DataFrame
        From `deciles`.
    value : str
        What there is a share of, for the labels.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["customers", "spend_share"])
    ax, colors = canvas(ax)
    shares = 100 * table["spend_share"]
    bars = ax.bar(table.index.astype("str"), shares, color=colors[0])
    ax.bar_label(bars, labels=[f"{share:.1f}" for share in shares], fontsize=8, padding=2)
    first = 100 * table["customers"].iloc[0] / table["customers"].sum()
    title = f"The top {first:.3g} % of customers make {shares.iloc[0]:.0f} % of {value}"
    if len(table) % 2 == 0:
        title += f", the lower half {shares.iloc[len(table) // 2 :].sum():.0f} %"
    ax.set(
        xlabel=f"{table.index.name or 'group'} of customers, 1 = highest {value}",
        ylabel=f"share of {value} (%)",
        ylim=(0, 1.1 * shares.max()),
        title=title,
    )
    return ax


def true_concentration_curve(
    table: pd.DataFrame,
    *,
    observed: float | None = None,
    customer_share: float = 0.2,
    ax: "Axes | None" = None,
) -> "Axes":
    """How does the 80/20 number change with the time watched?

    Lines for all customers (with the band of low and high where the table has them) and for the
    buyers of the period; the row of math.inf, if there is one, is the dotted limit.

    Parameters
    ----------
    table : DataFrame
        From `true_concentration`, with one finite period or more.
    observed : float, optional
        The share measured in the data, drawn at one period.
    customer_share : float
        The top share that the table is about.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["top_share", "top_share_of_buyers"])
    ax, colors = canvas(ax)
    table = table.sort_index()
    finite = table[np.isfinite(table.index)]
    if finite.empty:
        raise ValueError("the table holds the limit only; add finite periods, e.g. 1, 2, 4")
    if "low" in table:
        ax.fill_between(
            finite.index, 100 * finite["low"], 100 * finite["high"], color=colors[0], alpha=0.15
        )
    for column, label, marker, line in (
        ("top_share", "all customers", "o", "-"),
        ("top_share_of_buyers", "buyers of the period", "s", "--"),
    ):
        ax.plot(
            finite.index,
            100 * finite[column],
            marker=marker,
            linestyle=line,
            color=colors[0 if column == "top_share" else 1],
            label=label,
        )
    if observed is not None:
        ax.plot([1], [100 * observed], marker="D", color="black", linestyle="", label="observed")
    first, last = table.iloc[0], table.iloc[-1]
    shortest, longest = cast(float, first.name), cast(float, last.name)
    top = f"top {100 * customer_share:.3g} %"
    if np.isinf(longest):
        ax.axhline(100 * last["top_share"], color="0.4", linestyle=":", label="in the end")
    ax.set_xscale("log", base=2)
    ax.set_xticks(list(finite.index), labels=[f"{periods:g}" for periods in finite.index])
    ax.minorticks_off()
    ax.set(
        xlabel="time watched (observed periods)",
        ylabel=f"purchases made by the {top} (%)",
        title=(
            f"The {top} make {100 * first['top_share']:.0f} % of purchases "
            f"{_when(shortest)}, {100 * last['top_share']:.0f} % {_when(longest)}"
        ),
    )
    ax.legend(frameon=False)
    return ax


def _when(periods: float) -> str:
    if np.isinf(periods):
        return "in the end"
    return "in one period" if periods == 1 else f"in {periods:g} periods"
