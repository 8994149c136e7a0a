"""Figures of the relationship levels: the grid, and what each level is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "level_value_curves",
    "level_value_lines",
    "relationship_grid",
    "segment_margins",
    "value_by_year",
]


def relationship_grid(
    grid: pd.DataFrame,
    *,
    margins: pd.DataFrame | None = None,
    order: Sequence[str] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which level pays in which cell of customers x margin?

    A heat map with the level's name in each cell; a darker cell is a higher level.

    Parameters
    ----------
    grid : DataFrame
        Level names, one row a number of customers, one column a margin, as from
        `segmentation.relationship.grid`.
    margins : DataFrame, optional
        The margin that one customer of each cell carries (money a year), written below its level.
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
    ax, _ = canvas(ax, (7, 3.8))
    rank = names.map(list(order).index).astype(float)
    texts = names.map(lambda name: name.replace(" or ", "\nor "))
    if margins is not None:
        below = margins.reindex_like(names).map(lambda money: f"{money:,.0f} each")
        texts = names + "\n" + below
    sns.heatmap(
        rank,
        annot=texts,
        fmt="",
        annot_kws={"fontsize": 11},
        cmap="Blues",
        vmin=-1,
        vmax=1.35 * len(order),
        linewidths=2,
        cbar=False,
        ax=ax,
    )
    # One row a cell: red, green, blue and how opaque.
    faces = cast(np.ndarray, ax.collections[0].get_facecolor())
    for text, color in zip(ax.texts, faces, strict=True):
        text.set_color(ink(tuple(color[:3])))
    ax.set(xlabel=grid.columns.name or "column", ylabel=grid.index.name or "row")
    ax.tick_params(axis="y", rotation=0)
    ax.set_title(_grid_claim(names, rank, margins, list(order)))
    if margins is not None:
        _frame_equals(ax, margins.reindex_like(names).round(2))
    return ax


def _frame_equals(ax: "Axes", margins: pd.DataFrame) -> None:
    """A frame around the cells that share the most frequent margin."""
    from matplotlib.patches import Rectangle

    most = margins.stack().mode().iloc[0]
    for row, column in zip(*np.nonzero((margins == most).to_numpy()), strict=True):
        frame = Rectangle((column, row), 1, 1, fill=False, edgecolor=CONTRAST, lw=3.5, zorder=5)
        frame.set_clip_on(False)
        ax.add_patch(frame)


def _grid_claim(
    names: pd.DataFrame, rank: pd.DataFrame, margins: pd.DataFrame | None, order: list[str]
) -> str:
    """What the grid shows: one number behind it, or where its highest level stands."""
    cells = cast(pd.Series, names.stack())
    if margins is not None:
        each = cast(pd.Series, margins.reindex_like(names).stack()).round(2)
        if each.nunique() < len(each) and (cells.groupby(each).nunique() == 1).all():
            found = f"{len(each)} cells, only {each.nunique()} margins per customer"
            return f"{found}: equal margin, equal level"
    best = cells[cells == order[int(rank.to_numpy().max())]]
    row, column = best.index[0]
    where = f"{row} customers at a {column} margin"
    if len(best) > 1:
        where = f"{len(best)} of {names.size} cells"
    return f"{cells.nunique()} answers in {names.size} cells; {best.iloc[0]} pays for {where}"


def value_by_year(values: pd.Series, *, years: int = 10, ax: "Axes | None" = None) -> "Axes":
    """When does a customer bring what they are worth? One bar a year.

    The years that bring the first half of it, and more, are the blue ones.

    Parameters
    ----------
    values : Series
        What each year is expected to bring, as worth today; the index is the year, from 0 (now).
    years : int
        How many years are drawn; all of them count in the title.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    total = values.sum()
    if not total > 0:
        raise ValueError(f"the years are worth {total:,.0f} in all: there are no shares of it")
    ax, _ = canvas(ax, (7, 3.6))
    half = int((values.cumsum() >= total / 2).to_numpy().argmax()) + 1
    share = 100 * values.iloc[:half].sum() / total
    first = f"the first {half} years bring" if half > 1 else "the first year brings"
    shown = values.iloc[:years]
    colors = [EXPECTED if place < half else QUIET for place in range(len(shown))]
    bars = ax.bar(shown.index.astype("str"), shown, color=colors)
    ax.bar_label(bars, labels=[f"{value:,.0f}" for value in shown], padding=2)
    ax.annotate(
        f"{share:.0f} % of {total:,.0f}",
        (half - 0.5, shown.max() * 0.9),
        xytext=(4, 0),
        textcoords="offset points",
        color=EXPECTED,
        weight="bold",
    )
    ax.axvline(half - 0.5, color=EXPECTED, linewidth=1, linestyle=":")
    ax.grid(visible=False, axis="x")
    ax.margins(y=0.12)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel="years from now"
        + (f" (the first {years} of {len(values)} drawn)" if len(values) > years else ""),
        ylabel="worth today (any currency)",
        title=f"Worth {total:,.0f} in all; {first} {share:.0f} % of it",
    )
    return ax


def level_value_lines(
    values: pd.DataFrame, *, at: float | None = None, ax: "Axes | None" = None
) -> "Axes":
    """What is a customer worth at each level, as their margin rises? One straight line a level.

    Parameters
    ----------
    values : DataFrame
        As for `level_value_curves`; values may be below 0.
    at : float, optional
        A margin at which the highest line is pointed out.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    margins = _checked_margins(values)
    ax, _ = canvas(ax, (7, 4.4))
    for number, name in enumerate(values.columns):
        ax.plot(margins, values[name], **_look(number), label=name)
    _name_ends(ax, values, list(values.columns))
    ax.axhline(0, color="0.3", linewidth=1)
    winner, where = values.iloc[-1].idxmax(), margins[-1]
    if at is not None:
        row = values.apply(lambda line: np.interp(at, margins, line))
        winner, where = row.idxmax(), at
        ax.axvline(at, color="0.5", linewidth=1, linestyle=":")
        # A ring: what it marks stays to be seen.
        ring: dict[str, Any] = {"markerfacecolor": "none", "markeredgewidth": 1.8, "markersize": 13}
        ax.plot(at, row.max(), "o", markeredgecolor="black", **ring)
        ax.annotate(
            f"highest at {at:,.0f}:\n{winner}, {row.max():,.0f}",
            (at, row.max()),
            xytext=(-20, 34),
            textcoords="offset points",
            ha="right",
            arrowprops={"arrowstyle": "->", "color": "0.3", "shrinkB": 8},
            bbox={"facecolor": "white", "pad": 1, "linewidth": 0},
        )
    ax.set(
        xlim=(margins[0], margins[-1]),
        xlabel="margin of one customer (per year, any currency)",
        ylabel="value of the customer (any currency)",
        title=f"At a margin of {where:,.0f} a year, {winner} is worth most",
    )
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return ax


def level_value_curves(values: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """From which margin per customer on does a higher level pay?

    Each level's value as % of the best level's at that margin: a curve, thick where it is the
    highest. Dotted lines mark the margins at which the choice switches (straight between two rows,
    which is exact, as values are straight lines in the margin); each level's name stands over
    where it pays, and at the right end of its curve.

    Parameters
    ----------
    values : DataFrame
        Money a customer, one row a margin (the index, two or more, rising from above 0), one
        column a level, as from `segmentation.relationship.value_per_customer`. Some level must be
        worth something at each margin.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    margins = _checked_margins(values)
    best = values.max(axis=1)
    if margins[0] <= 0:
        raise ValueError("the index must hold margins that rise from above 0")
    if (best <= 0).any():
        raise ValueError(
            f"at {(best <= 0).sum():,} margins (first {margins[(best <= 0).to_numpy()][0]:g}) no "
            "level is worth anything; start higher"
        )
    ax, _ = canvas(ax, (8.8, 4.6))
    percent = 100 * values.div(best, axis=0)
    for number, name in enumerate(values.columns):
        ax.plot(margins, percent[name], **_look(number), label=name)
    switches = _switches(values)
    edges = [margins[0], *[at for at, _ in switches], margins[-1]]
    lowest = cast(str, values.iloc[0].idxmax())
    winners = [lowest, *[name for _, name in switches]]
    for start, end, name in zip(edges, edges[1:], winners, strict=False):
        color = _look(list(values.columns).index(name))["color"]
        ax.plot([start, end], [100, 100], color=color, linewidth=5, solid_capstyle="butt")
    _name_ends(ax, percent[percent.columns[percent.iloc[-1] > 40]], list(values.columns), step=4.5)
    _name_bands(ax, margins, switches, lowest, list(values.columns))
    ax.set_xscale("log")
    ax.set_ylim(40, 117)
    # Lines would run through the names of the bands.
    ax.grid(visible=False, axis="x")
    ax.set_xlim(margins[0], margins[-1])
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel="margin of one customer (per year, any currency; each mark ten times the last)",
        ylabel="value of the level (% of the best)",
        yticks=range(40, 101, 10),
    )
    if switches:
        at, name = switches[-1]
        first = f"{lowest} below {switches[0][0]:,.0f}"
        claim = f"the highest curve wins: {first}, {name} from {at:,.0f}"
    else:
        claim = f"{lowest} pays at every margin shown"
    ax.set_title(claim[0].upper() + claim[1:])
    return ax


def segment_margins(
    choice: pd.DataFrame, switch_points: pd.DataFrame, *, ax: "Axes | None" = None
) -> "Axes":
    """How far is each segment from the margin at which another level pays? One dot a segment.

    Bands are the margins at which each level pays; the words at the right say how many times too
    high or too low the margin must be for the choice to flip, the way to the nearer border.

    Parameters
    ----------
    choice : DataFrame
        From `segmentation.relationship.best_level`, without a budget: margin_per_customer and
        level.
    switch_points : DataFrame
        From `segmentation.relationship_sensitivity.switch_points`, of the same levels.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(choice, ["margin_per_customer", "level"], name="choice")
    tables.check_columns(switch_points, ["pays", "pays_from", "pays_to"], name="switch_points")
    ax, _ = canvas(ax, (9.8, 1.4 + 0.5 * len(choice)))
    margin = choice["margin_per_customer"].astype(float)
    paying = switch_points[switch_points["pays"]]
    edges = paying["pays_from"].iloc[1:].tolist()
    low = min([*margin, *edges]) / 1.5
    high = max([*margin, *edges]) * 1.5
    factors = {}
    for place, (name, at) in enumerate(margin.items()):
        band = paying.loc[choice["level"][cast(Any, name)]]
        ends: list[float] = [
            end for end in (band["pays_from"], band["pays_to"]) if 0 < end < np.inf
        ]
        nearest = min(ends, key=lambda end: abs(np.log(end / at)))
        factors[name] = nearest / at
        ax.plot([at, nearest], [place, place], color="0.45", linewidth=3, zorder=2)
        ax.plot(at, place, "o", color="black", markersize=6.5, zorder=3)
        wrong = max(at / nearest, nearest / at)
        ax.annotate(
            (f"{wrong:,.0f}" if wrong >= 10 else f"{wrong:.2f}")
            + f" times too {'high' if at > nearest else 'low'}",
            (1, place),
            xycoords=("axes fraction", "data"),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            annotation_clip=False,
        )
    first = paying.index[0]
    switches = list(zip(edges, paying.index[1:], strict=True))
    _name_bands(ax, np.array([low, high]), switches, first, list(switch_points.index), size=9)
    ax.annotate(
        "flips if our\nmargin is",
        (1, 1),
        xycoords="axes fraction",
        xytext=(8, -6),
        textcoords="offset points",
        va="top",
        weight="bold",
        annotation_clip=False,
    )
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.set_ylim(len(choice) - 0.5, -1.5)
    ax.set_yticks(range(len(choice)), labels=choice.index.astype("str"))
    ax.grid(visible=False)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    close = min(factors, key=lambda name: abs(np.log(factors[name])))
    change = abs(factors[close] - 1)
    ax.set(
        xlabel="margin of one customer (per year, any currency; each mark ten times the last)",
        title=f"Least sure: {close}, where a margin {100 * change:.0f} % "
        + ("higher" if factors[close] > 1 else "lower")
        + " would change the level",
    )
    return ax


def _name_ends(
    ax: "Axes", values: pd.DataFrame, levels: list[str], *, step: float | None = None
) -> None:
    """Each line's name at its right end, moved apart where two would overlap."""
    ends = values.iloc[-1].sort_values()
    if step is None:
        step = 0.05 * (values.to_numpy().max() - values.to_numpy().min())
    place = ends.to_numpy().copy()
    for number in range(1, len(place)):
        place[number] = max(place[number], place[number - 1] + step)
    # Half of what was added goes below, so that names stay near their lines.
    place -= (place - ends.to_numpy()).max() / 2
    for name, height in zip(ends.index, place, strict=True):
        ax.annotate(
            name,
            (values.index[-1], height),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=_look(levels.index(name))["color"],
            weight="bold",
            annotation_clip=False,
        )


def _checked_margins(values: pd.DataFrame) -> np.ndarray:
    margins = values.index.to_numpy(dtype=float)
    if len(margins) < 2 or not (margins[1:] > margins[:-1]).all():
        raise ValueError("the index must hold at least two margins that rise from above 0")
    return margins


def _look(number: int) -> dict[str, Any]:
    """One level's line: a colour of its own, darker the closer the relationship, and a style."""
    shades = ["#8c8c8c", "#3fa9e0", "#02568a", "#a0358f", "#000000"]
    styles = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]
    place = number % len(shades)
    return {"color": shades[place], "linestyle": styles[place], "linewidth": 2}


def _name_bands(
    ax: "Axes",
    margins: np.ndarray,
    switches: list[tuple[float, str]],
    first: str,
    levels: list[str],
    *,
    size: float = 10,
) -> None:
    """Each level's name over the margins where it pays, and the margins at which the next does."""
    edges = [margins[0], *[at for at, _ in switches], margins[-1]]
    names = [first, *[name for _, name in switches]]
    for start, end, name in zip(edges, edges[1:], names, strict=False):
        shade = 0.06 + 0.05 * levels.index(name)
        ax.axvspan(start, end, color=EXPECTED, alpha=shade, linewidth=0, zorder=0)
        ax.text(
            np.sqrt(start * end),
            0.985,
            name,
            transform=ax.get_xaxis_transform(),
            ha="center",
            va="top",
            weight="bold" if size >= 10 else "normal",
            fontsize=size,
        )
    for at, _ in switches:
        ax.axvline(at, color=CONTRAST, linewidth=1.5, linestyle=":")
        ax.annotate(
            f"{at:,.0f}",
            (at, 0.985),
            xycoords=("data", "axes fraction"),
            # Below the names of the bands, where no curve runs.
            xytext=(3, -15),
            textcoords="offset points",
            va="top",
            fontsize=size,
        )


def _switches(values: pd.DataFrame) -> list[tuple[float, str]]:
    """Margins at which the best level changes, and the level that takes over."""
    margins = values.index.to_numpy(dtype=float)
    best = cast("pd.Series[str]", values.idxmax(axis=1))
    found = []
    for here in range(len(margins) - 1):
        old, new = best.iloc[here], best.iloc[here + 1]
        if old == new:
            continue
        lead = values[old].iloc[[here, here + 1]] - values[new].iloc[[here, here + 1]]
        part = lead.iloc[0] / (lead.iloc[0] - lead.iloc[1])
        found.append((margins[here] + part * (margins[here + 1] - margins[here]), new))
    return found
