"""Who bought lately, often and for much: RFM scores and named segments.

`score` works on the customers table (or on any three columns); everything after it works on its
scores. 5 is the best score of five, also for recency: few days since the last purchase.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.segmentation.rfm_segments import EIGHT_GROUPS, LIMITS, SEGMENTS, first_match
from crmkit.segmentation.rfm_thresholds import by_cell, cells, scores_of, value_ranges

__all__ = [
    "EIGHT_GROUPS",
    "SEGMENTS",
    "Scores",
    "cell_grid",
    "name_segments",
    "profile",
    "score",
    "score_with",
]

SCORES = ("r_score", "f_score", "m_score")
MEASURES = ("recency", "frequency", "monetary")


class Scores(NamedTuple):
    """scores: one row a customer. thresholds: one row a score of a measure."""

    scores: pd.DataFrame
    thresholds: pd.DataFrame

    @property
    def bins(self) -> list[int]:
        """How many scores recency, frequency and monetary value have, empty ones included."""
        top = self.thresholds.groupby("measure")["score"].max()
        return [int(top[measure]) for measure in MEASURES]


def score(
    customers: pd.DataFrame,
    *,
    bins: int | Mapping[str, int] = 5,
    method: Literal["independent", "nested"] = "independent",
    ties: Literal["low", "middle", "high"] = "low",
    cuts: Mapping[str, Sequence[float]] | None = None,
    recency: str = "days_since_last",
    frequency: str = "purchases",
    monetary: str = "total_spend",
) -> Scores:
    """How recent, frequent and valuable is each customer, from 1 to 5 (best)?

    Customers are ranked from worst to best on each measure and the ranks cut into `bins` equal
    parts (their sizes differ by one customer at most where values differ). Scores that lose all
    their customers to ties stay in the thresholds with 0 customers and a note.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    bins : int or mapping
        How many scores, or one number a column, e.g. {"R": 4, "F": 3, "M": 5}.
    method : {"independent", "nested"}
        "independent" ranks all customers on each measure; "nested" ranks frequency within each
        recency score, and money within each recency and frequency score.
    ties : {"low", "middle", "high"}
        Equal values always get the same score: where they span several parts, the lowest, the one
        at their middle or the highest.
    cuts : mapping, optional
        Your own cut points a column, upper ends included: {"days_since_last": [30, 90, 180]}
        scores up to 30 days 4, up to 90 days 3, up to 180 days 2 and more days 1.
    recency, frequency, monetary : str
        The columns of `customers` that are scored; of the first, few is best.

    Returns
    -------
    Scores
        `scores`: r_score, f_score, m_score (int) and cell, such as "545" ("10-4-5" where a score
        can have two digits). `thresholds`: measure, column, within (the scores above it when
        nested, else ""), score, above (excluded) and up_to (included), customers, note.

    Raises
    ------
    ValueError
        A column missing, values missing, or an unknown option.

    Examples
    --------
    >>> table = pd.DataFrame({"days_since_last": [3, 10, 40, 90, 400],
    ...     "purchases": [9, 1, 4, 1, 1], "total_spend": [500.0, 20, 90, 30, 10]})
    >>> score(table).scores["cell"].tolist()
    ['555', '412', '344', '213', '111']
    """
    columns = dict(zip(MEASURES, (recency, frequency, monetary), strict=True))
    tables.check_columns(customers, columns.values(), name="customers")
    tables.option("method", method, ("independent", "nested"))
    tables.option("ties", ties, ("low", "middle", "high"))
    sizes = _checked_bins(bins, columns)
    edges = _checked_cuts(cuts or {}, columns)

    scores = pd.DataFrame(index=customers.index)
    used = []
    for name, (measure, column) in zip(SCORES, columns.items(), strict=True):
        values = tables.column(customers, column).astype(float)
        nested = method == "nested" and column not in edges
        found = [
            {"measure": measure, "column": column, "within": cell, **rule}
            for cell, members in by_cell(values, cells(scores) if nested else None)
            for rule in value_ranges(
                members,
                bins=sizes[column],
                cuts=edges.get(column),
                few_is_best=measure == "recency",
                ties=ties,
            )
        ]
        used.append(pd.DataFrame(found))
        scores[name] = scores_of(values, used[-1], scores)
    return _scores(scores, pd.concat(used, ignore_index=True))


def score_with(customers: pd.DataFrame, thresholds: pd.DataFrame) -> Scores:
    """What do these customers score by the thresholds of others, such as last year's customers?

    Ranks are relative: a 5 in a bad year may be a 3 in a good one. Kept thresholds measure every
    year by the same yardstick.

    Parameters
    ----------
    customers : DataFrame
        One row a customer, with the columns that the thresholds name.
    thresholds : DataFrame
        Those of a `score`, also after a round trip through a file.

    Returns
    -------
    Scores
        As from `score`; the customers in `thresholds` are still those of the sample that gave
        them.

    Raises
    ------
    ValueError
        A column missing, values missing, or a nested cell for which there is no threshold.

    Examples
    --------
    >>> last_year = pd.DataFrame({"days_since_last": [3, 10, 40, 90, 400],
    ...     "purchases": [9, 1, 4, 1, 1], "total_spend": [500.0, 20, 90, 30, 10]})
    >>> this_year = pd.DataFrame({"days_since_last": [5], "purchases": [9], "total_spend": [95]})
    >>> score_with(this_year, score(last_year).thresholds).scores["cell"].tolist()
    ['455']
    """
    thresholds = _checked_thresholds(thresholds)
    scores = pd.DataFrame(index=customers.index)
    for name, measure in zip(SCORES, MEASURES, strict=True):
        rules = thresholds[thresholds["measure"] == measure]
        column = rules["column"].iloc[0]
        tables.check_columns(customers, [column], name="customers")
        scores[name] = scores_of(tables.column(customers, column).astype(float), rules, scores)
    return _scores(scores, thresholds.reset_index(drop=True))


def name_segments(scored: Scores, *, rules: pd.DataFrame | None = None) -> pd.Series:
    """Which named segment is each customer in?

    Parameters
    ----------
    scored : Scores
        What `score` or `score_with` returned.
    rules : DataFrame, optional
        A table like `SEGMENTS` (the default, for scores 1 to 5): segment, chinese, r_min, r_max,
        f_min, f_max, m_min, m_max (ends included), action. The first rule that fits wins.

    Returns
    -------
    Series
        One category a customer, categories in the order of the rules.

    Raises
    ------
    ValueError
        Rules that leave a cell of the whole grid without a name (lists them), or that were
        written for other numbers of scores.

    Examples
    --------
    >>> table = pd.DataFrame({"days_since_last": [3, 10, 40, 90, 400],
    ...     "purchases": [9, 1, 4, 1, 1], "total_spend": [500.0, 20, 90, 30, 10]})
    >>> name_segments(score(table)).tolist()
    ['Champions', 'Promising', 'Loyal', 'Hibernating', 'Lost']
    """
    _check_scored(scored)
    rules = SEGMENTS if rules is None else rules
    tables.check_columns(rules, ["segment", *LIMITS], name="rules")
    bins = [int(rules[limit].max()) for limit in ("r_max", "f_max", "m_max")]
    if scored.bins != bins:
        raise ValueError(
            f"the rules name scores up to {bins} (r, f, m), the scores go up to {scored.bins}; "
            "score with other bins or pass other rules"
        )
    grid = np.array(list(product(*(range(1, top + 1) for top in bins))))
    unnamed = grid[first_match(grid, rules) < 0]
    if len(unnamed):
        listed = ["-".join(map(str, cell)) for cell in unnamed]
        raise ValueError(
            f"the rules leave {len(listed)} of {len(grid)} cells (r-f-m) without a name: "
            f"{', '.join(listed[:20])}{' ...' if len(listed) > 20 else ''}; add a rule for them, "
            "for instance a last one that takes every score"
        )
    scores = scored.scores[list(SCORES)]
    found = first_match(scores.to_numpy(), rules)
    if (found < 0).any():
        raise tables.bad_rows(scores.index, found < 0, f"scores lie outside 1 to {bins} (r, f, m)")
    names = rules["segment"].to_numpy()
    return pd.Series(
        pd.Categorical(names[found], categories=list(dict.fromkeys(names))),
        index=scores.index,
        name="segment",
    )


def profile(
    customers: pd.DataFrame,
    segments: pd.Series,
    *,
    recency: str = "days_since_last",
    frequency: str = "purchases",
    monetary: str = "total_spend",
) -> pd.DataFrame:
    """What is each segment like, and how much of the money does it bring?

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    segments : Series
        The segment of each, as from `name_segments`; the same customers in any order.
    recency, frequency, monetary : str
        The columns of `customers` to describe.

    Returns
    -------
    DataFrame
        One row a segment that has customers, in the order of its categories: customers,
        customer_share (0 to 1), median recency, frequency and money (`median_` and the column's
        name), total_spend and spend_share (0 to 1).

    Examples
    --------
    >>> table = pd.DataFrame({"days_since_last": [3, 10, 40], "purchases": [9, 1, 4],
    ...     "total_spend": [60.0, 10, 30]})
    >>> profile(table, pd.Series(["A", "B", "A"]))["spend_share"].tolist()
    [0.9, 0.1]
    """
    columns = [recency, frequency, monetary]
    tables.check_columns(customers, columns, name="customers")
    tables.check_each_once(customers.index, name="customers")
    tables.check_each_once(segments.index, name="segments")
    tables.check_same_customers(customers.index, segments.index, names=("customers", "segments"))
    if segments.isna().any():
        raise tables.bad_rows(segments.index, segments.isna(), "segments: segment is missing")
    values = pd.DataFrame(
        {column: tables.column(customers, column) for column in columns},
        index=customers.index,
        dtype=float,
    )
    total = values[monetary].sum()
    if total <= 0:
        raise ValueError(f"{monetary} sums to {total:g}: shares of it need a positive sum")
    groups = values.groupby(segments.reindex(values.index).rename("segment"), observed=True)
    table = pd.DataFrame({"customers": groups.size()})
    table["customer_share"] = table["customers"] / len(values)
    for column in columns:
        table[f"median_{column}"] = groups[column].median()
    table["total_spend"] = groups[monetary].sum()
    table["spend_share"] = table["total_spend"] / total
    return table


def cell_grid(
    scored: Scores, *, values: pd.Series | None = None, min_customers: int = 1
) -> pd.DataFrame:
    """Where in the recency x frequency grid are the customers, or their money, or their answers?

    Parameters
    ----------
    scored : Scores
        What `score` or `score_with` returned.
    values : Series, optional
        What to average over the customers of a cell, with the index of the scores: spend, or
        response as 0 and 1.
    min_customers : int
        A cell with fewer customers is NaN: raise it to 30 or so where the mean of a handful of
        customers should not be read.

    Returns
    -------
    DataFrame
        One row a recency score (best first) and one column a frequency score, empty ones too: the
        share of customers (0 to 1) without `values`, else the mean of `values`.

    Examples
    --------
    >>> table = pd.DataFrame({"days_since_last": [3, 90, 4, 80], "purchases": [2, 1, 3, 1],
    ...     "total_spend": [60.0, 10, 30, 10]})
    >>> cell_grid(score(table, bins=2))  # doctest: +NORMALIZE_WHITESPACE
    f_score    1    2
    r_score
    2        NaN  0.5
    1        0.5  NaN
    """
    _check_scored(scored)
    scores = scored.scores
    keys = [scores["r_score"], scores["f_score"]]
    if values is None:
        counts = scores.groupby(keys).size()
        grid = counts / len(scores)
    else:
        if not values.index.equals(scores.index):
            raise ValueError("values and scores must have the same index in the same order")
        if values.isna().any():
            raise tables.bad_rows(values.index, values.isna(), "values is missing")
        groups = values.groupby(keys)
        counts, grid = groups.size(), groups.mean()
    highest_r, highest_f, _ = scored.bins
    rows = pd.RangeIndex(highest_r, 0, -1, name="r_score")
    columns = pd.RangeIndex(1, highest_f + 1, name="f_score")
    return grid.where(counts >= min_customers).unstack().reindex(index=rows, columns=columns)


def _scores(scores: pd.DataFrame, thresholds: pd.DataFrame) -> Scores:
    thresholds = thresholds.astype({"within": "str", "note": "str"})
    scores["cell"] = cells(scores, mark="-" if thresholds["score"].max() > 9 else "")
    return Scores(scores, thresholds)


def _check_scored(scored: Scores) -> None:
    if not isinstance(scored, Scores):
        raise TypeError(
            f"pass what score() returned, whole, not a {type(scored).__name__}: a table of scores "
            "does not tell how many scores there could be"
        )
    tables.check_columns(scored.scores, SCORES, name="scored.scores")


def _checked_bins(bins: int | Mapping[str, int], columns: Mapping[str, str]) -> dict[str, int]:
    given = dict(bins) if isinstance(bins, Mapping) else dict.fromkeys(columns.values(), bins)
    for column in given:
        tables.option("column in bins", column, list(columns.values()))
    return {
        column: tables.whole(f"bins for {column}", given.get(column, 5), least=2)
        for column in columns.values()
    }


def _checked_cuts(
    cuts: Mapping[str, Sequence[float]], columns: Mapping[str, str]
) -> dict[str, np.ndarray]:
    for column in cuts:
        tables.option("column in cuts", column, list(columns.values()))
    edges = {column: np.asarray(list(points), dtype=float) for column, points in cuts.items()}
    for column, points in edges.items():
        if not len(points) or not np.isfinite(points).all() or (np.diff(points) <= 0).any():
            raise ValueError(f"cuts of {column} must be rising numbers; got {list(cuts[column])}")
    return edges


def _checked_thresholds(thresholds: pd.DataFrame) -> pd.DataFrame:
    columns = ["measure", "column", "within", "score", "up_to", "note"]
    tables.check_columns(thresholds, columns, name="thresholds")
    usable = thresholds[thresholds["up_to"].notna()]
    absent = [measure for measure in MEASURES if measure not in set(usable["measure"])]
    if absent:
        raise ValueError(f"thresholds have no rows for {absent}")
    # Thresholds that were written to a file and read again have lost their empty texts.
    texts = thresholds[["within", "note"]]
    return thresholds.assign(**texts.astype("str").where(texts.notna(), ""))
