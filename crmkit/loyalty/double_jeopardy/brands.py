"""Which brands do households buy, and how often?

All of it from one table of counts, households by brands, as `purchase_counts` makes it. Who buys
which brands together: `crmkit.loyalty.jeopardy`. What to expect: `crmkit.loyalty.dirichlet`.
"""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = [
    "OTHER",
    "brand_measures",
    "category_measures",
    "purchase_counts",
]

# The column in which small brands are counted together: part of the category, but no brand.
OTHER = "other"


def purchase_counts(
    purchases: pd.DataFrame,
    *,
    brand: str = "brand",
    customer: str = "customer_id",
    occasion: str = "order_id",
    largest: int = 8,
) -> pd.DataFrame:
    """How often did each household buy each brand?

    A brand counts once an occasion, however many packs of it are in the basket.

    Parameters
    ----------
    purchases : DataFrame
        One row a line of a basket, of one category only.
    brand, customer, occasion : str
        The columns that say what was bought, by whom and when (a basket, a day).
    largest : int
        So many brands keep their names; all others become `OTHER`, which counts once an occasion.

    Returns
    -------
    DataFrame
        One row a household that bought, one column a brand, largest first, `OTHER` last where
        there is one. Households that bought nothing have no row: say how many there are in all
        where it is asked.

    Raises
    ------
    ValueError
        For missing columns or values, no rows, a brand that is called "other", or one that is
        spelt in two ways ("Ann" and "ann ").

    Warns
    -----
    UserWarning
        Over twenty brands, and more of them than customers, as where columns are exchanged.

    Examples
    --------
    >>> lines = pd.DataFrame({"customer_id": [1, 1, 2, 2], "order_id": [7, 7, 8, 9],
    ...                       "brand": ["Ann", "Ann", "Ann", "Bob"]})
    >>> purchase_counts(lines)  # doctest: +NORMALIZE_WHITESPACE
    brand        Ann  Bob
    customer_id
    1              1    0
    2              1    1
    """
    largest = tables.whole("largest", largest, least=1)
    named = {"brand": brand, "customer": customer, "occasion": occasion}
    mend = "Name the columns: brand=..., customer=..., occasion=..."
    tables.check_columns(purchases, named.values(), name="purchases", mend=mend)
    if len(set(named.values())) < 3:
        raise ValueError(f"{named} must be three columns. {mend}")
    for column in named.values():
        gone = purchases[column].isna()
        if gone.any():
            raise tables.bad_rows(
                purchases.index, gone, f"{column!r} is missing", "Fill or drop them first."
            )
        tables.check_single(purchases[column])
    if (purchases[brand] == OTHER).any():
        raise ValueError(f"a brand is called {OTHER!r}, a word that is needed here: rename it")
    once = purchases[[customer, occasion, brand]].drop_duplicates()
    ranked = once[brand].value_counts()
    ranked = ranked[ranked > 0]
    tables.check_spelling(ranked.index, name=repr(brand))
    people = once[customer].nunique()
    tables.check_not_exchanged(len(ranked), people, names=(customer, brand))
    keep = ranked.index[:largest]
    if len(ranked) > largest:
        label = once[brand].astype(object).where(once[brand].isin(keep), OTHER)
        once = once.assign(**{brand: label}).drop_duplicates()
        keep = keep.append(pd.Index([OTHER]))
    rows, households = pd.factorize(once[customer], sort=True)
    cells = np.zeros((len(households), len(keep)), dtype="int64")
    np.add.at(cells, (rows, pd.Index(keep).get_indexer(pd.Index(once[brand]))), 1)
    return pd.DataFrame(
        cells, pd.Index(households, name=customer), pd.Index(list(keep), name=brand)
    )


def brand_measures(counts: pd.DataFrame, *, households: int) -> pd.DataFrame:
    """How many buy a brand, how often, and how much of their category do they buy of it?

    Parameters
    ----------
    counts : DataFrame
        Purchases, one row a household that bought, one column a brand (`purchase_counts`).
    households : int
        All households of the panel, those included that bought nothing.

    Returns
    -------
    DataFrame
        One row a brand (`OTHER` is none): purchase_share, penetration, purchase_rate (purchases
        of the brand, a buyer), category_rate (of the whole category, a buyer of the brand),
        requirements_share (the first over the second: share of category requirements),
        sole_share (of its buyers, who bought no other brand).

    Raises
    ------
    ValueError
        For counts that are no whole numbers of 0 or more, a brand that nobody bought, or fewer
        households than rows.

    References
    ----------
    Ehrenberg, Uncles & Goodhardt (2004), Journal of Business Research 57, 1307-1325.

    Examples
    --------
    >>> counts = pd.DataFrame({"Ann": [2, 1, 0], "Bob": [2, 0, 1]})
    >>> brand_measures(counts, households=5).round(2).T  # doctest: +NORMALIZE_WHITESPACE
    brand               Ann  Bob
    purchase_share      0.5  0.5
    penetration         0.4  0.4
    purchase_rate       1.5  1.5
    category_rate       2.5  2.5
    requirements_share  0.6  0.6
    sole_share          0.5  0.5
    """
    cells = check_counts(counts, households)
    made = weighted_measures(cells, np.ones(len(cells)), households)
    index = pd.Index(list(counts.columns), name="brand")
    return pd.DataFrame(made, index=index).drop(index=OTHER, errors="ignore")


def category_measures(counts: pd.DataFrame, *, households: int) -> pd.Series:
    """How many households buy the category, and how often?

    Parameters
    ----------
    counts, households
        As for `brand_measures`.

    Returns
    -------
    Series
        penetration (share of all households), purchase_rate (purchases, a buyer) and
        mean_purchases (a household, buyers or not: the model's M).

    Examples
    --------
    >>> category_measures(pd.DataFrame({"Ann": [2, 1], "Bob": [2, 0]}), households=4).to_dict()
    {'penetration': 0.5, 'purchase_rate': 2.5, 'mean_purchases': 1.25}
    """
    cells = check_counts(counts, households)
    bought = cells.sum(axis=1)
    found = {
        "penetration": float((bought > 0).sum() / households),
        "purchase_rate": float(bought.sum() / (bought > 0).sum()),
        "mean_purchases": float(bought.sum() / households),
    }
    return pd.Series(found, name="category")


def check_counts(counts: pd.DataFrame, households: int) -> np.ndarray:
    """The counts as whole numbers, once they are seen to be purchases of so many households."""
    mend = "Make it with purchase_counts."
    tables.check_columns(counts, [], name="counts", mend=mend)
    households = tables.whole("households", households, least=1)
    brands: list[Hashable] = list(counts.columns)
    if not brands or len(set(brands)) < len(brands) or counts.columns.nlevels > 1:
        raise ValueError(f"counts must have one column a brand, each once; found {brands[:20]}")
    if lost := [one for one in brands if one in ("customer_id", "index", "household")]:
        raise ValueError(f"{lost} is no brand: make it the index, counts.set_index({lost[0]!r})")
    tables.check_each_once(counts.index, name="counts", row="household")
    cells = np.column_stack(
        [tables.numbers(counts[one], name=f"counts of {one!r}", least=0, most=1e9, whole=True)
         for one in brands]
    ).astype("int64")  # fmt: skip
    unsold = [one for one, sold in zip(brands, cells.sum(axis=0), strict=True) if not sold]
    if unsold:
        raise ValueError(f"nobody bought {unsold[:5]}: drop such brands from counts first")
    if households < len(counts):
        raise ValueError(
            f"households={households:,} is less than the {len(counts):,} rows of counts. Give all "
            "households of the panel, those included that bought nothing."
        )
    return cells


def weighted_measures(
    cells: np.ndarray, weights: np.ndarray, households: float
) -> dict[str, np.ndarray]:
    """The columns of `brand_measures`, each household counting as often as its weight says."""
    category = cells.sum(axis=1)
    bought = cells > 0
    buyers = weights @ bought
    sold = weights @ cells
    sole = weights @ (bought & (cells == category[:, None]))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = sold / buyers
        requirements = (weights * category) @ bought
        return {
            "purchase_share": sold / sold.sum(),
            "penetration": buyers / households,
            "purchase_rate": rate,
            "category_rate": requirements / buyers,
            "requirements_share": sold / requirements,
            "sole_share": sole / buyers,
        }
