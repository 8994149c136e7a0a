"""Figures of the kinds of loyalty: the tables of `crmkit.loyalty.typology` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["answer_map", "clear_cases", "share_ranges", "shares_by_source", "swap_rates"]

KINDS = ["true", "latent", "spurious", "none"]


def answer_map(
    counts: pd.DataFrame,
    *,
    attitude_cut: float,
    behaviour_cut: float,
    ax: "Axes | None" = None,
) -> "Axes":
    """Who gave which pair of answers, and which kind does the pair make them?

    A heat map of customers, attitude upwards, with the two cuts as lines and each corner named.

    Parameters
    ----------
    counts : DataFrame
        Customers by pair of answers: the index holds the attitude, the columns the behaviour,
        both as numbers.
    attitude_cut, behaviour_cut : float
        Where high begins.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    import seaborn as sns

    up = counts.sort_index(ascending=False).sort_index(axis="columns")
    ax, _ = canvas(ax, (6.6, 4.8))
    sns.heatmap(up, annot=up.astype(str).where(up > 0, ""), fmt="", cmap="Blues", cbar=False, ax=ax)
    ax.tick_params(axis="y", rotation=0)
    row = int((up.index >= attitude_cut).sum())
    column = int((np.asarray(up.columns, dtype=float) < behaviour_cut).sum())
    ax.axhline(row, color=CONTRAST, linewidth=2.5)
    ax.axvline(column, color=CONTRAST, linewidth=2.5)
    corners = {
        "latent": (0, 0, "left", "bottom"),
        "true": (up.shape[1], 0, "right", "bottom"),
        "none": (0, up.shape[0], "left", "top"),
        "spurious": (up.shape[1], up.shape[0], "right", "top"),
    }
    ax.set_xlabel(f"{up.columns.name or 'behaviour'}\n", labelpad=14)
    ax.set_ylabel(str(up.index.name or "attitude"))
    ax.xaxis.set_tick_params(pad=16)
    for kind, (x, y, ha, va) in corners.items():
        space = -4 if va == "top" else 4
        ax.annotate(
            kind, (x, y), xytext=(0, space), textcoords="offset points", ha=ha, va=va,
            color=CONTRAST, weight="bold", annotation_clip=False,
        )  # fmt: skip
    off = up.iloc[:row, :column].to_numpy().sum() + up.iloc[row:, column:].to_numpy().sum()
    total = up.to_numpy().sum()
    ax.set_title(f"{100 * off / total:.0f} % are latent or spurious at these cuts", pad=20)
    return ax


def clear_cases(cases: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How many clear cases of a mixed kind are there, and how many would chance have given?

    Parameters
    ----------
    cases : DataFrame
        One row a kind of case: found and expected, numbers of customers.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(cases, ["found", "expected"])
    ax, _ = canvas(ax, (7, 3))
    place = np.arange(len(cases))
    looks = {
        "expected": (-0.2, QUIET, "if liking and staying were unrelated"),
        "found": (0.2, EXPECTED, "found"),
    }
    for column, (shift, color, label) in looks.items():
        bars = ax.barh(place + shift, cases[column], height=0.36, color=color, label=label)
        ax.bar_label(bars, fmt="%.0f", padding=4)
    ax.set_yticks(place, [str(name) for name in cases.index])
    ax.invert_yaxis()
    ax.set_xlim(0, 1.15 * cases[["found", "expected"]].to_numpy().max())
    ax.grid(visible=False, axis="y")
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2)
    found, expected = cases["found"].sum(), cases["expected"].sum()
    ax.set(
        xlabel="customers",
        title=f"{found:.0f} clear cases in place of the {expected:.0f} that chance would give",
    )
    return ax


def share_ranges(
    ranges: pd.DataFrame, *, chosen: "pd.Series | None" = None, ax: "Axes | None" = None
) -> "Axes":
    """How far does the share of each kind move with the cuts?

    Parameters
    ----------
    ranges : DataFrame
        From `typology.share_range`.
    chosen : Series, optional
        The shares (0 to 1) by kind at one pair of cuts, drawn as points.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(ranges, ["lowest_share", "highest_share"])
    ax, _ = canvas(ax, (7, 3.2))
    place = np.arange(len(ranges))
    low, high = 100 * ranges["lowest_share"], 100 * ranges["highest_share"]
    ax.barh(place, high - low, left=low, height=0.45, color=EXPECTED, label="over all cuts")
    for y, (start, end) in enumerate(zip(low, high, strict=True)):
        ax.text(end + 1.5, y, f"{start:.0f} to {end:.0f} %", va="center")
    if chosen is not None:
        points = 100 * chosen.reindex(ranges.index)
        ax.plot(points, place, "D", color=CONTRAST, markersize=9, label="at the cuts chosen first")
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2)
    ax.set_yticks(place, [f"{kind}" for kind in ranges.index])
    ax.invert_yaxis()
    ax.set_xlim(0, 105)
    ax.grid(visible=False, axis="y")
    top = ranges.index[0]
    span = f"{low[top]:.0f} to {high[top]:.0f} %"
    ax.set(
        xlabel="share of customers (%)",
        title=f"{str(top).capitalize()} loyalty: {span}, depending on the cuts",
    )
    return ax


def shares_by_source(shares: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Which kinds appear where behaviour is observed and not asked for?

    Parameters
    ----------
    shares : DataFrame
        One row a kind, two columns: the share (0 to 1) by the first and by the second source.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if shares.shape[1] != 2 or not set(shares.index) >= {"latent", "spurious"}:
        raise ValueError(
            f"shares must have a row for latent and for spurious and two columns, one a source; "
            f"found rows {list(shares.index)}, columns {list(shares.columns)}"
        )
    ax, _ = canvas(ax, (7, 3.8))
    place = np.arange(len(shares))
    for column, shift, color in zip(shares, (-0.2, 0.2), (QUIET, EXPECTED), strict=True):
        height = 100 * shares[column]
        ax.bar(place + shift, height, width=0.38, color=color, label=str(column))
        for x, h in zip(place + shift, height, strict=True):
            ax.text(x, h + 0.8, f"{h:.0f}", ha="center")
    ax.set_xticks(place, list(shares.index))
    ax.set_ylim(0, 118 * float(shares.to_numpy().max()))
    ax.grid(visible=False, axis="x")
    ax.legend(frameon=False, title="behaviour taken from")
    first, second = 100 * shares.loc[["latent", "spurious"]].sum()
    ax.set(
        ylabel="share of customers (%)",
        title=f"Latent and spurious together: {first:.0f} % by {shares.columns[0]}, "
        f"{second:.0f} % by {shares.columns[1]}",
    )
    return ax


def swap_rates(rates: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Who swaps a good that was drawn by lot, and how many would if only taste counted?

    Parameters
    ----------
    rates : DataFrame
        One row a group: rate, low and high (0 to 1).
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(rates, ["rate", "low", "high"])
    ax, _ = canvas(ax, (7, 3))
    place = np.arange(len(rates))
    percent = 100 * rates[["rate", "low", "high"]]
    reach = [percent["rate"] - percent["low"], percent["high"] - percent["rate"]]
    ax.errorbar(percent["rate"], place, xerr=reach, fmt="o", color=EXPECTED, capsize=5, ms=9)
    for y, rate in zip(place, percent["rate"], strict=True):
        ax.annotate(
            f"{rate:.0f} %", (rate, y), xytext=(0, 9), textcoords="offset points", ha="center"
        )
    ax.axvline(50, color=BAD, linestyle="--")
    ax.text(51, -0.42, "if only taste\ncounted", color=BAD, va="center")
    ax.set_yticks(place, list(rates.index))
    ax.set_ylim(len(rates) - 0.5, -0.7)
    ax.set_xlim(0, 75)
    ax.grid(visible=False, axis="y")
    name = rates.index[0]
    ax.set(
        xlabel="swapped the good (%), with 95 % intervals",
        title=f"Of the {name}, {100 - percent['rate'].iloc[0]:.0f} % kept what the lot gave them",
    )
    ax.spines["left"].set_color(ACTUAL)
    return ax
