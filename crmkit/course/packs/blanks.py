"""The participants' notebook: a lesson without results, in which some code is theirs to type.

Left blank are the cells that answer a guess, and those that call what the lesson is about (what it
imports from crmkit, but for data and plots). Imports, data, definitions and loops stay.
"""

import ast
import re
from collections.abc import Iterator
from copy import deepcopy

from nbformat import NotebookNode

from crmkit.course.lessons import Language

TAG = "to-type"  # marks a blank cell in its metadata

_GIVEN = re.compile(r"datasets\.load|companies\.|course_style")  # data are given, not typed
_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr)
_NOT_THE_LESSON = {"datasets", "plots", "companies"}
_SAYS = {
    "en": "# Type this cell ({count}). It begins:",
    "zh": "# 请自己输入这一格（{count} 条语句），开头是：",
}


def participant(notebook: NotebookNode, guesses: set[int], language: Language) -> NotebookNode:
    """A copy without results in which what participants type is blank, with how it begins."""
    made = deepcopy(notebook)
    ours = _kit_names(made)
    after_guess = False
    for number, cell in enumerate(made.cells):
        if cell.cell_type == "markdown":
            after_guess = number in guesses
            continue
        cell.outputs, cell.execution_count = [], None
        if _is_typed(cell.source, ours, after_guess):
            cell.source = blank(cell.source, language)
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), TAG]
    return made


def blank(source: str, language: Language = "en") -> str:
    """A cell to type: a comment that tells how each of its statements begins.

    >>> print(blank("scored = rfm.score(customers)\\nscored.head(3)").rstrip())
    # Type this cell (2 statements). It begins:
    #   scored = rfm.score(…
    #   scored.head(…
    """
    starts = [_start(source, step) for step in ast.parse(source).body]
    count = str(len(starts))
    if language == "en":
        count += " statement" if len(starts) == 1 else " statements"
    return "\n".join([_SAYS[language].format(count=count), *(f"#   {one}" for one in starts), ""])


def _is_typed(source: str, ours: set[str], after_guess: bool) -> bool:
    steps = ast.parse(source).body
    if not steps or not all(isinstance(step, _SIMPLE) for step in steps) or _GIVEN.search(source):
        return False
    return after_guess or bool(ours & set(_called(steps)))


def _kit_names(notebook: NotebookNode) -> set[str]:
    """What the lesson imports from crmkit, under the names that its cells use."""
    found = set()
    for cell in notebook.cells:
        for step in ast.parse(cell.source).body if cell.cell_type == "code" else []:
            if isinstance(step, ast.ImportFrom) and (step.module or "").startswith("crmkit"):
                found |= {name.asname or name.name for name in step.names}
    return found - _NOT_THE_LESSON


def _called(steps: list[ast.stmt]) -> Iterator[str]:
    """The first name of everything that is called: `rfm` in `rfm.score(customers)`."""
    for step in steps:
        for node in ast.walk(step):
            if isinstance(node, ast.Call):
                root: ast.expr = node.func
                while isinstance(root, ast.Attribute):
                    root = root.value
                if isinstance(root, ast.Name):
                    yield root.id


def _start(source: str, step: ast.stmt) -> str:
    """The first words of a statement: what it sets, and what it begins with."""
    whole = ast.get_source_segment(source, step) or ""
    value = getattr(step, "value", None)
    said = ast.get_source_segment(source, value) if value is not None else None
    sets = whole.removesuffix(said) if said else ""
    if said is None or "\n" in sets:
        sets, said = "", whole
    opened = re.match(r"[^(\[{\n]*[(\[{\n]", said)
    return f"{sets}{opened[0].rstrip()}…" if opened else f"{sets}{said}"
