"""From when on does the future hold two people to honesty, or to a kickback?

Both last for the same reason: whoever breaks the deal today loses what it would bring later. So
whatever ends a relation early (somebody leaves, is rotated, is found out) weakens both.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["by_rotation", "kickback_values", "longest_breaking_term", "next_year", "thresholds"]


def thresholds(
    *, temptation: float, reward: float, punishment: float, sucker: float
) -> pd.DataFrame:
    """How much must the next round count, for honesty to pay in a repeated prisoner's dilemma?

        grim trigger: (T - R) / (T - P)
        tit for tat:  the larger of (T - R) / (T - P) and (T - R) / (R - S)

    Parameters
    ----------
    temptation, reward, punishment, sucker : float
        T, R, P, S: what a round brings to who cheats an honest partner, to both if honest, to both
        if not, and to who is cheated. T > R > P > S, and 2 R > T + S.

    Returns
    -------
    DataFrame
        One row a strategy: discount_factor, from which on nobody gains by cheating a partner who
        plays it.

    Raises
    ------
    ValueError
        Another order of the four, which is another game.

    References
    ----------
    Axelrod, R. (1984). The Evolution of Cooperation. Basic Books, appendix B, proposition 2;
    grim trigger: Friedman, J. W. (1971). Review of Economic Studies 38(1), 1-12.

    Examples
    --------
    >>> thresholds(temptation=5, reward=3, punishment=1, sucker=0).round(3)
    ... # doctest: +NORMALIZE_WHITESPACE
                  discount_factor
    strategy
    grim trigger            0.500
    tit for tat             0.667
    """
    given = {"temptation": temptation, "reward": reward}
    given |= {"punishment": punishment, "sucker": sucker}
    t, r, p, s = (tables.number(name, value) for name, value in given.items())
    if not t > r > p > s:
        raise ValueError(
            f"{given} must fall from temptation to sucker: in any other order it is no prisoner's "
            "dilemma"
        )
    if not 2 * r > t + s:
        raise ValueError(
            f"2 x reward={r:g} must exceed temptation + sucker={t + s:g}: else taking turns at "
            "cheating is better than honesty"
        )
    grim = (t - r) / (t - p)
    found = {"grim trigger": grim, "tit for tat": max(grim, (t - r) / (r - s))}
    index = pd.Index(list(found), name="strategy")
    return pd.DataFrame({"discount_factor": list(found.values())}, index=index)


def next_year(
    discount_factor: float,
    *,
    leaving_rate: float = 0,
    detection_rate: float = 0,
    rotation_years: float = math.inf,
) -> float:
    """How much does the next year of a relation count, given all that may end it?

        discount factor x (1 - leaving) x (1 - detection) x (1 - 1 / rotation)

    Parameters
    ----------
    discount_factor : float
        What a yuan of next year is worth today, 0 to 1.
    leaving_rate : float
        Share of such relations that end within a year because one of the two leaves, 0 to 1.
    detection_rate : float
        Chance within a year of being found out, 0 to 1; an honest pair has none.
    rotation_years : float
        Rotation parts the pair every so many years on average, 1 or more, at a date that it does
        not know. With a known date the last year would have no future at all.

    Returns
    -------
    float
        0 (the next year counts for nothing) to 1.

    Raises
    ------
    ValueError
        Rates in per cent, or a rotation of less than a year.

    Examples
    --------
    >>> round(next_year(0.9, leaving_rate=0.1, rotation_years=5), 3)
    0.648
    """
    counts = tables.share("discount_factor", discount_factor)
    counts *= 1 - tables.share("leaving_rate", leaving_rate)
    counts *= 1 - tables.share("detection_rate", detection_rate)
    return counts * (1 - 1 / _years(rotation_years))


def by_rotation(
    years: Sequence[float],
    *,
    extra_margin: float,
    seller_fine: float,
    buyer_fine: float,
    discount_factor: float,
    leaving_rate: float = 0,
    detection_rate: float = 0,
) -> pd.DataFrame:
    """Is there a kickback on which a seller and a buyer would both keep, by their term?

    Each year the buyer grants an order that is worth more than an honest one; only then does the
    seller pay, or not, and lose all later orders. The buyer agrees from `detection_rate *
    buyer_fine` on; the seller keeps paying up to `next_year * (extra_margin - detection_rate *
    seller_fine)`. Between the two lie the kickbacks that hold.

    Parameters
    ----------
    years : sequence of float
        Terms to try, 1 year or more; `math.inf` is no rotation.
    extra_margin : float
        What the bent order brings the seller beyond an honest year, before the kickback; money.
    seller_fine, buyer_fine : float
        What each loses if found out (job, fine), money, 0 or more.
    discount_factor, leaving_rate, detection_rate
        As for `next_year`.

    Returns
    -------
    DataFrame
        One row a term (rotation_years): next_year, lowest_kickback, highest_kickback, and holds.

    Raises
    ------
    ValueError
        As for `next_year`; a term twice; money below 0.

    References
    ----------
    A trust game, repeated: Kreps, D. M. (1990). Corporate culture and economic theory, in Alt &
    Shepsle (eds), Perspectives on Positive Political Economy, Cambridge, 90-143. Its payoffs here
    are ours. Rotation against corruption: Abbink, K. (2004). European Journal of Political Economy
    20(4), 887-906.

    Examples
    --------
    >>> by_rotation([2, 6], extra_margin=50, seller_fine=60, buyer_fine=100, discount_factor=0.9,
    ...             leaving_rate=0.1, detection_rate=0.2).round(2)  # doctest: +NORMALIZE_WHITESPACE
                    next_year  lowest_kickback  highest_kickback  holds
    rotation_years
    2                    0.32             20.0             12.31  False
    6                    0.54             20.0             20.52   True
    """
    terms = tables.listed_once("years", years)
    lowest, most = _stakes(extra_margin, seller_fine, buyer_fine, detection_rate)
    counts = np.array(
        [
            next_year(discount_factor, leaving_rate=leaving_rate, detection_rate=detection_rate,
                      rotation_years=term)
            for term in terms
        ]
    )  # fmt: skip
    highest = counts * max(most, 0.0)
    table = pd.DataFrame(
        {"next_year": counts, "lowest_kickback": lowest, "highest_kickback": highest},
        index=pd.Index(terms, name="rotation_years"),
    )
    table["holds"] = (highest > 0) & (highest >= lowest)
    return table


def longest_breaking_term(
    *,
    extra_margin: float,
    seller_fine: float,
    buyer_fine: float,
    discount_factor: float,
    leaving_rate: float = 0,
    detection_rate: float = 0,
) -> float:
    """How rarely may seller and buyer be parted, so that no kickback holds?

    Parameters
    ----------
    extra_margin, seller_fine, buyer_fine, discount_factor, leaving_rate, detection_rate
        As for `by_rotation`.

    Returns
    -------
    float
        The longest term in whole years that leaves no kickback; infinite if none holds even without
        rotation. 1 says that only a new pair every year would do: rotation is no remedy.

    Raises
    ------
    ValueError
        As for `by_rotation`.

    Examples
    --------
    >>> stakes = {"extra_margin": 50, "seller_fine": 60, "buyer_fine": 100}
    >>> longest_breaking_term(**stakes, discount_factor=0.9, leaving_rate=0.1, detection_rate=0.2)
    5.0
    """
    lowest, most = _stakes(extra_margin, seller_fine, buyer_fine, detection_rate)
    counts = next_year(discount_factor, leaving_rate=leaving_rate, detection_rate=detection_rate)
    if counts * most <= 0 or counts * most < lowest:
        return math.inf
    room = 1 - lowest / (counts * most)
    # n breaks it where counts * (1 - 1 / n) * most < lowest, which is n < 1 / room.
    return math.inf if room == 0 else float(max(1, math.ceil(1 / room - 1e-9) - 1))


def kickback_values(
    kickback: float,
    *,
    extra_margin: float,
    seller_fine: float,
    buyer_fine: float,
    discount_factor: float,
    leaving_rate: float = 0,
    detection_rate: float = 0,
    rotation_years: float = math.inf,
) -> pd.DataFrame:
    """What does this kickback bring the buyer and the seller, beyond an honest deal?

    Parameters
    ----------
    kickback : float
        What the seller pays a year, money, 0 or more.
    extra_margin, seller_fine, buyer_fine, discount_factor, leaving_rate, detection_rate
        As for `by_rotation`.
    rotation_years : float
        As for `next_year`.

    Returns
    -------
    DataFrame
        Rows buyer and seller, money beyond an honest deal: this_year (less the fine to be
        expected), value (of all years of the relation), alternative (the best way out: the buyer
        refuses; the seller takes the order once and does not pay, or refuses), and holds (value is
        no less).

    Raises
    ------
    ValueError
        As for `by_rotation`; or a relation that nothing ever ends and whose value has no bound.

    Examples
    --------
    >>> kickback_values(15, extra_margin=50, seller_fine=60, buyer_fine=100, discount_factor=0.9,
    ...                 leaving_rate=0.1, detection_rate=0.1, rotation_years=5).round(1)
    ... # doctest: +NORMALIZE_WHITESPACE
            this_year  value  alternative  holds
    party
    buyer         5.0   12.0          0.0   True
    seller       29.0   69.6         44.0   True
    """
    paid = tables.number("kickback", kickback, least=0)
    lowest, most = _stakes(extra_margin, seller_fine, buyer_fine, detection_rate)
    counts = next_year(
        discount_factor, leaving_rate=leaving_rate, detection_rate=detection_rate,
        rotation_years=rotation_years,
    )  # fmt: skip
    if counts == 1:
        raise ValueError("next year counts as much as this one, for ever: the value has no bound")
    this = np.array([paid - lowest, most - paid])
    table = pd.DataFrame(
        {
            "this_year": this,
            "value": this / (1 - counts),
            "alternative": [0.0, max(most, 0.0)],
        },
        index=pd.Index(["buyer", "seller"], name="party"),
    )
    table["holds"] = table["value"] >= table["alternative"] - 1e-9
    return table


def _stakes(
    extra_margin: float, seller_fine: float, buyer_fine: float, detection_rate: float
) -> tuple[float, float]:
    """The kickback from which the buyer agrees, and what a bent year brings the seller at most."""
    found = tables.share("detection_rate", detection_rate)
    seller = found * tables.number("seller_fine", seller_fine, least=0)
    most = tables.number("extra_margin", extra_margin, least=0) - seller
    return found * tables.number("buyer_fine", buyer_fine, least=0), most


def _years(value: float) -> float:
    if isinstance(value, float) and value == math.inf:
        return math.inf
    return tables.number("rotation_years", value, least=1, mend="math.inf is no rotation at all.")
