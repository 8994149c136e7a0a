"""What are many customers worth: segments, cohorts, a whole base?

Rates are annual and payments yearly, as in `crmkit.lifetime.valuation.retention`.
"""

import math

import pandas as pd

from crmkit import tables
from crmkit.lifetime.valuation.retention import constant_retention_value
from crmkit.money import Numbers

__all__ = ["base_value", "customer_equity", "customer_value", "segment_shares"]


def base_value(
    cohort_sizes: pd.Series,
    segments: pd.DataFrame,
    *,
    annual_margin: float,
    annual_discount_rate: float,
) -> pd.DataFrame:
    """What is a base of customers still worth, and how wrong is one retention rate for all?

    Just before the next renewal, payment in advance: the case of Fader & Hardie (2010).

    Parameters
    ----------
    cohort_sizes
        Customers once won, by the renewals that the cohort has faced (0: just won).
    segments
        As for `segment_shares`.
    annual_margin
        Money a year, of a customer.
    annual_discount_rate
        0 or more.

    Returns
    -------
    Two rows: `one_rate` (all customers at the rate of last year's base: still there / there a year
    before) and `by_segment` (each segment at its own). Columns customers (still there),
    retention_rate (of the renewal to come, for by_segment the true mean), value (money).

    Raises
    ------
    ValueError
        For sizes or segments that cannot be, and where no cohort has faced a renewal.

    Examples
    --------
    >>> segments = pd.DataFrame({"customer_share": [1 / 3, 2 / 3], "retention_rate": [0.9, 0.5]})
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
    tables.numbers(cohort_sizes, name="cohort_sizes", least=0)
    if not (faced > 0).any():
        raise ValueError(
            "cohort_sizes needs a cohort that has faced a renewal, or last year's retention rate "
            "is unknown"
        )
    share, rate = segments["customer_share"].to_numpy(), segments["retention_rate"].to_numpy()
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

    Parameters
    ----------
    discounted_transactions
        By customer, 0 or more, as a purchase model's discounted_expected_transactions.
    mean_spend
        Money a transaction, by customer, 0 or more, as a spend model's expected spend.
    margin_rate
        The share of spend that is left, up to 1.

    Returns
    -------
    Money by customer, in the order of the first.

    Raises
    ------
    ValueError
        For customers in only one of the two or more than once, and for values that cannot be.

    Examples
    --------
    >>> customers = pd.Index([7, 8], name="customer_id")
    >>> customer_value(pd.Series([2.0, 0.5], index=customers),
    ...                pd.Series([35.0, 20.0], index=customers), margin_rate=0.3).to_list()
    [21.0, 3.0]
    """
    tables.number("margin_rate", margin_rate, most=1, mend="e.g. 0.3 for 30 %")
    names = ("discounted_transactions", "mean_spend")
    for name, values in zip(names, (discounted_transactions, mean_spend), strict=True):
        tables.by_customer(values, name=name, least=0)
    tables.check_same_customers(discounted_transactions.index, mean_spend.index, names=names)
    spend = mean_spend.reindex(discounted_transactions.index)
    return (margin_rate * spend * discounted_transactions).rename("customer_value")


def customer_equity(counts: pd.Series, value: pd.Series | float) -> float:
    """What are all customers together worth?

    Parameters
    ----------
    counts
        How many customers there are of each kind (or 1 each, by customer).
    value
        Of one customer of each kind, money, by the same index; or one number for all.

    Raises
    ------
    ValueError
        For a kind without a value.

    Examples
    --------
    >>> counts = pd.Series({"gold": 100, "other": 900})
    >>> customer_equity(counts, pd.Series({"other": 5.0, "gold": 70.0}))
    11500.0
    """
    tables.numbers(counts, name="counts", least=0)
    if isinstance(value, pd.Series):
        missing = counts.index.difference(value.index)
        if len(missing):
            raise ValueError(f"no value for {len(missing)} kind(s); first: {list(missing[:3])}")
        value = value.reindex(counts.index)
        tables.numbers(value, name="value")
    else:
        tables.number("value", value)
    return float((counts * value).sum())


def segment_shares(segments: pd.DataFrame, *, renewals_made: int) -> pd.Series:
    """Of which segment is a customer who has made so many renewals, how probably?

    Bayes' rule: share times retention_rate^renewals_made.

    Parameters
    ----------
    segments
        One row a segment: `customer_share` (of new customers, sum 1), `retention_rate` (0 to 1).
    renewals_made
        Whole, 0 or more.

    Returns
    -------
    customer_share by segment, sum 1.

    Raises
    ------
    ValueError
        For a missing column, values out of range, and where nobody makes so many renewals.

    Examples
    --------
    >>> segments = pd.DataFrame({"customer_share": [1 / 3, 2 / 3], "retention_rate": [0.9, 0.5]})
    >>> segment_shares(segments, renewals_made=2).round(3).to_list()
    [0.618, 0.382]
    """
    _check_segments(segments)
    renewals_made = tables.whole("renewals_made", renewals_made)
    weight = segments["customer_share"] * segments["retention_rate"] ** renewals_made
    if not weight.sum() > 0:
        raise ValueError(f"nobody of these segments makes {renewals_made} renewals")
    return (weight / weight.sum()).rename("customer_share")


def _check_segments(segments: pd.DataFrame) -> None:
    tables.check_columns(segments, ["customer_share", "retention_rate"], name="segments")
    for name in ("customer_share", "retention_rate"):
        tables.column(segments, name, least=0, most=1)
    total = segments["customer_share"].sum()
    if not math.isclose(total, 1, abs_tol=1e-9):
        raise ValueError(f"the customer_share of all segments must sum to 1, not {total:g}")
