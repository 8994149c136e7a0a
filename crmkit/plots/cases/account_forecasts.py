"""Figures of accounts that order in lumps: the tables of `campaigns.account_forecasts`."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import ACTUAL, BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["months", "variation"]


def variation(
    table: pd.DataFrame, *, periods: int, largest: int = 6, ax: "Axes | None" = None
) -> "Axes":
    """How unsteady are the accounts, and how unsteady all together?

    Parameters
    ----------
    table : DataFrame
        From `account_forecasts.variation`.
    periods : int
        Months that it was made from: who ordered in all of them is filled green.
    largest : int
        How many of the largest accounts the title counts.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(table, ["variation", "months_ordered", "value_share"])
    if "total" not in table.index:
        raise ValueError("the table has no row 'total': make it with account_forecasts.variation")
    accounts, total = table.drop("total"), float(table["variation"]["total"])
    ax, _ = canvas(ax, (8, 4))
    always = (accounts["months_ordered"] >= periods).to_numpy()
    x, y = 100 * accounts["value_share"].to_numpy(), accounts["variation"].to_numpy()
    ax.plot(x[~always], y[~always], "o", color=CONTRAST, label="an account")
    ax.plot(x[always], y[always], "o", color=GOOD, label="an account that orders every month")
    middle = float(np.median(y))
    ax.axhline(middle, color=CONTRAST, linestyle="--", linewidth=1.5, label="median account")
    ax.axhline(total, color=EXPECTED, linewidth=2, label="all together")
    ax.set_ylim(0, 1.35 * y.max())
    share = accounts["value_share"].nlargest(largest).sum()
    ax.set(
        xlabel="share of all orders, %",
        ylabel="standard deviation / mean",
        title=f"All together vary by {total:.2f} of the mean, the median account by {middle:.2f}\n"
        f"{always.sum()} of {len(accounts)} order every month; {largest} are {share:.0%} of orders",
    )
    ax.legend(ncols=2, loc="upper right", fontsize=10)
    return ax


def months(
    actual: pd.Series,
    forecasts: dict[str, pd.Series],
    *,
    unit: str = "tonnes",
    ax: "Axes | None" = None,
) -> "Axes":
    """How close did two or three ways of forecasting come, month by month?

    Parameters
    ----------
    actual : Series
        What was ordered, by month.
    forecasts : dict
        Way to its forecasts, one to three; of the same months as each other.
    unit : str
        Of the orders.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    if not 1 <= len(forecasts) <= 3:
        raise ValueError(f"{len(forecasts)} ways: one to three can be told apart")
    ax, _ = canvas(ax, (8, 4))
    first = next(iter(forecasts.values()))
    shown = actual.loc[first.index]
    x = list(range(len(shown)))
    ax.plot(x, shown, "o-", color=ACTUAL, label="ordered")
    said = []
    for (name, one), color in zip(forecasts.items(), (BAD, EXPECTED, QUIET), strict=False):
        ax.plot(x, one, "--" if color == BAD else "-", color=color, linewidth=2, label=name)
        said.append(f"{name} {np.abs(one - shown).mean():,.0f}")
    step = max(1, len(x) // 6)
    ax.set_xticks(x[::step], [str(one) for one in shown.index[::step]])
    ax.set_ylim(0, 1.3 * max(shown.max(), *(one.max() for one in forecasts.values())))
    ax.set(
        ylabel=f"{unit} a month",
        title=f"Off by, in {unit} a month: " + ", ".join(said),
    )
    ax.legend(frameon=False, ncols=3, loc="upper center")
    return ax
