"""What an answer in steps would be, were everybody in one group: statsmodels' ordered model, read.

`crmkit.loyalty.satisfaction_drivers.proportional_odds` gives the effects in odds. A manager asks
how many more would be satisfied; that is here, in shares.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["predicted_shares"]


def predicted_shares(
    table: pd.DataFrame,
    *,
    answer: str,
    step: str,
    predictors: Sequence[str],
    counts: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share would give an answer, were everybody in the same group of one predictor?

    An ordered logit is fitted; then each customer in turn is thought into every group of a
    predictor, the others staying as they are. It says what goes with the answer, and what a change
    would bring only if nothing else lies behind it.

    Parameters
    ----------
    table : DataFrame
        One row a customer, or a combination of answers with the number who gave it.
    answer : str
        The column with the answer: an ordered category of three steps or more.
    step : str
        The answer whose share is asked for, such as "High".
    predictors : sequence of str
        Columns of groups; the first group of each is what the others are compared with.
    counts : str, optional
        The column with the number of customers of a row; one each if not given.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group of a predictor (index `predictor`, `group`): customers (in the group),
        predicted_share (predicted, were all in it), odds_ratio (of a better answer, against the
        first group), estimate (difference of the shares), standard_error, low and high (of it; 0 in
        the first group).

    Raises
    ------
    ValueError
        The answer has no order or fewer than three steps, `step` is none of them, a predictor has
        one group, or a group settles the answer alone, so that no finite effect fits best.

    References
    ----------
    McCullagh (1980), Regression models for ordinal data, JRSS B 42: logit P(Y <= j) =
    cut_j - x'beta. Standard errors by the delta method.

    Examples
    --------
    >>> steps = pd.CategoricalDtype(["low", "medium", "high"], ordered=True)
    >>> answers = pd.Series(["low", "medium", "high"] * 2, dtype=steps)
    >>> table = pd.DataFrame({"answer": answers, "floor": list("aaabbb"), "n": [3, 2, 1, 1, 2, 3]})
    >>> predicted_shares(table, answer="answer", step="high", predictors=["floor"], counts="n")[
    ...     ["customers", "predicted_share", "odds_ratio", "estimate"]].round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
                     customers  predicted_share  odds_ratio  estimate
    predictor group
    floor     a              6            0.17         1.0      0.00
              b              6            0.50         5.0      0.33
    """
    from scipy.special import expit, ndtri

    z = ndtri((1 + tables.confidence(confidence)) / 2)
    names = tables.column_names("predictors", predictors)
    used = [answer, *names, *([] if counts is None else [counts])]
    tables.check_columns(table, used)
    if len(set(used)) < len(used):
        raise ValueError(f"a column is named twice among {used}; each has one role")
    times = (
        tables.column(table, counts, least=0, whole=True).astype("int64")
        if counts is not None else np.ones(len(table), dtype="int64")
    )  # fmt: skip
    rows = table[times > 0]
    times = times[times > 0]
    given = _steps(rows, answer)
    steps = list(given.cat.categories)
    tables.option("step", step, steps)
    groups = {name: _groups(rows, name) for name in names}
    x = np.column_stack([_dummies(one) for one in groups.values()])
    effects, cuts, covariance = _fitted(given, x, times)

    place, many = steps.index(step), x.shape[1]
    bounds = np.r_[-np.inf, cuts, np.inf]

    def share(design: np.ndarray) -> tuple[float, np.ndarray]:
        """Mean probability of the step, and how it moves with each effect and cut."""
        line = design @ effects
        below, above = expit(bounds[place] - line), expit(bounds[place + 1] - line)
        low, high = below * (1 - below), above * (1 - above)
        weights = times / times.sum()
        slope = np.zeros(many + len(cuts))
        slope[:many] = (weights * (low - high)) @ design
        if place > 0:
            slope[many + place - 1] = -(weights @ low)
        if place < len(cuts):
            slope[many + place] = weights @ high
        return float(weights @ (above - below)), slope

    found, at = [], 0
    for name, one in groups.items():
        width = len(one.cat.categories) - 1
        for number, label in enumerate(one.cat.categories):
            design = x.copy()
            design[:, at : at + width] = np.arange(1, width + 1) == number
            expected, slope = share(design)
            if number == 0:
                first, first_slope = expected, slope
            moved = slope - first_slope
            error = float(np.sqrt(max(moved @ covariance @ moved, 0.0)))
            found.append(
                {
                    "predictor": name,
                    "group": label,
                    "customers": int(times[(one == label).to_numpy()].sum()),
                    "predicted_share": expected,
                    "odds_ratio": float(np.exp(effects[at + number - 1])) if number else 1.0,
                    "estimate": expected - first,
                    "standard_error": error,
                    "low": expected - first - z * error,
                    "high": expected - first + z * error,
                }
            )
        at += width
    return pd.DataFrame(found).set_index(["predictor", "group"])


def _steps(rows: pd.DataFrame, answer: str) -> pd.Series:
    """The answers, with the steps that occur."""
    values = rows[answer]
    if not isinstance(values.dtype, pd.CategoricalDtype) or not values.cat.ordered:
        raise ValueError(
            f"{answer!r} must be an ordered category: pd.Categorical(values, [lowest, ..., "
            "highest], ordered=True)"
        )
    tables.check_labels(values, name=repr(answer))
    values = values.cat.remove_unused_categories()
    if len(values.cat.categories) < 3:
        raise ValueError(
            f"{answer!r} has the steps {list(values.cat.categories)}: three or more are needed; "
            "with two, fit a logit"
        )
    return values


def _groups(rows: pd.DataFrame, name: str) -> pd.Series:
    tables.check_labels(rows[name], name=repr(name))
    values = rows[name].astype("category").cat.remove_unused_categories()
    many = len(values.cat.categories)
    if many < 2 or many > 20:
        raise ValueError(f"{name!r} has {many} group(s): give a column of 2 to 20 groups")
    return values


def _dummies(values: pd.Series) -> np.ndarray:
    return (values.cat.codes.to_numpy()[:, None] == np.arange(1, len(values.cat.categories))) * 1.0


def _fitted(
    given: pd.Series, x: np.ndarray, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Effects, cuts and the covariance of both, by statsmodels."""
    import warnings

    from statsmodels.miscmodels.ordinal_model import OrderedModel

    if np.linalg.matrix_rank(np.column_stack([np.ones(len(x)), x])) <= x.shape[1]:
        raise ValueError("a predictor follows from the others: drop one of them")
    codes = given.cat.codes.to_numpy()
    model = OrderedModel(np.repeat(codes, times), np.repeat(x, times, axis=0), distr="logit")
    with warnings.catch_warnings():
        # Whether it has converged is looked at below.
        warnings.simplefilter("ignore")
        fit = model.fit(method="bfgs", disp=False, maxiter=500, gtol=1e-7)
        inverse = np.asarray(fit.cov_params())
    raw, many = np.asarray(fit.params), x.shape[1]
    if not np.isfinite(inverse).all() or np.abs(raw[:many]).max() > 12:
        raise ValueError(
            "a group settles the answer alone (or nearly), so that no finite effect fits best: "
            "join it with another"
        )
    # statsmodels holds the first cut, and the logarithms of the steps from cut to cut.
    steps = np.exp(raw[many + 1 :])
    cuts = raw[many] + np.r_[0.0, steps.cumsum()]
    turn = np.eye(len(raw))
    turn[many:, many] = 1
    for number, width in enumerate(steps):
        turn[many + number + 1 :, many + number + 1] = width
    return raw[:many], cuts, turn @ inverse @ turn.T
