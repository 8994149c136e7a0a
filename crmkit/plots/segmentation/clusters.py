"""Figures of clusters: do they stand apart, and do groups differ in what counts?"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["borders", "rates_by_trait"]

_MARKERS = "os^vDP*X"


def borders(places: pd.DataFrame, persona: pd.Series, *, ax: "Axes | None" = None) -> "Axes":
    """Do the clusters stand apart, or does the cut go through a crowd?

    Ringed is who stands between two clusters: the own centre is more than three quarters as far
    away as the next one.

    Parameters
    ----------
    places : DataFrame
        One row a customer, two columns or more, such as `factors.scores`. The first two say where
        to draw them; distances are measured in all.
    persona : Series
        Cluster or persona by customer, two or more.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from scipy.spatial.distance import cdist

    if places.shape[1] < 2:
        raise ValueError(f"places has {places.shape[1]} column; a map has two, across and up")
    tables.check_columns(places, list(places.columns), name="places")
    tables.check_same_customers(places.index, persona.index, names=("places", "persona"))
    names = persona.reindex(places.index)
    centres = places.groupby(names.to_numpy()).mean()
    if len(centres) < 2:
        raise ValueError("persona is the same for everybody: there is no border")
    away = np.sort(cdist(places, centres), axis=1)
    between = away[:, 0] > 0.75 * away[:, 1]
    ax, colors = canvas(ax, (6.6, 4.4))
    x, y = (places.iloc[:, side].to_numpy() for side in (0, 1))
    for number, name in enumerate(centres.index):
        here = (names == name).to_numpy()
        ax.scatter(
            x[here],
            y[here],
            s=26,
            marker=_MARKERS[number % len(_MARKERS)],
            color=colors[(0, 1, 2, 4, 5, 8, 9)[number % 7]],
            label=str(name),
        )
    ax.scatter(
        x[between],
        y[between],
        s=90,
        facecolor="none",
        edgecolor=BAD,
        linewidth=1.3,
        label="between two clusters",
    )
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    across, up = (str(name).replace("_", " ") for name in places.columns[:2])
    ax.set(
        xlabel=across,
        ylabel=up,
        title=f"{100 * between.mean():.0f} % stand between two clusters",
    )
    return ax


def rates_by_trait(
    rates: Mapping[str, pd.DataFrame], *, what: str, ax: "Axes | None" = None
) -> "Axes":
    """By which trait do customers differ most in what they do?

    Parameters
    ----------
    rates : mapping of str to DataFrame
        Name of a trait -> from `rates.rate_by`, two groups or more each.
    what : str
        What happened, for the axis: "recommend the piece".
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not rates:
        raise ValueError("rates is empty: give at least one trait")
    count = sum(len(table) for table in rates.values())
    ax, _ = canvas(ax, (6.6, 1.2 + 0.34 * (count + len(rates))))
    place, ticks, labels, spans = 0.0, [], [], []
    for (trait, table), color in zip(
        rates.items(), [EXPECTED, CONTRAST, GOOD, *[QUIET] * len(rates)], strict=False
    ):
        tables.check_columns(table, ["rate", "low", "high"], name=f"rates[{trait!r}]")
        rate = 100 * table["rate"].to_numpy()
        where = place + np.arange(len(table))
        reach = [rate - 100 * table["low"], 100 * table["high"] - rate]
        ax.barh(
            where.mean(),
            np.ptp(rate),
            height=len(table),
            left=rate.min(),
            color=color,
            alpha=0.15,
            linewidth=0,
        )
        ax.errorbar(rate, where, xerr=reach, fmt="o", color=color, capsize=3)
        ticks += list(where)
        labels += [f"{trait}: {name}" for name in table.index]
        spans.append(f"{trait} {np.ptp(rate):.1f}")
        place += len(table) + 1
    ax.set_yticks(ticks, labels=labels)
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    ax.set(xlabel=f"{what} (%)", title=f"Largest gap: {', '.join(spans)} points")
    return ax
