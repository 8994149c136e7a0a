"""Figures of reward programmes: the tables of `crmkit.loyalty` in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas, ink
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "around_joining",
    "fates_of_points",
    "fee_curve",
    "lifts",
    "point_sources",
    "profit_by_lift",
    "split_bars",
]


def fates_of_points(cohorts: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What became of the points of each period: redeemed, run out, or still open?

    One bar a cohort, stacked to 100 %; the cohorts that are over are counted in the title.

    Parameters
    ----------
    cohorts : DataFrame
        From `loyalty.points.breakage_by_cohort`.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(cohorts, ["issued", "redeemed", "expired", "outstanding"])
    ax, _ = canvas(ax, (7.5, 4))
    names, bottom = [str(name) for name in cohorts.index], np.zeros(len(cohorts))
    for column, color, label in (
        ("redeemed", EXPECTED, "redeemed"),
        ("expired", CONTRAST, "run out"),
        ("outstanding", QUIET, "still open"),
    ):
        share = (100 * cohorts[column] / cohorts["issued"]).to_numpy()
        ax.bar(names, share, bottom=bottom, color=color, label=label, width=0.8)
        for place, (height, low) in enumerate(zip(share, bottom, strict=True)):
            if column != "outstanding" and height >= 8:
                middle = low + height / 2
                ax.text(place, middle, f"{height:.0f}", ha="center", va="center", color=ink(color))
        bottom += share
    over = cohorts[cohorts["outstanding"] == 0]
    title = "No period is over yet: points of each are still open"
    if len(over):
        lost = 100 * over["expired"].sum() / over["issued"].sum()
        title = f"Of the points of the periods that are over, {lost:.0f} % ran out unused"
    ax.set(xlabel="points given in", ylabel="share of the points given (%)", ylim=(0, 100))
    ax.tick_params(axis="x", rotation=45 if len(names) > 8 else 0)
    ax.grid(axis="x", visible=False)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    ax.set_title(title)
    return ax


def profit_by_lift(
    table: pd.DataFrame, *, break_even: float, unit: str = "yuan", ax: "Axes | None" = None
) -> "Axes":
    """From which lift on does a programme earn money?

    Profit against the lift, losses and gains shaded, with the cost at no lift and the break-even
    marked.

    Parameters
    ----------
    table : DataFrame
        From `loyalty.programmes.programme_profit`, for lifts from 0 on, in rising order.
    break_even : float
        From `loyalty.programmes.break_even_lift`.
    unit : str
        Of money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["purchase_lift", "profit"])
    ax, _ = canvas(ax, (7, 4))
    lift, profit = 100 * table["purchase_lift"], table["profit"]
    ax.plot(lift, profit, color=EXPECTED, linewidth=2)
    ax.axhline(0, color="0.4", linewidth=1)
    for color, where in ((BAD, profit < 0), (GOOD, profit > 0)):
        ax.fill_between(lift, profit, 0, where=where, color=color, alpha=0.25, interpolate=True)
    ax.plot([100 * break_even], [0], "o", color=ACTUAL)
    ax.annotate(
        f"loses nothing at +{100 * break_even:.1f} %",
        (100 * break_even, 0),
        xytext=(8, -18),
        textcoords="offset points",
    )
    first = profit.iloc[0]
    amount = f"{first:,.0f}".replace("-", "\N{MINUS SIGN}")
    ax.annotate(
        f"at +{lift.iloc[0]:.0f} %: {amount} {unit}",
        (lift.iloc[0], first),
        xytext=(14, -6),
        textcoords="offset points",
    )
    ax.set_xlim(lift.min(), lift.max())
    ax.set_ylim(first - 0.08 * (profit.max() - first), None)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(xlabel="purchases that the programme brings (% of those made anyway)")
    ax.set(ylabel=f"profit of the programme ({unit})")
    ax.set_title(f"Below +{100 * break_even:.1f} % the programme costs more than it brings")
    return ax


def split_bars(shares: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """How much of several wholes belongs to one group?

    One bar a whole, parted into the groups; the title reads the first two bars.

    Parameters
    ----------
    shares : DataFrame
        One row a whole (named by the index), two columns a group of people, each a share, 0 to 1,
        that add up to 1.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if shares.shape[1] != 2 or len(shares) < 2:
        raise ValueError(f"shares must have two columns and two rows or more, not {shares.shape}")
    if not np.allclose(shares.sum(axis=1), 1):
        apart = ~np.isclose(shares.sum(axis=1), 1)
        raise tables.bad_rows(shares.index, apart, "the two shares do not add up to 1")
    ax, _ = canvas(ax, (7.5, 0.7 * len(shares) + 1.4))
    left = np.zeros(len(shares))
    for column, color in zip(shares, (EXPECTED, QUIET), strict=True):
        width = 100 * shares[column].to_numpy()
        ax.barh(list(shares.index), width, left=left, color=color, label=str(column), height=0.6)
        for place, (wide, start) in enumerate(zip(width, left, strict=True)):
            if wide >= 6:
                middle = start + wide / 2
                ax.text(middle, place, f"{wide:.0f} %", ha="center", va="center", color=ink(color))
        left += width
    ax.invert_yaxis()
    ax.set(xlim=(0, 100), xlabel="share (%)")
    ax.grid(axis="y", visible=False)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    first, second = (
        f"{100 * share:.0f} % of {name}" for name, share in list(shares.iloc[:, 0].items())[:2]
    )
    ax.set_title(f"{str(shares.columns[0]).capitalize()}: {first}, {second}")
    return ax


def point_sources(points: pd.Series, *, unit: str = "points", ax: "Axes | None" = None) -> "Axes":
    """Where do the points come from?

    One bar a source, the largest on top, with its number.

    Parameters
    ----------
    points : Series
        Points given in a period, by source.
    unit : str
        What points are called.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    given = tables.numbers(points, name="points", least=0)
    if not given.sum():
        raise ValueError("no points were given: there is nothing to draw")
    ax, _ = canvas(ax, (7.5, 0.7 * len(points) + 1.3))
    order = points.sort_values()
    million = order / 1e6
    colors = [QUIET] * (len(order) - 1) + [EXPECTED]
    ax.barh([str(name) for name in order.index], million, color=colors, height=0.6)
    for place, value in enumerate(million):
        ax.annotate(
            f"{value:,.1f} million",
            (value, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
        )
    ax.set_xlim(0, 1.25 * million.max())
    ax.set_xlabel(f"{unit} given in the period (million)")
    ax.grid(axis="y", visible=False)
    top = 100 * order.iloc[-1] / order.sum()
    ax.set_title(f"{str(order.index[-1]).capitalize()}: {top:.0f} % of all {unit}")
    return ax


def around_joining(
    table: pd.DataFrame, *, without_club: pd.Series | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Did members begin to buy more when they joined, or because they joined?

    What they bought in each month around joining, with intervals; where the truth is known, what
    they would have bought without the club, and the gap that the club made shaded.

    Parameters
    ----------
    table : DataFrame
        From `loyalty.programme_effect.around_joining`.
    without_club : Series, optional
        Mean purchases without the club, with the same index.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["mean_purchases", "low", "high"])
    ax, _ = canvas(ax, (7.5, 4.2))
    months, bought = table.index.to_numpy(), table["mean_purchases"]
    errors = [bought - table["low"], table["high"] - bought]
    ax.errorbar(months, bought, errors, fmt="o", color=ACTUAL, markersize=4, label="bought")
    before, after = bought[months < 0].mean(), bought[months > 0].mean()
    title = f"After joining, members buy {100 * (after / before - 1):.0f} % more than before"
    if without_club is not None:
        if not without_club.index.equals(table.index):
            raise ValueError("without_club and the table have different months")
        ax.plot(months, without_club, color=EXPECTED, linewidth=2, label="without the club")
        gap = months > 0
        ax.fill_between(months[gap], without_club[gap], bought[gap], color=GOOD, alpha=0.35,
                        linewidth=0, label="brought by the club")  # fmt: skip
        would = without_club[months > 0].mean()
        anyway = 100 * (would - before) / (after - before)
        title = f"{anyway:.0f} % of the rise after joining would have come without the club"
    ax.axvline(0, color=CONTRAST, linewidth=1.5, linestyle="--")
    ax.set_ylim(0, 1.12 * table["high"].max())
    ax.text(-0.3, 0.04 * table["high"].max(), "joined", color=CONTRAST, ha="right")
    ax.set(xlabel="months since joining", ylabel="purchases a month, mean of a member")
    ax.legend(loc="lower right", frameon=False)
    ax.set_title(title)
    return ax


def lifts(
    table: pd.DataFrame, *, break_even: float, truth: pd.Series | None = None,
    ax: "Axes | None" = None,
) -> "Axes":  # fmt: skip
    """Which estimates of a lift reach the break-even, and which are right?

    One row an estimate, with its interval, against the break-even; crosses mark the truth where it
    is known.

    Parameters
    ----------
    table : DataFrame
        estimate, low, high: lifts, 0.1 for 10 %; the index names them.
    break_even : float
        From `loyalty.programmes.break_even_lift`.
    truth : Series, optional
        The true lift of each row, where known; the same index.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["estimate", "low", "high"])
    ax, _ = canvas(ax, (7.5, 0.6 * len(table) + 1.7))
    percent = 100 * table[["estimate", "low", "high"]]
    places = np.arange(len(table))
    errors = [percent["estimate"] - percent["low"], percent["high"] - percent["estimate"]]
    ax.errorbar(percent["estimate"], places, xerr=errors, fmt="o", color=EXPECTED, capsize=4,
                label="estimate, with interval")  # fmt: skip
    if truth is not None:
        ax.plot(100 * truth.reindex(table.index), places, "x", color=ACTUAL, markersize=9,
                markeredgewidth=2, label="truth")  # fmt: skip
    ax.axvline(100 * break_even, color=BAD, linewidth=1.5, linestyle="--", label="break-even")
    ax.set_yticks(places, [str(name) for name in table.index])
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_xlabel("purchases because of the club (% of those made anyway)")
    ax.grid(axis="y", visible=False)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    reach = [f'"{name}"' for name in table.index[table["low"] > break_even]]
    named = f"Only {' and '.join(reach)}" if reach else "No estimate"
    clears = "clear" if len(reach) > 1 else "clears"
    ax.set_title(f"{named} {clears} the break-even of {100 * break_even:.1f} %")
    return ax


def fee_curve(
    table: pd.DataFrame, *, mean_of_all: float, unit: str = "yuan", ax: "Axes | None" = None
) -> "Axes":
    """At which fee does a paid club earn most, and who has joined by then?

    Profit a year against the fee, with the band of its interval and the best fee marked.

    Parameters
    ----------
    table : DataFrame
        From `loyalty.paid_clubs.paid_club`, two fees or more in rising order.
    mean_of_all : float
        Orders a year of the mean customer, member or not.
    unit : str
        Of money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, ["profit", "low", "high", "customer_share", "mean_purchases"])
    ax, _ = canvas(ax, (7, 4))
    ax.fill_between(
        table.index, table["low"], table["high"], color=EXPECTED, alpha=0.2, linewidth=0
    )
    ax.plot(table.index, table["profit"], color=EXPECTED, linewidth=2)
    ax.axhline(0, color="0.4", linewidth=1)
    row = table.iloc[int(table["profit"].argmax())]
    best = float(table.index[int(table["profit"].argmax())])
    times = row["mean_purchases"] / mean_of_all
    ax.plot([best], [row["profit"]], "o", color=ACTUAL)
    ax.annotate(
        f"{100 * row['customer_share']:.0f} % join; they order {times:.1f} times\n"
        f"as often as the mean customer; profit {row['profit']:,.0f} {unit}",
        (best, row["profit"]),
        xytext=(0.55, 0.35),
        textcoords="axes fraction",
        ha="center",
        bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 2},
        arrowprops={"arrowstyle": "-", "color": "0.4"},
    )
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(xlabel=f"annual fee ({unit})", ylabel=f"profit of the club a year ({unit})")
    ax.set_title(f"The club earns most at a fee of {best:,.0f} {unit}, from the heaviest users")
    return ax
