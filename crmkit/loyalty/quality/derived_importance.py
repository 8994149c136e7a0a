"""Which items move satisfaction? Importance derived from answers, and whether two orders agree.

Three readings of one question. A correlation asks how an item and satisfaction go together,
whatever the reason. A regression asks what one point more on this item goes with while the others
stay. A relative weight shares out what all items explain together.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.quality.reliability import check_not_the_same
from crmkit.loyalty.survey import check_answers
from crmkit.models import resampled

__all__ = ["correlations", "rank_agreement", "regression_weights", "relative_weights"]


def correlations(
    answers: pd.DataFrame, items: Sequence[str], *, outcome: str, confidence: float = 0.95
) -> pd.DataFrame:
    """How closely does each item go with satisfaction?

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    items : sequence of str
        Columns of the items.
    outcome : str
        Column of the satisfaction, none of the items.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row an item: estimate (Pearson's correlation with the outcome, -1 to 1), low, high (by
        Fisher's transformation).

    Raises
    ------
    ValueError
        Missing answers, codes, constant items, fewer than 4 customers.

    References
    ----------
    Fisher (1921), Metron 1: arctanh r is nearly normal with the variance 1 / (n - 3).

    Examples
    --------
    >>> answers = pd.DataFrame({"quick": [2, 4, 6, 8, 9], "kind": [5, 3, 4, 6, 3]})
    >>> answers["all"] = [3, 4, 6, 9, 8]
    >>> correlations(answers, ["quick", "kind"], outcome="all")["estimate"].round(2).to_dict()
    {'quick': 0.96, 'kind': 0.23}
    """
    from scipy import stats

    items = tables.listed("items", items)
    x, y = _split(answers, items, outcome, least_rows=4, one_scale=False)
    r = np.array([np.corrcoef(column, y)[0, 1] for column in x.T])
    reach = stats.norm.ppf((1 + tables.confidence(confidence)) / 2) / np.sqrt(len(y) - 3)
    with np.errstate(divide="ignore"):
        z = np.arctanh(np.clip(r, -1, 1))
    table = {"estimate": r, "low": np.tanh(z - reach), "high": np.tanh(z + reach)}
    return pd.DataFrame(table, index=items)


def regression_weights(
    answers: pd.DataFrame, items: Sequence[str], *, outcome: str, confidence: float = 0.95
) -> pd.DataFrame:
    """How many points of satisfaction go with one point on each item, the others staying?

    Parameters
    ----------
    answers, items, outcome, confidence
        As for `correlations`.

    Returns
    -------
    DataFrame
        One row an item: estimate (the slope of least squares; a slope below 0 in items that go
        together is mostly noise: see the interval), standard_error, low, high. Errors hold where
        answers scatter unevenly (HC3).

    Raises
    ------
    ValueError
        As `correlations`; fewer customers than items and 3; an item that follows from the others,
        or that one customer alone tells from them.

    Warns
    -----
    MixedScalesWarning
        Where scales of different lengths seem mixed: a point is then not a point.

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29(3): HC3.

    Examples
    --------
    >>> answers = pd.DataFrame({"quick": [2, 4, 6, 8, 9, 5], "kind": [5, 3, 4, 6, 3, 5]})
    >>> answers["all"] = [3, 4, 6, 9, 8, 6]
    >>> regression_weights(answers, ["quick", "kind"], outcome="all")["estimate"].round(2).to_dict()
    {'quick': 0.86, 'kind': 0.57}
    """
    import statsmodels.api as sm

    items = tables.listed("items", items)
    x, y = _split(answers, items, outcome, least_rows=len(items) + 3)
    check_not_the_same(np.atleast_2d(np.corrcoef(x.T)), items)
    # Slopes do not see the level of the answers; only the constant, which is left out, does.
    x = x - x.mean(axis=0)
    _refuse_one_customer(x, answers.index, items)
    fit = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3", use_t=True)
    ends = fit.conf_int(alpha=1 - tables.confidence(confidence))[1:]
    table = {
        "estimate": fit.params[1:],
        "standard_error": fit.bse[1:],
        "low": ends[:, 0],
        "high": ends[:, 1],
    }
    return pd.DataFrame(table, index=items)


def relative_weights(
    answers: pd.DataFrame,
    items: Sequence[str],
    *,
    outcome: str,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """Of what the items explain of satisfaction together, how much belongs to each?

    Items that go together explain much twice. Johnson's weights share it out: through uncorrelated
    stand-ins, each as near to its item as can be. They come close to Lindeman, Merenda and Gold's
    average over all orders of entry (LMG), and take no time.

    Parameters
    ----------
    answers, items, outcome, confidence
        As for `correlations`.
    rng : Generator
        For the intervals, by the bootstrap.
    draws : int
        How many tables are drawn.

    Returns
    -------
    DataFrame
        One row an item: estimate (share of the explained variance; they sum to 1), low, high.

    Raises
    ------
    ValueError
        As `regression_weights`.

    References
    ----------
    Johnson (2000), Multivariate Behavioral Research 35(1), 1-19.

    Examples
    --------
    >>> answers = pd.DataFrame({"quick": [2, 4, 6, 8, 9, 5], "kind": [5, 3, 4, 6, 3, 5]})
    >>> answers["all"] = [3, 4, 6, 9, 8, 6]
    >>> answers = pd.concat([answers] * 5, ignore_index=True)
    >>> rng = np.random.default_rng(1)
    >>> found = relative_weights(answers, ["quick", "kind"], outcome="all", rng=rng)
    >>> found["estimate"].round(2).to_dict()
    {'quick': 0.93, 'kind': 0.07}
    """
    items = tables.listed("items", items)
    x, y = _split(answers, items, outcome, least_rows=len(items) + 3, one_scale=False)
    check_not_the_same(np.atleast_2d(np.corrcoef(x.T)), items)
    values = pd.DataFrame(np.column_stack([x, y]), columns=[*items, outcome])
    return resampled(values, _johnson, rng=rng, confidence=confidence, draws=draws)


def rank_agreement(
    answers: pd.DataFrame,
    first: Callable[[pd.DataFrame], pd.Series],
    second: Callable[[pd.DataFrame], pd.Series],
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """Do two ways of ranking the items come to the same order?

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    first, second : callable
        From such a table to one number an item, such as `lambda t: 10 - t[items].mean()`.
    rng : Generator
        For the interval, by the bootstrap over customers.
    confidence : float
        Of the interval, between 0 and 1.
    draws : int
        How many tables are drawn.

    Returns
    -------
    DataFrame
        One row, "rank agreement": estimate (Spearman's rank correlation of the two orders, 1 the
        same, -1 the opposite), low, high. Drawing customers shuffles the order of items that lie
        close together, so the interval leans towards 0.

    Raises
    ------
    ValueError
        Fewer than 3 items, different items in the two, no number for one of them, ties throughout.

    References
    ----------
    Spearman (1904), American Journal of Psychology 15(1).

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [9, 9, 8, 9], "b": [4, 7, 6, 5], "c": [2, 1, 3, 2]})
    >>> agreement = rank_agreement(answers, lambda t: t.mean(), lambda t: 10 - t.mean(),
    ...                            rng=np.random.default_rng(1))
    >>> agreement["estimate"].tolist()
    [-1.0]
    """
    tables.check_columns(answers, [], name="answers")
    if not callable(first) or not callable(second):
        raise TypeError("first and second must be functions, e.g. lambda t: t[items].mean()")
    one, other = first(answers), second(answers)
    if not isinstance(one, pd.Series) or not isinstance(other, pd.Series):
        raise TypeError("first and second must each return a Series, one number an item")
    if len(one) < 3 or not one.index.sort_values().equals(other.index.sort_values()):
        raise ValueError(
            f"ranks need the same 3 or more items in both; found {list(one.index)} and "
            f"{list(other.index)}"
        )

    tables.numbers(one, name="what first returns")
    tables.numbers(other, name="what second returns")

    def agreement(table: pd.DataFrame) -> pd.Series:
        both = pd.DataFrame({"one": first(table), "other": second(table)}).rank()
        return pd.Series({"rank agreement": both["one"].corr(both["other"])})

    return resampled(answers, agreement, rng=rng, confidence=confidence, draws=draws)


def _split(
    answers: pd.DataFrame,
    items: Sequence[str],
    outcome: str,
    *,
    least_rows: int,
    one_scale: bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """The answers to the items and to the outcome, seen to be usable."""
    tables.check_columns(answers, [outcome], name="answers")
    if outcome in items:
        raise ValueError(
            f"outcome={outcome!r} is one of the items; it explains itself. Leave it out."
        )
    x = check_answers(answers, items, least_rows=least_rows, one_scale=one_scale)
    # On its own: satisfaction may have another scale than the items.
    y = check_answers(answers, [outcome], least_rows=least_rows)
    return x, y[:, 0]


def _refuse_one_customer(x: np.ndarray, index: pd.Index, items: list[str]) -> None:
    """Refuse a customer without whom a slope could not be told: it would have no error."""
    basis = np.linalg.qr(np.column_stack([np.ones(len(x)), x]))[0]
    alone = (basis**2).sum(axis=1) > 1 - 1e-9
    if alone.any():
        first = int(np.flatnonzero(alone)[0])
        rest = np.delete(x, first, axis=0)
        flat = [item for item, some in zip(items, rest.T, strict=True) if np.ptp(some) == 0]
        of = f"of {flat} " if flat else ""
        raise ValueError(
            f"the weight {of}hangs on one customer alone, {index[first]!r}: without them it could "
            "not be told. Leave the item out, or ask more customers."
        )


def _johnson(answers: pd.DataFrame) -> pd.Series:
    """Shares of the explained variance; the outcome is the last column."""
    values = answers.to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        correlation = np.corrcoef(values.T)
    items = answers.columns[:-1]
    if not np.isfinite(correlation).all():
        return pd.Series(np.nan, index=items)
    variances, directions = np.linalg.eigh(correlation[:-1, :-1])
    root = (directions * np.sqrt(np.clip(variances, 0, None))) @ directions.T
    on_stand_ins = np.linalg.lstsq(root, correlation[:-1, -1], rcond=None)[0]
    explained = root**2 @ on_stand_ins**2
    if not explained.sum() > 0:
        return pd.Series(np.nan, index=items)
    return pd.Series(explained / explained.sum(), index=items)
