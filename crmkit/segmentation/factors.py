"""Factors 因子 behind many questions: which columns say the same, before customers are clustered.

Principal components turned by varimax. Five questions on one theme weigh five times in a distance;
one factor in their place weighs once.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.segmentation.clusters import standardised

__all__ = ["explained", "loadings", "scores"]


def explained(
    customers: pd.DataFrame,
    columns: Sequence[str],
    *,
    rng: np.random.Generator,
    draws: int = 200,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many factors stand behind the columns, and how much does each carry?

    An eigenvalue of the correlations says how many columns' worth of variance a factor holds. The
    largest is above 1 also where no column has to do with another; so each column is shuffled by
    itself, again and again, to see what chance makes.

    Parameters
    ----------
    customers : DataFrame
        One row a customer (or shop, or brand).
    columns : sequence of str
        Two or more columns of numbers, none constant.
    rng : Generator
        Of the shuffles.
    draws : int
        How many shuffles, 20 or more.
    confidence : float
        Share of the shuffles that stay below the bound.

    Returns
    -------
    DataFrame
        One row a factor, as many as columns: eigenvalue (they sum to the number of columns),
        variance_share (0 to 1), cumulative_variance_share, chance_eigenvalue (what shuffled
        columns stay below with this confidence), kept (whether this and all before are above it).

    Raises
    ------
    ValueError
        As `clusters.standardised`.

    References
    ----------
    Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis.
    Psychometrika 30(2), 179-185; shuffled columns in place of normal ones.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [2, 4, 6, 8, 9], "b": [1, 5, 6, 7, 9], "c": [5, 3, 4, 6, 3]})
    >>> found = explained(answers, ["a", "b", "c"], rng=np.random.default_rng(1))
    >>> found["eigenvalue"].round(2).to_list()
    [2.02, 0.97, 0.01]
    """
    tables.generator(rng)
    draws = tables.whole("draws", draws, least=20)
    confidence = tables.confidence(confidence)
    scaled = standardised(customers, columns).to_numpy()
    found, _ = _components(scaled)
    chance = [_components(rng.permuted(scaled, axis=0))[0] for _ in range(draws)]
    bound = np.quantile(chance, confidence, axis=0, method="weibull")
    share = found / found.sum()
    table = {
        "eigenvalue": found,
        "variance_share": share,
        "cumulative_variance_share": share.cumsum(),
        "chance_eigenvalue": bound,
        "kept": np.logical_and.accumulate(found > bound),
    }
    return pd.DataFrame(table, index=pd.RangeIndex(1, len(found) + 1, name="factor"))


def loadings(customers: pd.DataFrame, columns: Sequence[str], *, factors: int) -> pd.DataFrame:
    """Which columns go together: how strongly does each hang on each factor?

    Principal components, turned by varimax (with Kaiser's normalisation) so that each column
    hangs on as few as possible.

    Parameters
    ----------
    customers, columns
        As for `explained`.
    factors : int
        How many, such as `explained` keeps; fewer than there are columns.

    Returns
    -------
    DataFrame
        One row a column: factor_1, factor_2 ... (correlations of the column with the factor; the
        factor that carries most first, its largest loading positive) and communality (share of
        the column's variance that the factors carry, 0 to 1).

    Raises
    ------
    ValueError
        As `explained`; as many factors as columns or more, or more than the data hold.

    References
    ----------
    Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor analysis.
    Psychometrika 23(3), 187-200.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [2, 4, 6, 8, 9], "b": [1, 5, 6, 7, 9], "c": [5, 3, 4, 6, 3]})
    >>> loadings(answers, ["a", "b", "c"], factors=2).round(2)
       factor_1  factor_2  communality
    a      1.00      0.03          1.0
    b      0.97     -0.22          1.0
    c     -0.08      1.00          1.0
    """
    scaled = standardised(customers, columns)
    turned, _ = _turned(scaled.to_numpy(), factors)
    table = pd.DataFrame(turned, index=scaled.columns, columns=_named(factors))
    return table.assign(communality=(turned**2).sum(axis=1))


def scores(customers: pd.DataFrame, columns: Sequence[str], *, factors: int) -> pd.DataFrame:
    """Where does each customer stand on each factor?

    Parameters
    ----------
    customers, columns, factors
        As for `loadings`.

    Returns
    -------
    DataFrame
        One row a customer: factor_1, factor_2 ..., each with mean 0 and standard deviation 1, and
        without correlation. They may be clustered in place of the columns.

    Raises
    ------
    ValueError
        As `loadings`.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [2, 4, 6, 8, 9], "b": [1, 5, 6, 7, 9], "c": [5, 3, 4, 6, 3]})
    >>> scores(answers, ["a", "b", "c"], factors=2).round(1)["factor_1"].to_list()
    [-1.6, -0.6, 0.1, 0.9, 1.2]
    """
    scaled = standardised(customers, columns)
    _, turn = _turned(scaled.to_numpy(), factors)
    return pd.DataFrame(scaled.to_numpy() @ turn, scaled.index, _named(factors))


def _components(scaled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues of the correlations, largest first, and their vectors."""
    values, vectors = np.linalg.eigh(np.corrcoef(scaled.T))
    return np.maximum(values[::-1], 0), vectors[:, ::-1]


def _turned(scaled: np.ndarray, factors: int) -> tuple[np.ndarray, np.ndarray]:
    """Loadings after varimax, and what makes scores of standardised columns."""
    from statsmodels.multivariate.factor_rotation import rotate_factors

    width = scaled.shape[1]
    factors = tables.whole("factors", factors, least=1)
    values, vectors = _components(scaled)
    held = int((values > 1e-9).sum())
    most = min(width - 1, held)
    if factors > most:
        raise ValueError(f"factors={factors} of {width} columns: at most {most} can be told apart")
    root = np.sqrt(values[:factors])
    loaded = vectors[:, :factors] * root
    turn = np.eye(factors)
    if factors > 1:
        # Kaiser: each column counts alike, however much of it the factors carry.
        length = np.sqrt((loaded**2).sum(axis=1, keepdims=True))
        _, turn = rotate_factors(loaded / np.maximum(length, 1e-12), "varimax")
        loaded = loaded @ turn
    order = np.argsort(-(loaded**2).sum(axis=0))
    loaded, turn = loaded[:, order], turn[:, order]
    sign = np.sign(loaded[np.abs(loaded).argmax(axis=0), range(factors)])
    return loaded * sign, vectors[:, :factors] / root @ turn * sign


def _named(factors: int) -> list[str]:
    return [f"factor_{number}" for number in range(1, factors + 1)]
