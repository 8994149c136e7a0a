"""Four kinds of loyalty: attitude by behaviour (Dick & Basu 1994).

============= ================ ==============
..            buys much        buys little
============= ================ ==============
likes         true loyalty     latent loyalty
does not like spurious loyalty no loyalty
============= ================ ==============

Where "likes" and "buys much" begin is a choice, and the shares of the four kinds follow from it:
`shares_by_cut` and `share_range` show how far.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables
from crmkit.rates import rate_interval

__all__ = ["TYPES", "classify", "share_range", "shares_by_cut", "type_table"]

TYPES = ("true", "latent", "spurious", "none")


def classify(
    attitude: pd.Series, behaviour: pd.Series, *, attitude_cut: float, behaviour_cut: float
) -> pd.Series:
    """Which kind of loyalty does each customer show?

    Parameters
    ----------
    attitude : Series
        How much each customer likes the firm, by customer; any unit, more is better.
    behaviour : Series
        How much they buy, or say they will, of the same customers; any unit.
    attitude_cut, behaviour_cut : float
        High begins here: a value at the cut is high.

    Returns
    -------
    Series
        By customer, in the order of `attitude`: true (high on both), latent (likes, does not buy),
        spurious (buys, does not like) or none, as categories.

    Raises
    ------
    ValueError
        Different customers, a customer twice, missing values, or a cut that puts everybody on one
        side, as a cut for another scale does.

    References
    ----------
    Dick, A. S. & Basu, K. 1994, "Customer loyalty: toward an integrated conceptual framework",
    Journal of the Academy of Marketing Science 22(2).

    Examples
    --------
    >>> likes = pd.Series([7, 6, 2, 1], index=list("abcd"))
    >>> buys = pd.Series([9, 0, 8, 1], index=list("abcd"))
    >>> classify(likes, buys, attitude_cut=5, behaviour_cut=5).to_dict()
    {'a': 'true', 'b': 'latent', 'c': 'spurious', 'd': 'none'}
    """
    behaviour = _same_customers(attitude, behaviour)
    likes = _high(attitude, attitude_cut, "attitude")
    buys = _high(behaviour, behaviour_cut, "behaviour")
    # 0 true, 1 latent, 2 spurious, 3 none: as TYPES.
    codes = np.where(likes, 0, 2) + np.where(buys, 0, 1)
    kinds = pd.Categorical.from_codes(codes, categories=pd.Index(TYPES))
    return pd.Series(kinds, index=attitude.index, name="loyalty")


def type_table(types: pd.Series, *, confidence: float = 0.95) -> pd.DataFrame:
    """How many customers are of each kind, and how many would be if liking did not matter?

    Parameters
    ----------
    types : Series
        From `classify`.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a kind: customers, customer_share (0 to 1), low and high (of the share, Wilson's
        interval), and expected_share, what the share would be if as many liked and as many bought
        as do, but the two had nothing to do with each other.

    Examples
    --------
    >>> likes, buys = pd.Series([7, 6, 2, 1]), pd.Series([9, 8, 8, 1])
    >>> table = type_table(classify(likes, buys, attitude_cut=5, behaviour_cut=5))
    >>> table[["customers", "expected_share"]].T  # doctest: +NORMALIZE_WHITESPACE
    loyalty           true  latent  spurious   none
    customers        2.000   0.000     1.000  1.000
    expected_share   0.375   0.125     0.375  0.125
    """
    tables.confidence(confidence)
    if not isinstance(types, pd.Series) or types.empty or not types.isin(TYPES).all():
        raise ValueError(f"types must be what classify() gives: one of {TYPES} for each customer")
    counted = types.value_counts().reindex(list(TYPES), fill_value=0)
    counted.index = pd.Index(TYPES, name="loyalty")
    n = len(types)
    like = counted[["true", "latent"]].sum() / n
    buy = counted[["true", "spurious"]].sum() / n
    table = pd.DataFrame({"customers": counted, "customer_share": counted / n})
    table[["low", "high"]] = rate_interval(
        counted, pd.Series(n, index=counted.index), confidence=confidence
    )
    table["expected_share"] = np.outer([like, 1 - like], [buy, 1 - buy]).ravel()
    return table


def shares_by_cut(
    attitude: pd.Series,
    behaviour: pd.Series,
    *,
    attitude_cuts: Sequence[float],
    behaviour_cuts: Sequence[float],
) -> pd.DataFrame:
    """How do the shares of the four kinds move with the cuts?

    Parameters
    ----------
    attitude, behaviour : Series
        As for `classify`.
    attitude_cuts, behaviour_cuts : sequence of float
        Where high may begin. Every pair is tried.

    Returns
    -------
    DataFrame
        One row a pair of cuts (index attitude_cut, behaviour_cut): the shares (0 to 1) of true,
        latent, spurious and none, which sum to 1.

    Examples
    --------
    >>> likes, buys = pd.Series([7, 6, 2, 1]), pd.Series([9, 0, 8, 1])
    >>> shares_by_cut(likes, buys, attitude_cuts=[5, 7], behaviour_cuts=[5]).values.tolist()
    [[0.25, 0.25, 0.25, 0.25], [0.25, 0.0, 0.25, 0.5]]
    """
    cuts = {"attitude_cut": attitude_cuts, "behaviour_cut": behaviour_cuts}
    pairs = pd.MultiIndex.from_product(
        [tables.listed_once(f"{name}s", each) for name, each in cuts.items()], names=list(cuts)
    )
    if not len(pairs):
        raise ValueError("give one cut or more for the attitude and for the behaviour")
    rows = [
        classify(attitude, behaviour, attitude_cut=like, behaviour_cut=buy)
        .value_counts(normalize=True)
        .reindex(list(TYPES), fill_value=0.0)
        for like, buy in pairs
    ]
    return pd.DataFrame(np.array(rows), index=pairs, columns=list(TYPES))


def share_range(shares: pd.DataFrame) -> pd.DataFrame:
    """Between which bounds does the share of each kind lie, whatever cuts one chose?

    Parameters
    ----------
    shares : DataFrame
        From `shares_by_cut`.

    Returns
    -------
    DataFrame
        One row a kind: lowest_share and highest_share (0 to 1) over all pairs of cuts.

    Examples
    --------
    >>> likes, buys = pd.Series([7, 6, 2, 1]), pd.Series([9, 0, 8, 1])
    >>> shares = shares_by_cut(likes, buys, attitude_cuts=[5, 7], behaviour_cuts=[5])
    >>> share_range(shares).loc["latent"].tolist()
    [0.0, 0.25]
    """
    tables.check_columns(shares, TYPES, name="shares", mend="Pass what shares_by_cut() gives.")
    chosen = pd.DataFrame(
        {kind: tables.column(shares, kind, least=0, most=1) for kind in TYPES}, dtype=float
    )
    found = pd.DataFrame({"lowest_share": chosen.min(), "highest_share": chosen.max()})
    return found.rename_axis("loyalty")


def _same_customers(attitude: pd.Series, behaviour: pd.Series) -> pd.Series:
    """The behaviour in the order of the attitude, both seen to be one number a customer."""
    mend = "Leave out who did not answer, and count them"
    tables.by_customer(attitude, name="attitude", mend=mend)
    tables.by_customer(behaviour, name="behaviour", mend=mend)
    tables.check_same_customers(attitude.index, behaviour.index, names=("attitude", "behaviour"))
    return behaviour.reindex(attitude.index)


def _high(values: pd.Series, cut: float, name: str) -> np.ndarray:
    cut = tables.number(f"{name}_cut", cut)
    high = (values >= cut).to_numpy()
    if high.all() or not high.any():
        side = "at or above" if high.all() else "below"
        raise ValueError(
            f"{name}_cut={cut:g} puts all {len(values):,} customers {side} it: the values run from "
            f"{values.min():g} to {values.max():g}. Choose a cut between them, on their own scale."
        )
    return high
