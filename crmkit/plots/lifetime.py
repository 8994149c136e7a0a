"""Figures of lifetime value: the forecast, what came, and what a history is worth."""

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "alive_over_time",
    "conditional_means",
    "history_heatmap",
    "iso_value_curves",
    "survival_projections",
    "tracking_by_step",
    "tracking_cumulative",
]


def tracking_cumulative(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Does the forecast keep up with all purchases so far?

    A dotted line ends the calibration; the title says how far off the forecast is at the end.

    Parameters
    ----------
    table : DataFrame
        From `lifetime.evaluation.tracking`: one row a step (index: its last day), columns actual,
        expected, part.
    ax : Axes, optional
        Where to draw; a new figure if not given.
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

    Parameters
    ----------
    table : DataFrame
        As for `tracking_cumulative`, columns actual_in_step and expected_in_step.
    ax : Axes, optional
        Where to draw; a new figure if not given.
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
    """Do customers who bought x times buy as often as forecast?

    The title names the model that is closest, each group counting by its customers.

    Parameters
    ----------
    tables : dict
        Model name -> `lifetime.evaluation.conditional_means`; all of the same customers.
    ax : Axes, optional
        Where to draw; a new figure if not given.
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
    ax, colors = canvas(ax, (7, 4))
    place = np.arange(len(first))
    ax.plot(place, first["actual"], color="black", marker="o", label="actual")
    styles = ["--", ":", "-."]
    for number, (name, table) in enumerate(tables.items()):
        ax.plot(
            place, table["expected"], label=name, marker="s", markersize=4,
            color=colors[number % len(colors)], linestyle=styles[number % 3],
        )  # fmt: skip
    # The groups differ much in size, and so in what they weigh in the title.
    ax.set_xticks(place, [f"{x}\n({n:,})" for x, n in first["customers"].items()])
    off = {
        name: ((t["expected"] - t["actual"]).abs() * t["customers"]).sum() / t["customers"].sum()
        for name, t in tables.items()
    }
    best = min(off, key=lambda name: off[name])
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

    Parameters
    ----------
    grid : DataFrame
        One row an age at the last purchase (index, rising), one column a number of repeat
        purchases; NaN where no such history is possible.
    label : str
        What a cell holds.
    percent : bool
        Whether a cell holds shares, to be shown in per cent.
    unit : str
        Of the ages.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    from matplotlib.ticker import MaxNLocator

    if not grid.notna().any(axis=None):
        raise ValueError("the grid holds no values")
    ax, _ = canvas(ax, (7, 4.4))
    values = 100 * grid if percent else grid
    mesh = ax.pcolormesh(grid.columns, grid.index, values, cmap="cividis", shading="nearest")
    ax.figure.colorbar(mesh, ax=ax, label=f"{label} (%)" if percent else label)
    ax.grid(visible=False)
    age, repeats = cast(tuple[float, float], grid.stack().idxmax())
    ax.set(
        xlabel="repeat purchases",
        ylabel=f"age at the last purchase ({unit})",
        title=f"Highest {label}: {repeats:g} repeats, the last at {age:g} {unit}",
    )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def alive_over_time(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How does the probability that a customer is alive fall in silence, and jump at a purchase?

    Parameters
    ----------
    table : DataFrame
        Index age in days (rising), columns alive (0 to 1) and purchase (bool: bought then).
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["alive", "purchase"])
    ax, colors = canvas(ax, (7.5, 3.4))
    ax.plot(table.index, 100 * table["alive"], color=colors[0])
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
    table: pd.DataFrame, *, fitted_up_to: float, ax: "Axes | None" = None
) -> "Axes":
    """Which model is right about who is still a customer in the years it has not seen?

    Parameters
    ----------
    table : DataFrame
        Index period, column actual and one column a model, shares of the first customers (0 to 1).
    fitted_up_to : float
        The last period that the models have seen.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["actual"])
    models = [name for name in table.columns if name != "actual"]
    if not models:
        raise ValueError("no model: the table has the column 'actual' only; add one column a model")
    ax, colors = canvas(ax, (7, 4))
    ax.plot(table.index, 100 * table["actual"], color="black", marker="o", label="actual")
    styles = ["--", ":", "-."]
    for number, name in enumerate(models):
        ax.plot(
            table.index, 100 * table[name], label=name,
            color=colors[number % len(colors)], linestyle=styles[number % 3],
        )  # fmt: skip
    _mark(ax, fitted_up_to, "forecast")
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

    The title says whether one purchase more, at the same age, is worth less anywhere.

    Parameters
    ----------
    grid : DataFrame
        One row a number of repeat purchases (index, rising), one column an age at the last purchase
        (rising), value a customer.
    levels : list of float, optional
        Values to draw a line for; chosen if not given.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    References
    ----------
    Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base analysis,
    Journal of Marketing Research 42(4).
    """
    from matplotlib.ticker import MaxNLocator

    ax, colors = canvas(ax, (7, 4.6))
    lines = ax.contour(grid.columns, grid.index, grid, levels=levels, colors=[colors[0]])
    ax.clabel(lines, fontsize=8, fmt="%g", colors=["black"])
    more = "can be worth less" if (grid.diff() < 0).any(axis=None) else "are worth more"
    ax.set(
        xlabel="age at the last purchase (days)",
        ylabel="repeat purchases",
        title=f"One line, one value: more purchases {more}",
    )
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def _actual_and_expected(
    table: pd.DataFrame, actual: str, expected: str, ax: "Axes | None"
) -> "Axes":
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    for part in ("calibration", "holdout"):
        if part not in set(table["part"]):
            raise ValueError(f"no row of the table has the part {part!r}; track a longer time")
    ax, colors = canvas(ax, (7.5, 3.8))
    # matplotlib types none of its dates.
    dates = AutoDateLocator()  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(dates)
    shown = ConciseDateFormatter(dates)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(shown)
    ax.plot(table.index, table[actual], color="black", linewidth=1.2, label="actual")
    ax.plot(table.index, table[expected], color=colors[0], linestyle="--", label="expected")
    _mark(ax, table.index[table["part"] == "calibration"][-1], "holdout")
    ax.set(ylim=(0, None), xlabel="")
    ax.legend(frameon=False)
    return ax


def _mark(ax: "Axes", end: Any, what: str) -> None:
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
