"""What follows a complaint, and what is an offer worth that answers it?"""

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.experience.loyalty_curve import check_aligned, counted, numbers, rates

__all__ = ["mean_differences", "offer_by_count", "outcome_from"]


def outcome_from(
    counts: pd.Series,
    outcome: pd.Series,
    *,
    at_most: int | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Of those who came to a first, second, third ... complaint, how many left?

    Who makes the fourth call has made four *or will make more*: at that moment nobody knows.
    So a row holds all who came that far.

    Parameters
    ----------
    counts, outcome, confidence
        As in `loyalty_curve.outcome_curve`; counts are 0 or more.
    at_most : int, optional
        The last row; further ones are left out, and nobody is lost by it.

    Returns
    -------
    DataFrame
        One row a count from 0 on: customers (who came so far), estimate (the rate of the outcome
        among them), low and high.

    Examples
    --------
    >>> calls = pd.Series([0, 1, 1, 2, 2])
    >>> outcome_from(calls, pd.Series([0, 0, 0, 1, 0])).round(2)[["customers", "estimate"]]
       customers  estimate
    0          5      0.20
    1          4      0.25
    2          2      0.50
    """
    tables.confidence(confidence)
    found, happened = counted(counts, outcome, at_most)
    if found.min() < 0:
        raise tables.bad_rows(counts.index, counts < 0, "counts is negative", "Drop or mend them.")
    steps = pd.RangeIndex(int(found.max()) + 1, name=counts.name)
    # Who came to k exactly, added up from the last row to the first.
    each = [np.bincount(found[picked]) for picked in (happened == 1, found >= 0)]
    hits, sizes = (
        pd.Series(np.pad(one, (0, len(steps) - len(one)))[::-1].cumsum()[::-1], index=steps)
        for one in each
    )
    return rates(hits, sizes, confidence)


def mean_differences(
    outcome: pd.Series, groups: pd.Series, *, reference: str | float, confidence: float = 0.95
) -> pd.DataFrame:
    """How far apart are groups of customers, such as those whose complaint was handled well?

    Parameters
    ----------
    outcome : Series
        A number a customer, or True and False: satisfaction, or whether they bought again.
    groups : Series
        The group of each customer; the same index.
    reference
        The group that the others are compared with.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group, the reference first: customers, estimate (the mean outcome), low and high
        (t interval); difference (from the reference), difference_low and difference_high (Welch's
        interval). Ends are NaN where one customer, or answers all alike, give no spread.

    Raises
    ------
    ValueError
        No such group, fewer than two groups, missing answers or codes for them.

    References
    ----------
    Welch (1947), "The generalization of Student's problem when several different population
    variances are involved", Biometrika 34.

    Examples
    --------
    >>> answers, handled = pd.Series([8, 9, 10, 5, 6]), pd.Series(["well"] * 3 + ["badly"] * 2)
    >>> mean_differences(answers, handled, reference="badly").round(1)[["estimate", "difference"]]
           estimate  difference
    badly       5.5         NaN
    well        9.0         3.5
    """
    from scipy.stats import t

    tail = (1 + tables.confidence(confidence)) / 2
    found = pd.Series(numbers(outcome), index=outcome.index)
    tables.refuse_codes(outcome.index, found.to_numpy(), "outcome")
    check_aligned(groups, outcome, "groups", "outcome")
    tables.check_labels(groups, name="groups")
    by = found.groupby(groups, observed=True)
    sizes, means, spreads = by.size(), by.mean(), by.var()
    names = list(sizes.index)
    tables.option("reference", reference, names)
    if len(names) < 2:
        raise ValueError(f"there is only the group {reference!r}: nothing to compare it with")
    first = names.index(reference)
    order = [first, *(place for place in range(len(names)) if place != first)]
    n, mean = sizes.to_numpy()[order], means.to_numpy()[order]
    # The squared error of each mean; unknown for a group of one.
    squared = spreads.to_numpy()[order] / n
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.sqrt(_positive(squared)) * t.ppf(tail, n - 1)
        both = _positive(squared + squared[0])
        degrees = both**2 / (squared**2 / (n - 1) + squared[0] ** 2 / (n[0] - 1))
        apart_reach = np.sqrt(both) * t.ppf(tail, degrees)
    apart = mean - mean[0]
    apart[0] = np.nan
    return pd.DataFrame(
        {
            "customers": n,
            "estimate": mean,
            "low": mean - reach,
            "high": mean + reach,
            "difference": apart,
            "difference_low": apart - apart_reach,
            "difference_high": apart + apart_reach,
        },
        index=sizes.index[order].rename(None),
    )


def _positive(squared: np.ndarray) -> np.ndarray:
    """NaN in the place of 0: answers all alike give no spread to judge by."""
    return np.where(squared > 0, squared, np.nan)


def offer_by_count(
    counts: pd.Series,
    left: pd.Series,
    *,
    offer_cost: float,
    margin: float,
    saved_share: float,
    at_most: int | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """At which complaint does a retention offer pay, and how much?

    Everybody who comes to the k-th complaint gets one offer there. It costs the same whether they
    would have left or not, and holds a share of those who would. What an offer brings is

        rate of leaving * saved_share * margin - offer_cost

    Parameters
    ----------
    counts, left, at_most, confidence
        As in `outcome_from`; `left` says who left without an offer.
    offer_cost : float
        Money an offer, 0 or more.
    margin : float
        Money that a customer who stays brings, above 0.
    saved_share : float
        Of those who would leave, how many stay for the offer, 0 to 1: from a trial.

    Returns
    -------
    DataFrame
        One row a complaint from the first on: customers (who come to it), leaving_rate, estimate
        (money an offer brings), low and high (by the interval of the rate alone; saved_share is
        taken as known), value (money that all offers of the row bring), saved_share_needed (of
        those who would leave, how many the offer must hold to pay; above 1 it cannot pay).

    Examples
    --------
    >>> calls, left = pd.Series([1, 1, 1, 2, 2]), pd.Series([0, 0, 0, 1, 1])
    >>> table = offer_by_count(calls, left, offer_cost=20, margin=120, saved_share=0.5)
    >>> table[["customers", "leaving_rate", "estimate", "value", "saved_share_needed"]].round(2)
       customers  leaving_rate  estimate  value  saved_share_needed
    1          5           0.4       4.0   20.0                0.42
    2          2           1.0      40.0   80.0                0.17
    """
    cost = tables.number("offer_cost", offer_cost, least=0)
    margin = tables.number("margin", margin, above=0)
    stake = margin * tables.share("saved_share", saved_share)
    reached = outcome_from(counts, left, at_most=at_most, confidence=confidence).iloc[1:]
    if reached.empty:
        raise ValueError("counts is 0 throughout: nobody complained, so nobody gets an offer")
    money = stake * reached[["estimate", "low", "high"]] - cost
    return pd.DataFrame(
        {
            "customers": reached["customers"],
            "leaving_rate": reached["estimate"],
            **{name: money[name] for name in money},
            "value": money["estimate"] * reached["customers"],
            # Where nobody leaves, no offer holds anybody.
            "saved_share_needed": cost / (margin * reached["estimate"]).replace(0, np.nan),
        }
    )
