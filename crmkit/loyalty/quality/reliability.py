"""Do the items of a scale measure one thing? Cronbach's alpha, parallel analysis, loadings."""

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.survey import check_answers

__all__ = ["alpha_without_item", "cronbach_alpha", "loadings", "parallel_analysis"]


def cronbach_alpha(
    answers: pd.DataFrame, items: Sequence[str], *, confidence: float = 0.95
) -> pd.DataFrame:
    """How well would the sum of these items repeat itself with as many other items of their kind?

    With k items of variances s_i^2, whose sum has the variance s_T^2:

    alpha = k / (k - 1) * (1 - sum(s_i^2) / s_T^2)

    From the mean r of the correlations between items, standardised alpha = k r / (1 + (k - 1) r).

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    items : sequence of str
        At least 2 columns, which all point the same way (turn a reversed item round first).
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        Rows "raw" and "standardised" (of the answers brought to one variance; the one to quote
        where scales differ): estimate, at most 1 and negative where items contradict each other;
        low and high.

    Raises
    ------
    ValueError
        Fewer than 2 items or 3 customers, missing answers, codes, constant items.

    Warns
    -----
    MixedScalesWarning
        Where scales of different lengths seem mixed: raw alpha then follows the longest.

    References
    ----------
    Cronbach (1951), Psychometrika 16(3), 297-334; the interval: Feldt (1965), Psychometrika 30(3),
    exact for items of one variance and one correlation.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [2, 4, 6, 8, 9], "b": [1, 5, 6, 7, 9], "c": [3, 3, 7, 7, 8]})
    >>> cronbach_alpha(answers, ["a", "b", "c"]).round(2)
                  estimate   low  high
    raw               0.97  0.83   1.0
    standardised      0.97  0.84   1.0
    """
    from scipy import stats

    found = check_answers(answers, items, least_items=2, least_rows=3)
    n, k = found.shape
    tail = (1 - tables.confidence(confidence)) / 2
    estimate = pd.Series(
        {"raw": _alpha(np.cov(found.T)), "standardised": _alpha(np.corrcoef(found.T))}
    )
    f_low, f_high = stats.f.ppf([tail, 1 - tail], n - 1, (n - 1) * (k - 1))
    return pd.DataFrame(
        {
            "estimate": estimate,
            "low": 1 - (1 - estimate) * f_high,
            "high": 1 - (1 - estimate) * f_low,
        }
    )


def alpha_without_item(answers: pd.DataFrame, items: Sequence[str]) -> pd.DataFrame:
    """Which item does not belong: what would alpha be without it?

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    items : sequence of str
        At least 3 columns.

    Returns
    -------
    DataFrame
        One row an item: alpha_without (raw alpha of the others), item_rest_correlation (of the item
        with the sum of the others; below 0 for an item that is worded the other way round).

    Raises
    ------
    ValueError
        As `cronbach_alpha`.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [2, 4, 6, 8, 9], "b": [1, 5, 6, 7, 9], "odd": [5, 3, 4, 6, 3]})
    >>> alpha_without_item(answers, ["a", "b", "odd"]).round(2)
         alpha_without  item_rest_correlation
    a            -0.56                   0.97
    b            -0.08                   0.77
    odd           0.98                  -0.18
    """
    items = tables.listed("items", items)
    found = check_answers(answers, items, least_items=3, least_rows=3)
    covariance, total = np.cov(found.T), found.sum(axis=1)
    places = range(found.shape[1])
    without = [_alpha(np.delete(np.delete(covariance, i, 0), i, 1)) for i in places]
    rest = [float(np.corrcoef(found[:, i], total - found[:, i])[0, 1]) for i in places]
    return pd.DataFrame({"alpha_without": without, "item_rest_correlation": rest}, index=items)


def parallel_analysis(
    answers: pd.DataFrame,
    items: Sequence[str],
    *,
    rng: np.random.Generator,
    draws: int = 200,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many things do these items measure, beyond what chance would show?

    The eigenvalues of the correlations say how many items' worth of variance each direction holds.
    Even answers without any connection have a first one above 1, so each is held against the
    eigenvalues of random numbers of as many customers and items.

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    items : sequence of str
        At least 2 columns.
    rng : Generator
        Whence the random numbers come.
    draws : int
        How many tables of random numbers.
    confidence : float
        Which share of them an eigenvalue has to exceed.

    Returns
    -------
    DataFrame
        One row a factor, from the largest: eigenvalue (they sum to the number of items),
        chance_eigenvalue (what random numbers stay below with this confidence), kept (whether this
        one and all before it are above).

    Raises
    ------
    ValueError
        As `cronbach_alpha`; fewer customers than items and 2.

    References
    ----------
    Horn (1965), Psychometrika 30(2), 179-185.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [2, 4, 6, 8, 9], "b": [1, 5, 6, 7, 9], "odd": [5, 3, 4, 6, 3]})
    >>> found = parallel_analysis(answers, ["a", "b", "odd"], rng=np.random.default_rng(1))
    >>> found["eigenvalue"].round(2).tolist()
    [2.02, 0.97, 0.01]
    """
    items = tables.listed("items", items)
    found = check_answers(answers, items, least_items=2, least_rows=len(items) + 2)
    tables.generator(rng)
    draws = tables.whole("draws", draws, least=20)
    eigenvalue = _eigenvalues(found)
    chance = [_eigenvalues(rng.standard_normal(found.shape)) for _ in range(draws)]
    bound = np.quantile(chance, tables.confidence(confidence), axis=0, method="weibull")
    table = {"eigenvalue": eigenvalue, "chance_eigenvalue": bound}
    table["kept"] = np.logical_and.accumulate(eigenvalue > bound)
    return pd.DataFrame(table, index=pd.RangeIndex(1, len(eigenvalue) + 1, name="factor"))


def loadings(answers: pd.DataFrame, items: Sequence[str], *, factors: int) -> pd.DataFrame:
    """Which items go together: how strongly does each hang on each factor?

    Maximum likelihood factors (`statsmodels`), turned by varimax where there are several, so that
    each item hangs on as few as possible.

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    items : sequence of str
        At least 3 columns.
    factors : int
        How many, such as `parallel_analysis` keeps; at most half of the items.

    Returns
    -------
    DataFrame
        One row an item: factor_1, factor_2 ... (correlations of the item with the factor, the
        factor that carries most first, its largest loading positive), communality (share of the
        item's variance that the factors carry, 0 to 1).

    Raises
    ------
    ValueError
        As `cronbach_alpha`; too many factors, factors that cannot be fitted, fewer customers than
        items and 2.

    References
    ----------
    Kaiser (1958), Psychometrika 23(3): varimax.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> mood = rng.normal(size=(200, 1))
    >>> answers = pd.DataFrame(mood + rng.normal(size=(200, 3)), columns=["a", "b", "c"])
    >>> loadings(answers, ["a", "b", "c"], factors=1).round(1)["factor_1"].tolist()
    [0.7, 0.7, 0.7]
    """
    from statsmodels.multivariate.factor import Factor
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    items = tables.listed("items", items)
    found = check_answers(answers, items, least_items=3, least_rows=len(items) + 2)
    factors = tables.whole("factors", factors, least=1)
    if factors > found.shape[1] // 2:
        raise ValueError(
            f"factors={factors} of {found.shape[1]} items: at most half as many, "
            f"{found.shape[1] // 2}, can be told apart"
        )
    check_not_the_same(np.corrcoef(found.T), items)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fitted = Factor(found, n_factor=factors, method="ml").fit()
    if any(issubclass(one.category, ConvergenceWarning) for one in said):
        raise ValueError(
            f"no {factors} factor(s) can be fitted to these answers: the items hardly go together, "
            "or one hangs on its factor wholly. See how many `parallel_analysis` keeps."
        )
    if factors > 1:
        fitted.rotate("varimax")
    loaded = np.asarray(fitted.loadings)
    loaded = loaded[:, np.argsort(-(loaded**2).sum(axis=0))]
    loaded = loaded * np.sign(loaded[np.abs(loaded).argmax(axis=0), range(factors)])
    names = [f"factor_{number}" for number in range(1, factors + 1)]
    table = pd.DataFrame(loaded, index=items, columns=names)
    return table.assign(communality=(loaded**2).sum(axis=1))


def check_not_the_same(correlation: np.ndarray, items: list[str]) -> None:
    """Refuse items of which one says nothing that the others do not say."""
    if np.linalg.eigvalsh(correlation)[0] > 1e-9:
        return
    off = np.abs(correlation - np.eye(len(items)))
    one, other = np.unravel_index(off.argmax(), off.shape)
    pair = f"{items[one]!r} and {items[other]!r} correlate {correlation[one, other]:.2f}"
    raise ValueError(f"one item follows exactly from the others: {pair}. Leave one of them out.")


def _alpha(covariance: np.ndarray) -> float:
    k, total = len(covariance), covariance.sum()
    if total <= 1e-12 * np.trace(covariance):
        raise ValueError("the sum of the items is constant: some of them are each other reversed")
    return float(k / (k - 1) * (1 - np.trace(covariance) / total))


def _eigenvalues(found: np.ndarray) -> np.ndarray:
    return np.linalg.eigvalsh(np.corrcoef(found.T))[::-1]
