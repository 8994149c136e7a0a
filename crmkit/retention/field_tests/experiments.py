"""What a randomised test found, with its interval, and whether lots were drawn fairly."""

import numpy as np
import pandas as pd

from crmkit import flags, rates, tables
from crmkit.retention.field_tests.welch import welch

__all__ = ["balance", "mean_effects", "rate_effects", "sample_ratio"]


def rate_effects(
    customers: pd.DataFrame,
    *,
    group: str,
    control: str,
    outcome: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much did each treatment raise the share that answers?

    Parameters
    ----------
    customers : DataFrame
        One row a customer of the test, whatever became of them.
    group : str
        Its column that says what the customer was given, at random.
    control : str
        The group that the others are held against, such as "none".
    outcome : str
        Its column of 0 and 1: who answered.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group: customers, responses, response_rate; and, but for the control (NaN),
        estimate (its rate less the control's, -1 to 1), low, high (Newcombe) and p_value.

    Raises
    ------
    ValueError
        A column is missing or holds something else, or nobody is in the control or beside it.

    References
    ----------
    As for `crmkit.rates.rate_difference`.

    Examples
    --------
    >>> test = pd.DataFrame({
    ...     "mail": ["yes"] * 150 + ["no"] * 150,
    ...     "bought": [1] * 51 + [0] * 99 + [1] * 28 + [0] * 122,
    ... })
    >>> effects = rate_effects(test, group="mail", control="no", outcome="bought")
    >>> effects.loc["yes", ["estimate", "low", "high"]].astype(float).round(2).to_dict()
    {'estimate': 0.15, 'low': 0.05, 'high': 0.25}
    """
    others = _groups(customers, group, control, outcome)
    answered = flags.happened(customers, outcome, who="those who answered")
    yes = {name: answered[customers[group] == name] for name in [control, *others]}
    base = int(yes[control].sum()), len(yes[control])
    rows: dict[str, dict[str, float]] = {}
    for name, each in yes.items():
        responses, asked = int(each.sum()), len(each)
        rows[name] = {"customers": asked, "responses": responses}
        rows[name]["response_rate"] = responses / asked
        if name != control:
            both = [base[0], responses], [base[1], asked]
            found = rates.rate_difference(*both, confidence=confidence)
            for column in ("estimate", "low", "high", "p_value"):
                rows[name][column] = float(found[column])
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(group)
    return table.astype({"customers": "int64", "responses": "int64"})


def mean_effects(
    customers: pd.DataFrame,
    *,
    group: str,
    control: str,
    outcome: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much did each treatment raise a mean, such as money a customer?

    Welch's test, which lets the groups vary differently. Everybody counts, also who bought nothing:
    buyers alone would no longer be groups drawn at random. Of money the mean hangs on a few large
    orders: `without_largest` says what is left of the estimate without the largest one.

    Parameters
    ----------
    customers, group, control, confidence
        As for `rate_effects`.
    outcome : str
        Its column of numbers, such as money spent since the mailing, 0 for who spent none.

    Returns
    -------
    DataFrame
        One row a group: customers, mean; and, but for the control (NaN), estimate (its mean less
        the control's), standard_error, low, high, p_value and without_largest (the estimate once
        the customer with the largest number of the two groups is left out).

    Raises
    ------
    ValueError
        As for `rate_effects`; or a group has fewer than two customers, or nobody differs.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different population
    variances are involved. Biometrika 34, 28-35.

    Examples
    --------
    >>> test = pd.DataFrame({"mail": list("yyynnn"), "spent": [0, 30, 60, 0, 0, 30]})
    >>> effects = mean_effects(test, group="mail", control="n", outcome="spent")
    >>> effects.loc["y", ["estimate", "low", "high", "without_largest"]].round(1).to_list()
    [20.0, -41.5, 81.5, 5.0]
    """
    others = _groups(customers, group, control, outcome)
    tables.column(customers, outcome)
    share = tables.confidence(confidence)
    values = customers[outcome].astype("float64")
    parts = {name: values[customers[group] == name].to_numpy() for name in [control, *others]}
    _enough(parts, group)
    base = parts[control]
    rows = {}
    for name, part in parts.items():
        rows[name] = {"customers": len(part), "mean": part.mean()}
        if name == control:
            continue
        if np.ptp(part) == 0 and np.ptp(base) == 0:
            raise ValueError(f"{outcome!r} does not vary in {control!r} and {name!r}: no interval")
        shorter = (_without(part), base) if part.max() >= base.max() else (part, _without(base))
        rows[name] |= {
            **welch(part, base, share),
            "without_largest": shorter[0].mean() - shorter[1].mean(),
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(group)
    return table.astype({"customers": "int64"})


def sample_ratio(
    customers: pd.DataFrame, *, group: str, shares: "pd.Series | dict[str, float] | None" = None
) -> pd.DataFrame:
    """Are the groups as large as a random draw should have made them?

    If not (a p-value below .001, say), customers were lost on the way from the draw to the table,
    and who was lost is seldom luck: mend that before you look at any effect.

    Parameters
    ----------
    customers : DataFrame
        One row a customer of the test.
    group : str
        Its column that says what the customer was given, at random.
    shares : Series or dict, optional
        Of all customers, by group, as planned; alike unless given. They add up to 1.

    Returns
    -------
    DataFrame
        One row a group: customers, expected (as many as planned), customer_share; and p_value (of
        the chi-square test of all groups together, so the same in each row).

    Raises
    ------
    ValueError
        A column is missing, there is one group only, or the shares are of other groups.

    References
    ----------
    Fabijan, A., et al. (2019). Diagnosing sample ratio mismatch in online controlled experiments.
    KDD '19, 2156-2164.

    Examples
    --------
    >>> test = pd.DataFrame({"mail": ["yes"] * 4_700 + ["no"] * 5_000})
    >>> sample_ratio(test, group="mail")["p_value"].round(4).to_dict()
    {'no': 0.0023, 'yes': 0.0023}
    """
    from scipy.stats import chisquare

    tables.check_columns(customers, [group])
    counted = _counted(customers, group)
    if len(counted) < 2:
        raise ValueError(f"{group!r} holds one group only, {counted.index[0]!r}")
    planned = pd.Series(1 / len(counted), counted.index) if shares is None else pd.Series(shares)
    tables.check_each_once(planned.index, name="shares", row="group")
    if set(planned.index) != set(counted.index):
        told = f"shares are of {list(planned.index)}, but {group!r} holds {list(counted.index)}"
        raise ValueError(told)
    tables.numbers(planned, name="shares", above=0)
    if abs(planned.sum() - 1) > 1e-6:
        raise ValueError(f"the shares add up to {planned.sum():g}, not to 1")
    expected = planned.reindex(counted.index).astype("float64") * counted.sum()
    expected *= counted.sum() / expected.sum()
    return pd.DataFrame(
        {
            "customers": counted.astype("int64"),
            "expected": expected,
            "customer_share": counted / counted.sum(),
            "p_value": float(chisquare(counted, expected).pvalue),
        }
    )


def balance(
    customers: pd.DataFrame, *, group: str, control: str, covariates: "list[str] | str"
) -> pd.DataFrame:
    """Were the groups alike before the test, in what was known of them?

    Drawing lots makes them so, but for chance: of 20 covariates one has a p-value below .05 on
    average. A standardised difference beyond .1 or so is no longer small, whatever its p-value.

    Parameters
    ----------
    customers, group, control
        As for `rate_effects`.
    covariates : list of str
        Its columns of numbers from before the test.

    Returns
    -------
    DataFrame
        One row a covariate and group but the control: mean, difference (mean less the control's),
        standardised_difference (in standard deviations, of both groups on average) and p_value
        (Welch).

    Raises
    ------
    ValueError
        As for `mean_effects`.

    References
    ----------
    Austin, P. C. (2009). Balance diagnostics for comparing the distribution of baseline covariates.
    Statistics in Medicine 28, 3083-3107.

    Examples
    --------
    >>> test = pd.DataFrame({"mail": list("yyynnn"), "past": [90, 60, 30, 60, 30, 0]})
    >>> balance(test, group="mail", control="n", covariates="past").round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
                     mean  difference  standardised_difference  p_value
    covariate group
    past      y      60.0        30.0                      1.0     0.29
    """
    rows = {}
    for name in tables.column_names("covariates", covariates):
        others = _groups(customers, group, control, name)
        values = pd.Series(tables.column(customers, name), customers.index).astype("float64")
        parts = {one: values[customers[group] == one].to_numpy() for one in [control, *others]}
        _enough(parts, group)
        base = parts[control]
        for one in others:
            if np.ptp(np.concatenate([parts[one], base])) == 0:
                raise ValueError(f"{name!r} is the same for everybody: leave it out")
            gap = parts[one].mean() - base.mean()
            spread = np.sqrt((parts[one].var(ddof=1) + base.var(ddof=1)) / 2)
            spread *= np.ptp(parts[one]) > 0 or np.ptp(base) > 0
            rows[(name, one)] = {
                "mean": parts[one].mean(),
                "difference": gap,
                "standardised_difference": gap / spread if spread > 0 else np.copysign(np.inf, gap),
                "p_value": welch(parts[one], base)["p_value"],
            }
    index = pd.MultiIndex.from_tuples(rows, names=["covariate", "group"])
    return pd.DataFrame.from_dict(rows, orient="index").set_axis(index)


def _groups(customers: pd.DataFrame, group: str, control: str, outcome: str) -> list[str]:
    """The groups but the control, in order."""
    tables.check_columns(customers, [group, outcome])
    if group == outcome:
        raise ValueError(f"group and outcome are one column, {group!r}")
    names = _counted(customers, group).index.to_list()
    if pd.isna(control) is True or control not in names:
        raise ValueError(f"no customer is in control={control!r}; {group!r} holds {names[:6]}")
    if len(names) < 2:
        raise ValueError(f"everybody is in {control!r}: there is nothing to hold against it")
    return [name for name in names if name != control]


def _counted(customers: pd.DataFrame, group: str) -> pd.Series:
    """Customers of each group, in order; a treatment that nobody was given is refused."""
    tables.check_labels(customers[group], name=repr(group))
    counted = customers.groupby(group, observed=False).size()
    tables.check_spelling(counted.index, name=repr(group))
    if (counted == 0).any():
        raise ValueError(
            f"nobody is in {counted.index[counted == 0].to_list()} of {group!r}: if it was not "
            "part of the test, drop it: .cat.remove_unused_categories()"
        )
    return counted


def _enough(parts: dict[str, np.ndarray], group: str) -> None:
    few = [name for name, part in parts.items() if len(part) < 2]
    if few:
        raise ValueError(f"{group} {few} has one customer: nothing says how customers vary")


def _without(values: np.ndarray) -> np.ndarray:
    """All but the largest."""
    return np.delete(values, values.argmax())
