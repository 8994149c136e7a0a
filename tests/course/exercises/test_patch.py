"""A wrong answer on top of its solution: what stands for what."""

import pytest

from crmkit.course.exercises.patch import names_set, patched, starter

SOLUTION = """\
size, cost = 10, 3
gain = 7 * size - cost
parts = {name: gain * share for name, share in (("a", 0.5), ("b", 0.25))}
q1 = {"name": max(parts), "gain": sum(parts.values())}"""


def answer(lines):
    namespace = {}
    exec(patched("q1", SOLUTION, lines), namespace)
    return namespace["q1"]


def test_the_solution_itself():
    namespace = {}
    exec(SOLUTION, namespace)
    assert namespace["q1"] == {"name": "b", "gain": 50.25}


@pytest.mark.parametrize(
    ("lines", "gain"),
    [
        ("gain = 7 * size", 52.5),  # in place of a line: what follows is computed anew
        ("cost = 0", 52.5),  # one name of two
        ("gain = gain + 5", 54),  # goes on from the solution's own
        ("half = size / 2\ngain = 7 * half - cost", 24),  # a new name goes with the next
        ("size, cost = 1, 0", 5.25),
        ("q1['gain'] = gain", 67),  # an entry of the answer
        ("gain = 1\nq1 = {'gain': gain}", 1),  # sets the answer: nothing else is computed anew
        ("q1 = {part: 2 * n for part, n in q1.items() if part == 'gain'}", 100.5),
    ],
)
def test_lines_that_differ_give_another_answer(lines, gain):
    assert answer(lines)["gain"] == gain


def test_a_wrong_answer_need_not_fit_what_it_leaves_out():
    """`gain` is a text here: the solution's own line for `parts` could not go on from it."""
    assert answer("gain = 'all'\nq1 = gain") == "all"


def test_lines_that_nothing_follows_from_are_refused():
    with pytest.raises(ValueError, match="changes nothing of the answer: 'other = 2'"):
        patched("q1", SOLUTION, "gain = 2\nother = 2")


def test_names_in_comprehensions_and_functions_are_their_own():
    import ast

    def names(code):
        return names_set(ast.parse(code))

    assert names("x = [a for a in b]\ndef f():\n    c = 1") == {"x", "f"}
    assert names("for i in x:\n    y[i] = 1\n    z.w += 1") == {"i", "y", "z"}
    assert names("import a.b as c\nfrom d import e\n(g, h) = 1, 2") == {"c", "e", "g", "h"}


@pytest.mark.parametrize(
    ("solution", "expected"),
    [
        ("q1 = 3", "..."),
        ("q1 = {'a': 1, 2023: {'b': 2}}", '{"a": ..., 2023: {"b": ...}}'),
        ("q1 = {'a': 1}\nq1['a'] = 2", '{"a": ...}'),
        ("q1 = {n: 1 for n in x}", "..."),
        ("q1 = {**x, 'a': 1}", "..."),
        ("q1 = {}", "..."),
    ],
)
def test_the_starter_has_dots_for_each_part(solution, expected):
    assert starter("q1", solution) == f"q1 = {expected}"
