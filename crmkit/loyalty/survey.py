"""Answers on a scale, before anything is computed from them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["answers", "to_100"]


def answers(
    table: pd.DataFrame, *, scale: tuple[int, int], missing_codes: Iterable[float] = ()
) -> pd.DataFrame:
    """Which answers were really given? Codes for "no answer" become missing, the rest is checked.

    Parameters
    ----------
    table : DataFrame
        One row a respondent, one column a question, all on one scale.
    scale : (int, int)
        The lowest and the highest answer that the questionnaire offers, such as (1, 7).
    missing_codes : list of numbers
        What the file writes where nobody answered, such as -99.

    Returns
    -------
    DataFrame
        The same rows and columns as floats, NaN where there is no answer.

    Raises
    ------
    ValueError
        A column that holds no numbers, an answer outside the scale (an undeclared code, or a
        question on another scale), a code that is a possible answer, or a question that nobody
        answered.

    Examples
    --------
    >>> table = pd.DataFrame({"satisfied": [6, 7, -99], "loyal": [5, 7, 4]})
    >>> answers(table, scale=(1, 7))
    Traceback (most recent call last):
    ValueError: 'satisfied' has answers outside the scale of 1 to 7: [-99] (1 of 3 rows). If they \
stand for "no answer", name them in missing_codes; if the question has another scale, pass it apart.
    >>> answers(table, scale=(1, 7), missing_codes=[-99])["satisfied"].tolist()
    [6.0, 7.0, nan]
    """
    tables.check_columns(table, [], name="the answers")
    lowest, highest = _scale(scale)
    codes = [float(code) for code in missing_codes]
    possible = [code for code in codes if lowest <= code <= highest]
    if possible:
        raise ValueError(
            f"missing_codes={possible} are possible answers on a scale of {lowest} to {highest}"
        )
    given = {}
    for name, column in table.items():
        numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
        if not numeric:
            raise ValueError(
                f"{name!r} must be numbers, but has type {column.dtype}. Pass answers only."
            )
        values = column.astype("float64")
        values = values.mask(values.isin(codes))
        outside = values.notna() & ~values.between(lowest, highest)
        if outside.any():
            found = [f"{value:g}" for value in sorted(values[outside].unique())[:5]]
            raise ValueError(
                f"{name!r} has answers outside the scale of {lowest} to {highest}: "
                f"[{', '.join(found)}] ({outside.sum():,} of {len(values):,} rows). If they stand "
                'for "no answer", name them in missing_codes; if the question has another scale, '
                "pass it apart."
            )
        if values.isna().all():
            raise ValueError(f"nobody answered {name!r}: leave it out")
        given[name] = values
    return pd.DataFrame(given, index=table.index)


def to_100(given: pd.DataFrame, *, scale: tuple[int, int]) -> pd.DataFrame:
    """What are the answers worth on a scale of 0 to 100, so that scales can be compared?

    Parameters
    ----------
    given : DataFrame
        From `answers`.
    scale : (int, int)
        The lowest and the highest answer of the questionnaire.

    Returns
    -------
    DataFrame
        The same shape: 0 for the lowest possible answer, 100 for the highest.

    References
    ----------
    The transformation of the European Customer Satisfaction Index: Tenenhaus, Esposito Vinzi,
    Chatelin & Lauro 2005, Computational Statistics & Data Analysis 48.

    Examples
    --------
    >>> to_100(pd.DataFrame({"satisfied": [1.0, 4, 7]}), scale=(1, 7))["satisfied"].tolist()
    [0.0, 50.0, 100.0]
    """
    lowest, highest = _scale(scale)
    return 100 * (answers(given, scale=scale) - lowest) / (highest - lowest)


def _scale(scale: tuple[int, int]) -> tuple[int, int]:
    try:
        lowest, highest = scale
        right = bool(np.isfinite([lowest, highest]).all()) and lowest < highest
    except (TypeError, ValueError):
        right = False
    if not right:
        raise ValueError(f"scale={scale!r} must be the lowest and the highest answer, as in (1, 7)")
    return lowest, highest
