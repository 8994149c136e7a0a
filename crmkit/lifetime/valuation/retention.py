"""What is a customer worth who stays with the same probability every year?

Rates are annual and payments yearly: `annual_margin` is what one customer leaves in a year,
`retention_rate` the share that stays from one year to the next, `annual_discount_rate` .10 for
10 %. Most functions take numbers, arrays or Series and answer in kind.
"""

import math
from typing import Literal, cast, get_args

import numpy as np
import pandas as pd

from crmkit import money, tables
from crmkit.money import Numbers

__all__ = [
    "FirstPayment",
    "break_even_retention",
    "constant_retention_value",
    "margin_multiple",
    "retention_elasticity",
    "retention_programme_value",
]

# When the first payment comes. The formulas of textbooks differ in nothing else.
FirstPayment = Literal["now", "now_if_retained", "in_a_year", "in_a_year_if_retained"]


def constant_retention_value(
    *,
    annual_margin: Numbers,
    retention_rate: Numbers,
    annual_discount_rate: float,
    first_payment: FirstPayment,
    years: int | None = None,
) -> Numbers:
    """What is a customer worth who stays with the same probability every year?

    With margin m, retention r and discount rate d, over an infinite horizon, by first payment::

        now                     m (1 + d) / (1 + d - r)    a new customer who pays in advance
        now_if_retained         m r (1 + d) / (1 + d - r)  just before a renewal in advance
        in_a_year               m / (1 + d - r)            a new customer who pays in arrears
        in_a_year_if_retained   m r / (1 + d - r)          the margin multiple: what is still to
                                                           come after this year's payment

    Parameters
    ----------
    annual_margin
        m, money a year.
    retention_rate
        r, 0 to 1; a number, an array or a Series.
    annual_discount_rate
        d, 0 or more.
    first_payment
        When it comes, see above.
    years
        Count only so many payments (1 or more); None for all.

    Returns
    -------
    Money, in the form of what was given.

    Raises
    ------
    ValueError
        For values out of range, and for r = 1 at d = 0 without `years`: an infinite sum.

    References
    ----------
    Fader & Hardie's notes on CLV formulas; the differences are worked in lesson 30.

    Examples
    --------
    >>> for first in ("now", "in_a_year", "in_a_year_if_retained"):
    ...     round(constant_retention_value(annual_margin=100, retention_rate=0.8,
    ...                                    annual_discount_rate=0.1, first_payment=first), 2)
    366.67
    333.33
    266.67
    """
    tables.option("first_payment", first_payment, get_args(FirstPayment))
    discount = 1 + money.discount_rate(annual_discount_rate)
    _check("annual_margin", annual_margin)
    _check("retention_rate", retention_rate, least=0, most=1)
    if years is not None:
        tables.whole("years", years, least=1)
    factor = money.annuity(retention_rate / discount, payments=years)
    if first_payment.endswith("if_retained"):
        factor = factor * retention_rate
    if first_payment.startswith("in_a_year"):
        factor = factor / discount
    return annual_margin * factor


def margin_multiple(
    *, retention_rate: Numbers, annual_discount_rate: float, annual_margin_growth: float = 0.0
) -> Numbers:
    """How many annual margins is a customer still worth, this year's payment made?

    r / (1 + d - r (1 + g)), with retention r, discount rate d and growth g of the margin.

    Parameters
    ----------
    retention_rate
        r, 0 to 1; a number, an array or a Series.
    annual_discount_rate
        d, 0 or more.
    annual_margin_growth
        g, for ever; above -1.

    Raises
    ------
    ValueError
        For values out of range, and where the multiple is infinite.

    References
    ----------
    Gupta & Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1).

    Examples
    --------
    >>> round(margin_multiple(retention_rate=0.8, annual_discount_rate=0.12), 2)
    2.5
    """
    discount = 1 + money.discount_rate(annual_discount_rate)
    _check("retention_rate", retention_rate, least=0, most=1)
    growth = 1 + tables.number("annual_margin_growth", annual_margin_growth, above=-1)
    rest = discount - retention_rate * growth
    if np.any(np.asarray(rest) <= 0):
        raise ValueError(
            "the margin of those who stay grows faster than it is discounted: the value is "
            "infinite. Lower annual_margin_growth or raise annual_discount_rate"
        )
    return retention_rate / rest


def retention_elasticity(
    *, retention_rate: Numbers, annual_discount_rate: float, first_payment: FirstPayment
) -> Numbers:
    """By how many per cent does the value rise when retention rises by one per cent?

    r / V dV/dr of `constant_retention_value` over all years: r / (1 + d - r), and 1 more where the
    first payment itself depends on retention. The margin cancels out. Arguments as there.

    References
    ----------
    Gupta, Lehmann & Stuart (2004), Valuing customers, Journal of Marketing Research 41(1), report
    it by firm.

    Examples
    --------
    >>> round(retention_elasticity(retention_rate=0.8, annual_discount_rate=0.12,
    ...                            first_payment="now"), 2)
    2.5
    """
    constant_retention_value(
        annual_margin=1.0,
        retention_rate=retention_rate,
        annual_discount_rate=annual_discount_rate,
        first_payment=first_payment,
    )
    elasticity = retention_rate / (1 + annual_discount_rate - retention_rate)
    return elasticity + 1 if first_payment.endswith("if_retained") else elasticity


def break_even_retention(
    *,
    annual_margin: float,
    acquisition_cost: float,
    annual_discount_rate: float,
    first_payment: FirstPayment,
) -> float:
    """Which retention rate pays back what it cost to win a customer?

    Parameters
    ----------
    annual_margin, acquisition_cost
        Money, above 0.
    annual_discount_rate, first_payment
        As for `constant_retention_value`.

    Returns
    -------
    The r at which `constant_retention_value` over all years equals acquisition_cost; 0 where the
    first payment alone pays it back.

    Raises
    ------
    ValueError
        Where even r = 1 does not pay it back.

    Examples
    --------
    >>> round(break_even_retention(annual_margin=100, acquisition_cost=275,
    ...                            annual_discount_rate=0.1, first_payment="now"), 2)
    0.7
    """
    tables.number("annual_margin", annual_margin, above=0)
    tables.number("acquisition_cost", acquisition_cost, above=0)

    def value(retention_rate: float) -> float:
        found = constant_retention_value(
            annual_margin=annual_margin,
            retention_rate=retention_rate,
            annual_discount_rate=annual_discount_rate,
            first_payment=first_payment,
        )
        return cast(float, found)

    if value(0.0) >= acquisition_cost:
        return 0.0
    growth = 1 + annual_discount_rate
    # Each form is K (1 + d) / (1 + d - r) or K r (1 + d) / (1 + d - r), solved for r.
    paid = annual_margin if first_payment.startswith("now") else annual_margin / growth
    if first_payment.endswith("if_retained"):
        found = acquisition_cost * growth / (paid * growth + acquisition_cost)
    else:
        found = growth * (1 - paid / acquisition_cost)
    if found > 1 + 1e-12:
        best = "" if annual_discount_rate == 0 else f" (only {value(1.0):,.2f})"
        raise ValueError(
            f"an acquisition cost of {acquisition_cost:,.2f} is never paid back: not even a "
            f"customer who always stays is worth it{best}"
        )
    return min(found, 1.0)


def retention_programme_value(
    *,
    annual_margin: float,
    annual_promotion: float,
    retention_rate: float,
    years: int,
    annual_discount_rate: float,
) -> float:
    """What is a customer worth who pays at once and yearly, and is promoted to at mid-year?

    Sum of m (r / (1 + d))^i for i = 0 to n, less sum of M r^(i-1) / (1 + d)^(i-1/2) for i = 1 to n.

    Parameters
    ----------
    annual_margin, annual_promotion
        m and M, money a year.
    retention_rate
        r, 0 to 1.
    years
        n, 0 or more.
    annual_discount_rate
        d, 0 or more.

    References
    ----------
    Case 1 of Berger & Nasr (1998), Customer lifetime value: marketing models and applications,
    Journal of Interactive Marketing 12(1).

    Examples
    --------
    >>> round(retention_programme_value(annual_margin=260, annual_promotion=50,
    ...                                 retention_rate=0.75, years=10,
    ...                                 annual_discount_rate=0.2), 2)
    568.78
    """
    discount = 1 + money.discount_rate(annual_discount_rate)
    _check("annual_margin", annual_margin)
    _check("annual_promotion", annual_promotion)
    share = tables.share("retention_rate", retention_rate) / discount
    years = tables.whole("years", years)
    margins = annual_margin * money.annuity(share, payments=years + 1)
    promotions = annual_promotion * money.annuity(share, payments=years)
    return cast(float, margins - promotions / math.sqrt(discount))


def _check(name: str, value: Numbers, *, least: float = -math.inf, most: float = math.inf) -> None:
    """Refuse what is no finite number in range, or holds one that is not."""
    if np.ndim(value) == 0:
        tables.number(name, value, least=least, most=most)
    else:
        tables.numbers(pd.Series(value), name=name, least=least, most=most)
