"""Figures of a budget for strangers and customers: chains, ratios, next steps and splits."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns, check_series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chains", "ratios", "returns_by_step", "splits"]


def ratios(
    ratios: pd.Series, *, saying: float = 5.0, what: str = "One firm", ax: "Axes | None" = None
) -> "Axes":
    """How many times as much as keeping does winning cost, by each way of counting?

    Parameters
    ----------
    ratios : Series
        Cost of one won over cost of one kept, by what is counted.
    saying : float
        The ratio that people quote, drawn as a line.
    what : str
        Whose ratios they are, for the title.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_series(ratios, name="ratios", row="way of counting")
    ax, _ = canvas(ax, (7, 0.9 + 0.62 * len(ratios)))
    place = np.arange(len(ratios))
    bars = ax.barh(place, ratios, color=EXPECTED, height=0.6)
    ax.bar_label(bars, fmt="{:.1f}", padding=4, weight="bold")
    ax.axvline(saying, color=CONTRAST, linestyle="--")
    ax.annotate(f"the saying: {saying:g}", (saying, 1), xytext=(5, -4), va="top",
                xycoords=("data", "axes fraction"), textcoords="offset points",
                color=CONTRAST, weight="bold")  # fmt: skip
    ax.set_yticks(place, [str(name) for name in ratios.index])
    told = [f"{ratio:.1f}" for ratio in ratios]
    told = [", ".join(told[:-1]), told[-1]] if len(told) > 1 else told
    ax.set(
        xlim=(0, 1.4 * max(saying, ratios.max())),
        ylim=(len(ratios) - 0.5, -0.7),
        xlabel="one won costs so many times as much as one kept",
        title=f"{what}: winning costs {' or '.join(told)} times as much as keeping",
    )
    ax.grid(visible=False, axis="y")
    return ax


def chains(
    funnel: pd.Series, loudspeaker: pd.Series, *, of: int = 1000, ax: "Axes | None" = None
) -> "Axes":
    """How does a funnel narrow and a loudspeaker widen? Each bar is as wide as people are many.

    Parameters
    ----------
    funnel, loudspeaker : Series
        People by step, in the order of the steps; each is scaled to the same number at its first.
    of : int
        That number.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    for name, people in (("funnel", funnel), ("loudspeaker", loudspeaker)):
        check_series(people, name=name, row="step")
        if people.empty or not people.iloc[0] > 0:
            raise ValueError(f"{name} has nobody at its first step, so nothing can be scaled to it")
    ax, _ = canvas(ax, (8, 4))
    scaled = [of * people / people.iloc[0] for people in (funnel, loudspeaker)]
    widest = max(people.max() for people in scaled)
    for side, (people, color) in enumerate(zip(scaled, (CONTRAST, EXPECTED), strict=True)):
        centre = (0.5 + 1.25 * side) * widest
        place = np.arange(len(people))
        ax.barh(place, people, left=centre - people / 2, height=0.44, color=color)
        for row, (step, number) in enumerate(people.items()):
            ax.text(centre, row + 0.4, f"{step}: {number:,.0f}", ha="center", va="center")
        ax.text(centre, -0.45, ("funnel", "loudspeaker")[side], ha="center", va="center",
                color=color, weight="bold")  # fmt: skip
    (first, last), (begin, end) = ((one.iloc[0], one.iloc[-1]) for one in scaled)
    ax.set(
        xlim=(-0.05 * widest, 2.3 * widest),
        ylim=(max(map(len, scaled)) - 0.35, -0.7),
        title=(
            f"Of {first:,.0f} the funnel leaves {last:,.0f}; "
            f"of {begin:,.0f} the loudspeaker makes {end:,.0f}"
        ),
        xticks=[],
        yticks=[],
    )
    ax.grid(visible=False)
    return ax


def returns_by_step(
    returns: Mapping[str, pd.DataFrame],
    *,
    split: Mapping[str, float],
    unit: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """What did each 100 bring on either side, and what do the last and the next one at a split?

    Parameters
    ----------
    returns : mapping of DataFrame
        Name of a side to its table of `valuation.marginal_returns`: two. On the first the next
        step is marked, on the second the last.
    split : mapping of float
        What is spent on each side now.
    unit : str
        Of the spending, e.g. "yuan a shop".
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.6, 4.4))
    if len(returns) != 2:
        raise ValueError(f"returns has {len(returns)} side(s); the figure holds two together")
    marked = []
    for (name, table), color, up in zip(returns.items(), (CONTRAST, EXPECTED), (1, 0), strict=True):
        check_columns(table, ["estimate", "low", "high"], name=repr(name))
        # A logarithm knows no 0: an interval that reaches it is cut there.
        low = table["low"].clip(lower=0.1 * table["estimate"].min())
        reach = [100 * (table["estimate"] - low), 100 * (table["high"] - table["estimate"])]
        ax.errorbar(table.index, 100 * table["estimate"], yerr=reach, color=color, marker="o",
                    capsize=4, label=f"100 on {name}")  # fmt: skip
        spends = table.index.to_numpy(float)
        row = np.searchsorted(spends, split[name] + 1e-9) - (0 if up else 1)
        if not 0 <= row < len(table):
            raise ValueError(f"split[{name!r}]={split[name]!r} has no step to mark")
        brings = 100 * table["estimate"].iloc[row]
        marked.append(brings)
        text = f"the {'next' if up else 'last'} 100 on {name}: {brings:.0f}"
        ax.plot([spends[row]], [brings], marker="o", markersize=13, fillstyle="none",
                markeredgewidth=2.5, color=GOOD if up else BAD)  # fmt: skip
        ax.annotate(text, (spends[row], brings), xytext=(0, -26) if up else (-12, -26),
                    ha="center" if up else "right", va="center", textcoords="offset points",
                    color=GOOD if up else BAD, weight="bold")  # fmt: skip
    ax.axhline(100, color=ACTUAL, linestyle=":", zorder=0)
    ax.annotate("what it cost: 100", (1, 100), xytext=(-6, 4), ha="right", va="bottom",
                xycoords=("axes fraction", "data"), textcoords="offset points",
                color=ACTUAL)  # fmt: skip
    ax.set_yscale("log")
    ticks = [25, 50, 100, 200, 400, 800]
    ax.set_yticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()
    one, other = returns
    now, sign = " and ".join(f"{split[name]:g} on {name}" for name in (one, other)), marked[0]
    ax.set(
        xlabel=f"spent up to and with this step{f' ({unit})' if unit else ''}",
        ylabel="money that this 100 brought (log scale)",
        title=(
            f"At {now} the next 100\non {one} brings {sign:.0f}; "
            f"the last 100 on {other} brought {marked[1]:.0f}"
        ),
    )
    ax.legend(loc="upper right", framealpha=1, edgecolor="none")
    return ax


def splits(
    profits: pd.Series, *, named: Mapping[str, float], unit: str = "", ax: "Axes | None" = None
) -> "Axes":
    """What does each split of one budget earn? The best one, and others by their names.

    Parameters
    ----------
    profits : Series
        Money by split: the index says what the first side gets and is named after it.
    named : mapping of float
        Name of a split to its index, drawn apart; not the best.
    unit : str
        Of the money, e.g. "thousand yuan".
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_series(profits, name="profits", row="split")
    if profits.isna().any() or profits.empty:
        raise ValueError("profits is empty or lacks numbers: give the profit of every split")
    ax, _ = canvas(ax, (7.4, 3.9))
    place = np.arange(len(profits))
    best = cast(float, profits.idxmax())
    names = {best: "best", **{split: name for name, split in named.items()}}
    gone = [split for split in named.values() if split not in profits.index]
    if gone or best in named.values():
        raise ValueError(f"named has {gone or [best]}, which is no split of the table but the best")
    kinds = {best: GOOD} | dict.fromkeys(named.values(), BAD)
    bars = ax.bar(place, profits, color=[kinds.get(split, QUIET) for split in profits.index])
    labels = [
        f"{names[split]}\n{profit:,.0f}" if split in names else f"{profit:,.0f}"
        for split, profit in profits.items()
    ]
    ax.bar_label(bars, labels=labels, padding=2)
    ax.set_xticks(place, [f"{split:g}" for split in profits.index])
    lowest = profits.min()
    gaps = [
        f"{profits[best] - profits[split]:,.0f} more than {name}" for name, split in named.items()
    ]
    ax.set(
        ylim=(lowest - 0.12 * profits.max() if lowest < 0 else 0, 1.25 * profits.max()),
        xlabel=str(profits.index.name or "spent on the first side"),
        ylabel=f"profit{', ' if unit else ''}{unit}",
        title=f"The best split earns {', '.join(gaps)}",
    )
    ax.axhline(0, color=ACTUAL, linewidth=0.8)
    ax.grid(visible=False)
    return ax
