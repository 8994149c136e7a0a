"""Figures of the stories behind the purchase and spend models: one customer, and how all differ."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "discounted_years",
    "next_order",
    "rates_and_chances",
    "spend_layers",
    "time_line",
    "value_by_repeats",
]

# No line of the grid runs through a word.
_BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 1}
_LEGEND = {"frameon": True, "framealpha": 1, "edgecolor": "none"}


def time_line(
    repeat_days: Sequence[float],
    *,
    age_days: float,
    left_on: float | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """What is known of one customer: x repeat purchases, the last at t_x, watched for T days?

    Parameters
    ----------
    repeat_days : sequence of float
        Days of the repeat purchases, counted from the first purchase on day 0.
    age_days : float
        T: the day on which we look.
    left_on : float, optional
        The day on which the customer left, which a shop does not see.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    days = np.sort(np.asarray(repeat_days, float))
    if len(days) and not 0 < days[0] <= days[-1] <= age_days:
        raise ValueError(f"repeat days must lie after day 0 and up to age_days={age_days:g}")
    ax, _ = canvas(ax, (7.5, 2.9))
    last = days[-1] if len(days) else 0.0
    ax.plot([0, age_days], [0, 0], color=QUIET, linewidth=2, zorder=1)
    ax.plot(0, 0, marker="o", markersize=10, color=ACTUAL, mfc="white", linestyle="",
            label="first purchase")  # fmt: skip
    ax.plot(days, np.zeros(len(days)), marker="o", markersize=10, color=ACTUAL, linestyle="",
            label="repeat purchase")  # fmt: skip
    if left_on is not None:
        ax.plot(left_on, -0.32, marker="X", markersize=10, color=BAD, linestyle="",
                label="left (nobody sees it)")  # fmt: skip
    for height, end, name in (
        (0.45, last, f"age at the last purchase, t_x = {last:g}"),
        (0.95, age_days, f"age, T = {age_days:g}"),
    ):
        ax.annotate(
            "", (0, height), xytext=(end, height),
            arrowprops={"arrowstyle": "<->", "color": EXPECTED, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
        ax.text(end / 2, height + 0.05, name, ha="center", va="bottom", color=EXPECTED)
    ax.set(
        ylim=(-0.6, 1.35),
        xlim=(-0.03 * age_days, 1.03 * age_days),
        yticks=[],
        xlabel="days since the first purchase",
        title=f"x = {len(days)} repeat purchases, then {age_days - last:g} days of silence",
    )
    ax.grid(visible=False)
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=3)
    return ax


def rates_and_chances(models: Mapping[str, Any]) -> "np.ndarray":
    """How much do customers differ? Their buying rates and their chances of leaving, as shapes.

    Two panels: the gamma distribution of buying rates (purchases a year) and the beta distribution
    of the probability of leaving after a purchase. Returns the two Axes.

    Parameters
    ----------
    models : mapping
        Name -> BG/NBD or MBG/NBD; a dotted line marks the mean of the first.
    """
    import matplotlib.pyplot as plt
    from scipy import stats

    if not models:
        raise ValueError("models is empty: pass {name: model}")
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.9), layout="constrained")
    first = next(iter(models.values()))
    years = 365.25 / first.period_days
    mean_rate, mean_chance = years * first.r / first.alpha, first.a / (first.a + first.b)
    rate, chance = np.linspace(0, 3.5 * mean_rate, 701)[1:], np.linspace(0, 1, 701)[1:-1]
    looks = [(EXPECTED, "-"), (CONTRAST, "--"), (GOOD, "-.")]
    for number, (name, model) in enumerate(models.items()):
        color, style = looks[number % 3]
        scale = 365.25 / model.period_days / model.alpha
        rates, chances = stats.gamma(model.r, scale=scale), stats.beta(model.a, model.b)
        for ax, at, shape in ((axes[0], rate, rates), (axes[1], chance, chances)):
            ax.plot(at, shape.pdf(at), color=color, linestyle=style, linewidth=2, label=name)
    for ax, mean, top in ((axes[0], mean_rate, 2.6 / mean_rate), (axes[1], mean_chance, 9.5)):
        ax.axvline(mean, color="0.4", linestyle=":")
        ax.annotate(
            f"mean {mean:.2g}", (mean, 0.97), xycoords=("data", "axes fraction"), color="0.3",
            xytext=(4, 0), textcoords="offset points", va="top", bbox=_BEHIND,
        )  # fmt: skip
        ax.set(ylim=(0, top), yticks=[])
    axes[0].set(
        title="Gamma: buying rates", xlabel="purchases a year", ylabel="how common", xlim=(0, None)
    )
    axes[1].set(
        title="Beta: chances of leaving",
        xlabel="chance of leaving after a repeat purchase",
        xlim=(0, 1),
    )
    axes[1].legend(**_LEGEND, loc="center right")
    means = np.array([(m.r / m.alpha / m.period_days, m.a / (m.a + m.b)) for m in models.values()])
    if len(means) > 1 and np.allclose(means, means[0], rtol=0.03):
        figure.suptitle("The same means, and yet very different customers", x=0.01, ha="left")
    return axes


def next_order(table: pd.DataFrame, *, mean: float, ax: "Axes | None" = None) -> "Axes":
    """Does the next order cost as much as the last, as much as everybody's, or what lies between?

    Parameters
    ----------
    table : DataFrame
        One row a group of customers: first (the mean of the order that was seen), second (of the
        next one) and, if it is there, expected (by a model).
    mean : float
        Of all orders.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["first", "second"])
    ax, _ = canvas(ax, (7, 4.4))
    # Ratios rather than differences: on linear axes the groups below the mean lie on one another.
    values = table[["first", "second"]].to_numpy()
    bottom, top = 0.7 * values.min(), 1.6 * values.max()
    ax.plot([bottom, top], [bottom, top], color=QUIET, linestyle="--")
    ax.axhline(mean, color=QUIET, linestyle="--")
    middle = (mean * top) ** 0.5
    ax.annotate("same as the first", (middle, middle), xytext=(-6, 4), ha="right", bbox=_BEHIND,
                textcoords="offset points", color="0.35")  # fmt: skip
    ax.annotate(f"mean of all: {mean:.0f}", (top, mean), xytext=(-4, -5), ha="right", va="top",
                textcoords="offset points", color="0.35", bbox=_BEHIND)  # fmt: skip
    ax.plot(table["first"], table["second"], marker="o", markersize=8, linestyle="", color=ACTUAL,
            label="came", zorder=4)  # fmt: skip
    if "expected" in table:
        ax.plot(table["first"], table["expected"], color=EXPECTED, label="expected by the model")
        ax.legend(**_LEGEND, loc="upper left")
    ax.vlines(table["first"], table["first"], table["second"], color=CONTRAST, linestyle=":")
    # The outermost group on each side, and those above that fall back far.
    for number, (first, second) in enumerate(values):
        if number == 0 or first - second > 0.1 * top:
            last = number == len(values) - 1
            ax.annotate(f"{first:.0f}, then {second:.0f}", (first, second), bbox=_BEHIND,
                        xytext=(0, -9) if last else (-20, 9) if first < second else (8, -6),
                        textcoords="offset points", ha="center" if last else "left",
                        va="bottom" if first < second else "top")  # fmt: skip
    low, high = np.minimum(table["first"], mean), np.maximum(table["first"], mean)
    between = ((low <= table["second"]) & (table["second"] <= high)).sum()
    groups = f"{between} of {len(table)} groups"
    title = f"In {groups} the next order lies between the first and the mean"
    if "expected" in table:
        above = table[table["first"] > mean]
        over = (above["expected"] > above["second"]).sum()
        title = f"Above the mean the model expects too much in {over} of {len(above)} groups"
    ax.set(
        xscale="log",
        yscale="log",
        xlim=(bottom, top),
        ylim=(bottom, top),
        xlabel="first repeat, mean of a group (dollars)",
        ylabel="second repeat, mean (dollars)",
        title=title,
    )
    ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if bottom < tick < top]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks(ticks, [f"{tick:,}" for tick in ticks])
        axis.set_ticks([], minor=True)
    return ax


def spend_layers(model: Any, *, own_mean: float) -> "np.ndarray":
    """What do p, q and gamma of a Gamma-Gamma model say? Its two layers; returns the two Axes.

    Parameters
    ----------
    model
        A GammaGamma model.
    own_mean : float
        Mean of the customer whose single orders are drawn at the right.
    """
    import matplotlib.pyplot as plt
    from scipy import stats

    _, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", sharex=True)
    at = np.linspace(0, 4 * own_mean, 601)[1:]
    means = stats.invgamma(model.q, scale=model.p * model.gamma)
    orders = stats.gamma(model.p, scale=own_mean / model.p)
    for ax, shape, color, title in (
        (axes[0], means, EXPECTED, "Customers differ: own means (q, gamma)"),
        (axes[1], orders, CONTRAST, f"Orders of one customer, mean {own_mean:.0f} (p)"),
    ):
        low, high = shape.ppf(0.1), shape.ppf(0.9)
        inside = at[(at >= low) & (at <= high)]
        ax.plot(at, shape.pdf(at), color=color, linewidth=2)
        ax.fill_between(inside, shape.pdf(inside), color=color, alpha=0.25, linewidth=0)
        ax.annotate(
            f"8 of 10 between\n{low:.0f} and {high:.0f}", (0.97, 0.9), va="top", ha="right",
            xycoords="axes fraction", bbox=_BEHIND,
        )  # fmt: skip
        ax.set(title=title, xlabel="dollars", ylim=(0, None), xlim=(0, at[-1]), yticks=[])
    axes[0].set_ylabel("how common")
    return axes


def discounted_years(table: pd.DataFrame, *, mark: int, ax: "Axes | None" = None) -> "Axes":
    """What is left of the purchases to come when the later ones count for less?

    Parameters
    ----------
    table : DataFrame
        One row a year ahead (index, from 1): purchases and discounted.
    mark : int
        The year whose two numbers are shown.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["purchases", "discounted"])
    if mark not in table.index:
        raise ValueError(f"no year {mark} in the table; found {list(table.index)}")
    ax, _ = canvas(ax, (7.5, 3.6))
    place = np.arange(len(table))
    for column, shift, color in (("purchases", -0.2, QUIET), ("discounted", 0.2, EXPECTED)):
        ax.bar(place + shift, table[column], 0.4, color=color, linewidth=0, label=column)
    ax.set_xticks(place, table.index)
    purchases = cast(float, table.at[mark, "purchases"])
    discounted = cast(float, table.at[mark, "discounted"])
    ax.annotate(
        f"{purchases:.3f}, discounted {discounted:.3f}",
        (cast(int, table.index.get_loc(mark)) - 0.2, purchases), xytext=(0, 16),
        textcoords="offset points", ha="center", bbox=_BEHIND,
        arrowprops={"arrowstyle": "-", "color": "0.35"},
    )  # fmt: skip
    share = discounted / purchases
    ax.set(
        xlabel="year from now",
        ylabel="expected purchases",
        title=f"In year {mark} a purchase counts for {100 * share:.0f} % of one today",
    )
    ax.grid(visible=False, axis="x")
    ax.legend(**_LEGEND)
    return ax


def value_by_repeats(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Where does the value sit, and where do the customers?

    Parameters
    ----------
    table : DataFrame
        One row a group of customers (index, its name): customers, and value (of all of them).
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["customers", "value"])
    ax, _ = canvas(ax, (7.5, 4))
    place, shares = (
        np.arange(len(table)),
        100 * table[["customers", "value"]] / table[["customers", "value"]].sum(),
    )
    for column, shift, color in (("customers", -0.2, QUIET), ("value", 0.2, EXPECTED)):
        bars = ax.bar(place + shift, shares[column], 0.4, color=color, linewidth=0,
                      label=f"share of {column}")  # fmt: skip
        ax.bar_label(bars, fmt="%.0f", padding=2, fontsize=10, bbox=_BEHIND)
    ax.set_xticks(place, table.index)
    first, last = shares.iloc[0], shares.iloc[-1]
    ax.set(
        ylim=(0, 1.15 * cast(float, shares.max(axis=None))),
        xlabel=table.index.name or "",
        ylabel="per cent of all",
        title=(
            f"{table.index[-1]} repeats: {last['customers']:.0f} % of customers, "
            f"{last['value']:.0f} % of value; {table.index[0]} repeats: "
            f"{first['customers']:.0f} and {first['value']:.0f} %"
        ),
    )
    ax.grid(visible=False, axis="x")
    ax.legend(**_LEGEND, loc="upper center")
    return ax
