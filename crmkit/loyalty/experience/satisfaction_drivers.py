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
        The answer has no order, a predictor does not vary, counts that are no whole numbers, or a
        predictor that separates the answers perfectly, so that no finite effect fits best.

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
    predictors = [predictors] if isinstance(predictors, str) else list(predictors)
    tail = (1 + tables.confidence(confidence)) / 2
    used = [satisfaction, *predictors, *([counts] if counts else [])]
    tables.check_columns(table, used)
    if not predictors:
        raise ValueError("predictors is empty: name at least one column")
    rows = _one_row_a_customer(table, counts)
    answer = _steps(rows[satisfaction])
    x = _columns(rows[predictors])
    effects, cuts, covariance, deviance = _fitted(answer, x)
    from scipy.special import ndtri

    error = np.sqrt(np.diag(covariance))[: x.shape[1]]
    named = pd.DataFrame(
        {
            "estimate": effects,
            "standard_error": error,
            "low": effects - ndtri(tail) * error,
            "high": effects + ndtri(tail) * error,
            "odds_ratio": np.exp(effects),
        },
        index=x.columns,
    )
    steps = answer.cat.categories
    between = [f"{low} | {high}" for low, high in pairwise(steps)]
    return ProportionalOdds(named, pd.Series(cuts, index=between, name="cut"), deviance)


def _one_row_a_customer(table: pd.DataFrame, counts: str | None) -> pd.DataFrame:
    if counts is None:
        return table
    times = tables.numbers(table[counts], name=repr(counts), least=0, whole=True)
    if not times.sum():
        raise ValueError(f"{counts} is 0 throughout: there are no customers")
    return table.iloc[np.repeat(np.arange(len(table)), times)]


def _steps(answer: pd.Series) -> pd.Series:
    if not isinstance(answer.dtype, pd.CategoricalDtype) or not answer.cat.ordered:
        raise ValueError(
            f"{answer.name!r} has no order: make it an ordered category, e.g. "
            'astype(pd.CategoricalDtype(["low", "medium", "high"], ordered=True))'
        )
    if answer.isna().any():
        mend = "Drop them first."
        raise tables.bad_rows(answer.index, answer.isna(), f"{answer.name!r} is missing", mend)
    answer = answer.cat.remove_unused_categories()
    if len(answer.cat.categories) < 3:
        raise ValueError(
            f"{answer.name!r} has {len(answer.cat.categories)} step(s) that anybody answered; "
            "proportional odds needs three or more (two make a logistic regression)"
        )
    return answer


def _columns(predictors: pd.DataFrame) -> pd.DataFrame:
    """Numbers as they are, categories as 0 and 1 for each but the first."""
    parts = []
    for name, values in predictors.items():
        if values.isna().any():
            mend = "Drop them first."
            raise tables.bad_rows(values.index, values.isna(), f"{name!r} is missing", mend)
        if values.nunique() < 2:
            raise ValueError(f"{name!r} does not vary: it is {values.iloc[0]!r} in every row")
        if pd.api.types.is_numeric_dtype(values):
            found = tables.numbers(values.astype("float64"), name=repr(name))
            parts.append(pd.DataFrame({name: found}))
        else:
            kinds = values.astype("category").cat.remove_unused_categories()
            dummies = pd.get_dummies(kinds, dtype="float64").iloc[:, 1:].reset_index(drop=True)
            parts.append(dummies.set_axis([f"{name} {kind}" for kind in dummies], axis=1))
    x = pd.concat(parts, axis=1)
    if np.linalg.matrix_rank(x - x.mean()) < x.shape[1]:
        raise ValueError(f"the predictors {list(predictors)} say the same twice: drop one")
    return x


def _fitted(answer: pd.Series, x: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Effects, cuts, covariance of (effects, and statsmodels' own form of the cuts), deviance."""
    import warnings

    from statsmodels.miscmodels.ordinal_model import OrderedModel
    from statsmodels.tools.sm_exceptions import ConvergenceWarning, HessianInversionWarning

    # The steps as numbers: statsmodels warns of categories of text.
    model = OrderedModel(answer.cat.codes.to_numpy(), x.to_numpy(), distr="logit")
    with warnings.catch_warnings():
        for noise in (ConvergenceWarning, HessianInversionWarning, RuntimeWarning):
            warnings.simplefilter("ignore", noise)
        fit = model.fit(method="bfgs", maxiter=500, disp=False)
    spread = x.std().to_numpy()
    effects = np.asarray(fit.params)[: x.shape[1]]
    covariance = np.asarray(fit.cov_params())
    runaway = ~np.isfinite(covariance).all() or (np.abs(effects) * 2 * spread > 15).any()
    if runaway or not np.isfinite(fit.llf) or (np.diag(covariance) <= 0).any():
        raise ValueError(
            "no finite effect fits best: some predictor separates the answers perfectly (a group "
            f"of it gave one step alone). Join groups or drop one of {list(x.columns)}"
        )
    cuts = model.transform_threshold_params(fit.params)[1:-1]
    return effects, cuts, covariance, float(-2 * fit.llf)
