"""Figures of exits: their reasons, what goes with them, and what mending one of them brings."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["heads_and_money", "kept_by_horizon", "programmes_that_pay", "reason_bars"]


def reason_bars(reasons: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """For which reasons do customers leave, and how sure is each share?

    One bar and interval a reason, the longest on top; the largest is marked.

    Parameters
    ----------
    reasons : DataFrame
        From `exits.reasons`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(reasons, ["leavers", "leaver_share", "low", "high", "cumulative_leaver_share"])
    ordered = reasons.sort_values("leaver_share", ascending=False)
    ax, _ = canvas(ax, (7, 0.45 * len(ordered) + 1.2))
    places = np.arange(len(ordered))[::-1]
    shares = 100 * ordered["leaver_share"].to_numpy()
    errors = np.abs(100 * ordered[["low", "high"]].to_numpy().T - shares)
    colors = [EXPECTED] + [QUIET] * (len(ordered) - 1)
    ax.barh(places, shares, color=colors)
    ax.errorbar(shares, places, xerr=errors, fmt="none", ecolor=ACTUAL, capsize=3, linewidth=1.2)
    for place, (_, row) in zip(places, ordered.iterrows(), strict=True):
        ax.annotate(f"{100 * row['leaver_share']:.0f} %", (100 * row["high"], place), xytext=(6, 0),
                    textcoords="offset points", va="center")  # fmt: skip
    two = ordered["cumulative_leaver_share"].iloc[1]
    ax.set_yticks(places, [str(name) for name in ordered.index])
    ax.set(
        xlim=(0, 116 * float(ordered["high"].max())),
        xlabel="% of leavers (intervals hold all shares at once with 95 %)",
        title=(
            f"{str(ordered.index[0]).capitalize()} takes {shares[0]:.0f} of 100 leavers, with "
            f"{ordered.index[1]} {100 * two:.0f}"
        ),
    )
    ax.grid(visible=False, axis="y")
    return ax


def heads_and_money(lost: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Does the reason that takes most customers also take most profit?

    Two bars a reason: its share of the leavers, and of the profit that they take along.

    Parameters
    ----------
    lost : DataFrame
        From `exits.profit_lost`, its row "all" included.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(lost, ["expected_leavers", "lifetime_profit_lost"])
    rows = lost.drop("all")
    heads = 100 * rows["expected_leavers"] / rows["expected_leavers"].sum()
    money = 100 * rows["lifetime_profit_lost"] / rows["lifetime_profit_lost"].sum()
    ax, _ = canvas(ax, (7, 3.8))
    places = np.arange(len(rows))
    first, most = heads.idxmax(), money.idxmax()
    for shares, color, at, name in (
        (heads, QUIET, -0.2, "of leavers"),
        (money, EXPECTED, 0.2, "of the profit lost"),
    ):
        bars = ax.bar(places + at, shares, width=0.38, color=color, label=name)
        ax.bar_label(bars, fmt="%.0f", padding=2)
    same = first == most
    told = (
        f"{str(first).capitalize()} takes most customers and most profit"
        if same
        else f"{str(first).capitalize()} takes most customers, {most} most profit"
    )
    ax.set_xticks(places, [str(name) for name in rows.index])
    ax.set(ylabel="%", ylim=(0, 1.4 * float(max(heads.max(), money.max()))), title=told)
    ax.legend(frameon=False, loc="upper right")
    ax.grid(visible=False, axis="x")
    return ax


def kept_by_horizon(mended: pd.DataFrame, *, reason: str, ax: "Axes | None" = None) -> "Axes":
    """How far behind its bar does the gain of mending a reason stay, the longer one looks?

    A line for what the bar promises, one for the customers who are really kept, with its interval;
    between them are those who leave for something else.

    Parameters
    ----------
    mended : DataFrame
        The row of the reason in `competing.mended` for several horizons; index the years, rising.
    reason : str
        Its name, for the title.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(mended, ["incidence", "kept_share", "low", "high", "leave_anyway"])
    years = mended.index.to_numpy(dtype=float)
    if len(years) < 2 or (np.diff(years) <= 0).any():
        raise ValueError(f"mended needs two horizons or more, rising; found {list(mended.index)}")
    promised = 100 * (mended["kept_share"] + mended["leave_anyway"])
    kept = 100 * mended["kept_share"]
    ax, _ = canvas(ax, (7, 4))
    ax.plot(years, promised, color=CONTRAST, linewidth=2)
    ax.fill_between(years, kept, promised, color=BAD, alpha=0.15, linewidth=0)
    ax.fill_between(
        years, 100 * mended["low"], 100 * mended["high"], color=EXPECTED, alpha=0.3, linewidth=0
    )
    ax.plot(years, kept, color=EXPECTED, linewidth=2)
    last = years[-1]
    for line, color, name in (
        (promised, CONTRAST, "promised by the bar"),
        (kept, EXPECTED, "kept"),
    ):
        ax.annotate(f"{name}: {line.iloc[-1]:.0f}", (last, line.iloc[-1]), xytext=(6, 0),
                    textcoords="offset points", va="center", color=color,
                    annotation_clip=False)  # fmt: skip
    ax.annotate("leave for something else", (last, (promised.iloc[-1] + kept.iloc[-1]) / 2),
                xytext=(6, 0), textcoords="offset points", va="center", color=BAD,
                annotation_clip=False)  # fmt: skip
    part = kept / promised
    ax.set(
        xlim=(0, last),
        ylim=(0, 1.1 * float(promised.max())),
        xlabel="years from now (band: 95 %)",
        ylabel=f"of 100 customers, {reason} mended",
        title=(
            f"{str(reason).capitalize()} mended: {100 * part.iloc[0]:.0f} % of its bar kept after "
            f"{years[0]:g} year{'' if years[0] == 1 else 's'}, "
            f"{100 * part.iloc[-1]:.0f} % after {last:g}"
        ),
    )
    return ax


def programmes_that_pay(values: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which programmes save more than they cost, and which only seem to at their bar?

    One row a programme, the best on top: a dot and interval for the profit saved for a unit of
    cost, a hollow one for what the bar promises; a line where a programme saves just its cost.

    Parameters
    ----------
    values : DataFrame
        From `saving_programmes.values`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(values, ["cost", "profit_at_bar", "saved_per_cost", "low", "high", "verdict"])
    ordered = values.sort_values("saved_per_cost")
    colors = {"pays": GOOD, "does not pay": BAD, "unclear": ACTUAL}
    promised = ordered["profit_at_bar"] / ordered["cost"]
    ax, _ = canvas(ax, (7, 0.5 * len(ordered) + 1.5))
    for place, (_, row) in enumerate(ordered.iterrows()):
        color = colors[row["verdict"]]
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=2)
        ax.plot([row["saved_per_cost"]], [place], "o", color=color, zorder=5)
        ax.plot(
            [promised.iloc[place]], [place], "o", color=CONTRAST, markerfacecolor="white", zorder=5
        )
        ax.annotate(f"{row['saved_per_cost']:.2f} {row['verdict']}", (row["saved_per_cost"], place),
                    xytext=(0, 7), textcoords="offset points", ha="center", color=color,
                    fontsize=10,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2})  # fmt: skip
    ax.axvline(1, color="0.3", linewidth=1)
    ax.plot([], [], "o", color=CONTRAST, markerfacecolor="white", label="at its bar")
    ax.plot([], [], "o-", color=ACTUAL, label="after competing exits (95 %)")
    ax.set_yticks(range(len(ordered)), [str(name) for name in ordered.index])
    pays, seem = int((ordered["verdict"] == "pays").sum()), int((promised > 1).sum())
    ax.set(
        xlim=(0, 1.1 * max(float(promised.max()), float(ordered["high"].max()))),
        ylim=(-0.6, len(ordered) - 0.2),
        xlabel="profit saved for a unit of cost (line: saves just its cost)",
        title=f"{seem} of {len(ordered)} pay at their bar; after competing exits {pays} surely do",
    )
    ax.legend(frameon=False, loc="lower right")
    ax.grid(visible=False, axis="y")
    return ax
