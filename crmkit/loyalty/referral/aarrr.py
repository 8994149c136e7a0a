"""The AARRR chain: which step from being reached to paying loses people, and which pays most?

Acquisition, activation, retention, referral, revenue (McClure 2007). Four are steps on one way;
referral leads from its middle back to its beginning.
"""

import math

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.rates import rate_interval

__all__ = ["conversion", "gains"]

STEPS = ("acquired", "activated", "retained", "paying")


def conversion(people: pd.Series, *, confidence: float = 0.95) -> pd.DataFrame:
    """What share goes on from each step to the next? Acquired, activated, retained, paying.

    Parameters
    ----------
    people : Series
        Numbers of people by step, first those reached, then "acquired", "activated", "retained"
        and "paying" in this order: whole, and none above the one before.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a step but the first: people, conversion_rate (of the step before), low and high
        (Wilson's interval). A step that nobody reached has no rate after it: NaN.

    Examples
    --------
    >>> people = pd.Series([1000, 200, 100, 40, 10],
    ...                    index=["reached", "acquired", "activated", "retained", "paying"])
    >>> conversion(people)["conversion_rate"].to_list()
    [0.2, 0.5, 0.4, 0.25]
    """
    tables.confidence(confidence)
    counts = pd.Series(_checked(people)).astype("int64")
    steps = pd.Index(STEPS, name="step")
    before, after = counts[:-1].set_axis(steps), counts[1:].set_axis(steps)
    known = before > 0
    table = pd.DataFrame({"people": after, "conversion_rate": (after / before).where(known)})
    bounds = rate_interval(after, before.clip(lower=1), confidence=confidence)
    return table.join(bounds.where(known, axis="index"))


def gains(
    people: pd.Series, *, invited: float, customer_value: float, points: float = 1.0
) -> pd.DataFrame:
    """Which step of the chain pays most? What a few percentage points at each would bring.

    Those retained invite; who is invited enters at the top. So K = invited per person reached, and
    one who is reached without an invitation leads to 1 / (1 - K) who are reached. A better
    step before the invitation lifts K as well; paying, after it, does not.

    Parameters
    ----------
    people : Series
        As for `conversion`, all who were reached, by invitation or not.
    invited : float
        How many of those reached came by an invitation, 0 or more and fewer than all.
    customer_value : float
        What a paying customer is worth, above 0.
    points : float
        By how many percentage points each rate rises, above 0.

    Returns
    -------
    DataFrame
        One row a step: conversion_rate, `more_paying` (customers more, from as many people reached
        without invitation) and `gain` (their money). NaN where the rate would pass 1 or is
        unknown; infinite where K would reach 1.

    Examples
    --------
    >>> people = pd.Series([1000, 200, 100, 40, 10],
    ...                    index=["reached", "acquired", "activated", "retained", "paying"])
    >>> gains(people, invited=0, customer_value=50)["gain"].round(1).to_list()
    [25.0, 10.0, 12.5, 20.0]
    """
    counts = _checked(people)
    value = tables.number("customer_value", customer_value, above=0)
    step = tables.number("points", points, above=0, most=100) / 100
    reached = float(counts[0])
    k = tables.number("invited", invited, least=0, below=reached) / reached
    rates = conversion(people)["conversion_rate"]
    paying = float(counts[-1])
    more = {}
    for name, rate in rates.items():
        if not rate > 0 or rate + step > 1:
            more[name] = math.nan
            continue
        lifted = (rate + step) / rate
        k_after = k * lifted if name != "paying" else k
        more[name] = paying * (lifted * (1 - k) / (1 - k_after) - 1) if k_after < 1 else math.inf
    gained = pd.Series(more)
    return pd.DataFrame(
        {"conversion_rate": rates, "more_paying": gained, "gain": value * gained},
        index=rates.index,
    )


def _checked(people: pd.Series) -> np.ndarray:
    if not isinstance(people, pd.Series):
        raise TypeError(f"people must be a Series by step, not a {type(people).__name__}")
    if list(people.index[1:]) != list(STEPS):
        raise ValueError(
            f"people must have five steps, those reached first and then {list(STEPS)}; found "
            f"{list(people.index)}"
        )
    counts = tables.numbers(people, name="people", least=0, whole=True).astype(float)
    rising = np.append(False, counts[1:] > counts[:-1])
    if rising.any():
        raise tables.bad_rows(
            people.index, rising, "people are more than in the step before", "Count people once."
        )
    if counts[0] == 0:
        raise ValueError("nobody was reached: people begins with 0")
    return counts
