"""Who moves from which brand to which, and is it chance: the matrix of switches and its tests."""

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.repeat_buying import panel as panels

__all__ = ["steady_state", "switching_matrix", "switching_rates", "switching_tests"]


def switching_matrix(
    panel: pd.DataFrame, *, household: str = "household", brand: str = "brand"
) -> pd.DataFrame:
    """How often is a purchase of one brand followed by one of another, or of the same?

    Parameters
    ----------
    panel : DataFrame
        One row a purchase, the rows of a household in order of time.
    household, brand : str
        Its columns.

    Returns
    -------
    DataFrame
        Counts: one row a brand bought last time, one column a brand bought next. They sum to the
        purchases less the households. Brands that nobody bought are left out.

    Raises
    ------
    ValueError
        As `panel.purchases`: nobody bought twice, names missing, only one brand.

    Examples
    --------
    >>> panel = pd.DataFrame({"household": [1, 1, 1, 2, 2], "brand": list("AABBB")})
    >>> switching_matrix(panel)  # doctest: +NORMALIZE_WHITESPACE
    next  A  B
    last
    A     1  1
    B     0  1
    """
    found = panels.purchases(panel, household=household, brand=brand)
    cells = np.zeros((len(found.brands),) * 2, dtype="int64")
    after = np.flatnonzero(found.again)
    np.add.at(cells, (found.brand[after - 1], found.brand[after]), 1)
    index = pd.Index(found.brands, name="last")
    return pd.DataFrame(cells, index=index, columns=pd.Index(found.brands, name="next"))


def switching_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Which share of a brand's buyers buys which brand next?

    Parameters
    ----------
    counts : DataFrame
        As from `switching_matrix`.

    Returns
    -------
    DataFrame
        The same rows and columns; each row sums to 1.

    Raises
    ------
    ValueError
        The table is not square with the same brands both ways, has counts below 0 or missing, or
        a brand without a purchase to start from.

    Examples
    --------
    >>> switching_rates(pd.DataFrame([[3, 1], [1, 1]], index=list("AB"), columns=list("AB")))
          A     B
    A  0.75  0.25
    B  0.50  0.50
    """
    cells = square(counts)
    totals = cells.sum(axis=1, keepdims=True)
    if (empty := totals[:, 0] == 0).any():
        mend = "Leave these brands out."
        raise tables.bad_rows(counts.index, empty, "no purchase followed", mend)
    return pd.DataFrame(cells / totals, index=counts.index, columns=counts.columns)


def switching_tests(counts: pd.DataFrame) -> pd.DataFrame:
    """Is what comes next chance, given the sizes of the brands?

    Three null hypotheses. Independence: the last brand says nothing. Quasi-independence: it says
    nothing about those who switch; a brand may keep as many as it likes. Symmetry: as many switch
    from A to B as from B to A.

    Parameters
    ----------
    counts : DataFrame
        As from `switching_matrix`, or any square two-way table of counts.

    Returns
    -------
    DataFrame
        One row a hypothesis: g_squared (likelihood-ratio statistic), chi_square (Pearson's),
        degrees_of_freedom, p_value (NaN without degrees of freedom, as for two brands and
        quasi-independence). Both statistics take the counts as independent of one another.

    Raises
    ------
    ValueError
        As `switching_rates`, but brands without purchases are allowed where others are left; or
        the table holds rates, or its own sums.

    References
    ----------
    Agresti, A. (2013). Categorical Data Analysis, 3rd ed. Wiley, ch. 11.

    Examples
    --------
    >>> counts = pd.DataFrame([[30, 5, 5], [5, 20, 5], [5, 5, 20]])
    >>> switching_tests(counts).round(2)  # doctest: +NORMALIZE_WHITESPACE
                    g_squared  chi_square  degrees_of_freedom  p_value
    independence        54.82       59.03                   4      0.0
    quasi-independence   0.00        0.00                   1      1.0
    symmetry             0.00        0.00                   3      1.0
    """
    cells = counted(counts)
    total = cells.sum()
    if total == 0:
        raise ValueError("the counts are all 0: there is no switch to test")
    off = ~np.eye(len(cells), dtype=bool)
    whole = np.ones_like(off)
    independent = np.outer(cells.sum(axis=1), cells.sum(axis=0)) / total
    quasi, symmetric = _quasi(cells), (cells + cells.T) / 2
    pairs = int((np.triu(symmetric, 1) > 0).sum())
    rows = {
        "independence": _statistics(cells, independent, whole, _free(independent, whole)),
        "quasi-independence": _statistics(cells, quasi, off, _free(quasi, off)),
        "symmetry": _statistics(cells, symmetric, off, pairs),
    }
    columns = ["g_squared", "chi_square", "degrees_of_freedom", "p_value"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return found.astype({"degrees_of_freedom": "int64"})


def steady_state(rates: pd.DataFrame) -> pd.Series:
    """Which shares would the brands have in the end, if the rates of switching stayed as they are?

    Parameters
    ----------
    rates : DataFrame
        As from `switching_rates`: each row sums to 1.

    Returns
    -------
    Series
        Market share by brand (0 to 1): the shares that one more purchase of everybody leaves as
        they are.

    Raises
    ------
    ValueError
        Rows do not sum to 1, or the end depends on the beginning, since buyers of one group of
        brands never come to another.

    Examples
    --------
    >>> stores = pd.DataFrame([[0.9, 0.1], [0.2, 0.8]], index=[1, 2], columns=[1, 2])
    >>> steady_state(stores).round(3).to_list()
    [0.667, 0.333]
    """
    matrix = square(rates)
    if (wrong := np.abs(matrix.sum(axis=1) - 1) > 1e-6).any():
        mend = "Pass switching_rates(counts), not the counts."
        raise tables.bad_rows(rates.index, wrong, "rates do not sum to 1", mend)
    n = len(matrix)
    system = np.vstack([matrix.T - np.eye(n), np.ones(n)])
    if np.linalg.matrix_rank(system, tol=1e-10) < n:
        raise ValueError(
            "the end depends on the beginning: the brands fall into groups between which nobody "
            "ever switches. Take each group by itself."
        )
    shares = np.linalg.lstsq(system, np.r_[np.zeros(n), 1.0], rcond=None)[0]
    return pd.Series(np.clip(shares, 0, 1), index=rates.index, name="steady_state")


def square(counts: pd.DataFrame) -> np.ndarray:
    """The cells of a table with the same two brands or more both ways, none missing or below 0."""
    if not isinstance(counts, pd.DataFrame):
        raise TypeError(f"the table of switches must be a DataFrame, not {type(counts).__name__}")
    if list(counts.index) != list(counts.columns) or len(counts) < 2:
        raise ValueError(
            f"rows {list(counts.index)[:9]} and columns {list(counts.columns)[:9]} must be the "
            "same two brands or more, in one order. Pass switching_matrix(panel)."
        )
    tables.check_each_once(counts.index, name="the table of switches", row="brand")
    return np.column_stack(
        [tables.numbers(counts.iloc[:, place], least=0, most=1e15) for place in range(len(counts))]
    ).astype(float)


def counted(counts: pd.DataFrame) -> np.ndarray:
    """As `square`, and neither rates nor a table with its margins."""
    cells = square(counts)
    if np.allclose(cells.sum(axis=1), 1):
        raise ValueError(
            "the rows sum to 1: these are rates, and say nothing of how many switched. Pass "
            "switching_matrix(panel)."
        )
    sums = (np.allclose(one[-1], one[:-1].sum(axis=0)) for one in (cells, cells.T))
    if len(cells) > 2 and cells.any() and all(sums):
        raise ValueError(
            f"the last row and column, {counts.index[-1]!r}, are the sums of the others. Leave "
            "them out: counts.iloc[:-1, :-1]."
        )
    return cells


def _quasi(cells: np.ndarray) -> np.ndarray:
    """Expected counts under quasi-independence: the diagonal fits, the rest is row times column.

    By iterative proportional fitting of the cells off the diagonal.
    """
    off = ~np.eye(len(cells), dtype=bool)
    seen = np.where(off, cells, 0.0)
    fitted = np.where(off, 1.0, 0.0)
    for _ in range(10_000):
        before = fitted
        for axis in (1, 0):
            now = fitted.sum(axis=axis, keepdims=True)
            want = seen.sum(axis=axis, keepdims=True)
            fitted = fitted * np.divide(want, now, out=np.zeros_like(want), where=now > 0)
        if np.abs(fitted - before).max() < 1e-10 * max(seen.sum(), 1):
            break
    return np.where(off, fitted, cells)


def _free(expected: np.ndarray, where: np.ndarray) -> int:
    """Degrees of freedom of rows times columns: cells that can hold something, less the margins."""
    held = (expected > 0) & where
    if not held.any():
        return 0
    return int(held.sum() - held.any(axis=1).sum() - held.any(axis=0).sum() + 1)


def _statistics(
    cells: np.ndarray, expected: np.ndarray, where: np.ndarray, free: int
) -> tuple[float, float, int, float]:
    from scipy.special import xlogy
    from scipy.stats import chi2

    held = where & (expected > 0)
    seen, model = cells[held], expected[held]
    g2 = max(2 * float((xlogy(seen, seen) - xlogy(seen, model)).sum()), 0.0)
    pearson = float(((seen - model) ** 2 / model).sum())
    free = max(free, 0)
    return g2, pearson, free, float(chi2.sf(g2, free)) if free else float("nan")
