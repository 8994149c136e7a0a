"""Which answers may stand on a scale of 5, 7, 10 or 11 points, and who counts as a promoter."""

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.loyalty.survey import check_scale

__all__: list[str] = []

# Promoters from here and detractors up to here, on Reichheld's scale (which ends at 10).
PROMOTER_FROM, DETRACTOR_TO = 9, 6


def answers(scores: pd.Series, scale: tuple[int, int]) -> np.ndarray:
    """The answers, once they are seen to be whole numbers of the scale."""
    if not isinstance(scores, pd.Series):
        raise TypeError(f"scores must be a Series of answers, not a {type(scores).__name__}")
    if scores.empty:
        raise ValueError("scores is empty: nobody answered")
    least, most = check_scale(scale)
    mend = (
        f"The scale was given as {least} to {most}: give the one that was used, and drop codes "
        "for no answer, e.g. scores[scores != -99]."
    )
    return tables.numbers(
        scores, name="scores", least=least, most=most, whole=True, range_mend=mend
    )


def cuts(
    scale: tuple[int, int], promoter_from: float | None, detractor_to: float | None
) -> tuple[float, float]:
    """From which answer on one is a promoter, and up to which a detractor."""
    least, most = scale
    if promoter_from is None and detractor_to is None and most == 10 and least in (0, 1):
        return PROMOTER_FROM, DETRACTOR_TO
    if promoter_from is None and detractor_to is None:
        raise ValueError(
            f"NPS is defined on answers from 0 to 10, not {least} to {most}: say who counts, e.g. "
            f"promoter_from={most}, detractor_to={(least + most) // 2}"
        )
    if promoter_from is None or detractor_to is None:
        raise ValueError("promoter_from and detractor_to must both be given, or neither")
    promoter_from = tables.number("promoter_from", promoter_from)
    detractor_to = tables.number("detractor_to", detractor_to)
    if not least <= detractor_to < promoter_from <= most:
        raise ValueError(
            f"detractor_to={detractor_to:g} must be below promoter_from={promoter_from:g}, and "
            f"both from {least} to {most}"
        )
    return promoter_from, detractor_to


def groups_of(scores: pd.Series, by: pd.Series | None) -> pd.Series:
    """The group of each answer, in their order; "all" if there are none."""
    if by is None:
        return pd.Series(["all"] * len(scores))
    if not isinstance(by, pd.Series):
        raise TypeError(f"by must be a Series of groups, not a {type(by).__name__}")
    if not by.index.equals(scores.index):
        raise ValueError("by must have the index of scores: take both from one table")
    tables.check_labels(by, name="by")
    return by.reset_index(drop=True)
