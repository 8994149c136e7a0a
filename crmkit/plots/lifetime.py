"""Figures of lifetime value: what was foretold, what came, and what a history is worth."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas, check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def tracking_cumulative(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Does the forecast keep up with all purchases so far?

    table: from `lifetime.evaluation.tracking`: one row a step (index: its last day), columns
    actual, expected, part. A dotted line ends the calibration; the title says how far off the
    forecast is at the end.
    """
    check_columns(table, ["actual", "expected", "part"])
    ax = _actual_and_expected(table, "actual", "expected", ax)
    off = table["expected"].iloc[-1] / table["actual"].iloc[-1] - 1
    ax.set(
        ylabel="repeat purchases so far",
        title=f"At the end the forecast is {abs(100 * off):.0f} % {_side(off)}",
    )
    return ax


def tracking_by_step(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Does the forecast follow the purchases of each week?

    table: as for `tracking_cumulative`, columns actual_in_step and expected_in_step.
    """
    check_columns(table, ["actual_in_step", "expected_in_step", "part"])
    ax = _actual_and_expected(table, "actual_in_step", "expected_in_step", ax)
    days = (table.index[1] - table.index[0]).days
    what = "week" if days == 7 else f"{days} days"
    holdout = table[table["part"] == "holdout"]
    off = holdout["expected_in_step"].sum() / holdout["actual_in_step"].sum() - 1
    ax.set(
        ylabel=f"repeat purchases a {what}" if days == 7 else f"repeat purchases in {what}",
        title=f"In the holdout the forecast is {abs(100 * off):.0f} % {_side(off)}",
    )
    return ax


def conditional_means(tables: dict[str, pd.DataFrame], *, ax: "Axes | None" = None) -> "Axes":
    """Do customers who bought x times buy as often as foretold?

    tables: model name -> `lifetime.evaluation.conditional_means`; all of the same customers.
    """
    ax, colours = canvas(ax, (7, 4))
    first = next(iter(tables.values()))
    check_columns(first, ["actual", "expected"])
    place = np.arange(len(first))
    ax.plot(place, first["actual"], color="black", marker="o", label="actual")
    styles = ["--", ":", "-."]
    for number, (name, table) in enumerate(tables.items()):
        ax.plot(
            place, table["expected"], label=name, marker="s", markersize=4,
            color=colours[number % len(colours)], linestyle=styles[number % 3],
        )  # fmt: skip
    ax.set_xticks(place, labels=first.index)
    off = {
        name: ((t["expected"] - t["actual"]).abs() * t["customers"]).sum() / t["customers"].sum()
        for name, t in tables.items()
    }
    best = min(off, key=off.get)
    ax.set(
        xlabel="repeat purchases in the calibration",
        ylabel="mean purchases in the holdout",
        title=f"{best} misses a group's mean by {off[best]:.2f} purchases on average",
    )
    ax.legend(frameon=False)
    return ax


def history_heatmap(
    grid: pd.DataFrame, *, label: str, percent: bool = False, ax: "Axes | None" = None
) -> "Axes":
    """Which histories promise most? Frequency to the right, age at the last purchase upwards.

    grid: one row an age at the last purchase (index, rising), one column a number of repeat
    purchases; NaN where no such history is possible. label: what a cell holds.
    """
    ax, _ = canvas(ax, (6.4, 4.4))
    values = 100 * grid if percent else grid
    mesh = ax.pcolormesh(grid.columns, grid.index, values, cmap="cividis", shading="nearest")
    ax.figure.colorbar(mesh, ax=ax, label=f"{label} (%)" if percent else label)
    ax.grid(visible=False)
    best = grid.stack().idxmax()
    ax.set(
        xlabel="repeat purchases",
        ylabel="age at the last purchase (days)",
        title=f"Highest {label} after {best[1]:g} repeats, the last at age {best[0]:g}",
    )
    return ax


def alive_over_time(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How does the probability that a customer is alive fall in silence, and jump at a purchase?

    table: index age in days (rising), columns alive (0 to 1) and purchase (bool: bought then).
    """
    check_columns(table, ["alive", "purchase"])
    ax, colours = canvas(ax, (7.5, 3.4))
    ax.plot(table.index, 100 * table["alive"], color=colours[0])
    bought = table.index[table["purchase"].to_numpy(bool)]
    ax.plot(
        bought, np.full(len(bought), 2.0), linestyle="", marker="|", markersize=12,
        color="black", label="purchase",
    )  # fmt: skip
    ax.set(
        ylim=(0, 103),
        xlabel="age (days)",
        ylabel="probability of being alive (%)",
        title=f"At the end this customer is alive with {100 * table['alive'].iloc[-1]:.0f} %",
    )
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 0.06))
    return ax


def survival_projections(
    table: pd.DataFrame, *, fitted_until: float, ax: "Axes | None" = None
) -> "Axes":
    """Which model foretells who is still a customer in the years it has not seen?

    table: index period, column actual and one column a model, shares of the first customers (0 to
    1). fitted_until: the last period that the models have seen.
    """
    check_columns(table, ["actual"])
    ax, colours = canvas(ax, (7, 4))
    ax.plot(table.index, 100 * table["actual"], color="black", marker="o", label="actual")
    styles = ["--", ":", "-."]
    models = [name for name in table.columns if name != "actual"]
    for number, name in enumerate(models):
        ax.plot(
            table.index, 100 * table[name], label=name,
            color=colours[number % len(colours)], linestyle=styles[number % 3],
        )  # fmt: skip
    ax.axvline(fitted_until, color="0.5", linewidth=1, linestyle=":")
    ax.annotate(
        " foretold", (fitted_until, 1), xycoords=("data", "axes fraction"), va="top", color="0.3"
    )
    last = table.iloc[-1]
    best = (last[models] / last["actual"] - 1).abs().idxmin()
    off = last[best] / last["actual"] - 1
    ax.set(
        ylim=(0, 103),
        xlabel=f"{table.index.name or 'period'}",
        ylabel="still customers (%)",
        title=f"{best} ends {abs(100 * off):.1f} % {_side(off)}",
    )
    ax.legend(frameon=False)
    return ax


def iso_value_curves(
    grid: pd.DataFrame, *, levels: list[float] | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Which histories are worth the same? Lines of equal value, as heights on a map.

    grid: one row a number of repeat purchases (index, rising), one column an age at the last
    purchase (rising), value a customer. Source: Fader, Hardie & Lee 2005, JMR 42(4).
    """
    ax, _ = canvas(ax, (7, 4.6))
    lines = ax.contour(grid.columns, grid.index, grid, levels=levels, cmap="viridis")
    ax.clabel(lines, fontsize=8, fmt="%g")
    ax.set(
        xlabel="age at the last purchase (days)",
        ylabel="repeat purchases",
        title="Customers on one line are worth the same",
    )
    return ax


def _actual_and_expected(table, actual: str, expected: str, ax):
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    ax, colours = canvas(ax, (7.5, 3.8))
    dates = AutoDateLocator()
    ax.xaxis.set_major_locator(dates)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(dates))
    ax.plot(table.index, table[actual], color="black", linewidth=1.2, label="actual")
    ax.plot(table.index, table[expected], color=colours[0], linestyle="--", label="expected")
    end = table.index[table["part"] == "calibration"][-1]
    ax.axvline(end, color="0.5", linewidth=1, linestyle=":")
    ax.annotate(" holdout", (end, 0.02), xycoords=("data", "axes fraction"), color="0.3")
    ax.set(ylim=(0, None), xlabel="")
    ax.legend(frameon=False)
    return ax


def _side(off: float) -> str:
    return "too high" if off > 0 else "too low"
