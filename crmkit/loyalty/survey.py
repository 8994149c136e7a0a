"""Answers on a scale, before anything is computed from them.

Surveys come with codes for "no answer", with scales of 5, 7, 10 and 11 points side by side, and
with items that everybody answers alike. All of these can be averaged, and none of the averages
means anything; so whatever takes answers looks first.
"""

import warnings
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = [
    "MixedScalesWarning",
    "answers",
    "check_answers",
    "check_scale",
    "rescale",
]

TOPS = (5, 7, 11, 100)


class MixedScalesWarning(UserWarning):
    """Some items seem to have been answered on a longer scale than others."""


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
    lowest, highest = check_scale(scale)
    codes = [
        tables.number("missing_codes", code)
        for code in tables.listed_once("missing_codes", missing_codes)
    ]
    possible = [code for code in codes if lowest <= code <= highest]
    if possible:
        raise ValueError(
            f"missing_codes={possible} are possible answers on a scale of {lowest} to {highest}"
        )
    given = {}
    for name, column in table.items():
        if not pd.api.types.is_any_real_numeric_dtype(column):
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


def check_answers(
    answers: pd.DataFrame,
    items: Sequence[str],
    *,
    scale: tuple[float, float] | None = None,
    least_items: int = 1,
    least_rows: int = 2,
    varying: bool = True,
    one_scale: bool = True,
) -> np.ndarray:
    """Can these answers be reckoned with?

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    items : sequence of str
        The columns to look at.
    scale : pair of float, optional
        Lowest and highest answer that the questionnaire allows. Without it, codes such as -99 or 99
        are still refused, and items that seem to have scales of different lengths bring a warning.
    least_items, least_rows : int
        How many are needed.
    varying : bool
        Whether an item that everybody answers alike is refused.
    one_scale : bool
        Whether it matters that all items have one scale, so that a doubt is worth a warning.

    Returns
    -------
    array
        The answers, one row a customer, one column an item.

    Raises
    ------
    ValueError
        Missing or infinite answers, codes for no answer, answers off the scale, constant items, too
        few of anything.

    Warns
    -----
    MixedScalesWarning
        From 30 customers and whole answers on, where one item never goes above 5 or 7 and another
        one does.

    Examples
    --------
    >>> check_answers(pd.DataFrame({"friendly": [7, -99, 9]}), ["friendly"])
    ... # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    ValueError: 'friendly' is -99, a code for no answer, in 1 of 3 row(s); first: [1]. Leave these
    customers out: answers.replace(-99, float("nan")).dropna().
    """
    items = tables.listed_once("items", items)
    tables.check_columns(answers, items, name="answers")
    if len(items) < least_items:
        raise ValueError(f"{len(items)} item(s) in items; at least {least_items} are needed")
    if scale is not None:
        low, high = check_scale(scale)
    found = np.empty((len(answers), len(items)))
    for place, item in enumerate(items):
        values = tables.numbers(
            answers[item],
            mend="Leave out customers without an answer: answers.dropna(subset=items); make "
            "numbers of text: pd.to_numeric.",
        )
        _refuse_codes(answers.index, values, item, scale)
        if scale is not None:
            off = (values < low) | (values > high)
            if off.any():
                what = f"{item!r} lies outside its scale, {low:g} to {high:g},"
                mend = "Look the scale up in the questionnaire; `rescale` brings scales together."
                raise tables.bad_rows(answers.index, off, what, mend)
        found[:, place] = values
    if len(answers) < least_rows:
        raise ValueError(
            f"{len(answers)} customer(s) answered; {len(items)} item(s) need at least {least_rows}"
        )
    if varying:
        # Alike but for rounding, too: 0.1 + 0.2 is no other answer than 0.3.
        least = np.maximum(1e-12 * np.abs(found).max(axis=0), 1e-100)
        alike = np.ptp(found, axis=0) <= least
        constant = [item for item, same in zip(items, alike, strict=True) if same]
        if constant:
            raise ValueError(
                f"everybody gave the same answer to {constant}: such an item tells customers "
                "apart in nothing. Leave it out of items."
            )
    if scale is None and one_scale:
        _warn_of_mixed_scales(items, found)
    return found


def rescale(
    answers: pd.DataFrame,
    scales: Mapping[str, tuple[float, float]],
    *,
    to: tuple[float, float] = (0, 100),
) -> pd.DataFrame:
    """What are answers on scales of 5, 7, 10 or 11 points on one common scale?

    Parameters
    ----------
    answers : DataFrame
        One row a customer.
    scales : mapping
        Item -> its lowest and highest possible answer, as the questionnaire prints them.
    to : pair of float
        The ends of the common scale.

    Returns
    -------
    DataFrame
        The items in `scales`, each from `to[0]` (its lowest possible answer) to `to[1]`.

    Raises
    ------
    ValueError
        As `check_answers`, or a scale whose ends do not rise.

    Examples
    --------
    >>> answers = pd.DataFrame({"five": [1, 3, 5], "eleven": [0, 5, 10]})
    >>> rescale(answers, {"five": (1, 5), "eleven": (0, 10)})
        five  eleven
    0    0.0     0.0
    1   50.0    50.0
    2  100.0   100.0
    """
    bottom, top = check_scale(to)
    result = {}
    if not isinstance(scales, Mapping | pd.Series) or not len(scales):
        raise TypeError(f"scales={scales!r} must name items and their ends, as {{'a': (1, 7)}}")
    for item, scale in scales.items():
        low, high = check_scale(scale)
        values = check_answers(answers, [item], scale=scale, least_rows=1, varying=False)[:, 0]
        result[item] = bottom + (top - bottom) * (values - low) / (high - low)
    return pd.DataFrame(result, index=answers.index)


def check_scale(scale: tuple[float, float]) -> tuple[float, float]:
    """The lowest and the highest answer, once they are seen to be two rising numbers.

    >>> check_scale((7, 1))
    Traceback (most recent call last):
    ValueError: scale=(7, 1) must be the lowest and the highest answer, as in (1, 7)
    """
    try:
        lowest, highest = () if isinstance(scale, Set | Mapping) else scale
        right = tables.number("scale", lowest) < tables.number("scale", highest)
    except (TypeError, ValueError):
        right = False
    if not right:
        raise ValueError(f"scale={scale!r} must be the lowest and the highest answer, as in (1, 7)")
    return lowest, highest


def _refuse_codes(
    index: pd.Index, values: np.ndarray, item: str, scale: tuple[float, float] | None
) -> None:
    others = values[~np.isin(values, tables.CODES)].astype(float)
    low, high = scale or (others.min(initial=np.inf), others.max(initial=-np.inf))
    for code in sorted(tables.CODES, key=abs):
        bad = values == code
        if not bad.any() or low <= code <= high:
            continue
        # A code stands apart; in -3 to 3 or 0 to 100 it is an answer like the others.
        if scale is None and low - 1 <= code <= high + 1:
            low, high = min(low, code), max(high, code)
            continue
        what = f"{item!r} is {code}, a code for no answer,"
        mend = f'Leave these customers out: answers.replace({code}, float("nan")).dropna().'
        raise tables.bad_rows(index, bad, what, mend)


def _warn_of_mixed_scales(items: list[str], found: np.ndarray) -> None:
    if len(found) < 30 or (found % 1).any():
        return
    tops: dict[float, list[str]] = {}
    for item, highest in zip(items, found.max(axis=0), strict=True):
        tops.setdefault(next((top for top in TOPS if highest <= top), np.inf), []).append(item)
    if len(tops) > 1:
        short, long = min(tops), max(tops)
        warnings.warn(
            f"{tops[short][:3]} never goes above {short:g}, {tops[long][:3]} does: scales of "
            "different lengths? Bring them together with `rescale`, or name the scale.",
            MixedScalesWarning,
            stacklevel=4,
        )
