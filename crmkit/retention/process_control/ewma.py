"""The exponentially weighted moving average: a chart that remembers, and forgets slowly."""

from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.process_control import weeks

__all__ = ["ewma_chart"]


def ewma_chart(
    values: pd.Series,
    *,
    target: float,
    standard_deviation: float,
    weight: float = 0.2,
    width: float = 3.0,
    limits: Literal["from start", "steady"] = "from start",
) -> pd.DataFrame:
    """When is the average of the latest weeks off target?

    z_t = weight * x_t + (1 - weight) * z_(t-1), from z_0 = target. Its limits are
    target +- width * standard_deviation * sqrt(weight / (2 - weight) * (1 - (1 - weight)^(2t))).

    Parameters
    ----------
    values : Series
        One number a week, in order of time: a mean, a rate or a count.
    target : float
        What they should be.
    standard_deviation : float
        Of one week, above 0.
    weight : float
        Of the newest week, above 0 and up to 1; 1 is a chart of single weeks.
    width : float
        Half the width of the limits, in standard deviations of the average.
    limits : "from start" or "steady"
        "steady" leaves out the last factor, which soon is 1.

    Returns
    -------
    DataFrame
        One row a week: actual, smoothed, lower_limit, upper_limit and out (bool).

    References
    ----------
    Roberts, S. W. (1959). Control chart tests based on geometric moving averages. Technometrics
    1(3), 239-250. NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.4.

    Examples
    --------
    >>> values = pd.Series([52.0, 47.0, 53.0, 49.3, 50.1])
    >>> chart = ewma_chart(values, target=50, standard_deviation=2.0539, weight=0.3)
    >>> chart["smoothed"].round(2).tolist()
    [50.6, 49.52, 50.56, 50.18, 50.16]
    """
    tables.check_series(values, name="values", row="week")
    weeks.check_order(values.index, least=1)
    found = tables.numbers(values, name="values").astype(float)
    target = tables.number("target", target)
    deviation = tables.number(
        "standard_deviation", standard_deviation, above=0, mend="weeks that never vary need none"
    )
    part = tables.number("weight", weight, above=0, most=1)
    tables.option("limits", limits, ["from start", "steady"])
    smoothed, last = np.empty(len(found)), target
    for place, value in enumerate(found):
        last = smoothed[place] = part * value + (1 - part) * last
    settled: np.ndarray = np.ones(len(found))
    if limits == "from start":
        settled = 1 - (1 - part) ** (2 * np.arange(1, len(found) + 1))
    times = tables.number("width", width, above=0)
    reach = times * deviation * np.sqrt(part / (2 - part) * settled)
    return pd.DataFrame(
        {
            "actual": found,
            "smoothed": smoothed,
            "lower_limit": target - reach,
            "upper_limit": target + reach,
            "out": np.abs(smoothed - target) > reach,
        },
        index=values.index,
    )
