"""Figures of satisfaction and complaints: tables of `crmkit.loyalty` in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "nps_over_time",
    "outcome_curve",
    "path_intervals",
    "rates_by_use",
    "recovery_paradox",
    "saved_share_needed",
]

INTERVAL = ["estimate", "low", "high"]


def nps_over_time(table: pd.DataFrame, *, truth: float, ax: "Axes | None" = None) -> "Axes":
    """How far does the NPS wander from survey to survey although nothing changes?

    Parameters
    ----------
    table : DataFrame
        From `net_promoter_score`, one row a survey.
    truth : float
        The NPS of all whom the surveys were drawn from, -1 to 1.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, INTERVAL)
    ax, _ = canvas(ax, (7, 4.2))
    points = 100 * table[INTERVAL]
    x = np.arange(len(points))
    ax.axhline(100 * truth, color=ACTUAL, linewidth=1, linestyle="--")
    ax.plot(x, points["estimate"], color=EXPECTED, linewidth=1.5)
    _bars(ax, x, points, EXPECTED)
    spread = points["high"].max() - points["low"].min()
    for place, (value, top) in enumerate(zip(points["estimate"], points["high"], strict=True)):
        ax.text(place, top + 0.02 * spread, f"{value:.0f}", ha="center", va="bottom")
    ax.set_ylim(points["low"].min() - 0.16 * spread, points["high"].max() + 0.14 * spread)
    said = f"dashed: {100 * truth:.0f}, the truth in every survey"
    ax.text(len(x) - 0.5, points["low"].min() - 0.13 * spread, said, ha="right")
    ax.set_xticks(x, [str(name) for name in table.index])
    ax.set_xlim(-0.5, len(x) - 0.4)
    low, high = points["estimate"].min(), points["estimate"].max()
    ax.set(
        xlabel="survey",
        ylabel="NPS (points), interval 95 %",
        title=f"Nothing changed, and the NPS goes from {low:.0f} to {high:.0f}",
    )
    return ax


def outcome_curve(
    curve: pd.DataFrame,
    *,
    what: str,
    of: str,
    words: Mapping[int, str] | None = None,
    or_more: bool = False,
    color: str = EXPECTED,
    ax: "Axes | None" = None,
) -> "Axes":
    """Does what customers do rise evenly with the score, or is there a cliff?

    Bars with intervals; an arrow marks the largest step.

    Parameters
    ----------
    curve : DataFrame
        From `loyalty_curve.outcome_curve`.
    what : str
        The outcome, for the title and the axis: "recommend".
    of : str
        What the values are, for the axis: "stars".
    words : mapping, optional
        What to write under a value, such as what NPS calls it.
    or_more : bool
        Whether the last row holds all values above it, too.
    color : str
        Of the bars.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(curve, [*INTERVAL, "rise"], name="curve")
    if len(curve) < 2:
        raise ValueError("the curve has one row: a cliff lies between two")
    ax, _ = canvas(ax, (7, 4.2))
    shares = 100 * curve[INTERVAL]
    x = np.arange(len(curve))
    steep = int(np.nanargmax(curve["rise"].abs().to_numpy()))
    rises = bool(curve["rise"].iloc[steep] > 0)
    colors = [color if (place >= steep) == rises else QUIET for place in x]
    ax.bar(x, shares["estimate"], width=0.7, color=colors)
    _bars(ax, x, shares, ACTUAL, dots=False)
    for place, (value, top) in enumerate(zip(shares["estimate"], shares["high"], strict=True)):
        ax.text(place, top + 1.5, _percent(value), ha="center", va="bottom")
    before, now = shares["estimate"].iloc[[steep - 1, steep]]
    ax.annotate(
        "",
        (steep - 0.42, now),
        xytext=(steep - 0.42, before),
        arrowprops={"arrowstyle": "->", "color": BAD, "linewidth": 2},
    )
    names = [f"{value:g}" for value in curve.index]
    if or_more:
        names[-1] += " or more"
    if words:
        names = [
            f"{name}\n{words.get(value, '')}"
            for name, value in zip(names, curve.index, strict=True)
        ]
    ax.set_xticks(x, names)
    ax.set_ylim(0, max(1.15 * shares["high"].max(), 10))
    ax.grid(axis="x", visible=False)
    first, second = curve.index[steep - 1], names[steep].split("\n")[0]
    ax.set(
        xlabel=of,
        ylabel=f"{what} (%)",
        title=f"The cliff lies between {first:g} and {second}: {_percent(before)} and "
        f"{_percent(now)} {what}",
    )
    return ax


def recovery_paradox(
    satisfaction: pd.DataFrame, repurchase: pd.DataFrame, *, ax: "Axes | None" = None
) -> "Axes":
    """Does an excellent recovery bring more than no failure at all: in words, and in deeds?

    One point a group, with intervals both ways: satisfaction across, repurchase up.

    Parameters
    ----------
    satisfaction, repurchase : DataFrame
        From `complaints.mean_differences`, the reference (no failure) first; the group "excellent
        recovery" is compared with it in the title.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    best = "excellent recovery"
    for table in (satisfaction, repurchase):
        tables.check_columns(table, [*INTERVAL, "difference"])
        if best not in table.index:
            raise ValueError(f"no group {best!r} in {list(table.index)}")
    ax, _ = canvas(ax, (7, 4.2))
    across, up = satisfaction[INTERVAL], 100 * repurchase.loc[satisfaction.index, INTERVAL]
    reference = across.index[0]
    special = {reference: ACTUAL, best: EXPECTED}
    for name in across.index:
        color = special.get(name, CONTRAST)
        x, y = across.loc[[name]], up.loc[[name]]
        ax.errorbar(
            x["estimate"],
            y["estimate"],
            xerr=_arms(x),
            yerr=_arms(y),
            fmt="o",
            color=color,
            capsize=3,
            markersize=7,
        )
        near = ax.annotate(
            str(name),
            (x["estimate"].iloc[0], y["high"].iloc[0]),
            xytext=(0, 5),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=color,
            bbox={"facecolor": "white", "linewidth": 0, "pad": 1},
        )
        near.set_fontweight("bold" if name == best else "normal")
    start, end = across["estimate"].iloc[0], across["estimate"][best]
    ax.axvline(start, color=ACTUAL, linewidth=1, linestyle=":")
    ax.axhline(up["estimate"].iloc[0], color=ACTUAL, linewidth=1, linestyle=":")
    wide, tall = np.ptp(across.to_numpy()), np.ptp(up.to_numpy())
    ax.set_xlim(across.to_numpy().min() - 0.12 * wide, across.to_numpy().max() + 0.17 * wide)
    ax.set_ylim(up.to_numpy().min() - 0.08 * tall, up.to_numpy().max() + 0.17 * tall)
    happier, gone = end - start, 100 * repurchase["difference"][best]
    ax.set(
        xlabel="mean satisfaction (points, 1 to 10)",
        ylabel="bought again (%)",
        title=f"After an excellent recovery: satisfaction {happier:+.1f} points, "
        f"repurchase {gone:+.0f} points",
    )
    return ax


def path_intervals(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which arrows of a path model stand clear of zero?

    One line an arrow, the strongest on top; grey where the interval holds zero.

    Parameters
    ----------
    table : DataFrame
        From `PathModel.path_intervals`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, INTERVAL)
    ax, _ = canvas(ax, (7, 4.6))
    rows = table[INTERVAL].sort_values("estimate")
    clear = (rows["low"] > 0) | (rows["high"] < 0)
    ends = zip(*(rows[name].to_numpy() for name in INTERVAL), clear, strict=True)
    for place, (estimate, low, high, stands) in enumerate(ends):
        color = EXPECTED if stands else QUIET
        ax.plot([low, high], [place, place], color=color, linewidth=2.5)
        ax.plot([estimate], [place], "o", color=color)
        ax.text(
            rows["high"].max() + 0.04,
            place,
            f"{estimate:.2f}",
            va="center",
            color="black" if stands else "0.45",
            bbox={"facecolor": "white", "linewidth": 0, "pad": 2},
        )
    ax.axvline(0, color=ACTUAL, linewidth=1)
    ax.set_yticks(range(len(rows)), [f"{one} → {other}" for one, other in rows.index])
    ax.set_xlim(min(rows["low"].min() - 0.05, -0.1), rows["high"].max() + 0.14)
    ax.grid(axis="y", visible=False)
    unclear = int((~clear).sum())
    ax.set(
        xlabel="path coefficient, interval 95 %",
        title=f"{len(rows) - unclear} of {len(rows)} arrows stand clear of zero, "
        f"{unclear} (grey) do not",
    )
    return ax


def rates_by_use(
    table: pd.DataFrame,
    *,
    what: str,
    of: str,
    colors: tuple[str, str] = (QUIET, BAD),
    ax: "Axes | None" = None,
) -> "Axes":
    """Who leaves: the light or the heavy users, and does that turn with how often they complain?

    Two lines over the same bands of use, with intervals.

    Parameters
    ----------
    table : DataFrame
        From `loyalty_curve.outcome_by` of two columns of groups: the line, then the band of use.
    what, of : str
        The outcome and the use, for the axes: "left" and "minutes a day".
    colors : (str, str)
        Of the first and of the second line.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, INTERVAL)
    lines = list(dict.fromkeys(table.index.get_level_values(0)))
    if len(lines) != 2:
        raise ValueError(f"two lines are drawn, but the table has {len(lines)}: {lines[:5]}")
    ax, _ = canvas(ax, (7, 4.2))
    bands = list(dict.fromkeys(table.index.get_level_values(1)))
    ends = []
    for name, color in zip(lines, colors, strict=True):
        shares = 100 * table.loc[name, INTERVAL].reindex(bands)
        x = np.arange(len(bands))
        ax.plot(x, shares["estimate"], color=color, linewidth=2, label=str(name))
        _bars(ax, x, shares, color)
        ends.append(shares["estimate"])
    # Each end has its number beside the point, away from the other line.
    for shares, shift in zip(ends, (1, -1), strict=True):
        for place in (0, len(bands) - 1):
            higher = shares.iloc[place] > ends[1 if shift == 1 else 0].iloc[place]
            side = 10 if place else -10
            ax.annotate(
                _percent(shares.iloc[place]),
                (place, shares.iloc[place]),
                xytext=(side, 6 if higher else -6),
                textcoords="offset points",
                ha="left" if place else "right",
                va="center",
            )
    ax.set_xticks(range(len(bands)), [str(band) for band in bands])
    ax.set_xlim(-0.6, len(bands) - 0.4)
    ax.set_ylim(0, 112)
    ax.legend(loc="upper center", frameon=False)
    first, second = ends
    ax.set(
        xlabel=of,
        ylabel=f"{what} (%)",
        title=f"Of the lightest users {_percent(first.iloc[0])} and {_percent(second.iloc[0])} "
        f"{what}, of the heaviest {_percent(first.iloc[-1])} and {_percent(second.iloc[-1])}",
    )
    return ax


def saved_share_needed(
    table: pd.DataFrame, *, saved_share: float, ax: "Axes | None" = None
) -> "Axes":
    """At which complaint does an offer pay, if it holds this share of those who would leave?

    Parameters
    ----------
    table : DataFrame
        From `complaints.offer_by_count`.
    saved_share : float
        What the offer is thought to hold, 0 to 1: the line.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["saved_share_needed"])
    ax, _ = canvas(ax, (7, 4.2))
    needed = 100 * table["saved_share_needed"]
    held = 100 * tables.share("saved_share", saved_share)
    x = np.arange(len(needed))
    pays = needed < held
    colors = np.where(pays, GOOD, QUIET)
    ax.bar(x, needed.fillna(0), width=0.7, color=colors)
    for place, (value, color) in enumerate(zip(needed, colors, strict=True)):
        # In the foot of the bar, where no line crosses it.
        text = "nobody\nleaves" if np.isnan(value) else _percent(value)
        ax.text(place, 3, text, ha="center", color="black" if np.isnan(value) else ink(color))
    ax.axhline(100, color=ACTUAL, linewidth=1, linestyle=":")
    ax.axhline(held, color=CONTRAST, linewidth=2)
    right = len(x) - 0.45
    ax.text(right, 101.5, "all who would leave", ha="right", va="bottom")
    ax.text(right, held + 1.5, f"this offer holds {held:.0f} %", ha="right", va="bottom")
    ax.set_xticks(x, [f"{number:g}" for number in table.index])
    ax.set_xlim(-0.6, right + 0.1)
    ax.set_ylim(0, max(1.15 * needed.max(), 118))
    ax.grid(axis="x", visible=False)
    ax.set(
        xlabel="the offer is made at call number",
        ylabel="leavers it must hold to pay (%)",
        title=f"An offer that holds {held:.0f} % of leavers {_where(pays)}",
    )
    return ax


def _where(pays: pd.Series) -> str:
    calls = [f"{number:g}" for number in pays[pays].index]
    if not calls:
        return "pays at none of these calls"
    if pays.iloc[-len(calls) :].all():
        return f"pays from call {calls[0]} on"
    return f"pays at call {', '.join(calls)}"


def _bars(ax: "Axes", x: np.ndarray, table: pd.DataFrame, color: str, *, dots: bool = True) -> None:
    """Intervals as thin lines, with or without the estimate as a point."""
    fmt = "o" if dots else "none"
    ax.errorbar(
        x, table["estimate"], yerr=_arms(table), fmt=fmt, color=color, capsize=3, ecolor=color
    )


def _arms(table: pd.DataFrame) -> np.ndarray:
    """How far the interval reaches down and up; none where it is unknown."""
    arms = [table["estimate"] - table["low"], table["high"] - table["estimate"]]
    return np.nan_to_num(np.clip(arms, 0, None))


def _percent(value: float) -> str:
    return f"{value:.0f} %"
