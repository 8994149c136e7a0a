"""Which records of the app, the shop and the call centre are one and the same customer?

Joined too little, a customer stands in the books twice and gets everything twice; joined too much,
one stranger's data reach another. A rule that joins by one column makes both errors; weights of
evidence over several columns make fewer.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["errors", "exact", "joined", "pairs", "scored", "weights"]

_RECORD = {"row": "record"}


def exact(records: pd.DataFrame, *, by: str | Sequence[str]) -> pd.Series:
    """Which records belong to one customer, if one value in common is enough?

    Records that share a value in any of the columns are joined, and so are chains of them.

    Parameters
    ----------
    records : DataFrame
        One row a record, each with its own index. A missing value joins nothing.
    by : str or sequence of str
        Columns such as phone, e-mail, name.

    Returns
    -------
    Series
        `customer`: a number for each record, the same for those that are joined.

    Raises
    ------
    ValueError
        A column is missing or empty, or a record stands twice.

    Examples
    --------
    >>> records = pd.DataFrame({"phone": ["1", "1", None, "2"], "mail": ["a", None, "a", None]})
    >>> exact(records, by="phone").to_list()
    [0, 0, 1, 2]
    >>> exact(records, by=["phone", "mail"]).to_list()
    [0, 0, 0, 1]
    """
    codes = _codes(records, by)
    ends: list[np.ndarray] = []
    for column in codes.T:
        order = np.argsort(column, kind="stable")
        same = (column[order][1:] == column[order][:-1]) & (column[order][1:] >= 0)
        ends.append(np.stack([order[:-1][same], order[1:][same]]))
    return _components(records.index, np.concatenate(ends, axis=1))


def pairs(records: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Which two records agree in anything, and in what?

    Parameters
    ----------
    records : DataFrame
        One row a record, as for `exact`.
    by : sequence of str
        The columns that are compared.

    Returns
    -------
    DataFrame
        One row a pair of records that agree in one column or more: record_a, record_b, and each
        column of `by` as 1 (agree), 0 (differ) or missing (not known of both).

    Raises
    ------
    ValueError
        As for `exact`.

    Examples
    --------
    >>> records = pd.DataFrame({"phone": ["1", "1", "2"], "name": ["Li", "Wu", "Wu"]})
    >>> pairs(records, by=["phone", "name"])
       record_a  record_b  phone  name
    0         0         1    1.0   0.0
    1         1         2    0.0   1.0
    """
    names = tables.column_names("by", by)
    codes = _codes(records, names)
    found: set[tuple[int, int]] = set()
    for column in codes.T:
        for _, rows in pd.Series(np.flatnonzero(column >= 0)).groupby(column[column >= 0]):
            members = rows.to_numpy()
            one, other = np.triu_indices(len(members), k=1)
            found.update(zip(members[one].tolist(), members[other].tolist(), strict=True))
    both = np.array(sorted(found), dtype="int64").reshape(-1, 2)
    left, right = codes[both[:, 0]], codes[both[:, 1]]
    agree = np.where((left < 0) | (right < 0), np.nan, left == right)
    ends = {"record_a": records.index[both[:, 0]], "record_b": records.index[both[:, 1]]}
    return pd.DataFrame(ends).join(pd.DataFrame(agree, columns=names))


def weights(records: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """How much does it say for one customer if two records agree in a column, and if they differ?

        agree = log2(m / u)    differ = log2((1 - m) / (1 - u))

    m is how often two records of one customer agree, u how often two records of strangers do. u is
    counted (two records drawn by chance), m is found by the EM algorithm from all pairs.

    Parameters
    ----------
    records : DataFrame
        As for `pairs`.
    by : sequence of str
        Two columns or more, taken as independent of each other.

    Returns
    -------
    DataFrame
        One row a column: m, u (0 to 1), agree and differ (powers of two: 1 doubles the odds).

    Raises
    ------
    ValueError
        As for `exact`; or fewer than two columns, or no two records agree in two columns.

    References
    ----------
    Fellegi, I. P. & Sunter, A. B. (1969). A theory for record linkage. JASA 64, 1183-1210. EM:
    Winkler, W. E. (1988). Using the EM algorithm for weight computation. ASA, 667-671.

    Examples
    --------
    >>> records = pd.DataFrame({"phone": list("aabbccdefg"), "name": list("ppqqrrspqr")})
    >>> weights(records, by=["phone", "name"]).round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
               m     u  agree  differ
    column
    phone   0.99  0.07   3.89   -6.54
    name    0.99  0.20   2.31   -6.32
    """
    names = tables.column_names("by", by)
    if len(names) < 2:
        raise ValueError(f"by={names}: evidence is weighed over two columns or more")
    compared = pairs(records, by=names)[names]
    if (compared.sum(axis=1) >= 2).sum() == 0:
        raise ValueError(f"no two records agree in two of {names}: nothing to learn m from")
    chance = np.array([_chance(records[name]) for name in names])
    patterns = compared.fillna(-1).value_counts()
    seen = np.array(patterns.index.to_list(), dtype=float)
    counts = patterns.to_numpy(dtype=float)
    # Pairs that agree in nothing are not listed; they count as pairs that differ in all.
    rest = len(records) * (len(records) - 1) / 2 - counts.sum()
    seen, counts = np.vstack([seen, np.zeros(len(names))]), np.r_[counts, rest]
    agree, differ = seen == 1, seen == 0
    m, share = np.full(len(names), 0.9), 1 / len(records)
    for _ in range(500):
        one = share * np.prod(np.where(agree, m, np.where(differ, 1 - m, 1)), axis=1)
        other = np.prod(np.where(agree, chance, np.where(differ, 1 - chance, 1)), axis=1)
        matched = counts * one / (one + (1 - share) * other)
        known = np.maximum((matched[:, None] * (seen >= 0)).sum(axis=0), 1e-12)
        new = np.clip((matched[:, None] * agree).sum(axis=0) / known, 0.01, 0.99)
        moved, m = float(np.abs(new - m).max()), new
        share = float(np.clip(matched.sum() / counts.sum(), 1e-9, 0.5))
        if moved < 1e-8:
            break
    found = pd.DataFrame({"m": m, "u": chance}, index=pd.Index(names, name="column"))
    found["agree"] = np.log2(found["m"] / found["u"])
    found["differ"] = np.log2((1 - found["m"]) / (1 - found["u"]))
    return found


def scored(compared: pd.DataFrame, weighed: pd.DataFrame) -> pd.Series:
    """How much speaks for each pair being one customer, all columns together?

    Parameters
    ----------
    compared : DataFrame
        From `pairs`.
    weighed : DataFrame
        From `weights`.

    Returns
    -------
    Series
        `weight` of each pair: the sum of agree and differ over the columns known of both.

    Examples
    --------
    >>> compared = pd.DataFrame({"phone": [1.0, 1.0], "name": [0.0, np.nan]})
    >>> weighed = pd.DataFrame({"agree": [8.0, 5], "differ": [-2.0, -4]}, index=["phone", "name"])
    >>> scored(compared, weighed).to_list()
    [4.0, 8.0]
    """
    tables.check_columns(weighed, ["agree", "differ"], name="weighed")
    names = list(weighed.index)
    tables.check_columns(compared, names, name="compared")
    tables.check_each_once(weighed.index, name="weighed", row="column")
    for side in ("agree", "differ"):
        tables.column(weighed, side)
    for name in names:
        agrees = compared[name].dropna()
        tables.numbers(agrees, least=0, most=1, mend="Pass what pairs returned.")
    known = compared[names]
    gains = known * weighed["agree"] + (1 - known) * weighed["differ"]
    return gains.sum(axis=1).rename("weight")


def joined(
    records: pd.DataFrame, compared: pd.DataFrame, score: pd.Series, *, least: float
) -> pd.Series:
    """Which records belong to one customer, if the evidence must reach so much?

    Parameters
    ----------
    records, compared, score
        The records, their `pairs`, and what is `scored` for each.
    least : float
        The weight from which two records are joined. A pair of chance is one customer once in
        about as many pairs as there are records: log2 of their number is where the odds are even.

    Returns
    -------
    Series
        `customer`, as from `exact`.

    Examples
    --------
    >>> records = pd.DataFrame({"phone": ["1", "1", "2"], "name": ["Li", "Wu", "Wu"]})
    >>> compared = pairs(records, by=["phone", "name"])
    >>> joined(records, compared, pd.Series([9.0, 3.0]), least=5).to_list()
    [0, 0, 1]
    """
    tables.check_columns(records, [], name="records")
    tables.check_columns(compared, ["record_a", "record_b"], name="compared")
    tables.check_each_once(records.index, name="records", **_RECORD)
    tables.by_customer(score, name="score")
    tables.check_each_once(compared.index, name="compared", row="pair")
    tables.check_same_customers(compared.index, score.index, names=("compared", "score"))
    tables.number("least", least, least=-tables.HUGE)
    linked = compared[score.reindex(compared.index) >= least]
    ends = [records.index.get_indexer(pd.Index(linked[end])) for end in ("record_a", "record_b")]
    if any((end < 0).any() for end in ends):
        raise ValueError("compared holds records that are not among `records`: same export?")
    return _components(records.index, np.array(ends, dtype="int64").reshape(2, -1))


def errors(found: pd.Series, truth: pd.Series) -> pd.Series:
    """How many strangers were merged and how many customers split, where the truth is known?

    Parameters
    ----------
    found : Series
        Which customer each record was taken for: from `exact` or `joined`.
    truth : Series
        Whose record it is; the same records. In real life, of a sample checked by hand.

    Returns
    -------
    Series
        customers (found), people (that there are), merged (customers who hold records of two
        people or more), split (people whose records are spread over two customers or more).

    Examples
    --------
    >>> errors(pd.Series([0, 0, 1, 2]), pd.Series(["a", "b", "b", "c"])).to_dict()
    {'customers': 3, 'people': 3, 'merged': 1, 'split': 1}
    """
    for name, one in (("found", found), ("truth", truth)):
        tables.check_series(one, name=name, **_RECORD)
        tables.check_each_once(one.index, name=name, **_RECORD)
        tables.check_labels(one, name=name)
    tables.check_same_customers(found.index, truth.index, names=("found", "truth"))
    truth = truth.reindex(found.index)
    return pd.Series(
        {
            "customers": found.nunique(),
            "people": truth.nunique(),
            "merged": int((truth.groupby(found).nunique() > 1).sum()),
            "split": int((found.groupby(truth).nunique() > 1).sum()),
        }
    )


def _codes(records: pd.DataFrame, by: str | Sequence[str]) -> np.ndarray:
    """A number for each value, -1 for none; one column a field."""
    names = tables.column_names("by", by)
    tables.check_columns(records, names, name="records")
    tables.check_each_once(records.index, name="records", **_RECORD)
    for name in names:
        tables.check_single(records[name])
        blank = (
            records[name].astype("object").map(lambda one: isinstance(one, str) and not one.strip())
        )
        if blank.any():
            mend = "Blanks would agree with each other: write None for what is not known."
            raise tables.bad_rows(records.index, blank, f"{name!r} is blank", mend)
        if records[name].isna().all():
            raise ValueError(f"{name!r} is missing in all {len(records):,} records")
    return np.stack([pd.factorize(records[name])[0] for name in names], axis=1)


def _chance(values: pd.Series) -> float:
    """How often two records, drawn by chance among those that have it, agree."""
    counts = values.value_counts().to_numpy(dtype=float)
    n = counts.sum()
    agree = (counts * (counts - 1)).sum() / max(n * (n - 1), 1)
    return float(np.clip(agree, 1e-6, 1 - 1e-6))


def _components(index: pd.Index, ends: np.ndarray) -> pd.Series:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n = len(index)
    graph = coo_matrix((np.ones(ends.shape[1]), (ends[0], ends[1])), shape=(n, n))
    _, labels = connected_components(graph, directed=False)
    return pd.Series(pd.factorize(labels)[0], index, name="customer")
