"""Did the forecast come true? A model fitted on the calibration, held against the holdout.

`split` below is what `crmkit.summary.split` gives: the customers as they were known at the end of
the calibration, and what the same customers did afterwards. Customers born in the holdout are no
part of a forecast that was made before they came; `scope` counts them apart.
"""

from typing import Protocol

import numpy as np
import pandas as pd


class Forecaster(Protocol):
    """Any purchase model: BG/NBD, MBG/NBD, Pareto/NBD."""

    def expected_purchases(self, summary: pd.DataFrame, *, horizon_days: float) -> pd.Series:
        """Purchases of each customer within the horizon, given the history."""

    def expected_purchases_of_new(self, *, horizon_days: np.ndarray) -> np.ndarray:
        """Repeat purchases of a customer in so many days after the first purchase."""


class Split(Protocol):
    """The three tables of `crmkit.summary.split`."""

    calibration: pd.DataFrame
    holdout: pd.DataFrame
    born_in_holdout: pd.DataFrame


def forecast(model: Forecaster, split: Split) -> pd.DataFrame:
    """What was foretold for each customer, and what came?

    One row a customer of the calibration: repeat_purchases (in the calibration), expected and
    actual purchases in the holdout.
    """
    days = int(split.holdout["days"].iloc[0])
    return pd.DataFrame(
        {
            "repeat_purchases": split.calibration["repeat_purchases"],
            "expected": model.expected_purchases(split.calibration, horizon_days=days),
            "actual": split.holdout["purchases"],
        }
    )


def conditional_means(forecasts: pd.DataFrame, *, up_to: int = 7) -> pd.DataFrame:
    """Do customers who bought x times buy as often as foretold?

    forecasts: from `forecast`. One row a number of repeat purchases in the calibration, the last
    one for `up_to` or more: customers, actual and expected mean purchases in the holdout.
    Source: Fader, Hardie & Lee 2005, Marketing Science 24(2), the figure of conditional
    expectations.

    >>> table = pd.DataFrame({"repeat_purchases": [0, 0, 1, 9], "expected": [0.1, 0.3, 1, 4],
    ...                       "actual": [0, 1, 1, 5]})
    >>> print(conditional_means(table, up_to=2)) # doctest: +NORMALIZE_WHITESPACE
                      customers  actual  expected
    repeat_purchases
    0                         2     0.5       0.2
    1                         1     1.0       1.0
    2+                        1     5.0       4.0
    """
    group = forecasts["repeat_purchases"].clip(upper=up_to)
    means = forecasts.groupby(group)[["actual", "expected"]].mean()
    means.insert(0, "customers", group.value_counts().sort_index())
    names = [f"{x}+" if x == up_to else str(x) for x in means.index]
    return means.set_axis(pd.Index(names, name="repeat_purchases"))


def lift(forecasts: pd.DataFrame, *, groups: int = 10) -> pd.DataFrame:
    """Do the customers with the highest forecast buy the most?

    One row a group of equal size, 1 = the highest forecasts (ties in the order given): customers,
    expected and actual mean purchases, share_of_purchases (actual, 0 to 1) and lift (actual mean
    over that of all). Raises ValueError for fewer customers than groups or no purchase at all.

    >>> table = pd.DataFrame({"expected": [4, 3, 2, 1], "actual": [3, 1, 0, 0]})
    >>> lift(table, groups=2)["share_of_purchases"].to_list()
    [1.0, 0.0]
    """
    if not 1 <= groups <= len(forecasts):
        raise ValueError(f"{len(forecasts)} customers cannot fill {groups} groups")
    if not forecasts["actual"].sum():
        raise ValueError("nobody bought in the holdout: there is no lift to measure")
    order = np.argsort(-forecasts["expected"].to_numpy(), kind="stable")
    group = np.empty(len(order), dtype=int)
    group[order] = np.arange(len(order)) * groups // len(order) + 1
    by_group = forecasts.groupby(pd.Index(group, name="group"))
    table = by_group[["expected", "actual"]].mean()
    table.insert(0, "customers", by_group.size())
    table["share_of_purchases"] = by_group["actual"].sum() / forecasts["actual"].sum()
    table["lift"] = table["actual"] / forecasts["actual"].mean()
    return table


def errors(forecasts: pd.DataFrame) -> pd.Series:
    """How far off is the forecast, in one number each?

    customers; actual_total and expected_total (purchases); bias (expected over actual total less
    1); mean_absolute_error and root_mean_squared_error (purchases a customer); correlation (NaN
    where either side is the same for everybody); and skill: 1 less the mean squared error over that
    of foretelling the mean for everybody, so that 0 is no better than knowing only the total, and 1
    perfect.

    >>> table = pd.DataFrame({"expected": [0.5, 1.5], "actual": [0, 2]})
    >>> errors(table).round(2).to_dict() # doctest: +NORMALIZE_WHITESPACE
    {'customers': 2.0, 'actual_total': 2.0, 'expected_total': 2.0, 'bias': 0.0,
     'mean_absolute_error': 0.5, 'root_mean_squared_error': 0.5, 'correlation': 1.0, 'skill': 0.75}
    """
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

    Two rows, the customers known at the end of the calibration and those born in the holdout:
    customers, purchases and total_spend in the holdout, share_of_spend (0 to 1). A model of the
    known customers says nothing of the second row.
    """
    rows = {
        "known customers": split.holdout[["purchases", "total_spend"]],
        "born in the holdout": split.born_in_holdout[["purchases", "total_spend"]],
    }
    table = pd.DataFrame({name: part.sum() for name, part in rows.items()}).T
    table.insert(0, "customers", [len(part) for part in rows.values()])
    table["share_of_spend"] = table["total_spend"] / table["total_spend"].sum()
    return table.astype({"customers": "int64", "purchases": "int64"})


def tracking(
    model: Forecaster,
    log: pd.DataFrame,
    *,
    calibration_end: str,
    holdout_end: str,
    step_days: int = 7,
) -> pd.DataFrame:
    """How do repeat purchases run over the calendar, foretold and real?

    For the customers born by `calibration_end`: one row a step of `step_days`, counted back from
    `calibration_end` and on to `holdout_end` (index `day`, the step's last day): actual and
    expected repeat purchases up to and with that day, actual_in_step and expected_in_step, and
    part ("calibration" or "holdout"). Days with several orders count once. The expectation adds
    up each customer's own, from the day of the first purchase on; it knows no season.

    log: order log (columns customer_id, ordered_at). Raises ValueError where the ends are not in
    order or nobody had bought by `calibration_end`.
    """
    end, last = pd.Timestamp(calibration_end), pd.Timestamp(holdout_end)
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


def _steps(first: pd.Timestamp, end: pd.Timestamp, last: pd.Timestamp, days: int):
    """Days at which steps end, one of them the end of the calibration."""
    if days < 1:
        raise ValueError(f"step_days={days} must be at least 1")
    before = (end - first).days // days
    after = (last - end).days // days
    return end + pd.to_timedelta(days * np.arange(-before, after + 1), unit="D")
