"""Figures of control charts: tables of `charts`, `cusum` and `delays` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cusum_line", "delay_bars", "two_limits", "two_phases", "weeks_out"]


def weeks_out(
    chart: pd.DataFrame, *, what: str, changed: float | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Which weeks lie beyond the limits?

    Parameters
    ----------
    chart : DataFrame
        From `charts.p_chart`, `c_chart`, `u_chart` or `laney_chart`.
    what : str
        What a week's value is, for the axis.
    changed : float, optional
        The week in which something changed, if it is known: weeks from it on are shaded.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(chart, ["actual", "centre", "lower_limit", "upper_limit", "out"])
    ax, _ = canvas(ax, (8, 4))
    _weeks(ax, chart)
    for name in ("lower_limit", "upper_limit"):
        ax.plot(chart.index, chart[name], color=EXPECTED, linewidth=1.5)
    ax.plot(chart.index, chart["centre"], color=EXPECTED, linestyle="--", linewidth=1.5)
    place = {"xy": (1, 0), "xycoords": ("axes fraction", "data"), "va": "center",
             "textcoords": "offset points", "xytext": (5, 0), "color": EXPECTED}  # fmt: skip
    for name, label in (("upper_limit", "limit"), ("centre", "centre"), ("lower_limit", "limit")):
        place["xy"] = (1, chart[name].iloc[-1])
        ax.annotate(label, annotation_clip=False, **place)  # type: ignore[arg-type]  # mixed dict
    n, total = int(chart["out"].sum()), len(chart)
    title = f"{n} of {total} weeks out of the limits" if n else f"None of {total} weeks is out"
    if changed is not None:
        ax.axvspan(changed, float(chart.index[-1]), color="0.92", zorder=0)
        since = int(chart.loc[chart.index >= changed, "out"].sum())
        title = f"{since or 'None'} of {(chart.index >= changed).sum()} weeks since the rise is out"
        if since > 1:
            title = title.replace(" is out", " are out")
    ax.set(xlabel=str(chart.index.name or "week"), ylabel=what, title=title)
    ax.margins(x=0.02)
    return ax


def two_limits(
    narrow: pd.DataFrame, wide: pd.DataFrame, *, what: str, ax: "Axes | None" = None
) -> "Axes":
    """How many weeks cry wolf within the limits of the book, and how many within wider ones?

    Parameters
    ----------
    narrow, wide : DataFrame
        The same weeks from `charts.p_chart` and `charts.laney_chart`.
    what : str
        What a week's value is, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    for table in (narrow, wide):
        tables.check_columns(table, ["actual", "lower_limit", "upper_limit", "out"])
    ax, _ = canvas(ax, (8, 4))
    _weeks(ax, narrow)
    for table, color, label in (
        (narrow, EXPECTED, "chance alone"),
        (wide, CONTRAST, "wider"),
    ):
        for name in ("lower_limit", "upper_limit"):
            ax.plot(table.index, table[name], color=color, linewidth=1.5)
        ax.annotate(label, (1, table["upper_limit"].iloc[-1]), xytext=(5, 0), color=color,
                    xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
                    annotation_clip=False)  # fmt: skip
    title = (
        f"{narrow['out'].sum()} of {len(narrow)} weeks beyond the limits of chance alone, "
        f"{wide['out'].sum()} beyond wider ones"
    )
    ax.set(xlabel=str(narrow.index.name or "week"), ylabel=what, title=title)
    ax.margins(x=0.02)
    return ax


def cusum_line(
    chart: pd.DataFrame, *, h: float, changed: float | None = None, ax: "Axes | None" = None
) -> "Axes":
    """When does the cumulative sum pass its limit?

    Parameters
    ----------
    chart : DataFrame
        From `cusum.count_cusum` or `cusum.tabular_cusum`.
    h : float
        Its limit.
    changed : float, optional
        The week in which something changed, if it is known.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(chart, ["cusum", "signal"])
    ax, _ = canvas(ax, (8, 4))
    ax.plot(chart.index, chart["cusum"], color=ACTUAL, linewidth=1.5)
    ax.axhline(h, color=EXPECTED, linewidth=1.5)
    ax.annotate(f"h = {h:g}", (1, h), xytext=(5, 0), xycoords=("axes fraction", "data"),
                textcoords="offset points", va="center", color=EXPECTED,
                annotation_clip=False)  # fmt: skip
    title = f"No signal in {len(chart)} weeks"
    if chart["signal"].any():
        week = chart.index[int(chart["signal"].to_numpy().argmax())]
        ax.plot([week], [chart.loc[week, "cusum"]], "o", color=BAD, markersize=9)
        title = f"The sum signals in week {week}"
        if changed is not None:
            title += (
                f", {week - changed + 1:g} weeks into the rise"
                if week >= changed
                else ": a false alarm"
            )
    if changed is not None:
        ax.axvspan(changed, float(chart.index[-1]), color="0.92", zorder=0)
    ax.set(xlabel=str(chart.index.name or "week"), ylabel="cumulative sum, exits", title=title)
    ax.set_ylim(bottom=0)
    ax.margins(x=0.02)
    return ax


def delay_bars(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How late does each chart see a rise?

    Parameters
    ----------
    table : DataFrame
        From `delays.delay_table`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["expected", "low", "high", "false_alarm_weeks"])
    ax, _ = canvas(ax, (8, 3))
    place = np.arange(len(table))[::-1]
    colors = [QUIET] * (len(table) - 1) + [EXPECTED]
    ax.barh(place, table["expected"], color=colors, height=0.55)
    reach = [table["expected"] - table["low"], table["high"] - table["expected"]]
    ax.errorbar(table["expected"], place - 0.14, xerr=reach, fmt="none", ecolor=ACTUAL,
                capsize=5)  # fmt: skip
    for at, (_, row) in zip(place, table.iterrows(), strict=True):
        ax.text(row["expected"] / 2, at + 0.1, f"{row['expected']:.0f} weeks", ha="center",
                va="center", color="white" if at == 0 else "black", weight="bold")  # fmt: skip
    names = [
        f"{name}\n(a false alarm in {weeks:.0f} weeks)"
        for name, weeks in table["false_alarm_weeks"].items()
    ]
    ax.set_yticks(place, names)
    slow, fast = table["expected"].iloc[0], table["expected"].iloc[-1]
    title = f"Seen after {fast:.0f} weeks by the sum, after {slow:.0f} by single weeks"
    ax.set(xlabel="weeks from the rise to the signal (line: eight of ten rises)", title=title)
    ax.grid(visible=False, axis="y")
    ax.set_xlim(0, 1.06 * float(table["high"].max()))
    return ax


def two_phases(
    means: pd.DataFrame, *, treated: object, what: str, ax: "Axes | None" = None
) -> "Axes":
    """How did the regions with a programme move from before to after, and how the others?

    Parameters
    ----------
    means : DataFrame
        From `before_after.phase_means`, of two groups and two phases.
    treated : object
        The group with the programme.
    what : str
        What is counted, for the axis.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(means, ["estimate", "low", "high"])
    groups = list(dict.fromkeys(means.index.get_level_values(0)))
    phases = list(dict.fromkeys(means.index.get_level_values(1)))
    if len(groups) != 2 or len(phases) != 2 or treated not in groups:
        raise ValueError(f"two groups, one {treated!r}, and two phases; found {groups}, {phases}")
    ax, _ = canvas(ax, (7, 4))
    moves = {}
    for group in groups:
        part = means.loc[group].reindex(phases)
        mine = group == treated
        place = np.arange(2) + (-0.02 if mine else 0.02)
        color = EXPECTED if mine else "0.45"
        reach = [part["estimate"] - part["low"], part["high"] - part["estimate"]]
        ax.errorbar(place, part["estimate"], yerr=reach, color=color, marker="o", capsize=5)
        ax.annotate("with the programme" if mine else "without", (1.02, part["estimate"].iloc[1]),
                    xytext=(8, 0), textcoords="offset points", va="center",
                    color=color)  # fmt: skip
        moves[mine] = part["estimate"].iloc[1] - part["estimate"].iloc[0]
    title = f"{moves[True]:+.2f} with the programme, {moves[False]:+.2f} without it"
    ax.set_xticks([0, 1], phases)
    ax.set(xlim=(-0.25, 1.75), ylabel=what, title=title)
    ax.set_ylim(bottom=0)
    ax.grid(visible=False, axis="x")
    return ax


def _weeks(ax: "Axes", chart: pd.DataFrame) -> None:
    ax.plot(chart.index, chart["actual"], color=ACTUAL, marker="o", markersize=3, linewidth=0.8)
    out = chart[chart["out"]]
    ax.plot(out.index, out["actual"], "o", color=BAD, markersize=8)
