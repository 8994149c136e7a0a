"""What it costs to see a change late."""

import pandas as pd

from crmkit import tables
from crmkit.retention.process_control import run_lengths

__all__ = ["delay_table"]


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
        (weeks from the rise to the signal, on average), low and high (nine of ten rises are seen
        after more, and after fewer, weeks), extra_leavers and lost_value (both on average, until the
        signal). The sum starts at 0.

    Examples
    --------
    >>> table = delay_table(mean=6.346, ratio=1.2, k=6.96, h=14, limit=13.9, value_per_customer=1000)
    >>> table[["expected", "low", "high", "lost_value"]].round({"expected": 1, "lost_value": -3})
    ... # doctest: +NORMALIZE_WHITESPACE
                   expected  low  high  lost_value
    chart
    single weeks       41.5    5    95     53000.0
    CUSUM              18.2    6    34     23000.0
    """
    import numpy as np

    after = tables.number("ratio", ratio, above=1) * tables.number("mean", mean, above=0)
    worth = tables.number("value_per_customer", value_per_customer, least=0)
    chart = {"k": k, "h": h, "dispersion": dispersion}
    single = {"limit": limit, "dispersion": dispersion}
    weekly = run_lengths.shewhart_counts(mean=after, **single)
    # Weeks until a signal of single weeks are geometric.
    ends = [int(np.ceil(np.log1p(-q) / np.log1p(-1 / weekly))) if weekly > 1 else 1
            for q in (0.1, 0.9)]  # fmt: skip
    rows = {
        "single weeks": (run_lengths.shewhart_counts(mean=mean, **single), weekly, *ends),
        "CUSUM": (
            run_lengths.cusum_counts(mean=mean, **chart),
            run_lengths.cusum_counts(mean=after, **chart),
            *run_lengths.run_length_quantiles(mean=after, quantiles=(0.1, 0.9), **chart),
        ),
    }
    names = ["false_alarm_weeks", "expected", "low", "high"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("chart")
    extra = (after - mean) * table["expected"]
    return table.assign(extra_leavers=extra, lost_value=extra * worth)
