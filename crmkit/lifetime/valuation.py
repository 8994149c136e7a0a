"""What is a customer worth, in money: formulas for a constant retention rate, and sums of bases.

Rates are annual and payments yearly: `annual_margin` is what one customer leaves in a year,
`retention_rate` the share that stays from one year to the next, `annual_discount_rate` .10 for
10 %. Most functions take numbers, arrays or Series and answer in kind. For customers who differ,
use a model (SBG, BG/NBD, ...): one rate for all undervalues a base, see `base_value`.
"""

import math
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

# When the first payment comes. The formulas of textbooks differ in nothing else.
FirstPayment = Literal["now", "now_if_retained", "in_a_year", "in_a_year_if_retained"]
Numbers = float | np.ndarray | pd.Series


def constant_retention_value(
    *,
    annual_margin: Numbers,
    retention_rate: Numbers,
    annual_discount_rate: float,
    first_payment: FirstPayment,
    years: int | None = None,
) -> Numbers:
    """What is a customer worth who stays with the same probability every year?

    With margin m, retention r and discount rate d, over an infinite horizon, by first payment:
        now                     m (1 + d) / (1 + d - r)    a new customer who pays in advance
        now_if_retained         m r (1 + d) / (1 + d - r)  just before a renewal in advance
        in_a_year               m / (1 + d - r)            a new customer who pays in arrears
        in_a_year_if_retained   m r / (1 + d - r)          the margin multiple: what is still to
                                                           come after this year's payment
    years: count only so many payments (1 or more); None for all. retention_rate: 0 to 1.
    Raises ValueError for values out of range and for r = 1 at d = 0 without `years`.
    Source: Fader & Hardie's notes on CLV formulas; the differences are worked in lesson 30.

    >>> for first in ("now", "in_a_year", "in_a_year_if_retained"):
    ...     round(constant_retention_value(annual_margin=100, retention_rate=0.8,
    ...                                    annual_discount_rate=0.1, first_payment=first), 2)
    366.67
    333.33
    266.67
    """
    if first_payment not in get_args(FirstPayment):
        raise ValueError(
            f"first_payment={first_payment!r} must be one of {list(get_args(FirstPayment))}"
        )
    _check_discount(annual_discount_rate)
    _check_share("retention_rate", retention_rate)
    _check_finite("annual_margin", annual_margin)
    factor = _annuity(retention_rate, annual_discount_rate, years)
    if first_payment.endswith("if_retained"):
        factor = factor * retention_rate
    if first_payment.startswith("in_a_year"):
        factor = factor / (1 + annual_discount_rate)
    return annual_margin * factor


def margin_multiple(
    *, retention_rate: Numbers, annual_discount_rate: float, annual_margin_growth: float = 0.0
) -> Numbers:
    """How many annual margins is a customer still worth, this year's payment made?

    r / (1 + d - r (1 + g)); Gupta & Lehmann (2003), Customers as assets, Journal of Interactive
    Marketing 17(1). annual_margin_growth: g, for ever. Raises ValueError where that is infinite.

    >>> round(margin_multiple(retention_rate=0.8, annual_discount_rate=0.12), 2)
    2.5
    """
    _check_discount(annual_discount_rate)
    _check_share("retention_rate", retention_rate)
    if not annual_margin_growth > -1:
        raise ValueError(f"annual_margin_growth={annual_margin_growth!r} must be above -1")
    rest = 1 + annual_discount_rate - retention_rate * (1 + annual_margin_growth)
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
    first payment itself depends on retention. The margin cancels out. Gupta, Lehmann & Stuart
    (2004) report it by firm.

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

    The r at which `constant_retention_value` over all years equals acquisition_cost; 0 where the
    first payment alone pays it back. Raises ValueError where even r = 1 does not.

    >>> round(break_even_retention(annual_margin=100, acquisition_cost=275,
    ...                            annual_discount_rate=0.1, first_payment="now"), 2)
    0.7
    """
    for name, value in [("annual_margin", annual_margin), ("acquisition_cost", acquisition_cost)]:
        _check_finite(name, value)
        if value <= 0:
            raise ValueError(f"{name}={value!r} must be above 0")

    def value(retention_rate: float) -> float:
        return constant_retention_value(
            annual_margin=annual_margin,
            retention_rate=retention_rate,
            annual_discount_rate=annual_discount_rate,
            first_payment=first_payment,
        )

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

    Sum of m (r / (1 + d))^i for i = 0 to n, less sum of M r^(i-1) / (1 + d)^(i-1/2) for i = 1 to
    n: case 1 of Berger & Nasr (1998), Customer lifetime value: marketing models and applications,
    Journal of Interactive Marketing 12(1). years: n, 0 or more. Money.

    >>> round(retention_programme_value(annual_margin=260, annual_promotion=50,
    ...                                 retention_rate=0.75, years=10,
    ...                                 annual_discount_rate=0.2), 2)
    568.78
    """
    _check_discount(annual_discount_rate)
    _check_share("retention_rate", retention_rate)
    _check_finite("annual_margin", annual_margin)
    _check_finite("annual_promotion", annual_promotion)
    margins = annual_margin * _annuity(retention_rate, annual_discount_rate, _years(years, 0) + 1)
    if years == 0:
        return margins
    promotions = annual_promotion * _annuity(retention_rate, annual_discount_rate, years)
    return margins - promotions / math.sqrt(1 + annual_discount_rate)


class SpendingPlan(NamedTuple):
    """What to spend on winning a prospect and on keeping a customer, and what comes of it."""

    acquisition_spend: float
    retention_spend: float
    acquisition_rate: float
    retention_rate: float
    customer_value: float
    prospect_value: float


def acquire_or_retain(
    *,
    annual_margin: float,
    annual_discount_rate: float,
    acquisition_ceiling: float,
    acquisition_speed: float,
    retention_ceiling: float,
    retention_speed: float,
) -> SpendingPlan:
    """How much to spend on winning a prospect, and how much a year on keeping a customer?

    Spending A wins a prospect with probability a = ceiling (1 - exp(-speed A)), spending R at each
    year's end keeps a customer with probability r, likewise. A customer is worth
    V = m + (m - R / r) r / (1 + d - r), a prospect a V - A. At the optimum the last unit of either
    wins or keeps exactly what it costs: dA/da = dR/dr = V. Blattberg & Deighton (1996), Manage
    marketing by the customer equity test, Harvard Business Review 74(4); Pfeifer (2005), The
    optimal ratio of acquisition and retention costs, Journal of Targeting, Measurement and
    Analysis for Marketing 13(2).

    Ceilings: above 0, up to 1. Speeds: above 0, per unit of money. Spends of 0 where nothing pays.

    >>> plan = acquire_or_retain(annual_margin=100, annual_discount_rate=0.1,
    ...                          acquisition_ceiling=0.4, acquisition_speed=0.05,
    ...                          retention_ceiling=0.9, retention_speed=0.03)
    >>> round(plan.acquisition_spend, 3), round(plan.retention_spend, 3)
    (21.986, 46.646)
    >>> round(plan.customer_value, 3)
    150.101
    """
    from scipy.optimize import brentq

    _check_discount(annual_discount_rate)
    for name, share in [
        ("acquisition_ceiling", acquisition_ceiling),
        ("retention_ceiling", retention_ceiling),
    ]:
        if not 0 < share <= 1:
            raise ValueError(f"{name}={share!r} must be above 0 and up to 1")
    for name, amount in [
        ("annual_margin", annual_margin),
        ("acquisition_speed", acquisition_speed),
        ("retention_speed", retention_speed),
    ]:
        if not (math.isfinite(amount) and amount > 0):
            raise ValueError(f"{name}={amount!r} must be above 0")
    growth = 1 + annual_discount_rate

    def value(spend: float) -> float:
        kept = -retention_ceiling * math.expm1(-retention_speed * spend)
        return (annual_margin * growth - spend) / (growth - kept)

    def gain(spend: float) -> float:
        # What the last unit keeps, less itself; falls through 0 once, as V has one top.
        kept = retention_ceiling * retention_speed * math.exp(-retention_speed * spend)
        return kept * value(spend) - 1

    most = annual_margin * growth
    retain = brentq(gain, 0.0, most, xtol=1e-12, rtol=1e-14) if gain(0.0) > 0 else 0.0
    worth = value(retain)
    # dA/da = V solved for A.
    acquire = max(math.log(acquisition_ceiling * acquisition_speed * worth) / acquisition_speed, 0)
    won = -acquisition_ceiling * math.expm1(-acquisition_speed * acquire)
    kept = -retention_ceiling * math.expm1(-retention_speed * retain)
    return SpendingPlan(acquire, retain, won, kept, worth, won * worth - acquire)


def segment_shares(segments: pd.DataFrame, *, renewals_made: int) -> pd.Series:
    """Of which segment is a customer who has made so many renewals, how probably?

    segments: one row a segment: `share` (of new customers, sum 1), `retention_rate` (0 to 1).
    Bayes' rule: share times retention_rate^renewals_made. A Series by segment, sum 1.

    >>> segments = pd.DataFrame({"share": [1 / 3, 2 / 3], "retention_rate": [0.9, 0.5]})
    >>> segment_shares(segments, renewals_made=2).round(3).to_list()
    [0.618, 0.382]
    """
    _check_segments(segments)
    if renewals_made < 0 or renewals_made % 1 != 0:
        raise ValueError(f"renewals_made={renewals_made!r} must be a whole number, 0 or more")
    weight = segments["share"] * segments["retention_rate"] ** renewals_made
    if not weight.sum() > 0:
        raise ValueError(f"nobody of these segments makes {renewals_made} renewals")
    return (weight / weight.sum()).rename("share")


def base_value(
    cohort_sizes: pd.Series,
    segments: pd.DataFrame,
    *,
    annual_margin: float,
    annual_discount_rate: float,
) -> pd.DataFrame:
    """What is a base of customers still worth, and how wrong is one retention rate for all?

    cohort_sizes: customers once won, by the renewals that the cohort has faced (0: just won).
    segments: as `segment_shares`. Just before the next renewal, payment in advance. Two rows:
    `one_rate` (all customers at the rate of last year's base: still there / there a year before)
    and `by_segment` (each segment at its own). Columns customers (still there), retention_rate
    (of the renewal to come, for by_segment the true mean), value (money). The case of Fader &
    Hardie (2010).

    >>> segments = pd.DataFrame({"share": [1 / 3, 2 / 3], "retention_rate": [0.9, 0.5]})
    >>> sizes = pd.Series(10_000, index=range(5))
    >>> base_value(sizes, segments, annual_margin=100,
    ...            annual_discount_rate=0.1)["value"].round(-3).to_dict()
    {'one_rate': 4944000.0, 'by_segment': 7941000.0}
    """
    _check_segments(segments)
    faced = cohort_sizes.index.to_numpy()
    if faced.dtype.kind not in "iu" or (faced < 0).any() or not cohort_sizes.index.is_unique:
        raise ValueError(
            "cohort_sizes is indexed by the renewals faced (0, 1, 2, ...), each once; found "
            f"{list(faced[:5])}"
        )
    _check_finite("cohort_sizes", cohort_sizes)
    if (cohort_sizes < 0).any() or not (faced > 0).any():
        raise ValueError(
            "cohort_sizes must not be negative, and at least one cohort must have faced a renewal, "
            "or last year's retention rate is unknown"
        )
    share, rate = segments["share"].to_numpy(), segments["retention_rate"].to_numpy()
    still = cohort_sizes.to_numpy(float)[:, None] * share * rate ** faced[:, None]
    older = faced > 0
    before = cohort_sizes.to_numpy(float)[older, None] * share * rate ** (faced[older, None] - 1)
    aggregate = still[older].sum() / before.sum()

    def worth(retention_rate: Numbers) -> Numbers:
        return constant_retention_value(
            annual_margin=annual_margin,
            retention_rate=retention_rate,
            annual_discount_rate=annual_discount_rate,
            first_payment="now_if_retained",
        )

    total = still.sum()
    return pd.DataFrame(
        {
            "customers": [total, total],
            "retention_rate": [aggregate, (still * rate).sum() / total],
            "value": [total * worth(aggregate), (still * worth(rate)).sum()],
        },
        index=pd.Index(["one_rate", "by_segment"], name="view"),
    )


def customer_value(
    discounted_transactions: pd.Series, mean_spend: pd.Series, *, margin_rate: float
) -> pd.Series:
    """What is each customer worth: margin rate x spend x discounted expected transactions?

    discounted_transactions: by customer, 0 or more, as a purchase model's
    discounted_expected_transactions. mean_spend: money a transaction, by customer, 0 or more, as a
    spend model's expected spend. margin_rate: share of spend that is left, up to 1. A Series by
    customer in the order of the first. Raises ValueError for customers in only one of the two.

    >>> customers = pd.Index([7, 8], name="customer_id")
    >>> customer_value(pd.Series([2.0, 0.5], index=customers),
    ...                pd.Series([35.0, 20.0], index=customers), margin_rate=0.3).to_list()
    [21.0, 3.0]
    """
    if not margin_rate <= 1:
        raise ValueError(
            f"margin_rate={margin_rate!r} must be a share of spend, up to 1 (.3: 30 %)"
        )
    for name, values in [
        ("discounted_transactions", discounted_transactions),
        ("mean_spend", mean_spend),
    ]:
        if not values.index.is_unique:
            raise ValueError(f"{name} has customers more than once; one value a customer")
        bad = ~(np.isfinite(values.astype(float)) & (values >= 0))
        if bad.any():
            raise ValueError(
                f"{name} is missing, infinite or negative for {bad.sum()} customer(s); first: "
                f"{list(values.index[bad][:3])}"
            )
    odd = discounted_transactions.index.symmetric_difference(mean_spend.index)
    if len(odd):
        raise ValueError(
            f"{len(odd)} customer(s) are in only one of the two Series; first: {list(odd[:3])}"
        )
    spend = mean_spend.reindex(discounted_transactions.index)
    return (margin_rate * spend * discounted_transactions).rename("customer_value")


def customer_equity(customers: pd.Series, value: pd.Series | float) -> float:
    """What are all customers together worth?

    customers: how many there are of each kind (or 1 each, by customer). value: of one of each
    kind, money, by the same index, or one number for all. Raises ValueError for a kind without a
    value.

    >>> customers = pd.Series({"gold": 100, "other": 900})
    >>> customer_equity(customers, pd.Series({"other": 5.0, "gold": 70.0}))
    11500.0
    """
    _check_finite("customers", customers)
    if isinstance(value, pd.Series):
        missing = customers.index.difference(value.index)
        if len(missing):
            raise ValueError(f"no value for {len(missing)} kind(s); first: {list(missing[:3])}")
        value = value.reindex(customers.index)
    _check_finite("value", value)
    return float((customers * value).sum())


def _annuity(retention_rate: Numbers, annual_discount_rate: float, years: int | None) -> Numbers:
    """Sum of (r / (1 + d))^i over i = 0, 1, ..., in all or `years` terms."""
    share = retention_rate / (1 + annual_discount_rate)
    stuck = np.asarray(share) >= 1
    if years is None:
        if stuck.any():
            raise ValueError(
                "retention_rate=1 at annual_discount_rate=0 is worth an infinite sum; give years"
            )
        return 1 / (1 - share)
    n = _years(years, 1)
    if np.ndim(share) == 0:
        return float(n) if stuck else (1 - share**n) / (1 - share)
    terms = np.where(stuck, n, (1 - np.asarray(share) ** n) / np.where(stuck, 1, 1 - share))
    return pd.Series(terms, index=share.index) if isinstance(share, pd.Series) else terms


def _years(years: int, least: int) -> int:
    if not (years >= least and years % 1 == 0):
        raise ValueError(f"years={years!r} must be a whole number, {least} or more")
    return int(years)


def _check_discount(rate: float) -> None:
    if not (math.isfinite(rate) and rate >= 0):
        raise ValueError(f"annual_discount_rate={rate!r} must be 0 or more (.10 = 10 % a year)")


def _check_share(name: str, value: Numbers) -> None:
    values = np.asarray(value, float)
    bad = ~((values >= 0) & (values <= 1))
    if bad.any():
        raise ValueError(
            f"{name} must lie between 0 and 1; {bad.sum()} value(s) do not, first "
            f"{np.atleast_1d(values)[np.atleast_1d(bad)][:3].tolist()}"
        )


def _check_finite(name: str, value: Numbers) -> None:
    bad = ~np.isfinite(np.asarray(value, float))
    if bad.any():
        raise ValueError(f"{name} must be a number; {bad.sum()} value(s) are missing or infinite")


def _check_segments(segments: pd.DataFrame) -> None:
    missing = [name for name in ("share", "retention_rate") if name not in segments]
    if missing:
        raise KeyError(f"missing column(s) {missing}; found {list(segments.columns)}")
    _check_share("share", segments["share"])
    _check_share("retention_rate", segments["retention_rate"])
    if not math.isclose(segments["share"].sum(), 1, abs_tol=1e-9):
        raise ValueError(f"the shares of the segments sum to {segments['share'].sum():g}, not 1")
