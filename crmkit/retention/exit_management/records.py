"""Customers and their exits as the room's functions use them: seen for how long, left for what."""

import warnings
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmkit import models, tables

__all__ = ["Observed", "observed"]

# A group of fewer is missing from some of the tables that a bootstrap draws.
_FEWEST = 10
# Nobody is a customer for so many years: the column counts days or months.
_LONG = 100


@dataclass(frozen=True, eq=False)
class Observed:
    """Who was seen for how long, and who left for what: one row a customer, as codes."""

    rows: pd.DataFrame  # years, group, reason (-1: still there)
    reasons: list[Hashable]
    groups: list[Hashable]

    def leavers(self, rows: pd.DataFrame | None = None) -> np.ndarray:
        """Leavers, one row a group, one column a reason."""
        rows = self.rows if rows is None else rows
        gone = rows[rows["reason"] >= 0]
        shape = len(self.groups), len(self.reasons)
        cell = gone["group"].to_numpy() * shape[1] + gone["reason"].to_numpy()
        return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

    def years(self, rows: pd.DataFrame | None = None) -> np.ndarray:
        """Customer-years of each group."""
        rows = self.rows if rows is None else rows
        size = len(self.groups)
        return np.bincount(rows["group"], weights=rows["years"], minlength=size)

    def hazards(self, rows: pd.DataFrame | None = None) -> np.ndarray:
        """Leavers by customer-years, one row a group, one column a reason."""
        years = self.years(rows)
        if (years <= 0).any():
            raise ValueError(f"{self.groups[int(np.argmin(years))]!r} was seen for no time at all")
        return self.leavers(rows) / years[:, None]

    def resampled(
        self,
        statistic: Callable[[np.ndarray], pd.Series],
        *,
        rng: np.random.Generator,
        confidence: float,
        draws: int,
    ) -> pd.DataFrame:
        """The interval of what follows from the hazards, had other customers been seen."""
        sizes = np.bincount(self.rows["group"], minlength=len(self.groups))
        if len(sizes) > 1 and sizes.min() < _FEWEST:
            few = [one for one, size in zip(self.groups, sizes, strict=True) if size < _FEWEST]
            raise ValueError(
                f"group(s) {few[:6]} have fewer than {_FEWEST} customers, too few for an interval: "
                "join them with another group"
            )
        return models.resampled(
            self.rows,
            lambda rows: statistic(self.hazards(rows)),
            rng=rng,
            confidence=confidence,
            draws=draws,
        )


def observed(
    customers: pd.DataFrame, *, years: str, reason: str, by: str | None = None
) -> Observed:
    """The customers as codes, once they are seen to be what the room's functions can use."""
    tables.check_columns(
        customers, [years, reason, *([] if by is None else [by])], name="customers"
    )
    tables.column(
        customers,
        years,
        least=0,
        no_codes=True,
        range_mend="It counts from joining, or from the first day seen.",
    )
    seen = customers[years].astype("float64").to_numpy()
    if not seen.any():
        raise ValueError(f"{years!r} is 0 for all: nobody was seen for any time")
    if seen.max() > _LONG:
        warnings.warn(
            f"{years!r} goes up to {seen.max():,.0f}: if it counts days or months, divide by "
            "365.25 or 12",
            stacklevel=3,
        )
    gone = customers[reason].notna()
    tables.check_single(customers[reason])
    said = customers.loc[gone, reason]
    blank = customers[reason].astype("str").str.strip().eq("") & gone
    if blank.any():
        mend = "Make it missing (None) for those who are still there, and name it for leavers."
        raise tables.bad_rows(customers.index, blank, f"{reason!r} is an empty text", mend)
    if gone.all():
        raise ValueError(
            f"{reason!r} names a reason for all {len(customers):,} customers, found "
            f"{list(pd.unique(said))[:6]}: make it missing (None) for those who are still there"
        )
    names = list(pd.unique(said))
    tables.check_spelling(names, name=repr(reason))
    order = {name: place for place, name in enumerate(said.value_counts(sort=True).index)}
    names = [name for name in order if name in set(names)]
    code = {name: place for place, name in enumerate(names)}
    groups: list[Hashable] = ["all"]
    group = np.zeros(len(customers), dtype="int64")
    if by is not None:
        tables.check_labels(customers[by], name=repr(by))
        tables.check_spelling(customers[by].unique(), name=repr(by))
        groups = list(pd.unique(customers[by]))
        group = pd.Index(groups).get_indexer(pd.Index(customers[by]))
    reasons = np.array(
        [code[one] if there else -1 for one, there in zip(customers[reason], gone, strict=True)]
    )
    rows = pd.DataFrame({"years": seen, "group": group, "reason": reasons.astype("int64")})
    return Observed(rows=rows, reasons=names, groups=groups)
