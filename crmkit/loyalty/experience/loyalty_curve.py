"""How does what customers do go with what they say? Rates by score, and where the cliff is."""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.rates import rate_interval

__all__ = ["cliff", "outcome_by", "outcome_curve"]

MEND = 'Make it True or False, e.g. table["left"] == "yes".'


def outcome_curve(
    values: pd.Series,
    outcome: pd.Series,
    *,
    at_most: int | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How does what customers do go with their score, or with how often they complained?

    Parameters
    ----------
    values : Series
        Whole numbers: a satisfaction score or a number of complaints.
    outcome : Series
        What followed, True or False (1 or 0), such as recommended or left; the same index.
    at_most : int, optional
        Values above are counted with it: 5 makes the last row "5 or more".
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a value that occurs, rising: customers, estimate (the rate of the outcome, 0 to 1),
        low and high (Wilson's interval); rise (the rate less that of the row above; NaN in the
        first), rise_low and rise_high (Newcombe's interval).

    Raises
    ------
    ValueError
        A code such as -99 among the values, missing ones, another outcome than yes and no.

    References
    ----------
    Newcombe (1998), "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17, method 10.

    Examples
    --------
    >>> stars = pd.Series([1, 1, 2, 2, 2])
    >>> outcome_curve(stars, pd.Series([0, 0, 1, 1, 0])).round(2)[["customers", "estimate", "rise"]]
       customers  estimate  rise
    1          2      0.00   NaN
    2          3      0.67  0.67
    """
    found, happened = counted(values, outcome, at_most)
    groups = happened.groupby(found)
    return _with_rise(groups.sum(), groups.size(), tables.confidence(confidence), values.name)


def outcome_by(
    outcome: pd.Series, groups: pd.Series | pd.DataFrame, *, confidence: float = 0.95
) -> pd.DataFrame:
    """How often did it happen in each group of customers, or in each combination of groups?

    Parameters
    ----------
    outcome : Series
        True or False (1 or 0), such as left.
    groups : Series or DataFrame
        One column for each kind of group; the same index.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a combination that occurs: customers, estimate (the rate), low and high (Wilson's
        interval).

    Examples
    --------
    >>> use = pd.Series(["light", "light", "heavy", "heavy"], name="use")
    >>> outcome_by(pd.Series([1, 0, 0, 0]), use)["estimate"].to_dict()
    {'heavy': 0.0, 'light': 0.5}
    """
    happened = pd.Series(_yes_or_no(outcome), index=outcome.index)
    if not isinstance(groups, pd.Series | pd.DataFrame):
        raise TypeError(f"groups must be a Series or a DataFrame, not a {type(groups).__name__}")
    kinds = groups.to_frame() if isinstance(groups, pd.Series) else groups
    if not kinds.index.equals(outcome.index):
        raise ValueError("groups must have the index of outcome: take both from one table")
    if not kinds.shape[1]:
        raise ValueError("groups has no column: name one kind of group or more")
    tables.check_names(kinds.columns, kinds.columns, name="groups")
    for _, kind in kinds.items():
        tables.check_labels(kind, name="a group")
    by = happened.groupby([kinds[name] for name in kinds], observed=True)
    return rates(by.sum(), by.size(), tables.confidence(confidence))


def cliff(curve: pd.DataFrame) -> int:
    """At which value does the rate jump or fall most, against the value below?

    Parameters
    ----------
    curve : DataFrame
        From `outcome_curve`, with two rows or more.

    Raises
    ------
    ValueError
        One row, or a rate that is the same at each value.

    Examples
    --------
    >>> cliff(outcome_curve(pd.Series([1, 2, 3, 3]), pd.Series([0, 0, 1, 1])))
    3
    """
    tables.check_columns(curve, ["rise"], name="curve")
    if len(curve) < 2:
        raise ValueError("the curve has one row: a cliff lies between two")
    if not pd.api.types.is_any_real_numeric_dtype(curve.index):
        raise ValueError("curve must have the values as its index: take it from outcome_curve")
    rise = curve["rise"].dropna()
    size = np.abs(tables.numbers(rise, name="'rise'"))
    if not size.any():
        raise ValueError("the rate is the same at each value: there is no cliff")
    return int(rise.index[int(size.argmax())])


def rates(hits: pd.Series, sizes: pd.Series, confidence: float) -> pd.DataFrame:
    """How many of each group did it, with Wilson's interval."""
    table = pd.DataFrame({"customers": sizes, "estimate": hits / sizes})
    return table.join(rate_interval(hits, sizes, confidence=confidence))


def _with_rise(
    hits: pd.Series, sizes: pd.Series, confidence: float, name: Hashable
) -> pd.DataFrame:
    from statsmodels.stats.proportion import confint_proportions_2indep

    table = rates(hits, sizes, confidence)
    table.index.name = name
    ends = [(np.nan, np.nan)]
    for row in range(1, len(table)):
        pair = (hits.iloc[row], sizes.iloc[row], hits.iloc[row - 1], sizes.iloc[row - 1])
        ends.append(
            confint_proportions_2indep(
                *pair, compare="diff", method="newcomb", alpha=1 - confidence
            )
        )
    table["rise"] = table["estimate"].diff()
    table[["rise_low", "rise_high"]] = np.array(ends, dtype=float)
    return table


def counted(
    values: pd.Series, outcome: pd.Series, at_most: int | None
) -> tuple[pd.Series, pd.Series]:
    """The values, cut at the top, and the outcomes as 0 and 1."""
    if not isinstance(values, pd.Series):
        raise TypeError(f"values must be a Series, not a {type(values).__name__}")
    if values.empty:
        raise ValueError("values is empty: there are no customers")
    check_aligned(outcome, values, "outcome", "values")
    mend = "Scores and numbers of complaints are small: is this a customer number, or money?"
    found = tables.numbers(values, name="values", whole=True, most=100_000, range_mend=mend)
    tables.refuse_codes(values.index, found, "values")
    answers = _yes_or_no(outcome)
    if at_most is not None:
        found = np.minimum(found, tables.whole("at_most", at_most))
    whole = pd.Series(found.astype("int64"), index=values.index, name=values.name)
    return whole, pd.Series(answers, index=values.index)


def _yes_or_no(outcome: pd.Series) -> np.ndarray:
    answers = numbers(outcome)
    wrong = ~np.isin(answers, (0, 1))
    if wrong.any():
        raise tables.bad_rows(outcome.index, wrong, "outcome is neither 0 nor 1", MEND)
    return answers.astype("int64")


def numbers(outcome: pd.Series) -> np.ndarray:
    if not isinstance(outcome, pd.Series):
        raise TypeError(f"outcome must be a Series, not a {type(outcome).__name__}")
    if outcome.empty:
        raise ValueError("outcome is empty: there are no customers")
    if pd.api.types.is_bool_dtype(outcome):
        outcome = outcome.astype("float64")
    if not pd.api.types.is_numeric_dtype(outcome):
        raise ValueError(f"outcome must be numbers, but has type {outcome.dtype}. {MEND}")
    return tables.numbers(outcome, name="outcome")


def check_aligned(one: pd.Series, other: pd.Series, name: str, other_name: str) -> None:
    if not isinstance(one, pd.Series):
        raise TypeError(f"{name} must be a Series, not a {type(one).__name__}")
    if not one.index.equals(other.index):
        raise ValueError(
            f"{name} and {other_name} differ in their index ({len(one):,} and {len(other):,} "
            "rows): take both from one table"
        )
