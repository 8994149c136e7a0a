"""Which of several things goes with an outcome, the others held still? Least squares, in tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["Regression", "alone", "regression", "table_of_numbers"]


@dataclass(frozen=True)
class Regression:
    """A regression: its slopes, and how well they describe the outcome.

    `slopes` has one row for the intercept and one for each predictor: estimate (change of the
    outcome for one unit of the predictor), standard_error, t_value, p_value, low and high.
    `r_squared` is the share of the outcome's variation that the predictors describe,
    `residual_sd` the spread that they leave (in units of the outcome), `f_statistic` the test of
    all slopes at once, `rows` how many rows were used.
    """

    slopes: pd.DataFrame = field(repr=False)
    r_squared: float
    residual_sd: float
    f_statistic: float
    rows: int


def regression(
    table: pd.DataFrame, *, outcome: str, predictors: Sequence[str], confidence: float = 0.95
) -> Regression:
    """What goes with the outcome, each predictor taken with the others held still?

    Parameters
    ----------
    table : DataFrame
        One row a branch, department or person; numbers without gaps in the columns named.
    outcome : str
        The column to be described.
    predictors : sequence of str
        The columns that describe it. There must be more rows than slopes and intercept.
    confidence : float
        Of each interval by itself, between 0 and 1.

    Returns
    -------
    Regression
        Slopes with intervals from Student's t, and the measures of the whole.

    Raises
    ------
    ValueError
        For columns that are missing, constant, no numbers, hold gaps or codes for no answer; for
        too few rows; for a predictor that the others add up to, or that is called "intercept".

    Examples
    --------
    >>> branches = pd.DataFrame({"staff": [1.0, 2, 3, 4, 5], "sales": [2.0, 4, 5, 4, 5]})
    >>> regression(branches, outcome="sales", predictors=["staff"]).slopes["estimate"].round(2)
    intercept    2.2
    staff        0.6
    Name: estimate, dtype: float64
    """
    import statsmodels.api as sm

    predictors = tables.listed("predictors", predictors)
    confidence = tables.confidence(confidence)
    if not predictors or "intercept" in predictors:
        fault = (
            "has an 'intercept', which is always there: rename the column"
            if predictors
            else ("is empty: name at least one column")
        )
        raise ValueError(f"predictors {fault}")
    found = table_of_numbers(table, [outcome, *predictors], name="the table")
    if len(found) <= len(predictors) + 1:
        raise ValueError(
            f"{len(found)} row(s) cannot tell an intercept and {len(predictors)} slope(s): "
            f"{len(predictors) + 2} or more are needed. Take fewer predictors or more rows."
        )
    _refuse_collinear(found[predictors])
    # Fitted to predictors of mean 0 and spread 1: a small column beside a large one, or a large
    # one that hardly varies, would be lost to rounding.
    x = found[predictors].to_numpy()
    middle, spread = x.mean(axis=0), x.std(axis=0)
    fit = sm.OLS(found[outcome].to_numpy(), sm.add_constant((x - middle) / spread)).fit()
    back = np.diag([1, *(1 / spread)])
    back[0, 1:] = -middle / spread
    test = fit.t_test(back)
    ends = np.asarray(test.conf_int(1 - confidence))
    slopes = pd.DataFrame(
        {
            "estimate": test.effect,
            "standard_error": test.sd.ravel(),
            "t_value": test.tvalue.ravel(),
            "p_value": test.pvalue.ravel(),
            "low": ends[:, 0],
            "high": ends[:, 1],
        },
        index=["intercept", *predictors],
    )
    return Regression(
        slopes=slopes,
        r_squared=float(fit.rsquared),
        residual_sd=float(np.sqrt(fit.mse_resid)),
        f_statistic=float(fit.fvalue),
        rows=len(found),
    )


def alone(
    table: pd.DataFrame, *, outcome: str, predictors: Sequence[str], confidence: float = 0.95
) -> pd.DataFrame:
    """What does each predictor say when nobody asks about the others?

    Parameters
    ----------
    table, outcome, predictors, confidence
        As in `regression`.

    Returns
    -------
    DataFrame
        One row a predictor, each from a regression of its own: estimate, standard_error, t_value,
        p_value, low and high.

    Examples
    --------
    >>> branches = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [0.0, 1, 0, 1], "y": [1.0, 3, 3, 5]})
    >>> alone(branches, outcome="y", predictors=["a", "b"])["estimate"].round(2).to_dict()
    {'a': 1.2, 'b': 2.0}
    """
    predictors = tables.listed("predictors", predictors)
    if not predictors:
        raise ValueError("predictors is empty: name at least one column")
    each = {
        one: regression(table, outcome=outcome, predictors=[one], confidence=confidence)
        for one in predictors
    }
    return pd.DataFrame({one: fit.slopes.loc[one] for one, fit in each.items()}).T


def table_of_numbers(
    table: pd.DataFrame, columns: Sequence[str], *, name: str = "the table"
) -> pd.DataFrame:
    """These columns as floats, once each is seen to vary and to hold numbers without gaps.

    Raises
    ------
    ValueError
        Says which column is missing, named twice, constant, no number, has gaps, or holds a
        survey's code for "no answer" (`tables.refuse_codes`).

    Examples
    --------
    >>> table_of_numbers(pd.DataFrame({"mood": [70, -99, 80]}), ["mood"])
    Traceback (most recent call last):
    ValueError: 'mood' is -99, a code for no answer, in 1 of 3 row(s); first: [1]. Drop these rows.
    """
    columns = tables.listed("columns", columns)
    twice = sorted({one for one in columns if columns.count(one) > 1})
    if twice:
        raise ValueError(f"{twice} is named more than once: each column has one place")
    tables.check_columns(table, columns, name=name)
    found = pd.DataFrame(
        {one: tables.column(table, one).astype(float) for one in columns}, index=table.index
    )
    for one in columns:
        values = found[one].to_numpy()
        tables.refuse_codes(table.index, values, repr(one))
        if 0 < np.abs(values).max() < 1 / tables.HUGE:
            raise ValueError(
                f"{one!r} is nowhere above {1 / tables.HUGE:g}. Choose a smaller unit."
            )
        if len(found) > 1 and np.ptp(values) <= 1e-12 * np.abs(values).max():
            raise ValueError(
                f"{one!r} is the same in all {len(found)} rows: nothing can be seen to go with it. "
                "Leave it out."
            )
    return found


def _refuse_collinear(predictors: pd.DataFrame) -> None:
    """Refuse a predictor that is a weighted sum of those before it."""
    values = predictors.to_numpy()
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    for last in range(1, scaled.shape[1]):
        before, now = scaled[:, :last], scaled[:, last]
        left = now - before @ np.linalg.lstsq(before, now, rcond=None)[0]
        if left @ left < 1e-10 * (now @ now):
            names = list(predictors.columns)
            raise ValueError(
                f"{names[last]!r} follows from {names[:last]}: no data can tell their slopes "
                "apart. Leave one of them out."
            )
