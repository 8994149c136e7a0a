"""Figures of leaks: tables of `crmkit.campaigns.leaks` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["funnel_bars", "mends"]


def funnel_bars(people: pd.Series, *, what: str = "sessions", ax: "Axes | None" = None) -> "Axes":
    """At which step of a funnel are most lost?

    Parameters
    ----------
    people : Series
        As for `leaks.funnel`.
    what : str
        Whom the funnel counts.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_series(people, name="people", row="step")
    ax, _ = canvas(ax, (8, 0.55 * len(people) + 1.4))
    y = np.arange(len(people))[::-1]
    lost = -people.diff().fillna(0)
    most = int(np.argmax(lost.to_numpy()))
    ax.barh(y, people, 0.62, color=EXPECTED)
    before = people.shift(1)
    for place, here, gone, start in zip(y[1:], people[1:], lost[1:], before[1:], strict=True):
        worst = place == y[most]
        ax.barh(place, gone, 0.62, left=here, color=BAD if worst else "#eeeeee")
        ax.annotate(f"{here:,.0f} of {start:,.0f} go on ({100 * here / start:.0f} %)",
                    (start, place), xytext=(6, 0), textcoords="offset points", va="center",
                    color="0.2", fontsize=10)  # fmt: skip
    ax.annotate(f"{people.iloc[0]:,.0f}", (people.iloc[0], y[0]), xytext=(6, 0), va="center",
                textcoords="offset points", color="0.2", fontsize=10)  # fmt: skip
    ax.set_yticks(y, [_name(one) for one in people.index])
    ax.set(
        xlim=(0, 1.52 * people.iloc[0]),
        xlabel=what,
        title=f"The largest leak: {lost.iloc[most]:,.0f} {what} are lost before "
        f'"{_name(people.index[most])}"',
    )
    ax.grid(visible=False, axis="y")
    return ax


def mends(table: pd.DataFrame, *, unit: str = "thousand yuan", scale: float = 0.001,
          ax: "Axes | None" = None) -> "Axes":  # fmt: skip
    """Which leak is the largest, and which pays best to mend?

    Parameters
    ----------
    table : DataFrame
        From `leaks.mending`.
    unit : str
        Of profit, once it is multiplied by `scale`.
    scale : float
        0.001 for thousands.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["lost", "profit", "low", "high"])
    ax, _ = canvas(ax, (8, 0.6 * len(table) + 1.4))
    y = np.arange(len(table))[::-1]
    money = scale * table[["profit", "low", "high"]]
    best = int(np.argmax(money["profit"].to_numpy()))
    colors = [GOOD if one == best else BAD if value < 0 else QUIET
              for one, value in enumerate(money["profit"])]  # fmt: skip
    reach = [money["profit"] - money["low"], money["high"] - money["profit"]]
    ax.barh(y, money["profit"], 0.6, color=colors, xerr=reach, capsize=4,
            error_kw={"ecolor": "0.25"})  # fmt: skip
    for place, value in zip(y, money["profit"], strict=True):
        ax.annotate(f"{value:+,.0f}".replace("-", "\u2212"), (1, place), xytext=(6, 0),
                    xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
                    color="0.2", annotation_clip=False)  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(y, [f"{one}: {gone:,.0f} lost"
                      for one, gone in zip(table.index, table["lost"], strict=True)])  # fmt: skip
    largest = table["lost"].astype("float64").idxmax()
    ax.set(
        xlabel=f"profit of mending a stage, {unit}",
        title=f'Most are lost at "{largest}"; it pays best to mend "{table.index[best]}"',
    )
    ax.grid(visible=False, axis="y")
    return ax


def _name(one: object) -> str:
    return str(one).replace("_", " ")
