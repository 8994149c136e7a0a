"""The engine of RFM scores: from values to thresholds, and from thresholds to scores."""

from typing import Any

import numpy as np
import pandas as pd

__all__ = ["by_cell", "cells", "scores_of", "value_ranges"]


def value_ranges(
    values: np.ndarray, *, bins: int, cuts: np.ndarray | None, few_is_best: bool, ties: str
) -> list[dict[str, Any]]:
    """The value range of each score, worst score first: by the cuts, or by equal parts."""
    if cuts is not None:
        return _from_cuts(values, cuts, few_is_best=few_is_best)
    return _from_ranks(values, bins, few_is_best=few_is_best, ties=ties)


def _from_ranks(
    values: np.ndarray, bins: int, *, few_is_best: bool, ties: str
) -> list[dict[str, Any]]:
    """The value range of each score, ranks being cut into equal parts."""
    distinct, counts = np.unique(values, return_counts=True)
    # Tied customers occupy the ranks (start, end] of n, counted from the worst.
    worst_first = slice(None, None, -1) if few_is_best else slice(None)
    ends = np.cumsum(counts[worst_first])[worst_first]
    starts, n = ends - counts, len(values)
    # Whole numbers throughout: a rank on the border of two parts must not depend on rounding.
    scores = {
        "low": starts * bins // n + 1,
        "middle": -(-(starts + ends) * bins // (2 * n)),
        "high": -(-ends * bins // n),
    }[ties]
    rules = []
    for number in range(1, bins + 1):
        taken = scores == number
        rule: dict[str, Any] = {"score": number, "above": np.nan, "up_to": np.nan, "customers": 0}
        rule["note"] = "empty: equal values share another score" if n >= bins else "empty"
        if taken.any():
            place = np.flatnonzero(taken)
            rule["above"] = distinct[place[0] - 1] if place[0] else -np.inf
            rule["up_to"] = distinct[place[-1]] if place[-1] < len(distinct) - 1 else np.inf
            rule["customers"] = int(counts[taken].sum())
            rule["note"] = ""
        rules.append(rule)
    return rules


def _from_cuts(values: np.ndarray, cuts: np.ndarray, *, few_is_best: bool) -> list[dict[str, Any]]:
    limits = np.concatenate([[-np.inf], cuts, [np.inf]])
    rules = [
        {
            "score": len(cuts) + 1 - place if few_is_best else place + 1,
            "above": limits[place],
            "up_to": limits[place + 1],
            "customers": int(((values > limits[place]) & (values <= limits[place + 1])).sum()),
            "note": "cut point given",
        }
        for place in range(len(cuts) + 1)
    ]
    return sorted(rules, key=lambda rule: rule["score"])


def cells(scores: pd.DataFrame, *, mark: str = "-") -> pd.api.extensions.ExtensionArray:
    """The scores of each row in one text, such as "5-4-5"; no scores give empty texts."""
    numbers = scores.to_numpy(dtype="int64").reshape(len(scores), -1)
    base = numbers.max(initial=0) + 1
    places = base ** np.arange(numbers.shape[1])
    # There are few cells and many customers: write each cell once.
    codes, keys = pd.factorize(numbers @ places)
    texts = [mark.join(map(str, row)) for row in (keys[:, None] // places % base).tolist()]
    return pd.array(texts, dtype="str").take(codes)


def by_cell(
    values: np.ndarray, within: pd.api.extensions.ExtensionArray | None
) -> list[tuple[str, np.ndarray]]:
    """Each cell's name and values; the one nameless cell of everybody where within is None."""
    if within is None:
        return [("", values)]
    return [(cell, values[within == cell]) for cell in sorted(within.unique())]


def scores_of(values: np.ndarray, rules: pd.DataFrame, scores: pd.DataFrame) -> np.ndarray:
    """The score of each value, by the rules for the scores that its customer has so far."""
    found = np.zeros(len(values), dtype="int64")
    rules = rules[rules["up_to"].notna()].sort_values("up_to")
    nested = rules["within"].iloc[0] != ""
    within = cells(scores) if nested else np.full(len(values), "")
    for cell in rules["within"].unique():
        part = rules[rules["within"] == cell] if nested else rules
        members = within == cell if nested else slice(None)
        place = np.searchsorted(part["up_to"].to_numpy(), values[members], side="left")
        found[members] = part["score"].to_numpy()[np.minimum(place, len(part) - 1)]
    if (found == 0).any():
        raise ValueError(
            f"thresholds have no rule for {(found == 0).sum()} customers; first cells: "
            f"{sorted(set(within[found == 0]))[:3]}"
        )
    return found
