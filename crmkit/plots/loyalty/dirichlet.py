"""Figures of brands beside what their size explains: tables of `crmkit.loyalty` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "count_bars",
    "deviations",
    "double_jeopardy",
    "duplication",
    "growth_map",
    "penetrations",
    "requirements_by_share",
]

# One shape a category: colours stand for what happened and what a model expects.
MARKERS = "osD^vPX*"


def count_bars(table: pd.DataFrame, *, what: str, who: str, ax: "Axes | None" = None) -> "Axes":
    """How many did something 0, 1, 2, ... times, and how many does a model expect?

    Parameters
    ----------
    table : DataFrame
        Index: times, from 0; columns actual and expected, in people or households.
    what, who : str
        What was counted and of whom, as "purchases in a year" and "households".
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["actual", "expected"])
    ax, _ = canvas(ax, (7.5, 3.6))
    ax.bar(table.index, table["actual"], 0.8, color=QUIET, label="actual")
    ax.plot(table.index, table["expected"], "o-", color=EXPECTED, markersize=4, label="expected")
    none = table["actual"].iloc[0]
    ax.annotate(
        f"{none:,.0f} {who} none at all", (table.index[0], none), xytext=(22, -2),
        textcoords="offset points", va="center", color=ACTUAL,
        arrowprops={"arrowstyle": "-", "color": "0.4"},
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip
    worst = (table["actual"] - table["expected"]).abs().max()
    ax.set(
        xlabel=what, ylabel=who, ylim=(0, 1.12 * table[["actual", "expected"]].to_numpy().max()),
        title=f"No bar is more than {worst:.0f} {who} away from the model",
    )  # fmt: skip
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False)
    return ax


def double_jeopardy(line: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Do brands with fewer buyers also have buyers who buy less often?

    Parameters
    ----------
    line : DataFrame
        From `loyalty.jeopardy.jeopardy_line`: penetration, actual and expected purchase rate, by
        rising penetration.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(line, ["penetration", "actual", "expected"])
    ax, _ = canvas(ax, (7.5, 3.8))
    constant = float((line["expected"] * (1 - line["penetration"])).iloc[0])
    b = np.linspace(0, 1.12 * line["penetration"].max(), 100)
    ax.plot(100 * b, constant / (1 - b), color=EXPECTED, label=f"{constant:.2f} / (1 - b)")
    ax.plot(100 * line["penetration"], line["actual"], "o", color=ACTUAL, label="brands")
    found = line[["penetration", "actual", "expected"]].itertuples(name=None)
    for brand, size, rate, on_line in found:
        below = rate < on_line
        ax.annotate(
            str(brand), (100 * size, rate), xytext=(0, -7 if below else 7), color=ACTUAL,
            textcoords="offset points", ha="center", va="top" if below else "bottom",
        )  # fmt: skip
    small, large = line.iloc[0], line.iloc[-1]
    ax.set(
        xlabel="b: households that buy the brand (%)", ylabel="w: purchases per buyer",
        ylim=(0, 1.2 * max(line["actual"].max(), line["expected"].max())),
        xlim=(0, 112 * line["penetration"].max()),
        title=f"{100 * small['penetration']:.0f} % buy {line.index[0]}, "
        f"{small['actual']:.1f} times each; {100 * large['penetration']:.0f} % buy "
        f"{line.index[-1]}, {large['actual']:.1f} times",
    )  # fmt: skip
    ax.legend(frameon=False, loc="lower right")
    return ax


def penetrations(categories: Mapping[str, pd.DataFrame], *, ax: "Axes | None" = None) -> "Axes":
    """Does one S a category give the penetration of each of its brands?

    Parameters
    ----------
    categories : mapping
        Category to a table with columns actual and expected (penetration), one row a brand.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    for name, table in categories.items():
        check_columns(table, ["actual", "expected"], name=name)
    ax, palette = canvas(ax, (6.2, 4.8))
    everything = pd.concat(categories)
    top = 108 * max(everything["actual"].max(), everything["expected"].max())
    ax.plot([0, top], [0, top], color=QUIET, linestyle="--", linewidth=1.2, zorder=1)
    for number, (name, table) in enumerate(categories.items()):
        ax.plot(
            100 * table["expected"], 100 * table["actual"], MARKERS[number % len(MARKERS)],
            color=palette[number % len(palette)], label=name, markersize=7,
        )  # fmt: skip
    off = 100 * (everything["actual"] - everything["expected"]).to_numpy()
    worst = int(np.abs(off).argmax())
    category, brand = list(everything.index)[worst]
    below = off[worst] < 0
    ax.annotate(
        f"{category}, {brand}:\n{abs(off[worst]):.1f} points {'below' if below else 'above'}",
        (100 * everything["expected"].iloc[worst], 100 * everything["actual"].iloc[worst]),
        xytext=(50, -56) if below else (-36, -4), textcoords="offset points", ha="right",
        va="center", color=ACTUAL, arrowprops={"arrowstyle": "-", "color": "0.4"},
    )  # fmt: skip
    ax.set(
        xlabel="expected from the share alone: households that buy (%)",
        ylabel="actual: households that buy (%)", xlim=(0, top), ylim=(0, top),
        title=f"{len(off)} brands in {len(categories)} categories lie "
        f"{np.abs(off).mean():.1f} points off on average",
    )  # fmt: skip
    ax.legend(frameon=False, loc="upper left")
    return ax


def deviations(table: pd.DataFrame, *, what: str, ax: "Axes | None" = None) -> "Axes":
    """Which brands are bought otherwise than their size explains?

    Parameters
    ----------
    table : DataFrame
        From `loyalty.dirichlet_tables.compare`: deviation, low and high, one row a brand.
    what : str
        The measure in words; where it is a share, in points of a per cent: "penetration".
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["deviation", "low", "high"])
    ax, _ = canvas(ax, (7.5, 0.9 + 0.42 * len(table)))
    outside = ((table["low"] > 0) | (table["high"] < 0)).to_numpy()
    rows = zip(100 * table["deviation"], 100 * table["low"], 100 * table["high"], strict=True)
    for place, (deviation, low, high) in enumerate(rows):
        color = CONTRAST if outside[place] else ACTUAL
        ax.plot([low, high], [place] * 2, color=color, linewidth=2.2)
        ax.plot([deviation], [place], "o", color=color)
    ax.axvline(0, color=EXPECTED, linewidth=1.5)
    ax.set_yticks(range(len(table)), [str(brand) for brand in table.index])
    ax.set_ylim(len(table) - 0.5, -0.5)
    named = ", ".join(map(str, table.index[outside]))
    title = f"Outside what chance explains in {what}: {named}" if named else (
        f"No brand is outside what chance explains in {what}"
    )  # fmt: skip
    ax.set(xlabel=f"{what}: actual less expected (points), interval of 95 %", title=title)
    ax.grid(visible=False, axis="y")
    return ax


def duplication(pairs: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Is who is bought beside a brand a matter of the other's size alone?

    Parameters
    ----------
    pairs : DataFrame
        From `loyalty.jeopardy.duplication_pairs`: also, penetration, duplication, expected.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(pairs, ["also", "penetration", "duplication", "expected"])
    ax, _ = canvas(ax, (7.5, 3.8))
    D = float((pairs["expected"] / pairs["penetration"]).iloc[0])
    top = 1.1 * pairs["penetration"].max()
    ax.plot([0, 100 * top], [0, 100 * D * top], color=EXPECTED, label=f"{D:.2f} times as many")
    ax.plot([0, 100 * top], [0, 100 * top], color=QUIET, linestyle="--",
            label="as many as of all households")  # fmt: skip
    ax.plot(100 * pairs["penetration"], 100 * pairs["duplication"], "o", color=ACTUAL, alpha=0.75)
    # By turns above and below, so that brands of one size keep apart.
    columns = pairs.groupby("also", sort=False).agg(
        {"penetration": "first", "duplication": ["min", "max"]}
    )
    columns = columns.sort_values(("penetration", "first"))
    for place, (brand, size, low, high) in enumerate(columns.itertuples(name=None)):
        up = place % 2 == 1
        ax.annotate(
            str(brand), (100 * size, 100 * (high if up else low)), xytext=(0, 6 if up else -6),
            textcoords="offset points", ha="center", va="bottom" if up else "top", color=ACTUAL,
        )  # fmt: skip
    r = float(pairs["penetration"].corr(pairs["duplication"]))
    ax.set(
        xlabel="all households that buy the other brand (%)",
        ylabel="buyers of one brand\nwho buy the other (%)",
        xlim=(0, 100 * top), ylim=(0, 118 * pairs["duplication"].max()),
        title=f"What buyers buy besides follows the other's size (correlation {r:.2f})",
    )  # fmt: skip
    ax.legend(frameon=False, loc="lower right")
    return ax


def requirements_by_share(
    points: Mapping[str, pd.DataFrame],
    curves: Mapping[str, pd.DataFrame],
    *,
    marked: Mapping[str, str | int] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Is a brand's share of its buyers' purchases set by its size, or by the category?

    Parameters
    ----------
    points, curves : mapping
        Category to a table with columns purchase_share and requirements_share: the brands as they
        are bought, and brands of rising shares as the model has them. The same categories.
    marked : mapping, optional
        Category to the one brand of it that is named in the picture.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, palette = canvas(ax, (7.5, 4.2))
    for number, (name, table) in enumerate(points.items()):
        curve, color = curves[name], palette[number % len(palette)]
        check_columns(table, ["purchase_share", "requirements_share"], name=name)
        ax.plot(100 * curve["purchase_share"], 100 * curve["requirements_share"], color=color)
        ax.plot(
            100 * table["purchase_share"], 100 * table["requirements_share"],
            MARKERS[number % len(MARKERS)], color=color, label=name, markersize=7,
        )  # fmt: skip
    for name, brand in (marked or {}).items():
        one = points[name].loc[brand]
        ax.annotate(
            str(brand), (100 * one["purchase_share"], 100 * one["requirements_share"]),
            xytext=(4, -6), textcoords="offset points", ha="right", va="top", color=ACTUAL,
        )  # fmt: skip
    first, last, at = next(iter(points)), list(points)[-1], 0.1
    heights = [
        100 * float(np.interp(at, curves[one]["purchase_share"], curves[one]["requirements_share"]))
        for one in (first, last)
    ]
    ax.plot([100 * at] * 2, heights, color=ACTUAL, linestyle=":", linewidth=1.5)
    for height in heights:
        up = height == max(heights)
        ax.annotate(
            f"{height:.0f} %", (100 * at, height), xytext=(5, 3 if up else -3), color=ACTUAL,
            textcoords="offset points", ha="left", va="bottom" if up else "top",
        )  # fmt: skip
    ax.set(
        xlabel="share of all purchases of the category (%)",
        ylabel="share of its buyers'\npurchases (%)", xlim=(0, None), ylim=(0, 100),
        title=f"At a share of {100 * at:.0f} %: {heights[0]:.0f} % expected in {first}, "
        f"{heights[1]:.0f} % in {last}",
    )  # fmt: skip
    ax.legend(frameon=False, loc="upper left")
    return ax


def growth_map(
    routes: pd.DataFrame,
    curve: pd.DataFrame,
    others: pd.DataFrame,
    *,
    brand: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """How far from all other brands would a brand be that grew by loyalty alone?

    Parameters
    ----------
    routes : DataFrame
        From `loyalty.dirichlet_tables.growth_routes`.
    curve : DataFrame
        Columns penetration and purchase_rate: brands of rising shares as the model has them.
    others : DataFrame
        From `Dirichlet.line`: penetration, actual and expected purchase rate of the brands.
    brand : str
        What the growing brand is called.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(curve, ["penetration", "purchase_rate"], name="curve")
    check_columns(routes, ["penetration", "purchase_rate", "expected"], name="routes")
    check_columns(others, ["penetration", "actual", "expected"], name="others")
    ax, _ = canvas(ax, (7.5, 4.2))
    ax.plot(100 * curve["penetration"], curve["purchase_rate"], color=EXPECTED, label="expected")
    ax.plot(100 * others["penetration"], others["actual"], "o", color=QUIET,
            label="brands as they are")  # fmt: skip
    now = routes.loc["now"]
    looks = {"now": ACTUAL, "as the model": GOOD, "by loyalty alone": BAD}
    for route, color in looks.items():
        end = routes.loc[route]
        if route != "now":
            ax.annotate(
                "", (100 * end["penetration"], end["purchase_rate"]),
                (100 * now["penetration"], now["purchase_rate"]),
                arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.6, "shrinkB": 4},
            )  # fmt: skip
        ax.plot([100 * end["penetration"]], [end["purchase_rate"]], "o", color=color, markersize=8)
        shift, side = {"now": ((6, -38), ("center", "top")),
                       "as the model": ((10, -6), ("left", "top")),
                       "by loyalty alone": ((-10, 6), ("right", "bottom"))}[route]  # fmt: skip
        ax.annotate(
            f"{brand} now" if route == "now" else route,
            (100 * end["penetration"], end["purchase_rate"]), xytext=shift, color=color,
            textcoords="offset points", ha=side[0], va=side[1], weight="bold",
        )  # fmt: skip
    far = routes.loc["by loyalty alone"]
    above = 100 * (far["purchase_rate"] / far["expected"] - 1)
    most = 100 * (others["actual"] / others["expected"] - 1).max()
    ax.set(
        xlabel="households that buy the brand (%)", ylabel="purchases per buyer",
        xlim=(0, 110 * max(curve["penetration"].max(), others["penetration"].max())),
        ylim=(0, 1.15 * max(far["purchase_rate"], others["actual"].max())),
        title=f"By loyalty alone: {above:.0f} % above the line; the highest brand is "
        f"{most:.0f} % above",
    )  # fmt: skip
    ax.legend(frameon=False, loc="lower right")
    return ax
