"""Figures of lifetime value: the forecast, what came, and what a history is worth."""

from itertools import cycle
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "alive_over_time",
    "conditional_means",
    "history_heatmap",
    "iso_value_curves",
    "tracking_by_step",
    "tracking_cumulative",
]

# No line of the grid runs through a word.
_BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 1}
_LEGEND = {"frameon": True, "framealpha": 1, "edgecolor": "none"}


def tracking_cumulative(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Does the forecast keep up with all purchases so far?

    A dotted line ends the calibration; the title says how far off the forecast is at the end, where
    both totals stand.

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
    for column, color in (("actual", ACTUAL), ("expected", EXPECTED)):
        other = last["expected" if column == "actual" else "actual"]
        # The lower of the two stands below its line; of equal ones, the forecast.
        lower = last[column] < other or (column == "expected" and last[column] == other)
        ax.annotate(
            f"{last[column]:,.0f}", (table.index[-1], last[column]), color=color, ha="right",
            xytext=(0, -22 if lower else 6), textcoords="offset points",
        )  # fmt: skip
    ax.set(
        ylim=(0, 1.12 * cast(float, table[["actual", "expected"]].max(axis=None))),
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
    ax.annotate(
        f"holdout: {sums['actual_in_step']:,.0f} came,\n{sums['expected_in_step']:,.0f} expected",
        (0.98, 0.81), xycoords="axes fraction", ha="right", va="top", color="0.3", bbox=_BEHIND,
    )  # fmt: skip
    ax.set(
        ylabel=f"repeat purchases {'in' if ' ' in what else 'a'} {what}",
        title=f"In the holdout the forecast is {_beside(*sums)}",
    )
    return ax


def conditional_means(tables: dict[str, pd.DataFrame], *, ax: "Axes | None" = None) -> "Axes":
    """Do customers who bought x times buy as often as forecast?

    The first group is shaded, with its numbers: mostly it is so large, and its means so small, that
    the eye passes over it. The title names the model that is closest in most groups, and the one
    closest at the first if it is another. Models stand a little beside each other to be seen.

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
    ax, _ = canvas(ax, (7.5, 4.2))
    place = np.arange(len(first))
    customers = first["customers"].to_numpy()
    ax.axvspan(-0.5, 0.5, color=QUIET, alpha=0.25, linewidth=0)
    here = {"actual": first["actual"], **{name: t["expected"] for name, t in tables.items()}}
    ax.annotate(
        "\n".join(
            [f"{100 * customers[0] / customers.sum():.0f} % of customers:"]
            + [f"{name} {means.iloc[0]:.2f}" for name, means in here.items()]
        ), (-0.4, 0.97), xycoords=("data", "axes fraction"), va="top", color="0.3", bbox=_BEHIND,
    )  # fmt: skip
    # No lines between the groups: beside each other, they would seem to lie above or below.
    ax.plot(
        place, first["actual"], color=ACTUAL, marker="_", markersize=32, markeredgewidth=2,
        linestyle="", label="actual",
    )  # fmt: skip
    looks = [(EXPECTED, "s"), (CONTRAST, "o"), (GOOD, "^")]
    shifts = 0.2 * (np.arange(len(tables)) - (len(tables) - 1) / 2)
    for number, (name, table) in enumerate(tables.items()):
        color, marker = looks[number % 3]
        ax.plot(
            place + shifts[number], table["expected"], label=name, marker=marker, markersize=7,
            color=color, mec="white", linestyle="",
        )  # fmt: skip
    ax.set_xticks(place, [f"{x}\n({n:,})" for x, n in first["customers"].items()])
    off = {name: (t["expected"] - t["actual"]).abs().to_numpy() for name, t in tables.items()}
    ax.set(
        xlim=(-0.5, len(first) - 0.5),
        xlabel="repeat purchases in the calibration (customers)",
        ylabel="mean purchases in the holdout",
        title=_closest(off, customers, str(first.index[0])),
    )
    ax.grid(visible=False, axis="x")
    ax.legend(**_LEGEND, loc="upper center", bbox_to_anchor=(0.55, 1), handlelength=3)
    return ax


def history_heatmap(
    grid: pd.DataFrame,
    *,
    label: str,
    percent: bool = False,
    unit: str = "days",
    marks: dict[str, tuple[float, float]] | None = None,
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
    marks : dict, optional
        Name -> (repeat purchases, age at the last purchase) of histories in the grid to point out;
        the title then compares what they hold.
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
    oldest, most = cast(tuple[float, float], grid.stack().idxmax())
    title = f"Highest {label}: {most:g} repeats, the last at {oldest:g} {unit}"
    if marks:
        held = {name: cast(float, values.at[age, x]) for name, (x, age) in marks.items()}
        shown = {name: f"{one:.0f} %" if percent else f"{one:.3g}" for name, one in held.items()}
        down = sorted(held, key=lambda name: held[name], reverse=True)
        repeats, ages = zip(*(marks[name] for name in down), strict=True)
        # Of histories that differ in their repeats alone, more repeats may promise less.
        less = len(set(ages)) == 1 and len(set(repeats)) > 1 and list(repeats) == sorted(repeats)
        what = f"More repeats, lower {label}" if less else f"{label[0].upper()}{label[1:]}"
        title = f"{what}: " + ", ".join(f"{name} {shown[name]}" for name in down)
        _point_out(ax, {f"{name} {shown[name]}": place for name, place in marks.items()}, "black")
    ax.set(xlabel="repeat purchases", ylabel=f"age at the last purchase ({unit})", title=title)
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
    ax, _ = canvas(ax, (7.5, 3.6))
    alive = 100 * table["alive"]
    ax.plot(table.index, alive, color=EXPECTED)
    bought = table["purchase"].to_numpy(bool)
    if bought.any():
        ax.plot(
            table.index[bought], alive[bought], linestyle="", marker="o", markersize=7,
            color=ACTUAL, label="purchase",
        )  # fmt: skip
        ax.vlines(table.index[bought], 0, alive[bought], color=ACTUAL, linewidth=1, linestyle=":")
        ax.legend(**_LEGEND, loc="upper right")
    end = f"{alive.iloc[-1]:.0f} %"
    ax.annotate(
        end, (table.index[-1], alive.iloc[-1]), xytext=(0, 8), textcoords="offset points",
        ha="right", color=EXPECTED,
    )  # fmt: skip
    title = f"At the end this customer is alive with a probability of {end}"
    if bought.any() and alive.iloc[-1] < 50:
        last = table.index[bought][-1]
        silent = alive[alive.index >= last]
        even = silent.index[silent < 50][0]
        ax.plot(
            even, silent[even], marker="o", markersize=9, color=CONTRAST, linestyle="", zorder=4
        )
        ax.annotate(
            f"{even - last:g} days of silence", (even, silent[even]), xytext=(9, 0),
            textcoords="offset points", va="center", bbox=_BEHIND,
        )  # fmt: skip
        title = f"Below 50 % after {even - last:g} days of silence, {end} at the end"
    ax.set(
        ylim=(0, 108),
        xlabel="age (days)",
        ylabel="probability of being alive (%)",
        title=title,
    )
    return ax


def iso_value_curves(
    grid: pd.DataFrame,
    *,
    levels: list[float] | None = None,
    unit: str = "days",
    marks: dict[str, tuple[float, float]] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which histories are worth the same? Lines of equal value, as heights on a map.

    The title says whether one purchase more, at the same age, is worth less anywhere. Purchases are
    whole; between them the value is interpolated, so that the lines are smooth.

    Parameters
    ----------
    grid : DataFrame
        One row a number of repeat purchases (index, rising), one column an age at the last purchase
        (rising), value a customer.
    levels : list of float, optional
        Values to draw a line for; chosen if not given.
    unit : str
        Of the ages.
    marks : dict, optional
        Label -> (repeat purchases, age at the last purchase) of histories to point out.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    References
    ----------
    Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base analysis,
    Journal of Marketing Research 42(4).
    """
    from matplotlib.ticker import MaxNLocator
    from scipy.interpolate import PchipInterpolator

    ax, _ = canvas(ax, (7.5, 4.8))
    # Pchip does not overshoot: it makes no hill that the values do not have.
    fine = np.linspace(grid.index[0], grid.index[-1], 20 * (len(grid) - 1) + 1)
    between = PchipInterpolator(grid.index.to_numpy(float), grid.to_numpy(float))(fine)
    lines = ax.contour(grid.columns, fine, between, levels=levels, colors=[EXPECTED])
    # Near the top, where the lines stand apart and no history is pointed out.
    top = grid.index[0] + 0.93 * (grid.index[-1] - grid.index[0])
    # A number at an end would cut the line short there.
    ways = [np.asarray(one.vertices, dtype=float) for one in lines.get_paths()]
    inner = [way[len(way) // 9 : -(len(way) // 9) or None] for way in ways if len(way)]
    places = [tuple(one[np.abs(one[:, 1] - top).argmin()]) for one in inner]
    if places:
        ax.clabel(lines, fontsize=10, fmt="%g", colors=["black"], manual=places)
    more = "can be worth less" if (grid.diff() < 0).any(axis=None) else "are worth more"
    ax.set(
        xlabel=f"age at the last purchase ({unit})",
        ylabel="repeat purchases",
        title=f"One line, one value: more purchases {more}",
    )
    if marks:
        for (name, (x, age)), face in zip(marks.items(), cycle(["white", CONTRAST]), strict=False):
            ax.plot(age, x, marker="o", markersize=9, mec=CONTRAST, mfc=face, mew=2, linestyle="",
                    label=name, zorder=5)  # fmt: skip
        xs, ages = zip(*marks.values(), strict=True)
        ax.plot(ages, xs, color=CONTRAST, linestyle=":", linewidth=2, zorder=4)
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=len(marks))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def _point_out(ax: "Axes", places: dict[str, tuple[float, float]], color: str) -> None:
    """Points with their names, joined by a dotted line."""
    x, y = zip(*places.values(), strict=True)
    ax.plot(x, y, color=color, linestyle=":", linewidth=2, zorder=4)
    ax.plot(x, y, color=color, linestyle="", marker="o", markersize=9, mec="white", zorder=5)
    behind = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
    left, right = ax.get_xlim()
    for name, place in places.items():
        # Beside the top of a line that goes up, above all others, and not across the border.
        beside = len(set(y)) > 1 and place[1] == max(y)
        at_border = place[0] < left + 0.15 * (right - left)
        ax.annotate(
            name, place, xytext=(-9, 0) if beside else (0, 9), textcoords="offset points",
            ha="left" if at_border else "right" if beside else "center",
            va="center" if beside and not at_border else "bottom", bbox=behind, zorder=6,
        )  # fmt: skip


def _closest(off: dict[str, np.ndarray], customers: np.ndarray, first: str) -> str:
    """Which model is closest in most groups, and which in the first?"""
    if len(off) == 1:
        (name,) = off
        rest = np.average(off[name][1:], weights=customers[1:])
        return f"{name} is {off[name][0]:.2f} purchases off at {first} repeats, {rest:.2f} at more"
    nearest = cast("pd.Series[str]", pd.DataFrame(off).idxmin(axis=1))
    groups = nearest.value_counts()
    most = cast(str, groups.idxmax())
    title = f"{most} is closest in {groups[most]} of {len(nearest)} groups"
    return title if nearest[0] == most else f"{title}, {nearest[0]} at {first} repeats"


def _actual_and_expected(
    table: pd.DataFrame, actual: str, expected: str, ax: "Axes | None"
) -> "Axes":
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    for part in ("calibration", "holdout"):
        if part not in set(table["part"]):
            raise ValueError(f"no row of the table has the part {part!r}; track a longer time")
    ax, _ = canvas(ax, (7.5, 3.8))
    # matplotlib types none of its dates.
    dates = AutoDateLocator()  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(dates)
    shown = ConciseDateFormatter(dates)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(shown)
    ax.plot(table.index, table[actual], color=ACTUAL, linewidth=1.4, label="actual")
    ax.plot(table.index, table[expected], color=EXPECTED, linestyle="--", label="expected")
    _mark(ax, table.index[table["part"] == "calibration"][-1], "holdout")
    ax.set(ylim=(0, None), xlabel="")
    ax.legend(**_LEGEND)
    return ax


def _mark(ax: "Axes", end: Any, what: str) -> None:
    """A dotted line where the models have seen enough, and what comes after it."""
    ax.axvline(end, color="0.5", linewidth=1, linestyle=":")
    ax.annotate(
        what, (end, 0.02), xytext=(4, 0), xycoords=("data", "axes fraction"),
        textcoords="offset points", color="0.3", bbox=_BEHIND,
    )  # fmt: skip


def _beside(expected: float, actual: float) -> str:
    """How far a forecast is from what came, in words."""
    if not actual:
        return "too high: nothing came" if expected else "right: nothing came"
    off = round(100 * (expected / actual - 1))
    if not off:
        return "within 0.5 % of what came"
    return f"{abs(off)} % too {'high' if off > 0 else 'low'}"
