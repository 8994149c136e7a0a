"""Figures of concentration: the tables of `crmkit.segmentation.concentration` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["decile_bars", "gini_area", "lorenz_curve", "luck_bars", "true_concentration_curve"]

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


def gini_area(points: pd.DataFrame, *, value: str = "spend", ax: "Axes | None" = None) -> "Axes":
    """How unequal are the customers? The area between diagonal and Lorenz curve, and its Gini.

    Parameters
    ----------
    points : DataFrame
        A table of `lorenz` or `expected_lorenz`.
    value : str
        What there is a share of, for the labels.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(points, [_CUSTOMERS, _SPEND], name="points")
    ax, _ = canvas(ax, (5.2, 4.8))
    x, y = 100 * points[_CUSTOMERS].to_numpy(), 100 * points[_SPEND].to_numpy()
    gini = 1 - 2 * np.trapezoid(points[_SPEND], points[_CUSTOMERS])
    ax.plot([0, 100], [0, 100], color=QUIET, linewidth=1.5)
    ax.text(41, 45, "all equal", color="0.35", rotation=45, ha="center", va="center")
    ax.plot(x, y, color=EXPECTED, linewidth=2)
    ax.fill_between(x, y, x, color=EXPECTED, alpha=0.2, linewidth=0)
    ax.annotate(
        f"twice this area:\n{gini:.3f}",
        (66, 42),
        ha="center",
        va="center",
    )
    half = float(np.interp(50, x, y))
    ax.plot([50, 50], [0, half], color=ACTUAL, linewidth=1)
    ax.plot([50], [half], "o", color=ACTUAL)
    ax.annotate(
        f"lower half: {half:.0f} %",
        (50, half),
        xytext=(24, half + 2),
        ha="center",
        va="bottom",
        bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1},
    )
    ax.set(
        xlim=(0, 100),
        ylim=(0, 100),
        aspect="equal",
        xlabel="share of customers, lowest first (%)",
        ylabel=f"share of {value} (%)",
        title=f"Gini {gini:.3f}: the shaded area fills {100 * gini:.0f} % of the triangle",
    )
    return ax


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
    ax, _ = canvas(ax, (7, 3.6))
    shares = 100 * table["spend_share"]
    groups, even = len(table), len(table) % 2 == 0
    colors = [EXPECTED] + [QUIET] * (groups - 1)
    if even:
        colors[groups // 2 :] = [CONTRAST] * (groups // 2)
    bars = ax.bar(table.index.astype("str"), shares, color=colors)
    ax.bar_label(bars, labels=[f"{share:.1f}" for share in shares], padding=2)
    first = 100 * table["customers"].iloc[0] / table["customers"].sum()
    title = f"The top {first:.3g} % of customers make {shares.iloc[0]:.0f} % of {value}"
    if even:
        lower = f"lower half {shares.iloc[groups // 2 :].sum():.0f} %"
        title += f", the {lower}"
        height = shares.iloc[groups // 2] + 0.13 * shares.max()
        left, right = groups // 2 - 0.4, groups - 0.6
        ax.plot([left, right], [height, height], color=CONTRAST, linewidth=2)
        ax.text((left + right) / 2, height + 0.02 * shares.max(), lower, ha="center", va="bottom")
    ax.grid(visible=False, axis="x")
    ax.set(
        xlabel=f"{table.index.name or 'group'} of customers, 1 = highest {value}",
        ylabel=f"share of {value} (%)",
        ylim=(0, 1.1 * shares.max()),
        title=title,
    )
    return ax


def luck_bars(parts: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Of what does a top share consist? One bar a customer base, its parts side by side.

    Parameters
    ----------
    parts : DataFrame
        One row a customer base, one column a part, in points: what equal customers would make,
        what their differences add, and what luck adds.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (8, 2.8))
    looks = ((QUIET, "black"), (EXPECTED, "white"), (CONTRAST, "black"))
    if len(parts.columns) != len(looks):
        raise ValueError(f"three parts are drawn; got {list(parts.columns)}")
    left = pd.Series(0.0, index=parts.index)
    for (name, points), (color, letters) in zip(parts.items(), looks, strict=True):
        bars = ax.barh(parts.index, points, left=left, height=0.6, color=color, label=name)
        # A sliver has no room for its number: it stands behind it.
        narrow = [f"  {one:.1f}" if one < 3 else "" for one in points]
        wide = [f"{one:.0f}" if one >= 3 else "" for one in points]
        ax.bar_label(bars, labels=wide, label_type="center", color=letters)
        ax.bar_label(bars, labels=narrow)
        left += points
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    ax.legend(ncols=3, loc="upper right", bbox_to_anchor=(1, -0.25), frameon=False)
    ax.set_xlabel("share of purchases made by the top share of customers (points)")
    ax.set_title("What a top share consists of")
    return ax


def true_concentration_curve(
    table: pd.DataFrame,
    *,
    observed: float | Mapping[float, float] | None = None,
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
    observed : float or mapping of float, optional
        The share of all customers' purchases measured in the data: after one period, or by
        periods watched, such as {1: 0.93, 4: 0.81}.
    customer_share : float
        The top share that the table is about.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["top_share", "top_share_of_buyers"])
    ax, _ = canvas(ax, (7.5, 4.2))
    table = table.sort_index()
    finite = table[np.isfinite(table.index)]
    if finite.empty:
        raise ValueError("the table holds the limit only; add finite periods, e.g. 1, 2, 4")
    if "low" in table:
        ax.fill_between(
            finite.index, 100 * finite["low"], 100 * finite["high"], color=EXPECTED, alpha=0.15
        )
    for column, label, marker, line, color in (
        ("top_share", "all customers", "o", "-", EXPECTED),
        ("top_share_of_buyers", "buyers of the period", "s", "--", CONTRAST),
    ):
        ax.plot(
            finite.index,
            100 * finite[column],
            marker=marker,
            linestyle=line,
            color=color,
            label=label,
        )
    if observed is not None:
        seen = dict(observed) if isinstance(observed, Mapping) else {1.0: observed}
        shares = [100 * share for share in seen.values()]
        ax.plot(list(seen), shares, "D", color=ACTUAL, linestyle="", label="observed", zorder=3)
        for periods, share in zip(seen, shares, strict=True):
            ax.annotate(f"{share:.1f}", (periods, share), xytext=(7, 5), textcoords="offset points")
    first, last = table.iloc[0], table.iloc[-1]
    shortest, longest = cast(float, first.name), cast(float, last.name)
    top = f"top {100 * customer_share:.3g} %"
    if np.isinf(longest):
        limit = 100 * last["top_share"]
        ax.axhline(limit, color="0.4", linestyle=":", label="in the end")
        ax.annotate(
            f"in the end {limit:.0f}",
            (finite.index[0], limit),
            xytext=(0, -4),
            textcoords="offset points",
            va="top",
        )
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
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return ax


def _when(periods: float) -> str:
    if np.isinf(periods):
        return "in the end"
    return "in one period" if periods == 1 else f"in {periods:g} periods"
