"""How many customers does a ranking gain, against a ranking by chance? Qini curves and areas."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from crmkit import models, tables
from crmkit.retention.persuadables.uplift import halves, scores, tested

__all__ = ["area", "area_differences", "areas", "curve", "over_splits", "split_means"]


def curve(table: pd.DataFrame, *, score: str, outcome: str, treated: str) -> pd.DataFrame:
    """How many customers are gained by treating the best so many by a score?

    After the best n customers, of whom N_t were treated and R_t of these did it, and N_c were not
    and R_c of these did it all the same (Radcliffe 2007):

        u = R_t - R_c N_t / N_c

    Customers of one score come together: what lies between is a straight line.

    Parameters
    ----------
    table : DataFrame
        One row a held-out customer, treated by lot.
    score : str
        Column by which they are ranked, the highest first; any numbers.
    outcome, treated : str
        Columns of 0 and 1.

    Returns
    -------
    DataFrame
        One row a score met, from nobody on: customers (so far), customer_share, gained (u: among
        the treated of this table) and by_chance (what a share of the same size would gain of the
        whole). Where nobody is untreated so far, u takes R_c N_t / N_c as 0.

    Raises
    ------
    ValueError
        Nobody or everybody treated; a customer more than once; a score that is missing, infinite,
        or the outcome or the treatment itself.

    References
    ----------
    Radcliffe, N. J. 2007, "Using control groups to target on predicted lift: building and
    assessing uplift models", Direct Marketing Analytics Journal 1, 14-21.

    Examples
    --------
    >>> tested = pd.DataFrame({"score": [4, 3, 2, 1], "bought": [1, 0, 0, 1], "mailed": [1, 0] * 2})
    >>> curve(tested, score="score", outcome="bought", treated="mailed")["gained"].to_list()
    [0.0, 1.0, 1.0, 1.0, 0.0]
    """
    y, t = tested(table, outcome=outcome, treated=treated, more=[score])
    n, gained = _gained(tables.column(table, score), y, t)
    return pd.DataFrame(
        {
            "customers": n,
            "customer_share": n / len(y),
            "gained": gained,
            "by_chance": gained[-1] * n / len(y),
        }
    )


def area(table: pd.DataFrame, *, score: str, outcome: str, treated: str) -> float:
    """How many customers does a ranking gain beyond chance, on average over all depths?

    Parameters
    ----------
    table, score, outcome, treated
        As `curve`.

    Returns
    -------
    float
        The area between the Qini curve and the line of chance over the share of customers treated:
        customers of this table. 0 for chance, below 0 for a ranking that is worse.

    Raises
    ------
    ValueError
        As `curve`.

    Examples
    --------
    >>> tested = pd.DataFrame({"score": [4, 3, 2, 1], "bought": [1, 0, 0, 1], "mailed": [1, 0] * 2})
    >>> area(tested, score="score", outcome="bought", treated="mailed")
    0.75
    """
    y, t = tested(table, outcome=outcome, treated=treated, more=[score])
    return _area(tables.column(table, score), y, t)


def areas(
    table: pd.DataFrame,
    *,
    scores: Sequence[str],
    outcome: str,
    treated: str,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """How many customers does each ranking gain beyond chance, and how sure is that?

    Parameters
    ----------
    table, outcome, treated
        As `curve`.
    scores : list of str
        Columns by which customers are ranked.
    rng, confidence, draws
        Of the bootstrap of the held-out customers, `models.resampled`; the models stay as they are.

    Returns
    -------
    DataFrame
        One row a score: estimate (`area`), low, high.

    Examples
    --------
    >>> tested = pd.DataFrame({"score": range(40), "bought": [0, 0, 1, 1, 0] * 8})
    >>> tested["mailed"] = [0, 1] * 20
    >>> names = {"outcome": "bought", "treated": "mailed", "rng": np.random.default_rng(1)}
    >>> list(areas(tested, scores=["score"], **names))
    ['estimate', 'low', 'high']
    """
    found = _numbers(table, scores, outcome, treated)

    def statistic(rows: pd.DataFrame) -> pd.Series:
        return _areas(rows, len(found.columns) - 2)

    made = models.resampled(found, statistic, rng=rng, confidence=confidence, draws=draws)
    return made.set_axis(pd.Index(tables.column_names("scores", scores), name="score"))


def area_differences(
    table: pd.DataFrame,
    *,
    scores: Sequence[str],
    against: str,
    outcome: str,
    treated: str,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """How many more customers does each ranking gain than one of them, on the same customers?

    Parameters
    ----------
    table, scores, outcome, treated, rng, confidence, draws
        As `areas`.
    against : str
        The score with which the others are compared.

    Returns
    -------
    DataFrame
        One row a score but `against`: estimate (its area less that of `against`), low, high.

    Examples
    --------
    >>> tested = pd.DataFrame({"a": range(40), "b": 1, "bought": [0, 0, 1, 1, 0] * 8})
    >>> tested["mailed"] = [0, 1] * 20
    >>> names = {"outcome": "bought", "treated": "mailed", "rng": np.random.default_rng(1)}
    >>> area_differences(tested, scores=["a"], against="b", **names).index.to_list()
    ['a']
    """
    others = [one for one in tables.column_names("scores", scores) if one != against]
    if not others:
        raise ValueError(f"scores has nothing beside {against!r}: name one to compare with it")
    found = _numbers(table, [against, *others], outcome, treated)

    def statistic(rows: pd.DataFrame) -> pd.Series:
        each = _areas(rows, len(others) + 1)
        return each[1:] - each[0]

    made = models.resampled(found, statistic, rng=rng, confidence=confidence, draws=draws)
    return made.set_axis(pd.Index(others, name="score"))


def over_splits(
    table: pd.DataFrame,
    *,
    traits: Sequence[str],
    outcome: str,
    treated: str,
    methods: Mapping[str, str],
    splits: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """How much does the verdict depend on which half trained the models?

    Parameters
    ----------
    table, traits, outcome, treated, methods
        As `uplift.scores`.
    splits : int
        How often the customers are divided anew into two halves, 2 or more.
    rng : Generator
        Whence the lots come.

    Returns
    -------
    DataFrame
        One row a split, one column a method: `area` on the held-out half.

    Examples
    --------
    >>> tested = pd.DataFrame({"orders": range(80), "mailed": [0, 1] * 40})
    >>> tested["bought"] = ([0, 0, 1] * 27)[:80]
    >>> names = {"traits": ["orders"], "outcome": "bought", "treated": "mailed"}
    >>> kinds = {"response": "linear", "two models": "linear"}
    >>> over_splits(tested, methods=kinds, splits=2, rng=np.random.default_rng(1), **names).shape
    (2, 2)
    """
    splits = tables.whole("splits", splits, least=2)
    tables.generator(rng)
    names: dict[str, Any] = {"outcome": outcome, "treated": treated}
    rows = []
    for split in range(splits):
        training, held_out = halves(table, rng=rng, **names)
        ranked = scores(training, held_out, traits=traits, methods=methods, seed=split, **names)
        y, t = tested(held_out, **names)
        rows.append({name: _area(one.to_numpy(), y, t) for name, one in ranked.items()})
    return pd.DataFrame(rows).rename_axis("split")


def split_means(split_areas: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """How many customers does each method gain on average over splits, and how sure is that?

    Splits share customers, so that they are no independent trials: with J splits into halves the
    variance of their mean is taken as (1/J + 1) s^2 in place of s^2 / J.

    Parameters
    ----------
    split_areas : DataFrame
        From `over_splits`, or of its differences: one row a split, 2 or more.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a column: estimate, standard_error, low, high (of Student's t with J - 1 degrees).

    References
    ----------
    Nadeau, C. & Bengio, Y. 2003, "Inference for the generalization error", Machine Learning 52,
    239-281.

    Examples
    --------
    >>> split_means(pd.DataFrame({"two models": [2.0, 4, 3]})).round(2).values.tolist()
    [[3.0, 1.15, -1.97, 7.97]]
    """
    from scipy.special import stdtrit

    tables.check_columns(split_areas, [])
    if len(split_areas) < 2:
        raise ValueError("one split says nothing of how splits vary: make 2 or more")
    level = (1 + tables.confidence(confidence)) / 2
    values = np.column_stack([tables.numbers(one) for _, one in split_areas.items()])
    splits = len(values)
    mean = values.mean(axis=0)
    error = np.sqrt((1 / splits + 1) * values.var(axis=0, ddof=1))
    away = stdtrit(splits - 1, level) * error
    return pd.DataFrame(
        {"estimate": mean, "standard_error": error, "low": mean - away, "high": mean + away},
        index=split_areas.columns,
    )


def _gained(score: np.ndarray, y: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Customers so far and u at each score met, the highest first, from (0, 0) on."""
    # Backwards and not by -score, which is no number below 0 where the type has none.
    order = np.argsort(score, kind="stable")[::-1]
    score, y, t = score[order], y[order], t[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)
    n, n_t = last + 1, np.cumsum(t)[last]
    r, r_t = np.cumsum(y)[last], np.cumsum(y * t)[last]
    n_c, r_c = n - n_t, r - r_t
    gained = r_t - r_c * np.divide(n_t, n_c, out=np.zeros(len(n)), where=n_c > 0)
    return np.append(0, n), np.append(0.0, gained)


def _area(score: np.ndarray, y: np.ndarray, t: np.ndarray) -> float:
    n, gained = _gained(score, y, t)
    return float(np.trapezoid(gained, n / len(y)) - gained[-1] / 2)


def _numbers(table: pd.DataFrame, names: Sequence[str], outcome: str, treated: str) -> pd.DataFrame:
    """Scores and the two flags as plain numbers, under numbers as names."""
    found = tables.column_names("scores", names)
    y, t = tested(table, outcome=outcome, treated=treated, more=found)
    return pd.DataFrame(dict(enumerate([*(tables.column(table, one) for one in found), y, t])))


def _areas(rows: pd.DataFrame, count: int) -> pd.Series:
    *ranked, y, t = (rows[name].to_numpy() for name in rows)
    if t.min() == t.max():
        return pd.Series(np.full(count, np.nan))
    return pd.Series([_area(one, y, t) for one in ranked])
