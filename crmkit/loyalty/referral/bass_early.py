"""What would Bass's model have said earlier? Fits to its first periods."""

import math
import warnings

import pandas as pd

from crmkit import tables
from crmkit.loyalty.referral.bass import Bass, BeforePeakWarning
from crmkit.loyalty.referral.bass_fitting import METHODS, Method, checked

__all__ = ["refit"]


def refit(sales: pd.Series, *, method: Method = "cumulative", first: int = 6) -> pd.DataFrame:
    """What would the model have said earlier? Fits to the first k periods, for each k.

    Parameters
    ----------
    sales : Series
        As for `Bass.fit`.
    method : {"cumulative", "regression", "likelihood"}
        As for `Bass.fit`.
    first : int
        The smallest k, 5 or more.

    Returns
    -------
    DataFrame
        One row for each k from `first` to all (index `periods`): estimate, low and high of the
        market m, and `before_peak`, whether the first k periods show no peak yet. NaN where no
        market could be told from so few.

    Examples
    --------
    >>> sales = pd.Series([96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500])
    >>> refit(sales, method="regression")["estimate"].loc[[8, 10, 12, 13]].round(0).to_list()
    [9756.0, 11748.0, 15731.0, 17091.0]
    """
    checked(sales)
    tables.option("method", method, METHODS)
    first = tables.whole("first", first, least=5)
    if first > len(sales):
        raise ValueError(f"first={first}, but the series has only {len(sales)} periods")
    columns = ["estimate", "low", "high"]
    rows = {}
    for k in range(first, len(sales) + 1):
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", BeforePeakWarning)
            try:
                fit = Bass.fit(sales.iloc[:k], method=method)
            except ValueError:
                rows[k] = {**dict.fromkeys(columns, math.nan), "before_peak": True}
                continue
        market = fit.parameter_intervals().loc[["m"], columns].to_numpy()[0]
        rows[k] = {**dict(zip(columns, market, strict=True)), "before_peak": bool(warned)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("periods")
