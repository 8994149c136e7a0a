"""Figures of rules that say whom to treat: the tables of `crmkit.retention.policy` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["difference_intervals"]


def difference_intervals(
    differences: pd.DataFrame,
    *,
    against: str,
    unit: str,
    per: float = 1.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """How much more is each plan worth than one of them, and could that be chance?

    Parameters
    ----------
    differences : DataFrame
        From `policy.value_differences`.
    against : str
        The plan with which they were compared.
    unit : str
        What a value is in, for the label: "yuan a customer".
    per : float
        Factor on all values: 1,000 for those of a thousand customers.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(differences, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (8, 3.4))
    found = differences[["estimate", "low", "high"]] * tables.number("per", per, above=0)
    place = np.arange(len(found))
    sure = found["low"] > 0
    for y, (_, row) in zip(place, found.iterrows(), strict=True):
        color = GOOD if row["low"] > 0 else EXPECTED
        reach = [[row["estimate"] - row["low"]], [row["high"] - row["estimate"]]]
        ax.errorbar(row["estimate"], y, xerr=reach, fmt="o", color=color, capsize=4)
        told = f"{round(row['estimate'], 1) + 0.0:+.1f}"
        ax.text(row["estimate"], y - 0.12, told, ha="center", va="bottom")
    ax.axvline(0, color=QUIET)
    ax.set_yticks(place, [str(one) for one in found.index])
    ax.set_ylim(len(place) - 0.5, -0.6)
    named = ", ".join(map(str, found.index[sure])) or "no plan"
    ax.set(
        xlabel=f"{unit} more than '{against}', with 95 % intervals",
        title=f"Better than '{against}', beyond chance: {named}",
    )
    ax.grid(visible=False, axis="y")
    return ax
