"""Which forecast is nearer: of all together, of each customer, and of who buys most?

Every forecast is held against the same customers in the same holdout, and against a rule that needs
no model. Differences are paired: the same customers are drawn again for both.
"""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.days import to_day
from crmkit.lifetime.evaluation import Forecaster, Split, forecast
from crmkit.lifetime.purchases.model import PurchaseModel
from crmkit.models import resampled

__all__ = ["compare", "forecasts", "last_period", "past_rate"]

MEASURES = ("total", "customer", "ranking")


def forecasts(split: Split, kinds: Sequence[type[PurchaseModel]]) -> dict[str, pd.DataFrame]:
    """What do several models forecast for the holdout, and what if everybody just went on?

    Parameters
    ----------
    split
        From `crmkit.summary.split`; for the MBGCNBD the calibration has a column log_gaps.
    kinds
        Classes of purchase models, such as `[BGNBD, ParetoNBD]`; each is fitted on the calibration.

    Returns
    -------
    Name -> forecasts as of `evaluation.forecast`, for `compare`; the first is `past_rate`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from crmkit.lifetime import MBGNBD
    >>> ages = {"age_at_last_days": [0, 20, 110, 60, 210], "age_days": [273, 270, 250, 240, 224]}
    >>> split = SimpleNamespace(
    ...     calibration=pd.DataFrame({"repeat_purchases": [0, 1, 2, 3, 6], **ages}),
    ...     holdout=pd.DataFrame({"purchases": [0, 0, 1, 0, 2], "days": 90}))
    >>> list(forecasts(split, [MBGNBD]))
    ['past rate', 'MBG/NBD']
    """
    found = {"past rate": past_rate(split)}
    for kind in tables.listed_once("kinds", kinds):
        if not (isinstance(kind, type) and issubclass(kind, PurchaseModel)):
            raise TypeError(f"kinds must be classes of purchase models, [BGNBD], not {kind!r}")
        # Of an array a model gives an array, of which its signature says less.
        model = cast(Forecaster, kind.fit(split.calibration, period_days=7))
        found[kind.TITLE] = forecast(model, split)
    return found


def past_rate(split: Split) -> pd.DataFrame:
    """What if everybody goes on at their past rate?

    Repeat purchases by day since the first purchase, times the days of the holdout. Nobody leaves,
    and who never came back never will.

    Parameters
    ----------
    split
        From `crmkit.summary.split`.

    Returns
    -------
    One row a customer of the calibration, as of `evaluation.forecast`: repeat_purchases, expected
    and actual purchases in the holdout.
    """
    known, ahead = _known(split)
    # Who came on the last day has been watched for no day: they have no repeat purchase.
    rate = known["repeat_purchases"] / known["age_days"].clip(lower=1)
    return _forecasts(split, rate * ahead)


def last_period(split: Split, log: pd.DataFrame) -> pd.DataFrame:
    """What if everybody buys as often as in the last period of the same length?

    Days with an order in the last days of the calibration, as many as the holdout has; the purchase
    that made somebody a customer does not count.

    Parameters
    ----------
    split
        From `crmkit.summary.split`, by days.
    log
        The order log it was made of: columns customer_id, ordered_at, amount. Returns (amounts
        below 0) are no purchases.

    Returns
    -------
    As of `past_rate`.
    """
    tables.check_columns(log, ["customer_id", "ordered_at", "amount"], name="the order log")
    tables.check_labels(log["customer_id"], name="'customer_id'")
    tables.column(log, "amount")
    if not pd.api.types.is_datetime64_dtype(log["ordered_at"]):
        raise ValueError(
            "'ordered_at' of the order log must be dates without a time zone, but has type "
            f"{log['ordered_at'].dtype}: pd.to_datetime, or .dt.tz_localize(None)"
        )
    if log["ordered_at"].isna().any():
        raise tables.bad_rows(log.index, log["ordered_at"].isna(), "'ordered_at' is missing")
    known, _ = _known(split)
    lost = ~known.index.isin(log["customer_id"])
    if lost.any():
        raise tables.bad_rows(
            known.index, lost, "the customer has no order in the log", "Take the log of the split."
        )
    if "calibration_end" not in split.holdout.attrs:
        raise ValueError("the holdout does not say where it began: take it from summary.split")
    end = pd.Timestamp(to_day(split.holdout.attrs["calibration_end"], "calibration_end"))
    bought = log[log["amount"] >= 0]
    days = pd.DataFrame(
        {"customer_id": bought["customer_id"], "day": bought["ordered_at"].dt.floor("D")}
    ).drop_duplicates()
    days = days[days["day"] <= end]
    repeat = days["day"] > days.groupby("customer_id")["day"].transform("min")
    late = days["day"] > end - pd.Timedelta(days=int(split.holdout["days"].iloc[0]))
    counts = days[repeat & late].groupby("customer_id").size()
    return _forecasts(split, counts.reindex(known.index, fill_value=0).astype(float))


def compare(
    forecasts: Mapping[str, pd.DataFrame],
    *,
    against: str,
    rng: np.random.Generator,
    top_share: float = 0.2,
    draws: int = 400,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Does a model beat a simple rule: on the total, on each customer, and on the ranking?

    Parameters
    ----------
    forecasts
        Name -> forecasts of the same customers in the same holdout (`evaluation.forecast`,
        `past_rate`, `last_period`): columns expected, actual.
    against
        The name of the rule that the others have to beat.
    rng
        Whence the customers drawn again come.
    top_share
        Whom `ranking` takes: the share of customers with the highest forecasts, 0 to 1. Of those
        whose forecasts tie at the edge, each counts in part.
    draws, confidence
        Of the bootstrap, as of `crmkit.models.resampled`.

    Returns
    -------
    One row a measure and forecast, with estimate, low and high, and its difference to `against`,
    difference_low and difference_high:

    - `total`: expected over actual purchases of all, less 1; the difference is that of the
      distances from 0, so that below 0 is better
    - `customer`: mean absolute error, in purchases a customer; below 0 is better
    - `ranking`: share of the actual purchases made by the top customers, 0 to 1; above 0 is better

    Raises
    ------
    ValueError
        For forecasts of different customers, an `against` that is none of them, or a holdout in
        which nobody bought.

    References
    ----------
    Wübben & von Wangenheim 2008, "Instant customer base analysis: managerial heuristics often 'get
    it right'", Journal of Marketing 72(3): the three uses of such a forecast.

    Examples
    --------
    >>> actual = pd.Series([0, 0, 1, 3, 4, 0, 2, 0] * 5)
    >>> rule = pd.DataFrame({"expected": [1.0] * 40, "actual": actual})
    >>> model = rule.assign(expected=[0.5, 0.2, 1, 2.5, 3, 0.5, 2, 0.3] * 5)
    >>> both, rng = {"rule": rule, "model": model}, np.random.default_rng(1)
    >>> found = compare(both, against="rule", rng=rng, top_share=0.5)
    >>> found["estimate"].unstack("measure").round(2)  # doctest: +NORMALIZE_WHITESPACE
    measure   customer  ranking  total
    forecast
    model         0.38      1.0    0.0
    rule          1.25      0.5   -0.2
    """
    if not isinstance(forecasts, Mapping):
        found = type(forecasts).__name__
        raise TypeError(f'forecasts must map names to tables, {{"BG/NBD": table}}, not a {found}')
    names = list(forecasts)
    tables.option("against", against, names)
    customer_share = tables.share("top_share", top_share, ends=False)
    first = forecasts[against]
    for name, table in forecasts.items():
        tables.check_columns(table, ["expected", "actual"], name=f"forecasts[{name!r}]")
        tables.column(table, "expected", least=0)
        tables.column(table, "actual", least=0)
        if not table["actual"].equals(first["actual"]):
            raise ValueError(
                f"{name} and {against} are about other customers or another holdout: 'actual' "
                "differs. Make all forecasts of one split."
            )
    if not first["actual"].sum():
        raise ValueError("nobody bought in the holdout: there is nothing to compare")
    wide = pd.DataFrame({place: forecasts[name]["expected"] for place, name in enumerate(names)})
    wide = wide.assign(actual=first["actual"])
    base = names.index(against)

    def statistic(drawn: pd.DataFrame) -> pd.Series:
        actual = drawn["actual"].to_numpy(float)
        expected = drawn.drop(columns="actual").to_numpy(float).T
        found = {
            "total": expected.sum(axis=1) / actual.sum() - 1,
            "customer": np.abs(expected - actual).mean(axis=1),
            "ranking": np.array([_bought_by_top(one, actual, customer_share) for one in expected]),
        }
        far = {**found, "total": np.abs(found["total"])}
        both = [np.append(found[m], far[m] - far[m][base]) for m in MEASURES]
        return pd.Series(np.concatenate(both))

    told = resampled(wide, statistic, rng=rng, draws=draws, confidence=confidence)
    blocks = told.to_numpy().reshape(len(MEASURES), 2, len(names), 3)
    columns = ["estimate", "low", "high", "difference", "difference_low", "difference_high"]
    rows = pd.MultiIndex.from_product([MEASURES, names], names=["measure", "forecast"])
    values = np.concatenate([blocks[:, 0], blocks[:, 1]], axis=2).reshape(-1, 6)
    return pd.DataFrame(values, index=rows, columns=columns)


def _bought_by_top(expected: np.ndarray, actual: np.ndarray, customer_share: float) -> float:
    """Share of the purchases made by those forecast highest; ties at the edge count in part."""
    places = customer_share * len(expected)
    edge = np.partition(expected, -int(np.ceil(places)))[-int(np.ceil(places))]
    above, tied = expected > edge, expected == edge
    part = (places - above.sum()) / tied.sum()
    return float((actual[above].sum() + part * actual[tied].sum()) / actual.sum())


def _known(split: Split) -> tuple[pd.DataFrame, pd.Series]:
    """The calibration, and the days of the holdout: both there, and of the same customers."""
    if not (hasattr(split, "calibration") and hasattr(split, "holdout")):
        raise TypeError(f"split must come from summary.split, not be a {type(split).__name__}")
    known, ahead = split.calibration, split.holdout
    tables.check_columns(known, ["repeat_purchases", "age_days"], name="the calibration")
    tables.check_columns(ahead, ["purchases", "days"], name="the holdout")
    for name, index in (("the calibration", known.index), ("the holdout", ahead.index)):
        tables.check_each_once(index, name=name)
    tables.check_same_customers(known.index, ahead.index, names=("calibration", "holdout"))
    for table, name in ((known, "repeat_purchases"), (known, "age_days"), (ahead, "purchases")):
        tables.column(table, name, least=0)
    tables.column(ahead, "days", above=0)
    return known, ahead["days"]


def _forecasts(split: Split, expected: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "repeat_purchases": split.calibration["repeat_purchases"],
            "expected": expected,
            "actual": split.holdout["purchases"],
        }
    )
