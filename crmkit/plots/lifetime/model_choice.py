"""Figures of the choice of a model: who is alive, what it beats, and how much history it needs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, QUIET
from crmkit.tables import check_columns, option

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["alive_bars", "beaten", "history_lines"]

_COLORS = (EXPECTED, CONTRAST, "#029e73", "#cc78bc")
_BETTER = {"total": "below", "customer": "below", "ranking": "above"}
_SAYS = {
    "total": "distance of the forecast total from the true one, less that of the rule",
    "customer": "mean error of a customer's forecast, less that of the rule (purchases)",
    "ranking": "share of purchases made by the top fifth, less that of the rule",
}


def beaten(
    tables: Mapping[str, pd.DataFrame],
    *,
    measure: Literal["total", "customer", "ranking"],
    rule: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which forecasts beat the rule, and by how much?

    A dot a forecast and company with its interval; the side on which the forecast is the better is
    shaded. Blue intervals lie on it wholly, orange ones wholly on the other, grey ones on both. The
    title counts them.

    Parameters
    ----------
    tables : Mapping
        Name of a company -> its table from `lifetime.comparison.compare`.
    measure : "total", "customer" or "ranking"
        Which of its measures.
    rule : str
        The forecast that was compared against, which is not drawn.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    option("measure", measure, list(_BETTER))
    columns = ["difference", "difference_low", "difference_high"]
    rows: list[tuple[str, float, float, float]] = []
    for company, table in tables.items():
        check_columns(table, columns)
        part = table.loc[(measure, slice(None)), columns].droplevel("measure").drop(index=rule)
        for name, (middle, low, high) in zip(part.index, part.to_numpy(), strict=True):
            rows.append((f"{company}, {name}", float(middle), float(low), float(high)))
    ax, _ = canvas(ax, (7.5, 1.4 + 0.34 * len(rows)))
    sign = -1 if _BETTER[measure] == "below" else 1
    count = {EXPECTED: 0, CONTRAST: 0, QUIET: 0}
    for place, (_, middle, low, high) in enumerate(rows):
        ends = sorted((sign * low, sign * high))
        color = EXPECTED if ends[0] > 0 else CONTRAST if ends[1] < 0 else QUIET
        count[color] += 1
        ax.plot([low, high], [place, place], color=color, linewidth=2.5)
        ax.plot(middle, place, "o", color=color)
    reach = 1.1 * max(max(abs(low), abs(high)) for _, _, low, high in rows) or 1.0
    ax.axvline(0, color=ACTUAL, linewidth=1)
    ax.axvspan(*sorted((0, sign * reach)), color=EXPECTED, alpha=0.07, linewidth=0)
    ax.annotate(
        "better than the rule", (0.02 if sign < 0 else 0.98, 0.985), xycoords="axes fraction",
        ha="left" if sign < 0 else "right", va="top", color=EXPECTED,
    )  # fmt: skip
    ax.set_yticks(range(len(rows)), [name for name, *_ in rows])
    ax.set(
        xlim=(-reach, reach),
        ylim=(len(rows) - 0.4, -1.1),
        xlabel=_SAYS[measure],
        title=f"{count[EXPECTED]} of {len(rows)} forecasts clearly beat the {rule}, "
        f"{count[CONTRAST]} clearly {'falls' if count[CONTRAST] == 1 else 'fall'} behind",
    )
    ax.grid(visible=False, axis="y")
    return ax


def alive_bars(counts: pd.Series, *, truth: float, ax: "Axes | None" = None) -> "Axes":
    """How many customers does each model call alive, and how many are?

    The title names the model that is nearest and the one that is furthest off, or how many are as
    far off.

    Parameters
    ----------
    counts : Series
        Customers alive by name of the model: the sum of the probabilities.
    truth : float
        Customers who really are.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 1.3 + 0.5 * len(counts)))
    off = (counts - truth).abs()
    near, far = str(off.idxmin()), str(off.idxmax())
    as_far = int((off.round() == round(float(off[far]))).sum())
    worst = f"{far} is" if as_far == 1 else f"{as_far} models are"
    colors = [EXPECTED if name == near else CONTRAST for name in counts.index]
    ax.barh(range(len(counts)), counts, color=colors)
    ax.axvline(truth, color=ACTUAL, linewidth=2)
    ax.annotate(
        f"really alive: {truth:,.0f}", (truth, -0.75), xytext=(6, 0), textcoords="offset points",
        color=ACTUAL, va="center",
    )  # fmt: skip
    for place, value in enumerate(counts):
        ax.annotate(f"{value:,.0f}", (value, place), xytext=(-6, 0), textcoords="offset points",
                    ha="right", va="center", color="white")  # fmt: skip
    ax.set_yticks(range(len(counts)), list(counts.index))
    ax.set(
        ylim=(len(counts) - 0.5, -1.1),
        xlabel="customers called alive",
        title=f"{worst} off by {off[far]:,.0f} customers, {near} by {off[near]:,.0f}",
    )
    ax.grid(visible=False, axis="y")
    return ax


def history_lines(errors: pd.DataFrame, *, within: float = 0.2, ax: "Axes | None" = None) -> "Axes":
    """How long must the history be until a forecast total is near?

    One line a forecast; the band holds errors of at most `within`. The title says from which
    history on all but the first forecast, the rule, stay in the band.

    Parameters
    ----------
    errors : DataFrame
        One row a length of history (index, mean days since the first purchase, rising), one column
        a forecast: expected over actual total less 1. The first column is the rule.
    within : float
        Half the width of the band, above 0.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 4.2))
    ax.axhspan(-100 * within, 100 * within, color=QUIET, alpha=0.25, linewidth=0)
    ax.axhline(0, color=ACTUAL, linewidth=1)
    for (name, line), color in zip(errors.items(), (QUIET, *_COLORS), strict=False):
        ax.plot(
            errors.index, 100 * line, "--" if color == QUIET else "-", marker="o",
            color="0.45" if color == QUIET else color, label=name,
        )  # fmt: skip
    models = errors.iloc[:, 1:].abs().max(axis=1) <= within
    # Rows from which on every later one lies in the band.
    stays = models[::-1].cummin()[::-1]
    if stays.any():
        first = float(errors.index[int(stays.to_numpy().argmax())])
        ax.axvline(first, color=ACTUAL, linestyle=":")
        claim = f"From {first:.0f} days of history on, the models stay within {within:.0%}"
    else:
        claim = f"No history here is long enough to stay within {within:.0%}"
    ax.legend(loc="upper right", frameon=True, framealpha=1, edgecolor="none")
    ax.set(
        xlabel="history: mean days since the first purchase",
        ylabel="error of the forecast total, %",
        title=claim,
    )
    return ax
