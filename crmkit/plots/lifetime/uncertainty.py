"""Figures of what data leave open: a likelihood's top, draws, ranges and how often they hold."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["clouds", "hits", "likelihood_slice", "spreads"]


def likelihood_slice(path: pd.Series, *, drop: float = 1.92, ax: "Axes | None" = None) -> "Axes":
    """Which values of a parameter make the data nearly as probable as the best one?

    Parameters
    ----------
    path : Series
        Log-likelihood by value of the parameter (the index, rising, named after it).
    drop : float
        How far below the top still counts as near: 1.92 bounds 95 % of one parameter.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    below = path - path.max()
    near = below.index[below >= -drop]
    if near[0] == path.index[0] or near[-1] == path.index[-1]:
        raise ValueError(f"the path ends within {drop:g} of its top; let it reach further out")
    name = path.index.name or "parameter"
    best = float(path.index.to_numpy()[int(path.to_numpy().argmax())])
    ax, _ = canvas(ax, (7, 3.6))
    ax.plot(below.index, below, color=EXPECTED)
    ax.axhline(-drop, color=QUIET, linestyle="--", linewidth=1.2)
    ax.axvspan(near[0], near[-1], color=EXPECTED, alpha=0.12, linewidth=0)
    ax.plot([best], [0], marker="o", color=EXPECTED)
    ax.annotate(
        f"top at {best:.2f}", (best, 0), xytext=(0, 7), textcoords="offset points",
        ha="center", color=EXPECTED,
    )  # fmt: skip
    for at, side in ((near[0], "right"), (near[-1], "left")):
        ax.annotate(
            f"{at:.2f}", (at, -drop), xytext=(-5 if side == "right" else 5, 4),
            textcoords="offset points", ha=side, color=ACTUAL,
        )  # fmt: skip
    ax.set(
        xlabel=name,
        ylabel="log-likelihood below the top",
        title=f"From {near[0]:.2f} to {near[-1]:.2f} the data are nearly as probable",
        ylim=(below.min(), -0.13 * below.min()),
    )
    return ax


def clouds(draws: Mapping[str, pd.DataFrame], *, x: str, y: str, title: str) -> np.ndarray:
    """Do several ways of drawing two parameters come to the same? One panel a way.

    A bar under each cloud holds 95 % of its x. Returns the Axes.

    Parameters
    ----------
    draws : mapping
        Name of the way -> one row a draw, all equally likely, with the columns x and y.
    x, y : str
        The two parameters.
    title : str
        The claim, above all panels.
    """
    import matplotlib.pyplot as plt

    for table in draws.values():
        check_columns(table, [x, y])
    figure, axes = plt.subplots(
        1, len(draws), figsize=(8, 4), sharex=True, sharey=True, layout="constrained",
        squeeze=False,
    )  # fmt: skip
    # A handful of far draws would squeeze the others into a corner.
    every = pd.concat(draws.values())
    right, top = every[x].quantile(0.998), every[y].quantile(0.998)
    for ax, (name, table) in zip(axes[0], draws.items(), strict=True):
        ax.plot(
            table[x], table[y], linestyle="", marker=".", markersize=3, alpha=0.35, color=EXPECTED
        )
        low, high = table[x].quantile([0.025, 0.975])
        ax.plot([low, high], [0.05 * top] * 2, color=CONTRAST, linewidth=4)
        ax.annotate(
            f"95 %: {low:.2f} to {high:.2f}", ((low + high) / 2, 0.05 * top), xytext=(0, 6),
            textcoords="offset points", ha="center", color=ACTUAL,
        )  # fmt: skip
        ax.set(xlabel=x, title=name, xlim=(0, 1.05 * right), ylim=(0, 1.05 * top))
    axes[0, 0].set_ylabel(y)
    figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return axes[0]


def spreads(
    samples: Mapping[str, pd.Series],
    *,
    label: str,
    title: str,
    actual: float | None = None,
    digits: int = 0,
    ax: "Axes | None" = None,
) -> "Axes":
    """How widely do draws of one number spread? One hill a sample, its 95 % beneath it.

    Parameters
    ----------
    samples : mapping
        Name -> draws, all equally likely. The first stands on top.
    label : str
        What is drawn.
    title : str
        The claim.
    actual : float, optional
        What really came; a line across all hills.
    digits : int
        Of the numbers at the ends.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    ax, _ = canvas(ax, (7.5, 1.2 + 1.15 * len(samples)))
    every = pd.concat(samples.values())
    left, right = every.quantile(0.001), every.quantile(0.999)
    left, right = min(left, actual or left), max(right, actual or right)
    edges = np.linspace(left, right, 46)
    tallest = max(np.histogram(one, edges)[0].max() / len(one) for one in samples.values())
    for place, one in enumerate(samples.values()):
        base, color = len(samples) - 1 - place, [EXPECTED, CONTRAST, QUIET][place % 3]
        heights = np.histogram(one, edges)[0] / len(one) / tallest
        ax.stairs(base + 0.62 * heights, edges, baseline=base, fill=True, color=color, alpha=0.55)
        low, high = one.quantile([0.025, 0.975])
        ax.plot([low, high], [base, base], color=color, linewidth=4, solid_capstyle="butt")
        for at, side in ((low, "left"), (high, "right")):
            ax.annotate(
                f"{at:,.{digits}f}", (at, base), xytext=(0, -14), textcoords="offset points",
                ha=side, color=ACTUAL,
            )  # fmt: skip
    if actual is not None:
        ax.axvline(actual, color=ACTUAL, linestyle="--", linewidth=1.5)
        ax.annotate(
            f"came: {actual:,.{digits}f}", (actual, len(samples) - 0.3), xytext=(-5, 0),
            textcoords="offset points", ha="right", va="center", color=ACTUAL,
        )  # fmt: skip
    ax.set_yticks(np.arange(len(samples))[::-1] + 0.2, list(samples))
    ax.grid(visible=False, axis="y")
    room = 0.04 * (right - left)
    ax.set(xlabel=label, title=title, xlim=(left - room, right + room))
    ax.set_ylim(-0.4, len(samples) - 0.1)
    return ax


def hits(ranges: Mapping[str, pd.DataFrame], came: pd.Series) -> np.ndarray:
    """How often does a range hold what came? One line a company, one panel a kind of range.

    All is drawn in per cent of the middle of the company's own range, so that companies of
    different size compare. Returns the Axes.

    Parameters
    ----------
    ranges : mapping
        Name -> one row a company, columns estimate, low, high.
    came : Series
        What came, by company.
    """
    import matplotlib.pyplot as plt

    for table in ranges.values():
        check_columns(table, ["estimate", "low", "high"])
    figure, axes = plt.subplots(
        1, len(ranges), figsize=(8, 4.6), sharey=True, sharex=True, layout="constrained",
        squeeze=False,
    )  # fmt: skip
    order = (came / next(iter(ranges.values()))["estimate"]).sort_values().index
    place = np.arange(len(order))
    for ax, (name, table) in zip(axes[0], ranges.items(), strict=True):
        percent = 100 / table.loc[order, "estimate"]
        low, high = table.loc[order, "low"] * percent, table.loc[order, "high"] * percent
        dots = came[order] * percent
        held = ((dots >= low) & (dots <= high)).to_numpy()
        ax.hlines(place, low, high, color=EXPECTED, linewidth=2, alpha=0.6)
        ax.plot(dots[held], place[held], linestyle="", marker="o", markersize=4, color=ACTUAL,
                label="came, held")  # fmt: skip
        ax.plot(dots[~held], place[~held], linestyle="", marker="X", markersize=7, color=BAD,
                label="came, missed")  # fmt: skip
        ax.set(xlabel="% of the forecast", title=f"{name}:\n{held.sum()} of {len(held)} held")
        ax.set_yticks([])
    axes[0, 0].set_ylabel("one line a company")
    handles, labels = axes[0, -1].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    return axes[0]
