"""Do small brands have fewer buyers who also buy less often, and whom do they share buyers with?

Two rules of thumb that hold in category after category: double jeopardy, and the duplication of
purchase. The Dirichlet (`crmkit.loyalty.dirichlet`) explains both.
"""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty import brands

RATE = "Purchases a buyer, and who buys, buys once or more: are columns exchanged?"

__all__ = [
    "duplication",
    "duplication_coefficient",
    "duplication_pairs",
    "jeopardy_constant",
    "jeopardy_line",
]


def jeopardy_constant(measures: pd.DataFrame) -> float:
    """What is w(1 - b), the purchase rate that a very small brand would have?

    Double jeopardy: small brands have fewer buyers (b), who also buy them less often (w). Over
    the brands of a category w(1 - b) is nearly the same number; here their plain mean.

    Parameters
    ----------
    measures : DataFrame
        With the columns penetration and purchase_rate, from `brands.brand_measures` or a model.

    References
    ----------
    Ehrenberg, Goodhardt & Barwise (1990), Journal of Marketing 54(3), 82-91.

    Examples
    --------
    >>> jeopardy_constant(pd.DataFrame({"penetration": [0.5, 0.1], "purchase_rate": [4, 2.4]}))
    2.08
    """
    tables.check_columns(measures, ["penetration", "purchase_rate"], name="measures")
    b = tables.column(measures, "penetration", above=0, most=1)
    w = tables.column(measures, "purchase_rate", least=1, range_mend=RATE)
    return float(np.mean(w * (1 - b)))


def jeopardy_line(measures: pd.DataFrame) -> pd.DataFrame:
    """Which purchase rate belongs to a brand of this penetration?

    Parameters
    ----------
    measures : DataFrame
        As for `jeopardy_constant`.

    Returns
    -------
    DataFrame
        One row a brand, by rising penetration: penetration, actual and expected purchase rate;
        expected is the constant over (1 - penetration), NaN for a brand that everybody buys.

    Examples
    --------
    >>> line = jeopardy_line(pd.DataFrame({"penetration": [.5, .1], "purchase_rate": [4, 2.4]}))
    >>> line.round(2)
       penetration  actual  expected
    1          0.1     2.4      2.31
    0          0.5     4.0      4.16
    """
    constant = jeopardy_constant(measures)
    line = measures[["penetration"]].assign(actual=measures["purchase_rate"])
    others = 1 - line["penetration"]
    line["expected"] = constant / others.where(others > 0)
    return line.sort_values("penetration")


def duplication(counts: pd.DataFrame, *, households: int) -> pd.DataFrame:
    """Of those who buy one brand, how many also buy another?

    Parameters
    ----------
    counts, households
        As for `brands.brand_measures`.

    Returns
    -------
    DataFrame
        One row a brand, one column a brand: the share of the row's buyers who also bought the
        column's brand; NaN on the diagonal. `brands.OTHER` is left out.

    Examples
    --------
    >>> counts = pd.DataFrame({"Ann": [2, 1, 0], "Bob": [2, 0, 1]})
    >>> duplication(counts, households=5)  # doctest: +NORMALIZE_WHITESPACE
    also   Ann  Bob
    brand
    Ann    NaN  0.5
    Bob    0.5  NaN
    """
    brands.check_counts(counts, households)
    named = counts.drop(columns=brands.OTHER, errors="ignore")
    bought = (named.to_numpy() > 0).astype(float)
    return as_duplication(bought.T @ bought, bought.sum(axis=0), list(named.columns))


def duplication_pairs(counts: pd.DataFrame, *, households: int) -> pd.DataFrame:
    """Does it depend on the other brand's size alone, who is bought beside a brand?

    The duplication of purchase law: of the buyers of any brand, the share who also buy brand k is
    D times k's penetration, whatever the first brand.

    Parameters
    ----------
    counts, households
        As for `brands.brand_measures`; two brands or more.

    Returns
    -------
    DataFrame
        One row a pair: brand, also (the other brand), penetration (of the other brand),
        duplication, expected (`duplication_coefficient` times penetration).

    References
    ----------
    Goodhardt, Ehrenberg & Chatfield (1984), Journal of the Royal Statistical Society A 147.

    Examples
    --------
    >>> counts = pd.DataFrame({"Ann": [2, 1, 0], "Bob": [2, 0, 1]})
    >>> duplication_pairs(counts, households=5)
      brand also  penetration  duplication  expected
    0   Ann  Bob          0.4          0.5       0.5
    1   Bob  Ann          0.4          0.5       0.5
    """
    matrix = duplication(counts, households=households)
    if len(matrix) < 2:
        raise ValueError("duplication needs 2 brands or more; counts has 1 besides 'other'")
    size = brands.brand_measures(counts, households=households)["penetration"]
    names, many = np.array(list(matrix.index), dtype=object), len(matrix)
    one, other = (place[~np.eye(many, dtype=bool)] for place in np.indices((many, many)))
    pairs = pd.DataFrame(
        {
            "brand": names[one],
            "also": names[other],
            "penetration": size.to_numpy()[other],
            "duplication": matrix.to_numpy()[one, other],
        }
    ).infer_objects()
    return pairs.assign(expected=duplication_coefficient(pairs) * pairs["penetration"])


def duplication_coefficient(pairs: pd.DataFrame) -> float:
    """How many times likelier than a household at random do a brand's buyers buy another? (D)

    Parameters
    ----------
    pairs : DataFrame
        With the columns duplication and penetration; D is the mean of one over that of the other.

    Examples
    --------
    >>> duplication_coefficient(pd.DataFrame({"duplication": [0.5], "penetration": [0.4]}))
    1.25
    """
    tables.check_columns(pairs, ["duplication", "penetration"], name="pairs")
    shared = tables.column(pairs, "duplication", least=0, most=1)
    return float(shared.mean() / tables.column(pairs, "penetration", above=0, most=1).mean())


def as_duplication(both: np.ndarray, buyers: np.ndarray, brands: list[Hashable]) -> pd.DataFrame:
    """From who bought both of two brands, and who bought one: the table of `duplication`."""
    shares = both / buyers[:, None]
    np.fill_diagonal(shares, np.nan)
    return pd.DataFrame(shares, pd.Index(brands, name="brand"), pd.Index(brands, name="also"))
