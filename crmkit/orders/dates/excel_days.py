"""Excel turns the dates that its own language reads, and leaves the others as text."""

from __future__ import annotations

import numpy as np

from crmkit.orders.dates.formats import advice, read_days
from crmkit.orders.dates.texts import Split
from crmkit.orders.dates.values import SLICE, Values


def refuse_swapped(values: Values, is_text: np.ndarray, at: np.ndarray, dated: np.ndarray) -> None:
    """Date cells up to the 12th beside texts like 13/04/2024: day and month were exchanged.

    A US Excel reads 03/04/2024 of a British export as March 4th, and 13/04/2024 not at all.
    """
    dated = dated & ~np.isnat(at)
    if not dated.any() or not is_text.any() or _after_12th(at[dated]):
        return
    above, _ = _by_parts(values)
    above &= is_text
    if above.any():
        raise ValueError(_swapped(values, dated, above))


def refuse_swapped_texts(values: Values, split: Split) -> None:
    """The same where a program wrote the workbook as CSV: date cells became 2024-04-03 00:00:00.

    Only where all of the other texts have a part above 12: a file of two writers has others, too.
    """
    known = ~np.isnat(split.at)
    if len(split.days) == 1 or not known.any() or _after_12th(split.at[known]):
        return
    dated = np.zeros(len(split.is_text), bool)
    dated[split.is_text] = known
    if not all(_like_a_cell(values, dated, start) for start in range(0, len(dated), SLICE)):
        return
    above, either = _by_parts(values)
    if above.any() and not either.any():
        raise ValueError(_swapped(values, dated, above))


def _like_a_cell(values: Values, dated: np.ndarray, start: int) -> bool:
    texts = values.texts(start)[dated[start : start + SLICE]]
    return bool(texts.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}").all())


def _after_12th(at: np.ndarray) -> bool:
    day = at.astype("datetime64[D]")
    return bool(((day - day.astype("datetime64[M]")).astype(int) >= 12).any())


def _swapped(values: Values, dated: np.ndarray, above: np.ndarray) -> str:
    return (
        f"column {values.column.name!r} has Excel's dates, none after the 12th of a month, in "
        f"{values.shown(dated)} beside texts in {values.shown(above)}: an Excel of another "
        "language exchanges day and month where both are up to 12 and leaves the rest as "
        "text. Read the export as it was before Excel, or import its dates there as text."
    )


def _by_parts(values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Which values are texts like 13/04/2024, and which are like 03/04/2024?"""
    above, either = [np.empty(0, bool)], [np.empty(0, bool)]
    for start in range(0, len(values.values), SLICE):
        parts = values.texts(start).str.extract(r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{2}")
        high = (parts.astype("float64") > 12).any(axis=1).to_numpy()
        above.append(high)
        either.append(parts[0].notna().to_numpy() & ~high)
    return np.concatenate(above), np.concatenate(either)


def refuse_short_days(numbers: np.ndarray, excel: np.ndarray, values: Values) -> None:
    """50324 beside 130324: the 5th of March 2024 that lost its zero, and no day of Excel."""
    six = (numbers >= 100_000) & (numbers <= 999_999) & (numbers == np.rint(numbers))
    if not six.any():
        return
    days = values.only(six)
    if any(~np.isnat(read_days(days, one)).all() for one in ("%d%m%y", "%m%d%y", "%y%m%d")):
        raise ValueError(
            f"column {values.column.name!r} has numbers of six digits in {values.shown(six)} "
            f"beside what may be days of Excel in {values.shown(excel)}. {advice(values, six)}"
        )
