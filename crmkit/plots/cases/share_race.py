"""Figures of the race for shares: tables of `crmkit.campaigns.share_race` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["gain_line", "share_lines"]


def share_lines(
    paths: Mapping[str, pd.DataFrame], *, critical: float, ax: "Axes | None" = None
) -> "Axes":
    """How does our share of sellers spread under each offer, and does it pass the critical mass?

    Parameters
    ----------
    paths : mapping of DataFrame
        From `share_race.path`, by what the offer is called; up to four.
    critical : float
        The share of sellers from which on the market tips without any offer.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    colors = (QUIET, CONTRAST, EXPECTED, GOOD)
    if not 1 <= len(paths) <= len(colors):
        raise ValueError(f"{len(paths)} offers: give one to {len(colors)}")
    ax, _ = canvas(ax, (8, 4.2))
    passed = []
    for (name, table), color in zip(paths.items(), colors, strict=False):
        tables.check_columns(table, ["seller_share"])
        ax.plot(table.index, table["seller_share"], color=color, linewidth=2)
        last = float(table["seller_share"].iloc[-1])
        ax.annotate(f"{name}: {last:.2f}", (table.index[-1], last), xytext=(6, 0), va="center",
                    textcoords="offset points")  # fmt: skip
        passed += [name] if last > critical else []
    ax.axhline(critical, color="0.3", linewidth=1.2, linestyle="--")
    ax.annotate(f"critical mass {critical:.2f}", (0, critical), xytext=(4, 4),
                textcoords="offset points")  # fmt: skip
    longest = max(int(table.index[-1]) for table in paths.values())
    ax.set_xlim(0, 1.28 * longest)
    ax.set_xticks(range(0, longest + 1, 6))
    ax.set_ylim(0, 1.02)
    who = f"only {' and '.join(passed)}" if passed else "no offer"
    end = "passes" if len(passed) < 2 else "pass"
    ax.set(xlabel="month of the offer", ylabel="our share of the sellers",
           title=f"Of {len(paths)} offers {who} {end} the critical mass")  # fmt: skip
    return ax


def gain_line(
    by_size: pd.DataFrame,
    *,
    marks: Mapping[str, float],
    unit: str = "million yuan",
    scale: float = 1e-6,
    ax: "Axes | None" = None,
) -> "Axes":
    """What does a subsidy bring, the larger it is, and where does it only cost?

    Parameters
    ----------
    by_size : DataFrame
        From `share_race.by_subsidy`, of sellers or buyers.
    marks : mapping of float
        Subsidies to be marked, by what they are called; each stands in the table.
    unit, scale
        Of the money on the axis, and what it is multiplied by.
    ax : Axes, optional
        Where to draw; a new figure if not given. Band: the interval.
    """
    tables.check_columns(by_size, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (8, 4.2))
    gain = scale * by_size[["estimate", "low", "high"]]
    ax.plot(gain.index, gain["estimate"], color=EXPECTED, linewidth=2)
    ax.fill_between(gain.index, gain["low"], gain["high"], color=EXPECTED, alpha=0.2)
    ax.axhline(0, color="0.3", linewidth=1)
    width, said = 0.04 * np.ptp(gain.index.to_numpy(dtype=float)), []
    for name, size in marks.items():
        if size not in gain.index:
            raise ValueError(f"the subsidy {size:g} ({name}) stands not in the table")
        value = float(gain["estimate"].to_numpy()[gain.index == size][0])
        ax.plot([size], [value], "o", color=GOOD if value > 0 else BAD, markersize=8, zorder=5)
        around = np.interp([size - width, size + width], gain.index, gain["estimate"])
        up, down = around[1] > value, around[0] > value
        place, side = ((-9, 5), "right") if up and not down else ((9, 5), "left")
        place, side = ((0, 11), "center") if up == down else (place, side)
        ax.annotate(f"{name}: {value:+,.1f}", (size, value), xytext=place, ha=side,
                    textcoords="offset points")  # fmt: skip
        said.append(f"{name} {'gains' if value > 0 else 'loses'} {abs(value):,.1f}")
    ax.margins(y=0.12)
    ax.set(xlabel="subsidy (yuan a month and member)", ylabel=f"gain over no subsidy ({unit})",
           title=f"{', '.join(said).capitalize()} {unit}")  # fmt: skip
    return ax
