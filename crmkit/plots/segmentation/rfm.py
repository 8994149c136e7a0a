"""Figures of RFM: the tables of `crmkit.segmentation.rfm` in, Axes out."""

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import Color, canvas, ink
from crmkit.plots.style import CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_THIN = "#e3e3e3"

__all__ = ["mailing_bars", "rfm_heatmap", "segment_bars"]


def rfm_heatmap(
    grid: pd.DataFrame,
    *,
    counts: pd.DataFrame | None = None,
    few: int = 30,
    label: str = "share of customers",
    percent: bool = True,
    ax: "Axes | None" = None,
) -> "Axes":
    """Where in the recency x frequency grid is the most?

    Parameters
    ----------
    grid : DataFrame
        From `cell_grid`; cells that are NaN hold nobody and stay blank.
    counts : DataFrame, optional
        How many customers each cell holds, written below its number. Cells of fewer than `few`
        are grey, and neither scale the colours nor make the title.
    few : int
        See `counts`.
    label : str
        What a cell holds.
    percent : bool
        Whether the grid holds shares, to be written in %.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns

    if grid.stack().dropna().empty:
        raise ValueError("the grid has no cell with customers")
    thin = grid.isna() if counts is None else counts.reindex_like(grid) < few
    filled = grid.where(~thin).stack().dropna()
    if filled.empty:
        raise ValueError(f"no cell holds {few} customers; pass a smaller few=")
    ax, _ = canvas(ax, (6.2, 4.8 if counts is not None else 4.2))
    highest_value = cast(float, filled.max())
    blues = sns.light_palette(EXPECTED, as_cmap=True)
    sns.heatmap(
        grid.where(~thin), cmap=blues, vmin=0, vmax=highest_value, linewidths=1, cbar=False, ax=ax
    )
    for (row, column), number in np.ndenumerate(grid.to_numpy(dtype=float)):
        count = None
        if counts is not None:
            count = cast(float, counts.loc[grid.index[row], grid.columns[column]])
        color = _THIN if thin.iat[row, column] else blues(number / highest_value)
        _draw_cell(ax, (row, column), number, count, color=color, percent=percent)
    _key_to_cells(ax, grid, thin & grid.notna(), few)
    ax.grid(visible=False)
    recency, frequency = cast(tuple[Any, Any], filled.idxmax())
    highest = _written(highest_value, percent) + (" %" if percent else "")
    row, column = grid.index.get_loc(recency), grid.columns.get_loc(frequency)
    _frame(ax, cast(int, row), cast(int, column))
    below = "" if counts is None else ", small: customers"
    ax.set(
        xlabel="frequency score (right = often)",
        ylabel="recency score (top = most recent)",
        title=f"Highest {label}: {highest}, at recency {recency}, frequency {frequency}"
        + (f"\n(cells in %{below})" if percent else ""),
    )
    ax.tick_params(length=0)
    ax.tick_params(axis="y", rotation=0)
    return ax


def segment_bars(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which segments bring more money than heads? Two bars a segment.

    Parameters
    ----------
    table : DataFrame
        From `profile`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["customer_share", "spend_share"])
    ax, _ = canvas(ax, (7, 0.6 + 0.42 * len(table)))
    place = np.arange(len(table))
    top: Any = table["spend_share"].idxmax()
    for shift, column, label, color in (
        (-0.2, "customer_share", "share of customers", QUIET),
        (0.2, "spend_share", "share of spend", EXPECTED),
    ):
        shares = 100 * table[column]
        bars = ax.barh(place + shift, shares, height=0.4, color=color, label=label)
        texts = ax.bar_label(bars, labels=[f"{share:.1f}" for share in shares], padding=2)
        for text, name in zip(texts, table.index, strict=True):
            # The two numbers of the title are the ones to be found first.
            text.set(fontsize=11 if name == top else 9, weight="bold" if name == top else "normal")
    ax.set_yticks(place, labels=table.index.astype("str"))
    ax.invert_yaxis()
    ax.margins(x=0.1, y=0.01)
    ax.grid(visible=False, axis="y")
    ax.set(
        xlabel="share (%)",
        ylabel="",
        title=(
            f"{top}: {100 * table.loc[top, 'customer_share']:.0f} % of customers, "
            f"{100 * table.loc[top, 'spend_share']:.0f} % of spend"
        ),
    )
    # Below the axes: the longest bars may be anywhere.
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    return ax


def mailing_bars(
    answers: pd.Series, *, letters: int, at_random: float | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Which list of customers should get the letters? One bar a list.

    Parameters
    ----------
    answers : Series
        How many of the customers on each list answered; the index names the lists.
    letters : int
        How many customers each list holds.
    at_random : float, optional
        How many would answer if the letters went to anybody: a line.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 0.9 + 0.5 * len(answers)))
    best = cast(str, answers.idxmax())
    colors = [EXPECTED if name == best else QUIET for name in answers.index]
    bars = ax.barh(answers.index.astype("str"), answers, height=0.65, color=colors)
    ax.bar_label(bars, labels=[f"{number:,.0f}" for number in answers], padding=3)
    if at_random is not None:
        ax.axvline(at_random, color=CONTRAST, linestyle="--")
        ax.annotate(
            f"anybody: {at_random:,.0f}",
            (at_random, -0.45),
            xytext=(5, 2),
            textcoords="offset points",
            va="bottom",
            bbox={"facecolor": "white", "pad": 1, "linewidth": 0},
        )
        # Room above the first bar, where the line's name hides no bar and no grid line.
        ax.set_ylim(top=-0.95, bottom=len(answers) - 0.55)
    ahead = ""
    if len(answers) > 1:
        second = answers.drop(best)
        ahead = f", {answers[best] - second.max():,.0f} more than {second.idxmax()}"
    if at_random is None:
        ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.grid(visible=False, axis="y")
    ax.set(
        xlabel=f"buyers among {letters:,} customers",
        title=f"{best[0].upper()}{best[1:]} reaches {answers[best]:,.0f} buyers{ahead}",
    )
    return ax


def _draw_cell(
    ax: "Axes",
    place: tuple[int, int],
    number: float,
    count: float | None,
    *,
    color: Color,
    percent: bool,
) -> None:
    """One cell's number, and below it how many customers it holds."""
    from matplotlib.patches import Rectangle

    row, column = place
    if np.isnan(number):
        ax.add_patch(
            Rectangle((column, row), 1, 1, facecolor="white", edgecolor="0.8", hatch="//", lw=0)
        )
        return
    if color == _THIN:
        ax.add_patch(Rectangle((column, row), 1, 1, facecolor=_THIN, edgecolor="white"))
    shade = "0.4" if color == _THIN else ink(color)
    rise = 0 if count is None else 0.1
    look: dict[str, Any] = {"ha": "center", "va": "center", "color": shade}
    ax.text(column + 0.5, row + 0.5 - rise, _written(number, percent), fontsize=12, **look)
    if count is not None:
        ax.text(column + 0.5, row + 0.78, f"{count:,.0f}", fontsize=8.5, **look)


def _frame(ax: "Axes", row: int, column: int) -> None:
    """A frame around the cell that the title names."""
    from matplotlib.patches import Rectangle

    ax.add_patch(
        Rectangle(
            (column, row), 1, 1, fill=False, edgecolor=CONTRAST, lw=3, zorder=5, clip_on=False
        )
    )


def _key_to_cells(ax: "Axes", grid: pd.DataFrame, thin: pd.DataFrame, few: int) -> None:
    """What a grey and a hatched cell mean, below the axes."""
    from matplotlib.patches import Patch

    key = []
    if thin.any(axis=None):
        key.append(Patch(facecolor=_THIN, label=f"fewer than {few} customers: too few to judge"))
    if grid.isna().any(axis=None):
        key.append(Patch(facecolor="white", hatch="////", edgecolor="0.7", label="nobody"))
    if key:
        place: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.13), "ncols": 2}
        ax.legend(handles=key, frameon=False, **place)


def _written(number: float, percent: bool) -> str:
    if not percent:
        return f"{number:,.0f}"
    return "<1" if 0 < number < 0.005 else f"{100 * number:.0f}"
