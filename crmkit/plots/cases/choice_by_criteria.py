"""Figures of a choice by weighted criteria: who wins, and how far that is from turning."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import BAD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["scores", "turning_points"]


def scores(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Who wins, and by which criterion?

    Parameters
    ----------
    table : DataFrame
        From `choice_by_criteria.scores`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["score"])
    shown = table.iloc[::-1]
    ax, palette = canvas(ax, (8, 0.6 * len(shown) + 1.6))
    left = np.zeros(len(shown))
    for name, color in zip(shown.columns.drop("score"), palette * 2, strict=False):
        width = shown[name].to_numpy()
        ax.barh(range(len(shown)), width, left=left, color=color, label=str(name), height=0.6)
        for place, one in enumerate(width):
            if one > 0.04:
                ax.text(left[place] + one / 2, place, f"{one:.2f}", ha="center", va="center",
                        color=ink(color))  # fmt: skip
        left = left + width
    for place, one in enumerate(shown["score"]):
        ax.text(one + 0.01, place, f"{one:.2f}", va="center", color="0.2")
    ax.set_yticks(range(len(shown)), [str(one) for one in shown.index])
    ax.set_xlim(0, 1.15 * left.max())
    first, second = table["score"].iloc[:2]
    ax.set(
        xlabel="score: weight of the criterion x weight by it",
        title=f"{table.index[0]} wins with {first:.2f}, {table.index[1]} has {second:.2f}",
    )
    ax.grid(visible=False, axis="y")
    ax.legend(frameon=False, ncols=len(shown.columns) - 1, loc="upper center",
              bbox_to_anchor=(0.5, -0.28))  # fmt: skip
    return ax


def turning_points(
    table: pd.DataFrame, *, judgements: int, near: int = 3, ax: "Axes | None" = None
) -> "Axes":
    """How many steps of one judgement is the winner away from losing?

    Parameters
    ----------
    table : DataFrame
        From `choice_by_criteria.turning_points`, one row or more.
    judgements : int
        How many were made in all; the others turn nothing, alone.
    near : int
        Up to how many steps a judgement is drawn as near.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["steps", "winner", "judged", "turns_at"])
    shown = table.iloc[::-1]
    steps = shown["steps"].abs()
    ax, _ = canvas(ax, (8, 0.42 * len(shown) + 1.8))
    colors = [BAD if one <= near else QUIET for one in steps]
    ax.barh(range(len(shown)), steps, color=colors, height=0.6)
    for place, (_, row) in enumerate(shown.iterrows()):
        moved = f"{_on_scale(row['judged'])} to {_on_scale(row['turns_at'])}: {row['winner']} wins"
        ax.text(abs(row["steps"]) + 0.15, place, moved, va="center", color="0.2")
    names = [f"{where}: {one} over {other}" for where, one, other in shown.index]
    ax.set_yticks(range(len(shown)), names)
    ax.set_xlim(0, 1.55 * steps.max())
    few = int(steps.min())
    count = int((steps == few).sum())
    ax.set(
        xlabel="steps of the scale until another wins",
        title=f"No judgement of {judgements} turns the winner within {few - 1} steps;\n"
        f"{count} of them {'does' if count == 1 else 'do'} at {few}",
    )
    ax.grid(visible=False, axis="y")
    return ax


def _on_scale(value: float) -> str:
    return f"{value:g}" if value >= 1 else f"1/{1 / value:.3g}"
