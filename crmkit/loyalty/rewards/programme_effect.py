"""Does a programme change what customers buy, or does it reward what they would have bought?"""

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["around_joining", "before_and_after", "effect_of_invitation"]


def around_joining(
    purchases: pd.DataFrame, joined: pd.Series, *, months: int = 12, confidence: float = 0.95
) -> pd.DataFrame:
    """How much did members buy in each month before and after they joined?

    Parameters
    ----------
    purchases : DataFrame
        One row a customer (index), one column a month, named by whole numbers in steps of 1:
        purchases, 0 or more. Looked at are those of members whose months count.
    joined : Series
        The month in which a customer joined, missing for those who never did; the same index.
    months : int
        How many on either side, 1 or more. Only members with so many on both sides count, so that
        every month is about the same people.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a month (index months_since_joining, 0 is the month of joining): customers,
        mean_purchases, low, high.

    Raises
    ------
    ValueError
        Fewer than two members have so many months on both sides; customers differ.

    Examples
    --------
    >>> bought = pd.DataFrame([[1, 2, 4, 3], [0, 1, 3, 2], [1, 1, 1, 1]], columns=[1, 2, 3, 4])
    >>> joined = pd.Series([3, 3, None])
    >>> around_joining(bought, joined, months=1)["mean_purchases"]  # doctest: +NORMALIZE_WHITESPACE
    months_since_joining
    -1    1.5
     0    3.5
     1    2.5
    Name: mean_purchases, dtype: float64
    """
    from scipy.special import ndtri

    z = ndtri((1 + tables.confidence(confidence)) / 2)
    months = tables.whole("months", months, least=1)
    around = _around(purchases, joined, months)
    error = around.std(axis=0, ddof=1) / np.sqrt(len(around))
    mean = around.mean(axis=0)
    months_since = pd.Index(range(-months, months + 1), name="months_since_joining")
    return pd.DataFrame(
        {
            "customers": len(around),
            "mean_purchases": mean,
            "low": np.maximum(mean - z * error, 0),
            "high": mean + z * error,
        },
        index=months_since,
    )


def before_and_after(
    purchases: pd.DataFrame, joined: pd.Series, *, months: int = 12, confidence: float = 0.95
) -> pd.Series:
    """By how much more do members buy after joining than before, whatever the reason?

    Purchases of `months` after the month of joining over those of as many before it, less 1. This
    is no effect of the programme: who is about to buy more joins. The interval allows for chance
    (delta method for a ratio of means over customers), and not for that.

    Parameters
    ----------
    purchases, joined, months, confidence
        As in `around_joining`.

    Returns
    -------
    Series
        estimate, standard_error, low, high: a change, 0.2 for 20 % more.

    Raises
    ------
    ValueError
        As in `around_joining`, and where members bought nothing before.

    Examples
    --------
    >>> bought = pd.DataFrame([[2, 1, 4], [2, 1, 2]], columns=[1, 2, 3])
    >>> float(before_and_after(bought, pd.Series([2, 2]), months=1)["estimate"])
    0.5
    """
    confidence = tables.confidence(confidence)
    months = tables.whole("months", months, least=1)
    around = _around(purchases, joined, months)
    before, after = around[:, :months].sum(axis=1), around[:, months + 1 :].sum(axis=1)
    if not before.sum():
        raise ValueError("members bought nothing before they joined: there is no change to measure")
    ratio = after.sum() / before.sum()
    apart = (after - ratio * before) / before.mean()
    error = float(np.std(apart, ddof=1) / np.sqrt(len(apart)))
    return _interval(ratio - 1, error, confidence, name="change")


def effect_of_invitation(
    outcome: pd.Series,
    *,
    invited: pd.Series,
    joined: pd.Series,
    baseline: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much do members buy more because of the club, if lots decided who was invited?

    Only those invited may join. The lot makes both groups alike in all but the invitation, so the
    difference of their means is caused by it: everybody is counted, joiner or not. Nobody can be
    changed by a club that they did not join; so the whole difference comes from the joiners, and
    divided by their share it is the effect on one of them (Bloom 1984).

    Parameters
    ----------
    outcome : Series
        What each customer bought after the invitation: purchases, 0 or more (index: customers).
    invited : Series
        Whether the lot fell on them: True or False.
    joined : Series
        Whether they joined: True or False; only among those invited.
    baseline : Series, optional
        What each bought in a period before, 0 or more. It narrows the interval: what
        customers differed in all along is taken out by a common slope (least squares).
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        Three rows with estimate, standard_error, low and high: "a customer invited" (more bought
        than without invitation), "a member" (more bought than without the club), and "lift" (the
        same as a share of what members would have bought anyway).

    Raises
    ------
    ValueError
        Nobody invited, nobody left out, nobody joined, members without invitation, customers that
        differ, missing values, members who would have bought nothing.

    References
    ----------
    Bloom, H. S. (1984). Accounting for no-shows in experimental evaluation designs. Evaluation
    Review 8(2), 225-246.

    Examples
    --------
    >>> bought = pd.Series([5.0, 3, 4, 4, 3, 2])
    >>> invited = pd.Series([True, True, True, False, False, False])
    >>> joined = pd.Series([True, False, True, False, False, False])
    >>> effect_of_invitation(bought, invited=invited, joined=joined)["estimate"].round(2)
    a customer invited    1.0
    a member              1.5
    lift                  0.5
    Name: estimate, dtype: float64
    """
    confidence = tables.confidence(confidence)
    bought = tables.by_customer(outcome, name="outcome", least=0).astype(float)
    lot = _flags(invited, outcome.index, "invited")
    member = _flags(joined, outcome.index, "joined")
    if (member & ~lot).any():
        mend = "This estimate is for clubs that only those invited may join."
        raise tables.bad_rows(outcome.index, member & ~lot, "joined without invitation", mend)
    for what, count in (
        ("invited", lot.sum()),
        ("not invited", (~lot).sum()),
        ("a member", member.sum()),
    ):
        if count < 2:
            raise ValueError(
                f"{count} customer(s) {'is' if count == 1 else 'are'} {what}: "
                "an interval needs two or more."
            )
    adjusted = bought.copy()
    if baseline is not None:
        _check_same(outcome.index, baseline, ("outcome", "baseline"))
        had = tables.by_customer(baseline.reindex(outcome.index), name="baseline", least=0)
        adjusted = bought - _slope(bought, had, lot) * (had - had.mean())
    # Of those invited: adjusted outcome, membership, and what members bought, customer by customer.
    parts = np.array([adjusted[lot], member[lot].astype(float), (bought * member)[lot]])
    others = adjusted[~lot]
    (mean, share, by_members), cover = parts.mean(axis=1), np.cov(parts) / lot.sum()
    noise = others.var(ddof=1) / len(others)
    difference = mean - others.mean()
    anyway = by_members - difference
    if anyway <= 0:
        raise ValueError(
            "members would have bought nothing without the club, by this estimate: too few "
            "customers for a lift. Take more, or pass a baseline."
        )
    # Each answer's slope in the four means; the last belongs to those not invited.
    slopes = {
        "a customer invited": (difference, [1, 0, 0]),
        "a member": (difference / share, [1 / share, -difference / share**2, 0]),
        "lift": (
            difference / anyway,
            [by_members / anyway**2, 0, -difference / anyway**2],
        ),
    }
    rows = {}
    for name, (estimate, slope) in slopes.items():
        variance = slope @ cover @ np.array(slope) + slope[0] ** 2 * noise
        rows[name] = _interval(estimate, float(np.sqrt(variance)), confidence, name=name)
    return pd.DataFrame(rows).T


# --- How it is done -----------------------------------------------------------------------------


def _around(purchases: pd.DataFrame, joined: pd.Series, months: int) -> np.ndarray:
    """One row a member, one column a month from `months` before joining to as many after."""
    if not isinstance(purchases, pd.DataFrame):
        found = type(purchases).__name__
        raise TypeError(f"purchases must be a DataFrame, a column a month, not a {found}")
    if purchases.empty:
        raise ValueError("purchases is empty: it has no customers or no months")
    names = purchases.columns
    steady = names.dtype.kind in "iu" and (np.diff(names.to_numpy()) == 1).all()
    if not steady:
        raise ValueError(
            f"the columns of purchases must be months 1, 2, 3, ... without gaps; found "
            f"{list(names[:5])}. Number them first."
        )
    tables.check_each_once(purchases.index, name="purchases")
    _check_same(purchases.index, joined, ("purchases", "joined"))
    first, last = int(names[0]), int(names[-1])
    month = joined.reindex(purchases.index).dropna().infer_objects()
    mend = "The month of joining is the number of its column in purchases."
    start = tables.numbers(month, name="joined", whole=True, mend=mend) if len(month) else month
    # Who joined long before or after the panel has no months in it, whatever the number.
    start = np.clip(start, first - 1, last + 1).astype(int)
    seen = (start - months >= first) & (start + months <= last)
    if seen.sum() < 2:
        raise ValueError(
            f"{int(seen.sum())} member(s) have {months} month(s) on both sides of joining, within "
            f"months {first} to {last}: two or more are needed. Take fewer months."
        )
    bought = purchases.loc[month.index[seen]]
    for name in bought:
        tables.numbers(bought[name], name=f"purchases in month {name}", least=0)
    places = start[seen, None] - first + np.arange(-months, months + 1)
    return np.take_along_axis(bought.to_numpy(dtype=float), places, axis=1)


def _check_same(index: pd.Index, values: pd.Series, names: tuple[str, str]) -> None:
    tables.check_series(values, name=names[1])
    tables.check_each_once(values.index, name=names[1])
    tables.check_same_customers(index, values.index, names=names)


def _flags(values: pd.Series, index: pd.Index, name: str) -> np.ndarray:
    """True or False a customer, in the order of the outcome."""
    _check_same(index, values, ("outcome", name))
    if values.isna().any():
        mend = "Fill in True or False; of a month of joining, take .notna()."
        raise tables.bad_rows(values.index, values.isna(), f"{name} is missing", mend)
    wrong = ~values.astype(object).map(lambda value: value in (True, False)).astype(bool)
    if wrong.any():
        raise ValueError(f"{name} must be True or False, but holds {list(values[wrong][:3])}")
    return values.reindex(index).to_numpy(dtype=bool)


def _slope(outcome: np.ndarray, baseline: np.ndarray, invited: np.ndarray) -> float:
    """How much of the baseline comes back in the outcome, within both groups."""
    apart = [
        (outcome[group] - outcome[group].mean(), baseline[group] - baseline[group].mean())
        for group in (invited, ~invited)
    ]
    spread = sum((had**2).sum() for _, had in apart)
    return float(sum((had * now).sum() for now, had in apart) / spread) if spread else 0.0


def _interval(estimate: float, error: float, confidence: float, *, name: str) -> pd.Series:
    from scipy.special import ndtri

    z = ndtri((1 + confidence) / 2)
    return pd.Series(
        {
            "estimate": estimate,
            "standard_error": error,
            "low": estimate - z * error,
            "high": estimate + z * error,
        },
        name=name,
    )
