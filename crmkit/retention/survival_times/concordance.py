"""Of two customers, does the one said to be in danger leave first? Counted over all pairs."""

import numpy as np


def concordance(
    score: np.ndarray,
    months: np.ndarray,
    left: np.ndarray,
    layer: np.ndarray,
    entry: np.ndarray | None,
) -> float:
    """The share of comparable pairs, of the same stratum, in which the higher score leaves first.

    A pair is comparable if one leaves while the other is still watched; equal scores count half.
    """
    rank = np.unique(score, return_inverse=True)[1]
    here = left.astype(bool)
    # What happens from the longest tenure down: somebody is at risk (+1), or not yet (-1).
    parts = [(months, rank, layer, np.ones(len(months)), here)]
    if entry is not None:
        parts.append((entry, rank, layer, -np.ones(len(entry)), np.zeros(len(entry), dtype=bool)))
    time, rank, layer, weight, event = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    # Those who leave together are no pair: of them the highest score comes first.
    order = np.lexsort((-rank, event, -time, layer))
    time, rank, layer, weight, event = (
        column[order] for column in (time, rank, layer, weight, event)
    )
    # Earlier strata get the higher ranks, so that nobody in them is ever lower.
    place = (layer.max() - layer) * (rank.max() + 1) + rank
    place = np.unique(place, return_inverse=True)[1]
    lower = _lower_before(place, weight)[event]
    start = np.searchsorted(layer, layer)
    total = np.cumsum(weight) - weight
    # Everybody before, the same stratum and the same score; less those who leave together.
    new = np.r_[True, (np.diff(layer) != 0) | (np.diff(time) != 0) | (np.diff(event) != 0)]
    first = np.maximum.accumulate(np.where(new, np.arange(len(new)), 0))
    pairs = (total[first] - total[start])[event]
    by_score = np.argsort(place, kind="stable")
    same = np.empty(len(place))
    running = np.cumsum(weight[by_score]) - weight[by_score]
    begins = np.searchsorted(place[by_score], place[by_score])
    same[by_score] = running - running[begins]
    together = np.lexsort((np.arange(len(place)), place, first))
    key = np.r_[True, (np.diff(first[together]) != 0) | (np.diff(place[together]) != 0)]
    head = np.maximum.accumulate(np.where(key, np.arange(len(key)), 0))
    tied = np.empty(len(place))
    tied[together] = np.arange(len(place)) - head
    equal = (same - tied)[event]
    if pairs.sum() <= 0:
        raise ValueError("no two customers can be compared: nobody left while another was watched")
    return float((lower + equal / 2).sum() / pairs.sum())


def _lower_before(rank: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """For each place the weight of all earlier places with a lower rank, bit by bit of the rank."""
    places = np.arange(len(rank))
    order, found = places.copy(), np.zeros(len(rank))
    for bit in range(int(rank.max()).bit_length() - 1, -1, -1):
        sorted_rank = rank[order]
        # Runs share all higher bits and stand in their old order.
        high = sorted_rank >> (bit + 1)
        begin = np.maximum.accumulate(np.where(np.r_[True, np.diff(high) != 0], places, 0))
        zero = (sorted_rank >> bit) & 1 == 0
        weights = np.where(zero, weight[order], 0.0)
        before = np.cumsum(weights) - weights
        before -= before[begin]
        found[order[~zero]] += before[~zero]
        # A stable partition of each run by this bit.
        count = np.cumsum(zero) - zero
        count -= count[begin]
        zeros = np.bincount(begin, zero, len(rank)).astype("int64")[begin]
        target = np.where(zero, begin + count, begin + zeros + (places - begin - count))
        moved = np.empty_like(order)
        moved[target] = order
        order = moved
    return found
