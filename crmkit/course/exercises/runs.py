"""Running the cells of a key; a wrong answer goes on from where it leaves the solution.

A wrong answer begins like its solution, which may fit a model for seconds: that is done once.
"""

import ast
from typing import Any

from crmkit.course.exercises.data import fresh

Namespace = dict[str, Any]


class Runs:
    """Cells of one sheet for one student; `given` holds the names that every cell finds."""

    def __init__(self, given: Namespace):
        self._after: dict[tuple[str, ...], Namespace] = {(): given}

    def run(self, code: str, where: str, *, keep: bool = False) -> Namespace:
        """The names after this cell; `keep`: others will begin like it."""
        steps = [(ast.unparse(step), step) for step in ast.parse(code).body]
        texts = tuple(text for text, _ in steps)
        done = max(n for n in range(len(texts) + 1) if texts[:n] in self._after)
        namespace = _copy(self._after[texts[:done]])
        for n, (_, step) in enumerate(steps[done:], start=done + 1):
            exec(compile(ast.Module([step], []), where, "exec"), namespace)
            # A function looks its names up where it was made, so nothing goes on from a copy.
            keep = keep and not any(isinstance(one, _FUNCTIONS) for one in ast.walk(step))
            if keep:
                self._after[texts[:n]] = _copy(namespace)
        return namespace


_FUNCTIONS = (ast.FunctionDef, ast.Lambda, ast.ClassDef)


def _copy(namespace: Namespace) -> Namespace:
    return {name: fresh(value) for name, value in namespace.items() if name != "__builtins__"}
