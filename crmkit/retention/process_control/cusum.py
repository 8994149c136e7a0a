"""Cumulative sums: small changes that last show up soon, because the chart forgets nothing.

The sum of what lies above a reference k, never below 0, stays near 0 while all is as before; after
a rise it climbs. It signals above h. `run_lengths` says which h gives how many false alarms.
"""

import math
from typing import Literal

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.retention.process_control import weeks

__all__ = [
    "count_cusum",
    "first_signal",
    "reference_share",
    "reference_value",
    "tabular_cusum",
    "two_sided",
    "when_changed",
]

Side = Literal["up", "down"]


def reference_value(*, mean: float, ratio: float) -> float:
    """Which k is the best to detect that Poisson counts have become `ratio` times as many?

    k = (m1 - m0) / (ln m1 - ln m0), with m1 = ratio * m0 (Lucas 1985).

    Parameters
    ----------
    mean : float
        Events a week before the change, above 0.
    ratio : float
        Above 0 and not 1; below 1 for a chart that watches for a fall.

    Examples
    --------
    >>> round(reference_value(mean=6.346, ratio=1.2), 2)
    6.96
    """
    return tables.number("mean", mean, above=0) * _times(ratio) / math.log(ratio)


def reference_share(*, rate: float, ratio: float) -> float:
    """As `reference_value` for shares of a base: k of a week is this times its customers.

    With p1 = ratio * p0, k / n = ln((1 - p0) / (1 - p1)) / ln(p1 (1 - p0) / (p0 (1 - p1))).

    Examples
    --------
    >>> round(6_600 * reference_share(rate=6.346 / 6_600, ratio=1.2), 2)
    6.96
    """
    before = tables.share("rate", rate, ends=False)
    _times(ratio)
    after = before * ratio
    if after >= 1:
        raise ValueError(f"{ratio:g} times a rate of {before:g} is above 1")
    kept = math.log1p(-before) - math.log1p(-after)
    return kept / (math.log(ratio) + kept)


def count_cusum(
    weekly: pd.DataFrame, *, events: str, k: float | str, h: float, side: Side = "up"
) -> pd.DataFrame:
    """When have weekly counts been above (or below) what they were for long enough to say so?

    S_t = max(0, S_(t-1) + x_t - k), or with k - x_t for "down"; a signal is S_t > h.

    Parameters
    ----------
    weekly : DataFrame
        One row a week, in order of time.
    events : str
        Its column of counts.
    k : float or str
        The reference, from `reference_value`; or the column that holds it week by week, where the
        base changes (`reference_share` times the customers).
    h : float
        Above 0, from `run_lengths.choose_h_counts`.
    side : "up" or "down"
        What to watch for: a rise or a fall.

    Returns
    -------
    DataFrame
        One row a week: actual, reference (k), cusum (S), weeks_in_run (since S was last 0) and
        signal (bool). S goes on after a signal.

    Raises
    ------
    ValueError
        A count is missing, negative or no whole number, weeks are twice or out of order.

    References
    ----------
    Page, E. S. (1954). Continuous inspection schemes. Biometrika 41, 100-115. Lucas, J. M. (1985).
    Counted data CUSUM's. Technometrics 27(2), 129-144.

    Examples
    --------
    >>> weekly = pd.DataFrame({"exits": [6, 9, 11, 10, 9]})
    >>> count_cusum(weekly, events="exits", k=7, h=5)["cusum"].tolist()
    [0.0, 2.0, 6.0, 9.0, 11.0]
    """
    number = weeks.counts(weekly, events, least=1)
    if isinstance(k, str):
        tables.check_columns(weekly, [k], name="weekly")
        reference = weeks.sizes(weekly, k)
    else:
        reference = np.full(len(number), tables.number("k", k, above=0))
    return _run(weekly.index, number, reference, h, side)


def tabular_cusum(
    values: pd.Series,
    *,
    target: float,
    k: float,
    h: float,
    standard_deviation: float = 1.0,
    side: Side = "up",
) -> pd.DataFrame:
    """When have weekly means or rates been off target for long enough to say so?

    As `count_cusum`, for any numbers: C_t = max(0, x_t - (target + k s) + C_(t-1)), a signal if
    C_t > h s, with s the standard deviation of one week (1: k and h in the unit of the values).

    Examples
    --------
    >>> values = pd.Series([9.5, 11.0, 12.5, 11.5])
    >>> tabular_cusum(values, target=10, k=0.5, h=3)["cusum"].tolist()
    [0.0, 0.5, 2.5, 3.5]
    """
    tables.check_series(values, name="values", row="week")
    weeks.check_order(values.index, least=1)
    found = tables.numbers(values, name="values").astype(float)
    deviation = tables.number("standard_deviation", standard_deviation, above=0)
    slack = tables.number("k", k, least=0) * deviation
    tables.option("side", side, ["up", "down"])
    centre = tables.number("target", target) + (slack if side == "up" else -slack)
    reach = tables.number("h", h, above=0) * deviation
    return _run(values.index, found, np.full(len(found), centre), reach, side)


def two_sided(
    values: pd.Series, *, target: float, k: float, h: float, standard_deviation: float = 1.0
) -> pd.DataFrame:
    """Both sides of `tabular_cusum` at once.

    Returns
    -------
    DataFrame
        One row a week: actual, upper_cusum, lower_cusum (both 0 or more) and signal (of either).

    Examples
    --------
    >>> two_sided(pd.Series([9.0, 12.0]), target=10, k=0.5, h=3)["lower_cusum"].tolist()
    [0.5, 0.0]
    """
    both = {
        side: tabular_cusum(
            values, target=target, k=k, h=h, standard_deviation=standard_deviation, side=side
        )
        for side in ("up", "down")
    }
    return pd.DataFrame(
        {
            "actual": both["up"]["actual"],
            "upper_cusum": both["up"]["cusum"],
            "lower_cusum": both["down"]["cusum"],
            "signal": both["up"]["signal"] | both["down"]["signal"],
        }
    )


def first_signal(chart: pd.DataFrame) -> pd.Series:
    """When did the chart first signal, since when has its sum been above 0, and what is it now?

    Parameters
    ----------
    chart : DataFrame
        From `count_cusum` or `tabular_cusum`.

    Returns
    -------
    Series
        signalled_at and began_at (labels of weeks), weeks_in_run, and estimate: the mean since
        then, reference +- S / weeks_in_run. It is too far off, since only runs that are far off
        signal; the week is the first after the sum was last 0: `when_changed` has its interval.

    Raises
    ------
    ValueError
        There is no signal.

    Examples
    --------
    >>> weekly = pd.DataFrame({"exits": [6, 9, 11, 10]}, index=[1, 2, 3, 4])
    >>> first_signal(count_cusum(weekly, events="exits", k=7, h=5)).to_dict()
    {'signalled_at': 3, 'began_at': 2, 'weeks_in_run': 2, 'estimate': 10.0}
    """
    tables.check_columns(
        chart, ["actual", "weeks_in_run", "signal"], name="the chart", mend="From count_cusum."
    )
    tables.column(chart, "actual")
    runs = tables.column(chart, "weeks_in_run", least=0, whole=True)
    if not pd.api.types.is_bool_dtype(chart["signal"]) or chart["signal"].isna().any():
        raise ValueError("'signal' of the chart must be True or False: take it from count_cusum")
    if (runs > np.arange(1, len(chart) + 1)).any():
        raise ValueError("a run began before the first week of the chart: give all of its weeks")
    if not chart["signal"].any():
        raise ValueError(f"no signal in {len(chart)} weeks: there is no change to be dated")
    place = int(chart["signal"].to_numpy().argmax())
    run = int(chart["weeks_in_run"].iloc[place])
    begin = place - run + 1
    return pd.Series(
        {
            "signalled_at": chart.index[place],
            "began_at": chart.index[begin],
            "weeks_in_run": run,
            "estimate": float(chart["actual"].iloc[begin : place + 1].mean()),
        },
        dtype=object,
    )


def when_changed(
    weekly: pd.DataFrame,
    *,
    events: str,
    mean: float | None = None,
    dispersion: float = 1.0,
    confidence: float = 0.95,
) -> pd.Series:
    """If counts changed once, in which week, and how many times as many are they since?

    Each week but the first is as likely as the others, before the data, to be the first of the new
    rate. Counts are Poisson, their two rates have the same weak prior, an exponential distribution
    around the overall mean. The interval is the span of the most probable weeks.

    Parameters
    ----------
    weekly, events
        As for `count_cusum`; four weeks or more, up to the week of the signal or later.
    mean : float, optional
        Events a week before the change, if they are known from earlier years. It helps much: a rise
        of a fifth in few events can hardly be dated without.
    dispersion : float
        Variance of a week over that of chance, 1 or more (see `charts.overdispersion`): a week then
        says as much as 1 / dispersion Poisson weeks.

    Returns
    -------
    Series
        estimate, low and high (labels of weeks: the first of the new rate), ratio (new over old
        rate), ratio_low and ratio_high.

    Raises
    ------
    ValueError
        As for `count_cusum`; or there is no event at all.

    References
    ----------
    Raftery, A. E. & Akman, V. E. (1986). Bayesian analysis of a Poisson process with a
    change-point. Biometrika 73(1), 85-89.

    Examples
    --------
    >>> weekly = pd.DataFrame({"exits": [6, 5, 7, 6, 15, 14, 16, 15]}, index=range(1, 9))
    >>> when_changed(weekly, events="exits").loc[["estimate", "low", "high"]].tolist()
    [5, 4, 6]
    """
    from scipy.optimize import brentq
    from scipy.special import gammaln
    from scipy.stats import f, gamma

    inside = tables.confidence(confidence)
    times = tables.number("dispersion", dispersion, least=1)
    number = weeks.counts(weekly, events, least=4)
    if not number.any():
        raise ValueError(f"{events!r} is 0 in all weeks: no rate to compare with")
    sums = np.cumsum(number)
    n = len(number)
    old = np.arange(1, n)
    # Gamma posteriors of both rates for each week of change: shapes a, exposures b.
    a0, a1 = 1 + sums[:-1] / times, 1 + (sums[-1] - sums[:-1]) / times
    b0, b1 = old / times + 1 / number.mean(), (n - old) / times + 1 / number.mean()
    log = gammaln(a1) - a1 * np.log(b1)
    if mean is None:
        log += gammaln(a0) - a0 * np.log(b0)
    else:
        known = tables.number("mean", mean, above=0)
        if not 1e-6 < known / number.mean() < 1e6:
            raise ValueError(
                f"mean={mean:g} is nowhere near the {number.mean():g} events of these weeks: give "
                "events a week"
            )
        log += (sums[:-1] * math.log(known) - old * known) / times
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    order = np.argsort(-weight)
    held = order[: int(np.searchsorted(np.cumsum(weight[order]), inside) + 1)]

    def quantile(wanted: float) -> float:
        def below(log_ratio: float) -> float:
            x = math.exp(log_ratio)
            if mean is None:
                share = f.cdf(x * (a0 / b0) / (a1 / b1), 2 * a1, 2 * a0)
            else:
                share = gamma.cdf(x * mean * b1, a1)
            return float((weight * share).sum()) - wanted

        return math.exp(brentq(below, -25.0, 25.0))

    labels = weekly.index[1:]
    return pd.Series(
        {
            "estimate": labels[int(order[0])],
            "low": labels[int(held.min())],
            "high": labels[int(held.max())],
            "ratio": quantile(0.5),
            "ratio_low": quantile((1 - inside) / 2),
            "ratio_high": quantile((1 + inside) / 2),
        },
        dtype=object,
    )


def _times(ratio: float) -> float:
    found = tables.number("ratio", ratio, above=0, mend="e.g. 1.2 for a fifth more")
    if found == 1:
        raise ValueError("ratio=1 is no change: give the change that is to be detected, e.g. 1.2")
    return found - 1


def _run(
    index: pd.Index, values: np.ndarray, reference: np.ndarray, h: float, side: Side
) -> pd.DataFrame:
    sign = 1 if tables.option("side", side, ["up", "down"]) == "up" else -1
    limit = tables.number("h", h, above=0)
    total, run = 0.0, 0
    sums, runs = np.empty(len(values)), np.empty(len(values), dtype="int64")
    for place, away in enumerate(sign * (values - reference)):
        total = max(0.0, total + away)
        run = run + 1 if total > 0 else 0
        sums[place], runs[place] = total, run
    return pd.DataFrame(
        {
            "actual": values,
            "reference": reference,
            "cusum": sums,
            "weeks_in_run": runs,
            # A sum that is h but for rounding is no signal.
            "signal": sums > limit + 1e-9 * max(1.0, limit),
        },
        index=index,
    )
