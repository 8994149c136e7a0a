"""Figures of what a festival gained: the tables of `crmkit.campaigns.net_gain` in, Axes out."""

from typing import TYPE_CHECKING

import pandas as pd

from crmkit.plots.canvas import canvas
from crmkit.plots.style import BAD, EXPECTED, GOOD, QUIET
from crmkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plans", "weeks", "windows"]


def weeks(by_week: pd.DataFrame, *, unit: str = "yuan", ax: "Axes | None" = None) -> "Axes":
    """When did those with the offer bring more than the control group, and when less?

    Parameters
    ----------
    by_week : DataFrame
        From `net_gain.by_week`.
    unit : str
        Of the money.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(by_week, ["mean_offered", "mean_control"], name="by_week")
    ax, _ = canvas(ax, (8, 4))
    one, other = by_week["mean_offered"], by_week["mean_control"]
    names = [f"{day:%d %b}" if isinstance(day, pd.Timestamp) else str(day) for day in by_week.index]
    x = list(range(len(by_week)))
    ax.fill_between(x, one, other, where=(one >= other).tolist(), interpolate=True, color=GOOD,
                    alpha=0.25, linewidth=0)  # fmt: skip
    ax.fill_between(x, one, other, where=(one < other).tolist(), interpolate=True, color=BAD,
                    alpha=0.25, linewidth=0)  # fmt: skip
    ax.plot(x, other, "o-", color=QUIET, label="control group")
    ax.plot(x, one, "o-", color=EXPECTED, label="with the offer")
    more = one - other
    peak = int(more.to_numpy().argmax())
    below = int((more < 0).sum())
    ax.annotate(f"+{more.iloc[peak]:.0f} {unit}", (peak, one.iloc[peak]), xytext=(8, -4),
                textcoords="offset points", color="0.2")  # fmt: skip
    ax.set_xticks(x, names, rotation=45, ha="right")
    ax.set_ylim(0, None)
    ax.set(
        xlabel="week beginning",
        ylabel=f"{unit} a customer and week",
        title=f"With the offer {more.iloc[peak]:.0f} {unit} a customer more in one week, "
        f"less in {below} of the {len(by_week) - 1} others",
    )
    ax.legend(frameon=False)
    return ax


def windows(
    gains: pd.DataFrame,
    *,
    what: str = "sales",
    unit: str = "thousand yuan",
    per: float = 1000.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """How much of the peak is left once the weeks around it are counted?

    Parameters
    ----------
    gains : DataFrame
        From `net_gain.gains`, "net" in its last row.
    what, unit : str
        What the money is, and its unit on the axis.
    per : float
        Money of one such unit.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(gains, ["estimate", "low", "high"], name="gains")
    if gains.index[-1] != "net":
        raise ValueError("gains has no last row 'net': make it with net_gain.gains")
    ax, _ = canvas(ax, (7, 4))
    shown = gains[["estimate", "low", "high"]] / per
    for place, (name, row) in enumerate(shown.iterrows()):
        color = GOOD if row["low"] > 0 else BAD if row["high"] < 0 else QUIET
        ax.bar(place, row["estimate"], color=color, width=0.6, alpha=1 if name == "net" else 0.55)
        ax.plot([place, place], [row["low"], row["high"]], color="0.2", linewidth=1.5)
        up = row["estimate"] >= 0
        ax.annotate(f"{row['estimate']:+,.0f}", (place, row["high"] if up else row["low"]),
                    xytext=(0, 4 if up else -14), textcoords="offset points", ha="center",
                    color="0.2")  # fmt: skip
    ax.axhline(0, color="0.3", linewidth=1)
    ax.set_xticks(range(len(shown)), [str(one) for one in shown.index])
    ax.margins(y=0.12)
    peak, net = shown["estimate"].max(), shown.loc["net"]
    ax.set(
        ylabel=f"{what} added by the offer ({unit})",
        title=f"Of {peak:,.0f} {unit} of {what} added, {net['estimate']:,.0f} are left "
        f"({net['low']:,.0f} to {net['high']:,.0f})",
    )
    ax.grid(visible=False, axis="x")
    return ax


def plans(
    found: pd.DataFrame,
    *,
    unit: str = "thousand yuan",
    per: float = 1000.0,
    ax: "Axes | None" = None,
) -> "Axes":
    """Which plan for the next festival earns most, and how sure is that?

    Parameters
    ----------
    found : DataFrame
        From `net_gain.plans`.
    unit : str
        Of the axis.
    per : float
        Money of one such unit.
    ax : Axes, optional
        Where to draw; a new figure if not given.
    """
    check_columns(found, ["estimate", "low", "high"], name="plans")
    shown = (found[["estimate", "low", "high"]] / per).iloc[::-1]
    ax, _ = canvas(ax, (8, 0.5 * len(shown) + 1.5))
    for place, (_, row) in enumerate(shown.iterrows()):
        color = GOOD if row["low"] > 0 else BAD if row["high"] < 0 else QUIET
        ax.plot([row["low"], row["high"]], [place, place], color=color, linewidth=3)
        ax.plot([row["estimate"]], [place], "o", color=color, markersize=9, zorder=5)
        said = f"{row['estimate']:+,.0f}" if round(row["estimate"]) else "0"
        ax.annotate(said, (row["estimate"], place), xytext=(0, 8), ha="center", color="0.2",
                    textcoords="offset points",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    ax.axvline(0, color="0.3", linewidth=1)
    ax.set_yticks(range(len(shown)), [str(one) for one in shown.index])
    ax.set_ylim(-0.5, len(shown) - 0.3)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    place = int(shown["estimate"].to_numpy().argmax())
    best, row = shown.index[place], shown.iloc[place]
    ax.set(
        xlabel=f"profit ({unit}), 95 % interval",
        title=f"Best: {best}, {row['estimate']:+,.0f} {unit} "
        f"({row['low']:,.0f} to {row['high']:,.0f})",
    )
    ax.grid(visible=False, axis="y")
    return ax
