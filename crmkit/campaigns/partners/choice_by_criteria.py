"""A choice by weighted criteria (analytic hierarchy), and how far it is from turning.

Judgements compare two at a time: 3 if the first is moderately more important, 5 strongly, 7 very
strongly, 9 extremely; 1/3 ... 1/9 if the second is (Saaty's scale; 2, 4, 6, 8 lie between).
"""

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pandas as pd

from crmkit import tables

__all__ = ["comparisons", "consistency", "scores", "turning_pairs", "turning_points", "weights"]

# 1/9, 1/8, ..., 1/2, 1, 2, ..., 9: a step leads from one to the next.
SCALE = np.array([1 / one for one in range(9, 1, -1)] + [float(one) for one in range(1, 10)])
# Consistency index of judgements by chance, by how many are compared (Saaty 1980, table 3.1).
BY_CHANCE = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}


def comparisons(
    names: Sequence[Hashable], judgements: Mapping[tuple[Hashable, Hashable], float]
) -> pd.DataFrame:
    """The square table of comparisons, out of one judgement a pair.

    Parameters
    ----------
    names : sequence
        What is compared, 2 to 10.
    judgements : mapping
        (first, second) to how much more the first counts, 1/9 to 9; each pair once, in either
        order.

    Returns
    -------
    DataFrame
        One row and one column a name; 1 on the diagonal, reciprocal across it.

    Raises
    ------
    ValueError
        A pair is missing or judged twice, or a judgement is beyond the scale.

    Examples
    --------
    >>> comparisons(["price", "quality"], {("price", "quality"): 4}).to_numpy().tolist()
    [[1.0, 4.0], [0.25, 1.0]]
    """
    found = tables.listed_once("names", names)
    tables.check_labels(pd.Series(found, dtype=object), name="names")
    if not isinstance(judgements, Mapping):
        raise TypeError("judgements must be a dict: {(first, second): how much more the first is}")
    if not 2 <= len(found) <= 10:
        raise ValueError(f"{len(found)} are compared: 2 to 10 can be judged in pairs")
    table = pd.DataFrame(np.eye(len(found)), index=pd.Index(found), columns=pd.Index(found))
    open_pairs = {frozenset(pair) for pair in combinations(found, 2)}
    for pair, value in judgements.items():
        if not isinstance(pair, tuple) or len(pair) != 2 or frozenset(pair) not in open_pairs:
            raise ValueError(f"judgements has {pair!r}: no pair of the names, or judged twice")
        open_pairs.remove(frozenset(pair))
        judged = tables.number(f"the judgement of {pair}", value, least=1 / 9 - 1e-9, most=9)
        table.loc[pair[0], pair[1]], table.loc[pair[1], pair[0]] = judged, 1 / judged
    if open_pairs:
        lacking = [sorted(map(str, pair)) for pair in open_pairs]
        raise ValueError(f"judgements lacks {sorted(lacking)[:5]}: judge each pair once")
    return table


def weights(judged: pd.DataFrame) -> pd.Series:
    """How much does each count, by what the judgements say together?

    The principal eigenvector of the table, w in A w = lambda_max w, scaled to sum 1.

    Parameters
    ----------
    judged : DataFrame
        From `comparisons`.

    Returns
    -------
    Series
        One weight a name, above 0; they add up to 1.

    Raises
    ------
    ValueError
        A table that is not square, not reciprocal, or holds what is not above 0.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> weights(comparisons(["price", "quality"], {("price", "quality"): 4})).to_dict()
    {'price': 0.8, 'quality': 0.2}
    """
    values = _checked(judged)
    return pd.Series(_vector(values)[0], index=judged.index).round(12)


def consistency(judged: pd.DataFrame) -> pd.Series:
    """Do the judgements agree with one another?

    If A is 2 times B and B 3 times C, A should be 6 times C. Above a ratio of .1 judge anew.

    Parameters
    ----------
    judged : DataFrame
        From `comparisons`, 3 to 10 names.

    Returns
    -------
    Series
        eigenvalue (the largest; as many as are compared where all agree), consistency_index
        ((lambda_max - n) / (n - 1)) and consistency_ratio (that over the index of judgements by
        chance).

    Raises
    ------
    ValueError
        As for `weights`; or fewer than three names, which cannot disagree.

    Examples
    --------
    >>> table = comparisons(list("abc"), {("a", "b"): 2, ("b", "c"): 3, ("a", "c"): 6})
    >>> consistency(table).round(6).to_dict()
    {'eigenvalue': 3.0, 'consistency_index': 0.0, 'consistency_ratio': 0.0}
    """
    values = _checked(judged)
    n = len(values)
    if n not in BY_CHANCE:
        raise ValueError(f"{n} names: consistency is known of 3 to 10 (two cannot disagree)")
    largest = _vector(values)[1]
    index = max((largest - n) / (n - 1), 0.0)
    return pd.Series(
        {"eigenvalue": largest, "consistency_index": index,
         "consistency_ratio": index / BY_CHANCE[n]}
    )  # fmt: skip


def scores(criteria: pd.DataFrame, alternatives: Mapping[Hashable, pd.DataFrame]) -> pd.DataFrame:
    """Which alternative is best by all criteria together?

    Parameters
    ----------
    criteria : DataFrame
        Comparisons of the criteria.
    alternatives : mapping
        Criterion to the comparisons of the alternatives by it; the same alternatives each time.

    Returns
    -------
    DataFrame
        One row an alternative, the best first: one column a criterion (its weight x the
        alternative's weight by it) and score (their sum; the scores add up to 1).

    Raises
    ------
    ValueError
        A criterion without comparisons, or other alternatives by one than by another.

    Examples
    --------
    >>> two = comparisons(["price", "quality"], {("price", "quality"): 4})
    >>> by = {"price": comparisons(list("ab"), {("a", "b"): 1 / 4}),
    ...       "quality": comparisons(list("ab"), {("a", "b"): 9})}
    >>> scores(two, by)["score"].round(2).to_dict()
    {'b': 0.66, 'a': 0.34}
    """
    names, options, matrices = _problem(criteria, alternatives)
    table = np.column_stack([_vector(one)[0] for one in matrices[1:]]) * _vector(matrices[0])[0]
    found = pd.DataFrame(table, index=options, columns=names)
    found["score"] = found.sum(axis=1)
    return found.sort_values("score", ascending=False, kind="stable")


def turning_points(
    criteria: pd.DataFrame, alternatives: Mapping[Hashable, pd.DataFrame]
) -> pd.DataFrame:
    """Which single judgement, moved by how many steps of the scale, turns the winner?

    Parameters
    ----------
    criteria, alternatives
        As for `scores`. A judgement off the scale, such as a mean of several judges, is counted
        from the nearest step.

    Returns
    -------
    DataFrame
        One row a judgement that can turn the winner at all, the nearest first (index table:
        "criteria" or the criterion; first, second): judged, turns_at (the nearest judgement with
        another winner), steps (how many steps away, below 0 towards the second) and winner (who
        wins there). Empty where no single judgement turns it.

    Raises
    ------
    ValueError
        As for `scores`, or the best two are equal: then there is no winner to turn.

    Examples
    --------
    >>> two = comparisons(["price", "quality"], {("price", "quality"): 4})
    >>> by = {"price": comparisons(list("ab"), {("a", "b"): 1 / 4}),
    ...       "quality": comparisons(list("ab"), {("a", "b"): 9})}
    >>> turning_points(two, by)["steps"].tolist()
    [-3, 3]
    """
    names, options, matrices = _problem(criteria, alternatives)
    rows = []
    moves = _moves(names, matrices)
    best = _winner(matrices, {}, options)
    for key, cases in moves.items():
        turned = [
            (abs(steps), steps, value, winner)
            for steps, value, vector in cases
            if (winner := _winner(matrices, {key[0]: vector}, options)) != best
        ]
        if turned:
            _, steps, value, winner = min(turned, key=lambda one: one[0])
            rows.append(
                (*_named(key, names, options), matrices[key[0]][key[1:]], value, steps, winner)
            )
    columns = ["table", "first", "second", "judged", "turns_at", "steps", "winner"]
    found = pd.DataFrame(rows, columns=columns)
    order = found["steps"].abs().sort_values(kind="stable").index
    return found.loc[order].set_index(["table", "first", "second"])


def turning_pairs(
    criteria: pd.DataFrame,
    alternatives: Mapping[Hashable, pd.DataFrame],
    *,
    most_steps: int = 2,
) -> pd.DataFrame:
    """Which two judgements, both moved a little, turn the winner together?

    Parameters
    ----------
    criteria, alternatives
        As for `turning_points`.
    most_steps : int
        Up to how many steps each of the two may move, 1 to 4.

    Returns
    -------
    DataFrame
        One row a pair of judgements that turns the winner so, though neither does it alone; fewest
        steps first: one, other (the judgements, as "table: first over second"), steps_one,
        steps_other, steps (together, without signs) and winner.

    Raises
    ------
    ValueError
        As for `turning_points`.

    Examples
    --------
    >>> two = comparisons(["price", "quality"], {("price", "quality"): 4})
    >>> by = {"price": comparisons(list("ab"), {("a", "b"): 1 / 4}),
    ...       "quality": comparisons(list("ab"), {("a", "b"): 9})}
    >>> found = turning_pairs(two, by, most_steps=2).iloc[0]
    >>> found["steps_one"], found["steps_other"], found["winner"]
    (np.int64(-2), np.int64(2), 'a')
    """
    names, options, matrices = _problem(criteria, alternatives)
    reach = tables.whole("most_steps", most_steps, least=1, most=4)
    best = _winner(matrices, {}, options)
    near = {
        key: [case for case in cases if abs(case[0]) <= reach]
        for key, cases in _moves(names, matrices).items()
    }
    alone = {
        (key, steps)
        for key, cases in near.items()
        for steps, _, vector in cases
        if _winner(matrices, {key[0]: vector}, options) != best
    }
    rows = []
    for one, other in combinations(near, 2):
        found = []
        for (a, value_a, vector_a), (b, value_b, vector_b) in product(near[one], near[other]):
            if (one, a) in alone or (other, b) in alone:
                continue
            changed = {one[0]: vector_a, other[0]: vector_b}
            if one[0] == other[0]:
                both = _moved(_moved(matrices[one[0]], one[1:], value_a), other[1:], value_b)
                changed = {one[0]: _vector(both)[0]}
            if (winner := _winner(matrices, changed, options)) != best:
                found.append((abs(a) + abs(b), a, b, winner))
        if found:
            steps, a, b, winner = min(found, key=lambda case: case[0])
            said = ["{}: {} over {}".format(*_named(key, names, options)) for key in (one, other)]
            rows.append((said[0], a, said[1], b, steps, winner))
    columns = ["one", "steps_one", "other", "steps_other", "steps", "winner"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("steps", kind="stable", ignore_index=True)


Key = tuple[int, int, int]


def _moves(
    names: list[Hashable], matrices: list[np.ndarray]
) -> dict[Key, list[tuple[int, float, np.ndarray]]]:
    """For each judgement: steps, value and weights of its table, wherever else it might stand."""
    moves: dict[Key, list[tuple[int, float, np.ndarray]]] = {}
    for place, values in enumerate(matrices):
        for i, j in combinations(range(len(values)), 2):
            now = int(np.abs(np.log(SCALE / values[i, j])).argmin())
            moves[place, i, j] = [
                (at - now, float(value), _vector(_moved(values, (i, j), float(value)))[0])
                for at, value in enumerate(SCALE)
                if at != now
            ]
    return moves


def _moved(values: np.ndarray, at: tuple[int, int], value: float) -> np.ndarray:
    changed = values.copy()
    changed[at], changed[at[::-1]] = value, 1 / value
    return changed


def _winner(
    matrices: list[np.ndarray], changed: dict[int, np.ndarray], options: pd.Index
) -> Hashable:
    vectors = [
        changed[place] if place in changed else _vector(values)[0]
        for place, values in enumerate(matrices)
    ]
    found = np.column_stack(vectors[1:]) @ vectors[0]
    first, second = np.sort(found)[::-1][:2]
    if not changed and first - second < 1e-9:
        raise ValueError("the best two alternatives are equal: there is no winner to turn")
    winner: Hashable = options[int(found.argmax())]
    return winner


def _named(key: Key, names: list[Hashable], options: pd.Index) -> tuple[Hashable, ...]:
    place, i, j = key
    if place == 0:
        return "criteria", names[i], names[j]
    return names[place - 1], options[i], options[j]


def _problem(
    criteria: pd.DataFrame, alternatives: Mapping[Hashable, pd.DataFrame]
) -> tuple[list[Hashable], pd.Index, list[np.ndarray]]:
    first = _checked(criteria)
    names = list(criteria.index)
    if not isinstance(alternatives, Mapping) or set(alternatives) != set(names):
        raise ValueError(f"alternatives must be a dict with the comparisons by each of {names}")
    if "score" in names:
        raise ValueError("a criterion is called 'score', as the sum of all is: rename it")
    tables_ = [alternatives[name] for name in names]
    matrices = [first, *(_checked(one) for one in tables_)]
    options = tables_[0].index
    if different := [n for n, one in zip(names, tables_, strict=True) if set(one) != set(options)]:
        raise ValueError(f"by {different[:5]} other alternatives are compared than by {names[0]!r}")
    ordered = [one.loc[options, options].to_numpy(dtype="float64") for one in tables_]
    return names, options, [matrices[0], *ordered]


def _vector(values: np.ndarray) -> tuple[np.ndarray, float]:
    """The principal eigenvector, scaled to sum 1, and its eigenvalue."""
    found, vectors = np.linalg.eig(values)
    largest = int(found.real.argmax())
    vector = np.abs(vectors[:, largest].real)
    return vector / vector.sum(), float(found[largest].real)


def _checked(judged: pd.DataFrame) -> np.ndarray:
    tables.check_columns(judged, [], name="the comparisons")
    tables.check_each_once(judged.index, name="the comparisons", row="name")
    if len(judged) < 2 or list(judged.index) != list(judged.columns):
        raise ValueError(
            "the comparisons must have the same names as rows and as columns, two or more: make "
            "them with comparisons(names, judgements)"
        )
    values = np.column_stack([tables.column(judged, name, above=0) for name in judged.columns])
    if not np.allclose(values * values.T, 1, rtol=0, atol=1e-6):
        raise ValueError("a judgement and its reverse do not make 1: 4 one way is 1/4 the other")
    return values.astype("float64")
