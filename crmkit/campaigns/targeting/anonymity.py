"""Whom does a list lay bare: how many people are alone with what it says of them?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from crmkit import tables
from crmkit.rates import rate_interval

__all__ = ["group_sizes", "risk", "without_each"]


def group_sizes(
    people: pd.DataFrame, *, by: str | Sequence[str], among: pd.DataFrame | None = None
) -> pd.Series:
    """With how many people does each share what is told of them, counting themselves?

    Parameters
    ----------
    people : DataFrame
        One row a person of the list that is handed out.
    by : str or sequence of str
        Its columns that an outsider may know: age, postcode. Each known for everybody.
    among : DataFrame, optional
        The people among whom an outsider must search, those of the list included; the list itself
        if not given, which is right for outsiders who know that the person is on it.

    Returns
    -------
    Series
        `group_size`, 1 or more, by person. 1: unique.

    Raises
    ------
    ValueError
        A column is missing, in part or at all, or somebody on the list is not `among` the people.

    Examples
    --------
    >>> people = pd.DataFrame({"age": [30, 30, 61], "town": ["A", "A", "A"]})
    >>> group_sizes(people, by=["age", "town"]).to_list()
    [2, 2, 1]
    """
    names = tables.column_names("by", by)
    for name, table in (("people", people), ("among", people if among is None else among)):
        tables.check_columns(table, names, name=name)
        for column in names:
            tables.check_labels(table[column], name=repr(column), mend="Fill it, or name a class.")
    counts = (people if among is None else among).value_counts(names)
    keys = pd.MultiIndex.from_frame(people[names])
    sizes = counts.reindex(keys).to_numpy()
    if among is not None:
        own = people.value_counts(names)
        short = own > counts.reindex(own.index).fillna(0)
        if short.any():
            raise ValueError(
                f"{short.sum():,} groups of the list are larger than among all, e.g. "
                f"{dict(zip(names, own.index[short][0], strict=True))}: `among` must hold the list"
            )
    return pd.Series(sizes, people.index, name="group_size").astype("int64")


def risk(
    people: pd.DataFrame,
    *,
    columns: Mapping[str, Sequence[str]],
    k: int = 5,
    among: pd.DataFrame | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of a list is unique, or in a group smaller than k, by the columns handed out?

    A list is k-anonymous if nobody stands in a group smaller than k.

    Parameters
    ----------
    people, among
        As for `group_sizes`.
    columns : mapping of sequences of str
        Sets of columns to compare, by what they are called.
    k : int
        The smallest group that is allowed, 2 or more.
    confidence : float
        Of the interval of `unique_share`, for other lists of this size from the same source; of
        larger lists fewer are unique.

    Returns
    -------
    DataFrame
        One row a set: customers, groups, smallest (people in the smallest group), unique_share,
        low, high and small_share (in groups below k; all shares of people, 0 to 1).

    References
    ----------
    Sweeney, L. (2002). k-anonymity: a model for protecting privacy. International Journal of
    Uncertainty, Fuzziness and Knowledge-Based Systems 10(5), 557-570.

    Examples
    --------
    >>> people = pd.DataFrame({"age": [30, 30, 61, 61], "town": list("AABA")})
    >>> sets = {"age": ["age"], "age and town": ["age", "town"]}
    >>> risk(people, columns=sets, k=2)[["groups", "smallest", "unique_share", "small_share"]]
    ... # doctest: +NORMALIZE_WHITESPACE
                  groups  smallest  unique_share  small_share
    columns
    age                2         2           0.0          0.0
    age and town       3         1           0.5          0.5
    """
    k = tables.whole("k", k, least=2)
    if not isinstance(columns, Mapping) or not columns:
        raise ValueError('columns must name one set or more, e.g. {"age": ["age"]}')
    rows = {}
    for name, by in columns.items():
        sizes = group_sizes(people, by=by, among=among)
        alone = pd.Series([int((sizes == 1).sum())])
        ends = rate_interval(alone, pd.Series([len(sizes)]), confidence=confidence).iloc[0]
        rows[name] = {
            "customers": len(sizes),
            "groups": len(people[tables.column_names("by", by)].drop_duplicates()),
            "smallest": int(sizes.min()),
            "unique_share": alone.iloc[0] / len(sizes),
            "low": ends["low"],
            "high": ends["high"],
            "small_share": float((sizes < k).mean()),
        }
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis("columns")
    return found.astype({"customers": "int64", "groups": "int64", "smallest": "int64"})


def without_each(
    people: pd.DataFrame, *, by: Sequence[str], k: int = 5, among: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Which column lays people bare: how many stay unique if it is left out?

    Parameters
    ----------
    people, by, k, among
        As for `risk`, with two columns or more.

    Returns
    -------
    DataFrame
        The columns of `risk`: the first row with all columns, then one row for each left out, that
        which helps most first.

    Examples
    --------
    >>> people = pd.DataFrame({"age": [30, 31, 61, 61], "town": list("AABB")})
    >>> without_each(people, by=["age", "town"], k=2)["unique_share"].to_dict()
    {'all': 0.5, 'without age': 0.0, 'without town': 0.5}
    """
    names = tables.column_names("by", by)
    if len(names) < 2:
        raise ValueError(f"by={names}: to leave one out takes two columns or more")
    sets = {f"without {one}": [name for name in names if name != one] for one in names}
    found = risk(people, columns={"all": names} | sets, k=k, among=among)
    rest = found.iloc[1:].sort_values(["unique_share", "small_share"], kind="stable")
    return pd.concat([found.iloc[:1], rest])
