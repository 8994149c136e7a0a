"""Figures of what goes with what: tables of `crmkit.campaigns.affinity` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["confidence_against_base", "lifts", "shown_most"]


def confidence_against_base(
    rules: pd.DataFrame, *, product: str, most: int = 8, ax: "Axes | None" = None
) -> "Axes":
    """Do those who buy a product buy the others more often than everybody does?

    Parameters
    ----------
    rules : DataFrame
        Rules with the one product given, from `affinity.pairs(log).loc[product]`.
    product : str
        Its name, for the labels.
    most : int
        Bars, of the highest confidence.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(rules, ["confidence", "base_rate", "confidence_low", "confidence_high"])
    shown = rules.sort_values("confidence", ascending=False).head(most).iloc[::-1]
    ax, _ = canvas(ax, (8, 0.42 * len(shown) + 1.6))
    place = np.arange(len(shown))
    sure, base = 100 * shown["confidence"], 100 * shown["base_rate"]
    above = shown["confidence_low"] > shown["base_rate"]
    below = shown["confidence_high"] < shown["base_rate"]
    colors = np.select([above, below], [GOOD, BAD], QUIET)
    ax.barh(place, sure, color=colors, height=0.6)
    reach = [sure - 100 * shown["confidence_low"], 100 * shown["confidence_high"] - sure]
    ax.errorbar(sure, place, xerr=reach, fmt="none", ecolor="0.3", capsize=3)
    marks = ax.plot(base, place, "|", color="black", markersize=20, markeredgewidth=2.5)
    top = shown.iloc[-1]
    sign = "more" if above.iloc[-1] else "less" if below.iloc[-1] else "not surely more or less"
    ax.set_yticks(place, [str(one) for one in shown.index])
    ax.set(
        xlim=(0, None),
        xlabel=f"% of baskets with {product} that hold it, too",
        title=f"{100 * top['confidence']:.0f} % with {product} buy {shown.index[-1]}: "
        f"{sign} than the {100 * top['base_rate']:.0f} % of all",
    )
    ax.legend(marks, ["all baskets"], loc="lower right")
    ax.grid(visible=False, axis="y")
    return ax


def lifts(rules: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which pairs go together, which keep apart, and how sure is it?

    Parameters
    ----------
    rules : DataFrame
        From `affinity.of_counts` or its kin, one row a rule; each with a lift above 0.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(rules, ["lift", "lift_low", "lift_high", "support"])
    if (rules["lift"] <= 0).any():
        raise ValueError("a lift of 0 has no place on this scale: leave such pairs out")
    shown = rules.sort_values("lift")
    ax, _ = canvas(ax, (8, 0.42 * len(shown) + 1.6))
    for place, (_, row) in enumerate(shown.iterrows()):
        color = GOOD if row["lift_low"] > 1 else BAD if row["lift_high"] < 1 else QUIET
        ax.plot([row["lift_low"], row["lift_high"]], [place, place], color=color, linewidth=2)
        ax.plot([row["lift"]], [place], "o", color=color, zorder=5)
        ax.annotate(f"{row['lift']:.2f}, {100 * row['support']:.1f} % of all", (1, place),
                    xytext=(6, 0), va="center", color="0.2", textcoords="offset points",
                    xycoords=("axes fraction", "data"), annotation_clip=False)  # fmt: skip
    ax.axvline(1, color="0.3", linewidth=1)
    names = [" > ".join(map(str, one)) if isinstance(one, tuple) else str(one)
             for one in shown.index]  # fmt: skip
    ax.set_xscale("log", base=2)
    ends = [shown["lift_low"].min(), shown["lift_high"].max()]
    ticks = [one for one in (0.125, 0.25, 0.5, 1, 2, 4, 8, 16)
             if ends[0] / 1.6 < one < ends[1] * 1.6]  # fmt: skip
    ax.set_xticks(ticks, [f"{one:g}" for one in ticks])
    ax.minorticks_off()
    ax.set_yticks(range(len(shown)), names)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    together, apart = (rules["lift_low"] > 1).sum(), (rules["lift_high"] < 1).sum()
    ax.set(
        xlabel="lift (1: as often as by chance)",
        title=f"Of {len(rules)} pairs {together} go together and {apart} apart",
    )
    ax.grid(visible=False, axis="y")
    return ax


def shown_most(
    beside: pd.Series, *, what: str = "products", most: int = 6, ax: "Axes | None" = None
) -> "Axes":
    """What would be recommended again and again, if the same rule filled all slots?

    Parameters
    ----------
    beside : Series
        What is shown beside each product (`pd.Series(slots.best_beside(...))`).
    what : str
        What they are, for the labels.
    most : int
        Bars at most.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    counts = beside.value_counts().sort_values(ascending=False, kind="stable")
    if counts.empty:
        raise ValueError("nothing is shown: give what stands beside each product")
    shown = counts.head(most).iloc[::-1]
    ax, _ = canvas(ax, (7, 0.42 * len(shown) + 1.5))
    top = [place == len(shown) - 1 for place in range(len(shown))]
    bars = ax.barh(np.arange(len(shown)), shown, color=np.where(top, CONTRAST, EXPECTED))
    ax.bar_label(bars, padding=4)
    ax.set_yticks(np.arange(len(shown)), [str(one) for one in shown.index])
    ax.margins(x=0.1)
    ax.set(
        xlabel=f"{what} beside which it is shown",
        title=f"{counts.index[0]}: beside {counts.iloc[0]:,} of {len(beside):,} {what}",
    )
    ax.grid(visible=False, axis="y")
    return ax
