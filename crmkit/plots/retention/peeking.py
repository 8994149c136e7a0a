"""Figures of looks at a test: the tables of `crmkit.retention.peeking` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["false_alarm_lines", "look_paths"]


def look_paths(z_values: pd.DataFrame, bounds: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How do tests wander from look to look, and which of them pass the bound?

    Parameters
    ----------
    z_values : DataFrame
        One row a look, one column a test, from `peeking.simulated_looks`; a hundred or so.
    bounds : DataFrame
        From `peeking.bounds`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(bounds, ["z_bound"])
    ax, _ = canvas(ax, (8, 4.2))
    limit = bounds["z_bound"].to_numpy()
    z = z_values.to_numpy(dtype=float)
    out = np.abs(z) >= limit[:, None]
    found = out.any(axis=0)
    look = z_values.index.to_numpy()
    # Without shades of grey where lines cross, the picture stays small.
    for path, passed in sorted(zip(z.T, found, strict=True), key=lambda one: bool(one[1])):
        color, width = (BAD, 0.8) if passed else (QUIET, 0.6)
        ax.plot(look, path, color=color, linewidth=width, antialiased=False)
    first = out.argmax(axis=0)[found]
    ax.scatter(look[first], z[first, np.flatnonzero(found)], color=BAD, s=18,
               zorder=3, label="passes the bound for the first time")  # fmt: skip
    high = max(4.2, 1.1 * float(np.abs(z).max()))
    for sign in (1, -1):
        ax.plot(
            look, sign * limit, color=ACTUAL, linewidth=1.5, label="bound" if sign > 0 else None
        )
    last = int(out[-1].sum())
    title = (
        f"Of {len(found)} tests {found.sum()} pass the bound at some look, {last} "
        f"{'lies' if last == 1 else 'lie'} beyond it at the last"
    )
    ax.set(
        xlabel="look", ylabel="effect in standard errors (z)", title=title, ylim=(-high, 1.3 * high)
    )
    ax.legend(frameon=False, loc="upper right", ncols=2)
    return ax


def false_alarm_lines(
    rates: "Mapping[str, pd.DataFrame]", *, promised: float = 0.05, ax: "Axes | None" = None
) -> "Axes":
    """How many tests without effect have raised an alarm by each look?

    Parameters
    ----------
    rates : mapping of name to DataFrame
        From `peeking.crossing_rates` or `peeking.crossed`, two or three with the same looks; the
        first is what is warned of.
    promised : float
        The share that the bound promises.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (8, 4.2))
    ends = {}
    for (name, table), color in zip(rates.items(), (BAD, CONTRAST, EXPECTED), strict=False):
        tables.check_columns(table, ["cumulative_crossed_share"])
        share = 100 * table["cumulative_crossed_share"]
        ax.plot(share.index, share, color=color, linewidth=2, label=name)
        ends[name] = share.iloc[-1]
    ax.axhline(100 * promised, color=ACTUAL, linewidth=1, linestyle="--",
               label=f"promised: {100 * promised:g} %")  # fmt: skip
    first = next(iter(ends))
    looks = len(next(iter(rates.values())))
    ax.annotate(f"{ends[first]:.0f} %", (looks, ends[first]), xytext=(6, 0),
                textcoords="offset points", va="center", color=BAD)  # fmt: skip
    title = f"{first}: {ends[first]:.0f} % of tests without effect raise an alarm in {looks} looks"
    ax.set(xlabel="look", ylabel="false alarms so far (%)", title=title)
    ax.set_xlim(0.5, 1.07 * looks)
    ax.set_ylim(0, 1.15 * max(ends.values()))
    ax.legend(frameon=False, loc="upper left")
    return ax
