"""By how much do two groups differ once what they buy is held equal?

An average compares what a group buys as well as what it pays. Three answers take the first off: a
regression with the columns of the purchase beside the group; the same strata for both groups,
weighted as in the one (direct standardisation); and the split of the gap over the columns.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import flags, tables
from crmkit.campaigns.mix.regression import Fit, compared, fit, spread, with_interval

__all__ = ["by_stratum", "gap", "one_by_one", "overlap", "parts"]


def gap(
    table: pd.DataFrame,
    *,
    value: str,
    group: str,
    held: str | Sequence[str],
    cluster: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Do the loyal pay less: as it looks, and with what they buy held equal in two ways?

    Parameters
    ----------
    table : DataFrame
        One row a purchase.
    value : str
        Its column of numbers to compare, such as the bill a head.
    group : str
        Its column with 1 for the purchases of the group, 0 for all others.
    held : str or sequence of str
        Its columns that say what was bought, and when. Text makes a level of each label; numbers
        count as a straight line in the regression, and each as a stratum of its own.
    cluster : str, optional
        Its column that says whose purchase it was. Purchases of one customer are alike, so that
        without it the intervals of several purchases a customer are too narrow.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        Three rows (index `method`): "as it is", the difference of the two means; "regression",
        the coefficient of the group beside the columns held equal; "same strata", the difference
        within each stratum, weighted as the group's purchases. estimate (group less others),
        standard_error (robust), low, high, and compared_share: of the group's purchases, those in
        strata in which the others are, too; 1 for the first two, which reach beyond them.

    Raises
    ------
    ValueError
        A column is missing or holds something else, everybody is in one group, the group follows
        from the columns held equal, or no stratum holds both.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. JASA 50, 1168-1194, for
    standardisation. White, H. (1980), Econometrica 48, 817-838, for the robust errors.

    Examples
    --------
    >>> bills = pd.DataFrame({
    ...     "loyal": [1, 1, 1, 1, 0, 0, 0, 0],
    ...     "menu": ["lunch"] * 3 + ["dinner"] + ["lunch"] + ["dinner"] * 3,
    ...     "bill": [90.0, 110, 100, 200, 100, 190, 210, 200],
    ... })
    >>> found = gap(bills, value="bill", group="loyal", held="menu")
    >>> found["estimate"].round(6).abs().to_dict()
    {'as it is': 50.0, 'regression': 0.0, 'same strata': 0.0}
    """
    share = tables.confidence(confidence)
    found = compared(table, value, group, held, cluster)
    raw = fit(found.values, found.group)
    full = _full(found.values, found.group, list(found.held.values()), group)
    strata = _strata(table, held)
    estimate, moves, covered = _standardised(found.values, found.group, strata)
    rows = []
    for one, each, columns in (
        (raw.coefficients[1], raw.moves[:, 1], raw.columns),
        (full.coefficients[1], full.moves[:, 1], full.columns),
        (estimate, moves, 2),
    ):
        error, freedom = spread(each[:, None], found.owner, columns)
        rows.append(with_interval([one], error.tolist(), freedom, share))
    answer = pd.concat(rows, ignore_index=True).assign(compared_share=[1.0, 1.0, covered])
    return answer.set_index(pd.Index(["as it is", "regression", "same strata"], name="method"))


def by_stratum(
    table: pd.DataFrame, *, value: str, group: str, held: str | Sequence[str]
) -> pd.DataFrame:
    """What does each group buy, and what does each pay for the same?

    Parameters
    ----------
    table, value, group, held
        As for `gap`.

    Returns
    -------
    DataFrame
        One row a stratum that occurs, in order: share_in_group and share_of_others (of their
        purchases), mean_in_group and mean_of_others (of `value`; NaN where there is none). The
        shares times the means add up to the mean of each group.

    Raises
    ------
    ValueError
        As for `gap`.

    Examples
    --------
    >>> bills = pd.DataFrame({"loyal": [1, 1, 0, 0], "menu": ["lunch", "lunch", "lunch", "dinner"],
    ...                       "bill": [90.0, 110, 100, 200]})
    >>> by_stratum(bills, value="bill", group="loyal", held="menu").values.tolist()
    [[0.0, 0.5, nan, 200.0], [1.0, 0.5, 100.0, 100.0]]
    """
    found = compared(table, value, group, held, None)
    names = tables.column_names("held", held)
    for name in names:
        tables.check_labels(table[name], name=repr(name))
    rows = table[names].assign(_value=found.values, _group=found.group)
    seen = rows.groupby([*names, "_group"], observed=True)["_value"].agg(["size", "mean"])
    sizes, means = (seen[one].unstack("_group")[[1, 0]] for one in ("size", "mean"))
    answer = pd.concat([(sizes / sizes.sum()).fillna(0.0), means], axis=1)
    answer.columns = ["share_in_group", "share_of_others", "mean_in_group", "mean_of_others"]
    return answer


def one_by_one(
    table: pd.DataFrame,
    *,
    value: str,
    group: str,
    held: Sequence[str],
    cluster: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What is left of the gap as one column after the other is held equal?

    The steps depend on the order in which the columns are named; the last row does not. `parts`
    splits the gap without an order.

    Parameters
    ----------
    table, value, group, cluster, confidence
        As for `gap`.
    held : sequence of str
        Columns held equal, the first one first.

    Returns
    -------
    DataFrame
        One row more than columns, the first with nothing held equal (index `held`): estimate,
        standard_error, low, high and r_squared (of the variance of `value`, explained; 0 to 1).

    Raises
    ------
    ValueError
        As for `gap`.

    Examples
    --------
    >>> bills = pd.DataFrame({
    ...     "loyal": [1, 1, 1, 1, 0, 0, 0, 0],
    ...     "menu": ["lunch"] * 3 + ["dinner"] + ["lunch"] + ["dinner"] * 3,
    ...     "bill": [90.0, 110, 100, 200, 100, 190, 210, 200],
    ... })
    >>> left = one_by_one(bills, value="bill", group="loyal", held=["menu"])
    >>> left["r_squared"].round(2).to_dict()
    {'nothing': 0.25, '+ menu': 0.98}
    """
    share = tables.confidence(confidence)
    found = compared(table, value, group, held, cluster)
    rows = []
    for many in range(len(found.held) + 1):
        blocks = list(found.held.values())[:many]
        step = _full(found.values, found.group, blocks, group)
        error, freedom = spread(step.moves[:, [1]], found.owner, step.columns)
        row = with_interval([step.coefficients[1]], error.tolist(), freedom, share)
        rows.append(row.assign(r_squared=step.r_squared(found.values)))
    index = pd.Index(["nothing", *(f"+ {name}" for name in found.held)], name="held")
    return pd.concat(rows, ignore_index=True).set_index(index)


def parts(
    table: pd.DataFrame,
    *,
    value: str,
    group: str,
    held: str | Sequence[str],
    cluster: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much of the gap is due to each thing that the group buys differently?

    Gelbach's split: the gap is the coefficient of the group beside all columns, plus, for each
    column, what its coefficients make of the difference of the two mixes. No order matters, and
    the parts add up to the gap.

    Parameters
    ----------
    table, value, group, held, cluster, confidence
        As for `gap`.

    Returns
    -------
    DataFrame
        One row a column, then "left over" and "gap" (index `column`): estimate, standard_error,
        low, high.

    Raises
    ------
    ValueError
        As for `gap`.

    References
    ----------
    Gelbach, J. B. (2016). When do covariates matter? Journal of Labor Economics 34(2), 509-543,
    eq. (6). With coefficients of one of the groups it is the decomposition of Oaxaca (1973).

    Examples
    --------
    >>> bills = pd.DataFrame({
    ...     "loyal": [1, 1, 1, 1, 0, 0, 0, 0],
    ...     "menu": ["lunch"] * 3 + ["dinner"] + ["lunch"] + ["dinner"] * 3,
    ...     "bill": [90.0, 110, 100, 200, 100, 190, 210, 200],
    ... })
    >>> split = parts(bills, value="bill", group="loyal", held="menu")["estimate"]
    >>> bool(abs(split["menu"] + 50) < 1e-6), bool(abs(split["gap"] + 50) < 1e-6)
    (True, True)
    """
    share = tables.confidence(confidence)
    found = compared(table, value, group, held, cluster)
    full = _full(found.values, found.group, list(found.held.values()), group)
    raw = fit(found.values, found.group)
    in_group = found.group == 1
    estimates, moves, first = [], [], 2
    for block in found.held.values():
        last = first + block.shape[1]
        difference = block[in_group].mean(axis=0) - block[~in_group].mean(axis=0)
        priced = block @ full.coefficients[first:last]
        estimates.append(float(difference @ full.coefficients[first:last]))
        # A row moves the part through the coefficients and through its group's mix.
        moves.append(full.moves[:, first:last] @ difference + _mean_moves(priced, in_group))
        first = last
    estimates += [full.coefficients[1], raw.coefficients[1]]
    moves += [full.moves[:, 1], raw.moves[:, 1]]
    error, freedom = spread(np.column_stack(moves), found.owner, full.columns)
    answer = with_interval(estimates, error.tolist(), freedom, share)
    return answer.set_index(pd.Index([*found.held, "left over", "gap"], name="column"))


def overlap(table: pd.DataFrame, *, group: str, held: str | Sequence[str]) -> pd.DataFrame:
    """How much of what the group buys do the others buy, too?

    Where only one group is, nobody can be compared: a regression goes on from its straight lines.

    Parameters
    ----------
    table, group, held
        As for `gap`.

    Returns
    -------
    DataFrame
        Three rows (index `where`): "both", "only the group", "only the others"; strata (how many
        of their combinations occur), purchases_in_group and purchases_of_others.

    Raises
    ------
    ValueError
        A column is missing or holds something else.

    Examples
    --------
    >>> bills = pd.DataFrame({"loyal": [1, 1, 0, 0], "menu": ["lunch", "set", "lunch", "dinner"]})
    >>> overlap(bills, group="loyal", held="menu").loc["both"].to_dict()
    {'strata': 1, 'purchases_in_group': 1, 'purchases_of_others': 1}
    """
    names = tables.column_names("held", held)
    tables.check_columns(table, [group, *names])
    member = flags.happened(table, group, who="the group").to_numpy()
    strata = _strata(table, held)
    inside = np.bincount(strata, member, strata.max() + 1)
    outside = np.bincount(strata, 1 - member, strata.max() + 1)
    where = {
        "both": (inside > 0) & (outside > 0),
        "only the group": outside == 0,
        "only the others": inside == 0,
    }
    rows = {
        name: {
            "strata": int(there.sum()),
            "purchases_in_group": int(inside[there].sum()),
            "purchases_of_others": int(outside[there].sum()),
        }
        for name, there in where.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("where")


def _full(values: np.ndarray, group: np.ndarray, blocks: list[np.ndarray], name: str) -> Fit:
    """The values on the group and the blocks, unless the group follows from them."""
    if blocks and (fit(group.astype("float64"), *blocks).residuals ** 2).sum() < 1e-8 * len(group):
        raise ValueError(
            f"who is in {name!r} follows from the columns held equal: there is no purchase that "
            "both groups make. Hold fewer columns equal, or coarser ones."
        )
    return fit(values, group, *blocks)


def _strata(table: pd.DataFrame, held: str | Sequence[str]) -> np.ndarray:
    """For each row the number of its combination of the columns held equal."""
    codes = np.zeros(len(table), dtype="int64")
    for name in tables.column_names("held", held):
        tables.check_labels(table[name], name=repr(name))
        each, labels = pd.factorize(table[name])
        codes = pd.factorize(codes * len(labels) + each)[0]
    return codes


def _standardised(
    values: np.ndarray, group: np.ndarray, strata: np.ndarray
) -> tuple[float, np.ndarray, float]:
    """The difference within strata, weighted as the group; what each row adds; what is compared."""
    many = int(strata.max()) + 1
    counts = np.array([np.bincount(strata[group == one], minlength=many) for one in (0, 1)])
    both = np.asarray((counts > 0).all(axis=0))
    covered = counts[1, both].sum()
    if not covered:
        raise ValueError(
            "no stratum holds purchases of both groups: hold fewer columns equal, or coarser ones"
        )
    sums = np.array([np.bincount(strata[group == one], values[group == one], many)
                     for one in (0, 1)])  # fmt: skip
    means = sums / np.maximum(counts, 1)
    weight = np.where(both, counts[1] / covered, 0.0)
    difference = np.where(both, means[1] - means[0], 0.0)
    estimate = float(weight @ difference)
    own = counts[group, strata]
    residual = values - means[group, strata]
    # A row takes part in its own mean: corrected for that, and where it stands alone, as the rest.
    typical = np.sqrt((residual**2).sum() / max((counts > 0).sum() * -1 + len(values), 1))
    residual = np.where(own > 1, residual * np.sqrt(own / np.maximum(own - 1, 1)), typical)
    sign = np.where(group == 1, 1, -1)
    moves = sign * weight[strata] * residual / own
    moves += np.where((group == 1) & both[strata], (difference[strata] - estimate) / covered, 0.0)
    return estimate, moves, float(covered / counts[1].sum())


def _mean_moves(values: np.ndarray, in_group: np.ndarray) -> np.ndarray:
    """What each row adds to the difference of the two means."""
    inside = (values - values[in_group].mean()) / in_group.sum()
    outside = (values - values[~in_group].mean()) / (~in_group).sum()
    return np.where(in_group, inside, -outside)
