"""Where do two firms come to rest, if each answers the other: best replies and equilibria."""

from collections.abc import Mapping

import pandas as pd

from crmkit import tables
from crmkit.campaigns.marketplaces import share_race

__all__ = ["best_replies", "equilibria", "equilibrium_chances", "matrix", "payoffs_of_race"]

_PAYOFFS = ["payoff", "rival_payoff"]


def best_replies(payoffs: pd.DataFrame) -> pd.DataFrame:
    """In which cells is our move the best answer to theirs, theirs to ours, or both?

    Parameters
    ----------
    payoffs : DataFrame
        One row a pair of moves (index: ours, theirs), every pair once: payoff (ours) and
        rival_payoff.

    Returns
    -------
    DataFrame
        The same rows: payoff, rival_payoff, best (ours is a best answer), rival_best and
        equilibrium (both: nobody gains by moving alone).

    Raises
    ------
    ValueError
        A column is missing, or a pair of moves is missing or stands twice.

    References
    ----------
    Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54(2), 286-295. Pure strategies.

    Examples
    --------
    >>> moves = pd.MultiIndex.from_product([["free", "paid"]] * 2, names=["ours", "theirs"])
    >>> game = pd.DataFrame({"payoff": [1, 5, 0, 3], "rival_payoff": [1, 0, 5, 3]}, index=moves)
    >>> best_replies(game)["equilibrium"].to_list()
    [True, False, False, False]
    """
    _check(payoffs)
    found = payoffs[_PAYOFFS].copy()
    by_theirs = found.groupby(level=1, sort=False)["payoff"].transform("max")
    by_ours = found.groupby(level=0, sort=False)["rival_payoff"].transform("max")
    found["best"] = found["payoff"] >= by_theirs
    found["rival_best"] = found["rival_payoff"] >= by_ours
    found["equilibrium"] = found["best"] & found["rival_best"]
    return found


def equilibria(payoffs: pd.DataFrame) -> list[tuple[str, str]]:
    """Which pairs of moves does neither firm leave alone? There may be none, or several.

    Parameters
    ----------
    payoffs : DataFrame
        As for `best_replies`.

    Returns
    -------
    list of pairs
        (our move, theirs), in the order of the table.

    Examples
    --------
    >>> moves = pd.MultiIndex.from_product([["free", "paid"]] * 2, names=["ours", "theirs"])
    >>> game = pd.DataFrame({"payoff": [1, 5, 0, 3], "rival_payoff": [1, 0, 5, 3]}, index=moves)
    >>> equilibria(game)
    [('free', 'free')]
    """
    found = best_replies(payoffs)
    return [(str(a), str(b)) for a, b in found.index[found["equilibrium"]]]


def equilibrium_chances(payoffs: pd.DataFrame, rival_payoffs: pd.DataFrame) -> pd.DataFrame:
    """How sure is an equilibrium, if payoffs are not known for certain?

    Parameters
    ----------
    payoffs, rival_payoffs : DataFrame
        One row a draw of what is not known, one column a pair of moves (ours, theirs).

    Returns
    -------
    DataFrame
        One row a pair of moves: chance (of the draws, in which it is an equilibrium).

    Raises
    ------
    ValueError
        Other rows or columns in the two, or payoffs that are no numbers.

    Examples
    --------
    >>> moves = pd.MultiIndex.from_product([["free", "paid"]] * 2, names=["ours", "theirs"])
    >>> ours = pd.DataFrame([[1, 5, 0, 3], [1, 2, 0, 3]], columns=moves)
    >>> theirs = pd.DataFrame([[1, 0, 5, 3], [1, 0, 2, 3]], columns=moves)
    >>> equilibrium_chances(ours, theirs)["chance"].to_list()
    [1.0, 0.0, 0.0, 0.5]
    """
    for name, table in (("payoffs", payoffs), ("rival_payoffs", rival_payoffs)):
        if not isinstance(table, pd.DataFrame):
            raise TypeError(f"{name} must be a DataFrame, not a {type(table).__name__}")
    if not (payoffs.columns.equals(rival_payoffs.columns) and len(payoffs) == len(rival_payoffs)):
        raise ValueError("payoffs and rival_payoffs have other draws or pairs of moves")
    if not len(payoffs):
        raise ValueError("payoffs have no draws")
    moves = payoffs.columns
    _check(pd.DataFrame({"payoff": payoffs.iloc[0], "rival_payoff": rival_payoffs.iloc[0]}))
    for table in (payoffs, rival_payoffs):
        for column in moves:
            tables.numbers(table[column], name=repr(column))
    ours = payoffs.T.groupby(level=1, sort=False).transform("max").T
    theirs = rival_payoffs.T.groupby(level=0, sort=False).transform("max").T
    both = (payoffs >= ours).to_numpy() & (rival_payoffs >= theirs).to_numpy()
    return pd.DataFrame({"chance": both.mean(axis=0)}, index=moves)


def matrix(payoffs: pd.DataFrame, column: str = "payoff") -> pd.DataFrame:
    """The game as it is printed: our moves down, theirs across.

    Parameters
    ----------
    payoffs : DataFrame
        As for `best_replies`.
    column : str
        Which of its columns.

    Returns
    -------
    DataFrame
        One row a move of ours, one column a move of theirs.
    """
    _check(payoffs)
    tables.check_columns(payoffs, [column], name="payoffs")
    wide = payoffs[column].unstack()
    rows, columns = (payoffs.index.get_level_values(k).unique() for k in (0, 1))
    return wide.reindex(index=rows, columns=columns)


def payoffs_of_race(
    races: pd.DataFrame | pd.Series,
    market: share_race.Market,
    *,
    moves: pd.DataFrame,
    rival_fees: Mapping[str, float],
    seller_share: float,
    buyer_share: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What does each pair of moves bring both firms, if the race for shares is run?

    Parameters
    ----------
    races, market, seller_share, buyer_share
        As for `share_race.values`.
    moves : DataFrame
        One row a move of ours (its name the index): fee (of a seller a month while the offer
        lasts), lead (what being different adds to the log odds of both sides) and setup_cost.
    rival_fees : mapping of float
        What the rival takes of a seller meanwhile, by what its move is called.

    Returns
    -------
    two DataFrames
        Ours and the rival's, for `equilibrium_chances`: one row a race, one column a pair of moves.

    Raises
    ------
    ValueError
        As for `share_race.values`, or a column of the moves is missing.
    """
    tables.check_columns(moves, ["fee", "lead", "setup_cost"], name="moves")
    tables.check_each_once(moves.index, name="moves", row="move")
    for column in ("fee", "lead", "setup_cost"):
        tables.column(moves, column)
    if not isinstance(rival_fees, Mapping) or not rival_fees:
        raise ValueError("rival_fees must be a dict of one or more: {'stays': 60, ...}")
    table = races.to_frame().T.infer_objects() if isinstance(races, pd.Series) else races
    tables.check_columns(table, share_race.COLUMNS, name="the race")
    ours, theirs = {}, {}
    for name, move in moves.iterrows():
        led = table.assign(
            seller_base=table["seller_base"] + move["lead"],
            buyer_base=table["buyer_base"] + move["lead"],
        )
        for answer, fee in rival_fees.items():
            found = share_race.values(
                led, market, fee=move["fee"], rival_fee=fee, seller_share=seller_share,
                buyer_share=buyer_share,
            )  # fmt: skip
            ours[(name, answer)] = found["profit"] - move["setup_cost"]
            theirs[(name, answer)] = found["rival_profit"]
    both = []
    for one in (ours, theirs):
        wide = pd.DataFrame(one)
        wide.columns = pd.MultiIndex.from_tuples(list(one), names=["ours", "theirs"])
        both.append(wide)
    return both[0], both[1]


def _check(payoffs: pd.DataFrame) -> None:
    tables.check_columns(payoffs, _PAYOFFS, name="payoffs")
    for name in _PAYOFFS:
        tables.numbers(payoffs[name])
    if payoffs.index.nlevels != 2:
        raise ValueError("payoffs need an index of two levels: our move, theirs")
    twice = payoffs.index.duplicated()
    if twice.any():
        raise ValueError(f"{list(payoffs.index[twice][:3])} stand in more than one row")
    pairs = len(payoffs.index.unique(0)) * len(payoffs.index.unique(1))
    if len(payoffs) < pairs:
        raise ValueError(f"{pairs - len(payoffs)} of {pairs} pairs of moves are missing")
