"""Figures of what a customer is worth: payments and levers, and what to spend on either."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "average_and_last",
    "best_spend",
    "levers",
    "payment_times",
    "payments_today",
    "spending_curves",
    "value_curve",
]

# Below a label that lines would cross.
BEHIND = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}
# A legend that grid lines would cross.
PLAIN = {"framealpha": 1, "edgecolor": "none"}


def payments_today(
    payments: pd.DataFrame, *, total: float, expected: float, ax: "Axes | None" = None
) -> "Axes":
    """What does each payment add to a customer's value? Bars by year, and all later years in one.

    Parameters
    ----------
    payments : DataFrame
        Index year, columns expected (money, on average) and worth_today (the same, discounted).
    total : float
        The value of all payments, those of later years included.
    expected : float
        All expected payments, those of later years included, added up without discounting.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(payments, ["expected", "worth_today"])
    ax, _ = canvas(ax, (7, 3.8))
    place, today = np.arange(len(payments)), payments["worth_today"]
    ax.bar(place, payments["expected"], color=QUIET, width=0.8, label="expected payment")
    bars = ax.bar(place, today, color=EXPECTED, width=0.5, label="worth today")
    ax.bar_label(bars, fmt="{:.0f}", label_type="center", color="white", weight="bold")
    beyond = expected - payments["expected"].sum()
    ax.bar([len(place)], [beyond], color=QUIET, width=0.8)
    later = ax.bar([len(place)], [total - today.sum()], color=EXPECTED, width=0.5)
    ax.bar_label(later, fmt="{:.0f}", label_type="center", color="white", weight="bold")
    ax.set_xticks([*place, len(place)], [*map(str, payments.index), "all later"])
    ax.set(
        xlabel=f"{payments.index.name or 'year'}",
        ylabel="money",
        title=(
            f"All payments are worth {total:.0f} today: "
            f"{today.sum():.0f} of it from the first {len(place)}"
        ),
    )
    ax.grid(visible=False, axis="x")
    ax.legend(loc="upper center", **PLAIN)
    return ax


def payment_times(payments: pd.DataFrame, *, values: pd.Series, ax: "Axes | None" = None) -> "Axes":
    """When does money come, and how much of it? One row a case, one disc a payment.

    Parameters
    ----------
    payments : DataFrame
        What each payment is worth today: one row a case, one column a year (0 where none comes).
    values : Series
        By case: the value of all payments, those of later years included.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not payments.index.equals(values.index):
        raise ValueError("payments and values have different rows; give both by case")
    ax, _ = canvas(ax, (7.4, 3.6))
    years = payments.columns.to_numpy(float)
    for row, (_, amounts) in enumerate(payments.iterrows()):
        comes = amounts.to_numpy() > 0
        area = 900 * amounts[comes] / payments.to_numpy().max()
        ax.scatter(years[comes], np.full(comes.sum(), row), s=area, color=EXPECTED)
        for year, amount in zip(years[comes], amounts[comes], strict=True):
            ax.annotate(f"{amount:.0f}", (year, row), xytext=(0, -23), ha="center", va="center",
                        textcoords="offset points")  # fmt: skip
        ax.annotate(f"... = {values.iloc[row]:.0f}", (years[-1] + 0.55, row), va="center",
                    weight="bold", color=EXPECTED, fontsize=13)  # fmt: skip
    ax.set_yticks(range(len(payments)), payments.index)
    ax.set(
        xlim=(years[0] - 0.4, years[-1] + 1.7),
        ylim=(len(payments) - 0.4, -0.5),
        xlabel="paid in year (below the discs: worth today)",
        title=f"One customer, {len(values)} values: from {values.min():.0f} to {values.max():.0f}",
    )
    ax.set_xticks(years, [f"{year:.0f}" for year in years])
    ax.grid(visible=False)
    return ax


def value_curve(
    values: pd.DataFrame, *, steps: Sequence[tuple[float, float]], ax: "Axes | None" = None
) -> "Axes":
    """What is a step of retention worth, low on the curve and high on it?

    Parameters
    ----------
    values : DataFrame
        Money: index the retention rate (0 to 1, rising), one column a case; the steps are those of
        the first.
    steps : sequence of (from, to)
        Pairs of retention rates of the index, marked with the values there.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.8, 4.4))
    rates = 100 * values.index.to_numpy(float)
    looks = [(EXPECTED, "-"), (CONTRAST, "--"), ("#cc78bc", "-.")]
    for number, name in enumerate(values.columns):
        color, style = looks[number % 3]
        ax.plot(rates, values[name], color=color, linestyle=style, linewidth=2, label=name)
    told, claims = values[values.columns[0]].to_numpy(), []
    for step in steps:
        places = [np.flatnonzero(np.isclose(rates, 100 * rate)) for rate in step]
        if not all(map(len, places)):
            raise ValueError(f"steps: {step} are no two retention rates of the table's index")
        low, high = (told[place[0]] for place in places)
        first, last = (100 * rate for rate in step)
        ax.plot([first, last], [low, low], color=GOOD, linewidth=1.5, linestyle=":")
        ax.plot([last, last], [low, high], color=GOOD, linewidth=3, solid_capstyle="butt")
        # The lower value and the gain below all curves, the higher value above them.
        under = min(low, *values.iloc[places[1][0]])
        ax.annotate(f"+{high - low:.0f}", (last, under), xytext=(0, -7), ha="center", va="top",
                    textcoords="offset points", color=GOOD, weight="bold",
                    bbox=BEHIND)  # fmt: skip
        for rate, worth, row, up in ((first, low, places[0], 0), (last, high, places[1], 1)):
            around = values.iloc[row[0]]
            edge, away = (around.max(), (-4, 12)) if up else (around.min(), (0, -9))
            ax.plot([rate], [worth], marker="o", color=EXPECTED)
            ax.annotate("", (rate, worth), xytext=(rate, edge), arrowprops={
                "arrowstyle": "-", "color": EXPECTED, "linewidth": 0.8})  # fmt: skip
            ax.annotate(f"{rate:.0f} %: {worth:.0f}", (rate, edge), xytext=away,
                        ha="right" if up else "center", va="bottom" if up else "top",
                        textcoords="offset points", color=EXPECTED, weight="bold",
                        bbox=BEHIND)  # fmt: skip
        claims.append(f"+{high - low:.0f} from {first:.0f} to {last:.0f} %")
    ax.set(
        xlim=(rates[0], rates[-1] + 2),
        ylim=(0, 1.12 * values.to_numpy().max()),
        xlabel="retention rate (%)",
        ylabel="value of a customer",
        title=f"More retention: {', '.join(claims)}",
    )
    if len(values.columns) > 1:
        # In the order of the curves, from the top.
        ends = values.iloc[-1].to_numpy()
        lines = sorted(
            ax.get_lines()[: len(ends)],
            key=lambda line: -float(np.asarray(line.get_ydata(), dtype=float)[-1]),
        )
        ax.legend(handles=lines, loc="upper left", **PLAIN)
    return ax


def levers(elasticities: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """By how many per cent does the value rise if a lever gets better by one per cent?

    Parameters
    ----------
    elasticities : DataFrame
        Per cent: one row a lever, one column a case.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 3.8))
    width = 0.8 / len(elasticities.columns)
    colors = [QUIET, EXPECTED, "#03456f"]
    for number, name in enumerate(elasticities.columns):
        place = (
            np.arange(len(elasticities)) + (number - (len(elasticities.columns) - 1) / 2) * width
        )
        bars = ax.bar(place, elasticities[name], width=width, color=colors[number % 3], label=name)
        ax.bar_label(bars, fmt="{:.2f}", padding=2)
    best = cast(tuple[str, str], elasticities.stack().idxmax())
    most = cast(float, elasticities.loc[best])
    ax.set_xticks(range(len(elasticities)), elasticities.index)
    ax.set(
        ylim=(0, 1.1 * elasticities.to_numpy().max()),
        ylabel="more value (%)",
        title=f"1 % more {best[0]} adds up to {most:.1f} % value",
    )
    ax.grid(visible=False, axis="x")
    ax.legend(**PLAIN)
    return ax


def spending_curves(
    shares: pd.DataFrame, *, ceilings: pd.Series, ax: "Axes | None" = None
) -> "Axes":
    """What does spending win or keep? Curves that bend, each with its ceiling and its half-way.

    Parameters
    ----------
    shares : DataFrame
        Shares won or kept (0 to 1, rising): index money a person, one column a curve; each reaches
        half of its ceiling.
    ceilings : Series
        By curve: the share that endless spending would reach.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 4))
    halves = []
    for number, name in enumerate(shares.columns):
        color = (CONTRAST, EXPECTED)[number % 2]
        ceiling = 100 * ceilings[name]
        ax.plot(shares.index, 100 * shares[name], color=color, linewidth=2, label=name)
        ax.axhline(ceiling, color=color, linestyle=":")
        ax.annotate(f"ceiling of {name}: {ceiling:.0f} %", (1, ceiling), xytext=(-4, 4),
                    xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
                    color=color, weight="bold")  # fmt: skip
        half = np.interp(ceiling / 2, 100 * shares[name], shares.index.to_numpy(float))
        halves.append(f"{name} with {half:.0f}")
        ax.plot([half, half], [0, ceiling / 2], color=color, linewidth=1, linestyle="--")
        ax.plot([half], [ceiling / 2], marker="o", color=color)
        ax.annotate(f"half: {half:.0f}", (half, ceiling / 2), xytext=(8, -6), color=color,
                    textcoords="offset points", weight="bold", bbox=BEHIND)  # fmt: skip
    ax.set(
        xlim=(shares.index[0], shares.index[-1]),
        ylim=(0, 112 * ceilings.max()),
        xlabel="spent on one person",
        ylabel="share (%)",
        title=f"Half of the ceiling is reached early: {', '.join(halves)}",
    )
    return ax


def best_spend(values: pd.Series, *, what: str = "a customer", ax: "Axes | None" = None) -> "Axes":
    """At which spend is a customer, or a prospect, worth most? The top of the curve is marked.

    Parameters
    ----------
    values : Series
        Money, by what is spent (index, rising; named after what it is spent on).
    what : str
        Whose value it is.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 3.6))
    best = cast(float, values.idxmax())
    top, low = values[best], values.min()
    ax.plot(values.index, values, color=EXPECTED, linewidth=2)
    ax.plot([best, best], [low - 0.1 * (top - low), top], color=GOOD, linestyle="--")
    ax.plot([best], [top], marker="o", color=GOOD, markersize=9)
    ax.annotate(f"spend {best:g}, worth {top:.1f}", (best, top), xytext=(0, 10), ha="center",
                textcoords="offset points", color=GOOD, weight="bold")  # fmt: skip
    ax.set(
        xlim=(values.index[0], values.index[-1]),
        ylim=(low - 0.1 * (top - low), top + 0.2 * (top - low)),
        xlabel=values.index.name or "spend",
        ylabel=f"value of {what}",
        title=f"{what.capitalize()} is worth most at a spend of {best:g}",
    )
    return ax


def average_and_last(costs: pd.DataFrame, *, value: float, ax: "Axes | None" = None) -> "Axes":
    """What does a customer cost on average, and what did the last one cost?

    The line is what a customer is worth: whoever costs more than that should not be paid for.

    Parameters
    ----------
    costs : DataFrame
        Money: rows won and kept, columns average and last.
    value : float
        What a customer is worth.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(costs, ["average", "last"])
    if list(costs.index) != ["won", "kept"]:
        raise ValueError(f"the rows are {list(costs.index)}; give 'won' and 'kept', in this order")
    ax, _ = canvas(ax, (7, 3.8))
    place = {"average": np.array([0.0, 0.8]), "last": np.array([2.2, 3.0])}
    for name, spots in place.items():
        colors = [QUIET] * 2 if name == "average" else [
            BAD if cost > value else GOOD for cost in costs[name]
        ]  # fmt: skip
        bars = ax.bar(spots, costs[name], width=0.7, color=colors)
        ax.bar_label(bars, fmt="{:,.0f}", padding=2, weight="bold")
    ax.axhline(value, color=ACTUAL, linestyle="--")
    ax.annotate(f"a customer is worth {value:,.0f}", (-0.4, value), xytext=(0, 4),
                textcoords="offset points", weight="bold")  # fmt: skip
    ax.set_xticks(
        np.concatenate(list(place.values())),
        ["one won,\non average", "one kept,\non average", "the last\nwon", "the last\nkept"],
    )
    ratio = cast(float, costs.loc["won", "average"]) / cast(float, costs.loc["kept", "average"])
    won, kept = ("less" if cost <= value else "more" for cost in costs["last"])
    ax.set(
        ylim=(0, 1.18 * max(value, costs.to_numpy().max())),
        ylabel="money",
        title=(
            f"On average winning costs {ratio:.1f} times as much as keeping. But the last one\n"
            f"won cost {won} than a customer is worth, the last one kept {kept}"
        ),
    )
    ax.grid(visible=False, axis="x")
    return ax
