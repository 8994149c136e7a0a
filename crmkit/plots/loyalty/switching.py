"""Figures of brand panels: who switches, what order carries, and what last time weighs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["last_weights", "purchase_strips", "repeat_bars", "sample_effect", "switching_map"]

# Behind labels that lie on lines.
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}


def switching_map(counts: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which brand follows which?

    A heat map: rows are brands bought last time, columns the next ones, cells % of the row. The
    repeats, of which the title speaks, are framed.

    Parameters
    ----------
    counts : DataFrame
        From `switching.switching_matrix`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns
    from matplotlib.patches import Rectangle

    if list(counts.index) != list(counts.columns) or counts.empty:
        raise ValueError("rows and columns must be the same brands: pass switching_matrix(panel)")
    totals = counts.sum(axis=1)
    if (totals <= 0).any():
        raise tables.bad_rows(counts.index, totals <= 0, "no purchase followed", "Drop them first.")
    ax, _ = canvas(ax, (6.4, 3.8))
    sns.heatmap(
        100 * counts.div(totals, axis=0),
        annot=True,
        fmt=".0f",
        cmap="Blues",
        vmin=0,
        vmax=100,
        linewidths=1,
        cbar_kws={"label": "% of the next purchases"},
        ax=ax,
    )
    for place in range(len(counts)):
        frame = Rectangle((place, place), 1, 1, fill=False, edgecolor=CONTRAST, linewidth=3)
        ax.add_patch(frame)
    cells = counts.to_numpy()
    repeat = np.trace(cells) / cells.sum()
    ax.tick_params(axis="y", rotation=0)
    ax.set(
        xlabel="brand bought next",
        ylabel="brand bought last",
        title=f"{100 * repeat:.0f} % of all purchases repeat the brand of last time",
    )
    return ax


def purchase_strips(
    panel: pd.DataFrame,
    households: Sequence[Any],
    *,
    household: str = "household",
    brand: str = "brand",
    name: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """In what order did some households buy which brands?

    One line of squares a household, one square a purchase, colored by brand. The title counts who
    came back to a brand after leaving it; the first purchase of such a return has a dot.

    Parameters
    ----------
    panel : DataFrame
        One row a purchase, the rows of a household in order.
    households : sequence
        Whom to show, from the top.
    household, brand : str
        Columns of the panel.
    name : str
        What the title calls the panel.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.patches import Patch
    from matplotlib.ticker import MaxNLocator

    tables.check_columns(panel, [household, brand], name="the panel")
    ax, colors = canvas(ax, (7, 0.25 * len(households) + 1.6))
    kinds = list(pd.Categorical(panel[brand]).remove_unused_categories().categories)
    came_back, longest = 0, 0
    shown: set[int] = set()
    for line, who in enumerate(households):
        bought = panel.loc[panel[household] == who, brand].to_list()
        if not bought:
            raise ValueError(f"household {who!r} has no purchase in the panel")
        longest = max(longest, len(bought))
        returns = _returns(bought)
        came_back += bool(returns)
        codes = [kinds.index(one) for one in bought]
        shown.update(codes)
        ax.bar(range(1, len(bought) + 1), 0.8, bottom=line - 0.4, width=0.86,
               color=[colors[code] for code in codes])  # fmt: skip
        ax.plot(returns, [line] * len(returns), "o", color="white", markersize=4)
    ax.set(
        xlim=(0.2, longest + 0.8),
        ylim=(len(households) - 0.4, -0.6),
        yticks=[],
        xlabel="purchases in the order of the file",
        ylabel="households",
        title=f"{name}: {came_back} of {len(households)} return to a brand they had left".lstrip(
            ": "
        ),
    )
    ax.grid(visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    keys = [Patch(color=colors[code], label=kinds[code]) for code in sorted(shown)]
    ax.legend(handles=keys, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    return ax


def repeat_bars(rates: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What is left of the repeat rate when each household's purchases are shuffled?

    Three bars a panel: as bought, shuffled, by market shares alone. Over each group stands the
    share of the excess over chance that went with the order.

    Parameters
    ----------
    rates : DataFrame
        One row a panel, from `inertia.repeat_rates`: repeat_rate, shuffled_rate, chance_rate,
        order_share.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    parts = {
        "repeat_rate": ("as bought", ACTUAL),
        "shuffled_rate": ("own purchases shuffled", EXPECTED),
        "chance_rate": ("by market shares alone", QUIET),
    }
    tables.check_columns(rates, [*parts, "order_share"], name="the rates")
    ax, _ = canvas(ax, (7, 4.2))
    places = np.arange(len(rates))
    for number, (column, (label, color)) in enumerate(parts.items()):
        ax.bar(places + 0.27 * (number - 1), 100 * rates[column], 0.25, label=label, color=color)
    for place, (_, row) in zip(places, rates.iterrows(), strict=True):
        ax.annotate(f"order: {100 * row['order_share']:.0f} %", (place, 100 * row["repeat_rate"]),
                    xytext=(0, 4), textcoords="offset points", ha="center", color=CONTRAST,
                    weight="bold", bbox=WHITE)  # fmt: skip
    shares = (100 * rates["order_share"]).sort_values()
    least, most = shares.index[0], shares.index[-1]
    ax.set_xticks(places, list(rates.index))
    ax.set(
        ylabel="purchases of the brand of last time (%)",
        ylim=(0, 118),
        title=f"Order carries {shares.iloc[0]:.0f} % of the excess over chance in {least}, "
        f"{shares.iloc[-1]:.0f} % in {most}",
    )
    ax.set_yticks(range(0, 101, 20))
    ax.legend(loc="upper center", ncols=3, frameon=False, columnspacing=1.2)
    ax.grid(visible=False, axis="x")
    return ax


def last_weights(weights: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How much weight keeps "bought last time" once each household's preference is known?

    Two dots with their intervals a panel: without and with preference.

    Parameters
    ----------
    weights : DataFrame
        Rows with a two-level index, panel and "without preference" or "with preference"; columns
        estimate, low, high, as from `choice.state_dependence`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(weights, ["estimate", "low", "high"], name="the weights")
    ax, _ = canvas(ax, (7, 4.2))
    looks = {"without preference": (CONTRAST, -0.13), "with preference": (EXPECTED, 0.13)}
    panels = list(dict.fromkeys(weights.index.get_level_values(0)))
    for way, (color, shift) in looks.items():
        rows = weights.xs(way, level=1).loc[panels]
        middle = rows["estimate"]
        ends = [middle - rows["low"], rows["high"] - middle]
        places = np.arange(len(panels)) + shift
        ax.errorbar(middle, places, xerr=ends, fmt="o", color=color, label=way, capsize=3)
        for place, value in zip(places, middle, strict=True):
            ax.annotate(f"{value:.2f}", (value, place), xytext=(0, 7 if shift < 0 else -7),
                        textcoords="offset points", ha="center", color=color,
                        va="bottom" if shift < 0 else "top", bbox=WHITE)  # fmt: skip
    without, known = (weights.xs(way, level=1)["estimate"].loc[panels] for way in looks)
    gone = 100 * (1 - known / without)
    ax.axvline(0, color="0.4", linewidth=1)
    ax.set_yticks(range(len(panels)), panels)
    ax.set_ylim(len(panels) - 0.4, -0.6)
    ax.set(
        xlabel='weight of "bought last time" (log of the odds)',
        title=f"Known preference takes away {gone.min():.0f} to {gone.max():.0f} % "
        "of the weight of last time",
    )
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    ax.grid(visible=False, axis="y")
    return ax


def sample_effect(effects: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """For how many purchases does a free sample go on selling?

    Parameters
    ----------
    effects : DataFrame
        Index: the purchase after the sample, from 1; one column a panel: by how much more probable
        our brand is, 0 to 1.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if effects.empty:
        raise ValueError("effects is empty: one row a purchase after the sample")
    ax, _ = canvas(ax, (7, 3.8))
    order = effects.sum().sort_values(ascending=False)
    colors = dict(zip(order.index, (EXPECTED, CONTRAST, "0.4", ACTUAL, QUIET), strict=False))
    styles = dict(zip(order.index, ("-", "--", ":", "-.", "-"), strict=False))
    for name, packs in order.items():
        label = f"{name}: {packs:.2f} packs in all"
        ax.plot(effects.index, 100 * effects[name], marker="o", linewidth=2, color=colors[name],
                linestyle=styles[name], label=label)  # fmt: skip
    first, last = order.index[0], order.index[-1]
    ax.set(
        xlabel="purchase after the sample",
        ylabel="more purchases of ours, of 100",
        title=f"A sample sells {order[first]:.2f} packs more in {first}, "
        f"{order[last]:.2f} in {last}",
    )
    ax.set_ylim(bottom=0)
    ax.set_xticks(list(effects.index))
    ax.legend(framealpha=1, edgecolor="none")
    return ax


def _returns(bought: Sequence[Any]) -> list[int]:
    """Places, from 1, at which a brand is bought again after another one had come between."""
    left: set[Any] = set()
    places = []
    for place, one in enumerate(bought):
        if place and bought[place - 1] != one:
            left.add(bought[place - 1])
            if one in left:
                places.append(place + 1)
    return places
