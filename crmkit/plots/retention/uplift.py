"""Figures of whom an offer moves: tables of plans and of a test in, Axes out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.rates import rate_difference

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["effects", "kind_bars"]

_KINDS = {"persuadable": GOOD, "sure thing": QUIET, "lost cause": CONTRAST, "sleeping dog": BAD}


def kind_bars(plans: pd.DataFrame, kind: pd.Series, *, ax: "Axes | None" = None) -> "Axes":
    """Of which kind are the customers whom each rule treats?

    Parameters
    ----------
    plans : DataFrame
        From `policy.plans`: one row a customer, one column a plan that treats somebody.
    kind : Series
        By customer: sure thing, lost cause, persuadable or sleeping dog.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(plans, [])
    tables.check_same_customers(plans.index, kind.index, names=("plans", "kind"))
    kind = kind.reindex(plans.index).astype(str)
    ax, _ = canvas(ax, (8, 3.6))
    share = plans.groupby(kind).sum().div(plans.sum()).reindex(list(_KINDS), fill_value=0.0)
    place = np.arange(len(plans.columns), dtype=float)
    below = np.zeros(len(place))
    for name, color in _KINDS.items():
        values = share.loc[name].to_numpy()
        ax.barh(place, values, left=below, color=color, label=name)
        if name == "persuadable":
            for y, value in zip(place, values, strict=True):
                ax.text(
                    value / 2, y, f"{100 * value:.0f} %", ha="center", va="center", color="white"
                )
        below = below + values
    ax.set_yticks(place, list(plans.columns))
    ax.invert_yaxis()
    persuaded = share.loc["persuadable"]
    title = (
        f"{100 * persuaded.max():.0f} % of the picks of '{persuaded.idxmax()}' can be persuaded, "
        f"{100 * persuaded.min():.0f} % of those of '{persuaded.idxmin()}'"
    )
    ax.set(xlabel="share of the customers treated", xlim=(0, 1), title=title)
    ax.grid(visible=False, axis="y")
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=4)
    return ax


def effects(
    table: pd.DataFrame, *, by: str, outcome: str, treated: str, ax: "Axes | None" = None
) -> "Axes":
    """By how much does the treatment raise the rate in each group, and how sure is that?

    Parameters
    ----------
    table : DataFrame
        One row a customer, treated by lot.
    by : str
        Column of the group.
    outcome, treated : str
        Columns of 0 and 1.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    tables.check_columns(table, [by, outcome, treated])
    y = flags.happened(table, outcome, who="those who did it")
    t = flags.happened(table, treated, who="those treated")
    tables.check_labels(table[by], name=repr(by))
    ax, _ = canvas(ax, (7.5, 3.4))
    rows = {}
    for name, mine in table.groupby(by, observed=True).groups.items():
        yes, all_ = y[mine].groupby(t[mine]).sum(), t[mine].value_counts()
        rows[name] = rate_difference([yes[0], yes[1]], [all_[0], all_[1]])
    found = 100 * pd.DataFrame(rows).T.sort_values("estimate")
    place = np.arange(len(found))
    reach = [found["estimate"] - found["low"], found["high"] - found["estimate"]]
    ax.errorbar(found["estimate"], place, xerr=reach, fmt="o", color=EXPECTED, capsize=4)
    for y_, value in zip(place, found["estimate"], strict=True):
        ax.text(value, y_ + 0.12, f"{value:+.1f}", ha="center", va="bottom")
    ax.axvline(0, color=QUIET)
    ax.set_yticks(place, [str(one) for one in found.index])
    ax.set_ylim(-0.5, len(place) - 0.3)
    best, least = found.iloc[-1], found.iloc[0]
    title = (
        f"{str(found.index[-1]).capitalize()}: {best['estimate']:+.1f} points; "
        f"{found.index[0]}: {least['estimate']:+.1f}"
    )
    ax.set(
        xlabel=f"points by which '{treated}' raises '{outcome}', with 95 % intervals", title=title
    )
    ax.grid(visible=False, axis="y")
    return ax
