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
    last = table.iloc[-1]
    ax.set(
        ylabel="repeat purchases so far",
        title=f"At the end the forecast is {_beside(last['expected'], last['actual'])}",
    )
    return ax


def tracking_by_step(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Does the forecast follow the purchases of each week?

    table: as for `tracking_cumulative`, columns actual_in_step and expected_in_step.
    """
    check_columns(table, ["actual_in_step", "expected_in_step", "part"])
    ax = _actual_and_expected(table, "actual_in_step", "expected_in_step", ax)
    days = (table.index[1] - table.index[0]).days
    what = "week" if days == 7 else "day" if days == 1 else f"{days} days"
    holdout = table[table["part"] == "holdout"]
    sums = holdout[["expected_in_step", "actual_in_step"]].sum()
    ax.set(
        ylabel=f"repeat purchases {'in' if ' ' in what else 'a'} {what}",
        title=f"In the holdout the forecast is {_beside(*sums)}",
    )
    return ax


def conditional_means(tables: dict[str, pd.DataFrame], *, ax: "Axes | None" = None) -> "Axes":
    """Do customers who bought x times buy as often as foretold?

    tables: model name -> `lifetime.evaluation.conditional_means`; all of the same customers. The
    title names the model that is closest, each group counting by its customers.
    """
    if not tables:
        raise ValueError("tables is empty: pass {model name: its table of conditional means}")
    first = next(iter(tables.values()))
    for name, table in tables.items():
        check_columns(table, ["customers", "actual", "expected"])
        if not table[["customers", "actual"]].equals(first[["customers", "actual"]]):
            raise ValueError(
                f"{name} is about other customers than {next(iter(tables))}: customers or actual "
                "differ; forecast the same customers with both"
            )
    ax, colours = canvas(ax, (7, 4))
    place = np.arange(len(first))
    ax.plot(place, first["actual"], color="black", marker="o", label="actual")
    styles = ["--", ":", "-."]
    for number, (name, table) in enumerate(tables.items()):
        ax.plot(
            place, table["expected"], label=name, marker="s", markersize=4,
            color=colours[number % len(colours)], linestyle=styles[number % 3],
        )  # fmt: skip
    # The groups differ much in size, and so in what they weigh in the title.
    ax.set_xticks(place, [f"{x}\n({n:,})" for x, n in first["customers"].items()])
    off = {
        name: ((t["expected"] - t["actual"]).abs() * t["customers"]).sum() / t["customers"].sum()
        for name, t in tables.items()
    }
    best = min(off, key=off.get)
    ax.set(
        xlabel="repeat purchases in the calibration (customers)",
        ylabel="mean purchases in the holdout",
        title=(
            f"Counted by customers, {best} is {'closest: ' if len(off) > 1 else ''}"
            f"{off[best]:.2f} purchases off"
        ),
    )
    ax.legend(frameon=False)
    return ax


def history_heatmap(
    grid: pd.DataFrame,
    *,
    label: str,
    percent: bool = False,
    unit: str = "days",
    ax: "Axes | None" = None,
) -> "Axes":
    """Which histories promise most? Frequency to the right, age at the last purchase upwards.

    grid: one row an age at the last purchase (index, rising), one column a number of repeat
    purchases; NaN where no such history is possible. label: what a cell holds. unit: of the ages.
    """
    from matplotlib.ticker import MaxNLocator

    if not grid.notna().any(axis=None):
        raise ValueError("the grid holds no values")
    ax, _ = canvas(ax, (7, 4.4))
    values = 100 * grid if percent else grid
    mesh = ax.pcolormesh(grid.columns, grid.index, values, cmap="cividis", shading="nearest")
    ax.figure.colorbar(mesh, ax=ax, label=f"{label} (%)" if percent else label)
    ax.grid(visible=False)
    best = grid.stack().idxmax()
    ax.set(
        xlabel="repeat purchases",
        ylabel=f"age at the last purchase ({unit})",
        title=f"Highest {label}: {best[1]:g} repeats, the last at {best[0]:g} {unit}",
    )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def alive_over_time(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How does the probability that a customer is alive fall in silence, and jump at a purchase?

    table: index age in days (rising), columns alive (0 to 1) and purchase (bool: bought then).
    """
    check_columns(table, ["alive", "purchase"])
    ax, colours = canvas(ax, (7.5, 3.4))
    ax.plot(table.index, 100 * table["alive"], color=colours[0])
    bought = table.index[table["purchase"].to_numpy(bool)]
    if len(bought):
        ax.plot(
            bought, np.full(len(bought), 2.0), linestyle="", marker="|", markersize=12,
            color="black", label="purchase",
        )  # fmt: skip
        ax.legend(frameon=False)
    ax.set(
        ylim=(0, 103),
        xlabel="age (days)",
        ylabel="probability of being alive (%)",
        title=(
            "At the end this customer is alive with a probability of "
            f"{100 * table['alive'].iloc[-1]:.0f} %"
        ),
    )
    return ax


def survival_projections(
    table: pd.DataFrame, *, fitted_until: float, ax: "Axes | None" = None
) -> "Axes":
    """Which model foretells who is still a customer in the years it has not seen?

    table: index period, column actual and one column a model, shares of the first customers (0 to
    1). fitted_until: the last period that the models have seen.
    """
    check_columns(table, ["actual"])
    models = [name for name in table.columns if name != "actual"]
    if not models:
        raise KeyError("no model: the table has the column 'actual' only")
    ax, colours = canvas(ax, (7, 4))
    ax.plot(table.index, 100 * table["actual"], color="black", marker="o", label="actual")
    styles = ["--", ":", "-."]
    for number, name in enumerate(models):
        ax.plot(
            table.index, 100 * table[name], label=name,
            color=colours[number % len(colours)], linestyle=styles[number % 3],
        )  # fmt: skip
    _mark(ax, fitted_until, "foretold")
    last = table.iloc[-1]
    best = (last[models] - last["actual"]).abs().idxmin()
    ax.set(
        ylim=(0, 103),
        xlabel=f"{table.index.name or 'period'}",
        ylabel="still customers (%)",
        title=(
            f"{best} ends {'closest, ' if len(models) > 1 else ''}"
            f"{_beside(last[best], last['actual'], digits=1)}"
        ),
    )
    ax.legend(frameon=False)
    return ax


def iso_value_curves(
    grid: pd.DataFrame, *, levels: list[float] | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Which histories are worth the same? Lines of equal value, as heights on a map.

    grid: one row a number of repeat purchases (index, rising), one column an age at the last
    purchase (rising), value a customer. Source: Fader, Hardie & Lee 2005, JMR 42(4). The title
    says whether one purchase more, at the same age, is worth less anywhere.
    """
    from matplotlib.ticker import MaxNLocator

    ax, colours = canvas(ax, (7, 4.6))
    lines = ax.contour(grid.columns, grid.index, grid, levels=levels, colors=[colours[0]])
    ax.clabel(lines, fontsize=8, fmt="%g", colors=["black"])
    more = "can be worth less" if (grid.diff() < 0).any(axis=None) else "are worth more"
    ax.set(
        xlabel="age at the last purchase (days)",
        ylabel="repeat purchases",
        title=f"One line, one value: more purchases {more}",
    )
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def _actual_and_expected(table, actual: str, expected: str, ax):
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    for part in ("calibration", "holdout"):
        if part not in set(table["part"]):
            raise ValueError(f"no row of the table has the part {part!r}; track a longer time")
    ax, colours = canvas(ax, (7.5, 3.8))
    dates = AutoDateLocator()
    ax.xaxis.set_major_locator(dates)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(dates))
    ax.plot(table.index, table[actual], color="black", linewidth=1.2, label="actual")
    ax.plot(table.index, table[expected], color=colours[0], linestyle="--", label="expected")
    _mark(ax, table.index[table["part"] == "calibration"][-1], "holdout")
    ax.set(ylim=(0, None), xlabel="")
    ax.legend(frameon=False)
    return ax


def _mark(ax, end, what: str) -> None:
    """A dotted line where the models have seen enough, and what comes after it."""
    ax.axvline(end, color="0.5", linewidth=1, linestyle=":")
    behind = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
    ax.annotate(
        what, (end, 0.02), xytext=(4, 0), xycoords=("data", "axes fraction"),
        textcoords="offset points", color="0.3", bbox=behind,
    )  # fmt: skip


def _beside(expected: float, actual: float, *, digits: int = 0) -> str:
    """How far a forecast is from what came, in words."""
    if not actual:
        return "too high: nothing came" if expected else "right: nothing came"
    off = round(100 * (expected / actual - 1), digits)
    if not off:
        return f"within {0.5 / 10**digits:g} % of what came"
    return f"{abs(off):.{digits}f} % too {'high' if off > 0 else 'low'}"
