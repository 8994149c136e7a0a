"""What every chart of weeks asks of its table: weeks in order, counts that can be."""

import numpy as np
import pandas as pd

from crmkit import tables

__all__: list[str] = []


def check_order(index: pd.Index, *, least: int = 2) -> None:
    """Refuse weeks that are too few, stand twice or are not in the order of time."""
    if len(index) < least:
        raise ValueError(
            f"{len(index)} week(s) are too few: how weeks vary is seen in {least} or more"
        )
    if isinstance(index, pd.MultiIndex):
        raise ValueError(
            f"the index has {index.nlevels} levels: one row a week, e.g. .groupby(level=0).sum()"
        )
    if index.hasnans:
        raise ValueError(f"{int(np.sum(index.isna()))} week(s) have no date; drop them first")
    tables.check_each_once(index, name="the weeks", row="week")
    if not _in_time(index).is_monotonic_increasing:
        raise ValueError("the weeks are not in order of time; sort them first: .sort_index()")


def counts(weekly: pd.DataFrame, events: str, *, least: int = 2) -> np.ndarray:
    """Events a week, whole and not below 0, of weeks in order."""
    tables.check_columns(weekly, [events], name="weekly", mend="One row a week.")
    check_order(weekly.index, least=least)
    return tables.column(weekly, events, least=0, whole=True).astype(float)


def counts_of_base(
    weekly: pd.DataFrame, events: str, base: str, *, least: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Events a week, and of how many customers: never more than these."""
    tables.check_columns(weekly, [events, base], name="weekly", mend="One row a week.")
    number = counts(weekly, events, least=least)
    size = sizes(weekly, base, whole=True)
    if (number > size).any():
        raise tables.bad_rows(
            weekly.index, number > size, f"{events!r} is above {base!r}", "Exchange the two?"
        )
    return number, size


def sizes(weekly: pd.DataFrame, name: str, *, whole: bool = False) -> np.ndarray:
    """How many customers, or how much exposure, a week had: above 0."""
    return tables.column(
        weekly,
        name,
        above=0,
        whole=whole,
        range_mend="In a week without customers nobody can leave: drop such weeks.",
    ).astype(float)


def _in_time(index: pd.Index) -> pd.Index:
    """Text as the dates that it stands for; names that are no dates as they come."""
    mend = "make dates of them first: pd.to_datetime(..., format=...)"
    if not pd.api.types.is_string_dtype(index):
        return index
    dates = pd.to_datetime(index, errors="coerce", format="ISO8601")
    unread = dates.isna()
    slashed = np.asarray(index.str.match(r"\s*\d+[/.-]\d+[/.-]\d+"), dtype=bool) & unread
    if slashed.any() or (unread.any() and not unread.all()):
        raise tables.bad_rows(index, unread, "the week is no date such as '2024-03-31'", mend)
    return pd.RangeIndex(len(index)) if unread.all() else dates
