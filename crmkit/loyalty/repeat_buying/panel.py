"""What every analysis of a brand panel needs: purchases by household, in order of time."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["Purchases", "purchases"]


@dataclass(frozen=True)
class Purchases:
    """A panel as numbers: one place a purchase, households one after another, each in time order.

    `household` and `brand` are codes from 0; `brands` names the brands, `again` says for each
    purchase whether the household has one before it. `order` are the rows of the table.
    """

    household: np.ndarray
    brand: np.ndarray
    brands: list[str]
    again: np.ndarray
    order: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """Purchases of each household (rows) of each brand (columns)."""
        cells = np.zeros((self.household.max() + 1, len(self.brands)), dtype="int64")
        np.add.at(cells, (self.household, self.brand), 1)
        return cells

    @property
    def sorted_by_brand(self) -> bool:
        """Whether the rows of each household are sorted by brand, so that time is lost.

        So it is if, in twenty households or more with two brands and four purchases or more, each
        brand is bought in one unbroken run, and one order of the brands holds for them all.
        """
        counts = self.counts
        telling = ((counts > 0).sum(axis=1) >= 2) & (counts.sum(axis=1) >= 4)
        if telling.sum() < 20:
            return False
        moves = self.again & telling[self.household]
        moves[1:] &= self.brand[1:] != self.brand[:-1]
        # Between the households' runs one order holds if no brand comes back, at once or by others.
        leads = np.zeros((len(self.brands),) * 2, dtype=bool)
        here = np.flatnonzero(moves)
        leads[self.brand[here - 1], self.brand[here]] = True
        for via in range(len(leads)):
            leads |= leads[:, [via]] & leads[[via]]
        return not np.diag(leads).any()


def purchases(
    panel: pd.DataFrame, *, household: str = "household", brand: str = "brand"
) -> Purchases:
    """The purchases of a brand panel, checked.

    Parameters
    ----------
    panel : DataFrame
        One row a purchase, the rows of a household in order of time (households may mix).
    household, brand : str
        Columns: whose purchase it is, and what was bought. Brands of a categorical column that
        nobody bought are left out.

    Raises
    ------
    ValueError
        A column is missing, a household or brand is missing in a row, a brand is spelt in two ways
        ("Ann" and "ann "), or nobody bought twice, or all bought one and the same brand.

    Warns
    -----
    UserWarning
        Over twenty brands, and more of them than households, as where columns are exchanged.

    Examples
    --------
    >>> panel = pd.DataFrame({"household": [7, 7, 8, 8], "brand": ["A", "A", "B", "A"]})
    >>> purchases(panel).counts
    array([[2, 0],
           [1, 1]])
    """
    tables.check_columns(panel, [household, brand], name="the panel")
    if household == brand:
        raise ValueError(f"household and brand are one column, {brand!r}: name two")
    for column in (household, brand):
        if (gone := panel[column].isna().to_numpy()).any():
            mend = "Drop these purchases first."
            raise tables.bad_rows(panel.index, gone, f"{column!r} is missing", mend)
        tables.check_single(panel[column])
    who, _ = pd.factorize(panel[household])
    order = np.argsort(who, kind="stable")
    what = pd.Categorical(panel[brand]).remove_unused_categories()
    who, bought = who[order], what.codes.astype("int64")[order]
    again = np.r_[False, who[1:] == who[:-1]]
    if not again.any():
        raise ValueError(
            f"no household of the panel bought twice: {len(panel):,} purchase(s) by as many. "
            "Loyalty and switching need two purchases of a household; watch for longer."
        )
    tables.check_spelling(what.categories, name=repr(brand))
    names = list(map(str, what.categories))
    tables.check_not_exchanged(len(names), who.max() + 1, names=(household, brand))
    if len(names) < 2:
        raise ValueError(
            f"all purchases are of one brand, {names[0]!r}: there is no choice to study"
        )
    return Purchases(who, bought, names, again, order)


def refuse_sorted(found: Purchases) -> None:
    """Refuse a panel whose rows have lost their order in time."""
    if found.sorted_by_brand:
        raise ValueError(
            "the panel is sorted by brand within its households: each buys every brand in one "
            "unbroken run, and one order of the brands holds for all. What was bought last time is "
            "not to be seen in such rows. Sort by household and date; without dates only shares "
            "can be studied."
        )
