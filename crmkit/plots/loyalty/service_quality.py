"""Figures of service quality: the tables of `crmkit.loyalty` on gaps, importance and effort."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "gap_intervals",
    "importance_performance",
    "plan_gains",
    "recovered_weights",
    "same_provider",
    "scree",
]


def gap_intervals(gaps: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Where does service fall short of what was expected, and where does it exceed it?

    One point with its interval a dimension or item, the largest gap on top.

    Parameters
    ----------
    gaps : DataFrame
        From `loyalty.service_quality.dimension_gaps` or `item_gaps`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(gaps, ["estimate", "low", "high"], name="gaps")
    gaps = gaps.sort_values("estimate", ascending=False)
    colors = [
        BAD if low > 0 else GOOD if high < 0 else QUIET
        for low, high in zip(gaps["low"], gaps["high"], strict=True)
    ]
    ax = _intervals(gaps, colors, ax)
    worst, best = gaps.index[0], gaps.index[-1]
    claim = f"{str(worst).capitalize()}: {gaps['estimate'].iloc[0]:.2f} points short"
    if gaps["high"].iloc[-1] < 0:
        claim += f"; {best}: more than was expected"
    ax.set(title=claim, xlabel="gap: expectation less perception (points of the scale)")
    return ax


def scree(factors: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How many eigenvalues stand above what chance would show?

    Parameters
    ----------
    factors : DataFrame
        From `loyalty.reliability.parallel_analysis`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(factors, ["eigenvalue", "chance_eigenvalue", "kept"], name="factors")
    ax, _ = canvas(ax, (7, 3.6))
    chance = factors["chance_eigenvalue"]
    ax.plot(factors.index, chance, color=QUIET, linestyle="--", marker="o", markersize=4)
    ax.plot(factors.index, factors["eigenvalue"], color=EXPECTED, linewidth=1.5)
    fills = [EXPECTED if kept else "white" for kept in factors["kept"]]
    ax.scatter(factors.index, factors["eigenvalue"], c=fills, edgecolors=EXPECTED, s=50, zorder=3)
    first = factors.iloc[0]
    last = factors.index[-1]
    ax.annotate(
        f"first factor: {first['eigenvalue']:.1f} of {len(factors)}",
        (factors.index[0], first["eigenvalue"]), xytext=(12, -4), textcoords="offset points",
        color=EXPECTED,
    )  # fmt: skip
    ax.annotate(
        "random answers", (last, chance.iloc[-1]), xytext=(0, 9), textcoords="offset points",
        ha="right", color=ACTUAL,
    )  # fmt: skip
    kept = int(factors["kept"].sum())
    stands = "stands" if kept == 1 else "stand"
    ax.set(
        title=f"{kept} of {len(factors)} factors {stands} above chance",
        xlabel="factor",
        ylabel="eigenvalue (items' worth of variance)",
        ylim=(0, None),
    )
    ax.set_xticks(list(factors.index))
    ax.grid(axis="x", visible=False)
    return ax


def recovered_weights(
    shares: pd.DataFrame, *, truth: pd.Series, ax: "Axes | None" = None
) -> "Axes":
    """Which way of asking for importance comes closest to the truth?

    A group of bars an item, one bar a way, and the true weight as a line across each group.

    Parameters
    ----------
    shares : DataFrame
        One row an item, one column a way: shares that sum to 1 in each column.
    truth : Series
        The true shares, by item.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(shares, [], name="shares")
    truth = truth.reindex(shares.index)
    if truth.isna().any():
        raise ValueError(f"truth has no share for {list(shares.index[truth.isna()])}")
    ax, _ = canvas(ax, (7.5, 4))
    shares = shares.rename(columns=str)
    ways = list(shares.columns)
    width = 0.8 / len(ways)
    colors = [QUIET, CONTRAST, EXPECTED, GOOD]
    for number, way in enumerate(ways):
        shift = (number - (len(ways) - 1) / 2) * width
        places = np.arange(len(shares)) + shift
        ax.bar(places, 100 * shares[way], width, label=way, color=colors[number % len(colors)])
    for place, share in enumerate(truth):
        # A label that begins with an underscore stands in no legend.
        label = "truth" if place == 0 else "_truth"
        ax.hlines(100 * share, place - 0.45, place + 0.45, color=ACTUAL, linewidth=2.5, label=label)
    off = 100 * shares.sub(truth, axis=0).abs().mean()
    near, far = str(off.idxmin()), str(off.idxmax())
    ax.set_xticks(range(len(shares)), list(shares.index))
    ax.set(
        title=f"{near.capitalize()} misses the truth by {off[near]:.0f} points on average, "
        f"{far} by {off[far]:.0f}",
        ylabel="share of importance (%)",
    )
    ax.grid(axis="x", visible=False)
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return ax


def importance_performance(
    performance: pd.Series,
    importance: pd.DataFrame,
    *,
    nudges: dict[str, tuple[float, float]] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Is what is bad also what matters? Each item by how good it is and how much it moves.

    Performance to the right, importance upwards with its interval, lines at the two means. The
    worst and the most important item are coloured.

    Parameters
    ----------
    performance : Series
        Mean answer, by item.
    importance : DataFrame
        By item: estimate, low, high, such as from `loyalty.derived_importance.correlations`.
    nudges : dict, optional
        Item -> where its label stands, in points right of and above the dot, for labels that would
        lie on each other.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(importance, ["estimate", "low", "high"], name="importance")
    importance = importance.rename(index=str)
    performance = performance.rename(index=str).reindex(importance.index)
    if performance.isna().any():
        missing = list(importance.index[performance.isna()])
        raise ValueError(f"performance has no number for {missing}")
    ax, _ = canvas(ax, (7.5, 4.6))
    y = importance["estimate"]
    worst, heaviest = str(performance.idxmin()), str(y.idxmax())
    for item in importance.index:
        color = EXPECTED if item == heaviest else BAD if item == worst else QUIET
        at = performance[item]
        low, high = importance.loc[item, ["low", "high"]]
        ax.vlines(at, low, high, color=color, linewidth=1.2)
        ax.plot([at], [y[item]], "o", color=color, markersize=8)
        right, above = (nudges or {}).get(str(item), (8, 5))
        ax.annotate(
            str(item), (at, y[item]), xytext=(right, above), textcoords="offset points",
            ha="left" if right >= 0 else "right", color=ACTUAL,
            bbox={"facecolor": "white", "alpha": 0.85, "linewidth": 0, "pad": 1},
        )  # fmt: skip
    ax.axvline(performance.mean(), color="0.75", linewidth=1, linestyle="--")
    ax.axhline(y.mean(), color="0.75", linewidth=1, linestyle="--")
    place = int((y > y.loc[worst]).sum()) + 1
    good = int((performance > performance.loc[heaviest]).sum()) + 1
    ax.margins(x=0.16, y=0.06)
    ax.set(
        title=f"The worst is number {place} of {len(y)} in importance,\n"
        f"the most important is number {good} of {len(y)} in quality",
        xlabel="performance (mean answer)",
        ylabel="importance (with its interval)",
    )
    return ax


def plan_gains(gains: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What may be expected of each plan of effort?

    Parameters
    ----------
    gains : DataFrame
        From `loyalty.effort_plans.plan_gains`, in the order to be drawn.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(gains, ["estimate", "low", "high"], name="gains")
    best, least = gains["estimate"].idxmax(), gains["estimate"].idxmin()
    colors = [EXPECTED if plan == best else QUIET for plan in gains.index]
    ax = _intervals(gains, colors, ax)
    ax.set(
        title=f"{_words(best).capitalize()}: {gains['estimate'].max():.2f} points more "
        f"satisfaction; {_words(least)}: {gains['estimate'].min():.2f}",
        xlabel="expected rise of satisfaction (points)",
    )
    ax.set_xlim(left=min(0.0, float(gains["low"].min()) * 1.2))
    return ax


def same_provider(
    table: pd.DataFrame, *, names: Sequence[str] = ("provider", "other customers"),
    ax: "Axes | None" = None,
) -> "Axes":  # fmt: skip
    """How much of a difference in ratings is left when the provider is the same?

    Parameters
    ----------
    table : DataFrame
        From `loyalty.service_quality.same_provider`.
    names : pair of str
        What the provider and the other customers are called.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["estimate", "low", "high"], name="the table")
    ax = _intervals(table, [QUIET, EXPECTED], ax, size=(7.5, 2.6))
    within = float(table["estimate"].loc["same provider"])
    way = "lower" if within < 0 else "higher"
    provider, others = names
    ax.set_yticks([0, 1], [f"all {provider}s", f"same {provider}"])
    ax.set(
        title=f"The same {provider} is rated {abs(within):.2f} {way} by {others}",
        xlabel=f"rating by {others} less rating by own (points)",
    )
    return ax


def _intervals(
    table: pd.DataFrame,
    colors: Sequence[str],
    ax: "Axes | None",
    size: tuple[float, float] | None = None,
) -> "Axes":
    """A dot with its interval and its number a row, the first row on top, and a line at zero."""
    ax, _ = canvas(ax, size or (7.5, 0.9 + 0.5 * len(table)))
    places = range(len(table))
    for place, color, (low, estimate, high) in zip(
        places, colors, table[["low", "estimate", "high"]].to_numpy(), strict=True
    ):
        ax.hlines(place, low, high, color=color, linewidth=3)
        ax.plot([estimate], [place], "o", color=color, markersize=9)
        ax.annotate(
            f"{estimate:.2f}", (estimate, place), xytext=(0, 8), textcoords="offset points",
            ha="center",
        )  # fmt: skip
    ax.axvline(0, color=ACTUAL, linewidth=1)
    ax.set_yticks(places, [_words(name) for name in table.index])
    ax.set_ylim(len(table) - 0.5, -0.7)
    ax.grid(axis="y", visible=False)
    return ax


def _words(name: object) -> str:
    return str(name).replace("_", " ")
