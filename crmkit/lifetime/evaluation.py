"""Did the forecast come true? A model fitted on the calibration, held against the holdout.

`split` below is what `crmkit.summary.split` gives: the customers as they were known at the end of
the calibration, and what the same customers did afterwards. Customers born in the holdout are no
part of a forecast that was made before they came; `scope` counts them apart.
"""

from typing import Protocol

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.days import Day, to_day

__all__ = [
    "Forecaster",
    "Split",
    "conditional_means",
    "errors",
    "forecast",
    "lift",
    "scope",
    "tracking",
]


class Forecaster(Protocol):
    """Any purchase model: BG/NBD, MBG/NBD, Pareto/NBD."""

    def expected_purchases(self, customers: pd.DataFrame, *, horizon_days: float) -> pd.Series:
        """Purchases of each customer within the horizon, given the history."""

    def expected_purchases_of_new(self, *, horizon_days: np.ndarray) -> np.ndarray:
        """Repeat purchases of a customer in so many days after the first purchase."""


class Split(Protocol):
    """The three tables of `crmkit.summary.split`."""

    calibration: pd.DataFrame
    holdout: pd.DataFrame
    born_in_holdout: pd.DataFrame


def forecast(model: Forecaster, split: Split) -> pd.DataFrame:
    """What was the forecast for each customer, and what came?

    Parameters
    ----------
    model
        Fitted on the calibration.
    split
        From `crmkit.summary.split`.

    Returns
    -------
    One row a customer of the calibration: repeat_purchases (in the calibration), expected and
    actual purchases in the holdout.
    """
    tables.check_columns(split.holdout, ["purchases", "days"], name="the holdout")
    days = int(split.holdout["days"].iloc[0])
    return pd.DataFrame(
        {
            "repeat_purchases": split.calibration["repeat_purchases"],
            "expected": model.expected_purchases(split.calibration, horizon_days=days),
            "actual": split.holdout["purchases"],
        }
    )


def conditional_means(forecasts: pd.DataFrame, *, up_to: int = 7) -> pd.DataFrame:
    """Do customers who bought x times buy as often as forecast?

    Parameters
    ----------
    forecasts
        From `forecast`.
    up_to
        The last row is for so many repeat purchases or more.

    Returns
    -------
    One row a number of repeat purchases in the calibration: customers, actual and expected mean
    purchases in the holdout.

    References
    ----------
    Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), the
    figure of conditional expectations.

    Examples
    --------
    >>> table = pd.DataFrame({"repeat_purchases": [0, 0, 1, 9], "expected": [0.1, 0.3, 1, 4],
    ...                       "actual": [0, 1, 1, 5]})
    >>> print(conditional_means(table, up_to=2)) # doctest: +NORMALIZE_WHITESPACE
                      customers  actual  expected
    repeat_purchases
    0                         2     0.5       0.2
    1                         1     1.0       1.0
    2+                        1     5.0       4.0
    """
    tables.check_columns(forecasts, ["repeat_purchases", "expected", "actual"], name="forecasts")
    group = forecasts["repeat_purchases"].clip(upper=up_to)
    means = forecasts.groupby(group)[["actual", "expected"]].mean()
    means.insert(0, "customers", group.value_counts().sort_index())
    names = [f"{x}+" if x == up_to else str(x) for x in means.index]
    return means.set_axis(pd.Index(names, name="repeat_purchases"))


def lift(forecasts: pd.DataFrame, *, groups: int = 10) -> pd.DataFrame:
    """Do the customers with the highest forecast buy the most?

    Parameters
    ----------
    forecasts
        From `forecast`.
    groups
        How many groups of equal size to make, ties in the order given.

    Returns
    -------
    One row a group, 1 = the highest forecasts: customers, expected and actual mean purchases,
    purchase_share (actual, 0 to 1) and lift (actual mean over that of all).

    Raises
    ------
    ValueError
        For fewer customers than groups, or no purchase at all.

    Examples
    --------
    >>> table = pd.DataFrame({"expected": [4, 3, 2, 1], "actual": [3, 1, 0, 0]})
    >>> lift(table, groups=2)["purchase_share"].to_list()
    [1.0, 0.0]
    """
    tables.check_columns(forecasts, ["expected", "actual"], name="forecasts")
    if tables.whole("groups", groups, least=1) > len(forecasts):
        raise ValueError(f"{len(forecasts)} customers cannot fill {groups} groups")
    if not forecasts["actual"].sum():
        raise ValueError("nobody bought in the holdout: there is no lift to measure")
    order = np.argsort(-forecasts["expected"].to_numpy(), kind="stable")
    group = np.empty(len(order), dtype=int)
    group[order] = np.arange(len(order)) * groups // len(order) + 1
    by_group = forecasts.groupby(pd.Index(group, name="group"))
    table = by_group[["expected", "actual"]].mean()
    table.insert(0, "customers", by_group.size())
    table["purchase_share"] = by_group["actual"].sum() / forecasts["actual"].sum()
    table["lift"] = table["actual"] / forecasts["actual"].mean()
    return table


def errors(forecasts: pd.DataFrame) -> pd.Series:
    """How far off is the forecast, in one number each?

    Parameters
    ----------
    forecasts
        From `forecast`.

    Returns
    -------
    customers; actual_total and expected_total (purchases); bias (expected over actual total less
    1); mean_absolute_error and root_mean_squared_error (purchases a customer); correlation (NaN
    where either side is the same for everybody); and skill: 1 less the mean squared error over that
    of forecasting the mean for everybody, so that 0 is no better than knowing only the total, and 1
    perfect.

    Examples
    --------
    >>> table = pd.DataFrame({"expected": [0.5, 1.5], "actual": [0, 2]})
    >>> errors(table).round(2).to_dict() # doctest: +NORMALIZE_WHITESPACE
    {'customers': 2.0, 'actual_total': 2.0, 'expected_total': 2.0, 'bias': 0.0,
     'mean_absolute_error': 0.5, 'root_mean_squared_error': 0.5, 'correlation': 1.0, 'skill': 0.75}
    """
    tables.check_columns(forecasts, ["expected", "actual"], name="forecasts")
    expected, actual = forecasts["expected"], forecasts["actual"]
    away = expected - actual
    spread = ((actual - actual.mean()) ** 2).mean()
    return pd.Series(
        {
            "customers": len(forecasts),
            "actual_total": actual.sum(),
            "expected_total": expected.sum(),
            "bias": expected.sum() / actual.sum() - 1 if actual.sum() else np.nan,
            "mean_absolute_error": away.abs().mean(),
            "root_mean_squared_error": np.sqrt((away**2).mean()),
            # Of what does not vary there is none, and pandas says so with a warning.
            "correlation": expected.corr(actual) if spread and np.ptp(expected) else np.nan,
            "skill": 1 - (away**2).mean() / spread if spread else np.nan,
        },
        name="error",
    )


def scope(split: Split) -> pd.DataFrame:
    """Whose purchases can a forecast cover, and whose not?

    Parameters
    ----------
    split
        From `crmkit.summary.split`.

    Returns
    -------
    Two rows, the customers known at the end of the calibration and those born in the holdout:
    customers, purchases and total_spend in the holdout, spend_share (0 to 1). A model of the known
    customers says nothing of the second row.
    """
    tables.check_columns(split.holdout, ["purchases", "total_spend"], name="the holdout")
    rows = {
        "known customers": split.holdout[["purchases", "total_spend"]],
        "born in the holdout": split.born_in_holdout[["purchases", "total_spend"]],
    }
    table = pd.DataFrame({name: part.sum() for name, part in rows.items()}).T
    table.insert(0, "customers", [len(part) for part in rows.values()])
    table["spend_share"] = table["total_spend"] / table["total_spend"].sum()
    return table.astype({"customers": "int64", "purchases": "int64"})


def tracking(
    model: Forecaster,
    log: pd.DataFrame,
    *,
    calibration_end: Day,
    holdout_end: Day,
    step_days: int = 7,
) -> pd.DataFrame:
    """How do repeat purchases run over the calendar, forecast and real?

    The expectation adds up each customer's own, from the day of the first purchase on; it knows no
    season. Days with several orders count once.

    Parameters
    ----------
    model
        Fitted on the calibration.
    log
        Order log: columns customer_id, ordered_at.
    calibration_end, holdout_end
        The last day of each.
    step_days
        Length of a step.

    Returns
    -------
    For the customers born by `calibration_end`: one row a step, counted back from `calibration_end`
    and on to `holdout_end` (index `day`, the step's last day): actual and expected repeat purchases
    up to and with that day, actual_in_step and expected_in_step, and part ("calibration" or
    "holdout").

    Raises
    ------
    ValueError
        Where the ends are not in order or nobody had bought by `calibration_end`.
    """
    tables.check_columns(log, ["customer_id", "ordered_at"], name="the order log")
    tables.whole("step_days", step_days, least=1)
    end = pd.Timestamp(to_day(calibration_end, "calibration_end"))
    last = pd.Timestamp(to_day(holdout_end, "holdout_end"))
    if not end < last:
        raise ValueError(f"holdout_end={holdout_end} must be after calibration_end={end.date()}")
    days = pd.DataFrame({"customer_id": log["customer_id"], "day": log["ordered_at"].dt.floor("D")})
    days = days.drop_duplicates()
    born = days.groupby("customer_id")["day"].transform("min")
    known = born <= end
    if not known.any():
        raise ValueError(f"nobody had bought by calibration_end={end.date()}")
    births = born[known & (days["day"] == born)]
    repeats = np.sort(days.loc[known & (days["day"] > born), "day"].to_numpy())

    steps = _steps(births.min(), end, last, step_days)
    actual = np.searchsorted(repeats, steps.to_numpy(), side="right")
    first_days, customers = np.unique(births.to_numpy(), return_counts=True)
    ages = (steps.to_numpy()[:, None] - first_days) / np.timedelta64(1, "D")
    seen = np.clip(ages, 0, None)
    # One question a distinct age: births repeat, and so do their differences from the steps.
    distinct, which = np.unique(seen, return_inverse=True)
    each = np.asarray(model.expected_purchases_of_new(horizon_days=distinct))
    expected = each[which.reshape(seen.shape)] @ customers
    table = pd.DataFrame({"actual": actual, "expected": expected}, index=steps)
    for column in ("actual", "expected"):
        table[f"{column}_in_step"] = table[column].diff().fillna(table[column])
    table["part"] = np.where(table.index <= end, "calibration", "holdout")
    return table.rename_axis("day")


def _steps(
    first: pd.Timestamp, end: pd.Timestamp, last: pd.Timestamp, days: int
) -> pd.DatetimeIndex:
    """Days at which steps end, one of them the end of the calibration."""
    before = (end - first).days // days
    after = (last - end).days // days
    return end + pd.to_timedelta(days * np.arange(-before, after + 1), unit="D")
