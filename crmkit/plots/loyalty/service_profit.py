"""Figures of the service-profit chain: tables of `crmkit.loyalty` in, Axes out."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chain_spread", "links", "power", "settling"]


def links(
    branches: pd.DataFrame, *, stages: Sequence[str], units: Mapping[str, str]
) -> Sequence["Axes"]:
    """How does each stage of a chain go with the one before? One panel a link, one dot a branch.

    From each stage what the stages before the link foretell is taken out, so that the line has the
    slope of `loyalty.service_profit.chain`; the values are shown around their means.

    Parameters
    ----------
    branches : DataFrame
        One row a branch, numbers in the stages.
    stages : sequence of str
        From cause to effect, two or more.
    units : mapping
        Stage -> its unit, for the labels.
    """
    import matplotlib.pyplot as plt

    stages = list(stages)
    tables.check_columns(branches, stages, name="branches")
    figure, axes = plt.subplots(
        1, len(stages) - 1, figsize=(2.9 * (len(stages) - 1), 3.3), layout="constrained",
        squeeze=False,
    )  # fmt: skip
    found = []
    for number, ax in enumerate(axes[0], start=1):
        before, now = stages[number - 1], stages[number]
        earlier = np.column_stack(
            [np.ones(len(branches)), *(branches[one].to_numpy() for one in stages[: number - 1])]
        )
        x, y = (_left_over(branches[one].to_numpy(dtype=float), earlier) for one in (before, now))
        slope = float((x - x.mean()) @ (y - y.mean()) / ((x - x.mean()) ** 2).sum())
        found.append(slope)
        ax.plot(x, y, "o", color=QUIET, markersize=4)
        ends = np.array([x.min(), x.max()])
        ax.plot(ends, y.mean() + slope * (ends - x.mean()), color=EXPECTED, linewidth=2)
        ax.set_title(f"slope {slope:.3g}", fontsize=11, color=EXPECTED)
        ax.set(xlabel=f"{before} ({units[before]})", ylabel=f"{now} ({units[now]})")
    figure.suptitle(
        f"{len(branches)} branches: {' × '.join(f'{one:.3g}' for one in found)} = "
        f"{np.prod(found):.3g} {units[stages[-1]]}",
        x=0.01, ha="left", fontsize=12,
    )  # fmt: skip
    return list(axes[0])


def chain_spread(
    draws: pd.DataFrame,
    *,
    estimate: float,
    cost: float,
    unit: str,
    n_branches: int,
    ax: "Axes | None" = None,
) -> "Axes":
    """Where might the product of the slopes lie, and are zero and the cost inside?

    A hill of bootstrap draws, the middle 95 % beneath it; zero and the cost as lines.

    Parameters
    ----------
    draws : DataFrame
        From `loyalty.service_profit.chain_draws`.
    estimate : float
        The product as seen.
    cost : float
        What one unit of the first stage costs, in the unit of the last.
    unit : str
        Unit of the product.
    n_branches : int
        How many branches the draws come from, for the title.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(draws, ["chain"], name="draws")
    values = draws["chain"].dropna().to_numpy()
    low, high = np.quantile(values, [0.025, 0.975])
    ax, _ = canvas(ax, (7, 3.8))
    # A handful of far draws would squeeze the others into a corner.
    ends = np.quantile(values, [0.003, 0.997])
    counts, _, _ = ax.hist(
        values,
        bins=list(np.linspace(ends[0], ends[1], 60)),
        color=EXPECTED,
        alpha=0.35,
        linewidth=0,
    )
    top = float(np.max(counts))
    ax.plot([low, high], [-0.06 * top] * 2, color=EXPECTED, linewidth=5)
    ax.plot([estimate], [-0.06 * top], "o", color="white", markeredgecolor=EXPECTED)
    # From left to right, each label lower than the one before.
    marks = sorted([(0.0, BAD, "zero"), (cost, CONTRAST, "cost"), (estimate, EXPECTED, "seen")])
    for (at, color, name), height in zip(marks, (1.3, 1.18, 1.06), strict=True):
        ax.plot([at, at], [-0.06 * top, height * top], color=color, linewidth=1.6)
        ax.annotate(
            f"{name}: {at:.0f}" if at else name, (at, height * top), xytext=(4, 0),
            textcoords="offset points", va="top", color=color,
        )  # fmt: skip
    inside = [name for at, name in ((0.0, "zero"), (cost, "the cost")) if low <= at <= high]
    verdict = f"{' and '.join(inside) or 'neither zero nor the cost'} inside"
    ax.set(
        xlabel=f"the slopes multiplied ({unit})",
        ylim=(-0.14 * top, 1.38 * top),
        title=f"{n_branches} branches: from {low:.0f} to {high:.0f}, {verdict}",
    )
    ax.set_yticks([])
    return ax


def power(
    curves: Mapping[str, pd.DataFrame],
    needed: Mapping[str, float],
    *,
    wanted: float = 0.8,
    ax: "Axes | None" = None,
) -> "Axes":
    """From how many branches on does a chain tell anything? One curve a way of measuring.

    Parameters
    ----------
    curves : mapping
        Name -> table from `loyalty.branch_power.chain_power`; one or two, the better way first.
    needed : mapping
        The same names -> number of branches at which the curve reaches `wanted`.
    wanted : float
        The share of companies that is enough.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not 1 <= len(curves) <= 2 or list(curves) != list(needed):
        raise ValueError("curves and needed must have the same names, one or two of them")
    ax, _ = canvas(ax, (7, 3.9))
    ax.axhline(100 * wanted, color=QUIET, linestyle="--", linewidth=1.2)
    # The same colours as in `settling`: first the way that is right, then the way that is wrong.
    looks = ((GOOD, 0.55, "right"), (BAD, 0.3, "left"))
    for (name, table), (color, place, side) in zip(
        curves.items(), looks[-len(curves) :], strict=True
    ):
        tables.check_columns(table, ["power", "low", "high"], name=name)
        ax.plot(table.index, 100 * table["power"], "o-", color=color, markersize=4)
        ax.fill_between(
            table.index, 100 * table["low"], 100 * table["high"], color=color, alpha=0.25,
            linewidth=0,
        )  # fmt: skip
        at = float(np.interp(place, table["power"], np.log(table.index)))
        ax.annotate(
            name, (np.exp(at), 100 * place), xytext=(10 if side == "left" else -10, -3),
            textcoords="offset points", color=color, ha=side,
        )  # fmt: skip
        if np.isfinite(needed[name]):
            ax.plot([needed[name]] * 2, [0, 100 * wanted], color=color, linewidth=1.2)
            ax.annotate(
                f"{needed[name]:.0f}", (needed[name], 0), xytext=(4, 4),
                textcoords="offset points", color=color,
            )  # fmt: skip
    ticks = sorted({int(n) for table in curves.values() for n in table.index})
    ax.set_xscale("log")
    ax.set_xticks(ticks, [f"{n:,}" for n in ticks])
    ax.minorticks_off()
    last = f"more than {ticks[-1]:,}"
    reached = " or ".join(f"{n:.0f}" if np.isfinite(n) else last for n in needed.values())
    ax.set(
        xlabel="number of branches",
        ylabel="companies whose interval\nexcludes zero (%)",
        ylim=(0, 104),
        title=f"{100 * wanted:.0f} % of companies see the chain from {reached} branches on",
    )
    return ax


def settling(
    curves: Mapping[str, pd.DataFrame],
    *,
    truth: float,
    cost: float,
    unit: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Where does the interval of a chain settle as branches are added? One band a way of measuring.

    Parameters
    ----------
    curves : mapping
        Name -> table from `loyalty.branch_power.chain_power`: first the way that is right, then the
        way that is wrong.
    truth : float
        The product of the true slopes.
    cost : float
        What one unit of the first stage costs, in the unit of the last.
    unit : str
        Unit of the product.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if len(curves) != 2:
        raise ValueError(f"curves has {len(curves)} table(s), where 2 are needed: right, wrong")
    ax, _ = canvas(ax, (7, 4))
    for (name, table), color in zip(curves.items(), (GOOD, BAD), strict=True):
        tables.check_columns(table, ["median_low", "median_high"], name=name)
        ax.fill_between(
            table.index, table["median_low"], table["median_high"], color=color, alpha=0.25,
            linewidth=0,
        )  # fmt: skip
        for end in ("median_low", "median_high"):
            ax.plot(table.index, table[end], color=color, linewidth=1.4)
        last = table.iloc[-1]
        ax.annotate(
            f"{name}:\n{last['median_low']:.0f} to {last['median_high']:.0f}",
            (table.index[-1], (last["median_low"] + last["median_high"]) / 2),
            xytext=(6, 0), textcoords="offset points", va="center", color=color,
            annotation_clip=False,
        )  # fmt: skip
    for at, color, name in ((truth, ACTUAL, "truth"), (cost, CONTRAST, "cost"), (0, QUIET, "")):
        ax.axhline(at, color=color, linewidth=1.4, linestyle="--")
        if name:
            first = next(iter(curves.values())).index[0]
            ax.annotate(
                f"{name} {at:.0f}", (first, at), xytext=(2, 3), textcoords="offset points",
                color=color,
                bbox={"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 1},
            )  # fmt: skip
    ticks = sorted({int(n) for table in curves.values() for n in table.index})
    ax.set_xscale("log")
    ax.set_xticks(ticks, [f"{n:,}" for n in ticks])
    ax.minorticks_off()
    ax.set_xlim(right=ticks[-1])
    wrong_name, wrong = list(curves.items())[1]
    ends = wrong.iloc[-1]
    held = ends["median_low"] <= truth <= ends["median_high"]
    claim = "still hold the truth" if held else "are sure of the wrong answer"
    ax.set(
        xlabel="number of branches",
        ylabel=f"interval of the chain\n({unit})",
        title=f"With {wrong_name}, {wrong.index[-1]:,} branches {claim}",
    )
    return ax


def _left_over(values: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """What the earlier stages do not foretell of a stage, around its mean."""
    foretold = earlier @ np.linalg.lstsq(earlier, values, rcond=None)[0]
    return values - foretold + values.mean()
