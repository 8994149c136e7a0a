"""Figures of customers as a Markov chain: the states, what a letter earns, who is where."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chain_diagram", "chances_by_history", "letter_gains", "state_areas"]


def chain_diagram(chain: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How does a customer move from state to state?

    Parameters
    ----------
    chain : DataFrame
        From `lifetime.markov.recency_chain`: the first state is that of a fresh purchase, a
        customer who does not buy goes one state on, the last state is never left.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (8, 2.7))
    states = list(chain.index)
    moves = chain.to_numpy(dtype=float)
    for place, state in enumerate(states):
        last = place == len(states) - 1
        ax.text(
            place, 0, str(state), ha="center", va="center", color="white", weight="bold",
            bbox={"boxstyle": "circle,pad=0.5" if not last else "round,pad=0.5",
                  "facecolor": QUIET if last else EXPECTED, "edgecolor": "none"},
        )  # fmt: skip
        if last:
            continue
        arrow = {"arrowstyle": "-|>", "color": ACTUAL, "shrinkA": 20, "shrinkB": 20}
        # The name of the last state is longer than a number.
        wide = {"shrinkB": 40} if place == len(states) - 2 else {}
        ax.annotate("", (place + 1, 0), (place, 0), arrowprops=arrow | wide)
        on = float(moves[place, place + 1])
        ax.text(place + 0.5, -0.13, f"{on:.0%}", ha="center", va="top", color=ACTUAL)
        again = float(moves[place, 0])
        if place == 0:
            ax.text(0, -0.22, f"buys again\n{again:.0%}", ha="center", va="top", color=GOOD)
            continue
        back = {**arrow, "color": GOOD, "connectionstyle": "arc3,rad=0.42", "shrinkB": 24}
        ax.annotate("", (0, 0), (place, 0), arrowprops=back)
        ax.text(place, -0.22, f"{again:.0%}", ha="center", va="top", color=GOOD)
    ax.set(
        xlim=(-0.5, len(states) - 0.4), ylim=(-0.5, 0.85),
        title="Every purchase leads back to state 1 (green), every silent season one state on",
    )  # fmt: skip
    ax.axis("off")
    return ax


def letter_gains(gains: pd.DataFrame, *, cost: float, ax: "Axes | None" = None) -> "Axes":
    """In which states does a letter earn more than it costs, by one order and by all that follow?

    Parameters
    ----------
    gains : DataFrame
        Expected money today from one letter before its cost, one row a state, one column a way of
        counting; the last column decides.
    cost : float
        Of a letter.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 3.8))
    place, wide = np.arange(len(gains)), 0.8 / gains.shape[1]
    for number, name in enumerate(gains.columns):
        bars = ax.bar(
            place + (number + 0.5) * wide - 0.4, gains[name], wide * 0.94, label=name,
            color=EXPECTED if number == gains.shape[1] - 1 else QUIET,
        )  # fmt: skip
        # At the foot, where the line of the cost cannot cross them.
        for bar, worth in zip(bars, gains[name], strict=True):
            ax.annotate(
                f"{worth:.2f}", (bar.get_x() + bar.get_width() / 2, 0), xytext=(0, 5),
                textcoords="offset points", ha="center",
                color="white" if number == gains.shape[1] - 1 else ACTUAL,
            )  # fmt: skip
    ax.axhline(cost, color=BAD, linestyle="--", linewidth=1.5)
    ax.annotate(
        f"a letter costs {cost:.2f}", (1, cost), xycoords=("axes fraction", "data"), xytext=(-4, 4),
        textcoords="offset points", ha="right", color=BAD,
    )  # fmt: skip
    differ = gains.index[(gains.iloc[:, 0] > cost) != (gains.iloc[:, -1] > cost)]
    title = "Both ways of counting give the same rule"
    if len(differ):
        named = ", ".join(map(str, differ))
        title = f"State {named}: a loss {gains.columns[0]}, a gain {gains.columns[-1]}"
    ax.set_xticks(place, [f"state {state}" for state in gains.index])
    ax.set(ylabel="money today from one letter", title=title)
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False)
    return ax


def state_areas(counts: pd.DataFrame, *, mark: float, ax: "Axes | None" = None) -> "Axes":
    """How many customers are in each state, season by season?

    Parameters
    ----------
    counts : DataFrame
        One row a period (index), one column a state, without those who are former.
    mark : float
        The level at which all together settle; drawn and labelled.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns

    ax, _ = canvas(ax, (7.5, 3.8))
    shades = sns.color_palette("Blues_r", counts.shape[1] + 2)[: counts.shape[1]]
    ax.stackplot(counts.index, counts.T.to_numpy(), colors=shades, linewidth=0)
    end, base = counts.iloc[-1], 0.0
    for number, (state, here) in enumerate(end.items()):
        ax.annotate(
            f"state {state}: {here:,.0f}", (counts.index[-1], base + here / 2), xytext=(-8, 0),
            textcoords="offset points", ha="right", va="center",
            color="white" if number < 2 else ACTUAL,
        )  # fmt: skip
        base += here
    ax.axhline(mark, color=CONTRAST, linestyle="--", linewidth=1.8)
    ax.annotate(
        f"settles at {mark:,.0f}", (counts.index[-1], mark), xytext=(-8, 5),
        textcoords="offset points", ha="right", color=ACTUAL,
    )  # fmt: skip
    top = counts.sum(axis=1).max()
    ax.set(
        xlabel="season", ylabel="customers who are mailed", xlim=tuple(counts.index[[0, -1]]),
        ylim=(0, 1.08 * top), title=f"From {top:,.0f} at most the base settles at {mark:,.0f}",
    )  # fmt: skip
    return ax


def chances_by_history(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Do customers in the same state buy alike, however often they have bought before?

    Parameters
    ----------
    table : DataFrame
        One row a group of one state: columns chance (0 to 1) and customers; index: how often they
        have bought, as words.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["chance", "customers"])
    ax, _ = canvas(ax, (7.5, 3.4))
    percent = 100 * table["chance"]
    bars = ax.bar(np.arange(len(table)), percent, 0.62, color=EXPECTED)
    ax.bar_label(bars, [f"{one:.0f} %" for one in percent], padding=2, color=ACTUAL)
    mean = float((percent * table["customers"]).sum() / table["customers"].sum())
    ax.axhline(mean, color=CONTRAST, linestyle="--", linewidth=1.8)
    ax.annotate(
        f"the chain says {mean:.0f} % for all", (0, mean), xycoords=("axes fraction", "data"),
        xytext=(6, 4), textcoords="offset points", color=ACTUAL,
    )  # fmt: skip
    ticks = [f"{name}\n({n:,} customers)" for name, n in table["customers"].items()]
    ax.set_xticks(np.arange(len(table)), ticks)
    ax.set(
        ylabel="bought in the next season (%)", ylim=(0, 1.18 * percent.max()),
        title=f"One state, yet from {percent.min():.0f} to {percent.max():.0f} % buy next",
    )  # fmt: skip
    ax.grid(visible=False, axis="x")
    return ax
