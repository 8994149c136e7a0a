"""A choice by weighted criteria, and how far it is from turning."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import choice_by_criteria as choice


def judged(names, values):
    return choice.comparisons(names, dict(zip(combinations(names, 2), values, strict=True)))


NAMES = ["experience", "education", "charisma", "age"]
LEADERS = ["Tom", "Dick", "Harry"]
CRITERIA = judged(NAMES, [4, 3, 7, 1 / 3, 3, 5])
BY = {
    "experience": judged(LEADERS, [1 / 4, 4, 9]),
    "education": judged(LEADERS, [3, 1 / 5, 1 / 7]),
    "charisma": judged(LEADERS, [5, 9, 4]),
    "age": judged(LEADERS, [1 / 3, 5, 9]),
}


def test_weights_of_the_choice_of_a_leader_are_the_published_ones():
    """.548 .127 .270 .056, consistency ratio .044 (worked example after Saaty)."""
    weights = choice.weights(CRITERIA)
    assert weights.round(3).tolist() == [0.548, 0.127, 0.27, 0.056]
    assert choice.consistency(CRITERIA)["consistency_ratio"] == pytest.approx(0.044, abs=5e-4)


def test_no_judgement_moved_by_two_steps_turns_the_leader_and_two_do_at_three():
    turns = choice.turning_points(CRITERIA, BY)
    assert turns["steps"].abs().min() == 3 and (turns["steps"].abs() == 3).sum() == 2
    assert turns.index[:2].tolist() == [
        ("criteria", "experience", "charisma"),
        ("experience", "Tom", "Dick"),
    ]
    assert set(turns["winner"]) == {"Tom"}


def test_a_turning_point_turns_and_the_step_before_does_not():
    for (table, one, other), row in choice.turning_points(CRITERIA, BY).iterrows():
        place = int(np.abs(choice.SCALE - row["turns_at"]).argmin())
        for at, turned in ((place, True), (place - int(np.sign(row["steps"])), False)):
            tables = {"criteria": CRITERIA, **BY}
            moved = tables[table].copy()
            moved.loc[one, other] = choice.SCALE[at]
            moved.loc[other, one] = 1 / choice.SCALE[at]
            tables[table] = moved
            best = choice.scores(tables.pop("criteria"), tables).index[0]
            assert (best != "Dick") == turned


def test_two_judgements_turn_it_where_neither_does_alone():
    pairs = choice.turning_pairs(CRITERIA, BY)
    assert choice.turning_pairs(CRITERIA, BY, most_steps=1).empty
    assert pairs["steps"].tolist() == [3, 4, 4, 4]
    first = pairs.iloc[0]
    assert (first["one"], first["steps_one"]) == ("criteria: experience over charisma", -2)
    assert (first["other"], first["steps_other"]) == ("experience: Tom over Dick", 1)


def test_two_judgements_of_one_table_move_together():
    pairs = choice.turning_pairs(CRITERIA, BY)
    inside = pairs[pairs["other"].str.startswith("criteria")].iloc[0]
    moved = CRITERIA.copy()
    for pair, to in ((("experience", "education"), 2.0), (("experience", "charisma"), 1.0)):
        moved.loc[pair], moved.loc[pair[::-1]] = to, 1 / to
    assert inside["steps_one"] == -2 and inside["steps_other"] == -2
    assert choice.scores(moved, BY).index[0] == "Tom"


def test_judgements_that_agree_give_back_the_weights_behind_them():
    true = np.array([0.5, 0.3, 0.2])
    table = pd.DataFrame(true[:, None] / true, index=list("abc"), columns=list("abc"))
    assert np.allclose(choice.weights(table), true)
    found = choice.consistency(table)
    assert found["eigenvalue"] == pytest.approx(3)
    assert found["consistency_ratio"] == pytest.approx(0, abs=1e-9)


def test_ratio_of_judgements_by_chance_is_about_one():
    rng = np.random.default_rng(1)
    ratios = [
        choice.consistency(judged(list("abcde"), rng.choice(choice.SCALE, 10)))["consistency_ratio"]
        for _ in range(300)
    ]
    assert 0.9 < np.mean(ratios) < 1.1


def test_scores_add_up_and_do_not_depend_on_the_order():
    table = choice.scores(CRITERIA, BY)
    assert table["score"].sum() == pytest.approx(1)
    assert np.allclose(table[NAMES].sum(), choice.weights(CRITERIA))
    turned = CRITERIA.loc[NAMES[::-1], NAMES[::-1]]
    mixed = BY | {"age": BY["age"].loc[LEADERS[::-1], LEADERS[::-1]]}
    other = choice.scores(turned, mixed)["score"]
    assert np.allclose(other[table.index], table["score"])


def test_where_one_is_better_by_all_nothing_turns():
    by = {name: judged(list("ab"), [9]) for name in ("x", "y", "z")}
    for name in by:
        by[name].loc["a", "b"], by[name].loc["b", "a"] = 9, 1 / 9
    found = choice.turning_points(judged(list("xyz"), [1, 1, 1]), by)
    assert found.empty and list(found) == ["judged", "turns_at", "steps", "winner"]


@pytest.mark.parametrize(
    ("judgements", "said"),
    [
        ({}, "lacks"),
        ({("a", "b"): 10}, "up to 9"),
        ({("a", "b"): 0}, "of 0.111111 or more"),
        ({("a", "b"): float("nan")}, "must be a number"),
        ({("a", "b"): 2, ("b", "a"): 2}, "judged twice"),
        ({("a", "c"): 2}, "no pair of the names"),
    ],
)
def test_bad_judgements_are_refused(judgements, said):
    with pytest.raises(ValueError, match=said):
        choice.comparisons(["a", "b"], judgements)


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match="do not make 1"):
        choice.weights(CRITERIA.replace(7, 6))
    with pytest.raises(ValueError, match="same names"):
        choice.weights(CRITERIA.iloc[:2])
    with pytest.raises(ValueError, match="two cannot disagree"):
        choice.consistency(judged(list("ab"), [2]))
    with pytest.raises(ValueError, match="comparisons by each"):
        choice.scores(CRITERIA, {"age": BY["age"]})
    with pytest.raises(ValueError, match="other alternatives"):
        choice.scores(CRITERIA, BY | {"age": judged(list("abc"), [1, 1, 1])})
    with pytest.raises(ValueError, match="no winner to turn"):
        even = judged(list("ab"), [1])
        choice.turning_points(judged(list("xy"), [1]), {"x": even, "y": even})
    with pytest.raises(ValueError, match="more than once"):
        choice.comparisons(["a", "a"], {})


def test_no_criterion_is_called_as_the_sum_is():
    two = choice.comparisons(["price", "score"], {("price", "score"): 4})
    one = choice.comparisons(list("ab"), {("a", "b"): 2})
    with pytest.raises(ValueError, match="'score'"):
        choice.scores(two, {"price": one, "score": one})
