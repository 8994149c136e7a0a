"""What does a satisfaction number say, and how sure is it? NPS and top box with their errors."""

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.experience.scales import answers, cuts, groups_of
from crmkit.rates import rate_interval

__all__ = ["answers_needed", "net_promoter_score", "nps_change", "top_box"]


def net_promoter_score(
    scores: pd.Series,
    *,
    scale: tuple[int, int],
    promoter_from: int | None = None,
    detractor_to: int | None = None,
    by: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much do promoters outnumber detractors, and between which bounds?

    Parameters
    ----------
    scores : Series
        One answer a customer to "How likely are you to recommend us?": whole numbers of the scale.
    scale : (int, int)
        Its lowest and highest answer, such as (0, 10).
    promoter_from, detractor_to : int, optional
        Who counts as a promoter and as a detractor: 9 and 6 on a scale up to 10. No other scale
        has a rule of its own, so there both must be given.
    by : Series, optional
        The group of each customer, such as the quarter; the same index as `scores`.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group (or "all"): customers (who answered), promoter_share, detractor_share,
        estimate (the first less the second, -1 to 1: times 100 it is the NPS in points),
        standard_error, low and high.

    Raises
    ------
    ValueError
        Answers outside the scale, such as a code -99; missing ones; none at all; a scale of 5 or 7
        points without a rule for who counts.

    References
    ----------
    Reichheld (2003), "The one number you need to grow", Harvard Business Review 81(12). The error
    is that of a difference of two shares of one sample, sqrt((p + d - (p - d)^2) / n). The interval
    adds half an answer to either side and one to the middle first (Agresti & Min 2005, Statistics
    in Medicine 24), so that few answers, or answers all alike, do not look certain.

    Examples
    --------
    >>> scores = pd.Series([10, 9, 9, 8, 3])
    >>> net_promoter_score(scores, scale=(0, 10)).round(2).iloc[0].to_list()
    [5.0, 0.6, 0.2, 0.4, 0.36, -0.3, 0.87]
    """
    confidence = tables.confidence(confidence)
    found = answers(scores, scale)
    high, low = cuts(scale, promoter_from, detractor_to)
    side = pd.DataFrame({"promoter": found >= high, "detractor": found <= low})
    groups = side.groupby(groups_of(scores, by), observed=True)
    counts = groups.sum().assign(customers=groups.size())
    n, up, down = counts["customers"], counts["promoter"], counts["detractor"]
    interval = _nps_interval(up, down, n, confidence)
    return pd.DataFrame(
        {
            "customers": n,
            "promoter_share": up / n,
            "detractor_share": down / n,
            "estimate": (up - down) / n,
            "standard_error": _nps_error(up / n, down / n, n),
            **interval,
        }
    )


def nps_change(
    before: pd.Series,
    after: pd.Series,
    *,
    scale: tuple[int, int],
    promoter_from: int | None = None,
    detractor_to: int | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Did the NPS change from one survey to the next, or was it the luck of who answered?

    Parameters
    ----------
    before, after : Series
        The answers of two surveys of different customers.
    scale, promoter_from, detractor_to, confidence
        As in `net_promoter_score`.

    Returns
    -------
    DataFrame
        Rows "before", "after" and "change": customers, estimate (-1 to 1; of the change, -2 to 2),
        standard_error, low and high. Where low and high of the change are on both sides of 0, the
        surveys do not tell whether anything changed.

    References
    ----------
    The interval of a difference from the two intervals: Zou & Donner (2008), "Construction of
    confidence limits about effect measures", Statistics in Medicine 27, eq. (5).

    Examples
    --------
    >>> before, after = pd.Series([10, 9, 9, 8, 3]), pd.Series([10, 10, 9, 9, 7])
    >>> nps_change(before, after, scale=(0, 10)).round(2)
            customers  estimate  standard_error   low  high
    before          5       0.4            0.36 -0.30  0.87
    after           5       0.8            0.18  0.11  1.00
    change         10       0.4            0.40 -0.44  1.13
    """
    each = [
        net_promoter_score(
            one,
            scale=scale,
            promoter_from=promoter_from,
            detractor_to=detractor_to,
            confidence=confidence,
        )
        for one in (before, after)
    ]
    columns = ["customers", "estimate", "standard_error", "low", "high"]
    table = pd.concat(each)[columns].set_axis(["before", "after"], axis="index")
    (size, old, error, low, high), (new_size, new, new_error, new_low, new_high) = table.to_numpy()
    change = new - old
    table.loc["change"] = [
        size + new_size,
        change,
        np.hypot(error, new_error),
        change - np.hypot(new - new_low, high - old),
        change + np.hypot(new_high - new, old - low),
    ]
    return table.astype({"customers": "int64"})


def top_box(
    scores: pd.Series,
    *,
    scale: tuple[int, int],
    boxes: int = 1,
    by: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of customers gives the best answer, or one of the best few?

    Parameters
    ----------
    scores, scale, by, confidence
        As in `net_promoter_score`.
    boxes : int
        How many of the best answers count: 1 for the best alone, 2 for the best two.

    Returns
    -------
    DataFrame
        One row a group (or "all"): customers (who answered), estimate (0 to 1), standard_error,
        low and high (Wilson's interval).

    Examples
    --------
    >>> top_box(pd.Series([5, 5, 4, 3, 1]), scale=(1, 5)).round(2).iloc[0].to_list()
    [5.0, 0.4, 0.22, 0.12, 0.77]
    """
    tables.confidence(confidence)
    found = answers(scores, scale)
    boxes = tables.whole("boxes", boxes, least=1)
    least, most = scale
    if boxes > most - least:
        raise ValueError(f"boxes={boxes} would count every answer from {least} to {most}")
    best = pd.Series(found > most - boxes)
    groups = best.groupby(groups_of(scores, by), observed=True)
    hits, n = groups.sum(), groups.size()
    rate = hits / n
    error = np.sqrt(rate * (1 - rate) / n)
    table = pd.DataFrame({"customers": n, "estimate": rate, "standard_error": error})
    return table.join(rate_interval(hits, n, confidence=confidence))


def answers_needed(
    margin_of_error: float,
    *,
    promoter_share: float = 0.5,
    detractor_share: float = 0.2,
    confidence: float = 0.95,
) -> int:
    """How many customers must answer for an NPS as exact as wanted?

    Parameters
    ----------
    margin_of_error : float
        How far the interval may reach to either side, above 0 and below 1: 0.05 for 5 points.
    promoter_share, detractor_share : float
        What is expected, 0 to 1, together at most 1. For the share of a top box, that share and 0.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    int
        Answers, not letters sent out.

    Raises
    ------
    ValueError
        A share or margin out of range, or shares by which all would answer alike: how exact a
        survey is hangs on how much answers differ.

    Examples
    --------
    >>> answers_needed(0.05)
    938
    """
    from scipy.special import ndtri

    reach = tables.share("margin_of_error", margin_of_error, ends=False)
    tables.number("margin_of_error", margin_of_error, least=1e-6)
    p = tables.share("promoter_share", promoter_share)
    d = tables.share("detractor_share", detractor_share)
    if p + d > 1 + 1e-12:
        raise ValueError(f"promoter_share + detractor_share = {p + d:g}, but can be at most 1")
    if p + d == (p - d) ** 2:
        raise ValueError(
            f"promoter_share={p:g} and detractor_share={d:g}: all would answer alike, and one "
            "answer would seem enough. Expect something between 0 and 1."
        )
    z = ndtri((1 + tables.confidence(confidence)) / 2)
    return max(int(np.ceil(z**2 * (p + d - (p - d) ** 2) / reach**2 - 1e-9)), 1)


def _nps_error(p: pd.Series, d: pd.Series, n: pd.Series) -> pd.Series:
    """The standard error of p - d, the shares of promoters and detractors among n."""
    return ((p + d - (p - d) ** 2) / n) ** 0.5


def _nps_interval(
    up: pd.Series, down: pd.Series, n: pd.Series, confidence: float
) -> dict[str, pd.Series]:
    from scipy.special import ndtri

    p, d, more = (up + 0.5) / (n + 2), (down + 0.5) / (n + 2), n + 2
    reach = ndtri((1 + confidence) / 2) * _nps_error(p, d, more)
    return {"low": (p - d - reach).clip(-1, 1), "high": (p - d + reach).clip(-1, 1)}
