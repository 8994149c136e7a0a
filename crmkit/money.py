"""Money and time: what a payment to come is worth today. Each formula stands here once.

Rates are annual: .10 for 10 % a year. A year has 365.25 days.
"""

import math

import numpy as np
import pandas as pd

from crmkit import tables

DAYS_OF_A_YEAR = 365.25

Numbers = float | np.ndarray | pd.Series


def discount_rate(annual_discount_rate: float, *, positive: bool = False) -> float:
    """The rate, if it is one: 0 or more; above 0 where an endless sum needs that.

    >>> discount_rate(-0.1)
    Traceback (most recent call last):
    ValueError: annual_discount_rate=-0.1 must be a number of 0 or more, e.g. 0.1 for 10 % a year
    """
    ends = {"above": 0.0} if positive else {"least": 0.0}
    example = "e.g. 0.1 for 10 % a year"
    return tables.number("annual_discount_rate", annual_discount_rate, mend=example, **ends)


def log_growth(annual_discount_rate: float, *, days: float) -> float:
    """The continuous rate of a period of so many days: ln(1 + d) times its share of a year.

    A payment t periods ahead is worth exp(-rate t) today.
    """
    return math.log1p(discount_rate(annual_discount_rate)) * days / DAYS_OF_A_YEAR


def discount_factor(annual_discount_rate: float, *, days: float = DAYS_OF_A_YEAR) -> float:
    """What is a unit of money worth today that comes in so many days? (1 + d)^(-days / 365.25)

    >>> round(discount_factor(0.1), 4)
    0.9091
    """
    return math.exp(-log_growth(annual_discount_rate, days=days))


def annuity(share: Numbers, *, payments: int | None = None) -> Numbers:
    """What are payments worth of which each is `share` of the one before, the first one 1?

    The sum of share^i over i = 0, 1, ...: 1 / (1 - share) for ever, (1 - share^n) / (1 - share)
    for n payments. With retention r and discount rate d, share is r / (1 + d). share: 0 or more,
    below 1 for ever; numbers, arrays or Series, answered in kind. Raises ValueError for an
    infinite sum.

    >>> annuity(0.5), annuity(0.5, payments=2), annuity(1.0, payments=3)
    (2.0, 1.5, 3.0)
    """
    stuck = np.asarray(share) >= 1
    if payments is None:
        if stuck.any():
            raise ValueError(
                "payments that never shrink are worth an infinite sum: with a retention_rate of 1 "
                "and no discount, give the number of years"
            )
        return 1 / (1 - share)
    n = tables.whole("payments", payments, least=0)
    if np.ndim(share) == 0:
        return float(n) if share == 1 else (1 - share**n) / (1 - share)
    one = np.asarray(share) == 1
    terms = np.where(one, n, (1 - np.asarray(share) ** n) / np.where(one, 1, 1 - share))
    return pd.Series(terms, index=share.index) if isinstance(share, pd.Series) else terms
