"""A wrong answer as its author writes it: only the lines that differ from the solution.

They run on top of the solution. Where they do not set the answer itself, think of a spreadsheet in
which one cell is overwritten: they stand in place of the solution's lines of the same names, and
the answer follows from them. To the solution

    gain = margin * spend - cost
    q4 = gain.clip(lower=0).sum()

`q4 = gain.sum()` and `gain = spend - cost` are wrong answers of one line each.
"""

import ast
import json
from collections.abc import Iterator

_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def patched(name: str, solution: str, lines: str) -> str:
    """The solution of the question `name` with these lines in it: a cell that runs by itself.

    Lines that set the answer go to the end. Of others each goes behind the last line of the
    solution that sets the same name, or in its place; one that sets a new name goes with the next
    that does not.

    >>> print(patched("q1", "a = 2\\nb = a + 1\\nq1 = a * b", "a = 3"))
    a = 3
    b = a + 1
    q1 = a * b
    >>> print(patched("q1", "a = 2\\nq1 = {'x': a, 'y': 1}", "q1['y'] = a"))
    a = 2
    q1 = {'x': a, 'y': 1}
    q1['y'] = a
    """
    own, changed = ast.parse(solution).body, ast.parse(lines).body
    if any(name in names_set(line) for line in changed):
        return f"{solution}\n{lines}"
    kept = [[_text(solution, step)] for step in own]
    waiting: list[ast.stmt] = []
    for line in changed:
        waiting.append(line)
        places = [n for n, step in enumerate(own) if names_set(step) & names_set(line)]
        if not places:
            continue
        place = places[-1]
        texts = [_text(lines, one) for one in waiting]
        kept[place] = texts if _replaces(own[place], waiting) else kept[place] + texts
        waiting = []
    if waiting:
        raise ValueError(f"this changes nothing of the answer: {_text(lines, waiting[-1])!r}")
    return "\n".join(text for texts in kept for text in texts)


def starter(name: str, solution: str) -> str:
    """What the student gets: dots in place of the answer, one for each part of a dict.

    >>> starter("q2", "a = 1\\nq2 = {'plan': a, 'profit': 2 * a}")
    'q2 = {"plan": ..., "profit": ...}'
    """
    value: ast.expr | None = None
    for step in ast.parse(solution).body:
        if isinstance(step, ast.Assign) and names_set(step) == {name}:
            value = step.value if isinstance(step.targets[0], ast.Name) else value
    return f"{name} = {_dots(value)}"


def names_set(step: ast.AST) -> set[str]:
    """The names that a line sets, also by an entry (`q2["a"] = 1`) or an attribute."""
    found: set[str] = set()
    for node in _outside_of_scopes(step):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name | ast.Subscript | ast.Attribute):
            base: ast.expr = node
            while isinstance(base, ast.Subscript | ast.Attribute):
                base = base.value
            if isinstance(base, ast.Name) and not isinstance(node.ctx, ast.Load):
                found.add(base.id)
    return found


def _replaces(step: ast.stmt, lines: list[ast.stmt]) -> bool:
    """Whether the last of these lines makes the solution's superfluous: same names, none read."""
    last = lines[-1]
    if names_set(last) != names_set(step) or not isinstance(step, ast.Assign):
        return False
    whole = isinstance(last, ast.Assign) and all(
        isinstance(target, ast.Name | ast.Tuple) for target in last.targets
    )
    read = {node.id for line in lines for node in ast.walk(line) if isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)}  # fmt: skip
    return whole and not read & names_set(step)


def _outside_of_scopes(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, less what has names of its own: functions, comprehensions."""
    yield node
    if not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _outside_of_scopes(child)


def _text(code: str, step: ast.stmt) -> str:
    """The lines of one statement as they are written, decorators too."""
    first = min([step.lineno, *(one.lineno for one in getattr(step, "decorator_list", []))])
    return "\n".join(code.splitlines()[first - 1 : step.end_lineno])


def _dots(value: ast.expr | None) -> str:
    if not isinstance(value, ast.Dict) or not value.keys:
        return "..."
    if not all(isinstance(key, ast.Constant) for key in value.keys):
        return "..."
    pairs = zip(value.keys, value.values, strict=True)
    parts = [f"{_key(key)}: {_dots(part)}" for key, part in pairs]
    return f"{{{', '.join(parts)}}}"


def _key(key: ast.expr | None) -> str:
    value = key.value if isinstance(key, ast.Constant) else None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
