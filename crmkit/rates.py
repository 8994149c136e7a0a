"""Rates of few customers: between which bounds each may lie."""

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["rate_interval"]


def rate_interval(
    responses: pd.Series, counts: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Between which bounds does a response rate lie, given how few were asked?

    Parameters
    ----------
    responses : Series
        Number of customers who answered, by cell or segment: 0 to `counts`.
    counts : Series
        Number of customers who were asked, 1 or more; the same rows.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        low and high (0 to 1) for each row.

    References
    ----------
    The score interval of Wilson 1927, "Probable inference, the law of succession, and statistical
    inference", JASA 22, which keeps its coverage for small groups and rates near 0, where
    rate +- 2 standard errors does not.

    Examples
    --------
    >>> rate_interval(pd.Series([0, 8]), pd.Series([20, 100])).round(3).values.tolist()
    [[0.0, 0.161], [0.041, 0.15]]
    """
    from scipy.special import ndtri

    confidence = tables.confidence(confidence)
    tables.numbers(responses, name="responses", least=0)
    tables.numbers(counts, name="counts", least=1)
    if (responses > counts).any():
        raise tables.bad_rows(responses.index, responses > counts, "more responses than customers")
    z = ndtri((1 + confidence) / 2)
    rate = responses / counts
    middle = (rate + z**2 / (2 * counts)) / (1 + z**2 / counts)
    reach = np.sqrt(rate * (1 - rate) / counts + (z / (2 * counts)) ** 2)
    reach = z * reach / (1 + z**2 / counts)
    # Exactly 0 and 1 at the ends, where rounding would leave 1e-17 of a bound.
    return pd.DataFrame(
        {
            "low": (middle - reach).where(responses > 0, 0.0),
            "high": (middle + reach).where(responses < counts, 1.0),
        }
    )
