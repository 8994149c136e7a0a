"""Figures of two margins in one channel: the tables of `crmkit.campaigns.double_margin` in."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, CONTRAST, EXPECTED, GOOD

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["books_and_trial", "fee_lines", "two_margins"]


def two_margins(arrangements: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """What do two margins, one on the other, leave of a channel's profit?

    Parameters
    ----------
    arrangements : DataFrame
        From `double_margin.arrangements`. A rectangle's area is a profit: its width the units, its
        height the price above all cost.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    columns = ["retail_price", "quantity", "channel_profit"]
    tables.check_columns(arrangements, columns, name="arrangements")
    apart, both = (
        {name: float(arrangements.loc[[row], name].iloc[0]) for name in columns}
        for row in ("apart", "together")
    )
    cost = both["retail_price"] - both["channel_profit"] / both["quantity"]
    slope = (apart["retail_price"] - both["retail_price"]) / (both["quantity"] - apart["quantity"])
    highest = both["retail_price"] + slope * both["quantity"]
    ax, _ = canvas(ax, (7.5, 4.4))
    for row, color, name in ((both, EXPECTED, "together"), (apart, CONTRAST, "apart")):
        height = row["retail_price"] - cost
        ax.bar(0, height, row["quantity"], bottom=cost, align="edge", color=color, alpha=0.45,
               edgecolor=color, linewidth=1.5)  # fmt: skip
        profit = _figure(row["channel_profit"])
        ax.annotate(f"{name}: {profit}", (row["quantity"], row["retail_price"]),
                    xytext=(8, 4), textcoords="offset points", color=ACTUAL)  # fmt: skip
    widest = (highest - cost) / slope
    ax.plot([0, widest], [highest, cost], color=ACTUAL, linewidth=1.5)
    ax.set_ylim(cost, highest + 0.05 * (highest - cost))
    ax.set_xlim(0, 1.05 * widest)
    ax.xaxis.set_major_formatter("{x:,.5g}")
    ax.yaxis.set_major_formatter("{x:,.5g}")
    lost = 1 - apart["channel_profit"] / both["channel_profit"]
    fewer = 1 - apart["quantity"] / both["quantity"]
    ax.set(
        xlabel="units sold",
        ylabel="retail price (the axis starts at cost)",
        title=f"Two margins lose {100 * lost:.0f} % of the profit and {100 * fewer:.0f} % of sales",
    )
    return ax


def books_and_trial(
    books: pd.DataFrame,
    trial: pd.DataFrame,
    *,
    price: str,
    units: str,
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """Does demand fall with the price, in the books and where a lot has set the price?

    Parameters
    ----------
    books, trial : DataFrame
        One row a dealer and month, in ordinary times and in the trial.
    price, units : str
        Columns with the retail price and the units sold.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given. Dots are means of a fifth of the months; lines are
        least squares of all months.
    """
    ax, _ = canvas(ax, (7.5, 4.4))
    said = []
    for name, table, color in (("books", books, CONTRAST), ("trial", trial, EXPECTED)):
        tables.check_columns(table, [price, units], name=name)
        x = tables.column(table, price).astype(float)
        y = tables.column(table, units).astype(float)
        parts = np.array_split(np.argsort(x, kind="stable"), 5)
        label = "books: dealers set the price" if name == "books" else "trial: a lot sets the price"
        ax.plot([x[p].mean() for p in parts], [y[p].mean() for p in parts], "o", color=color,
                markersize=8, label=label)  # fmt: skip
        slope, level = np.polyfit(x, y, 1)
        ends = np.array([x[parts[0]].mean(), x[parts[-1]].mean()])
        ax.plot(ends, level + slope * ends, color=color, linewidth=1.8)
        said.append(f"{1000 * slope:+.1f} units in the {name}".replace("-", "\u2212"))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set(
        xlabel=f"retail price ({unit})",
        ylabel="units a dealer and month",
        title=f"1,000 {unit} more: {', '.join(said)}",
    )
    ax.set_ylim(bottom=0)
    ax.legend(frameon=False, loc="best")
    return ax


def fee_lines(
    signed: pd.DataFrame,
    *,
    producer_now: float,
    dealer_now: float,
    unit: str = "yuan",
    ax: "Axes | None" = None,
) -> "Axes":
    """Between which fees does a contract at cost leave both better off?

    Parameters
    ----------
    signed : DataFrame
        From `double_margin.contracts`: one wholesale price, many fees.
    producer_now, dealer_now : float
        What each earns without the contract.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given. The band: fees at which neither loses.
    """
    columns = ["wholesale_price", "fee", "producer_profit", "dealer_profit"]
    tables.check_columns(signed, columns, name="signed")
    if signed["wholesale_price"].nunique() != 1:
        raise ValueError("signed holds several wholesale prices: draw one of them at a time")
    table = signed.sort_values("fee")
    more = {
        "producer": (table["producer_profit"] - producer_now, EXPECTED),
        "dealer": (table["dealer_profit"] - dealer_now, CONTRAST),
    }
    ax, _ = canvas(ax, (7.5, 4.2))
    fee = table["fee"] / 1000
    for name, (gain, color) in more.items():
        ax.plot(fee, gain / 1000, color=color, linewidth=1.8, label=f"{name} earns more by")
    first = table.iloc[0]
    lowest = first["fee"] - float(more["producer"][0].iloc[0])
    highest = first["fee"] + float(more["dealer"][0].iloc[0])
    ax.axvspan(lowest / 1000, highest / 1000, color=GOOD, alpha=0.15, linewidth=0)
    ax.axhline(0, color="0.3", linewidth=1)
    ax.set(
        xlabel=f"fixed fee a month (1,000 {unit}), wholesale price {first['wholesale_price']:,.0f}",
        ylabel=f"more than now (1,000 {unit} a month)",
        title=f"Between {lowest / 1000:,.0f} and {highest / 1000:,.0f} thousand {unit} both gain",
    )
    ax.legend(frameon=False, loc="upper center")
    return ax


def _figure(value: float) -> str:
    """A profit, with four decimals where it is small.

    >>> _figure(0.1875), _figure(138862.5)
    ('0.1875', '138,862')
    """
    return f"{value:.4f}" if abs(value) < 10 else f"{value:,.0f}"
