"""Figures of what to do in each state: the long run, all policies, the price of impatience."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["action_bands", "earned_so_far", "gain_by_factor", "support", "values"]


def earned_so_far(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How much has each policy earned after so many periods, and when does patience win?

    Parameters
    ----------
    table : DataFrame
        One row a period (index, from 0), one column a policy: expected money so far. The last
        column is the one that costs today.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 3.8))
    first, last, period = table.columns[0], table.columns[-1], table.index.name or "period"
    for name, color in ((first, QUIET), (last, EXPECTED)):
        ax.plot(table.index, table[name], color=color, marker="o", linewidth=2)
        ax.annotate(
            str(name), (table.index[-1], table[name].iloc[-1]), xytext=(6, 0),
            textcoords="offset points", va="center", color=ACTUAL if color == QUIET else color,
        )  # fmt: skip
    ahead = table.index[table[last] > table[first]]
    title = f"'{last}' is ahead from the start" if len(ahead) else f"'{last}' never catches up"
    if len(ahead) and ahead[0] > table.index[0]:
        at = ahead[0]
        ax.axvline(at, color=CONTRAST, linestyle="--", linewidth=1.5)
        title = f"'{last}' begins behind, and from {period} {at} on it is ahead"
    ax.margins(x=0.12)
    ax.set(
        xlabel=str(period),
        ylabel="money earned so far",
        title=title,
        xlim=(table.index[0] - 0.4, None),
    )
    return ax


def gain_by_factor(gains: pd.Series, *, ax: "Axes | None" = None) -> "Axes":
    """From which discount factor on does an action pay that costs today?

    Parameters
    ----------
    gains : Series
        Money that acting is worth more than waiting, by the discount factor (index, rising).
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 3.6))
    x, y = gains.index.to_numpy(float), gains.to_numpy(float)
    ax.axhline(0, color=ACTUAL, linewidth=1)
    ax.plot(x, y, color=EXPECTED, linewidth=2.5)
    pays = x[y > 0]
    title = "Acting never pays"
    if len(pays) and pays[0] > x[0]:
        ax.axvspan(float(x[0]), float(pays[0]), color=QUIET, alpha=0.3, linewidth=0)
        ax.annotate(
            "waiting is right", ((x[0] + pays[0]) / 2, 0.85), xycoords=("data", "axes fraction"),
            ha="center", color=ACTUAL,
        )  # fmt: skip
        title = f"Acting pays from a discount factor of {pays[0]:.2f} on"
    elif len(pays):
        title = "Acting always pays"
    ax.set(
        xlabel="discount factor: what a unit of next period's money is worth today",
        xlim=(x[0], x[-1]), ylabel="gain of acting", title=title,
    )  # fmt: skip
    return ax


def values(
    policies: pd.DataFrame, *, named: Mapping[str, int], unit: float = 1e6,
    money: str = "million yuan", ax: "Axes | None" = None,
) -> "Axes":  # fmt: skip
    """What is every policy worth, and what does it bring at once?

    Parameters
    ----------
    policies : DataFrame
        From `lifetime.markov_policies.all_policies`: reward_now and value, one row a policy.
    named : mapping
        What to call a policy, and its row, three at most; the first is what the picture is about.
    unit : float
        Money that makes one unit of the axes.
    money : str
        What that unit is called.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(policies, ["reward_now", "value"])
    ax, _ = canvas(ax, (7.5, 4.2))
    x, y = policies["reward_now"] / unit, policies["value"] / unit
    gain = y > y.max() / 10
    ax.scatter(x[gain], y[gain], s=26, color=QUIET, zorder=2)
    sides = ((-9, 0, "right", "center"), (9, 0, "left", "center"), (0, -9, "center", "top"))
    for place, (name, row) in enumerate(named.items()):
        across, up, ha, va = sides[place % len(sides)]
        ax.scatter([x[row]], [y[row]], s=80, color=CONTRAST if place else GOOD, zorder=3)
        ax.annotate(
            name, (x[row], y[row]), xytext=(across, up), textcoords="offset points", ha=ha, va=va,
            color=ACTUAL, weight="normal" if place else "bold",
        )  # fmt: skip
    if not gain.all():
        ax.annotate(
            f"{(~gain).sum()} more earn less than a tenth of the best", (0.01, 0.02),
            xycoords="axes fraction", color=ACTUAL,
        )  # fmt: skip
    name, first = next(iter(named.items()))
    over = int((x > x[first]).sum())
    ax.margins(x=0.22, y=0.1)
    ax.set(
        xlabel=f"this quarter ({money})", ylabel=f"all quarters ({money})", ylim=(0, None),
        title=f"{over} of {len(policies)} policies bring more this quarter than {name}",
    )  # fmt: skip
    return ax


def action_bands(best: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What is best in each state, from a patient to an impatient owner?

    Parameters
    ----------
    best : DataFrame
        From `lifetime.markov_policies.actions_by_rate`: one row an annual discount rate, rising,
        one column a state.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 3.2))
    names = list(dict.fromkeys(best.iloc[::-1].to_numpy().ravel()))
    shades = dict(zip(names, (QUIET, EXPECTED, CONTRAST, GOOD), strict=False))
    rates = 100 * best.index.to_numpy(float)
    flips = []
    for place, state in enumerate(best.columns[::-1]):
        column = best[state].to_numpy()
        starts = [0, *(np.flatnonzero(column[1:] != column[:-1]) + 1)]
        for start, end in zip(starts, [*starts[1:], len(column) - 1], strict=True):
            low, high = rates[start], rates[end]
            color = shades[column[start]]
            ax.barh(place, high - low, left=low, height=0.7, color=color, linewidth=0)
            if high / low > 3:
                ax.text(
                    np.sqrt(low * high), place, str(column[start]), ha="center", va="center",
                    color=ink(color),
                )  # fmt: skip
        flips += [(rates[at], state) for at in starts[1:]]
    ax.set_xscale("log")
    ax.set_yticks(range(best.shape[1]), list(best.columns[::-1]))
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f} %")
    title = "No rate changes what is best in any state"
    if flips:
        rate, state = min(flips)
        title = f"The first to change is '{state}', at {rate:,.0f} % a year"
    ax.set(xlabel="discount rate a year", xlim=(rates[0], rates[-1]), title=title)
    ax.grid(visible=False)
    return ax


def support(shares: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """In how many of the trials drawn anew is each action the best of its state?

    Parameters
    ----------
    shares : DataFrame
        From `lifetime.markov_trials.support`: one row a state, one column an action, 0 to 1.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 3.2))
    left, states = np.zeros(len(shares)), np.arange(len(shares))[::-1]
    for name, color in zip(shares, (QUIET, EXPECTED, CONTRAST, GOOD), strict=False):
        width = 100 * shares[name].to_numpy()
        ax.barh(states, width, 0.7, left, color=color, label=str(name), linewidth=0)
        for at, start, wide in zip(states, left, width, strict=True):
            if wide >= 6:
                ax.text(
                    start + wide / 2, at, f"{wide:.0f} %", ha="center", va="center",
                    color=ink(color),
                )  # fmt: skip
        left = left + width
    ax.set_yticks(states, list(map(str, shares.index)))
    least = (100 * shares.max(axis=1)).round()
    named = [f"'{state}'" for state in least.index[least == least.min()]]
    verb = "is" if len(named) == 1 else "are"
    ax.set(
        xlabel="of the trials drawn anew (%)", xlim=(0, 100),
        title=f"Least sure {verb} {' and '.join(named)}: one action is best in {least.min():.0f} %",
    )  # fmt: skip
    ax.grid(visible=False)
    ax.legend(
        frameon=False, ncols=len(shares.columns), loc="upper center", bbox_to_anchor=(0.5, -0.22)
    )
    return ax
