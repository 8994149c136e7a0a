"""Figures of contracts: who renews, who is left, and how customers differ in leaving."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["leaving_spread", "retention_lines", "survival_projections", "survivors_by_kind"]

# Of the lines of a figure, in their order; trends have colors of their own in every figure.
COLORS = (EXPECTED, CONTRAST, "0.4")
STYLES = ("-", "--", "-.")
TREND_COLORS, TREND_STYLES = ("#8c5a2b", "#a0559b"), (":", (0, (5, 1, 1, 1, 1, 1)))
# A legend that grid lines would cross.
PLAIN = {"framealpha": 1, "edgecolor": "none"}


def survival_projections(
    table: pd.DataFrame,
    *,
    fitted_up_to: float,
    trends: Collection[str] = (),
    of: int = 1000,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which forecast is right about who is still a customer in the years it has not seen?

    Each line carries its last number. Where the years to come are still unknown (missing in
    `actual`), the title says how far the forecasts lie apart.

    Parameters
    ----------
    table : DataFrame
        Index period, column actual and one column a forecast, shares of the first customers.
    fitted_up_to : float
        The last period that the forecasts have seen.
    trends : collection of str
        The columns that are no models of customers, drawn in colors of their own.
    of : int
        Shares are shown as so many customers of so many.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["actual"])
    models = [name for name in table.columns if name != "actual"]
    if not models:
        raise ValueError(
            "no forecast: the table has the column 'actual' only; add one column a forecast"
        )
    ax, _ = canvas(ax, (7, 4.2))
    shown = of * table
    ends: dict[str, tuple[float, object]] = {}
    looks: dict[bool, Iterator[tuple[str, Any]]] = {
        True: cycle(zip(TREND_COLORS, TREND_STYLES, strict=True)),
        False: cycle(zip(COLORS, STYLES, strict=True)),
    }
    for name in models:
        color, style = next(looks[name in trends])
        ax.plot(shown.index, shown[name], label=name, linewidth=2, color=color, linestyle=style)
        ends[f"{name} {shown[name].iloc[-1]:,.0f}"] = (shown[name].iloc[-1], color)
    known = shown["actual"].dropna()
    ax.plot(known.index, known, color=ACTUAL, marker="o", linestyle="", label="actual",
            clip_on=False, zorder=5)  # fmt: skip
    if known.index[-1] == shown.index[-1]:
        ends[f"actual {known.iloc[-1]:,.0f}"] = (known.iloc[-1], ACTUAL)
    else:
        ax.legend(handles=ax.get_lines()[-1:], loc="lower left", **PLAIN)
    ax.axvspan(fitted_up_to, shown.index[-1], color="0.93", zorder=0)
    ax.annotate("not seen by the forecasts", (fitted_up_to, 0.94), xytext=(5, 0),
                xycoords=("data", "axes fraction"), textcoords="offset points",
                bbox={"facecolor": "0.93", "edgecolor": "none", "pad": 1})  # fmt: skip
    ax.set(
        xlim=(shown.index[0], shown.index[-1]),
        ylim=(min(0, 1.1 * shown.min().min()), 1.05 * of),
        xlabel=f"{table.index.name or 'period'}",
        ylabel=f"still customers, of {of:,}",
        title=_ends_claim(shown.iloc[-1], models, of),
    )
    _label_ends(ax, shown.index[-1], ends)
    return ax


def survivors_by_kind(counts: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How does a cohort change that is made of several kinds of customers?

    Bars of customers, and above each the share of the year before that is still there.

    Parameters
    ----------
    counts : DataFrame
        Customers still there: index year, one column a kind, the most loyal first.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if len(counts) < 2:
        raise ValueError("counts has fewer than two rows: there is no renewal to show")
    ax, _ = canvas(ax, (7, 3.8))
    height = np.zeros(len(counts))
    for number, name in enumerate(counts.columns):
        ax.bar(counts.index, counts[name], bottom=height, label=name, color=COLORS[number])
        height += counts[name].to_numpy()
    total = counts.sum(axis=1)
    renewed = (total / total.shift()).iloc[1:]
    for year, rate in renewed.items():
        ax.annotate(f"{100 * rate:.0f} %", (year, total[cast(Any, year)]), xytext=(0, 4),
                    textcoords="offset points", ha="center", weight="bold")  # fmt: skip
    # The last of a kind are too few to be seen: say how many they are.
    rarest = counts.columns[-1]
    if (few := counts[rarest].iloc[-1]) < 0.02 * total.max():
        ax.annotate(f"{few:.0f} {rarest}", (counts.index[-1], total.iloc[-1]), xytext=(0, 19),
                    textcoords="offset points", ha="center", weight="bold",
                    color=COLORS[len(counts.columns) - 1])  # fmt: skip
    each = (counts / counts.shift()).iloc[1:]
    same = np.allclose(each, each.iloc[0], equal_nan=True)
    none = "neither" if len(counts.columns) == 2 else "no"
    ax.set(
        ylim=(0, 1.08 * total.max()),
        xlabel=f"{counts.index.name or 'year'} (above the bars: share who renewed)",
        ylabel="customers",
        title=(
            f"Of all, {100 * renewed.iloc[0]:.0f} % renew at first and "
            f"{100 * renewed.iloc[-1]:.0f} % in the end"
            + (f": {none} kind has changed" if same else "")
        ),
    )
    ax.grid(visible=False, axis="x")
    ax.legend(**PLAIN)
    return ax


def retention_lines(rates: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Do more or fewer renew, year after year? One line a group, named at its end.

    Parameters
    ----------
    rates : DataFrame
        Retention rates (0 to 1): index the number of the renewal, one column a group.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.ticker import MaxNLocator

    if len(rates) < 2:
        raise ValueError("rates has fewer than two rows: there is no change to show")
    ax, _ = canvas(ax, (7, 3.6))
    shown, ends, claims = 100 * rates, {}, {}
    for number, name in enumerate(rates.columns):
        color = COLORS[number % len(COLORS)]
        first, last = shown[name].iloc[0], shown[name].iloc[-1]
        ax.plot(shown.index, shown[name], color=color, marker="o", linewidth=2, label=name)
        ax.annotate(f"{first:.0f} %", (shown.index[0], first), xytext=(-6, 0), ha="right",
                    va="center", textcoords="offset points", color=color,
                    weight="bold")  # fmt: skip
        ends[f"{name}\n{last:.0f} %"] = (last, color)
        claims[name] = last > first, f"{first:.0f} to {last:.0f} %"
    low, high = shown.min().min(), shown.max().max()
    if len({up for up, _ in claims.values()}) == 1:
        up = claims[rates.columns[0]][0]
        steps = shown.diff().iloc[1:]
        if ((steps > 0) if up else (steps < 0)).all(axis=None):
            way = "rises" if up else "falls"
        else:
            way = f"ends {'higher' if up else 'lower'}"
        title = f"Retention {way}: "
        title += ", ".join(f"{name} from {span}" for name, (_, span) in claims.items())
    else:
        title = "Retention ends " + ", ".join(
            f"{'higher' if up else 'lower'} for {name} ({span})"
            for name, (up, span) in claims.items()
        )
    ax.set_xticks(shown.index)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set(
        xlim=(shown.index[0] - 0.11 * len(shown), shown.index[-1] + 0.1),
        ylim=(low - 0.12 * (high - low), high + 0.12 * (high - low)),
        xlabel=f"{rates.index.name or 'renewal'}",
        ylabel="retention rate (%)",
        title=title,
    )
    start = ax.get_ylim()[0]
    if start > 0:
        ax.set_ylabel(f"retention rate (%), axis from {start:.0f}")
    _label_ends(ax, shown.index[-1], ends, lines=2)
    return ax


def leaving_spread(
    spread: pd.DataFrame,
    *,
    means: Mapping[str, float],
    colors: Sequence[str] = COLORS,
    of: int = 1000,
    ax: "Axes | None" = None,
) -> "Axes":
    """How do customers differ in their probability to leave? Steps of so many customers.

    The first group is filled, the second an outline over it; the lowest class carries its number.

    Parameters
    ----------
    spread : DataFrame
        Shares of the customers (each column sums to 1): index the lower end of a class of
        probabilities (0, .05, ...), one column a group; two at most.
    means : mapping
        Group -> mean probability.
    colors : sequence of str
        One a group, where the groups are not those of the other figures.
    of : int
        Shares are shown as so many customers of so many.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.colors import to_rgb

    if not 1 <= len(spread.columns) <= 2:
        raise ValueError(f"spread has {len(spread.columns)} columns: draw one group or two")
    lacking = [name for name in spread.columns if name not in means]
    if lacking:
        raise ValueError(f"means lacks {lacking}; it holds {list(means)}")
    ax, _ = canvas(ax, (7, 3.6))
    lower, wide = 100 * spread.index.to_numpy(float), 100 * (spread.index[1] - spread.index[0])
    edges, told = np.append(lower, lower[-1] + wide), []
    for number, name in enumerate(spread.columns):
        color, heights = colors[number], of * spread[name].to_numpy()
        # Filled in a paler shade: no grid shines through, and the outline is seen on it.
        pale = 1 - 0.5 * (1 - np.array(to_rgb(color)))
        look: dict[str, Any] = {"color": color, "linewidth": 2.5}
        if number == 0:
            look = {"fill": True, "color": pale}
        ax.stairs(heights, edges, label=name, **look)
        if round(heights[0]):
            ax.annotate(f"{heights[0]:,.0f}", (wide, heights[0]), xytext=(4, 0), va="top",
                        textcoords="offset points", color=color, weight="bold",
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
        told.append(f"{heights[0]:,.0f}" if round(heights[0]) else "none")
    top = 1.15 * of * spread.to_numpy().max()
    places = {name: 100 * means[name] for name in spread.columns}
    if len(places) == 2 and abs(np.diff([*places.values()])[0]) < 0.5:
        lines = [("mean of both", next(iter(places.values())), ACTUAL)]
    else:
        lines = [
            (f"mean {name}", x, color)
            for (name, x), color in zip(places.items(), colors, strict=False)
        ]
    for name, x, color in lines:
        ax.plot([x, x], [0, top], color=color, linewidth=2, linestyle="--",
                label=f"{name}: {x:.0f} %")  # fmt: skip
    groups = ", ".join(
        f"{count} of the {name}" for count, name in zip(told, spread.columns, strict=True)
    )
    ax.set(
        xlim=(0, edges[-1]),
        ylim=(0, top),
        xlabel=f"probability of leaving at a renewal (%), in classes of {wide:.0f}",
        ylabel=f"customers, of {of:,}",
        title=f"Below {wide:.0f} %: {groups}",
    )
    ax.legend(loc="upper right", **PLAIN)
    return ax


def _ends_claim(last: pd.Series, models: list[str], of: int) -> str:
    """What the last period shows: the actual number between the forecasts, or their range."""
    ends = last[models]
    if np.isnan(last["actual"]):
        if len(models) == 1:
            return f"{models[0]} forecasts {ends.iloc[0]:,.0f} of {of:,}"
        low, high = cast(str, ends.idxmin()), cast(str, ends.idxmax())
        span = f"{ends[low]:,.0f} ({low}) to {ends[high]:,.0f} ({high})"
        return f"The forecasts end anywhere from {span}, of {of:,}"
    off = (ends - last["actual"]).abs()
    # The two nearest and the one farthest off.
    near = off.sort_values(kind="stable").index
    named = dict.fromkeys([*near[:2], near[-1]])
    said = ", ".join(f"{name} {ends[name]:,.0f}" for name in named)
    return f"{last['actual']:,.0f} of {of:,} stayed; forecasts: {said}"


def _label_ends(
    ax: "Axes", x: float, ends: Mapping[str, tuple[float, object]], *, lines: int = 1
) -> None:
    """Write beside the right end of each line what it is, moved apart where two are near."""
    import matplotlib as mpl

    low, high = ax.get_ylim()
    # The axes take about three quarters of the height of their figure.
    points = 0.75 * 72 * cast("Figure", ax.figure).get_figheight()
    gap = 1.3 * lines * mpl.rcParams["font.size"] * (high - low) / points
    order = sorted(ends, key=lambda text: ends[text][0])
    place = np.array([ends[text][0] for text in order], dtype=float)
    for _ in range(50):
        for one in range(len(place) - 1):
            lack = gap - (place[one + 1] - place[one])
            if lack > 0:
                place[one] -= lack / 2
                place[one + 1] += lack / 2
    for text, y in zip(order, place, strict=True):
        end, color = ends[text]
        line = {"arrowstyle": "-", "color": color, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0}
        ax.annotate(
            text, (x, end), xytext=(1.04, y), textcoords=("axes fraction", "data"), va="center",
            color=color, weight="bold", arrowprops=line, annotation_clip=False,
        )  # fmt: skip
