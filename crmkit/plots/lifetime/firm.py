"""Figures of a firm valued by its customers: who renews, what each cohort is worth, the sum."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cohort_values", "one_percent", "renewal_rates", "value_bridge"]

MILLION = 1e6


def renewal_rates(
    rates: pd.DataFrame, *, one_rate: float, model: pd.Series, ax: "Axes | None" = None
) -> "Axes":
    """Do customers renew alike, however often they have done so?

    Dots with intervals for what was seen, a line for a model, a dashed line for one rate for all.

    Parameters
    ----------
    rates : DataFrame
        Index the renewal (1, 2, ...), columns retention_rate, low and high (0 to 1).
    one_rate : float
        The rate of all customers together.
    model : Series
        By renewal, what a model expects.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(rates, ["retention_rate", "low", "high"], name="rates")
    ax, _ = canvas(ax, (7, 3.8))
    shown = 100 * rates[["retention_rate", "low", "high"]]
    away = [shown["retention_rate"] - shown["low"], shown["high"] - shown["retention_rate"]]
    ax.errorbar(rates.index, shown["retention_rate"], yerr=away, fmt="o", color=ACTUAL, capsize=3,
                label="seen, with 95 % intervals")  # fmt: skip
    ax.plot(model.index, 100 * model, color=EXPECTED, linewidth=2, label="model")
    ax.axhline(100 * one_rate, color=CONTRAST, linestyle="--", label="one rate for all")
    first, last = shown["retention_rate"].iloc[[0, -1]]
    ax.set_xticks(rates.index)
    ax.set(
        ylim=(shown["low"].min() - 6, shown["high"].max() + 4),
        xlabel="renewal",
        ylabel="renew (%)",
        title=(
            f"{first:.0f} % make renewal {rates.index[0]}; of those who get that far, "
            f"{last:.0f} % make renewal {rates.index[-1]}"
        ),
    )
    ax.grid(visible=False, axis="x")
    ax.legend(loc="lower right", framealpha=1, edgecolor="none")
    return ax


def cohort_values(values: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What is each cohort worth, by one rate for all and by a model?

    Parameters
    ----------
    values : DataFrame
        Money: one row a cohort, two columns, the first by one rate.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if values.shape[1] != 2:
        raise ValueError(f"values has {values.shape[1]} columns; two ways are compared")
    ax, _ = canvas(ax, (7, 4))
    places = np.arange(len(values))
    for number, (name, color) in enumerate(zip(values, (CONTRAST, EXPECTED), strict=True)):
        bars = ax.bar(places + 0.4 * (number - 0.5), values[name] / MILLION, 0.38, color=color,
                      label=str(name))  # fmt: skip
        ax.bar_label(bars, fmt="{:.2f}", padding=2, fontsize=10)
    one, other = values.sum() / MILLION
    ax.set_xticks(places, [str(name) for name in values.index])
    ax.set(
        ylim=(0, 1.14 * values.to_numpy().max() / MILLION),
        xlabel="joined in",
        ylabel="value of the cohort (m)",
        title=f"The base is worth {one:.2f} m by {values.columns[0]}, {other:.2f} m by "
        f"{values.columns[1]}",
    )
    ax.grid(visible=False, axis="x")
    ax.legend(loc="upper left", framealpha=1, edgecolor="none")
    return ax


def value_bridge(parts: pd.Series, *, ax: "Axes | None" = None) -> "Axes":
    """From which parts does the value of the firm come, and what takes away from it?

    One step a part, up in green and down in red, and their sum at the right.

    Parameters
    ----------
    parts : Series
        Money, by part; what is paid is negative.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 3.8))
    money = parts / MILLION
    ends = money.cumsum().to_numpy()
    starts = np.concatenate([[0], ends[:-1]])
    top = max(ends.max(), starts.max())
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        ax.bar(place, end - start, 0.6, bottom=start, color=GOOD if end >= start else BAD)
        ax.plot([place + 0.3, place + 0.7], [end, end], color="0.5", linewidth=1)
        ax.annotate(f"{end - start:+.2f}", (place, max(start, end)), xytext=(0, 3), ha="center",
                    textcoords="offset points", weight="bold")  # fmt: skip
    ax.bar(len(parts), ends[-1], 0.6, color=EXPECTED)
    ax.annotate(f"{ends[-1]:.2f}", (len(parts), ends[-1]), xytext=(0, 3), ha="center",
                textcoords="offset points", weight="bold")  # fmt: skip
    ax.set_xticks(range(len(parts) + 1), [*map(str, parts.index), "the firm"])
    ax.set(
        ylim=(min(0, 1.1 * ends.min()), 1.14 * top),
        ylabel="value today (m)",
        title=f"Of {ends[-1]:.2f} m the customers of today make {100 * ends[0] / ends[-1]:.0f} %",
    )
    ax.grid(visible=False, axis="x")
    return ax


def one_percent(gains: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Until which price does one per cent more of a lever pay?

    One falling line a view of the base: what the value gains, against what the programme costs.

    Parameters
    ----------
    gains : DataFrame
        Money gained: index the cost, rising, in per cent of the margin; one column a view, each
        falling through 0 within the index.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7, 3.8))
    costs = gains.index.to_numpy(float)
    pays = {}
    for name, color in zip(gains, (CONTRAST, EXPECTED), strict=False):
        line = gains[name].to_numpy() / 1e3
        if line[0] <= 0 or line[-1] >= 0:
            raise ValueError(f"{name!r} does not fall through 0 within the costs given")
        pays[name] = float(np.interp(0, line[::-1], costs[::-1]))
        ax.plot(costs, line, color=color, linewidth=2, label=str(name))
        ax.plot([pays[name]], [0], "o", color=color, markersize=8)
        ax.annotate(f"{pays[name]:.1f} %", (pays[name], 0), xytext=(4, 8), color=color,
                    textcoords="offset points", weight="bold")  # fmt: skip
    ax.axhline(0, color="0.3", linewidth=1)
    said = " or ".join(f"{pays[name]:.1f} % ({name})" for name in pays)
    ax.set(
        xlim=(costs[0], costs[-1]),
        xlabel="cost of the programme (% of the margin of every customer)",
        ylabel="value gained (thousand)",
        title=f"One per cent more retention may cost, of the margin,\nat most {said}",
    )
    ax.legend(loc="upper right", framealpha=1, edgecolor="none")
    return ax
