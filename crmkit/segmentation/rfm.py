"""Who bought lately, often and for much: RFM scores and named segments.

`score` works on the customers table (or on any three columns); everything after it works on its
scores. 5 is the best score of five, also for recency: few days since the last purchase.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

SCORES = ("r_score", "f_score", "m_score")
MEASURES = ("recency", "frequency", "monetary")

_LIMITS = ["r_min", "r_max", "f_min", "f_max", "m_min", "m_max"]
_RULE = ["segment", "chinese", *_LIMITS, "action"]

SEGMENTS = pd.DataFrame(
    [
        ("Champions", "冠军客户", 4, 5, 4, 5, 4, 5, "Reward them, ask them to recommend you"),
        ("Cannot lose", "不能流失的客户", 1, 2, 4, 5, 4, 5, "Call, find out what went wrong"),
        ("Loyal", "忠诚客户", 3, 5, 4, 5, 1, 5, "Offer a club, a subscription or related goods"),
        ("At risk", "流失预警客户", 1, 2, 3, 5, 1, 5, "Win back with what they used to buy"),
        ("Big tickets", "大额低频客户", 3, 5, 1, 3, 5, 5, "Advise before the next order"),
        ("Potential loyal", "潜力客户", 4, 5, 2, 3, 1, 4, "Give a reason for the next purchase"),
        ("New", "新客户", 5, 5, 1, 1, 1, 4, "Welcome, help with the first use"),
        ("Promising", "萌芽客户", 4, 4, 1, 1, 1, 4, "Remind, suggest a second purchase"),
        ("Need attention", "需要关注的客户", 3, 3, 3, 3, 1, 4, "A limited offer now"),
        ("About to sleep", "即将沉睡客户", 3, 3, 1, 2, 1, 4, "A low-cost reminder"),
        ("Hibernating", "沉睡客户", 2, 2, 1, 2, 1, 5, "Seasonal mail only"),
        ("Lost", "已流失客户", 1, 1, 1, 2, 1, 5, "Leave alone"),
    ],
    columns=_RULE,
)
"""Segments of scores 1 to 5: one row a rule, the first rule that fits names the customer."""

EIGHT_GROUPS = pd.DataFrame(
    [
        ("High value", "重要价值客户", 2, 2, 2, 2, 2, 2, "Keep: the best service"),
        ("High value to develop", "重要发展客户", 2, 2, 1, 1, 2, 2, "Raise the frequency"),
        ("High value to hold", "重要保持客户", 1, 1, 2, 2, 2, 2, "Get in touch before they forget"),
        ("High value to save", "重要挽留客户", 1, 1, 1, 1, 2, 2, "Find out why, win back"),
        ("General value", "一般价值客户", 2, 2, 2, 2, 1, 1, "Raise the basket"),
        ("General to develop", "一般发展客户", 2, 2, 1, 1, 1, 1, "Introduce the range"),
        ("General to hold", "一般保持客户", 1, 1, 2, 2, 1, 1, "Remind at low cost"),
        ("General to save", "一般挽留客户", 1, 1, 1, 1, 1, 1, "Let go"),
    ],
    columns=_RULE,
)
"""The eight groups of Chinese textbooks (客户价值八分法): each measure low (1) or high (2)."""


class Scores(NamedTuple):
    """scores: one row a customer. thresholds: one row a score of a measure."""

    scores: pd.DataFrame
    thresholds: pd.DataFrame


def score(
    customers: pd.DataFrame,
    *,
    bins: int | Mapping[str, int] = 5,
    method: Literal["independent", "nested"] = "independent",
    ties: Literal["low", "middle", "high"] = "low",
    cuts: Mapping[str, Sequence[float]] | None = None,
    thresholds: pd.DataFrame | None = None,
    recency: str = "days_since_last",
    frequency: str = "purchases",
    monetary: str = "total_spend",
) -> Scores:
    """How recent, frequent and valuable is each customer, from 1 to 5 (best)?

    Customers are ranked from worst to best on each measure and the ranks cut into `bins` equal
    parts (their sizes differ by one customer at most where values differ). Equal values always get
    the same score: where they span several parts, the lowest (`ties="low"`), the one at their
    middle ("middle") or the highest ("high"). Scores that lose all their customers to such ties
    stay in the thresholds with 0 customers and a note.

    bins: 5, or one number a column, e.g. {"R": 4, "F": 3, "M": 5}.
    method: "independent" ranks all customers on each measure; "nested" ranks frequency within
    each recency score, and money within each recency and frequency score.
    cuts: your own cut points a column, upper ends included: {"days_since_last": [30, 90, 180]}
    scores up to 30 days 4, up to 90 days 3, up to 180 days 2 and more days 1.
    thresholds: those of another call; they score this table instead of its own ranks (bins,
    method, ties and cuts then play no part).

    Returns `Scores(scores, thresholds)`. scores: r_score, f_score, m_score (int) and cell, such as
    "545" ("10-4-5" where a score can have two digits). thresholds: measure, column, within (the
    scores above it when nested, else ""), score, above (excluded) and up_to (included), customers
    (of the sample that gave the thresholds), note. Raises ValueError or KeyError for missing
    values, columns or options.

    >>> table = pd.DataFrame({"days_since_last": [3, 10, 40, 90, 400],
    ...     "purchases": [9, 1, 4, 1, 1], "total_spend": [500.0, 20, 90, 30, 10]})
    >>> score(table).scores["cell"].tolist()
    ['555', '412', '344', '213', '111']
    """
    columns = dict(zip(MEASURES, (recency, frequency, monetary), strict=True))
    values = _checked_columns(customers, list(columns.values()))
    _check_option("method", method, ("independent", "nested"))
    _check_option("ties", ties, ("low", "middle", "high"))
    sizes = _checked_bins(bins, columns)
    edges = _checked_cuts(cuts or {}, columns)
    given = None if thresholds is None else _checked_thresholds(thresholds)

    scores = pd.DataFrame(index=customers.index)
    used = []
    for name, (measure, column) in zip(SCORES, columns.items(), strict=True):
        numbers = values[column].to_numpy()
        if given is not None:
            rules = given[given["measure"] == measure]
        else:
            nested = method == "nested" and column not in edges
            found = [
                {"measure": measure, "column": column, "within": cell, **rule}
                for cell, members in _by_cell(numbers, _cells(scores) if nested else None)
                for rule in _rules(
                    members,
                    bins=sizes[column],
                    cuts=edges.get(column),
                    few_is_best=measure == "recency",
                    ties=ties,
                )
            ]
            rules = pd.DataFrame(found)
        scores[name] = _apply(numbers, rules, scores)
        used.append(rules)
    table = pd.concat(used, ignore_index=True).astype({"within": "str", "note": "str"})
    scores["cell"] = _cells(scores, mark="-" if table["score"].max() > 9 else "")
    scores.attrs["bins"] = {
        name: int(rules["score"].max()) for name, rules in zip(SCORES, used, strict=True)
    }
    return Scores(scores, table)


def name_segments(scores: pd.DataFrame, *, rules: pd.DataFrame | None = None) -> pd.Series:
    """Which named segment is each customer in?

    rules: a table like `SEGMENTS` (the default, for scores 1 to 5): segment, chinese, r_min,
    r_max, f_min, f_max, m_min, m_max (ends included), action. The first rule that fits wins.

    Returns one category a customer, categories in the order of the rules. Raises ValueError where
    the rules leave a cell of the whole grid without a name (lists them), or were written for
    other numbers of scores.

    >>> scores = pd.DataFrame({"r_score": [5, 1], "f_score": [5, 1], "m_score": [4, 2]})
    >>> name_segments(scores).tolist()
    ['Champions', 'Lost']
    """
    rules = SEGMENTS if rules is None else rules
    _require(rules, ["segment", *_LIMITS], "rules")
    _require(scores, list(SCORES), "scores")
    bins = [int(rules[limit].max()) for limit in ("r_max", "f_max", "m_max")]
    written = scores.attrs.get("bins")
    if written and [written[name] for name in SCORES] != bins:
        raise ValueError(
            f"the rules name scores up to {bins} (r, f, m), the scores go up to "
            f"{[written[name] for name in SCORES]}; score with other bins or pass other rules"
        )
    grid = np.array(list(product(*(range(1, top + 1) for top in bins))))
    unnamed = grid[_first_match(grid, rules) < 0]
    if len(unnamed):
        cells = ["-".join(map(str, cell)) for cell in unnamed]
        raise ValueError(
            f"the rules leave {len(cells)} of {len(grid)} cells (r-f-m) without a name: "
            f"{', '.join(cells[:20])}{' ...' if len(cells) > 20 else ''}; add a rule for them, "
            "for instance a last one that takes every score"
        )
    found = _first_match(scores[list(SCORES)].to_numpy(), rules)
    if (found < 0).any():
        raise ValueError(
            f"{(found < 0).sum()} customers have scores outside 1 to {bins} (r, f, m); "
            f"first: {scores.index[found < 0][:3].tolist()}"
        )
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

    customers and segments have the same index (in any order). Returns one row a segment that has
    customers, in the order of its categories: customers, share (of customers), median recency,
    median frequency and median money (`median_` and the column's name), total_spend and
    share_of_spend (0 to 1; the shares of all segments sum to 1).

    >>> table = pd.DataFrame({"days_since_last": [3, 10, 40], "purchases": [9, 1, 4],
    ...     "total_spend": [60.0, 10, 30]})
    >>> profile(table, pd.Series(["A", "B", "A"]))["share_of_spend"].tolist()
    [0.9, 0.1]
    """
    columns = [recency, frequency, monetary]
    values = _checked_columns(customers, columns)
    values.index = customers.index
    if not (values.index.is_unique and segments.index.is_unique) or len(
        values.index.symmetric_difference(segments.index)
    ):
        raise ValueError(
            f"customers ({len(customers)} rows) and segments ({len(segments)} rows) must have the "
            "same index, each customer once"
        )
    if segments.isna().any():
        raise ValueError(f"{segments.isna().sum()} of {len(segments)} customers have no segment")
    total = values[monetary].sum()
    if total <= 0:
        raise ValueError(f"{monetary} sums to {total:g}: shares of it need a positive sum")
    groups = values.groupby(segments.reindex(values.index).rename("segment"), observed=True)
    table = pd.DataFrame({"customers": groups.size()})
    table["share"] = table["customers"] / len(values)
    for column in columns:
        table[f"median_{column}"] = groups[column].median()
    table["total_spend"] = groups[monetary].sum()
    table["share_of_spend"] = table["total_spend"] / total
    return table


def cell_grid(
    scores: pd.DataFrame, *, values: pd.Series | None = None, min_customers: int = 1
) -> pd.DataFrame:
    """Where in the recency x frequency grid are the customers, or their money, or their answers?

    Returns one row a recency score (best first) and one column a frequency score: the share of
    customers (0 to 1) without `values`, else the mean of `values` (same index as scores: spend, or
    response as 0 and 1). A cell with fewer than `min_customers` is NaN: raise it to 30 or so where
    the mean of a handful of customers should not be read.

    >>> scores = pd.DataFrame({"r_score": [2, 1, 2], "f_score": [1, 1, 2]})
    >>> cell_grid(scores).round(2)  # doctest: +NORMALIZE_WHITESPACE
    f_score     1     2
    r_score
    2        0.33  0.33
    1        0.33   NaN
    """
    _require(scores, ["r_score", "f_score"], "scores")
    cells = [scores["r_score"], scores["f_score"]]
    if values is None:
        counts = scores.groupby(cells).size()
        grid = counts / len(scores)
    else:
        if not values.index.equals(scores.index):
            raise ValueError("values and scores must have the same index in the same order")
        if values.isna().any():
            raise ValueError(f"values has {values.isna().sum()} missing of {len(values)}")
        groups = values.groupby(cells)
        counts, grid = groups.size(), groups.mean()
    tops = scores.attrs.get("bins") or {name: scores[name].max() for name in SCORES[:2]}
    rows = pd.RangeIndex(tops["r_score"], 0, -1, name="r_score")
    columns = pd.RangeIndex(1, tops["f_score"] + 1, name="f_score")
    return grid.where(counts >= min_customers).unstack().reindex(index=rows, columns=columns)


def _rules(
    values: np.ndarray, *, bins: int, cuts: np.ndarray | None, few_is_best: bool, ties: str
) -> list[dict]:
    if cuts is not None:
        return _from_cuts(values, cuts, few_is_best=few_is_best)
    return _from_ranks(values, bins, few_is_best=few_is_best, ties=ties)


def _from_ranks(values: np.ndarray, bins: int, *, few_is_best: bool, ties: str) -> list[dict]:
    """The value range of each score, ranks being cut into equal parts."""
    distinct, counts = np.unique(values, return_counts=True)
    # Tied customers occupy the ranks (start, end] of n, counted from the worst.
    worst_first = slice(None, None, -1) if few_is_best else slice(None)
    ends = np.cumsum(counts[worst_first])[worst_first]
    starts, n = ends - counts, len(values)
    # Whole numbers throughout: a rank on the border of two parts must not depend on rounding.
    scores = {
        "low": starts * bins // n + 1,
        "middle": -(-(starts + ends) * bins // (2 * n)),
        "high": -(-ends * bins // n),
    }[ties]
    rules = []
    for number in range(1, bins + 1):
        taken = scores == number
        rule = {"score": number, "above": np.nan, "up_to": np.nan, "customers": 0}
        rule["note"] = "empty: equal values share another score" if n >= bins else "empty"
        if taken.any():
            place = np.flatnonzero(taken)
            rule["above"] = distinct[place[0] - 1] if place[0] else -np.inf
            rule["up_to"] = distinct[place[-1]] if place[-1] < len(distinct) - 1 else np.inf
            rule["customers"] = int(counts[taken].sum())
            rule["note"] = ""
        rules.append(rule)
    return rules


def _from_cuts(values: np.ndarray, cuts: np.ndarray, *, few_is_best: bool) -> list[dict]:
    limits = np.concatenate([[-np.inf], cuts, [np.inf]])
    rules = [
        {
            "score": len(cuts) + 1 - place if few_is_best else place + 1,
            "above": limits[place],
            "up_to": limits[place + 1],
            "customers": int(((values > limits[place]) & (values <= limits[place + 1])).sum()),
            "note": "cut point given",
        }
        for place in range(len(cuts) + 1)
    ]
    return sorted(rules, key=lambda rule: rule["score"])


def _cells(scores: pd.DataFrame, *, mark: str = "-") -> pd.api.extensions.ExtensionArray:
    """The scores of each row in one text, such as "5-4-5"; no scores give empty texts."""
    numbers = scores.to_numpy(dtype="int64").reshape(len(scores), -1)
    base = numbers.max(initial=0) + 1
    places = base ** np.arange(numbers.shape[1])
    # There are few cells and many customers: write each cell once.
    codes, keys = pd.factorize(numbers @ places)
    texts = [mark.join(map(str, row)) for row in (keys[:, None] // places % base).tolist()]
    return pd.array(texts, dtype="str").take(codes)


def _by_cell(values: np.ndarray, cells: pd.api.extensions.ExtensionArray | None):
    """Each cell's name and values; the one nameless cell of everybody where cells is None."""
    if cells is None:
        return [("", values)]
    return [(cell, values[cells == cell]) for cell in sorted(cells.unique())]


def _apply(values: np.ndarray, rules: pd.DataFrame, scores: pd.DataFrame) -> np.ndarray:
    """The score of each value, by the rules for the scores that its customer has so far."""
    found = np.zeros(len(values), dtype="int64")
    rules = rules[rules["up_to"].notna()].sort_values("up_to")
    nested = rules["within"].iloc[0] != ""
    cells = _cells(scores) if nested else np.full(len(values), "")
    for cell in rules["within"].unique():
        part = rules[rules["within"] == cell] if nested else rules
        members = cells == cell if nested else slice(None)
        place = np.searchsorted(part["up_to"].to_numpy(), values[members], side="left")
        found[members] = part["score"].to_numpy()[np.minimum(place, len(part) - 1)]
    if (found == 0).any():
        raise ValueError(
            f"thresholds have no rule for {(found == 0).sum()} customers; first cells: "
            f"{sorted(set(cells[found == 0]))[:3]}"
        )
    return found


def _first_match(cells: np.ndarray, rules: pd.DataFrame) -> np.ndarray:
    """Number of the first rule that fits each (r, f, m) row, or -1."""
    low = rules[["r_min", "f_min", "m_min"]].to_numpy()
    high = rules[["r_max", "f_max", "m_max"]].to_numpy()
    found = np.full(len(cells), -1)
    for number in reversed(range(len(rules))):
        found[((cells >= low[number]) & (cells <= high[number])).all(axis=1)] = number
    return found


def _checked_columns(customers: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The columns as float numbers without gaps, rows numbered from 0."""
    _require(customers, columns, "customers")
    if customers.empty:
        raise ValueError("there are no customers: the table has 0 rows")
    table = pd.DataFrame(index=range(len(customers)))
    for column in columns:
        values = customers[column]
        if not pd.api.types.is_numeric_dtype(values):
            raise ValueError(f"{column} holds {values.dtype}, not numbers; convert it first")
        table[column] = values.to_numpy(dtype=float, na_value=np.nan)
    gaps = (~np.isfinite(table)).sum()
    if gaps.any():
        raise ValueError(
            f"missing or infinite values: {gaps[gaps > 0].to_dict()} of {len(table)} customers; "
            "drop or fill them first"
        )
    return table


def _checked_bins(bins: int | Mapping[str, int], columns: Mapping[str, str]) -> dict[str, int]:
    sizes = dict(bins) if isinstance(bins, Mapping) else dict.fromkeys(columns.values(), bins)
    _check_keys(sizes, columns, "bins")
    for column in columns.values():
        size = sizes.get(column, 5)
        if isinstance(size, bool) or not isinstance(size, int | np.integer) or size < 2:
            raise ValueError(f"bins={size!r} for {column} must be a whole number of at least 2")
        sizes[column] = int(size)
    return sizes


def _checked_cuts(
    cuts: Mapping[str, Sequence[float]], columns: Mapping[str, str]
) -> dict[str, np.ndarray]:
    _check_keys(cuts, columns, "cuts")
    edges = {column: np.asarray(list(points), dtype=float) for column, points in cuts.items()}
    for column, points in edges.items():
        if not len(points) or not np.isfinite(points).all() or (np.diff(points) <= 0).any():
            raise ValueError(f"cuts of {column} must be rising numbers; got {list(cuts[column])}")
    return edges


def _check_keys(given: Mapping, columns: Mapping[str, str], name: str) -> None:
    unknown = sorted(set(given) - set(columns.values()))
    if unknown:
        raise KeyError(f"{name} names {unknown}; the columns are {list(columns.values())}")


def _check_option(name: str, value: str, options: tuple[str, ...]) -> None:
    if value not in options:
        raise ValueError(f"{name}={value!r} is not one of {', '.join(map(repr, options))}")


def _checked_thresholds(thresholds: pd.DataFrame) -> pd.DataFrame:
    _require(thresholds, ["measure", "within", "score", "up_to", "note"], "thresholds")
    usable = thresholds[thresholds["up_to"].notna()]
    absent = [measure for measure in MEASURES if measure not in set(usable["measure"])]
    if absent:
        raise ValueError(f"thresholds have no rows for {absent}")
    # Thresholds that were written to a file and read again have lost their empty texts.
    texts = thresholds[["within", "note"]]
    return thresholds.assign(**texts.astype("str").where(texts.notna(), ""))


def _require(table: pd.DataFrame, columns: list[str], name: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise KeyError(f"{name} has no column {missing}; found {list(table.columns)}")
