"""What it costs to see a change late."""

import math

import pandas as pd

from crmkit import tables
from crmkit.retention.process_control import run_lengths

__all__ = ["delay_table"]

# Between these shares of all rises lie eight of ten.
_ENDS = (0.1, 0.9)


def delay_table(
    *,
    mean: float,
    ratio: float,
    k: float,
    h: float,
    limit: float,
    value_per_customer: float,
    dispersion: float = 1.0,
) -> pd.DataFrame:
    """How late do two charts see a rise in exits, and what has it cost until then?

    Parameters
    ----------
    mean : float
        Exits a week before the rise, above 0.
    ratio : float
        How many times as many since, above 1.
    k, h : float
        Of the CUSUM, with 2 decimals at most.
    limit : float
        Upper limit of the chart of single weeks, in exits.
    value_per_customer : float
        What is lost with a customer, in money.
    dispersion : float
        Variance of a week over its mean, 1 or more.

    Returns
    -------
    DataFrame
        Index chart: false_alarm_weeks (from one false alarm to the next, on average), expected
        (weeks from the rise to the signal, on average), low and high (one of ten rises is seen
        within the former, nine within the latter), extra_leavers and lost_value (both until the
        signal, on average). The sum starts at 0.

    Examples
    --------
    >>> table = delay_table(
    ...     mean=6.346, ratio=1.2, k=6.96, h=14, limit=13.9, value_per_customer=1_000
    ... )
    >>> table.iloc[:, [1, 2, 3, 5]].round({"expected": 1, "lost_value": -3})
    ... # doctest: +NORMALIZE_WHITESPACE
                   expected  low  high  lost_value
    chart
    single weeks       41.5    5    95     53000.0
    CUSUM              18.2    6    34     23000.0
    """
    after = tables.number("ratio", ratio, above=1) * tables.number("mean", mean, above=0)
    worth = tables.number("value_per_customer", value_per_customer, least=0)
    weekly, false = (
        run_lengths.shewhart_counts(mean=one, limit=limit, dispersion=dispersion)
        for one in (after, mean)
    )
    lengths = [
        run_lengths.cusum_counts(mean=one, k=k, h=h, dispersion=dispersion) for one in (mean, after)
    ]
    quantiles = run_lengths.run_length_quantiles(
        mean=after, k=k, h=h, quantiles=_ENDS, dispersion=dispersion
    )
    # Weeks until a signal of single weeks are geometric.
    ends = [
        max(1, math.ceil(math.log1p(-end) / math.log1p(-min(1 / weekly, 1 - 1e-12))))
        for end in _ENDS
    ]
    rows = {"single weeks": (false, weekly, *ends), "CUSUM": (*lengths, *quantiles)}
    names = ["false_alarm_weeks", "expected", "low", "high"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("chart")
    extra = (after - mean) * table["expected"]
    return table.assign(extra_leavers=extra, lost_value=extra * worth)
