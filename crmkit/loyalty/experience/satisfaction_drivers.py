"""What goes with satisfaction that is told in steps? The proportional odds model."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["ProportionalOdds", "proportional_odds"]


class ProportionalOdds(NamedTuple):
    """effects: one row a level of a predictor. cuts: between the steps. deviance: -2 times the
    log-likelihood."""

    effects: pd.DataFrame
    cuts: pd.Series
    deviance: float


def proportional_odds(
    table: pd.DataFrame,
    *,
    satisfaction: str,
    predictors: Sequence[str],
    counts: str | None = None,
    confidence: float = 0.95,
) -> ProportionalOdds:
    """What goes with more satisfaction, if an answer is a step and no number?

    One effect holds for every cut between two steps: it moves the log-odds of answering above the
    cut by the same amount, whichever the cut.

    Parameters
    ----------
    table : DataFrame
        One row a customer, or a combination of answers with the number who gave it.
    satisfaction : str
        The column with the answer: an ordered category of three steps or more.
    predictors : sequence of str
        Columns of numbers or of categories; the first category is what others are compared with.
    counts : str, optional
        The column with the number of customers of a row; one each if not given.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    ProportionalOdds
        `effects`: estimate (log-odds), standard_error, low, high and odds_ratio (exp of the
        estimate). `cuts`: the log-odds of answering at or below each cut where all predictors are
        at their first category or 0. `deviance`.

    Raises
    ------
    ValueError
        The answer has no order, a predictor does not vary or tells no group from a single customer,
        counts that are no whole numbers, or a predictor that separates the answers perfectly, so
        that no finite effect fits best.

    References
    ----------
    McCullagh (1980), "Regression models for ordinal data", Journal of the Royal Statistical
    Society B 42: logit P(Y <= j) = cut_j - x'beta, as in `polr` of the R package MASS.

    Examples
    --------
    >>> steps = pd.CategoricalDtype(["low", "medium", "high"], ordered=True)
    >>> answers = pd.Series(["low", "medium", "high"] * 2, dtype=steps)
    >>> table = pd.DataFrame({"answer": answers, "floor": list("aaabbb"), "n": [3, 2, 1, 1, 2, 3]})
    >>> fit = proportional_odds(table, satisfaction="answer", predictors=["floor"], counts="n")
    >>> fit.effects.round(2)[["estimate", "odds_ratio"]]
             estimate  odds_ratio
    floor b      1.61         5.0
    """
    if not isinstance(predictors, str):
        predictors = tables.listed("predictors", predictors)
    predictors = [predictors] if isinstance(predictors, str) else predictors
    tail = (1 + tables.confidence(confidence)) / 2
    used = [satisfaction, *predictors, *([counts] if counts else [])]
    tables.check_columns(table, used)
    if not predictors:
        raise ValueError("predictors is empty: name at least one column")
    if len(set(used)) < len(used):
        raise ValueError(f"a column is named twice among {used}; each has one role")
    times = _times(table, counts)
    rows = table[times > 0]
    answer = _steps(rows[satisfaction])
    x = _columns(rows[predictors], fewer_than=int(times.sum()) - answer.cat.categories.size + 1)
    effects, cuts, error, deviance = _fitted(answer, x, times[times > 0])
    from scipy.special import ndtri

    with np.errstate(over="ignore"):
        ratio = np.exp(effects)
    named = pd.DataFrame(
        {
            "estimate": effects,
            "standard_error": error,
            "low": effects - ndtri(tail) * error,
            "high": effects + ndtri(tail) * error,
            "odds_ratio": ratio,
        },
        index=x.columns,
    )
    steps = answer.cat.categories
    between = [f"{low} | {high}" for low, high in pairwise(steps)]
    return ProportionalOdds(named, pd.Series(cuts, index=between, name="cut"), deviance)


def _times(table: pd.DataFrame, counts: str | None) -> np.ndarray:
    """How many customers each row stands for."""
    if counts is None:
        return np.ones(len(table))
    times = tables.numbers(table[counts], name=repr(counts), least=0, whole=True)
    if not times.sum():
        raise ValueError(f"{counts} is 0 throughout: there are no customers")
    return times.astype(float)


def _steps(answer: pd.Series) -> pd.Series:
    if not isinstance(answer.dtype, pd.CategoricalDtype) or not answer.cat.ordered:
        raise ValueError(
            f"{answer.name!r} has no order: make it an ordered category, e.g. "
            'astype(pd.CategoricalDtype(["low", "medium", "high"], ordered=True))'
        )
    tables.check_labels(answer, name=repr(answer.name))
    answer = answer.cat.remove_unused_categories()
    if len(answer.cat.categories) < 3:
        raise ValueError(
            f"{answer.name!r} has {len(answer.cat.categories)} step(s) that anybody answered; "
            "proportional odds needs three or more (two make a logistic regression)"
        )
    return answer


def _columns(predictors: pd.DataFrame, *, fewer_than: int) -> pd.DataFrame:
    """Numbers as they are, categories as 0 and 1 for each but the first."""
    parts = []
    for name, values in predictors.items():
        tables.check_labels(values, name=repr(name))
        if values.nunique() < 2:
            raise ValueError(f"{name!r} does not vary: it is {values.iloc[0]} in every row")
        if pd.api.types.is_bool_dtype(values):
            parts.append(pd.DataFrame({name: values.to_numpy(dtype=float)}))
        elif pd.api.types.is_numeric_dtype(values):
            found = tables.numbers(values, name=repr(name)).astype(float)
            tables.refuse_codes(values.index, found, repr(name))
            parts.append(pd.DataFrame({name: found}))
        elif values.nunique() > fewer_than:
            raise ValueError(
                f"{name!r} has {values.nunique():,} groups, too many to compare: is it a number "
                "written as text (pd.to_numeric), a date, or a customer number?"
            )
        else:
            kinds = values.astype("category").cat.remove_unused_categories()
            dummies = pd.get_dummies(kinds, dtype="float64").iloc[:, 1:].reset_index(drop=True)
            parts.append(dummies.set_axis([f"{name} {kind}" for kind in dummies], axis=1))
    x = pd.concat(parts, axis=1)
    tables.check_names(x.columns, x.columns, name="the table of predictors and their groups")
    if np.linalg.matrix_rank((x - x.mean()) / x.std()) < x.shape[1]:
        raise ValueError(f"the predictors {list(predictors)} say the same twice: drop one")
    return x


def _fitted(
    answer: pd.Series, x: pd.DataFrame, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Effects, cuts, standard errors of the effects, deviance: by Newton's method.

    The log-likelihood of log(F(upper) - F(lower)) is concave. Where it has no highest point, each
    step moves somebody's log-odds about as far as the one before.
    """
    from scipy.special import expit, logit

    middle, spread = x.mean().to_numpy(), x.std().to_numpy()
    z, step = (x.to_numpy() - middle) / spread, answer.cat.codes.to_numpy()
    last, known = int(step.max()), z.shape[1]
    marks = np.eye(last + 1)[step]
    ends = (np.column_stack([-z, marks[:, :-1]]), np.column_stack([-z, marks[:, 1:]]))
    bounds = ((step == last) * 1e3, (step == 0) * -1e3)

    def at(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        odds = [end @ params + bound for end, bound in zip(ends, bounds, strict=True)]
        upper, lower = (expit(one) for one in odds)
        chance = np.maximum(upper - lower, 1e-300)
        slope = [(share * (1 - share))[:, None] for share in (upper, lower)]
        first = (slope[0] * ends[0] - slope[1] * ends[1]) / chance[:, None]
        bend = sum(
            sign * (end * (times / chance)[:, None] * one * (1 - 2 * share[:, None])).T @ end
            for sign, end, one, share in zip((1, -1), ends, slope, (upper, lower), strict=True)
        )
        return times @ np.log(chance), times @ first, (first * times[:, None]).T @ first - bend

    reached = np.cumsum(np.bincount(step, weights=times))[:-1] / times.sum()
    params = np.concatenate([np.zeros(known), logit(reached)])
    for _ in range(30):
        height, up, curvature = at(params)
        if np.linalg.cond(curvature) > 1e13:
            break
        move = np.linalg.solve(curvature, up)
        while at(params + move)[0] < height - 1e-9 * abs(height):
            move /= 2
        params = params + move
        if max(np.abs(end @ move).max() for end in ends) < 1e-8:
            effects = params[:known] / spread
            error = np.sqrt(np.diag(np.linalg.inv(at(params)[2])))[:known] / spread
            return effects, params[known:] + middle @ effects, error, float(-2 * at(params)[0])
    raise ValueError(
        "no finite effect fits best: some predictor separates the answers perfectly (a group "
        f"of it gave one step alone). Join groups or drop one of {list(x.columns)}"
    )
