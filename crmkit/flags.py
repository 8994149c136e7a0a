"""Columns that say yes or no of each customer: left, treated, bought, has a bond."""

import pandas as pd

from crmkit import tables

__all__ = ["happened", "zero_one"]


def zero_one(values: pd.Series, *, yes: str | None = None) -> pd.Series:
    """0 and 1 for a column of 0 and 1, of False and True or, with `yes`, of words.

    Parameters
    ----------
    values : Series
        One value a row, none missing.
    yes : str, optional
        Of words: the one that means 1. All others, such as "No internet service", mean 0.

    Raises
    ------
    ValueError
        A value is missing or a number other than 0 and 1; or the words are not told, not among
        them, or written in two ways.

    Examples
    --------
    >>> zero_one(pd.Series(["No", "Yes", "No internet service"]), yes="Yes").to_list()
    [0, 1, 0]
    """
    name = repr(values.name)
    if values.isna().any():
        raise tables.bad_rows(values.index, values.isna(), f"{name} is missing", "Fill or drop.")
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_complex_dtype(values):
        if not values.isin([0, 1]).all():
            wrong = ~values.isin([0, 1])
            raise tables.bad_rows(values.index, wrong, f"{name} is neither 0 nor 1")
        return values.astype("int64")
    words = list(map(str, values.astype(str).unique()))
    if yes is None:
        raise ValueError(
            f"{name} holds words {words[:6]} and no numbers: say which one means 1, e.g. yes='Yes'"
        )
    if not isinstance(yes, str) or yes not in words:
        raise ValueError(f"{name} never says {yes!r}; it says {words[:6]}")
    alike = [w for w in words if w != yes and w.strip().casefold() == yes.strip().casefold()]
    if alike:
        raise ValueError(f"{name} says {yes!r} and also {alike}: write one word for one answer")
    return (values.astype("str") == yes).astype("int64")


def happened(table: pd.DataFrame, column: str, *, who: str) -> pd.Series:
    """1 for the rows to which it happened, such as leaving; 0 for the others.

    Parameters
    ----------
    table : DataFrame
        Of which `column` holds 0 and 1, or False and True, none missing.
    who : str
        Whom 1 means, for the message: "those who left".

    Raises
    ------
    ValueError
        The column holds words, is missing in a row, or has a number other than 0 and 1.

    Examples
    --------
    >>> happened(pd.DataFrame({"left": [True, False]}), "left", who="those who left").to_list()
    [1, 0]
    """
    values = table[column]
    if not pd.api.types.is_numeric_dtype(values):
        words = list(map(str, values.astype(str).unique()))[:6]
        raise ValueError(
            f"{column!r} must be 1 for {who} and 0 for the others, but holds {words}: make it "
            f"with (table[{column!r}] == the word for it).astype(int)"
        )
    return zero_one(values)
