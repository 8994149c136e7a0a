"""Figures of cohorts: the tables of `crmkit.retention.cohorts` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import CONTRAST, EXPECTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cohort_map", "order_lines", "returned_by_cohort"]


def cohort_map(shares: pd.DataFrame, *, what: str = "active", ax: "Axes | None" = None) -> "Axes":
    """Which share of each cohort is active at each age?

    A heat map in per cent, cohorts downwards, ages to the right; what is not seen yet is empty.

    Parameters
    ----------
    shares : DataFrame
        Shares (0 to 1), one row a cohort, one column an age; without age 0, where all are active.
    what : str
        What the customers are or do, for the title.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns

    ax, _ = canvas(ax, (8, 0.5 + 0.34 * len(shares)))
    names = [str(cohort).split("/")[0] for cohort in shares.index]
    percent = (100 * shares).set_axis(names)
    sns.heatmap(percent, annot=True, fmt=".0f", cmap="Blues", vmin=0, cbar=False, ax=ax)
    ax.tick_params(axis="y", rotation=0)
    ax.set(xlabel=f"age ({_unit(shares)}s)", ylabel="cohort")
    age = shares.columns[0]
    low, high = percent[age].min(), percent[age].max()
    ax.set_title(f"{low:.0f} to {high:.0f} % are {what} at age {age}, whatever the cohort")
    return ax


def order_lines(
    everybody: pd.DataFrame, same: pd.DataFrame, *, column: str, ax: "Axes | None" = None
) -> "Axes":
    """Do customers change from order to order, or do the rows hold other customers?

    Parameters
    ----------
    everybody, same : DataFrame
        From `by_order`: of all who came so far, and of the same customers throughout.
    column : "mean_amount" or "mean_gap_days"
        What is drawn.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    labels = {
        "mean_amount": ("mean amount of the order (dollars)", "an order's amount"),
        "mean_gap_days": ("mean wait for the next order (days)", "the wait"),
    }
    tables.option("column", column, list(labels))
    for name, table in (("everybody", everybody), ("same", same)):
        tables.check_columns(table, [column, "customers"], name=name)
    ax, _ = canvas(ax, (7, 3.8))
    looks = (
        (everybody, CONTRAST, "all who came so far"),
        (same, EXPECTED, f"the same {same['customers'].iloc[0]:,.0f} customers"),
    )
    for table, color, label in looks:
        values = table[column].dropna()
        ax.plot(values.index, values, "o-", color=color, label=label)
        for place in (values.index[0], values.index[-1]):
            ax.annotate(
                f"{values[place]:.0f}", (place, values[place]), xytext=(0, 8),
                textcoords="offset points", ha="center", color=color,
            )  # fmt: skip
    written, what = labels[column]
    ax.set_xticks(everybody.index)
    ax.set_ylim(0, 1.2 * max(table[column].max() for table, *_ in looks))
    ax.set(xlabel="order of the customer", ylabel=written)
    moves = [table[column].dropna().iloc[[0, -1]].to_list() for table, *_ in looks]
    (first, last), (alike_first, alike_last) = moves
    ax.set_title(
        f"All: {what} goes from {first:.0f} to {last:.0f}; "
        f"the same customers: {alike_first:.0f} to {alike_last:.0f}"
    )
    ax.legend(frameon=False, loc="lower right" if column == "mean_amount" else "upper right")
    return ax


def returned_by_cohort(shares: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How soon does each cohort come back?

    One line a cohort, the share that has come back by each age (0 to 1).

    Parameters
    ----------
    shares : DataFrame
        One row a cohort, one column an age.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import matplotlib as mpl

    ax, _ = canvas(ax, (7, 3.8))
    colors = mpl.colormaps["viridis"](np.linspace(0, 0.85, len(shares)))
    for color, (_, row) in zip(colors, shares.iterrows(), strict=True):
        seen = 100 * row.dropna()
        ax.plot(seen.index, seen, color=color, linewidth=1.6)
    full = int(shares.dropna(axis="columns").columns[-1])
    low, high = 100 * shares[full].min(), 100 * shares[full].max()
    ax.axvline(full, color="0.6", linewidth=1)
    ax.set(
        xlabel=f"age ({_unit(shares)}s)",
        ylabel="have come back (% of the cohort)",
        title=f"After {_ages(full, shares)} {low:.0f} to {high:.0f} % of a cohort have come back",
    )
    ax.set_ylim(bottom=0)
    return ax


def _ages(age: int, shares: pd.DataFrame) -> str:
    return f"{age} {_unit(shares)}{'' if age == 1 else 's'}"


def _unit(shares: pd.DataFrame) -> str:
    """The word for one period of the cohorts."""
    if not isinstance(shares.index, pd.PeriodIndex):
        return "period"
    return {"W": "week", "M": "month", "Q": "quarter"}.get(shares.index.freqstr[0], "period")
